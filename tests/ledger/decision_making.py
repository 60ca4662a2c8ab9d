"""Decisions, and what they are replayed on, for the tests of decisions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import duckdb
from ledger_making import document, report

from dragoman.ledger.deciding import Decider, Told
from dragoman.ledger.replay import folded, is_called
from dragoman.ledger.tables import rows_of_documents, rows_of_reports, table
from dragoman.model import (
    Actor,
    Anchor,
    Channel,
    Claim,
    Decision,
    DecisionKind,
    Document,
    Report,
    Role,
    Span,
)

TEXT = (
    "Wang Yi met Retno on 20 August 2020. In the evening the minister phoned Joko from Hainan. "
    "Both sides spoke of trade."
)
DOC = document(1, text=TEXT)

WANG = Actor("st:chn", person="pe:wang-yi", name="Wang Yi")
RETNO = Actor("st:idn", "of:idn.fm", name="Retno")
JOKO = Actor("st:idn", person="pe:joko-widodo", name="Joko")
MEETING_WORDS = "Wang Yi met Retno on 20 August 2020."
CALL_WORDS = "In the evening the minister phoned Joko from Hainan."


def claim(
    doc: Document, role: Role, words: str, value: str = "", who: Actor | None = None
) -> Claim:
    """Return a claim that rests on words of a document."""
    start = doc.text.index(words)
    span = Span.of(doc, start, start + len(words))
    shown, note = value or (who.id if who else words), "in the text" if role is Role.DATE else None
    return Claim(role, shown, span, None, "meeting.met", who, note)


def meeting(doc: Document = DOC, day: str = "2020-08-20", rule: str = "meeting.met") -> Report:
    """Return the report on the meeting, with claims that rest on single words."""
    made = report(doc, words=MEETING_WORDS, parties=(), day=None)
    claims = (
        claim(doc, Role.ACTOR, "Wang Yi", who=WANG),
        claim(doc, Role.ACTOR, "Retno", who=RETNO),
        claim(doc, Role.DATE, "on 20 August 2020", day),
    )
    return replace(made, claims=tuple(replace(c, rule=rule) for c in claims), rule=rule)


def call(doc: Document = DOC) -> Report:
    """Return the report on the call of the same document."""
    parties = (replace(WANG, name=None), JOKO)
    return report(doc, words=CALL_WORDS, parties=parties, day=None, channel=Channel.CALL)


class Shelf:
    """Documents and what the machine reports of them, in memory."""

    def __init__(
        self,
        docs: Iterable[Document],
        reports: Iterable[Report],
        moved: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.moved = moved or {}
        self.docs = {doc.id: doc for doc in docs}
        self.all = list(reports)
        self.loaded: set[str] = set()

    def texts(self, doc_ids: Collection[str]) -> Mapping[str, str]:
        """Return the texts of documents."""
        return {i: self.docs[i].text for i in doc_ids if i in self.docs}

    def reports(self, doc_ids: Collection[str]) -> Sequence[Report]:
        """Return the reports of documents, and remember that they were asked for."""
        self.loaded |= set(doc_ids)
        return [r for r in self.all if r.doc_id in doc_ids]

    def holding(self, anchors: Collection[Anchor]) -> Mapping[Anchor, Sequence[str]]:
        """Return the documents that replaced an anchor's, or all: any may hold the words."""
        return {anchor: self.moved.get(anchor.doc_id) or sorted(self.docs) for anchor in anchors}

    def naming(self, forms: Collection[str], actors: Collection[str]) -> Sequence[str]:
        """Return the documents of claims with a name or an id."""
        return [
            r.doc_id
            for r in self.all
            for c in r.claims
            if c.actor
            and (
                {c.value, c.actor.polity, c.actor.office, c.actor.person} & set(actors)
                or any(is_called(c, folded(form)) for form in forms)
            )
        ]


def in_duckdb(docs: Iterable[Document], reports: Iterable[Report]) -> duckdb.DuckDBPyConnection:
    """Return a database with the tables that a view has before decisions are carried out."""
    db = duckdb.connect(":memory:")
    report_rows, claim_rows = rows_of_reports(reports)
    rows = {"texts": rows_of_documents(docs), "reports": report_rows, "claims": claim_rows}
    for name, found in rows.items():
        db.register("incoming", table("documents" if name == "texts" else name, found))
        db.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")  # noqa: S608
        db.unregister("incoming")
    return db


def numbered(*decisions: Decision) -> list[Decision]:
    """Return decisions as the ledger gives them back: with their numbers."""
    return [replace(decision, number=n) for n, decision in enumerate(decisions, 1)]


WHO = Decider("Desk", "because", "2026-11-22T10:00:00+00:00")


def on_report(kind: DecisionKind, doc: Document, it: Report) -> Decision:
    """Accept or reject a report as it stands."""
    return WHO.judge(kind, doc, it)


def on_claim(
    kind: DecisionKind, doc: Document, it: Report, role: Role, nth: int = 0, value: str = ""
) -> Decision:
    """Reject or correct a claim of a report."""
    return WHO.judge_claim(kind, doc, it, list(it.having(role))[nth], value)


def addition(doc: Document, words: str, beside: Iterable[Report] = (), **values: str) -> Decision:
    """Add a report that was missed; actors are parted by commas."""
    start = doc.text.index(words)
    said = {role: tuple(found.split(", ")) for role, found in values.items()}
    return WHO.add(doc, start, start + len(words), said, beside)


def edge(kind: DecisionKind, one: Told, other: Told) -> Decision:
    """Say that two reports are, or are not, about one happening."""
    [decision] = WHO.judge_pairs(kind, [one], [other])
    return decision
