"""Digest: read in the page by the templates that it is written with, and taken along."""

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from web_serving import read

if TYPE_CHECKING:
    from playwright.sync_api import Page

ASKED = "who=China&month=2020-06"


def test_it_is_the_digest_that_is_exported(questions: TestClient) -> None:
    """Its sections and sources are those of the file; here a source leads into the document."""
    page = questions.get(f"/digest?{ASKED}&whole=1")
    file = questions.get(f"/digest/file/html?{ASKED}")
    parts = [
        re.sub(r' · <a class="in-document".*?</a>', "", re.search(pattern, text.text, re.S)[0])  # type: ignore[index]
        for text in (page, file)
        for pattern in (r'<section id="part1".*?</section>', r'<section id="sources".*?</section>')
    ]

    assert parts[:2] == parts[2:]
    assert re.search(r'class="in-document" href="/document/\w+\?at=\d+-\d+#at"', page.text)
    assert "'dragoman " not in page.text.replace("&#39;", "'")


def test_it_comes_when_the_page_stands(questions: TestClient) -> None:
    """The page says that it is being written; a script, or a link without one, has it then."""
    page = questions.get(f"/digest?{ASKED}")
    brief = questions.get(f"/digest/brief?{ASKED}")

    assert "The digest is being written." in page.text and 'id="sources"' not in page.text
    assert 'href="/digest?who=China&amp;month=2020-06&amp;whole=1"' in page.text
    assert brief.status_code == 200 and 'id="sources"' in brief.text and "<html" not in brief.text


@pytest.mark.parametrize(
    ("form", "begins"),
    [("html", b"<!DOCTYPE html>"), ("md", b"# China"), ("docx", b"PK"), ("pdf", b"%PDF")],
)
def test_it_can_be_taken_along(questions: TestClient, form: str, begins: bytes) -> None:
    """Each form is a file with a name of its own."""
    pytest.importorskip({"docx": "docx", "pdf": "weasyprint"}.get(form, "re"))
    file = questions.get(f"/digest/file/{form}?{ASKED}")

    assert file.content.startswith(begins)
    assert file.headers["content-disposition"] == (
        f'attachment; filename="digest-st-chn-2020-06.{form}"'
    )
    if form == "docx":
        assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(file.content)).namelist()


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/digest", 200, "The months of which this ledger tells most"),
        ("/digest?who=China", 400, "fill in both"),
        ("/digest?who=Frnce&month=2020", 404, "nobody is known as"),
        ("/digest?who=China&month=x", 400, "x"),
        ("/digest?who=China&month=1999&whole=1", 404, "Nothing in 1999: the dated events"),
        ("/digest/brief?who=China&month=1999", 200, "Nothing in 1999: the dated events"),
        ("/digest/file/md?who=China&month=1999", 404, "Nothing in 1999: the dated events"),
        ("/digest/file/exe?who=China&month=2020-06", 422, "form"),
    ],
)
def test_what_cannot_be_written_is_said(
    questions: TestClient, address: str, status: int, says: str
) -> None:
    """A wrong or empty question gets a sentence; what a script asks for is never an error."""
    page = questions.get(address)

    assert page.status_code == status
    assert says in read(page)


def test_hostile_documents_are_text_in_it(questions: TestClient) -> None:
    """Script in a sentence, a title, an outlet or an address is shown, and leads nowhere."""
    page = questions.get("/digest?who=China&month=2020-09&whole=1").text

    assert "&lt;script&gt;alert(&#39;text&#39;)&lt;/script&gt;" in page
    assert "<script>alert" not in page and "<img" not in page
    assert 'href="javascript:' not in page


@pytest.fixture(scope="module")
def served(question_server: str) -> str:
    """The server that the browser asks."""
    return question_server


def test_read_and_downloaded_in_a_browser(browser_page: "Page", tmp_path: Path) -> None:
    """The form is filled in, the digest comes, and the file is there."""
    page = browser_page
    page.goto("/digest")
    page.fill("#ask-who", "France")
    page.fill("#ask-month", "2020-06")
    page.click("button >> text=Read")
    page.wait_for_selector("#sources")
    with page.expect_download() as waiting:
        page.click("main >> text=Markdown")
    waiting.value.save_as(tmp_path / "digest.md")

    assert page.inner_text("h1") == "France"
    assert (tmp_path / "digest.md").read_text("utf-8").startswith("# France, June 2020")
