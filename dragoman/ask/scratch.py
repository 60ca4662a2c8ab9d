"""A connection of a question's own, for what it puts aside while it looks."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from dragoman.ask.book import Book

if TYPE_CHECKING:
    import duckdb


@contextmanager
def scratch(ledger: Book) -> "Iterator[duckdb.DuckDBPyConnection]":
    """Yield another connection to an open ledger; its temporary tables go when it is closed."""
    found = "SELECT current_setting('search_path'), current_database()"
    [(path, catalog)] = ledger.db.execute(found).fetchall()
    with closing(ledger.db.cursor()) as db:
        db.execute(f"SET search_path = '{path}'" if path else f'USE "{catalog}"')
        yield db
