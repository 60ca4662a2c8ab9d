"""Files at an address: found, read and told apart through fsspec."""

import io
from pathlib import Path
from typing import Any

import pytest

from dragoman.model import Issue
from dragoman.read import PASSING, Source, find_sources, read
from dragoman.read.remote import Remote, _Stream

fsspec = pytest.importorskip("fsspec", reason="the extra 'remote' is not installed")


@pytest.fixture
def memory() -> Any:
    """An object storage in memory, with a bucket of some files."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    for path, content in {
        "/bucket/a.txt": b"Xi met Modi in Kazan.",
        "/bucket/2022/b.txt": b"Biden called Sunak.",
        "/bucket/2022/meta.jsonl": b'{"file": "b.txt", "outlet": "Post"}\n',
        "/bucket/2022/README.md": b"What lies here.",
        "/bucket/.hidden/c.txt": b"Nobody met.",
    }.items():
        system.pipe(path, content)
    yield system
    system.store.clear()


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("memory://bucket", ["b.txt", "a.txt"]),
        ("memory://bucket/", ["b.txt", "a.txt"]),
        ("memory://bucket/a.txt", ["a.txt"]),
        ("memory://bucket/*/b*", ["b.txt"]),
        ("memory://bucket/2022/README.md", ["README.md"]),
    ],
)
def test_address_is_read_like_a_path(memory: Any, address: str, found: list[str]) -> None:
    """A folder whole, without what is hidden; a file; what stars mean."""
    assert [doc.name for doc in read(address)] == found


def test_sidecar_at_an_address_speaks_of_its_folder(memory: Any) -> None:
    """Also of a file that is named alone."""
    for address in ("memory://bucket", "memory://bucket/2022/b.txt"):
        outlets = {doc.name: doc.outlet for doc in read(address)}
        assert outlets["b.txt"] == "Post"


def test_file_address_is_a_path(tmp_path: Path) -> None:
    """file:// needs nothing installed, and is the same file."""
    path = tmp_path / "a file.txt"
    path.write_text("Xi met Modi.")

    [source] = find_sources([path, path.as_uri()], [])

    assert source == Source(path)


@pytest.mark.parametrize(
    ("address", "what", "says"),
    [
        ("memory://nowhere", "no such file", "is the address right"),
        ("nonsense://x/y", "cannot be opened", "nonsense"),
        ("https://x.example/a.warc", "cannot be opened", "watch"),
        ("simplecache::memory://bucket/a.txt", "cannot be opened", "address within an address"),
    ],
)
def test_address_that_leads_nowhere(memory: Any, address: str, what: str, says: str) -> None:
    """One issue with the address, in words."""
    issues: list[Issue] = []

    assert list(read(address, issues=issues)) == []

    [issue] = issues
    assert (issue.what, issue.where, issue.skipped) == (what, address, True)
    assert says in issue.detail


def test_lost_connection_is_no_damage(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, and the file is of those that are opened again: nothing is wrong with it."""

    class Flaky(io.BytesIO):
        def read(self, n: int | None = -1) -> bytes:
            if self.tell() > 2_000_000:
                raise OSError("reset by peer")
            return super().read(n)

    archive = b"WARC/1.1\r\nWARC-Type: metadata\r\nContent-Length: 2\r\n\r\nxx\r\n\r\n" * 60_000
    memory.pipe("/bucket/a.warc", archive)
    monkeypatch.setattr(Remote, "open", lambda *_: io.BufferedReader(_Stream(Flaky(archive))))
    issues: list[Issue] = []

    list(read("memory://bucket/a.warc", issues=issues))

    lost = [issue for issue in issues if issue.what in PASSING]
    assert [issue.detail for issue in lost] == ["reset by peer; the next read begins it again"]


def test_stamp_tells_a_change(memory: Any) -> None:
    """Size and etag, or time of change, make the stamp; without these there is none."""
    [before] = find_sources(["memory://bucket/a.txt"], [])
    [same] = find_sources(["memory://bucket/a.txt"], [])
    memory.pipe("/bucket/a.txt", b"Xi met Modi in Delhi.")
    [after] = find_sources(["memory://bucket/a.txt"], [])

    assert before.stamp() == same.stamp() != after.stamp()
    assert Source(Remote("memory://bucket/a.txt", 9)).stamp() == (None, None)


@pytest.mark.slow
def test_ledger_reads_an_address_once(memory: Any, tmp_path: Path) -> None:
    """What has the same size and stamp is not opened again; what changed is."""
    from dragoman.run import read_into

    first = read_into(["memory://bucket/a.txt"], tmp_path / "ledger")
    again = read_into(["memory://bucket/a.txt"], tmp_path / "ledger")
    memory.pipe("/bucket/a.txt", b"Xi met Modi in Delhi, and then in Agra.")
    changed = read_into(["memory://bucket/a.txt"], tmp_path / "ledger")

    assert [(one.read, one.unchanged) for one in (first, again, changed)] == [
        (1, 0),
        (0, 1),
        (1, 0),
    ]
