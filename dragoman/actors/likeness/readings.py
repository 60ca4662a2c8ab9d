"""How a name may sound: readings made by rule, coded so that alike sounds share letters."""

import re
import unicodedata
from functools import lru_cache

from dragoman.actors.likeness.tongues import (
    ACCENTED,
    CEDILLA_IS_CH,
    CENTRAL_ASIA,
    PLAIN,
    TONGUES,
    Rules,
    code_of,
    tongues_of,
)
from dragoman.actors.tokens import fold

LONGEST = 32
"""Letters of one word that are read; no name is longer, and hostile input may be."""

_TWICE = re.compile(r"(.)\1+")
_NOT_LETTERS = re.compile(r"[^a-z]+")


class _Reader:
    """The rules of one reading as one pattern, so that no rule reads what another wrote."""

    __slots__ = ("_pattern", "_sounds")

    def __init__(self, rules: Rules) -> None:
        self._sounds = tuple(sounds for _letters, sounds in rules)
        self._pattern = re.compile("|".join(f"({letters})" for letters, _sounds in rules))

    def read(self, letters: str) -> str:
        """Return the sounds of plain lower-case letters, doubled ones once."""
        sounds = self._pattern.sub(self._sound, letters)
        return _TWICE.sub(r"\1", sounds)

    def _sound(self, match: re.Match[str]) -> str:
        assert match.lastindex is not None  # noqa: S101 - each rule is a group
        return self._sounds[match.lastindex - 1]


_PLAIN = _Reader(PLAIN)
_READERS = {
    tongue: tuple(_Reader((*rules, *PLAIN)) for rules in tables)
    for tongue, tables in TONGUES.items()
}

# Through Chinese: what its syllables cannot say, and the vowels that hold clusters apart.
_SYLLABLES = _Reader(
    (("r(?=[aeiou])", "l"), ("r", "l"), ("v(?=[aeiou])", "w"), ("v", "f"), ("si", "Si"),
     ("zi", "Ji"), ("z", "T"), ("h", "h"))
)  # fmt: skip
_SOFT = _Reader((("[dt](?=[ei])", "J"),))
# Names along the old roads came early: Kokand is Haohan, Tashkent ends in n.
_OLD_NAMES = _Reader((("n[dt]$", "n"), ("[kg]", "h")))
_APART = re.compile(r"([ptkbdgsfTm])(?![aeiouSZCJ])")
_APART_VOWEL = {"s": "i", "T": "i", "f": "u", "b": "u", "p": "u", "m": "u"}


def plain_letters(word: str, *, tongues: tuple[str, ...] = ()) -> str:
    """Return a word in plain letters, with what its accents say about consonants.

    >>> plain_letters("Petříček"), plain_letters("Çavuşoğlu", tongues=("turkish",))
    ('petrzhichek', 'chavusholu')
    """
    word = word[:LONGEST]
    if word.isascii():
        lowered = word.lower()
    else:
        lowered = unicodedata.normalize("NFC", word.lower())
        if "ç" in lowered and CEDILLA_IS_CH.intersection(tongues):
            lowered = lowered.replace("ç", "ch")
        lowered = fold("".join(ACCENTED.get(letter, letter) for letter in lowered))
    return lowered if lowered.isalpha() and lowered.isascii() else _NOT_LETTERS.sub("", lowered)


@lru_cache(maxsize=1 << 12)
def sound(word: str, origin: str | None = "") -> frozenset[str]:
    """Return how a word may be read by the rules of its state's language, and plainly.

    Sounds are one character each; see `tongues`. A word without letters has no reading.

    >>> sorted(sound("Szijjarto", "st:hun"))
    ['siarto', 'sziJarto']
    """
    tongues = tongues_of(origin)
    bare = fold(word[:LONGEST])
    found = {_PLAIN.read(_NOT_LETTERS.sub("", bare))}
    letters = plain_letters(word, tongues=tongues)
    for tongue in tongues:
        found.update(reader.read(letters) for reader in _READERS[tongue])
    found.discard("")
    return frozenset(found)


def mediated(word: str, origin: str | None = "") -> frozenset[str]:
    """Return how a word may sound after it went through Chinese syllables.

    No r, s before i is sh, clusters get vowels or not; "de" and "te" of Russian are "jie".

    >>> "jenisof" in {reading.lower() for reading in mediated("Denisov", "rus")}
    True
    """
    if code_of(origin) in ("chn", "twn", "hkg", "mac", "kor", "prk", "jpn"):
        return frozenset()
    tongues = tongues_of(origin)
    read = sound(word, origin)
    if len(read) > 1:
        # The way it is said, not the way it looks, is what a transcriber writes down.
        read = read - {_PLAIN.read(_NOT_LETTERS.sub("", fold(word[:LONGEST])))}
    found = set()
    for reading in read:
        syllables = _SYLLABLES.read(reading)
        found.add(syllables)
        found.add(_APART.sub(lambda hit: hit[1] + _APART_VOWEL.get(hit[1], "e"), syllables))
        if "russian" in tongues or "ukrainian" in tongues:
            found.add(_SOFT.read(syllables))
        if code_of(origin) in CENTRAL_ASIA:
            found.add(_OLD_NAMES.read(reading))
    return frozenset(found)


# What a sound shares with others, most general first. Consonants count four, the breath and
# the glides less, a vowel two: translations keep consonants and guess at vowels.
_SHARED = {
    "p": "lip stop.lip p+b p", "b": "lip stop.lip p+b b",
    "f": "lip rub.lip f+v f", "v": "lip rub.lip f+v v", "w": "lip rub.lip w",
    "t": "tooth stop.tooth t+d t", "d": "tooth stop.tooth t+d d",
    "k": "back stop.back k+g k", "g": "back stop.back k+g g", "h": "back h",
    "s": "hiss smooth s+z s", "z": "hiss smooth s+z z",
    "S": "hiss smooth hush S", "Z": "hiss smooth hush Z",
    "C": "hiss sharp hush C", "J": "hiss sharp hush J", "T": "hiss sharp s+z T",
    "m": "nose hum m1 m", "n": "nose hum n1 n", "N": "nose hum n1 N",
    "l": "flow flows l1 l", "r": "flow flows r1 r",
    "a": "vowel a", "e": "vowel e", "i": "vowel i", "o": "vowel o", "u": "vowel u",
}  # fmt: skip
_MARKS: dict[str, str] = {}
for _traits in _SHARED.values():
    for _trait in _traits.split():
        _MARKS.setdefault(_trait, chr(33 + len(_MARKS)))
_CODED = {
    ord(letter): "".join(_MARKS[trait] for trait in traits.split())
    for letter, traits in _SHARED.items()
}


def coded(reading: str) -> str:
    """Return a reading with each sound spelt as its traits.

    Edit distance over traits is then edit distance over sounds, with t for d cheap, t for
    m dear and a vowel cheaper than a consonant, at the speed of plain strings.
    """
    return reading.translate(_CODED)


def surface_codes(word: str, origin: str | None) -> tuple[str, ...]:
    """Return the codes of a word of a document: read plainly, and by the language's rules."""
    return tuple(sorted({coded(reading) for reading in sound(word, origin)}))


def name_codes(word: str, origin: str | None) -> tuple[str, ...]:
    """Return the codes of a word of a name: its readings, and those through Chinese."""
    return tuple(
        sorted({coded(reading) for reading in sound(word, origin) | mediated(word, origin)})
    )
