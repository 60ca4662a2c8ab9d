"""Which files are read, and what the sidecar says of them."""

import os
from pathlib import Path

import pytest

from dragoman.model import Issue
from dragoman.read import find_sources


def sources(*paths: Path) -> tuple[list[str], list[Issue]]:
    """The names of the files found, and the issues."""
    issues: list[Issue] = []
    return [s.path.name for s in find_sources(paths, issues)], issues


def write(folder: Path, **files: str) -> Path:
    """Files of a folder by name; a double underscore stands for a dot."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, "utf-8")
    return folder


def test_folder_is_searched_whole_and_in_order(tmp_path: Path) -> None:
    """Files come by name, folder by folder; hidden ones are left out without a word."""
    write(tmp_path, b__txt="b", a__md="a", __hidden="h")
    write(tmp_path / "sub", c__html="c")
    write(tmp_path / ".git", d__txt="d")

    assert sources(tmp_path) == (["a.md", "b.txt", "c.html"], [])


def test_furniture_of_a_folder_is_no_document(tmp_path: Path) -> None:
    """A README, a licence and the sidecar are passed over, and the issues say so."""
    write(tmp_path, a__txt="a", README__md="r", LICENSE="l", meta__jsonl="")

    names, issues = sources(tmp_path)

    assert names == ["a.txt"]
    assert [(i.what, i.where, i.skipped) for i in issues] == [
        ("not a document", "LICENSE", True),
        ("not a document", "README.md", True),
        ("not a document", "meta.jsonl", True),
    ]


def test_named_file_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    """Who names a README wants it read."""
    write(tmp_path, README__md="r")

    assert sources(tmp_path / "README.md") == (["README.md"], [])


def test_file_reached_twice_is_read_once(tmp_path: Path) -> None:
    """A folder and a file in it, given together, give the file once, in any order."""
    write(tmp_path, a__txt="a", b__txt="b")

    assert sources(tmp_path, tmp_path / "b.txt")[0] == ["a.txt", "b.txt"]
    assert sources(tmp_path / "b.txt", tmp_path)[0] == ["a.txt", "b.txt"]


def test_sidecar_speaks_of_the_files_beside_it(tmp_path: Path) -> None:
    """Each file gets its own line; null says nothing; "../" reaches nowhere."""
    write(
        tmp_path,
        a__txt="a",
        b__txt="b",
        meta__jsonl='{"file": "a.txt", "outlet": "G", "published": "2020-09", "side": null}\n',
    )
    issues: list[Issue] = []

    found = {s.path.name: dict(s.meta) for s in find_sources([tmp_path], issues)}

    assert found == {"a.txt": {"outlet": "G", "published": "2020-09"}, "b.txt": {}}


def test_sidecar_with_mistakes_is_used_as_far_as_it_goes(tmp_path: Path) -> None:
    """A broken line, an unknown key and an unreadable date are issues with their line numbers."""
    write(
        tmp_path,
        a__txt="a",
        meta__jsonl="not json\n[1]\n"
        '{"file": "a.txt", "outlet": "G", "mood": "x", "published": "soon"}',
    )
    issues: list[Issue] = []

    [source] = find_sources([tmp_path], issues)

    assert source.meta == {"outlet": "G"}
    said = [(i.what, i.detail) for i in issues if not i.skipped]
    assert [what for what, _ in said] == [
        "broken line in a sidecar",
        "broken line in a sidecar",
        "unreadable date",
        "unknown key in a sidecar",
    ]
    assert [detail.split(":")[0] for _, detail in said[:3]] == ["line 1", "line 2", "line 3"]
    assert "'mood'" in said[3][1]


def test_missing_path_is_an_issue(tmp_path: Path) -> None:
    """A path to nothing does not stop the others."""
    write(tmp_path, a__txt="a")

    names, [issue] = sources(tmp_path / "a.txt", tmp_path / "nowhere")

    assert names == ["a.txt"]
    assert (issue.what, issue.skipped) == ("no such file", True)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_in_circles_end(tmp_path: Path) -> None:
    """A folder linked into itself is read once; a link to itself leads nowhere."""
    write(tmp_path, a__txt="a")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "not-there.txt")

    names, issues = sources(tmp_path)

    assert names == ["a.txt"]
    assert [(i.what, i.where) for i in issues] == [
        ("broken link", "gone.txt"),
        ("link in a circle", "round"),
        ("broken link", "self.txt"),
    ]


def test_folder_without_permission_is_an_issue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that the system closes to us is named, and the rest is read."""
    write(tmp_path, z__txt="z")
    write(tmp_path / "closed", a__txt="a")
    real = Path.iterdir

    def iterdir(path: Path):  # type: ignore[no-untyped-def]
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)

    names, [issue] = sources(tmp_path)

    assert names == ["z.txt"]
    assert (issue.what, issue.where, issue.skipped) == ("no permission", "closed", True)


def test_pipe_is_no_file(tmp_path: Path) -> None:
    """A named pipe would block whoever opened it; it is not opened."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("needs a system with named pipes")
    os.mkfifo(tmp_path / "pipe.txt")

    names, [issue] = sources(tmp_path)

    assert names == []
    assert issue.what == "not a file"
