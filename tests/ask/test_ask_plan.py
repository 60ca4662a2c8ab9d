"""The history of a plan, what the accounts of an event leave out, and why it is one."""

from datetime import date

import pytest
from standin_ledger import StandIn, empty

from dragoman.ask import show
from dragoman.ask.linked import REASONS, why_linked
from dragoman.ask.plan import Outcome, Turn

Told = tuple[str, str, str | None, str]  # published, status, day, words of the status


def plan(*told: Told, last: str | None = None) -> StandIn:
    """Return a ledger with one visit that documents tell; `last` is the day of another one."""
    ledger = empty()
    names = []
    for nth, (published, status, day, words) in enumerate(told):
        name = f"d{nth}"
        text = f"Xi Jinping's visit {words} {day}."
        ledger.document(name, text, outlet=name.upper(), published=published)
        claims = [("actor", "pe:xi-jinping", "Xi Jinping"), ("status", status, words)]
        claims += [("date", day, str(day))] if day else []
        ledger.report(name, name, text, "visit", status, claims, rule="x")
        names.append(name)
    if last:
        ledger.document("last", "Nothing.", outlet="L", published=last)
    ledger.event("ev:x", "visit", told[-1][1], names, None)
    return ledger


def test_a_plan_has_a_history() -> None:
    """Announced, said again, moved, held: who said so and when, and how long it took."""
    found = show(
        plan(
            ("2023-05-01", "planned", "2023-05-10", "will"),
            ("2023-05-03", "planned", "2023-05-10", "will"),
            ("2023-05-08", "cancelled", "2023-05-10", "was postponed"),
            ("2023-05-09", "planned", "2023-05-24", "will"),
            ("2023-05-24", "happened", "2023-05-24", "took place"),
        ),
        "ev:x",
    ).plan

    assert found is not None
    assert [step.turn for step in found.steps] == [
        Turn.ANNOUNCED,
        Turn.REPEATED,
        Turn.POSTPONED,
        Turn.MOVED,
        Turn.HELD,
    ]
    assert (found.announced_on, found.for_when) == ("2023-05-01", ("2023-05-10",))
    assert (found.moved_to, found.held_on) == (("2023-05-24",), ("2023-05-24",))
    assert (found.outcome, found.lead_days) == (Outcome.HELD, 23)


@pytest.mark.parametrize(
    ("told", "last", "outcome"),
    [
        pytest.param([], None, Outcome.OPEN, id="the last document is the announcement"),
        pytest.param([], "2023-05-20", Outcome.OPEN, id="ten days after its day"),
        pytest.param([], "2023-06-09", Outcome.UNKNOWN, id="thirty days after its day"),
        pytest.param(
            [("2023-05-08", "cancelled", "2023-05-10", "cancelled")],
            "2023-09-01",
            Outcome.CANCELLED,
            id="called off",
        ),
        pytest.param(
            [("2023-05-08", "cancelled", "2023-05-10", "postponed")],
            "2023-09-01",
            Outcome.POSTPONED,
            id="put off, and nothing since",
        ),
        pytest.param(
            [("2023-05-08", "denied", "2023-05-10", "denied")],
            None,
            Outcome.DENIED,
            id="denied",
        ),
    ],
)
def test_how_a_plan_ends(told: list[Told], last: str | None, outcome: Outcome) -> None:
    """As the ledger knows on its last day; unknown is a state of its own."""
    found = show(plan(("2023-05-01", "planned", "2023-05-10", "will"), *told, last=last), "ev:x")

    assert found.plan and found.plan.outcome is outcome


def test_what_was_never_announced_is_no_plan() -> None:
    """Told afterwards only."""
    assert show(plan(("2023-05-25", "happened", "2023-05-24", "was")), "ev:x").plan is None


def test_the_day_that_a_plan_was_moved_from_is_no_disagreement() -> None:
    """Documents disagree on what took place, not on what was once intended."""
    found = show(
        plan(
            ("2023-05-01", "planned", "2023-05-10", "will"),
            ("2023-05-24", "happened", "2023-05-24", "took place"),
        ),
        "ev:x",
    )

    assert found.disagreements == ()


def two_sides(ours: list[tuple[str, str, str]], theirs: list[tuple[str, str, str]]) -> StandIn:
    """Return a ledger with one call that China and Russia tell."""
    ledger = empty()
    for name, side, claims in (("a", "st:chn", ours), ("b", "st:rus", theirs)):
        text = "Xi Jinping called Vladimir Putin: " + "; ".join(claim[2] for claim in claims)
        ledger.document(name, text, outlet=name.upper(), published="2023-05-04", side=side)
        own = [("actor", "pe:xi-jinping", "Xi Jinping"), ("actor", "pe:vladimir-putin", "Putin")]
        ledger.report(name, name, text, "call", "happened", [*own, *claims], rule="x")
    ledger.event("ev:x", "call", "happened", ["a", "b"], None)
    return ledger


def test_what_one_side_leaves_out_is_kept() -> None:
    """Named by the one, nothing from the other: silence with the name of the silent."""
    ledger = two_sides([("topic", "Taiwan", "Taiwan")], [("topic", "grain", "grain")])

    found = show(ledger, "ev:x")

    assert [(left.value, left.told[0].side, left.silent[0].side) for left in found.left_out] == [
        ("Taiwan", "st:chn", "st:rus"),
        ("grain", "st:rus", "st:chn"),
    ]
    assert found.disagreements == ()
    assert (found.sides, found.silent) == (("st:chn", "st:rus"), ())


def test_what_both_speak_to_differently_is_disagreement_and_not_silence() -> None:
    """Four papers here and five there: both stand, with their sides."""
    ledger = two_sides([("quantity", "four", "four")], [("quantity", "five", "five")])

    found = show(ledger, "ev:x")

    [difference] = found.disagreements
    assert [(a.side, a.values) for a in difference.accounts] == [
        ("st:rus", ("five",)),
        ("st:chn", ("four",)),
    ]
    assert found.left_out == ()


def test_another_name_for_it_is_disagreement() -> None:
    """A call to the one is a video meeting to the other."""
    ledger = two_sides([], [])
    ledger.db.execute("UPDATE reports SET channel = 'video_meeting' WHERE report_id = 'b'")

    [difference] = show(ledger, "ev:x").disagreements

    assert difference.about == "channel"
    assert [a.values for a in difference.accounts] == [("call",), ("video_meeting",)]


def test_what_belongs_to_an_event_is_shown_from_both_ends() -> None:
    """A visit lists its meetings, and the meeting its visit."""
    ledger = plan(("2023-05-25", "happened", "2023-05-24", "was"))
    ledger.event("ev:part", "meeting", "happened", ["d0"], None, part_of="ev:x")

    assert [part.event for part in show(ledger, "ev:x").parts] == ["ev:part"]
    whole = show(ledger, "ev:part").part_of
    assert whole and whole.event == "ev:x"


def test_why_an_event_is_one(ledger: StandIn) -> None:
    """Each report with the one it is most like, what that weighs, and why neighbours are others."""
    found = why_linked(ledger, "ev:letter")

    assert {bond.other for bond in found.bonds} == {bond.report for bond in found.bonds}
    for bond in found.bonds:
        assert bond.score == pytest.approx(sum(one.weight for one in bond.weighed))
        assert all(one.because for one in bond.weighed)
    assert all(near.sentence() == REASONS[near.because] for near in found.neighbours)


def test_why_two_are_two() -> None:
    """On other days they are other happenings, and it is said so."""
    ledger = plan(("2023-05-25", "happened", "2023-05-24", "was"))
    text = "Xi Jinping's visit was 2023-05-27."
    ledger.document("e", text, outlet="E", published="2023-05-28")
    claims = [("actor", "pe:xi-jinping", "Xi Jinping"), ("date", "2023-05-27", "2023-05-27")]
    ledger.report("e", "e", text, "visit", "happened", claims, rule="x")
    ledger.event("ev:y", "visit", "happened", ["e"], None)
    days = {"ev:x": date(2023, 5, 24), "ev:y": date(2023, 5, 27)}
    for event, day in days.items():
        ledger.db.execute(
            "UPDATE events SET first_day = ?, last_day = ? WHERE event_id = ?", [day, day, event]
        )

    [near] = why_linked(ledger, "ev:x").neighbours

    assert (near.event, near.because) == ("ev:y", "days")


def test_copies_name_who_printed_the_text_first() -> None:
    """Two papers print an agency's story: one source, its first printer and whom that credits."""
    ledger = two_sides([], [])
    ledger.db.execute("UPDATE documents SET published = '2023-05-03' WHERE doc_id = 'b'")
    ledger.db.execute(
        "INSERT INTO copies VALUES ('a', 'co:1', false, 'Reuters'), ('b', 'co:1', true, 'Reuters')"
    )

    [spread] = show(ledger, "ev:x").spread

    assert (spread.first, spread.published, spread.credits) == ("B", "2023-05-03", "Reuters")
    assert spread.documents == ("a", "b")
