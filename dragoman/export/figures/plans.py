"""Plans drawn: what share is held and called off by when, or where each plan stands."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dragoman.ask.english import date_words, list_of
from dragoman.ask.gifts import span_of
from dragoman.ask.plan import Outcome
from dragoman.ask.plans import ENDS, PlanRow, Plans, Realization
from dragoman.export.figures import (
    agenda as agenda,  # the other answer of this question
)
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
    make,
    note,
    panel_title,
    refused,
    rests_on,
    time_axis,
)
from dragoman.export.figures.curves import CURVE_ENDS, curve_panel
from dragoman.export.figures.timeline import (
    HOW_TO_READ,
    STATES,
    domain,
    rows_over_time,
    stacked,
    state_scales,
    told,
    when,
)

MOST_CURVES = 3
"""How many groups of plans have curves: all, and the largest channels."""

MOST_DOTS = 80
"""Up to how many plans each has a mark; of more, a mark has those of a month and state."""

_LEADS = 6


@draw.register
def _(answer: Plans, *, query: Mapping[str, Any], names: Namer) -> Figure:
    who = f" of {in_text(query['who'], names)}" if query.get("who") else ""
    told_of = [one for one in answer.realization if not one.refused][:MOST_CURVES]
    whole = answer.realization[0]
    panels = [_realized(one) for one in ([whole] if whole.refused else []) + told_of]
    if whole.refused:
        panels.append(_where_they_stand(answer.rows))
    panels.append(_lead_times(answer))
    return make(
        "plans",
        stacked(*panels, note(_notes(answer))),
        title=f"What became of plans{who}",
        subtitle=f"{count(len(answer.rows), 'plan')}, {rests_on(answer.basis)}, as of "
        f"{date_words(str(answer.as_of)) if answer.as_of else 'a day that no document gives'}",
        alt=_alt(answer, told_of),
        tables=[_table(answer, names), _shares_table(answer)],
        query=query,
        basis=answer.basis,
        events=[row.event for row in answer.rows],
        claims=[claim for row in answer.rows for claim in row.claims],
        refusals=[one.sentence() for one in answer.realization if one.refused],
        seed=0 if told_of else None,
    )


def _of(channel: str | None) -> str:
    return f"Plans of the channel {look.CHANNEL[channel].label}" if channel else "All plans"


def _realized(one: Realization) -> Any:
    if one.refused:
        return refused(
            f"{_of(one.channel)} with a day (n = {one.n_plans}), share held: refused, "
            f"{one.refused}.",
            height=46,
        )
    ended = [end for end in ENDS if any(point.share > 0 for point in one.curves[end].points)]
    words = {Outcome.CANCELLED: "called off"}
    named = {str(words.get(end, end)): one.curves[end] for end in ended}
    title = (
        f"{_of(one.channel)} with a day (n = {one.n_plans}): share {list_of(list(named))}, by days "
        "after the announcement (95 % interval)"
    )
    return curve_panel(named, title=title)


def _where_they_stand(rows: Sequence[PlanRow]) -> Any:
    """Draw each plan on the day that it was last set for, in a row for its state."""
    import altair as alt

    n_of = Counter(str(row.outcome) for row in rows)
    spans = [(row, when(row.held_on or row.set_for)) for row in rows]
    vague = Counter(str(row.outcome) for row, at in spans if at is None)
    label = {
        state: f"{state} ({n_of[state]}{f', {vague[state]} without a day' if vague[state] else ''})"
        for state in map(str, Outcome)
        if n_of[state]
    }
    placed = [(row, at) for row, at in spans if at]
    title = "Each plan on the day it was held or last set for, by what became of it"
    if not placed:
        return refused("No plan is set for a day or month that is told.")
    over = domain([at for _, at in placed])
    if len(placed) <= MOST_DOTS:
        marks = [
            {
                "row": label[str(row.outcome)],
                "when": at,
                "state": str(row.outcome),
                "tip": f"{look.CHANNEL[row.channel].label}, {told(row.held_on or row.set_for)}",
            }
            for row, at in placed
        ]
        return rows_over_time(marks, list(label.values()), over, title=title, legend=False)
    cells = Counter(
        (str(row.outcome), f"{at.middle:%Y-%m}")
        for row, at in placed
        if over[0] <= at.middle.isoformat() <= over[1]
    )
    drawn = [
        {"row": label[state], "state": state, "at": f"{month}-15", "n": n}
        for (state, month), n in cells.items()
    ]
    used = [state for state in STATES if state in label]
    points = (
        alt.Chart(data(drawn))
        .mark_point(opacity=1, strokeWidth=1.3)
        .encode(
            x=time_axis(over, field="at"),
            y=alt.Y(
                "row:N", title=None, sort=None, scale=alt.Scale(domain=list(label.values())),
                axis=alt.Axis(grid=True),
            ),
            size=alt.Size(
                "n:Q",
                title="plans of the month",
                scale=alt.Scale(range=[12, 330], domain=[1, max(cells.values())]),
                legend=alt.Legend(tickCount=3, format=",d", symbolFillColor=look.PAPER),
            ),
            **state_scales(used, legend=False),
        )
    )  # fmt: skip
    return points.properties(width=look.WIDTH, height=34 * len(label), title=panel_title(title))


def _lead(row: PlanRow) -> int | None:
    """Return how many days before the day first set a plan was announced, where both are days."""
    begun = span_of([row.announced_on]) if row.announced_on else None
    planned = span_of(row.for_when)
    if not begun or not planned or begun[0] != begun[1] or planned[0] != planned[1]:
        return None
    days = (planned[0] - begun[0]).days
    return days if days >= 0 else None


def _lead_times(answer: Plans) -> Any:
    """Draw how long before its day each plan was announced, with quartiles where they are given."""
    import altair as alt

    days = [(row.channel, lead) for row in answer.rows if (lead := _lead(row)) is not None]
    if not days:
        return refused("How long before is not known: no plan was announced on a day, for a day.")
    by = Counter(channel for channel, _ in days)
    groups: list[str | None] = [None, *(channel for channel, _ in by.most_common(_LEADS))]
    leads = {lead.channel: lead for lead in answer.leads}
    name = {None: f"all ({len(days)})"} | {
        group: f"{look.CHANNEL[group].label} ({by[group]})" for group in groups if group
    }
    most = sorted(lead for _, lead in days)[-1 - len(days) // 20]
    until = max(most, 7)
    ticks = [
        {"row": name[group], "days": lead}
        for group in groups
        for channel, lead in days
        if lead <= until and group in (None, channel)
    ]
    quarters = [
        {"row": name[group], "first": one.first, "median": one.median, "third": one.third}
        for group in groups
        if (one := leads[group]).median is not None
    ]
    n_longer = sum(lead > until for _, lead in days)
    x = {
        "title": "days" + (f" ({n_longer} of more than {until} not drawn)" if n_longer else ""),
        "scale": alt.Scale(domain=[0, until], nice=False),
        "axis": alt.Axis(format=",d", tickCount=8),
    }
    y = alt.Y(
        "row:N", title=None, sort=None, scale=alt.Scale(domain=list(name.values())),
        axis=alt.Axis(grid=True),
    )  # fmt: skip
    strip = (
        alt.Chart(data(ticks))
        .mark_tick(color=look.BLUE, thickness=1.5, opacity=0.45, size=13)
        .encode(x=alt.X("days:Q", **x), y=y)
    )
    box = alt.Chart(data(quarters))
    layers = [
        strip,
        box.mark_rule(color=look.INK, strokeWidth=1.5).encode(
            x=alt.X("first:Q", **x), x2="third:Q", y=y
        ),
        box.mark_point(shape="diamond", color=look.INK, size=46).encode(
            x=alt.X("median:Q", **x), y=y
        ),
    ]
    title = (
        "How many days before its day a plan was announced; diamond and line: half and middle half"
    )
    return alt.layer(*layers[: 3 if quarters else 1]).properties(
        width=look.WIDTH, height=20 * len(name), title=panel_title(title)
    )


def _notes(answer: Plans) -> list[str]:
    whole = answer.realization[0]
    told_of = [one for one in answer.realization if not one.refused][:MOST_CURVES]
    return [
        f"{count(whole.n_without_day, 'plan')} without a day of announcement or a day planned for "
        "are in no share."
        if whole.n_without_day
        else "",
        "Unknown: its day was 30 days ago or more, and no document says what became of it. It "
        "counts neither as held nor as failed.",
        *(one.sentence() for one in told_of),
        *([CURVE_ENDS] if told_of else []),
        "No time to the announcement is estimated of fewer than 20 plans.",
        HOW_TO_READ if whole.refused else "",
    ]


def _alt(answer: Plans, told_of: Sequence[Realization]) -> str:
    states = Counter(str(row.outcome) for row in answer.rows)
    leads = next(lead for lead in answer.leads if lead.channel is None)
    curves = [
        f"Curves that rise over days after the announcement: {one.sentence()}" for one in told_of
    ]
    whole = answer.realization[0]
    dots = (
        f"{whole.sentence()} Instead a mark for each plan on the day it was set for, in rows."
        if whole.refused
        else ""
    )
    strip = (
        f"Half of {leads.n_plans} plans were announced {leads.median:.0f} days or less before "
        f"their day, the middle half {leads.first:.0f} to {leads.third:.0f} days."
        if leads.median is not None and leads.first is not None and leads.third is not None
        else f"Lead times: {count(leads.n_plans, 'plan')}, no quartiles, {leads.refused}."
    )
    outcomes = list_of([f"{n} {state}" for state, n in states.most_common()])
    return " ".join([f"{count(len(answer.rows), 'plan')}: {outcomes}.", *curves, dots, strip])


def _table(answer: Plans, names: Namer) -> Table:
    return Table(
        "Plans",
        ("announced", "for", "moved to", "outcome", "held", "channel", "who", "to", "event"),
        tuple(
            (
                row.announced_on,
                " or ".join(row.for_when) or None,
                "; ".join(row.moved_to),
                str(row.outcome),
                " or ".join(row.held_on),
                row.channel,
                ", ".join(called(one, names) for one in row.actors),
                ", ".join(called(one, names) for one in row.recipients),
                row.event,
            )
            for row in answer.rows
        ),
    )


def _shares_table(answer: Plans) -> Table:
    return Table(
        "Shares by days after the announcement",
        ("plans of", "n", "days", "held", "low", "high", "called off", "denied", "refused"),
        tuple(
            (one.channel or "all", one.n_plans, share.days, share.held.share, share.held.low,
             share.held.high, share.cancelled.share, share.denied.share, None)
            for one in answer.realization
            for share in one.shares
        )
        + tuple(
            (one.channel or "all", one.n_plans, None, None, None, None, None, None, one.refused)
            for one in answer.realization
            if one.refused
        ),
    )  # fmt: skip
