"""Which sentences can report anything: only they are parsed.

A sentence passes that has all the words which some rule needs, in any of their forms; where it
names nobody, not even by "they", it must be a rule that can do without ("Fifteen agreements
were signed") or one of a contact, found by more than "be". What a word may be a form of is
looked up once in the life of the program, so that a sentence costs little more than being split
into words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from dragoman.model import Mention, Sentence
from dragoman.parse.irregular import irregular_verbs
from dragoman.parse.lemmas import regular_lemmas
from dragoman.parse.matching import Matcher

_WORD = re.compile(r"[^\W\d_]+|\d+\+\d+")
_MOST_WORDS = 200_000
"""Words that are remembered; hostile texts invent ever new ones."""


_EVERYWHERE = frozenset(
    ["be", "come", "continue", "go", "have", "in", "make", "say", "take", "tell", "there", "we"]
)
"""Words of every other sentence: they alone let none pass that names nobody."""


@dataclass(slots=True)
class Gate:
    """What lets a sentence pass.

    Args:
        matcher: What finds the rules.
        nameless: The rules for which a sentence that names nobody passes.
        phrases: Words with which a sentence passes that names somebody.
    """

    matcher: Matcher
    nameless: frozenset[str]
    phrases: tuple[re.Pattern[str], ...] = ()
    _known: dict[str, frozenset[str]] = field(default_factory=dict)

    def passes(self, text: str, sentence: Sentence, mentions: Sequence[Mention]) -> bool:
        """Say whether a sentence of `text`, with its mentions, can report anything."""
        known, have = self._known, set[str]()
        for word in _WORD.findall(text, sentence.start, sentence.end):
            have |= known[word] if word in known else self._learn(word)
        if not mentions:
            return self.matcher.may_fit(have - _EVERYWHERE, of=self.nameless)
        if self.matcher.may_fit(have):
            return True
        return any(phrase.search(text, sentence.start, sentence.end) for phrase in self.phrases)

    def _learn(self, word: str) -> frozenset[str]:
        """Return what a word may be a form of, as far as a rule needs it."""
        form = word.lower()
        lemmas = {form, irregular_verbs().get(form, form), *_irregular().get(form, ())}
        for upos in ("VERB", "NOUN"):
            lemmas.update(regular_lemmas(form, upos))
        found = self.matcher.words & lemmas
        if len(self._known) < _MOST_WORDS:
            self._known[word] = frozenset(found)
        return frozenset(found)


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    """Return the lemmas of forms that the parser knows by heart."""
    table = files("dragoman").joinpath("weights", "en", "lemmas.tsv").read_text("utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for row in table.splitlines():
        form, _, lemma = row.split("\t")
        found[form.lower()] = (*found.get(form.lower(), ()), lemma.lower())
    return found
