"""From groups of reports to events: channel, status, days, and what belongs to what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from dragoman.link.cases import OPEN, TOOK_PLACE, Case
from dragoman.link.compare import NEAR
from dragoman.link.groups import Group
from dragoman.model import Event, Status

_RANK = {
    Status.HAPPENED: 0,
    Status.ONGOING: 1,
    Status.CANCELLED: 2,
    Status.DENIED: 3,
    Status.PLANNED: 4,
    Status.HYPOTHETICAL: 5,
}


def event_of(group: Group) -> Event:
    """Return the event that a group of reports is about.

    What took place outweighs what was planned, and a status that words mark one that only
    nothing contradicts ("his trip to X"). A plan that was moved is still one. The channel and
    the days are those that the reports of that status give, and those near them: a day that
    a plan was moved from is none of it.
    """
    cases = group.cases
    status = _status(cases)
    telling = [case for case in cases if _is_told(case, status)]
    channels = Counter(case.said.channel for case in telling)
    dates = {value for case in _near(cases, telling) for value in case.dates}
    ids = sorted(case.id for case in cases)
    return Event(
        f"ev:{blake2b(ids[0].encode(), digest_size=6).hexdigest()}",
        min(channels, key=lambda channel: (-channels[channel], channel)),
        status,
        tuple(ids),
        tuple(sorted({polity for case in cases for polity in case.said.polities})),
        tuple(sorted(dates)),
    )


def _near(cases: Sequence[Case], telling: Sequence[Case]) -> Sequence[Case]:
    """Return the reports whose days lie near those of the telling ones; all, where none has."""
    days = [case.said.days for case in telling if case.said.days]
    if not days:
        return cases
    first, last = min(a for a, _ in days) - NEAR, max(b for _, b in days) + NEAR
    return [
        case
        for case in cases
        if case in telling
        or (case.said.days and case.said.days[0] <= last and first <= case.said.days[1])
    ]


def _status(cases: Iterable[Case]) -> Status:
    said = [case.said for case in cases]
    if any(one.status is Status.PLANNED for one in said):
        said = [one for one in said if not one.moved] or said
    marked = [one.status for one in said if one.marked]
    return min(marked or [one.status for one in said], key=lambda status: _RANK[status])


def _is_told(case: Case, status: Status) -> bool:
    """Say whether a report speaks of the same: what has been, what was not, or what is to come."""
    return _kind(case.said.status) == _kind(status)


def _kind(status: Status) -> int:
    return 0 if status in TOOK_PLACE else 1 if status in OPEN else 2
