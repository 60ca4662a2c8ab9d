"""CSV, JSON, the codebook and the citation."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standin_ledger import StandIn

from dragoman.ask import circle
from dragoman.export.cite import cite
from dragoman.export.codebook import codebook
from dragoman.export.tables import answer_csv, harmless, rows_csv
from dragoman.model import CHANNELS, ROLES, SECTIONS, STATUSES, NothingFound


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", '=HYPERLINK("x")']
)
def test_formulas_are_words(cell: str) -> None:
    """What a spreadsheet would compute gets an apostrophe before it."""
    assert harmless(cell) == f"'{cell}"


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_csv_reads_back(cells: list[str]) -> None:
    """Quotes, commas and line breaks survive; only the apostrophe is new.

    A carriage return comes back as a line break: unquoted, it would begin a row.
    """
    names = [str(n) for n in range(len(cells))]
    [head, row] = csv.reader(
        io.StringIO(rows_csv(names, [dict(zip(names, cells, strict=True))]), newline="")
    )

    assert head == names
    assert row == [harmless(cell).replace("\r\n", "\n").replace("\r", "\n") for cell in cells]


def test_rows_as_csv(ledger: StandIn) -> None:
    """One line per row under the names of the fields; lists joined by semicolons."""
    lines = answer_csv(circle(ledger, "pe:xi-jinping", "2020-08")).splitlines()

    assert lines[0] == (
        "other,polity,named,event,channel,status,dates,claims,documents,n_documents,"
        "inferred,by_office"
    )
    assert lines[2] == (
        "pe:joko-widodo,st:idn,pe:joko-widodo,ev:letter,letter,happened,"
        "2020-08-20; 2020-08-21,c1; c2; c4; c8; c7; c6,d1; d2,2,,"
    )


def test_codebook_has_every_word_and_is_the_same_each_time() -> None:
    """Each channel, status, role and section stands in a table of the page."""
    page = codebook()

    for vocabulary in (CHANNELS, STATUSES, ROLES, SECTIONS):
        for word in vocabulary:
            assert f"| `{word}` |" in page
    assert codebook() == page
    rows = [line for line in page.splitlines() if line.startswith("| `call`")]
    assert rows == [
        "| `call` | A conversation by telephone. | mutual | cloud | CONSULT (phone) | 041 | call |"
    ]


def test_citation_says_what_the_ledger_holds(ledger: StandIn) -> None:
    """Version, documents, outlets, span, and a hash that fixes the contents."""
    found = cite(ledger, version="0.1.0", ledger_format="1")

    assert found.plain() == (
        "Dragoman 0.1.0 ledger (format 1): 4 documents published 2020-08-22 to 2020-09-01, "
        f"37 claims; Hainan Courier, Jakarta Gazette. Contents SHA-256 {found.contents[:16]}."
    )
    assert found.bibtex().startswith(f"@misc{{dragoman-{found.contents[:8]},\n")
    assert found.bibtex().count("{") == found.bibtex().count("}")


def test_citation_changes_with_the_contents_and_not_with_their_order(ledger: StandIn) -> None:
    """Rows in another order: the same hash. One claim fewer: another."""
    before = cite(ledger, version="0.1.0", ledger_format="1").contents
    for name in ("documents", "claims"):
        ledger.db.execute(
            f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM {name} ORDER BY rowid DESC"  # noqa: S608
        )
    assert cite(ledger, version="0.1.0", ledger_format="1").contents == before

    ledger.db.execute("DELETE FROM claims WHERE claim_id = 'c1'")
    assert cite(ledger, version="0.1.0", ledger_format="1").contents != before


def test_outlets_cannot_break_the_bibtex(ledger: StandIn) -> None:
    """Braces and backslashes of an outlet's name do not close the entry."""
    ledger.db.execute("UPDATE documents SET outlet = 'A}, evil = {\\input{x} & Co' ")
    entry = cite(ledger, version="0.1.0", ledger_format="1").bibtex()

    assert entry.count("{") == entry.count("}") == 4
    assert "\\input" not in entry
    assert "\\& Co" in entry


def test_an_empty_ledger_cannot_be_cited(empty_ledger: StandIn) -> None:
    """There is nothing to cite, and the sentence says how to fill it."""
    with pytest.raises(NothingFound, match="empty"):
        cite(empty_ledger, version="0.1.0", ledger_format="1")
