"""From a trigger upward: verb or noun, what governs it, and what governs that."""

from collections.abc import Iterable, Iterator

from dragoman.extract.reading import Reading
from dragoman.extract.standing.book import Cue, load_book
from dragoman.extract.standing.found import StatusFound
from dragoman.extract.standing.tense import is_negated, read_tense
from dragoman.extract.standing.verdict import NOTHING, Verdict, govern
from dragoman.extract.standing.words import Words
from dragoman.model import Status

_DEEPEST = 8
"""Governors over which a status is looked for."""

_FRONT = 5
"""Words before a noun that a marker may have: "in the run-up to"."""

_OPEN = ("verb.present", "verb.will", "verb.may", "noun.is-on")
"""Forms that do not say that something took place: "proposed that they meet"."""

_UNREAL = frozenset({Status.CANCELLED, Status.DENIED, Status.HYPOTHETICAL})
_NOUNS = ("nmod", "compound", "appos", "nmod:poss", "nmod:unmarked", "conj")
_TIMES = (
    "obl",
    "obl:unmarked",
    "obl:tmod",
    "nmod",
    "nmod:unmarked",
    "nmod:tmod",
    "advmod",
    "compound",
    "nmod:poss",
)
_ORDINAL = frozenset(
    {"first", "second", "third", "fourth", "fifth", "only", "late", "last", "latest"}
)


def read_status(reading: Reading, trigger: int) -> StatusFound:
    """Read whether the happening that a trigger names took place.

    Args:
        reading: The sentence; nothing outside it is read.
        trigger: The token of the verb or noun that names the act.
    """
    words = Words(reading)
    trigger = words.content(trigger)
    if reading.words(trigger).lower().startswith("visiting "):
        return StatusFound(Status.ONGOING, False, reading.span(trigger), "verb.doing")
    found = _trigger(words, trigger) or _headline_object(words, trigger) or read(words, trigger)
    if found.status is Status.HAPPENED or found.negated or found.rule == "verb.is-doing":
        found = _by_time(words, trigger, found)
    cue = None
    if found.cue:
        cue = reading.span(min(found.cue), max(found.cue))
    return StatusFound(found.status, found.background, cue, found.rule)


def read(words: Words, i: int, depth: int = 0) -> Verdict:
    """Read what a token names: its own words first, then what governs it."""
    if depth > _DEEPEST:
        return NOTHING
    if not words.is_clause(i):
        return _noun(words, i, depth)
    tense = read_tense(words, i)
    if tense is None:
        return _nonfinite(words, i, depth)
    if words.upos[i] not in ("VERB", "AUX"):
        tense = _predicate(words, i, tense)
    return _embedded(words, i, tense, depth)


# Cue words -----------------------------------------------------------------------------------


def _cue(words: Words, relation: str, names: Iterable[str], trigger: int) -> Cue | None:
    """Return what the first of some names that is known says of a trigger."""
    cues = load_book().cues
    for name in names:
        for cue in cues.get((relation, name), ()):
            if not cue.only or words.lemmas[trigger] in cue.only:
                return cue
    return None


def _governed(words: Words, i: int, governor: int, relation: str, depth: int) -> Verdict | None:
    """Read a token by the cue word that governs it; None where that is none."""
    cue = _cue(words, relation, words.names_of(governor, i), i)
    if cue is None:
        return None
    outer = read(words, governor, depth + 1)
    found = govern(cue, (governor,) if relation != "infinitive" else (governor, i), outer)
    accepted = outer.rule == "object.accepted" or _is_accepted(words, governor)
    if (
        found.status is Status.HYPOTHETICAL
        and accepted
        and words.lemmas[governor]
        in (
            "invite",
            "invitation",
            "proposal",
            "offer",
            "propose",
            "suggest",
            "suggestion",
        )
    ):
        return found._replace(status=Status.PLANNED)
    return found


def _is_accepted(words: Words, governor: int) -> bool:
    """Return whether the sentence goes on to say that an invitation was accepted."""
    return any(
        lemma == "accept" and i > governor and not is_negated(words, i)
        for i, lemma in enumerate(words.lemmas)
    )


# Verbs ---------------------------------------------------------------------------------------


def _trigger(words: Words, i: int) -> Verdict | None:
    """Read triggers that tell by themselves: "left for", "arrived on a visit"."""
    if not words.is_clause(i):
        return None
    lemma, near = words.lemmas[i], words.forms[i + 1 : i + 2]
    for c in words.below(i, "obl", "obl:unmarked"):
        near += [words.lemmas[c], *words.prepositions(c)]
    cue = _cue(words, "trigger", [*(f"{lemma} {word}" for word in near), lemma], i)
    tense = read(words, i)
    if cue is None or tense.status is not Status.HAPPENED:
        return None
    status = cue.status or (cue.present if tense.rule == "verb.present" else None)
    return status and Verdict(status, cue.id, (i,), tense.background)


def _headline_object(words: Words, i: int) -> Verdict | None:
    """Read what a headline does not tell from a verb: "France scraps talks with UK"."""
    before = i - 1
    if (
        before < 0
        or words.upos[i] != "VERB"
        or words.upos[before] != "VERB"
        or words.rels[i] not in ("parataxis", "dep", "conj", "ccomp", "root")
        or words.heads[before] not in (i, words.heads[i])
        and words.heads[i] != before
        or words.below(i, "aux", "mark", "cc", "nsubj")
    ):
        return None
    return _governed(words, i, before, "object", 0) or read(words, before)


def _predicate(words: Words, i: int, tense: Verdict) -> Verdict:
    """Read "is on a visit", "is in talks": what goes on now."""
    if tense.rule in ("verb.present", "verb.perfect") and {"on", "in", "at"}.intersection(
        words.prepositions(i)
    ):
        return tense._replace(status=Status.ONGOING, rule="noun.is-on")
    return tense


def _embedded(words: Words, i: int, tense: Verdict, depth: int) -> Verdict:
    """Read a finite verb by the clause that it stands in."""
    top = words.top(i)
    governor, rel = words.heads[top], words.rels[top]
    if rel == "advcl" or (rel in ("ccomp", "parataxis") and words.forms[0] == "if"):
        cue = _cue(words, "condition", (words.forms[c] for c in words.below(top, "mark", "aux")), i)
        if cue and cue.status and tense.status not in (Status.CANCELLED, Status.DENIED):
            return Verdict(cue.status, cue.id, (*words.below(top, "mark"), i))
    if governor < 0 or rel not in ("ccomp", "csubj", "csubj:pass", "acl", "xcomp", "advcl"):
        return tense
    for _ in range(_DEEPEST):
        found = None
        if words.rels[top] != "advcl":
            found = _governed(words, top, governor, "clause", depth)
        if found is None and words.is_clause(governor) is False and is_negated(words, governor):
            found = Verdict(Status.DENIED, "verb.negated", (governor,))
        if found:
            if found.status is Status.HAPPENED:
                return tense._replace(background=tense.background or found.background)
            if found.status is not Status.DENIED and tense.rule not in _OPEN:
                return tense
            if tense.negated and found.status is Status.DENIED:
                return NOTHING
            return found
        top = words.top(governor)
        governor = words.heads[top]
        if governor < 0 or words.rels[top] not in ("ccomp", "obj", "acl", "xcomp", "nsubj:pass"):
            break
    return tense


def _nonfinite(words: Words, i: int, depth: int) -> Verdict:
    """Read an infinitive, a gerund or a participle by what governs it."""
    top = words.top(i)
    if top != i and words.upos[top] not in ("VERB", "AUX"):
        top = i
    governor, rel = words.heads[top], words.rels[top]
    ing = words.is_ing(top)
    negated = is_negated(words, top) or is_negated(words, i)
    if words.is_ing(i) and (marked := _marked(words, top, depth)):
        return marked
    if governor < 0 and ing:
        return NOTHING
    if words.forms[0] == "were" and words.forms[i - 1] == "to":  # "Were Putin to call, ..."
        return Verdict(Status.HYPOTHETICAL, "condition.if", (0, i))
    headline = (
        rel == "acl"
        and not ing
        and (
            words.upos[governor] == "PROPN"
            or (words.heads[governor] < 0 and not words.is_clause(governor))
        )
    )
    if governor < 0 or headline and not _cue(words, "infinitive", [words.lemmas[governor]], i):
        if words.below(top, "nsubj", "nsubj:pass") or governor >= 0 or not words.below(top, "mark"):
            return Verdict(Status.PLANNED, "verb.headline-to", (i,))
        return Verdict(Status.HYPOTHETICAL, "verb.to", (i,))
    if negated and rel != "advcl":
        return Verdict(Status.DENIED, "verb.negated", (i,), negated=True)
    beside = ing and rel == "advcl" and top < governor  # "Meeting reporters, he said..."
    if not beside and (found := _governed(words, top, governor, "infinitive", depth)):
        return found
    if rel == "csubj":
        return Verdict(Status.HYPOTHETICAL, "verb.to", (i,))
    if rel == "amod" and ing:
        return Verdict(Status.ONGOING, "verb.doing", (i,))
    if rel.startswith("acl"):
        return _on_noun(words, top, governor, depth)
    outer = read(words, governor, depth + 1)
    if ing:
        unreal = outer.status in (Status.DENIED, Status.CANCELLED)
        return NOTHING if unreal and rel == "advcl" else outer._replace(background=False)
    if "have" in (words.lemmas[c] for c in words.below(top, "aux")):
        return Verdict(Status.HAPPENED, "verb.to-have", (i,))
    if outer.status is Status.HAPPENED:
        cue = _cue(words, "purpose", [words.lemmas[governor]], i) if rel == "advcl" else None
        if cue and cue.status:
            return Verdict(cue.status, cue.id, (governor, i))
        return Verdict(Status.HAPPENED, "verb.purpose-past", (i,), outer.background)
    if outer.status is Status.ONGOING:
        return Verdict(Status.PLANNED, "verb.purpose", (i,))
    return outer._replace(background=False)


def _on_noun(words: Words, i: int, noun: int, depth: int) -> Verdict:
    """Read what hangs on a noun: "the first to visit", "the talks to be held"."""
    if words.is_ing(i):
        cue = _cue(words, "staying", [words.lemmas[i]], i)
        if cue and cue.status and not words.below(i, "mark"):
            return Verdict(cue.status, cue.id, (i,))
        return _noun(words, noun, depth + 1)._replace(background=False)
    here = noun
    for _ in range(_DEEPEST):
        near = {words.lemmas[c] for c in words.children[here]} | {words.lemmas[here]}
        if near & _ORDINAL:
            return read(words, here, depth + 1)
        if words.rels[here] not in _NOUNS:
            break
        here = words.heads[here]
    if words.below(i, "aux:pass") or words.below(i, "nsubj:pass"):
        return Verdict(Status.PLANNED, "verb.to-be", (i,))
    outer = read(words, noun, depth + 1)
    if outer.status is Status.HAPPENED:
        return Verdict(Status.HYPOTHETICAL, "verb.to", (i,))
    return outer._replace(background=False)


# Nouns ---------------------------------------------------------------------------------------


def _marked(words: Words, i: int, depth: int) -> Verdict | None:
    """Read a noun or gerund by the words right before it: "ahead of", "after"."""
    first = i if words.is_ing(i) else words.first_of(i)
    if words.is_ing(i):
        first = min([i, *words.below(i, "nsubj", "nmod:poss")])
    front = [" ".join(words.forms[n:first]) for n in range(max(0, first - _FRONT), first)]
    article = words.forms[first]
    cue = _cue(words, "marker", [*(f"{mark} {article}" for mark in front), *front], i)
    if cue is None or cue.status is None:
        return None
    return Verdict(cue.status, cue.id, (first - 1, i), cue.background)


def _noun(words: Words, i: int, depth: int) -> Verdict:
    """Read a noun by its attributes, by what is said of it, and by what governs it."""
    top = words.top(i)
    above = _above(words, i, top, depth)
    own = _attributes(words, i, depth)
    if above and own and above.negated and own.status is Status.PLANNED:
        return above._replace(status=Status.CANCELLED)
    if above and (above.status in (Status.CANCELLED, Status.DENIED) or own is None):
        return above
    return own or _headline_on(words, i) or NOTHING


def _headline_on(words: Words, i: int) -> Verdict | None:
    """Read a headline without a verb: "Minister in Tunisia on second leg of tour"."""
    on = None
    for _ in range(_DEEPEST):
        if "on" in words.prepositions(i):
            on = i
        if words.heads[i] < 0:
            break
        i = words.heads[i]
    if on is None or words.heads[i] >= 0 or words.upos[i] != "PROPN" or words.is_clause(i):
        return None
    return Verdict(Status.ONGOING, "noun.headline-on", (on,))


def _attributes(words: Words, i: int, depth: int) -> Verdict | None:
    """Read what hangs on a noun: "upcoming", "no", "planned for Thursday"."""
    if is_negated(words, i):
        return Verdict(Status.DENIED, "modifier.no", (i,), negated=True)
    for c in words.children[i]:
        rel, lemma = words.rels[c], words.lemmas[c]
        if rel.startswith("acl") and c > i and (said := _said(words, c, depth)):
            return said
        if rel in ("amod", "advmod", "compound", "nmod:poss", "acl", "nmod:unmarked", "nmod"):
            inner = [d for d in words.children[c] if words.rels[d] in ("amod", "advmod")]
            for word in (c, *inner) if c < i else (c,):
                cue = _cue(words, "modifier", (words.forms[word], words.lemmas[word]), i)
                if cue and cue.status:
                    return Verdict(cue.status, cue.id, (word,), cue.background)
    return None


def _said(words: Words, c: int, depth: int) -> Verdict | None:
    """Read a clause on a noun: "scheduled for", "that was to take place", "to be held"."""
    noun = words.heads[c]
    cue = _cue(words, "object", words.names_of(c, noun), noun)
    if cue and cue.status and not words.below(c, "nsubj"):
        return Verdict(cue.status, cue.id, (c,))
    if words.rels[c] == "acl:relcl":
        subjects = words.below(c, "nsubj", "nsubj:pass")
        own = not subjects or any(words.lemmas[s] in ("that", "which") for s in subjects)
        occurs = words.below(c, "aux:pass") or _cue(words, "subject", words.names_of(c, noun), noun)
        tense = read_tense(words, c) if own and occurs else None
        return tense if tense and tense.status is not Status.HAPPENED else None
    if words.below(c, "mark") and words.below(c, "aux:pass"):
        return Verdict(Status.PLANNED, "verb.to-be", (c,))
    return None


def _above(words: Words, i: int, top: int, depth: int) -> Verdict | None:
    """Read a noun by its marker and by the word that governs it."""
    if marked := _marked(words, i, depth) or (_marked(words, top, depth) if top != i else None):
        return marked
    governor, rel = words.heads[top], words.rels[top]
    if governor < 0 or depth > _DEEPEST:
        return None
    if rel in ("nsubj", "nsubj:outer"):
        return _as_subject(words, top, governor, depth)
    if rel in ("obj", "nsubj:pass", "obl", "xcomp", "iobj", *_NOUNS):
        if found := _governed(words, top, governor, "object", depth):
            return found
    if rel == "root" or rel not in (
        "obj",
        "nsubj:pass",
        "obl",
        "xcomp",
        "iobj",
        *_NOUNS,
        "acl",
        "obl:unmarked",
        "advcl",
        "obl:agent",
    ):
        return None
    outer = read(words, governor, depth + 1)
    if rel in ("obj", "nsubj:pass", "xcomp", "iobj"):
        return None if outer.rule == "unmarked" else outer
    return _beside(words, top, governor, outer)


def _as_subject(words: Words, i: int, verb: int, depth: int) -> Verdict | None:
    """Read a noun by what it is said to do: "will take place", "fell through"."""
    if found := _governed(words, i, verb, "subject", depth):
        return found
    deeper = next(iter(words.below(verb, "xcomp")), verb)
    if words.below(deeper, "mark") and (found := _governed(words, i, deeper, "subject", depth)):
        return found
    outer = read(words, verb, depth + 1)
    return None if outer.status in _UNREAL or outer.rule == "unmarked" else outer


def _beside(words: Words, i: int, governor: int, outer: Verdict) -> Verdict | None:
    """Read a noun that only stands in the clause of a verb: "during his visit", "for talks"."""
    prepositions = words.prepositions(i)
    if words.is_measure(governor) or ("of" in prepositions and not words.is_clause(governor)):
        return None if outer.rule == "unmarked" else outer
    aim = "for" in prepositions or "to" in prepositions
    if outer.status in _UNREAL and not aim:
        return None
    lemma = words.lemmas[governor]
    if aim and outer.status in (Status.HAPPENED, Status.ONGOING):
        cue = _cue(words, "purpose", [lemma], i)
        if cue and cue.status:
            return Verdict(cue.status, cue.id, (governor,), outer.background)
    if "on" in prepositions and lemma in ("arrive", "pay") and outer.status is Status.HAPPENED:
        return Verdict(Status.ONGOING, "noun.is-on", (governor,), outer.background)
    return None if outer.rule == "unmarked" else outer


# Times ---------------------------------------------------------------------------------------


def _by_time(words: Words, i: int, found: Verdict) -> Verdict:
    """Let the times of the clause tell what lies ahead, and what lies back."""
    for first, phrase in _times(words, i):
        for pattern, cue in load_book().times:
            if not pattern.match(phrase):
                continue
            if found.negated:
                if cue.negated:
                    found = found._replace(status=cue.negated, rule=cue.id)
            elif cue.status is None:
                found = found._replace(background=found.background or cue.background)
            elif found.rule in ("verb.present", "verb.is-doing"):
                return Verdict(cue.status, cue.id, (i, first))
    return found


def _times(words: Words, i: int) -> Iterator[tuple[int, str]]:
    """Yield the phrases that may be times of a trigger, each with its first token."""
    homes = [i, *(c for c in words.below(i, "acl") if not words.is_clause(i))]
    while not words.is_clause(i) and words.heads[i] >= 0 and words.rels[i] != "conj":
        i = words.heads[i]
        homes.append(i)
    for home in homes:
        for c in words.below(home, *_TIMES):
            tokens = [t for t in words.subtree(c, 12) if words.upos[t] != "PUNCT"] or [c]
            yield tokens[0], " ".join(words.forms[token] for token in tokens)
