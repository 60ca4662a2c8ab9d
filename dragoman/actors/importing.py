"""Tenures from the result of a query to Wikidata, held against the register before any is taken.

What a query service gives as CSV, TSV or JSON is read by the names of its columns. Labels of
positions are read as a document's words are; what cannot be read is told, never guessed.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from dragoman.actors.adding import (
    MONTH_DAYS,
    NewTenure,
    called_so,
    certainty_of,
    embassy,
    find_person,
    office_fault,
    offices_named,
    read_office,
    spans_of,
    told,
)
from dragoman.actors.facts import ONE_HOLDER, Tenure, bounds, class_of
from dragoman.actors.layers.spans import apart, differ
from dragoman.actors.register import Register
from dragoman.actors.tokens import fold
from dragoman.model import InputError

MOST_BYTES = 100_000_000
"""A larger file is no query result that somebody looks through."""

_PERSON = ("personlabel", "itemlabel", "holderlabel", "namelabel", "name", "person", "item")
_OFFICE = ("positionlabel", "officelabel", "postlabel", "position", "office", "post")
_COUNTRY = ("countrylabel", "statelabel", "jurisdictionlabel", "country", "state", "jurisdiction")
_START = ("start", "starttime", "startdate", "from", "begin", "since")
_END = ("end", "endtime", "enddate", "to", "until")
_FROM_PRECISION = ("startprecision", "starttimeprecision", "startdateprecision", "fromprecision")
_TO_PRECISION = ("endprecision", "endtimeprecision", "enddateprecision", "toprecision")

_TIME = re.compile(r"\+?(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T[\d:.]*Z?)?)?)?")
_LENGTHS = {"9": 4, "year": 4, "10": 7, "month": 7, "11": 10, "day": 10}
_ITEM = re.compile(r"(?:.*/)?(Q\d+)")
_NOBODY = ("genid/", "_:", "t1", "statement/")


class Kind(StrEnum):
    """What a row of a query says beside what the register has."""

    NEW = "new"
    SAME = "same"
    FINER = "finer"
    DIFFERS = "differs"
    UNKNOWN_OFFICE = "unknown office"
    UNREADABLE = "cannot be read"


ABOUT = {
    Kind.NEW: "the register has no such tenure",
    Kind.SAME: "the register has it, at least as precisely",
    Kind.FINER: "the register has it more coarsely, or without its end",
    Kind.DIFFERS: "the register has it otherwise, by more than a month",
    Kind.UNKNOWN_OFFICE: "no office of the register could be made out",
    Kind.UNREADABLE: "",
}
"""What each kind means, in words."""


@dataclass(frozen=True, slots=True)
class Found:
    """One row of a query, what it is beside the register, and what would be written."""

    kind: Kind
    line: int  # 1-based: of the file for a table, of the list of results for JSON
    what: str  # the row in words, as the query has it
    ours: str = ""  # what the register says; or why the row cannot be read
    row: NewTenure | None = None


def read_query(
    path: Path, register: Register, *, office: str | None = None, as_of: str | None = None
) -> tuple[Found, ...]:
    """Read a query's result and hold each row against the register.

    Args:
        path: CSV, TSV or JSON as the query service writes it.
        register: With the user's layers.
        office: The id of the office that all rows are of; None: each row names its own.
        as_of: The day of the query, for rows without an end; None: the day of the file.

    Returns:
        One for each row, in the order of the file; rows that say the same come once.

    Raises:
        InputError: The file cannot be read, or lacks a column.
    """
    rows = list(_rows(path))
    day = as_of or date.fromtimestamp(path.stat().st_mtime).isoformat()
    reader = _Reader(register, f"wikidata-query:{path.name}", day, office, _columns(path, rows))
    seen: set[tuple[str, ...]] = set()
    found = []
    for line, cells in rows:
        if not any(cells.values()):
            continue
        one = reader.read(line, cells)
        key = (one.kind, one.what, one.ours)
        if key not in seen:
            seen.add(key)
            found.append(one)
    return tuple(found)


# --- the file ------------------------------------------------------------------------------------


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a file with their numbers; names of columns in small letters only."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{path}: is larger than {MOST_BYTES // 1_000_000} MB; ask for less")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is no UTF-8 text (byte {error.start})") from error
    if text.lstrip()[:1] in ("{", "["):
        yield from _json_rows(path, text)
        return
    head, _, _ = text.lstrip("\n").partition("\n")
    delimiter = "\t" if "\t" in head else ","
    # The service's own TSV quotes as Turtle does, "Name"@en, which is no quoting of cells.
    lines = io.StringIO(text.replace("\0", "\ufffd"))
    if head.startswith("?"):
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(lines, delimiter=delimiter)
    try:
        columns: list[str] | None = None
        for cells in reader:
            if columns is None:
                columns = [_plain(cell.lstrip("?")) for cell in cells]
            else:
                yield (
                    reader.line_num,
                    {k: _value(v) for k, v in zip(columns, cells, strict=False)},
                )
    except csv.Error as error:
        raise InputError(f"{path}:{reader.line_num}: is no row of a table ({error})") from error


def _json_rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: is no JSON ({error})") from error
    if isinstance(whole, dict):
        results = whole.get("results")
        whole = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(whole, list) or not all(isinstance(row, dict) for row in whole):
        raise InputError(
            f"{path}: is no result of a query; allowed are a list of objects, or an object with "
            "results and bindings in it"
        )
    for number, row in enumerate(whole, start=1):
        yield number, {_plain(str(key)): _value(_inner(value)) for key, value in row.items()}


def _inner(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("value")
    return "" if value is None else str(value)


def _plain(name: str) -> str:
    """Return a column's name in small letters: "start_date" and "startDate" are one."""
    return re.sub(r"[^a-z]", "", name.strip().lower())


def _value(cell: str) -> str:
    """Return a cell without what a TSV of the query service puts round it.

    >>> _value('"Retno Marsudi"@en'), _value("<http://www.wikidata.org/entity/Q1>")
    ('Retno Marsudi', 'http://www.wikidata.org/entity/Q1')
    """
    cell = " ".join(cell.split())
    quoted = re.fullmatch(r'"(.*)"(?:@[\w-]+|\^\^\S+)?', cell)
    if quoted:
        return quoted[1]
    return cell[1:-1] if cell.startswith("<") and cell.endswith(">") else cell


def _columns(path: Path, rows: Sequence[tuple[int, Mapping[str, str]]]) -> frozenset[str]:
    names = frozenset(name for _, cells in rows for name in cells)
    if not rows:
        raise InputError(f"{path}: has no row below its head; a query that finds nothing is empty")
    for what, wanted in (("person", _PERSON), ("start", _START)):
        if not names & set(wanted):
            raise InputError(
                f"{path}: no column for the {what}; it may be called {', '.join(wanted)}. The file "
                f"has: {', '.join(sorted(filter(None, names))) or 'none'}"
            )
    return names


# --- one row -------------------------------------------------------------------------------------


class _Unread(Exception):
    """Why a row cannot be read."""

    def __init__(self, why: str, kind: Kind = Kind.UNREADABLE) -> None:
        super().__init__(why)
        self.why = why
        self.kind = kind


class _Reader:
    """Reads rows of one file; labels of positions are read once each."""

    def __init__(
        self, register: Register, source: str, day: str, office: str | None, columns: frozenset[str]
    ) -> None:
        self._register = register
        self._source = source
        self._day = day
        self._office = office
        self._labels: dict[tuple[str, str], tuple[str, str]] = {}
        if office is None and not columns & set(_OFFICE):
            raise InputError(
                f"no column for the office; it may be called {', '.join(_OFFICE)}. Where all rows "
                "are of one office, say which: --office idn.fm"
            )

    def read(self, line: int, cells: Mapping[str, str]) -> Found:
        """Read a row and hold it against the register."""
        what = _words(cells)
        try:
            row = self._row(cells)
        except _Unread as unread:
            return Found(unread.kind, line, what, unread.why)
        except InputError as error:
            return Found(Kind.UNREADABLE, line, what, str(error))
        return self._held_against(line, what, row)

    def _row(self, cells: Mapping[str, str]) -> NewTenure:
        name = _name(cells)
        start = _time(cells, _START, _FROM_PRECISION)
        end = _time(cells, _END, _TO_PRECISION)
        if not start:
            raise _Unread("it has no start")
        first, last = bounds(start), bounds(end)
        if first and last and last[1] < first[0]:
            raise _Unread(f"it ends {end}, before it starts ({start})")
        office = self._office or self._read_office(cells)
        item = next((m[1] for key in ("person", "item") if (m := _item(cells.get(key, "")))), "")
        row = NewTenure(
            "", office, start, end, certainty_of(start, end), "" if end else self._day,
            self._source, f"wikidata {item}" if item else "",
        )  # fmt: skip
        person, names = self._person(name, office)
        return replace(row, person=person, names=names)

    def _person(self, name: str, office: str) -> tuple[str, tuple[str, ...]]:
        """Return who is called so; of several the one who held the office, or served its state."""
        try:
            return find_person(self._register, name)
        except InputError as error:
            found = called_so(self._register, name)
            known = [p for one in found if (p := self._register.person(one))]
            polity = self._register.polity_of(office)
            for fits in (
                [p.id for p in known if any(t.office == office for t in p.tenures)],
                [p.id for p in known if polity in p.polities],
            ):
                if len(fits) == 1:
                    return fits[0], ()
            raise _Unread(str(error)) from error

    def _read_office(self, cells: Mapping[str, str]) -> str:
        label, country = _first(cells, _OFFICE), _first(cells, _COUNTRY)
        if (label, country) not in self._labels:
            self._labels[label, country] = self._office_of(label, country)
        office, why = self._labels[label, country]
        if not office:
            raise _Unread(why, Kind.UNKNOWN_OFFICE)
        return office

    def _office_of(self, label: str, country: str) -> tuple[str, str]:
        if not label or _ITEM.fullmatch(label):
            return "", "the position has no label; ask the query for positionLabel, or use --office"
        if re.fullmatch(r"of:[a-z0-9.-]+|[a-z0-9-]+\.[a-z]+(\.[a-z0-9-]+)?", label):
            try:
                return read_office(self._register, label), ""
            except InputError as error:
                return "", str(error)
        country = "" if _ITEM.fullmatch(country) else country
        wordings = [label]
        if country and fold(country) not in fold(label):
            wordings = [f"{label} of {country}", f"{country} {label}", label]
        partly = ""
        for words in wordings:
            found = offices_named(self._register, words)
            if len(found) == 1 and self._whole(words):
                fault = office_fault(self._register, found[0])
                return ("", fault) if fault else (found[0], "")
            partly = partly or ", ".join(found)
        if partly:
            return "", f"{label!r} reads as {partly}, and not as a whole"
        return "", f"{label!r} is no title with a state that could be made out"

    def _whole(self, words: str) -> bool:
        """Return whether a label is one mention from end to end: no "office of the minister"."""
        from dragoman.actors.resolving import resolve

        if embassy(self._register, words):
            return True
        found = resolve(words, self._register, on=None)
        plain = fold(words).removeprefix("the ").strip(" .")
        return any(
            fold(one.words).removeprefix("the ").strip(" .") == plain
            for one in found
            if any(actor.office for actor in one.mention.actors)
        )

    # --- beside the register ----------------------------------------------------------------------

    def _held_against(self, line: int, what: str, row: NewTenure) -> Found:
        held = self._register.tenures_of(row.office)
        mine = [tenure for tenure in held if row.same_tenure(tenure)]
        if not mine:
            other = self._other_holder(row, held)
            if other is not None:
                ours = f"{self._register.label(other.person)}, {told(other)}"
                return Found(Kind.DIFFERS, line, what, ours, row)
            return Found(Kind.NEW, line, what, "", row)
        ours = told(mine[0])
        cells = row.cells()
        # Ours may stand there twice, reviewed and generated: any that agrees is enough.
        # An end that the query lacks is no evidence that the tenure went on.
        agrees = [
            tenure
            for tenure in mine
            if not differ(cells if row.end else {**cells, "to": tenure.end}, spans_of(tenure))
        ]
        if not agrees:
            return Found(Kind.DIFFERS, line, what, ours, row)
        best = agrees[0]
        start, end = _finer(row.start, best.start), _finer(row.end or best.end, best.end)
        if (start, end) == (best.start, best.end):
            return Found(Kind.SAME, line, what, told(best), row)
        taken = replace(
            row, start=start, end=end, certainty=certainty_of(start, end),
            as_of="" if end else row.as_of, note=_joined(row.note, f"finer than {told(best)}"),
        )  # fmt: skip
        return Found(Kind.FINER, line, what, told(best), taken)

    def _other_holder(self, row: NewTenure, held: Iterable[Tenure]) -> Tenure | None:
        """Return who else is known to have held an office for one in that time, if anybody."""
        if class_of(row.office) not in (*ONE_HOLDER, "amb"):
            return None
        begin, finish = bounds(row.start), bounds(row.end or row.as_of)
        for tenure in held:
            first, last = bounds(tenure.start), bounds(tenure.end or tenure.as_of)
            if tenure.person == row.person or not (begin and finish and first and last):
                continue
            shared = (min(finish[0], last[0]) - max(begin[1], first[1])).days
            if shared > MONTH_DAYS:
                return tenure
        return None


def _finer(new: str, old: str) -> str:
    """Return the more precise of two dates that do not contradict each other."""
    if not new or not old:
        return new or old
    return new if len(new) > len(old) and not apart(new, old) else old


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _first(cells: Mapping[str, str], names: Sequence[str]) -> str:
    """Return the first filled cell of some columns; a label before the item behind it."""
    return next((cells[name] for name in names if cells.get(name)), "")


def _item(cell: str) -> re.Match[str] | None:
    return _ITEM.fullmatch(cell)


def _name(cells: Mapping[str, str]) -> str:
    name = _first(cells, _PERSON)
    if not name:
        raise _Unread("it names no person")
    if _ITEM.fullmatch(name) or "://" in name:
        raise _Unread(f"the person has no English name, only {name}")
    return name


def _time(cells: Mapping[str, str], names: Sequence[str], precisions: Sequence[str]) -> str:
    """Return a time as EDTF, no finer than it is known; "" for none or an unknown one.

    A query gives the first of January for what is known to the year only; without a
    precision beside it that day is taken for the year.
    """
    value = _first(cells, names)
    if not value or value.startswith(_NOBODY) or "genid" in value:
        return ""
    match = _TIME.fullmatch(value)
    if not match:
        raise _Unread(f"{value!r} is no time; one is 2015-03-01T00:00:00Z, 2015-03-01 or 2015")
    year, month, day = match.groups()
    text = "-".join(part for part in (year, month, day) if part and part != "00")
    precision = _first(cells, precisions).rpartition("#")[2].lower()
    if precision:
        if precision not in _LENGTHS:
            raise _Unread(
                f"the precision {precision!r} of {value} is coarser than a year or unknown; 9, 10 "
                "and 11 are year, month and day"
            )
        text = text[: _LENGTHS[precision]]
    elif (month, day) == ("01", "01"):
        text = year
    if bounds(text) is None:
        raise _Unread(f"{value!r} is no day of any year")
    return text


def _words(cells: Mapping[str, str]) -> str:
    """Say a row as the query has it: who, what, where, from when to when."""
    who, office, country = (_first(cells, names) for names in (_PERSON, _OFFICE, _COUNTRY))
    days = f"{_day(_first(cells, _START)) or '?'} to {_day(_first(cells, _END)) or 'open'}"
    said = _joined_with(", ", who or "nobody", office, country if country not in office else "")
    return f"{said}, {days}"


def _day(value: str) -> str:
    return value.partition("T")[0]


def _joined_with(mark: str, *parts: str) -> str:
    return mark.join(part for part in parts if part)
