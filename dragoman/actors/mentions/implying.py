"""Leaders whom a text hides behind "a Chinese official": the office that the circumstances fit.

Only where the same document has evidence of a leader's level: the unnamed official deals with
a named leader of another state, and the text speaks of a state visit or of heads of state,
while no leader of the official's own state is named. The office is then inferred and marked
so; who holds it stands among the facts, and no name is put into the text's mouth.
"""

import re

from dragoman.actors.chunks import Chunk
from dragoman.actors.mentions.scene import Scene
from dragoman.actors.mentions.sorts import LEADERS
from dragoman.actors.register import office_id
from dragoman.model import Actor, Basis

_UNNAMED = frozenset({"official", "officials", "leader", "leaders", "top leader", "top official"})
_LEVEL = re.compile(
    r"\bstate visit\b|\bheads? of state\b|\bhead-of-state\b|\bstrategic guidance of\b"
    r"|\bsummit of (?:the )?leaders\b",
    re.IGNORECASE,
)


def imply_leader(scene: Scene, chunk: Chunk, polity: str) -> Actor | None:
    """Return the leader's office that an unnamed official fits; None without the evidence."""
    if not chunk.titles or chunk.titles[0][0] not in _UNNAMED or not polity.startswith("st:"):
        return None
    if not _is_of_leaders(scene) or _names_own_leader(scene, polity):
        return None
    if not _meets_leader(scene, polity):
        return None
    office = office_id(polity, scene.register.leader_class(polity))
    holder = scene.register.holder(office, scene.day)
    facts = scene.register.facts(holder, scene.day, office) if holder else ()
    return Actor(polity, office, how="role", basis=Basis("circumstances", 0.5, 1, facts, True))


def _is_of_leaders(scene: Scene) -> bool:
    if scene.of_leaders is None:
        scene.of_leaders = _LEVEL.search(scene.text) is not None
    return scene.of_leaders


def _names_own_leader(scene: Scene, polity: str) -> bool:
    return any(
        entity.office_class in LEADERS and entity.name for entity in scene.by_polity.get(polity, ())
    )


def _meets_leader(scene: Scene, polity: str) -> bool:
    """Return whether one sentence has the state's unnamed official and another's leader."""
    pairs = scene.unnamed_beside_leaders
    if pairs is None:
        pairs = scene.unnamed_beside_leaders = set()
        leaders = [
            (start, entity)
            for (start, _end), entity in scene.entity_of.items()
            if entity.office_class in LEADERS
        ]
        for sentence in scene.clean.sentences:
            here = {
                entity.polity
                for start, entity in leaders
                if sentence.start <= start < sentence.end and entity.polity
            }
            if here:
                officials = {
                    state
                    for start, state in scene.officials
                    if sentence.start <= start < sentence.end
                }
                pairs.update(state for state in officials if here - {state})
    return polity in pairs
