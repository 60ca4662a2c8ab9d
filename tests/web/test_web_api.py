"""The API: every question with its description, in pages and forms, and nothing breaks it."""

import io
import json
import re
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import web_making
from starlette.testclient import TestClient

from dragoman.web.answers import ARROW

if TYPE_CHECKING:
    from playwright.sync_api import Page

WHO = "who=st:chn"
QUESTIONS = {
    "actors": "",
    "agenda": "as_of=2020-09-20",
    "aid": "",  # asked below: the ledger has none
    "channels": WHO,
    "check": "",
    "circle": f"{WHO}&month=2020-08",
    "compare": "",
    "coverage": "",
    "digest": f"{WHO}&month=2020-08",
    "documents": "",
    "events": "",
    "issues": "",
    "pair": "one=China&other=IDN",
    "partnerships": "",
    "plans": "",
    "search": "q=joy",
    "show": "",
    "voices": "",
}
REFUSED = {"aid", "check", "compare", "partnerships", "show", "voices"}
"""What this ledger cannot be asked, or not without knowing an id."""


@pytest.fixture(scope="module")
def told(client: TestClient) -> dict[str, Any]:
    """The description in OpenAPI."""
    found: dict[str, Any] = client.get("/api/openapi.json").json()
    return found


def operations(told: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return the operations of a description with their paths."""
    return [(path, one) for path, methods in told["paths"].items() for one in methods.values()]


def test_the_description_names_every_question(told: dict[str, Any]) -> None:
    """OpenAPI lists each address under /api once, and no page; each parameter says what it is."""
    paths = set(told["paths"])

    assert {f"/api/{name}" for name in QUESTIONS} <= paths
    assert {"/api/event/{key}", "/api/document/{key}", "/api/overview"} <= paths
    assert all(path.startswith("/api/") for path in paths)
    assert all(set(methods) == {"get"} for methods in told["paths"].values())
    ids = [one["operationId"] for _, one in operations(told)]
    assert len(ids) == len(set(ids))
    assert all(one["description"] for _, one in operations(told))


def test_no_address_is_there_twice(client: TestClient) -> None:
    """Two modules that mount one address would hide one of the two."""
    routes = [getattr(route, "path", "") for route in client.app.router.routes]  # type: ignore[attr-defined]
    api = [path for path in routes if path.startswith("/api/")]

    assert len(api) == len(set(api))


@pytest.mark.parametrize("name", sorted(QUESTIONS.keys() - REFUSED))
def test_a_question_is_answered_in_every_form(client: TestClient, name: str) -> None:
    """JSON with basis, CSV and Arrow with the same rows, each under its media type."""
    pa = pytest.importorskip("pyarrow", reason="needs the package pyarrow")
    at = f"/api/{name}?{QUESTIONS[name]}"
    answer = client.get(at)
    assert answer.status_code == 200, answer.text
    csv, arrow = (client.get(f"{at}&format={form}") for form in ("csv", "arrow"))

    assert answer.headers["content-type"] == "application/json"
    assert csv.headers["content-type"] == "text/csv; charset=utf-8"
    assert arrow.headers["content-type"] == ARROW
    rows = pa.ipc.open_stream(io.BytesIO(arrow.content)).read_all()
    if "rows" in answer.json():
        assert "basis" in answer.json() and rows.num_rows == len(answer.json()["rows"])
    columns = [] if not csv.text else csv.text.splitlines()[0].split(",")
    assert len(columns) == rows.num_columns


def test_rows_come_in_pages(client: TestClient) -> None:
    """The next pages, followed to the end, have all rows once, in one order, in any form."""
    whole = client.get("/api/actors").json()
    rows, at = [], "/api/actors?per=2"
    while at:
        answer = client.get(at)
        assert answer.headers["x-total-count"] == str(whole["total"])
        rows += answer.json()["rows"]
        at = answer.json()["next"]
        link = f'<{at}>; rel="next"' if at else None
        assert answer.headers.get("link") == link

    assert rows == whole["rows"] and len(rows) > 4
    second = client.get("/api/actors?per=2&page=2&format=csv")
    assert len(second.text.splitlines()) == 3 and 'rel="next"' in second.headers["link"]
    assert len(client.get("/api/actors?format=csv").text.splitlines()) == whole["total"] + 1


def test_other_tables_are_had_by_name(client: TestClient) -> None:
    """Each table of an answer is a file; a name that is none is answered by those there are."""
    at = "/api/circle?who=st:chn&month=2020-08&format=csv"

    assert client.get(f"{at}&table=partners").text.startswith("partner,")
    wrong = client.get(f"{at}&table=partner")
    assert wrong.status_code == 400 and "did you mean 'partners'" in wrong.json()["error"]


@pytest.mark.parametrize(
    ("at", "status", "says"),
    [
        ("circle?who=Chinna&month=2020-08", 404, "did you mean China"),
        ("circle?who=China&month=soon", 400, "soon"),
        ("circle?who=China", 422, "month"),
        ("circle?who=China&month=2020&channel=vist", 422, "'visit'"),
        ("pair?one=China&other=Fiji", 404, "st:fji"),
        ("show?key=nothing", 404, "nothing"),
        ("search?q=", 422, "q"),
        ("actors?page=0", 422, "page"),
        ("nothing", 404, "There is no such page."),
        ("check?recall=2", 422, "recall"),
        (f"actors?q={'a' * 9_000}", 414, "too long"),
        ("agenda?as_of=9999-12-31&weeks=520", 404, "Nothing is planned"),
    ],
)
def test_an_error_is_a_sentence(client: TestClient, at: str, status: int, says: str) -> None:
    """What cannot be answered is said as {"error": ...}, with what there is instead."""
    answer = client.get(f"/api/{at}")

    assert answer.status_code == status, answer.text
    assert list(answer.json()) == ["error"] and says in answer.json()["error"]


def test_an_answer_is_sent_once(
    tmp_path: Path, make_client: Callable[..., TestClient], web_ledger: Path
) -> None:
    """The same question of the same view is answered 304; of another view, anew."""
    ledger = shutil.copytree(web_ledger, tmp_path / "ledger")
    client = make_client(ledger)
    first = client.get("/api/coverage")
    tag = {"If-None-Match": f'"other", {first.headers["etag"]}'}

    again = client.get("/api/coverage", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == "private, no-cache"
    assert client.get("/api/coverage?matrix=true", headers=tag).status_code == 200
    web_making.add(ledger, web_making.calls(62)[60:])
    anew = client.get("/api/coverage", headers=tag)
    assert anew.status_code == 200 and anew.json() != first.json()
    for none in ("/api/nothing", "/events", "/api/circle?who=x&month=2020"):
        assert "etag" not in client.get(none).headers


def test_other_sites_may_not_ask(client: TestClient) -> None:
    """No answer names a site that may read it, and no question changes anything."""
    answer = client.get("/api/coverage", headers={"Origin": "https://elsewhere.example"})

    assert not [name for name in answer.headers if name.startswith("access-control")]
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    assert client.options("/api/coverage", headers=asked).status_code == 405
    for method in (client.post, client.put, client.delete):
        assert method("/api/coverage").status_code in (403, 405)


def test_the_page_tells_every_question(client: TestClient, told: dict[str, Any]) -> None:
    """Each address with its sentence and parameters, and an example that is answered."""
    page = client.get("/api")
    text = unescape(page.text)

    for path, one in operations(told):
        assert f"GET {path}<" in page.text
        assert one["description"].splitlines()[0] in text
    examples = re.findall(r'<a data-row href="([^"]+)"', page.text)
    assert len(examples) > 10
    for at in examples:
        assert client.get(unescape(at)).status_code in (200, 404), at


def test_numbers_without_end_are_null() -> None:
    """JSON knows no infinity, and a program that reads strictly would fail on it."""
    from dragoman.web.answers import as_json

    assert json.loads(bytes(as_json({"a": (1.5, float("inf"))}).body)) == {"a": [1.5, None]}


def test_the_page_in_a_browser(
    browser_page: "Page", assert_accessible: Callable[["Page"], None]
) -> None:
    """It loads nothing from elsewhere, and can be read by all."""
    browser_page.goto("/api")
    browser_page.get_by_role("heading", name="How to ask").wait_for()
    assert_accessible(browser_page)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "n", [pytest.param(3, id="few"), pytest.param(40, id="many", marks=pytest.mark.slow)]
)
def test_nothing_that_is_sent_breaks_the_api(web_ledger: Path, n: int) -> None:
    """Requests made up from the description, right and wrong ones, are never answered by a 5xx."""
    schemathesis = pytest.importorskip("schemathesis", reason="needs the package schemathesis")
    from hypothesis import HealthCheck, Phase, given, settings

    from dragoman.web import create_app

    app = create_app(web_ledger)
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app, headers={"host": "127.0.0.1"})
    for operation in schema.get_all_operations():

        @settings(
            max_examples=n,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.ok().as_strategy())
        def ask(case: object) -> None:
            response = case.call(headers={"host": "127.0.0.1"})  # type: ignore[attr-defined]
            assert response.status_code < 500, (response.request.url, response.text)

        ask()
    app.state.shelf.close()
