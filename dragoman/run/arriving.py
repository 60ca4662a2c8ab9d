"""What the files give: which documents are new, and what is recorded of each file."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import dragoman
from dragoman.ledger import Ledger
from dragoman.ledger.inputs import FOUND, Input
from dragoman.ledger.parts import Known
from dragoman.ledger.tables import fingerprint
from dragoman.model import Document, Issue
from dragoman.run.extracting import name_of
from dragoman.run.reading import End, Read, Settings
from dragoman.run.setup import hash_of, hash_of_folder
from dragoman.run.summary import DUPLICATE, MISTYPED, WITHDRAWN, Tally, of_a_document

if TYPE_CHECKING:
    from dragoman.read import Source

_AT_ONCE = 50  # files that the reader is given together


class Arrivals:
    """The files of one read, and the documents that come from them in order.

    Args:
        book: The ledger; what is met of files is recorded in it.
        settings: By which a file may be read as something else than before.
        tally: Counts what is met.
        again: Open every file, also one that has not changed.
    """

    def __init__(self, book: Ledger, settings: Settings, tally: Tally, *, again: bool) -> None:
        self._book = book
        self._tally = tally
        self._again = again
        self._reader = hash_of(
            dragoman.__version__,
            *(hash_of_folder(Path(dragoman.__file__).parent / room) for room in ("read", "text")),
            str(settings.max_bytes),
            json.dumps(dict(settings.columns), sort_keys=True),
            repr(settings.hints),
        )
        self._gone = book.gone()
        self._seen: dict[str, str] = {}  # documents met in this call, with the name of the first
        self._resumed: set[str] = set()
        self._inputs: list[Input] = []  # read to the end and not yet recorded
        self.known: dict[str, Known] = book.known()
        self.left = 0  # files still to be read
        self.pace = ""  # how fast it goes, once that can be said

    def resume(self, docs: Sequence[Document]) -> None:
        """Note documents that an earlier read left: they are extracted before all others."""
        self._tally.total += len(docs)
        self._resumed.update(doc.id for doc in docs)

    def store(self, docs: list[Document]) -> None:
        """Write what the files gave until now: first what is known of them, then documents."""
        self._book.record(self._inputs)
        self._inputs = []
        if docs:
            self._book.add_documents(docs)

    def find(self, paths: Sequence[Path | str]) -> "list[Source]":
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
                    self._tally.tell(f"looking for documents: {len(found)} so far")
            kept = tuple(issue for issue in issues if issue.what != MISTYPED)
            name = path.name if isinstance(path, Path) else path.rstrip("/").rpartition("/")[2]
            self._book.record([Input(FOUND + self._book.inputs.key(path), name, issues=kept)])
            self._tally.met(issues)
        return list(found.values())

    def documents(
        self, sources: "Sequence[Source]", read: Read, begin: Callable[[], object]
    ) -> Iterator[Document]:
        """Yield the documents that are to be extracted.

        Args:
            sources: The files.
            read: Reads some of them.
            begin: Called when there is something to read.
        """
        self.left = len(sources)
        for at in range(0, len(sources), _AT_ONCE):
            files = [self._file(source) for source in sources[at : at + _AT_ONCE]]
            opened = [file for file in files if file.last is None]
            if opened:
                begin()
            found = read([file.source for file in opened])
            for file in files:
                self._tally.tell(self.pace or file.source.name)
                if file.last:
                    self._pass_over(file.last)
                else:
                    yield from self._read(file, found)
                self.left -= 1

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
            (doc_id in self.known or doc_id in self._gone) and doc_id not in self._resumed
            for doc_id in last.docs
        )

    def _pass_over(self, last: Input) -> None:
        skips = [issue for issue in last.issues if issue.skipped]
        unchanged = len(last.docs) - sum(map(of_a_document, skips))
        self._tally.met(skips)
        self._tally.count(unchanged=unchanged)
        for doc_id in last.docs:
            self._seen.setdefault(doc_id, last.name)
        self._tally.total += unchanged + len(skips) - 1
        self._tally.step(unchanged + len(skips), last.name)

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
        self._tally.met(issues)
        self._tally.total += len(given) + len(skips) - sum(map(of_a_document, skips)) - 1
        self._tally.total -= len(self._resumed & {*given})
        self._tally.step(len(skips), source.name)
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
        known = self.known.get(doc.id)
        same = known is not None and known.fingerprint == print_of
        first = self._seen.get(doc.id)
        if first is None and same and known and known.name not in (None, doc.name):
            first = known.name
        self._seen.setdefault(doc.id, name)
        if first is not None:
            return Issue("read", DUPLICATE, f"{DUPLICATE} as {first}", name, None, True), False
        if same:
            if doc.id not in self._resumed:
                self._tally.count(unchanged=1)
                self._tally.step(1, name)
            return None, False
        self.known[doc.id] = Known(doc.id, print_of, doc.name, doc.source, 0)
        return None, True

    def _is_withdrawn(self, doc: Document) -> bool:
        # Only the one who writes takes documents out: what was gone at the start still is.
        return bool(self._gone) and self._book.is_withdrawn(doc, self.known)


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was named, and what it gave when it was last read if it is unchanged."""

    source: "Source"
    key: str
    settings: str
    last: Input | None
