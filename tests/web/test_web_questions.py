"""The pages of questions in a browser: figures drawn, nothing hidden, narrow, and by axe-core."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

Look = Callable[["Page"], None]

ADDRESSES = (
    "/compare?one=elysee.txt&other=ministry.txt",
    "/voices?arrange=side",
    "/claims",
    "/plans",
    "/agenda?weeks=8",
    "/aid?who=China&other=France",
    "/partnerships?one=China&other=France",
    "/coverage?matrix=1",
)


@pytest.fixture(scope="module")
def served(question_server: str) -> str:
    """The server that the browser asks."""
    return question_server


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_question_looked_at(browser_page: "Page", assert_accessible: Look, address: str) -> None:
    """The figure comes and is drawn, axe-core finds no fault, and 360 px are wide enough."""
    page = browser_page
    page.goto(address)
    page.wait_for_selector(".plot[data-drawn=yes]")

    assert page.locator(".later").count() == 0
    assert_accessible(page)
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
