"""Two accounts side by side."""

from pathlib import Path

import pytest
from standin_ledger import StandIn

from dragoman.ask.compare import compare
from dragoman.model import InputError, NothingFound

STATEMENTS = """
CREATE TABLE statements (statement_id TEXT, doc_id TEXT, "start" BIGINT, "end" BIGINT, quote TEXT,
    polity TEXT, office TEXT, person TEXT, stance TEXT, topics TEXT[], section TEXT)
"""
OURS = (
    "President Xi and President Macron spoke by phone on August 25. "
    "They discussed trade in wheat and the sale of aircraft. "
    "Xi raised sovereignty over Taiwan. "
    "They agreed to hold a joint exercise of their navies."
)
THEIRS = (
    "On August 25 President Macron called President Xi. "
    "The two discussed aircraft sales and trade in wheat. "
    "Macron spoke of human rights and sanctions on Belarus. "
    "A statement on climate was read."
)
POLITE = "The talks were held in a warm and friendly atmosphere. Both valued win-win cooperation."


@pytest.fixture
def told(ledger: StandIn) -> StandIn:
    """A call with an account of each side, and a letter that both sides' papers carry."""
    ledger.db.execute(STATEMENTS)
    for doc, side, text, day in (("a", "st:chn", OURS, "25"), ("b", "st:fra", THEIRS, "25")):
        ledger.document(doc, text, outlet=f"{side} ministry", published="2020-08-26", side=side)
        first = text.split(". ")[0] + "."
        ledger.report(
            f"call-{doc}", doc, first, "call", "happened",
            [("actor", "pe:xi-jinping", "President Xi"),
             ("actor", "pe:emmanuel-macron", "President Macron"),
             ("date", f"2020-08-{day}", f"August {day}"),
             *([("place", "pl:hainan", "phone")] if doc == "a" else [])],
            rule="call.spoke",
        )  # fmt: skip
    ledger.event("ev:told", "call", "happened", ["call-a", "call-b"], ("2020-08-25", "2020-08-25"))
    at = OURS.index("Xi raised")
    for number, (doc, start, stance) in enumerate((("a", at, "opposes"), ("b", 60, "supports"))):
        ledger.db.execute(
            "INSERT INTO statements VALUES (?, ?, ?, ?, ?, 'st:chn', NULL, NULL, ?, ['territory'],"
            " 'body')",
            [f"s{number}", doc, start, start + 10, "the question", stance],
        )
    return ledger


def others(ledger: StandIn, n: int) -> None:
    """Add documents of the same two ministries on other matters, with one polite phrase."""
    for number in range(n):
        for side in ("st:chn", "st:fra"):
            text = f"Minister number {number} of {side} opened bridge {number * 7}. {POLITE}"
            ledger.document(
                f"{side}{number}",
                text,
                outlet=f"{side} ministry",
                published="2020-08-01",
                side=side,
            )


def where(ledger: StandIn, *asked: str) -> dict[tuple[str, str], str]:
    """Return on which side each row stands, by kind and value."""
    return {(row.kind, row.value): row.where for row in compare(ledger, *asked).rows}


def test_what_both_say_and_what_only_one(told: StandIn) -> None:
    """Claims and topics, each on its side, with its words and where they stand."""
    answer = compare(told, "ev:told")
    rows = {(row.kind, row.value): row for row in answer.rows}

    assert (answer.here.side, answer.there.side) == ("st:chn", "st:fra")
    assert rows["event", "ev:told"].where == "both"
    assert rows["claim", "2020-08-25"].where == "both"
    assert rows["claim", "pe:xi-jinping"].where == "both"
    assert rows["claim", "pl:hainan"].where == "only here"
    assert rows["topic", "trade"].where == "both"
    assert rows["topic", "sanctions"].where == "only there"
    assert rows["stance", "territory: opposes | supports"].where == "differ"
    taiwan = rows["topic", "territory"]
    assert (taiwan.where, taiwan.there) == ("only here", "")
    assert "Taiwan" in taiwan.here
    doc, _, span = taiwan.places[0].partition(":")
    start, end = map(int, span.split("-"))
    assert told.texts[doc][start:end] == taiwan.here


def test_two_days_differ(told: StandIn) -> None:
    """What both speak to and neither shares is a difference, and not two omissions."""
    told.db.execute("UPDATE claims SET value = '2020-08-26' WHERE report_id = 'call-b'"
                    " AND role = 'date'")  # fmt: skip
    assert where(told, "ev:told")["claim", "2020-08-25 | 2020-08-26"] == "differ"


def test_order_and_words_of_topics(told: StandIn) -> None:
    """Each topic has its place in the order of either account."""
    answer = compare(told, "ev:told")
    ranks = {
        row.value: (row.rank_here, row.rank_there) for row in answer.rows if row.kind == "topic"
    }

    assert ranks["trade"][0] == ranks["trade"][1] == 1
    assert ranks["sanctions"][0] is None


def test_boilerplate_is_taken_off(told: StandIn) -> None:
    """What mismatched documents of the two share counts for nothing; without any, no baseline."""
    bare = compare(told, "ev:told").measures
    assert bare is not None and bare.baseline is None and bare.alignment is None
    assert bare.here_in_there == 0.5

    others(told, 4)
    measured = compare(told, "ev:told").measures
    assert measured is not None and measured.baseline is not None
    assert measured.n_baseline == 16
    assert measured.baseline > 0.6  # the polite phrases, and the ministers
    assert measured.alignment == pytest.approx(
        (measured.here_in_there + measured.there_in_here) / 2 - measured.baseline
    )
    assert measured.low <= measured.alignment <= measured.high


def test_a_side_without_an_account_is_silent(told: StandIn) -> None:
    """It denies nothing; the answer says so and measures nothing."""
    told.db.execute("UPDATE documents SET side = NULL WHERE doc_id = 'b'")
    told.db.execute("UPDATE events SET sides = ['st:chn'] WHERE event_id = 'ev:told'")
    answer = compare(told, "ev:told")

    assert answer.there.side == "st:fra" and answer.there.is_silent
    assert (answer.silent, answer.others, answer.measures) == (("st:fra",), ("b",), None)
    assert answer.refused.endswith("It is silent here, which is not a denial.")
    assert {row.where for row in answer.rows} == {"only here"}


def test_any_two_documents(told: StandIn) -> None:
    """By name or id, in the order in which they are asked."""
    assert where(told, "b.txt", "a")["topic", "territory"] == "only there"


def test_copies_and_thin_texts_are_not_measured(told: StandIn) -> None:
    """Copies agree because they are one text; two claims are too few."""
    told.db.execute(
        "INSERT INTO copies (doc_id, group_id, first) VALUES ('a', 'g', true), ('b', 'g', false)"
    )
    assert "copies of one text" in compare(told, "a", "b").refused
    told.document("thin", "Nothing was said of it.", outlet=None, published=None)
    assert "a measure takes at least 5" in compare(told, "a", "thin").refused
    told.db.execute("UPDATE documents SET language = 'fr' WHERE doc_id = 'thin'")
    assert "different languages" in compare(told, "a", "thin").refused


@pytest.mark.parametrize(
    ("asked", "error", "words"),
    [
        (("ev:nowhere",), NothingFound, "No event, report or claim"),
        (("a", "zzz"), NothingFound, "id or name 'zzz'"),
        (("a", "a.txt"), InputError, "are one document"),
        (("d", "a"), InputError, "means 4 documents"),
        (("ev:year",), InputError, "No document of ev:year is known as the account"),
    ],
)
def test_what_cannot_be_compared(
    told: StandIn, asked: tuple[str, ...], error: type[Exception], words: str
) -> None:
    """A sentence that says what there is instead."""
    with pytest.raises(error, match=words):
        compare(told, *asked)


def test_a_side_that_is_no_party(told: StandIn) -> None:
    """Only a party has an account of its own."""
    with pytest.raises(InputError, match="st:ita is no party to ev:told"):
        compare(told, "ev:told", here="st:ita")
    assert compare(told, "ev:told", here="st:fra").there.side == "st:chn"


@pytest.mark.slow
def test_two_readouts_of_the_samples(samples: Path, tmp_path: Path) -> None:
    """The video call of March 2022: both have the day and the leaders, one alone the sanctions."""
    from dragoman.cli.app import main
    from dragoman.run import Ledger

    path = tmp_path / "L"
    files = [str(samples / f"wr0{n}.txt") for n in (1, 2)]
    main(["read", *files, "--into", str(path), "--workers", "1"])
    with Ledger.open(path) as book:
        answer = compare(book, "wr01.txt", "wr02.txt")
    found = {(row.kind, row.value): row.where for row in answer.rows}

    assert found["claim", "2022-03-18"] == found["claim", "pe:xi-jinping"] == "both"
    assert found["topic", "territory"] == "both"
    assert found["topic", "sanctions"] == "only there"
    assert answer.measures is not None and 0.2 < answer.measures.here_in_there < 0.7
    assert all(pair.score >= 0.2 for pair in answer.pairs)
