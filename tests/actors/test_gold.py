"""How many of the gold's participants the finder sees, on the work part, as floors."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.actors import Register
from dragoman.actors.mentions import find_mentions
from dragoman.actors.tokens import fold
from dragoman.model import Document
from dragoman.text import prepare

# Measured on 2026-11-22 and rounded down; raise them, and lower them only with a reason.
# (persons with the right country and a matching name, countries of those without a person)
FLOORS = {"written": (0.94, 0.99), "white-house": (0.85, 0.81)}


def _documents(shared: Path, part: str) -> Iterator[tuple[dict[str, object], Document]]:
    work = set(json.loads((shared / "gold" / "split.json").read_text("utf-8"))[part]["work"])
    for line in (shared / "gold" / f"{part}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["id"] not in work:
            continue
        if part == "written":
            head, _, text = (
                (shared / "gold" / part / f"{row['id']}.txt").read_text("utf-8").partition("\n\n")
            )
            yield row, Document(row["id"], text, url=head.removeprefix("URL: "))
        else:
            raw = (shared / "corpora" / part / f"{row['id']}.md").read_text("utf-8")
            _, head, text = raw.split("---\n", 2)
            title = re.search(r"^title: (.*(?:\n  .*)*)", head, re.M)
            yield (
                row,
                Document(row["id"], text, title=title[1] if title else None, outlet="White House"),
            )


def _alike(name: str, other: str) -> bool:
    mine, theirs = (
        {word for word in re.split(r"\W+", fold(text)) if word} - {"al", "bin", "el", "de", "jr"}
        for text in (name, other)
    )
    if not mine or not theirs:
        return False
    common = mine & theirs
    return len(common) >= 2 or mine <= theirs or theirs <= mine


@pytest.mark.parametrize("part", list(FLOORS))
def test_participants_of_the_gold_are_seen(register: Register, shared: Path, part: str) -> None:
    """Of the participants a careful analyst recorded, no fewer are seen than before."""
    persons: list[bool] = []
    countries: list[bool] = []
    for row, doc in _documents(shared, part):
        found = find_mentions(prepare(doc), register, day=row["doc_date"])  # type: ignore[arg-type]
        actors = [actor for mentions in found for hit in mentions for actor in hit.actors]
        seen: set[tuple[str, str | None]] = set()
        for event in row["events"]:  # type: ignore[attr-defined]
            for one in event["participants"]:
                key = (one["country"], one["person"])
                if key in seen:
                    continue
                seen.add(key)
                there = [a for a in actors if a.polity and register.iso3(a.polity) == key[0]]
                if one["person"] is None:
                    countries.append(bool(there))
                    continue
                names = [
                    name
                    for actor in there
                    for known in [register.person(actor.person) if actor.person else None]
                    for name in (actor.name, *(known.names if known else ()))
                    if name
                ]
                persons.append(any(_alike(one["person"], name) for name in names))

    floor_persons, floor_countries = FLOORS[part]
    assert sum(persons) / len(persons) >= floor_persons
    assert sum(countries) / len(countries) >= floor_countries
