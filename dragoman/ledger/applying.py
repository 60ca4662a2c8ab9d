"""Carrying decisions out in a view that holds what the machine read."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence

import duckdb
import pyarrow as pa

from dragoman.ledger.anchoring import LONG
from dragoman.ledger.parts import Known
from dragoman.ledger.replay import Outcome, Replay
from dragoman.ledger.tables import (
    ORDER,
    Row,
    reports_of_rows,
    rows_of_reports,
    table,
    text_hash,
)
from dragoman.model import Anchor, Decision, Report


class InView:
    """The machine's reports and the texts in an open view: what replay looks at.

    Args:
        db: Has the tables `texts`, `reports` and `claims`, no decision carried out yet.
        moved: Documents that another reading of the same bytes replaced, with those that
            did: a decision on the old one is looked for in the new ones.
    """

    def __init__(
        self, db: duckdb.DuckDBPyConnection, moved: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._db = db
        self._moved = moved or {}

    def texts(self, doc_ids: Collection[str]) -> Mapping[str, str]:
        """Return the texts of documents; those that are not in the view are left out."""
        rows = self._db.execute(
            "SELECT doc_id, text FROM texts WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))",
            [sorted(doc_ids)],
        ).fetchall()
        return dict(rows)

    def reports(self, doc_ids: Collection[str]) -> list[Report]:
        """Return the reports of documents, by document and place."""
        rows = [
            self._db.sql(
                f"SELECT * FROM {name} WHERE doc_id IN (SELECT unnest($ids::VARCHAR[]))"  # noqa: S608
                f" ORDER BY {_order(name)}",
                params={"ids": sorted(doc_ids)},
            )
            .to_arrow_table()
            .to_pylist()
            for name in ("reports", "claims")
        ]
        return reports_of_rows(*rows)

    def holding(self, anchors: Collection[Anchor]) -> Mapping[Anchor, Sequence[str]]:
        """Return the documents that may hold anchors' words: the likeliest first.

        They are those that replaced an anchor's document, and those of the very same text;
        failing these, the only one with its words in the midst of what stood around them, or,
        if the words are many, with the words alone. That takes a pass over all texts, so
        only for what is found in no other way.
        """
        found = {anchor: list(self._moved.get(anchor.doc_id, ())) for anchor in anchors}
        for words in (_around, _alone):
            wanted = {a: words(a) for a, near in found.items() if not near and words(a)}
            rows = self._containing(set(wanted.values())) if wanted else {}
            for anchor, needle in wanted.items():
                here = rows.get(needle, ())
                same = [doc_id for doc_id, hash_ in here if hash_ == anchor.text_hash]
                found[anchor] = same or [doc_id for doc_id, _ in here if len(here) == 1]
        return found

    def _containing(self, needles: Collection[str]) -> dict[str, list[tuple[str, str]]]:
        """Return the documents, with the hashes of their texts, that contain each needle."""
        rows = self._db.execute(
            "SELECT needle, doc_id, text FROM texts, (SELECT unnest(?::VARCHAR[]) AS needle)"
            " WHERE contains(text, needle) ORDER BY needle, doc_id",
            [sorted(needles)],
        ).fetchall()
        found: dict[str, list[tuple[str, str]]] = {}
        for needle, doc_id, text in rows:
            found.setdefault(needle, []).append((doc_id, text_hash(text)))
        return found

    def naming(self, forms: Collection[str], actors: Collection[str]) -> list[str]:
        """Return the documents with claims on an actor of these names or ids."""
        rows = self._db.execute(
            _NAMING, {"forms": sorted(forms), "actors": sorted(actors)}
        ).fetchall()
        return [doc_id for (doc_id,) in rows]


_NAMING = """
SELECT DISTINCT doc_id FROM claims
WHERE list_has_any($actors::VARCHAR[], [value, polity, office, person])
   OR (how IS NOT NULL AND list_has_any(
        $forms::VARCHAR[],
        [lower(trim(regexp_replace(words, '[\\s\\p{Z}]+', ' ', 'g'))) FOR words IN [name, quote]]))
ORDER BY doc_id
"""


def moved(known: Mapping[str, Known], superseded: Collection[str]) -> dict[str, list[str]]:
    """Return for each document that another reading of its bytes replaced those that did.

    Args:
        known: Every document of the ledger, those that were replaced too.
        superseded: Which were.
    """
    now: dict[tuple[str | None, str | None], list[str]] = {}
    for doc_id in sorted(known.keys() - set(superseded)):
        now.setdefault((known[doc_id].source, known[doc_id].name), []).append(doc_id)
    return {
        doc_id: now.get((known[doc_id].source, known[doc_id].name), [])
        for doc_id in sorted(known.keys() & set(superseded))
        if known[doc_id].source is not None
    }


def apply(db: duckdb.DuckDBPyConnection, replay: Replay, decisions: Sequence[Decision]) -> None:
    """Change the tables `reports` and `claims` of a view as decisions say, and list these.

    Changed rows stand behind the others, by document: what reads a table asks for an order.
    The table `decisions` has one row for each decision.

    Args:
        db: What the replay's `InView` looked at.
        replay: What came of the decisions.
        decisions: The same ones that were replayed.
    """
    gone = list(replay.changed)
    made = [report for report in replay.changed.values() if report] + list(replay.added)
    made.sort(key=lambda report: (report.doc_id, report.evidence.start, report.id))
    for name, rows in zip(("reports", "claims"), rows_of_reports(made), strict=True):
        if gone:
            db.execute(
                f"DELETE FROM {name} WHERE report_id IN (SELECT unnest(?::VARCHAR[]))",  # noqa: S608
                [gone],
            )
        if rows:
            statement = f"INSERT INTO {name} SELECT * FROM incoming"  # noqa: S608
            _insert(db, statement, table(name, rows))
    _insert(
        db,
        "CREATE OR REPLACE TABLE decisions AS SELECT * FROM incoming ORDER BY number",
        table("decisions", _rows(decisions, replay.outcomes)),
    )


def _rows(decisions: Iterable[Decision], outcomes: Iterable[Outcome]) -> list[Row]:
    by_number = {outcome.number: outcome for outcome in outcomes}
    rows = []
    for decision in decisions:
        number = decision.number or 0
        outcome = by_number[number]
        rows.append(
            {
                "number": number,
                "kind": decision.kind,
                "doc_id": outcome.doc_id or next((a.doc_id for a in decision.anchors), None),
                "report_id": outcome.report_id,
                "role": decision.anchors[0].slot.role if decision.anchors else "",
                "seen": json.dumps(decision.seen, ensure_ascii=False),
                "value": json.dumps(decision.value, ensure_ascii=False),
                "by": decision.by,
                "at": decision.at,
                "reason": decision.reason,
                "state": outcome.state,
                "detail": outcome.detail,
            }
        )
    return rows


def _insert(db: duckdb.DuckDBPyConnection, statement: str, rows: pa.Table) -> None:
    db.register("incoming", rows)
    db.execute(statement)
    db.unregister("incoming")


def _order(name: str) -> str:
    return ", ".join(f'"{column}"' for column in ORDER[name])


def _around(anchor: Anchor) -> str:
    return f"{anchor.prefix}{anchor.quote}{anchor.suffix}"


def _alone(anchor: Anchor) -> str:
    return anchor.quote if len(anchor.quote) >= LONG else ""
