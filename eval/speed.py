#!/usr/bin/env python3
"""Measure how fast mentions are found and resolved in `samples/`, on one core.

usage: python eval/speed.py [--rounds N] [--profile]

Three times are taken over the same documents with the index loaded, the best of some rounds each:
the whole of `find_mentions`, which reads every word of a text; the resolving step alone, which is
given the words and chunks that were read before; and the first round of all, when the index is
open and nobody was looked up yet. Cleaning the texts is not in them. `--profile` prints where the
time of the whole goes.
"""

# ruff: noqa: T201 - a command prints

import argparse
import cProfile
import pstats
import sys
import time
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sets import ROOT

from dragoman.actors import Register, find_mentions
from dragoman.actors.chunks import read_chunks
from dragoman.actors.mentions import finder
from dragoman.actors.tokens import split_words
from dragoman.model import Mention, MentionKind
from dragoman.model.config import Config
from dragoman.read import find_sources, read_source
from dragoman.text import CleanText, prepare

SAMPLES = ROOT / "samples"
ROUNDS = 5
PERSONAL = frozenset({MentionKind.PERSON, MentionKind.OFFICE})
"""Mentions for which somebody is looked up: by name, title or pronoun."""
HOTTEST = 10


@dataclass(frozen=True, slots=True)
class Timing:
    """What one way through all documents took, and what was found."""

    name: str
    seconds: float
    mentions: int
    persons: int
    words: int

    @property
    def line(self) -> str:
        """The figures in one line."""
        return (
            f"{self.name:38} {self.seconds * 1000:7.0f} ms  "
            f"mentions {self.mentions / self.seconds:9,.0f}/s  "
            f"of persons and offices {self.persons / self.seconds:9,.0f}/s  "
            f"words {self.words / self.seconds:11,.0f}/s"
        )


def documents(folder: Path = SAMPLES) -> list[CleanText]:
    """Return the texts of a folder, cleaned."""
    settings = Config()
    texts = []
    for source in find_sources([folder], []):
        if source.path.name == "README.md":
            continue
        texts += [
            prepare(doc)
            for doc in read_source(
                source, max_bytes=settings.max_bytes, mapping=settings.columns, issues=[]
            )
        ]
    return texts


def find_all(texts: Sequence[CleanText], register: Register) -> list[Mention]:
    """Return all mentions of the texts."""
    return [
        mention
        for clean in texts
        for sentence in find_mentions(clean, register, day=clean.doc.published)
        for mention in sentence
    ]


@contextmanager
def read_before(texts: Sequence[CleanText], register: Register) -> Iterator[None]:
    """Read the words and chunks of the texts once; inside, the finder is given them."""
    kept: dict[Hashable, Any] = {}

    def keep_words(text: str, start: int, end: int) -> Any:
        found = kept[id(text), start, end] = split_words(text, start, end)
        return found

    def keep_chunks(line: Any) -> Any:
        found = kept[id(line.words)] = read_chunks(line)
        return found

    def give_words(text: str, start: int, end: int) -> Any:
        return kept[id(text), start, end]

    def give_chunks(words: Any) -> Any:
        return kept[id(words)]

    def no_line(_register: Register, _text: str, words: Any, _common: frozenset[str]) -> Any:
        return words

    with patch.multiple(finder, split_words=keep_words, read_chunks=keep_chunks):
        find_all(texts, register)
    with patch.multiple(finder, split_words=give_words, read_chunks=give_chunks, Line=no_line):
        yield


def timed(name: str, texts: Sequence[CleanText], register: Register, rounds: int) -> Timing:
    """Return the best time of some rounds, in seconds of this process."""
    best = float("inf")
    found: list[Mention] = []
    for _round in range(rounds):
        start = time.process_time()
        found = find_all(texts, register)
        best = min(best, time.process_time() - start)
    persons = sum(mention.kind in PERSONAL for mention in found)
    words = sum(len(clean.text.split()) for clean in texts)
    return Timing(name, best, len(found), persons, words)


def measure(rounds: int = ROUNDS) -> tuple[Timing, Timing, Timing]:
    """Return the first round, the whole with the index warm, and the resolving step alone."""
    texts = documents()
    register = Register.load()
    first = timed("the first round", texts, register, 1)
    whole = timed("find_mentions, every word read", texts, register, rounds)
    with read_before(texts, register):
        alone = timed("the resolving step, chunks given", texts, register, rounds)
    return first, whole, alone


def profile() -> None:
    """Print the functions in which the whole spends most of its time."""
    texts = documents()
    register = Register.load()
    find_all(texts, register)
    for name, given in (("find_mentions", False), ("the resolving step", True)):
        watch = cProfile.Profile()
        if given:
            with read_before(texts, register):
                watch.runcall(find_all, texts, register)
        else:
            watch.runcall(find_all, texts, register)
        print(f"\n{name}")
        pstats.Stats(watch, stream=sys.stdout).strip_dirs().sort_stats("tottime").print_stats(
            HOTTEST
        )


def main() -> int:
    """Print the figures, and the profile if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="the best of so many")
    parser.add_argument("--profile", action="store_true", help="print the hottest functions")
    options = parser.parse_args()
    for timing in measure(max(options.rounds, 1)):
        print(timing.line)
    if options.profile:
        profile()
    return 0


if __name__ == "__main__":
    sys.exit(main())
