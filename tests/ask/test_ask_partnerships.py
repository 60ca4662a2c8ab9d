"""What the tie of two states was called, how it was judged, and by whom."""

import pytest
from standin_ledger import StandIn
from statement_making import PLAIN, SAID, TIES, add_statements
from tie_making import add_ties

from dragoman.actors import Register
from dragoman.ask.partnerships import partnerships
from dragoman.extract.ties import find_ties, raw_ties
from dragoman.model import InputError, NothingFound


@pytest.fixture(scope="module")
def register() -> Register:
    """Return the register as shipped."""
    return Register.load()


@pytest.fixture
def told(ledger: StandIn) -> StandIn:
    """Return the ledger of August 2020 with statements and wordings."""
    add_statements(ledger)
    ledger.db.execute("DELETE FROM documents WHERE doc_id = 'd6'")
    add_ties(ledger)
    return ledger


def test_wordings_in_time_order_with_who_says_so(told: StandIn, register: Register) -> None:
    """A speaker where a statement holds the words, else the document itself."""
    rows = partnerships(told, "st:chn", "st:idn", register=register).rows

    assert [(row.kind, row.words, row.by) for row in rows] == [
        ("tier", "comprehensive strategic partnership", "pe:xi-jinping"),
        ("assessment", "at their lowest point", "An analyst"),
        ("tier", "comprehensive strategic partnership", ""),
    ]
    assert [row.quote for row in rows] == [SAID[0], SAID[2], TIES]
    assert rows[0].claims == ("s1-d5",)
    assert {row.day for row in rows} == {"2020-08-24"}
    for row in rows:
        assert told.texts[row.doc_id][row.start : row.end] == row.words


def test_words_that_no_claim_holds_cite_their_place(told: StandIn, register: Register) -> None:
    """Document and offsets, so that anybody finds them."""
    row = partnerships(told, "st:chn", "st:idn", register=register).rows[-1]

    assert row.claims == (f"d5:{row.start}-{row.end}",)


def test_words_of_sentences_that_name_nobody_are_tied_by_statements(told: StandIn) -> None:
    """By who speaks about whom; the sentence that no statement holds is of nobody then."""
    told.db.execute("UPDATE ties SET named = []")
    answer = partnerships(told, "st:chn", "st:idn")

    assert [(row.words, row.tied_by) for row in answer.rows] == [
        ("comprehensive strategic partnership", "statement"),
        ("at their lowest point", "statement"),
    ]
    assert answer.untied == 2


def test_words_on_others_are_counted_and_not_shown(told: StandIn, register: Register) -> None:
    """A sentence that names no two states is of nobody: the treaty allies that met in Geneva."""
    answer = partnerships(told, "st:chn", "st:idn", register=register)

    assert all(row.quote != PLAIN for row in answer.rows)
    assert answer.untied == 1


def test_a_third_state_in_the_sentence_is_named(empty_ledger: StandIn, register: Register) -> None:
    """Where three states are named, the words may be of any two of them."""
    add_statements(empty_ledger)
    text = "India, like Russia, is in a strategic partnership with France."
    empty_ledger.document("d7", text, outlet="Echo", published="2021-01-01")
    empty_ledger.report(
        "r",
        "d7",
        text,
        "call",
        "happened",
        [("actor", "st:ind", "India"), ("actor", "st:fra", "France")],
        rule="x.y",
    )
    add_ties(empty_ledger)

    [row] = partnerships(empty_ledger, "st:ind", "st:fra", register=register).rows

    assert row.others == ("st:rus",)


def test_a_speaker_in_the_sentence_leaves_it_open(told: StandIn, register: Register) -> None:
    """Where a statement of the sentence ends before the words, nobody is credited with them."""
    told.db.execute('UPDATE statements SET "end" = "start" + 5 WHERE statement_id = \'s1-d5\'')

    assert partnerships(told, "st:chn", "st:idn", register=register).rows[0].by is None


def test_a_change_of_relations_is_a_row_on_its_day(told: StandIn, register: Register) -> None:
    """With its status and who says so, before what was published later."""
    told.document(
        "d8",
        "Xinhua said Indonesia and China restored ties.",
        outlet="Echo",
        published="2021-01-01",
    )
    told.report(
        "r20",
        "d8",
        told.texts["d8"],
        "relations",
        "happened",
        [
            ("actor", "st:idn", "Indonesia"),
            ("actor", "st:chn", "China"),
            ("date", "1990-08-08", "restored"),
        ],
        rule="relations.restored",
        speakers=["Echo", "Xinhua"],
    )
    told.event("ev:ties", "relations", "happened", ["r20"], ("1990-08-08", "1990-08-08"))

    first = partnerships(told, "st:chn", "st:idn", register=register).rows[0]

    assert (first.kind, first.wording, first.day, first.by) == (
        *("act", "happened", "1990-08-08"),
        "Xinhua",
    )


def test_what_is_on_record_stands_apart(told: StandIn, register: Register) -> None:
    """From the register's table, with its day, and in no row."""
    [held] = partnerships(told, "st:idn", "st:chn", register=register).recorded

    assert held.established == "1950-04-13"
    assert held.as_of


def test_the_window_is_of_the_day(told: StandIn, register: Register) -> None:
    """Of publication; what lies outside is not shown."""
    with pytest.raises(NothingFound, match=r"Nothing in 2021/\.\. names or judges the tie"):
        partnerships(told, "st:chn", "st:idn", "2021", register=register)


@pytest.mark.parametrize(
    ("one", "other", "error", "words"),
    [
        ("pe:wang-yi", "st:idn", InputError, "no state"),
        ("st:idn", "st:idn", InputError, "twice"),
        ("st:fra", "st:idn", NothingFound, "No document of this ledger that names both"),
        ("st:chn", "st:ita", NothingFound, "although 2 documents name both"),
    ],
)
def test_nothing_to_say(
    told: StandIn, one: str, other: str, error: type[Exception], words: str
) -> None:
    """The sentence says what there is."""
    with pytest.raises(error, match=words):
        partnerships(told, one, other)


@pytest.mark.parametrize(
    ("entry", "text", "words"),
    [(e["id"], f["text"], f["words"]) for e in raw_ties()["entries"] for f in e["finds"]],
)
def test_an_entry_finds_its_words(entry: str, text: str, words: str) -> None:
    """Each example of `ties.yml`, against all entries."""
    assert (entry, words) in [(f.wording, text[f.start : f.end]) for f in find_ties(text)]


@pytest.mark.parametrize(
    ("entry", "text"),
    [(e["id"], text) for e in raw_ties()["entries"] for text in e["passes_over"]],
)
def test_an_entry_passes_over(entry: str, text: str) -> None:
    """And what it must leave."""
    assert entry not in [found.wording for found in find_ties(text)]
