"""Nouns: read by their attributes, by what is said of them, else by the verb above them."""

import re

from dragoman.extract.status.book import load_book
from dragoman.extract.status.cues import read_governor, read_place
from dragoman.extract.status.forms import auxiliaries_of, is_finite, is_ing, is_past, verb_before
from dragoman.extract.status.found import Reading
from dragoman.extract.status.sentence import SentenceWords
from dragoman.extract.status.verbs import read_verb
from dragoman.extract.status.words import (
    AUXILIARIES,
    BARE_VERBS,
    BE,
    DETERMINERS,
    EITHER,
    MODALS,
    NOT,
    OBJECT_PREPOSITIONS,
    PREPOSITIONS,
    PRESENT,
    RELATIVES,
    STOPS,
)
from dragoman.model import UNMARKED, Status

_ON_THE_WAY = re.compile(r"(?<!\w)on (?:his|her|their|its|the) way|heading|en route|bound for")
_ON_TOUR = re.compile(
    r"(?<!\w)(?P<on>on) (?:(?:a|an|the|his|her) )?(?:[\w\-]+ (?:leg|stop|day) of )?$"
)


def read_noun(sentence: SentenceWords, first: int, last: int) -> Reading:
    """Read a noun by its attributes, by what is said of it, and by what governs it."""
    begin = _phrase(sentence, first)
    preposition = sentence.word(begin - 1)
    governed = preposition in PREPOSITIONS or is_finite(sentence, begin - 1, preposition)
    said = read_place(sentence, "behind", *sentence.behind(last), of="noun" if governed else None)
    if said is not None and said.status in (Status.CANCELLED, Status.DENIED):
        return said  # "the planned meeting never took place"
    found = read_place(sentence, "inside", sentence.spans[begin][0], sentence.spans[last][1])
    if found is None:
        found = read_place(sentence, "in-front", *sentence.before(begin))
    if found is not None:
        return found
    found = said
    if found is not None and found.status is Status.PLANNED:
        # "will not travel to Spain for a meeting planned on Thursday"
        above = _read_main_verb(sentence, begin, preposition)
        if above.status in (Status.CANCELLED, Status.DENIED):
            return above
    return found or _read_main_verb(sentence, begin, preposition)


def _phrase(sentence: SentenceWords, first: int) -> int:
    """Return the token that the noun phrase begins with."""
    found = first
    for index in range(first - 1, max(-1, first - 9), -1):
        word = sentence.word(index)
        if word in DETERMINERS:
            found = index
            if word != "'s":
                break
            for owner in range(index - 1, max(-1, index - 4), -1):
                if sentence.word(owner) in PREPOSITIONS | STOPS | AUXILIARIES | {",", "and"}:
                    break
                if is_past(sentence.word(owner)) or sentence.word(owner) in PRESENT:
                    break
                found = owner
            break
        if word in PREPOSITIONS | STOPS | AUXILIARIES | RELATIVES | {",", ".", "and"}:
            break
        if word in PRESENT and word not in EITHER:
            break
    else:
        return found
    if found == first:
        # without a determiner: take in the words that are no verb
        index = first - 1
        while index >= 0 and first - index <= 5:
            word = sentence.word(index)
            if (
                sentence.word(index - 1) in MODALS | {"to"}
                or word in PREPOSITIONS | STOPS | AUXILIARIES | RELATIVES | {",", ".", "and"}
                or word in PRESENT
                or (is_past(word) and word not in ("planned", "scheduled", "cancelled"))
                or word in BARE_VERBS
                or (word, "noun") in load_book().governors
            ):
                break
            found = index
            index -= 1
    return found


def _read_main_verb(sentence: SentenceWords, begin: int, preposition: str) -> Reading:
    """Read a noun by the verb that governs it: "will hold talks", "cancelled his visit"."""
    index = begin - 1
    for position in range(index, max(-1, index - 6), -1):
        word = sentence.word(position)
        if word in STOPS or word in RELATIVES or word in PREPOSITIONS - OBJECT_PREPOSITIONS:
            break
        governed = read_governor(sentence, position, "noun", position)
        if governed is not None:
            return governed
        if sentence.word(position - 1) == "to" and word not in DETERMINERS:
            break  # another infinitive: "continue to allow for travel"
    main = verb_before(sentence, index)
    if main is None:
        found = _ON_TOUR.search(sentence.plain, *sentence.before(begin))
        if found and _is_headline(sentence, begin):
            return Reading(Status.ONGOING, "noun.headline-on", (found.start("on"), found.end("on")))
        return Reading(Status.HAPPENED, UNMARKED, None)
    word = sentence.word(main)
    reading = read_verb(sentence, main)
    if word in BE:
        chain, _ = auxiliaries_of(sentence, main)
        if any(sentence.word(one) in MODALS for one in chain):
            return _read_modal_be(sentence, main, chain)
        if preposition == "on" and word in ("is", "are", "am"):
            return Reading(Status.ONGOING, "noun.is-on", sentence.span(main, main))
        if preposition == "for" and word in ("is", "are", "am"):
            way = _ON_THE_WAY.search(sentence.plain, *sentence.before(begin)) is not None
            status = Status.PLANNED if way else Status.ONGOING
            return Reading(status, "noun.is-for", sentence.span(main, main))
        return Reading(Status.HAPPENED, UNMARKED, None)
    if preposition == "on" and word in ("arrived", "arrives", "paying"):
        return Reading(Status.ONGOING, "noun.is-on", sentence.span(main, main))
    if (
        reading.status in (Status.CANCELLED, Status.DENIED)
        and preposition in ("on", "during", "at", "of", "from", "with")
        and word not in ("go", "travel", "come", "meet", "speak", "appear", "be")
    ):
        # "I will never forget meeting them on a trip to Kabul"
        return Reading(Status.HAPPENED, UNMARKED, None)
    if preposition == "for" and word in ("heads", "arrives", "leaves", "left"):
        return Reading(Status.PLANNED, "noun.heads-for", sentence.span(main, main))
    return reading


def _is_headline(sentence: SentenceWords, begin: int) -> bool:
    """Say whether "on a visit" is all that a line says: no verb, and a trip."""
    trip = False
    for index in range(begin, min(len(sentence.words), begin + 24)):
        word = sentence.word(index)
        if word in STOPS or word == ".":
            break
        if is_finite(sentence, index, word):
            return False
        trip = trip or word in ("visit", "trip", "tour")
    return trip and not is_ing(sentence.word(begin - 2))


def _read_modal_be(sentence: SentenceWords, main: int, chain: list[int]) -> Reading:
    """Read "will be on a visit", "may be in talks"; negated, it was called off."""
    words = [sentence.word(one) for one in chain]
    negated = any(one in NOT or one.endswith("n't") for one in words)
    cue = sentence.span(chain[0], main)
    status = Status.PLANNED if any(one in ("will", "would", "'ll") for one in words) else None
    if status is None:
        return Reading(Status.HYPOTHETICAL, "verb.may", cue)
    return Reading(Status.CANCELLED if negated else status, "verb.will", cue)
