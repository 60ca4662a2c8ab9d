"""Compare: two accounts point by point, a silent side, and two documents of one's choice."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient
from web_serving import read


@pytest.fixture(scope="module")
def call(questions: TestClient) -> str:
    """The call that both sides tell of."""
    rows = questions.get("/api/events?channel=call&actor=France&month=2020-06").json()["rows"]
    [event] = [row["event"] for row in rows]
    return str(event)


def test_two_accounts_stand_beside_each_other(questions: TestClient, call: str) -> None:
    """What both tell and what one does, each with its words, which lead into the document."""
    page = questions.get(f"/compare/{call}")
    text = read(page)
    answer = questions.get(f"/api/compare?typed={call}").json()

    assert page.status_code == 200
    assert f"all {len(answer['rows'])}" in text
    assert "China’s account" in text and "France’s account" in text
    assert "health both 1. They discussed the fight" in text
    row = re.search(r'<tr class="point-topic only-there">(.*?)</tr>', page.text, re.S)
    assert row and "climate" in row[1] and "not told" in row[1]
    assert re.search(r'href="/document/\w+\?at=\d+-\d+#at"', row[1])
    assert "<mark>President Macron</mark>" in page.text


def test_paired_sentences_lead_to_each_other(questions: TestClient, call: str) -> None:
    """Each pair of sentences has a number in both texts; what one alone tells has none."""
    page = questions.get(f"/compare/{call}").text
    pairs = questions.get(f"/api/compare?typed={call}").json()["pairs"]

    for nth in range(1, len(pairs) + 1):
        assert f'id="here-{nth}" href="#there-{nth}"' in page
        assert f'id="there-{nth}" href="#here-{nth}"' in page
    assert pairs and f'id="here-{len(pairs) + 1}"' not in page
    shaded = re.findall(r'class="k [^"]*pair[^"]*"[^>]*>([^<]+)<', page)
    assert not any("1 million masks" in words for words in shaded)


def test_points_of_one_kind_alone(questions: TestClient, call: str) -> None:
    """The count of each kind of point leads to just these."""
    page = questions.get(f"/compare/{call}?show=there")
    rows = questions.get(f"/api/compare?typed={call}").json()["rows"]

    assert page.text.count("<tr class=") == sum(row["where"] == "only there" for row in rows)
    assert '<tr class="point-topic both">' not in page.text


def test_the_order_of_the_sides_can_be_chosen(questions: TestClient, call: str) -> None:
    """Neither side is first by nature: the address says which one is."""
    page = unescape(questions.get(f"/compare/{call}?here=France").text)

    assert page.index("<h2>France’s account") < page.index("<h2>China’s account")


def test_a_silent_side_is_silent_and_denies_nothing(questions: TestClient) -> None:
    """Of an event that one side tells, the other is shown as silent."""
    [aid] = questions.get("/api/events?channel=aid&actor=France&outlet=Ministry").json()["rows"]
    text = read(questions.get(f"/compare/{aid['event']}"))

    assert "Silent. This ledger has no account of France. That is silence here, not denial" in text
    assert "France’s account not told" not in text


def test_two_documents_of_ones_choice(questions: TestClient) -> None:
    """Documents are compared by id or by name, and their points are the API's."""
    page = questions.get("/compare?one=elysee.txt&other=ministry.txt")

    assert page.status_code == 200
    assert 'href="/compare/figure?one=elysee.txt' not in page.text
    assert "/compare/figure?one=elysee.txt&amp;other=ministry.txt" in page.text
    assert "typed=elysee.txt&amp;other=ministry.txt" in page.text


def test_where_no_party_tells_two_documents_are_offered(questions: TestClient) -> None:
    """An event without a party's own account says so, and that one document is no two."""
    [talks] = questions.get("/api/events?channel=negotiation").json()["rows"]
    text = read(questions.get(f"/compare/{talks['event']}"))

    assert "No document of this event is known as the account of one of its parties" in text
    assert "One document tells it, so that nothing can be compared" in text


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/compare", 200, "Told by two of their parties"),
        ("/compare?one=elysee.txt", 200, "A comparison takes two documents"),
        ("/compare?one=elysee.txt&other=nothing.txt", 404, "nothing.txt"),
        ("/compare?one=elysee.txt&other=elysee.txt", 400, "one document"),
        ("/compare/ev:nothing", 404, "No event, report or claim"),
        ("/compare/{call}?here=Italy", 400, "Italy is no party"),
        ("/compare/{call}?show=x", 422, "show"),
    ],
)
def test_what_cannot_be_compared_is_said(
    questions: TestClient, call: str, address: str, status: int, says: str
) -> None:
    """A wrong address gets a sentence and the right status."""
    page = questions.get(address.format(call=call))

    assert page.status_code == status
    assert says in read(page)
