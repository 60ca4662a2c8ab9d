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
from dragoman.ledger.applying import InView, apply
from dragoman.ledger.files import ASIDE, aside
from dragoman.ledger.parts import Parts, columns_of, number_of, only, read
from dragoman.ledger.replay import replay
from dragoman.ledger.tables import (
    ORDER,
    RUN_TABLES,
    SCHEMAS,
    Row,
    reports_of_rows,
    table,
)
from dragoman.ledger.texts import HERE, KEPT, show_texts
from dragoman.model import (
    PARTY_ROLES,
    Copies,
    Decision,
    Edge,
    Event,
    LedgerError,
    Linked,
    Report,
    SectionKind,
    Text,
    Unclear,
)
from dragoman.model.edtf import interval

Linker = Callable[[Iterable[Report], Iterable[Text], Sequence[Edge]], Linked]
"""What groups reports into events: the reports, the documents, and what people decided."""

FILE_NAME = "current.duckdb"
"""What the view is called in a ledger."""

FORMAT = 7
"""The version of the view's tables. A view of another one is built anew, never migrated."""

_TEXTS = "aside.main.texts"  # while a view is built
_AT_ONCE = 2_000  # documents whose reports are in memory together

_SAFE: dict[str, str | bool | int | float | list[str]] = {
    # An extension would be fetched from the network, in the middle of somebody's question.
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    # A name that is no table must be an error, not a variable of the program that asks.
    "python_enable_replacements": "false",
}

_FEW, _SMALL, _LARGE = 1_000, 16_384, 65_536
"""Documents below which blocks are small, and the bytes of a block.

A table takes one at least: of the usual 256 KB each, the view of a small folder is larger than
its texts. In small ones, the numbers and dictionaries of large views take more room.
"""


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
    decisions: Sequence[Decision],
    moved: Mapping[str, Sequence[str]],
    memory_mb: int,
    index: Callable[[duckdb.DuckDBPyConnection], None],
) -> None:
    """Build the view in a new file and put it where the old one is.

    The texts are meanwhile in a database of their own, by id, and are not kept.

    Args:
        path: The view.
        parts: What was read, and made of it.
        shown: Which of that.
        issues: Of files that gave no document.
        link: What groups reports into events.
        stamp: What the view is built from.
        decisions: Of people; carried out before anything is linked.
        moved: Documents that another reading replaced, with those that did.
        memory_mb: What DuckDB may take.
        index: Makes the search index, from the tables and `texts`.
    """
    block = _SMALL if len(shown.doc_ids) < _FEW else _LARGE
    with _working_file(path) as new, connect(new, memory_mb=memory_mb, block=block) as db:
        _fill_documents(db, parts, shown)
        for name in RUN_TABLES:
            if name != "issues":
                _fill(db, name, _run_batches(parts, shown, name))
        _fill(db, "issues", _issue_batches(parts, shown, issues))
        result = replay(decisions, InView(db, moved))
        apply(db, result, decisions)
        linked = link(_reports(db), _texts(db), result.edges)
        _fill(db, "copies", table("copies", _rows_of_copies(linked.copies)).to_batches())
        db.execute(_CREDITS)
        fill_events(db, linked.events)
        _add_unclear(db, linked.unclear)
        db.execute("CREATE TABLE view_stamp (state VARCHAR, made_by VARCHAR, format INTEGER)")
        db.execute(
            "INSERT INTO view_stamp VALUES (?, ?, ?)",
            [stamp.state, stamp.made_by, stamp.format],
        )
        index(db)
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


def connect(
    path: Path, *, memory_mb: int = 1_000, block: int = _LARGE
) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file for building a view in it; what does not fit in memory goes beside it."""
    return duckdb.connect(
        str(path.absolute()),
        config=_SAFE
        | {"default_block_size": str(block), "storage_compatibility_version": "latest"}
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
        show_texts(db, path.parent / "documents")
        db.execute(f"SET search_path = '{HERE}'")
    except BaseException:
        db.close()
        raise
    return db


def another(db: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Return a second connection to an open view."""
    second = db.cursor()
    second.execute(f"SET search_path = '{HERE}'")
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


def load_reports(
    db: duckdb.DuckDBPyConnection,
    report_ids: Sequence[str] | None = None,
    *,
    doc_ids: Sequence[str] | None = None,
) -> list[Report]:
    """Return reports with their claims, by document and place.

    Args:
        db: The view.
        report_ids: Only these.
        doc_ids: Only those of these documents.
    """
    chosen = {"report_id": report_ids, "doc_id": doc_ids}
    condition = " AND ".join(
        f"{column} IN (SELECT unnest(?::VARCHAR[]))"
        for column, wanted in chosen.items()
        if wanted is not None
    )
    condition = condition and f"WHERE {condition}"
    values = [list(wanted) for wanted in chosen.values() if wanted is not None]
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


def fill_events(db: duckdb.DuckDBPyConnection, events: Iterable[Event]) -> None:
    """Make the tables of events and of their reports.

    An event is in the body when one of its reports is; then only its body reports are
    counted, so that an announcement of the story adds nothing. `persons` are those who
    hold a party's role: a carrier is not one. Copies of one text are one source. `sides` are
    the parties whose own account it is that a document gives.

    Raises:
        LedgerError: An event groups a report that is not there.
    """
    found = list(events)
    db.register("bare", _bare(found))
    db.register("members", _members(found))
    tell_events(db)
    db.unregister("bare")
    db.unregister("members")


def tell_events(db: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of events and of their reports from `bare` and `members`.

    Raises:
        LedgerError: An event groups a report that is not there.
    """
    _fill(db, "event_reports", [])
    db.execute(
        "INSERT INTO event_reports SELECT m.event_id, m.report_id, r.doc_id"
        " FROM members AS m JOIN reports AS r USING (report_id) ORDER BY 1, 3, 2"
    )
    gone = db.execute(
        "SELECT event_id, report_id FROM members WHERE report_id NOT IN"
        " (SELECT report_id FROM event_reports) ORDER BY 1, 2 LIMIT 1"
    ).fetchall()
    if gone:
        raise LedgerError(
            f"event {gone[0][0]!r} groups the report {gone[0][1]!r}, which is not in the ledger; "
            "that is a mistake of the linker: report it"
        )
    values = [sorted(PARTY_ROLES), str(SectionKind.BODY)]
    rows = db.sql(_EVENTS, params=values).to_arrow_table().select(SCHEMAS["events"].names)
    _fill(db, "events", rows.cast(SCHEMAS["events"]).to_batches())


def _bare(events: Sequence[Event]) -> pa.Table:
    """Return what the linker itself says of events."""
    days = [_days(event.dates) for event in events]
    columns = {
        "event_id": [event.id for event in events],
        "channel": [str(event.channel) for event in events],
        "status": [str(event.status) for event in events],
        "dates": [event.dates for event in events],
        "first_day": [first for first, _ in days],
        "last_day": [last for _, last in days],
        "polities": [sorted(event.polities) for event in events],
        "part_of": [event.part_of for event in events],
    }
    wanted = [SCHEMAS["events"].field(name) for name in columns]
    return pa.table(columns, schema=pa.schema(wanted))


def _members(events: Sequence[Event]) -> pa.Table:
    """Return which reports are in which event."""
    columns = {
        "event_id": [event.id for event in events for _ in event.reports],
        "report_id": [report for event in events for report in event.reports],
    }
    return pa.table(columns, schema=pa.schema([(name, pa.string()) for name in columns]))


_EVENTS = """
WITH told AS (
    SELECT er.event_id, r.report_id, r.doc_id, r.section,
           bool_or(r.section = $2) OVER (PARTITION BY er.event_id) AS in_body
    FROM event_reports AS er JOIN reports AS r USING (report_id)
), counted AS (
    SELECT * FROM told WHERE section = $2 OR NOT in_body
), numbers AS (
    SELECT event_id,
           count(DISTINCT report_id) AS n_reports,
           count(DISTINCT t.doc_id) AS n_documents,
           count(DISTINCT coalesce(c.group_id, t.doc_id)) AS n_sources,
           arg_min(section, (t.doc_id, report_id)) AS section,
           list_sort(list(DISTINCT d.side) FILTER (d.side IS NOT NULL)) AS told_by
    FROM counted AS t LEFT JOIN copies AS c ON c.doc_id = t.doc_id
    JOIN documents AS d ON d.doc_id = t.doc_id
    GROUP BY event_id
), people AS (
    SELECT t.event_id, list_sort(list(DISTINCT c.person)) AS persons
    FROM counted AS t JOIN claims AS c USING (report_id)
    WHERE c.person IS NOT NULL AND list_contains($1, c.role)
    GROUP BY t.event_id
)
SELECT b.*, coalesce(p.persons, []) AS persons, n.n_reports, n.n_documents, n.n_sources,
       n.section,
       list_filter(coalesce(n.told_by, []), lambda side: list_contains(b.polities, side)) AS sides
FROM bare AS b JOIN numbers AS n USING (event_id) LEFT JOIN people AS p USING (event_id)
"""


_UNCLEAR = """
INSERT INTO issues
SELECT 'link', 'no day, and several happenings fit', r.channel || ', ' || u.fitting || ' fit',
       coalesce(d.name, r.doc_id), r.doc_id, r."start", r."end", r.quote, false
FROM unclear AS u
JOIN reports AS r USING (report_id)
JOIN documents AS d ON d.doc_id = r.doc_id
"""


def _add_unclear(db: duckdb.DuckDBPyConnection, unclear: Sequence[Unclear]) -> None:
    """Make issues of the reports without a day that could be of several happenings."""
    if not unclear:
        return
    columns = {
        "report_id": [one.report for one in unclear],
        "fitting": [one.fitting for one in unclear],
    }
    db.register("unclear", pa.table(columns))
    db.execute(_UNCLEAR)
    db.execute(f"CREATE OR REPLACE TABLE issues AS FROM issues ORDER BY {_order('issues')}")
    db.unregister("unclear")


_CREDITS = """
UPDATE copies SET credits = found.credits FROM (
    SELECT c.group_id, mode(r.speakers[1] ORDER BY r.speakers[1]) AS credits
    FROM copies AS c JOIN reports AS r ON r.doc_id = c.doc_id
    WHERE c.first AND len(r.speakers) > 0
    GROUP BY c.group_id
) AS found WHERE found.group_id = copies.group_id
"""


def _rows_of_copies(copies: Iterable[Copies]) -> list[Row]:
    return [
        {"doc_id": doc_id, "group_id": found.id, "first": doc_id == found.first, "credits": None}
        for found in copies
        for doc_id in found.docs
    ]


def _texts(db: duckdb.DuckDBPyConnection) -> Iterator[Text]:
    """Yield what linking asks of the documents, by id."""
    # In the order in which they were put there: to sort them would hold all in memory.
    cursor = db.cursor().execute(f"SELECT doc_id, text, published, side FROM {_TEXTS}")  # noqa: S608
    while rows := cursor.fetchmany(_AT_ONCE):
        yield from (Text(*row) for row in rows)


def _reports(db: duckdb.DuckDBPyConnection) -> Iterator[Report]:
    """Yield all reports with their claims, a number of documents at a time."""
    docs = [
        row[0] for row in db.execute("SELECT DISTINCT doc_id FROM reports ORDER BY 1").fetchall()
    ]
    for first in range(0, len(docs), _AT_ONCE):
        yield from load_reports(db, doc_ids=docs[first : first + _AT_ONCE])


def _fill_documents(db: duckdb.DuckDBPyConnection, parts: Parts, shown: Contents) -> None:
    """Fill the table of documents and that of where their texts are, and lay the texts aside."""
    [[own]] = db.execute("SELECT current_database()").fetchall()
    db.execute("ATTACH ':memory:' AS aside")
    db.execute(f"SET search_path = '{own}.main,aside.main'")
    _fill(db, "documents", _document_batches(parts, shown), _TEXTS)
    db.execute(f"CREATE TABLE documents AS SELECT * EXCLUDE (text) FROM {_TEXTS}")  # noqa: S608
    where = sorted((doc_id, part) for part, doc_ids in shown.texts.items() for doc_id in doc_ids)
    columns = {"doc_id": [doc_id for doc_id, _ in where], "part": [part for _, part in where]}
    kinds = pa.schema([("doc_id", pa.string()), ("part", pa.int32())])
    db.register("incoming", pa.table(columns, schema=kinds))
    db.execute(f"CREATE TABLE {KEPT} AS FROM incoming")
    db.unregister("incoming")


def _fill(
    db: duckdb.DuckDBPyConnection,
    name: str,
    batches: Iterable[pa.RecordBatch],
    into: str | None = None,
) -> None:
    into = into or name
    create(db, name, into)
    reader = pa.RecordBatchReader.from_batches(SCHEMAS[name], iter(batches))
    db.register("incoming", reader)
    db.execute(f"INSERT INTO {into} SELECT * FROM incoming ORDER BY {_order(name)}")  # noqa: S608
    db.unregister("incoming")


def create(db: duckdb.DuckDBPyConnection, name: str, into: str | None = None) -> None:
    """Make an empty table with the columns of one of `SCHEMAS`, called so if `into` is None."""
    db.register("shape", SCHEMAS[name].empty_table())
    db.execute(f"CREATE OR REPLACE TABLE {into or name} AS FROM shape")
    db.unregister("shape")


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
