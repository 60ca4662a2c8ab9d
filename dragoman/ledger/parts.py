"""The parts on disk: documents as read, and what each run of an extractor made of them.

    documents/part-000001.parquet
    runs/r1-0123456789ab/manifest.json
    runs/r1-0123456789ab/part-000001/{done,sections,reports,claims,statements,issues}.parquet

A part is complete or not there. Of two parts that hold the same document the later
one counts. Nothing here is changed but by a takedown.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dragoman import __version__
from dragoman.ledger.files import complete, new_folder, write_file, write_text
from dragoman.ledger.tables import (
    DONE,
    SCHEMAS,
    PartTables,
    concat,
    documents_of_rows,
    reports_of_rows,
    rows_of_documents,
    table,
)
from dragoman.model import Document, LedgerError, Report


@dataclass(frozen=True, slots=True)
class Known:
    """A document of the ledger, without its text."""

    doc_id: str
    fingerprint: str
    name: str | None
    source: str | None
    part: int


@dataclass(frozen=True, slots=True)
class Run:
    """All that one extractor made. The same extractor later adds to it; another begins its own."""

    id: str
    number: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Done:
    """That a run has done a document: in which of its parts, and whether the extractor failed."""

    fingerprint: str
    part: Path
    failed: bool


class Parts:
    """The folders `documents` and `runs` of a ledger."""

    def __init__(self, root: Path) -> None:
        self._documents = root / "documents"
        self._runs = root / "runs"

    def documents(self) -> list[Path]:
        """Return the document parts, oldest first."""
        return complete(self._documents, "part-*.parquet")

    def run_parts(self, run: Run | None = None) -> list[Path]:
        """Return the parts of one run, or of all, oldest run first."""
        runs = [run] if run else self.runs()
        return [path for r in runs for path in complete(self._runs / r.id, "part-*")]

    def runs(self) -> list[Run]:
        """Return the runs, oldest first."""
        found = []
        for folder in complete(self._runs, "r*-*"):
            try:
                manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
                found.append(Run(folder.name, manifest["number"], manifest["fingerprint"]))
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise LedgerError(
                    f"{folder}: its manifest.json cannot be read ({error}); put it back from a "
                    "copy, or move the folder away and read with `again`: the documents are kept"
                ) from error
        return sorted(found, key=lambda run: run.number)

    def known(self) -> dict[str, Known]:
        """Return every document, by id, as its latest part has it."""
        columns = ["doc_id", "fingerprint", "name", "source"]
        return {
            row["doc_id"]: Known(**row, part=number_of(path))
            for path in self.documents()
            for row in read(path, columns).to_pylist()
        }

    def done(self, run: Run) -> dict[str, Done]:
        """Return what a run has done, by document, as its latest part has it."""
        return {
            row["doc_id"]: Done(row["fingerprint"], path, row["failed"])
            for path in self.run_parts(run)
            for row in read(path / "done.parquet").to_pylist()
        }

    def latest(self) -> dict[str, Done]:
        """Return for each document the newest run that has it."""
        return {doc_id: done for run in self.runs() for doc_id, done in self.done(run).items()}

    def newest(self, fingerprint: str) -> dict[str, Done]:
        """Return what an extractor has done in the newest run; nothing if that is another's."""
        runs = self.runs()
        return self.done(runs[-1]) if runs and runs[-1].fingerprint == fingerprint else {}

    def told_by_both(
        self, old: Run, new: Run, hidden: Set[str]
    ) -> Iterator[tuple[str, list[Report], list[Report]]]:
        """Yield the documents that two runs have done, with the reports of each.

        A part of the new run at a time; documents in `hidden` are left out.
        """
        was, now = self.done(old), self.done(new)
        parts: dict[Path, list[str]] = {}
        for doc_id in sorted((was.keys() & now.keys()) - hidden):
            parts.setdefault(now[doc_id].part, []).append(doc_id)
        for path, doc_ids in parts.items():
            before = self._reports({doc_id: was[doc_id].part for doc_id in doc_ids})
            after = self._reports(dict.fromkeys(doc_ids, path))
            for doc_id in doc_ids:
                yield doc_id, before.get(doc_id, []), after.get(doc_id, [])

    def machine(self, doc_ids: Set[str]) -> dict[str, pa.Table]:
        """Return the tables of reports and claims of documents as their newest runs made them."""
        latest = self.latest()
        parts: dict[Path, list[str]] = {}
        for doc_id in sorted(doc_ids & latest.keys()):
            parts.setdefault(latest[doc_id].part, []).append(doc_id)
        return {
            name: concat(
                name,
                [
                    only(read(part / f"{name}.parquet"), ids).cast(SCHEMAS[name])
                    for part, ids in parts.items()
                ],
            )
            for name in ("reports", "claims")
        }

    def _reports(self, parts: Mapping[str, Path]) -> dict[str, list[Report]]:
        """Return the reports on documents, each from the part of a run that is named for it."""
        found: dict[str, list[Report]] = {}
        for path in sorted(set(parts.values())):
            doc_ids = [doc_id for doc_id, part in parts.items() if part == path]
            reports, claims = (
                only(read(path / f"{name}.parquet"), doc_ids).to_pylist()
                for name in ("reports", "claims")
            )
            for report in reports_of_rows(reports, claims):
                found.setdefault(report.doc_id, []).append(report)
        return found

    def add_documents(self, docs: Sequence[Document]) -> Path:
        """Write a part of documents and return it."""
        path = self._documents / f"part-{_next(self.documents()):06d}.parquet"
        write(path, table("documents", rows_of_documents(docs)))
        return path

    def load(self, doc_ids: Set[str]) -> Iterator[list[Document]]:
        """Yield documents from their latest parts, one part of the ledger at a time, by id."""
        known = {i: k for i, k in self.known().items() if i in doc_ids}
        for path in self.documents():
            wanted = [i for i, k in known.items() if k.part == number_of(path)]
            if wanted:
                rows = only(read(path), wanted).to_pylist()
                latest = {row["doc_id"]: row for row in rows}
                yield documents_of_rows(latest[i] for i in sorted(latest))

    def sources(self, doc_ids: Set[str]) -> set[str]:
        """Return the hashes of the bytes that documents were ever read from."""
        return {
            row["source"]
            for path in self.documents()
            for row in only(read(path, ["doc_id", "source"]), sorted(doc_ids)).to_pylist()
            if row["source"]
        }

    def open_run(self, fingerprint: str, *, newest: bool = False) -> Run:
        """Return the run of an extractor; begin it if there is none.

        Args:
            fingerprint: Whatever decides what the extractor makes of a text.
            newest: Begin another one unless the last run is of this extractor, so that
                what it makes now comes before what others made since.
        """
        runs = self.runs()
        same = [run for run in runs if run.fingerprint == fingerprint]
        if same and not (newest and same[-1] is not runs[-1]):
            return same[-1]
        number = runs[-1].number + 1 if runs else 1
        short = blake2b(fingerprint.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
        run = Run(f"r{number}-{short}", number, fingerprint)
        manifest = {"number": number, "fingerprint": fingerprint, "made_by": __version__}
        with new_folder(self._runs / run.id) as folder:
            write_text(folder / "manifest.json", json.dumps(manifest, indent=2) + "\n")
        return run

    def add_part(self, run: Run, tables: PartTables) -> Path:
        """Write a part of a run and return it."""
        path = self._runs / run.id / f"part-{_next(self.run_parts(run)):06d}"
        with new_folder(path) as folder:
            for name, rows in {"done": tables.done, **tables.tables}.items():
                with (folder / f"{name}.parquet").open("wb") as file:
                    _pack(rows, file)
                    file.flush()
                    os.fsync(file.fileno())
        return path

    def purge(self, doc_id: str, folders: Sequence[Path] = ()) -> None:
        """Rewrite every Parquet file that has rows of a document, without them.

        Args:
            doc_id: The document.
            folders: Further folders to look in (copies made before a migration).
        """
        for folder in (self._documents, self._runs, *folders):
            for path in sorted(folder.rglob("*.parquet")):
                if doc_id in read(path, ["doc_id"])["doc_id"].to_pylist():
                    whole = read(path)
                    write(path, whole.filter(pc.not_equal(whole["doc_id"], doc_id).fill_null(True)))


def write(path: Path, rows: pa.Table) -> None:
    """Write a Parquet file whole or not at all."""
    write_file(path, lambda file: _pack(rows, file))


def _pack(rows: pa.Table, file: BinaryIO) -> None:
    # Level 12: texts a fifth smaller than by the usual 1, for some 20 ms a part. In parts so
    # small, dictionaries, statistics and the schema in Arrow's own words take more room than
    # they save: without them what a run made is a fifth smaller.
    pq.write_table(
        rows,
        file,
        compression="zstd",
        compression_level=12,
        use_dictionary=False,
        write_statistics=False,
        store_schema=False,
    )


def read(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """Read a Parquet file of the ledger.

    Raises:
        LedgerError: It is damaged.
    """
    try:
        with pq.ParquetFile(path) as file:
            return file.read(columns=columns)
    except (pa.ArrowException, OSError, KeyError) as error:
        raise LedgerError(
            f"{path}: cannot be read ({' '.join(str(error).split())}). Put it back from a copy of "
            "the ledger; or move it away and read the documents again: only they are affected"
        ) from error


def only(rows: pa.Table, doc_ids: Sequence[str]) -> pa.Table:
    """Return the rows of some documents."""
    return rows.filter(pc.is_in(rows["doc_id"], value_set=pa.array(doc_ids, pa.string())))


def done_table(docs: Mapping[str, str], failed: Set[str]) -> pa.Table:
    """Return the list of documents of a part: id to fingerprint, and which of them failed."""
    rows = [
        {"doc_id": doc_id, "fingerprint": fingerprint, "failed": doc_id in failed}
        for doc_id, fingerprint in docs.items()
    ]
    return pa.Table.from_pylist(rows, schema=DONE)


def columns_of(name: str) -> list[str]:
    """Return the columns of a table, in order."""
    return list(SCHEMAS[name].names)


def number_of(path: Path) -> int:
    """Return the number that a part has in its name."""
    return int(path.stem.removeprefix("part-"))


def _next(paths: Sequence[Path]) -> int:
    return max((number_of(path) for path in paths), default=0) + 1
