"""Dates told from the document's day: "on the 12th", "yesterday", "this year", "last spring"."""

import re

from dragoman.extract.dates.days import (
    first_day,
    iso,
    last_day,
    make_day,
    month_of,
    shift_days,
    span_of,
    week_from,
    year_of,
)
from dragoman.extract.dates.reading import UNRESOLVED, Anchor, Context, Value
from dragoman.extract.dates.surroundings import HAPPENING, KINDS, match_tail, with_left
from dragoman.extract.dates.words import DAY_PART, SEASONS, day_number, number_of

_DAY_LEFT = re.compile(
    r"(?<![\w'’-])(?P<prep>on|from|between|until|till|since|by|the"
    rf"|(?:(?:in|on)\s)?(?:the\s)?(?:{DAY_PART}|early\shours)\sof)\s{{1,3}}(?:the\s{{1,3}})?$",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"\s[a-z]+s(?!\w)")


def read_day_of_month(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "on the 12th", "from the 14th to the 16th of this month", "27 evening"."""
    left = match_tail(_DAY_LEFT, context.before(match.start()))
    groups = match.groupdict()
    second = groups.get("d2")
    if groups.get("part") and _PLURAL.match(context.text, match.end(), context.end):
        return None  # "10 morning flights"
    if left is None and groups.get("part") is None:
        return None
    prep = left["prep"].lower() if left else ""
    prep = "on" if prep.endswith("of") else prep  # "on the evening of the 12th"
    if not second and groups.get("part") is None and prep not in ("on", "until", "since", "by"):
        return None
    if (
        groups.get("and")
        and second
        and prep != "between"
        and day_number(second) != day_number(match["d"]) + 1
    ):
        return None
    kind = KINDS.get(prep, "when") if not second else "when"
    start = match.start() - (len(left.group()) if left and prep != "the" else 0)
    found = _days_of_month(
        context, day_number(match["d"]), day_number(second) if second else None, groups
    )
    return found._replace(start=start, kind=kind)


def _days_of_month(
    context: Context, first: int, last: int | None, groups: dict[str, str | None]
) -> Value:
    """Resolve days of a month that is not named: the nearest on either side of the anchor."""
    anchor = context.anchor
    if anchor is None or anchor.grain == "year" or (last is not None and last < first):
        return UNRESOLVED
    year, month = anchor.first.year, anchor.first.month

    def days(shift: int) -> str | None:
        value = month_of(year, month + shift)
        if value is None:
            return None
        one = make_day(int(value[:4]), int(value[5:]), first)
        return span_of(one, make_day(int(value[:4]), int(value[5:]), last or first))

    which = groups.get("whose")
    if which or anchor.grain == "month":
        shift = {"last": -1, "this": 0, "next": 1}.get((which or "this").lower(), 0)
        return Value(days(shift), anchor=anchor.words)
    found = [value for value in (days(shift) for shift in range(-2, 3)) if value]
    past = [value for value in found if first_day(value) <= anchor.last]
    future = [value for value in found if last_day(value) >= anchor.first]
    if not past or not future:
        return UNRESOLVED
    return Value(past[-1], past[-1], future[0], anchor.words)


_DAY_WORDS = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "last evening": -1,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}
_TODAY_NOT = re.compile(
    r"\b(?:of|in|until|up to|as of|world|better|brighter"
    r"|(?<!\bset )(?<!\bdue )(?<!planned )(?<!scheduled )(?<!slated )(?<!fixed )(?<!called )"
    r"(?<!expected )(?<!announced )(?<!arranged )for)\s{1,3}$"
)


def read_day_word(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "today", "yesterday", "overnight".

    Where only the document's month or year is known, "today" is about then. "today's world"
    and "for tomorrow" are no day, but "set for tomorrow" is.
    """
    word = " ".join(match["word"].lower().split())
    before = context.before(match.start(), 24)
    if word in ("today", "tomorrow"):
        if _TODAY_NOT.search(before):
            return None
        named = HAPPENING.match(context.text, match.end(), context.end)
        if match["possessive"] and not named and context.text[match.end() :][:4] != " day":
            return None
    anchor = context.anchor
    kind = "when"
    start = match.start()
    since = re.search(r"(?<!\w)(since|until|till|by|before|after)\s{1,3}$", before, re.IGNORECASE)
    if since:
        kind, start = KINDS[since[1].lower()], start - len(since.group())
    if anchor is None:
        return UNRESOLVED._replace(start=start, kind=kind)
    if anchor.day is None:
        same = word not in _DAY_WORDS and word != "overnight"
        value = Value(_grain(anchor), anchor=anchor.words, approx=True) if same else UNRESOLVED
        return value._replace(start=start, kind=kind)
    if word == "overnight":
        night = span_of(shift_days(anchor.day, -1), anchor.day)
        return Value(night, anchor=anchor.words, approx=True)
    day = shift_days(anchor.day, _DAY_WORDS.get(word, 0))
    if day is None:
        return UNRESOLVED
    return Value(iso(day), anchor=anchor.words, start=start, kind=kind)


def _grain(anchor: Anchor) -> str:
    text = iso(anchor.first)
    return {"day": text, "month": text[:7], "year": text[:4]}[anchor.grain]


def read_unit(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "last week", "this month", "next year", and parts of them."""
    which, unit = match["which"].lower(), match["unit"].lower()
    anchor = context.anchor
    shift = {"last": -1, "this": 0, "next": 1, "the": 0, "the current": 0, "the coming": 1, "": 0}[
        which
    ]
    value = UNRESOLVED
    before = context.before(match.start(), 14)
    if which == "last" and re.search(r"\b(?:the|at|their|his|its|her)\s$", before):
        return None
    if anchor is None:
        pass
    elif unit == "year":
        value = Value(year_of(anchor.first.year + shift), anchor=anchor.words)
    elif unit == "month" and anchor.grain != "year":
        month = month_of(anchor.first.year, anchor.first.month + shift)
        value = Value(month, anchor=anchor.words)
    elif unit == "week" and anchor.day is not None:
        monday = shift_days(anchor.day, 7 * shift - anchor.day.weekday())
        week = week_from(monday)
        value = Value(week, anchor=anchor.words, approx=True)
        if which == "this" and anchor.day.weekday() == 6:
            # On a Sunday, "this week" is the week that ends or the one that begins.
            after = week_from(shift_days(anchor.day, 1))
            if week and after:
                value = Value(week, week, after, anchor.words, approx=True)
    return with_left(context, match, value)


def read_season(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve a season by the months of the northern half; a winter keeps only its year."""
    season = match["season"].lower()
    groups = match.groupdict()
    anchor = context.anchor
    if groups.get("whose") and anchor is not None:
        shift = {"last": -1, "this": 0, "next": 1}[groups["whose"].lower()]
        groups["year"] = f"{anchor.first.year + shift:04}"
    if groups.get("year"):
        year = int(groups["year"] or 0)
        value = f"{year:04}"
        if season != "winter":
            one, two = SEASONS[season]
            value = f"{year:04}-{one:02}/{year:04}-{two:02}"
        against = anchor.words if anchor and groups.get("whose") else None
        return with_left(context, match, Value(value, anchor=against, approx=True))
    if anchor is None or anchor.grain == "year" or season == "winter":
        return with_left(context, match, UNRESOLVED)
    one, two = SEASONS[season]
    own = anchor.first.year
    around = [
        f"{year:04}-{one:02}/{year:04}-{two:02}"
        for year in range(max(1, own - 2), min(9999, own + 2) + 1)
    ]
    past = [value for value in around if first_day(value) <= anchor.last]
    future = [value for value in around if last_day(value) >= anchor.first]
    if not past or not future:
        return with_left(context, match, UNRESOLVED)
    which = (groups.get("which") or "").lower()
    if which == "last":
        done = [value for value in around if last_day(value) < anchor.first] or past
        found = Value(done[-1], anchor=anchor.words, approx=True)
    elif which == "next":
        to_come = [value for value in around if first_day(value) > anchor.last] or future
        found = Value(to_come[0], anchor=anchor.words, approx=True)
    else:
        likely = f"{own:04}-{one:02}/{own:04}-{two:02}" if which == "this" else past[-1]
        found = Value(likely, past[-1], future[0], anchor.words, approx=True)
    return with_left(context, match, found)


def read_coming(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "in the coming days" to about a week; hours to a day and the next."""
    anchor = context.anchor
    if anchor is None or anchor.day is None:
        return UNRESOLVED
    unit, count = match["unit"].lower(), match["n"]
    days = {"hours": 1, "days": 7, "week": 7}.get(unit)
    if count and count.lower() in ("few", "several", "couple of"):
        count = None
    if unit == "days" and count:
        days = number_of(count)
    if days is None or (count and unit != "days"):
        return UNRESOLVED
    first = anchor.day if unit == "hours" else shift_days(anchor.day, 1)
    value = span_of(first, shift_days(anchor.day, days))
    return Value(value, anchor=anchor.words, approx=True)


def read_past_days(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "in the past two days" to the days up to the document's."""
    anchor = context.anchor
    unit, count = match["unit"].lower().rstrip("s"), match["n"]
    if anchor is None or anchor.day is None:
        return UNRESOLVED
    if count is None and match["unit"].lower().endswith("s"):
        return UNRESOLVED
    number = number_of(count) if count else 1
    days = {"hour": max(1, number // 24), "day": number, "week": 7 * number}.get(unit, 30 * number)
    value = span_of(shift_days(anchor.day, -days), anchor.day)
    return Value(value, anchor=anchor.words, approx=True)
