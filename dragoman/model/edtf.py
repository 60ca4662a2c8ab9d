"""The part of EDTF that documents need: days, months, years, ranges, and dates without a year.

Dates stay text ("2020-08"), as precise as the source and no more; this module says
which days such a text can mean. Level 0 dates and intervals, plus level 2's
unspecified year: "XXXX-07-22".
"""

import calendar
import re
from datetime import date
from functools import lru_cache

_DATE = re.compile(r"(\d{4}|XXXX)(?:-(\d{2})(?:-(\d{2}))?)?")


def is_yearless(value: str) -> bool:
    """Return whether the year is unspecified.

    >>> is_yearless("XXXX-06-13/XXXX-06-20"), is_yearless("2020-08")
    (True, False)
    """
    return "XXXX" in value


@lru_cache(maxsize=100_000)
def interval(value: str) -> tuple[date, date] | None:
    """Return the first and last day that an EDTF text can mean.

    None for a yearless date: it falls on no day that could be named.

    Raises:
        ValueError: The text is not EDTF of the kind described above.

    >>> interval("2020-08")
    (datetime.date(2020, 8, 1), datetime.date(2020, 8, 31))
    >>> interval("2022-09-14/2022-09-16")[1]
    datetime.date(2022, 9, 16)
    >>> interval("XXXX-07-22") is None
    True
    """
    parts = [_one(part) for part in value.split("/")]
    if not 1 <= len(parts) <= 2:
        raise ValueError(f"{value!r} is not a date or a range of two; write 2020-08-20 or a/b")
    days = [part for part in parts if part is not None]
    if len(days) < len(parts):
        return None
    first, last = days[0][0], days[-1][1]
    if last < first:
        raise ValueError(f"{value!r} ends before it starts")
    return first, last


def spell(first: date, last: date) -> str:
    """Return the shortest EDTF text that means these days: `interval` the other way round.

    >>> spell(date(2020, 8, 1), date(2020, 8, 31)), spell(date(2020, 1, 1), date(2020, 12, 31))
    ('2020-08', '2020')
    >>> spell(date(2020, 8, 1), date(2020, 8, 1)), spell(date(2020, 8, 1), date(2020, 8, 3))
    ('2020-08-01', '2020-08-01/2020-08-03')
    """
    day = first.isoformat()
    wide = (text for text in (day[:4], day[:7], day) if interval(text) == (first, last))
    return next(wide, f"{first}/{last}")


def _one(value: str) -> tuple[date, date] | None:
    match = _DATE.fullmatch(value)
    if not match:
        raise ValueError(
            f"{value!r} is not an EDTF date; write 2020, 2020-08, 2020-08-20 or XXXX-08-20"
        )
    year, month, day = match.groups()
    month_number = int(month) if month else None
    if month_number is not None and not 1 <= month_number <= 12:
        raise ValueError(f"{value!r} has the month {month}, and a year has twelve")
    if year == "XXXX":
        date(2000, month_number or 1, int(day or 1))
        return None
    if month_number is None:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    if day is None:
        last = calendar.monthrange(int(year), month_number)[1]
        return date(int(year), month_number, 1), date(int(year), month_number, last)
    exact = date(int(year), month_number, int(day))
    return exact, exact
