"""One writer at a time. Readers take no lock and are never in the way."""

import contextlib
import json
import os
import socket
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from dragoman.model import LedgerError

FILE_NAME = "lock"

JUST_STARTING = 10.0
"""Seconds for which a lock file without content is believed: its maker is about to fill it."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock. `began` tells a process from a later one with the same number."""

    pid: int
    host: str
    since: str  # ISO 8601, UTC
    began: str | None = None


class Lock:
    """The right to write to a ledger: a file that names the process that has it.

    A file left by a process that is gone is taken over. That can only be told on the
    machine that made it; on a folder shared by several, a person has to judge.
    """

    def __init__(self, root: Path) -> None:
        self._path = root / FILE_NAME
        self._root = root
        self._held = False

    def take(self, *, wait: float = 0.0) -> None:
        """Take the lock, waiting up to `wait` seconds for it.

        Raises:
            LedgerError: Another process, or another open ledger of this one, has it.
        """
        deadline = time.monotonic() + wait
        while not self._try():
            if time.monotonic() >= deadline:
                raise LedgerError(self._who())
            time.sleep(0.05)

    def release(self) -> None:
        """Give the lock back; nothing happens when it is not held."""
        if self._held:
            self._held = False
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _try(self) -> bool:
        pid = os.getpid()
        me = Holder(
            pid,
            socket.gethostname(),
            datetime.now(UTC).isoformat(timespec="seconds"),
            _began(pid),
        )
        for _ in range(2):
            try:
                handle = os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
            except FileExistsError:
                if not self._clear_stale():
                    return False
                continue
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(me), file)
            self._held = True
            return True
        return False

    def _read(self) -> Holder | None:
        try:
            return Holder(**json.loads(self._path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _clear_stale(self) -> bool:
        """Remove the lock of a process that is gone; return whether it may be tried again."""
        holder = self._read()
        if holder is None:
            try:
                age = time.time() - self._path.stat().st_mtime
            except FileNotFoundError:
                return True
            if age < JUST_STARTING:
                return False
        elif holder.host != socket.gethostname() or _runs(holder):
            return False
        # Renamed first: of two processes that find it stale only one can do that.
        gone = self._path.with_name(f"{FILE_NAME}.stale-{os.getpid()}")
        try:
            self._path.rename(gone)
        except FileNotFoundError:
            return True
        taken = gone.read_text(encoding="utf-8")
        if holder is not None and taken != json.dumps(asdict(holder)):
            gone.rename(self._path)  # somebody was quicker, and this is the new holder's
            return False
        gone.unlink()
        return True

    def _who(self) -> str:
        holder = self._read()
        if holder is None:
            return f"{self._root}: another process has just begun to write to it; try again"
        if holder.host != socket.gethostname():
            return (
                f"{self._root}: process {holder.pid} on {holder.host} writes to it since "
                f"{holder.since}. If that is over, delete the file {self._path}"
            )
        if holder.pid == os.getpid():
            return (
                f"{self._root}: this very process has it open for writing since {holder.since}; "
                "leave that `with` block first"
            )
        return (
            f"{self._root}: process {holder.pid} writes to it since {holder.since}. Wait until it "
            "is done, or stop it; reading and asking are possible meanwhile"
        )


def _runs(holder: Holder) -> bool:
    if not _exists(holder.pid):
        return False
    began = _began(holder.pid)
    return holder.began is None or began is None or holder.began == began


def _exists(pid: int) -> bool:
    if sys.platform == "win32":
        # Signal 0 would end the process there.
        import ctypes

        query, running = 0x1000, 259
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(query, False, pid)
        if not handle:
            return bool(kernel.GetLastError() == 5)  # access denied: it is there
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == running
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _began(pid: int) -> str | None:
    """Return when a process began, in the system's own ticks; None where it does not say."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The name in parentheses may hold spaces; the 20th field after it is the start.
    return stat.rpartition(")")[2].split()[19]
