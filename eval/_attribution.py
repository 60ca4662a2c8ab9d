"""Whether whom the gold credits with an event stands in our chain of who says so.

The gold writes it freely: "Yuri Ushakov, in comments carried by RIA", "newspaper". A name is
what the register knows of the words: an outlet, a person, an office, a ministry, a state; of
somebody whom it does not know, the words themselves. Events whose attribution names nobody
("newspaper", "Turkish news site") are left out; one that names several is right when one of
them stands in the chain.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import cast

from _figures import register

from dragoman.actors import find_mentions
from dragoman.actors.tokens import name_words
from dragoman.model import Document, MentionKind
from dragoman.run.schema import NOT_IN_NAMES
from dragoman.run.score import Kind, Outcome, Share
from dragoman.text import prepare

_BETWEEN = re.compile(
    r"\s*;\s*|,?\s+(?:(?:in comments\s+)?(?:carried|cited|quoted|reported) by|citing|quoting"
    r"|in comments to|on)\s+",
    re.IGNORECASE,
)
_MEDIA_WORDS = (
    "newspaper newspapers agency agencies broadcaster page site website portal network media press "
    "television radio outlet journalist article report background"
)
_EMPTY_WORDS = (
    "news local state joint statement statements communique text source sources official officials "
    "unnamed two several government governments person close his her its a an to in and at "
    "ministry department office"
)
_MEDIA = frozenset(_MEDIA_WORDS.split())
_KIND = frozenset({"foreign"})
"""Tells one ministry from another, and alone nobody from anybody."""
_EMPTY = (_MEDIA | NOT_IN_NAMES | frozenset(_EMPTY_WORDS.split())) - _KIND
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody who says something.

    `ids` are those of an outlet, person, office or state that the whole name stands for;
    `organ` is the state of a ministry, `words` what else is said of it.
    """

    ids: frozenset[str]
    organ: str | None
    words: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.ids or self.organ or self.words)

    def is_same(self, other: "Name") -> bool:
        """Whether two names can be one's."""
        if self.ids & other.ids:
            return True
        if self.organ and other.organ:
            alike = self.words == other.words or bool(self.words & other.words)
            return self.organ == other.organ and alike
        if self.words == other.words:
            return bool(self.words)
        few, many = sorted((self.words, other.words), key=len)
        return bool(few - _KIND) and few <= many


@cache
def name_of(words: str, day: str | None) -> Name:
    """Return whom some words name."""
    known = register()
    ids = {outlet} if (outlet := known.outlet_by_name(words)) else set()
    organ, states = None, set()
    clean = prepare(Document("name", words, language="en"))
    for mention in (m for found in find_mentions(clean, known, day=day) for m in found):
        said = clean.text[mention.start : mention.end]
        if mention.kind is MentionKind.OUTLET and (outlet := known.outlet_by_name(said)):
            ids.add(outlet)
        for actor in mention.actors:
            states.add(actor.polity or "")
            if mention.kind is MentionKind.ORGAN:
                organ = actor.polity
            elif mention.kind in (MentionKind.PERSON, MentionKind.OFFICE):
                ids |= {part for part in (actor.person, actor.office) if part}
            elif actor.how != "adjective" and actor.polity:
                ids.add(actor.polity)
    said_of = set(name_words(words)) - _EMPTY
    stems = {known.label(state).lower()[:4] for state in states if state}
    bare = frozenset(word for word in said_of if word[:4] not in stems)
    if not ids and not organ and (words.islower() or words.split()[-1].lower() in _MEDIA):
        return Name(frozenset(), None, frozenset())  # "newspaper", "Turkish news site"
    return Name(frozenset(ids), organ, bare)


def names_in(attribution: str, day: str | None) -> tuple[Name, ...]:
    """Return those whom an attribution of the gold names."""
    parts = (part.strip() for part in _BETWEEN.split(attribution))
    return tuple(name for part in parts if part and (name := name_of(part, day)))


def attributed(outcomes: Iterable[Outcome]) -> Share:
    """Return the matched events whose attribution in the gold stands in our chain."""
    right = of = 0
    for outcome in outcomes:
        if outcome.kind is not Kind.MATCH or not outcome.gold or not outcome.predicted:
            continue
        date = outcome.gold.date or ""
        day = date if _DAY.fullmatch(date) else None
        wanted = names_in(str(outcome.gold.row.get("attribution") or ""), day)
        if not wanted:
            continue
        of += 1
        chain = cast(list[str], outcome.predicted.row.get("chain") or [])
        given = [name_of(words, day) for words in chain]
        right += any(name.is_same(other) for name in wanted for other in given)
    return Share(right, of)
