"""Reading many documents into a ledger: in parts, in several processes, safe to interrupt.

Order of writing, on which everything rests: what the files gave, then the documents of
a part, then what the extractor made of it. Killed between two of these, the next read
finds documents without an extraction and finishes them, even when the files have gone.
"""

import contextlib
import importlib
import itertools
import json
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

import pyarrow as pa

import dragoman
from dragoman import ledger
from dragoman.ledger.inputs import FOUND, Input, stamp
from dragoman.ledger.parts import Known, Run, done_table
from dragoman.ledger.tables import (
    RUN_TABLES,
    PartTables,
    Row,
    fingerprint,
    mend,
    rows_of_issues,
    rows_of_reports,
    rows_of_sections,
    rows_of_statements,
    table,
)
from dragoman.model import (
    ConfigError,
    Document,
    Edge,
    Issue,
    Linked,
    Report,
    Section,
    SpanError,
    Statement,
    Text,
)
from dragoman.model.config import FILE_NAME as CONFIG_NAME
from dragoman.model.config import Config

if TYPE_CHECKING:
    from dragoman.read import Source

Progress = Callable[[int, int, str], None]
"""Told of each step: how many documents are done, of how many known so far, and what goes on."""

PART_CHARS = 2_000_000
"""Characters that close a part before it has its number of documents, so that a hundred long
ones do not fill the memory of every worker. A hundred wire stories are a quarter of it."""

DUPLICATE = "same text and address"
WITHDRAWN = "withdrawn"
# The reader's words for a sidecar or a README, and for a path that leads nowhere: that is
# said, and not kept, because it says something of the command and nothing of the record.
NO_DOCUMENT = "not a document"
MISTYPED = "no such file"
FAILED = "extractor failed"

EXTRACTOR = "dragoman.run.runner:our_extractor"
OWN_PARSER = "dragoman"


class Extracted(Protocol):
    """What an extractor returns for a document: `dragoman.extract.Extraction`, or its like."""

    @property
    def reports(self) -> Sequence[Report]:
        """What the document says about happenings."""

    @property
    def statements(self) -> Sequence[Statement]:
        """What it says that somebody said."""

    @property
    def sections(self) -> Sequence[Section]:
        """Its parts."""

    @property
    def issues(self) -> Sequence[Issue]:
        """What was met in it and not understood."""


Extractor = Callable[[Document], Extracted]


@dataclass(frozen=True, slots=True)
class Setup:
    """All that decides what a worker makes of a document; it travels to each process.

    Args:
        layers: Folders with the user's own register, the last one winning.
        languages: Documents known to be in another language are not extracted.
        extractor: "module:function" of what makes an extractor from this setup; a name
            and not the thing, so that a process started afresh can find it.
        parser: Who parses, as the setting `parser` says it; a name for the same reason.
    """

    layers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    extractor: str = EXTRACTOR
    parser: str = OWN_PARSER

    @classmethod
    def of(cls, config: Config, root: Path) -> Self:
        """Return the setup that a ledger's settings ask for.

        Raises:
            ConfigError: A layer of the register is no folder.
        """
        layers = [(root / layer).resolve() for layer in config.layers]
        for named, layer in zip(config.layers, layers, strict=True):
            if not layer.is_dir():
                raise ConfigError(
                    f"{root / CONFIG_NAME}: layers names {named!r}, and there is no folder {layer}"
                )
        return cls(tuple(map(str, layers)), config.languages, parser=config.parser)

    @property
    def fingerprint(self) -> str:
        """A hash of the package's code, rules and register, of the layers, and of the settings.

        Documents read with the same one are not read again.

        Raises:
            ConfigError: The parser of others that is asked for is not there.
        """
        package = Path(dragoman.__file__).parent
        ours = ("actors", "extract", "model", "parse", "register", "rules", "text", "weights")
        return _hash(
            dragoman.__version__,
            *(_hash_folder(package / name) for name in ours),
            *(_hash_folder(Path(layer)) for layer in self.layers),
            json.dumps(self.languages),
            self.extractor,
            _parser_name(self.parser),
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """What a read did. `found` = `read` + `unchanged` + `skipped`, whatever happens."""

    found: int = 0
    read: int = 0  # extracted now
    unchanged: int = 0  # in the ledger already
    skipped: int = 0  # not in it, each with its reason in `skips`
    failed: int = 0  # of those read: the extractor gave up on them
    issues: int = 0  # met this time, without the skipped ones
    documents: int = 0  # in the ledger now
    events: int = 0  # in the ledger now, announced ones (teasers) left out
    older: int = 0  # as another version's extractor left them; `again` reads them anew
    seconds: float = 0.0
    interrupted: bool = False
    skips: tuple[Issue, ...] = ()

    @property
    def partial(self) -> bool:
        """Whether something was left unread that a person may want to look at.

        A second copy of a document, one that was withdrawn, or a README is not that.
        """
        troubled = any(
            issue.what != NO_DOCUMENT and not _of_a_document(issue) for issue in self.skips
        )
        return self.interrupted or self.failed > 0 or troubled


class Interrupted(KeyboardInterrupt):
    """Somebody stopped a read. What was written is safe; the next read goes on from it."""

    def __init__(self, summary: Summary) -> None:
        super().__init__("stopped; what was read is kept, and the next read goes on from there")
        self.summary = summary


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


def our_extractor(setup: Setup) -> Extractor:
    """Return the project's extractor, with its rules and register loaded."""
    from dragoman.actors import Register
    from dragoman.extract import extract, load_rules
    from dragoman.parse import choose_parser

    register = Register.load([Path(layer) for layer in setup.layers])
    rules = load_rules()
    parser = choose_parser(setup.parser)
    return lambda doc: extract(doc, register=register, rules=rules, parser=parser)


def read_into(
    paths: Iterable[Path],
    ledger_path: Path,
    *,
    config: Config | None = None,
    again: bool = False,
    progress: Progress | None = None,
    setup: Setup | None = None,
    link: ledger.Linker | None = None,
) -> Summary:
    """Read files and folders into a ledger, making the ledger if there is none.

    Safe to repeat: what the ledger has is not read again, and what an earlier read left
    unfinished is finished first. A file that cannot be read, or that an extractor
    fails on, becomes an issue; the others are read.

    Args:
        paths: Files and folders, in any order.
        ledger_path: The ledger's folder.
        config: Settings; None: those in the ledger's `dragoman.toml`.
        again: Open every file anew, and extract every document of the ledger that was
            read by another version, with other rules or settings.
        progress: Called as the work goes on.
        setup: What extracts; None: ours, as the settings ask for.
        link: What groups reports into events; None: ours.

    Raises:
        Interrupted: Ctrl-C.
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
        return job.do([Path(path) for path in paths])


def extract_part(documents: Sequence[Document], *, setup: Setup) -> PartTables:
    """Return what the extractor makes of some documents, in the columns of a ledger.

    Depends on nothing but its arguments; what it needs is loaded once per process. A
    document that the extractor fails on gives an issue, and the rest goes on.
    """
    extractor = _extractor(setup)
    rows: dict[str, list[Row]] = {name: [] for name in RUN_TABLES}
    failed = set()
    for doc in documents:
        try:
            made = _rows(doc, setup, extractor)
        except Exception as error:  # whatever a hostile document can set off
            failed.add(doc.id)
            made = {"issues": rows_of_issues([_failure(doc, error)], doc_id=doc.id)}
        for name, more in made.items():
            rows[name].extend(more)
    return _part(documents, rows, failed)


# How


@cache
def _extractor(setup: Setup) -> Extractor:
    module, _, function = setup.extractor.partition(":")
    made: Extractor = getattr(importlib.import_module(module), function)(setup)
    return made


def _rows(doc: Document, setup: Setup, extractor: Extractor) -> dict[str, list[Row]]:
    if doc.language is not None and doc.language not in setup.languages:
        issue = Issue(
            "run",
            "language not read",
            f"{doc.language}; dragoman.toml has languages = {json.dumps(setup.languages)}",
            _name(doc),
        )
        return {"issues": rows_of_issues([issue], doc_id=doc.id)}
    found = extractor(doc)
    issues = list(found.issues)
    reports, claims = rows_of_reports(_sound(doc, found.reports, issues))
    return {
        "sections": rows_of_sections(doc.id, found.sections),
        "reports": reports,
        "claims": claims,
        "statements": rows_of_statements(found.statements),
        "issues": rows_of_issues(issues, doc_id=doc.id),
    }


def _sound(doc: Document, reports: Iterable[Report], issues: list[Issue]) -> Iterator[Report]:
    """Pass on the reports whose every span quotes the document, each id once; name the others."""
    seen = set()
    for report in reports:
        try:
            for span in (report.evidence, *(claim.evidence for claim in report.claims)):
                span.check(doc)
        except SpanError as error:
            issues.append(
                Issue("run", "span that does not quote its document", str(error), _name(doc))
            )
            continue
        if report.id in seen:
            issues.append(
                Issue(
                    "run",
                    "two reports that cannot be told apart",
                    f"{report.channel}, {report.status}, rule {report.rule}: "
                    "same words and same parties; the first is kept",
                    _name(doc),
                    report.evidence,
                )
            )
            continue
        seen.add(report.id)
        yield report


def _part(
    documents: Sequence[Document], rows: Mapping[str, list[Row]], failed: set[str]
) -> PartTables:
    prints = {doc.id: fingerprint(doc) for doc in documents}
    return PartTables(
        done_table(prints, failed), {name: table(name, rows[name]) for name in RUN_TABLES}
    )


def _failure(doc: Document, error: BaseException) -> Issue:
    words = " ".join(str(error).split())[:500]
    return Issue("extract", FAILED, f"{type(error).__name__}: {words}", _name(doc))


def _lost(doc: Document) -> PartTables:
    """Return the tables of a document on which a worker died, not just failed."""
    issue = Issue(
        "extract",
        FAILED,
        "the process that read it was killed, twice; a text that takes too much memory does that",
        _name(doc),
    )
    rows: dict[str, list[Row]] = {name: [] for name in RUN_TABLES}
    rows["issues"] = rows_of_issues([issue], doc_id=doc.id)
    return _part([doc], rows, {doc.id})


def _name(doc: Document) -> str:
    return doc.name or doc.id


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
        self._reader = _hash(
            dragoman.__version__,
            *(_hash_folder(Path(dragoman.__file__).parent / room) for room in ("read", "text")),
            str(config.max_bytes),
            json.dumps(dict(config.columns), sort_keys=True),
        )
        self._run: Run | None = None
        self._known: dict[str, Known] = {}
        self._seen: dict[str, str] = {}  # documents met in this call, with the name of the first
        self._resumed: set[str] = set()
        self._inputs: list[Input] = []  # read to the end and not yet recorded
        self._began = time.monotonic()
        self._total = self._done = 0
        self._tally = Summary()

    def do(self, paths: Sequence[Path]) -> Summary:
        """Read, extract and write, then bring the view up to date."""
        try:
            with contextlib.closing(self._parts(paths)) as parts:
                made = _extracted(parts, self._setup, self._config.workers or _cores())
                with contextlib.closing(made):
                    for tables in made:
                        self._keep(tables)
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

    # Reading

    def _parts(self, paths: Sequence[Path]) -> Generator[list[Document], None, None]:
        """Yield the documents to extract, in parts; each is in the ledger when it is yielded."""
        self._known = self._book.known()
        sources = self._find(paths)
        self._total = len(sources)
        for docs in self._book.pending(self._fingerprint if self._again else None):
            self._total += len(docs)
            self._resumed.update(doc.id for doc in docs)
            yield from _groups(docs, self._config.part_size)
        for docs in _groups(self._new_documents(sources), self._config.part_size):
            self._store(docs)
            yield docs
        self._store([])

    def _store(self, docs: list[Document]) -> None:
        self._book.record(self._inputs)
        self._inputs = []
        if docs:
            self._book.add_documents(docs)

    def _find(self, paths: Sequence[Path]) -> "list[Source]":
        """Return the files to read, each once, and record what was met on the way to them."""
        from dragoman.read import find_sources

        found: dict[Path, Source] = {}
        for path in sorted(set(paths)):
            issues: list[Issue] = []
            for source in find_sources([path], issues):
                found.setdefault(source.path.resolve(), source)
                if len(found) % 500 == 0:
                    self._tell(f"looking for documents: {len(found)} so far")
            kept = tuple(issue for issue in issues if issue.what != MISTYPED)
            self._book.record([Input(FOUND + self._book.inputs.key(path), path.name, issues=kept)])
            self._met(issues)
        return list(found.values())

    def _met(self, issues: Iterable[Issue]) -> None:
        skips = tuple(issue for issue in issues if issue.skipped)
        others = sum(not issue.skipped for issue in issues)
        self._count(skips=skips, skipped=len(skips), issues=others)

    def _new_documents(self, sources: "Iterable[Source]") -> Iterator[Document]:
        for source in sources:
            self._tell(source.path.name)
            settings = _hash(self._reader, json.dumps(dict(source.meta), sort_keys=True))
            last = None if self._again else self._book.inputs.unchanged(source.path, settings)
            if last and self._holds(last):
                self._pass_over(last)
            else:
                yield from self._read(source, settings)

    def _holds(self, last: Input) -> bool:
        """Say whether all that a file gave is still in the ledger, or was withdrawn from it."""
        gone = self._book.gone()
        return all(
            (doc_id in self._known or doc_id in gone) and doc_id not in self._resumed
            for doc_id in last.docs
        )

    def _pass_over(self, last: Input) -> None:
        skips = [issue for issue in last.issues if issue.skipped]
        unchanged = len(last.docs) - sum(map(_of_a_document, skips))
        self._met(skips)
        self._count(unchanged=unchanged)
        for doc_id in last.docs:
            self._seen.setdefault(doc_id, last.name)
        self._total += unchanged + len(skips) - 1
        self._step(unchanged + len(skips), last.name)

    def _read(self, source: "Source", settings: str) -> Iterator[Document]:
        """Yield the documents of a file that are to be extracted."""
        from dragoman.read import read_source

        size, changed = stamp(source.path)
        issues: list[Issue] = []
        given: list[str] = []
        bytes_of: str | None = None
        tainted = False
        documents = read_source(
            source,
            max_bytes=self._config.max_bytes,
            mapping=self._config.columns,
            issues=issues,
        )
        for doc in map(mend, _guarded(documents, source.path.name, issues)):
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
        skips = [issue for issue in issues if issue.skipped]
        skipped = len(skips)
        self._met(issues)
        self._total += len(given) + skipped - sum(map(_of_a_document, skips)) - 1
        self._total -= len(self._resumed & {*given})
        self._step(skipped, source.path.name)
        self._inputs.append(
            Input(
                self._book.inputs.key(source.path),
                source.path.name,
                size,
                changed,
                bytes_of,
                settings,
                tuple(given),
                tuple(issues),
            )
        )

    def _judge(self, doc: Document) -> tuple[Issue | None, bool]:
        """Return why a document is skipped, if it is, and whether it is to be extracted."""
        name = _name(doc)
        if self._book.is_withdrawn(doc, self._known):
            return Issue("read", WITHDRAWN, "was taken out of the ledger", name, None, True), False
        known = self._known.get(doc.id)
        same = known is not None and known.fingerprint == fingerprint(doc)
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
        self._known[doc.id] = Known(doc.id, fingerprint(doc), doc.name, doc.source, 0)
        return None, True

    # Writing

    def _keep(self, tables: PartTables) -> None:
        if self._run is None:
            self._run = self._book.open_run(self._fingerprint, newest=self._again)
        self._book.add_part(self._run, tables)
        n = tables.done.num_rows
        self._count(
            read=n,
            failed=sum(tables.done["failed"].to_pylist()),
            issues=tables.tables["issues"].num_rows,
        )
        self._step(n, "reading")


def _of_a_document(skip: Issue) -> bool:
    """Say whether a skip is of a document that could be read; the others are of files or lines."""
    return skip.what in (DUPLICATE, WITHDRAWN)


def _groups(docs: Iterable[Document], size: int) -> Iterator[list[Document]]:
    """Yield documents in parts of `size`, fewer where they are long."""
    group: list[Document] = []
    chars = 0
    for doc in docs:
        group.append(doc)
        chars += len(doc.text)
        if len(group) >= size or chars >= PART_CHARS:
            yield group
            group, chars = [], 0
    if group:
        yield group


def _guarded(documents: Iterator[Document], name: str, issues: list[Issue]) -> Iterator[Document]:
    """Pass documents on; an exception of the reader becomes an issue, and ends the file."""
    while True:
        try:
            doc = next(documents)
        except StopIteration:
            return
        except Exception as error:  # whatever a hostile file can set off
            words = " ".join(str(error).split())[:500]
            what = f"{type(error).__name__}: {words}"
            issues.append(Issue("read", "reader failed", what, name, None, True))
            return
        yield doc


# Extracting, in this process or in several


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _extracted(
    parts: Iterator[list[Document]], setup: Setup, workers: int
) -> Generator[PartTables]:
    """Yield what the extractor makes of each part, in whatever order they are done.

    A single part is not worth starting another process for.
    """
    first = list(itertools.islice(parts, 2 if workers > 1 else 0))
    if workers > 1 and len(first) > 1:
        yield from _pooled(itertools.chain(first, parts), setup, workers)
    else:
        for docs in itertools.chain(first, parts):
            yield extract_part(docs, setup=setup)


def _pooled(parts: Iterable[list[Document]], setup: Setup, workers: int) -> Iterator[PartTables]:
    running: dict[Future[PartTables], list[Document]] = {}
    with _pool(workers) as pool:
        for docs in parts:
            running[pool.submit(docs, setup)] = docs
            if len(running) > workers:  # one waits, so that nobody idles; no more in memory
                yield from _finished(running, pool, setup)
        while running:
            yield from _finished(running, pool, setup)


def _finished(
    running: dict[Future[PartTables], list[Document]], pool: "_Pool", setup: Setup
) -> Iterator[PartTables]:
    """Yield what is done. If a worker was killed, all that was under way is done one by one."""
    lost = []
    for future in wait(running, return_when=FIRST_COMPLETED).done:
        docs = running.pop(future)
        try:
            made = future.result()
        except BrokenProcessPool:
            lost.append(docs)
        else:
            yield made
    if lost:
        lost.extend(running.values())
        running.clear()
        pool.restart()
        for docs in lost:
            yield _one_by_one(docs, setup)


def _one_by_one(documents: Sequence[Document], setup: Setup) -> PartTables:
    """Extract documents each for itself, in a process that may die of one of them."""
    made = []
    with _pool(1) as pool:
        if not pool.works():
            # No process can be started here at all; none died of a document.
            return extract_part(documents, setup=setup)
        for doc in documents:
            try:
                made.append(pool.submit([doc], setup).result())
            except BrokenProcessPool:
                made.append(_lost(doc))
                pool.restart()
    return PartTables(
        pa.concat_tables([part.done for part in made]),
        {name: pa.concat_tables([part.tables[name] for part in made]) for name in RUN_TABLES},
    )


class _Pool:
    """Some processes that extract parts, started when first needed, afresh and not forked.

    A forked process would inherit DuckDB's threads as they were, locks included; and
    two of our three systems cannot fork.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._executor: ProcessPoolExecutor | None = None

    def submit(self, docs: Sequence[Document], setup: Setup) -> Future[PartTables]:
        """Hand a part to a worker."""
        try:
            return self._started().submit(extract_part, docs, setup=setup)
        except BrokenProcessPool as error:  # found out only now: say so where results are taken
            future: Future[PartTables] = Future()
            future.set_exception(error)
            return future

    def works(self) -> bool:
        """Say whether a process can be started at all."""
        try:
            self._started().submit(_cores).result()
        except BrokenProcessPool:
            return False
        return True

    def restart(self) -> None:
        """Start anew with the next part."""
        self.stop()

    def stop(self) -> None:
        """End the processes, whatever they do."""
        executor, self._executor = self._executor, None
        if executor:
            processes = list((executor._processes or {}).values())
            executor.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.terminate()
            for process in processes:
                process.join()

    def _started(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self._workers,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_begin_worker,
            )
        return self._executor


@contextlib.contextmanager
def _pool(workers: int) -> Iterator[_Pool]:
    pool = _Pool(workers)
    try:
        yield pool
    finally:
        pool.stop()


def _begin_worker() -> None:
    # Ctrl-C reaches every process of the terminal; only the first one acts on it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: "multiprocessing.process.BaseProcess") -> None:
    """End this worker when the process that started it is gone, killed for instance."""
    parent.join()
    os._exit(1)


# Fingerprints


@cache
def _parser_name(setting: str) -> str:
    """Return what names a parser with its version; ours is known by its code and weights."""
    if setting == OWN_PARSER:
        return setting
    from dragoman.parse import choose_parser

    return f"{setting} {choose_parser(setting).name}"


def _hash(*parts: str) -> str:
    marked = "".join(f"{len(part)}:{part}" for part in parts)
    return blake2b(marked.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _hash_folder(folder: Path) -> str:
    """Return a hash of the code and data in a folder; that of nothing when it is not there."""
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    )
    contents = (blake2b(path.read_bytes(), digest_size=16).hexdigest() for path in files)
    names = (path.relative_to(folder).as_posix() for path in files)
    return _hash(*(f"{name} {content}" for name, content in zip(names, contents, strict=True)))
