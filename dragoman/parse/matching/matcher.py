"""Patterns, compiled once, and what they find in a tree.

A pattern is looked up by the lemmas of its trigger, and tried only where every other
word that it needs stands in the sentence too; so what a sentence costs hangs on the
words in it, not on how many patterns there are. What may fill a capture counts as a word in
braces, such as "{person}". Each set of words of which a pattern needs one has a bit of its own:
what a sentence meets is one integer, and what a pattern needs another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from dragoman.parse.matching.search import Search, TreeMatch
from dragoman.parse.matching.syntax import (
    CasePhrase,
    Mode,
    Node,
    Part,
    Pattern,
    Shared,
    read_pattern,
)
from dragoman.parse.matching.universal import universal
from dragoman.parse.matching.view import Expression, View, spellings
from dragoman.parse.parses import Tree

MOST_TRIGGERS = 16
"""Times that one word is taken as a trigger in one sentence, from the left."""


class Definition(NamedTuple):
    """A pattern as it stands in a file: its rule, the file, the text."""

    name: str
    file: str
    pattern: str


@dataclass(frozen=True, slots=True)
class NearMatch:
    """A pattern whose trigger is there and that yet was not found, and why.

    `unmet` are the parts that were not met (or, behind "!", were), as they are written.
    """

    name: str
    pattern: str
    trigger: int
    unmet: tuple[str, ...]


class _Rule(NamedTuple):
    """A pattern, its place in the order, and the bits of the sets of which it needs one each."""

    number: int
    pattern: Pattern
    needs: int


@dataclass(frozen=True, slots=True)
class Matcher:
    """Compiled patterns. Holds no state: safe to share between threads, and to pickle.

    Rules stand under each word of their triggers, those together that need the same; expressions
    under their rarest word. `_meets` has for a word the bits of the sets that it is in.
    """

    _rules: Mapping[str, tuple[tuple[int, tuple[_Rule, ...]], ...]]
    _expressions: Mapping[str, tuple[Expression, ...]]
    _meets: Mapping[str, int]
    _words: Set[str]
    _kinds: frozenset[str]

    @property
    def words(self) -> Set[str]:
        """All words that a pattern needs, of which one is in every sentence that one fits."""
        return self._words

    def may_fit(
        self,
        have: Set[str],
        *,
        of: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
    ) -> bool:
        """Return whether a pattern may fit a sentence with these lemmas and words.

        Args:
            have: All that its words may be forms of, in lower case; too many do no harm, and
                what holds no letters may be missing.
            of: Only patterns of these names count; None: all.
            kinds: All that its words could be known to be, for `{actor:person}`; None: anything.
        """
        have = have | {expression.name for expression in self._expressions_in(have, letters=True)}
        met = self._met(have, self._kinds if kinds is None else kinds)
        return any(
            of is None or any(rule.pattern.name in of for rule in rules)
            for word in self._rules.keys() & have
            for needs, rules in self._rules[word]
            if needs & met == needs
        )

    def _expressions_in(self, have: Set[str], *, letters: bool = False) -> list[Expression]:
        """Return the expressions of which all words are there, or those of letters alone."""
        return [
            expression
            for word in self._expressions.keys() & have
            for expression in self._expressions[word]
            if all(one in have or (letters and not one.isalpha()) for one in expression.words)
        ]

    def _met(self, have: Set[str], kinds: Collection[str]) -> int:
        """Return the bits of the sets that have one of some words, or of some kinds."""
        met = 0
        for kind in kinds:
            met |= self._meets.get(f"{{{kind}}}", 0)
        for word in self._meets.keys() & have:
            met |= self._meets[word]
        return met

    def find(self, tree: Tree, *, kinds: Sequence[frozenset[str]] = ()) -> tuple[TreeMatch, ...]:
        """Return what the patterns find, by trigger and then in the order of the patterns.

        Args:
            tree: The sentence.
            kinds: For each token, what the caller knows it to be ("person", "polity"), for
                `{actor:person}`. Left out, such captures find nothing.
        """
        view, tries = self._tries(tree, kinds, near=False)
        if view is None:
            return ()
        search = Search(view)
        found = (search.match(rule.pattern, i) for i, rule in tries)
        return tuple(match for match in found if match)

    def near(self, tree: Tree, *, kinds: Sequence[frozenset[str]] = ()) -> tuple[NearMatch, ...]:
        """Return the patterns whose trigger stands in the tree and that find nothing there."""
        view, tries = self._tries(tree, kinds, near=True)
        if view is None:
            return ()
        search = Search(view)
        return tuple(
            NearMatch(rule.pattern.name, rule.pattern.text, i, unmet)
            for i, rule in tries
            if (unmet := search.unmet(rule.pattern, i))
        )

    def _tries(
        self, tree: Tree, kinds: Sequence[frozenset[str]], *, near: bool
    ) -> tuple[View | None, list[tuple[int, _Rule]]]:
        """Return the sentence, if it is worth a look, and where each rule is to be tried.

        Unless those that come `near` are asked for, it is tried only where all words that it
        needs are there. Nothing of the tree is looked at before that is known.
        """
        have = {*tree.lemmas, *tree.words}
        expressions = self._expressions_in(have)
        have.update(expression.name for expression in expressions)
        met = self._met(have, frozenset().union(*kinds))
        possible = {
            word: found
            for word in self._rules.keys() & have
            if (
                found := [
                    rule
                    for needs, rules in self._rules[word]
                    if near or needs & met == needs
                    for rule in rules
                ]
            )
        }
        tries, seen = list[tuple[int, _Rule]](), Counter[str]()
        if not possible:
            return None, tries
        view = View(tree, kinds)
        if expressions:
            view.add_expressions(expressions)
        for i, lemma in enumerate(tree.lemmas):
            if lemma not in possible and i not in view.names:
                continue
            names = [name for name in (lemma, *view.names.get(i, ())) if name in possible]
            seen.update(names[:1])
            if names and seen[names[0]] <= MOST_TRIGGERS:
                tried = {rule.number: rule for name in names for rule in possible[name]}
                tries += [
                    (i, rule)
                    for _, rule in sorted(tried.items())
                    if near or view.upos[i] in (rule.pattern.trigger.upos or view.upos)
                ]
        return view, tries


def compile_patterns(
    definitions: Iterable[Definition],
    *,
    sets: Mapping[str, Collection[str]] | None = None,
    roles: Collection[str] | None = None,
    kinds: Collection[str] = (),
) -> Matcher:
    """Read patterns and make them ready to be found.

    Args:
        definitions: Names may repeat: a rule may have several patterns.
        sets: Lists of words that patterns name as `$name`.
        roles: The captures that there may be; None for any.
        kinds: What `{role:kind}` may ask for, besides parts of speech.

    Raises:
        RuleError: A pattern says what none may; the message names file, rule, column, what
            was met and what is allowed.
    """
    small = {
        name: frozenset(" ".join(word.lower().split()) for word in words)
        for name, words in (sets or {}).items()
    }
    shared = Shared(small, roles, kinds)
    index = defaultdict[str, dict[int, list[_Rule]]](dict)
    bits = dict[frozenset[str], int]()
    expressions = set[str]()
    for number, (name, file, text) in enumerate(definitions):
        pattern = read_pattern(name, file, text, shared)
        for node in (pattern.trigger, *(phrase.node for phrase in pattern.phrases)):
            expressions.update(_words(node))
        needs = 0
        for need in _needs(pattern):
            needs |= bits.setdefault(need, 1 << len(bits))
        rule = _Rule(number, pattern, needs)
        for word in sorted(pattern.trigger.words):
            index[word].setdefault(needs, []).append(rule)
    by_word = defaultdict[str, list[Expression]](list)
    for expression in (e for name in sorted(expressions) for e in spellings(name)):
        by_word[expression.words[expression.rarest]].append(expression)
    meets = Counter[str]()
    for need, bit in bits.items():
        meets.update(dict.fromkeys(need, bit))
    parts_of = (word for found in by_word.values() for e in found for word in e.words)
    return Matcher(
        {
            word: tuple((needs, tuple(rules)) for needs, rules in by_needs.items())
            for word, by_needs in index.items()
        },
        {word: tuple(found) for word, found in by_word.items()},
        dict(meets),
        frozenset((*index, *parts_of, *(word for word in meets if word[0] != "{"))),
        frozenset(kinds),
    )


def _words(node: Node) -> Iterator[str]:
    """Give the lemmas of a node and of all that hangs on it."""
    yield from node.words
    for field in node.fields:
        yield from field.values if field.name == "lemma" else ()
    for part in node.parts:
        yield from _words(part.node)


def _needs(pattern: Pattern) -> Iterator[frozenset[str]]:
    """Give the sets of words, and of kinds in braces, of which a sentence needs one each."""
    waiting: list[Part | CasePhrase] = [*pattern.trigger.parts, *pattern.phrases]
    yield from _kinds_of(pattern.trigger)
    while waiting:
        part = waiting.pop()
        if part.mode is Mode.MUST:
            if isinstance(part, CasePhrase):
                yield frozenset(words[-1] for words in part.cases)
            if part.node.words:
                yield part.node.words
            yield from _kinds_of(part.node)
            waiting += part.node.parts


def _kinds_of(node: Node) -> Iterator[frozenset[str]]:
    """Give the kinds that a node asks for, unless a part of speech will do too."""
    for field in node.fields:
        if field.name == "kind" and field.wanted and field.values.isdisjoint(universal().upos):
            yield frozenset(f"{{{kind}}}" for kind in field.values)
