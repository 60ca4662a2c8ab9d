"""Verbs: read by tense and auxiliaries, an infinitive by what governs it.

A verb that borrows its status from another ("to sign", "meeting", "will go and meet") is
read by that one, at most three steps far.
"""

import re

from dragoman.extract.status.cues import read_governor, read_place
from dragoman.extract.status.forms import (
    auxiliaries_of,
    is_ing,
    is_participle,
    is_past,
    modal_before,
    verb_before,
)
from dragoman.extract.status.found import Reading
from dragoman.extract.status.sentence import SentenceWords
from dragoman.extract.status.words import (
    AUXILIARIES,
    BARE_VERBS,
    BE,
    DO,
    HAVE,
    MODALS,
    NOT,
    PRONOUNS,
    STOPS,
)
from dragoman.model import UNMARKED, Status

_AHEAD = re.compile(
    r"(?<!\w)(?:tomorrow|next (?:week|month|year|spring|summer|autumn|\w+day)"
    r"|later (?:this|in|today)|in the coming|on the weekend|soon"
    r"|this (?:autumn|spring|summer))(?!\w)"
)
_ON_A_DAY = re.compile(r"[^,;:]{0,60} on (?:mon|tues|wednes|thurs|fri|satur|sun)day(?!\w)")
_SUBJUNCTIVE = re.compile(
    r"(?<!\w)(?:propos|suggest|recommend|demand|request)\w*(?: on \w+)? that [^,;:]{0,60}$"
)
_CONDITION = re.compile(r"(?<!\w)(?:if|unless|provided|in case|as long as)(?!\w)")
_REPORTED = re.compile(
    r"(?<!\w)(?:said|says|announced|reported|confirmed|told \w+)(?: on \w+| late \w+)?(?: that)?"
    r" [^,;:]{1,60}$"
)
_HEADLINE = 8
"""A headline comes to its infinitive within this many words: "France's Macron to visit"."""

_FIRST_TO = re.compile(
    r"(?<!\w)(?:first|second|third|fourth|only|latest|last)(?: [\w'\-]+){0,6} to $"
)


def read_verb(sentence: SentenceWords, head: int, depth: int = 0) -> Reading:
    """Read a verb by its auxiliaries, its form, and what governs it."""
    chain, left = auxiliaries_of(sentence, head)
    word = sentence.word(head)
    words = [sentence.word(index) for index in chain if sentence.word(index) not in NOT]
    negated = (
        len(words) < len(chain)
        or any(one.endswith("n't") or one == "cannot" for one in words)
        or (sentence.word(head - 1) == "longer" and sentence.word(head - 2) == "no")
    )
    cue = sentence.span(chain[0], head) if chain else sentence.span(head, head)
    if "to" in words and not is_ing(word):
        return _read_infinitive(sentence, chain, words, head, left, depth, negated)
    if words:
        reported = _REPORTED.search(sentence.plain, *sentence.before(chain[0])) is not None
        read = _read_finite(sentence, words, word, negated, reported)
        if read is not None:
            status, rule, background = read
            return Reading(status, rule, cue, background)
    if negated:
        return Reading(Status.DENIED, "verb.negated", cue)
    if is_ing(word):
        return _read_gerund(sentence, head, left, depth)
    if is_past(word):
        if _shares_had(sentence, head):
            return Reading(Status.HAPPENED, "verb.past-perfect", cue, True)
        return Reading(Status.HAPPENED, "verb.past", cue)
    if word in BARE_VERBS and sentence.word(left) in ("and", "or", ",", "&"):
        modal = modal_before(sentence, left)
        if modal is not None and depth < 3:
            return read_verb(sentence, modal, depth + 1)
    begin, stop = sentence.before(head)
    begin = max(begin, *(sentence.plain.rfind(mark, begin, stop) + 1 for mark in ",;"))
    if _CONDITION.search(sentence.plain, begin, stop):
        return Reading(Status.HYPOTHETICAL, "verb.condition", cue)
    if _SUBJUNCTIVE.search(sentence.plain, *sentence.before(head)):
        return Reading(Status.HYPOTHETICAL, "verb.condition", cue)
    if _AHEAD.search(sentence.plain) or _ON_A_DAY.match(sentence.plain, *sentence.behind(head)):
        return Reading(Status.PLANNED, "verb.present-ahead", cue)
    if word in ("let", "lets"):
        return Reading(Status.HYPOTHETICAL, "verb.condition", cue)
    return Reading(Status.HAPPENED, "verb.present", cue)


def _read_finite(
    sentence: SentenceWords, words: list[str], word: str, negated: bool, reported: bool
) -> tuple[Status, str, bool] | None:
    """Read a verb by its auxiliaries. None where they tell nothing."""
    modal = next((one for one in words if one in MODALS), None)
    if modal is not None:
        if modal in ("will", "shall", "'ll", "won't", "would", "'d", "wouldn't"):
            if negated:
                return Status.CANCELLED, "verb.will-not", False
            if modal in ("would", "'d") and "have" in words:
                return Status.CANCELLED, "verb.would-have", False
            if modal in ("would", "'d") and _CONDITION.search(sentence.plain):
                return Status.HYPOTHETICAL, "verb.would-if", False
            return Status.PLANNED, "verb.will", False
        if negated and modal in ("could", "couldn't", "can", "can't", "cannot"):
            return Status.CANCELLED, "verb.could-not", False
        return Status.HYPOTHETICAL, "verb.may", False
    ing = is_ing(word)
    if any(one in HAVE for one in words):
        if negated:
            return Status.DENIED, "verb.negated", False
        if ing and "been" in words:
            return Status.ONGOING, "verb.has-been-doing", False
        if words[0] in ("had", "hadn't"):
            return Status.HAPPENED, "verb.past-perfect", not reported
        return Status.HAPPENED, "verb.perfect", False
    if any(one in DO for one in words):
        if negated:
            return Status.DENIED, "verb.negated", False
        return Status.HAPPENED, "verb.did", False
    if any(one in ("is", "are", "am", "'s", "'re", "isn't", "aren't") for one in words):
        if ing or "being" in words:
            if negated:
                return Status.CANCELLED, "verb.is-not-doing", False
            if _AHEAD.search(sentence.plain):
                return Status.PLANNED, "verb.is-doing-ahead", False
            return Status.ONGOING, "verb.is-doing", False
        if is_participle(word):
            if negated:
                return Status.DENIED, "verb.negated", False
            return Status.HAPPENED, "verb.passive", False
        return None
    if any(one in BE for one in words):
        if negated:
            return Status.DENIED, "verb.negated", False
        return Status.HAPPENED, "verb.past", False
    return None


def _read_infinitive(
    sentence: SentenceWords,
    chain: list[int],
    words: list[str],
    head: int,
    left: int,
    depth: int,
    negated: bool,
) -> Reading:
    """Read "to meet" by what stands in front: "is to", "expected to", "invited him to"."""
    place = len(words) - 1 - words[::-1].index("to")
    before, after = words[:place], words[place + 1 :]
    cue = sentence.span(chain[0], head)
    if before and before[-1] in BE:
        if "have" in after:
            return Reading(Status.CANCELLED, "verb.was-to-have", cue)
        return Reading(Status.CANCELLED if negated else Status.PLANNED, "verb.is-to", cue)
    if before and before[-1] in HAVE:
        past = before[-1] == "had"
        status = Status.HAPPENED if past else Status.HYPOTHETICAL
        return Reading(status, "verb.has-to", cue)
    governed = read_governor(sentence, left, "infinitive", head)
    if governed is not None:
        return governed
    if "have" in after:
        return Reading(Status.HAPPENED, "verb.to-have", cue)
    if _FIRST_TO.search(sentence.plain, *sentence.before(head)):
        return Reading(Status.HAPPENED, "verb.first-to", cue)
    for index in range(left - 1, max(-1, left - 12), -1):
        if sentence.word(index) in STOPS:
            break
        governed = read_governor(sentence, index, "object", head)
        if governed is not None:
            return governed
        if sentence.word(index) in AUXILIARIES:
            break
    if after[:1] == ["be"] and is_participle(sentence.word(head)):
        return Reading(Status.PLANNED, "verb.to-be", cue)
    main = verb_before(sentence, left)
    if main is None:
        for index in range(left, max(0, left - 8), -1):
            if is_ing(sentence.word(index)) and sentence.word(index - 1) == "to" and depth < 3:
                return read_verb(sentence, index, depth + 1)  # "forward to travelling on to meet"
        if (
            head <= _HEADLINE
            and sentence.capital(left)
            and not (PRONOUNS & set(sentence.words[:head]))
        ):
            return Reading(Status.PLANNED, "verb.headline-to", cue)
        return Reading(Status.HYPOTHETICAL, "verb.to", cue)
    reading = read_verb(sentence, main, depth + 1) if depth < 3 else None
    if reading is not None and reading.status is not Status.HAPPENED:
        if reading.status is Status.ONGOING:
            return Reading(Status.PLANNED, "verb.purpose", cue)
        return reading._replace(background=False)
    if sentence.word(main) in ("is", "are", "arrived", "arrives", "left", "leaves", "heads"):
        return Reading(Status.PLANNED, "verb.purpose", cue)
    return Reading(Status.HAPPENED, "verb.purpose-past", cue, bool(reading and reading.background))


def _read_gerund(sentence: SentenceWords, head: int, left: int, depth: int) -> Reading:
    """Read "meeting X" by the word in front of it."""
    before = sentence.word(left)
    cue = sentence.span(max(left, 0), head)
    front = read_place(sentence, "in-front", *sentence.before(head), of="verb")
    if front is not None:
        return front._replace(cue=(cue[0] if front.cue is None else front.cue[0], cue[1]))
    if before in ("before", "of", "about", "on", "for") or (
        before == "to" or sentence.word(head - 1) == "to"
    ):
        for index in range(left, max(-1, left - 4), -1):
            governed = read_governor(sentence, index, "infinitive", head)
            if governed is not None:
                return governed
        if before == "before":
            return Reading(Status.PLANNED, "verb.before-doing", cue)
    if before in ("while", "currently", "now", "is", "are", "the", "with", "a"):
        return Reading(Status.ONGOING, "verb.doing", cue)
    if before == "without":
        return Reading(Status.DENIED, "verb.negated", cue)
    if before in ("after", "since", "following", "by", "on", "upon"):
        return Reading(Status.HAPPENED, "verb.after-doing", cue)
    governed = read_governor(sentence, left, "noun", head)
    if governed is not None:
        return governed
    main = verb_before(sentence, head - 1)
    if main is not None and depth < 3:
        reading = read_verb(sentence, main, depth + 1)
        return reading._replace(background=False)
    return Reading(Status.HAPPENED, UNMARKED, None)


def _shares_had(sentence: SentenceWords, head: int) -> bool:
    """Say whether a past form shares the "had" of the verb before it: "had flown and met"."""
    if sentence.word(head - 1) not in ("and", "then", "also"):
        return False
    main = verb_before(sentence, head - 1)
    if main is None:
        return False
    chain, _ = auxiliaries_of(sentence, main)
    return any(sentence.word(index) == "had" for index in chain)
