"""The stream that every format writes: one record for each event, with all that is said of it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from dragoman.ask.book import Book
from dragoman.ask.plan import Plan, last_day, plan_of
from dragoman.ask.record import (
    BODY,
    ClaimRow,
    Happening,
    ReportRow,
    event_ids,
    happenings,
    parties,
)
from dragoman.ask.window import Placing, Window, finest, place
from dragoman.ask.wording import Wording
from dragoman.model import PARTY_ROLES, Channel, Role
from dragoman.model.edtf import interval

CUT = " \u2026"
"""What stands at the end of a quotation that the setting `quote_chars` cut."""

ROLES = (Role.ACTOR, Role.RECIPIENT, Role.HOST, Role.CARRIER)
_AT_ONCE = 2_000  # events in memory together


class Names(Protocol):
    """What the exports ask of the register."""

    def iso3(self, ident: str, /) -> str | None:
        """Return a state's ISO 3166 code, an organization's acronym, or a place's state."""

    def label(self, ident: str, /) -> str:
        """Return what to call an actor or place."""


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody in one role of an event, as specifically as any document names them."""

    role: str
    id: str  # of a person, office, state or organization; words, where the register has nobody
    name: str
    polity: str | None
    polity_name: str | None
    country: str | None  # ISO 3166 alpha-3; None for organizations, and where there is no code
    words: str  # of the first claim
    by_office: str | None  # nobody is named: the office that the person follows from
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that a document gives."""

    id: str
    name: str
    country: str | None  # ISO 3166 alpha-3; None where disputed, or unknown


@dataclass(frozen=True, slots=True)
class Record:
    """One event with its reports and claims, in which no quotation is longer than allowed."""

    happening: Happening
    sentence: str  # in English, from the claims
    takers: tuple[Taker, ...]
    spots: tuple[Spot, ...]
    plan: Plan | None  # None: no document told it beforehand

    @property
    def dates(self) -> tuple[str, ...]:
        """The dates claimed, EDTF, without those that a finer one makes precise."""
        return finest(self.happening.dates)

    @property
    def spells(self) -> tuple[tuple[date, date], ...]:
        """The first and last day that each of the dates can mean; yearless ones mean none."""
        return tuple(days for value in self.dates if (days := days_of(value)))

    @property
    def is_teaser(self) -> bool:
        """Whether the event is known only from announcements of other documents.

        What lists records (tables, annotations, the command `events`) has it, marked as such;
        what is there to be counted or drawn (coded events, graphs, calendars, schema.org) has not.
        """
        return self.happening.section != BODY

    def having(self, *roles: Role) -> tuple[Taker, ...]:
        """Return who has one of some roles."""
        return tuple(taker for taker in self.takers if taker.role in roles)

    def values(self, role: Role) -> tuple[str, ...]:
        """Return what the claims of a role say, each once."""
        return tuple(dict.fromkeys(claim.value for claim in self.happening.having(role)))


def days_of(value: str) -> tuple[date, date] | None:
    """Return the first and last day of an EDTF date; None for one that names none.

    >>> days_of("2020-08-20"), days_of("XXXX-08-20")
    ((datetime.date(2020, 8, 20), datetime.date(2020, 8, 20)), None)
    """
    try:
        return interval(value)
    except (ValueError, OverflowError):
        return None


def is_exact(value: str) -> bool:
    """Return whether an EDTF date names a day, or a range of two.

    >>> is_exact("2020-08-20/2020-08-22"), is_exact("2020-08"), is_exact("XXXX-08-20")
    (True, False, False)
    """
    return days_of(value) is not None and all(len(end) == 10 for end in value.split("/"))


def shown(row: ClaimRow | ReportRow) -> str:
    """Return the quotation of a record as a reader should see it: marked where it was cut."""
    return row.quote.rstrip() + CUT if len(row.quote) < row.end - row.start else row.quote


@dataclass(slots=True)
class Stream:
    """The records of the events that are asked for, by day; undated ones last.

    Some thousand events are in memory at a time, however many there are.

    Args:
        ledger: Open for reading.
        names: The register.
        quote_chars: The longest quotation that may leave the ledger.
        who: Only events with this party or carrier.
        channels: Only these; none: all.
        asked: Only events that some document dates into this window.
        only: Only these events; None: all.
    """

    ledger: Book
    names: Names
    quote_chars: int
    who: str | None = None
    channels: Collection[Channel] = ()
    asked: Window | None = None
    only: Collection[str] | None = None
    undated: int = 0  # counted on the way: events that no document dates finely enough
    _ids: list[str] = field(init=False)

    def __post_init__(self) -> None:
        roles = {*PARTY_ROLES, Role.CARRIER}
        found = event_ids(self.ledger, self.who, roles, self.asked, self.channels)
        self._ids = found if self.only is None else [one for one in found if one in self.only]

    def __len__(self) -> int:
        """Return how many events there are at most."""
        return len(self._ids)

    def __iter__(self) -> Iterator[Record]:
        self.undated = 0
        as_of = last_day(self.ledger)
        for first in range(0, len(self._ids), _AT_ONCE):
            chosen = self._ids[first : first + _AT_ONCE]
            told = {one.id: one for one in happenings(self.ledger, among=chosen, basis=True)}
            for happening in (told[one] for one in chosen if one in told):
                placing = place(happening.dates, self.asked) if self.asked else Placing.INSIDE
                self.undated += placing is Placing.UNKNOWN
                if placing is Placing.INSIDE and happening.claims:
                    yield _record(happening, self.names, self.quote_chars, as_of)


def _record(happening: Happening, names: Names, quote_chars: int, as_of: date | None) -> Record:
    plan = plan_of(happening, as_of)  # by the whole quotations
    sentence = Wording(names.label, None).event(happening)
    cut = replace(happening, reports=tuple(_cut(r, quote_chars) for r in happening.reports))
    quotes = {claim.id: shown(claim) for claim in cut.claims}
    takers = []
    for role in ROLES:
        for party in parties(cut.claims, {role}):
            polity = party.polity
            takers.append(
                Taker(
                    role,
                    party.id,
                    party.name or names.label(party.id),
                    polity,
                    names.label(polity) if polity else None,
                    names.iso3(polity) if polity and polity.startswith("st:") else None,
                    quotes[party.claims[0]],
                    party.by_office,
                    party.claims,
                )
            )
    places = dict.fromkeys(claim.value for claim in cut.having(Role.PLACE))
    spots = tuple(Spot(id_, names.label(id_), _country(id_, names)) for id_ in places)
    return Record(cut, sentence, tuple(takers), spots, plan)


def _country(id_: str, names: Names) -> str | None:
    return names.iso3(id_) if id_.startswith(("pl:", "st:")) else None


def _cut(report: ReportRow, limit: int) -> ReportRow:
    claims = tuple(replace(claim, quote=claim.quote[:limit]) for claim in report.claims)
    return replace(report, quote=report.quote[:limit], claims=claims)
