"""Which two groups of reports are alike: blocks of what can be one happening, pairs, scores.

Where there is much, the blocks are dealt into shares that know nothing of each other, so that
other processes, or other machines, can score them. What is made of the pairs depends on their
order, and is done in one place.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

from dragoman.link.book import Book
from dragoman.link.cases import Signature
from dragoman.link.compare import NEAR, score

FEW = 8
"""A report of at most so many parties is looked up by each pair of them."""

MANY = 20_000
"""From so many groups on, others are asked to help: a few seconds of one core."""

_SHARE = 5_000  # groups of a share, or a little more
_SAID = 8  # different wordings of a group that another is compared with

Pair = tuple[float, int, int]
"""How alike two groups are, turned around so that the most alike come first, and which."""


class Told(Protocol):
    """What is compared of a group: all of it that a share takes along."""

    @property
    def said(self) -> Sequence[Signature]:
        """What its reports say."""

    @property
    def core(self) -> tuple[int, int] | None:
        """The days on which all of them can be."""

    @property
    def docs(self) -> set[str]:
        """Their documents."""

    @property
    def copies(self) -> frozenset[str]:
        """The groups of copies that those are of."""


@dataclass(frozen=True, slots=True)
class Share:
    """Blocks of groups, by their numbers, and what is to be known of those."""

    blocks: Sequence[list[int]]
    told: "Mapping[int, Told]"
    book: Book


@dataclass(frozen=True, slots=True)
class _Brief:
    said: Sequence[Signature]
    core: tuple[int, int] | None
    docs: set[str]
    copies: frozenset[str]


Spread = Callable[[Callable[[Share], list[Pair]], Iterable[Share]], Iterable[list[Pair]]]
"""Does a function on each share, somewhere; `map` does it here. In whatever order."""


def keys(said: Signature) -> Iterator[object]:
    """Yield by what a report is looked up: pairs of its parties, its series, or all parties."""
    parties = sorted(said.polities)
    if len(parties) <= FEW:
        yield from combinations(parties, 2) if len(parties) > 1 else [tuple(parties)]
        return
    yield said.polities
    yield from said.mechanisms
    yield from (polity for polity in parties if polity.startswith("og:"))


def pairs(
    fine: Sequence[int], nodes: Sequence[Told], book: Book, spread: Spread = map
) -> Iterable[Pair]:
    """Return the pairs of nodes that are alike enough.

    Nodes are in the order of their keys, so that the numbers break ties as keys would.

    Args:
        fine: The numbers of those that are compared.
        nodes: Groups of reports.
        book: The weights.
        spread: Who scores where there are many; what it gives is the same.
    """
    blocks: dict[object, list[int]] = defaultdict(list)
    for i in fine:
        for key in keys(nodes[i].said[0]):
            blocks[key].append(i)
    several = [block for block in blocks.values() if len(block) > 1]
    if spread is map or len(fine) < MANY:
        return alike_in(Share(several, dict(enumerate(nodes)), book))
    # A pair of two blocks can be of two shares.
    return {pair for found in spread(alike_in, _dealt(several, nodes, book)) for pair in found}


def alike_in(share: Share) -> list[Pair]:
    """Return the pairs in blocks that are alike enough, each once."""
    told, book = share.told, share.book
    seen: set[tuple[int, int]] = set()
    found: list[Pair] = []
    for block in share.blocks:
        days = {i: told[i].core or (0, 0) for i in block}
        open_: list[int] = []
        for i in sorted(block, key=lambda i: (days[i], i)):
            open_ = [j for j in open_ if days[j][1] >= days[i][0] - NEAR]
            for j in open_:
                pair = (j, i) if j < i else (i, j)
                if pair in seen:
                    continue
                seen.add(pair)
                how = best(told[i], told[j], book)
                if how is not None and how >= book.threshold:
                    found.append((-how, *pair))
            open_.append(i)
    return found


def best(one: Told, two: Told, book: Book) -> float | None:
    """Return how alike two groups are at the most; None where nothing in them can be."""
    return max((how for how in scores(one, two, book) if how is not None), default=None)


def scores(one: Told, two: Told, book: Book) -> list[float | None]:
    """Return how alike all that the one says is to all that the other says."""
    home = not one.docs.isdisjoint(two.docs)
    copies = not one.copies.isdisjoint(two.copies)
    return [
        score(ours, theirs, book, home=home, copies=copies)
        for ours in one.said[:_SAID]
        for theirs in two.said[:_SAID]
    ]


def _dealt(blocks: Iterable[list[int]], nodes: Sequence[Told], book: Book) -> Iterator[Share]:
    held: list[list[int]] = []
    told: dict[int, Told] = {}
    for block in blocks:
        held.append(block)
        for i in block:
            node = nodes[i]
            told[i] = _Brief(node.said[:_SAID], node.core, node.docs, node.copies)
        if len(told) >= _SHARE:
            yield Share(held, told, book)
            held, told = [], {}
    if held:
        yield Share(held, told, book)
