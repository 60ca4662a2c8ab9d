"""The open ledger: the newest view for the next request, and a sentence where there is none."""

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import web_making
from starlette.testclient import TestClient

from dragoman.model import LedgerError
from dragoman.web.shelf import Shelf


@pytest.fixture
def own_ledger(tmp_path: Path) -> Path:
    """A ledger of one call that a test may change."""
    return web_making.add(tmp_path / "own", web_making.calls(1))


def test_a_new_view_is_picked_up(own_ledger: Path, make_client: Callable[..., TestClient]) -> None:
    """After more is read, the next request shows it; one that goes on keeps what it has."""
    client = make_client(own_ledger)
    shelf: Shelf = client.app.state.shelf  # type: ignore[attr-defined]
    with shelf.reading() as old:
        web_making.add(own_ledger, web_making.calls(3)[1:])

        assert client.get("/api/events").json()["total"] == 3
        assert old.db.execute("SELECT count(*) FROM events").fetchall() == [(1,)]


def test_the_old_view_stays_until_the_new_index_is_there(
    own_ledger: Path, make_client: Callable[..., TestClient], tmp_path: Path
) -> None:
    """Between the renaming of the two files nobody waits for the writer."""
    client = make_client(own_ledger)
    shutil.copy(own_ledger / "search.sqlite", tmp_path / "search.sqlite")
    web_making.add(own_ledger, web_making.calls(3)[1:])
    new = (own_ledger / "search.sqlite").rename(tmp_path / "new.sqlite")
    shutil.copy(tmp_path / "search.sqlite", own_ledger / "search.sqlite")
    assert client.get("/api/events").json()["total"] == 1

    new.rename(own_ledger / "search.sqlite")
    assert client.get("/api/events").json()["total"] == 3


def test_a_view_that_is_gone_is_shown_to_nobody(
    own_ledger: Path, make_client: Callable[..., TestClient]
) -> None:
    """While a withdrawal is carried out there is a sentence; afterwards the pages are back."""
    client = make_client(own_ledger)
    (own_ledger / "current.duckdb").unlink()

    gone = client.get("/events")
    assert gone.status_code == 503 and "taken out of it" in gone.text
    assert gone.headers["retry-after"] == "5"

    for _ in range(100):
        if client.get("/api/events").status_code == 200:
            break
        time.sleep(0.05)
    assert client.get("/api/events").json()["total"] == 1


def test_two_servers_share_a_ledger(
    own_ledger: Path, make_client: Callable[..., TestClient]
) -> None:
    """Both read; neither keeps the other, nor a writer, out."""
    both = [make_client(own_ledger), make_client(own_ledger)]
    web_making.add(own_ledger, web_making.calls(2)[1:])

    assert [one.get("/api/events").json()["total"] for one in both] == [2, 2]


def test_a_query_that_takes_too_long_is_stopped(
    web_ledger: Path, make_client: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the seconds of the settings the reader gets a sentence, and the server goes on."""
    client = make_client(web_ledger, query_seconds=0.1)

    def endless(db: duckdb.DuckDBPyConnection, *_: object) -> None:
        db.execute("SELECT count(*) FROM range(100000000) AS a, range(100000000) AS b").fetchall()

    monkeypatch.setattr("dragoman.web.pages.events.find", endless)
    begun = time.monotonic()
    stopped = client.get("/events")

    assert stopped.status_code == 503 and "took too long" in stopped.text
    assert time.monotonic() - begun < 5
    assert client.get("/login").status_code == 303


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda root: shutil.rmtree(root), "does not exist"),
        (lambda root: (root / "format.json").unlink(), "no ledger"),
        (lambda root: (root / "format.json").write_text(json.dumps({"format": 99})), "newer"),
        (lambda root: (root / "decisions.sqlite").unlink(), "is gone"),
    ],
)
def test_what_is_no_ledger_is_said_in_a_sentence(
    own_ledger: Path, spoil: Callable[[Path], object], says: str
) -> None:
    """A folder that cannot be served is refused when the server starts."""
    spoil(own_ledger)

    with pytest.raises(LedgerError, match=says):
        Shelf(own_ledger, 20)


def test_a_ledger_without_documents_has_pages(
    tmp_path: Path, make_client: Callable[..., TestClient]
) -> None:
    """What holds nothing says so on every page."""
    client = make_client(web_making.add(tmp_path / "empty", []))

    assert client.get("/").status_code == 200
    assert "No event of this ledger fits" in client.get("/events").text
    assert client.get("/api/events").json()["total"] == 0
