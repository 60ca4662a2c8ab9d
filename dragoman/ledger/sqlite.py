"""How the ledger opens its SQLite files."""

import contextlib
import sqlite3
from pathlib import Path

PATIENCE = 30.0
"""Seconds for which a file that somebody else writes to is waited for."""


def connect(path: Path, *, write: bool, schema: str = "") -> sqlite3.Connection:
    """Open a SQLite file of the ledger.

    For writing: with a write-ahead log, so that readers are not in the way, and with
    the tables of `schema` made if they are missing. For reading: also in a folder that
    nobody may write to; a missing file reads like an empty one.
    """
    if write:
        db = sqlite3.connect(path, timeout=PATIENCE)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.executescript(schema)
        return db
    if schema and not path.exists():
        db = sqlite3.connect(":memory:")
        db.executescript(schema)
        return db
    uri = path.resolve().as_uri()
    db = sqlite3.connect(f"{uri}?mode=ro", uri=True, timeout=PATIENCE)
    with contextlib.suppress(sqlite3.OperationalError):
        db.execute("SELECT count(*) FROM sqlite_master").fetchall()
        return db
    # A log needs a file beside it, which a read-only folder cannot take: nobody writes there.
    db.close()
    return sqlite3.connect(f"{uri}?mode=ro&immutable=1", uri=True, timeout=PATIENCE)


def squeeze(db: sqlite3.Connection) -> None:
    """Rewrite a file without what was deleted from it, its log included.

    Until then it stands in free pages, where a takedown must not leave it.
    """
    db.commit()
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
