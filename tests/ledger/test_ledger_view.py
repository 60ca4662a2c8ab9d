"""The view: what it shows, that it follows from the parts alone, and what may be asked of it."""

import random
from datetime import date
from pathlib import Path

import duckdb
import pytest
from ledger_making import (
    TEXT,
    VIEW,
    document,
    ledger_of,
    link,
    made_of,
    opened,
    report,
    view_of,
)

from dragoman.ledger import SCHEMAS, Input, Ledger
from dragoman.ledger.tables import rows_of_documents, rows_of_reports, table
from dragoman.ledger.view import fill_events
from dragoman.model import (
    Actor,
    Channel,
    Claim,
    Event,
    InputError,
    Issue,
    LedgerError,
    Role,
    SectionKind,
    Status,
    UnknownName,
)

DOCS = [document(number) for number in range(7)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of seven documents that tell of one meeting and announce one visit."""
    return ledger_of(tmp_path / "ledger", DOCS)


@pytest.fixture(scope="module")
def asked_only(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same ledger, once for all tests that change nothing."""
    return ledger_of(tmp_path_factory.mktemp("asked") / "ledger", DOCS)


def test_the_tables_have_the_columns_that_were_agreed(asked_only: Path) -> None:
    """Questions are written against these names and types."""
    with opened(asked_only) as book:
        for name in VIEW:
            assert book.table(name).schema.equals(SCHEMAS[name]), name


def test_order_and_parts_change_nothing(path: Path, tmp_path: Path) -> None:
    """The same documents give equal tables in any order and in parts of any size."""
    expected = view_of(path)
    assert len(expected["documents"]) == 7
    for seed, size in [(1, 1), (2, 3), (3, 50)]:
        docs = random.Random(seed).sample(DOCS, len(DOCS))
        assert view_of(ledger_of(tmp_path / f"other{seed}", docs, part_size=size)) == expected


def test_deleting_what_is_derived_loses_nothing(path: Path) -> None:
    """Opening builds the view and the index again, equal to what they were."""
    expected = view_of(path)
    for names in [["current.duckdb"], ["search.sqlite"], ["current.duckdb", "search.sqlite"]]:
        for name in names:
            (path / name).unlink()
        assert view_of(path) == expected
        with opened(path) as book:
            assert book.search("Retno")


@pytest.mark.parametrize("rubbish", [b"", b"rubbish" * 5000])
@pytest.mark.parametrize("name", ["current.duckdb", "search.sqlite"])
def test_a_damaged_view_is_built_again(path: Path, name: str, rubbish: bytes) -> None:
    """A file that is no database, or one of another version, is not worth an error."""
    expected = view_of(path)
    (path / name).write_bytes(rubbish)
    assert view_of(path) == expected
    with opened(path) as book:
        assert book.search("Retno")


def test_a_view_of_another_version_is_built_again(path: Path) -> None:
    """Another version links and lays out otherwise."""
    with duckdb.connect(str(path / "current.duckdb")) as db:
        db.execute("UPDATE view_stamp SET made_by = '0.0.1'")
        db.execute("DELETE FROM events")
    assert view_of(path)["events"]


def test_a_reader_of_the_old_view_is_not_disturbed(path: Path) -> None:
    """Who has the view open goes on with it, and who opens next sees the new one."""
    with opened(path) as early:
        ledger_of(path, [document(8)])
        with opened(path) as late:
            assert (early.documents().num_rows, late.documents().num_rows) == (7, 8)
            assert early.behind
            assert not late.behind


def test_pending_documents_wait(path: Path) -> None:
    """A document is shown when an extractor has done it, and not before."""
    new = document(8)
    with Ledger.open(path, write=True, link=link) as book:
        book.add_documents([new])
        assert [doc.id for docs in book.pending() for doc in docs] == [new.id]
    with opened(path) as book:
        assert book.behind
        assert book.documents().num_rows == 7
    with Ledger.open(path, write=True, link=link) as book:
        book.add_part(book.open_run("one"), made_of([new]))
        assert list(book.pending()) == []
        assert book.documents().num_rows == 8, "a writer's view is brought up to date"


def test_the_newest_run_counts(path: Path) -> None:
    """Another extractor's reading replaces the first one's, document by document."""
    with Ledger.open(path, write=True, link=link) as book:
        first, second = book.open_run("one"), book.open_run("two")
        assert (first.number, second.number) == (1, 2)
        book.add_part(second, made_of(DOCS[:3], rule="s2"))
        assert {row["rule"] for row in book.table("sections").to_pylist()} == {"s1", "s2"}
        assert sum(row["rule"] == "s2" for row in book.table("sections").to_pylist()) == 3
        assert book.n_older("two") == 4
        assert {d.id for docs in book.pending("two") for d in docs} == {d.id for d in DOCS[3:]}


def test_an_extractor_that_comes_back_begins_a_new_run(path: Path) -> None:
    """`newest`: what is made now has to come before what others made since."""
    with Ledger.open(path, write=True, link=link) as book:
        book.add_part(book.open_run("two"), made_of(DOCS, rule="s2"))
        assert book.open_run("one").number == 1
        assert {d.id for docs in book.pending("one") for d in docs} == {d.id for d in DOCS}
        run = book.open_run("one", newest=True)
        assert run.number == 3
        book.add_part(run, made_of(DOCS, rule="s3"))
        assert {row["rule"] for row in book.table("sections").to_pylist()} == {"s3"}


def test_corrected_metadata_supersedes(path: Path) -> None:
    """The same document with another title is one document, with the later title."""
    corrected = document(3, title="Corrected")
    ledger_of(path, [corrected])
    with opened(path) as book:
        assert book.documents().num_rows == 7
        assert book.document(corrected.id).title == "Corrected"


def test_issues_of_files_are_in_the_view_once(path: Path) -> None:
    """Reading a file again replaces what was met in it; a skip that is mended goes."""
    skip = Issue("read", "empty file", "0 bytes", "a.txt", None, True)
    with Ledger.open(path, write=True, link=link) as book:
        for _ in range(2):
            book.record([Input("../a.txt", "a.txt", issues=(skip,))])
        assert book.issues(skipped=True).num_rows == 1
        book.rebuild()
    with opened(path) as book:
        assert book.issues(skipped=True).to_pylist()[0]["place"] == "a.txt"
        assert book.issues(stage="dates").num_rows == 7
    with Ledger.open(path, write=True, link=link) as book:
        book.record([Input("../a.txt", "a.txt", docs=(DOCS[0].id,))])
        assert book.issues(skipped=True).num_rows == 0


def test_another_reading_of_the_same_bytes_replaces_the_first(path: Path) -> None:
    """A page whose address is corrected is one document; an overwritten file is two."""
    old, new = DOCS[0], document(100)
    with Ledger.open(path, write=True, link=link) as book:
        book.record([Input("../0.txt", "0.txt", source="5e", docs=(old.id,))])
        book.add_documents([new])
        book.add_part(book.open_run("one"), made_of([new]))
        book.record([Input("../0.txt", "0.txt", source="5e", docs=(new.id,))])
        ids = set(book.documents()["doc_id"].to_pylist())
        assert new.id in ids
        assert old.id not in ids
        book.record([Input("../0.txt", "0.txt", source="5e", docs=(old.id,))])
        assert old.id in set(book.documents()["doc_id"].to_pylist())
        book.record([Input("../0.txt", "0.txt", source="07", docs=(new.id,))])
        assert {old.id, new.id} <= set(book.documents()["doc_id"].to_pylist())


def test_nothing_of_the_program_that_asks_is_a_table(asked_only: Path) -> None:
    """A variable of the caller has no business in an answer; and the view cannot be changed."""
    secrets = made_of(DOCS).done  # noqa: F841
    with opened(asked_only) as book:
        with pytest.raises(duckdb.CatalogException):
            book.db.execute("SELECT * FROM secrets")
        with pytest.raises(duckdb.Error, match="read-only"):
            book.db.execute("DELETE FROM events")


def test_a_result_that_is_half_read_is_not_in_the_way(asked_only: Path) -> None:
    """A caller may look at the first row of something and then ask for something else."""
    with opened(asked_only) as book:
        row = book.db.execute("SELECT doc_id FROM documents ORDER BY doc_id").fetchone()
        assert row
        assert book.events().num_rows == 1
        assert book.reports(book.events()["event_id"][0].as_py())
        assert book.search("Retno")
        assert book.document(row[0])
        assert not book.behind


def test_hostile_strings_are_only_values(tmp_path: Path) -> None:
    """Quotes, NULs, SQL and shell in every text, and in the folder's own name."""
    nasty = "'; DROP TABLE events; -- \0 \" $(x) \ud83d \u202e ?*["
    doc = document(1, text=TEXT + nasty, title=nasty, outlet=nasty, name=nasty)
    path = ledger_of(tmp_path / "it's [a] *ledger?", [doc])
    with opened(path) as book:
        assert book.document(nasty.replace("\ud83d", "\ufffd")).outlet is not None
        assert {hit.doc_id for hit in book.search(nasty)} == {doc.id}
        assert book.events(actor="st:chn' OR '1'='1").num_rows == 0
        with pytest.raises(UnknownName):
            book.event(nasty)


@pytest.mark.parametrize(
    ("asked", "n"),
    [
        ({}, 1),
        ({"section": None}, 2),
        ({"section": "teaser"}, 1),
        ({"actor": "st:chn"}, 1),
        ({"actor": "st:ita"}, 0),
        ({"actor": "st:ita", "section": None}, 1),
        ({"actor": "pe:wang-yi"}, 1),
        ({"actor": "of:idn.fm"}, 1),
        ({"actor": "of:idn.head"}, 0),
        ({"channel": "meeting"}, 1),
        ({"channel": "call"}, 0),
        ({"status": "happened", "channel": "meeting"}, 1),
        ({"status": "planned"}, 0),
        ({"since": "2020-08"}, 1),
        ({"since": "2020-08-21"}, 0),
        ({"until": "2020-08-19"}, 0),
        ({"until": "2020"}, 1),
        ({"since": "2020-10-31", "until": "2020-10-31", "section": None}, 1),
    ],
)
def test_events_can_be_chosen(asked_only: Path, asked: dict[str, str | None], n: int) -> None:
    """By party, channel, status and time; what is only announced is left out unless asked for."""
    with opened(asked_only) as book:
        assert book.events(**asked).num_rows == n


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"channel": "metting"}, "did you mean 'meeting'?"),
        ({"status": "past"}, "no status"),
        ({"section": "boddy"}, "no section"),
        ({"since": "last week"}, "is not an EDTF date"),
        ({"since": "XXXX-08"}, "has no year"),
    ],
)
def test_a_question_that_means_nothing_is_refused(
    asked_only: Path, asked: dict[str, str], said: str
) -> None:
    """The error says what there is."""
    with opened(asked_only) as book, pytest.raises(InputError, match=said.replace("?", r"\?")):
        book.events(**asked)


def test_an_event_is_found_by_its_names(asked_only: Path) -> None:
    """By id, by the beginning of one, and by any report of it; reports come with their claims."""
    with opened(asked_only) as book:
        [row] = book.events().to_pylist()
        event = book.event(row["event_id"])
        assert book.event(row["event_id"][:12]) == event
        assert book.event(event.reports[3]) == event
        found = book.reports(event.id)
        assert sorted(found, key=lambda r: r.id) == sorted(
            [report(doc) for doc in DOCS], key=lambda r: r.id
        )
        assert book.claims([found[0].id])["role"].to_pylist() == ["actor", "actor", "date"]
        with pytest.raises(UnknownName, match="no event 'ev:0000'"):
            book.event("ev:0000")
        with pytest.raises(UnknownName, match="no event 'ev:'"):
            book.event("ev:")


def test_a_document_is_found_by_its_names(path: Path) -> None:
    """By id, by the beginning of one, and by the name of its file unless two have it."""
    ledger_of(path, [document(50, name="0.txt")])
    with opened(path) as book:
        assert book.document(DOCS[2].id) == book.document(DOCS[2].id[:8]) == DOCS[2]
        assert book.document("2.txt") == DOCS[2]
        with pytest.raises(UnknownName, match=r"'0\.txt' can mean the documents"):
            book.document("0.txt")
        with pytest.raises(UnknownName, match=r"no document '99\.txt'"):
            book.document("99.txt")


def test_a_table_that_is_none_is_refused(asked_only: Path) -> None:
    """With what there is, and what was probably meant."""
    with opened(asked_only) as book, pytest.raises(InputError, match="did you mean 'events'"):
        book.table("event")


def test_counts_leave_teasers_out() -> None:
    """An event that is told and announced counts its body reports; a carrier is no party."""
    told, announced = document(1), document(2)
    a, b = report(told), report(announced, section=SectionKind.TEASER)
    carried = Claim(
        Role.CARRIER, "pe:x", a.evidence, None, "r", Actor("st:idn", person="pe:retno-marsudi")
    )
    a = type(a)(a.doc_id, a.channel, a.status, (*a.claims, carried), a.evidence, a.rule)
    event = Event(
        "ev:1",
        Channel.MEETING,
        Status.HAPPENED,
        (a.id, b.id),
        ("st:idn", "st:chn"),
        ("2020-08-20", "XXXX-08-21", "in summer"),
    )
    report_rows, claim_rows = rows_of_reports([a, b])
    rows = {
        "documents": rows_of_documents([told, announced]),
        "reports": report_rows,
        "claims": claim_rows,
        "copies": [],
    }
    with duckdb.connect() as db:
        for name, held in rows.items():
            db.register(f"{name}_rows", table(name, held))
            db.execute(f"CREATE TABLE {name} AS FROM {name}_rows")
        fill_events(db, [event])
        [row] = db.sql("FROM events").to_arrow_table().to_pylist()
        members = db.sql("FROM event_reports").to_arrow_table().to_pylist()
        db.execute("DELETE FROM reports WHERE doc_id = ?", [announced.id])
        with pytest.raises(LedgerError, match="mistake of the linker"):
            fill_events(db, [event])
    assert (row["n_reports"], row["n_documents"], row["section"]) == (1, 1, "body")
    assert row["persons"] == ["pe:wang-yi"]
    assert (row["first_day"], row["last_day"]) == (date(2020, 8, 20), date(2020, 8, 20))
    assert [member["doc_id"] for member in members] == sorted([told.id, announced.id])
