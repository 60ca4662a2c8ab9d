"""Pairs: choosing two, and what lies between them."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
import web_serving
from conftest import HERE
from starlette.testclient import TestClient
from web_serving import read

from dragoman.web import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Page

Look = Callable[["Page"], None]
TABS = ("", "/aid", "/aid?whole=1", "/ties", "/ties?whole=1", "/claims", "/claims?whole=1")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of the other pages' tests, and three states who deal with each other."""
    return web_serving.make(tmp_path_factory.mktemp("pair"))


@pytest.fixture(scope="module")
def client(ledger: Path) -> Iterator[TestClient]:
    """Asks without a browser."""
    with TestClient(create_app(ledger), base_url=HERE) as found:
        yield found


@pytest.fixture(scope="module")
def served(ledger: Path) -> Iterator[str]:
    """The address that a browser asks."""
    with web_serving.serve(ledger) as found:
        yield found


def test_two_are_chosen_by_name(client: TestClient) -> None:
    """Names lead to the pair; one alone, one twice, nobody and a person are sentences."""
    page = client.get("/pairs")
    assert 'href="/pair/st:chn/st:fra"' in page.text  # most often together
    assert '<option value="Indonesia">' in page.text
    found = client.get("/pairs?one=China&other=IDN", follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (302, "/pair/st:chn/st:idn")
    assert "It takes two: type the other one too." in read(client.get("/pairs?one=China"))
    for address, status, said in (
        ("/pairs?one=China&other=blorb", 404, "nobody is known as"),
        ("/pair/CHN/st:chn", 400, "China is there twice"),
        ("/pair/pe:wang-yi/IDN", 400, "Wang Yi (China) is no state or organization"),
        ("/pair/China/Indonesia/figure/pie", 404, "There is no figure"),
        ("/pair/China/Indonesia?since=soon", 400, ""),
        ("/pair/China/Indonesia?since=2021&until=2020", 400, "ends before it starts"),
    ):
        page = client.get(address)
        assert page.status_code == status and said in read(page), address


def test_everything_between_two(client: TestClient) -> None:
    """Channels, last contacts by rank, visits each way, plans ahead, and the events."""
    text = read(client.get("/pair/China/Indonesia"))

    for part in (
        "China and Indonesia",
        "letter 1 events: letter 20 August 2020 or 21 August 2020",
        "Last contact at each rank",
        "head of state both sides 1 September 2020 summit",
        "foreign minister both sides 9 September 2020 meeting",
        "Who visited whom",
        "China Indonesia Wang Yi (China) , foreign minister 1 events: visits of China",
        "Plans ahead, as of 10 September 2020",
        "5 October 2020 meeting open 22 August 2020",
        "events, the newest first",
        "Not counted: 1 event not said to have happened",
    ):
        assert part in text, part


def test_both_sides_are_treated_alike(client: TestClient) -> None:
    """The order of the address is that of the page, and nothing else hangs on it."""
    one, other = (client.get(f"/pair/{a}/{b}").text for a, b in (("CHN", "IDN"), ("IDN", "CHN")))

    def events(text: str) -> list[str]:
        return re.findall(r'data-row href="([^"]+)"', text)

    assert events(one) == events(other) and events(one)
    assert len(one) == len(other)


def test_a_row_leads_to_exactly_its_events(client: TestClient) -> None:
    """The number of a channel and of visits lists the events behind it."""
    told = client.get("/api/pair?one=China&other=Indonesia").json()

    for kind, key in (("channel", "by_channel"), ("visits", "visits")):
        for at, row in enumerate(told[key]):
            page = client.get(f"/pair/st:chn/st:idn?of={kind}:{at}")
            found = re.findall(r'data-row href="/event/([^"]+)"', page.text)
            assert {unquote(one) for one in found} == set(row["events"]), (kind, at)
    for of in ("channel:99", "visits:x", "channel:", "together", "<b>"):
        assert client.get(f"/pair/st:chn/st:idn?of={of}").status_code == 200


@pytest.mark.parametrize("pair", ["CHN/IDN", "CHN/FRA", "IDN/ASEAN", "FRA/ITA"])
@pytest.mark.parametrize("tab", TABS)
def test_every_page_of_a_pair_stands(client: TestClient, pair: str, tab: str) -> None:
    """Each has its answer or a refusal; ids, commands and markup of documents are nowhere."""
    page = client.get(f"/pair/{pair}{tab}")

    assert page.status_code == 200
    assert page.text.count("<h1>") == 1
    assert not re.search(r"<script>alert|<img src=x|<svg onload|<b onmouse|<i>topic", page.text)
    assert "dragoman " not in page.text
    main = re.sub(r"<code>.*?</code>", "", page.text[page.text.index("<main") :])
    assert not re.search(r"\b(?:st|pe|og|of):[a-z]", re.sub(r"<[^>]+>", "", main))


def test_gifts_are_summed_by_unit(client: TestClient) -> None:
    """A gift stands with its words, its stage and its sum."""
    text = read(client.get("/pair/China/Indonesia/aid?whole=1"))

    assert "2 September 2020 China Indonesia delivered 100 ventilators 1" in text
    assert "China Indonesia gifts, of whatever kind none told 1" in text
    assert "gave each other aid" in read(client.get("/pair/China/France/aid?whole=1"))


@pytest.mark.parametrize("tab", ["", "/aid", "/ties", "/claims"])
def test_pages_are_accessible_and_fit(
    browser_page: "Page", assert_accessible: Look, tab: str
) -> None:
    """What comes later comes, axe-core finds nothing, and a small telephone is wide enough."""
    page = browser_page
    page.goto(f"/pair/st:chn/st:idn{tab}")
    for unfinished in (".later", ".plot:not([data-drawn=yes])"):
        page.wait_for_selector(unfinished, state="detached")
    assert page.locator("#answer, #events").count() == 1
    assert_accessible(page)
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_two_are_chosen_in_a_browser(browser_page: "Page", assert_accessible: Look) -> None:
    """Two names and the key Enter lead to the pair, and a row of it to its events."""
    page = browser_page
    page.goto("/pairs")
    assert_accessible(page)
    page.fill("#ask-one", "China")
    page.fill("#ask-other", "Indonesia")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pair/st:chn/st:idn")
    page.click("tr:has-text('letter') a")
    page.wait_for_url("**of=channel*")
    assert page.locator("#events ~ .events .event").count() == 1
    page.click(".parts >> text=Aid both ways")
    page.wait_for_selector("#answer")
    assert "100 ventilators" in page.inner_text("#answer")
