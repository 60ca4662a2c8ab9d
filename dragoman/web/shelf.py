"""The open ledger: one view for all requests, a connection for each, and the newest view.

DuckDB gives every request a cursor on one open view. When `read` puts a new view in place,
the next request opens it; those who still read the old one finish with it. A view that is
gone because a document was withdrawn is shown to nobody until the new one is there.
"""

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from dragoman.actors import Register
from dragoman.ask.wording import Wording
from dragoman.ledger import search, view
from dragoman.ledger.search import Hit
from dragoman.ledger.tables import mend
from dragoman.model import Decision, Document, LedgerError
from dragoman.model.config import Config
from dragoman.run import Ledger
from dragoman.web import facets

_VIEW, _SEARCH = "current.duckdb", "search.sqlite"
_DOCUMENT = tuple(column.name for column in fields(Document) if column.name != "id")
_IDS = ("st:", "og:", "of:", "pe:", "pl:", "me:")
_MEMORY_MB = 600  # for DuckDB; the server as a whole stays below 1 GB
_STEP = 0.25  # seconds between two looks at whose time is up

Value = TypeVar("Value")


class Rebuilding(LedgerError):
    """The view is being built, and there is no older one that may be shown."""


@dataclass(frozen=True, slots=True)
class Volume:
    """One view of the ledger, open; another view is another volume."""

    root: Path
    mark: object  # of the file that it was opened from
    db: duckdb.DuckDBPyConnection
    config: Config
    register: Register
    withdrawn: tuple[Decision, ...]
    gone: frozenset[str]
    behind: bool
    kept: dict[object, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """The ledger as one request sees it; what the questions of `ask/` call a book."""

    volume: Volume
    db: duckdb.DuckDBPyConnection

    def withdrawn(self) -> Sequence[Decision]:
        """Return the decisions by which documents were taken out."""
        return self.volume.withdrawn

    @property
    def config(self) -> Config:
        """The ledger's settings."""
        return self.volume.config

    @property
    def register(self) -> Register:
        """The register, with the ledger's layers."""
        return self.volume.register

    @property
    def behind(self) -> bool:
        """Whether the view lacked something that was read when it was opened."""
        return self.volume.behind

    @property
    def wording(self) -> Wording:
        """Puts events into English, nobody's side first."""
        return Wording(self.label, None)

    def label(self, id_: str) -> str:
        """Return what to call an actor, place or mechanism; words stay as they are."""
        return self.register.label(id_) if id_.startswith(_IDS) else id_

    def once(self, key: object, make: Callable[[], Value]) -> Value:
        """Return what `make` returns, made once for this view and key.

        Two requests at the same time may both make it; it must depend on the view alone.
        """
        kept = self.volume.kept
        if key not in kept:
            kept[key] = make()
        found: Value = kept[key]
        return found

    def search(self, query: str, limit: int) -> list[Hit]:
        """Return the best places for some words; see `ledger.search.search`."""
        return search.search(self.volume.root / _SEARCH, self.db, mend(query), limit)

    def document(self, doc_id: str) -> Document | None:
        """Return a document by its whole id; None: there is none in this view."""
        columns = ", ".join(_DOCUMENT)
        row = self.db.execute(
            f"SELECT doc_id, {columns} FROM documents WHERE doc_id = ?",  # noqa: S608
            [doc_id],
        ).fetchone()
        return Document(row[0], **dict(zip(_DOCUMENT, row[1:], strict=True))) if row else None


class Shelf:
    """Hands out readings of a ledger, always of its newest view.

    Args:
        root: The ledger's folder.
        query_seconds: After this a query of a reading is interrupted.

    Raises:
        LedgerError: It is no ledger, or one of a newer version, or damaged.
    """

    def __init__(self, root: Path, query_seconds: float) -> None:
        self.root = root
        self._seconds = query_seconds
        self._opening = threading.Lock()
        self._running: dict[int, tuple[duckdb.DuckDBPyConnection, float]] = {}
        self._closed = threading.Event()
        self._volume: Volume | None = self._open(None)
        threading.Thread(target=self._watch, name="dragoman-watch", daemon=True).start()

    def close(self) -> None:
        """Stop the watch and let go of the view."""
        self._closed.set()
        volume, self._volume = self._volume, None
        if volume is not None:
            volume.db.close()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Reading]:
        """Yield the ledger with a connection of its own, whose queries are timed.

        Raises:
            Rebuilding: No view may be shown just now.
        """
        volume = self._newest()
        with contextlib.closing(view.another(volume.db)) as db:
            self._running[id(db)] = db, time.monotonic() + self._seconds
            try:
                yield Reading(volume, db)
            finally:
                self._running.pop(id(db), None)

    def _newest(self) -> Volume:
        """Return the volume of the view that is in place; open it if it is another one."""
        mark = _mark(self.root)
        volume = self._volume
        if volume is None or volume.mark != mark:
            if mark is None:
                self._volume = None
                self._mend()
                raise Rebuilding(
                    "The ledger is being built anew, because a document was taken out of it. "
                    "Load the page again in a moment."
                )
            # Whoever comes while one opens the new view reads the old one.
            if self._opening.acquire(blocking=volume is None):
                try:
                    if (volume := self._volume) is None or volume.mark != mark:
                        volume = self._open(volume)
                        self._volume = volume
                finally:
                    self._opening.release()
        if volume is None:
            raise Rebuilding("The ledger is being opened. Load the page again in a moment.")
        return volume

    def _open(self, old: Volume | None) -> Volume:
        """Open the view that is in place; the old one while its index is not there yet."""
        mark = _mark(self.root)
        if old is not None:
            found = view.stamp_of_file(self.root / _VIEW)
            if found is None or search.state_of(self.root / _SEARCH) != found.state:
                return old
        with Ledger.open(self.root) as ledger:
            mark = _mark(self.root) or mark
            # Its own connection: closing the ledger closes those that came of it.
            db = view.open_view(self.root / _VIEW)
            layers = tuple(ledger.root / layer for layer in ledger.config.layers)
            known = old and old.config.layers == ledger.config.layers
            db.execute(f"SET memory_limit = '{_MEMORY_MB}MB'")
            facets.build(db)
            return Volume(
                self.root,
                mark,
                db,
                ledger.config,
                old.register if old and known else Register.load(layers),
                tuple(ledger.withdrawn()),
                frozenset(ledger.gone()),
                ledger.behind,
            )

    def _mend(self) -> None:
        """Build a missing view in the background, unless that is being done."""

        def mend_view() -> None:
            with self._opening, contextlib.suppress(LedgerError):
                Ledger.open(self.root).close()

        if not self._opening.locked():
            threading.Thread(target=mend_view, name="dragoman-mend", daemon=True).start()

    def _watch(self) -> None:
        """Interrupt queries whose time is up, again and again until their request ends."""
        while not self._closed.wait(_STEP):
            now = time.monotonic()
            for db, end in list(self._running.values()):
                if now > end:
                    with contextlib.suppress(duckdb.Error):
                        db.interrupt()


def _mark(root: Path) -> object:
    """Return what tells one view's file from the one that replaces it; None: there is none."""
    try:
        found = os.stat(root / _VIEW)  # noqa: PTH116 - one call, on every request
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
