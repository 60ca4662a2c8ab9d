"""The clause around a trigger, in which its phrases are looked for.

Parsers hang "to President Xi" on different words: "brought", "letter", "Joko". So a
phrase is looked for in the whole clause, and where it hangs only tells how good it is.

From the trigger one may go down to all that is below it and, where the trigger is not
itself the verb of its clause, up to that verb and down to all that is below that.

- Closed: a clause of its own (ccomp, csubj, advcl, parataxis, acl:relcl) and a coordinated
  verb with a subject of its own; from outside, and for a trigger inside.
- Half open, at the price of `HALF_OPEN` further steps: "agreed to send" (xcomp), "the books
  presented by" (acl; from inside only to the noun and what hangs on it), and a coordinated
  verb without a subject. From the second verb one gets to the first ("In France he conveyed
  the message to Macron and handed over the books"), at that price once more to what
  follows it; from the first to the second only where both share what follows ("met and
  spoke with Modi").
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from typing import NamedTuple

from dragoman.parse.matching.view import View

HALF_OPEN = 2
FARTHEST = 9
"""Steps that a phrase may lie from its trigger."""
MOST = 400
"""Tokens of a clause that are looked at, the nearest first."""

_OWN = ("obj", "iobj", "obl", "obl:agent", "xcomp", "ccomp")


class _Place(NamedTuple):
    """A token, how far it is, whether one may go up from it, and what it adds for going right."""

    steps: int
    token: int
    up: bool
    right: int


def clause(view: View, trigger: int) -> dict[int, int]:
    """Return the tokens of the trigger's clause, each with how many steps it lies away."""
    steps: dict[int, int] = {}
    queue = [_Place(0, trigger, True, 0)]
    while queue and len(steps) < MOST:
        place = heappop(queue)
        if place.token not in steps and place.steps <= FARTHEST:
            steps[place.token] = place.steps
            for onward in (*_down(view, place), *_up(view, place)):
                if onward.token not in steps:
                    heappush(queue, onward)
    return steps


def clause_verb(view: View, i: int) -> tuple[int, tuple[int, ...]]:
    """Return the verb of the clause that a token stands in, and the arcs that lead to it.

    It is the token itself where that heads a clause; a noun where the clause has no verb.
    """
    arcs = []
    while view.heads[i] >= 0 and _cost(view, i) == 1:
        arcs.append(i)
        i = view.heads[i]
    return i, tuple(arcs)


def _down(view: View, place: _Place) -> Iterator[_Place]:
    """Give the dependents of a place that belong to the clause."""
    for c in view.children[place.token]:
        if (cost := _cost(view, c)) and (view.rels[c] != "conj" or cost == 1 or _shares(view, c)):
            cost += place.right if c > place.token else 0
            yield _Place(place.steps + cost, c, False, 0)


def _up(view: View, place: _Place) -> Iterator[_Place]:
    """Give the head of a place, if it belongs to the clause."""
    i, rel = place.token, view.rels[place.token]
    if place.up and view.heads[i] >= 0 and (cost := _cost(view, i)):
        second = rel == "conj" and cost > 1
        right = HALF_OPEN if second else 0
        yield _Place(place.steps + cost, view.heads[i], rel != "acl", right)


def _cost(view: View, i: int) -> int | None:
    """Return how many steps the arc between a token and its head counts; None: closed."""
    match view.rels[i]:
        case "ccomp" | "csubj" | "csubj:pass" | "csubj:outer" | "parataxis" | "root":
            return None
        case "advcl" | "advcl:relcl" | "acl:relcl":
            return None
        case "xcomp" | "acl":
            return 1 + HALF_OPEN
        case "conj" if view.is_predicate(i):
            return None if view.has_subject(i) else 1 + HALF_OPEN
        case _:
            return 1


def _shares(view: View, i: int) -> bool:
    """Return whether the verb before a coordinated one leaves what follows it to both."""
    head = view.heads[i]
    return not any(head < c < i and view.rels[c] in _OWN for c in view.children[head])
