"""The pages in a real browser: by mouse and keys, looked at by axe-core, narrow and wide."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

Look = Callable[["Page"], None]


def test_from_facets_to_the_words_in_the_document(browser_page: "Page") -> None:
    """An event is found by facets, opened, and its citation followed into the document."""
    page = browser_page
    page.goto("/events")
    page.click("aside >> text=Indonesia")
    page.wait_for_url("**actor=st*")
    page.click("aside >> text=letter")
    page.wait_for_url("**channel=letter*")
    assert page.inner_text("h1") == "1 event"

    page.click(".event a[data-row]")
    page.wait_for_url("**/event/*")
    page.click("text=“Foreign Minister Retno”")
    page.wait_for_url("**/document/**")
    assert page.inner_text(".k.at") == "Foreign Minister Retno"
    assert page.evaluate("document.getElementById('at').getBoundingClientRect().top") < 900

    page.go_back()
    page.go_back()
    page.wait_for_url("**channel=letter*")
    assert page.inner_text("h1") == "1 event"


def test_keys(browser_page: "Page") -> None:
    """A slash finds, j and k walk, Enter opens, ? helps, n turns the page."""
    page = browser_page
    page.goto("/events?channel=call&per=20")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("[data-row]").nth(1).get_attribute("href")
    assert page.evaluate("document.activeElement.getAttribute('href')") == second
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("n")
    page.wait_for_url("**page=2*")
    assert "page 2 of 3" in page.inner_text(".pager")

    page.keyboard.press("?")
    assert page.is_visible("#help")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("letter j k")
    assert page.input_value("#find") == "letter j k"
    page.keyboard.press("Control+A")
    page.keyboard.type("Baoting")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=Baoting*")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/event/*")


def test_the_figure_is_drawn_under_the_policy(browser_page: "Page") -> None:
    """Vega runs its interpreter: bars and months are there, and nothing complained."""
    page = browser_page
    page.goto("/")
    page.wait_for_selector(".plot[data-drawn=yes]")

    assert "2016" in (page.text_content(".plot svg") or "")
    assert page.locator(".plot svg .mark-rect path").count() >= 60


@pytest.fixture
def addresses(browser_page: "Page") -> list[str]:
    """One address of each page."""
    page = browser_page
    page.goto("/events?channel=letter")
    event = page.get_attribute("[data-row]", "href") or ""
    page.goto(event)
    document = page.get_attribute(".where a", "href") or ""
    return ["/", "/events", "/events?q=Xi&actor=st:chn", event, document, "/events?q=nobody"]


def test_pages_are_accessible(
    browser_page: "Page", addresses: list[str], assert_accessible: Look
) -> None:
    """axe-core finds no serious fault on any page, light or dark."""
    for address in addresses:
        browser_page.goto(address)
        if browser_page.locator(".plot").count():
            browser_page.wait_for_selector(".plot[data-drawn=yes]")
        assert_accessible(browser_page)


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_fit(browser_page: "Page", addresses: list[str], width: int) -> None:
    """Nothing is wider than the window, down to a small telephone."""
    browser_page.set_viewport_size({"width": width, "height": 800})
    for address in addresses:
        browser_page.goto(address)
        if browser_page.locator(".plot").count():
            browser_page.wait_for_selector(".plot[data-drawn=yes]")
        assert browser_page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_without_script_everything_is_there(browser_page: "Page", served: str) -> None:
    """Without script facets, pages and tables work; the figure says where its data are."""
    browser = browser_page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False, base_url=served)
    page = context.new_page()
    page.goto("/")
    assert "the table below has the same" in page.inner_text("figure")
    page.goto("/events")
    page.click("aside >> text=letter")
    assert page.inner_text("h1") == "1 event"
    context.close()
