"""From nodes of YAML and cells of tables to values of the types that the schema says."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Any

from dragoman.actors.layers.nodes import Node
from dragoman.actors.layers.problem import Entry, Problem, Where, one_of, shown
from dragoman.actors.layers.schema import Type, fits
from dragoman.actors.layers.spans import days_of
from dragoman.model.edtf import interval


class _Nothing:
    """What a value is that had to be left out."""


NOTHING = _Nothing()


def is_day(value: str) -> bool:
    """Return whether a text is a year, month or day of the calendar, as EDTF writes them.

    >>> is_day("2020-08"), is_day("2020-02-30"), is_day("XXXX-08-20"), is_day("20.8.2020")
    (True, False, False, False)
    """
    if not value.isascii() or "/" in value:
        return False
    try:
        return interval(value) is not None
    except ValueError:
        return False


def known_key(key: str, allowed: Collection[str]) -> str:
    """Return what to say is allowed where a key or column is none of these."""
    near = get_close_matches(key, allowed, n=1, cutoff=0.75)
    return f"{near[0]}, if that is meant" if near else one_of(allowed)


def value_of(
    node: Node, kind: Type, where: Where, problems: list[Problem], key: str, left: str = ""
) -> Any:  # a text, bool, int, list, dict or NOTHING
    """Return what a node says if it is of the type; else say what is wrong, and NOTHING.

    Inside lists and maps only the wrong element is left out. An entry without a key that
    it needs is left out as a whole.
    """
    here = where.at(node.line)
    if kind.what == "entry" and node.kind == "map":
        return entry_of(node, kind, where, problems)
    if kind.what == "list" and node.kind == "list":
        assert isinstance(node.value, list) and kind.of  # noqa: S101 - said by the kinds
        inside = [
            value_of(part, kind.of, where, problems, key)
            for part in node.value
            if isinstance(part, Node)
        ]
        return [value for value in inside if value is not NOTHING]
    if kind.what == "map" and node.kind == "map":
        return _map_of(node, kind, where, problems, key)
    if node.kind == "text":
        text = node.value
        assert isinstance(text, str)  # noqa: S101 - said by the kind
        value = scalar_of(text, kind)
        if value is not NOTHING:
            return value
        met = f"{key} is {shown(text)}"
    else:
        met = f"{key} is {_KINDS[node.kind]}"
    what = f"the value {shown(node.value)}" if node.kind == "text" else "the value"
    problems.append(here.problem(met, kind.words, left or what))
    return NOTHING


_KINDS = {"list": "a list", "map": "a map", "nothing": "empty"}


def scalar_of(text: str, kind: Type) -> Any:
    """Return what a text says if it is of the type, else NOTHING."""
    if kind.what == "text":
        good = not (kind.allowed and text not in kind.allowed)
        return text if good and not (kind.like and not fits(kind.like, text)) else NOTHING
    if kind.what == "flag":
        return {"true": True, "false": False}.get(text.lower(), NOTHING)
    if kind.what == "number":
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else NOTHING
    if kind.what == "day":
        return text if is_day(text) else NOTHING
    if kind.what == "days":
        first, slash, last = text.partition("/")
        good = is_day(first) and (not slash or (is_day(last) and days_of(text) is not None))
        return text if good else NOTHING
    return NOTHING


def _map_of(node: Node, kind: Type, where: Where, problems: list[Problem], key: str) -> Any:
    assert kind.of is not None  # noqa: S101 - said by the schema
    found: dict[str, Any] = {}
    for name, part in _fields(node, where, problems, f"the key in {key}"):
        if kind.like and not fits(kind.like, name):
            problems.append(
                where.at(part.line).problem(
                    f"{key} has the key {shown(name)}", "a language: en, zh, zh-Hant",
                    f"what {key} has under {shown(name)}",
                )
            )  # fmt: skip
            continue
        value = value_of(part, kind.of, where, problems, f"{key}: {name}"[:80])
        if value is not NOTHING:
            found[name] = value
    return found


def _fields(node: Node, where: Where, problems: list[Problem], what: str) -> list[tuple[str, Node]]:
    """Return the keys of a map with what they hold; the second of two equal keys is left out."""
    assert isinstance(node.value, list)  # noqa: S101 - said by the kind
    found: dict[str, Node] = {}
    for pair in node.value:
        assert isinstance(pair, tuple)  # noqa: S101 - said by the kind
        name, part = pair
        here = where.at(name.line)
        if not isinstance(name.value, str):
            problems.append(here.problem(f"a key that is {_KINDS[name.kind]}", "a text", what))
        elif name.value in found:
            problems.append(
                here.problem(
                    f"the key {shown(name.value)} for the second time (first in line "
                    f"{found[name.value].line})",
                    "each key once", "the second",
                )
            )  # fmt: skip
        elif part.kind != "nothing":  # "to:" with nothing after it says nothing
            found[name.value] = part
    return list(found.items())


def entry_of(node: Node, kind: Type, where: Where, problems: list[Problem]) -> Any:
    """Return the entry of a map, without what cannot be meant; NOTHING without a needed key."""
    said: dict[str, Any] = {}
    lines: dict[str, int] = {}
    fields = _fields(node, where, problems, "the key")
    name = next((part.value for key, part in fields if key == "id"), None)
    whole = f"{kind.name} {name[:60]}" if isinstance(name, str) and "id" in kind.keys else kind.name
    changes = any(
        key in ("remove", "extend") and isinstance(part.value, str) and part.value.lower() == "true"
        for key, part in fields
    )
    needs = ("id",) if "id" in kind.needs and changes else kind.needs
    useless = False
    for key, part in fields:
        if key not in kind.keys:
            problems.append(
                where.at(part.line).problem(
                    f"the unknown key {shown(key)}", known_key(key, kind.keys),
                    f"the key {shown(key)}",
                )
            )  # fmt: skip
            continue
        left = whole if key in needs else ""
        value = value_of(part, kind.keys[key], where, problems, key, left)
        if value is not NOTHING:
            said[key] = value
            lines[key] = part.line
        elif key in needs:
            useless = True  # and said so
    missing = [key for key in needs if said.get(key, "") in ("", [], {})]
    if missing and not useless:
        problems.append(
            where.at(node.line).problem(
                f"an entry without {' and '.join(missing)}",
                f"entries with {', '.join(kind.needs)}", whole,
            )
        )  # fmt: skip
    if missing:
        return NOTHING
    return Entry(said, where.at(node.line), lines)
