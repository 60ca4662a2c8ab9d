"""CSV files as entries that know their lines. One line is one row: a cell holds no line break."""

import csv
from collections.abc import Iterator
from typing import Any

from dragoman.actors.layers.problem import Entry, Problem, Where, shown
from dragoman.actors.layers.schema import Table, Type
from dragoman.actors.layers.values import NOTHING, known_key, scalar_of


def rows(text: str, table: Table, where: Where, problems: list[Problem]) -> Iterator[Entry]:
    """Yield the rows of a table that can be meant; lines that begin with `#` are its head.

    A row that has more or fewer cells than the head, or lacks what it needs, is left out; a
    cell that cannot be meant is emptied.
    """
    columns: list[str | None] | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        here = where.at(number)
        try:
            [cells] = csv.reader([line], strict=True)
        except csv.Error as error:
            quote = "unexpected end" in str(error)
            said = "a quote that its line does not close" if quote else f"no row: {error}"
            what = "the row" if columns else "the file"
            problems.append(here.problem(said, 'cells as in a,"b, c",d; no line breaks', what))
            if columns is None:
                return
            continue
        if columns is None:
            columns = _head(cells, table, here, problems)
            if columns is None:
                return
        elif len(cells) != len(columns):
            if any(cell.strip() for cell in cells):
                problems.append(
                    here.problem(
                        f"{len(cells)} cells", f"as many as the head has, {len(columns)}",
                        "the row",
                    )
                )  # fmt: skip
        elif any(cell.strip() for cell in cells):
            row = _row(columns, cells, table, here, problems)
            if row is not None:
                yield row


def _head(
    cells: list[str], table: Table, here: Where, problems: list[Problem]
) -> list[str | None] | None:
    """Return the columns, None for those that are ignored; nothing without the needed ones."""
    names = [cell.strip() for cell in cells]
    columns: list[str | None] = []
    for name in names:
        if name not in table.columns:
            if len(names) > 1:
                met = f"the unknown column {shown(name)}" if name else "a column without a name"
                problems.append(here.problem(met, known_key(name, table.columns), "the column"))
            columns.append(None)
        elif name in columns:
            problems.append(
                here.problem(f"the column {shown(name)} for the second time", "each column once",
                             "the second")
            )  # fmt: skip
            columns.append(None)
        else:
            columns.append(name)
    missing = [name for name in table.needs if name not in columns]
    if missing:
        met = f"no column {' and no column '.join(missing)}"
        allowed = f"the columns {', '.join(table.needs)} and what else the file has"
        if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
            met, allowed = "cells that no comma parts", "cells with commas between them"
        problems.append(here.problem(met, allowed, "the file"))
        return None
    return columns


def _row(
    columns: list[str | None], cells: list[str], table: Table, here: Where,
    problems: list[Problem],
) -> Entry | None:  # fmt: skip
    said: dict[str, Any] = {name: "" for name in table.columns if name != "remove"}
    removes = False
    for name, cell in zip(columns, cells, strict=True):
        value = cell.strip()
        if name is None or not value:
            continue
        kind = table.columns[name]
        if kind.what == "text" and not kind.allowed and not kind.like:
            said[name] = value
            continue
        typed = scalar_of(value, kind)
        if typed is NOTHING:
            needed = name in table.filled
            problems.append(
                here.problem(
                    f"{name} is {shown(value)}", kind.words,
                    "the row" if needed else f"the cell {shown(value)}",
                )
            )  # fmt: skip
            if needed:
                return None
        elif name == "remove":
            removes = bool(typed)
        else:
            said[name] = typed
    if removes:
        said["remove"] = True
    empty = [name for name in table.filled if not said[name] and not (removes and name == "name")]
    if empty:
        problems.append(
            here.problem(f"no {' and no '.join(empty)}", _words(empty, table), "the row")
        )
        return None
    return Entry(said, here)


def _words(empty: list[str], table: Table) -> str:
    kinds: list[Type] = [table.columns[name] for name in empty]
    return "; ".join(f"{name}: {kind.words}" for name, kind in zip(empty, kinds, strict=True))
