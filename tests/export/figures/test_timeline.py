"""Rows of marks over time."""

from datetime import date

import pytest

from dragoman.export.figures.timeline import STATES, When, domain, lanes, told, when


def day(text: str) -> When:
    """Return the place of one exact day."""
    one = date.fromisoformat(text)
    return When(one, one)


def test_a_date_stands_over_the_days_that_it_can_mean() -> None:
    """A year is a span, a finer date wins, and one without a year has no place."""
    assert when(("2008",)) == When(date(2008, 1, 1), date(2008, 12, 31))
    assert when(("2020", "2020-08-20")) == day("2020-08-20")
    assert when(("XXXX-08-20",)) is None
    assert told(("2020-08-20", "2020-08-21")) == "20 August 2020 or 21 August 2020"


@pytest.mark.parametrize(
    ("spans", "begins"),
    [
        ([day("2008-05-12"), day("2020-03-12")], "2008"),
        ([day("1912-01-01"), *(day(f"2023-{m:02}-01") for m in range(1, 13))], "2022"),
        ([day("2023-06-01")], "2023"),
    ],
    ids=["of two, none is far off", "one of a dozen, a century off", "one"],
)
def test_the_axis_leaves_out_what_lies_far_off(spans: list[When], begins: str) -> None:
    """One mark far away does not squeeze all others; two alone both stay."""
    first, last = domain(spans)

    assert first.startswith(begins)
    assert first < last


def test_what_must_be_seen_stays_on_the_axis() -> None:
    """A gift that is claimed to be returned is kept, however far off it lies."""
    far = day("1912-01-01")
    near = [day(f"2023-{month:02}-01") for month in range(1, 13)]

    assert domain([far, *near], [far])[0] < "1912"


def test_marks_of_one_day_lie_side_by_side() -> None:
    """Three of one row and day have three lanes; another row has its own."""
    rows = [{"row": row, "at": "2023-01-05"} for row in ("a", "a", "a", "b")]
    lanes(rows, ("2023-01-01", "2023-12-31"))

    assert sorted(row["lane"] for row in rows if row["row"] == "a") == [-1, 0, 1]
    assert [row["lane"] for row in rows if row["row"] == "b"] == [0]


def test_like_is_drawn_alike_and_unlike_is_not() -> None:
    """What has taken place is filled and what is to come hollow, in whatever question."""
    assert STATES["held"] == STATES["happened"] == STATES["delivered"]
    assert STATES["open"] == STATES["planned"] == STATES["pledged"]
    kinds = {(one.shape, one.hollow) for one in STATES.values()}
    assert len(kinds) == len(set(STATES.values())), "two states differ in colour alone"
