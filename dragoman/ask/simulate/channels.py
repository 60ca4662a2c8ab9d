"""Series of contacts by month of which some share is "cloud", with breaks that are known."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, median

import numpy as np

from dragoman.ask.stats.breaks import DRAWS, draw_shares, find_breaks


@dataclass(frozen=True, slots=True)
class World:
    """A series of months: how many contacts, and what share of them is of the kind."""

    a_month: float  # contacts expected
    overdispersion: float = 0.0  # the correlation between two contacts of one month
    shares: tuple[float, ...] = (0.3,)  # one for each of as many equal stretches
    n_months: int = 72

    @property
    def breaks(self) -> tuple[int, ...]:
        """The months in which a new share begins."""
        n = len(self.shares)
        return tuple(round(i * self.n_months / n) for i in range(1, n))


@dataclass(frozen=True, slots=True)
class Found:
    """How well breaks were found in many series."""

    any_found: float  # the share of series in which a break was found
    right_number: float  # the share with as many as there are
    error: float  # median distance of each true break to the nearest found, months; nan: none
    held: float  # the share of those whose 90 % set holds the true month
    width: float  # the median number of months in such a set


def series(world: World, runs: int, *, seed: int) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Yield the contacts of the kind and all contacts by month, `runs` times over."""
    rng = np.random.default_rng(seed)
    which = np.searchsorted(world.breaks, np.arange(world.n_months), side="right")
    shares = np.array(world.shares)[which]
    for _ in range(runs):
        whole = rng.poisson(world.a_month, world.n_months)
        part = draw_shares(rng, shares, world.overdispersion, whole, 1)[0]
        yield part.tolist(), whole.tolist()


def breaks_found(world: World, runs: int, *, seed: int, draws: int = DRAWS) -> Found:
    """Say how often breaks are found in a world, and how near to where they are."""
    numbers: list[int] = []
    errors: list[int] = []
    held: list[bool] = []
    widths: list[int] = []
    for run, (part, whole) in enumerate(series(world, runs, seed=seed)):
        found = find_breaks(part, whole, draws=draws, seed=run).breaks
        numbers.append(len(found))
        for true in world.breaks if found else ():
            nearest = min(found, key=lambda one: abs(one.at - true))
            errors.append(abs(nearest.at - true))
            held.append(true in nearest.within)
            widths.append(len(nearest.within))
    return Found(
        fmean(n > 0 for n in numbers),
        fmean(n == len(world.breaks) for n in numbers),
        median(errors) if errors else math.nan,
        fmean(held) if held else math.nan,
        median(widths) if widths else math.nan,
    )
