"""Days of other calendars, as pages print them beside or in place of ours.

The solar calendar of Iran, the eras of Japan and Korea and the years of Thailand are reckoned;
the lunar calendar is only known when it is met, because its months begin when the moon is seen.
"""

import re
from datetime import date, timedelta

_SOLAR = (
    "farvardin",
    "ordibehesht",
    "khordad",
    "tir",
    "mordad",
    "shahrivar",
    "mehr",
    "aban",
    "azar",
    "dey",
    "bahman",
    "esfand",
)
_LUNAR = (
    r"muharram|safar|rabi\S*(?: \S+)?|jumada\S*(?: \S+)?|rajab|sha[’']?a?ban|ramadh?an|shawwal"
    r"|dhu\S*(?: \S+)?"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_ERAS = {"reiwa": 2018, "heisei": 1988}  # the year before the first
_BUDDHIST, _JUCHE = 543, 1911  # years ahead of ours, and the year before the first
_LUNAR_YEARS = 1420
"""Years of figures from here on are lunar: 1441/4/4. By the sun, this is yet to come."""

_ERA = r"(?:Reiwa|Heisei) \d{1,2}"

OTHER_CALENDAR = re.compile(
    rf"\b(?P<d1>\d{{1,2}})\s+(?:(?P<n1>{'|'.join(_SOLAR)})|{_LUNAR})\s+(?P<y1>1[34]\d\d)\b"
    r"(?:\s*(?:AH|H)\b\.?)?"
    r"|(?<![\d/.-])(?P<y2>1[34]\d\d)(?P<s2>[/-])(?P<m2>\d{1,2})(?P=s2)(?P<d2>\d{1,2})(?![\d/])"
    rf"|\b(?P<e3>{_ERA}),? (?P<n3>{_MONTHS}) (?P<d3>\d{{1,2}})\b"
    rf"|\b(?P<n4>{_MONTHS}) (?P<d4>\d{{1,2}}),? (?P<e4>{_ERA})\b"
    rf"|\b(?P<d5>\d{{1,2}}) (?P<n5>{_MONTHS}) (?:B\.?E\.? )?(?P<y5>2[45]\d\d|1[34]\d\d)\b"
    r"|\bJuche ?(?P<y6>\d{2,3})\. ?(?P<m6>\d{1,2})\. ?(?P<d6>\d{1,2})\b",
    re.IGNORECASE,
)
"""A day by another calendar, with its year."""

_NOWRUZ = date(2021, 3, 21)  # 1 Farvardin 1400
_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})  # of 33 years; holds for 1343 to 1472


def other_day(match: re.Match[str]) -> date | None:
    """Return the day that a match of `OTHER_CALENDAR` means, or None where it is not reckoned.

    >>> other_day(OTHER_CALENDAR.search("Date: 19 Tir 1402 - 16:20"))
    datetime.date(2023, 7, 10)
    >>> other_day(OTHER_CALENDAR.search("September 27, Reiwa 4"))
    datetime.date(2022, 9, 27)
    >>> other_day(OTHER_CALENDAR.search("18 Shaaban 1444 AH")) is None
    True
    """
    if match["n1"]:
        return _solar(int(match["y1"]), _SOLAR.index(match["n1"].lower()) + 1, int(match["d1"]))
    if match["y2"] and int(match["y2"]) < _LUNAR_YEARS:
        return _solar(int(match["y2"]), int(match["m2"]), int(match["d2"]))
    for n in ("3", "4"):
        if match[f"e{n}"]:
            era, year = match[f"e{n}"].lower().split()
            month = _MONTHS.lower().split("|").index(match[f"n{n}"].lower()) + 1
            return _day(_ERAS[era] + int(year), month, int(match[f"d{n}"]))
    if match["y5"]:
        month = _MONTHS.lower().split("|").index(match["n5"].lower()) + 1
        year, day = int(match["y5"]), int(match["d5"])
        if year < _LUNAR_YEARS:  # "14 August 1396" by a machine: Mordad begins in July
            return _solar(year, (month - 4) % 12 + 1, day)
        return _day(year - _BUDDHIST, month, day) if year > _BUDDHIST + 1800 else None
    if match["y6"]:
        return _day(int(match["y6"]) + _JUCHE, int(match["m6"]), int(match["d6"]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _solar(year: int, month: int, day: int) -> date | None:
    """A day of the solar calendar of Iran: six months of 31 days, then of 30, the last of 29."""
    if not (1343 <= year <= 1472 and 1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        return None
    years = range(1400, year) if year >= 1400 else range(year, 1400)
    days = sum(366 if y % 33 in _LEAP else 365 for y in years) * (1 if year >= 1400 else -1)
    days += 31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day - 1
    return _NOWRUZ + timedelta(days=days)
