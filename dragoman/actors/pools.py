"""Who could be meant in a month: a state's officials, the leaders of all states.

A pool is asked for by every damaged name of a corpus, so it is made once for a month and kept,
with the letters of all its names in one list, which are compared at once.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Indel

from dragoman.actors.likeness import Candidate, sound
from dragoman.actors.register import Register
from dragoman.actors.tokens import name_key, name_words

Ask = Callable[[str], Iterable[str]]
"""Who belongs to a pool in a month."""

LOOKED_AT = 12
"""How many of a pool are compared by sound: those whose letters are most alike."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Persons, and the letters of their names: whole, or the name of reference alone."""

    ids: tuple[str, ...]
    whole: tuple[str, ...]
    whole_of: tuple[str, ...]
    family: tuple[str, ...]
    family_of: tuple[str, ...]

    @classmethod
    def of(cls, register: Register, persons: Iterable[str]) -> "Pool":
        """Make the pool of some persons."""
        ids = tuple(dict.fromkeys(persons))
        whole = [("".join(w), ident) for ident in ids for w in register.spelt(ident)]
        family = [(family, ident) for ident in ids if (family := _family(register, ident))]
        return cls(
            ids,
            tuple(form for form, _ident in whole),
            tuple(ident for _form, ident in whole),
            tuple(form for form, _ident in family),
            tuple(ident for _form, ident in family),
        )

    def nearest(self, norms: Sequence[str], *, least: float) -> dict[str, float]:
        """Return the persons whose letters are most like a name's, with that likeness.

        A name of several words is compared as a whole, and its last and first word with
        names of reference where `least` is low enough for damage to be expected.
        """
        near: dict[str, float] = {}
        joined = "".join(norms)
        queries = [(joined, self.whole, self.whole_of)]
        if len(norms) == 1 or least < 0.6:
            words = {norms[0], norms[-1], joined}
            queries += [(word, self.family, self.family_of) for word in words]
        for query, forms, owners in queries:
            for _form, score, place in process.extract(
                query, forms, scorer=Indel.normalized_similarity, score_cutoff=least,
                limit=LOOKED_AT,
            ):  # fmt: skip
                ident = owners[place]
                near[ident] = max(score, near.get(ident, 0.0))
        return near


def _without_numeral(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name without the number of a ruler, which reads like an initial."""
    return words[:-1] if len(words) > 1 and re.fullmatch("[ivx]+", words[-1]) else words


def _family(register: Register, ident: str) -> str:
    person = register.person(ident)
    return "".join(name_words(person.family)) if person and person.family else ""


LEADING = ("head", "hog", "fm", "crown", "sg", "council", "commission")
"""Classes whose holders texts name by one name, however it is spelt."""
_VOWELS = str.maketrans("eow", "auv")
_GLIDE = re.compile("(?<=[aiu])i(?=[aiu])")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 13)
def spelling_keys(word: str, origin: str | None = None) -> frozenset[str]:
    """Return what a name sounds like however it is transcribed.

    >>> spelling_keys("Tokaev") == spelling_keys("Tokayev")
    True
    >>> spelling_keys("Selman") & spelling_keys("Salman", "st:sau") != frozenset()
    True
    """
    plain = (reading.translate(_VOWELS) for reading in sound(word, origin))
    return frozenset(_TWICE.sub(r"\1", _GLIDE.sub("", reading)) for reading in plain)


class Pools:
    """The pools of a register, made when they are first asked for."""

    def __init__(self, register: Register) -> None:
        """Begin with none."""
        self._register = register
        self._made: dict[tuple[str, str], Pool] = {}
        self._candidates: dict[str, Candidate] = {}
        self._sounds: dict[str, dict[str, list[tuple[str, str]]]] = {}

    def serving(self, polity: str, on: str | None) -> Pool:
        """Return who held any office of a polity in the month of a day."""
        return self._pool(polity, on, lambda month: self._register.serving(polity, month))

    def ranking(self, classes: Sequence[str], on: str | None) -> Pool:
        """Return who held an office of one of the classes, of any state, in the month of a day."""
        return self._pool(
            "+".join(classes),
            on,
            lambda month: (p for name in classes for p in self._register.ranking(name, month)),
        )

    def sounding(self, word: str, on: str | None) -> frozenset[tuple[str, str]]:
        """Return the leaders of the month of a day whose name a word is in other letters.

        With the polity of each. Vowels that transcriptions exchange, e for a and o for u, are
        the same: "Selman" for Salman.
        """
        month = (on or "")[:7]
        made = self._sounds.get(month)
        if made is None:
            made = self._sounds[month] = {}
            for name in LEADING if month else ():
                for ident in self._register.ranking(name, month):
                    office = self._register.office_on(ident, month, only=name) or ""
                    polity = self._register.polity_of(office)
                    leader = (ident, polity)
                    for key in self._keys_of(ident, polity, rules=name in ("head", "crown")):
                        made.setdefault(key, []).append(leader)
        return frozenset(one for key in spelling_keys(word) for one in made.get(key, ()))

    def _keys_of(self, ident: str, polity: str, *, rules: bool) -> set[str]:
        """Return the sounds of a leader's name of reference; of a monarch's given name."""
        person = self._register.person(ident)
        if person is None:
            return set()
        words = [person.family] if person.family else []
        if rules and polity in self._register.overrides.get("monarchies", ()):
            words = [name_words(person.names[0])[0]]
        return {key for word in words if " " not in word for key in spelling_keys(word, polity)}

    def candidate(self, ident: str, penalty: float = 0.0) -> Candidate | None:
        """Return a person as somebody whom a name may be compared with."""
        known = self._candidates.get(ident)
        if known is None:
            person = self._register.person(ident)
            if person is None:
                return None
            states = sorted(polity for polity in person.polities if polity.startswith("st:"))
            family = name_key(person.family) if person.family else ()
            names = tuple(map(_without_numeral, self._register.spelt(ident)))
            known = self._candidates[ident] = Candidate(
                ident, names, family, states[0] if states else None
            )
        if penalty:
            return Candidate(known.id, known.names, known.family, known.origin, penalty)
        return known

    def _pool(self, key: str, on: str | None, persons: Ask) -> Pool:
        month = (on or "")[:7]
        made = self._made.get((key, month))
        if made is None:
            found = persons(month) if month else ()
            made = self._made[key, month] = Pool.of(self._register, found)
        return made
