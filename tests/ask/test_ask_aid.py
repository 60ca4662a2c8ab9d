"""Gifts both ways: amounts with their bounds, sums by unit, claimed returns, refusals."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standin_ledger import StandIn, empty

from dragoman.ask.aid import Aid, aid
from dragoman.ask.amounts import Amount, read_quantity
from dragoman.ask.gifts import Stage
from dragoman.ask.given_back import LEAST_PAIRS, Backs
from dragoman.ask.returning import claims_return, cues
from dragoman.extract.details.book import load_details
from dragoman.model import InputError, NothingFound

Told = tuple[str, str, str, str | None, Sequence[str]]
"""Giver, receiver, status, day, and the amounts as notes have them."""


def ledger_of(*documents: Sequence[Told], said: Sequence[str] = (), apart: bool = True) -> StandIn:
    """Return a ledger of documents that tell of gifts, each gift an event.

    `said` are sentences that the documents end with. With `apart` unset, all reports are of
    one event.
    """
    ledger = empty()
    ledger.db.execute(
        "CREATE TABLE IF NOT EXISTS statements (statement_id TEXT, doc_id TEXT, polity TEXT,"
        ' office TEXT, person TEXT, start BIGINT, "end" BIGINT, quote TEXT)'
    )
    names = {"st:chn": "China", "st:ita": "Italy", "st:fra": "France"}
    reports: list[str] = []
    last = None
    for n, told in enumerate(documents):
        sentences = [
            f"On some day {names.get(giver, giver)} gave {names.get(to, to)} number {n}-{m}: "
            f"{'; '.join(notes)}."
            for m, (giver, to, _, _, notes) in enumerate(told)
        ]
        words = " ".join([*sentences, *(said[n : n + 1])])
        ledger.document(f"d{n}", words, outlet=f"Paper {n}", published=f"2020-03-{n + 1:02}")
        for m, (giver, to, status, day, notes) in enumerate(told):
            claims = [("actor", giver, names.get(giver, giver))]
            claims += [("recipient", to, names.get(to, to))]
            claims += [("date", day, "On some day")] if day else []
            claims += [("quantity", note, note) for note in notes]
            name = f"r{n}-{m}"
            ledger.report(name, f"d{n}", sentences[m], "aid", status, claims, rule="aid.given")
            reports.append(name)
            last = status
            if apart:
                ledger.event(f"ev:{n}-{m}", "aid", status, [name], None)
    if not apart:
        ledger.event("ev:one", "aid", last or "happened", reports, None)
    ledger.db.execute("UPDATE claims SET note = value WHERE role = 'quantity'")
    return ledger


def sums(found: Aid) -> dict[tuple[str, str | None], tuple[str | None, str | None]]:
    """Return what was pledged and delivered, by giver and unit."""
    return {(row.giver, row.unit): (row.pledged, row.delivered) for row in found.tallies}


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("amount=100;unit=doses;bound=more than", "more than 100"),
        ("amount=100;unit=doses;bound=at least", "at least 100"),
        ("amount=400000000;unit=USD;bound=up to", "up to 400,000,000"),
        ("amount=1300;unit=firefighters;bound=almost", "about 1,300"),
        ("amount=8;unit=USD;bound=an additional", "8"),
        ("amount=2.5;unit=tons", "2.5"),
        ("amount=dozens;unit=trucks", "some, told without a number"),
    ],
)
def test_a_bound_stays_a_bound(note: str, words: str) -> None:
    """More than 100 is not 100, and dozens are no number."""
    quantity = read_quantity(note)

    assert quantity and quantity.amount.words() == words


def test_every_bound_that_is_read_is_understood() -> None:
    """What stands before an amount is above, below, about, or says nothing of its size."""
    plain = {"an additional", "an extra", "a further", "another", "a total of"}
    exact = Amount(7, 7)

    for bound in load_details()["bounds"]["before"]:
        quantity = read_quantity(f"amount=7;unit=x;bound={bound}")
        assert quantity and (quantity.amount == exact) == (bound in plain), bound


def test_units_are_never_added_up() -> None:
    """Doses and tents are two sums, dose and doses one; a bound stays in the sum."""
    found = aid(
        ledger_of(
            [
                (
                    "st:chn",
                    "st:ita",
                    "happened",
                    "2020-03-01",
                    ["amount=500;unit=doses", "amount=4;unit=tents"],
                )
            ],
            [
                (
                    "st:chn",
                    "st:ita",
                    "happened",
                    "2020-03-02",
                    ["amount=20;unit=dose;bound=more than"],
                )
            ],
            [("st:ita", "st:chn", "happened", "2008", ["amount=2;unit=tents"])],
        ),
        "st:chn",
        "st:ita",
    )

    assert sums(found) == {
        ("st:chn", None): (None, "2"),
        ("st:chn", "dose"): (None, "more than 520"),
        ("st:chn", "tents"): (None, "4"),
        ("st:ita", None): (None, "1"),
        ("st:ita", "tents"): (None, "2"),
    }
    assert [balance.words("China", "Italy") for balance in found.balances] == [
        "gifts: 1 more from China",
        "dose: at least 520 more from China",
        "tents: 2 more from China",
    ]
    assert all(row.claims for row in (*found.rows, *found.tallies, *found.balances))


def test_pledged_and_delivered_are_kept_apart() -> None:
    """One gift, promised and then brought, is in both sums with what each document says."""
    promise = ("st:chn", "st:ita", "planned", "2020-03-05", ["amount=500;unit=masks"])
    brought = ("st:chn", "st:ita", "happened", "2020-03-05", ["amount=300;unit=masks"])
    found = aid(ledger_of([promise], [brought], apart=False), "st:ita", "st:chn")

    [gift] = found.rows
    assert (gift.stage, gift.pledged, gift.delivered) == (
        "delivered",
        ("500 masks",),
        ("300 masks",),
    )
    assert sums(found)["st:chn", "masks"] == ("500", "300")
    assert sums(found)["st:chn", None] == ("1", "1")


@pytest.mark.parametrize(
    ("status", "notes", "stage"),
    [
        ("happened", ["amount=5;unit=USD;given=pledged"], Stage.PLEDGED),
        ("happened", ["amount=5;unit=USD"], Stage.DELIVERED),
        ("ongoing", ["amount=5;unit=USD"], Stage.UNDER_WAY),
        ("planned", [], Stage.PLEDGED),
        ("cancelled", ["amount=5;unit=USD"], Stage.CANCELLED),
        ("denied", [], Stage.DENIED),
    ],
)
def test_how_far_a_gift_has_come(status: str, notes: list[str], stage: Stage) -> None:
    """What a document says was offered is a pledge; what was called off is in no sum."""
    found = aid(ledger_of([("st:chn", "st:ita", status, None, notes)]), "st:chn")

    [gift] = found.rows
    assert gift.stage is stage
    in_sums = {
        stage
        for words, stage in ((gift.pledged, "pledged"), (gift.delivered, "delivered"))
        if words
    }
    assert in_sums == ({str(stage)} & {"pledged", "delivered"} if notes else set())


def test_two_accounts_of_a_gift_are_a_range() -> None:
    """Nothing is averaged: 300 to the one and 500 to the other is 300 to 500."""
    told = [("st:chn", "st:ita", "happened", None, [f"amount={n};unit=masks"]) for n in (300, 500)]

    found = aid(ledger_of([told[0]], [told[1]], apart=False), "st:chn")

    assert sums(found)["st:chn", "masks"] == (None, "300 to 500")
    assert [row.n_documents for row in found.rows] == [2]


def test_what_is_told_for_several_together_is_in_no_sum() -> None:
    """Forty tents to Italy and France are not forty to each."""
    ledger = ledger_of(
        [("st:chn", "st:ita", "happened", None, ["amount=40;unit=tents"])],
        [("st:chn", "st:fra", "happened", None, [])],
    )
    ledger.db.execute(
        "INSERT INTO claims SELECT * REPLACE ('r1-0' AS report_id) FROM claims"
        " WHERE role = 'quantity'"
    )

    found = aid(ledger, "st:chn")

    assert [row.together for row in found.rows] == [True, True]
    assert {unit for _, unit in sums(found)} == {None}


def test_a_gift_to_many_is_read_out_for_nobody() -> None:
    """What went to "more than 100 countries" is listed apart, and no state gets a row from it."""
    umbrella = "China gave aid to more than 100 countries."
    ledger = ledger_of([("st:chn", "st:ita", "happened", None, [])], said=[umbrella])
    at = ledger.texts["d0"].index(umbrella) + len("China ")
    ledger.db.execute(
        "INSERT INTO issues VALUES"
        " ('extract', 'party not named', 'aid.given', 'd0', 'd0', ?, ?, 'gave', false)",
        [at, at + 4],
    )

    found = aid(ledger, "st:chn")

    assert [(row.giver, row.words, row.quote) for row in found.umbrellas] == [
        ("st:chn", "more than 100 countries", umbrella)
    ]
    assert {row.receiver for row in found.rows} == {"st:ita"}


RETURN = "In return for the help of Italy, China sent doctors, the ambassador said."


def test_a_claimed_return_is_quoted_and_tested_by_nothing() -> None:
    """The sentence, whose it is, and how far apart the record says that the gifts are."""
    gifts = [
        ("st:ita", "st:chn", "happened", "2008-05-18", []),
        ("st:chn", "st:ita", "happened", "2020-03-12", []),
    ]
    found = aid(ledger_of(gifts, said=[RETURN]), "st:chn", "st:ita")

    [claimed] = found.claimed
    assert (claimed.quote, claimed.source, claimed.published) == (RETURN, "Paper 0", "2020-03-01")
    assert (claimed.gave, claimed.gave_back) == ("ev:0-0", "ev:0-1")
    assert claimed.apart() == "4,316 days (11.8 years) apart"
    assert found.returns and found.returns.soonest is None
    assert "one pair: not testable" in found.returns.sentence()


@pytest.mark.parametrize(
    ("days", "apart"),
    [
        (("2008", "2020-03-12"), "4,089 to 4,454 days (12.2 years) apart"),
        (("2008", None), "at most 4,443 days (12.2 years) apart"),
        ((None, "2020-03-12"), "the record does not say how far apart"),
    ],
)
def test_how_far_apart_is_no_finer_than_the_record(
    days: tuple[str | None, str | None], apart: str
) -> None:
    """A year gives a range; what has no day was given before its document at the latest."""
    gifts = [
        ("st:ita", "st:chn", "happened", days[0], []),
        ("st:chn", "st:ita", "happened", days[1], []),
    ]
    ledger = ledger_of(gifts, said=[RETURN])

    [claimed] = aid(ledger, "st:ita", "st:chn").claimed

    assert claimed.apart() == apart


@pytest.mark.parametrize(
    ("said", "speaker", "n"),
    [
        pytest.param(RETURN, None, 1, id="both are named"),
        pytest.param("This is in return for its help.", None, 0, id="nobody is named"),
        pytest.param(
            "We help Italy in return.", None, 0, id="one is named, and who speaks unknown"
        ),
        pytest.param("We help Italy in return.", "st:chn", 1, id="the other says it"),
        pytest.param("We help Italy in return.", "st:fra", 0, id="a third says it"),
        pytest.param("China will repay its loans from Italy.", None, 0, id="a debt"),
    ],
)
def test_a_return_is_claimed_of_the_two_alone(said: str, speaker: str | None, n: int) -> None:
    """The sentence names both, or the one says it and names the other."""
    ledger = ledger_of([("st:ita", "st:chn", "happened", "2008", [])], said=[said])
    if speaker:
        at = ledger.texts["d0"].index(said)
        ledger.db.execute(
            'INSERT INTO statements (doc_id, polity, start, "end") VALUES (?, ?, ?, ?)',
            ["d0", speaker, at, at + len(said)],
        )

    found = aid(ledger, "st:chn").claimed

    assert len(found) == n
    assert all(claimed.speaker == speaker for claimed in found)


@pytest.mark.parametrize("n_pairs", [LEAST_PAIRS - 1, LEAST_PAIRS])
def test_time_to_first_return_needs_twenty_pairs(n_pairs: int) -> None:
    """Below that a sentence says how many there are; above, shares with intervals."""
    gifts = []
    for n in range(n_pairs):
        other = f"og:x{n}"
        gifts.append(("st:chn", other, "happened", "2010-01-01", []))
        gifts += [(other, "st:chn", "happened", "2013-01-01", [])] * (n % 2)

    found = aid(ledger_of(gifts), "st:chn").returns

    assert found is not None
    assert (found.soonest is None) == (n_pairs < LEAST_PAIRS)
    if found.soonest is None:
        assert f"known between {n_pairs} pairs; it needs {LEAST_PAIRS}" in found.sentence()
    else:
        # Half the gifts to others are followed after three years; those that follow are not.
        assert found.n_gifts == 30
        assert found.soonest == found.latest
        assert found.soonest.at(2 * 365).share == 0  # type: ignore[union-attr]
        assert found.soonest.at(4 * 365).share == pytest.approx(1 / 3)  # type: ignore[union-attr]
        assert "not shown" in found.sentence()


def test_days_that_are_open_give_two_readings_of_the_time_to_a_return() -> None:
    """A gift of March 2010 is followed in 2011: after 276 days at least, and 670 at most."""
    gifts = []
    for n in range(LEAST_PAIRS):
        gifts.append(("st:chn", f"og:x{n}", "happened", "2010-03", []))
        gifts.append((f"og:x{n}", "st:chn", "happened", "2011", []))

    found = aid(ledger_of(gifts), "st:chn").returns

    assert found and found.soonest and found.latest
    assert (found.soonest.days, found.latest.days) == ((276,), (670,))
    assert "0% to 50%" in found.sentence()
    assert "read latest and soonest" in found.sentence()


@given(
    st.tuples(st.integers(0, 9), st.integers(0, 4)),
    st.lists(st.tuples(st.integers(0, 14), st.integers(0, 4)), max_size=3),
)
def test_no_choice_of_days_is_outside_the_two_readings(
    gift: tuple[int, int], back: list[tuple[int, int]]
) -> None:
    """All days that a few gifts can have been on, tried one by one."""
    start = date(2020, 1, 1)
    spans = [(start + timedelta(a), start + timedelta(a + more)) for a, more in [gift, *back]]
    tried = []
    for days in product(*(range(a, a + more + 1) for a, more in [gift, *back])):
        later = [day - days[0] for day in days[1:] if day > days[0]]
        tried.append(min(later, default=inf))

    backs = Backs(spans[1:])

    assert (backs.soonest(spans[0]) or inf) == min(tried)
    assert (backs.latest(spans[0]) or inf) == max(tried)


@pytest.mark.parametrize("example", [(cue, e) for cue in cues() for e in cue.entry["finds"]])
def test_a_cue_finds_its_sentence(example: tuple[object, dict[str, str]]) -> None:
    """And it is the first cue that does."""
    cue, told = example

    assert claims_return(told["text"]) is cue


@pytest.mark.parametrize("example", [e for cue in cues() for e in cue.entry["passes_over"]])
def test_the_cues_pass_over(example: dict[str, str]) -> None:
    """What is given back is no gift, or nothing is."""
    assert claims_return(example["text"]) is None, example["because"]


@pytest.mark.parametrize(
    ("who", "other", "error", "words"),
    [
        ("pe:wang-yi", None, InputError, "no state or organization"),
        ("st:chn", "st:chn", InputError, "between two sides"),
        ("st:chn", "st:fra", NothingFound, "1 gift between st:chn and st:ita"),
        ("st:fra", None, NothingFound, "st:fra"),
    ],
)
def test_what_there_is_instead(
    who: str, other: str | None, error: type[Exception], words: str
) -> None:
    """A person, one side twice, a pair and a state without gifts: a sentence each."""
    ledger = ledger_of([("st:chn", "st:ita", "happened", None, [])])

    with pytest.raises(error, match=words):
        aid(ledger, who, other)


def test_an_empty_ledger_says_so(empty_ledger: StandIn) -> None:
    """And how to fill it."""
    with pytest.raises(NothingFound, match="no document has been read"):
        aid(empty_ledger, "st:chn", "st:ita")


def test_dates_of_publication_place_what_has_no_day() -> None:
    """A gift without a day stands where its first document does, and is not dated by it."""
    found = aid(
        ledger_of(
            [
                ("st:chn", "st:ita", "happened", None, []),
                ("st:ita", "st:chn", "happened", "2008", []),
            ]
        ),
        "st:chn",
    )

    assert [(row.dates, row.told_by) for row in found.rows] == [
        (("2008",), "2020-03-01"),
        ((), "2020-03-01"),
    ]
    assert found.returns and (found.returns.n_gifts, found.returns.n_coarse) == (1, 1)
    assert "1 more is left out: no document dates it to a year." in found.returns.sentence()
