"""A sentence in which each mention, date and place is one character.

"Chinese President Xi Jinping held talks with him in Moscow on Monday" becomes
"⟨P⟩ held talks with ⟨P⟩ in ⟨L⟩ ⟨D⟩", with the map back. Patterns then run over a
short text in which a name of any length and order is one unit. This is the reading
that the first extractor stands on; the dependency parser takes its place.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from dragoman.model import Mention, MentionKind


class Unit(Enum):
    """What a masked character stands for: the first of a block of private-use characters."""

    PERSON = 0xE000  # a person, an office, "the two leaders", a pronoun with an antecedent
    POLITY = 0xE400  # a state by name
    ORGANIZATION = 0xE800
    ORGAN = 0xEC00  # a ministry, a parliament, an embassy
    PLACE = 0xF000
    DATE = 0xF200
    ADJECTIVE = 0xF400  # "Chinese", standing alone
    PAIR = 0xF600  # "China-Russia"
    OUTLET = 0xF700

    def char(self, index: int) -> str:
        """Return the character of the index-th unit; blocks hold at least 256."""
        return chr(self.value + index % 256)


def unit_class(*units: Unit) -> str:
    """Return the inside of a regex character class that matches any of the units."""
    return "".join(f"{chr(unit.value)}-{chr(unit.value + 255)}" for unit in units)


PARTY_UNITS = (Unit.PERSON, Unit.POLITY, Unit.ORGANIZATION, Unit.ORGAN, Unit.PAIR)
_ALL = unit_class(*Unit)
_PARENTHESIS = re.compile(r"\s*\([^()]{0,120}\)")


@dataclass(frozen=True, slots=True)
class Masked:
    """The masked text of one sentence.

    `origin[i]` is the stretch of the unmasked text that character i stands for;
    `mentions` gives, for the characters that stand for one, the mention; `dates` the
    number of the date that a character stands for, or that its mention is a part of.
    """

    text: str
    origin: tuple[tuple[int, int], ...]
    mentions: dict[int, Mention]
    dates: dict[int, int]  # character index -> index into the dates that were given

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the unmasked text behind `[start, end)`, trimmed of spaces."""
        while start < end - 1 and self.text[start].isspace():
            start += 1
        while end - 1 > start and self.text[end - 1].isspace():
            end -= 1
        return self.origin[start][0], self.origin[end - 1][1]

    def __str__(self) -> str:
        """Return the masked text with readable units, for people and tests."""
        return "".join(_readable(char) for char in self.text)


def _readable(char: str) -> str:
    for unit in Unit:
        if unit.value <= ord(char) < unit.value + 256:
            return f"⟨{unit.name.lower()}⟩"
    return char


def _unit(mention: Mention) -> Unit | None:
    if mention.kind is MentionKind.OUTLET:
        return Unit.OUTLET
    if mention.kind is MentionKind.PLACE:
        return Unit.PLACE
    how = mention.actors[0].how if mention.actors else ""
    if how == "adjective":
        return Unit.ADJECTIVE
    if how == "pair":
        return Unit.PAIR
    if not mention.actors:
        return Unit.PLACE if mention.place else None
    return {
        MentionKind.POLITY: Unit.POLITY,
        MentionKind.ORGANIZATION: Unit.ORGANIZATION,
        MentionKind.ORGAN: Unit.ORGAN,
    }.get(mention.kind, Unit.PERSON)


def _join_places(
    text: str, units: list[tuple[int, int, Unit, Mention | int]]
) -> list[tuple[int, int, Unit, Mention | int]]:
    """Take "in Samarkand, Uzbekistan" as one place: the state only says where the city is."""
    joined: list[tuple[int, int, Unit, Mention | int]] = []
    for first, last, unit, mention in sorted(units, key=lambda entry: entry[0]):
        if joined and unit is Unit.POLITY and isinstance(mention, Mention) and mention.place:
            begin, end, before, city = joined[-1]
            inside = text[max(0, begin - 6) : begin].split()[-1:]
            if (
                before is Unit.PLACE
                and text[end:first] == ", "
                and " ".join(inside).lower() in ("in", "at", "to", "from")
            ):
                joined[-1] = (begin, last, before, city)
                continue
        joined.append((first, last, unit, mention))
    return joined


def mask(
    text: str,
    start: int,
    end: int,
    mentions: Sequence[Mention],
    dates: Sequence[tuple[int, int]] = (),
) -> Masked:
    """Return the sentence `text[start:end]` with mentions and dates as single characters.

    Parentheses go, and what stands in them; runs of white space become one space.
    A mention without anybody in it stays as it is written. Private-use characters
    of the document itself become spaces, so that no text can pose as a mention.
    """
    units: list[tuple[int, int, Unit, Mention | int]] = []
    for mention in mentions:
        unit = _unit(mention)
        if unit is not None:
            units.append((mention.start, mention.end, unit, mention))
    units = _join_places(text, units)
    taken = [(first, last) for first, last, _, _ in units]
    for number, (first, last) in enumerate(dates):
        if not any(first < stop and begin < last for begin, stop in taken):
            units.append((first, last, Unit.DATE, number))
    units.sort(key=lambda entry: entry[0])
    holes = [
        match.span()
        for match in _PARENTHESIS.finditer(text, start, end)
        if not any(first < match.start() < last for first, last in taken)
    ]
    out: list[str] = []
    origin: list[tuple[int, int]] = []
    found: dict[int, Mention] = {}
    when: dict[int, int] = {}
    counts = dict.fromkeys(Unit, 0)
    position, index = start, 0
    while position < end:
        while index < len(units) and units[index][0] < position:
            index += 1
        if index < len(units) and units[index][0] == position:
            first, last, unit, what = units[index]
            if isinstance(what, Mention):
                found[len(out)] = what
                for number, (begin, stop) in enumerate(dates):
                    if begin < last and first < stop:
                        when.setdefault(len(out), number)  # "six days after the Kobe quake"
            else:
                when[len(out)] = what
            out.append(unit.char(counts[unit]))
            counts[unit] += 1
            origin.append((first, last))
            position, index = max(last, position + 1), index + 1
            continue
        hole = next((stop for begin, stop in holes if begin == position), None)
        if hole is not None:
            position = hole
            continue
        char = text[position]
        if char.isspace() or 0xE000 <= ord(char) <= 0xF8FF:
            if out and out[-1] != " ":
                out.append(" ")
                origin.append((position, position + 1))
        else:
            out.append(char)
            origin.append((position, position + 1))
        position += 1
    return Masked("".join(out), tuple(origin), found, when)
