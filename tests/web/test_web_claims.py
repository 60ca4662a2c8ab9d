"""Claims: cards with the words, the readings, what is recorded, and the verdict."""

import re

import pytest
from starlette.testclient import TestClient
from web_serving import read


def test_a_card_says_all_that_was_weighed(questions: TestClient) -> None:
    """Words that lead into the document, parties, window, readings, count, completeness."""
    page = questions.get("/claims")
    [row] = questions.get("/api/check").json()["rows"]
    text = read(page)

    assert "1 claim held against the record" in text
    assert re.search(r'href="/document/\w+\?at=\d+-\d+#at">“second call', page.text)
    assert f"{row['verdict']} which one it is: 2" in text
    assert "window 1 January 2020 to 8 June 2020" in text
    assert "by telephone, calendar year 2020" in text
    assert "it has all of the window's with a probability of" in text


def test_a_measured_share_gives_one_probability(questions: TestClient) -> None:
    """The share that somebody measured takes the place of the two that are assumed."""
    text = read(questions.get("/claims?recall=0.9"))

    assert "The ledger has them all with a probability of" in text
    assert "if 95%" not in text


def test_a_verdict_counts_its_cards(questions: TestClient) -> None:
    """The count of a verdict leads to just those cards."""
    page = questions.get("/claims").text
    tabs = page[page.index('aria-label="Verdict"') :].partition("</nav>")[0]

    for to, n in re.findall(r'<a href="([^"]+)"[^>]*>[^<]*?(\d+)</a>', tabs):
        assert questions.get(to.replace("&amp;", "&")).text.count('class="card"') == int(n)


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("recall=85", 400, "is no share"),
        ("recall=nan", 400, "is no share"),
        ("who=Frnce", 404, "nobody is known as"),
        ("who=Indonesia", 404, "counts what could be checked"),
        ("event=ev:nothing", 404, "No event, report or claim"),
        ("verdict=contradicted", 200, "No claim has that verdict."),
    ],
)
def test_what_cannot_be_asked_keeps_the_form(
    questions: TestClient, query: str, status: int, says: str
) -> None:
    """A wrong question gets a sentence beside the form, with the right status."""
    page = questions.get(f"/claims?{query}")

    assert page.status_code == status
    assert says in read(page) and 'action="/claims"' in page.text
    assert "st:" not in re.sub(r'="[^"]*"', "", page.text)
