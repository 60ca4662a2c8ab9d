"""The data of the linker: weights with their reasons, and which channels are kin."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("linking.yml")


@dataclass(frozen=True, slots=True)
class Observation:
    """Something that two reports have or lack in common: what it weighs, in log-odds, and why."""

    name: str
    weight: float
    because: str


@dataclass(frozen=True, slots=True)
class Book:
    """What the linker goes by.

    `kin` are families of channels under which two documents may tell one happening although
    they differ; `twins` are channels of one family that do. The patterns find words: `moved`,
    by which a plan is moved; `meal` and `talks`; `again`, by which something is set apart;
    `paper`, a text that the parties issue.
    """

    threshold: float
    observations: Mapping[str, Observation]
    weights: Mapping[str, float]  # of the observations
    kin: frozenset[frozenset[str]]
    twins: frozenset[frozenset[str]]
    moved: re.Pattern[str]
    meal: re.Pattern[str]
    talks: re.Pattern[str]
    again: re.Pattern[str]
    paper: re.Pattern[str]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Book":
        """Return the book that a file's contents are."""
        return cls(
            float(data["threshold"]),
            {
                name: Observation(name, float(entry["weight"]), entry["because"])
                for name, entry in data["observations"].items()
            },
            {name: float(entry["weight"]) for name, entry in data["observations"].items()},
            frozenset(map(frozenset, data["kin"])),
            frozenset(map(frozenset, data["twins"])),
            *(_words(data[name]) for name in ("moved", "meal", "talks", "again", "paper")),
        )


@cache
def load_book() -> Book:
    """Return the linker's data as shipped."""
    return Book.of(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)
