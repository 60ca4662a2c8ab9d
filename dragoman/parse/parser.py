"""Our own parser: English sentences in, dependency trees out.

>>> parses = load_parser().parse(["Wang Yi met Retno in Jakarta."])
>>> [(t.form, t.deprel) for t in parses[0]][:3]
[('Wang', 'nsubj'), ('Yi', 'flat'), ('met', 'root')]
"""

from __future__ import annotations

import json
from collections.abc import Sequence
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
            folder: With `model.onnx`, `vocabulary.txt`, `lemmas.tsv` and `meta.json`.
            threads: Of one batch; workers that run side by side want 1.
        """
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
        self._words = frozenset(vocabulary)
        rows = (row.split("\t") for row in (folder / "lemmas.tsv").read_text("utf-8").splitlines())
        self._seen = {(form, upos): lemma for form, upos, lemma in rows}
        self._lemmas: dict[tuple[str, int, int], str] = {}
        self._network = Network(folder / "model.onnx", threads=threads)
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

        Sentences of some hundred words are read in stretches; the root of each but the first
        hangs on the first as `parataxis`, with probability 0.

        Args:
            texts: The sentences.
            starts: Where the words of each begin, in code points, in order.
            ends: Where they end.
        """
        sizes = [len(s) for s in starts]
        bounds = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
        forms = tuple(
            text[s:e]
            for text, first, last in zip(texts, starts, ends, strict=True)
            for s, e in zip(first, last, strict=True)
        )
        total = len(forms)
        read = _Read(total)
        stretches = bounds
        if total:
            ids, counts = self._pieces.pieces(forms)
            count = np.array(counts, dtype=np.int32)
            stretches = _stretches(bounds, count)
            kinds = np.repeat(np.array([shape_of(f) for f in forms], dtype=np.int32), count)
            self._read(np.array(ids, dtype=np.int32), kinds, count, stretches, read)
            if len(stretches) > len(bounds):
                self._join(bounds, stretches, read)
        return Parses(
            texts=tuple(texts),
            bounds=bounds.astype(np.int32),
            start=np.fromiter((s for row in starts for s in row), np.int32, total),
            end=np.fromiter((e for row in ends for e in row), np.int32, total),
            form=forms,
            lemma=tuple(map(self._lemma, forms, read.lemma.tolist(), read.upos.tolist())),
            upos=read.upos,
            feats=read.feats,
            head=read.head,
            deprel=read.deprel,
            probability=read.probability,
            ner=read.ner,
            labels=self.labels,
        )

    def _read(
        self,
        ids: NDArray[np.int32],
        kinds: NDArray[np.int32],
        counts: NDArray[np.int32],
        bounds: NDArray[np.int64],
        read: _Read,
    ) -> None:
        """Run the network over the stretches and fill in what it says."""
        weight, bias = self._network.label_weight, self._network.label_bias
        for group, out in self._network.run(ids, kinds, counts, bounds, self._pieces.cls):
            scores = head_log_probabilities(out.arcs, self.temperatures.head)
            trees, _ = best_trees(scores)
            above = np.concatenate(
                [g[tree + 1] for g, tree in zip(out.governor, trees, strict=True)]
            )
            heads = np.concatenate(trees)
            chance = np.concatenate(
                [s[np.arange(len(t)), t + 1] for s, t in zip(scores, trees, strict=True)]
            )
            labels = np.maximum(out.dependent + above, 0) @ weight + bias
            labels /= np.float32(self.temperatures.label)
            is_root = heads == ROOT
            root = labels[:, self._root].copy()
            labels[:, self._root] = -np.inf
            labels[is_root] = -np.inf
            labels[is_root, self._root] = root[is_root]
            logs = log_softmax(labels)
            best = logs.argmax(axis=1)
            chance = chance + logs[np.arange(len(best)), best]

            lengths = [len(t) for t in trees]
            at = np.concatenate([np.arange(bounds[i], bounds[i + 1]) for i in group.tolist()])
            inner = np.concatenate(([0], np.cumsum(lengths))).tolist()
            read.head[at] = heads
            read.deprel[at] = best
            read.probability[at] = np.exp(np.minimum(chance, 0))
            read.upos[at] = out.upos
            read.feats[at] = out.feats
            read.lemma[at] = out.lemma
            read.ner[at] = best_tags(out.ner, inner, self.labels.ner)

    def _join(self, bounds: NDArray[np.int64], stretches: NDArray[np.int64], read: _Read) -> None:
        """Make one tree of the stretches of each long sentence."""
        begins = set(bounds.tolist())
        first = root = 0
        for start, end in pairwise(stretches.tolist()):
            here = read.head[start:end]
            top = int(np.flatnonzero(here == ROOT)[0]) if end > start else 0
            if start in begins:
                first, root = start, top
                continue
            here[here != ROOT] += start - first
            read.head[start + top] = root
            read.deprel[start + top] = self._joins
            read.probability[start + top] = 0

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


class _Read:
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


@cache
def load_parser(*, threads: int = 1) -> DragomanParser:
    """Return the parser that ships with the package; the same one at every call.

    Raises:
        ConfigError: The package was installed without its weights.
    """
    with as_file(files("dragoman") / "weights" / "en") as folder:
        if not (folder / "model.onnx").is_file():
            raise ConfigError(
                f"the parser's weights are not in {folder}; they belong to the package, so "
                "install it again, or train them: docs/how-to/parsers.md says how"
            )
        return DragomanParser(folder, threads=threads)
