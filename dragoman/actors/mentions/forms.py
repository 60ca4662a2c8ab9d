"""States by what they are: "the kingdom", "the Caribbean nation", "the North", "his country"."""

from collections.abc import Collection

from dragoman.actors.chunks import Chunk
from dragoman.actors.mentions.pronouns import subject_before
from dragoman.actors.mentions.scene import Scene
from dragoman.actors.mentions.sorts import BACK
from dragoman.model import Actor, Mention, MentionKind

_GENDERS = {"his": "m", "her": "f"}
_KOREAS = {"north": ("st:prk", "st:kor"), "south": ("st:kor", "st:prk")}


def read_form(scene: Scene, chunk: Chunk) -> Mention | None:
    """Read such words as the one state named before that they fit; None where none or two do."""
    if chunk.group == "own":
        polity = _own_state(scene, chunk)
    elif chunk.group in _KOREAS:
        polity = _korea(scene, chunk.group)
    else:
        polity = _fitting(scene, chunk, scene.register.lists.forms[chunk.group])
    if polity is None:
        return None
    scene.memory.state(chunk.start, polity, True)
    place = polity if polity.startswith("st:") else None
    actor = Actor(polity, how="coreference")
    return Mention(chunk.start, chunk.end, MentionKind.POLITY, (actor,), place)


def _own_state(scene: Scene, chunk: Chunk) -> str | None:
    """Return the state of whom "his" means."""
    gender = _GENDERS[chunk.how]
    owner = subject_before(scene, chunk.start, gender)
    if owner is None:  # "sent a message to Governor-General Patsy Reddy on her country's day"
        here = [one for at, one in scene.memory.persons[-1] if at < chunk.start]
        fitting = [one for one in here if one.gender == gender]
        owner = fitting[0] if len(fitting) == 1 else None
    return owner.polity if owner and owner.polity and owner.polity.startswith("st:") else None


def _korea(scene: Scene, half: str) -> str | None:
    """Return which Korea "the North" is, in a text about either or at home there."""
    own, other = _KOREAS[half]
    about = {scene.home, scene.desk} & {own, other}
    return own if about or own in scene.said or other in scene.said else None


def _fitting(scene: Scene, chunk: Chunk, owners: Collection[str]) -> str | None:
    """Return the one of these that the nearest sentence before names, else the text, else home."""
    for states in reversed(scene.memory.states[-BACK - 1 :]):
        near = {state for at, state, _acts in states if at < chunk.start and state in owners}
        if len(near) > 1:
            return scene.home if scene.home in near else None
        if near:
            return near.pop()
    said = {polity for polity in scene.said.intersection(owners) if polity.startswith("st:")}
    if len(said) == 1:
        return said.pop()
    return scene.home if scene.home in owners and not said else None
