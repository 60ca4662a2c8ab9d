"""The ledger: one folder that holds documents, what was made of them, and what people decided."""

import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, Literal, Protocol, Self

import duckdb
import pyarrow as pa

from dragoman.ledger import migrate, search, view
from dragoman.ledger.applying import moved
from dragoman.ledger.decisions import FILE_NAME as DECISIONS_NAME
from dragoman.ledger.decisions import Allow, Decisions
from dragoman.ledger.files import aside, safely, sweep, write_text
from dragoman.ledger.inputs import FILE_NAME as INPUTS_NAME
from dragoman.ledger.inputs import Input, Inputs
from dragoman.ledger.lock import Lock
from dragoman.ledger.parts import Known, Parts, Run
from dragoman.ledger.pending import Pending, show_over
from dragoman.ledger.search import Hit
from dragoman.ledger.tables import (
    ORDER,
    SCHEMAS,
    PartTables,
    Row,
    documents_of_rows,
    mend,
    reports_of_rows,
    text_hash,
)
from dragoman.ledger.view import Linker
from dragoman.model import (
    Channel,
    Decision,
    DecisionKind,
    Document,
    Edge,
    Event,
    InputError,
    LedgerError,
    Linked,
    Report,
    SectionKind,
    Status,
    Text,
    UnknownName,
)
from dragoman.model.config import FILE_NAME as CONFIG_NAME
from dragoman.model.config import Config, did_you_mean
from dragoman.model.edtf import interval, is_yearless

_FOLDERS = ("sources", "documents", "runs")

PATIENCE = 60.0
"""Seconds for which somebody who only asks waits for another process to build the view."""

_PREFIX = 4
"""The fewest characters by which a document or event is named: two are rarely one's own."""


class Ledger:
    """An open ledger. Made by `Ledger.create`, opened by `Ledger.open`, closed by `with`.

    For asking, any number of processes may have it open; a view that is replaced
    meanwhile goes on answering those who have it open. For writing, one at a time.

    Args:
        root: The folder.
        write: Whether this is the writer.
        link: What groups reports into events when the view is built. This room does not
            know the linker; `dragoman.run.Ledger` is this class with the project's own.
    """

    def __init__(self, root: Path, *, write: bool, link: Linker | None) -> None:
        self.root = root
        self._write = write
        self._link = link
        self._lock = Lock(root)
        self._parts = Parts(root)
        self._db: duckdb.DuckDBPyConnection | None = None
        self._own: duckdb.DuckDBPyConnection | None = None
        with contextlib.ExitStack() as undo:
            undo.callback(self.close)
            if write:
                with safely(root):
                    self._lock.take()
                    sweep(root)
            self._migrate()
            self.config = Config.load(path) if (path := root / CONFIG_NAME).exists() else Config()
            if not (root / DECISIONS_NAME).exists():
                raise LedgerError(
                    f"{root}: {DECISIONS_NAME} is gone, and with it what people decided, such as "
                    "which documents were withdrawn. Put it back from a copy; to go on without, "
                    "make an empty file of that name"
                )
            with safely(root):
                self._decisions = self._open_decisions(write=write)
                self._inputs = Inputs(root, root / INPUTS_NAME, write=write)
            if write:
                with safely(root):
                    for number, decision in self._decisions.open_ones(DecisionKind.WITHDRAW):
                        self._carry_out(number, decision)
            else:
                self._open_view()
            undo.pop_all()

    @classmethod
    def create(cls, path: Path) -> None:
        """Make an empty ledger in a folder that is new or empty, with its commented settings.

        A `dragoman.toml` that lies there already is kept: settings may come first.

        What an interrupted `create` left is completed.

        Raises:
            LedgerError: Something else is there already, or the disk refuses.
        """
        with safely(path):
            if (path / migrate.FILE_NAME).exists():
                raise LedgerError(f"{path}: is a ledger already; `Ledger.open` opens it")
            if path.exists() and not path.is_dir():
                raise LedgerError(f"{path}: is a file; a ledger is a folder")
            others = path.is_dir() and any(one.name != CONFIG_NAME for one in path.iterdir())
            if others and not migrate.half_made(path):
                raise LedgerError(
                    f"{path}: is a folder with other things in it. Name one that is new or "
                    "empty: a ledger has a folder to itself"
                )
            path.mkdir(parents=True, exist_ok=True)
            sweep(path)
            for name in _FOLDERS:
                (path / name).mkdir(exist_ok=True)
            if not (path / CONFIG_NAME).exists():
                write_text(path / CONFIG_NAME, Config.template())
            Decisions(
                path / DECISIONS_NAME, write=True
            ).close()  # the file, also for a team's ledger
            Inputs(path, path / INPUTS_NAME, write=True).close()
            migrate.write_format(path, migrate.FORMAT)

    @classmethod
    def open(cls, path: Path, *, write: bool = False, link: Linker | None = None) -> Self:
        """Open a ledger.

        A ledger of an older format is brought forward first, after a copy. A view that is
        missing, damaged, or made by another version is built anew. One that merely lacks
        what was read since (reading was interrupted, or goes on) is opened as it is, and
        `behind` says so.

        Args:
            path: The folder.
            write: Open it for reading documents into it and for taking them out.
            link: See the class. Without one, a view cannot be built.

        Raises:
            LedgerError: It is no ledger, is of a newer format, is damaged, or somebody else
                writes to it.
        """
        path = Path(path)
        migrate.read_format(path)
        return cls(path, write=write, link=link)

    def close(self) -> None:
        """Close everything and give the lock back."""
        self._close_view()
        for name in ("_decisions", "_inputs"):
            file = getattr(self, name, None)
            if file is not None:
                file.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # Asking

    @property
    def db(self) -> duckdb.DuckDBPyConnection:
        """The connection to the view, which cannot change it.

        Values go into a query as parameters, never into its text. When the ledger is open
        for writing, the view is first brought up to date.
        """
        if self._db is None:
            if self._write and not (
                self._usable() and view.stamp_of_file(self._view) == self._stamp()
            ):
                self.rebuild()
            with safely(self.root):
                self._db = view.open_view(self._view)
        return self._db

    @property
    def behind(self) -> bool:
        """Whether the view lacks something that was read: the next `read` completes it."""
        return view.stamp_of(self._own_db) != self._stamp()

    @property
    def unread(self) -> bool:
        """Whether the view lacks documents; what was decided since does not count."""
        [[n]] = self._own_db.execute("SELECT count(*) FROM decisions").fetchall()
        now = view.state(self._parts, self._inputs.n_changes(), n)
        return view.stamp_of(self._own_db) != now

    def show_over(self, db: duckdb.DuckDBPyConnection) -> Pending:
        """Put what was decided since before a view that was opened; see `ledger.pending`."""
        return show_over(db, self.decisions(), self._parts, self._link or self._no_link)

    def table(self, name: str) -> pa.Table:
        """Return a whole table of the view, as Arrow.

        Raises:
            InputError: There is no such table.
        """
        if name not in SCHEMAS:
            raise InputError(
                f"{name!r} is no table of a ledger. Tables: {', '.join(sorted(SCHEMAS))}"
                f"{did_you_mean(name, dict(SCHEMAS))}"
            )
        shown = f"texts ORDER BY {ORDER[name][0]}" if name == "documents" else name
        return self._select(f"SELECT * FROM {shown}", {})  # noqa: S608

    def documents(self) -> pa.Table:
        """Return the documents without their texts, by id."""
        return self._select("SELECT * FROM documents ORDER BY doc_id", {})

    def issues(self, *, stage: str | None = None, skipped: bool | None = None) -> pa.Table:
        """Return what was met and not understood, by file or document.

        Args:
            stage: Only of this room.
            skipped: Only those because of which something was not read, or only the others.
        """
        return self._select(
            "SELECT * FROM issues WHERE ($stage IS NULL OR stage = $stage)"
            " AND ($skipped IS NULL OR skipped = $skipped) ORDER BY ALL",
            {"stage": stage, "skipped": skipped},
        )

    def events(
        self,
        *,
        actor: str | None = None,
        channel: str | None = None,
        status: str | None = None,
        since: str | None = None,
        until: str | None = None,
        section: str | None = "body",
    ) -> pa.Table:
        """Return the events that fit all that is given, by day and then id.

        Args:
            actor: Id of a state, organization, office or person that is a party of it.
            channel: One of the channels.
            status: One of the statuses.
            since: EDTF; events that can have taken place on its first day or later.
                Events that no document dates, or none with a year, are left out.
            until: EDTF; likewise with its last day, or earlier.
            section: "body"; "teaser" for those only announced; None for both.

        Raises:
            InputError: A word that is none of its vocabulary, or a date that is none.
        """
        return self._select(
            _EVENTS,
            {
                "actor": actor,
                "channel": _word(channel, Channel),
                "status": _word(status, Status),
                "since": _days(since)[0] if since is not None else None,
                "until": _days(until)[1] if until is not None else None,
                "section": _word(section, SectionKind),
            },
        )

    def event(self, key: str) -> Event:
        """Return the event with an id, with the only id that begins so, or of a report.

        Raises:
            UnknownName: None has it, or several have.
        """
        rows = self._rows(
            "SELECT DISTINCT event_id FROM event_reports WHERE report_id = $key OR event_id = $key"
            " OR ($long AND starts_with(event_id, $key)) ORDER BY event_id",
            {"key": key, "long": len(key.removeprefix("ev:")) >= _PREFIX},
        )
        event_id = _only("event", key, [row["event_id"] for row in rows])
        [row] = self._rows(
            "SELECT e.*, (SELECT list(report_id ORDER BY report_id) FROM event_reports AS m"
            " WHERE m.event_id = e.event_id) AS reports FROM events AS e WHERE event_id = $key",
            {"key": event_id},
        )
        return Event(
            event_id,
            Channel(row["channel"]),
            Status(row["status"]),
            tuple(row["reports"]),
            tuple(row["polities"]),
            tuple(row["dates"]),
        )

    def reports(self, event_id: str) -> tuple[Report, ...]:
        """Return the reports of an event with their claims, by document and place."""
        return tuple(view.load_reports(self._own_db, self.event(event_id).reports))

    def machine_reports(self, doc_ids: Iterable[str]) -> list[Report]:
        """Return the reports of documents as the machine tells them, whatever was decided."""
        found = self._parts.machine(set(doc_ids) - self._hidden())
        return reports_of_rows(found["reports"].to_pylist(), found["claims"].to_pylist())

    def claims(self, report_ids: Iterable[str]) -> pa.Table:
        """Return the claims of reports, in their order."""
        return self._select(
            "SELECT * FROM claims WHERE report_id IN (SELECT unnest($ids::VARCHAR[]))"
            " ORDER BY doc_id, report_id, nth",
            {"ids": list(report_ids)},
        )

    def document(self, key: str) -> Document:
        """Return the document with an id, with the only id that begins so, or of a name.

        Raises:
            UnknownName: None has it, several have, or it was withdrawn.
        """
        return self._document(
            key,
            self._rows(
                "SELECT doc_id FROM documents WHERE doc_id = $key OR name = $key"
                " OR ($long AND starts_with(doc_id, $key)) ORDER BY doc_id",
                {"key": key, "long": len(key) >= _PREFIX},
            ),
        )

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Return the first places for some words; see `search.search` for what a query is."""
        db = self._own_db
        with safely(self.root):
            return search.search(self.root / search.FILE_NAME, db, mend(query), limit)

    def runs(self) -> list[Run]:
        """Return the runs, oldest first; each is all that one extractor made."""
        return self._parts.runs()

    def read_by(self, run: Run) -> set[str]:
        """Return the documents that a run has read, withdrawn ones left out."""
        return self._parts.done(run).keys() - self._hidden()

    def told_by_both(self, old: Run, new: Run) -> Iterator[tuple[str, list[Report], list[Report]]]:
        """Yield the documents that two runs have read, with the reports of each."""
        return self._parts.told_by_both(old, new, self._hidden())

    def withdrawn(self) -> list[Decision]:
        """Return the decisions by which documents were taken out, oldest first."""
        return self._decisions.all(DecisionKind.WITHDRAW)

    def gone(self) -> set[str]:
        """Return the ids of withdrawn documents, earlier readings of the same bytes included."""
        return {
            doc_id
            for decision in self.withdrawn()
            for doc_id in (decision.target, *decision.payload.get("also", "").split())
        }

    # Writing

    def known(self) -> dict[str, Known]:
        """Return every document that was ever read and not withdrawn, by id."""
        gone = self.gone()
        return {i: known for i, known in self._parts.known().items() if i not in gone}

    def is_withdrawn(self, doc: Document, known: Mapping[str, Known]) -> bool:
        """Say whether a document was withdrawn, or is a withdrawn text at a new address."""
        decisions = self.withdrawn()
        if doc.id in self.gone():
            return True
        hashes = {decision.payload.get("text") for decision in decisions}
        return bool(hashes) and doc.id not in known and text_hash(doc.text) in hashes

    @property
    def inputs(self) -> Inputs:
        """What each file gave when it was last read."""
        return self._inputs

    def record(self, inputs: Iterable[Input]) -> None:
        """Keep what files gave, in place of what was known of each."""
        self._may_write()
        with safely(self.root):
            self._inputs.record(inputs)

    def add_documents(self, docs: Sequence[Document]) -> None:
        """Keep documents as one part. They are pending until a run has them."""
        self._may_write()
        with safely(self.root):
            self._parts.add_documents(docs)

    def add_source(self, path: "Openable", sha256: str) -> bool:
        """Keep the bytes of a file, under their hash; return whether they are kept.

        They are not when a document in them was withdrawn, or when the file no longer
        holds what was read from it.
        """
        self._may_write()
        kept = self._source(sha256)
        with safely(self.root):
            if kept.exists():
                return True
            if self._source_note(sha256).exists():
                return False
            if not kept.parent.is_dir():
                kept.parent.mkdir(parents=True)
            new = aside(kept)
            try:
                if _copied(path, new) != sha256:
                    return False
                new.replace(kept)
            finally:
                new.unlink(missing_ok=True)
        return True

    def drop_source(self, sha256: str) -> None:
        """Remove the bytes of a file for good, because a document in them was withdrawn."""
        self._may_write()
        with safely(self.root):
            note = self._source_note(sha256)
            note.parent.mkdir(parents=True, exist_ok=True)
            write_text(note, "The bytes held a document that was withdrawn.\n")
            self._source(sha256).unlink(missing_ok=True)

    def open_run(self, fingerprint: str, *, newest: bool = False) -> Run:
        """Return the run of an extractor, beginning it if needed; see `Parts.open_run`."""
        self._may_write()
        with safely(self.root):
            return self._parts.open_run(fingerprint, newest=newest)

    def add_part(self, run: Run, tables: PartTables) -> None:
        """Keep what an extractor made of some documents, as one part of its run."""
        self._may_write()
        with safely(self.root):
            self._parts.add_part(run, tables)

    def pending(self, fingerprint: str | None = None) -> Iterator[list[Document]]:
        """Yield the documents that still have to be extracted, a part at a time, by id.

        Args:
            fingerprint: Of an extractor: then those that it has not made the latest of, or
                that it failed on. None: those that no extractor has done as they are now.
        """
        known = self.known()
        done = self._parts.latest() if fingerprint is None else self._parts.newest(fingerprint)
        hidden = self._inputs.superseded()
        yield from self._parts.load(
            {
                doc_id
                for doc_id, document in known.items()
                if doc_id not in hidden
                and (
                    doc_id not in done
                    or done[doc_id].fingerprint != document.fingerprint
                    or (fingerprint is not None and done[doc_id].failed)
                )
            }
        )

    def n_older(self, fingerprint: str) -> int:
        """Return how many documents are shown as another extractor made them."""
        runs = [run for run in self._parts.runs() if run.fingerprint == fingerprint]
        here = {path for run in runs for path in self._parts.run_parts(run)}
        shown = view.contents(self._parts, self._hidden())
        return sum(len(doc_ids) for part, doc_ids in shown.made.items() if part not in here)

    def rebuild(self) -> None:
        """Build the view and the search index anew, aside, and put them in place."""
        self._may_write()
        with safely(self.root):
            self._build()

    def forget(self, key: str, *, reason: str, by: str) -> Decision:
        """Take a document out of the ledger for good, and return the decision that is kept.

        Its text, sections, reports, claims, statements and issues go from every part of
        every run, from the copies made before migrations, from the view and the index.
        Its source goes too. From a file that gave several documents the one record cannot be
        cut without another file coming of it: the kept bytes of the whole file go, and a
        note stands in their place; the other documents keep their texts, and their record of
        where they came from. Neither the document nor its text at another address is
        read again: a later `read` lists it as skipped, "withdrawn".

        What stays: the decision, with the document's id, hashes of its text and bytes,
        the reason and who gave it. Other documents with the very same text are
        left alone; the decision's payload names them under "same_text".

        Interrupted after the decision is kept, it is completed when the ledger is next
        opened for writing, and until then nothing of the document is shown.

        Args:
            key: Id, the beginning of one, or name, as in `document`.
            reason: Why, for those who later ask.
            by: Who decided.

        Raises:
            UnknownName: No document has it, or several have.
        """
        self._may_write()
        known = self.known()
        found = [
            i
            for i, k in sorted(known.items())
            if key in (i, k.name) or (len(key) >= _PREFIX and i.startswith(key))
        ]
        doc_id = known[self._one_document(key, found)].doc_id
        [[doc]] = self._parts.load({doc_id})
        same, older = self._copies(doc, set(known))
        sources = self._parts.sources({doc_id, *older})
        decision = Decision(
            DecisionKind.WITHDRAW,
            doc_id,
            reason,
            by,
            datetime.now(UTC).isoformat(timespec="seconds"),
            {
                "text": text_hash(doc.text),
                "sources": " ".join(sorted(sources)),
                "also": " ".join(older),
                "same_text": " ".join(same),
            },
        )
        with safely(self.root):
            [number] = self._decisions.add([decision])
            self._carry_out(number, decision)
            self._build()
        return decision

    # Deciding

    def decide(self, decisions: Sequence[Decision], allow: Allow | None = None) -> list[int]:
        """Keep what a person decided, all or none, and return the numbers that it got.

        For this a ledger need not be open for writing: others may read into it, and decide,
        meanwhile. The view lacks it until it is built anew: see `rebuild` and `behind`.

        Args:
            decisions: What is said.
            allow: Raises where what was decided before stands against it; see `Decisions.add`.

        Raises:
            InputError: One of them says nothing that can be decided; none is kept.
            LedgerError: They cannot be written; none is kept.
        """
        for decision in decisions:
            decision.check()
        if self._write:
            self._close_view()
            return self._decisions.add(decisions, allow)
        with safely(self.root), contextlib.closing(self._open_decisions(write=True)) as open_:
            return open_.add(decisions, allow)

    def decisions(self) -> list[Decision]:
        """Return all that was decided, with its number, oldest first."""
        return self._decisions.all()

    # How

    @property
    def _own_db(self) -> duckdb.DuckDBPyConnection:
        """A second connection, since a caller may have a half-read result on the first."""
        db = self.db
        if self._own is None:
            self._own = view.another(db)
        return self._own

    def _open_decisions(self, *, write: bool) -> Decisions:
        return Decisions(self.root / DECISIONS_NAME, write=write, url=self.config.decisions)

    @property
    def _view(self) -> Path:
        return self.root / view.FILE_NAME

    def _source(self, sha256: str) -> Path:
        return self.root / "sources" / sha256[:2] / sha256

    def _source_note(self, sha256: str) -> Path:
        return self._source(sha256).with_suffix(".withdrawn")

    def _may_write(self) -> None:
        """Raise unless this is the writer; whatever comes next may change what a view shows."""
        if not self._write:
            raise LedgerError(
                f"{self.root}: is open for asking only; open it with `write=True` to change it"
            )
        self._close_view()

    def _close_view(self) -> None:
        for db in (self._own, self._db):
            if db is not None:
                db.close()
        self._own = self._db = None

    def _migrate(self) -> None:
        if migrate.read_format(self.root) == migrate.FORMAT:
            return
        with safely(self.root):
            if not self._write:
                self._lock.take(wait=PATIENCE)
            try:
                migrate.migrate(self.root)
            finally:
                if not self._write:
                    self._lock.release()

    def _stamp(self) -> view.Stamp:
        return view.state(self._parts, self._inputs.n_changes(), self._decisions.count())

    def _hidden(self) -> set[str]:
        return self.gone() | self._inputs.superseded()

    def _usable(self) -> bool:
        found = view.stamp_of_file(self._view)
        if found is None or search.state_of(self.root / search.FILE_NAME) != found.state:
            return False
        now = self._stamp()
        return (found.format, found.made_by) == (now.format, now.made_by)

    def _open_view(self) -> None:
        if not self._usable():
            self._mend_view()
        with safely(self.root):
            self._db = view.open_view(self._view)

    def _mend_view(self) -> None:
        """Build the view although the ledger is open for asking; nobody may write meanwhile."""
        with safely(self.root):
            self._lock.take(wait=PATIENCE)
            try:
                if not self._usable():  # the one that was waited for may have built it
                    self._build()
            finally:
                self._lock.release()

    def _build(self) -> None:
        stamp = self._stamp()
        shown = view.contents(self._parts, self._hidden())
        view.build(
            self._view,
            self._parts,
            shown,
            self._inputs.issues(),
            self._link or self._no_link,
            stamp,
            decisions=self._decisions.all(),
            moved=moved(self._parts.known(), self._inputs.superseded()),
            memory_mb=self.config.memory_mb,
            index=partial(search.build, self.root / search.FILE_NAME, state=stamp.state),
        )

    def _no_link(
        self, reports: Iterable[Report], _texts: Iterable[Text], _edges: Sequence[Edge]
    ) -> Linked:
        if any(True for _ in reports):
            raise LedgerError(
                f"{self.root}: its view has to be built, and nothing was given that groups "
                "reports into events; open it with dragoman.Ledger, or pass `link`"
            )
        return Linked(())

    def _carry_out(self, number: int, decision: Decision) -> None:
        """Do what a withdrawal says. Done twice, it does nothing the second time."""
        # First: until the view is built anew, nobody is shown the document.
        for name in (view.FILE_NAME, search.FILE_NAME):
            (self.root / name).unlink(missing_ok=True)
        copies = sorted(self.root.glob("backup-format-*"))
        for copy in self.root.glob(f"backup-format-*/{INPUTS_NAME}*"):
            copy.unlink()  # it quotes what was met in documents, and is of no other use
        for doc_id in (decision.target, *decision.payload.get("also", "").split()):
            self._parts.purge(doc_id, copies)
            self._inputs.purge(doc_id)
            self._decisions.purge(decision, doc_id)
        for sha256 in decision.payload.get("sources", "").split():
            self.drop_source(sha256)
        self._decisions.carried_out(number, datetime.now(UTC).isoformat(timespec="seconds"))

    def _copies(self, doc: Document, known: set[str]) -> tuple[list[str], list[str]]:
        """Return the ids of documents with the same text, and those of earlier readings of it."""
        hidden = self._inputs.superseded()
        same, older = [], []
        for docs in self._parts.load(known - {doc.id}):
            for other in docs:
                alike = other.text == doc.text
                if other.id in hidden and (alike or other.source == doc.source is not None):
                    older.append(other.id)
                elif alike:
                    same.append(other.id)
        return sorted(same), sorted(older)

    def _document(self, key: str, rows: Sequence[Row]) -> Document:
        doc_id = self._one_document(key, [row["doc_id"] for row in rows])
        found = self._rows("SELECT * FROM texts WHERE doc_id = $key", {"key": doc_id})
        return documents_of_rows(found)[0]

    def _one_document(self, key: str, found: Sequence[str]) -> str:
        if not found:
            for decision in self.withdrawn():
                if key and decision.target.startswith(key) and len(key) >= _PREFIX:
                    raise UnknownName(
                        f"document {decision.target} was withdrawn on {decision.at[:10]} by "
                        f"{decision.by}: {decision.reason}"
                    )
        return _only("document", key, found)

    def _select(self, query: str, values: Mapping[str, object]) -> pa.Table:
        # What a person types may hold half a character too.
        mended = {k: mend(v) if isinstance(v, str) else v for k, v in values.items()}
        return self._own_db.sql(query, params=mended).to_arrow_table()

    def _rows(self, query: str, values: Mapping[str, object]) -> list[Row]:
        rows: list[Row] = self._select(query, values).to_pylist()
        return rows


_EVENTS = """
SELECT * FROM events AS e
WHERE ($channel IS NULL OR channel = $channel)
  AND ($status IS NULL OR status = $status)
  AND ($section IS NULL OR section = $section)
  AND ($since IS NULL OR last_day >= $since::DATE)
  AND ($until IS NULL OR first_day <= $until::DATE)
  AND ($actor IS NULL
    OR list_contains(polities, $actor)
    OR list_contains(persons, $actor)
    OR EXISTS (
        SELECT 1 FROM event_reports AS m JOIN claims AS c ON c.report_id = m.report_id
        WHERE m.event_id = e.event_id AND c.role IN ('actor', 'recipient', 'host')
          AND $actor IN (c.office, c.value)))
ORDER BY first_day NULLS LAST, last_day NULLS LAST, event_id
"""


class Openable(Protocol):
    """A file, here or elsewhere."""

    def open(self, mode: Literal["rb"]) -> IO[bytes]:
        """Open it for reading bytes."""


def _copied(path: Openable, to: Path) -> str | None:
    """Copy a file and return its SHA-256; None when it can no longer be read."""
    digest = hashlib.sha256()
    with contextlib.ExitStack() as stack:
        try:
            given = stack.enter_context(path.open("rb"))
        except Exception:  # a file that lies elsewhere can raise anything
            return None
        out = stack.enter_context(to.open("wb"))
        while True:
            try:
                block = given.read(1 << 20)
            except Exception:
                return None
            if not block:
                return digest.hexdigest()
            digest.update(block)
            out.write(block)


def _only(what: str, key: str, found: Sequence[str]) -> str:
    if len(found) == 1:
        return found[0]
    if key in found:
        return key
    if not found:
        other = "a file name" if what == "document" else "the id of a report"
        raise UnknownName(
            f"no {what} {key!r} in this ledger: an id, its first {_PREFIX} characters or more, "
            f"or {other} is needed"
        )
    shown = ", ".join(found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else "")
    raise UnknownName(f"{key!r} can mean the {what}s {shown}: write more of it")


def _word(value: str | None, words: type[StrEnum]) -> str | None:
    known = {str(word): word for word in words}
    if value is None or value in known:
        return value
    raise InputError(
        f"{value!r} is no {words.__name__.removesuffix('Kind').lower()}. There are: "
        f"{', '.join(known)}{did_you_mean(value, known)}"
    )


def _days(value: str) -> tuple[str, str]:
    try:
        days = interval(value)
    except ValueError as error:
        raise InputError(str(error)) from error
    if days is None or is_yearless(value):
        raise InputError(f"{value!r} has no year, so nothing lies before or after it")
    return days[0].isoformat(), days[1].isoformat()
