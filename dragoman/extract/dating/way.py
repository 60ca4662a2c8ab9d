"""The way through a tree from the word that names a happening to a time phrase, and its cost."""

from itertools import pairwise
from typing import NamedTuple

from dragoman.extract.dating.words import (
    AHEAD,
    ANOTHER_TIME,
    HAPPENING,
    REAL,
    RECALLING,
    TAKING_PLACE,
    TREATING,
)
from dragoman.extract.reading import Reading
from dragoman.model import Status
from dragoman.parse import Tree

NEVER = 99.0
"""The cost of a step over which no date holds."""


_UP = {
    "acl": 3.0,
    "acl:relcl": 5.0,
    "advcl": 3.0,
    "ccomp": 5.0,
    "conj": 2.0,
    "csubj": 3.0,
    "parataxis": 5.0,
    "appos": 4.0,
}
"""What it costs to go from a word to the one that it hangs on; 1 where nothing is said."""

_DOWN = {
    "acl": 5.0,
    "acl:relcl": 8.0,
    "advcl": 7.0,
    "ccomp": 6.0,
    "conj": 4.0,
    "parataxis": 8.0,
    "appos": 3.0,
    "nsubj": 4.0,
    "nsubj:pass": 4.0,
    "csubj": 8.0,
}
"""What it costs to go from a word to one that hangs on it."""


class Way(NamedTuple):
    """The way through the tree from a happening to a date."""

    top: int  # the token of the date where it ends
    cost: float
    since: bool  # "since the invasion of February 2022"
    inside: bool  # the happening hangs on the date: "since August, when duties doubled"


def walk(reading: Reading, trigger: int, top: int, status: Status) -> Way:
    """Go up from the trigger to where both meet, and down to the date."""
    tree, real = reading.tree, status in REAL
    above = [trigger]
    while tree.heads[above[-1]] >= 0:
        above.append(tree.heads[above[-1]])
    steps = {token: number for number, token in enumerate(above)}
    down = [top]
    while down[-1] not in steps:
        down.append(tree.heads[down[-1]])
    meet = steps[down[-1]]
    down.reverse()
    cost = sum(_up(tree, here, top, real) for here in above[:meet])
    for head, child in pairwise(down):
        cost += _down(tree, head, child, trigger, top, real)
    since = any(
        tree[child].lemma.lower() == "since" for here in down[1:] for child in tree.children[here]
    )
    inside = len(down) == 1 and any(
        tree[here].deprel.startswith(("acl", "advcl")) for here in above[:meet]
    )
    return Way(top, cost, since, inside)


def _up(tree: Tree, here: int, top: int, real: bool) -> float:
    head, relation = tree.heads[here], tree[here].deprel
    other = relation.startswith(("conj", "acl", "advcl", "parataxis"))
    if other and not real and "Tense=Past|VerbForm=Fin" in tree[head].feats:
        return NEVER  # "arrived on Friday and heads to Beijing next"
    cost = _UP.get(relation, _UP.get(relation.partition(":")[0], 1.0))
    if relation == "acl:relcl" and _is_past_perfect(tree, here):
        return NEVER
    if relation == "conj":
        cost += 2 * _has_subject(tree, here)
    if tree[here].upos != "VERB":
        verb = tree[head].lemma.lower()
        if verb in TREATING and relation.startswith(("obj", "nsubj")):
            return NEVER
        if verb in RECALLING and top < here:
            return NEVER
    return cost


def _down(tree: Tree, head: int, child: int, trigger: int, top: int, real: bool) -> float:
    relation = tree[child].deprel
    own = head == trigger or (
        names_happening(tree, head) and (not real or _is_meanwhile(tree, head))
    )
    if child != top and any(
        tree[word].lemma.lower() in ANOTHER_TIME for word in tree.children[child]
    ):
        return NEVER
    if child == top:
        cost = 3.0 if relation in ("conj", "parataxis") else 1.0
    elif relation.startswith("acl") and own:
        cost = 10.0 if relation == "acl:relcl" else 3.0
        if tree[child].lemma.lower() in TAKING_PLACE:
            cost = 1.5
        elif real and _is_purpose(tree, child):
            cost = 8.0
    else:
        cost = _DOWN.get(relation, _DOWN.get(relation.partition(":")[0], 2.0))
        if real and relation == "advcl" and _is_purpose(tree, child):
            cost = 10.0
        if relation == "conj" and (_has_subject(tree, child) or (real and _is_ahead(tree, child))):
            cost = NEVER  # "signed a pact and will hold drills in October"
        if real and relation == "xcomp" and head != trigger and _is_purpose(tree, child):
            cost = NEVER  # "signed a pact and agreed to meet next year"
    if child != top and relation.startswith("nmod") and head != trigger:
        cost = 4.0
    return cost + 8 * (not own and names_happening(tree, head))


def names_happening(tree: Tree, token: int) -> bool:
    """Say whether a noun names what may have a date of its own."""
    return tree[token].upos != "VERB" and tree[token].lemma.lower() in HAPPENING


def _is_meanwhile(tree: Tree, token: int) -> bool:
    """Say whether a happening is when or where another took place: "at the summit in July"."""
    before = {tree[c].lemma.lower() for c in tree.children[token] if tree[c].deprel == "case"}
    if before & {"at", "during", "in", "on"}:
        return True
    return "of" in before and tree[tree.heads[token]].lemma.lower() in ("sideline", "margin")


def _is_purpose(tree: Tree, verb: int) -> bool:
    """Say whether a verb tells what for: "called to renew the talks this week"."""
    return any(tree[child].form.lower() == "to" for child in tree.children[verb])


def _is_ahead(tree: Tree, verb: int) -> bool:
    """Say whether a verb tells of what is to come."""
    return any(
        tree[child].deprel.startswith("aux") and tree[child].lemma.lower() in AHEAD
        for child in tree.children[verb]
    )


def _has_subject(tree: Tree, verb: int) -> bool:
    return any(tree[child].deprel.startswith("nsubj") for child in tree.children[verb])


def _is_past_perfect(tree: Tree, verb: int) -> bool:
    return any(
        tree[child].deprel.startswith("aux") and tree[child].form.lower() == "had"
        for child in tree.children[verb]
    )
