"""Of which kind an act was: the level of a visit, the purpose of a letter, the mechanism."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from dragoman.actors import Register
from dragoman.extract.details.book import load_details
from dragoman.extract.details.ties import CLAUSES, is_tied
from dragoman.extract.reading import Reading
from dragoman.parse.matching.view import View

_BEFORE = ("amod", "compound", "nmod", "conj", "flat", "nmod:poss", "dep")
_VENUES = ("at", "in", "during", "for", "to", "within", "under", "from")


class Found(NamedTuple):
    """A value, and where its words stand in the text."""

    value: str
    at: tuple[int, int]


def levels_of(reading: Reading, view: View, spine: Collection[int]) -> Iterator[Found]:
    """Yield the levels of a visit, the first word first: "an official goodwill visit" has two."""
    book = load_details()["levels"]
    by_word = {word: level for level, known in book["words"].items() for word in known}
    for i in range(len(view.lemmas)):
        if view.lemmas[i] not in book["nouns"].split() or not is_tied(view, i, spine, 1):
            continue
        for c in sorted(set(_left(view, i))):
            level = by_word.get(view.lemmas[c]) or by_word.get(view.forms[c])
            if level and reading.inside.get(c) is None:
                yield Found(level, reading.span(c, i))


def _left(view: View, noun: int) -> Iterator[int]:
    """Give the words that say before a noun what kind it is of, coordinated ones too."""
    waiting = [noun]
    while waiting:
        for c in view.children[waiting.pop()]:
            if c < noun and view.rels[c] in _BEFORE:
                yield c
                waiting.append(c)


def purpose_of(reading: Reading, view: View, trigger: int) -> Found | None:
    """Return what a letter was written for: the nearest word that says so, in its clause."""
    by_word = {
        word: purpose for purpose, known in load_details()["purposes"]["words"].items()
        for word in known
    }  # fmt: skip
    top = trigger
    while view.heads[top] >= 0 and view.rels[top] not in (*CLAUSES, "ccomp", "parataxis"):
        if view.rels[top] == "conj" and view.has_subject(top):
            break
        top = view.heads[top]
    near = sorted(set(_own(view, top)), key=lambda i: (abs(i - trigger), i))
    for i in near:
        purpose = by_word.get(view.lemmas[i]) or by_word.get(view.forms[i])
        if purpose:
            return Found(purpose, reading.span(i))
    return None


def _own(view: View, top: int) -> Iterator[int]:
    """Give a verb and what hangs on it, without verbs that have a subject of their own."""
    waiting = [top]
    while waiting:
        here = waiting.pop()
        yield here
        for c in view.children[here]:
            own = view.rels[c] in ("conj", "parataxis", "acl:relcl") and view.has_subject(c)
            if not own:
                waiting.append(c)


def mechanism_of(
    reading: Reading,
    view: View,
    spine: Collection[int],
    register: Register | None,
    *,
    venues: bool = False,
) -> Found | None:
    """Return the standing meeting that an act was a session of.

    Its id where the register knows the name, else the name as worded: "Joint Coordination
    Committee", "strategic dialogue". `venues`: what the act took place at, or for, is such a
    meeting too; else "met at the summit" names none.
    """
    but = () if venues else _VENUES
    text, sentence = reading.text, reading.sentence
    for known in _known_in(text, sentence.start, sentence.end, register):
        top = _top(reading, view, *known.at)
        if top is not None and is_tied(view, top, spine, 3, but):
            return known
    book = load_details()["mechanisms"]
    heads, kinds = book["heads"].split(), set(book["with"].split())
    for i in range(len(view.lemmas)):
        if view.lemmas[i] not in heads or not is_tied(view, i, spine, 2, but):
            continue
        before = [c for c in _left(view, i) if not _is_counted(view, c)]
        before = [c for c in before if view.lemmas[c] in kinds or view.upos[c] == "PROPN"]
        named = [c for c in before if view.lemmas[c] in kinds]
        if not named or reading.inside.get(i) is not None:
            continue
        at = reading.span(min(before), i)
        name = " ".join(text[slice(*at)].split())
        if name.lower() not in book["passes"]:
            return Found(name, at)
    return None


def _is_counted(view: View, i: int) -> bool:
    return view.upos[i] == "NUM" or view.lemmas[i] in load_details()["ordinals"]["numbers"]


def _top(reading: Reading, view: View, start: int, end: int) -> int | None:
    """Return the word of a stretch of text that the others hang on."""
    tokens = [i for i, (first, last) in enumerate(reading.spans) if first < end and start < last]
    return next((i for i in tokens if view.heads[i] not in tokens), None)


def _known_in(text: str, start: int, end: int, register: Register | None) -> Iterator[Found]:
    """Give the standing meetings that are named, by their ids; of two names the longer one."""
    plain = text[start:end].lower().translate(_PLAIN)
    names = _names(register) if register else {}
    for word in _WORD.finditer(plain):
        for name, ident in names.get(word.group(), ()):
            stop = word.start() + len(name)
            if plain.startswith(name, word.start()) and not plain[stop : stop + 1].isalnum():
                yield Found(ident, (start + word.start(), start + stop))
                break


_PLAIN = str.maketrans({"\n": " ", "\t": " ", "’": "'", "`": "'"})
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=4)
def _names(register: Register) -> dict[str, list[tuple[str, str]]]:
    """Return the names of all standing meetings by their first words, the longest first."""
    found: dict[str, dict[str, str]] = {}
    for ident in register.mechanisms():
        entry = register.mechanism(ident) or {}
        for name in (entry.get("acronym"), entry.get("name"), *entry.get("names", ())):
            plain = " ".join(str(name or "").lower().translate(_PLAIN).split())
            if len(plain) > 3 and (first := _WORD.match(plain)):
                found.setdefault(first.group(), {}).setdefault(plain, ident)
    return {
        first: sorted(names.items(), key=lambda pair: (-len(pair[0]), pair))
        for first, names in found.items()
    }
