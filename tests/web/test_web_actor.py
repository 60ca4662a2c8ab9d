"""Actors: the search, the pages of one, the map and the network."""

import json
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

import dragoman.web
from dragoman.actors import Register
from dragoman.web import create_app
from dragoman.web.pages import actors

if TYPE_CHECKING:
    from playwright.sync_api import Page

Look = Callable[["Page"], None]
STATIC = Path(dragoman.web.__file__).parent / "static"
TABS = ("", "/channels", "/counterparts", "/statements", "/plans", "/plans?whole=1", "/offices")
WHO = ("st:chn", "st:idn", "pe:wang-yi", "of:chn.fm", "og:asean")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of the other pages' tests, and three states who deal with each other."""
    return web_serving.make(tmp_path_factory.mktemp("actor"))


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


def test_the_circle_is_of_the_latest_month_with_contacts(client: TestClient) -> None:
    """Without a month the latest is shown, with the ones before and after a step away."""
    page = client.get("/actor/st:chn")
    text = read(page)

    assert '<h2 id="circle">September 2020</h2>' in page.text
    assert "Indonesia the two : China and Indonesia 4 events: Indonesia" in text
    assert "visit 1 , meeting 1 , negotiation 1 , summit 1" in text
    assert "‹ August 2020" in text
    assert "A list without ranks: 4 events, and ranks take 10." in text
    assert "Rests on 4 events in 3 documents" in text
    before = client.get("/actor/st:chn?month=2020-08")
    assert "August 2020</h2>" in before.text and "September 2020 ›" in read(before)
    assert "foreign minister, China: Wang Yi" in text  # by the register, on the last day


@pytest.mark.parametrize(
    ("address", "told", "key"),
    [
        ("/actor/st:chn?month=2015/2020", "/api/circle?who=st:chn&month=2015/2020", "partners"),
        ("/actor/st:chn/channels?", "/api/channels?who=st:chn", "rows"),
        ("/actor/st:chn/counterparts?", "/api/network?who=st:chn", "rows"),
        ("/actor/st:chn/counterparts?", "/api/network?who=st:chn", "links"),
    ],
)
def test_a_count_leads_to_exactly_its_events(
    client: TestClient, address: str, told: str, key: str
) -> None:
    """The number of a counterpart, of a channel and of a link lists the events behind it."""
    rows = client.get(told).json()[key]

    assert rows
    for row in rows:
        of = row.get("partner") or row.get("channel") or row["other"]
        of = f"{row['one']} {of}" if "one" in row else of
        page = client.get(address, params={"of": of} | _parameters(address))
        listed = [unquote(one) for one in re.findall(r'data-row href="/event/([^"]+)"', page.text)]
        events = {*row["events"], *row.get("protocol_events", ())}
        assert set(listed) <= events
        assert len(listed) == min(len(events), 40), of


def _parameters(address: str) -> dict[str, str]:
    return dict(part.split("=") for part in address.partition("?")[2].split("&") if part)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("tab", TABS)
def test_every_page_of_every_kind_of_actor_stands(client: TestClient, who: str, tab: str) -> None:
    """States, persons, offices and organizations have all pages, with a refusal where one is due.

    One document is hostile wherever it can be: nothing of it is markup. No page shows an id but
    where it says that it is one, nor a command of the terminal.
    """
    page = client.get(f"/actor/{who}{tab}")

    assert page.status_code == 200
    assert page.text.count("<h1>") == 1
    assert not re.search(r"<script>alert|<img src=x|<svg onload|<b onmouse|<i>topic", page.text)
    assert "dragoman " not in page.text
    main = re.sub(r"<code>.*?</code>", "", page.text[page.text.index("<main") :])
    assert not re.search(r"\b(?:st|pe|og|of):[a-z]", re.sub(r"<[^>]+>", "", main))
    assert "None" not in re.sub(r"<[^>]+>", " ", main)


def test_what_is_not_there_is_a_sentence(client: TestClient) -> None:
    """Nobody, an empty month, no month at all, a figure that there is not."""
    assert "nobody is known as" in read(client.get("/actor/blorb"))
    for address, status in (
        ("/actor/blorb", 404),
        ("/actor/pe:nobody-at-all", 404),
        ("/actor/pl:jakarta", 404),
        ("/actor/st:chn?month=soon", 400),
        ("/actor/st:chn/channels?since=2021&until=2020", 400),
        ("/actor/st:chn/figure/pie", 404),
        (f"/actor/{'x' * 300}", 422),
    ):
        assert client.get(address).status_code == status, address
    empty = client.get("/actor/st:chn?month=1999-01")
    assert empty.status_code == 200
    assert "Not told. Nothing in 1999-01: the dated events of this ledger run from" in read(empty)
    asean = read(client.get("/actor/ASEAN"))
    assert "No event of this ledger has Association of Southeast Asian Nations as a" in asean


def test_names_find_actors(client: TestClient) -> None:
    """Beginnings of words find those of the ledger first, then those of the register alone."""

    def found(q: str) -> list[str]:
        page = client.get("/actors", params={"q": q})
        assert page.status_code == 200
        return re.findall(r'data-row href="/actor/([^"]+)"', page.text)

    assert found("")[:2] == ["st:chn", "pe:emmanuel-macron"]
    assert found("wang y")[0] == "pe:wang-yi"
    assert "pe:wang-yajun" in found("wang y")  # only the register knows him
    assert found("indonesia")[:3] == ["st:idn", "pe:retno-marsudi", "pe:joko-widodo"]
    assert found("IDN")[0] == "st:idn"
    assert found("PRC") == ["st:chn"]  # a name that is not the label
    assert found("ang yi") == []
    nobody = read(client.get("/actors?q=Indonesai"))
    assert "Nobody in this ledger" in nobody and "Did you mean Indonesia" in nobody
    assert "&lt;script&gt;" in client.get("/actors?q=<script>").text


@pytest.mark.parametrize("word", ["wang", "WANG", "wáng", "yi wang", "wang-yi"])
def test_words_fit_names_however_they_are_typed(word: str) -> None:
    """Case, accents, order and hyphens do not matter."""
    one = actors.Listed("pe:wang-yi", "Wang Yi (China)", 1, "wang yi (china) wang-yi")

    assert actors._fits(one, word)
    assert not actors._fits(one, f"{word} li")


def test_offices_have_source_and_day(client: TestClient) -> None:
    """Every term of office says where it is from; an open one, as of when."""
    text = read(client.get("/actor/pe:wang-yi/offices"))

    assert "foreign minister, China 16 March 2013 30 December 2022 to the day Hand layer" in text
    assert re.search(r"foreign minister, China 25 July 2023 open to the day .*? 20\d\d", text)
    assert "no document of the ledger is behind it" in text
    assert "Wang Yi" in read(client.get("/actor/of:chn.fm/offices"))


def test_the_drawing_has_names_and_numbers_alone(client: TestClient) -> None:
    """What the map and the network are drawn from is small, and the same as the tables."""
    drawing = client.get("/api/network/drawing?who=China").json()
    told = client.get("/api/network?who=China").json()

    assert drawing["who"] == {"id": "st:chn", "name": "China", "state": "st:chn"}
    assert [(one["id"], one["events"]) for one in drawing["counterparts"]] == [
        (row["other"], row["n_events"]) for row in told["rows"]
    ]
    assert all(one["path"] == f"/pair/st:chn/{one['id']}" for one in drawing["counterparts"])
    assert {one["state"]: one["events"] for one in drawing["states"]} == {
        row["other"]: row["n_events"] for row in told["rows"]
    }
    assert drawing["links"] == [{"one": "st:fra", "other": "st:idn", "events": 2}]
    person = client.get("/api/network/drawing?who=pe:wang-yi").json()
    assert person["who"]["name"] == "Wang Yi (China)"
    assert person["counterparts"][0]["name"] == "Retno Marsudi (Indonesia)"
    links = client.get("/api/network?who=China&table=links&format=csv").text
    assert links.startswith("one,other,n_events,n_with,") and "st:fra,st:idn,2,1," in links
    assert client.get("/api/network?who=blorb").status_code == 404
    assert client.get("/api/network?who=China&since=soon").status_code == 400


def test_the_map_knows_the_place_of_states() -> None:
    """Every member of the United Nations has a dot; disputed borders are the register's."""
    places = json.loads((STATIC / "map_places.json").read_text("utf-8"))
    members = [state.id for state in Register.load().states() if state.kind == "un-member"]

    assert len(members) == 193
    assert set(members) <= set(places["states"])
    for one in places["states"].values():
        assert -180 <= one["lon"] <= 180 and -90 <= one["lat"] <= 90
    assert places["states"]["st:sgp"] == {"shape": "702", "lon": 103.81, "lat": 1.36}
    assert {"st:twn", "st:xkx", "st:pse"} <= set(places["states"])
    for pair in (["643", "804"], ["156", "356"], ["688", "Kosovo"], ["376", "275"]):
        assert pair in places["disputed"]
    assert "Natural Earth" in places["source"] and "polities.csv" in places["source"]


def test_the_map_says_whose_borders_it_draws(client: TestClient) -> None:
    """The page names the source, and that the borders are no view on anybody's status."""
    text = read(client.get("/actor/st:chn/counterparts"))

    for part in (
        "Borders are Natural Earth’s de facto ones",
        "no view on anybody’s status",
        "a place that both sides claim",
        "never evidence",
    ):
        assert part in text, part
    assert "No event of this ledger is between two of these" in read(
        client.get("/actor/pe:wang-yi/counterparts")
    )


def test_map_and_network_in_a_browser(browser_page: "Page", assert_accessible: Look) -> None:
    """A dot for each state, the same picture each time, and a dot leads to the two."""
    page = browser_page
    drawn = []
    for _ in range(2):
        page.goto("/actor/st:chn/counterparts")
        page.wait_for_selector(".map[data-drawn=yes]")
        page.wait_for_selector(".network[data-drawn=yes]")
        drawn.append(
            (
                page.eval_on_selector(".map svg", "svg => svg.outerHTML"),
                page.eval_on_selector_all(
                    ".network canvas", "all => all.map(canvas => canvas.toDataURL())"
                ),
            )
        )
    assert drawn[0] == drawn[1]
    assert page.locator(".map .dot").count() == 2
    assert page.locator(".map .disputed").get_attribute("d")
    assert "The largest dot is 61 events" in page.inner_text(".map-key")

    assert_accessible(page)
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator(".map .dot.link").last.click()
    page.wait_for_url("**/pair/st:chn/**")


def test_typing_completes_names(browser_page: "Page", assert_accessible: Look) -> None:
    """The list follows what is typed, and the address keeps it."""
    page = browser_page
    page.goto("/actors")
    page.fill("#who", "retno")
    page.wait_for_url("**q=retno*")
    page.wait_for_selector("#found [data-row] >> nth=1", state="detached")
    assert_accessible(page)
    page.click("#found [data-row]")
    page.wait_for_url("**/actor/pe:retno-marsudi")


@pytest.mark.parametrize("tab", ["", "/channels", "/plans", "/statements", "/offices"])
def test_pages_are_accessible_and_fit(
    browser_page: "Page", assert_accessible: Look, tab: str
) -> None:
    """axe-core finds nothing, figures come, and nothing is wider than a small telephone."""
    page = browser_page
    page.goto(f"/actor/st:chn{tab}")
    for unfinished in (".later", ".plot:not([data-drawn=yes])"):
        page.wait_for_selector(unfinished, state="detached")
    assert_accessible(page)
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
