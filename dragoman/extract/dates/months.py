"""Dates that name their month: "July 22", "from March to June", "last May".

With a year they are absolute; without one they are read against the anchor, and keep the
nearest reading on either side of it.
"""

import re

from dragoman.extract.dates.days import (
    day_range,
    first_day,
    last_day,
    make_day,
    month_of,
    span_of,
    yearless_days,
)
from dragoman.extract.dates.reading import UNRESOLVED, Anchor, Context, Value
from dragoman.extract.dates.surroundings import (
    BEFORE,
    HAPPENING,
    KINDS,
    ONWARD,
    POSSESSOR,
    match_tail,
    with_left,
    year_named,
)
from dragoman.extract.dates.words import WEEKDAY_STARTS, day_number, month_number
from dragoman.model.edtf import is_yearless

NEAR_DAYS = 92
"""A date without a year that lies this close ahead and most of a year back is read as ahead.

"on April 11" in an announcement of 18 March is three weeks ahead, not eleven months back;
wires add a year, or say "last April", for what is that old.
"""

_ABROAD_DAYS = 2
"""A day that lies no further ahead is never that of the year before: clocks differ by place,
and pages are dated before they are out."""

_MOD = re.compile(
    r"(?<![\w'’-])(?:(?:in|of|during|since|until|by)\s{1,3})?"
    r"(?P<words>(?:(?:the|this)\s)?(?P<mod>last|next|past|coming)|this)\s{1,3}$",
    re.IGNORECASE,
)


_LISTED = re.compile(r"\s(?:and|or)\s[A-Z][a-z]{2,8}\.?\s(?P<year>(?:19|20)\d\d)\b")
"""The year of both: "in March and April 2023"."""


def read_two_months(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "August 30 to September 2".

    Behind the last day, a year is that of the last; the first may be of the year before.
    """
    groups = match.groupdict()
    named = year_named(context, match)
    if named is None:
        return None
    first = (month_number(groups["m1"]), day_number(groups["d1"]))
    last = (month_number(groups["m2"]), day_number(groups["d2"]))
    if groups.get("year1") and named[0]:
        one = make_day(int(groups["year1"]), *first)
        two = make_day(named[0], *last)
        if one is None or two is None or two < one:
            return None
        return with_left(context, match, Value(span_of(one, two)), kinds=False)
    year = named[0]
    if year is not None and last < first and make_day(year - 1, *first):
        value = Value(day_range(year - 1, first, last))
        return with_left(context, match, value, kinds=False)
    found = _days_of_year(context, first, last, year)
    return found and with_left(context, match, found, kinds=False)


def read_one_month(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "March 20-22" and "20 to 22 March".

    "March 20 and 22" is two days and no stretch, unless they follow each other or
    "between" stands in front.
    """
    groups = match.groupdict()
    month, first, last = (
        month_number(groups["m"]),
        day_number(groups["d1"]),
        day_number(groups["d2"]),
    )
    if first >= last:
        return None
    if groups.get("and") and last != first + 1:
        left = match_tail(BEFORE, context.before(match.start()))
        if left is None or (left["prep"] or "").lower() != "between":
            return None
    named = year_named(context, match)
    if named is None:
        return None
    found = _days_of_year(context, (month, first), (month, last), named[0])
    if found is None:
        return None
    return with_left(context, match, found._replace(anchor=named[1] or found.anchor), kinds=False)


def read_month_day(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "July 22", "22 July 2021" and "July 22 last year".

    Of "Tuesday, December 12" only the year is meant in which that is a Tuesday.
    """
    named = year_named(context, match)
    if named is None:
        return None
    day = (month_number(match["m"]), day_number(match["d"]))
    found = _days_of_year(context, day, day, named[0])
    if found is None:
        return None
    left = match_tail(BEFORE, context.before(match.start()))
    if left and left["weekday"] and found.past and found.future:
        weekday = WEEKDAY_STARTS.index(left["weekday"][:3].lower())
        fits = [v for v in (found.past, found.future) if first_day(v).weekday() == weekday]
        if len(set(fits)) == 1:
            found = found._replace(value=fits[0], past=fits[0], future=fits[0])
    return with_left(context, match, found._replace(anchor=named[1] or found.anchor))


def read_month_range(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "from March to June" and "October 2021 - January 2022".

    With "and" between them two months are a stretch only behind "between"; with "to" or a
    dash, behind "from" or where a year follows.
    """
    left = match_tail(BEFORE, context.before(match.start()))
    prep = (left["prep"] or "").lower() if left else ""
    if prep not in ("from", "between") and (match["and"] or not match["year"]):
        return None
    if match["and"] and prep != "between":
        return None
    first, last = month_number(match["m1"]), month_number(match["m2"])
    year2 = int(match["year"]) if match["year"] else None
    year1 = int(match["year1"]) if match["year1"] else year2
    if year1 is not None and year2 is not None:
        if not match["year1"] and first > last:
            year1 -= 1
        one, two = month_of(year1, first), month_of(year2, last)
        value = Value(f"{one}/{two}") if (year1, first) <= (year2, last) else UNRESOLVED
    else:
        one_value = _month_alone(context, first, year1, "")
        if one_value.value is None:
            value = one_value
        elif is_yearless(one_value.value):
            value = Value(f"XXXX-{first:02}/XXXX-{last:02}")
        else:
            value = _span_months(one_value, first, last)
    return with_left(context, match, value, kinds=False)


def _span_months(start: Value, first: int, last: int) -> Value:
    """Extend each reading to the last month, of the next year where that is before the first."""

    def extend(value: str | None) -> str | None:
        if value is None:
            return None
        year = int(value[:4]) + (1 if last < first else 0)
        return f"{value}/{year:04}-{last:02}"

    return start._replace(
        value=extend(start.value), past=extend(start.past), future=extend(start.future)
    )


def read_month_year(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "March 2023"."""
    return with_left(context, match, Value(month_of(int(match["year"]), month_number(match["m"]))))


_SET_FOR = re.compile(r"\b(?:planned|scheduled|slated|set|due|expected|announced)\sfor\s$")


def read_bare_month(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve a month without day and year; "May" and "March" need more than a capital."""
    named = year_named(context, match)
    if named is None:
        return None
    before = context.before(match.start())
    month = month_number(match["m"])
    mod = match_tail(_MOD, before)
    if mod:
        which = (mod["mod"] or "this").lower()
        found = _month_alone(context, month, named[0], which)
        start = match.start() - len(mod.group())
        kind = KINDS.get(mod.group().split()[0].lower(), "when")
        return found._replace(start=start, kind=kind)
    left = match_tail(BEFORE, before)
    prep = (left["prep"] or "").lower() if left else ""
    part = (left["part"] or "").lower() if left else ""
    cued = (
        bool(part)
        or bool(match["which"])
        or (
            prep in ("in", "since", "until", "till", "during", "back in", "around", "as of", "from")
            or prep in ("later in", "earlier in", "sometime in")
            or (prep in ("by", "before", "after", "through") and match["m"] != "May")
            or (prep == "for" and _SET_FOR.search(before))
        )
    )
    if not cued:
        possessed = POSSESSOR.search(before) is not None
        if not possessed or not HAPPENING.match(context.text, match.end(), context.end):
            return None
    if match["m"] == "March" and prep not in ("in", "since") and not part and not match["which"]:
        following = context.text[match.end() : min(context.end, match.end() + 4)]
        if following.startswith((" on", " to", " of")):
            return None
    listed = _LISTED.match(context.text, match.end(), context.end)
    year = int(listed["year"]) if listed and named[0] is None else named[0]
    found = _month_alone(context, month, year, "")
    found = found._replace(anchor=named[1] or found.anchor)
    onward = ONWARD.match(context.text, match.end(), context.end)
    found = with_left(context, match, found)
    return found._replace(kind="since", end=onward.end()) if onward else found


def _days_of_year(
    context: Context, first: tuple[int, int], last: tuple[int, int], year: int | None
) -> Value | None:
    """Resolve one or more days that name their month.

    Without a year: the nearest such day up to the anchor, and the nearest from it on. A
    month or year as anchor gives its own year, since nothing finer is known.
    """
    if year is not None:
        value = day_range(year, first, last)
        return Value(value) if value else None
    if yearless_days(first, last) is None:
        return None
    anchor = context.anchor
    if anchor is None:
        return Value(yearless_days(first, last))
    around = range(max(1, anchor.first.year - 8), min(9999, anchor.first.year + 8) + 1)
    if anchor.grain == "year":
        value = day_range(anchor.first.year, first, last)
        return Value(value, anchor=anchor.words) if value else Value(yearless_days(first, last))
    found = [value for value in (day_range(year, first, last) for year in around) if value]
    past = [value for value in found if first_day(value) <= anchor.last]
    future = [value for value in found if last_day(value) >= anchor.first]
    if not past or not future:
        return Value(yearless_days(first, last))
    ahead = (first_day(future[0]) - anchor.last).days
    if (
        first == last
        and 0 < ahead <= _ABROAD_DAYS
        and (anchor.first - first_day(past[-1])).days > 300
    ):
        return Value(future[0], future[0], future[0], anchor.words)
    return _open(past[-1], future[0], anchor)


def _month_alone(context: Context, month: int, year: int | None, mod: str) -> Value:
    """Resolve a month. `mod` is last, past, this, next or coming, or nothing."""
    if year is not None:
        return Value(month_of(year, month))
    anchor = context.anchor
    if anchor is None:
        return Value(f"XXXX-{month:02}")
    if anchor.grain == "year":
        if mod:
            return UNRESOLVED
        return Value(month_of(anchor.first.year, month), anchor=anchor.words)
    here, own = (anchor.first.year, anchor.first.month), anchor.first.year
    before = month_of(own if (own, month) < here else own - 1, month)
    behind = month_of(own if (own, month) > here else own + 1, month)
    up_to = month_of(own if (own, month) <= here else own - 1, month)
    from_on = month_of(own if (own, month) >= here else own + 1, month)
    if mod in ("last", "past"):
        return Value(before, anchor=anchor.words)
    if mod in ("next", "coming"):
        return Value(behind, anchor=anchor.words)
    if not up_to or not from_on:
        return UNRESOLVED
    if mod == "this":
        value = month_of(own, month)
        return Value(value, up_to, from_on, anchor.words)
    return _open(up_to, from_on, anchor)


def _open(past: str, future: str, anchor: Anchor) -> Value:
    """Return a value with both directions; the past one is likelier unless far away."""
    value = past
    ahead, back = (first_day(future) - anchor.last).days, (anchor.first - first_day(past)).days
    if past != future and ahead <= NEAR_DAYS and back > 365 - NEAR_DAYS - 31:
        value = future
    return Value(value, past, future, anchor.words)


def read_week_of_month(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "in the second week of April" to seven days, the last to those at its end."""
    number = month_number(match["m"])
    nth = match["nth"].lower()
    begin = {"first": 1, "second": 8, "third": 15, "fourth": 22}.get(nth)
    named = year_named(context, match)
    if named is None:
        return None

    def days(year: int) -> str | None:
        month = month_of(year, number)
        if month is None:
            return None
        first = begin or last_day(month).day - 6
        return span_of(make_day(year, number, first), make_day(year, number, first + 6))

    if named[0] is not None:
        found = Value(days(named[0]), anchor=named[1], approx=True)
        return with_left(context, match, found, kinds=False)
    anchor = context.anchor
    if anchor is None:
        return UNRESOLVED
    year = anchor.first.year
    around = [value for value in map(days, (year - 1, year, year + 1)) if value]
    past = [value for value in around if first_day(value) <= anchor.last]
    future = [value for value in around if last_day(value) >= anchor.first]
    if not past or not future:
        return UNRESOLVED
    near = (first_day(future[0]) - anchor.last).days <= NEAR_DAYS
    likely = (
        future[0] if near and (anchor.first - last_day(past[-1])).days > NEAR_DAYS else past[-1]
    )
    found = Value(likely, past[-1], future[0], anchor.words, approx=True)
    return with_left(context, match, found, kinds=False)
