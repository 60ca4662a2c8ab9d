"""One gift of one side to another: what of it was pledged and delivered, and when."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from dragoman.ask.amounts import Amount, Quantity, of_accounts, of_sentence, read_quantity, unit_key
from dragoman.ask.book import Book, require_claims
from dragoman.ask.record import ClaimRow, Happening, ReportRow, ids
from dragoman.ask.window import finest
from dragoman.model import PARTY_ROLES, Role, Status
from dragoman.model.edtf import interval

Days = tuple[date, date]


class Stage(StrEnum):
    """How far a gift has come, as far as the ledger knows."""

    DELIVERED = "delivered"  # it is said to have happened
    UNDER_WAY = "under way"  # in neither sum
    PLEDGED = "pledged"  # planned, offered or promised
    CANCELLED = "cancelled"
    DENIED = "denied"


_STAGES = {
    Status.HAPPENED: Stage.DELIVERED,
    Status.ONGOING: Stage.UNDER_WAY,
    Status.PLANNED: Stage.PLEDGED,
    Status.CANCELLED: Stage.CANCELLED,
    Status.DENIED: Stage.DENIED,
}

_PART_OF_IT = re.compile(r"\b(?:includ\w+|of which|of them|among them|some of)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Gift:
    """One gift of one side to another, as documents tell it."""

    event: str
    giver: str
    receiver: str
    stage: str  # see `Stage`
    dates: tuple[str, ...]  # every date claimed, EDTF; several may be disagreement
    told_by: str | None  # when the first document that tells of it was published, EDTF
    gave: tuple[str, ...]  # what, and how much of it, as worded
    pledged: tuple[str, ...]  # by unit: "more than 500 doses"; accounts that differ: a range
    delivered: tuple[str, ...]
    together: bool  # its amounts are told for several givers or receivers, and are in no sum
    n_documents: int
    documents: tuple[str, ...]
    claims: tuple[str, ...]  # never empty

    def __post_init__(self) -> None:
        require_claims(f"the gift {self.event}", self.claims)


@dataclass(frozen=True, slots=True)
class Given:
    """A gift with the event that it is read from, and what is read out of it."""

    event: Happening
    giver: str
    receiver: str
    together: bool
    stage: Stage  # what documents only tell as offered is pledged
    days: Days | None  # first and last that its dates can mean; None: no document dates it
    told_by: str | None  # when the first document that tells of it was published, EDTF
    sums: Mapping[Stage, Mapping[str, Amount]]  # by unit, what of it was pledged and delivered
    units: Mapping[str, str]  # how each is worded, by what `sums` knows it by
    claims: tuple[ClaimRow, ...]  # of the parties those on the giver and receiver alone

    def amounts(self, stage: Stage) -> Mapping[str, Amount]:
        """Return by unit what of it was pledged or delivered.

        What one sentence lists is added up; two sentences, of one document or two, are two
        accounts of the gift, and what holds is one of them.
        """
        return self.sums.get(stage, {})

    def row(self) -> Gift:
        """Return it as a row of an answer."""

        def words(stage: Stage) -> tuple[str, ...]:
            told = sorted(self.amounts(stage).items())
            return tuple(f"{amount.words()} {self.units[key]}".rstrip() for key, amount in told)

        docs = tuple(doc.id for doc in self.event.docs)
        return Gift(
            self.event.id,
            self.giver,
            self.receiver,
            self.stage,
            self.event.dates,
            self.told_by,
            _longest(claim.value for claim in self.event.having(Role.ITEM, Role.QUANTITY)),
            words(Stage.PLEDGED),
            words(Stage.DELIVERED),
            self.together,
            len(docs),
            docs,
            ids(self.claims),
        )


def gifts_of(
    ledger: Book, events: Sequence[Happening], who: str, other: str | None
) -> tuple[Given, ...]:
    """Return the gifts that `who` gave or received in some events, in order of time.

    An event with several givers or receivers is a gift of each to each, given together. So is
    one whose amount the same words tell of another event too ("40 tents to Iran and Iraq").
    """
    shared = _shared(ledger, events)
    found = []
    for event in events:
        givers = _polities(event, Role.ACTOR)
        receivers = [p for p in _polities(event, Role.RECIPIENT, Role.HOST) if p not in givers]
        together = len(givers) > 1 or len(receivers) > 1
        together |= any(claim.id in shared for claim in event.having(Role.QUANTITY))
        told = [(report, tuple(read_report(report))) for report in event.counted]
        quantities = [quantity for _, each in told for quantity in each]
        parts = (
            _stage(event, quantities),
            span_of(finest(event.dates)),
            _told_by(event),
            _sums(told),
            {unit_key(quantity.unit): quantity.unit for quantity in quantities},
        )
        found += [
            Given(event, giver, receiver, together, *parts, _claims(event, giver, receiver))
            for giver in givers
            for receiver in receivers
            if who in (giver, receiver) and other in (None, giver, receiver)
        ]
    return tuple(sorted(found, key=_by_time))


def _stage(event: Happening, quantities: Iterable[Quantity]) -> Stage:
    stage = _STAGES[Status(event.status)]
    offered = {quantity.given for quantity in quantities} == {"pledged"}
    return Stage.PLEDGED if stage is Stage.DELIVERED and offered else stage


def _told_by(event: Happening) -> str | None:
    published = [doc.published for doc in event.docs if doc.published]
    return min(published, key=lambda day: (day_after(day), day), default=None)


def _claims(event: Happening, giver: str, receiver: str) -> tuple[ClaimRow, ...]:
    own, about = (giver, receiver), (Role.DATE, Role.ITEM, Role.QUANTITY)
    return tuple(
        claim
        for claim in event.claims
        if claim.role in about or (claim.role in PARTY_ROLES and claim.polity in own)
    )


def _sums(
    told: Sequence[tuple[ReportRow, Sequence[Quantity]]],
) -> Mapping[Stage, Mapping[str, Amount]]:
    return {
        stage: of_accounts(
            of_sentence(q for q in quantities if _stage_of(report, q) is stage)
            for report, quantities in told
        )
        for stage in (Stage.PLEDGED, Stage.DELIVERED)
    }


def read_report(report: ReportRow) -> Iterator[Quantity]:
    """Yield the quantities of a report, but not those told as part of one before."""
    claims = sorted((c for c in report.claims if c.role == Role.QUANTITY), key=lambda c: c.start)
    end = None
    for claim in claims:
        quantity = read_quantity(claim.note)
        if quantity is None:
            continue
        between = report.quote[max(0, (end or 0) - report.start) : claim.start - report.start]
        if end is None or not _PART_OF_IT.search(between):
            yield quantity
        end = claim.end


def span_of(dates: Iterable[str]) -> Days | None:
    """Return the first and last day that some EDTF dates can mean; yearless ones mean none."""
    return _span_of(tuple(dates))


@lru_cache(maxsize=100_000)
def _span_of(dates: tuple[str, ...]) -> Days | None:
    spans = []
    for value in dates:
        try:
            spans.append(interval(value))
        except (ValueError, OverflowError):
            continue
    known = [span for span in spans if span]
    return (min(a for a, _ in known), max(b for _, b in known)) if known else None


def day_after(published: str) -> date:
    """Return the last day on which something of that day of publication can have been told."""
    span = span_of([published])
    return span[1] if span else date.max


def _stage_of(report: ReportRow, quantity: Quantity) -> Stage | None:
    if quantity.given == "pledged" and report.status in (Status.HAPPENED, Status.ONGOING):
        return Stage.PLEDGED
    return _STAGES.get(Status(report.status))


def _shared(ledger: Book, events: Sequence[Happening]) -> frozenset[str]:
    """Return the quantities that are told of several events by the same words."""
    own = sorted({claim.id for event in events for claim in event.having(Role.QUANTITY)})
    rows = ledger.db.execute(
        "SELECT c.claim_id FROM claims AS c JOIN event_reports AS er ON er.report_id = c.report_id"
        " WHERE c.role = 'quantity' AND c.claim_id IN (SELECT unnest($own::VARCHAR[]))"
        " GROUP BY c.claim_id HAVING count(DISTINCT er.event_id) > 1",
        {"own": own},
    ).fetchall()
    return frozenset(row[0] for row in rows)


def _polities(event: Happening, *roles: Role) -> list[str]:
    return sorted({claim.polity for claim in event.having(*roles) if claim.polity})


def _by_time(given: Given) -> tuple[date, str, str, str]:
    span = given.days
    day = span[0] if span else day_after(given.told_by) if given.told_by else date.max
    return day, given.event.id, given.giver, given.receiver


def _longest(values: Iterable[str]) -> tuple[str, ...]:
    """Return wordings without those that a longer one holds."""
    told = list(dict.fromkeys(values))
    return tuple(one for one in told if not any(one != other and one in other for other in told))
