"""Who acts and on what, whatever the voice: the logical relations of a verb.

Parses say which noun stands where a subject stands. Rules ask who acts: "Xi visited
Rome", "Rome was visited by Xi", "Xi, who visited Rome", "Xi flew off to visit Rome",
"Xi left Milan and visited Rome" all have the same subject and object of "visit".
"""

from __future__ import annotations

from typing import NamedTuple

from dragoman.parse.matching.clause import clause_verb
from dragoman.parse.matching.universal import universal
from dragoman.parse.matching.view import View

HOPS = 8
"""Verbs over which a subject may be inherited."""
SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
RELATIVES = frozenset({"who", "whom", "which", "that", "whose", "where", "when"})


class Way(NamedTuple):
    """A token, and the arcs that were used to get there, each named by its lower end."""

    token: int
    arcs: tuple[int, ...] = ()

    def on(self, token: int, *arcs: int) -> Way:
        """Return the way, gone further."""
        return Way(token, self.arcs + arcs)


def logical(view: View, i: int, relation: str) -> list[Way]:
    """Return what stands to token `i` as its subject, object or indirect object.

    Coordinated words each count, the first one first.
    """
    found = {"subject": subject, "object": object_of, "indirect": indirect}[relation](view, i)
    return [w for way in found for w in _with_conjuncts(view, _antecedent(view, way))]


def governors(view: View, i: int, relation: str) -> list[Way]:
    """Return the words whose subject, object or indirect object token `i` is.

    For the relation "clause", the verb of the clause that it stands in.
    """
    if relation == "clause":
        return [Way(*clause_verb(view, i))]
    first, near = i, set[int]()
    while view.rels[first] == "conj":
        first = view.heads[first]
    head = view.heads[first]
    near.update(c for c in view.children[first] if view.rels[c].startswith("acl"))
    if head >= 0:
        near.update((head, *view.below(head, "conj", "xcomp", "advcl")))
    near.update(c for verb in tuple(near) for c in view.below(verb, "conj", "xcomp"))
    return [
        Way(verb, way.arcs)
        for verb in sorted(near)
        for way in logical(view, verb, relation)
        if way.token == i
    ]


def is_passive(view: View, i: int) -> bool:
    """Return whether a verb is passive: by its auxiliary, form, subject or agent."""
    labels, feats = {view.rels[c] for c in view.children[i]}, view.feats(i)
    if "aux:pass" in labels or "csubj:pass" in labels or "Voice=Pass" in feats:
        return True
    if "nsubj:pass" in labels:
        return not _bare(view, i)
    if "obl:agent" in labels and "obj" not in labels:  # "Lavrov received by Assad"
        return True
    participle = view.rels[i] == "acl" and {"VerbForm=Part", "Tense=Past"} <= feats
    return participle and labels.isdisjoint(("aux", "obj"))


def subject(view: View, i: int) -> list[Way]:
    """Return who does it: the subject, in the passive the agent, of a noun its possessor."""
    if is_passive(view, i):
        return _agents(view, i)
    if found := _subject_position(view, i):
        return found
    return [Way(c, (c,)) for c in view.below(i, "nmod:poss")] or _agents(view, i)


def object_of(view: View, i: int) -> list[Way]:
    """Return what it is done to; the only object where a verb has one of whichever kind."""
    for label in ("obj", "iobj"):
        if found := [Way(c, (c,)) for c in view.below(i, label)]:
            return found
    if is_passive(view, i):
        return _subject_position(view, i)
    if found := _bare(view, i):
        return found
    if view.rels[i] == "acl:relcl" and view.has_subject(i) and not view.below(i, "ccomp", "cop"):
        near = [d for c in view.children[i] for d in (c, *view.children[c])]
        if not any(_is_relative(view, c) for c in near):  # "the letter Xi sent"
            return [Way(view.heads[i], (i,))]
    return []


def indirect(view: View, i: int) -> list[Way]:
    """Return to whom: the indirect object, or the subject of "was handed a letter"."""
    if found := [Way(c, (c,)) for c in view.below(i, "iobj")]:
        return found
    return _subject_position(view, i) if view.below(i, "obj") and is_passive(view, i) else []


def _bare(view: View, i: int) -> list[Way]:
    """Return the noun behind a verb that parsers hang there as an `obl` without a preposition.

    A particle may stand as its preposition: "handed over the books".
    """
    if view.upos[i] != "VERB" or view.below(i, "obj", "iobj"):
        return []
    return [
        Way(c, (c,))
        for c in view.below(i, "obl")
        if c > i
        and view.upos[c] in ("NOUN", "PROPN", "PRON")
        and all(
            mark == i + 1 and f"{view.lemmas[i]} {view.forms[mark]}" in view.names.get(i, ())
            for mark in view.below(c, "case")
        )
    ]


def _agents(view: View, i: int) -> list[Way]:
    """Return the "by" phrases on a word."""
    return [
        Way(c, (c,))
        for c in view.children[i]
        if view.rels[c] == "obl:agent"
        or (view.rels[c] in ("obl", "nmod") and view.marked(c) == "by")
    ]


def _subject_position(view: View, i: int) -> list[Way]:
    """Return what stands where the subject stands, or is understood there."""
    arcs: tuple[int, ...] = ()
    for _ in range(HOPS):
        if own := view.below(i, *SUBJECTS):
            return [Way(c, (*arcs, c)) for c in own]
        if own := [c for c in view.below(i, "vocative", "dislocated") if c < i]:
            return [Way(c, (*arcs, c)) for c in own]  # "Lavrov, Blinken hold phone talks"
        rel, head = view.rels[i], view.heads[i]
        arcs = (*arcs, i)
        if rel == "appos" and view.upos[i] == "VERB":  # "Wang Yi, meeting Lavrov in Rome, said"
            return [Way(head, arcs)]
        if rel == "acl" and i > 1 and view.lemmas[i - 2] == "be" and view.has_subject(i - 2):
            i = i - 2  # "Muscat, where she is to meet him": parsers hang "meet" on "Muscat"
            continue
        if rel == "acl" and _is_deed(view, i):
            if "no" in (view.lemmas[c] for c in view.below(head, "det")):
                return []  # "had no plans to talk"
            if own := [c for c in view.below(head, "nmod:poss") if view.upos[c] != "PRON"]:
                return [Way(c, (*arcs, c)) for c in own]  # "Oman's decision to host the talks"
            if not _is_told_of_subject(view, head):
                return []
            i, arcs = (head, arcs) if view.has_subject(head) else (view.heads[head], (*arcs, head))
            continue
        if rel in ("acl:relcl", "acl"):
            return [Way(head, arcs)]
        if rel == "xcomp" and (objects := view.below(head, "obj", "iobj")):
            return [Way(objects[0], (*arcs, objects[0]))]  # "asked him to come"
        if (
            rel == "advcl"
            and view.lemmas[head] in universal().of_others
            and (o := view.below(head, "obj"))
        ):
            return [Way(o[0], (*arcs, o[0]))]  # "thanked the king for hosting them"
        if rel == "xcomp" and view.upos[head] == "PROPN":  # "Lilongwe to open embassy"
            return [Way(head, arcs)]
        if _goes_on(view, i):
            while view.upos[head] not in ("VERB", "AUX") and view.heads[head] >= 0:
                head = view.heads[head]  # parsers hang it on what stands last before it
            if view.upos[head] == "PROPN":
                return [Way(head, arcs)]  # "Radev to travel to Rome, meet Orban"
        elif rel not in ("conj", "xcomp", "advcl"):
            return []
        i = head
    return []


def _goes_on(view: View, i: int) -> bool:
    """Return whether a verb behind a comma goes on about who acts: "arrives, dines with X"."""
    if view.rels[i] != "parataxis" or view.upos[i] != "VERB" or i < view.heads[i]:
        return False
    first = min(view.children[i], default=i)
    return first < i and view.forms[first] == ","


def _is_deed(view: View, i: int) -> bool:
    """Return whether a verb below a noun tells what somebody decides, or is the first, to do."""
    head = view.heads[i]
    if view.lemmas[head] in universal().decisions:
        return True
    if "VerbForm=Inf" not in view.feats(i):
        return False
    return view.upos[head] != "PROPN" or _is_first(view, head)  # else "Lavrov to visit Rome"


def _is_first(view: View, i: int) -> bool:
    """Return whether a noun is called the first, the only, the fourth."""
    below = view.below(i, "amod")
    return any(
        view.lemmas[c] in ("first", "only", "last", "latest", "next")
        or "NumType=Ord" in view.feats(c)
        for c in below
    )


def _is_told_of_subject(view: View, i: int) -> bool:
    """Return whether a noun says what its subject is or does: "took the step", "is the first".

    Then who does what hangs on the noun is that subject.
    """
    if _is_first(view, i) and (view.has_subject(i) or view.rels[i] == "xcomp"):
        return True
    return view.rels[i] == "obj" and view.lemmas[i] in universal().decisions


def _is_relative(view: View, i: int) -> bool:
    """Return whether a token is a relative pronoun or adverb."""
    return view.lemmas[i] in RELATIVES and view.upos[i] in ("PRON", "DET", "ADV", "SCONJ")


def _antecedent(view: View, way: Way) -> Way:
    """Return the noun for a relative pronoun: "Macron, who..."; else the way as it is."""
    if not _is_relative(view, way.token):
        return way
    i = way.token
    for _ in range(HOPS):
        if (head := view.heads[i]) < 0:
            return way
        if view.rels[i] == "acl:relcl":
            way = way.on(head, i) if i not in way.arcs else Way(head, way.arcs)
            own = view.below(head, *SUBJECTS) if view.below(head, "cop") else []
            return way.on(own[0], own[0]) if own else way  # "Xi is among those who called"
        i = head
    return way


def antecedent(view: View, i: int) -> int:
    """Return the noun that a relative pronoun stands for; any other token as it is."""
    return _antecedent(view, Way(i)).token


def _with_conjuncts(view: View, way: Way) -> list[Way]:
    """Return a way, and those to the conjuncts of where it ends."""
    return [way, *(way.on(c, c) for c in view.conjuncts(way.token)[1:])]
