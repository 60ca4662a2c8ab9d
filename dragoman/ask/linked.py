"""Why the reports of an event are taken as one happening, and those of its neighbours as others."""

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.ask.book import Book
from dragoman.ask.record import DocRow, documents
from dragoman.ask.show import find_event
from dragoman.ledger.view import load_reports
from dragoman.link import Source
from dragoman.link.book import load_book
from dragoman.link.compare import Comparison
from dragoman.link.explain import apart, bonds
from dragoman.model import Report

_DAYS = 3  # how far away a neighbour may lie
_FEW = 10  # neighbours that are compared

REASONS = {
    "decision": "a person decided that they are two",
    "document": "a document tells them as two",
    "days": "they are on different days",
    "givers": "the one goes there, and the other comes here",
    "session": "they are sessions with different numbers",
    "persons": "somebody else takes the place of one side",
    "sentence": "one sentence tells them both, by two names",
    "channels": "their channels are never two names of one happening",
    "score": "they have too little in common",
}
"""Why two events are two, in words."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One thing that two reports have in common or lack, what it weighs (log-odds), and why."""

    what: str
    weight: float
    because: str


@dataclass(frozen=True, slots=True)
class BondRow:
    """A report of the event, and the other that it has most in common with."""

    report: str
    doc: DocRow
    quote: str
    other: str | None  # None: the event has no other report
    score: float | None  # log-odds; None: only a person's decision holds them together
    weighed: tuple[Weighed, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An event of the same parties near in time, and why it is another one."""

    event: str
    channel: str
    status: str
    dates: tuple[str, ...]
    because: str  # a key of `REASONS`
    score: float | None
    weighed: tuple[Weighed, ...]

    def sentence(self) -> str:
        """Say why it is another happening."""
        return REASONS[self.because]


@dataclass(frozen=True, slots=True)
class WhyLinked:
    """Why an event is one, and not another."""

    event: str
    threshold: float
    bonds: tuple[BondRow, ...]
    neighbours: tuple[Neighbour, ...]


def why_linked(ledger: Book, typed: str) -> WhyLinked:
    """Return why the reports of an event are one happening, and its neighbours are others.

    Args:
        ledger: Open for reading.
        typed: Id of the event, or of one of its reports or claims, or the start of one.

    Raises:
        InputError: The start fits several events.
        NothingFound: No event, report or claim has this id.
    """
    event = find_event(ledger, typed)
    members = _members(ledger, [event])
    near = ledger.db.execute(_NEAR, {"event": event, "days": _DAYS, "few": _FEW}).fetchall()
    around = _members(ledger, [row[0] for row in near])
    reports = _reports(ledger, [report for ids in (members | around).values() for report in ids])
    docs = documents(ledger, {report.doc_id for report in reports.values()})
    copies = dict(ledger.db.execute("SELECT doc_id, group_id FROM copies").fetchall())
    sources = {doc: Source(row.published, copies.get(doc)) for doc, row in docs.items()}
    ids = members[event]
    own = [reports[report] for report in ids]
    bound = {bond.report: bond for bond in bonds(own, sources)}
    rows = []
    for i, report in enumerate(own):
        bond = bound.get(i)
        rows.append(
            BondRow(
                ids[i],
                docs[report.doc_id],
                report.evidence.quote,
                ids[bond.other] if bond else None,
                bond.comparison.score if bond and bond.comparison else None,
                _weighed(bond.comparison if bond else None),
            )
        )
    neighbours = []
    for other, channel, status, dates in near:
        reason = apart(own, [reports[report] for report in around[other]], sources)
        neighbours.append(
            Neighbour(
                other,
                channel,
                status,
                tuple(dates),
                reason.because,
                reason.comparison.score if reason.comparison else None,
                _weighed(reason.comparison),
            )
        )
    return WhyLinked(event, load_book().threshold, tuple(rows), tuple(neighbours))


_NEAR = """
SELECT e.event_id, e.channel, e.status, e.dates
FROM events AS e, (SELECT * FROM events WHERE event_id = $event) AS own
WHERE e.event_id <> own.event_id
  AND len(list_intersect(e.polities, own.polities)) >= least(2, len(own.polities))
  AND (e.first_day IS NULL OR own.first_day IS NULL
       OR (e.first_day <= own.last_day + $days::INTEGER
           AND e.last_day >= own.first_day - $days::INTEGER))
ORDER BY e.channel <> own.channel, e.first_day IS NULL,
         abs(date_diff('day', e.first_day, own.first_day)), e.event_id
LIMIT $few
"""


def _members(ledger: Book, events: Sequence[str]) -> dict[str, list[str]]:
    members: dict[str, list[str]] = {event: [] for event in events}
    for event, report in ledger.db.execute(
        "SELECT event_id, report_id FROM event_reports WHERE event_id IN"
        " (SELECT unnest($events::VARCHAR[])) ORDER BY event_id, doc_id, report_id",
        {"events": list(events)},
    ).fetchall():
        members[event].append(report)
    return members


def _reports(ledger: Book, wanted: Sequence[str]) -> dict[str, Report]:
    """Return reports with their claims, by the id that they have in the ledger."""
    ordered = ledger.db.execute(
        "SELECT report_id FROM reports WHERE report_id IN (SELECT unnest($ids::VARCHAR[]))"
        ' ORDER BY doc_id, "start", "end", report_id',
        {"ids": list(wanted)},
    ).fetchall()
    found = load_reports(ledger.db, wanted)
    return {row[0]: report for row, report in zip(ordered, found, strict=True)}


def _weighed(comparison: Comparison | None) -> tuple[Weighed, ...]:
    if comparison is None:
        return ()
    return tuple(Weighed(o.name, o.weight, o.because) for o in comparison.observed)
