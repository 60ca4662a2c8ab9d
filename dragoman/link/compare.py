"""What two reports have in common, and how much that speaks for one happening."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.link.book import Book, Observation
from dragoman.link.cases import OPEN, TOOK_PLACE, Named, Signature
from dragoman.model import Channel, Status

NEAR = 2
"""How many days apart two dates may be that mean one day."""

PAIR = 2
"""So many parties deal with each other alone; that more are named is then another occasion."""

_PAPERS = {Channel.AGREEMENT, Channel.JOINT_STATEMENT}
_DID_NOT = frozenset({Status.CANCELLED, Status.DENIED})
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was observed of two reports, and the score that it adds up to (log-odds)."""

    observed: tuple[Observation, ...]
    score: float


def compare(one: Signature, two: Signature, book: Book, *, home: bool, copies: bool) -> Comparison:
    """Return the comparison of two reports that `observe` finds comparable.

    Args:
        one: What the one says.
        two: What the other says.
        book: The weights.
        home: Both stand in one document.
        copies: Their documents are copies of each other.
    """
    names = observe(one, two, book, home=home, copies=copies) or ()
    observed = tuple(book.observations[name] for name in ("base", *names))
    return Comparison(observed, sum(entry.weight for entry in observed))


def score(one: Signature, two: Signature, book: Book, *, home: bool, copies: bool) -> float | None:
    """Return the log-odds that two reports are of one happening; None: they cannot be."""
    names = observe(one, two, book, home=home, copies=copies)
    if names is None:
        return None
    weights = book.weights
    total = weights["base"]
    for name in names:
        total += weights[name]
    return total


def observe(
    one: Signature, two: Signature, book: Book, *, home: bool, copies: bool
) -> list[str] | None:
    """Return what is to be observed of two reports, as names of the book.

    None where they cannot be of one happening: channels that are no kin, days that lie too
    far apart, or two days in one document; a teaser and a body.
    """
    if one.teaser is not two.teaser:
        return None
    channel = _channels(one, two, book)
    day = _days(one, two, home=home)
    if channel is None or day is None:
        return None
    parties = _parties(one, two)
    found = [channel, day, parties]
    people = _people(one.persons, two.persons, one.offices, two.offices)
    # Whoever is in the talks of three is in those of two as well.
    if parties not in ("parties.pair", "parties.overlap") or "person.other" in people:
        found += people
    if one.givers and two.givers and one.givers.isdisjoint(two.givers):
        found.append("givers.other")
    for name, ours, theirs in (
        ("place", one.places, two.places),
        ("mechanism", one.mechanisms, two.mechanisms),
        ("purpose", one.purposes, two.purposes),
        ("items", one.items, two.items),
    ):
        if ours and theirs:
            found.append(f"{name}.{'other' if ours.isdisjoint(theirs) else 'same'}")
    if one.ordinals and two.ordinals and one.ordinals.isdisjoint(two.ordinals):
        found.append("ordinal.other")
    status = _statuses(one, two)
    if status:
        found.append(status)
    if {one.channel, two.channel} == _PAPERS:
        found.append("paper.same" if one.paper and two.paper else "paper.other")
    if one.meal is not two.meal:
        found.append("occasion.other")
    if one.again is not two.again and (home or day == "day.next"):
        found.append("occasion.again")
    if home:
        found.append("document.same")
    if one.background is not two.background:
        found.append("background.one")
    if copies:
        found.append("copies")
    return found


def _channels(one: Signature, two: Signature, book: Book) -> str | None:
    if one.channel is two.channel:
        return "channel.same"
    ours, theirs = one.family, two.family
    kin = frozenset((ours, theirs)) in book.kin
    if {ours, theirs} == {"summit", "meeting"}:
        return "channel.summit"
    if frozenset((one.channel, two.channel)) in book.twins:
        return "channel.twin"
    return "channel.kin" if kin or ours == theirs else None


def _days(one: Signature, two: Signature, *, home: bool) -> str | None:
    if one.days is None or two.days is None:
        return "day.unknown"
    apart = max(one.days[0] - two.days[1], two.days[0] - one.days[1], 0)
    if apart:
        if home or apart > NEAR or (one.vague and two.vague):
            return None
        return "day.next" if apart == 1 else "day.near"
    if one.vague is not two.vague:
        return "day.within"
    return "day.vague" if one.vague else "day.same"


def _parties(one: Signature, two: Signature) -> str:
    ours, theirs = one.polities, two.polities
    if ours == theirs:
        return "parties.same"
    if ours - one.hosts == theirs or theirs - two.hosts == ours:
        return "parties.host"
    if Channel.SUMMIT in (one.channel, two.channel) and any(
        polity.startswith("og:") for polity in ours & theirs
    ):
        return "parties.series"
    few, many = sorted((ours, theirs), key=len)
    if not few <= many:
        return "parties.overlap"
    return "parties.pair" if len(few) <= PAIR else "parties.part"


def _people(ours: Named, theirs: Named, offices: Named, their_offices: Named) -> list[str]:
    if not ours and not theirs:
        return []
    shared = same = 0
    for polity, names in ours:
        for other, others in theirs:
            if polity == other:
                shared += 1
                same += not names.isdisjoint(others) or alike(names, others)
    if same < shared:
        return ["person.other"]
    found = ["persons.same" if same > 1 else "person.same"] if same else []
    if len(ours) > shared or len(theirs) > shared:
        found.append("person.open")
        named = {polity for polity, _ in ours} & {polity for polity, _ in theirs}
        posts = dict(offices)
        if any(
            polity not in named and polity in posts and posts[polity].isdisjoint(held)
            for polity, held in their_offices
        ):
            found.append("office.other")
    return found


def alike(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Say whether one of some persons can be one of some others.

    Ids are compared as they are; a name that the register does not know shares a word with
    the other.

    >>> alike(["pe:lavrov"], ["pe:lavrov"]), alike(["Janez Novak"], ["Novak"])
    (True, True)
    >>> alike(["pe:wang-yi"], ["pe:xi-jinping"])
    False
    """
    mine, yours = set(ours), set(theirs)
    if mine & yours:
        return True
    return any(
        _words(a) & _words(b)
        for a in mine
        for b in yours
        if not (a.startswith("pe:") and b.startswith("pe:"))
    )


def _words(name: str) -> set[str]:
    return set(_WORD.findall(name.removeprefix("pe:").casefold()))


def _statuses(one: Signature, two: Signature) -> str | None:
    both = {one.status, two.status}
    if both & TOOK_PLACE and both & _DID_NOT:
        return "status.outcome" if one.moved or two.moved else "status.contrary"
    if Status.HYPOTHETICAL in both and len(both) > 1:
        return "status.possible"
    return "status.outcome" if both & OPEN and both & TOOK_PLACE else None
