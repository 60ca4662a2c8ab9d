"""Two accounts drawn: how much of each speaks of what, what both tell, and how far they agree."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dragoman.ask.compare import BOTH, DIFFER, HERE, THERE, ComparedRow, Comparison, Readout
from dragoman.ask.english import list_of
from dragoman.export.figures import look
from dragoman.export.figures.base import (
    Figure,
    Namer,
    Table,
    called,
    count,
    data,
    draw,
    make,
    note,
    panel_title,
    refused,
    short,
)
from dragoman.export.figures.timeline import stacked

MOST_TOPICS = 20
"""How many topics are drawn, those that most is said of first; all are in the table."""

_KINDS = {"event": "events", "claim": "claims on them", "stance": "stances", "topic": "topics"}
_FIRST, _SECOND = look.Mark("", look.BLUE, "circle"), look.Mark("", look.ORANGE, "diamond")


@draw.register
def _(answer: Comparison, *, query: Mapping[str, Any], names: Namer) -> Figure:
    a, b = _names(answer, names)
    topics = _topics(answer)
    silent = [name for one, name in ((answer.here, a), (answer.there, b)) if one.is_silent]
    panels = [_dumbbell(topics, a, b, silent)] if topics else [refused("No topic is made out.")]
    panels += [refused(f"{name}: silent. {_SILENT}", height=44) for name in silent]
    if not silent:
        panels.append(_told_by(answer.rows, a, b))
        panels.append(
            _alignment(answer, a, b)
            if answer.measures
            else refused(f"How far they agree: refused. {short(answer.refused, 200)}", height=46)
        )
    of_silent = [name for one in answer.silent if (name := called(one, names)) not in silent]
    return make(
        "compare",
        stacked(*panels, note(_notes(answer, topics, of_silent))),
        title=f"One account of two: {b if a in silent else a}"
        if silent
        else f"Two accounts: {a} and {b}",
        subtitle=_subtitle(answer, a, b),
        alt=_alt(answer, topics, a, b, silent),
        tables=[_topics_table(topics, a, b), _rows_table(answer.rows, a, b)],
        query=query,
        basis=answer.basis,
        events=[
            *([answer.event] if answer.event else []),
            *(row.value for row in answer.rows if row.kind == "event"),
        ],
        claims=[claim for row in answer.rows for claim in row.claims],
        refusals=[answer.refused] if answer.refused else [],
    )


_SILENT = "The ledger has no account of this side, which is not a denial."
_Topic = tuple[str, float, float, int, int]
"""A topic, the share of each account's sentences that speak of it, and how many do."""


def _names(answer: Comparison, names: Namer) -> tuple[str, str]:
    def name(one: Readout) -> str:
        own = called(one.side, names) if one.side else ""
        by = own if one.is_silent or one.label == one.side else one.label
        return short(by or "the other side", 48)

    a, b = name(answer.here), name(answer.there)
    if a != b and not a.endswith("\u2026") and not b.endswith("\u2026"):
        return a, b
    return f"{short(a, 38)} (first)", f"{short(b, 38)} (second)"


def _topics(answer: Comparison) -> list[_Topic]:
    """Return how much of each account speaks of each topic, most first."""
    found = []
    sides = (answer.here, answer.there)
    for row in answer.rows:
        if row.kind == "topic":
            docs = Counter(place.rpartition(":")[0] for place in row.places)
            ns = [sum(docs[doc] for doc in one.documents) for one in sides]
            shares = [n / max(one.n_sentences, 1) for n, one in zip(ns, sides, strict=True)]
            found.append((short(row.value.replace("-", " ")), shares[0], shares[1], ns[0], ns[1]))
    return sorted(found, key=lambda one: (-one[1] - one[2], one[0]))


def _dumbbell(topics: Sequence[_Topic], a: str, b: str, silent: Sequence[str]) -> Any:
    import altair as alt

    shown = topics[:MOST_TOPICS]
    order = [topic for topic, *_ in shown]
    ends: list[dict[str, Any]] = [
        {"topic": topic, "low": one, "high": two} for topic, one, two, *_ in shown
    ]
    points = [
        {"topic": topic, "share": share, "account": name, "tip": count(n, "sentence")}
        for topic, one, two, n_one, n_two in shown
        for name, share, n in ((a, one, n_one), (b, two, n_two))
        if name not in silent
    ]
    x = {
        "title": None,
        "axis": alt.Axis(format=".0%", tickCount=6),
        "scale": alt.Scale(domain=[0, max(max(p["low"], p["high"]) for p in ends) * 1.05]),
    }
    y = alt.Y(
        "topic:N", title=None, sort=None, scale=alt.Scale(domain=order), axis=alt.Axis(grid=True)
    )
    line = (
        alt.Chart(data(ends))
        .mark_rule(color=look.RULE, strokeWidth=2)
        .encode(x=alt.X("low:Q", **x), x2="high:Q", y=y)
    )
    marks = (
        alt.Chart(data(points))
        .mark_point(filled=True, strokeWidth=2.2, opacity=1)
        .encode(
            x=alt.X("share:Q", **x),
            y=y,
            tooltip=alt.Tooltip("tip:N", title="speak of it"),
            **_by_account(a, b, silent),
        )
    )
    return alt.layer(*([] if silent else [line]), marks).properties(
        width=look.WIDTH,
        height=22 * len(order),
        title=panel_title("Share of an account's sentences that speak of a topic"),
    )


def _by_account(a: str, b: str, silent: Sequence[str]) -> dict[str, Any]:
    import altair as alt

    used = [(name, m) for name, m in ((a, _FIRST), (b, _SECOND)) if name not in silent]
    names = [name for name, _ in used]
    shapes = alt.Scale(domain=names, range=[mark.shape for _, mark in used])
    colors = alt.Scale(domain=names, range=[mark.color for _, mark in used])
    sizes = alt.Scale(domain=names, range=[{_FIRST: 120, _SECOND: 50}[mark] for _, mark in used])
    fills = alt.Scale(
        domain=names, range=[{_FIRST: look.PAPER}.get(mark, mark.color) for _, mark in used]
    )
    legend = alt.Legend(columns=1 if sum(map(len, names)) > 60 else 0)
    return {
        "size": alt.Size("account:N", title=None, scale=sizes, legend=legend),
        "fill": alt.Fill("account:N", title=None, scale=fills, legend=legend),
        "shape": alt.Shape("account:N", title=None, scale=shapes, legend=legend),
        "stroke": alt.Stroke("account:N", title=None, scale=colors, legend=legend),
    }


def _told_by(rows: Sequence[ComparedRow], a: str, b: str) -> Any:
    """Draw how many events, claims, stances and topics both tell, and one alone."""
    import altair as alt

    n_of = Counter((row.kind, row.where) for row in rows)
    kinds = [kind for kind in _KINDS if any(n_of[kind, where] for where in _WHERE)]
    bars: list[dict[str, Any]] = []
    for kind in kinds:
        at = 0
        for where in _WHERE:
            n = n_of[kind, where]
            if n:
                words = {"words": str(n), "middle": at + n / 2, "bright": where in (DIFFER, THERE)}
                bars.append(
                    {"row": _KINDS[kind], "where": _said(where, a, b), "from": at, "to": at + n}
                    | words
                )
            at += n
    x = {"title": None, "axis": None, "scale": alt.Scale(nice=False)}
    y = alt.Y(
        "row:N", title=None, sort=None, scale=alt.Scale(domain=[_KINDS[kind] for kind in kinds])
    )
    used = [where for where in _WHERE if any(n_of[kind, where] for kind in kinds)]
    fills = alt.Scale(
        domain=[_said(where, a, b) for where in used], range=[_WHERE[where] for where in used]
    )
    columns = 1 if len(a) + len(b) > 60 else 2
    base = alt.Chart(data(bars))
    boxes = base.mark_bar(stroke=look.INK, strokeWidth=0.7, size=15).encode(
        x=alt.X("from:Q", **x),
        x2="to:Q",
        y=y,
        fill=alt.Fill("where:N", title=None, scale=fills, legend=alt.Legend(columns=columns)),
    )
    numbers = [
        alt.Chart(data(row for row in bars if row["bright"] is bright))
        .mark_text(fontSize=10, color=look.INK if bright else look.PAPER)
        .encode(x=alt.X("middle:Q", **x), y=y, text="words:N")
        for bright in (True, False)
        if any(row["bright"] is bright for row in bars)
    ]
    return alt.layer(boxes, *numbers).properties(
        width=look.WIDTH, height=24 * len(kinds), title=panel_title("What both tell, and one alone")
    )


_WHERE = {BOTH: look.INK, DIFFER: look.PAPER, HERE: look.BLUE, THERE: look.ORANGE}


def _said(where: str, a: str, b: str) -> str:
    words = {BOTH: "both, alike", DIFFER: "both, differently", HERE: f"only {a}"}
    return words.get(where, f"only {b}")


def _alignment(answer: Comparison, a: str, b: str) -> Any:
    """Draw the shares of sentences told by both against what boilerplate alone would give."""
    import altair as alt

    found = answer.measures
    if found is None:
        return refused(answer.refused)
    rows: list[dict[str, Any]] = [
        {"row": f"of {short(a, 34)}, told by the other", "at": found.here_in_there},
        {"row": f"of {short(b, 34)}, told by the other", "at": found.there_in_here},
    ]
    spans: list[dict[str, Any]] = []
    if found.baseline is None or found.alignment is None:
        middle = (found.here_in_there + found.there_in_here) / 2
        rows.append({"row": "mean of the two (95 %)", "at": middle})
        spans = [{"row": "mean of the two (95 %)", "low": found.low, "high": found.high}]
        title = "boilerplate alone is not known: too few other documents of the two"
    else:
        base = f"mismatched documents of the two ({found.n_baseline} pairs)"
        rows += [
            {"row": base, "at": found.baseline},
            {"row": "mean less mismatched (95 %)", "at": found.alignment},
        ]
        spans = [{"row": "mean less mismatched (95 %)", "low": found.low, "high": found.high}]
        title = "against mismatched documents of the same two, which share only boilerplate"
    for row in rows:
        row["words"] = f"{row['at']:.0%}"
    low = min(0.0, *(span["low"] for span in spans))
    x = {
        "title": None,
        "axis": alt.Axis(format=".0%", tickCount=6),
        "scale": alt.Scale(domain=[low, max(1.0, *(row["at"] for row in rows))]),
    }
    order = [row["row"] for row in rows]
    y = alt.Y(
        "row:N", title=None, sort=None, scale=alt.Scale(domain=order), axis=alt.Axis(grid=True)
    )
    base_chart = alt.Chart(data(rows))
    return alt.layer(
        alt.Chart(data(spans))
        .mark_rule(color=look.INK, strokeWidth=2)
        .encode(x=alt.X("low:Q", **x), x2="high:Q", y=y),
        base_chart.mark_point(shape="diamond", color=look.INK, size=62).encode(
            x=alt.X("at:Q", **x), y=y
        ),
        base_chart.mark_text(dy=-9, fontSize=10).encode(x=alt.X("at:Q", **x), y=y, text="words:N"),
    ).properties(
        width=look.WIDTH,
        height=30 * len(order),
        title=panel_title(f"Sentences that both tell, {title}"),
    )


def _subtitle(answer: Comparison, a: str, b: str) -> str:
    sides = [
        f"{name}: {count(one.n_sentences, 'sentence')} in {count(len(one.documents), 'document')}"
        for one, name in ((answer.here, a), (answer.there, b))
        if not one.is_silent
    ]
    return "; ".join(sides)


def _notes(answer: Comparison, topics: Sequence[_Topic], silent: Sequence[str]) -> list[str]:
    more = len(topics) - MOST_TOPICS
    return [
        f"{count(more, 'further topic')} in the table." if more > 0 else "",
        "A mark at 0 %: no sentence was found to speak of it, which is not a denial."
        if not answer.there.is_silent
        else "",
        f"Parties without an account in the ledger: {list_of(silent)}. {_SILENT}" if silent else "",
        f"{count(len(answer.others), 'further document')} of the event, of nobody's side or "
        "another's, not compared."
        if answer.others
        else "",
        "How sentences are matched errs too; that is in no interval." if answer.measures else "",
    ]


def _alt(
    answer: Comparison, topics: Sequence[_Topic], a: str, b: str, silent: Sequence[str]
) -> str:
    listed = [
        f"{topic}: {one:.0%} and {two:.0%}" if not silent else f"{topic}: {max(one, two):.0%}"
        for topic, one, two, *_ in topics[:8]
    ]
    n_of = Counter(row.where for row in answer.rows)
    counts = list_of([f"{n_of[w]} {_said(w, a, b)}" for w in _WHERE if n_of[w]])
    parts = [
        f"Topics as dots by the share of sentences, {a}{'' if silent else f' and {b}'}: "
        f"{'; '.join(listed)}." if listed else "No topic is drawn.",
        *(f"{name} is hatched: silent. {_SILENT}" for name in silent),
    ]  # fmt: skip
    if not silent:
        parts.append(f"Of what is told, {counts}.")
        measured = (
            f"Here is {a}, there {b}: {answer.measures.sentence()}" if answer.measures else ""
        )
        parts.append(measured or answer.refused)
    return " ".join(parts)


def _topics_table(topics: Sequence[_Topic], a: str, b: str) -> Table:
    return Table(
        f"Topics: share and number of sentences, first {a}, second {b}",
        ("topic", "first, share", "second, share", "first, sentences", "second, sentences"),
        tuple(topics),
    )


def _rows_table(rows: Sequence[ComparedRow], a: str, b: str) -> Table:
    return Table(
        "What both tell, and one alone",
        ("kind", "about", "what", "told by", "words of the first", "words of the second"),
        tuple(
            (row.kind, row.about, row.value, _said(row.where, a, b), row.here, row.there)
            for row in rows
        ),
    )
