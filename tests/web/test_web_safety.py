"""What the application guards against: other names, other sites, too much, and documents."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from web_making import SCRIPT

from dragoman.web.safety import POLICY

SECRET = "a secret of some length"  # noqa: S105


@pytest.mark.parametrize("path", ["/", "/events", "/nothing", "/events?page=x", "/api/events"])
def test_every_response_is_marked(client: TestClient, path: str) -> None:
    """Pages, errors and the API carry the policy of content, and are not kept anywhere."""
    headers = client.get(path).headers

    assert headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY and "default-src 'none'" in POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    # What the API says may be kept where it is asked each time whether it still holds.
    kept = "private, no-cache" if path.startswith("/api/") else "no-store"
    assert headers["cache-control"] == kept


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("localhost:8451", 200),
        ("[::1]:8451", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("evil.example:127", 421),
        ("", 421),
    ],
)
def test_only_its_own_names_are_answered(client: TestClient, host: str, status: int) -> None:
    """A page elsewhere that gives its own name this computer's address is refused."""
    assert client.get("/login", headers={"host": host}).status_code == status


def test_sizes_are_limited(client: TestClient) -> None:
    """A long address and a big body are refused, also when the size is not said before."""

    def drops() -> Iterator[bytes]:
        for _ in range(30):
            yield b"a" * 1_000_000

    assert client.get("/events?q=" + "a" * 9_000).status_code == 414
    assert (
        client.post("/login", content=b"", headers={"content-length": "1" * 12}).status_code == 413
    )
    told = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/login", content=drops(), headers=told).status_code == 413


def test_a_form_of_another_site_changes_nothing(
    make_client: Callable[..., TestClient], web_ledger: Path
) -> None:
    """Without the session's word, or with another origin, a form is refused."""
    client = make_client(web_ledger, secret=SECRET)
    word = _word(client.get("/login").text)
    right = {"secret": SECRET, "csrf": word}

    for form, headers in (
        ({"secret": SECRET}, {}),
        (right | {"csrf": "x"}, {}),
        (right, {"origin": "https://evil.example"}),
    ):
        response = client.post("/login", data=form, headers=headers)
        assert response.status_code == 403
        assert "nothing was changed" in response.text

    assert (
        client.post("/login", data=right, headers={"origin": "http://127.0.0.1"}).status_code == 303
    )


def test_the_secret_is_asked_for(make_client: Callable[..., TestClient], web_ledger: Path) -> None:
    """Pages lead to the page that asks, the API says how; a session or a header lets in."""
    client = make_client(web_ledger, secret=SECRET)

    asked = client.get("/events?q=a")
    assert asked.status_code == 303
    assert asked.headers["location"] == "/login?next=%2Fevents%3Fq%3Da"
    assert client.get("/api/events").status_code == 401
    assert client.get("/api/events", headers={"authorization": "Bearer no"}).status_code == 401
    bearer = {"authorization": f"Bearer {SECRET}"}
    assert client.get("/api/events", headers=bearer).status_code == 200

    word = _word(client.get("/login?next=/events").text)
    wrong = client.post("/login", data={"secret": "no", "csrf": word})
    assert wrong.status_code == 403 and "That is not it" in wrong.text
    assert client.get("/events").status_code == 303
    right = client.post("/login", data={"secret": SECRET, "csrf": word, "next": "/events"})
    assert right.headers["location"] == "/events"
    cookie = right.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "max-age=43200" in cookie
    assert client.get("/events").status_code == 200

    word = _word(client.get("/events").text)
    assert client.post("/logout", data={"csrf": word}).status_code == 303
    assert client.get("/events").status_code == 303


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_sent_elsewhere(
    make_client: Callable[..., TestClient], web_ledger: Path, there: str
) -> None:
    """After the secret is given, the way leads to a page of this server."""
    client = make_client(web_ledger, secret=SECRET)
    word = _word(client.get("/login").text)
    given = client.post("/login", data={"secret": SECRET, "csrf": word, "next": there})

    assert given.headers["location"] == "/"


def test_a_session_ends(
    make_client: Callable[..., TestClient], web_ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the time that the settings give, the secret is asked for again."""
    import itsdangerous

    client = make_client(web_ledger, secret=SECRET, session_seconds=60)
    word = _word(client.get("/login").text)
    client.post("/login", data={"secret": SECRET, "csrf": word})
    assert client.get("/events").status_code == 200

    now = itsdangerous.TimestampSigner.get_timestamp
    monkeypatch.setattr(itsdangerous.TimestampSigner, "get_timestamp", lambda self: now(self) + 61)
    assert client.get("/events").status_code == 303


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2f..%2fpyproject.toml",
        "/static/%2e%2e/app.py",
        "/document/..%2f..%2fformat.json",
        "/document/format.json",
        "/static//etc/passwd",
    ],
)
def test_no_path_reaches_a_file(client: TestClient, path: str) -> None:
    """What is no file of static/ and no document is not there."""
    assert client.get(path).status_code == 404


def test_documents_cannot_speak(client: TestClient) -> None:
    """Script in a text, title, outlet, name, address or value stays text on every page."""
    [hostile] = [
        row
        for row in client.get("/api/events?channel=meeting&month=2020-09").json()["rows"]
        if row["dates"] == ["2020-09-09"]
    ]
    paths = [
        "/",
        "/events?q=alert",
        "/events?channel=meeting",
        "/events?place=%3Csvg+onload%3Dalert('place')%3E",
        f"/event/{hostile['event']}",
        f"/document/{hostile['documents'][0]}?at=0-30",
        "/events?q=%3Cscript%3Ealert(1)%3C/script%3E&outlet=%22%3E%3Cb%3E",
        "/event/%3Cscript%3Ealert(1)%3C/script%3E",
        "/events?since=%3Cb%3E",
    ]
    for path in paths:
        text = client.get(path).text
        tags = set(re.findall(r"<(script|img|svg|b|i|style)\b([^>]*)>", text))

        assert SCRIPT not in text, path
        assert all(
            "onerror" not in rest and "onload" not in rest and "onmouse" not in rest
            for _, rest in tags
        ), path
        scripts = [rest for tag, rest in tags if tag == "script"]
        assert all(re.fullmatch(r' src="/static/[\w./?=-]+" defer', rest) for rest in scripts), path
        assert "javascript:" not in "".join(re.findall(r'href="[^"]*"', text)), path


def test_links_that_lead_out_are_harmless(client: TestClient) -> None:
    """Only http and https, without an opener and without saying where from."""
    [row] = client.get("/api/events?channel=letter").json()["rows"]
    pages = [client.get(f"/document/{doc}").text for doc in row["documents"]]
    links = re.findall(r'<a href="(\w+:[^"]*)"([^>]*)>', "".join(pages))

    assert {address for address, _ in links} == {
        "https://courier.example/letter",
        "https://gazette.example/letter?a=1&amp;b=2",
    }
    assert all("noopener" in rest and "noreferrer" in rest for _, rest in links)


def _word(text: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', text)
    assert found is not None
    return found[1]
