"""What a citation that is no claim of an event stands for: a statement, or words of a document."""

import re
from dataclasses import dataclass

from dragoman.ask.book import Book
from dragoman.ask.record import DocRow, documents
from dragoman.model import InputError, NothingFound

_PLACE = re.compile(r"(?P<doc>[^:\s]+):(?P<start>\d+)-(?P<end>\d+)")

_STATEMENTS = """
SELECT s.statement_id, s.doc_id, least(speaker_start, cue_start, s."start"),
       greatest(speaker_end, cue_end, s."end"), s."start", s."end", s.quote, s.speaker_quote,
       coalesce(s.person, s.name, s.office, s.polity, s.speaker_quote), s.stance, s.topics, s.about
FROM statements AS s WHERE starts_with(s.statement_id, ?) ORDER BY 1 LIMIT 5
"""


@dataclass(frozen=True, slots=True)
class Cited:
    """Words that an answer rests on, where they stand, and who says them.

    A statement has a speaker, and `around` is the stretch from the speaker to the end of what
    is said; of other words it is those themselves.
    """

    id: str  # of the statement; else DOCUMENT:START-END
    doc: DocRow
    start: int
    end: int
    quote: str
    around: str
    speaker: str | None = None  # an id, or words; None: nobody but the document
    speaker_words: str | None = None  # as the document has them
    stance: str | None = None
    topics: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


def cited(ledger: Book, typed: str) -> Cited:
    """Return the words behind a citation of `voices`, `partnerships` or `compare`.

    Args:
        ledger: Open for reading.
        typed: Id of a statement, or its start; or DOCUMENT:START-END, the document by its id
            or the start of it.

    Raises:
        InputError: The start fits several.
        NothingFound: There is no such statement, or no such words.
    """
    typed = typed.strip().strip("[]")
    if match := _PLACE.fullmatch(typed):
        doc, text = _document(ledger, match["doc"])
        start, end = int(match["start"]), int(match["end"])
        if not 0 <= start < end <= len(text):
            raise NothingFound(f"The document {doc.id} has {len(text)} characters: no {typed!r}.")
        return Cited(f"{doc.id}:{start}-{end}", doc, start, end, text[start:end], text[start:end])
    rows = ledger.db.execute(_STATEMENTS, [typed]).fetchall() if typed else []
    found = [row for row in rows if row[0] == typed] or rows
    if not found:
        raise NothingFound(f"No event, report, claim or statement has the id {typed!r}.")
    if len(found) > 1:
        few = ", ".join(row[0] for row in found)
        raise InputError(f"{typed!r} begins the ids of several statements: {few}; type one")
    [(id_, doc_id, first, last, start, end, quote, words, who, stance, topics, about)] = found
    doc, text = _document(ledger, doc_id)
    return Cited(
        *(id_, doc, start, end, quote, text[first:last], who, words, stance),
        tuple(topics),
        tuple(about),
    )


def _document(ledger: Book, typed: str) -> tuple[DocRow, str]:
    rows = ledger.db.execute(
        "SELECT doc_id, text FROM texts WHERE starts_with(doc_id, ?) ORDER BY 1 LIMIT 2",
        [typed],
    ).fetchall()
    found = [row for row in rows if row[0] == typed] or rows
    if len(found) != 1:
        what = "begins the ids of several documents" if found else "is no document of this ledger"
        raise NothingFound(f"{typed!r} {what}.")
    [(doc_id, text)] = found
    return documents(ledger, [doc_id])[doc_id], text
