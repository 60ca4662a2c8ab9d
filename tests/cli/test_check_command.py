"""`dragoman check` on the stand-in ledger: what exactly it prints."""

import json

import pytest
from command_line import Facts, Run, with_claims
from standin_ledger import StandIn


@pytest.fixture
def register() -> Facts:
    """The names, and one pair's relations."""
    return Facts()


@pytest.fixture
def ledger(ledger: StandIn) -> StandIn:
    """A ledger in which two reports count something."""
    with_claims(ledger)
    return ledger


TEXT = """\
2 claims, held to the documents of 2020-08-22 to 2020-09-01

supported: “70th anniversary of diplomatic ties”
  China; Indonesia; said by Jakarta Gazette on 2020-08-23
  Diplomatic relations established 1950-04-13; 2020 is 70 years later.
  Source: diplomatic relations established: 1950-04-13 (relations.csv, source relations; as of 2025-12)
  ev:letter [o2]

refused: “second call this year”
  Xi Jinping; Emmanuel Macron; said by Hainan Courier on 2020-09-01
  The window starts on 2020-01-01, and the documents of the ledger start on 2020-08-22.
  ev:call [o1]

2 events in 2 documents (Hainan Courier, Jakarta Gazette).
Not in the ledger is not “did not happen”.
'dragoman show ID LEDGER' prints the sentence behind an event or a [claim].
"""  # noqa: E501


def test_claims_are_printed_with_their_verdicts(run: Run) -> None:
    """Each with who says so, the reason, and what can be followed."""
    assert run("check LEDGER") == (0, TEXT, "")


def test_readings_and_completeness_are_printed(run: Run, ledger: StandIn) -> None:
    """With an earlier document the year can be judged, by both readings of "this year"."""
    ledger.document("early", "Nothing.", outlet=None, published="2019-01-02")
    code, out, _ = run("check LEDGER --actor France --recall 0.9")

    assert code == 0
    assert "not confirmed: “second call this year”" in out
    assert "  by telephone, calendar year 2020: not confirmed. Recorded before" in out
    assert "  by telephone, twelve months: not confirmed. Recorded before" in out
    assert "  The ledger has them all with a probability of 82%.\n" in out


def test_json_has_all_of_it(run: Run) -> None:
    """Rows with claims, and since when the ledger has documents."""
    code, out, _ = run("check LEDGER --event ev:letter --format json")
    whole = json.loads(out)

    assert (code, whole["since"], whole["until"]) == (0, "2020-08-22", "2020-09-01")
    assert [row["verdict"] for row in whole["rows"]] == ["supported"]
