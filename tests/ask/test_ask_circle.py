"""Whom somebody dealt with in a month."""

import pytest
from standin_ledger import StandIn, empty

from dragoman.ask import Contact, circle
from dragoman.model import CHANNELS, Channel, InputError, NothingFound


def brief(rows: tuple[Contact, ...]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return what matters most of each row."""
    return [(row.other, row.channel, row.event, row.dates) for row in rows]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        pytest.param(
            "pe:xi-jinping",
            [
                ("pe:emmanuel-macron", "call", "ev:call", ("2020-08-25",)),
                ("pe:joko-widodo", "letter", "ev:letter", ("2020-08-20", "2020-08-21")),
            ],
            id="a person: only events in which the person is named",
        ),
        pytest.param(
            "st:chn",
            [
                ("st:fra", "visit", "ev:visit-france", ("2020-08",)),
                ("st:fra", "call", "ev:call", ("2020-08-25",)),
                ("st:idn", "letter", "ev:letter", ("2020-08-20", "2020-08-21")),
                ("st:ita", "visit", "ev:visit-italy", ("2020-08",)),
                ("st:ita", "meeting", "ev:meeting", ("2020-08-25",)),
            ],
            id="a state: its counterparts are states",
        ),
        pytest.param(
            "of:ita.fm",
            [("pe:wang-yi", "meeting", "ev:meeting", ("2020-08-25",))],
            id="an office nobody is named for",
        ),
    ],
)
def test_circle_lists_counterparts(
    ledger: StandIn, who: str, expected: list[tuple[str, str, str, tuple[str, ...]]]
) -> None:
    """One row per event and counterpart, with every date that documents claim."""
    assert brief(circle(ledger, who, "2020-08").rows) == expected


def test_two_documents_stand_behind_one_row(ledger: StandIn) -> None:
    """A state told by one document and its president by another are one counterpart."""
    [_, letter] = circle(ledger, "pe:xi-jinping", "2020-08").rows

    assert letter.claims == ("c1", "c2", "c4", "c8", "c7", "c6")
    assert letter.documents == ("d1", "d2")
    assert letter.n_documents == 2
    assert letter.polity == "st:idn"


def test_carrier_is_not_a_contact(ledger: StandIn) -> None:
    """Who carries the letter deals with nobody; the answer says so."""
    assert all("retno" not in row.other for row in circle(ledger, "st:chn", "2020-08").rows)
    with pytest.raises(NothingFound, match="only as the carrier of what others sent"):
        circle(ledger, "pe:retno-marsudi", "2020-08")


def test_basis_counts_what_was_left_out(ledger: StandIn) -> None:
    """A year is not a month, a plan is no contact, a teaser is no report: all are counted."""
    ledger.gone.append("d9")
    basis = circle(ledger, "st:chn", "2020-08").basis

    assert (basis.n_events, basis.n_documents) == (5, 3)
    assert basis.outlets == ("Hainan Courier", "Jakarta Gazette")
    assert basis.undated == 2
    assert basis.not_happened == 1
    assert basis.teasers == 1
    assert basis.withdrawn == 1


def test_year_takes_in_what_is_dated_to_the_year(ledger: StandIn) -> None:
    """Asked for the whole year, the call "in 2020" is in the answer."""
    rows = circle(ledger, "pe:xi-jinping", "2020").rows

    assert ("st:deu", "call", "ev:year", ("2020",)) in brief(rows)


def test_other_channels_only_when_asked_for(ledger: StandIn) -> None:
    """Aid is no contact, and is in the circle only of somebody who asks for it."""
    with pytest.raises(NothingFound):
        circle(ledger, "st:chn", "2008")

    rows = circle(ledger, "st:chn", "2008", channels=set(Channel)).rows
    assert brief(rows) == [("st:ita", "aid", "ev:aid", ("2008",))]


def joint_letter(channel: str) -> StandIn:
    """Return a ledger in which Italy and France together write to, or meet, China."""
    ledger = empty()
    text = "Italy and France wrote to China on August 3."
    ledger.document("d", text, outlet="Gazette", published="2020-08-04")
    claims = [
        ("actor", "st:ita", "Italy"),
        ("actor", "st:fra", "France"),
        ("recipient", "st:chn", "China"),
        ("date", "2020-08-03", "August 3"),
    ]
    ledger.report("r", "d", text, channel, "happened", claims, rule="x")
    ledger.event("ev:x", channel, "happened", ["r"], ("2020-08-03", "2020-08-03"))
    return ledger


@pytest.mark.parametrize(
    ("channel", "expected"),
    [("letter", ["st:chn"]), ("meeting", ["st:chn", "st:fra"])],
)
def test_co_sender_is_no_counterpart(channel: str, expected: list[str]) -> None:
    """Who signs the same letter is not written to; who sits at the same table is met."""
    rows = circle(joint_letter(channel), "st:ita", "2020-08").rows

    assert [row.other for row in rows] == expected


def test_own_delegation_is_no_counterpart() -> None:
    """A minister who sits beside his president at a meeting is not whom the president met."""
    ledger = empty()
    text = "Xi Jinping and Wang Yi met Emmanuel Macron on August 3."
    ledger.document("d", text, outlet="Gazette", published="2020-08-04")
    claims = [
        ("actor", "pe:xi-jinping", "Xi Jinping"),
        ("actor", "pe:wang-yi", "Wang Yi"),
        ("actor", "pe:emmanuel-macron", "Emmanuel Macron"),
        ("date", "2020-08-03", "August 3"),
    ]
    ledger.report("r", "d", text, "meeting", "happened", claims, rule="x")
    ledger.event("ev:x", "meeting", "happened", ["r"], ("2020-08-03", "2020-08-03"))

    rows = circle(ledger, "pe:xi-jinping", "2020-08").rows
    assert [row.other for row in rows] == ["pe:emmanuel-macron"]
    rows = circle(ledger, "pe:emmanuel-macron", "2020-08").rows
    assert [row.other for row in rows] == ["pe:wang-yi", "pe:xi-jinping"]


def test_name_unknown_to_the_register_stays_as_worded() -> None:
    """Somebody whom the register lacks is the state's, by the name that the document gives."""
    ledger = empty()
    text = "Wang Yi met Ambassador Jenisov on 12 September 2022."
    ledger.document("d", text, outlet=None, published=None)
    claims = [
        ("actor", "pe:wang-yi", "Wang Yi"),
        ("actor", "Jenisov@st:rus", "Ambassador Jenisov"),
        ("date", "2022-09-12", "12 September 2022"),
    ]
    ledger.report("r", "d", text, "meeting", "happened", claims, rule="x")
    ledger.event("ev:x", "meeting", "happened", ["r"], ("2022-09-12", "2022-09-12"))

    [row] = circle(ledger, "pe:wang-yi", "2022-09").rows

    assert (row.other, row.named) == ("st:rus", ("Jenisov",))


def test_a_row_without_claims_is_refused() -> None:
    """An answer that cites nothing cannot be made."""
    with pytest.raises(ValueError, match="cites no claim"):
        Contact("st:ita", "st:ita", (), "ev:x", "call", "happened", (), (), (), 0)


@pytest.mark.parametrize(
    ("month", "words"),
    [
        ("2020-13", "'2020-13' has the month 13"),
        ("August", "not an EDTF date"),
        ("XXXX-08", "names no year"),
        ("2020-08/2020-06", "ends before it starts"),
        ("", "not an EDTF date"),
    ],
)
def test_a_month_that_is_none(ledger: StandIn, month: str, words: str) -> None:
    """The sentence says what was met and how a month is written."""
    with pytest.raises(InputError, match=words):
        circle(ledger, "st:chn", month)


@pytest.mark.parametrize(
    ("who", "month", "words"),
    [
        ("st:chn", "1950-01", "to 2020-12-31. 1 event of st:chn is not dated finely enough"),
        ("st:rus", "2020-08", r"2 events \(1 of them not said to have happened\)"),
        ("st:bra", "2020-08", "most often name st:chn"),
        ("pe:li-qiang", "2020-08", "only from teasers"),
    ],
)
def test_nothing_found_says_what_there_is(
    ledger: StandIn, who: str, month: str, words: str
) -> None:
    """No row is an error whose sentence tells what the ledger has instead."""
    with pytest.raises(NothingFound, match=words):
        circle(ledger, who, month)


def test_empty_ledger_says_how_to_fill_it(empty_ledger: StandIn) -> None:
    """Nothing was read: the sentence names the command that reads."""
    with pytest.raises(NothingFound, match="'dragoman read PATH"):
        circle(empty_ledger, "st:chn", "2020-08")


def test_arrow_table_is_typed_and_read_by_pandas_and_polars(ledger: StandIn) -> None:
    """Rows come out as Arrow with lists as lists and the basis in the metadata."""
    import pandas as pd
    import polars as pl

    table = circle(ledger, "st:chn", "2020-08").to_arrow()

    assert str(table.schema.field("claims").type) == "list<item: string>"
    assert b'"n_events": 5' in table.schema.metadata[b"dragoman.basis"]
    assert list(table.to_pandas()["other"]) == [*("st:fra", "st:fra", "st:idn", "st:ita", "st:ita")]
    assert pl.from_arrow(table).height == len(pd.DataFrame(table.to_pylist()))


def test_every_channel_has_a_direction() -> None:
    """The side on which counterparts stand is known for each channel."""
    assert set(CHANNELS) == set(Channel)


def test_row_order_of_the_tables_changes_nothing(ledger: StandIn) -> None:
    """The same rows in another order give the same answer."""
    before = circle(ledger, "st:chn", "2020").rows
    for name in ("documents", "reports", "claims", "events", "event_reports"):
        ledger.db.execute(
            f"CREATE OR REPLACE TABLE {name} AS "  # noqa: S608
            f"SELECT * FROM {name} ORDER BY rowid DESC"
        )

    assert circle(ledger, "st:chn", "2020").rows == before
