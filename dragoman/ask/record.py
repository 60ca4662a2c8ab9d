"""What the tables hold about events, as typed values: happenings, their reports and claims."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from dragoman.ask.book import Basis, Book
from dragoman.ask.window import Placing, Window, finest, place
from dragoman.model import PARTY_ROLES, Role

BODY = "body"
PLACED_STATUSES = frozenset({"happened", "ongoing"})
"""The statuses under which somebody has dealt with somebody."""


@dataclass(slots=True, unsafe_hash=True)
class ClaimRow:
    """One row of the table `claims`; nobody changes it.

    Not frozen: of these a question makes a million, and to make a frozen one takes ten times
    as long.
    """

    id: str
    report: str
    doc_id: str
    role: str
    value: str
    polity: str | None
    office: str | None
    person: str | None
    name: str | None
    start: int
    end: int
    quote: str
    speaker: str | None
    rule: str
    note: str | None
    inferred: bool = False  # the words name an office; the person follows from the day
    how: str | None = None  # what kind of words they are: title, pronoun, ...
    method: str | None = None  # how the person was found; None: no person, or nobody kept it
    score: float | None = None
    pool: int | None = None
    facts: tuple[str, ...] = ()

    @property
    def actor(self) -> str:
        """The most specific id that is known; else the claim's words."""
        return self.person or self.office or self.polity or self.value

    def is_about(self, who: str) -> bool:
        """Return whether the claim's actor is this person, office-holder or polity."""
        return who in (self.person, self.office, self.polity)


@dataclass(frozen=True, slots=True)
class DocRow:
    """What a citation says about a document."""

    id: str
    title: str | None
    url: str | None
    outlet: str | None
    side: str | None
    published: str | None
    name: str | None

    @property
    def source(self) -> str:
        """Where it is from: its outlet, else its file, else its id."""
        return self.outlet or self.name or self.id

    @property
    def label(self) -> str:
        """What to call it in a sentence: its outlet, else its title, else its file."""
        if self.outlet or not self.title:
            return self.source
        words = " ".join(self.title.split())
        return f"\u201c{words}\u201d" if len(words) <= 80 else f"\u201c{words[:80].rstrip()}…\u201d"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of `reports`, with its claims in the order of the text."""

    id: str
    doc: DocRow
    channel: str
    status: str
    section: str
    rule: str
    background: bool
    speakers: tuple[str, ...]
    start: int
    end: int
    quote: str
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with all that is reported of it, teasers included."""

    id: str
    channel: str
    status: str
    first_day: date | None
    reports: tuple[ReportRow, ...]
    part_of: str | None = None  # the visit or summit that it belongs to
    sides: tuple[str, ...] = ()  # the parties whose own account a document gives
    n_sources: int = 0  # documents, copies of one text counted once
    told_in: str = ""  # of one fetched without its reports: the section
    # The reports that enter counts: those in the body of a document.
    body: tuple[ReportRow, ...] = field(init=False, repr=False, compare=False)
    # The claims of the reports that count.
    claims: tuple[ClaimRow, ...] = field(init=False, repr=False, compare=False)
    # Every date claimed, sorted; more than one may be disagreement.
    dates: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep what every question asks for again and again."""
        body = tuple(report for report in self.reports if report.section == BODY)
        claims = tuple(claim for report in body or self.reports for claim in report.claims)
        dates = {claim.value for claim in claims if claim.role == "date"}
        for name, value in (("body", body), ("claims", claims), ("dates", tuple(sorted(dates)))):
            object.__setattr__(self, name, value)

    @property
    def counted(self) -> tuple[ReportRow, ...]:
        """The body's reports, or all where there is none in a body."""
        return self.body or self.reports

    @property
    def section(self) -> str:
        """`body` when any document tells it in its body; else where it was found."""
        return self.told_in or (BODY if self.body else self.reports[0].section)

    @property
    def docs(self) -> tuple[DocRow, ...]:
        """The documents whose reports count, by id."""
        found = {report.doc.id: report.doc for report in self.counted}
        return tuple(found[doc_id] for doc_id in sorted(found))

    def having(self, *roles: Role) -> Iterator[ClaimRow]:
        """Yield the claims of some roles."""
        return (claim for claim in self.claims if claim.role in roles)

    @property
    def sort_key(self) -> tuple[str, str, str]:
        """See `by_day`."""
        return by_day(self)


class Head(NamedTuple):
    """An event without what is reported of it: enough to say whether a question counts it."""

    id: str
    channel: str
    status: str
    section: str
    dates: tuple[str, ...]


class Placed(Protocol):
    """What tells whether a question counts an event: a `Head`, or a `Happening`."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def channel(self) -> str:
        """Its channel."""

    @property
    def status(self) -> str:
        """Its status."""

    @property
    def section(self) -> str:
        """Where it stands."""

    @property
    def dates(self) -> tuple[str, ...]:
        """The dates claimed, EDTF."""


def by_day(event: Placed) -> tuple[str, str, str]:
    """Return what events are put in order by: day, then channel, then id; undated last."""
    days = [value for value in finest(event.dates) if not value.startswith("X")]
    return (min(days, default="~"), event.channel, event.id)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who took part in an event, as specifically as any document names them."""

    id: str
    polity: str | None
    name: str | None  # as worded, where the register knows nobody of that name
    roles: frozenset[str]
    claims: tuple[str, ...]
    by_office: str | None = None  # nobody is named: the office from which the party is inferred


def inferred(told: Iterable[Party]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the parties whom no document names, each once, and the offices they follow from."""
    found = {party.id: party.by_office for party in told if party.by_office}
    return tuple(found), tuple(office for office in found.values() if office)


def parties(claims: Iterable[ClaimRow], roles: Collection[Role] = PARTY_ROLES) -> tuple[Party, ...]:
    """Say who the claims name, each once.

    One document says "President Joko", another "Indonesia": that is one party, named by
    its most specific id, and the claims on the state stand behind it too. An office that
    nobody is named for stays an office.
    """
    told = [claim for claim in claims if claim.role in roles]
    named: dict[tuple[str, str], list[ClaimRow]] = defaultdict(list)
    for claim in told:
        if claim.person:
            named["person", claim.person].append(claim)
        elif claim.name:
            named["name", f"{claim.polity}|{claim.name.casefold()}"].append(claim)
    for claim in told:
        if claim.person or claim.name or not claim.office:
            continue
        holders = [key for key, group in named.items() if _hold(group, claim)]
        for key in holders or [("office", claim.office)]:
            named[key].append(claim)
    for claim in told:
        if claim.person or claim.name or claim.office:
            continue
        same = [
            key
            for key, group in named.items()
            if claim.polity and any(other.polity == claim.polity for other in group)
        ]
        for key in same or [("polity", claim.actor)]:
            named[key].append(claim)
    return tuple(
        sorted(
            (_party(key[0], group) for key, group in named.items()),
            key=lambda party: (party.id, party.name or ""),
        )
    )


def _hold(group: Sequence[ClaimRow], claim: ClaimRow) -> bool:
    return any(
        other.office == claim.office and (other.person or other.name) is not None for other in group
    )


def _party(kind: str, group: Sequence[ClaimRow]) -> Party:
    own = [claim for claim in group if claim.person or claim.name or claim.office] or list(group)
    first = own[0]
    polities = sorted({claim.polity for claim in own if claim.polity})
    return Party(
        first.person or first.office or first.polity or first.name or first.value,
        polities[0] if polities else None,
        first.name if kind == "name" else None,
        frozenset(claim.role for claim in group),
        ids(group),
        _by_office(kind, own),
    )


def _by_office(kind: str, own: Sequence[ClaimRow]) -> str | None:
    """Return the office from which a party is inferred, if it is by every claim on it.

    A person is by who held the office on the day; an office by what sort of dealings it was.
    """
    if kind not in ("person", "office"):
        return None
    told = [claim for claim in own if claim.person or kind == "office"]
    if not all(claim.inferred for claim in told):
        return None
    return next((claim.office for claim in told if claim.office), None)


def ids(claims: Iterable[ClaimRow]) -> tuple[str, ...]:
    """Return the claims' ids, each once, in the order of documents and words."""
    return tuple(dict.fromkeys([claim.id for claim in sorted(claims, key=_BY_WORDS)]))


_BY_WORDS = attrgetter("doc_id", "start", "end", "id")


_WHO = {
    "polities": "list_contains(e.polities, $who)",
    "persons": "list_contains(e.persons, $who)",
    "": """EXISTS (
        SELECT 1 FROM event_reports AS er JOIN claims AS c ON c.report_id = er.report_id
        WHERE er.event_id = e.event_id AND list_contains($roles, c.role)
          AND $who IN (c.polity, c.office, c.person))""",
}


def who_in(who: str | None, roles: Collection[Role]) -> str:
    """Return the condition that somebody has one of some roles in an event.

    The table of events itself names the parties, but no offices.
    """
    named = {"st:": "polities", "og:": "polities", "pe:": "persons"}.get((who or "")[:3], "")
    return _WHO[named if set(roles) == set(PARTY_ROLES) else ""] if who else "true"


_NEAR = """($first IS NULL OR e.first_day IS NULL
       OR (e.first_day <= $last AND coalesce(e.last_day, e.first_day) >= $first))"""

_HEADS = f"""
SELECT e.event_id, e.channel, e.status, e.section, e.dates FROM events AS e
WHERE {_NEAR} AND {{who}}
"""  # noqa: S608 - our own words

_IDS = f"""
SELECT e.event_id FROM events AS e
WHERE {_NEAR} AND (len($channels) = 0 OR list_contains($channels, e.channel)) AND {{who}}
ORDER BY e.first_day NULLS LAST, e.event_id
"""  # noqa: S608

_EVENTS = f"""
SELECT e.event_id, e.channel, e.status, e.first_day, e.part_of, e.sides, e.n_sources,
       e.section, len(e.dates) > 0
FROM events AS e
WHERE ($among IS NULL OR e.event_id IN (SELECT unnest($among::VARCHAR[])))
  AND {_NEAR} AND {{who}}
ORDER BY e.event_id
"""  # noqa: S608

_REPORTS = """
SELECT er.event_id, r.report_id, r.doc_id, r.channel, r.status, r.section, r.rule,
       coalesce(r.background, false), coalesce(r.speakers, []), r."start", r."end", r.quote
FROM event_reports AS er
JOIN reports AS r ON r.report_id = er.report_id
WHERE er.event_id IN (SELECT unnest($events::VARCHAR[]))
ORDER BY er.event_id, r.doc_id, r."start", r."end", r.report_id
"""

CLAIM_COLUMNS = """c.claim_id, c.report_id, c.doc_id, c.role, c.value, c.polity, c.office,
       c.person, c.name, c."start", c."end", c.quote, c.speaker, c.rule, c.note,
       coalesce(c.inferred, false), c.how, c.method, c.score, c.pool, c.facts"""
"""What `claim_row` takes of the table `claims`, here called c."""

# How persons were found is half of a row, and few questions ask for it.
_BARE = CLAIM_COLUMNS.replace(", c.how, c.method, c.score, c.pool, c.facts", "")

_CLAIMS = """
SELECT {columns}
FROM claims AS c
WHERE c.report_id IN (
    SELECT er.report_id FROM event_reports AS er
    WHERE er.event_id IN (SELECT unnest($events::VARCHAR[])))
  AND ($roles IS NULL OR list_contains($roles, c.role))
ORDER BY c.doc_id, c."start", c."end", c.role, c.claim_id
"""

_DOCS = """
SELECT d.doc_id, d.title, d.url, d.outlet, d.side, d.published, d.name
FROM documents AS d
WHERE d.doc_id IN (SELECT unnest($docs::VARCHAR[]))
"""


def happenings(
    ledger: Book,
    *,
    who: str | None = None,
    roles: Collection[Role] = PARTY_ROLES,
    near: Window | None = None,
    event: str | None = None,
    among: Collection[str] | None = None,
    only: Collection[Role] | None = None,
    bare: bool = False,
    basis: bool = False,
) -> tuple[Happening, ...]:
    """Fetch events with their reports and claims, in order of day.

    How persons were found comes along with the event asked for by its id, and else on demand.

    Args:
        ledger: Open for reading.
        who: Only events in which this person, office or polity has one of `roles`.
        roles: See `who`.
        near: Leave out events whose days all lie outside; undated ones come along.
        event: Only the event of this id.
        among: Only events of these ids.
        only: Of the claims only those of these roles; a question that looks at no others
            is answered in half the time.
        bare: Events to which no document gives any date come without their reports: of
            them a question about a window can only say how many there are.
        basis: Say of each claim how its person was found.
    """
    chosen = [event] if event is not None else sorted(among) if among is not None else None
    asked = _asked(_EVENTS, who, roles, near)
    picked = ledger.db.execute(asked[0], {**asked[1], "among": chosen}).fetchall()
    wanted = [row[0] for row in picked if row[-1] or not bare]
    reports = _reports(ledger, wanted, only, basis=basis or event is not None) if wanted else {}
    found = []
    for event_id, channel, status, first_day, part_of, sides, n, section, dated in picked:
        own = (event_id, channel, status, first_day)
        if bare and not dated:
            found.append(Happening(*own, (), part_of, tuple(sides), n, section))
        elif told := reports.get(event_id):
            found.append(Happening(*own, tuple(told), part_of, tuple(sides), n))
    return tuple(sorted(found, key=lambda happening: happening.sort_key))


def event_ids(
    ledger: Book,
    who: str | None,
    roles: Collection[Role],
    near: Window | None,
    channels: Collection[str] = (),
) -> list[str]:
    """Return the ids of events, by their first day, undated ones last; see `happenings`.

    Args:
        ledger: Open for reading.
        who: Only events in which this person, office or polity has one of `roles`.
        roles: See `who`.
        near: Leave out events whose days all lie outside.
        channels: Only these; none: all.
    """
    query, values = _asked(_IDS, who, roles, near)
    return [
        row[0]
        for row in ledger.db.execute(query, {**values, "channels": sorted(channels)}).fetchall()
    ]


def heads(ledger: Book, who: str, near: Window | None) -> list[Head]:
    """Fetch the events to which somebody is a party, without their reports, in no order.

    Args:
        ledger: Open for reading.
        who: A person, office or polity.
        near: See `happenings`.
    """
    rows = ledger.db.execute(*_asked(_HEADS, who, PARTY_ROLES, near)).fetchall()
    return [Head(a, b, c, d, tuple(dates)) for a, b, c, d, dates in rows]


def _asked(
    query: str, who: str | None, roles: Collection[Role], near: Window | None
) -> tuple[str, dict[str, Any]]:
    """Return a query for events with the conditions put in, and their values."""
    condition = who_in(who, roles)
    values: dict[str, Any] = {
        "who": who,
        "roles": sorted(roles),
        "first": near.first if near else None,
        "last": near.last if near else None,
    }
    used = query.format(who=condition)
    return used, {name: value for name, value in values.items() if f"${name}" in used}


def _reports(
    ledger: Book, events: Sequence[str], only: Collection[Role] | None, *, basis: bool
) -> dict[str, list[ReportRow]]:
    """Fetch the reports of events with their claims, by event."""
    asked = {"events": events, "roles": None if only is None else sorted(only)}
    claims: dict[str, list[ClaimRow]] = defaultdict(list)
    rows = ledger.db.execute(
        _CLAIMS.format(columns=CLAIM_COLUMNS if basis else _BARE), asked
    ).fetchall()
    for row in rows:
        claims[row[1]].append(claim_row(row) if basis else ClaimRow(*row))
    told = ledger.db.execute(_REPORTS, {"events": events}).fetchall()
    docs = documents(ledger, {row[2] for row in told})
    reports: dict[str, list[ReportRow]] = defaultdict(list)
    for event_id, report_id, doc_id, channel, status, section, rule, background, *rest in told:
        speakers, start, end, quote = rest
        reports[event_id].append(
            ReportRow(
                report_id,
                docs.get(doc_id) or DocRow(doc_id, None, None, None, None, None, None),
                channel,
                status,
                section,
                rule,
                background,
                tuple(speakers),
                start,
                end,
                quote,
                tuple(claims[report_id]),
            )
        )
    return reports


def claim_row(row: Sequence[Any]) -> ClaimRow:
    """Return the claim of a row with the columns of `CLAIM_COLUMNS`."""
    values = [*row[:-1], tuple(row[-1] or ())]
    return ClaimRow(*values)


def documents(ledger: Book, wanted: Iterable[str]) -> dict[str, DocRow]:
    """Fetch what citations say about documents, by id."""
    rows = ledger.db.execute(_DOCS, {"docs": sorted(wanted)}).fetchall()
    return {row[0]: DocRow(*row) for row in rows}


Event = TypeVar("Event", bound=Placed)


@dataclass(frozen=True, slots=True)
class Sorted(Generic[Event]):
    """Events told apart by whether a question may count them."""

    counted: tuple[Event, ...]
    undated: tuple[Event, ...]
    teasers: tuple[Event, ...]
    not_happened: tuple[Event, ...]
    other_channels: tuple[Event, ...]

    def basis(
        self, ledger: Book, behind: Iterable[Happening], *, asked: Window | None, alone: int = 0
    ) -> Basis:
        """Say what the happenings `behind` an answer rest on, and what was left out."""
        behind = tuple(behind)
        docs = {doc.id: doc for happening in behind for doc in happening.docs}
        return Basis(
            n_events=len({happening.id for happening in behind}),
            n_documents=len(docs),
            outlets=tuple(sorted({doc.outlet for doc in docs.values() if doc.outlet})),
            window=asked.words if asked else "",
            teasers=len(self.teasers),
            withdrawn=len(ledger.withdrawn()),
            undated=len(self.undated),
            not_happened=len(self.not_happened),
            other_channels=len(self.other_channels),
            no_counterpart=alone,
        )


def sort_out(
    found: Iterable[Event],
    *,
    asked: Window | None,
    channels: Collection[str],
    statuses: Collection[str] = PLACED_STATUSES,
) -> Sorted[Event]:
    """Tell events apart: countable, or left out and for which (first) reason."""
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in found:
        placing = place(event.dates, asked) if asked else Placing.INSIDE
        if placing is Placing.OUTSIDE:
            continue
        if event.section != BODY:
            groups["teasers"].append(event)
        elif event.status not in statuses:
            groups["not_happened"].append(event)
        elif event.channel not in channels:
            groups["other_channels"].append(event)
        elif placing is Placing.UNKNOWN:
            groups["undated"].append(event)
        else:
            groups["counted"].append(event)
    return Sorted(
        tuple(groups["counted"]),
        tuple(groups["undated"]),
        tuple(groups["teasers"]),
        tuple(groups["not_happened"]),
        tuple(groups["other_channels"]),
    )
