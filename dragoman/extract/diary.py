"""Pages laid out by day: "Monday, August 5" on a line of its own, and what took place below it."""

from bisect import bisect_right
from collections.abc import Sequence

from dragoman.extract.dates import DateFound, choose, find_dates
from dragoman.model import Claim, Report, Role
from dragoman.text import CleanText
from dragoman.text.day import is_date_line
from dragoman.text.layout import lines

_LONGEST = 40
"""Characters of a line that is a day and nothing else."""


def day_headings(clean: CleanText) -> list[DateFound]:
    """Return the days that stand as headings over parts of a text, at least two of them.

    A day that no sentence follows before the next one is the day of the page.
    """
    text, published = clean.text, clean.doc.published
    found: list[DateFound] = []
    for start, end in lines(text):
        line = text[start:end].strip(" \t:*#")
        if not 0 < len(line) <= _LONGEST or not line[0].isalnum() or not is_date_line(line):
            continue
        days = find_dates(text, start, end, anchor=published)
        if len(days) == 1 and days[0].end - days[0].start == len(line):
            found.append(days[0])
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
