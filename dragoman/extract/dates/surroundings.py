"""The words around a date that change what it says, or make it one: "since early", "visit"."""

import re

from dragoman.extract.dates.reading import Context, Value
from dragoman.extract.dates.words import DAY_PART, WEEKDAY

_PREPOSITION = (
    r"on|in|since|until|till|by|from|during|before|after|through|between|around|about|as\sof|at|of"
    r"|as\sfrom|starting|for|over|back\sin|later\sin|earlier\sin|sometime\sin|towards?|within|to"
)
BEFORE = re.compile(
    rf"(?:(?<![\w'’-])(?P<prep>{_PREPOSITION})\s{{1,3}})?"
    r"(?:(?<![\w'’-])the\s{1,3}(?:month\s{1,3}of\s{1,3}|year\s{1,3})?"
    r"|(?<![\w'’-])month\s{1,3}of\s{1,3})?"
    r"(?:(?<![\w'’-])(?P<part>(?:very\s)?(?:early|mid|late)(?:[-\s]to[-\s]late)?"
    r"|(?:beginning|start|end|close|middle|course)\s(?:of|in)|(?:first|second|latter)\shalf\sof|later|earlier|later\sin|earlier\sin"
    rf"|(?:{DAY_PART})\sof)(?:\s{{1,3}}|-))?"
    r"(?:(?<![\w'’-])the\s{1,3})?"
    rf"(?:(?<![\w'’-])(?P<weekday>{WEEKDAY}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?),?\s{{1,3}})?$",
    re.IGNORECASE,
)
_WORD_START = re.compile(r"(?<!\S)\S")
_TAIL_WORDS = 7
"""More words than any of the tails has: "on the morning of the Friday, "."""

KINDS = {
    "since": "since",
    "from": "since",
    "after": "since",
    "as from": "since",
    "starting": "since",
    "until": "until",
    "till": "until",
    "by": "until",
    "before": "until",
    "through": "until",
}
"""What a preposition in front makes of a date: `DateFound.kind`."""

ONWARD = re.compile(r"\s{1,2}(?:on|onwards?)(?=\s*[,.;)]|\s*$)")
POSSESSOR = re.compile(
    r"(?:(?<![\w'’-])(?:the|a|an|his|her|its|their|this)|[a-z]['’]s?)\s{1,3}$", re.IGNORECASE
)
HAPPENING = re.compile(
    r"\s{1,2}(?:[\w'’-]+\s{1,2}){0,3}?(?:visits?|trips?|tours?|meetings?|talks|summits?|calls?"
    r"|conversations?|conferences?|sessions?|rounds?|signing|agreements?|accords?|deals?|pact"
    r"|encounters?|gatherings?|elections?|declarations?|statements?|earthquake|dialogues?)\b"
)


def match_tail(regex: re.Pattern[str], before: str) -> re.Match[str] | None:
    """Match a regex that ends in `$` at the last words; faster than to search for it."""
    starts = [match.start() for match in _WORD_START.finditer(before)]
    for position in starts[-_TAIL_WORDS:]:
        match = regex.match(before, position)
        if match:
            return match
    return None


def with_left(context: Context, match: re.Match[str], value: Value, kinds: bool = True) -> Value:
    """Take in the preposition, the weekday and "early" in front of a date."""
    left = match_tail(BEFORE, context.before(match.start()))
    if left is None:
        return value
    part = (left["part"] or "").lower()
    approx = value.approx or part.startswith(
        ("early", "very", "mid", "lat", "begin", "start", "end", "course", "earlier", "fir", "sec")
    )
    prep = (left["prep"] or "").lower()
    kind = value.kind
    start = match.start() - len(left.group().lstrip())
    if kinds and prep in KINDS:
        kind = KINDS[prep]
    if prep in ("of", "for", "at", "over", "about", "to", "within"):
        start = match.start() - len(left.group()[left.end("prep") - left.start() :].lstrip())
    return value._replace(approx=approx, kind=kind, start=start)


def year_named(context: Context, match: re.Match[str]) -> tuple[int | None, str | None] | None:
    """Return (year, anchor words) that the match names; None where the year is named in vain."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"]), None
    which = groups.get("which")
    if not which:
        return None, None
    anchor = context.anchor
    if anchor is None:
        return None
    shift = {"last": -1, "this": 0, "next": 1}[which.lower()]
    return anchor.first.year + shift, anchor.words
