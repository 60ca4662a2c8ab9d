"""The events of somebody with others, by channel and month, without their reports.

Of a state there can be a quarter of a million: what a count of them cites is gathered by the
database, and nothing else of them is fetched.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain

from dragoman.ask.book import Basis, Book
from dragoman.ask.record import Placed, by_day, heads, sort_out
from dragoman.ask.window import Placing, Window, finest, place, window
from dragoman.model import CHANNELS, PARTY_ROLES, Channel, Direction, Role
from dragoman.model.edtf import interval


@dataclass(slots=True)
class Cell:
    """The events of one channel in one month; no event is in two.

    Events and claims are numbers by which `Cells` knows them, in its order.
    """

    channel: str
    month: str  # "": months on which documents do not agree
    events: list[int] = field(default_factory=list)
    claims: list[int] = field(default_factory=list)  # on who took part, and when
    docs: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of all channels and months, and what their numbers stand for."""

    each: tuple[Cell, ...]
    basis: Basis
    _events: Sequence[str]  # by day
    _claims: Sequence[str]  # in the order of documents and words
    _is_told_twice: bool  # some claim is one of several events

    def events(self, cells: Iterable[Cell]) -> tuple[str, ...]:
        """Return the events of some cells, by day."""
        numbers = sorted(chain.from_iterable(cell.events for cell in cells))
        return tuple(map(self._events.__getitem__, numbers))

    def cited(self, cells: Iterable[Cell]) -> tuple[str, ...]:
        """Return the claims behind some cells, each once, in the order of documents and words."""
        numbers = sorted(chain.from_iterable(cell.claims for cell in cells))
        found = map(self._claims.__getitem__, numbers)
        return tuple(dict.fromkeys(found) if self._is_told_twice else found)

    def told_by(self, ledger: Book, outlets: Collection[str]) -> dict[tuple[str, str], int]:
        """Count by month and channel the events that any of some outlets tells of."""
        rows = ledger.db.execute(
            _BY_OUTLETS, {"events": self._events, "outlets": sorted(outlets)}
        ).fetchall()
        told = {event for (event,) in rows}
        return {
            (cell.month, cell.channel): sum(self._events[n] in told for n in cell.events)
            for cell in self.each
        }


# Few reports stand outside a body, and an event that is told in one is counted by those in it.
_IN_BODY = "er.report_id NOT IN (SELECT report_id FROM reports WHERE section <> 'body')"

_BY_OUTLETS = f"""
SELECT DISTINCT er.event_id FROM event_reports AS er JOIN documents AS d ON d.doc_id = er.doc_id
WHERE er.event_id IN (SELECT unnest($events::VARCHAR[])) AND list_contains($outlets, d.outlet)
  AND {_IN_BODY}
"""  # noqa: S608 - our own words, as below

_TOLD = f"""
WITH picked AS (
    SELECT unnest($events::VARCHAR[]) AS event_id, unnest(range(len($events))) AS nth),
told AS (
    SELECT p.nth, er.report_id, er.doc_id
    FROM picked AS p JOIN event_reports AS er ON er.event_id = p.event_id WHERE {_IN_BODY})
"""  # noqa: S608

_DOCS = f"""{_TOLD}
SELECT DISTINCT nth, doc_id FROM told
"""  # noqa: S608

# What a claim says of its event: 1 and 2 that `who` is a party, as one who acts and one to whom
# it is done, 4 and 8 that another is.
_CLAIMS = f"""{_TOLD},
said AS (
    SELECT t.nth, c.claim_id, c.doc_id, c."start", c."end", c.role, c.polity,
           c.role <> 'date' AND $who IN (c.polity, c.office, c.person) AS own
    FROM told AS t JOIN claims AS c ON c.report_id = t.report_id
    WHERE list_contains($roles, c.role)){{more}}
SELECT s.claim_id, s.nth,
       CASE WHEN s.role = 'date' THEN 0 WHEN coalesce(s.own, false) THEN 1
            WHEN {{other}} THEN 4 ELSE 0 END
       * CASE WHEN s.role IN ('recipient', 'host') THEN 2 ELSE 1 END
FROM said AS s{{joined}}
ORDER BY s.doc_id, s."start", s."end", s.claim_id
"""  # noqa: S608

_OF_A_STATE = {"more": "", "other": "s.polity <> $who", "joined": ""}
_OF_A_PERSON = {
    "more": """,
mine AS (SELECT nth, list(DISTINCT polity) AS polities FROM said WHERE own GROUP BY nth)""",
    "other": "s.polity IS NULL OR m.nth IS NULL OR NOT list_contains(m.polities, s.polity)",
    "joined": " LEFT JOIN mine AS m ON m.nth = s.nth",
}

_DIRECTED = frozenset(
    channel for channel, info in CHANNELS.items() if info.direction is Direction.DIRECTED
)


def cells(ledger: Book, who: str, asked: Window | None) -> Cells:
    """Gather the events that count as dealings of `who` with others: see `channels`."""
    told = sort_out(heads(ledger, who, asked), asked=asked, channels=set(Channel))
    counted = sorted(told.counted, key=by_day)
    known = [head.id for head in counted]
    parts = _OF_A_STATE if who.startswith(("st:", "og:")) else _OF_A_PERSON
    claims = ledger.db.execute(
        _CLAIMS.format(**parts),
        {"events": known, "who": who, "roles": sorted({*PARTY_ROLES, Role.DATE})},
    ).fetchall()
    sides = [0] * len(known)
    for _, nth, side in claims:
        sides[nth] |= side
    found: dict[tuple[str, str], Cell] = {}
    cell_of: list[Cell | None] = [None] * len(known)
    for nth, head in enumerate(counted):
        if has_counterpart(head.channel, sides[nth]):
            key = month_of(head), head.channel
            cell = found.get(key)
            if cell is None:
                cell = found[key] = Cell(head.channel, key[0])
            cell.events.append(nth)
            cell_of[nth] = cell
    for number, (_, nth, _) in enumerate(claims):
        if (cell := cell_of[nth]) is not None:
            cell.claims.append(number)
    for nth, doc in ledger.db.execute(_DOCS, {"events": known}).fetchall():
        if (cell := cell_of[nth]) is not None:
            cell.docs.add(doc)
    each = tuple(sorted(found.values(), key=lambda cell: (cell.month or "~", rank(cell.channel))))
    docs = set[str]().union(*(cell.docs for cell in each))
    n_events = sum(len(cell.events) for cell in each)
    outlets = ledger.db.execute(
        "SELECT DISTINCT outlet FROM documents WHERE outlet <> ''"
        " AND doc_id IN (SELECT unnest($docs::VARCHAR[])) ORDER BY 1",
        {"docs": list(docs)},
    ).fetchall()
    basis = replace(
        told.basis(ledger, (), asked=asked, alone=len(counted) - n_events),
        n_events=n_events,
        n_documents=len(docs),
        outlets=tuple(outlet for (outlet,) in outlets),
    )
    ids = [claim for claim, _, _ in claims]
    return Cells(each, basis, known, ids, len(set(ids)) < len(ids))


def has_counterpart(channel: str, sides: int) -> bool:
    """Return whether anybody else took part, by what the claims say: see `_CLAIMS`.

    In what has a direction, those on one's own side are no counterparts.

    >>> has_counterpart("letter", 1 | 4), has_counterpart("letter", 1 | 8)
    (False, True)
    """
    own, others = sides & 3, sides >> 2
    return bool(others if own == 3 or channel not in _DIRECTED else others & ~own)


@lru_cache(maxsize=100_000)
def _month(dates: tuple[str, ...]) -> str:
    dates = finest(dates)
    months = set()
    for value in dates:
        try:
            days = interval(value)
        except (ValueError, OverflowError):
            return ""
        if days is None:
            return ""
        months.add(f"{days[0]:%Y-%m}")
    if len(months) != 1:
        return ""
    month = months.pop()
    return month if place(dates, window(month)) is Placing.INSIDE else ""


def month_of(event: Placed) -> str:
    """Return the month that an event falls in, or begins in; "" where no date settles one.

    >>> from dragoman.ask.record import Head
    >>> month_of(Head("e", "call", "happened", "body", ("2020-08-30/2020-09-02",)))
    '2020-08'
    """
    return _month(event.dates)


def rank(channel: str) -> int:
    """Return where in the codebook's order a channel stands."""
    return _RANKS[channel]


_RANKS = {str(channel): n for n, channel in enumerate(CHANNELS)}
