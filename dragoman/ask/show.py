"""One event in full: every report and claim, who says so, and where documents disagree."""

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.ask.book import Book
from dragoman.ask.events import EventRow, row
from dragoman.ask.nothing import require_documents
from dragoman.ask.plan import Plan, last_day, plan_of
from dragoman.ask.quote import Piece, cut
from dragoman.ask.record import (
    PLACED_STATUSES,
    ClaimRow,
    Happening,
    ReportRow,
    documents,
    happenings,
    ids,
)
from dragoman.ask.window import compatible, finest
from dragoman.model import PARTY_ROLES, InputError, NothingFound, Role

SINGLE = (
    Role.DATE,
    Role.PLACE,
    Role.LEVEL,
    Role.MECHANISM,
    Role.ORDINAL,
    Role.QUANTITY,
    Role.PURPOSE,
)
"""The roles that an event has one true value of, so that two can be at odds."""

NAMED = (*SINGLE, Role.TOPIC, Role.ITEM)
"""The roles on which one document may speak and another be silent."""

INITIATED = "initiated"
"""The note of an actor's claim in a mutual contact: the document says that they moved first."""

WHO_ASKED = "who asked"


@dataclass(frozen=True, slots=True)
class Account:
    """What one document says where another says something else."""

    doc_id: str
    outlet: str
    values: tuple[str, ...]
    claims: tuple[str, ...]
    side: str | None = None  # the polity whose account it is


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Something on which the documents of one event do not agree; no side is preferred."""

    about: str  # a role, "status", "channel", "who asked", or "who of st:chn"
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A value that some documents of an event name, and on which others say nothing."""

    about: str  # a role, or "who of st:chn"
    value: str
    told: tuple[Account, ...]
    silent: tuple[Account, ...]  # without values: the documents that say nothing on it


@dataclass(frozen=True, slots=True)
class Beside:
    """Another event that this one belongs to, or that belongs to it."""

    event: str
    channel: str
    status: str
    dates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """A text that several documents print: who did so first, and whom that credits."""

    first: str  # label of the document that was published first
    published: str | None
    credits: str | None  # as worded; None: it credits nobody
    documents: tuple[str, ...]  # ids of those that tell the event


@dataclass(frozen=True, slots=True)
class Dossier:
    """An event with all that is reported of it."""

    event: EventRow
    reports: tuple[ReportRow, ...]  # teasers included, marked by their section
    disagreements: tuple[Disagreement, ...]
    left_out: tuple[LeftOut, ...] = ()
    plan: Plan | None = None
    part_of: Beside | None = None
    parts: tuple[Beside, ...] = ()
    sides: tuple[str, ...] = ()  # the parties whose own account a document gives
    silent: tuple[str, ...] = ()  # the other parties: that is silence here, not denial
    n_sources: int = 0  # documents, copies of one text counted once
    spread: tuple[Spread, ...] = ()


_EVENT = "SELECT event_id, event_id = $typed FROM events WHERE starts_with(event_id, $typed)"

_INSIDE = """
SELECT DISTINCT er.event_id, er.report_id = $typed FROM event_reports AS er
WHERE starts_with(er.report_id, $typed)
UNION
SELECT DISTINCT er.event_id, c.claim_id = $typed
FROM claims AS c JOIN event_reports AS er ON er.report_id = c.report_id
WHERE starts_with(c.claim_id, $typed)
"""


def show(ledger: Book, typed: str) -> Dossier:
    """Return one event in full.

    Args:
        ledger: Open for reading.
        typed: Id of the event, or of one of its reports or claims, or the start of one.

    Raises:
        InputError: The start fits several events.
        NothingFound: No event, report or claim has this id.
    """
    [happening] = happenings(ledger, event=find_event(ledger, typed))
    shown = row(happening)
    beside = {
        event: Beside(event, channel, status, tuple(dates))
        for event, channel, status, dates in ledger.db.execute(
            _BESIDE, {"event": happening.id, "whole": happening.part_of}
        ).fetchall()
    }
    whole = beside.pop(happening.part_of or "", None)
    return Dossier(
        shown,
        happening.reports,
        disagreements(happening),
        left_out(happening),
        plan_of(happening, last_day(ledger)),
        whole,
        tuple(beside.values()),
        happening.sides,
        tuple(polity for polity in shown.polities if polity not in happening.sides),
        happening.n_sources,
        _spread(ledger, happening),
    )


def _spread(ledger: Book, happening: Happening) -> tuple[Spread, ...]:
    """Return the texts that more than one of an event's documents print."""
    told = {doc.id for doc in happening.docs}
    groups: dict[str, list[tuple[str, bool, str | None]]] = {}
    for group, doc_id, first, credited in ledger.db.execute(
        "SELECT c.group_id, c.doc_id, c.first, c.credits FROM copies AS c"
        " WHERE c.group_id IN (SELECT group_id FROM copies"
        " WHERE doc_id IN (SELECT unnest($docs::VARCHAR[]))) ORDER BY c.group_id, c.doc_id",
        {"docs": sorted(told)},
    ).fetchall():
        groups.setdefault(group, []).append((doc_id, first, credited))
    firsts = {doc_id for copies in groups.values() for doc_id, first, _ in copies if first}
    docs = documents(ledger, firsts)
    return tuple(
        Spread(docs[doc_id].label, docs[doc_id].published, credited, held)
        for copies in groups.values()
        for doc_id, first, credited in copies
        if first and len(held := tuple(other for other, _, _ in copies if other in told)) > 1
    )


def find_event(ledger: Book, typed: str) -> str:
    """Return the id of the event that is meant by its id, a report's or a claim's, or a start.

    Raises:
        InputError: The start fits several events.
        NothingFound: No event, report or claim has this id.
    """
    require_documents(ledger)
    typed = typed.strip().strip("[]")
    rows = ledger.db.execute(_EVENT, {"typed": typed}).fetchall()
    if not typed.startswith("ev:"):
        rows += ledger.db.execute(_INSIDE, {"typed": typed}).fetchall()
    exact = sorted({event for event, whole in rows if whole})
    found = exact or sorted({event for event, _ in rows})
    if not typed or not found:
        raise NothingFound(
            f"No event, report or claim of this ledger has the id {typed!r}. "
            "'dragoman events LEDGER' lists events with their ids."
        )
    if len(found) > 1:
        few = ", ".join(found[:4]) + (", ..." if len(found) > 4 else "")
        raise InputError(
            f"{typed!r} begins the ids of {len(found)} events: {few}; type one of them"
        )
    return str(found[0])


_BESIDE = """
SELECT event_id, channel, status, dates FROM events
WHERE part_of = $event OR event_id = $whole
ORDER BY first_day NULLS LAST, event_id
"""


@dataclass(frozen=True, slots=True)
class Reason:
    """A claim with the report that it stands in: what `dragoman why` explains."""

    claim: ClaimRow
    report: ReportRow


_CLAIM = """
SELECT DISTINCT c.claim_id, er.event_id
FROM claims AS c JOIN event_reports AS er ON er.report_id = c.report_id
WHERE starts_with(c.claim_id, ?)
ORDER BY 1, 2
"""


def reason(ledger: Book, typed: str) -> Reason:
    """Return a claim with its sentence, and by what its words were taken for somebody.

    Args:
        ledger: Open for reading.
        typed: Id of the claim, or the start of one.

    Raises:
        InputError: The start fits several claims.
        NothingFound: No claim has this id.
    """
    require_documents(ledger)
    typed = typed.strip().strip("[]")
    events = dict(ledger.db.execute(_CLAIM, [typed]).fetchall() if typed else ())
    found = [typed] if typed in events else list(events)
    if not found:
        raise NothingFound(
            f"No claim of this ledger has the id {typed!r}. 'dragoman show EVENT LEDGER' prints "
            "the claims of an event, each with its id in brackets."
        )
    if len(found) > 1:
        few = ", ".join(found[:4]) + (", ..." if len(found) > 4 else "")
        raise InputError(
            f"{typed!r} begins the ids of {len(found)} claims: {few}; type one of them"
        )
    [happening] = happenings(ledger, event=events[found[0]])
    return next(
        Reason(claim, report)
        for report in happening.reports
        for claim in report.claims
        if claim.id == found[0]
    )


def pieces(report: ReportRow, claims: Sequence[ClaimRow] | None = None) -> tuple[Piece, ...]:
    """Cut a report's sentence into pieces, those marked that its claims (or some) rest on.

    Words of other sentences (a dateline, an antecedent) are not in it: see `elsewhere`.
    """
    return cut(
        report.quote,
        [
            (claim.start - report.start, claim.end - report.start)
            for claim in (report.claims if claims is None else claims)
            if report.start <= claim.start and claim.end <= report.end
        ],
    )


def elsewhere(report: ReportRow) -> tuple[str, ...]:
    """Return the words of claims that stand outside the report's own sentence."""
    return tuple(
        dict.fromkeys(
            claim.quote
            for claim in report.claims
            if not (report.start <= claim.start and claim.end <= report.end)
        )
    )


def disagreements(happening: Happening) -> tuple[Disagreement, ...]:
    """List on what the documents of an event do not agree.

    Whom no document names, but only an office and the day, nobody says: it is no account.
    Two documents disagree on a role when both speak to it and nothing that the one says
    fits anything that the other says. "August" and "20 August" fit; 20 and 21 do not. A
    plan that came about is no disagreement, nor is the day that it was moved from; a denial
    of what others report is.
    """
    telling = _telling(happening)
    found = [
        _compare(happening, str(role), [c for r in telling for c in r.claims if c.role == role])
        for role in SINGLE
    ]
    for polity in sorted({c.polity for c in happening.having(*PARTY_ROLES) if c.polity}):
        people = [
            claim
            for claim in happening.having(*PARTY_ROLES)
            if claim.polity == polity and claim.person and not claim.inferred
        ]
        found.append(_compare(happening, f"who of {polity}", people))
    asked = [c for c in happening.having(Role.ACTOR) if c.note == INITIATED]
    found.append(_compare(happening, WHO_ASKED, asked))
    found.append(_channels(happening, telling))
    found.append(_statuses(happening))
    return tuple(entry for entry in found if entry)


def left_out(happening: Happening) -> tuple[LeftOut, ...]:
    """List what some documents of an event name, and on which others say nothing at all.

    That is no disagreement, but often what one side would rather not have told.
    """
    telling = _telling(happening)
    docs = tuple({report.doc.id: report.doc for report in telling}.values())
    if len(docs) < 2:
        return ()
    told: dict[str, dict[str, dict[str, list[ClaimRow]]]] = {}
    for report in telling:
        for claim in report.claims:
            if claim.role in NAMED:
                by_value = told.setdefault(claim.role, {})
                by_value.setdefault(claim.value, {}).setdefault(report.doc.id, []).append(claim)
    found = []
    for about in (role for role in NAMED if role in told):
        speaking = {doc for by_doc in told[about].values() for doc in by_doc}
        each = about in (Role.TOPIC, Role.ITEM)
        for value, by_doc in sorted(told[about].items()):
            quiet = [d for d in docs if d.id not in (by_doc if each else speaking)]
            if quiet:
                found.append(
                    LeftOut(
                        str(about),
                        value,
                        tuple(
                            Account(d.id, d.label, (value,), ids(by_doc[d.id]), d.side)
                            for d in docs
                            if d.id in by_doc
                        ),
                        tuple(Account(d.id, d.label, (), (), d.side) for d in quiet),
                    )
                )
    return tuple(found)


def _telling(happening: Happening) -> tuple[ReportRow, ...]:
    """Return the reports of what took place, where it did; else all that count."""
    took_place = tuple(r for r in happening.counted if r.status in PLACED_STATUSES)
    return took_place or happening.counted


def _value(claim: ClaimRow, about: str) -> str:
    if about.startswith("who of "):
        return claim.person or claim.value
    return claim.polity or claim.value if about == WHO_ASKED else claim.value


def _compare(happening: Happening, about: str, claims: Sequence[ClaimRow]) -> Disagreement | None:
    by_doc: dict[str, list[ClaimRow]] = {}
    for claim in claims:
        by_doc.setdefault(claim.doc_id, []).append(claim)
    values = {doc: {_value(c, about) for c in told} for doc, told in by_doc.items()}
    if all(
        any(_fits(about, one, other) for one in values[a] for other in values[b])
        for a in values
        for b in values
        if a < b
    ):
        return None
    docs = {doc.id: doc for doc in happening.docs}
    return Disagreement(
        about,
        tuple(
            Account(
                doc,
                docs[doc].label if doc in docs else doc,
                finest(tuple(values[doc])) if about == Role.DATE else tuple(sorted(values[doc])),
                tuple(dict.fromkeys(claim.id for claim in by_doc[doc])),
                docs[doc].side if doc in docs else None,
            )
            for doc in sorted(by_doc, key=lambda doc: (sorted(values[doc]), doc))
        ),
    )


def _fits(about: str, one: str, other: str) -> bool:
    if about == Role.DATE:
        return compatible(one, other)
    return one.casefold() == other.casefold()


def _channels(happening: Happening, telling: Sequence[ReportRow]) -> Disagreement | None:
    """Set the documents against each other that give what took place another name."""
    by_doc: dict[str, list[ReportRow]] = {}
    for report in telling:
        by_doc.setdefault(report.doc.id, []).append(report)
    names = {doc: {report.channel for report in told} for doc, told in by_doc.items()}
    if all(names[a] & names[b] for a in names for b in names):
        return None
    return Disagreement(
        "channel",
        tuple(
            Account(
                doc,
                told[0].doc.label,
                tuple(sorted(names[doc])),
                ids(c for report in told for c in report.claims if c.role in PARTY_ROLES),
                told[0].doc.side,
            )
            for doc, told in sorted(by_doc.items(), key=lambda e: (sorted(names[e[0]]), e[0]))
        ),
    )


def _statuses(happening: Happening) -> Disagreement | None:
    """Set reports that it took place against those that it did not."""
    took = [r for r in happening.counted if r.status in ("happened", "ongoing")]
    did_not = [r for r in happening.counted if r.status in ("denied", "cancelled")]
    if not took or not did_not:
        return None
    return Disagreement(
        "status",
        tuple(
            Account(
                report.doc.id,
                report.doc.label,
                (report.status,),
                tuple(
                    claim.id
                    for claim in report.claims
                    if claim.role == Role.STATUS or claim.role in PARTY_ROLES
                ),
                report.doc.side,
            )
            for report in [*took, *did_not]
        ),
    )
