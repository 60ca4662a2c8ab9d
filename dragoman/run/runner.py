"""Reading many documents into a ledger: in parts, in several processes, safe to interrupt.

Order of writing, on which everything rests: what the files gave, then the documents of
a part, then what the extractor made of it. Killed between two of these, the next read
finds documents without an extraction and finishes them, even when the files have gone.
"""

import contextlib
import multiprocessing
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from dragoman import ledger
from dragoman.ledger.parts import Run
from dragoman.ledger.tables import PartTables
from dragoman.model import Document, Edge, Linked, Report, Text
from dragoman.model.config import FILE_NAME as CONFIG_NAME
from dragoman.model.config import Config
from dragoman.run.arriving import Arrivals
from dragoman.run.extracting import extract_part
from dragoman.run.pool import Pool
from dragoman.run.processes import Limits
from dragoman.run.reading import Read, Reader, Settings, read_files
from dragoman.run.setup import Setup
from dragoman.run.spreading import over_cluster, over_processes
from dragoman.run.summary import Interrupted, Progress, Summary, Tally

if TYPE_CHECKING:
    from dragoman.link import Spread
    from dragoman.read import Source

PART_CHARS = 2_000_000
"""Characters that close a part before it has its number of documents, so that a hundred long
ones do not fill the memory of every worker. A hundred wire stories are a quarter of it."""

_FEW = 100  # documents or files for which no other process is started
_FEWEST = 10  # documents of the last parts, which are smaller so that all workers end together


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


def our_link(
    reports: Iterable[Report],
    texts: Iterable[Text],
    edges: Sequence[Edge],
    *,
    spread: "Spread" = map,
) -> Linked:
    """Group reports with the project's linker."""
    from dragoman.link import link_documents

    return link_documents(reports, texts, edges, spread=spread)


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
    reads it, or is over a limit of the settings, where there are such processes. For a few
    files none is started, unless an earlier read was ended over them or `apart` asks for it:
    nothing ends a document there that takes for ever, as nothing ends any other call.

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
        RegisterError: A hint of an outlet is wrong.
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
    if config is None:
        written = root / CONFIG_NAME
        config = Config.load(written) if written.exists() else Config()
    if link is None and cluster:
        link = partial(our_link, spread=over_cluster(cluster))
    elif link is None and apart:
        link = partial(our_link, spread=over_processes(workers_of(config)))
    with Ledger.open(root, write=True, link=link) as book:
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
    """One call of `read_into`: who works, and the order in which things are written."""

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
        self._fingerprint = setup.fingerprint
        self._run: Run | None = None
        self._tally = Tally(progress)

    def do(self, paths: Sequence[Path | str], *, apart: bool, cluster: str | None) -> Summary:
        """Read, extract and write, then bring the view up to date."""
        from dragoman.read import load_hints

        tally, config = self._tally, self._config
        settings = Settings(config.max_bytes, config.columns, load_hints(self._setup.layers))
        try:
            arrivals = Arrivals(self._book, settings, tally, again=self._again)
            sources = arrivals.find(paths)
            left = self._book.pending(self._fingerprint if self._again else None)
            first = next(left, [])
            apart = apart or self._is_much(arrivals, sources, first)
            with contextlib.ExitStack() as stack:
                read, workers = self._workers(stack, settings, apart=apart, cluster=cluster)
                parts = self._parts(arrivals, sources, chain([first], left), read, workers)
                made = workers.extracted(stack.enter_context(contextlib.closing(parts)))
                for tables in stack.enter_context(contextlib.closing(made)):
                    self._keep(tables, arrivals, workers)
            tally.tell("building the view")
            tally.count(
                events=self._book.events().num_rows,
                documents=self._book.documents().num_rows,
                older=self._book.n_older(self._fingerprint),
            )
        except KeyboardInterrupt:
            tally.count(interrupted=True)
            raise Interrupted(tally.summary()) from None
        return tally.summary()

    def _is_much(
        self, arrivals: Arrivals, sources: "Sequence[Source]", left: Sequence[Document]
    ) -> bool:
        """Say whether to start processes: they take a second or two to begin.

        What an earlier read left may be what ended it.
        """
        if (len(arrivals.known) > _FEW) if self._again else bool(left):
            return True
        return len(sources) > _FEW or sum(s.stamp()[0] or 0 for s in sources) > PART_CHARS

    def _workers(
        self,
        stack: contextlib.ExitStack,
        settings: Settings,
        *,
        apart: bool,
        cluster: str | None,
    ) -> tuple[Read, Workers]:
        """Return who reads files, and who extracts."""
        # A daemon may start no process; whoever has started it watches it.
        if not cluster and (not apart or multiprocessing.current_process().daemon):
            return partial(read_files, settings=settings), Here(self._setup)
        limits = Limits(self._config.document_seconds, self._config.worker_memory)
        reader = Reader(settings, limits)
        stack.callback(reader.close)
        if cluster:
            from dragoman.run.cluster import Cluster

            return reader.read, Cluster(cluster, self._setup, limits.seconds)
        return reader.read, Pool(self._setup, workers_of(self._config), limits)

    def _parts(
        self,
        arrivals: Arrivals,
        sources: "Sequence[Source]",
        left: Iterable[list[Document]],
        read: Read,
        workers: Workers,
    ) -> Generator[list[Document]]:
        """Yield the documents to extract, in parts; each is in the ledger when it is yielded."""
        self._tally.total += len(sources)
        most = self._config.part_size
        for docs in left:
            arrivals.resume(docs)
            yield from _groups(docs, lambda: most)

        def size() -> int:
            """Return how large the next part is: towards the end smaller, if several work."""
            if workers.n_workers == 1:
                return most
            return min(most, max(_FEWEST, arrivals.left // (2 * workers.n_workers)))

        for docs in _groups(arrivals.documents(sources, read, workers.begin), size):
            arrivals.store(docs)
            yield docs
        arrivals.store([])

    def _keep(self, tables: PartTables, arrivals: Arrivals, workers: Workers) -> None:
        if self._run is None:
            self._run = self._book.open_run(self._fingerprint, newest=self._again)
        self._book.add_part(self._run, tables)
        n = tables.done.num_rows
        self._tally.count(
            read=n,
            failed=sum(tables.done["failed"].to_pylist()),
            issues=tables.tables["issues"].num_rows,
        )
        rate = self._tally.counts.read / self._tally.seconds
        by = f" by {workers.n_workers} processes" if workers.n_workers > 1 else ""
        arrivals.pace = f"{rate:.1f} documents a second{by}"
        self._tally.step(n, arrivals.pace)


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


def workers_of(config: Config) -> int:
    """Return how many processes work on this machine: as many as it has cores, if not said."""
    if config.workers:
        return config.workers
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
