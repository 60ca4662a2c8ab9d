"""Dates that say their own year: 2022-09-13, 22/10/2021, in 1964, half of 2022, the 1990s."""

import re
from datetime import timedelta

from dragoman.extract.dates.days import iso, make_day
from dragoman.extract.dates.reading import UNRESOLVED, Context, Value
from dragoman.extract.dates.surroundings import (
    BEFORE,
    HAPPENING,
    POSSESSOR,
    match_tail,
    with_left,
    year_named,
)
from dragoman.extract.dates.words import ORDINALS
from dragoman.text.dateline import MONTH, MONTHS

_COUNTED = re.compile(
    r"\s{1,3}(?:people|persons|cases|troops|soldiers|doses|tons|tonnes|years|dollars|euros|percent"
    r"|metres|meters|kilometres|kilometers|km|miles|families|companies|firms|students|jobs)\b"
)

_NEAR = timedelta(days=12)
"""How near the document's day one reading of 02/03/2023 lies, and the other does not."""


def read_digits(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "2022-09-13" and "2022/03/19"."""
    day = (
        make_day(int(match["y"]), int(match["mo"]), int(match["d"]))
        if (1 <= int(match["mo"]) <= 12)
        else None
    )
    return with_left(context, match, Value(iso(day))) if day else None


def read_slashed(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve 22/10/2021, where only one of the two can be a month; 07.12.2023 is day first.

    Of 02/03/2023 the reading within `_NEAR` of the document's day is taken, if one is.
    """
    one, two, year = int(match["a"]), int(match["b"]), int(match["y"])
    if match["sep"] == ".":
        found = make_day(year, two, one) if 1 <= two <= 12 else None
        return with_left(context, match, Value(iso(found))) if found else None
    if one <= 12 and two <= 12 and one != two:
        anchor = context.anchor.day if context.anchor else None
        days = [make_day(year, one, two), make_day(year, two, one)]
        near = [day for day in days if day and anchor and abs(day - anchor) <= _NEAR]
        if len(near) != 1 or context.anchor is None:
            return UNRESOLVED
        return with_left(context, match, Value(iso(near[0]), anchor=context.anchor.words))
    month, day = (two, one) if one > 12 or one == two else (one, two)
    found = make_day(year, month, day) if 1 <= month <= 12 else None
    return with_left(context, match, Value(iso(found))) if found else None


def read_years(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "in 1964" and "from 2019 to 2021".

    A number of four digits is a year only where the words in front say when, or a happening
    stands behind ("their 2023 summit"). What is counted ("2000 troops") never is.
    """
    before = context.before(match.start())
    year = int(match["year"])
    last = match.groupdict().get("year2")
    if _COUNTED.match(context.text, match.end(), context.end):
        return None
    if last:
        to = int(last) if len(last) == 4 else year // 100 * 100 + int(last)
        left = match_tail(BEFORE, before)
        prep = (left["prep"] or "").lower() if left else ""
        if to <= year or prep not in ("in", "from", "between", "during", "over"):
            return None
        return with_left(context, match, Value(f"{year:04}/{to:04}"), kinds=False)
    if not before.strip(_BULLETS):
        return _heading_line(context, match, year)
    left = match_tail(BEFORE, before)
    prep = (left["prep"] or "").lower() if left else ""
    part = (left["part"] or "").lower() if left else ""
    found = Value(f"{year:04}")
    if match.groupdict().get("mt") is not None:
        return with_left(context, match, found)  # "1964 year", "in 1357 (1978)"
    if prep in ("in", "since", "until", "till", "by", "during", "before", "after", "back in"):
        return with_left(context, match, found)
    if prep in ("around", "as of", "as from", "through", "sometime in", "from") or part:
        return with_left(context, match, found)
    if prep == "to" and re.search(r"\b(?:goes|dates|dating|going|stretch\w*)\sback\sto\s$", before):
        return found._replace(kind="since")
    if POSSESSOR.search(before) and HAPPENING.match(context.text, match.end(), context.end):
        return found
    return None


def _heading_line(context: Context, match: re.Match[str], year: int) -> Value | None:
    """Resolve what a line of a chronicle begins with: "1972 - Nixon visits", "2013 June: Xi"."""
    after = _CHRONICLE.match(context.text, match.end(), context.end)
    if after is None:
        return None
    name = after["month"]
    value = f"{year:04}-{MONTHS[name[:3].lower()]:02}" if name else f"{year:04}"
    return Value(value, end=after.end("month") if name else match.end())


_BULLETS = " \t*-•·–—"
_CHRONICLE = re.compile(rf"(?:,?\s(?P<month>{MONTH})\b\.?)?\s?(?:[-–—]|:(?=\s))")


def read_part_of_year(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "the first half of 2022", "the third quarter of this year"."""
    named = year_named(context, match)
    if named is None:
        return UNRESOLVED
    year = named[0]
    if year is None or not 1 <= year <= 9999:
        return None
    which = ORDINALS.get(match["nth"].lower(), 0)
    months = 6 if match["unit"] == "half" else 3
    if not 1 <= which <= 12 // months:
        return None
    one, two = (which - 1) * months + 1, which * months
    value = Value(f"{year:04}-{one:02}/{year:04}-{two:02}", anchor=named[1])
    return with_left(context, match, value)


def read_decade(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "the 1990s"."""
    year = int(match["year"])
    return with_left(context, match, Value(f"{year:04}/{year + 9:04}", approx=True))
