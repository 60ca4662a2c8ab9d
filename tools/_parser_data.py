"""From sentences of the treebanks to what the network is trained on.

Each epoch draws anew which sentences are damaged as machine translation damages them. A
damaged sentence goes through the parser's own tokenizer, so that the network learns the words
that it will be given; a word that the damage glued together has the head of its topmost part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from _noise import Rates, noise
from _treebanks import Gold
from numpy.typing import NDArray

from dragoman.parse.lemmas import find_rule
from dragoman.parse.shapes import shape_of
from dragoman.parse.tokens import tokenize
from dragoman.parse.wordpiece import WordPiece

_T = TypeVar("_T")

IGNORE = -100
"""The label of what no loss is counted on."""

UNKNOWN = "?"
"""The label of a word of which nobody has said what it is."""

HEADS = ("upos", "xpos", "feats", "lemma", "ner")
"""The tags of a word, each a classifier. `xpos` only helps in training."""

# Words of training that a label must have; rarer ones teach nothing.
_LEAST = {"upos": 1, "xpos": 3, "feats": 4, "lemma": 4, "ner": 1, "deprel": 3}

TRAINING_RATES = Rates(
    determiner=0.25,
    lower=0.2,
    upper=0.05,
    hyphen=0.4,
    space=0.15,
    apostrophe=0.3,
    debris=0.01,
    join=0.005,
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence as words with labels; None where a word's label is not known."""

    forms: tuple[str, ...]
    upos: tuple[str | None, ...]
    xpos: tuple[str | None, ...]
    feats: tuple[str | None, ...]
    lemma: tuple[str | None, ...]  # the rule
    ner: tuple[str | None, ...]
    head: tuple[int | None, ...]  # from 0, -1 for the root
    deprel: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence as numbers. The pieces begin with [CLS], the root."""

    pieces: NDArray[np.int32]
    shapes: NDArray[np.int32]
    first: NDArray[np.int32]  # [words + 1], 0 for the root
    head: NDArray[np.int64]  # [words], 0 for the root, else word + 1
    deprel: NDArray[np.int64]
    tags: Mapping[str, NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class LabelSets:
    """The labels of each head, in the order of their numbers."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    feats: tuple[str, ...]
    lemma: tuple[str, ...]
    ner: tuple[str, ...]
    deprel: tuple[str, ...]


def label_sets(sentences: Iterable[Gold]) -> LabelSets:
    """Collect the labels that occur often enough, the commonest first."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in _LEAST}
    for gold in sentences:
        labelled = clean(gold)
        for name, counter in counts.items():
            counter.update(v for v in getattr(labelled, name) if v not in (None, UNKNOWN))
    return LabelSets(
        **{
            name: tuple(
                label
                for label, n in sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))
                if n >= _LEAST[name]
            )
            for name, counter in counts.items()
        }
    )


_INFLECTED = {"VERB", "AUX", "NOUN", "ADJ", "ADV"}


def seen_lemmas(sentences: Iterable[Gold]) -> list[tuple[str, str, str]]:
    """Return form in lower case, part of speech and lemma of the inflected words, in order.

    Only those that are no lemma themselves and that the treebanks agree on, nearly always.
    """
    counts: dict[tuple[str, str], Counter[str]] = {}
    for gold in sentences:
        for form, upos, lemma in zip(gold.form, gold.upos, gold.lemma, strict=True):
            if upos in _INFLECTED and lemma != "_" and form.isalpha():
                counts.setdefault((form.lower(), upos), Counter())[lemma] += 1
    found = []
    for (form, upos), lemmas in sorted(counts.items()):
        [(lemma, n)] = lemmas.most_common(1)
        if lemma != form and n >= 0.9 * lemmas.total():
            found.append((form, upos, lemma))
    return found


Unsure = Mapping[str, frozenset[int]]
"""The words, by sentence, whose labels are not to be learnt: where parsers that labelled a
sentence do not agree. Sentences of people are not in it."""


def clean(gold: Gold, unsure: Unsure = MappingProxyType({})) -> Labelled:
    """Return the sentence as the treebank has it."""
    doubted = unsure.get(gold.id, frozenset())

    def sure(values: Iterable[_T]) -> tuple[_T | None, ...]:
        return tuple(None if i in doubted else v for i, v in enumerate(values))

    return Labelled(
        gold.form,
        sure(gold.upos),
        # No parser gives Penn tags.
        (None,) * len(gold) if gold.id in unsure else gold.xpos,
        sure(gold.feats),
        sure(map(_rule, gold.form, gold.lemma)),
        sure(gold.ner or (None,) * len(gold)),
        sure(gold.head),
        sure(gold.deprel),
    )


def _rule(form: str, lemma: str) -> str | None:
    """Return the lemma rule; None where the treebank gives no lemma, to the end of a split word."""
    return None if lemma == "_" != form else find_rule(form, lemma)


def joined(one: Gold, other: Gold, rng: Random) -> Gold:
    """Return two sentences as one, as where a full stop was lost; the second is a parataxis."""
    space = " " if rng.random() < 0.5 else ""
    shift, words = len(one.text) + len(space), len(one)
    root = one.head.index(-1)
    return replace(
        one,
        text=one.text + space + other.text,
        start=one.start + tuple(s + shift for s in other.start),
        end=one.end + tuple(e + shift for e in other.end),
        form=one.form + other.form,
        lemma=one.lemma + other.lemma,
        upos=one.upos + other.upos,
        xpos=one.xpos + other.xpos,
        feats=one.feats + other.feats,
        head=one.head + tuple(root if h < 0 else h + words for h in other.head),
        deprel=one.deprel
        + tuple("parataxis" if h < 0 else d for h, d in zip(other.head, other.deprel, strict=True)),
        ner=None if one.ner is None or other.ner is None else one.ner + other.ner,
    )


def damaged(
    gold: Gold, rng: Random, rates: Rates = TRAINING_RATES, unsure: Unsure = MappingProxyType({})
) -> Labelled | None:
    """Return the sentence after noise; None where the tokenizer cuts through its words."""
    doubted = unsure.get(gold.id, frozenset())
    noised = noise(gold, rng, rates)
    starts, ends = tokenize(noised.text)
    owner = np.full(len(noised.text) + 1, -1)
    for i, place in enumerate(noised.words):
        if place:
            owner[place[0] : place[1]] = i
    covered = [
        [int(w) for w in dict.fromkeys(owner[s:e].tolist()) if w >= 0]
        for s, e in zip(starts, ends, strict=True)
    ]
    token_of: dict[int, int] = {}
    for t, words in enumerate(covered):
        for w in words:
            if w in token_of:
                return None
            token_of[w] = t
    labels = clean(gold, unsure)
    forms = tuple(noised.text[s:e] for s, e in zip(starts, ends, strict=True))
    columns: dict[str, list[str | None]] = {
        name: [] for name in ("upos", "xpos", "feats", "lemma", "ner", "deprel")
    }
    heads: list[int | None] = []
    roots = 0
    for t, words in enumerate(covered):
        if not words:  # debris
            heads.append(t + 1 if t + 1 < len(covered) else t - 1)
            values: tuple[str | None, ...]
            values = ("PUNCT", None, "", "k0", None, "punct")
        else:
            top = next((w for w in words if token_of.get(noised.head[w], -1) != t), words[0])
            above = noised.head[top]
            roots += above < 0
            heads.append(None if top in doubted else -1 if above < 0 else token_of[above])
            known = len(words) == 1 and top not in doubted
            values = (
                labels.upos[top],
                labels.xpos[top],
                labels.feats[top],
                _rule(forms[t], gold.lemma[top]) if known else None,
                labels.ner[words[0]],
                labels.deprel[top],
            )
        for column, value in zip(columns.values(), values, strict=True):
            column.append(value)
    if roots != 1:
        return None
    tags = {name: tuple(column) for name, column in columns.items()}
    return Labelled(forms, head=tuple(heads), **tags)


class Encoder:
    """Turns labelled sentences into numbers."""

    def __init__(self, pieces: WordPiece, labels: LabelSets) -> None:
        self.pieces = pieces
        self.numbers = {
            name: {label: i for i, label in enumerate(getattr(labels, name))}
            for name in (*HEADS, "deprel")
        }

    def example(self, labelled: Labelled, *, longest: int) -> Example | None:
        """Return the sentence as numbers; None where it has more than `longest` pieces."""
        ids, counts = self.pieces.pieces(labelled.forms)
        if not ids or len(ids) + 1 > longest:
            return None
        lengths = np.array(counts)
        first = np.concatenate(([0], 1 + np.cumsum(lengths) - lengths)).astype(np.int32)
        shapes = np.repeat([shape_of(form) for form in labelled.forms], lengths)
        return Example(
            np.concatenate(([self.pieces.cls], ids)).astype(np.int32),
            np.concatenate(([0], shapes)).astype(np.int32),
            first,
            np.array([IGNORE if h is None else h + 1 for h in labelled.head], dtype=np.int64),
            self._column("deprel", labelled.deprel),
            {name: self._column(name, getattr(labelled, name)) for name in HEADS},
        )

    def _column(self, name: str, values: Sequence[str | None]) -> NDArray[np.int64]:
        numbers = self.numbers[name]
        return np.array(
            [IGNORE if v is None else numbers.get(v, IGNORE) for v in values], dtype=np.int64
        )


def epoch(
    sentences: Sequence[Gold],
    encoder: Encoder,
    rng: Random,
    *,
    noisy: float,
    longest: int,
    hidden: float = 0.0,
    unsure: Unsure = MappingProxyType({}),
) -> list[Example]:
    """Return the examples of one epoch: every sentence once, a share of them damaged.

    Args:
        sentences: In the order of the treebanks, so that neighbours can be joined.
        encoder: Makes numbers of them.
        rng: Where chance comes from.
        noisy: The share that is damaged.
        longest: Sentences of more pieces are left out.
        hidden: The share of pieces that are hidden behind [UNK], so that the words around a
            word are learnt from too.
        unsure: What is not to be learnt.
    """
    chance = np.random.default_rng(rng.getrandbits(64))
    found = []
    for i, gold in enumerate(sentences):
        if not len(gold):
            continue
        labelled = None
        if rng.random() < noisy:
            after = sentences[i + 1] if i + 1 < len(sentences) else gold
            fused = after.document == gold.document and len(after) and rng.random() < 0.1
            fused = fused and gold.id not in unsure
            labelled = damaged(joined(gold, after, rng) if fused else gold, rng, unsure=unsure)
        example = encoder.example(labelled or clean(gold, unsure), longest=longest)
        if example is not None:
            if hidden:
                hide = chance.random(len(example.pieces)) < hidden
                hide[0] = False
                example.pieces[hide] = encoder.pieces.unk
            found.append(example)
    return found


def batches(examples: Sequence[Example], rng: Random, *, padded: int) -> Iterator[list[Example]]:
    """Yield batches of at most `padded` pieces, padding counted, of sentences of like length."""
    order = sorted(range(len(examples)), key=lambda i: (len(examples[i].pieces), rng.random()))
    groups: list[list[int]] = [[]]
    for i in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(examples[i].pieces) > padded:
            groups.append([])
        groups[-1].append(i)
    rng.shuffle(groups)
    for group in groups:
        yield [examples[i] for i in group]
