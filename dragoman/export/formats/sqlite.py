"""SQLite: a folder with the database and the metadata that Datasette shows it with."""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from dragoman.export.formats.about import About, Written
from dragoman.export.formats.flat import LIST, NUMBER, SHEETS, Row, Sheet, rows
from dragoman.export.formats.record import Record

FILE = "events.db"
METADATA = "metadata.json"

_FACETS = {"events": ["channel", "status"], "parties": ["role"], "claims": ["role"]}
_INDEXES = (
    ("events", "first_day"),
    ("parties", "polity"),
    ("parties", "id"),
    ("reports", "event"),
    ("reports", "document"),
    ("claims", "claim"),
)


def write(events: Iterable[Record], folder: Path, about: About) -> Written:
    """Write events as a database; `datasette FOLDER` opens it with its descriptions.

    Lists are JSON. The quotations of the reports can be searched.
    """
    written = Written()
    inserts = {
        sheet.name: f"INSERT INTO {sheet.name} VALUES ({', '.join('?' * len(sheet.columns))})"  # noqa: S608
        for sheet in SHEETS
    }
    with closing(sqlite3.connect(folder / FILE)) as db:
        for sheet in SHEETS:
            db.execute(_ddl(sheet))
        for sheet_name, row in rows(events):
            db.execute(inserts[sheet_name], [_value(row[name]) for name in row])
            written.what[sheet_name] += 1
        for table, column in _INDEXES:
            db.execute(f'CREATE INDEX "{table}_{column}" ON {table} ("{column}")')
        # Datasette knows it by these quotation marks.
        db.execute('CREATE VIRTUAL TABLE reports_fts USING fts5(quote, content="reports")')
        db.execute("INSERT INTO reports_fts (rowid, quote) SELECT rowid, quote FROM reports")
        db.commit()
    text = json.dumps(_metadata(about), ensure_ascii=False, indent=2) + "\n"
    (folder / METADATA).write_text(text, encoding="utf-8", newline="\n")
    return written


def _ddl(sheet: Sheet) -> str:
    lines = [
        f'"{column.name}" {"INTEGER" if column.kind in (NUMBER, "flag") else "TEXT"}'
        for column in sheet.columns
    ]
    lines.append(f"PRIMARY KEY ({', '.join(sheet.key)})")
    lines += [
        f'FOREIGN KEY ("{column}") REFERENCES {other} ("{column}")'
        for column, other in sheet.links.items()
    ]
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {sheet.name} (\n  {body}\n)"


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _metadata(about: About) -> Row:
    tables = {}
    for sheet in SHEETS:
        columns = {
            column.name: column.about + (" A list, as JSON." if column.kind == LIST else "")
            for column in sheet.columns
        }
        tables[sheet.name] = {"description": sheet.about, "columns": columns}
        if sheet.name in _FACETS:
            tables[sheet.name]["facets"] = _FACETS[sheet.name]
    tables["events"]["label_column"] = "sentence"
    tables["events"]["sort"] = "first_day"
    tables["documents"]["label_column"] = "title"
    return {
        "title": "Events of diplomacy, with what documents say of them",
        "description": about.text(),
        "source": about.citation,
        "databases": {Path(FILE).stem: {"tables": tables}},
    }
