#!/usr/bin/env python3
"""Measure how well damaged names are told from other people's, and set the thresholds by it.

usage: python eval/noise.py [--seed N] [--out eval/noise.md]

Names of office-holders of the register, 2000 to 2025, are damaged as documents damage them: up
to three edits, mostly between sounds that are alike, or a way through Chinese syllables, Russian
or Arabic letters. The damage is made here, by other rules than those that undo it. Each name
then meets pools: the holders of its own office near the day, its country's officials, the
holders of another office or country, and, undamaged, an office that somebody else held.
Prints the tables and writes them to a page.
"""

# ruff: noqa: T201, S311 - a command prints; a seeded draw is wanted

import argparse
import random
import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.actors import Register
from dragoman.actors.likeness import Candidate, Choice, choose, demands, enough, rank
from dragoman.actors.likeness.tongues import SYLLABIC, tongues_of
from dragoman.actors.tokens import name_words

VOWELS = "aeiou"
NEAR = {
    "a": "aeo", "e": "eia", "i": "iey", "o": "oua", "u": "uo", "y": "ij", "b": "pv", "p": "bf",
    "d": "t", "t": "d", "g": "kh", "k": "gcq", "c": "ks", "q": "k", "s": "zsc", "z": "s",
    "v": "wbf",
    "w": "v", "f": "vp", "l": "r", "r": "l", "m": "n", "n": "m", "j": "yzg", "h": "gk", "x": "s",
}  # fmt: skip


def edit(word: str, rng: random.Random) -> str:
    """Damage a word once: three times in four between sounds that are alike."""
    if len(word) < 2:
        return word
    place = rng.randrange(len(word))
    letter = word[place]
    roll = rng.random()
    if roll < 0.45:
        new = rng.choice(NEAR.get(letter, "aeiou"))
    elif roll < 0.55:
        new = letter * 2 if rng.random() < 0.5 else letter + rng.choice(VOWELS)
    elif roll < 0.70:
        new = "" if letter in VOWELS + "hy" or rng.random() < 0.5 else letter + "h"
    elif roll < 0.80 and place + 1 < len(word):
        return word[:place] + word[place + 1] + letter + word[place + 2 :]
    elif roll < 0.90:
        new = rng.choice("abcdefghijklmnoprstuvyz")
    else:
        new = rng.choice(VOWELS + "nhr") + letter
    return word[:place] + new + word[place + 1 :]


def edited(words: Sequence[str], count: int, rng: random.Random) -> list[str]:
    """Damage some letters of a name, wherever they fall."""
    found = list(words)
    for _ in range(count):
        place = rng.choices(range(len(found)), weights=[len(word) for word in found])[0]
        found[place] = edit(found[place], rng)
    return found


# The usual table by which Chinese writes foreign names, roughly: consonant to initial...
_ONSETS = [
    ("tsch|tch|ch|cz", "q"), ("shch|sch|sh|sz", "sh"), ("zh", "r"), ("kh|h", "h"), ("ph|f", "f"),
    ("th", "s"), ("gh|g", "g"), ("ts|tz", "c"), ("dj|j", "j"), ("qu|q|k|c|x", "k"), ("b", "b"),
    ("p", "p"), ("d", "d"), ("t", "t"), ("v", "w"), ("w", "w"), ("s", "s"), ("z", "z"), ("m", "m"),
    ("n", "n"), ("l", "l"), ("r", "l"), ("y", "y"),
]  # fmt: skip
# ...and what stands for one without a vowel after it.
_CODAS = {
    "q": "qi", "sh": "shi", "r": "ri", "h": "he", "f": "fu", "g": "ge", "c": "ci", "j": "ji",
    "k": "ke", "b": "bu", "p": "pu", "d": "de", "t": "te", "w": "fu", "s": "si", "z": "zi",
    "m": "mu", "l": "er", "y": "yi",
}  # fmt: skip
_ONSET = re.compile("|".join(f"({letters})" for letters, _ in _ONSETS))


def through_chinese(words: Sequence[str], rng: random.Random) -> list[str]:
    """Write a name in syllables of Chinese and let a machine read them back, with slips."""
    return [_syllables(word, rng) for word in words]


def _syllables(word: str, rng: random.Random) -> str:
    out: list[str] = []
    place = 0
    while place < len(word):
        match = _ONSET.match(word, place)
        onset = ""
        if match and match.lastindex:
            onset = _ONSETS[match.lastindex - 1][1]
            place = match.end()
            if onset and word[place : place + 1] == word[place - 1]:
                place += 1  # doubled
        vowels = re.compile("[aeiouy]*").match(word, place)
        nucleus = vowels.group()[:2] if vowels else ""
        place = vowels.end() if vowels else place
        if not onset and not nucleus:
            place += 1
            continue
        if not nucleus:
            if onset == "n":
                out.append("n")
            elif onset == "l" and rng.random() < 0.4:
                pass  # a coda of r is often lost
            else:
                out.append(_CODAS.get(onset, onset))
            continue
        if onset == "s" and nucleus[0] in "iy":
            onset = "x"
        if onset in ("d", "t") and nucleus[0] == "e" and rng.random() < 0.3:
            onset, nucleus = "j", "ie"
        if onset == "w" and nucleus[0] in "u":
            onset = "f"
        if nucleus == "e" and onset in ("m", "n", "l", "b", "p") and rng.random() < 0.5:
            nucleus = "ei"
        out.append(onset + nucleus.replace("y", "i"))
    # The reader back: an English-looking name, clusters closed again where it likes.
    text = "".join(out)
    if rng.random() < 0.6:
        text = re.sub("(?<=[bpdtgkfs])(?:e|u|i)(?=[lkmnbdgst][aeiou])", "", text, count=1)
    if rng.random() < 0.6:
        text = re.sub("er(?=[bcdfgjklmnpqstwxz])", rng.choice(["l", "r"]), text)
    if rng.random() < 0.5:
        text = re.sub("(?:de|te|ke|ge|fu|si|bu)$", lambda hit: hit[0][0], text)
    if rng.random() < 0.5:
        text = text.replace("x", "s").replace("q", "ch")
    return text


def through_russian(words: Sequence[str], rng: random.Random) -> list[str]:
    """Write a name in Cyrillic letters and back."""
    rules = [
        ("th", "t"), ("ph", "f"), ("sch", "sh"), ("ck|qu|q", "k"), ("c(?=[eiy])", "ts"), ("c", "k"),
        ("x", "ks"), ("w", "v"), ("j", rng.choice(["dzh", "zh", "y"])),
        ("(?<![cskzgtp])h", rng.choice(["kh", "g", "h"])), ("^e", "e"), ("y$", "i"),
        ("ou|oo", "u"), ("ee", "i"), ("ai|ay", "ay"), (r"([a-z])\1", r"\1"), ("iy?a", "ia"),
        ("z(?=$)", rng.choice(["z", "s", "ts"])), ("oe", "e"), ("(?<=[aeiou])u", "u"),
    ]  # fmt: skip
    return [_rewritten(word, rules) for word in words]


def through_arabic(words: Sequence[str], rng: random.Random) -> list[str]:
    """Write a name in Arabic letters and back: p is b, v is f, short vowels are guesses."""
    rules = [
        ("p", "b"), ("v", rng.choice(["f", "v"])), ("ck|c(?![hei])|q", "k"), ("c(?=[eiy])", "s"),
        ("ch", rng.choice(["sh", "tsh", "ch"])), ("g", rng.choice(["gh", "j", "g"])), ("x", "ks"),
        ("o|u", rng.choice(["o", "u", "ou"])), ("e(?=.)", rng.choice(["i", "e", "a"])),
        ("e$", rng.choice(["", "eh", "a"])), (r"([a-z])\1", r"\1"), ("ts|tz", "ts"),
        ("y", "i"), ("zh", "j"),
    ]  # fmt: skip
    return [_rewritten(word, rules) for word in words]


def _rewritten(word: str, rules: Sequence[tuple[str, str]]) -> str:
    for pattern, letters in rules:
        word = re.sub(pattern, letters, word)
    return word


@dataclass(frozen=True, slots=True)
class Noise:
    """A named way to damage a name."""

    name: str
    make: Callable[[Sequence[str], random.Random], list[str]]


NOISES = (
    Noise("0 edits", lambda words, rng: edited(words, 0, rng)),
    Noise("1 edit", lambda words, rng: edited(words, 1, rng)),
    Noise("2 edits", lambda words, rng: edited(words, 2, rng)),
    Noise("3 edits", lambda words, rng: edited(words, 3, rng)),
    Noise("through Chinese", through_chinese),
    Noise("through Russian", through_russian),
    Noise("through Arabic", through_arabic),
)


CLASSES = (
    "head", "hog", "fm", "defmin", "vice", "dpm", "deputyfm", "finmin", "trademin", "nsa", "parl",
    "party", "minister", "spokes", "crown", "deputynsa", "councilor", "official", "military",
    "envoy", "permrep.un",
)  # fmt: skip
HOSTS = ("usa", "chn", "rus", "un", "eu", "gbr", "fra", "deu", "ind", "jpn")


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody who held an office of a state on a day of a year."""

    person: str
    state: str
    office: str
    year: int


def holdings(register: Register, codes: Sequence[str]) -> list[Holding]:
    """Return who held which office in the middle of which year, 2000 to 2025."""
    found = []
    for code in codes:
        offices = [f"of:{code}.{name}" for name in CLASSES]
        offices += [f"of:{code}.amb.{host}" for host in HOSTS if host != code]
        for office in offices:
            if not register.has_office(office):
                continue
            for year in range(2000, 2026):
                for tenure in register.holders(office, f"{year}-07-01"):
                    found.append(Holding(tenure.person, code, office, year))
    return found


def state_codes(register: Register) -> list[str]:
    """Return the codes of all states and territories: three letters that a polity answers to."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [
        code
        for code in (a + b + c for a in letters for b in letters for c in letters)
        if register.polity(f"st:{code}") is not None
    ]


def words_for(register: Register, person: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a person's usual name and of the family name; empty if unknown."""
    known = register.person(person)
    if known is None or not known.family:
        return (), ()
    return tuple(name_words(known.names[0])), tuple(name_words(known.family))


class World:
    """The pools of the register: who held what in which year."""

    def __init__(self, register: Register) -> None:
        """Look up all holders once."""
        self.register = register
        self.held = holdings(register, state_codes(register))
        self.by_office: dict[tuple[str, int], list[str]] = {}
        self.by_state: dict[tuple[str, int], list[str]] = {}
        self.of_state: dict[str, list[str]] = {}
        for one in self.held:
            self.by_office.setdefault((one.office, one.year), []).append(one.person)
            self.by_state.setdefault((one.state, one.year), []).append(one.person)
            self.of_state.setdefault(one.state, []).append(one.person)
        self.of_state = {state: sorted(set(found)) for state, found in self.of_state.items()}
        self._candidates: dict[tuple[str, str], Candidate | None] = {}

    def office(self, office: str, year: int) -> dict[str, float]:
        """Return the holders near a year, each with the penalty of the day."""
        return self._near(self.by_office, office, year)

    def state(self, state: str, year: int) -> dict[str, float]:
        """Return all officials of a state near a year."""
        return self._near(self.by_state, state, year)

    @staticmethod
    def _near(table: dict[tuple[str, int], list[str]], key: str, year: int) -> dict[str, float]:
        pool = dict.fromkeys(table.get((key, year), ()), 0.0)
        for near in (year - 1, year + 1):
            for person in table.get((key, near), ()):
                pool.setdefault(person, 0.03)
        return pool

    def candidates(self, pool: Mapping[str, float], state: str) -> list[Candidate]:
        """Return the persons of a pool as the library takes them."""
        found = []
        for ident, penalty in sorted(pool.items()):
            known = self.register.person(ident)
            if known is not None:
                names = tuple(dict.fromkeys(tuple(name_words(name)) for name in known.names))
                family = tuple(name_words(known.family)) if known.family else ()
                found.append(Candidate(ident, names, family, state, penalty))
        return found


# --- the experiments ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Trial:
    """One mention and one pool, and what came of it."""

    test: str  # office | state: the person is in the pool; elsewhere..., other...: is not
    noise: str
    surface: str
    person: str  # who was meant
    state: str  # of the pool
    best: Choice
    beaten: bool = False  # somebody else whom the register knows of the state fits better

    @property
    def right(self) -> bool:
        """Whether the best candidate is the one meant."""
        return self.best.id == self.person

    def accepted(self, shift: float = 0.0) -> bool:
        """Whether somebody would be named."""
        best = self.best
        return enough(best.score, best.runner_up, best.pool, best.part, shift=shift)


class Experiment:
    """Draws persons and lets their names meet pools."""

    def __init__(self, world: World, seed: int, half: int) -> None:
        """Take one half of the persons: thresholds are set by one, reported on the other."""
        self.world, self.rng = world, random.Random(seed)
        self.trials: list[Trial] = []
        self.persons: set[str] = set()
        self._by_state: dict[str, list[Holding]] = {}
        for one in world.held:
            if zlib.crc32(one.person.encode()) % 2 == half:
                self._by_state.setdefault(one.state, []).append(one)
        self._states = sorted(self._by_state)

    def draw(self) -> Holding:
        """Draw a holder: every state as likely, so that no region crowds the others out."""
        while True:
            one = self.rng.choice(self._by_state[self.rng.choice(self._states)])
            if len("".join(self._family(one.person))) > 1:
                return one

    def run(self, count: int) -> None:
        """Let `count` holders meet all tests."""
        for _ in range(count):
            one = self.draw()
            self.persons.add(one.person)
            for noise in NOISES:
                if noise.make is through_chinese and one.state in SYLLABIC:
                    continue  # such a name needs no transcription
                surface = noise.make(self._mention(one.person), self.rng)
                self._at_home(one, noise, surface)
                self._elsewhere(one, noise, surface)
            self._others(one)

    def _at_home(self, one: Holding, noise: Noise, surface: list[str]) -> None:
        self._meet("office", noise, surface, one.person, self.world.office(one.office, one.year),
                   one.state)  # fmt: skip
        self._meet("state", noise, surface, one.person, self.world.state(one.state, one.year),
                   one.state)  # fmt: skip

    def _elsewhere(self, one: Holding, noise: Noise, surface: list[str]) -> None:
        """Let a name meet offices and states that its bearer had nothing to do with."""
        for _ in range(2):
            other = self.rng.choice(self.world.held)
            pool = self.world.office(other.office, other.year)
            if other.state != one.state and self._strange(one.person, pool):
                self._meet("elsewhere, office", noise, surface, one.person, pool, other.state)
        pool = self.world.state(other.state, other.year)
        if other.state != one.state and self._strange(one.person, pool):
            self._meet("elsewhere, state", noise, surface, one.person, pool, other.state)
        mine = [h for h in self._by_state[one.state] if h.person != one.person]
        if mine:
            other = self.rng.choice(mine)
            pool = self.world.office(other.office, other.year)
            if self._strange(one.person, pool):
                self._meet("elsewhere, own state", noise, surface, one.person, pool, one.state)

    def _others(self, one: Holding) -> None:
        """Let the names of others of the same state meet the office: "President Smith"."""
        pool = self.world.office(one.office, one.year)
        around = self.world.state(one.state, one.year)
        others = [p for p in self.world.of_state[one.state] if p not in pool]
        for person in self.rng.sample(others, min(8, len(others))):
            if not self._family(person):
                continue
            noise = self.rng.choice((NOISES[0], NOISES[0], NOISES[1]))
            surface = noise.make(self._mention(person), self.rng)
            strange = self._strange(person, pool)
            self._meet("other, office" if strange else "namesake", noise, surface, person, pool,
                       one.state)  # fmt: skip
            rest = {ident: penalty for ident, penalty in around.items() if ident != person}
            if self._strange(person, rest):
                self._meet("other, state", noise, surface, person, rest, one.state)

    def _meet(
        self, test: str, noise: Noise, surface: list[str], person: str,
        pool: Mapping[str, float], state: str,
    ) -> None:  # fmt: skip
        ranked = rank(surface, self.world.candidates(pool, state))
        if ranked:
            shown = " ".join(surface)
            best, beaten = ranked[0], False
            if test != "namesake" and enough(best.score, best.runner_up, best.pool, best.part):
                rest = [other for other in self.world.of_state[state] if other not in pool]
                others = self.world.candidates(dict.fromkeys(rest, 0.0), state)
                beaten = choose(surface, self.world.candidates(pool, state), others=others) is None
            self.trials.append(Trial(test, noise.name, shown, person, state, best, beaten))

    def _family(self, person: str) -> tuple[str, ...]:
        return words_for(self.world.register, person)[1]

    def _mention(self, person: str) -> tuple[str, ...]:
        """Return the family name, or as often the whole name, as documents give it."""
        words, family = words_for(self.world.register, person)
        return family if self.rng.random() < 0.5 else words

    def _strange(self, person: str, pool: Mapping[str, float]) -> bool:
        """Return whether nobody of the pool is the person or bears the same family name."""
        family = self._family(person)
        return person not in pool and all(self._family(other) != family for other in pool)


def share(trials: Iterable[bool]) -> float:
    """Return the share of true ones."""
    found = list(trials)
    return sum(found) / max(len(found), 1)


BANDS = ((1, 1), (2, 3), (4, 10), (11, 30), (31, 1000))


def page(experiment: Experiment, seed: int) -> str:
    """Return the page: recall by damage and pool, wrong persons, the curve."""
    trials = experiment.trials
    states = len({t.state for t in trials if t.test == "office"})
    lines = [
        "# Damaged names: whom they are taken for",
        "",
        "Made by `python eval/noise.py --out eval/noise.md`; not edited. What is damaged how, and",
        "what the pools are, says its first paragraph.",
        f"{len(experiment.persons)} holders of offices of {states} states and territories, every",
        f"state as likely; {len(trials)} trials; seed {seed}. The thresholds were set with the",
        "other half of the persons (`--half 0 --seed 1`).",
        "",
        "## In the right pool: named rightly, named wrongly (percent)",
        "",
        "| damage | the office's holders near the day | the state's officials near the day |",
        "|---|---|---|",
    ]
    for noise in NOISES:
        cells = []
        for test in ("office", "state"):
            own = [t for t in trials if t.test == test and t.noise == noise.name]
            right = share(t.accepted() and t.right for t in own)
            wrong = share(t.accepted() and not t.right for t in own)
            cells.append(f"{right:.1%}, {wrong:.1%}".replace("%", ""))
        lines.append(f"| {noise.name} | {' | '.join(cells)} |")
    lines += [
        "",
        "## In a pool without the person: somebody named (percent)",
        "",
        "| pool | trials | named |",
        "|---|---|---|",
    ]
    for test in (
        "elsewhere, office", "elsewhere, own state", "elsewhere, state", "other, office",
        "other, state", "namesake",
    ):  # fmt: skip
        own = [t for t in trials if t.test == test]
        lines.append(f"| {test} | {len(own)} | {100 * share(t.accepted() for t in own):.2f} |")
    strangers = [t for t in trials if t.test.startswith(("elsewhere", "other"))]
    at_home = [t for t in trials if t.test in ("office", "state") and t.noise != "0 edits"]
    politicians = [t for t in strangers if t.test.startswith("other")]
    with_others = (
        100 * share(t.accepted() and t.right and not t.beaten for t in at_home),
        100 * share(t.accepted() and t.right for t in at_home),
        100 * share(t.accepted() and not t.beaten for t in politicians),
        100 * share(t.accepted() for t in politicians),
    )
    lines += [
        f"| all but namesakes | {len(strangers)} | "
        f"{100 * share(t.accepted() for t in strangers):.2f} |",
        "",
        "*elsewhere*: a damaged name at an office of another state, another office of its own,",
        "or among the officials of another state. *other*: the name of another politician of the",
        "state, two in three undamaged, where somebody else holds the office (a President Smith).",
        "*namesake*: the same where a holder bears the same family name: likeness cannot tell.",
        "",
        "Where `choose` is told of all others whom the register knows of the state, a name that",
        "fits one of them better names nobody: of damaged names "
        f"{with_others[0]:.1f} are then named rightly instead of {with_others[1]:.1f},",
        "and of other politicians, who are all in the register here, "
        f"{with_others[2]:.2f} are taken for a holder instead of {with_others[3]:.2f}.",
        "",
        "## By size of the pool",
        "",
        "| candidates | least for one name, two | named rightly | wrongly | strangers named |",
        "|---|---|---|---|---|",
    ]  # fmt: skip
    for low, high in BANDS:
        own = [t for t in at_home if low <= t.best.pool <= high]
        strange = [t for t in strangers if low <= t.best.pool <= high]
        lines.append(
            f"| {low} to {high} | {demands(low)[0]:.2f}, {demands(low, 'whole')[0]:.2f} | "
            f"{100 * share(t.accepted() and t.right for t in own):.1f} of {len(own)} | "
            f"{100 * share(t.accepted() and not t.right for t in own):.2f} | "
            f"{100 * share(t.accepted() for t in strange):.2f} of {len(strange)} |"
        )
    lines += [
        "",
        "## The curve: all thresholds moved",
        "",
        "| by | named rightly | wrongly | strangers elsewhere named | other politicians named |",
        "|---|---|---|---|---|",
    ]
    for step in range(-5, 5):
        shift = step * 0.04
        away = [t for t in strangers if t.test.startswith("elsewhere")]
        lines.append(
            f"| {shift:+.2f} | {100 * share(t.accepted(shift) and t.right for t in at_home):.1f} | "
            f"{100 * share(t.accepted(shift) and not t.right for t in at_home):.2f} | "
            f"{100 * share(t.accepted(shift) for t in away):.2f} | "
            f"{100 * share(t.accepted(shift) for t in politicians):.2f} |"
        )
    lines += [
        "",
        "## By the language of the state: damaged names at their office",
        "",
        "| language | trials | named rightly | strangers named |",
        "|---|---|---|---|",
    ]
    groups: dict[str, set[str]] = {}
    for state in {t.state for t in trials}:
        for tongue in tongues_of(state) or ("read plainly",):
            groups.setdefault(tongue, set()).add(state)
    for tongue, members in sorted(groups.items()):
        own = [t for t in at_home if t.test == "office" and t.state in members]
        strange = [t for t in strangers if t.state in members]
        lines.append(
            f"| {tongue} | {len(own)} | {100 * share(t.accepted() and t.right for t in own):.1f} | "
            f"{100 * share(t.accepted() for t in strange):.2f} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print and write the page."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--half", type=int, choices=(0, 1), default=1, help="of the persons")
    parser.add_argument("--count", type=int, default=800, help="holders to draw")
    parser.add_argument("--show", type=int, default=0, help="print so many wrong acceptances")
    parser.add_argument("--out", type=Path, help="the page to write")
    options = parser.parse_args()
    experiment = Experiment(World(Register.load()), options.seed, options.half)
    experiment.run(options.count)
    text = page(experiment, options.seed)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    print(text)
    wrong = [t for t in experiment.trials if t.accepted() and not t.right and t.test != "namesake"]
    for trial in wrong[: options.show]:
        best = trial.best
        print(
            f"{trial.test}; {trial.noise}; {trial.surface!r} ({trial.person}) for "
            f"{best.reading!r} of {best.pool}, {best.part} {best.score:.2f}, "
            f"next {best.runner_up:.2f}"
        )


if __name__ == "__main__":
    main()
