"""The weakest witness: a word that names a channel, and exactly two parties beside it.

Asked where no rule found parties enough. In clean text the two must be all whom the sentence
names. In text that a machine translated, where parsers fail, it is enough that they are the
only two in the word's clause who can be meant, and other words speak too; there it is also
asked beside what rules found in other channels ("who came on a visit talks did with").
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dragoman.actors import Register
from dragoman.extract.loosebook import LooseRule, has_sign, is_translated, rules_for
from dragoman.extract.memory import TALKS, Memory
from dragoman.extract.parties import Party
from dragoman.extract.reading import Reading
from dragoman.model import CHANNELS, Actor, Channel, Direction, Mention, Role

_WHERE = re.compile(r"\b(?:in|at|near|from|outside|inside|across)\s+(?:the\s+)?$", re.IGNORECASE)
_SAYS = re.compile(
    r"\s*(?:,[^,]{0,60},)?\s*(?:said|says|told reporters|announced|reported|confirmed|stated)\b",
    re.IGNORECASE,
)
_CITED = re.compile(r"\b(?:according to|said|citing|quoting|told)\s+(?:the\s+)?$", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:about|on|over|regarding|concerning|into|between|situation (?:in|of)|question of"
    r"|people of|relations? (?:of|with)|regime of|war (?:in|of|with|on)|presence of)"
    r"\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"(?:'s)?\s+(?:crisis|war|problem|question|issue|situation|conflict|file|relations?|people)\b",
    re.IGNORECASE,
)
_TO = re.compile(r"\b(?:to|for|towards?|against|at|upon)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|from|of|for the part of|sent|donated)\s+(?:\w+\s+)?$", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(
    r"[;:“”\"«»]|\s[-–—]+\s|[,.]\s+(?:and|but|while|after|before)\s"
    r"|,?\s(?:which|where|while|after|before|because|said that|saying|that)\s"
)
_WITH = re.compile(r"(?<!, )(?<!along )(?<!together )\b(?:with|from|by|to)\s+(?:the\s+)?$")
_THERE = re.compile(
    r"(?:\b(?:to|in|into|for|at|on|visits?|visited|visiting|arrives?|arrived|reached|reaches|leaves"
    r"|toward|towards)\s+(?:the\s+)?(?:capital\s+(?:of\s+)?|city\s+(?:of\s+)?)?)$",
    re.IGNORECASE,
)
_TROUBLED = re.compile(r"\b(?:war|situation|crisis|conflict|events?|truce|fighting) (?:in|of) $")
_REACHED = re.compile(r"\s*,?\s*(?:\w+\s+)?(?:reached|entered|went|came|arrived)\b", re.IGNORECASE)
_POST = re.compile(r"of:[\w-]+\.amb(?:\.[\w-]+)?")

_GUESSED = frozenset({"pronoun", "first-person", "coreference", "context"})
"""Parties that the sentence does not name: a loose rule does not build on them."""

_BOTH = re.compile(
    r"\b(?:two|both|each other|sides|leaders|parties|duo|pair|ministers|presidents)\b",
    re.IGNORECASE,
)
"""Words for those whom the sentence before named."""

_TITLES = frozenset(
    ["President", "Minister", "Prime", "Foreign", "King", "Chancellor", "Premier", "Secretary"]
) | {"General", "Ministry", "Ambassador", "Affairs", "Emir", "Sultan", "Chairman", "Party"}
"""Words with a capital that name nobody."""

_CALLED_IN = frozenset({Channel.SUMMON, Channel.PROTEST, Channel.EXPULSION})


@dataclass(frozen=True, slots=True)
class Found:
    """What a loose rule found: the token of its word, and the parties."""

    rule: LooseRule
    trigger: int
    parties: tuple[Party, ...]


def find_loose(
    reading: Reading, register: Register, memory: Memory, told: Collection[str] = ()
) -> Found | None:
    """Return what the first loose rule that the sentence answers to finds, if any does.

    Args:
        reading: The sentence.
        register: Knows which state a place is in.
        memory: Whom the document has been about, for rules that can do without names.
        told: The families of channels that the sentence is known to tell of; only what a
            machine translated is asked for more.
    """
    rules = [
        rule
        for rule in rules_for(reading.text, reading.sentence.start, reading.sentence.end)
        if not _is_told(rule, told)
    ]
    if not rules:
        return None
    clean = None if told else _first(reading, rules, register, memory, rough=False)
    rough = _first(reading, rules, register, memory, rough=True)
    return rough if rough != clean and _is_rough(reading) else clean


def _is_told(rule: LooseRule, told: Collection[str]) -> bool:
    """Say whether one of the families of channels that are told covers that of a rule."""
    family = CHANNELS[rule.channel].family
    return family in told or (family in TALKS and not TALKS.isdisjoint(told))


def _first(
    reading: Reading,
    rules: Iterable[LooseRule],
    register: Register,
    memory: Memory,
    *,
    rough: bool,
) -> Found | None:
    """Return what the first rule finds that finds anything, in clean or in rough text."""
    for rule in rules:
        token = _word(reading, rule, rough=rough)
        if token is None:
            continue
        parties = _told_of(reading, rule, token, register, memory, rough=rough)
        if parties:
            return Found(rule, token, parties)
    return None


def _is_rough(reading: Reading) -> bool:
    """Say whether a machine translated the sentence so badly that its tree is not to be trusted."""
    start, end = reading.sentence.start, reading.sentence.end
    if has_sign(reading.text, start, end) or is_translated(reading.text):
        return True
    if _is_verb_last(reading):
        return True
    arcs = [token.probability for token in reading.tree if token.upos != "PUNCT"]
    return len(arcs) >= _FEW and sum(arcs) < _SURE * len(arcs)


def _is_verb_last(reading: Reading) -> bool:
    """Say whether two persons are named before any verb: "Raisi with Assad in Damascus met".

    English says "Raisi's talks with Assad ended", but has a noun between the two.
    """
    people = [(i, m) for i, m in sorted(reading.heads.items()) if _is_person(m) and m.actors]
    for (_, one), (_, two) in pairwise(people):
        if _are_one(one, two):
            continue
        if not _WITH.search(reading.text, one.end, two.start):
            if reading.text[one.end : two.start].isspace() and one.kind == two.kind == "person":
                return True  # "Cavusoglu US Secretary of State Blinken hosted"
            continue
        first, last = (
            next((t for t, (_, stop) in enumerate(reading.spans) if stop > at), len(reading.tree))
            for at in (one.end, two.start)
        )
        words = {reading.tree[t].upos for t in range(first, last) if t not in reading.inside}
        behind = {token.upos for token in reading.tree.tokens[last:]}
        if words.isdisjoint(("VERB", "AUX", "NOUN")) and "VERB" in behind:
            return True
    return False


def _are_one(one: Mention, two: Mention) -> bool:
    """Say whether two mentions are of one state: "Blinken, with Austin, met"."""
    polities = [{actor.polity for actor in mention.actors} for mention in (one, two)]
    return not polities[0].isdisjoint(polities[1])


_SURE = 0.76
"""How sure a parser is, on average, of the words of a clean sentence: one in fifty is below."""

_FEW = 6
"""Words of which an average says nothing."""


def _told_of(
    reading: Reading,
    rule: LooseRule,
    token: int,
    register: Register,
    memory: Memory,
    *,
    rough: bool,
) -> tuple[Party, ...]:
    stretches = [(reading.sentence.start, reading.sentence.end)]
    if rough:
        stretches.insert(0, _clause(reading, token))
    for stretch in stretches:
        named = _named(reading, rule, stretch, rough=rough)
        if rule.journey:
            parties = _journey(reading, named, register, stretch)
        else:
            parties = _pair(reading, rule, named)
        if parties:
            return parties
    own = _parties(reading, rule, list(named.values()))
    if rule.channel in _CALLED_IN and (posted := _posted_to(own)):
        return (posted, *own)
    if rule.elides and len(named) < 2:
        both = rough and not named and _BOTH.search(reading.text, *stretches[-1])
        if both or not rule.people or any(map(_is_person, named.values())):
            missing = memory.missing(own, rule.channel) or (
                memory.visitor([replace(party, apart=True) for party in own], rule.channel)
                if rough
                else ()
            )
            told = (*own, *missing) if missing else ()
            polities = frozenset(party.actor.polity or "" for party in told)
            if CHANNELS[rule.channel].family not in TALKS or not memory.has_met(polities):
                return told
    return ()


def _posted_to(own: Sequence[Party]) -> Party | None:
    """Return the state that an envoy stands in, where he alone is named: it calls him in."""
    for party in own:
        post = (party.actor.office or "").partition(".amb.")[2]
        if post and {one.actor.polity for one in own} == {party.actor.polity}:
            return Party(Role.ACTOR, Actor(polity=f"st:{post}", how="post"), party.mention)
    return None


def _word(reading: Reading, rule: LooseRule, *, rough: bool) -> int | None:
    """Return the token of the first word of a rule that is no part of somebody's name."""
    sentence = reading.sentence
    words = rule.words if rough else rule.plain
    if rule.unless and rule.unless.search(reading.text, sentence.start, sentence.end):
        return None
    for match in words.finditer(reading.text, sentence.start, sentence.end) if words else ():
        token = reading.token_at(match.start())
        if token is not None and token not in reading.inside:
            return token
    return _between(reading, rule.between) if rule.between else None


def _between(reading: Reading, words: re.Pattern[str]) -> int | None:
    """Return the token of a word that leads from one person to another: "Aliyev accepted Orban"."""
    people = [m for _, m in sorted(reading.heads.items()) if _is_person(m) and m.actors]
    for one, two in pairwise(people):
        owns = reading.text[two.end : two.end + 2] in ("'s", "’s")  # "welcomed Davis's pledge"
        if two.start - one.end <= _NEAR and not owns and not _are_one(one, two):
            match = words.search(reading.text, one.end, two.start)
            token = reading.token_at(match.start(1)) if match else None
            if token is not None and _verbs(reading, one.end, two.start) <= {token}:
                return token
    return None


def _verbs(reading: Reading, start: int, end: int) -> set[int]:
    """Return the tokens of the verbs that stand wholly in a stretch of the text."""
    return {
        token
        for token, (first, last) in enumerate(reading.spans)
        if start <= first and last <= end and reading.tree[token].upos == "VERB"
    }


_NEAR = 70
"""Characters between two persons of whom one receives the other."""


def _clause(reading: Reading, token: int) -> tuple[int, int]:
    """Return the stretch around a word up to the next marks that clauses end with."""
    start, end = reading.sentence.start, reading.sentence.end
    at = reading.spans[token][0]
    for mark in _CLAUSE_ENDS.finditer(reading.text, start, end):
        if any(m.start <= mark.start() < m.end for m in reading.mentions):
            continue
        if mark.end() <= at:
            start = mark.end()
        elif mark.start() > at:
            return start, mark.start()
    return start, end


def _is_person(mention: Mention) -> bool:
    return mention.kind in ("person", "office")


def _is_somebody(mention: Mention) -> bool:
    """Say whether a mention is one who can meet somebody: no "Quad Foreign Ministers"."""
    return _is_person(mention) and all(
        actor.person or actor.name or not (actor.polity or "").startswith("og:")
        for actor in mention.actors
    )


def _named(
    reading: Reading, rule: LooseRule, stretch: tuple[int, int], *, rough: bool
) -> dict[str, Mention]:
    """Return, for each state or organization that is a party, where it is named best."""
    adjectives = not (rule.people or rule.journey)
    named: dict[str, Mention] = {}
    for token, mention in sorted(reading.heads.items()):
        if not stretch[0] <= mention.start < stretch[1]:
            continue
        kinds = reading.kinds[token]
        if not ("party" in kinds or (adjectives and "adjective" in kinds)):
            continue
        if _is_aside(reading, mention, rough=rough):
            continue
        if rough and rule.people and not _is_person(mention):
            continue
        for actor in mention.actors:
            if actor.polity and (actor.how not in _GUESSED or (rough and _tells(reading, mention))):
                seen = named.get(actor.polity)
                if seen is None or (_is_person(mention) and not _is_person(seen)):
                    named[actor.polity] = mention
    return named


def _tells(reading: Reading, mention: Mention) -> bool:
    """Say whether a mention that others resolve has a name: "Lula", "embassy of Russia"."""
    if any(actor.how in ("pronoun", "first-person") for actor in mention.actors):
        return len(mention.actors) == 1 and mention.actors[0].person is not None
    words = reading.text[mention.start : mention.end].removeprefix("The ")
    return any(word[0].isupper() and word not in _TITLES for word in words.split())


def _is_aside(reading: Reading, mention: Mention, *, rough: bool) -> bool:
    """Say whether a mention only says so, or only says where."""
    text, start, end = reading.text, reading.sentence.start, reading.sentence.end
    if _SAYS.match(text, mention.end, end) or _CITED.search(text, start, mention.start):
        return True
    if mention.kind == "polity" and _WHERE.search(text, start, mention.start):
        return True
    if not rough or _is_person(mention):
        return False
    return bool(_ABOUT.search(text, start, mention.start) or _TOPIC.match(text, mention.end, end))


def _pair(reading: Reading, rule: LooseRule, named: Mapping[str, Mention]) -> tuple[Party, ...]:
    """Return the two parties, if there are just two; or all of one phrase ("the G7 leaders")."""
    mentions = list(dict.fromkeys(named.values()))
    if len(named) != 2 and not (len(mentions) == 1 and len(named) > 2):
        return ()
    if rule.people and not all(map(_is_somebody, mentions)):
        return ()
    directed = CHANNELS[rule.channel].direction is Direction.DIRECTED
    if len(mentions) == 1 and _WITH.search(reading.text, reading.sentence.start, mentions[0].start):
        return ()
    if len(mentions) == 2 and _are_listed(reading, mentions, alone=directed):
        return ()
    return _parties(reading, rule, sorted(mentions, key=lambda mention: mention.start))


def _are_listed(reading: Reading, mentions: Sequence[Mention], *, alone: bool) -> bool:
    """Say whether two stand side by side, as those to whom a third does it.

    "Aid for Ukraine and Israel" is of neither; of a contact only "with the ministers of Qatar
    and Brazil" is. With `alone`, no word in front is asked for.
    """
    one, two = sorted(mentions, key=lambda mention: mention.start)
    if reading.text[one.end : two.start].strip(" ,") not in ("and", "or", "as well as"):
        return False
    return alone or _WITH.search(reading.text, reading.sentence.start, one.start) is not None


def _parties(reading: Reading, rule: LooseRule, mentions: Iterable[Mention]) -> tuple[Party, ...]:
    """Return the parties; of a deed, the one it is done to behind the one who does it.

    Words in front tell who is who, else the order of the sentence.
    """
    ordered = list(mentions)
    directed = CHANNELS[rule.channel].direction is Direction.DIRECTED
    if directed and len(ordered) == 2:
        ordered.sort(key=lambda mention: _is_done_to(reading, rule, mention))
    first = 0 if len(ordered) > 1 or rule.channel not in _CALLED_IN else -1
    return tuple(
        Party(Role.RECIPIENT if directed and number > first else Role.ACTOR, actor, mention)
        for number, mention in enumerate(ordered)
        for actor in mention.actors
        if actor.polity
    )


def _is_done_to(reading: Reading, rule: LooseRule, mention: Mention) -> int:
    """Return -1 for who clearly acts, 1 for to whom it is clearly done, else 0."""
    text, start = reading.text, reading.sentence.start
    if rule.channel in _CALLED_IN and any(_POST.fullmatch(a.office or "") for a in mention.actors):
        return 1
    if _TO.search(text, start, mention.start):
        return 1
    return -1 if _BY.search(text, start, mention.start) else 0


def _journey(
    reading: Reading, named: Mapping[str, Mention], register: Register, stretch: tuple[int, int]
) -> tuple[Party, ...]:
    """Return who travels and where to: one state's person, and one place elsewhere."""
    people = {polity: mention for polity, mention in named.items() if _is_person(mention)}
    text = reading.text
    places = [
        (mention, place.state)
        for mention in reading.mentions
        if mention.place
        and stretch[0] <= mention.start < stretch[1]
        and (place := register.place(mention.place))
        and place.state is not None
        and (
            _THERE.search(text, reading.sentence.start, mention.start)
            or _REACHED.match(text, mention.end)
        )
        and not _TROUBLED.search(text, reading.sentence.start, mention.start)
    ]
    states = {state for _, state in places if state}
    travellers = [(home, who) for home, who in people.items() if home not in states]
    if not travellers or not places:
        return ()
    home, traveller = max(
        travellers, key=lambda one: (one[1].start < places[0][0].start, one[1].start)
    )
    places = [(mention, state) for mention, state in places if state != home]
    if len({state for _, state in places}) != 1:
        return ()
    mention, state = min(places, key=lambda place: abs(place[0].start - traveller.start))
    return (
        *(Party(Role.ACTOR, actor, traveller) for actor in traveller.actors),
        Party(Role.RECIPIENT, Actor(polity=state, how="place"), mention),
    )
