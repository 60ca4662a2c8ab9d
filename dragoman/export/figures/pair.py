"""All between two states drawn: a row for each channel and acting side, and the last contacts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dragoman.ask.english import list_of
from dragoman.ask.pair import Dealing, Pair
from dragoman.export.figures import look
from dragoman.export.figures.base import (
    Figure,
    Namer,
    Table,
    called,
    count,
    draw,
    in_text,
    make,
    note,
    refused,
    rests_on,
    short,
)
from dragoman.export.figures.timeline import (
    HOW_TO_READ,
    NO_DOCUMENTS,
    Domain,
    domain,
    rows_over_time,
    stacked,
    told,
    under,
    when,
)

_Row = tuple[str, str | None]
"""A channel, and the side that acts in it."""


@draw.register
def _(answer: Pair, *, query: Mapping[str, Any], names: Namer) -> Figure:
    sides = [str(query.get(key, key)) for key in ("one", "other")]
    a, b = (short(in_text(side, names), 64) for side in sides)
    by = {side: short(called(side, names), 30) for side in sides}
    rows = _labels(answer.rows, by, names)
    days = [at for row in answer.rows if (at := when(row.dates))]
    strip: list[Any] = []
    panels: list[Any] = [refused("No event of these two is dated; none has a place in time.")]
    if days:
        over = domain(days)
        panels = [
            _events(answer, rows, over, names),
            *_last(answer, over),
            *(strip := under(answer.documents, over)),
        ]
    return make(
        "pair",
        stacked(*panels, note([*_notes(answer, by), "" if strip or not days else NO_DOCUMENTS])),
        title=f"What lies between {a} and {b}, by channel",
        subtitle=_subtitle(answer),
        alt=_alt(answer, rows, a, b),
        tables=[_table(answer, names), _last_table(answer)],
        query=query,
        basis=answer.basis,
        events=[row.event for row in answer.rows],
        claims=[claim for row in answer.rows for claim in row.claims],
    )


def _subtitle(answer: Pair) -> str:
    more = answer.basis.not_happened
    return f"{rests_on(answer.basis)}" + (
        f"; and {more} planned, called off, denied or hypothetical, in no count" if more else ""
    )


def _labels(rows: Sequence[Dealing], sides: Mapping[str, str], names: Namer) -> dict[_Row, str]:
    """Return the figure's rows with their labels: channels in their order, first side first."""
    n_of = Counter((row.channel, row.by) for row in rows)
    undated = Counter((row.channel, row.by) for row in rows if when(row.dates) is None)
    channels, acting = list(look.CHANNEL), [None, *sides]
    found = {}
    for key in sorted(n_of, key=lambda k: (channels.index(k[0]), acting.index(k[1]))):
        channel, by = key
        whose = f", by {sides[by]}" if by else ""
        n = f"{n_of[key]}, {undated[key]} undated" if undated[key] else str(n_of[key])
        found[key] = f"{look.CHANNEL[channel].label}{whose} ({n})"
    return found


def _events(answer: Pair, rows: Mapping[_Row, str], over: Domain, names: Namer) -> Any:
    marks = [
        {
            "row": rows[row.channel, row.by],
            "when": at,
            "state": row.status,
            "tip": f"{told(row.dates)}: {_who(row, names)}, {row.status}; "
            f"{count(row.n_documents, 'document')}",
        }
        for row in answer.rows
        if (at := when(row.dates))
    ]
    return rows_over_time(marks, list(rows.values()), over, labelled=not answer.last)


def _last(answer: Pair, over: Domain) -> list[Any]:
    """Draw when the two last had contact at each rank, with the day beside the mark."""
    both = {(last.rank, last.event) for last in answer.last if last.both}
    rows = [
        {
            "row": f"{last.rank} {'on both sides' if last.both else 'on one side'}",
            "when": at,
            "state": "happened",
            "words": f"{told(last.dates)}, {look.CHANNEL[last.channel].label}",
        }
        for last in answer.last
        if (at := when(last.dates)) and (last.both or (last.rank, last.event) not in both)
    ]
    title = "Last contact on a dated day, by rank of those named"
    order = [str(row["row"]) for row in rows]
    return [rows_over_time(rows, order, over, title=title, legend=False)] if rows else []


def _who(row: Dealing, names: Namer) -> str:
    sides = [list_of([short(called(one, names)) for one in side]) for side in (row.one, row.other)]
    named = " and ".join(side for side in sides if side)
    return f"{look.CHANNEL[row.channel].label}{f' of {named}' if named else ''}"


def _notes(answer: Pair, sides: Mapping[str, str]) -> list[str]:
    visits = [row for row in answer.visits if row.who is None]
    counted = list_of(
        [
            f"{sides.get(row.visitor, row.visitor)} to {sides.get(row.host, row.host)} "
            f"{count(row.n_events, 'visit')}"
            for row in visits
        ]
    )
    return [
        HOW_TO_READ,
        f"Counted: {counted}." if counted else "",
        f"{count(len(answer.together), 'act')} of both on somebody else not drawn."
        if answer.together
        else "",
        *(f"Left out: {words}." for words in answer.basis.left_out()),
    ]


def _alt(answer: Pair, rows: Mapping[_Row, str], a: str, b: str) -> str:
    dated = [at for row in answer.rows if (at := when(row.dates))]
    span = (
        f"from {min(at.first for at in dated)} to {max(at.last for at in dated)}"
        if dated
        else "none of them dated"
    )
    states = Counter(row.status for row in answer.rows)
    lasts = [
        f"{last.rank}{' of both' if last.both else ''}: {told(last.dates)}" for last in answer.last
    ]
    return (
        f"Marks on a time line, {span}, in a row for each channel: "
        f"{list_of(list(rows.values()))}. Of {count(len(answer.rows), 'event')} between {a} and "
        f"{b} {list_of([f'{n} {state}' for state, n in states.most_common()])}."
        + (f" Last contact by rank: {'; '.join(lasts)}." if lasts else "")
    )


def _table(answer: Pair, names: Namer) -> Table:
    columns = ("dates", "channel", "status", "by", "one side", "other side", "documents", "event")
    return Table(
        "Events between the two",
        columns,
        tuple(
            (
                " or ".join(row.dates) or None,
                row.channel,
                row.status,
                called(row.by, names) if row.by else None,
                ", ".join(called(one, names) for one in row.one),
                ", ".join(called(one, names) for one in row.other),
                row.n_documents,
                row.event,
            )
            for row in answer.rows
        ),
    )


def _last_table(answer: Pair) -> Table:
    return Table(
        "Last contacts by rank",
        ("rank", "both sides", "dates", "channel", "event"),
        tuple(
            (
                str(last.rank),
                "yes" if last.both else "no",
                " or ".join(last.dates),
                last.channel,
                last.event,
            )
            for last in answer.last
        ),
    )
