"""From scores to one tree for each sentence."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dragoman.parse.trees import are_trees, best_tree, best_trees


def _is_tree(heads):
    for i in range(len(heads)):
        seen = set()
        while i != -1:
            if i in seen:
                return False
            seen.add(i)
            i = heads[i]
    return sum(h == -1 for h in heads) == 1


def _total(scores, heads):
    return sum(float(scores[i, h + 1]) for i, h in enumerate(heads))


def _all_trees(n):
    """Every tree with one root over n words, by trying all heads."""
    return [h for h in product(range(-1, n), repeat=n) if _is_tree(list(h))]


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("seed", range(25))
def test_no_tree_is_better(n, seed):
    """The tree found has the highest sum of all trees with one root."""
    scores = np.random.default_rng(seed).normal(size=(n, n + 1)).astype(np.float32)

    heads = best_tree(scores).tolist()

    assert _is_tree(heads)
    best = max(_total(scores, tree) for tree in _all_trees(n))
    assert _total(scores, heads) == pytest.approx(best, abs=1e-5)


@given(st.integers(1, 40).flatmap(lambda n: arrays(np.float32, (n, n + 1))))
def test_whatever_the_scores_the_answer_is_a_tree(scores):
    """Also with infinities and NaN among the scores."""
    assert _is_tree(best_tree(scores).tolist())


def test_a_batch_is_what_its_sentences_are():
    """Sentences whose best heads form a tree keep them; the others get their best tree."""
    rng = np.random.default_rng(7)
    scores = [rng.normal(size=(n, n + 1)).astype(np.float32) for n in [0, 1, 3, 9, 30, 1, 0, 12]]

    greedy = [s.argmax(axis=1).astype(np.int32) for s in scores]
    fine = are_trees(greedy).tolist()

    assert fine == [not len(h) or _is_tree((h - 1).tolist()) for h in greedy]
    assert 0 < sum(fine) < len(fine)
    for tree, s, h, good in zip(best_trees(scores), scores, greedy, fine, strict=True):
        assert tree.tolist() == ((h - 1).tolist() if good else best_tree(s).tolist())


def test_scores_far_apart_still_count():
    """A tree is not decided by arcs that are merely very bad: the differences count."""
    scores = np.array([[0, -9, -400], [-300, -100, -9]], np.float32)

    assert best_tree(scores).tolist() == [-1, 0]


def test_a_long_sentence_takes_no_long_time():
    """Five hundred words whose heads are all circles: the case that costs most."""
    n = 500
    scores = np.full((n, n + 1), -20, dtype=np.float32)
    for i in range(n):
        scores[i, (i ^ 1) + 1] = 0

    assert _is_tree(best_tree(scores).tolist())
