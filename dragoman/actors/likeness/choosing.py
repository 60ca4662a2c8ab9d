"""Whom of a few known candidates a damaged name means, or nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.actors.likeness.comparing import fit, words_of

# (up to so many candidates, least score, least lead over the next); see eval/noise.md
STEPS = (
    (1, 0.65, 0.0),
    (3, 0.70, 0.06),
    (10, 0.79, 0.06),
    (30, 0.83, 0.06),
    (1 << 30, 0.88, 0.06),
)
"""What a score, with what its lead adds, must reach by the number of candidates. Measured with
eval/noise.py so that under one in a hundred names of somebody else is taken for a candidate's."""
LEAD, MOST_LEAD = 0.3, 0.3
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


def demands(pool: int) -> tuple[float, float]:
    """Return the least score, and the least distance to the next, in a pool of this size."""
    return next((least, margin) for most, least, margin in STEPS if pool <= most)


def rank(surface: Sequence[str], pool: Sequence[Candidate]) -> list[Choice]:
    """Return all candidates by how well a name fits them, best first, whether enough or not."""
    words = words_of(surface)
    best: dict[str, tuple[float, str, str]] = {}
    for candidate in pool:
        for name in candidate.names:
            score, part = fit(words, name, candidate.family, candidate.origin)
            found = (score - candidate.penalty, " ".join(name), part)
            if found > best.get(candidate.id, (-2.0, "", "")):
                best[candidate.id] = found
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
    count = len(ranked)
    return [
        Choice(ident, max(score, 0.0), max(ranked[1 if at == 0 else 0][1][0], 0.0) if count > 1 else 0.0,
               count, reading, part)
        for at, (ident, (score, reading, part)) in enumerate(ranked)
    ]  # fmt: skip


def choose(
    surface: Sequence[str], pool: Sequence[Candidate], *, least: float = 0.0
) -> Choice | None:
    """Return the candidate whose name a mention gives, however damaged; None if that is unsure.

    Args:
        surface: The words of the mention, without titles.
        pool: All who can be meant; the same id may stand there more than once.
        least: A score to ask for beyond what the size of the pool asks for.
    """
    ranked = rank(surface, pool)
    if not ranked:
        return None
    first = ranked[0]
    score, margin = demands(first.pool)
    lead = first.score - first.runner_up if first.pool > 1 else 0.0
    if first.score < least or (first.pool > 1 and lead < margin):
        return None
    return first if first.score + LEAD * min(lead, MOST_LEAD) >= score else None
