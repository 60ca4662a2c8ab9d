"""What was decided since a view was built, shown over the view at once.

The file of the view is left as it is: tables of a database in memory stand before those of the
file and hold what the decisions changed, which is worked out as for a new view, from what the
machine read. Only the reports of the documents that are decided on are linked anew, among
those that were one event with them: that a corrected report now fits quite another event, and
decisions that hold for the whole ledger (one actor under two ids), show when the view is built.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

import duckdb
import pyarrow as pa

from dragoman.ledger.applying import InView, apply
from dragoman.ledger.parts import Parts, only
from dragoman.ledger.replay import replay, taken_back
from dragoman.ledger.texts import HERE
from dragoman.ledger.view import Linker, fill_events, load_reports
from dragoman.model import Decision, DecisionKind, Edge, Event, Text

PATH = f"memory.now,{HERE}"
"""Where a connection that shows the decisions looks for a table: here first, then in the view."""

MOST = 500
"""Documents that are looked at again; where more hang together, all waits for the next view."""

_EDGES = (DecisionKind.SAME, DecisionKind.NOT_SAME)
_ALL_OVER = (DecisionKind.SAME_ACTOR, DecisionKind.NOT_SAME_ACTOR, DecisionKind.ALIAS)


@dataclass(frozen=True, slots=True)
class Pending:
    """What is shown over a view, and what is not."""

    shown: tuple[int, ...] = ()  # numbers of decisions
    waiting: tuple[int, ...] = ()  # those that show when the view is built anew
    events: Mapping[str, str] = field(default_factory=dict)  # in the view -> what it is now


def show_over(
    db: duckdb.DuckDBPyConnection, decisions: Sequence[Decision], parts: Parts, link: Linker
) -> Pending:
    """Put what was decided since into `memory.now`, before a view; see `PATH`.

    Args:
        db: From `view.open_view`, used by nobody else yet.
        decisions: All that are kept, by number.
        parts: What the view was built from.
        link: What groups reports into events.
    """
    db.execute("CREATE SCHEMA IF NOT EXISTS memory.now")
    rows = db.execute("SELECT number, doc_id FROM ledger.main.decisions").fetchall()
    seen: dict[int, str | None] = dict(rows)
    fresh = {d.number or 0 for d in decisions} - seen.keys()
    if not fresh:
        return Pending()
    whole = _Decided(decisions, seen)
    waiting = {n for n in fresh if not whole.docs[n]}
    docs = whole.hanging_together({doc for n in fresh for doc in whole.docs[n]})
    if not docs or len(docs) > MOST:
        return Pending(waiting=tuple(sorted(fresh)))
    moved = whole.edges_of(fresh)
    while True:
        own = [d for d in decisions if whole.is_about(d, docs)]
        work = _Work(db, own, parts, link, whole.all_over)
        with closing(work.db):
            events = work.run(docs, moved)
            more = whole.hanging_together(docs | whole.edge_docs(work.members_outside))
            if more == docs or len(more) > MOST:
                _put(db, work, docs, events)
                shown = tuple(sorted(fresh - waiting))
                return Pending(shown, tuple(sorted(waiting)), work.became(events))
        docs = more


class _Decided:
    """All decisions of a ledger, by the documents that they are about."""

    def __init__(self, decisions: Sequence[Decision], seen: Mapping[int, str | None]) -> None:
        self.decisions = {d.number or 0: d for d in decisions}
        self.docs = {n: {a.doc_id for a in d.anchors} for n, d in self.decisions.items()}
        self.back = taken_back(decisions)
        for number, doc_id in seen.items():  # where its words stand now
            if doc_id and self.docs.get(number):
                self.docs[number].add(doc_id)
        for number, by in self.back.items():
            self.docs[by] = self.docs[by] | self.docs[number]
        # The view has carried these out for all documents, so they hold for each of ours.
        self.all_over = [
            d
            for n, d in self.decisions.items()
            if d.kind in _ALL_OVER and not d.anchors and n in seen and n not in self.back
        ]

    def hanging_together(self, docs: Collection[str]) -> set[str]:
        """Return documents with those that decisions hold together with them."""
        found = set(docs)
        while more := {
            doc
            for about in self.docs.values()
            if not found.isdisjoint(about)
            for doc in about - found
        }:
            found |= more
        return found

    def is_about(self, decision: Decision, docs: set[str]) -> bool:
        """Say whether it, or what it takes back, is about some of the documents."""
        return not docs.isdisjoint(self.docs[decision.number or 0])

    def edges_of(self, fresh: Collection[int]) -> list[Decision]:
        """Return the judgements of pairs that are new, or that were just taken back."""
        touched = {*fresh, *(n for n, by in self.back.items() if by in fresh)}
        return [d for n in sorted(touched) if (d := self.decisions[n]).kind in _EDGES]

    def edge_docs(self, docs: set[str]) -> set[str]:
        """Return those of some documents about which a judgement of pairs is."""
        judged = [self.docs[n] for n, d in self.decisions.items() if d.kind in _EDGES]
        return docs.intersection(*[set().union(*judged)]) if judged else set()


class _Work:
    """One working out, in a database of its own."""

    def __init__(
        self,
        view: duckdb.DuckDBPyConnection,
        decisions: Sequence[Decision],
        parts: Parts,
        link: Linker,
        all_over: Sequence[Decision],
    ) -> None:
        self._view, self._parts, self._link = view, parts, link
        self._decisions = decisions
        self._all_over = all_over
        self.db = duckdb.connect(":memory:")
        self.old_events: set[str] = set()
        self.members_outside: set[str] = set()
        self._was: dict[str, str] = {}  # report of the view -> its event

    def run(self, docs: set[str], moved: Sequence[Decision]) -> list[Event]:
        """Carry the decisions out on the documents, and link what that concerns."""
        self._take("texts", "doc_id", docs)
        shown = {doc_id for (doc_id,) in self.db.execute("SELECT doc_id FROM texts").fetchall()}
        self.db.execute("CREATE VIEW documents AS SELECT * EXCLUDE (text) FROM texts")
        for name, rows in self._parts.machine(shown).items():
            _make(self.db, name, rows)
        both = sorted([*self._decisions, *self._all_over], key=lambda d: d.number or 0)
        result = replay(both, InView(self.db))
        apply(self.db, result, both)
        if self._all_over:  # what these do elsewhere, the view says
            numbers = [d.number for d in self._all_over]
            self.db.execute("DELETE FROM decisions WHERE list_contains(?, number)", [numbers])
        events = self._linked(docs, moved, result.edges)
        self._take("copies", "doc_id", docs | self.members_outside)
        fill_events(self.db, events)
        return events

    def became(self, events: Iterable[Event]) -> dict[str, str]:
        """Return for each old event the one that has most of its reports now."""
        now = {report: event.id for event in events for report in event.reports}
        found = {}
        for old in self.old_events:
            ids = [now[r] for r, event in self._was.items() if event == old and r in now]
            if ids:
                found[old] = max(sorted(set(ids)), key=ids.count)
        return found

    def _linked(
        self, docs: set[str], moved: Sequence[Decision], edges: Sequence[Edge]
    ) -> list[Event]:
        """Link the reports that are new, with those that were one event with what they were."""
        ids = sorted(docs)
        was = self._reports_of(self._view, ids)
        now = self._reports_of(self.db, ids)
        old = (was - now) | self._at(self._view, moved)
        new = (now - was) | self._at(self.db, moved)
        rows = self._view.execute(_MEMBERS, [sorted(old)]).fetchall()
        self.old_events = {event for event, _, _ in rows}
        self._was = {report: event for event, report, _ in rows}
        outside = {report: doc for _, report, doc in rows if doc not in docs}
        self.members_outside = set(outside.values())
        inside = new | {report for report in self._was if report in now}
        for name in ("reports", "claims"):
            self._take(name, "report_id", outside, more=True)
        self._take("texts", "doc_id", self.members_outside, more=True)
        members = load_reports(self.db, sorted(inside | outside.keys()))
        if not members:
            return []
        known = {report.id for report in members}
        texts = self.db.execute(
            "SELECT doc_id, text, published, side FROM texts ORDER BY doc_id"
        ).fetchall()
        held = [edge for edge in edges if {edge.a, edge.b} <= known]
        events = self._link(members, (Text(*row) for row in texts), held).events
        return self._kept_together(events)

    def _kept_together(self, events: Sequence[Event]) -> list[Event]:
        """Let an event belong to what it belonged to, unless the linker now says otherwise."""
        became = self.became(events)
        rows = self._view.execute(
            "SELECT event_id, part_of FROM ledger.main.events WHERE part_of IS NOT NULL"
            " AND event_id IN (SELECT unnest(?::VARCHAR[]))",
            [sorted(became)],
        ).fetchall()
        whole = {became[event]: became.get(part_of, part_of) for event, part_of in rows}
        return [
            event
            if event.part_of or whole.get(event.id) == event.id
            else replace(event, part_of=whole.get(event.id))
            for event in events
        ]

    def _at(self, db: duckdb.DuckDBPyConnection, decisions: Sequence[Decision]) -> set[str]:
        """Return the reports that stand where decisions point."""
        return {
            report
            for decision in decisions
            for anchor in decision.anchors
            for (report,) in db.execute(
                'SELECT report_id FROM reports WHERE doc_id = ? AND "start" < ? AND ? < "end"',
                [anchor.doc_id, anchor.end, anchor.start],
            ).fetchall()
        }

    def _reports_of(self, db: duckdb.DuckDBPyConnection, docs: Sequence[str]) -> set[str]:
        query = "SELECT report_id FROM reports WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))"
        return {report for (report,) in db.execute(query, [docs]).fetchall()}

    def _take(self, name: str, column: str, ids: Collection[str], *, more: bool = False) -> None:
        """Make a table of the view's rows with some ids, or add them to it."""
        where = "memory" if name == "texts" else "ledger"
        found = self._view.sql(
            f"SELECT * FROM {where}.main.{name}"  # noqa: S608
            f" WHERE {column} IN (SELECT unnest($ids::VARCHAR[]))",
            params={"ids": sorted(ids)},
        ).to_arrow_table()
        _make(self.db, name, found, more=more)


def _make(db: duckdb.DuckDBPyConnection, name: str, rows: pa.Table, *, more: bool = False) -> None:
    db.register("incoming", rows)
    how = f"INSERT INTO {name}" if more else f"CREATE OR REPLACE TABLE {name} AS"
    db.execute(f"{how} SELECT * FROM incoming")  # noqa: S608
    db.unregister("incoming")


def _put(
    db: duckdb.DuckDBPyConnection, work: _Work, docs: set[str], events: Sequence[Event]
) -> None:
    """Put what was worked out before the tables of the view."""
    became = work.became(events)
    own = {
        name: work.db.sql(f"SELECT * FROM {name}").to_arrow_table()  # noqa: S608
        for name in ("reports", "claims", "events", "event_reports", "decisions")
    }
    for name in ("reports", "claims"):  # those of other documents are in the view
        own[name] = only(own[name], sorted(docs))
    own["docs"] = pa.table({"doc_id": pa.array(sorted(docs), pa.string())})
    own["old"] = pa.table({"event_id": pa.array(sorted(work.old_events), pa.string())})
    own["became"] = pa.table(
        {
            "event_id": pa.array(list(became), pa.string()),
            "now": pa.array(list(became.values()), pa.string()),
        }
    )
    for name, rows in own.items():
        _make(db, f"memory.now.own_{name}", rows)
    db.execute(_SHADOWS)


_MEMBERS = """
SELECT event_id, report_id, doc_id FROM ledger.main.event_reports WHERE event_id IN (
    SELECT event_id FROM ledger.main.event_reports
    WHERE report_id IN (SELECT unnest(?::VARCHAR[])))
"""

_SHADOWS = """
CREATE OR REPLACE VIEW memory.now.reports AS
    FROM ledger.main.reports ANTI JOIN memory.now.own_docs USING (doc_id)
    UNION ALL FROM memory.now.own_reports;
CREATE OR REPLACE VIEW memory.now.claims AS
    FROM ledger.main.claims ANTI JOIN memory.now.own_docs USING (doc_id)
    UNION ALL FROM memory.now.own_claims;
CREATE OR REPLACE VIEW memory.now.event_reports AS
    FROM ledger.main.event_reports ANTI JOIN memory.now.own_old USING (event_id)
    UNION ALL FROM memory.now.own_event_reports;
CREATE OR REPLACE VIEW memory.now.decisions AS
    FROM ledger.main.decisions ANTI JOIN memory.now.own_decisions USING (number)
    UNION ALL FROM memory.now.own_decisions;
CREATE OR REPLACE VIEW memory.now.events AS
    SELECT e.* REPLACE (coalesce(b.now, e.part_of) AS part_of) FROM (
        FROM ledger.main.events ANTI JOIN memory.now.own_old USING (event_id)
        UNION ALL FROM memory.now.own_events) AS e
    LEFT JOIN memory.now.own_became AS b ON b.event_id = e.part_of;
"""
