"""The verb of this room: files in, documents out, and an issue for each that cannot be read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from os import SEEK_END
from pathlib import Path, PurePath
from typing import IO

from dragoman.model import Document, Issue
from dragoman.read.decode import decode, whole_characters
from dragoman.read.facts import Facts, make_document
from dragoman.read.feed import read_feed
from dragoman.read.hints import HintBook, load_hints
from dragoman.read.kind import Kind, binary, kind, kind_of_bytes, lists_addresses
from dragoman.read.markdown import read_markdown
from dragoman.read.packed import is_gzip, is_warc, unpacked
from dragoman.read.page import declared_encoding, read_page
from dragoman.read.pdf import read_pdf
from dragoman.read.plain import read_plain
from dragoman.read.remote import Lost
from dragoman.read.sources import Source, find_sources
from dragoman.read.table import Row, read_csv, read_json, read_jsonl, read_parquet
from dragoman.read.warc import read_warc
from dragoman.read.word import read_word

MAX_BYTES = 64 * 2**20
"""Larger files are not read. The longest communiques are some hundred kilobytes."""

NO_PERMISSION, CANNOT_BE_OPENED = "no permission", "cannot be opened"
CONNECTION_LOST = "connection lost"
PASSING = frozenset({NO_PERMISSION, CANNOT_BE_OPENED, CONNECTION_LOST})
"""Kinds of issue that say nothing of a file itself: it is to be opened again the next time."""


def read(
    paths: str | Path | Iterable[str | Path],
    *,
    issues: list[Issue] | None = None,
    max_bytes: int = MAX_BYTES,
    mapping: Mapping[str, str] | None = None,
    layers: Sequence[Path | str] = (),
) -> Iterator[Document]:
    """Yield the documents of files and folders, in an order that depends on names alone.

    Args:
        paths: Files and folders; as text, also addresses ("s3://bucket/crawl.warc.gz"). A
            `meta.jsonl` in a folder speaks of the files beside it.
        issues: Grows by one for each thing that was met and not read. Without it they are
            lost, so give a list unless you know the files.
        max_bytes: Larger files are an issue.
        mapping: For tables, our names of columns to theirs: {"text": "body"}.
        layers: Folders of the user's own register, whose `outlets.yml` may have hints.

    Raises:
        RegisterError: A hint is wrong.
    """
    hints = load_hints(layers)
    met: list[Issue] = [] if issues is None else issues
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    for source in find_sources(given, met):
        yield from read_source(
            source, max_bytes=max_bytes, mapping=mapping or {}, issues=met, hints=hints
        )


def read_source(
    source: Source,
    *,
    max_bytes: int,
    mapping: Mapping[str, str],
    issues: list[Issue],
    hints: HintBook | None = None,
) -> Iterator[Document]:
    """Yield the documents of one file: one, or of a table one for each row.

    Args:
        source: The file, and what is known of it beforehand.
        max_bytes: Checked before the file is opened.
        mapping: For tables, our names of columns to theirs.
        issues: Grows by one for each thing that was met and not read; `skipped` where it cost
            a document or the file.
        hints: What is known of outlets; None: what our own register says.
    """
    hints = load_hints() if hints is None else hints
    where = whole_characters(source.name)

    def skip(what: str, detail: str) -> None:
        issues.append(Issue("read", what, detail, where, skipped=True))

    try:
        with source.path.open("rb") as file:
            if is_warc(file):
                yield from _of_archive(file, where, issues, hints)
                return None
            size = file.seek(0, SEEK_END)
            if size > max_bytes:
                detail = f"{size} bytes, over the limit of {max_bytes}; split it or raise the limit"
                return skip("file too large", detail)
            file.seek(0)
            content = file.read(max_bytes + 1)  # it may grow while we look
    except PermissionError:
        return skip(NO_PERMISSION, "the system does not let us read it")
    except Lost as error:
        return skip(CONNECTION_LOST, f"{error}; the next read begins it again")
    except (OSError, ValueError) as error:
        return skip(CANNOT_BE_OPENED, getattr(error, "strerror", None) or str(error))
    digest = sha256(content).hexdigest()
    name = PurePath(source.name)
    if is_gzip(content):
        content, name = unpacked(content, max_bytes, where, issues), name.with_suffix("")
    if len(content) > max_bytes:
        return skip("file too large", f"over the limit of {max_bytes} bytes")
    if not content.strip(b" \t\r\n\0"):
        return skip("empty file", "it holds nothing" if not content else "it holds only blanks")
    of = kind_of_bytes(content)
    if not of and (what := binary(content)):
        return skip("binary file", what)
    of = of or kind(name, content)
    if of is Kind.PLAIN and lists_addresses(content):
        return skip("list of addresses", "'dragoman watch FILE --into LEDGER' fetches its pages")
    if of in _TABLES:
        rows = _rows(of, content, name.suffix.lower(), mapping, where, issues, hints)
        yield from _of_rows(rows, source, where, digest, hints)
        return None
    found = _text(of, content, source, where, issues, max_bytes, hints)
    if found is None:
        return None
    body, head = found
    if not body.strip():
        return skip("empty document", "there is nothing below its head")
    yield make_document(body, meta=source.meta, head=head, source=digest, name=where, hints=hints)


_TABLES = (Kind.JSONL, Kind.JSON, Kind.CSV, Kind.PARQUET, Kind.FEED)


def _rows(
    of: Kind,
    content: bytes,
    suffix: str,
    mapping: Mapping[str, str],
    where: str,
    issues: list[Issue],
    hints: HintBook,
) -> Iterator[Row]:
    """Return the rows of a file that holds many documents."""
    if of is Kind.PARQUET:
        return read_parquet(content, mapping, where, issues)
    if of is Kind.FEED:
        return read_feed(content, where, issues, hints)
    text = decode(content, where, issues)
    if of is Kind.JSONL:
        return read_jsonl(text, mapping, where, issues)
    if of is Kind.JSON:
        return read_json(text, mapping, where, issues)
    return read_csv(text, suffix, mapping, where, issues)


def _text(
    of: Kind,
    content: bytes,
    source: Source,
    where: str,
    issues: list[Issue],
    max_bytes: int,
    hints: HintBook,
) -> tuple[str, Facts] | None:
    """Return the text of a file that holds one document, and what its head says."""
    if of is Kind.PDF:
        return read_pdf(content, where, issues)
    if of is Kind.WORD:
        return read_word(content, where, issues, max_bytes=max_bytes)
    declared = declared_encoding(content) if of is Kind.HTML else None
    text = decode(content, where, issues, declared=declared)
    if of is Kind.HTML:
        return read_page(text, source.meta.get("url"), where, issues, hints)
    read_one = read_markdown if of is Kind.MARKDOWN else read_plain
    return read_one(text, where, issues)


def _of_archive(
    file: IO[bytes], where: str, issues: list[Issue], hints: HintBook
) -> Iterator[Document]:
    """Yield the pages of a web archive; the archive itself is too large to be kept or hashed."""
    for page in read_warc(file, where, issues, hints):
        name = f"{where}#{page.label}"
        yield make_document(
            page.text, meta={}, head=page.facts, source=None, name=name, hints=hints
        )


def _of_rows(
    rows: Iterator[Row], source: Source, where: str, digest: str, hints: HintBook
) -> Iterator[Document]:
    for row in rows:
        text = whole_characters(row.text.replace("\r\n", "\n").replace("\r", "\n"))
        yield make_document(
            text.replace("\0", "\ufffd"),
            meta=source.meta,
            head=row.facts,
            source=digest,
            name=f"{where}#{row.label}",
            hints=hints,
        )
