"""Damaged names: whom of those that state, office and day leave in question they are like.

Never against everybody: a wrong name out of the whole table is as like as 0.98. The pool is
who held the office about that day, else who served the state, else the leaders of the states
that the text is about; what a likeness must reach grows with the pool (`actors.likeness`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dragoman.actors.chunks import Chunk
from dragoman.actors.likeness import Candidate, choose
from dragoman.actors.mentions.scene import Scene
from dragoman.actors.mentions.sorts import HOLDABLE, VAGUE
from dragoman.actors.register import office_id
from dragoman.actors.tokens import name_words

OUTSIDE = 0.05
"""What a day outside the tenure takes off a likeness, and again as much for a year of it: the
successor may be missing, or the source a few weeks out."""
NEARBY = 0.90
"""What a likeness must reach where the state stands elsewhere in the text."""
LONGEST = 5
"""Words of a name; what is longer is not one."""
STATES = 12
"""How many of the states that a text names most are looked through."""


@dataclass(frozen=True, slots=True)
class Identified:
    """Whom of the register a name means, and how that was found; see `model.Basis`."""

    person: str
    method: str
    score: float = 1.0
    pool: int = 1


def most_alike(
    scene: Scene, norms: tuple[str, ...], polity: str | None, office_class: str, chunk: Chunk
) -> Identified | None:
    """Return the person whom a damaged name means, if state and office leave few enough."""
    if not office_class or len(norms) > LONGEST or sum(map(len, norms)) < 3:
        return None
    if polity is None:
        return _of_several_states(scene, norms, office_class)
    if office_class in HOLDABLE:
        office = office_id(polity, office_class)
        if office_class == "amb" and chunk.towards:
            office = office_id(polity, "amb", scene.clear.get(chunk.towards, chunk.towards))
        if chunk.former:
            return None
        return _like(scene, norms, scene.register.near(office, scene.day))
    if office_class in VAGUE - {"counterpart", "leader"} or office_class in _SERVANTS:
        return _like(scene, norms, dict.fromkeys(scene.register.serving(polity, scene.day), 0))
    return None


_SERVANTS = frozenset({"deputyfm", "spokes", "deputynsa", "permrep", "dpm", "military",
                       "councilor"})  # fmt: skip


def _of_several_states(
    scene: Scene, norms: tuple[str, ...], office_class: str
) -> Identified | None:
    if office_class not in HOLDABLE:
        return None
    pool: dict[str, int] = {}
    for state, _count in scene.counts.most_common(STATES):
        pool.update(scene.register.near(office_id(state, office_class), scene.day))
    return _like(scene, norms, pool, least=NEARBY)


def _like(
    scene: Scene, norms: tuple[str, ...], pool: Mapping[str, int], *, least: float = 0.0
) -> Identified | None:
    choice = choose(norms, list(_candidates(scene, pool)), least=least)
    return Identified(choice.id, "likeness", choice.score, choice.pool) if choice else None


def _candidates(scene: Scene, pool: Mapping[str, int]) -> Iterable[Candidate]:
    for ident, days in pool.items():
        known = scene.register.person(ident)
        if known is None:
            continue
        states = sorted(polity for polity in known.polities if polity.startswith("st:"))
        yield Candidate(
            ident,
            scene.register.spelt(ident),
            tuple(name_words(known.family)) if known.family else (),
            states[0] if states else None,
            OUTSIDE * (1 + days / 365) if days else 0.0,
        )
