"""Plans: what became of them, how many are held and how soon, and what is to come."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from standin_ledger import StandIn, empty

from dragoman.ask.plans import LEAST_PLANS, agenda, plans
from dragoman.model import Channel, InputError, NothingFound

Told = tuple[str, str, str | None, str]
"""When published, status, day, and the words of the status."""

PARTIES = ("pe:xi-jinping", "pe:vladimir-putin")


def ledger_of(
    *events: Sequence[Told], channels: Sequence[str] = (), last: str | None = None
) -> StandIn:
    """Return a ledger of events that documents tell, each in its own; `last` is a later day."""
    ledger = empty()
    for n, told in enumerate(events):
        channel = channels[n] if channels else "meeting"
        names = []
        for m, (published, status, day, words) in enumerate(told):
            name = f"d{n}-{m}"
            text = f"Xi Jinping and Putin's meeting {words} {day}."
            ledger.document(name, text, outlet=f"Paper {m}", published=published)
            claims = [("actor", PARTIES[0], "Xi Jinping"), ("actor", PARTIES[1], "Putin")]
            claims += [("status", status, words)] + ([("date", day, day)] if day else [])
            ledger.report(name, name, text, channel, status, claims, rule="x")
            names.append(name)
        ledger.event(f"ev:{n}", channel, told[-1][1], names, None)
    if last:
        ledger.document("last", "Nothing.", outlet="L", published=last)
    return ledger


def day(n: int) -> str:
    """Return a day of 2023, counted from its first."""
    return (date(2023, 1, 1) + timedelta(days=n)).isoformat()


def announced(begun: int, planned: int, *more: Told) -> list[Told]:
    """Return a plan that is announced on one day for another."""
    return [(day(begun), "planned", day(planned), "will"), *more]


def held(begun: int, planned: int) -> list[Told]:
    """Return a plan that is held on its day."""
    return announced(begun, planned, (day(planned), "happened", day(planned), "was"))


def called_off(begun: int, planned: int, on: int) -> list[Told]:
    """Return a plan that is called off on some day."""
    return announced(begun, planned, (day(on), "cancelled", day(planned), "was cancelled"))


def test_a_row_is_the_history_of_a_plan() -> None:
    """Announced, moved, held; and what was never announced is none."""
    moved = announced(
        0,
        10,
        (day(5), "cancelled", day(10), "was postponed"),
        (day(6), "planned", day(20), "will"),
        (day(20), "happened", day(20), "was"),
    )
    never = [(day(30), "happened", day(29), "was")]

    found = plans(ledger_of(moved, never))

    [row] = found.rows
    assert (row.announced_on, row.for_when) == (day(0), (day(10),))
    assert (row.moved_to, row.set_for, row.held_on) == ((day(20),), (day(20),), (day(20),))
    assert (row.outcome, row.lead_days) == ("held", 20)
    assert row.turns == ("announced", "postponed", "moved", "held")
    assert row.n_documents == 4 and row.claims
    assert found.basis.n_events == 1


def test_as_of_a_day_what_came_later_is_not_known() -> None:
    """A plan is open on the day before it is called off, and not there before it is announced."""
    ledger = ledger_of(called_off(10, 40, 20))

    assert [row.outcome for row in plans(ledger, as_of=day(25)).rows] == ["cancelled"]
    assert [row.outcome for row in plans(ledger, as_of=day(19)).rows] == ["open"]
    with pytest.raises(NothingFound, match="2023-01-10 or before"):
        plans(ledger, as_of=day(9))


def test_filters() -> None:
    """By channel and by party; nobody's plan is a sentence."""
    ledger = ledger_of(held(0, 5), announced(0, 9), channels=["visit", "call"])

    assert [r.event for r in plans(ledger, channels=[Channel.CALL]).rows] == ["ev:1"]
    assert len(plans(ledger, who="pe:vladimir-putin").rows) == 2
    with pytest.raises(NothingFound, match="such a plan"):
        plans(ledger, channels=[Channel.SUMMIT])
    with pytest.raises(NothingFound, match="pe:wang-yi"):
        plans(ledger, who="pe:wang-yi")
    with pytest.raises(NothingFound, match="announces anything"):
        plans(ledger_of([(day(30), "happened", day(29), "was")]))
    with pytest.raises(InputError, match="month is written"):
        plans(ledger, as_of="soon")


def test_open_plans_do_not_count_as_failed() -> None:
    """Fourteen of twenty are over, eleven held: the others are not over, and stand for nothing."""
    ended = [held(n, n + 10) for n in range(11)] + [called_off(n, n + 40, n + 20) for n in range(3)]
    still = [announced(40, 80 + n) for n in range(6)]

    found = plans(ledger_of(*ended, *still, last=day(45)))

    whole = found.realization[0]
    assert whole.outcomes == ("held 11", "cancelled 3", "open 6")
    share = next(share for share in whole.shares if share.days == 30)
    assert share.held.share == pytest.approx(11 / 14)
    assert share.cancelled.share == pytest.approx(3 / 14)
    assert share.held.low < 11 / 14 < share.held.high
    assert share.least_held == share.most_held == pytest.approx(11 / 14)


def test_of_whom_nobody_tells_is_a_third_state() -> None:
    """Those that are known stand for them; the bounds say how much hangs on it."""
    ended = [held(n, n + 10) for n in range(12)] + [called_off(n, n + 40, n + 5) for n in range(4)]
    unknown = [announced(n, n + 10) for n in range(4)]

    [whole, *_] = plans(ledger_of(*ended, *unknown, last=day(200))).realization

    assert whole.outcomes == ("held 12", "cancelled 4", "unknown 4")
    last = whole.shares[-1]
    assert last.held.share == pytest.approx(12 / 16)
    assert (last.least_held, last.most_held) == (pytest.approx(12 / 20), pytest.approx(16 / 20))
    assert "held are 60% if none of these was, and 80% if all were" in whole.sentence()


def test_where_most_is_unknown_there_are_bounds_and_no_estimate() -> None:
    """Five held and fifteen of which nobody tells do not make "100 % held"."""
    told = [held(n, n + 10) for n in range(5)] + [announced(n, n + 10) for n in range(15)]

    [whole, *_] = plans(ledger_of(*told, last=day(200))).realization

    assert not whole.shares
    assert "refused, nobody tells how 15 of 20 ended" in whole.sentence()
    assert "held are 25% if none of these was, and 100% if all were" in whole.sentence()


def test_below_twenty_plans_nothing_is_estimated() -> None:
    """Of all and of each channel; those without a day are counted apart."""
    told = [held(n, n + 10) for n in range(LEAST_PLANS)] + [[(day(0), "planned", None, "will")]]
    some = ["visit"] * 5 + ["call"] * (LEAST_PLANS - 4)

    found = plans(ledger_of(*told, channels=some))

    by_channel = {row.channel: row for row in found.realization}
    assert list(by_channel) == [None, "call", "visit"]
    assert by_channel[None].shares and by_channel[None].n_without_day == 1
    assert by_channel["visit"].sentence() == (
        "Plans of channel visit, 5 with a day (held 5): realization refused, it needs 20 plans."
    )
    assert [(lead.n_plans, lead.median) for lead in found.leads] == [
        (20, 10.0),
        (15, None),
        (5, None),
    ]


def test_lead_times_are_of_all_plans_and_not_of_those_held() -> None:
    """Those that were held so far are the ones with short times."""
    short = [held(n, n + 2) for n in range(10)]
    long = [announced(n, n + 300) for n in range(10)]

    [lead, *_] = plans(ledger_of(*short, *long, last=day(30))).leads

    assert (lead.first, lead.median, lead.third) == (2, 151, 300)


def test_the_agenda_of_the_coming_weeks() -> None:
    """By day: open, moved, called off; not what is held or past; what is far is counted."""
    ledger = ledger_of(
        announced(0, 50),
        announced(0, 10, (day(30), "cancelled", day(10), "was postponed to"), *announced(31, 45)),
        called_off(0, 48, 35),
        held(0, 39),
        announced(0, 35),
        announced(0, 200),
        [(day(1), "planned", "2023-03", "will")],
        [(day(1), "planned", "2023", "will")],
        [(day(1), "planned", None, "will")],
        last=day(40),
    )

    found = agenda(ledger, weeks=3)

    assert (found.as_of, found.until) == (date(2023, 2, 10), date(2023, 3, 3))
    assert [(row.day, row.exact, row.outcome, row.moved) for row in found.rows] == [
        (day(45), True, "open", True),
        (day(48), True, "cancelled", False),
        (day(50), True, "open", False),
        ("2023-03-01", False, "open", False),
    ]
    assert (found.n_later, found.n_vague, found.basis.undated) == (1, 2, 2)
    assert all(row.claims for row in found.rows)


def test_an_agenda_as_of_an_earlier_day() -> None:
    """What was on it then, although it was called off since."""
    ledger = ledger_of(called_off(0, 48, 35), last=day(40))

    [row] = agenda(ledger, as_of=day(30)).rows

    assert (row.day, row.outcome) == (day(48), "open")


def test_what_was_vague_or_undated_then_is_still_counted() -> None:
    """A day that only a later document tells, or none, or one without a year, closes no plan."""
    late = (day(60), "planned", day(20), "will")
    ledger = ledger_of(
        announced(0, 50),
        announced(0, 20),  # over
        [(day(1), "planned", None, "will"), late],
        [(day(1), "planned", "XXXX-01-20", "will")],
        [(day(1), "planned", day(10), "will"), (day(2), "planned", "2023-03", "will")],
        [("2023-02", "planned", day(5), "will"), (day(1), "planned", None, "will")],
        last=day(70),
    )

    found = agenda(ledger, as_of=day(40))

    assert [row.plan for row in found.rows] == ["ev:0", "ev:4"]
    assert found.n_vague == 3


def test_an_empty_agenda_says_what_is_open() -> None:
    """And when the next is."""
    ledger = ledger_of(announced(0, 200), [(day(1), "planned", None, "will")])

    with pytest.raises(
        NothingFound, match=r"1 open plan is for later, the next on 2023-07-20; 1 is"
    ):
        agenda(ledger)
    with pytest.raises(NothingFound, match="no document has been read"):
        agenda(empty())
