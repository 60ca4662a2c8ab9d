"""The feed of events: valid Atom, what is new first, and a token only where one is asked for."""

import os
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
import web_making
from starlette.testclient import TestClient

from dragoman.web.safety import feed_token

ATOM = "{http://www.w3.org/2005/Atom}"
SECRET = "a secret of some length"  # noqa: S105


def entries(text: str) -> list[ElementTree.Element]:
    """Return the entries of a feed."""
    return ElementTree.fromstring(text).findall(f"{ATOM}entry")  # noqa: S314 - our own


def texts(parent: ElementTree.Element, tag: str) -> list[str]:
    """Return the texts of the children with a name."""
    return [child.text or "" for child in parent.findall(f"{ATOM}{tag}")]


def test_a_feed_has_what_atom_asks_for(client: TestClient) -> None:
    """Feed and entries have one id, title, time and link each; ids differ; all is escaped."""
    answer = client.get("/events.atom?per=500")
    feed = ElementTree.fromstring(answer.text)  # noqa: S314
    listed = entries(answer.text)

    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert len(listed) == client.get("/api/events").json()["total"]
    for one in (feed, *listed):
        for tag in ("id", "title", "updated"):
            assert len(texts(one, tag)) == 1 and texts(one, tag)[0], tag
        assert texts(one, "updated")[0].endswith("Z")
        assert one.findall(f"{ATOM}link[@rel='alternate']")
    assert len(texts(feed, "id") + [texts(one, "id")[0] for one in listed]) == len(listed) + 1
    assert len({texts(one, "id")[0] for one in listed}) == len(listed)
    assert "<script" not in answer.text and "&lt;script&gt;" in answer.text
    feedparser = pytest.importorskip("feedparser", reason="needs the package feedparser")
    assert not feedparser.parse(answer.content).bozo


def test_a_feed_takes_the_filters_of_the_list(client: TestClient) -> None:
    """Only the events that the list of the same address has; its links lead there and back."""
    address = "/events.atom?channel=letter&actor=st:idn"
    [one] = entries(client.get(address).text)
    [row] = client.get("/api/events?channel=letter&actor=st:idn").json()["rows"]
    links = [link.get("href") for link in one.findall(f"{ATOM}link")]

    assert links == [f"http://127.0.0.1/event/{row['event']}"]
    assert "“On 21 August, Xi Jinping received a letter" in texts(one, "summary")[0]
    assert client.get("/events.atom?since=soon").status_code == 400


@pytest.mark.parametrize("order", [1, -1])  # in one of them the event's own id changes
def test_what_is_new_comes_first_and_keeps_its_id(
    tmp_path: Path, make_client: Callable[..., TestClient], order: int
) -> None:
    """A document read later comes first; an event that it tells too keeps id and day of entry."""
    letter, received = web_making.stories()[:2][::order]
    ledger = web_making.add(tmp_path / "ledger", [*web_making.calls(3), letter])
    first = sorted((ledger / "documents").iterdir())[0]
    os.utime(first, (1e9, 1e9))
    client = make_client(ledger)
    before = {texts(e, "id")[0]: e for e in entries(client.get("/events.atom").text)}
    web_making.add(ledger, [received, *web_making.calls(5)[3:]])
    after = entries(client.get("/events.atom").text)
    new = [e for e in after if texts(e, "id")[0] not in before]

    assert after[: len(new)] == new and new
    assert all(texts(e, "published") == ["2001-09-09T01:46:40Z"] for e in after[len(new) :])
    assert set(before) <= {texts(e, "id")[0] for e in after}


def test_a_feed_is_not_sent_twice(client: TestClient) -> None:
    """Whoever has the feed is told that it is the same."""
    tag = client.get("/events.atom?channel=call").headers["etag"]
    again = client.get("/events.atom?channel=call", headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/events.atom?channel=letter", headers={"If-None-Match": tag})
    assert other.status_code == 200


def test_a_token_opens_one_feed(web_ledger: Path, make_client: Callable[..., TestClient]) -> None:
    """Where a secret is asked for, an address carries a token that opens that feed alone."""
    client = make_client(web_ledger, secret=SECRET)
    token = feed_token(SECRET, "/events.atom", [("channel", "letter")])
    admitted = {"Authorization": f"Bearer {SECRET}"}
    page = client.get("/events?channel=letter", headers=admitted).text

    assert f"/events.atom?channel=letter&amp;token={token}" in page
    assert SECRET not in page
    answer = client.get(f"/events.atom?channel=letter&token={token}")
    assert answer.status_code == 200 and SECRET not in answer.text
    assert token in answer.text  # the feed's own address
    for wrong in (
        "/events.atom?channel=letter",
        f"/events.atom?channel=call&token={token}",
        f"/events.atom?token={token}",
        "/events.atom?channel=letter&token=",
    ):
        assert client.get(wrong).status_code == 401, wrong
    assert client.get(f"/events?channel=letter&token={token}").status_code == 303


def test_no_token_where_none_is_asked_for(client: TestClient) -> None:
    """A server of this computer alone puts nothing into the address."""
    assert "token=" not in client.get("/events?channel=letter").text


def test_a_withdrawn_document_makes_nothing_new(
    tmp_path: Path, make_client: Callable[..., TestClient]
) -> None:
    """A part that was written anew is as old as before."""
    ledger = web_making.add(tmp_path / "ledger", web_making.calls(3))
    web_making.add(ledger, web_making.calls(5)[3:])
    _, second = sorted((ledger / "documents").iterdir())
    os.utime(second, (1e9, 1e9))  # the first is younger now
    told = entries(make_client(ledger).get("/events.atom").text)

    assert {texts(e, "published")[0] for e in told} == {"2001-09-09T01:46:40Z"}
