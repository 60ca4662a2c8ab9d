"""Takedown: a withdrawn document is in no file of the ledger, and does not come back."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from ledger_making import TEXT, document, ledger_of, link, made_of, make_old, opened, view_of

from dragoman.ledger import Input, Ledger
from dragoman.ledger.parts import Parts
from dragoman.model import Issue, LedgerError, Span, UnknownName

WORD = "Zorblax"
DOC = document(1, text=f"{WORD}: {TEXT} {WORD}", title=f"{WORD} speaks", source="ab" * 32)
OTHERS = [document(2), document(3)]


def words_in(path: Path) -> Iterator[str]:
    """Yield, for each file of a ledger that holds the secret word in any form, its name."""
    for file in path.rglob("*"):
        if not file.is_file():
            continue
        text = file.read_bytes().decode("utf-8", "replace")
        if file.suffix == ".parquet":
            text += str(pq.read_table(file).to_pylist())
        elif file.suffix == ".sqlite":
            with closing(sqlite3.connect(file)) as db:
                text += str(list(rows_in(db)))
        if WORD.lower() in text.lower():
            yield file.relative_to(path).as_posix()


def rows_in(db: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    """Yield all rows of all tables, and the words of an index."""
    tables = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    for name, sql in tables:
        if sql.startswith("CREATE VIRTUAL"):
            db.execute(f"CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, {name}, row)")
            name = "vocabulary"
        yield from db.execute(f"SELECT * FROM {name}")  # noqa: S608


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with the document in a part with others, two runs, a backup, inputs, a source."""
    path = ledger_of(tmp_path / "ledger", [OTHERS[0], DOC, OTHERS[1]], part_size=3)
    met = Issue("read", "repaired", WORD, "1.txt", Span.of(DOC, 0, 7))
    with Ledger.open(path, write=True, link=link) as book:
        book.record([Input("../1.txt", "1.txt", 3, 4, "ab" * 32, "", (DOC.id,), (met,))])
    make_old(path)
    with Ledger.open(path, write=True, link=link) as book:
        book.add_documents([document(1, text=DOC.text, title=f"{WORD} spoke", source="ab" * 32)])
        book.add_part(book.open_run("two"), made_of([DOC, *OTHERS]))
        source = path / "sources" / "ab" / ("ab" * 32)
        source.parent.mkdir()
        source.write_text(DOC.text)
        book.rebuild()
    assert len(set(words_in(path))) >= 10
    return path


def test_nothing_of_a_withdrawn_document_is_left(path: Path) -> None:
    """Not in old runs, nor in copies before a migration, nor in free pages of a database."""
    with Ledger.open(path, write=True, link=link) as book:
        decision = book.forget("1.txt", reason="asked for by the author", by="the editor")
    assert list(words_in(path)) == []
    with opened(path) as book:
        assert set(book.documents()["doc_id"].to_pylist()) == {doc.id for doc in OTHERS}
        assert book.events().to_pylist()[0]["n_documents"] == 2
        assert book.search(WORD) == []
        assert book.withdrawn() == [decision]
        assert (decision.target, decision.by) == (DOC.id, "the editor")
        with pytest.raises(UnknownName, match=r"was withdrawn on \S+ by the editor: asked for by"):
            book.document(DOC.id)


def test_what_others_have_is_as_before(path: Path) -> None:
    """The rows of the other documents of the same parts are unchanged."""
    before = view_of(path)
    with Ledger.open(path, write=True, link=link) as book:
        book.forget(DOC.id, reason="r", by="b")
    after = view_of(path)
    for name in ("documents", "sections", "reports", "claims", "issues"):
        assert after[name] == [row for row in before[name] if row["doc_id"] != DOC.id]


def test_it_is_not_read_again(path: Path) -> None:
    """Neither the document nor its text at another address; others with other texts are."""
    with Ledger.open(path, write=True, link=link) as book:
        book.forget(DOC.id, reason="r", by="b")
        known = book.known()
        assert DOC.id not in known
        assert book.is_withdrawn(DOC, known)
        assert book.is_withdrawn(document(77, text=DOC.text), known)
        assert not book.is_withdrawn(OTHERS[0], known)
        assert not book.is_withdrawn(document(78), known)
        again = path.parent / "1.txt"
        again.write_text(DOC.text)
        assert not book.add_source(again, "ab" * 32)
        settled = book.inputs.get("../1.txt")
        assert settled
        assert settled.mtime_ns is None, "the file is opened again, to be listed as withdrawn"


def test_the_same_text_elsewhere_is_named_and_stays(tmp_path: Path) -> None:
    """Who takes one copy down learns which others there are, and decides about each."""
    copy = document(9, text=DOC.text)
    path = ledger_of(tmp_path / "ledger", [DOC, copy])
    with Ledger.open(path, write=True, link=link) as book:
        decision = book.forget(DOC.id, reason="r", by="b")
        assert decision.payload["same_text"] == copy.id
        assert not book.is_withdrawn(copy, book.known())
        book.forget(copy.id, reason="r", by="b")
    assert list(words_in(path)) == []


@pytest.mark.parametrize("step", ["purge", "sources", "known"])
def test_a_takedown_that_was_killed_is_completed(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """From the decision on nothing is shown, and the next writer finishes."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with Ledger.open(path, write=True, link=link) as book:
        if step == "purge":
            monkeypatch.setattr(Parts, "purge", killed)
        elif step == "sources":
            monkeypatch.setattr(Ledger, "drop_source", killed)
        else:
            monkeypatch.setattr(Ledger, "_build", killed)
        with pytest.raises(KeyboardInterrupt):
            book.forget(DOC.id, reason="r", by="b")
    monkeypatch.undo()
    with opened(path) as book:
        assert DOC.id not in book.documents()["doc_id"].to_pylist()
        assert book.search(WORD) == []
    with Ledger.open(path, write=True, link=link):
        pass
    assert list(words_in(path)) == []


def test_only_a_writer_can_forget_and_only_what_is_there(path: Path) -> None:
    """A name that two documents have, or none has, takes nothing down."""
    with opened(path) as book, pytest.raises(LedgerError, match="open for asking only"):
        book.forget(DOC.id, reason="r", by="b")
    with Ledger.open(path, write=True, link=link) as book:
        with pytest.raises(UnknownName, match=r"no document 'nothing\.txt'"):
            book.forget("nothing.txt", reason="r", by="b")
        assert book.withdrawn() == []
        book.forget(DOC.id, reason="r", by="b")
        with pytest.raises(UnknownName, match="was withdrawn"):
            book.forget(DOC.id, reason="r", by="b")


def test_decisions_are_only_added(path: Path) -> None:
    """The file itself refuses to change or drop what somebody decided."""
    with Ledger.open(path, write=True, link=link) as book:
        book.forget(DOC.id, reason="r", by="b")
    copy = shutil.copy(path / "decisions.sqlite", path.parent / "copy.sqlite")
    with closing(sqlite3.connect(copy)) as db:
        for query in ("DELETE FROM decisions", "UPDATE decisions SET by_whom = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="only added"):
                db.execute(query)
