"""CSV, JSON lines, Parquet and SQLite, read back by other people's programs."""

import csv
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from dragoman.export.formats import FORMATS, About, Stream, export
from dragoman.export.formats.flat import SHEETS, rows


@pytest.fixture
def told(stream: Stream) -> dict[str, list[dict[str, Any]]]:
    """The rows that should come out, by table."""
    found: dict[str, list[dict[str, Any]]] = {sheet.name: [] for sheet in SHEETS}
    for sheet, row in rows(stream):
        found[sheet].append(row)
    return found


def test_rows_have_the_columns_and_keys_that_are_described(
    told: dict[str, list[dict[str, Any]]],
) -> None:
    """Every column is filled under its name, every key is one, every link has its row."""
    keys = {}
    for sheet in SHEETS:
        own = told[sheet.name]
        assert all(list(row) == [column.name for column in sheet.columns] for row in own)
        keys[sheet.name] = {tuple(row[name] for name in sheet.key) for row in own}
        assert len(keys[sheet.name]) == len(own) > 0
    for sheet in SHEETS:
        for column, other in sheet.links.items():
            assert {(row[column],) for row in told[sheet.name]} <= keys[other]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["csv", "jsonl", "parquet"])
def test_frictionless_finds_the_package_valid(
    name: str, stream: Stream, about: About, tmp_path: Path
) -> None:
    """Types, keys, links, sizes and hashes hold; of Parquet the description alone is read."""
    export(FORMATS[name], stream, tmp_path / "out", about)

    found = frictionless(tmp_path / "out", name)

    assert found["valid"], found


def frictionless(folder: Path, name: str) -> dict[str, Any]:
    """Return what Frictionless says; in a process of its own, for it warns of its own parts."""
    kind = "" if name == "parquet" else "report = package.validate()"
    script = (
        "import json, frictionless\n"
        "package = frictionless.Package('datapackage.json')\n"
        "report = frictionless.Report.from_validation()\n"
        f"{kind}\n"
        "print(json.dumps({'valid': report.valid, 'said': report.flatten(['message']),"
        " 'resources': package.resource_names}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    whole: dict[str, Any] = json.loads(ran.stdout)
    return whole


def test_frictionless_notices_a_changed_file(stream: Stream, about: About, tmp_path: Path) -> None:
    """The hash is one of the file."""
    export(FORMATS["csv"], stream, tmp_path / "out", about)
    with (tmp_path / "out" / "parties.csv").open("a") as file:
        file.write("ev:call,99,actor,x,x,,,,x,,c1\n")

    assert not frictionless(tmp_path / "out", "csv")["valid"]


def test_csv_has_no_formula(
    stream: Stream, about: About, told: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    """As many rows as there are, and no cell begins as a spreadsheet's formula does."""
    export(FORMATS["csv"], stream, tmp_path / "out", about)

    for sheet in SHEETS:
        with (tmp_path / "out" / f"{sheet.name}.csv").open(newline="", encoding="utf-8") as file:
            found = list(csv.reader(file))
        assert len(found) == len(told[sheet.name]) + 1
        assert not [cell for row in found for cell in row if cell[:1] in tuple("=+-@\t\r\n")]
    text = (tmp_path / "out" / "documents.csv").read_text("utf-8")
    assert "d9,'-1+1,javascript:x,'+Gazette" in text


def test_jsonl_nests_reports_and_claims(
    stream: Stream, about: About, told: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    """DuckDB reads it, and every claim is in its report."""
    export(FORMATS["jsonl"], stream, tmp_path / "out", about)
    path = tmp_path / "out" / "events.jsonl"

    whole = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    claims = [c["claim"] for event in whole for r in event["reports"] for c in r["claims"]]

    assert claims == [row["claim"] for row in told["claims"]]
    letter = next(event for event in whole if event["event"] == "ev:letter")
    assert [r["document"]["outlet"] for r in letter["reports"]] == [
        "Hainan Courier",
        "Jakarta Gazette",
    ]
    assert letter["dates"] == ["2020-08-20", "2020-08-21"]


def test_parquet_reads_as_written(
    stream: Stream, about: About, told: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    """Row for row with pyarrow, and DuckDB can join the files."""
    export(FORMATS["parquet"], stream, tmp_path / "out", about)

    for sheet in SHEETS:
        table = pq.read_table(tmp_path / "out" / f"{sheet.name}.parquet")
        assert table.to_pylist() == told[sheet.name]
        assert table.schema.field(0).metadata[b"about"]
    with closing(duckdb.connect()) as db:
        [(n,)] = db.execute(
            f"SELECT count(*) FROM '{tmp_path}/out/claims.parquet' JOIN "  # noqa: S608
            f"'{tmp_path}/out/reports.parquet' USING (report) WHERE event = 'ev:letter'"
        ).fetchall()
    assert n == 8


def test_sqlite_keeps_its_links_and_finds_words(
    stream: Stream, about: About, told: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    """Integrity and foreign keys hold; the quotations can be searched; lists are JSON."""
    export(FORMATS["sqlite"], stream, tmp_path / "out", about)

    with closing(sqlite3.connect(tmp_path / "out" / "events.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        for sheet in SHEETS:
            [(n,)] = db.execute(f"SELECT count(*) FROM {sheet.name}").fetchall()  # noqa: S608
            assert n == len(told[sheet.name])
        found = db.execute(
            "SELECT event FROM reports WHERE rowid IN"
            " (SELECT rowid FROM reports_fts WHERE reports_fts MATCH 'Baoting')"
        ).fetchall()
        assert found == [("ev:letter",)]
        [(dates,)] = db.execute("SELECT dates FROM events WHERE event = 'ev:letter'").fetchall()
        assert json.loads(dates) == ["2020-08-20", "2020-08-21"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("/events/events.json?event=ev:letter&_shape=array", '"channel": "letter"'),
        ("/events/reports?_search=Baoting", "1 row where search matches"),
        ("/events/parties", "How a document names them."),
        ("/", "A ledger of tests."),
    ],
)
def test_datasette_opens_the_folder(
    page: str, words: str, stream: Stream, about: About, tmp_path: Path
) -> None:
    """With the metadata beside it: rows, search, descriptions of columns, where it is from."""
    export(FORMATS["sqlite"], stream, tmp_path / "out", about)

    ran = subprocess.run(
        [sys.executable, "-m", "datasette", str(tmp_path / "out"), "--get", page],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert ran.returncode == 0, ran.stderr
    assert words in ran.stdout
