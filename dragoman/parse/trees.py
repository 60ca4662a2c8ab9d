"""From scores for every pair of words to one tree for each sentence.

The best head of each word alone makes no tree in one sentence of fifteen. Those go through
the algorithm of Chu, Liu and Edmonds; the others are trees already and nothing is computed.
"""

import numpy as np
from numpy.typing import NDArray

# Scores are logarithms of probabilities; whatever lies outside is held to these bounds.
_WORST, _BEST = -1e3, 1e3

# Taken from every arc of the root, so that a second root is never worth having: more than all
# other arcs of a sentence of some thousand words can bring.
_ROOT_COST = 1e8


def best_trees(scores: list[NDArray[np.float32]]) -> list[NDArray[np.int32]]:
    """Return the best tree with one root for each sentence.

    Args:
        scores: For each sentence `[words, words + 1]`, the score of each head of each word;
            column 0 is the root, column h + 1 the word h.

    Returns:
        The heads of each sentence, -1 for the root.
    """
    greedy = [s.argmax(axis=1).astype(np.int32) for s in scores]
    return [
        heads - 1 if fine else best_tree(s)
        for s, heads, fine in zip(scores, greedy, are_trees(greedy).tolist(), strict=True)
    ]


def are_trees(heads: list[NDArray[np.int32]]) -> NDArray[np.bool_]:
    """Tell which sentences have one root that every word leads to; all at once.

    Here 0 is the root, and word h is h + 1.
    """
    lengths = np.array([len(h) for h in heads], dtype=np.int64)
    if not lengths.sum():
        return np.ones(len(heads), dtype=bool)
    sentence = np.repeat(np.arange(len(heads)), lengths)
    first = np.cumsum(lengths) - lengths
    flat = np.concatenate(heads).astype(np.int64)
    # Node 0 is the root of all; word i of the whole batch is node i + 1.
    up = np.concatenate(([0], np.where(flat == 0, 0, first[sentence] + flat)))
    for _ in range(int(lengths.max()).bit_length()):
        up = up[up]
    lost = np.bincount(sentence, weights=up[1:] != 0, minlength=len(heads))
    roots = np.bincount(sentence, weights=flat == 0, minlength=len(heads))
    fine: NDArray[np.bool_] = (lost == 0) & ((roots == 1) | (lengths == 0))
    return fine


def best_tree(scores: NDArray[np.float32]) -> NDArray[np.int32]:
    """Return the heads of the maximum spanning tree with one root; -1 for the root.

    Chu-Liu/Edmonds on a dense matrix: while the best heads form a circle, the circle becomes
    one node. O(n^2) in all but the most crooked cases; no recursion.

    Args:
        scores: `[words, words + 1]`; column 0 is the root, column h + 1 the word h. Anything
            that is not finite counts as very unlikely.
    """
    if not len(scores):
        return np.zeros(0, dtype=np.int32)
    heads = _spanning(scores, 0)
    # The best tree with any number of roots nearly always has one.
    return heads if (heads < 0).sum() == 1 else _spanning(scores, _ROOT_COST)


def _spanning(scores: NDArray[np.float32], root_cost: float) -> NDArray[np.int32]:
    """Return the heads of the maximum spanning tree, when each arc of the root costs so much."""
    n = len(scores)
    weight = np.full((n + 1, n + 1), -np.inf)  # [dependent, head], nodes of now
    weight[1:] = np.nan_to_num(scores.astype(np.float64), nan=_WORST).clip(_WORST, _BEST)
    weight[1:, 0] -= root_cost
    np.fill_diagonal(weight, -np.inf)
    # The words of the sentence that an arc between nodes of now really joins.
    dependent, governor = np.indices((n + 1, n + 1))
    words = [{node} for node in range(n + 1)]
    head = weight.argmax(axis=1)
    head[0] = 0
    alive = np.ones(n + 1, dtype=bool)
    opened: list[list[tuple[set[int], int, int]]] = []  # circles, innermost first
    while (circle := _circle(head, alive)) is not None:
        inner = head[circle]
        opened.append(
            [
                (words[c], int(dependent[c, h]), int(governor[c, h]))
                for c, h in zip(circle.tolist(), inner.tolist(), strict=True)
            ]
        )
        # The circle lives on in its first node. An arc into it pays for the arc it breaks.
        node, everyone = circle[0], np.arange(n + 1)
        gain = weight[circle] - weight[circle, inner][:, None]
        by = circle[gain.argmax(axis=0)]
        into = gain.max(axis=0), dependent[by, everyone], governor[by, everyone]
        by = circle[weight[:, circle].argmax(axis=1)]
        out = weight[everyone, by], dependent[everyone, by], governor[everyone, by]
        weight[node], dependent[node], governor[node] = into
        weight[:, node], dependent[:, node], governor[:, node] = out
        weight[node, circle] = weight[circle, node] = -np.inf
        weight[circle[1:]] = -np.inf
        weight[:, circle[1:]] = -np.inf
        alive[circle[1:]] = False
        words[node] = set().union(*(words[c] for c in circle.tolist()))
        inside = np.zeros(n + 1, dtype=bool)
        inside[circle] = True
        head[alive & inside[head]] = node
        head[node] = weight[node].argmax()
    heads = np.full(n + 1, -1)
    for node in np.flatnonzero(alive)[1:]:
        heads[dependent[node, head[node]]] = governor[node, head[node]]
    for arcs in reversed(opened):
        # One member of the circle has its head from outside; the others keep those inside.
        for members, word, governed_by in arcs:
            if all(heads[w] < 0 for w in members):
                heads[word] = governed_by
    return (heads[1:] - 1).astype(np.int32)


def _circle(head: NDArray[np.int64], alive: NDArray[np.bool_]) -> NDArray[np.int64] | None:
    """Return the nodes of one circle among the heads, None when there is none."""
    up = head.copy()
    for _ in range(len(head).bit_length()):
        up = up[up]
    lost = np.flatnonzero(alive & (up != 0))
    if not len(lost):
        return None
    start = at = int(up[lost[0]])
    circle = [at]
    while (at := int(head[at])) != start:
        circle.append(at)
    return np.array(circle)
