"""A figure of the report that no set of `sets.py` has, and what several of them are made with."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sets import CORPORA, SHARED

from dragoman.actors import Register
from dragoman.model import Document
from dragoman.model.config import Config
from dragoman.read import find_sources, read_source
from dragoman.run.evaluate import load_split
from dragoman.run.schema import read_rows

WHITE_HOUSE = SHARED / "corpora" / "white-house"
SAMPLED, SEED = 300, 5
"""The documents that speed and gate are measured on: so many, drawn with this seed."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the report, with what it rests on.

    `value` is None where it could not be measured; `says` then tells why. `pinned`: it has a
    floor. `least`: it fails the report below this, whatever the floors say.
    `lines` may be printed: nothing of a `check` part stands in them.
    """

    name: str
    value: float | None
    of: int
    says: str
    pinned: bool = True
    least: float | None = None
    lines: tuple[str, ...] = ()

    @classmethod
    def missing(cls, name: str, why: str) -> "Figure":
        """Return a figure that could not be measured here."""
        return cls(name, None, 0, why)


@cache
def register() -> Register:
    """Return the register, loaded once for all figures."""
    return Register.load()


def documents(paths: Sequence[Path]) -> Iterator[tuple[Path, Document]]:
    """Read files that hold one document each; what cannot be read is left out."""
    settings = Config()
    for path in paths:
        for source in find_sources([path], []):
            for doc in read_source(
                source, max_bytes=settings.max_bytes, mapping=settings.columns, issues=[]
            ):
                yield path, doc


def white_house() -> list[Path]:
    """Return the files of the white-house corpus by name; empty where it is absent."""
    return sorted(WHITE_HOUSE.rglob("*.md"), key=lambda path: path.as_posix())


def sample() -> list[Path]:
    """Return the fixed sample of the white-house corpus."""
    paths = white_house()
    return sorted(random.Random(SEED).sample(paths, min(SAMPLED, len(paths))))  # noqa: S311


def ident(path: Path) -> str:
    """Return the id that a gold has for a file of the corpus."""
    return path.relative_to(WHITE_HOUSE).with_suffix("").as_posix()


@cache
def gold_ids() -> tuple[frozenset[str], frozenset[str]]:
    """Return the white-house documents that a gold records, and those of its part `check`."""
    gold = next(corpus.gold for corpus in CORPORA if corpus.name == "white-house")
    if not gold.is_file():
        return frozenset(), frozenset()
    return frozenset(doc.id or "" for doc in read_rows(gold)), load_split(gold)["check"]
