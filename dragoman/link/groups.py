"""Grouping reports into events by parties, channel family and date."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b

from dragoman.model import CHANNELS, PARTY_ROLES, UNMARKED, Direction, Event, Report, Role, Status
from dragoman.model.edtf import interval, is_yearless

SAME_HAPPENING = timedelta(days=1)
"""Two reports of one call may give days that differ by one: it is tomorrow elsewhere."""

_RANK = {
    Status.HAPPENED: 0,
    Status.ONGOING: 1,
    Status.CANCELLED: 2,
    Status.DENIED: 3,
    Status.PLANNED: 4,
    Status.HYPOTHETICAL: 5,
}
_OPEN = frozenset({Status.PLANNED, Status.HYPOTHETICAL})


def link(reports: Iterable[Report]) -> tuple[Event, ...]:
    """Group reports into events; each report falls into exactly one.

    Reports belong together when they name the same states and organizations, in
    channels of one family (in a directed one, with the same side acting), on days that
    can be the same, and nobody in the place of somebody else. A report without a date
    joins the only dated group of its own document with the same parties; across documents
    it stays apart. A happened and a planned report join when their days agree. A teaser
    never joins a body. The order of the reports changes nothing.
    """
    blocks: dict[tuple[object, ...], list[Report]] = defaultdict(list)
    for report in reports:
        family = CHANNELS[report.channel].family
        blocks[family, report.polities, _givers(report), report.section].append(report)
    events = [
        _event(members) for block in blocks.values() for members in _groups(sorted_reports(block))
    ]
    return tuple(sorted(events, key=lambda event: (event.dates or ("~",), event.id)))


def _givers(report: Report) -> frozenset[str]:
    """Return who acts, where it matters: a visit from here is none from there."""
    if CHANNELS[report.channel].direction is Direction.MUTUAL:
        return frozenset()
    return frozenset(
        claim.actor.polity
        for claim in report.having(Role.ACTOR)
        if claim.actor and claim.actor.polity
    )


def sorted_reports(reports: Iterable[Report]) -> list[Report]:
    """Return reports in an order that depends on nothing but themselves."""
    return sorted(reports, key=lambda report: (report.doc_id, report.evidence.start, report.id))


def _dates(report: Report) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim.value for claim in report.having(Role.DATE)))


def _days(report: Report) -> tuple[date, date] | None:
    known = [days for value in _dates(report) if (days := interval(value)) is not None]
    return (min(a for a, _ in known), max(b for _, b in known)) if known else None


@dataclass(slots=True)
class _Group:
    """Reports of one happening, as they come together."""

    core: tuple[date, date] | None
    members: list[Report] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)
    people: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, report: Report) -> None:
        self.members.append(report)
        self.documents.add(report.doc_id)
        for polity, names in _people(report).items():
            self.people[polity] |= names

    def admits(self, report: Report) -> bool:
        """Say whether nobody's place is taken by somebody else, and no sentence counts twice.

        The president met the guest, and so did the premier: two meetings. A report that
        names nobody for a state contradicts nothing. "Signed a joint statement and witnessed
        the signing of documents" are two acts, since one sentence tells them by two names.
        """
        if any(
            one.evidence == report.evidence and one.channel is not report.channel
            for one in self.members
        ):
            return False
        return not any(
            names.isdisjoint(there)
            for polity, names in _people(report).items()
            if (there := self.people.get(polity))
        )


def _groups(block: Sequence[Report]) -> list[list[Report]]:
    dated = sorted(
        ((days, report) for report in block if (days := _days(report)) is not None),
        key=lambda entry: (entry[0][1] - entry[0][0], entry[0], entry[1].id),
    )
    groups: list[_Group] = []
    for days, report in dated:
        fitting = [
            group
            for group in groups
            if group.core and _meet(group.core, days) and group.admits(report)
        ]
        # A vague date ("in August") that fits several groups says nothing about which.
        if len(fitting) > 1:
            fitting = [group for group in fitting if report.doc_id in group.documents]
        if len(fitting) != 1:
            groups.append(_Group(days))
            fitting = groups[-1:]
        fitting[0].add(report)
    undated: dict[tuple[str, tuple[str, ...]], list[_Group]] = defaultdict(list)
    at_home: dict[str, list[_Group]] = defaultdict(list)
    for group in groups:
        for doc_id in group.documents:
            at_home[doc_id].append(group)
    for report in block:
        if _days(report) is not None:
            continue
        yearless = tuple(value for value in _dates(report) if is_yearless(value))
        home = [group for group in at_home[report.doc_id] if group.admits(report)]
        apart = undated[report.doc_id, yearless]
        alike = [group for group in apart if group.admits(report)]
        if len(home) == 1 and not yearless:
            home[0].add(report)
        elif alike:
            alike[0].add(report)
        else:
            apart.append(_Group(None))
            apart[-1].add(report)
    return [group.members for group in [*groups, *(g for apart in undated.values() for g in apart)]]


def _people(report: Report) -> dict[str, set[str]]:
    """Return who is named for each state or organization."""
    people: dict[str, set[str]] = defaultdict(set)
    for claim in report.claims:
        if claim.role in PARTY_ROLES and claim.actor and claim.actor.polity:
            name = claim.actor.person or claim.actor.name
            if name:
                people[claim.actor.polity].add(name)
    return people


def _meet(core: tuple[date, date], days: tuple[date, date]) -> bool:
    return core[0] - SAME_HAPPENING <= days[1] and days[0] <= core[1] + SAME_HAPPENING


def _event(members: Sequence[Report]) -> Event:
    ids = sorted(report.id for report in members)
    # A status that words mark outweighs one that only nothing contradicts ("his trip to X").
    said = [report.status for report in members if _is_marked(report)]
    status = min(said or [report.status for report in members], key=lambda s: _RANK[s])
    channels = Counter(
        report.channel for report in members if (report.status in _OPEN) == (status in _OPEN)
    ) or Counter(report.channel for report in members)
    channel = min(channels, key=lambda c: (-channels[c], c))
    dates = sorted({value for report in members for value in _dates(report)})
    polities = sorted({polity for report in members for polity in report.polities})
    founder = blake2b(ids[0].encode(), digest_size=6).hexdigest()
    return Event(f"ev:{founder}", channel, status, tuple(ids), tuple(polities), tuple(dates))


def _is_marked(report: Report) -> bool:
    return all(claim.rule != UNMARKED for claim in report.having(Role.STATUS))
