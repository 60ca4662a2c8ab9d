"""Who holds an office: of the document first, then of the register."""

from dataclasses import replace

from dragoman.actors.chunks import Chunk
from dragoman.actors.mentions.classes import class_and_post
from dragoman.actors.mentions.implying import imply_leader
from dragoman.actors.mentions.scene import Entity, Scene
from dragoman.actors.mentions.sorts import HOLDABLE, MANY
from dragoman.actors.register import office_id
from dragoman.model import Actor, Basis


def holder_of(scene: Scene, chunk: Chunk, polity: str) -> Actor:
    """Say who "the Chinese president" is: of the document first, then of the register."""
    office_class, towards = class_and_post(scene, chunk, polity)
    if office_class in ("official", "", "spouse"):
        scene.memory.state(chunk.start, polity, True)
        return imply_leader(scene, chunk, polity) or Actor(polity, how="role")
    office = office_id(polity, office_class, towards)
    if chunk.former:
        return Actor(polity, how="role")
    entity = serving_here(scene, polity, office_class) if chunk.definite else None
    if entity is not None:
        scene.remember(chunk.start, entity)
        return replace(entity.actor("title"), office=entity.office or office)
    person = None
    if office_class in HOLDABLE and chunk.definite:
        person = scene.register.holder(office, scene.day)
    if person is not None:
        entity = scene.by_person.get(person)
        if entity is None:
            known = scene.register.person(person)
            entity = Entity("", (), polity, office, office_class, person)
            entity.gender = known.gender if known else ""
            facts = scene.register.facts(person, scene.day, office)
            entity.basis = Basis("office", facts=facts, inferred=True)
            scene.by_person[person] = entity
        scene.remember(chunk.start, entity)
        return Actor(polity, office, person, None, "title", entity.basis)
    nobody = Entity("", (), polity, office, office_class)
    scene.remember(chunk.start, nobody)
    return Actor(polity, office, how="role")


def serving_here(scene: Scene, polity: str, office_class: str) -> Entity | None:
    """Return the one person to whom the document gives this office."""
    found = [
        entity
        for entity in scene.by_polity.get(polity, [])[:MANY]
        if entity.polity == polity
        and not entity.past
        and (
            entity.office_class == office_class
            or (
                entity.person
                and scene.register.office_on(
                    entity.person, scene.day, polity=polity, only=office_class
                )
            )
        )
    ]
    return found[0] if len(found) == 1 else None
