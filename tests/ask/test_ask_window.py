"""Which dates fall in which windows, and which of them disagree."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.ask.window import Placing, between, compatible, finest, place, window
from dragoman.model import InputError

DAYS = st.dates(date(1950, 1, 1), date(2050, 12, 31))
EDTF = DAYS.map(str) | DAYS.map(lambda d: str(d)[:7]) | DAYS.map(lambda d: str(d)[:4])


@pytest.mark.parametrize(
    ("dates", "month", "expected"),
    [
        (("2020-08-20",), "2020-08", Placing.INSIDE),
        (("2020-08",), "2020-08", Placing.INSIDE),
        (("2020-07-31",), "2020-08", Placing.OUTSIDE),
        (("2020",), "2020-08", Placing.UNKNOWN),  # a year does not lie in one of its months
        (("2020",), "2020", Placing.INSIDE),
        (("2020-07/2020-08",), "2020-08", Placing.UNKNOWN),  # some time in July or August
        (("2020-07-30/2020-08-02",), "2020-08", Placing.INSIDE),  # a visit over the turn
        (("2020-08-31", "2020-09-01"), "2020-08", Placing.INSIDE),  # one document says so
        (("XXXX-08-03",), "2020-08", Placing.UNKNOWN),
        (("XXXX-07-22",), "2020-08", Placing.OUTSIDE),  # of no year in August
        (("XXXX-12-30/XXXX-01-02",), "2020-12", Placing.UNKNOWN),
        ((), "2020-08", Placing.UNKNOWN),
        (("not a date",), "2020-08", Placing.UNKNOWN),
    ],
)
def test_where_a_date_falls(dates: tuple[str, ...], month: str, expected: Placing) -> None:
    """Inside only what a document dates finely enough; never by the benefit of the doubt."""
    assert place(dates, window(month)) is expected


@given(DAYS)
def test_a_day_falls_in_its_own_month_only(day: date) -> None:
    """Every day is inside its month and outside the one before."""
    before = day.replace(day=1) - timedelta(days=1)

    assert place((str(day),), window(str(day)[:7])) is Placing.INSIDE
    assert place((str(day),), window(str(before)[:7])) is Placing.OUTSIDE


@given(st.lists(EDTF, max_size=5))
def test_finest_dates_come_from_the_claims_and_lose_no_disagreement(values: list[str]) -> None:
    """Nothing is invented, and each date that goes fits one that stays."""
    kept = finest(tuple(values))

    assert set(kept) <= set(values)
    assert all(any(compatible(value, other) for other in kept) for value in values)


@given(EDTF, EDTF)
def test_compatible_looks_both_ways(one: str, other: str) -> None:
    """Which document speaks first does not matter."""
    assert compatible(one, other) == compatible(other, one)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("XXXX-08-20", "2020-08-20", True),
        ("XXXX-08-20", "2020-08-21", False),
        ("XXXX-08-20", "XXXX-08", True),
        ("2020-08-20", "2020-08-20/2020-08-22", True),
    ],
)
def test_dates_that_can_be_the_same_day(one: str, other: str, expected: bool) -> None:
    """A date without its year fits any year of that day."""
    assert compatible(one, other) is expected


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [("2020-09", "2020-08", "ends before it starts"), ("soon", None, "not an EDTF date")],
)
def test_a_window_that_is_none(since: str | None, until: str | None, words: str) -> None:
    """Ends in the wrong order, and words that are no date, are refused."""
    with pytest.raises(InputError, match=words):
        between(since, until)


def test_an_open_window_is_open() -> None:
    """Either end may be left out; without both there is no window."""
    since, until = between("2020-08", None), between(None, "2020-08")

    assert since and place(("2049-01-01",), since) is Placing.INSIDE
    assert until and place(("1951-01-01",), until) is Placing.INSIDE
    assert between(None, None) is None
