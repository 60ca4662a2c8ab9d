"""Fetching from a server of this machine that misbehaves in every way we could think of."""

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dragoman.cli.watching import local_paths
from dragoman.fetch import Client, Feed, Limits, Refused, Wanted, fetch_round, read_wanted
from dragoman.model import ConfigError
from dragoman.read import read

pytest.importorskip("httpcore", reason="the extra 'feeds' is not installed")

TEXT = "The two leaders spoke for an hour on the telephone and agreed to meet again in Hanoi."
FEED = (
    '<rss version="2.0"><channel><title>The Post</title>'
    "<item><title>A call</title><link>{root}/page</link>"
    "<pubDate>Fri, 18 Mar 2022 09:00:00 GMT</pubDate></item>"
    "<item><title>Gone</title><link>{root}/missing</link></item>"
    "<item><title>Local</title><link>file:///etc/hosts</link></item></channel></rss>"
)
PAGE = f"<!doctype html><html><body><article><p>{TEXT * 3}</p></article></body></html>"


class Server(BaseHTTPRequestHandler):
    """Answers by path; remembers what was asked."""

    asked: list[tuple[str, str | None]]
    robots = "User-agent: *\nDisallow: /closed\n"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Be quiet."""

    def do_GET(self) -> None:
        """Answer."""
        type(self).asked.append((self.path, self.headers.get("If-None-Match")))
        root = f"http://127.0.0.1:{self.server.server_address[1]}"
        match self.path:
            case "/robots.txt":
                self.say(self.robots, "text/plain")
            case "/feed":
                if self.headers.get("If-None-Match") == '"1"':
                    self.send_response(304)
                    self.end_headers()
                else:
                    self.say(FEED.format(root=root), "application/rss+xml", ETag='"1"')
            case "/page" | "/closed":
                self.say(PAGE, "text/html; charset=utf-8")
            case "/moved":
                self.say("", "text/html", 302, Location="/page")
            case "/circle":
                self.say("", "text/html", 302, Location="/circle")
            case "/to-file":
                self.say("", "text/html", 302, Location="file:///etc/hosts")
            case "/to-closed":
                self.say("", "text/html", 302, Location="/closed")
            case "/endless":
                self.send_response(200)
                self.end_headers()
                while True:
                    self.wfile.write(bytes(65536))
            case "/bomb":
                self.say(gzip.compress(bytes(9_000_000)), "text/html", Content_Encoding="gzip")
            case "/slow":
                self.send_response(200)
                self.end_headers()
                for _ in range(100):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.1)
            case "/slow-head":
                for letter in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 200:
                    self.wfile.write(bytes([letter]))
                    self.wfile.flush()
                    time.sleep(0.1)
            case "/short":
                self.say("half", "text/html", Content_Length="4000")
            case "/noise":
                self.wfile.write(b"\x00\xff no HTTP at all\r\n\r\n")
            case "/picture":
                self.say(b"\x89PNG\r\n\x1a\n" + bytes(50), "text/html")
            case "/misnamed":
                self.say(PAGE, "application/octet-stream")
            case "/endless-feed":
                self.send_response(200)
                self.send_header("Content-Type", "application/rss+xml")
                self.end_headers()
                self.wfile.write(FEED.format(root=root).partition("</channel>")[0].encode())
                while True:
                    self.wfile.write(b"<item><title>More</title></item>" * 2000)
            case "/film":
                self.say("x", "video/mp4")
            case _:
                self.say("not here", "text/html", 404)

    def say(self, body: str | bytes, kind: str, status: int = 200, **headers: str) -> None:
        """Send an answer."""
        content = body.encode() if isinstance(body, str) else body
        said = {"Content-Type": kind, "Content-Length": str(len(content))}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        self.send_response(status)
        for name, value in said.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture
def root() -> Iterator[str]:
    """A server of this machine, and its address."""

    class Fresh(Server):
        asked: list[tuple[str, str | None]] = []  # noqa: RUF012

    server = ThreadingHTTPServer(("127.0.0.1", 0), Fresh)
    server.handle_error = lambda *args: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


LIMITS = Limits(delay=0, seconds=1.0, max_bytes=1_000_000, allow_private=True)


@pytest.fixture
def client() -> Iterator[Client]:
    """A client that may reach this machine and does not wait."""
    made = Client(LIMITS)
    yield made
    made.close()


def test_redirect_is_followed(root: str, client: Client) -> None:
    """The answer says where it stands and what led there."""
    answer = client.get(f"{root}/moved")

    assert (answer.url, answer.asked_in_vain) == (f"{root}/page", (f"{root}/moved",))
    assert answer.kind == "text/html"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/missing", "answers 404"),
        ("/circle", "in a circle"),
        ("/to-file", "not the web"),
        ("/closed", "robots.txt"),
        ("/to-closed", "robots.txt"),
        ("/endless", "longer than"),
        ("/bomb", "longer than"),
        ("/slow", "within 1 seconds"),
        ("/slow-head", "within 1 seconds"),
        ("/short", "peer closed|closed"),
        ("/noise", "illegal|status line|protocol|HTTP"),
    ],
)
def test_misbehaviour_is_refused_in_bounded_time(
    root: str, client: Client, path: str, why: str
) -> None:
    """Whatever the other side does, there is a reason in words, and soon."""
    begun = time.monotonic()

    with pytest.raises(Refused, match=why):
        client.get(f"{root}{path}")

    assert time.monotonic() - begun < 8


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/",
        "http://localhost:9/",
        "http://[::1]:9/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/",
        "http://2130706433/",
    ],
)
def test_private_address_is_refused(url: str) -> None:
    """Nothing of one's own network is asked, however it is written."""
    client = Client(Limits(delay=0))
    try:
        with pytest.raises(Refused, match="no public network"):
            client.get(url)
    finally:
        client.close()


def test_host_is_asked_only_after_its_delay(root: str) -> None:
    """The longer of our delay and the one that robots.txt asks for."""
    waits: list[float] = []
    now = [0.0]

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    client = Client(Limits(delay=5, allow_private=True), clock=lambda: now[0], sleep=sleep)
    try:
        client.get(f"{root}/page")
        client.get(f"{root}/page")
    finally:
        client.close()

    assert waits == [5, 5]  # robots.txt, page, page


def test_round_fetches_what_is_new(root: str, client: Client, tmp_path: Path) -> None:
    """Pages become files that the reader reads, with the feed's facts; the next round asks less."""
    wanted = Wanted((Feed(f"{root}/feed", outlet="Post", side="st:idn"),), (), LIMITS)

    first = fetch_round(wanted, tmp_path, client=client)
    again = fetch_round(wanted, tmp_path, client=client)

    assert (first.feeds, first.pages, again.unchanged, again.pages) == (1, 1, 1, 0)
    assert [why for _, why in first.refused if "404" in why or "leads to no page" in why] == [
        "the server answers 404",
        "entry 3 leads to no page: 'file://etc/hosts'",
    ]
    [doc] = read(tmp_path)
    assert (doc.outlet, doc.side, doc.published) == ("Post", "st:idn", "2022-03-18")
    assert doc.url == f"{root}/page"
    assert TEXT in doc.text


def test_list_is_fetched_as_far_as_it_can_be(root: str, client: Client, tmp_path: Path) -> None:
    """What misbehaves is named and costs nothing else; content counts, not what it is called."""
    bad = ("circle", "endless", "slow", "bomb", "closed", "missing", "film", "picture")
    pages = tuple(f"{root}/{name}" for name in (*bad, "misnamed", "page"))

    found = fetch_round(Wanted((), pages, LIMITS), tmp_path, client=client)

    assert [url for url, _ in found.refused] == [f"{root}/{name}" for name in bad]
    assert sorted(doc.url or "" for doc in read(tmp_path)) == [f"{root}/misnamed", f"{root}/page"]


def test_private_addresses_of_a_list_are_refused_one_by_one(root: str, tmp_path: Path) -> None:
    """A list that leads into one's own network gets nothing of it, and is told so for each."""
    limits = Limits(delay=0, seconds=1.0)
    pages = (f"{root}/page", "http://192.168.0.1/a", "http://[fe80::1]/a")
    client = Client(limits)
    try:
        found = fetch_round(Wanted((), pages, limits), tmp_path, client=client)
    finally:
        client.close()

    assert found.pages == 0
    assert [url for url, why in found.refused if "no public network" in why] == [*pages]


def test_endless_feed_is_left(root: str, client: Client, tmp_path: Path) -> None:
    """A feed of two gigabytes is dropped at the limit, and the next one is asked."""
    wanted = Wanted((Feed(f"{root}/endless-feed"), Feed(f"{root}/feed")), (), LIMITS)

    found = fetch_round(wanted, tmp_path, client=client)

    assert (found.feeds, found.pages) == (2, 1)
    assert found.refused[0][0] == f"{root}/endless-feed"
    assert "longer than" in found.refused[0][1] or "seconds" in found.refused[0][1]


def test_round_keeps_no_film(root: str, client: Client, tmp_path: Path) -> None:
    """What is no document is refused, three times, and then not asked for again."""
    wanted = Wanted((), (f"{root}/film",), LIMITS)

    rounds = [fetch_round(wanted, tmp_path, client=client) for _ in range(4)]

    assert [len(one.refused) for one in rounds] == [1, 1, 1, 0]
    assert "video/mp4" in rounds[0].refused[0][1]
    assert not list(tmp_path.rglob("*.mp4"))


def test_full_round_leaves_the_rest_to_the_next(root: str, client: Client, tmp_path: Path) -> None:
    """The feed is not marked as read until all its pages were dealt with."""
    limits = Limits(delay=0, seconds=1.0, max_pages=1, allow_private=True)
    wanted = Wanted((), (f"{root}/page", f"{root}/moved"), limits)

    first = fetch_round(wanted, tmp_path, client=client)
    second = fetch_round(wanted, tmp_path, client=client)

    assert (first.pages, first.left, second.pages, second.known) == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("f.toml", "[[feed]]\nurl = 'ftp://x'", "no address of the web"),
        ("f.toml", "[[feed]]\nurl = 'https://x.example'\noutlt = 'a'", "did you mean"),
        ("f.toml", "[[feed]]\nurl = 'https://x.example'\npages = 'no'", "true or false"),
        ("f.toml", "[limits]\ndelay = -1", "delay"),
        ("f.toml", '[limits]\nuser_agent = "a\\nb"', "user_agent"),
        ("f.toml", "[feed", "not TOML"),
        ("f.txt", "# one\njavascript:alert(1)", "line 2: .*no address of the web"),
    ],
)
def test_bad_list_is_one_sentence(tmp_path: Path, name: str, text: str, says: str) -> None:
    """It names the place and what is allowed there."""
    path = tmp_path / name
    path.write_text(text)

    with pytest.raises(ConfigError, match=says):
        read_wanted(path)


def test_list_of_addresses(tmp_path: Path) -> None:
    """One a line, notes and doubles left out."""
    path = tmp_path / "pages.txt"
    path.write_text("# readouts\nhttps://x.example/a\n\nhttps://x.example/a\nhttp://y.example\n")

    assert read_wanted(path).pages == ("https://x.example/a", "http://y.example")


def test_addresses_to_read_are_fetched_first(tmp_path: Path) -> None:
    """Those of the web become the folder of what was fetched; a private one is refused."""
    into = tmp_path / "ledger"

    assert local_paths(["a.txt", "s3://b/x"], into) == ["a.txt", "s3://b/x"]
    assert local_paths(["a.txt", "http://127.0.0.1:9/x"], into) == [
        "a.txt",
        str(tmp_path / "ledger-pages"),
    ]
    with pytest.raises(ConfigError, match="no address of the web"):
        local_paths(["https://"], into)
