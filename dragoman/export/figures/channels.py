"""Channels drawn: counts by month, one row for each channel, over the cloud share and coverage."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dragoman.ask.channels import ChannelCount, ChannelMix
from dragoman.ask.cloud import LEVEL, BreakSearch, CloudMonth, CloudShare
from dragoman.ask.english import list_of
from dragoman.export.figures import look
from dragoman.export.figures.base import (
    Figure,
    Namer,
    Table,
    count,
    coverage_strip,
    data,
    draw,
    in_text,
    make,
    month_span,
    note,
    panel_title,
    period,
    refused,
    rests_on,
    time_axis,
)

if TYPE_CHECKING:
    import altair as alt

MOST_CHANNELS = 10
"""How many channels have a row, those with most events; all are in the table."""

MOST_MONTHS = 120
"""How many months are drawn: of a longer record the stretch with most events."""

ROW, SHARE = 36, 96
"""How high a channel's row and the panel of a share are, in pixels."""


@draw.register
def _(answer: ChannelMix, *, query: Mapping[str, Any], names: Namer) -> Figure:
    who = in_text(query.get("who"), names)
    span = _drawn(answer)
    rows = sorted(answer.rows, key=lambda row: -row.n_events)[:MOST_CHANNELS]
    kept = [row.channel for row in answer.rows if row in rows]
    return make(
        "channels",
        _chart(answer, span, kept),
        title=f"How {who} dealt with others, by channel",
        subtitle=rests_on(answer.basis),
        alt=_alt(answer, span, who),
        tables=_tables(answer),
        query=query,
        basis=answer.basis,
        events=[event for row in answer.rows for event in row.events],
        claims=[
            *(claim for row in answer.rows for claim in row.claims),
            *(claim for month in answer.months for claim in month.claims),
            *(claim for search in answer.breaks for one in search.breaks for claim in one.claims),
        ],
        refusals=_refusals(answer),
        seed=query.get("seed", 0) if answer.breaks else None,
    )


def _drawn(answer: ChannelMix) -> list[str]:
    """Return the months that are drawn: all, or of many the stretch with most events."""
    span = [one.month for one in answer.documents]
    if len(span) <= MOST_MONTHS:
        return span
    n_of: Counter[str | None] = Counter()
    for row in answer.by_month:
        n_of[row.month] += row.n_events
    starts = [at for at, month in enumerate(span) if n_of[month]]
    best = max(starts, key=lambda at: sum(n_of[m] for m in span[at : at + MOST_MONTHS]))
    return span[best : best + MOST_MONTHS]


def _chart(answer: ChannelMix, span: Sequence[str], kept: Sequence[str]) -> "alt.VConcatChart":
    import altair as alt

    notes = _notes(answer, span, kept)
    if not span:
        words = "No event can be given a month, so nothing can be drawn by month."
        return alt.vconcat(refused(words), note(notes), spacing=14)
    domain = (month_span(span[0])["start"], month_span(span[-1])["end"])
    settled = [row for row in answer.by_month if row.month in set(span)]
    most = max((row.n_events for row in settled), default=1)
    counts = [
        _row(
            channel, [row for row in settled if row.channel == channel], domain, most, first=not nth
        )
        for nth, channel in enumerate(kept)
    ]
    n = len(answer.documents)
    panels: list[Any] = [
        alt.vconcat(*counts, spacing=5, title=panel_title("Events a month, all rows to one scale"))
    ]
    for share, months in zip(answer.shares, (answer.months[:n], answer.months[n:]), strict=False):
        if share.with_verbal_message and _same(answer.shares):
            continue
        panels.append(_share(answer, share, [m for m in months if m.month in set(span)], domain))
    strip = [(d.month, d.n_documents, d.n_steady) for d in answer.documents if d.month in set(span)]
    return alt.vconcat(*panels, coverage_strip(strip, domain), note(notes), spacing=14)


def _row(
    channel: str,
    months: Sequence[ChannelCount],
    domain: tuple[str, str],
    most: int,
    *,
    first: bool,
) -> "alt.LayerChart":
    """Return one channel's bars, with its name and its number of events in front."""
    import altair as alt

    mark = look.CHANNEL[channel]
    total = sum(row.n_events for row in months)
    bars = (
        alt.Chart(data({**month_span(row.month or ""), "n": row.n_events} for row in months))
        .mark_rect(color=mark.color)
        .encode(
            x=time_axis(domain, labelled=False),
            x2="end:T",
            y=alt.Y(
                "n:Q",
                title=None,
                scale=alt.Scale(domain=[0, most], nice=False),
                axis=alt.Axis(values=[most], grid=True, gridDash=[1, 3], format=",d", labels=first),
            ),
            y2=alt.datum(0),
        )
    )
    return alt.layer(
        bars,
        *(
            alt.Chart(data([{"text": text}]))
            .mark_text(align="right", baseline="bottom", color=color)
            .encode(x=alt.value(-30), y=alt.value(ROW - below), text="text:N")
            for text, color, below in (
                (mark.label, look.INK, 13),
                (f"{total:,}", look.SOFT, 0),
            )
        ),
    ).properties(width=look.WIDTH, height=ROW)


def _share(
    answer: ChannelMix, share: CloudShare, months: Sequence[CloudMonth], domain: tuple[str, str]
) -> "alt.LayerChart":
    """Return one reading of the cloud share by month, with its band and its breaks."""
    import altair as alt

    title = panel_title(_reading(answer, share))
    if share.share is None:
        return refused(share.sentence(), height=SHARE // 2).properties(title=title)
    x = time_axis(domain, labelled=False)
    y = alt.Y(
        "share:Q",
        title=None,
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(values=[0, 0.5, 1], format="%", gridDash=[1, 3]),
    )
    known = [
        {**month_span(m.month), "share": m.share, "low": m.low, "high": m.high}
        for m in months
        if m.share is not None
    ]
    layers: list[Any] = [
        alt.Chart(data(_hatch(months)))
        .mark_rule(color=look.DIM, strokeWidth=0.8)
        .encode(x=x, x2="end:T", y=y, y2="high:Q"),
        alt.Chart(data(known))
        .mark_rect(color=look.SKY, opacity=0.38)
        .encode(x=x, x2="end:T", y=alt.Y("low:Q", title=None), y2="high:Q"),
        alt.Chart(data(known))
        .mark_rule(color=look.BLUE, strokeWidth=2.2)
        .encode(x=x, x2="end:T", y=y),
    ]
    for search in answer.breaks:
        if search.with_verbal_message == share.with_verbal_message:
            layers += _breaks(search, x, y)
    return alt.layer(*layers).properties(width=look.WIDTH, height=SHARE, title=title)


def _hatch(months: Sequence[CloudMonth]) -> list[dict[str, str | int]]:
    """Return the slanting lines that fill the months without a share, evenly dense."""
    pieces = max(1, round(look.WIDTH / len(months) / 6))
    found: list[dict[str, str | int]] = []
    for month in months:
        if month.share is not None:
            continue
        first, last = (date.fromisoformat(day) for day in month_span(month.month).values())
        edges = [first + (last - first) * k / pieces for k in range(pieces + 1)]
        found += [
            {"start": f"{start}", "end": f"{end}", "share": 0, "high": 1}
            for start, end in pairwise(edges)
        ]
    return found


def _breaks(search: BreakSearch, x: "alt.X", y: "alt.Y") -> list["alt.Chart"]:
    """Return the levels before and after each break, the break, and its 90 % set as a bar."""
    import altair as alt

    if not search.breaks:
        return []
    at = alt.X("at:T", title=None)
    sides = [search.breaks[0].before, *(one.after for one in search.breaks)]
    levels = [
        {
            "start": month_span(side.months[0])["start"],
            "end": month_span(side.months[1])["end"],
            "share": side.share,
            "text": f"level {side.share:.0%}",
        }
        for side in sides
    ]
    breaks = [{"at": month_span(one.month)["start"]} for one in search.breaks]
    within = [month_span(month) for one in search.breaks if not one.named for month in one.within]
    return [
        alt.Chart(data(levels))
        .mark_rule(color=look.INK, strokeWidth=1.4, strokeDash=look.DASHED)
        .encode(x=x, x2="end:T", y=y),
        *(
            alt.Chart(data(levels))
            .mark_text(align="left", baseline="top", dx=4, fontWeight="bold", **halo)
            .encode(x=x, y=alt.value(3), text="text:N")
            for halo in ({"stroke": look.PAPER, "strokeWidth": 3}, {})
        ),
        alt.Chart(data(within))
        .mark_rect(color=look.INK)
        .encode(x=x, x2="end:T", y=alt.value(-5), y2=alt.value(-1)),
        alt.Chart(data(breaks))
        .mark_rule(color=look.INK, strokeWidth=1.2)
        .encode(x=at, y=alt.value(-5), y2=alt.value(SHARE)),
    ]


def _same(shares: Sequence[CloudShare]) -> bool:
    """Return whether the readings do not differ, for want of verbal messages."""
    return len({(share.cloud, share.known) for share in shares}) == 1


def _reading(answer: ChannelMix, share: CloudShare) -> str:
    which = "with" if share.with_verbal_message else "without"
    if _same(answer.shares):
        which = "with or without"
    span = "" if share.low is None else f", 95 % {share.low:.0%} to {share.high:.0%}"
    whole = "refused" if share.share is None else f"{share.share:.0%} of {share.known}{span}"
    return f"Cloud share (calls, video, letters; {which} verbal messages): {whole}"


def _notes(answer: ChannelMix, span: Sequence[str], kept: Sequence[str]) -> list[str]:
    drawn = set(span)
    unsettled = sum(row.n_events for row in answer.by_month if not row.month)
    beyond = sum(row.n_events for row in answer.by_month if row.month and row.month not in drawn)
    rest = [
        f"{look.CHANNEL[row.channel].label} {row.n_events}"
        for row in answer.rows
        if row.channel not in kept
    ]
    found = []
    if any(share.share is not None for share in answer.shares):
        found.append(
            "Blue line: the month\u2019s share; pale blue: its 95 % interval; hatched: no contact "
            "of known presence in the month, so no share."
        )
    marked = [one.named for search in answer.breaks for one in search.breaks]
    if marked:
        found.append(
            "Upright line: the month that was named; dashed: the level of each side."
            if all(marked)
            else "Upright line: the break; black bar over it: the 90 % set of months in which it "
            "lies; dashed: the level of each side."
        )
    if beyond:
        found.append(
            f"Drawn is the stretch of {MOST_MONTHS} months with most events; "
            f"{count(beyond, 'event')} of other months: in the table."
        )
    if unsettled:
        found.append(
            f"{count(unsettled, 'event')} that no month can be given "
            f"{'is' if unsettled == 1 else 'are'} in no row."
        )
    if rest:
        found.append(f"Not drawn: {list_of(rest)}.")
    return found + _searches(answer)


def _searches(answer: ChannelMix) -> list[str]:
    """Say what came of looking for breaks; once where both readings give the same."""
    found = {
        (bool(search.refused), *(one.month for one in search.breaks)): search
        for search in reversed(answer.breaks)
    }
    same = "With verbal messages it is the same." if len(found) < len(answer.breaks) else ""
    return [*(search.sentence() for search in reversed(found.values())), same]


def _refusals(answer: ChannelMix) -> list[str]:
    return [
        *(share.sentence() for share in answer.shares if share.share is None),
        *(search.sentence() for search in answer.breaks if search.refused),
    ]


def _alt(answer: ChannelMix, span: Sequence[str], who: str) -> str:
    by_count = sorted(answer.rows, key=lambda row: -row.n_events)
    told = [f"{look.CHANNEL[row.channel].label} {row.n_events}" for row in by_count[:3]]
    if len(by_count) > 3:
        told.append(f"{sum(row.n_events for row in by_count[3:])} by other channels")
    out = [
        f"How {who} dealt with others: {rests_on(answer.basis)}; most by {list_of(told)}."
        if told
        else f"Nothing is drawn: no event of {who} is on record in this window."
    ]
    if span:
        docs = [one for one in answer.documents if one.month in set(span)]
        empty = count(sum(not one.n_documents for one in docs), "month")
        out.append(
            f"Bars by month, {period(f'{span[0]}/{span[-1]}')}, over the cloud share and "
            f"a strip of the documents published each month, "
            f"{min(one.n_documents for one in docs)} to {max(one.n_documents for one in docs)}"
            f" (none in {empty})."
        )
    shares = [share for share in answer.shares if not share.with_verbal_message]
    out += [share.sentence() for share in shares]
    for search in answer.breaks:
        if search.with_verbal_message:
            continue
        if search.refused:
            out.append("No break was looked for: there are too few contacts.")
        elif not search.breaks:
            out.append("The share has no break.")
        for one in search.breaks:
            start = f"Compared at {one.month}" if one.named else f"The share breaks in {one.month}"
            clear = "" if one.p_value <= LEVEL else "no clear change, "
            out.append(
                f"{start}: {clear}{one.before.share:.0%} before, {one.after.share:.0%} after."
            )
    return " ".join(out)


def _tables(answer: ChannelMix) -> list[Table]:
    return [
        Table(
            "Events by channel and month",
            ("month", "channel", "events", "documents"),
            tuple(
                (row.month or None, look.CHANNEL[row.channel].label, row.n_events, row.n_documents)
                for row in answer.by_month
            ),
        ),
        Table(
            "Cloud share by month",
            ("month", "verbal messages", "at a distance", "of", "share", "95 % from", "95 % to"),
            tuple(
                (
                    one.month,
                    "with" if one.with_verbal_message else "without",
                    *(one.cloud, one.known, one.share, one.low, one.high),
                )
                for one in answer.months
            ),
        ),
        Table(
            "Documents by month",
            ("month", "documents", "by outlets that publish throughout"),
            tuple((one.month, one.n_documents, one.n_steady) for one in answer.documents),
        ),
        Table(
            "Breaks",
            ("verbal messages", "month", "90 % set", "share before", "share after", "p"),
            tuple(
                (
                    "with" if one.with_verbal_message else "without",
                    one.month,
                    ", ".join(one.within),
                    one.before.share,
                    one.after.share,
                    one.p_value,
                )
                for search in answer.breaks
                for one in search.breaks
            ),
        ),
    ]
