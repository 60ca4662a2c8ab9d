"""Cities whose names came out of translation damaged: "Samarham, Uzbekistan"."""

from dragoman.actors.chunks import Chunk
from dragoman.actors.likeness import Candidate, choose
from dragoman.actors.mentions.classes import polities_of
from dragoman.actors.mentions.scene import Scene
from dragoman.actors.tokens import name_key
from dragoman.model import Mention, MentionKind


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
