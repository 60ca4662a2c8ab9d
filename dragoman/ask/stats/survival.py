"""What share has ended by a day, and in which way, when some is not over yet.

Aalen and Johansen's estimator (1978, Scandinavian Journal of Statistics 5); where there is one
way to end only, it is one minus Kaplan and Meier's (1958).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]

ROUNDS = 1000
"""Samples that an interval is drawn from."""


@dataclass(frozen=True, slots=True)
class Spell:
    """How long something was watched, in days, and how it ended."""

    days: float
    end: str | None  # None: it was not over when it was last seen (censored)
    lost: bool = False  # it is over, and nobody knows how or when; `days` and `end` say nothing
    group: str = ""  # spells of one group are not independent, and are resampled together


@dataclass(frozen=True, slots=True)
class Point:
    """A share with its interval."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """What share has ended in one way by each day, with 95 % intervals: a step function."""

    end: str
    days: tuple[float, ...]  # those on which something ended, in any way; rising
    points: tuple[Point, ...]  # from that day on
    at_risk: tuple[int, ...]  # watched and not over, just before that day
    n: int  # spells, those lost left out
    start: Point  # before the first of the days
    watched: float  # days until which something was watched; infinite if all have ended

    def at(self, day: float) -> Point | None:
        """Return the share on a day; None where nothing was watched so long."""
        if day > self.watched:
            return None
        passed = [point for at, point in zip(self.days, self.points, strict=True) if at <= day]
        return passed[-1] if passed else self.start

    def first_day(self, share: float) -> float | None:
        """Return the first day by which that share has ended so; None: it never has, so far."""
        steps = zip(self.days, self.points, strict=True)
        return next((day for day, point in steps if point.share >= share), None)


def curves(
    spells: Sequence[Spell], ends: Sequence[str], *, rounds: int = ROUNDS, seed: int = 0
) -> dict[str, Curve]:
    """Estimate what share has ended in each way by each day.

    Holds if what is no longer watched goes on like what is. On a day on which one spell ends
    and another is last seen, that other still counts as watched. A lost spell is taken to have
    ended like those whose end is known: they count for it. To carry it as watched until it was
    last seen would bias the share (by -0.05 where three ends in ten are lost): that it was not
    over until then is known only because it went on.

    Args:
        spells: In any order; at least one.
        ends: The ways to end; a way in `spells` that is none of these is an error.
        rounds: Samples for the intervals: groups are drawn with replacement, where there is
            one group per spell, spells are.
        seed: Of the samples.

    Raises:
        ValueError: No spell that is not lost, one of less than no days, or an end that is not
            in `ends`.

    >>> made = curves([Spell(3, "held"), Spell(5, None), Spell(9, "held")], ["held"])
    >>> [round(point.share, 2) for point in made["held"].points]
    [0.33, 1.0]
    """
    if all(spell.lost for spell in spells) or min(spell.days for spell in spells) < 0:
        raise ValueError("needs a spell that is not lost, and none that ends before it begins")
    known = {end: n for n, end in enumerate(ends)}
    days = np.array([spell.days for spell in spells])
    lost = np.array([spell.lost for spell in spells])
    if strange := {spell.end for spell in spells} - {None, *ends}:
        raise ValueError(f"a spell ends in {strange}, none of the ways {', '.join(ends)}")
    cause = np.array([-1 if s.lost or s.end is None else known[s.end] for s in spells])
    grid = np.unique(days[cause >= 0])
    table = _Table(days, cause, lost, grid, len(ends))
    whole = table.shares(np.ones(len(spells)))
    low, high = _intervals(table, [spell.group for spell in spells], rounds, seed, whole)
    at_risk = tuple(int((days[~lost] >= day).sum()) for day in grid)
    kept = [spell for spell in spells if not spell.lost]
    whole, low, high = _widen(kept, grid, whole, low, high)
    longest = days[~lost].max()
    still = days[~lost & (cause < 0)]
    watched = float(longest) if still.size and still.max() >= longest else float("inf")
    return {
        end: Curve(
            end,
            tuple(float(day) for day in grid),
            tuple(
                Point(float(share), float(least), float(most))
                for share, least, most in zip(whole[k], low[k], high[k], strict=True)
            ),
            at_risk,
            len(kept),
            Point(0.0, 0.0, float(_most(_units(kept)))),
            watched,
        )
        for end, k in known.items()
    }


class _Table:
    """Spells laid out so that a sample of them costs one pass."""

    def __init__(self, days: Floats, cause: Any, lost: Any, grid: Floats, n_ends: int) -> None:
        self.n_ends, self.n_grid, self.lost = n_ends, len(grid), lost
        # The last day of the grid on which a spell is watched; 0: none.
        self.until = np.searchsorted(grid, days, side="right")
        self.ended = np.flatnonzero(cause >= 0)
        at = np.searchsorted(grid, days[self.ended])
        self.cell = cause[self.ended] * self.n_grid + at

    def shares(self, weight: Floats) -> Floats:
        """Return, by way to end and day, the share that has ended; spells count by weight."""
        if self.lost.any():
            gone, known = weight[self.lost].sum(), weight[self.ended].sum()
            weight = np.where(self.lost, 0.0, weight)
            weight[self.ended] *= 1 + gone / max(known, 1e-12)
        seen = np.bincount(self.until, weight, minlength=self.n_grid + 1)
        risk = np.cumsum(seen[::-1])[::-1][1:]
        counts = np.bincount(self.cell, weight[self.ended], minlength=self.n_ends * self.n_grid)
        rate = counts.reshape(self.n_ends, self.n_grid) / np.maximum(risk, 1e-12)
        left = np.cumprod(1 - rate.sum(axis=0))
        before = np.concatenate(([1.0], left[:-1]))
        return np.asarray(np.cumsum(rate * before, axis=1))


def _intervals(
    table: _Table, groups: Sequence[str], rounds: int, seed: int, whole: Floats
) -> tuple[Floats, Floats]:
    if not table.n_grid or rounds < 1:
        return whole, whole
    named = any(groups)
    names, group = np.unique(np.array(groups), return_inverse=True)
    n = len(names) if named else len(groups)
    rng = np.random.default_rng(seed)
    drawn = np.empty((rounds, *whole.shape))
    for nth in range(rounds):
        times = np.bincount(rng.integers(0, n, n), minlength=n).astype(float)
        drawn[nth] = table.shares(times[group] if named else times)
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
    return low, high


def _widen(
    kept: Sequence[Spell], grid: Floats, whole: Floats, low: Floats, high: Floats
) -> tuple[Floats, Floats, Floats]:
    """Give shares of none and all an interval: samples of what is all alike are all alike.

    It is Clopper and Pearson's (1934), of those known on the day: over, or still watched.
    """
    still = [spell for spell in kept if spell.end is None]
    if any(spell.group for spell in kept):
        # A group is known on every day if any of it is over, else while any of it is watched.
        reach: dict[str, float] = defaultdict(float)
        for spell in kept:
            until = spell.days if spell.end is None else float("inf")
            reach[spell.group] = max(reach[spell.group], until)
        sizes = list(len(reach) - np.searchsorted(sorted(reach.values()), grid))
    else:
        gone = np.searchsorted(np.sort([spell.days for spell in still]), grid)
        sizes = list(len(kept) - gone)
    known = np.array(sizes)
    whole = np.clip(whole, 0.0, 1.0)
    low = np.where(whole >= 1 - 1e-9, np.minimum(low, 1 - _most(known)), low)
    high = np.where(whole <= 1e-9, np.maximum(high, _most(known)), high)
    return whole, np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)


def _units(spells: Sequence[Spell]) -> int:
    """Return how many of some spells are independent: their groups, or each alone."""
    named = {spell.group for spell in spells}
    return len(spells) if named == {""} else len(named)


def _most(n: Any) -> Any:
    """Return the upper end of the interval of a share of none in n cases."""
    return 1 - 0.025 ** (1 / np.maximum(n, 1))


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """Return the three values that cut a list into quarters, by linear interpolation.

    >>> quartiles([1, 2, 3, 4, 5])
    (2.0, 3.0, 4.0)
    """
    first, middle, third = np.quantile(np.asarray(values, dtype=float), (0.25, 0.5, 0.75))
    return float(first), float(middle), float(third)
