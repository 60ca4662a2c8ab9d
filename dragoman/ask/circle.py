"""Whom somebody dealt with in a month."""

from collections.abc import Collection
from dataclasses import dataclass

from dragoman.ask.book import Answer, Book, require_claims
from dragoman.ask.nothing import nothing, require_documents
from dragoman.ask.record import (
    ClaimRow,
    Happening,
    happenings,
    ids,
    inferred,
    parties,
    sort_out,
)
from dragoman.ask.window import window
from dragoman.model import CHANNELS, CONTACT_CHANNELS, PARTY_ROLES, Channel, Direction, Role


@dataclass(frozen=True, slots=True)
class Contact:
    """One event between somebody and somebody else, as far as the record shows."""

    other: str  # the counterpart's id, as specific as the question: a state's are states
    polity: str | None  # the state or organization of the counterpart
    named: tuple[str, ...]  # who of that side is named: persons, offices, or names as worded
    event: str
    channel: str
    status: str
    dates: tuple[str, ...]  # every date claimed, EDTF; several may be disagreement
    claims: tuple[str, ...]  # ids of the claims behind this row; never empty
    documents: tuple[str, ...]
    n_documents: int
    inferred: tuple[str, ...] = ()  # whom of these no document names: they follow from an office
    by_office: tuple[str, ...] = ()  # that office of each

    def __post_init__(self) -> None:
        require_claims(f"the contact with {self.other}", self.claims)


def circle(
    ledger: Book,
    who: str,
    month: str,
    *,
    channels: Collection[Channel] = CONTACT_CHANNELS,
) -> Answer[Contact]:
    """List the events of a month in which `who` dealt with somebody.

    Of a person or office, only events in which documents name that person or office as a
    party; of a state, every event that it is a party to, and its counterparts are states.
    Members of one's own state are no counterparts, nor is the carrier of a letter. In a
    directed channel the counterparts are those on the other side.

    Args:
        ledger: Open for reading.
        who: Actor id, e.g. "pe:xi-jinping", "of:idn.fm" or "st:chn".
        month: EDTF month, e.g. "2020-08"; a day, a year or a range of two will do. Events
            dated only to the year are left out of a month, because the record does not say
            that they fall in it; `basis.undated` counts them.
        channels: What counts as dealing; by default the contact channels of the codebook.

    Returns:
        One row per event and counterpart, by counterpart and then event. Only events that
        some document says happened or go on; planned ones are counted in the basis.

    Raises:
        InputError: `month` is no window of time.
        NothingFound: No row; the sentence says what the ledger has instead.
    """
    asked = window(month)
    require_documents(ledger)
    told = sort_out(happenings(ledger, who=who, near=asked), asked=asked, channels=channels)
    rows: list[Contact] = []
    behind: list[Happening] = []
    alone = 0
    for happening in told.counted:
        contacts = _contacts(happening, who)
        rows += contacts
        behind += [happening] * bool(contacts)
        alone += not contacts
    if not rows:
        raise nothing(ledger, who, asked)
    rows.sort(key=lambda contact: (contact.other, contact.dates, contact.event, contact.named))
    return Answer(Contact, tuple(rows), told.basis(ledger, behind, asked=asked, alone=alone))


def counterparts(happening: Happening, who: str) -> dict[str, list[ClaimRow]]:
    """Return the claims on those whom `who` dealt with in an event, by counterpart.

    Keys are polities when `who` is one, else the most specific id that documents give.
    """
    claims = [claim for claim in happening.claims if claim.role in PARTY_ROLES]
    own = [claim for claim in claims if claim.is_about(who)]
    own_polities = {claim.polity for claim in own if claim.polity}
    own_sides = {_side(claim.role) for claim in own}
    directed = CHANNELS[Channel(happening.channel)].direction is Direction.DIRECTED
    others = [
        claim
        for claim in claims
        if not claim.is_about(who)
        and claim.polity not in own_polities
        and not (directed and own_sides == {_side(claim.role)})
    ]
    found: dict[str, list[ClaimRow]] = {}
    if _is_polity(who):
        for claim in others:
            if claim.polity:
                found.setdefault(claim.polity, []).append(claim)
        return found
    by_id = {claim.id: claim for claim in others}
    for party in parties(others):
        found.setdefault(party.id, []).extend(by_id[claim] for claim in party.claims)
    return found


def _contacts(happening: Happening, who: str) -> list[Contact]:
    own = [c for c in happening.claims if c.role in PARTY_ROLES and c.is_about(who)]
    dates = list(happening.having(Role.DATE))
    rows = []
    for other, theirs in sorted(counterparts(happening, who).items()):
        polities = sorted({claim.polity for claim in theirs if claim.polity})
        behind = [*own, *theirs, *dates]
        docs = tuple(sorted({claim.doc_id for claim in behind}))
        rows.append(
            Contact(
                other,
                polities[0] if polities else None,
                tuple(
                    party.name or party.id
                    for party in parties(theirs)
                    if party.name or party.id not in polities
                ),
                happening.id,
                happening.channel,
                happening.status,
                happening.dates,
                ids(behind),
                docs,
                len(docs),
                *inferred(parties(theirs)),
            )
        )
    return rows


def _side(role: str) -> str:
    return "to" if role in (Role.RECIPIENT, Role.HOST) else "from"


def _is_polity(who: str) -> bool:
    return who.startswith(("st:", "og:"))
