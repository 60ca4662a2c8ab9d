"""Every address that the application has, those of later pages too: asked, looked at, abused."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient
from web_making import SCRIPT

from dragoman.web import pages

if TYPE_CHECKING:
    from playwright.sync_api import Page

Look = Callable[["Page"], None]

EXAMPLES: dict[str, tuple[str, ...]] = {
    "/actor/{key}": ("/actor/st:chn", "/actor/pe:wang-yi?month=2020-08"),
    "/actor/{key}/channels": ("/actor/st:chn/channels",),
    "/actor/{key}/counterparts": ("/actor/pe:xi-jinping/counterparts",),
    "/actor/{key}/figure/{tab}": ("/actor/st:chn/figure/channels",),
    "/actor/{key}/offices": ("/actor/pe:wang-yi/offices",),
    "/actor/{key}/plans": ("/actor/st:chn/plans",),
    "/actor/{key}/statements": ("/actor/st:chn/statements",),
    "/actors": ("/actors", "/actors?q=wang"),
    "/agenda": ("/agenda", "/agenda?who=China"),
    "/aid/figure": ("/aid/figure?who=China",),
    "/aid": ("/aid", "/aid?who=China&other=Indonesia"),
    "/api/aid": ("/api/aid?who=st:chn",),
    "/api/channels": ("/api/channels?who=st:chn",),
    "/api/check": ("/api/check?who=st:chn",),
    "/api/circle": ("/api/circle?who=st:chn&month=2020-08",),
    "/api/compare": ("/api/compare?typed={letter}",),
    "/api/digest": ("/api/digest?who=st:chn&month=2020-08",),
    "/api/document/{key}": ("/api/document/{hostile_document}",),
    "/api/event/{key}": ("/api/event/{hostile}",),
    "/api/network": ("/api/network?who=st:chn",),
    "/api/network/drawing": ("/api/network/drawing?who=st:chn",),
    "/api/pair": ("/api/pair?one=st:chn&other=st:idn",),
    "/api/partnerships": ("/api/partnerships?one=st:chn&other=st:idn",),
    "/api/search": ("/api/search?q=letter",),
    "/api/show": ("/api/show?key={letter}",),
    "/api/voices": ("/api/voices?topic=trade",),
    "/claims": ("/claims", "/claims?who=China"),
    "/compare": ("/compare", "/compare?one={letter_document}&other={other_document}"),
    "/compare/figure": ("/compare/figure?one={letter_document}&other={other_document}",),
    "/compare/{key}": ("/compare/{letter}",),
    "/compare/{key}/figure": ("/compare/{letter}/figure",),
    "/coverage": ("/coverage", "/coverage?matrix=true"),
    "/digest": ("/digest", "/digest?who=China&month=2020-08"),
    "/digest/file/{form}": ("/digest/file/html?who=China&month=2020-08",),
    "/document/{key}": (
        "/document/{letter_document}?at=13-40",
        "/document/{hostile_document}",
        "/document/{arabic_document}",
        "/document/{chinese_document}",
    ),
    "/event/{key}": ("/event/{letter}", "/event/{hostile}", "/event/{plan}"),
    "/events": (
        "/events?channel=letter&channel=meeting",
        "/events?q=alert&teasers=1&more=month",
        "/events?q=nobodysaysthis",
    ),
    "/pair/{one}/{other}": ("/pair/st:chn/st:idn", "/pair/st:fra/st:idn"),
    "/pair/{one}/{other}/aid": ("/pair/st:chn/st:idn/aid",),
    "/pair/{one}/{other}/claims": ("/pair/st:chn/st:idn/claims",),
    "/pair/{one}/{other}/figure/{tab}": ("/pair/st:chn/st:idn/figure/timeline",),
    "/pair/{one}/{other}/ties": ("/pair/st:chn/st:idn/ties",),
    "/pairs": ("/pairs", "/pairs?one=China"),
    "/partnerships": ("/partnerships", "/partnerships?one=China&other=Indonesia"),
    "/partnerships/figure": ("/partnerships/figure?one=China&other=Indonesia",),
    "/review/{queue}": ("/review/disagreements", "/review/audit"),
    "/api/review/{queue}": ("/api/review/doubtful",),
    "/saved": ("/saved", "/saved?address=/events?channel=letter"),
    "/voices": ("/voices", "/voices?topic=trade&about=China"),
}
"""Addresses of a page, where its own needs something; `{letter}` and the like are of the ledger."""

ANOTHERS = re.compile(r"\{(ident|number|nth)\}")
"""What another session made: a saved question, a decision. Its own test looks at it."""

HOSTILE = (
    "x" * 3_000,
    "a\0b",
    "\ud7ff\u202eevil\u2066",
    "../../../etc/passwd",
    "..\\..\\format.json",
    "/etc/passwd",
    SCRIPT,
    "' OR 1=1 --",
    "{{7*7}}",
    "st:chn'; DROP TABLE events",
    "-1",
    "1e999",
    "9" * 30,
    "2020-13-45",
    "2021/2020",
    "XXXX",
    "(((*",
    "%",
    "",
)


def _routes() -> Iterator[tuple[str, APIRoute]]:
    """Yield every address of the pages and of the API with its route."""
    for found in pkgutil.iter_modules(pages.__path__):
        module = importlib.import_module(f"{pages.__name__}.{found.name}")
        for prefix, name in (("", "router"), ("/api", "api")):
            for route in getattr(getattr(module, name, None), "routes", ()):
                if isinstance(route, APIRoute):
                    yield prefix + route.path, route


ROUTES = {path: route for path, route in _routes() if "GET" in route.methods}


def _parameters(dependant: Any) -> set[str]:
    """Return the names of all that an address may be asked with."""
    own = {field.alias for field in dependant.query_params}
    return own.union(*(_parameters(other) for other in dependant.dependencies))


@pytest.fixture(scope="module")
def known(client: TestClient) -> dict[str, str]:
    """The ids of some events and documents of the ledger, by what they are called here."""
    rows = client.get("/api/events?per=500").json()["rows"]
    by_day = {row["dates"][0]: row for row in rows if row["dates"]}
    letter, hostile = by_day["2020-08-20"], by_day["2020-09-09"]
    return {
        "letter": letter["event"],
        "hostile": hostile["event"],
        "plan": by_day["2020-10-05"]["event"],
        "letter_document": letter["documents"][0],
        "other_document": letter["documents"][1],
        "hostile_document": hostile["documents"][0],
        "arabic_document": by_day["2020-08-25"]["documents"][0],
        "chinese_document": by_day["2020-09-03"]["documents"][0],
    }


def _addresses(path: str) -> tuple[str, ...]:
    return EXAMPLES.get(path, () if "{" in path else (path,))


CASES = [address for path in ROUTES for address in _addresses(path)]


def test_no_address_is_forgotten() -> None:
    """Each page that needs something in its address has an example here."""
    assert not [path for path in ROUTES if not _addresses(path) and not ANOTHERS.search(path)], (
        "say in EXAMPLES how it is asked"
    )


@pytest.mark.parametrize("address", CASES)
def test_every_address_answers(client: TestClient, known: dict[str, str], address: str) -> None:
    """Each page has something to say of the ledger, or a sentence why not, and no script in it."""
    response = client.get(address.format_map(known))

    assert response.status_code in (200, 404), response.text[:500]
    assert SCRIPT not in response.text or "json" in response.headers["content-type"]
    assert "default-src 'none'" in response.headers["content-security-policy"]
    if "text/html" in response.headers["content-type"]:
        tags = re.findall(r"<[a-z][^>]*>", response.text)
        speaks = re.compile(r"\son\w+\s*=|\sstyle=|javascript:")
        assert not [tag for tag in tags if speaks.search(_bare(tag))]


def _bare(tag: str) -> str:
    """Return a tag without what stands in its attributes' quotes, addresses apart."""
    return re.sub(r'(?<!href)(?<!src)(?<!action)="[^"]*"', '=""', tag)


@pytest.mark.parametrize("address", [one for one in CASES if not one.startswith("/api/")])
def test_every_page_is_fit_to_be_seen(
    client: TestClient,
    browser_page: "Page",
    known: dict[str, str],
    assert_accessible: Look,
    address: str,
) -> None:
    """No script of a document runs, nothing is asked elsewhere, nothing is logged.

    axe-core finds no serious fault, light or dark; nothing is wider than a small telephone, nor
    than paper.
    """
    address = address.format_map(known)
    response = client.get(address)
    if "</html>" not in response.text or "content-disposition" in response.headers:
        pytest.skip("is no page, but a file or a part of one")
    if response.status_code != 200:
        pytest.skip("the ledger of the tests has nothing for it; a browser logs every 404")
    page = browser_page
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.goto(address)
    settle(page)
    assert page.title() and page.locator("h1").count() == 1
    assert_accessible(page)

    for media, width in (("screen", 1280), ("screen", 360), ("print", 720)):
        page.emulate_media(media=media)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (media, width)
    assert not said


def settle(page: "Page") -> None:
    """Wait until all that a page loads after itself is there, and its figures are drawn."""
    from playwright.sync_api import expect

    waiting = ".later, .htmx-request, .plot[data-spec]:not([data-drawn=yes])"
    expect(page.locator(waiting)).to_have_count(0, timeout=30_000)


@pytest.mark.slow
@pytest.mark.parametrize("path", ROUTES)
def test_every_address_takes_anything(client: TestClient, known: dict[str, str], path: str) -> None:
    """Whatever stands in an address, the answer is a page, a file or a sentence; no fault of ours.

    Each value as the address itself, and every fourth for each parameter beside what the page
    needs, so that with four parameters all have been tried.
    """
    examples = _addresses(path) or (re.sub(r"\{\w+\}", "0" * 12, path),)
    bare, _, usual = examples[-1].format_map(known).partition("?")
    names = sorted(_parameters(ROUTES[path].dependant))
    for nth, value in enumerate(HOSTILE):
        places = [re.sub(r"\{\w+\}", lambda _, v=value: quote(v, safe=""), path)]
        for name in (name for at, name in enumerate(names) if at % 4 == nth % 4):
            others = [pair for pair in usual.split("&") if pair and not pair.startswith(name)]
            places.append(f"{bare}?{'&'.join([*others, urlencode({name: value})])}")
        for address in places:
            response = client.get(address, follow_redirects=False)
            assert response.status_code < 500, (address[:200], response.text[:500])
            if response.status_code >= 400 and response.status_code != 414:
                assert "Traceback" not in response.text
                sentence = _sentence(response)
                assert len(sentence.split()) >= 3, (address[:200], sentence)
            assert SCRIPT not in response.text or "json" in response.headers["content-type"]


def _sentence(response: Any) -> str:
    if "json" in response.headers["content-type"]:
        return str(response.json()["error"])
    found = re.search(r'class="(?:sorry|refusal)"[^>]*>(.*?)</p>', response.text, re.S)
    return found[1] if found else response.text if len(response.text) < 300 else ""
