"""Events as lines of a list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.ask.quote import Piece, shorten
from dragoman.ask.record import ClaimRow, Happening, happenings
from dragoman.ask.show import disagreements
from dragoman.ask.window import finest
from dragoman.ledger.search import Place, quoted
from dragoman.model import PARTY_ROLES, Role
from dragoman.web.marking import found_words
from dragoman.web.shelf import Reading

SNIPPET = 220
"""Characters of the sentence that shows what was found."""

_WHO = PARTY_ROLES | {Role.CARRIER}


@dataclass(frozen=True, slots=True)
class Line:
    """One event, as a list shows it."""

    event: str
    channel: str
    status: str
    dates: tuple[str, ...]  # no finer one makes these precise; several: documents disagree
    sentence: str
    teaser: bool
    outlets: tuple[str, ...]
    sides: tuple[str, ...]  # parties whose own account there is, by name
    n_documents: int
    differ: tuple[str, ...]  # on what its documents do not agree
    part_of: str | None
    snippet: tuple[Piece, ...] = ()
    snippet_at: str = ""  # address of the document at the words

    @property
    def when(self) -> str:
        """The day or days in a column: "2020-08-20 or 2020-08-22–25"."""
        return " or ".join(short_day(value) for value in self.dates)


def short_day(value: str) -> str:
    """Write an EDTF range without saying the month twice.

    >>> short_day("2024-08-27/2024-08-28"), short_day("2024-08/2025")
    ('2024-08-27–28', '2024-08 – 2025')
    """
    first, slash, last = value.partition("/")
    if len(first) == len(last) == 10 and first[:7] == last[:7]:
        return f"{first}–{last[8:]}"
    return f"{first} – {last}" if slash else value


def line_of(book: Reading, happening: Happening) -> Line:
    """Return an event as a line."""
    docs = happening.docs
    return Line(
        happening.id,
        happening.channel,
        happening.status,
        finest(happening.dates),
        book.wording.event(happening),
        happening.section != "body",
        tuple(sorted({doc.outlet for doc in docs if doc.outlet})),
        tuple(book.label(side) for side in happening.sides),
        len(docs),
        tuple(about_words(book, found.about) for found in disagreements(happening)),
        happening.part_of,
    )


def in_order(book: Reading, ids: Sequence[str]) -> tuple[Happening, ...]:
    """Return the events of some ids, in the order of the ids."""
    found = {happening.id: happening for happening in happenings(book, among=ids)}
    return tuple(found[event] for event in ids if event in found)


def lines(book: Reading, ids: Sequence[str]) -> tuple[Line, ...]:
    """Return events as lines, in the order of their ids."""
    return tuple(line_of(book, happening) for happening in in_order(book, ids))


def called(claim: ClaimRow) -> str:
    """Return the id or the words that a claim's value is shown by."""
    if claim.role not in _WHO:
        return claim.value
    return claim.person or claim.name or claim.actor


def about_words(book: Reading, about: str) -> str:
    """Say in words what documents disagree on: "date", "who took part for China"."""
    if about.startswith("who of "):
        return f"who took part for {book.label(about.removeprefix('who of '))}"
    return {"status": "whether it took place", "channel": "what to call it"}.get(about, about)


def with_words(
    book: Reading, listed: Sequence[Line], hits: Sequence[Place], query: str
) -> tuple[Line, ...]:
    """Add to each line the best place where the words of a search stand."""
    best = book.db.execute(
        _PLACES,
        {
            "events": [line.event for line in listed],
            "docs": [hit.doc_id for hit in hits],
            "starts": [hit.start for hit in hits],
            "ends": [hit.end for hit in hits],
            "ranks": list(range(len(hits))),
        },
    ).fetchall()
    found = quoted(book.db, [hits[rank] for _, rank in best])
    place = {event: hit for (event, _), hit in zip(best, found, strict=True)}
    return tuple(
        replace(
            line,
            snippet=_snippet(place[line.event].quote, query),
            snippet_at=cite(place[line.event]),
        )
        if line.event in place
        else line
        for line in listed
    )


def cite(hit: Place) -> str:
    """Return the address of a place in its document."""
    if hit.start is None or hit.end is None:
        return f"/document/{hit.doc_id}"
    return f"/document/{hit.doc_id}?at={hit.start}-{hit.end}#at"


def _snippet(quote: str, query: str) -> tuple[Piece, ...]:
    return shorten(found_words(" ".join(quote.split()), query), SNIPPET)


# A report's sentence is shown before a paragraph, and a title last.
_PLACES = """
WITH hits AS (
    SELECT unnest($docs::VARCHAR[]) AS doc_id, unnest($starts::INTEGER[]) AS first,
           unnest($ends::INTEGER[]) AS last, unnest($ranks::INTEGER[]) AS rank)
SELECT er.event_id,
       arg_min(h.rank, (h.first IS NULL, abs(r."start" - h.first) + abs(r."end" - h.last), h.rank))
FROM hits AS h JOIN reports AS r ON r.doc_id = h.doc_id
     AND (h.first IS NULL OR (r."start" < h.last AND h.first < r."end"))
JOIN event_reports AS er ON er.report_id = r.report_id
WHERE er.event_id IN (SELECT unnest($events::VARCHAR[]))
GROUP BY er.event_id
"""
