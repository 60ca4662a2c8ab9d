"""What the words of a sentence may be, told before it has a tree.

Which lemmas a word may be a form of, and whether it can be a verb: "state:VERB" stands for a
verb, "state" for any word. That is looked up once in the life of the program; what stands
before a word then tells where it is no verb: "supply" is none in "the supply" and "in supply",
"State" none in "the Ohio State University".
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from dragoman.model import Sentence
from dragoman.parse.irregular import irregular_verbs
from dragoman.parse.lemmas import regular_lemmas

VERB = ":VERB"
BEFORE_NOUNS = frozenset({"the", "a", "an", "its", "his", "their", "our", "my", "your"})
"""Words behind which no verb stands that tells what was said: "the report", "its claims"."""

_BEFORE_BARE = BEFORE_NOUNS | {
    *("of", "in", "for", "with", "by", "from", "at", "on", "across", "between", "among", "under"),
    *("over", "into", "through", "s", "every", "no", "first", "second", "third"),
}
"""Words behind which a verb stands in no form but a participle: "in support", "Iran's claims"."""

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+|\d+\+\d+")
_GOES_ON = re.compile(r"[\s,'’-]*")
"""What stands between words of one clause: behind a colon or a quotation mark another begins."""
_MOST_WORDS = 200_000
"""Words that are remembered; hostile texts invent ever new ones."""
_LONG = 3
"""Letters of words that are written with small letters even in a title."""
_TITLED = 0.6
"""The share of the longer words that have a capital in a title."""


class Word(NamedTuple):
    """A word of a sentence.

    Attributes:
        form: As it stands.
        start: Where, in the text.
        before: The two words before it in small letters, the nearer one last; "" for none.
        lemmas: What it may be a form of, as far as somebody asks for it.
    """

    form: str
    start: int
    before: tuple[str, str]
    lemmas: frozenset[str]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.form)


class Forms:
    """What words may be, as far as somebody asks for it."""

    def __init__(self, asked: frozenset[str]) -> None:
        """Remember nothing yet; `asked` are lemmas, as they are and with a part of speech."""
        self._asked = asked
        self._verbs = {one.removesuffix(VERB) for one in asked if one.endswith(VERB)}
        self._known: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def all_in(self, text: str, sentence: Sentence) -> set[str]:
        """Return what the words of a sentence may be, whatever stands around them."""
        known, found = self._known, set[str]()
        for word in _WORD.findall(text, sentence.start, sentence.end):
            found |= (known[word] if word in known else self._learn(word))[0]
        return found

    def words(self, text: str, sentence: Sentence) -> list[Word]:
        """Return the words of a sentence that are asked for; where no verb stands, none is one."""
        known, found = self._known, list[Word]()
        one, two, end, titled = "", "", sentence.start, None
        for match in _WORD.finditer(text, sentence.start, sentence.end):
            form = match[0]
            lemmas, others = known[form] if form in known else self._learn(form)
            if lemmas:
                start = match.start()
                if others is not lemmas:
                    no_verb = two in _BEFORE_BARE and not _is_participle(form)
                    if two and not no_verb and form[0].isupper():
                        if titled is None:
                            titled = _is_title(_WORD.findall(text, sentence.start, sentence.end))
                        no_verb = not titled and _GOES_ON.fullmatch(text, end, start) is not None
                    lemmas = others if no_verb else lemmas
                found.append(Word(form, start, (one, two), lemmas))
            one, two, end = two, form.lower(), match.end()
        return found

    def _learn(self, word: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return what a word may be, and what where it is no verb, and remember it."""
        form, table = word.lower(), _irregular()
        verbs = {form, irregular_verbs().get(form, form), *table.get((form, VERB), ())}
        verbs.update(regular_lemmas(form, "VERB"))
        found = self._asked & {*verbs, *regular_lemmas(form, "NOUN"), *table.get((form, ""), ())}
        found |= {lemma + VERB for lemma in verbs & self._verbs}
        others = frozenset(lemma for lemma in found if not lemma.endswith(VERB))
        both = found, found if len(others) == len(found) else others
        if len(self._known) < _MOST_WORDS:
            self._known[word] = both
        return both


def _is_participle(form: str) -> bool:
    """Say whether a word can be one, which stands behind prepositions too."""
    return form.endswith(("ed", "ing")) or form.lower() in irregular_verbs()


def _is_title(forms: Iterable[str]) -> bool:
    """Say whether nearly all words of some length have capitals, verbs too."""
    long = [form for form in forms if len(form) > _LONG]
    return sum(form[0].isupper() for form in long) > _TITLED * len(long)


@cache
def _irregular() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the lemmas of forms that the parser knows by heart, by what they are."""
    table = files("dragoman").joinpath("weights", "en", "lemmas.tsv").read_text("utf-8")
    kinds = {"VERB": VERB, "AUX": VERB}
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in table.splitlines():
        form, upos, lemma = row.lower().split("\t")
        key = form, kinds.get(upos.upper(), "")
        found[key] = (*found.get(key, ()), lemma)
    return found
