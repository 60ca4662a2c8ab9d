"""Processes that may die: each does one task at a time, and takes nobody along when it ends.

A pool of the standard library ends all its processes when one dies, and knows no limits; see
docs/decisions/0015. Here each process has a pipe of its own, shows signs of life in memory that
it shares with us, and is watched: it is ended when it shows none for too long, or takes too much
memory.
"""

import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, Self

from dragoman.model import ConfigError, DragomanError

Sign = Callable[[], object]
Work = Callable[[Any, Sign], Iterable[object]]
"""What a process does: the answers to a task, with a sign of life now and then."""

STILLBORN = 3
"""So many processes may end before they have begun, until it is taken that none can be had here."""

_EVERY = 0.2  # seconds between two looks at the processes
_AT_REST, _AT_WORK = 0, 1

# What a message is: the process has begun; an answer; the last one was given; it went wrong.
READY, ANSWER, DONE, WRONG = "ready", "answer", "done", "wrong"


@dataclass(frozen=True, slots=True)
class Limits:
    """When a process is ended: after so many seconds without a sign of life, or over a memory."""

    seconds: float
    megabytes: int


class Died(Exception):
    """A process ended before it was done; the text says how.

    Args:
        why: A signal, a limit, an exit code: what the table of errors will say.
        limit: Whether it was a limit, so that the same task is sure to end the next one too.
        begun: Whether it had come to the point of doing tasks at all.
    """

    def __init__(self, why: str, *, limit: bool, begun: bool) -> None:
        super().__init__(why)
        self.why, self.limit, self.begun = why, limit, begun

    def check(self) -> None:
        """Raise ConfigError when no process can ever begin under this limit."""
        if self.limit and not self.begun:
            raise ConfigError(
                f"no process can begin to read: {self.why}. Raise that setting in dragoman.toml"
            )


class Worker:
    """A process that is given tasks. Started afresh and not forked.

    A forked one would inherit DuckDB's threads as they were, locks included; and two of our
    three systems cannot fork.

    Args:
        work: What is done with a task; a function that can be pickled.
        begin: Done once before the first task, such as loading what all tasks need.
        limits: When it is ended.
    """

    def __init__(self, work: Work, begin: Callable[[], object], limits: Limits) -> None:
        import psutil

        context = multiprocessing.get_context("spawn")
        self._life = context.RawArray("q", 2)  # signs so far; whether it works
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, self._life, work, begin), name="dragoman", daemon=True
        )
        with _unheard():
            self._process.start()
        theirs.close()
        self._limits = limits
        self._ended_for = ""
        self._begun = False
        self._last, self._since = 0, time.monotonic()
        self._memory = psutil.Process(self._process.pid)

    @property
    def pid(self) -> int | None:
        """The number of the process."""
        return self._process.pid

    def give(self, task: object) -> None:
        """Hand over a task; that the process is gone shows when an answer is taken."""
        try:
            self.pipe.send(task)
        except (BrokenPipeError, ConnectionResetError):
            return

    def take(self) -> tuple[str, Any]:
        """Return the next message, waiting for it.

        Raises:
            Died: The process has ended.
            DragomanError: The work raised it.
        """
        try:
            kind, what = self.pipe.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            raise self._death() from None
        if kind == READY:
            self._begun = True
        if kind == WRONG:
            if isinstance(what, DragomanError):
                raise what
            raise Died(f"{type(what).__name__}: {what}", limit=False, begun=self._begun)
        return kind, what

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.join()
        self.pipe.close()

    def watch(self) -> None:
        """End it if it is over a limit. Called by another thread, several times a second."""
        import psutil

        signs, state = self._life
        if signs != self._last or state == _AT_REST:
            self._last, self._since = signs, time.monotonic()
        elif time.monotonic() - self._since > self._limits.seconds:
            self._kill(f"it took longer than {self._limits.seconds:g} s (document_seconds)")
        try:
            taken = self._memory.memory_info().rss / 2**20
        except psutil.Error:
            return
        if taken > self._limits.megabytes:
            self._kill(f"it took more than {self._limits.megabytes} MB of memory (worker_memory)")

    def _kill(self, why: str) -> None:
        if not self._ended_for:
            self._ended_for = why
            self._process.kill()

    def _death(self) -> Died:
        self._process.join(5)
        self._process.kill()
        self._process.join()
        code = self._process.exitcode or 0
        why = self._ended_for or (
            f"the process was killed by {_signal(-code)}"
            if code < 0
            else f"the process ended with the code {code}"
        )
        return Died(why, limit=bool(self._ended_for), begun=self._begun)


class Crew:
    """Processes of one kind, as many as are asked for, watched by a thread of ours."""

    def __init__(self, work: Work, begin: Callable[[], object], limits: Limits) -> None:
        self._make = partial(Worker, work, begin, limits)
        self.workers: list[Worker] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="dragoman-watch", daemon=True)

    def start(self) -> Worker:
        """Start one more."""
        worker = self._make()
        self.workers.append(worker)
        if self._thread.ident is None:
            self._thread.start()
        return worker

    def drop(self, worker: Worker) -> None:
        """Take one out that has died, or that is no longer needed."""
        self.workers.remove(worker)
        worker.end()

    def close(self) -> None:
        """End all of them, whatever they do."""
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join()
        for worker in list(self.workers):
            self.drop(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _watch(self) -> None:
        while not self._over.wait(_EVERY):
            for worker in list(self.workers):
                worker.watch()


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """Hold Ctrl-C back for a moment; a process that is started meanwhile never hears it.

    It reaches every process of a terminal, and only the first one is to act on it.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# In the process


def _serve(pipe: Connection, life: Any, work: Work, begin: Callable[[], object]) -> None:
    """Do tasks until nobody gives any."""
    # Where it could not be held back: see `_unheard`.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()

    def sign() -> None:
        life[0] += 1

    def answers() -> None:
        begin()
        settle()
        pipe.send((READY, None))
        while True:
            task = pipe.recv()
            life[1] = _AT_WORK
            for answer in work(task, sign):
                life[1] = _AT_REST  # whoever does not take the answer is not slow work of ours
                pipe.send((ANSWER, answer))
                life[1] = _AT_WORK
            life[1] = _AT_REST
            pipe.send((DONE, None))

    try:
        answers()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # nobody is there any more
    except Exception as error:  # it is raised where the answers are taken
        pipe.send((WRONG, _portable(error)))


def settle() -> None:
    """Leave out of the collection of garbage what is there: what a process loaded stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _end_with(parent: "multiprocessing.process.BaseProcess") -> None:
    """End this process when the one that started it is gone, killed for instance."""
    parent.join()
    os._exit(1)


def _portable(error: Exception) -> Exception:
    """Return the exception, or one that says the same where it cannot travel."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own words
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
