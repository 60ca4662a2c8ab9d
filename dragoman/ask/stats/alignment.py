"""How far two texts say the same, sentence by sentence: by words, stems and names. No ledger.

Measure (h), "two-sided readout comparison". A score can be checked by hand: it is the share of
the weight of both sentences that their common words have, rare words and names weighing more.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

SAME = 0.2
"""From this score on two sentences tell the same matter."""
NAME = 2.0
"""How much more a name weighs than another word as rare as it."""
RESAMPLED = 2_000

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ed", "es", "s", "ly")
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "a an the and or but nor of to in on at by for from with without as into over under about "
        "after before between during since until against among that this these those it its they "
        "them their he him his she her we us our you your i my who whom which what when where how "
        "is are was were be been being am has have had having do does did will would shall should "
        "can could may might must not no also both all any each other such than then there here "
        "more most very so if while too one two said say says",
    )
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences, by their places, that tell the same matter."""

    here: int
    there: int
    score: float
    shared: tuple[str, ...]


def stem(word: str) -> str:
    """Return a word without its ending, so that "discussed" and "discussing" are one.

    >>> stem("discussed"), stem("Ministries"), stem("US"), stem("China’s")
    ('discuss', 'ministr', 'us', 'china')
    """
    word = re.sub(r"['’]s$", "", word.lower())
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def features(sentence: str) -> dict[str, float]:
    """Return the stems of a sentence, common words left out; names have their own weight.

    >>> features("The leaders discussed Taiwan.")
    {'leader': 1.0, 'discuss': 1.0, 'taiwan': 2.0}
    """
    found: dict[str, float] = {}
    for match in _WORD.finditer(sentence):
        word = match.group()
        if word.lower() in _COMMON and not (len(word) > 1 and word.isupper()):
            continue
        is_name = word[0].isupper() and (match.start() > 0 or word.isupper())
        key = stem(word)
        found[key] = max(found.get(key, 0.0), NAME if is_name else 1.0)
    return found


def weights(sentences: Iterable[Mapping[str, float]]) -> Callable[[str], float]:
    """Return how much a stem weighs: the rarer among these sentences, the more."""
    seen: Counter[str] = Counter()
    n = 0
    for sentence in sentences:
        n += 1
        seen.update(sentence.keys())
    known = {key: math.log(1 + n / times) for key, times in seen.items()}
    unseen = math.log(1 + n)
    return lambda key: known.get(key, unseen)


def similarity(
    one: Mapping[str, float], other: Mapping[str, float], weight: Callable[[str], float]
) -> float:
    """Return the share of two sentences' weight that their common stems have, from 0 to 1.

    >>> both = features("They discussed trade.")
    >>> similarity(both, both, lambda key: 1.0)
    1.0
    """
    return next((score for score, _, _ in _alike([one], [other], weight)), 0.0)


def _alike(
    here: Sequence[Mapping[str, float]],
    there: Sequence[Mapping[str, float]],
    weight: Callable[[str], float],
) -> Iterator[tuple[float, int, int]]:
    """Yield the similarity of those that have any stem in common, and their places."""
    holding: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for j, other in enumerate(there):
        for key, times in other.items():
            holding[key].append((j, times))
    whole = [sum(times * weight(key) for key, times in other.items()) for other in there]
    for i, one in enumerate(here):
        own = sum(times * weight(key) for key, times in one.items())
        common: dict[int, float] = defaultdict(float)
        for key, times in one.items():
            heavy = weight(key)
            for j, also in holding.get(key, ()):
                common[j] += (times + also) * heavy
        for j, shared in common.items():
            if shared:
                yield shared / (own + whole[j]), i, j


def align(
    here: Sequence[Mapping[str, float]],
    there: Sequence[Mapping[str, float]],
    weight: Callable[[str], float],
    *,
    least: float = SAME,
) -> tuple[Pair, ...]:
    """Pair sentences that tell the same, each at most once, the best pairs first chosen.

    Returns:
        Pairs in the order of `here`.
    """
    taken_here: set[int] = set()
    taken_there: set[int] = set()
    pairs = []
    found = (pair for pair in _alike(here, there, weight) if pair[0] >= least)
    for score, i, j in sorted(found, key=lambda pair: (-pair[0], *pair[1:])):
        if i in taken_here or j in taken_there:
            continue
        taken_here.add(i)
        taken_there.add(j)
        common = here[i].keys() & there[j].keys()
        shared = sorted(common, key=lambda key: (-here[i][key] * weight(key), key))
        pairs.append(Pair(i, j, score, tuple(shared)))
    return tuple(sorted(pairs, key=lambda pair: pair.here))


def jaccard(one: Iterable[str], other: Iterable[str]) -> float | None:
    """Return the share of what either has that both have; None where neither has anything.

    >>> jaccard(["trade", "taiwan"], ["taiwan"])
    0.5
    """
    here, there = set(one), set(other)
    return len(here & there) / len(here | there) if here | there else None


def kendall(order: Sequence[int]) -> float | None:
    """Return Kendall's tau of an order without ties; None for fewer than two.

    1: as on the other side; -1: the other way round.

    >>> kendall([0, 1, 2]), kendall([2, 1, 0]), kendall([0])
    (1.0, -1.0, None)
    """
    n = len(order)
    if n < 2:
        return None
    signs = sum(1 if order[j] > order[i] else -1 for i in range(n) for j in range(i + 1, n))
    return signs / (n * (n - 1) / 2)


def interval_of_difference(
    here: Sequence[bool], there: Sequence[bool], baseline: Sequence[float], *, seed: int = 7
) -> tuple[float, float]:
    """Return the 95 % interval of the mean of two shares less a baseline, by resampling all.

    The matcher's own errors are not in it: no labelled set of sentence pairs is there.

    Args:
        here: For each sentence of the one text whether the other tells it; not empty.
        there: The same the other way round.
        baseline: Shares of pairs of texts that tell of different things; empty: none is taken off.
        seed: Of the resampling.
    """
    import numpy as np

    rng = np.random.default_rng(seed)

    def means(values: Sequence[float]) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
        known = np.asarray(values, dtype=float)
        drawn = known[rng.integers(0, len(known), (RESAMPLED, len(known)))]
        return np.asarray(drawn.mean(axis=1))

    drawn = (means(here) + means(there)) / 2
    if len(baseline):
        drawn = drawn - means(baseline)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)
