"""Ledgers joined: every document once, with what was made and decided of it."""

from dataclasses import replace
from pathlib import Path

import pytest
from ledger_making import TEXT, document, ledger_of, link, made_of, opened, report, view_of

from dragoman.ledger import Input, Ledger
from dragoman.ledger.deciding import Decider
from dragoman.ledger.joining import Joined, join
from dragoman.model import DecisionKind, InputError, Issue, LedgerError, Span

ONE, TWO, THREE = document(1), document(2), document(3)


def ids(path: Path) -> set[str]:
    """Return the documents that a ledger shows."""
    with opened(path) as book:
        return set(book.documents()["doc_id"].to_pylist())


def test_the_whole_is_as_if_all_had_been_read_into_one(tmp_path: Path) -> None:
    """With a document in both, and the parts of the two runs."""
    a = ledger_of(tmp_path / "a", [ONE, TWO])
    b = ledger_of(tmp_path / "b", [TWO, THREE])
    before = {path: view_of(path) for path in (a, b)}

    assert join([a, b], tmp_path / "ab", link) == Joined((2, 1), 1, 0, 0)
    assert view_of(tmp_path / "ab") == view_of(ledger_of(tmp_path / "whole", [ONE, TWO, THREE]))
    assert {path: view_of(path) for path in (a, b)} == before, "these stay as they are"
    assert join([b, a], tmp_path / "ba", link).taken == (2, 1)
    assert view_of(tmp_path / "ba") == view_of(tmp_path / "ab")


def test_each_document_stands_as_its_newest_run_made_it(tmp_path: Path) -> None:
    """Though the two ledgers had the same extractors in another order."""
    a = ledger_of(tmp_path / "a", [ONE], fingerprint="old")
    ledger_of(a, [ONE], fingerprint="new")
    b = ledger_of(tmp_path / "b", [TWO], fingerprint="new")
    with Ledger.open(b, write=True, link=link) as book:
        book.add_part(book.open_run("old", newest=True), made_of([TWO], rule="last"))
        book.rebuild()
    join([a, b], tmp_path / "ab", link)
    with opened(tmp_path / "ab") as book:
        rules = {row["doc_id"]: row["rule"] for row in book.table("sections").to_pylist()}
        assert rules == {ONE.id: "s1", TWO.id: "last"}
        assert [run.fingerprint for run in book.runs()] == ["old", "new", "old"]


def test_decisions_come_along_in_the_order_of_their_days(tmp_path: Path) -> None:
    """What both have, comes once; the later one of two that contradict each other holds."""
    a, b = ledger_of(tmp_path / "a", [ONE]), ledger_of(tmp_path / "b", [ONE, TWO])
    reject = Decider("Ann", at="2026-11-03").judge(DecisionKind.REJECT, ONE, report(ONE))
    accept = Decider("Bob", at="2026-11-02T08:00:00Z").judge(DecisionKind.ACCEPT, ONE, report(ONE))
    other = Decider("Bob", at="2026-11-01").judge(DecisionKind.REJECT, TWO, report(TWO))
    with opened(a) as book:
        book.decide([reject])
    with opened(b) as book:
        book.decide([accept, other, reject])
    joined = join([a, b], tmp_path / "ab", link)
    assert joined.decisions == 3
    with opened(tmp_path / "ab") as book:
        assert book.decisions() == [accept, other, reject]
        states = book.table("decisions")["state"].to_pylist()
        assert states == ["overruled", "applied", "applied"]
        assert all(row["section"] == "teaser" for row in book.table("reports").to_pylist())


def test_what_one_has_withdrawn_does_not_come_from_another(tmp_path: Path) -> None:
    """Neither the document, nor its text at an address that the first never saw, nor its words."""
    copy, other = document(9, text=ONE.text), document(3, text=f"{TEXT} And more.")
    a, b = ledger_of(tmp_path / "a", [ONE, TWO]), ledger_of(tmp_path / "b", [ONE, copy, other])
    with Ledger.open(b, write=True, link=link) as book:
        book.decide([Decider("Bob").judge(DecisionKind.REJECT, ONE, report(ONE))])
        met = Issue("read", "repaired", "Wang", "1.txt", Span.of(ONE, 0, 4))
        book.record([Input("../1.txt", "1.txt", 1, 1, "ab" * 32, "", (ONE.id,), (met,))])
        book.rebuild()
    with Ledger.open(a, write=True, link=link) as book:
        book.forget(ONE.id, reason="asked for", by="Desk")
    joined = join([b, a], tmp_path / "ab", link)
    assert (joined.taken, joined.withdrawn) == ((1, 1), 2)
    assert ids(tmp_path / "ab") == {TWO.id, other.id}, "a kept the copy that it has"
    with opened(tmp_path / "ab") as book:
        assert [d.reason for d in book.withdrawn()] == ["asked for"]
        assert "repaired" not in book.issues()["what"].to_pylist()
        assert b"repaired" not in (tmp_path / "ab" / "inputs.sqlite").read_bytes()
        assert next((d.kind, d.anchors) for d in book.decisions()) == ("reject", ())


def test_one_file_that_was_read_in_two_ways_comes_once(tmp_path: Path) -> None:
    """Same bytes, same name; but what stands at two addresses was published twice."""
    read = replace(document(1, source="ab" * 32), url=None)
    better = replace(read, id="0" * 16, text=f"{TEXT} ", url="https://example.org/1")
    elsewhere = replace(better, id="1" * 16, url="https://example.org/else")
    for n, (here, there, known) in enumerate(
        [(read, better, 1), (better, read, 1), (better, elsewhere, 0)]
    ):
        a = ledger_of(tmp_path / f"a{n}", [here])
        b = ledger_of(tmp_path / f"b{n}", [there])
        with Ledger.open(b, write=True, link=link) as book:
            book.record([Input("../x.txt", "x.txt", 1, 1, "ab" * 32, "", (there.id,))])
        assert join([a, b], tmp_path / f"ab{n}", link).known == known
        shown = {here.id} if known else {here.id, there.id}
        assert ids(tmp_path / f"ab{n}") == shown
        with opened(tmp_path / f"ab{n}") as book:
            kept = book.inputs.get("../x.txt")
            assert kept is not None
            assert kept.docs == ((here.id,) if known else (there.id,))


def test_files_are_known_by_their_way_from_the_new_ledger(tmp_path: Path) -> None:
    """With what was met in them, and their bytes; so that nothing is read again."""
    doc = document(1, source="ab" * 32)
    a, b = ledger_of(tmp_path / "a", [doc]), ledger_of(tmp_path / "b", [TWO])
    met = Issue("read", "no date", "x", "1.txt")
    with Ledger.open(a, write=True, link=link) as book:
        book.record([Input("../texts/1.txt", "1.txt", 3, 4, "ab" * 32, "5e", (doc.id,), (met,))])
        kept = a / "sources" / "ab" / ("ab" * 32)
        kept.parent.mkdir()
        kept.write_text("bytes that no longer have that hash")
    join([a, b], tmp_path / "deep" / "er" / "ab", link)
    with opened(tmp_path / "deep" / "er" / "ab") as book:
        found = book.inputs.get("../../../texts/1.txt")
        assert found
        assert (found.docs, found.mtime_ns, found.issues) == ((doc.id,), 4, (met,))
        assert sorted(row["what"] for row in book.issues().to_pylist()) == [
            "no date",
            "vague time",
            "vague time",
        ]


def test_what_was_met_in_a_document_of_two_ledgers_is_listed_once(tmp_path: Path) -> None:
    """Though each read it from a file of its own."""
    paths = []
    for name in ("a", "b"):
        path = ledger_of(tmp_path / name, [ONE])
        met = Issue("read", "repaired", "x", "1.txt", Span.of(ONE, 0, 4))
        with Ledger.open(path, write=True, link=link) as book:
            one = Input(f"../{name}/1.txt", "1.txt", 1, 1, None, "", (ONE.id,), (met,))
            book.record([one])
        paths.append(path)
    join(paths, tmp_path / "ab", link)
    with opened(tmp_path / "ab") as book:
        assert book.issues()["what"].to_pylist().count("repaired") == 1


def test_what_another_reading_replaced_stays_replaced(tmp_path: Path) -> None:
    """And a decision on the old reading finds its words in the new one."""
    old = document(1, source="ab" * 32)
    new = document(1, text=f"Menu. {TEXT}", source="ab" * 32)
    a, b = ledger_of(tmp_path / "a", [old]), ledger_of(tmp_path / "b", [TWO])
    with opened(a) as book:
        book.decide([Decider("Ann").judge(DecisionKind.REJECT, old, report(old))])
    ledger_of(a, [new])
    with Ledger.open(a, write=True, link=link) as book:
        for one in (old, new):
            book.record([Input("../1.txt", "1.txt", 1, 1, "ab" * 32, "", (one.id,))])
    for n, paths in enumerate(([a, b], [b, a])):
        join(paths, tmp_path / f"ab{n}", link)
        assert ids(tmp_path / f"ab{n}") == {new.id, TWO.id}
        with opened(tmp_path / f"ab{n}") as book:
            assert book.table("decisions")["state"].to_pylist() == ["applied"]


def test_what_cannot_be_joined_is_named_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger with itself, a folder that is taken, no ledger, and a failure in the midst."""
    a, b = ledger_of(tmp_path / "a", [ONE]), ledger_of(tmp_path / "b", [TWO])
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    for paths, into, error, said in [
        ([a, b, tmp_path / "x" / ".." / "a"], "ab", InputError, "is named twice"),
        ([a, b], "a", InputError, "is named twice"),
        ([a, b], "full", InputError, "is there already"),
        ([a, tmp_path / "full"], "ab", LedgerError, "no ledger"),
    ]:
        with pytest.raises(error, match=said):
            join(paths, tmp_path / into, link)
    monkeypatch.setattr(Ledger, "rebuild", lambda _: (_ for _ in ()).throw(OSError("no room")))
    with pytest.raises(LedgerError, match="no room"):
        join([a, b], tmp_path / "ab", link)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "full"]
