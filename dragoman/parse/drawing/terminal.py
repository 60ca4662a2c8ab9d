"""A tree for the terminal: words from top to bottom, arms from each head to what hangs on it.

     ┌─── nsubj  Retno  PROPN  Retno
    ─┼─── root   met    VERB   meet
     └─── obj    Wang   PROPN  Wang

The relation stands where the arm ends, so that it reads as the label of the arm. It also
keeps the lines of a text that runs from right to left in order: every column in another
script has one in Latin letters before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dragoman.parse.drawing.words import columns, fitted, harmless, shown
from dragoman.parse.parses import ROOT, Token, Tree, tells_probability

LONGEST = 24
"""Columns that a word or a lemma takes at most."""

UNSURE = 0.75
"""An arc with a smaller probability is marked."""

_LEAST = 6  # columns that are left to the words, however narrow the terminal is
_GAP = "  "
_UNICODE = tuple("─│┌├└┬┴┼")
_ASCII = tuple("-|++++++")


class Piece(NamedTuple):
    """A stretch of a line, and what it is: arms, relation, unsure, word, upos, lemma, name."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Column:
    kind: str
    cells: tuple[str, ...]
    widest: int


def draw_tree(tree: Tree, *, width: int = 80, ascii_only: bool = False) -> str:
    """Return a sentence as lines of text, one for each word.

    Args:
        tree: The sentence; one without a word gives "".
        width: Columns. Lemma and name go first where it is narrow, then probability and
            part of speech; then words are cut, and in the end arms give way to the head's word.
        ascii_only: Draw with - | + for a terminal that has no lines.
    """
    lines = tree_lines(tree, width=width, ascii_only=ascii_only)
    return "\n".join("".join(piece.text for piece in line).rstrip() for line in lines)


def tree_lines(
    tree: Tree, *, width: int = 80, ascii_only: bool = False
) -> tuple[tuple[Piece, ...], ...]:
    """Return the same lines in pieces, for whoever has colours."""
    if not len(tree):
        return ()
    shown = _columns_of(tree, sure=tells_probability(tree.parses))
    arms, shown = _fitting(tree, shown, width, _ASCII if ascii_only else _UNICODE)
    found = []
    for i, token in enumerate(tree):
        line = [Piece(arms[i] + " ", "arms")]
        for column in shown:
            kind = column.kind
            if kind == "relation" and token.probability < UNSURE and len(shown) > 1:
                kind = "unsure" if tells_probability(tree.parses) else kind
            line.append(Piece(fitted(column.cells[i], column.widest) + _GAP, kind))
        found.append(tuple(line))
    return tuple(found)


def branches(heads: Sequence[int], *, signs: Sequence[str] = _UNICODE, step: int = 2) -> list[str]:
    """Return the arms of a tree, one string of the same width for each word.

    Args:
        heads: From 0; `ROOT` for the root.
        signs: Level, upright, upper corner, branch, lower corner, and a head with words
            below, above, and on both sides.
        step: Columns from one level to the next.

    >>> print("|".join(branches([1, ROOT, 3, 1])))
     ┌────|─┼────| │ ┌──| └─┴──
    """
    level, upright, upper, branch, lower, below, above, both = signs
    places, spans = _places(heads)
    wide = (max(places.values(), default=0) + 1) * step
    rows = [[" "] * wide for _ in heads]
    for word, head in enumerate(heads):
        begin = places[head] * step - step + 1 if head != ROOT else 0
        rows[word][begin:] = [level] * (wide - begin)
    for head, place in sorted(places.items(), key=lambda entry: entry[1]):
        first, last = spans[head]
        at = place * step - step + 1
        for word in range(first, last + 1):
            if word == head:
                sign = both if first < head < last else below if head < last else above
            elif heads[word] == head:
                sign = upper if word == first else lower if word == last else branch
            else:
                sign = upright
            rows[word][at] = sign
    return ["".join(row) for row in rows]


def _places(heads: Sequence[int]) -> tuple[dict[int, int], dict[int, tuple[int, int]]]:
    """Return, for each head, the level of its upright line and the words that it runs past.

    Two lines on one level never touch, also where arcs cross.
    """
    children: dict[int, list[int]] = {}
    for word, head in enumerate(heads):
        children.setdefault(head, []).append(word)
    spans = {
        head: (min(head, words[0]), max(head, words[-1]))
        for head, words in children.items()
        if head != ROOT
    }
    places: dict[int, int] = {}
    taken: dict[int, list[tuple[int, int]]] = {}
    todo = list(children.get(ROOT, ()))
    for head in todo:
        if head not in spans:
            continue
        first, last = spans[head]
        place = places.get(heads[head], 0) + 1
        while any(a <= last and first <= b for a, b in taken.get(place, ())):
            place += 1
        places[head] = place
        taken.setdefault(place, []).append((first, last))
        todo.extend(children[head])
    return places, spans


def _columns_of(tree: Tree, *, sure: bool) -> list[_Column]:
    def column(kind: str, cells: list[str]) -> _Column:
        return _Column(kind, tuple(cells), min(max(map(columns, cells)), LONGEST))

    found = [
        column("relation", [harmless(t.deprel) for t in tree]),
        column("word", [shown(t.form) for t in tree]),
        column("upos", [harmless(t.upos) for t in tree]),
    ]
    if sure:
        found.append(column("sure", [percent(t) for t in tree]))
    found.append(column("lemma", [harmless(t.lemma) for t in tree]))
    if any(t.ner != "O" for t in tree):
        found.append(column("name", ["" if t.ner == "O" else harmless(t.ner) for t in tree]))
    return found


def percent(token: Token) -> str:
    """Return the probability of a token's arc in words for people.

    >>> percent(Token(0, "x", "x", "X", "", ROOT, "root", 0.9951, "O", 0, 1))
    '>99%'
    """
    whole = round(token.probability * 100)
    return ">99%" if whole > 99 else f"{whole}%" if whole else "<1%"


def _fitting(
    tree: Tree, shown: list[_Column], width: int, signs: Sequence[str]
) -> tuple[list[str], list[_Column]]:
    """Return arms and columns that fit, dropping what is needed least first."""
    kept = list(shown)
    arms = branches(tree.heads, signs=signs)
    for kind in ("name", "lemma", "sure", "upos"):
        if _taken(arms, kept) <= width:
            return arms, kept
        kept = [column for column in kept if column.kind != kind]
    room = width - _taken(arms, kept)
    if room < 0:
        arms = branches(tree.heads, signs=signs, step=1)
        room = width - _taken(arms, kept)
    if room + kept[1].widest < _LEAST:  # too deep for arms: the head's word says it
        words = kept[1].cells
        ends = tuple(f"of {words[head]}" if head != ROOT else "" for head in tree.heads)
        half = max(_LEAST, (width - kept[0].widest - 1 - 2 * len(_GAP)) // 2)
        return [""] * len(words), [
            kept[0],
            _Column("word", words, min(kept[1].widest, half)),
            _Column("head", ends, min(max(map(columns, ends)), half)),
        ]
    if room < 0:
        kept[1] = _Column("word", kept[1].cells, kept[1].widest + room)
    return arms, kept


def _taken(arms: Sequence[str], shown: Sequence[_Column]) -> int:
    return len(arms[0]) + 1 + sum(column.widest for column in shown) + len(_GAP) * (len(shown) - 1)
