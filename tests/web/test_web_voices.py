"""Voices: statements with their words, narrowed down by what they say and who says it."""

import re

import pytest
from starlette.testclient import TestClient
from web_serving import read


def test_statements_stand_with_their_words(questions: TestClient) -> None:
    """Who, on which side, with what stance, and the words, which lead into the document."""
    page = questions.get("/voices")
    text = read(page)

    assert "3 statements" in text
    assert "China will expand supports “market access” Ministry China’s account" in text
    assert re.search(r'href="/document/\w+\?at=\d+-\d+#at">“market access”', page.text)
    assert "Rests on 3 statements in 3 documents" in text


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("topic=trade", 1),
        ("by=China", 2),
        ("by=st:chn&stance=supports", 1),
        ("about=China", 1),
        ("side=France", 1),
        ("outlet=Ministry", 1),
        ("kind=officials", 3),
        ("since=2020-07", 1),
    ],
)
def test_each_filter_asks_the_question(questions: TestClient, query: str, n: int) -> None:
    """What is asked stands in the address, by name or id."""
    assert f"<h1>{n} statement" in questions.get(f"/voices?{query}").text


def test_a_count_leads_to_what_it_counts(questions: TestClient) -> None:
    """Every facet's count is the number of statements behind its link."""
    page = questions.get("/voices").text
    facets = page[page.index('id="facets"') : page.index('class="results"')]
    links = re.findall(r'<a href="([^"]+)">.*?<span class="count">(\d+)</span>', facets)

    assert len(links) > 5
    for to, n in links:
        told = questions.get(to.replace("&amp;", "&")).text
        assert f"<h1>{n} statement" in told, to


def test_both_sides_stand_alike(questions: TestClient) -> None:
    """By side, each has a head of its own, in the order of their names."""
    page = questions.get("/voices?arrange=side").text

    heads = re.findall(r'<h2 id="head-\d">(?:<bdi>)?([^<]+)', page)
    assert heads == ["China", "France", "Nobody’s own account"]


def test_near_an_event(questions: TestClient) -> None:
    """Statements of an event's parties on each other, with the event named."""
    [row] = questions.get("/api/events?channel=call&actor=France&month=2020-06").json()["rows"]
    text = read(questions.get(f"/voices?event={row['event']}"))

    assert "2 statements" in text and "Near Emmanuel Macron" in text


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("topic=trde", 400, "did you mean"),
        ("by=Frnce", 404, "nobody is known as"),
        ("stance=x", 400, "stances: 'x' is none of"),
        ("outlet=Nobody", 404, "No statement of this ledger is of that kind. It holds 3"),
        ("since=x", 400, "x"),
        ("page=9", 200, "This page lies behind the end of the list."),
        ("arrange=x", 400, "none of state, side, stance"),
    ],
)
def test_what_cannot_be_asked_keeps_the_form(
    questions: TestClient, query: str, status: int, says: str
) -> None:
    """A wrong question gets a sentence and the right status."""
    page = questions.get(f"/voices?{query}")

    assert page.status_code == status
    assert says in read(page)


def test_hostile_statements_are_text(questions: TestClient) -> None:
    """Script in the words, the outlet and the topic of a statement is shown, and not run."""
    page = questions.get("/voices").text

    assert "&lt;script&gt;alert(&#39;text&#39;)&lt;/script&gt;" in page
    assert "<script>alert" not in page and "<img" not in page and "<i>topic" not in page
