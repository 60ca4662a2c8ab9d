"""Parts done in several processes of this machine; a document that ends them is given up.

A part in which a process ended twice is done document by document, and one that went over a
limit at once: it would do so again. A document that ends a process twice by itself is lost: that
is an issue of the ledger, with the reason. The other processes go on meanwhile.
"""

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import wait

from dragoman.ledger.tables import PartTables
from dragoman.model import Document
from dragoman.run.extracting import extract_part, joined, lost
from dragoman.run.processes import ANSWER, DONE, READY, STILLBORN, Crew, Died, Limits, Sign, Worker
from dragoman.run.setup import Setup

TWICE = 2
"""So many processes may end over a part, or a document, before it is taken for the cause."""


@dataclass(slots=True, eq=False)
class Task:
    """Documents for one process: a part, or one document of a part that was taken apart."""

    docs: Sequence[Document]
    part: "Taken | None" = None
    ends: int = 0  # of processes that had it

    def after(self, died: Died) -> "list[Task] | PartTables":
        """Return what is to be done now that a process ended over it: tasks, or it is lost."""
        self.ends += 1
        if len(self.docs) > 1 and (died.limit or self.ends >= TWICE):
            part = Taken(len(self.docs))
            return [Task([doc], part) for doc in self.docs]
        if self.ends >= TWICE:
            [doc] = self.docs
            return lost(doc, f"{died.why}, twice")
        return [self]

    def whole(self, made: PartTables) -> PartTables | None:
        """Return what was made of the part, once all of it is there."""
        if self.part is None:
            return made
        self.part.made[self.docs[0].id] = made
        return joined(list(self.part.made.values())) if self.part.is_whole else None


@dataclass(slots=True)
class Taken:
    """A part that was taken apart."""

    size: int
    made: dict[str, PartTables] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether all its documents are done."""
        return len(self.made) == self.size


class Pool:
    """Processes that extract parts, started as they are needed and replaced when they die."""

    def __init__(self, setup: Setup, workers: int, limits: Limits) -> None:
        self.n_workers = workers
        self._setup = setup
        # Nothing extracted: all is loaded, and no document is blamed for the time it takes.
        begin = partial(extract_part, (), setup=setup)
        self._crew = Crew(partial(_extract, setup=setup), begin, limits)
        self._idle: list[Worker] = []
        self._busy: dict[Worker, Task] = {}
        self._stillborn = 0
        self._queue: deque[Task] = deque()

    def begin(self) -> None:
        """Start the first process: there will be something to do."""
        if not self._crew.workers:
            self._crew.start()

    def extracted(self, parts: Iterable[list[Document]]) -> Generator[PartTables]:
        """Yield what is made of each part, in whatever order they are done."""
        given = iter(parts)
        more = True
        with self._crew:
            while True:
                # One part waits, so that nobody idles; no more in memory.
                while more and len(self._queue) + len(self._busy) <= self.n_workers:
                    docs = next(given, None)
                    if docs is None:
                        more = False
                    else:
                        self._queue.append(Task(docs))
                        self._hand_out()
                self._hand_out()
                if not self._queue and not self._busy:
                    return
                yield from self._some()

    def _hand_out(self) -> None:
        while self._queue and self._idle:
            worker, task = self._idle.pop(), self._queue.popleft()
            self._busy[worker] = task
            worker.give(task.docs)
        starting = len(self._crew.workers) - len(self._busy) - len(self._idle)
        for _ in range(len(self._queue) - starting):
            if len(self._crew.workers) < self.n_workers:
                self._crew.start()

    def _some(self) -> Iterator[PartTables]:
        """Wait for messages, and yield the parts that are done with them."""
        at = {worker.pipe: worker for worker in self._crew.workers}
        for pipe in wait(list(at)):
            worker = at[pipe]  # type: ignore[index]
            try:
                kind, made = worker.take()
            except Died as died:
                yield from self._after(worker, died)
                continue
            if kind == READY:
                self._stillborn = 0
                self._idle.append(worker)
            elif kind == ANSWER:
                whole = self._busy[worker].whole(made)
                if whole:
                    yield whole
            elif kind == DONE:
                del self._busy[worker]
                self._idle.append(worker)

    def _after(self, worker: Worker, died: Died) -> Iterator[PartTables]:
        self._crew.drop(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        task = self._busy.pop(worker, None)
        if not died.begun:
            yield from self._without(died)
        if task is None:
            return
        then = task.after(died)
        if isinstance(then, list):
            self._queue.extendleft(reversed(then))
        elif whole := task.whole(then):
            yield whole

    def _without(self, died: Died) -> Iterator[PartTables]:
        """Do what waits in this process, when no other can be had here at all."""
        died.check()
        self._stillborn += 1
        while self._stillborn >= STILLBORN and self._queue:
            task = self._queue.popleft()
            whole = task.whole(extract_part(task.docs, setup=self._setup))
            if whole:
                yield whole


def _extract(docs: Sequence[Document], sign: Sign, *, setup: Setup) -> Iterator[PartTables]:
    yield extract_part(docs, setup=setup, sign=sign)
