"""What an anniversary is of, and when that was first: sourced days, never a guess.

Relations between two states are in the register; other days in `founding.csv` beside this.
"""

import csv
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

RELATIONS = re.compile(
    r"\b(?:diplomatic|bilateral) (?:ties|relations|relationship)\b"
    r"|\b(?:establishment|normali[sz]ation) of (?:\S+ ){0,3}?(?:ties|relations)\b",
    re.IGNORECASE,
)
"""Words by which an anniversary is that of two states' relations."""

_FOUNDED = frozenset({"establishment", "foundation", "establishing", "founded", "birth"})
_OTHER = frozenset({"accession", "joining", "entry", "membership", "death", "congress", "visit"})


@dataclass(frozen=True, slots=True)
class Founding:
    """A first day, and who says so.

    Attributes:
        what: What began or happened.
        first: EDTF: a day, a month or a year, as finely as the source knows it.
        source: Where the day is from, and where anybody can check it.
        as_of: When it was last known to be so.
    """

    what: str
    first: str
    source: str
    as_of: str

    @property
    def year(self) -> int:
        """The year that anniversaries count from."""
        return int(self.first[:4])

    def sentence(self) -> str:
        """Say what happened when, and who says so."""
        return f"{self.what}: {self.first} ({self.source}; as of {self.as_of})"


class Relations(Protocol):
    """What the register knows of relations between states."""

    def relations(self, state: str, /) -> Sequence[Mapping[str, str]]:
        """Return the rows on relations that a state is one side of."""


def foundings(words: str, polities: Collection[str], register: Relations) -> tuple[Founding, ...]:
    """Return the first days that an anniversary of these words can be of; none is "unknown".

    Relations that were broken off and mended have two: their sides count from either.

    Args:
        words: As worded: "72nd anniversary of the establishment of diplomatic ties".
        polities: The parties; relations need exactly two.
        register: Knows relations between states.
    """
    if RELATIONS.search(words):
        return _relations(polities, register)
    told = _words(words)
    if told & _OTHER:
        return ()  # of joining the thing, and not of the thing
    return next((entry for needed, entry in _table() if needed <= told), ())


def _relations(polities: Collection[str], register: Relations) -> tuple[Founding, ...]:
    if len(polities) != 2:
        return ()
    one, other = sorted(polities)
    found = []
    for row in register.relations(one):
        if {row["state"], row["with"]} != {one, other}:
            continue
        notes = [part.strip() for part in (row.get("note") or "").split(";")]
        kept = [part for part in notes if part and not part.startswith("partnerships")]
        source = "; ".join((f"relations.csv, source {row['source']}", *kept))
        for column, what in (
            ("established", "diplomatic relations established"),
            ("restored", "diplomatic relations restored"),
        ):
            if row.get(column):
                found.append(Founding(what, row[column], source, row["as_of"]))
    return tuple(found)


@cache
def _table() -> tuple[tuple[frozenset[str], tuple[Founding]], ...]:
    """Return each alternative's words with its entry, those with most words first."""
    text = files("dragoman.ask").joinpath("founding.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    found = []
    for row in rows:
        source = f"{row['source']}: {row['check']}"
        entry = Founding(row["what"], row["first"], source, row["as_of"])
        found += [(_words(alternative), (entry,)) for alternative in row["words"].split("|")]
    return tuple(sorted(found, key=lambda entry: -len(entry[0])))


def _words(text: str) -> frozenset[str]:
    words = re.findall(r"[\w./-]+", re.sub(r"['’]s?(?!\w)", "", text.lower()))
    return frozenset("founding" if word in _FOUNDED else word.rstrip(".") for word in words)
