"""Plain text, with or without the two head lines."""

import re

from dragoman.model import Issue
from dragoman.read.facts import Facts
from dragoman.read.sources import as_day
from dragoman.text import find_day

_LINE = re.compile(r"(URL|Date):[ \t]*(.*)", re.IGNORECASE)
_MOST = 4  # lines of a head


def read_plain(text: str, where: str, issues: list[Issue]) -> tuple[str, Facts]:
    r"""Return the text without its head, and what the head says.

    A head is `URL: ...` and `Date: YYYY-MM-DD`, one or both, then an empty line. It is no part
    of the text: offsets count from what follows the empty line. Anything else is text.

    >>> read_plain("URL: https://x.example/a\n\nTwo leaders met.", "a.txt", [])[0]
    'Two leaders met.'
    """
    found: dict[str, str] = {}
    at = 0
    for _ in range(_MOST):
        end = text.find("\n", at)
        line = text[at : end if end >= 0 else len(text)]
        if found and line.strip() == "":
            return (text[end + 1 :] if end >= 0 else ""), _facts(found, where, issues)
        match = _LINE.fullmatch(line.strip()) if len(line) < 4000 else None
        if not match or end < 0 or match[1].lower() in found:
            break
        found[match[1].lower()] = match[2].strip()
        at = end + 1
    return text, Facts()


def _facts(found: dict[str, str], where: str, issues: list[Issue]) -> Facts:
    published = None
    if day := found.get("date"):
        printed = find_day(f"{day}\n", None)
        published = as_day(day) or (printed.value if printed else None)
        if published is None:
            detail = f"Date: {day!r} is no day; a day is written as 2020-08-20"
            issues.append(Issue("read", "unreadable date", detail, where))
    return Facts(url=found.get("url") or None, published=published)
