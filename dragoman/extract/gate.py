"""Which sentences can report anything: only they are parsed.

A sentence passes that has a word of a trigger, in any of its forms. What a word may be a
form of is looked up once in the life of the program, so that a sentence costs little more than
being split into words: some tens of thousands a second. Set beside an automaton over all
names and triggers, this asks less and loses less: a sentence may leave out who acts
("The agreements were signed in the evening"), but not what was done.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from dragoman.model import Mention, Sentence
from dragoman.parse.lemmas import regular_lemmas

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MOST_WORDS = 200_000
"""Words that are remembered; hostile texts invent ever new ones."""


@dataclass(slots=True)
class Gate:
    """What lets a sentence pass.

    Args:
        triggers: Lemmas; of those of several words the longest word must be there.
    """

    triggers: Collection[str]
    _known: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep of each trigger its longest word."""
        self.triggers = frozenset(
            max(re.split(r"[\s-]+", trigger.lower()), key=len) for trigger in self.triggers
        )

    def passes(self, text: str, sentence: Sentence, mentions: Sequence[Mention] = ()) -> bool:
        """Say whether a sentence of `text` can report anything.

        A trigger inside the name of somebody is none: "the Ministry of Foreign Trade".
        """
        at = sentence.start
        for mention in sorted(mentions, key=lambda one: one.start):
            if self._has(text, at, mention.start):
                return True
            at = max(at, mention.end)
        return self._has(text, at, sentence.end)

    def _has(self, text: str, start: int, end: int) -> bool:
        known = self._known
        for word in _WORD.findall(text, start, end):
            if known[word] if word in known else self._learn(word):
                return True
        return False

    def _learn(self, word: str) -> bool:
        form = word.lower()
        lemmas = {form, *_irregular().get(form, ())}
        for upos in ("VERB", "NOUN"):
            lemmas.update(regular_lemmas(form, upos))
        found = not lemmas.isdisjoint(self.triggers)
        if len(self._known) < _MOST_WORDS:
            self._known[word] = found
        return found


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    """Return the lemmas of forms that the parser knows by heart."""
    table = files("dragoman").joinpath("weights", "en", "lemmas.tsv").read_text("utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for row in table.splitlines():
        form, _, lemma = row.split("\t")
        found[form.lower()] = (*found.get(form.lower(), ()), lemma.lower())
    return found
