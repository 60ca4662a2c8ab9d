"""Under /api: words found in documents, the documents, and who occurs in them."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from dragoman.ask.book import Answer, Basis
from dragoman.ledger.search import quoted
from dragoman.web.answers import FORMS
from dragoman.web.frame import Book
from dragoman.web.sending import Send
from dragoman.web.shelf import Reading

router = APIRouter()
api = APIRouter(tags=["documents"])

PLACES = 500
"""Places that a search gives at most."""

_DOCUMENTS = """
SELECT d.doc_id, d.title, d.outlet, d.side, d.published, d.language, d.url, d.name, d.n_chars,
       count(DISTINCT er.event_id)
FROM documents AS d LEFT JOIN event_reports AS er USING (doc_id)
WHERE ($outlet = '' OR d.outlet = $outlet) AND ($side = '' OR d.side = $side)
  AND ($language = '' OR d.language = $language)
GROUP BY ALL ORDER BY d.published DESC NULLS LAST, d.doc_id
"""

_ACTORS = """
SELECT f.value, count(*) FILTER (e.in_body) AS n, count(*) AS of_all
FROM memory.main.facet AS f JOIN memory.main.event AS e USING (nth)
WHERE f.kind = 'actor' GROUP BY 1 ORDER BY n DESC, of_all DESC, 1
"""

_EVENTS = """
SELECT er.report_id, er.event_id FROM event_reports AS er
WHERE list_contains($reports, er.report_id)
"""

_SOURCES = """
SELECT doc_id, outlet, published FROM documents WHERE list_contains($docs, doc_id)
"""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document without its text; `events` is how many of the ledger's events it tells of."""

    document: str
    title: str | None
    outlet: str | None
    side: str | None
    published: str | None
    language: str | None
    url: str | None
    name: str | None
    characters: int
    events: int


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor that occurs in events, with their number; those of teasers are left out."""

    actor: str
    name: str
    events: int


@dataclass(frozen=True, slots=True)
class Found:
    """A place that has the words, the best first; a title has no `start` and no `end`."""

    kind: str  # title | report | text
    document: str
    outlet: str | None
    published: str | None
    start: int | None
    end: int | None
    words: str
    report: str | None
    event: str | None


@api.get("/search", responses=FORMS)
def search(
    book: Book,
    send: Send,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=300,
            description='All of these words; "in quotes" together, vis* a beginning.',
        ),
    ],
) -> Response:
    """Places in titles, reports and texts that have some words, the best 500."""
    hits = quoted(book.db, book.search(" ".join(q.split()), PLACES))
    events = dict(book.db.execute(_EVENTS, {"reports": [h.report_id for h in hits]}).fetchall())
    docs = list(dict.fromkeys(hit.doc_id for hit in hits))
    told = {
        doc: (outlet, day)
        for doc, outlet, day in book.db.execute(_SOURCES, {"docs": docs}).fetchall()
    }
    rows = tuple(
        Found(
            hit.kind,
            hit.doc_id,
            *told[hit.doc_id],
            hit.start,
            hit.end,
            hit.quote,
            hit.report_id,
            events.get(hit.report_id),
        )
        for hit in hits
    )
    outlets = tuple(sorted({row.outlet for row in rows if row.outlet}))
    n_events = len({row.event for row in rows if row.event})
    return send.send(Answer(Found, rows, Basis(n_events, len(docs), outlets), query={"q": q}))


@api.get("/documents", responses=FORMS)
def documents(
    book: Book,
    send: Send,
    outlet: Annotated[str, Query(max_length=200, description="Only of this one.")] = "",
    side: Annotated[str, Query(max_length=100, description="Only this side's own: st:idn.")] = "",
    language: Annotated[str, Query(max_length=20, description="Only in this one: en.")] = "",
) -> Response:
    """The documents without their texts, the newest first; `/api/document/ID` has the text."""
    query = {"outlet": outlet, "side": side, "language": language}
    rows = tuple(DocumentRow(*row) for row in book.db.execute(_DOCUMENTS, query).fetchall())
    return send.send(_answer(book, DocumentRow, rows, query))


@api.get("/actors", responses=FORMS, tags=["questions"])
def actors(
    book: Book,
    send: Send,
    q: Annotated[str, Query(max_length=200, description="Only names that have this.")] = "",
) -> Response:
    """Who is a party to the ledger's events: those with the most events first."""

    def count() -> tuple[ActorRow, ...]:
        found = book.db.execute(_ACTORS).fetchall()
        return tuple(ActorRow(actor, book.label(actor), n) for actor, n, _ in found)

    wanted = q.strip().casefold()
    rows = tuple(
        row
        for row in book.once("actors of the api", count)
        if wanted in row.name.casefold() or wanted == row.actor
    )
    return send.send(_answer(book, ActorRow, rows, {"q": q}))


def _answer(
    book: Reading,
    kind: type[DocumentRow | ActorRow],
    rows: tuple[object, ...],
    query: dict[str, str],
) -> Answer[object]:
    """Return rows that rest on all that the ledger holds."""
    counted = "SELECT (SELECT count(*) FROM events WHERE section = 'body'), count(*) FROM documents"
    n_events, n_documents = book.db.execute(counted).fetchone() or (0, 0)
    basis = Basis(n_events, n_documents)
    return Answer(kind, rows, basis, query={k: v for k, v in query.items() if v})
