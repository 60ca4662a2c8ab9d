"""From when on a text counts."""

from datetime import date

import pytest

from dragoman.ask.counting_from import frames

DAY = date(2022, 9, 13)


@pytest.mark.parametrize(
    ("words", "since", "empty", "first"),
    [
        ("second meeting this year", "2022", False, ["2022-01-01", "2021-09-13"]),
        ("second meeting during the year", None, False, ["2022-01-01", "2021-09-13"]),
        ("third call this month", None, False, ["2022-09-01", "2022-08-13"]),
        ("third call this week", None, False, ["2022-09-12", "2022-09-06"]),
        ("second visit since 2019", "2019", False, ["2019-01-01", "2020-01-01"]),
        ("first visit since 2019", "2019", True, ["2020-01-01"]),
        ("first visit since May 2019", "2019-05", True, ["2019-06-01"]),
        ("first visit in 2022", "2022", True, ["2022-01-01"]),
        ("second visit in four months", "2022-05", False, ["2022-05-13", "2022-05-01"]),
        ("first visit in more than eleven years", "2011", True, ["2011-09-13"]),
        ("first visit in ten years", "2012", True, ["2012-09-13"]),
        ("first visit in about ten years", "2012", True, ["2013-09-14"]),
        ("first visit in a decade", "2012", True, ["2013-09-14"]),
        ("first visit in the past year", None, True, ["2021-09-13"]),
        ("second meeting", None, False, ["0001-01-01", "None"]),
        ("first visit since the war", None, True, ["None"]),
        ("first visit in years", None, True, ["None"]),
        ("first visit in the post-war period", None, True, ["None"]),
    ],
)
def test_windows_by_the_words(words: str, since: str | None, empty: bool, first: list[str]) -> None:
    """Each reading has its first day; words that name none have a reason instead."""
    found = frames(words, since, DAY, empty=empty)

    assert [str(frame.first) for frame in found] == first
    assert all(bool(frame.why) == (frame.first is None) for frame in found)


def test_a_claim_without_a_day_has_no_year() -> None:
    """The words "this year" of an undated document is no year; "since 2017" is one all the same."""
    assert [f.first for f in frames("second meeting this year", None, None)] == [None]
    assert [f.first for f in frames("second meeting in four months", None, None)] == [None]
    [known] = frames("first visit since 2017", "2017", None, empty=True)
    assert known.first == date(2018, 1, 1)
