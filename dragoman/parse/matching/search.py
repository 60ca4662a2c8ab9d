"""Finding one pattern at one word of one sentence.

One trigger gives at most one match of one pattern: for each part the best place, by the
chances of the arcs that lead there. Parts do not depend on each other, save that no two
phrases of a clause take the same words; so nothing is tried twice, and nothing depends on
the order of a search.
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
from dragoman.parse.matching.view import View

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
        used: The parts that were met, in the order of the pattern.
        score: The factors of the parts that had to be there, multiplied; 1 is certain.
    """

    name: str
    pattern: str
    trigger: int
    captures: Mapping[str, tuple[Phrase, ...]]
    used: tuple[Used, ...]
    score: float


class _Found(NamedTuple):
    """How a node is met: its worth, (role, token) captured, and the parts used."""

    score: float
    captured: tuple[tuple[str, int], ...]
    used: tuple[Used, ...]


class Search:
    """What was found out about one sentence, shared by all patterns.

    Paths, parts and phrases are one object where they are equal: they are known by `id`.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self.walks: dict[tuple[int, int], list[tuple[Way, float]]] = {}
        self.parts: dict[tuple[int, int], _Found | None] = {}
        self.phrases: dict[tuple[int, int], list[_Found]] = {}
        self.relations: dict[tuple[bool, int, str], list[Way]] = {}
        self.clauses: dict[int, dict[int, int]] = {}

    def match(self, pattern: Pattern, i: int) -> TreeMatch | None:
        """Return what a pattern finds with its trigger at token `i`."""
        whole = self.node(pattern.trigger, i)
        if whole is None:
            return None
        wide = set[int]()  # heads of phrases found in the clause: no part of other phrases
        for phrase in pattern.phrases:
            best = self.phrase(phrase, i, {i, *wide, *_tokens(whole)})
            joined = _joined(whole, phrase.mode, best)
            if joined is None:
                return None
            whole = joined
            if best:
                wide.add(_end(best))
        captures = self.captures(whole.captured, wide)
        return TreeMatch(pattern.name, pattern.text, i, captures, whole.used, whole.score)

    def unmet(self, pattern: Pattern, i: int) -> tuple[str, ...]:
        """Return the parts for which a pattern is not found at token `i`."""
        if not self.view.fits(pattern.trigger, i):
            return (pattern.text.split("]")[0] + "]",)
        met: list[tuple[Part | CasePhrase, _Found | None]] = []
        met += [(part, self.part(part, i)) for part in pattern.trigger.parts]
        taken = {i, *(token for _, found in met if found for token in _tokens(found))}
        for phrase in pattern.phrases:
            best = self.phrase(phrase, i, taken)
            met.append((phrase, best))
            if best:
                taken |= {_end(best), *_tokens(best)}
        return tuple(
            part.text for part, found in met if part.mode is (Mode.NOT if found else Mode.MUST)
        )

    def captures(
        self, captured: Iterable[tuple[str, int]], wide: set[int]
    ) -> dict[str, tuple[Phrase, ...]]:
        """Return the phrases of each role, coordinated words each for themselves."""
        tokens = defaultdict[str, dict[int, None]](dict)
        for role, token in captured:
            tokens[role].update(dict.fromkeys(self.view.conjuncts(token)))
        return {
            role: tuple(phrase_of(self.view, head, without=wide - {head}) for head in heads)
            for role, heads in tokens.items()
        }

    def node(self, node: Node, i: int) -> _Found | None:
        """Return how token `i` is what a node asks for, with all that hangs on it."""
        if not self.view.fits(node, i):
            return None
        whole = _Found(1.0, ((node.role, i),) if node.role else (), ())
        for part in node.parts:
            joined = _joined(whole, part.mode, self.part(part, i))
            if joined is None:
                return None
            whole = joined
        return whole

    def part(self, part: Part, i: int) -> _Found | None:
        """Return the best way in which a part of token `i` is met."""
        key = (id(part), i)
        if key in self.parts:
            return self.parts[key]
        best: _Found | None = None
        for (token, arcs), factor in self.walk(part.path, i):
            if (found := self.node(part.node, token)) is None:
                continue
            if best is None or factor * found.score > best.score:
                here = Used(part.text, (*(a for a in arcs if a != token), token), factor, 0)
                best = _Found(factor * found.score, found.captured, (here, *found.used))
        self.parts[key] = best
        return best

    def phrase(self, phrase: CasePhrase, i: int, taken: Collection[int]) -> _Found | None:
        """Return the best phrase with one of the cases in the clause of token `i`.

        It is none that the pattern has captured already.
        """
        key = (id(phrase), i)
        if key not in self.phrases:
            self.phrases[key] = self.phrases_of(phrase, i)
        found = self.phrases[key]
        return next((f for f in found if _end(f) not in taken), None)

    def phrases_of(self, phrase: CasePhrase, i: int) -> list[_Found]:
        """Return the phrases with one of the cases in the clause of token `i`, the best first.

        Of two that are equally good it is the one nearer in the sentence.
        """
        view, found = self.view, list[tuple[float, int, _Found]]()
        for first, last, head in view.cases:
            if not _opens(view, phrase.cases, first, last):
                continue
            if i not in self.clauses:
                self.clauses[i] = clause(view, i)
            steps = self.clauses[i].get(head)
            token = antecedent(view, head)
            if not steps or (met := self.node(phrase.node, token)) is None:
                continue
            factor = view.sure[first] * FARTHER ** (steps - 1)
            here = Used(phrase.text, (first, token), factor, steps)
            whole = _Found(factor * met.score, met.captured, (here, *met.used))
            found.append((-whole.score, abs(head - i), whole))
        return [whole for _, _, whole in sorted(found, key=lambda f: f[:2])]

    def walk(self, path: Sequence[Step], i: int) -> list[tuple[Way, float]]:
        """Return where a path leads from token `i`, the nearest first, each token once.

        With each way stands the chance that all its arcs are right.
        """
        key = (id(path), i)
        if key not in self.walks:
            ways = [Way(i)]
            for step in path:
                onward = (end for way in ways for end in self.step(step, way))
                ends = dict[int, Way]()
                for end in islice(onward, 4 * MOST_WAYS):  # some tokens come by several ways
                    ends.setdefault(end.token, end)
                ways = list(islice(ends.values(), MOST_WAYS))
            sure = self.view.sure
            self.walks[key] = [(way, prod([sure[arc] for arc in way.arcs])) for way in ways]
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


def _tokens(found: _Found) -> Iterator[int]:
    """Give the tokens that were captured."""
    return (token for _, token in found.captured)


def _end(phrase: _Found) -> int:
    """Return the word of a phrase that was found."""
    return phrase.used[0].tokens[-1]


def _joined(whole: _Found, mode: Mode, part: _Found | None) -> _Found | None:
    """Return how a node is met together with a part of it; None where the part forbids it."""
    if part is None:
        return None if mode is Mode.MUST else whole
    if mode is Mode.NOT:
        return None
    score = whole.score * (part.score if mode is Mode.MUST else 1.0)
    return _Found(score, whole.captured + part.captured, whole.used + part.used)


def _opens(view: View, cases: Collection[tuple[str, ...]], first: int, last: int) -> bool:
    """Return whether the words up to token `last` are one of the cases.

    "on behalf of" is read from the words as they stand; "of" alone is no "according to".
    """
    return any(
        last - first < len(words) <= last + 1
        and tuple(view.forms[last + 1 - len(words) : last + 1]) == words
        for words in cases
    )
