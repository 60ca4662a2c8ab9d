"""What is settled for the whole document: unclear names of states, and whose account it is."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from dragoman.actors.chunks import SHORT, Chunk
from dragoman.actors.mentions.classes import polities_of
from dragoman.actors.mentions.masthead import masthead_state
from dragoman.actors.mentions.scene import Scene
from dragoman.actors.mentions.sorts import CROWNS, SAME
from dragoman.actors.tokens import fold


def settle(scene: Scene, read: list[list[Chunk]]) -> dict[str, str | None]:
    """Decide "Congo", "Korean", "Georgia" for the document, or leave them undecided."""
    seen: Counter[str] = Counter()
    for chunks in read:
        for chunk in chunks:
            office = bool(chunk.titles) or chunk.kind == "organ"
            for polity in chunk.polities:
                if not polity.startswith("?"):
                    seen[polity] += 1
                elif office and polity[1:] in SHORT:
                    seen[polity[1:]] += 1  # "Ambassador of the RF", "the RK Ministry"
    settled: dict[str, str | None] = {}
    for chunks in read:
        for chunk in chunks:
            for polity in chunk.polities:
                if polity.startswith("?") and polity not in settled:
                    settled[polity] = _settle_one(scene, polity[1:].split(";"), seen)
    return settled


def _settle_one(scene: Scene, candidates: list[str], seen: Counter[str]) -> str | None:
    if candidates == ["st:geo"]:
        return _georgia(scene, seen)
    if len(candidates) == 1:
        [state] = candidates
        short = state in SHORT and (seen[state] or state in (scene.home, scene.desk))
        return state if short or state in ("st:jor", "st:tcd") else None
    named = [polity for polity in candidates if seen[polity]]
    if len(named) == 1:
        return named[0]
    own = {scene.home, scene.desk}.intersection(candidates)
    return own.pop() if len(own) == 1 else None


def _georgia(scene: Scene, seen: Counter[str]) -> str | None:
    if seen["st:geo"]:
        return "st:geo"
    cues = {fold(cue) for cue in scene.register.overrides.get("us_cues", ())}
    words = {fold(word) for word in scene.text[:200_000].split()}
    bare = {word.strip(".,;:()'\"") for word in words}
    if cues & (words | bare):
        return None
    others = [polity for polity in seen if polity not in ("st:geo", "st:usa")]
    return "st:geo" if others else None


def count_states(scene: Scene, read: list[list[Chunk]]) -> Counter[str]:
    """Return how often each state is named in the document."""
    counts: Counter[str] = Counter()
    for chunks in read:
        for chunk in chunks:
            counts.update(p for p in polities_of(scene, chunk) if p.startswith("st:"))
    return counts


def find_desk(scene: Scene) -> str | None:
    """Return the state whose outlet it is, agencies that write for all the world among them."""
    outlet = _outlet(scene)
    return scene.register.outlet_of(outlet) if outlet else None


def find_where(scene: Scene, read: Sequence[Sequence[Chunk]]) -> str | None:
    """Return the state that a text is written in, where it says so.

    That of its dateline ("KABUL, Aug 3 (Reuters)"), or of the capital that opens a line ("SUVA: The
    Prime Minister"); else the one to which all its ambassadors are sent in the words of the host
    ("met the Ambassador of Ecuador to the State of Qatar").
    """
    dateline = scene.clean.dateline
    for ident in scene.register.lookup(dateline.place) if dateline and dateline.place else ():
        place = scene.register.place(ident)
        if place is not None and place.state:
            return place.state
    for sentence, chunks in zip(scene.clean.sentences[:_TOP], read, strict=False):
        first = chunks[0] if chunks else None
        if first is not None and first.kind == "polity" and first.start == sentence.start:
            place = scene.register.place(first.place or "")
            opens = _OPENS.match(scene.text, first.end)
            large = opens and (opens[1] or scene.text[first.start : first.end].isupper())
            if opens and (named := _AGENCY.search(opens[1])):
                outlet = scene.register.outlet_by_name(named[1])
                if outlet is not None:  # "Vientiane (VNA) -": of those who went there to write
                    return scene.register.outlet_of(outlet)
            if place is not None and place.state and large:
                return place.state
    posts = {
        chunk.towards
        for chunks in read
        for chunk in chunks
        if chunk.towards and " of " in scene.text[chunk.start : chunk.tail[0]]
    }
    known = {post for post in (scene.clear.get(one, one) for one in posts) if post}
    only = known.pop() if len(known) == 1 else None
    return only if only and only.startswith("st:") else None


_TOP = 8
"""How many sentences may hold the line that says where the text was written."""
_AGENCY = re.compile(r"\(([^)]+)\)")
_OPENS = re.compile(r"((?:, [^.:\n]{1,40}?)?(?: ?\([^)\n]{2,30}\))?)(?::| ?[-\u2013\u2014]{1,3}) ")


def find_own(scene: Scene, read: Iterable[Iterable[Chunk]]) -> tuple[str | None, str | None]:
    """Return the one state whose leaders a text calls by their titles alone, and a guess.

    "President Macron spoke with the President of Ukraine, Volodymyr Zelenskyy": an account names
    the state of everybody but its own. None where no other state's leader is told so. The guess
    is the one state whose officials are named without saying whose they are; the presidents of
    the world are known without it, and tell nothing where another's leader is told with his state.
    """
    own: set[str] = set()
    others: set[str] = set()
    lesser: set[str] = set()
    bare: set[str] = set()
    named: set[str] = set()
    for chunk in (chunk for chunks in read for chunk in chunks if chunk.titles):
        entity = scene.entity_of.get((chunk.start, chunk.end))
        if entity is None or not entity.person or not entity.polity or chunk.former:
            continue
        told = bool(polities_of(scene, chunk))
        named |= {entity.polity} if told else set()
        if not told and entity.office_class in _SERVING and entity.office_class != "crown":
            (bare if entity.office_class in _LEADING - {"fm"} else lesser).add(entity.polity)
        throne = any(SAME.get(word, word) in CROWNS for word, _class in chunk.titles)
        if entity.office_class in _LEADING and not (throne and not told):
            (others if told or len(chunk.name_norms) > 1 else own).add(entity.polity)
    alone = own - others
    plain = (lesser or (set() if others - bare else bare)) - (named - own)
    sure = next(iter(alone)) if len(alone) == 1 and others else None
    guess = next(iter(plain)) if len(plain) == 1 and not (lesser and bare - plain) else None
    return sure, sure or guess


_LEADING = frozenset({"head", "hog", "fm", "crown"})
_SERVING = _LEADING | {"vice", "dpm", "defmin", "parl", "deputyfm", "minister", "spokes", "nsa"}


def is_official(scene: Scene) -> bool:
    """Return whether a government, or an outlet that a state owns, gives the account."""
    outlet = _outlet(scene)
    return bool(scene.clean.doc.side or (outlet and scene.register.outlet_state(outlet)))


def _outlet(scene: Scene) -> str | None:
    host = _host(scene.clean.doc.url)
    found = scene.register.outlet_by_domain(host) if host else None
    return found or scene.register.outlet_by_name(scene.clean.doc.outlet or "")


def find_home(scene: Scene) -> str | None:
    """Return the state whose "the foreign ministry" needs no name, if that is sure.

    Whose account it is; else that of the outlet, of its domain, or of the agency of the
    dateline; else what a line on top names.
    """
    doc, register = scene.clean.doc, scene.register
    if doc.side and doc.side.startswith("st:"):
        return doc.side
    host = _host(doc.url)
    outlets = [register.outlet_by_domain(host) if host else None]
    if doc.outlet:
        outlets.append(register.outlet_by_name(doc.outlet))
    known = [outlet for outlet in outlets if outlet]
    for outlet in known:
        if state := register.outlet_home(outlet):
            return state
    if host and not known and (state := register.state_of_domain(host)):
        return state
    dateline = scene.clean.dateline
    if dateline is not None and dateline.agency:
        agency = register.outlet_by_name(dateline.agency)
        return register.outlet_home(agency) if agency else None
    return masthead_state(scene)


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url).hostname if url else None
    except ValueError:
        return None
