"""Events by channel and month, without their reports."""

import gc

import pytest
from standin_ledger import StandIn, empty

from dragoman.ask.cells import cells
from dragoman.ask.circle import counterparts
from dragoman.ask.record import happenings
from dragoman.ask.unwatched import unwatched


@pytest.mark.parametrize("who", ["st:chn", "pe:wang-yi", "of:chn.fm", "st:ita"])
def test_they_hold_the_events_with_a_counterpart(ledger: StandIn, who: str) -> None:
    """As the events themselves say it, for states, persons and offices."""
    found = cells(ledger, who, None)

    whole = [h for h in happenings(ledger, who=who) if h.section == "body" and counterparts(h, who)]
    assert sorted(found.events(found.each)) == sorted(
        h.id for h in whole if h.status in ("happened", "ongoing")
    )
    assert found.basis.n_events == len(found.events(found.each))


@pytest.mark.parametrize(
    ("channel", "others", "n_events"),
    [
        ("letter", [("recipient", "st:ita", "Italy")], 1),
        ("letter", [("actor", "st:ita", "Italy")], 0),
        ("call", [("actor", "st:ita", "Italy")], 1),
        ("call", [("date", "2020-08-03", "August 3")], 0),
        ("call", [("actor", "st:chn", "Beijing")], 0),
    ],
)
def test_who_acts_together_is_no_counterpart(
    channel: str, others: list[tuple[str, str, str]], n_events: int
) -> None:
    """Two who write a letter have not dealt with each other by it; two who talk have."""
    ledger = empty()
    text = "China and Italy, Beijing, on August 3."
    ledger.document("d", text, outlet="Gazette", published="2020-08-04")
    claims = [("actor", "st:chn", "China"), *others]
    ledger.report("r", "d", text, channel, "happened", claims, rule="x")
    ledger.event("ev:e", channel, "happened", ["r"], None)

    assert cells(ledger, "st:chn", None).basis.n_events == n_events


def test_circles_are_looked_for_again_afterwards() -> None:
    """Whatever happens meanwhile."""
    with pytest.raises(ZeroDivisionError), unwatched():
        assert not gc.isenabled()
        _ = 1 / 0
    assert gc.isenabled()
