"""What sentences call the tie of states, kept for ledgers that tests make by hand."""

from functools import cache

from standin_ledger import StandIn

from dragoman.actors import Register, find_mentions
from dragoman.extract.ties import ties_of
from dragoman.ledger.tables import SCHEMAS, Row, rows_of_ties
from dragoman.model import Document
from dragoman.text import prepare


def ties_in(doc: Document) -> list[Row]:
    """Return the rows of a document, as reading it makes them."""
    clean = prepare(doc)
    mentions = find_mentions(clean, _register(), day=doc.published)
    return list(rows_of_ties(ties_of(clean, mentions)))


def add_ties(ledger: StandIn) -> None:
    """Keep what the sentences of all documents call the tie of states."""
    docs = ledger.db.execute("SELECT doc_id, text, published FROM documents").fetchall()
    for doc_id, text, published in docs:
        for row in ties_in(Document(doc_id, text, published=published)):
            values = [row[name] for name in SCHEMAS["ties"].names]
            ledger.db.execute("INSERT INTO ties VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)


@cache
def _register() -> Register:
    return Register.load()
