"""One layer over the other: the later one wins, and says so where it contradicts."""

from collections.abc import Iterable, Sequence
from typing import Any

from dragoman.actors.layers.layer import Layer, key_of, pair_of
from dragoman.actors.layers.people import People
from dragoman.actors.layers.problem import Contradictions, Entry, Problem, shown, unknown_below
from dragoman.actors.layers.spans import apart
from dragoman.actors.tokens import fold

_BY_ID = ("polities", "places", "orgs", "outlets", "groups", "mechanisms", "sources",
          "authorities", "history")  # fmt: skip
_ROWS = ("memberships", "relations", "polity_names", "readings")


def lay(
    layers: Sequence[Layer], problems: list[Problem], contradictions: Contradictions
) -> dict[str, Any]:
    """Return the table that all layers together make."""
    table: dict[str, Any] = {part: {} for part in _BY_ID}
    for part in _BY_ID:
        for layer in layers:
            for entry in layer.of(part):
                _lay_entry(table[part], entry, part, problems, contradictions)
    for part in _ROWS:
        rows: list[Entry] = []
        for layer in layers:
            rows = _lay_rows(rows, layer.of(part), part, contradictions)
        table[part] = rows
    table["aliases"] = _aliases(layers, problems, contradictions)
    table["titles"], table["overrides"], table["not_actors"], table["words"] = (
        _map(layers, part) for part in ("titles", "overrides", "not_actors", "words")
    )
    table["organs"] = _organs(layers)
    people = People(problems, contradictions)
    for layer in layers:
        people.lay(layer)
    table["persons"] = people.table()
    return table


# --- entries with ids --------------------------------------------------------------------------


def _lay_entry(
    part: dict[str, Any], entry: Entry, kind: str, problems: list[Problem],
    contradictions: Contradictions,
) -> None:  # fmt: skip
    ident = entry["id"]
    old = part.get(ident)
    if entry.pop("remove", False):
        if old is None:
            problems.append(unknown_below(entry, "removes", ident))
        part.pop(ident, None)
        return
    if entry.pop("extend", False):
        if old is None:
            problems.append(unknown_below(entry, "extends", ident, "the entry"))
            return
        contradictions.place(entry, old, kind)
        extend(old, entry)
        return
    if old is not None:
        contradictions.place(entry, old, kind)
    part[ident] = entry


def extend(old: dict[str, Any], new: dict[str, Any]) -> None:
    """Add the lists and maps of an entry to another one's; its texts take the place of theirs."""
    for key, value in new.items():
        there = old.get(key)
        if isinstance(value, list) and isinstance(there, list):
            old[key] = [*there, *(one for one in value if one not in there)]
        elif isinstance(value, dict) and isinstance(there, dict):
            extend(there, value)
        else:
            old[key] = value


# --- rows of tables ------------------------------------------------------------------------------


def _lay_rows(
    old: list[Entry], new: list[Entry], kind: str, contradictions: Contradictions
) -> list[Entry]:
    """Return the rows of a table with those of a later layer, or the later file, over them.

    A row takes the place of the one about the same fact, which for relations is the pair of
    states, and for memberships also the row by script that knows no day.
    """
    for made in (True, False):  # what a script made first, so that rows by hand win over it
        over: dict[tuple[str, ...], list[Entry]] = {}
        batch = [row for row in new if row.where.file.startswith("_generated/") is made]
        for row in batch:
            over.setdefault(_fact(row, kind), []).append(row)
            if kind == "memberships" and row["from"]:
                over.setdefault((row["polity"], row["org"]), []).append(row)
        kept: list[Entry] = []
        for row in old:
            winners = over.get(_fact(row, kind))
            if winners is None:
                kept.append(row)
            elif winners[0].where.depth > row.where.depth:
                _compare(winners, row, kind, contradictions)
        old = [*kept, *(row for row in batch if not row.get("remove"))]
    return old


def _fact(row: Entry, kind: str) -> tuple[str, ...]:
    if kind == "relations":
        return pair_of(row)
    if kind == "memberships" and not row["from"]:
        return row["polity"], row["org"]
    return key_of(row, kind)


def _compare(new: list[Entry], old: Entry, kind: str, contradictions: Contradictions) -> None:
    """Note it where all rows say another day than the one that they take the place of."""
    dated = {"memberships": ("from", "to"), "relations": ("established", "severed")}
    for column in dated.get(kind, ()):
        if all(apart(row[column], old[column]) for row in new):
            who = " and ".join(_fact(old, kind)[:2])
            met = f"{who}: {column} is {shown(new[0][column])}"
            contradictions.add(new[0], old, met, shown(old[column]))


def _aliases(
    layers: Sequence[Layer], problems: list[Problem], contradictions: Contradictions
) -> list[Entry]:
    """Return the further names of polities; a layer's meaning of a name ends the earlier one's.

    Ambiguous names add up: each row names one more that can be meant.
    """
    kept: list[Entry] = []
    for layer in layers:
        new = layer.of("aliases")
        meant: dict[str, list[Entry]] = {}
        for row in new if layer.depth else ():
            meant.setdefault(fold(row["alias"]), []).append(row)
        below = {(fold(old["alias"]), old["entity"]) for old in kept}
        kept = [old for old in kept if not _overruled(old, meant, contradictions)]
        for row in new:
            if not row.get("remove"):
                kept.append(row)
            elif (fold(row["alias"]), row["entity"]) not in below:
                name = f"{row['alias']} of {row['entity']}"
                problems.append(unknown_below(row, "removes", name))
    return kept


def _overruled(old: Entry, meant: dict[str, list[Entry]], contradictions: Contradictions) -> bool:
    """Return whether a later layer says that an alias is somebody else's, or is none."""
    overruled = False
    for row in meant.get(fold(old["alias"]), ()):
        if row.get("remove"):
            overruled = overruled or row["entity"] == old["entity"]
        elif (row["kind"] == "ambiguous") != (old["kind"] == "ambiguous") or (
            row["kind"] != "ambiguous" and row["entity"] != old["entity"]
        ):
            contradictions.add(
                row, old, f"{shown(row['alias'])} is {row['kind']} of {row['entity']}",
                f"{old['kind']} of {old['entity']}",
            )  # fmt: skip
            overruled = True
        elif row["entity"] == old["entity"] and row["kind"] == old["kind"]:
            overruled = True  # the same row again, perhaps with other days
    return overruled


# --- files of named lists ------------------------------------------------------------------------


def _map(layers: Iterable[Layer], part: str) -> dict[str, Any]:
    """Return named lists: a later layer's list takes the place of ours, or extends it."""
    table: dict[str, Any] = {}
    for layer in layers:
        said = dict(layer.maps.get(part, {}))
        if said.pop("extend", False):
            extend(table, said)
        else:
            table.update(said)
    return table


def _organs(layers: Iterable[Layer]) -> dict[str, Any]:
    organs: dict[str, Any] = {"generic": {}, "named": []}
    for layer in layers:
        said: dict[str, Any] = layer.maps.get("organs") or {}
        for kind, words in said.get("generic", {}).items():
            organs["generic"].setdefault(kind, []).extend(words)
        organs["named"].extend(said.get("named", ()))
    return organs
