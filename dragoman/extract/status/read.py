"""From a trigger upward: verb or noun, what governs it, and what governs that."""

from collections.abc import Iterable, Iterator

from dragoman.extract.reading import Reading
from dragoman.extract.status.book import Cue, load_book
from dragoman.extract.status.tense import is_negated, read_tense
from dragoman.extract.status.verdict import NOTHING, StatusFound, Verdict, govern
from dragoman.extract.status.words import Words
from dragoman.model import UNMARKED, Status

_DEEPEST = 8
"""Governors over which a status is looked for."""

_FRONT = 5
"""Words before a noun that a marker may have: "in the run-up to"."""

_NOUNS = ("nmod", "compound", "appos", "nmod:poss", "nmod:unmarked", "conj")
_OBJECTS = ("obj", "nsubj:pass", "xcomp", "iobj")
_BESIDE = (*_NOUNS, "obl", "obl:unmarked", "obl:agent", "acl", "advcl")
_ATTRIBUTES = ("amod", "advmod", "compound", "nmod:poss", "acl", "nmod:unmarked", "nmod")
_TIMES = (*_ATTRIBUTES, "obl", "obl:unmarked")
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "only", "late", "last"})
_TRIPS = frozenset({"visit", "trip", "tour", "leg", "stop", "stay", "mission"})
_INVITATIONS = frozenset({"invite", "invitation", "propose", "proposal", "offer", "suggest"})
"""What makes a plan where it is accepted: "invited him to visit Rome, and he accepted"."""

_OPEN = ("verb.present", "verb.will", "verb.may", "verb.should", "noun.is-on")
"""Forms that do not say that something took place: "proposed that they meet"."""

_FINITE = ("verb.past", "verb.present", "verb.perfect", "verb.past-perfect", "verb.passive")
_UNREAL = (Status.CANCELLED, Status.DENIED, Status.HYPOTHETICAL)


def read_status(reading: Reading, trigger: int) -> StatusFound:
    """Read whether the happening that a trigger names took place.

    Args:
        reading: The sentence; nothing outside it is read.
        trigger: The token of the verb or noun that names the act.
    """
    words = Words(reading)
    i = words.content(trigger)
    if reading.words(i).lower().startswith("visiting "):  # the guest's name takes it in
        return StatusFound(Status.ONGOING, False, reading.span(i), "verb.doing")
    found = _own_words(words, i) or _headline_object(words, i) or read(words, i)
    found = _by_time(words, i, found)
    if found.status not in _UNREAL and _is_asked(reading, words, i):
        found = found._replace(status=Status.HYPOTHETICAL, rule="verb.asked")
    cue = reading.span(min(found.cue), max(found.cue)) if found.cue else None
    return StatusFound(found.status, found.background, cue, found.rule)


def _is_asked(reading: Reading, words: Words, i: int) -> bool:
    """Say whether a question asks if something is so ("Will Biden visit India?").

    "When did he visit?" takes it for granted, and so does what hangs on a noun or as an aside.
    """
    end = reading.sentence.end
    if "?" not in reading.text[end - 3 : end]:
        return False
    for _ in range(_DEEPEST):
        helps = words.below(i, "aux", "aux:pass", "cop")
        helps = helps or ([i] if words.upos[i] == "AUX" else [])
        said = words.below(i, "nsubj", "nsubj:pass", "expl")
        if helps and said and helps[0] < said[0]:
            return not any(word in _ASKING for word in words.forms[: helps[0]])
        if words.rels[i].startswith(("acl", "advcl", "nmod", "root")) or words.heads[i] < 0:
            return False
        i = words.heads[i]
    return False


_ASKING = frozenset({"how", "why", "when", "where", "what", "who", "whom", "which", "whose"})


def read(words: Words, i: int, depth: int = 0) -> Verdict:
    """Read what a token names: its own words first, then what governs it."""
    if depth > _DEEPEST:
        return NOTHING
    if not words.is_clause(i):
        return _noun(words, i, depth)
    tense = read_tense(words, i)
    if tense is None:
        return _nonfinite(words, i, depth)
    now = tense.rule in ("verb.present", "verb.perfect") and words.upos[i] not in ("VERB", "AUX")
    if now and not {"on", "in", "at"}.isdisjoint(words.prepositions(i)):
        tense = tense._replace(status=Status.ONGOING, rule="noun.is-on")  # "is on a visit"
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


def _cued(
    words: Words, relation: str, names: Iterable[str], i: int, *tokens: int
) -> Verdict | None:
    """Read a token by cue words alone, whatever governs them; `tokens` are where they stand."""
    cue = _cue(words, relation, names, i)
    if cue is None or cue.status is None:
        return None
    return Verdict(cue.status, cue.id, tokens or (i,), cue.background)


def _governed(words: Words, i: int, governor: int, relation: str, depth: int) -> Verdict | None:
    """Read a token by the cue word that governs it; None where that is none."""
    cue = _cue(words, relation, words.names_of(governor, i), i)
    if cue is None:
        return None
    outer = read(words, governor, depth + 1)
    found = govern(cue, (governor, i) if relation == "infinitive" else (governor,), outer)
    if outer.rule == "object.accepted" and found.status is Status.HYPOTHETICAL:
        return found._replace(status=Status.PLANNED)
    return _accepted(words, governor, found)


def _accepted(words: Words, governor: int, found: Verdict) -> Verdict:
    """Make a plan of what the sentence goes on to say was accepted."""
    if found.status is Status.HYPOTHETICAL and words.lemmas[governor] in _INVITATIONS:
        said = (n for n, lemma in enumerate(words.lemmas) if lemma == "accept" and n > governor)
        if any(not is_negated(words, n) for n in said):
            return found._replace(status=Status.PLANNED)
    return found


def _told(outer: Verdict) -> Verdict | None:
    return None if outer.rule == UNMARKED else outer


# Verbs ---------------------------------------------------------------------------------------


def _own_words(words: Words, i: int) -> Verdict | None:
    """Read triggers that tell by themselves: "left for", "arrived on a visit"."""
    if not words.is_clause(i):
        return None
    near = [*words.forms[i + 1 : i + 2]]
    for c in words.below(i, "obl", "obl:unmarked"):
        near += [words.lemmas[c], *words.prepositions(c)]
    lemma = words.lemmas[i]
    named = [*(f"{lemma} {word}" for word in near), lemma]
    acting = [words.lemmas[c] for c in words.below(i, "nsubj")]
    cue = _cue(words, "trigger", [*(f"{a} {name}" for a in acting for name in named), *named], i)
    tense = read(words, i)
    if tense.rule == "verb.is-doing":
        cue = _cue(words, "going", [lemma], i) or cue
    elif tense.status is not Status.HAPPENED or tense.rule not in _FINITE:
        return None
    if cue is None:
        return None
    status = cue.status or (cue.present if tense.rule == "verb.present" else None)
    if status is None:
        return None
    return _accepted(words, i, Verdict(status, cue.id, (i,), tense.background))


def _headline_object(words: Words, i: int) -> Verdict | None:
    """Read what a parser takes for a second verb: "France scraps talks with UK"."""
    verb = i - 1
    if verb < 0 or words.upos[i] != "VERB" or words.upos[verb] != "VERB":
        return None
    loose = words.rels[i] in ("parataxis", "dep", "conj", "ccomp", "root")
    if not loose or words.below(i, "aux", "mark", "cc", "nsubj"):
        return None
    return _governed(words, i, verb, "object", 0) or read(words, verb)


def _embedded(words: Words, i: int, tense: Verdict, depth: int) -> Verdict:
    """Read a finite verb by the clauses that it stands in."""
    top = words.top(i)
    governor, rel = words.heads[top], words.rels[top]
    if tense.status not in (Status.CANCELLED, Status.DENIED) and (met := _if(words, top, i)):
        return met
    if tense.rule in ("verb.will", "verb.may") and (met := _on_condition(words, top)):
        return met
    while governor >= 0 and rel in ("ccomp", "csubj", "csubj:pass", "acl", "xcomp", *_OBJECTS):
        depth += 1
        found = _governed(words, top, governor, "clause", depth)
        if found is None and not words.is_clause(governor) and is_negated(words, governor):
            found = Verdict(Status.DENIED, "verb.negated", (governor,))
        if found and found.status is Status.HAPPENED:
            return tense._replace(background=tense.background or found.background)
        if found and found.status is not Status.DENIED and tense.rule not in _OPEN:
            return tense
        if found:
            return NOTHING if tense.negated and found.status is Status.DENIED else found
        top = words.top(governor)
        governor, rel = words.heads[top], words.rels[top]
        if depth > _DEEPEST:
            break
    return tense


def _on_condition(words: Words, top: int) -> Verdict | None:
    """Read what will be if something else is: "If he travels to China, he will meet Xi"."""
    for clause in words.below(top, "advcl"):
        if not any(words.upos[c] == "PROPN" for c in words.below(clause, "nsubj", "nsubj:pass")):
            continue  # "If it rains, they will meet indoors"
        for mark in words.below(clause, "mark"):
            if words.forms[mark] in ("if", "unless"):
                return Verdict(Status.HYPOTHETICAL, "condition.if", (mark, top))
    return None


def _if(words: Words, top: int, i: int) -> Verdict | None:
    """Read a clause by the word that opens it: "if they meet", "unclear whether they met"."""
    marks = words.below(top, "mark", *(["aux"] if words.rels[top] == "advcl" else []))
    if words.rels[top] in ("ccomp", "parataxis") and words.forms[0] == "if":
        marks = [0, *marks]
    return _cued(words, "condition", (words.forms[c] for c in marks), i, *marks, i)


def _nonfinite(words: Words, i: int, depth: int) -> Verdict:
    """Read an infinitive, a gerund or a participle by what governs it."""
    top = words.top(i)
    if words.upos[top] not in ("VERB", "AUX"):
        top = i
    governor, rel, ing = words.heads[top], words.rels[top], words.is_ing(top)
    if found := (_marked(words, top) if words.is_ing(i) else _if(words, top, i)):
        return found
    if governor < 0 and ing:
        return NOTHING
    if words.forms[0] == "were" and words.forms[i - 1] == "to":  # "Were Putin to call, ..."
        return Verdict(Status.HYPOTHETICAL, "condition.if", (0, i))
    if governor < 0 or (rel == "acl" and not ing and _is_headline(words, governor, i)):
        return Verdict(Status.PLANNED, "verb.headline-to", (i,))
    if rel != "advcl" and (is_negated(words, top) or is_negated(words, i)):
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
    if any(words.lemmas[c] == "have" for c in words.below(top, "aux")):
        return Verdict(Status.HAPPENED, "verb.to-have", (i,))
    if outer.rule == "verb.present" and words.forms[words.first_of(i) - 2] == ",":
        return Verdict(Status.PLANNED, "verb.purpose", (i,))  # "lands in Rome, to meet the pope"
    if outer.status is Status.HAPPENED:
        names = [words.lemmas[governor]] if rel == "advcl" else []
        past = Verdict(Status.HAPPENED, "verb.purpose-past", (i,), outer.background)
        return _cued(words, "purpose", names, i, governor, i) or past
    if outer.status is Status.ONGOING:
        return Verdict(Status.PLANNED, "verb.purpose", (i,))
    return outer._replace(background=False)


def _is_headline(words: Words, noun: int, i: int) -> bool:
    """Return whether an infinitive is what a headline says of a name: "Lavrov to visit Rome"."""
    if words.upos[noun] == "PROPN":
        return True
    root = words.heads[noun] < 0 and not words.is_clause(noun)
    return root and _cue(words, "infinitive", [words.lemmas[noun]], i) is None


def _on_noun(words: Words, i: int, noun: int, depth: int) -> Verdict:
    """Read what hangs on a noun: "the first to visit", "the talks to be held"."""
    if words.is_ing(i):
        staying = None if words.below(i, "mark") else [words.lemmas[i]]
        outer = _noun(words, noun, depth + 1)._replace(background=False)
        return _cued(words, "staying", staying or [], i) or outer
    outer = read(words, noun, depth + 1)
    for _ in range(_DEEPEST):
        if not _ORDINALS.isdisjoint(words.lemmas[c] for c in (noun, *words.children[noun])):
            return read(words, noun, depth + 1)
        if words.rels[noun] not in _NOUNS:
            break
        noun = words.heads[noun]
    if words.below(i, "aux:pass", "nsubj:pass"):
        return Verdict(Status.PLANNED, "verb.to-be", (i,))
    if outer.status is Status.HAPPENED:
        return Verdict(Status.HYPOTHETICAL, "verb.to", (i,))
    return outer._replace(background=False)


# Nouns ---------------------------------------------------------------------------------------


def _noun(words: Words, i: int, depth: int) -> Verdict:
    """Read a noun by what governs it, by its attributes and by what is said of it."""
    above, own = _above(words, i, depth), _attributes(words, i)
    if own and own.negated:
        return own
    if above and own and above.negated and own.status is Status.PLANNED:
        return above._replace(status=Status.CANCELLED)  # "the planned talks were not held"
    if above and own and own.status is Status.CANCELLED and above.rule.startswith("subject."):
        return above  # "the talks, postponed twice, will start"
    if trip := _on_trip(words, i):
        return trip
    if above and (own is None or above.status in (Status.CANCELLED, Status.DENIED)):
        return above
    return own or NOTHING


def _marked(words: Words, i: int) -> Verdict | None:
    """Read a noun or gerund by the words right before it: "ahead of", "after"."""
    first = words.first_of(i)
    if words.rels[first - 1] == "mark" and words.heads[first - 1] > i:
        return None  # "before his meeting with her was scrapped"
    front = [" ".join(words.forms[n:first]) for n in range(max(0, first - _FRONT), first)]
    with_article = [f"{mark} {words.forms[first]}" for mark in front]
    return _cued(words, "marker", [*with_article, *front], i, first - 1, i) if front else None


def _attributes(words: Words, i: int) -> Verdict | None:
    """Read what hangs on a noun: "upcoming", "no", "planned for Thursday"."""
    if is_negated(words, i):
        return Verdict(Status.DENIED, "verb.negated", (i,), negated=True)
    if any(words.forms[c] == "any" for c in words.below(i, "det")):
        return Verdict(Status.HYPOTHETICAL, "noun.any", (i,))  # "any attack will be answered"
    for c in words.children[i]:
        rel = words.rels[c]
        if rel.startswith("acl") and c > i and (said := _said(words, c, i)):
            return said
        inner = words.below(c, "amod", "advmod") if c < i else ()
        for word in (c, *inner) if rel in _ATTRIBUTES else ():
            names = (words.forms[word], words.lemmas[word])
            if found := _cued(words, "modifier", names, i, word):
                return found
    return None


def _said(words: Words, c: int, noun: int) -> Verdict | None:
    """Read a clause on a noun: "scheduled for", "that was to take place", "to be held"."""
    subjects = words.below(c, "nsubj", "nsubj:pass")
    found = _cued(words, "object", words.names_of(c, noun), noun, c)
    # "A letter requesting talks" is sent; "a letter requested by them" is not.
    if found and not words.below(c, "nsubj") and not words.is_ing(c):
        return found
    if words.rels[c] == "acl:relcl":
        own = not subjects or any(words.lemmas[s] in ("that", "which") for s in subjects)
        occurs = words.below(c, "aux:pass") or _cue(words, "subject", words.names_of(c, noun), noun)
        tense = read_tense(words, c) if own and occurs else None
        return tense if tense and tense.status is not Status.HAPPENED else None
    if words.below(c, "mark") and words.below(c, "aux:pass"):
        return Verdict(Status.PLANNED, "verb.to-be", (c,))
    return None


def _above(words: Words, i: int, depth: int) -> Verdict | None:
    """Read a noun by its marker and by the word that governs it."""
    top = words.top(i)
    governor, rel = words.heads[top], words.rels[top]
    if marked := _marked(words, i) or _marked(words, top):
        return marked
    if governor < 0:
        return None
    if rel in ("nsubj", "nsubj:outer"):
        return _as_subject(words, top, governor, depth)
    if rel not in _OBJECTS and rel not in _BESIDE:
        return None
    if found := _governed(words, top, governor, "object", depth):
        return found
    outer = read(words, governor, depth + 1)
    return _told(outer) if rel in _OBJECTS else _beside(words, top, governor, outer)


def _as_subject(words: Words, i: int, verb: int, depth: int) -> Verdict | None:
    """Read a noun by what it is said to do: "will take place", "is expected to begin"."""
    for predicate in (verb, *(c for c in words.below(verb, "xcomp") if words.below(c, "mark"))):
        if found := _governed(words, i, predicate, "subject", depth):
            return found
    outer = read(words, verb, depth + 1)
    return None if outer.status in _UNREAL or outer.rule == "noun.is-on" else _told(outer)


def _beside(words: Words, i: int, governor: int, outer: Verdict) -> Verdict | None:
    """Read a noun that only stands in the clause of a verb: "during his visit", "for talks"."""
    prepositions = words.prepositions(i)
    if words.is_measure(governor) or ("of" in prepositions and not words.is_clause(governor)):
        return _told(outer)
    aim = "for" in prepositions or "to" in prepositions
    if outer.status in _UNREAL:
        return _told(outer) if aim else None
    if outer.status is not Status.PLANNED:
        lemma = words.lemmas[governor]
        if aim and (found := _cued(words, "purpose", [lemma], i, governor)):
            return found
        if "on" in prepositions and lemma in ("arrive", "pay"):
            return Verdict(Status.ONGOING, "noun.is-on", (governor,), outer.background)
    return _told(outer)


def _on_trip(words: Words, i: int) -> Verdict | None:
    """Read what somebody is on: "Minister in Tunisia on tour", "Raisi, on a visit to Rome, met"."""
    for _ in range(_DEEPEST):
        governor = words.heads[i]
        if governor < 0 or words.rels[i] not in _BESIDE:
            return None
        if "on" in words.prepositions(i) and words.lemmas[i] in _TRIPS:
            apart = words.forms[words.first_of(i) - 2] == ","
            headline = words.upos[governor] == "PROPN" and words.heads[governor] < 0
            found = Verdict(Status.ONGOING, "noun.on-trip", (i,))
            return found if apart or (headline and not words.is_clause(governor)) else None
        i = governor
    return None


# Times ---------------------------------------------------------------------------------------


def _by_time(words: Words, i: int, found: Verdict) -> Verdict:
    """Let the times of the clause tell what lies ahead, and what lies back."""
    for first, phrase in _times(words, i):
        for cue in (cue for pattern, cue in load_book().times if pattern.match(phrase)):
            if found.negated and cue.negated:
                found = found._replace(status=cue.negated, rule=cue.id)
            elif cue.background and found.status in (Status.HAPPENED, Status.ONGOING):
                found = found._replace(status=Status.HAPPENED, background=True)
            elif cue.status and found.rule in ("verb.present", "verb.is-doing"):
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
