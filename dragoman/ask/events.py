"""The events of a ledger, filtered, one row each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from dragoman.ask.book import Answer, Book, require_claims
from dragoman.ask.nothing import nothing, require_documents
from dragoman.ask.record import (
    BODY,
    ClaimRow,
    Happening,
    happenings,
    ids,
    inferred,
    parties,
    sort_out,
)
from dragoman.ask.unwatched import unwatched
from dragoman.ask.window import Placing, Window, between, place
from dragoman.model import (
    PARTY_ROLES,
    Channel,
    NothingFound,
    Role,
    SectionKind,
    Status,
)


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event: who, to whom, who carried it, when, and how many documents say so."""

    event: str
    channel: str
    status: str
    dates: tuple[str, ...]  # every date claimed, EDTF; several may be disagreement
    actors: tuple[str, ...]  # ids; words where the register knows nobody
    recipients: tuple[str, ...]  # and hosts
    carriers: tuple[str, ...]  # no parties
    places: tuple[str, ...]
    polities: tuple[str, ...]
    section: str  # "teaser": known only from an announcement of another document
    n_reports: int
    n_documents: int
    documents: tuple[str, ...]
    claims: tuple[str, ...]  # never empty
    inferred: tuple[str, ...] = ()  # whom of these no document names: they follow from an office
    by_office: tuple[str, ...] = ()  # that office of each

    def __post_init__(self) -> None:
        require_claims(f"the event {self.event}", self.claims)


@unwatched()
def events(
    ledger: Book,
    *,
    actor: str | None = None,
    channels: Collection[Channel] = (),
    statuses: Collection[Status] = (),
    since: str | None = None,
    until: str | None = None,
    section: SectionKind | None = None,
) -> Answer[EventRow]:
    """List events, those known only from teasers included and marked as such.

    Args:
        ledger: Open for reading.
        actor: Id of a party or carrier; None: anybody.
        channels: Only these; none given: all.
        statuses: Only these; none given: all.
        since: First month (or day, or year), EDTF.
        until: Last one, counted in whole.
        section: Only events known from this section.

    Returns:
        One row per event, by day; undated ones last, and only when no window is asked.
        The basis counts body events only, as every count does.

    Raises:
        InputError: The window means nothing.
        NothingFound: No event; the sentence says what the ledger has instead.
    """
    asked = between(since, until)
    require_documents(ledger)
    roles = {*PARTY_ROLES, Role.CARRIER}
    picked: list[Happening] = []
    undated = 0
    for happening in happenings(ledger, who=actor, roles=roles, near=asked, bare=asked is not None):
        if (
            (channels and happening.channel not in channels)
            or (statuses and happening.status not in statuses)
            or (section and happening.section != section)
        ):
            continue
        placing = place(happening.dates, asked) if asked else Placing.INSIDE
        undated += placing is Placing.UNKNOWN
        if placing is Placing.INSIDE:
            picked.append(happening)
    rows = tuple(row(happening) for happening in picked if happening.claims)
    if not rows:
        if actor and not (channels or statuses or section):
            raise nothing(ledger, actor, asked, what="took part in any event")
        kind = _kind(actor, channels, statuses, section)
        raise NothingFound(_no_events(ledger, kind, asked, undated))
    told = sort_out(picked, asked=None, channels=set(Channel), statuses=set(Status))
    basis = told.basis(ledger, told.counted, asked=asked)
    return Answer(EventRow, rows, replace(basis, undated=undated))


def row(happening: Happening) -> EventRow:
    """Return the row of one event."""
    claims = happening.claims
    who = who_is_who(claims)
    docs = happening.docs
    return EventRow(
        happening.id,
        happening.channel,
        happening.status,
        happening.dates,
        who.actors,
        who.recipients,
        who.carriers,
        tuple(sorted({claim.value for claim in happening.having(Role.PLACE)})),
        tuple(sorted({c.polity for c in claims if c.polity and c.role in PARTY_ROLES})),
        happening.section,
        len(happening.counted),
        len(docs),
        tuple(doc.id for doc in docs),
        ids(claims),
        who.inferred,
        who.by_office,
    )


class Who(NamedTuple):
    """Who took part in an event, and how: see `EventRow`."""

    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    carriers: tuple[str, ...]
    inferred: tuple[str, ...]
    by_office: tuple[str, ...]


def who_is_who(claims: Sequence[ClaimRow]) -> Who:
    """Say who took part, as the claims of an event name them."""

    def called(*roles: Role) -> tuple[str, ...]:
        return tuple(dict.fromkeys(party.name or party.id for party in parties(claims, roles)))

    return Who(
        called(Role.ACTOR),
        called(Role.RECIPIENT, Role.HOST),
        called(Role.CARRIER),
        *inferred(parties(claims, {*PARTY_ROLES, Role.CARRIER})),
    )


def _kind(
    actor: str | None,
    channels: Collection[Channel],
    statuses: Collection[Status],
    section: SectionKind | None,
) -> str:
    """Say which events were asked for; "" where any would do."""
    parts = (
        actor and f"of {actor}",
        channels and f"by {' or '.join(sorted(channels))}",
        statuses and f"of status {' or '.join(sorted(statuses))}",
        section and f"known from {section}",
    )
    return " ".join(part for part in parts if part)


def _no_events(ledger: Book, kind: str, asked: Window | None, undated: int) -> str:
    total = ledger.db.execute(
        "SELECT count(*), count(DISTINCT channel), min(first_day), max(last_day) FROM events "
        "WHERE section = ?",
        [BODY],
    ).fetchone() or (0, 0, None, None)
    n, n_channels, first, last = total
    which = f"is {kind}" if kind else "is there" if asked else "is of that kind"
    window = f" {asked.in_words()}" if asked else ""
    days = f", dated from {first} to {last}" if first else ""
    also = f" {undated} more are not dated finely enough to say." if undated else ""
    return (
        f"No event of this ledger {which}{window}. It holds {n} event"
        f"{'' if n == 1 else 's'} in {n_channels} channel{'' if n_channels == 1 else 's'}"
        f"{days}.{also} Ask for less at once, or see 'dragoman coverage LEDGER'."
    )
