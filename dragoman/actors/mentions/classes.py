"""What a chunk says once the document is settled: its states, its office, where it is sent."""

from dragoman.actors.chunks import Chunk
from dragoman.actors.mentions.scene import Scene
from dragoman.actors.register import rank


def clear_polity(scene: Scene, polity: str) -> str | None:
    """Return the polity, or what an unclear name was settled to mean; None where it was not.

    "The Congolese leader", in a text about both, is that of the one of them named last.
    """
    if not polity.startswith("?"):
        return polity
    if (clear := scene.clear.get(polity)) or ";" not in polity:
        return clear
    candidates = polity[1:].split(";")
    for states in reversed(scene.memory.states[-2:]):
        near = {state for _at, state, _acts in states if state in candidates}
        if near:
            return near.pop() if len(near) == 1 else None
    return None


def polities_of(scene: Scene, chunk: Chunk) -> tuple[str, ...]:
    """Return the polities of a chunk as far as they are clear, each once."""
    if not chunk.polities:
        return ()
    if len(chunk.polities) == 1:
        clear = clear_polity(scene, chunk.polities[0])
        return (clear,) if clear else ()
    known = (clear_polity(scene, polity) for polity in chunk.polities)
    return tuple(dict.fromkeys(polity for polity in known if polity))


LED = frozenset({"head", "hog", "leader"})
"""Classes that a head of an organ seems to be of by the word alone: "the FSB chief", "president
of the Supreme Court". What such a head is instead, stands in `by_body` of titles.yml."""


def class_and_post(scene: Scene, chunk: Chunk, polity: str | None) -> tuple[str, str | None]:
    """Return the class of a chunk's main title, for its state, and whither it is sent."""
    best = ""
    for wording, general in chunk.titles:
        office_class = scene.register.title_class(wording, general, polity)
        if chunk.hint:
            bodies = scene.register.titles.get("by_body", {}).get(chunk.hint, {})
            led = chunk.hint.startswith("organ:") and office_class in LED
            led = led or (chunk.hint == "organ:part" and office_class == "sg")
            office_class = bodies.get(wording, "official" if led else office_class)
        if office_class == "none":
            continue
        if not best or rank(f"of:x.{office_class}") < rank(f"of:x.{best}"):
            best = office_class
    if best == "leader":
        best = scene.register.leader_class(polity) if polity else "leader"
    towards = clear_polity(scene, chunk.towards) if chunk.towards else None
    return best, towards if best in ("amb", "permrep", "envoy") else None
