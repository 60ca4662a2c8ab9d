"""From a folder of documents to a correction that stays, with the pages alone."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import web_serving

from dragoman.model.config import Config
from dragoman.run import Setup, read_into

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow  # they read documents

DOCUMENTS = ("wr01", "wr02", "wr03", "wr05", "wr08", "wr10")
CALL = "/events?channel=video_meeting"


@pytest.fixture(scope="module")
def folder(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of some samples, two of them the accounts that both sides give of one call."""
    found = tmp_path_factory.mktemp("folder")
    for name in DOCUMENTS:
        shutil.copy(samples / f"{name}.txt", found)
    (found / "meta.jsonl").write_text(
        '{"file": "wr01.txt", "outlet": "The Briefing Room", "side": "st:usa"}\n'
        '{"file": "wr02.txt", "outlet": "The Ministry", "side": "st:chn"}\n'
    )
    return found


@pytest.fixture(scope="module")
def ledger(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is read of it."""
    found = tmp_path_factory.mktemp("whole") / "ledger"
    read_into([folder], found, config=Config(workers=1))
    return found


@pytest.fixture(scope="module")
def served(ledger: Path) -> Iterator[str]:
    """The address of a server on it."""
    with web_serving.serve(ledger) as address:
        yield address


def test_a_correction_outlives_changed_rules(
    browser_page: "Page", folder: Path, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An event is found by facets, opened, followed into its document, and its date corrected.

    The event shows the new date at once, and still when the folder was read again by other rules.
    """
    page = browser_page
    page.goto("/events")
    page.click("aside >> text=China")
    page.wait_for_url("**actor=st*")
    page.click("aside >> text=video meeting")
    page.wait_for_url("**channel=video_meeting*")
    assert page.inner_text("h1") == "1 event"
    page.click(".event a[data-row]")
    page.wait_for_url("**/event/*")

    page.locator(".claim .words", has_text="March 18").first.click()
    page.wait_for_url("**/document/**")
    assert "March 18" in page.inner_text(".k.at")
    page.go_back()

    report = page.locator("article.report", has=page.locator(".sentence", has_text="evening of"))
    report.get_by_text("accept or correct it").click()
    page.fill("#name", "Ada Reviewer")
    page.keyboard.press("Enter")
    page.wait_for_selector("#sentence")
    assert "On the evening of March 18" in page.inner_text("main")
    page.wait_for_load_state("networkidle")  # the keys are listened to
    day = page.locator(".edit", has_text="date").locator("input[name=value]").first
    for _ in range(5):
        page.keyboard.press("e")
        page.wait_for_timeout(500)
        if day.is_visible():
            break
    day.fill("2022-03-17")
    day.press("Enter")
    page.wait_for_selector("#said >> text=You corrected the date")

    def told() -> str:
        page.goto(CALL)
        page.click(".event a[data-row]")
        page.wait_for_url("**/event/*")
        return page.inner_text("main")

    assert "17 March 2022" in told()
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    newer = Setup(extractor="web_rules:changed")
    summary = read_into([folder], ledger, config=Config(workers=1), setup=newer, again=True)
    assert summary.read == len(DOCUMENTS)
    after = told()
    assert "17 March 2022" in after
    assert ".newer" in after and "topic" not in page.inner_text(".roles")


def test_two_readouts_are_compared(
    browser_page: "Page", assert_accessible: Callable[["Page"], None]
) -> None:
    """From an event to what both accounts tell and what only one does."""
    page = browser_page
    page.goto(CALL)
    page.click(".event a[data-row]")
    page.click("text=Compare the accounts")
    page.wait_for_url("**/compare/**")
    told = page.inner_text("main")
    assert "Taiwan" in told and "readouts.example" not in told
    assert "China" in told and "United States of America" in told
    assert_accessible(page)


def test_a_digest_is_downloaded(browser_page: "Page") -> None:
    """An actor and a month are typed; the brief is read, and taken along as a file."""
    page = browser_page
    page.goto("/digest")
    page.fill("#ask-who", "China")
    page.fill("#ask-month", "2022-03")
    page.keyboard.press("Enter")
    page.wait_for_url("**who=China**")
    page.wait_for_selector(".brief")
    assert "Biden" in page.inner_text(".brief")
    with page.expect_download() as begun:
        page.click(".files >> text=HTML")
    path = begun.value.path()
    text = path.read_text("utf-8")
    assert "Biden" in text and "<script" not in text
