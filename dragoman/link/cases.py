"""What linking asks of a report: small, so that a million of them fit in memory."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from sys import intern
from typing import Any, TypeVar

from dragoman.link.book import load_book
from dragoman.model import (
    CHANNELS,
    PARTY_ROLES,
    UNMARKED,
    Channel,
    Claim,
    Direction,
    Report,
    Role,
    SectionKind,
    Status,
)
from dragoman.model.edtf import interval, is_yearless

Named = tuple[tuple[str, frozenset[str]], ...]
"""For each polity, what is named of it: persons, or offices."""

Place = tuple[str, int, int]
"""A document and a stretch of it."""

TOOK_PLACE = frozenset({Status.HAPPENED, Status.ONGOING})
"""The statuses of what has been, or is."""

OPEN = frozenset({Status.PLANNED, Status.HYPOTHETICAL})
"""The statuses of what may still come."""

NEWS = 7
"""Days for which something without a day is news."""

PAST, FUTURE = 400, 200
"""Days that a look back reaches back, and a plan without a day ahead."""

_FINE = re.compile(r"\d{4}-\d\d-\d\d(?:/\d{4}-\d\d-\d\d)?")
_NUMBER = re.compile(r"(?:^|;)number=(\d+)")


Shared = TypeVar("Shared", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Source:
    """What linking asks of a document.

    `published` is EDTF text. `copies` names the group of documents with nearly the same
    text; None: it has no copies.
    """

    published: str | None = None
    copies: str | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """What of a report says which happening it is about; equal ones are compared once.

    `days` are the first and last day that its dates can mean, as ordinals; `vague` says that
    they are not so many days of one happening, but a month or a year that holds its day.
    """

    channel: Channel
    status: Status
    teaser: bool
    marked: bool
    moved: bool
    background: bool
    meal: bool
    again: bool
    paper: bool
    polities: frozenset[str]
    hosts: frozenset[str]
    givers: frozenset[str]
    persons: Named
    offices: Named
    days: tuple[int, int] | None
    vague: bool
    places: frozenset[str]
    mechanisms: frozenset[str]
    ordinals: frozenset[str]
    purposes: frozenset[str]
    items: frozenset[str]

    @property
    def family(self) -> str:
        """The channels under which two documents may tell one happening."""
        return CHANNELS[self.channel].family


@dataclass(frozen=True, slots=True)
class Case:
    """One report as linking sees it."""

    id: str
    doc_id: str
    start: int
    end: int
    dates: tuple[str, ...]
    published: tuple[int, int] | None  # ordinals, as `Signature.days`
    copies: str | None
    said: Signature

    @property
    def place(self) -> Place:
        """Where the report stands."""
        return self.doc_id, self.start, self.end

    @property
    def yearless(self) -> tuple[str, ...]:
        """Its dates without a year."""
        return tuple(value for value in self.dates if is_yearless(value))

    @property
    def reach(self) -> tuple[int, int] | None:
        """The days on which something without a day can have been, or can still be.

        News is of these days, and background of the year before; a plan, and what was called
        off, is of the months to come. None: the document has no day, or a date no year.
        """
        if self.published is None or self.dates:
            return None
        first, last = self.published
        if self.said.status in TOOK_PLACE:
            return first - (PAST if self.said.background else NEWS), last
        return first - NEWS, last + FUTURE


def cases_of(reports: Iterable[Report], sources: Mapping[str, Source]) -> Iterator[Case]:
    """Yield what linking asks of reports; what says the same shares its signature.

    Args:
        reports: With all their claims.
        sources: What is known of documents, by id; one that is missing tells nothing.
    """
    pool: dict[Hashable, Any] = {}
    for report in reports:
        yield _case(report, sources, pool)


def _case(report: Report, sources: Mapping[str, Source], pool: dict[Hashable, Any]) -> Case:
    def share(value: Shared) -> Shared:
        held: Shared = pool.setdefault(value, value)
        return held

    book, words = load_book(), report.evidence.quote
    about = sources.get(report.doc_id) or Source()
    dates = tuple(dict.fromkeys(claim.value for claim in report.having(Role.DATE)))
    said = Signature(
        channel=report.channel,
        status=report.status,
        teaser=report.section is SectionKind.TEASER,
        marked=all(claim.rule != UNMARKED for claim in report.having(Role.STATUS)),
        moved=any(book.moved.search(claim.evidence.quote) for claim in report.having(Role.STATUS)),
        background=report.background,
        meal=bool(book.meal.search(words) and not book.talks.search(words)),
        again=bool(book.again.search(words)),
        paper=bool(book.paper.search(words)),
        polities=share(report.polities),
        hosts=share(_hosts(report)),
        givers=share(_givers(report)),
        persons=share(_named(report, "person")),
        offices=share(_named(report, "office")),
        days=share(_span(dates)),
        vague=not any(_is_fine(value) for value in dates),
        places=share(_values(report, Role.PLACE)),
        mechanisms=share(_values(report, Role.MECHANISM)),
        ordinals=share(_ordinals(report)),
        purposes=share(_values(report, Role.PURPOSE)),
        items=share(_values(report, Role.ITEM)),
    )
    return Case(
        intern(report.id),
        intern(report.doc_id),
        report.evidence.start,
        report.evidence.end,
        share(dates),
        share(_span((about.published,))) if about.published else None,
        about.copies,
        share(said),
    )


def _values(report: Report, role: Role) -> frozenset[str]:
    return frozenset(claim.value for claim in report.having(role))


def _ordinals(report: Report) -> frozenset[str]:
    """Return the numbers of a session; "his second visit this year" counts something else."""
    if not any(report.having(Role.MECHANISM)):
        return frozenset()
    found = (_NUMBER.search(claim.note or "") for claim in report.having(Role.ORDINAL))
    return frozenset(match[1] for match in found if match)


def _parties(report: Report) -> Iterable[Claim]:
    return (claim for claim in report.claims if claim.role in PARTY_ROLES)


def _hosts(report: Report) -> frozenset[str]:
    """Return the parties that are named as nothing but hosts."""
    others = {c.actor.polity for c in _parties(report) if c.role is not Role.HOST and c.actor}
    held = {c.actor.polity for c in report.having(Role.HOST) if c.actor and c.actor.polity}
    return frozenset(polity for polity in held if polity and polity not in others)


def _givers(report: Report) -> frozenset[str]:
    """Return who acts, where it matters: a visit from here is none from there."""
    if CHANNELS[report.channel].direction is Direction.MUTUAL:
        return frozenset()
    return frozenset(
        claim.actor.polity
        for claim in report.having(Role.ACTOR)
        if claim.actor and claim.actor.polity
    )


def _named(report: Report, what: str) -> Named:
    """Return the persons, or the offices, that are named of each polity."""
    found: dict[str, set[str]] = defaultdict(set)
    for claim in _parties(report):
        actor = claim.actor
        if actor is None or not actor.polity:
            continue
        name = (actor.person or actor.name) if what == "person" else actor.office
        if name:
            found[actor.polity].add(name)
    return tuple((polity, frozenset(names)) for polity, names in sorted(found.items()))


def _span(dates: Iterable[str]) -> tuple[int, int] | None:
    """Return the first and last day that dates can mean, as ordinals."""
    known = [days for value in dates if (days := interval(value)) is not None]
    if not known:
        return None
    return min(a for a, _ in known).toordinal(), max(b for _, b in known).toordinal()


def _is_fine(value: str) -> bool:
    return _FINE.fullmatch(value) is not None
