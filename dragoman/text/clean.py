"""A document made ready for reading: repaired, cut into sections and sentences."""

from dataclasses import dataclass

from dragoman.model.document import Document, Section, Sentence, Span
from dragoman.text.dateline import Dateline, find_dateline
from dragoman.text.layout import is_wrapped
from dragoman.text.repair import Repaired, repair
from dragoman.text.sections import divide
from dragoman.text.sentences import split


@dataclass(frozen=True, slots=True)
class CleanText:
    """A document's repaired text with its sections, sentences and dateline.

    All offsets here count in `text`, the repaired one; only `span` goes back to the
    document's own.
    """

    doc: Document
    repaired: Repaired
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    dateline: Dateline | None

    @property
    def text(self) -> str:
        """The repaired text, which all offsets here count in."""
        return self.repaired.text

    def span(self, start: int, end: int) -> Span:
        """Return the words of the document that `[start, end)` of the repaired text came from.

        Raises:
            SpanError: The stretch is empty, or holds only what a repair put there.
            ValueError: It does not lie inside the repaired text.
        """
        return Span.of(self.doc, *self.repaired.back(start, end))


def prepare(doc: Document) -> CleanText:
    """Return the document repaired and divided, ready for mentions and rules."""
    repaired = repair(doc.text)
    text = repaired.text
    wrapped = is_wrapped(text)
    sections = divide(text, wrapped=wrapped)
    dateline = find_dateline(text, sections)
    sentences = split(text, sections, wrapped=wrapped, dateline=dateline)
    return CleanText(doc, repaired, sections, sentences, dateline)
