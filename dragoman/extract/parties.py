"""Who takes part: from the captures of a match to parties, divided into happenings."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from dragoman.actors import Register
from dragoman.extract.reading import Reading, named_at
from dragoman.extract.rulebook import PARTY_SLOTS, Rule
from dragoman.model import CHANNELS, Actor, Channel, Direction, Mention, Role
from dragoman.parse.matching import Phrase, TreeMatch

SPLIT_ACTORS = frozenset(
    {
        Channel.VISIT,
        Channel.AID,
        Channel.EXPULSION,
        Channel.SANCTION,
        Channel.CRITICISM,
        Channel.SUPPORT,
        Channel.THREAT,
        Channel.SUMMON,
        Channel.PROTEST,
        Channel.LETTER,
        Channel.CREDENTIALS,
    }
)
"""Channels in which several acting states act each for itself: one report for each."""

SPLIT_OTHERS = SPLIT_ACTORS | {Channel.CALL, Channel.VERBAL_MESSAGE, Channel.GIFT}
"""Channels in which several receiving states are dealt with one by one."""

_ROLE_OF = {
    "place": Role.RECIPIENT,
    "other": Role.ACTOR,
    "mover": Role.ACTOR,
    "posted": Role.RECIPIENT,
}
_ALL_ACTORS = frozenset({Channel.CREDENTIALS, Channel.LETTER, Channel.VERBAL_MESSAGE, Channel.GIFT})
"""Directed channels that may be told of all parties alike: "exchanged letters"."""

_EACH_FOR_ITSELF = frozenset({Channel.VISIT, Channel.CREDENTIALS, Channel.AID})
"""Channels in which each acts for itself even where one word names them: "they"."""

_DEALT = frozenset(
    {Channel.SUMMON, Channel.EXPULSION, Channel.SANCTION, Channel.FORCE, Channel.PROTEST}
)
"""Acts that two do to each other: "expelled each other's diplomats"."""
_AGAINST_ENVOYS = frozenset({Channel.SUMMON, Channel.PROTEST, Channel.EXPULSION})
_POST = re.compile(r"of:[\w-]+\.amb\.([\w-]+)")
_NO_POST = re.compile(r"of:[\w-]+\.amb")
_ENVOY = re.compile(r"of:[\w-]+\.amb(?:\.[\w-]+)?")
_ONE_EACH = re.compile(
    r"\b(?:separately|respectively|each of|individually|in turn|successively|one after another"
    r"|separate (?:\w+ )?(?:meetings|talks|calls|conversations|discussions|consultations|bilaterals"
    r"|encounters|sessions|audiences)|one-on-ones?"
    r"|series of (?:\w+ )?(?:meetings|bilaterals|talks|calls)"
    r"|in a separate|another (?:one )?with"
    r"|and (?:later |then )?on (?:mon|tues|wednes|thurs|fri|satur|sun)day (?:\w+ )?with"
    r"|one by one|back-to-back|bilaterally|bilateral meetings|bilateral talks|a series of)\b",
    re.IGNORECASE,
)
_EACH_OTHER = re.compile(
    r"\b(?:each(?: other|\s+(?:country|side|government|expelled|recalled|summoned))?|one another"
    r"|the other's|mutual(?:ly)?|reciprocal(?:ly)?|tit-for-tat)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\b(?:joint|jointly|together|conference call|co-\w+)\b", re.IGNORECASE)
_ALL_TOGETHER = re.compile(
    r"\b(?:trilateral(?:ly)?|quadrilateral|tripartite|quadripartite|as a group|c5\+1|quad"
    r"|(?:three|four|five|six|seven|\d)-(?:way|sided))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Party:
    """One actor in one role, and the mention that names it.

    `apart`: it stands in a list of those whom somebody dealt with, and not among those who
    came together. `moved`: the text says that this party asked for the contact.
    """

    role: Role
    actor: Actor
    mention: Mention
    apart: bool = False
    moved: bool = False


def parties_of(reading: Reading, match: TreeMatch, rule: Rule, register: Register) -> list[Party]:
    """Return who stands in each role of a match, each once; places stand for their states."""
    # "Modi phoned Putin": a mutual contact with a recipient has somebody who moved first.
    mutual = CHANNELS[rule.channel].direction is Direction.MUTUAL
    movers = {"mover", "actor"} if mutual and "recipient" in match.captures else {"mover"}
    found = [
        Party(_ROLE_OF.get(name) or Role(name), actor, mention, name == "other", name in movers)
        for name, phrases in match.captures.items()
        if name in PARTY_SLOTS
        for phrase in phrases
        for mention, actor in _named(reading, phrase, name, register)
    ]
    if rule.channel in _AGAINST_ENVOYS and not any(p.role is Role.ACTOR for p in found):
        found += [
            replace(party, role=Role.ACTOR, actor=_posted_to(party.actor))
            for party in found
            if _POST.fullmatch(party.actor.office or "")
        ]  # "Sweden's ambassador to Turkey was summoned": by Turkey
    if rule.channel is Channel.VISIT and any(map(_is_state_visited, found)):
        # "At the invitation of the ILO he goes to Geneva": a visit to Switzerland.
        found = [p for p in found if p.role is not Role.RECIPIENT or _is_state_visited(p)]
        states = {party.actor.polity for party in found if party.role is Role.RECIPIENT}
        if rule.id not in _COMING:
            found = [p for p in found if p.role is not Role.ACTOR or not _lives_in(p.actor, states)]
        away = [p for p in found if p.role is not Role.ACTOR or p.actor.polity not in states]
        found = away if any(p.role is Role.ACTOR for p in away) else found
    return _without_doubles(found)


_COMING = frozenset({"visit.arrived", "visit.arrival", "visit.left"})
"""Rules of words by which a new ambassador comes too, who does not visit the state he is in."""


def _lives_in(actor: Actor, states: Collection[str | None]) -> bool:
    """Say whether somebody is ambassador to one of some states."""
    post = _POST.fullmatch(actor.office or "")
    return post is not None and f"st:{post[1]}" in states


def _is_state_visited(party: Party) -> bool:
    return party.role is Role.RECIPIENT and not is_group(party.actor.polity)


def _named(
    reading: Reading, phrase: Phrase, role: str, register: Register
) -> Iterator[tuple[Mention, Actor]]:
    """Yield who a phrase names: its head, else the first party inside it."""
    inside = (i for i in range(phrase.start, phrase.end) if "party" in reading.kinds[i])
    for i in (phrase.head, *inside):
        where = role == "place" or "party" not in reading.kinds[i]
        if where and (mention := reading.heads.get(i)) and mention.place:
            place = register.place(mention.place)
            # A disputed place stands for no state: its claims are data, not our verdict.
            if place and place.state:
                yield mention, Actor(polity=place.state, how="place")
                return
        if found := named_at(reading, i):
            for mention, actor in found:
                if role != "posted":
                    yield mention, actor
                elif not _NO_POST.fullmatch(actor.office or ""):
                    yield mention, _posted_to(actor)
            return


def _posted_to(actor: Actor) -> Actor:
    """Return the state that an envoy is posted to: whom it concerns when he is recalled."""
    post = _POST.fullmatch(actor.office or "")
    return Actor(polity=f"st:{post[1]}", how="post") if post else actor


def has_envoy(reading: Reading, match: TreeMatch) -> bool:
    """Say whether who is to be an envoy is one; true where the rule asks for none.

    "Its ambassador" is one too: the document may tell where.
    """
    return all(
        any(_ENVOY.fullmatch(actor.office or "") for _, actor in found)
        for phrase in match.captures.get("posted", ())
        if (found := named_at(reading, phrase.head))
    )


def _without_doubles(parties: Sequence[Party]) -> list[Party]:
    """Drop a party that repeats another, and a bare state beside its own person."""
    named = {party.actor.polity for party in parties if party.actor.id != party.actor.polity}
    out: dict[tuple[str, str | None, str | None], Party] = {}
    for party in parties:
        bare = party.actor.id == party.actor.polity and not party.actor.name
        if bare and party.actor.polity in named:
            continue
        key = party.actor.id, party.actor.name, party.actor.polity
        seen = out.setdefault(key, party)
        if party.moved and not seen.moved:
            out[key] = replace(seen, moved=True)
    return list(out.values())


def happenings(
    rule: Rule, parties: Sequence[Party], words: str, sentence: str, *, one: bool = False
) -> Iterator[list[Party]]:
    """Divide the parties of one match into happenings.

    Five states visited are five visits; aid of six donors is six times aid; talks held
    "separately" with three are three talks; one meeting of three is one.

    Args:
        rule: What was found.
        parties: Who takes part.
        words: The words around the match, in which "separately" may stand.
        sentence: All words, in which "trilateral" may.
        one: The words speak of one contact: "a meeting with A, B and C".
    """
    actors = [party for party in parties if party.role is Role.ACTOR]
    others = [party for party in parties if party.role in (Role.RECIPIENT, Role.HOST)]
    rest = [party for party in parties if party.role is Role.CARRIER]
    each = _ONE_EACH.search(words) is not None
    trips = rule.channel is Channel.VISIT
    all_at_once = not (each or trips) and _ALL_TOGETHER.search(sentence)
    together = bool(_TOGETHER.search(words) or all_at_once)
    one_each = rule.apart or each
    together = together or (one and not one_each)
    if not others:
        mutual = CHANNELS[rule.channel].direction is Direction.MUTUAL
        listed = [party for party in actors if party.apart]
        if mutual and listed and len(listed) == len(actors):
            groups = []  # "we are consulting with Japan and Canada": and who are we?
        elif mutual and not together and (one_each or len(_by_name(listed)) > 1):
            groups = _pairwise(actors, listed, one_each)
        elif mutual or rule.alone or rule.channel in _ALL_ACTORS:
            groups = [actors]
        elif (
            rule.channel in _DEALT and len(_by_polity(actors)) == 2 and _EACH_OTHER.search(sentence)
        ):
            groups = _both_ways(actors)
        else:
            groups = []  # nobody is named to whom it was done
    else:
        split_actors = (rule.channel in SPLIT_ACTORS or rule.apart) and not together
        split_others = (rule.channel in SPLIT_OTHERS or one_each) and not together
        joint = rule.channel not in _EACH_FOR_ITSELF and not each
        groups = [
            [*acting, *receiving]
            for acting in (_by_polity(actors, together=joint) if split_actors else [actors])
            for received in (_by_polity(others) if split_others else [others])
            for receiving in _hosts(actors, received)
        ]
    for group in groups:
        polities = {party.actor.polity for party in group}
        if len(polities) > 1 or (rule.alone and any(map(is_group, polities))):
            yield [*group, *rest]


def is_domestic(parties: Sequence[Party], register: Register) -> bool:
    """Say whether all parties are one state: a territory, and who administers it."""
    polities = {party.actor.polity for party in parties if party.actor.polity}
    owners = {register.administered_by(polity) or polity for polity in polities}
    return len(polities) > 1 and len(owners) == 1


def is_group(polity: str | None) -> bool:
    """Say whether a party is an organization: "the NATO summit" names all who came."""
    return polity is not None and polity.startswith("og:")


def _hosts(actors: Sequence[Party], hosts: Sequence[Party]) -> list[list[Party]]:
    """Divide who received somebody: "she was received by President A and Prime Minister B".

    Who stand together as those who receive did so together: "A and B received her".
    """
    visitors = [party for party in actors if party.actor.name]
    if len(actors) != 1 or not visitors or not all(party.role is Role.HOST for party in hosts):
        return [list(hosts)]
    first = visitors[0].mention.start < min(party.mention.start for party in hosts)
    return _by_name(hosts) if first else [list(hosts)]


def _both_ways(actors: Sequence[Party]) -> list[list[Party]]:
    """Return what each of two did to the other: "each expelled the other's ambassador"."""
    one, two = _by_polity(actors)
    return [
        [*acting, *(replace(party, role=Role.RECIPIENT) for party in receiving)]
        for acting, receiving in ((one, two), (two, one))
    ]


def _pairwise(actors: list[Party], listed: list[Party], one_each: bool) -> list[list[Party]]:
    """Pair one side with each state of the other: talks held separately.

    With `one_each`, two officials of one state count apart: "spoke separately with the king
    and the crown prince of Bahrain".
    """
    if listed and len(listed) < len(actors):
        own = [party for party in actors if not party.apart]
    else:
        home = actors[0].actor.polity if actors else None
        own = [party for party in actors if party.actor.polity == home]
    others = _by_polity([party for party in actors if party not in own], together=not one_each)
    if len(own) == 1 and own[0].actor.name and not one_each:
        others = [one for group in others for one in _by_name(group)]
    if one_each and len(others) == 1:
        if len(others[0]) > 1:
            others = [[party] for party in others[0]]
        else:
            return [[party, *others[0]] for party in own]
    return [[*own, *group] for group in others]


def _by_name(parties: Sequence[Party]) -> list[list[Party]]:
    """Divide those whom somebody met: each who is named, and the others by state.

    "Held talks with the president, Al-Sisi, and with Foreign Minister Shoukry" are two;
    "met both ministers" is one.
    """
    groups: dict[object, list[Party]] = {}
    for party in parties:
        key = party.mention if _is_collective(party) else party.actor.name or party.actor.polity
        groups.setdefault(key, []).append(party)
    return list(groups.values())


def _is_collective(party: Party) -> bool:
    """Say whether one word means a party and others with it: "them", "both ministers"."""
    return party.actor.how in ("coreference", "pronoun") and len(party.mention.actors) > 1


def _by_polity(parties: Sequence[Party], *, together: bool = False) -> list[list[Party]]:
    """Divide parties by state; `together` keeps whom one word means: "received them"."""
    groups: dict[object, list[Party]] = {}
    for party in parties:
        key = party.mention if together and _is_collective(party) else party.actor.polity
        groups.setdefault(key, []).append(party)
    return list(groups.values()) or [[]]
