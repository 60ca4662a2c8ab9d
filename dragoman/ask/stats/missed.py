"""How many events two independent records must have missed: a lower bound, or a refusal."""

import math
from dataclasses import dataclass

LEAST_BOTH = 10
"""Events on both lists, below which no bound is given."""

LEAST_EACH = 20
"""Events on each list, below which no bound is given."""

_Z = 1.959964  # of the standard normal: 2.5 % lie above


@dataclass(frozen=True, slots=True)
class Bound:
    """How many events there were at least, seen or not, by two lists of them.

    It holds when each side gathers its own news and both could have told each event. That
    big events are easier to see, or that one side copies the other, pulls the estimate down,
    and the bound stays a bound. Sides that avoid each other's topics push it up: then it is
    none.
    """

    estimate: float  # Chapman's; the truth only where the lists are independent
    least: int  # the lower end of its 95 % interval, never below what was seen
    most: float  # the upper end; means nothing where the lists are not independent

    def sentence(self) -> str:
        """Say the bound, as a bound."""
        return f"at least about {self.least}"


def chapman(n_one: int, n_other: int, n_both: int) -> Bound:
    """Estimate how many there are from two lists and what stands on both.

    Chapman's estimator (1951) with Seber's variance (1970); the interval is log-normal on the
    unseen part, so its lower end never falls below what was seen.

    Args:
        n_one: Length of one list.
        n_other: Length of the other.
        n_both: How many stand on both.

    Raises:
        ValueError: More stand on both than on one of them.

    >>> chapman(60, 50, 30).sentence()
    'at least about 89'
    """
    if not 0 <= n_both <= min(n_one, n_other):
        raise ValueError(f"{n_both} cannot stand on both lists of {n_one} and {n_other}")
    seen = n_one + n_other - n_both
    estimate = (n_one + 1) * (n_other + 1) / (n_both + 1) - 1
    unseen = estimate - seen
    if unseen <= 0:
        return Bound(estimate, seen, float(seen))
    variance = ((n_one + 1) * (n_other + 1) * (n_one - n_both) * (n_other - n_both)) / (
        (n_both + 1) ** 2 * (n_both + 2)
    )
    spread = math.exp(_Z * math.sqrt(math.log1p(variance / unseen**2)))
    return Bound(estimate, seen + math.floor(unseen / spread), seen + unseen * spread)


def refusal(n_one: int, n_other: int, n_both: int) -> str | None:
    """Say why two lists are too short for a bound; None where they are not."""
    if min(n_one, n_other) < LEAST_EACH:
        return (
            f"because one side tells of {min(n_one, n_other)} "
            f"and a bound needs {LEAST_EACH} on each side"
        )
    if n_both < LEAST_BOTH:
        return f"because both sides tell of {n_both} and a bound needs {LEAST_BOTH} told by both"
    return None
