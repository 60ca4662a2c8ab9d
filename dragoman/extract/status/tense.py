"""The verb group: what auxiliaries, form and "not" say of the verb that they belong to."""

from dragoman.extract.status.verdict import Verdict
from dragoman.extract.status.words import Words
from dragoman.model import Status

_WILL = frozenset({"will", "shall", "'ll", "’ll", "wo", "would", "'d", "’d"})
_WOULD = frozenset({"would", "'d", "’d"})
_MAY = frozenset({"may", "might", "can", "could", "must", "should", "ca", "cannot", "ought"})
_SHOULD = frozenset({"must", "should", "ought"})
_CAN = frozenset({"can", "could", "ca", "cannot"})
_NOT = frozenset({"not", "never", "neither", "nor", "n't", "n’t", "hardly", "nt"})
_NONE = frozenset({"no", "neither", "none", "nobody", "nothing"})
_ONLY = frozenset({"only", "just", "merely", "until", "least", "yet"})
_SHARED = 4
"""Coordinated verbs back over which an auxiliary is looked for."""


def read_tense(words: Words, i: int) -> Verdict | None:
    """Read a verb, or a predicate with its copula; None where something else must tell.

    That is so of infinitives, gerunds and of participles that hang on a noun.
    """
    group, owner = auxiliaries(words, i)
    lemmas = [words.lemmas[c] for c in group]
    forms = [words.forms[c] for c in group]
    negated = is_negated(words, i) or (owner != i and is_negated(words, owner, shared=True))
    cue = (*group, i)

    def found(status: Status, rule: str, *, background: bool = False) -> Verdict:
        return Verdict(status, rule, cue, background, negated)

    if not _WILL.isdisjoint(forms):
        if negated:
            return found(Status.CANCELLED, "verb.will-not")
        if not _WOULD.isdisjoint(forms):
            if "have" in lemmas[1:] and not words.below(i, "cop"):
                return found(Status.CANCELLED, "verb.would-have")
            if has_condition(words, owner) or has_condition(words, i):
                return found(Status.HYPOTHETICAL, "verb.would-if")
        return found(Status.PLANNED, "verb.will")
    if not _MAY.isdisjoint(forms):
        if negated and not _CAN.isdisjoint(forms):
            return found(Status.CANCELLED, "verb.could-not")
        should = not _SHOULD.isdisjoint(forms)
        return found(Status.HYPOTHETICAL, "verb.should" if should else "verb.may")
    if (to := _to(words, owner)) is not None:
        if any(c < to and words.lemmas[c] == "be" for c in group):
            if "have" in lemmas:
                return found(Status.CANCELLED, "verb.was-to-have")
            unmet = negated or any(words.lemmas[c] == "yet" for c in words.children[i])
            return found(Status.CANCELLED if unmet else Status.PLANNED, "verb.is-to")
        return None
    if not group and not _is_finite(words, i):
        return None
    if negated:
        stopped = _is_progressive(words, i, forms) and not {"is", "are", "am"}.isdisjoint(forms)
        if stopped:
            return found(Status.CANCELLED, "verb.is-not-doing")
        return found(Status.DENIED, "verb.negated")
    if "have" in lemmas:
        if _is_progressive(words, i, forms):
            return found(Status.ONGOING, "verb.has-been-doing")
        if "had" in forms:
            told = words.rels[owner] in ("ccomp", "parataxis")
            return found(Status.HAPPENED, "verb.past-perfect", background=not told)
        return found(Status.HAPPENED, "verb.perfect")
    if "do" in lemmas:
        return found(Status.HAPPENED, "verb.did")
    present = not {"is", "are", "am", "'s", "’s", "'re", "’re", "'m", "’m"}.isdisjoint(forms)
    if _is_progressive(words, i, forms):
        return (
            found(Status.ONGOING, "verb.is-doing")
            if present
            else found(Status.HAPPENED, "verb.past")
        )
    if "be" in lemmas:
        present = present or forms[-1] == "be"  # "proposed that talks be held"
        passive = words.upos[i] == "VERB" and forms[-1] != "be"
        rule = "verb.passive" if present and passive else "verb.present" if present else "verb.past"
        return found(Status.HAPPENED, rule)
    if "VerbForm=Fin" in words.feats(i) and "Tense=Past" not in words.feats(i):
        return found(Status.HAPPENED, "verb.present")
    return found(Status.HAPPENED, "verb.past")


def auxiliaries(words: Words, i: int) -> tuple[list[int], int]:
    """Return the auxiliaries of a verb, and the verb that they hang on.

    "will travel to Rome and meet the pope": a verb without any shares those of the one
    before it, where its form allows: no finite form has one.
    """
    owner = i
    for _ in range(_SHARED):
        if group := words.below(owner, "aux", "aux:pass", "cop"):
            if owner != i and not _may_share(words, i):
                return [], i
            return group, owner
        if _to(words, owner) is not None:
            return [], owner if owner == i or words.forms[i] == words.lemmas[i] else i
        if words.rels[owner] != "conj" or words.below(owner, "nsubj", "nsubj:pass", "expl"):
            break
        owner = words.heads[owner]
    return [], i


def is_negated(words: Words, i: int, *, shared: bool = False) -> bool:
    """Return whether "not" or "no" denies a verb or noun."""
    for c in words.children[i]:
        lemma, rel = words.lemmas[c], words.rels[c]
        if lemma in _NOT and rel in ("advmod", "cc", "cc:preconj", "aux"):
            follows = words.forms[c + 1 : c + 2]
            if not _ONLY.intersection(follows) and not (shared and c > i):
                return True
        if rel == "det" and lemma in _NONE and words.forms[c + 1 : c + 2] != (".",):
            return True
        if rel == "advmod" and lemma in ("longer", "long") and words.forms[c - 1] == "no":
            return True
        if rel in ("nsubj", "nsubj:pass", "obj", "expl") and (
            lemma in _NONE or any(words.lemmas[d] in _NONE for d in words.below(c, "det"))
        ):
            return True
    return False


def has_condition(words: Words, i: int) -> bool:
    """Return whether an "if" clause hangs on a verb."""
    return any(
        words.lemmas[mark] in ("if", "unless", "should", "were", "provided")
        for c in words.below(i, "advcl")
        for mark in words.below(c, "mark")
    )


def _to(words: Words, i: int) -> int | None:
    return next(
        (
            c
            for c in words.below(i, "mark")
            if words.forms[c] in ("to", "due") and not words.is_ing(i)
        ),
        None,
    )


def _is_finite(words: Words, i: int) -> bool:
    """Return whether a verb without auxiliaries says by itself that something took place."""
    feats, rel = words.feats(i), words.rels[i]
    if words.is_ing(i):
        return False
    if "VerbForm=Inf" in feats:  # "Xi meet Putin", as machines translate
        return rel != "xcomp" or words.has_subject(i)
    return words.upos[i] in ("VERB", "AUX") and rel != "amod"


def _is_progressive(words: Words, i: int, forms: list[str]) -> bool:
    return "being" in forms or (words.is_ing(i) and bool(words.below(i, "aux") or forms))


def _may_share(words: Words, i: int) -> bool:
    """Return whether the form of a verb lets it stand behind the auxiliaries of another."""
    return "VerbForm=Fin" not in words.feats(i) or words.forms[i] == words.lemmas[i]
