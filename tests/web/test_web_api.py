"""The API as its own description tells it: whatever is sent, nothing breaks."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient


def test_the_description_names_every_question(client: TestClient) -> None:
    """OpenAPI lists the addresses under /api, and no page."""
    paths = client.get("/api/openapi.json").json()["paths"]

    assert {"/api/events", "/api/event/{key}", "/api/document/{key}", "/api/overview"} <= set(paths)
    assert all(path.startswith("/api/") for path in paths)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_nothing_that_is_sent_breaks_the_api(web_ledger: Path) -> None:
    """Requests made up from the description, right and wrong ones, are never answered by a 5xx."""
    schemathesis = pytest.importorskip("schemathesis", reason="needs the package schemathesis")
    from hypothesis import HealthCheck, Phase, given, settings

    from dragoman.web import create_app

    app = create_app(web_ledger)
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app, headers={"host": "127.0.0.1"})
    for operation in schema.get_all_operations():

        @settings(
            max_examples=40,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.ok().as_strategy())
        def ask(case: object) -> None:
            response = case.call(headers={"host": "127.0.0.1"})  # type: ignore[attr-defined]
            assert response.status_code < 500, response.text

        ask()
    app.state.shelf.close()
