"""The parses of a batch of sentences: parallel arrays, and a readable view of them.

A parser returns one `Parses` for all sentences that it was given. Labels are small
integers into the tuples of `Labels`, so that nothing is built for a token that nobody
looks at; `parses[3]` is the third sentence as a `Tree`, whose tokens are words to read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

ROOT = -1
"""The head of a token that has none."""

UNCALIBRATED = 0.5
"""The probability of an arc of which nobody says how sure it is: the one sign for that.

Not 1: an unchecked arc would then pass for a near certain one, and every threshold would
let it through. Not NaN, which no comparison survives. At 0.5 such a parse never makes the
high tier by its own word; it still counts where rules ask for no certainty.
"""


@dataclass(frozen=True, slots=True)
class Labels:
    """What the small integers in `Parses` mean: the label sets of one parser.

    `feats` are whole strings as in CoNLL-U ("Number=Sing|Tense=Past"; "" for none);
    `ner` are BIO tags ("O", "B-PER", "I-PER"...), ("O",) for a parser that finds no names.
    """

    upos: tuple[str, ...]
    feats: tuple[str, ...]
    deprel: tuple[str, ...]
    ner: tuple[str, ...]


class Token(NamedTuple):
    """One word of one sentence, to read.

    `index` and `head` count the words of the sentence from 0; the head of the root is
    `ROOT`. `start` and `end` are code points of the sentence as it was given.
    `probability` is the calibrated chance that head and relation are both right,
    `UNCALIBRATED` where that is not known.
    """

    index: int  # type: ignore[assignment]  # not the method of tuples
    form: str
    lemma: str
    upos: str
    feats: str
    head: int
    deprel: str
    probability: float
    ner: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Parses:
    """Sentences, parsed. All arrays but `bounds` have one entry for each token.

    Attributes:
        texts: The sentences as they were given.
        bounds: int32 [sentences + 1]; tokens of sentence i are `bounds[i]:bounds[i + 1]`.
            A sentence without a word has none.
        start: int32, code points in the sentence's text.
        end: int32, likewise; `texts[i][start:end]` is the form.
        form: The words as they stand in the text.
        lemma: Their dictionary forms.
        upos: uint8 into `labels.upos`.
        feats: uint16 into `labels.feats`.
        head: int32, counted within the sentence from 0; `ROOT` for the one root.
        deprel: uint8 into `labels.deprel`.
        probability: float32, the calibrated chance that head and relation are both right;
            `UNCALIBRATED` where that is not known, never NaN.
        ner: uint8 into `labels.ner`.
        labels: What the integers mean.
    """

    texts: tuple[str, ...]
    bounds: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    form: tuple[str, ...]
    lemma: tuple[str, ...]
    upos: NDArray[np.uint8]
    feats: NDArray[np.uint16]
    head: NDArray[np.int32]
    deprel: NDArray[np.uint8]
    probability: NDArray[np.float32]
    ner: NDArray[np.uint8]
    labels: Labels

    def __post_init__(self) -> None:
        """Close the arrays for writing."""
        for array in (
            self.bounds,
            self.start,
            self.end,
            self.upos,
            self.feats,
            self.head,
            self.deprel,
            self.probability,
            self.ner,
        ):
            array.flags.writeable = False

    def __reduce__(self) -> tuple[type[Parses], tuple[Any, ...]]:
        """Be built anew by whoever unpickles: numpy does not keep an array closed."""
        return Parses, tuple(getattr(self, one.name) for one in fields(self))

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, i: int) -> Tree:
        """Return sentence `i`; negative counts from the end. Raises IndexError."""
        if not -len(self.texts) <= i < len(self.texts):
            raise IndexError(f"sentence {i} of {len(self.texts)}")
        i %= len(self.texts)
        return Tree(self, i, int(self.bounds[i]), int(self.bounds[i + 1]))

    def __iter__(self) -> Iterator[Tree]:
        return (self[i] for i in range(len(self)))


def tells_probability(parses: Parses) -> bool:
    """Return whether the probabilities say anything: not every one is `UNCALIBRATED`."""
    return bool((parses.probability != UNCALIBRATED).any())


@dataclass(frozen=True, eq=False)
class Tree:
    """One sentence of a `Parses`: a view, nothing is copied until it is asked for.

    Tokens are addressed by their place in the sentence, from 0.
    """

    parses: Parses = field(repr=False)
    sentence: int
    first: int
    last: int

    @property
    def text(self) -> str:
        """The sentence as it was given."""
        return self.parses.texts[self.sentence]

    def __len__(self) -> int:
        return self.last - self.first

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __getitem__(self, i: int) -> Token:
        return self.tokens[i]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """All words, with labels spelled out."""
        p, labels, here = self.parses, self.parses.labels, slice(self.first, self.last)
        return tuple(
            Token(
                i,
                form,
                lemma,
                labels.upos[upos],
                labels.feats[feats],
                head,
                labels.deprel[deprel],
                probability,
                labels.ner[ner],
                start,
                end,
            )
            for i, (
                form,
                lemma,
                upos,
                feats,
                head,
                deprel,
                probability,
                ner,
                start,
                end,
            ) in enumerate(
                zip(
                    p.form[here],
                    p.lemma[here],
                    p.upos[here].tolist(),
                    p.feats[here].tolist(),
                    p.head[here].tolist(),
                    p.deprel[here].tolist(),
                    p.probability[here].tolist(),
                    p.ner[here].tolist(),
                    p.start[here].tolist(),
                    p.end[here].tolist(),
                    strict=True,
                )
            )
        )

    @cached_property
    def lemmas(self) -> tuple[str, ...]:
        """The lemmas in small letters."""
        return tuple(map(str.lower, self.parses.lemma[self.first : self.last]))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words as they stand, in small letters."""
        return tuple(map(str.lower, self.parses.form[self.first : self.last]))

    @cached_property
    def heads(self) -> tuple[int, ...]:
        """The head of each token, `ROOT` for the root."""
        return tuple(self.parses.head[self.first : self.last].tolist())

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """The dependents of each token, from left to right."""
        found: list[list[int]] = [[] for _ in self.heads]
        for i, head in enumerate(self.heads):
            if head >= 0:
                found[head].append(i)
        return tuple(map(tuple, found))

    @property
    def root(self) -> int | None:
        """The token without a head; None where the sentence has no word."""
        return self.heads.index(ROOT) if self.heads else None


class Parser(Protocol):
    """Whatever turns sentences into parses: ours, or another package behind an adapter."""

    @property
    def name(self) -> str:
        """What a ledger records about who parsed: name and version of parser and model."""
        ...

    def parse(self, texts: Sequence[str]) -> Parses:
        """Parse sentences, one tree for each, in order; any string will do, also an empty one."""
        ...
