"""Saved questions: named, listed, renamed, deleted, and only addresses of pages here."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import web_making
from starlette.testclient import TestClient

from dragoman.ledger import saved

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger that may be written."""
    return web_making.add(tmp_path / "ledger", web_making.stories())


@pytest.fixture
def client(ledger: Path, make_client: Callable[..., TestClient]) -> TestClient:
    """Asks its pages."""
    return make_client(ledger)


def save(client: TestClient, address: str, name: str, to: str = "/saved") -> tuple[int, str]:
    """Send the form; return the status, and what was said or where it leads."""
    csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/saved").text)
    assert csrf is not None
    answer = client.post(to, data={"csrf": csrf[1], "address": address, "name": name})
    said = re.search(r'<p class="sorry">(.*?)</p>', answer.text)
    return answer.status_code, unescape(said[1]) if said else answer.headers.get("location", "")


def test_a_question_is_saved_opened_renamed_and_deleted(client: TestClient, ledger: Path) -> None:
    """Its page number is no part of it; the name leads to the page."""
    status, there = save(client, "/events?channel=letter&page=2", " Letters ")
    [one] = saved.saved(ledger)

    assert (status, there) == (303, f"/saved#q-{one.id}")
    assert (one.name, one.address) == ("Letters", "/events?channel=letter")
    assert client.get(f"/saved/{one.id}").headers["location"] == one.address
    assert client.get(f"/saved/{one.id}.atom").headers["location"] == "/events.atom?channel=letter"
    save(client, "", "Notes", to=f"/saved/{one.id}/name")
    assert [q.name for q in saved.saved(ledger)] == ["Notes"]
    save(client, "", "", to=f"/saved/{one.id}/delete")
    assert saved.saved(ledger) == ()
    assert client.get(f"/saved/{one.id}").status_code == 404
    assert client.get(f"/saved/{one.id}.atom").status_code == 404


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        ("/actor/st:chn/plans", "/events.atom?actor=st%3Achn"),
        ("/pair/st:chn/st:idn", "/events.atom?actor=st%3Achn&actor=st%3Aidn"),
        ("http://127.0.0.1/events?q=joy&sort=old&per=5", "/events.atom?q=joy"),
        ("/document/0123456789abcdef", None),
    ],
)
def test_pages_about_events_have_a_feed(
    client: TestClient, ledger: Path, address: str, feed: str | None
) -> None:
    """A feed is of the events of an actor, a pair or a list; of others there is none."""
    assert save(client, address, "x")[0] == 303
    [one] = saved.saved(ledger)
    answer = client.get(f"/saved/{one.id}.atom")

    assert answer.headers.get("location") == feed
    assert feed is not None or answer.status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/events",
        "//elsewhere.example/events",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "/nothing-here",
        "/api/events",
        "/static/style.css",
        "/saved",
        "/login?next=/",
        "/events.atom",
        "",
        "/event/../../../etc/passwd",
    ],
)
def test_only_pages_here_are_saved(client: TestClient, ledger: Path, address: str) -> None:
    """Whoever opens a saved question stays on this server, and on a page that answers."""
    status, said = save(client, address, "x")

    assert status == 400 and "no address of a page" in said
    assert saved.saved(ledger) == ()
    assert client.get("/saved", params={"address": address}).status_code == 200


def test_names_are_one_each_and_no_script(client: TestClient, ledger: Path) -> None:
    """A name is needed, is not too long, is one question's; whatever it is, it is text."""
    assert save(client, "/events", "<script>alert(1)</script>")[0] == 303
    for name, said in (
        ("<script>alert(1)</script>", "has the name"),
        ("  ", "A name is needed"),
        ("x" * 121, "120 are the most"),
    ):
        status, sentence = save(client, "/events", name)
        assert status == 400 and said in sentence
    page = client.get("/saved").text
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert len(saved.saved(ledger)) == 1


def test_without_the_word_of_the_form_nothing_changes(client: TestClient, ledger: Path) -> None:
    """Saving, renaming and deleting are refused to a form of another site."""
    one = saved.keep(ledger, "mine", "/events")

    for to in ("/saved", f"/saved/{one.id}/name", f"/saved/{one.id}/delete"):
        assert client.post(to, data={"name": "y", "address": "/events"}).status_code == 403
    assert saved.saved(ledger) == (one,)


def test_every_page_offers_to_be_saved(client: TestClient) -> None:
    """The link at its foot brings its address, with all that is asked, to the form."""
    page = client.get("/events?channel=letter&sort=old")
    link = re.search(r'href="(/saved\?address=[^"]+)"', page.text)

    assert link is not None
    assert 'value="/events?channel=letter&amp;sort=old"' in client.get(unescape(link[1])).text


def test_saved_questions_outlive_a_rebuild_and_are_of_no_view(ledger: Path) -> None:
    """They stand beside the view, which is made anew without them."""
    from dragoman.run import Ledger

    one = saved.keep(ledger, "mine", "/events")
    with Ledger.open(ledger, write=True) as book:
        book.rebuild()

    assert saved.saved(ledger) == (one,)


def test_the_page_in_a_browser(
    browser_page: "Page", assert_accessible: Callable[["Page"], None]
) -> None:
    """From a list to the form by its foot; a feed's link stands beside each question."""
    browser_page.goto("/events?channel=letter")
    browser_page.get_by_role("link", name="Save this question").click()
    browser_page.get_by_label("Name", exact=True).fill("Letters")
    browser_page.get_by_role("button", name="Save").click()
    browser_page.get_by_role("link", name="Letters", exact=True).wait_for()
    assert browser_page.get_by_role("link", name="Feed of Letters").count() == 1
    assert_accessible(browser_page)
    browser_page.get_by_role("button", name="Delete Letters").click()
    browser_page.get_by_text("No question is saved yet.").wait_for()
