"""Parts done on a cluster: the same `extract_part`, handed to Dask distributed.

The files are read, and the ledger is written, on the machine where the command runs. Workers
need the same version of this package, and nothing else of ours.
"""

import faulthandler
import logging
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import dragoman
from dragoman.ledger.tables import PartTables
from dragoman.model import ConfigError, Document
from dragoman.model.extras import install
from dragoman.run.extracting import extract_part
from dragoman.run.pool import Task
from dragoman.run.processes import Died
from dragoman.run.setup import Setup, hash_of_folder

PATIENCE = 15
"""Seconds for which the cluster is waited for."""


class Cluster:
    """The workers behind an address, as `Pool` is those of this machine.

    A document that ends its worker is told from its neighbours as there, and one that takes too
    long ends it; the limits of memory are those of the cluster.

    Args:
        address: Of the scheduler.
        setup: What extracts.
        seconds: After which a worker that shows no sign of life is ended.

    Raises:
        ConfigError: Nobody answers, no worker is there, one has another version of this package
            or other layers, or the extra is not installed.
    """

    def __init__(self, address: str, setup: Setup, seconds: float) -> None:
        self._setup = setup
        self._seconds = seconds
        self._fingerprint = setup.fingerprint
        self._client = _connect(address)
        self._queue: deque[Task] = deque()
        try:
            self.n_workers = sum(self._client.nthreads().values())
            if not self.n_workers:
                raise ConfigError(f"{address}: no worker is there; start some and try again")
            for worker, found in self._asked(address).items():
                _check(found, self._fingerprint, worker)
        except BaseException:
            self._client.close()
            raise

    def begin(self) -> None:
        """Do nothing: the workers are there."""

    def extracted(self, parts: Iterable[list[Document]]) -> Generator[PartTables]:
        """Yield what is made of each part, in whatever order they are done."""
        from distributed import as_completed

        given = iter(parts)
        running: dict[str, Task] = {}
        done = as_completed(loop=self._client.loop)
        try:
            while True:
                while len(running) <= self.n_workers:
                    task = self._next(given)
                    if task is None:
                        break
                    future = self._client.submit(
                        extract_there,
                        task.docs,
                        self._setup,
                        self._fingerprint,
                        self._seconds,
                        pure=False,
                    )
                    running[future.key] = task
                    done.add(future)
                if not running:
                    return
                future = next(done)
                yield from self._taken(future, running.pop(future.key))
        finally:
            self._client.close()

    def _next(self, given: Iterator[list[Document]]) -> Task | None:
        if self._queue:
            return self._queue.popleft()
        docs = next(given, None)
        return None if docs is None else Task(docs)

    def _taken(self, future: Any, task: Task) -> Iterator[PartTables]:
        from distributed.scheduler import KilledWorker

        try:
            made: PartTables = future.result()
        except KilledWorker:
            why = (
                "the worker of the cluster that read it ended, or took longer than "
                f"{self._seconds:g} s (document_seconds)"
            )
            died = Died(why, limit=True, begun=True)
            then = task.after(died)
            if isinstance(then, list):
                self._queue.extend(then)
                return
            made = then
        whole = task.whole(made)
        if whole:
            yield whole

    def _asked(self, address: str) -> dict[str, str]:
        """Return the fingerprint that each worker has for our setup."""
        try:
            found: dict[str, str] = self._client.run(_fingerprint, self._setup)
        except Exception as error:  # whatever a worker of another version raises
            raise ConfigError(
                f"{address}: a worker cannot load this version of dragoman "
                f"({type(error).__name__}: {' '.join(str(error).split())[:200]}). Install the same "
                "version on all of them"
            ) from error
        return found


def extract_there(
    docs: Sequence[Document], setup: Setup, fingerprint: str, seconds: float
) -> PartTables:
    """Extract a part on a worker; one that would make something else of it refuses.

    A worker that shows no sign of life for so long is ended by a watch that needs nothing of
    Python, so that no loop can keep it from that. It is one for the process: with several
    threads, the neighbours' signs hold it off.

    Raises:
        ConfigError: This worker has another version of the package, or other layers.
    """
    _check(_fingerprint(setup), fingerprint, "a worker that came later")
    extract_part((), setup=setup)  # all is loaded; no document is blamed for the time it takes

    def sign() -> None:
        faulthandler.dump_traceback_later(seconds, exit=True)

    sign()
    try:
        return extract_part(docs, setup=setup, sign=sign)
    finally:
        faulthandler.cancel_dump_traceback_later()


def each_there(address: str, work: Callable[[Any], Any], shares: Sequence[Any]) -> list[Any]:
    """Return what the workers' linker makes of each share.

    Raises:
        ConfigError: Nobody answers, or a worker has another linker.
    """
    client = _connect(address)
    try:
        futures = client.map(_share_there, shares, work=work, linker=_linker(), pure=False)
        found: list[Any] = client.gather(futures)
    finally:
        client.close()
    return found


def _share_there(share: Any, *, work: Callable[[Any], Any], linker: str) -> Any:
    _check(_linker(), linker, "a worker")
    return work(share)


@cache
def _linker() -> str:
    return hash_of_folder(Path(dragoman.__file__).parent / "link")


@cache
def _fingerprint(setup: Setup) -> str:
    return setup.fingerprint


def _check(found: str, ours: str, worker: str) -> None:
    if found != ours:
        raise ConfigError(
            f"{worker} has another version of dragoman, or other files in the folders of `layers`, "
            "than this machine: it would read the documents differently. Install the same version "
            "on all of them"
        )


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise ConfigError(
            f"a cluster needs the extra, here and on its machines: {install('cluster')}"
        ) from None
    logging.getLogger("distributed").setLevel(logging.ERROR)
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ConfigError(
            f"{address}: no scheduler of Dask answers there ({' '.join(str(error).split())[:200]})"
        ) from error
