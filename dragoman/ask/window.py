"""Windows of time, and whether a date that a document claims falls in one."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from dragoman.model import InputError
from dragoman.model.edtf import interval, is_yearless


class Placing(Enum):
    """What the record says of an event and a window."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"  # it may fall inside; no document says so


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `first` to `last`, both included, and how they were asked for."""

    first: date
    last: date
    words: str

    def in_words(self) -> str:
        """Say it in a sentence; an open end is said as one.

        >>> between("2020-08", None).in_words()
        'from 2020-08 on'
        """
        first, _, last = self.words.partition("/")
        if last == "..":
            return f"from {first} on"
        return f"up to {last}" if first == ".." else f"in {self.words}"


def window(text: str) -> Window:
    """Read a window from an EDTF day, month, year or range of two.

    Raises:
        InputError: The text is none of these, or names no year.

    >>> window("2020-08").last
    datetime.date(2020, 8, 31)
    """
    try:
        days = interval(text.strip())
    except (ValueError, OverflowError) as error:
        raise InputError(
            f"{error}. A month is written 2020-08; a day, a year and a range such as "
            "2020-06/2020-08 will do too"
        ) from None
    if days is None:
        raise InputError(f"{text!r} names no year; write 2020-08, or a range of two such months")
    return Window(*days, text.strip())


def between(since: str | None, until: str | None) -> Window | None:
    """Read a window from its two ends, either of which may be open; None when both are.

    Raises:
        InputError: One is not EDTF, or the end lies before the start.
    """
    if since is None and until is None:
        return None
    first = window(since).first if since else date.min
    last = window(until).last if until else date.max
    if last < first:
        raise InputError(f"the window from {since} to {until} ends before it starts")
    return Window(first, last, f"{(since or '..').strip()}/{(until or '..').strip()}")


def place(dates: tuple[str, ...], asked: Window) -> Placing:
    """Say whether an event with these claimed dates falls in a window.

    A date counts when every day that it can mean lies in the window, or when it is a
    range of exact days that reaches into it. A year does not lie in one of its months.
    One claimed date inside is enough: the answer then shows the others beside it.

    >>> place(("2020-08-20", "2020-09-01"), window("2020-08"))
    <Placing.INSIDE: 'inside'>
    >>> place(("2020",), window("2020-08"))
    <Placing.UNKNOWN: 'unknown'>
    """
    if not dates:
        return Placing.UNKNOWN
    found = {_place_one(value, asked) for value in dates}
    for placing in (Placing.INSIDE, Placing.UNKNOWN):
        if placing in found:
            return placing
    return Placing.OUTSIDE


def _place_one(value: str, asked: Window) -> Placing:
    if is_yearless(value):
        return _place_yearless(value, asked)
    try:
        days = interval(value)
    except (ValueError, OverflowError):
        return Placing.UNKNOWN
    if days is None or days[1] < asked.first or days[0] > asked.last:
        return Placing.OUTSIDE
    exact_range = "/" in value and all(len(end) == len("2020-08-20") for end in value.split("/"))
    contained = asked.first <= days[0] and days[1] <= asked.last
    return Placing.INSIDE if contained or exact_range else Placing.UNKNOWN


def _place_yearless(value: str, asked: Window) -> Placing:
    if asked.last.year - asked.first.year > 1:
        return Placing.UNKNOWN
    for year in range(asked.first.year - 1, asked.last.year + 1):
        try:
            days = interval(value.replace("XXXX", f"{year:04}"))
        except ValueError:
            return Placing.UNKNOWN  # wraps around the new year, or 29 February
        if days and days[0] <= asked.last and days[1] >= asked.first:
            return Placing.UNKNOWN
    return Placing.OUTSIDE


@lru_cache(maxsize=100_000)
def finest(dates: tuple[str, ...]) -> tuple[str, ...]:
    """Return the dates that no finer one makes precise, in order.

    "2020-08" and "2020-08-20" agree, and only the latter stays; two days disagree, and
    both stay.

    >>> finest(("2020-08", "2020-08-20", "2020-08-21"))
    ('2020-08-20', '2020-08-21')
    """
    if all(len(value) == len("2020-08-20") for value in dates):
        return tuple(dict.fromkeys(sorted(dates)))  # nothing is finer than a day
    spans = {value: _span(value) for value in dict.fromkeys(sorted(dates))}
    return tuple(
        value
        for value, span in spans.items()
        if span is None
        or not any(
            other != value
            and inner
            and span != inner
            and span[0] <= inner[0] <= inner[1] <= span[1]
            for other, inner in spans.items()
        )
    )


def _span(value: str) -> tuple[date, date] | None:
    try:
        return interval(value)
    except (ValueError, OverflowError):
        return None


def compatible(one: str, other: str) -> bool:
    """Return whether two claimed dates can mean the same day.

    >>> compatible("2020-08", "2020-08-20"), compatible("2020-08-20", "2020-08-21")
    (True, False)
    """
    if one == other:
        return True
    if is_yearless(one) != is_yearless(other):
        yearless, dated = (one, other) if is_yearless(one) else (other, one)
        span = _span(dated)
        return span is None or any(
            compatible(yearless.replace("XXXX", f"{year:04}"), dated)
            for year in {span[0].year, span[1].year}
        )
    if is_yearless(one):
        one, other = (value.replace("XXXX", "2000") for value in (one, other))
    first, second = _span(one), _span(other)
    if first is None or second is None:
        return False
    return first[0] <= second[1] and second[0] <= first[1]
