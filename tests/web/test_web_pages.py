"""What the pages say: overview, event, document, and errors."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from web_making import ARABIC, CHINESE, LETTER

from dragoman.web.marking import Mark, found_words, paragraph, stretches


def words_of(response: Any) -> str:
    """Return the text of a page without its tags, spaces run together."""
    body = re.sub(r"<(script|noscript|dialog).*?</\1>", "", response.text, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", body)).split())


@pytest.fixture(scope="module")
def letter(client: TestClient) -> str:
    """The id of the letter that two documents date differently."""
    [row] = client.get("/api/events?channel=letter").json()["rows"]
    return str(row["event"])


def test_overview_says_what_there_is(client: TestClient) -> None:
    """Counts, the figure's table, what is newest, planned and disagreed on."""
    page = client.get("/")
    text = words_of(page)
    told = client.get("/api/overview").json()

    assert told["documents"] == 65 and told["first"] == "2011-01-01"
    assert "<dt>documents</dt><dd>65</dd>" in page.text
    assert "Contacts by month" in text
    assert "August 2020" in text and "On date" in text
    assert len(told["planned"]) == len(told["differing"]) == 1


def test_an_event_has_every_claim_with_its_source(client: TestClient, letter: str) -> None:
    """Roles with their words, who says so, the rule, and where the documents differ."""
    page = client.get(f"/event/{letter}")
    text = words_of(page)

    for part in (
        "Joko Widodo pe:joko-widodo",
        "“Foreign Minister Retno” Hainan Courier, 22 August 2020",
        "Rule letter.told",
        "Where the documents differ On date 20 August 2020 Hainan Courier China’s account "
        "21 August 2020 Jakarta Gazette Indonesia’s account",
        "Own accounts: China, Indonesia.",
        "Why this is one event",
    ):
        assert part in text, part
    report = page.text[page.text.index("<blockquote") :]
    assert "A friendship." not in report  # another line of the document
    assert "<mark>President Joko</mark>" in report and "Twoways joy." in report


def test_an_event_is_found_by_the_start_of_an_id(client: TestClient, letter: str) -> None:
    """A report's, claim's or shortened id leads to the event's own address."""
    told = client.get(f"/api/event/{letter}").json()
    report = told["reports"][0]

    for key in (letter[:9], report["id"], report["claims"][0]["id"]):
        answer = client.get(f"/event/{key}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (302, f"/event/{letter}")


def test_a_plan_has_its_history(client: TestClient) -> None:
    """What was announced, when, and what became of it."""
    [row] = client.get("/api/events?status=planned").json()["rows"]

    text = words_of(client.get(f"/event/{row['event']}"))
    assert "Plan: open announced for 5 October 2020 Hainan Courier, 22 August 2020" in text


def test_a_document_is_shown_as_obtained(client: TestClient, letter: str) -> None:
    """Joined, the marked text is the text; teasers are grey; a citation is marked."""
    told = client.get(f"/api/event/{letter}").json()["reports"][0]
    at = f"{told['start']}-{told['end']}"
    page = client.get(f"/document/{told['doc']['id']}?at={at}")
    doc = client.get(f"/api/document/{told['doc']['id']}").json()["doc"]
    shown = re.search(r'<div class="text"[^>]*>(.*?)</div>', page.text, re.S)

    assert shown is not None
    assert unescape(re.sub(r"<[^>]+>", "", shown[1])) == doc["text"]
    assert '<a id="at"></a>' in shown[1]
    assert re.search(r'class="k [^"]*teaser[^"]*"[^>]*>Related: </span>', shown[1])
    assert 'class="k at report mention"' in shown[1]


@pytest.mark.parametrize(
    ("query", "direction", "lang", "text"),
    [("language=ar", "rtl", "ar", ARABIC), ("language=zh", "auto", "zh", CHINESE)],
)
def test_scripts_keep_their_direction(
    client: TestClient, query: str, direction: str, lang: str, text: str
) -> None:
    """A text says its language and direction, and its marks cut between whole characters."""
    [row] = client.get(f"/api/events?{query}").json()["rows"]
    page = client.get(f"/document/{row['documents'][0]}").text

    assert f'<div class="text" dir="{direction}" lang="{lang}">' in page
    marked = re.findall(r'class="k report mention"[^>]*>([^<]+)<', page)
    assert marked and all(one in text for one in marked)


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/nothing", 404, "There is no such page."),
        ("/event/ev:nothing", 404, "No event, report or claim"),
        ("/document/ffffffff", 404, "No document of this ledger has the id"),
        ("/document/x?at=1-b", 422, "at"),
        ("/event/" + "a" * 300, 422, "key"),
    ],
)
def test_errors_are_sentences(client: TestClient, path: str, status: int, says: str) -> None:
    """What is not there is said on a page with a way on, and as JSON under /api."""
    page = client.get(path)
    assert page.status_code == status and says in unescape(page.text)
    assert '<a href="/events">' in page.text

    api = client.get(f"/api{path}")
    assert api.status_code >= 400 and "error" in api.json()


def test_a_fault_of_ours_is_a_sentence_too(
    web_ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No trace reaches the reader; the page is as guarded as any other."""
    from dragoman.web import create_app

    def broken(*_: object) -> None:
        raise RuntimeError("our own fault, with /a/path in it")

    monkeypatch.setattr("dragoman.web.pages.events.find", broken)
    with TestClient(
        create_app(web_ledger), base_url="http://127.0.0.1", raise_server_exceptions=False
    ) as client:
        page = client.get("/events")

    assert page.status_code == 500 and "our own fault" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Péter Szijjártó spoke", "szijjarto PETER", ["Péter", "Szijjártó"]),
        ("minister, ministers", "minister", ["minister"]),
        ("minister, ministers", "minist*", ["minister", "ministers"]),
        ("spoke by phone by", '"by phone"', ["by phone"]),
        ("王毅同雷特诺", "雷特诺", ["雷特诺"]),
        ("Straße", "strasse", ["Straße"]),
        ("nothing", "(.*", []),
        ("a", "", []),
    ],
)
def test_found_words_are_marked(text: str, query: str, marked: list[str]) -> None:
    """What the search found is marked in the text as it is written there."""
    pieces = found_words(f"({text})", query)

    assert [piece.text for piece in pieces if piece.marked] == marked
    assert "".join(piece.text for piece in pieces) == f"({text})"


def test_crossing_marks_cut_a_text() -> None:
    """Stretches join to the text; each knows all that lies over it, and where a mark begins."""
    found = stretches("abcdef", [Mark(0, 4, "report", "r", "r-1"), Mark(2, 6, "statement", "s")])

    assert [(one.text, one.kinds, one.ids) for one in found] == [
        ("ab", ("report",), ("r-1",)),
        ("cd", ("report", "statement"), ()),
        ("ef", ("statement",), ()),
    ]


def test_a_paragraph_is_cut_where_it_is_long() -> None:
    """A document of one line gives the words around, cut at spaces."""
    text = "word " * 1000 + LETTER + " word" * 1000
    at = text.index(LETTER)
    first, last = paragraph(text, at, at + len(LETTER), reach=20)

    assert text[first:last] == f"word word word {LETTER} word word word"


def test_clients_differ_not(make_client: Callable[..., TestClient], web_ledger: Path) -> None:
    """State lives in the address: another server gives the same page."""
    address = "/events?actor=st:chn&month=2020-08&sort=old"
    one, other = (make_client(web_ledger).get(address).text for _ in range(2))

    assert one == other
