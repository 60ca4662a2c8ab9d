"""Reading many documents into a ledger: in parts, in several processes, safe to interrupt.

Order of writing, on which everything rests: what the files gave, then the documents of
a part, then what the extractor made of it. Killed between two of these, the next read
finds documents without an extraction and finishes them, even when the files have gone.
"""

import contextlib
import json
import multiprocessing
import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

import dragoman
from dragoman import ledger
from dragoman.ledger.inputs import FOUND, Input
from dragoman.ledger.parts import Known, Run
from dragoman.ledger.tables import PartTables, fingerprint
from dragoman.model import Document, Edge, Issue, Linked, Report, Text
from dragoman.model.config import Config
from dragoman.run.extracting import extract_part, name_of
from dragoman.run.pool import Pool
from dragoman.run.processes import Limits
from dragoman.run.reading import End, Read, Reader, Settings, read_files
from dragoman.run.setup import Setup, hash_of, hash_of_folder
from dragoman.run.summary import (
    DUPLICATE,
    MISTYPED,
    WITHDRAWN,
    Interrupted,
    Progress,
    Summary,
    of_a_document,
)

if TYPE_CHECKING:
    from dragoman.read import Source

PART_CHARS = 2_000_000
"""Characters that close a part before it has its number of documents, so that a hundred long
ones do not fill the memory of every worker. A hundred wire stories are a quarter of it."""

_FEW = 100  # documents or files for which no other process is started
_FEWEST = 10  # documents of the last parts, which are smaller so that all workers end together
_AT_ONCE = 50  # files that the reader is given together


class Ledger(ledger.Ledger):
    """The ledger, with the project's own linker."""

    @classmethod
    def open(cls, path: Path, *, write: bool = False, link: ledger.Linker | None = None) -> Self:
        """Open a ledger; see `dragoman.ledger.Ledger.open`.

        Args:
            path: The folder.
            write: Open it for reading documents into it and for taking them out.
            link: What groups reports into events; None: ours.
        """
        return super().open(path, write=write, link=link or our_link)


def our_link(reports: Iterable[Report], texts: Iterable[Text], edges: Sequence[Edge]) -> Linked:
    """Group reports with the project's linker."""
    from dragoman.link import link_documents

    return link_documents(reports, texts, edges)


def read_into(
    paths: Iterable[Path | str],
    ledger_path: Path,
    *,
    config: Config | None = None,
    again: bool = False,
    progress: Progress | None = None,
    setup: Setup | None = None,
    link: ledger.Linker | None = None,
    apart: bool = False,
    cluster: str | None = None,
) -> Summary:
    """Read files and folders into a ledger, making the ledger if there is none.

    Safe to repeat: what the ledger has is not read again, and what an earlier read left
    unfinished is finished first. A file that cannot be read, or that an extractor
    fails on, becomes an issue; the others are read. So does one that ends the process that
    reads it, or is over a limit of the settings, where there are such processes: for a few
    files none is started, unless an earlier read was ended over them.

    Args:
        paths: Files and folders, in any order; as text also addresses ("s3://bucket/folder").
        ledger_path: The ledger's folder.
        config: Settings; None: those in the ledger's `dragoman.toml`.
        again: Open every file anew, and extract every document of the ledger that was
            read by another version, with other rules or settings.
        progress: Called as the work goes on.
        setup: What extracts; None: ours, as the settings ask for.
        link: What groups reports into events; None: ours.
        apart: Read in other processes even where there is little to read.
        cluster: Address of a scheduler of Dask whose workers extract.

    Raises:
        Interrupted: Ctrl-C.
        ConfigError: A setting is wrong, or the cluster cannot be used.
        LedgerError: The folder cannot be used or written; what was written before is safe.
    """
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        raise RuntimeError(
            "dragoman reads in several processes, and each of them has just run your script "
            "again: put the call under `if __name__ == '__main__':`"
        )
    root = Path(ledger_path)
    if not (root / "format.json").exists():
        Ledger.create(root)
    with Ledger.open(root, write=True, link=link) as book:
        config = config or book.config
        setup = setup or Setup.of(config, root)
        job = _Job(book, config, setup, again=again, progress=progress)
        return job.do(list(paths), apart=apart, cluster=cluster)


class Workers(Protocol):
    """What makes tables of documents: this process, several others, or a cluster."""

    @property
    def n_workers(self) -> int:
        """How many parts are under way at once."""

    def begin(self) -> None:
        """Make ready: there will be something to do."""

    def extracted(self, parts: Iterable[list[Document]]) -> Generator[PartTables]:
        """Yield what is made of each part, in whatever order they are done."""


class Here:
    """This process as the only worker."""

    n_workers = 1

    def __init__(self, setup: Setup) -> None:
        self._setup = setup

    def begin(self) -> None:
        """Do nothing: this process is there."""

    def extracted(self, parts: Iterable[list[Document]]) -> Generator[PartTables]:
        """Yield what is made of each part."""
        for docs in parts:
            yield extract_part(docs, setup=self._setup)


class _Job:
    """One call of `read_into`: the state of its work, and the counts it will report."""

    def __init__(
        self,
        book: Ledger,
        config: Config,
        setup: Setup,
        *,
        again: bool,
        progress: Progress | None,
    ) -> None:
        self._book = book
        self._config = config
        self._setup = setup
        self._again = again
        self._progress = progress
        self._fingerprint = setup.fingerprint
        self._reader = hash_of(
            dragoman.__version__,
            *(hash_of_folder(Path(dragoman.__file__).parent / room) for room in ("read", "text")),
            str(config.max_bytes),
            json.dumps(dict(config.columns), sort_keys=True),
        )
        self._run: Run | None = None
        self._known: dict[str, Known] = {}
        self._gone = book.gone()
        self._seen: dict[str, str] = {}  # documents met in this call, with the name of the first
        self._resumed: set[str] = set()
        self._inputs: list[Input] = []  # read to the end and not yet recorded
        self._began = time.monotonic()
        self._pace = ""  # how fast it goes, once that can be said
        self._total = self._done = self._left = 0
        self._tally = Summary()

    def do(self, paths: Sequence[Path | str], *, apart: bool, cluster: str | None) -> Summary:
        """Read, extract and write, then bring the view up to date."""
        try:
            self._known = self._book.known()
            sources = self._find(paths)
            left = self._book.pending(self._fingerprint if self._again else None)
            first = next(left, [])
            with contextlib.ExitStack() as stack:
                if cluster or apart or self._is_much(sources, first):
                    read, workers = self._others(stack, cluster)
                else:
                    read, workers = partial(read_files, settings=self._settings), Here(self._setup)
                parts = self._parts(sources, chain([first], left), read, workers)
                made = workers.extracted(stack.enter_context(contextlib.closing(parts)))
                for tables in stack.enter_context(contextlib.closing(made)):
                    self._keep(tables, workers)
            self._tell("building the view")
            self._count(
                events=self._book.events().num_rows,
                documents=self._book.documents().num_rows,
                older=self._book.n_older(self._fingerprint),
            )
        except KeyboardInterrupt:
            self._count(interrupted=True)
            raise Interrupted(self._summary()) from None
        return self._summary()

    # Who works

    @property
    def _settings(self) -> Settings:
        return Settings(self._config.max_bytes, self._config.columns)

    def _is_much(self, sources: "Sequence[Source]", left: Sequence[Document]) -> bool:
        """Say whether to start processes: they take a second or two to begin.

        What an earlier read left may be what ended it.
        """
        if (len(self._known) > _FEW) if self._again else bool(left):
            return True
        return len(sources) > _FEW or sum(s.stamp()[0] or 0 for s in sources) > PART_CHARS

    def _others(self, stack: contextlib.ExitStack, cluster: str | None) -> tuple[Read, Workers]:
        limits = Limits(self._config.document_seconds, self._config.worker_memory)
        if multiprocessing.current_process().daemon and not cluster:
            # Such a process may start none. Whoever has started it watches it.
            return partial(read_files, settings=self._settings), Here(self._setup)
        reader = Reader(self._settings, limits)
        stack.callback(reader.close)
        if cluster:
            from dragoman.run.cluster import Cluster

            return reader.read, Cluster(cluster, self._setup)
        return reader.read, Pool(self._setup, self._config.workers or _cores(), limits)

    # Counting

    def _summary(self) -> Summary:
        tally = self._tally
        return replace(
            tally,
            found=tally.read + tally.unchanged + tally.skipped,
            seconds=time.monotonic() - self._began,
        )

    def _count(self, **counts: Any) -> None:
        """Add to the counts."""
        self._tally = replace(
            self._tally, **{name: getattr(self._tally, name) + n for name, n in counts.items()}
        )

    def _step(self, n: int, what: str) -> None:
        self._done += n
        self._tell(what)

    def _tell(self, what: str) -> None:
        if self._progress:
            self._progress(self._done, max(self._total, self._done), what)

    def _met(self, issues: Iterable[Issue]) -> None:
        skips = tuple(issue for issue in issues if issue.skipped)
        others = sum(not issue.skipped for issue in issues)
        self._count(skips=skips, skipped=len(skips), issues=others)

    # Reading

    def _parts(
        self,
        sources: "Sequence[Source]",
        left: Iterable[list[Document]],
        read: Read,
        workers: Workers,
    ) -> Generator[list[Document]]:
        """Yield the documents to extract, in parts; each is in the ledger when it is yielded."""
        self._total += len(sources)
        for docs in left:
            self._total += len(docs)
            self._resumed.update(doc.id for doc in docs)
            yield from _groups(docs, lambda: self._config.part_size)
        for docs in _groups(self._new_documents(sources, read, workers), self._size(workers)):
            self._store(docs)
            yield docs
        self._store([])

    def _size(self, workers: Workers) -> Callable[[], int]:
        """Return what says how large the next part is: towards the end smaller, if several work."""
        most = self._config.part_size
        if workers.n_workers == 1:
            return lambda: most
        return lambda: min(most, max(_FEWEST, self._left // (2 * workers.n_workers)))

    def _store(self, docs: list[Document]) -> None:
        self._book.record(self._inputs)
        self._inputs = []
        if docs:
            self._book.add_documents(docs)

    def _find(self, paths: Sequence[Path | str]) -> "list[Source]":
        """Return the files to read, each once, and record what was met on the way to them."""
        from dragoman.read import find_sources
        from dragoman.read.remote import is_address

        found: dict[str, Source] = {}
        for given in sorted(set(paths), key=str):
            path = given if isinstance(given, str) and is_address(given) else Path(given)
            issues: list[Issue] = []
            for source in find_sources([path], issues):
                found.setdefault(source.real, source)
                if len(found) % 500 == 0:
                    self._tell(f"looking for documents: {len(found)} so far")
            kept = tuple(issue for issue in issues if issue.what != MISTYPED)
            name = path.name if isinstance(path, Path) else path.rstrip("/").rpartition("/")[2]
            self._book.record([Input(FOUND + self._book.inputs.key(path), name, issues=kept)])
            self._met(issues)
        return list(found.values())

    def _new_documents(
        self, sources: "Sequence[Source]", read: Read, workers: Workers
    ) -> Iterator[Document]:
        self._left = len(sources)
        for at in range(0, len(sources), _AT_ONCE):
            files = [self._file(source) for source in sources[at : at + _AT_ONCE]]
            opened = [file for file in files if file.last is None]
            if opened:
                workers.begin()
            found = read([file.source for file in opened])
            for file in files:
                self._tell(self._pace or file.source.name)
                if file.last:
                    self._pass_over(file.last)
                else:
                    yield from self._read(file, found)
                self._left -= 1

    def _file(self, source: "Source") -> "_File":
        key = self._book.inputs.key(source.place)
        settings = hash_of(self._reader, json.dumps(dict(source.meta), sort_keys=True))
        last = None
        if not self._again:
            last = self._book.inputs.unchanged(key, source.stamp(), settings)
        return _File(source, key, settings, last if last and self._holds(last) else None)

    def _holds(self, last: Input) -> bool:
        """Say whether all that a file gave is still in the ledger, or was withdrawn from it."""
        return all(
            (doc_id in self._known or doc_id in self._gone) and doc_id not in self._resumed
            for doc_id in last.docs
        )

    def _pass_over(self, last: Input) -> None:
        skips = [issue for issue in last.issues if issue.skipped]
        unchanged = len(last.docs) - sum(map(of_a_document, skips))
        self._met(skips)
        self._count(unchanged=unchanged)
        for doc_id in last.docs:
            self._seen.setdefault(doc_id, last.name)
        self._total += unchanged + len(skips) - 1
        self._step(unchanged + len(skips), last.name)

    def _read(self, file: "_File", found: Iterator[Document | End]) -> Iterator[Document]:
        """Yield the documents of a file that are to be extracted."""
        from dragoman.read import PASSING

        source = file.source
        issues: list[Issue] = []
        given: list[str] = []
        bytes_of: str | None = None
        tainted = False
        while isinstance(doc := next(found), Document):
            given.append(doc.id)
            bytes_of = doc.source
            skip, new = self._judge(doc)
            if skip:
                issues.append(skip)
            if skip and skip.what == WITHDRAWN and doc.source and not tainted:
                tainted = True
                self._book.drop_source(doc.source)
            if new:
                if doc.source and not tainted:
                    self._book.add_source(source.path, doc.source)
                yield doc
        issues += doc.issues
        skips = [issue for issue in issues if issue.skipped]
        self._met(issues)
        self._total += len(given) + len(skips) - sum(map(of_a_document, skips)) - 1
        self._total -= len(self._resumed & {*given})
        self._step(len(skips), source.name)
        self._inputs.append(
            Input(
                file.key,
                source.name,
                doc.size,
                None if any(issue.what in PASSING for issue in issues) else doc.changed,
                bytes_of,
                file.settings,
                tuple(given),
                tuple(issues),
            )
        )

    def _judge(self, doc: Document) -> tuple[Issue | None, bool]:
        """Return why a document is skipped, if it is, and whether it is to be extracted."""
        name, print_of = name_of(doc), fingerprint(doc)
        if self._is_withdrawn(doc):
            return Issue("read", WITHDRAWN, "was taken out of the ledger", name, None, True), False
        known = self._known.get(doc.id)
        same = known is not None and known.fingerprint == print_of
        first = self._seen.get(doc.id)
        if first is None and same and known and known.name not in (None, doc.name):
            first = known.name
        self._seen.setdefault(doc.id, name)
        if first is not None:
            return Issue("read", DUPLICATE, f"{DUPLICATE} as {first}", name, None, True), False
        if same:
            if doc.id not in self._resumed:
                self._count(unchanged=1)
                self._step(1, name)
            return None, False
        self._known[doc.id] = Known(doc.id, print_of, doc.name, doc.source, 0)
        return None, True

    def _is_withdrawn(self, doc: Document) -> bool:
        # Only the one who writes takes documents out: what was gone at the start still is.
        return bool(self._gone) and self._book.is_withdrawn(doc, self._known)

    # Writing

    def _keep(self, tables: PartTables, workers: Workers) -> None:
        if self._run is None:
            self._run = self._book.open_run(self._fingerprint, newest=self._again)
        self._book.add_part(self._run, tables)
        n = tables.done.num_rows
        self._count(
            read=n,
            failed=sum(tables.done["failed"].to_pylist()),
            issues=tables.tables["issues"].num_rows,
        )
        rate = self._tally.read / (time.monotonic() - self._began)
        by = f" by {workers.n_workers} processes" if workers.n_workers > 1 else ""
        self._pace = f"{rate:.1f} documents a second{by}"
        self._step(n, self._pace)


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was named, and what it gave when it was last read if it is unchanged."""

    source: "Source"
    key: str
    settings: str
    last: Input | None


def _groups(docs: Iterable[Document], size: Callable[[], int]) -> Iterator[list[Document]]:
    """Yield documents in parts of a size, fewer where they are long."""
    group: list[Document] = []
    chars = 0
    for doc in docs:
        group.append(doc)
        chars += len(doc.text)
        if len(group) >= size() or chars >= PART_CHARS:
            yield group
            group, chars = [], 0
    if group:
        yield group


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
