"""Calendar arithmetic: days, weeks and months, and how EDTF writes them.

What the calendar has not (30 February, the year 10000) is None, never the nearest day
that it has.
"""

import calendar
from datetime import date, timedelta

from dragoman.model.edtf import interval


def iso(day: date) -> str:
    """Return a day as EDTF."""
    return f"{day.year:04}-{day.month:02}-{day.day:02}"


def make_day(year: int, month: int, day: int) -> date | None:
    """Return a day; None where the calendar has none, as on 30 February."""
    if not 1 <= year <= 9999 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def shift_days(day: date, days: int) -> date | None:
    """Return the day so many days on, or back; None beyond the calendar's ends."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


def month_of(year: int, month: int) -> str | None:
    """Return the month as EDTF; months beyond a year's end roll over."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year:04}-{month:02}" if 1 <= year <= 9999 else None


def year_of(year: int) -> str | None:
    """Return the year as EDTF; None beyond the calendar's ends."""
    return f"{year:04}" if 1 <= year <= 9999 else None


def span_of(first: date | None, last: date | None) -> str | None:
    """Return two days as an EDTF interval, or one day where they are the same."""
    if first is None or last is None:
        return None
    return iso(first) if first == last else f"{iso(first)}/{iso(last)}"


def day_range(year: int, first: tuple[int, int], last: tuple[int, int]) -> str | None:
    """Return days of one year as EDTF; a range that ends before it starts ends a year later."""
    start = make_day(year, *first)
    end = make_day(year if last >= first else year + 1, *last)
    return span_of(start, end)


def yearless_days(first: tuple[int, int], last: tuple[int, int]) -> str | None:
    """Return days without a year as EDTF; 29 February counts, since some years have it."""
    if make_day(2000, *first) is None or make_day(2000, *last) is None:
        return None
    start, end = (f"XXXX-{month:02}-{day:02}" for month, day in (first, last))
    return start if first == last else f"{start}/{end}"


def first_day(value: str) -> date:
    """Return the first day of an EDTF value that has a year."""
    days = interval(value)
    assert days is not None  # noqa: S101 - only values with a year come here
    return days[0]


def last_day(value: str) -> date:
    """Return the last day of an EDTF value that has a year."""
    days = interval(value)
    assert days is not None  # noqa: S101 - only values with a year come here
    return days[1]


def week_from(monday: date | None) -> str | None:
    """Return the seven days that begin on a Monday."""
    return span_of(monday, shift_days(monday, 6)) if monday else None


def weekdays_around(anchor: date, weekday: int) -> tuple[date | None, date | None]:
    """Return the nearest such days up to the anchor and from it on; both may be the anchor."""
    back = (anchor.weekday() - weekday) % 7
    ahead = (weekday - anchor.weekday()) % 7
    return shift_days(anchor, -back), shift_days(anchor, ahead)
