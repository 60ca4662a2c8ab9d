"""The files that pages bring along: whose they are, that they are whole, and how heavy."""

import gzip
import re
from hashlib import sha256
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import dragoman.web

WEB = Path(dragoman.web.__file__).parent
VENDOR = WEB / "static" / "vendor"
OURS = {"VENDORED.md", "vega-util.js"}


def test_vendored_files_are_those_that_are_written_down() -> None:
    """Each file of others has its package, version, licence and hash, and its licence beside it."""
    rows = re.findall(
        r"^\| ([\w.-]+) \| ([\w./@-]+) \| ([\d.]+) \| ([\w.-]+) \| ([0-9a-f]{64}) \|$",
        (VENDOR / "VENDORED.md").read_text("utf-8"),
        re.M,
    )
    files = {path.name for path in VENDOR.iterdir()} - OURS

    assert {row[0] for row in rows} == {name for name in files if not name.endswith(".LICENSE")}
    for name, *_, digest in rows:
        assert sha256((VENDOR / name).read_bytes()).hexdigest() == digest, name
        assert (VENDOR / f"{re.split(r'[.]min|[.]js', name)[0]}.LICENSE").exists(), name


@pytest.mark.parametrize("path", sorted((WEB / "templates").rglob("*.html")), ids=lambda p: p.name)
def test_templates_hold_no_script_and_no_style(path: Path) -> None:
    """The policy of content forbids both, and nothing is exempt from escaping."""
    text = path.read_text("utf-8")

    assert "|safe" not in text.replace(" ", "")
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert "autoescape" not in text


@pytest.mark.parametrize("path", ["/", "/events", "/events?q=Xi"])
def test_a_page_is_light(client: TestClient, path: str) -> None:
    """All that a page needs, compressed, stays under 500 KB; its figure's library included."""
    page = client.get(path)
    files = set(re.findall(r'(?:src|href|data-[\w-]+)="(/static/[^"]+)"', page.text))
    sizes = {name: len(gzip.compress(client.get(name).content, 6)) for name in files}

    assert len(files) >= 6
    assert sum(sizes.values()) + len(gzip.compress(page.content)) < 500_000, sizes


def test_static_files_are_kept_only_under_their_own_version(client: TestClient) -> None:
    """A file whose address names its contents is kept; any other is asked for again."""
    page = client.get("/").text
    [style] = re.findall(r'href="(/static/style[^"]+)"', page)

    assert "immutable" in client.get(style).headers["cache-control"]
    assert client.get("/static/style.css").headers["cache-control"] == "no-cache"


def test_pages_are_compressed(client: TestClient) -> None:
    """Who takes gzip gets it."""
    page = client.get("/events", headers={"accept-encoding": "gzip"})

    assert page.headers["content-encoding"] == "gzip"
