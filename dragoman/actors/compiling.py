"""From the register's files to one table that loads fast, and what is wrong with the files.

The files are for people: YAML and CSV, one fact per line, laid out as `register/README.md`
says. The compiled form is JSON, written aside in the user's cache and named by the hash of
everything it was made from; a stale or damaged one is made again, never trusted.
"""

import csv
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dragoman.actors.tokens import fold, keys
from dragoman.model import RegisterError
from dragoman.model.edtf import interval

FORMAT = 9  # raise when the shape of the compiled table changes
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


def load(layers: Sequence[Path]) -> dict[str, Any]:
    """Return the compiled table of our own files and the user's layers, later ones winning."""
    roots = [OWN, *layers]
    for root in layers:
        if not root.is_dir():
            raise RegisterError(
                f"{root} is no folder. A layer of the register is a folder with files such as "
                f"offices/CHN.yml or places.csv; take it out of 'actors' or make it."
            )
    stamp = hashlib.sha256(f"register format {FORMAT}".encode())
    for root in roots:
        for path in _files(root):
            stamp.update(f"\x1f{path.relative_to(root).as_posix()}\x1f".encode())
            stamp.update(path.read_bytes())
    name = f"register-{stamp.hexdigest()[:32]}.json"
    cached = _read_cache(name)
    if cached is not None:
        return cached
    table = build(roots)
    _write_cache(name, table)
    return table


def _files(root: Path) -> list[Path]:
    named = [root / name for name in (*_CSV, *_YAML)]
    offices = root / "offices"
    persons = [*sorted((offices / "_generated").glob("*.csv")), *sorted(offices.glob("*.yml"))]
    return [path for path in named if path.is_file()] + persons


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("dragoman")


def _read_cache(name: str) -> dict[str, Any] | None:
    try:
        table = json.loads((_cache_folder() / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    good = isinstance(table, dict) and table.get("format") == FORMAT
    return table if good else None


def _write_cache(name: str, table: dict[str, Any]) -> None:
    """Write aside and rename, so that nobody reads half a file; a read-only home is no error."""
    try:
        folder = _cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(table, file, ensure_ascii=False, separators=(",", ":"))
        Path(aside).replace(folder / name)
    except OSError:
        return


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


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def build(roots: Sequence[Path]) -> dict[str, Any]:
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
    table["lexicon"] = _lexicon(table)
    table["names"], table["families"] = _person_names(table)
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
                "id": cells["person"], "names": {"en": _split(cells["names"])},
                "also": _split(cells["also"]), "family": cells["family"], "offices": [],
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
            own["offices"] = [*_offices(own), *row["offices"]]


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


# --- the lexicon: every wording that a sentence may hold --------------------------------------

Entry = list[Any]  # [words, kind, id, form]; form: "upper" | "cap" | "any"


def _form(alias: str) -> str:
    letters = [mark for mark in alias if mark.isalpha()]
    if letters and len(letters) <= 6 and " " not in alias and all(m.isupper() for m in letters):
        return "upper"
    return "cap"


def _lexicon(table: dict[str, Any]) -> list[Entry]:
    entries: list[Entry] = []
    ambiguous: dict[str, set[str]] = {}
    for row in table["aliases"]:
        if row["kind"] == "ambiguous":
            ambiguous.setdefault(fold(row["alias"]), set()).add(row["entity"])

    def add(alias: str, kind: str, ident: str, form: str | None = None) -> None:
        if not alias or (kind in ("pol", "adj", "noun") and fold(alias) in ambiguous):
            return
        words = list(keys(alias))
        if words[0] == "the" and len(words) > 1:
            words = words[1:]
        entries.append([words, kind, ident, form or _form(alias)])

    lower_ok = set(table["overrides"].get("unreadable_lower", ()))
    for ident, row in table["polities"].items():
        for alias in {row["name"], row["official"], row["common"]}:
            if "(" not in alias and " - " not in alias:
                add(alias, "pol", ident)
        for kind, cell in (("adj", row["adjectives"]), ("noun", row["nouns"])):
            for alias in _split(cell):
                add(
                    alias, kind, ident, "cap" if fold(alias) in lower_ok else _adjective_form(alias)
                )
    for row in table["aliases"]:
        kind = {"demonym": "noun", "adjective": "adj", "metonym": "metonym"}.get(row["kind"], "pol")
        if row["kind"] != "ambiguous":
            add(row["alias"], kind, row["entity"])
    for alias, candidates in ambiguous.items():
        form = "upper" if alias == "car" else "cap"
        entries.append([list(keys(alias)), "amb", ";".join(sorted(candidates)), form])
    capitals = {(row["capital"], ident) for ident, row in table["polities"].items()}
    for ident, row in table["places"].items():
        capital = (row["name"], row["state"]) in capitals and row["kind"] == "capital"
        for alias in (row["name"], *_split(row["aliases"])):
            add(alias, "capital" if capital else "place", ident)
    for ident, row in table["orgs"].items():
        for alias in row.get("names", ()):
            add(alias, "org", ident)
        for alias in row.get("bodies", ()):
            add(alias, "body", ident)
        for spelling in row.get("seen_as", ()):
            add(spelling["text"], "org", ident)
    for ident, row in table["outlets"].items():
        for alias in row.get("names", ()):
            add(alias, "outlet", ident)
        for spelling in row.get("seen_as", ()):
            add(spelling["text"], "outlet", ident)
    for ident, row in table["groups"].items():
        for alias in row["names"]:
            add(alias, "grp", ident)
    entries.extend(_title_entries(table["titles"]))
    for kind, words in table["organs"]["generic"].items():
        entries.extend([list(keys(word)), "organ", kind, "any"] for word in words)
    for row in table["organs"]["named"]:
        for alias in row["names"]:
            add(alias, "named", f"{row['polity']}|{row['class']}")
    for phrase in table["not_actors"].get("phrases", ()):
        add(phrase, "neg", "")
    for state in table["not_actors"].get("us_states", ()):
        add(state, "neg", "us-state")
    return entries


def _adjective_form(alias: str) -> str:
    """Nationality words may be small in machine translation: "the Congress peruvian"."""
    return "upper" if alias.isupper() else "any" if len(alias) > 4 else "cap"


def _title_entries(titles: dict[str, Any]) -> Iterator[Entry]:
    for name, words in titles.get("classes", {}).items():
        for alias in words.get("names", ()):
            for variant in _hyphens(alias):
                yield [list(keys(variant)), "title", name, "upper" if alias in _SHORT else "any"]
        for alias in words.get("plural", ()):
            for variant in _hyphens(alias):
                yield [list(keys(variant)), "titles", name, "upper" if alias in _SHORT else "any"]
    for alias in titles.get("not_of_state", ()):
        yield [list(keys(alias)), "nostate", "", "any"]
    for gender, words in titles.get("honorifics", {}).items():
        for alias in words:
            form = "any" if alias.endswith(".") or " " in alias else "cap"
            yield [list(keys(alias)), "hon", gender, form]
    for kind, words in titles.get("modifiers", {}).items():
        for alias in words:
            yield [list(keys(alias)), "mod", kind, "any"]


_SHORT = {"fm", "pm", "fms", "pms"}


def _hyphens(alias: str) -> set[str]:
    return {alias, alias.replace("-", " ")} if "-" in alias else {alias}


def _person_names(table: dict[str, Any]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return full names and names of reference, folded, to the persons who bear them."""
    full: dict[str, set[str]] = {}
    family: dict[str, set[str]] = {}
    either = set(table["overrides"].get("family_either", ()))
    particles = set(table["words"].get("particles", ()))
    for ident, row in table["persons"].items():
        spellings = [name for names in row.get("names", {}).values() for name in names]
        quiet = row.get("also", [])
        if row.get("generated"):
            spellings, quiet = [], spellings + quiet
        spellings += [seen["text"] for seen in row.get("seen_as", ())]
        for spelling in quiet:
            # Nobody has looked: one word, or one beside particles, is a name of reference.
            words = name_words(spelling)
            own = set(words) - set(name_words(row.get("family") or ""))
            if own and sum(word not in particles for word in words) > 1:
                spellings.append(spelling)
            elif words:
                family.setdefault(" ".join(words), set()).add(ident)
        polities = {
            office["office"].split(".")[0].replace("of:", "st:") for office in _offices(row)
        }
        for spelling in spellings:
            words = name_words(spelling)
            full.setdefault(" ".join(words), set()).add(ident)
            if len(words) == 2 and polities & either:
                full.setdefault(" ".join(reversed(words)), set()).add(ident)
        if row.get("family"):
            family.setdefault(" ".join(name_words(row["family"])), set()).add(ident)
        for seen in row.get("seen_as", ()):
            words = name_words(seen["text"])
            if len(words) == 1:
                family.setdefault(words[0], set()).add(ident)
    return (
        {name: sorted(persons) for name, persons in full.items()},
        {name: sorted(persons) for name, persons in family.items()},
    )


def name_words(name: str) -> list[str]:
    """Return a name's words without hyphens, dots and the article of Arabic names.

    >>> name_words("Abdel-Fattah al-Sisi"), name_words("Yoon Suk-yeol")
    (['abdel', 'fattah', 'sisi'], ['yoon', 'suk', 'yeol'])
    """
    words = [word.rstrip(".") for word in keys(name)]
    words = [word for word in words if word and (word[0].isalnum())]
    bare = [word for word in words if word not in ("al", "el")]
    return bare or words


def _offices(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [office for office in row.get("offices") or () if isinstance(office, dict)]


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
            *_split(row["state"]),
            *_split(row["claims"]),
            *_split(row["administered_by"]),
        ):
            if polity not in table["polities"]:
                found.append(f"places.csv: {ident} names {polity!r}, which is no polity")
        if row["claims"] and row["state"]:
            found.append(f"places.csv: {ident} has claims and one state; a disputed place has none")
        claims = _split(row["claims"])
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
    for office in _offices(row):
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
    for words, kind, ident, _ in table["lexicon"]:
        if kind in ("pol", "adj", "noun", "metonym", "org", "body"):
            group = "adj" if kind in ("adj", "noun") else "name"
            owners.setdefault((" ".join(words), group), set()).add(ident)
    for (wording, _group), idents in sorted(owners.items()):
        if len(idents) > 1:
            yield (
                f"aliases: {wording!r} is {' and '.join(sorted(idents))}; mark it ambiguous "
                f"for each in aliases.csv"
            )
