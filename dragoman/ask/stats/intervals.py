"""Counts: how far chance alone moves them, and whether two of them differ."""

import math
from collections.abc import Callable
from functools import lru_cache

TAIL = 0.025
"""What an interval leaves out on each side."""


@lru_cache(maxsize=4096)
def poisson_interval(n: int) -> tuple[float, float]:
    """Return the exact 95 % interval of the mean of a Poisson count (Garwood 1936).

    Raises:
        ValueError: `n` is negative.

    >>> [round(end, 3) for end in poisson_interval(10)]
    [4.795, 18.39]
    """
    if n < 0:
        raise ValueError(f"{n} is no count")
    most = n + 10 * math.sqrt(n + 1) + 10
    high = _root(lambda mean: _at_most(n, mean) - TAIL, float(n), most)
    low = _root(lambda mean: TAIL - _at_least(n, mean), 0.0, float(n)) if n else 0.0
    return low, high


def rates_differ(n: int, before: int, share: float = 0.5) -> float:
    """Return the two-sided p-value that two Poisson counts have one rate.

    Given their sum, the first is binomial (Przyborowski and Wilenski 1940); the p-value is
    twice the smaller tail, at most 1.

    Args:
        n: The one count.
        before: The other.
        share: The part of the whole exposure (days, documents) that the first had.

    Raises:
        ValueError: A count is negative, or one of the two has no exposure.

    >>> round(rates_differ(9, 1), 4), rates_differ(3, 3)
    (0.0215, 1.0)
    """
    if n < 0 or before < 0 or not 0 < share < 1:
        raise ValueError(f"{n} and {before} at a share of {share} cannot be compared")
    total = n + before
    log_one, log_other = math.log(share), math.log1p(-share)
    chances = [
        math.exp(
            math.lgamma(total + 1)
            - math.lgamma(k + 1)
            - math.lgamma(total - k + 1)
            + k * log_one
            + (total - k) * log_other
        )
        for k in range(total + 1)
    ]
    return min(1.0, 2 * min(math.fsum(chances[: n + 1]), math.fsum(chances[n:])))


def holm(p_values: dict[str, float]) -> dict[str, float]:
    """Return p-values adjusted for their number (Holm 1979), by the same keys.

    >>> holm({"a": 0.01, "b": 0.04, "c": 0.03})
    {'a': 0.03, 'c': 0.06, 'b': 0.06}
    """
    adjusted, highest = {}, 0.0
    for rank, (key, value) in enumerate(sorted(p_values.items(), key=lambda entry: entry[1])):
        highest = max(highest, min(1.0, value * (len(p_values) - rank)))
        adjusted[key] = highest
    return adjusted


def _at_most(n: int, mean: float) -> float:
    """Return the chance of a count of at most `n`, where the mean is not below it."""
    return _sum(n, mean, lambda k: (n - k) / mean)


def _at_least(n: int, mean: float) -> float:
    """Return the chance of a count of at least `n`, where the mean is not above it."""
    return _sum(n, mean, lambda k: mean / (n + k + 1))


def _sum(n: int, mean: float, ratio: Callable[[int], float]) -> float:
    """Sum Poisson chances from `n` away from the mean, each the last times a ratio."""
    if mean <= 0:
        return float(n == 0)
    term = math.exp(n * math.log(mean) - mean - math.lgamma(n + 1))
    total, k = term, 0
    while term > total * 1e-16:
        term *= ratio(k)
        total += term
        k += 1
    return total


def _root(below: Callable[[float], float], low: float, high: float) -> float:
    """Return where a falling function crosses zero, by halving."""
    for _ in range(80):
        middle = (low + high) / 2
        if below(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
