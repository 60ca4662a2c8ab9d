"""Reading into a ledger: nothing is read twice, nothing is lost, and everything is counted."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import runner_stub
from runner_stub import LOG, SETUP, read

from dragoman import run
from dragoman.ledger import SCHEMAS
from dragoman.ledger.tables import RUN_TABLES
from dragoman.model import ConfigError, Document, Issue, LedgerError
from dragoman.model.config import Config
from dragoman.run import Interrupted, Ledger, Setup, Summary, extract_part, runner

TABLES = (*(name for name in SCHEMAS),)


def opened(path: Path) -> Ledger:
    """Open a ledger for asking, with the stub's linker."""
    return Ledger.open(path, link=runner_stub.link)


def view_of(path: Path) -> dict[str, list[dict[str, object]]]:
    """Return every table of a ledger's view, row by row."""
    with opened(path) as book:
        return {name: book.table(name).to_pylist() for name in TABLES}


def write(folder: Path, number: int, extra: str = "") -> Path:
    """Write a document of its own."""
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / f"d{number:03}.txt"
    path.write_text(
        f"Document {number} tells. CHN met IDN on 2020-08-{number % 28 + 1:02}. {extra}"
    )
    # A file that was written this very moment is not believed to be unchanged.
    os.utime(path, (1_600_000_000, 1_600_000_000))
    return path


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder of eight documents."""
    for number in range(8):
        write(tmp_path / "docs", number)
    return tmp_path / "docs"


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that says how many documents were extracted since it was last asked."""
    log = tmp_path / "log"
    monkeypatch.setenv(LOG, str(log))

    def count() -> int:
        n = len(log.read_text().splitlines()) if log.exists() else 0
        log.unlink(missing_ok=True)
        return n

    return count


def counts(summary: Summary) -> tuple[int, int, int, int]:
    """Return found, read, unchanged and skipped, having checked that they add up."""
    assert summary.found == summary.read + summary.unchanged + summary.skipped
    assert summary.skipped == len(summary.skips)
    return summary.found, summary.read, summary.unchanged, summary.skipped


def test_a_second_read_does_no_work(docs: Path, tmp_path: Path, seen: Any) -> None:
    """And says so; the ledger is not even rebuilt."""
    path = tmp_path / "ledger"
    first = read([docs], path)
    assert counts(first) == (8, 8, 0, 0)
    assert (first.documents, first.events, first.partial, seen()) == (8, 8, False, 8)
    stat = (path / "current.duckdb").stat()
    second = read([docs], path)
    assert counts(second) == (8, 0, 8, 0)
    assert (second.events, seen()) == (8, 0)
    assert (path / "current.duckdb").stat() == stat


def test_touched_files_are_opened_and_not_extracted(docs: Path, tmp_path: Path, seen: Any) -> None:
    """It is the text that counts, not the time stamp."""
    read([docs], tmp_path / "ledger")
    seen()
    for file in docs.iterdir():
        file.touch()
    assert counts(read([docs], tmp_path / "ledger")) == (8, 0, 8, 0)
    assert seen() == 0


def test_new_documents_join_the_same_run(docs: Path, tmp_path: Path, seen: Any) -> None:
    """Only they are read, and the ledger equals one that was read at once."""
    read([docs], tmp_path / "ledger")
    seen()
    write(docs, 8)
    assert counts(read([docs], tmp_path / "ledger")) == (9, 1, 8, 0)
    assert seen() == 1
    assert len(list((tmp_path / "ledger" / "runs").iterdir())) == 1
    read([docs], tmp_path / "once")
    assert view_of(tmp_path / "ledger") == view_of(tmp_path / "once")


def test_order_workers_and_parts_change_nothing(docs: Path, tmp_path: Path) -> None:
    """One file at a time in any order, or all at once in two processes: equal tables."""
    write(docs, 9, "odd FAIL")
    read([docs], tmp_path / "one")
    assert counts(read([docs], tmp_path / "two", workers=2)) == (9, 9, 0, 0)
    files = sorted(docs.iterdir())
    random.Random(7).shuffle(files)
    for file in files:
        read([file], tmp_path / "many")
    expected = view_of(tmp_path / "one")
    assert len(expected["events"]) == 8
    assert view_of(tmp_path / "two") == expected
    assert view_of(tmp_path / "many") == expected


def test_a_failing_document_does_not_stop_the_others(docs: Path, tmp_path: Path) -> None:
    """It is in the ledger, with an issue that names what happened."""
    write(docs, 3, "FAIL")
    summary = read([docs], tmp_path / "ledger")
    assert counts(summary) == (8, 8, 0, 0)
    assert (summary.failed, summary.partial, summary.events) == (1, True, 7)
    with opened(tmp_path / "ledger") as book:
        [issue] = book.issues(stage="extract").to_pylist()
        assert issue["what"] == "extractor failed"
        assert issue["detail"] == "RecursionError: nested too deep"
        assert issue["place"] == "d003.txt"
        assert issue["doc_id"] == book.document("d003.txt").id


@pytest.mark.skipif(sys.platform == "win32", reason="the stub kills itself by a signal")
def test_a_document_that_kills_its_worker_is_named(docs: Path, tmp_path: Path) -> None:
    """What was under way is done again one by one; only the killer is given up."""
    write(docs, 3, "DIE")
    summary = read([docs], tmp_path / "ledger", workers=2)
    assert counts(summary) == (8, 8, 0, 0)
    assert (summary.failed, summary.events) == (1, 7)
    with opened(tmp_path / "ledger") as book:
        [issue] = book.issues(stage="extract").to_pylist()
        assert (issue["place"], issue["what"]) == ("d003.txt", "extractor failed")
        assert "was killed" in issue["detail"]


def test_skips_are_listed_once_and_cleared(docs: Path, tmp_path: Path) -> None:
    """A file that cannot be read is skipped with its reason until it can be."""
    (docs / "empty.txt").write_bytes(b"")
    for _ in range(2):
        summary = read([docs], tmp_path / "ledger")
        assert summary.found == 9
        assert [(skip.where, skip.skipped) for skip in summary.skips] == [("empty.txt", True)]
        assert summary.partial
        with opened(tmp_path / "ledger") as book:
            assert book.issues(skipped=True)["place"].to_pylist() == ["empty.txt"]
    (docs / "empty.txt").write_text("Not empty. CHN met FRA on 2020-01-01.")
    summary = read([docs], tmp_path / "ledger")
    assert counts(summary) == (9, 1, 8, 0)
    with opened(tmp_path / "ledger") as book:
        assert book.issues(skipped=True).num_rows == 0


def test_a_second_copy_is_skipped_by_name(docs: Path, tmp_path: Path) -> None:
    """Same text and address: one document, and the copy is listed, however often it is read."""
    (docs / "z-copy.txt").write_text((docs / "d002.txt").read_text())
    for unchanged in (0, 8):
        summary = read([docs], tmp_path / "ledger")
        assert counts(summary) == (9, 8 - unchanged, unchanged, 1)
        assert not summary.partial
        with opened(tmp_path / "ledger") as book:
            [skip] = book.issues(skipped=True).to_pylist()
            assert (skip["place"], skip["detail"]) == (
                "z-copy.txt",
                "same text and address as d002.txt",
            )
    summary = read([docs / "z-copy.txt"], tmp_path / "ledger")
    assert counts(summary) == (1, 0, 0, 1)


def test_corrected_metadata_is_read_again(docs: Path, tmp_path: Path, seen: Any) -> None:
    """The sidecar changed: the one document it speaks of is extracted anew, and replaced."""
    sidecar = docs / "meta.jsonl"
    for title, n in [("First", 8), ("Second", 1)]:
        sidecar.write_text(json.dumps({"file": "d001.txt", "title": title}))
        assert read([docs], tmp_path / "ledger").read == n
        assert seen() == n
        with opened(tmp_path / "ledger") as book:
            assert book.document("d001.txt").title == title
            assert book.documents().num_rows == 8


def test_a_corrected_address_replaces_the_document(docs: Path, tmp_path: Path) -> None:
    """The same bytes at another address are one document, not two."""
    read([docs], tmp_path / "ledger")
    (docs / "meta.jsonl").write_text(json.dumps({"file": "d001.txt", "url": "https://x.example/"}))
    summary = read([docs], tmp_path / "ledger")
    assert (summary.read, summary.documents, summary.events) == (1, 8, 8)


def test_a_withdrawn_document_stays_out(docs: Path, tmp_path: Path, seen: Any) -> None:
    """It is skipped as withdrawn, also in a file with others, and its bytes are not kept."""
    path = tmp_path / "ledger"
    read([docs], path)
    with Ledger.open(path, write=True, link=runner_stub.link) as book:
        source = book.document("d001.txt").source
        book.forget("d001.txt", reason="asked for", by="editor")
    seen()
    for _ in range(2):
        summary = read([docs], path)
        assert counts(summary) == (8, 0, 7, 1)
        assert [skip.what for skip in summary.skips] == ["withdrawn"]
        assert not summary.partial
    assert seen() == 0
    assert source
    assert not list((path / "sources").rglob(source))
    lines = [{"text": (docs / name).read_text()} for name in ("d001.txt", "d002.txt")] + [
        {"text": "USA met FRA on 2021-01-01."}
    ]
    many = tmp_path / "many.jsonl"
    many.write_text("\n".join(map(json.dumps, lines)))
    summary = read([many], path)
    assert (summary.read, sorted(skip.what for skip in summary.skips)) == (
        1,
        ["same text and address", "withdrawn"],
    )
    kept = [p for p in (path / "sources").rglob("*") if p.is_file()]
    assert not any("Document 1 tells" in p.read_text() for p in kept)


def test_another_extractor_is_noticed_and_used_again(docs: Path, tmp_path: Path, seen: Any) -> None:
    """The documents of before stay as they are until `again`; then all are of the new one."""
    path = tmp_path / "ledger"
    read([docs], path)
    other = Setup(extractor=SETUP.extractor, languages=("en", "fr"))
    options: dict[str, Any] = {"setup": other, "link": runner_stub.link}
    write(docs, 8)
    seen()
    summary = run.read_into([docs], path, config=Config(workers=1), **options)
    assert (summary.read, summary.unchanged, summary.older, seen()) == (1, 8, 8, 1)
    summary = run.read_into([docs], path, config=Config(workers=1), again=True, **options)
    assert (summary.read, summary.older, seen()) == (8, 0, 8)
    assert counts(summary) == (9, 8, 1, 0)
    assert len(list((path / "runs").iterdir())) == 2
    summary = run.read_into([docs], path, config=Config(workers=1), again=True, **options)
    assert counts(summary) == (9, 0, 9, 0)


def test_documents_left_pending_are_finished_without_their_files(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped between the documents and their extraction, with the originals gone since."""
    path = tmp_path / "ledger"
    read([docs], tmp_path / "whole")

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "extract_part", stopped)
    with pytest.raises(Interrupted) as caught:
        read([docs], path)
    monkeypatch.undo()
    assert caught.value.summary.interrupted
    assert caught.value.summary.partial
    for file in docs.iterdir():
        file.unlink()
    summary = read([], path)
    assert 0 < summary.read < 8
    with opened(path) as book, opened(tmp_path / "whole") as whole:
        kept = set(book.table("documents")["doc_id"].to_pylist())
        assert len(kept) == summary.read
        assert kept < set(whole.table("documents")["doc_id"].to_pylist())


def test_progress_ends_at_the_total(docs: Path, tmp_path: Path) -> None:
    """The bar never goes back, and is full at the end, on a first, second and partial read."""
    (docs / "empty.txt").write_bytes(b"")
    (docs / "z-copy.txt").write_text((docs / "d002.txt").read_text())
    (docs / "many.jsonl").write_text('{"text": "one."}\n{"text": "two."}')
    for _ in range(2):
        steps: list[tuple[int, int]] = []
        read(
            [docs],
            tmp_path / "ledger",
            progress=lambda done, total, _, steps=steps: steps.append((done, total)),
        )
        assert [done for done, _ in steps] == sorted(done for done, _ in steps)
        assert steps[-1] == (12, 12)
        assert all(done <= total for done, total in steps)


def part(*texts: str) -> dict[str, pa.Table]:
    """Extract documents with the stub."""
    docs = [Document(f"d{n}", text, name=f"{n}.txt") for n, text in enumerate(texts)]
    made = extract_part(docs, setup=SETUP)
    assert made.done["doc_id"].to_pylist() == [doc.id for doc in docs]
    return dict(made.tables)


def test_a_part_has_the_columns_of_the_ledger() -> None:
    """Every table is there, with its columns, also when it is empty."""
    for tables in (part(), part("nothing"), part("CHN met IDN on 2020-08-01. odd")):
        assert set(tables) == set(RUN_TABLES)
        for name, rows in tables.items():
            assert rows.schema.equals(SCHEMAS[name]), name


@pytest.mark.parametrize(
    ("word", "what"),
    [
        ("BADSPAN", "span that does not quote its document"),
        ("TWICE", "two reports that cannot be told apart"),
    ],
)
def test_an_unsound_report_is_refused_and_named(word: str, what: str) -> None:
    """No citation leads nowhere, and no report counts twice."""
    tables = part(f"CHN met IDN on 2020-08-01. {word}", "CHN met IDN on 2020-08-02.")
    assert tables["reports"].num_rows == (1 if word == "BADSPAN" else 2)
    [issue] = tables["issues"].to_pylist()
    assert (issue["what"], issue["place"], issue["doc_id"]) == (what, "0.txt", "d0")


def test_a_language_that_is_not_asked_for_is_an_issue() -> None:
    """The document is kept and not extracted; one whose language is unknown is read."""
    docs = [
        Document(f"d{n}", "CHN met IDN on 2020-08-01.", language=language)
        for n, language in enumerate(["en", "fr", None])
    ]
    tables = extract_part(docs, setup=SETUP).tables
    assert tables["reports"]["doc_id"].to_pylist() == ["d0", "d2"]
    [issue] = tables["issues"].to_pylist()
    assert (issue["what"], issue["doc_id"], issue["skipped"]) == ("language not read", "d1", False)


def test_the_fingerprint_sees_whatever_decides_a_reading(tmp_path: Path) -> None:
    """Layers by what is in them, languages, the extractor; not where the ledger lies."""
    layer = tmp_path / "layer"
    layer.mkdir()
    plain = Setup.of(Config(), tmp_path)
    layered = Setup.of(Config(layers=("layer",)), tmp_path)
    before = layered.fingerprint
    assert len({plain.fingerprint, before, SETUP.fingerprint}) == 3
    assert Setup(languages=("fr",)).fingerprint != plain.fingerprint
    (layer / "people.csv").write_text("x")
    assert layered.fingerprint != before
    layer.rename(tmp_path / "moved")
    moved = Setup.of(Config(layers=("moved",)), tmp_path)
    assert moved.fingerprint == layered_fingerprint(tmp_path / "moved")
    with pytest.raises(ConfigError, match=r"layers names 'layer', and there is no folder"):
        Setup.of(Config(layers=("layer",)), tmp_path)


def layered_fingerprint(layer: Path) -> str:
    """Return the fingerprint with one layer."""
    return Setup((str(layer),)).fingerprint


def test_the_settings_of_the_ledger_hold(docs: Path, tmp_path: Path) -> None:
    """Without settings of its own, a call takes those in the ledger's file."""
    path = tmp_path / "ledger"
    Ledger.create(path)
    (path / "dragoman.toml").write_text("part_size = 5\nworkers = 1")
    run.read_into([docs], path, setup=SETUP, link=runner_stub.link)
    assert len(list((path / "documents").iterdir())) == 2


def test_a_mistyped_path_is_said_and_not_kept(docs: Path, tmp_path: Path) -> None:
    """The rest is read; the ledger does not go on about a typing mistake."""
    summary = read([docs, tmp_path / "dosc"], tmp_path / "ledger")
    assert counts(summary) == (9, 8, 0, 1)
    assert summary.partial
    with opened(tmp_path / "ledger") as book:
        assert book.issues(skipped=True).num_rows == 0


def test_a_folder_with_other_things_is_left_alone(docs: Path) -> None:
    """Naming the documents' own folder as the ledger is refused."""
    before = sorted(docs.iterdir())
    with pytest.raises(LedgerError, match="with other things in it"):
        read([docs], docs)
    assert sorted(docs.iterdir()) == before


def test_partial_means_something_to_look_at() -> None:
    """Copies and withdrawn documents are in order; an unreadable file is not."""

    def skip(what: str) -> Summary:
        return Summary(skipped=1, skips=(Issue("read", what, "", "x", None, True),))

    assert not skip("same text and address").partial
    assert not skip("withdrawn").partial
    assert not skip("not a document").partial
    assert skip("empty file").partial
    assert Summary(failed=1).partial
    assert not Summary().partial


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such a name")
def test_a_name_that_is_no_text_is_read(docs: Path, tmp_path: Path) -> None:
    """A file name of broken bytes, a text of broken bytes: read once, listed, found again."""
    (docs / os.fsdecode(b"d\xff.txt")).write_bytes(b"CHN met IDN on 2021-08-01. \xff\xfe")
    (docs / os.fsdecode(b"e\xff.txt")).write_bytes(b"")
    for unchanged in (0, 9):
        summary = read([docs], tmp_path / "ledger")
        assert counts(summary) == (10, 9 - unchanged, unchanged, 1)
    with opened(tmp_path / "ledger") as book:
        assert book.document("d\ufffd.txt") == book.document(os.fsdecode(b"d\xff.txt"))
        assert book.issues(skipped=True)["place"].to_pylist() == ["e\ufffd.txt"]


def n_parts(path: Path) -> int:
    """Return how many parts a ledger has that somebody writes to at the moment."""
    with contextlib.suppress(FileNotFoundError):  # a folder was put in place while we looked
        return len(list(path.glob("runs/*/part-*")))
    return n_parts(path)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_at_any_moment_the_next_read_completes(tmp_path: Path) -> None:
    """Kill -9 in the middle, five times over: the ledger equals one that was never interrupted."""
    docs = tmp_path / "docs"
    for number in range(60):
        write(docs, number, "SLOW odd")
    (docs / "empty.txt").write_bytes(b"")
    (docs / "z-copy.txt").write_text((docs / "d002.txt").read_text())
    read([docs], tmp_path / "whole")
    expected = view_of(tmp_path / "whole")

    path = tmp_path / "killed"
    random_wait = random.Random(5)
    killed = 0
    for workers in (1, 1, 2, 1, 1):
        parts_before = n_parts(path)
        process = subprocess.Popen(
            [sys.executable, runner_stub.__file__, str(docs), str(path), str(workers)],
            stderr=subprocess.PIPE,
        )
        deadline = time.monotonic() + 15
        # Killed when it has begun to write parts, at some moment of the next few.
        while process.poll() is None and time.monotonic() < deadline:
            if n_parts(path) > parts_before:
                time.sleep(random_wait.uniform(0, 0.15))
                break
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        _, said = process.communicate()
        killed += process.returncode == -signal.SIGKILL
        assert process.returncode in (0, -signal.SIGKILL), said.decode()
    assert killed >= 3, "the reads were too quick to be killed"
    left = n_parts(path)
    assert 0 < left < 20
    summary = read([docs], path)
    assert summary.found == 62
    assert summary.documents == 60
    assert view_of(path) == expected
    assert counts(read([docs], path)) == (62, 0, 60, 2)
