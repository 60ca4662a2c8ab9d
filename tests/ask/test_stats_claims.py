"""Verdicts and the probability that a record is complete."""

import numpy as np
import pytest

from dragoman.ask.stats.claims import Verdict, complete, judge_number, together

S, C, N, D, R = (
    Verdict.SUPPORTED,
    Verdict.CONTRADICTED,
    Verdict.NOT_CONFIRMED,
    Verdict.DEFINITION,
    Verdict.REFUSED,
)


@pytest.mark.parametrize(
    ("number", "recorded", "possible", "sourced", "verdict"),
    [(2, 2, 0, 0, S), (2, 2, 1, 2, N), (2, 1, 1, 1, N), (2, 3, 0, 3, C), (2, 4, 0, 2, N)],
)
def test_numbers(number: int, recorded: int, possible: int, sourced: int, verdict: Verdict) -> None:
    """Only what is surely there and well sourced contradicts; what may be there blurs."""
    assert judge_number(number, recorded, possible, sourced) is verdict


@pytest.mark.parametrize(
    ("readings", "verdict"),
    [([S, S], S), ([S, N], D), ([S, C], D), ([C, R], D), ([N, R], N), ([R, R], R), ([C, C], C)],
)
def test_readings_together(readings: list[Verdict], verdict: Verdict) -> None:
    """What holds by one reading and not by another depends on the definition."""
    assert together(readings) is verdict


@pytest.mark.parametrize(("expected", "recall"), [(2, 0.8), (6, 0.8), (6, 0.95), (0.5, 0.5)])
def test_completeness_in_simulated_records(expected: float, recall: float) -> None:
    """In so many of 20,000 Poisson worlds nothing is missed, within three standard errors."""
    rng = np.random.default_rng(7)
    happened = rng.poisson(expected, 20_000)
    whole = (rng.binomial(happened, recall) == happened).mean()

    assert whole == pytest.approx(complete(expected, recall), abs=3 * 0.5 / 20_000**0.5)


@pytest.mark.parametrize(("expected", "recall"), [(1, 0), (1, 1.2), (-1, 0.5)])
def test_no_such_recall(expected: float, recall: float) -> None:
    """A recall is a share, and nothing happens less than never."""
    with pytest.raises(ValueError, match="cannot be"):
        complete(expected, recall)
