"""Counts by channel and the cloud share."""

import pytest
from standin_ledger import StandIn, empty

from dragoman.ask import CloudShare, channels
from dragoman.model import NothingFound


def ledger_of(**counts: int) -> StandIn:
    """Return a ledger with so many events of each channel between China and Italy."""
    ledger = empty()
    for channel, n in counts.items():
        for number in range(n):
            key = f"{channel}-{number}"
            text = f"China and Italy: {key}, on August 3."
            ledger.document(key, text, outlet="Gazette", published="2020-08-04")
            claims = [
                ("actor", "st:chn", "China"),
                ("recipient", "st:ita", "Italy"),
                ("date", "2020-08-03", "August 3"),
            ]
            ledger.report(key, key, text, channel, "happened", claims, rule="x")
            ledger.event(f"ev:{key}", channel, "happened", [key], ("2020-08-03", "2020-08-03"))
    return ledger


def test_counts_stand_with_documents_and_claims(ledger: StandIn) -> None:
    """Each row has the number of events, of documents, and the claims behind them."""
    rows = channels(ledger, "st:chn", "2020-08", "2020-08").rows

    assert [(row.channel, row.n_events, row.n_documents) for row in rows] == [
        ("call", 1, 1),
        ("letter", 1, 2),
        ("visit", 2, 1),
        ("meeting", 1, 1),
    ]
    assert all(row.claims for row in rows)


def test_months_add_up_to_the_whole(ledger: StandIn) -> None:
    """By month every event is counted once; one dated to the year has no month."""
    answer = channels(ledger, "st:chn")

    assert sum(r.n_events for r in answer.by_month) == sum(r.n_events for r in answer.rows)
    assert {row.month for row in answer.by_month} == {"2020-08", ""}


@pytest.mark.parametrize(
    ("counts", "without", "with_them"),
    [
        pytest.param({"call": 3, "visit": 1}, (3, 4), (3, 4), id="no verbal message"),
        pytest.param(
            {"letter": 1, "meeting": 1, "verbal_message": 2}, (1, 2), (3, 4), id="carried ones"
        ),
        pytest.param({"call": 1, "summit": 5, "dialogue": 2}, (1, 1), (1, 1), id="either way"),
        pytest.param({"video_meeting": 1, "aid": 4}, (1, 1), (1, 1), id="aid is no contact"),
    ],
)
def test_cloud_share_in_both_readings(
    counts: dict[str, int], without: tuple[int, int], with_them: tuple[int, int]
) -> None:
    """Only channels of known presence are in the share; verbal messages in one reading."""
    first, second = channels(ledger_of(**counts), "st:chn").shares

    assert (first.cloud, first.known) == without
    assert (second.cloud, second.known) == with_them
    assert first.share == without[0] / without[1]


def test_empty_denominator_is_refused_with_the_reason() -> None:
    """No contact of known presence: no share, and the reason instead."""
    first, second = channels(ledger_of(summit=2, verbal_message=1), "st:chn").shares

    assert first.share is None
    assert first.sentence() == (
        "Cloud share without verbal messages: refused, because no contact of known presence "
        "is in the window."
    )
    assert second.share == 1.0


def test_share_is_never_printed_without_its_count(ledger: StandIn) -> None:
    """The sentence holds numerator, denominator and documents."""
    [first, _] = channels(ledger, "st:chn", "2020-08", "2020-08").shares

    assert first.sentence() == (
        "Cloud share without verbal messages: 40% (2 of 5 contacts of known presence, "
        "in 3 documents)."
    )
    with pytest.raises(ValueError, match="either a value or the reason"):
        CloudShare(False, 0, 0, 0, None, None)


def test_nobody_else_is_no_contact() -> None:
    """An event of one party alone is in no count, and is counted as left out."""
    ledger = ledger_of(call=1)
    text = "China held talks on August 5."
    ledger.document("d", text, outlet=None, published=None)
    claims = [("actor", "st:chn", "China"), ("date", "2020-08-05", "August 5")]
    ledger.report("r", "d", text, "meeting", "happened", claims, rule="x")
    ledger.event("ev:x", "meeting", "happened", ["r"], ("2020-08-05", "2020-08-05"))

    answer = channels(ledger, "st:chn")

    assert [row.channel for row in answer.rows] == ["call"]
    assert answer.basis.no_counterpart == 1


def test_window_outside_the_ledger(ledger: StandIn) -> None:
    """The sentence says from when to when the ledger's events run."""
    with pytest.raises(NothingFound, match="run from 2008-01-01 to 2020-12-31"):
        channels(ledger, "st:chn", "2022-01", "2022-12")
