"""Finding one pattern at one word of one sentence.

One trigger gives at most one match of one pattern: for each part the nearest word that will
do. The chances of arcs choose nothing, they only make the score: so what is found hangs on
the tree alone. Parts do not depend on each other, save that no two phrases of a clause take
the same words; so nothing is tried twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import prod
from typing import NamedTuple

from dragoman.parse.matching.clause import clause
from dragoman.parse.matching.phrases import Phrase, phrase_of
from dragoman.parse.matching.relations import Way, antecedent, governors, logical
from dragoman.parse.matching.syntax import CasePhrase, Mode, Node, Part, Pattern, Step
from dragoman.parse.matching.view import Opener, View

FARTHER = 0.85
"""What a phrase is worth for each step that it hangs farther from the trigger than on it."""
MOST_WAYS = 128
"""Tokens at the end of one path that are looked at, the nearest first."""


class Used(NamedTuple):
    """One part of a pattern that was met.

    Attributes:
        part: As it is written: ">subject {carrier}".
        tokens: Where it ends, and before that the arcs walked, each by its lower end.
        factor: What it is worth, to 1: the chances of the arcs multiplied; for a phrase
            of the clause also `FARTHER` for each step.
        steps: For such a phrase, how far from the trigger it hangs: 1 is on it. Else 0.
    """

    part: str
    tokens: tuple[int, ...]
    factor: float
    steps: int


@dataclass(frozen=True, slots=True)
class TreeMatch:
    """What a pattern found in a tree.

    Attributes:
        name: The rule.
        pattern: The text of the pattern.
        trigger: The token of the trigger.
        captures: For each role that was filled, its phrases, from left to right of each
            list: "Italy, Norway and France" are three. A role that no optional part
            filled is absent.
        used: The parts that were met, those of the trigger first, then the phrases, those
            that had to be there first.
        score: The factors of the parts that had to be there, multiplied; 1 is certain.
    """

    name: str
    pattern: str
    trigger: int
    captures: Mapping[str, tuple[Phrase, ...]]
    used: tuple[Used, ...]
    score: float


class _Found(NamedTuple):
    """How a node is met: its worth, (role, token, node) captured, and the parts used."""

    score: float
    captured: tuple[tuple[str, int, Node], ...]
    used: tuple[Used, ...]


_Tried = tuple[Part | CasePhrase, _Found | None]


class Search:
    """What was found out about one sentence, shared by all patterns.

    Paths, parts and phrases are one object where they are equal: they are known by `id`.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self.walks: dict[tuple[int, int], list[Way]] = {}
        self.parts: dict[tuple[int, int], _Found | None] = {}
        self.phrases: dict[tuple[int, int, frozenset[int]], _Found | None] = {}
        self.relations: dict[tuple[bool, int, str], list[Way]] = {}
        self.spans: dict[tuple[int, frozenset[int]], Phrase] = {}
        self.openers: dict[int, dict[str, list[tuple[int, int, int, Opener]]]] = {}

    def match(self, pattern: Pattern, i: int) -> TreeMatch | None:
        """Return what a pattern finds with its trigger at token `i`, which has its word."""
        if not self.view.meets(pattern.trigger, i):
            return None
        for part in pattern.trigger.parts:  # most fail here, before more is begun
            if part.mode is Mode.MUST and not self.part(part, i):
                return None
        whole = _joined(pattern.trigger, i, self.trial(pattern, i))
        if whole is None:
            return None
        captures = self.captures(whole)
        return TreeMatch(pattern.name, pattern.text, i, captures, whole.used, whole.score)

    def unmet(self, pattern: Pattern, i: int) -> tuple[str, ...]:
        """Return the parts for which a pattern is not found at token `i`."""
        if not self.view.meets(pattern.trigger, i):
            return (pattern.text.split("]")[0] + "]",)
        return tuple(
            part.text
            for part, found in self.trial(pattern, i)
            if part.mode is (Mode.NOT if found else Mode.MUST)
        )

    def trial(self, pattern: Pattern, i: int) -> Iterator[_Tried]:
        """Give each part and phrase of a pattern, and how it is met at token `i`."""
        taken = {i}
        for part in pattern.trigger.parts:
            found = self.part(part, i)
            yield part, found
            if found:
                taken.update(token for _, token, _ in found.captured)
        for phrase in pattern.phrases:
            key = (id(phrase), i, frozenset(() if phrase.mode is Mode.NOT else taken))
            if key not in self.phrases:
                self.phrases[key] = self.phrase(phrase, i, key[2])
            found = self.phrases[key]
            yield phrase, found
            if found and phrase.mode is not Mode.NOT:
                taken.add(found.used[0].tokens[-1])
                taken.update(token for _, token, _ in found.captured)

    def captures(self, whole: _Found) -> dict[str, tuple[Phrase, ...]]:
        """Return the phrases of each role: of coordinated words each that meets the conditions.

        Words of phrases that were found in the clause are no part of other phrases.
        """
        apart = frozenset(used.tokens[-1] for used in whole.used if used.steps)
        roles = defaultdict[str, dict[int, None]](dict)
        for role, token, node in whole.captured:
            for c in self.view.conjuncts(token):
                if c == token or self.view.meets(node, c):
                    roles[role][c] = None
        return {
            role: tuple(self.span(head, apart - {head}) for head in heads)
            for role, heads in roles.items()
        }

    def span(self, head: int, without: frozenset[int]) -> Phrase:
        """Return the phrase of a word."""
        key = (head, without)
        if key not in self.spans:
            self.spans[key] = phrase_of(self.view, head, without)
        return self.spans[key]

    def node(self, node: Node, i: int) -> _Found | None:
        """Return how token `i` is what a node asks for, with all that hangs on it."""
        if not self.view.fits(node, i):
            return None
        return _joined(node, i, ((part, self.part(part, i)) for part in node.parts))

    def part(self, part: Part, i: int) -> _Found | None:
        """Return the nearest way in which a part of token `i` is met."""
        key = (id(part), i)
        if key not in self.parts:
            ways = ((way, self.node(part.node, way.token)) for way in self.walk(part.path, i))
            self.parts[key] = next((self.used(part, way, met) for way, met in ways if met), None)
        return self.parts[key]

    def used(self, part: Part, way: Way, met: _Found) -> _Found:
        """Return how a part is met, with the way that leads there."""
        sure = self.view.sure
        factor = prod([sure[arc] for arc in way.arcs])
        tokens = (*(arc for arc in way.arcs if arc != way.token), way.token)
        here = Used(part.text, tokens, factor, 0)
        return _Found(factor * met.score, met.captured, (here, *met.used))

    def phrase(self, phrase: CasePhrase, i: int, taken: Collection[int]) -> _Found | None:
        """Return the nearest phrase with one of the cases in the clause of token `i`.

        Nearest in the tree and, of two that are as near there, in the sentence. It is none
        whose word is taken.
        """
        view, opened = self.view, self.opened(i)
        near = [
            place
            for words in phrase.cases
            for place in opened.get(words[-1], ())
            if place[3].longest <= len(words) and view.ends(words, place[3].last)
        ]
        for steps, _, head, (first, _, _) in sorted(near):
            for token in view.conjuncts(antecedent(view, head)):
                if token in taken:
                    break
                if met := self.node(phrase.node, token):
                    factor = view.sure[first] * FARTHER ** (steps - 1)
                    here = Used(phrase.text, (first, token), factor, steps)
                    return _Found(factor * met.score, met.captured, (here, *met.used))
        return None

    def opened(self, i: int) -> dict[str, list[tuple[int, int, int, Opener]]]:
        """Return the prepositions in the clause of token `i`, by their last words.

        Before each stand the steps to the word that it opens, the distance, and that word.
        """
        if i not in self.openers:
            self.openers[i], openers = {}, self.view.openers
            for head, steps in clause(self.view, i).items():
                for opener in openers.get(head, ()) if steps else ():
                    here = self.openers[i].setdefault(self.view.forms[opener.last], [])
                    here.append((steps, abs(head - i), head, opener))
        return self.openers[i]

    def walk(self, path: Sequence[Step], i: int) -> list[Way]:
        """Return where a path leads from token `i`, the nearest first, each token once."""
        key = (id(path), i)
        if key not in self.walks:
            ways = [Way(i)]
            for step in path:
                onward = (end for way in ways for end in self.step(step, way))
                ends = dict[int, Way]()
                for end in islice(onward, MOST_WAYS):
                    ends.setdefault(end.token, end)
                ways = list(ends.values())
            self.walks[key] = ways
        return self.walks[key]

    def step(self, step: Step, way: Way) -> Iterator[Way]:
        """Give where one step leads."""
        if step.least == 0:
            yield way
        for relation in step.logical:
            key = (step.up, way.token, relation)
            if key not in self.relations:
                find = governors if step.up else logical
                self.relations[key] = find(self.view, way.token, relation)
            yield from (way.on(end.token, *end.arcs) for end in self.relations[key])
        if step.logical:
            return
        ends = list(self.neighbours(step, way))
        for end in ends:  # grows while it is read: a tree has no way back
            yield end
            if step.many:
                ends.extend(self.neighbours(step, end))

    def neighbours(self, step: Step, way: Way) -> Iterator[Way]:
        """Give what lies one arc away."""
        view, (i, _) = self.view, way
        if not step.up:
            for c in view.children[i]:
                if not step.labels or view.rels[c] in step.labels:
                    yield way.on(c, c)
        elif view.heads[i] >= 0 and (not step.labels or view.rels[i] in step.labels):
            yield way.on(view.heads[i], i)


def _joined(node: Node, i: int, tried: Iterable[_Tried]) -> _Found | None:
    """Return how a node and its parts are met together; None where one part forbids it."""
    score, used = 1.0, list[Used]()
    captured = [(node.role, i, node)] if node.role else []
    for part, found in tried:
        if found is None:
            if part.mode is Mode.MUST:
                return None
        elif part.mode is Mode.NOT:
            return None
        else:
            score *= found.score if part.mode is Mode.MUST else 1.0
            captured += found.captured
            used += found.used
    return _Found(score, tuple(captured), tuple(used))
