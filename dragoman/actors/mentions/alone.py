"""One name without title or state: "Lavrov", "Yoon and Biden", "Erdoghan".

Whom the document introduced was looked for before. What is left is somebody whom every reader of
the day knows: a leader, a minister, an adviser of rank in office on that day. The commoner the
name, the more the document must say: that his state is in it, or another leader.
"""

import re
from collections.abc import Iterable

from dragoman.actors.chunks import Chunk
from dragoman.actors.lexicon import plain_given
from dragoman.actors.mentions.identifying import crowned_here, is_royal, serving_of
from dragoman.actors.mentions.learning import enter
from dragoman.actors.mentions.scene import Entity, Scene
from dragoman.actors.mentions.sorts import LEADERS, MANY
from dragoman.actors.register import RANK, class_of, rank
from dragoman.actors.tokens import name_key, name_words

_GRADES = {
    "head": 1, "hog": 1, "council": 1, "commission": 1, "sg": 1, "crown": 2, "fm": 2,
    "vice": 3, "dpm": 3, "defmin": 3, "parl": 3, "nsa": 3, "party": 3,
    "deputyfm": 4, "spokes": 4, "aide": 4, "finmin": 4, "trademin": 4, "deputynsa": 4, "envoy": 4,
}  # fmt: skip
"""How well the holder of an office is known by one name, best first; others are not."""
_WORLDWIDE = 2
"""Down to which grade a name needs no state of its own beside another leader's."""
_LIKE_WORDS = 4
"""From which grade on a name that is also many others' means nobody."""
_SHORTEST, _SHORTEST_SPELT = 3, 5
"""Letters of a name, and of one that the register spells otherwise."""

_OPENING = frozenset({"bou", "abou", "abu"})
_ANYBODY = re.compile(
    r"(?:\b(?:a|an|the|any|one|another|every)|\b(?:a|an|one)\b.* (?:called|named)) $"
)
"""What stands before a name that is anybody's: "a musician called Austin"."""
_SPORT = re.compile(
    r"\b(?:scored|goals?|striker|midfielder|goalkeeper|coach|penalty|semi-?finals?|quarter-?finals?"
    r"|medals?|wicket|innings|league|fixture|grand slam|album|concert)\b",
    re.IGNORECASE,
)
_LEADING = LEADERS | {"fm"}
_LARGE = re.compile(r"[ \n]+[A-Z][a-z]")
_QUOTED = re.compile(
    r"[\"\u201d'\u2019]\s$|(?:[Ss]en|[Rr]ep|[Gg]ov|[Mm]ayor)\w*\.?\s(?:[A-Z]\w+,?\sand\s)$"
)
"""What stands before a further name: "Walter 'Redgie' Collins", "Senators Murray and Collins"."""

# What follows the subject of a sentence: "Moon said", not "moon landings" nor "Park rangers".
ACTS = re.compile(
    r"['\u2019]s (?:visit|trip|call|meeting|talks|government|office|spokes|envoy|aide|cabinet"
    r"|administration|wife|husband|speech|plane|words|decision|remarks|predecessor|successor|invitation|letter|offer|plan|arrival)"
    r"|,? (?:who|said|says|told|tells|met|meets|will|would|has|had|was|is|also|spoke|speaks|flew"
    r"|went|left|took|takes|gave|held|holds|sent|sends|wrote|made|"
    r"(?!united|limited|red|need|bed)\w+ed)\b"
    r"| and [A-Z][\w-]+ (?:met|will|had|have|are|were|spoke|agreed|\w+ed)\b"
)


def read_one_name(scene: Scene, chunk: Chunk, polity: str | None) -> Entity | None:
    """Return whom a name means that the document does not introduce.

    "Poland's Duda" by the state, "Mr. Sullivan" in his own government's account, and
    "Lavrov" because there is but one.
    """
    if polity is None and not chunk.definite:
        return _read_known(scene, chunk)
    own = polity or scene.home
    norms = name_key(chunk.name) or chunk.name_norms
    if len(norms) == 1 and is_royal(scene, chunk):
        royal = crowned_here(scene, norms[0], polity)
        if royal:
            return enter(scene, chunk, royal, polity, "throne")
    if own is None or norms[0] in scene.strangers:
        return None if own else _read_known(scene, chunk)
    serving = serving_of(scene, scene.register.of_family(norms), own, "")
    if polity is None:
        # "Mr. Sullivan" in his own government's account: one of rank, and no common name.
        common = norms[0] in scene.register.lists.not_alone
        serving = [] if common else [p for p in serving if _is_of_rank(scene, p, own)]
    serving = [p for p in serving if _may_be_called(scene, p, chunk)]
    ranked = sorted(
        serving, key=lambda p: rank(scene.register.office_on(p, scene.day, polity=own) or "")
    )
    if len(ranked) > 1:
        first, second = (scene.register.office_on(p, scene.day, polity=own) for p in ranked[:2])
        if rank(first or "")[0] == rank(second or "")[0]:
            return None
    if not ranked:
        return _read_known(scene, chunk) if polity is None else None
    return enter(scene, chunk, ranked[0], own, "surname")


def _is_of_rank(scene: Scene, person: str, polity: str) -> bool:
    office = scene.register.office_on(person, scene.day, polity=polity)
    return office is not None and rank(office)[0] < RANK["amb"]


def _may_be_called(scene: Scene, person: str, chunk: Chunk) -> bool:
    """Return whether an honorific does not speak against somebody: "Mrs. Bush" is not he."""
    known = scene.register.person(person)
    return not (chunk.gender in ("m", "f") and known and known.gender not in ("", chunk.gender))


def better_known(scene: Scene, chunk: Chunk, entity: Entity) -> Entity:
    """Return the leader of a common name rather than a lesser bearer who is named only below.

    "Moon and Kim met": he is not the Kim Yong-chol who also sat at the table.
    """
    [word, *more] = chunk.name_norms
    if more or chunk.definite or word not in scene.register.lists.not_alone:
        return entity
    if entity.office_class in LEADERS or scene.first_of(entity) < chunk.start:
        return entity
    person = _in_office(scene, chunk, (word,))
    if person is None or person == entity.person:
        return entity
    office = scene.register.office_on(person, scene.day) or ""
    return enter(scene, chunk, person, None, "alone") if class_of(office) in LEADERS else entity


def foresee(scene: Scene, names: Iterable[str]) -> None:
    """Take in whose leaders the text names by one name that is only theirs, before it is read.

    So that "Traoré and Goïta" tell each other apart from their namesakes.
    """
    lists, others = scene.register.lists, 0
    for word in sorted(set(names) - scene.strangers)[:MANY]:
        person = scene.register.reigning(word, scene.day)
        scene.beside = scene.beside or person is not None
        if person is None and len(word) > _SHORTEST and word not in lists.not_alone:
            known = [p for p in scene.register.of_family((word,)) if _is_high(scene, p)]
            person = known[0] if len(known) == 1 else None
            others += person is not None
            scene.beside = scene.beside or others > 1  # "Shoigu, Akar and Guterres"
        office = scene.register.office_on(person, scene.day) if person else None
        if office is not None:
            scene.said.add(scene.register.polity_of(office))


def _is_high(scene: Scene, person: str) -> bool:
    office = scene.register.office_on(person, scene.day, sure=True)
    grade = _grade(scene, person, office) if office else None
    return grade is not None and grade < _LIKE_WORDS


def _read_known(scene: Scene, chunk: Chunk) -> Entity | None:
    """Return the one whom wires call by this name without a title."""
    words = name_key(chunk.name) or chunk.name_norms
    if not words or scene.strangers & set(words) or chunk.name.isupper():
        return None
    joined = words[0] in scene.register.lists.particles or words[0] in _OPENING or "-" in chunk.name
    if len(words) > 1 and not joined:
        return None
    if scene.text[max(0, chunk.start - 1) : chunk.start] == "-":
        return None  # "Jaish-e-Mohammad"
    if any(scene.by_weak.get(word) for word in words):
        return None  # a name of somebody met: not who bears it as a family name
    person = scene.register.reigning(words[0], scene.day) if len(words) == 1 else None
    person = person or _in_office(scene, chunk, words)
    if person is None and len(words) == 1:
        person = _spelt_otherwise(scene, words[0])
    if person is None or not _may_be_called(scene, person, chunk):
        return None
    entity = enter(scene, chunk, person, None, "alone")
    if entity.polity:
        scene.said.add(entity.polity)
    return entity


def _in_office(scene: Scene, chunk: Chunk, words: tuple[str, ...]) -> str | None:
    """Return who of this family name is best known on the day, by what else the text names.

    Of those whose state the text is about, one must be better known than all others; without
    any, it is the one leader or foreign minister of the name, if the text has another leader.
    """
    lists, register = scene.register.lists, scene.register
    word = words[-1]
    if len(word) < _SHORTEST or word in lists.no_names or not word.isalpha():
        return None
    if words[0] in lists.names_and_words and not ACTS.match(scene.text, chunk.end):
        return None
    common = len(words) == 1 and words[0] in lists.not_alone
    before = scene.text[max(0, chunk.start - 40) : chunk.start]
    if (common and _is_anybody(scene, chunk)) or _QUOTED.search(before):
        return None
    if _LARGE.match(scene.text, chunk.end):
        return None  # "Morgan State University"
    beside = _has_leader_beside(scene)
    graded: list[tuple[int, bool, str]] = []
    for person in register.of_family(words):
        office = register.office_on(person, scene.day, sure=True)
        grade = _grade(scene, person, office) if office else None
        if office is None or grade is None or (grade >= _LIKE_WORDS and (common or len(word) < 5)):
            continue
        graded.append((grade, _is_in_play(scene, register.polity_of(office)), person))
    at_home = {scene.home, scene.desk}
    near = sorted(
        (grade, person)
        for grade, here, person in graded
        if here
        if grade == 1 or beside or set(_states_of(scene, person)) & at_home
    )
    if near:
        return _best_known(scene, near)
    if words[0] in lists.names_and_words or not beside:
        return None
    far = sorted((grade, person) for grade, _here, person in graded if grade < _LIKE_WORDS)
    if common and scene.official and not _has_leader_beside(scene, but=scene.home):
        return None  # in a government's own account its own people are called so
    least = 1 if common else _WORLDWIDE if len(word) < 6 else _LIKE_WORDS - 1
    if not far or far[0][0] > least:
        return None
    best = _best_known(scene, far)
    return best if best and _is_only_one(scene, best, words) else None


def _is_only_one(scene: Scene, person: str, words: tuple[str, ...]) -> bool:
    """Return whether no other state has had a leader of this name within about a year.

    Evo Morales has left, and Jimmy Morales governs on: who is "Morales"?
    """
    register = scene.register
    own = register.office_on(person, scene.day, sure=True) or ""
    return all(
        register.polity_of(office) == register.polity_of(own)
        for other in register.of_family(words)
        if other != person
        for office in register.led_about(other, scene.day)
    )


def _states_of(scene: Scene, person: str) -> frozenset[str]:
    known = scene.register.person(person)
    return known.polities if known else frozenset()


def _best_known(scene: Scene, graded: list[tuple[int, str]]) -> str | None:
    """Return who is better known than the next by two grades, or by one within a state."""
    if len(graded) == 1:
        return graded[0][1]
    (first, one), (second, other) = graded[:2]
    mine, others = (scene.register.office_on(p, scene.day, sure=True) or "" for p in (one, other))
    same = scene.register.polity_of(mine) == scene.register.polity_of(others)
    return one if first + 1 < second or (same and first < second) else None


def _is_anybody(scene: Scene, chunk: Chunk) -> bool:
    """Return whether a common name is somebody's or something's: "called Austin", "Kim's shop".

    In a report of sport or from the stage it is a player's.
    """
    if len(_SPORT.findall(scene.text[:20_000])) > 1:
        return True
    if _ANYBODY.search(scene.text[max(0, chunk.start - 50) : chunk.start]):
        return True
    owns = scene.text[chunk.end : chunk.end + 2] in ("'s", "\u2019s")
    return owns and not ACTS.match(scene.text, chunk.end)


def _grade(scene: Scene, person: str, office: str) -> int | None:
    """Return how well a holder is known; a president beside a governing premier one less."""
    name = class_of(office)
    polity = scene.register.polity_of(office)
    if name == "dpm" and scene.register.office_on(person, scene.day, polity=polity, only="fm"):
        return _GRADES["fm"]
    if name == "vice" and polity == "st:usa":
        return _GRADES["fm"]
    governs = name not in ("head", "hog") or scene.register.leader_class(polity) == name
    return _GRADES.get(name) if governs else _GRADES["fm"]


def _is_in_play(scene: Scene, polity: str) -> bool:
    """Return whether the text is about a polity, or its writer at home there."""
    return polity in scene.said or polity in (scene.home, scene.desk) or polity in scene.visited


def _has_leader_beside(scene: Scene, but: str | None = None) -> bool:
    """Return whether the text names a leader or a foreign minister of the day.

    `but`: of another state than this.
    """
    if scene.beside and but is None:
        return True
    met = (*scene.entities[:20], *scene.memory.met.values())
    return any(
        entity.person
        and not entity.past
        and entity.office_class in _LEADING
        and (but is None or entity.polity not in (None, but))
        for entity in met
    )


def _spelt_otherwise(scene: Scene, word: str) -> str | None:
    """Return the leader whose name this is in other letters: "Erdoghan", "Tameem".

    By sound alone, among the leaders of the day whose state, or beside whom another leader, is
    in the text.
    """
    lists = scene.register.lists
    if len(word) < _SHORTEST_SPELT or word in lists.not_persons or word in lists.names_and_words:
        return None
    if any(form in lists.no_names or form in lists.not_alone for form in (word, plain_given(word))):
        return None
    sounding = scene.pools.sounding(word, scene.day)
    beside = bool(sounding) and _has_leader_beside(scene)
    found = {
        (person, polity)
        for person, polity in sounding
        if _is_in_play(scene, polity) or (len(word) > _SHORTEST_SPELT and beside)
    }
    found = {one for one in found if not _is_common(scene, one[0])}
    near = {person for person, polity in found if _is_in_play(scene, polity)}
    persons = near or {person for person, _polity in found}
    return persons.pop() if len(persons) == 1 else None


def _is_common(scene: Scene, person: str) -> bool:
    known = scene.register.person(person)
    return known is not None and bool(
        set(name_words(known.family)) & scene.register.lists.not_alone
    )
