"""The verb of this room: files in, documents out, and an issue for each that cannot be read."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from dragoman.model import Document, Issue
from dragoman.read.decode import decode, whole_characters
from dragoman.read.facts import Facts, make_document
from dragoman.read.kind import Kind, binary, kind
from dragoman.read.markdown import read_markdown
from dragoman.read.page import declared_encoding, read_page
from dragoman.read.plain import read_plain
from dragoman.read.sources import Source, find_sources
from dragoman.read.table import Row, read_csv, read_json, read_jsonl, read_parquet

MAX_BYTES = 64 * 2**20
"""Larger files are not read. The longest communiques are some hundred kilobytes."""


def read(
    paths: str | Path | Iterable[str | Path],
    *,
    issues: list[Issue] | None = None,
    max_bytes: int = MAX_BYTES,
    mapping: Mapping[str, str] | None = None,
) -> Iterator[Document]:
    """Yield the documents of files and folders, in an order that depends on names alone.

    Args:
        paths: Files and folders. A `meta.jsonl` in a folder speaks of the files beside it.
        issues: Grows by one for each thing that was met and not read. Without it they are
            lost, so give a list unless you know the files.
        max_bytes: Larger files are an issue.
        mapping: For tables, our names of columns to theirs: {"text": "body"}.
    """
    met: list[Issue] = [] if issues is None else issues
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    for source in find_sources([Path(path) for path in given], met):
        yield from read_source(source, max_bytes=max_bytes, mapping=mapping or {}, issues=met)


def read_source(
    source: Source, *, max_bytes: int, mapping: Mapping[str, str], issues: list[Issue]
) -> Iterator[Document]:
    """Yield the documents of one file: one, or of a table one for each row.

    Args:
        source: The file, and what is known of it beforehand.
        max_bytes: Checked before the file is opened.
        mapping: For tables, our names of columns to theirs.
        issues: Grows by one for each thing that was met and not read; `skipped` where it cost
            a document or the file.
    """
    where = whole_characters(source.path.name)

    def skip(what: str, detail: str) -> None:
        issues.append(Issue("read", what, detail, where, skipped=True))

    try:
        size = source.path.stat().st_size
        if size > max_bytes:
            detail = f"{size} bytes, over the limit of {max_bytes}; split it or raise the limit"
            return skip("file too large", detail)
        with source.path.open("rb") as file:
            content = file.read(max_bytes + 1)  # it may grow while we look
    except PermissionError:
        return skip("no permission", "the system does not let us read it")
    except (OSError, ValueError) as error:
        return skip("cannot be opened", getattr(error, "strerror", None) or str(error))
    if len(content) > max_bytes:
        return skip("file too large", f"over the limit of {max_bytes} bytes")
    if not content.strip(b" \t\r\n\0"):
        return skip("empty file", "it holds nothing" if not content else "it holds only blanks")
    if what := binary(content):
        return skip("binary file", what)
    yield from _documents(source, where, content, mapping, issues)


def _documents(
    source: Source, where: str, content: bytes, mapping: Mapping[str, str], issues: list[Issue]
) -> Iterator[Document]:
    of = kind(source.path, content)
    digest = sha256(content).hexdigest()
    if of is Kind.PARQUET:
        rows: Iterator[Row] = read_parquet(content, mapping, where, issues)
        yield from _of_rows(rows, source, where, digest)
        return
    declared = declared_encoding(content) if of is Kind.HTML else None
    text = decode(content, where, issues, declared=declared)
    if of in (Kind.JSONL, Kind.JSON, Kind.CSV):
        if of is Kind.JSONL:
            rows = read_jsonl(text, mapping, where, issues)
        elif of is Kind.JSON:
            rows = read_json(text, mapping, where, issues)
        else:
            rows = read_csv(text, source.path.suffix.lower(), mapping, where, issues)
        yield from _of_rows(rows, source, where, digest)
        return
    head: Facts
    if of is Kind.HTML:
        found = read_page(text, source.meta.get("url"), where, issues)
        if found is None:
            return
        body, head = found
    elif of is Kind.MARKDOWN:
        body, head = read_markdown(text, where, issues)
    else:
        body, head = read_plain(text, where, issues)
    if not body.strip():
        issues.append(
            Issue("read", "empty document", "there is nothing below its head", where, skipped=True)
        )
        return
    yield make_document(body, meta=source.meta, head=head, source=digest, name=where)


def _of_rows(rows: Iterator[Row], source: Source, where: str, digest: str) -> Iterator[Document]:
    for row in rows:
        text = whole_characters(row.text.replace("\r\n", "\n").replace("\r", "\n"))
        yield make_document(
            text.replace("\0", "\ufffd"),
            meta=source.meta,
            head=row.facts,
            source=digest,
            name=f"{where}#{row.label}",
        )
