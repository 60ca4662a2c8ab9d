"""Sentences that parsers labelled: more text than people have time for.

Two or more trained parsers read the sentences of a folder of free text. A word is learnt from
where all agree on everything about it; where they do not, the word stands in the sentence and
nothing is learnt from it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from random import Random

from _parser_data import UNKNOWN, Unsure
from _treebanks import Gold, TreebankError

from dragoman.actors import Register
from dragoman.parse.parser import DragomanParser
from dragoman.parse.parses import Parses
from dragoman.read import read
from dragoman.text import prepare

_SHORTEST, _LONGEST = 5, 70

# Shorter words ("Mo", "GE") are too many things.
_SURE_LENGTH = 4

# What the register's ids begin with, as names of treebanks.
_KINDS = {"st": "LOC", "pl": "LOC", "og": "ORG", "pe": "PER"}


def free_documents(folder: Path, left_out: Collection[str]) -> list[Path]:
    """Return the Markdown files of a folder, without those that nobody may train on.

    Args:
        folder: Where they lie.
        left_out: Paths in the folder, without suffix.

    Raises:
        TreebankError: One of those left out is not there: the list may be of another folder.
    """
    paths = {
        path.relative_to(folder).with_suffix("").as_posix(): path
        for path in sorted(folder.rglob("*.md"))
    }
    if strange := sorted(set(left_out) - paths.keys()):
        raise TreebankError(
            f"{len(strange)} of {len(left_out)} documents to be left out are not in "
            f"{str(folder)!r}, {strange[0]!r} first; name them by their path there, without suffix."
        )
    return [path for name, path in paths.items() if name not in set(left_out)]


def sentences_of(paths: Sequence[Path], *, most: int, rng: Random) -> list[str]:
    """Return at most `most` different sentences of documents that `rng` draws."""
    found: dict[str, None] = {}
    for path in rng.sample(paths, len(paths)):
        for doc in read(path):
            mended = prepare(doc)
            found.update(
                (" ".join(mended.text[s.start : s.end].split()), None) for s in mended.sentences
            )
        if len(found) >= most:
            break
    return list(found)[:most]


def label(texts: Sequence[str], teachers: Sequence[DragomanParser]) -> tuple[list[Gold], Unsure]:
    """Return the sentences as the first teacher labels them, and the words that are in doubt."""
    readings = [teacher.parse(texts) for teacher in teachers]
    golds, unsure = [], {}
    for i, text in enumerate(texts):
        rows = [_rows(parses, i) for parses in readings]
        words = len(rows[0])
        if not _SHORTEST <= words <= _LONGEST:
            continue
        doubted = frozenset(w for w in range(words) if len({row[w] for row in rows}) > 1)
        if len(doubted) > words // 3:
            continue
        tree = readings[0][i].tokens
        gold = Gold(
            id=f"silver {i}",
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


def named(
    sentences: Sequence[Gold], teachers: Sequence[DragomanParser], register: Register
) -> list[Gold]:
    """Return the sentences, those without names with names from the register and the teachers.

    A word is what all teachers say, and unknown where they differ. Where they find no name, a
    run of proper nouns that the register knows as one kind of thing is that.
    """
    bare = [gold for gold in sentences if gold.ner is None]
    read = [
        t.parse_tokens([g.text for g in bare], [g.start for g in bare], [g.end for g in bare])
        for t in teachers
    ]
    mended = {}
    for i, gold in enumerate(bare):
        tags = [
            said.pop() if len(said) == 1 else UNKNOWN
            for said in ({p[i].tokens[w].ner for p in read} for w in range(len(gold)))
        ]
        for first, last in _runs(gold):
            free = all(tag in (UNKNOWN, "O") for tag in tags[first:last])
            if free and (kind := _kind(gold.form[first:last], register)):
                tags[first:last] = [f"B-{kind}", *[f"I-{kind}"] * (last - first - 1)]
        mended[gold.id] = replace(gold, ner=tuple(tags))
    return [mended.get(gold.id, gold) for gold in sentences]


def _runs(gold: Gold) -> Iterator[tuple[int, int]]:
    """Yield the longest stretches of proper nouns."""
    at = 0
    for proper, words in groupby(gold.upos, lambda upos: upos == "PROPN"):
        length = len(list(words))
        if proper:
            yield at, at + length
        at += length


def _kind(words: Sequence[str], register: Register) -> str | None:
    """Return PER, ORG or LOC where the register knows the words, and as one kind only.

    One word alone names a person too rarely to go by.
    """
    text = " ".join(words).replace(" - ", "-").replace(" '", "'")
    if len(text) < _SURE_LENGTH or not text[0].isupper():
        return None
    kinds = {_KINDS.get(found.partition(":")[0]) for found in register.lookup(text)}
    if len(kinds) != 1 or (len(words) == 1 and "PER" in kinds):
        return None
    return kinds.pop()


def _rows(parses: Parses, i: int) -> list[tuple[object, ...]]:
    """Return all that is said of each word of a sentence, but for how sure it is."""
    return [(t.lemma, t.upos, t.feats, t.head, t.deprel, t.ner) for t in parses[i].tokens]
