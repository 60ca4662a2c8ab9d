"""Answers as CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dragoman.ask.book import Answer
from dragoman.ask.tables import columns

if TYPE_CHECKING:
    import pyarrow as pa

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def harmless(cell: str) -> str:
    """Return a cell that a spreadsheet will not take for a formula.

    >>> harmless("=HYPERLINK(1)"), harmless("Bali")
    ("'=HYPERLINK(1)", 'Bali')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def rows_csv(names: Sequence[str], records: Iterable[Mapping[str, Any]]) -> str:
    """Return records as CSV with a head line; lists are joined by "; ", None is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for record in records:
        writer.writerow([_breaks(_cell(record[name])) for name in names])
    return out.getvalue()


def table_csv(table: "pa.Table") -> str:
    """Return one of an answer's tables as CSV; a record inside a cell is written as JSON."""
    return rows_csv(table.column_names, table.to_pylist())


def answer_csv(answer: Answer[Any]) -> str:
    """Return the rows of an answer as CSV."""
    return rows_csv(list(columns(answer.kind)), answer.records())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict) or (
        isinstance(value, list) and value and isinstance(value[0], dict)
    ):
        return harmless(json.dumps(value, ensure_ascii=False, default=str))
    if isinstance(value, (list, tuple)):
        return harmless("; ".join(str(part) for part in value))
    return harmless(value) if isinstance(value, str) else str(value)


def _breaks(cell: str) -> str:
    """Write line breaks as one character: a lone carriage return would begin a new row."""
    return cell.replace("\r\n", "\n").replace("\r", "\n")
