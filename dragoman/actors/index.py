"""The compiled index of the register: one SQLite file, opened read-only and looked into by key.

Built on first use, and again when a file of the register or of a user's layer changes: its
name is the hash of all of them. What is small and always needed (polities, titles, word
lists) is read at once; names, persons and offices are looked up when a text asks for them,
so that opening takes some milliseconds however many persons there are.
"""

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

FORMAT = 25
"""Raise it when the shape of the index changes, or what the lexicon puts into it."""

_TABLES = (
    "person", "office", "polity", "class", "name", "family", "wording", "typed", "membership",
    "relation", "mechanism", "source", "past", "authority", "label", "part",
)  # fmt: skip
_KEPT = 3
"""How many indexes stay in the cache: our own, and those of two sets of layers."""


class Index:
    """A compiled register on disk or, where nothing can be written, in memory."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """Use `open_index` or `Index.of`."""
        self._db = db

    @classmethod
    def of(cls, tables: Mapping[str, Iterable[tuple[str, object]]]) -> "Index":
        """Build an index in memory: for each table its keys and what is told of them."""
        db = sqlite3.connect(":memory:", check_same_thread=False)
        db.execute("PRAGMA page_size=4096")
        for name in _TABLES:
            db.execute(f"CREATE TABLE {name} (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")
            rows = (
                (key, json.dumps(value, ensure_ascii=False, separators=(",", ":")))
                for key, value in tables.get(name, ())
            )
            db.executemany(f"INSERT INTO {name} VALUES (?, ?)", rows)  # noqa: S608 - our own names
        db.execute(f"PRAGMA user_version={FORMAT}")
        db.commit()
        return cls(db)

    def get(self, table: str, key: str) -> Any:
        """Return what a table tells of a key; None where it does not have it."""
        row = self._db.execute(
            f"SELECT value FROM {table} WHERE key = ?",  # noqa: S608 - our own names
            (key,),
        ).fetchone()
        return None if row is None else json.loads(row[0])

    def keys(self, table: str) -> list[str]:
        """Return the keys of a table in their order."""
        return [key for (key,) in self._db.execute(f"SELECT key FROM {table}")]  # noqa: S608

    def save(self, path: Path) -> None:
        """Write aside and rename, so that nobody opens half a file; a read-only home is fine."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, aside = tempfile.mkstemp(dir=path.parent, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(self._db.serialize())
            Path(aside).replace(path)
            _forget_old(path)
        except OSError:
            return


def cache_folder() -> Path:
    """Return the user's folder for what can be made again; it may not exist."""
    from platformdirs import user_cache_path

    return user_cache_path("dragoman")


def index_path(stamp: str) -> Path:
    """Return where the index of these inputs lies, or would lie."""
    return cache_folder() / f"register-{stamp}.sqlite"


def open_index(path: Path) -> Index | None:
    """Open an index; None where there is none or it is damaged or of another format."""
    try:
        db = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
    except sqlite3.Error:
        return None
    try:
        db.execute("PRAGMA mmap_size=0")  # mapped pages would count as ours
        known = db.execute("PRAGMA user_version").fetchone()[0] == FORMAT
        complete = known and db.execute("SELECT 1 FROM part WHERE key = 'complete'").fetchone()
    except sqlite3.Error:
        complete = None
    if not complete:
        db.close()
        return None
    return Index(db)


def _forget_old(path: Path) -> None:
    """Remove the indexes that nothing has used for longest, and what older versions left."""
    for stale in path.parent.glob("register-*.json"):
        stale.unlink(missing_ok=True)
    by_age = sorted(path.parent.glob("register-*.sqlite"), key=lambda p: p.stat().st_mtime)
    for stale in by_age[:-_KEPT]:
        if stale != path:
            stale.unlink(missing_ok=True)
