"""He, she, they, I and we."""

import re

from dragoman.actors.chunks import Chunk
from dragoman.actors.mentions.groups import pair_of_persons
from dragoman.actors.mentions.scene import Entity, Scene
from dragoman.model import Actor, Mention, MentionKind

_OBLIQUE = frozenset({"with", "to", "of", "by", "from", "for", "on", "under", "between", "told",
                      "met", "after", "the"})  # fmt: skip


def subject_before(
    scene: Scene, before: int, gender: str, but: Entity | None = None
) -> Entity | None:
    """Return whom "he" means: the first person of this sentence, else of those before."""
    for number, persons in enumerate(reversed(scene.memory.persons[-3:])):
        oblique: Entity | None = None
        for at, entity in persons:
            if number == 0 and at >= before:
                break
            if entity is but or (gender and entity is scene.speaker):
                continue  # who says "I" is never "he"
            if _is_named_for(scene, at):
                continue
            if gender and entity.gender not in ("", gender):
                continue
            if not is_oblique(scene, at):
                return entity
            oblique = oblique or entity
        if oblique is not None and number:
            return oblique
    return None


def _is_named_for(scene: Scene, at: int) -> bool:
    """Say whether a person only gives a thing its name: "the monument to Agostinho Neto"."""
    words = scene.text[max(0, at - 40) : at].lower()
    return _NAMED_FOR.search(words) is not None


_NAMED_FOR = re.compile(
    r"\b(?:monument|statue|bust|mausoleum|tomb|grave|portrait|memory|memorial|named|museum|square"
    r"|avenue|airport|remains)(?: (?:to|of|after|for|in))?(?: the)?(?: late)?(?: \w+){0,2} $"
)


def _object_before(scene: Scene, before: int, gender: str) -> Entity | None:
    """Return whom "him" means: never the subject of its own clause, who stands last before it.

    The one other person of the sentence; else who the sentence before is about. Where
    several could be meant, nobody is.
    """
    here = [(at, entity) for at, entity in scene.memory.persons[-1] if at < before]
    subjects = [entity for at, entity in here if not is_oblique(scene, at)]
    own = subjects[-1] if subjects else None
    others = {
        id(entity): entity
        for _at, entity in here
        if entity is not own and entity is not scene.speaker and entity.gender in ("", gender)
    }
    if others:
        return next(iter(others.values())) if len(others) == 1 else None
    if own is None or len(scene.memory.persons) < 2:
        return None
    for at, entity in scene.memory.persons[-2]:
        if not is_oblique(scene, at) and entity.gender in ("", gender) and entity is not own:
            return entity
    return None


def is_oblique(scene: Scene, at: int) -> bool:
    """Return whether a mention hangs on a preposition or a verb, and is no subject."""
    words = scene.text[max(0, at - 24) : at].split()
    return bool(words) and words[-1].lower() in _OBLIQUE


def read_pronoun(scene: Scene, chunk: Chunk) -> Mention | None:
    """Read a pronoun as who was there before; None where nobody clearly was."""
    if chunk.group in ("i", "we"):
        return _read_first_person(scene, chunk)
    if chunk.group == "they":
        entities = pair_of_persons(scene, chunk.start, {"persons"}, 2, back=1)
        if entities is None:
            return None
        actors = tuple(entity.actor("pronoun") for entity in entities)
        return Mention(chunk.start, chunk.end, MentionKind.PERSON, actors)
    if chunk.group in ("him", "her"):
        entity = _object_before(scene, chunk.start, "m" if chunk.group == "him" else "f")
    else:
        gender = {"he": "m", "she": "f"}.get(chunk.group, "")
        entity = subject_before(scene, chunk.start, gender)
    if chunk.own:
        return _read_owner(scene, chunk, entity)
    if entity is None:
        return None
    if not entity.polity and not entity.name and not entity.person:
        return Mention(chunk.start, chunk.end, MentionKind.PERSON)
    scene.remember(chunk.start, entity)
    return Mention(chunk.start, chunk.end, MentionKind.PERSON, (entity.actor("pronoun"),))


_OPENING = 4
"""Words before "his" that open a sentence: "On the last day of his visit"."""


def _read_owner(scene: Scene, chunk: Chunk, entity: Entity | None) -> Mention | None:
    """Read "his" as somebody of the sentence before, where "his talks" open the sentence.

    Of its own sentence the subject is known to rules anyhow. It makes nobody the subject whom
    "he" will mean.
    """
    here = any(at < chunk.start for at, _ in scene.memory.persons[-1])
    if entity is None or not entity.polity or here or chunk.number > _OPENING:
        return None
    return Mention(chunk.start, chunk.end, MentionKind.PERSON, (entity.actor("pronoun"),))


def _read_first_person(scene: Scene, chunk: Chunk) -> Mention | None:
    """Read "I" in a statement as who makes it, and "we" as the state; not in quotations."""
    if scene.speaker is None or is_inside_quotes(scene, chunk.start):
        return None
    if chunk.group == "we":
        actor = Actor(scene.speaker.polity, how="first-person")
        return Mention(chunk.start, chunk.end, MentionKind.POLITY, (actor,))
    # The state does not act by it: "both parties" are those of whom the statement speaks.
    scene.memory.persons[-1].append((chunk.start, scene.speaker))
    actor = scene.speaker.actor("first-person")
    return Mention(chunk.start, chunk.end, MentionKind.PERSON, (actor,))


def is_inside_quotes(scene: Scene, at: int) -> bool:
    """Return whether a quotation is open: since the paragraph began, or the marks before."""
    start = scene.text.rfind("\n\n", 0, at) + 1
    before = scene.text[max(start, at - 5000) : at]
    return before.count("\u201c") > before.count("\u201d") or before.count('"') % 2 == 1
