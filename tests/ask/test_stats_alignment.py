"""How far two texts say the same."""

import pytest

from dragoman.ask.stats.alignment import (
    align,
    features,
    interval_of_difference,
    jaccard,
    kendall,
    similarity,
    weights,
)

TRADE = "They discussed trade with Taiwan and the price of wheat."
AGAIN = "Wheat prices and trade with Taiwan were discussed."
THANKS = "The ministers thanked their hosts for the warm welcome."


def flat(key: str) -> float:
    """Weigh all alike."""
    return 1.0


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [(TRADE, TRADE, 1, 1), (TRADE, AGAIN, 0.7, 1), (TRADE, THANKS, 0, 0), ("The.", "And.", 0, 0)],
)
def test_similarity_is_symmetric_and_bounded(one: str, other: str, low: float, high: float) -> None:
    """One for the same words, nothing for none; the side does not matter."""
    found = similarity(features(one), features(other), flat)

    assert low <= found <= high
    assert found == similarity(features(other), features(one), flat)


def test_a_rare_word_weighs_more() -> None:
    """What stands in every sentence says little; names weigh double."""
    texts = [features(f"The ministers met, {word}.") for word in ("wheat", "coal", "steel")]
    weight = weights(texts)

    assert weight("wheat") > weight("met")
    assert features("They met Wang.")["wang"] == 2 * features("They met Wang.")["met"]


def test_each_sentence_is_paired_once_and_the_best_first() -> None:
    """Two sentences cannot both be told by one; what is alike too little is told by none."""
    here = [features(text) for text in (AGAIN, TRADE, THANKS)]
    there = [features(TRADE)]
    [pair] = align(here, there, flat)

    assert (pair.here, pair.there, pair.score) == (1, 0, 1.0)
    assert pair.shared[0] == "taiwan"


@pytest.mark.parametrize(
    ("order", "tau"), [([1, 2, 3], 1), ([3, 2, 1], -1), ([2, 1, 3], 1 / 3), ([1], None), ([], None)]
)
def test_order(order: list[int], tau: float | None) -> None:
    """From the same order to the other way round."""
    assert kendall(order) == (None if tau is None else pytest.approx(tau))


def test_no_topics_on_either_side_share_nothing_known() -> None:
    """Nothing of nothing is not a share."""
    assert jaccard([], []) is None
    assert jaccard(["trade"], []) == 0


def test_the_baseline_is_taken_off() -> None:
    """The interval lies around the mean of the shares less that of the baseline, and repeats."""
    here, there = [True] * 15 + [False] * 5, [True] * 10 + [False] * 10
    low, high = interval_of_difference(here, there, [0.1, 0.2, 0.1, 0.2, 0.15])

    assert low < 0.625 - 0.15 < high < 0.75
    assert (low, high) == interval_of_difference(here, there, [0.1, 0.2, 0.1, 0.2, 0.15])
    assert interval_of_difference(here, there, [])[0] > low
