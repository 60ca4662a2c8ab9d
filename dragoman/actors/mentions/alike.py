"""Damaged names: whom of those that state, office and day leave in question they are like.

Never against everybody: a wrong name out of the whole table is as like as 0.98. First come the
holders of the office about that day; then who served the state; then who held the office in, or
served, the states that the text is about; last the leaders of the day. What a likeness must
reach grows with the pool and with what the text leaves unsaid.
"""

from collections.abc import Collection, Iterable, Mapping

from dragoman.actors.chunks import HOME, Chunk
from dragoman.actors.likeness import choose
from dragoman.actors.mentions.scene import Identified, Scene
from dragoman.actors.mentions.sorts import HOLDABLE, PATRONYMIC, SUFFIX
from dragoman.actors.pools import LOOKED_AT
from dragoman.actors.register import RANK, class_of, office_id, rank

OUTSIDE = 0.05
"""What a day outside the tenure takes off a likeness, and again as much for a year of it: the
successor may be missing, or the source a few weeks out."""
OF_STATE = (0.80, 0.86)
"""What a name of several words, and of one, must reach among all who served a state. Most
envoys and aides are in no register, and some other name is like theirs."""
OF_HOLDERS = (0.76, 0.78)
"""The same among those who held the office in one of the states that the text is about."""
OF_TEXT = (0.84, 0.88)
"""The same among those of the states that the text is about."""
OF_DAY = (0.84, 0.87)
"""The same among the leaders and foreign ministers of the day, of whatever state."""
MOST = 500
"""How many names of one document are compared without their state being said: each takes a
thousandth of a second, no real document has more, and hostile ones are not searched further."""
SURE = 0.88
"""And without title and state, somebody below the ranks that the news name without them."""
LONGEST = 6
"""Words of a name; what is longer is not one."""
STATES = 12
"""How many of the states that a text names most are looked through."""
ALIKE, ALIKE_UNTITLED = 0.5, 0.7
"""Likeness of letters below which nobody of a large pool is looked at, behind a title and
without one: any two large words of a text may be a name."""
SHORT = 4
"""Letters of a lone name below which likeness says nothing."""
_LEADING = ("head", "hog", "fm", "crown", "vice", "sg", "council", "commission")


def most_alike(
    scene: Scene, norms: tuple[str, ...], polity: str | None, office_class: str, chunk: Chunk
) -> Identified | None:
    """Return the person whom a damaged name means, if state and office leave few enough."""
    if len(norms) > LONGEST or sum(map(len, norms)) < SHORT or chunk.former:
        return None
    norms = tuple(word for word in norms if word not in SUFFIX) or norms
    lone = len(norms) == 1
    if lone and office_class in ("official", "leader"):
        return None  # "Representative Cohen": any number of officials are called so
    if polity is not None:
        found = None
        if office_class in HOLDABLE:
            pool = _holders(scene, polity, office_class, chunk)
            near = scene.pools.serving(polity, scene.day).nearest(norms, least=ALIKE)
            found = _like(scene, norms, pool, others=[p for p in near if p not in pool])
            if found is None and lone:
                return None  # "US President Bush" of 2020 is no other official of that name
        if found is None:
            # "Zimbabwe's Mnangagua": one name and no title is a leader's.
            of = None if office_class or not lone else _LEADING
            found = _like_any(scene, norms, [polity], OF_STATE[lone], least=ALIKE, of=of)
            if found and _is_elsewhere(scene, found.person, polity, office_class, chunk):
                return None
        return found
    if any(p.startswith("?") and p != HOME for p in chunk.polities) or chunk.joined == "region":
        return None  # "the Korean foreign minister", of one of two; "Bavarian Premier", of none
    if (lone and not office_class) or scene.compared > MOST:
        return None
    if not office_class and scene.register.named(norms):
        return None  # "John Kerry", before he held office, is no misspelt John Key
    scene.compared += 1
    found = None
    names = _listed(scene, norms)
    if office_class in HOLDABLE:
        pool = {}
        for state in _states(scene):
            pool.update(scene.register.near(office_id(state, office_class), scene.day))
        found = _like(scene, norms, pool, least=OF_HOLDERS[lone])
    elif scene.again:
        alike = ALIKE if office_class else ALIKE_UNTITLED
        found = _like_any(scene, norms, _states(scene), OF_TEXT[lone], least=alike)
    if found is None and scene.again and (office_class in _LEADING or not office_class):
        classes = (office_class,) if office_class else _LEADING
        leaders = scene.pools.ranking(classes, scene.day)
        near = leaders.nearest(norms, least=ALIKE if office_class else ALIKE_UNTITLED)
        found = _like(scene, norms, dict.fromkeys(near, 0), least=OF_DAY[lone])
    if found is None or found.person in names:
        return None
    if not office_class and not _is_sure(scene, found, norms):
        return None
    return found


_POSTED = frozenset({"amb", "permrep", "military", "deputyfm", "spokes"})
"""Posts of which there are many at a time, so that most holders are in no register."""


def _is_elsewhere(scene: Scene, person: str, polity: str, office_class: str, chunk: Chunk) -> bool:
    """Return whether somebody has another office on the day than such a post as the text says.

    "Ambassador to Fiji Zhou Jian" is no misspelt chief justice, and no ambassador elsewhere.
    """
    held = scene.register.office_on(person, scene.day, polity=polity)
    if office_class not in _POSTED or held is None:
        return False
    sent = scene.clear.get(chunk.towards, chunk.towards) if chunk.towards else None
    other = sent is not None and held.count(".") > 1 and held != office_id(polity, "amb", sent)
    return class_of(held) != office_class or (office_class == "amb" and other)


def _is_sure(scene: Scene, found: Identified, norms: tuple[str, ...]) -> bool:
    """Return whether a name without title or state is like enough to somebody's.

    Leaders are often named so; of envoys and aides there are too many like other people. A
    name that is longer than theirs is another's.
    """
    norms = tuple(word for word in norms if not PATRONYMIC.fullmatch(word))
    if len(norms) > max(map(len, scene.register.spelt(found.person)), default=0):
        return False
    held = scene.register.office_on(found.person, scene.day)
    high = held is not None and rank(held)[0] <= RANK["nsa"]
    return high or found.score >= SURE


def _listed(scene: Scene, norms: tuple[str, ...]) -> frozenset[str]:
    """Return who is listed by this very name, or by the beginning of it.

    That they could be meant was looked at before; what does not fit them exactly enough to be
    they is not made to fit by being like them: a judge Mark Brown is no prime minister.
    """
    cuts = (norms[:length] for length in range(2, len(norms) + 1))
    return frozenset(p for words in cuts for p in scene.register.named(words))


def _holders(scene: Scene, polity: str, office_class: str, chunk: Chunk) -> dict[str, int]:
    towards = chunk.towards if office_class == "amb" else None
    office = office_id(polity, office_class, scene.clear.get(towards, towards) if towards else None)
    return scene.register.near(office, scene.day)


def _states(scene: Scene) -> list[str]:
    named = [state for state, _count in scene.counts.most_common(STATES)]
    others = sorted(polity for polity in scene.said if polity not in named)
    return [*named, *others][:STATES]


def _like_any(
    scene: Scene,
    norms: tuple[str, ...],
    states: Iterable[str],
    enough: float,
    *,
    least: float,
    of: Collection[str] | None = None,
) -> Identified | None:
    """Return who of all that served some states has such a name; `of`: only of these classes."""
    near: dict[str, float] = {}
    for state in states:
        found = scene.pools.serving(state, scene.day).nearest(norms, least=least)
        for ident, score in found.items():
            held = scene.register.office_on(ident, scene.day, polity=state) if of else None
            if of is None or (held is not None and class_of(held) in of):
                near[ident] = score
    best = sorted(near, key=lambda ident: (-near[ident], ident))[:LOOKED_AT]
    return _like(scene, norms, dict.fromkeys(best, 0), least=enough)


def _like(
    scene: Scene,
    norms: tuple[str, ...],
    pool: Mapping[str, int],
    *,
    least: float = 0.0,
    others: Iterable[str] = (),
) -> Identified | None:
    candidates = (
        scene.pools.candidate(ident, OUTSIDE * (1 + days / 365) if days else 0.0)
        for ident, days in pool.items()
    )
    choice = choose(
        norms,
        [one for one in candidates if one is not None],
        others=[one for p in others if (one := scene.pools.candidate(p)) is not None],
        least=least,
    )
    return Identified(choice.id, "likeness", choice.score, len(pool)) if choice else None
