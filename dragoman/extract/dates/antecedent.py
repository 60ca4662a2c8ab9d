"""Times told from a date named before: "the same day", "a month later".

These are read twice: once to see that they are dates at all, and once from left to right,
when the dates in front of them are known.
"""

import re

from dragoman.extract.dates.counted import ABOUT, counted_from
from dragoman.extract.dates.days import iso, shift_days, span_of
from dragoman.extract.dates.reading import UNRESOLVED, Context, Value
from dragoman.extract.dates.words import number_of


def read_earlier_later(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "a day earlier", "three months later" against the date named before."""
    count, unit = number_of(match["n"]), match["unit"].lower()
    sign = 1 if match["dir"].lower() in ("later", "after") else -1
    base = context.day if unit in ("day", "week") else context.previous
    if base is None:
        return UNRESOLVED
    return counted_from(base, sign * count, unit, False)


_COMES = re.compile(r"\bcomes\s(?:just\s|only\s|barely\s|less\sthan\s)?$")
"""What is told in the present is of the document's day: "The row comes three days after"."""


def read_gap(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "three days after the committee met": it dates what follows."""
    count, unit = number_of(match["n"]), match["unit"].lower()
    base = context.day or context.anchor
    ahead = context.anchor and base and base.first > context.anchor.last
    if ahead or _COMES.search(context.before(match.start(), 20)):
        base = context.anchor  # "will meet on Friday, he said, a day after talks in Rome"
    if base is None:
        return UNRESOLVED._replace(kind="gap")
    sign = -1 if match["dir"].lower() == "after" else 1
    about = ABOUT.search(context.before(match.start(), 12)) is not None
    return counted_from(base, sign * count, unit, about)._replace(kind="gap")


def read_same_day(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "on the same day", "that evening", "the next morning", "the day before".

    "Earlier in the day" and "the day before" are told from the document's day where no other
    day is named.
    """
    words = " ".join(match.group().lower().split())
    shift = 0
    if "following" in words or "next" in words or "after" in words:
        shift = 1
    elif "previous" in words or "before" in words or "earlier" in words.split()[-1:]:
        shift = -1
    if words in ("the day before", "the day after", "the night before") and not re.match(
        r"\s*(?:[,.;:)]|$|(?:and|in|at|with|that|when|he|she|they)\b)",
        context.text[match.end() : min(context.end, match.end() + 8)],
    ):
        return None
    base = context.day or (context.anchor if shift < 0 else None)
    if words.endswith("in the day"):
        shift, base = 0, context.day or context.anchor
        if context.anchor and base and base.first > context.anchor.last:
            base = context.anchor  # "is leaving on Saturday. Earlier in the day he met him"
    if words == "on the eve":
        shift, base = -1, context.day or context.anchor
    if base is None or base.day is None:
        return UNRESOLVED
    day = shift_days(base.day, shift)
    return Value(iso(day), anchor=base.words) if day else UNRESOLVED


def read_same_unit(context: Context, match: re.Match[str]) -> Value | None:
    """Resolve "the same week", "in the following year"."""
    which = match["which"].lower()
    base = context.previous or (context.anchor if which == "previous" else None)
    if base is None:
        return UNRESOLVED
    shift = {"same": 0, "following": 1, "previous": -1}[which]
    return counted_from(base, shift, match["unit"].lower(), False)


_FEW_DAYS = 2, 9
"""What "a few days" covers."""


def read_vague(context: Context, match: re.Match[str]) -> Value | None:
    """Find a vague time; of these, only "a few days later" can be resolved, to about a week."""
    words = match.group().lower().split()
    if words[-2:-1] != ["days"] or "few" not in words:
        return UNRESOLVED
    base = context.anchor if words[-1] == "ago" else context.day
    if base is None or base.day is None:
        return UNRESOLVED
    few, many = _FEW_DAYS
    if words[-1] != "later":
        few, many = -many, -few
    value = span_of(shift_days(base.day, few), shift_days(base.day, many))
    return Value(value, anchor=base.words, approx=True)
