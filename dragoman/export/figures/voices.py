"""Who said what drawn: statements by stance, in a panel for each side, never added up."""

from collections.abc import Mapping, Sequence
from typing import Any

from dragoman.ask.english import list_of
from dragoman.ask.voices import VoiceCount, Voices
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
    period,
    short,
)
from dragoman.export.figures.timeline import stacked

MOST_PANELS = 12
"""How many sides have a panel, those with most statements first; all are in the table."""

_COLUMNS = 3
_STANCES = ("supports", "opposes", "neutral", "undecided")
_DOING = dict(zip(_STANCES, ("supporting", "opposing", "neutral", "undecided"), strict=True))
_UNKNOWN = "(not known)"
_WIDTH = 150


@draw.register
def _(answer: Voices, *, query: Mapping[str, Any], names: Namer) -> Figure:
    import altair as alt

    by, counts = _sides(answer)
    shown = counts[:MOST_PANELS]
    most = max((_of(one, stance) for one in shown for stance in _STANCES), default=1)
    panels = [
        _panel(one, names, most, labelled=nth % _COLUMNS == 0) for nth, one in enumerate(shown)
    ]
    rows = [panels[at : at + _COLUMNS] for at in range(0, len(panels), _COLUMNS)]
    grid = [alt.hconcat(*row, spacing=14).resolve_scale(y="independent") for row in rows]
    return make(
        "voices",
        stacked(*grid, note(_notes(answer, by, counts))),
        title=f"What was said{_about(query, names)}, by stance and {_WHOSE[by][0]}",
        subtitle=f"{count(len(answer.rows), 'statement')} in "
        f"{count(answer.basis.n_documents, 'document')}, {period(answer.basis.window)}; each panel "
        "has its own number, and they are not added up",
        alt=_alt(by, counts, names),
        tables=[_table(by, counts, names)],
        query=query,
        basis=answer.basis,
        events=[answer.event] if answer.event else [],
        claims=[claim for row in answer.rows for claim in row.claims],
    )


_WHOSE = {
    "side": ("side", "whose account the document gives"),
    "state": ("state of the speaker", "the state or organization that the speaker belongs to"),
}


def _sides(answer: Voices) -> tuple[str, list[VoiceCount]]:
    """Return counts by side; by the speaker's state where no document is known as a side's."""
    for by in _WHOSE:
        found = [one for one in answer.counts if one.by == by]
        if any(one.key != _UNKNOWN for one in found):
            break
    return by, sorted(found, key=lambda one: (one.key == _UNKNOWN, -one.n, one.key))


def _of(one: VoiceCount, stance: str) -> int:
    return int(getattr(one, stance))


def _about(query: Mapping[str, Any], names: Namer) -> str:
    parts = [f" on {query['topic']}"] if query.get("topic") else []
    about = query.get("about") or ()
    about = [about] if isinstance(about, str) else list(about)
    parts += [f" about {list_of([in_text(one, names) for one in about])}"] if about else []
    parts += [" around one event"] if query.get("event") else []
    return "".join(parts)


def _name(one: VoiceCount, names: Namer, most: int = 22) -> str:
    return "not known" if one.key == _UNKNOWN else short(called(one.key, names), most)


def _panel(one: VoiceCount, names: Namer, most: int, *, labelled: bool) -> Any:
    import altair as alt

    rows = [
        {"stance": stance, "n": _of(one, stance), "words": f"{_of(one, stance):,}"}
        for stance in _STANCES
    ]
    y = alt.Y(
        "stance:N",
        title=None,
        sort=None,
        scale=alt.Scale(domain=list(_STANCES)),
        axis=alt.Axis(labels=labelled, grid=False, ticks=False),
    )
    x = alt.X("n:Q", axis=None, scale=alt.Scale(domain=[0, most * 1.3], nice=False))
    base = alt.Chart(data(rows))
    bars = base.mark_bar(color=look.RULE if one.key == _UNKNOWN else look.BLUE, size=11).encode(
        x=x, y=y
    )
    words = base.mark_text(align="left", dx=4, fontSize=10).encode(x=x, y=y, text="words:N")
    title = f"{_name(one, names)}\nn = {one.n:,} in {count(one.n_documents, 'document')}"
    return alt.layer(bars, words).properties(
        width=_WIDTH, height=66, title=_title(title.split("\n"))
    )


def _title(lines: Sequence[str]) -> Any:
    found = panel_title("")
    found.text = list(lines)
    return found


def _notes(answer: Voices, by: str, counts: Sequence[VoiceCount]) -> list[str]:
    rest = counts[MOST_PANELS:]
    return [
        f"A panel is {_WHOSE[by][1]}; bars are statements, on one scale.",
        "Which account a document gives is known of none; the speaker's state stands for it."
        if by == "state"
        else "",
        "The stance is that of the words towards what they speak of, not towards what was asked.",
        f"Not counted: {answer.undated} in documents without a day, {answer.copied} repeated in "
        "copies."
        if answer.undated or answer.copied
        else "",
        f"{count(len(rest), 'more side')} of {rest[0].n} statements or fewer not drawn; in the "
        "table."
        if rest
        else "",
    ]


def _alt(by: str, counts: Sequence[VoiceCount], names: Namer) -> str:
    said = [
        f"{_name(one, names, 60)}: n = {one.n} ("
        + list_of(
            [f"{_of(one, stance)} {_DOING[stance]}" for stance in _STANCES if _of(one, stance)]
        )
        + ")"
        for one in counts[:MOST_PANELS]
    ]
    more = len(counts) - MOST_PANELS
    return (
        f"Small panels by {_WHOSE[by][0]} with bars for the number of statements that support, "
        f"oppose, are neutral or undecided. {'; '.join(said)}"
        + (f"; {count(more, 'more side')} in the table." if more > 0 else ".")
    )


def _table(by: str, counts: Sequence[VoiceCount], names: Namer) -> Table:
    return Table(
        f"Statements by {_WHOSE[by][0]}",
        (_WHOSE[by][0], "statements", *_STANCES, "documents"),
        tuple(
            (_name(one, names, 80), one.n, *(_of(one, stance) for stance in _STANCES),
             one.n_documents)
            for one in counts
        ),
    )  # fmt: skip
