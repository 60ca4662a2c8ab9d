"""WordPiece, as uncased BERT encoders were trained to read it, over words that are given.

A word loses its accents and capitals, parts at punctuation and at CJK characters, and each
part becomes the longest entries of the vocabulary from left to right; those that do not
begin a part begin with ## in the vocabulary.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.model.errors import ConfigError

_LONGEST_PART = 100
"""A longer part is unknown, as in the reference."""

_MOST_PIECES = 8
_REMEMBERED = 200_000
_LONGEST_REMEMBERED = 64
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")

# The blocks that the reference holds for Chinese characters.
_CJK = (
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002a6df\U0002a700-\U0002b73f"
    "\U0002b740-\U0002b81f\U0002b820-\U0002ceaf\U0002f800-\U0002fa1f"
)
_NO_TEXT = {"Cc", "Cf", "Co", "Cs"}
_ASCII_SIGN = r"!-/:-@\[-`{-~"
_ASCII_PART = re.compile(rf"[{_ASCII_SIGN}]|[^\s\x00-\x1f\x7f{_ASCII_SIGN}]+")
_CJK_SIGN = re.compile(f"[{_CJK}]")


@dataclass(frozen=True, slots=True, eq=False)
class WordPiece:
    """A vocabulary, and the pieces of words in it.

    Attributes:
        vocabulary: The pieces in the order of their ids.
        pad: The id of [PAD]; likewise the others.
    """

    vocabulary: Sequence[str] = field(repr=False)
    pad: int = field(init=False)
    unk: int = field(init=False)
    cls: int = field(init=False)
    sep: int = field(init=False)
    _ids: dict[str, int] = field(init=False, repr=False)
    _longest: int = field(init=False, repr=False)
    _seen: dict[str, tuple[int, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index the vocabulary.

        Raises:
            ConfigError: It lacks one of the special pieces.
        """
        ids = {piece: number for number, piece in enumerate(self.vocabulary)}
        for piece in _SPECIAL:
            if piece not in ids:
                raise ConfigError(
                    f"a vocabulary of {len(ids)} pieces lacks {piece}; it needs "
                    f"{', '.join(_SPECIAL)}. Is it the vocab.txt of an uncased BERT encoder?"
                )
            object.__setattr__(self, piece[1:-1].lower(), ids[piece])
        object.__setattr__(self, "_ids", ids)
        object.__setattr__(self, "_longest", max(map(len, ids)))
        object.__setattr__(self, "_seen", {})

    def pieces(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        """Return the ids of the pieces of all words, and how many each word has.

        No word has none: where nothing is left of it, [UNK] stands. None has more than 8:
        of a longer one the first 7 and the last stand.
        """
        seen = self._seen
        flat: list[int] = []
        counts: list[int] = []
        for word in words:
            ids = seen.get(word) or self._word(word)
            flat += ids
            counts.append(len(ids))
        return flat, counts

    def _word(self, word: str) -> tuple[int, ...]:
        """Return the ids of a word's pieces, and remember them."""
        ids: list[int] = []
        for part in _parts(word):
            self._part(part, ids)
            if len(ids) > 4 * _LONGEST_PART:
                # Only the first and the last few will stand.
                del ids[_MOST_PIECES:-1]
        if len(ids) > _MOST_PIECES:
            del ids[_MOST_PIECES - 1 : -1]
        found = tuple(ids) or (self.unk,)
        if len(word) <= _LONGEST_REMEMBERED:
            # Threads that empty it together lose nothing but time.
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen[word] = found
        return found

    def _part(self, part: str, ids: list[int]) -> None:
        """Add the ids of one part; [UNK] for the whole of it where some of it is unknown."""
        if (whole := self._ids.get(part)) is not None and len(part) <= _LONGEST_PART:
            ids.append(whole)
            return
        first = len(ids)
        start = 0 if len(part) <= _LONGEST_PART else len(part) + 1
        while start < len(part):
            mark = "##" if start else ""
            for end in range(min(len(part), start + self._longest), start, -1):
                number = self._ids.get(mark + part[start:end])
                if number is not None:
                    ids.append(number)
                    start = end
                    break
            else:
                break
        if start != len(part):
            ids[first:] = [self.unk]


def _parts(word: str) -> list[str]:
    """Return the parts of a word as BERT's basic tokenizer makes them."""
    if word.isascii():
        return _ASCII_PART.findall(word.lower())
    parts: list[str] = []
    letters: list[str] = []
    for character in unicodedata.normalize("NFD", _clean(word)):
        category = unicodedata.category(character)
        if category == "Mn":
            continue
        alone = (
            category[0] == "P"
            or _CJK_SIGN.match(character) is not None
            or (character.isascii() and not character.isalnum() and not character.isspace())
        )
        if (alone or character.isspace()) and letters:
            parts.append("".join(letters).lower())
            letters = []
        if alone:
            parts.append(character.lower())
        elif not character.isspace():
            letters.append(character)
    if letters:
        parts.append("".join(letters).lower())
    return parts


def _clean(word: str) -> str:
    """Return the word without controls, marks of format, surrogates, private use, U+FFFD."""
    return "".join(
        character
        for character in word
        if character in "\t\n\r"
        or not (character == "\ufffd" or unicodedata.category(character) in _NO_TEXT)
    )
