"""Words of a text with their places, folded so that one spelling stands for all its looks."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r"""
    (?!\s)(?:                                                   # a blank fails here, at once
    [A-Za-z0-9]++(?![\w'\u2019.])                               # most words; what follows, others
  | [^\w\s'\u2019]                                             # most marks
  | (?:[A-Za-z]\.){2,}                                        # U.S.  H.E.
  | [UE]\.[SKNU](?=[-\u2013\s])                              # U.S-Bahrain
  | (?i:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Adm|Sen|Gov|Rep|Prof|Jr|Sr|St|Hon|Eng)\.
  | [A-Z]\.(?=\s|[A-Z][a-z]{2})                              # initials: Antony J. Blinken, B.Bat
  | ['\u2019]s\b                                              # the possessive, apart
  | [^\W_]+(?:['\u2019](?!s\b)[^\W_]+)*                       # words; N'Djamena, d'Ivoire
  | [^\w\s]|_)
    """,
    re.VERBOSE,
)
# What decomposition leaves alone.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
     "ə": "e", "\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-",
     "\u2013": "-"}
)  # fmt: skip


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Return the text without case, accents and typographic variants.

    >>> fold("Szijjártó"), fold("Erdoğan"), fold("ÇAVUŞOĞLU")
    ('szijjarto', 'erdogan', 'cavusoglu')
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return bare.translate(_PLAIN)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one sentence, in parallel lists; offsets count in the whole text."""

    raw: list[str]
    norm: list[str]
    starts: list[int]
    ends: list[int]
    upper: list[bool]  # begins with a capital, or is of a script without capitals

    def __len__(self) -> int:
        return len(self.raw)


def split_words(text: str, start: int, end: int) -> Words:
    """Split `text[start:end]` into words and marks; linear in its length."""
    spans = [match.span() for match in _TOKEN.finditer(text, start, end)]
    raw = [text[first:last] for first, last in spans]
    shapes = [_SHAPES[word] for word in raw]
    return Words(
        raw,
        [norm for norm, _upper in shapes],
        [first for first, _last in spans],
        [last for _first, last in spans],
        [upper for _norm, upper in shapes],
    )


class _Shapes(dict[str, tuple[str, bool]]):
    """Words to their folded form, and whether they begin with a capital."""

    def __missing__(self, word: str) -> tuple[str, bool]:
        if len(self) > _MOST_WORDS:
            self.clear()
        short = word[1:2] == "." and len(word) == 3
        shape = self[word] = (fold(word) + "." if short else fold(word), word[0].isupper())
        return shape


_MOST_WORDS = 1 << 16
"""Words that are remembered; hostile texts invent ever new ones."""
_SHAPES = _Shapes()


@lru_cache(maxsize=1 << 14)
def keys(name: str) -> tuple[str, ...]:
    """Return the folded words of a name, as the lexicon and the index of names hold it.

    >>> keys("Côte d'Ivoire"), keys("Guinea-Bissau")
    (('cote', "d'ivoire"), ('guinea', '-', 'bissau'))
    """
    return tuple(split_words(name, 0, len(name)).norm)


def name_words(name: str) -> list[str]:
    """Return a name's words without hyphens, dots and the article of Arabic names.

    >>> name_words("Abdel-Fattah al-Sisi"), name_words("Yoon Suk-yeol")
    (['abdel', 'fattah', 'sisi'], ['yoon', 'suk', 'yeol'])
    >>> name_words("A.K. Abdul Momen")
    ['a', 'k', 'abdul', 'momen']
    """
    return list(name_key(name))


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> tuple[str, ...]:
    """Return a name's words as `name_words` does, to be looked up by."""
    words = [part for word in keys(name) for part in word.split(".")]
    words = [word for word in words if word and (word[0].isalnum())]
    bare = [word for word in words if word not in ("al", "el")]
    return tuple(bare or words)
