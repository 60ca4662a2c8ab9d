"""Questions that people keep under a name: the addresses of pages, in the ledger's folder.

They stand beside the decisions, in a file of their own: a decision is never changed or deleted,
a name is. They say nothing about what happened, so no view depends on them.
"""

import contextlib
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dragoman.ledger.files import safely
from dragoman.ledger.sqlite import connect
from dragoman.ledger.tables import mend
from dragoman.model import InputError, NothingFound

FILE_NAME = "saved.sqlite"

MOST = 500
"""Questions that a ledger keeps."""

LONGEST_NAME, LONGEST_ADDRESS = 120, 4_000

_SCHEMA = """
CREATE TABLE IF NOT EXISTS saved (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL,
    at TEXT NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Saved:
    """A question with its name; `address` is a page's path with its parameters."""

    id: str
    name: str
    address: str
    at: str  # when it was kept, ISO 8601, UTC


def saved(root: Path) -> tuple[Saved, ...]:
    """Return the questions that are kept, by name."""
    with _open(root, write=False) as db:
        rows = db.execute("SELECT id, name, address, at FROM saved").fetchall()
    return tuple(sorted((Saved(*row) for row in rows), key=lambda one: one.name.casefold()))


def find(root: Path, ident: str) -> Saved:
    """Return one of them.

    Raises:
        NothingFound: There is none; it may have been deleted.
    """
    for one in saved(root):
        if one.id == ident:
            return one
    raise NothingFound("No question is kept here; it may have been deleted.")


def keep(root: Path, name: str, address: str) -> Saved:
    """Keep a question.

    Raises:
        InputError: The name is none, or is taken, or there are too many.
        LedgerError: The folder cannot be written.
    """
    if len(address) > LONGEST_ADDRESS:
        raise InputError("The address is too long to be kept: ask for less at once.")
    at = datetime.now(UTC).isoformat(timespec="seconds")
    new = Saved(secrets.token_hex(6), _name(name), mend(address), at)
    with _open(root, write=True) as db, _unique(new.name):
        [[n]] = db.execute("SELECT count(*) FROM saved").fetchall()
        if n >= MOST:
            raise InputError(f"{MOST} questions are kept, which is all; delete one first.")
        db.execute("INSERT INTO saved VALUES (?, ?, ?, ?)", (new.id, new.name, new.address, at))
    return new


def rename(root: Path, ident: str, name: str) -> None:
    """Give a question another name.

    Raises:
        InputError: The name is none, or is taken.
        NothingFound: There is no such question.
        LedgerError: The folder cannot be written.
    """
    find(root, ident)
    with _open(root, write=True) as db, _unique(new := _name(name)):
        db.execute("UPDATE saved SET name = ? WHERE id = ?", (new, ident))


def drop(root: Path, ident: str) -> None:
    """Delete a question; nothing happens where it is gone already.

    Raises:
        LedgerError: The folder cannot be written.
    """
    with _open(root, write=True) as db:
        db.execute("DELETE FROM saved WHERE id = ?", (ident,))


def _name(typed: str) -> str:
    name = " ".join(mend(typed).split())
    if not name:
        raise InputError("A name is needed, by which you will know the question again.")
    if len(name) > LONGEST_NAME:
        raise InputError(f"The name has {len(name)} characters; {LONGEST_NAME} are the most.")
    return name


@contextlib.contextmanager
def _open(root: Path, *, write: bool) -> Iterator[sqlite3.Connection]:
    with safely(root):
        db = connect(root / FILE_NAME, write=write, schema=_SCHEMA)
        with contextlib.closing(db), db:
            yield db


@contextlib.contextmanager
def _unique(name: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError:
        raise InputError(f"Another question has the name {name!r} already.") from None
