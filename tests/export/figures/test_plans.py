"""The figures of plans and of the agenda."""

from dataclasses import replace
from datetime import date
from itertools import cycle

import pytest
from figure_making import HOSTILE, drawn, says, values

from dragoman.ask.book import Basis
from dragoman.ask.plan import Outcome, Plan
from dragoman.ask.plans import Agenda, AgendaRow, PlanRow, Plans, lead_times, realization

DAY = date(2024, 12, 31)
OUTCOMES = (Outcome.HELD, Outcome.HELD, Outcome.CANCELLED, Outcome.OPEN)


def plans(n: int) -> Plans:
    """Return n plans, half of them held, each announced four to twenty days before."""
    made = []
    for nth, outcome in zip(range(n), cycle(OUTCOMES), strict=False):
        begun, day = f"2024-{nth % 6 + 1:02}-01", f"2024-{nth % 6 + 1:02}-{5 + nth % 17:02}"
        held = (day,) if outcome is Outcome.HELD else ()
        made.append((begun, day, outcome, held))
    known = [
        Plan(b, (d,), (), o, h, 4, ()) for b, d, o, h in made if o in (Outcome.HELD, Outcome.OPEN)
    ]
    rows = tuple(
        PlanRow(f"ev:{i}", "visit", ("st:a",), ("st:b",), (), b, (d,), (), (d,), o, h, 4, (), 1,
                ("d",), (f"c{i}",))
        for i, (b, d, o, h) in enumerate(made)
    )  # fmt: skip
    return Plans(
        PlanRow,
        rows,
        Basis(n_events=n, n_documents=1),
        as_of=DAY,
        realization=(realization(known, DAY, None),),
        leads=(lead_times(known, None), lead_times(known, "visit")),
    )


def test_curves_have_the_number_watched_under_them() -> None:
    """From twenty plans on: the share held, with its interval, and no mark for each plan."""
    figure = drawn(plans(80))

    assert values(figure, "share")
    assert values(figure, "n")
    assert says(figure, "still watched")
    assert "within" in figure.alt and "are held" in figure.alt


def test_a_refused_share_is_hatched_with_its_reason() -> None:
    """Instead each plan has a mark on its day, in a row for its state."""
    figure = drawn(plans(8))

    assert says(figure, "refused, it needs 20 plans")
    assert not values(figure, "share")
    assert {mark["state"] for mark in values(figure, "state")} == {"held", "cancelled", "open"}
    assert figure.sidecar["refusals"]


def agenda(n: int, who: str = "st:a") -> Agenda:
    """Return n plans for the next days, one of each state."""
    states = cycle(("open", "cancelled", "postponed", "denied"))
    rows = tuple(
        AgendaRow("2025-01-05", True, f"ev:{nth}", "visit", (who,), ("st:b",), (), ("2025-01-05",),
                  state, nth == 4, "2024-12-20", 1, ("d",), (f"c{nth}",))
        for nth, state in zip(range(n), states, strict=False)
    )  # fmt: skip
    basis = Basis(n_events=n, n_documents=1)
    return Agenda(AgendaRow, rows, basis, as_of=DAY, until=date(2025, 1, 28))


def test_each_state_of_the_agenda_has_a_shape_of_its_own() -> None:
    """What was moved and is open is told from what was not."""
    figure = drawn(agenda(5))

    states = {mark["state"] for mark in values(figure, "state")}
    assert states == {"open", "moved, open", "cancelled", "postponed", "denied"}
    assert "5 January 2025, cancelled" in figure.alt


@pytest.mark.parametrize(("n", "rest"), [(1, False), (200, True)])
def test_few_and_many_plans(n: int, rest: bool) -> None:
    """What is not drawn is counted; names alike or hostile do not fall together."""
    figure = drawn(agenda(n, who=HOSTILE))

    assert says(figure, "140 later plans of these weeks not drawn") is rest
    assert len({mark["row"] for mark in values(figure, "state")}) == min(n, 60)


def test_a_plan_that_began_before_the_window_is_drawn_from_its_start() -> None:
    """A month that the weeks reach into lies on the axis, not to the left of it."""
    answer = agenda(1)
    row = replace(answer.rows[0], set_for=("2024-12",), exact=False)
    marks = values(drawn(replace(answer, rows=(row,))), "state")

    assert {mark["at"] for mark in marks} == {"2024-12-31"}
