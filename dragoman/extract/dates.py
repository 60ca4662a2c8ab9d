"""Dates in sentences: what they say, resolved no finer than they say it.

English only. A rule finds words ("on the 12th"), and resolves them against the day of
the document or the date named before ("the following day"). What depends on the tense
("on Monday", "March 21") keeps both its nearest past and its nearest future reading,
and `choose` takes the one that fits the status. What cannot be resolved is still found,
with the value None: the caller can say that it met a vague time. The rules, each with
the sentences that it finds and passes over, stand in `rules/dates.yml`.
"""

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from dragoman.model import RuleError, Status
from dragoman.model.edtf import interval, is_yearless


@dataclass(frozen=True, slots=True)
class DateFound:
    """One date expression of a sentence.

    Attributes:
        start, end: Its words, preposition included, as `[start, end)` of the text.
        value: EDTF as precise as the words; None where they cannot be resolved.
            Where the direction is open, the likelier reading: the past one, as wires write.
        rule: What found it: "date.weekday".
        anchor: What it was resolved against, in words ("document day 2022-09-13",
            "previous date 2023-10", "Wenchuan earthquake 2008-05-12"); None: it is absolute.
        past, future: The two readings of an expression whose direction the tense decides,
            else None. Both allow the anchor's own day.
        approx: The words say about when: "early May", "two weeks ago", "in the coming days".
        kind: What the date is about:
            "when"   the happening;
            "since", "until"   where a stretch of time begins or ends;
            "said"   the saying ("the ministry said on Tuesday");
            "gap"    what follows the words ("three days after the committee met").
    """

    start: int
    end: int
    value: str | None
    rule: str
    anchor: str | None = None
    past: str | None = None
    future: str | None = None
    approx: bool = False
    kind: str = "when"

    @property
    def values(self) -> tuple[str, ...]:
        """The readings, likelier first; empty where there is none."""
        readings = (self.value, self.past, self.future)
        return tuple(dict.fromkeys(value for value in readings if value is not None))


def choose(found: DateFound, status: Status) -> str | None:
    """Return the reading that fits a status: what is planned lies ahead.

    What is cancelled or going on keeps the likelier reading, since it may lie on either
    side of the document's day.

    >>> monday = DateFound(0, 9, "2022-09-12", "date.weekday", None, "2022-09-12", "2022-09-19")
    >>> choose(monday, Status.PLANNED), choose(monday, Status.HAPPENED)
    ('2022-09-19', '2022-09-12')
    """
    if status in (Status.PLANNED, Status.HYPOTHETICAL):
        return found.future or found.value
    if status in (Status.CANCELLED, Status.ONGOING):
        return found.value
    return found.past or found.value


def carry(found: Sequence[DateFound], previous: str | None) -> str | None:
    """Return what the next sentence takes as `previous`: the last day named so far.

    Months and years do not take over: in "They had met in March. The same evening ..."
    the evening is that of the day named before. Nor does the day on which something
    begins or ends.

    >>> march = DateFound(0, 8, "2023-03", "date.month")
    >>> carry([march], "2023-10-11"), carry([march], None)
    ('2023-10-11', '2023-03')
    """
    for one in reversed(found):
        if one.value and one.kind in ("when", "said") and _is_day(one.value):
            return one.value
    if previous is None:
        named = [one.value for one in found if one.value and one.kind in ("when", "said")]
        return named[-1] if named else None
    return previous


def _is_day(value: str) -> bool:
    return len(value) == 10 and not is_yearless(value)


# --- anchors -------------------------------------------------------------------------


class _Anchor(NamedTuple):
    first: date
    last: date
    grain: str  # day | month | year
    words: str

    @property
    def day(self) -> date | None:
        return self.first if self.grain == "day" else None


def _anchor(value: str | None, what: str) -> _Anchor | None:
    if value is None or is_yearless(value):
        return None
    days = interval(value)
    if days is None:  # pragma: no cover - only yearless texts have no days
        return None
    first, last = days
    if first == last:
        grain = "day"
    elif (first.year, first.month) == (last.year, last.month):
        grain = "month"
    elif first.year == last.year:
        grain = "year"
    else:
        return None
    words = f"document {grain}" if what == "document" else what
    return _Anchor(first, last, grain, f"{words} {value}")


class _Context(NamedTuple):
    """What a sentence is read against. `previous` moves on with every date that is resolved."""

    text: str
    start: int
    end: int
    anchor: _Anchor | None
    previous: _Anchor | None
    day: _Anchor | None  # the last antecedent that is a day

    def before(self, position: int, width: int = 44) -> str:
        return self.text[max(self.start, position - width) : position]


class _Value(NamedTuple):
    value: str | None
    past: str | None = None
    future: str | None = None
    anchor: str | None = None
    approx: bool = False
    kind: str = "when"
    start: int | None = None  # where the words begin, if before the match
    end: int | None = None


_UNRESOLVED = _Value(None)

# --- words ---------------------------------------------------------------------------

_MONTH_NAMES = (
    ("January", "Jan"),
    ("February", "Feb"),
    ("March", "Mar"),
    ("April", "Apr"),
    ("May",),
    ("June", "Jun"),
    ("July", "Jul"),
    ("August", "Aug"),
    ("September", "Sept", "Sep"),
    ("October", "Oct"),
    ("November", "Nov"),
    ("December", "Dec"),
)
_MONTHS = {name[:3].lower(): number for number, (name, *_) in enumerate(_MONTH_NAMES, 1)}
_MONTH = (
    "(?:"
    + "|".join(
        form + ("" if form == names[0] else r"\.?")
        for names in _MONTH_NAMES
        for name in names
        for form in (name, name.upper())
    )
    + ")(?![A-Za-z])"
)
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9:%])(?!,[0-9]{3}(?![0-9]))"
_TH = r"(?:st|nd|rd|th|<sup>(?:st|nd|rd|th)</sup>)"
_DAY_TH = rf"(?:3[01]|[12][0-9]|0?[1-9]){_TH}(?![A-Za-z])"
_ANY_DAY = rf"(?:{_DAY_TH}|{_DAY})"
_YEAR = r"(?:1[89]|20)[0-9]{2}(?![0-9])"
_S = r"\s{1,3}"
_TO = r"(?:\s{1,3}(?:to|through|until|till)\s{1,3}(?:the\s)?|\s?[-–—]\s?)"
_AND = r"\s{1,3}and\s{1,3}(?:the\s)?"
_WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
_WEEKDAY = r"(?:[Mm]on|[Tt]ues|[Ww]ednes|[Tt]hurs|[Ff]ri|[Ss]atur|[Ss]un)day(?![A-Za-z])"
_NUMBER_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS.split())} | {
    "a": 1,
    "an": 1,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
}
_ORDINAL_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_ORDINALS = {word: number for number, word in enumerate(_ORDINAL_WORDS.split(), 1)}
_N = r"(?:[0-9]{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_DAY_PART = r"(?:early\s|late\s)?(?:morning|afternoon|evening|night|noon|midday|lunchtime)"
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}

_PARTS = {
    "month": _MONTH,
    "weekday": _WEEKDAY,
    "day": _ANY_DAY,
    "dayth": _DAY_TH,
    "year": _YEAR,
    "number": _N,
    "nth": "(?:" + "|".join(_ORDINALS) + ")",
    "to": _TO,
    "and": _AND,
    "year-tail": (
        rf"(?:\s?,?\s{{0,3}}(?:of\s)?(?P<year>{_YEAR})"
        r"|,?\s{1,3}(?:of\s)?(?P<which>this|last|next)\syear(?!\w))?"
    ),
}
"""What the names in braces in `rules/dates.yml` stand for."""

_PREPOSITION = (
    r"on|in|since|until|till|by|from|during|before|after|through|between|around|about|as\sof|at|of"
    r"|as\sfrom|starting|for|over|back\sin|later\sin|earlier\sin|sometime\sin|towards?|within|to"
)
_BEFORE = re.compile(
    rf"(?:(?<![\w'’-])(?P<prep>{_PREPOSITION})\s{{1,3}})?"
    r"(?:(?<![\w'’-])the\s{1,3}(?:month\s{1,3}of\s{1,3})?|(?<![\w'’-])month\s{1,3}of\s{1,3})?"
    r"(?:(?<![\w'’-])(?P<part>(?:very\s)?(?:early|mid|late)(?:[-\s]to[-\s]late)?"
    r"|(?:beginning|start|end|middle|course)\s(?:of|in)|later|earlier|later\sin|earlier\sin"
    rf"|(?:{_DAY_PART})\sof)(?:\s{{1,3}}|-))?"
    r"(?:(?<![\w'’-])the\s{1,3})?"
    rf"(?:(?<![\w'’-])(?P<weekday>{_WEEKDAY}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?),?\s{{1,3}})?$",
    re.IGNORECASE,
)
_WORD_START = re.compile(r"(?<!\S)\S")
_TAIL_WORDS = 7
"""More words than any of the tails has: "on the morning of the Friday, "."""


def _tail(regex: re.Pattern[str], before: str) -> re.Match[str] | None:
    """Match a regex that ends in `$` at the last words; faster than to search for it."""
    starts = [match.start() for match in _WORD_START.finditer(before)]
    for position in starts[-_TAIL_WORDS:]:
        match = regex.match(before, position)
        if match:
            return match
    return None


_AFTER = re.compile(
    r"(?:,?\s(?:early\s|late\s)?(?:morning|afternoon|evening|night|noon|midday|lunchtime)(?!\w))?"
    r"(?:\s\(?local\stime\)?)?(?:['’]s(?!\w))?"
)
_KINDS = {
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
_ONWARD = re.compile(r"\s{1,2}(?:on|onwards?)(?=\s*[,.;)]|\s*$)")
_SAYING = r"said|says|told|reported|announced|added|wrote|confirmed|stated|declared|tweeted|posted"
_SAID_BEFORE = re.compile(
    rf"\b(?:{_SAYING})(?:\s(?:reporters|journalists|media|here|later|late|early"
    rf"|in\s(?:a|an|its|his)\s\w+(?:\s\w+)?|on\s(?:Twitter|X|Facebook|Telegram)))?\s*$"
)
_SAID_AFTER = re.compile(rf"\s(?:{_SAYING})\b(?!\s(?:to|an?|the|his|her|their|its)\b)")
_AHEAD = re.compile(
    r"\b(?:planned|scheduled|slated|due|set|expected|booked|opening|starting|beginning|opens|starts"
    r"|begins|to be held|to (?:have )?taken? place|to be signed)(?:\s(?:here|for))?\s*$"
    r"|\b(?:will|would|shall|likely to|expected to|set to|plans? to|scheduled to|hopes? to"
    r"|(?:is|are) to)\s(?:(?!\b(?:since|after|when|where|who|which)\b)[^,;:.]){0,80}$"
)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def _month(word: str) -> int:
    return _MONTHS[word[:3].lower()]


def _day(word: str) -> int:
    digits = word[:2] if word[1:2].isdigit() else word[:1]
    return int(digits)


def _iso(day: date) -> str:
    return f"{day.year:04}-{day.month:02}-{day.day:02}"


def _make(year: int, month: int, day: int) -> date | None:
    if not 1 <= year <= 9999 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def _shift_days(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


def _month_of(year: int, month: int) -> str | None:
    """Return the month as EDTF; months beyond a year's end roll over."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year:04}-{month:02}" if 1 <= year <= 9999 else None


def _year_of(year: int) -> str | None:
    return f"{year:04}" if 1 <= year <= 9999 else None


def _span(first: date | None, last: date | None) -> str | None:
    if first is None or last is None:
        return None
    return _iso(first) if first == last else f"{_iso(first)}/{_iso(last)}"


# --- month and day, with and without a year ------------------------------------------


def _day_range(year: int, first: tuple[int, int], last: tuple[int, int]) -> str | None:
    """Return days of one year as EDTF; a range that ends before it starts ends a year later."""
    start = _make(year, *first)
    end = _make(year if last >= first else year + 1, *last)
    return _span(start, end)


def _yearless(first: tuple[int, int], last: tuple[int, int]) -> str | None:
    if _make(2000, *first) is None or _make(2000, *last) is None:
        return None
    start, end = (f"XXXX-{month:02}-{day:02}" for month, day in (first, last))
    return start if first == last else f"{start}/{end}"


def _days_of_year(
    context: _Context, first: tuple[int, int], last: tuple[int, int], year: int | None
) -> _Value | None:
    """Resolve one or more days that name their month.

    Without a year: the nearest such day up to the anchor, and the nearest from it on. A
    month or year as anchor gives its own year, since nothing finer is known.
    """
    if year is not None:
        value = _day_range(year, first, last)
        return _Value(value) if value else None
    if _yearless(first, last) is None:
        return None
    anchor = context.anchor
    if anchor is None:
        return _Value(_yearless(first, last))
    around = range(max(1, anchor.first.year - 8), min(9999, anchor.first.year + 8) + 1)
    if anchor.grain == "year":
        value = _day_range(anchor.first.year, first, last)
        return _Value(value, anchor=anchor.words) if value else _Value(_yearless(first, last))
    found = [value for value in (_day_range(year, first, last) for year in around) if value]
    past = [value for value in found if _first(value) <= anchor.last]
    future = [value for value in found if _last(value) >= anchor.first]
    if not past or not future:
        return _Value(_yearless(first, last))
    return _open(past[-1], future[0], anchor)


def _first(value: str) -> date:
    days = interval(value)
    assert days is not None  # noqa: S101 - only values with a year come here
    return days[0]


def _last(value: str) -> date:
    days = interval(value)
    assert days is not None  # noqa: S101 - only values with a year come here
    return days[1]


NEAR_DAYS = 92
"""A date without a year that lies this close ahead and most of a year back is read as ahead.

"on April 11" in an announcement of 18 March is three weeks ahead, not eleven months back;
wires add a year, or say "last April", for what is that old.
"""


def _open(past: str, future: str, anchor: _Anchor) -> _Value:
    """Return a value with both directions; the past one is likelier unless far away."""
    value = past
    ahead, back = (_first(future) - anchor.last).days, (anchor.first - _first(past)).days
    if past != future and ahead <= NEAR_DAYS and back > 365 - NEAR_DAYS - 31:
        value = future
    return _Value(value, past, future, anchor.words)


def _month_alone(context: _Context, month: int, year: int | None, mod: str) -> _Value:
    """Resolve a month. `mod` is last, past, this, next or coming, or nothing."""
    if year is not None:
        return _Value(_month_of(year, month))
    anchor = context.anchor
    if anchor is None:
        return _Value(f"XXXX-{month:02}")
    if anchor.grain == "year":
        if mod:
            return _UNRESOLVED
        return _Value(_month_of(anchor.first.year, month), anchor=anchor.words)
    here, own = (anchor.first.year, anchor.first.month), anchor.first.year
    before = _month_of(own if (own, month) < here else own - 1, month)
    behind = _month_of(own if (own, month) > here else own + 1, month)
    up_to = _month_of(own if (own, month) <= here else own - 1, month)
    from_on = _month_of(own if (own, month) >= here else own + 1, month)
    if mod in ("last", "past"):
        return _Value(before, anchor=anchor.words)
    if mod in ("next", "coming"):
        return _Value(behind, anchor=anchor.words)
    if not up_to or not from_on:
        return _UNRESOLVED
    if mod == "this":
        value = _month_of(own, month)
        return _Value(value, up_to, from_on, anchor.words)
    return _open(up_to, from_on, anchor)


def _year_from(context: _Context, match: re.Match[str]) -> tuple[int | None, str | None] | None:
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


def _with_left(
    context: _Context, match: re.Match[str], value: _Value, kinds: bool = True
) -> _Value:
    """Take in the preposition, the weekday and "early" in front of a date."""
    left = _tail(_BEFORE, context.before(match.start()))
    if left is None:
        return value
    part = (left["part"] or "").lower()
    approx = value.approx or part.startswith(
        ("early", "very", "mid", "late", "begin", "start", "end", "course", "earlier")
    )
    prep = (left["prep"] or "").lower()
    kind = value.kind
    start = match.start() - len(left.group().lstrip())
    if kinds and prep in _KINDS:
        kind = _KINDS[prep]
    if prep in ("of", "for", "at", "over", "about", "to", "within"):
        start = match.start() - len(left.group()[left.end("prep") - left.start() :].lstrip())
    return value._replace(approx=approx, kind=kind, start=start)


def _two_months(context: _Context, match: re.Match[str]) -> _Value | None:
    groups = match.groupdict()
    named = _year_from(context, match)
    if named is None:
        return None
    first = (_month(groups["m1"]), _day(groups["d1"]))
    last = (_month(groups["m2"]), _day(groups["d2"]))
    if groups.get("year1") and named[0]:
        one = _make(int(groups["year1"]), *first)
        two = _make(named[0], *last)
        if one is None or two is None or two < one:
            return None
        return _with_left(context, match, _Value(_span(one, two)), kinds=False)
    year = named[0]
    if year is not None and last < first and _make(year - 1, *first):
        value = _Value(_day_range(year - 1, first, last))
        return _with_left(context, match, value, kinds=False)
    found = _days_of_year(context, first, last, year)
    return found and _with_left(context, match, found, kinds=False)


def _one_month(context: _Context, match: re.Match[str]) -> _Value | None:
    groups = match.groupdict()
    month, first, last = _month(groups["m"]), _day(groups["d1"]), _day(groups["d2"])
    if first >= last:
        return None
    if groups.get("and") and last != first + 1:
        left = _tail(_BEFORE, context.before(match.start()))
        if left is None or (left["prep"] or "").lower() != "between":
            return None
    named = _year_from(context, match)
    if named is None:
        return None
    found = _days_of_year(context, (month, first), (month, last), named[0])
    if found is None:
        return None
    return _with_left(context, match, found._replace(anchor=named[1] or found.anchor), kinds=False)


def _month_day(context: _Context, match: re.Match[str]) -> _Value | None:
    named = _year_from(context, match)
    if named is None:
        return None
    day = (_month(match["m"]), _day(match["d"]))
    found = _days_of_year(context, day, day, named[0])
    if found is None:
        return None
    return _with_left(context, match, found._replace(anchor=named[1] or found.anchor))


def _month_range(context: _Context, match: re.Match[str]) -> _Value | None:
    left = _tail(_BEFORE, context.before(match.start()))
    prep = (left["prep"] or "").lower() if left else ""
    if prep not in ("from", "between") and (match["and"] or not match["year"]):
        return None
    if match["and"] and prep != "between":
        return None
    first, last = _month(match["m1"]), _month(match["m2"])
    year2 = int(match["year"]) if match["year"] else None
    year1 = int(match["year1"]) if match["year1"] else year2
    if year1 is not None and year2 is not None:
        if not match["year1"] and first > last:
            year1 -= 1
        one, two = _month_of(year1, first), _month_of(year2, last)
        value = _Value(f"{one}/{two}") if (year1, first) <= (year2, last) else _UNRESOLVED
    else:
        one_value = _month_alone(context, first, year1, "")
        if one_value.value is None:
            value = one_value
        elif is_yearless(one_value.value):
            value = _Value(f"XXXX-{first:02}/XXXX-{last:02}")
        else:
            value = _span_months(one_value, first, last)
    return _with_left(context, match, value, kinds=False)


def _span_months(start: _Value, first: int, last: int) -> _Value:
    def extend(value: str | None) -> str | None:
        if value is None:
            return None
        year = int(value[:4]) + (1 if last < first else 0)
        return f"{value}/{year:04}-{last:02}"

    return start._replace(
        value=extend(start.value), past=extend(start.past), future=extend(start.future)
    )


def _month_year(context: _Context, match: re.Match[str]) -> _Value | None:
    return _with_left(context, match, _Value(_month_of(int(match["year"]), _month(match["m"]))))


_MOD = re.compile(
    r"(?<![\w'’-])(?:(?:in|of|during|since|until|by)\s{1,3})?"
    r"(?P<words>(?:(?:the|this)\s)?(?P<mod>last|next|past|coming)|this)\s{1,3}$",
    re.IGNORECASE,
)
_POSSESSOR = re.compile(
    r"(?:(?<![\w'’-])(?:the|a|an|his|her|its|their|this)|[a-z]['’]s?)\s{1,3}$", re.IGNORECASE
)
_HAPPENING = re.compile(
    r"\s{1,2}(?:[\w'’-]+\s{1,2}){0,3}?(?:visits?|trips?|tours?|meetings?|talks|summits?|calls?"
    r"|conversations?|conferences?|sessions?|rounds?|signing|agreements?|accords?|deals?|pact"
    r"|encounters?|gatherings?|elections?|declarations?|statements?|earthquake|dialogues?)\b"
)


def _bare_month(context: _Context, match: re.Match[str]) -> _Value | None:
    """Resolve a month without day and year; "May" and "March" need more than a capital."""
    named = _year_from(context, match)
    if named is None:
        return None
    before = context.before(match.start())
    month = _month(match["m"])
    mod = _tail(_MOD, before)
    if mod:
        which = (mod["mod"] or "this").lower()
        found = _month_alone(context, month, named[0], which)
        start = match.start() - len(mod.group())
        kind = _KINDS.get(mod.group().split()[0].lower(), "when")
        return found._replace(start=start, kind=kind)
    left = _tail(_BEFORE, before)
    prep = (left["prep"] or "").lower() if left else ""
    part = (left["part"] or "").lower() if left else ""
    cued = (
        bool(part)
        or bool(match["which"])
        or (
            prep in ("in", "since", "until", "till", "during", "back in", "around", "as of", "from")
            or prep in ("later in", "earlier in", "sometime in")
            or (prep in ("by", "before", "after", "through") and match["m"] != "May")
        )
    )
    if not cued:
        possessed = _POSSESSOR.search(before) is not None
        if not possessed or not _HAPPENING.match(context.text, match.end(), context.end):
            return None
    if match["m"] == "March" and prep not in ("in", "since") and not part and not match["which"]:
        following = context.text[match.end() : min(context.end, match.end() + 4)]
        if following.startswith((" on", " to", " of")):
            return None
    found = _month_alone(context, month, named[0], "")
    found = found._replace(anchor=named[1] or found.anchor)
    onward = _ONWARD.match(context.text, match.end(), context.end)
    found = _with_left(context, match, found)
    return found._replace(kind="since", end=onward.end()) if onward else found


# --- digits --------------------------------------------------------------------------


def _digits(context: _Context, match: re.Match[str]) -> _Value | None:
    day = (
        _make(int(match["y"]), int(match["mo"]), int(match["d"]))
        if (1 <= int(match["mo"]) <= 12)
        else None
    )
    return _with_left(context, match, _Value(_iso(day))) if day else None


def _slashed(context: _Context, match: re.Match[str]) -> _Value | None:
    """Resolve 22/10/2021, where only one of the two can be a month; 07.12.2023 is day first."""
    one, two, year = int(match["a"]), int(match["b"]), int(match["y"])
    if match["sep"] == ".":
        found = _make(year, two, one) if 1 <= two <= 12 else None
        return _with_left(context, match, _Value(_iso(found))) if found else None
    if one <= 12 and two <= 12 and one != two:
        return _UNRESOLVED
    month, day = (two, one) if one > 12 or one == two else (one, two)
    found = _make(year, month, day) if 1 <= month <= 12 else None
    return _with_left(context, match, _Value(_iso(found))) if found else None


# --- days of the week ----------------------------------------------------------------

_WEEKDAY_MOD = re.compile(
    r"(?<![\w'’-])(?:(?P<prep>on|since|until|till|by|from|before|after|through|between|only\son|late"
    r"|late\son|early\son|for)\s{1,3})?"
    r"(?:(?P<mod>(?:this|the)\s(?:coming|past|last|next)|last|next|this|coming|past)\s{1,3})?"
    r"(?P<skip>(?:every|each|alternate|on\salternate)\s{1,3})?(?:early\s|late\s)?$",
    re.IGNORECASE,
)


def _weekdays_around(anchor: date, weekday: int) -> tuple[date | None, date | None]:
    """Return the nearest such days up to the anchor and from it on; both may be the anchor."""
    back = (anchor.weekday() - weekday) % 7
    ahead = (weekday - anchor.weekday()) % 7
    return _shift_days(anchor, -back), _shift_days(anchor, ahead)


def _weekday(context: _Context, match: re.Match[str]) -> _Value | None:
    left = _tail(_WEEKDAY_MOD, context.before(match.start()))
    prep = mod = ""
    start = match.start()
    if left:
        if left["skip"]:
            return None
        prep, mod = (left["prep"] or "").lower(), (left["mod"] or "").lower()
        keep = left.end("prep") - left.start() if prep == "for" else 0
        start = match.start() - len(left.group()[keep:].lstrip())
    kind = _KINDS.get(prep, "when")
    if kind == "since" and prep == "from" and not _ONWARD.match(context.text, match.end()):
        kind = "since"
    if context.anchor is None or context.anchor.day is None:
        return _UNRESOLVED._replace(start=start, kind=kind)
    anchor, words = context.anchor.day, context.anchor.words
    weekday = _WEEKDAYS[match["w"].lower()]
    past, future = _weekdays_around(anchor, weekday)
    if past is None or future is None:
        return _UNRESOLVED._replace(start=start, kind=kind)
    if match["week"]:
        shift = {"last": -7, "this": 0, "next": 7}[match["week"].lower()]
        day = _shift_days(anchor, weekday - anchor.weekday() + shift)
        value = _Value(_iso(day), anchor=words) if day else _UNRESOLVED
    elif match["dom"]:
        near = [_shift_days(past, 7 * weeks) for weeks in (-1, 0, 1, 2)]
        days = [day for day in near if day and day.day == int(match["dom"])]
        value = _Value(_iso(days[0]), anchor=words) if days else _UNRESOLVED
    elif mod.endswith(("last", "past")):
        day = past if past < anchor else _shift_days(past, -7)
        value = _Value(_iso(day), anchor=words) if day else _UNRESOLVED
    elif mod.endswith(("next", "coming")):
        day = future if future > anchor else _shift_days(future, 7)
        value = _Value(_iso(day), anchor=words) if day else _UNRESOLVED
    else:
        value = _Value(_iso(past), _iso(past), _iso(future), words)
    return value._replace(start=start, kind=kind)


def _weekday_range(context: _Context, match: re.Match[str]) -> _Value | None:
    left = _tail(_WEEKDAY_MOD, context.before(match.start()))
    prep = (left["prep"] or "").lower() if left else ""
    if match["and"] and prep != "between":
        return None
    if not match["dash"] and prep not in ("from", "between"):
        return None
    start = match.start() - (len(left.group().lstrip()) if left else 0)
    if context.anchor is None or context.anchor.day is None:
        return _UNRESOLVED._replace(start=start)
    anchor, words = context.anchor.day, context.anchor.words
    one, two = _WEEKDAYS[match["w1"].lower()], _WEEKDAYS[match["w2"].lower()]
    length = (two - one) % 7 or 7
    begin, _ = _weekdays_around(anchor, one)
    _, close = _weekdays_around(anchor, two)
    past_end = _shift_days(begin, length) if begin else None
    future_start = _shift_days(close, -length) if close else None
    past, future = _span(begin, past_end), _span(future_start, close)
    if past is None or future is None:
        return _UNRESOLVED._replace(start=start)
    return _Value(past, past, future, words, start=start)


# --- the day of a month that is not named --------------------------------------------

_DAY_LEFT = re.compile(
    r"(?<![\w'’-])(?P<prep>on|from|between|until|till|since|by|the)\s{1,3}(?:the\s{1,3})?$",
    re.IGNORECASE,
)


_PLURAL = re.compile(r"\s[a-z]+s(?!\w)")


def _day_of_month(context: _Context, match: re.Match[str]) -> _Value | None:
    left = _tail(_DAY_LEFT, context.before(match.start(), 16))
    groups = match.groupdict()
    second = groups.get("d2")
    if groups.get("part") and _PLURAL.match(context.text, match.end(), context.end):
        return None  # "10 morning flights"
    if left is None and groups.get("part") is None:
        return None
    prep = left["prep"].lower() if left else ""
    if not second and groups.get("part") is None and prep not in ("on", "until", "since", "by"):
        return None
    if groups.get("and") and second and prep != "between" and _day(second) != _day(match["d"]) + 1:
        return None
    kind = _KINDS.get(prep, "when") if not second else "when"
    start = match.start() - (len(left.group()) if left and prep != "the" else 0)
    found = _days_of_month(context, _day(match["d"]), _day(second) if second else None, groups)
    return found._replace(start=start, kind=kind)


def _days_of_month(
    context: _Context, first: int, last: int | None, groups: dict[str, str | None]
) -> _Value:
    anchor = context.anchor
    if anchor is None or anchor.grain == "year" or (last is not None and last < first):
        return _UNRESOLVED
    year, month = anchor.first.year, anchor.first.month

    def days(shift: int) -> str | None:
        value = _month_of(year, month + shift)
        if value is None:
            return None
        one = _make(int(value[:4]), int(value[5:]), first)
        return _span(one, _make(int(value[:4]), int(value[5:]), last or first))

    which = groups.get("whose")
    if which or anchor.grain == "month":
        shift = {"last": -1, "this": 0, "next": 1}.get((which or "this").lower(), 0)
        return _Value(days(shift), anchor=anchor.words)
    found = [value for value in (days(shift) for shift in range(-2, 3)) if value]
    past = [value for value in found if _first(value) <= anchor.last]
    future = [value for value in found if _last(value) >= anchor.first]
    if not past or not future:
        return _UNRESOLVED
    return _Value(past[-1], past[-1], future[0], anchor.words)


# --- today, this week, last year ------------------------------------------------------

_DAY_WORDS = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "last evening": -1,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}


_TODAY_NOT = re.compile(r"\b(?:of|in|for|until|up to|as of|world|better|brighter)\s{1,3}$")


def _day_word(context: _Context, match: re.Match[str]) -> _Value | None:
    word = " ".join(match["word"].lower().split())
    before = context.before(match.start(), 24)
    if word in ("today", "tomorrow"):
        if _TODAY_NOT.search(before):
            return None
        if match["possessive"] and not _HAPPENING.match(context.text, match.end(), context.end):
            return None
    anchor = context.anchor
    kind = "when"
    start = match.start()
    since = re.search(r"(?<!\w)(since|until|till|by|before|after)\s{1,3}$", before, re.IGNORECASE)
    if since:
        kind, start = _KINDS[since[1].lower()], start - len(since.group())
    if anchor is None:
        return _UNRESOLVED._replace(start=start, kind=kind)
    if anchor.day is None:
        same = word not in _DAY_WORDS and word != "overnight"
        value = _Value(_grain(anchor), anchor=anchor.words, approx=True) if same else _UNRESOLVED
        return value._replace(start=start, kind=kind)
    if word == "overnight":
        night = _span(_shift_days(anchor.day, -1), anchor.day)
        return _Value(night, anchor=anchor.words, approx=True)
    day = _shift_days(anchor.day, _DAY_WORDS.get(word, 0))
    if day is None:
        return _UNRESOLVED
    return _Value(_iso(day), anchor=anchor.words, start=start, kind=kind)


def _grain(anchor: _Anchor) -> str:
    text = _iso(anchor.first)
    return {"day": text, "month": text[:7], "year": text[:4]}[anchor.grain]


def _unit(context: _Context, match: re.Match[str]) -> _Value | None:
    """Resolve "last week", "this month", "next year", and parts of them."""
    which, unit = match["which"].lower(), match["unit"].lower()
    anchor = context.anchor
    shift = {"last": -1, "this": 0, "next": 1, "the": 0, "the current": 0, "the coming": 1}[which]
    value = _UNRESOLVED
    before = context.before(match.start(), 14)
    if which == "last" and re.search(r"\b(?:the|at|their|his|its|her)\s$", before):
        return None
    if anchor is None:
        pass
    elif unit == "year":
        value = _Value(_year_of(anchor.first.year + shift), anchor=anchor.words)
    elif unit == "month" and anchor.grain != "year":
        month = _month_of(anchor.first.year, anchor.first.month + shift)
        value = _Value(month, anchor=anchor.words)
    elif unit == "week" and anchor.day is not None:
        monday = _shift_days(anchor.day, 7 * shift - anchor.day.weekday())
        week = _week(monday)
        value = _Value(week, anchor=anchor.words, approx=True)
        if which == "this" and anchor.day.weekday() == 6:
            # On a Sunday, "this week" is the week that ends or the one that begins.
            after = _week(_shift_days(anchor.day, 1))
            if week and after:
                value = _Value(week, week, after, anchor.words, approx=True)
    return _with_left(context, match, value)


def _week(monday: date | None) -> str | None:
    return _span(monday, _shift_days(monday, 6)) if monday else None


def _weekend(context: _Context, match: re.Match[str]) -> _Value | None:
    anchor = context.anchor
    if anchor is None or anchor.day is None:
        return _UNRESOLVED
    which = (match["which"] or "").lower()
    saturday = _weekdays_around(anchor.day, 5)[0]
    ahead = _weekdays_around(anchor.day, 5)[1]
    if saturday is None or ahead is None:
        return _UNRESOLVED
    if anchor.day.weekday() == 6:
        ahead = saturday

    def both(day: date | None) -> str | None:
        return _span(day, _shift_days(day, 1)) if day else None

    inside = anchor.day.weekday() >= 5
    if which == "last":
        day = _shift_days(saturday, -7) if inside else saturday
        return _Value(both(day), anchor=anchor.words, approx=True)
    if which == "next":
        day = _shift_days(ahead, 7) if inside else ahead
        return _Value(both(day), anchor=anchor.words, approx=True)
    past, future = both(saturday), both(ahead)
    if past is None or future is None:
        return _UNRESOLVED
    value = future if which == "this" else past
    return _Value(value, past, future, anchor.words, approx=True)


def _season(context: _Context, match: re.Match[str]) -> _Value | None:
    """Resolve a season by the months of the northern half; a winter keeps only its year."""
    season = match["season"].lower()
    groups = match.groupdict()
    anchor = context.anchor
    if groups.get("year"):
        year = int(groups["year"])
        value = f"{year:04}"
        if season != "winter":
            one, two = _SEASONS[season]
            value = f"{year:04}-{one:02}/{year:04}-{two:02}"
        return _with_left(context, match, _Value(value, approx=True))
    if anchor is None or anchor.grain == "year" or season == "winter":
        return _with_left(context, match, _UNRESOLVED)
    one, two = _SEASONS[season]
    own = anchor.first.year
    around = [
        f"{year:04}-{one:02}/{year:04}-{two:02}"
        for year in range(max(1, own - 2), min(9999, own + 2) + 1)
    ]
    past = [value for value in around if _first(value) <= anchor.last]
    future = [value for value in around if _last(value) >= anchor.first]
    if not past or not future:
        return _with_left(context, match, _UNRESOLVED)
    which = (groups.get("which") or "").lower()
    if which == "last":
        done = [value for value in around if _last(value) < anchor.first] or past
        found = _Value(done[-1], anchor=anchor.words, approx=True)
    elif which == "next":
        to_come = [value for value in around if _first(value) > anchor.last] or future
        found = _Value(to_come[0], anchor=anchor.words, approx=True)
    else:
        likely = f"{own:04}-{one:02}/{own:04}-{two:02}" if which == "this" else past[-1]
        found = _Value(likely, past[-1], future[0], anchor.words, approx=True)
    return _with_left(context, match, found)


# --- years ----------------------------------------------------------------------------

_COUNTED = re.compile(
    r"\s{1,3}(?:people|persons|cases|troops|soldiers|doses|tons|tonnes|years|dollars|euros|percent"
    r"|metres|meters|kilometres|kilometers|km|miles|families|companies|firms|students|jobs)\b"
)


def _years(context: _Context, match: re.Match[str]) -> _Value | None:
    before = context.before(match.start())
    year = int(match["year"])
    last = match.groupdict().get("year2")
    if _COUNTED.match(context.text, match.end(), context.end):
        return None
    if last:
        to = int(last) if len(last) == 4 else year // 100 * 100 + int(last)
        left = _tail(_BEFORE, before)
        prep = (left["prep"] or "").lower() if left else ""
        if to <= year or prep not in ("in", "from", "between", "during", "over"):
            return None
        return _with_left(context, match, _Value(f"{year:04}/{to:04}"), kinds=False)
    left = _tail(_BEFORE, before)
    prep = (left["prep"] or "").lower() if left else ""
    part = (left["part"] or "").lower() if left else ""
    found = _Value(f"{year:04}")
    if match.groupdict().get("mt") is not None:
        return _with_left(context, match, found)  # "1964 year", "in 1357 (1978)"
    if prep in ("in", "since", "until", "till", "by", "during", "before", "after", "back in"):
        return _with_left(context, match, found)
    if prep in ("around", "as of", "as from", "through", "sometime in", "from") or part:
        return _with_left(context, match, found)
    if prep == "to" and re.search(r"\b(?:goes|dates|dating|going|stretch\w*)\sback\sto\s$", before):
        return found._replace(kind="since")
    if _POSSESSOR.search(before) and _HAPPENING.match(context.text, match.end(), context.end):
        return found
    return None


def _part_of_year(context: _Context, match: re.Match[str]) -> _Value | None:
    named = _year_from(context, match)
    if named is None:
        return _UNRESOLVED
    year = named[0]
    if year is None:
        return None
    which = _ORDINALS.get(match["nth"].lower(), 0)
    months = 6 if match["unit"] == "half" else 3
    if not 1 <= which <= 12 // months:
        return None
    one, two = (which - 1) * months + 1, which * months
    value = _Value(f"{year:04}-{one:02}/{year:04}-{two:02}", anchor=named[1])
    return _with_left(context, match, value)


def _decade(context: _Context, match: re.Match[str]) -> _Value | None:
    year = int(match["year"])
    return _with_left(context, match, _Value(f"{year:04}/{year + 9:04}", approx=True))


# --- counted from a day: ago, earlier, later -------------------------------------------

_ABOUT = re.compile(
    r"\b(?:about|around|some|nearly|almost|over|more\sthan|less\sthan|roughly|exactly|just|only)\s$",
    re.IGNORECASE,
)


def _counted(base: _Anchor, count: int, unit: str, about: bool) -> _Value:
    """Return the day, week, month or year that lies `count` units from the base.

    As fine as the unit: "two months ago" is a month, "twelve years ago" a year; a week
    that is counted from a day is the calendar week around that day.
    """
    words = base.words
    if unit == "year" or unit == "decade":
        years = count * (10 if unit == "decade" else 1)
        return _Value(_year_of(base.first.year + years), anchor=words, approx=about)
    if unit == "month" and base.grain != "year":
        month = _month_of(base.first.year, base.first.month + count)
        return _Value(month, anchor=words, approx=about)
    if base.day is None:
        return _UNRESOLVED
    if unit == "week":
        day = _shift_days(base.day, 7 * count)
        monday = _shift_days(day, -day.weekday()) if day else None
        return _Value(_week(monday), anchor=words, approx=True)
    if unit == "day":
        day = _shift_days(base.day, count)
        return _Value(_iso(day), anchor=words, approx=about) if day else _UNRESOLVED
    return _UNRESOLVED


def _ago(context: _Context, match: re.Match[str]) -> _Value | None:
    count, unit = _number(match["n"]), match["unit"].lower()
    about = _ABOUT.search(context.before(match.start(), 12))
    start = match.start() - len(about.group()) if about else match.start()
    event = _named_day_after(context.text, match.end(), context.end)
    if event is not None:
        # "Twelve years ago, on the sixth day after the Wenchuan earthquake": the named day
        # stands for the year, which "years ago" alone would leave to the document's day.
        named, end = event
        year = int(named.day[:4])
        counted = context.anchor is None or context.anchor.first.year - count == year
        if unit == "year" and counted:
            return _Value(named.day[:4], anchor=named.words, start=start, end=end)
    if context.anchor is None:
        return _UNRESOLVED._replace(start=start)
    return _counted(context.anchor, -count, unit, about is not None)._replace(start=start)


def _earlier_later(context: _Context, match: re.Match[str]) -> _Value | None:
    """Resolve "a day earlier", "three months later" against the date named before."""
    count, unit = _number(match["n"]), match["unit"].lower()
    sign = 1 if match["dir"].lower() == "later" else -1
    base = context.day if unit in ("day", "week") else context.previous
    if base is None:
        return _UNRESOLVED
    return _counted(base, sign * count, unit, False)


def _gap(context: _Context, match: re.Match[str]) -> _Value | None:
    """Resolve "three days after the committee met": it dates what follows."""
    count, unit = _number(match["n"]), match["unit"].lower()
    base = context.day or context.anchor
    if base is None:
        return _UNRESOLVED._replace(kind="gap")
    sign = -1 if match["dir"].lower() == "after" else 1
    about = _ABOUT.search(context.before(match.start(), 12)) is not None
    return _counted(base, sign * count, unit, about)._replace(kind="gap")


def _same_day(context: _Context, match: re.Match[str]) -> _Value | None:
    words = match.group().lower()
    shift = 0
    if "following" in words or "next" in words:
        shift = 1
    elif "previous" in words or "before" in words or "earlier" in words.split()[-1:]:
        shift = -1
    if "the day before" in words and not re.match(
        r"\s*(?:[,.;:)]|$|and\b|in\b|at\b|with\b|that\b|when\b)",
        context.text[match.end() : min(context.end, match.end() + 8)],
    ):
        return None
    base = context.day
    if base is None or base.day is None:
        return _UNRESOLVED
    day = _shift_days(base.day, shift)
    return _Value(_iso(day), anchor=base.words) if day else _UNRESOLVED


def _same_unit(context: _Context, match: re.Match[str]) -> _Value | None:
    base = context.previous
    if base is None:
        return _UNRESOLVED
    shift = {"same": 0, "following": 1, "previous": -1}[match["which"].lower()]
    return _counted(base, shift, match["unit"].lower(), False)


# --- named days -------------------------------------------------------------------------


class _Event(NamedTuple):
    name: str
    day: str

    @property
    def words(self) -> str:
        return f"{self.name} {self.day}"


def _named_day_after(text: str, start: int, end: int) -> tuple[_Event, int] | None:
    """Return the named day that is counted from right behind "years ago,", and its end."""
    match = _book().nth_day.search(text, start, min(end, start + 80))
    if match is None or match.start() - start > 4:
        return None
    return _book().events[match["event"].lower()], match.end()


def _named_day(context: _Context, match: re.Match[str]) -> _Value | None:
    """Resolve "on the sixth day after the Wenchuan earthquake" to the month.

    Whether the first day is the earthquake's own or the one after it differs by language
    and author, so the day itself stays open.
    """
    event = _book().events[match["event"].lower()]
    return _Value(event.day[:7], anchor=event.words, approx=True)


# --- vague ------------------------------------------------------------------------------


_FEW_DAYS = 2, 9
"""What "a few days" covers."""


def _vague(context: _Context, match: re.Match[str]) -> _Value | None:
    """Find a vague time; of these, only "a few days later" can be resolved, to about a week."""
    words = match.group().lower().split()
    if words[-2:-1] != ["days"] or "few" not in words:
        return _UNRESOLVED
    base = context.anchor if words[-1] == "ago" else context.day
    if base is None or base.day is None:
        return _UNRESOLVED
    few, many = _FEW_DAYS
    if words[-1] != "later":
        few, many = -many, -few
    value = _span(_shift_days(base.day, few), _shift_days(base.day, many))
    return _Value(value, anchor=base.words, approx=True)


def _coming(context: _Context, match: re.Match[str]) -> _Value | None:
    """Resolve "in the coming days" to about a week; hours to a day and the next."""
    anchor = context.anchor
    if anchor is None or anchor.day is None:
        return _UNRESOLVED
    unit, count = match["unit"].lower(), match["n"]
    days = {"hours": 1, "days": 7, "week": 7}.get(unit)
    if count and count.lower() in ("few", "several", "couple of"):
        count = None
    if unit == "days" and count:
        days = _number(count)
    if days is None or (count and unit != "days"):
        return _UNRESOLVED
    first = anchor.day if unit == "hours" else _shift_days(anchor.day, 1)
    value = _span(first, _shift_days(anchor.day, days))
    return _Value(value, anchor=anchor.words, approx=True)


# --- the rules ----------------------------------------------------------------------------

_Handler = Callable[[_Context, re.Match[str]], _Value | None]

_READS: dict[str, _Handler] = {
    "ago": _ago,
    "bare_month": _bare_month,
    "coming": _coming,
    "day_of_month": _day_of_month,
    "day_word": _day_word,
    "decade": _decade,
    "digits": _digits,
    "earlier_later": _earlier_later,
    "gap": _gap,
    "month_day": _month_day,
    "month_range": _month_range,
    "month_year": _month_year,
    "named_day": _named_day,
    "one_month": _one_month,
    "part_of_year": _part_of_year,
    "same_day": _same_day,
    "same_unit": _same_unit,
    "season": _season,
    "slashed": _slashed,
    "two_months": _two_months,
    "unit": _unit,
    "vague": _vague,
    "weekday": _weekday,
    "weekday_range": _weekday_range,
    "weekend": _weekend,
    "years": _years,
}
_FROM_ANTECEDENT = frozenset({"earlier_later", "gap", "same_day", "same_unit", "vague"})


class _Rule(NamedTuple):
    id: str
    needs: str  # the family of words without which it is not tried, see _hints
    regex: re.Pattern[str]
    reads: str

    def read(self, context: _Context, match: re.Match[str]) -> _Value | None:
        return _READS[self.reads](context, match)


class _Book(NamedTuple):
    """What `rules/dates.yml` holds."""

    rules: tuple[_Rule, ...]
    events: dict[str, _Event]
    nth_day: re.Pattern[str]
    names: re.Pattern[str]  # names that hold a day and are no date


_PART = re.compile(r"\{([a-z-]+)\}")


@cache
def _book() -> _Book:
    text = files("dragoman.rules").joinpath("dates.yml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    book = yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are the safe ones
    try:
        events = {
            name.lower(): _Event(entry["names"][0], entry["day"])
            for entry in book["named_days"]
            for name in entry["names"]
        }
        names = [entry["name"] for entry in book["not_dates"]]
    except (KeyError, TypeError) as error:
        raise RuleError(
            f"dates.yml: {error!r} in named_days or not_dates; a named day has names and a "
            "day, a name that is no date has a name and a because"
        ) from error
    parts = _PARTS | {
        "named": "|".join(re.escape(name) for name in sorted(events, key=len, reverse=True))
    }
    parts["named"] = f"(?:{parts['named']})".replace(r"\ ", r"\s")
    rules = tuple(rule for entry in book["rules"] for rule in _rules_of(entry, parts))
    return _Book(
        rules,
        events,
        next(rule.regex for rule in rules if rule.reads == "named_day"),
        re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))),
    )


def _rules_of(entry: dict[str, Any], parts: dict[str, str]) -> Iterator[_Rule]:
    where = f"dates.yml: rule {entry.get('id')!r}"
    if entry.get("reads") not in _READS:
        raise RuleError(
            f"{where} has reads: {entry.get('reads')!r}. Readings: {', '.join(_READS)}."
        )
    if entry.get("needs") not in _FAMILIES:
        raise RuleError(
            f"{where} has needs: {entry.get('needs')!r}. Families: {', '.join(sorted(_FAMILIES))}."
        )
    flags = re.VERBOSE | (re.IGNORECASE if entry.get("ignore_case") else re.NOFLAG)
    for pattern in entry.get("patterns", ()):
        for part in _PART.findall(pattern):
            if part not in parts:
                raise RuleError(f"{where} has {{{part}}}. Parts: {', '.join(sorted(parts))}.")
        regex = _PART.sub(lambda part: parts[part[1]], pattern)
        try:
            yield _Rule(entry["id"], entry["needs"], re.compile(regex, flags), entry["reads"])
        except re.error as error:
            raise RuleError(f"{where}: its pattern is no regex: {error}") from error


# --- what a sentence holds --------------------------------------------------------------

_MONTH_HINT = tuple(form for name in _MONTH_NAMES for form in (name[0][:3], name[0][:3].upper()))
_DIGIT = re.compile(r"[0-9]")
_DIGIT_HINTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("numeric", re.compile(r"[0-9][-/.][0-9]")),
    (
        "ordinal",
        re.compile(r"[0-9](?:st|nd|rd|th|\s(?:early|morning|after|even|night))|on [0-9]"),
    ),
    ("year", re.compile(r"(?:1[89]|20)[0-9][0-9]")),
)
_UNIT_HINTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("nth", re.compile(r"days?\s(?:after|before|following)")),
    ("er", re.compile(r"(?:day|week|month|year|decade)s?\s(?:earlier|later|after|before)")),
    ("ago", re.compile(r"(?:day|week|month|year|decade)s?\sago")),
    ("unit", re.compile(r"(?:last|this|next|the|current|coming)\s(?:week|month|year)")),
)
_ANTECEDENT_WORDS = ("same ", "that ", "very ", "following ", "next ", "previous ", "the day ")
_SEASON_WORDS = ("spring", "summer", "autumn", "winter", "fall")
_VAGUE_WORDS = ("recent", "near future", "at a later", "the coming ", "the next ", " ago", "later",
                "earlier", "these days", "other day")  # fmt: skip


_FAMILIES = frozenset(
    {"month", "day", "near", "weekend", "antecedent", "part", "season", "vague"}
    | {name for name, _ in _DIGIT_HINTS}
    | {name for name, _ in _UNIT_HINTS}
)


def _hints(sentence: str) -> set[str]:
    """Return which families of words the sentence holds at all.

    Most sentences hold none, and then no rule is tried.
    """
    found = {"month"} if any(month in sentence for month in _MONTH_HINT) else set()
    lower = sentence.lower().replace("\n", " ")
    if _DIGIT.search(lower):
        found.update(name for name, regex in _DIGIT_HINTS if regex.search(lower))
    day, night = "day" in lower, "night" in lower
    units = "week" in lower or "month" in lower or "year" in lower or "decade" in lower
    if day:
        found.add("day")
    if day or night or "tomorrow" in lower or "this " in lower:
        found.add("near")
    if day or units:
        found.update(name for name, regex in _UNIT_HINTS if regex.search(lower))
        if "weekend" in lower:
            found.add("weekend")
    if (day or units or night or "morning" in lower or "evening" in lower) and any(
        word in lower for word in _ANTECEDENT_WORDS
    ):
        found.add("antecedent")
    if "half of" in lower or "quarter of" in lower:
        found.add("part")
    if any(season in lower for season in _SEASON_WORDS):
        found.add("season")
    if any(word in lower for word in _VAGUE_WORDS):
        found.add("vague")
    return found


def find_dates(
    text: str, start: int, end: int, *, anchor: str | None, previous: str | None = None
) -> tuple[DateFound, ...]:
    """Return the date expressions of `text[start:end]`, in order, without overlap.

    Args:
        text: The repaired text of a document; English.
        start: Where the sentence begins. Nothing outside it is read.
        end: Where it ends, exclusive.
        anchor: EDTF of the document's day, or of its month or year where no more is
            known. None: what is relative stays unresolved, and a date without a year
            stays yearless (`XXXX-07-22`).
        previous: EDTF of the date named last before this sentence, for "the same day"
            and "a month later"; inside the sentence its own dates take over.

    Raises:
        ValueError: `anchor` or `previous` is no EDTF date.

    >>> [(d.value, d.rule) for d in find_dates("They met on the 12th.", 0, 21, anchor="2022-09-13")]
    [('2022-09-12', 'date.day-of-month')]
    """
    hints = _hints(text[start:end])
    day = _anchor(anchor, "document")
    last = _anchor(previous, "previous date")
    if not hints:
        return ()
    context = _Context(text, start, end, day, last, last if last and last.day else None)
    book = _book()
    taken = bytearray(end - start)
    for name in book.names.finditer(text, start, end):
        taken[name.start() - start : name.end() - start] = b"\1" * (name.end() - name.start())
    matches: list[tuple[re.Match[str], _Rule, _Value]] = []
    for rule in book.rules:
        if rule.needs not in hints:
            continue
        for match in rule.regex.finditer(text, start, end):
            first, stop = match.span()
            if 1 in taken[first - start : stop - start]:
                continue
            value = rule.read(context, match)
            if value is None:
                continue
            first = first if value.start is None else value.start
            stop = stop if value.end is None else value.end
            taken[first - start : stop - start] = b"\1" * (stop - first)
            matches.append((match, rule, value))
    if not matches:
        return ()
    matches.sort(key=lambda found: found[0].start())
    return tuple(_resolved(context, matches))


def _resolved(
    context: _Context, matches: list[tuple[re.Match[str], _Rule, _Value]]
) -> Iterator[DateFound]:
    """Yield the dates from left to right, each the antecedent of the next."""
    done = context.start
    for match, rule, first in matches:
        value: _Value | None = first
        if rule.reads in _FROM_ANTECEDENT:
            value = rule.read(context, match)
        if value is None or match.start() < done:
            continue
        start = max(done, match.start() if value.start is None else value.start)
        end = match.end() if value.end is None else value.end
        after = _AFTER.match(context.text, end, context.end)
        end = after.end() if after else end
        kind = value.kind
        if kind == "when":
            before = context.before(start)
            if _SAID_BEFORE.search(before) or _SAID_AFTER.match(context.text, end, context.end):
                kind = "said"
        if value.future and (kind == "until" or _AHEAD.search(context.before(start, 100))):
            value = value._replace(value=value.future)
        yield DateFound(
            start=start,
            end=end,
            value=value.value,
            rule=rule.id,
            anchor=value.anchor if value.value else None,
            past=value.past,
            future=value.future,
            approx=value.approx,
            kind=kind,
        )
        done = end
        if value.value and kind not in ("since", "until"):
            named = _anchor(value.value, "previous date")
            if named is not None:
                context = context._replace(previous=named)
            if named is not None and named.day:
                context = context._replace(day=named)
