"""What a digest is made of: sentences of phrases, each of which cites the record."""

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.ask.book import Basis
from dragoman.ask.cloud import CloudShare
from dragoman.ask.record import DocRow


@dataclass(frozen=True, slots=True)
class Citation:
    """A claim or statement behind a phrase, with all that is needed to read it in its document."""

    claim: str
    report: str  # "" for a statement, which stands in none
    doc: DocRow
    side: str | None  # whose account the document gives, as a label
    sentence: str  # the sentence that reports the event, or the words that were said
    start: int | None  # the claim's words in it; None when they stand elsewhere
    end: int | None
    words: str
    speakers: tuple[str, ...]
    rule: str

    @property
    def place(self) -> tuple[str, str]:
        """The document and sentence: what a numbered source shows."""
        return self.doc.id, self.sentence


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the digest and what they rest on: always at least one citation."""

    text: str
    first: Citation
    more: tuple[Citation, ...] = ()

    @classmethod
    def resting_on(cls, text: str, citations: Sequence[Citation]) -> "Phrase":
        """Return the phrase; refuse it without a citation.

        Raises:
            ValueError: `citations` is empty.
        """
        if not citations:
            raise ValueError(f"the phrase {text!r} cites nothing, and a digest says no such thing")
        return cls(text, citations[0], tuple(citations[1:]))

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All of them; never empty."""
        return (self.first, *self.more)

    @property
    def places(self) -> frozenset[tuple[str, str]]:
        """The sentences that it rests on."""
        return frozenset(citation.place for citation in self.citations)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the digest: one phrase or several, each with its own citations."""

    first: Phrase
    more: tuple[Phrase, ...] = ()
    events: tuple[str, ...] = ()  # the events that it tells

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """All of them; never empty."""
        return (self.first, *self.more)

    @property
    def text(self) -> str:
        """The words without the citations."""
        return " ".join(phrase.text for phrase in self.phrases)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the ledger: a count, a gap, a refusal. Asserts nothing of the world."""

    text: str


@dataclass(frozen=True, slots=True)
class Tally:
    """A line of the table of counterparts: counts of events, resting on all of them."""

    counterpart: Phrase
    n_events: int
    how: str  # "8 calls, 2 meetings and 1 visit"
    when: str  # the first and last day
    n_protocol: int  # letters that follow the calendar, in no count


Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of paragraphs; `remarks` stand under them."""

    title: str
    paragraphs: tuple[Paragraph, ...] = ()
    remarks: tuple[Remark, ...] = ()
    table: tuple[Tally, ...] = ()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences, in order."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to print."""
        return not (self.paragraphs or self.remarks or self.table)


@dataclass(frozen=True, slots=True)
class Digest:
    """A window of somebody's, as far as the record shows."""

    who: str
    label: str
    window: str
    when: str  # the window in words: "August 2020"
    sections: tuple[Section, ...]
    basis: Basis
    n_counterparts: int
    shares: tuple[CloudShare, ...]

    @property
    def title(self) -> str:
        """What to print above it."""
        return f"{self.label}, {self.when}"

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences, in order."""
        return tuple(sentence for section in self.sections for sentence in section.sentences)
