"""Whether a happening took place: read from the verb group, what governs it, and cue words.

The caller gives the words that name an interaction inside a sentence: a verb ("met",
"will meet") or a noun ("talks"). A verb is read by its tense and auxiliaries; an
infinitive by what governs it ("expected to", "invited him to"); a noun by the words
beside it ("upcoming", "planned for Thursday"), by what is said of it ("was called off"),
and else by the verb that governs it ("will hold talks"). The cue words are data, with
the sentences that they decide beside them: `rules/status.yml`. In the manner of ConText
(Harkema et al. 2009), each has a place relative to the trigger and a scope that ends at
words of another clause.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from dragoman.model import RuleError, Status
from dragoman.model.edtf import interval, is_yearless


class StatusFound(NamedTuple):
    """The status of one happening as its sentence gives it.

    Attributes:
        status: Whether it took place.
        background: It is told as context: an earlier or outside happening.
        cue: The words that say so, `[start, end)` of the text; None where nothing marks it.
        rule: What read it: "verb.past", "inside.upcoming". "unmarked" means that nothing
            in the sentence tells, and the status is what documents mean by default.
    """

    status: Status
    background: bool
    cue: tuple[int, int] | None
    rule: str


# --- words ---------------------------------------------------------------------------

_TOKEN = re.compile(r"[^\W_]+(?:[.\-]{1,2}[^\W_]+)*(?:'t\b)?|'(?:s|re|ll|ve|d|m)\b|[^\w\s.]")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "\n": " ", "\r": " ", "\t": " ", "\u00a0": " "})


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BE = _words("is are am was were be been being 's 're isn't aren't wasn't weren't")
_MODALS = _words(
    "will shall 'll won't would 'd wouldn't can cannot can't could couldn't may might must should"
)
_HAVE = _words("has have had having hasn't haven't hadn't 've")
_DO = _words("do does did don't doesn't didn't")
_NOT = _words("not never neither nor")
_AUXILIARIES = _BE | _MODALS | _HAVE | _DO | _NOT | {"to"}
_WEEKDAYS = _words("monday tuesday wednesday thursday friday saturday sunday")
_ADVERBS = _WEEKDAYS | _words(
    "also later then now again soon just only already still once ever twice thrice first last "
    "together both here there today tomorrow yesterday earlier each all even so yet next instead "
    "thus long afterwards afterward longer no morning afternoon evening night back respectively"
)
_DETERMINERS = _words(
    "the a an his her its their this that these those our my your both any no another each every "
    "some several two three four five six seven eight nine ten one 's"
)
_PREPOSITIONS = _words(
    "of in on at for to with by from after before during since until till ahead following amid "
    "despite about over upon through between via under into without within toward towards as per "
    "around along against among near prior"
)
_STOPS = _words("; : — – | but while whereas although though because unless ( )")
_RELATIVES = _words("who whom which where when that whose if as")
_PAST = _words(
    "met held had went came took made gave sent left flew spoke told said saw sat began brought "
    "found led rang wrote broke won lost got paid put read ran rose drew fell felt kept knew shook "
    "stood thought understood became cut set hit drove swore threw withdrew undertook arose"
)
_PARTICIPLES = _words(
    "met held had gone come taken made given sent left flown spoken told said seen sat begun "
    "brought found led written broken won paid put been done shaken drawn withdrawn known kept"
)
_PRESENT = _words(
    "meets holds has goes comes takes makes gives sends leaves flies speaks tells says sees sits "
    "begins brings leads writes breaks pays visits calls receives hosts arrives travels attends "
    "discusses signs welcomes greets concludes ends opens starts continues follows heads lands "
    "wraps kicks delivers hands donates conveys presents summons expels recalls invites thanks "
    "congratulates urges announces confirms joins addresses departs pledges offers provides agrees "
    "exchanges issues adopts phones cuts severs condemns warns marks plans wants hopes expects "
    "seeks intends skips cancels postpones denies rejects becomes stays does is are was were am"
)
_NOT_VERBS = _words(
    "united unprecedented so-called red need speed indeed exceed proceed succeed based detailed "
    "armed unified sacred hundred limited advanced joined-up related widespread long-standing"
)
_EITHER = _words(
    "visit visits meeting talks talk call calls tour tours exchange exchanges support travel "
    "phone telephone stop stay deal host hosts contact sanction letter aid gift trip drill patrol "
    "protest protests statement message summons address reply"
)
"""Words that are a verb in one sentence and a noun in the next."""

_NOUNS = _words(
    "summit summits dialogue dialogues negotiation negotiations consultations conference "
    "conferences session sessions conversation conversations meetings trips"
)
_BARE_VERBS = _words(
    "meet visit call speak talk host receive travel attend hold pay send sign deliver donate "
    "provide welcome greet discuss arrive go come make fly see summon expel recall bring convey "
    "hand give join tour stop lead open start begin conclude take invite announce present "
    "exchange issue"
)


class _Reading(NamedTuple):
    status: Status
    rule: str
    cue: tuple[int, int] | None
    background: bool = False


class _Sentence(NamedTuple):
    """A sentence as words, and as plain lower-case text of the same length.

    All positions count from the start of the sentence.
    """

    raw: str
    plain: str
    words: list[str]
    spans: list[tuple[int, int]]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where the words from `first` to `last` stand."""
        return self.spans[first][0], self.spans[last][1]

    def word(self, index: int) -> str:
        """Return a word, "" in front of the sentence and behind it."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def capital(self, index: int) -> bool:
        """Say whether a word is written with a capital."""
        return 0 <= index < len(self.words) and self.raw[self.spans[index][0]].isupper()

    def before(self, index: int) -> tuple[int, int]:
        """Return the stretch in front of a word in which cue words are looked for."""
        stop = self.spans[index][0]
        return max(0, stop - WINDOW), stop

    def behind(self, index: int) -> tuple[int, int]:
        """Return the stretch behind a word in which cue words are looked for."""
        begin = self.spans[index][1]
        return begin, begin + WINDOW


WINDOW = 300
"""Characters on either side of a word in which cue words are looked for.

A clause that is longer than this is debris, such as a table without line ends.
"""


@lru_cache(maxsize=8)
def _sentence(raw: str) -> _Sentence:
    plain = raw.translate(_PLAIN)
    lower = plain.lower()
    if len(lower) != len(plain):  # a few capitals have two lower-case characters
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in plain)
    spans = [match.span() for match in _TOKEN.finditer(lower)]
    words = [lower[first:last] for first, last in spans]
    for index in range(1, len(words)):
        if words[index] == "may" and raw[spans[index][0]] == "M":
            words[index] = "May"  # the month is no auxiliary
    return _Sentence(raw, lower, words, spans)


# --- cue words: data --------------------------------------------------------------------


class _Cue(NamedTuple):
    id: str
    place: str
    status: Status | None  # None: it tells only that the happening is background
    background: bool
    of: frozenset[str]
    front: bool  # only in front of the trigger
    regex: re.Pattern[str]


class _Book(NamedTuple):
    governors: Mapping[tuple[str, str], _Cue]  # (word, what it governs) -> what it says of it
    triggers: Mapping[str, _Cue]
    cues: Mapping[str, tuple[_Cue, ...]]  # place -> cues, in the order of the file


_PLACES = {
    "verb": "the verb group itself; the code reads it",
    "trigger": "what follows a trigger of these words: 'arrived' (on a visit)",
    "governor": "a word that governs the trigger: 'expected' (to), 'cancelled' (his visit)",
    "inside": "in the noun phrase, in front of the noun: 'upcoming'",
    "in-front": "right in front of the noun phrase: 'ahead of'",
    "behind": "what is said of the noun behind it: 'planned for', 'was called off'",
    "scope": "anywhere in front, in the same clause: 'denied that'",
    "beside": "on either side, in the same clause: 'last year'",
}
_OF = frozenset({"infinitive", "object", "noun", "verb"})
_GAP = (
    r"(?:(?!,\sand\b),?\s(?!(?:who|which|said|after|before|but|when|where|while|we|they|he|she|it|i"
    r"|you)\b|and\s(?:will|would|also|then|is|are|was|were|has|have|had|could|may|might|should)\b)"
    r"[^\s,;:–—]+){0,9}?"
)


@cache
def _book() -> _Book:
    text = files("dragoman.rules").joinpath("status.yml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    governors: dict[tuple[str, str], _Cue] = {}
    triggers: dict[str, _Cue] = {}
    cues: dict[str, list[_Cue]] = {place: [] for place in _PLACES}
    for entry in yaml.load(text, Loader=loader):  # noqa: S506 - both loaders are the safe ones
        cue = _cue(entry)
        cues[cue.place].append(cue)
        for word in entry.get("words", "").split():
            if cue.place == "trigger":
                triggers[word] = cue
            for kind in cue.of if cue.place == "governor" else ():
                if (word, kind) in governors:
                    raise RuleError(
                        f"status.yml: {word!r} governs {kind} in {governors[word, kind].id} "
                        f"and in {cue.id}"
                    )
                governors[word, kind] = cue
    return _Book(governors, triggers, {place: tuple(found) for place, found in cues.items()})


def _cue(entry: dict[str, Any]) -> _Cue:
    where = f"status.yml: rule {entry.get('id')!r}"
    place = entry.get("place")
    if place not in _PLACES:
        raise RuleError(f"{where} has place: {place!r}. Places: {', '.join(_PLACES)}.")
    of = frozenset(entry.get("of", ()))
    front = entry.get("side") == "front"
    if of - _OF:
        raise RuleError(f"{where} has of: {sorted(of - _OF)}. Kinds: {', '.join(sorted(_OF))}.")
    try:
        status = Status(entry["status"]) if "status" in entry else None
        pattern = entry.get("pattern", "(?!)").replace("{gap}", _GAP)
        left = "" if place in ("behind", "trigger") else r"(?<!\w)"
        right = {"in-front": r"\s*$"}.get(place, r"(?!\w)")
        regex = re.compile(rf"{left}(?:{pattern}){right}", re.VERBOSE)
    except ValueError as error:
        raise RuleError(f"{where}: {error}. Statuses: {', '.join(Status)}.") from error
    except re.error as error:
        raise RuleError(f"{where}: its pattern is no regex: {error}") from error
    return _Cue(entry["id"], place, status, bool(entry.get("background")), of, front, regex)


# --- verbs ------------------------------------------------------------------------------

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


def _is_ing(word: str) -> bool:
    return len(word) > 5 and word.endswith("ing") and word != "spring"


def _is_past(word: str) -> bool:
    return word in _PAST or (len(word) > 4 and word.endswith("ed") and word not in _NOT_VERBS)


def _is_participle(word: str) -> bool:
    return word in _PARTICIPLES or (word.endswith("ed") and word not in _NOT_VERBS)


_REPORTED = re.compile(
    r"(?<!\w)(?:said|says|announced|reported|confirmed|told \w+)(?: on \w+| late \w+)?(?: that)?"
    r" [^,;:]{1,60}$"
)


def _chain(sentence: _Sentence, head: int) -> tuple[list[int], int]:
    """Return the auxiliaries of a verb, left to right, and the token in front of them."""
    found: list[int] = []
    index = head - 1
    while index >= 0 and head - index <= 10:
        word = sentence.word(index)
        if word in _AUXILIARIES:
            found.insert(0, index)
        elif word in ("on", "this", "late", "early"):
            if sentence.word(index + 1) not in _WEEKDAYS:
                break
        elif word not in _ADVERBS and not word.endswith("ly"):
            break
        index -= 1
    while (
        found
        and sentence.word(found[0]) == "'s"
        and sentence.word(index) not in ("he", "she", "it", "who", "that", "there")
    ):
        found.pop(0)  # a possessive, not "is"
    return found, index


def _verb(sentence: _Sentence, head: int, depth: int = 0) -> _Reading:
    """Read a verb by its auxiliaries, its form, and what governs it."""
    chain, left = _chain(sentence, head)
    word = sentence.word(head)
    words = [sentence.word(index) for index in chain if sentence.word(index) not in _NOT]
    negated = (
        len(words) < len(chain)
        or any(one.endswith("n't") or one == "cannot" for one in words)
        or (sentence.word(head - 1) == "longer" and sentence.word(head - 2) == "no")
    )
    cue = sentence.span(chain[0], head) if chain else sentence.span(head, head)
    if "to" in words and not _is_ing(word):
        return _infinitive(sentence, chain, words, head, left, depth, negated)
    if words:
        reported = _REPORTED.search(sentence.plain, *sentence.before(chain[0])) is not None
        read = _finite(sentence, words, word, negated, reported)
        if read is not None:
            status, rule, background = read
            return _Reading(status, rule, cue, background)
    if negated:
        return _Reading(Status.DENIED, "verb.negated", cue)
    if _is_ing(word):
        return _gerund(sentence, head, left, depth)
    if _is_past(word):
        if _coordinate_had(sentence, head):
            return _Reading(Status.HAPPENED, "verb.past-perfect", cue, True)
        return _Reading(Status.HAPPENED, "verb.past", cue)
    if word in _BARE_VERBS and sentence.word(left) in ("and", "or", ",", "&"):
        modal = _modal_before(sentence, left)
        if modal is not None and depth < 3:
            return _verb(sentence, modal, depth + 1)
    begin, stop = sentence.before(head)
    begin = max(begin, *(sentence.plain.rfind(mark, begin, stop) + 1 for mark in ",;"))
    if _CONDITION.search(sentence.plain, begin, stop):
        return _Reading(Status.HYPOTHETICAL, "verb.condition", cue)
    if _SUBJUNCTIVE.search(sentence.plain, *sentence.before(head)):
        return _Reading(Status.HYPOTHETICAL, "verb.condition", cue)
    if _AHEAD.search(sentence.plain) or _ON_A_DAY.match(sentence.plain, *sentence.behind(head)):
        return _Reading(Status.PLANNED, "verb.present-ahead", cue)
    if word in ("let", "lets"):
        return _Reading(Status.HYPOTHETICAL, "verb.condition", cue)
    return _Reading(Status.HAPPENED, "verb.present", cue)


def _finite(
    sentence: _Sentence, words: list[str], word: str, negated: bool, reported: bool
) -> tuple[Status, str, bool] | None:
    """Read a verb by its auxiliaries. None where they tell nothing."""
    modal = next((one for one in words if one in _MODALS), None)
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
    ing = _is_ing(word)
    if any(one in _HAVE for one in words):
        if negated:
            return Status.DENIED, "verb.negated", False
        if ing and "been" in words:
            return Status.ONGOING, "verb.has-been-doing", False
        if words[0] in ("had", "hadn't"):
            return Status.HAPPENED, "verb.past-perfect", not reported
        return Status.HAPPENED, "verb.perfect", False
    if any(one in _DO for one in words):
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
        if _is_participle(word):
            if negated:
                return Status.DENIED, "verb.negated", False
            return Status.HAPPENED, "verb.passive", False
        return None
    if any(one in _BE for one in words):
        if negated:
            return Status.DENIED, "verb.negated", False
        return Status.HAPPENED, "verb.past", False
    return None


_HEADLINE = 8
"""A headline comes to its infinitive within this many words: "France's Macron to visit"."""

_PRONOUNS = _words("i you he she it we they")
_FIRST_TO = re.compile(
    r"(?<!\w)(?:first|second|third|fourth|only|latest|last)(?: [\w'\-]+){0,6} to $"
)


def _infinitive(
    sentence: _Sentence,
    chain: list[int],
    words: list[str],
    head: int,
    left: int,
    depth: int,
    negated: bool,
) -> _Reading:
    """Read "to meet" by what stands in front: "is to", "expected to", "invited him to"."""
    place = len(words) - 1 - words[::-1].index("to")
    before, after = words[:place], words[place + 1 :]
    cue = sentence.span(chain[0], head)
    if before and before[-1] in _BE:
        if "have" in after:
            return _Reading(Status.CANCELLED, "verb.was-to-have", cue)
        return _Reading(Status.CANCELLED if negated else Status.PLANNED, "verb.is-to", cue)
    if before and before[-1] in _HAVE:
        past = before[-1] == "had"
        status = Status.HAPPENED if past else Status.HYPOTHETICAL
        return _Reading(status, "verb.has-to", cue)
    governed = _governed(sentence, left, "infinitive", head)
    if governed is not None:
        return governed
    if "have" in after:
        return _Reading(Status.HAPPENED, "verb.to-have", cue)
    if _FIRST_TO.search(sentence.plain, *sentence.before(head)):
        return _Reading(Status.HAPPENED, "verb.first-to", cue)
    for index in range(left - 1, max(-1, left - 12), -1):
        if sentence.word(index) in _STOPS:
            break
        governed = _governed(sentence, index, "object", head)
        if governed is not None:
            return governed
        if sentence.word(index) in _AUXILIARIES:
            break
    if after[:1] == ["be"] and _is_participle(sentence.word(head)):
        return _Reading(Status.PLANNED, "verb.to-be", cue)
    main = _verb_before(sentence, left)
    if main is None:
        for index in range(left, max(0, left - 8), -1):
            if _is_ing(sentence.word(index)) and sentence.word(index - 1) == "to" and depth < 3:
                return _verb(sentence, index, depth + 1)  # "forward to travelling on to meet"
        if (
            head <= _HEADLINE
            and sentence.capital(left)
            and not (_PRONOUNS & set(sentence.words[:head]))
        ):
            return _Reading(Status.PLANNED, "verb.headline-to", cue)
        return _Reading(Status.HYPOTHETICAL, "verb.to", cue)
    reading = _verb(sentence, main, depth + 1) if depth < 3 else None
    if reading is not None and reading.status is not Status.HAPPENED:
        if reading.status is Status.ONGOING:
            return _Reading(Status.PLANNED, "verb.purpose", cue)
        return reading._replace(background=False)
    if sentence.word(main) in ("is", "are", "arrived", "arrives", "left", "leaves", "heads"):
        return _Reading(Status.PLANNED, "verb.purpose", cue)
    return _Reading(Status.HAPPENED, "verb.purpose-past", cue, bool(reading and reading.background))


def _governed(sentence: _Sentence, index: int, kind: str, head: int) -> _Reading | None:
    """Return what a word says of what it governs, if it governs this kind of thing.

    Its own negation turns a plan into something called off: "is not expected to".
    """
    word, governors = sentence.word(index), _book().governors
    cue = governors.get((f"{word}-{sentence.word(index + 1)}", kind)) or governors.get((word, kind))
    if cue is None or cue.status is None:
        return None
    span = sentence.span(index, head)
    if kind != "infinitive":
        span = sentence.span(index, index)
    chain, _ = _chain(sentence, index)
    words = [sentence.word(one) for one in chain]
    status = cue.status
    if any(one in _NOT or one.endswith("n't") for one in words) or (
        sentence.word(index - 1) == "longer"
    ):
        status = {
            Status.PLANNED: Status.CANCELLED,
            Status.HYPOTHETICAL: Status.CANCELLED,
            Status.CANCELLED: Status.PLANNED,
            Status.DENIED: Status.HAPPENED,
        }.get(status, status)
    elif word == "able" and any(one in ("was", "were") for one in words):
        status = Status.HAPPENED
    elif word == "unable":
        status = Status.CANCELLED
    elif status is Status.HYPOTHETICAL and "accept" in sentence.plain:
        status = Status.PLANNED  # an invitation, and "accepted" in the same sentence
    return _Reading(status, cue.id, span, cue.background)


def _gerund(sentence: _Sentence, head: int, left: int, depth: int) -> _Reading:
    """Read "meeting X" by the word in front of it."""
    before = sentence.word(left)
    cue = sentence.span(max(left, 0), head)
    front = _first_cue(sentence, "in-front", *sentence.before(head), of="verb")
    if front is not None:
        return front._replace(cue=(cue[0] if front.cue is None else front.cue[0], cue[1]))
    if before in ("before", "of", "about", "on", "for") or (
        before == "to" or sentence.word(head - 1) == "to"
    ):
        for index in range(left, max(-1, left - 4), -1):
            governed = _governed(sentence, index, "infinitive", head)
            if governed is not None:
                return governed
        if before == "before":
            return _Reading(Status.PLANNED, "verb.before-doing", cue)
    if before in ("while", "currently", "now", "is", "are", "the", "with", "a"):
        return _Reading(Status.ONGOING, "verb.doing", cue)
    if before == "without":
        return _Reading(Status.DENIED, "verb.negated", cue)
    if before in ("after", "since", "following", "by", "on", "upon"):
        return _Reading(Status.HAPPENED, "verb.after-doing", cue)
    governed = _governed(sentence, left, "noun", head)
    if governed is not None:
        return governed
    main = _verb_before(sentence, head - 1)
    if main is not None and depth < 3:
        reading = _verb(sentence, main, depth + 1)
        return reading._replace(background=False)
    return _Reading(Status.HAPPENED, "unmarked", None)


def _coordinate_had(sentence: _Sentence, head: int) -> bool:
    """Say whether a past form shares the "had" of the verb before it: "had flown and met"."""
    if sentence.word(head - 1) not in ("and", "then", "also"):
        return False
    main = _verb_before(sentence, head - 1)
    if main is None:
        return False
    chain, _ = _chain(sentence, main)
    return any(sentence.word(index) == "had" for index in chain)


def _modal_before(sentence: _Sentence, index: int) -> int | None:
    """Return the verb that a bare form behind "and" is coordinate with: "will go and meet"."""
    for position in range(index - 1, max(-1, index - 30), -1):
        word = sentence.word(position)
        if word in _STOPS:
            return None
        if word in _MODALS or word == "to":
            for verb in range(position + 1, index):
                if sentence.word(verb) in _BARE_VERBS or (
                    sentence.word(verb) not in _ADVERBS | _AUXILIARIES
                ):
                    return verb
    return None


def _verb_before(sentence: _Sentence, index: int, reach: int = 40) -> int | None:
    """Return the nearest verb at or before a token, in the same clause."""
    for position in range(min(index, len(sentence.words) - 1), max(-1, index - reach), -1):
        word = sentence.word(position)
        if word in _STOPS:
            return None
        if _is_finite(sentence, position, word):
            return position
    return None


def _is_finite(sentence: _Sentence, position: int, word: str) -> bool:
    before = sentence.word(position - 1)
    if before in _DETERMINERS and before not in ("that", "both", "each", "all", "some"):
        return False
    if word in _PRESENT or word in ("am", "been"):
        return not (word in _EITHER and not _either_is_verb(sentence, position))
    if _is_past(word):
        return before not in _PREPOSITIONS or before in ("to", "by")
    chain, _ = _chain(sentence, position)
    words = [sentence.word(index) for index in chain]
    if _is_ing(word):
        return any(one in _BE for one in words)
    return any(one in _MODALS or one == "to" for one in words) and (
        word not in _DETERMINERS | _PREPOSITIONS | _ADVERBS | _STOPS | {",", "."}
        and not word[0].isdigit()
        and not sentence.capital(position)
    )


def _either_is_verb(sentence: _Sentence, index: int) -> bool:
    """Say whether "visit", "talks", "meeting" is a verb here."""
    word = sentence.word(index)
    chain, _ = _chain(sentence, index)
    before, behind = sentence.word(index - 1), sentence.word(index + 1)
    if any(sentence.word(one) != "to" for one in chain):
        if _is_ing(word):
            return True
        return any(
            sentence.word(one) in _MODALS | _DO or sentence.word(one) == "to" for one in chain
        )
    if before == "to":
        if _is_ing(word):
            return sentence.word(index - 2) == "forward"
        return word not in ("talks", "visits", "calls", "tours", "exchanges")
    if _is_ing(word):
        return behind not in _PREPOSITIONS | _STOPS | {",", ".", "'s", "and", ""} and (
            before
            in ("before", "after", "while", "of", "for", "by", "from", "since", "in", "without")
            or before == ","
        )
    if before in ("who", "he", "she", "they", "it", "we", "i", "which"):
        return True
    if before in _DETERMINERS | _PREPOSITIONS:
        return False
    if word in ("visits", "calls", "hosts", "tours", "travels"):
        return sentence.capital(index - 1)
    if word in ("visit", "call", "host", "tour", "travel", "talk"):
        return before in ("and", "or") and _modal_before(sentence, index - 1) is not None
    return False


# --- nouns ------------------------------------------------------------------------------


def _phrase(sentence: _Sentence, first: int) -> int:
    """Return the token that the noun phrase begins with."""
    found = first
    for index in range(first - 1, max(-1, first - 9), -1):
        word = sentence.word(index)
        if word in _DETERMINERS:
            found = index
            if word != "'s":
                break
            for owner in range(index - 1, max(-1, index - 4), -1):
                if sentence.word(owner) in _PREPOSITIONS | _STOPS | _AUXILIARIES | {",", "and"}:
                    break
                if _is_past(sentence.word(owner)) or sentence.word(owner) in _PRESENT:
                    break
                found = owner
            break
        if word in _PREPOSITIONS | _STOPS | _AUXILIARIES | _RELATIVES | {",", ".", "and"}:
            break
        if word in _PRESENT and word not in _EITHER:
            break
    else:
        return found
    if found == first:
        # without a determiner: take in the words that are no verb
        index = first - 1
        while index >= 0 and first - index <= 5:
            word = sentence.word(index)
            if (
                sentence.word(index - 1) in _MODALS | {"to"}
                or word in _PREPOSITIONS | _STOPS | _AUXILIARIES | _RELATIVES | {",", ".", "and"}
                or word in _PRESENT
                or (_is_past(word) and word not in ("planned", "scheduled", "cancelled"))
                or word in _BARE_VERBS
                or (word, "noun") in _book().governors
            ):
                break
            found = index
            index -= 1
    return found


_OBJECT_PREPOSITIONS = _words("of on to for with from")
"""Between a verb and the noun that it governs: "planning for a call", "agreed on a visit"."""


def _noun(sentence: _Sentence, first: int, last: int) -> _Reading:
    """Read a noun by its attributes, by what is said of it, and by what governs it."""
    begin = _phrase(sentence, first)
    preposition = sentence.word(begin - 1)
    governed = preposition in _PREPOSITIONS or _is_finite(sentence, begin - 1, preposition)
    said = _first_cue(sentence, "behind", *sentence.behind(last), of="noun" if governed else None)
    if said is not None and said.status in (Status.CANCELLED, Status.DENIED):
        return said  # "the planned meeting never took place"
    found = _first_cue(sentence, "inside", sentence.spans[begin][0], sentence.spans[last][1])
    if found is None:
        found = _first_cue(sentence, "in-front", *sentence.before(begin))
    if found is not None:
        return found
    found = said
    if found is not None and found.status is Status.PLANNED:
        # "will not travel to Spain for a meeting planned on Thursday"
        above = _by_governor(sentence, begin, preposition)
        if above.status in (Status.CANCELLED, Status.DENIED):
            return above
    return found or _by_governor(sentence, begin, preposition)


def _first_cue(
    sentence: _Sentence, place: str, begin: int, stop: int, *, of: str | None = None
) -> _Reading | None:
    """Return what the first cue of a place says that is found in a stretch.

    Cues behind the trigger begin right there; those in front end right there, which
    their patterns say. `of` keeps to the cues that may stand with such a trigger.
    """
    for cue in _book().cues[place]:
        if cue.status is None or (of is not None and of not in cue.of):
            continue
        find = cue.regex.match if place == "behind" else cue.regex.search
        match = find(sentence.plain, begin, stop)
        if match:
            words = match.group()
            first = match.start() + len(words) - len(words.lstrip(" ,"))
            span = first, match.start() + len(words.rstrip())
            return _Reading(cue.status, cue.id, span, cue.background)
    return None


def _by_governor(sentence: _Sentence, begin: int, preposition: str) -> _Reading:
    """Read a noun by the verb that governs it: "will hold talks", "cancelled his visit"."""
    index = begin - 1
    for position in range(index, max(-1, index - 6), -1):
        word = sentence.word(position)
        if word in _STOPS or word in _RELATIVES or word in _PREPOSITIONS - _OBJECT_PREPOSITIONS:
            break
        governed = _governed(sentence, position, "noun", position)
        if governed is not None:
            return governed
        if sentence.word(position - 1) == "to" and word not in _DETERMINERS:
            break  # another infinitive: "continue to allow for travel"
    main = _verb_before(sentence, index)
    if main is None:
        found = _ON_TOUR.search(sentence.plain, *sentence.before(begin))
        if found and _is_headline(sentence, begin):
            return _Reading(
                Status.ONGOING, "noun.headline-on", (found.start("on"), found.end("on"))
            )
        return _Reading(Status.HAPPENED, "unmarked", None)
    word = sentence.word(main)
    reading = _verb(sentence, main)
    if word in _BE:
        chain, _ = _chain(sentence, main)
        if any(sentence.word(one) in _MODALS for one in chain):
            return _verb_be(sentence, main, chain)
        if preposition == "on" and word in ("is", "are", "am"):
            return _Reading(Status.ONGOING, "noun.is-on", sentence.span(main, main))
        if preposition == "for" and word in ("is", "are", "am"):
            way = _ON_THE_WAY.search(sentence.plain, *sentence.before(begin)) is not None
            status = Status.PLANNED if way else Status.ONGOING
            return _Reading(status, "noun.is-for", sentence.span(main, main))
        return _Reading(Status.HAPPENED, "unmarked", None)
    if preposition == "on" and word in ("arrived", "arrives", "paying"):
        return _Reading(Status.ONGOING, "noun.is-on", sentence.span(main, main))
    if (
        reading.status in (Status.CANCELLED, Status.DENIED)
        and preposition in ("on", "during", "at", "of", "from", "with")
        and word not in ("go", "travel", "come", "meet", "speak", "appear", "be")
    ):
        # "I will never forget meeting them on a trip to Kabul"
        return _Reading(Status.HAPPENED, "unmarked", None)
    if preposition == "for" and word in ("heads", "arrives", "leaves", "left"):
        return _Reading(Status.PLANNED, "noun.heads-for", sentence.span(main, main))
    return reading


def _is_headline(sentence: _Sentence, begin: int) -> bool:
    """Say whether "on a visit" is all that a line says: no verb, and a trip."""
    trip = False
    for index in range(begin, min(len(sentence.words), begin + 24)):
        word = sentence.word(index)
        if word in _STOPS or word == ".":
            break
        if _is_finite(sentence, index, word):
            return False
        trip = trip or word in ("visit", "trip", "tour")
    return trip and not _is_ing(sentence.word(begin - 2))


def _verb_be(sentence: _Sentence, main: int, chain: list[int]) -> _Reading:
    words = [sentence.word(one) for one in chain]
    negated = any(one in _NOT or one.endswith("n't") for one in words)
    cue = sentence.span(chain[0], main)
    status = Status.PLANNED if any(one in ("will", "would", "'ll") for one in words) else None
    if status is None:
        return _Reading(Status.HYPOTHETICAL, "verb.may", cue)
    return _Reading(Status.CANCELLED if negated else status, "verb.will", cue)


_ON_THE_WAY = re.compile(r"(?<!\w)on (?:his|her|their|its|the) way|heading|en route|bound for")
_ON_TOUR = re.compile(
    r"(?<!\w)(?P<on>on) (?:(?:a|an|the|his|her) )?(?:[\w\-]+ (?:leg|stop|day) of )?$"
)


# --- the whole -----------------------------------------------------------------------------

_REACH = 90
"""Characters on either side of the trigger in which a word beside it can make it background."""


def read_status(text: str, start: int, end: int, trigger: tuple[int, int]) -> StatusFound:
    """Read whether the happening that `trigger` names took place.

    Args:
        text: The repaired text of a document; English.
        start: Where the sentence begins. Nothing outside it is read.
        end: Where it ends, exclusive.
        trigger: The words that name the interaction, `[start, end)` of the text: a verb
            with or without its auxiliaries, or a noun phrase.

    >>> text = "The two ministers will meet again in Moscow."
    >>> read_status(text, 0, len(text), (23, 27)).status.value
    'planned'
    """
    sentence = _sentence(text[start:end])
    inside = [
        index
        for index, (begin, stop) in enumerate(sentence.spans)
        if stop > trigger[0] - start and begin < trigger[1] - start
    ]
    if not inside:
        return StatusFound(Status.HAPPENED, False, None, "unmarked")
    first, last = inside[0], inside[-1]
    head = first
    while head < last and (
        sentence.word(head) in _AUXILIARIES
        or sentence.word(head) in _ADVERBS
        or sentence.word(head) in _DETERMINERS
    ):
        head += 1
    reading = _scoped(sentence, head)
    if reading is None:
        reading = _by_trigger(sentence, head)
    if reading is None:
        verbal = _is_verb(sentence, head)
        reading = _verb(sentence, head) if verbal else _noun(sentence, head, last)
    background = reading.background or _beside(sentence, first, last, reading.status)
    cue = (start + reading.cue[0], start + reading.cue[1]) if reading.cue else None
    return StatusFound(reading.status, background, cue, reading.rule)


def _by_trigger(sentence: _Sentence, head: int) -> _Reading | None:
    """Read a trigger by what follows it: "arrived in Cairo for his first visit"."""
    cue = _book().triggers.get(sentence.word(head))
    if cue is None or cue.status is None:
        return None
    chain, _ = _chain(sentence, head)
    if any(sentence.word(index) in _MODALS | _NOT | {"to", "had"} for index in chain):
        return None
    match = cue.regex.match(sentence.plain, *sentence.behind(head))
    if match is None:
        return None
    first, _ = sentence.span(head, head)
    return _Reading(cue.status, cue.id, (first, match.end()))


def _is_verb(sentence: _Sentence, head: int) -> bool:
    word = sentence.word(head)
    if word in _EITHER:
        return _either_is_verb(sentence, head)
    if word in _PRESENT or _is_past(word) or word in _PARTICIPLES or word in _BARE_VERBS:
        return True
    if _is_ing(word) and sentence.word(head - 1) not in _DETERMINERS:
        return True
    chain, _ = _chain(sentence, head)
    return bool(chain) and sentence.word(head - 1) in _AUXILIARIES and word not in _NOUNS


def _scoped(sentence: _Sentence, head: int) -> _Reading | None:
    """Read cues whose scope reaches over the clause: "denied that a call had taken place"."""
    begin, stop = sentence.before(head)
    for cue in _book().cues["scope"]:
        match = None
        for match in cue.regex.finditer(sentence.plain, begin, stop):  # noqa: B007
            pass  # the last one: what ends its scope ends that of the others
        if match is None or cue.status is None:
            continue
        if not _SCOPE_END.search(sentence.plain, match.end(), stop):
            return _Reading(cue.status, cue.id, match.span(), cue.background)
    return None


_SCOPE_END = re.compile(
    r"[;:—]|(?<!\w)(?:but|while|although|after|before|since|when|which|who|where|until|whereas)(?!\w)"
    r"|, (?:and|he|she|they|it|saying|adding)(?!\w)"
)


def _beside(sentence: _Sentence, first: int, last: int, status: Status) -> bool:
    """Say whether words beside the trigger tell that it is an earlier happening."""
    if status not in (Status.HAPPENED, Status.ONGOING):
        return False
    begin, stop = sentence.spans[first][0], sentence.spans[last][1]
    left, right = max(0, begin - _REACH), stop + _REACH
    plain = sentence.plain
    for cue in _book().cues["beside"]:
        for match in cue.regex.finditer(plain, left, begin):
            if not _SCOPE_END.search(plain, match.end(), begin):
                return True
        behind = None if cue.front else cue.regex.search(plain, stop, right)
        if behind and not _SCOPE_END.search(plain, stop, behind.start()):
            return True
    return False


OLD_DAYS = 2
"""How long after a happening a document still tells it as news.

Of the development gold's work part, all 76 happenings dated three days or more before
their document are background there, and 41 of 238 of the younger ones.
"""


def is_background(found: StatusFound, day: str | None, published: str | None) -> bool:
    """Say whether a happening is told as context, with its date as a second witness.

    What took place more than `OLD_DAYS` before the document is context, however it is
    told; what took place on the document's own day is not. Between the two, and where
    either day is unknown, the words decide.

    Args:
        found: What its sentence says.
        day: EDTF, when it took place; None: not told.
        published: EDTF, the document's day.

    >>> met = StatusFound(Status.HAPPENED, False, None, "verb.past")
    >>> is_background(met, "2019-03", "2025-10-10"), is_background(met, None, "2025-10-10")
    (True, False)
    """
    if day is None or published is None or is_yearless(day) or is_yearless(published):
        return found.background
    happening, document = interval(day), interval(published)
    if happening is None or document is None:  # pragma: no cover - only yearless texts
        return found.background
    if found.status in (Status.HAPPENED, Status.ONGOING):
        if (document[0] - happening[1]).days > OLD_DAYS:
            return True
        if happening[0] == happening[1] and document[0] == document[1] <= happening[1]:
            return False
    return found.background
