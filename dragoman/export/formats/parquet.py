"""Parquet: a folder with one file for each table, typed, and their description."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from dragoman.export.formats.about import About, Written
from dragoman.export.formats.flat import DAY, FLAG, LIST, NUMBER, SHEETS, TEXT, Row, rows
from dragoman.export.formats.package import describe, write_package
from dragoman.export.formats.record import Record

_AT_ONCE = 20_000  # rows of a table in memory together


def write(events: Iterable[Record], folder: Path, about: About) -> Written:
    """Write events as Parquet files; lists are lists, and days are days."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        TEXT: pa.string(),
        NUMBER: pa.int64(),
        FLAG: pa.bool_(),
        DAY: pa.date32(),
        LIST: pa.list_(pa.string()),
    }
    schemas = {
        sheet.name: pa.schema(
            [
                pa.field(column.name, types[column.kind], metadata={"about": column.about})
                for column in sheet.columns
            ],
            metadata={"about": sheet.about, "dragoman.citation": about.citation},
        )
        for sheet in SHEETS
    }
    written = Written()
    with ExitStack() as stack:
        files = {
            name: stack.enter_context(
                pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd")
            )
            for name, schema in schemas.items()
        }
        waiting: dict[str, list[Row]] = {name: [] for name in schemas}

        def flush(sheet: str) -> None:
            files[sheet].write_table(pa.Table.from_pylist(waiting[sheet], schema=schemas[sheet]))
            waiting[sheet].clear()

        for sheet, row in rows(events):
            waiting[sheet].append(row)
            written.what[sheet] += 1
            if len(waiting[sheet]) >= _AT_ONCE:
                flush(sheet)
        for sheet in waiting:
            flush(sheet)
    described = [describe(sheet, f"{sheet.name}.parquet") for sheet in SHEETS]
    write_package(folder, described, about, tabular=False)
    return written
