"""The cue words of `rules/status.yml`, checked and sorted by how they are looked up."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from dragoman.model import RuleError, Status

RELATIONS = (
    "form trigger going staying infinitive clause object subject modifier marker purpose"
    " condition time"
)
"""How the words of a rule stand to the trigger; the head of the file says what each means."""


class Cue(NamedTuple):
    """What words say of what they govern.

    Attributes:
        id: The rule's name.
        status: None where what governs the words themselves decides: "managed to".
        negated: The status where the words are negated: "not expected to".
        present: The status where they stand in the present: "is able to".
        background: What they govern is told as context.
        only: The triggers that they say it of; empty for any.
    """

    id: str
    status: Status | None
    negated: Status | None
    present: Status | None
    background: bool
    only: frozenset[str]


class Book(NamedTuple):
    """What `rules/status.yml` holds: cues by relation and words, and patterns of times.

    Of the cues of one relation and word, those that ask for a trigger come first.
    """

    cues: Mapping[tuple[str, str], tuple[Cue, ...]]
    times: tuple[tuple[re.Pattern[str], Cue], ...]


@cache
def load_book() -> Book:
    """Read the rules, once in the life of the program.

    Raises:
        RuleError: The file is not as its head says; the message names the rule.
    """
    text = files("dragoman.rules").joinpath("status.yml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return book_of(yaml.load(text, Loader=loader))  # noqa: S506 - both loaders are the safe ones


def book_of(entries: list[dict[str, Any]]) -> Book:
    """Sort the entries of the file by how they are looked up."""
    cues: dict[tuple[str, str], list[Cue]] = {}
    times: list[tuple[re.Pattern[str], Cue]] = []
    for entry in entries:
        where = f"status.yml: rule {entry.get('id')!r}"
        relations = entry.get("relation", ["form"])
        if unknown := [name for name in relations if name not in RELATIONS.split()]:
            raise RuleError(f"{where}: relation {unknown}. Relations: {RELATIONS}.")
        try:
            status, negated, present = (
                Status(entry[key]) if key in entry else None
                for key in ("status", "negated", "present")
            )
            pattern = re.compile(entry.get("pattern", "(?!)"), re.VERBOSE)
        except ValueError as error:
            raise RuleError(f"{where}: {error}. Statuses: {', '.join(Status)}.") from error
        except re.error as error:
            raise RuleError(f"{where}: its pattern is no regex: {error}") from error
        only = frozenset(entry.get("only", "").split())
        cue = Cue(entry["id"], status, negated, present, bool(entry.get("background")), only)
        if "time" in relations:
            times.append((pattern, cue))
        for words in re.split(r",\s*", entry["words"].strip()) if "words" in entry else ():
            for relation in relations:
                known = cues.setdefault((relation, words), [])
                if other := next((one for one in known if one.only == cue.only), None):
                    raise RuleError(f"{where}: {words!r} as {relation} is in {other.id!r} too.")
                known.append(cue)
    return Book(
        {key: tuple(sorted(found, key=lambda cue: not cue.only)) for key, found in cues.items()},
        tuple(times),
    )
