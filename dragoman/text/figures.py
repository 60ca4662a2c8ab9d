"""Dates of figures, such as 02/03/2023: whether the day or the month comes first."""

import re
from collections.abc import Callable
from datetime import date
from typing import Literal

from dragoman.model.edtf import interval
from dragoman.text.address import iso_day

Order = Literal["day-first", "month-first"]
"""What comes first in dates of figures, such as 02/03/2023."""

FIGURES = (
    r"(?P<a4>\d{1,2})(?P<s4>[-/]|\. ?)(?P<b4>\d{1,2})(?P=s4)"
    r"(?P<y4>(?:19|20)\d\d|(?<=[/.])[0-3]\d)"
)
"""The pattern of such a date, with two figures of a year where no hyphen parts them."""

CRAWL_DAYS = 3
"""A printed day that lies further than this from that in the address is another day: pages
print today's date over yesterday's news."""

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_FIRST = re.compile(
    r"[\s,|-]*(?:\d{1,2}h\d\d\b|(?:1[3-9]|2[0-3]):\d\d(?!.{0,6}[ap]\.?m)\b)", re.IGNORECASE
)
"""A clock as it is written in French and Portuguese, or one of 24 hours."""

_MONTH_FIRST = re.compile(r"[\s,|-]*\d{1,2}:\d\d[^\n]{0,8}\b(?:E[DS]?T|[CMP][DS]T)\b")
_OTHERS = re.compile(
    r"(?<![\d/.-])(?P<a>\d{1,2})(?P<s>[/-])(?P<b>\d{1,2})(?P=s)(?:19|20)\d\d(?!\d)"
)
_ROMANCE = re.compile(
    r"\b(?:Minist[eèé]ri?[oe]s?|Rep[uú]bli[cq]u?[ae]|Ag[eê]ncia|Gob[ie]{1,2}rno|Governo|Not[ií]ci[ao]s"
    r"|Prensa|Relaciones|Rela[cç][oõ]es|Affaires|Embajada|Embaixada|Ambassade)\b"
)
_BRITISH = re.compile(
    r"\b(?:programme|centre|defence|labour|favour|neighbour\w*|organis\w+|emphasis(?:e|ed|ing)"
    r"|recognis\w+|honour\w*|endeavour\w*|colour|cheque|metres|utilis\w+|stabilis\w+)\b"
)
_AMERICAN = re.compile(
    r"\b(?:program|center|defense|labor|favor|neighbor\w*|organiz\w+|emphasiz\w+|recogniz\w+"
    r"|honor\w*|endeavor\w*|color|check|meters)\b"
)
_PAGE = 6000


def day_of_figures(
    match: re.Match[str],
    weekday: str | None,
    known: tuple[date, date] | None,
    order: Order | None,
    named: Callable[[], frozenset[str]],
) -> str | None:
    """Return the day: told by dots, address, weekday, dateline, publisher, then what is beside."""
    year, a, b = match["y4"], match["a4"], match["b4"]
    year = year if len(year) == 4 else f"20{year}"
    day_first, month_first = iso_day(year, b, a), iso_day(year, a, b)
    readings = sorted({value for value in (day_first, month_first) if value})
    if len(readings) < 2 or "." in match["s4"]:
        return day_first or month_first
    near = [value for value in readings if known and distance(value, *known) <= CRAWL_DAYS]
    if len(near) != 1 and weekday:
        wanted = _WEEKDAYS.index(weekday[:3].lower())
        near = [value for value in readings if date.fromisoformat(value).weekday() == wanted]
    if len(near) != 1:
        near = [value for value in readings if value[5:] in named()]
    order = order or _clock(match)
    if len(near) != 1 and not order:
        near = [value for value in readings if any(is_near(value, day) for day in named())]
    if len(near) == 1:
        return near[0]
    order = order or _order(match)
    return {"day-first": day_first, "month-first": month_first}[order] if order else None


def _clock(match: re.Match[str]) -> Order | None:
    """Say what comes first by the clock beside it: "18h22", "18:22", "6:22 PM EDT"."""
    if _DAY_FIRST.match(match.string, match.end()):
        return "day-first"
    return "month-first" if _MONTH_FIRST.match(match.string, match.end()) else None


def _order(match: re.Match[str]) -> Order | None:
    """Say what comes first by another date of the page, its language, its spelling."""
    text = match.string
    others = [(int(o["a"]), int(o["b"])) for o in _OTHERS.finditer(text, 0, _PAGE)]
    first, second = (any(pair[i] > 12 for pair in others) for i in (0, 1))
    if first is not second:
        return "day-first" if first else "month-first"
    head = text[: match.end() + 60] if match.end() < 600 else text[:600]
    british, american = (len(r.findall(text, 0, _PAGE)) for r in (_BRITISH, _AMERICAN))
    if _ROMANCE.search(head) or (british > 1 and not american):
        return "day-first"
    return "day-first" if match["s4"] == "-" else None


def is_near(value: str, day: str) -> bool:
    """Say whether a day of any year ("06-12") is about that of a date."""
    try:
        gap = date.fromisoformat(value) - date.fromisoformat(f"{value[:4]}-{day}")
    except ValueError:
        return False
    return abs(gap.days) <= CRAWL_DAYS


def distance(value: str, first: date, last: date) -> int:
    """Return the days between what `value` can mean and the stretch from `first` to `last`."""
    days = interval(value)
    if days is None:
        return 10_000
    return max(0, (days[0] - last).days, (first - days[1]).days)
