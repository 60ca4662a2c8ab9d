"""A sentence as the matcher looks at it: plain lists, each filled when first asked for."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from math import isnan
from typing import NamedTuple

from dragoman.parse.matching.syntax import Field, Node
from dragoman.parse.matching.universal import universal
from dragoman.parse.parses import Tree

TIMES = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january"),
        *("february", "march", "april", "may", "june", "july", "august", "september", "october"),
        *("november", "december", "today", "yesterday", "tomorrow", "day", "week", "month"),
        *("year", "morning", "evening"),
    )
)


class Expression(NamedTuple):
    """Several words that count as one lemma: "hand over".

    Attributes:
        name: The lemma that they make.
        words: The words, in order.
        rarest: The place of the word by which they are looked up.
    """

    name: str
    words: tuple[str, ...]
    rarest: int


def spellings(name: str) -> list[Expression]:
    """Return how a lemma of several words may be cut into tokens.

    >>> [" ".join(e.words) for e in spellings("hand over")]
    ['hand over']
    >>> [" ".join(e.words) for e in spellings("face-to-face")]
    ['face - to - face']
    """
    cuts = dict.fromkeys((tuple(name.split()), tuple(name.replace("-", " - ").split())))
    return [
        Expression(name, words, max(range(len(words)), key=lambda i: (len(words[i]), -i)))
        for words in cuts
        if len(words) > 1
    ]


class Opener(NamedTuple):
    """A preposition: "from"; "according to", which parsers take for one.

    `longest` is of how many words it is the end: of four in "at the invitation of".
    """

    first: int
    last: int
    longest: int


class View:
    """One sentence. Tokens are numbers from 0; all lists are by token.

    Args:
        tree: The sentence.
        kinds: What the caller knows the tokens to be.

    Attributes:
        lemmas: The lemma, in small letters.
        forms: The word as it stands, in small letters.
        heads: The head, -1 for the root.
        children: The dependents, from left to right.
        rels: The label of the arc to the head.
        upos: The part of speech.
        names: The lemmas of several words that a token heads, once they were added.
    """

    def __init__(self, tree: Tree, kinds: Sequence[frozenset[str]] = ()) -> None:
        parses, here = tree.parses, slice(tree.first, tree.last)
        upos, deprel = parses.labels.upos, parses.labels.deprel
        self.tree, self.lemmas, self.forms, self.kinds = tree, tree.lemmas, tree.words, kinds
        self.heads, self.children = tree.heads, tree.children
        self.rels = [deprel[i] for i in parses.deprel[here].tolist()]
        self.upos = [upos[i] for i in parses.upos[here].tolist()]
        self.names: dict[int, set[str]] = {}

    @cached_property
    def sure(self) -> list[float]:
        """The chance that the arc to the head is right; 1 where the parser gives none."""
        chances = self.tree.parses.probability[self.tree.first : self.tree.last].tolist()
        return [1.0 if isnan(chance) else chance for chance in chances]

    def feats(self, i: int) -> frozenset[str]:
        """Return the features of a token, each as "Name=Value"."""
        parses = self.tree.parses
        return split_features(parses.labels.feats[parses.feats[self.tree.first + i]])

    @cached_property
    def openers(self) -> dict[int, list[Opener]]:
        """The prepositions before each word that has one."""
        found = defaultdict[int, list[Opener]](list)
        for i, rel in enumerate(self.rels):
            if rel == "case" and self.heads[i] > i:
                last = max([i, *self.below(i, "fixed")])
                known = universal().prepositions.get(self.forms[last - 1 : last + 1], ())
                counts = [len(words) for words in known if self.ends(words, last)]
                found[self.heads[i]].append(Opener(i, last, max([last - i + 1, *counts])))
        return found

    def ends(self, words: tuple[str, ...], last: int) -> bool:
        """Return whether the last of some words is token `last`, and the others stand before."""
        first = last + 1 - len(words)
        return len(words) == 1 or (first >= 0 and self.forms[first : last + 1] == words)

    def add_expressions(self, expressions: Iterable[Expression]) -> None:
        """Give each token the expressions of several words that it heads.

        The words stand in order, and each touches one found before: beside it, or by an
        arc. So "hand over" is found in "handed the books over" and, whatever the parser
        made of "over", in "handed over the books"; "pay visit" in "paid a short visit" and "a
        visit was paid". What has a preposition of its own is no part: "held off on talks".
        """
        for name, words, rarest in expressions:
            for i, lemma in enumerate(self.lemmas):
                if words[rarest] in (lemma, self.forms[i]) and (
                    found := self._expression(words, rarest, i)
                ):
                    top = min(found, key=lambda token: (self.depth(token), token))
                    self.names.setdefault(top, set()).add(name)

    def _expression(self, words: Sequence[str], place: int, i: int) -> list[int] | None:
        """Return the tokens of an expression whose word `place` is token `i`."""
        found = [i]  # in the order of the words
        for k in (*range(place + 1, len(words)), *reversed(range(place))):
            last, way = (found[-1], 1) if k > place else (found[0], -1)
            reach = [(last + way, last), *((self.heads[t], t) for t in found)]
            reach += [(c, c) for t in found for c in self.children[t]]
            options = [
                j
                for j, low in reach  # by an arc, named by its lower end, or beside the last
                if 0 <= j < len(self.lemmas) and words[k] in (self.lemmas[j], self.forms[j])
                if (j - last) * way > 0 or self.rels[low] == "nsubj:pass"
                if j == last + way or {*self.below(low, "case")} <= {*found}
            ]
            if not options:
                return None
            found.insert(len(found) if k > place else 0, min(options, key=lambda j: abs(j - last)))
        return found

    def depth(self, i: int) -> int:
        """Return how many arcs lie above a token."""
        steps = 0
        while (i := self.heads[i]) >= 0:
            steps += 1
        return steps

    def fits(self, node: Node, i: int) -> bool:
        """Return whether a token is what a node asks for, what hangs on it left aside."""
        if node.words and not self.is_called(i, node.words):
            return False
        return self.meets(node, i)

    def meets(self, node: Node, i: int) -> bool:
        """Return whether a token meets the conditions of a node, whatever the word."""
        if node.upos and self.upos[i] not in node.upos:
            return False
        for field in node.fields:  # noqa: SIM110 - hot
            if not self.has(field, i):
                return False
        return True

    def is_called(self, i: int, words: frozenset[str]) -> bool:
        """Return whether a token has one of the lemmas, or heads one of several words."""
        if self.lemmas[i] in words:
            return True
        return i in self.names and not self.names[i].isdisjoint(words)

    def has(self, field: Field, i: int) -> bool:
        """Return whether a token meets a condition."""
        match field.name:
            case "feature":
                met = not self.feats(i).isdisjoint(field.values)
            case "kind":
                met = self.upos[i] in field.values or (
                    i < len(self.kinds) and not self.kinds[i].isdisjoint(field.values)
                )
            case "ner":
                tag = self.tree.parses.labels.ner[self.tree.parses.ner[self.tree.first + i]]
                met = tag[2:] in field.values
            case "form":
                met = self.tree.parses.form[self.tree.first + i] in field.values
            case _:
                met = self.is_called(i, field.values)
        return met is field.wanted

    def below(self, i: int, *labels: str) -> list[int]:
        """Return the dependents of a token with one of the labels, from left to right."""
        return [c for c in self.children[i] if self.rels[c] in labels]

    def marked(self, i: int) -> str | None:
        """Return the preposition that stands before a token, if one does."""
        return next((self.forms[c] for c in self.below(i, "case") if c < i), None)

    def conjuncts(self, i: int) -> list[int]:
        """Return a token and all behind it that is coordinated: "Italy, Norway and France".

        A conjunct with a preposition of another kind ("from Joko and to Xi") is no
        conjunct here, nor is a clause with a noun, nor what is denied ("but not Norway").
        What a verb that is left out would have for its object is one: "met Xi on Monday and
        Modi on Tuesday".
        """
        queue = deque((*self.below(i, "conj"), *self._gapped(i)))
        if self.rels[i] == "conj":
            queue += [c for c in self.below(self.heads[i], "conj") if c > i]
        if not queue:
            return [i]
        found, mark, verbal = [], self.marked(i), self.is_predicate(i)
        while queue:
            c = queue.popleft()
            denied = any("Polarity=Neg" in self.feats(not_) for not_ in self.below(c, "advmod"))
            alike = self.is_predicate(c) is verbal or (
                mark is not None and not self.is_predicate(c)
            )
            if self.marked(c) in (None, mark) and alike and not denied:
                found.append(c)
                queue += self.below(c, "conj")
        return [i, *sorted(dict.fromkeys(found))]

    def _gapped(self, i: int) -> list[int]:
        """Return what stands behind the object or agent of a verb for that of a verb left out.

        Parsers hang it on the verb, or on the time before it.
        """
        verb = self.heads[i]
        if verb < 0 or self.rels[i] not in ("obj", "obl:agent") or self.upos[verb] != "VERB":
            return []
        mark = self.marked(i)
        found = [c for c in self.below(verb, "conj") if c > i and self.marked(c) == mark]
        if mark is None:
            for t in self.children[verb]:
                if t > i and (self.lemmas[t] in TIMES or self.upos[t] == "NUM"):
                    later = [d for c in self.below(t, "conj") for d in (c, *self.below(c, "appos"))]
                    later += self.below(t, "appos")
                    found += [c for c in later if self.upos[c] == "PROPN" and not self.marked(c)]
                elif t > i and self.rels[t] == "obl:unmarked" and self.upos[t] == "PROPN":
                    found.append(t)
        return [c for c in found if self._is_nominal(c) and self.lemmas[c] not in TIMES]

    def _is_nominal(self, i: int) -> bool:
        return self.upos[i] in ("PROPN", "PRON", "NOUN") and not self.is_predicate(i)

    def is_predicate(self, i: int) -> bool:
        """Return whether a token heads a clause: a verb, or a noun with subject or copula."""
        return self.upos[i] in ("VERB", "AUX") or self.has_subject(i) or bool(self.below(i, "cop"))

    def has_subject(self, i: int) -> bool:
        """Return whether a token has a subject of its own."""
        return any(self.rels[c].startswith(("nsubj", "csubj", "expl")) for c in self.children[i])


@lru_cache(maxsize=4096)
def split_features(feats: str) -> frozenset[str]:
    """Return features one by one.

    >>> sorted(split_features("Gender=Fem,Masc|Number=Sing"))
    ['Gender=Fem', 'Gender=Masc', 'Number=Sing']
    """
    pairs = (pair.partition("=") for pair in feats.split("|") if "=" in pair)
    return frozenset(f"{name}={value}" for name, _, values in pairs for value in values.split(","))
