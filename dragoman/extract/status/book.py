"""The cue words of `rules/status.yml`, checked and sorted by how they are looked up."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from dragoman.model import RuleError, Status


class Cue(NamedTuple):
    """One rule: words or a pattern, where they stand, and what they say of the trigger."""

    id: str
    place: str
    status: Status | None  # None: it tells only that the happening is background
    background: bool
    of: frozenset[str]
    front: bool  # only in front of the trigger
    regex: re.Pattern[str]


class Book(NamedTuple):
    """What `rules/status.yml` holds; a governor or trigger by its word, the rest by place."""

    governors: Mapping[tuple[str, str], Cue]  # (word, what it governs) -> what it says of it
    triggers: Mapping[str, Cue]
    cues: Mapping[str, tuple[Cue, ...]]  # place -> cues, in the order of the file


_PLACES = {
    "verb": "the verb group itself; the code reads it",
    "trigger": "what follows a trigger of these words: 'arrived' (on a visit)",
    "governor": "a word that governs the trigger: 'expected' (to), 'cancelled' (his visit)",
    "inside": "in the noun phrase, in front of the noun: 'upcoming'",
    "in-front": "right in front of the noun phrase: 'ahead of'",
    "behind": "what is said of the noun behind it: 'planned for', 'was called off'",
    "scope": "anywhere in front, in the same clause: 'denied that'",
    "beside": "on either side, in the same clause: 'last year'",
}
_OF = frozenset({"infinitive", "object", "noun", "verb"})
_GAP = (
    r"(?:(?!,\sand\b),?\s(?!(?:who|which|said|after|before|but|when|where|while|we|they|he|she|it|i"
    r"|you)\b|and\s(?:will|would|also|then|is|are|was|were|has|have|had|could|may|might|should)\b)"
    r"[^\s,;:–—]+){0,9}?"
)


@cache
def load_book() -> Book:
    """Read the rules, once in the life of the program.

    Raises:
        RuleError: The file is not as its head says; the message names the rule.
    """
    text = files("dragoman.rules").joinpath("status.yml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    governors: dict[tuple[str, str], Cue] = {}
    triggers: dict[str, Cue] = {}
    cues: dict[str, list[Cue]] = {place: [] for place in _PLACES}
    for entry in yaml.load(text, Loader=loader):  # noqa: S506 - both loaders are the safe ones
        cue = _cue(entry)
        cues[cue.place].append(cue)
        for word in entry.get("words", "").split():
            if cue.place == "trigger":
                triggers[word] = cue
            for kind in cue.of if cue.place == "governor" else ():
                if (word, kind) in governors:
                    raise RuleError(
                        f"status.yml: {word!r} governs {kind} in {governors[word, kind].id} "
                        f"and in {cue.id}"
                    )
                governors[word, kind] = cue
    return Book(governors, triggers, {place: tuple(found) for place, found in cues.items()})


def _cue(entry: dict[str, Any]) -> Cue:
    where = f"status.yml: rule {entry.get('id')!r}"
    place = entry.get("place")
    if place not in _PLACES:
        raise RuleError(f"{where} has place: {place!r}. Places: {', '.join(_PLACES)}.")
    of = frozenset(entry.get("of", ()))
    front = entry.get("side") == "front"
    if of - _OF:
        raise RuleError(f"{where} has of: {sorted(of - _OF)}. Kinds: {', '.join(sorted(_OF))}.")
    try:
        status = Status(entry["status"]) if "status" in entry else None
        pattern = entry.get("pattern", "(?!)").replace("{gap}", _GAP)
        left = "" if place in ("behind", "trigger") else r"(?<!\w)"
        right = {"in-front": r"\s*$"}.get(place, r"(?!\w)")
        regex = re.compile(rf"{left}(?:{pattern}){right}", re.VERBOSE)
    except ValueError as error:
        raise RuleError(f"{where}: {error}. Statuses: {', '.join(Status)}.") from error
    except re.error as error:
        raise RuleError(f"{where}: its pattern is no regex: {error}") from error
    return Cue(entry["id"], place, status, bool(entry.get("background")), of, front, regex)
