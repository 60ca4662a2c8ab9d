"""What a pattern may name: parts of speech, relations, features, kinds of names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Universal:
    """The closed lists of `universal.yml`.

    Attributes:
        upos: Parts of speech.
        relations: Labels of arcs, as parsers give them.
        logical: Our relations above them, whatever the voice of the verb.
        features: The values that each feature may have.
        names: Kinds of names that a parser may have found.
        prepositions: Those of several words, by the last two of them.
        of_others: Verbs behind whose object it is told what that did.
        decisions: Nouns behind which it is told what their subject decides to do.
    """

    upos: tuple[str, ...]
    relations: tuple[str, ...]
    logical: tuple[str, ...]
    features: Mapping[str, tuple[str, ...]]
    names: tuple[str, ...]
    prepositions: Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]]
    of_others: frozenset[str]
    decisions: frozenset[str]


@cache
def universal() -> Universal:
    """Return the lists, read once."""
    text = files("dragoman.parse.matching").joinpath("universal.yml").read_text(encoding="utf-8")
    lists = yaml.safe_load(text)
    prepositions = [tuple(words.split()) for words in lists["prepositions"]]
    return Universal(
        upos=tuple(lists["upos"]),
        relations=tuple(lists["relations"]),
        logical=tuple(lists["logical"]),
        features={name: tuple(values) for name, values in lists["features"].items()},
        names=tuple(lists["names"]),
        prepositions={
            words[-2:]: tuple(other for other in prepositions if other[-2:] == words[-2:])
            for words in prepositions
        },
        of_others=frozenset(lists["of_others"]),
        decisions=frozenset(lists["decisions"]),
    )


def allowed(met: str, known: Iterable[str]) -> str:
    """Say what stands in a list, what comes closest to `met` first.

    >>> allowed("nsbj", ["obj", "nsubj"])
    "Did you mean 'nsubj'? Allowed: nsubj, obj."
    """
    from rapidfuzz import fuzz, process  # only where something is wrong

    known = sorted(known)
    near = process.extractOne(
        met, known, scorer=fuzz.ratio, score_cutoff=60, processor=str.casefold
    )
    hint = f"Did you mean {near[0]!r}? " if near else ""
    return f"{hint}Allowed: {', '.join(known) or 'none'}."
