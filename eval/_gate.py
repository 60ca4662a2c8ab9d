"""How much of what the gold records gets through the gate, and how much of everything does.

An evidence passage of the gold gets through when one of its sentences does; the gate sees the
whole document, with its mentions.
"""

from collections.abc import Callable, Sequence
from typing import cast

from _figures import Figure, documents, register, sample
from sets import Corpus

from dragoman.extract import load_rules
from dragoman.extract.line import prepare_line
from dragoman.run.evaluate import Aligned, find_texts, original_text
from dragoman.run.schema import GoldDocument, read_rows
from dragoman.text import CleanText, prepare

Passes = Callable[[CleanText], Sequence[bool]]

RECALL, SHARE = "gate, recall of gold evidence", "gate, share of all sentences that pass"
LEAST = 0.995


def passes_gate(clean: CleanText) -> list[bool]:
    """Say of each sentence whether the gate lets it pass."""
    return [reason is None for reason in prepare_line(clean, register(), load_rules()).held]


def evidence(document: GoldDocument, text: str) -> set[tuple[int, int]]:
    """Return where in a text the evidence of a gold's events stands, optional events left out.

    Where the gold gives no places, its words are looked for.
    """
    found: set[tuple[int, int]] = set()
    for event in (event for event in document.events if not event.optional):
        places = cast(list[tuple[int, int]], event.row.get("evidence_offsets") or [])
        found |= {(start, end) for start, end in places}
        if not places:
            quotes = ((text.find(words), words) for words in event.evidence)
            found |= {(start, start + len(words)) for start, words in quotes if start >= 0}
    return found


def recall(corpora: Sequence[Corpus], passes: Passes = passes_gate) -> Figure:
    """Return the share of evidence passages of which a sentence passes."""
    right = of = 0
    lines = []
    for corpus in corpora:
        check = corpus.parts().get("check", frozenset())
        rows = {row.id or "": row for row in read_rows(corpus.gold)}
        with corpus.folder() as texts:
            paths = {path: name for name, path in find_texts(rows, texts).items()}
            for path, doc in documents(list(paths)):
                name = paths[path]
                clean = prepare(doc)
                verdicts = passes(clean)
                original = original_text(path)
                place = Aligned(doc.text, original).place
                places = [place(clean.span(s.start, s.end)) for s in clean.sentences]
                through = [p for p, passed in zip(places, verdicts, strict=True) if p and passed]
                for start, end in sorted(evidence(rows[name], original)):
                    of += 1
                    if any(first < end and start < last for first, last in through):
                        right += 1
                    elif name not in check:
                        lines.append(f"{corpus.name}, {name}: [{start}, {end})")
    says = f"{right} of {of} passages"
    return Figure(RECALL, right / of if of else None, of, says, least=LEAST, lines=tuple(lines))


def share() -> Figure:
    """Return the share of the sentences of the white-house sample that pass."""
    paths = sample()
    if not paths:
        return Figure.missing(SHARE, "../shared/corpora/white-house is not on this machine")
    verdicts = [v for _, doc in documents(paths) for v in passes_gate(prepare(doc))]
    passed, of = sum(verdicts), len(verdicts)
    says = f"{passed} of {of} sentences of {len(paths)} documents of white-house"
    return Figure(SHARE, passed / of, of, says, pinned=False)
