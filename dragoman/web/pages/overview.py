"""Overview: what the ledger holds, contacts by month, what is new, planned and disagreed on."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from dragoman.ask.english import date_words, month_words
from dragoman.ask.plan import last_day
from dragoman.ask.record import happenings
from dragoman.ask.show import Disagreement, disagreements
from dragoman.export.figures import look
from dragoman.export.figures.base import Figure, Table, month_span, ticks
from dragoman.model import CONTACT_CHANNELS, Channel
from dragoman.web.answers import as_json
from dragoman.web.frame import Book, Nav, page
from dragoman.web.lines import Line, line_of, lines
from dragoman.web.shelf import Reading

router = APIRouter()
api = APIRouter(tags=["overview"])
nav = Nav(10, "Overview", "/")

LONGEST = 120
"""Months that the figure shows at most, the latest."""

_FEW = 6
_LOOKED_AT = 150  # newest events with several documents, searched for disagreements

_HOLDS = """
SELECT (SELECT count(*) FROM documents) AS documents,
       (SELECT count(*) FROM events WHERE section = 'body') AS events,
       (SELECT count(DISTINCT nullif(outlet, '')) FROM documents) AS outlets,
       (SELECT count(*) FROM documents WHERE coalesce(outlet, '') = '') AS no_outlet,
       (SELECT count(DISTINCT nullif(side, '')) FROM documents) AS sides,
       (SELECT count(*) FROM statements WHERE section = 'body') AS statements,
       (SELECT min(published) FROM documents WHERE length(published) >= 7
          AND NOT starts_with(published, 'X')) AS first,
       (SELECT max(published) FROM documents WHERE length(published) >= 7
          AND NOT starts_with(published, 'X')) AS last,
       (SELECT count(*) FROM documents WHERE coalesce(published, '') = '') AS no_day,
       (SELECT count(*) FROM issues WHERE NOT skipped) AS unread,
       (SELECT count(DISTINCT place) FROM issues WHERE skipped) AS skipped
"""

_LANGUAGES = """
SELECT coalesce(nullif(language, ''), '-'), count(*) FROM documents GROUP BY 1 ORDER BY 2 DESC, 1
"""

_CONTACTS = """
SELECT m.value, c.value, count(*)
FROM memory.main.facet AS m JOIN memory.main.facet AS c ON c.nth = m.nth AND c.kind = 'channel'
JOIN memory.main.facet AS s ON s.nth = m.nth AND s.kind = 'status'
JOIN memory.main.event AS e ON e.nth = m.nth
WHERE m.kind = 'month' AND m.value <> '-' AND e.in_body AND s.value IN ('happened', 'ongoing')
GROUP BY 1, 2
"""

_PUBLISHED = """
SELECT substr(published, 1, 7) AS month, count(*) FROM documents
WHERE regexp_matches(published, '^[0-9]{4}-[0-9]{2}') GROUP BY 1 ORDER BY 1
"""

_NEWEST = """
SELECT event_id FROM events
WHERE section = 'body' AND status IN ('happened', 'ongoing') AND first_day <= $today
  AND last_day - first_day < 7
ORDER BY last_day DESC, n_documents DESC, event_id LIMIT $few
"""

_PLANNED = """
SELECT event_id FROM events
WHERE section = 'body' AND status = 'planned' AND last_day >= $today
  AND last_day - first_day < 400
ORDER BY last_day - first_day > 31, first_day, event_id LIMIT $few
"""

_SEVERAL = """
SELECT event_id FROM events WHERE section = 'body' AND n_documents > 1
ORDER BY last_day DESC NULLS LAST, event_id LIMIT $looked_at
"""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page shows; made once for each view."""

    holds: dict[str, Any]
    languages: tuple[tuple[str, int], ...]
    as_of: date | None  # the last day of which the ledger knows
    newest: tuple[Line, ...]
    planned: tuple[Line, ...]
    differing: tuple[tuple[Line, tuple[Disagreement, ...]], ...]
    figure: Figure | None


@router.get("/")
def overview_page(request: Request, book: Book) -> Response:
    """Show what the ledger holds."""
    return page(request, "overview.html", book, title="Overview", **_parts(overview(book)))


@api.get("/overview")
def overview_api(book: Book) -> Response:
    """What the ledger holds, and the ids of what is newest, planned and disagreed on."""
    told = overview(book)
    return as_json(
        {
            **told.holds,
            "languages": dict(told.languages),
            "as_of": told.as_of,
            "newest": [line.event for line in told.newest],
            "planned": [line.event for line in told.planned],
            "differing": [line.event for line, _ in told.differing],
        }
    )


def overview(book: Reading) -> Overview:
    """Return what the ledger holds."""
    return book.once("overview", lambda: _overview(book))


def _parts(told: Overview) -> dict[str, Any]:
    return {name: getattr(told, name) for name in Overview.__slots__}


def _overview(book: Reading) -> Overview:
    found = book.db.execute(_HOLDS)
    holds = dict(zip([column[0] for column in found.description], found.fetchall()[0], strict=True))
    as_of = last_day(book)
    today = {"today": as_of or date.max, "few": _FEW}

    def ids(query: str, values: dict[str, Any]) -> list[str]:
        return [event for (event,) in book.db.execute(query, values).fetchall()]

    several = happenings(book, among=ids(_SEVERAL, {"looked_at": _LOOKED_AT}))
    differing = [(h, told) for h in reversed(several) if (told := disagreements(h))]
    return Overview(
        holds,
        tuple(book.db.execute(_LANGUAGES).fetchall()),
        as_of,
        lines(book, ids(_NEWEST, today)),
        lines(book, ids(_PLANNED, today)) if as_of else (),
        tuple((line_of(book, h), told) for h, told in differing[:_FEW]),
        _figure(book),
    )


def _figure(book: Reading) -> Figure | None:
    """Draw contacts by month, a row for each channel, over the documents of the month."""
    published: list[tuple[str, int]] = book.db.execute(_PUBLISHED).fetchall()
    counted = Counter(
        {
            (month, channel): n
            for month, channel, n in book.db.execute(_CONTACTS).fetchall()
            if channel in CONTACT_CHANNELS
        }
    )
    if not published or not counted:
        return None
    months = _months(published[0][0], published[-1][0])[-LONGEST:]
    channels = [c for c in Channel if any(counted[m, c] for m in months)]
    if not channels:
        return None
    docs = dict(published)
    bars: list[dict[str, Any]] = [
        {
            **month_span(m),
            "month": date_words(m),
            "channel": look.CHANNEL[c].label,
            "events": counted[m, c],
        }
        for c in channels
        for m in months
        if counted[m, c]
    ]
    strip: list[dict[str, Any]] = [
        {**month_span(m), "month": date_words(m), "documents": docs.get(m, 0)} for m in months
    ]
    total = sum(bar["events"] for bar in bars)
    window = month_words(f"{months[0]}/{months[-1]}" if len(months) > 1 else months[0])
    ends = month_span(months[0])["start"], month_span(months[-1])["end"]
    days, form = ticks(ends)
    most = max(bar["events"] for bar in bars)
    panels = [
        _panel([bar for bar in bars if bar["channel"] == label], "events", label, ends, most)
        for label in (look.CHANNEL[c].label for c in channels)
    ]
    below = _panel(strip, "documents", "documents", ends, max(docs.values()), look.RULE)
    below["encoding"]["x"]["axis"] = {"values": days, "format": form, "title": None}
    alt = (
        f"{total} contacts by month and channel, {window}, and below them the number of documents "
        f"published in each month. Most frequent: "
        + ", ".join(
            f"{look.CHANNEL[c].label} ({sum(counted[m, c] for m in months)})"
            for c in sorted(channels, key=lambda c: -sum(counted[m, c] for m in months))[:3]
        )
        + "."
    )
    rows: tuple[tuple[str | int | float | None, ...], ...] = tuple(
        (date_words(m), *(counted[m, c] for c in channels), docs.get(m, 0)) for m in months
    )
    columns = ("month", *(look.CHANNEL[c].label for c in channels), "documents")
    return Figure(
        "overview",
        "Contacts by month",
        f"{total} events said to have happened, {window}",
        alt,
        {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "description": alt,
            "config": look.CONFIG,
            "spacing": 4,
            "vconcat": [*panels, below],
        },
        {},
        (Table("Contacts by month", columns, rows),),
    )


def _panel(
    rows: list[dict[str, Any]],
    field: str,
    label: str,
    ends: tuple[str, str],
    most: int,
    color: str = look.BLUE,
) -> dict[str, Any]:
    """Return one row of the figure: a bar for each month, all rows on one scale."""
    x = {"type": "temporal", "scale": {"type": "utc", "domain": list(ends), "nice": False}}
    return {
        "data": {"values": rows},
        "height": 24,
        "width": look.WIDTH,
        "mark": {"type": "bar", "color": color},
        "encoding": {
            "x": x | {"field": "start", "axis": None},
            "x2": {"field": "end"},
            "y": {
                "field": field,
                "type": "quantitative",
                "scale": {"domain": [0, most], "nice": False},
                "axis": {
                    "values": [0, most],
                    "format": "d",
                    "title": label,
                    "titleAngle": 0,
                    "titleAlign": "right",
                    "titleBaseline": "middle",
                    "titleX": -24,
                },
            },
            "y2": {"datum": 0},
            "tooltip": [{"field": "month"}, {"field": field}],
        },
    }


def _months(first: str, last: str) -> list[str]:
    """Return every month from one to another, both included.

    >>> _months("2020-11", "2021-01")
    ['2020-11', '2020-12', '2021-01']
    """
    start, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return [f"{nth // 12:04}-{nth % 12 + 1:02}" for nth in range(start, end + 1)]
