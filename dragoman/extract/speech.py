"""Who says what within one sentence: the words that say it, who speaks, and what is said.

Both the chain of who says so (`attribution.py`) and statements (`statements.py`) are read
from this. What is said is a set of tokens: "Wang met Lavrov, the ministry said", "according to
TASS", "Macron was quoted by Le Monde as saying that..." all come out as one kind of thing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dragoman.extract.reading import Reading
from dragoman.extract.speakers import (
    SUBJECTS,
    Takes,
    listed,
    speech_words,
    subjects_of,
    with_conjuncts,
)
from dragoman.parse import Token

_CLAUSES = ("ccomp", "csubj", "csubj:pass")
_QUOTES = '"“”„«»'
_NAMING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM"})
_ADDING = frozenset({"ADP", "DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "ADV"})
_ACCORDING = ("accord", "according", "per")
_OUTER, _INNER = 0, 1


@dataclass(frozen=True, slots=True)
class Speech:
    """Somebody says something.

    Attributes:
        cue: The token that says it: "said", "according".
        speakers: The tokens that head the phrases of who speaks.
        content: The tokens of what is said; empty where it follows in the next sentence.
        level: Breaks ties between two that say the same: the outer one has the smaller.
        takes: What the cue takes; None for "according to" and a headline's colon.
    """

    cue: int
    speakers: tuple[int, ...]
    content: frozenset[int]
    level: int = _INNER
    takes: Takes | None = None


def speeches_of(reading: Reading) -> tuple[Speech, ...]:
    """Return all that is said in a sentence, in the order of the words that say it."""
    cues, tree = speech_words().cues, reading.tree
    found = [
        speech
        for i, lemma in enumerate(tree.lemmas)
        if lemma in cues or lemma in _ACCORDING or tree.words[i] == ":"
        for speech in _speeches_at(reading, i)
    ]
    return tuple(speech for speech in found if speech.speakers)


def _speeches_at(reading: Reading, i: int) -> Iterator[Speech]:
    token = reading.tree[i]
    lemma = token.lemma.lower()
    if lemma in _ACCORDING[:2] or (lemma == "per" and token.deprel == "case"):
        yield from _according(reading, i)
    elif token.form == ":":
        yield from _colon(reading, i)
    elif token.upos == "VERB" and (takes := speech_words().cues.get(lemma)):
        yield from _verb(reading, i, takes) if is_said(reading, i) else ()


def is_cue(reading: Reading, token: int) -> bool:
    """Say whether a token is a verb of speaking."""
    lemma = reading.tree[token].lemma.lower()
    return reading.tree[token].upos == "VERB" and lemma in speech_words().cues


def is_said(reading: Reading, cue: int) -> bool:
    """Say whether a verb tells what was said: not "would not say", "is expected to say"."""
    tree = reading.tree
    head = cue
    while tree[head].deprel == "conj":
        head = tree.heads[head]
    for verb in {cue, head}:
        for child in tree.children[verb]:
            form, deprel = tree[child].form.lower(), tree[child].deprel
            if form in listed("not_said") or (
                deprel.startswith("aux") and form in listed("modals")
            ):
                return False
            if deprel == "mark" and form in ("if", "whether", "unless"):
                return False
            if deprel == "mark" and form == "to":
                governor = tree.heads[verb]
                return governor >= 0 and tree[governor].lemma in listed("goes_on")
    return True


def _verb(reading: Reading, cue: int, takes: Takes) -> Iterator[Speech]:
    tree = reading.tree
    lemma = tree[cue].lemma.lower()
    if lemma == "speak" and not any(tree[c].lemma == "highly" for c in tree.children[cue]):
        return
    own = any(tree[c].deprel in SUBJECTS for c in tree.children[cue])
    speakers = ([] if own else _beside(reading, cue)) or subjects_of(reading, cue)
    passive = _is_passive(reading, cue)
    if lemma in ("quote", "cite"):
        yield from _quoting(reading, cue, passive=passive)
        return
    content = _inserted(reading, cue, speakers) or _content(
        reading, cue, takes, speakers, passive=passive
    )
    agents = [c for c in tree.children[cue] if tree[c].deprel == "obl:agent"]
    if passive or (tree[cue].deprel == "acl" and agents):
        speakers = [a for agent in agents for a in with_conjuncts(reading, agent)]
        if takes is Takes.RELAY and not content and (owner := tree.heads[cue]) >= 0:
            content = _hosts(reading, owner)
    if not content and not _announces(reading, cue):
        return
    level = _OUTER if takes is Takes.RELAY else _INNER
    yield Speech(cue, tuple(speakers), frozenset(content), level, takes)
    busy = {t for s in speakers for t in reading.below(s)} | content
    outlets = [
        t
        for t in reading.below(cue)
        if t not in busy and "outlet" in reading.kinds[t] and t not in agents
    ]
    if outlets and takes is not Takes.RELAY:
        yield Speech(cue, tuple(outlets), frozenset(content), _OUTER, Takes.RELAY)


def _is_passive(reading: Reading, verb: int) -> bool:
    """Say whether a verb is passive, also by the one it is coordinated with."""
    tree = reading.tree
    relations = {tree[c].deprel for c in tree.children[verb]}
    if relations & {"nsubj:pass", "aux:pass"}:
        return True
    shares = tree[verb].deprel == "conj" and not relations & {"nsubj", "aux"}
    return shares and "Part" in tree[verb].feats and _is_passive(reading, tree.heads[verb])


def _inserted(reading: Reading, cue: int, speakers: Iterable[int]) -> set[int]:
    """Return what all around "..., the ministry said on Monday, ..." says; empty if it is none.

    Read off the words: parsers hang such clauses on whatever stands before.
    """
    tree = reading.tree
    near = [s for s in speakers if abs(s - cue) < 12]
    if not near or tree[cue].lemma in listed("with_clause"):
        return set()
    first, last = min(*near, cue), max(*near, cue)
    while first > 0 and _names_on(tree[first - 1]) and last - first < 12:
        first -= 1
    last = max(last, *(t for s in near for t in reading.below(s) if t < cue or s > cue))
    while last + 1 < len(tree) and _adds_on(tree[last + 1]) and last - first < 20:
        last += 1
    behind = tree[last + 1].form if last + 1 < len(tree) else "."
    if first < 2 or tree[first - 1].form not in (",", *_QUOTES) or behind not in (",", ".", ";"):
        return set()
    if any(tree[t].upos == "VERB" and t != cue for t in range(first, last + 1)):
        return set()
    if tree[first - 1].form == "," and _opens_clause(reading, first - 1):
        return set()
    begin = max((t + 1 for t in range(first) if tree[t].form == ";"), default=0)
    end = next((t for t in range(last + 1, len(tree)) if tree[t].form == ";"), len(tree))
    return set(range(begin, end)) - set(range(first, last + 1))


def _beside(reading: Reading, cue: int) -> list[int]:
    """Return the subject of an inserted clause that the parser hung on what stands before.

    In "Albania, Rama told them, is" it takes Rama for an apposition; elsewhere for a second
    subject, of a verb on its left.
    """
    tree = reading.tree
    for t in range(cue - 1, 0, -1):
        if tree[t].form == ",":
            break
        hung = tree[t].deprel in SUBJECTS and 0 <= tree.heads[t] < t
        if tree[t].deprel == "appos" or hung:
            return [t] if cue - 1 in reading.below(t) else []
    return []


def _adds_on(token: Token) -> bool:
    return token.upos in _ADDING or token.deprel in ("iobj", "obj")


def _names_on(token: Token) -> bool:
    return token.upos in _NAMING or token.deprel == "nmod:poss"


def _opens_clause(reading: Reading, comma: int) -> bool:
    """Say whether what stands before a comma only opens the clause: "After talks, Xi said"."""
    return not any(reading.tree[t].deprel in SUBJECTS for t in range(comma))


def _hosts(reading: Reading, token: int) -> set[int]:
    """Return what a source that stands in a phrase covers: the clause that the phrase is in."""
    tree = reading.tree
    while tree[token].deprel in ("obl", "nmod", "obj", "conj", "appos") and tree.heads[token] >= 0:
        token = tree.heads[token]
    return set(reading.below(token))


def _announces(reading: Reading, cue: int) -> bool:
    """Say whether a clause with a colon ends its sentence: what is said comes next."""
    words = reading.text[reading.sentence.start : reading.sentence.end].rstrip()
    return words.endswith(":") and _is_main(reading, cue)


def _is_main(reading: Reading, cue: int) -> bool:
    tree = reading.tree
    while tree[cue].deprel in ("conj", "parataxis") and tree.heads[cue] >= 0:
        cue = tree.heads[cue]
    return tree[cue].deprel == "root"


def _quoting(reading: Reading, cue: int, *, passive: bool) -> Iterator[Speech]:
    """Read "Kyodo quoted officials as saying C", "citing officials", "cited by NTV"."""
    tree = reading.tree
    children = tree.children[cue]
    said = next(
        (
            c
            for c in children
            if tree[c].lemma in listed("saying") and tree[c].deprel in ("advcl", "xcomp")
        ),
        None,
    )
    content: set[int] = set()
    subjects = subjects_of(reading, cue)
    if said is not None:
        content = set(reading.below(said)) - {said}
        if not any(tree[t].deprel in _CLAUSES for t in content) and subjects:
            content = set(range(max(0, min(reading.below(subjects[0])) - 1)))
    elif tree[cue].deprel in ("advcl", "obl", "acl", "parataxis") and tree.heads[cue] >= 0:
        head = tree.heads[cue]
        if tree[cue].deprel == "acl":
            head = _clause_above(reading, head)
        content = _of_head(reading, head) - set(reading.below(cue))
    agents = [c for c in children if tree[c].deprel == "obl:agent"]
    if passive or agents:  # who quotes is the outer voice
        outer = [t for t in reading.below(cue) if "outlet" in reading.kinds[t] and t not in content]
        outer = outer or [a for agent in agents for a in with_conjuncts(reading, agent)]
        yield Speech(cue, tuple(outer), frozenset(content), _OUTER, Takes.RELAY)
        return
    if said is not None:
        yield Speech(cue, tuple(subjects), frozenset(content), _OUTER, Takes.RELAY)
        objects = [c for c in children if tree[c].deprel == "obj"]
        if objects and not any(tree[t].deprel in _CLAUSES for t in tree.children[said]):
            yield Speech(said, (objects[0],), frozenset(content), _INNER, Takes.CLAUSE)
        return
    quoted = [o for c in children if tree[c].deprel == "obj" for o in with_conjuncts(reading, c)]
    yield Speech(cue, tuple(quoted), frozenset(content), _INNER + 1, Takes.RELAY)


def _clause_above(reading: Reading, token: int) -> int:
    tree = reading.tree
    while tree[token].upos not in ("VERB", "AUX") and tree.heads[token] >= 0:
        token = tree.heads[token]
    return token


def _of_head(reading: Reading, head: int) -> set[int]:
    """Return what a source beside a verb covers: what the verb says, or all of its clause."""
    takes = speech_words().cues.get(reading.tree[head].lemma.lower())
    if takes is None:
        return set(reading.below(head))
    speakers = subjects_of(reading, head)
    return _content(reading, head, takes, speakers, passive=False) or set(reading.below(head))


def _according(reading: Reading, i: int) -> Iterator[Speech]:
    """Read "according to X", which hangs on X, or X on it."""
    tree = reading.tree
    noun = tree.heads[i] if tree[i].deprel == "case" else None
    if noun is None:
        below = [c for c in tree.children[i] if tree[c].deprel in ("obl", "obj", "nmod")]
        noun = below[0] if below else None
    if noun is None or noun < 0:
        return
    top = noun if tree[i].deprel == "case" else i
    phrase = set(reading.below(top))
    head = tree.heads[top]
    everything = set(range(len(tree)))
    first, last = min(phrase), max(phrase)
    ends = all(tree[t].upos == "PUNCT" for t in range(last + 1, len(tree)))
    if head < 0 or first == 0 or (ends and tree[first - 1].form == ","):
        content = everything - phrase
    else:
        content = set(reading.below(_clause_above(reading, head))) - phrase
    speakers = with_conjuncts(reading, noun)
    # "according to a person quoted by El Tiempo", "to a statement carried by TASS"
    outlets = [t for t in phrase if "outlet" in reading.kinds[t] and t not in speakers]
    yield Speech(i, tuple(outlets), frozenset(content), _OUTER, Takes.RELAY)
    yield Speech(i, tuple(speakers), frozenset(content), _INNER)


def _colon(reading: Reading, i: int) -> Iterator[Speech]:
    """Read a headline that begins with a speaker: "Raisi: Iran opposes the sanctions"."""
    tree = reading.tree
    first = next((t for t in range(len(tree)) if tree[t].form == ":"), i)
    if first != i or not 0 < i <= 8 or i + 2 >= len(tree):
        return
    heads = [t for t in range(i) if t in reading.heads]
    if len(heads) != 1 or any(tree[t].upos == "VERB" for t in range(i)):
        return
    mention = reading.heads[heads[0]]
    begins = reading.spans[0][0]
    if mention.end < reading.spans[i - 1][1] or mention.start > begins + 40:
        return
    if not {"person", "organ", "outlet"} & reading.kinds[heads[0]]:
        return
    yield Speech(i, (heads[0],), frozenset(range(i + 1, len(tree))))


def _content(
    reading: Reading, cue: int, takes: Takes, speakers: Iterable[int], *, passive: bool
) -> set[int]:
    """Return the tokens of what a verb says."""
    tree = reading.tree
    children, lemma = tree.children[cue], tree[cue].lemma.lower()
    own = {t for s in speakers for t in reading.below(s)}
    found: set[int] = set()
    for child in children:
        deprel = tree[child].deprel
        if child in own or tree[child].lemma.lower() in ("accord", "according"):
            continue
        promised = deprel == "xcomp" and tree[cue].lemma in listed("promising")
        beside = deprel == "parataxis" and _after_mark(reading, cue, child)
        if deprel in _CLAUSES or promised or beside:
            found |= set(reading.below(child))
        elif deprel == "iobj" and tree[child].upos == "NOUN" and tree[cue].lemma == "tell":
            relative = [c for c in tree.children[child] if tree[c].deprel == "acl:relcl"]
            found |= {t for c in relative for t in reading.below(c)}
    if lemma in listed("with_clause"):
        return found - own - {cue}
    if not found and tree[cue].deprel == "parataxis" and _is_short(reading, cue):
        found = set(reading.below(tree.heads[cue])) - set(reading.below(cue))
    if not found:
        found = _quoted(reading, cue) - own - set(_chain(reading, cue))
    if not found and not passive:
        found = {
            t
            for child in children
            if tree[child].deprel == "obj" and _can_be_said(reading, cue, child, takes)
            for part in (child, *_parts(reading, cue, child, takes))
            for t in reading.below(part)
        }
    if not found and lemma == "speak":
        found = {t for part in _parts(reading, cue, cue, takes) for t in reading.below(part)}
    return (found or _stray(reading, cue)) - own - {cue}


def _parts(reading: Reading, cue: int, noun: int, takes: Takes) -> Iterator[int]:
    """Yield what belongs to an object and hangs on its verb: "condemned the strikes on Syria"."""
    if takes is not Takes.OBJECT:
        return
    tree = reading.tree
    for child in tree.children[cue]:
        cases = {tree[c].form for c in tree.children[child] if tree[c].deprel == "case"}
        dated = any(d.start <= reading.spans[child][0] < d.end for d in reading.dates)
        if child > noun and cases & listed("of_objects") and not dated:
            yield child


def _stray(reading: Reading, cue: int) -> set[int]:
    """Return a clause with "that" right behind a verb, which the parser hung on another one."""
    tree = reading.tree
    for t in range(cue + 1, len(tree)):
        if tree[t].deprel == "mark" and tree[t].form.lower() == "that":
            return {token for token in reading.below(tree.heads[t]) if token >= t}
        if tree[t].upos in ("VERB", "AUX") or tree[t].deprel == "punct":
            break
    return set()


def _is_short(reading: Reading, cue: int) -> bool:
    """Say whether a clause is no more than "the ministry said on Monday", set off."""
    clause = set(reading.below(cue))
    before = reading.tree[min(clause) - 1].form if min(clause) else ","
    return len(clause) < 10 and before in (",", *_QUOTES)


def _chain(reading: Reading, cue: int) -> Iterator[int]:
    while cue >= 0:
        yield cue
        cue = reading.tree.heads[cue]


def _after_mark(reading: Reading, cue: int, child: int) -> bool:
    """Say whether a clause hangs on the verb by a colon or quotation marks, or stands before."""
    tree = reading.tree
    if tree[child].lemma.lower() in speech_words().cues and child > cue:
        return False
    low, high = sorted((cue, child))
    between = {tree[t].form for t in range(low, high)}
    return child < cue or bool(between & {":", *_QUOTES})


def _can_be_said(reading: Reading, cue: int, noun: int, takes: Takes) -> bool:
    """Say whether an object is what is said, and not to whom, or what it is said in."""
    if takes is Takes.RELAY:
        return reading.tree[cue].lemma in ("show", "broadcast", "air", "report")
    lemma, kinds = reading.tree[cue].lemma.lower(), reading.kinds[noun]
    if lemma == "recall":
        return not kinds and reading.tree[noun].lemma not in listed("recalled")
    if takes is Takes.CLAUSE:
        return lemma in listed("of_nouns") and not kinds & {"person", "state"}
    if lemma == "welcome":
        return "party" not in kinds and reading.tree[noun].lemma not in listed("guests")
    return lemma != "congratulate" or "person" not in kinds


def _quoted(reading: Reading, cue: int) -> set[int]:
    """Return the tokens of a quotation of some length that a verb stands outside of."""
    found: set[int] = set()
    opened: int | None = None
    for t in range(len(reading.tree)):
        if reading.tree[t].form not in (*_QUOTES, "``", "''"):
            continue
        if opened is None:
            opened = t
            continue
        if t - opened > 4 and not opened < cue < t:
            found |= set(range(opened, t + 1))
        opened = None
    if opened is not None and len(reading.tree) - opened > 4 and cue < opened:
        found |= set(range(opened, len(reading.tree)))
    return found
