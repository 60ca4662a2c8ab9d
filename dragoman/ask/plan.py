"""What became of a plan: when it was announced, for when, where it was moved, how it ended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from dragoman.ask.book import Book
from dragoman.ask.record import Happening, ReportRow, ids
from dragoman.ask.window import finest
from dragoman.link.book import load_book
from dragoman.model import Role, Status
from dragoman.model.edtf import interval

PATIENCE = timedelta(days=30)
"""How long after its day a plan may still be reported on; then what became of it is unknown."""

_TOOK_PLACE = (Status.HAPPENED, Status.ONGOING)


class Outcome(StrEnum):
    """How a plan ended, as far as the ledger knows on its last day."""

    HELD = "held"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"  # called off for later, without a new day
    DENIED = "denied"
    OPEN = "open"  # its day is still to come, or was less than 30 days ago, or none was given
    UNKNOWN = "unknown"  # its day was 30 days ago or more, and no document says what became of it


class Turn(StrEnum):
    """What one report adds to the history of a plan."""

    ANNOUNCED = "announced"
    REPEATED = "repeated"
    MOVED = "moved"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    DENIED = "denied"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Step:
    """One report of a plan: what it adds, when it was published, and for which days."""

    turn: Turn
    on: str | None  # when the document was published, EDTF; None: it does not say
    dates: tuple[str, ...]  # the days it gives, EDTF
    doc_id: str
    outlet: str
    report: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The history of a plan. Days are EDTF text; None: no document says."""

    announced_on: str | None
    for_when: tuple[str, ...]  # as first announced
    moved_to: tuple[str, ...]  # the days that it was moved to, in order
    outcome: Outcome
    held_on: tuple[str, ...]
    lead_days: int | None  # from the announcement to the day that it was held on, or last set for
    steps: tuple[Step, ...]


class Telling(NamedTuple):
    """One report of an event, as far as its plan is concerned."""

    report: str
    start: int
    doc_id: str
    outlet: str
    published: str | None  # EDTF
    status: str
    dates: tuple[str, ...]  # every date claimed
    is_put_off: bool  # the words of its status say that it is moved
    claims: tuple[str, ...]


def plan_of(happening: Happening, as_of: date | None) -> Plan | None:
    """Return the plan that an event is, or was: see `plan_told`."""
    return plan_told([_telling(report) for report in happening.counted], as_of)


def _telling(report: ReportRow) -> Telling:
    return Telling(
        report.id,
        report.start,
        report.doc.id,
        report.doc.label,
        report.doc.published,
        report.status,
        tuple(claim.value for claim in report.claims if claim.role == Role.DATE),
        is_put_off(claim.quote for claim in report.claims if claim.role == Role.STATUS),
        ids(report.claims),
    )


def plan_told(reports: Iterable[Telling], as_of: date | None) -> Plan | None:
    """Return the plan that an event is, or was; None where no document speaks of one.

    A happening that was told only afterwards was never a plan here. Reports are taken in the
    order of their documents' publication; one without a day comes last.

    Args:
        reports: Of the event.
        as_of: The last day of which the ledger knows; None: it knows no day, so nothing that
            is open has become unknown.
    """
    told = sorted(reports, key=_when)
    if not any(r.status == Status.PLANNED or r.is_put_off for r in told):
        return None
    steps: list[Step] = []
    set_for: tuple[str, ...] = ()
    for report in told:
        dates = finest(report.dates)
        turn = _turn(report, dates, set_for, first=not steps)
        if turn is None:
            continue
        steps.append(
            Step(
                turn,
                report.published,
                dates,
                report.doc_id,
                report.outlet,
                report.report,
                report.claims,
            )
        )
        if turn in (Turn.ANNOUNCED, Turn.REPEATED, Turn.MOVED):
            set_for = dates or set_for
    return _plan(steps, set_for, as_of) if steps else None


def last_day(ledger: Book) -> date | None:
    """Return the last day on which a document of the ledger was published."""
    rows = ledger.db.execute(
        "SELECT max(published) FROM documents"
        " WHERE length(published) = 10 AND NOT starts_with(published, 'X')"
    ).fetchall()
    return _first((rows[0][0],)) if rows and rows[0][0] else None


def _plan(steps: Sequence[Step], set_for: tuple[str, ...], as_of: date | None) -> Plan:
    announced = next((step for step in steps if step.turn is Turn.ANNOUNCED), None)
    took_place = [step for step in steps if step.turn is Turn.HELD]
    held = finest(tuple(value for step in took_place for value in step.dates))
    outcome = _outcome(steps, took_place, set_for, as_of)
    day = _first(held or set_for)
    begun = _first((announced.on,)) if announced and announced.on else None
    return Plan(
        announced.on if announced else None,
        announced.dates if announced else (),
        tuple(value for step in steps if step.turn is Turn.MOVED for value in step.dates),
        outcome,
        held,
        (day - begun).days if day and begun and day >= begun else None,
        tuple(steps),
    )


def _outcome(
    steps: Sequence[Step], held: Sequence[Step], set_for: tuple[str, ...], as_of: date | None
) -> Outcome:
    if held:
        return Outcome.HELD
    last = steps[-1].turn
    for turn, outcome in (
        (Turn.CANCELLED, Outcome.CANCELLED),
        (Turn.DENIED, Outcome.DENIED),
        (Turn.POSTPONED, Outcome.POSTPONED),
    ):
        if last is turn:
            return outcome
    due = _last(set_for)
    if due and as_of and as_of - due >= PATIENCE:
        return Outcome.UNKNOWN
    return Outcome.OPEN


def _turn(
    report: Telling, dates: tuple[str, ...], set_for: tuple[str, ...], *, first: bool
) -> Turn | None:
    """Return what a report adds; None for one that only says what it could be."""
    if report.status in _TOOK_PLACE:
        return Turn.HELD
    if report.status == Status.DENIED:
        return Turn.DENIED
    new_day = bool(dates and set_for and not _meet(dates, set_for))
    if report.is_put_off:
        return Turn.MOVED if new_day else Turn.POSTPONED
    if report.status == Status.CANCELLED:
        return Turn.CANCELLED
    if report.status != Status.PLANNED:
        return None
    if first:
        return Turn.ANNOUNCED
    return Turn.MOVED if new_day else Turn.REPEATED


def is_put_off(words: Iterable[str]) -> bool:
    """Return whether any of the words for a status say that it is moved."""
    return any(map(_says_moved, words))


@lru_cache(maxsize=10_000)
def _says_moved(words: str) -> bool:
    return bool(load_book().moved.search(words))


def _when(report: Telling) -> tuple[bool, str, bool, str, int]:
    took_place = report.status in _TOOK_PLACE
    return (
        report.published is None,
        report.published or "",
        took_place,
        report.doc_id,
        report.start,
    )


def _meet(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    mine, others = _days(ours), _days(theirs)
    return any(a[0] <= b[1] and b[0] <= a[1] for a in mine for b in others)


def _days(dates: Iterable[str]) -> list[tuple[date, date]]:
    found = []
    for value in dates:
        try:
            days = interval(value)
        except ValueError:
            continue
        if days:
            found.append(days)
    return found


def _first(dates: Iterable[str]) -> date | None:
    return min((first for first, _ in _days(dates)), default=None)


def _last(dates: Iterable[str]) -> date | None:
    return max((last for _, last in _days(dates)), default=None)
