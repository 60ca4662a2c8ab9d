"""With whom somebody dealt in a window of time, and which of these dealt with each other."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from dragoman.ask.book import Answer, Book, require_claims
from dragoman.ask.circle import counterparts
from dragoman.ask.nothing import nothing, require_documents
from dragoman.ask.record import ClaimRow, Happening, happenings, ids, sort_out
from dragoman.ask.window import Window, between, finest
from dragoman.model import CHANNELS, CONTACT_CHANNELS, PARTY_ROLES, Channel, Role

_LOOKED_AT = (*PARTY_ROLES, Role.DATE)

MOST = 24
"""Counterparts whose links with each other are looked at, unless more are asked for."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """How much there was with one counterpart in the window."""

    other: str  # as specific as the question: a state's counterparts are states
    polity: str | None  # the state or organization of the counterpart
    n_events: int
    by_channel: tuple[str, ...]  # "call=3", in the order of the codebook
    first: str | None  # the first and the last day told, EDTF; None: none is dated
    last: str | None
    n_documents: int
    events: tuple[str, ...]
    claims: tuple[str, ...]  # never empty

    def __post_init__(self) -> None:
        require_claims(f"the count of {self.other}", self.claims)


@dataclass(frozen=True, slots=True)
class Link:
    """How many events two of the counterparts had with each other."""

    one: str
    other: str
    n_events: int
    n_with: int  # of these, in how many the one who was asked for took part too
    n_documents: int
    events: tuple[str, ...]
    claims: tuple[str, ...]

    def __post_init__(self) -> None:
        require_claims(f"the link of {self.one} and {self.other}", self.claims)


@dataclass(frozen=True, slots=True)
class Network(Answer[Counterpart]):
    """The counterparts of somebody, and the links among those with most events."""

    links: tuple[Link, ...] = ()
    drawn: tuple[str, ...] = ()  # the counterparts whose links were looked at
    n_left_out: int = 0  # counterparts whose links were not


def network(
    ledger: Book,
    who: str,
    since: str | None = None,
    until: str | None = None,
    *,
    channels: Collection[Channel] = CONTACT_CHANNELS,
    most: int = MOST,
) -> Network:
    """Count the events of somebody with each counterpart, and of these among each other.

    Two are linked by an event in which each is a counterpart of the other, as `circle` has
    it: parties of one summit are, the two visitors of a third are not. A link is a count of
    what documents tell, and says nothing of how close anybody is.

    Args:
        ledger: Open for reading.
        who: Actor id, e.g. "st:chn" or "pe:wang-yi".
        since: First month (or day, or year) of the window, EDTF; None: from the start.
        until: Last one, counted in whole; None: to the end.
        channels: What counts as dealing; by default the contact channels of the codebook.
        most: Counterparts whose links with each other are looked at, those with most events.

    Returns:
        One row per counterpart, most events first; the links are in the order of their counts.

    Raises:
        InputError: The window means nothing.
        NothingFound: No row; the sentence says what the ledger has instead.
    """
    asked = between(since, until)
    require_documents(ledger)
    found = happenings(ledger, who=who, near=asked, only=_LOOKED_AT, bare=asked is not None)
    told = sort_out(found, asked=asked, channels=channels)
    dealings: dict[str, list[_Dealing]] = defaultdict(list)
    for happening in told.counted:
        for other, theirs in counterparts(happening, who).items():
            dealings[other].append((happening, theirs))
    if not dealings:
        raise nothing(ledger, who, asked)
    rows = [_counterpart(who, other, group) for other, group in dealings.items()]
    rows.sort(key=lambda row: (-row.n_events, row.other))
    drawn = tuple(row.other for row in rows[:most])
    own = {happening.id: happening for group in dealings.values() for happening, _ in group}
    alone = len(told.counted) - len(own)
    return Network(
        Counterpart,
        tuple(rows),
        told.basis(ledger, own.values(), asked=asked, alone=alone),
        links=_links(ledger, drawn, frozenset(own), asked, channels),
        drawn=drawn,
        n_left_out=len(rows) - len(drawn),
    )


_Dealing = tuple[Happening, Sequence[ClaimRow]]
"""An event, and the claims on the counterpart in it."""

_SHARED = """
WITH named AS (
    SELECT er.event_id, unnest([c.polity, c.office, c.person]) AS who
    FROM event_reports AS er JOIN claims AS c ON c.report_id = er.report_id
    WHERE list_contains($roles, c.role))
SELECT event_id FROM named WHERE list_contains($drawn, who)
GROUP BY event_id HAVING count(DISTINCT who) > 1
"""


def _links(
    ledger: Book,
    drawn: Sequence[str],
    own: frozenset[str],
    asked: Window | None,
    channels: Collection[Channel],
) -> tuple[Link, ...]:
    shared = ledger.db.execute(
        _SHARED, {"roles": sorted(PARTY_ROLES), "drawn": list(drawn)}
    ).fetchall()
    among = [event for (event,) in shared]
    found = happenings(ledger, among=among, near=asked, only=_LOOKED_AT, bare=asked is not None)
    dealings: dict[tuple[str, str], list[_Dealing]] = defaultdict(list)
    for happening in sort_out(found, asked=asked, channels=channels).counted:
        named = {part for c in happening.having(*PARTY_ROLES) for part in _ids(c)}
        present = {who: counterparts(happening, who) for who in drawn if who in named}
        for one, other in combinations(sorted(present), 2):
            if other in present[one] and one in present[other]:
                dealings[one, other].append((happening, present[one][other]))
    links = [_link(pair, group, own) for pair, group in dealings.items()]
    return tuple(sorted(links, key=lambda link: (-link.n_events, link.one, link.other)))


def _ids(claim: ClaimRow) -> tuple[str | None, ...]:
    return claim.polity, claim.office, claim.person


def _counterpart(who: str, other: str, group: Sequence[_Dealing]) -> Counterpart:
    polities = sorted({c.polity for _, theirs in group for c in theirs if c.polity})
    counts = Counter(happening.channel for happening, _ in group)
    days = sorted(
        day for h, _ in group for day in finest(h.dates) if not day.startswith(("X", "/", "."))
    )
    return Counterpart(
        other,
        polities[0] if polities else None,
        len(group),
        tuple(f"{channel}={counts[channel]}" for channel in CHANNELS if counts[channel]),
        days[0] if days else None,
        days[-1] if days else None,
        *_behind(who, group),
    )


def _link(pair: tuple[str, str], group: Sequence[_Dealing], own: frozenset[str]) -> Link:
    n_with = sum(happening.id in own for happening, _ in group)
    return Link(pair[0], pair[1], len(group), n_with, *_behind(pair[0], group))


def _behind(who: str, group: Sequence[_Dealing]) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Return how many documents tell of events, the events' ids, and the claims behind them."""
    docs = {doc.id for happening, _ in group for doc in happening.docs}
    claims = [
        claim
        for happening, theirs in group
        for claim in (
            *(c for c in happening.having(*PARTY_ROLES) if c.is_about(who)),
            *theirs,
            *happening.having(Role.DATE),
        )
    ]
    return len(docs), tuple(happening.id for happening, _ in group), ids(claims)
