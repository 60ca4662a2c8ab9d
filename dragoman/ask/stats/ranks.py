"""Who comes before whom, as far as counts can tell: ranks with intervals by resampling."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DRAWS = 2000
"""How often the occasions are drawn anew."""

HELD = 0.94
"""The share of draws that an interval holds.

A count lies further from the others than what it is a count of, and so do draws around it:
intervals of 94 % of them hold the true rank in about nine of ten cases
(`eval/simulators.py --question circle`).
"""

ALIKE = 0.05
"""How often counts of equal partners may be taken for different."""

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of one partner by count, and those that it may have."""

    rank: int  # 1 + how many have more; equal counts share it
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ranks of partners, or why there are none."""

    ranks: Mapping[str, Rank]
    refused: str = ""  # the reason; "" where there are ranks


def ranking(
    occasions: Sequence[Mapping[str, int]], *, draws: int = DRAWS, seed: int = 0
) -> Ranking:
    """Rank partners by how many events there were with each.

    Occasions are drawn anew, each as often as a Poisson number of mean 1 says, so that the
    events of one visit come or stay away together. In a draw, equal counts are put in order
    by lot. The interval is the shortest run of ranks that holds 94 % of the draws.

    Args:
        occasions: Of each, how many events with which partner.
        draws: How often they are drawn.
        seed: Of the random numbers; the same seed gives the same ranks.

    Returns:
        The ranks; none, and the reason, where there are not two partners, where more than
        half of them have one and the same count, or where equal partners would differ as much.
    """
    kinds = Counter(tuple(sorted(occasion.items())) for occasion in occasions)
    names = sorted({name for kind in kinds for name, _ in kind})
    ordered = sorted(kinds)
    weights = np.array([[dict(kind).get(name, 0) for name in names] for kind in ordered], float)
    times = np.array([kinds[kind] for kind in ordered])
    rng = np.random.default_rng(seed)
    if len(names) < 2:
        return Ranking({}, "there are not two partners to compare")
    counts: _Floats = times @ weights
    tied = int(np.unique(counts, return_counts=True)[1].max())
    if tied > len(names) / 2:
        return Ranking({}, f"{tied} of {len(names)} partners have one and the same count")
    if _alike(counts, kinds, draws, rng) > ALIKE:
        return Ranking({}, "partners that are all alike would often differ as much")
    drawn = rng.poisson(times, (draws, len(times))) @ weights
    drawn += rng.random(drawn.shape) / 2
    ranks = (-drawn).argsort(1).argsort(1)
    found = {}
    for i, name in enumerate(names):
        low, high = _shortest(np.bincount(ranks[:, i], minlength=len(names)) / draws)
        found[name] = Rank(1 + int((counts > counts[i]).sum()), low + 1, high + 1)
    return Ranking(found)


def _alike(
    counts: _Floats,
    kinds: Mapping[tuple[tuple[str, int], ...], int],
    draws: int,
    rng: np.random.Generator,
) -> float:
    """Return how often counts differ as much when chance alone deals out the occasions."""
    sizes: Counter[int] = Counter()
    for kind, times in kinds.items():
        for _, n in kind:
            sizes[n] += times
    even = np.full(len(counts), 1 / len(counts))
    dealt = sum(n * rng.multinomial(times, even, draws) for n, times in sorted(sizes.items()))
    as_much = (np.square(dealt).sum(1) >= np.square(counts).sum()).sum()
    return float((1 + as_much) / (draws + 1))


def _shortest(chances: _Floats) -> tuple[int, int]:
    """Return the shortest run of places, first and last, that holds `HELD` of the draws."""
    reached = np.concatenate([[0.0], chances.cumsum()])
    runs = [
        (int(np.searchsorted(reached, reached[first] + HELD - 1e-9)) - 1, first)
        for first in range(len(chances))
        if reached[first] <= 1 - HELD + 1e-9
    ]
    last, first = min(runs, key=lambda run: run[0] - run[1])
    return first, last
