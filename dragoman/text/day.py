"""The day that a document gives for itself: printed, in its address, or in its dateline."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Literal

from dragoman.model.edtf import interval
from dragoman.text.address import iso_day, slug_day, url_day, url_year
from dragoman.text.dateline import MONTH, MONTHS, Dateline, dateline_at
from dragoman.text.figures import CRAWL_DAYS, Order, distance
from dragoman.text.layout import lines
from dragoman.text.printed import (
    DATE,
    LINE,
    apart,
    is_date_line,
    is_day,
    opens_with_day,
    other_days,
    plainly,
    rank_of,
    tells_of_another,
    value_of,
    yearless,
)

CameFrom = Literal["text", "url", "dateline"]

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

_ADDRESS = re.compile(
    r"\W{0,3}(?:(?:source|url|link|from)\W{1,3})?(https?://[^\s<>]{8,300})\W{0,2}", re.IGNORECASE
)

_VISIT = re.compile(r"\btoday\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", re.IGNORECASE)

# How many lines that are not blank are looked at from the top and from the bottom.
_HEAD, _FOOT = 12, 6
_TOP = 2  # lines among which a site prints today's day
_FIRST = 6  # lines among which a day may stand apart from names
_PROSE = 25  # words of a line that is text and not furniture
_LEAD = 3000  # characters in which days are looked for that tell 02/03 from 03/02
_CROWD = 3  # different days in the head of a page are those of a list
_BEHIND = 45  # days by which a page may be put out after the day of its dateline

_SAYS, _PLAIN, _UPDATED, _APART, _TODAY = 0, 1, 2, 3, 1.5
"""Ranks: it says "published", nothing, "updated", it stands among names, as today's on top."""


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
    rank: float

    @property
    def day(self) -> Day:
        return Day(self.value, "text", self.start, self.end)


def find_day(text: str, url: str | None, order: Order | None = None) -> Day | None:
    """Return the day that the document gives for itself, or None.

    A date counts when it stands on a line of its own near the head or the foot, in the address,
    or in the dateline; a date inside a sentence of the body is the day of something else. A
    printed day that lies more than three days from that of the address is the day on which the
    page was fetched, and the address wins; so does the dateline over a day long after it.

    Args:
        text: The document.
        url: Its address.
        order: How its publisher writes dates of figures, if that is known: it decides where
            neither the address nor the weekday does.
    """
    text = plainly(text)
    address = url_day(url)
    known = interval(address) if address else None
    dateline = _first_dateline(text)
    printed = list(_printed(text, known, order, dateline))
    year = address[:4] if address else url_year(url)
    if year is None:
        year = next((p.value[:4] for p in printed if not p.value.startswith("XXXX")), None)

    dated = [_with_year(p, year) for p in printed]
    if known:
        near = [p for p in dated if distance(p.value, *known) <= CRAWL_DAYS]
    else:
        near = [p for p in dated if not p.value.startswith("XXXX")]
    days = [p for p in near if len(p.value) == 10]
    if days:
        best = min(days, key=lambda p: p.rank)
        return best.day if known else _written(best, dateline)
    if address and len(address) == 10:
        return Day(address, "url")
    if dateline and dateline.day:
        value = dateline.day.replace("XXXX", year) if year else dateline.day
        fits = not known or distance(value, *known) <= CRAWL_DAYS
        if fits and is_day(value):
            return Day(value, "dateline", dateline.start, dateline.end)
    if address:
        return Day(address, "url")
    if len({p.value for p in near}) == 1:  # more are those of an archive
        return near[0].day
    if not near and len({p.value for p in dated}) == 1:  # more are the days of a diary
        return min(dated, key=lambda p: p.rank).day
    if dateline and dateline.day:
        return Day(dateline.day, "dateline", dateline.start, dateline.end)
    if slug := slug_day(url):
        return Day(slug, "url")
    return _end_of_title(text, order) or _printed_address(text)


def _written(best: _Printed, dateline: Dateline | None) -> Day:
    """Return the printed day, or that of the dateline where the page is of a much later one."""
    if best.rank == _SAYS or dateline is None or dateline.day is None or not is_day(best.value):
        return best.day
    last = date.fromisoformat(best.value)
    years = (last.year, last.year - 1) if "X" in dateline.day else (dateline.day[:4],)
    found = [value for year in years if is_day(value := f"{year}{dateline.day[4:]}")]
    gaps = {value: (last - date.fromisoformat(value)).days for value in found}
    if any(-CRAWL_DAYS <= gap <= CRAWL_DAYS for gap in gaps.values()):
        return best.day
    lately = [value for value, gap in gaps.items() if 0 < gap <= _BEHIND]
    value = lately[0] if lately else dateline.day
    return Day(value, "dateline", dateline.start, dateline.end)


def _end_of_title(text: str, order: Order | None) -> Day | None:
    """Return the day with which the first line ends: "Visit of Minister Freitas, 4 May 2023"."""
    row = next((row for row in lines(text, 0, 3000) if text[slice(*row)].strip()), None)
    if row is None or row[1] - row[0] > 4 * LINE:
        return None
    other = tells_of_another(text[slice(*row)])
    for match in DATE.finditer(text, *row):
        last = text[match.end() : row[1]].strip() in ("", ")")
        parted = text[row[0] : match.start()].rstrip().endswith((",", "(", "-", "–", "—", "|"))
        value = value_of(match, text[row[0] : match.start()], None, order)
        if last and parted and value and is_day(value) and not other:
            return Day(value, "text", match.start(), match.end())
    return None


def _printed_address(text: str) -> Day | None:
    """Return the day of the one address that stands on a line of its own."""
    found = [
        (day, row)
        for row in _edges(text)
        if (match := _ADDRESS.fullmatch(text[slice(*row)].strip())) and (day := url_day(match[1]))
    ]
    return Day(found[0][0], "text", *found[0][1]) if len(found) == 1 else None


def _printed(
    text: str, known: tuple[date, date] | None, order: Order | None, dateline: Dateline | None
) -> list[_Printed]:
    """Return the days on lines of their own near the head and the foot, without those of lists."""
    head, foot = _edges_apart(text)
    named = cache(lambda: _named_days(text, dateline))

    def read(rows: list[tuple[int, int]]) -> list[_Printed]:
        return list(_on_lines(text, rows, known, order, named))

    found = [_not_listed(read(head), _CROWD), _not_listed(read(foot), _CROWD - 1)]
    if any(p.rank != _APART for part in found for p in part):
        found = [[p for p in part if p.rank != _APART] for part in found]
    else:
        found = [found[0] if len({p.value for p in found[0]}) == 1 else [], []]
    return found[0] + found[1]


def _not_listed(found: list[_Printed], crowd: int) -> list[_Printed]:
    """Return the days without those of a list, and without the day of the visit on top."""
    plain = [p for p in found if p.rank in (_PLAIN, _TODAY) and is_day(p.value)]
    days = sorted({date.fromisoformat(p.value) for p in plain})
    if len(days) < 2 or (days[-1] - days[0]).days <= CRAWL_DAYS:
        return found
    if len(days) >= crowd:
        return [p for p in found if p not in plain]
    today = plain[0].rank == _TODAY and plain[0].value == days[-1].isoformat()
    return [p for p in found if p.value != plain[0].value] if today else found


def _on_lines(
    text: str,
    rows: list[tuple[int, int]],
    known: tuple[date, date] | None,
    order: Order | None,
    named: Callable[[], frozenset[str]],
) -> Iterator[_Printed]:
    opened = False
    for number, (start, end) in enumerate(rows):
        line = text[start:end].strip()
        if week := _WEEK.fullmatch(line):
            year, name, day = (_part(week, key) for key in "ynd")
            if value := iso_day(year, MONTHS[name[:3].lower()], day):
                yield _Printed(value, start, end, _PLAIN)
        alone = is_date_line(line)
        if not alone and not (opens_with_day(line) and not opened):
            match = apart(line) if number < _FIRST else None
            value = match and value_of(match, line[: match.start()], known, order, named)
            if match and value:
                at = text.index(line, start) + match.start()
                yield _Printed(value, at, at + len(match[0]), _APART)
            continue
        opened = opened or not alone
        full = False
        others = list(other_days(text, start, end))
        for match in DATE.finditer(text, start, end):
            before = text[start : match.start()]
            value = value_of(match, before, known, order, named)
            if value is not None and not any(
                a < match.end() and match.start() < b for _, a, b in others
            ):
                full = full or not yearless(match)
                rank = rank_of(before)
                on_top = number < _TOP and rank == _PLAIN and _VISIT.search(line)
                yield _Printed(value, *match.span(), _TODAY if on_top else rank)
        for value, first, last in others if not full else ():
            yield _Printed(value, first, last, _PLAIN)


def _named_days(text: str, dateline: Dateline | None) -> frozenset[str]:
    """Return the days ("07-02") that a page names by their month, and the days after them."""
    found = {dateline.day[-5:]} if dateline and dateline.day else set()
    for match in DATE.finditer(text, 0, _LEAD):
        if not match["y4"] and (value := value_of(match, "", None)) and len(value) == 10:
            found.add(value[-5:])
    leap = [date.fromisoformat(f"2000-{day}") for day in found]
    return frozenset(f"{day + timedelta(more):%m-%d}" for day in leap for more in (0, 1))


def _part(match: re.Match[str], key: str) -> str:
    return next(match[f"{key}{n}"] for n in "123" if match[f"{key}{n}"])


def _edges(text: str) -> list[tuple[int, int]]:
    head, foot = _edges_apart(text)
    return head + foot


def _edges_apart(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the lines before the first and after the last stretch of prose, a few each."""
    head = [row for row in lines(text, 0, min(len(text), 6000)) if text[slice(*row)].strip()]
    found = []
    for row in head[:_HEAD]:
        found.append(row)
        if _is_prose(text, row):
            found += [
                after for after in head[len(found) : len(found) + 1] if _is_stamp(text, after)
            ]
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
    return found, tail[::-1]


def _is_stamp(text: str, row: tuple[int, int]) -> bool:
    """Say whether a line below the lead is a day with a clock, and no heading."""
    line = text[slice(*row)].strip()
    return is_date_line(line) and bool(re.search(r"\d:\d\d", line) and DATE.search(line))


def _is_prose(text: str, row: tuple[int, int]) -> bool:
    return len(text[row[0] : row[0] + 2000 if row[1] - row[0] > 2000 else row[1]].split()) >= _PROSE


def _first_dateline(text: str) -> Dateline | None:
    for start, end in _edges(text)[:_HEAD]:
        if found := dateline_at(text, start, end):
            return found
    return None


def _with_year(printed: _Printed, year: str | None) -> _Printed:
    value = printed.value.replace("XXXX", year) if year else printed.value
    return replace(printed, value=value) if is_day(value) else printed
