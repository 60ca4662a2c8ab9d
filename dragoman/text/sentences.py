"""Sentences of the body and of teasers.

Lists that the splitter needs are in `sentences.yml`, with the examples that it is tested on.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from dragoman.model.document import Section, Sentence
from dragoman.model.vocabulary import SectionKind
from dragoman.text.dateline import Dateline, find_dateline
from dragoman.text.layout import blocks, is_wrapped, lines
from dragoman.text.rulefile import words_of

# Nobody writes sentences of this length; a text without full stops is cut, at a space.
LONGEST = 2000

# Quantifiers are possessive or bounded: a text of five million full stops must not be a trap.
_CLOSERS = r"(?:[\"'”’»)\]*_]|\]\([^)\s]{0,300}\)){0,40}+"
_BOUNDARY = re.compile(
    rf"(?<![.!?…])[.!?…]++(?:\s?\[\d{{1,3}}\]){{0,9}}+{_CLOSERS}(?P<gap>\s++)"
    r"(?=[\"'“‘«(\[*_—–-]{0,5}\s?[^\W_a-z])"
    rf"|[。！？]{_CLOSERS}(?P<gap2>\s*)"
)
_TOKEN = re.compile(r"[\w.'’-]*\Z")
_NEXT_WORD = re.compile(r"[\"'“‘«(\[*_—–-]{0,5}\s?(\w{1,30})")
_INITIAL = re.compile(r"(?:\A|[.-])[A-Z]\Z")
_NUMBER = re.compile(r"[(\[]?(?:\d|[IVXLC]{1,6}\b)")
_SMALL_WORD = re.compile(r"(?<!\w)[a-z]{1,30}\s[A-Z]\Z")
_LEAD = re.compile(r"\s*(?:(?:[-*+•·▪]|#{1,6}|>)\s+)*")


@cache
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    return (
        words_of("sentences.yml", "never_ends"),
        words_of("sentences.yml", "before_number"),
        words_of("sentences.yml", "may_end"),
        words_of("sentences.yml", "openers"),
    )


def find_sentences(text: str, sections: Sequence[Section]) -> tuple[Sentence, ...]:
    """Return the sentences of body and teaser sections, in order.

    A dateline is not part of the first sentence; list markers and the space around are left
    out; a headline or a list item is a sentence. None is longer than `LONGEST` characters.
    """
    dateline = find_dateline(text, sections)
    return split(text, sections, wrapped=is_wrapped(text), dateline=dateline)


def split(
    text: str, sections: Sequence[Section], *, wrapped: bool, dateline: Dateline | None
) -> tuple[Sentence, ...]:
    """Return the sentences of a text whose lines and dateline were looked at; see above."""
    found = []
    for section in sections:
        if section.kind is SectionKind.DEBRIS:
            continue
        for start, end in blocks(text, lines(text, section.start, section.end), wrapped=wrapped):
            if dateline and start <= dateline.start < end:
                # What stands before the dateline in its block is blank.
                start = min(dateline.end, end)
            for first, last in _split(text, start, end):
                found.append(Sentence(first, last, section.kind))
    return tuple(found)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    lead = _LEAD.match(text, start, end)
    at = lead.end() if lead else start
    for match in _BOUNDARY.finditer(text, at, end):
        gap = match.start("gap") if match["gap"] is not None else match.start("gap2")
        if gap > at and _ends(text, at, match):
            yield from _bounded(text, at, gap)
            at = match.end()
    yield from _bounded(text, at, end)


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the stop at `match` ends a sentence that began at `start`."""
    if text[match.start()] != "." or text[match.start() + 1] in ".!?…":
        return True
    token_match = _TOKEN.search(text, max(start, match.start() - 30), match.start())
    token = token_match[0] if token_match else ""
    if not token:
        return True
    never, before_number, may, openers = _lists()
    if token in never or token.lstrip("'’-") in never:
        return False
    if token in before_number and _NUMBER.match(text, match.end("gap")):
        return False
    opener = _NEXT_WORD.match(text, match.end("gap"))
    opens = opener is not None and opener[1] in openers
    if token in may:
        return opens
    if _INITIAL.search(token):
        # "J. The" is no end, "plan B. The" is one: initials stand behind names.
        return opens and (
            len(token) > 1
            or _SMALL_WORD.search(text[max(start, match.start() - 40) : match.start()]) is not None
        )
    first = match.start() - len(token)
    # "(b. 1975)": a small letter alone behind a bracket is short for born, died, married.
    if len(token) == 1 and token.islower() and text[max(start, first - 1) : first] == "(":
        return False
    # "1. The first point", "agreed on: 1. The first point": a number that begins a block or
    # stands behind a colon belongs to what it numbers.
    before = text[max(start, first - 3) : first].rstrip()
    return not (token.isdigit() and len(token) <= 2 and (not before or before[-1] == ":"))


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretch without the space around it, in pieces where it is too long."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = max(
            text.rfind(" ", start + 1, start + LONGEST),
            text.rfind("\n", start + 1, start + LONGEST),
        )
        if cut < 0:
            cut = start + LONGEST
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end
