"""The weakest witness: a word that names a channel, and exactly two parties in the sentence.

Asked only where no rule found parties enough, and only where there is nobody else in the
sentence whom it could mistake for a party.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.actors import Register
from dragoman.extract.loosebook import LooseRule, load_loose
from dragoman.extract.memory import Memory
from dragoman.extract.parties import Party
from dragoman.extract.reading import Reading
from dragoman.model import CHANNELS, Actor, Direction, Mention, Role

_WHERE = re.compile(r"\b(?:in|at|near|from|outside|inside|across)\s+(?:the\s+)?$", re.IGNORECASE)
_SAYS = re.compile(
    r"\s*(?:,[^,]{0,60},)?\s*(?:said|says|told reporters|announced|reported|confirmed|stated)\b",
    re.IGNORECASE,
)
_CITED = re.compile(r"\b(?:according to|said|citing|quoting|told)\s+(?:the\s+)?$", re.IGNORECASE)


_GUESSED = frozenset({"pronoun", "first-person", "coreference", "context"})
"""Parties that the sentence does not name: a loose rule does not build on them."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a loose rule found: the token of its word, and the parties."""

    rule: LooseRule
    trigger: int
    parties: tuple[Party, ...]


def find_loose(reading: Reading, register: Register, memory: Memory) -> Found | None:
    """Return what the first loose rule that the sentence answers to finds, if any does."""
    for rule in load_loose():
        token = _word(reading, rule)
        if token is None:
            continue
        named = _named(reading, adjectives=not (rule.people or rule.journey))
        if rule.journey:
            parties = _journey(reading, named, register)
        else:
            parties = _pair(reading, rule, named)
        if parties is None and rule.elides and not rule.journey and len(named) < 2:
            own = _parties(rule, list(named.values()))
            missing = memory.missing(own, rule.channel)
            kinds = {"person" for m in named.values() if _is_person(m)}
            if missing and (not rule.people or kinds):
                parties = (*own, *missing)
        if parties:
            return Found(rule, token, parties)
    return None


def _word(reading: Reading, rule: LooseRule) -> int | None:
    """Return the token of the first word of a rule that is no part of somebody's name."""
    sentence = reading.sentence
    for match in rule.words.finditer(reading.text, sentence.start, sentence.end):
        token = reading.token_at(match.start())
        if token is not None and token not in reading.inside:
            return token
    return None


def _is_person(mention: Mention) -> bool:
    return mention.kind in ("person", "office")


def _named(reading: Reading, *, adjectives: bool) -> dict[str, Mention]:
    """Return, for each state or organization that is a party, where it is named best."""
    named: dict[str, Mention] = {}
    for token, mention in sorted(reading.heads.items()):
        kinds = reading.kinds[token]
        if not ("party" in kinds or (adjectives and "adjective" in kinds)):
            continue
        if _is_aside(reading, mention):
            continue
        for actor in mention.actors:
            if actor.polity and actor.how not in _GUESSED:
                seen = named.get(actor.polity)
                if seen is None or (_is_person(mention) and not _is_person(seen)):
                    named[actor.polity] = mention
    return named


def _is_aside(reading: Reading, mention: Mention) -> bool:
    """Say whether a mention only says so, or only says where."""
    text, start, end = reading.text, reading.sentence.start, reading.sentence.end
    if _SAYS.match(text, mention.end, end) or _CITED.search(text, start, mention.start):
        return True
    return mention.kind == "polity" and _WHERE.search(text, start, mention.start) is not None


def _pair(
    reading: Reading, rule: LooseRule, named: Mapping[str, Mention]
) -> tuple[Party, ...] | None:
    """Return the two parties, if there are just two; or all of one phrase ("the G7 leaders")."""
    mentions = list(dict.fromkeys(named.values()))
    if len(named) != 2 and not (len(mentions) == 1 and len(named) > 2):
        return None
    if rule.people and not all(map(_is_person, mentions)):
        return None
    return _parties(rule, sorted(mentions, key=lambda mention: mention.start))


def _parties(rule: LooseRule, mentions: list[Mention]) -> tuple[Party, ...]:
    directed = CHANNELS[rule.channel].direction is Direction.DIRECTED
    return tuple(
        Party(Role.RECIPIENT if directed and number else Role.ACTOR, actor, mention)
        for number, mention in enumerate(mentions)
        for actor in mention.actors
        if actor.polity
    )


def _journey(
    reading: Reading, named: Mapping[str, Mention], register: Register
) -> tuple[Party, ...] | None:
    """Return who travels and where to: one state's person, and one place elsewhere."""
    people = {polity: mention for polity, mention in named.items() if _is_person(mention)}
    if len(people) != 1:
        return None
    [(home, traveller)] = people.items()
    places = [
        (mention, place.state)
        for mention in reading.mentions
        if mention.place
        and (place := register.place(mention.place))
        and place.state not in (None, home)
    ]
    if len({state for _, state in places}) != 1:
        return None
    mention, state = min(places, key=lambda place: abs(place[0].start - traveller.start))
    return (
        *(Party(Role.ACTOR, actor, traveller) for actor in traveller.actors),
        Party(Role.RECIPIENT, Actor(polity=state, how="place"), mention),
    )
