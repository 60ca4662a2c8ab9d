"""A digest as HTML and Markdown: cited, self-contained, and deaf to hostile documents."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from standin_ledger import Register, StandIn, empty

from dragoman.ask import digest
from dragoman.export.digest import digest_html, digest_markdown, safe_url, sources

GOLDEN = Path(__file__).parent / "golden"

EVIL = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    "</style><style>body{display:none}</style>",
    "]]></blockquote><a href=javascript:alert(1)>x</a>",
    "![x](javascript:alert(1)) [y](http://evil.example) <b>",
    "\x1b[31m\u202eevil\u0000",
)


class Tags(HTMLParser):
    """Collects what a browser would see: tags with attributes, and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text.append(data)


def parse(html: str) -> Tags:
    """Read a page as a browser would."""
    found = Tags()
    found.feed(html)
    return found


def hostile(words: str, url: str) -> StandIn:
    """Return a ledger whose one document is hostile wherever a document can be."""
    ledger = empty()
    text = f"China and Italy {words} met on August 3."
    ledger.document(
        "d", text, outlet=words, published="2020-08-04", title=words, url=url, side=words
    )
    claims = [
        ("actor", "st:chn", "China"),
        ("actor", f"{words}@st:ita", words),
        ("date", "2020-08-03", "August 3"),
        ("ordinal", words, words),
    ]
    ledger.report("r", "d", text, "meeting", "happened", claims, rule=words, speakers=[words])
    ledger.event("ev:x", "meeting", "happened", ["r"], ("2020-08-03", "2020-08-03"))
    return ledger


@pytest.mark.parametrize("words", EVIL)
def test_hostile_words_stay_words(words: str) -> None:
    """Nothing in a document becomes a tag, an attribute, a style or a template."""
    url = "javascript:alert(1)"
    page = digest_html(digest(hostile(words, url), "st:chn", "2020-08"), cite=words)
    plain = digest_html(digest(hostile("plain", url), "st:chn", "2020-08"), cite="plain")

    tags, same = parse(page), parse(plain)
    assert [tag for tag, _ in tags.tags] == [tag for tag, _ in same.tags]
    assert [sorted(attrs) for _, attrs in tags.tags] == [sorted(attrs) for _, attrs in same.tags]
    assert not [a for _, a in tags.tags if "javascript" in str(a.get("href"))]
    assert "49" not in "".join(tags.text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", page)


@pytest.mark.parametrize("words", EVIL)
def test_hostile_words_are_no_markdown(words: str) -> None:
    """In Markdown too: no link, no picture, no HTML, and each note on its line."""
    page = digest_markdown(digest(hostile(words, words), "st:chn", "2020-08"))

    assert not re.search(r"(?<!\\)<(?!https?:)", page)
    assert not re.search(r"(?<!\\)\](?!:| \[|[^\w]?$|\s)\(", page)
    assert page.count("\n[^") == 1


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://gazette.example/a?b=1&c='d'", True),
        ("HTTP://gazette.example", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,<script>", False),
        ("//gazette.example/", False),
        ("https://", False),
        ("http://a b", False),
        ("https://[broken", False),
        ("https://x\n.example", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, safe: bool) -> None:
    """Anything but http and https with a host is no link."""
    assert (safe_url(url) is not None) is safe


def test_links_leave_no_trace(ledger: StandIn) -> None:
    """Each link out of the page has rel=noopener nofollow; each link inside has its target."""
    page = parse(digest_html(digest(ledger, "st:chn", "2020-08")))
    links = [attrs for tag, attrs in page.tags if tag == "a"]
    ids = {attrs["id"] for _, attrs in page.tags if "id" in attrs}

    outside = [a for a in links if not str(a["href"]).startswith("#")]
    assert {a["href"] for a in outside} == {
        "https://courier.example/2020/08/22/letter",
        "https://gazette.example/letter",
    }
    assert all("noopener nofollow" in str(a["rel"]) for a in outside)
    assert {str(a["href"])[1:] for a in links if a not in outside} <= ids


def test_page_needs_nothing_else(ledger: StandIn) -> None:
    """No script, no picture, no import; the style is admitted by the hash it has."""
    html = digest_html(digest(ledger, "st:chn", "2020-08"))
    page = parse(html)

    assert not {"script", "img", "link", "iframe", "object"} & {tag for tag, _ in page.tags}
    assert "url(" not in html
    assert "@import" not in html
    [style] = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    hashed = b64encode(sha256(style.encode()).digest()).decode()
    [policy] = [a["content"] for _, a in page.tags if "http-equiv" in a]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
    )
    assert not [a for _, a in page.tags if "style" in a]


def test_page_can_be_read_aloud(ledger: StandIn) -> None:
    """Language, title, landmarks, one first heading, and labels where a number is a link."""
    page = parse(digest_html(digest(ledger, "st:chn", "2020-08", names=Register().label)))
    tags = [tag for tag, _ in page.tags]

    assert dict(page.tags)["html"] == {"lang": "en"}
    assert {"header", "nav", "main", "footer", "title"} <= set(tags)
    assert tags.count("h1") == 1
    assert tags.count("section") == tags.count("h2")
    numbers = [a for tag, a in page.tags if tag == "a" and str(a["href"]).startswith("#s")]
    assert all("aria-label" in a for a in numbers if re.fullmatch(r"#s\d+", str(a["href"])))


def test_cited_words_are_marked_in_their_sentence(ledger: StandIn) -> None:
    """A source is the whole sentence, with the words of each cited claim marked."""
    found = sources(digest(ledger, "st:chn", "2020-08", names=Register().label))
    [letter] = [s for s in found if s.title == "Letter delivered"]

    assert "".join(piece.text for piece in letter.pieces) == (
        "On 21 August, Xi Jinping received a letter from the Indonesian president."
    )
    assert [piece.text for piece in letter.pieces if piece.marked] == [
        "21 August",
        "Xi Jinping",
        "Indonesian president",
    ]
    assert letter.claims == ("c8", "c7", "c6")
    assert letter.side == "Indonesia"


def test_sources_are_numbered_once_in_order(ledger: StandIn) -> None:
    """1, 2, 3... by first use; two visits told in one sentence share a number."""
    found = sources(digest(ledger, "st:chn", "2020-08"))

    assert [source.number for source in found] == [1, 2, 3, 4, 5, 6]
    assert len({(source.doc_id, source.sentence) for source in found}) == len(found)


def test_long_sentences_are_cut_between_the_marks() -> None:
    """A line of megabytes does not make a page of megabytes."""
    ledger = empty()
    text = f"China {'very ' * 200_000}warmly met Italy on August 3."
    ledger.document("d", text, outlet="Gazette", published="2020-08-04")
    claims = [("actor", "st:chn", "China"), ("actor", "st:ita", "Italy")]
    claims.append(("date", "2020-08-03", "August 3"))
    ledger.report("r", "d", text, "meeting", "happened", claims, rule="x")
    ledger.event("ev:x", "meeting", "happened", ["r"], ("2020-08-03", "2020-08-03"))

    page = digest_html(digest(ledger, "st:chn", "2020-08"))

    assert len(page) < 30_000
    assert "<mark>Italy</mark>" in page


def test_markdown_digest_is_the_golden_one(ledger: StandIn) -> None:
    """The whole brief, as written down by a person; never rewritten by the test."""
    brief = digest(ledger, "st:chn", "2020-08", names=Register().label)

    expected = (GOLDEN / "china-2020-08.md").read_text(encoding="utf-8")
    assert digest_markdown(brief, cite="A ledger of four documents.") == expected


def test_same_digest_same_page(ledger: StandIn) -> None:
    """No clock and no chance in it."""
    first, second = (digest_html(digest(ledger, "st:chn", "2020-08")) for _ in range(2))

    assert first == second
