"""The loose rules: words that name a channel. How they are read stands in `loose`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from dragoman.model import Channel, RuleError

_KEYS = frozenset({"id", "channel", "people", "journey", "elides", "words", "finds", "passes_over"})


@dataclass(frozen=True, slots=True)
class LooseRule:
    """Words that name a channel.

    `people`: both parties are persons or offices. `journey`: one person, and one state
    or city of another state. `elides`: where a sentence names one party or none, those of
    the document's one pair are meant ("The agreements were signed in the evening").
    """

    id: str
    channel: Channel
    words: re.Pattern[str]
    people: bool
    journey: bool
    elides: bool
    finds: tuple[tuple[str, frozenset[str]], ...]  # sentence, ISO codes of the parties
    passes_over: tuple[str, ...]


@cache
def load_loose() -> tuple[LooseRule, ...]:
    """Load `rules/loose.yml`, in its order.

    Raises:
        RuleError: A rule has an unknown key or no sentence beside it.
    """
    text = files("dragoman.rules").joinpath("loose.yml").read_text(encoding="utf-8")
    return tuple(_rule(entry) for entry in yaml.safe_load(text))


def _rule(entry: Mapping[str, object]) -> LooseRule:
    where = f"loose.yml: rule {entry.get('id')!r}"
    unknown = set(entry) - _KEYS
    if unknown:
        raise RuleError(f"{where} has {sorted(unknown)}. Keys: {', '.join(sorted(_KEYS))}.")
    words, finds, misses = entry["words"], entry.get("finds"), entry.get("passes_over")
    if not (isinstance(words, list) and isinstance(finds, list) and isinstance(misses, list)):
        raise RuleError(f"{where} needs words, a sentence under finds and one under passes_over")
    spelled = "|".join(
        re.escape(str(word)).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)
    )
    return LooseRule(
        str(entry["id"]),
        Channel(str(entry["channel"])),
        re.compile(rf"\b(?:{spelled})\b", re.IGNORECASE),
        bool(entry.get("people", False)),
        bool(entry.get("journey", False)),
        bool(entry.get("elides", False)),
        tuple((str(one["text"]), frozenset(one["parties"])) for one in finds),
        tuple(str(one["text"]) for one in misses),
    )
