"""Hints of outlets: what decides where a page says it in a way of its own."""

import gzip
import json
from pathlib import Path

import pytest

from dragoman.model import Document, Issue, RegisterError
from dragoman.read import load_hints, read
from dragoman.read.hints import NOTHING_KNOWN, Hints

POST = "https://post.example/a"
PROSE = "The ministers of the two states met in the capital and spoke of trade and of fish. " * 6
OUTLET = (
    '- {id: "ou:made-post", name: Made Post, state: "st:nor", kind: newspaper, owner: private, '
    "domains: [post.example], hints: {%s}}\n"
)
PAGE = (
    '<html lang="en"><head><title>Made Post - home of news</title>%s</head><body>'
    '<div class="x1">A fish agreement</div><div class="when">Published: 05/06/2023, 10:00</div>'
    f'<div class="story"><p>{PROSE}</p><p class="more">See also: the price of wood.</p>'
    f'<p class="by">By A. Writer of the Post</p><p>{PROSE}</p></div></body></html>'
)


def layer(tmp_path: Path, hints: str, outlet: str = OUTLET) -> Path:
    """Return a layer whose one outlet has these hints."""
    folder = tmp_path / "layer"
    folder.mkdir(exist_ok=True)
    (folder / "outlets.yml").write_text(outlet % hints)
    return folder


def read_one(tmp_path: Path, name: str, content: str, *, hints: str, url: str = POST) -> Document:
    """Return the document of a file at an address, read with hints."""
    folder = tmp_path / "in"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(content)
    (folder / "meta.jsonl").write_text(json.dumps({"file": name, "url": url}))
    met: list[Issue] = []
    (doc,) = read(folder / name, issues=met, layers=[layer(tmp_path, hints)])
    assert not [issue for issue in met if issue.what != "not a document"]
    return doc


def warc(tmp_path: Path, html: str, url: str) -> Path:
    """Return an archive of one page."""
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()
    head = "WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: 2023-07-01T00:00:00Z\r\n"
    head += f"WARC-Target-URI: {url}\r\n"
    head += "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
    head += (
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    path = tmp_path / "made.warc.gz"
    path.write_bytes(gzip.compress(head.encode() + body + b"\r\n\r\n"))
    return path


@pytest.mark.parametrize(
    ("hints", "line", "url", "day"),
    [
        ("", "05/06/2023", POST, None),  # as before: nobody can tell
        ("dates: day-first", "05/06/2023", POST, "2023-06-05"),
        ("dates: month-first", "05/06/2023", POST, "2023-05-06"),
        ("dates: month-first", "05/06/2023", "https://en.news.post.example/a", "2023-05-06"),
        ("dates: month-first", "05/06/2023", f"https://web.archive.org/web/2/{POST}", "2023-05-06"),
        ("dates: month-first", "05/06/2023", "https://otherpost.example/a", None),
        ("dates: month-first", "25/06/2023", POST, "2023-06-25"),
        ("dates: month-first", "05.06.2023", POST, "2023-06-05"),
        ("dates: month-first", "Monday, 05/06/2023", POST, "2023-06-05"),
        ("dates: month-first", "05/06/2023", "https://post.example/2023/06/05/a", "2023-06-05"),
    ],
)  # fmt: skip
def test_dates(tmp_path: Path, hints: str, line: str, url: str, day: str | None) -> None:
    """The order of an outlet decides only what the document itself leaves open."""
    doc = read_one(tmp_path, "a.txt", f"A fish agreement\n{line}\n\n{PROSE}", hints=hints, url=url)
    assert doc.published == day


def test_our_own_outlets_are_known() -> None:
    """Without a layer the hints of our register count; most outlets have none."""
    book = load_hints()
    assert book.of("https://www.theguardian.com/world/a") == Hints(dates="day-first")
    assert book.of("https://2017-2021.state.gov/a") == Hints(dates="month-first")
    assert book.of("http://en.kremlin.ru/a") == book.of(None) == book.of("no") == NOTHING_KNOWN


def test_a_page_is_read_where_the_selectors_say(tmp_path: Path) -> None:
    """Title, day and body come from where the outlet has them, without what is no text."""
    hints = (
        "dates: month-first, page: {title: .x1, day: .when, body: div.story, byline: .by, "
        "drop: '.more, aside'}"
    )
    doc = read_one(tmp_path, "a.html", PAGE % "", hints=hints)
    assert (doc.title, doc.published) == ("A fish agreement", "2023-05-06")
    prose = PROSE.strip()
    assert doc.text == f"A fish agreement\n\n{prose}\n{prose}"

    archive = warc(tmp_path, PAGE % "", "https://www.post.example/a")
    (page,) = read(archive, layers=[layer(tmp_path, hints)])
    assert (page.title, page.published, page.text) == (doc.title, doc.published, doc.text)


def test_selectors_that_find_nothing_change_nothing(tmp_path: Path) -> None:
    """A page that was built anew is read in the general way, without an issue."""
    hints = "page: {title: .gone, day: '#gone', body: article.gone, byline: .gone, drop: .gone}"
    with_hints = read_one(tmp_path, "a.html", PAGE % "", hints=hints)
    assert with_hints == read_one(tmp_path, "a.html", PAGE % "", hints="")


def test_a_page_without_an_address_beside_it_says_its_own(tmp_path: Path) -> None:
    """The canonical address of a page tells whose it is."""
    link = '<link rel="canonical" href="https://post.example/a">'
    (tmp_path / "a.html").write_text(PAGE % link)
    found = [
        doc.title
        for hints in ("", "page: {title: .x1}")
        for doc in read(tmp_path / "a.html", layers=[layer(tmp_path, hints)])
    ]
    assert found[0] != found[1] == "A fish agreement"


@pytest.mark.parametrize(
    ("zone", "day"), [("", "2023-06-05"), ("time_zone: Asia/Shanghai", "2023-06-06")]
)
def test_time_zone(tmp_path: Path, zone: str, day: str) -> None:
    """A moment is of the day that it was where the outlet is: in pages, archives and feeds."""
    meta = '<meta property="article:published_time" content="2023-06-05T22:30:00Z">'
    assert read_one(tmp_path, "a.html", PAGE % meta, hints=zone).published == day
    archive = warc(tmp_path, PAGE % meta, POST)
    feed = tmp_path / "feed.xml"
    feed.write_text(
        "<rss version='2.0'><channel><title>Post</title><item><title>Fish</title>"
        f"<link>https://post.example/a</link><description>{PROSE}</description>"
        "<pubDate>Mon, 05 Jun 2023 22:30:00 GMT</pubDate></item></channel></rss>"
    )
    for path in (archive, feed):
        assert [doc.published for doc in read(path, layers=[layer(tmp_path, zone)])] == [day]


def test_month_first_also_where_a_page_marks_its_date(tmp_path: Path) -> None:
    """The library for pages reads figures day first, whoever prints them; the outlet knows."""
    meta = '<meta name="date" content="05/06/2023">'
    assert read_one(tmp_path, "a.html", PAGE % meta, hints="").published == "2023-06-05"
    doc = read_one(tmp_path, "a.html", PAGE % meta, hints="dates: month-first")
    assert doc.published == "2023-05-06"
    meta = '<meta name="date" content="2023-06-05">'
    doc = read_one(tmp_path, "a.html", PAGE % meta, hints="dates: month-first")
    assert doc.published == "2023-06-05"


def test_language(tmp_path: Path) -> None:
    """The language of an outlet is that of a text too short to tell."""
    assert read_one(tmp_path, "a.txt", "Xi: 2023", hints="").language is None
    assert read_one(tmp_path, "a.txt", "Xi: 2023", hints="language: 'no'").language == "no"


def test_a_layer_adds_to_ours(tmp_path: Path) -> None:
    """`extend` keeps what ours says; an entry without it takes its place."""
    more = '- {id: "ou:the-guardian", extend: true, domains: [guardian.example], hints: {%s}}\n'
    book = load_hints([layer(tmp_path, "page: {drop: .related}", more)])
    hints = book.of("https://guardian.example/a")
    assert hints.dates == "day-first"
    assert hints.page and hints.page.drop == ".related"
    assert book.of("https://theguardian.com/") == hints
    mine = OUTLET.replace("ou:made-post", "ou:the-guardian")
    book = load_hints([layer(tmp_path, "language: en", mine)])
    assert book.of("https://theguardian.com/") == NOTHING_KNOWN
    assert book.of("https://post.example/") == Hints(language="en")
    gone = '- {id: "ou:the-guardian", remove: true, note: "%s"}\n'
    assert load_hints([layer(tmp_path, "", gone)]).of("https://theguardian.com/") == NOTHING_KNOWN


@pytest.mark.parametrize(
    ("hints", "said"),
    [
        ("datez: day-first", "the unknown key 'datez'; allowed: dates"),
        ("dates: us", "dates is 'us'; allowed: day-first, month-first"),
        ("time_zone: Mars/Olympus", "time_zone is 'Mars/Olympus'; allowed: a name of the tz"),
        ("time_zone: ../etc", "time_zone is '../etc'; allowed: a name of the tz"),
        ("language: English", "language is 'English'; allowed: a text like en"),
        ("page: .story", "page is '.story'; allowed: a map of known keys"),
        ("page: {body: 'div['}", "page: body is 'div[': "),
        ("page: {text: .story}", "the unknown key 'text'; allowed: body, byline, day, drop"),
    ],
)
def test_wrong_hints_are_refused(tmp_path: Path, hints: str, said: str) -> None:
    """What cannot be meant is said with its file, line, outlet and key, and what is allowed."""
    with pytest.raises(RegisterError) as error:
        load_hints([layer(tmp_path, hints)])
    assert str(error.value).startswith("layer/outlets.yml:1: ou:made-post, hints: " + said)
    assert "allowed: " in str(error.value)


def test_other_wrong_files(tmp_path: Path) -> None:
    """A hint for nobody and a file that is no YAML are refused; other faults are the register's."""
    nobody = '- {id: "ou:guardian", extend: true, hints: {%s}}\n'
    with pytest.raises(RegisterError, match="extends 'ou:guardian', which no layer below has"):
        load_hints([layer(tmp_path, "dates: day-first", nobody)])
    with pytest.raises(RegisterError, match=r"layer/outlets\.yml:2: no YAML"):
        load_hints([layer(tmp_path, "", "- {id: %s")])
    for text in ("# %s", "a: b # %s", "- x # %s", '- {id: "ou:y", domains: no, owner: nobody%s}\n'):
        assert load_hints([layer(tmp_path, "", text)]) == load_hints()
