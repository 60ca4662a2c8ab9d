"""Try it: a text read and explained, within limits, and kept nowhere until it is asked for."""

import io
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import web_making
from starlette.testclient import TestClient
from test_web_pages import words_of

from dragoman.model import InputError
from dragoman.run.runner import Setup
from dragoman.web import Settings, create_app, trying
from dragoman.web.trying import Bench, Given, tried

if TYPE_CHECKING:
    from playwright.sync_api import Page

TEXT = (
    "On 20 August 2020, Indonesian Foreign Minister Retno Marsudi visited China. Wang Yi and "
    "Retno Marsudi met in Baoting. Wang Yi said that China supports Indonesia. The sun shone."
)
HOSTILE = (
    "<script>alert('try')</script> Wang Yi met Retno Marsudi </textarea><img src=x onerror=1>."
)


@cache
def reader() -> tuple[Any, Any, Any]:
    """Return what reads, loaded once."""
    return trying._reader(Setup())


@pytest.fixture(autouse=True)
def at_home(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process, but in the tests of the other one: those load a parser each."""

    def read(bench: Bench, given: Given) -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as folder:
            return tried(given.write(Path(folder)), bench.setup, *reader())

    if request.node.get_closest_marker("slow") is None:
        monkeypatch.setattr(Bench, "read", read)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Asks the pages of a ledger that may be added to; one process reads for all tests."""
    ledger = web_making.add(tmp_path_factory.mktemp("try") / "ledger", web_making.calls(2))
    app = create_app(ledger, Settings(may_add=True))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


def send(client: TestClient, to: str = "/try", **sent: Any) -> Any:
    """Send the form."""
    csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/try").text)
    assert csrf is not None
    file = sent.pop("file", None)
    files = {"file": file} if file else None
    return client.post(to, data={"csrf": csrf[1], **sent}, files=files)


def alert(answer: Any) -> str:
    """Return what a page says is wrong."""
    found = re.search(r'role="alert">(.*?)</p>', answer.text)
    return unescape(found[1]) if found else ""


def test_a_text_is_read_and_explained(desk: TestClient) -> None:
    """Names with whom they were taken for, reports with roles and rule, what was passed over."""
    page = send(desk, text=TEXT, published="2020-08-21", side="China", outlet="A wire")
    text = words_of(page)

    for part in (
        "2 reports and 1 statement in 4 sentences",
        "A wire · 21 August 2020 · China’s account",
        "visit, happened actorRetno Marsudi (Indonesia) recipientChina",
        "rulemeeting.met",
        "Wang Yi (China) said",
        "On 20 August 2020 = 2020-08-20 (date.month-day)",
        "1 sentence passed over",
        "held back before parsing",
    ):
        assert part in text, part
    assert 'class="k report mention" title="person: Wang Yi (China)' in page.text
    shown = re.search(r'<div class="text"[^>]*>(.*?)</div>', page.text, re.S)
    assert shown and unescape(re.sub(r"<[^>]+>", "", shown[1])) == TEXT
    assert not re.search(r">[^<]*\b(st|pe):", page.text[page.text.index('id="read"') :])


def test_marks_lie_where_the_words_stand(desk: TestClient) -> None:
    """Behind a repair, too, a mark covers the words as they were typed."""
    page = send(desk, text="Wang Yi,who met Retno Marsudi in Baoting,left.", language="en").text

    assert "joined.comma" in page
    assert ">Retno Marsudi</span>" in page and ">Baoting</span>" in page


def test_a_hostile_text_is_only_text(desk: TestClient) -> None:
    """Script in a text, a title or an outlet stays words."""
    page = send(desk, text=HOSTILE, title=HOSTILE, outlet=HOSTILE, language="en").text

    assert "<script>alert" not in page and "<img src=x" not in page
    assert "&lt;script&gt;alert" in page


def docx(text: str) -> bytes:
    """Return a Word file."""
    made = pytest.importorskip("docx", reason="needs the package python-docx").Document()
    made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["html", "docx", "md"])
def test_files_are_read_as_the_ledger_reads_them(desk: TestClient, kind: str) -> None:
    """What a page, a Word file or Markdown holds is found; its name leads nowhere."""
    content = {
        "html": f"<html><body><article><p>{TEXT}</p></article></body></html>".encode(),
        "docx": docx(TEXT) if kind == "docx" else b"",
        "md": f"# A visit\n\n{TEXT}".encode(),
    }[kind]
    page = send(desk, file=(f"../../../etc/x.{kind}", content), language="en")

    assert "visit, happened" in words_of(page), alert(page)
    assert "etc/x" not in page.text


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"text": " "}, "There is nothing to read"),
        ({"text": "x", "file": ("a.txt", b"y")}, "leave one of them out"),
        ({"text": "x", "url": "javascript:alert(1)"}, "begins with http:// or https://"),
        ({"text": "x", "published": "soon"}, "is not an EDTF date"),
        ({"text": "x", "side": "Nobodyland"}, "nobody is known as 'Nobodyland'"),
        ({"text": "x", "side": "Xi Jinping"}, "is a state or an organization"),
        ({"text": "x", "language": "English"}, "two small letters"),
        ({"text": "Wang Yi met. " * 8_000}, "100,000 are the most"),
        ({"file": ("a.bin", b"\0\1\2" * 99)}, "There is no document in it (binary file"),
        ({"file": ("a.txt", b"a" * 4_000_001)}, "A file of more than 4 megabytes"),
    ],
)
def test_what_cannot_be_read_is_said(desk: TestClient, sent: dict[str, Any], says: str) -> None:
    """A sentence says what was wrong, and what was typed is still in the form."""
    page = send(desk, **sent)

    assert page.status_code == 400 and says in alert(page)
    if sent.get("text") == "x":
        assert ">\nx</textarea>" in page.text


def test_a_text_in_another_language_would_only_be_kept(desk: TestClient) -> None:
    """No rule reads it; the page says so, and how to say that it is another one."""
    text = words_of(send(desk, text="中国外长王毅会见雷特诺。" * 5))

    assert "taken to be in 'zh'" in text and "say its language" in text


@pytest.mark.slow
def test_nothing_of_it_is_kept(desk: TestClient, tmp_path: Path) -> None:
    """Neither ledger nor temporary folder has anything of a text that was tried."""
    root: Path = desk.app.state.shelf.root  # type: ignore[attr-defined]
    before = sorted(path for path in root.rglob("*"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(tmp_path))
        assert send(desk, text=TEXT).status_code == 200

    assert sorted(path for path in root.rglob("*")) == before
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_takes_too_long_is_given_up() -> None:
    """Its process ends; the next text gets another."""
    bench = Bench(Setup(), seconds=0.05)
    try:
        with pytest.raises(InputError, match="was given up after"):
            bench._ask(Given(TEXT.encode()))
        assert bench._process is None
    finally:
        bench.close()


@pytest.mark.slow
def test_a_process_that_dies_costs_one_text(desk: TestClient) -> None:
    """Killed in the middle, or ended for want of work: the next text is read all the same."""
    assert send(desk, text=TEXT).status_code == 200
    bench: Bench = desk.app.state.bench  # type: ignore[attr-defined]
    bench._process.kill()
    bench._process.join()

    assert send(desk, text=TEXT).status_code == 200


def test_a_ledger_that_is_not_written_says_the_command(client: TestClient) -> None:
    """Without --add there is no button, and sending its form anyway changes nothing."""
    page = send(client, text=TEXT)

    assert "dragoman read FILE --into" in words_of(page)
    assert 'action="/try/add"' not in page.text
    assert send(client, "/try/add", content="eA==", document="0" * 16).status_code == 403


@pytest.mark.slow
def test_what_was_tried_goes_into_the_ledger(desk: TestClient) -> None:
    """With its facts and its bytes, as reading the file would; a second time it is there."""
    page = send(desk, text=TEXT, published="2020-08-21", side="China", outlet="A wire").text
    form = dict(
        re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page[page.index("/try/add") :])
    )
    for said in ("It is in the ledger.", "It was in the ledger already."):
        assert desk.post("/try/add", data=form).headers["location"] == "/try/added"
        end = time.monotonic() + 60
        while "It is being read" in (told := words_of(desk.get("/try/added"))):
            assert time.monotonic() < end
            time.sleep(0.2)
        assert said in told, told
    document = words_of(desk.get(f"/document/{form['document']}"))
    assert "A wire" in document and "21 August 2020" in document and "China’s account" in document
    root: Path = desk.app.state.shelf.root  # type: ignore[attr-defined]
    assert not list(root.glob("added-*"))
    assert [path for path in (root / "sources").rglob("*") if path.is_file()]


def test_a_form_that_was_changed_does_not_pass(desk: TestClient) -> None:
    """What is to be added is checked as what is tried is."""
    for sent in ({"content": "%%%"}, {"content": "eA==", "url": "javascript:1"}):
        answer = send(desk, "/try/add", document="0" * 16, **sent)
        assert answer.status_code == 400
    assert send(desk, "/try/add", content="eA==", document="../x").status_code == 422


def test_the_page_in_a_browser(
    browser_page: "Page", assert_accessible: Callable[["Page"], None]
) -> None:
    """A text is pasted and read; the form, and what was read, are as all pages are."""
    browser_page.goto("/try")
    assert_accessible(browser_page)
    browser_page.get_by_label("Text, up to").fill(TEXT)
    browser_page.get_by_role("button", name="Read it").click()
    browser_page.get_by_role("heading", name="2 reports and 1 statement").wait_for()
    browser_page.get_by_text("1 sentence passed over").click()
    assert_accessible(browser_page)
