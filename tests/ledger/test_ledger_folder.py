"""The folder: making, opening and writing it, and what is said when that cannot be."""

import errno
import json
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow.parquet as pq
import pytest
from ledger_making import (
    document,
    ledger_of,
    link,
    made_of,
    make_long,
    make_old,
    make_sideless,
    make_without_basis,
    opened,
    view_of,
)

from dragoman.ledger import Ledger, files, migrate
from dragoman.ledger.inputs import Input
from dragoman.ledger.tables import (
    SCHEMAS,
    claim_of_row,
    rows_of_statements,
    statements_of_rows,
    table,
)
from dragoman.model import Actor, Basis, ConfigError, Issue, LedgerError, Span, Statement
from dragoman.model.config import Config


def test_a_new_ledger_is_empty_and_has_its_settings(tmp_path: Path) -> None:
    """Folders, format, commented settings; it opens without a linker, having nothing to link."""
    path = tmp_path / "some" / "ledger"
    Ledger.create(path)
    assert json.loads((path / "format.json").read_text())["format"] == 4
    assert (path / "dragoman.toml").read_text(encoding="utf-8") == Config.template()
    with Ledger.open(path) as book:
        assert book.documents().num_rows == book.events().num_rows == 0
        assert book.config == Config()
        assert book.withdrawn() == book.search("anything") == []


def test_wrong_settings_are_named(tmp_path: Path) -> None:
    """A ledger does not open with settings that nobody can have meant."""
    path = ledger_of(tmp_path / "ledger", [])
    (path / "dragoman.toml").write_text("wokers = 3")
    with pytest.raises(ConfigError, match=r"'wokers'.*did you mean 'workers'"):
        opened(path)
    (path / "dragoman.toml").write_text("part_size = 3")
    with opened(path) as book:
        assert book.config.part_size == 3


def no_folder(path: Path) -> None:
    """Nothing there."""


def a_file(path: Path) -> None:
    """A file where a folder should be."""
    path.write_text("x")


def other_things(path: Path) -> None:
    """Somebody's documents."""
    path.mkdir()
    (path / "thesis.docx").write_text("x")


def half_made(path: Path) -> None:
    """What a kill in the middle of `create` leaves."""
    Ledger.create(path)
    (path / "format.json").unlink()


def newer(path: Path) -> None:
    """A later version's."""
    Ledger.create(path)
    (path / "format.json").write_text('{"format": 7}')


def broken_format(path: Path) -> None:
    """A damaged format file."""
    Ledger.create(path)
    (path / "format.json").write_text('{"format": ')


def odd_format(path: Path) -> None:
    """A format that is no number."""
    Ledger.create(path)
    (path / "format.json").write_text('{"format": true}')


def no_decisions(path: Path) -> None:
    """Somebody tidied up."""
    Ledger.create(path)
    (path / "decisions.sqlite").unlink()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (no_folder, "does not exist; `dragoman read PATH --into"),
        (a_file, "a ledger is a folder"),
        (other_things, "no ledger: it has no format.json"),
        (half_made, "was begun and not finished; nothing is in it yet"),
        (newer, "format 7, made by a newer Dragoman; .* Upgrade Dragoman; the ledger is untouched"),
        (broken_format, "format.json: cannot be read"),
        (odd_format, "the format is True"),
        (no_decisions, "decisions.sqlite is gone"),
    ],
)
@pytest.mark.parametrize("write", [False, True])
def test_a_folder_that_is_no_ledger_is_a_sentence(
    tmp_path: Path, make: Any, said: str, write: bool
) -> None:
    """What it is instead, and what to do; never a trace. No lock is left behind."""
    path = tmp_path / "ledger"
    make(path)
    with pytest.raises(LedgerError, match=said):
        Ledger.open(path, write=write, link=link)
    assert not path.is_dir() or not (path / "lock").exists()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (a_file, "a ledger is a folder"),
        (other_things, "with other things in it. Name one that is new or empty"),
        (Ledger.create, "is a ledger already"),
    ],
)
def test_a_ledger_has_a_folder_to_itself(tmp_path: Path, make: Any, said: str) -> None:
    """Nothing of the user's is mixed with it or overwritten."""
    make(tmp_path / "ledger")
    with pytest.raises(LedgerError, match=said):
        Ledger.create(tmp_path / "ledger")


def test_a_half_made_ledger_is_completed(tmp_path: Path) -> None:
    """Making it again finishes what was begun."""
    half_made(tmp_path / "ledger")
    Ledger.create(tmp_path / "ledger")
    with opened(tmp_path / "ledger") as book:
        assert book.documents().num_rows == 0


def test_what_a_kill_leaves_is_swept_and_ignored(tmp_path: Path) -> None:
    """Half-written files and folders are no parts; the next writer removes them."""
    path = ledger_of(tmp_path / "ledger", [document(1)])
    expected = view_of(path)
    left = [
        path / "documents" / ".aside-0-part-000002.parquet",
        path / "runs" / ".aside-1-r2-0" / "manifest.json",
        next((path / "runs").iterdir()) / ".aside-2-part-000002" / "done.parquet",
        path / ".aside-3-current.duckdb",
    ]
    for file in left:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"half")
    (path / "current.duckdb").unlink()
    assert view_of(path) == expected
    with Ledger.open(path, write=True, link=link):
        assert not any(file.exists() for file in left)


def test_a_part_is_there_when_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed the moment before, there is nothing of it; the moment after, all."""
    path = ledger_of(tmp_path / "ledger", [document(1)])
    expected = view_of(path)

    def killed(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    with Ledger.open(path, write=True, link=link) as book:
        run = book.open_run("one")
        monkeypatch.setattr(Path, "rename", killed)
        monkeypatch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            book.add_documents([document(2)])
        with pytest.raises(KeyboardInterrupt):
            book.add_part(run, made_of([document(1)], rule="s2"))
        monkeypatch.undo()
        assert list(book.known()) == [document(1).id]
    assert view_of(path) == expected


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    """The second is told who writes; readers are not in the way, nor does the lock outlive."""
    path = ledger_of(tmp_path / "ledger", [document(1)])
    with Ledger.open(path, write=True, link=link):
        with pytest.raises(LedgerError, match="this very process"):
            Ledger.open(path, write=True, link=link)
        with opened(path) as book:
            assert book.documents().num_rows == 1
            with pytest.raises(LedgerError, match="open for asking only"):
                book.rebuild()
    with Ledger.open(path, write=True, link=link):
        pass


def lock_of(path: Path, **fields: Any) -> None:
    """Leave the lock file of somebody."""
    holder = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": "2026-01-01",
        "began": None,
    }
    (path / "lock").write_text(json.dumps(holder | fields))


def test_a_lock_says_who_holds_it(tmp_path: Path) -> None:
    """A live process by its number; one of another machine with what to delete."""
    path = ledger_of(tmp_path / "ledger", [])
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        lock_of(path, pid=other.pid)
        with pytest.raises(LedgerError, match=rf"process {other.pid} writes to it since 2026"):
            Ledger.open(path, write=True, link=link)
        other.communicate()
    lock_of(path, host="elsewhere")
    with pytest.raises(LedgerError, match=r"on elsewhere .* delete the file .*lock"):
        Ledger.open(path, write=True, link=link)


@pytest.mark.parametrize("left", ["dead", "number taken by another", "empty"])
def test_the_lock_of_a_killed_writer_is_taken_over(tmp_path: Path, left: str) -> None:
    """Nobody has to delete anything after a crash."""
    path = ledger_of(tmp_path / "ledger", [])
    if left == "dead":
        with subprocess.Popen([sys.executable, "-c", ""]) as other:
            other.wait()
        lock_of(path, pid=other.pid)
    elif left == "empty":
        (path / "lock").write_text("")
        os.utime(path / "lock", (0, 0))
    else:
        if not Path("/proc/self/stat").exists():
            pytest.skip("the system does not say when a process began")
        lock_of(path, began="1")
    with Ledger.open(path, write=True, link=link):
        assert json.loads((path / "lock").read_text())["pid"] == os.getpid()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "the disk is full .* complete; free some space and run the same command"),
        (errno.EROFS, "cannot be written .* the right to write"),
        (errno.EIO, "What was in the ledger before is complete"),
    ],
)
def test_a_disk_that_refuses_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    """What was met, what is safe, what to do; the half-written part is gone."""
    path = ledger_of(tmp_path / "ledger", [document(1)])
    expected = view_of(path)

    def full(table: Any, file: BinaryIO, **_: Any) -> None:
        file.write(b"half a part")
        raise OSError(number, os.strerror(number))

    with Ledger.open(path, write=True, link=link) as book:
        monkeypatch.setattr(pq, "write_table", full)
        with pytest.raises(LedgerError, match=said):
            book.add_documents([document(2)])
        run = book.open_run("one")
        with pytest.raises(LedgerError, match=said):
            book.add_part(run, made_of([document(2)]))
    monkeypatch.undo()
    assert not [p for p in path.rglob("*") if p.name.startswith(files.ASIDE)]
    assert view_of(path) == expected


def test_a_full_disk_leaves_the_old_view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A view that cannot be finished does not replace the one that is there."""
    path = ledger_of(tmp_path / "ledger", [document(1)])
    with Ledger.open(path, write=True, link=link) as book:
        book.add_documents([document(2)])
        book.add_part(book.open_run("one"), made_of([document(2)]))

        def full(self: Path, target: Path) -> Path:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(Path, "replace", full)
        with pytest.raises(LedgerError, match="the disk is full"):
            book.rebuild()
        monkeypatch.undo()
    with opened(path) as book:
        assert book.documents().num_rows == 1


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_read_only_folder_can_be_asked(tmp_path: Path) -> None:
    """Asking needs no right to write; writing says what is missing."""
    path = ledger_of(tmp_path / "ledger", [document(1)])
    path.chmod(0o500)
    try:
        assert len(view_of(path)["documents"]) == 1
        with pytest.raises(LedgerError, match="cannot be written"):
            Ledger.open(path, write=True, link=link)
    finally:
        path.chmod(0o700)


def test_a_damaged_part_is_named(tmp_path: Path) -> None:
    """Which file, and that only its documents are affected."""
    path = ledger_of(tmp_path / "ledger", [document(1)])
    (path / "documents" / "part-000001.parquet").write_bytes(b"PAR1 rubbish")
    (path / "current.duckdb").unlink()
    with pytest.raises(LedgerError, match=r"part-000001.parquet: cannot be read .* only they"):
        opened(path)
    assert not (path / "lock").exists()


@pytest.mark.parametrize("write", [False, True])
def test_an_old_ledger_is_brought_forward_after_a_copy(tmp_path: Path, write: bool) -> None:
    """The documents get the new column, unknown; the copy is what was there before."""
    docs = [document(n) for n in range(3)]
    path = ledger_of(tmp_path / "ledger", docs)
    expected = view_of(path)
    make_old(path)
    (path / "current.duckdb").unlink()
    with Ledger.open(path, write=write, link=link) as book:
        assert book.document(docs[0].id) == docs[0]
    assert migrate.read_format(path) == 4
    assert view_of(path) == expected
    backup = path / "backup-format-0"
    assert json.loads((backup / "format.json").read_text()) == {"format": 0}
    copies = sorted((backup / "documents").glob("*.parquet"))
    assert len(copies) == 2
    assert not any("side" in pq.read_schema(copy).names for copy in copies)


def test_a_ledger_without_reasons_gets_empty_ones(tmp_path: Path) -> None:
    """Nobody kept how a person was resolved; the claims, and their ids, stay as they were."""
    docs = [document(n) for n in range(3)]
    path = ledger_of(tmp_path / "ledger", docs)
    expected = view_of(path)
    make_without_basis(path)
    (path / "current.duckdb").unlink()

    assert view_of(path) == expected
    assert migrate.read_format(path) == 4
    for name in ("claims", "statements"):
        for part in (path / "runs").rglob(f"{name}.parquet"):
            assert pq.read_schema(part).equals(SCHEMAS[name])
    copies = sorted((path / "backup-format-1" / "runs").rglob("claims.parquet"))
    assert len(copies) == 2
    assert not any("method" in pq.read_schema(copy).names for copy in copies)


def test_statements_of_before_take_no_side(tmp_path: Path) -> None:
    """What an older version stored of a statement stays, and what it did not say is empty."""
    path, doc = ledger_of(tmp_path / "ledger", []), document(1)
    words = Span.of(doc, 0, 4)
    said = Statement(doc.id, words, words, words, Actor("st:chn", how="alias"))
    made = made_of([doc])
    rows = table("statements", rows_of_statements([replace(said, about=("st:idn",))]))
    with Ledger.open(path, write=True, link=link) as book:
        book.add_documents([doc])
        tables = {**made.tables, "statements": rows}
        book.add_part(book.open_run("one"), replace(made, tables=tables))
        book.rebuild()
    make_sideless(path)
    (path / "current.duckdb").unlink()

    with opened(path) as book:
        assert statements_of_rows(book.table("statements").to_pylist()) == [said]
    assert migrate.read_format(path) == 4


def test_what_files_gave_is_known_in_fewer_bytes(tmp_path: Path) -> None:
    """The same of each file, whatever it is called, and what was interrupted is done again."""
    path = ledger_of(tmp_path / "ledger", [document(1)])
    issue = Issue("read", "repaired", "mojibake", "1.txt", None, False)
    known = [
        Input("../1.txt", "1.txt", 3, 4, "ab" * 32, "0c" * 16, (document(1).id,), (issue,)),
        Input("../two.csv", "row 2 of two.csv", 5, None, None, "", ("a", "b")),
        Input("https://example.org/", "example.org", settings="0d"),
    ]
    with Ledger.open(path, write=True, link=link) as book:
        book.record(known)
    make_long(path)
    for _ in range(2):
        with Ledger.open(path, write=True, link=link) as book:
            assert [book.inputs.get(one.key) for one in known] == known
            assert book.inputs.unchanged("../1.txt", (3, 4), "0c" * 16) == known[0]
        assert migrate.read_format(path) == 4
        assert (path / "backup-format-3" / "inputs.sqlite").exists()
        migrate.write_format(path, 3)


def test_reasons_come_back_from_the_view(tmp_path: Path) -> None:
    """By which method, how like, of how many and by which facts a person was meant."""
    basis = Basis("likeness", 0.78, 3, ("pe:wang-yi|of:chn.fm|2013-03-16",), inferred=True)
    doc = document(1)
    path = ledger_of(tmp_path / "ledger", [])
    with Ledger.open(path, write=True, link=link) as book:
        book.add_documents([doc])
        book.add_part(book.open_run("one"), made_of([doc], basis=basis))
        book.rebuild()
    with opened(path) as book:
        rows = book.table("claims").to_pylist()
        found = {row["person"]: claim_of_row(row).actor for row in rows if row["how"] is not None}
    assert found["pe:wang-yi"] is not None
    assert found["pe:wang-yi"].basis == basis
    assert found[None] is not None
    assert found[None].basis is None


def test_a_migration_that_was_killed_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the parts were changed: the copy stays the first one, the rest is changed."""
    path = ledger_of(tmp_path / "ledger", [document(n) for n in range(4)])
    expected = view_of(path)
    make_old(path)
    real = migrate.parts.write

    def killed(target: Path, rows: Any) -> None:
        if target.name == "part-000002.parquet":
            raise KeyboardInterrupt
        real(target, rows)

    monkeypatch.setattr(migrate.parts, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        opened(path)
    monkeypatch.undo()
    assert migrate.read_format(path) == 0
    assert view_of(path) == expected
    for copy in (path / "backup-format-0" / "documents").glob("*.parquet"):
        assert "side" not in pq.read_schema(copy).names


def test_sources_are_kept_by_their_hash(tmp_path: Path) -> None:
    """Once, whole, and only when the bytes are what was read."""
    import hashlib

    file = tmp_path / "a.txt"
    file.write_bytes(b"bytes")
    sha = hashlib.sha256(b"bytes").hexdigest()
    path = ledger_of(tmp_path / "ledger", [])
    with Ledger.open(path, write=True, link=link) as book:
        assert book.add_source(file, sha)
        assert (path / "sources" / sha[:2] / sha).read_bytes() == b"bytes"
        file.write_bytes(b"other")
        assert not book.add_source(file, "0" * 64)
        assert not book.add_source(tmp_path / "gone.txt", "0" * 64)
        assert [p.name for p in (path / "sources").rglob("*") if p.is_file()] == [sha]
