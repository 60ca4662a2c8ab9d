"""One folder of files as entries, each file for itself: no id is looked up yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.actors.layers.nodes import Node, NoYaml, read_nodes
from dragoman.actors.layers.problem import Entry, Problem, Where, shown
from dragoman.actors.layers.schema import ENTRIES, MAPS, TABLES, kind_of
from dragoman.actors.layers.tables import rows
from dragoman.actors.layers.texts import files, read_text
from dragoman.actors.layers.values import NOTHING, entry_of, value_of

GENERATED, PUBLIC, REVIEWED = 0, 1, 2
"""How far a table of tenures is believed: made by script, of the public record and nobody
read it twice, written by whom the layer is of."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The entries of a layer by what they are of, in the order of the files and lines."""

    name: str
    depth: int  # 0 for our own
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    maps: dict[str, Entry] = field(default_factory=dict)  # titles, organs, overrides, ...

    def of(self, part: str) -> list[Entry]:
        """Return the entries of a part, none if the layer has no such file."""
        return self.entries.get(part, [])


def read_layer(root: Path, name: str, depth: int, problems: list[Problem]) -> Layer:
    """Read all files of a folder; what cannot be meant is left out and told."""
    layer = Layer(name, depth)
    seen: dict[tuple[object, ...], Entry] = {}
    for path, file in files(root, name, depth, problems):
        kind = kind_of(file)
        where = Where(name, depth, file)
        text = read_text(path, where, problems) if kind else None
        if text is None or kind is None:
            continue
        if kind in TABLES:
            found: Iterator[Entry] = rows(text, TABLES[kind], where, problems)
        else:
            try:
                root_node = read_nodes(text)
            except NoYaml as error:
                problems.append(where.at(error.line).problem(error.met, error.allowed, "the file"))
                continue
            if root_node is None:
                continue
            if kind in MAPS:
                _read_map(root_node, kind, where, layer, problems)
                continue
            found = _entries(root_node, kind, where, problems)
        for entry in found:
            if kind == "tenures":
                entry["rank"] = _rank(file)
            if not _told_twice(entry, kind, seen, problems):
                layer.entries.setdefault(kind, []).append(entry)
    return layer


def _rank(file: str) -> int:
    folders = {"offices/_generated": GENERATED, "offices/public-record": PUBLIC}
    return folders.get(file.rpartition("/")[0], REVIEWED)


def key_of(entry: Entry, kind: str) -> tuple[str, ...]:
    """Return what makes an entry the same as another one of its kind."""
    if kind in ENTRIES:
        return (entry["id"],)
    if kind == "tenures":
        return (entry["person"], entry["office"], entry["from"], entry["to"])
    if kind == "memberships":
        return (entry["polity"], entry["org"], entry["from"] or entry["status"])
    if kind == "relations":
        return (*pair_of(entry), entry["severed"])  # a row for each break
    if kind == "readings":
        whose = entry["person"] or entry["id"] or f"{entry['name']} of {entry['state']}"
        return (whose, entry["zh"], entry["pinyin"])
    return tuple(str(entry[column]) for column in TABLES[kind].same)


def pair_of(row: Entry) -> tuple[str, ...]:
    """Return the two whose relations a row is about, the same whoever is named first."""
    return tuple(sorted((row["state"], row["with"])))


def _told_twice(
    entry: Entry, kind: str, seen: dict[tuple[object, ...], Entry], problems: list[Problem]
) -> bool:
    """Say so, and return True, where the layer has this entry already."""
    if entry.get("extend") or (kind == "tenures" and not entry["office"]):
        return False  # adds to what is there; a row of names only
    generated = "_generated/" in entry.where.file  # has its own ids; the others win over it
    key = (kind, generated, entry.get("rank"), *key_of(entry, kind))
    first = seen.setdefault(key, entry)
    if first is entry:
        return False
    if kind == "tenures" and first.where.file != entry.where.file:
        _names_only(entry)
        return False  # two files that agree to the letter are no fault
    name = " ".join(part for part in key_of(entry, kind) if part)
    what = "entry" if kind in ENTRIES else "row"
    problems.append(
        entry.problem(
            f"{shown(name)} for the second time (first in {first.where.file}:{first.where.line})",
            "each once in a layer", f"the second {what}",
        )
    )  # fmt: skip
    return True


def _names_only(row: Entry) -> None:
    """Leave of a row of tenures what it says of the person."""
    row["office"] = row["from"] = row["to"] = ""


def _entries(root: Node, kind: str, where: Where, problems: list[Problem]) -> Iterator[Entry]:
    """Yield the entries of a list, or of a map from ids to entries."""
    nodes: list[Node] = []
    if root.kind == "list" and isinstance(root.value, list):
        nodes = [part for part in root.value if isinstance(part, Node)]
    elif root.kind == "map" and isinstance(root.value, list) and kind in ("sources", "authorities"):
        for pair in root.value:
            if (
                isinstance(pair, tuple)
                and isinstance(pair[1].value, list)
                and pair[1].kind == "map"
            ):
                inside = [part for part in pair[1].value if isinstance(part, tuple)]
                ident = (Node(pair[0].line, "id", "text"), pair[0])
                nodes.append(Node(pair[0].line, [ident, *inside], "map"))
            elif isinstance(pair, tuple):
                nodes.append(pair[1])
    else:
        problems.append(
            where.at(root.line).problem(
                f"a file that is {_kind_words(root)}", "entries that begin with '- id: ...'",
                "the file",
            )
        )  # fmt: skip
    for node in nodes:
        if node.kind == "map":
            entry: Any = entry_of(node, ENTRIES[kind], where, problems)
            if entry is not NOTHING:
                yield entry
        else:
            problems.append(
                where.at(node.line).problem(
                    f"an entry that is {_kind_words(node)}", "entries that begin with '- id: ...'",
                    "the entry",
                )
            )  # fmt: skip


def _kind_words(node: Node) -> str:
    if node.kind == "text":
        return shown(node.value)
    return {"list": "a list", "map": "a map", "nothing": "empty"}[node.kind]


def _read_map(root: Node, kind: str, where: Where, layer: Layer, problems: list[Problem]) -> None:
    if root.kind != "map":
        problems.append(
            where.at(root.line).problem(
                f"a file that is {_kind_words(root)}", "named lists, name: [..., ...]", "the file"
            )
        )
        return
    layer.maps[kind] = value_of(root, MAPS[kind], where, problems, kind)
