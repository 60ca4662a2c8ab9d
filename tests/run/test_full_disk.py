"""A disk that is full in the middle of a read: a plain sentence, nothing lost, and on it goes."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
import runner_stub
from runner_stub import read
from test_runner import view_of, write

from dragoman.cli.app import main
from dragoman.ledger import ledger, parts, search, view
from dragoman.ledger.inputs import Inputs
from dragoman.model import LedgerError

SPACE = "No space left on device"


def full(real: Callable[..., Any], nth: int, error: Exception) -> Callable[..., Any]:
    """Return a function that fails when it is called for the nth time, and then always."""
    calls = 0

    def call(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls >= nth:
            raise error
        return real(*args, **kwargs)

    return call


NO_SPACE = OSError(errno.ENOSPC, SPACE)


@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize(
    ("where", "name", "error"),
    [
        pytest.param(ledger, "_copied", NO_SPACE, id="the bytes of a file"),
        pytest.param(
            Inputs, "_record", sqlite3.OperationalError("database or disk is full"), id="inputs"
        ),
        pytest.param(parts, "write", NO_SPACE, id="documents"),
        pytest.param(parts, "write_text", NO_SPACE, id="a run"),
        pytest.param(parts, "_pack", NO_SPACE, id="what was extracted"),
        pytest.param(view, "_fill", duckdb.IOException(SPACE), id="the view"),
        pytest.param(search, "build", sqlite3.OperationalError("disk is full"), id="the index"),
    ],
)
def test_a_full_disk_is_said_and_gone_on_from(
    where: Any,
    name: str,
    error: Exception,
    nth: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever could not be written: the same command, with space, ends where it should have."""
    docs, path = tmp_path / "docs", tmp_path / "ledger"
    for number in range(5):
        write(docs, number)
    read([docs], tmp_path / "whole")
    with monkeypatch.context() as patch:
        patch.setattr(where, name, full(getattr(where, name), nth, error))
        if nth == 1 or name not in ("write_text", "build"):  # written once in a read
            with pytest.raises(LedgerError, match=r"the disk is full .* run the same command"):
                read([docs], path)
    read([docs], path)
    assert view_of(path) == view_of(tmp_path / "whole")


@pytest.mark.slow
def test_the_command_says_it_in_a_line_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 2 and what to do; with space again, the same words end as they should have."""
    path = tmp_path / "ledger"
    words = ["read", str(write(tmp_path / "docs", 1)), "--into", str(path), "--workers", "1"]
    with monkeypatch.context() as patch:
        patch.setattr(parts, "_pack", full(parts._pack, 1, NO_SPACE))
        assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"dragoman: {path}: the disk is full ({NO_SPACE}). What was in the ledger before is "
        "complete; free some space and run the same command again: it goes on where it stopped\n"
    )
    assert main(words) == 0
    assert f"{path} holds 1 document" in capsys.readouterr().out


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Mount a file system of so many megabytes; skip where that is not allowed."""
    folder.mkdir()
    size = f"size={megabytes}m"
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)])
    if done.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.nightly
@pytest.mark.skipif(sys.platform != "linux" or os.geteuid(), reason="needs Linux, and root")
def test_a_small_disk_fills_up_and_grows(tmp_path: Path) -> None:
    """A real file system that is full at one place after another, until all of it fits."""
    docs = tmp_path / "docs"
    for number in range(60):
        write(docs, number, "odd " * 20_000 + f"{os.urandom(30_000).hex()}")
    read([docs], tmp_path / "whole")
    refused = 0
    with small_disk(tmp_path / "disk", 2) as disk:
        for megabytes in range(2, 200, 2):
            size = f"remount,size={megabytes}m"
            subprocess.run(["mount", "-o", size, str(disk)], check=True)
            try:
                read([docs], disk / "ledger", workers=2)
            except LedgerError as error:
                assert "the disk is full" in str(error)
                refused += 1
            else:
                break
        assert refused >= 3
        assert view_of(disk / "ledger") == view_of(tmp_path / "whole")
        shutil.rmtree(disk / "ledger")
    assert runner_stub  # the workers import it
