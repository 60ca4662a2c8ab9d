"""The loose rules: words that name a channel. How they are read stands in `loose`."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from dragoman.model import Channel, RuleError

_KEYS = frozenset(
    {"id", "channel", "people", "journey", "elides", "words", "between", "translated", "unless"}
    | {"finds", "passes_over"}
)
_WORD = re.compile(r"\w+")
_FEW_ARTICLES = 0.03
"""Share of a text's words: clean English has twice as many and more, lists of names too few."""

_ENOUGH = 60
"""Words from which on that share tells anything."""


@dataclass(frozen=True, slots=True)
class LooseRule:
    """Words that name a channel.

    `people`: both parties are persons or offices. `journey`: one person, and one state
    or city of another state. `elides`: where a sentence names one party or none, those of
    the document's one pair are meant ("The agreements were signed in the evening").
    `words` are those for translated text; of them, `plain` are good for clean text too,
    and those of `between` right behind one person and before another. A
    sentence with one of `unless` is passed over.
    """

    id: str
    channel: Channel
    words: re.Pattern[str]
    plain: re.Pattern[str] | None
    between: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    people: bool
    journey: bool
    elides: bool
    finds: tuple[tuple[str, frozenset[str]], ...]  # sentence, ISO codes of the parties
    passes_over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LooseBook:
    """The rules, and the signs by which text tells that a machine translated it.

    `wordings` has under its longest word all words of each wording of a rule, in small letters,
    and the rule.
    """

    rules: tuple[LooseRule, ...]
    wordings: Mapping[str, Sequence[tuple[frozenset[str], LooseRule]]]
    signs: re.Pattern[str]
    finds: tuple[str, ...]
    passes_over: tuple[str, ...]


def load_loose() -> tuple[LooseRule, ...]:
    """Return the rules of `rules/loose.yml`, in its order."""
    return load_loose_book().rules


@cache
def load_loose_book() -> LooseBook:
    """Load `rules/loose.yml`.

    Raises:
        RuleError: A rule has an unknown key or no sentence beside it.
    """
    text = files("dragoman.rules").joinpath("loose.yml").read_text(encoding="utf-8")
    entries = yaml.safe_load(text)
    signs = entries["signs"]
    rules, wordings = [], defaultdict[str, list[tuple[frozenset[str], LooseRule]]](list)
    for entry in entries["rules"]:
        rules.append(_rule(entry))
        for key in ("words", "translated", "between"):
            for wording in entry.get(key, ()):
                words = frozenset(_WORD.findall(wording.lower()))
                wordings[max(sorted(words), key=len)].append((words, rules[-1]))
    return LooseBook(
        tuple(rules),
        wordings,
        _any_sign(signs["patterns"]),
        tuple(str(one["text"]) for one in signs["finds"]),
        tuple(str(one["text"]) for one in signs["passes_over"]),
    )


def _any_sign(patterns: Sequence[str]) -> re.Pattern[str]:
    r"""Return a regex for any of some; those with `\b` first are tried where words begin or end."""
    at_words = [pattern[2:] for pattern in patterns if pattern.startswith(r"\b")]
    others = [pattern for pattern in patterns if not pattern.startswith(r"\b")]
    return re.compile("|".join((rf"\b(?:{'|'.join(at_words)})", *others)))


@lru_cache(maxsize=8)
def is_translated(text: str) -> bool:
    """Say whether a text reads as a poor machine translation.

    Two signs are enough, or one in a text that is short or short of articles.

    >>> is_translated("The ministers had talks. The mandatary arrived. He met his homologue.")
    True
    >>> is_translated("The ministers had talks, and the president met his counterpart.")
    False
    """
    signs = len(load_loose_book().signs.findall(text[:_LOOKED_AT]))
    if signs > 1 or (signs and len(text) < _SHORT):
        return True
    words = re.findall(r"[a-z]+", text[:_LOOKED_AT].lower())
    articles = sum(word in ("the", "a", "an") for word in words)
    return bool(signs) and len(words) >= _ENOUGH and articles < _FEW_ARTICLES * len(words)


_SHORT = 500
"""Characters of a text in which one sign is many."""

_LOOKED_AT = 20_000
"""Characters of a document that tell how it was made."""


def has_sign(text: str, start: int, end: int) -> bool:
    """Say whether a stretch of a text has a sign of machine translation."""
    return load_loose_book().signs.search(text, start, end) is not None


def _rule(entry: Mapping[str, object]) -> LooseRule:
    where = f"loose.yml: rule {entry.get('id')!r}"
    unknown = set(entry) - _KEYS
    if unknown:
        raise RuleError(f"{where} has {sorted(unknown)}. Keys: {', '.join(sorted(_KEYS))}.")
    words, translated, between, unless = (
        _words(entry, key, where) for key in ("words", "translated", "between", "unless")
    )
    finds, misses = entry.get("finds"), entry.get("passes_over")
    if not (isinstance(finds, list) and isinstance(misses, list)):
        raise RuleError(f"{where} needs a sentence under finds and one under passes_over")
    return LooseRule(
        str(entry["id"]),
        Channel(str(entry["channel"])),
        _any_of([*words, *translated, *between]),
        _any_of(words) if words else None,
        re.compile(rf"\b({_spelled(between)})\b") if between else None,
        _any_of(unless) if unless else None,
        bool(entry.get("people", False)),
        bool(entry.get("journey", False)),
        bool(entry.get("elides", False)),
        tuple((str(one["text"]), frozenset(one["parties"])) for one in finds),
        tuple(str(one["text"]) for one in misses),
    )


def rules_for(text: str, start: int, end: int) -> tuple[LooseRule, ...]:
    """Return the rules of which a stretch of a text has all words of a wording."""
    book, words = load_loose_book(), {*_WORD.findall(text[start:end].lower())}
    found = {
        rule.id
        for longest in book.wordings.keys() & words
        for wording, rule in book.wordings[longest]
        if wording <= words
    }
    return tuple(rule for rule in book.rules if rule.id in found) if found else ()


def _words(entry: Mapping[str, object], key: str, where: str) -> list[str]:
    words = entry.get(key, [])
    if not isinstance(words, list):
        raise RuleError(f"{where} has {words!r} under {key!r}. Allowed: a list of words.")
    return [str(word) for word in words]


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_spelled(words)})\b", re.IGNORECASE)


def _spelled(words: Sequence[str]) -> str:
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)
    )
