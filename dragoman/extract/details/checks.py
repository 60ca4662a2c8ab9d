"""What a text counts and somebody can check: "second meeting this year", "have met 40 times".

They are kept as parsed claims with their words. Whether they are true is not asked here.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from dragoman.extract.details.book import any_of, load_details
from dragoman.extract.details.ties import is_tied, view_of
from dragoman.extract.reading import Reading
from dragoman.model import Span
from dragoman.model.edtf import interval
from dragoman.model.note import CheckKind, write_note
from dragoman.parse.matching.view import View
from dragoman.text import CleanText


@dataclass(frozen=True, slots=True)
class CheckClaim:
    """Something that a text counts.

    Attributes:
        kind: What is claimed.
        number: 2 of "second"; None for a superlative ("the last", "the largest").
        unit: What is counted, as worded: "face-to-face meeting".
        since: EDTF from when on it is counted, as far as the words tell: "2023" of "this
            year", "2012" of "in eleven years" in a document of 2023.
        span: The words.
        start, end: They again, in the repaired text.
        token: The word that is counted, in its sentence.
    """

    kind: CheckKind
    number: int | None
    unit: str
    since: str | None
    span: Span
    start: int
    end: int
    token: int

    @property
    def note(self) -> str | None:
        """The parsed form, as the note of a claim."""
        return write_note(check=self.kind, number=self.number, unit=self.unit, since=self.since)


_COUNT = re.compile(
    r"(?P<verb>met|spoken|talked|visited|seen each other|held talks)\s+"
    r"(?:(?:face[- ]to[- ]face|by phone|in person|with \w+|each other)\s+)?"
    r"(?P<words>(?:(?:more than|over|about|nearly|at least|some)\s+)?"
    r"(?P<number>\d{1,3}|NUMBERS)\s+times)\b"
)
_LENGTH = re.compile(
    r"in (?:[a-z]+ )*?(?P<number>\d+|NUMBERS|a|one|past|last|years|decades)\s?"
    r"(?P<unit>years?|months?|weeks?|decades?)?$"
)
_MONTHS = {"year": 12, "month": 1, "week": 0, "decade": 120}


def _numbered(pattern: re.Pattern[str]) -> re.Pattern[str]:
    words = any_of(word for word in load_details()["numbers"] if " " not in word)
    return re.compile(pattern.pattern.replace("NUMBERS", words), re.IGNORECASE)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the regexes of ordinals, of what follows them, of counts and of lengths of time."""
    book = load_details()["ordinals"]
    words = any_of(book["numbers"])
    ordinal = re.compile(rf"(?<![\w-])(?:{words}|\d{{1,3}}(?:st|nd|rd|th))(?![\w])", re.IGNORECASE)
    gap = (
        r"(?:\s+(?:to|of|between|with|for|from|at|on|in)\s+(?:the\s+|an?\s+)?[^\s,;.]+"
        r"(?:\s+(?!since)[^\s,;.]+){0,5}?)?"
    )
    tail = "|".join(tail.replace(" ", r"\s+") for tail in book["tails"])
    tails = re.compile(rf"(?:{gap}\s+(?:{tail})(?!\w)){{1,3}}", re.IGNORECASE)
    return ordinal, tails, _numbered(_COUNT), _numbered(_LENGTH)


def checks_of(reading: Reading, clean: CleanText) -> Iterator[CheckClaim]:
    """Yield what a sentence counts, in the order of the text.

    Args:
        reading: The sentence.
        clean: Its document; its day anchors "this year" and "in eleven years".
    """
    ordinal, _, count, _ = _patterns()
    first, last = reading.sentence.start, reading.sentence.end
    view: View | None = None
    for match in ordinal.finditer(reading.text, first, last):
        view = view or view_of(reading)
        if (found := _ordinal(reading, view, match, clean)) is not None:
            yield found
    for match in count.finditer(reading.text, first, last):
        token = reading.token_at(match.start())
        if token is not None:
            yield CheckClaim(
                CheckKind.COUNT,
                _number(match["number"]),
                match["verb"].lower(),
                None,
                clean.span(*match.span()),
                *match.span(),
                token,
            )


def looks_back(reading: Reading, check: CheckClaim) -> bool:
    """Say whether a sentence says nothing but this, of what was told before it.

    "It was their second meeting this year." "The visit is the first since 2019."
    """
    view = view_of(reading)
    if view.rels[check.token] != "root" or not view.below(check.token, "cop"):
        return False
    counted = load_details()["ordinals"]["counted"].split()
    return any(
        view.lemmas[c] in ("it", "this", "that", "these", *counted)
        for c in view.below(check.token, "nsubj")
    )


def is_of(view: View, check: CheckClaim, spine: Collection[int]) -> bool:
    """Say whether an act is what is counted: "met Xi, the first such meeting since 2019"."""
    such = check.unit.startswith("such ") and check.token > min(spine)
    return such or is_tied(view, check.token, spine, 3)


def _ordinal(
    reading: Reading, view: View, match: re.Match[str], clean: CleanText
) -> CheckClaim | None:
    book = load_details()["ordinals"]
    token = reading.token_at(match.start())
    word = match.group()
    if token is None or _is_date(reading, match.start()):
        return None
    if not word.startswith(view.tree[token].form):
        return None  # it is part of a name
    noun = view.heads[token]
    if noun >= 0 and view.lemmas[noun] in ("level", "ever", "-"):
        noun = view.heads[noun]  # "the highest-level meeting"
    alone = noun <= token or view.rels[token] not in ("amod", "nummod", "compound", "advmod")
    noun = token if alone else noun  # "the first since 2017"
    lemma = view.lemmas[noun]
    if word[0].isupper() and noun == token + 1 and lemma in book["titles"].split():
        return None  # "First Minister"
    if lemma in book["never"].split() or not (alone or lemma in book["counted"].split()):
        return None
    text, end = reading.text, reading.span(noun)[1]
    tail = _patterns()[1].match(text, end, reading.sentence.end)
    if alone and tail is None:
        return None
    unit = "" if alone else " ".join(text[match.end() : end].split()).lstrip("- ")
    kind, number = CheckKind.ORDINAL, _number(word)
    if lemma == "anniversary":
        kind = CheckKind.ANNIVERSARY
        of = list(_chain(view, noun))
        if of:
            whole = [of[0], *view.below(of[0], "amod", "compound", "nmod:poss")]
            unit, end = reading.words(min(whole), of[-1]), reading.span(of[-1])[1]
    elif tail is not None:
        end = tail.end()
        if number in (1, None) and re.search(r"\b(?:since|in)\s", tail.group(), re.IGNORECASE):
            kind = CheckKind.FIRST_SINCE
    start = match.start()
    since = _since(reading, noun, end, clean) if tail is not None else None
    return CheckClaim(kind, number, unit, since, clean.span(start, end), start, end, noun)


def _chain(view: View, noun: int) -> Iterator[int]:
    """Give what an anniversary is of: "the establishment of diplomatic relations"."""
    while True:
        below = [c for c in view.below(noun, "nmod") if view.marked(c) == "of" and c > noun]
        if not below:
            return
        noun = below[0]
        yield noun


def _is_date(reading: Reading, offset: int) -> bool:
    return any(found.start <= offset < found.end for found in reading.dates)


def _number(words: str) -> int | None:
    words = " ".join(words.lower().split())
    if digits := re.match(r"\d+", words):
        return int(digits.group())
    book = load_details()
    number: int | None = book["ordinals"]["numbers"].get(words) or book["numbers"].get(words)
    return number


def _since(reading: Reading, noun: int, end: int, clean: CleanText) -> str | None:
    """Return from when on is counted: by a date in the words, or by a length of time."""
    begin = reading.span(noun)[1]
    for found in reading.dates:
        if begin <= found.start and found.end <= end and found.value and "/" not in found.value:
            return found.value
    published = interval(clean.doc.published) if clean.doc.published else None
    length = _patterns()[3].search(" ".join(reading.text[begin:end].split()))
    if published is None or length is None or length["unit"] is None:
        return None
    unit = length["unit"].lower().removesuffix("s")
    number = _number(length["number"]) or 1
    return _before(published[0], number * _MONTHS[unit], unit)


def _before(day: date, months: int, unit: str) -> str | None:
    """Return the year, or for a few months the month, so many months before a day."""
    if unit in ("year", "decade"):
        return f"{day.year - months // 12:04}" if months // 12 < day.year else None
    ahead = day.year * 12 + day.month - 1 - months
    return f"{ahead // 12:04}-{ahead % 12 + 1:02}" if unit == "month" else None
