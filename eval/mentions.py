#!/usr/bin/env python3
"""Measure, mention by mention, whom the finder takes the gold's participants for.

usage: python eval/mentions.py [--set NAME] [--part work|check] [--only OUTCOME]

`written` and `white-house` are made by script of the gold: each participant with a surface is
looked up where the gold's evidence has it, in its document, on the document's day. `names` is a
set of mentions of its own, written blind (`names/README.md`). For a mention of a person the
finder must give that person; for one of a state, a ministry or an unnamed official, the country;
for a negative, nobody of those that a careless resolver would give.

Prints one line for each set and part; `--only` prints the cases of one outcome (missed, wrong,
taken...), of the work part alone: nobody reads the check part.
"""

# ruff: noqa: T201 - a command prints

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sets import CORPORA, ROOT, Corpus

from dragoman.actors import Register
from dragoman.actors.likeness import likeness
from dragoman.actors.mentions import find_mentions
from dragoman.actors.tokens import name_words
from dragoman.model import Actor, Document, Mention
from dragoman.model.config import Config
from dragoman.read import find_sources, read_source
from dragoman.run.evaluate import find_texts
from dragoman.run.schema import code_of, read_rows
from dragoman.text import prepare

NAMES = ROOT / "eval" / "names" / "names.jsonl"

PERSON = ("right", "named", "missed", "wrong")
"""What became of a mention of a person: the id of the register; the full name that the document
gives somebody whom the register does not know; nobody; somebody else."""

OTHER = ("country", "nobody", "abroad")
"""And of one without a person: the right country; none at all; another country."""

NEGATIVE = ("left", "taken")
"""And of one that means none of certain persons: it was left alone; it was taken for one."""

SAME = 0.85
"""Likeness from which two spellings that share a word are one name: the gold has the usual
English one, the register may show another first."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place of a document, and who is meant there."""

    document: str
    start: int
    end: int
    surface: str
    country: str | None
    person: str | None
    never: tuple[str, ...] = ()  # persons whom a careless resolver would give


@dataclass(frozen=True, slots=True)
class Case:
    """A point, and what was found there."""

    point: Point
    found: tuple[Actor, ...]
    outcome: str

    @property
    def line(self) -> str:
        """The case in one line, as `--only` prints it."""
        found = "; ".join(
            f"{one.polity} {one.office} {one.person or one.name} ({one.how})" for one in self.found
        )
        one = self.point
        never = f" not {', '.join(one.never)}" if one.never else ""
        who = f"{one.country}:{one.person}{never}"
        return f"{one.document}: {one.surface!r} is {who}; found {found or '-'}"


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each outcome came."""

    outcomes: Counter[str]

    @property
    def persons(self) -> int:
        """Mentions of a person."""
        return sum(self.outcomes[name] for name in PERSON)

    @property
    def recall(self) -> float:
        """The share of the persons that were given, by id or by the document's full name."""
        return (self.outcomes["right"] + self.outcomes["named"]) / max(self.persons, 1)

    @property
    def known(self) -> float:
        """The share of the persons that were given by an id of the register."""
        return self.outcomes["right"] / max(self.persons, 1)

    @property
    def precision(self) -> float:
        """The share of the persons given, negatives included, that are right."""
        wrong = self.outcomes["wrong"] + self.outcomes["taken"]
        right = self.outcomes["right"] + self.outcomes["named"]
        return right / max(right + wrong, 1)

    @property
    def wrong_country(self) -> float:
        """The share of all mentions that were given another country."""
        return self.outcomes["abroad"] / max(self.outcomes.total(), 1)

    @property
    def country(self) -> float:
        """The share of the mentions without a person that were given their country."""
        of = sum(self.outcomes[name] for name in OTHER)
        return self.outcomes["country"] / max(of, 1)

    @property
    def line(self) -> str:
        """The figures in one line."""
        negatives = sum(self.outcomes[name] for name in NEGATIVE)
        left = f"  negatives left {self.outcomes['left']} of {negatives}" if negatives else ""
        return (
            f"persons {self.persons:4}  recall {self.recall:.3f} (by id {self.known:.3f})  "
            f"precision {self.precision:.3f}  country {self.country:.3f}  "
            f"wrong country {self.wrong_country:.3f}{left}"
        )


def _points_of_gold(corpus: Corpus, part: str) -> Iterator[tuple[Document, list[Point]]]:
    """Yield the documents of a gold with its participants, each person and surface once."""
    wanted = corpus.parts()[part]  # type: ignore[index]
    rows = [row for row in read_rows(corpus.gold) if row.id in wanted]
    with corpus.folder() as texts:
        paths = find_texts([row.id for row in rows if row.id], texts)
        for row in rows:
            if row.id not in paths:
                continue
            doc = _read(paths[row.id])
            points: dict[tuple[str, str | None, str], Point] = {}
            for event in row.events:
                for one in event.participants:
                    key = (one.country, one.person, one.surface or "")
                    place = _place(doc.text, event.evidence, one.surface or "")
                    if one.surface and place and key not in points:
                        points[key] = Point(row.id, *place, one.surface, one.country, one.person)
            yield doc, list(points.values())


def _read(path: Path) -> Document:
    settings = Config()
    [source] = find_sources([path], [])
    found = read_source(source, max_bytes=settings.max_bytes, mapping=settings.columns, issues=[])
    return next(iter(found))


def _place(text: str, evidence: tuple[str, ...], surface: str) -> tuple[int, int] | None:
    """Return where a surface stands: inside the event's evidence, else anywhere."""
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, surface.split())) + r"(?!\w)")
    for quote in evidence:
        around = re.search(r"\s+".join(map(re.escape, quote.split())), text)
        if around and (match := pattern.search(text, *around.span())):
            return match.span()
    match = pattern.search(text)
    return match.span() if match else None


def _points_of_names(part: str) -> Iterator[tuple[Document, list[Point]]]:
    """Yield the documents of the blind set with its mentions."""
    wanted = set(json.loads((NAMES.parent / "split.json").read_text("utf-8"))["names"][part])
    for line in NAMES.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["id"] not in wanted:
            continue
        text = row["text"]
        doc = Document(
            row["id"], text, title=row.get("title"), outlet=row.get("outlet"),
            published=row["doc_date"],
        )  # fmt: skip
        points = []
        for one in row["mentions"]:
            found = list(re.finditer(rf"(?<!\w){re.escape(one['surface'])}(?!\w)", text))
            match = found[one.get("nth", 1) - 1]
            points.append(
                Point(
                    row["id"],
                    *match.span(),
                    one["surface"],
                    one["country"],
                    one["person"],
                    tuple(one.get("not", ())),
                )  # fmt: skip
            )
        yield doc, points


def cases(name: str, part: str, register: Register) -> Iterator[Case]:
    """Yield what was found at every point of one part of a set."""
    corpora = {corpus.name: corpus for corpus in CORPORA}
    documents = _points_of_names(part) if name == "names" else _points_of_gold(corpora[name], part)
    for doc, points in documents:
        clean = prepare(doc)
        mentions = [
            (span.start, span.end, mention)
            for sentence in find_mentions(clean, register, day=doc.published)
            for mention in sentence
            for span in [clean.span(mention.start, mention.end)]
        ]
        for point in points:
            found = _actors_at(mentions, point)
            yield Case(point, found, _outcome(point, found, register))


def _actors_at(mentions: list[tuple[int, int, Mention]], point: Point) -> tuple[Actor, ...]:
    """Return the actors of the mentions that share words with a point."""
    return tuple(
        actor
        for start, end, mention in mentions
        if start < point.end and point.start < end
        for actor in mention.actors
    )


def _outcome(point: Point, found: tuple[Actor, ...], register: Register) -> str:
    persons = {actor.person for actor in found if actor.person}
    if point.never:
        banned = any(_is(register, ident, name) for ident in persons for name in point.never)
        other = persons and point.person is None
        if banned or other:
            return "taken"
        if point.person is None:
            return "left"
    if point.person is None:
        here = [a for a in found if a.polity and code_of(register.iso3(a.polity)) == point.country]
        if here or point.country is None:
            return "country"
        return "abroad" if any(actor.polity for actor in found) else "nobody"
    if any(_is(register, ident, point.person) for ident in persons):
        return "right"
    if any(_same_name(point.person, actor.name) for actor in found if not actor.person):
        return "named"
    return "wrong" if persons else "missed"


def _is(register: Register, ident: str, name: str) -> bool:
    """Return whether a person of the register is the one of this usual name."""
    if ident in register.lookup(name):
        return True
    person = register.person(ident)
    return person is not None and any(_same_name(name, own) for own in person.names)


def _same_name(name: str, other: str | None) -> bool:
    """Return whether two full names are one: "Abdourahamane Tiani" is "Abdourahamane Tchiani"."""
    mine, theirs = name_words(name), name_words(other or "")
    if min(len(mine), len(theirs)) < 2:
        return False
    shared = set(mine) & set(theirs)
    if len(shared) >= min(len(set(mine)), len(set(theirs))):
        return True
    return bool(shared) and likeness(mine, theirs) >= SAME


def measure(name: str, part: str, register: Register) -> Tally:
    """Return how often each outcome came in one part of a set."""
    return Tally(Counter(case.outcome for case in cases(name, part, register)))


def sets() -> list[str]:
    """Return the sets that are on this machine."""
    return [
        *(c.name for c in CORPORA if c.is_there and c.name in ("written", "white-house")),
        "names",
    ]


def main() -> int:
    """Print the figures, or the cases of one outcome."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--set", dest="name", choices=sets(), help="only this set")
    parser.add_argument("--part", choices=("work", "check"), help="only this part")
    parser.add_argument("--only", choices=(*PERSON, *OTHER, *NEGATIVE), help="print such cases")
    options = parser.parse_args()
    register = Register.load()
    for name in [options.name] if options.name else sets():
        if options.only:
            for case in cases(name, "work", register):
                if case.outcome == options.only:
                    print(case.line)
            continue
        for part in [options.part] if options.part else ("work", "check"):
            print(f"{name:12}{part:6} {measure(name, part, register).line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
