"""From when on a text counts: "this year", "since 2017", "in four months", as windows of days.

Words that can mean two windows give both. Which one was meant is not decided here.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.model.edtf import interval

ROUGH = 0.9
"""Of "nearly twelve years" this much is surely meant: rounding moves the rest."""

_TO_TWENTY = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_NUMBERS = {word: number for number, word in enumerate(re.findall(r"\w+", _TO_TWENTY), 1)}
_NUMBERS |= {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50}
_PERIOD = re.compile(
    r"\b(?:this|(?:of|in|during|within|for) (?:the|this)) (?P<unit>year|month|week)\b", re.I
)
_LENGTH = re.compile(
    r"\b(?:in|within) (?P<about>(?:(?:the|past|last|more than|over|about|nearly|almost|some"
    r"|at least|around|just|under|less than) )*)(?:(?P<number>\d{1,3}|"
    + "|".join(_NUMBERS)
    + r")[ -])?"
    r"(?P<unit>year|month|week|day|decade)(?P<many>s?)\b",
    re.I,
)
_YEAR = re.compile(r"\b(?:in|of|during) (?P<year>(?:19|20)\d\d)\b", re.I)
_SINCE = re.compile(r"\bsince (?P<what>.+)$", re.I | re.S)
_VAGUE = re.compile(
    r"\b(?:(?:in|of|during|within) (?:the|this|his|her|its|their) (?:[^\s,;.]+[ -]){0,4}?"
    r"(?:period|era|century|term|tenure|presidency|kind)"
    r"|in (?:years|months|weeks|decades)|last (?:year|month|week|term))\b",
    re.I,
)
_ROUGHLY = re.compile(r"about|nearly|almost|some|around|under|less than")
_MONTHS = {"year": 12, "month": 1, "decade": 120}


@dataclass(frozen=True, slots=True)
class Frame:
    """One window that a claim's words can mean; it ends with the claim's own day.

    Attributes:
        words: What it is called: "calendar year 2022".
        first: Its first day; `date.min` for "ever", None where the words name none.
        why: Why they name none.
    """

    words: str
    first: date | None
    why: str = ""


def frames(
    words: str, since: str | None, day: date | None, *, empty: bool = False
) -> tuple[Frame, ...]:
    """Return the windows that the words of a claim can mean, the nearest meaning first.

    Args:
        words: Of the claim: "second face-to-face meeting this year".
        since: EDTF, as parsed from them; None where they name none.
        day: The day of the claim; None where it is not known.
        empty: The claim says that nothing happened in the window ("first since 2017"):
            what happened within the time named last does not count against it.

    >>> [str(f.first) for f in frames("second meeting this year", None, date(2022, 9, 13))]
    ['2022-01-01', '2021-09-13']
    >>> [str(f.first) for f in frames("first visit since 2017", "2017", None, empty=True)]
    ['2018-01-01']
    """
    return tuple(_frames(" ".join(words.split()), since, day, empty))


def _frames(words: str, since: str | None, day: date | None, empty: bool) -> Iterator[Frame]:
    named = interval(since) if since else None
    if match := _SINCE.search(words):
        what = match["what"]
        if named is None:
            yield Frame(match.group(), None, f"\u201csince {what}\u201d names no day")
        elif empty:
            yield Frame(f"after {since}", _next(named[1]))
        else:
            yield Frame(f"since {since}, that time included", named[0])
            yield Frame(f"since {since}, that time not included", _next(named[1]))
    elif match := _PERIOD.search(words):
        yield from _of_period(match["unit"].lower(), day)
    elif match := _YEAR.search(words):
        yield Frame(f"calendar year {match['year']}", date(int(match["year"]), 1, 1))
    elif (match := _LENGTH.search(words)) and (match["number"] or not match["many"]):
        yield from _of_length(match, named[0] if named and not empty else None, day)
    elif match := _VAGUE.search(words):
        yield Frame(match.group(), None, f"\u201c{match.group()}\u201d names no day")
    elif empty:
        yield Frame("before it", None, "the words name no day from which on it is counted")
    else:
        yield Frame("ever", date.min)
        yield Frame(
            "from a start that the words leave out", None, "the words name no start of the count"
        )


def _of_period(unit: str, day: date | None) -> Iterator[Frame]:
    if day is None:
        yield Frame(f"this {unit}", None, f"which {unit} is meant is not told")
    elif unit == "year":
        yield Frame(f"calendar year {day.year}", date(day.year, 1, 1))
        yield Frame("twelve months", months_before(day, 12))
    elif unit == "month":
        yield Frame(f"calendar month {day:%Y-%m}", day.replace(day=1))
        yield Frame("one month", months_before(day, 1))
    else:
        yield Frame("calendar week", day - timedelta(day.weekday()))
        yield Frame("seven days", day - timedelta(7))


def _of_length(match: re.Match[str], whole: date | None, day: date | None) -> Iterator[Frame]:
    """Give the window of a length of time, to the day; and by whole years or months."""
    if day is None:
        yield Frame(match.group(), None, "the day from which it counts back is not told")
        return
    typed, unit = (match["number"] or "one").lower(), match["unit"].lower()
    number = int(typed) if typed.isdigit() else _NUMBERS[typed]
    first = (
        months_before(day, number * _MONTHS[unit])
        if unit in _MONTHS
        else day - timedelta(number * (7 if unit == "week" else 1))
    )
    about = (match["about"] or "").lower()
    longer = re.search(r"more than|over|at least", about)
    if not longer and (unit == "decade" or _ROUGHLY.search(about)):
        first = day - timedelta(int((day - first).days * ROUGH))
        yield Frame(f"{match.group()}, less a tenth for rounding", first)
        return
    yield Frame(f"{match.group()}, to the day", first)
    if whole and whole != first:
        yield Frame(f"{match.group()}, by the calendar", whole)


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier; at the end of a month the last day there is.

    >>> str(months_before(date(2024, 3, 31), 1))
    '2024-02-29'
    """
    ahead = day.year * 12 + day.month - 1 - months
    year, month = max(ahead // 12, 1), ahead % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _next(day: date) -> date:
    return day + timedelta(1) if day < date.max else day
