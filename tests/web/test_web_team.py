"""A team's ledger: decisions in PostgreSQL, several people at once, and a database that is gone."""

import importlib.util
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from types import ModuleType

import pytest
import web_making
from starlette.testclient import TestClient

from dragoman.run import Ledger
from dragoman.web import shelf

pytestmark = pytest.mark.slow  # a database is made and started

Make = Callable[..., TestClient]


@pytest.fixture(scope="module")
def postgres() -> ModuleType:
    """The module that starts a server, which is beside the tests of the ledger."""
    path = Path(__file__).parents[1] / "ledger" / "postgres_server.py"
    found = importlib.util.spec_from_file_location("postgres_for_pages", path)
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture
def server(postgres: ModuleType) -> Iterator[object]:
    """A PostgreSQL server on loopback."""
    with postgres.server() as found:
        yield found


@pytest.fixture
def team(server: object, tmp_path: Path) -> Path:
    """A ledger whose decisions are kept in that server."""
    ledger = tmp_path / "team"
    ledger.mkdir()
    (ledger / "dragoman.toml").write_text(f'decisions = "{server.new_database("desk")}"\n')  # type: ignore[attr-defined]
    Ledger.create(ledger)
    return web_making.add(ledger, web_making.stories())


def test_a_team_reviews_at_several_computers(
    team: Path,
    server: object,
    postgres: ModuleType,
    make_client: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What one decides at one server is in the pages of another, under the reviewer's name.

    Without the database the pages say so in a sentence that holds no password, and what was sent is
    not taken for decided; when it is back, it can be sent again.
    """
    monkeypatch.setattr(shelf, "_ASKED", 0.001)
    ann, bo = make_client(team, quiet_seconds=0), make_client(team, quiet_seconds=0)
    [letter] = ann.get("/api/events?channel=letter").json()["rows"]
    told = ann.get(f"/api/event/{letter['event']}").json()["reports"]
    at = f"/review/disagreements?at={told[0]['id']}"
    for client, name in ((ann, "Ann"), (bo, "Bo")):
        client.post("/review/name", data={"csrf": _hidden(client, "/review")["csrf"], "name": name})

    form = _hidden(ann, at)
    sent = ann.post("/review/disagreements", data=form | {"act": "reject", "reason": "A draft"})
    assert sent.status_code == 303
    [after] = bo.get("/api/events?channel=letter").json()["rows"]
    assert len(after["documents"]) == 1
    assert "Ann" in bo.get("/review").text

    form = _hidden(bo, f"/review/disagreements?at={told[1]['id']}")
    server.stop()  # type: ignore[attr-defined]
    lost = bo.post("/review/disagreements", data=form | {"act": "accept"})
    assert lost.status_code == 503
    assert "database" in lost.text and "Traceback" not in lost.text
    assert postgres.PASSWORD not in lost.text

    server.start()  # type: ignore[attr-defined]
    again = bo.post("/review/disagreements", data=form | {"act": "accept"})
    assert again.status_code == 303
    assert "Bo" in ann.get("/review").text


def _hidden(client: TestClient, address: str) -> dict[str, str]:
    """Return what the hidden fields of a page's first form hold."""
    text = client.get(address, follow_redirects=True).text
    fields = re.findall(r'name="(csrf|token|at|after|upto|seed)" value="([^"]*)"', text)
    return {name: unescape(value) for name, value in reversed(fields)}
