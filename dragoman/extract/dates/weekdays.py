"""Days of the week and weekends, counted from the document's day."""

import re
from datetime import date

from dragoman.extract.dates.days import iso, shift_days, span_of, weekdays_around
from dragoman.extract.dates.reading import UNRESOLVED, Context, Value
from dragoman.extract.dates.surroundings import KINDS, match_tail
from dragoman.extract.dates.words import WEEKDAYS

_WEEKDAY_MOD = re.compile(
    r"(?<![\w'’-])(?:(?P<prep>on|since|until|till|by|from|before|after|through|between|only\son|late"
    r"|late\son|early\son|for)\s{1,3})?"
    r"(?:(?P<mod>(?:this|the)\s(?:coming|past|last|next)|last|next|this|coming|past)\s{1,3})?"
    r"(?P<skip>(?:every|each|alternate|on\salternate)\s{1,3})?(?:early\s|late\s)?$",
    re.IGNORECASE,
)


def read_weekday(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "on Monday", "last Friday", "Thursday of next week", "Thursday (2)".

    The number in brackets is the day of the month, in the manner of some agencies.
    "last Friday" and "next Friday" are never the document's own day; a bare "Friday" can be.
    """
    left = match_tail(_WEEKDAY_MOD, context.before(match.start()))
    prep = mod = ""
    start = match.start()
    if left:
        if left["skip"]:
            return None
        prep, mod = (left["prep"] or "").lower(), (left["mod"] or "").lower()
        keep = left.end("prep") - left.start() if prep == "for" else 0
        start = match.start() - len(left.group()[keep:].lstrip())
    kind = KINDS.get(prep, "when")
    if context.anchor is None or context.anchor.day is None:
        return UNRESOLVED._replace(start=start, kind=kind)
    anchor, words = context.anchor.day, context.anchor.words
    weekday = WEEKDAYS[match["w"].lower()]
    past, future = weekdays_around(anchor, weekday)
    if past is None or future is None:
        return UNRESOLVED._replace(start=start, kind=kind)
    if match["week"]:
        shift = {"last": -7, "this": 0, "next": 7}[match["week"].lower()]
        day = shift_days(anchor, weekday - anchor.weekday() + shift)
        value = Value(iso(day), anchor=words) if day else UNRESOLVED
    elif match["dom"]:
        near = [shift_days(past, 7 * weeks) for weeks in (-1, 0, 1, 2)]
        days = [day for day in near if day and day.day == int(match["dom"])]
        value = Value(iso(days[0]), anchor=words) if days else UNRESOLVED
    elif mod.endswith(("last", "past")):
        day = past if past < anchor else shift_days(past, -7)
        value = Value(iso(day), anchor=words) if day else UNRESOLVED
    elif mod.endswith(("next", "coming")):
        day = future if future > anchor else shift_days(future, 7)
        value = Value(iso(day), anchor=words) if day else UNRESOLVED
    else:
        value = Value(iso(past), iso(past), iso(future), words)
    return value._replace(start=start, kind=kind)


def read_weekday_range(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "from Monday to Wednesday"; "Monday and Wednesday" is two days.

    "Monday and Tuesday" is a stretch, unless two things took place on them respectively.
    """
    left = match_tail(_WEEKDAY_MOD, context.before(match.start()))
    prep = (left["prep"] or "").lower() if left else ""
    if match["and"] and prep != "between":
        one, two = (WEEKDAYS[match[key].lower()] for key in ("w1", "w2"))
        if (two - one) % 7 != 1 or "respectively" in context.text[match.end() : context.end]:
            return None
    elif not match["dash"] and prep not in ("from", "between"):
        return None
    start = match.start() - (len(left.group().lstrip()) if left else 0)
    if context.anchor is None or context.anchor.day is None:
        return UNRESOLVED._replace(start=start)
    anchor, words = context.anchor.day, context.anchor.words
    one, two = WEEKDAYS[match["w1"].lower()], WEEKDAYS[match["w2"].lower()]
    length = (two - one) % 7 or 7
    begin, _ = weekdays_around(anchor, one)
    _, close = weekdays_around(anchor, two)
    past_end = shift_days(begin, length) if begin else None
    future_start = shift_days(close, -length) if close else None
    past, future = span_of(begin, past_end), span_of(future_start, close)
    if past is None or future is None:
        return UNRESOLVED._replace(start=start)
    return Value(past, past, future, words, start=start)


def read_weekend(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "over the weekend", "last weekend": a Saturday and its Sunday."""
    anchor = context.anchor
    if anchor is None or anchor.day is None:
        return UNRESOLVED
    which = (match["which"] or "").lower()
    saturday = weekdays_around(anchor.day, 5)[0]
    ahead = weekdays_around(anchor.day, 5)[1]
    if saturday is None or ahead is None:
        return UNRESOLVED
    if anchor.day.weekday() == 6:
        ahead = saturday

    def both(day: date | None) -> str | None:
        return span_of(day, shift_days(day, 1)) if day else None

    inside = anchor.day.weekday() >= 5
    if which == "last":
        day = shift_days(saturday, -7) if inside else saturday
        return Value(both(day), anchor=anchor.words, approx=True)
    if which == "next":
        day = shift_days(ahead, 7) if inside else ahead
        return Value(both(day), anchor=anchor.words, approx=True)
    past, future = both(saturday), both(ahead)
    if past is None or future is None:
        return UNRESOLVED
    value = future if which == "this" else past
    return Value(value, past, future, anchor.words, approx=True)
