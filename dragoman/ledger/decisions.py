"""What people said about the ledger's contents: one table, only ever added to."""

import json
import sqlite3
from pathlib import Path

from dragoman.ledger.sqlite import connect
from dragoman.model import Decision, DecisionKind

_SCHEMA = """
CREATE TABLE IF NOT EXISTS decisions (
    decision_id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    reason TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    at TEXT NOT NULL,
    payload TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS carried_out (
    decision_id INTEGER PRIMARY KEY REFERENCES decisions,
    at TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS decisions_stay BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END;
CREATE TRIGGER IF NOT EXISTS decisions_are_kept BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END;
"""


class Decisions:
    """The file of decisions, open."""

    def __init__(self, path: Path, *, write: bool) -> None:
        self._db = connect(path, write=write, schema=_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def add(self, decision: Decision) -> int:
        """Keep a decision, durably, and return its number."""
        with self._db:
            cursor = self._db.execute(
                "INSERT INTO decisions (kind, target, reason, by_whom, at, payload)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    decision.kind,
                    decision.target,
                    decision.reason,
                    decision.by,
                    decision.at,
                    json.dumps(decision.payload, ensure_ascii=False, sort_keys=True),
                ),
            )
        return int(cursor.lastrowid or 0)

    def all(self, kind: DecisionKind) -> list[Decision]:
        """Return the decisions of a kind, oldest first."""
        return [decision for _, decision in self._rows(kind, "")]

    def open_ones(self, kind: DecisionKind) -> list[tuple[int, Decision]]:
        """Return, with their numbers, the decisions of a kind not yet carried out."""
        return self._rows(kind, "AND decision_id NOT IN (SELECT decision_id FROM carried_out)")

    def carried_out(self, decision_id: int, at: str) -> None:
        """Note that what was decided is done."""
        with self._db:
            self._db.execute(
                "INSERT OR IGNORE INTO carried_out VALUES (?, ?)",
                (decision_id, at),
            )

    def count(self) -> int:
        """Return how many decisions there are."""
        [[count]] = self._db.execute("SELECT count(*) FROM decisions").fetchall()
        return int(count)

    def _rows(self, kind: DecisionKind, condition: str) -> list[tuple[int, Decision]]:
        rows: list[sqlite3.Row] = self._db.execute(
            "SELECT decision_id, target, reason, by_whom, at, payload FROM decisions"  # noqa: S608
            f" WHERE kind = ? {condition} ORDER BY decision_id",
            (kind,),
        ).fetchall()
        return [
            (number, Decision(kind, target, reason, by, at, json.loads(payload)))
            for number, target, reason, by, at, payload in rows
        ]
