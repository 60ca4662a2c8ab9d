"""Lines and blocks: which line ends are ends, and which are only the width of a page."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

Line = tuple[int, int]

_STOP = re.compile(r"[.!?:;…。！？][\"'”’»)\]*_]*\s*\Z")
_MARKER = re.compile(r"\s*(?:[-*+•·▪]\s+|#{1,6}\s|>|\|)")
_NUMBERED = re.compile(r"\s*(?:\(?\d{1,3}[.)]|\(?[a-z][.)]|[ivx]{1,4}[.)])\s")
_LOWER = re.compile(r"\s*[\"'“‘(\[]*[a-z]")

# Lines of a hard-wrapped text: a share of its line ends stands in mid-sentence, and the lines
# are about as long as a page is wide. The White House's Markdown is wrapped at 72.
_SHARE = 0.4
_WIDTHS = (35, 120)
# A text full of large words has few lines that begin small. Its lines are still filled: the
# next one's first word had no room. Lines that somebody ended where he liked are seldom so.
_FILLED = 0.8
_LEAST = 3


def lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    r"""Return the stretches between line ends of `text`, empty ones included.

    Only "\n" ends a line; the other characters that Python takes for line ends stand in
    sentences of real documents.
    """
    end = len(text) if end is None else end
    found = []
    at = start
    while (stop := text.find("\n", at, end)) >= 0:
        found.append((at, stop))
        at = stop + 1
    found.append((at, end))
    return found


def is_wrapped(text: str) -> bool:
    """Return whether lines end where the page did and not where a sentence or heading does."""
    lengths, wanted, lower, stopped = [], [], 0, 0
    for (a, b), (c, d) in pairwise(lines(text)):
        if b - a > 0 and d - c > 0 and not text[a:b].isspace() and not text[c:d].isspace():
            lengths.append(b - a)
            wanted.append(len(text[a:b].rstrip()) + 1 + len(text[c:d].split(None, 1)[0]))
            lower += bool(_LOWER.match(text, c, d))
            stopped += bool(_STOP.search(text[max(a, b - 12) : b]))
    if len(lengths) < 2 or not _WIDTHS[0] <= median(lengths) <= _WIDTHS[1]:
        return False
    if lower >= _SHARE * len(lengths):
        return True
    width = max(lengths)
    filled = sum(room > width for room in wanted)
    return (
        len(lengths) >= _LEAST
        and lower > 0
        and len(lengths) - stopped >= _SHARE * len(lengths)
        and filled >= _FILLED * len(lengths)
    )


def blocks(text: str, rows: Sequence[Line], *, wrapped: bool) -> Iterator[Line]:
    """Yield paragraphs, headings and list items, each whole, from lines in order.

    In a wrapped text lines run on to the next blank line, list item or deliberate break; in
    any other a line is a block, unless the next goes on in lower case.
    """
    first = last = prior = -1
    for start, end in rows:
        if start == end or text[start:end].isspace():
            if first >= 0:
                yield first, last
            first = -1
            continue
        if first < 0 or not _runs_on(text, (prior, last), (start, end), wrapped=wrapped):
            if first >= 0:
                yield first, last
            first = start
        prior, last = start, end
    if first >= 0:
        yield first, last


def _runs_on(text: str, one: Line, two: Line, *, wrapped: bool) -> bool:
    """Whether the line `two` continues the line `one`."""
    if _MARKER.match(text, *two):
        return False
    row = text[one[0] : one[1]]
    stopped = _STOP.search(row[-12:]) is not None
    if stopped and _NUMBERED.match(text, *two):
        return False
    lower = _LOWER.match(text, *two) is not None
    if not wrapped:
        return lower and not stopped and len(row) >= _WIDTHS[0]
    if lower:
        return True
    if row.endswith("  ") and (stopped or len(row.rstrip()) < 60):
        return False  # a break that somebody put there
    if row.startswith("#"):
        return False
    return not (stopped and len(row.rstrip()) < 40 and row.rstrip().endswith(":"))
