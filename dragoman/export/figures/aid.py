"""Gifts both ways drawn on two sides of a line, and how soon one is followed by one back."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dragoman.ask.aid import Aid
from dragoman.ask.english import date_words, list_of
from dragoman.ask.gifts import Gift, day_after
from dragoman.ask.stats.survival import Curve
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
    refused,
    rests_on,
    short,
    time_axis,
)
from dragoman.export.figures.curves import CURVE_ENDS, curve_panel
from dragoman.export.figures.timeline import (
    HOW_TO_READ,
    NO_DOCUMENTS,
    Domain,
    When,
    apart,
    domain,
    rows_over_time,
    stacked,
    told,
    under,
    when,
)

MOST_ROWS = 9
"""How many rows a side has; what is left over shares one more."""

MOST_IN_ROW = 60
"""A row of more gifts is a number: they would lie on each other."""

MOST_WORDED = 8
"""Up to how many marks have written beside them what was given."""

_NO_AMOUNT = "no amount of its own"


@dataclass(frozen=True, slots=True)
class _Mark:
    """A gift in its row."""

    gift: Gift
    ours: bool  # of the side that was asked for
    row: str
    at: When | None

    @property
    def words(self) -> str:
        """What was given, amounts first."""
        gift = self.gift
        return ", ".join(gift.delivered or gift.pledged or gift.gave) or "what is not told"


@draw.register
def _(answer: Aid, *, query: Mapping[str, Any], names: Namer) -> Figure:
    who = str(query.get("who") or _who(answer.rows))
    others = {g.receiver if g.giver == who else g.giver for g in answer.rows}
    other = next(iter(others)) if query.get("other") or len(others) == 1 else None
    sides = (in_text(who, names), in_text(other, names) if other else "others")
    marks = _marks(answer, who, other, names)
    claimed = {event for said in answer.claimed for event in (said.gave, said.gave_back)}
    days = [mark.at for mark in marks if mark.at]
    keep = [mark.at for mark in marks if mark.at and mark.gift.event in claimed]
    over = domain(days, keep) if days else None
    strip = under(answer.documents, over) if over else []
    curves = _curves(answer)
    reason = (answer.returns.refused if answer.returns else "") or ""
    return make(
        "aid",
        stacked(
            _timeline(marks, over, answer, sides, names)
            if over
            else refused("No gift is of a day that is told, or told on one: the table has them."),
            *strip,
            curve_panel(curves, title=_CURVE)
            if curves
            else refused(f"Time from a gift to the first one back: {reason}.", height=44),
            note([*_notes(answer, marks, sides, names), "" if strip or not days else NO_DOCUMENTS]),
        ),
        title=f"Aid between {sides[0]} and {sides[1]}",
        subtitle=f"{count(len(answer.rows), 'gift')}, {rests_on(answer.basis)}; as reported, "
        "no unit turned into another",
        alt=_alt(answer, marks, sides, names),
        tables=[_gifts_table(answer, names), _sums_table(answer, names)],
        query=query,
        basis=answer.basis,
        events=[gift.event for gift in answer.rows],
        claims=[
            *(claim for gift in answer.rows for claim in gift.claims),
            *(claim for said in answer.claimed for claim in said.claims),
        ],
        refusals=[reason] if reason else [],
    )


_CURVE = "Share of gifts followed by a gift the other way, by days after the gift (95 % interval)"


def _curves(answer: Aid) -> dict[str, Curve]:
    """Return the curves of returns by what they are called: two where days are not exact."""
    told = answer.returns
    if told is None or told.soonest is None or told.latest is None:
        return {}
    if told.soonest == told.latest:
        return {"followed by a gift back": told.soonest}
    return {"as soon as the dates allow": told.soonest, "as late": told.latest}


def _who(rows: Sequence[Gift]) -> str:
    return Counter(side for gift in rows for side in (gift.giver, gift.receiver)).most_common(1)[0][
        0
    ]


def _marks(answer: Aid, who: str, other: str | None, names: Namer) -> list[_Mark]:
    """Give each gift its row: its unit between two sides, else its other side."""
    units: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for tally in answer.tallies:
        for event in tally.events if tally.unit else ():
            units[event, tally.giver, tally.receiver].append(tally.unit or "")
    found = []
    for gift in answer.rows:
        ours = gift.giver == who
        far = gift.receiver if ours else gift.giver
        keys = units[gift.event, gift.giver, gift.receiver] or [_NO_AMOUNT] if other else [far]
        found += [_Mark(gift, ours, key, _at(gift)) for key in keys]
    return _in_rows(found, {True: who, False: other or ""}, names, by_unit=other is not None)


def _at(gift: Gift) -> When | None:
    """Return where a gift stands: on its days, else where a document first tells of it."""
    if known := when(gift.dates):
        return known
    if not gift.told_by or day_after(gift.told_by).year > 9000:
        return None
    return When(day_after(gift.told_by), day_after(gift.told_by))


def _in_rows(
    marks: Sequence[_Mark], givers: Mapping[bool, str], names: Namer, *, by_unit: bool
) -> list[_Mark]:
    """Name the rows, with the number of gifts in each; rare ones share a row."""
    found: list[_Mark] = []
    for ours in (True, False):
        own = [mark for mark in marks if mark.ours is ours]
        n_of = Counter(mark.row for mark in own)
        kept = [key for key, _ in n_of.most_common(MOST_ROWS)]
        giver = short(called(givers[ours], names), 30)
        for nth, key in enumerate([*kept, None]):
            group = [mark for mark in own if (mark.row if mark.row in kept else None) == key]
            if by_unit:
                name = f"{short(key, 22) if key else 'other units'}, from {giver}"
            else:
                far = short(called(key, names), 30) if key else f"{len(n_of) - nth} others"
                name = f"{'to' if ours else 'from'} {far}"
            label = apart(f"{name} ({len(group)})", {mark.row for mark in found})
            found += [replace(mark, row=label) for mark in group]
    return found


def _timeline(
    marks: Sequence[_Mark], over: Domain, answer: Aid, sides: tuple[str, str], names: Namer
) -> Any:
    """Draw gifts of the one above a line and those of the other under it."""
    import altair as alt

    up = list(dict.fromkeys(mark.row for mark in marks if mark.ours))[::-1]
    down = list(dict.fromkeys(mark.row for mark in marks if not mark.ours))
    in_row = Counter(mark.row for mark in marks)
    rows = [
        {
            "row": mark.row,
            "when": mark.at,
            "state": str(mark.gift.stage),
            "early": when(mark.gift.dates) is None,
            "tip": _tip(mark.gift, names),
            **(
                {"words": short(mark.words, 40), "dy": -1 if mark.ours else 1}
                if in_row[mark.row] == 1 and len(marks) <= MOST_WORDED
                else {}
            ),
        }
        for mark in marks
        if mark.at and in_row[mark.row] <= MOST_IN_ROW
    ]
    crowded = [
        {"row": row, "words": f"{n} gifts, in the table"}
        for row, n in in_row.items()
        if n > MOST_IN_ROW
    ]
    panel = rows_over_time(rows, [*up, *down], over)
    ends = [
        {
            "row": mark.row,
            "at": mark.at.middle.isoformat(),
            "link": nth,
            "tip": short(said.quote, 400),
        }
        for nth, said in enumerate(answer.claimed)
        for event in (said.gave, said.gave_back)
        for mark in [next((m for m in marks if m.gift.event == event and m.at), None)]
        if said.gave_back and mark and mark.at
    ]
    links = (
        alt.Chart(data(ends))
        .mark_line(color=look.INK, strokeDash=look.DASHED, strokeWidth=1.2)
        .encode(
            x=time_axis(over, field="at"),
            y=alt.Y("row:N", sort=None, scale=alt.Scale(domain=[*up, *down])),
            detail="link:N",
            tooltip=alt.Tooltip("tip:N", title="claimed as a return"),
        )
    )
    share = len(up) / max(len(up) + len(down), 1)
    line = (
        alt.Chart(data([{"x": 0}]))
        .mark_rule(color=look.INK, strokeWidth=1.2)
        .encode(x=alt.value(0), x2=alt.value(look.WIDTH), y=alt.value(panel.height * share))
    )
    words = (
        alt.Chart(data(crowded))
        .mark_text(align="left", fontStyle="italic", color=look.SOFT)
        .encode(x=alt.value(8), y=alt.Y("row:N"), text="words:N")
    )
    return alt.layer(*([links] if ends else []), panel, line, *([words] if crowded else []))


def _tip(gift: Gift, names: Namer) -> str:
    days = told(gift.dates) or f"no date; told in {date_words(gift.told_by or '')}"
    what = ", ".join((*gift.delivered, *gift.pledged, *gift.gave))
    sides = f"{called(gift.giver, names)} to {called(gift.receiver, names)}"
    return f"{sides}, {gift.stage}, {days}: {what}"


def _notes(answer: Aid, marks: Sequence[_Mark], sides: tuple[str, str], names: Namer) -> list[str]:
    n_early = len({m.gift.event for m in marks if when(m.gift.dates) is None and m.at})
    n_nowhere = len({mark.gift.event for mark in marks if mark.at is None})
    together = len({gift.event for gift in answer.rows if gift.together})
    many = {f"\u201c{short(told.words)}\u201d" for told in answer.umbrellas}
    one = {
        side: short(called(side, names), 40) for b in answer.balances for side in (b.one, b.other)
    }
    balances = [b.words(one[b.one], one[b.other]) for b in answer.balances]
    return [
        HOW_TO_READ,
        f"\u2039 before a mark: no document dates the gift ({n_early}); it stands where one first "
        "tells of it."
        if n_early
        else "",
        f"{count(n_nowhere, 'gift')} on no day that is known: in the table, not drawn."
        if n_nowhere
        else "",
        *(f"Claimed as a return (dashed): {_claim(said, names)}" for said in answer.claimed),
        f"Delivered, in balance: {'; '.join(balances)}." if 0 < len(one) <= 2 else "",
        f"{count(together, 'gift')} told for several givers or receivers at once: in no sum."
        if together
        else "",
        f"Nobody is read out of {list_of(sorted(many))}." if many else "",
        CURVE_ENDS if _curves(answer) else "",
    ]


def _claim(said: Any, names: Namer) -> str:
    by = called(said.speaker, names) if said.speaker else "the document"
    published = f", {date_words(said.published)}" if said.published else ""
    words = short(said.quote, 200)
    return f"\u201c{words}\u201d ({by}, in {short(said.source)}{published}); {said.apart()}."


def _alt(answer: Aid, marks: Sequence[_Mark], sides: tuple[str, str], names: Namer) -> str:
    parts = []
    for ours, giver, receiver in ((True, *sides), (False, *sides[::-1])):
        gifts = dict.fromkeys(mark.gift for mark in marks if mark.ours is ours)
        stages = Counter(str(gift.stage) for gift in gifts)
        how = list_of([f"{n} {stage}" for stage, n in stages.most_common()])
        where = "Above" if ours else "Under"
        parts.append(
            f"{where} the line, {count(len(gifts), 'gift')} of {giver} to {receiver}"
            + (f": {how}." if gifts else ".")
        )
    listed = [f"{_tip(gift, names)}." for gift in answer.rows] if len(answer.rows) <= 6 else []
    claimed = [
        f"A dashed line joins two gifts, one claimed as given back for the other: "
        f"{_claim(said, names)}"
        for said in answer.claimed
    ]
    time = ""
    if answer.returns and (curves := _curves(answer)):
        ends = [curve.points[-1] if curve.points else curve.start for curve in curves.values()]
        shares = list_of([f"{end.share:.0%} ({end.low:.0%} to {end.high:.0%})" for end in ends])
        time = (
            f"Under it, the share of {answer.returns.n_gifts} gifts followed by one the other way "
            f"rises to {shares}"
            f"{' with open days read soonest and latest' if len(ends) > 1 else ''}."
        )
    elif answer.returns:
        time = f"No time to first return is drawn: {answer.returns.refused}."
    return " ".join(["Gifts on a time line.", *parts, *listed, *claimed, time])


def _gifts_table(answer: Aid, names: Namer) -> Table:
    return Table(
        "Gifts",
        ("giver", "receiver", "stage", "dates", "told by", "what", "pledged", "delivered", "event"),
        tuple(
            (
                called(gift.giver, names),
                called(gift.receiver, names),
                str(gift.stage),
                " or ".join(gift.dates) or None,
                gift.told_by,
                "; ".join(gift.gave),
                "; ".join(gift.pledged),
                "; ".join(gift.delivered),
                gift.event,
            )
            for gift in answer.rows
        ),
    )


def _sums_table(answer: Aid, names: Namer) -> Table:
    return Table(
        "Sums by unit; units are never added up",
        ("giver", "receiver", "unit", "gifts pledged", "pledged", "gifts delivered", "delivered"),
        tuple(
            (
                called(tally.giver, names),
                called(tally.receiver, names),
                tally.unit or "gifts",
                tally.n_pledged,
                tally.pledged,
                tally.n_delivered,
                tally.delivered,
            )
            for tally in answer.tallies
        ),
    )
