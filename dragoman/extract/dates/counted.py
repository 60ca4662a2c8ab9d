"""Times counted in units from a day that is known: "two weeks ago", "the sixth day after"."""

import re

from dragoman.extract.dates.days import iso, make_day, month_of, shift_days, week_from, year_of
from dragoman.extract.dates.reading import UNRESOLVED, Anchor, Context, NamedDay, Value
from dragoman.extract.dates.words import number_of

ABOUT = re.compile(
    r"\b(?:about|around|some|nearly|almost|over|more\sthan|less\sthan|roughly|exactly|just|only)\s$",
    re.IGNORECASE,
)


def counted_from(base: Anchor, count: int, unit: str, about: bool) -> Value:
    """Return the day, week, month or year that lies `count` units from the base.

    As fine as the unit: "two months ago" is a month, "twelve years ago" a year; a week
    that is counted from a day is the calendar week around that day.
    """
    words = base.words
    if unit == "year" or unit == "decade":
        years = count * (10 if unit == "decade" else 1)
        return Value(year_of(base.first.year + years), anchor=words, approx=about)
    if unit == "month" and base.grain != "year":
        month = month_of(base.first.year, base.first.month + count)
        return Value(month, anchor=words, approx=about)
    if base.day is None:
        return UNRESOLVED
    if unit == "week":
        day = shift_days(base.day, 7 * count)
        monday = shift_days(day, -day.weekday()) if day else None
        return Value(week_from(monday), anchor=words, approx=True)
    if unit == "day":
        day = shift_days(base.day, count)
        return Value(iso(day), anchor=words, approx=about) if day else UNRESOLVED
    return UNRESOLVED


def read_ago(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "two weeks ago" and "one year ago today" against the document's day.

    Not against the date named before.
    """
    count, unit = number_of(match["n"]), match["unit"].lower()
    about = ABOUT.search(context.before(match.start(), 12))
    start = match.start() - len(about.group()) if about else match.start()
    event = _named_day_after(context, match.end())
    if event is not None:
        # "Twelve years ago, on the sixth day after the Wenchuan earthquake": the named day
        # stands for the year, which "years ago" alone would leave to the document's day.
        named, end = event
        year = int(named.day[:4])
        counted = context.anchor is None or context.anchor.first.year - count == year
        if unit == "year" and counted:
            return Value(named.day[:4], anchor=named.words, start=start, end=end)
    anchor = context.anchor
    if anchor is None:
        return UNRESOLVED._replace(start=start)
    if match["today"] and unit in ("month", "year", "decade"):
        months = count * {"month": 1, "year": 12, "decade": 120}[unit]
        month = month_of(anchor.first.year, anchor.first.month - months) if anchor.day else None
        day = make_day(int(month[:4]), int(month[5:]), anchor.first.day) if month else None
        return Value(iso(day), anchor=anchor.words, start=start) if day else UNRESOLVED
    return counted_from(anchor, -count, unit, about is not None)._replace(start=start)


def read_hence(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "in three days' time", "two weeks from now", "in a fortnight"."""
    anchor = context.anchor
    if anchor is None:
        return UNRESOLVED
    if "fortnight" in match.group().lower():
        sign = -1 if match.group().lower().endswith("ago") else 1
        return counted_from(anchor, sign * 14, "day", True)
    return counted_from(anchor, number_of(match["n"]), match["unit"].lower(), False)


def _named_day_after(context: Context, start: int) -> tuple[NamedDay, int] | None:
    """Return the named day that is counted from right behind "years ago,", and its end."""
    end = min(context.end, start + 80)
    match = context.named_days.counted.search(context.text, start, end)
    if match is None or match.start() - start > 4:
        return None
    return context.named_days.by_name[match["event"].lower()], match.end()


def read_named_day(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "on the sixth day after the Wenchuan earthquake" to the month.

    Whether the first day is the earthquake's own or the one after it differs by language
    and author, so the day itself stays open.
    """
    event = context.named_days.by_name[match["event"].lower()]
    return Value(event.day[:7], anchor=event.words, approx=True)
