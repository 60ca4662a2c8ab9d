"""What is known of an outlet's pages: `hints` of `outlets.yml`, in our register and in layers.

The register's index is not asked for: it takes seconds to make, and a reader wants one key of
one file. What a file may say stands in the register's schema all the same.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

from dragoman.actors.layers.laying import extend
from dragoman.actors.layers.nodes import Node, NoYaml, read_nodes
from dragoman.actors.layers.problem import Problem, Where, shown
from dragoman.actors.layers.schema import ENTRIES
from dragoman.actors.layers.texts import read_text
from dragoman.actors.layers.values import NOTHING, value_of
from dragoman.model import RegisterError
from dragoman.model.extras import install
from dragoman.text import Order

FILE_NAME = "outlets.yml"
_OWN = Path(__file__).resolve().parent.parent / "register"

_KEYS = ("id", "domains", "extend", "remove", "hints")
_HOST = re.compile(
    r"\A(?:https?://web\.archive\.org/web/\d+\w*/)?https?://(?:[^/?#@]*@)?([^/?#:]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Selectors:
    """Where a page has what: CSS selectors; an empty one says nothing."""

    title: str = ""
    day: str = ""
    body: str = ""
    byline: str = ""
    drop: str = ""


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of the pages of an outlet; None: nothing."""

    dates: Order | None = None
    time_zone: str | None = None  # of the tz database: "Asia/Shanghai"
    language: str | None = None
    page: Selectors | None = None


NOTHING_KNOWN = Hints()


@dataclass(frozen=True, slots=True)
class HintBook:
    """The hints of all outlets, by domain."""

    by_domain: Mapping[str, Hints]

    def of(self, url: str | None) -> Hints:
        """Return the hints for an address: those of its host, else of the next domain above."""
        match = _HOST.match(url[:2000]) if url and self.by_domain else None
        host = match[1].lower() if match else ""
        while "." in host:
            if found := self.by_domain.get(host):
                return found
            host = host.partition(".")[2]
        return NOTHING_KNOWN


NO_HINTS = HintBook({})


def load_hints(layers: Sequence[Path | str] = ()) -> HintBook:
    """Return the hints of our register with those of layers over them; a later one wins.

    Raises:
        RegisterError: A hint has an unknown key or a value that it cannot have, or a file that
            may hold hints cannot be read.
    """
    texts: list[tuple[Where, str]] = []
    problems: list[Problem] = []
    for depth, root in enumerate((_OWN, *map(Path, layers))):
        where = Where(root.name if depth else "", depth, FILE_NAME)
        if (root / FILE_NAME).exists() and (text := read_text(root / FILE_NAME, where, problems)):
            texts.append((where, text))
    _refuse(problems)
    return _book(tuple(texts))


@lru_cache(maxsize=4)
def _book(texts: tuple[tuple[Where, str], ...]) -> HintBook:
    rows: dict[str, dict[str, Any]] = {}
    for where, text in texts:
        for row in _rows(text, where):
            ident = row["id"]
            if row.get("remove"):
                rows.pop(ident, None)
            elif not row.get("extend"):
                rows[ident] = row
            elif ident in rows:
                extend(rows[ident], row)
            elif "hints" in row:
                met = f"extends {shown(ident)}, which no layer below has"
                _refuse([where.problem(met, f"an outlet of dragoman/register/{FILE_NAME}")])
    return HintBook(
        {
            domain.lower(): _hints(row["hints"])
            for row in rows.values()
            if "hints" in row
            for domain in row.get("domains", ())
        }
    )


def _rows(text: str, where: Where) -> list[dict[str, Any]]:
    """Return what the entries of a file say that matters here; what else they say is not judged."""
    try:
        root = read_nodes(text)
    except NoYaml as error:
        raise _refused(where.at(error.line).problem(error.met, error.allowed)) from error
    found = []
    for node in root.value if root and isinstance(root.value, list) else ():
        said = _fields(node) if isinstance(node, Node) else {}
        ident = said["id"].value if "id" in said else None
        if not isinstance(ident, str):
            continue  # the register says so
        row: dict[str, Any] = {}
        for key in _KEYS:
            if key not in said:
                continue
            problems: list[Problem] = []
            value = value_of(said[key], ENTRIES["outlets"].keys[key], where, problems, key)
            if key == "hints":
                _refuse(problems or _unfit(value, where.at(said[key].line)), ident)
            if value is not NOTHING:
                row[key] = value
        found.append(row)
    return found


def _fields(node: Node) -> dict[str, Node]:
    pairs = node.value if node.kind == "map" and isinstance(node.value, list) else ()
    return {
        pair[0].value: pair[1]
        for pair in pairs
        if isinstance(pair, tuple) and isinstance(pair[0].value, str) and pair[1].kind != "nothing"
    }


def _unfit(hints: Mapping[str, Any], where: Where) -> list[Problem]:
    """Return what a schema cannot see: a zone that is none, a selector that nobody can read."""
    found = []
    if (zone := hints.get("time_zone")) and not _is_zone(zone):
        met, allowed = f"time_zone is {shown(zone)}", "a name of the tz database: Asia/Shanghai"
        found.append(where.problem(met, allowed))
    selectors: Mapping[str, str] = hints.get("page", {})
    if selectors and not find_spec("resiliparse"):
        met, allowed = "page needs the extra 'archives'", install("archives")
        return [*found, where.problem(met, allowed)]
    for key, selector in selectors.items():
        if why := _not_css(selector):
            met = f"page: {key} is {shown(selector)}: {why}"
            found.append(where.problem(met, "a CSS selector: 'div.story p, .lead'"))
    return found


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _not_css(selector: str) -> str | None:
    """Return what is wrong with a selector; None: nothing."""
    from resiliparse.parse.html import HTMLTree

    page: Any = HTMLTree.parse("<p>")
    try:
        page.document.query_selector(selector)
    except ValueError as error:
        return " ".join(str(error).split())[:120]
    return None


def _hints(said: Mapping[str, Any]) -> Hints:
    order = next((order for order in get_args(Order) if order == said.get("dates")), None)
    page = Selectors(**said["page"]) if said.get("page") else None
    return Hints(order, said.get("time_zone"), said.get("language"), page)


def _refuse(problems: Sequence[Problem], outlet: str = "") -> None:
    if problems:
        raise _refused(problems[0], outlet)


def _refused(problem: Problem, outlet: str = "") -> RegisterError:
    met = f"{outlet}, hints: {problem.met}" if outlet else problem.met
    return RegisterError(str(replace(problem, met=met, left_out="")))
