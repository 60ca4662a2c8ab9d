"""JSON lines: a folder with one file, an event with all that is said of it on each line."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.export.formats.about import About, Written
from dragoman.export.formats.flat import LIST, SHEETS, Column, Row, Sheet, rows
from dragoman.export.formats.package import describe, write_package
from dragoman.export.formats.record import Record

FILE = "events.jsonl"


def write(events: Iterable[Record], folder: Path, about: About) -> Written:
    """Write events as JSON lines: `parties` and `reports`, which hold `claims`, are lists.

    A report has its document as an object. Fields that are empty are there, as null.
    """
    written = Written()
    with (folder / FILE).open("w", encoding="utf-8", newline="\n") as file:
        docs: dict[str, Row] = {}
        whole: Row = {}
        for sheet, row in rows(events):
            written.what[sheet] += 1
            if sheet == "events":
                if whole:
                    file.write(_line(whole))
                whole = {**row, "parties": [], "reports": []}
            elif sheet == "parties":
                whole["parties"].append(_without(row, "event"))
            elif sheet == "documents":
                docs[row["document"]] = row
            elif sheet == "reports":
                own = {**_without(row, "event"), "document": docs[row["document"]], "claims": []}
                whole["reports"].append(own)
            else:
                whole["reports"][-1]["claims"].append(_without(row, "report"))
        if whole:
            file.write(_line(whole))
    write_package(folder, [describe(_nested(), FILE)], about)
    return written


def _nested() -> Sheet:
    """Return the events' table with what is nested in it."""
    events = SHEETS[0]
    nested = (
        Column("parties", LIST, "Who took part; see below for what a field means."),
        Column("reports", LIST, "What each document says, with its claims."),
    )
    fields = "; ".join(
        f"{sheet.name}: " + " ".join(f"{column.name}: {column.about}" for column in sheet.columns)
        for sheet in SHEETS[1:]
    )
    about = f"{events.about} Nested in it are {fields}"
    return Sheet(events.name, about, events.key, {}, (*events.columns, *nested))


def _without(row: Row, column: str) -> Row:
    return {name: value for name, value in row.items() if name != column}


def _line(whole: Row) -> str:
    return json.dumps(whole, ensure_ascii=False, default=_text) + "\n"


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in JSON")
