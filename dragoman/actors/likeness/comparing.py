"""How well the words of a mention fit a person's name, from 0 to 1."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA, Indel

from dragoman.actors.likeness.readings import LONGEST, name_codes, sound, surface_codes
from dragoman.actors.likeness.tongues import SYLLABIC, code_of
from dragoman.actors.tokens import fold

SOUND, SPELLING = 0.6, 0.4
"""What readings and letters count. Letters alone lose names that went through Chinese, readings
alone confuse short names; between 0.5 and 0.7 the measured difference is within noise."""
FAMILY, GIVEN = 0.5, 0.45
"""Exponents of the two parts of a full name: a strange given name beside a perfect family name
("Tony Jones" for "John Jones") must not pass, a short form ("Joe" for "Joseph") may."""
CLOSE = 0.4
"""Below this a family name does not fit, and the given name is not looked at."""
SHARP = 1.35
"""How much dearer differences are where names are a few syllables out of few hundred."""
COUNT_OFF = 0.5
"""Factor where the number of syllables differs there: "Li Qiang" is not "Li Keqiang"."""
HALF = 0.5
"""How well a given name fits there of which one syllable of two is right: beside the family
name, "Yang Jieye" can mean Yang Jiechi where nobody else is in question."""
GIVEN_ALONE, GIVEN_DAMAGED = 0.92, 0.85
"""Factor for a given name that stands for its bearer, "President Joko"; and for one that is
damaged as well, which is as often somebody else's family name."""
PART_ALONE = 0.95
"""Factor for one word of a family name of several: "Maio" for Di Maio."""
INITIAL, NO_INITIAL = 0.9, 0.2
"""How well an initial fits a given name that begins with it, and one that does not."""
ANOTHER = 0.8
"""Factor where a mention gives two names and the register knows one: "Filip Davis"."""
MOST_WORDS = 6
"""Words of a mention that are looked at; no mention of a person has more that count."""

# Endings that a language gives to half its names: what is alike there says little.
_ENDING = re.compile(
    r"(.{2,}?)(ovic|evic|ic|opoulos|idis|iadis|akis|ssen|sen|sson|son|y?ev|ov|[iy]?eva|ova|aev|"
    r"in|ina|enko|[iy]an|yants|shvili|dze|ski|sky|skiy|skyi|escu|ullah|uddin|zadeh|oglu|aite|iene|"
    r"uk|ani|man|itis|ins|berg|ez|ayev)"
)
_SYLLABLE = re.compile("[aeiou]+")
_TWO = re.compile("([^aeiou]*[aeiou]+(?:ng|n(?![aeiou]))?)([^aeiou]*[aeiou]+[^aeiou]*)")
_PARTICLES = frozenset({"bin", "ibn", "bint", "ben", "de", "da", "do", "di", "del", "dos", "du", "la",
                        "van", "von", "der", "den", "e", "y", "u", "daw", "haji"})  # fmt: skip
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "al", "el"})


@lru_cache(maxsize=1 << 17)
def word_likeness(word: str, name: str, origin: str | None = None) -> float:
    """Return how alike a word and a part of a name are, by sound and by letters.

    Both are folded words; several words of a name are joined to one. Accents, case and
    hyphens are the caller's to fold; `likeness` does.

    >>> word_likeness("macron", "macron"), word_likeness("smith", "jones") < 0.4
    (1.0, True)
    """
    if word == name:
        return 1.0
    word, name = word[:LONGEST], name[:LONGEST]
    spelt = OSA.normalized_similarity(word, name)
    heard = _heard(word, name, origin)
    if heard is None:  # no Latin letters: only the spelling can speak
        return spelt
    alike = SOUND * heard + SPELLING * spelt
    if code_of(origin) in SYLLABIC:
        return _in_syllables(word, name, origin, alike)
    tail = _ENDING.fullmatch(word)
    other = _ENDING.fullmatch(name) if tail else None
    if tail and other and tail[2] == other[2]:
        stem = SOUND * (_heard(tail[1], other[1], origin) or 0.0)
        stem += SPELLING * OSA.normalized_similarity(tail[1], other[1])
        alike = (alike + min(stem, alike)) / 2
    return min(alike, 0.99)


def _heard(word: str, name: str, origin: str | None) -> float | None:
    """Return the likeness of the two most alike readings; None where one has no reading."""
    ours, theirs = surface_codes(word, origin), name_codes(name, origin)
    if not ours or not theirs:
        return None
    return max(Indel.normalized_similarity(mine, his) for mine in ours for his in theirs)


def _in_syllables(word: str, name: str, origin: str | None, alike: float) -> float:
    alike = max(0.0, 1 - SHARP * (1 - alike))
    counts = {len(_SYLLABLE.findall(reading)) for reading in sound(word, origin)}
    if counts.isdisjoint(len(_SYLLABLE.findall(reading)) for reading in sound(name, origin)):
        alike *= COUNT_OFF
    return min(alike, 0.99)


@dataclass(frozen=True, slots=True)
class _Form:
    """One spelling of a name in the parts that a mention may give, each without blanks."""

    family: str
    family_words: tuple[str, ...]
    given: str
    given_words: tuple[str, ...]
    whole: str
    turned: str


@lru_cache(maxsize=1 << 15)
def _form(name: tuple[str, ...], family: tuple[str, ...], origin: str | None) -> _Form:
    """Take a name apart; where its family name is not among its words, by the usual order."""
    words = [word for word in (_letters(word) for word in name) if word]
    own = [word for word in (_letters(word) for word in family) if word]
    count = len(own)
    at = next(
        (at for at in range(len(words) - count + 1) if count and words[at : at + count] == own), -1
    )
    if at < 0:
        at, count = (0 if code_of(origin) in SYLLABIC else max(len(words) - 1, 0)), 1
        own = own if own and len(words) < 2 else words[at : at + 1]
    given = words[:at] + words[at + count :]
    given = [word for word in given if word not in _PARTICLES] or given
    plain = "".join(own)
    rest = "".join(given)
    return _Form(
        family=plain,
        family_words=tuple(own),
        given=rest,
        given_words=tuple(given),
        whole=plain + rest,
        turned=rest + plain,
    )


@lru_cache(maxsize=1 << 15)
def _letters(word: str) -> str:
    """Return a folded word without hyphens, dots and apostrophes."""
    folded = fold(word[: 4 * LONGEST])
    return folded if folded.isalnum() else "".join(mark for mark in folded if mark.isalnum())


def words_of(surface: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a mention that can be of a name, folded; debris is left out.

    >>> words_of(("Louisi", "&", ";", "Dima", "Yong", "Jr."))
    ('louisi', 'dima', 'yong')
    """
    words = [_letters(word) for word in surface[: 4 * MOST_WORDS]]
    kept = tuple(word for word in words if word and word not in _SUFFIXES)
    return kept[:MOST_WORDS] or tuple(word for word in words if word)[:MOST_WORDS]


def likeness(
    surface: Sequence[str],
    name: Sequence[str],
    *,
    family: Sequence[str] = (),
    origin: str | None = None,
) -> float:
    """Return how well the words of a mention fit a name: 1 for the same words.

    Tried are the whole name in both orders, the name of reference alone, given names alone,
    initials, and words joined or split.

    Args:
        surface: The words of the mention, without titles; small letters and debris are fine.
        name: The words of one spelling of the name.
        family: Those of its words by which the person goes.
        origin: The state whose language the name is read in: "st:hun" or "hun".

    >>> likeness(("President"[:0], "Marcon"), ("Emmanuel", "Macron"), family=("Macron",)) > 0.8
    True
    """
    return fit(words_of(surface), tuple(name), tuple(family), origin)[0]


def fit(
    words: tuple[str, ...], name: tuple[str, ...], family: tuple[str, ...], origin: str | None
) -> tuple[float, str]:
    """Return the likeness of words (as `words_of` gives them) and the part that they fit."""
    form = _form(name, family, origin)
    if not words or not form.whole:
        return 0.0, ""
    if len(words) == 1:
        return _fit_one(words[0], form, origin)
    return _fit_several(words, form, origin)


def _fit_one(word: str, form: _Form, origin: str | None) -> tuple[float, str]:
    best = (word_likeness(word, form.family, origin), "family")
    if best[0] == 1.0:
        return best
    if len(form.family_words) > 1:
        best = max(best, _best_part(word, form.family_words, origin, PART_ALONE, "family part"))
    if form.given_words:
        if len(form.given) > 1 and len(word) * 4 >= len(form.whole) * 3:
            best = max(best, (word_likeness(word, form.whole, origin), "joined"))
            best = max(best, (word_likeness(word, form.turned, origin), "joined"))
        if code_of(origin) in SYLLABIC:
            given = (form.given,)
        else:
            given = form.given_words
        factor = GIVEN_ALONE if word in given else GIVEN_DAMAGED
        best = max(best, _best_part(word, given, origin, factor, "given"))
    return best


def _best_part(
    word: str, parts: Sequence[str], origin: str | None, factor: float, label: str
) -> tuple[float, str]:
    """Return the likeness to the most alike part that is long enough to be told by."""
    alike = [word_likeness(word, part, origin) for part in parts if len(part) > 3 or part == word]
    return factor * max(alike, default=0.0), label


def _fit_several(words: tuple[str, ...], form: _Form, origin: str | None) -> tuple[float, str]:
    joined = "".join(words)
    if joined in (form.whole, form.turned):
        return 1.0, "whole"
    best = (0.0, "")
    if abs(len(joined) - len(form.family)) <= 3:
        best = max(best, (PART_ALONE * word_likeness(joined, form.family, origin), "family split"))
    if not form.given_words:
        # One name is all there is; a mention may still give another beside it.
        found = max(word_likeness(word, form.family, origin) for word in words)
        return max(best, (ANOTHER * found, "family"))
    for cut in range(1, len(words)):
        for own, rest, label in (
            (words[cut:], words[:cut], "whole"),
            (words[:cut], words[cut:], "turned"),
        ):
            alike = word_likeness("".join(own), form.family, origin)
            if alike < CLOSE:
                continue
            given = _given_likeness(rest, form, origin)
            best = max(best, (alike**FAMILY * given**GIVEN, label))
    if best[0] < 0.9 and len(words) != 1 + len(form.given_words):
        whole = max(
            word_likeness(joined, form.whole, origin), word_likeness(joined, form.turned, origin)
        )
        if whole >= 0.9:
            best = max(best, (whole, "joined"))
    return best


def _shared_syllable(word: str, given: str) -> float:
    """Return how well a given name fits of which one syllable of two is right: "Jieye"."""
    ours, theirs = _TWO.fullmatch(word), _TWO.fullmatch(given)
    if ours and theirs and (ours[1] == theirs[1] or ours[2] == theirs[2]):
        return HALF
    return 0.0


def _given_likeness(rest: tuple[str, ...], form: _Form, origin: str | None) -> float:
    """Return how well given names fit; one of several is enough, initials nearly are."""
    rest = tuple(word for word in rest if word not in _PARTICLES) or rest
    ours = [word for word in rest if len(word) > 1]
    theirs = [given for given in form.given_words if len(given) > 1]
    if not ours or not theirs:
        firsts = {given[0] for given in form.given_words}
        return INITIAL if rest[0][0] in firsts else NO_INITIAL
    best = word_likeness("".join(rest), form.given, origin)
    if code_of(origin) in SYLLABIC:
        best = max(best, _shared_syllable("".join(rest), form.given))
    elif best < 1.0 and (len(ours) > 1 or len(theirs) > 1):
        few, many = sorted((ours, theirs), key=len)
        fits = [max(word_likeness(a, b, origin) for b in many) for a in few]
        best = max(best, 0.4 * sum(fits) / len(fits) + 0.6 * min(fits) - 0.02)
    return best if best >= 0.5 else 2 * best * best
