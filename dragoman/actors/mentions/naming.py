"""Mentions of persons by name."""

from dataclasses import replace

from dragoman.actors.chunks import Chunk
from dragoman.actors.mentions.alone import ACTS, better_known, read_one_name
from dragoman.actors.mentions.classes import class_and_post, polities_of
from dragoman.actors.mentions.owned import owner_of, sender_of
from dragoman.actors.mentions.pronouns import subject_before
from dragoman.actors.mentions.recalling import recall, recall_run
from dragoman.actors.mentions.scene import Entity, Scene
from dragoman.actors.register import office_id
from dragoman.actors.tokens import name_key
from dragoman.model import Actor, Mention, MentionKind

_COUNTERPART = (("counterpart", "counterpart"),)
MOST_WORDS = 4
"""From how many words on a name is a full one: "von der Leyen" has three."""


def read_person(scene: Scene, chunk: Chunk) -> Mention | None:
    """Read a chunk with a name as whoever the document or the register means by it."""
    entity = scene.entity_of.get((chunk.start, chunk.end))
    how = "alias"
    if entity is None or chunk.kind == "run":
        known = entity
        polities = polities_of(scene, chunk)
        polity = polities[0] if len(polities) == 1 else None
        entity = known or recall_run(scene, chunk, polity)
        if entity is not None and known is None and polity is None:
            entity = better_known(scene, chunk, entity)
        how = "alias" if known and len(chunk.name_norms) > 1 else "coreference"
        if entity is None and len(chunk.name_norms) < MOST_WORDS:
            entity, how = read_one_name(scene, chunk, polity), "alias"
    elif chunk.titles:
        how = "title"
    if entity is None:
        unknown = len(chunk.name_norms) > 1 and ACTS.match(scene.text, chunk.end)
        if unknown or len(scene.by_key.get(" ".join(chunk.name_norms), ())) > 1:
            scene.remember(chunk.start, Entity("", ()))  # "he" is not who was before
        return _keep_owner(scene, chunk)
    if polities := polities_of(scene, chunk):
        entity.polity = entity.polity or polities[0]
    elif (
        chunk.own
        and entity.person is None
        and entity.polity is None
        and chunk.titles[:1] != _COUNTERPART
    ):
        owner = owner_of(scene, chunk)  # "its ambassador to Kenya, William Mpandi"
        if owner is not None:
            office_class, towards = class_and_post(scene, chunk, owner)
            entity.polity, entity.office_class = owner, office_class
            entity.office = office_id(owner, office_class, towards) if office_class else None
    elif entity.polity is None and entity.person is None and entity.office_class == "amb":
        sender = sender_of(scene, chunk)  # "China handed it over. Ambassador Niu Qingbao said"
        if sender is not None:
            entity.polity, entity.office = sender, office_id(sender, "amb", None)
    # "Biden" is a fragment; the mention still says who is meant.
    if not (scene.text[chunk.end : chunk.end + 1] == ":" and chunk.name.isupper()):
        scene.remember(chunk.start, entity)  # the label of who speaks is nobody's "she"
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
    norms = name_key(chunk.name) or chunk.name_norms
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
