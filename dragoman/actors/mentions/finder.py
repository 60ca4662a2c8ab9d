"""The finder itself: chunks first, then the persons met, then mention after mention."""

import re

from dragoman.actors.chunks import HOME, Chunk, Line, read_chunks
from dragoman.actors.mentions.alone import foresee
from dragoman.actors.mentions.classes import clear_polity, polities_of
from dragoman.actors.mentions.forms import read_form
from dragoman.actors.mentions.groups import read_group
from dragoman.actors.mentions.meeting import meet
from dragoman.actors.mentions.naming import read_person, read_stranger
from dragoman.actors.mentions.offices import read_office, read_organ
from dragoman.actors.mentions.places import is_union, place_here, read_damaged_place
from dragoman.actors.mentions.pronouns import read_pronoun
from dragoman.actors.mentions.scene import CleanTextLike, Entity, Memory, Scene
from dragoman.actors.mentions.settling import (
    count_states,
    find_desk,
    find_home,
    find_own,
    find_where,
    is_official,
    settle,
)
from dragoman.actors.register import Register
from dragoman.actors.tokens import fold, split_words
from dragoman.model import Actor, Mention, MentionKind, SectionKind


def find_mentions(
    clean: CleanTextLike, register: Register, *, day: str | None
) -> tuple[tuple[Mention, ...], ...]:
    """Find the stretches of each sentence that name actors or places.

    Args:
        clean: A text with its sentences.
        register: Who is known.
        day: The day of the document, EDTF; it decides who held an office. Without one a
            title names an office and nobody.

    Returns:
        One tuple for each sentence of `clean.sentences`, in their order; mentions are
        sorted, do not overlap, and count in `clean.text`. A mention without actors names
        somebody who could not be told apart ("Congo"), or a bare place.
    """
    return _find(Scene(clean, register, day))


# Titles of documents in which one person speaks: "Statement from President Joe Biden on ...".
_SPEAKS = re.compile(
    r"\W*(?:press )?(?:statement|remarks|message|letter|op-ed)\b[^:]{0,40}? "
    r"(?:from|by|of) (?:the )?",
    re.IGNORECASE,
)


def _find(scene: Scene) -> tuple[tuple[Mention, ...], ...]:
    sentences = scene.clean.sentences
    lines = [split_words(scene.text, s.start, s.end) for s in sentences]
    small = {raw for words in lines for raw in words.raw if raw[0].islower()}
    common = frozenset(map(fold, small))
    read = [read_chunks(Line(scene.register, scene.text, words, common)) for words in lines]
    scene.home, scene.desk = find_home(scene), find_desk(scene)
    scene.clear = settle(scene, read) | {HOME: scene.home}
    scene.official = is_official(scene)
    scene.where = find_where(scene, read)
    scene.counts = count_states(scene, read)
    scene.said = {p for chunks in read for chunk in chunks for p in polities_of(scene, chunk)}
    scene.officials = [
        (chunk.start, polity)
        for chunks in read
        for chunk in chunks
        if chunk.kind == "office" and chunk.titles[0][1] in ("official", "leader")
        for polity in polities_of(scene, chunk)
    ]
    named = [n for n, chunks in enumerate(read) if any(chunk.name_norms for chunk in chunks)]
    order = sorted(named, key=lambda n: sentences[n].section is not SectionKind.BODY)
    scene.strangers = {
        word
        for chunks in read
        for chunk in chunks
        if chunk.kind in ("run", "stranger") and len(chunk.name_norms) > 1
        if not chunk.how or (chunk.kind == "stranger" and chunk.how != "known")
        if not scene.register.of_family(chunk.name_norms)  # "bin Salman"
        for word in chunk.name_norms
    }
    titled = _read_title(scene, common)
    scene.in_title = True
    for several in (True, False):
        meet(scene, titled, several)
    scene.in_title = False
    scene.of_title, scene.entity_of = scene.entity_of, {}
    scene.speaker = _find_speaker(scene, titled)
    for several in (True, False):
        for number in order:
            meet(scene, read[number], several)
    # Now it is known which states the persons serve: names that asked for one are tried again.
    scene.said |= {entity.polity for entity in scene.entities if entity.polity}
    foresee(scene, (c.name_norms[0] for chunks in read for c in chunks if _is_lone(c)))
    scene.visited = {
        place.state
        for chunks in read
        for chunk in chunks
        if chunk.kind == "place" and (place := scene.register.place(chunk.place or ""))
        if place.state
    }
    if scene.home is None and scene.where is None:
        scene.own, scene.guess = find_own(scene, read)
    scene.again = True
    for several in (True, False):
        for number in order:
            meet(scene, read[number], several)
    for entity in scene.entities:
        if entity.polity:
            scene.by_polity.setdefault(entity.polity, []).append(entity)
    found: list[tuple[Mention, ...]] = []
    section: SectionKind | None = None
    for sentence, chunks in zip(sentences, read, strict=True):
        if sentence.section is not section:
            scene.memory = Memory()
            section = sentence.section
        scene.memory.open()
        found.append(_read_sentence(scene, chunks))
    return tuple(found)


def _is_lone(chunk: Chunk) -> bool:
    return chunk.kind == "run" and len(chunk.name_norms) == 1 and not chunk.definite


def _read_title(scene: Scene, common: frozenset[str]) -> list[Chunk]:
    """Read the title too: it often says the state that the text leaves out."""
    title = scene.clean.doc.title
    if not title or len(title) > 1000:
        return []
    words = split_words(title, 0, len(title))
    chunks = read_chunks(Line(scene.register, title, words, common))
    return [c for c in chunks if c.kind == "person" and c.name_norms]


def _find_speaker(scene: Scene, titled: list[Chunk]) -> Entity | None:
    """Return who says "I": the one person whose statement the title says it is."""
    title = scene.clean.doc.title or ""
    match = _SPEAKS.match(title)
    if match is None:
        return None
    for number, chunk in enumerate(titled):
        if not 0 <= chunk.start - match.end() <= 12:
            continue
        following = titled[number + 1 : number + 2]
        if following and title[chunk.end : following[0].start].strip() in ("and", "&", ","):
            return None  # a joint statement has no "I"
        entity = scene.of_title.get((chunk.start, chunk.end))
        return entity if entity is not None and entity.polity else None
    return None


def _read_sentence(scene: Scene, chunks: list[Chunk]) -> tuple[Mention, ...]:
    found: list[Mention] = []
    for number, chunk in enumerate(chunks):
        mention = _mention_of(scene, chunk)
        if mention is None and chunk.kind == "run" and number + 1 < len(chunks):
            mention = read_damaged_place(scene, chunk, chunks[number + 1])
        if mention is not None and found and _are_joined(scene.text, found[-1], mention):
            actors = (*found[-1].actors, *mention.actors)
            mention = Mention(found.pop().start, mention.end, MentionKind.PERSON, actors)
        if mention is not None:
            found.append(mention)
    return tuple(found)


def _are_joined(text: str, one: Mention, two: Mention) -> bool:
    """Say whether two persons are named by one word: "the Putin-Erdogan talks"."""
    return text[one.end : two.start] in ("-", "\u2013") and all(
        mention.kind is MentionKind.PERSON and mention.actors for mention in (one, two)
    )


def _mention_of(scene: Scene, chunk: Chunk) -> Mention | None:
    match chunk.kind:
        case "person" | "run":
            return read_person(scene, chunk)
        case "stranger":
            return read_stranger(scene, chunk)
        case "office":
            return read_office(scene, chunk)
        case "pronoun":
            return read_pronoun(scene, chunk)
        case "form":
            return read_form(scene, chunk)
        case "group":
            return read_group(scene, chunk)
        case "organ":
            return read_organ(scene, chunk)
        case "outlet":
            return Mention(chunk.start, chunk.end, MentionKind.OUTLET)
        case "place":
            return Mention(chunk.start, chunk.end, MentionKind.PLACE, (), place_here(scene, chunk))
        case "polity" | "pair" | "org":
            return _named_polity(scene, chunk)
        case _:
            return None


def _named_polity(scene: Scene, chunk: Chunk) -> Mention | None:
    if is_union(scene, chunk):
        scene.memory.state(chunk.start, "og:eu", True)
        actor = Actor("og:eu", how="metonym")
        return Mention(chunk.start, chunk.end, MentionKind.ORGANIZATION, (actor,))
    actors = tuple(Actor(polity, how=chunk.how) for polity in polities_of(scene, chunk))
    if not actors and not any(";" in polity for polity in chunk.polities):
        return None  # a word that is a state's only at times: "the Americas"
    kind = MentionKind.POLITY
    if all(polity.startswith("og:") for polity in chunk.polities):
        kind = MentionKind.ORGANIZATION
    place = chunk.place
    if place is not None and place.startswith("?"):
        place = clear_polity(scene, place)
    acts = chunk.how not in ("place", "adjective")
    for actor in actors:
        if actor.polity:
            scene.memory.state(chunk.start, actor.polity, acts)
    return Mention(chunk.start, chunk.end, kind, actors, place)
