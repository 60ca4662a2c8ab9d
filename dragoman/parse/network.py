"""The trained network: one ONNX file, run in batches of sentences of like length.

What goes in and comes out of the file is said in `Output`; `tools/_parser_export.py` writes
it. Nothing of what is computed for a sentence depends on the sentences beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Padded pieces of one run: what a layer computes of so many stays in the processor's cache.
PADDED = 500

# Pieces that the encoder can read at once, [CLS] included.
LONGEST = 480

_NEVER = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class Output:
    """What the network says of a batch of sentences, flattened to their words.

    Attributes:
        arcs: For each sentence `[words, words + 1]`: the score of each head, column 0 the root.
        dependent: float32 [all words, width], one half of what the labels are computed from.
        governor: For each sentence `[words + 1, width]`, the other half; row 0 is the root.
        upos: [all words], the best tag.
        feats: Likewise.
        lemma: Likewise, the number of a rule.
        ner: float32 [all words, tags], scores.
    """

    arcs: list[NDArray[np.float32]]
    dependent: NDArray[np.float32]
    governor: list[NDArray[np.float32]]
    upos: NDArray[np.int64]
    feats: NDArray[np.int64]
    lemma: NDArray[np.int64]
    ner: NDArray[np.float32]


class Network:
    """The ONNX sessions. Threads may share one; processes each open their own."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        """Open the files.

        Args:
            folder: With `model.onnx` and `relations.onnx`.
            threads: Of one run. Workers that run side by side want 1.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session, self._relations = (
            onnxruntime.InferenceSession(
                str(folder / name),
                options,
                providers=["CPUExecutionProvider"],
                # Its fused kernel takes three times as long as the two steps apart.
                disabled_optimizers=["SkipLayerNormFusion"],
            )
            for name in ("model.onnx", "relations.onnx")
        )

    def relations(
        self, dependent: NDArray[np.float32], governor: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return [words, relations], the score of each relation of a word to its head.

        Not by numpy, whose threads would go on turning while the next batch runs.

        Args:
            dependent: [words, width], as in `Output`.
            governor: [words, width], those of the heads.
        """
        scores: NDArray[np.float32]
        [scores] = self._relations.run(["scores"], {"dependent": dependent, "governor": governor})
        return scores

    def run(
        self,
        pieces: NDArray[np.int32],
        shapes: NDArray[np.int32],
        counts: NDArray[np.int32],
        bounds: NDArray[np.int64],
        cls: int,
    ) -> Iterator[tuple[NDArray[np.int64], Output]]:
        """Yield batches of sentences with what the network says of them.

        Args:
            pieces: The pieces of all words of all sentences, without [CLS].
            shapes: The shape of the word of each.
            counts: How many pieces each word has.
            bounds: [sentences + 1]; words of sentence i are `bounds[i]:bounds[i + 1]`.
            cls: The piece before each sentence.

        Yields:
            The numbers of the sentences of a batch, and the output for them in that order.
            Sentences without a word come in no batch.
        """
        word_starts = np.concatenate(([0], np.cumsum(counts)))
        lengths = word_starts[bounds[1:]] - word_starts[bounds[:-1]] + 1
        for group in _groups(lengths, bounds[1:] - bounds[:-1]):
            yield group, self._batch(group, pieces, shapes, word_starts, bounds, cls)

    def _batch(
        self,
        group: NDArray[np.int64],
        pieces: NDArray[np.int32],
        shapes: NDArray[np.int32],
        word_starts: NDArray[np.int64],
        bounds: NDArray[np.int64],
        cls: int,
    ) -> Output:
        first_word, last_word = bounds[group], bounds[group + 1]
        words = last_word - first_word
        first_piece = word_starts[first_word]
        lengths = word_starts[last_word] - first_piece + 1
        width = int(lengths.max())

        column = np.arange(width)
        mask = column < lengths[:, None]
        at = np.minimum(first_piece[:, None] + column - 1, len(pieces) - 1)
        inside = mask & (column > 0)
        ids = np.where(inside, pieces[at], 0).astype(np.int32)
        ids[:, 0] = cls
        kinds = np.where(inside, shapes[at], 0).astype(np.int32)

        # The rows of what comes out: the root and the words of each sentence, without padding.
        ends = np.cumsum(words + 1)
        sentence = np.repeat(np.arange(len(group)), words + 1)
        row = np.arange(ends[-1])
        inner = row - (ends - words - 1)[sentence]
        is_word = inner > 0
        word = first_word[sentence] + inner - 1
        piece = np.where(is_word, word_starts[word] - first_piece[sentence] + 1, 0)
        grid = np.zeros((len(group), int(words.max()) + 1), dtype=np.int32)
        grid[sentence, inner] = row
        found: list[NDArray[Any]] = self._session.run(
            ["arcs", "dependent", "governor", "upos", "feats", "lemma", "ner"],
            {
                "ids": ids,
                "shapes": kinds,
                "mask": mask.astype(np.int32),
                "rows": (sentence * width + piece).astype(np.int32),
                "grid": grid,
            },
        )
        arcs, dependent, governor, upos, feats, lemma, ner = found
        return Output(
            [a[1 : n + 1, : n + 1] for a, n in zip(arcs, words.tolist(), strict=True)],
            dependent[is_word],
            np.split(governor, ends[:-1]),
            upos[is_word],
            feats[is_word],
            lemma[is_word],
            ner[is_word],
        )


def _groups(lengths: NDArray[np.int64], words: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Yield sentences of like length, at most `PADDED` pieces with the padding."""
    order = np.argsort(lengths, kind="stable")
    order = order[words[order] > 0]
    at = 0
    while at < len(order):
        # The longest sentence of a batch is its last.
        end = at + 1
        while end < len(order) and (end + 1 - at) * lengths[order[end]] <= PADDED:
            end += 1
        yield order[at:end]
        at = end


def log_softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the logarithms of the probabilities along the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    logs: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return logs


def head_log_probabilities(
    arcs: Sequence[NDArray[np.float32]], temperature: float
) -> list[NDArray[np.float32]]:
    """Return for each sentence the logarithm of each head's probability; no word heads itself."""
    found = []
    for scores in arcs:
        scaled = scores / np.float32(temperature)
        np.fill_diagonal(scaled[:, 1:], _NEVER)
        found.append(log_softmax(scaled))
    return found


def best_tags(
    scores: NDArray[np.float32], bounds: Sequence[int], tags: Sequence[str]
) -> NDArray[np.uint8]:
    """Return the best sequence of BIO tags of each sentence, by Viterbi.

    Args:
        scores: [all words, tags].
        bounds: Words of sentence i are `bounds[i]:bounds[i + 1]`; none is empty.
        tags: "O", "B-PER", "I-PER"...: an I follows a B or I of its kind only.
    """

    def may_follow(before: str, tag: str) -> bool:
        return tag[0] != "I" or (before != "O" and before[2:] == tag[2:])

    step = np.array(
        [[0 if may_follow(before, tag) else _NEVER for tag in tags] for before in tags], np.float32
    )
    opening = np.array([0 if may_follow("O", tag) else _NEVER for tag in tags], np.float32)
    out: NDArray[np.uint8] = scores.argmax(axis=1).astype(np.uint8)
    # Nearly all sentences have good sequences as they are.
    begins = np.zeros(len(scores), dtype=bool)
    begins[list(bounds[:-1])] = True
    wrong = np.where(begins, opening[out] < 0, step[np.roll(out, 1), out] < 0)
    for i in np.unique(np.searchsorted(bounds, np.flatnonzero(wrong), side="right") - 1).tolist():
        here = scores[bounds[i] : bounds[i + 1]]
        total, back = here[0] + opening, []
        for row in here[1:]:
            ways = total[:, None] + step
            back.append(ways.argmax(axis=0))
            total = ways.max(axis=0) + row
        path = [int(total.argmax())]
        for came_from in reversed(back):
            path.append(int(came_from[path[-1]]))
        out[bounds[i] : bounds[i + 1]] = path[::-1]
    return out
