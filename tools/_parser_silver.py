"""Sentences that parsers labelled: more text than people have time for.

Two or more trained parsers read the sentences of a folder of free text. A word is learnt from
where all agree on everything about it; where they do not, the word stands in the sentence and
nothing is learnt from it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from random import Random

from _parser_data import Unsure
from _treebanks import Gold

from dragoman.parse.parser import DragomanParser
from dragoman.parse.parses import Parses
from dragoman.read import read
from dragoman.text import prepare

_SHORTEST, _LONGEST = 5, 70


def sentences_of(
    folder: Path, *, most: int, left_out: Collection[str], rng: Random
) -> list[tuple[str, str]]:
    """Return an id and the text of at most `most` sentences of the documents of a folder.

    Args:
        folder: Markdown files.
        most: How many.
        left_out: Parts of paths, without suffix, of documents that nobody may train on.
        rng: Draws the documents.
    """
    paths = sorted(folder.rglob("*.md"))
    rng.shuffle(paths)
    found: dict[str, str] = {}
    for path in paths:
        if any(path.with_suffix("").as_posix().endswith(part) for part in left_out):
            continue
        for doc in read(path):
            mended = prepare(doc)
            for i, sentence in enumerate(mended.sentences):
                text = " ".join(mended.text[sentence.start : sentence.end].split())
                found.setdefault(text, f"{path.stem}-{i}")
        if len(found) >= most:
            break
    return [(ident, text) for text, ident in found.items()][:most]


def label(
    sentences: Sequence[tuple[str, str]], teachers: Sequence[DragomanParser]
) -> tuple[list[Gold], Unsure]:
    """Return the sentences as the first teacher labels them, and the words that are in doubt."""
    texts = [text for _, text in sentences]
    readings = [teacher.parse(texts) for teacher in teachers]
    golds, unsure = [], {}
    for i, (ident, text) in enumerate(sentences):
        rows = [_rows(parses, i) for parses in readings]
        words = len(rows[0])
        if not _SHORTEST <= words <= _LONGEST:
            continue
        doubted = frozenset(w for w in range(words) if len({row[w] for row in rows}) > 1)
        if len(doubted) > words // 3:
            continue
        tree = readings[0][i].tokens
        gold = Gold(
            id=f"silver {ident}",
            document="",
            genre="",
            text=text,
            start=tuple(t.start for t in tree),
            end=tuple(t.end for t in tree),
            form=tuple(t.form for t in tree),
            lemma=tuple(t.lemma for t in tree),
            upos=tuple(t.upos for t in tree),
            xpos=("",) * words,
            feats=tuple(t.feats for t in tree),
            head=tuple(t.head for t in tree),
            deprel=tuple(t.deprel for t in tree),
            ner=tuple(t.ner for t in tree),
        )
        golds.append(gold)
        unsure[gold.id] = doubted
    return golds, unsure


def _rows(parses: Parses, i: int) -> list[tuple[object, ...]]:
    """Return all that is said of each word of a sentence, but for how sure it is."""
    return [(t.lemma, t.upos, t.feats, t.head, t.deprel, t.ner) for t in parses[i].tokens]
