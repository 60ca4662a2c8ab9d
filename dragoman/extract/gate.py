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
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from dragoman.actors import Register
from dragoman.extract.details.quantities import amounts_in
from dragoman.extract.loosebook import rules_for
from dragoman.extract.memory import TALKS_IN_PERSON
from dragoman.extract.reading import kinds_of
from dragoman.extract.referring import RECALLING, Referents
from dragoman.extract.rulebook import Rule, RuleBook
from dragoman.extract.speakers import Takes, listed, speech_words
from dragoman.model import Channel, Mention, MentionKind, Sentence
from dragoman.parse.irregular import irregular_verbs
from dragoman.parse.lemmas import regular_lemmas
from dragoman.parse.matching import Matcher
from dragoman.text import CleanText

_WORD = re.compile(r"[^\W\d_]+|\d+\+\d+")
_MOST_WORDS = 200_000
"""Words that are remembered; hostile texts invent ever new ones."""

_POST = re.compile(r"of:[\w-]+\.amb\.([\w-]+)")
_IT = re.compile(r"\W*(?:\w+\W+){0,5}?it\b", re.IGNORECASE)
"""What opens a sentence that may tell of the state that the sentence before is about."""

_ACCORDING = frozenset({"accord", "according", "per"})
_BEFORE_NOUNS = frozenset({"the", "a", "an", "its", "his", "their", "our", "my", "your"})
"""Words behind which no verb stands that tells what was said: "the report", "its claims"."""

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
    """

    matcher: Matcher
    needs: _Needs
    _known: dict[str, frozenset[str]] = field(default_factory=dict)

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
            have = self._words_of(clean.text, sentence)
            words = self._outside(clean.text, sentence, found) if have & _asked() else []
            free = frozenset[str]().union(*(lemmas for _, _, lemmas in words))
            it = "it" in free and _IT.match(clean.text, sentence.start, sentence.end) is not None
            recalled = back.recalled(free) | (last if it else frozenset())
            parties = own | recalled
            of = self._rules_for(parties, told=told, home=home, stricken=stricken)
            kinds = _kinds(found, free, recalled=bool(recalled))
            reports = (of is None or bool(of)) and self.matcher.may_fit(have, of=of, kinds=kinds)
            reports = reports or (
                (of is None or told) and _is_loose(clean.text, sentence, elided=of is not None)
            )
            said = reports or _is_said(words) or _is_headed(clean.text, sentence, found)
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
            self._words_of(text, sentence), of=self.needs.shared
        )

    def _words_of(self, text: str, sentence: Sentence) -> set[str]:
        """Return what the words of a sentence may be forms of."""
        known, have = self._known, set[str]()
        for word in _WORD.findall(text, sentence.start, sentence.end):
            have |= known[word] if word in known else self._learn(word)
        return have

    def _outside(
        self, text: str, sentence: Sentence, mentions: Sequence[Mention]
    ) -> list[tuple[str, str, frozenset[str]]]:
        """Return two words before each word that speaks or points back, and what it may be.

        Those inside a mention are left out, but for one that means nobody: "the two sides".
        """
        taken = [mention for mention in mentions if mention.actors or mention.place]
        found, one, two, at = [], "", "", 0
        for match in _WORD.finditer(text, sentence.start, sentence.end):
            lemmas = self._known.get(match[0])
            lemmas = self._learn(match[0]) if lemmas is None else lemmas
            while at < len(taken) and taken[at].end <= match.start():
                at += 1
            if lemmas and not (at < len(taken) and taken[at].start <= match.start()):
                found.append((one, two, lemmas))
            one, two = two, match[0].lower()
        return found

    def _learn(self, word: str) -> frozenset[str]:
        """Return what a word may be a form of, as far as somebody asks for it."""
        form = word.lower()
        lemmas = {form, irregular_verbs().get(form, form), *_irregular().get(form, ())}
        for upos in ("VERB", "NOUN"):
            lemmas.update(regular_lemmas(form, upos))
        found = frozenset(
            {lemma for lemma in lemmas if lemma in self.matcher.words or lemma in _asked()}
        )
        if len(self._known) < _MOST_WORDS:
            self._known[word] = found
        return found


@lru_cache(maxsize=4)
def gate_of(book: RuleBook) -> Gate:
    """Return the gate of some rules."""

    def having(rules: Iterable[Rule]) -> frozenset[str]:
        return frozenset(rule.id for rule in rules)

    elided = [rule for rule in book if rule.elides]
    return Gate(
        book.matcher,
        _Needs(
            elided=having(elided),
            visited=having(rule for rule in book if rule.channel in TALKS_IN_PERSON),
            relieved=having(rule for rule in book if rule.relieves)
            | having(rule for rule in elided if rule.channel is Channel.AID),
            shared=having(rule for rule in book if rule.channel is Channel.AID),
        ),
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
    if recalled:
        kinds |= {"party", "group", "person", "state", "organ"}
    if "they" in free:
        kinds.add("both")
    return kinds


def _is_loose(text: str, sentence: Sentence, *, elided: bool) -> bool:
    """Say whether a loose rule has its words; `elided`: one that can do without parties."""
    return any(
        rule.words.search(text, sentence.start, sentence.end)
        for rule in rules_for(text, sentence.start, sentence.end)
        if rule.elides or not elided
    )


def _is_said(words: Iterable[tuple[str, str, frozenset[str]]]) -> bool:
    """Say whether one of the words can tell that somebody said something.

    "To say", "would say" tell that nobody did, but for "goes on to say".
    """
    return any(
        not lemmas.isdisjoint(_ACCORDING)
        or (not lemmas.isdisjoint(_cues()) and before not in _BEFORE_NOUNS and _speaks(two, before))
        for two, before, lemmas in words
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
    return frozenset(verb for verb, takes in cues if takes is not Takes.RELAY)


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


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    """Return the lemmas of forms that the parser knows by heart."""
    table = files("dragoman").joinpath("weights", "en", "lemmas.tsv").read_text("utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for row in table.splitlines():
        form, _, lemma = row.split("\t")
        found[form.lower()] = (*found.get(form.lower(), ()), lemma.lower())
    return found
