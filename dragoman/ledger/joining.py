"""Making one ledger of several: documents, what was made of them, and decisions.

A document that two of them have comes once, as the one that is named first has it. What was
withdrawn from one is withdrawn from all. The ledgers themselves are left as they are.
"""

import heapq
import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dragoman.ledger.decisions import missing
from dragoman.ledger.files import new_folder, safely
from dragoman.ledger.inputs import FILE_NAME as INPUTS
from dragoman.ledger.inputs import FOUND, short
from dragoman.ledger.ledger import Ledger
from dragoman.ledger.parts import Known, Parts, Run, only, read
from dragoman.ledger.sqlite import connect
from dragoman.ledger.tables import RUN_TABLES, PartTables, text_hash
from dragoman.ledger.view import Linker
from dragoman.model import Decision, InputError


@dataclass(frozen=True, slots=True)
class Joined:
    """What came together, ledger by ledger in the order in which they were named."""

    taken: tuple[int, ...]  # documents that came from each
    known: int  # documents that an earlier one has too, and that came once
    withdrawn: int  # documents that another one has withdrawn, and that did not come
    decisions: int


def join(paths: Sequence[Path], into: Path, link: Linker) -> Joined:
    """Make a new ledger of several others.

    It appears whole or not at all. Its settings are the defaults: those of the others can
    contradict each other.

    Args:
        paths: The ledgers. Of what two of them have, the first one's is taken.
        into: The folder of the new one; it is not there yet, or empty.
        link: What groups reports into events.

    Raises:
        InputError: A ledger is named twice.
        LedgerError: One is no ledger, or the new one's folder is taken.
    """
    real = [path.resolve() for path in paths]
    for path, times in Counter([*real, into.resolve()]).items():
        if times > 1:
            raise InputError(
                f"{path}: is named twice; a ledger is joined with others, into a new one"
            )
    with safely(into):
        if into.is_dir() and not any(into.iterdir()):
            into.rmdir()  # a folder of that name comes in one step
        if into.exists():
            raise InputError(f"{into}: is there already; name a folder that is new or empty")
        with new_folder(into) as folder:
            Ledger.create(folder)
            joined = _join(real, folder, into.resolve(), link)
    return joined


def _join(paths: Sequence[Path], folder: Path, into: Path, link: Linker) -> Joined:
    taken, known, withdrawn = [], 0, 0
    lists: list[list[Decision]] = []
    gone: set[str] = set()
    hashes: list[set[str]] = []
    for path in paths:  # all withdrawals, before the first document
        with Ledger.open(path, link=link) as other:
            lists.append(other.decisions())
            gone |= other.gone()
            hashes.append({d.payload.get("text", "") for d in other.withdrawn()} - {""})
    decisions = _in_order(lists)
    with Ledger.open(folder, write=True, link=link) as book:
        book.decide(decisions)
        for nth, path in enumerate(paths):
            elsewhere = set().union(*(h for n, h in enumerate(hashes) if n != nth))
            with Ledger.open(path, link=link) as other:
                joining = _Joining(book, other, gone, elsewhere)
                joining.run(into)
            taken.append(len(joining.chosen))
            known += len(joining.stands_for)
            withdrawn += joining.withdrawn
    with Ledger.open(folder, write=True, link=link) as book:  # carries the withdrawals out
        book.rebuild()
    return Joined(tuple(taken), known, withdrawn, len(decisions))


def _in_order(lists: Iterable[Sequence[Decision]]) -> list[Decision]:
    """Return the decisions of several lists as one, by time; each list keeps its own order."""
    whole: list[Decision] = []
    fresh = []
    for decisions in lists:
        fresh.append(missing(whole, decisions))
        whole += fresh[-1]
    return list(heapq.merge(*fresh, key=lambda decision: _moment(decision.at)))


def _moment(at: str) -> datetime:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class _Joining:
    """Takes one ledger into another."""

    def __init__(
        self, book: Ledger, other: Ledger, gone: Set[str], hashes: Collection[str]
    ) -> None:
        self._book, self._other = book, other
        self._hashes = hashes
        self._parts = Parts(other.root)
        self._there = self._parts.known()
        here = book.known()
        self.stands_for = {doc_id: doc_id for doc_id in self._there.keys() & here.keys()}
        self.stands_for |= self._read_otherwise(here)
        new = self._there.keys() - self.stands_for.keys()
        hidden = new & gone
        hidden |= self._withdrawn_elsewhere(new - hidden)
        self.withdrawn = len(hidden)
        self.chosen = new - hidden

    def _read_otherwise(self, here: Mapping[str, Known]) -> dict[str, str]:
        """Return the documents of the other that stand here under another id, with that id.

        They are of the same bytes, in a file of the same name, which gave nothing else; they
        were read by another version, or their address was known to one of the two alone.
        """
        hidden = self._book.inputs.superseded()
        ours = _of_one_file(one for doc_id, one in here.items() if doc_id not in hidden)
        theirs = _of_one_file(self._there.values())
        pairs = {
            theirs[file].doc_id: ours[file].doc_id
            for file in ours.keys() & theirs.keys()
            if theirs[file].doc_id not in here
        }
        urls = {
            doc.id: doc.url
            for parts, doc_ids in (
                (self._parts, set(pairs)),
                (Parts(self._book.root), set(pairs.values())),
            )
            for docs in parts.load(doc_ids)
            for doc in docs
        }
        return {
            there: here_
            for there, here_ in pairs.items()
            if not (urls[there] and urls[here_] and urls[there] != urls[here_])
        }

    def _withdrawn_elsewhere(self, doc_ids: Collection[str]) -> set[str]:
        """Return the documents whose text another ledger withdrew at some address."""
        if not self._hashes:
            return set()
        return {
            doc.id
            for docs in self._parts.load(set(doc_ids))
            for doc in docs
            if text_hash(doc.text) in self._hashes
        }

    def run(self, into: Path) -> None:
        """Copy what was chosen: texts, what runs made of them, the files that they are from."""
        for docs in self._parts.load(set(self.chosen)):
            self._book.add_documents(docs)
        self._copy_runs()
        for doc_id in sorted(self.chosen):
            if sha256 := self._there[doc_id].source:
                kept = self._other.root / "sources" / sha256[:2] / sha256
                if kept.exists():
                    self._book.add_source(kept, sha256)
        self._copy_inputs(into)

    def _copy_runs(self) -> None:
        """Copy the rows of each run into a run of the same extractor, in the same order."""
        last = 0
        chosen = sorted(self.chosen)
        for run in self._parts.runs():
            target: Run | None = None
            for path in self._parts.run_parts(run):
                done = only(read(path / "done.parquet"), chosen)
                if not done.num_rows:
                    continue
                target = target or self._run_after(run.fingerprint, last)
                tables = {name: only(read(path / f"{name}.parquet"), chosen) for name in RUN_TABLES}
                self._book.add_part(target, PartTables(done, tables))
            last = target.number if target else last

    def _run_after(self, fingerprint: str, number: int) -> Run:
        """Return a run of an extractor that comes after another one; begin it if needed."""
        later = [r for r in self._book.runs() if r.fingerprint == fingerprint and r.number > number]
        return later[0] if later else self._book.open_run(fingerprint, newest=True)

    def _copy_inputs(self, into: Path) -> None:
        """Copy what each file gave; files are known by their way from the new ledger."""
        theirs = connect(self._other.root / INPUTS, write=False)
        ours = connect(self._book.root / INPUTS, write=True)
        try:
            with ours:
                for _, key, *fields, docs in theirs.execute("SELECT * FROM inputs").fetchall():
                    new = _rebased(key, self._other.root, into)
                    given = [self.stands_for.get(doc_id, doc_id) for doc_id in json.loads(docs)]
                    fresh = ours.execute(
                        "INSERT OR IGNORE INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        (short(new), new, *fields, json.dumps(given)),
                    ).rowcount
                    if not fresh:
                        continue
                    issues = theirs.execute(
                        "SELECT doc_id, * FROM input_issues WHERE key = ?", (key,)
                    ).fetchall()
                    ours.executemany(
                        "INSERT INTO input_issues VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        [
                            (new, *issue)
                            for doc_id, _, *issue in issues
                            if doc_id is None or doc_id in self.chosen
                        ],
                    )
                replaced = [
                    (doc_id,)
                    for (doc_id,) in theirs.execute("SELECT doc_id FROM superseded").fetchall()
                    if doc_id in self.chosen
                ]
                ours.executemany("INSERT OR IGNORE INTO superseded VALUES (?)", replaced)
                ours.execute("INSERT INTO changes VALUES (1)")
        finally:
            theirs.close()
            ours.close()


def _of_one_file(documents: Iterable[Known]) -> dict[tuple[str, str | None], Known]:
    """Return the documents that are all that their file gave, by its bytes and its name."""
    files: dict[tuple[str, str | None], list[Known]] = {}
    for one in documents:
        if one.source:
            files.setdefault((one.source, one.name), []).append(one)
    return {file: found[0] for file, found in files.items() if len(found) == 1}


def _rebased(key: str, old: Path, new: Path) -> str:
    """Return what a file is known by in another ledger: its way from there."""
    found = FOUND if key.startswith(FOUND) else ""
    path = Path(os.path.normpath(old / key.removeprefix(FOUND)))
    try:
        return found + Path(os.path.relpath(path, new)).as_posix()
    except ValueError:  # another drive, on Windows
        return found + path.as_posix()
