"""Words of a sentence, as the English treebanks of Universal Dependencies cut them.

A token never reaches over white space, so each stretch between white space is read by
itself; stretches that were met before are looked up. Only a stop at the end of a stretch
asks what comes next. The lists are in `tokens.yml`, with examples.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

import yaml

from dragoman.model.errors import RuleError
from dragoman.text.rulefile import words_of

_FILE = "tokens.yml"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STRETCH = re.compile(r"\S+")
_FOLLOWING = re.compile(r"\s*+(\S{0,12})")

# Longer stretches are rare, and would fill the memory.
_LONGEST_REMEMBERED = 40
_REMEMBERED = 100_000
_LONGEST_JOINED = 12

# What belongs to the letter before it: marks, joiners, characters that show nothing. The blocks
# of scripts whose vowel signs are no letters for Python are taken whole, but for their stops.
_MARKS = (
    "\u00ad\u2060\ufeff\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0900-\u0963\u0966-\u0df3\u0e31-\u0e4e\u0eb1-\u0ecd\u0f18-\u0fbc\u1000-\u1049"
    "\u1056-\u109f\u1780-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20f0\ufe00-\ufe0f"
    "\ufe20-\ufe2f"
)
_W = rf"(?:[^\W_]|[{_MARKS}])"
_APOSTROPHE = "['’´`‘ʼ]"
_CLITIC = rf"{_APOSTROPHE}(?i:s|m|d|re|ve|ll)(?!{_W})"
_NOT = rf"(?i:n){_APOSTROPHE}(?i:t)(?!{_W})"


class _Next(StrEnum):
    """What follows a stretch, as far as it decides something; each is a key of the memory."""

    NOTHING = " ."
    NUMBER = " 1"
    MARKER = " a"
    OTHER = " "


@dataclass(frozen=True, slots=True)
class _Reader:
    """The compiled lists.

    Attributes:
        patterns: For one token of a stretch, by what comes behind the stretch.
        debris: What parts even words.
        joined: Words written together, in lower case, with the lengths of their parts.
        joined_before: Likewise, but only before a marker.
        markers: The words that show it.
    """

    patterns: Mapping[_Next, re.Pattern[str]]
    debris: re.Pattern[str]
    joined: Mapping[str, tuple[int, ...]]
    joined_before: Mapping[str, tuple[int, ...]]
    markers: frozenset[str]

    def following(self, text: str, end: int) -> _Next:
        """Return what comes behind a stretch that ends at `end`."""
        match = _FOLLOWING.match(text, end)
        word = match[1] if match else ""
        if not word:
            return _Next.NOTHING
        if word[0].isdigit():
            return _Next.NUMBER
        return _Next.MARKER if word in self.markers else _Next.OTHER

    def cuts(self, stretch: str, following: _Next) -> tuple[int, ...]:
        """Return where the tokens of a stretch begin, and its length behind them."""
        pattern = self.patterns[following]
        joined = self.joined
        if following is _Next.MARKER and stretch.lower() in self.joined_before:
            joined = self.joined_before
        begins: list[int] = []
        at = 0
        for debris in self.debris.finditer(stretch):
            _add(begins, stretch, at, debris.start(), pattern, joined)
            begins.append(debris.start())
            at = debris.end()
        _add(begins, stretch, at, len(stretch), pattern, joined)
        begins.append(len(stretch))
        return tuple(begins)


def _add(
    begins: list[int],
    stretch: str,
    start: int,
    end: int,
    pattern: re.Pattern[str],
    joined: Mapping[str, tuple[int, ...]],
) -> None:
    """Add where the tokens of `stretch[start:end]` begin."""
    for match in pattern.finditer(stretch, start, end):
        at, stop = match.span()
        begins.append(at)
        if 1 < stop - at <= _LONGEST_JOINED and (parts := joined.get(match[0].lower())):
            for length in parts[:-1]:
                at += length
                begins.append(at)


_seen: dict[str, tuple[int, ...]] = {}


def tokenize(text: str) -> tuple[list[int], list[int]]:
    """Return where the tokens of a sentence start and where they end, in code points.

    Tokens are in order and do not overlap; none is empty or holds white space, and together
    they hold all of the text that is no white space. Any text takes time in proportion to
    its length.
    """
    reader = _reader()
    starts: list[int] = []
    ends: list[int] = []
    for match in _STRETCH.finditer(text):
        stretch = match[0]
        cuts = _seen.get(stretch) or _cuts(reader, stretch, text, match.end())
        if len(cuts) == 2:
            start, end = match.span()
            starts.append(start)
            ends.append(end)
        else:
            start = match.start()
            places = [start + cut for cut in cuts]
            starts += places[:-1]
            ends += places[1:]
    return starts, ends


def _cuts(reader: _Reader, stretch: str, text: str, end: int) -> tuple[int, ...]:
    """Return the cuts of a stretch that ends at `end`, and remember them."""
    following, key = _Next.OTHER, stretch
    if "." in stretch[-3:] or stretch.lower() in reader.joined_before:
        following = reader.following(text, end)
        # No stretch holds a space, so this is the key of no other.
        key = stretch + following
        if known := _seen.get(key):
            return known
    cuts = reader.cuts(stretch, following)
    if len(stretch) <= _LONGEST_REMEMBERED:
        if len(_seen) >= _REMEMBERED:
            _seen.clear()
        _seen[key] = cuts
    return cuts


@cache
def _load() -> Mapping[str, Any]:
    text = files("dragoman.parse").joinpath(_FILE).read_text(encoding="utf-8")
    try:
        content = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader, in C where there is one
    except yaml.YAMLError as error:
        raise RuleError(f"{_FILE}: not valid YAML: {error}") from error
    if not isinstance(content, dict):
        raise RuleError(f"{_FILE}: expected a mapping at the top, found {type(content).__name__}")
    return content


def _any_of(words: Iterable[str]) -> str:
    """Return a regex for one of the words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def _words(key: str) -> frozenset[str]:
    listed = _load().get(key)
    if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
        raise RuleError(
            f"{_FILE}: {key} must be a list of words, found {listed!r:.80}; does a word such as "
            "no or on lack quotes?"
        )
    return frozenset(listed)


@cache
def _reader() -> _Reader:
    listed = frozenset(
        chain(
            words_of("sentences.yml", "never_ends"),
            words_of("sentences.yml", "may_end"),
            _words("abbreviations"),
        )
    )
    numbered = _before_number()
    always = _and_capitals(listed - numbered)
    initial = rf"{_W}|[,;:)]"
    inside = _compile(always, "(?=[0-9])", rf"{initial}|\Z")
    return _Reader(
        patterns={
            _Next.OTHER: inside,
            _Next.MARKER: inside,
            _Next.NUMBER: _compile(always, "", rf"{initial}|\Z"),
            _Next.NOTHING: _compile(
                always - _and_capitals(_words("also_words")), "(?=[0-9])", initial
            ),
        },
        debris=re.compile("|".join(sorted(_words("debris"), key=len, reverse=True))),
        joined=_table("joined"),
        joined_before=_table("joined_before"),
        markers=_words("markers"),
    )


def _before_number() -> frozenset[str]:
    return _words("before_number") | words_of("sentences.yml", "before_number")


def _and_capitals(words: frozenset[str]) -> frozenset[str]:
    """Return the words, and those of letters alone in capitals too ("GEN. PRELOGAR")."""
    return words | {word.upper() for word in words if len(word) > 1 and word.isalpha()}


def _table(key: str) -> dict[str, tuple[int, ...]]:
    """Return the lengths of the parts of each word of a table."""
    table = {}
    for word, parts in _load()[key].items():
        if "".join(map(str, parts)) != word or len(word) > _LONGEST_JOINED:
            raise RuleError(
                f"{_FILE}: {key}: {parts!r} do not make {word!r}; the parts together must be the "
                f"word, of at most {_LONGEST_JOINED} letters; does a word such as no lack quotes?"
            )
        table[word] = tuple(map(len, parts))
    return table


def _compile(abbreviations: Iterable[str], before_number: str, initial: str) -> re.Pattern[str]:
    """Return the pattern of one token; it matches at every character that is no white space.

    No quantifier can be entered twice over the same stretch: five million of any character
    must take time in proportion.
    """
    endings = rf"(?i:{_any_of(_words('endings'))})"
    host_end = rf"(?:{endings}(?:\.[a-z]{{2}})?|{_any_of(_words('countries'))})(?![\w-]|\.\w)"
    unit = rf"(?i:{_any_of(_words('units'))})(?!{_W})"
    # A comma stands before three digits, in lakhs before two, or once before decimals.
    further = r"(?:[.:]\d+|,\d{3}(?!\d)|,\d\d(?=(?:,\d\d){0,3},\d{3}(?!\d))|,\d{1,2}(?!\d|[.,]\d))"
    number = rf"\d+{further}*+"
    prefix = _any_of(chain.from_iterable((w, w.capitalize()) for w in _words("prefixes")))
    return re.compile(
        "|".join(
            (
                # What most tokens are, so that they need not try all that follows.
                rf"[,()\[\]{{}}\"“”«»?!-](?={_W}|\Z)",
                r"[^\W\d_]++(?=,?\Z)",
                # Addresses and file names.
                r"(?:[a-zA-Z]{2,6}://|www\.|mailto:)[^\s<>\"“”]*[^\s<>\"“”.,;:!?'’)\]}…]",
                rf"[\w][\w.+-]{{0,63}}@[^\W_](?:[\w.-]{{0,100}}[^\W_])?(?!{_W})",
                rf"[^\W_][\w-]{{0,60}}(?:\.[\w-]{{1,60}}){{0,5}}\.{host_end}"
                r"(?:/[^\s<>\"“”,]*[\w/])?",
                rf"(?<!\w)\.{endings}(?!\w)",
                # Markup.
                r"</?[a-zA-Z][^<>\s@:]{0,200}>",
                r"[@#][a-zA-Z]\w+",
                # Dates, telephones, numbers.
                r"\d{1,4}/\d{1,2}/\d{2,4}(?![\w/])|(?:0?[1-9]|1[0-2])/[0-3]\d(?![\w/])",
                r"\d{1,4}-\d{1,2}-\d{1,4}(?![\w-])",
                r"\+?(?:\d{1,4}[-/]){0,2}\d{3}-\d{4}(?![\w-])|\d{5}-\d{4}(?![\w-])",
                rf"['’]\d\ds?(?!{_W})",
                rf"(?:1[0-9]|20)?\d0['’]s(?!{_W})",
                r"(?<=[$£€¥])\d+(?:[.,]\d+)*+(?=[bBmMkKtT][nr]?(?!\w))",
                r"\d{1,3}(?=(?:,\d{1,3}){0,20}\])",
                rf"(?:(?<![\w)])\+|(?<![\w.])\.(?=\d))?{number}"
                rf"(?:(?i:st|nd|rd|th|s)(?!{_W})|(?={unit})|(?!{_W}))",
                rf"\d+{further}++",
                # Abbreviations.
                rf"(?:{_any_of(abbreviations)})\.(?!\.\.)",
                rf"(?:{_any_of(_before_number())})\.{before_number}(?!\.\.)",
                r"(?:[^\W\d_]\.){2,20}(?:[^\W\d_](?![\w.]))?",
                r"[^\W\d_]\.[^\W\d_](?![\w.])",
                rf"[A-Z]\.(?={initial})",
                r"(?:US|HK|NT|NZ|[ACRSU])\$",
                rf"(?i:{_any_of(_words('with_slash'))})(?![\w/])",
                r"[A-Z]{1,3}&[A-Z]{1,3}(?!\w)",
                # Clitics and words.
                _NOT,
                _CLITIC,
                rf"['’](?i:{_any_of(_words('elided'))})(?!{_W})",
                rf"{_W}{{1,12}}?(?={_NOT})",
                rf"(?:(?<!-)(?:{prefix})[-‐‑](?={_W}))?+"
                rf"{_W}++(?:(?:_+|['’ʼ](?!(?i:s|m|d|re|ve|ll)(?!{_W}))){_W}++)*+",
                # Faces, runs, and what is left.
                r"[:;=][-o^']?[()DPp](?!\w)",
                r"\.{3,}(?=\?(?![.?!]))|[.!?…]{2,}+|['’‘]{2}|``|,,",
                r"([-—–=*_~#<>|+$^%/\\])\1++",
                rf"\S(?:[{_MARKS}\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
                r"|(?<=\u200d)[\u2190-\u2bff\U0001f000-\U0001faff])*+",
            )
        )
    )
