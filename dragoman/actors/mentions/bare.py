"""Offices without a state: "the prime minister" is whoever had that office last."""

import re
from dataclasses import replace

from dragoman.actors.chunks import Chunk
from dragoman.actors.mentions.classes import class_and_post
from dragoman.actors.mentions.holders import holder_of, serving_here
from dragoman.actors.mentions.masthead import masthead_body
from dragoman.actors.mentions.owned import state_sent_to
from dragoman.actors.mentions.scene import Entity, Scene
from dragoman.actors.mentions.sorts import BACK, CROWNS, HOLDABLE, LEADERS, MANY, MINISTERS, SAME
from dragoman.actors.register import office_id
from dragoman.model import Actor, Mention, MentionKind

_OF_NO_STATE = frozenset({"president of the republic", "head of state", "head of government"})

# What the holder of no state's office is called that another state's account means by it.
_OTHERS = frozenset(
    {"high representative", "premier", "executive vice president", "speaker of parliament",
     "secretary of foreign affairs", "president of the state", "chairman of the presidency"}
)  # fmt: skip
_OF = (" of ", " for ")
_OF_THING = re.compile(r" of (?:the )?(?!Republic|State|Nation|Country|Government)[A-Z]")


def read_bare_office(scene: Scene, chunk: Chunk) -> Mention | None:
    """Read "the prime minister": whoever had that office last, else the home state's."""
    office_class, towards = class_and_post(scene, chunk, scene.home if chunk.tall else None)
    if towards and not chunk.definite:
        return state_sent_to(scene, chunk)  # "an ambassador to Libya"
    if office_class == "spouse" and chunk.tall and scene.home and chunk.definite:
        return Mention(chunk.start, chunk.end, MentionKind.OFFICE, (Actor(scene.home, how="role"),))
    if office_class in ("majesty", "highness", "holiness"):
        return _read_dignity(scene, chunk, office_class)
    if office_class in ("", "spokes", "aide", "spouse", "party"):
        return None
    brief = chunk.titles[0][0] == "fm"  # "FM receives Egyptian counterpart"
    opens = chunk.tall and (brief or office_class in ("head", "hog"))
    opens = opens and (_opens_sentence(scene, chunk) or _is_visitor(scene, chunk))
    opens = opens and (not brief or _DOES.match(scene.text, chunk.end) is not None)
    if opens and scene.home and _GOES_ON.match(scene.text, chunk.end):
        chunk = replace(chunk, definite=True)
    if chunk.former or not (chunk.definite or (opens and scene.home)):
        return None
    if office_class == "minister" and scene.text[chunk.end : chunk.end + 5].startswith(_OF):
        return None  # "the Under Secretary for Benefits": of something that is no state
    if office_class in ("head", "vice", "leader") and _OF_THING.match(scene.text, chunk.end):
        return None  # "the President of Real Madrid"
    own_words = chunk.titles[0][0] not in CROWNS and not SAME.get(chunk.titles[0][0])
    if chunk.tall and scene.home and own_words and (brief or office_class in _OWN_LEADERS):
        # A government's own account writes its own President large and without a state.
        office = office_id(scene.home, office_class)
        if serving_here(scene, scene.home, office_class) or scene.register.holder(
            office, scene.day
        ):
            actor = holder_of(scene, chunk, scene.home)
            return Mention(chunk.start, chunk.end, MentionKind.OFFICE, (actor,))
    general = chunk.tall and chunk.titles[0][0].startswith("secretary")
    general = general and not scene.text.startswith(_OF, chunk.end)  # "of the Ministry"
    if chunk.titles[0][0] == "secretary" and chunk.tall and _is_of_the_department(scene):
        secretary = replace(chunk, titles=(("secretary of state", "fm"),))
        actor = holder_of(scene, secretary, "st:usa")
        return Mention(chunk.start, chunk.end, MentionKind.OFFICE, (actor,))
    if office_class == "sg" and general and (served := _one_organization(scene, chunk)) is not None:
        actor = holder_of(scene, chunk, served)
        return Mention(chunk.start, chunk.end, MentionKind.OFFICE, (actor,))
    visiting = "visiting" in scene.text[chunk.start : chunk.end].lower()
    entity = _last_of(scene, office_class, chunk, not_of=scene.home if visiting else None)
    if visiting and scene.home:
        if entity is None:
            return Mention(chunk.start, chunk.end, MentionKind.OFFICE)
        scene.remember(chunk.start, entity)
        actor = entity.actor("coreference")
        return Mention(chunk.start, chunk.end, MentionKind.OFFICE, (actor,))
    if chunk.titles[0][0] in _OF_NO_STATE and not scene.home and entity is not None:
        # In an account whose side is unknown: only if no other head of state is about.
        heads = [e for e in scene.entities[:MANY] if _fits(scene, e, office_class, "")]
        entity = entity if len(heads) == 1 else None
    if entity is not None:
        scene.remember(chunk.start, entity)
        return Mention(chunk.start, chunk.end, MentionKind.OFFICE, (entity.actor("coreference"),))
    own_words = own_words or scene.home in scene.register.overrides.get("monarchies", ())
    own_words = own_words and chunk.titles[0][0] not in _OTHERS
    wording = SAME.get(chunk.titles[0][0], chunk.titles[0][0])
    own_words = own_words and _can_have(scene, wording, scene.home or "")
    if scene.home and own_words and scene.register.has_office(office_id(scene.home, office_class)):
        actor = holder_of(scene, chunk, scene.home)
        return Mention(chunk.start, chunk.end, MentionKind.OFFICE, (actor,))
    host = _state_there(scene, chunk, office_class)
    # Where two prime ministers were named before, the page's own is no better than the other.
    several = any(_fits(scene, e, office_class, "") for e in scene.memory.met.values())
    there = scene.own or (None if several else scene.where or scene.guess)
    if host is None and not scene.home and there and office_class in HOLDABLE - {"sg", "amb"}:
        known = scene.register.has_office(office_id(there, office_class))
        host = there if known and own_words else None
    if host is not None:
        actor = holder_of(scene, chunk, host)
        return Mention(chunk.start, chunk.end, MentionKind.OFFICE, (actor,))
    if towards:
        if scene.home and scene.home != towards:
            actor = holder_of(scene, chunk, scene.home)  # "swore in the High Commissioner to Niger"
            return Mention(chunk.start, chunk.end, MentionKind.OFFICE, (actor,))
        return state_sent_to(scene, chunk)
    scene.remember(chunk.start, Entity("", ()))
    return Mention(chunk.start, chunk.end, MentionKind.OFFICE)


_FOR_NOW = ("acting ", "caretaker ", "interim ")
_DEPARTMENT = re.compile(
    r"(?i)\bdepartment spokesperson\b|\bstate department\b|department of state\b"
)


def _is_of_the_department(scene: Scene) -> bool:
    """Return whether a page is the Department of State's: its "the Secretary" is who leads it."""
    others = any(
        e.polity == "st:usa" and e.office_class in MINISTERS - {"fm", "deputyfm"}
        for e in scene.entities[:MANY]
    )
    return not others and _DEPARTMENT.search(scene.text, 0, 1500) is not None


_OWN_LEADERS = frozenset({"head", "vice", "hog"})
_DOES = re.compile(r" (?:[a-z]+s|to)\b")
_GOES_ON = re.compile(r" [a-z]|['\u2019]s ")


def _is_visitor(scene: Scene, chunk: Chunk) -> bool:
    """Return whether a visit is said to be of the office: "during the visit of Prime Minister"."""
    return _VISIT_OF.search(scene.text[max(0, chunk.start - 12) : chunk.start]) is not None


_VISIT_OF = re.compile(r"\bvisit (?:of|by) $")


def _opens_sentence(scene: Scene, chunk: Chunk) -> bool:
    """Return whether nothing stands before: "Prime Minister spoke with President Putin"."""
    before = scene.text[max(0, chunk.start - 3) : chunk.start].rstrip(" ")
    return not before or before[-1] in ".\n!?:" or chunk.start == 0


def _can_have(scene: Scene, wording: str, state: str) -> bool:
    """Return whether a state has a ruler who is called so: Jordan no emir, Qatar no king."""
    form = _REALMS.get(wording)
    if form is None:
        return True
    owners = scene.register.lists.forms.get(form, ())
    return state in owners or (form == "kingdom" and state in _KINGDOMS)


_REALMS = {"emir": "emirate", "sultan": "sultanate", "king": "kingdom", "queen": "kingdom",
           "grand duke": "grand duchy", "emperor": "empire"}  # fmt: skip
_KINGDOMS = frozenset({"st:gbr"})
"""Kingdoms that no text calls by the plain word."""


def _state_there(scene: Scene, chunk: Chunk, office_class: str) -> str | None:
    """Return whose "the emir" is in "flew to Doha for talks with the emir".

    The one state named before it in the sentence that is not that of anybody named there.
    """
    if office_class not in ("head", "hog", "fm", "crown") or not scene.memory.states:
        return None
    wording = SAME.get(chunk.titles[0][0], chunk.titles[0][0])
    persons = {entity.polity for _at, entity in scene.memory.persons[-1] if entity.name}
    states = {
        state
        for at, state, _acts in scene.memory.states[-1]
        if at < chunk.start and state.startswith("st:") and state not in persons
    }
    states = {state for state in states if _can_have(scene, wording, state)}
    if office_class == "crown":
        states &= set(scene.register.overrides.get("monarchies", ()))
    if len(states) != 1 and wording in ("emir", "sultan"):
        owners = scene.register.lists.forms.get(_REALMS[wording], ())
        states = scene.said.intersection(owners)  # "The Emir left Doha"
    if len(states) != 1:
        return None
    [state] = states
    office_class = scene.register.title_class(wording, office_class, state)
    return state if scene.register.has_office(office_id(state, office_class)) else None


def _read_dignity(scene: Scene, chunk: Chunk, dignity: str) -> Mention | None:
    """Read "His Majesty": the monarch whom the text named last, else the home state's."""
    monarchies = scene.register.overrides.get("monarchies", ())
    classes = ("head",) if dignity == "majesty" else ("head", "crown", "hog")
    states = ("st:vat",) if dignity == "holiness" else monarchies
    for persons in reversed(scene.memory.persons[-BACK - 1 :]):
        for _at, entity in reversed(persons):
            gender = chunk.gender in ("", entity.gender) or not entity.gender
            fits = entity.office_class in classes and gender
            if fits and entity.polity in states and not entity.past:
                scene.remember(chunk.start, entity)
                actor = entity.actor("coreference")
                return Mention(chunk.start, chunk.end, MentionKind.OFFICE, (actor,))
    here = scene.home or scene.where or scene.own or scene.guess
    if dignity == "highness" or here is None or here not in states:
        return None
    title = replace(chunk, titles=(("head of state", "head"),))
    actor = holder_of(scene, title, here)
    return Mention(chunk.start, chunk.end, MentionKind.OFFICE, (actor,))


def _one_organization(scene: Scene, chunk: Chunk) -> str | None:
    """Return whose "the Secretary-General" is: the one organization of the text that has one.

    In a text that names none, it is the United Nations': its own pages call him so.
    """
    body = masthead_body(scene)
    found = [body] if body else [p for p in scene.said if p.startswith("og:")]
    found = [p for p in found if scene.register.has_office(office_id(p, "sg"))]
    if not found and scene.home is None and "-" in scene.text[chunk.start : chunk.end]:
        return "og:un"  # others write it without the hyphen, or say whose he is
    return found[0] if len(found) == 1 else None


def _last_of(
    scene: Scene, office_class: str, chunk: Chunk, *, not_of: str | None = None
) -> Entity | None:
    """Return who held such an office in the nearest sentence before; nobody if two did.

    `not_of`: whose they are not: "the visiting minister" is no minister of the host.
    """
    wording = chunk.titles[0][0]
    if wording.startswith(_FOR_NOW):  # "the caretaker prime minister": whom the text calls so
        so = [e for e in scene.entities[:MANY] if any(w.startswith(_FOR_NOW) for w in e.wordings)]
        so = [e for e in so if _fits(scene, e, office_class, wording)]
        if len(so) == 1:
            return so[0]
    for persons in reversed(scene.memory.persons[-BACK - 1 :]):
        fitting: list[Entity] = []
        for _at, entity in persons:
            theirs = not_of is not None and entity.polity == not_of
            if not theirs and _fits(scene, entity, office_class, wording) and entity not in fitting:
                fitting.append(entity)
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            own = [e for e in fitting if scene.home and e.polity == scene.home]
            return own[0] if len(own) == 1 else None
    fitting = [e for e in scene.entities[:MANY] if _fits(scene, e, office_class, wording)]
    if not_of is not None:
        fitting = [e for e in fitting if e.polity != not_of]
    elif scene.home:
        own = [e for e in fitting if e.polity == scene.home]
        # Who is only named below is nobody's "the Foreign Minister" in another's account.
        fitting = own or ([] if chunk.tall and office_class in MINISTERS else fitting)
    return fitting[0] if len(fitting) == 1 else None


def _fits(scene: Scene, entity: Entity, office_class: str, wording: str) -> bool:
    plain = SAME.get(wording, wording)
    if entity.past:
        return False
    if (entity.polity or "").startswith("og:") and plain.endswith("minister"):
        return plain in entity.wordings  # the High Representative is no "Foreign Minister"
    if plain.startswith("high representative") and not (entity.polity or "").startswith("og:"):
        return False
    if office_class == "minister" and wording not in ("minister", "secretary", ""):
        # "The Attorney General" is no other minister.
        return wording in entity.wordings
    if plain in CROWNS and entity.wordings and plain not in entity.wordings:
        return False
    if entity.polity and not _can_have(scene, plain, entity.polity):
        return False
    if plain in CROWNS and entity.polity not in scene.register.overrides.get("monarchies", ()):
        return False  # no president is "the Queen"
    if office_class == "head" and plain == "president":
        # Neither a king nor "the IMF chief" is "the President".
        told = (entity.polity or "").startswith("og:") and "president" not in entity.wordings
        if told or entity.wordings & CROWNS:
            return False
    if entity.polity:
        office_class = scene.register.title_class(wording, office_class, entity.polity)
    if office_class == "leader":
        return entity.office_class in LEADERS
    if office_class == "minister":
        if wording == "secretary":
            return entity.polity == "st:usa" and entity.office_class in MINISTERS
        return entity.office_class in MINISTERS
    if office_class == "amb":
        return entity.office_class in ("amb", "permrep")
    if office_class == entity.office_class:
        return True
    return bool(
        entity.person
        and scene.register.office_on(
            entity.person, scene.day, polity=entity.polity, only=office_class
        )
    )
