"""Documents and the stretches of text inside them."""

from dataclasses import dataclass, field
from hashlib import blake2b

from dragoman.model.errors import SpanError
from dragoman.model.vocabulary import SectionKind


@dataclass(frozen=True, slots=True)
class Document:
    """One published text as obtained.

    `text` is what every `Span` counts in: the decoded characters of a plain text
    file, or the text taken out of HTML or Markdown, before any repair. `published`
    is EDTF text, no finer than the source gives it; None where nothing gives it.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    side: str | None = None  # id of the polity whose account this is: "st:chn"
    published: str | None = None  # EDTF: "2020-09", "2021-10-22"
    published_from: str | None = None  # meta | head | url | text | dateline
    language: str | None = None  # ISO 639-1, None: could not tell
    source: str | None = None  # SHA-256 of the bytes it was read from
    name: str | None = None  # what a person would call the file: "wr01.txt"

    @staticmethod
    def make_id(text: str, url: str | None) -> str:
        """Return the id of a document: the same text at the same address is the same one."""
        return blake2b(
            f"{url or ''}\x1f{text}".encode("utf-8", "surrogatepass"), digest_size=8
        ).hexdigest()


@dataclass(frozen=True, slots=True)
class Span:
    """The half-open stretch `[start, end)` of one document, and its words.

    Offsets count Unicode code points of `Document.text` from 0: not bytes, not
    positions in the HTML. The quote is stored with the offsets so that a citation
    can be read, and checked, without the document.
    """

    doc_id: str
    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, doc: Document, start: int, end: int) -> "Span":
        """Return the span of `doc` from `start` up to, not including, `end`.

        Raises:
            SpanError: The stretch is empty or does not lie inside the document.
        """
        if not 0 <= start < end <= len(doc.text):
            raise SpanError(
                f"{doc.id} [{start}, {end}): a span is not empty and lies inside the "
                f"document, which has {len(doc.text)} characters"
            )
        return cls(doc.id, start, end, doc.text[start:end])

    def check(self, doc: Document) -> None:
        """Raise `SpanError` unless the span quotes exactly the words it points at."""
        found = doc.text[self.start : self.end]
        if doc.id != self.doc_id or found != self.quote:
            raise SpanError(
                f"{self.doc_id} [{self.start}, {self.end}): expected {self.quote!r}, found "
                f"{found!r} in {doc.id}; was the document re-read with another reader?"
            )


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a text that is body, teaser or debris, and the rule that says so."""

    kind: SectionKind
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as `[start, end)` of a text, with the kind of its section."""

    start: int
    end: int
    section: SectionKind = SectionKind.BODY


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that a stage met and has no reading for. Output, not a log line.

    Args:
        stage: The room that met it: "read", "text", "actors", "dates"...
        what: A short fixed phrase that issues are grouped by: "vague time".
        detail: What exactly was met, as repr where spaces may hide.
        where: A file, or a document's name or id.
        span: The words, where there is a document.
        skipped: True when, because of it, a whole file or document was not read.
    """

    stage: str
    what: str
    detail: str
    where: str
    span: Span | None = field(default=None)
    skipped: bool = False
