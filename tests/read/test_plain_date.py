"""The date in the head of a plain text."""

import pytest

from dragoman.model import Issue
from dragoman.read.plain import read_plain


@pytest.mark.parametrize(
    ("written", "day"),
    [("2023-04-27", "2023-04-27"), ("27 April 2023", "2023-04-27"), ("May 11, 2023", "2023-05-11")],
)
def test_a_day_may_be_written_out(written: str, day: str) -> None:
    """ISO or as people write it; the head is no part of the text."""
    issues: list[Issue] = []

    text, facts = read_plain(f"Date: {written}\n\nTwo leaders met.", "a.txt", issues)

    assert (text, facts.published, issues) == ("Two leaders met.", day, [])


def test_what_is_no_day_is_said() -> None:
    """The issue quotes what was met; nothing is guessed."""
    issues: list[Issue] = []

    _, facts = read_plain("Date: next week\n\nTwo leaders met.", "a.txt", issues)

    assert facts.published is None
    assert "'next week' is no day" in issues[0].detail
