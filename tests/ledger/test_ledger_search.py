"""Search: words are found where they stand, and no query is anything but words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_making import TEXT, document, ledger_of, opened

from dragoman.ledger import Ledger
from dragoman.ledger.search import CHUNK, FILE_NAME, Place, chunks, places, quoted

DOCS = [
    document(1, title="A letter for Mr Szijjártó"),
    document(2, text=f"{TEXT}\n王毅同雷特诺会谈。\nХорошо: 东京\n\nAnother line, minister said."),
    document(3, text="The minister spoke. " * 100),
]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger of three documents, open for asking."""
    with opened(ledger_of(tmp_path_factory.mktemp("search") / "ledger", DOCS)) as ledger:
        yield ledger


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Szijjarto", {1}),
        ("szijjártó", {1}),
        ("Retno", {1, 2}),
        ("retno WANG", {1, 2}),
        ('"met Retno"', {1, 2}),
        ('"Retno met"', set()),
        ("minist*", {2, 3}),
        ("minist", set()),
        ("王毅", {2}),
        ("雷特诺", {2}),
        ("特诺会", {2}),
        ("毅王", set()),
        ("东", {2}),
        ("王毅 minister", set()),
        ("хорошо 王毅", {2}),
        ("хорошо", {2}),
        ("Retno OR minister", set()),
        ("NOT Retno", set()),
        ('"spoke the" minister', {3}),
        ('"spoke minister"', set()),
        ("Retno-on", {1, 2}),
        ("on-Retno", set()),
        ("", set()),
        ("...", set()),
        ('"', set()),
    ],
)
def test_words_are_found(book: Ledger, query: str, found: set[int]) -> None:
    """Without regard to case or accents; operators are words like others."""
    ids = {DOCS[n - 1].id for n in found}
    assert {hit.doc_id for hit in book.search(query, 100)} == ids


def test_a_hit_quotes_the_document(book: Ledger) -> None:
    """Its offsets are those of the text; a report's hit names the report."""
    texts = {doc.id: doc.text for doc in DOCS}
    hits = book.search("Retno", 100)
    assert {hit.kind for hit in hits} == {"text", "report"}
    for hit in hits:
        assert texts[hit.doc_id][hit.start : hit.end] == hit.quote
        assert "Retno" in hit.quote
        assert (hit.report_id is not None) == (hit.kind == "report")
    [title] = book.search("Szijjarto", 1)
    assert (title.kind, title.quote, title.start) == ("title", DOCS[0].title, None)


def test_places_are_found_without_their_words(book: Ledger) -> None:
    """They are those of the hits; one of a document that has gone since is not quoted."""
    found = places(book.root / FILE_NAME, book.db, "Retno", 20)

    assert found
    assert {(one.kind, one.doc_id, one.start) for one in found} == {
        (hit.kind, hit.doc_id, hit.start) for hit in book.search("Retno")
    }
    gone = [
        Place(kind, "0" * 16, report, 0, 5)
        for kind, report in (("title", None), ("text", None), ("report", "0" * 16))
    ]
    assert quoted(book.db, [*gone, found[0]]) == quoted(book.db, found[:1]) != []


def test_texts_stand_in_the_parts_alone(book: Ledger) -> None:
    """Neither the view nor the index has them; `texts` reads them from there."""
    for name in ("current.duckdb", FILE_NAME):
        assert b"spoke. The minister" not in (book.root / name).read_bytes()
    texts = dict(book.db.execute("SELECT doc_id, text FROM texts").fetchall())
    assert texts == {doc.id: doc.text for doc in DOCS}


def test_texts_are_read_in_a_folder_of_any_name(tmp_path: Path) -> None:
    """What means something in a pattern, a query or a format does not in a path."""
    with opened(ledger_of(tmp_path / "a[b] {c} 'd' *?%s", DOCS[:1])) as book:
        assert book.document(DOCS[0].id) == DOCS[0]


def test_titles_come_first_and_texts_last(book: Ledger) -> None:
    """Each by document and position."""
    order = ["title", "report", "text"]
    hits = [(order.index(hit.kind), hit.doc_id, hit.start or 0) for hit in book.search("Retno")]
    assert hits == sorted(hits)


@pytest.mark.parametrize(("query", "number"), [('"minister spoke"', 4), ('"spoke min*"', 0)])
def test_words_together_are_found_however_far_down(
    book: Ledger, monkeypatch: pytest.MonkeyPatch, query: str, number: int
) -> None:
    """The places that have all of the words are looked at a few at a time, each once."""
    monkeypatch.setattr("dragoman.ledger.search._FEW", 1)
    hits = book.search(query)
    assert len(hits) == len(set(hits)) == number
    assert all("minister spoke" in hit.quote for hit in hits)


def test_there_are_no_more_than_asked_for(book: Ledger) -> None:
    """The limit holds, and the order is the same each time."""
    assert len(book.search("minister", 2)) == 2
    assert book.search("minister", 0) == []
    assert book.search("minister", 100) == book.search("minister", 100)


@settings(deadline=None, max_examples=150)
@given(st.text() | st.text(alphabet='"*():^-+{}ANDORNEAR \0王'))
def test_no_query_is_an_error(book: Ledger, query: str) -> None:
    """Whatever is typed is looked for, not executed."""
    book.search(query, 3)


@settings(deadline=None)
@given(st.text(alphabet="a. \n\r王") | st.integers(0, 3000).map(lambda n: "x" * n))
def test_chunks_cover_what_can_be_found(text: str) -> None:
    """Every character that is not space lies in exactly one, in order, none too long."""
    places = list(chunks(text))
    covered = [i for start, end in places for i in range(start, end)]
    assert covered == sorted(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    assert all(0 < end - start <= CHUNK for start, end in places)
