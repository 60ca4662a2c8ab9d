"""`dragoman explain`: where the text comes from, how it is written, what goes wrong."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dragoman.cli import explaining, terminal
from dragoman.cli.app import main
from dragoman.export.explained import shortened
from dragoman.ledger import Ledger

MET = "Chinese Foreign Minister Wang Yi met with Russian Foreign Minister Sergey Lavrov on Tuesday."
HOSTILE = "1<2 & Wang Yi\u202e met\x1b[31m <b>Lavrov</b> \x07 & [red]Retno[/red]."


def explained(
    capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0
) -> tuple[str, str]:
    """Run the command and return what it wrote on both streams."""
    assert main(["explain", *arguments]) == code
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_a_text_is_told_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Names, dates, what the parser was given, what fired and what was reported."""
    out, _ = explained(capsys, "--text", f"{MET} Children laughed.", "--date", "2023-06-15")
    lines = [line.strip() for line in out.splitlines()]
    assert lines[0] == f"1  {MET}"
    assert "names      Chinese Foreign Minister Wang Yi = pe:wang-yi (title)" in lines
    assert any(re.match(r"date +on Tuesday = 2023-06-13 \(date\.", line) for line in lines)
    assert "parsed as  Miller met with Carter on Tuesday." in lines
    assert any(re.match(r"fired +meeting\.met at “met”, \d.*→ reported$", line) for line in lines)
    assert any(re.match(r"report +meeting happened \(verb.past\); actor pe:", li) for li in lines)
    assert "2  Children laughed." in lines
    assert any(line.startswith("nothing    held back before parsing: ") for line in lines)
    assert lines[-1] == "2 sentences, 1 parsed; 1 report, 0 statements"


def test_json_is_a_line_for_each_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """The same as plain values, with places that count in the sentence."""
    out, _ = explained(capsys, "--text", f"Children laughed. {MET}", "--format", "json")
    rain, met = map(json.loads, out.splitlines())
    assert (rain["number"], rain["parsed"], rain["reports"]) == (1, False, [])
    assert met["number"] == 2
    for told in (*met["mentions"], *met["fired"]):
        assert met["sentence"][told["start"] : told["end"]] == told.get("words", told.get("at"))
    assert [(f["rule"], f["outcome"]) for f in met["fired"] if f["outcome"] == "reported"] == [
        ("meeting.met", "reported")
    ]


def test_a_file_is_read_as_read_reads_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a table with several documents the first is explained, and that is said."""
    rows = [{"text": MET, "published": "2023-06-15"}, {"text": "Children laughed."}]
    table = tmp_path / "two.jsonl"
    table.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    out, err = explained(capsys, str(table), "--found")
    assert "2023-06-13" in out
    assert "holds several documents" in err


def test_one_rule_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """Only sentences in which it fired or nearly did are told, by their own numbers."""
    text = f"{MET} Children laughed. Lavrov met the press."
    out, _ = explained(capsys, "--text", text, "--rule", "meeting.met")
    assert re.findall(r"^\d", out, re.MULTILINE) == ["1", "3", "2"]  # the last counts them
    assert "nearly     meeting.met at “met” lacks " in out


def test_only_what_was_found(capsys: pytest.CaptureFixture[str]) -> None:
    """--found leaves out sentences without a report or a statement."""
    out, _ = explained(capsys, "--text", f"Children laughed. {MET}", "--found")
    assert "Children laughed" not in out
    assert out.startswith("2  Chinese")


def test_the_tree_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    """--tree shows what the parser made of what it was given."""
    out, _ = explained(capsys, "--text", MET, "--tree")
    assert re.search(r"root +met +VERB", out)
    assert re.search(r"nsubj +Miller", out)


class Page(HTMLParser):
    """The tags of a page and the words between them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note words."""
        self.words += data


def test_the_page_marks_names_and_draws_trees(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The ending of --out says that it is HTML; it asks nothing of the net and runs nothing."""
    path = tmp_path / "met.html"
    out, _ = explained(capsys, "--text", MET, "--out", str(path))
    assert out == f"{path}: 1 sentence, 1 parsed; 1 report, 0 statements\n"
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    marks = [attrs["title"] for tag, attrs in page.tags if tag == "mark" and "title" in attrs]
    assert marks == ["pe:wang-yi", "pe:sergey-lavrov"]
    assert any(tag == "svg" for tag, _ in page.tags)
    assert not any(tag in ("script", "img", "link", "iframe") for tag, _ in page.tags)
    [policy] = [a["content"] for _, a in page.tags if a.get("http-equiv")]
    assert policy and policy.startswith("default-src 'none'")


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_hostile_text_is_shown_and_not_obeyed(
    form: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Escape sequences, marks that swap places and markup of pages and consoles do nothing."""
    monkeypatch.setattr(terminal, "is_terminal", lambda: True)  # where it would matter
    monkeypatch.setattr(explaining, "is_terminal", lambda: True)
    out, _ = explained(capsys, "--text", HOSTILE, "--format", form)
    plain = re.sub(r"\x1b\[[\d;]*m", "", out) if form == "text" else out
    assert not set(plain) & {"\x1b", "\x07", "\u202e"}
    assert "[red]Retno[/red]" in plain or "[red]" in " ".join(plain.split())
    if form == "html":
        page = Page()
        page.feed(out)
        assert not any(tag == "b" for tag, _ in page.tags)
        assert "1&lt;2 &amp; <mark" in out


def test_a_terminal_gets_colours_and_lines_of_its_width(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long lines are folded behind their labels."""
    monkeypatch.setattr(explaining, "is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    out, _ = explained(capsys, "--text", MET)
    assert "\x1b[" in out
    assert all(len(line) <= 60 for line in re.sub(r"\x1b\[[\d;]*m", "", out).splitlines())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give a FILE, or --text"),
        (["a.txt", "--text", "x"], "give a FILE, or --text"),
        (["--text", " "], "the text is empty"),
        (["--text", "x", "--date", "yesterday"], "--date"),
        (["no-such.txt"], "there is no document in it"),
        (["--text", "x", "--rule", "meeting.mett"], "did you mean 'meeting.met'?"),
        (["--text", "x", "--out", "a.pdf"], "the ending says in what format"),
        (["--text", "x", "--html", "--format", "json"], "--html and --format json"),
        (["--text", "x", "--parser", "nobody"], "nobody offers a parser 'nobody'"),
        (["a.txt", "--date", "2020"], "--date is for a --text"),
    ],
)
def test_what_goes_wrong_is_one_line(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each error says what is the matter, and nothing is written."""
    out, err = explained(capsys, *arguments, code=2)
    assert out == ""
    assert message in err
    assert err.count("\n") == 1


def test_a_long_document_is_cut(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody looks through thousands of sentences; how many are left out is said."""
    monkeypatch.setattr(explaining, "MOST_SENTENCES", 2)
    out, err = explained(capsys, "--text", "Children laughed. It snowed. It thawed.")
    assert "It thawed" not in out
    assert "has 3 sentences; the first 2 are told" in err


def test_the_settings_of_a_ledger_are_followed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its parser is asked for."""
    Ledger.create(tmp_path / "ledger")
    (tmp_path / "ledger" / "dragoman.toml").write_text('parser = "nobody"\n')
    _, err = explained(capsys, "--text", MET, "--ledger", str(tmp_path / "ledger"), code=2)
    assert "nobody offers a parser 'nobody'" in err


def test_long_lists_of_words_are_cut_short() -> None:
    """The condition behind the list stays."""
    assert shortened(">object ([a|b|c|d|e|f|g:VERB] >x [y])") == (
        ">object ([a|b|c|d|e|…:VERB] >x [y])"
    )
