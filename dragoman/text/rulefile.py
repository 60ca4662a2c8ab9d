"""The rule files of this room: read, checked, and every mistake in them named."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dragoman.model.errors import RuleError

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EXAMPLE = {"text", "becomes", "because", "from", "invented"}
_WORDS = re.compile(r"<(\w+)>")


@cache
def load(name: str) -> Mapping[str, Any]:
    """Return what a rule file of this room holds.

    Raises:
        RuleError: It is not YAML, or not a mapping at its top.
    """
    text = files("dragoman.text").joinpath(name).read_text(encoding="utf-8")
    try:
        content = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader, in C where there is one
    except yaml.YAMLError as error:
        raise RuleError(f"{name}: not valid YAML: {error}") from error
    if not isinstance(content, dict):
        raise RuleError(f"{name}: expected a mapping at the top, found {type(content).__name__}")
    return content


def check(
    name: str, rules: Iterable[Mapping[str, Any]], required: set[str], allowed: set[str]
) -> None:
    """Refuse rules with unknown keys, without a needed one, without examples, or named twice.

    Raises:
        RuleError: Naming the file, the rule and what is allowed.
    """
    seen: set[str] = set()
    for rule in rules:
        ident = rule.get("id")
        if not isinstance(ident, str) or ident in seen:
            raise RuleError(f"{name}: a rule needs an id of its own, found {ident!r}")
        seen.add(ident)
        if lost := required - rule.keys():
            raise RuleError(f"{name}: rule {ident!r} lacks {sorted(lost)}")
        if odd := rule.keys() - required - allowed:
            raise RuleError(
                f"{name}: rule {ident!r} has the unknown keys {sorted(odd)}. "
                f"Known: {', '.join(sorted(required | allowed))}."
            )
        if not rule["finds"]:
            raise RuleError(
                f"{name}: rule {ident!r} finds no example. Add one under 'finds', from a real "
                "document where you can; without it nobody knows what the rule is for."
            )
        for example in (*rule["finds"], *rule["passes_over"]):
            # A comma in an unquoted text ends it, and the rest becomes a key without a value.
            keys = example.keys() if isinstance(example, dict) else set()
            if odd := {str(key) for key in keys - _EXAMPLE}:
                raise RuleError(
                    f"{name}: rule {ident!r} has an example with the unknown keys {sorted(odd)}. "
                    f"Known: {', '.join(sorted(_EXAMPLE))}. Does a text with a comma lack quotes?"
                )


def words_of(name: str, key: str) -> frozenset[str]:
    """Return a list of words of a rule file.

    Raises:
        RuleError: One of them is no text: YAML reads a bare No or On as a truth value.
    """
    listed = load(name)[key]
    for word in listed:
        if not isinstance(word, str):
            raise RuleError(f"{name}: {key} holds {word!r}, which is no word; does it lack quotes?")
    return frozenset(listed)


def compile_pattern(
    name: str, ident: str, pattern: str, words: Mapping[str, str]
) -> re.Pattern[str]:
    """Compile a rule's pattern, putting the lists of `words` in the place of their names.

    Raises:
        RuleError: A word list is not there, or the pattern is no regular expression.
    """

    def put(match: re.Match[str]) -> str:
        if match[1] not in words:
            raise RuleError(
                f"{name}: rule {ident!r} speaks of <{match[1]}>, and 'words' has only: "
                f"{', '.join(sorted(words))}."
            )
        return _WORDS.sub(put, words[match[1]])

    # (?P<name>...) and look-behinds are not word lists: those have ?P or ? before the bracket.
    expanded = re.sub(r"(?<![?P])<(\w+)>", put, pattern)
    try:
        return re.compile(expanded)
    except re.error as error:
        raise RuleError(f"{name}: rule {ident!r}: {error} in the pattern {expanded!r}") from error
