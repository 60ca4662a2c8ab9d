"""The day in the address of a page."""

import re
from datetime import date

from dragoman.text.dateline import MONTH, MONTHS

_ARCHIVE = re.compile(r"\Ahttps?://web\.archive\.org/web/\d+\w*/", re.IGNORECASE)
_DAYS = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)([-/_.])(\d{1,2})[-/_.](\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(20\d\d)()(\d\d)/?(\d\d)(?:\d{4}|\d{6})?(?!\d)"),
    re.compile(r"/(20\d\d)()/([a-z]{3,9})/(\d{1,2})(?!\d)", re.IGNORECASE),
)
_MONTH = re.compile(r"/((?:19|20)\d\d)[-/]?(\d{1,2})(?=/|\Z)")
_YEAR = re.compile(r"/((?:19|20)\d\d)(?=[/-])")
_SLUG = re.compile(
    rf"(?<![a-z\d])(?:(?P<n1>{MONTH})-(?P<d1>\d{{1,2}})|(?P<d2>\d{{1,2}})-(?P<n2>{MONTH})"
    r"|(?P<d3>\d{1,2})[-_](?P<m3>\d{1,2}))[-_](?P<y>20\d\d)(?!\d)",
    re.IGNORECASE,
)


def iso_day(year: str | int, month: str | int, day: str | int) -> str | None:
    """Return a day as EDTF; None where the calendar has none."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
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
    for pattern in _DAYS:
        for match in pattern.finditer(url):
            month = match[3] if match[3].isdigit() else MONTHS.get(match[3][:3].lower(), 0)
            if value := iso_day(match[1], month, match[4]):
                return value
    for match in _MONTH.finditer(url):
        if 1 <= int(match[2]) <= 12:
            return f"{match[1]}-{int(match[2]):02}"
    return None


def slug_day(url: str | None) -> str | None:
    """Return the day in the words of an address, which may be that of a happening.

    >>> slug_day("https://x.example/news/joint-statement-april-6-2023")
    '2023-04-06'
    >>> slug_day("https://x.example/a-28-12-2021"), slug_day("https://x.example/a-02-12-2021")
    ('2021-12-28', None)
    """
    match = _SLUG.search(_ARCHIVE.sub("", url[:2000])) if url else None
    if match is None:
        return None
    if match["d3"]:
        days = {
            iso_day(match["y"], match["m3"], match["d3"]),
            iso_day(match["y"], match["d3"], match["m3"]),
        }
        days.discard(None)
        return days.pop() if len(days) == 1 else None
    name = match["n1"] or match["n2"]
    return iso_day(match["y"], MONTHS[name[:3].lower()], match["d1"] or match["d2"])


def url_year(url: str | None) -> str | None:
    """Return the year in the path of an address."""
    match = _YEAR.search(_ARCHIVE.sub("", url[:2000])) if url else None
    return match[1] if match else None
