"""What is counted when a text says "the second meeting": of whom, by which channels, how often.

Events told of the same days are one occasion. What cannot be told apart is only possible.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from dragoman.ask.record import ClaimRow
from dragoman.ask.window import finest
from dragoman.model import CONTACT_CHANNELS, PARTY_ROLES, Channel, Role
from dragoman.model.edtf import interval

IN_PERSON = frozenset({Channel.MEETING, Channel.NEGOTIATION, Channel.DIALOGUE})
"""That both took part in a summit of many is not that they met."""
_VIDEO = frozenset({Channel.VIDEO_MEETING})
_CALLS = frozenset({Channel.CALL})
_OF_PEOPLE = frozenset(
    {*IN_PERSON, *_VIDEO, *_CALLS, Channel.VISIT, Channel.LETTER, Channel.VERBAL_MESSAGE}
) - {Channel.DIALOGUE}
"""Channels in which it matters whose meeting it was, and not only of which states."""
_MEETINGS = (("in person", IN_PERSON), ("in person or by video link", IN_PERSON | _VIDEO))
_SUMMITS = (
    ("summits and meetings in person", IN_PERSON | {Channel.SUMMIT}),
    ("summits and meetings, by video link too", IN_PERSON | {Channel.SUMMIT} | _VIDEO),
)
_VISITS = (("visits", frozenset({Channel.VISIT})),)
_UNITS: tuple[tuple[re.Pattern[str], tuple[tuple[str, frozenset[Channel]], ...]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kinds)
    for pattern, kinds in (
        (r"face[ -]+to[ -]+face|in[ -]person|offline", (("in person", IN_PERSON),)),
        (r"virtual|video|online", (("by video link", _VIDEO),)),
        (
            r"call$|conversation$|spoken$|talked$",
            (("by telephone", _CALLS), ("by telephone or video link", _CALLS | _VIDEO)),
        ),
        (r"summits?$", _SUMMITS),
        (r"(?:meeting|talk|encounter|gathering|bilateral)s?$|^met$", _MEETINGS),
        (r"(?:visit|trip|tour|travel|journey)s?$|^visited$", _VISITS),
        (
            r"(?:contact|exchange|interaction|engagement)s?$",
            (("contacts of any channel", CONTACT_CHANNELS),),
        ),
    )
)
Cited = tuple[tuple[str, ...], frozenset[str]]
"""Claims, each once and in the order of documents and words, and the documents."""

Days = tuple[date, date]
"""The first and the last."""

_SAME = 7  # days: what is told of days that lie within so many is told of the same occasion


class Named(NamedTuple):
    """What a claim says of who took part, where and in what: as far as it matters here."""

    role: str
    value: str
    polity: str | None
    office: str | None
    person: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """Who takes part for one party, as far as the claim's document names them."""

    polity: str
    persons: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()

    @property
    def is_bare(self) -> bool:
        """Whether nobody is named, but only the state."""
        return not self.persons and not self.offices

    @property
    def ids(self) -> tuple[str, ...]:
        """Who it is, as specifically as is known."""
        return tuple(sorted(self.persons or self.offices or {self.polity}))

    def fits(self, claim: Named) -> bool:
        """Say whether a claim names this side, or one of its people."""
        if claim.polity != self.polity:
            return False
        if self.is_bare or claim.person in self.persons:
            return True
        # A post is enough where no other person is named for it, or nobody is in the claim.
        return claim.office in self.offices and not (
            self.persons and claim.person and claim.person not in self.persons
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: by which channels, of whom."""

    words: str
    channels: frozenset[Channel]
    sides: tuple[Side, ...]
    goes_to: frozenset[str] = frozenset()  # of what has a direction: to any of these
    mechanism: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Two polities that every event of it has."""
        polities = {side.polity for side in self.sides}
        polities |= self.goes_to if len(self.goes_to) == 1 else set()
        first, *rest = sorted(polities)
        return first, rest[0] if rest else first

    @property
    def parties(self) -> tuple[str, ...]:
        """All of whom it is counted, those who went before those to whom."""
        return (*(id_ for side in self.sides for id_ in side.ids), *sorted(self.goes_to))

    @property
    def is_of_anybody(self) -> bool:
        """Say whether it matters who took part, and some document names only the state."""
        return any(side.is_bare for side in self.sides) and bool(self.channels & _OF_PEOPLE)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One or several events that took place, and are told of the same days."""

    days: Days | None  # None: none is told
    n_sources: int
    events: tuple[str, ...]
    channel: str  # of the first
    kinds: frozenset[int]  # of what its claims say, by number: see `gathered`
    claims: Sequence[int]  # rising: in the order of documents and words
    is_exact: bool = field(init=False)  # so few days that what else is told of them is the same

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_exact", self.days is not None and _is_exact(self.days))

    def with_(self, other: "Occasion") -> "Occasion":
        """Return both as one occasion, of the days of this one."""
        return replace(
            self,
            n_sources=max(self.n_sources, other.n_sources),
            events=self.events + other.events,
            claims=[*self.claims, *other.claims],
        )


Unsettled = tuple[str, Days | None]
"""An event that may be one more, with the days that it can be on; None: none is told."""


@dataclass(slots=True)
class Count:
    """What the record has of a scope within a window."""

    sure: list[Occasion] = field(default_factory=list)
    unsettled: list[Unsettled] = field(default_factory=list)

    @property
    def possible(self) -> int:
        """How many more there may be, whose day or sameness is not settled."""
        return len(self.unsettled)


class Tally:
    """The occasions of a scope among some events, to be counted over many windows.

    Events of the same days are one occasion. What has no day, or one so coarse that it may be
    another's, is only possible.
    """

    def __init__(
        self, found: Sequence[Occasion], cite: Callable[[Iterable[Occasion]], Cited]
    ) -> None:
        """Take the events that are what is counted, by day, and what says what is behind some."""
        self._undated = [one.events[0] for one in found if not one.days]
        self._exact = _Row([(one.days, one) for one in found if one.days and one.is_exact])
        self._coarse = _Row([(one.days, one) for one in found if one.days and not one.is_exact])
        self.cited = cite
        self.n_days = len(set(self._exact.starts))  # how many different days occasions began on

    def count(self, event: str, days: tuple[date, date], first: date) -> Count:
        """Count from `first` up to the claimed occasion, which is itself left out.

        Args:
            event: The claimed one.
            days: Its days.
            first: From this day on.
        """
        count = Count(unsettled=[(other, None) for other in self._undated if other != event])
        exact = _is_exact(days)
        sure: list[tuple[Days, Occasion]] = []
        for own, one in [*self._exact.near(first, days[1]), *self._coarse.near(first, days[1])]:
            if own[1] < first or one.events[0] == event:
                continue
            if own[1] >= days[0]:  # it may be the claimed one
                if not (one.is_exact and exact):
                    count.unsettled.append((one.events[0], own))
            elif own[0] < first:
                count.unsettled.append((one.events[0], own))
            elif one.is_exact and sure and sure[-1][0][1] >= own[0]:  # they come in their order
                sure[-1] = sure[-1][0], sure[-1][1].with_(one)
            elif not one.is_exact and any(_overlap(other, own) for other, _ in sure):
                count.unsettled.append((one.events[0], own))
            else:
                sure.append((own, one))
        sure.sort(key=lambda pair: (pair[0], pair[1].events))
        count.sure = [one for _, one in sure]
        return count


class _Row:
    """Occasions by day, to be cut to those that reach into a window."""

    def __init__(self, each: list[tuple[Days, Occasion]]) -> None:
        self._each = each
        self.starts = [days[0] for days, _ in each]
        self._longest = max((days[1] - days[0] for days, _ in each), default=timedelta(0))

    def near(self, first: date, last: date) -> list[tuple[Days, Occasion]]:
        """Return those that begin by `last`, without most of those that end before `first`."""
        reach = first - self._longest if first - date.min > self._longest else date.min
        return self._each[bisect_left(self.starts, reach) : bisect_right(self.starts, last)]


def kinds_of(unit: str, channel: str) -> tuple[tuple[str, frozenset[Channel]], ...]:
    """Return the channels that a counted word can mean, by each reading, with its name.

    Args:
        unit: What is counted, as worded: "face-to-face meeting". A word that says no channel
            means that of the report.
        channel: Of the report.

    >>> [words for words, _ in kinds_of("second meeting", "meeting")]
    ['in person', 'in person or by video link']
    """
    if unit not in ("", "time", "such meeting"):
        for pattern, kinds in _UNITS:
            if pattern.search(unit):
                return kinds
    if channel in IN_PERSON - {Channel.DIALOGUE}:
        return _MEETINGS
    if channel == Channel.VISIT:
        return _VISITS
    return ((f"events of the channel {channel}", frozenset({Channel(channel)})),)


def sides_of(claims: Iterable[ClaimRow]) -> Iterator[Side]:
    """Give each party with the persons and posts that the claims name for it."""
    told: dict[str, list[ClaimRow]] = defaultdict(list)
    for claim in claims:
        if claim.role in PARTY_ROLES and claim.polity:
            told[claim.polity].append(claim)
    for polity, own in sorted(told.items()):
        # Who comes with a leader is not whom "their second meeting" counts.
        leading = [c for c in own if (c.office or "").endswith((".head", ".hog"))] or own
        persons = frozenset(c.person for c in leading if c.person)
        yield Side(polity, persons, frozenset(c.office for c in leading if c.office))


def went_to(claim: ClaimRow | Named) -> str | None:
    """Return the state that a claim says something went to."""
    if claim.role in (Role.RECIPIENT, Role.HOST):
        return claim.polity
    is_state = claim.role == Role.PLACE and claim.value.startswith("st:")
    return claim.value if is_state else None


def days_of(value: str | None) -> tuple[date, date] | None:
    """Return the first and last day of an EDTF text; None where it names none."""
    try:
        return interval(value) if value else None
    except (ValueError, OverflowError):
        return None


def hull(dates: Sequence[str]) -> tuple[date, date] | None:
    """Return the days from the earliest to the latest that documents claim."""
    found = [days_of(value) for value in dates]
    known = [days for days in found if days]
    if not known or len(known) < len(found):
        return None
    return min(first for first, _ in known), max(last for _, last in known)


@lru_cache(maxsize=100_000)
def days_of_all(dates: tuple[str, ...]) -> tuple[date, date] | None:
    """Return the days of the finest of some dates, from the earliest to the latest."""
    return hull(finest(dates))


def _is_exact(days: tuple[date, date]) -> bool:
    return days[1] - days[0] <= timedelta(_SAME)


def _overlap(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
