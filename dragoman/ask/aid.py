"""Gifts both ways between two sides: pledged and delivered, sums by unit, returns."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.ask.amounts import Amount, of_gifts
from dragoman.ask.book import Answer, Book
from dragoman.ask.gifts import Gift, Given, Stage, gifts_of
from dragoman.ask.given_back import (
    ClaimedReturn,
    ReturnTime,
    Umbrella,
    Voices,
    claimed_returns,
    return_time,
    umbrellas,
)
from dragoman.ask.monthly import DocumentsOfMonth, documents_over
from dragoman.ask.nothing import nothing, require_documents
from dragoman.ask.plan import last_day
from dragoman.ask.record import Happening, Sorted, happenings, ids, sort_out
from dragoman.ask.unwatched import unwatched
from dragoman.model import PARTY_ROLES, Channel, InputError, NothingFound, Role, Status

_LOOKED_AT = (*PARTY_ROLES, Role.DATE, Role.ITEM, Role.QUANTITY)


@dataclass(frozen=True, slots=True)
class Tally:
    """What one side pledged to another and delivered, in one unit; units are never added up."""

    giver: str
    receiver: str
    unit: str | None  # as reported; None: gifts are counted, whatever they are
    n_pledged: int  # gifts behind the sum
    pledged: str | None  # "more than 100"; None: nothing
    pledged_low: float | None
    pledged_high: float | None  # None: no upper bound is told, or nothing
    n_delivered: int
    delivered: str | None
    delivered_low: float | None
    delivered_high: float | None
    events: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """What one side delivered to another beyond what came back, in one unit."""

    one: str
    other: str
    unit: str | None  # None: gifts are counted
    low: float | None  # of what `one` gave more than it received; None: no bound is told
    high: float | None
    about: bool  # some of it is told as rough
    claims: tuple[str, ...]

    def words(self, one: str, other: str) -> str:
        """Say who gave how much more, the two being called so."""
        of = self.unit or "gifts"
        low, high, giver = self.low, self.high, one
        if (high if high is not None else 1) <= 0:
            low, high, giver = -(self.high or 0.0), None if self.low is None else -self.low, other
        if low is None or low < 0:
            return f"{of}: the record does not say who gave more"
        if low == high == 0:
            return f"{of}: as much both ways"
        return f"{of}: {Amount(low, high, about=self.about).words()} more from {giver}"


@dataclass(frozen=True, slots=True)
class Aid(Answer[Gift]):
    """The gifts, their sums by unit, and what is said and can be said of returns."""

    tallies: tuple[Tally, ...] = ()
    balances: tuple[Balance, ...] = ()
    claimed: tuple[ClaimedReturn, ...] = ()
    umbrellas: tuple[Umbrella, ...] = ()
    returns: ReturnTime | None = None
    documents: tuple[DocumentsOfMonth, ...] = ()  # of the months of the gifts


@unwatched()
def aid(ledger: Book, who: str, other: str | None = None) -> Aid:
    """List the gifts between two sides, or of one with all others, and add them up by unit.

    Args:
        ledger: Open for reading.
        who: A state or organization: "st:chn".
        other: Another; None: all others.

    Returns:
        One row per gift, giver and receiver, in order of time. Amounts are as reported:
        bounds stay, and nothing is turned into another unit or into money. A pledge and the
        delivery that it was linked to are one gift, in both sums. What is told for several
        together is listed, and in no sum. Not in the ledger is not "was not given".

    Raises:
        InputError: A person or an office, or one side twice.
        NothingFound: No gift; the sentence says what there is instead.
    """
    for one in (who, other or who):
        if not one.startswith(("st:", "og:")):
            raise InputError(f"{one} is no state or organization, and aid is between these")
    if who == other:
        raise InputError(f"aid is between two sides; {who} is one")
    require_documents(ledger)
    told = _told(ledger, who, other)
    gifts = gifts_of(ledger, told.counted, who, other)
    if not gifts:
        all_of_them = _told(ledger, who, None).counted if other else ()
        raise _none(ledger, who, other, gifts_of(ledger, all_of_them, who, None))
    alone = 0 if other else len(told.counted) - len({given.event.id for given in gifts})
    voices = Voices(ledger)
    return Aid(
        Gift,
        tuple(given.row() for given in gifts),
        told.basis(ledger, [given.event for given in gifts], asked=None, alone=alone),
        tallies=tuple(_tallies(gifts)),
        balances=tuple(_balances(gifts, who)),
        claimed=tuple(claimed_returns(ledger, voices, gifts)),
        umbrellas=tuple(umbrellas(ledger, voices, (who, other) if other else (who,))),
        returns=return_time(gifts, last_day(ledger), one_pair=other is not None),
        documents=documents_over(ledger, (day for given in gifts for day in given.event.dates)),
    )


def _told(ledger: Book, who: str, other: str | None) -> Sorted[Happening]:
    rows = ledger.db.execute(
        "SELECT event_id FROM events WHERE channel = $channel AND list_contains(polities, $who)"
        " AND ($other IS NULL OR list_contains(polities, $other))",
        {"channel": Channel.AID, "who": who, "other": other},
    ).fetchall()
    return sort_out(
        happenings(ledger, who=who, among=[row[0] for row in rows], only=_LOOKED_AT),
        asked=None,
        channels={Channel.AID},
        statuses=set(Status) - {Status.HYPOTHETICAL},
    )


def _tallies(gifts: Sequence[Given]) -> Iterator[Tally]:
    by_way: dict[tuple[str, str], list[Given]] = defaultdict(list)
    for given in gifts:
        by_way[given.giver, given.receiver].append(given)
    for way, group in sorted(by_way.items()):
        pledged = [given for given in group if given.stage is Stage.PLEDGED or _was_pledged(given)]
        delivered = [given for given in group if given.stage is Stage.DELIVERED]
        counted = [Amount(len(gs), len(gs)) if gs else None for gs in (pledged, delivered)]
        yield _tally(way, None, (pledged, delivered), (counted[0], counted[1]))
        alone = [given for given in group if not given.together]
        units = {key: unit for given in alone for key, unit in given.units.items()}
        sums = [of_gifts(g.amounts(stage) for g in alone) for stage in _SUMMED]
        for key in sorted(set(sums[0]) | set(sums[1])):
            behind = tuple([g for g in alone if key in g.amounts(stage)] for stage in _SUMMED)
            yield _tally(
                way, units[key], (behind[0], behind[1]), (sums[0].get(key), sums[1].get(key))
            )


_SUMMED = (Stage.PLEDGED, Stage.DELIVERED)


def _was_pledged(given: Given) -> bool:
    return any(report.status == Status.PLANNED for report in given.event.counted)


def _tally(
    way: tuple[str, str],
    unit: str | None,
    behind: tuple[Sequence[Given], Sequence[Given]],
    sums: tuple[Amount | None, Amount | None],
) -> Tally:
    pledged, delivered = sums
    all_of_them = [*behind[0], *behind[1]]
    return Tally(
        *way,
        unit,
        len(behind[0]),
        pledged.words() if pledged else None,
        pledged.low if pledged else None,
        pledged.high if pledged else None,
        len(behind[1]),
        delivered.words() if delivered else None,
        delivered.low if delivered else None,
        delivered.high if delivered else None,
        tuple(dict.fromkeys(given.event.id for given in all_of_them)),
        ids({claim.id: claim for given in all_of_them for claim in given.claims}.values()),
    )


def _balances(gifts: Sequence[Given], who: str) -> Iterator[Balance]:
    by_other: dict[str, list[Given]] = defaultdict(list)
    for given in gifts:
        by_other[given.receiver if given.giver == who else given.giver].append(given)
    for other, group in sorted(by_other.items()):
        delivered = [given for given in group if given.stage is Stage.DELIVERED]
        if not delivered:
            continue
        gave = [given for given in delivered if given.giver == who]
        n = len(gave) - (len(delivered) - len(gave))
        yield Balance(who, other, None, n, n, False, _claims(delivered))
        alone = [given for given in group if not given.together]
        units = {key: unit for given in alone for key, unit in given.units.items()}
        out, back = (
            of_gifts(g.amounts(Stage.DELIVERED) for g in alone if (g.giver == who) is ours)
            for ours in (True, False)
        )
        for key in sorted({*out, *back}):
            ours, theirs = out.get(key, Amount(0, 0)), back.get(key, Amount(0, 0))
            behind = [given for given in alone if key in given.amounts(Stage.DELIVERED)]
            yield Balance(
                who,
                other,
                units[key],
                None if theirs.high is None else ours.low - theirs.high,
                None if ours.high is None else ours.high - theirs.low,
                ours.about or theirs.about,
                _claims(behind),
            )


def _claims(gifts: Sequence[Given]) -> tuple[str, ...]:
    return ids(claim for given in gifts for claim in given.claims)


def _none(ledger: Book, who: str, other: str | None, alone: Sequence[Given]) -> NothingFound:
    if other is None or not alone:
        return nothing(ledger, who, None, what="gave or received aid")
    others = sorted({g.giver for g in alone} | {g.receiver for g in alone} - {who})
    named = ", ".join(one for one in others if one != who)
    return NothingFound(
        f"Nothing in this ledger says that {who} and {other} gave each other aid. It has "
        f"{len(alone)} gift{'' if len(alone) == 1 else 's'} between {who} and {named}."
    )
