"""The weakest witness: a word that names a channel, and exactly two parties in the sentence.

Word order says who does what to whom in most sentences that no pattern foresees. This
reading is asked only where no rule found anything, and only where there is nobody else
in the sentence whom it could mistake for a party.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from dragoman.model import CHANNELS, Channel, Direction, Mention, MentionKind, RuleError
from dragoman.parse import Masked, Match

_KEYS = frozenset({"id", "channel", "people", "journey", "elides", "words", "finds", "passes_over"})
_PEOPLE = frozenset({MentionKind.PERSON, MentionKind.OFFICE})
_PARTIES = _PEOPLE | {MentionKind.POLITY, MentionKind.ORGAN, MentionKind.ORGANIZATION}
_WHERE = re.compile(r"\b(?:in|at|near|from|outside|inside|across)\s+(?:the\s+)?$", re.IGNORECASE)
_SAYS = re.compile(
    r"\s*(?:,[^,]{0,60},)?\s*(?:said|says|told reporters|announced|reported|confirmed|stated)\b",
    re.IGNORECASE,
)
_CITED = re.compile(r"\b(?:according to|said|citing|quoting|told)\s+(?:the\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LooseRule:
    """Words that name a channel.

    `people`: both parties are persons or offices. `journey`: one person, and one state
    or city of another state. `elides`: where a sentence names one party or none, those of
    the document's one pair are meant ("The agreements were signed in the evening").
    """

    id: str
    channel: Channel
    words: re.Pattern[str]
    people: bool
    journey: bool
    elides: bool
    finds: tuple[tuple[str, frozenset[str]], ...]  # sentence, ISO codes of the parties
    passes_over: tuple[str, ...]


@cache
def load_loose() -> tuple[LooseRule, ...]:
    """Load `rules/loose.yml`, in its order.

    Raises:
        RuleError: A rule has an unknown key or no sentence beside it.
    """
    text = files("dragoman.rules").joinpath("loose.yml").read_text(encoding="utf-8")
    return tuple(_rule(entry) for entry in yaml.safe_load(text))


def _rule(entry: Mapping[str, object]) -> LooseRule:
    where = f"loose.yml: rule {entry.get('id')!r}"
    unknown = set(entry) - _KEYS
    if unknown:
        raise RuleError(f"{where} has {sorted(unknown)}. Keys: {', '.join(sorted(_KEYS))}.")
    words, finds, misses = entry["words"], entry.get("finds"), entry.get("passes_over")
    if not (isinstance(words, list) and isinstance(finds, list) and isinstance(misses, list)):
        raise RuleError(f"{where} needs words, a sentence under finds and one under passes_over")
    spelled = "|".join(
        re.escape(str(word)).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)
    )
    return LooseRule(
        str(entry["id"]),
        Channel(str(entry["channel"])),
        re.compile(rf"\b(?:{spelled})\b", re.IGNORECASE),
        bool(entry.get("people", False)),
        bool(entry.get("journey", False)),
        bool(entry.get("elides", False)),
        tuple((str(one["text"]), frozenset(one["parties"])) for one in finds),
        tuple(str(one["text"]) for one in misses),
    )


def find_loose(
    masked: Masked, pair: frozenset[str] = frozenset()
) -> Iterator[tuple[LooseRule, Match]]:
    """Yield the first loose rule that the sentence answers to, if any.

    Args:
        masked: The sentence.
        pair: The two parties that its document is about; what is found may then name one
            of them, or neither. Empty: both must stand in the sentence.
    """
    for rule in load_loose():
        word = rule.words.search(masked.text)
        if word is None:
            continue
        named = _named(masked, adjectives=not (rule.people or rule.journey))
        both = _journey(masked, named) if rule.journey else _pair(masked, named, rule.people)
        if both is None and len(named) == 1 and not rule.journey:
            # "The call with Putin did not take place, the Elysee said": who says so took part.
            named = _named(masked, adjectives=False, speakers=True)
            both = _pair(masked, named, False)
        if both is None and len(named) > 2 and rule.people:
            both = _around(masked, word.span())
        if both is None:
            if rule.elides and pair and _elided(masked, named, pair, rule.people):
                index = next(iter(named.values()), None)
                roles = {} if index is None else {"actor": (index, index + 1)}
                start, end = word.span()
                yield rule, Match(start, end, (start, end), (start, end), 0, roles)
                return
            continue
        first, second = both
        roles = {"actor": (first, first + 1)}
        if first != second:
            directed = CHANNELS[rule.channel].direction is Direction.DIRECTED
            roles["place" if rule.journey else "recipient" if directed else "other"] = (
                second,
                second + 1,
            )
        start, end = min(first, second, word.start()), max(second, first) + 1
        yield rule, Match(start, end, word.span(), word.span(), 0, roles)
        return


def _pair(masked: Masked, named: Mapping[str, int], people: bool) -> tuple[int, int] | None:
    """Return where the two parties are named; twice the same place for one phrase of several."""
    places = sorted(set(named.values()))
    if len(named) != 2 and not (len(places) == 1 and len(named) > 2):
        return None
    if people and not {masked.mentions[index].kind for index in places} <= _PEOPLE:
        return None
    return places[0], places[-1]


_NEAR = 90
"""Masked characters between the word and a party that still bind them."""


def _around(masked: Masked, word: tuple[int, int]) -> tuple[int, int] | None:
    """Return the persons next to the word on either side, where many are named."""
    near: list[int] = []
    for index in sorted(masked.mentions):
        mention = masked.mentions[index]
        if mention.kind in _PEOPLE and _is_party(masked.text, index, mention, False, False):
            near.append(index)
    left = [index for index in near if word[0] - _NEAR < index < word[0]]
    right = [index for index in near if word[1] <= index < word[1] + _NEAR]
    if not left or not right:
        return None
    first, second = left[-1], right[0]
    ours = {actor.polity for actor in masked.mentions[first].actors}
    theirs = {actor.polity for actor in masked.mentions[second].actors}
    return None if ours & theirs else (first, second)


def _elided(masked: Masked, named: Mapping[str, int], pair: frozenset[str], people: bool) -> bool:
    """Say whether a sentence can be about the pair though it names one of it or neither."""
    if len(named) > 1 or not set(named) <= pair:
        return False
    kinds = {masked.mentions[index].kind for index in named.values()}
    return not people or (bool(kinds) and kinds <= _PEOPLE)


def _journey(masked: Masked, named: Mapping[str, int]) -> tuple[int, int] | None:
    """Return who travels and where to: one person's state, and one place elsewhere."""
    people = {p: i for p, i in named.items() if masked.mentions[i].kind in _PEOPLE}
    if len(people) != 1:
        return None
    [(home, traveller)] = people.items()
    places = {
        mention.place: index
        for index, mention in masked.mentions.items()
        if mention.place and all(actor.polity != home for actor in mention.actors)
    }
    states = {
        masked.mentions[i].actors[0].polity for i in places.values() if masked.mentions[i].actors
    }
    if len(states) > 1 or not places:
        return None
    return traveller, min(places.values(), key=lambda index: abs(index - traveller))


def _named(masked: Masked, *, adjectives: bool, speakers: bool = False) -> dict[str, int]:
    """Return, for each state or organization that is a party, where it is named best."""
    named: dict[str, int] = {}
    for index in sorted(masked.mentions):
        mention = masked.mentions[index]
        if not _is_party(masked.text, index, mention, adjectives, speakers):
            continue
        for actor in mention.actors:
            if actor.polity:
                seen = named.get(actor.polity)
                person = mention.kind in _PEOPLE
                if seen is None or (person and masked.mentions[seen].kind not in _PEOPLE):
                    named[actor.polity] = index
    return named


def _is_party(text: str, index: int, mention: Mention, adjectives: bool, speakers: bool) -> bool:
    if mention.kind not in _PARTIES or not mention.actors:
        return False
    if mention.actors[0].how == "adjective":
        return adjectives
    if not speakers and (_SAYS.match(text, index + 1) or _CITED.search(text, 0, index)):
        return False
    return not (mention.kind is MentionKind.POLITY and _WHERE.search(text, 0, index))
