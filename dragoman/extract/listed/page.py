"""A page of items line by line: whose it is, and what a line is made of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dragoman.actors import Register
from dragoman.extract.dates import DateFound, find_dates
from dragoman.extract.listed.words import CLOCK, LIGHT
from dragoman.model import Actor, Channel, Mention, MentionKind, Sentence
from dragoman.text import CleanText

PEOPLE = (MentionKind.PERSON, MentionKind.OFFICE)
HEADING = 140
_LONG = 400
"""Characters of a title, and of a sentence with whose colon a list begins."""
_WITHIN = 90
"""Characters of an item that shares its line: "Travel to Rome. Meeting with Minister Di Maio."."""
_REST = 5
"""Words beside the names of an item that is nothing but names."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose diary or list it is, and the words that say so."""

    actor: Actor
    start: int
    end: int


@dataclass(slots=True)
class Page:
    """What the lines so far tell of those that follow.

    Attributes:
        owner: Whose diary or list it is.
        ahead: It tells what is to come.
        seen: By what channel the owner dealt with whom the next items only name.
        past: They did so already.
        day: When, as the heading says.
        clock: The line before is the time of day.
        titled: The item is the title of the page, and of its day.
        joint: The number of the sentence that says that all who follow came together.
    """

    owner: Owner | None = None
    ahead: bool = False
    seen: Channel | None = None
    past: bool = False
    day: DateFound | None = None
    clock: bool = False
    titled: bool = False
    joint: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether a heading was met that items can follow."""
        return bool(self.owner or self.seen or self.ahead)


class Line:
    """A sentence that may be a heading or an item."""

    def __init__(
        self, clean: CleanText, sentence: Sentence, named: Sequence[Mention], register: Register
    ) -> None:
        """Take a sentence, whom it names, and who knows where places are."""
        self.clean, self.sentence, self.register = clean, sentence, register
        self.text = clean.text[sentence.start : sentence.end]
        self.named = named

    @cached_property
    def is_alone(self) -> bool:
        """Whether it is all of a line."""
        text, start, end = self.clean.text, self.sentence.start, self.sentence.end
        before = text[text.rfind("\n", 0, start) + 1 : start]
        return not _WORD.search(before) and text[end : end + 1] in ("", "\n")

    @property
    def is_heading(self) -> bool:
        """Whether it can head others: short, alone on its line, and no full sentence."""
        room = _LONG if self.text.endswith(":") else HEADING
        return len(self.text) <= room and not self.text.endswith((".", "?", "!")) and self.is_alone

    @property
    def is_item(self) -> bool:
        """Whether it can be an item: no sentence in the midst of prose."""
        return self.is_alone or len(self.text) <= _WITHIN

    @property
    def somebody(self) -> Owner | None:
        """Who is named, where a line is one name: "SECRETARY HILLARY RODHAM CLINTON"."""
        if len(self.named) != 1 or self.named[0].kind is not MentionKind.PERSON:
            return None
        bare = not any(mark.isdigit() for mark in self.text)
        return as_owner(self.named[0]) if bare and not self._rest(self.named) else None

    @cached_property
    def days(self) -> list[DateFound]:
        """The days that it names."""
        start, end = self.sentence.start, self.sentence.end
        dates = find_dates(self.clean.text, start, end, anchor=self.clean.doc.published)
        return [date for date in dates if date.kind == "when" and date.value]

    @property
    def is_timed(self) -> bool:
        """Whether it begins with the time of day."""
        return CLOCK.match(self.text) is not None

    def is_light(self, until: int, owner: str) -> bool:
        """Say whether only a time, a place or the owner stands before a place of the line."""
        before = [
            one
            for one in self.named
            if one.place or any(actor.polity == owner for actor in one.actors) or not one.actors
        ]
        return self._rest(before, until) == 0

    def is_names(self) -> bool:
        """Say whether the line is little but names."""
        return self._rest(self.named) <= _REST

    def _rest(self, mentions: Sequence[Mention], until: int | None = None) -> int:
        """Return how many words the line has beside mentions and light ones."""
        text, at, words = self.clean.text, self.sentence.start, list[str]()
        end = self.sentence.end if until is None else until
        for one in mentions:
            if one.end <= end:
                words += _WORD.findall(text, at, max(at, one.start))
                at = max(at, one.end)
        words += _WORD.findall(text, at, end)
        return sum(LIGHT.fullmatch(word) is None for word in words)


def as_owner(mention: Mention) -> Owner | None:
    """Return whom a mention names as whose page it is."""
    actor = next((actor for actor in mention.actors if actor.polity), None)
    return Owner(actor, mention.start, mention.end) if actor else None
