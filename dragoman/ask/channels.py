"""Through which channels somebody dealt with others, and how much of it was "cloud"."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dragoman.ask.book import Answer, Book, require_claims
from dragoman.ask.circle import counterparts
from dragoman.ask.nothing import nothing, require_documents
from dragoman.ask.record import Happening, happenings, ids, sort_out
from dragoman.ask.window import Placing, between, finest, place, window
from dragoman.model import (
    CHANNELS,
    CLOUD_CHANNELS,
    CONTACT_CHANNELS,
    PARTY_ROLES,
    Channel,
    Presence,
    Role,
)


@dataclass(frozen=True, slots=True)
class ChannelCount:
    """How many events went through one channel, in a month or in the whole window."""

    channel: str
    month: str | None  # None: the whole window; "": months on which documents do not agree
    n_events: int
    n_documents: int
    events: tuple[str, ...]
    claims: tuple[str, ...]  # who took part, and when; never empty

    def __post_init__(self) -> None:
        require_claims(f"the count of {self.channel}", self.claims)


@dataclass(frozen=True, slots=True)
class CloudShare:
    """The share of contacts that took place at a distance, never without its counts.

    Calls, video meetings and letters over the contact channels whose presence is known:
    these and visits and meetings. Dialogues, negotiations and summits can be either and
    are in no part of it. A spoken message that an envoy carries is counted in both parts
    of one reading, and in neither of the other. A visit and the meeting held on it are
    two events, as in the table.
    """

    with_verbal_message: bool
    cloud: int
    known: int  # the denominator
    n_documents: int
    share: float | None  # None: refused
    refused: str | None  # why there is no share

    def __post_init__(self) -> None:
        if (self.share is None) != bool(self.refused):
            raise ValueError("a cloud share has either a value or the reason why it has none")

    def sentence(self) -> str:
        """Say the share with its counts, or why it is refused."""
        which = "with" if self.with_verbal_message else "without"
        start = f"Cloud share {which} verbal messages: "
        if self.share is None:
            return f"{start}refused, {self.refused}."
        return (
            f"{start}{self.share:.0%} ({self.cloud} of {self.known} contacts of known presence, "
            f"in {self.n_documents} document{'' if self.n_documents == 1 else 's'})."
        )


@dataclass(frozen=True, slots=True)
class ChannelMix(Answer[ChannelCount]):
    """Counts by channel, the same by month, and the two readings of the cloud share."""

    by_month: tuple[ChannelCount, ...] = ()
    shares: tuple[CloudShare, ...] = ()


def channels(
    ledger: Book, who: str, since: str | None = None, until: str | None = None
) -> ChannelMix:
    """Count the events of somebody with others by channel.

    Args:
        ledger: Open for reading.
        who: Actor id, e.g. "st:chn" or "pe:wang-yi".
        since: First month (or day, or year) of the window, EDTF; None: from the start.
        until: Last one, counted in whole; None: to the end.

    Returns:
        One row per channel in the codebook's order, the same by month, and the cloud
        share in both readings. Only events that happened or go on, and in which a
        counterpart could be made out; teasers are in no count.

    Raises:
        InputError: The window means nothing.
        NothingFound: Nothing to count; the sentence says what the ledger has instead.
    """
    asked = between(since, until)
    require_documents(ledger)
    found = happenings(ledger, who=who, near=asked)
    told = sort_out(found, asked=asked, channels=set(Channel))
    counted = tuple(h for h in told.counted if counterparts(h, who))
    if not counted:
        raise nothing(ledger, who, asked)
    by_month: dict[tuple[str, str], list[Happening]] = defaultdict(list)
    for happening in counted:
        by_month[month_of(happening), happening.channel].append(happening)
    return ChannelMix(
        ChannelCount,
        tuple(_count(channel, None, group) for channel, group in _by_channel(counted)),
        told.basis(ledger, counted, asked=asked, alone=len(told.counted) - len(counted)),
        by_month=tuple(
            _count(channel, month, group)
            for (month, channel), group in sorted(
                by_month.items(), key=lambda entry: (entry[0][0] or "~", _rank(entry[0][1]))
            )
        ),
        shares=tuple(cloud_share(counted, with_verbal_message=flag) for flag in (False, True)),
    )


def cloud_share(counted: Iterable[Happening], *, with_verbal_message: bool) -> CloudShare:
    """Compute one reading of the cloud share; refused where nothing is in the denominator."""
    cloud = set(CLOUD_CHANNELS)
    known = {
        channel
        for channel in CONTACT_CHANNELS
        if CHANNELS[channel].presence in (Presence.CLOUD, Presence.IN_PERSON)
    }
    if with_verbal_message:
        cloud.add(Channel.VERBAL_MESSAGE)
        known.add(Channel.VERBAL_MESSAGE)
    below = [happening for happening in counted if happening.channel in known]
    above = sum(happening.channel in cloud for happening in below)
    docs = {doc.id for happening in below for doc in happening.docs}
    return CloudShare(
        with_verbal_message,
        above,
        len(below),
        len(docs),
        above / len(below) if below else None,
        None if below else "because no contact of known presence is in the window",
    )


def month_of(happening: Happening) -> str:
    """Return the month that an event falls in; "" where its dates do not settle one.

    >>> month_of(Happening("e", "call", "happened", None, ()))
    ''
    """
    months = {value[:7] for value in finest(happening.dates)}
    if len(months) != 1:
        return ""
    month = months.pop()
    if len(month) != len("2020-08") or month.startswith("X"):
        return ""
    return month if place(finest(happening.dates), window(month)) is Placing.INSIDE else ""


def _count(channel: str, month: str | None, group: Sequence[Happening]) -> ChannelCount:
    claims = [
        claim
        for happening in group
        for claim in happening.claims
        if claim.role in PARTY_ROLES or claim.role == Role.DATE
    ]
    docs = {doc.id for happening in group for doc in happening.docs}
    return ChannelCount(
        channel,
        month,
        len(group),
        len(docs),
        tuple(happening.id for happening in group),
        ids(claims),
    )


def _by_channel(counted: Iterable[Happening]) -> list[tuple[str, list[Happening]]]:
    groups: dict[str, list[Happening]] = defaultdict(list)
    for happening in counted:
        groups[happening.channel].append(happening)
    return sorted(groups.items(), key=lambda entry: _rank(entry[0]))


def _rank(channel: str) -> int:
    return list(CHANNELS).index(Channel(channel))
