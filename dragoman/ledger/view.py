"""The view: one DuckDB file, derived from the parts, that questions are asked of.

It is built aside from nothing but the parts, the inputs and the decisions, and then put in
place in one step. Every table is sorted by a total order, so that the same documents give
the same tables whatever the order they were read in and however they fell into parts.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path

import duckdb
import pyarrow as pa

from dragoman import __version__
from dragoman.ledger.files import ASIDE, aside
from dragoman.ledger.parts import Parts, columns_of, number_of, only, read
from dragoman.ledger.tables import (
    ORDER,
    RUN_TABLES,
    SCHEMAS,
    Row,
    reports_of_rows,
    table,
)
from dragoman.model import PARTY_ROLES, Event, LedgerError, Report, SectionKind
from dragoman.model.edtf import interval

Linker = Callable[[Sequence[Report], Mapping[str, str | None]], Sequence[Event]]
"""What groups reports into events: the reports, and the day of publication of each document."""

FORMAT = 3
"""The version of the view's tables. A view of another one is built anew, never migrated."""

_SAFE: dict[str, str | bool | int | float | list[str]] = {
    # An extension would be fetched from the network, in the middle of somebody's question.
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    # A name that is no table must be an error, not a variable of the program that asks.
    "python_enable_replacements": "false",
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a view was built from and by: another stamp, another view."""

    state: str
    made_by: str
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Contents:
    """Which documents the ledger shows, and where the latest of each stands."""

    doc_ids: frozenset[str]
    texts: Mapping[int, list[str]]  # document part, by number: the documents taken from it
    made: Mapping[Path, list[str]]  # part of a run: likewise


def contents(parts: Parts, hidden: set[str]) -> Contents:
    """Choose, for each document that has been extracted, its latest text and its newest run.

    A document that no run has yet is pending: it is not shown until it is read to the end.
    """
    latest, known = parts.latest(), parts.known()
    doc_ids = sorted((latest.keys() & known.keys()) - hidden)
    texts: dict[int, list[str]] = {}
    made: dict[Path, list[str]] = {}
    for doc_id in doc_ids:
        texts.setdefault(known[doc_id].part, []).append(doc_id)
        made.setdefault(latest[doc_id].part, []).append(doc_id)
    return Contents(frozenset(doc_ids), texts, made)


def build(
    path: Path,
    parts: Parts,
    shown: Contents,
    issues: Iterable[Row],
    link: Linker,
    stamp: Stamp,
    *,
    memory_mb: int,
) -> None:
    """Build the view in a new file and put it where the old one is."""
    with _working_file(path) as new, connect(new, memory_mb=memory_mb) as db:
        _fill(db, "documents", _document_batches(parts, shown))
        for name in RUN_TABLES:
            if name != "issues":
                _fill(db, name, _run_batches(parts, shown, name))
        _fill(db, "issues", _issue_batches(parts, shown, issues))
        reports = load_reports(db)
        published = dict(
            db.execute("SELECT doc_id, published FROM documents ORDER BY doc_id").fetchall()
        )
        events = link(reports, published)
        event_rows, member_rows = rows_of_events(events, reports)
        _fill(db, "events", table("events", event_rows).to_batches())
        _fill(db, "event_reports", table("event_reports", member_rows).to_batches())
        db.execute("CREATE TABLE view_stamp (state VARCHAR, made_by VARCHAR, format INTEGER)")
        db.execute(
            "INSERT INTO view_stamp VALUES (?, ?, ?)",
            [stamp.state, stamp.made_by, stamp.format],
        )
        db.execute("CHECKPOINT")


@contextlib.contextmanager
def _working_file(path: Path) -> Iterator[Path]:
    """Yield a file to build in, beside `path`, that takes its place when the block is left."""
    new = aside(path)
    with tempfile.TemporaryDirectory(prefix=ASIDE, dir=path.parent) as folder:
        # DuckDB takes what follows a "?" in a path for something else than its name.
        with tempfile.TemporaryDirectory() as elsewhere:
            built = Path(elsewhere if "?" in str(path.absolute()) else folder, "view.duckdb")
            yield built
            shutil.move(built, new)
        try:
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)


def connect(path: Path, *, memory_mb: int = 1_000) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file for building a view in it; what does not fit in memory goes beside it."""
    return duckdb.connect(
        str(path.absolute()),
        config=dict(_SAFE)
        | {"memory_limit": f"{memory_mb}MB", "temp_directory": f"{path.absolute()}.spill"},
    )


def open_view(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a view for reading.

    The file is attached to a connection of its own, because DuckDB hands out one
    database per path and process: it would go on showing a view that was replaced.

    Raises:
        duckdb.Error: There is no such file, or it is none of this version.
    """
    db = duckdb.connect(":memory:", config=dict(_SAFE))
    try:
        quoted = str(path.absolute()).replace("'", "''")
        db.execute(f"ATTACH '{quoted}' AS ledger (READ_ONLY)")
        db.execute("USE ledger")
    except BaseException:
        db.close()
        raise
    return db


def another(db: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Return a second connection to an open view."""
    second = db.cursor()
    second.execute("USE ledger")
    return second


def stamp_of(db: duckdb.DuckDBPyConnection) -> Stamp | None:
    """Return what a view was built from; None when it is no view of ours."""
    try:
        rows = db.execute("SELECT state, made_by, format FROM view_stamp").fetchall()
    except duckdb.Error:
        return None
    return Stamp(*rows[0]) if len(rows) == 1 else None


def stamp_of_file(path: Path) -> Stamp | None:
    """Return what the view in a file was built from; None when there is none to be used."""
    if not path.exists():
        return None
    try:
        with contextlib.closing(open_view(path)) as db:
            return stamp_of(db)
    except duckdb.Error:
        return None


def state(parts: Parts, n_changes: int, n_decisions: int) -> Stamp:
    """Return the stamp that a view built now would have."""
    names = [path.name for path in parts.documents()]
    names += [f"{path.parent.name}/{path.name}" for path in parts.run_parts()]
    text = "\n".join([*names, str(n_changes), str(n_decisions)])
    return Stamp(blake2b(text.encode(), digest_size=12).hexdigest(), __version__)


def load_reports(db: duckdb.DuckDBPyConnection, report_ids: Sequence[str] = ()) -> list[Report]:
    """Return reports with their claims, by document and place; all when none are named."""
    condition = "WHERE report_id IN (SELECT unnest(?))" if report_ids else ""
    values = [list(report_ids)] if report_ids else []
    found = [
        db.sql(
            f"SELECT * FROM {name} {condition} ORDER BY {_order(name)}",  # noqa: S608
            params=values,
        )
        .to_arrow_table()
        .to_pylist()
        for name in ("reports", "claims")
    ]
    return reports_of_rows(*found)


def rows_of_events(
    events: Iterable[Event], reports: Iterable[Report]
) -> tuple[list[Row], list[Row]]:
    """Return the rows of events and of their membership.

    An event is in the body when one of its reports is; then only its body reports are
    counted, so that an announcement of the story adds nothing. `persons` are those who
    hold a party's role: a carrier is not one.
    """
    by_id = {report.id: report for report in reports}
    event_rows: list[Row] = []
    member_rows: list[Row] = []
    for event in events:
        members = [by_id[report_id] for report_id in event.reports if report_id in by_id]
        if len(members) != len(event.reports) or not members:
            raise LedgerError(
                f"event {event.id!r} groups reports {list(event.reports)}, not all of which are "
                "in the ledger; that is a mistake of the linker: report it"
            )
        body = [r for r in members if r.section is SectionKind.BODY]
        counted = body or members
        first, last = _days(event.dates)
        persons = {
            claim.actor.person
            for report in counted
            for claim in report.claims
            if claim.role in PARTY_ROLES and claim.actor and claim.actor.person
        }
        event_rows.append(
            {
                "event_id": event.id,
                "channel": event.channel,
                "status": event.status,
                "dates": event.dates,
                "first_day": first,
                "last_day": last,
                "polities": sorted(event.polities),
                "persons": sorted(persons),
                "n_reports": len(counted),
                "n_documents": len({report.doc_id for report in counted}),
                "section": SectionKind.BODY if body else counted[0].section,
            }
        )
        member_rows.extend(
            {"event_id": event.id, "report_id": report.id, "doc_id": report.doc_id}
            for report in members
        )
    return event_rows, member_rows


def _fill(db: duckdb.DuckDBPyConnection, name: str, batches: Iterable[pa.RecordBatch]) -> None:
    reader = pa.RecordBatchReader.from_batches(SCHEMAS[name], iter(batches))
    db.register("incoming", reader)
    db.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming ORDER BY {_order(name)}")  # noqa: S608
    db.unregister("incoming")


def _order(name: str) -> str:
    return ", ".join(f'"{column}" ASC NULLS LAST' for column in ORDER[name])


def _document_batches(parts: Parts, shown: Contents) -> Iterator[pa.RecordBatch]:
    for path in parts.documents():
        yield from _chosen("documents", path, shown.texts.get(number_of(path), []))


def _run_batches(parts: Parts, shown: Contents, name: str) -> Iterator[pa.RecordBatch]:
    for part in parts.run_parts():
        yield from _chosen(name, part / f"{name}.parquet", shown.made.get(part, []))


def _issue_batches(
    parts: Parts, shown: Contents, issues: Iterable[Row]
) -> Iterator[pa.RecordBatch]:
    yield from _run_batches(parts, shown, "issues")
    rows = [row for row in issues if row["doc_id"] is None or row["doc_id"] in shown.doc_ids]
    yield from table("issues", rows).to_batches()


def _chosen(name: str, path: Path, doc_ids: Sequence[str]) -> Iterator[pa.RecordBatch]:
    if doc_ids:
        rows = only(read(path, columns_of(name)), doc_ids)
        yield from rows.cast(SCHEMAS[name]).to_batches()


def _days(dates: Iterable[str]) -> tuple[date | None, date | None]:
    """Return the first and last day that the dates can mean; yearless ones mean none."""
    days = []
    for value in dates:
        try:
            span = interval(value)
        except ValueError:
            continue  # words that are no EDTF place the event on no day
        if span:
            days.append(span)
    return (min(a for a, _ in days), max(b for _, b in days)) if days else (None, None)
