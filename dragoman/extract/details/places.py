"""Where an act took place: by the tree, never by a place that belongs to something else.

From a place one goes up the tree to the act. The way is open over "at the summit in Paris",
"during a visit to Paris", "in the city of Paris"; it is closed over "the war in Ukraine",
"ahead of a conference in Paris" and over clauses of their own.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from dragoman.actors import Register
from dragoman.extract.details.book import load_details, words
from dragoman.extract.details.ties import CLAUSES, FARTHEST, is_journey, spine_of, view_of
from dragoman.extract.reading import Reading
from dragoman.model import Mention, MentionKind
from dragoman.parse.matching.view import View
from dragoman.text import Dateline

_NOUNISH = ("nmod", "obl", "nmod:poss", "obl:npmod", "nmod:npmod", "advcl")
_BESIDE = ("appos", "conj", "flat", "compound", "nmod:appos", "list", "dep")


class _Found(NamedTuple):
    """A place, and how far it lies from the act: in arcs, then in words."""

    steps: int
    apart: int
    mention: Mention


def place_of(
    reading: Reading,
    trigger: int,
    parties: Collection[Mention],
    register: Register,
    *,
    dateline: Dateline | None = None,
    within: Collection[str] = (),
) -> Mention | None:
    """Return where the act took place that a token names; None where the sentence does not say.

    A city goes before its state. A palace or hall stands for its city: the mention has
    the words of the one and the id of the other. So has "the Chinese capital".

    Args:
        reading: The sentence.
        trigger: The verb or noun that names the act.
        parties: Who took part: "met officials in Beijing" hangs the city on the officials.
        register: For capitals, and which city is of which state.
        dateline: What "here" means.
        within: States, by id; a place of another state is none. "Visits to Rome and Oslo"
            are two acts, and each has its own place.
    """
    view = view_of(reading)
    spine = spine_of(view, trigger)
    people = {
        i
        for i, mention in reading.heads.items()
        if mention in parties or mention.kind in (MentionKind.PERSON, MentionKind.OFFICE)
    }
    people |= {i for i, kinds in enumerate(reading.kinds) if kinds & {"person", "group", "organ"}}
    found = [
        _Found(steps, abs(token - trigger), mention)
        for token, mention in _places(reading, view, register)
        if not within or _state(mention, register) in within
        if (steps := _way(view, token, spine, people)) is not None
    ]
    if found:
        return _at_city(_nearest(found, register), register)
    here = _here(reading, view, spine, dateline, register)
    return None if here and within and _state(here, register) not in within else here


def _places(reading: Reading, view: View, register: Register) -> Iterator[tuple[int, Mention]]:
    """Give the places of a sentence: what is named as one, and "the Chinese capital"."""
    for i, mention in reading.heads.items():
        if mention.place is not None:
            yield i, mention
    for i, lemma in enumerate(view.lemmas):
        if lemma in words("localities"):
            yield from _named_city(reading, view, i, register)
        if lemma not in words("capitals"):
            continue
        for c in view.below(i, "amod", "nmod:poss", "nmod", "compound"):
            owner = reading.heads.get(c)
            state = next((actor.polity for actor in owner.actors), None) if owner else None
            if state and (capital := capital_of(state, register)):
                first, last = sorted((c, i))
                start, end = reading.span(first, last)
                yield i, Mention(start, end, MentionKind.PLACE, (), capital)
                break


def _named_city(
    reading: Reading, view: View, i: int, register: Register
) -> Iterator[tuple[int, Mention]]:
    """Give "the Chinese city of Baoting", whose name stands for no state's government."""
    for c in view.below(i, "nmod", "appos", "flat"):
        if view.upos[c] == "PROPN" and c > i and c not in reading.inside:
            parts = [c, *view.below(c, "compound", "flat")]
            start, end = reading.span(min(parts), max(parts))
            ids = [
                ident for ident in register.lookup(reading.text[start:end]) if ident[:3] == "pl:"
            ]
            if len(ids) == 1:
                yield c, Mention(start, end, MentionKind.PLACE, (), ids[0])


def _state(mention: Mention, register: Register) -> str | None:
    place = register.place(mention.place or "")
    return place.state if place else None


def capital_of(state: str, register: Register) -> str | None:
    """Return the capital of a state; None where it has several or none is known."""
    capitals = [
        ident
        for ident in register.cities(state)
        if (place := register.place(ident)) and place.kind == "capital"
    ]
    return capitals[0] if len(capitals) == 1 else None


def _way(view: View, token: int, spine: dict[int, int], people: Collection[int]) -> int | None:
    """Return how many arcs lie between a place and the act; None where the way is closed."""
    if token in spine and token != next(iter(spine)):
        return spine[token]  # "Kyiv, where he met"
    i, inside = token, False
    for steps in range(1, FARTHEST):
        head = view.heads[i]
        if head < 0 or not _is_open(view, i, inside, people, spine):
            return None
        inside = inside or view.rels[i] not in _BESIDE
        if head in spine:
            beside = view.rels[i] in ("conj", "appos", "flat") and not inside
            return None if beside else steps + spine[head]
        i = head
    return None


def _is_open(
    view: View, i: int, inside: bool, people: Collection[int], spine: dict[int, int]
) -> bool:
    """Say whether one may go up from a token; `inside`: one has come from a place below it."""
    rel, head, lemma = view.rels[i], view.heads[i], view.lemmas[i]
    above = view.lemmas[head]
    if rel in _BESIDE:
        named = words("localities") | words("venues") | words("named")
        return rel in ("appos", "flat", "conj") or above in named
    if not inside and above == "host" and rel in ("nsubj", "obl:agent"):
        return True  # "to be hosted by Bishkek"
    if rel in _NOUNISH:
        case = view.marked(i) or ""
        if above in words("within") or (above in words("localities") and not inside):
            return case in ("of", *words("locative"))
        if inside:
            return _leads_on(lemma, case, i in people)
        if case in words("locative"):
            return _may_hold(view, head, people, spine)
        return case in ("to", "into", "for") and is_journey(view, head)
    if rel in ("obj", "nsubj:pass", "nsubj", "iobj", "xcomp"):
        if not inside:
            return rel in ("obj", "nsubj:pass") and above in words("visiting")
        if i in people:
            return True
        return lemma in words("gatherings") and above in words("holding") | words(
            "journeys"
        ) | words("hosting")
    if rel in CLAUSES and inside:
        if lemma in words("visiting") or is_journey(view, i):
            act = view.lemmas[next(iter(spine))]
            is_another = act in words("visiting") | words("journeys")  # of the same visitor
            return not is_another and (head in spine or head in people)
        return lemma in words("holding") and above in words("gatherings")
    return False


def _leads_on(lemma: str, case: str, is_person: bool) -> bool:
    """Say whether an act took place where this noun is: "at the summit (in Paris)"."""
    if is_person:
        return case not in ("about", "against", "over", "than", "like", "for")
    if lemma in words("within") | words("localities") | words("venues"):
        return case in ("on", "of") or case in words("locative")
    if lemma in words("gatherings") | words("journeys") | words("hosting"):
        return case in ("during", "at", "in", "for", "on", "after", "of", "as")
    return case == "at"


def _may_hold(view: View, head: int, people: Collection[int], spine: dict[int, int]) -> bool:
    """Say whether "in Paris" behind a word can tell where the act was."""
    if head in spine or head in people or view.upos[head] in ("VERB", "AUX"):
        return True
    if view.upos[head] == "PROPN" and view.marked(head) == "at":
        return True
    nouns = words("gatherings") | words("venues") | words("localities") | words("journeys")
    return view.lemmas[head] in nouns


def _nearest(found: list[_Found], register: Register) -> Mention:
    """Return the nearest place, or a city of it; of any state, where it is as near."""
    found.sort(key=lambda one: one[:2])
    best = found[0]
    known = register.place(best.mention.place or "")
    if known is None or known.kind in ("city", "capital", "site"):
        return best.mention
    for one in found:
        place = register.place(one.mention.place or "")
        if place and place.kind in ("city", "capital", "site"):
            within = place.state is not None and place.state == known.state
            if within or one.steps <= best.steps:
                return one.mention
    return best.mention


@cache
def _city_of_site() -> dict[str, str]:
    sites: dict[str, str] = load_details()["sites"]["cities"]
    return sites


def _at_city(mention: Mention, register: Register) -> Mention:
    """Return a mention of a palace or hall as one of its city."""
    city = _city_of_site().get(mention.place or "")
    return replace(mention, place=city) if city else mention


def _here(
    reading: Reading,
    view: View,
    spine: dict[int, int],
    dateline: Dateline | None,
    register: Register,
) -> Mention | None:
    """Return the place of a dateline, where "here" hangs on the act."""
    for i, form in enumerate(view.forms):
        if form != "here" or dateline is None or dateline.place is None:
            continue
        if view.heads[i] in spine:
            ids = [ident for ident in register.lookup(dateline.place) if register.place(ident)]
            ids = ids or [
                ident
                for state in register.lookup(dateline.place)
                if (ident := capital_of(state, register))
                and register.label(ident).lower() == dateline.place.lower()
            ]
            if len(ids) == 1:
                return Mention(*reading.span(i), MentionKind.PLACE, (), ids[0])
    return None
