"""What the selectors of an outlet find in a page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from dragoman.model import Issue
from dragoman.read.facts import Facts
from dragoman.read.hints import Hints, Selectors
from dragoman.read.markdown import clean_title
from dragoman.read.sources import as_day
from dragoman.text import find_day

_MOST_TAGS = 20_000
"""Tags of a page that is searched: what a selector costs may grow with their square."""

General = Callable[[str, list[Issue]], tuple[str, Facts] | None]
"""A reader of any page, without hints: HTML to text and facts."""


@dataclass(frozen=True, slots=True)
class _Selected:
    rest: str  # the page without what is no text
    title: str | None
    day: str | None
    body: str | None


def read_selected(
    html: str, hints: Hints, issues: list[Issue], general: General
) -> tuple[str, Facts] | None:
    """Return what a page holds where its outlet's selectors say; all else as the general reader.

    Args:
        html: The page.
        hints: Of its outlet.
        issues: Grows by those of the general reader, unless a selector found the text.
        general: What reads the page, without what the selectors take out.
    """
    if not hints.page or html.count("<") > _MOST_TAGS:
        return general(html, issues)
    found = _select(html, hints.page, hints)
    met: list[Issue] = []
    read = general(found.rest, met)
    if not found.body:
        issues += met
        if read is None:
            return None
    text, facts = read or ("", Facts())
    return found.body or text, replace(
        facts, title=found.title or facts.title, published=found.day or facts.published
    )


def _select(html: str, page: Selectors, hints: Hints) -> _Selected:
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(html)
    root: Any = tree.document
    title = root.query_selector(page.title) if page.title else None
    day = root.query_selector(page.day) if page.day else None
    words = clean_title(_text(title)) or None if title else None
    when = _day(day, hints) if day else None
    for selector in filter(None, (page.byline, page.drop)):
        for node in _all(root, selector):
            node.remove()
    bodies = _all(root, page.body) if page.body else ()
    above = ((node, node.parent_element) for node in bodies)
    outer = [node for node, up in above if not (up and up.closest(page.body))]
    return _Selected(str(tree), words, when, _text(*outer) or None)


def _all(node: Any, selector: str) -> list[Any]:
    """Return what a selector finds; a plain loop over it would search anew for each element."""
    return list(node.query_selector_all(selector)[:])


def _text(*nodes: Any) -> str:
    """Return the text of parts of a page, a paragraph a line."""
    from resiliparse.extract.html2text import extract_plain_text

    text = extract_plain_text("".join(node.html for node in nodes), list_bullets=False)
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def _day(node: Any, hints: Hints) -> str | None:
    """Return the day that an element says, in its attributes before its text."""
    for name in ("datetime", "content"):
        if day := as_day(node.getattr(name), hints.time_zone):
            return day
    text = _text(node)
    found = find_day(f"{text}\n", None, hints.dates)
    return as_day(text, hints.time_zone) or (found.value if found else None)
