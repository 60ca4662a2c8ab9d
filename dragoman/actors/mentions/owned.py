"""Offices that are somebody's: "its ambassador to Iran", "Macron's spokesman"."""

from dataclasses import replace

from dragoman.actors.chunks import Chunk
from dragoman.actors.mentions.classes import class_and_post, clear_polity
from dragoman.actors.mentions.holders import holder_of
from dragoman.actors.mentions.pronouns import is_inside_quotes, is_oblique
from dragoman.actors.mentions.scene import Scene
from dragoman.model import Actor, Mention, MentionKind


def read_own_office(scene: Scene, chunk: Chunk) -> Mention | None:
    """Read "its ambassador to Iran", "their foreign ministers": of who acts before it.

    Where that is not clear, the state that an envoy is sent to still stands.
    """
    states = _owners_of(scene, chunk)
    office_class, _towards = class_and_post(scene, chunk, states[0] if len(states) == 1 else None)
    if states and office_class not in ("", "official", "aide", "spouse", "minister", "leader"):
        whole = replace(chunk, definite=True)
        actors = tuple(holder_of(scene, whole, state) for state in states)
        return Mention(chunk.start, chunk.end, MentionKind.OFFICE, actors)
    return state_sent_to(scene, chunk)


def state_sent_to(scene: Scene, chunk: Chunk) -> Mention | None:
    """Read "Libya" in "an ambassador to Libya", whose it is not clear."""
    sent = clear_polity(scene, chunk.towards) if chunk.towards else None
    if sent is None:
        return None
    scene.memory.state(chunk.tail[0], sent, False)
    place = sent if sent.startswith("st:") else None
    return Mention(*chunk.tail, MentionKind.POLITY, (Actor(sent, how="alias"),), place)


def owner_of(scene: Scene, chunk: Chunk) -> str | None:
    """Return whose "its ambassador to Kenya, William Mpandi" is: the one state that acts before.

    And whose "his special envoy Erzhan Kazykhanov" is: that of the one person before.
    """
    word = scene.text[chunk.start : chunk.end].split()[0].lower()
    if word in ("his", "her"):
        owners = _owners_of(scene, chunk)
        return owners[0] if len(owners) == 1 else None
    if word != "its":
        return None
    sent = clear_polity(scene, chunk.towards) if chunk.towards else None
    states = _acting_states(scene, -1, "its", sent, chunk.start)
    firsts = sorted(scene.memory.states[-1])[:1]
    subject = [state for _at, state, acts in firsts if acts]
    return states[0] if len(set(states)) == 1 and states[:1] == subject else None


def sender_of(scene: Scene, chunk: Chunk) -> str | None:
    """Return whose "Ambassador Niu Qingbao" is: the other state that acts just before.

    An ambassador of no state in a government's own account is its own.
    """
    if scene.official:
        return None
    for number in (-1, -2):
        if len(scene.memory.states) < -number:
            return None
        states = [
            (at, state)
            for at, state, acts in sorted(scene.memory.states[number])
            if acts and state.startswith("st:") and (number == -2 or at < chunk.start)
        ]
        if states:
            at, state = states[0]
            here = state in (scene.home, scene.where) or is_oblique(scene, at)
            return None if here else state
    return None


def _owners_of(scene: Scene, chunk: Chunk) -> tuple[str, ...]:
    """Return the states that "its" or "their" means: the subject's, two of them for "their".

    The state that acts last before it in the sentence; in the sentence before, only where
    one state alone acts. An envoy is not sent to his own state.
    """
    if scene.text[chunk.start : chunk.start + 4].lower() == "our ":
        own = scene.speaker.polity if scene.speaker else None
        if own is None and chunk.tall and not is_inside_quotes(scene, chunk.start):
            own = scene.home or scene.where  # a page's "our President"
        return (own,) if own and not chunk.plural else ()
    sent = clear_polity(scene, chunk.towards) if chunk.towards else None
    word = scene.text[chunk.start : chunk.end].split()[0].lower()
    here = _acting_states(scene, -1, word, sent, chunk.start)
    distinct = list(dict.fromkeys(here))
    if chunk.plural and word == "their":
        return tuple(distinct) if 2 <= len(distinct) <= 3 else ()
    if here:
        return (here[-1],)
    before = set(_acting_states(scene, -2, word, sent, chunk.start))
    return (before.pop(),) if len(before) == 1 else ()


def _acting_states(
    scene: Scene, number: int, word: str, sent: str | None, before: int
) -> list[str]:
    """Return the states that act in a sentence and can own: persons "his", states "its"."""
    if len(scene.memory.states) < -number:
        return []
    named = {at for at, entity in scene.memory.persons[number] if entity.name}
    held = {at for at, _entity in scene.memory.persons[number]}
    return [
        state
        for at, state, acts in sorted(scene.memory.states[number])
        if at < before and acts and state != sent and not is_oblique(scene, at)
        if (word != "its" or at not in named) and (word not in ("his", "her") or at in held)
    ]


def polities_of_owner(scene: Scene, chunk: Chunk) -> tuple[str, ...]:
    """Return the state of "Macron" in "Macron's spokesman"."""
    before = [entity for at, entity in scene.memory.persons[-1] if at < chunk.start]
    return (before[-1].polity,) if before and before[-1].polity else ()
