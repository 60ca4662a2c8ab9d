"""Patterns, compiled once, and what they find in a tree.

A pattern is looked up by the lemmas of its trigger, and tried only where every other
word that it needs stands in the sentence too; so what a sentence costs hangs on the
words in it, not on how many patterns there are.
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
    """A pattern, its place in the order, and the sets of words of which it needs one each."""

    number: int
    pattern: Pattern
    needs: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Matcher:
    """Compiled patterns. Holds no state: safe to share between threads, and to pickle."""

    _rules: Mapping[str, tuple[_Rule, ...]]
    _expressions: Mapping[str, tuple[Expression, ...]]
    _words: Set[str]

    @property
    def words(self) -> Set[str]:
        """All words that a pattern needs, of which one is in every sentence that one fits."""
        return self._words

    def may_fit(self, have: Set[str], *, of: Collection[str] | None = None) -> bool:
        """Return whether a pattern may fit a sentence with these lemmas and words.

        Args:
            have: All that its words may be forms of, in lower case; too many do no harm.
            of: Only patterns of these names count; None: all.
        """
        have = have | {
            e.name for word in self._expressions.keys() & have for e in self._expressions[word]
        }
        return any(
            _may_be(rule, have)
            for word in self._rules.keys() & have
            for rule in self._rules[word]
            if of is None or rule.pattern.name in of
        )

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
        lemmas = [*map(str.lower, tree.parses.lemma[tree.first : tree.last])]
        forms = [*map(str.lower, tree.parses.form[tree.first : tree.last])]
        have = {*lemmas, *forms}
        rarest = self._expressions.keys() & have
        have.update(e.name for word in rarest for e in self._expressions[word])
        possible = {
            word: rules
            for word in self._rules.keys() & have
            if (rules := [rule for rule in self._rules[word] if near or _may_be(rule, have)])
        }
        tries, seen = list[tuple[int, _Rule]](), Counter[str]()
        if not possible:
            return None, tries
        view = View(tree, lemmas, forms, kinds)
        if rarest:
            view.add_expressions(self._expressions)
        for i, lemma in enumerate(lemmas):
            if lemma not in possible and i not in view.names:
                continue
            names = [name for name in (lemma, *view.names.get(i, ())) if name in possible]
            seen.update(names[:1])
            if names and seen[names[0]] <= MOST_TRIGGERS:
                tried = {rule.number: rule for name in names for rule in possible[name]}
                tries += [(i, tried[number]) for number in (sorted(tried) if names[1:] else tried)]
        return view, tries


def _may_be(rule: _Rule, have: Collection[str]) -> bool:
    """Return whether a sentence has one word of each set that a rule needs."""
    for need in rule.needs:  # noqa: SIM110 - the hottest loop of all
        if need.isdisjoint(have):
            return False
    return True


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
    shared = Shared(sets or {}, roles, kinds)
    index = defaultdict[str, list[_Rule]](list)
    expressions = set[str]()
    for number, (name, file, text) in enumerate(definitions):
        pattern = read_pattern(name, file, text, shared)
        for node in (pattern.trigger, *(phrase.node for phrase in pattern.phrases)):
            expressions.update(_words(node))
        parts: list[Part | CasePhrase] = [*pattern.trigger.parts, *pattern.phrases]
        needs = tuple(need for part in parts for need in _needs(part))
        rule = _Rule(number, pattern, needs)
        for word in sorted(pattern.trigger.words):
            index[word].append(rule)
    by_word = defaultdict[str, list[Expression]](list)
    for expression in (e for name in sorted(expressions) for e in spellings(name)):
        by_word[expression.words[expression.rarest]].append(expression)
    needed = (
        word for rules in index.values() for rule in rules for need in rule.needs for word in need
    )
    return Matcher(
        {word: tuple(rules) for word, rules in index.items()},
        {word: tuple(found) for word, found in by_word.items()},
        frozenset((*index, *by_word, *needed)),
    )


def _words(node: Node) -> Iterator[str]:
    """Give the lemmas of a node and of all that hangs on it."""
    yield from node.words
    for field in node.fields:
        yield from field.values if field.name == "lemma" else ()
    for part in node.parts:
        yield from _words(part.node)


def _needs(part: Part | CasePhrase) -> Iterator[frozenset[str]]:
    """Give the sets of words of which a sentence needs one each for a part to be met."""
    if part.mode is Mode.MUST:
        if isinstance(part, CasePhrase):
            yield frozenset(words[-1] for words in part.cases)
        if part.node.words:
            yield part.node.words
        for below in part.node.parts:
            yield from _needs(below)
