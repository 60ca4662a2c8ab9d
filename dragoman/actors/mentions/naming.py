"""Mentions of persons by name."""

from dataclasses import replace

from dragoman.actors.chunks import Chunk
from dragoman.actors.mentions.classes import polities_of
from dragoman.actors.mentions.identifying import is_royal, serving_of
from dragoman.actors.mentions.learning import enter
from dragoman.actors.mentions.pronouns import subject_before
from dragoman.actors.mentions.recalling import recall, recall_run
from dragoman.actors.mentions.scene import Entity, Scene
from dragoman.actors.register import RANK, class_of, office_id, rank
from dragoman.actors.tokens import name_words
from dragoman.model import Actor, Mention, MentionKind

_COUNTERPART = (("counterpart", "counterpart"),)


def read_person(scene: Scene, chunk: Chunk) -> Mention | None:
    """Read a chunk with a name as whoever the document or the register means by it."""
    entity = scene.entity_of.get((chunk.start, chunk.end))
    how = "alias"
    if entity is None or chunk.kind == "run":
        known = entity
        polities = polities_of(scene, chunk)
        polity = polities[0] if len(polities) == 1 else None
        entity = known or recall_run(scene, chunk, polity)
        how = "alias" if known and len(chunk.name_norms) > 1 else "coreference"
        if entity is None and len(chunk.name_norms) == 1:
            entity, how = _read_one_name(scene, chunk, polity), "alias"
    elif chunk.titles:
        how = "title"
    if entity is None:
        if len(scene.by_key.get(" ".join(chunk.name_norms), ())) > 1:
            scene.remember(chunk.start, Entity("", ()))  # one of two: "he" is not who was before
        return _keep_owner(scene, chunk)
    if polities := polities_of(scene, chunk):
        entity.polity = entity.polity or polities[0]
    # "Biden" is a fragment; the mention still says who is meant.
    scene.remember(chunk.start, entity)
    actor = entity.actor(how)
    if actor.office is None and actor.polity and chunk.titles[:1] == _COUNTERPART:
        subject = subject_before(scene, chunk.start, "", but=entity)
        if subject and subject.office_class not in ("", "official", "spouse", "counterpart"):
            actor = replace(actor, office=office_id(actor.polity, subject.office_class))
    if chunk.former:
        actor = replace(actor, office=None)
    return Mention(chunk.start, chunk.end, MentionKind.PERSON, (actor,))


def read_stranger(scene: Scene, chunk: Chunk) -> Mention | None:
    """Read "Director Wang" as the official of this name whom the document introduces."""
    if chunk.how not in scene.register.titles.get("also_of_state", ()):
        return None
    norms = tuple(name_words(chunk.name)) or chunk.name_norms
    entity = recall(scene, norms, None, "", chunk)
    if entity is None or entity.person is None:
        return None
    scene.remember(chunk.start, entity)
    return Mention(chunk.start, chunk.end, MentionKind.PERSON, (entity.actor("coreference"),))


def _keep_owner(scene: Scene, chunk: Chunk) -> Mention | None:
    """Keep the state of "Turkey's Somebody" when nobody knows the somebody."""
    polities = polities_of(scene, chunk)
    if chunk.kind == "run" and polities and chunk.name:
        end = scene.text.find(chunk.name.split()[0], chunk.start)
        stop = end if end > chunk.start else chunk.end
        words = scene.text[chunk.start : stop].rstrip()
        for mark in ("'s", "\u2019s", "'", "\u2019"):
            if words.endswith(mark):
                words = words[: -len(mark)]
                break
        if words:
            plain = chunk.group == "nationality"
            scene.memory.state(chunk.start, polities[0], not plain)
            place = polities[0] if polities[0].startswith("st:") and not plain else None
            how = "adjective" if plain else "alias"
            return Mention(
                chunk.start,
                chunk.start + len(words),
                MentionKind.POLITY,
                (Actor(polities[0], how=how),),
                place,
            )
    return None


def _read_one_name(scene: Scene, chunk: Chunk, polity: str | None) -> Entity | None:
    """Return whom one name means that the document does not introduce.

    "Poland's Duda" by the state, "Mr. Sullivan" in his own government's account, and
    "Lavrov" because there is but one.
    """
    if polity is None and not chunk.definite:
        return _read_reigning(scene, chunk)
    own = polity or scene.home
    norms = tuple(name_words(chunk.name)) or chunk.name_norms
    if is_royal(scene, chunk):
        royal = scene.register.crowned(norms[0], scene.day, polity=polity)
        if royal:
            return enter(scene, chunk, royal, polity, "throne")
    if own is None or norms[0] in scene.strangers:
        return None if own else _read_reigning(scene, chunk)
    serving = serving_of(scene, scene.register.of_family(norms), own, "")
    if polity is None:
        # "Mr. Sullivan" in his own government's account: one of rank, and no common name.
        common = norms[0] in scene.register.lists.not_alone
        serving = [] if common else [p for p in serving if _is_of_rank(scene, p, own)]
    known = [p for p in serving if _may_be_called(scene, p, chunk)]
    serving = known
    ranked = sorted(
        serving, key=lambda p: rank(scene.register.office_on(p, scene.day, polity=own) or "")
    )
    if len(ranked) > 1:
        first, second = (scene.register.office_on(p, scene.day, polity=own) for p in ranked[:2])
        if rank(first or "")[0] == rank(second or "")[0]:
            return None
    if not ranked:
        return _read_reigning(scene, chunk) if polity is None else None
    return enter(scene, chunk, ranked[0], own, "surname")


def _is_of_rank(scene: Scene, person: str, polity: str) -> bool:
    office = scene.register.office_on(person, scene.day, polity=polity)
    return office is not None and rank(office)[0] < RANK["amb"]


def _may_be_called(scene: Scene, person: str, chunk: Chunk) -> bool:
    """Return whether an honorific does not speak against somebody: "Mrs. Bush" is not he."""
    known = scene.register.person(person)
    return not (chunk.gender in ("m", "f") and known and known.gender not in ("", chunk.gender))


def _read_reigning(scene: Scene, chunk: Chunk) -> Entity | None:
    """Return the leader or foreign minister whom wires call by this name without a title."""
    word = chunk.name_norms[0]
    if word in scene.strangers or chunk.name.isupper():
        return None
    person = scene.register.reigning(word, scene.day) or _ranking_here(scene, word)
    if person is None:
        return None
    return enter(scene, chunk, person, None, "alone")


def _ranking_here(scene: Scene, word: str) -> str | None:
    """Return the one official of rank with this name whose state the text is about: "Shoigu"."""
    lists = scene.register.lists
    if len(word) < 5 or word in lists.not_alone or word in lists.no_names:
        return None
    found = {
        (person, office)
        for person in scene.register.of_family((word,))
        if (office := scene.register.office_on(person, scene.day))
        and scene.register.polity_of(office) in scene.said
    }
    if len({person for person, _office in found}) != 1:
        return None
    [(person, office)] = found
    high = rank(office)[0] <= RANK["nsa"] or class_of(office) in ("spokes", "deputyfm")
    return person if high else None
