"""The forms of an English verb, from its lemma."""

from functools import cache
from importlib.resources import files

import yaml

_VOWELS = "aeiou"


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    text = files("dragoman.rules").joinpath("verbs.yml").read_text(encoding="utf-8")
    table: dict[str, list[str | list[str]]] = yaml.safe_load(text)
    return {
        lemma: tuple(
            form for entry in forms for form in (entry if isinstance(entry, list) else [entry])
        )
        for lemma, forms in table.items()
    }


@cache
def forms(lemma: str) -> tuple[str, ...]:
    """Return every form of a verb, longest first so that a regex tries it first.

    A verb of several words inflects in its first: "hand over" gives "handed over".

    >>> forms("summon")
    ('summoning', 'summoned', 'summons', 'summon')
    >>> "paid tribute" in forms("pay tribute"), "held" in forms("hold")
    (True, True)
    """
    first, _, rest = lemma.partition(" ")
    found = {first, *(_irregular().get(first) or _regular(first))}
    if first == "be":
        found.discard("be")
        found.add("be")
    tail = f" {rest}" if rest else ""
    return tuple(sorted((form + tail for form in found), key=lambda form: (-len(form), form)))


def _regular(lemma: str) -> tuple[str, ...]:
    if lemma.endswith("e"):
        return lemma + "s", lemma + "d", lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    third = lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh")) else "s")
    if _doubles(lemma):
        return third, lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"
    return third, lemma + "ed", lemma + "ing"


def _doubles(lemma: str) -> bool:
    """Say whether the last consonant is doubled: plan, chat; not visit, host, call."""
    if len(lemma) < 3 or lemma[-1] in _VOWELS + "wxy" or lemma[-2] not in _VOWELS:
        return False
    one_syllable = sum(letter in _VOWELS for letter in lemma) == 1
    return (one_syllable and lemma[-3] not in _VOWELS) or lemma in {"confer", "refer", "commit"}
