"""Breaks in shares, in series where the true ones are known."""

import itertools
import math

import numpy as np
import pytest

from dragoman.ask.simulate.channels import World, breaks_found, series
from dragoman.ask.stats import breaks
from dragoman.ask.stats.breaks import find_breaks, weigh_break


@pytest.mark.parametrize("overdispersion", [0.0, 0.05, 0.1])
def test_breaks_are_seldom_found_where_none_is(overdispersion: float) -> None:
    """In 3 to 8 % of series (of 40 as here, at most 7); BIC finds up to 62 %."""
    found = breaks_found(World(10, overdispersion), 40, seed=11, draws=99)

    assert found.any_found <= 7 / 40


def test_a_shift_is_found_and_dated() -> None:
    """From 0.3 to 0.5 at 10 a month over 72 months: in 90 % and more, to 2 months."""
    found = breaks_found(World(10, 0.0, (0.3, 0.5)), 25, seed=12, draws=99)

    assert found.any_found >= 0.9
    assert found.error <= 2
    assert found.held >= 0.8
    assert found.right_number >= 0.8


def test_two_breaks_are_two() -> None:
    """A share that goes up and down again has two breaks; a third comes by chance at times."""
    found = breaks_found(World(15, 0.0, (0.2, 0.6, 0.2)), 8, seed=13, draws=99)

    assert found.any_found == 1.0
    assert found.right_number >= 0.6
    assert found.error <= 1


def log_likelihood(part: list[int], whole: list[int], rho: float) -> float:
    """Return the best log-likelihood of one segment by brute force over the share."""
    best = -math.inf
    for share in np.linspace(0.005, 0.995, 199):
        total = 0.0
        for x, n in zip(part, whole, strict=True):
            total += sum(math.log(share * (1 - rho) + i * rho) for i in range(x))
            total += sum(math.log((1 - share) * (1 - rho) + i * rho) for i in range(n - x))
            total -= sum(math.log(1 - rho + i * rho) for i in range(n))
        best = max(best, total)
    return best


def test_the_segmentation_is_the_best_of_all() -> None:
    """Trying every way to cut a short series gains what the search says."""
    part, whole = [1, 2, 1, 7, 6, 8, 2, 1, 2], [8, 9, 8, 9, 8, 9, 8, 9, 8]
    by_number = []
    for n_breaks in range(3):
        cuts = [
            (0, *cut, 9)
            for cut in itertools.combinations(range(3, 7), n_breaks)
            if all(b - a >= 3 for a, b in itertools.pairwise((0, *cut, 9)))
        ]
        by_number.append(
            max(
                sum(log_likelihood(part[a:b], whole[a:b], rho) for a, b in itertools.pairwise(cut))
                for cut in cuts
                for rho in breaks._RHOS
            )
        )

    found = find_breaks(part, whole)

    expected = max(2 * (by_number[k] - by_number[0]) / k for k in (1, 2))
    assert found.gain == pytest.approx(expected, abs=0.05)
    assert [one.at for one in found.breaks] == [3, 6]


def test_a_month_named_beforehand_is_weighed() -> None:
    """A true change is confirmed, and a month in which nothing changed is not."""
    part, whole = next(series(World(10, 0.0, (0.2, 0.6), 40), 1, seed=14))
    flat, sizes = next(series(World(10, 0.05, (0.3,), 40), 1, seed=15))

    assert weigh_break(part, whole, 20) < 0.05
    assert weigh_break(flat, sizes, 20) > 0.05


def test_empty_months_are_no_evidence() -> None:
    """Months without a contact may stand in a series, also at its ends."""
    part, whole = next(series(World(12, 0.0, (0.2, 0.7), 30), 1, seed=16))
    padded = [0, 0, *part[:15], 0, *part[15:], 0], [0, 0, *whole[:15], 0, *whole[15:], 0]

    [found] = find_breaks(*padded).breaks

    assert {17, 18} & set(found.within)
    assert find_breaks([0] * 12, [0] * 12).breaks == ()


def test_same_seed_same_answer_and_progress_is_told() -> None:
    """The random numbers hang on the seed alone."""
    part, whole = next(series(World(10, 0.0, (0.3, 0.6), 24), 1, seed=17))
    told: list[tuple[int, int]] = []

    first = find_breaks(part, whole, seed=5, tell=lambda done, of, _: told.append((done, of)))

    assert first == find_breaks(part, whole, seed=5)
    assert told[0] == (0, breaks.DRAWS)


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        ([1, 2], [3, 3], "of 6 periods or more"),
        ([1] * 6, [3] * 7, "of one length"),
        ([4] * 6, [3] * 6, "exceeds its whole"),
        ([-1] * 6, [3] * 6, "negative"),
    ],
)
def test_what_is_no_series(part: list[int], whole: list[int], words: str) -> None:
    """Too short, of two lengths, or a part larger than its whole."""
    with pytest.raises(ValueError, match=words):
        find_breaks(part, whole)


@pytest.mark.parametrize("at", [0, 8])
def test_a_named_month_has_two_sides(at: int) -> None:
    """Nothing can be compared with nothing."""
    with pytest.raises(ValueError, match="leaves nothing on one side"):
        weigh_break([1] * 8, [3] * 8, at)
