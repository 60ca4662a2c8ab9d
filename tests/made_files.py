"""Files of every kind that is read, made for tests."""

import io
import zipfile
import zlib

import pytest

TEXT = "The two leaders spoke for an hour on the telephone and agreed to meet again in Hanoi."


def pdf(*pages: str, title: str = "") -> bytes:
    """A PDF with a line of text for each line given, 14 points apart, an empty one for a gap."""
    streams = []
    for page in pages:
        shown = "".join(f"({line}) Tj 0 -14 Td " for line in page.split("\n"))
        streams.append(zlib.compress(f"BT /F1 10 Tf 50 700 Td {shown}ET".encode("latin-1")))
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Title ({title}) >>".encode(),
    ]
    for n, stream in enumerate(streams):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (6 + 2 * n),
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(stream), stream),
        ]
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    for n, content in enumerate(objects, start=1):
        out.write(b"%d 0 obj\n%b\nendobj\n" % (n, content))
    out.write(b"trailer << /Root 1 0 R /Info 4 0 R /Size %d >>\n%%%%EOF" % (len(objects) + 1))
    return out.getvalue()


def word(body: str, *, size: int = 0, title: str = "") -> bytes:
    """A Word file with this XML as its body, and so many blanks behind it."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    core = '<p xmlns:dc="http://purl.org/dc/elements/1.1/">' + f"<dc:title>{title}</dc:title></p>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
        archive.writestr("docProps/core.xml", core)
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body>{body}</w:body>{" " * size}</w:document>',
        )
    return out.getvalue()


def record(
    body: bytes, *, url: str = "https://x.example/a", status: int = 200, **head: str
) -> bytes:
    """A record of a web archive, plain; `head` wins over its own lines."""
    kind = head.pop("kind", "text/html; charset=utf-8")
    http = b"HTTP/1.1 %d OK\r\nContent-Type: %b\r\n\r\n%b" % (status, kind.encode(), body)
    lines = {
        "WARC-Type": "response",
        "WARC-Target-URI": url,
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(http)),
    } | {name.replace("_", "-"): value for name, value in head.items()}
    said = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"WARC/1.1\r\n{said}\r\n".encode() + http + b"\r\n\r\n"


PAGE = (
    f"<!doctype html><html lang=en><head><title>A call</title>"
    f"<meta property='article:published_time' content='2022-03-18T09:00:00Z'>"
    f"<meta property='og:site_name' content='The Post'></head><body><nav><a href=/>Home</a></nav>"
    f"<article><h1>A call</h1><p>{TEXT}</p><p>{TEXT * 3}</p></article></body></html>"
).encode()


def zstd(content: bytes) -> bytes:
    """Bytes compressed with zstd, their length not said beforehand, as crawlers do."""
    zstandard = pytest.importorskip("zstandard", reason="zstandard writes the archive")
    packing = zstandard.ZstdCompressor().compressobj()
    return bytes(packing.compress(content) + packing.flush())
