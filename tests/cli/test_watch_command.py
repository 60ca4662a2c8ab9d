"""`dragoman watch`: fetched, read, and said in words."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dragoman.cli import main

pytest.importorskip("httpcore", reason="the extra 'feeds' is not installed")

PAGE = (
    b"<!doctype html><html lang=en><head><title>Talks</title></head><body><article><p>"
    b"On 20 August 2020 Foreign Minister Wang Yi met Foreign Minister Retno Marsudi in Sanya.</p>"
    b"<p>The two ministers spoke about trade between the two countries for an hour.</p>"
    b"</article></body></html>"
)


class Server(BaseHTTPRequestHandler):
    """One page, and no robots.txt."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Be quiet."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(200 if self.path == "/a" else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)


def test_page_is_fetched_and_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The ledger has its event; what could not be had is named, and the exit code says so."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{server.server_address[1]}"
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(
        f'[[page]]\nurl = "{root}/a"\n[[page]]\nurl = "{root}/b"\n'
        "[limits]\ndelay = 0\nallow_private = true\n"
    )
    try:
        code = main(["watch", str(feeds), "--into", str(tmp_path / "ledger")])
    finally:
        server.shutdown()
        server.server_close()

    said = capsys.readouterr().out
    assert code == 3
    assert "1 new page" in said
    assert f"not fetched: {root}/b: the server answers 404" in said
    assert "holds 1 document and 1 event" in said


def test_private_address_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A list that leads into one's own network fetches nothing and makes no ledger."""
    pages = tmp_path / "pages.txt"
    pages.write_text("http://127.0.0.1:9/secret\n")

    code = main(["watch", str(pages), "--into", str(tmp_path / "ledger")])

    assert code == 3
    said = capsys.readouterr().out
    assert "is an address of no public network" in said and "under [limits]" in said
    assert not (tmp_path / "ledger").exists()


def test_empty_list_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is nothing to fetch, and it says so."""
    (tmp_path / "feeds.toml").write_text("")

    code = main(["watch", str(tmp_path / "feeds.toml"), "--into", str(tmp_path / "ledger")])

    assert code == 2
    assert "neither a feed nor a page" in capsys.readouterr().err
