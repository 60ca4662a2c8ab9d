"""From the register's files to one index that opens at once, and what is wrong with the files.

The files are for people: YAML and CSV, one fact per line, laid out as `register/README.md`
says. The compiled form lies in the user's cache, named by the hash of everything it was made
from; a stale or damaged one is made again, never trusted.
"""

import csv
import gc
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dragoman.actors.facts import class_of
from dragoman.actors.index import FORMAT, Index, index_path, open_index
from dragoman.actors.lexicon import (
    alone,
    entries,
    offices_of,
    person_entries,
    person_names,
    rulers,
    split,
    typed_names,
)  # fmt: skip
from dragoman.actors.tokens import name_words
from dragoman.model import RegisterError
from dragoman.model.edtf import interval

__all__ = ["OWN", "load", "name_words", "read_csv", "read_yaml"]

OWN = Path(__file__).resolve().parent.parent / "register"
ALIAS_KINDS = {
    "official", "short", "former", "acronym", "demonym", "adjective", "metonym", "ambiguous",
}  # fmt: skip
_YAML = (
    "orgs.yml", "organs.yml", "titles.yml", "outlets.yml", "overrides.yml", "not_actors.yml",
    "words.yml", "groups.yml",
)  # fmt: skip
_CSV = ("polities.csv", "aliases.csv", "places.csv")
_OFFICE = re.compile(r"of:([a-z0-9-]+)\.([a-z-]+)(?:\.([a-z0-9-]+))?")
_PERSON = re.compile(r"pe:[a-z0-9-]+")
_PARTS = (
    "polities", "places", "orgs", "outlets", "groups", "titles", "overrides", "not_actors",
    "words", "problems",
)  # fmt: skip
"""What of the table is small, and needed from the first sentence on."""


def load(layers: Sequence[Path]) -> Index:
    """Return the index of our own files and the user's layers, later ones winning.

    It is opened where it was made before, and made, which takes some seconds, where not.

    Raises:
        RegisterError: A layer is no folder.
    """
    for root in layers:
        if not root.is_dir():
            raise RegisterError(
                f"{root} is no folder. A layer of the register is a folder with files such as "
                f"offices/CHN.yml or places.csv; take it out of 'actors' or make it."
            )
    roots = [OWN, *layers]
    path = index_path(_stamp(roots))
    index = open_index(path)
    if index is None:
        index = compile_table(read_table(roots))
        index.save(path)
    return index


def _stamp(roots: Sequence[Path]) -> str:
    stamp = hashlib.sha256(f"register format {FORMAT}".encode())
    for root in roots:
        for path in _files(root):
            stamp.update(f"\x1f{path.relative_to(root).as_posix()}\x1f".encode())
            stamp.update(path.read_bytes())
    return stamp.hexdigest()[:32]


def compile_table(table: dict[str, Any]) -> Index:
    """Make the index of a table of entries."""
    # Hundreds of thousands of small objects: the collector would walk them over and over.
    collecting = gc.isenabled()
    gc.disable()
    try:
        full, family = person_names(table)
        things = entries(table)
        wordings: dict[str, list[list[str]]] = {}
        for words, kind, ident, form in (*things, *person_entries(table, full)):
            wordings.setdefault(words[0], []).append([" ".join(words[1:]), kind, ident, form])
        offices: dict[str, list[str]] = {}
        polities: dict[str, list[str]] = {}
        for ident, row in table["persons"].items():
            for office in {office["office"] for office in offices_of(row)}:
                offices.setdefault(office, []).append(ident)
            for owner in {office["office"][3:].split(".")[0] for office in offices_of(row)}:
                polity = f"og:{owner}" if f"og:{owner}" in table["orgs"] else f"st:{owner}"
                polities.setdefault(polity, []).append(ident)
        classes: dict[str, list[str]] = {}
        for office in offices:
            classes.setdefault(class_of(office), []).append(office)
        parts = {name: table[name] for name in _PARTS}
        parts |= {"alone": alone(table), "rulers": rulers(table), "complete": True}
        return Index.of(
            {
                "person": table["persons"].items(),
                "office": offices.items(),
                "polity": polities.items(),
                "class": classes.items(),
                "name": full.items(),
                "family": family.items(),
                "wording": wordings.items(),
                "typed": typed_names(table, things).items(),
                "part": parts.items(),
            }
        )
    finally:
        if collecting:
            gc.enable()


# --- reading the files ---------------------------------------------------------------------------


def _files(root: Path) -> list[Path]:
    named = [root / name for name in (*_CSV, *_YAML)]
    offices = root / "offices"
    persons = [*sorted((offices / "_generated").glob("*.csv")), *sorted(offices.glob("*.yml"))]
    return [path for path in named if path.is_file()] + persons


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table, skipping its head of `#` lines."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        for row in csv.DictReader(lines):
            if None in row or None in row.values():
                raise RegisterError(f"{path.name}: {row!r} has not as many cells as the head")
            yield {key: (value or "").strip() for key, value in row.items()}


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds; dates stay text."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    except yaml.YAMLError as error:
        raise RegisterError(f"{path.name} is no YAML: {' '.join(str(error).split())}") from error


def read_table(roots: Sequence[Path]) -> dict[str, Any]:
    """Read all files into one table of plain lists and dictionaries."""
    table: dict[str, Any] = {
        "format": FORMAT, "polities": {}, "places": {}, "orgs": {}, "outlets": {}, "persons": {},
        "aliases": [], "titles": {}, "organs": {"generic": {}, "named": []}, "overrides": {},
        "not_actors": {}, "words": {}, "groups": {}, "problems": [],
    }  # fmt: skip
    generated: dict[str, dict[str, Any]] = {}
    for root in roots:
        _read_layer(root, table, generated)
    _add_generated(table, generated)
    table["problems"].extend(problems(table))
    return table


def _read_layer(root: Path, table: dict[str, Any], generated: dict[str, dict[str, Any]]) -> None:
    for path in _files(root):
        if path.parent.name == "_generated":
            _read_generated(path, generated)
        elif path.name == "polities.csv":
            table["polities"].update({row["id"]: row for row in read_csv(path)})
        elif path.name == "aliases.csv":
            table["aliases"].extend(read_csv(path))
        elif path.name == "places.csv":
            table["places"].update({row["id"]: row for row in read_csv(path)})
        else:
            said = _read_yaml_layer(path, table)
            if root != OWN:
                for ident in said:
                    generated.pop(ident, None)


def _read_generated(path: Path, generated: dict[str, dict[str, Any]]) -> None:
    """Read a table of tenures; a person's names stand at the person's first row."""
    for cells in read_csv(path):
        row = generated.get(cells["person"])
        if row is None:
            row = generated[cells["person"]] = {
                "id": cells["person"], "names": {"en": split(cells["names"])},
                "also": split(cells["also"]), "family": cells["family"], "offices": [],
                "file": path.name, "generated": True,
            }  # fmt: skip
        if cells["office"]:
            held = ("office", "from", "to", "certainty", "as_of", "source")
            said: dict[str, Any] = {key: cells[key] for key in held if cells[key]}
            row["offices"].append({**said, "generated": True})


def _add_generated(table: dict[str, Any], generated: dict[str, dict[str, Any]]) -> None:
    """Put the generated persons below the reviewed ones: these keep all that they say."""
    for ident, row in generated.items():
        own = table["persons"].get(ident)
        if own is None:
            table["persons"][ident] = row
        else:
            own["also"] = row["also"]
            own["offices"] = [*offices_of(own), *row["offices"]]


def _read_yaml_layer(path: Path, table: dict[str, Any]) -> list[str]:
    """Read one YAML file; return the ids of the persons it speaks of."""
    content = read_yaml(path)
    if content is None:
        return []
    if path.name in ("orgs.yml", "outlets.yml", "groups.yml"):
        part = path.stem
        for row in _listed(path, content):
            _put(table[part], row)
    elif path.name == "organs.yml":
        for kind, words in (content.get("generic") or {}).items():
            table["organs"]["generic"].setdefault(kind, []).extend(words)
        table["organs"]["named"].extend(content.get("named") or [])
    elif path.parent.name == "offices":
        for row in _listed(path, content):
            row["file"] = path.name
            _put(table["persons"], row)
        return [row["id"] for row in content]
    else:
        part = path.stem
        if not isinstance(content, dict):
            raise RegisterError(f"{path.name} holds {type(content).__name__}, not named lists")
        table[part].update(content)
    return []


def _listed(path: Path, content: object) -> list[dict[str, Any]]:
    if not isinstance(content, list) or not all(isinstance(row, dict) for row in content):
        raise RegisterError(f"{path.name}: every entry begins with '- id: ...'")
    for row in content:
        if not isinstance(row.get("id"), str):
            raise RegisterError(f"{path.name}: {row!r} has no id")
    return content


def _put(part: dict[str, Any], row: dict[str, Any]) -> None:
    if row.get("remove"):
        part.pop(row["id"], None)
    else:
        part[row["id"]] = row


# --- what is wrong with the files ---------------------------------------------------------------


def problems(table: dict[str, Any]) -> list[str]:
    """Return one sentence for each thing in the files that cannot be meant.

    Ids that nothing answers to, tenures that end before they start, tenures without a
    source, spellings without a document, one wording for two states that is not marked
    ambiguous.
    """
    known = {*table["polities"], *table["orgs"]}
    found: list[str] = []
    for row in table["aliases"]:
        if row["entity"] not in table["polities"]:
            found.append(
                f"aliases.csv: {row['alias']!r} is of {row['entity']!r}, which is no polity"
            )
        if row["kind"] not in ALIAS_KINDS:
            found.append(
                f"aliases.csv: {row['alias']!r} is {row['kind']!r}; kinds: "
                f"{', '.join(sorted(ALIAS_KINDS))}"
            )
    for ident, row in table["places"].items():
        for polity in (
            *split(row["state"]),
            *split(row["claims"]),
            *split(row["administered_by"]),
        ):
            if polity not in table["polities"]:
                found.append(f"places.csv: {ident} names {polity!r}, which is no polity")
        if row["claims"] and row["state"]:
            found.append(f"places.csv: {ident} has claims and one state; a disputed place has none")
        claims = split(row["claims"])
        if claims != sorted(claims):
            found.append(f"places.csv: the claims of {ident} do not stand in the alphabet's order")
    for ident, row in table["outlets"].items():
        if row.get("state") not in known:
            found.append(f"outlets.yml: {ident} is of {row.get('state')!r}, which nobody is")
    for ident, row in table["groups"].items():
        strange = [polity for polity in row["members"] if polity not in table["polities"]]
        if strange:
            found.append(f"groups.yml: {ident} has {', '.join(strange)}, which nobody is")
        if not row.get("as_of"):
            found.append(f"groups.yml: {ident} does not say as of when its members are")
    for row in table["organs"]["named"]:
        if row["polity"] not in known:
            found.append(f"organs.yml: {row['names']} are of {row['polity']!r}, which nobody is")
    for trait in ("monarchies", "leader_is_hog", "family_first", "family_either", "given_last"):
        for polity in table["overrides"].get(trait, ()):
            if polity not in table["polities"]:
                found.append(f"overrides.yml: {trait} names {polity!r}, which is no polity")
    classes = set(table["titles"].get("classes", ()))
    for ident, row in table["persons"].items():
        found.extend(_person_problems(ident, row, known, classes))
    found.extend(_shared_aliases(table))
    return found


def _person_problems(
    ident: str, row: dict[str, Any], known: set[str], classes: set[str]
) -> Iterator[str]:
    where = f"{row.get('file', 'offices')}: {ident}"
    if not _PERSON.fullmatch(ident):
        yield f"{where}: ids of persons look like pe:retno-marsudi"
    if not row.get("names", {}).get("en"):
        yield f"{where} has no English name (names: en: [...])"
    for seen in row.get("seen_as", ()):
        if not seen.get("from"):
            yield f"{where} is seen as {seen.get('text')!r} without the document that showed it"
    for office in offices_of(row):
        match = _OFFICE.fullmatch(office.get("office", ""))
        if not match or not {f"st:{match[1]}", f"og:{match[1]}"} & known:
            yield f"{where} holds {office.get('office')!r}, an office of nobody known"
            continue
        if match[2] not in classes | {"council", "commission"}:
            yield f"{where} holds {office['office']!r}; no class of titles.yml is {match[2]!r}"
        if match[3] and not {f"st:{match[3]}", f"og:{match[3]}"} & known:
            yield f"{where} holds {office['office']!r}, towards nobody known"
        if not office.get("source"):
            yield f"{where}: {office['office']} has no source"
        if not office.get("to") and not office.get("as_of"):
            yield f"{where}: {office['office']} is open and has no as_of"
        try:
            days = [interval(str(office[end])) for end in ("from", "to") if office.get(end)]
        except ValueError as error:
            yield f"{where}: {office['office']}: {error}"
            continue
        if len(days) == 2 and days[0] and days[1] and days[1][1] < days[0][0]:
            yield f"{where}: {office['office']} ends {office['to']}, before {office['from']}"


def _shared_aliases(table: dict[str, Any]) -> Iterable[str]:
    """One wording of two polities or organizations must be marked ambiguous."""
    owners: dict[tuple[str, str], set[str]] = {}
    for words, kind, ident, _ in entries(table):
        if kind in ("pol", "adj", "noun", "metonym", "org", "body"):
            group = "adj" if kind in ("adj", "noun") else "name"
            owners.setdefault((" ".join(words), group), set()).add(ident)
    for (wording, _group), idents in sorted(owners.items()):
        if len(idents) > 1:
            yield (
                f"aliases: {wording!r} is {' and '.join(sorted(idents))}; mark it ambiguous "
                f"for each in aliases.csv"
            )
