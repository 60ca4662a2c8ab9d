"""Files that are broken, hostile or not what their name says: bounded, named, and nothing lost."""

import gzip
import io
import os
import socket
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from made_files import PAGE, TEXT, pdf, record, word, zstd

from dragoman.model import Document, Issue
from dragoman.read import read

MOST = 2_000_000  # bytes of a file in these tests
SECONDS = 4.0


def read_one(path: Path) -> tuple[list[Document], list[Issue]]:
    """The documents and issues of a file."""
    issues: list[Issue] = []
    return list(read(path, issues=issues, max_bytes=MOST)), issues


def zipped(**files: bytes) -> bytes:
    """A ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def packed_page(content: bytes, coding: str = "gzip") -> bytes:
    """A record of a web archive whose page the server sent compressed."""
    body = gzip.compress(content)
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: %b\r\n\r\n%b" % (
        coding.encode(),
        body,
    )
    return (
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: u:x\r\nContent-Type: "
        b"application/http\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n" % (len(http), http)
    )


def pdf_bomb() -> bytes:
    """A PDF whose page unpacks to a hundred times the limit."""
    small = pdf("x")
    start, end = (
        small.rindex(b"stream\n", 0, small.rindex(b"endstream")),
        small.rindex(b"endstream"),
    )
    return small[: start + 7] + zlib.compress(b"(x) Tj 0 -14 Td " * 12_000_000, 1) + small[end:]


FEED = f"<rss version='2.0'><channel><item><title>A call</title><description>{TEXT}</description>"
LAUGHS = "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 100 if n else "ha"}">' for n in range(6)
)  # each is a hundred of the one before


@pytest.mark.parametrize(
    ("name", "content", "n_docs", "what"),
    [
        # broken off, or with parts that contradict each other
        pytest.param(
            "a.txt.gz",
            gzip.compress("".join(f"{TEXT} {n}\n" for n in range(2000)).encode())[:3000],
            1,
            "archive broken off",
            id="truncated gzip",
        ),
        pytest.param("a.pdf", pdf(TEXT)[:150], 0, "PDF cannot be parsed", id="truncated PDF"),
        pytest.param("a.docx", word("<w:p/>")[:200], 0, "binary file", id="truncated Word"),
        pytest.param(
            "a.warc",
            record(PAGE, Content_Length="99999999999") + record(PAGE),
            0,
            "records left out",
            id="WARC with a length beyond its end",
        ),
        pytest.param(
            "a.warc",
            record(PAGE, Content_Length="-5") + record(PAGE, url="u:2"),
            None,
            None,
            id="WARC with a negative length",
        ),
        pytest.param("a.xml", FEED.encode(), 1, "broken feed", id="feed never closed"),
        pytest.param(
            "a.xml",
            f"{FEED}</item></wrong><item><title>& <b>".encode(),
            None,
            "broken feed",
            id="feed with invalid XML",
        ),
        pytest.param("a.xml", b"<rss version='2.0'/>", 0, "empty feed", id="feed of nothing"),
        # without text for us
        pytest.param("a.pdf", pdf(""), 0, "no text layer", id="PDF without text"),
        pytest.param("a.warc", b"WARC/", 0, "empty archive", id="WARC of nothing"),
        pytest.param(
            "a.urls",
            b"# readouts\nhttps://x.example/a\nhttps://x.example/b\n",
            0,
            "list of addresses",
            id="addresses",
        ),
        # bombs
        pytest.param("a.gz", gzip.compress(bytes(50 * MOST)), 0, "file too large", id="gzip bomb"),
        pytest.param(
            "a.zip", zipped(**{"a.txt": bytes(50 * MOST)}), 0, "binary file", id="zip bomb"
        ),
        pytest.param("a.docx", word("<w:p/>", size=3 * MOST), 0, "file too large", id="Word bomb"),
        pytest.param("a.pdf", pdf_bomb, 0, None, id="PDF bomb", marks=pytest.mark.slow),
        pytest.param(
            "a.warc",
            packed_page(bytes(40_000_000)) + record(PAGE),
            1,
            "records left out",
            id="page of a WARC that is a bomb",
        ),
        pytest.param(
            "a.warc",
            gzip.compress(b"WARC/1.1\r\nX: " + b"x" * 30_000_000) + gzip.compress(record(PAGE)),
            None,
            None,
            id="WARC with an endless head",
        ),
        pytest.param(
            "a.warc.zst",
            lambda: zstd(record(bytes(40_000_000))) + zstd(record(PAGE)),
            1,
            "records left out",
            id="zstd bomb",
        ),
        pytest.param(
            "a.html",
            b"<!doctype html><html><body>" + b"<p>x" * 450_000,
            0,
            "page too large",
            id="page of tags",
        ),
        pytest.param(
            "a.xml",
            f"<?xml version='1.0'?><!DOCTYPE rss [{LAUGHS}]>{FEED}&e5;</item></channel></rss>",
            None,
            None,
            id="feed of entities",
        ),
        # what must not be looked at
        pytest.param(
            "a.docm", word(f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"), 1, None, id="macros"
        ),
        pytest.param(
            "a.xml",
            f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>{FEED}"
            "&x;</item></channel></rss>",
            1,
            None,
            id="feed that asks for a file",
        ),
    ],
)
def test_bad_file_is_bounded_and_named(
    tmp_path: Path,
    name: str,
    content: bytes | str | Callable[[], bytes],
    n_docs: int | None,
    what: str | None,
) -> None:
    """In some seconds there are its documents, or an issue that says what it is; never neither."""
    made = content() if callable(content) else content
    (tmp_path / name).write_bytes(made.encode() if isinstance(made, str) else made)
    begun = time.process_time()

    docs, issues = read_one(tmp_path / name)

    assert time.process_time() - begun < SECONDS
    assert docs or any(issue.skipped or issue.what == what for issue in issues)
    assert n_docs is None or len(docs) == n_docs
    assert what is None or what in {issue.what for issue in issues}
    assert not any("root:" in doc.text for doc in docs)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.txt", pdf(TEXT), id="PDF called text"),
        pytest.param("a.pdf", word(f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"), id="Word, PDF"),
        pytest.param("a.doc", word(f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"), id="Word, .doc"),
        pytest.param("a.docx", PAGE, id="page called Word"),
        pytest.param("a.txt", PAGE, id="page called text"),
        pytest.param("a.csv", gzip.compress(record(PAGE)), id="web archive called table"),
        pytest.param("a.html", f"{FEED}</item></channel></rss>".encode(), id="feed called page"),
        pytest.param("a.json", TEXT.encode() + b" They had met before.", id="text called JSON"),
        pytest.param("a", gzip.compress(TEXT.encode()), id="gzip without an ending"),
        pytest.param("a.pdf", TEXT.encode(), id="text called PDF"),
    ],
)
def test_kind_is_told_by_content(tmp_path: Path, name: str, content: bytes) -> None:
    """A name that lies does not cost the document."""
    (tmp_path / name).write_bytes(content)

    [doc], _ = read_one(tmp_path / name)

    assert TEXT[:60] in doc.text
    assert "%PDF" not in doc.text and "<" not in doc.text


@pytest.mark.skipif(os.name == "nt", reason="there are no such files on Windows")
def test_what_is_no_file_is_called_by_its_name(tmp_path: Path) -> None:
    """A device, a pipe, a socket, a link to one; a broken link is another thing."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zeros").symlink_to("/dev/zero")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind(str(tmp_path / "plug"))
        issues: list[Issue] = []

        assert list(read(tmp_path, issues=issues)) == []

    assert {issue.where: (issue.what, issue.detail.partition(",")[0]) for issue in issues} == {
        "pipe": ("not a file", "a pipe"),
        "plug": ("not a file", "a socket"),
        "zeros": ("not a file", "a link to a device"),
        "gone": ("broken link", "the link leads nowhere"),
    }
