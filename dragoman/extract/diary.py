"""Pages laid out by day: "Monday, August 5" on a line of its own, and what took place below it."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from dragoman.extract.dates import DateFound, choose, find_dates
from dragoman.model import Claim, Report, Role
from dragoman.text import CleanText
from dragoman.text.layout import lines
from dragoman.text.printed import is_date_line

_LONGEST = 40
"""Characters of a line that is a day and nothing else."""

_CLOCK = re.compile(r"\d{1,2}[:.h]\d\d(?: ?[ap]\.?m\.?)?(?: \(?(?:[A-Z]{2,4}|local time)\)?)?")
_CLOCKS = 3
"""Lines with the time of day alone, by which a page shows that it was written as it went."""


def day_headings(clean: CleanText) -> list[DateFound]:
    """Return the days that stand as headings over parts of a text, at least two of them.

    A day that no sentence follows before the next one is the day of the page.
    """
    text, published = clean.text, clean.doc.published
    found: list[DateFound] = []
    clocks: list[tuple[int, int]] = []
    for start, end in lines(text):
        line = text[start:end].strip(" \t:*#")
        if not 0 < len(line) <= _LONGEST or not line[0].isalnum():
            continue
        if _CLOCK.fullmatch(line):
            clocks.append((start, end))
        if not is_date_line(line):
            continue
        days = find_dates(text, start, end, anchor=published)
        if len(days) == 1 and days[0].end - days[0].start == len(line):
            found.append(days[0])
    if not found and published and len(clocks) >= _CLOCKS:
        note = f"document day {published}"  # the entries of a live page are of its day
        return [DateFound(*clock, published, "date.clock", note) for clock in clocks]
    starts = [sentence.start for sentence in clean.sentences]
    nexts = [*(day.start for day in found), len(text)][1:]
    headings = [
        day
        for day, after in zip(found, nexts, strict=True)
        if bisect_right(starts, day.end) < bisect_right(starts, after)
    ]
    return headings if len({day.value for day in headings}) > 1 else []


def day_above(report: Report, headings: Sequence[DateFound], clean: CleanText) -> Claim | None:
    """Return the day of the heading under which a report stands."""
    starts = [clean.span(day.start, day.end).start for day in headings]
    number = bisect_right(starts, report.evidence.start)
    if not number:
        return None
    heading = headings[number - 1]
    value = choose(heading, report.status)
    span = clean.span(heading.start, heading.end)
    return (
        Claim(Role.DATE, value, span, None, "date.heading", note=heading.anchor) if value else None
    )


def shown_days(clean: CleanText) -> list[DateFound]:
    """Return all days that stand on lines of their own, in their order."""
    text, published = clean.text, clean.doc.published
    found: list[DateFound] = []
    for start, end in lines(text):
        line = text[start:end].strip(" \t:*#")
        if 0 < len(line) <= _LONGEST and line[0].isalnum() and _is_day_line(line):
            found += find_dates(text, start, end, anchor=published)[:1]
    return [day for day in found if day.value]


def _is_day_line(line: str) -> bool:
    return is_date_line(line) or line.lower() in _WEEKDAYS


_WEEKDAYS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today",
     "tomorrow", "yesterday"}
)  # fmt: skip


def nearest_day(day: DateFound, *, ahead: bool) -> str | None:
    """Return the reading of a day that a page means: the next weekday, where it looks ahead."""
    return (day.future or day.value) if ahead and day.rule == "date.weekday" else day.value
