"""What a file is: by its first bytes, and only then by its name."""

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath


class Kind(StrEnum):
    """The kinds of file that there is a reader for."""

    PLAIN = "plain text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    JSONL = "JSONL"
    JSON = "JSON"
    CSV = "CSV"
    PARQUET = "Parquet"
    PDF = "PDF"
    WORD = "Word"
    FEED = "RSS or Atom"
    WARC = "web archive"


_SAVE = "save it as text"
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a ZIP, XLSX or EPUB", f"unpack it, or {_SAVE}"),
    (b"PK\x05\x06", "an empty ZIP", "nothing is in it"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file", _SAVE),
    (b"{\\rtf", "RTF", _SAVE),
    (b"\x1f\x8b", "gzip within gzip", "unpack it first"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"\xfd7zXZ\x00", "an xz archive", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it first"),
    (b"\x5d\x2a\x4d\x18", "zstd with a dictionary of its own", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it first"),
    (b"\x89PNG", "a picture", _SAVE),
    (b"\xff\xd8\xff", "a picture", _SAVE),
    (b"GIF8", "a picture", _SAVE),
    (b"SQLite format 3\x00", "a SQLite file", "export its table as CSV or JSONL"),
    (b"\x7fELF", "a program", "it holds no document"),
    (b"OggS", "a sound file", "it holds no document"),
    (b"ID3", "a sound file", "it holds no document"),
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML = re.compile(
    rb"\A(?:\s|<!--.{0,2000}?-->|<\?xml[^>]{0,200}\?>)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(
    rb"\A(?:\s|<!--.{0,2000}?-->|<\?xml[^>]{0,200}\?>)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL
)
_TAG = re.compile(
    rb"<(?:p|div|article|section|h1|meta|title|span|table)\b[^<>]{0,300}>", re.IGNORECASE
)
_NAMES = {
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".jsonl": Kind.JSONL,
    ".ndjson": Kind.JSONL,
    ".json": Kind.JSON,
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
}
_LOOK = 8192
_CONTROLS = bytes([*range(9), *range(14, 27)])
_WORD = "word/document.xml"


def binary(data: bytes) -> str | None:
    r"""Return what a file looks like that no reader can read, and what to do; None if text.

    PDF, Word, Parquet and web archives are bytes too, and have readers: ask `kind_of_bytes` first.

    >>> binary(b"\x89PNG...")
    'looks like a picture; save it as text'
    """
    head = data[:_LOOK]
    for magic, what, remedy in _MAGIC:
        if head.startswith(magic) and not (len(magic) < 4 and _is_ascii_text(head)):
            return f"looks like {what}; {remedy}"
    if head.startswith(_BOMS) or is_wide_text(head):
        return None
    if head.count(0) * 50 > len(head):
        return f"holds many NUL bytes; if it holds a document, {_SAVE}"
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls * 20 > len(head):
        return f"holds many control characters; if it holds a document, {_SAVE}"
    return None


def kind_of_bytes(data: bytes) -> Kind | None:
    """Return the kind of a file that is no text and has a reader; None: look further.

    >>> kind_of_bytes(b"%PDF-1.7 ...")
    <Kind.PDF: 'PDF'>
    """
    if data.startswith(b"%PDF-") or (b"%PDF-" in data[:1024] and b"\0" in data[:_LOOK]):
        return Kind.PDF
    if data.startswith(b"PK\x03\x04") and _is_word(data):
        return Kind.WORD
    return Kind.PARQUET if is_parquet(data) else None


def lists_addresses(data: bytes) -> bool:
    r"""Return whether a text is nothing but addresses of the web, one a line, `#` for notes.

    >>> lists_addresses(b"# readouts\nhttps://x.example/a\n\nhttps://x.example/b\n")
    True
    """
    lines = [line for line in data[:_LOOK].split(b"\n")[:50] if line.strip()]
    said = [line for line in lines if not line.startswith(b"#")]
    return bool(said) and all(re.match(rb"https?://\S+\s*\Z", line) for line in said)


def is_parquet(data: bytes) -> bool:
    """Return whether the file begins and ends as a Parquet file does."""
    return data.startswith(b"PAR1") and data.endswith(b"PAR1") and len(data) >= 12


def _is_word(data: bytes) -> bool:
    """Return whether a ZIP file holds a Word text."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _WORD in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _is_ascii_text(head: bytes) -> bool:
    return all(9 <= byte < 127 for byte in head)


def is_wide_text(data: bytes) -> bool:
    """Return whether this is UTF-16 without a mark: zeros at every other place, and only there."""
    head = data[:1000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    return max(even, odd) * 4 > len(head) // 2 and min(even, odd) * 20 < max(even, odd)


def kind(path: PurePath, data: bytes) -> Kind:
    """Return the kind of a file of text."""
    head = data[:_LOOK]
    named = _NAMES.get(path.suffix.lower())
    start = head.removeprefix(b"\xef\xbb\xbf")
    if _FEED.match(start):
        return Kind.FEED
    if _HTML.match(start):
        return Kind.HTML
    if named is Kind.HTML and not _TAG.search(head):
        return Kind.PLAIN
    if named in (Kind.JSON, Kind.JSONL) and not start.lstrip().startswith((b"{", b"[")):
        return Kind.PLAIN
    if named is not None:
        return named
    start = start.lstrip()
    if start.startswith(b'{"'):
        return Kind.JSONL
    if re.match(rb"---[ \t]*\r?\n\s*[\w\"'-]+\s*:", start):
        return Kind.MARKDOWN
    return Kind.PLAIN
