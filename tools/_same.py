"""Decide who is one person over the layers and the sources of tenures.

A wrong merge is worse than two entries. So names alone join only where they are the same words
in one state, and like names only where the office and the days agree; two Wikidata items are
never one person.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from _letters import some
from _tenures import LISTED, Tenure, bounds, shared_days, sure
from rapidfuzz.distance import JaroWinkler

from dragoman.actors.tokens import fold, name_words

EAST = frozenset({"chn", "twn", "kor", "prk", "vnm", "mmr", "khm", "lao", "mac", "hkg"})
"""States where many bear the same two words; there the name alone is not enough."""

TWO = frozenset({
    ("pe:nidal-al-shaar", "Q1694182"),  # economy since 2025; the interior, 2011 to 2018
    ("pe:zhang-jun", "Q8340349"),  # the envoy 张军, and the minister of justice 张军, born 1956
})  # fmt: skip
"""Persons of the hand layers and Wikidata items of their namesakes, read by hand."""

GULF = frozenset({"sau", "kwt", "bhr", "qat", "are", "omn"})
"""States whose names go on with the father's, and whose houses lend theirs to many."""

_HOUSES = some("sabah halifa thani saud maktum nahian nahaian nuhaian said busaidi")

HIGH = some("head hog fm vice dpm parl defmin party nsa crown councilor finmin sg")

_SINGLE = HIGH - {"parl", "dpm", "vice", "councilor"} | {"amb", "permrep"}
_COMMON = frozenset({"muhammad", "mohammed", "mohamed", "mohamad", "mohammad", "ahmed", "ahmad"})
LATELY = ("2018-10-01", LISTED)
"""Days within which the holders on the one-day list held office: some pages are old."""

_PARTICLES = some(
    "bin ibn bint ben de da do dos das del della di du van von der den la le los y e i abu ould"
    " mint jr sr wa"
)
_SAME_SOUND = ("ckqgx", "jyidgz", "vwfbp", "szcx", "hk", "eiyaou", "td", "lr", "ay")


@dataclass(slots=True)
class Person:
    """Everything known of somebody: what the hand layers have, and the rows of the sources."""

    ident: str = ""
    layer: str = ""  # where the id comes from: "reviewed", "record", "hand", or ""
    names: dict[str, str] = field(default_factory=dict)  # sorted words -> as written
    families: set[str] = field(default_factory=set)
    known: list[tuple[str, str, str, str]] = field(default_factory=list)  # office, from, to, source
    rows: list[Tenure] = field(default_factory=list)
    qids: set[str] = field(default_factory=set)

    def held(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield all offices: the hand layers' and the sources'."""
        yield from self.known
        for row in self.rows:
            yield row.office, row.start, row.end, row.source

    def polities(self) -> set[str]:
        """Return the codes of the states and organizations the person held office for."""
        return {office[3:].split(".")[0] for office, *_ in self.held()}

    def take(self, other: "Person") -> None:
        """Make another entry part of this one."""
        if not self.ident:
            self.ident, self.layer = other.ident, other.layer
            self.names = {**other.names, **self.names} if other.ident else self.names
        for key, name in other.names.items():
            self.names.setdefault(key, name)
        self.families |= other.families
        self.known += other.known
        self.rows += other.rows
        self.qids |= other.qids


def words_key(name: str) -> str:
    """Return a name's words, folded and sorted: both orders are one key.

    Where the father's name follows, the order says who is whose.

    >>> words_key("Issoufou Mahamadou") == words_key("Mahamadou Issoufou")
    True
    >>> words_key("Khalifa bin Salman") == words_key("Salman bin Khalifa")
    False
    """
    words = name_words(re.sub(r"\b(Jr|Sr)\.?$", "", name))
    return " ".join(words if {"bin", "bint", "ibn"} & set(words) else sorted(words))


@cache
def _words(name: str) -> list[str]:
    joined = re.sub(r"(?i)\babd[aeu]?l?[- ](?:[ae]l-)?(?=\w)", "Abd", name)
    every = [re.sub(r"^abd[aeu]l+", "abd", re.sub(r"['`\u2018\u2019\u02bb]", "", word))
             for word in name_words(joined)]  # fmt: skip
    long = [word for word in every if len(word) > 1 and word not in _PARTICLES]
    return long or every


_MUHAMMAD = re.compile(r"m[aou]ha?m+[aeo]d")
_SOUNDS = (("zh", "j"), ("kh", "h"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("x", "ks"), ("w", "v"),
           ("ou", "u"), ("oo", "u"), ("ee", "i"), ("y", "i"), ("dj", "j"),
           ("tch", "ch"))  # fmt: skip


@cache
def _sound(word: str) -> str:
    if _MUHAMMAD.fullmatch(word):
        return "muhammad"
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", word)


@cache
def _alike(one: str, other: str, loose: bool = False) -> bool:
    if one == other or _sound(one) == _sound(other):
        return True
    if len(one) < 5 > len(other) or min(len(one), len(other)) < 3:
        return False
    if one.startswith("abd") and other.startswith("abd"):
        one, other = one[3:], other[3:]
    if one[0] != other[0] and not any(
        one[0] in marks and other[0] in marks for marks in _SAME_SOUND
    ):
        return False
    like = max(JaroWinkler.similarity(one, other),
               JaroWinkler.similarity(_sound(one), _sound(other)))  # fmt: skip
    return like >= (0.85 if loose else 0.9)


def pairs(name: str, other: str, *, loose: bool = False) -> tuple[int, int]:
    """Return how many words of two names are alike, and of how many there could be.

    >>> pairs("Hasan Fereidun Rohani", "Hassan Rouhani")
    (2, 2)
    """
    first, second = sorted((_words(name), _words(other)), key=len)
    left = list(second)
    found = 0
    for word in first:
        match = next((w for w in left if w == word), None)
        match = match or next((w for w in left if _alike(word, w, loose)), None)
        if match is not None:
            left.remove(match)
            found += 1
    return found, len(first)


def strong(name: str, other: str, code: str, *, near: bool = False) -> bool:
    """Return whether two names are one name, spelled or cut in two ways.

    `near` says that they began in one office on about the same day.

    >>> strong("Qin Gang", "Qin Gangas", "chn", near=True), strong("Li Qiang", "Li Keqiang", "chn")
    (True, False)
    >>> strong("Mohammed bin Rashid Al Maktoum", "Maktum bin Muhammad bin Rashid Al Maktum", "are")
    False
    """
    first, second = _words(name), _words(other)
    one, two = "".join(first), "".join(second)
    if one == two:
        return True
    if code in EAST:
        return near and len(one) > 4 and one[0] == two[0] and (
            first[0] == second[0] or _alike(first[0], second[0], True)
        ) and JaroWinkler.similarity(one, two) >= 0.95  # fmt: skip
    if code in GULF:
        return _same_line(first, second, near=near)
    found, of = pairs(name, other, loose=near)
    if found < 2:
        return False
    if near:
        return found == of or (of >= 4 and found >= of - 1)
    return found == of and _alike(first[0], second[0]) and (
        of >= 3 or _alike(first[-1], second[-1]) or len(first) == len(second)
    )  # fmt: skip


def _same_line(first: list[str], second: list[str], *, near: bool) -> bool:
    """Compare names that go on with the father's: the given names agree, and what follows."""
    if not first or not second or not _alike(first[0], second[0], near):
        return False
    short = min(len(first), len(second))
    if short == 1:
        return near
    house = any(_sound(name[-1]) in _HOUSES for name in (first, second))
    last = _alike(first[-1], second[-1], near)
    if not _alike(first[1], second[1], near):
        return last and not house
    return short == 2 or last or house or _alike(first[2], second[2], near)


def weak(name: str, other: str, code: str) -> bool:
    """Return whether two names share a word of some length that is not each one's first."""
    if code in EAST or code in GULF:
        return strong(name, other, code, near=True)
    if words_key(name) == words_key(other):
        return True
    first, second = _words(name), _words(other)
    single = 1 in (len(name_words(name)), len(name_words(other)))
    return any(
        _alike(one, two, True)
        for n, one in enumerate(first) for m, two in enumerate(second)
        if min(len(one), len(two)) > 3 and one not in _COMMON
        and (single or ((n or m) and (n == len(first) - 1 or m == len(second) - 1)))
    )  # fmt: skip


def _any(a: Person, b: Person, code: str, *, loose: bool = False) -> bool:
    return any(
        weak(one, two, code) if loose else strong(one, two, code)
        for one in a.names.values() for two in b.names.values()
    )  # fmt: skip


def _office_says(a: Person, b: Person, code: str) -> bool:
    """Return whether the same office at the same time, and the names, say it is one person."""
    of_b: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for office, start, end, source in b.held():
        of_b[office].append((start, end, source))
    close = loose = False
    for office, start, end, source in a.held():
        for start_b, end_b, source_b in of_b.get(office, ()):
            listed = "cia-wl-2019" in (source, source_b)
            single = office.split(".")[1] in _SINGLE
            if listed:
                both = ((start, end, source), (start_b, end_b, source_b))
                spans = [(s, e) for s, e, which in both if which != "cia-wl-2019"]  # fmt: skip
                close |= all(shared_days(days, LATELY) >= 0 for days in spans)
                continue
            first, second = bounds(start, end), bounds(start_b, end_b)
            apart = max(
                (second[0] - sure(start, end)[0]).days, (first[0] - sure(start_b, end_b)[0]).days
            )
            if single and apart <= 62 and len(start) > 4 and len(start_b) > 4:
                loose = True
            if first[0] <= second[1] and second[0] <= first[1]:
                close = True
    return (loose and _any(a, b, code, loose=True)) or (close and _any(a, b, code))


def _years_apart(a: Person, b: Person) -> float:
    days = [
        max((bounds(sb, eb or "2026")[0] - bounds(sa, ea or "2026")[1]).days,
            (bounds(sa, ea or "2026")[0] - bounds(sb, eb or "2026")[1]).days, 0)
        for _, sa, ea, _ in a.held() for _, sb, eb, _ in b.held()
    ]  # fmt: skip
    return min(days, default=0) / 365


APART = 25
"""Years between two offices beyond which the same name in a state is not taken for one person."""


def _name_says(a: Person, b: Person, code: str) -> bool:
    """Return whether the same words in the same state are one person."""
    shared = set(a.names) & set(b.names)
    if not shared or max(len(key.split()) for key in shared) < 2:
        return False
    years = _years_apart(a, b)
    if code not in EAST or code == "khm" or max(len(key.split()) for key in shared) > 2:
        return years <= APART
    if {office for office, *_ in a.held()} & {office for office, *_ in b.held()}:
        return years <= APART
    high = [any(office.split(".")[1] in HIGH | {"minister"} for office, *_ in one.held())
            for one in (a, b)]  # fmt: skip
    return (all(high) and years <= APART) or (any(high) and years <= 3)


def _join_sent(people: list[Person], known_states: frozenset[str]) -> dict[int, Person]:
    """Join somebody of an organization to the one person of that name of a state."""
    by_name: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        for key in person.names:
            if len(key.split()) > 1:
                by_name[key].append(person)
    into: dict[int, Person] = {}
    for key, group in sorted(by_name.items()):
        if len(group) != 2 or len(key) < 9:
            continue
        a, b = group
        own = [bool(one.polities() & known_states) for one in group]
        fits = not (a.ident and b.ident) and len(a.qids | b.qids) < 2 and own in (
            [True, False], [False, True]
        )  # fmt: skip
        if fits and id(a) not in into and id(b) not in into and _years_apart(a, b) <= APART:
            first, second = (b, a) if b.ident else (a, b)
            first.take(second)
            into[id(second)] = first
    return into


def _cut_name(a: Person, b: Person, code: str) -> bool:
    """Return whether one name is the other without middle names, near in time."""
    if code in EAST or code in GULF or _years_apart(a, b) > 5:
        return False
    for one in a.names.values():
        for two in b.names.values():
            first, second = sorted((_words(one), _words(two)), key=len)
            if (
                1 < len(first) < len(second) <= len(first) + 2
                and first[0] == second[0]
                and (set(first) < set(second))
            ):
                families = {fold(f) for f in a.families}, {fold(f) for f in b.families}
                if families[0] & families[1]:
                    return True
    return False


def join_people(
    known: Iterable[Person], rows: Iterable[Tenure], states: frozenset[str], say: list[str]
) -> list[Person]:
    """Bring the rows under persons, those of the hand layers first."""
    people = list(known) + _of_rows(rows)
    by_state: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        for code in sorted(person.polities()):
            by_state[code].append(person)
    into: dict[int, Person] = {}

    def now(person: Person) -> Person:
        while id(person) in into:
            person = into[id(person)]
        return person

    def may(a: Person, b: Person) -> bool:
        two = any((one.ident, qid) in TWO for one, other in ((a, b), (b, a)) for qid in other.qids)
        return a is not b and not two and not (a.ident and b.ident) and len(a.qids | b.qids) < 2

    for test in (
        lambda a, b, code: bool(set(a.names) & set(b.names)) and _office_says(a, b, code),
        _office_says,
        _name_says,
        _cut_name,
    ):
        for code, group in sorted(by_state.items()):
            for first, second in _candidates(group):
                a, b = now(first), now(second)
                if may(a, b) and test(a, b, code):
                    if b.ident:
                        a, b = b, a
                    if not set(a.names) & set(b.names):
                        one, other = (next(iter(who.names.values())) for who in (a, b))
                        if not _cut(one, other):
                            say.append(f"{one} = {other} ({code})")
                    a.take(b)
                    into[id(b)] = a
    people = [person for person in people if id(person) not in into]
    sent = _join_sent(people, states)
    return [person for person in people if id(person) not in sent]


def _cut(one: str, other: str) -> bool:
    """Return whether one name is the other without some words: nothing to look at."""
    first, second = set(_words(one)), set(_words(other))
    return first <= second or second <= first


def _candidates(group: list[Person]) -> Iterator[tuple[Person, Person]]:
    """Yield the pairs of a state that share the beginning of a word or an office."""
    by_word: dict[str, list[int]] = defaultdict(list)
    for place, person in enumerate(group):
        marks = {word[:3] for key in person.names for word in key.split()}
        marks |= {office for office, *_ in person.held() if office.split(".")[1] in _SINGLE}
        for mark in marks:
            by_word[mark].append(place)
    pairs_seen: set[tuple[int, int]] = set()
    for places in by_word.values():
        for n, one in enumerate(places):
            for other in places[n + 1 :]:
                pairs_seen.add((one, other))
    for one, other in sorted(pairs_seen):
        if not (group[one].ident and group[other].ident):
            yield group[one], group[other]


def _of_rows(rows: Iterable[Tenure]) -> list[Person]:
    """Make one entry of each Wikidata item, and of each name in a state without one."""
    found: dict[tuple[str, ...], Person] = {}
    for row in rows:
        key = (row.qid,) if row.qid else (row.polity, words_key(row.name.shown))
        person = found.setdefault(key, Person())
        person.rows.append(row)
        if row.qid:
            person.qids.add(row.qid)
        for name in (row.name.shown, *row.name.also):
            person.names.setdefault(words_key(name), name)
        if row.name.family:
            person.families.add(row.name.family)
    return list(found.values())
