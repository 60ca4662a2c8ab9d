"""The stream that every format writes: one record for each event, with all that is said of it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from dragoman.ask.book import Book
from dragoman.ask.plan import Plan, last_day, plan_of
from dragoman.ask.record import (
    CLAIM_COLUMNS,
    ClaimRow,
    DocRow,
    Happening,
    ReportRow,
    claim_row,
    documents,
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


_EVENTS = """
SELECT e.event_id
FROM events AS e
WHERE ($first IS NULL OR e.first_day IS NULL
       OR (e.first_day <= $last AND coalesce(e.last_day, e.first_day) >= $first))
  AND (len($channels) = 0 OR list_contains($channels, e.channel))
  AND ($who IS NULL OR EXISTS (
        SELECT 1
        FROM event_reports AS er
        JOIN claims AS c ON c.report_id = er.report_id
        WHERE er.event_id = e.event_id
          AND list_contains($roles, c.role)
          AND $who IN (c.polity, c.office, c.person)))
ORDER BY e.first_day NULLS LAST, e.event_id
"""

_CHOSEN = """
SELECT e.event_id, e.channel, e.status, e.first_day, e.part_of, e.sides, e.n_sources
FROM events AS e
JOIN (SELECT unnest($events::VARCHAR[]) AS event_id) AS chosen USING (event_id)
ORDER BY e.first_day NULLS LAST, e.event_id
"""

_REPORTS = """
SELECT er.event_id, r.report_id, r.doc_id, r.channel, r.status, r.section, r.rule,
       coalesce(r.background, false), coalesce(r.speakers, []), r."start", r."end", r.quote
FROM event_reports AS er
JOIN (SELECT unnest($events::VARCHAR[]) AS event_id) AS chosen USING (event_id)
JOIN reports AS r ON r.report_id = er.report_id
ORDER BY er.event_id, r.doc_id, r."start", r."end", r.report_id
"""

_CLAIMS = f"""
SELECT {CLAIM_COLUMNS}
FROM claims AS c
JOIN event_reports AS er ON er.report_id = c.report_id
JOIN (SELECT unnest($events::VARCHAR[]) AS event_id) AS chosen USING (event_id)
ORDER BY c.doc_id, c."start", c."end", c.role, c.claim_id
"""  # noqa: S608 - our own words


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
        values = {
            "who": self.who,
            "roles": sorted({*PARTY_ROLES, Role.CARRIER}),
            "channels": sorted(self.channels),
            "first": self.asked.first if self.asked else None,
            "last": self.asked.last if self.asked else None,
        }
        found = [row[0] for row in self.ledger.db.execute(_EVENTS, values).fetchall()]
        self._ids = found if self.only is None else [one for one in found if one in self.only]

    def __len__(self) -> int:
        """Return how many events there are at most."""
        return len(self._ids)

    def __iter__(self) -> Iterator[Record]:
        self.undated = 0
        as_of = last_day(self.ledger)
        for first in range(0, len(self._ids), _AT_ONCE):
            for happening in _happenings(self.ledger, self._ids[first : first + _AT_ONCE]):
                placing = place(happening.dates, self.asked) if self.asked else Placing.INSIDE
                self.undated += placing is Placing.UNKNOWN
                if placing is Placing.INSIDE and happening.claims:
                    yield _record(happening, self.names, self.quote_chars, as_of)


def _happenings(ledger: Book, chosen: Sequence[str]) -> Iterator[Happening]:
    asked = {"events": list(chosen)}
    claims: dict[str, list[ClaimRow]] = defaultdict(list)
    for row in ledger.db.execute(_CLAIMS, asked).fetchall():
        claims[row[1]].append(claim_row(row))
    told = ledger.db.execute(_REPORTS, asked).fetchall()
    docs = documents(ledger, {row[2] for row in told})
    reports: dict[str, list[ReportRow]] = defaultdict(list)
    for event_id, report_id, doc_id, *rest in told:
        channel, status, section, rule, background, spoke, start, end, quote = rest
        reports[event_id].append(
            ReportRow(
                report_id,
                docs.get(doc_id) or DocRow(doc_id, None, None, None, None, None, None),
                channel,
                status,
                section,
                rule,
                background,
                tuple(spoke),
                start,
                end,
                quote,
                tuple(claims[report_id]),
            )
        )
    for event_id, channel, status, first_day, part_of, sides, n in ledger.db.execute(
        _CHOSEN, asked
    ).fetchall():
        if own := tuple(reports[event_id]):
            yield Happening(
                event_id, channel, status, first_day, own, part_of, tuple(sides or ()), n or 0
            )


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
