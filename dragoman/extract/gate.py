"""Which sentences can report anything: only they are parsed.

A report needs two states or bodies. Either the sentence names them, or words in it point back to
them ("they", "both sides", "the embassy"), or a rule that may leave them out takes them from
what the document told before. A statement needs a word by which somebody says something. A
document that names nobody but the state whose account it is gives neither. What else a
rule needs is looked at too: all its words, in any of their forms, and somebody of the kind
that it asks for. What a word may be a form of is looked up once in the life of the program, so
that a sentence costs little more than being split into words.
"""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from dragoman.actors import Register
from dragoman.extract.details.quantities import amounts_in
from dragoman.extract.forms import BEFORE_NOUNS, VERB, Forms, Word
from dragoman.extract.loosebook import rules_for
from dragoman.extract.memory import TALKS_IN_PERSON
from dragoman.extract.reading import kinds_of
from dragoman.extract.referring import RECALLING, Referents
from dragoman.extract.rulebook import Rule, RuleBook
from dragoman.extract.speakers import Takes, listed, speech_words
from dragoman.model import Channel, Mention, MentionKind, Sentence
from dragoman.parse.lemmas import regular_lemmas
from dragoman.parse.matching import Matcher
from dragoman.text import CleanText

_POST = re.compile(r"of:[\w-]+\.amb\.([\w-]+)")
_IT = re.compile(r"\W*(?:\w+\W+){0,5}?it\b", re.IGNORECASE)
"""What opens a sentence that may tell of the state that the sentence before is about."""

_ACCORDING = frozenset({"accord", "according", "per"})
_SOURCE = 60
"""Characters behind "per" in which the source stands."""
_OPENS = re.compile(r"(?:^|[^\w\s])\s*$")
"""What stands before the first word of a clause: "Thank you"."""

_HEAD = 40
"""Characters in which who heads a sentence stands."""
_HEADED = frozenset({MentionKind.PERSON, MentionKind.OFFICE, MentionKind.ORGAN, MentionKind.OUTLET})
"""Who can stand before a colon in a headline as who says the rest."""


_COUNTRIES = re.compile(
    r"\s+(?:[a-z]+\s+){0,2}?(?:countries|nations|economies|member\s+states)\b", re.IGNORECASE
)


class Held(StrEnum):
    """Why a sentence is not parsed."""

    DOMESTIC = "its document names no state or body but its own"
    WORDLESS = "no rule has all its words in it, and whom it asks for"


@dataclass(frozen=True, slots=True)
class _Needs:
    """The rules that find enough in a sentence that names nobody from abroad."""

    elided: frozenset[str]  # where the document told of two before
    visited: frozenset[str]  # the same, for who goes there to meet whom the sentence names
    relieved: frozenset[str]  # where a state was struck by a disaster
    shared: frozenset[str]  # where it gives to "more than 100 countries"


@dataclass(slots=True)
class Gate:
    """What lets a sentence pass.

    Args:
        matcher: What finds the rules.
        needs: Which rules need no second party in the sentence, and when.
        forms: What words may be.
    """

    matcher: Matcher
    needs: _Needs
    forms: Forms

    def held(
        self,
        clean: CleanText,
        mentions: Sequence[Sequence[Mention]],
        register: Register,
        *,
        home: str | None,
        stricken: bool,
    ) -> list[Held | None]:
        """Say of each sentence of a document why it need not be parsed; None: it must be.

        Args:
            clean: The document.
            mentions: Of each sentence.
            register: Knows which state a place is in.
            home: The state whose account it is.
            stricken: Whether a state was struck by a disaster in it.
        """
        named = [_polities_of(found, register) for found in mentions]
        if frozenset[str | None]().union(*named) <= {home}:
            return [
                None if own and self._is_shared(clean.text, sentence) else Held.DOMESTIC
                for sentence, own in zip(clean.sentences, named, strict=True)
            ]
        back, told, last = Referents(clean.text), False, frozenset[str]()
        verdicts: list[Held | None] = []
        for sentence, found, own in zip(clean.sentences, mentions, named, strict=True):
            have = self.forms.all_in(clean.text, sentence)
            words = [] if have.isdisjoint(_asked()) else self.forms.words(clean.text, sentence)
            outside = _outside(words, found)
            free = frozenset[str]().union(*(word.lemmas for word in outside))
            it = "it" in free and _IT.match(clean.text, sentence.start, sentence.end) is not None
            recalled = back.recalled(free) | (last if it else frozenset())
            parties = own | recalled
            of = self._rules_for(parties, told=told, home=home, stricken=stricken)
            kinds = _kinds(found, free, recalled=bool(recalled))
            reports = (of is None or bool(of)) and self.matcher.may_fit(have, of=of, kinds=kinds)
            reports = reports or (
                (of is None or told) and _is_loose(clean.text, sentence, elided=of is not None)
            )
            said = reports or _is_said(clean.text, sentence, outside, found)
            said = said or _is_headed(clean.text, sentence, found)
            said = said or (bool(own) and self._is_shared(clean.text, sentence))
            verdicts.append(None if said else Held.WORDLESS)
            if reports and it and len(verdicts) > 1:
                verdicts[-2] = None  # whom "it" means shows in the tree of the sentence before
            told, last = told or reports, parties
            back.learn(found)
        return verdicts

    def _rules_for(
        self, parties: Set[str], *, told: bool, home: str | None, stricken: bool
    ) -> frozenset[str] | None:
        """Return the rules that can report something of these parties; None: any rule.

        Beside one from abroad, somebody may be named whom only the tree, or nobody, knows.
        """
        if not parties <= {home}:
            return None
        of = self.needs.elided if told else frozenset[str]()
        if parties:
            of |= self.needs.visited if told else of
            of |= self.needs.relieved if stricken else of
        return of

    def _is_shared(self, text: str, sentence: Sentence) -> bool:
        """Say whether a sentence may tell of a gift to so many countries, none of them named.

        It gives no report, but the issue by which a question about aid finds it.
        """
        return counts_countries(text, sentence.start, sentence.end) and self.matcher.may_fit(
            self.forms.all_in(text, sentence), of=self.needs.shared
        )


@lru_cache(maxsize=4)
def gate_of(book: RuleBook) -> Gate:
    """Return the gate of some rules."""

    def having(rules: Iterable[Rule]) -> frozenset[str]:
        return frozenset(rule.id for rule in rules)

    elided = [rule for rule in book if rule.elides]
    asked = _asked().union(book.matcher.words)
    return Gate(
        book.matcher,
        _Needs(
            elided=having(elided),
            visited=having(rule for rule in book if rule.channel in TALKS_IN_PERSON),
            relieved=having(rule for rule in book if rule.relieves)
            | having(rule for rule in elided if rule.channel is Channel.AID),
            shared=having(rule for rule in book if rule.channel is Channel.AID),
        ),
        Forms(asked),
    )


def counts_countries(text: str, start: int, end: int) -> bool:
    """Say whether a stretch of a text has a number of countries: "more than 100 countries"."""
    if _COUNTRIES.search(text, start, end) is None:
        return False
    return _counted().search(text, start, end) is not None


def _polities_of(mentions: Iterable[Mention], register: Register) -> frozenset[str]:
    """Return the states and bodies that mentions can stand for in some role of a rule."""
    found = set[str]()
    for mention in mentions:
        for actor in mention.actors:
            if actor.polity:
                found.add(actor.polity)
            if actor.office and (post := _POST.fullmatch(actor.office)):
                found.add(f"st:{post[1]}")
        place = register.place(mention.place) if mention.place else None
        if place is not None and place.state:
            found.add(place.state)
    return frozenset(found)


def _kinds(mentions: Iterable[Mention], free: Set[str], *, recalled: bool) -> set[str]:
    """Return all that a word of a sentence can be for a rule; see `reading.KINDS`."""
    kinds = set[str]().union(*map(kinds_of, mentions))
    if any(mention.actors for mention in mentions):
        kinds |= {"party", "group", "several", "visiting"}
        if not kinds.isdisjoint(("state", "adjective")):
            kinds.add("place")  # "the Greek resort"
    if recalled:
        kinds |= {"party", "group", "person", "state", "organ"}
    if "they" in free:
        kinds.add("both")
    return kinds


def _outside(words: Iterable[Word], mentions: Sequence[Mention]) -> list[Word]:
    """Return the words outside of all mentions, but for one that means nobody: "the two sides"."""
    taken = [mention for mention in mentions if mention.actors or mention.place]
    found, at = [], 0
    for word in words:
        while at < len(taken) and taken[at].end <= word.start:
            at += 1
        if word.lemmas and not (at < len(taken) and taken[at].start <= word.start):
            found.append(word)
    return found


def _is_loose(text: str, sentence: Sentence, *, elided: bool) -> bool:
    """Say whether a loose rule has its words; `elided`: one that can do without parties."""
    return any(
        rule.words.search(text, sentence.start, sentence.end)
        for rule in rules_for(text, sentence.start, sentence.end)
        if rule.elides or not elided
    )


def _is_said(
    text: str, sentence: Sentence, words: Iterable[Word], mentions: Sequence[Mention]
) -> bool:
    """Say whether one of the words can tell that somebody said something.

    "To say", "would say" tell that nobody did, but for "goes on to say".
    """
    for word in words:
        if not word.lemmas.isdisjoint(_ACCORDING) and (
            "per" not in word.lemmas or _is_source(text, word.end, sentence.end, mentions)
        ):
            return True
        verbs = word.lemmas & _cues()
        if not verbs or word.before[1] in BEFORE_NOUNS or not _speaks(*word.before):
            continue
        if verbs == {"speak:VERB"}:
            said = text.find("highly", word.end, sentence.end) >= 0
        else:  # nobody says "Thank you"
            said = verbs != {"thank:VERB"} or not _OPENS.search(text[sentence.start : word.start])
        if said:
            return True
    return False


def _is_source(text: str, start: int, end: int, mentions: Iterable[Mention]) -> bool:
    """Say whether somebody follows who can be a source: "per officials", and not "per ton"."""
    end = min(end, start + _SOURCE)
    words = re.findall(r"[^\W\d_]+", text[start:end])
    lemmas = {lemma for word in words for lemma in (word, *regular_lemmas(word, "NOUN"))}
    return (
        any(one.start < end and start < one.end for one in mentions)
        or any(word[0].isupper() for word in words)
        or not lemmas.isdisjoint(listed("speakers"))
    )


def _speaks(two: str, before: str) -> bool:
    """Say whether a verb behind two words tells what was said, as `speech.is_said` does."""
    if before == "to":
        goes_on = listed("goes_on")
        return two == "on" or any(lemma in goes_on for lemma in regular_lemmas(two, "VERB"))
    return before not in listed("modals")


@cache
def _counted() -> re.Pattern[str]:
    """Return the regex of a number of countries."""
    return re.compile(amounts_in().pattern + _COUNTRIES.pattern, re.IGNORECASE)


@cache
def _cues() -> frozenset[str]:
    """Return the verbs by which somebody says something as their own."""
    cues = speech_words().cues.items()
    return frozenset(verb + VERB for verb, takes in cues if takes is not Takes.RELAY)


@cache
def _asked() -> frozenset[str]:
    """Return the words that are looked for one by one, and not by rules."""
    return _cues() | _ACCORDING | RECALLING


def _is_headed(text: str, sentence: Sentence, mentions: Iterable[Mention]) -> bool:
    """Say whether a sentence is headed by who says it: "Raisi: Iran opposes the sanctions"."""
    return any(
        mention.kind in _HEADED
        and mention.start <= sentence.start + _HEAD
        and text[mention.end : mention.end + 2].lstrip().startswith(":")
        for mention in mentions
    )
