"""Lists, counts and dates in English, as they stand in a sentence."""

import calendar
import re
from collections.abc import Sequence

from dragoman.model.edtf import interval

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DATE = re.compile(r"(?:\d{4}|XXXX)(?:-\d\d){0,2}(?:/(?:\d{4}|XXXX)(?:-\d\d){0,2})?")


def list_of(words: Sequence[str], last: str = "and") -> str:
    """Join words as a sentence does.

    >>> list_of(["Italy", "France", "Norway"])
    'Italy, France and Norway'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def plural(n: int, noun: str) -> str:
    """Count a noun in figures.

    >>> plural(2, "call"), plural(1, "visit"), plural(3, "summary")
    ('2 calls', '1 visit', '3 summaries')
    """
    if n == 1:
        return f"1 {noun}"
    return f"{n:,} {noun[:-1]}ies" if noun.endswith("y") else f"{n:,} {noun}s"


def possessive(name: str) -> str:
    """Return the possessive of a name.

    >>> possessive("China"), possessive("United States")
    ('China’s', 'United States’')
    """
    return f"{name}\u2019" if name.endswith("s") else f"{name}\u2019s"


def number(n: int) -> str:
    """Write a number as a sentence has it: up to ten in words.

    >>> number(3), number(12)
    ('three', '12')
    """
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else f"{n:,}"


def times(n: int) -> str:
    """Say how often.

    >>> times(1), times(2), times(8)
    ('once', 'twice', 'eight times')
    """
    return {1: "once", 2: "twice"}.get(n, f"{number(n)} times")


def on(value: str) -> str:
    """Put an EDTF date into a sentence, with its preposition.

    >>> on("2020-08-20"), on("2020-08"), on("XXXX-07-22")
    ('on 20 August 2020', 'in August 2020', 'on 22 July of a year that is not told')
    >>> on("2022-09-14/2022-09-16"), on("2020-08/2020-09")
    ('between 14 and 16 September 2022', 'between August 2020 and September 2020')
    """
    if "/" in value:
        # "Between" and not "from": a range can be how long it lasted, or how well it is known.
        first, last = value.split("/", 1)
        same_month = first[:7] == last[:7] and len(first) == len(last) == len("2022-09-14")
        start = str(int(first[8:])) if same_month and first[8:].isdigit() else date_words(first)
        return f"between {start} and {date_words(last)}"
    return f"{'on' if value.count('-') == 2 else 'in'} {date_words(value)}"


def either(values: Sequence[str]) -> str:
    """Put dates that documents disagree on into a sentence.

    >>> either(("2020-08-20", "2020-08-21"))
    'on 20 or 21 August 2020'
    """
    months = {value[:7] for value in values}
    if len(months) == 1 and all(_DAY.fullmatch(value) for value in values):
        days = list_of([str(int(value[8:])) for value in values], "or")
        return f"on {days} {date_words(months.pop())}"
    return list_of([on(value) for value in values], "or")


def days_of(each: Sequence[Sequence[str]]) -> str:
    """List the days of several events, in order, each month named once.

    >>> days_of([["2023-10-07", "2023-10-08"], ["2023-10-10"], ["2023-11-02"]])
    '7 or 8 and 10 October 2023 and 2 November 2023'
    """
    groups: list[tuple[str, list[str]]] = []
    for values in each:
        months = {value[:7] for value in values}
        if len(months) == 1 and all(_DAY.fullmatch(value) for value in values):
            month = months.pop()
            days = list_of([str(int(value[8:])) for value in values], "or")
        else:
            month, days = "", list_of([on(value) for value in values], "or")
        if not groups or groups[-1][0] != month or not month:
            groups.append((month, []))
        groups[-1][1].append(days)
    return list_of(
        [
            f"{list_of(days)} {date_words(month)}" if month else list_of(days)
            for month, days in groups
        ]
    )


def date_words(value: str) -> str:
    """Write one EDTF date out; what is no such date stays as it is.

    >>> date_words("2020-08-20"), date_words("2020")
    ('20 August 2020', '2020')
    """
    parts = value.split("-")
    if not all(part.isdigit() or part == "XXXX" for part in parts) or len(parts) > 3:
        return value
    year = "of a year that is not told" if parts[0] == "XXXX" else parts[0]
    if len(parts) == 1:
        return year
    month = calendar.month_name[int(parts[1])] if 1 <= int(parts[1]) <= 12 else parts[1]
    return f"{month} {year}" if len(parts) == 2 else f"{int(parts[2])} {month} {year}"


def month_words(value: str) -> str:
    """Write a window out: "August 2020", "June 2020 to August 2020"."""
    return " to ".join(date_words(part) for part in value.split("/"))


def is_date(value: str) -> bool:
    """Return whether a value is an EDTF date or range, as documents' dates are kept."""
    if not _DATE.fullmatch(value):
        return False
    try:
        interval(value)
    except (ValueError, OverflowError):
        return False
    return True


def clip(words: str, most: int) -> str:
    """Put words on one line, and cut them after a word where they are too long.

    >>> clip("a letter  of thanks", 10)
    'a letter…'
    """
    line = " ".join(words.split())
    if len(line) <= most:
        return line
    cut = line[:most]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut[most // 2 :] else cut}…".replace(" …", "…")


def quoted(words: str, most: int) -> str:
    """Quote words of a document, cut where they are too long."""
    return f"\u201c{clip(words, most)}\u201d"
