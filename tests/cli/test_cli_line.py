"""The commands on a real ledger: read, read again, ask, forget."""

from pathlib import Path

import pytest

from dragoman.cli.app import main

MEETING = (
    "Foreign Minister Wang Yi met with Indonesian Foreign Minister Retno Marsudi in Hainan "
    "on August 20, 2020. The two sides exchanged views.\n"
)
CALL = "President Xi Jinping spoke by phone with French President Macron on August 25, 2020.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two documents and a file that is none."""
    root = tmp_path_factory.mktemp("line")
    (root / "texts").mkdir()
    (root / "texts" / "meeting.txt").write_text(MEETING, encoding="utf-8")
    (root / "texts" / "call.txt").write_text(CALL, encoding="utf-8")
    (root / "texts" / "empty.txt").write_text("", encoding="utf-8")
    assert main(["read", str(root / "texts"), "--into", str(root / "L"), "--workers", "1"]) == 3
    return root


def test_a_second_read_has_nothing_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says so, and what to ask next, with a name and month that the ledger has."""
    ledger = folder / "L"
    code = main(["read", str(folder / "texts" / "call.txt"), "--into", str(ledger)])
    printed = capsys.readouterr().out

    assert code == 0
    assert printed.startswith(f"Nothing to do: {ledger} has 1 document already, as they are.\n")
    assert f"{ledger} holds 2 documents and " in printed
    assert f"dragoman circle CHN --month 2020-08 {ledger}\n" in printed


def test_a_file_without_text_is_skipped_and_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rest is read; the exit code says partial."""
    code = main(["read", str(folder / "texts"), "--into", str(tmp_path / "L"), "--workers", "1"])
    printed = capsys.readouterr().out

    assert code == 3
    assert "3 documents found: 2 read, 1 skipped" in printed
    assert "empty.txt" in printed


def test_questions_on_what_was_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From a text file to a cited row."""
    ledger = str(folder / "L")

    assert main(["circle", "Xi Jinping", "--month", "2020-08", ledger]) == 0
    assert "2020-08-25  call     Emmanuel Macron (France)" in capsys.readouterr().out
    assert main(["circle", "Indonesia", "--month", "2020-08", ledger]) == 0
    assert "China (Wang Yi)" in capsys.readouterr().out
    for line in (["channels", "CHN"], ["events"], ["coverage"], ["issues"], ["cite"]):
        assert main([*line, ledger]) == 0
    assert main(["search", "Macron", ledger]) == 0
    assert "call.txt, " in capsys.readouterr().out


def test_a_digest_of_what_was_read(folder: Path, tmp_path: Path) -> None:
    """A page with both contacts, cited."""
    page = tmp_path / "brief.html"

    assert main(["digest", "CHN", "--month", "2020-08", str(folder / "L"), "-o", str(page)]) == 0
    html = page.read_text(encoding="utf-8")
    told = "President Xi Jinping spoke by telephone with President Emmanuel Macron of France"
    assert f"{told} on 25 August." in html
    assert "<mark>French President Macron</mark>" in html


def test_an_unknown_name_is_answered_with_near_ones(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through the real register."""
    code = main(["circle", "Indonesa", "--month", "2020-08", str(folder / "L")])

    assert code == 2
    assert "did you mean Indonesia" in capsys.readouterr().err


def test_forget_takes_a_document_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not without a yes; then its event is gone, and the answers say that something went."""
    text, ledger = tmp_path / "call.txt", str(tmp_path / "L")
    text.write_text(CALL, encoding="utf-8")
    (tmp_path / "meeting.txt").write_text(MEETING, encoding="utf-8")
    main(["read", str(text), str(tmp_path / "meeting.txt"), "--into", ledger, "--workers", "1"])
    words = ["forget", "call.txt", ledger, "--reason", "takedown of 2026-11-22", "--by", "Desk"]
    capsys.readouterr()

    assert main(words) == 2
    assert "add --yes" in capsys.readouterr().err
    assert main([*words, "--yes"]) == 0
    assert "Taken out by Desk." in capsys.readouterr().out
    assert main(["circle", "CHN", "--month", "2020-08", ledger]) == 0
    printed = capsys.readouterr().out
    assert "Macron" not in printed
    assert "1 document withdrawn from the ledger" in printed
    assert main([*words, "--yes"]) == 2
    assert main(["read", str(text), "--into", ledger]) == 0
    assert "withdrawn" in capsys.readouterr().out


def test_forget_wants_a_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty one is none."""
    assert main(["forget", "call.txt", str(folder / "L"), "--reason", " ", "--yes"]) == 2
    assert "--reason is empty" in capsys.readouterr().err
