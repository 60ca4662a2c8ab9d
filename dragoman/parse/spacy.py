"""spaCy behind our interface.

spaCy's own English models label in CLEAR style, which hangs "from President Joko" on its
preposition and "is a minister" on its verb. `spacy.yml` says what becomes of each label,
and the steps here move the heads that must move. A model that gives Universal
Dependencies already goes through as it is; one with other labels is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

import yaml

from dragoman.model.errors import ConfigError, RuleError
from dragoman.parse.backends import assemble, hang_later_roots, without, without_halves
from dragoman.parse.parses import ROOT, UNCALIBRATED, Parser, Parses, Token

EXAMPLE = "en_core_web_sm"

_FILE = "spacy.yml"
_RELATIONS = frozenset(
    {
        *("acl", "advcl", "advmod", "amod", "appos", "aux", "case", "cc", "ccomp", "clf"),
        *("compound", "conj", "cop", "csubj", "dep", "det", "discourse", "dislocated"),
        *("expl", "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nsubj"),
        *("nummod", "obj", "obl", "orphan", "parataxis", "punct", "reparandum", "root"),
        *("vocative", "xcomp"),
    }
)
_ONLY_CLEAR = frozenset({"dobj", "pobj", "prep", "nsubjpass"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
_PREPOSITIONS = frozenset({"ADP", "SCONJ"})
_STEPS = frozenset({"by its object", "copula", "series", "names"})
_CONDITIONS = frozenset({"under a noun", "under a verb", "determiner", "particle", "noun"})
_KEYS = frozenset({"label", "becomes", "or", "when", "rebuilt", "example", "gives"})


def spacy_parser(argument: str) -> Parser:
    """Return spaCy with a model such as "en_core_web_sm", which must be installed.

    Raises:
        ConfigError: No model is given; the package or the model is missing; the model has
            no parser, or one whose labels we have no reading for.
    """
    model = argument.strip()
    if not model:
        raise ConfigError(
            f"parser = {'spacy'!r}: spaCy needs a model; write it behind a colon, "
            f'such as parser = "spacy:{EXAMPLE}"'
        )
    setting = f"spacy:{model}"
    get = f"python -m spacy download {model}"
    try:
        spacy = import_module("spacy")
    except ModuleNotFoundError as error:
        if error.name != "spacy":
            raise ConfigError(
                f"parser = {setting!r}: spaCy is installed and cannot be loaded ({error}); "
                "'pip install --force-reinstall spacy' may mend it"
            ) from error
        raise ConfigError(
            f"parser = {setting!r}: the package spacy is not installed; get it and the model "
            f"with: pip install spacy && {get}"
        ) from error
    try:
        nlp = spacy.load(model)
    except (OSError, ValueError, ImportError) as error:
        raise ConfigError(
            f"parser = {setting!r}: spaCy has no model {model!r} here "
            f"({' '.join(str(error).split())[:200]}); get it with: {get}"
        ) from error
    labels = frozenset(nlp.get_pipe("parser").labels) if "parser" in nlp.pipe_names else frozenset()
    return SpacyParser(spacy, nlp, is_clear=_is_clear(setting, labels))


def _is_clear(setting: str, labels: frozenset[str]) -> bool:
    """Whether the labels are CLEAR's and not Universal Dependencies."""
    if not labels:
        raise ConfigError(
            f"parser = {setting!r}: this model of spaCy has no parser; take one that has, "
            f"such as {EXAMPLE}"
        )
    labels -= {"", "_"}
    is_clear = bool(labels & _ONLY_CLEAR)
    known = frozenset(conversion().labels) if is_clear else _RELATIONS | {"ROOT"}
    odd = {label for label in labels if (label if is_clear else label.split(":")[0]) not in known}
    # spaCy puts "dep" and compounds of labels, "advcl||conj", where it had to guess.
    odd -= {label for label in odd if "||" in label}
    if odd:
        raise ConfigError(
            f"parser = {setting!r}: its labels {', '.join(sorted(odd))} are neither Universal "
            f"Dependencies nor those of spaCy's English models; take a model such as {EXAMPLE}"
        )
    return is_clear


@dataclass(frozen=True, slots=True)
class ClearWord:
    """What the conversion looks at; `is_person` says whether it is part of a person's name."""

    upos: str
    lemma: str
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """What becomes of one label of CLEAR."""

    becomes: str
    otherwise: str | None
    when: str | None

    def of(self, word: str, head: str) -> str:
        """Return the label for a word and its head, given by their parts of speech."""
        holds = {
            "under a noun": head in _NOMINAL,
            "under a verb": head in {"VERB", "AUX"},
            "determiner": word == "DET",
            "particle": word == "PART",
            "noun": word in _NOMINAL,
        }
        return self.otherwise if self.otherwise and holds[self.when or ""] else self.becomes


@dataclass(frozen=True, slots=True)
class Conversion:
    """What `spacy.yml` holds: labels and kinds of names; examples as (before, after)."""

    labels: Mapping[str, Label]
    names: Mapping[str, str]
    examples: tuple[tuple[str, str, str], ...]


@cache
def conversion() -> Conversion:
    """Return the table that comes with Dragoman."""
    text = files("dragoman.parse").joinpath(_FILE).read_text(encoding="utf-8")
    return conversion_from(text)


def conversion_from(text: str) -> Conversion:
    """Return a table, checked.

    Raises:
        RuleError: An entry has a key, a step or a condition that we have no reading for, lacks
            its example, or stands twice with different meanings.
    """
    found = yaml.safe_load(text)
    labels: dict[str, Label] = {}
    for entry in found["labels"]:
        where = f"{_FILE}: label {entry.get('label')!r}"
        if odd := entry.keys() - _KEYS:
            raise RuleError(
                f"{where} has the unknown keys {sorted(odd)}. Known: {', '.join(sorted(_KEYS))}."
            )
        if lost := {"label", "becomes", "example", "gives"} - entry.keys():
            raise RuleError(f"{where} lacks {', '.join(sorted(lost))}.")
        if entry.get("rebuilt", "series") not in _STEPS:
            raise RuleError(
                f"{where} is rebuilt by {entry['rebuilt']!r}. Steps: {', '.join(sorted(_STEPS))}."
            )
        if entry.get("when") not in (_CONDITIONS if "or" in entry else (None,)):
            raise RuleError(
                f"{where} has the condition {entry.get('when')!r}. Beside an 'or': "
                f"{', '.join(sorted(_CONDITIONS))}; without one there is none."
            )
        label = Label(entry["becomes"], entry.get("or"), entry.get("when"))
        if labels.setdefault(entry["label"], label) != label:
            raise RuleError(f"{where} stands twice, and becomes two things.")
    return Conversion(
        labels,
        found["names"],
        tuple((entry["label"], entry["example"], entry["gives"]) for entry in found["labels"]),
    )


@dataclass(frozen=True, slots=True)
class SpacyParser:
    """A pipeline of spaCy as a `Parser`. Its arcs have the probability `UNCALIBRATED`."""

    spacy: Any
    nlp: Any
    is_clear: bool

    @property
    def name(self) -> str:
        """Package and model with their versions."""
        meta = self.nlp.meta
        model = f"{meta.get('lang', '')}_{meta.get('name', '?')} {meta.get('version', '?')}"
        return f"spacy {getattr(self.spacy, '__version__', '?')} {model}"

    def parse(self, texts: Sequence[str]) -> Parses:
        """Parse sentences, in spaCy's own batches."""
        longest = max(map(len, texts), default=0)
        self.nlp.max_length = max(self.nlp.max_length, longest + 1)
        docs = self.nlp.pipe(without_halves(text) for text in texts)
        sentences = [
            _tokens(text, doc, is_clear=self.is_clear)
            for text, doc in zip(texts, docs, strict=True)
        ]
        return assemble(texts, sentences)


def _tokens(text: str, doc: Any, *, is_clear: bool) -> list[Token]:
    """Return one tree for a document of spaCy, whose roots are their own heads."""
    words = list(doc)
    if all(word.is_space for word in words):
        return []
    heads = [ROOT if word.head.i == word.i else word.head.i for word in words]
    deprels = [word.dep_.split("||")[0] or "dep" for word in words]
    roots = [i for i, head in enumerate(heads) if head == ROOT]
    if is_clear:
        seen = [
            ClearWord(w.pos_, w.lemma_.lower(), w.ent_type_ in {"PERSON", "PER"}) for w in words
        ]
        heads, deprels = convert(seen, heads, deprels)
        roots = [i for i, head in enumerate(heads) if head == ROOT]
    tags = _names((word.ent_iob_, word.ent_type_) for word in words)
    found = [
        Token(
            i,
            text[word.idx : word.idx + len(word.text)],
            word.lemma_ or word.text,
            word.pos_ or "X",
            str(word.morph),
            head,
            deprel,
            UNCALIBRATED,
            tag,
            word.idx,
            word.idx + len(word.text),
        )
        for i, (word, head, deprel, tag) in enumerate(zip(words, heads, deprels, tags, strict=True))
    ]
    hang_later_roots(roots, heads, deprels)
    tree = [
        token._replace(head=head, deprel=deprel)
        for token, head, deprel in zip(found, heads, deprels, strict=True)
    ]
    return without(tree, {i for i, word in enumerate(words) if word.is_space})


def _names(tags: Iterable[tuple[str, str]]) -> list[str]:
    """Return spaCy's name tags in ours."""
    names = conversion().names
    found = []
    for place, kind in tags:
        name = names.get(kind) if place in ("B", "I") else None
        found.append(f"{place}-{name}" if name else "O")
    return found


def convert(
    words: Sequence[ClearWord], heads: Sequence[int], labels: Sequence[str]
) -> tuple[list[int], list[str]]:
    """Return heads and relations of Universal Dependencies for a parse in CLEAR style.

    Args:
        words: The words of one text.
        heads: From 0; `ROOT` for a root, of which there may be several.
        labels: CLEAR; one that `spacy.yml` lacks becomes `dep`.
    """
    tree = _Clear(words, list(heads), list(labels))
    tree.order_series()
    tree.lift_objects()
    tree.lift_predicates()
    renamed = tree.renamed()
    tree.start_names(renamed)
    return tree.heads, renamed


class _Clear:
    """A tree on its way. Heads move one step at a time, and it is a tree after each.

    Labels that are final already are kept in `done`; the others are CLEAR until `renamed`.
    """

    def __init__(self, words: Sequence[ClearWord], heads: list[int], labels: list[str]) -> None:
        self.words = words
        self.heads = heads
        self.labels = labels
        self.done: dict[int, str] = {}

    def children(self, of: int) -> list[int]:
        return [i for i, head in enumerate(self.heads) if head == of]

    def take_place(self, new: int, old: int) -> None:
        """Put `new`, a dependent of `old`, in its place; `old` and all others hang on `new`."""
        for child in self.children(old):
            self.heads[child] = new
        self.heads[new] = self.heads[old]
        self.heads[old] = new

    def depths(self) -> list[int]:
        depths = [-1] * len(self.heads)
        for word in range(len(self.heads)):
            path = []
            while word != ROOT and depths[word] < 0:
                path.append(word)
                word = self.heads[word]
            depth = -1 if word == ROOT else depths[word]
            for step, seen in enumerate(reversed(path), 1):
                depths[seen] = depth + step
        return depths

    def order_series(self) -> None:
        """Hang all members of a series on the first, and "and" on the member behind it."""
        owners: dict[int, int] = {}
        for word, label in enumerate(self.labels):
            first = word
            while label == "conj" and self.labels[first] == "conj" and self.heads[first] != ROOT:
                first = self.heads[first]
            owners[word] = first
        members = {
            first: [i for i, owner in owners.items() if owner == first and i != first]
            for first in set(owners.values())
        }
        for word, label in enumerate(self.labels):
            head = self.heads[word]
            if head == ROOT or label not in ("cc", "punct"):
                continue
            first = owners[head]
            later = [i for i in members[first] if i > word]
            if later and word > first and (label == "cc" or word > head):
                self.heads[word] = later[0]
        for word, first in owners.items():
            if word != first:
                self.heads[word] = first

    def lift_objects(self) -> None:
        """Put what follows a preposition in its place, from the innermost out."""
        depths = self.depths()
        for word in sorted(range(len(self.heads)), key=lambda i: -depths[i]):
            objects = [i for i in self.children(word) if self.labels[i] in ("pobj", "pcomp")]
            objects = [i for i in objects if i not in self.done]
            if objects:
                self._lift_object(word, objects[0])

    def _lift_object(self, word: int, what: int) -> None:
        head, label = self.heads[word], self.labels[word]
        if head != ROOT:
            for child in self.children(word):
                # "from Rome to Paris": the second phrase hangs on the first preposition.
                if child != what and self.done.get(child) in ("obl", "nmod"):
                    self.heads[child] = head
                    self.done[child] = self._oblique(head)
        is_clause = self.labels[what] == "pcomp" and self.words[what].upos in ("VERB", "AUX")
        self.take_place(what, word)
        self.done[word] = "mark" if is_clause else "case"
        if label not in ("prep", "agent", "dative", "pcomp", "pobj"):
            self.labels[what] = label  # "conj", "ROOT": the preposition's own place
        elif head == ROOT:
            self.labels[what] = "ROOT"
        elif self._waits_for_object(head, what):
            self.labels[what] = (
                "pcomp" if is_clause else "pobj"
            )  # "because of": the outer one is lifted next
        elif is_clause:
            self.done[what] = "acl" if self.words[head].upos in _NOMINAL else "advcl"
        else:
            plain = {"agent": "obl:agent", "dative": "obl"}
            self.done[what] = plain.get(label) or self._oblique(head)

    def _waits_for_object(self, word: int, but: int) -> bool:
        return (
            self.words[word].upos in _PREPOSITIONS
            and self.labels[word] in ("prep", "agent", "dative", "pcomp", "pobj", "conj")
            and not any(
                self.labels[i] == "pobj" and i not in self.done and i != but
                for i in self.children(word)
            )
        )

    def _oblique(self, head: int) -> str:
        return "nmod" if self.words[head].upos in _NOMINAL else "obl"

    def lift_predicates(self) -> None:
        """Put the predicate of "to be" in the verb's place: "is a minister", "is in Paris"."""
        depths = self.depths()
        for word in sorted(range(len(self.heads)), key=lambda i: -depths[i]):
            if self.words[word].lemma != "be" or self.labels[word] in ("aux", "auxpass"):
                continue
            children = self.children(word)
            attributes = [
                i for i in children if self.labels[i] in ("attr", "acomp") and i not in self.done
            ]
            if any(self.labels[i] == "expl" for i in children):
                for i in attributes:  # "there is hope": hope is the subject
                    if self.labels[i] == "attr":
                        self.done[i] = "nsubj"
                continue
            predicate = attributes[0] if attributes else self._phrase_behind(word, children)
            if predicate is None:
                continue
            self.take_place(predicate, word)
            self.labels[predicate] = self.labels[word]
            self.done.pop(predicate, None)
            if word in self.done:
                self.done[predicate] = self.done[word]
            self.done[word] = "cop"

    def _phrase_behind(self, word: int, children: Sequence[int]) -> int | None:
        """Return the phrase with a preposition that stands next behind "to be", if any."""
        for i in children:
            if i > word and self.labels[i] not in ("neg", "advmod", "punct"):
                return i if self.done.get(i) == "obl" else None
        return None

    def renamed(self) -> list[str]:
        """Return the label of each word in Universal Dependencies."""
        table = conversion().labels
        found = []
        for word, label in enumerate(self.labels):
            head = self.heads[word]
            if head == ROOT:
                found.append("root")
            elif word in self.done:
                found.append(self.done[word])
            elif label in table and table[label].becomes != "root":
                upos = (self.words[word].upos, self.words[head].upos)
                found.append(table[label].of(*upos))
            else:
                found.append("dep")
        return found

    def start_names(self, deprels: list[str]) -> None:
        """Let the first word of a person's name lead the others, and hang a title on it."""
        last = -1
        while last + 1 < len(self.words):
            first = last = last + 1
            while self._is_name(last) and self._is_name(last + 1) and deprels[last] == "compound":
                last += 1
            inner = range(first, last)
            if not self._is_name(last) or any(self.heads[i] != last for i in inner):
                continue
            titles = [i for i in self.children(last) if i < first and deprels[i] == "compound"]
            if first < last:
                self.take_place(first, last)
                deprels[first] = deprels[last]
                for i in range(first + 1, last + 1):
                    deprels[i] = "flat"
            if titles and self.words[titles[-1]].upos in _NOMINAL:
                deprels[titles[-1]] = "nmod:desc"
                for i in titles[:-1]:
                    self.heads[i] = titles[-1]

    def _is_name(self, i: int) -> bool:
        return i < len(self.words) and self.words[i].is_person and self.words[i].upos == "PROPN"
