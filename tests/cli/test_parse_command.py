"""`dragoman parse`: where the text comes from, how it is written, what goes wrong."""

import io
import json
import sys
import xml.etree.ElementTree as ET  # what is parsed is what was just written
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType

import pytest

from dragoman.cli import parsing
from dragoman.cli.app import main
from dragoman.ledger import Ledger
from dragoman.parse import backends
from dragoman.parse.backends import assemble
from dragoman.parse.parses import ROOT, UNCALIBRATED, Parser, Parses, Token

MET = "Wang Yi met Retno."
LEFT = "Xi left."
KNOWN = {
    MET: [
        Token(0, "Wang", "Wang", "PROPN", "Number=Sing", 2, "nsubj", 0.99, "B-PER", 0, 4),
        Token(1, "Yi", "Yi", "PROPN", "", 0, "flat", 0.97, "I-PER", 5, 7),
        Token(2, "met", "meet", "VERB", "Tense=Past", ROOT, "root", 0.98, "O", 8, 11),
        Token(3, "Retno", "Retno", "PROPN", "", 2, "obj", 0.6, "B-PER", 12, 17),
        Token(4, ".", ".", "PUNCT", "", 2, "punct", 0.95, "O", 17, 18),
    ],
    LEFT: [
        Token(0, "Xi", "Xi", "PROPN", "", 1, "nsubj", 0.9, "B-PER", 0, 2),
        Token(1, "left", "leave", "VERB", "", ROOT, "root", 0.9, "O", 3, 7),
        Token(2, ".", ".", "PUNCT", "", 1, "punct", 0.9, "O", 7, 8),
    ],
}
MET_TREE = (
    "Wang Yi met Retno.\n\n"
    " ┌─┬── nsubj  Wang   PROPN  99%  Wang   B-PER\n"
    " │ └── flat   Yi     PROPN  97%  Yi     I-PER\n"
    "─┼──── root   met    VERB   98%  meet\n"
    " ├──── obj    Retno  PROPN  60%  Retno  B-PER\n"
    " └──── punct  .      PUNCT  95%  .\n"
)


class Stub:
    """A parser that knows some sentences; in any other it sees one word."""

    name = "stub 1"

    def __init__(self, argument: str) -> None:
        self.sure = argument != "unsure"

    def parse(self, texts: Sequence[str]) -> Parses:
        """Return what was stored."""
        sentences = [
            KNOWN.get(t, [Token(0, t, t, "X", "", ROOT, "root", 0.9, "O", 0, len(t))])
            for t in texts
        ]
        if not self.sure:
            sentences = [[t._replace(probability=UNCALIBRATED) for t in s] for s in sentences]
        return assemble(texts, sentences)


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offer the stub as another package would, by an entry point."""
    module = ModuleType("a_stub_of_a_parser")
    module.make = Stub  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    point = EntryPoint("stub", f"{module.__name__}:make", backends.GROUP)
    monkeypatch.setattr(backends, "entry_points", lambda group: [point])


def typed(monkeypatch: pytest.MonkeyPatch, content: bytes, *, by_hand: bool = False) -> None:
    """Let standard input hold these bytes."""
    stream = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8")
    monkeypatch.setattr(stream, "isatty", lambda: by_hand, raising=False)
    monkeypatch.setattr(sys, "stdin", stream)


def parse(*words: str) -> int:
    """Run the command with the stub."""
    return main(["parse", "--parser", "stub", *words])


def test_a_sentence_is_drawn_as_a_tree(capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence, and under it the tree: plain where no terminal is."""
    assert parse(MET) == 0
    assert capsys.readouterr().out == MET_TREE


@pytest.mark.parametrize("words", [[], ["-"]])
def test_the_text_may_come_by_a_pipe(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without an argument, or with a dash; the text is cut into sentences."""
    typed(monkeypatch, f"{MET} {LEFT}\n".encode())

    assert parse(*words) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(MET_TREE)
    assert printed.endswith(
        "\n\nXi left.\n\n"
        " ┌── nsubj  Xi    PROPN  90%  Xi     B-PER\n"
        "─┼── root   left  VERB   90%  leave\n"
        " └── punct  .     PUNCT  90%  .\n"
    )


def test_the_text_may_stand_in_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In any encoding that documents have; a guess is told."""
    path = tmp_path / "text.txt"
    path.write_bytes("Wang Yi met Retno.\r\n".encode("utf-16"))
    assert parse("--file", str(path)) == 0
    assert capsys.readouterr().out == MET_TREE

    path.write_bytes(b"Caf\xe9 was drunk.")
    assert parse("--file", str(path)) == 0
    assert "encoding guessed" in capsys.readouterr().err


def test_json_has_all_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Sentences count in the text, words in their sentence; the root's head is null."""
    assert parse(f"{MET} {LEFT}", "--format", "json") == 0
    printed = json.loads(capsys.readouterr().out)

    assert printed["parser"] == "stub 1"
    assert [(s["text"], s["start"], s["end"]) for s in printed["sentences"]] == [
        (MET, 0, 18),
        (LEFT, 19, 27),
    ]
    assert printed["sentences"][0]["tokens"][3] == {
        **{"index": 3, "form": "Retno", "lemma": "Retno", "upos": "PROPN", "feats": ""},
        **{"head": 2, "deprel": "obj", "probability": 0.6, "ner": "B-PER", "start": 12, "end": 17},
    }
    assert printed["sentences"][0]["tokens"][2]["head"] is None


def test_json_does_not_make_up_how_sure_a_parser_is(capsys: pytest.CaptureFixture[str]) -> None:
    """What is not known is null."""
    assert main(["parse", "--parser", "stub:unsure", MET, "--format", "json"]) == 0

    tokens = json.loads(capsys.readouterr().out)["sentences"][0]["tokens"]
    assert {token["probability"] for token in tokens} == {None}


def test_conllu_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    """As other programs read it."""
    assert parse(MET, "--format", "conllu") == 0
    lines = capsys.readouterr().out.splitlines()

    assert "# text = Wang Yi met Retno." in lines
    assert any(line.startswith("3\tmet\tmeet\tVERB\t") for line in lines)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("p.svg", "<svg xmlns="),
        ("p.html", "<!DOCTYPE html>"),
        ("p.HTM", "<!DOCTYPE html>"),
        ("p.json", '{\n "parser": "stub 1"'),
        ("p.conllu", "# "),
        ("p.txt", "Wang Yi met Retno.\n\n ┌─┬── nsubj"),
    ],
)
def test_the_ending_of_a_file_says_the_format(
    name: str, begins: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the command says what it wrote."""
    path = tmp_path / name

    assert parse(MET, "--out", str(path)) == 0
    assert path.read_text("utf-8").startswith(begins)
    assert capsys.readouterr().out == f"{path}: 1 sentence, 5 words; stub 1\n"


def test_a_format_that_is_asked_for_wins_over_the_ending(tmp_path: Path) -> None:
    """An SVG may be called anything."""
    path = tmp_path / "tree.xml"

    assert parse(MET, "--format", "svg", "-o", str(path)) == 0
    assert ET.parse(path).getroot().tag.endswith("svg")  # noqa: S314


def test_the_parser_is_that_of_the_ledgers_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And --parser wins over it."""
    ledger = tmp_path / "L"
    Ledger.create(ledger)
    (ledger / "dragoman.toml").write_text('parser = "stub:unsure"\n', encoding="utf-8")

    assert main(["parse", MET, "--ledger", str(ledger)]) == 0
    assert "%" not in capsys.readouterr().out
    assert main(["parse", MET, "--ledger", str(ledger), "--parser", "stub"]) == 0
    assert capsys.readouterr().out == MET_TREE


def test_settings_of_no_ledger_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is not there has no parser to use."""
    assert main(["parse", MET, "--ledger", "no-such-ledger"]) == 2
    assert "no-such-ledger" in capsys.readouterr().err


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return the one line that says why a command could not be done."""
    assert parse(*words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1, printed.err
    return printed.err


@pytest.mark.parametrize("text", ["", "  ", "\n\t \u3000"])
def test_nothing_to_parse_is_said(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Empty, or only blanks."""
    assert "the text is empty" in refused(capsys, text)


def test_nobody_is_left_waiting_at_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a text and without a pipe the command says what it takes."""
    typed(monkeypatch, b"", by_hand=True)

    assert "there is nothing to parse; type sentences" in refused(capsys)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x7fELF\x02\x01\x01" + bytes(200), "looks like"),
        (b"%PDF-1.7\n%...", "looks like PDF"),
        (bytes(range(256)) * 4, "holds many"),
        (b"", "the text is empty"),
        (b"<!DOCTYPE html><html><body>Xi left.</body></html>", "looks like HTML"),
        (b"x " * 1_000_001, "longer than 2,000,000 bytes"),
    ],
)
def test_a_file_that_is_no_text_is_refused(
    content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence names the file and what it looks like."""
    path = tmp_path / "file"
    path.write_bytes(content)

    message = refused(capsys, "--file", str(path))
    assert said in message
    assert str(path) in message


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["x", "--file", "f"], "there is a text and a --file"),
        (["--file", "no-such-file"], "no-such-file: No such file"),
        (["x", "--out", "tree.pdf"], "'.pdf' is none of .txt, .conllu, .json, .svg, .html"),
        (["x", "--out", "tree"], "'none' is none of"),
        (["x", "--format", "png"], "png"),
        (["x", "--parser", "stanfrod"], "nobody offers a parser 'stanfrod'"),
        (["x", "--out", "no-such-folder/tree.svg"], "cannot be written"),
    ],
)
def test_what_cannot_be_is_one_line(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever was typed."""
    assert said in refused(capsys, *words)


def test_a_text_of_too_many_sentences_is_no_picture(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser has to show it; JSON and CoNLL-U have no such limit."""
    monkeypatch.setattr(parsing, "MOST_PICTURES", 2)
    text = f"{LEFT} {LEFT} {LEFT}"

    assert "the text has 3 sentences, and svg holds 2 at most" in refused(
        capsys, text, "--format", "svg"
    )
    assert parse(text, "--format", "json") == 0


def never(setting: str) -> Parser:
    """Fail as soon as a parser is asked for."""
    raise AssertionError("a text that is too long was about to be parsed")


@pytest.mark.parametrize(
    ("of", "text", "said"),
    [
        ("tree", "(" * 300_000, "300,000 words and signs, and 50,000 are parsed at once; parse a"),
        ("conllu", "(" * 300_000, "300,000 words and signs, and 50,000 are parsed at once"),
        ("json", f"{MET} " * 10_001, "50,005 words and signs, and 50,000 are parsed at once"),
        ("tree", f"{MET} " * 2_001, "10,005 words and signs, and tree holds 10,000 at most"),
        ("svg", "(" * 10_001, "svg holds 10,000 at most; parse a part of it, or write --format"),
        ("html", "(" * 10_001, "html holds 10,000 at most; parse a part of it, or write --format"),
    ],
    ids=["tree", "conllu", "json of many sentences", "tree of many sentences", "svg", "html"],
)
def test_a_text_too_long_is_refused_before_it_is_parsed(
    of: str,
    text: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Words and signs count, not bytes: the sentence says the limit and what to do."""
    monkeypatch.setattr(backends, "choose_parser", never)
    path = tmp_path / "long.txt"
    path.write_text(text, encoding="utf-8")

    assert said in refused(capsys, "--file", str(path), "--format", of)


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_long_text_is_parsed_in_parts_and_shows_how_far_it_is(
    by_hand: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All comes out as if parsed at once; the error stream tells a person, and only one."""
    text = f"{MET} {LEFT} " * 10
    assert parse(text, "--format", "json") == 0
    at_once = capsys.readouterr().out
    batches: list[int] = []
    monkeypatch.setattr(
        Stub,
        "parse",
        lambda self, texts, of=Stub.parse: batches.append(len(texts)) or of(self, texts),
    )
    monkeypatch.setattr(parsing, "PART", 20)
    monkeypatch.setenv("TERM", "xterm-256color")
    errors = Terminal() if by_hand else io.StringIO()
    monkeypatch.setattr(sys, "stderr", errors)

    assert parse(text, "--format", "json") == 0
    assert capsys.readouterr().out == at_once
    assert batches == [5, 6, 6, 3]
    assert ("parsing" in errors.getvalue()) == by_hand
    assert ("80/80" in errors.getvalue()) == by_hand


def test_the_progress_of_a_long_text_is_told_part_by_part(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words and signs; a short text has none."""
    told: list[tuple[int, int]] = []

    @contextmanager
    def progress(words: str) -> Iterator[Callable[[int, int, str], None]]:
        yield lambda done, total, doing: told.append((done, total))

    monkeypatch.setattr(parsing, "progress", progress)
    monkeypatch.setattr(parsing, "PART", 20)

    assert parse(f"{MET} {LEFT} " * 2) == 0
    assert told == []
    assert parse(f"{MET} {LEFT} " * 10) == 0
    assert told == [(0, 80), (21, 80), (45, 80), (69, 80), (80, 80)]


@pytest.mark.parametrize("closed", ["stdout", "stderr"])
def test_an_output_that_was_closed_takes_nothing(
    closed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`>&-`: Python has None there; the command does its work and prints to nobody."""
    monkeypatch.setattr(sys, closed, None)

    assert parse(f"{MET} \udcff") == 0
    getattr(sys, closed).close()
    printed = capsys.readouterr()
    assert ("Retno" in printed.out) == (closed == "stderr")
    assert ("U+FFFD" in printed.err) == (closed == "stdout")


@pytest.mark.parametrize("words", [[], ["-"]])
def test_an_input_that_was_closed_is_empty(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`<&-` is one line, as an empty pipe is."""
    monkeypatch.setattr(sys, "stdin", None)

    assert "the text is empty" in refused(capsys, *words)
    sys.stdin.close()


@pytest.mark.parametrize("of", ["tree", "json", "conllu", "svg", "html"])
def test_half_a_character_is_no_trace(of: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An argument that is not UTF-8 reaches Python as such halves."""
    assert parse("Xi \udcff left \ud83d", "--format", of) == 0
    printed = capsys.readouterr()

    assert "each was read as U+FFFD" in printed.err
    assert "\ufffd" in printed.out
    printed.out.encode("utf-8")


@pytest.mark.parametrize("of", ["tree", "json", "conllu", "svg", "html"])
def test_no_format_lets_a_control_character_through(
    of: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An escape sequence in a document colours nothing."""
    assert parse("Xi\x1b[31m\x9b2J\u202eleft", "--format", of) == 0
    printed = capsys.readouterr().out

    if of in ("tree", "svg", "html"):
        assert not {"\x1b", "\x9b", "\u202e"} & set(printed)
    assert "\x1b" not in printed or of == "conllu"


class Terminal(io.StringIO):
    """An output that a person looks at."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_a_terminal_gets_colours_and_its_own_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """A narrow one gets less; one without colours gets none."""
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "30")
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    assert parse(MET) == 0
    assert "\x1b[" in screen.getvalue()

    monkeypatch.setenv("TERM", "dumb")
    plain = Terminal()
    monkeypatch.setattr(sys, "stdout", plain)
    assert parse(MET) == 0
    assert " ├──── obj    Retno  PROPN\n" in plain.getvalue()


def test_an_old_code_page_gets_signs_for_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No tree of question marks."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", stream)
    assert parse(MET) == 0
    stream.flush()

    assert " +-+-- nsubj  Wang" in stream.buffer.getvalue().decode("cp1252")  # type: ignore[attr-defined]
