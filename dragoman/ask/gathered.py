"""The events among which claims are counted, fetched at once: of a state, a quarter of a million.

They are numbers, in the order of their ids, and so is what claims say of them: few things are said
of who took part, and each is looked at once for everything that is counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.ask.book import Book
from dragoman.ask.counting import (
    Happened,
    Named,
    Occasion,
    Scope,
    Side,
    Tally,
    days_of_all,
    went_to,
)
from dragoman.ask.record import PLACED_STATUSES
from dragoman.ask.scratch import scratch
from dragoman.model import PARTY_ROLES, Channel, Role

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_LOOKED_AT = sorted({*PARTY_ROLES, Role.PLACE, Role.MECHANISM, Role.DATE})

_PICKED = """
CREATE TEMP TABLE picked AS
WITH wanted AS (
    SELECT unnest($ones::VARCHAR[]) AS one, unnest($others::VARCHAR[]) AS other,
           unnest(range(len($ones))) AS key),
placed AS (
    SELECT event_id, channel, dates, n_sources, polities, unnest(polities) AS one
    FROM events
    WHERE section = 'body' AND list_contains($statuses, status)
      AND list_contains($channels, channel)
      AND CASE WHEN $of_all IS NULL THEN list_has_any(polities, $ones)
               ELSE list_contains(polities, $of_all) END)
SELECT dense_rank() OVER (ORDER BY event_id) - 1 AS nth, w.key, p.event_id, p.channel,
       array_to_string(p.dates, chr(31)) AS dates, p.n_sources
FROM placed AS p JOIN wanted AS w ON w.one = p.one AND list_contains(p.polities, w.other)
"""

_SAID = """
WITH told AS (
    SELECT DISTINCT p.nth, er.report_id FROM picked AS p JOIN event_reports AS er USING (event_id)
    WHERE er.report_id NOT IN (SELECT report_id FROM reports WHERE section <> 'body'))
SELECT t.nth, c.claim_id, c.doc_id, c."start", c."end",
       concat_ws(chr(31), c.role, coalesce(c.polity, ''), coalesce(c.office, ''),
                 coalesce(c.person, ''), CASE c.role WHEN 'date' THEN '' ELSE c.value END) AS said
FROM told AS t JOIN claims AS c ON c.report_id = t.report_id
WHERE list_contains($roles, c.role)
"""


@dataclass(slots=True)
class Gathered:
    """Events by two parties, with what their claims say."""

    happened: Happened
    _found: Mapping[tuple[str, str], "np.ndarray"]  # events, by day
    _channels: Sequence[str]
    _channel_of: "np.ndarray"  # its number, by event
    _claims: "pa.Table"  # event by event: id, document, and place in it
    _says: "np.ndarray"  # what each says, by number
    _ends: "np.ndarray"  # where the claims of each event end, from that of none on
    _kinds: Sequence[Named]  # what that is
    _of: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # of a polity
    _to: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # gone to
    _in: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # of a meeting
    _of_channels: "dict[tuple[tuple[str, str], frozenset[Channel]], _Some]" = field(
        default_factory=dict
    )
    _dates: list[int] = field(default_factory=list)
    _fit: dict[tuple[Side, bool], frozenset[int]] = field(default_factory=dict)
    _flags: "dict[frozenset[int], np.ndarray]" = field(default_factory=dict)

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
        import numpy as np

        needs = self._needs(scope)
        some = self._by_channels(scope.key, scope.channels)
        fits = np.ones(len(some.events), bool)
        for need in needs:
            if len(fits):
                fits &= np.logical_or.reduceat(self._flag(need)[some.says], some.starts)
        looked_at = frozenset[int]().union(*needs, self._dates)
        return Tally(self.happened, some.events[fits].tolist(), looked_at)

    def cited(self, each: Sequence[tuple[Tally, Iterable[Occasion]]]) -> "list[Cited]":
        """Return the claims by which a tally counts some of its occasions, of each that is given.

        Each once, in the order of documents and words; and their documents.
        """
        import numpy as np

        numbers = []
        for tally, occasions in each:
            own = _spread(self._ends, np.array([n for one in occasions for n in one], int))[0]
            numbers.append(own[self._flag(tally.looked_at)[self._says[own]]])
        wanted = np.unique(np.concatenate(numbers)) if numbers else np.array([], int)
        ids, docs, *places = (column.to_pylist() for column in self._claims.take(wanted).columns)
        keys = list(zip(docs, *places, ids, strict=True))
        ranks = np.empty(len(keys), int)
        ranks[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
        found = []
        for own in numbers:
            at = np.searchsorted(wanted, own)
            ordered = at[np.argsort(ranks[at])].tolist()
            told = tuple(dict.fromkeys([ids[n] for n in ordered]))
            found.append((told, frozenset([docs[n] for n in ordered])))
        return found

    def _flag(self, kinds: frozenset[int]) -> "np.ndarray":
        """Return of what can be said, by number, whether it is one of these."""
        import numpy as np

        if kinds not in self._flags:
            self._flags[kinds] = flags = np.zeros(len(self._kinds), bool)
            flags[list(kinds)] = True
        return self._flags[kinds]

    def _by_channels(self, key: tuple[str, str], channels: frozenset[Channel]) -> "_Some":
        import numpy as np

        if (key, channels) not in self._of_channels:
            events = self._found.get(key, np.array([], int))
            own = [n for n, channel in enumerate(self._channels) if channel in channels]
            events = events[np.isin(self._channel_of[events], own)]
            numbers, starts = _spread(self._ends, events)
            self._of_channels[key, channels] = _Some(events, self._says[numbers], starts)
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


Cited = tuple[tuple[str, ...], frozenset[str]]
"""Claims, each once and in the order of documents and words, and the documents."""


@dataclass(frozen=True, slots=True)
class _Some:
    """The events of two parties by some channels, with what is said of them one by one."""

    events: "np.ndarray"
    says: "np.ndarray"
    starts: "np.ndarray"  # where each event's begins


def _spread(ends: "np.ndarray", events: "np.ndarray") -> "tuple[np.ndarray, np.ndarray]":
    """Return the numbers of the claims of some events, and where each event's begin among them."""
    import numpy as np

    begins, lengths = ends[events], ends[events + 1] - ends[events]
    starts = np.cumsum(lengths) - lengths
    return np.repeat(begins - starts, lengths) + np.arange(lengths.sum()), starts


def gathered(ledger: Book, scopes: Iterable[Scope]) -> Gathered:
    """Fetch the events that could be what any of some scopes counts."""
    import numpy as np

    scopes = list(scopes)
    keys = sorted({scope.key for scope in scopes})
    of_all = set(keys[0]).intersection(*keys) if keys else set[str]()
    asked = {
        "ones": [one for one, _ in keys],
        "others": [other for _, other in keys],
        "of_all": min(of_all, default=None),
        "statuses": sorted(PLACED_STATUSES),
        "channels": sorted({channel for scope in scopes for channel in scope.channels}),
    }
    with scratch(ledger) as db:
        db.execute(_PICKED, asked)
        picked = db.sql("FROM picked ORDER BY nth, key").to_arrow_table().combine_chunks()
        said = db.sql(_SAID, params={"roles": _LOOKED_AT}).to_arrow_table().combine_chunks()
    in_order = np.argsort(said["nth"].to_numpy(), kind="stable")
    said = said.take(in_order)
    what = said["said"].combine_chunks().dictionary_encode()
    nth, key_of = picked["nth"].to_numpy(), picked["key"].to_numpy()
    events, first_of = np.unique(nth, return_index=True)
    n_claims = np.bincount(said["nth"].to_numpy(), minlength=len(events))
    own = picked.take(first_of)
    dates = own["dates"].combine_chunks().dictionary_encode()
    days = [_days(text) for text in dates.dictionary.to_pylist()]
    ends = np.array(days or [(0, 0)])[dates.indices.to_numpy()]
    channels = own["channel"].combine_chunks().dictionary_encode()
    # By day, those of none last; what no claim says anything of is not there.
    by_day = np.lexsort((nth, ends[nth, 1], ends[nth, 0], ends[nth, 0] == 0))
    by_day = by_day[n_claims[nth[by_day]] > 0]
    found = {key: nth[by_day[key_of[by_day] == number]] for number, key in enumerate(keys)}
    return Gathered(
        Happened(
            own["event_id"].to_pylist(),
            ends[:, 0].tolist(),
            ends[:, 1].tolist(),
            own["n_sources"].to_pylist(),
        ),
        found,
        channels.dictionary.to_pylist(),
        channels.indices.to_numpy(),
        said.select(["claim_id", "doc_id", "start", "end"]).combine_chunks(),
        what.indices.to_numpy(),
        np.concatenate([[0], np.cumsum(n_claims)]),
        [_named(one) for one in what.dictionary.to_pylist()],
    )


def _days(dates: str) -> tuple[int, int]:
    days = days_of_all(tuple(dates.split("\x1f"))) if dates else None
    return (days[0].toordinal(), days[1].toordinal()) if days else (0, 0)


def _named(said: str) -> Named:
    role, polity, office, person, value = said.split("\x1f", 4)
    return Named(role, value, polity or None, office or None, person or None)
