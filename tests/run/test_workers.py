"""Processes that die, hang or grow: the others go on, and only the cause is given up."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
import runner_stub
from runner_stub import read
from test_runner import n_parts, opened, view_of, write

from dragoman.model import ConfigError, Document
from dragoman.run import Setup, extract_part
from dragoman.run import reading as reading_room
from dragoman.run.extracting import FAILED
from dragoman.run.pool import Task
from dragoman.run.processes import Died, Limits
from dragoman.run.reading import End, Reader, Settings
from dragoman.run.setup import Extractor

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

SOON = {"document_seconds": 2, "worker_memory": 450}


def lost(path: Path) -> dict[str, str]:
    """Return the documents that were given up, with the reasons."""
    with opened(path) as book:
        found = book.issues(stage="extract").to_pylist()
    assert all(issue["what"] == FAILED for issue in found)
    return {issue["place"]: issue["detail"] for issue in found}


@pytest.mark.slow
def test_poison_is_named_and_nothing_else_is_lost(tmp_path: Path) -> None:
    """One is killed, one hangs, one takes all memory: each has its reason; the others are there."""
    docs, path = tmp_path / "docs", tmp_path / "ledger"
    for number, word in enumerate(["", "DIE", "", "HANG", "", "BLOAT", ""]):
        write(docs, number, word)
    summary = read([docs], path, workers=2, **SOON)
    assert (summary.read, summary.failed, summary.events) == (7, 3, 4)
    assert lost(path) == {
        "d001.txt": "the process was killed by SIGKILL, twice",
        "d003.txt": "it took longer than 2 s (document_seconds), twice",
        "d005.txt": "it took more than 450 MB of memory (worker_memory), twice",
    }
    assert read([docs], path, workers=2).unchanged == 7


def test_what_ended_a_read_is_kept_apart_from_the_next(tmp_path: Path) -> None:
    """For a few files no process is started; after a read was killed over them, one is."""
    docs, path = tmp_path / "docs", tmp_path / "ledger"
    for number, word in enumerate(["", "KILL", ""]):
        write(docs, number, word)
    done = subprocess.run([sys.executable, runner_stub.__file__, str(docs), str(path), "1"])
    assert done.returncode == -signal.SIGKILL
    assert read([docs], path).failed == 1
    assert list(lost(path)) == ["d001.txt"]


DOCS = [Document(f"d{n}", f"CHN met IDN on 2020-08-0{n}.", name=f"{n}.txt") for n in (1, 2)]


@pytest.mark.parametrize(
    ("died", "then"),
    [
        pytest.param([("signal", False)], [2], id="once: the same again"),
        pytest.param([("signal", False), ("signal", False)], [1, 1], id="twice: one by one"),
        pytest.param([("limit", True)], [1, 1], id="over a limit: one by one at once"),
    ],
)
def test_a_part_over_which_processes_end(died: list[tuple[str, bool]], then: list[int]) -> None:
    """What is done next, by how often and of what they ended."""
    task = Task(DOCS)
    for why, limit in died:
        following = task.after(Died(why, limit=limit, begun=True))
    assert isinstance(following, list)
    assert [len(one.docs) for one in following] == then


def test_a_part_taken_apart_comes_as_one() -> None:
    """In the ledger it looks as any other, the lost document with its reason in it."""
    task = Task(DOCS)
    one, two = task.after(Died("a limit", limit=True, begun=True))  # type: ignore[misc]
    assert one.whole(extract_part(one.docs, setup=runner_stub.SETUP)) is None
    assert two.after(Died("a limit", limit=True, begun=True)) == [two]
    gone = two.after(Died("a limit", limit=True, begun=True))
    assert not isinstance(gone, list)
    whole = two.whole(gone)
    assert whole
    assert whole.done["doc_id"].to_pylist() == ["d1", "d2"]
    assert whole.done["failed"].to_pylist() == [False, True]
    assert whole.tables["issues"]["detail"].to_pylist() == ["a limit, twice"]


def broken(setup: Setup) -> Extractor:
    """Return an extractor that breaks off at every second document."""

    def each(docs: Any) -> Iterator[Any]:
        for doc in docs:
            if doc.id == "d2":
                raise RecursionError("all of it")
            yield runner_stub.extract(doc)

    return each


def test_an_extractor_that_breaks_off_costs_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those after it are done one by one."""
    monkeypatch.setattr(runner_stub, "extractor", broken)
    docs = [*DOCS, Document("d3", "USA met FRA on 2020-08-03.")]
    made = extract_part(docs, setup=Setup(extractor="runner_stub:extractor", languages=("x",)))
    assert made.tables["reports"]["doc_id"].to_pylist() == ["d1", "d3"]
    assert made.done["failed"].to_pylist() == [False, True, False]
    assert made.tables["issues"]["detail"].to_pylist() == ["RecursionError: all of it"]


@dataclass
class Named:
    """A file of which a reader is told."""

    name: str

    def stamp(self) -> tuple[int, int]:
        """Return a size and a time of change."""
        return 5, 6


def deadly(sources: Sequence[Any], *, settings: Settings, sign: Any = None) -> Iterator[Any]:
    """Read in a worker of the tests: `kill` in a name ends it."""
    for source in sources:
        yield Document(f"{source.name}-1", "one")
        if "kill" in source.name:
            os.kill(os.getpid(), signal.SIGKILL)
        yield Document(f"{source.name}-2", "two")
        yield End(1, 2, ())


def deadly_read(task: Any, sign: Any, *, settings: Settings) -> Iterator[Any]:
    """Do what the reader's process does, with `deadly` in place of the readers."""
    reading_room.read_files = deadly
    return REAL_READ(task, sign, settings=settings)


REAL_READ = reading_room._read


def test_a_file_that_ends_its_reader_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it gave until then is kept, nothing comes twice, and the next file is read."""
    monkeypatch.setattr(reading_room, "_read", deadly_read)
    reader = Reader(Settings(1000, {}), Limits(60, 2000))
    named = [Named(name) for name in ("a", "kill", "c")]
    try:
        found = list(reader.read(named))  # type: ignore[arg-type]
    finally:
        reader.close()
    docs = [one.id for one in found if isinstance(one, Document)]
    assert docs == ["a-1", "a-2", "kill-1", "c-1", "c-2"]
    [issue] = [issue for one in found if isinstance(one, End) for issue in one.issues]
    assert (issue.where, issue.what, issue.skipped) == ("kill", "reader failed", True)
    assert issue.detail == "the process was killed by SIGKILL, twice"


def test_a_limit_too_low_to_begin_with_is_said(tmp_path: Path) -> None:
    """No document is blamed for what loading takes."""
    write(tmp_path / "docs", 1)
    with pytest.raises(ConfigError, match=r"no process can begin .* 30 MB .*worker_memory"):
        read([tmp_path / "docs"], tmp_path / "ledger", workers=2, worker_memory=30)


# Killed at any moment


def many(folder: Path) -> Path:
    """Write two dozen documents, a copy of one, and an empty file."""
    for number in range(24):
        write(folder, number, "SLOW odd")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "z-copy.txt").write_text((folder / "d002.txt").read_text())
    return folder


def children(process: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    """Return the processes that a read has started to work for it."""
    try:
        found = psutil.Process(process.pid).children()
        return [one for one in found if "spawn_main" in " ".join(one.cmdline())]
    except psutil.Error:
        return []


ENDS = {
    "worker": (0,),
    "driver": (0, -signal.SIGKILL),
    "group": (0, -signal.SIGKILL),
    "Ctrl-C": (0, 1),
}
"""Whom is killed, and with what codes a read may end then: it can have been done before."""


def kill(whom: str, process: "subprocess.Popen[bytes]") -> None:
    """Kill a worker, the driver, or all of them at once; or do what Ctrl-C does."""
    if whom == "Ctrl-C":
        os.killpg(process.pid, signal.SIGINT)
    elif whom == "group":
        os.killpg(process.pid, signal.SIGKILL)
    elif whom == "driver":
        process.kill()
    else:
        for child in children(process)[-1:]:
            child.kill()


def killed(whom: str, docs: Path, path: Path, wait: float) -> None:
    """Read in processes, and kill some of them a while after the first part was written."""
    command = [sys.executable, runner_stub.__file__, str(docs), str(path), "2"]
    process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
    ended = threading.Timer(30, process.kill)
    ended.start()
    try:
        before = n_parts(path)
        while process.poll() is None and n_parts(path) == before:
            time.sleep(0.005)
        time.sleep(wait)
        kill(whom, process)
        assert process.wait() in ENDS[whom]
    finally:
        ended.cancel()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Return documents, and the ledger that they give when nobody is killed, row by row."""
    folder = tmp_path_factory.mktemp("kills")
    docs = many(folder / "docs")
    read([docs], folder / "whole")
    return docs, view_of(folder / "whole")


def check_kill(whom: str, undisturbed: tuple[Path, dict[str, Any]], path: Path, at: float) -> None:
    """Kill at a moment; read to the end: the ledger equals, row for row, the undisturbed one."""
    docs, expected = undisturbed
    killed(whom, docs, path, at)
    read([docs], path)
    assert view_of(path) == expected
    shutil.rmtree(path)


@pytest.mark.slow
@pytest.mark.parametrize("whom", ENDS)
def test_killed_at_any_moment(
    whom: str, undisturbed: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    """A worker, the driver, all at once, Ctrl-C: the ledger equals one that nobody disturbed."""
    check_kill(whom, undisturbed, tmp_path / "ledger", at=0.1)


@pytest.mark.nightly
@pytest.mark.parametrize("number", range(20))
@pytest.mark.parametrize("whom", ENDS)
def test_killed_twenty_times(
    whom: str, number: int, undisturbed: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    """The same, each twenty times, at random moments."""
    check_kill(whom, undisturbed, tmp_path / "ledger", at=random.uniform(0, 0.4))
