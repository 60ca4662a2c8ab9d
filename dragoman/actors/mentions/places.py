"""Cities whose names came out of translation damaged: "Samarham, Uzbekistan"."""

import re

from dragoman.actors.chunks import Chunk
from dragoman.actors.likeness import Candidate, choose
from dragoman.actors.mentions.classes import polities_of
from dragoman.actors.mentions.scene import Scene
from dragoman.actors.tokens import name_key
from dragoman.model import Mention, MentionKind


def place_here(scene: Scene, chunk: Chunk) -> str | None:
    """Return which place of a name it is: Brest is Belarus's in a text of Belarus, not of France.

    The first of the register where the text does not tell.
    """
    if len(chunk.body) < 2:
        return chunk.place
    about = {scene.home, scene.where} | scene.said
    places = ((ident, scene.register.place(ident)) for ident in chunk.body)
    near = [ident for ident, place in places if place is not None and place.state in about]
    return near[0] if len(near) == 1 else chunk.place


_WHERE = re.compile(
    r"\b(?:to|for|from|in|at|of|via|near|into|through|outside|leave|leaves|left|leaving|visit"
    r"|visits|visited|visiting|reach|reached|toward|towards|around|the|-) $",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r" (?:has|had|have|is|was|will|would|could|may|says|said|wants|warns|accuses|and|over|on|to|as"
    r"|\w+ed|slaps|slapped|hit|gave|gives|took|told|tells|agree|sees|seeks|plans|must|should)\b"
    r"|['\u2019]s |[.,;]"
)


def is_union(scene: Scene, chunk: Chunk) -> bool:
    """Return whether "Brussels" acts or is dealt with, which is the European Union.

    Not where one goes or is, at the beginning of a dateline, nor in a text of Belgium.
    """
    if chunk.place != "pl:brussels" or chunk.how != "metonym":
        return False
    if scene.home == "st:bel" or "Belgi" in scene.text:
        return False
    if _WHERE.search(scene.text[max(0, chunk.start - 10) : chunk.start]):
        return False
    opens = scene.text[max(0, chunk.start - 3) : chunk.start].rstrip(" ")[-1:] in ("", "\n", ".")
    acts = _ACTS.match(scene.text, chunk.end)
    return acts is not None and not (opens and acts[0] in (",", "."))


def read_damaged_place(scene: Scene, chunk: Chunk, following: Chunk) -> Mention | None:
    """Read an unknown name before its state, "NAME, STATE", as the city of that state it is like.

    Only among the cities of the state: in the whole table a wrong one is more alike.
    """
    states = polities_of(scene, following) if following.kind == "polity" else ()
    between = scene.text[chunk.end : following.start].strip()
    if len(states) != 1 or between != "," or chunk.titles or chunk.polities:
        return None
    cities = [
        Candidate(ident, tuple(name_key(n) for n in names), (), states[0])
        for ident, names in scene.register.cities(states[0]).items()
    ]
    choice = choose(chunk.name_norms, cities)
    return Mention(chunk.start, chunk.end, MentionKind.PLACE, (), choice.id) if choice else None
