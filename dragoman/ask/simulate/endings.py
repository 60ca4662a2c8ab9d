"""Plans and gifts with a known fate, watched until a last day and reported in part."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from dragoman.ask.stats.survival import Spell


@dataclass(frozen=True, slots=True)
class Plans:
    """A world of plans: how they end, how long they take, and what of it is reported."""

    n_plans: int
    held: float = 0.75
    cancelled: float = 0.2  # the rest are denied
    lead: float = 40.0  # mean days from announcement to the day set (gamma, shape 2)
    span: int = 120  # days over which plans are announced; the last is the last day known
    missed: float = 0.0  # chance that no document says how a plan ended

    def naive(self, spells: list[Spell]) -> float:
        """Return the share held of all that was announced: what not to do."""
        return sum(spell.end == "held" for spell in spells) / len(spells)

    def truth(self, day: float) -> float:
        """Return what share is held by a day after the announcement."""
        x = 2 * day / self.lead
        return float(self.held * (1 - np.exp(-x) * (1 + x)))


def plans(world: Plans, runs: int, *, seed: int) -> Iterator[list[Spell]]:
    """Yield the plans of a world as a ledger knows them, `runs` times over.

    A plan that is called off or denied is so at a time of its own, of the same gamma law. A
    plan whose end no document tells is lost; while its end is to come, it is open like others.
    """
    rng = np.random.default_rng(seed)
    for _ in range(runs):
        found = []
        fate = rng.random(world.n_plans)
        for u, begun, takes, told in zip(
            fate,
            rng.uniform(0, world.span, world.n_plans),
            rng.gamma(2, world.lead / 2, world.n_plans),
            rng.random(world.n_plans) >= world.missed,
            strict=True,
        ):
            left = world.span - begun
            over = "cancelled" if u < world.held + world.cancelled else "denied"
            end = "held" if u < world.held else over
            if takes > left:
                found.append(Spell(left, None))
            else:
                found.append(Spell(takes, end if told else None, lost=not told))
        yield found


@dataclass(frozen=True, slots=True)
class Returns:
    """A world of gifts between pairs of states, some of which are returned."""

    n_pairs: int
    gifts_each: int = 3  # per pair
    years: float = 12.0  # how long the record is; gifts come evenly over it
    mean_years: float = 4.0  # until a return, where one comes
    spread: float = 0.5  # variance of the pairs' own haste (gamma, mean 1)

    def truth(self, years: float) -> float:
        """Return what share of gifts is returned within some years."""
        if not self.spread:
            return float(1 - np.exp(-years / self.mean_years))
        return float(1 - (1 + self.spread * years / self.mean_years) ** (-1 / self.spread))


def returns(world: Returns, runs: int, *, seed: int) -> Iterator[list[Spell]]:
    """Yield the gifts of a world until the record's last day, `runs` times over; days are days."""
    rng = np.random.default_rng(seed)
    for _ in range(runs):
        found = []
        for pair in range(world.n_pairs):
            haste = rng.gamma(1 / world.spread, world.spread) if world.spread else 1.0
            given = rng.uniform(0, world.years, world.gifts_each)
            waits = rng.exponential(world.mean_years / haste, world.gifts_each)
            for at, wait in zip(given, waits, strict=True):
                left = world.years - at
                end = "returned" if wait <= left else None
                found.append(Spell(min(wait, left) * 365.25, end, group=f"pair {pair}"))
        yield found


def mean_share(
    worlds: Iterator[list[Spell]], end: str, ends: tuple[str, ...], day: float, runs: int
) -> float:
    """Return the mean of the estimates of a share by a day, over worlds watched so long."""
    from dragoman.ask.stats.survival import curves

    found = [
        point.share
        for spells in islice(worlds, runs)
        if (point := curves(spells, ends, rounds=0)[end].at(day))
    ]
    return float(np.mean(found))
