"""Who can speak, by which words, and how far the phrase of a speaker reaches."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dragoman.extract.reading import Reading
from dragoman.model import Mention, MentionKind, RuleError, Stance

_FILE = "statements.yml"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LOOSE = ("acl:relcl", "parataxis")
SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
"""The relations of subjects."""


class Takes(StrEnum):
    """What a verb of speaking takes."""

    CLAUSE = "clause"
    OBJECT = "object"
    RELAY = "relay"


@dataclass(frozen=True, slots=True)
class SpeechWords:
    """The lists of `rules/statements.yml`."""

    cues: Mapping[str, Takes]
    stances: Mapping[str, Stance]
    lists: Mapping[str, frozenset[str]]


@cache
def raw_rules() -> Mapping[str, Any]:
    """Return what `rules/statements.yml` holds, with its examples."""
    text = files("dragoman.rules").joinpath(_FILE).read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are the safe ones
    return found


@cache
def speech_words() -> SpeechWords:
    """Return the lists, read once.

    Raises:
        RuleError: An entry says something that the program has no word for.
    """
    rules = raw_rules()
    try:
        return SpeechWords(
            {
                word: Takes(entry["takes"])
                for entry in reversed(rules["cues"])  # the first entry of a word wins
                for word in entry["words"].split()
            },
            {
                word: Stance(entry["stance"])
                for entry in rules["stances"]
                for word in entry["words"].split()
            },
            {name: frozenset(words.split()) for name, words in rules["lists"].items()},
        )
    except ValueError as error:
        raise RuleError(
            f"{_FILE}: {error}. takes: {', '.join(Takes)}; stance: {', '.join(Stance)}."
        ) from error


def listed(name: str) -> frozenset[str]:
    """Return one of the lists of words."""
    return speech_words().lists[name]


def subjects_of(reading: Reading, verb: int, hops: int = 4) -> list[int]:
    """Return the heads of who does it, by control and coordination where it has none itself."""
    tree = reading.tree
    own = [c for c in tree.children[verb] if tree[c].deprel in SUBJECTS]
    if own:
        first = own[-1] if tree[own[-1]].deprel != "nsubj:outer" else own[0]
        if tree[first].form.lower() in ("who", "which", "that") and (head := tree.heads[verb]) >= 0:
            return [head]
        return with_conjuncts(reading, first)
    head, deprel = tree.heads[verb], tree[verb].deprel
    if head < 0 or not hops:
        return []
    if deprel.startswith("acl"):
        return _owner(reading, head)
    if deprel in ("advcl", "xcomp", "conj", "parataxis", "ccomp") and (
        deprel not in ("parataxis", "ccomp") or tree[verb].form.lower().endswith("ing")
    ):
        if tree[head].lemma in ("quote", "cite") or (deprel == "xcomp" and _has_object(tree, head)):
            objects = [c for c in tree.children[head] if tree[c].deprel == "obj"]
            if objects:
                return with_conjuncts(reading, objects[0])
        if tree[head].upos in ("VERB", "AUX", "ADJ"):
            return subjects_of(reading, head, hops - 1)
    return []


def _owner(reading: Reading, noun: int) -> list[int]:
    """Return who speaks in "messages saying that": the subject of the verb that they hang on."""
    tree = reading.tree
    if tree[noun].lemma not in listed("written") or tree[noun].deprel not in ("obj", "obl"):
        return [noun]
    return subjects_of(reading, tree.heads[noun]) or [noun]


def _has_object(tree: Any, verb: int) -> bool:
    return any(tree[c].deprel == "obj" for c in tree.children[verb])


def with_conjuncts(reading: Reading, token: int) -> list[int]:
    """Return a token and those coordinated with it."""
    tree = reading.tree
    return [token, *(c for c in tree.children[token] if tree[c].deprel == "conj")]


def phrase_of(reading: Reading, head: int) -> tuple[int, int]:
    """Return where the phrase of a noun stands in the text, without what only adds to it.

    "The ministry, which ..." is "The ministry"; "a source close to ECOWAS" is all of it.
    """
    mention = mention_of(reading, head)
    tree = reading.tree
    if mention is not None and (
        mention.kind is MentionKind.OUTLET or "person" in reading.kinds[head]
    ):
        return mention.start, mention.end
    kept = {head}
    waiting = [c for c in tree.children[head] if _belongs(reading, c)]
    while waiting:
        here = waiting.pop()
        kept.add(here)
        waiting += [c for c in tree.children[here] if tree[c].deprel not in _LOOSE]
    first = last = head
    while first - 1 in kept and tree[first - 1].upos != "PUNCT":
        first -= 1
    while last + 1 in kept and tree[last + 1].upos != "PUNCT":
        last += 1
    start, end = reading.span(first, last)
    if mention is not None:
        start, end = min(start, mention.start), max(end, mention.end)
    return start, end


def _belongs(reading: Reading, child: int) -> bool:
    token = reading.tree[child]
    return token.deprel.split(":")[0] in (
        "det", "amod", "compound", "nmod", "nummod", "flat", "acl", "obl", "advmod",
    ) and token.deprel != "acl:relcl"  # fmt: skip


def mention_of(reading: Reading, head: int) -> Mention | None:
    """Return the mention that a token heads or lies in; "the ministry" may name none."""
    return reading.heads.get(head) or reading.inside.get(head)


def is_pronoun(mention: Mention) -> bool:
    """Say whether a mention is a pronoun."""
    return bool(mention.actors) and mention.actors[0].how in ("pronoun", "first-person")


def can_speak(reading: Reading, head: int) -> bool:
    """Say whether a noun can say something: somebody named, or one of the nouns that can."""
    token = reading.tree[head]
    if reading.kinds[head] & {"party", "outlet", "person", "organ", "organization", "group"}:
        return True
    mention = mention_of(reading, head)
    if mention is not None and (mention.actors or mention.kind is MentionKind.OUTLET):
        return True
    if token.upos == "PROPN":
        return True
    lemma = token.lemma.lower()
    return lemma in listed("speakers") or (token.upos == "PRON" and lemma in listed("persons"))
