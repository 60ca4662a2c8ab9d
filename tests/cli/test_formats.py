"""Every question as JSON, as CSV table by table, and as a figure."""

import csv
import io
import json
from pathlib import Path

import pytest
from command_line import BothRegisters, Run, with_claims
from standin_ledger import StandIn
from statement_making import add_statements
from tie_making import add_ties


@pytest.fixture
def register() -> BothRegisters:
    """The names, and the register's facts."""
    return BothRegisters()


@pytest.fixture
def ledger(ledger: StandIn) -> StandIn:
    """A ledger on which every question has an answer."""
    add_statements(ledger)
    add_ties(ledger)
    with_claims(ledger)
    return ledger


TABLES = {
    "circle CHN LEDGER --month 2020-08": {"partners", "gone"},
    "channels CHN LEDGER": {"by_month", "shares", "months", "documents", "breaks"},
    "events LEDGER": set(),
    "pair CHN RUS LEDGER": {"by_channel", "last", "visits", "ahead"},
    "partnerships CHN IDN LEDGER": {"recorded"},
    "aid CHN ITA LEDGER": {"tallies", "balances", "claimed", "umbrellas", "returns"},
    "plans LEDGER": {"realization", "leads"},
    "agenda LEDGER --as-of 2020-08-28": set(),
    "compare ev:letter LEDGER": {"here", "there", "pairs", "measures"},
    "check LEDGER": set(),
    "voices LEDGER": {"counts"},
    "coverage LEDGER --matrix": {"skipped", "accounts", "patterns", "matrix", "missed"},
    "issues LEDGER": set(),
}
"""Each question, and the tables of its answer beside the rows."""

DRAWN = [line for line in TABLES if line.split()[0] not in ("events", "issues")]


@pytest.mark.parametrize(("line", "tables"), TABLES.items())
def test_json_carries_all_and_csv_one_table(run: Run, line: str, tables: set[str]) -> None:
    """What was asked and what it rests on come first; each table comes as CSV by its name."""
    code, printed, errors = run(f"{line} --format json")
    whole = json.loads(printed)
    assert (code, errors) == (0, "")
    assert list(whole)[:3] == ["query", "basis", "rows"]
    assert whole["query"]["question"] == line.split()[0]
    assert tables < whole.keys()

    for name in ("rows", *tables):
        code, printed, errors = run(f"{line} --format csv --table {name}")
        rows = list(csv.DictReader(io.StringIO(printed)))
        found = whole[name] if isinstance(whole[name], list) else [whole[name]]
        assert code == 0
        assert len(rows) == len([one for one in found if one is not None]), name
        assert not rows or set(rows[0]) == set(found[0])
        assert "document" in errors


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        ("circle CHN LEDGER --month 2020-08 --by-partner", "partner,polity,n_events"),
        ("channels CHN LEDGER --by-month", "channel,month,n_events"),
        ("coverage LEDGER --matrix", "event,channel,day"),
        ("show ev:letter LEDGER", "event,report,document,source,published,side"),
    ],
)
def test_csv_has_what_the_option_asks_for(run: Run, line: str, columns: str) -> None:
    """Without a name of a table."""
    assert run(f"{line} --format csv")[1].startswith(columns)


def test_an_event_in_full_for_programs(run: Run) -> None:
    """Its claims with their places: as JSON by report, as CSV row by row."""
    whole = json.loads(run("show ev:letter LEDGER --json")[1])
    rows = list(csv.DictReader(io.StringIO(run("show ev:letter LEDGER --format csv")[1])))

    assert run("show ev:letter LEDGER --format json")[1] == run("show ev:letter LEDGER --json")[1]
    assert [row["id"] for row in rows] == [
        claim["id"] for report in whole["reports"] for claim in report["claims"]
    ]
    assert {row["source"] for row in rows} == {"Hainan Courier", "Jakarta Gazette"}


@pytest.mark.parametrize("line", DRAWN)
def test_each_figure_is_written_with_its_sidecar(run: Run, line: str, tmp_path: Path) -> None:
    """Beside the answer, which stays the same; the sidecar has the question."""
    pytest.importorskip("altair")
    path = tmp_path / "drawn.json"

    code, printed, errors = run(f"{line} --figure {path}")

    assert code == 0
    assert errors == f"Figure: {path} and {tmp_path / 'drawn.sidecar.json'}\n"
    assert printed == run(line)[1]
    assert json.loads(path.read_text("utf-8"))["$schema"].startswith("https://vega.github.io/")
    sidecar = json.loads((tmp_path / "drawn.sidecar.json").read_text("utf-8"))
    assert sidecar["query"]["question"] == line.split()[0]


def test_a_figure_without_the_packages_that_draw(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence says what to install; nothing is printed and nothing is written."""
    monkeypatch.setattr("dragoman.export.figures.base.find_spec", lambda name: None)

    code, printed, errors = run(
        f"circle CHN LEDGER --month 2020-08 --figure {tmp_path / 'drawn.svg'}"
    )

    assert (code, printed, errors.count("\n")) == (2, "", 1)
    assert "pip install" in errors and "altair" in errors
    assert list(tmp_path.iterdir()) == []
