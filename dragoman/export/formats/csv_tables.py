"""CSV: a folder with one file for each table, and their description."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from dragoman.export.formats.about import About, Written
from dragoman.export.formats.flat import SHEETS, rows
from dragoman.export.formats.package import describe, write_package
from dragoman.export.formats.record import Record
from dragoman.export.tables import rows_csv


def write(events: Iterable[Record], folder: Path, about: About) -> Written:
    """Write events as CSV files; no cell of them is a formula to a spreadsheet.

    A cell that would be one begins with an apostrophe. Lists are joined by "; ".
    """
    written = Written()
    names = {sheet.name: [column.name for column in sheet.columns] for sheet in SHEETS}
    heads = {sheet: rows_csv(columns, ()) for sheet, columns in names.items()}
    with ExitStack() as stack:
        files = {
            sheet: stack.enter_context(
                (folder / f"{sheet}.csv").open("w", encoding="utf-8", newline="")
            )
            for sheet in names
        }
        for sheet, head in heads.items():
            files[sheet].write(head)
        for sheet, row in rows(events):
            files[sheet].write(rows_csv(names[sheet], [row])[len(heads[sheet]) :])
            written.what[sheet] += 1
    described = [describe(sheet, f"{sheet.name}.csv", lists="string") for sheet in SHEETS]
    write_package(folder, described, about)
    return written
