"""Who is meant by some words, with the reasons: what `dragoman resolve` prints."""

from dataclasses import dataclass

from dragoman.actors.facts import Tenure
from dragoman.actors.mentions import find_mentions
from dragoman.actors.register import Register
from dragoman.model import Document, Mention, SectionKind, Sentence

METHODS = {
    "name": "a name or spelling that the register lists",
    "surname": "the family name, with the state or the title beside it",
    "alone": "one name that in those days meant nobody else of rank",
    "throne": "the given name of the one ruler or heir of that day",
    "likeness": "a spelling like the name of somebody who fits state, office and day",
    "office": "nobody is named; who held the office on that day",
    "circumstances": "nobody is named; the office that such dealings are held by",
}
"""What each method of `model.Basis` means, in words."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """A mention among the words asked about, and the facts that it was resolved by."""

    words: str
    mention: Mention
    facts: tuple[Tenure, ...]


@dataclass(frozen=True, slots=True)
class _Clean:
    """A text that is all sentences: one for each of its lines."""

    doc: Document
    text: str
    sentences: tuple[Sentence, ...]
    dateline: None = None


def resolve(
    words: str, register: Register, *, on: str | None, context: str = "", side: str | None = None
) -> tuple[Resolution, ...]:
    """Say who is meant by some words, as they would be read in a document.

    Args:
        words: A mention or a sentence: "Hungarian foreign minister sialto".
        register: Who is known.
        on: The day of the document, EDTF; without one a title names no person.
        context: What else the document says; its lines are read before the words.
        side: Whose account it is, a polity's id: whose "foreign ministry" needs no name.

    Returns:
        One for each mention in the words, in their order; those that name nobody known too.
    """
    lines = [line for line in context.splitlines() if line.strip()]
    text = "\n".join([*lines, " ".join(words.split())])
    sentences = []
    start = 0
    for line in text.split("\n"):
        sentences.append(Sentence(start, start + len(line), SectionKind.BODY))
        start += len(line) + 1
    clean = _Clean(Document("asked", text, side=side), text, tuple(sentences))
    last = find_mentions(clean, register, day=on)[-1]
    return tuple(
        Resolution(text[mention.start : mention.end], mention, _facts(register, mention))
        for mention in last
    )


def _facts(register: Register, mention: Mention) -> tuple[Tenure, ...]:
    found = [
        fact
        for actor in mention.actors
        if actor.basis
        for ident in actor.basis.facts
        if (fact := register.fact(ident))
    ]
    return tuple(found)
