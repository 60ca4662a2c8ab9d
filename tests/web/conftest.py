"""The pages over a small ledger: asked without a browser, and looked at with one."""

import shutil
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

sys.path.insert(0, str(Path(__file__).parent))

pytest.importorskip("fastapi", reason="the pages need the extra: pip install '.[web]'")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # that httpx has a successor
    from starlette.testclient import TestClient

import web_making
import web_serving

from dragoman.web import Settings, create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
HERE = "http://127.0.0.1"


@pytest.fixture(scope="session")
def web_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of five stories and sixty calls."""
    made = [*web_making.stories(), *web_making.calls(60)]
    return web_making.add(tmp_path_factory.mktemp("web") / "ledger", made)


@pytest.fixture(scope="session")
def client(web_ledger: Path) -> Iterator[TestClient]:
    """Asks the pages without a browser."""
    with TestClient(create_app(web_ledger), base_url=HERE) as found:
        yield found


@pytest.fixture(scope="session")
def question_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with two accounts of a call, statements, aid both ways, a plan and a claim."""
    import web_questions

    return web_questions.make(tmp_path_factory.mktemp("questions"))


@pytest.fixture(scope="session")
def questions(question_ledger: Path) -> Iterator[TestClient]:
    """Asks the pages of questions without a browser."""
    with TestClient(create_app(question_ledger), base_url=HERE) as found:
        yield found


@pytest.fixture(scope="session")
def question_server(question_ledger: Path) -> Iterator[str]:
    """The address of a server of the pages of questions."""
    import web_serving

    with web_serving.serve(question_ledger) as found:
        yield found


@pytest.fixture
def make_client() -> Iterator[Callable[..., TestClient]]:
    """Make a client on a ledger with settings of its own."""
    made: list[TestClient] = []

    def make(ledger: Path, **settings: Any) -> TestClient:
        found = TestClient(
            create_app(ledger, Settings(**settings)), base_url=HERE, follow_redirects=False
        )
        found.__enter__()
        made.append(found)
        return found

    yield make
    for one in made:
        one.__exit__(None, None, None)


@pytest.fixture(scope="session")
def served(web_ledger: Path) -> Iterator[str]:
    """The address of a server on loopback."""
    with web_serving.serve(web_ledger) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium, as the system has it."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("needs Chromium, and there is none on this computer")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the package playwright")
    with playwright.sync_playwright() as running:
        found = running.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield found
        found.close()


@pytest.fixture
def browser_page(browser: "Browser", served: str) -> Iterator["Page"]:
    """A page whose addresses begin at the server; it may not complain, nor ask elsewhere."""
    context = browser.new_context(base_url=served, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if _is_bad(said.type) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: _on_loopback(request.url) or complaints.append(request.url))
    yield page
    context.close()
    assert not complaints, complaints


def _is_bad(kind: str) -> bool:
    return kind in ("error", "warning")


def _on_loopback(url: str) -> bool:
    return urlsplit(url).hostname in ("127.0.0.1", None) and not url.startswith("file:")


@pytest.fixture
def assert_accessible() -> Callable[["Page"], None]:
    """Let axe-core look at the page as it is now, in the light and in the dark scheme."""

    def look(page: "Page") -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            if not page.evaluate("typeof globalThis.axe === 'object'"):
                page.evaluate(AXE.read_text("utf-8"))  # by the debugger: no policy is in its way
            found = page.evaluate("axe.run({resultTypes: ['violations']})")
            faults = [
                f"{scheme}: {fault['id']} ({fault['impact']}): {node['html'][:160]}"
                for fault in found["violations"]
                if fault["impact"] in ("serious", "critical")
                for node in fault["nodes"][:3]
            ]
            assert not faults, "\n".join(faults)

    return look
