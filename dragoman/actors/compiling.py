"""From the register's files to one index that opens at once.

The files are for people: YAML and CSV, one fact per line, laid out as `register/README.md`
says; `layers` reads and checks them. The compiled form lies in the user's cache, named by the
hash of everything it was made from; a stale or damaged one is made again, never trusted.
"""

import gc
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dragoman.actors.facts import class_of
from dragoman.actors.index import FORMAT, Index, index_path, open_index
from dragoman.actors.layers import contents, read_layers, shared_wordings
from dragoman.actors.lexicon import (
    alone,
    entries,
    offices_of,
    person_entries,
    person_names,
    rulers,
    typed_names,
)
from dragoman.model import RegisterError

OWN = Path(__file__).resolve().parent.parent / "register"

_PARTS = (
    "polities", "places", "orgs", "outlets", "groups", "titles", "overrides", "not_actors",
    "words",
)  # fmt: skip
"""What of the table is small, and needed from the first sentence on."""


def load(layers: Sequence[Path]) -> Index:
    """Return the index of our own files and the user's layers, later ones winning.

    It is opened where it was made before, and made, which takes some seconds, where not.

    Raises:
        RegisterError: A layer is no folder.
    """
    roots = [OWN, *layers]
    path = index_path(_stamp(roots))
    index = open_index(path)
    if index is None:
        index = build(OWN, layers)
        index.save(path)
    return index


def build(own: Path, layers: Sequence[Path]) -> Index:
    """Make the index of a register's files, and write into it what is wrong with them.

    Raises:
        RegisterError: A layer is no folder.
    """
    # Millions of small objects for some seconds: the collector would walk them over and over.
    collecting = gc.isenabled()
    gc.disable()
    try:
        table, problems, contradictions = read_layers(own, layers)
        return _compile(table, [str(p) for p in problems], [str(c) for c in contradictions])
    finally:
        if collecting:
            gc.enable()


def _stamp(roots: Sequence[Path]) -> str:
    stamp = hashlib.sha256(f"register format {FORMAT}".encode())
    for root in roots:
        if not root.is_dir():
            raise RegisterError(
                f"{root} is no folder. A layer of the register is a folder with files such as "
                f"offices/CHN.yml or places.csv; take it out of 'layers' or make it."
            )
        for name, held in contents(root):
            stamp.update(f"\x1f{name}\x1f".encode())
            stamp.update(held)
    return stamp.hexdigest()[:32]


def _compile(table: dict[str, Any], problems: list[str], contradictions: list[str]) -> Index:
    full, family = person_names(table)
    things = entries(table)
    problems = [*problems, *(str(problem) for problem in shared_wordings(things))]
    wordings: dict[str, list[list[str]]] = {}
    for words, kind, ident, form in (*things, *person_entries(table, full)):
        wordings.setdefault(words[0], []).append([" ".join(words[1:]), kind, ident, form])
    offices: dict[str, list[str]] = {}
    polities: dict[str, list[str]] = {}
    for ident, row in table["persons"].items():
        held = sorted({office["office"] for office in offices_of(row)})
        for office in held:
            offices.setdefault(office, []).append(ident)
        for owner in sorted({office[3:].split(".")[0] for office in held}):
            polity = f"og:{owner}" if f"og:{owner}" in table["orgs"] else f"st:{owner}"
            polities.setdefault(polity, []).append(ident)
    for row in table["readings"]:
        if row.get("id") in table["places"]:
            place = table["places"][row["id"]]
            place["readings"] = ";".join(filter(None, (place.get("readings", ""), row["pinyin"])))
    parts = {name: table[name] for name in _PARTS}
    parts |= {
        "problems": problems, "contradictions": contradictions, "alone": alone(table),
        "rulers": rulers(table), "complete": True,
    }  # fmt: skip
    return Index.of(
        {
            "person": table["persons"].items(),
            "office": offices.items(),
            "polity": polities.items(),
            "class": _grouped((class_of(office), office) for office in offices).items(),
            "name": full.items(),
            "family": family.items(),
            "wording": wordings.items(),
            "typed": typed_names(table, things).items(),
            "membership": _grouped(
                (row[side], dict(row)) for row in table["memberships"] for side in ("polity", "org")
            ).items(),
            "relation": _grouped(
                (row[side], dict(row)) for row in table["relations"] for side in ("state", "with")
            ).items(),
            "mechanism": table["mechanisms"].items(),
            "source": table["sources"].items(),
            "past": table["history"].items(),
            "authority": table["authorities"].items(),
            "label": _labels(table["polity_names"]).items(),
            "part": parts.items(),
        }
    )


def _grouped(pairs: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _labels(rows: Iterable[Mapping[str, str]]) -> dict[str, dict[str, list[str]]]:
    """Return for each polity its short and formal name by language."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        found.setdefault(row["id"], {})[row["lang"]] = [row["short"], row["formal"]]
    return found
