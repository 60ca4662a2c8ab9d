"""All that two states had to do with each other, in order of time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from dragoman.ask.book import Answer, Book, require_claims
from dragoman.ask.monthly import DocumentsOfMonth, documents_over
from dragoman.ask.nothing import nothing, require_documents
from dragoman.ask.plan import Outcome, last_day, plan_of
from dragoman.ask.rank import Rank, rank_of, ranks_of
from dragoman.ask.record import (
    ClaimRow,
    Happening,
    Party,
    happenings,
    ids,
    inferred,
    parties,
    sort_out,
)
from dragoman.ask.unwatched import unwatched
from dragoman.ask.window import Placing, Window, between, finest, place
from dragoman.model import (
    CHANNELS,
    CONTACT_CHANNELS,
    PARTY_ROLES,
    Channel,
    Direction,
    InputError,
    NothingFound,
    Role,
)
from dragoman.model.edtf import interval

_LOOKED_AT = (
    *PARTY_ROLES,
    *(Role.DATE, Role.LEVEL, Role.ORDINAL, Role.MECHANISM),
    Role.STATUS,  # by which a plan is known to be put off
)
_AHEAD = frozenset({Outcome.OPEN, Outcome.POSTPONED})


@dataclass(frozen=True, slots=True)
class Dealing:
    """One event that two states are party to, told by whom it concerns on each side."""

    event: str
    channel: str
    status: str
    dates: tuple[str, ...]  # every date claimed, EDTF; several may be disagreement
    by: str | None  # the side that acts; None: a mutual contact, or both act
    one: tuple[str, ...]  # who is named of the first state: ids, or names as worded
    other: tuple[str, ...]  # and of the second
    others: tuple[str, ...]  # further states and organizations
    called: tuple[str, ...]  # level, ordinal and series, as the documents have them
    part_of: str | None  # the row that this one is a part of; it stands above it
    sides: tuple[str, ...]  # the parties whose own account a document gives
    documents: tuple[str, ...]
    n_documents: int
    n_sources: int  # documents, copies of one text counted once
    claims: tuple[str, ...]  # never empty
    inferred: tuple[str, ...] = ()  # whom of these no document names: they follow from an office
    by_office: tuple[str, ...] = ()  # that office of each

    def __post_init__(self) -> None:
        require_claims(f"the event {self.event}", self.claims)


@dataclass(frozen=True, slots=True)
class OfChannel:
    """How many events of what happened went through a channel, and when the last one did."""

    channel: str
    n_events: int
    first: tuple[str, ...]  # the dates of the first dated one; empty: none is dated
    last: tuple[str, ...]
    events: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LastContact:
    """The last contact, on a dated day, at a rank."""

    rank: str
    both: bool  # both sides are represented at this rank; else one at least is
    event: str
    channel: str
    dates: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visits:
    """How often one side visited the other."""

    visitor: str  # the state
    host: str
    who: str | None  # who came, id or name as worded; None: all visits of the side
    rank: str | None  # None: the row of all visits
    n_events: int
    first: tuple[str, ...]  # the dates of the first dated one; empty: none is dated
    last: tuple[str, ...]
    events: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """A plan that is open on the last day of which the ledger knows, or put off."""

    event: str
    channel: str
    dates: tuple[str, ...]
    outcome: str
    announced_on: str | None
    past: bool  # its day lies behind; whether it took place no document says
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair(Answer[Dealing]):
    """Everything between two states, and what it comes to."""

    by_channel: tuple[OfChannel, ...] = ()
    last: tuple[LastContact, ...] = ()
    visits: tuple[Visits, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    as_of: date | None = None  # the last day of which the ledger knows; plans are ahead of it
    together: tuple[str, ...] = field(default=())  # events in which both act on somebody else
    documents: tuple[DocumentsOfMonth, ...] = ()  # of the months of the events


@unwatched()
def pair(
    ledger: Book, one: str, other: str, since: str | None = None, until: str | None = None
) -> Pair:
    """List everything between two states or organizations.

    Args:
        ledger: Open for reading.
        one: Id of a state or organization, e.g. "st:chn".
        other: Another.
        since: First month (or day, or year) of the window, EDTF; None: from the start.
        until: Last one, counted in whole; None: to the end.

    Returns:
        One row per event, by day, undated ones last (and none where a window is asked), the
        parts of a visit under it. Plans and what was cancelled or denied are rows with their
        status; the counts by channel, of visits and the last contacts are of what happened or
        goes on. An act that both direct at somebody else is no row: see `together`.

    Raises:
        InputError: One is no state or organization, both are one, or the window means nothing.
        NothingFound: No row; the sentence says what the ledger has instead.
    """
    for who in (one, other):
        if not who.startswith(("st:", "og:")):
            raise InputError(
                f"{who} is no state or organization; what lies between two persons is in what "
                "lies between their states: type these, as CHN or st:chn"
            )
    if one == other:
        raise InputError(f"{one} twice: type two different states or organizations")
    asked = between(since, until)
    require_documents(ledger)
    shared = _shared(ledger, one, other, asked)
    together = tuple(h for h in shared if _is_together(h, one, other))
    apart = {happening.id for happening in together}
    told = sort_out(
        (h for h in shared if h.id not in apart), asked=asked, channels=frozenset(Channel)
    )
    rows = [
        _dealing(happening, one, other)
        for happening in (*told.counted, *told.not_happened)
        if not asked or place(happening.dates, asked) is Placing.INSIDE
    ]
    if not rows:
        raise _nothing(ledger, one, other, asked)
    counted = told.counted
    as_of = last_day(ledger)
    return Pair(
        Dealing,
        _in_order(rows),
        told.basis(ledger, counted, asked=asked),
        by_channel=tuple(_by_channel(counted)),
        last=tuple(_last_contacts(counted, one, other)),
        visits=(*_visits(counted, one, other), *_visits(counted, other, one)),
        ahead=tuple(_ahead(told.not_happened, as_of)),
        as_of=as_of,
        together=tuple(happening.id for happening in together if happening.body),
        documents=documents_over(ledger, (day for row in rows for day in row.dates)),
    )


_BOTH = """
SELECT count(*) FILTER (list_contains(polities, $one)),
       count(*) FILTER (list_contains(polities, $other)),
       count(*) FILTER (list_contains(polities, $one) AND list_contains(polities, $other)),
       min(first_day) FILTER (list_contains(polities, $one) AND list_contains(polities, $other)),
       max(last_day) FILTER (list_contains(polities, $one) AND list_contains(polities, $other))
FROM events WHERE section = 'body'
"""


def _shared(ledger: Book, one: str, other: str, asked: Window | None) -> tuple[Happening, ...]:
    """Fetch the events that both are party to."""
    both = ledger.db.execute(
        "SELECT event_id FROM events"
        " WHERE list_contains(polities, $one) AND list_contains(polities, $other)",
        {"one": one, "other": other},
    ).fetchall()
    return happenings(ledger, among=[event for (event,) in both], near=asked, only=_LOOKED_AT)


def _is_together(happening: Happening, one: str, other: str) -> bool:
    """Say whether both stand on the same side of something that is directed at a third."""
    if CHANNELS[Channel(happening.channel)].direction is Direction.MUTUAL:
        return False
    own, theirs = (_sides_of(happening, who) for who in (one, other))
    return own == theirs and len(own) == 1


def _sides_of(happening: Happening, who: str) -> set[bool]:
    """Return on which sides of an event somebody stands: True is the acting one."""
    return {c.role == Role.ACTOR for c in happening.having(*PARTY_ROLES) if c.polity == who}


def _of(happening: Happening, who: str) -> list[ClaimRow]:
    return [claim for claim in happening.having(*PARTY_ROLES) if claim.polity == who]


def _named(claims: Sequence[ClaimRow]) -> tuple[Party, ...]:
    """Return whom the claims on a state name: persons and offices, not the state itself."""
    return tuple(party for party in parties(claims) if party.name or party.id != party.polity)


def _names(told: Iterable[Party]) -> tuple[str, ...]:
    return tuple(party.name or party.id for party in told)


def _dealing(happening: Happening, one: str, other: str) -> Dealing:
    ours, theirs = _of(happening, one), _of(happening, other)
    directed = CHANNELS[Channel(happening.channel)].direction is Direction.DIRECTED
    acting = [who for who in (one, other) if directed and True in _sides_of(happening, who)]
    named = [_named(ours), _named(theirs)]
    unnamed, by_office = inferred((*named[0], *named[1]))
    said = list(happening.having(Role.LEVEL, Role.ORDINAL, Role.MECHANISM))
    return Dealing(
        happening.id,
        happening.channel,
        happening.status,
        happening.dates,
        acting[0] if len(acting) == 1 else None,
        _names(named[0]),
        _names(named[1]),
        tuple(
            sorted({c.polity for c in happening.having(*PARTY_ROLES) if c.polity} - {one, other})
        ),
        tuple(dict.fromkeys(claim.value for claim in said)),
        happening.part_of,
        happening.sides,
        tuple(doc.id for doc in happening.docs),
        len(happening.docs),
        happening.n_sources,
        ids([*ours, *theirs, *happening.having(Role.DATE), *said]),
        unnamed,
        by_office,
    )


def _in_order(rows: Iterable[Dealing]) -> tuple[Dealing, ...]:
    """Sort by day, undated last, and put the parts of a row right under it."""
    by_id = {row.event: row for row in rows}

    def key(row: Dealing) -> tuple[object, ...]:
        whole = by_id.get(row.part_of or "")
        top = whole or row
        return (_day(top.dates), top.event, whole is not None, _day(row.dates), row.event)

    return tuple(sorted(by_id.values(), key=key))


def _day(dates: tuple[str, ...]) -> str:
    """Return the first day of some dates, to sort by; undated and yearless ones sort last."""
    return min((value for value in finest(dates) if not value.startswith("X")), default="~")


def _ends(group: Sequence[Happening]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the dates of the first and of the last event that has any."""
    dated = [happening for happening in group if _day(happening.dates) != "~"]
    if not dated:
        return (), ()
    first, last = min(dated, key=_when), max(dated, key=_when)
    return finest(first.dates), finest(last.dates)


def _when(happening: Happening) -> tuple[str, str]:
    return _day(happening.dates), happening.id


def _behind(group: Iterable[Happening]) -> tuple[str, ...]:
    return ids(claim for happening in group for claim in happening.having(*PARTY_ROLES, Role.DATE))


def _by_channel(counted: Sequence[Happening]) -> Iterable[OfChannel]:
    groups: dict[str, list[Happening]] = defaultdict(list)
    for happening in counted:
        groups[happening.channel].append(happening)
    for channel in CHANNELS:
        if group := groups.get(channel):
            events = tuple(happening.id for happening in group)
            yield OfChannel(channel, len(group), *_ends(group), events, _behind(group))


def _last_contacts(counted: Sequence[Happening], one: str, other: str) -> Iterable[LastContact]:
    met = [
        (happening, ranks_of(_of(happening, one)), ranks_of(_of(happening, other)))
        for happening in sorted(counted, key=_when)
        if happening.channel in CONTACT_CHANNELS and _day(happening.dates) != "~"
    ]
    for rank in Rank:
        for both in (True, False):
            found = [
                happening
                for happening, ours, theirs in met
                if (rank in ours and rank in theirs if both else rank in ours or rank in theirs)
            ]
            if found:
                last = found[-1]
                yield LastContact(
                    rank, both, last.id, last.channel, finest(last.dates), _behind([last])
                )


def _visits(counted: Sequence[Happening], visitor: str, host: str) -> Iterable[Visits]:
    """Yield all visits of one side to the other, then those of each person, most first."""
    paid: list[Happening] = []
    groups: dict[tuple[str, str], list[Happening]] = defaultdict(list)
    for happening in counted:
        came = [c for c in happening.having(Role.ACTOR) if c.polity == visitor]
        hosts = any(c.polity == host for c in happening.having(Role.RECIPIENT, Role.HOST))
        if happening.channel != Channel.VISIT or not came or not hosts:
            continue
        paid.append(happening)
        for party in _named(came):
            offices = [c.office for c in came if c.id in party.claims and c.office]
            rank = min(map(rank_of, offices), key=list(Rank).index, default=Rank.OTHER)
            groups[party.name or party.id, rank].append(happening)
    if not paid:
        return

    def row(who: str | None, rank: str | None, group: Sequence[Happening]) -> Visits:
        events = tuple(happening.id for happening in group)
        ends = _ends(group)
        return Visits(visitor, host, who, rank, len(group), *ends, events, _behind(group))

    yield row(None, None, paid)
    for (who, held), group in sorted(groups.items(), key=lambda e: (-len(e[1]), e[0])):
        yield row(who, held, group)


def _ahead(found: Iterable[Happening], as_of: date | None) -> Iterable[Ahead]:
    for happening in sorted(found, key=_when):
        plan = plan_of(happening, as_of)
        if plan and plan.outcome in _AHEAD:
            dates = plan.moved_to[-1:] or plan.for_when or finest(happening.dates)
            past = as_of is not None and _ended_before(dates, as_of)
            yield Ahead(
                happening.id,
                happening.channel,
                dates,
                plan.outcome,
                plan.announced_on,
                past,
                _behind([happening]),
            )


def _ended_before(dates: tuple[str, ...], day: date) -> bool:
    ends = []
    for value in dates:
        try:
            days = interval(value)
        except (ValueError, OverflowError):
            return False
        if days is None:
            return False
        ends.append(days[1])
    return bool(ends) and max(ends) < day


def _nothing(ledger: Book, one: str, other: str, asked: Window | None) -> NothingFound:
    n_one, n_other, n_both, first, last = ledger.db.execute(
        _BOTH, {"one": one, "other": other}
    ).fetchone() or (0, 0, 0, None, None)
    for who, n in ((one, n_one), (other, n_other)):
        if not n:
            return nothing(ledger, who, None, what="took part in any event")
    if n_both and asked:
        days = f", dated from {first} to {last}" if first else ", none of them dated"
        return NothingFound(
            f"Nothing between {one} and {other} in {asked.words}: the ledger has {n_both} "
            f"event{'' if n_both == 1 else 's'} of both{days}."
        )
    return NothingFound(
        f"No event of this ledger is between {one} and {other}. It has {one} as a party to "
        f"{n_one} and {other} to {n_other}; 'dragoman events LEDGER --actor {one}' lists them."
    )
