"""Whom of a few known candidates a damaged name means, or nobody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dragoman.actors.likeness.comparing import fit, words_of

# (up to so many candidates, least score of one name, of family and given name, least lead)
STEPS = (
    (1, 0.66, 0.65, 0.0),
    (3, 0.81, 0.77, 0.04),
    (10, 0.89, 0.80, 0.04),
    (30, 0.89, 0.82, 0.04),
    (1 << 30, 0.93, 0.86, 0.04),
)
"""What a score, with what its lead adds, must reach by the number of candidates. Two names that
both fit prove more than one. Measured with eval/noise.py so that under one in a hundred names of
somebody else is taken for a candidate's."""
BOTH = frozenset({"whole", "turned"})
FEW = 10
"""The pool up to which a given name alone can stand for somebody."""
LEAD, MOST_LEAD = 0.4, 0.4
"""What a lead over the next candidate adds, and up to which: a name that is chance is as much
like several."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a state, an office or a day leave in question.

    `names` and `family` are words as `name_words` gives them; `penalty` is what a poor
    anchor takes off the likeness, such as a day shortly outside the tenure.
    """

    id: str
    names: tuple[tuple[str, ...], ...]
    family: tuple[str, ...] = ()
    origin: str | None = None
    penalty: float = 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom a name was taken to mean, and what there was to choose from."""

    id: str
    score: float  # likeness less the penalty
    runner_up: float  # the score of the next candidate; 0 where there was none
    pool: int  # candidates in question
    reading: str  # the spelling that fitted
    part: str  # and what of it: whole, turned, family, given, joined...


def demands(pool: int, part: str = "") -> tuple[float, float]:
    """Return the least score, and the least lead over the next, in a pool of this size.

    `part` is what of the name fitted: "whole" and "turned" are family and given name.
    """
    _most, one, both, lead = next(step for step in STEPS if pool <= step[0])
    return (both if part in BOTH else one), lead


def enough(
    score: float, runner_up: float, pool: int, part: str = "", *, shift: float = 0.0
) -> bool:
    """Return whether a best score is enough to name somebody.

    `shift` moves what is asked for up or down; the measurements use it.
    """
    least, margin = demands(pool, part)
    lead = score - runner_up if pool > 1 else MOST_LEAD
    if lead < margin or (part == "given" and pool > FEW):
        return False
    bonus = LEAD * min(lead, MOST_LEAD) if pool > 1 else 0.0
    return score + bonus >= least + shift


def rank(surface: Sequence[str], pool: Iterable[Candidate]) -> list[Choice]:
    """Return all candidates by how well a name fits them, best first, whether enough or not."""
    scores = _scores(surface, pool)
    count = len(scores)
    return [
        Choice(ident, score, scores[1 if at == 0 else 0][0] if count > 1 else 0.0, count, *fitted)
        for at, (score, ident, fitted) in enumerate(scores)
    ]


def choose(
    surface: Sequence[str],
    pool: Iterable[Candidate],
    *,
    others: Iterable[Candidate] = (),
    least: float = 0.0,
) -> Choice | None:
    """Return the candidate whose name a mention gives, however damaged; None if that is unsure.

    Args:
        surface: The words of the mention, without titles; small letters are fine.
        pool: All who can be meant; the same id may stand there more than once.
        others: Whom the register knows beside them, such as everybody of the state: where
            one of these fits better, the name is theirs, and nobody of the pool is meant.
        least: A score to ask for beyond what the size of the pool asks for.
    """
    scores = _scores(surface, pool)
    if not scores:
        return None
    count = len(scores)
    (score, ident, fitted), second = scores[0], scores[1][0] if count > 1 else 0.0
    if score < least or not enough(score, second, count, fitted[1]):
        return None
    if score < 1.0 and any(other[0] > score for other in _scores(surface, others)):
        return None
    return Choice(ident, score, second, count, *fitted)


def _scores(
    surface: Sequence[str], pool: Iterable[Candidate]
) -> list[tuple[float, str, tuple[str, str]]]:
    """Return score, id, and what fitted, of each person of a pool, best first."""
    words = words_of(surface)
    best: dict[str, tuple[float, str, tuple[str, str]]] = {}
    for candidate in pool:
        ident, known = candidate.id, best.get(candidate.id)
        whole = max((len(name) for name in candidate.names), default=0) > 1
        for name in candidate.names:
            if whole and len(name) == 1 < len(words):
                continue  # "Erdogan Bayraktar" is not Erdogan for that he is called so alone
            likeness, part = fit(words, name, candidate.family, candidate.origin)
            score = max(likeness - candidate.penalty, 0.0)
            if known is None or score > known[0]:
                known = best[ident] = (score, ident, (" ".join(name), part))
    return sorted(best.values(), key=lambda found: (-found[0], found[1]))
