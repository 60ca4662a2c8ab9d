"""The command line as a process: help, streams, stopping, terminals."""

import io
import re
import resource
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.cli import app, terminal, work
from dragoman.model import DragomanError

CODE = "import sys; from dragoman.cli import main; sys.exit(main(sys.argv[1:]))"
COMMANDS = sorted(
    command.name or command.callback.__name__.replace("_", "-")
    for command in app.app.registered_commands
    if command.callback
)


def shell(*words: str, **options: object) -> "subprocess.CompletedProcess[str]":
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", CODE, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        **options,  # type: ignore[call-overload]
    )


def test_every_command_of_the_issue_is_there() -> None:
    """Removing a command shows here."""
    assert [
        *("agenda", "aid", "channels", "check", "circle", "cite", "codebook", "compare"),
        *("coverage", "decide", "decisions", "diff", "digest", "eval", "events", "explain"),
        *("export", "forget", "gdelt", "issues", "merge", "network", "pair", "parse"),
        *("partnerships", "plans", "read", "resolve", "search", "serve", "show", "take-back"),
        *("voices", "watch", "who", "why"),
    ] == COMMANDS


@pytest.mark.parametrize("words", [["--help"], ["events", "--help"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    """No table, no database, no template is loaded to print a help page."""
    heavy = (
        "('duckdb', 'pyarrow', 'jinja2', 'rich', 'pydantic', 'yaml', 'trafilatura', 'sqlalchemy')"
    )
    code = f"{CODE[: CODE.index('sys.exit')]}main({words!r}); " + (
        f"print([m for m in {heavy} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.startswith("Usage: dragoman")
    assert done.stderr == "[]\n"


def test_help_is_quick() -> None:
    """Under 0.3 seconds of the processor above what Python itself takes, best of three."""

    def seconds(*command: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *command], capture_output=True, check=True, timeout=60)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    python = min(seconds("-c", "pass") for _ in range(3))
    assert min(seconds("-c", CODE, "--help") for _ in range(3)) - python < 0.3


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_for_all_it_takes(command: str) -> None:
    """Each argument and option is explained, and the short way prints what the long way does."""
    done = shell(command, "--help")
    long_way = shell(command, "x", "--help")

    assert done.returncode == 0
    assert done.stdout == long_way.stdout
    for line in done.stdout.split("Options:")[1].splitlines():
        if line.startswith("  --") and "  " not in line.strip():
            assert len(line) > 30, f"{command}: {line} has no help"


def test_version_is_told() -> None:
    """Which Dragoman this is."""
    from dragoman import __version__

    assert shell("--version").stdout == f"dragoman {__version__}\n"


def test_no_words_at_all_print_the_help() -> None:
    """Who types only 'dragoman' wants to know what there is."""
    done = shell()

    assert "Commands:" in done.stdout
    assert done.returncode == 0


def test_an_old_code_page_gets_question_marks() -> None:
    """A terminal without the letter prints another, and the command goes on."""
    done = shell("codebook", "--x–y", env={"PYTHONIOENCODING": "cp437", "PATH": ""})

    assert done.returncode == 2
    assert "UnicodeEncodeError" not in done.stderr


def test_a_reader_that_stops_early_is_no_failure() -> None:
    """'| head' closes the pipe: no trace, no error."""
    process = subprocess.Popen(
        [sys.executable, "-c", CODE, "codebook"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()

    assert process.wait(60) == 0
    assert errors == b""


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (KeyboardInterrupt(), 130, "stopped; run the same command again to go on"),
        (DragomanError("two\nlines"), 2, "dragoman: two lines"),
        (OSError(28, "No space left on device", "l"), 2, "dragoman: l: No space left on device"),
    ],
)
def test_what_goes_wrong_becomes_one_line(
    error: BaseException,
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit codes: 130 when stopped, 2 when it cannot be done."""

    def fail() -> str:
        raise error

    monkeypatch.setattr("dragoman.export.codebook.codebook", fail)

    assert app.main(["codebook"]) == code
    errors = capsys.readouterr().err
    assert words in errors
    assert errors.count("\n") == 1


def test_a_defect_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no user's doing keeps its trace, so that it can be reported."""

    def fail() -> str:
        raise RuntimeError("a defect")

    monkeypatch.setattr("dragoman.export.codebook.codebook", fail)

    with pytest.raises(RuntimeError, match="a defect"):
        app.main(["codebook"])


def test_a_folder_that_is_no_ledger(tmp_path: Path) -> None:
    """The sentence says how a ledger is made."""
    done = shell("coverage", str(tmp_path / "none"))

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "dragoman read" in done.stderr


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "␛]8;;http://x␛\\link␛]8;;␛\\"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x9b2Jgone", "\ufffd2Jgone"),
        ("a\rb\nc\td", "a b c d"),
        ("abc\u202edef\u2066", "abcdef"),
        ("bell\x07 del\x7f nul\x00", "bell␇ del␡ nul␀"),
        ("half \ud83d", "half \ufffd"),
        ("习近平 é", "习近平 é"),
    ],
)
def test_control_characters_are_shown_and_not_obeyed(text: str, shown: str) -> None:
    """OSC 8 links, CSI colours, C1 sequences, turned text: all become visible or go."""
    assert terminal.harmless(text) == shown


@given(st.text())
def test_no_text_controls_a_terminal(text: str) -> None:
    """Whatever a document holds."""
    shown = terminal.harmless(text)

    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cs", "Zl", "Zp"}
    shown.encode("utf-8")


def test_tables_are_aligned_by_columns(capsys: pytest.CaptureFixture[str]) -> None:
    """Wide characters take two columns, combining ones none."""
    terminal.table(("a", "b"), [("习近平", "1"), ("e\u0301", "22"), ("x", "\x1b[1m")])

    assert capsys.readouterr().out == "a       b\n习近平  1\ne\u0301       22\nx       ␛[1m\n"


def test_tables_on_a_terminal_are_ruled_and_harmless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rich draws it; brackets of claims are no markup, and escapes are not obeyed."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("NO_COLOR", "1")
    terminal.table(("claims", "who"), [("[c1] [/c1] [bold]", "\x1b]8;;x")])

    shown = screen.getvalue()
    assert "[c1] [/c1] [bold]" in shown
    assert "\x1b]8" not in shown


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        (60, "2020-08-01/2020-08-31  Sebastian                 ev:aaaaaaaa\n"),
        (40, "2020-08-01/   Sebastian      ev:aaaaaaaa\n2020-08-31    Amir-\n"),
        (20, "when  2020-08-01/\n      2020-08-31\nwho   Sebastian\n"),
    ],
)
def test_tables_are_fitted_to_a_terminal(
    columns: int, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No word is broken that need not be; too narrow a terminal gets a block for each row."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    for name, value in (("TERM", "xterm"), ("NO_COLOR", "1"), ("COLUMNS", str(columns))):
        monkeypatch.setenv(name, value)
    people = "Sebastian Amir-Abdollahian, Xi"
    terminal.table(
        ("when", "who", "none", "id"), [("2020-08-01/2020-08-31", people, "", "ev:aaaaaaaa")]
    )

    printed = re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue())
    lines = [line.rstrip() for line in printed.splitlines()]
    assert max(map(terminal.width, lines)) <= columns
    assert "none" not in printed
    assert shown.rstrip("\n") in "\n".join(lines)


def test_a_column_without_entries_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """And rows without a head have none."""
    terminal.table(("a", "b", "c"), [("1", "", "3"), ("2", "", "")])
    terminal.table((), [("x", "", "yy"), ("xxx", "", "y")])

    assert capsys.readouterr().out == "a  c\n1  3\n2\nx    yy\nxxx  y\n"


def summary(**counts: object) -> object:
    """Return what a read did."""
    from dragoman.run import Summary

    return Summary(**counts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (
            {"found": 12, "read": 12, "seconds": 1.26, "issues": 3},
            "12 documents found: 12 read, 0 skipped, in 1.3 s.\n\n"
            "Not understood: 3 places; 'dragoman issues L' lists them.\n",
        ),
        (
            {"found": 12, "unchanged": 12},
            "Nothing to do: L has 12 documents already, as they are.\n",
        ),
        ({}, "Nothing to do: there is no document in what was named.\n"),
    ],
)
def test_what_a_read_prints(
    counts: dict[str, object],
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What was read, what was there already, and a second read that has nothing to do."""
    monkeypatch.setattr(work, "_print_next", lambda into: None)

    work.print_summary(summary(**counts), Path("L"), named=True)  # type: ignore[arg-type]

    assert capsys.readouterr().out == expected


def test_skipped_files_are_grouped_by_reason(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each reason with its count and a few files, hostile names included."""
    from dragoman.model import Issue

    monkeypatch.setattr(work, "_print_next", lambda into: None)
    skips = [Issue("read", "empty file", "0 bytes", f"{n}\x1b.txt", skipped=True) for n in range(5)]
    skips.append(Issue("read", "not text", "a PNG image", "p.txt", skipped=True))

    work.print_summary(summary(found=6, skipped=6, skips=tuple(skips)), Path("L"), named=True)  # type: ignore[arg-type]

    assert capsys.readouterr().out == (
        "6 documents found: 0 read, 6 skipped, in 0.0 s.\n\n"
        "Skipped\n"
        "  5  empty file\n"
        "       0␛.txt: 0 bytes\n"
        "       1␛.txt: 0 bytes\n"
        "       2␛.txt: 0 bytes\n"
        "       and 2 more\n"
        "  1  not text\n"
        "       p.txt: a PNG image\n"
    )
