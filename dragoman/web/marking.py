"""Words marked in a text: those of a search, and everything that was read in a document."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dragoman.ask.quote import Piece, cut

_TERM = re.compile(r'"([^"]*)"|(\S+)')
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def found_words(text: str, query: str) -> tuple[Piece, ...]:
    """Cut a text into pieces, those marked that a search for `query` found.

    As the search does, this ignores accents and the case of letters.

    >>> [piece.text for piece in found_words("Péter Szijjártó spoke", "szijjarto") if piece.marked]
    ['Szijjártó']
    """
    folded, places = _fold(text)
    marks = []
    for phrase, word in _TERM.findall(query):
        term, _ = _fold((phrase or word).strip('"').rstrip("*"))
        if not (term := term.strip()):
            continue
        pattern = r"\W+".join(re.escape(part) for part in re.findall(r"\w+", term))
        if not pattern:
            continue
        if not _UNSPACED.search(term):  # words written without spaces are found inside others
            pattern = rf"\b{pattern}" + (r"\w*" if word.endswith("*") else r"\b")
        for match in re.finditer(pattern, folded):
            marks.append((places[match.start()], places[match.end() - 1] + 1))
    return cut(text, marks)


def _fold(text: str) -> tuple[str, list[int]]:
    """Return a text in small letters without accents, and where each character comes from."""
    out: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        for part in unicodedata.normalize("NFD", character):
            if not unicodedata.combining(part):
                small = part.casefold()
                out.append(small)
                places.extend([at] * len(small))
    return "".join(out), places


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that was read off `[start, end)` of a document.

    `kind` is how it is shown: report, statement, mention, repair, teaser, debris, issue, at.
    """

    start: int
    end: int
    kind: str
    says: str = ""
    id: str = ""  # for an anchor; "" where nothing leads here


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a document over which the same marks lie."""

    text: str
    kinds: tuple[str, ...]
    says: str
    ids: tuple[str, ...]  # of the marks that begin here


def stretches(text: str, marks: Iterable[Mark]) -> tuple[Stretch, ...]:
    """Cut a text where marks begin and end; joined, the stretches are the text.

    Marks may cross: a statement can end in the middle of a report.
    """
    kept = [m for m in marks if 0 <= m.start < m.end <= len(text)]
    starts: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    for mark in sorted(kept, key=lambda m: (m.start, -m.end, m.kind, m.id)):
        starts.setdefault(mark.start, []).append(mark)
        ends.setdefault(mark.end, []).append(mark)
    bounds = sorted({0, len(text), *starts, *ends})
    over: list[Mark] = []
    found = []
    for first, last in pairwise(bounds):
        over = [m for m in over if m not in ends.get(first, ())] + starts.get(first, [])
        found.append(
            Stretch(
                text[first:last],
                tuple(dict.fromkeys(m.kind for m in over)),
                _says(over),
                tuple(m.id for m in starts.get(first, ()) if m.id),
            )
        )
    return tuple(found)


def _says(over: Sequence[Mark]) -> str:
    """Put together what the marks over one stretch say, the shortest mark first."""
    inner = sorted(over, key=lambda m: m.end - m.start)
    return "; ".join(dict.fromkeys(m.says for m in inner if m.says))


def paragraph(text: str, start: int, end: int, reach: int = 500) -> tuple[int, int]:
    r"""Return the lines that a stretch of a text stands in, cut where they are very long.

    >>> text = "One.\nTwo met Three.\nFour."
    >>> text[slice(*paragraph(text, 9, 12))]
    'Two met Three.'
    """
    first = max(text.rfind("\n", 0, start) + 1, start - reach)
    last = text.find("\n", end)
    last = min(len(text) if last < 0 else last, end + reach)
    if first and text[first - 1] != "\n":
        first = text.find(" ", first, start) + 1 or first
    if last < len(text) and text[last] != "\n":
        space = text.rfind(" ", end, last)
        last = space if space > 0 else last
    return first, last
