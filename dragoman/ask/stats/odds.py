"""What one teller tells more often than another: differences of log odds, with their intervals."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.ask.stats.intervals import holm

PRIOR = 10.0
"""How many made-up units each teller is given, in which a kind has the share that it has of both.

It draws a kind that is seldom told towards no difference; what is often told it leaves alone.
"""

LEVEL = 0.05
"""How often any of the kinds may be told to differ clearly where none does."""

_Z = 1.959964  # of the standard normal: 2.5 % lie above


@dataclass(frozen=True, slots=True)
class Odds:
    """By how much the odds of a kind differ between two tellers."""

    log_odds: float  # the one's less the other's; above 0: the one tells it more often
    low: float  # 95 % interval
    high: float
    clear: bool  # it differs with all kinds that were looked at taken into account (Holm)


def log_odds(
    one: Mapping[str, int], n_one: int, other: Mapping[str, int], n_other: int
) -> dict[str, Odds]:
    """Return of each kind the difference of its log odds in two samples of units.

    Monroe, Colaresi and Quinn (2008, Political Analysis 16), equations 15, 16 and 19: an
    informative Dirichlet prior with the shares of both samples together. Their unit is a word
    among words; ours is an event or a document, which has a kind or has it not, so that words
    repeated in one document are no evidence twice.

    Args:
        one: In how many units of the one each kind is; kinds in none may be left out.
        n_one: How many units the one has.
        other: The same as `one`, of the other.
        n_other: How many units that has.

    Returns:
        The kinds that are in some unit and not in all, by name.

    Raises:
        ValueError: A kind is in more units than there are.

    >>> found = log_odds({"aid": 30, "talks": 50}, 100, {"aid": 10, "talks": 50}, 100)
    >>> [(kind, round(at.log_odds, 2), at.clear) for kind, at in found.items()]
    [('aid', 1.21, True), ('talks', 0.0, False)]
    """
    found, chance = {}, {}
    for kind in sorted({*one, *other}):
        here, there = one.get(kind, 0), other.get(kind, 0)
        if not (0 <= here <= n_one and 0 <= there <= n_other):
            raise ValueError(f"{kind} is in {here} of {n_one} and {there} of {n_other}")
        has = PRIOR * (here + there) / (n_one + n_other)
        lacks = PRIOR - has
        if not has or not lacks:
            continue
        cells = (here + has, n_one - here + lacks, there + has, n_other - there + lacks)
        by = math.log(cells[0] / cells[1]) - math.log(cells[2] / cells[3])
        spread = math.sqrt(sum(1 / cell for cell in cells))
        found[kind] = (by, spread)
        chance[kind] = math.erfc(abs(by) / spread / math.sqrt(2))
    adjusted = holm(chance)
    return {
        kind: Odds(by, by - _Z * spread, by + _Z * spread, adjusted[kind] < LEVEL)
        for kind, (by, spread) in found.items()
    }
