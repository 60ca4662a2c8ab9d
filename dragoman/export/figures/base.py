"""What a figure is, how one is built from an answer, and the parts that figures share."""

import json
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import singledispatch
from hashlib import sha256
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from dragoman.ask.book import Answer, Basis
from dragoman.ask.english import month_words
from dragoman.ask.wording import Wording
from dragoman.export.figures import look
from dragoman.export.pages import clean
from dragoman.model import InputError
from dragoman.model.extras import install

if TYPE_CHECKING:
    import altair as alt

LONGEST = 52
"""How many characters of a name are drawn; the table beside the figure has the whole."""

Namer = Callable[[str], str]
"""From an id to what it is called, such as `Register.label`."""


_IDS = ("st:", "og:", "of:", "pe:", "pl:", "me:")


@dataclass(frozen=True, slots=True)
class Table:
    """Data that a figure draws, in rows of plain values; None is unknown or refused."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """An answer drawn: a Vega-Lite specification, and what stands beside it."""

    name: str  # of the question: "circle"
    title: str
    subtitle: str
    alt: str  # what is to be seen, in sentences
    spec: dict[str, Any]  # Vega-Lite, data inline
    sidecar: dict[str, Any]  # what it was made from, and by what
    tables: tuple[Table, ...]


def make(
    name: str,
    chart: "alt.TopLevelMixin",
    *,
    title: str,
    subtitle: str,
    alt: str,
    tables: Sequence[Table],
    query: Mapping[str, Any],
    basis: Basis,
    events: Iterable[str] = (),
    claims: Iterable[str] = (),
    refusals: Iterable[str] = (),
    seed: int | None = None,
) -> Figure:
    """Put a figure together.

    Args:
        name: The question's.
        chart: The panels, without title and without config.
        title: What the figure is of.
        subtitle: What it rests on: events, documents, the window.
        alt: What is to be seen.
        tables: The data that are drawn.
        query: As asked: who, window, options.
        basis: The answer's.
        events: Ids of every event behind the figure.
        claims: Ids of every claim behind it.
        refusals: The sentences of what is not drawn, and why.
        seed: Of random numbers behind it, if any.
    """
    from dragoman import __version__

    title, subtitle, alt = (" ".join(clean(text).split()) for text in (title, subtitle, alt))
    tables = tuple(
        Table(
            clean(table.title),
            table.columns,
            tuple(tuple(_clean(cell) for cell in row) for row in table.rows),
        )
        for table in tables
    )
    spec: dict[str, Any] = _clean(chart.to_dict())
    spec["config"] = look.CONFIG
    spec["description"] = alt
    spec["title"] = {"text": lines(title, 72), "subtitle": lines(subtitle, 104)}
    canonical = json.dumps(
        [[table.title, table.columns, table.rows] for table in tables],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    sidecar = {
        "figure": name,
        "title": title,
        "alt": alt,
        "query": _clean(dict(query)),
        "basis": clean(basis.sentence()),
        "refusals": [clean(sentence) for sentence in refusals],
        "seed": seed,
        "events": _clean(list(dict.fromkeys(events))),
        "claims": _clean(list(dict.fromkeys(claims))),
        "data_sha256": sha256(canonical.encode()).hexdigest(),
        "made_by": f"dragoman {__version__}",
    }
    return Figure(name, title, subtitle, alt, spec, sidecar, tables)


def require_package(name: str) -> None:
    """Ask for a package of the extra `figures`.

    Raises:
        InputError: It is not there.
    """
    if find_spec(name) is None:
        raise InputError(f"figures need the package {name.replace('_', '-')}: {install('figures')}")


@singledispatch
def draw(answer: Answer[Any], *, query: Mapping[str, Any], names: Namer) -> Figure:
    """Draw an answer; each question's module registers the function for its own type."""
    raise InputError(f"there is no figure for an answer of the kind {type(answer).__name__}")


def _clean(value: Any) -> Any:
    """Clean every string in a value, keys excepted: they are ours."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {key: _clean(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        parts = sorted(value) if isinstance(value, (set, frozenset)) else value
        return [_clean(part) for part in parts]
    return value if value is None or isinstance(value, (bool, int, float)) else clean(value)


# Words


def lines(text: str, width: int) -> list[str]:
    """Break words into lines for a title or a note; a word longer than a line is cut.

    >>> lines("many a long word", 8)
    ['many a', 'long', 'word']
    """
    return textwrap.wrap(text, width, break_on_hyphens=False) or [""]


def short(text: str, most: int = LONGEST) -> str:
    """Return a name on one line, cut at `most` characters.

    >>> short("a very long name", 8)
    'a very …'
    """
    words = " ".join(clean(text).split())
    return words if len(words) <= most else f"{words[: most - 1]}…"


def labels(ids: Iterable[str], names: Namer, most: int = LONGEST) -> dict[str, str]:
    """Return of each id a short name that no other of them has."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for ident in dict.fromkeys(ids):
        whole = called(ident, names)
        label, nth = short(whole, most) or short(ident, most), 1
        while label in taken:
            nth += 1
            label = f"{short(whole, most - 5)} ({nth})"
        taken.add(label)
        found[ident] = label
    return found


def count(n: int, word: str, plural: str = "") -> str:
    """Return a number with its noun.

    >>> count(1, "event"), count(2, "country", "countries")
    ('1 event', '2 countries')
    """
    return f"{n:,} {word if n == 1 else plural or word + 's'}"


def called(ident: str, names: Namer) -> str:
    """Return what to call an actor; what has no id stays as it is worded."""
    return names(ident) if ident.startswith(_IDS) else ident


def in_text(ident: object, names: Namer) -> str:
    """Return what to call an actor in a title: "the United States of America"."""
    known = str(ident or "somebody")
    return short(Wording(lambda id_: called(id_, names), None).name(known), 60)


def period(window: str) -> str:
    """Write a window out.

    >>> period("2020-08"), period("2020/2021-03"), period("2020-08/..")
    ('August 2020', '2020 to March 2021', 'from August 2020 on')
    """
    first, _, last = window.partition("/")
    if first in ("", ".."):
        return f"until {month_words(last)}" if last not in ("", "..") else "all of the ledger"
    return f"from {month_words(first)} on" if last == ".." else month_words(window)


def rests_on(basis: Basis) -> str:
    """Say for a subtitle how many events and documents, and which window."""
    n, docs = count(basis.n_events, "event"), count(basis.n_documents, "document")
    return f"{n} in {docs}, {period(basis.window)}"


# Time: months as their first day and the first of the next, read as UTC everywhere


def month_span(month: str) -> dict[str, str]:
    """Return where a month begins and ends on a time axis.

    >>> month_span("2020-12")
    {'start': '2020-12-01', 'end': '2021-01-01'}
    """
    if not re.fullmatch(r"\d{4}-\d{2}", month):
        raise ValueError(f"{month!r} is no month")
    year, nth = int(month[:4]), int(month[5:])
    after = f"{year + nth // 12:04}-{nth % 12 + 1:02}"
    return {"start": f"{month}-01", "end": f"{after}-01"}


def data(rows: Iterable[Mapping[str, Any]]) -> "alt.Data":
    """Return rows as inline data."""
    import altair as alt

    return alt.Data(values=[dict(row) for row in rows])


def time_axis(domain: tuple[str, str], *, labelled: bool = True, field: str = "start") -> "alt.X":
    """Return the x axis of a panel over time, from one day to another, in UTC."""
    import altair as alt

    days, form = ticks(domain)
    return alt.X(
        f"{field}:T",
        title=None,
        scale=alt.Scale(type="utc", domain=list(domain), nice=False),
        axis=alt.Axis(values=days, format=form, labelFlush=True, labelOverlap=True)
        if labelled
        else alt.Axis(labels=False, ticks=False, domain=True),
    )


def ticks(domain: tuple[str, str], most: int = 9) -> tuple[list[str], str]:
    """Return the days at which a time axis has its ticks, and the format of their labels.

    On the first of January where that is often enough, else on firsts of months, and over a
    few weeks on days.

    >>> found = [ticks((day, "2024-01-01")) for day in ("1950-01-01", "2021-05-01", "2023-12-01")]
    >>> [(len(days), form) for days, form in found]
    [(8, '%Y'), (6, '%b %Y'), (5, '%-d %b')]
    """
    ends = [date.fromisoformat(day) for day in domain]
    n_days = (ends[1] - ends[0]).days
    form = "%-d %b"
    if n_days <= 75:
        step = next(n for n in (1, 2, 7, 14) if n_days / n <= most)
        days = [ends[0] + timedelta(n) for n in range(0, n_days + 1, step)]
    else:
        first, last = (12 * end.year + end.month - 1 for end in ends)
        steps = (1, 2, 3, 6, *(12 * years for years in (1, 2, 5, 10, 20, 50, 100, 200)))
        step = next((n for n in steps if (last - first) / n <= most), 12 * 500)
        months = range(-(-first // step) * step, last + 1, step)
        firsts = (date(n // 12, n % 12 + 1, 1) for n in months)
        days = [day for day in firsts if day >= ends[0]]
        form = "%b %Y" if step % 12 else "%Y"
    return [day.isoformat() for day in days], form


def coverage_strip(
    documents: Sequence[tuple[str, int, int]],
    domain: tuple[str, str],
    *,
    width: int = look.WIDTH,
    title: str = "Documents a month",
) -> "alt.LayerChart":
    """Return the strip that stands under every panel over time: how much there was to read.

    Args:
        documents: Month, all documents published in it, and those of them by outlets that
            publish throughout (the constant panel).
        domain: First day and day after the last, as `month_span` writes them; the x axis
            of the panels above.
        width: Of the panels above.
        title: What is counted.
    """
    import altair as alt

    rows = [
        {
            "start": max(span["start"], domain[0]),
            "end": min(span["end"], domain[1]),
            "all": n,
            "steady": n_steady,
        }
        for m, n, n_steady in documents
        for span in (month_span(m),)
    ]
    most = max((n for _, n, _ in documents), default=0) or 1
    y = {"scale": alt.Scale(domain=[0, most], nice=False)}
    axis = alt.Axis(values=[most], grid=False, format=",d", domain=False)
    base = alt.Chart(data(rows)).encode(x=time_axis(domain), x2="end:T")
    pale = base.mark_rect(color=look.DIM).encode(
        y=alt.Y("all:Q", axis=axis, title=None, **y), y2=alt.datum(0)
    )
    dark = base.mark_rect(color=look.SOFT).encode(
        y=alt.Y("steady:Q", axis=axis, title=None, **y), y2=alt.datum(0)
    )
    steady = any(row["steady"] for row in rows)
    which = "dark: by outlets that" if steady else "no outlet is known to"
    words = f"{title} ({which} publish throughout)"
    return alt.layer(pale, dark).properties(width=width, height=26, title=panel_title(words))


def panel_title(text: str, most: int = 110) -> "alt.TitleParams":
    """Return the small title of one panel."""
    import altair as alt

    return alt.TitleParams(
        lines(text, most),
        fontSize=11,
        fontWeight="normal",
        color=look.SOFT,
        offset=4,
        anchor="start",
        frame="group",
        lineHeight=14,
    )


def refused(sentence: str, *, width: int = look.WIDTH, height: int = 60) -> "alt.LayerChart":
    """Return a hatched panel that says why there is nothing drawn, in place of the drawing."""
    import altair as alt

    step = 9
    x = {"scale": alt.Scale(domain=[0, width], nice=False), "axis": None}
    y = {"scale": alt.Scale(domain=[0, height], nice=False), "axis": None}
    hatch = [
        {
            "x": max(0, at - height),
            "y": max(0, height - at),
            "x2": min(width, at),
            "y2": height - max(0, at - width),
        }
        for at in range(step, width + height, step)
    ]
    words = lines(sentence, max(20, width // 6 - 8))
    stripes = (
        alt.Chart(data(hatch))
        .mark_rule(color=look.PALE, strokeWidth=1.5)
        .encode(x=alt.X("x:Q", **x), y=alt.Y("y:Q", **y), x2="x2:Q", y2="y2:Q")
    )
    paper = (
        alt.Chart(data([{"x": 0}]))
        .mark_rect(color=look.PAPER, opacity=0.82)
        .encode(
            x=alt.value(8),
            x2=alt.value(min(width - 2, 20 + 6 * max(len(line) for line in words))),
            y=alt.value(height / 2 - 7.5 * len(words) - 3),
            y2=alt.value(height / 2 + 7.5 * len(words) + 3),
        )
    )
    note = (
        alt.Chart(data([{"x": 0}]))
        .mark_text(
            align="left",
            baseline="middle",
            color=look.SOFT,
            fontStyle="italic",
            lineHeight=15,
            dy=-7.5 * (len(words) - 1),
        )
        .encode(x=alt.value(14), y=alt.value(height / 2), text=alt.value(words))
    )
    return alt.layer(stripes, paper, note).properties(width=width, height=height)


def note(sentences: Iterable[str], *, width: int = look.WIDTH) -> "alt.Chart":
    """Return the small print under a figure: how to read it, and what is refused."""
    import altair as alt

    words = [line for text in sentences if text for line in lines(text, round(width / 4.9))]
    return (
        alt.Chart(data([{"x": 0}]))
        .mark_text(align="left", baseline="top", fontSize=10, lineHeight=14, color=look.SOFT)
        .encode(x=alt.value(0), y=alt.value(0), text=alt.value(words))
        .properties(width=width, height=14 * len(words))
    )
