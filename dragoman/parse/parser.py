"""Our own parser: English sentences in, dependency trees out.

>>> parses = load_parser().parse(["Wang Yi met Retno in Jakarta."])
>>> [(t.form, t.deprel) for t in parses[0]][:3]
[('Wang', 'nsubj'), ('Yi', 'flat'), ('met', 'root')]
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.model.errors import ConfigError
from dragoman.parse.lemmas import choose_lemma
from dragoman.parse.network import (
    LONGEST,
    Network,
    Output,
    best_tags,
    head_log_probabilities,
    log_softmax,
)
from dragoman.parse.parses import ROOT, Labels, Parses
from dragoman.parse.shapes import shape_of
from dragoman.parse.tokens import tokenize
from dragoman.parse.trees import best_trees
from dragoman.parse.wordpiece import WordPiece

# What joins the pieces of a sentence that is too long to be read at once.
_JOINS = "parataxis"

_CACHED_LEMMAS = 1 << 17

FILES = ("model.onnx", "relations.onnx", "vocabulary.txt", "lemmas.tsv", "meta.json")
"""What a folder of weights holds."""


@dataclass(frozen=True, slots=True)
class Temperatures:
    """What scores are divided by, so that probabilities mean what they say; fitted on dev."""

    head: float = 1.0
    label: float = 1.0


class DragomanParser:
    """The parser over one folder of weights. `parse` is what most callers want."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        """Open the weights.

        Args:
            folder: With what `FILES` lists.
            threads: Of one batch; workers that run side by side want 1.

        Raises:
            ConfigError: One of them is not there.
        """
        if lacking := [name for name in FILES if not (folder / name).is_file()]:
            raise ConfigError(
                f"the parser's weights lack {', '.join(lacking)} in {str(folder)!r}. They belong "
                "to the package, so install it again, or train them: docs/how-to/parsers.md"
            )
        meta = json.loads((folder / "meta.json").read_text("utf-8"))
        labels = meta["labels"]
        self.labels = Labels(
            tuple(labels["upos"]),
            tuple(labels["feats"]),
            tuple(labels["deprel"]),
            tuple(labels["ner"]),
        )
        self.temperatures = Temperatures(**meta["temperatures"])
        self.name = f"dragoman {meta['name']}"
        self._rules: tuple[str, ...] = tuple(labels["lemma"])
        vocabulary = (folder / "vocabulary.txt").read_text("utf-8").split("\n")
        self._pieces = WordPiece(vocabulary)
        rows = (row.split("\t") for row in (folder / "lemmas.tsv").read_text("utf-8").splitlines())
        self._seen = {(form, upos): lemma for form, upos, lemma in rows}
        # Short pieces are no words.
        self._words = frozenset(self._seen.values()).union(p for p in vocabulary if len(p) > 3)
        self._lemmas: dict[tuple[str, int, int], str] = {}
        self._network = Network(folder, threads=threads)
        self._root = self.labels.deprel.index("root")
        self._joins = self.labels.deprel.index(_JOINS)

    def parse(self, texts: Sequence[str]) -> Parses:
        """Parse sentences: tokenize them, then as `parse_tokens`."""
        spans = [tokenize(text) for text in texts]
        return self.parse_tokens(texts, [s for s, _ in spans], [e for _, e in spans])

    def parse_tokens(
        self,
        texts: Sequence[str],
        starts: Sequence[Sequence[int]],
        ends: Sequence[Sequence[int]],
    ) -> Parses:
        """Parse sentences whose words are known.

        Sentences of some hundred words are parsed in stretches; the root of each but the first
        hangs on the first as `parataxis`, with probability 0.

        Args:
            texts: The sentences.
            starts: Where the words of each begin, in code points, in order.
            ends: Where they end.
        """
        forms = tuple(
            text[s:e]
            for text, first, last in zip(texts, starts, ends, strict=True)
            for s, e in zip(first, last, strict=True)
        )
        bounds = np.cumsum([0, *map(len, starts)], dtype=np.int64)
        total = len(forms)
        columns = _Columns(total)
        stretches = []
        for words, out in self.outputs(forms, bounds):
            self._fill(columns, words, out)
            stretches += words
        self._join(columns, bounds, sorted(stretches, key=lambda words: words.start))
        return Parses(
            texts=tuple(texts),
            bounds=bounds.astype(np.int32),
            start=np.fromiter((s for row in starts for s in row), np.int32, total),
            end=np.fromiter((e for row in ends for e in row), np.int32, total),
            form=forms,
            lemma=tuple(map(self._lemma, forms, columns.lemma.tolist(), columns.upos.tolist())),
            upos=columns.upos,
            feats=columns.feats,
            head=columns.head,
            deprel=columns.deprel,
            probability=columns.probability,
            ner=columns.ner,
            labels=self.labels,
        )

    def outputs(
        self, forms: Sequence[str], bounds: NDArray[np.int64]
    ) -> Iterator[tuple[list[range], Output]]:
        """Yield what the network says, batch by batch: before any tree is built.

        Args:
            forms: The words of all sentences.
            bounds: Words of sentence i are `bounds[i]:bounds[i + 1]`.

        Yields:
            The words of each sentence (or stretch of a long one) of a batch, and the output.
        """
        if not forms:
            return
        ids, counts = self._pieces.pieces(forms)
        count = np.array(counts, dtype=np.int32)
        shapes = np.repeat(np.array([shape_of(f) for f in forms], dtype=np.int32), count)
        stretches = _stretches(bounds, count)
        pieces = np.array(ids, dtype=np.int32)
        for group, out in self._network.run(pieces, shapes, count, stretches, self._pieces.cls):
            yield [range(stretches[i], stretches[i + 1]) for i in group.tolist()], out

    def _fill(self, columns: _Columns, words: list[range], out: Output) -> None:
        """Build the trees of a batch and fill in what is known of its words."""
        scores = head_log_probabilities(out.arcs, self.temperatures.head)
        trees = best_trees(scores)
        heads = np.concatenate(trees)
        chance = np.concatenate(
            [s[np.arange(len(t)), t + 1] for s, t in zip(scores, trees, strict=True)]
        )
        labels = self.label_scores(out, trees) / np.float32(self.temperatures.label)
        # The root is called so, and nobody else is.
        is_root = heads == ROOT
        labels[:, self._root] = labels[is_root] = -np.inf
        labels[is_root, self._root] = 0
        logs = log_softmax(labels)
        best = logs.argmax(axis=1)
        chance = chance + logs[np.arange(len(best)), best]

        at = np.concatenate([np.arange(w.start, w.stop) for w in words])
        columns.head[at] = heads
        columns.deprel[at] = best
        columns.probability[at] = np.exp(np.minimum(chance, 0))
        columns.upos[at] = out.upos
        columns.feats[at] = out.feats
        columns.lemma[at] = out.lemma
        inner = np.cumsum([0, *map(len, words)]).tolist()
        columns.ner[at] = best_tags(out.ner, inner, self.labels.ner)

    def label_scores(self, out: Output, heads: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """Return [all words, relations], the score of each relation to the given heads."""
        above = np.concatenate([g[h + 1] for g, h in zip(out.governor, heads, strict=True)])
        return self._network.relations(out.dependent, above)

    def _join(
        self, columns: _Columns, bounds: NDArray[np.int64], stretches: Sequence[range]
    ) -> None:
        """Make one tree of the stretches of each long sentence."""
        begins = set(bounds.tolist())
        first = root = 0
        for words in stretches:
            heads = columns.head[words.start : words.stop]
            top = int(np.flatnonzero(heads == ROOT)[0])
            if words.start in begins:
                first, root = words.start, top
                continue
            heads[heads != ROOT] += words.start - first
            heads[top] = root
            columns.deprel[words.start + top] = self._joins
            columns.probability[words.start + top] = 0

    def _lemma(self, form: str, rule: int, upos: int) -> str:
        key = (form, rule, upos)
        found = self._lemmas.get(key)
        if found is None:
            if len(self._lemmas) >= _CACHED_LEMMAS:
                self._lemmas.clear()
            found = self._lemmas[key] = choose_lemma(
                form,
                self.labels.upos[upos],
                self._rules[rule],
                seen=self._seen,
                words=self._words,
            )
        return found


class _Columns:
    """What is known of each word so far."""

    def __init__(self, words: int) -> None:
        self.head = np.full(words, ROOT, dtype=np.int32)
        self.deprel = np.zeros(words, dtype=np.uint8)
        self.probability = np.zeros(words, dtype=np.float32)
        self.upos = np.zeros(words, dtype=np.uint8)
        self.feats = np.zeros(words, dtype=np.uint16)
        self.lemma = np.zeros(words, dtype=np.int32)
        self.ner = np.zeros(words, dtype=np.uint8)


def _stretches(bounds: NDArray[np.int64], counts: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return bounds in which no stretch has more pieces than the encoder can read."""
    pieces = np.concatenate(([0], np.cumsum(counts)))
    lengths = pieces[bounds[1:]] - pieces[bounds[:-1]]
    if lengths.max() < LONGEST:
        return bounds
    cut: list[int] = []
    for start, end in pairwise(bounds.tolist()):
        cut.append(start)
        at = start
        while pieces[end] - pieces[at] >= LONGEST:
            at = int(np.searchsorted(pieces, pieces[at] + LONGEST - 1, side="right")) - 1
            cut.append(at)
    return np.array([*cut, bounds[-1]], dtype=np.int64)


def load_parser(*, threads: int = 1) -> DragomanParser:
    """Return the parser that ships with the package; the same one at every call.

    Raises:
        ConfigError: The package was installed without its weights.
    """
    return _shipped(threads)


@cache
def _shipped(threads: int) -> DragomanParser:
    with as_file(files("dragoman") / "weights" / "en") as folder:
        return DragomanParser(folder, threads=threads)
