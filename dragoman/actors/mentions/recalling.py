"""Fragments of names: whom of the persons met so far they mean."""

from dragoman.actors.chunks import Chunk
from dragoman.actors.mentions.scene import Entity, Scene
from dragoman.actors.mentions.sorts import LEADERS, MANY, SUFFIX, VAGUE
from dragoman.actors.tokens import name_key


def recall(
    scene: Scene, norms: tuple[str, ...], polity: str | None, office_class: str, chunk: Chunk
) -> Entity | None:
    """Return the one person of the document that a fragment means."""
    key = " ".join(norms)
    candidates = scene.by_key.get(key, [])
    if not candidates and (chunk.titles or chunk.gender or chunk.definite):
        candidates = scene.by_weak.get(key, [])[: MANY + 1]
        if office_class and office_class not in VAGUE:
            # "King Abdullah" and "Crown Prince Hussein": a given name is not enough.
            candidates = [e for e in candidates if may_be(scene, e, office_class)]
    if len(candidates) > MANY:
        return None
    if polity:
        candidates = [e for e in candidates if e.polity in (None, polity)]
    if len(candidates) > 1 and office_class and office_class not in VAGUE:
        same = [e for e in candidates if e.office_class == office_class]
        candidates = same or candidates
    if len(candidates) > 1 and chunk.gender:
        candidates = [e for e in candidates if e.gender in ("", chunk.gender)]
    if len(candidates) > 1 and not chunk.titles:
        # Of Kim Jong Un and Kim Yo Jong, "Kim" is the leader.
        candidates = [e for e in candidates if e.office_class in LEADERS] or candidates
    return candidates[0] if len(candidates) == 1 else None


def may_be(scene: Scene, entity: Entity, office_class: str) -> bool:
    """Return whether somebody can be called by a title of this class."""
    own = entity.office_class
    return (
        own in ("", office_class, "official", "counterpart")
        or own in VAGUE
        or bool(
            entity.person and scene.register.office_on(entity.person, scene.day, only=office_class)
        )
    )


def recall_run(scene: Scene, chunk: Chunk, polity: str | None) -> Entity | None:
    """Return the person of the document whom a name without a title means."""
    norms = name_key(chunk.name) or chunk.name_norms
    if (same := scene.by_norms.get(norms)) and (len(norms) > 1 or " ".join(norms) in same.keys):
        return same if same.polity in (None, polity) or polity is None else None
    if len(norms) == 1 and (norms[0] in scene.register.lists.no_names or not norms[0].isalpha()):
        return None
    if (entity := recall(scene, norms, polity, "", chunk)) is not None:
        return entity
    if len(norms) > 1:
        return _variant_of(scene, norms, chunk)
    return None


def _variant_of(scene: Scene, norms: tuple[str, ...], chunk: Chunk) -> Entity | None:
    """Join "Yang Jiezheng" to Yang Jiechi: one family name, given names that begin alike."""
    plain = tuple(w for w in norms if len(w) > 1 and w not in SUFFIX)
    alike = []
    for entity in scene.by_first.get(plain[0], [])[:MANY] if plain else ():
        words = tuple(w for w in entity.norms if len(w) > 1 and w not in SUFFIX)
        same_ends = len(plain) > 1 and plain[-1] == words[-1]
        same_start = (
            entity.polity in scene.family_first
            and len(plain) == len(words) == 2
            and plain[1][:3] == words[1][:3]
        )
        if same_ends or same_start:
            alike.append(entity)
    return alike[0] if len(alike) == 1 else None
