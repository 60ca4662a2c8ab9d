"""Shares with their intervals."""

import math

_Z = 1.959964  # of the standard normal: 2.5 % lie above


def wilson(n: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share after Wilson (1927): never outside 0 and 1.

    Raises:
        ValueError: There is nothing to have a share of, or more than all of it.

    >>> [round(end, 3) for end in wilson(8, 10)]
    [0.49, 0.943]
    """
    if not 0 <= n <= of or of == 0:
        raise ValueError(f"{n} of {of} is no share")
    share, weight = n / of, _Z * _Z / of
    middle = (share + weight / 2) / (1 + weight)
    half = math.sqrt(share * (1 - share) * weight + weight * weight / 4) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)
