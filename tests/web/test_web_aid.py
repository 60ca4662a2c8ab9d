"""Aid: gifts both ways, balances, sums and what is said of returns."""

from urllib.parse import quote

import pytest
from starlette.testclient import TestClient
from web_serving import read


def test_both_ways_stand_alike(questions: TestClient) -> None:
    """Two sides have a column each; a gift leads to its event."""
    page = questions.get("/aid?who=China&other=France")
    text = read(page)
    rows = questions.get("/api/aid?who=China&other=France").json()["rows"]

    assert "China to France" in text and "France to China" in text
    assert "gifts: as much both ways" in text
    assert len(rows) == 2
    for row in rows:
        assert f'href="/event/{quote(row["event"])}"' in page.text
    assert "No source says that one of these gifts was given for another." in text
    assert "not testable" in text  # one pair


def test_one_with_all_others(questions: TestClient) -> None:
    """Of one side alone, the balance with each other leads to the two of them."""
    page = questions.get("/aid?who=China").text

    assert 'href="/aid?who=st%3Achn&amp;other=st%3Afra"' in page


def test_without_a_side_those_with_gifts_are_offered(questions: TestClient) -> None:
    """The number beside a side is that of its events of aid."""
    page = questions.get("/aid").text
    events = questions.get("/api/events?channel=aid&actor=st:chn").json()

    assert f'actor=st%3Achn">{events["total"]}<' in page


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("who=Frnce", 404, "nobody is known as"),
        ("who=Xi Jinping", 400, "Xi Jinping is no state or organization"),
        ("who=China&other=China", 400, "aid is between two sides"),
        ("who=Indonesia", 404, "Nothing in this ledger says that Indonesia"),
        ("who=China&other=Indonesia", 404, "2 gifts between China and France"),
        ("other=France", 200, "Aid from and to France"),
        ("who=China&page=3", 200, "This page lies behind the end of the list."),
    ],
)
def test_what_cannot_be_asked_keeps_the_form(
    questions: TestClient, query: str, status: int, says: str
) -> None:
    """A wrong question gets a sentence beside the form, names for ids."""
    page = questions.get(f"/aid?{query}")

    assert page.status_code == status
    assert says in read(page) and 'action="/aid"' in page.text
