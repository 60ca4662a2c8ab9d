"""What figures over time share: where a date stands, how a state is drawn, and rows of marks."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from dragoman.ask.english import date_words, month_words
from dragoman.ask.gifts import span_of
from dragoman.ask.monthly import DocumentsOfMonth
from dragoman.ask.window import finest
from dragoman.export.figures import look
from dragoman.export.figures.base import coverage_strip, data, panel_title, short, time_axis

if TYPE_CHECKING:
    import altair as alt

Domain = tuple[str, str]

HOW_TO_READ = "A line spans the days that a date can mean, with the mark in the middle."
NO_COVERAGE = (
    "How many documents there were to read in each month is not part of this answer: an empty "
    "time may be a time without documents."
)

NO_DOCUMENTS = (
    "No document was published in these months, as far as documents tell their day: what is drawn "
    "is told from another time."
)

_APART = 11
"""How many pixels two marks of a row need between them, not to lie on each other."""
_LANES = 5
_LINE = 13
_TIP = 400


@dataclass(frozen=True, slots=True)
class State:
    """How something that is so is drawn: hollow where it has not taken place."""

    shape: str
    color: str
    hollow: bool = False


_TOOK_PLACE = State("circle", look.BLUE)
_GOES_ON = State("square", look.SKY)
_TO_COME = State("circle", look.BLUE, hollow=True)
_CALLED_OFF = State(look.X, look.VERMILLION)
_DENIED = State(look.DASH, look.BLACK)

STATES: Mapping[str, State] = {
    "happened": _TOOK_PLACE,
    "held": _TOOK_PLACE,
    "delivered": _TOOK_PLACE,
    "ongoing": _GOES_ON,
    "under way": _GOES_ON,
    "planned": _TO_COME,
    "open": _TO_COME,
    "pledged": _TO_COME,
    "moved, open": State("triangle-right", look.BLUE, hollow=True),
    "postponed": State("triangle-right", look.ORANGE),
    "cancelled": _CALLED_OFF,
    "denied": _DENIED,
    "unknown": State("diamond", look.RULE, hollow=True),
    "hypothetical": State("diamond", look.RULE, hollow=True),
}
"""Statuses of events, stages of gifts and outcomes of plans: like is drawn alike."""


@dataclass(frozen=True, slots=True)
class When:
    """Where dates stand on an axis."""

    first: date
    last: date

    @property
    def middle(self) -> date:
        """The day on which its mark stands."""
        return self.first + (self.last - self.first) // 2


def when(dates: Sequence[str]) -> When | None:
    """Return where EDTF dates stand; None where no document tells a day of a year."""
    span = span_of(finest(tuple(dates)))
    return When(*span) if span else None


def told(dates: Sequence[str]) -> str:
    """Write dates out; several are a disagreement.

    >>> told(("2020-08-20", "2020-09"))
    '20 August 2020 or September 2020'
    >>> told(("2022-09-14/2022-09-16",))
    '14 to 16 September 2022'
    """
    return " or ".join(_days_of(value) for value in finest(tuple(dates)))


def _days_of(value: str) -> str:
    first, _, last = value.partition("/")
    same_month = first[:8] == last[:8] and len(first) == len(last) == len("2020-08-20")
    return f"{int(first[8:])} to {date_words(last)}" if same_month else month_words(value)


_SCALES = ("shape", "fill", "stroke", "strokeDash", "color", "size", "x", "y", "yOffset")


def stacked(*panels: Any) -> Any:
    """Return panels one above the other, each with scales and a legend of its own."""
    import altair as alt

    apart = dict.fromkeys(_SCALES, "independent")
    return alt.vconcat(*panels).resolve_scale(**apart)


def under(documents: Sequence[DocumentsOfMonth], over: Domain) -> list[Any]:
    """Return the strip of documents by month that stands under panels; none where none was."""
    inside = [
        (one.month, one.n_documents, one.n_steady)
        for one in documents
        if one.month >= over[0][:7] and f"{one.month}-01" < over[1]
    ]
    return [coverage_strip(inside, over)] if any(n for _, n, _ in inside) else []


def domain(spans: Sequence[When], keep: Sequence[When] = ()) -> Domain:
    """Return the axis for some dates: with some room, and a month at least.

    `keep` are those that must be on it.

    A few (one in ten at an end) that lie so far off that they stretch the axis threefold are
    left out of it: `rows_over_time` names them at the edge.
    """
    far = len(spans) // 10 or len(spans) // 6
    middles = sorted(one.middle for one in spans)
    core = middles[far : len(middles) - far]
    reach = max(core[-1] - core[0], timedelta(days=90))
    near = [
        one for one in spans if core[0] - reach <= one.first and one.last <= core[-1] + reach
    ] + [*keep]
    first, last = min(one.first for one in spans), max(one.last for one in spans)
    if near:
        begin, end = min(one.first for one in near), max(one.last for one in near)
        if last - first > 3 * max(end - begin, timedelta(days=90)):
            first, last = begin, end
    room = max((last - first) * 0.03, timedelta(days=15))
    first = first - room if first - date.min > room else date.min
    last = last + room if date.max - last > room else date.max
    return first.isoformat(), last.isoformat()


def apart(label: str, taken: Collection[str]) -> str:
    """Return a row's label, numbered where another row has it: cut names can fall together.

    >>> apart("a…", ["a…"])
    'a… [2]'
    """
    nth = 1
    while (found := f"{label} [{nth}]" if nth > 1 else label) in taken:
        nth += 1
    return found


def lanes(rows: Sequence[dict[str, Any]], over: Domain, *, width: int = look.WIDTH) -> None:
    """Give each mark a `lane` in its row, so that marks of about one day lie side by side.

    Args:
        rows: With `row` and `at`, an ISO day.
        over: The axis.
        width: Of the panel.
    """
    start, end = (date.fromisoformat(day) for day in over)
    pixels = width / max((end - start).days, 1)
    taken: dict[str, dict[int, float]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: (row["row"], row["at"])):
        x = (date.fromisoformat(row["at"]) - start).days * pixels
        last = taken[row["row"]]
        free = [lane for lane in _middle_out() if x - last.get(lane, -_APART) >= _APART]
        lane = free[0] if free else min(last, key=lambda one: last[one])
        last[lane] = x
        row["lane"] = lane


def _middle_out() -> list[int]:
    return sorted(range(-(_LANES // 2), _LANES // 2 + 1), key=lambda lane: (abs(lane), lane))


def rows_over_time(
    rows: Sequence[dict[str, Any]],
    order: Sequence[str],
    over: Domain,
    *,
    marks: Mapping[str, State] = STATES,
    labelled: bool = True,
    title: str = "",
    legend: bool = True,
    joined: bool = False,
    inside: Mapping[str, Sequence[str]] | None = None,
    bars: Sequence[Mapping[str, str]] = (),
) -> "alt.LayerChart":
    """Return a panel of rows with a mark on each day, and a line over days that it can mean.

    Args:
        rows: With `row` (its label), `when` and `state`; `tip` is what a page shows on hover,
            `words` are written beside the mark (above it or under it, where `dy` is -1 or 1),
            and an `early` one has "\u2039" before it.
        order: The rows' labels, from above.
        over: The axis.
        marks: How each `state` is drawn, in the order of the legend.
        labelled: Whether the axis has its days written.
        title: Of the panel; none where it is empty.
        legend: Whether the marks are explained above the panel, all of `marks` that are given.
        joined: Whether a line joins the first and last mark of a row.
        inside: Lines of words for each row, which stand above its marks in place of a label.
        bars: Broad pale bars behind the marks: `row`, and ISO days `start` and `until`.
    """
    import altair as alt

    drawn = [
        {
            "row": row["row"],
            "state": row["state"],
            "tip": short(row.get("tip", ""), _TIP),
            "at": row["when"].middle.isoformat(),
            "start": max(row["when"].first.isoformat(), over[0]),
            "until": min(row["when"].last.isoformat(), over[1]),
            "early": "\u2039" if row.get("early") else "",
            **{key: row[key] for key in ("words", "dy") if key in row},
        }
        for row in rows
        if over[0] <= row["when"].middle.isoformat() <= over[1]
    ]
    lanes(drawn, over)
    deep = max((abs(int(row["lane"])) for row in drawn), default=0)
    step = max((22, 30, 42)[deep], 40 if any(row.get("dy") for row in drawn) else 0)
    above = _LINE * max(map(len, inside.values())) + 4 if inside else 0
    height = len(order) * (step + above)
    y = alt.Y(
        "row:N",
        title=None,
        sort=None,
        scale=alt.Scale(domain=list(order), padding=0),
        axis=alt.Axis(grid=True, tickBand="extent", labels=inside is None),
    )
    top = _LANES / 2 * (1 + 2 * above / step)
    beside = alt.YOffset("lane:Q", scale=alt.Scale(domain=[-top, _LANES / 2]))
    long = [row for row in drawn if row["until"] > row["start"]]
    layers = [
        alt.Chart(data(long))
        .mark_rule(color=look.RULE, strokeWidth=2)
        .encode(x=time_axis(over, labelled=labelled), x2="until:T", y=y, yOffset=beside)
    ]
    if bars:
        wide = [{**bar, "lane": 0} for bar in bars]
        layers.insert(
            0,
            alt.Chart(data(wide))
            .mark_rule(color=look.PALE, strokeWidth=12)
            .encode(x=time_axis(over, labelled=labelled), x2="until:T", y=y, yOffset=beside),
        )
    if joined:
        layers.insert(0, _joined(drawn, over, y, beside))
    seen = {row["state"] for row in drawn}
    used = [state for state in marks if marks is not STATES or state in seen]
    layers.append(
        alt.Chart(data(drawn))
        .mark_point(filled=True, strokeWidth=1.4, size=54, opacity=1)
        .encode(
            x=time_axis(over, labelled=labelled, field="at"),
            y=y,
            yOffset=beside,
            tooltip=alt.Tooltip("tip:N", title="what"),
            **state_scales(used, marks, legend=legend),
        )
    )
    if any(row["early"] for row in drawn):
        layers.append(
            alt.Chart(data(row for row in drawn if row["early"]))
            .mark_text(dx=-8, dy=-1, fontSize=14, baseline="middle", color=look.SOFT)
            .encode(
                x=time_axis(over, labelled=labelled, field="at"),
                y=y,
                yOffset=beside,
                text="early:N",
            )
        )
    if inside:
        layers.append(
            alt.Chart(data({"row": row, "lines": list(inside[row])} for row in order))
            .mark_text(align="left", baseline="top", lineHeight=_LINE, dy=3 - (step + above) / 2)
            .encode(x=alt.value(0), y=y, text="lines:N")
        )
    layers += [*_beside(drawn, over, y, labelled), *_at_edges(rows, over, y, beside)]
    return alt.layer(*layers).properties(
        width=look.WIDTH, height=height, **({"title": panel_title(title)} if title else {})
    )


def _beside(rows: Sequence[Mapping[str, Any]], over: Domain, y: Any, labelled: bool) -> list[Any]:
    """Write words beside marks, on the side on which there is room."""
    import altair as alt

    first, last = (date.fromisoformat(day) for day in over)
    turn = (first + (last - first) * 0.6).isoformat()
    groups: dict[tuple[bool, int], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row.get("words"):
            groups[row["at"] < turn, row.get("dy", 0)].append(row)
    return [
        alt.Chart(data(group))
        .mark_text(
            align="left" if left else "right",
            baseline="middle",
            dx=(0 if dy else 9) * (1 if left else -1),
            dy=dy * _LINE,
            fontSize=10,
        )
        .encode(
            x=time_axis(
                over, labelled=labelled, field="at" if dy else "until" if left else "start"
            ),
            y=y,
            text="words:N",
        )
        for (left, dy), group in groups.items()
    ]


def _joined(rows: Sequence[Mapping[str, Any]], over: Domain, y: Any, beside: Any) -> Any:
    import altair as alt

    days: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        days[row["row"]].append(row["at"])
    ends = [
        {"row": row, "at": min(each), "until": max(each), "lane": 0} for row, each in days.items()
    ]
    return (
        alt.Chart(data(ends))
        .mark_rule(color=look.INK, strokeWidth=1.2)
        .encode(x=time_axis(over, labelled=False, field="at"), x2="until:T", y=y, yOffset=beside)
    )


def _at_edges(rows: Sequence[Mapping[str, Any]], over: Domain, y: Any, beside: Any) -> list[Any]:
    """Name at its row's end what lies so far off that it is not on the axis."""
    import altair as alt

    off: dict[tuple[bool, str], dict[str, None]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: row["when"].middle):
        day = row["when"].middle.isoformat()
        if not over[0] <= day <= over[1]:
            off[day < over[0], row["row"]][day[:4]] = None
    early = [{"row": r, "words": f"\u2190 {', '.join(y)}"} for (e, r), y in off.items() if e]
    late = [{"row": r, "words": f"{', '.join(y)} \u2192"} for (e, r), y in off.items() if not e]
    return [
        alt.Chart(data({**row, "lane": 0} for row in named))
        .mark_text(align=align, baseline="middle", fontSize=10, color=look.SOFT)
        .encode(x=alt.value(x), y=y, yOffset=beside, text="words:N")
        for named, align, x in ((early, "left", 1), (late, "right", look.WIDTH - 1))
        if named
    ]


def state_scales(
    used: Sequence[str], marks: Mapping[str, State] = STATES, *, legend: bool = True
) -> dict[str, Any]:
    """Return shape, fill and stroke of points by their `state`, with one legend."""
    import altair as alt

    def scale(values: list[str]) -> "alt.Scale":
        return alt.Scale(domain=list(used), range=values)

    shown: dict[str, Any] = {"title": None} | ({} if legend else {"legend": None})
    states = [marks[state] for state in used]
    fills = [look.PAPER if one.hollow else one.color for one in states]
    return {
        "shape": alt.Shape("state:N", scale=scale([one.shape for one in states]), **shown),
        "fill": alt.Fill("state:N", scale=scale(fills), **shown),
        "stroke": alt.Stroke("state:N", scale=scale([one.color for one in states]), **shown),
    }
