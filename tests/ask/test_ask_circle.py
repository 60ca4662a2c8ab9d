"""Whom somebody dealt with in a month."""

import pytest
from standin_ledger import StandIn, empty

from dragoman.ask import Contact, circle
from dragoman.ask.circle import before
from dragoman.ask.window import window
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


def contacts(
    *told: tuple[str, str, int], outlet: str = "Gazette", ledger: StandIn | None = None
) -> StandIn:
    """Return a ledger with so many calls of China in a month with a state.

    Each is (state, month, number); calls are on days 1, 2, ... of the month, each told by a
    document of its own that is published on the day.
    """
    ledger = ledger or empty()
    ledger.db.begin()  # hundreds of small insertions
    for state, month, n in told:
        for number in range(n):
            key = f"{outlet}-{state}-{month}-{number}"
            day = f"{month}-{number % 28 + 1:02}"
            text = f"China called {state}: {key} on {day}."
            ledger.document(key, text, outlet=outlet, published=day)
            claims = [("actor", "st:chn", "China"), ("actor", state, state), ("date", day, day)]
            ledger.report(key, key, text, "call", "happened", claims, rule="x")
            ledger.event(f"ev:{key}", "call", "happened", [key], (day, day))
    ledger.db.commit()
    return ledger


def letter(ledger: StandIn, state: str, day: str, *purposes: str) -> None:
    """Add a letter of China with these purposes."""
    key = f"letter-{state}-{day}-{'-'.join(purposes)}"
    text = f"China wrote to {state}: {key} on {day}."
    ledger.document(key, text, outlet="Gazette", published=day)
    claims = [("actor", "st:chn", "China"), ("recipient", state, state), ("date", day, day)]
    claims += [("purpose", purpose, purpose) for purpose in purposes]
    ledger.report(key, key, text, "letter", "happened", claims, rule="x")
    ledger.event(f"ev:{key}", "letter", "happened", [key], (day, day))


def test_partners_have_counts_dates_and_intervals(ledger: StandIn) -> None:
    """Each counterpart once, with its channels, its first and last date and what it rests on."""
    answer = circle(ledger, "st:chn", "2020-08")

    partners = [(p.partner, p.n_events, p.by_channel, p.first, p.last) for p in answer.partners]
    assert partners == [
        ("st:fra", 2, ("call=1", "visit=1"), "2020-08", "2020-08"),
        ("st:ita", 2, ("visit=1", "meeting=1"), "2020-08", "2020-08"),
        ("st:idn", 1, ("letter=1",), "2020-08-20", "2020-08-21"),
    ]
    [_, italy, _] = answer.partners
    assert (italy.low, italy.high) == pytest.approx((0.242, 7.225), abs=1e-3)
    assert set(italy.claims) == {
        claim for row in answer.rows if row.other == "st:ita" for claim in row.claims
    }


@pytest.mark.parametrize(
    ("purposes", "n_events", "n_protocol"),
    [
        (("congratulation",), 3, 1),
        (("condolence",), 3, 1),
        (("greeting", "congratulation"), 3, 1),
        (("congratulation", "proposal"), 4, 0),
        (("thanks",), 4, 0),
        ((), 4, 0),
    ],
)
def test_protocol_letters_have_their_own_column(
    purposes: tuple[str, ...], n_events: int, n_protocol: int
) -> None:
    """A letter that only congratulates or condoles is in no count but its own."""
    ledger = contacts(("st:ita", "2020-08", 3))
    letter(ledger, "st:ita", "2020-08-30", *purposes)

    answer = circle(ledger, "st:chn", "2020-08")

    [italy] = answer.partners
    assert (italy.n_events, italy.n_protocol) == (n_events, n_protocol)
    assert len(italy.protocol_events) == n_protocol
    assert italy.last == "2020-08-30"
    assert len(answer.rows) == 4


def test_under_ten_events_is_a_list() -> None:
    """Nine events have no ranks, and protocol letters do not make them ten."""
    ledger = contacts(("st:ita", "2020-08", 8), ("st:fra", "2020-08", 1))
    letter(ledger, "st:fra", "2020-08-30", "congratulation")

    answer = circle(ledger, "st:chn", "2020-08")

    assert answer.no_ranks == "A list without ranks: 9 events, and ranks take 10."
    assert {one.rank for one in answer.partners} == {None}


def test_ranks_come_with_their_range() -> None:
    """From ten events on, ranks with the places that may be theirs; the same each time."""
    ledger = contacts(
        ("st:ita", "2020-08", 25),
        ("st:fra", "2020-08", 7),
        ("st:idn", "2020-08", 6),
        ("st:nzl", "2020-08", 1),
    )

    answer = circle(ledger, "st:chn", "2020-08")

    assert answer.no_ranks == ""
    assert [(p.partner, p.rank, p.rank_low) for p in answer.partners[:2]] == [
        ("st:ita", 1, 1),
        ("st:fra", 2, 2),
    ]
    assert answer.partners[1].rank_high == 3
    assert circle(ledger, "st:chn", "2020-08").partners == answer.partners


CALM = ("st:fra", "2020-07", 20), ("st:fra", "2020-08", 20)


@pytest.mark.parametrize(
    ("told", "other", "change", "n_before"),
    [
        pytest.param([("st:ita", "2020-08", 3)], "st:ita", "no clear change", 0, id="too few"),
        pytest.param([("st:ita", "2020-08", 14)], "st:ita", "more", 0, id="none before"),
        pytest.param(
            [("st:ita", "2020-07", 9), ("st:ita", "2020-08", 14)], "st:ita", "no clear change", 9,
            id="more, but not clearly",
        ),
        pytest.param(
            [("st:ita", "2020-07", 20), ("st:ita", "2020-08", 1)], "st:ita", "fewer", 20, id="fewer"
        ),
    ],
)  # fmt: skip
def test_change_is_said_only_where_it_is_clear(
    told: list[tuple[str, str, int]], other: str, change: str, n_before: int
) -> None:
    """Against the month before; the events of that month can be followed too."""
    partners = circle(contacts(*CALM, *told), "st:chn", "2020-08").partners

    found = {one.partner: one for one in partners}
    assert found[other].change == change
    assert found[other].n_before == len(found[other].events_before) == n_before
    assert found["st:fra"].change == "no clear change"


def test_more_documents_are_no_change() -> None:
    """Five times the documents and five times the calls: the record grew, not the circle."""
    ledger = contacts(("st:ita", "2020-07", 5), ("st:ita", "2020-08", 25))

    answer = circle(ledger, "st:chn", "2020-08")

    assert answer.partners[0].change == "no clear change"
    assert answer.compared == (
        "Compared with 2020-07 (25 documents of the same outlets against 5): no clear change, "
        "of 1 partner with events enough to tell."
    )


def test_a_new_outlet_is_no_change() -> None:
    """What only an outlet without documents of the month before tells is not compared."""
    ledger = contacts(*CALM)
    contacts(("st:ita", "2020-08", 20), outlet="Newcomer", ledger=ledger)

    partners = circle(ledger, "st:chn", "2020-08").partners

    assert {one.partner: one.change for one in partners}["st:ita"] == "no clear change"


def test_who_is_gone_is_said() -> None:
    """A partner of the month before with none now is no row, but is told where that is clear."""
    answer = circle(contacts(*CALM, ("st:ita", "2020-07", 15)), "st:chn", "2020-08")

    assert [one.partner for one in answer.partners] == ["st:fra"]
    [gone] = answer.gone
    assert (gone.partner, gone.n_events, gone.n_before, gone.change) == ("st:ita", 0, 15, "fewer")
    assert gone.claims


def test_nothing_to_compare_with_is_said() -> None:
    """Without a document of the window before, nobody has more or fewer."""
    answer = circle(contacts(("st:ita", "2020-08", 30)), "st:chn", "2020-08")

    assert answer.compared == "Not compared with 2020-07: no outlet has documents of both windows."
    assert answer.partners[0].change == "not compared"


def test_a_visit_and_its_meetings_are_one_occasion() -> None:
    """Three events on one visit leave more open than three calls."""
    ledger = contacts(("st:ita", "2020-08", 3), ("st:fra", "2020-08", 3))
    ledger.db.execute(
        "UPDATE events SET part_of = 'ev:visit' WHERE list_contains(polities, 'st:fra')"
    )

    [france, italy] = circle(ledger, "st:chn", "2020-08").partners

    assert (france.partner, france.n_events, italy.n_events) == ("st:fra", 3, 3)
    assert (france.low, france.high) == pytest.approx((3 * 0.02532, 3 * 5.57164), abs=1e-3)
    assert italy.high == pytest.approx(8.767, abs=1e-3)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("2020-08", "2020-07"),
        ("2020-01", "2019-12"),
        ("2020", "2019-01/2019-12"),
        ("2020-06/2020-08", "2020-03/2020-05"),
        ("2020-08-10", "2020-08-09"),
        ("2020-08-10/2020-08-12", "2020-08-07/2020-08-09"),
        ("0001-01", None),
    ],
)
def test_the_window_before(asked: str, expected: str | None) -> None:
    """As many whole months, or else as many days."""
    found = before(window(asked))

    assert (found.words if found else None) == expected


def test_partners_as_arrow(ledger: StandIn) -> None:
    """Partners are an answer of their own, with typed columns."""
    table = circle(ledger, "st:chn", "2020-08").by_partner().to_arrow()

    assert table.column("partner").to_pylist() == ["st:fra", "st:ita", "st:idn"]
    assert str(table.schema.field("low").type) == "double"
