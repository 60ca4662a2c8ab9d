"""With whom somebody dealt, and which of these dealt with each other."""

from collections.abc import Sequence

import pytest
from standin_ledger import StandIn, empty

from dragoman.ask import circle
from dragoman.ask.network import network
from dragoman.model import Channel, NothingFound


def made(events: Sequence[tuple[str, str, Sequence[tuple[str, str]]]]) -> StandIn:
    """Return a ledger of events; each is (channel, day, roles with states)."""
    ledger = empty()
    for nth, (channel, day, who) in enumerate(events):
        text = f"On {day} {' '.join(value for _, value in who)} {nth}."
        ledger.document(f"d{nth}", text, outlet="Wire", published=day)
        claims = [(role, value, value) for role, value in who]
        told = [*claims, ("date", day, day)]
        ledger.report(f"r{nth}", f"d{nth}", text, channel, "happened", told, rule="told")
        ledger.event(f"e{nth}", channel, "happened", [f"r{nth}"], (day, day))
    return ledger


A, B, C, D = "st:chn", "st:idn", "st:fra", "st:ita"
TOLD = (
    ("summit", "2020-08-01", [("actor", A), ("actor", B), ("actor", C)]),
    ("call", "2020-08-02", [("actor", B), ("actor", C)]),
    ("visit", "2020-08-03", [("actor", B), ("actor", C), ("recipient", A)]),
    ("meeting", "2020-08-04", [("actor", A), ("actor", D)]),
    ("call", "2021-01-05", [("actor", A), ("actor", B)]),
    ("aid", "2020-08-06", [("actor", A), ("recipient", D)]),
)


def test_counterparts_and_the_links_among_them() -> None:
    """A call of two others is a link; two who visit the same third have none by that."""
    found = network(made(TOLD), A)

    assert [(row.other, row.n_events) for row in found.rows] == [(B, 3), (C, 2), (D, 1)]
    assert found.rows[0].by_channel == ("call=1", "visit=1", "summit=1")
    assert (found.rows[0].first, found.rows[0].last) == ("2020-08-01", "2021-01-05")
    [link] = found.links
    assert (link.one, link.other, link.events, link.n_with) == (C, B, ("e0", "e1"), 1)
    assert len(link.claims) == 6  # two parties and a day, of each event
    assert found.basis.n_events == 4 and found.basis.other_channels == 1


def test_a_window_and_channels_hold_for_the_links_too() -> None:
    """What lies outside of the window, or goes through another channel, counts nowhere."""
    ledger = made(TOLD)

    assert [row.n_events for row in network(ledger, A, "2021").rows] == [1]
    assert network(ledger, A, "2021").links == ()
    summits = network(ledger, A, channels={Channel.SUMMIT})
    assert [link.events for link in summits.links] == [("e0",)]


def test_no_more_links_are_looked_at_than_asked_for() -> None:
    """All counterparts are rows; of how many the links were not looked at is said."""
    found = network(made(TOLD), A, most=1)

    assert len(found.rows) == 3
    assert (found.drawn, found.links, found.n_left_out) == ((B,), (), 2)


def test_counts_are_those_of_the_circle(ledger: StandIn) -> None:
    """The same counterparts with the same events, of a state and of a person."""
    for who in ("st:chn", "pe:xi-jinping"):
        rows = circle(ledger, who, "2020-08").rows
        expected = {row.other: {r.event for r in rows if r.other == row.other} for row in rows}
        found = network(ledger, who, "2020-08", "2020-08")
        assert {row.other: set(row.events) for row in found.rows} == expected


def test_who_dealt_with_nobody_has_no_network(ledger: StandIn) -> None:
    """The refusal says what the ledger has instead."""
    with pytest.raises(NothingFound, match="only as the carrier"):
        network(ledger, "pe:retno-marsudi")
