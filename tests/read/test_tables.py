"""Tables: each row a document, each broken row an issue."""

import json
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dragoman.model import Document, Issue
from dragoman.read import read

ROWS = [
    {"text": "The two leaders met in Hanoi, and a line\nend is part of it.", "outlet": "Gazette"},
    {"text": "Wang Yi visited Oslo; he left on Monday.", "url": "https://x.example/b"},
]


def read_one(
    path: Path, content: str, mapping: Mapping[str, str] | None = None
) -> tuple[list[Document], list[Issue]]:
    """The documents and issues of one table."""
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    issues: list[Issue] = []
    return list(read(path, issues=issues, mapping=mapping)), issues


def as_csv(delimiter: str) -> str:
    """The two rows as a table of cells in quotation marks."""
    head = delimiter.join(["text", "outlet", "url"])
    rows = [
        delimiter.join(f'"{row.get(name, "")}"' for name in ("text", "outlet", "url"))
        for row in ROWS
    ]
    return "\n".join([head, *rows]) + "\n"


@pytest.mark.parametrize("form", ["a.jsonl", "a.json", "a.csv", "b.csv", "a.tsv", "a.parquet"])
def test_each_row_is_a_document(tmp_path: Path, form: str) -> None:
    """The same rows in any form give the same documents, named by file and row."""
    path = tmp_path / form
    if form == "a.parquet":
        pq.write_table(
            pa.Table.from_pylist(
                ROWS, pa.schema([(n, pa.string()) for n in ("text", "outlet", "url")])
            ),
            path,
        )
    elif form == "a.jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    elif form == "a.json":
        path.write_text(json.dumps(ROWS))
    else:
        path.write_text(as_csv({"a.csv": ",", "b.csv": ";", "a.tsv": "\t"}[form]))
    issues: list[Issue] = []

    docs = list(read(path, issues=issues))

    assert issues == []
    assert [(doc.text, doc.outlet, doc.url) for doc in docs] == [
        (row["text"], row.get("outlet"), row.get("url")) for row in ROWS
    ]
    assert [doc.name for doc in docs] == [f"{form}#1", f"{form}#2"]


def test_own_ids_name_the_rows(tmp_path: Path) -> None:
    """Where rows have ids, those are what a person would call them."""
    docs, _ = read_one(tmp_path / "a.jsonl", '{"id": "n7", "text": "Two leaders met."}')

    assert [doc.name for doc in docs] == ["a.jsonl#n7"]


def test_mapping_names_their_columns(tmp_path: Path) -> None:
    """Our names to theirs; a column that is not mapped keeps its own name."""
    docs, issues = read_one(
        tmp_path / "a.csv",
        "body,when,outlet\nTwo leaders met.,2020-08-20,Gazette\n",
        {"text": "body", "published": "when"},
    )

    assert issues == []
    assert [(d.text, d.published, d.published_from, d.outlet) for d in docs] == [
        ("Two leaders met.", "2020-08-20", "head", "Gazette")
    ]


def test_table_without_texts_is_one_issue(tmp_path: Path) -> None:
    """The issue names the columns that there are, and what to do."""
    docs, [issue] = read_one(tmp_path / "a.csv", "body,when\na,b\nc,d\n")

    assert docs == []
    assert (issue.what, issue.skipped) == ("no column of texts", True)
    assert "'body', 'when'" in issue.detail
    assert "mapping" in issue.detail


def test_broken_line_costs_only_itself(tmp_path: Path) -> None:
    """A line that is no JSON, or no object, or without a text is an issue with its number."""
    docs, issues = read_one(
        tmp_path / "a.jsonl",
        '{"text": "One."}\n{"text": "Tw\n[3]\n\n{"text": ""}\n{"text": "Six."}\n{"text": 7}\n',
    )

    assert [doc.name for doc in docs] == ["a.jsonl#1", "a.jsonl#6"]
    assert [(i.what, i.where, i.skipped) for i in issues] == [
        ("broken line", "a.jsonl#2", True),
        ("broken line", "a.jsonl#3", True),
        ("empty document", "a.jsonl#5", True),
        ("empty document", "a.jsonl#7", True),
    ]


def test_half_a_surrogate_pair_does_not_reach_the_store(tmp_path: Path) -> None:
    """JSON can write characters that no file can hold; they become U+FFFD."""
    [doc], _ = read_one(
        tmp_path / "a.jsonl", '{"text": "Two \\ud800 met \\ud83d\\ude00.", "title": "\\udfff"}'
    )

    assert (doc.text, doc.title) == ("Two \ufffd met \U0001f600.", "\ufffd")


def test_cell_of_a_megabyte_is_read(tmp_path: Path) -> None:
    """A document in a cell may be longer than what the csv module takes by default."""
    [doc], issues = read_one(tmp_path / "a.csv", 'text\n"' + "word " * 200_000 + '"\n')

    assert len(doc.text) == 1_000_000
    assert issues == []


def test_unreadable_date_costs_only_the_date(tmp_path: Path) -> None:
    """The row is read without a day."""
    [doc], [issue] = read_one(tmp_path / "a.jsonl", '{"text": "Met.", "published": "the 3rd"}')

    assert doc.published is None
    assert (issue.what, issue.where) == ("unreadable date", "a.jsonl#1")
