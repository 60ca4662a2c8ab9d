"""Scoring pairs of reports in several processes, or on a cluster, once a read is done."""

import multiprocessing
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.link import Spread


def over_processes(workers: int) -> "Spread":
    """Return what does shares in so many processes; here, where none can be had.

    They are started for it and not forked, as those that read.
    """
    if workers == 1 or multiprocessing.current_process().daemon:
        return map

    def spread(work: Callable[[Any], Any], shares: Iterable[Any]) -> Iterable[Any]:
        given = list(shares)
        context = multiprocessing.get_context("spawn")
        try:
            with ProcessPoolExecutor(min(workers, len(given)), context) as pool:
                return list(pool.map(work, given))
        except (BrokenProcessPool, OSError):
            return map(work, given)

    return spread


def over_cluster(address: str) -> "Spread":
    """Return what does shares on a cluster of Dask; here, where that is no longer there.

    All has been read by then, and is not to wait for a cluster to come back.
    """

    def spread(work: Callable[[Any], Any], shares: Iterable[Any]) -> Iterable[Any]:
        from dragoman.run.cluster import each_there

        given = list(shares)
        try:
            return each_there(address, work, given)
        except Exception:  # whatever can befall a cluster
            return map(work, given)

    return spread
