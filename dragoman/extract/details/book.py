"""What `rules/details.yml` and `rules/topics.yml` hold, ready to look into."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dragoman.model import RuleError

LISTS = (
    *("places", "locative", "gatherings", "localities", "venues", "named", "within"),
    *("journeys", "hosting", "visiting"),
    *("holding", "capitals", "sites", "numbers", "scales", "bounds", "units", "delivery", "items"),
    *("ordinals", "checks", "levels", "purposes", "mechanisms"),
)
"""The keys of `rules/details.yml`."""


def _read(name: str) -> Any:
    text = files("dragoman.rules").joinpath(name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


@cache
def load_details() -> Mapping[str, Any]:
    """Read `rules/details.yml`, once in the life of the program.

    Raises:
        RuleError: A key is unknown or missing.
    """
    found: dict[str, Any] = _read("details.yml")
    if wrong := sorted(found.keys() ^ set(LISTS)):
        raise RuleError(
            f"details.yml: unknown or missing: {wrong}. Keys: {', '.join(sorted(LISTS))}."
        )
    return found


@cache
def words(name: str) -> frozenset[str]:
    """Return a list of plain words of `rules/details.yml`."""
    return frozenset(str(load_details()[name]["words"]).split())


def any_of(spellings: Any) -> str:
    """Return a regex for any of several wordings, the longest first; spaces match any space."""
    ranked = sorted(map(str, spellings), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ranked)


@cache
def load_topics() -> tuple[Mapping[str, Any], ...]:
    """Read `rules/topics.yml`, in its order."""
    return tuple(_read("topics.yml"))
