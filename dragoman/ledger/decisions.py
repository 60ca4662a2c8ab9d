"""What people said about the ledger's contents: a list that is only ever added to.

It is a SQLite file in the ledger's folder, or, for a team, a PostgreSQL database with the same
tables. What a withdrawn document's words are in it goes with the document; that something was
decided, by whom, when and why, stays.
"""

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.ledger.sqlite import PATIENCE, connect, squeeze
from dragoman.model import Anchor, Decision, DecisionKind, LedgerError, Slot

if TYPE_CHECKING:
    from sqlalchemy import Engine

FILE_NAME = "decisions.sqlite"
"""What the list is called in a ledger."""

_HERE = """
CREATE TABLE IF NOT EXISTS carried_out (
    decision_id INTEGER PRIMARY KEY,
    at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS carried_out_for_team (
    decision_id INTEGER PRIMARY KEY,
    at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS brought_along (decision_id INTEGER PRIMARY KEY);
"""
"""What has been done in this folder; it stays here also where the decisions are a team's."""

Allow = Callable[[Sequence[Decision]], None]

_KEPT = "SELECT decision_id, kind, target, reason, by_whom, at, payload FROM decisions"
_WORDS = "SELECT decision_id, nth, body FROM decision_words ORDER BY decision_id, nth"
_COUNT = "SELECT count(*) FROM decisions"


class Decisions:
    """The decisions of a ledger, open.

    For reading a SQLite file nothing is loaded that a mere question does without.

    Args:
        path: The SQLite file in the ledger's folder.
        write: Whether decisions are added, and withdrawals carried out, here.
        url: The team's database, "postgresql://..."; None: the decisions are in the file.

    Raises:
        LedgerError: The database cannot be reached, or something that it needs is not installed.
    """

    def __init__(self, path: Path, *, write: bool, url: str | None = None) -> None:
        self._path = path
        self._url = url
        self._done = "carried_out_for_team" if url else "carried_out"
        self._engine: Engine | None = None
        with self._said():
            self._file = connect(path, write=write, schema=_HERE)
        if url and write:
            try:
                self._bring_along()
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Close the file, and the connections to the database."""
        self._file.close()
        if self._engine is not None:
            self._engine.dispose()

    def add(self, decisions: Sequence[Decision], allow: Allow | None = None) -> list[int]:
        """Keep decisions, durably, all or none, and return their numbers.

        Args:
            decisions: What is said.
            allow: Is shown what is kept already, while nobody else can add to it; raises
                where that stands against keeping these.
        """
        from dragoman.ledger import store

        with self._said(), store.writing(self._database()) as db:
            if allow is not None:
                allow(list(self._made(self._rows)))
            return [
                store.insert(db, _row(decision), list(_words(decision))) for decision in decisions
            ]

    def all(self, kind: DecisionKind | None = None) -> list[Decision]:
        """Return the decisions, of a kind if one is given, oldest first."""
        with self._said():
            return list(self._made(self._rows, kind))

    def _made(
        self, rows: Callable[[str], list[Any]], kind: DecisionKind | None = None
    ) -> Iterator[Decision]:
        where = f" WHERE kind = '{kind.value}'" if kind else ""
        kept = rows(f"{_KEPT}{where} ORDER BY decision_id")
        bodies: dict[int, list[dict[str, Any]]] = {}
        for number, _, body in rows(_WORDS) if kind is not DecisionKind.WITHDRAW else ():
            bodies.setdefault(number, []).append(json.loads(body))
        return (_decision(row, bodies.get(row[0], [])) for row in kept)

    def open_ones(self, kind: DecisionKind) -> list[tuple[int, Decision]]:
        """Return, with their numbers, the decisions of a kind not yet carried out here."""
        done = {number for (number,) in self._own_rows(f"SELECT decision_id FROM {self._done}")}  # noqa: S608
        return [(d.number, d) for d in self.all(kind) if d.number and d.number not in done]

    def carried_out(self, decision_id: int, at: str) -> None:
        """Note that what was decided is done in this folder."""
        with self._file:
            self._file.execute(
                f"INSERT OR IGNORE INTO {self._done} VALUES (?, ?)",  # noqa: S608
                (decision_id, at),
            )

    def count(self) -> int:
        """Return how many decisions there are."""
        with self._said():
            [[count]] = self._rows(_COUNT) or [[0]]
        return int(count)

    def purge(self, withdrawal: Decision, doc_id: str) -> None:
        """Take out the words of a withdrawn document that decisions on it quote.

        Args:
            withdrawal: What permits it; kept already.
            doc_id: The document, or an earlier reading of it that goes along.
        """
        from dragoman.ledger import store

        with self._said():
            with store.writing(self._database()) as db:
                store.delete_words(db, doc_id)
            if self._url is not None:
                store.squeeze(self._database())
                self._purge_file(withdrawal, doc_id)
            squeeze(self._file)

    def _purge_file(self, withdrawal: Decision, doc_id: str) -> None:
        """Take the words also out of what was decided here before the team had a database."""
        from dragoman.ledger import store

        own = store.open_engine(self._path, None)
        with store.writing(own) as db:
            number = store.insert(db, _row(withdrawal), [])
            db.exec_driver_sql("INSERT INTO brought_along VALUES (?)", (number,))
            store.delete_words(db, doc_id)

    def _rows(self, query: str) -> list[Any]:
        if self._url is None:
            return self._own_rows(query)
        from dragoman.ledger import store

        return store.rows(self._database(), query)

    def _own_rows(self, query: str) -> list[Any]:
        try:
            return self._file.execute(query).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return []  # an older file, in which nothing of this kind is yet
            raise

    def _database(self) -> "Engine":
        if self._engine is None:
            from dragoman.ledger import store

            self._engine = store.open_engine(self._path, self._url)
        return self._engine

    def _bring_along(self) -> None:
        """Add to the team's database what was decided in the file before there was one."""
        with self._said():
            brought = {n for (n,) in self._own_rows("SELECT decision_id FROM brought_along")}
            own = [d for d in self._made(self._own_rows) if d.number not in brought]
            if not own:
                return
            self.add(missing(self.all(), own))
            with self._file:
                self._file.executemany(
                    "INSERT INTO brought_along VALUES (?)", [(d.number,) for d in own]
                )

    @contextlib.contextmanager
    def _said(self) -> Iterator[None]:
        """Turn what a database refuses into a LedgerError that says what to do."""
        try:
            yield
        except sqlite3.Error as error:
            raise LedgerError(_file_refuses(self._path, error)) from error
        except Exception as error:
            from dragoman.ledger import store

            if not isinstance(error, store.Refusal):
                raise
            if self._url is None:
                raise LedgerError(_file_refuses(self._path, error)) from None
            # Without the traceback of the driver, in which the password may stand.
            raise LedgerError(_server_refuses(store.shown(self._url), error)) from None


def missing(here: Iterable[Decision], there: Iterable[Decision]) -> list[Decision]:
    """Return what was decided there and not here, in its order."""
    known = {_key(decision) for decision in here}
    return [decision for decision in there if _key(decision) not in known]


def _key(decision: Decision) -> str:
    content = asdict(decision)
    del content["number"]
    return json.dumps(content, sort_keys=True)


def _row(decision: Decision) -> dict[str, str]:
    return {
        "kind": decision.kind.value,
        "target": decision.target,
        "reason": decision.reason,
        "by_whom": decision.by,
        "at": decision.at,
        "payload": json.dumps(dict(decision.payload), ensure_ascii=False, sort_keys=True),
    }


def _words(decision: Decision) -> Iterator[tuple[str | None, str]]:
    """Yield what a decision holds of the words of documents, one text for each anchor."""
    values = {"seen": dict(decision.seen), "value": dict(decision.value)}
    if not decision.anchors and any(values.values()):
        yield None, json.dumps(values, ensure_ascii=False)
    for nth, anchor in enumerate(decision.anchors):
        body = {"anchor": asdict(anchor), **(values if nth == 0 else {})}
        yield anchor.doc_id, json.dumps(body, ensure_ascii=False)


def _decision(row: Sequence[Any], bodies: Sequence[dict[str, Any]]) -> Decision:
    number, kind, target, reason, by, at, payload = row
    values: dict[str, dict[str, list[str]]] = {"seen": {}, "value": {}}
    for body in bodies:
        values |= {name: body[name] for name in values if name in body}
    return Decision(
        DecisionKind(kind),
        target,
        reason,
        by,
        at,
        json.loads(payload),
        tuple(anchor_of_json(body["anchor"]) for body in bodies if "anchor" in body),
        {role: tuple(found) for role, found in values["seen"].items()},
        {role: tuple(found) for role, found in values["value"].items()},
        number,
    )


def anchor_of_json(found: dict[str, Any]) -> Anchor:
    """Return the anchor that `asdict` made this of."""
    slot = found["slot"]
    return Anchor(
        **{name: part for name, part in found.items() if name != "slot"},
        slot=Slot(slot["channel"], tuple(slot["parties"]), slot["role"]),
    )


def _file_refuses(path: Path, error: Exception) -> str:
    words = _first_line(error)
    if "locked" in words or "busy" in words:
        return (
            f"{path}: somebody else has been writing decisions for {PATIENCE:.0f} seconds. None "
            "of these was kept; run the same command again, and if this stays, look for a "
            "program that has the file open"
        )
    if "full" in words or "readonly" in words or "read-only" in words:
        return f"{path}: cannot be written ({words}). None of these decisions was kept"
    return (
        f"{path}: cannot be used ({words}). None of these decisions was kept; if the file is "
        "damaged or gone, put it back from a copy of the ledger"
    )


def _server_refuses(address: str, error: Exception) -> str:
    words = _first_line(error)
    if "lock timeout" in words:
        return (
            f"{address}: somebody else has been writing decisions for {PATIENCE:.0f} seconds. "
            "None of these was kept; run the same command again"
        )
    return (
        f"{address}: the database that keeps the decisions of this ledger cannot be used "
        f"({words}). Nothing was half done; see that it runs and that you may write to it, then "
        "run the same command again. The line 'decisions' in dragoman.toml says where it is"
    )


def _first_line(error: Exception) -> str:
    return " ".join(str(getattr(error, "orig", None) or error).split("\n")[0].split())
