"""What each file gave when it was last read: its documents, and what was met in it.

Kept by file, so that reading a file again replaces what was known of it: a skip is not
listed twice, and one that is mended is no longer listed. A file that has not changed
since need not even be opened.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from dragoman.ledger.sqlite import connect, squeeze
from dragoman.ledger.tables import Row, mend, rows_of_issues
from dragoman.model import Issue

# There is a row for every file, and keys are long: an index of them would hold them again.
# A name that the key ends with is null, and hashes are bytes.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS inputs (
    short INTEGER NOT NULL,
    key TEXT NOT NULL,
    name TEXT,
    size INTEGER,
    mtime_ns INTEGER,
    source BLOB,
    settings BLOB NOT NULL,
    docs TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS inputs_by_key ON inputs (short);
CREATE INDEX IF NOT EXISTS inputs_by_size ON inputs (size);
CREATE TABLE IF NOT EXISTS input_issues (
    key TEXT NOT NULL,
    nth INTEGER NOT NULL,
    stage TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL,
    place TEXT NOT NULL,
    doc_id TEXT,
    start INTEGER,
    "end" INTEGER,
    quote TEXT,
    skipped INTEGER NOT NULL,
    PRIMARY KEY (key, nth)
);
CREATE TABLE IF NOT EXISTS superseded (doc_id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS changes (n INTEGER NOT NULL);
"""

_ISSUE = ("stage", "what", "detail", "place", "doc_id", "start", "end", "quote", "skipped")

FILE_NAME = "inputs.sqlite"
"""What the file is called in a ledger."""

FOUND = "found:"
"""What the key begins with of what was met while looking for files, before any was opened."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file as it was when it was read, and what came of it."""

    key: str  # its path from the ledger's folder
    name: str
    size: int | None = None
    mtime_ns: int | None = None
    source: str | None = None  # SHA-256; None: never hashed (too large, unreadable)
    settings: str = ""  # hash of the reader's version, its settings, and the metadata given
    docs: tuple[str, ...] = ()  # every document it gave, also those known from elsewhere
    issues: tuple[Issue, ...] = ()

    @property
    def n_skipped(self) -> int:
        """How many documents or files were left unread."""
        return sum(issue.skipped for issue in self.issues)


class Inputs:
    """The file of inputs, open."""

    def __init__(self, root: Path, path: Path, *, write: bool) -> None:
        self._root = root.resolve()
        self._db = connect(path, write=write, schema=_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def key(self, path: Path | str) -> str:
        """Return what a file is known by: its address, or its path from the ledger, with slashes.

        A folder that holds ledger and documents can so be moved as a whole, and no
        path of somebody's machine goes along.
        """
        if isinstance(path, str):
            return mend(path)
        full = path.resolve()
        try:
            return mend(Path(os.path.relpath(full, self._root)).as_posix())
        except ValueError:  # another drive, on Windows
            return mend(full.as_posix())

    def unchanged(
        self, key: str, stamp: tuple[int | None, int | None], settings: str
    ) -> Input | None:
        """Return what a file gave if it is the same file, read in the same way; else None.

        Args:
            key: What it is known by.
            stamp: Its size and when it was changed, now; None for what cannot be relied on.
            settings: Hash of all that decides what it is read as.
        """
        known = self.get(key)
        if known is None or known.mtime_ns is None or known.settings != settings:
            return None
        return known if stamp == (known.size, known.mtime_ns) else None

    def get(self, key: str) -> Input | None:
        """Return what is known of a file; None when it was never read."""
        rows = self._db.execute(
            "SELECT name, size, mtime_ns, source, settings, docs FROM inputs"
            " WHERE short = ? AND key = ?",
            (short(key), key),
        ).fetchall()
        if not rows:
            return None
        [(name, size, mtime_ns, source, settings, docs)] = rows
        issues = tuple(
            Issue(stage, what, detail, place, None, bool(skipped))
            for stage, what, detail, place, skipped in self._db.execute(
                "SELECT stage, what, detail, place, skipped FROM input_issues"
                " WHERE key = ? ORDER BY nth",
                (key,),
            ).fetchall()
        )
        name = _end(key) if name is None else name
        source = None if source is None else source.hex()
        found = tuple(json.loads(docs))
        return Input(key, name, size, mtime_ns, source, settings.hex(), found, issues)

    def record(self, inputs: Iterable[Input]) -> None:
        """Keep what files gave, in place of what was known of each. All or none."""
        with self._db:
            changed = False
            for new in inputs:
                changed |= self._record(new)
            if changed:
                self._db.execute("INSERT INTO changes VALUES (1)")

    def _record(self, new: Input) -> bool:
        old = self.get(new.key)
        self._supersede(old, new)
        self._forget_moved(new)
        _add(self._db, new)
        rows = rows_of_issues(new.issues)
        before = self._rows("WHERE key = ?", (new.key,))
        if before == rows:
            return old is None or old.docs != new.docs
        self._db.execute("DELETE FROM input_issues WHERE key = ?", (new.key,))
        self._db.executemany(
            "INSERT INTO input_issues VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(new.key, nth, *(row[c] for c in _ISSUE)) for nth, row in enumerate(rows)],
        )
        return True

    def _supersede(self, old: Input | None, new: Input) -> None:
        """Note which documents another reading of the same bytes has replaced.

        A corrected address or a better reader gives the same bytes another document id;
        the one from before would count a second time. Other bytes under an old name are
        another matter: both documents were published, and both stay.
        """
        if old and old.source is not None and old.source == new.source and new.docs:
            gone = set(old.docs) - set(new.docs)
            elsewhere = (
                {
                    doc_id
                    for (docs,) in self._db.execute(
                        "SELECT docs FROM inputs WHERE key <> ?", (new.key,)
                    ).fetchall()
                    for doc_id in json.loads(docs)
                }
                if gone
                else set()
            )
            self._db.executemany(
                "INSERT OR IGNORE INTO superseded VALUES (?)",
                [(doc_id,) for doc_id in sorted(gone - elsewhere)],
            )
        self._db.executemany(
            "DELETE FROM superseded WHERE doc_id = ?", [(doc_id,) for doc_id in new.docs]
        )

    def _forget_moved(self, new: Input) -> None:
        """Drop what is known of the same file at a place where it no longer is."""
        if new.size is None:
            return
        source = None if new.source is None else bytes.fromhex(new.source)
        rows = self._db.execute(
            "SELECT key FROM inputs WHERE size = ? AND source IS ? AND key <> ?"
            " AND coalesce('/' || name, substr('/' || key, -length(?))) = ?",
            (new.size, source, new.key, end := f"/{mend(new.name)}", end),
        ).fetchall()
        for (key,) in rows:
            if "://" in key or key.startswith(FOUND):
                continue
            if not (self._root / key).exists():
                self._db.execute(
                    "DELETE FROM inputs WHERE short = ? AND key = ?", (short(key), key)
                )
                self._db.execute("DELETE FROM input_issues WHERE key = ?", (key,))

    def issues(self) -> list[Row]:
        """Return the rows of all issues. One met twice while looking for files comes once."""
        opened = self._rows("WHERE substr(key, 1, ?) <> ?", (len(FOUND), FOUND))
        looking = self._rows("WHERE substr(key, 1, ?) = ?", (len(FOUND), FOUND))
        once = {tuple(row.values()): row for row in looking}
        return opened + list(once.values())

    def superseded(self) -> set[str]:
        """Return the ids of documents that a later reading of the same bytes replaced."""
        return {row[0] for row in self._db.execute("SELECT doc_id FROM superseded").fetchall()}

    def n_changes(self) -> int:
        """Return a number that grows with each change that a view would show."""
        [[count]] = self._db.execute("SELECT count(*) FROM changes").fetchall()
        return int(count)

    def purge(self, doc_id: str) -> None:
        """Take out what was met in a document that is withdrawn."""
        with self._db:
            self._db.execute("DELETE FROM input_issues WHERE doc_id = ?", (doc_id,))
            # The file is opened again next time, and then lists the document as withdrawn.
            self._db.execute(
                "UPDATE inputs SET mtime_ns = NULL"
                " WHERE EXISTS (SELECT 1 FROM json_each(docs) WHERE value = ?)",
                (doc_id,),
            )
            self._db.execute("INSERT INTO changes VALUES (1)")
        squeeze(self._db)

    def _rows(self, condition: str, values: Sequence[object]) -> list[Row]:
        rows: list[sqlite3.Row] = self._db.execute(
            'SELECT stage, what, detail, place, doc_id, start, "end", quote, skipped'  # noqa: S608
            f" FROM input_issues {condition} ORDER BY key, nth",
            values,
        ).fetchall()
        return [dict(zip(_ISSUE, (*row[:-1], bool(row[-1])), strict=True)) for row in rows]


def _add(db: sqlite3.Connection, new: Input) -> None:
    name = mend(new.name)
    db.execute(
        "INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            short(new.key),
            new.key,
            None if name == _end(new.key) else name,
            new.size,
            new.mtime_ns,
            None if new.source is None else bytes.fromhex(new.source),
            bytes.fromhex(new.settings),
            json.dumps(new.docs),
        ),
    )


def _end(key: str) -> str:
    return key.rpartition("/")[2]


def short(key: str) -> int:
    """Return the number by which a key is found.

    Were two files ever to share one, each would take the other's place: both are read again.
    """
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), signed=True)


def shorten(path: Path) -> None:
    """Bring a file of inputs of a format before 4 into its shape of today."""
    if not path.exists():
        return
    with closing(sqlite3.connect(path)) as db:
        columns = {row[1] for row in db.execute("PRAGMA table_info (inputs)").fetchall()}
        if "short" in columns:
            return
        rows = db.execute(
            "SELECT key, name, size, mtime_ns, source, settings, docs FROM inputs ORDER BY rowid"
        ).fetchall()
        db.execute("BEGIN IMMEDIATE")
        db.execute("DROP TABLE inputs")  # with its indexes
        for statement in _SCHEMA.split(";"):  # not as a script: that would commit
            db.execute(statement)
        for key, name, size, mtime_ns, source, settings, docs in rows:
            found = tuple(json.loads(docs))
            _add(db, Input(key, name, size, mtime_ns, source, settings, found))
        squeeze(db)
