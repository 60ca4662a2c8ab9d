"""Intervals of counts, and whether two counts differ."""

import math

import pytest

from dragoman.ask.stats.intervals import holm, poisson_interval, rates_differ


def at_most(n: int, mean: float) -> float:
    """Return the chance of a Poisson count of at most `n`."""
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(n + 1))


@pytest.mark.parametrize(
    ("n", "low", "high"),
    [(0, 0.0, 3.689), (1, 0.025, 5.572), (5, 1.623, 11.668), (100, 81.364, 121.627)],
)
def test_poisson_interval_is_the_tabled_one(n: int, low: float, high: float) -> None:
    """The ends are those of the published tables of Garwood's interval."""
    assert poisson_interval(n) == pytest.approx((low, high), abs=5e-4)


@pytest.mark.parametrize("n", [1, 7, 40, 900])
def test_each_end_leaves_out_two_and_a_half_percent(n: int) -> None:
    """At the upper end so few events are as rare as so many at the lower."""
    low, high = poisson_interval(n)

    assert at_most(n, high) == pytest.approx(0.025, rel=1e-6)
    assert 1 - at_most(n - 1, low) == pytest.approx(0.025, rel=1e-6)


@pytest.mark.parametrize(
    ("n", "before", "share", "p_value"),
    [
        pytest.param(9, 1, 0.5, 22 / 1024, id="twice the upper tail"),
        pytest.param(1, 9, 0.5, 22 / 1024, id="the other way round"),
        pytest.param(5, 5, 0.5, 1.0, id="equal"),
        pytest.param(0, 0, 0.5, 1.0, id="nothing at all"),
        pytest.param(3, 0, 0.75, 2 * 0.75**3, id="more days, less surprise"),
    ],
)
def test_two_counts_are_compared_exactly(n: int, before: int, share: float, p_value: float) -> None:
    """The p-value is that of the binomial table."""
    assert rates_differ(n, before, share) == pytest.approx(p_value)


@pytest.mark.parametrize("mean", [1.0, 4.0, 15.0])
def test_equal_rates_seldom_differ(mean: float) -> None:
    """Two counts of one rate come out different in at most 5 % of cases, summed exactly."""
    most = int(mean + 8 * math.sqrt(mean)) + 8
    chance = [math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(most)]

    false = math.fsum(
        chance[n] * chance[m] for n in range(most) for m in range(most) if rates_differ(n, m) < 0.05
    )

    assert false < 0.05


@pytest.mark.parametrize(("n", "before", "share"), [(-1, 2, 0.5), (1, 1, 0.0), (1, 1, 1.0)])
def test_what_cannot_be_compared(n: int, before: int, share: float) -> None:
    """A negative count or a side without exposure is an error."""
    with pytest.raises(ValueError, match="cannot be compared"):
        rates_differ(n, before, share)


def test_p_values_are_adjusted_for_their_number() -> None:
    """The smallest is multiplied by all, the next by one fewer, never falling, at most 1."""
    assert holm({"a": 0.01, "b": 0.04, "c": 0.9}) == pytest.approx({"a": 0.03, "b": 0.08, "c": 0.9})
    assert holm({"a": 0.4, "b": 0.6}) == pytest.approx({"a": 0.8, "b": 0.8})
    assert holm({}) == {}
