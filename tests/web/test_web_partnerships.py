"""Partnerships: what a tie is called, with the words marked and who said them."""

import pytest
from starlette.testclient import TestClient
from web_serving import read


def test_wordings_stand_with_who_said_them(questions: TestClient) -> None:
    """The words are marked in their sentence; whose account it is stands beside it."""
    page = questions.get("/partnerships?one=China&other=France")

    assert "<mark>comprehensive strategic partnership</mark>" in page.text
    assert "China’s account" in read(page)
    assert "Nobody’s words are taken for the state of relations" in read(page)
    assert 'href="/pair/st:chn/st:fra"' in page.text


def test_the_order_of_the_two_does_not_matter(questions: TestClient) -> None:
    """Both orders have the same wordings."""
    one, other = (
        questions.get(f"/api/partnerships?one={a}&other={b}").json()["rows"]
        for a, b in (("st:chn", "st:fra"), ("st:fra", "st:chn"))
    )

    assert one == other


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("", 200, "Pairs with the most events"),
        ("one=China", 400, "choose another state as well"),
        ("one=China&other=China", 400, "twice"),
        ("one=China&other=Frnce", 404, "nobody is known as"),
        ("one=China&other=Indonesia", 404, "China"),
        ("one=China&other=France&kind=act", 200, "No wording of that kind"),
        ("one=China&other=France&since=x", 400, "x"),
    ],
)
def test_what_cannot_be_asked_keeps_the_form(
    questions: TestClient, query: str, status: int, says: str
) -> None:
    """A wrong question gets a sentence beside the form."""
    page = questions.get(f"/partnerships?{query}")

    assert page.status_code == status
    assert says in read(page) and 'action="/partnerships"' in page.text
