"""Months of somebody's contacts with partners whose true rates are known."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from dragoman.ask.stats.ranks import ranking


@dataclass(frozen=True, slots=True)
class World:
    """How many partners there are, and how unlike they are."""

    n_partners: int
    n_events: float  # expected in all
    rates: str  # "lognormal", "zipf" (the second half as often as the first...) or "equal"

    def means(self, rng: np.random.Generator) -> NDArray[np.float64]:
        """Return the expected counts, the highest first.

        Raises:
            ValueError: `rates` is none of the three.
        """
        if self.rates == "lognormal":
            found = np.exp(rng.normal(0, 1, self.n_partners))
        elif self.rates == "zipf":
            found = 1 / np.arange(1, self.n_partners + 1)
        elif self.rates == "equal":
            found = np.ones(self.n_partners)
        else:
            raise ValueError(f"{self.rates!r} is none of lognormal, zipf, equal")
        means: NDArray[np.float64] = np.sort(found)[::-1] / found.sum() * self.n_events
        return means


@dataclass(frozen=True, slots=True)
class Held:
    """How well rank intervals did in many worlds."""

    held: float  # the share of the ranks shown whose interval holds the true one
    first_held: float  # the same of the partner that is truly first
    refused: float  # the share of worlds without ranks
    width: float  # how many ranks an interval has, as a share of all


def months(world: World, runs: int, *, seed: int) -> Iterator[tuple[Mapping[str, int], ...]]:
    """Yield the occasions of a month, `runs` times over; partner "000" is truly first."""
    rng = np.random.default_rng(seed)
    for _ in range(runs):
        counts = rng.poisson(world.means(rng))
        yield tuple({f"{i:03}": 1} for i, n in enumerate(counts) for _ in range(n))


def ranks_held(world: World, runs: int, *, seed: int, draws: int = 500) -> Held:
    """Say how often rank intervals hold the true rank among those whom the month shows."""
    held: list[bool] = []
    first: list[bool] = []
    widths: list[float] = []
    refused = 0
    for run, occasions in enumerate(months(world, runs, seed=seed)):
        found = ranking(occasions, draws=draws, seed=run)
        if found.refused:
            refused += 1
            continue
        shown = sorted(Counter(name for occasion in occasions for name in occasion))
        for true, name in enumerate(shown, 1):
            rank = found.ranks[name]
            held.append(rank.low <= true <= rank.high)
            widths.append((rank.high - rank.low + 1) / len(shown))
            if true == 1:
                first.append(held[-1])
    return Held(
        fmean(held) if held else math.nan,
        fmean(first) if first else math.nan,
        refused / runs,
        fmean(widths) if widths else math.nan,
    )
