"""Markdown with a YAML head."""

import re
from typing import Any

import yaml

from dragoman.model import Issue
from dragoman.read.facts import Facts
from dragoman.read.sources import as_day

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # all scalars stay text
_OPEN = re.compile(r"---[ \t]*\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)

# Heads are some lines; a longer or deeper one is an attack on the YAML reader, or no head.
_LONGEST, _DEEPEST = 32 * 1024, 40


def read_markdown(text: str, where: str, issues: list[Issue]) -> tuple[str, Facts]:
    r"""Return the body exactly as it stands after the line that closes the head, and the facts.

    Known keys: title, date, published_time, source_url or url, outlet, language, side; others
    (tags) are left. A head that is not YAML is an issue, and the body is read all the same.

    >>> read_markdown("---\ntitle: A\n---\n \nBody.\n", "a.md", [])[0]
    ' \nBody.\n'
    """
    opened = _OPEN.match(text)
    closed = _CLOSE.search(text, opened.end(), opened.end() + _LONGEST) if opened else None
    if not opened or not closed:
        if opened:
            issues.append(
                Issue("read", "head without an end", "no line '---' closes it; read as text", where)
            )
        return text, Facts()
    head, body = text[opened.end() : closed.start()], text[closed.end() :]
    try:
        if max(head.count(c) for c in "[{") > _DEEPEST or _indent(head) > 2 * _DEEPEST:
            raise yaml.YAMLError("it is nested too deeply")
        content = yaml.load(head, Loader=_LOADER)  # noqa: S506 - the base loader makes only text
        if content is not None and not isinstance(content, dict):
            raise yaml.YAMLError(f"it is a {type(content).__name__}, not keys and values")
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        detail = " ".join(str(error).split())[:160]
        issues.append(
            Issue("read", "broken head", f"not valid YAML: {detail}; the body is read", where)
        )
        return body, Facts()
    return body, _facts(content or {}, where, issues)


def clean_title(title: str) -> str:
    r"""Return a title without the spaces and backslashes that page builders leave in it.

    >>> clean_title("Biden-\u2060Harris on the White\\_House\u00a0Plan")
    'Biden-Harris on the White House Plan'
    """
    title = re.sub("[\u00ad\u200b\u2060\ufeff]", "", title)
    return " ".join(title.replace("\\_", " ").replace("\u00a0", " ").split())


def _indent(head: str) -> int:
    return max((len(line) - len(line.lstrip(" ")) for line in head.split("\n")), default=0)


def _facts(content: dict[Any, Any], where: str, issues: list[Issue]) -> Facts:
    def text(*keys: str) -> str | None:
        for key in keys:
            value = content.get(key)
            if isinstance(value, str) and value.strip():
                return value.strip()
        return None

    published = None
    for key in ("date", "published_time"):
        if (value := text(key)) and (published := as_day(value)):
            break
        if value:
            issues.append(
                Issue("read", "unreadable date", f"{key}: {value!r}; write 2020-08-20", where)
            )
    title = text("title")
    return Facts(
        title=clean_title(title) or None if title else None,
        url=text("source_url", "url"),
        outlet=text("outlet"),
        published=published,
        language=text("language"),
        side=text("side"),
    )
