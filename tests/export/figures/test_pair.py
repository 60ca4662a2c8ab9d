"""The figure of a pair of states."""

from dataclasses import replace

from figure_making import HOSTILE, drawn, says, values
from standin_ledger import StandIn

from dragoman.ask.pair import Pair, pair


def asked(ledger: StandIn) -> Pair:
    """Ask for China and Indonesia of August 2020."""
    return pair(ledger, "st:chn", "st:idn")


def test_every_dated_event_has_a_mark_in_its_channel(ledger: StandIn) -> None:
    """Rows name channel, acting side and number; the shape says the status."""
    answer = asked(ledger)
    figure = drawn(answer, one="st:chn", other="st:idn")
    marks = values(figure, "state")

    assert {mark["state"] for mark in marks} >= {row.status for row in answer.rows if row.dates}
    assert set(figure.sidecar["events"]) == {row.event for row in answer.rows}
    assert says(figure, "letter")
    assert "Last contact by rank" in figure.alt


def test_the_order_of_the_two_does_not_change_what_is_drawn(ledger: StandIn) -> None:
    """Whoever is asked for first, the same events are marked on the same days."""
    one = drawn(asked(ledger), one="st:chn", other="st:idn")
    other = drawn(pair(ledger, "st:idn", "st:chn"), one="st:idn", other="st:chn")

    days = [sorted(mark["at"] for mark in values(figure, "state")) for figure in (one, other)]
    assert days[0] == days[1]


def test_undated_events_are_counted_and_not_placed(ledger: StandIn) -> None:
    """Where nothing is dated, a hatched panel says so, and nothing is put at a made-up day."""
    answer = asked(ledger)
    undated = replace(answer, rows=tuple(replace(r, dates=()) for r in answer.rows), last=())
    figure = drawn(undated, one="st:chn", other="st:idn")

    assert says(figure, "No event of these two is dated")
    assert not values(figure, "state")


def test_hostile_words_are_only_text(ledger: StandIn) -> None:
    """A name out of a document is cleaned and shown, and is no markup."""
    answer = asked(ledger)
    rows = tuple(replace(row, one=(HOSTILE,)) for row in answer.rows)
    drawn(replace(answer, rows=rows), one="st:chn", other="st:idn")
