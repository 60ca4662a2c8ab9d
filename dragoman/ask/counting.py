"""What is counted when a text says "the second meeting": of whom, by which channels, how often.

Events told of the same days are one occasion. What cannot be told apart is only possible.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
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
class Happened:
    """Events that took place, by number: in the order of their ids."""

    ids: Sequence[str]
    firsts: Sequence[int]  # ordinals of their days; 0: none is told
    lasts: Sequence[int]
    n_sources: Sequence[int]
    _numbers: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_numbers", {one: n for n, one in enumerate(self.ids)})

    def number(self, event: str) -> int | None:
        """Return the number of an event; None: it is not among these."""
        return self._numbers.get(event)

    def days(self, event: int) -> Days | None:
        """Return the first and the last day that an event can be on; None: none is told."""
        if not self.firsts[event]:
            return None
        return date.fromordinal(self.firsts[event]), date.fromordinal(self.lasts[event])


Occasion = list[int]
"""Events that are told of the same days; what it is called, and its days, are the first one's."""


@dataclass(slots=True)
class Count:
    """What the record has of a scope within a window."""

    sure: list[Occasion] = field(default_factory=list)
    unsettled: list[int] = field(default_factory=list)

    @property
    def possible(self) -> int:
        """How many more there may be, whose day or sameness is not settled."""
        return len(self.unsettled)


class Tally:
    """The events of a scope, to be counted over many windows.

    Events of the same days are one occasion. What has no day, or one so coarse that it may be
    another's, is only possible.
    """

    def __init__(self, among: Happened, found: Sequence[int], looked_at: frozenset[int]) -> None:
        """Take the events that are what is counted, by day, and by what is said of them."""
        self.among = among
        self.looked_at = looked_at
        firsts, lasts = among.firsts, among.lasts
        self._undated = [n for n in found if not firsts[n]]
        dated = [n for n in found if firsts[n]]
        self._exact = _Row(among, [n for n in dated if lasts[n] - firsts[n] <= _SAME])
        self._coarse = _Row(among, [n for n in dated if lasts[n] - firsts[n] > _SAME])
        self.n_days = len(set(self._exact.firsts))  # how many different days occasions began on

    def count(self, event: str, days: Days, first: date) -> Count:
        """Count from `first` up to the claimed occasion, which is itself left out.

        Args:
            event: The claimed one.
            days: Its days.
            first: From this day on.
        """
        firsts, lasts, same = self.among.firsts, self.among.lasts, self.among.number(event)
        start, end, begin = days[0].toordinal(), days[1].toordinal(), first.toordinal()
        is_exact = end - start <= _SAME
        unsettled = [one for one in self._undated if one != same]
        sure: list[Occasion] = []
        begins: list[int] = []
        ends: list[int] = []  # no two of these overlap
        for one in self._exact.near(begin, end):
            last = lasts[one]
            if last < begin or one == same:
                continue
            if last >= start:  # it may be the claimed one
                if not is_exact:
                    unsettled.append(one)
            elif firsts[one] < begin:
                unsettled.append(one)
            elif ends and ends[-1] >= firsts[one]:  # they come in their order
                sure[-1].append(one)
            else:
                sure.append([one])
                begins.append(firsts[one])
                ends.append(last)
        alone: list[int] = []
        for one in self._coarse.near(begin, end):
            first_day, last = firsts[one], lasts[one]
            if last < begin or one == same:
                continue
            at = bisect_right(begins, last)
            if (
                last >= start
                or first_day < begin
                or (at and ends[at - 1] >= first_day)
                or any(firsts[n] <= last and first_day <= lasts[n] for n in alone)
            ):
                unsettled.append(one)
            else:
                alone.append(one)
        if alone:
            sure += [[one] for one in alone]
            sure.sort(key=lambda one: (firsts[one[0]], lasts[one[0]], one[0]))
        return Count(sure, unsettled)


class _Row:
    """Events by day, to be cut to those that reach into a window."""

    def __init__(self, among: Happened, events: list[int]) -> None:
        self._events = events
        self.firsts = [among.firsts[n] for n in events]
        self._longest = max((among.lasts[n] - among.firsts[n] for n in events), default=0)

    def near(self, first: int, last: int) -> list[int]:
        """Return those that begin by `last`, without most of those that end before `first`."""
        start = bisect_left(self.firsts, first - self._longest)
        return self._events[start : bisect_right(self.firsts, last)]


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
