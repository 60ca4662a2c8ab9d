"""GDELT's events beside a ledger: made files in the layout of both versions."""

import zipfile
from pathlib import Path

import pytest
from standin_ledger import StandIn

from dragoman.ask.gdelt import gdelt
from dragoman.model import InputError, Issue
from dragoman.read.gdelt import read_gdelt


def line(day: str, actor: str, recipient: str, code: str, n_columns: int = 58) -> str:
    """A line of the file, all else empty."""
    cells = [""] * n_columns
    cells[1], cells[7], cells[17], cells[26] = day, actor, recipient, code
    return "\t".join(cells)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two days, with a visit told thrice, and lines that say nothing to us."""
    path = tmp_path / "20200821.export.CSV"
    path.write_text(
        "\n".join(
            [
                line("20200801", "USA", "RUS", "112"),
                line("20200821", "IDN", "CHN", "042"),
                line("20200821", "CHN", "IDN", "043"),
                line("20200821", "CHN", "IDN", "040", 61),
                line("20200826", "ITA", "CHN", "040"),
                line("20200830", "USA", "RUS", "112"),
                line("20200821", "CHN", "", "010"),
                line("2020", "CHN", "IDN", "010"),
                "a line of something else",
            ]
        )
    )
    return path


def test_lines_between_two_states_are_read(file: Path, tmp_path: Path) -> None:
    """Both versions, packed or not; the rest is counted by reason."""
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(file, file.name)
    for path in (file, packed):
        issues: list[Issue] = []
        rows = list(read_gdelt(path, issues))
        assert [row.code for row in rows] == ["112", "042", "043", "040", "040", "112"]
        assert sorted(issue.detail for issue in issues) == [
            "another number of columns: 1",
            "no day: 1",
            "no two states: 1",
        ]


def test_a_line_that_is_none_of_gdelts_is_one_line(tmp_path: Path) -> None:
    """However long it is; and cells that are no day and no codes of states are said to be so."""
    path = tmp_path / "a.csv"
    lines = ["x" * 300_000, "\t".join(["1"] * 58), line("20200821", "12", "IDN", "042")]
    path.write_text("\n".join([*lines, line("20200821", "CHN", "IDN", "042")]))
    issues: list[Issue] = []

    assert len(list(read_gdelt(path, issues))) == 1
    assert [issue.detail for issue in issues] == [
        "too long a line: 1",
        "no day: 1",
        "no two states: 1",
    ]


def test_other_file_is_refused(tmp_path: Path) -> None:
    """One sentence with the columns that it should have."""
    path = tmp_path / "a.csv"
    path.write_text("a\tb\n")

    with pytest.raises(InputError, match="58"):
        list(read_gdelt(path, []))


def test_each_is_counted_in_the_other(ledger: StandIn, file: Path) -> None:
    """By pair, day give or take one, and root code; lines of one kind count once."""
    answer = gdelt(ledger, file)
    rows = {row.channel: row for row in answer.rows}

    assert (answer.n_lines, answer.n_theirs, answer.n_theirs_both) == (6, 4, 2)
    assert {name: (row.n_events, row.n_both, row.missing) for name, row in rows.items()} == {
        "call": (1, 0, ("ev:call",)),
        "letter": (1, 1, ()),
        "meeting": (1, 1, ()),
    }
    assert answer.bound is None
    assert "needs" in (answer.refused or "")


def test_codes_that_several_channels_share(ledger: StandIn, file: Path) -> None:
    """GDELT has one code for a telephone call and a video meeting."""
    rows = {row.channel: row for row in gdelt(ledger, file).rows}

    assert rows["call"].same_code == ("video_meeting",)
    assert rows["meeting"].same_code == ()
