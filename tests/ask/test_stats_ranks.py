"""Ranks by count, in worlds where the true ones are known."""

import pytest

from dragoman.ask.simulate.circle import World, ranks_held
from dragoman.ask.stats.ranks import Rank, ranking


def month(**counts: int) -> list[dict[str, int]]:
    """Return as many occasions of one event each with these partners."""
    return [{name: 1} for name, n in counts.items() for _ in range(n)]


@pytest.mark.parametrize(
    "world",
    [
        World(8, 30, "lognormal"),
        World(20, 100, "lognormal"),
        World(20, 100, "zipf"),
        World(40, 400, "lognormal"),
        World(40, 400, "zipf"),
    ],
    ids=lambda world: f"{world.rates}-{world.n_partners}-{world.n_events:g}",
)
def test_intervals_hold_the_true_rank(world: World) -> None:
    """In 88 to 97 % of Poisson worlds, and the first partner's in as many at least."""
    held = ranks_held(world, 120, seed=20, draws=400)

    assert 0.88 <= held.held <= 0.97
    assert held.first_held >= 0.88


def test_equal_partners_are_not_ranked() -> None:
    """Where all partners are alike, there are no ranks in 90 % of worlds and more."""
    assert ranks_held(World(20, 100, "equal"), 120, seed=21).refused >= 0.9


def test_the_clearly_first_is_first() -> None:
    """Who has most by far keeps the first rank; those near each other share a range."""
    ranks = ranking(month(usa=60, idn=12, fra=11, nzl=1)).ranks

    assert ranks["usa"] == Rank(1, 1, 1)
    assert (ranks["idn"].low, ranks["idn"].high) == (2, 3)
    assert ranks["fra"].rank == 3
    assert ranks["nzl"] == Rank(4, 4, 4)


def test_equal_counts_share_a_rank() -> None:
    """No name comes before another because of the alphabet."""
    ranks = ranking(month(usa=30, idn=8, fra=8, nzl=1)).ranks

    assert ranks["idn"] == ranks["fra"]
    assert ranks["idn"].rank == 2


@pytest.mark.parametrize(
    ("occasions", "reason"),
    [
        (month(usa=30), "not two partners"),
        ([], "not two partners"),
        (month(usa=20, fra=1, idn=1, nzl=1), "3 of 4 partners have one and the same count"),
        (month(usa=5, fra=4, idn=3), "all alike would often differ as much"),
    ],
)
def test_ranks_are_refused_with_the_reason(occasions: list[dict[str, int]], reason: str) -> None:
    """No ranks where nothing can be said of them."""
    found = ranking(occasions)

    assert not found.ranks
    assert reason in found.refused


def test_events_of_one_visit_are_one_occasion() -> None:
    """Twelve meetings on one visit say less of a rank than twelve on their own."""
    rest = month(usa=30, fra=6, nzl=1, chl=2)

    [alone, together] = (
        ranking([*rest, *visits]).ranks["idn"] for visits in (month(idn=12), [{"idn": 12}])
    )

    assert (alone.low, alone.high) == (2, 3)
    assert together.high > alone.high


def test_same_seed_same_ranks_in_any_order() -> None:
    """The order of the events changes nothing."""
    occasions = month(usa=9, fra=7, idn=4, nzl=2, chl=1)

    assert ranking(occasions, seed=3) == ranking(occasions[::-1], seed=3)
