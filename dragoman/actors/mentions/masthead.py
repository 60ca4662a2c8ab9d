"""Whose page it is, where a line at its top says so: "Government of the Republic of Fiji"."""

import re
from typing import NamedTuple

from dragoman.actors.mentions.scene import Scene
from dragoman.actors.tokens import split_words

_STATE = frozenset({"pol", "adj", "capital", "named"})
_ABROAD = frozenset({"embassy", "mission", "commission", "consulate"})
"""Whose name comes first, and that of the host after it."""

_LINES = 5
_SHORT = 8
_LONGEST = 90
"""Characters; a headline is longer, or has a verb."""

_PART = re.compile(r"\s+[|>/–—-]\s+|\s{2,}|\t|\s?\|\s?")
_ORGANS = frozenset(
    [
        "ministry",
        "government",
        "president",
        "presidency",
        "office",
        "department",
        "secretariat",
        "embassy",
        "mission",
        "commission",
        "consulate",
        "house",
        "parliament",
        "council",
        "ministerio",
        "cancilleria",
        "presidencia",
        "ministere",
        "ministerium",
    ]
)
_PAPERS = frozenset(
    ["times", "post", "herald", "star", "gazette", "tribune", "observer", "chronicle", "express",
     "today", "mirror", "guardian", "standard", "monitor", "bulletin", "journal", "independent",
     "courier", "mail", "nation", "daily", "newspaper", "radio", "television", "tv", "messenger",
     "sentinel", "weekly", "sun", "globe", "telegraph", "review", "argus", "dispatch", "advocate",
     "inquirer", "informer", "reporter", "actu", "matin", "soir", "mirror", "voice", "echo",
     "examiner", "banner", "ledger", "record", "register", "bugle", "broadcasting"]
)  # fmt: skip
"""Of a paper that a state or its capital gives the name: "Lusaka Times"."""
_BESIDE = (
    _ORGANS
    | _PAPERS
    | frozenset(
        [
            "of",
            "the",
            "for",
            "and",
            "in",
            "to",
            "a",
            "de",
            "la",
            "des",
            "do",
            "da",
            "das",
            "del",
            "foreign",
            "affairs",
            "external",
            "european",
            "international",
            "cooperation",
            "trade",
            "relations",
            "regional",
            "integration",
            "development",
            "expatriates",
            "diaspora",
            "immigration",
            "emigrants",
            "africans",
            "republic",
            "kingdom",
            "state",
            "federal",
            "democratic",
            "commonwealth",
            "sultanate",
            "islamic",
            "arab",
            "people",
            "'s",
            "peoples",
            "prime",
            "minister",
            "ministers",
            "cabinet",
            "offices",
            "high",
            "general",
            "permanent",
            "national",
            "official",
            "website",
            "portal",
            "press",
            "media",
            "information",
            "service",
            "news",
            "release",
            "centre",
            "center",
            "communications",
            "directorate",
            "home",
            "page",
            "welcome",
            "newsroom",
            "en",
            "english",
            "eng",
            "agency",
            "from",
            "relaciones",
            "exteriores",
            "relacoes",
            "republica",
            "affaires",
            "etrangeres",
            "culto",
        ]
    )
)


def masthead_state(scene: Scene) -> str | None:
    """Return the state whose ministry, government, embassy or outlet is named on top, or None.

    The lines must hold nothing else: "President of Serbia meets envoys" is a headline. State
    and ministry may stand on lines of their own.
    """
    rows = [line.strip() for line in scene.text[:2000].split("\n") if line.strip()]
    states: list[str] = []
    organ = False
    for row in rows[:_LINES]:
        for part in _PART.split(row):
            found = _read(scene, part.strip(" .:")) if 0 < len(part) <= _LONGEST else None
            if found is None:
                continue
            if found.home:
                return found.home
            organ |= found.organ
            states += found.states
            if organ and len(set(states)) == 1:
                return states[0]
    return None


class _Part(NamedTuple):
    """What a part of such a line names: the state of an outlet, states, an organ."""

    home: str | None = None
    states: tuple[str, ...] = ()
    organ: bool = False


def _read(scene: Scene, line: str) -> _Part | None:
    register, words = scene.register, split_words(line, 0, len(line))
    outlet = register.outlet_by_name(line)
    states: list[str] = []
    organ = False
    place = 0
    while place < len(words):
        found = register.wordings(words, place) if words.norm[place] in register.first_words else ()
        named = [(end, kinds) for end, kinds in found if "outlet" in kinds or _STATE & kinds.keys()]
        if named:
            place, kinds = named[0]
            outlet = outlet or next(iter(kinds.get("outlet", ())), None)
            ids = {_state_of(scene, one) for kind in _STATE & kinds.keys() for one in kinds[kind]}
            states += (state for state in ids if state and state.startswith("st:"))
            organ |= "named" in kinds
        elif words.norm[place] in _BESIDE or not words.norm[place][0].isalnum():
            place += 1
        else:
            return None
    if outlet:
        return _Part(register.outlet_home(outlet))
    said = set(words.norm)
    if states and said & _ABROAD:
        return _Part(states[0])
    if states and said & _PAPERS and not (said & _ORGANS or {"asia", "world"} & said):
        return _Part(states[0]) if len(set(states)) == 1 else _Part()
    return _Part(None, tuple(states), organ or bool(said & _ORGANS))


def _state_of(scene: Scene, ident: str) -> str | None:
    """Return the state of a state's, capital's or organ's id."""
    if ident.startswith("pl:"):
        place = scene.register.place(ident)
        return place.state if place else None
    return ident.partition("|")[0]


def masthead_body(scene: Scene) -> str | None:
    """Return the organization whose page it is: the one that a short line at the top names."""
    for row in scene.text[:2000].split("\n")[:_LINES]:
        for part in _PART.split(row.strip()):
            words = split_words(part, 0, len(part))
            if not words or len(words) > _SHORT or words.norm[0] not in scene.register.first_words:
                continue
            for end, kinds in scene.register.wordings(words, 0):
                if "org" in kinds and (end == len(words) or words.raw[end] in ("-", ":", ",")):
                    return kinds["org"][0]
    return None
