"""Pages laid out by day."""

from dragoman.extract import extract
from dragoman.model import Document, Role

WEEK = """The week in foreign affairs
August 3 - 9, 2019

Monday, August 5
The Foreign Minister of Nepal, Pradeep Gyawali, met Myanmar's Deputy Foreign Minister Kyaw Tin.

Thursday, August 8
The Foreign Minister of Nepal, Pradeep Gyawali, met the Ambassador of Finland, Pertti Anttinen.
"""


ONE_DAY = WEEK.replace("Thursday, August 8\n", "")


def _rules_of_days(text: str) -> list[tuple[str, str]]:
    doc = Document("week", text, published="2019-08-09", language="en")
    claims = [claim for report in extract(doc).reports for claim in report.having(Role.DATE)]
    return [(claim.value, claim.rule) for claim in claims]


def test_what_stands_under_a_day_took_place_then() -> None:
    """Days that head the parts of a page date what the parts hold."""
    found = _rules_of_days(WEEK)

    assert found == [("2019-08-05", "date.heading"), ("2019-08-08", "date.heading")]


def test_one_day_alone_heads_nothing() -> None:
    """A single day on a line of its own is that of the page."""
    assert "date.heading" not in {rule for _, rule in _rules_of_days(ONE_DAY)}
