"""PDF, Word, feeds, web archives and what is compressed: whole, broken and hostile."""

import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from made_files import PAGE, TEXT, pdf, record, word, zstd

from dragoman.model import Document, Issue
from dragoman.read import read


def read_one(path: Path, content: bytes, **limits: int) -> tuple[list[Document], list[Issue]]:
    """The documents and issues of one file with this content."""
    path.write_bytes(content)
    issues: list[Issue] = []
    return list(read(path, issues=issues, **limits)), issues


def test_pdf_is_paragraphs(tmp_path: Path) -> None:
    """Lines are joined, a broken word too; what stands on each page and its number go."""
    places = ("Hanoi", "Jakarta", "Sanya", "Dili")
    pages = [
        f"Ministry of Foreign Affairs\n\nIn {place} two leaders spoke.\n\n"
        f"From {place} they spoke for an hour on the tele-\nphone and agreed to meet.\n\n"
        f"They left {place} at last.\n\nEnd of {place}.\n\n{n}"
        for n, place in enumerate(places, start=1)
    ]

    [doc], issues = read_one(tmp_path / "a.txt", pdf(*pages, title="In Hanoi"))

    assert issues == []
    assert doc.title == "In Hanoi"
    assert doc.text.split("\n") == [
        line
        for place in places
        for line in (
            f"In {place} two leaders spoke.",
            f"From {place} they spoke for an hour on the telephone and agreed to meet.",
            f"They left {place} at last.",
            f"End of {place}.",
        )
    ]


@pytest.mark.parametrize(
    ("content", "what", "says"),
    [
        pytest.param(pdf(""), "no text layer", "pictures", id="a picture"),
        pytest.param(pdf("x")[:150], "PDF cannot be parsed", "text", id="cut off"),
        pytest.param(b"%PDF-1.7" + bytes(9), "PDF cannot be parsed", "text", id="only a mark"),
    ],
)
def test_pdf_without_text(tmp_path: Path, content: bytes, what: str, says: str) -> None:
    """One issue that says why there is no document, and what to do."""
    docs, [issue] = read_one(tmp_path / "a.pdf", content)

    assert docs == []
    assert (issue.what, issue.skipped) == (what, True)
    assert says in issue.detail


def test_encrypted_pdf_is_not_opened(tmp_path: Path) -> None:
    """It says that the file asks for a password."""
    pypdf = pytest.importorskip("pypdf", reason="pypdf makes the encrypted file")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)

    docs, [issue] = read_one(tmp_path / "a.pdf", out.getvalue())

    assert docs == []
    assert issue.what == "encrypted PDF"


def test_title_of_a_pdf_is_believed_where_the_text_has_it(tmp_path: Path) -> None:
    """Most titles are names of files; the text is not headed with one."""
    [doc], _ = read_one(tmp_path / "a.pdf", pdf(TEXT, title="Microsoft Word - final2.doc"))

    assert doc.title is None
    assert doc.text == TEXT


def test_word_is_paragraphs(tmp_path: Path) -> None:
    """Runs are joined, tables read where they stand; deleted text and macros are left out."""
    body = (
        "<w:p><w:r><w:t>A ca</w:t></w:r><w:r><w:t>ll</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Day</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:del><w:r><w:t>No</w:t></w:r></w:del>"
        f"<w:ins><w:r><w:t>{TEXT}</w:t></w:r></w:ins></w:p><w:p/>"
    )

    [doc], issues = read_one(tmp_path / "a.docm", word(body, title="A call"))

    assert issues == []
    assert doc.text == f"A call\nDay\n{TEXT}"
    assert doc.title == "A call"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        pytest.param(word("<w:p><w:r>"), "Word file cannot be parsed", id="broken XML"),
        pytest.param(word("<w:p/>", size=3_000_000), "file too large", id="bomb"),
        pytest.param(word("&boom;"), "Word file cannot be parsed", id="entity"),
        pytest.param(word(""), "empty document", id="empty"),
    ],
)
def test_word_that_cannot_be_read(tmp_path: Path, content: bytes, what: str) -> None:
    """One issue, and no more memory than the limit of a file."""
    docs, [issue] = read_one(tmp_path / "a.docx", content, max_bytes=2_000_000)

    assert docs == []
    assert (issue.what, issue.skipped) == (what, True)


def test_gzip_is_what_is_in_it(tmp_path: Path) -> None:
    """The name without .gz tells the kind; the file's own bytes are its source."""
    rows = f'{{"text": "{TEXT}", "published": "2022-03-18"}}\n'.encode()

    [doc], issues = read_one(tmp_path / "a.jsonl.gz", gzip.compress(rows))

    assert (doc.text, doc.published, doc.name, issues) == (TEXT, "2022-03-18", "a.jsonl.gz#1", [])


def test_truncated_gzip_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """What is there is a document, and an issue says that there was more."""
    lines = "".join(f"{TEXT} {n}\n" for n in range(2000)).encode()

    [doc], issues = read_one(tmp_path / "a.txt.gz", gzip.compress(lines)[:3000])

    assert doc.text.startswith(TEXT)
    assert [issue.what for issue in issues] == ["archive broken off"]


def test_gzip_bomb_is_refused(tmp_path: Path) -> None:
    """Unpacking stops at the limit of a file."""
    docs, [issue] = read_one(tmp_path / "a.gz", gzip.compress(bytes(50_000_000)), max_bytes=10**6)

    assert docs == []
    assert issue.what == "file too large"


FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>The Post</title><language>en-gb'
    "</language><item><title>A &amp; B talk</title><link>https://x.example/a</link>"
    "<pubDate>Fri, 18 Mar 2022 23:30:00 -0500</pubDate>"
    f"<description>&lt;p&gt;{TEXT}&lt;/p&gt;&lt;p&gt;More&lt;br&gt;text.&lt;/p&gt;</description></item>"
    "<item><title>Only a title</title></item>"
)


def test_feed_is_a_document_for_each_entry(tmp_path: Path) -> None:
    """Title, link, day in universal time, outlet; the text without tags."""
    [one, two], issues = read_one(tmp_path / "a.txt", f"{FEED}</channel></rss>".encode())

    assert issues == []
    assert one.text == f"A & B talk\n\n{TEXT}\nMore\ntext."
    assert (one.url, one.published, one.outlet, one.language) == (
        "https://x.example/a",
        "2022-03-19",
        "The Post",
        "en",
    )
    assert (two.text, two.name) == ("Only a title", "a.txt#2")


def test_broken_feed_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """XML that is never closed costs nothing of what stands before."""
    docs, [issue] = read_one(tmp_path / "a.xml", FEED.encode())

    assert len(docs) == 2
    assert issue.what == "broken feed"


def whole(compress: Callable[[bytes], bytes]) -> Callable[[list[bytes]], bytes]:
    """An archive compressed as one."""
    return lambda records: compress(b"".join(records))


def each(compress: Callable[[bytes], bytes]) -> Callable[[list[bytes]], bytes]:
    """An archive compressed record by record, as crawlers write it."""
    return lambda records: b"".join(map(compress, records))


@pytest.mark.parametrize(
    "archived",
    [
        pytest.param(whole(bytes), id="plain"),
        pytest.param(each(gzip.compress), id="gzip by record"),
        pytest.param(whole(gzip.compress), id="gzip as a whole"),
        pytest.param(each(zstd), id="zstd by record"),
        pytest.param(whole(zstd), id="zstd as a whole"),
    ],
)
def test_web_archive_is_a_document_for_each_page(
    tmp_path: Path, archived: Callable[[list[bytes]], bytes]
) -> None:
    """However it is packed and called; menus are left out, what is no page is counted by kind."""
    archive = [
        record(PAGE),
        record(b"not found", status=404),
        record(b"\x89PNG", kind="image/png"),
        record(b"<html></html>", url="https://x.example/empty"),
        record(PAGE.replace(b"Hanoi", b"Jakarta"), url="https://x.example/b"),
        record(PAGE.replace(b"Hanoi", b"Sanya"), url="https://x.example/c"),
    ]

    docs, issues = read_one(tmp_path / "a", archived(archive))

    assert [doc.url for doc in docs] == [f"https://x.example/{n}" for n in "abc"]
    assert len({doc.name for doc in docs}) == 3
    assert docs[0].text.startswith(f"A call\n{TEXT}")
    assert "Home" not in docs[0].text
    assert (docs[0].title, docs[0].outlet, docs[0].published) == (
        "A call",
        "The Post",
        "2022-03-18",
    )
    assert docs[0].name == "a#0"
    assert sorted(issue.detail for issue in issues) == [
        "neither HTML nor plain text: 1",
        "no text: 1",
        "status other than 200: 1",
    ]


def damaged(archive: bytes) -> bytes:
    """The archive with zeros in its second member."""
    second = archive.index(archive[:3], 1)
    return archive[: second + 40] + bytes(40) + archive[second + 80 :]


@pytest.mark.parametrize(
    ("archive", "n", "what"),
    [
        pytest.param(
            b"".join(record(PAGE, url=f"https://x.example/{n}") for n in range(4))[:-400],
            3,
            ("records left out", "cut off: 1"),
            id="cut off",
        ),
        pytest.param(
            damaged(b"".join(gzip.compress(record(PAGE, url=f"u:{n}")) for n in range(4))),
            3,
            ("archive damaged", "next whole record"),
            id="damaged",
        ),
        pytest.param(
            lambda: damaged(each(zstd)([record(PAGE, url=f"u:{n}") for n in range(4)])),
            3,
            ("archive damaged", "next whole record"),
            id="damaged zstd",
        ),
        pytest.param(
            record(PAGE, Content_Length=str(len(PAGE) + 300))
            + b"".join(record(PAGE, url=f"https://x.example/{n}") for n in range(3)),
            2,
            ("records left out", "wrong length"),
            id="a length too long",
        ),
        pytest.param(
            record(PAGE, Content_Length="200")
            + b"".join(record(PAGE, url=f"https://x.example/{n}") for n in range(3)),
            3,
            ("records left out", "no text"),
            id="a length too short",
        ),
        pytest.param(
            gzip.compress(record(bytes(40_000_000))) + gzip.compress(record(PAGE)),
            1,
            ("records left out", "over"),
            id="bomb",
        ),
    ],
)
def test_damage_costs_no_more_than_itself(
    tmp_path: Path, archive: bytes | Callable[[], bytes], n: int, what: tuple[str, str]
) -> None:
    """The other records are read, and an issue says what was lost and why."""
    content = archive() if callable(archive) else archive

    docs, issues = read_one(tmp_path / "a.warc", content)

    assert len(docs) == n
    assert any(issue.what == what[0] and what[1] in issue.detail for issue in issues)


def test_web_archive_may_be_larger_than_a_file(tmp_path: Path) -> None:
    """The limit of a file is one of a page there."""
    docs, _ = read_one(tmp_path / "a.warc", record(PAGE) * 3, max_bytes=len(PAGE) + 1)

    assert len(docs) == 3
