"""A tenure that a user enters: checked before anything is written, and put into a layer's table."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from dragoman.actors.facts import ONE_HOLDER, Tenure, bounds, class_of, rank
from dragoman.actors.layers.layer import read_layer
from dragoman.actors.layers.problem import Problem
from dragoman.actors.layers.spans import differ, same
from dragoman.actors.register import Register
from dragoman.actors.tokens import name_words
from dragoman.model import InputError

COLUMNS = (
    "person", "names", "also", "family", "office", "from", "to", "certainty", "as_of", "source",
    "note",
)  # fmt: skip
"""The columns of a table of tenures, as all folders of offices have them."""

NEEDED = ("person", "office", "from", "to", "source")
"""Those without which a table is none."""

HEAD = """\
# Tenures of {label}, entered by hand; they win over what comes with the register.
# One a line; dates as far as they are known (2020, 2020-08, 2020-08-20); an open tenure says in
# as_of until when it is known not to have ended. A person's names stand at the first row.
"""

MONTH_DAYS = 31
"""By how many days two holders of one office may overlap before it is told: sources date one
change of office by election, appointment or oath."""

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_OFFICE = re.compile(r"(?:of:)?([a-z0-9-]+)\.([a-z]+)(?:\.([a-z0-9-]+))?")
_EMBASSY = re.compile(
    r"(?:the )?ambassador (?:extraordinary and plenipotentiary )?"
    r"of (?:the )?(.+?) to (?:the )?(.+)",
    re.IGNORECASE,
)
_ELSEWHERE = ("council", "commission")  # classes that titles.yml has no words for
_NEAR = 6


@dataclass(frozen=True, slots=True)
class NewTenure:
    """One row of a table of tenures, as `COLUMNS` has them; names only where they are new."""

    person: str
    office: str
    start: str
    end: str
    certainty: str
    as_of: str
    source: str
    note: str = ""
    names: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    family: str = ""

    def cells(self) -> dict[str, str]:
        """Return the row by column."""
        said = {f.name: getattr(self, f.name) for f in fields(self)}
        said |= {"from": said.pop("start"), "to": said.pop("end")}
        joined = {
            key: ";".join(value) if isinstance(value, tuple) else value
            for key, value in said.items()
        }
        return {key: " ".join(value.split()) for key, value in joined.items()}

    def same_tenure(self, tenure: Tenure) -> bool:
        """Return whether a tenure of the register is this one, told more or less well."""
        return (self.person, self.office) == (tenure.person, tenure.office) and same(
            self.cells(), spans_of(tenure)
        )


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a row: where it stands now, and what stood there before."""

    path: Path
    line: int
    was: str  # the line that it took the place of; "" where it is new
    changed: bool  # False: it stood there already, word for word


# --- what is typed -------------------------------------------------------------------------------


def read_office(register: Register, typed: str, *, on: str | None = None) -> str:
    """Return the id of the office that is meant by an id or by words.

    Nobody needs to have held it: it is enough that its state and its class are known.

    Raises:
        InputError: The words name no office, or several.
    """
    typed = " ".join(typed.split())
    if _OFFICE.fullmatch(typed.lower()):
        ident = f"of:{typed.lower().removeprefix('of:')}"
        if fault := office_fault(register, ident):
            raise InputError(fault)
        return ident
    found = offices_named(register, typed, on=on)
    if len(found) == 1:
        if fault := office_fault(register, found[0]):
            raise InputError(f"{typed!r} reads as {fault}")
        return found[0]
    if found:
        several = "; ".join(f"{ident} ({register.label(ident)})" for ident in found[:_NEAR])
        raise InputError(f"{typed!r} names several offices: {several}; type one of these ids")
    raise InputError(
        f"{typed!r} names no office that could be made out; type an id such as rus.amb.chn, or "
        "words with the state and the title: 'Russian ambassador to China'"
    )


def offices_named(register: Register, words: str, *, on: str | None = None) -> tuple[str, ...]:
    """Return the offices that words name, read as a document's are; each once."""
    from dragoman.actors.resolving import resolve

    if sent := embassy(register, words):
        return (sent,)
    found = resolve(words, register, on=on) if words else ()
    told = (actor.office for one in found for actor in one.mention.actors if actor.office)
    return tuple(dict.fromkeys(told))


def embassy(register: Register, words: str) -> str | None:
    """Return the office that a list's wording of an ambassador names: "of X to Y"."""
    match = _EMBASSY.fullmatch(" ".join(words.split()))
    if not match:
        return None
    states = [
        [one for one in register.lookup(name) if one.startswith(("st:", "og:"))]
        for name in match.groups()
    ]
    if any(len(found) != 1 for found in states):
        return None
    [sender], [host] = states
    return f"of:{sender[3:]}.amb.{host[3:]}"


def office_fault(register: Register, ident: str) -> str | None:
    """Return what is wrong with the id of an office; None where state and class are known."""
    match = _OFFICE.fullmatch(ident)
    if not match:
        return f"{ident!r} is no office; one is typed as rus.amb.chn or idn.fm"
    owner, office_class, towards = match.groups()
    for code in filter(None, (owner, towards)):
        if not any(register.polity(f"{kind}:{code}") for kind in ("st", "og")):
            near = get_close_matches(code, [p.id[3:] for p in register.states()], n=1)
            meant = f"; did you mean {near[0]}?" if near else "; codes are as in IDN"
            return f"{ident}: no state or organization has the code {code!r}{meant}"
    classes = sorted({*register.titles.get("classes", ()), *_ELSEWHERE})
    if office_class not in classes:
        near = get_close_matches(office_class, classes, n=1)
        meant = f"; did you mean {near[0]}?" if near else f"; classes: {', '.join(classes)}"
        return f"{ident}: {office_class!r} is no class of offices{meant}"
    if (office_class == "amb") != bool(towards) and office_class not in ("permrep", "envoy"):
        if office_class == "amb":
            return f"{ident}: an ambassador is to somewhere; type {ident[3:]}.chn or the like"
        return f"{ident}: only envoys have a second code; type {owner}.{office_class}"
    return None


def near_offices(register: Register, office: str) -> tuple[str, ...]:
    """Return offices of the same state or organization that somebody held, likest first."""
    polity = register.polity_of(office)
    same_state = [held for held in register.offices() if register.polity_of(held) == polity]
    near = get_close_matches(office, same_state, n=_NEAR, cutoff=0.75)
    return tuple(dict.fromkeys([*near, *sorted(same_state, key=rank)]))[:_NEAR]


def certainty_of(start: str, end: str) -> str:
    """Return how precisely a tenure is known: as its coarser end.

    >>> certainty_of("2013-04-22", "2022-09"), certainty_of("2013-04-22", "")
    ('month', 'day')
    """
    shortest = min(len(part) for part in (start, end) if part)
    return {10: "day", 7: "month"}.get(shortest, "year")


def read_days(start: str, end: str, as_of: str) -> None:
    """Look at the dates of a tenure.

    Raises:
        InputError: One is no date, the end is before the start, or an open tenure does not
            say as of when it is.
    """
    for value, option in ((start, "--from"), (end, "--to"), (as_of, "--as-of")):
        if value and (not _DAY.fullmatch(value) or bounds(value) is None):
            raise InputError(
                f"{option} {value!r} is no date; write 2020, 2020-08 or 2020-08-20, as much as is "
                "known"
            )
    begin, finish, seen = bounds(start), bounds(end), bounds(as_of)
    if begin is None:
        raise InputError("a tenure needs a start; a year will do: --from 2020")
    if finish and finish[1] < begin[0]:
        raise InputError(f"the tenure ends {end}, before it starts ({start})")
    if not end and seen is None:
        raise InputError(
            "an open tenure says until when it is known not to have ended; add --as-of 2026-02, "
            "or --to if it has ended"
        )
    if seen and seen[1] < begin[0]:
        raise InputError(f"--as-of {as_of} is before the start ({start})")


Spellings = Mapping[str, frozenset[tuple[str, ...]]]
"""Persons by id, with the words of each spelling of their names."""


def people_of(folder: Path) -> Spellings:
    """Return the persons whom a layer's own files name; a register with it need not be made."""
    problems: list[Problem] = []
    layer = read_layer(folder, folder.name, 1, problems) if folder.is_dir() else None
    found: dict[str, set[tuple[str, ...]]] = {}
    for row in layer.of("tenures") if layer else ():
        spellings = found.setdefault(row["person"], set())
        spellings.update(
            tuple(name_words(name)) for name in f"{row['names']};{row['also']}".split(";")
        )
    for entry in layer.of("persons") if layer else ():
        spellings = found.setdefault(entry["id"], set())
        names = [name for given in (entry.get("names") or {}).values() for name in given]
        spellings.update(tuple(name_words(name)) for name in [*names, *entry.get("also", ())])
    return {ident: frozenset(spellings - {()}) for ident, spellings in found.items()}


def find_person(
    register: Register,
    typed: str,
    ident: str | None = None,
    *,
    beside: Spellings = MappingProxyType({}),
) -> tuple[str, tuple[str, ...]]:
    """Return the id of the person that is meant, and the names to write down with it.

    Args:
        register: Who is known.
        typed: A name, or an id such as pe:xi-jinping.
        ident: The id if a user says so: of one of several namesakes, or for somebody new.
        beside: Further persons, those of the layer that is written to (`people_of`).

    Raises:
        InputError: Several persons are called so, or the name is only part of one's.
    """
    typed = " ".join(typed.split())
    if typed.startswith("pe:") and ident in (None, typed):
        if register.person(typed) is None and typed not in beside:
            raise InputError(
                f"{typed}: no person of this id is known; type the name, with --id {typed}"
            )
        return typed, ()
    words = tuple(name_words(typed))
    # A name is a cell of a table, and its first sign must not make a formula of it.
    if not words or typed.startswith(("pe:", "=", "+", "-", "@")) or ";" in typed:
        raise InputError(f"{typed!r} is no name of a person; type one such as 'Retno Marsudi'")
    if ident is not None:
        if not re.fullmatch(r"pe:[a-z0-9]+(-[a-z0-9]+)*", ident):
            raise InputError(f"--id {ident!r}: ids of persons look like pe:retno-marsudi")
        known = words in register.spelt(ident) or words in beside.get(ident, ())
        return ident, () if known else (typed,)
    found = called_so(register, typed)
    whole = [one for one in found if words in register.spelt(one)]
    whole += [one for one in beside if one not in whole and words in beside[one]]
    if len(whole) == 1:
        return whole[0], ()
    if whole or found:
        several = "; ".join(f"{one} ({_known_for(register, one)})" for one in whole or found)
        what = "several persons are called so" if whole else "the name is part of another's"
        raise InputError(f"{typed!r}: {what}: {several}. Add --id with one of these, or a new id")
    return new_id(register, typed), (typed,)


def called_so(register: Register, name: str) -> tuple[str, ...]:
    """Return the persons whom a name, or the start of one, can mean."""
    found = [one for one in register.lookup(name) if one.startswith("pe:")]
    return tuple(sorted({*found, *register.named(name_words(name))}))


def new_id(register: Register, name: str) -> str:
    """Return the id that a person of this name gets.

    Raises:
        InputError: Somebody else has it, or the name has no letters that an id is made of.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))
    if not slug:
        raise InputError(f"{name!r} has no Latin letter to make an id of; add --id pe:given-family")
    ident = f"pe:{slug}"
    if other := register.person(ident):
        raise InputError(
            f"{ident} is {other.names[0]} ({_known_for(register, ident)}); add --id {ident} if you "
            f"mean them, and --id {ident}-2 or the like if not"
        )
    return ident


def _known_for(register: Register, ident: str) -> str:
    person = register.person(ident)
    held = max(person.tenures, key=lambda t: t.start, default=None) if person else None
    since = f" from {held.start}" if held and held.start else ""
    return f"{register.label(held.office)}{since}" if held else register.label(ident)


# --- against what is known -----------------------------------------------------------------------


def spans_of(tenure: Tenure) -> dict[str, str]:
    """Return the dates of a tenure by the names of the columns."""
    return {"from": tenure.start, "to": tenure.end, "as_of": tenure.as_of}


def told(tenure: Tenure) -> str:
    """Say the dates of a tenure and where they are from."""
    end = f"to {tenure.end}" if tenure.end else f"not known to have ended as of {tenure.as_of}"
    return f"from {tenure.start or 'a day not known'} {end} ({tenure.certainty}, {tenure.source})"


def compare(register: Register, row: NewTenure) -> tuple[str, ...]:
    """Say what the register has beside a new tenure: the same one, or another holder then."""
    said = []
    mine = row.cells()
    begin, finish = bounds(row.start), bounds(row.end or row.as_of)
    for tenure in register.tenures_of(row.office):
        if row.same_tenure(tenure):
            other = differ(mine, spans_of(tenure))
            words = {"from": "starts elsewhere", "to": "ends elsewhere"}.get(other, "")
            if not words and (tenure.start, tenure.end) == (row.start, row.end):
                words = "the same days"
            said.append(f"ours says: {told(tenure)}{f'; {words}' if words else ''}")
        elif tenure.person != row.person and class_of(row.office) in (*ONE_HOLDER, "amb"):
            first, last = bounds(tenure.start), bounds(tenure.end or tenure.as_of)
            if begin and finish and first and last:
                shared = (min(finish[1], last[1]) - max(begin[0], first[0])).days
                if shared > MONTH_DAYS:
                    name = register.label(tenure.person)
                    said.append(f"ours says: {name} held it then, {told(tenure)}")
    return tuple(said)


# --- writing -------------------------------------------------------------------------------------


def file_of(row: NewTenure, folder: Path) -> Path:
    """Return the table of a layer that a row belongs into: one for each state."""
    return folder / "offices" / f"{row.office[3:].split('.')[0].upper()}.csv"


def write(rows: Iterable[NewTenure], folder: Path, register: Register) -> tuple[Written, ...]:
    """Put rows into the tables of a layer; what stands there already stays as it is.

    A row of the same person and office with the same start takes the place of the older one:
    somebody corrects what they said. Each table is written whole or not at all.

    Raises:
        InputError: A table lacks a column that is needed, or cannot be read or written.
    """
    written: list[Written] = []
    tables: dict[Path, list[str]] = {}
    for row in rows:
        path = file_of(row, folder)
        if path not in tables:
            label = register.label(register.polity_of(row.office))
            tables[path] = _lines(path, label)
        written.append(_put(row, path, tables[path]))
    changed = {one.path for one in written if one.changed}
    for path in changed:
        _save(path, tables[path])
    return tuple(written)


def _lines(path: Path, label: str) -> list[str]:
    """Return the lines of a table, or those that a new one begins with."""
    if not path.exists():
        return [*HEAD.format(label=label).splitlines(), ",".join(COLUMNS)]
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({error})") from error


def _put(row: NewTenure, path: Path, lines: list[str]) -> Written:
    columns: Sequence[str] | None = None
    cells = row.cells()
    named = False
    for number, line in enumerate(lines):
        if not line.strip() or line.startswith("#"):
            continue
        found = [cell.strip() for cell in next(csv.reader([line]))]
        if columns is None:
            columns = _checked(found, path, cells)
            continue
        there = dict(zip(columns, found, strict=False))
        if there.get("person") != row.person:
            continue
        named = named or bool(there.get("names"))
        if (there.get("office"), there.get("from")) == (row.office, row.start):
            new = _line(columns, _beside(cells, there))
            changed = new != _line(columns, there)
            if changed:
                lines[number] = new
            return Written(path, number + 1, line if changed else "", changed)
    if columns is None:
        lines.append(",".join(COLUMNS))
        columns = COLUMNS
    lines.append(_line(columns, {**cells, "names": "" if named else cells["names"]}))
    return Written(path, len(lines), "", True)


def _beside(new: Mapping[str, str], old: Mapping[str, str]) -> dict[str, str]:
    """Return a row with the names that the row it replaces has, if it brings none."""
    kept = {key: old.get(key, "") for key in ("names", "also", "family") if not new[key]}
    return {**new, **kept}


def _checked(columns: Sequence[str], path: Path, cells: Mapping[str, str]) -> Sequence[str]:
    missing = [name for name in NEEDED if name not in columns]
    missing += [name for name in COLUMNS if cells[name] and name not in (*columns, *missing)]
    if missing:
        raise InputError(
            f"{path}: has no column {' and no column '.join(missing)}; a table of tenures has "
            f"{', '.join(COLUMNS)}"
        )
    return columns


def _line(columns: Sequence[str], cells: Mapping[str, str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([cells.get(name, "") for name in columns])
    return out.getvalue()


def _save(path: Path, lines: Sequence[str]) -> None:
    aside = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        aside.replace(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror or error})") from error
