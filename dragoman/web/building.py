"""Building the ledger's view anew after decisions, in another process and when it is quiet."""

import contextlib
import subprocess
import sys
import threading
from pathlib import Path

MANY = 25
"""Decisions beside a view after which it is built anew without waiting for a quiet moment: to
show that many over it takes as long as a reader notices."""

AGAIN = 60.0
"""Seconds after which a build that came to nothing is tried again: somebody may be reading
documents into the ledger."""

_BUILD = """
import sys, pathlib, dragoman.run
with dragoman.run.Ledger.open(pathlib.Path(sys.argv[1]), write=True) as ledger:
    ledger.db  # brings the view up to date, if it is not
"""


class Building:
    """Has the view built when there is something to build it for.

    Args:
        root: The ledger's folder.
        quiet_seconds: It is begun when nobody has decided anything for so long; 0: never.
    """

    def __init__(self, root: Path, quiet_seconds: float) -> None:
        self._root = root
        self._quiet = quiet_seconds
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def want(self, pending: int) -> None:
        """Say how many decisions the view lacks; with none, nothing is to be done."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            if pending and self._quiet:
                self._begin_in(0.0 if pending >= MANY else self._quiet)

    def close(self) -> None:
        """Begin no more; what is being built is finished by its own process."""
        with self._lock:
            self._quiet = 0.0
            if self._timer is not None:
                self._timer.cancel()
            if self._process is not None:  # somebody has to take note of its end
                threading.Thread(target=self._process.wait, daemon=True).start()

    def _begin_in(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._begin)
        self._timer.daemon = True
        self._timer.start()

    def _begin(self) -> None:
        with self._lock:
            if not self._quiet:
                return
            if self._process is None or self._process.poll() is not None:
                # Its own process: pages are answered meanwhile, and its memory is given back.
                with contextlib.suppress(OSError):
                    self._process = subprocess.Popen(  # noqa: S603 - our own words
                        [sys.executable, "-c", _BUILD, str(self._root)],
                        stdin=subprocess.DEVNULL,
                        stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL,
                    )
            self._begin_in(AGAIN)  # a new view calls `want`, which ends this
