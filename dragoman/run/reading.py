"""Files read in a process of their own; one that ends it is given up, and the others are read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from dragoman.ledger.tables import mend
from dragoman.model import Document, Issue
from dragoman.run.processes import ANSWER, STILLBORN, Crew, Died, Limits, Sign, Worker

if TYPE_CHECKING:
    from dragoman.read import HintBook, Source

READER_FAILED = "reader failed"

TWICE = 2
"""So often a file may end the process that reads it before it is taken for the cause."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides what a file is read as."""

    max_bytes: int
    columns: Mapping[str, str]
    hints: "HintBook | None" = None  # None: those of our own register


@dataclass(frozen=True, slots=True)
class End:
    """The end of a file: what was met in it, and its size and time of change before."""

    size: int | None
    changed: int | None
    issues: tuple[Issue, ...]


Read = Callable[[Sequence["Source"]], Iterator[Document | End]]
"""The documents of each file, and after those of each its `End`."""


def read_files(
    sources: Sequence["Source"], *, settings: Settings, sign: Sign = lambda: None
) -> Iterator[Document | End]:
    """Yield the documents of files, and after those of each its end.

    An exception of the reader becomes an issue, and ends the file.
    """
    from dragoman.read import read_source

    for source in sources:
        sign()
        size, changed = source.stamp()
        issues: list[Issue] = []
        try:
            for doc in read_source(
                source,
                max_bytes=settings.max_bytes,
                mapping=settings.columns,
                issues=issues,
                hints=settings.hints,
            ):
                sign()
                yield mend(doc)
        except Exception as error:  # whatever a hostile file can set off
            words = " ".join(str(error).split())[:500]
            issues.append(_failed(source, f"{type(error).__name__}: {words}"))
        yield End(size, changed, tuple(issues))


class Reader:
    """A process that reads files, started with the first and replaced when it dies."""

    def __init__(self, settings: Settings, limits: Limits) -> None:
        self._settings = settings
        self._crew = Crew(partial(_read, settings=settings), _begin, limits)
        self._worker: Worker | None = None

    def close(self) -> None:
        """End it."""
        self._crew.close()

    def read(self, sources: Sequence["Source"]) -> Iterator[Document | End]:
        """Do as `read_files`, in the process.

        A file over which it ends twice is given up; what it gave until then is kept.
        """
        left, given, ends, stillborn = list(sources), 0, 0, 0
        while left:
            try:
                for found in self._answers((left, given)):
                    if isinstance(found, End):
                        left, given, ends = left[1:], 0, 0
                    else:
                        given += 1
                    yield found
                    if not left:
                        return
            except Died as died:
                self._drop()
                died.check()
                ends += died.begun
                stillborn += not died.begun
                if stillborn >= STILLBORN:  # no process can be had here at all
                    yield from _read((left, given), lambda: None, settings=self._settings)
                    return
                elif ends >= TWICE:
                    size, changed = left[0].stamp()
                    yield End(size, changed, (_failed(left[0], f"{died.why}, twice"),))
                    left, given, ends = left[1:], 0, 0

    def _answers(self, task: object) -> Iterator[Document | End]:
        worker = self._worker = self._worker or self._crew.start()
        worker.give(task)
        while True:
            kind, found = worker.take()
            if kind == ANSWER:
                yield found

    def _drop(self) -> None:
        if self._worker:
            self._crew.drop(self._worker)
            self._worker = None


def _begin() -> None:
    import dragoman.read  # noqa: F401 - so that no file is blamed for the time it takes


def _read(
    task: tuple[Sequence["Source"], int], sign: Sign, *, settings: Settings
) -> Iterator[Document | End]:
    sources, given = task
    for found in read_files(sources, settings=settings, sign=sign):
        if given and isinstance(found, Document):
            given -= 1
        else:
            given = 0
            yield found


def _failed(source: "Source", why: str) -> Issue:
    return Issue("read", READER_FAILED, why, mend(source.name), None, True)
