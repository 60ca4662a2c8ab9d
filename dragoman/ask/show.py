"""One event in full: every report and claim, who says so, and where documents disagree."""

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.ask.book import Book
from dragoman.ask.events import EventRow, row
from dragoman.ask.nothing import require_documents
from dragoman.ask.quote import Piece, cut
from dragoman.ask.record import ClaimRow, Happening, ReportRow, happenings
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


@dataclass(frozen=True, slots=True)
class Account:
    """What one document says where another says something else."""

    doc_id: str
    outlet: str
    values: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Something on which the documents of one event do not agree; no side is preferred."""

    about: str  # a role, "status", or "who of st:chn"
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """An event with all that is reported of it."""

    event: EventRow
    reports: tuple[ReportRow, ...]  # teasers included, marked by their section
    disagreements: tuple[Disagreement, ...]


_FIND = """
SELECT DISTINCT event_id, event_id = $typed FROM events WHERE starts_with(event_id, $typed)
UNION
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
    require_documents(ledger)
    typed = typed.strip().strip("[]")
    rows = ledger.db.execute(_FIND, {"typed": typed}).fetchall()
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
    [happening] = happenings(ledger, event=found[0])
    return Dossier(row(happening), happening.reports, disagreements(happening))


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
    plan that came about is no disagreement; a denial of what others report is.
    """
    found = []
    for role in SINGLE:
        claims = list(happening.having(role))
        found.append(_compare(happening, str(role), claims))
    for polity in sorted({c.polity for c in happening.having(*PARTY_ROLES) if c.polity}):
        people = [
            claim
            for claim in happening.having(*PARTY_ROLES)
            if claim.polity == polity and claim.person and not claim.inferred
        ]
        found.append(_compare(happening, f"who of {polity}", people))
    found.append(_statuses(happening))
    return tuple(entry for entry in found if entry)


def _value(claim: ClaimRow, about: str) -> str:
    if about.startswith("who of "):
        return claim.person or claim.value
    return claim.value


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
    outlets = {doc.id: doc.label for doc in happening.docs}
    return Disagreement(
        about,
        tuple(
            Account(
                doc,
                outlets.get(doc, doc),
                finest(tuple(values[doc])) if about == Role.DATE else tuple(sorted(values[doc])),
                tuple(dict.fromkeys(claim.id for claim in by_doc[doc])),
            )
            for doc in sorted(by_doc, key=lambda doc: (sorted(values[doc]), doc))
        ),
    )


def _fits(about: str, one: str, other: str) -> bool:
    if about == Role.DATE:
        return compatible(one, other)
    return one.casefold() == other.casefold()


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
            )
            for report in [*took, *did_not]
        ),
    )
