"""PDF files: their text, paragraph by paragraph, taken out in a process of its own.

A PDF is a program in another language: a page can ask for any amount of memory and time, and
the C++ that reads it can fall over. So it is opened by a child process with limits, and
whatever happens there is an issue here. `python -m dragoman.read.pdf` is that child: bytes on
its standard input, one JSON object on its standard output.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from dragoman.model import Issue
from dragoman.read.facts import Facts

SECONDS = 60
"""How long a PDF may take; a communique of a hundred pages takes one."""

MEMORY = 2**30
"""Bytes of address space that it may take, where the system can hold a process to it."""

MOST_PAGES = 1000
MOST_CHARACTERS = 8_000_000

_WHY = {
    "password": ("encrypted PDF", "it asks for a password; save an open copy"),
    "no text": ("no text layer", "its pages are pictures; run a text recognition over it first"),
}


def read_pdf(data: bytes, where: str, issues: list[Issue]) -> tuple[str, Facts] | None:
    """Return the text of a PDF, a paragraph a line, and what its properties say; None if skipped.

    Headers, footers and page numbers that stand on most pages are left out. The title of the
    properties is believed only where the text has it near its beginning: most are names of files.
    """

    def skip(what: str, detail: str) -> None:
        issues.append(Issue("read", what, detail, where, skipped=True))

    try:
        done = subprocess.run(
            [sys.executable, "-m", "dragoman.read.pdf"],
            input=data,
            capture_output=True,
            timeout=SECONDS + 5,
            check=False,
        )
        found: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {}
    except subprocess.TimeoutExpired:
        skip("PDF takes too long", f"over {SECONDS} seconds; save it as text")
        return None
    except ValueError:
        found = {}
    if not found:
        words = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1][:160]
        detail = f"its reader stopped with status {done.returncode} {words}".strip()
        skip("PDF cannot be parsed", f"{detail}; save it as text")
        return None
    if why := found.get("why"):
        skip(*_WHY.get(why, ("PDF cannot be parsed", f"{why[:160]}; save it as text")))
        return None
    if cut := found["pages"] - found["read"]:
        detail = f"{found['read']} of {found['pages']} pages read, the limit; {cut} left out"
        issues.append(Issue("read", "PDF cut short", detail, where))
    text, title = found["text"], " ".join(found["title"].split())
    head = " ".join(text[:1000].split()).casefold()
    return text, Facts(title=title if title and title.casefold() in head else None)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page as it is printed; points, from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def paragraphs(pages: Sequence[Sequence[Line]]) -> str:
    """Join the lines of pages to paragraphs, one a line, without what most pages repeat.

    A paragraph ends where the distance to the next line is greater than between most lines,
    where the next line is set in, or where a line ends short with the end of a sentence.
    """
    repeated = _repeated(pages)
    lines = [
        line
        for page in pages
        for nth, line in enumerate(page)
        if not (min(nth, len(page) - 1 - nth) < _EDGE and _bare(line.text) in repeated)
    ]
    if not lines:
        return ""
    gaps = [
        one.bottom - two.bottom
        for one, two in pairwise(lines)
        if 0 < one.bottom - two.bottom < 4 * (one.top - one.bottom + 1)
    ]
    usual = median(gaps) if gaps else 0.0
    widest = median(sorted(line.right for line in lines)[-max(1, len(lines) // 3) :])
    found = [lines[0].text]
    for one, two in pairwise(lines):
        gap = one.bottom - two.bottom
        short = one.right < widest - 0.12 * (widest - one.left) and _ENDS.search(one.text)
        apart = gap > 1.3 * usual + 0.5
        set_in = two.left > one.left + 8 and gap > 0
        if apart or short or (set_in and _ENDS.search(one.text)) or _ITEM.match(two.text):
            found.append(two.text)
        else:
            found[-1] = _joined(found[-1], two.text)
    return "\n".join(filter(None, (" ".join(text.split()) for text in found)))


_EDGE = 3  # lines at the top and the bottom of a page in which headers and footers stand
_ENDS = re.compile(r"[.!?:;。！？][\"'”’)\]]*$")
_ITEM = re.compile(r"(?:[•▪‣◦·–—-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010\ufffe\x02]$")


def _bare(text: str) -> str:
    return re.sub(r"[\d\s]+", " ", text).strip().casefold()


def _repeated(pages: Sequence[Sequence[Line]]) -> set[str]:
    """Return the lines, numbers apart, that stand at the edge of most pages; "" is a number."""
    edges = Counter(
        bare
        for page in pages
        for bare in {_bare(line.text) for line in (*page[:_EDGE], *page[-_EDGE:])}
    )
    return {bare for bare, n in edges.items() if len(pages) > 2 and n > 0.6 * len(pages)} | {""}


def _joined(one: str, two: str) -> str:
    """Join two lines; a hyphen at the line's end goes where a small letter follows."""
    if _BROKEN.search(one) and two[:1].islower():
        return one[:-1] + two
    return f"{one} {two}"


def _child(data: bytes) -> dict[str, Any]:
    """Return the text and title of a PDF, or `why` not."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"why": "password" if "assword" in str(error) else str(error)}
    pages: list[list[Line]] = []
    characters = 0
    for nth in range(min(len(pdf), MOST_PAGES)):
        pages.append(_lines(pdf[nth].get_textpage()))
        characters += sum(len(line.text) for line in pages[-1])
        if characters > MOST_CHARACTERS:
            break
    text = paragraphs(pages)
    title = pdf.get_metadata_dict().get("Title") or ""
    if not text.strip():
        return {"why": "no text" if len(pdf) else "it has no pages"}
    return {"text": text, "title": title, "pages": len(pdf), "read": len(pages)}


def _lines(page: Any) -> list[Line]:
    """Return the lines of a page in the order of its text, pieces of one line put together."""
    found: list[Line] = []
    for nth in range(page.count_rects()):
        left, bottom, right, top = page.get_rect(nth)
        text = page.get_text_bounded(left, bottom, right, top).replace("\r\n", "\n")
        text = " ".join(text.split())
        if not text:
            continue
        last = found[-1] if found else None
        middle = (bottom + top) / 2
        if last and last.bottom < middle < last.top and left >= last.left:
            space = " " if left - last.right > 0.15 * (top - bottom) else ""
            found[-1] = Line(
                f"{last.text}{space}{text}",
                last.left,
                min(bottom, last.bottom),
                max(right, last.right),
                max(top, last.top),
            )
        else:
            found.append(Line(text, left, bottom, right, top))
    return found


def _limit() -> None:
    """Hold this process to its limits, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the time limit of the parent holds
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _limit()
    sys.stdout.write(json.dumps(_child(sys.stdin.buffer.read())))
