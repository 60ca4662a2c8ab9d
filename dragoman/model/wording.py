"""Words by which a document names or judges the tie of states: a noun of what is read."""

from dataclasses import dataclass

from dragoman.model.document import Span


@dataclass(frozen=True, slots=True)
class Wording:
    """What a sentence calls the tie between states, or how it judges it.

    Nothing is said here of whose tie it is: the sentence may name two states, or many.
    """

    kind: str  # tier, tie or assessment
    entry: str  # of `extract/ties.yml`
    words: Span
    sentence: Span
    named: tuple[str, ...]  # ids of the states and organizations that the sentence names
