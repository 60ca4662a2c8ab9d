"""Tables of documents, a row each: JSONL, JSON, CSV, Parquet."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.model import Issue
from dragoman.read.facts import Facts
from dragoman.read.sources import as_day

COLUMNS = ("text", "title", "url", "outlet", "published", "language", "side", "id")
"""The columns that are read, by the names they have unless a mapping says otherwise."""


@dataclass(frozen=True, slots=True)
class Row:
    """One document of a table: its number from 1, its text as it stands, what the row says."""

    label: str  # the row's own id where it has one, else its number (JSONL: its line)
    text: str
    facts: Facts


def read_jsonl(
    text: str, mapping: Mapping[str, str], where: str, issues: list[Issue]
) -> Iterator[Row]:
    """Yield the documents of JSON lines; a broken line is an issue, the others are read."""

    def entries() -> Iterator[tuple[int, Mapping[str, Any]]]:
        for number, line in enumerate(text.split("\n"), start=1):
            if not line.strip():
                continue
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError) as error:
                detail = f"line {number}: not JSON ({error}): {line.strip()[:40]!r}"
                issues.append(
                    Issue("read", "broken line", detail, f"{where}#{number}", skipped=True)
                )
                continue
            if isinstance(entry, dict):
                yield number, entry
            else:
                detail = f"line {number}: expected an object, found {line.strip()[:40]!r}"
                issues.append(
                    Issue("read", "broken line", detail, f"{where}#{number}", skipped=True)
                )

    return _rows(entries(), mapping, where, issues)


def read_json(
    text: str, mapping: Mapping[str, str], where: str, issues: list[Issue]
) -> Iterator[Row]:
    """Yield the documents of a JSON array of objects, or of one object."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        if text.lstrip().startswith("{") and "\n{" in text:
            yield from read_jsonl(text, mapping, where, issues)
            return
        issues.append(Issue("read", "broken JSON", str(error)[:200], where, skipped=True))
        return
    listed = content if isinstance(content, list) else [content]
    yield from _rows(
        ((n, e if isinstance(e, dict) else {}) for n, e in enumerate(listed, start=1)),
        mapping,
        where,
        issues,
    )


def read_csv(
    text: str, suffix: str, mapping: Mapping[str, str], where: str, issues: list[Issue]
) -> Iterator[Row]:
    """Yield the documents of a CSV or TSV file with a head line."""
    head = text[: text.find("\n")] if "\n" in text else text
    delimiter = "\t" if suffix == ".tsv" else max(",;\t|", key=head.count)

    def entries() -> Iterator[tuple[int, Mapping[str, Any]]]:
        # Cells hold whole documents; the module's own limit is 128 kB, and global.
        before = csv.field_size_limit(max(len(text), 1))
        try:
            reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
            number = 0
            while True:
                number += 1
                try:
                    yield number, next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    issues.append(
                        Issue("read", "broken row", f"row {number}: {error}", where, skipped=True)
                    )
        finally:
            csv.field_size_limit(before)

    return _rows(entries(), mapping, where, issues)


def read_parquet(
    data: bytes, mapping: Mapping[str, str], where: str, issues: list[Issue]
) -> Iterator[Row]:
    """Yield the documents of a Parquet file, read some rows at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(pa.BufferReader(data))
        wanted = [n for n in (mapping.get(c, c) for c in COLUMNS) if n in table.schema_arrow.names]

        def entries() -> Iterator[tuple[int, Mapping[str, Any]]]:
            number = 0
            # With no column of ours, the first row alone is enough to say so.
            for batch in table.iter_batches(batch_size=64, columns=wanted or None):
                for entry in batch.to_pylist():
                    number += 1
                    yield number, entry

        yield from _rows(entries(), mapping, where, issues)
    except (pa.ArrowException, OSError, ValueError) as error:
        detail = f"{type(error).__name__}: {str(error)[:160]}"
        issues.append(Issue("read", "broken Parquet", detail, where, skipped=True))


def _rows(
    entries: Iterator[tuple[int, Mapping[str, Any]]],
    mapping: Mapping[str, str],
    where: str,
    issues: list[Issue],
) -> Iterator[Row]:
    """Yield a row for each entry with a text; without a column of texts, one issue for the file."""
    column = {ours: mapping.get(ours, ours) for ours in COLUMNS}
    met, before = False, len(issues)
    for number, entry in entries:
        if column["text"] not in entry and not met:
            names = ", ".join(repr(str(key)[:40]) for key in list(entry)[:12]) or "none"
            detail = (
                f"no column {column['text']!r}; columns: {names}. "
                "A mapping such as text = 'body' says which one holds the texts"
            )
            issues.append(Issue("read", "no column of texts", detail, where, skipped=True))
            return
        met = True
        label = _cell(entry, column["id"]) or str(number)
        text = entry.get(column["text"])
        if not isinstance(text, str) or not text.strip():
            found = "nothing" if text is None or text == "" else repr(text)[:40]
            detail = f"row {number}: the column {column['text']!r} holds {found}"
            issues.append(Issue("read", "empty document", detail, f"{where}#{label}", skipped=True))
            continue
        published = None
        if value := _cell(entry, column["published"]):
            published = as_day(value)
            if published is None:
                detail = f"row {number}: {value[:60]!r}; write 2020-08-20"
                issues.append(Issue("read", "unreadable date", detail, f"{where}#{label}"))
        yield Row(
            label,
            text,
            Facts(
                title=_cell(entry, column["title"]),
                url=_cell(entry, column["url"]),
                outlet=_cell(entry, column["outlet"]),
                published=published,
                language=_cell(entry, column["language"]),
                side=_cell(entry, column["side"]),
            ),
        )
    if not met and len(issues) == before:
        issues.append(Issue("read", "empty table", "it has no rows", where, skipped=True))


def _cell(entry: Mapping[str, Any], name: str) -> str | None:
    value = entry.get(name)
    if value is None or isinstance(value, (dict, list)):
        return None
    return str(value).strip() or None
