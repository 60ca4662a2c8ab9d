"""Coverage drawn: how much there was to read, by outlet and month, and how much is missing."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dragoman.ask.contrast import NOT_OFTENER, Contrast, Told
from dragoman.ask.coverage import Accounts, Coverage, CoverageRow, Missed
from dragoman.export.figures import look
from dragoman.export.figures.base import (
    Figure,
    Namer,
    Table,
    called,
    count,
    data,
    draw,
    labels,
    make,
    month_span,
    note,
    panel_title,
    period,
    refused,
    short,
    time_axis,
)

if TYPE_CHECKING:
    import altair as alt

MOST_OUTLETS = 15
"""How many outlets are drawn, those with most documents; all are in the table."""

_UNKNOWN = "(not known)"

MOST_MONTHS = 120
"""How many months are drawn: of a longer record the stretch with most documents."""

MOST_KINDS = 8
"""How many channels, topics and words of two tellers are drawn, of each; all are in the table."""

MOST_BOUNDS = 10
"""How many bounds on missed events are drawn; all are in the table."""


@draw.register
def _(answer: Coverage, *, query: Mapping[str, Any], names: Namer) -> Figure:
    basis = answer.basis
    bounds = [row for row in answer.missed if row.least is not None]
    return make(
        "coverage",
        _chart(answer, bounds, names),
        title="What there was to read, and how much of what happened it tells",
        subtitle=f"{count(basis.n_events, 'event')} in {count(basis.n_documents, 'document')}"
        + (f" of {count(len(basis.outlets), 'outlet')} known by name" if basis.outlets else ""),
        alt=_alt(answer, bounds, names),
        tables=_tables(answer, names),
        query=query,
        basis=basis,
        events=[row.event for row in answer.matrix],
        refusals=_refusals(answer, names),
    )


def _chart(answer: Coverage, bounds: Sequence[Missed], names: Namer) -> "alt.VConcatChart":
    import altair as alt

    panels: list[Any] = [_outlets(_by(answer, "outlet")), _months(_by(answer, "month"))]
    panels.append(_one_sided(answer.accounts))
    shown = bounds[:MOST_BOUNDS]
    why_not = [row.sentence(lambda id_: called(id_, names)) for row in answer.missed]
    if shown:
        panels.append(_bounds(shown, names))
    else:
        first = why_not[0] if why_not else _NO_SIDES
        panels.append(refused(first, height=44).properties(title=panel_title(_BOUND)))
    if answer.contrast:
        panels.append(_contrast(answer.contrast, answer.told_more, names))
    return alt.vconcat(*panels, note(_notes(answer, bounds, names)), spacing=16)


_NO_SIDES = (
    "Bound on missed events: refused, because no event has two parties whose own documents are "
    "here."
)
_BOUND = "Events that took place at least, by what two sides tell"


def _by(answer: Coverage, what: str) -> list[CoverageRow]:
    return [row for row in answer.rows if row.by == what]


def _outlets(rows: Sequence[CoverageRow]) -> "alt.LayerChart":
    """Return a bar for each outlet, dark where its documents report events."""
    import altair as alt

    title = panel_title("Documents by outlet (dark: those that report any event)")
    if not rows:
        return refused("No document was read.", height=44).properties(title=title)
    shown = rows[:MOST_OUTLETS]
    found = labels([row.key for row in shown], str)
    found |= {_UNKNOWN: "outlet not known"} if _UNKNOWN in found else {}
    bars = [
        {
            "outlet": found[row.key],
            "all": row.n_documents,
            "telling": row.n_reporting,
            "text": f"{row.n_documents:,}",
        }
        for row in shown
    ]
    base = alt.Chart(data(bars)).encode(
        y=alt.Y(
            "outlet:N", sort=None, title=None, scale=alt.Scale(domain=[b["outlet"] for b in bars])
        )
    )
    most = max(row.n_documents for row in shown)
    x = {"title": None, "scale": alt.Scale(domain=[0, most], nice=False), "axis": None}
    return alt.layer(
        base.mark_bar(color=look.DIM, height=11).encode(x=alt.X("all:Q", **x)),
        base.mark_bar(color=look.BLUE, height=11).encode(x=alt.X("telling:Q", **x)),
        base.mark_text(align="left", dx=5, color=look.SOFT).encode(
            x=alt.X("all:Q", **x), text="text:N"
        ),
    ).properties(width=look.WIDTH, height=17 * len(bars), title=title)


def _months(rows: Sequence[CoverageRow]) -> "alt.LayerChart":
    """Return the bars of documents by the month of publication."""
    import altair as alt

    title = panel_title("Documents by month of publication (dark: those that report any event)")
    dated = _drawn([row for row in rows if _is_month(row.key)])
    if not dated:
        return refused("No document has a date of publication.", height=44).properties(title=title)
    domain = (month_span(dated[0].key)["start"], month_span(dated[-1].key)["end"])
    most = max(row.n_documents for row in dated)
    bars = [
        {**month_span(row.key), "all": row.n_documents, "telling": row.n_reporting} for row in dated
    ]
    base = alt.Chart(data(bars)).encode(x=time_axis(domain), x2="end:T")
    y = {
        "title": None,
        "scale": alt.Scale(domain=[0, most], nice=False),
        "axis": alt.Axis(values=sorted({0, most // 2, most}), format=",d", gridDash=[1, 3]),
    }
    return alt.layer(
        base.mark_rect(color=look.DIM).encode(y=alt.Y("all:Q", **y), y2=alt.datum(0)),
        base.mark_rect(color=look.BLUE).encode(y=alt.Y("telling:Q", **y), y2=alt.datum(0)),
    ).properties(width=look.WIDTH, height=90, title=title)


def _is_month(key: str) -> bool:
    return re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", key) is not None


def _drawn(rows: Sequence[CoverageRow]) -> list[CoverageRow]:
    """Return the months that are drawn: all, or the stretch of them with most documents."""

    def nth(row: CoverageRow) -> int:
        return 12 * int(row.key[:4]) + int(row.key[5:])

    stretches = (
        [row for row in rows[at:] if nth(row) < nth(first) + MOST_MONTHS]
        for at, first in enumerate(rows)
    )
    return max(stretches, key=lambda found: sum(row.n_documents for row in found), default=[])


def _one_sided(accounts: Accounts) -> "alt.LayerChart":
    """Return the share of events that one party alone tells of, with its interval."""
    import altair as alt

    title = panel_title("Share of events that one party alone tells of, with its 95 % interval")
    if accounts.share is None or accounts.interval is None:
        return refused(accounts.sentence(), height=44).properties(title=title)
    low, high = accounts.interval
    n = accounts.one + accounts.several
    row = {
        "what": f"{accounts.one} of {count(n, 'event')}",
        "low": low,
        "high": high,
        "x": accounts.share,
        "text": f"{accounts.share:.0%}",
    }
    base = alt.Chart(data([row])).encode(y=alt.Y("what:N", title=None))
    x = {
        "title": None,
        "scale": alt.Scale(domain=[0, 1], nice=False),
        "axis": alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], grid=True, gridDash=[1, 3]),
    }
    return alt.layer(
        base.mark_rule(color=look.RULE, strokeWidth=1.5).encode(x=alt.X("low:Q", **x), x2="high:Q"),
        base.mark_point(color=look.INK, shape="circle", size=60).encode(x=alt.X("x:Q", **x)),
        base.mark_text(dy=-10, fontWeight="bold").encode(x=alt.X("x:Q", **x), text="text:N"),
    ).properties(width=look.WIDTH, height=30, title=title)


def _bounds(rows: Sequence[Missed], names: Namer) -> "alt.LayerChart":
    """Return for each pair of sides what is told, the least that took place, and the interval."""
    import altair as alt

    marks = [
        {
            "pair": _pair(row, names),
            "seen": row.seen,
            "least": row.least,
            "most": row.most,
            "text": f"at least about {row.least:,}",
        }
        for row in rows
    ]
    domain = list(dict.fromkeys(mark["pair"] for mark in marks))
    base = alt.Chart(data(marks)).encode(
        y=alt.Y("pair:N", sort=None, title=None, scale=alt.Scale(domain=domain))
    )
    end = max(row.most or row.least or 0 for row in rows) * 1.04
    x = {
        "title": "events",
        "scale": alt.Scale(domain=[0, end], nice=False),
        "axis": alt.Axis(format=",d", tickMinStep=1),
    }
    return alt.layer(
        base.mark_rule(color=look.RULE, strokeWidth=1.5, strokeDash=look.DASHED).encode(
            x=alt.X("least:Q", **x), x2="most:Q"
        ),
        base.mark_tick(color=look.BLUE, opacity=1, size=12, thickness=3).encode(
            x=alt.X("seen:Q", **x)
        ),
        base.mark_point(color=look.INK, shape="circle", size=60).encode(x=alt.X("least:Q", **x)),
        base.mark_text(align="left", dx=6, dy=-9).encode(x=alt.X("least:Q", **x), text="text:N"),
    ).properties(width=look.WIDTH, height=34 * len(domain), title=panel_title(_BOUND))


def _contrast(found: Contrast, told: Sequence[Told], names: Namer) -> "alt.LayerChart":
    """Return for each channel, topic and word how much more often the one tells it."""
    import altair as alt

    one, other = (short(called(side, names), 30) for side in (found.one, found.other))
    title = panel_title(
        f"Odds that {one} tells it over those of {other}, with 95 % intervals (filled: clear)"
    )
    rows = _most_apart(told)
    if not rows:
        words = found.sentence(lambda id_: called(id_, names))
        return refused(words, height=44).properties(title=title)
    marks = [
        {
            "kind": f"{row.what}: {short(row.kind, 30)}",
            "x": math.exp(row.log_odds),
            "low": math.exp(row.low),
            "high": math.exp(row.high),
            "fill": look.BLUE if row.clear else look.PAPER,
        }
        for row in rows
    ]
    y = alt.Y(
        "kind:N", sort=None, title=None, scale=alt.Scale(domain=[mark["kind"] for mark in marks])
    )
    far = max(max(row.high, -row.low) for row in rows)
    x = {
        "title": f"times (left of 1: {other} tells it more often)",
        "scale": alt.Scale(type="log", domain=[math.exp(-far), math.exp(far)], nice=False),
        "axis": alt.Axis(tickCount=5, format="~g", grid=False),
    }
    base = alt.Chart(data(marks)).encode(y=y)
    return alt.layer(
        alt.Chart(data([{"x": 1}]))
        .mark_rule(color=look.RULE, strokeDash=look.DASHED)
        .encode(x=alt.X("x:Q", **x)),
        base.mark_rule(color=look.RULE, strokeWidth=1.5).encode(x=alt.X("low:Q", **x), x2="high:Q"),
        base.mark_point(shape="circle", stroke=look.BLUE, size=50, opacity=1, filled=True).encode(
            x=alt.X("x:Q", **x), fill=alt.Fill("fill:N", scale=None)
        ),
    ).properties(width=look.WIDTH, height=17 * len(marks), title=title)


def _most_apart(rows: Sequence[Told]) -> list[Told]:
    """Return what is drawn: of channels, topics and words those that differ most certainly."""
    kept: set[tuple[str, str]] = set()
    for what in ("channel", "topic", "word"):
        of = sorted(
            (row for row in rows if row.what == what),
            key=lambda row: -abs(row.log_odds) / (row.high - row.low),
        )
        kept |= {(row.what, row.kind) for row in of[:MOST_KINDS]}
    return [row for row in rows if (row.what, row.kind) in kept]


def _pair(row: Missed, names: Namer) -> str:
    which = "" if row.stratum == "all" else f", {row.stratum.partition(': ')[2]}"
    both = (short(called(side, names), 22) for side in (row.one, row.other))
    return f"{' and '.join(both)}{which}"


def _notes(answer: Coverage, bounds: Sequence[Missed], names: Namer) -> list[str]:
    outlets = _by(answer, "outlet")
    undated = [row for row in _by(answer, "month") if not _is_month(row.key)]
    dated = [row for row in _by(answer, "month") if _is_month(row.key)]
    beyond = sum(row.n_documents for row in dated) - sum(row.n_documents for row in _drawn(dated))
    found = []
    if len(outlets) > MOST_OUTLETS:
        found.append(f"{count(len(outlets) - MOST_OUTLETS, 'more outlet')}: in the table.")
    if undated:
        n = sum(row.n_documents for row in undated)
        found.append(f"{count(n, 'document')} without a month: in no bar of the months.")
    if beyond:
        found.append(
            f"Drawn is the stretch of {MOST_MONTHS} months with most documents; "
            f"{count(beyond, 'document')} of other months: in the table."
        )
    if bounds:
        found.append(
            "Blue tick: events told by either side; dot: how many there were at least; dashed: up "
            "to the upper 95 % end, which holds only if the sides report independently."
        )
    if len(bounds) > MOST_BOUNDS:
        found.append(f"{count(len(bounds) - MOST_BOUNDS, 'more bound')}: in the table.")
    if answer.told_more:
        found.append(NOT_OFTENER)
    n_refused = sum(row.least is None for row in answer.missed)
    if n_refused > 1 or (n_refused and bounds):
        found.append(f"Bounds refused for {count(n_refused, 'pair')} of sides: in the table.")
    if answer.dominance:
        found.append(answer.dominance.sentence(lambda id_: called(id_, names)))
    skipped = sum(one.n for one in answer.skipped)
    if skipped:
        found.append(f"Not read: {count(skipped, 'file or document', 'files or documents')}.")
    return found


def _refusals(answer: Coverage, names: Namer) -> list[str]:
    accounts = [answer.accounts.sentence()] if answer.accounts.share is None else []
    if answer.contrast and answer.contrast.refused:
        accounts.append(answer.contrast.sentence(lambda id_: called(id_, names)))
    return [
        *accounts,
        *(
            row.sentence(lambda id_: called(id_, names))
            for row in answer.missed
            if row.least is None
        ),
    ]


def _alt(answer: Coverage, bounds: Sequence[Missed], names: Namer) -> str:
    outlets, basis = _by(answer, "outlet"), answer.basis
    out = [
        f"Bars of {count(basis.n_documents, 'document')} by outlet and by month, which tell of "
        f"{count(basis.n_events, 'event')}."
    ]
    if outlets:
        most = outlets[0]
        n = count(most.n_documents, "document")
        out.append(
            f"No outlet has more than {n}."
            if [row.n_documents for row in outlets[1:2]] == [most.n_documents]
            else f"Most have no outlet named: {n}, of which {most.n_reporting} report any event."
            if most.key == _UNKNOWN
            else f"{short(most.key)} has most, {n}, of which {most.n_reporting} report any event."
        )
    dated = _drawn([row for row in _by(answer, "month") if _is_month(row.key)])
    if dated:
        top = max(dated, key=lambda row: row.n_documents)
        out.append(
            f"The months run from {period(dated[0].key)} to {period(dated[-1].key)}, with most "
            f"documents in {period(top.key)}: {top.n_documents}."
        )
    out.append(answer.accounts.sentence())
    out += [row.sentence(lambda id_: called(id_, names)) for row in bounds[:1]]
    if not bounds:
        out.append("No bound on missed events can be given.")
    if answer.contrast:
        out.append(answer.contrast.sentence(lambda id_: called(id_, names)))
        clear = [row for row in _most_apart(answer.told_more) if row.clear]
        for more, teller in (("one", answer.contrast.one), ("other", answer.contrast.other)):
            kinds = [f"{row.what} {row.kind}" for row in clear if row.more == more]
            if kinds:
                out.append(f"Clearly more often by {called(teller, names)}: {', '.join(kinds)}.")
    return " ".join(out)


def _tables(answer: Coverage, names: Namer) -> list[Table]:
    return [
        Table(
            "What there was to read",
            ("by", "which", "documents", "that report", "events"),
            tuple(
                (row.by, called(row.key, names), row.n_documents, row.n_reporting, row.n_events)
                for row in answer.rows
            ),
        ),
        Table(
            "Accounts of events between two parties or more",
            ("whose", "events"),
            tuple(_whose(answer.accounts, names)),
        ),
        Table(
            "Events that took place at least",
            ("one", "other", "of", "told by one", "by the other", "by both", "at least", "refused"),
            tuple(
                (
                    *(called(row.one, names), called(row.other, names), row.stratum),
                    *(row.n_one, row.n_other, row.n_both, row.least, row.refused),
                )
                for row in answer.missed
            ),
        ),
        Table(
            "What one tells more often than the other",
            (
                "what",
                "which",
                "by the one",
                "by the other",
                "log odds",
                "95 % from",
                "95 % to",
                "clear",
            ),
            tuple(
                (
                    row.what,
                    row.kind,
                    row.n_one,
                    row.n_other,
                    row.log_odds,
                    row.low,
                    row.high,
                    "yes" if row.clear else "no",
                )
                for row in answer.told_more
            ),
        ),
    ][: 4 if answer.contrast else 3]


def _whose(accounts: Accounts, names: Namer) -> Iterable[tuple[str, int]]:
    yield from ((f"{called(side, names)} alone", n) for side, n in accounts.by_side)
    yield ("two parties or more", accounts.several)
    yield ("no party", accounts.none)
