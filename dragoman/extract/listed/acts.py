"""What an item tells, and who takes part in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from dragoman.extract.listed.page import PEOPLE, Line, Owner, Page
from dragoman.extract.listed.words import HEAD, LINK, NO_LINK, PARTED, VERB
from dragoman.model import Actor, Channel, Mention, MentionKind, Role

Group = list[tuple[Role, Actor, tuple[int, int]]]
"""Who takes part in one happening: role, who, and the words that say so."""

_GAP = 70
"""Characters between what an item is and with whom."""
_WITH = re.compile(r"\s*(?:with|of|by|from|and|between)\s+(?:the\s+)?")
_BY = re.compile(r"\s+(?:of|by)\s+(?:the\s+)?")
_SIGNED = re.compile(r"\b(?:with|between|in the presence of)\b[^.;]{0,60}$")
_THERE = re.compile(r"\b(?:to|in|for|at)\s+(?:the\s+)?(?:[A-Z][\w-]+\s+){0,2}$")
_JOINED = re.compile(
    r"\s*(?:\([^()]{0,60}\)\s*)?(?:,|;|/|and|&|,\s*and|as well as|,\s*as well as)?\s*"
    r"(?:with\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s*[-–—]\s*")


def acts(page: Page, line: Line) -> Iterator[tuple[Channel, list[Group]]]:
    """Yield what an item tells, and who takes part in each."""
    if pair := _pair(page, line):
        yield pair
        return
    owner = page.owner
    if owner is None or owner.actor.polity is None:
        return
    own, found = owner.actor.polity, False
    text, start, end = line.clean.text, line.sentence.start, line.sentence.end
    for head in HEAD.finditer(text, start, end):
        if not (line.is_light(head.start(), own) or PARTED.search(text, start, head.start())):
            break
        channel, groups = Channel[head.lastgroup or ""], list[Group]()
        if channel is Channel.VISIT:
            groups = [group] if (group := _journey(line, head, owner)) else []
            channel = channel if groups else Channel.MEETING  # "visit to the Crown Prince"
        if not groups and (head.lastgroup != "VISIT" or head.group().lower().endswith("visit")):
            groups = _groups([*_with(line, head, own, channel)], owner, channel)
        if groups:
            yield channel, groups
            found = True
    first = next((m for m in line.named if m.kind in PEOPLE and _is_foreign(m, own)), None)
    if not found and page.seen is not None and first is not None and line.is_names():
        yield page.seen, _groups([first, *_more(line, first, own)], owner, page.seen)


def _groups(others: Sequence[Mention], owner: Owner, channel: Channel) -> list[Group]:
    """Return one happening for each whom the owner deals with."""
    mine = (Role.ACTOR, owner.actor, (owner.start, owner.end))
    if channel is Channel.CREDENTIALS:
        state = Actor(owner.actor.polity, how="context")
        mine = (Role.RECIPIENT, state, (owner.start, owner.end))
    groups: dict[tuple[str | None, str | None], Group] = {}
    for mention in others:
        for actor in mention.actors:
            told = any(
                polity == actor.polity and (name == actor.name or not actor.name)
                for polity, name in groups
            )
            if not told:
                other = (Role.ACTOR, actor, (mention.start, mention.end))
                groups[actor.polity, actor.name] = [mine, other]
    return list(groups.values())


def _is_foreign(mention: Mention, own: str) -> bool:
    return any(actor.polity and actor.polity != own for actor in mention.actors)


def _with(line: Line, head: re.Match[str], own: str, channel: Channel) -> Iterator[Mention]:
    """Yield with whom an item is: the first from abroad behind its word, and who is joined."""
    text = line.clean.text
    for one in line.named:
        if one.start < head.end() or not _is_foreign(one, own):
            continue
        gap = text[head.end() : one.start]
        if channel is Channel.AGREEMENT and len(gap) <= 2 * _GAP and _SIGNED.search(gap):
            yield from (one, *_more(line, one, own))
            return
        linked = VERB.match(head.group()) or not gap.strip() or LINK.search(head.group() + gap)
        if len(gap) > _GAP or not linked or NO_LINK.search(gap):
            return
        adjective = any(actor.how == "adjective" for actor in one.actors)
        if one.kind in PEOPLE or (_WITH.fullmatch(gap) and not adjective):
            yield from (one, *_more(line, one, own))
            return


def _more(line: Line, first: Mention, own: str) -> Iterator[Mention]:
    """Yield who is joined to somebody: "Foreign Minister A and Prime Minister B"."""
    at = first.end
    for one in line.named:
        if one.start < first.end or one.kind not in (*PEOPLE, MentionKind.POLITY):
            continue
        if not _JOINED.fullmatch(line.clean.text, at, one.start):
            return
        at = one.end
        if one.kind in PEOPLE and _is_foreign(one, own):
            yield one


def _journey(line: Line, head: re.Match[str], owner: Owner) -> Group | None:
    """Return who travels where: the owner abroad, or somebody to them."""
    text, own = line.clean.text, owner.actor.polity
    mine = (owner.start, owner.end)
    for one in line.named:
        gap = text[head.end() : one.start]
        if one.start < head.end() or len(gap) > _GAP:
            continue
        place = line.register.place(one.place) if one.place and one.kind not in PEOPLE else None
        if place is not None and place.state and place.state != own and not NO_LINK.search(gap):
            bare = head.group().lower().startswith("visit") and not gap.strip()
            if bare or _THERE.search(text, head.end(), one.start):
                there = Actor(place.state, how="place")
                return [
                    (Role.ACTOR, owner.actor, mine),
                    (Role.RECIPIENT, there, (one.start, one.end)),
                ]
        if one.kind in PEOPLE and _is_foreign(one, own or "") and _BY.fullmatch(gap):
            here = Actor(own, how="context")
            return [
                (Role.ACTOR, one.actors[0], (one.start, one.end)),
                (Role.RECIPIENT, here, mine),
            ]
    return None


def _pair(page: Page, line: Line) -> tuple[Channel, list[Group]] | None:
    """Return what an item is that names both in one breath: "Japan-Turkey Meeting"."""
    if not line.is_names():
        return None
    text, end = line.clean.text, line.sentence.end
    for one, two in zip_longest(line.named, line.named[1:]):
        sides, at = [(actor, (one.start, one.end)) for actor in one.actors], one.end
        if two and one.kind in PEOPLE and _DASH.fullmatch(text, at, two.start):
            sides += [(actor, (two.start, two.end)) for actor in two.actors]
            at = two.end
        elif not sides or sides[0][0].how != "pair":
            continue
        word = HEAD.search(text, at, end)
        channel = Channel[word.lastgroup or ""] if word else page.seen
        polities = {actor.polity for actor, _ in sides}
        if len(polities) != 2 or channel is None or channel is Channel.VISIT:
            return None
        if page.owner is not None and page.owner.actor.polity not in polities:
            return None
        people = {
            actor.polity: (actor, (mention.start, mention.end))
            for mention in line.named
            if mention.kind in PEOPLE
            for actor in mention.actors
        }
        named = (people.get(a.polity, (replace(a, how="alias"), words)) for a, words in sides)
        return channel, [[(Role.ACTOR, *side) for side in named]]
    return None
