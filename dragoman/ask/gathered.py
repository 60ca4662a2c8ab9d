"""The events among which claims are counted, fetched at once: of a state, a quarter of a million.

Their claims are numbers, in the order of documents and words, and so is what claims say: few
things are said of who took part, and each is looked at once for everything that is counted.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from dragoman.ask.book import Book
from dragoman.ask.counting import (
    Cited,
    Named,
    Occasion,
    Scope,
    Side,
    Tally,
    days_of_all,
    went_to,
)
from dragoman.ask.record import PLACED_STATUSES
from dragoman.model import PARTY_ROLES, Channel, Role

if TYPE_CHECKING:
    import pyarrow as pa

_LOOKED_AT = sorted({*PARTY_ROLES, Role.PLACE, Role.MECHANISM, Role.DATE})

_PICKED = """
WITH wanted AS (SELECT unnest($ones::VARCHAR[]) AS one, unnest($others::VARCHAR[]) AS other),
placed AS (
    SELECT event_id, channel, dates, n_sources, polities, unnest(polities) AS one
    FROM events
    WHERE section = 'body' AND list_contains($statuses, status)
      AND list_contains($channels, channel) AND list_has_any(polities, $ones))
SELECT p.one, w.other, p.event_id, p.channel, p.dates, p.n_sources
FROM placed AS p JOIN wanted AS w ON w.one = p.one
WHERE list_contains(p.polities, w.other)
ORDER BY p.event_id
"""

_SAID = """
WITH picked AS (
    SELECT unnest($events::VARCHAR[]) AS event_id, unnest(range(len($events))) AS nth),
told AS (
    SELECT p.nth, er.report_id FROM picked AS p JOIN event_reports AS er USING (event_id)
    WHERE er.report_id NOT IN (SELECT report_id FROM reports WHERE section <> 'body'))
SELECT t.nth, c.claim_id, c.doc_id,
       concat_ws(chr(31), c.role, coalesce(c.polity, ''), coalesce(c.office, ''),
                 coalesce(c.person, ''), CASE c.role WHEN 'date' THEN '' ELSE c.value END) AS said
FROM told AS t JOIN claims AS c ON c.report_id = t.report_id
WHERE list_contains($roles, c.role)
ORDER BY c.doc_id, c."start", c."end", c.claim_id
"""


@dataclass(slots=True)
class Gathered:
    """Events by two parties, with what their claims say."""

    _found: dict[tuple[str, str], list[Occasion]]  # by day
    _claims: "pa.Table"  # id and document, by number
    _says: Sequence[int]  # what each says, by number
    _kinds: Sequence[Named]  # what that is
    _of: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # of a polity
    _to: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # gone to
    _in: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # of a meeting
    _of_channels: dict[tuple[tuple[str, str], frozenset[Channel]], list[Occasion]] = field(
        default_factory=dict
    )
    _dates: list[int] = field(default_factory=list)
    _fit: dict[tuple[Side, bool], frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort what is said by what is asked for."""
        for number, kind in enumerate(self._kinds):
            if kind.role in PARTY_ROLES and kind.polity:
                self._of[kind.polity].append(number)
            if where := went_to(kind):
                self._to[where].append(number)
            if kind.role == Role.DATE:
                self._dates.append(number)
            if kind.role == Role.MECHANISM:
                self._in[kind.value.casefold()].append(number)

    def tally(self, scope: Scope) -> Tally:
        """Return the events that are what a scope counts."""
        needs = self._needs(scope)
        found = self._by_channels(scope.key, scope.channels)
        for need in needs:
            found = [one for one in found if not need.isdisjoint(one.kinds)]
        return Tally(found, self._citing(frozenset[int]().union(*needs, self._dates)))

    def _by_channels(self, key: tuple[str, str], channels: frozenset[Channel]) -> list[Occasion]:
        if (key, channels) not in self._of_channels:
            self._of_channels[key, channels] = [
                one for one in self._found.get(key, ()) if one.channel in channels
            ]
        return self._of_channels[key, channels]

    def _needs(self, scope: Scope) -> tuple[frozenset[int], ...]:
        """Return what must be said of an event of the scope: of each set, one."""
        needs = [self._fitting(side, acting=bool(scope.goes_to)) for side in scope.sides]
        if scope.goes_to:
            needs.append(frozenset(n for where in scope.goes_to for n in self._to[where]))
        if scope.mechanism:
            needs.append(frozenset(self._in[scope.mechanism.casefold()]))
        return tuple(needs)

    def _fitting(self, side: Side, *, acting: bool) -> frozenset[int]:
        key = side, acting
        if key not in self._fit:
            self._fit[key] = frozenset(
                number
                for number in self._of[side.polity]
                if side.fits(self._kinds[number])
                and (not acting or self._kinds[number].role == Role.ACTOR)
            )
        return self._fit[key]

    def _citing(self, wanted: frozenset[int]) -> Callable[[Iterable[Occasion]], Cited]:
        def cited(some: Iterable[Occasion]) -> Cited:
            says, claims = self._says, self._claims
            numbers = sorted(n for one in some for n in one.claims if says[n] in wanted)
            if not numbers:
                return (), frozenset()
            found = claims.take(numbers)
            ids, docs = (column.to_pylist() for column in found.columns)
            return tuple(dict.fromkeys(ids)), frozenset(docs)

        return cited


def gathered(ledger: Book, scopes: Iterable[Scope]) -> Gathered:
    """Fetch the events that could be what any of some scopes counts."""
    import numpy as np

    scopes = list(scopes)
    keys = sorted({scope.key for scope in scopes})
    picked = ledger.db.execute(
        _PICKED,
        {
            "ones": [one for one, _ in keys],
            "others": [other for _, other in keys],
            "statuses": sorted(PLACED_STATUSES),
            "channels": sorted({channel for scope in scopes for channel in scope.channels}),
        },
    ).fetchall()
    events = list(dict.fromkeys(row[2] for row in picked))
    rows = ledger.db.sql(_SAID, params={"events": events, "roles": _LOOKED_AT}).to_arrow_table()
    said = rows["said"].combine_chunks().dictionary_encode()
    kinds, says = said.dictionary.to_pylist(), said.indices.to_pylist()
    nth = rows["nth"].to_numpy()
    numbers = np.argsort(nth, kind="stable")
    ends = np.cumsum(np.bincount(nth, minlength=len(events))).tolist()
    by_event = numbers.tolist()
    own = {
        event: by_event[start:end]
        for event, start, end in zip(events, [0, *ends], ends, strict=False)
    }
    known: dict[str, Occasion] = {}
    found: dict[tuple[str, str], list[Occasion]] = defaultdict(list)
    for one, other, event, channel, dates, n_sources in picked:
        claims = own[event]
        if not claims:
            continue
        if event not in known:
            days = days_of_all(tuple(dates))
            what = frozenset([says[n] for n in claims])
            known[event] = Occasion(days, n_sources, (event,), channel, what, claims)
        found[one, other].append(known[event])
    for group in found.values():
        group.sort(key=lambda o: (o.days or _NEVER, o.events))
    cited = rows.select(["claim_id", "doc_id"])
    return Gathered(found, cited, says, [_named(one) for one in kinds])


_NEVER = (date.max, date.max)


def _named(said: str) -> Named:
    role, polity, office, person, value = said.split("\x1f", 4)
    return Named(role, value, polity or None, office or None, person or None)
