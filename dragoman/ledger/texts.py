"""The documents with their texts, as a relation before a view: `texts`.

A text stands once in a ledger, in its part. The view says which part that is, and DuckDB reads
it from there.
"""

import re
from pathlib import Path

import duckdb

from dragoman.ledger.tables import SCHEMAS

KEPT = "kept"
"""The table of a view that says which document part has the text of each document."""

HERE = "ledger.main,memory.main"
"""Where a connection to a view looks for a table: in the view, then for `texts`."""


def show_texts(db: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Make the relation `texts` of an attached view: all columns of a document, by `SCHEMAS`.

    Args:
        db: The view is attached to it as `ledger`. One that was made without parts has the
            texts in its documents.
        folder: Where the parts of documents are.
    """
    tables = db.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'ledger'")
    query = "FROM ledger.main.documents"
    if (KEPT,) in tables.fetchall():
        parts = db.execute(f"SELECT DISTINCT part FROM ledger.main.{KEPT} ORDER BY 1").fetchall()  # noqa: S608
        query = _from_parts(folder, [part for (part,) in parts])
    db.execute(f"CREATE VIEW memory.main.texts AS {query}")


def _from_parts(folder: Path, parts: list[int]) -> str:
    columns = ", ".join(SCHEMAS["documents"].names)
    if not parts:
        return f"SELECT {columns} FROM ledger.main.documents, (SELECT '' AS text)"  # noqa: S608
    # What stands in brackets is meant as it is.
    start = re.sub(r"[*?\[]", r"[\g<0>]", str(folder.absolute())).replace("'", "''")
    files = ", ".join(f"'{start}/part-{part:06d}.parquet'" for part in parts)
    return (
        f"SELECT {columns} FROM ledger.main.{KEPT} AS k"  # noqa: S608 - our own words
        f" JOIN read_parquet([{files}], filename = true) AS p USING (doc_id)"
        " WHERE parse_filename(p.filename) = printf('part-%06d.parquet', k.part)"
    )
