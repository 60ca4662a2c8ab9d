"""What a document says of a person, and by which fragments it will mean them later."""

from dataclasses import replace

from dragoman.actors.chunks import Chunk
from dragoman.actors.mentions.scene import Entity, Scene
from dragoman.actors.mentions.sorts import SAME, SUFFIX, VAGUE
from dragoman.actors.register import class_of, office_id
from dragoman.actors.tokens import name_key, name_words
from dragoman.model import Basis

_WOMEN = frozenset({"queen", "princess", "spokeswoman", "chairwoman", "crown princess",
                    "first lady"})  # fmt: skip
_MEN = frozenset({"king", "emir", "amir", "sultan", "pope", "crown prince", "spokesman"})
_ARABIC = frozenset({"bin", "ibn", "bint", "abu", "abd", "von", "van", "der", "den", "del", "dos"})


def learn(
    scene: Scene,
    entity: Entity,
    chunk: Chunk,
    polity: str | None,
    office_class: str,
    towards: str | None,
) -> None:
    """Add to what is known of a person what this chunk says."""
    entity.wordings.update(SAME.get(wording, wording) for wording, _class in chunk.titles)
    if len(chunk.name) > len(entity.name) and len(chunk.name_norms) > 1:
        entity.name = chunk.name
    entity.gender = entity.gender or gender_of(chunk)
    if polity and not entity.polity:
        entity.polity = polity
    if entity.person and not entity.polity:
        entity.polity = polity_on(scene, entity.person, office_class)
    if chunk.former or office_class in ("", "official", "counterpart"):
        if entity.person and not entity.office and not chunk.former:
            _serve(scene, entity, None)
        return
    better = not entity.office_class or entity.office_class in VAGUE
    if better:
        entity.office_class = office_class
    if entity.person:
        _serve(scene, entity, office_class)
    elif entity.polity and better and office_class != "leader":
        entity.office = office_id(entity.polity, office_class, towards)


def _serve(scene: Scene, entity: Entity, office_class: str | None) -> None:
    """Name the office that a known person holds on the day, the said one if held."""
    assert entity.person is not None  # noqa: S101 - callers look first
    held = None
    if office_class:
        held = scene.register.office_on(
            entity.person, scene.day, polity=entity.polity, only=office_class
        )
    held = held or scene.register.office_on(entity.person, scene.day, polity=entity.polity)
    if held and (not entity.office or office_class == class_of(held)):
        # A post without an office of its own is told by its state and its holder.
        entity.office = held if class_of(held) != "official" else None
        entity.office_class = class_of(held)
    elif not held and office_class and entity.polity and not entity.office:
        entity.office_class = office_class
        office = office_id(entity.polity, office_class)
        # "Michael Froman, President" of a council is not the state's, who is somebody else;
        # "President Trump", between his terms, is he without the office.
        taken = scene.register.holders(office, scene.day)
        if office_class not in VAGUE and not taken:
            entity.office = office


def polity_on(scene: Scene, person: str, office_class: str) -> str | None:
    """Return for whom somebody acts on the day, else for whom they ever did, if for one."""
    held = scene.register.office_on(person, scene.day)
    if office_class:
        held = scene.register.office_on(person, scene.day, only=office_class) or held
    if held:
        return scene.register.polity_of(held)
    known = scene.register.person(person)
    if known is None:
        return None
    said = known.polities & scene.said if scene.day is None or scene.day[0] == "X" else set()
    if len(said) == 1:
        return next(iter(said))
    states = {polity for polity in known.polities if polity.startswith("st:")}
    if len(states) == 1:
        return states.pop()
    return scene.register.closest(person, scene.day)


def index_names(scene: Scene, entity: Entity, norms: tuple[str, ...]) -> None:
    """Make a person findable by the fragments that the text may use later."""
    if entity.person:
        scene.by_person.setdefault(entity.person, entity)
    scene.by_norms.setdefault(norms, entity)
    known = scene.register.person(entity.person) if entity.person else None
    names = {norms}
    family = set(name_words(known.family)) if known is not None and known.family else set()
    if known is not None:
        if family:
            _add_key(scene, entity, " ".join(name_words(known.family)))
            for key in _first_of_two(known.family, norms):
                if key not in _ARABIC and not _is_common(scene, key):
                    _add_key(scene, entity, key)
        names |= {name_key(name) for name in known.names}
    for words in names:
        plain = tuple(w for w in words if len(w) > 1 and w not in SUFFIX)
        if not plain:
            continue
        if len(plain) == 1:
            _add_key(scene, entity, plain[0])
            continue
        # The page may go on with its own spelling: "Kasym-Zhomart Tokaev ... Tokaev".
        own = words == norms and not family & set(plain)
        if not family or own:
            for key in _guess_family(scene, entity, plain):
                if not family or not _is_common(scene, key):
                    _add_key(scene, entity, key)
        for word in plain:
            if len(word) > 2 and word not in _ARABIC:
                _add_weak(scene, entity, word)


def _first_of_two(family: str, norms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first word of a family name of two, as the register and as the text has it.

    >>> _first_of_two("Bagheri Kani", ("ali", "baqeri", "kani"))
    ('bagheri', 'baqeri')
    """
    words = name_words(family)
    if len(words) != 2:
        return ()
    return (words[0], norms[-2]) if len(norms) > 2 and norms[-1] == words[1] else (words[0],)


def _is_common(scene: Scene, key: str) -> bool:
    """Return whether a spelling that the register does not have is a word, or everybody's name."""
    lists = scene.register.lists
    if len(key) < 4:
        return True
    return key in lists.not_alone or key in lists.not_persons or key in lists.common_given


def _guess_family(scene: Scene, entity: Entity, words: tuple[str, ...]) -> list[str]:
    """Guess by which words of an unknown name the text will go on."""
    polity = entity.polity or ""
    capitals = [w for w in entity.name.split() if len(w) > 2 and w.isupper()]
    if len(capitals) == 1 and len(entity.name.split()) > 1:
        return [" ".join(name_words(capitals[0]))]
    if polity in scene.family_first:
        return [words[0]]
    keys = [words[-1]]
    if polity in scene.family_either:
        keys.append(words[0])
    particles = {"bin", "ibn", "di", "de", "da", "von", "van", "le", "la", "der", "den", "del"}
    if len(words) > 2 and words[-2] in particles:
        keys.append(" ".join(words[-2:]))
    if len(words) > 2 and "bin" in words:
        place = words.index("bin")
        keys.append(" ".join(words[place : place + 2]))
        keys.append(" ".join(words[: place + 2]))
    if len(words) > 2:
        keys.append(" ".join(words[-2:]))
    return keys


def _add_key(scene: Scene, entity: Entity, key: str) -> None:
    if key and key not in entity.keys:
        entity.keys.add(key)
        scene.by_key.setdefault(key, []).append(entity)


def _add_weak(scene: Scene, entity: Entity, key: str) -> None:
    if key not in entity.weak:
        entity.weak.add(key)
        scene.by_weak.setdefault(key, []).append(entity)


def gender_of(chunk: Chunk) -> str:
    """Return "m" or "f" where an honorific or a title tells, else ""."""
    if chunk.gender in ("m", "f"):
        return chunk.gender
    if any(wording in _WOMEN for wording, _ in chunk.titles):
        return "f"
    return "m" if any(wording in _MEN for wording, _ in chunk.titles) else ""


def enter(scene: Scene, chunk: Chunk, person: str, polity: str | None, method: str) -> Entity:
    """Make a person known to the rest of the document."""
    norms = name_key(chunk.name) or chunk.name_norms
    entity = scene.by_person.get(person) or Entity(chunk.name, norms, polity, person=person)
    entity.basis = entity.basis or Basis(method)
    learn(scene, entity, replace(chunk, titles=()), polity, "", None)
    rest_on_facts(scene, entity)
    index_names(scene, entity, norms)
    return entity


def rest_on_facts(scene: Scene, entity: Entity) -> None:
    """Write down which tenures of the register a resolution rests on."""
    if entity.basis is not None and entity.person is not None:
        entity.past = scene.register.years_off(entity.person, scene.day) > 1
        facts = scene.register.facts(entity.person, scene.day, entity.office)
        entity.basis = replace(entity.basis, facts=facts)
