"""Events in other people's formats: one module each, one function, over one stream of records.

`export` writes one of `FORMATS`, whole or not at all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from dragoman.export.formats.about import About, Written
from dragoman.export.formats.place import placed
from dragoman.export.formats.record import Names, Record, Stream
from dragoman.model import NothingFound

__all__ = ["FORMATS", "About", "Format", "Names", "Record", "Stream", "Written", "export"]

Writer = Callable[[Iterable[Record], Path, About], Written]


@dataclass(frozen=True, slots=True)
class Format:
    """A format that events can be written in."""

    name: str
    about: str
    module: str
    files: tuple[str, ...]  # of the folder that it writes; none: it writes one file

    @property
    def write(self) -> Writer:
        """Return the function that writes it; only now is its module loaded."""
        writer: Writer = import_module(f"{__name__}.{self.module}").write
        return writer


_SHEETS = ("events", "parties", "reports", "claims", "documents")
_PACKAGE = "datapackage.json"

FORMATS: dict[str, Format] = {
    found.name: found
    for found in (
        Format(
            "csv",
            "tables, with a data package",
            "csv_tables",
            (*(f"{sheet}.csv" for sheet in _SHEETS), _PACKAGE),
        ),
        Format(
            "jsonl", "an event a line, with a data package", "jsonl", ("events.jsonl", _PACKAGE)
        ),
        Format(
            "parquet",
            "typed tables, with a data package",
            "parquet",
            (*(f"{sheet}.parquet" for sheet in _SHEETS), _PACKAGE),
        ),
        Format("sqlite", "a database for Datasette", "sqlite", ("events.db", "metadata.json")),
        Format("plover", "PLOVER types, POLECAT's columns", "plover", ("events.tsv", "README.md")),
        Format("icews", "CAMEO codes, two parties a row", "icews", ("events.tsv", "README.md")),
        Format("graphml", "a graph of states and organizations", "graphml", ()),
        Format("gexf", "the same with time, for Gephi", "gexf", ()),
        Format("jsonld", "schema.org events", "jsonld", ()),
        Format("annotations", "the evidence as W3C Web Annotations", "annotation", ()),
        Format("ical", "plans as a calendar", "ical", ()),
    )
}
"""The formats, by the name that the command line knows them by."""


def export(
    format_: Format, events: Iterable[Record], into: Path, about: About, *, force: bool = False
) -> Written:
    """Write events in a format; an interruption leaves nothing, or what was there before.

    Args:
        format_: One of `FORMATS`.
        events: A `Stream`, or any records.
        into: The folder or file to be made.
        about: What the export is made from.
        force: Replace what an earlier export has left there.

    Raises:
        InputError: There is something at `into` already, or it cannot be written.
        NothingFound: None of the events can be told in this format.
    """
    with placed(into, format_.files, force=force) as aside:
        written = format_.write(events, aside, about)
        if not written.what["events"]:
            reasons = "; ".join(f"{n} {why}" for why, n in written.reasons().items())
            raise NothingFound(
                f"No event of those asked for can be written as {format_.name}"
                + (f": {reasons}" if reasons else "")
            )
    return written
