"""Two news-gathering sides that each miss events, in worlds whose true number is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class World:
    """How many events there are, and how the two sides see them."""

    n_events: int
    recall_one: float = 0.5  # the chance that a side tells of an event of middling size
    recall_other: float = 0.4
    spread: float = 0.0  # on the logit: how much easier big events are seen, by both sides
    copied: float = 0.0  # the share of the one side's events that the other takes over unseen
    opposed: bool = False  # what is easy to see for the one side is hard for the other


@dataclass(frozen=True, slots=True)
class Lists:
    """What two sides told of one world."""

    n_one: int
    n_other: int
    n_both: int


def worlds(world: World, runs: int, *, seed: int) -> Iterator[Lists]:
    """Yield what the two sides tell of a world, `runs` times over."""
    rng = np.random.default_rng(seed)
    for _ in range(runs):
        size = rng.normal(0.0, world.spread, world.n_events)
        one = _tells(rng, world.recall_one, size)
        other = _tells(rng, world.recall_other, -size if world.opposed else size)
        other |= one & (rng.random(world.n_events) < world.copied)
        yield Lists(int(one.sum()), int(other.sum()), int((one & other).sum()))


def _tells(rng: np.random.Generator, recall: float, size: Numbers) -> np.ndarray[Any, Any]:
    odds = recall / (1 - recall) * np.exp(size)
    told: np.ndarray[Any, Any] = rng.random(len(size)) < odds / (1 + odds)
    return told
