"""The list of decisions: nothing in it is lost, changed, or kept by half."""

import multiprocessing
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from decision_making import DOC, edge, meeting, on_claim, on_report
from ledger_making import document, ledger_of, link, opened
from postgres_server import PASSWORD, Server, server

from dragoman.ledger import Ledger, sqlite, store
from dragoman.ledger.decisions import Decisions
from dragoman.model import Decision, DecisionKind, LedgerError, Role

ACCEPT = on_report(DecisionKind.ACCEPT, DOC, meeting())
CORRECT = on_claim(DecisionKind.CORRECT, DOC, meeting(), Role.DATE, value="2020-08-21")
OTHER = document(2, text=DOC.text)
SAME = edge(DecisionKind.SAME, (DOC, meeting()), (OTHER, meeting(OTHER)))
ALIAS = Decision(
    DecisionKind.ALIAS,
    "pe:retno-marsudi",
    "her name",
    "Désk",
    "2026-11-22",
    value={"form": ("Retno",), "actor": ("pe:retno-marsudi",)},
)
WITHDRAW = Decision(
    DecisionKind.WITHDRAW, DOC.id, "r", "b", "2026-11-23", {"also": "", "text": "x"}
)
ALL = [ACCEPT, CORRECT, SAME, ALIAS]

Open = Callable[[], Decisions]


@pytest.fixture(scope="module")
def team() -> Iterator[Server]:
    """A real PostgreSQL server."""
    with server() as one:
        yield one


@pytest.fixture(params=["file", "team"])
def url(request: pytest.FixtureRequest) -> str | None:
    """Where the decisions are: in the ledger's own file, or in a team's empty database."""
    if request.param == "file":
        return None
    one: Server = request.getfixturevalue("team")
    return one.new_database(f"d{abs(hash(request.node.name))}")


@pytest.fixture
def open_(tmp_path: Path, url: str | None) -> Iterator[Open]:
    """Opens the list for writing, as often as wanted."""
    opened: list[Decisions] = []

    def make() -> Decisions:
        opened.append(Decisions(tmp_path / "decisions.sqlite", write=True, url=url))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def test_what_is_added_comes_back(open_: Open) -> None:
    """With numbers that grow, after the list was closed, and of one kind if that is asked for."""
    first = open_()
    assert first.add(ALL[:2]) == [1, 2]
    first.close()
    again = open_()
    assert again.add(ALL[2:]) == [3, 4]
    assert again.count() == 4
    assert again.all() == ALL
    assert [decision.number for decision in again.all()] == [1, 2, 3, 4]
    assert again.all(DecisionKind.SAME) == [SAME]


def test_all_or_none(open_: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails in the midst leaves nothing, not even a number."""
    one, insert, calls = open_(), store.insert, []

    def fails(*args: object) -> int:
        calls.append(args)
        if len(calls) == 3:
            raise sa.exc.OperationalError("", {}, Exception("the disk is gone"))
        return insert(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "insert", fails)
    with pytest.raises(LedgerError, match="the disk is gone"):
        one.add(ALL)
    monkeypatch.undo()
    assert one.count() == 0


def test_nobody_changes_what_was_decided(open_: Open, url: str | None, tmp_path: Path) -> None:
    """Not by way of the database either; a takedown takes the words and nothing else."""
    one = open_()
    one.add([ACCEPT, SAME])
    engine = store.open_engine(tmp_path / "decisions.sqlite", url)
    refused = [
        "UPDATE decisions SET reason = 'x'",
        "DELETE FROM decisions",
        "UPDATE decision_words SET body = '{}'",
        "DELETE FROM decision_words",
        *(["TRUNCATE decisions CASCADE"] if url else []),
    ]
    for statement in refused:
        with (
            pytest.raises(store.Refusal, match="decisions are only added"),
            store.writing(engine) as db,
        ):
            db.exec_driver_sql(statement)
    one.add([WITHDRAW])
    one.purge(WITHDRAW, DOC.id)
    accept, same, withdraw = one.all()
    assert (accept.anchors, accept.seen, accept.reason) == ((), {}, ACCEPT.reason)
    assert [anchor.doc_id for anchor in same.anchors] == [OTHER.id]
    assert withdraw == WITHDRAW
    engine.dispose()


_MANY = 120
"""A slow disk writes so many of three in far less than the time that a writer waits."""


def _add_many(path: Path, url: str | None, who: str) -> None:
    with closing(Decisions(path, write=True, url=url)) as one:
        for n in range(_MANY):
            one.add([replace(ACCEPT, by=who, reason=str(n))])


@pytest.mark.slow
def test_three_who_decide_at_once_lose_nothing(tmp_path: Path, url: str | None) -> None:
    """Three processes with many decisions each, begun on a file or database without tables."""
    path = tmp_path / "decisions.sqlite"
    spawn = multiprocessing.get_context("spawn")
    people = [spawn.Process(target=_add_many, args=(path, url, who)) for who in ("a", "b", "c")]
    for one in people:
        one.start()
    for one in people:
        one.join(240)
    assert [one.exitcode for one in people] == [0, 0, 0]
    with closing(Decisions(path, write=True, url=url)) as kept:
        decisions = kept.all()
    assert [decision.number for decision in decisions] == list(range(1, 3 * _MANY + 1))
    for who in ("a", "b", "c"):
        assert [d.reason for d in decisions if d.by == who] == [str(n) for n in range(_MANY)]


def test_a_locked_database_is_named(
    open_: Open, url: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some patience; nothing is kept, and the remedy is said."""
    one = open_()
    one.add([ACCEPT])
    for module in (sqlite, store):
        monkeypatch.setattr(module, "PATIENCE", 1.0)
    engine = store.open_engine(tmp_path / "decisions.sqlite", url)
    with store.writing(engine), pytest.raises(LedgerError, match="been writing decisions for") as e:
        one.add(ALL)
    assert "run the same command again" in str(e.value)
    assert one.count() == 1
    engine.dispose()


def test_a_database_that_is_gone_is_named_without_its_password(
    team: Server, tmp_path: Path
) -> None:
    """In the midst of work, and when the ledger is opened."""
    url = team.new_database("goes")
    with closing(Decisions(tmp_path / "d.sqlite", write=True, url=url)) as one:
        one.add([ACCEPT])
        team.stop()
        try:
            for act in (lambda: one.add(ALL), one.count, one.all):
                with pytest.raises(LedgerError, match="see that it runs") as caught:
                    act()
                said = f"{caught.value} {caught.value.__cause__}"
                assert "desk:***@127.0.0.1" in said
                assert PASSWORD not in said
            path = ledger_of(tmp_path / "L", [DOC])
            (path / "dragoman.toml").write_text(f'decisions = "{url}"\n')
            with pytest.raises(LedgerError, match=r"The line 'decisions' in dragoman\.toml"):
                opened(path)
        finally:
            team.start()
        assert one.all() == [ACCEPT]
    with pytest.raises(LedgerError, match="password authentication failed") as caught:
        Decisions(tmp_path / "e.sqlite", write=False, url=url.replace(PASSWORD, "wr0ng")).count()
    assert "wr0ng" not in str(caught.value)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    """With what to do about it."""
    path = tmp_path / "decisions.sqlite"
    path.write_bytes(b"no database at all, but long enough to be taken for one" * 100)
    with pytest.raises(LedgerError, match="put it back from a copy"):
        Decisions(path, write=True)


def test_without_the_driver_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a trace of an import."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    one = Decisions(tmp_path / "d.sqlite", write=True, url="postgresql://desk:pw@localhost/d")
    with (
        closing(one),
        pytest.raises(LedgerError, match=r"pip install '\.\[team\]'") as caught,
    ):
        one.count()
    assert ":pw@" not in str(caught.value)


_OLD = """
CREATE TABLE decisions (
    decision_id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, target TEXT NOT NULL,
    reason TEXT NOT NULL, by_whom TEXT NOT NULL, at TEXT NOT NULL, payload TEXT NOT NULL);
CREATE TABLE carried_out (decision_id INTEGER PRIMARY KEY REFERENCES decisions, at TEXT NOT NULL);
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END;
CREATE TRIGGER decisions_are_kept BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END;
INSERT INTO decisions VALUES (3, 'withdraw', 'd1', 'r', 'b', '2026-11-20', '{"also": ""}');
INSERT INTO carried_out VALUES (3, '2026-11-20');
"""


def test_a_file_of_an_older_version_is_added_to(tmp_path: Path) -> None:
    """It reads as before, also where it may not be written; then it holds the new ones too."""
    path = tmp_path / "decisions.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(_OLD)
    old = Decision(DecisionKind.WITHDRAW, "d1", "r", "b", "2026-11-20", {"also": ""})
    with closing(Decisions(path, write=False)) as one:
        assert (one.all(), one.open_ones(DecisionKind.WITHDRAW)) == ([old], [])
    with closing(Decisions(path, write=True)) as one:
        assert one.open_ones(DecisionKind.WITHDRAW) == []
        assert one.add(ALL) == [4, 5, 6, 7]
        assert one.all() == [old, *ALL]


def test_what_was_decided_before_comes_along_to_the_team_once(team: Server, tmp_path: Path) -> None:
    """And a takedown takes the words out of both."""
    path, url = tmp_path / "decisions.sqlite", team.new_database("along")
    with closing(Decisions(path, write=True)) as own:
        own.add([ACCEPT, ALIAS])
    for _ in range(2):
        with closing(Decisions(path, write=True, url=url)) as one:
            assert one.all() == [ACCEPT, ALIAS]
    with closing(Decisions(path, write=True, url=url)) as one:
        one.add([WITHDRAW])
        one.purge(WITHDRAW, DOC.id)
        assert one.all()[0].anchors == ()
    with closing(Decisions(path, write=False)) as own:
        assert own.all()[0].anchors == ()
    with closing(Decisions(path, write=True, url=url)) as one:
        assert one.count() == 3


def test_what_was_done_here_for_the_file_is_not_done_for_the_team(
    team: Server, tmp_path: Path
) -> None:
    """Its first decision is another one than the file's first."""
    path, url = tmp_path / "decisions.sqlite", team.new_database("done")
    with closing(Decisions(path, write=True)) as own:
        own.add([WITHDRAW])
        own.carried_out(1, "2026-11-23")
    theirs = replace(WITHDRAW, target="another")
    with closing(Decisions(tmp_path / "of-another.sqlite", write=True, url=url)) as one:
        one.add([theirs])
    with closing(Decisions(path, write=True, url=url)) as one:
        assert one.open_ones(DecisionKind.WITHDRAW) == [(1, theirs), (2, WITHDRAW)]


def test_a_question_does_without_what_decides(tmp_path: Path) -> None:
    """To open a ledger for asking takes no half second more than it did."""
    path = ledger_of(tmp_path / "L", [DOC])
    code = (
        "import sys; from pathlib import Path; from dragoman.run import Ledger\n"
        f"with Ledger.open(Path({str(path)!r})) as book: book.withdrawn(), book.behind\n"
        "sys.exit('sqlalchemy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_one_decides_while_another_writes(tmp_path: Path) -> None:
    """A ledger is open for writing elsewhere; the view is behind until it is built anew."""
    path = ledger_of(tmp_path / "L", [DOC])
    with Ledger.open(path, write=True) as writer:
        with opened(path) as book:
            assert not book.behind
            assert book.decide([ACCEPT]) == [1]
            assert book.behind
        assert writer.decide([CORRECT]) == [2]
        assert writer.decisions() == [ACCEPT, CORRECT]


def test_a_team_keeps_decisions_for_a_ledger(team: Server, tmp_path: Path) -> None:
    """The settings say where; what is withdrawn goes from each copy of the folder."""
    url = team.new_database("ledger")
    paths = [ledger_of(tmp_path / name, [DOC, OTHER]) for name in ("one", "two")]
    for path in paths:
        (path / "dragoman.toml").write_text(f'decisions = "{url}"\n')
    with opened(paths[0]) as book:
        book.decide([ACCEPT])
        assert PASSWORD not in repr(book.config)
    with Ledger.open(paths[0], write=True, link=link) as book:
        book.forget(OTHER.id, reason="r", by="b")
    with Ledger.open(paths[1], write=True, link=link) as book:
        assert OTHER.id not in book.known()
        assert [d.kind for d in book.decisions()] == ["accept", "withdraw"]
    assert OTHER.id.encode() not in b"".join(p.read_bytes() for p in paths[1].rglob("*.parquet"))


def test_a_takedown_takes_the_words_out_of_decisions(tmp_path: Path) -> None:
    """Not a byte of what they quoted stays in the file; that something was decided does."""
    doc = document(1, text=f"Zorblax: {DOC.text}", title="t")
    path = ledger_of(tmp_path / "L", [doc, OTHER])
    reject = on_report(DecisionKind.REJECT, doc, meeting(doc))
    with opened(path) as book:
        book.decide([reject, on_report(DecisionKind.REJECT, OTHER, meeting(OTHER))])
    with Ledger.open(path, write=True, link=link) as book:
        book.forget(doc.id, reason="r", by="b")
    assert b"Zorblax" not in b"".join(p.read_bytes() for p in path.glob("decisions.sqlite*"))
    with opened(path) as book:
        [gone, kept, _] = book.table("decisions").to_pylist()
        assert (gone["state"], gone["by"]) == ("orphaned", "Desk")
        assert gone["detail"] == "its document was withdrawn"
        assert kept["state"] == "applied"
