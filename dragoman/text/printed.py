"""Days as pages print them, and the lines that hold nothing else."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from dragoman.text.address import iso_day
from dragoman.text.calendars import OTHER_CALENDAR, other_day
from dragoman.text.dateline import MONTH, MONTHS
from dragoman.text.figures import FIGURES, Order, day_of_figures

_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
_ZONE = (
    r"(?:(?-i:[A-Z]{2,4})\b(?:\s?[+-]\d{1,4}(?::\d\d)?)?|[+-]\d\d:?\d\d\b"
    r"|[a-z]{3,12}/[a-z]{3,12}\b)"
)
_TIME = (
    rf"\b\d{{1,2}}[:.h]\d{{2}}(?::\d{{2}})?(?!\.?\d)\s*(?:[ap]\.?m\b\.?)?(?:\s?\(?{_ZONE}\)?)?"
    r"|\b(?:gmt|utc|[a-z]{1,2}[sd]t|et|cet|local time|hours|hrs)\b(?:[+-]\d{1,4}(?::\d\d)?)?"
)
_YEAR = r"(?:19|20)\d\d"
_SHORT = rf"(?:{_YEAR}|['’]\d\d)"  # "16 Nov '10"
_OF = r"(?:\s+(?:of|de))?"
DATE = re.compile(
    r"(?:(?<![\d/.-])(?<!\d:)|(?<=[./]20\d\d))(?:"
    rf"(?P<y1>{_YEAR})(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}})"
    r"(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?"
    rf"|(?P<n2>{MONTH})(?:\.|[.,]?\s+)(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+|,|/)(?P<y2>{_SHORT})"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th|\.)?{_OF}(?:[\s-]+|(?<=\.))(?P<n3>{MONTH})\.?,?{_OF}"
    rf"(?:[\s,-]+|(?<=\.)|(?=['’]))(?P<y3>{_SHORT}|(?<=-)[0-3]\d\b)"
    rf"|{FIGURES}"
    rf"|(?P<n5>{MONTH})\.?\s+(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<d6>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<n6>{MONTH})"
    rf"|(?P<n7>{MONTH})\.?,?\s+(?P<y7>{_YEAR})"
    rf"|(?P<y8>{_YEAR})\s?[年년]\s?(?P<m8>\d{{1,2}})\s?[月월]\s?(?P<d8>\d{{1,2}})\s?[日일]"
    rf"|(?P<d9>\d\d)\d{{4}} (?P<n9>{MONTH}) (?P<y9>[0-3]\d)"  # 121540 Jun 17, by the clock
    # What follows is another number, unless a clock or a second date is stuck to it.
    rf")(?:(?![\d/])(?!\.\d)(?!\w)|(?=\d\d?:\d\d|\d\d? (?:{MONTH})\b|(?:{MONTH}) \d))",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"original title:.*|\bread original version at source\b"
    r"|\b(?:news (?:id|code)|journalist id|number of readings|readings|views|reads?|hits?|clicks"
    r"|visits?|page views?|browse|hit count)\s*:?\s*[\d,.]+(?: times?(?:\(s\))?)?"
    r"|\b[\d,.]{1,9} (?:views|reads|hits|comments|shares)\b"
    r"|\b(?:text|font|word)[- ]?size\b.{0,40}|\b(?:AD|CE)\b|\bcorresponding\b"
    r"|\b(?:editor|source|authors?|by|staff writer|service|section|category|group|topics?)"
    r"\s*:\s*[^|]{1,40}"
    r"|\b(?:(?:world|news|foreign|web|politics|international) )?(?:desk|bureau|newsroom|service)\b"
    r"|\b(?:feedback|print|email|share|rss|download|pdf|(?:leave a|no) comments?|news agency)\b"
    r"|\bby\s+\w+(?:\s[A-Z][\w.]*){0,2}"
    r"|\bpress\s+release(?:\s+no)?\b\.?\s*[\d/-]*|\bno\b\.?\s*:?\s*\d[\d/-]*"
    r"|\b\d{1,3}\s+min(?:ute)?s?\s+read\b|\breading(?: time\b|:).{0,20}"
    r"|(?<=\0)\s*updated\s+(?:\d+\s+\w+\s+)?ago\b|\b(?:updated )?(?:an?|\d+) \w+ ago\b"
    r"|\bupdated ago \d+ \w+"
    r"|\b(?:(?:last|first)\s+)?(?:published|publication|posted|updated?|issued|released?|modified"
    r"|created|registration|entrance|date|time|staff writer)\b|\b(?:on|at|to|the|in|of|as)\b"
    r"|\b(?:www\.)?[a-z\d-]{2,20}(?:\.[a-z\d-]{2,20}){1,3}\b",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:update[ds]?|modified)\b[^|]{0,20}\Z", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"\b(?:published|publication|posted|issued|released?|entrance|registration|created)\b",
    re.IGNORECASE,
)
_NOISE = re.compile(rf"{_WEEKDAY}|{_TIME}", re.IGNORECASE)
_COUNT = re.compile(r"\|\s*[\d,.]{1,9}\s*(?=\||\Z)")  # views, comments
_BRIEF = re.compile(r"(?:\A|\|)\s*[A-Z][\w-]{2,12}(?: [a-z]{2,12})?\s*\|")  # "News item |"
_CASELESS = re.compile(r"[\u0590-\u0fff]{1,25}|[\u3040-\uffdc]{1,8}")
"""Labels in scripts that have no capitals."""

_DEED = re.compile(
    r"\b(?:agreement|treaty|convention|accords?|protocol|charter|born|died|war|battle)\b",
    re.IGNORECASE,
)
"""What has a day of its own: "The Paris Agreement (12 December 2015)"."""

_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"\d[:.h]\d\d", re.IGNORECASE)
_GAP = re.compile(r"\t|\s{2,}")
_APART = re.compile(r"\s{2}|\t|\s?\|")
_TOUCHING = re.compile(r"\w\s*\0|\0\s*\w")
_SMALL = frozenset({"of", "the", "and", "for", "de", "in", "at", "on", "by", "with", "to", "from"})
_BEFORE = re.compile(r"(?:\A|[|,·•:(/]|\s[-–—]|\s{2}|\t)\s*\Z")
_BEHIND = re.compile(r"\s*(?:\Z|[|,·•)/]|[-–—]\s|\s{2}|\t)")

LINE = 160
"""Characters of a line that can be a date and furniture."""

_OPENED = 12  # words of a line that a day opens
_RESIDUE = 4  # words beside the date: "Ministry of Foreign Affairs | 12 March 2020"
_STAMPED = 3  # words that touch a date with a clock: "World June 13, 2018, 14:28"
_BESIDE = 16  # words beside a date that commas or bars part from them
_RANGE = 31  # days: two days of one line that lie further apart are those of a life or a war

_SAME = str.maketrans("،，：\xa0\u202f٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", ",,:  01234567890123456789")


def plainly(text: str) -> str:
    """Return a text of the same length with the figures and commas of other scripts as ours."""
    return text if text.isascii() else text.translate(_SAME)


def is_date_line(line: str) -> bool:
    """Return whether a line gives a date or a time and says nothing else.

    Labels ("Published", "Updated on"), weekdays, times, a place and an outlet may stand beside
    it; a sentence or a headline may not.

    >>> is_date_line("Published: Sunday | March 22, 2020 | 12:18 AM")
    True
    >>> is_date_line("On March 22, 2020 the two leaders spoke by telephone")
    False
    """
    if len(line) > LINE or not _DIGIT.search(line):
        return False
    line = plainly(line)
    bare, others = OTHER_CALENDAR.subn("\0", _GAP.sub(" | ", line))
    bare = _BRIEF.sub(" | ", bare)
    found = list(DATE.finditer(bare))
    days = [match["n7"] is None for match in found]
    clock = _CLOCK.search(line) is not None
    bare, dates = DATE.subn("\0", bare)
    bare = DATE.sub("\0", bare)  # "16.07.202116 July 2021"
    bare = _CASELESS.sub(" ", bare)
    bare, times = _NOISE.subn(" ", bare)
    bare = _COUNT.sub(" ", _LABEL.sub(" ", bare))
    words = _WORD.findall(bare)
    if words and line.endswith("."):
        return False
    if not (dates or others):
        return not words and bool(times) and clock
    if words and dates and not any(days):
        return False  # "President Elbegdorj (November 2009)" is one of a list of visits
    # What is left is a name that stands apart from the date: "Doha | March 18, 2025", but not
    # "Summit 5 May 2020" and not "On Monday, December 23, 2024, the President signed:".
    stamped = (clock and bool(times)) or any(match["y9"] for match in found)
    return (
        len(words) <= _RESIDUE
        and all(word[0].isupper() or len(word) == 1 or word.isdigit() for word in words)
        and ((len(words) <= _STAMPED and stamped) or not _TOUCHING.search(bare))
        and not tells_of_another(line)
    )


def tells_of_another(line: str) -> bool:
    """Say whether a line is of a treaty or a life: "John Doe (12 March 1935 - 4 May 2001)"."""
    if _DEED.search(line):
        return True
    days = [value for match in DATE.finditer(line) if (value := value_of(match, line, None))]
    full = sorted(date.fromisoformat(value) for value in days if is_day(value))
    labelled = _PUBLISHED.search(line) or _UPDATED.search(line) or "pdate" in line
    return len(full) > 1 and (full[-1] - full[0]).days > _RANGE and not labelled


_SAYS_SO = re.compile(
    r"(?:date of publication|publication date|published|posted|issued|released)(?: on)? ?:? ?",
    re.IGNORECASE,
)


def opens_with_day(line: str) -> bool:
    """Say whether a day stands apart in front: "07.06.2024  Chisinau, Moldova  Press team"."""
    if (says := _SAYS_SO.match(line)) and (match := DATE.match(line, says.end())):
        return (
            line[match.end() : match.end() + 2].strip() in ("", "(", "|", "-") and len(line) < LINE
        )
    match = DATE.match(line)
    if match is None or match["n5"] or match["n6"] or match["n7"] or line.endswith("."):
        return False
    return bool(_APART.match(line, match.end())) and len(line.split()) <= _OPENED


def apart(line: str) -> re.Match[str] | None:
    """Return the full day that stands apart in a line of names: "QA-59, 13 May 2020, Statement".

    None for a sentence, whose words begin small, and where there are two.
    """
    found = [match for match in DATE.finditer(line) if not yearless(match) and not match["n7"]]
    if len(found) != 1 or len(line) > LINE or line.endswith(".") or tells_of_another(line):
        return None
    match = found[0]
    before, behind = (_NOISE.sub("", _LABEL.sub("", part)) for part in _around(line, match))
    words = _WORD.findall(f"{before} {behind}")
    if len(words) > _BESIDE or not _BEFORE.search(before) or not _BEHIND.match(behind):
        return None
    named = all(not w[0].islower() or w.lower() in _SMALL or len(w) == 1 for w in words)
    return match if named else None


def _around(line: str, match: re.Match[str]) -> tuple[str, str]:
    return line[: match.start()], line[match.end() :]


def yearless(match: re.Match[str]) -> bool:
    """Say whether a printed day lacks its year."""
    return bool(match["n5"] or match["n6"])


def rank_of(before: str) -> int:
    """Return 0 where the words before a day say "published", 2 for "updated", else 1."""
    return 2 if _UPDATED.search(before) else 0 if _PUBLISHED.search(before) else 1


def other_days(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield the days of other calendars in a line, as EDTF with where they stand."""
    for match in OTHER_CALENDAR.finditer(text, start, end):
        if reckoned := other_day(match):
            yield reckoned.isoformat(), *match.span()


def value_of(
    match: re.Match[str],
    before: str,
    known: tuple[date, date] | None,
    order: Order | None = None,
    named: Callable[[], frozenset[str]] = frozenset,
) -> str | None:
    """Return the EDTF text of a printed date; None where day and month cannot be told apart.

    Args:
        match: Of `DATE`.
        before: What stands before it on its line.
        known: The days that the address of the page can mean.
        order: How its publisher writes dates of figures.
        named: Days ("07-02") that the page names by their month.
    """
    group = match.groupdict()
    for n in ("1", "2", "3", "8"):
        if group[f"y{n}"]:
            month = group.get(f"m{n}") or _number(group[f"n{n}"])
            return iso_day(_full(group[f"y{n}"]), month, group[f"d{n}"])
    if group["y9"]:
        return iso_day(f"20{group['y9']}", _number(group["n9"]), group["d9"])
    if group["y4"]:
        weekday = re.search(_WEEKDAY, before, re.IGNORECASE)
        return day_of_figures(match, weekday and weekday[0], known, order, named)
    for n in ("5", "6"):
        if group[f"n{n}"]:
            value = iso_day("2000", _number(group[f"n{n}"]), group[f"d{n}"])
            return value and "XXXX" + value[4:]
    return f"{group['y7']}-{_number(group['n7']):02}"


def _full(year: str) -> str:
    """Return a year in four figures: "'10" is of this century up to the years to come."""
    return year if len(year) == 4 else f"{'20' if year[-2:] < '50' else '19'}{year[-2:]}"


def _number(name: str) -> int:
    return MONTHS[name[:3].lower()]


def is_day(value: str) -> bool:
    """Say whether an EDTF text is a day with its year."""
    return (
        len(value) == 10 and iso_day(*value.split("-")) is not None if "X" not in value else False
    )
