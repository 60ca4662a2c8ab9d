"""Claims that documents make, drawn: what is recorded in each claim's window, and the verdict."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.ask.check import Checked, CheckRow, Recorded
from dragoman.ask.english import date_words, list_of
from dragoman.export.figures import look
from dragoman.export.figures.base import (
    Figure,
    Namer,
    Table,
    called,
    count,
    data,
    draw,
    in_text,
    lines,
    make,
    note,
    panel_title,
    refused,
    short,
)
from dragoman.export.figures.timeline import (
    NO_COVERAGE,
    State,
    When,
    domain,
    rows_over_time,
    stacked,
    told,
    when,
)
from dragoman.export.pages import clean

MOST_ROWS = 16
"""How many claims of a kind are drawn, in order of time; all are in the table."""

MOST_REASONS = 4
"""How many reasons of refusals are written out, the most frequent first."""

_COUNTED = "recorded and counted"
_OPEN = "recorded, its day or sameness not settled"
_CLAIMED = "the claimed one"
_MARKS = {
    _COUNTED: State("circle", look.BLUE),
    _OPEN: State("circle", look.BLUE, hollow=True),
    _CLAIMED: State("diamond", look.BLACK),
}


@dataclass(frozen=True, slots=True)
class _Bar:
    """A claim by one reading of its words: a row of the figure."""

    claim: CheckRow
    reading: str | None  # None: the one that the claim's row tells of
    start: str | None
    head: tuple[str, ...]  # what stands above the bar


@draw.register
def _(answer: Checked, *, query: Mapping[str, Any], names: Namer) -> Figure:
    judged = [row for row in answer.rows if row.verdict != "refused"]
    counted = [row for row in judged if row.recorded is not None and row.last]
    other = [row for row in judged if row not in counted]
    out = [row for row in answer.rows if row.verdict == "refused"]
    verdicts = Counter(row.verdict for row in answer.rows)
    said = list_of([f"{n} {verdict}" for verdict, n in verdicts.most_common()])
    panels = []
    if counted:
        panels.append(_windows(counted[:MOST_ROWS], answer))
    if other:
        panels.append(_listed(other))
    panels += [refused(words, height=54) for words in _reasons(out)]
    who = f" on {in_text(query['who'], names)}" if query.get("who") else ""
    return make(
        "check",
        stacked(*panels, note(_notes(answer, counted))),
        title=f"What documents count{who}, against the record",
        subtitle=f"{count(len(answer.rows), 'claim')}: {said}; in "
        f"{count(answer.basis.n_documents, 'document')}, from {_day(answer.since)} to "
        f"{_day(answer.until)}",
        alt=_alt(counted, other, out, said),
        tables=[_table(answer, names)],
        query=query,
        basis=answer.basis,
        events=[event for row in answer.rows for event in (row.event, *row.events)],
        claims=[claim for row in answer.rows for claim in row.claims],
        refusals=[f"{row.words}: {row.because}" for row in out],
    )


def _day(value: str | None) -> str:
    return date_words(value) if value else "a day that is not known"


def _said(row: CheckRow) -> str:
    on = f", {date_words(row.said_on)}" if row.said_on else ""
    return f"{row.verdict}: \u201c{short(row.words, 48)}\u201d ({short(row.said_by, 22)}{on})"


def _numbers(row: CheckRow) -> str:
    """Say what was counted, and how probable it is that the ledger has them all."""
    parts = [
        f"{row.recorded} recorded, the claimed one included" if row.recorded else "none recorded"
    ]
    if row.possible:
        parts.append(f"up to {row.possible} more not settled")
    if row.number is not None and row.kind != "first_since":
        parts.append(f"{row.number} claimed")
    if row.complete is not None:
        parts.append(f"record complete with {row.complete:.0%}")
    elif row.complete_80 is not None and row.complete_95 is not None:
        parts.append(f"record complete with {row.complete_80:.0%} to {row.complete_95:.0%}")
    return "; ".join(parts)


def _windows(claims: Sequence[CheckRow], answer: Checked) -> Any:
    """Draw each claim's window with the occasions in it, the words and verdict above."""
    rows = [bar for row in claims for bar in _bars(row)]
    inside = {str(nth): list(row.head) for nth, row in enumerate(rows)}
    starts = [row.start or answer.since or row.claim.last for row in rows]
    spans = [
        When(begun.first, ended.last)
        for row, start in zip(rows, starts, strict=True)
        if (begun := when((start or "",))) and (ended := when((row.claim.last or "",)))
    ]
    over = domain(spans, keep=spans)
    marks = [
        {
            "row": str(nth),
            "when": When(span.last, span.last),
            "state": _CLAIMED,
            "tip": row.claim.because,
        }
        for nth, (row, span) in enumerate(zip(rows, spans, strict=True))
    ]
    marks += [
        {
            "row": str(nth),
            "when": at,
            "state": _COUNTED if one.counted else _OPEN,
            "tip": f"{told((f'{one.first}/{one.last}',))}: {one.event}, {one.reading}",
        }
        for nth, row in enumerate(rows)
        for one in _shown(answer, row.claim, row.reading)
        if one.first and (at := when((f"{one.first}/{one.last}",)))
    ]
    bars = [
        {"row": str(nth), "start": span.first.isoformat(), "until": span.last.isoformat()}
        for nth, span in enumerate(spans)
    ]
    return rows_over_time(
        marks,
        list(inside),
        over,
        marks=_MARKS,
        title="Claims counted in a window of time: a bar from its start to the claimed occasion",
        inside=inside,
        bars=bars,
    )


def _bars(row: CheckRow) -> Iterator[_Bar]:
    """Yield a row for each reading, where the claim depends on how its words are read."""
    judged = [
        (words, start)
        for words, start in zip(row.readings, row.starts, strict=False)
        if ": refused. " not in words
    ]
    if row.verdict != "definition-dependent" or len(judged) < 2:
        yield _Bar(row, None, row.first, (_said(row), _numbers(row)))
        return
    for nth, (words, start) in enumerate(judged):
        head = [*([] if nth else [_said(row)]), *lines(clean(words), 92)]
        yield _Bar(row, words.split(": ", 1)[0], start, tuple(head))


def _shown(answer: Checked, row: CheckRow, reading: str | None) -> list[Recorded]:
    """Return the occasions that bear on a claim by a reading; None: the one its row tells of."""
    if reading is None:
        judged = next((one for one in row.readings if ": refused. " not in one), "")
        reading = judged.split(": ", 1)[0]
    return [
        one
        for one in answer.recorded
        if (one.claim, one.about, one.reading) == (row.claims[0], row.event, reading)
    ]


def _listed(rows: Sequence[CheckRow]) -> Any:
    """Write out what is held against a table and not counted: anniversaries, numbered sessions."""
    import altair as alt

    groups: dict[tuple[str, str, str], list[CheckRow]] = {}
    for row in rows:
        groups.setdefault((row.verdict, row.words.casefold(), row.because), []).append(row)
    words: list[str] = []
    for group in list(groups.values())[:MOST_ROWS]:
        more = f" and {len(group) - 1} more" if len(group) > 1 else ""
        words += [f"{_said(group[0])}{more}", *lines(f"\u2013 {clean(group[0].because)}", 92)]
    return (
        alt.Chart(data([{"x": 0}]))
        .mark_text(align="left", baseline="top", lineHeight=14)
        .encode(x=alt.value(0), y=alt.value(2), text=alt.value(words))
        .properties(
            width=look.WIDTH,
            height=14 * len(words) + 4,
            title=panel_title("Claims held against a table of dates, or of numbered sessions"),
        )
    )


def _reasons(rows: Sequence[CheckRow]) -> list[str]:
    """Say what is refused, and why, the most frequent reason first."""
    by: dict[str, list[CheckRow]] = {}
    for row in rows:
        by.setdefault(row.because, []).append(row)
    ordered = sorted(by.items(), key=lambda reason: (-len(reason[1]), reason[0]))
    found = []
    for because, group in ordered[:MOST_REASONS]:
        words = list_of(
            [f"\u201c{short(w, 40)}\u201d" for w in dict.fromkeys(r.words for r in group)][:2]
        )
        more = f" and {len(group) - 2} more" if len(group) > 2 else ""
        found.append(f"Refused ({len(group)}), such as {words}{more}: {short(because, 120)}")
    rest = sum(len(group) for _, group in ordered[MOST_REASONS:])
    return found + ([f"Refused for other reasons: {rest}. The table has each."] if rest else [])


def _notes(answer: Checked, counted: Sequence[CheckRow]) -> list[str]:
    more = max(len(counted) - MOST_ROWS, 0)
    undated = sum(not one.first for row in counted[:MOST_ROWS] for one in _shown(answer, row, None))
    return [
        f"{count(more, 'more claim')} of this kind not drawn; in the table." if more else "",
        f"{count(undated, 'recorded occasion')} without a day not drawn: nothing says whether "
        "they are in a window."
        if undated
        else "",
        "\u201cRecord complete with\u201d: how probable it is that the ledger has every such event "
        "of the window, if it has 80 % of all such events, and if it has 95 %.",
        "Not recorded is not \u201cdid not happen\u201d.",
        "A claim that depends on how its words are read has a bar for each reading."
        if any(row.verdict == "definition-dependent" for row in counted)
        else "",
        NO_COVERAGE if counted else "",
    ]


def _alt(
    counted: Sequence[CheckRow], other: Sequence[CheckRow], out: Sequence[CheckRow], said: str
) -> str:
    parts = [f"{count(len(counted) + len(other) + len(out), 'claim')}: {said}."]
    if counted:
        parts.append(
            "Bars on a time line are the claims' windows, with marks for what is recorded."
        )
    parts += [f"{_said(row)}: {_numbers(row)}." for row in counted[:6]]
    parts += [f"{_said(row)}: {row.because}" for row in other[:6]]
    parts += _reasons(out)
    return " ".join(parts)


def _table(answer: Checked, names: Namer) -> Table:
    return Table(
        "Claims",
        ("verdict", "words", "said by", "said on", "kind", "claimed", "recorded", "not settled",
         "from", "to", "complete at 80 %", "complete at 95 %", "because", "parties", "event"),
        tuple(
            (
                row.verdict,
                row.words,
                row.said_by,
                row.said_on,
                row.kind,
                row.number,
                row.recorded,
                row.possible,
                row.first,
                row.last,
                row.complete_80,
                row.complete_95,
                row.because,
                ", ".join(called(one, names) for one in row.parties),
                row.event,
            )
            for row in answer.rows
        ),
    )  # fmt: skip
