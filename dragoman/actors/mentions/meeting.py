"""The persons that a document introduces: by which name, title and state, anywhere in it."""

import re
from dataclasses import replace

from dragoman.actors.chunks import Chunk
from dragoman.actors.mentions.classes import class_and_post, polities_of
from dragoman.actors.mentions.identifying import identify
from dragoman.actors.mentions.learning import (
    gender_of,
    index_names,
    learn,
    polity_on,
    rest_on_facts,
)
from dragoman.actors.mentions.recalling import may_be, recall, recall_run
from dragoman.actors.mentions.scene import Entity, Scene
from dragoman.actors.mentions.sorts import CROWNS, SAME, VAGUE
from dragoman.actors.register import office_id
from dragoman.actors.tokens import name_key
from dragoman.model import Basis


def meet(scene: Scene, chunks: list[Chunk], several: bool) -> None:
    """Gather the persons of a sentence, joining fragments to whom they mean.

    Names of several words go first, over the whole document, so that a headline's
    single name finds whom the text introduces below it.
    """
    previous: Entity | None = None
    side: Entity | None = None  # the last one whose state is known
    for chunk in chunks:
        if chunk.kind == "pronoun":
            continue
        if not chunk.name_norms:
            states = polities_of(scene, chunk) if chunk.kind == "office" else ()
            previous = Entity("", (), states[0]) if len(states) == 1 else None
            continue
        entity = scene.entity_of.get((chunk.start, chunk.end))
        named = chunk.kind == "person" or (chunk.kind == "run" and chunk.how == "known")
        if (len(chunk.name_norms) > 1) is several and (entity is None or entity.person is None):
            if named and entity is None:
                entity = _introduce(scene, chunk, previous)
            elif scene.again and (chunk.kind == "run" or entity is not None):
                entity = _try_again(scene, chunk, entity) or _listed(scene, chunk, side)
            if entity is not None:
                scene.entity_of[(chunk.start, chunk.end)] = entity
        previous = entity or _foresee(scene, chunk)
        side = entity if entity is not None and entity.polity else side


def _try_again(scene: Scene, chunk: Chunk, entity: Entity | None) -> Entity | None:
    """Compare a name that nobody is known by with those whom the whole text leaves in question."""
    norms = name_key(chunk.name) or chunk.name_norms
    if entity is None and recall_run(scene, chunk, None) is not None:
        return None  # a fragment of somebody met
    polities = polities_of(scene, chunk)
    polity = polities[0] if len(polities) == 1 else None
    office_class, towards = class_and_post(scene, chunk, polity)
    # What the text leaves in question is settled by now: the same words mean the same person.
    asked = (
        scene.text[chunk.start : chunk.end], chunk.name, polity, office_class, chunk.titles,
        chunk.polities, chunk.towards, chunk.joined, chunk.former,
    )  # fmt: skip
    if asked not in scene.tried:
        scene.tried[asked] = identify(scene, norms, polity, office_class, chunk)
    found = scene.tried[asked]
    if found is None:
        return entity
    same = scene.by_person.get(found.person)
    if same is None:
        same = entity or Entity(chunk.name, norms)
        same.person = found.person
        same.basis = Basis(found.method, found.score, found.pool)
        known = scene.register.person(found.person)
        same.gender = (known.gender if known else "") or same.gender or gender_of(chunk)
        if entity is None:
            scene.entities.append(same)
            scene.by_first.setdefault(norms[0], []).append(same)
        elif same.polity not in (known.polities if known else ()):
            same.polity = same.office = None  # what was guessed for a stranger
    learn(scene, same, chunk, polity, office_class, towards)
    rest_on_facts(scene, same)
    index_names(scene, same, norms)
    return same


_BEFORE_ITEM = re.compile(r";\s+(?:and\s+)?$")
_AFTER_ITEM = re.compile(r",\s+[A-Z]")


def _listed(scene: Scene, chunk: Chunk, previous: Entity | None) -> Entity | None:
    """Take in an unknown member of a delegation's list: "...; Ana Teo, Head of the Unit; ...".

    Whose side the list is of, the member before says.
    """
    if chunk.kind != "run" or len(chunk.name_norms) < 2 or previous is None:
        return None
    before = scene.text[max(0, chunk.start - 8) : chunk.start]
    if not previous.polity or not _BEFORE_ITEM.search(before):
        return None
    if not _AFTER_ITEM.match(scene.text, chunk.end):
        return None
    norms = name_key(chunk.name) or chunk.name_norms
    entity = Entity(chunk.name, norms, previous.polity, gender=gender_of(chunk))
    scene.entities.append(entity)
    scene.by_first.setdefault(norms[0], []).append(entity)
    index_names(scene, entity, norms)
    return entity


def _foresee(scene: Scene, chunk: Chunk) -> Entity | None:
    """Return for whom "Putin" stands before names of one word are gathered."""
    norms = name_key(chunk.name)
    person = scene.register.alone(norms)
    if person is None:
        return None
    return Entity(chunk.name, norms, polity_on(scene, person, ""), person=person)


def _introduce(scene: Scene, chunk: Chunk, previous: Entity | None) -> Entity | None:
    polities = polities_of(scene, chunk)
    polity = polities[0] if len(polities) == 1 else None
    if polity is None and chunk.joined == "owner" and chunk.titles and previous is not None:
        polity = previous.polity  # "Putin aide Yuri Ushakov"
    office_class, towards = class_and_post(scene, chunk, polity)
    if office_class == "counterpart" and polity is None and previous is not None:
        office_class = previous.office_class  # "the minister, Kaba, and his homologue Mnatsakanian"
    norms = name_key(chunk.name) or chunk.name_norms
    known = recall(scene, norms, polity, office_class, chunk) if len(norms) == 1 else None
    if known is not None and not _is_belied(scene, known, norms, polity, office_class, chunk):
        learn(scene, known, chunk, polity, office_class, towards)
        return known
    found = identify(scene, norms, polity, office_class, chunk)
    if found is None and scene.in_title and chunk.titles and len(norms) > 1:
        # "Vice President Harris Lower Costs": in a title the name may end anywhere.
        found = identify(scene, norms[:1], polity, office_class, chunk)
        if found is not None:
            norms = norms[:1]
            chunk = replace(chunk, name=chunk.name.split()[0], name_norms=norms)
    person = found.person if found else None
    if person is None and (same := scene.by_norms.get(norms)):
        if polity and same.polity and polity != same.polity and not chunk.former:
            return same if not same.person else None
        learn(scene, same, chunk, polity, office_class, towards)
        return same
    if person is not None and (same := scene.by_person.get(person)):
        learn(scene, same, chunk, polity, office_class, towards)
        index_names(scene, same, norms)
        return same
    if person is None and len(norms) == 1 and not polity and not chunk.titles:
        return None
    if person is None and chunk.kind == "run":
        return None
    entity = Entity(chunk.name, norms, person=person, gender=gender_of(chunk))
    if found is not None and person is not None:
        entity.basis = Basis(found.method, found.score, found.pool)
        known_person = scene.register.person(person)
        if known_person is not None:
            entity.gender = known_person.gender or entity.gender
    if polity is None and chunk.titles:
        polity = _inherit(scene, chunk, office_class, previous, person, norms)
    learn(scene, entity, chunk, polity, office_class, towards)
    rest_on_facts(scene, entity)
    scene.entities.append(entity)
    scene.by_first.setdefault(norms[0], []).append(entity)
    index_names(scene, entity, norms)
    return entity


def _inherit(
    scene: Scene,
    chunk: Chunk,
    office_class: str,
    previous: Entity | None,
    person: str | None,
    norms: tuple[str, ...],
) -> str | None:
    """Say whose minister it is where the sentence does not.

    "Kamikawa and Defense Minister Minoru Kihara" are of one state; a title alone, in a
    government's own account or an outlet it owns, is of that state, unless the register
    knows that its holder has another name.
    """
    if person is not None:
        return None
    if (
        chunk.joined not in ("", "region")
        and previous is not None
        and previous.polity
        and (previous.name or chunk.joined == "including")
        and (previous.office_class != office_class or chunk.joined == ";")
        and office_class not in ("head", "hog", "counterpart")
    ):
        return previous.polity
    here = scene.home or scene.where
    crowns = {SAME.get(wording, wording) for wording, _class in chunk.titles} & CROWNS
    if crowns and here not in scene.register.overrides.get("monarchies", ()):
        return "st:jpn" if "emperor" in crowns and "st:jpn" in scene.said else None
    if here and office_class not in ("counterpart", "official", "amb"):
        if office_class in ("head", "hog", "fm", "vice", "crown"):
            holders = scene.register.holders(office_id(here, office_class), scene.day)
            known = scene.register.has_office(office_id(here, office_class))
            if holders or (office_class != "fm" and not (known and here == scene.home)):
                return None
        return here
    return None


def _is_belied(
    scene: Scene,
    entity: Entity,
    norms: tuple[str, ...],
    polity: str | None,
    office_class: str,
    chunk: Chunk,
) -> bool:
    """Return whether a title says that a name is not the one met: after Jill Biden, he."""
    if not office_class or office_class in VAGUE or may_be(scene, entity, office_class):
        return False
    other = identify(scene, norms, polity, office_class, chunk)
    return other is not None and other.person != entity.person
