"""The day that a document gives for itself: printed, in its address, or in its dateline."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dragoman.model.edtf import interval
from dragoman.text.calendars import OTHER_CALENDAR, other_day
from dragoman.text.dateline import MONTH, MONTHS, Dateline, dateline_at
from dragoman.text.layout import lines

CameFrom = Literal["text", "url", "dateline"]
Order = Literal["day-first", "month-first"]
"""What comes first in dates of figures, such as 02/03/2023."""

_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = (
    r"\b\d{1,2}[:.h]\d{2}(?::\d{2})?(?!\.?\d)\s*(?:[ap]\.?m\b\.?)?(?:\s?(?-i:[A-Z]{2,4})\b)?"
    r"|\b(?:gmt|utc|[a-z]{1,2}[sd]t|et|cet|local time|hours|hrs)\b(?:[+-]\d{1,4}(?::\d\d)?)?"
)
_DATE = re.compile(
    r"(?<![\d/.-])(?:"
    r"(?P<y1>(?:19|20)\d\d)(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})"
    r"(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?"
    rf"|(?P<n2>{MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th|\.)?(?:\s+of)?[\s-]+(?P<n3>{MONTH})\.?,?(?:\s+of)?"
    r"[\s-]+(?P<y3>(?:19|20)\d\d)"
    r"|(?P<a4>\d{1,2})(?P<s4>[-/.])(?P<b4>\d{1,2})(?P=s4)(?P<y4>(?:19|20)\d\d)"
    rf"|(?P<n5>{MONTH})\.?\s+(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<d6>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<n6>{MONTH})"
    rf"|(?P<n7>{MONTH})\.?,?\s+(?P<y7>(?:19|20)\d\d)"
    r")(?![\d/])(?!\.\d)(?!\w)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"original title:.*"
    r"|\b(?:news (?:id|code)|number of readings|readings|views|reads|hits|clicks|visits?"
    r"|page views?|browse|hit count)\s*:?\s*[\d,.]+"
    r"|\b(?:text|font|word)[- ]?size\b.{0,40}|\b(?:AD|CE)\b|\bcorresponding\b"
    r"|\b(?:editor|source|author|by|staff writer|service|section|category|group|topic)"
    r"\s*:\s*[^|]{1,40}"
    r"|\b(?:(?:world|news|foreign|web|politics|international) )?(?:desk|bureau|newsroom|service)\b"
    r"|\bby\s+\w+(?:\s[A-Z][\w.]*){0,2}"
    r"|\bpress\s+release(?:\s+no)?\b\.?\s*[\d/-]*|\bno\b\.?\s*:?\s*\d[\d/-]*"
    r"|\b\d{1,3}\s+min(?:ute)?s?\s+read\b"
    r"|(?<=\0)\s*updated\s+(?:\d+\s+\w+\s+)?ago\b"
    r"|\b(?:(?:last|first)\s+)?(?:published|publication|posted|updated?|issued|released?|modified|created|entrance"
    r"|date|time|staff writer)\b|\b(?:on|at|to|the|in|of)\b",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:update[ds]?|modified)\b[^|]{0,20}\Z", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"\b(?:published|publication|posted|issued|released?|entrance)\b", re.IGNORECASE
)
_NOISE = re.compile(rf"{_WEEKDAY}|{_TIME}", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"\d[:.h]\d\d")
_GAP = re.compile(r"\t|\s{2,}")
_APART = re.compile(r"\s{2}|\t|\s?\|")
_WEEK = re.compile(
    rf"(?:[\w ]{{0,30}}\bweek\b[\w ]{{0,10}}[:,]? |from )?(?:"
    rf"(?:{MONTH})\.? \d{{1,2}}\s?(?:-|–|—|to)\s?(?P<n1>{MONTH})\.? (?P<d1>\d{{1,2}}),?"
    r" (?P<y1>(?:19|20)\d\d)"
    rf"|(?P<n2>{MONTH})\.? \d{{1,2}}\s?(?:-|–|—|to)\s?(?P<d2>\d{{1,2}}),? (?P<y2>(?:19|20)\d\d)"
    rf"|\d{{1,2}}(?: (?:{MONTH}))?\s?(?:-|–|—|to)\s?(?P<d3>\d{{1,2}}) (?P<n3>{MONTH}),?"
    r" (?P<y3>(?:19|20)\d\d))",
    re.IGNORECASE,
)
"""The days that a round-up covers; it is written on the last of them."""

_DAY_FIRST = re.compile(r"[\s,|-]*\d{1,2}h\d\d\b")  # as it is written in French and Portuguese
_MONTH_FIRST = re.compile(r"[\s,|-]*\d{1,2}:\d\d[^\n]{0,8}\b(?:E[DS]?T|[CMP][DS]T)\b")
_FIGURES = re.compile(
    r"(?<![\d/.-])(?P<a>\d{1,2})(?P<s>[/-])(?P<b>\d{1,2})(?P=s)(?:19|20)\d\d(?!\d)"
)

_TOUCHING = re.compile(r"\w\s*\0|\0\s*\w")

_ARCHIVE = re.compile(r"\Ahttps?://web\.archive\.org/web/\d+\w*/", re.IGNORECASE)
_URL_DAYS = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)([-/_.])(\d{1,2})[-/_.](\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(20\d\d)()(\d\d)/?(\d\d)(?:\d{4}|\d{6})?(?!\d)"),
    re.compile(r"/(20\d\d)()/([a-z]{3})/(\d{1,2})(?!\d)"),
)
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)[-/]?(\d{1,2})(?=/|\Z)")
_URL_YEAR = re.compile(r"/((?:19|20)\d\d)(?=[/-])")

# A day printed on top of the page that lies further than this from the day in the address is
# the day of the visit: pages print today's date over yesterday's news.
_CRAWL_DAYS = 3

# How many lines that are not blank are looked at from the top and from the bottom.
_HEAD, _FOOT = 12, 6
_LINE = 160
_OPENED = 12  # words of a line that a day opens
_RESIDUE = 4  # words beside the date: "Ministry of Foreign Affairs | 12 March 2020"
_PROSE = 25  # words of a line that is text and not furniture


@dataclass(frozen=True, slots=True)
class Day:
    """A document's own day: EDTF text, where it stood, and the stretch, if it was in the text.

    `value` may lack the year ("XXXX-07-09"), or be a month, where the document gives no more.
    """

    value: str
    came_from: CameFrom
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class _Printed:
    value: str
    start: int
    end: int
    rank: int  # 0: says "published"; 1: says nothing; 2: says "updated"


def find_day(text: str, url: str | None, order: Order | None = None) -> Day | None:
    """Return the day that the document gives for itself, or None.

    A date counts when it stands on a line of its own near the head or the foot, in the address,
    or in the dateline; a date inside a sentence of the body is the day of something else. A
    printed day that lies more than three days from that of the address is the day on which the
    page was fetched, and the address wins.

    Args:
        text: The document.
        url: Its address.
        order: How its publisher writes dates of figures, if that is known: it decides where
            neither the address nor the weekday does.
    """
    address = url_day(url)
    known = interval(address) if address else None
    printed = list(_printed(text, known, order))
    dateline = _first_dateline(text)
    year = address[:4] if address else _url_year(url)
    if year is None:
        year = next((p.value[:4] for p in printed if not p.value.startswith("XXXX")), None)

    dated = [_with_year(p, year) for p in printed]
    if known:
        first, last = known
        near = [p for p in dated if _distance(p.value, first, last) <= _CRAWL_DAYS]
    else:
        near = [p for p in dated if not p.value.startswith("XXXX")]
    days = [p for p in near if len(p.value) == 10]
    if days:
        best = min(days, key=lambda p: p.rank)
        return Day(best.value, "text", best.start, best.end)
    if address and len(address) == 10:
        return Day(address, "url")
    if dateline and dateline.day:
        value = dateline.day.replace("XXXX", year) if year else dateline.day
        fits = not known or _distance(value, *known) <= _CRAWL_DAYS
        if fits and not value.startswith("XXXX") and _is_day(value):
            return Day(value, "dateline", dateline.start, dateline.end)
    if address:
        return Day(address, "url")
    if near:
        best = min(near, key=lambda p: p.rank)
        return Day(best.value, "text", best.start, best.end)
    if len({p.value for p in dated}) == 1:  # more are the days of a diary
        best = min(dated, key=lambda p: p.rank)
        return Day(best.value, "text", best.start, best.end)
    if dateline and dateline.day:
        return Day(dateline.day, "dateline", dateline.start, dateline.end)
    return _end_of_title(text, order)


def _end_of_title(text: str, order: Order | None) -> Day | None:
    """Return the day with which the first line ends: "Visit of Minister Freitas, 4 May 2023"."""
    row = next((row for row in lines(text, 0, 3000) if text[slice(*row)].strip()), None)
    if row is None or row[1] - row[0] > 4 * _LINE:
        return None
    for match in _DATE.finditer(text, *row):
        last = text[match.end() : row[1]].strip() in ("", ")")
        parted = text[row[0] : match.start()].rstrip().endswith((",", "(", "-", "–", "—", "|"))
        value = _value(match, text[row[0] : match.start()], None, order)
        if last and parted and value and len(value) == 10 and not value.startswith("XXXX"):
            return Day(value, "text", match.start(), match.end())
    return None


def url_day(url: str | None) -> str | None:
    """Return the day, or else the month, in an address, as EDTF.

    >>> url_day("https://x.example/cn/mfa/t20220319"), url_day("https://x.example/2023/03/lula")
    ('2022-03-19', '2023-03')
    >>> url_day("https://x.example/fa/news/1402/01/17/a") is None
    True
    """
    if not url:
        return None
    url = _ARCHIVE.sub("", url[:2000])
    for pattern in _URL_DAYS:
        for match in pattern.finditer(url):
            month = match[3] if match[3].isdigit() else str(MONTHS.get(match[3], 0))
            if value := _iso(match[1], month, match[4]):
                return value
    for match in _URL_MONTH.finditer(url):
        if 1 <= int(match[2]) <= 12:
            return f"{match[1]}-{int(match[2]):02}"
    return None


def is_date_line(line: str) -> bool:
    """Return whether a line gives a date or a time and says nothing else.

    Labels ("Published", "Updated on"), weekdays, times, a place and an outlet may stand beside
    it; a sentence or a headline may not.

    >>> is_date_line("Published: Sunday | March 22, 2020 | 12:18 AM")
    True
    >>> is_date_line("On March 22, 2020 the two leaders spoke by telephone")
    False
    """
    if len(line) > _LINE or not _DIGIT.search(line):
        return False
    bare, others = OTHER_CALENDAR.subn("\0", _GAP.sub(" | ", line))
    days = [match["n7"] is None for match in _DATE.finditer(bare)]
    bare, dates = _DATE.subn("\0", bare)
    bare, times = _NOISE.subn(" ", bare)
    bare = _LABEL.sub(" ", bare)
    words = _WORD.findall(bare)
    if words and line.endswith("."):
        return False
    if not (dates or others):
        return not words and bool(times) and _CLOCK.search(line) is not None
    if words and dates and not any(days):
        return False  # "President Elbegdorj (November 2009)" is one of a list of visits
    # What is left is a name that stands apart from the date: "Doha | March 18, 2025", but not
    # "Summit 5 May 2020" and not "On Monday, December 23, 2024, the President signed:".
    return (
        len(words) <= _RESIDUE
        and all(word[0].isupper() or len(word) == 1 for word in words)
        and not _TOUCHING.search(bare)
    )


def _printed(text: str, known: tuple[date, date] | None, order: Order | None) -> Iterator[_Printed]:
    """Yield the dates on lines of their own near the head, then near the foot."""
    opened = False
    for start, end in _edges(text):
        line = text[start:end].strip()
        if week := _WEEK.fullmatch(line):
            year, name, day = (_part(week, key) for key in "ynd")
            if value := _iso(year, str(MONTHS[_month(name)]), day):
                yield _Printed(value, start, end, 1)
        if not (is_date_line(line) or (_opens_with_day(line) and not opened)):
            continue
        opened = opened or not is_date_line(line)
        for other in OTHER_CALENDAR.finditer(text, start, end):
            if reckoned := other_day(other):
                yield _Printed(reckoned.isoformat(), *other.span(), 1)
        for match in _DATE.finditer(text, start, end):
            value = _value(match, text[start : match.start()], known, order)
            if value is None:
                continue
            before = text[start : match.start()]
            rank = 2 if _UPDATED.search(before) else 0 if _PUBLISHED.search(before) else 1
            yield _Printed(value, match.start(), match.end(), rank)


def _part(match: re.Match[str], key: str) -> str:
    return next(match[f"{key}{n}"] for n in "123" if match[f"{key}{n}"])


def _opens_with_day(line: str) -> bool:
    """Say whether a day stands apart in front: "07.06.2024  Chisinau, Moldova  Press team"."""
    match = _DATE.match(line)
    if match is None or match["n5"] or match["n6"] or match["n7"] or line.endswith("."):
        return False
    return bool(_APART.match(line, match.end())) and len(line.split()) <= _OPENED


def _edges(text: str) -> list[tuple[int, int]]:
    """The lines before the first and after the last stretch of prose, a few each."""
    head = [row for row in lines(text, 0, min(len(text), 6000)) if text[slice(*row)].strip()]
    found = []
    for row in head[:_HEAD]:
        found.append(row)
        if _is_prose(text, row):
            break
    cut = max(0, len(text) - 3000)
    foot = [row for row in lines(text, cut) if text[slice(*row)].strip()]
    if cut and foot:
        foot = foot[1:]
    tail = []
    for row in reversed(foot[-_FOOT:]):
        if _is_prose(text, row) or (found and row[0] <= found[-1][0]):
            break
        tail.append(row)
    return found + tail[::-1]


def _is_prose(text: str, row: tuple[int, int]) -> bool:
    return len(text[row[0] : row[0] + 2000 if row[1] - row[0] > 2000 else row[1]].split()) >= _PROSE


def _first_dateline(text: str) -> Dateline | None:
    for start, end in _edges(text)[:_HEAD]:
        if found := dateline_at(text, start, end):
            return found
    return None


def _value(
    match: re.Match[str], before: str, known: tuple[date, date] | None, order: Order | None
) -> str | None:
    """The EDTF text of a printed date; None where day and month cannot be told apart."""
    group = match.groupdict()
    for n in ("1", "2", "3"):
        if group[f"y{n}"]:
            month = group.get(f"m{n}") or str(MONTHS[_month(group[f"n{n}"])])
            return _iso(group[f"y{n}"], month, group[f"d{n}"])
    if group["y4"]:
        return _numeric(match, before, known, order)
    for n in ("5", "6"):
        if group[f"n{n}"]:
            value = _iso("2000", str(MONTHS[_month(group[f"n{n}"])]), group[f"d{n}"])
            return value and "XXXX" + value[4:]
    return f"{group['y7']}-{MONTHS[_month(group['n7'])]:02}"


def _numeric(
    match: re.Match[str],
    before: str,
    known: tuple[date, date] | None,
    order: Order | None,
) -> str | None:
    """A date such as 02/03/2023: told by dots, address, weekday, publisher, then what is beside."""
    year, a, b = match["y4"], match["a4"], match["b4"]
    day_first, month_first = _iso(year, b, a), _iso(year, a, b)
    readings = sorted({value for value in (day_first, month_first) if value})
    if len(readings) < 2 or match["s4"] == ".":
        return day_first or month_first
    if known:
        near = [v for v in readings if _distance(v, *known) <= _CRAWL_DAYS]
        if len(near) == 1:
            return near[0]
    if named := re.search(_WEEKDAY, before, re.IGNORECASE):
        weekday = _WEEKDAYS.index(named[0][:3].lower())
        near = [v for v in readings if date.fromisoformat(v).weekday() == weekday]
        if len(near) == 1:
            return near[0]
    order = order or _order(match)
    return {"day-first": day_first, "month-first": month_first}[order] if order else None


def _order(match: re.Match[str]) -> Order | None:
    """Say what comes first by what stands beside it: "18h22", "EDT", another date of the page."""
    text = match.string
    if _DAY_FIRST.match(text, match.end()):
        return "day-first"
    if _MONTH_FIRST.match(text, match.end()):
        return "month-first"
    others = [(int(o["a"]), int(o["b"])) for o in _FIGURES.finditer(text, 0, 6000)]
    first, second = (any(pair[i] > 12 for pair in others) for i in (0, 1))
    return None if first is second else "day-first" if first else "month-first"


def _month(name: str) -> str:
    return name[:3].lower()


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _is_day(value: str) -> bool:
    return len(value) == 10 and _iso(value[:4], value[5:7], value[8:]) is not None


def _with_year(printed: _Printed, year: str | None) -> _Printed:
    value = printed.value.replace("XXXX", year) if year else printed.value
    if value == printed.value or not _is_day(value):
        return printed
    return _Printed(value, printed.start, printed.end, printed.rank)


def _url_year(url: str | None) -> str | None:
    match = _URL_YEAR.search(_ARCHIVE.sub("", url[:2000])) if url else None
    return match[1] if match else None


def _distance(value: str, first: date, last: date) -> int:
    """Days between what `value` can mean and the stretch from `first` to `last`."""
    days = interval(value)
    if days is None:
        return 10_000
    return max(0, (days[0] - last).days, (first - days[1]).days)
