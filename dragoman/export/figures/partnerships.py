"""What two states' tie was called drawn: a row for each wording, a mark where somebody says it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dragoman.ask.english import list_of
from dragoman.ask.partnerships import Partnerships, Tie
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
    short,
)
from dragoman.export.figures.timeline import (
    NO_DOCUMENTS,
    State,
    apart,
    domain,
    rows_over_time,
    stacked,
    told,
    under,
    when,
)

MOST_ROWS = 12
"""How many wordings of a kind are drawn, the first said first; all are in the table."""

_KINDS = {
    "tier": "Ranks of relations, as somebody named them",
    "tie": "Other names for the tie",
    "assessment": "Judgements of relations",
    "act": "Changes of relations that are reported",
}


@draw.register
def _(answer: Partnerships, *, query: Mapping[str, Any], names: Namer) -> Figure:
    sides = [str(query.get(key, key)) for key in ("one", "other")]
    a, b = (in_text(side, names) for side in sides)
    voices = {sides[0]: f"said by {a}", sides[1]: f"said by {b}"}
    marks = {
        voices[sides[0]]: State("circle", look.BLUE),
        voices[sides[1]]: State("square", look.ORANGE),
        _TOGETHER: State("diamond", look.BLACK, hollow=True),
    }
    return make(
        "partnerships",
        stacked(*_panels(answer, voices, marks, names), note(_notes(answer))),
        title=f"What the tie of {a} and {b} was called, and by whom",
        subtitle=f"{count(len(answer.rows), 'wording')} in "
        f"{count(answer.basis.n_documents, 'document')}; nobody's words are taken for the state of "
        "relations",
        alt=_alt(answer, voices, names),
        tables=[_table(answer, names)],
        query=query,
        basis=answer.basis,
        claims=[claim for row in answer.rows for claim in row.claims],
    )


_TOGETHER = "by the document, both or somebody else"


def _voice(row: Tie, voices: Mapping[str, str]) -> str:
    return voices.get(row.polity or "", _TOGETHER)


def _words(row: Tie) -> str:
    return (
        " ".join(row.words.split()).casefold() if row.kind != "act" else " ".join(row.words.split())
    )


def _panels(
    answer: Partnerships, voices: Mapping[str, str], marks: Mapping[str, State], names: Namer
) -> list[Any]:
    days = [at for row in answer.rows if row.day and (at := when((row.day,)))]
    if not days:
        return [refused("No wording is of a day that is told: none has a place in time.")]
    over = domain(days)
    panels: list[Any] = []
    used = [kind for kind in _KINDS if any(row.kind == kind and row.day for row in answer.rows)]
    for kind in used:
        rows = [row for row in answer.rows if row.kind == kind]
        groups: dict[str, list[Tie]] = {}
        for row in rows:
            groups.setdefault(_words(row), []).append(row)
        order: dict[str, str] = {}
        for words, group in list(groups.items())[:MOST_ROWS]:
            order[words] = apart(_label(words, group), order.values())
        points = [
            {
                "row": order[_words(row)],
                "when": at,
                "state": _voice(row, voices),
                "tip": f"{told((row.day or '',))}, {_by(row, names)}, in {short(row.source)}: "
                f"{row.quote}",
            }
            for row in rows
            if _words(row) in order and row.day and (at := when((row.day,)))
        ]
        panels.append(
            rows_over_time(
                points,
                list(order.values()),
                over,
                marks=marks,
                labelled=kind == used[-1],
                title=_KINDS[kind],
                legend=not panels,
                joined=kind == "tier",
                inside={row: [row] for row in order.values()},
            )
        )
    return [*panels, *under(answer.documents, over)]


def _label(words: str, group: Sequence[Tie]) -> str:
    undated = sum(not row.day for row in group)
    return f"{short(words, 84)} ({len(group)}{f', {undated} undated' if undated else ''})"


def _by(row: Tie, names: Namer) -> str:
    if row.by is None:
        return "the document or a speaker in it"
    return called(row.by, names) if row.by else "the document"


def _notes(answer: Partnerships) -> list[str]:
    n_tied = Counter(row.tied_by for row in answer.rows)
    return [
        "Rows stand in the order in which the wordings were first said, and not by rank; a line "
        "joins the first and last time that a rank was named.",
        *(
            f"On public record, and said by no document here (register, as of {one.as_of}): "
            f"{one.partnership or one.note}{f', since {one.since}' if one.since else ''}."
            for one in answer.recorded
        ),
        f"{count(answer.untied, 'further wording')} in documents on both could be of other states: "
        "not drawn."
        if answer.untied
        else "",
        f"Tied to these two by {list_of([f'{kind} ({n})' for kind, n in n_tied.most_common()])}.",
        "" if answer.documents else NO_DOCUMENTS,
    ]


def _alt(answer: Partnerships, voices: Mapping[str, str], names: Namer) -> str:
    by = Counter(_voice(row, voices) for row in answer.rows)
    listed = [
        f"{told((row.day,)) if row.day else 'undated'}: \u201c{short(row.words, 90)}\u201d, "
        f"{_by(row, names)}"
        for row in answer.rows[:10]
    ]
    more = f"; and {len(answer.rows) - 10} more" if len(answer.rows) > 10 else ""
    return (
        f"Marks on a time line, a row for each wording: "
        f"{list_of([f'{n} {voice}' for voice, n in by.most_common()])}. {'; '.join(listed)}{more}."
    )


def _table(answer: Partnerships, names: Namer) -> Table:
    return Table(
        "Wordings in order of time",
        ("day", "kind", "words", "by", "of", "source", "sentence"),
        tuple(
            (
                row.day,
                row.kind,
                row.words,
                _by(row, names),
                called(row.polity, names) if row.polity else None,
                row.source,
                row.quote,
            )
            for row in answer.rows
        ),
    )
