"""Which pieces of MiniLM's vocabulary the parser keeps.

Every piece is a row of the exported file. Kept are the pieces of Latin letters, digits and
signs that are short (a word must always be spelt somehow), and the longer ones that are met in
the treebanks of training, the register's names or a folder of texts. A word whose piece was
dropped is spelt in smaller ones.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from _environment import ROOT

from dragoman.parse.tokens import tokenize
from dragoman.parse.wordpiece import WordPiece

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
_SHORT = 3


def choose_pieces(original: Sequence[str], texts: Iterable[str]) -> list[str]:
    """Return the pieces that stay, in their old order."""
    spelling = WordPiece(original)
    met: set[int] = set()
    for text in texts:
        starts, ends = tokenize(text)
        met.update(spelling.pieces([text[s:e] for s, e in zip(starts, ends, strict=True)])[0])
    return [
        piece
        for i, piece in enumerate(original)
        if piece in _SPECIAL or (_is_latin(piece) and (len(_letters(piece)) <= _SHORT or i in met))
    ]


def _letters(piece: str) -> str:
    return piece.removeprefix("##")


def _is_latin(piece: str) -> bool:
    if re.fullmatch(r"\[.+\]", piece):
        return False
    return all("LATIN" in unicodedata.name(c, "") for c in _letters(piece) if c.isalpha())


def register_texts() -> Iterator[str]:
    """Yield the files of the register, which hold the names that the parser will meet."""
    for path in sorted((ROOT / "dragoman" / "register").rglob("*")):
        if path.suffix in {".csv", ".yml"}:
            yield path.read_text("utf-8")
