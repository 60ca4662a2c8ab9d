"""The phrase around a word: what a capture covers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from dragoman.parse.matching.view import View

_OUTSIDE = frozenset(
    (
        *("case", "cc", "cc:preconj", "conj", "mark", "cop", "aux", "aux:pass", "nsubj"),
        *("nsubj:pass", "nsubj:outer", "csubj", "expl", "advcl", "parataxis", "ccomp"),
        *("advmod", "orphan"),
    )
)
"""What hangs on the head of a phrase and is no part of it."""
_PAIRS = {")": "(", "]": "["}
_CLAUSES = frozenset({"acl", "acl:relcl"})


class Phrase(NamedTuple):
    """A word and the tokens `start` to `end` (not included) that belong to it.

    Names, titles and appositions belong to it, and "of" phrases; what is coordinated with
    it does not, nor the preposition before it.
    """

    head: int
    start: int
    end: int


def phrase_of(view: View, head: int, without: Collection[int]) -> Phrase:
    """Return the phrase of a word; what hangs on a token in `without` is left out.

    Two subjects side by side are one phrase: parsers read "the agency TASS reported" so.
    """
    start, end = _run(view, head, without)
    if view.rels[head].startswith("nsubj"):
        for twin in view.below(view.heads[head], view.rels[head]):
            if twin != head and twin not in without:
                first, last = _run(view, twin, without)
                if last == start:
                    start = first
                elif first == end:
                    end = last
    return Phrase(head, start, end)


def _run(view: View, head: int, without: Collection[int]) -> tuple[int, int]:
    """Return the unbroken stretch of a head and what hangs on it."""
    inside = set(_inside(view, head, without))
    start = end = head
    while start - 1 in inside:
        start -= 1
    while end + 1 in inside:
        end += 1
    while view.rels[start] == "punct" and start < head:
        start += 1
    while view.rels[end] == "punct" and end > head:
        if _PAIRS.get(view.forms[end]) in view.forms[start:end]:
            break  # "Putin (Russia)"
        end -= 1
    return start, end + 1


def _inside(view: View, head: int, without: Collection[int]) -> Iterator[int]:
    """Give the tokens below a head that belong to its phrase."""
    waiting = [head]
    while waiting:
        i = waiting.pop()
        yield i
        for c in view.children[i]:
            rel = view.rels[c]
            if c in without or (i == head and rel in _OUTSIDE) or rel in _CLAUSES:
                continue
            waiting.append(c)
