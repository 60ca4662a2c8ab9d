"""Whom of the register a name means: by full name, by title and family name, by likeness."""

from dragoman.actors.chunks import HOME, Chunk
from dragoman.actors.mentions.alike import most_alike
from dragoman.actors.mentions.scene import Identified, Scene
from dragoman.actors.mentions.sorts import CROWNS, MINISTERS, PATRONYMIC, SAME, SUFFIX, VAGUE
from dragoman.actors.register import Person, Tenure, class_of
from dragoman.actors.tokens import name_key, name_words

FAR = 30.0
"""Years from all of somebody's tenures after which the name means somebody else."""
_KNOWN_IN_OFFICE = frozenset({"parl", "defmin", "nsa"})
_KNOWN_BY_NAME = frozenset(
    {"head", "hog", "vice", "fm", "sg", "council", "commission", "crown", "spouse"}
)
# Who is also called so: the envoy at the UN and the trade representative are "ambassador".
_CALLED_SO = {"amb": ("permrep", "trademin"), "permrep": ("amb",)}
_SON_OF = frozenset({"bin", "ibn", "bint"})
_NO_MINISTERS = frozenset({"amb", "permrep", "envoy", "spokes", "aide", "military"})
_HISTORIC = frozenset({"head", "hog", "fm", "sg", "party"})
_PRINCES = frozenset({"sheikh", "shaikh", "sheikha", "prince", "princess"})


def identify(
    scene: Scene, norms: tuple[str, ...], polity: str | None, office_class: str, chunk: Chunk
) -> Identified | None:
    """Return the person of a name, by full name, by title and family name, by likeness."""
    found = _identify(scene, norms, polity, office_class, chunk)
    unclear = {
        p for one in chunk.polities if one[0] == "?" and one != HOME for p in one[1:].split(";")
    }
    if found is not None and unclear and polity is None:
        # "The Korean foreign minister Hayashi" is neither Korea's nor anybody else's.
        known = scene.register.person(found.person)
        return found if known is not None and known.polities & unclear else None
    return found


def _identify(
    scene: Scene, norms: tuple[str, ...], polity: str | None, office_class: str, chunk: Chunk
) -> Identified | None:
    for words in _variants(norms):
        found = scene.register.named(words)
        if found and len(words) < len(norms):
            found = frozenset(p for p in found if _keeps_family(scene, p, norms, words))
            if _drops_names(norms, words) and not scene.in_title:
                found = frozenset(p for p in found if _fits(scene, p, polity, chunk))
        if len(words) < len(norms):
            found = frozenset(p for p in found if scene.register.years_off(p, scene.day) <= FAR)
        if found and (person := _choose(scene, found, polity, office_class, chunk)):
            return Identified(person, "name", pool=len(found))
    if len(norms) == 1 and is_royal(scene, chunk):
        if person := _enthroned(scene, norms[0], polity, chunk):
            return Identified(person, "throne")
        if chunk.titles and SAME.get(chunk.titles[0][0], chunk.titles[0][0]) == "emir":
            return None  # no king of this name
    if len(norms) == 2 and is_royal(scene, chunk):
        ruler = crowned_here(scene, norms[0], polity)
        known = scene.register.person(ruler) if ruler else None
        if known and any(name_key(name)[:2] == norms for name in known.names):
            return Identified(known.id, "throne")  # "Sheikh Sabah Al-Ahmad"
    # "A.G. Lukashenko", "von der Leyen"
    brief = sum(len(word) > 1 for word in norms) < 3 or norms[0] in scene.register.lists.particles
    for short in _variants(norms) if brief else ():
        person = scene.register.alone(short)
        if person and _choose(scene, frozenset({person}), polity, office_class, chunk):
            return Identified(person, "alone")
        found = scene.register.of_family(short)
        if found and (polity or office_class):
            # "Secretary Yellen", in her own government's account, needs no state.
            own = scene.home if office_class in ("minister", "aide") and chunk.titles else None
            if own is None and chunk.titles and chunk.titles[0][0] == "secretary":
                own = "st:usa"  # whose ministers all the world calls so
            serving = serving_of(scene, found, polity or own, office_class, chunk)
            if polity is None and office_class in VAGUE and norms[0] in scene.strangers:
                serving = []  # the text has somebody else of this name
            if len(serving) == 1:
                return Identified(serving[0], "surname", pool=len(found))
            if not serving and (person := _once(scene, found, polity, office_class)):
                return Identified(person, "surname", pool=len(found))
    if len(norms) == 1 and any(SAME.get(word, word) in CROWNS for word, _class in chunk.titles):
        return None  # "King Philip" is no King Philippe
    return most_alike(scene, norms, polity, office_class, chunk)


def _choose(
    scene: Scene, found: frozenset[str], polity: str | None, office_class: str, chunk: Chunk
) -> str | None:
    persons = [p for p in sorted(found) if _is_plausible(scene, p, polity, office_class, chunk)]
    if polity:
        persons = [p for p in persons if _acts_for(scene, p, polity)]
    if len(persons) == 1:
        return persons[0]
    serving = [p for p in persons if scene.register.office_on(p, scene.day)]
    return serving[0] if len(serving) == 1 else None


def crowned_here(scene: Scene, word: str, polity: str | None, title: str = "") -> str | None:
    """Return the one ruler of this name: of all, else of the home state, else of the text's.

    An emir is one of an emirate: "the emir, Sheikh Hamad" is no king of Bahrain.
    """
    title = SAME.get(title, title)
    owners = scene.register.lists.forms.get("emirate", ()) if title == "emir" else None
    classes = ("head",) if title in CROWNS else ("head", "hog", "crown")

    def of(state: str | None) -> str | None:
        return scene.register.crowned(word, scene.day, polity=state, classes=classes)

    if polity is not None or (owners is None and of(None)):
        return of(polity)
    for states in (owners,) if owners else ({scene.home}, scene.said, scene.visited):
        persons = {person for state in states if state and (person := of(state))}
        if persons:
            return persons.pop() if len(persons) == 1 else None
    return None


def _enthroned(scene: Scene, word: str, polity: str | None, chunk: Chunk) -> str | None:
    """Return the ruler, the heir or the consort of this given name: "Queen Rania"."""
    title = chunk.titles[0][0] if chunk.titles else ""
    if person := crowned_here(scene, word, polity, title):
        return person
    if title not in ("queen", "princess"):
        return None
    return scene.register.crowned(word, scene.day, polity=polity, classes=("spouse",))


def is_royal(scene: Scene, chunk: Chunk) -> bool:
    """Return whether a name follows a monarch's title or a prince's."""
    if any(SAME.get(wording, wording) in CROWNS for wording, _class in chunk.titles):
        return True
    words = scene.text[chunk.start : chunk.end].split()
    return bool(words) and words[0].lower() in _PRINCES


def _keeps_family(
    scene: Scene, person: str, norms: tuple[str, ...], words: tuple[str, ...]
) -> bool:
    """Return whether a shortened name still holds the person's own: not "Juan Carlos"."""
    known = scene.register.person(person)
    if known is None or known.reviewed:
        return known is not None
    family = name_words(known.family)
    kept = norms if len(words) > 2 and words[1] in _SON_OF else words  # "... bin Jassim Al Thani"
    return bool(family) and len(words) > len(family) and set(family) <= set(kept)


def _drops_names(norms: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Return whether more than initials were left out: António Costa Silva is not António Costa."""
    if len(words) > 2 and words[1] in _SON_OF and norms[: len(words)] == words:
        return False  # "Mohammed bin Salman bin Abdulaziz Al Saud": whose son, of whose house
    left = list(norms)
    for word in words:
        if word in left:
            left.remove(word)
    return any(
        len(word) > 2 and word not in SUFFIX and not PATRONYMIC.fullmatch(word) for word in left
    )


def _fits(scene: Scene, person: str, polity: str | None, chunk: Chunk) -> bool:
    """Return whether state and title speak for a person whose name the text gives longer."""
    known = scene.register.person(person)
    if known is None or (polity is not None and polity not in known.polities):
        return False
    said = {
        scene.register.title_class(wording, name, owner)
        for wording, name in chunk.titles
        for owner in ({polity} if polity else known.polities)
    }
    if not said - VAGUE:
        return polity is not None
    classes = {other for name in said - VAGUE for other in (name, *_CALLED_SO.get(name, ()))}
    return any(class_of(tenure.office) in classes for tenure in known.tenures)


def _is_plausible(
    scene: Scene, person: str, polity: str | None, office_class: str, chunk: Chunk
) -> bool:
    """Return whether a name that this person bears can mean this person here.

    Nobody decades off. Where nobody reviewed the entry, the document must say
    something that fits: the state, or a title of a class that the person held; a high
    office is enough for a name that is not everybody's ("Mark Brown").
    """
    known = scene.register.person(person)
    if known is None:
        return False
    if scene.register.years_off(person, scene.day) > FAR:
        return _is_of_history(scene, known, chunk)
    if known.reviewed or polity:
        return True
    if known.polities & scene.said or scene.home in known.polities:
        return True
    classes = {class_of(tenure.office) for tenure in known.tenures}
    if office_class and office_class not in VAGUE:
        return office_class in classes
    held = scene.register.office_on(person, scene.day, sure=True) or ""
    serves = class_of(held) in _KNOWN_IN_OFFICE
    if not classes & _KNOWN_BY_NAME and not serves:
        return False
    first = name_words(chunk.name)[:1]
    family = " ".join(name_words(known.family))
    if not first or first[0] not in scene.register.lists.common_given or family == first[0]:
        return True  # also "Lee Myung-bak"
    leads = class_of(held) in ("head", "hog", "fm")
    if serves and family not in scene.register.lists.not_alone:
        return True  # "Nancy Pelosi", while she is Speaker
    if leads and any(e.person and e.office_class in _HISTORIC for e in scene.entities[:20]):
        return True  # "William Hague", among others
    return scene.register.reigning(family, scene.day) == person


def _is_of_history(scene: Scene, known: Person, chunk: Chunk) -> bool:
    """Return whether a text of today can mean a leader of long ago: "since Nixon's visit".

    By the full name, and if the name is many people's only where the state is named.
    """
    if len(chunk.name_norms) < 2:
        return False
    if not {class_of(tenure.office) for tenure in known.tenures} & _HISTORIC:
        return False
    return (
        bool(known.polities & scene.said)
        or chunk.name_norms[0] not in scene.register.lists.common_given
    )


def _acts_for(scene: Scene, person: str, polity: str) -> bool:
    known = scene.register.person(person)
    return known is not None and (polity in known.polities or not known.polities)


def serving_of(
    scene: Scene,
    found: frozenset[str],
    polity: str | None,
    office_class: str,
    chunk: Chunk | None = None,
) -> list[str]:
    """Return those who hold an office of that state and class on the day."""
    held = {
        person: office
        for person in sorted(found)
        if (office := scene.register.office_on(person, scene.day, polity=polity, sure=True))
    }
    if office_class and office_class not in VAGUE:
        classes = {office_class, *_CALLED_SO.get(office_class, ())}
        return [
            p
            for p, office in held.items()
            if any(
                scene.register.office_on(p, scene.day, polity=polity, only=name)
                for name in classes | _classes_of(scene, chunk, office)
            )
        ]
    if polity and office_class == "minister":
        return [p for p, office in held.items() if class_of(office) not in _NO_MINISTERS]
    if polity:
        return list(held)
    if office_class != "minister":
        return []
    # "Minister Fidan": the one minister of this name, if the text is about his state at all.
    return [
        person
        for person in held
        if class_of(held[person]) in MINISTERS
        and (scene.register.polity_of(held[person]) in scene.said or class_of(held[person]) == "fm")
        and not set(name_words(_family(scene, person))) & scene.register.lists.not_alone
    ]


def _classes_of(scene: Scene, chunk: Chunk | None, office: str) -> set[str]:
    """Return what the titles mean for the state of an office: Iran's president is `hog`."""
    polity = scene.register.polity_of(office)
    titles = chunk.titles if chunk else ()
    found = {scene.register.title_class(wording, name, polity) for wording, name in titles}
    return found | {"commission", "parl"} if "council" in found else found


def _once(scene: Scene, found: frozenset[str], polity: str | None, office_class: str) -> str | None:
    """Return who of this name once led the state: "Prime Minister Blair", of years ago."""
    if office_class not in ("head", "hog", "fm") or scene.day is None:
        return None
    once = {
        tenure.person
        for person in found
        for tenure in _tenures(scene, person)
        if class_of(tenure.office) == office_class
        and tenure.start < scene.day
        and scene.register.polity_of(tenure.office) in ({polity} if polity else scene.said)
        and scene.register.years_off(tenure.person, scene.day) <= FAR
    }
    return once.pop() if len(once) == 1 else None


def _tenures(scene: Scene, person: str) -> tuple[Tenure, ...]:
    known = scene.register.person(person)
    return known.tenures if known else ()


def _family(scene: Scene, person: str) -> str:
    known = scene.register.person(person)
    return known.family if known else ""


def _variants(norms: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return a name's words as they stand and with what a document may add left out.

    >>> _variants(("joseph", "r", "biden", "jr"))
    [('joseph', 'r', 'biden', 'jr'), ('joseph', 'biden')]
    >>> _variants(("xis",))
    [('xis',), ('xi',)]
    """
    found = [norms]
    if len(norms[-1]) > 2 and norms[-1].endswith("s"):
        # Translation loses the apostrophe: "President Xis message".
        found.append((*norms[:-1], norms[-1][:-1]))
    plain = tuple(w for w in norms if len(w) > 1 and w not in SUFFIX)
    if plain and plain != norms:
        found.append(plain)
    if len(plain) > 2:
        found.extend(plain[:length] for length in range(len(plain) - 1, 1, -1))
        found.append((plain[0], plain[-1]))
        found.extend(plain[start:] for start in range(1, len(plain) - 1))
    return list(dict.fromkeys(found))
