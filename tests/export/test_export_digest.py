"""A digest as HTML and Markdown: cited, self-contained, and deaf to hostile documents."""

import re
import sys
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from standin_ledger import Register, StandIn, empty

from dragoman.ask import digest
from dragoman.export.digest import (
    digest_docx,
    digest_html,
    digest_markdown,
    digest_pdf,
    safe_url,
    sources,
)
from dragoman.model import InputError

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
    assert not re.search(r"(?<!\\)\]\(", page)
    assert len(re.findall(r"\n\d+\. ", page)) == 1


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
    assert all(attrs.get("scope") in ("row", "col") for tag, attrs in page.tags if tag == "th")
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
    assert set(letter.claims) == {"c6", "c7", "c8"}
    assert letter.account == "Indonesia’s account"


def test_sources_are_numbered_once_in_order(ledger: StandIn) -> None:
    """1, 2, 3... by first use; two visits told in one sentence share a number."""
    brief = digest(ledger, "st:chn", "2020-08")
    found = sources(brief)

    assert [source.number for source in found] == [1, 2, 3, 4, 5, 6]
    assert found[0].doc_id == brief.sections[0].sentences[0].first.first.doc.id
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


@pytest.mark.parametrize("write", [digest_html, digest_markdown, digest_docx])
def test_same_digest_same_bytes(ledger: StandIn, write: Callable[..., str | bytes]) -> None:
    """No clock and no chance in it."""
    brief = digest(ledger, "st:chn", "2020-08", names=Register().label)

    assert write(brief, cite="x") == write(brief, cite="x")


def test_docx_has_headings_table_links_and_properties(ledger: StandIn) -> None:
    """An independent reader finds headings, the table, and for each number its source."""
    document = pytest.importorskip("docx").Document
    data = digest_docx(digest(ledger, "st:chn", "2020-08", names=Register().label), cite="cited")
    read = document(BytesIO(data))

    headings = [p.text for p in read.paragraphs if p.style.name == "Heading 1"]
    assert headings[0] == "Headline contacts"
    assert headings[-2:] == ["What is missing", "Sources"]
    [table] = read.tables
    assert [cell.text for cell in table.rows[1].cells][:3] == ["France", "2", "1 call and 1 visit"]
    assert read.core_properties.title == "China, August 2020"
    assert read.core_properties.language == "en-GB"
    with ZipFile(BytesIO(data)) as parts:
        assert parts.testzip() is None
        xml = parts.read("word/document.xml").decode()
        links = parts.read("word/_rels/document.xml.rels").decode()
        styles = parts.read("word/styles.xml").decode()
    assert set(re.findall(r'w:anchor="(s\d+)"', xml)) == set(re.findall(r'w:name="(s\d+)"', xml))
    assert "https://gazette.example/letter" in links
    assert '<w:lang w:val="en-GB"' in styles


@pytest.mark.slow
def test_pdf_is_tagged_and_fetches_nothing(ledger: StandIn) -> None:
    """A reader of PDF finds title, language, tags and the text; the same bytes each time."""
    pytest.importorskip("weasyprint")
    pypdf = pytest.importorskip("pypdf")
    brief = digest(ledger, "st:chn", "2020-08", names=Register().label)
    data = digest_pdf(brief, cite="cited")

    read = pypdf.PdfReader(BytesIO(data))
    assert data.startswith(b"%PDF-")
    assert read.metadata.title == "China, August 2020 \u00b7 digest"
    assert read.trailer["/Root"]["/Lang"] == "en"
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Wang Yi paid official visits" in " ".join(p.extract_text() for p in read.pages)
    assert digest_pdf(brief, cite="cited") == data


@pytest.mark.parametrize(
    "words", [*EVIL, "\u05d0\u05d1\u202e\u2067x", "long " * 2000, "\ufffe\x0b"]
)
def test_hostile_words_in_a_docx(words: str) -> None:
    """No control character, no script and no megabyte: the file opens, and words stay words."""
    document = pytest.importorskip("docx").Document
    brief = digest(hostile(words, "javascript:alert(1)"), "st:chn", "2020-08", quote_chars=200)
    data = digest_docx(brief, cite=words, quote_chars=200)

    read = document(BytesIO(data))
    assert len(data) < 80_000
    assert read.paragraphs[0].text == "st:chn"
    with ZipFile(BytesIO(data)) as parts:
        assert b"javascript" not in parts.read("word/_rels/document.xml.rels")


@pytest.mark.parametrize(("package", "write"), [("docx", digest_docx), ("weasyprint", digest_pdf)])
def test_a_missing_extra_is_one_plain_sentence(
    ledger: StandIn, monkeypatch: pytest.MonkeyPatch, package: str, write: Callable[..., bytes]
) -> None:
    """Which package is missing, and how to have it."""
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(InputError, match=r"pip install '\.\["):
        write(digest(ledger, "st:chn", "2020-08"))
