"""The circle drawn: a mark for every event with every counterpart, most first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.ask.circle import FEWEST, Circle, Partner
from dragoman.ask.english import list_of
from dragoman.export.figures import look
from dragoman.export.figures.base import (
    LONGEST,
    Figure,
    Namer,
    Table,
    called,
    count,
    data,
    draw,
    in_text,
    labels,
    make,
    note,
    refused,
    rests_on,
    short,
)
from dragoman.model import CHANNELS

if TYPE_CHECKING:
    import altair as alt

MOST_PARTNERS = 40
"""How many counterparts are drawn; all are in the table."""

MOST_MARKS = 30
"""Up to how many events with one counterpart each has a mark of its own."""

NARROW = 260
"""How wide the panel is at least; columns of numbers beside it take from it, in pixels."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A counterpart as it is drawn."""

    one: Partner
    label: str
    counts: Mapping[str, int]  # by channel; protocol letters are in none

    @property
    def parts(self) -> str:
        """What the count is made of."""
        return ", ".join(f"{look.CHANNEL[c].label} {n}" for c, n in self.counts.items())

    @property
    def ranked(self) -> str:
        """The rank and the range that it may have."""
        one = self.one
        same = one.rank_low == one.rank_high
        span = "" if same else f" ({one.rank_low}–{one.rank_high})"
        return f"{one.rank}{span}" if one.rank else ""


@dataclass(frozen=True, slots=True)
class _Column:
    """Numbers beside the panel."""

    head: str
    cells: Sequence[str]
    wide: int
    mark: look.Mark | None = None  # stands at its head in place of the words
    hollow: bool = False  # a hollow diamond stands before each number


@draw.register
def _(answer: Circle, *, query: Mapping[str, Any], names: Namer) -> Figure:
    who = in_text(query.get("who"), names)
    rows = _rows(answer.partners, names)
    few = len({event for row in rows for event in row.one.events}) < FEWEST
    everyone = (*answer.partners, *answer.gone)
    return make(
        "circle",
        _chart(rows[:MOST_PARTNERS], _notes(answer, rows, few, names), few=few),
        title=f"Whom {who} dealt with",
        subtitle=rests_on(answer.basis),
        alt=_alt(answer, rows, who, few=few),
        tables=[_table(rows, names)],
        query=query,
        basis=answer.basis,
        events=[
            *(row.event for row in answer.rows),
            *(event for one in everyone for event in (*one.events, *one.protocol_events)),
            *(event for one in everyone for event in one.events_before),
        ],
        claims=[
            *(claim for row in answer.rows for claim in row.claims),
            *(claim for one in everyone for claim in one.claims),
        ],
        refusals=[answer.no_ranks] if answer.no_ranks else [],
        seed=query.get("seed", 0) if any(row.ranked for row in rows) else None,
    )


def _rows(partners: Sequence[Partner], names: Namer) -> list[_Row]:
    states = {one.partner: one.polity for one in partners}

    def with_state(ident: str) -> str:
        name, state = called(ident, names), states[ident]
        if not state or state == ident or not ident.startswith("pe:"):
            return name
        where = short(called(state, names), LONGEST // 2)
        return f"{short(name, LONGEST - len(where) - 2)}, {where}"

    found = labels(states, with_state)
    return [
        _Row(
            one,
            found[one.partner],
            {c: int(n) for c, n in (part.rsplit("=", 1) for part in one.by_channel)},
        )
        for one in partners
    ]


def _chart(rows: Sequence[_Row], notes: Sequence[str], *, few: bool) -> "alt.VConcatChart":
    import altair as alt

    if not rows:
        panel: Any = refused("No contact is on record in this window.")
    else:
        order = [c for c in CHANNELS if any(c in row.counts for row in rows)]
        most = max(row.one.n_events for row in rows)
        by_event = most <= MOST_MARKS
        columns = _columns(rows, order, by_event=by_event)
        width = max(NARROW, look.WIDTH + 60 - sum(column.wide for column in columns))
        step = 26 if len(rows) <= 14 else 21 if len(rows) <= 28 else 17
        y = alt.Y(
            "partner:N",
            sort=None,
            title=None,
            scale=alt.Scale(domain=[row.label for row in rows]),
            axis=alt.Axis(grid=few, gridColor=look.PALE, labelPadding=8),
        )
        widest = most if few else max(max(row.one.high or 0, most) for row in rows)
        x = alt.X(
            "x:Q",
            title="events",
            scale=alt.Scale(domain=[0, widest * 1.02], nice=False),
            axis=alt.Axis(tickMinStep=1, format=",d", tickCount=min(10, int(widest) or 1)),
        )
        layers = [] if few else [_intervals(rows, x, y)]
        size = min(58.0, 0.6 * (width / widest) ** 2)
        layers.append(_marks(rows, order, x, y, size) if by_event else _totals(rows, order, x, y))
        layers += _beside(columns, rows, y, width + 8)
        panel = alt.layer(*layers).properties(width=width, height=step * len(rows))
    return alt.vconcat(panel, note(notes), spacing=14)


def _intervals(rows: Sequence[_Row], x: "alt.X", y: "alt.Y") -> "alt.LayerChart":
    """Return the thin lines of the 95 % intervals, with a tick at each count."""
    import altair as alt

    base = alt.Chart(
        data(
            {"partner": row.label, "x": row.one.low, "high": row.one.high, "n": row.one.n_events}
            for row in rows
            if row.one.n_events
        )
    ).encode(y=y)
    return alt.layer(
        base.mark_rule(color=look.RULE).encode(x=x, x2="high:Q"),
        base.mark_tick(color=look.INK, size=9, thickness=1.2).encode(
            x=alt.X("n:Q", title="events")
        ),
    )


def _marks(
    rows: Sequence[_Row], order: Sequence[str], x: "alt.X", y: "alt.Y", size: float
) -> "alt.Chart":
    """Return a mark for every event, channel after channel; the k-th ends at k on the axis."""
    import altair as alt

    points = []
    for row in rows:
        at = [c for c in order for _ in range(row.counts.get(c, 0))]
        points += [
            {"partner": row.label, "x": k + 0.5, "channel": look.CHANNEL[c].label}
            for k, c in enumerate(at)
        ]
    return (
        alt.Chart(data(points))
        .mark_point(filled=True, size=size, stroke=look.PAPER, strokeWidth=0.8)
        .encode(x=x, y=y, **_kinds(order))
    )


def _kinds(order: Sequence[str]) -> dict[str, Any]:
    """Return colour and shape by channel, under one legend."""
    import altair as alt

    found = look.marks(order)
    kind = {"sort": None, "title": None, "legend": alt.Legend(columns=6, symbolOpacity=1)}
    color = alt.Scale(domain=found["domain"], range=found["colors"])
    shape = alt.Scale(domain=found["domain"], range=found["shapes"])
    return {
        "color": alt.Color("channel:N", scale=color, **kind),
        "shape": alt.Shape("channel:N", scale=shape, **kind),
    }


def _totals(rows: Sequence[_Row], order: Sequence[str], x: "alt.X", y: "alt.Y") -> "alt.LayerChart":
    """Return one mark for each count, where there are too many events for one each."""
    import altair as alt

    points = [{"partner": row.label, "x": row.one.n_events} for row in rows]
    legend = [
        {"partner": rows[0].label, "x": 0, "channel": look.CHANNEL[channel].label}
        for channel in order
    ]
    return alt.layer(
        alt.Chart(data(points))
        .mark_point(color=look.INK, size=46, shape="circle")
        .encode(x=x, y=y),
        alt.Chart(data(legend)).mark_point(opacity=0).encode(x=x, y=y, **_kinds(order)),
    )


def _columns(rows: Sequence[_Row], order: Sequence[str], *, by_event: bool) -> list[_Column]:
    """Return what stands to the right of the panel: counts, ranks, changes, protocol letters."""
    found = [_Column("events", [f"{row.one.n_events:,}" for row in rows], 48)]
    if not by_event:
        found += [
            _Column(
                look.CHANNEL[c].label,
                [f"{row.counts.get(c, 0) or '·'}" for row in rows],
                34,
                look.CHANNEL[c],
            )
            for c in order
        ]
    if any(row.ranked for row in rows):
        found.append(_Column("rank", [row.ranked for row in rows], 60))
    if any(row.one.change in ("more", "fewer") for row in rows):
        signs = {"more": "▲ more", "fewer": "▼ fewer"}
        found.append(_Column("change", [signs.get(row.one.change, "·") for row in rows], 58))
    if any(row.one.n_protocol for row in rows):
        cells = [f"{row.one.n_protocol or '·'}" for row in rows]
        found.append(_Column("protocol", cells, 62, hollow=True))
    return found


def _beside(
    columns: Sequence[_Column], rows: Sequence[_Row], y: "alt.Y", at: float
) -> list["alt.Chart"]:
    """Return the columns drawn, each under its name or its channel's mark, from `at` on."""
    import altair as alt

    found = []
    for column in columns:
        at += column.wide
        cells = [
            {"partner": row.label, "text": cell}
            for row, cell in zip(rows, column.cells, strict=True)
        ]
        found.append(
            alt.Chart(data(cells))
            .mark_text(align="right")
            .encode(x=alt.value(at), y=y, text="text:N")
        )
        if column.mark:
            head = alt.Chart(data([{"text": ""}])).mark_point(
                filled=True, size=52, color=column.mark.color, shape=column.mark.shape
            )
            found.append(head.encode(x=alt.value(at - 4), y=alt.value(-10)))
        else:
            head = alt.Chart(data([{"text": column.head}])).mark_text(
                align="right", color=look.SOFT, baseline="bottom"
            )
            found.append(head.encode(x=alt.value(at), y=alt.value(-4), text="text:N"))
        if column.hollow:
            hollow = alt.Chart(data(cell for cell in cells if cell["text"] != "·")).mark_point(
                filled=False, size=50, shape="diamond", color=look.VERMILLION, strokeWidth=1.3
            )
            found.append(hollow.encode(x=alt.value(at - 24), y=y))
    return found


def _notes(answer: Circle, rows: Sequence[_Row], few: bool, names: Namer) -> list[str]:
    found = []
    if len(rows) > MOST_PARTNERS:
        rest = rows[MOST_PARTNERS:]
        found.append(
            f"{count(len(rest), 'more counterpart')} with at most "
            f"{count(rest[0].one.n_events, 'event')} each: in the table."
        )
    if not few:
        found.append(
            "Thin line: 95 % interval of the count to expect; a visit and what took place on it "
            "are one occasion."
        )
    if any(row.ranked for row in rows):
        found.append("Rank: place by count, and in brackets the places that it may have.")
    if any(row.one.n_protocol for row in rows):
        found.append(
            "Protocol: letters of congratulation, condolence or greeting, in no other number."
        )
    found += [text for text in (answer.no_ranks, answer.compared) if text]
    gone = [f"{short(called(one.partner, names))} ({one.n_before})" for one in answer.gone]
    if gone:
        found.append(f"Clearly fewer than before, none now: {list_of(gone)}.")
    return found


def _alt(answer: Circle, rows: Sequence[_Row], who: str, *, few: bool) -> str:
    if not rows:
        return f"Nothing is drawn: no contact of {who} is on record in this window."
    n = rests_on(answer.basis)
    out = [f"Dot plot of whom {who} dealt with: {n}, {count(len(rows), 'counterpart')}."]
    most = rows[0].one.n_events
    top = [row for row in rows if row.one.n_events == most]
    if not most:
        out.append("There are letters of protocol only.")
    elif len(top) == 1:
        span = f", 95 % interval {top[0].one.low:.1f} to {top[0].one.high:.1f}"
        out.append(
            f"{top[0].label} comes first with {count(most, 'event')} "
            f"({top[0].parts}{'' if few else span})"
            + "".join(f", then {row.label} with {row.one.n_events}" for row in rows[1:2])
            + "."
        )
    else:
        shown = list_of([row.label for row in top[:4]] + _more(len(top) - 4))
        out.append(f"{shown} come first with {count(most, 'event')} each.")
    if len(rows) > len(top) + 1:
        out.append(f"The last of them have {rows[-1].one.n_events}.")
    protocol = sum(row.one.n_protocol for row in rows)
    if protocol:
        out.append(f"Letters of protocol, in no other number: {protocol}.")
    if answer.no_ranks:
        out.append(answer.no_ranks)
    return " ".join(out)


def _more(n: int) -> list[str]:
    return [f"{n} more"] if n > 0 else []


def _table(rows: Sequence[_Row], names: Namer) -> Table:
    return Table(
        "Events with each counterpart",
        (
            *("with", "events", "95 % from", "95 % to", "rank", "by channel", "protocol letters"),
            *("first", "last", "before", "change"),
        ),
        tuple(
            (
                called(row.one.partner, names),
                row.one.n_events,
                row.one.low,
                row.one.high,
                row.ranked or None,
                row.parts,
                row.one.n_protocol,
                row.one.first,
                row.one.last,
                row.one.n_before,
                row.one.change,
            )
            for row in rows
        ),
    )
