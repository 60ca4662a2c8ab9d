"""What share has ended by a day: against values by hand, and in worlds whose truth is known."""

from itertools import islice

import numpy as np
import pytest

from dragoman.ask.simulate.endings import Plans, Returns, mean_share, plans, returns
from dragoman.ask.stats.survival import Spell, curves

ENDS = ("held", "cancelled", "denied")
YEAR = 365.25


def test_values_by_hand() -> None:
    """Ten spells with ties, the product and sums done on paper; lifelines 0.30.3 says the same."""
    told = [(3, "held"), (5, None), (5, "cancelled"), (8, "held"), (9, "denied")]
    told += [(12, "held"), (15, None), (20, "held"), (20, "cancelled"), (30, None)]

    found = curves([Spell(days, end) for days, end in told], ENDS, rounds=0)

    assert found["held"].at_risk == (10, 9, 7, 6, 5, 3)
    shares = {end: [round(p.share, 6) for p in found[end].points] for end in ENDS}
    left = 0.9 * 8 / 9 * 6 / 7 * 5 / 6 * 4 / 5
    assert shares["held"] == [
        pytest.approx(value, abs=1e-6)
        for value in (0.1, 0.1, 0.1 + 0.8 / 7, 0.1 + 0.8 / 7, 0.1 + 0.8 / 7 + 4 / 35)
    ] + [pytest.approx(0.1 + 0.8 / 7 + 4 / 35 + left / 3, abs=1e-6)]
    assert shares["cancelled"][-1] == pytest.approx(0.1 + left / 3, abs=1e-6)
    assert found["held"].at(2) and found["held"].at(2).share == 0  # type: ignore[union-attr]
    assert found["held"].at(31) is None, "nothing was watched so long"


@pytest.mark.parametrize("missed", [0.0, 0.3])
def test_aalen_johansen_is_not_biased_by_what_is_open_or_lost(missed: float) -> None:
    """Within 0.02 of the truth, where the share of all that was announced is far off."""
    world = Plans(100, missed=missed)

    estimate = mean_share(plans(world, 200, seed=1), "held", ENDS, 60, 200)
    naive = np.mean([world.naive(spells) for spells in plans(world, 200, seed=1)])

    assert abs(estimate - world.truth(60)) <= 0.02
    assert abs(naive - world.held) > 0.1


def test_kaplan_meier_is_not_biased_by_censoring() -> None:
    """Of times to first return, within 0.02; pairs that are hasty and slow ones mixed."""
    world = Returns(40)

    estimate = mean_share(returns(world, 150, seed=2), "returned", ("returned",), 4 * YEAR, 150)

    assert abs(estimate - world.truth(4)) <= 0.02


def covers(
    worlds: list[list[Spell]], end: str, ends: tuple[str, ...], day: float, truth: float
) -> float:
    """Return how often the interval holds the truth."""
    points = [curves(spells, ends, rounds=200)[end].at(day) for spells in worlds]
    return float(np.mean([p.low <= truth <= p.high for p in points if p]))


def test_the_interval_of_plans_holds_the_truth() -> None:
    """In 92 to 97 of 100 worlds with 50 plans, as ANALYTICS (j) has it; give or take chance."""
    world = Plans(50)

    found = covers(list(plans(world, 300, seed=3)), "held", ENDS, 60, world.truth(60))

    assert 0.91 <= found <= 0.98


def test_few_pairs_give_intervals_that_are_too_short() -> None:
    """Why 20 pairs are asked for: with 4, the interval misses far more often than with 20."""
    few, enough = Returns(4), Returns(20)
    shares = [
        covers(
            list(returns(world, 200, seed=4)), "returned", ("returned",), 4 * YEAR, world.truth(4)
        )
        for world in (few, enough)
    ]

    assert shares[0] < 0.88 < shares[1]


def test_what_is_all_alike_still_has_an_interval() -> None:
    """Five of five held is not "100 % to 100 %": the interval is Clopper and Pearson's."""
    found = curves([Spell(3, "held") for _ in range(5)], ENDS)

    point = found["held"].points[-1]
    assert (point.share, point.high) == (1.0, 1.0)
    assert point.low == pytest.approx(0.025 ** (1 / 5))
    assert found["denied"].points[-1].high == pytest.approx(1 - 0.025 ** (1 / 5))


def test_spells_of_one_group_are_drawn_together() -> None:
    """Ten gifts of two pairs know less than ten gifts of ten pairs."""
    worlds = list(islice(returns(Returns(2, gifts_each=30), 1, seed=5), 1))
    alone = [Spell(s.days, s.end, group=str(n)) for n, s in enumerate(worlds[0])]
    day = 2 * YEAR

    together = curves(worlds[0], ("returned",))["returned"].at(day)
    apart = curves(alone, ("returned",))["returned"].at(day)

    assert together and apart and together.share == apart.share
    assert together.low != apart.low


@pytest.mark.parametrize(
    "spells",
    [
        pytest.param([], id="none"),
        pytest.param([Spell(3, None, lost=True)], id="all lost"),
        pytest.param([Spell(-1, "held")], id="before it began"),
        pytest.param([Spell(1, "burnt")], id="an end that is none"),
    ],
)
def test_what_cannot_be_estimated_is_refused(spells: list[Spell]) -> None:
    """With a sentence, and not with a number."""
    with pytest.raises(ValueError, match="spell"):
        curves(spells, ENDS)
