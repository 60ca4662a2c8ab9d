"""The open ledger: one view for all requests, a connection for each, and the newest view.

DuckDB gives every request a cursor on one open view. When `read` puts a new view in place,
the next request opens it; those who still read the old one finish with it. What was decided
since it was built is shown over it: see `ledger.pending`. A view that is
gone because a document was withdrawn is shown to nobody until the new one is there.
"""

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from dragoman.actors import Register
from dragoman.ask.wording import Wording
from dragoman.ledger import search, view
from dragoman.ledger.decisions import FILE_NAME, Allow
from dragoman.ledger.pending import PATH, Pending
from dragoman.ledger.search import Place
from dragoman.ledger.tables import mend
from dragoman.model import Decision, Document, LedgerError
from dragoman.model.config import Config
from dragoman.run import Ledger
from dragoman.web import facets
from dragoman.web.building import Building

_DOCUMENT = tuple(column.name for column in fields(Document) if column.name != "id")
_IDS = ("st:", "og:", "of:", "pe:", "pl:", "me:")
_MEMORY_MB = 600  # for DuckDB; the server as a whole stays below 1 GB
_ASKED = 5.0  # seconds between two looks at what a team decided elsewhere
_STEP = 0.25  # seconds between two looks at whose time is up

Value = TypeVar("Value")


class Rebuilding(LedgerError):
    """The view is being built, and there is no older one that may be shown."""


@dataclass(frozen=True, slots=True)
class Volume:
    """One view of the ledger, open; another view is another volume."""

    root: Path
    mark: object  # of the files that it was opened from: the view, and the decisions
    db: duckdb.DuckDBPyConnection
    config: Config
    register: Register
    withdrawn: tuple[Decision, ...]
    gone: frozenset[str]
    behind: bool
    decisions: tuple[Decision, ...] = ()
    pending: Pending = field(default_factory=Pending)
    kept: dict[object, Any] = field(default_factory=dict)
    lasting: dict[object, Any] = field(default_factory=dict)  # whatever is decided over it


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
        return self._once(self.volume.kept, key, make)

    def once_per_view(self, key: object, make: Callable[[], Value]) -> Value:
        """Return what `make` returns, made once for the view, whatever is decided over it."""
        return self._once(self.volume.lasting, key, make)

    def _once(self, kept: dict[object, Any], key: object, make: Callable[[], Value]) -> Value:
        if key not in kept:
            kept[key] = make()
        found: Value = kept[key]
        return found

    def search(self, query: str, limit: int) -> list[Place]:
        """Return the first places for some words; see `ledger.search.places`."""
        return search.places(self.volume.root / search.FILE_NAME, self.db, mend(query), limit)

    def document(self, doc_id: str) -> Document | None:
        """Return a document by its whole id; None: there is none in this view."""
        columns = ", ".join(_DOCUMENT)
        row = self.db.execute(
            f"SELECT doc_id, {columns} FROM texts WHERE doc_id = ?",  # noqa: S608
            [doc_id],
        ).fetchone()
        return Document(row[0], **dict(zip(_DOCUMENT, row[1:], strict=True))) if row else None


class Shelf:
    """Hands out readings of a ledger, always of its newest view.

    Args:
        root: The ledger's folder.
        query_seconds: After this a query of a reading is interrupted.
        quiet_seconds: See `Settings`.

    Raises:
        LedgerError: It is no ledger, or one of a newer version, or damaged.
    """

    def __init__(self, root: Path, query_seconds: float, quiet_seconds: float = 0.0) -> None:
        self.root = root
        self._seconds = query_seconds
        self._building = Building(root, quiet_seconds)
        self._decided = 0
        self._volume: Volume | None = None
        self._opening = threading.Lock()
        self._running: dict[int, tuple[duckdb.DuckDBPyConnection, float]] = {}
        self._closed = threading.Event()
        self._volume = self._open(None)
        threading.Thread(target=self._watch, name="dragoman-watch", daemon=True).start()

    def label(self, id_: str) -> str:
        """Return what to call an actor in a sentence outside of any request's reading."""
        volume = self._volume
        return volume.register.label(id_) if volume else id_

    def close(self) -> None:
        """Stop the watch and let go of the view."""
        self._closed.set()
        self._building.close()
        volume, self._volume = self._volume, None
        if volume is not None:
            volume.db.close()

    @contextlib.contextmanager
    def reading(self, *, newest: bool = False) -> Iterator[Reading]:
        """Yield the ledger with a connection of its own, whose queries are timed.

        Args:
            newest: Wait where somebody else is just opening what was decided or read last.

        Raises:
            Rebuilding: No view may be shown just now.
        """
        volume = self._newest(wait=newest)
        with contextlib.closing(view.another(volume.db)) as db:
            if volume.pending.shown:
                db.execute(f"SET search_path = '{PATH}'")
            self._running[id(db)] = db, time.monotonic() + self._seconds
            try:
                yield Reading(volume, db)
            finally:
                self._running.pop(id(db), None)

    @property
    def mark(self) -> object:
        """Tells the view that the next reading is of; None: another is yet to be opened."""
        volume, mark = self._volume, self._mark()
        return mark if volume is not None and volume.mark == mark else None

    def decide(self, decisions: Sequence[Decision], allow: Allow | None = None) -> list[int]:
        """Keep decisions, and return their numbers; see `Ledger.decide`."""
        with Ledger.open(self.root) as ledger:
            numbers = ledger.decide(decisions, allow)
        self._decided += 1
        return numbers

    def _newest(self, *, wait: bool = False) -> Volume:
        """Return the volume of the view that is in place; open it if it is another one."""
        mark = self._mark()
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
            if self._opening.acquire(blocking=wait or volume is None):
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
        mark = self._mark()
        same = old is not None and mark is not None and _of_view(old.mark) == _of_view(mark)
        if old is not None and not same:
            found = view.stamp_of_file(self.root / view.FILE_NAME)
            if found is None or search.state_of(self.root / search.FILE_NAME) != found.state:
                return old
        with Ledger.open(self.root) as ledger:
            mark = self._mark() or mark
            decisions = tuple(ledger.decisions())
            if old is not None and same and old.decisions == decisions:
                return replace(old, mark=mark)
            # Its own connection: closing the ledger closes those that came of it.
            db = view.open_view(self.root / view.FILE_NAME)
            layers = tuple(ledger.root / layer for layer in ledger.config.layers)
            known = old and old.config.layers == ledger.config.layers
            db.execute(f"SET memory_limit = '{_MEMORY_MB}MB'")
            if (pending := ledger.show_over(db)).shown:
                db.execute(f"SET search_path = '{PATH}'")
            self._building.want(len(pending.shown) + len(pending.waiting))
            facets.build(db)
            return Volume(
                self.root,
                mark,
                db,
                ledger.config,
                old.register if old and known else Register.load(layers),
                tuple(ledger.withdrawn()),
                frozenset(ledger.gone()),
                ledger.unread,
                decisions,
                pending,
                lasting=old.lasting if old is not None and same else {},
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

    def _mark(self) -> tuple[object, ...] | None:
        """Return what tells a view and the decisions on it from others; None: there is no view."""
        found = _stat(self.root / view.FILE_NAME)
        if found is None:
            return None
        team = self._volume is not None and self._volume.config.decisions is not None
        here = tuple(_stat(self.root / f"{FILE_NAME}{end}") for end in ("", "-wal"))
        # A team's database is asked now and then: others decide there too.
        return found, int(time.monotonic() / _ASKED) if team else here, self._decided


def _of_view(mark: object) -> object:
    return mark[0] if isinstance(mark, tuple) else None


def _stat(path: Path) -> object:
    """Return what tells one file from the one that replaces it; None: there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a few calls, on every request
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
