"""Quoted sentences with the words marked that claims rest on."""

from collections.abc import Iterable
from dataclasses import dataclass

CUT = " \u2026 "
_LEAST = 24


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quoted sentence; `marked` where a claim rests on the words."""

    text: str
    marked: bool


def cut(sentence: str, marks: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """Cut a sentence into marked and unmarked pieces; joined they are the sentence.

    Args:
        sentence: As the document has it.
        marks: Half-open stretches of it, in any order; those that meet become one. A mark
            on the whole sentence says nothing and is left out.

    >>> [piece.text for piece in cut("Wang Yi visited Italy.", [(16, 21), (0, 7)])]
    ['Wang Yi', ' visited ', 'Italy', '.']
    """
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if not 0 <= start < end <= len(sentence) or end - start == len(sentence):
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    out: list[Piece] = []
    at = 0
    for start, end in merged:
        if start > at:
            out.append(Piece(sentence[at:start], False))
        out.append(Piece(sentence[start:end], True))
        at = end
    if at < len(sentence):
        out.append(Piece(sentence[at:], False))
    return tuple(out)


def shorten(pieces: tuple[Piece, ...], limit: int) -> tuple[Piece, ...]:
    """Shorten a long quotation to about `limit` characters, between the marked words.

    Marked words stay, unless they alone are longer than the limit: then their middle goes.
    """
    total = sum(len(piece.text) for piece in pieces)
    if total <= limit:
        return pieces
    marked = sum(len(piece.text) for piece in pieces if piece.marked)
    free = [piece for piece in pieces if not piece.marked]
    each = max(_LEAST, (limit - marked) // max(1, len(free)))
    return tuple(
        Piece(_middle(piece.text, limit if piece.marked else each), piece.marked)
        for piece in pieces
    )


def _middle(text: str, limit: int) -> str:
    if len(text) <= limit + len(CUT):
        return text
    half = limit // 2
    return f"{text[:half].rstrip()}{CUT}{text[-half:].lstrip()}"
