"""Who told of what, how one-sided it is, and how much was missed at least."""

import numpy as np
import pytest
from standin_ledger import StandIn
from statement_making import TABLE

from dragoman.ask.coverage import Pattern, coverage, recall_bounds
from dragoman.ask.simulate.coverage import World, worlds
from dragoman.ask.stats.missed import Bound, chapman, refusal
from dragoman.ask.stats.odds import log_odds
from dragoman.ask.stats.shares import wilson
from dragoman.model import InputError

RUNS = 1500


@pytest.fixture
def two_sides(empty_ledger: StandIn) -> StandIn:
    """Return a ledger in which China tells of calls 0-29 with Indonesia, and Indonesia of 15-44."""
    for side, doc, first in (("st:chn", "dc", 0), ("st:idn", "di", 15)):
        calls = [f"Xi Jinping phoned Joko Widodo, call {n:03}." for n in range(first, first + 30)]
        empty_ledger.document(
            doc, " ".join(calls), outlet=f"Voice of {side}", published="2021-01-01", side=side
        )
        for n, sentence in enumerate(calls, first):
            empty_ledger.report(
                f"{doc}-{n}",
                doc,
                sentence,
                "call",
                "happened",
                [("actor", "pe:xi-jinping", "Xi Jinping"), ("actor", "pe:joko-widodo", "Joko")],
                rule="call.phoned",
            )
    for n in range(45):
        told = [f"dc-{n}"] * (n < 30) + [f"di-{n}"] * (n >= 15)
        empty_ledger.event(f"ev:{n:03}", "call", "happened", told, ("2020-05-01", "2020-05-01"))
    return empty_ledger


def test_one_sided_events_are_counted_with_their_interval(ledger: StandIn) -> None:
    """The letter has both accounts, four events China's only, three nobody's."""
    accounts = coverage(ledger).accounts

    assert (accounts.one, accounts.several, accounts.none) == (4, 1, 3)
    assert accounts.by_side == (("st:chn", 4),)
    assert accounts.sentence() == (
        "One-sided: 80% (38% to 96%), 4 of 5 events that any party tells of; of 3 more, none does."
    )


def test_without_any_side_the_share_is_refused(ledger: StandIn) -> None:
    """Nobody knows whose documents they are: no share, and the reason."""
    ledger.db.execute("UPDATE events SET sides = []")

    accounts = coverage(ledger).accounts

    assert accounts.share is None
    assert "refused, because no event has a party's own account" in accounts.sentence()


def test_events_by_the_outlets_that_tell_of_them(ledger: StandIn) -> None:
    """Combinations most frequent first, and the matrix on demand; plans are not in it."""
    answer = coverage(ledger, matrix=True)

    assert answer.patterns == (
        Pattern(("Hainan Courier",), 4),
        Pattern(("Hainan Courier", "Jakarta Gazette"), 1),
    )
    assert [(row.event, row.outlets) for row in answer.matrix][2] == (
        "ev:letter",
        ("Hainan Courier", "Jakarta Gazette"),
    )
    assert coverage(ledger).matrix == ()


def test_a_copy_is_no_second_source(ledger: StandIn) -> None:
    """When the Gazette's text is a copy of the Courier's, the Courier alone tells of the letter."""
    ledger.db.execute(
        "INSERT INTO copies (doc_id, group_id, first) VALUES ('d1', 'g', true), ('d2', 'g', false)"
    )

    assert coverage(ledger).patterns == (Pattern(("Hainan Courier",), 5),)


def test_the_bound_by_two_sides(two_sides: StandIn) -> None:
    """Thirty, thirty, fifteen on both: a bound, also for the channel and the rank."""
    missed = coverage(two_sides).missed

    assert [row.stratum for row in missed] == ["all", "rank: head of state", "channel: call"]
    assert missed[0].sentence(lambda id_: id_[3:]) == (
        "chn and idn: at least about 50 events took place, 45 of them told (30 by chn, 30 by idn, "
        "15 by both)."
    )
    assert (missed[0].n_ledger, missed[0].recall_at_most) == (45, 0.9)
    assert recall_bounds(two_sides) == {("st:chn", "st:idn"): 0.9}


def test_the_bound_counts_only_what_both_sides_could_tell(two_sides: StandIn) -> None:
    """A call of China with France is no event that Indonesia misses."""
    before = coverage(two_sides).missed[0]
    two_sides.db.execute(
        "UPDATE events SET polities = ['st:chn', 'st:fra'] WHERE event_id = 'ev:000'"
    )

    assert coverage(two_sides).missed[0].n_one == before.n_one - 1


def test_the_bound_is_refused_below_the_thresholds(ledger: StandIn) -> None:
    """One event each: the sentence names the counts and the threshold."""
    [row] = coverage(ledger).missed

    assert (row.least, row.estimate) == (None, None)
    assert row.sentence() == (
        "st:chn and st:idn: bound on missed events refused, because one side tells of 1 "
        "and a bound needs 20 on each side."
    )


def test_one_side_with_nearly_all_documents_is_said(two_sides: StandIn) -> None:
    """Above four fifths; two documents of two sides are no such case."""
    assert coverage(two_sides).dominance is None
    two_sides.db.execute("UPDATE documents SET side = 'st:idn'")

    dominance = coverage(two_sides).dominance

    assert dominance is not None
    assert dominance.sentence().startswith("2 of the 2 documents whose side is known are st:idn’s")


@pytest.mark.parametrize(
    ("lists", "why_not"),
    [
        ((20, 20, 10), None),
        ((19, 40, 15), "one side tells of 19"),
        ((40, 19, 15), "one side tells of 19"),
        ((40, 40, 9), "both sides tell of 9 and a bound needs 10"),
    ],
)
def test_thresholds(lists: tuple[int, int, int], why_not: str | None) -> None:
    """Twenty on each list, ten on both."""
    said = refusal(*lists)

    assert said is None if why_not is None else why_not in (said or "")


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        ((60, 50, 30), (99.4, 89)),  # 61 * 51 / 31 - 1, and 80 seen
        ((30, 30, 30), (30.0, 30)),  # nothing unseen
        ((10, 5, 5), (10.0, 10)),
    ],
)
def test_chapman_by_hand(lists: tuple[int, int, int], expected: tuple[float, int]) -> None:
    """The estimate by its formula; the bound never below what was seen."""
    bound = chapman(*lists)

    assert (round(bound.estimate, 1), bound.least) == expected


def test_lists_that_cannot_be() -> None:
    """More on both than on one is a mistake of the caller."""
    with pytest.raises(ValueError, match="5 cannot stand on both lists of 4 and 9"):
        chapman(4, 9, 5)


def bounds(world: World) -> list[Bound]:
    """Return the bounds of many runs of a world, refused ones left out."""
    return [
        chapman(run.n_one, run.n_other, run.n_both)
        for run in worlds(world, RUNS, seed=7)
        if refusal(run.n_one, run.n_other, run.n_both) is None
    ]


@pytest.mark.parametrize("n", [100, 200, 1000])
def test_the_interval_covers_the_truth_when_sides_are_independent(n: int) -> None:
    """At least 90 %, the median estimate within 0.95-1.02 of the truth."""
    found = bounds(World(n))
    covered = sum(bound.least <= n <= bound.most for bound in found) / len(found)
    median = sorted(bound.estimate for bound in found)[len(found) // 2] / n

    assert covered >= 0.90
    assert 0.95 <= median <= 1.02


@pytest.mark.parametrize("n", [50, 100, 200, 1000])
@pytest.mark.parametrize(("spread", "copied"), [(0.5, 0.0), (1.5, 0.0), (0.0, 0.3), (1.5, 0.3)])
def test_the_bound_is_one_when_big_events_are_easier_or_copied(
    n: int, spread: float, copied: float
) -> None:
    """True in at least 97 %, although the interval is long wrong."""
    found = bounds(World(n, spread=spread, copied=copied))

    assert sum(bound.least <= n for bound in found) >= 0.97 * len(found)


def test_the_bound_is_none_when_sides_avoid_each_other() -> None:
    """The condition that is printed with it: what one side tells, the other keeps silent on."""
    found = bounds(World(500, spread=1.5, opposed=True))

    assert sum(bound.least <= 500 for bound in found) < 0.5 * len(found)


def test_wilson_stays_between_nothing_and_all() -> None:
    """At the ends, where the usual interval would have no width."""
    assert wilson(0, 5)[0] == 0.0
    assert wilson(5, 5)[1] == 1.0
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)


@pytest.fixture
def two_outlets(two_sides: StandIn) -> StandIn:
    """Return 60 documents of two outlets: the Courier's on masks are often, the Herald's never."""
    two_sides.db.execute(TABLE)
    for nth in range(60):
        ours = nth % 2 == 0
        words = "masks" if ours and nth < 50 else "tariffs"
        sentence = f"Xi Jinping phoned Joko Widodo about {words}."
        doc = f"o{nth:02}"
        two_sides.document(
            doc, sentence, outlet="Courier" if ours else "Herald", published="2021-02-01"
        )
        claims = [("actor", "pe:xi-jinping", "Xi Jinping"), ("topic", words, words)]
        two_sides.report(f"r{doc}", doc, sentence, "call", "happened", claims, rule="call.phoned")
        two_sides.event(f"ev:{doc}", "call", "happened", [f"r{doc}"], ("2021-02-01", "2021-02-01"))
    return two_sides


def test_what_an_outlet_tells_more_often_has_an_interval(two_outlets: StandIn) -> None:
    """Masks are in 25 of the Courier's 30 documents and in none of the Herald's."""
    answer = coverage(two_outlets, between=("Courier", "Herald"))

    found = answer.contrast
    assert found and (found.by, found.n_one, found.n_other, found.language) == (
        *("outlet", 30, 30, "en"),
    )
    rows = {(row.what, row.kind): row for row in answer.told_more}
    masks = rows["topic", "masks"]
    assert (masks.n_one, masks.n_other, masks.more) == (25, 0, "one")
    assert masks.low > 0
    assert rows["topic", "tariffs"].more == rows["word", "tariffs"].more == "other"
    assert ("channel", "call") not in rows  # all events of both are calls
    assert found.sentence().endswith("4 of 4 channels, topics and words differ clearly.")


def test_two_tellers_with_few_documents_are_not_compared(two_outlets: StandIn) -> None:
    """Each side has one document: refused, with the numbers."""
    answer = coverage(two_outlets, between=("st:chn", "st:idn"))

    assert answer.contrast and answer.told_more == ()
    assert answer.contrast.sentence() == (
        "What st:chn tells more often than st:idn: refused, because they have 1 and 1 documents "
        "that report anything, and it needs 20 of each."
    )


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("Courier", "Courier", "with itself"),
        ("Courier", "Heralt", "did you mean 'Herald'"),
        ("Courier", "st:chn", "not both outlets, nor both sides"),
    ],
)
def test_who_tells_nothing_is_not_compared(
    two_outlets: StandIn, one: str, other: str, words: str
) -> None:
    """A name of nobody, one name twice, an outlet against a side."""
    with pytest.raises(InputError, match=words):
        coverage(two_outlets, between=(one, other))


@pytest.mark.parametrize(("true", "least", "most"), [(0.0, 0.94, 1.0), (1.0, 0.90, 1.0)])
def test_intervals_of_log_odds_hold_the_truth(true: float, least: float, most: float) -> None:
    """200 worlds of 20 kinds in 80 units each; the first kind differs by `true`.

    Where nothing differs, at most one world in twenty has any clear difference.
    """
    rng = np.random.default_rng(7)
    share = np.full(20, 0.3)
    other = share.copy()
    share[0] = 1 / (1 + np.exp(-(np.log(0.3 / 0.7) + true)))
    held = false = 0
    for _ in range(200):
        here, there = rng.binomial(80, share), rng.binomial(80, other)
        found = log_odds(
            {str(k): int(n) for k, n in enumerate(here)},
            80,
            {str(k): int(n) for k, n in enumerate(there)},
            80,
        )
        held += found["0"].low <= true <= found["0"].high
        false += any(odds.clear for kind, odds in found.items() if kind != "0")
    assert least <= held / 200 <= most
    assert false <= 0.05 * 200 + 4
