"""The words of an act in the tree, and what is tied to them."""

from collections.abc import Collection

from dragoman.extract.details.book import words
from dragoman.extract.reading import Reading
from dragoman.parse.matching.view import View

FARTHEST = 12
"""Arcs that one goes up from a place, and from a trigger."""
CLAUSES = ("acl", "acl:relcl", "advcl", "advcl:relcl")
_TIES = (
    *("obj", "nsubj", "nsubj:pass", "obl", "obl:unmarked", "nmod", "appos", "xcomp", "parataxis"),
    *("compound", "dep", "advcl", "conj", "obl:agent", "acl", "list"),
)
_APART = frozenset(
    {"of", "before", "after", "since", "until", "ahead", "following", "prior"}
    | {"about", "against", "on", "over"}
)
"""What stands behind these is another thing: "ahead of the third round"."""

_ROUNDS = frozenset(["round", "session", "meeting", "edition", "series"])
"""What is "of" these is the same thing: "a round of consultations"."""


def view_of(reading: Reading) -> View:
    """Return a sentence as the matcher looks at it."""
    return View(reading.tree, reading.kinds)


def spine_of(view: View, trigger: int) -> dict[int, int]:
    """Return the tokens of the act itself, each with its distance from the trigger.

    That is the trigger, what it hangs on up to the verb of its clause, the verb that shares
    its subject, the journey that it is the purpose of, and "where" it was said to be.
    """
    spine = {trigger: 0}
    i, steps = trigger, 0
    while view.heads[i] >= 0 and steps < FARTHEST:
        rel, head = view.rels[i], view.heads[i]
        if rel in ("ccomp", "parataxis", "csubj", "csubj:pass", "nsubj:outer"):
            break
        if rel == "conj" and view.is_predicate(i) and view.has_subject(i):
            break
        if rel in CLAUSES:
            where = any(view.lemmas[c] == "where" for c in view.children[i])
            journey = view.lemmas[head] in words("visiting") or is_journey(view, head)
            own = rel.startswith("acl") and view.lemmas[head] in words("gatherings")
            apart = any(view.lemmas[c] in _APART for c in view.children[i])
            if apart or not (where or own or (rel == "advcl" and journey)):
                break
        if (
            rel in ("nmod", "obl")
            and view.lemmas[i] not in words("gatherings")
            and (view.marked(i) or "") not in ("in", "at", "during", "for", "by", "")
        ):
            break
        steps += 1
        spine[head] = steps
        i = head
    return spine


def is_journey(view: View, i: int) -> bool:
    """Say whether a word is a journey, or a verb with one: "paid a visit"."""
    journeys = words("journeys") | words("hosting")
    return view.lemmas[i] in journeys or any(
        view.lemmas[c] in journeys for c in view.below(i, "obj", "nsubj:pass")
    )


def is_tied(
    view: View, token: int, spine: Collection[int], hops: int = 2, but: Collection[str] = ()
) -> bool:
    """Say whether a word belongs to an act: it is of it, or hangs on it over a few arcs.

    What an act stands beside only ("ahead of the third round", "on the sidelines of the
    second summit") is not tied to it, nor what stands behind a preposition of `but`.
    """
    i = token
    for _ in range(hops + 1):
        if i in spine:
            return True
        lemma, case, head = view.lemmas[i], view.marked(i) or "", view.heads[i]
        if case == "of" and view.lemmas[head] in _ROUNDS:
            case = ""
        if case == "on" and lemma in words("journeys"):
            case = ""
        if view.rels[i] not in _TIES or case in _APART or case in but or lemma in words("within"):
            return False
        if view.rels[i] == "conj" and view.is_predicate(i):
            return False
        i = head
    return False
