"""How well the words of a mention fit a person's name, from 0 to 1."""

import re
from collections.abc import Callable, Sequence
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
STRANGE = 0.55
"""Below this a given name is not the same, and counts ever less: "Tony" for "John" is 0.43."""
BY_GIVEN = 0.12
"""What a given name can add to a family name that fits badly: "Armen" is many people's."""
HOPELESS = 0.3
"""Below this by letters and by one reading, no other reading brings two words together."""
SHARP = 1.35
"""How much dearer differences are where names are a few syllables out of few hundred."""
COUNT_OFF = 0.5
"""Factor where the number of syllables differs there: "Li Qiang" is not "Li Keqiang"."""
HALF = 0.55
"""How well a given name fits there of which one syllable of two is right: beside the family
name, "Yang Jieye" can mean Yang Jiechi where nobody else is in question."""
SPLIT = 0.9
"""Factor for a family name in pieces: "Sze Jarto"; the pieces may be another's two names."""
GIVEN_ALONE, GIVEN_DAMAGED = 0.92, 0.85
"""Factor for a given name that stands for its bearer, "President Joko"; and for one that is
damaged as well, which is as often somebody else's family name."""
PART_ALONE = 0.95
"""Factor for one word of a family name of several: "Maio" for Di Maio."""
INITIAL, NO_INITIAL = 0.9, 0.2
"""How well an initial fits a given name that begins with it, and one that does not."""
ANOTHER = 0.8
"""Factor for each name of a mention beside the only one that the register knows."""
MOST_OF_NAME = 12
"""Words of a name that are looked at."""
MOST_WORDS = 8
"""Words of a mention that are looked at; no mention of a person has more that count."""

# Endings that a language gives to half its names: what is alike there says little.
_ENDING = re.compile(
    r"(.{2,}?)(ovic|evic|ic|opoulos|idis|iadis|akis|ssen|sen|sson|son|y?ev|ov|[iy]?eva|ova|aev|"
    r"in|ina|enko|[iy]an|yants|shvili|dze|ski|sky|skiy|skyi|escu|ullah|uddin|zadeh|oglu|aite|iene|"
    r"uk|ani|man|itis|ins|berg|ez|ayev)"
)
_SYLLABLE = re.compile("[aeiou]+")
_TWO = re.compile("([^aeiou]*[aeiou]+(?:ng|n(?![aeiou]))?)([^aeiou]*[aeiou]+[^aeiou]*)")
_PARTICLES = frozenset(
    {"bin", "ibn", "bint", "ben", "de", "da", "do", "di", "del", "dos", "du", "la", "van", "von",
     "der", "den", "e", "y", "u", "daw", "haji"}
)  # fmt: skip
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "al", "el"})


@dataclass(frozen=True, slots=True)
class _Part:
    """A word of a mention, or words of a name joined to one, ready to be compared."""

    text: str
    codes: tuple[str, ...]  # of its readings; of a name also through Chinese
    counts: frozenset[int]  # of syllables, where these count
    stem: "_Part | None"  # without an ending that half the names of a language have
    ending: str


@lru_cache(maxsize=1 << 13)
def _said(text: str, code: str) -> _Part:
    """Return a word of a mention, as somebody of this state may have been called."""
    return _part(text[:LONGEST], code, surface_codes)


@lru_cache(maxsize=1 << 14)
def _meant(text: str, code: str) -> _Part:
    """Return a part of a name."""
    return _part(text[:LONGEST], code, name_codes)


def _part(text: str, code: str, codes: Callable[[str, str], tuple[str, ...]]) -> _Part:
    syllabic = code in SYLLABIC
    tail = None if syllabic else _ENDING.fullmatch(text)
    readings = sound(text, code) if syllabic else ()
    return _Part(
        text=text,
        codes=codes(text, code),
        counts=frozenset(len(_SYLLABLE.findall(reading)) for reading in readings),
        stem=_part(tail[1], code, codes) if tail else None,
        ending=tail[2] if tail else "",
    )


def word_likeness(word: str, name: str, origin: str | None = None) -> float:
    """Return how alike a word and a part of a name are, by sound and by letters.

    Both are folded words; several words of a name are joined to one. Accents, case and
    hyphens are the caller's to fold; `likeness` does.

    >>> word_likeness("macron", "macron"), word_likeness("smith", "jones") < 0.4
    (1.0, True)
    """
    code = code_of(origin)
    return _alike(_said(word, code), _meant(name, code), syllabic=code in SYLLABIC)


def _alike(word: _Part, name: _Part, *, syllabic: bool) -> float:
    if word.text == name.text:
        return 1.0
    alike = _mixed(word, name)
    if syllabic:
        alike = max(0.0, 1 - SHARP * (1 - alike))
        if alike and word.counts.isdisjoint(name.counts):
            alike *= COUNT_OFF
    elif word.stem is not None and name.stem is not None and word.ending == name.ending:
        alike = (alike + min(_mixed(word.stem, name.stem), alike)) / 2
    return min(alike, 0.99)


def _mixed(word: _Part, name: _Part) -> float:
    """Return the likeness of letters and of the two most alike readings, mixed."""
    spelt: float = OSA.normalized_similarity(word.text, name.text)
    if not word.codes or not name.codes:  # no Latin letters: only the spelling can speak
        return spelt
    heard: float = Indel.normalized_similarity(word.codes[0], name.codes[0])
    if heard < HOPELESS and spelt < HOPELESS:
        return SOUND * heard + SPELLING * spelt
    for mine in word.codes:
        for theirs in name.codes:
            found = Indel.normalized_similarity(mine, theirs, score_cutoff=heard)
            if found > heard:
                heard = found
    return SOUND * heard + SPELLING * spelt


@dataclass(frozen=True, slots=True)
class _Form:
    """One spelling of a name in the parts that a mention may give, each without blanks."""

    family: _Part
    family_words: tuple[_Part, ...]  # where there are several
    given: str
    given_words: tuple[str, ...]
    called: tuple[_Part, ...]  # given names by which alone a person may be called
    whole: str
    turned: str
    amid: bool  # the family name stands between others: Xavier Espot Zamora
    code: str
    syllabic: bool


@lru_cache(maxsize=1 << 14)
def _form(name: tuple[str, ...], family: tuple[str, ...], origin: str | None) -> _Form:
    """Take a name apart.

    Where the family name is not among its words, a word much like it is taken, or the one
    that stands where family names of the state do.
    """
    code = code_of(origin)
    words = [word for word in (_letters(word) for word in name[:MOST_OF_NAME]) if word]
    own = [word for word in (_letters(word) for word in family) if word]
    count = len(own)
    at = next(
        (at for at in range(len(words) - count + 1) if count and words[at : at + count] == own), -1
    )
    if at < 0:
        at, count = _family_place(words, "".join(own), code), 1
        own = own if own and len(words) < 2 else words[at : at + 1]
    given = words[:at] + words[at + count :]
    given = [word for word in given if word not in _PARTICLES] or given
    plain, rest = "".join(own), "".join(given)
    if code in SYLLABIC:
        called = [rest]
    elif at == 0 and not _PARTICLES.intersection(words):
        called = [given[0], given[-1]] if given else []
    else:
        called = given[:1]  # the first; a later one may be a father's or a house's
    return _Form(
        family=_meant(plain, code),
        family_words=tuple(_meant(word, code) for word in own) if len(own) > 1 else (),
        given=rest,
        given_words=tuple(given),
        called=tuple(_meant(word, code) for word in called),
        whole=plain + rest,
        turned=rest + plain,
        amid=0 < at < len(words) - count,
        code=code,
        syllabic=code in SYLLABIC,
    )


def _family_place(words: list[str], family: str, code: str) -> int:
    alike = [OSA.normalized_similarity(word, family) for word in words] if family else []
    if alike and max(alike) >= 0.5:
        return alike.index(max(alike))
    return 0 if code in SYLLABIC else max(len(words) - 1, 0)


@lru_cache(maxsize=1 << 14)
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

    >>> round(likeness(["marcon"], ["Emmanuel", "Macron"], family=["Macron"], origin="fra"), 2)
    0.81
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
        return _fit_one(_said(words[0], form.code), form)
    return _fit_several(words, form)


def _fit_one(word: _Part, form: _Form) -> tuple[float, str]:
    best, label = _alike(word, form.family, syllabic=form.syllabic), "family"
    if best == 1.0 or not form.given:
        return best, label
    if form.family_words:
        found = PART_ALONE * _best_part(word, form.family_words, form)
        if found > best:
            best, label = found, "family part"
    if len(form.given) > 1 and len(word.text) * 4 >= len(form.whole) * 3:
        found = max(
            _alike(word, _meant(form.whole, form.code), syllabic=form.syllabic),
            _alike(word, _meant(form.turned, form.code), syllabic=form.syllabic),
        )
        if found > best:
            best, label = found, "joined"
    found = _best_part(word, form.called, form)
    found *= GIVEN_ALONE if found == 1.0 else GIVEN_DAMAGED
    return (found, "given") if found > best else (best, label)


def _best_part(word: _Part, parts: tuple[_Part, ...], form: _Form) -> float:
    """Return the likeness to the most alike part that is long enough to be told by."""
    best = 0.0
    for part in parts:
        if len(part.text) > 3 or part.text == word.text:
            best = max(best, _alike(word, part, syllabic=form.syllabic))
    return best


@lru_cache(maxsize=1 << 12)
def _cuts(
    words: tuple[str, ...], code: str, amid: bool
) -> tuple[tuple[_Part, tuple[_Part, ...], _Part, str], ...]:
    """Return each way to take a mention for family and given names, in both orders."""
    last = len(words)
    spans = [(start, last) for start in range(1, last)] + [(0, end) for end in range(1, last)]
    if amid:
        spans += [(start, end) for start in range(1, last - 1) for end in range(start + 1, last)]
    found = []
    for start, end in spans:
        rest = words[:start] + words[end:]
        rest = tuple(word for word in rest if word not in _PARTICLES) or rest
        parts = tuple(_said(word, code) for word in rest)
        own = _said("".join(words[start:end]), code)
        label = "whole" if start else "turned"
        found.append((own, parts, _said("".join(rest), code), label))
    return tuple(found)


def _fit_several(words: tuple[str, ...], form: _Form) -> tuple[float, str]:
    text = "".join(words)
    if text in (form.whole, form.turned):
        return 1.0, "whole"
    joined = _said(text, form.code)
    best, label = 0.0, ""
    if abs(len(text) - len(form.family.text)) <= 3:
        best = SPLIT * _alike(joined, form.family, syllabic=form.syllabic)
        label = "family split"
    if not form.given:
        # One name is all there is; a mention may still give another beside it.
        another = ANOTHER ** (len(words) - 1)
        for word in words:
            found = another * _alike(_said(word, form.code), form.family, syllabic=form.syllabic)
            if found > best:
                best, label = found, "family"
        return best, label
    for own, rest, rest_joined, order in _cuts(words, form.code, form.amid):
        # Both parts have to fit, so the family name need not be proved by itself.
        family = _alike(own, form.family, syllabic=False)
        if family < CLOSE or min(family**FAMILY, family + BY_GIVEN) <= best:
            continue
        found = family**FAMILY * _given_likeness(rest, rest_joined, form) ** GIVEN
        found = min(found, family + BY_GIVEN)
        if found > best:
            best, label = found, order
    if best < 0.9 and len(words) != 1 + len(form.given_words):
        found = max(
            _alike(joined, _meant(form.whole, form.code), syllabic=form.syllabic),
            _alike(joined, _meant(form.turned, form.code), syllabic=form.syllabic),
        )
        if found >= 0.9:
            best, label = found, "joined"
    return best, label


def _shared_syllable(word: str, given: str) -> float:
    """Return how well a given name fits of which one syllable of two is right: "Jieye"."""
    ours, theirs = _TWO.fullmatch(word), _TWO.fullmatch(given)
    if ours and theirs and (ours[1] == theirs[1] or ours[2] == theirs[2]):
        return HALF
    return 0.0


def _given_likeness(rest: tuple[_Part, ...], joined: _Part, form: _Form) -> float:
    """Return how well given names fit; one of several is enough, initials nearly are."""
    ours = [word for word in rest if len(word.text) > 1]
    theirs = [_meant(given, form.code) for given in form.given_words if len(given) > 1]
    if not ours or not theirs:
        firsts = {given[0] for given in form.given_words}
        return INITIAL if rest[0].text[0] in firsts else NO_INITIAL
    best = _alike(joined, _meant(form.given, form.code), syllabic=form.syllabic)
    if form.syllabic:
        best = max(best, _shared_syllable(joined.text, form.given))
    elif best < 1.0 and (len(ours) > 1 or len(theirs) > 1):
        few, many = (ours, theirs) if len(ours) <= len(theirs) else (theirs, ours)
        if few is ours:
            fits = [max(_alike(a, b, syllabic=False) for b in many) for a in few]
        else:
            fits = [max(_alike(b, a, syllabic=False) for b in many) for a in few]
        best = max(best, 0.4 * sum(fits) / len(fits) + 0.6 * min(fits) - 0.02)
    return best if best >= STRANGE else best * (best / STRANGE) ** 2
