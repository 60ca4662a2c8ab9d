"""One event in full, and where documents disagree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standin_ledger import StandIn, empty

from dragoman.ask import show
from dragoman.ask.quote import cut, shorten
from dragoman.ask.show import elsewhere, pieces
from dragoman.model import InputError, NothingFound


def test_both_accounts_of_the_day_are_shown(ledger: StandIn) -> None:
    """Neither document's date is preferred."""
    [difference] = show(ledger, "ev:letter").disagreements

    assert difference.about == "date"
    assert [(a.outlet, a.values, a.claims) for a in difference.accounts] == [
        ("Hainan Courier", ("2020-08-20",), ("c4",)),
        ("Jakarta Gazette", ("2020-08-21",), ("c8",)),
    ]


def two_accounts(first: list[tuple[str, str, str]], second: list[tuple[str, str, str]]) -> StandIn:
    """Return a ledger with one meeting that two documents tell."""
    ledger = empty()
    for name, claims in (("a", first), ("b", second)):
        text = "Wang Yi met in A or in B on day 1 or day 2: " + "; ".join(c[2] for c in claims)
        ledger.document(name, text, outlet=name.upper(), published="2020-08-04")
        own = [("actor", "pe:wang-yi", "Wang Yi"), *claims]
        ledger.report(name, name, text, "meeting", "happened", own, rule="x")
    ledger.event("ev:x", "meeting", "happened", ["a", "b"], None)
    return ledger


@pytest.mark.parametrize(
    ("first", "second", "about"),
    [
        pytest.param(
            [("date", "2020-08", "August")],
            [("date", "2020-08-20", "20 August")],
            [],
            id="August and a day of it agree",
        ),
        pytest.param(
            [("date", "2020-08-19", "19"), ("date", "2020-08-20", "20")],
            [("date", "2020-08-20", "20 August")],
            [],
            id="one of several fits",
        ),
        pytest.param(
            [("place", "pl:a", "in A")], [("place", "pl:b", "in B")], ["place"], id="two places"
        ),
        pytest.param([("place", "pl:a", "in A")], [], [], id="silence is no disagreement"),
        pytest.param(
            [("actor", "pe:joko-widodo", "Joko")],
            [("actor", "pe:retno-marsudi", "Retno")],
            ["who of st:idn"],
            id="two people for one state",
        ),
        pytest.param(
            [("actor", "pe:joko-widodo", "Joko")],
            [("actor", "st:idn", "Indonesia")],
            [],
            id="a person and the state",
        ),
        pytest.param(
            [("quantity", "Five tons", "five tons")],
            [("quantity", "five tons", "five tons")],
            [],
            id="words in another case",
        ),
    ],
)
def test_what_counts_as_disagreement(
    first: list[tuple[str, str, str]], second: list[tuple[str, str, str]], about: list[str]
) -> None:
    """Two documents disagree when nothing that one says fits anything the other says."""
    found = show(two_accounts(first, second), "ev:x").disagreements

    assert [difference.about for difference in found] == about


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("happened", "denied"), ["status"]),
        (("happened", "planned"), []),  # a plan that came about
        (("happened", "cancelled"), ["status"]),
    ],
)
def test_a_denial_disagrees_and_a_plan_does_not(
    statuses: tuple[str, str], expected: list[str]
) -> None:
    """What one says happened and another denies stands as disagreement."""
    ledger = two_accounts([], [])
    for name, status in zip("ab", statuses, strict=True):
        ledger.db.execute("UPDATE reports SET status = ? WHERE report_id = ?", [status, name])

    assert [d.about for d in show(ledger, "ev:x").disagreements] == expected


@pytest.mark.parametrize("typed", ["ev:letter", "ev:let", "r1", "c1", "[c8]", " c8 "])
def test_an_event_is_found_by_any_id_of_its_own(ledger: StandIn, typed: str) -> None:
    """Event, report or claim, whole or begun; a whole id wins over longer ones."""
    assert show(ledger, typed).event.event == "ev:letter"


def test_ids_that_fit_several_or_none(ledger: StandIn) -> None:
    """Several: they are named. None: the sentence says where ids are listed."""
    with pytest.raises(InputError, match="begins the ids of 2 events: ev:visit-france, ev:visit-i"):
        show(ledger, "ev:visit")
    with pytest.raises(NothingFound, match="'dragoman events LEDGER'"):
        show(ledger, "zzz")
    with pytest.raises(NothingFound):
        show(ledger, "")


def test_teaser_reports_are_shown_and_marked(ledger: StandIn) -> None:
    """What only a teaser says can be looked at, as a teaser's."""
    dossier = show(ledger, "ev:teaser")

    assert [report.section for report in dossier.reports] == ["teaser"]
    assert dossier.event.section == "teaser"


def test_words_of_other_sentences_are_told_apart(ledger: StandIn) -> None:
    """A claim that rests on the dateline is no mark in the sentence."""
    ledger.db.execute(
        "UPDATE claims SET \"start\" = 0, \"end\" = 7, quote = 'JAKARTA' WHERE claim_id = 'c8'"
    )
    report = show(ledger, "ev:letter").reports[1]

    assert elsewhere(report) == ("JAKARTA",)
    assert [piece.text for piece in pieces(report) if piece.marked] == [
        "Xi Jinping",
        "Indonesian president",
    ]


MARKS = st.lists(st.tuples(st.integers(-3, 60), st.integers(-3, 60)), max_size=6)


@given(st.text(max_size=50), MARKS)
def test_pieces_joined_are_the_sentence(sentence: str, marks: list[tuple[int, int]]) -> None:
    """Whatever is marked, no word is lost, doubled or moved."""
    assert "".join(piece.text for piece in cut(sentence, marks)) == sentence


@given(st.text("ab ", min_size=500, max_size=3000), st.integers(100, 400))
def test_a_long_quotation_keeps_its_marked_words(sentence: str, at: int) -> None:
    """Shortening takes words out between the marks, and says where."""
    short = shorten(cut(sentence, [(at, at + 20)]), 200)

    assert [p.text for p in short if p.marked] == [sentence[at : at + 20]]
    assert sum(len(p.text) for p in short) < 300
    assert any("\u2026" in p.text for p in short)
