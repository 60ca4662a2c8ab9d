"""When a share changed: exact segmentation of counts, and how sure that is.

Of `whole[t]` events in period t, `part[t]` are of a kind. Within a segment the share is one;
from period to period it may vary more than chance alone (beta-binomial counts with one
overdispersion for the whole series). The best segmentation comes from exact dynamic
programming (Jackson et al. 2005, IEEE Signal Processing Letters 12:105). How much a break must
gain is learned from series without a break that are drawn from the fitted model: BIC takes
overdispersion for breaks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SHORTEST = 3
"""How many periods a segment has at least."""

MOST = 5
"""How many breaks are looked for at most."""

LEVEL = 0.05
"""How often a series without a break may show one."""

DRAWS = 199
"""How many series without a break are drawn."""

_RHOS = (0.0, 0.01, 0.03, 0.06, 0.12, 0.2, 0.35)
"""The overdispersions tried: the correlation between two events of one period."""

_SHARES = 40  # points on which a segment's share is looked for
_BLOCK = 20  # series drawn at once

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
Tell = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Break:
    """A period in which a new level begins."""

    at: int  # index of the first period of the new level
    within: tuple[int, ...]  # the 90 % set of it


@dataclass(frozen=True, slots=True)
class Search:
    """The breaks of a series, if any, and the test that they passed."""

    breaks: tuple[Break, ...]
    gain: float  # twice the log-likelihood gained for each break, at the best number of them
    p_value: float  # how often series without a break gain as much; not below 1/(draws + 1)
    overdispersion: float


def find_breaks(
    part: Sequence[int],
    whole: Sequence[int],
    *,
    draws: int = DRAWS,
    seed: int = 0,
    tell: Tell | None = None,
) -> Search:
    """Find when a share changed, if it did.

    The first test asks whether there is any break; it errs in 5 % of series without one.
    Where there is one, each further break must gain as much as that test asks for.

    Args:
        part: Events of the kind, by period.
        whole: All events, by period; a period may have none.
        draws: Series without a break drawn for the threshold. Drawing ends early when so many
            of them gain more that no break can be found any more.
        seed: Of the random numbers; the same seed gives the same answer.
        tell: Told how many of the draws are done.

    Raises:
        ValueError: The series is shorter than two segments, or a part exceeds its whole.
    """
    seen, sizes = _series(part, whole, 2 * SHORTEST)
    model = _Model(sizes, seen)
    fitted = model.fit(seen[None, :])
    gain = float(fitted.gains()[0])
    drawn: list[float] = []
    for gains in model.without_break(fitted, draws, seed, tell):
        drawn += gains.tolist()
        above = sum(value >= gain for value in drawn)
        if above + 1 > LEVEL * (draws + 1):
            break
    p_value = (1 + sum(value >= gain for value in drawn)) / (len(drawn) + 1)
    if p_value > LEVEL:
        return Search((), gain, p_value, fitted.rho(0))
    threshold = float(np.quantile(drawn, 1 - LEVEL, method="higher"))
    n_breaks = max(
        range(1, fitted.most + 1), key=lambda k: float(2 * fitted.best[k, 0] - threshold * k)
    )
    rho = fitted.rho(n_breaks)
    costs = model.segments(seen[None, :], rho)[0]
    at = _places(costs, n_breaks)
    ends = (0, *at, len(seen))
    return Search(
        tuple(Break(at[k], _likely(costs, ends[k], ends[k + 2])) for k in range(n_breaks)),
        gain,
        p_value,
        rho,
    )


def weigh_break(
    part: Sequence[int],
    whole: Sequence[int],
    at: int,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    tell: Tell | None = None,
) -> float:
    """Return the p-value of a change of the share at a period that was named beforehand.

    Args:
        part: Events of the kind, by period.
        whole: All events, by period.
        at: Index of the first period after the change.
        draws: Series without a change drawn to compare with.
        seed: Of the random numbers.
        tell: Told how many of the draws are done.

    Raises:
        ValueError: A part exceeds its whole, or no period lies on one side.
    """
    seen, sizes = _series(part, whole, 2)
    if not 0 < at < len(seen):
        raise ValueError(f"period {at} leaves nothing on one side of it ({len(seen)} periods)")
    model = _Model(sizes, seen, (0, at, len(seen)))
    fitted = model.fit(seen[None, :])
    gain = float(fitted.gains()[0])
    drawn = [float(v) for gains in model.without_break(fitted, draws, seed, tell) for v in gains]
    return (1 + sum(value >= gain for value in drawn)) / (len(drawn) + 1)


@dataclass(frozen=True, slots=True)
class _Fit:
    """The highest log-likelihoods of some series by number of breaks."""

    best: Floats  # (breaks, series)
    which: Counts  # the index of the overdispersion at which it is reached
    level: int  # index of the share of the first series, without a break

    @property
    def most(self) -> int:
        return len(self.best) - 1

    def gains(self) -> Floats:
        n_breaks = np.arange(1, len(self.best))[:, None]
        gained: Floats = (2 * (self.best[1:] - self.best[0]) / n_breaks).max(0)
        return gained

    def rho(self, n_breaks: int) -> float:
        return _RHOS[int(self.which[n_breaks, 0])]


class _Model:
    """What does not change from one series drawn to the next: sizes, and a grid of shares."""

    def __init__(self, sizes: Counts, seen: Counts, fixed: tuple[int, ...] | None = None) -> None:
        self.sizes = sizes
        self.fixed = fixed  # the ends of the segments where they are given
        self.shares = _grid(seen, sizes)

    def fit(self, series: Counts) -> _Fit:
        """Fit every number of breaks to some series (series by period)."""
        found, level, highest = [], 0, -np.inf
        for rho in _RHOS:
            costs = self.segments(series, rho)
            found.append(self._by_number(costs))
            if found[-1][0, 0] > highest:
                highest = found[-1][0, 0]
                level = int(self._levels(series[:1], rho)[:, 0, -1].argmax())
        by_rho = np.stack(found)
        return _Fit(by_rho.max(0), by_rho.argmax(0), level)

    def segments(self, series: Counts, rho: float) -> Floats:
        """Return the log-likelihood of each segment [i, j) of each series; -inf if too short."""
        levels = self._levels(series, rho)
        n = len(self.sizes)
        costs = np.full((len(series), n + 1, n + 1), -np.inf)
        starts = self.fixed[:-1] if self.fixed else range(n - SHORTEST + 1)
        shortest = 1 if self.fixed else SHORTEST
        for i in starts:
            costs[:, i, i + shortest :] = (
                levels[:, :, i + shortest :] - levels[:, :, i : i + 1]
            ).max(0)
        return costs

    def without_break(
        self, fitted: _Fit, draws: int, seed: int, tell: Tell | None
    ) -> Iterator[Floats]:
        """Yield what series gain that are drawn from the fit without a break."""
        rng = np.random.default_rng(seed)
        flat = np.full(len(self.sizes), self.shares[fitted.level])
        rho = fitted.rho(0)
        for done in range(0, draws, _BLOCK):
            if tell:
                tell(done, draws, "comparing with series without a break")
            n = min(_BLOCK, draws - done)
            yield self.fit(draw_shares(rng, flat, rho, self.sizes, n)).gains()

    def _by_number(self, costs: Floats) -> Floats:
        """Return the best log-likelihood with 0, 1, ... breaks (breaks by series)."""
        n = len(self.sizes)
        if self.fixed:
            _, at, _ = self.fixed
            return np.stack([costs[:, 0, n], costs[:, 0, at] + costs[:, at, n]])
        reached = costs[:, 0, :]
        best = [reached[:, n]]
        for _ in range(min(MOST, n // SHORTEST - 1)):
            reached = (reached[:, :, None] + costs).max(1)
            best.append(reached[:, n])
        return np.stack(best)

    def _levels(self, series: Counts, rho: float) -> Floats:
        """Return the log-likelihood of the first t periods (share by series by t)."""
        i = np.arange(int(self.sizes.max(initial=0)))

        def rising(share: Floats) -> Floats:
            steps = np.log(share[:, None] * (1 - rho) + i * rho)
            return np.concatenate([np.zeros((len(share), 1)), steps.cumsum(1)], 1)

        one = np.ones(1)
        each = (
            rising(self.shares)[:, series]
            + rising(1 - self.shares)[:, self.sizes - series]
            - rising(one)[0, self.sizes]
        )
        return np.concatenate([np.zeros((*each.shape[:2], 1)), each.cumsum(2)], 2)


def draw_shares(
    rng: np.random.Generator, shares: Floats, rho: float, sizes: Counts, n: int
) -> Counts:
    """Draw `n` series of beta-binomial counts with these shares by period."""
    chances = np.broadcast_to(shares, (n, len(sizes)))
    if rho > 0:
        weight = (1 - rho) / rho
        chances = rng.beta(chances * weight, (1 - chances) * weight)
    return rng.binomial(sizes, chances)


def _series(part: Sequence[int], whole: Sequence[int], least: int) -> tuple[Counts, Counts]:
    seen, sizes = np.asarray(part, dtype=np.int64), np.asarray(whole, dtype=np.int64)
    if seen.shape != sizes.shape or seen.ndim != 1 or len(seen) < least:
        raise ValueError(f"two series of one length are needed, of {least} periods or more")
    if (seen < 0).any() or (seen > sizes).any():
        raise ValueError("a part is negative or exceeds its whole")
    return seen, sizes


def _grid(seen: Counts, sizes: Counts) -> Floats:
    """Return shares around those that short windows of the series have, evenly in angle."""
    window = np.ones(min(SHORTEST, len(seen)))
    part, whole = np.convolve(seen, window, "valid"), np.convolve(sizes, window, "valid")
    some = whole > 0
    angles = np.arcsin(np.sqrt(part[some] / whole[some])) if some.any() else np.array([0.8])
    edge, margin = 0.02, 0.1
    low = max(edge, float(angles.min()) - margin)
    high = min(np.pi / 2 - edge, float(angles.max()) + margin)
    grid: Floats = np.sin(np.linspace(low, high, _SHARES)) ** 2
    return grid


def _places(costs: Floats, n_breaks: int) -> tuple[int, ...]:
    """Return where the best `n_breaks` breaks of one series are."""
    n = len(costs) - 1
    reached, came = costs[0], []
    for _ in range(n_breaks):
        through = reached[:, None] + costs
        came.append(through.argmax(0))
        reached = through.max(0)
    places, end = [], n
    for step in reversed(came):
        end = int(step[end])
        places.append(end)
    return tuple(reversed(places))


def _likely(costs: Floats, start: int, end: int, level: float = 0.9) -> tuple[int, ...]:
    """Return the likeliest places of the one break between two ends that make up `level`."""
    logs = costs[start, start : end + 1] + costs[start : end + 1, end]
    weights = np.exp(logs - logs.max())
    order = np.argsort(-weights, kind="stable")
    enough = int(np.searchsorted(weights[order].cumsum(), level * weights.sum())) + 1
    return tuple(sorted(start + int(i) for i in order[:enough]))
