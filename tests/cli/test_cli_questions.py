"""The questions as commands, on the stand-in ledger: what exactly they print."""

import json
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from standin_ledger import Register, StandIn

from dragoman.cli import about, questions
from dragoman.cli.app import main

Run = Callable[[str], tuple[int, str, str]]


@pytest.fixture
def run(
    ledger: StandIn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run a command line on the ledger of August 2020."""

    @contextmanager
    def opened(path: Path, *, write: bool = False) -> Iterator[StandIn]:
        yield ledger

    ledger.config = SimpleNamespace(quote_chars=400)  # type: ignore[attr-defined]
    for module in (questions, about):
        monkeypatch.setattr(module, "open_ledger", opened)
    monkeypatch.setattr(questions, "load_register", lambda book: Register())

    def run_line(line: str) -> tuple[int, str, str]:
        code = main(shlex.split(line))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_line


CIRCLE = """\
Xi Jinping, 2020-08

when                      channel  with                      documents  event      claims
2020-08-25                call     Emmanuel Macron (France)  1          ev:call    [c19] [c17] [c18]
2020-08-20 or 2020-08-21  letter   Joko Widodo (Indonesia)   2          ev:letter  [c1] [c2] [c4] [c8] [c7] [c6]

A list without ranks: 2 events, and ranks take 10.

2 events in 3 documents (Hainan Courier, Jakarta Gazette). Not counted: 2 events that no \
document dates finely enough; 1 event not said to have happened (plans and the like).
'dragoman show ID LEDGER' prints the sentence behind an event or a [claim].
"""  # noqa: E501


def test_circle_prints_disagreement_and_citations(run: Run) -> None:
    """Both days of the letter, and the claims that say so."""
    assert run("circle 'Xi Jinping' --month 2020-08 LEDGER") == (0, CIRCLE, "")


CHANNELS = """\
China, 2020-08/2020-08

channel  events  documents  event ids                       claims
call     1       1          ev:call                         [c19] [c17] [c18]
letter   1       2          ev:letter                       [c1] [c2] [c4] [c8] +2
visit    2       1          ev:visit-france ev:visit-italy  [c13] [c9] [c10] [c14] +2
meeting  1       1          ev:meeting                      [c20] [c21] [c22]

Cloud share without verbal messages: 40% (2 of 5 contacts of known presence, in 3 documents). \
95 % interval 12% to 77%.
Cloud share with verbal messages: 40% (2 of 5 contacts of known presence, in 3 documents). \
95 % interval 12% to 77%.

5 events in 3 documents (Hainan Courier, Jakarta Gazette). Not counted: 2 events that no \
document dates finely enough; 1 event known only from a teaser; 1 event not said to have \
happened (plans and the like).
'dragoman show ID LEDGER' prints the sentence behind an event or a [claim].
"""


def test_channels_prints_counts_with_documents_and_share(run: Run) -> None:
    """A share never without its count, both readings."""
    assert run("channels CHN --from 2020-08 --to 2020-08 LEDGER") == (0, CHANNELS, "")


EVENTS = """\
when                      channel  status    who                         to          carrier        documents  event      claims
2020-08-20 or 2020-08-21  letter   happened  Joko Widodo                 Xi Jinping  Retno Marsudi  2          ev:letter  [c5] [c3] [c1] [c2] [c4] [c8] [c7] [c6]
2020-08-30                meeting  planned   Vladimir Putin, Xi Jinping                             1          ev:plan    [c23] [c26] [c25] [c24]

2 events in 3 documents (Hainan Courier, Jakarta Gazette). Not counted: 1 event that no \
document dates finely enough.
'dragoman show ID LEDGER' prints the sentence behind an event or a [claim].
"""  # noqa: E501


def test_events_keep_sender_carrier_and_plan_apart(run: Run) -> None:
    """The sender is not the carrier, and the plan is a plan."""
    line = (
        "events LEDGER --channel letter --channel meeting --status happened --status planned "
        "--since 2020-08-20 --until 2020-08-31 --actor 'Xi Jinping'"
    )

    assert run(line) == (0, EVENTS, "")


def test_events_mark_the_teaser(run: Run) -> None:
    """What only a teaser says carries the word."""
    _, printed, _ = run("events LEDGER --section teaser")

    assert "(no date)  visit    happened (teaser)  Li Qiang  Germany" in printed


SHOW = """\
ev:letter  letter, happened, 2020-08-20 or 2020-08-21
Joko Widodo to Xi Jinping, carried by Retno Marsudi
2 reports in 2 documents
the accounts of China and Indonesia are in the ledger

The documents disagree
  date: Hainan Courier (China) says 2020-08-20  [c4]
  date: Jakarta Gazette (Indonesia) says 2020-08-21  [c8]

Told by some, and not by others
  place Hainan: Hainan Courier (China)  [c5]
    nothing on it: Jakarta Gazette (Indonesia)

Hainan Courier, A letter in Baoting, 2020-08-22, account of China
  letter, happened; rule letter.handed-over; report [r1]
  “In »Baoting«, »Foreign Minister Retno« handed over a letter from »President Joko« to \
»President Xi« on »August 20«.”
  said by Hainan Courier
    place      Hainan         “Baoting”                 letter.handed-over    [c5]
    carrier    Retno Marsudi  “Foreign Minister Retno”  letter.handed-over    [c3]
    actor      Joko Widodo    “President Joko”          letter.handed-over    [c1]
    recipient  Xi Jinping     “President Xi”            letter.handed-over    [c2]
    date       2020-08-20     “August 20”               letter.handed-over    [c4]

Jakarta Gazette, Letter delivered, 2020-08-23, account of Indonesia
  letter, happened; rule letter.received; report [r2]
  “On »21 August«, »Xi Jinping« received a letter from the »Indonesian president«.”
  said by Jakarta Gazette
    date       2020-08-21  “21 August”             letter.received    [c8]
    recipient  Xi Jinping  “Xi Jinping”            letter.received    [c7]
    actor      Indonesia   “Indonesian president”  letter.received    [c6]
"""


def test_show_prints_every_report_with_the_words_marked(run: Run) -> None:
    """Both accounts, each claim with its words, its rule and who says so."""
    assert run("show ev:letter LEDGER") == (0, SHOW, "")


@pytest.mark.parametrize(
    "line",
    [
        "circle CHN --month 2020-08 LEDGER",
        "channels CHN LEDGER",
        "events LEDGER",
        "coverage LEDGER",
        "issues LEDGER",
    ],
)
def test_rows_come_as_json_and_csv(run: Run, line: str) -> None:
    """The same rows for programs: JSON with the basis, CSV with the basis beside it."""
    code, printed, _ = run(f"{line} --format json")
    rows = json.loads(printed)["rows"]
    assert code == 0

    code, printed, errors = run(f"{line} --format csv")
    assert code == 0
    assert len(printed.splitlines()) == len(rows) + 1
    assert printed.splitlines()[0] == ",".join(rows[0])
    assert "document" in errors


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("circle Chna --month 2020-08 LEDGER", "nobody is known as 'Chna'; did you mean China?"),
        ("circle Wang --month 2020-08 LEDGER", "'Wang' can mean pe:wang-yi (Wang Yi)"),
        ("circle CHN --month 2020-13 LEDGER", "has the month 13"),
        ("circle CHN --month 1950-01 LEDGER", "run from 2008-01-01 to 2020-12-31"),
        ("circle CHN LEDGER", "Missing option '--month'"),
        ("circle --month 2020-08", "Missing argument"),
        ("events LEDGER --channel leter", "--channel 'leter' is none of call,"),
        ("events LEDGER --channel leter", "did you mean 'letter'?"),
        ("events LEDGER --status done", "is none of happened, ongoing"),
        ("events LEDGER --format xml", "'xml' is not one of 'table', 'json', 'csv'"),
        ("events LEDGER --since yesterday", "not an EDTF date"),
        ("show zzz LEDGER", "has the id 'zzz'"),
        ("digest CHN --month 2020-08 LEDGER -o brief.pdf", "'.pdf' is none of .html, .htm, .md"),
        ("issues LEDGER --stage link", "stages with issues: dates, read"),
        ("circl CHN", "circl"),
    ],
)
def test_errors_are_one_line(run: Run, line: str, words: str) -> None:
    """What was met and what is allowed, on one line of the error stream, exit code 2."""
    code, printed, errors = run(line)

    assert (code, printed) == (2, "")
    assert errors.startswith("dragoman: ")
    assert errors.count("\n") == 1
    assert words in errors


def test_digest_writes_by_ending(run: Run, tmp_path: Path) -> None:
    """HTML or Markdown by the file's ending; without a file, Markdown is printed."""
    html, markdown = tmp_path / "brief.html", tmp_path / "brief.md"

    code, printed, _ = run(f"digest CHN --month 2020-08 LEDGER -o {html}")
    assert code == 0
    assert printed.startswith(f"{html}: 10 cited sentences. 5 events in 3 documents")
    assert html.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")

    run(f"digest CHN --month 2020-08 LEDGER -o {markdown}")
    _, printed, _ = run("digest CHN --month 2020-08 LEDGER")
    assert printed == markdown.read_text(encoding="utf-8")
    assert printed.startswith("# China, August 2020\n")


def test_digest_into_a_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    """The path and the reason on one line."""
    code, _, errors = run(f"digest CHN --month 2020-08 LEDGER -o {tmp_path / 'no' / 'b.html'}")

    assert code == 2
    assert "cannot be written (No such file or directory)" in errors


def test_coverage_and_issues(run: Run) -> None:
    """What there was to read, what was skipped and what was not understood."""
    _, printed, _ = run("coverage LEDGER")
    assert "Hainan Courier   2          2            5\n" in printed
    assert "1      read   not text  photo.txt: a PNG image\n" in printed

    _, printed, _ = run("issues LEDGER --stage dates")
    assert printed == (
        "dates: vague time  (2 times in 2 documents or files)\n"
        "    d1: recently\n"
        "    d2: these days\n"
    )


def test_cite_in_words_and_bibtex(run: Run) -> None:
    """How to cite the ledger."""
    _, plain, _ = run("cite LEDGER")
    _, bibtex, _ = run("cite LEDGER --bibtex")

    assert "4 documents published 2020-08-22 to 2020-09-01" in plain
    assert bibtex.startswith("@misc{dragoman-")


def test_codebook_is_printed(run: Run) -> None:
    """The page of the vocabularies."""
    assert run("codebook")[1].startswith("# Codebook\n")


def test_hostile_documents_do_not_reach_the_terminal(run: Run, ledger: StandIn) -> None:
    """An escape sequence in a title, outlet, quote or name is shown and not obeyed."""
    evil = "\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\\x9b2J\r"
    ledger.db.execute("UPDATE documents SET title = $x, outlet = $x, name = $x", {"x": evil})
    ledger.db.execute("UPDATE claims SET quote = $x, name = $x, speaker = $x", {"x": evil})
    ledger.db.execute("UPDATE reports SET speakers = [$x], rule = $x", {"x": evil})
    ledger.db.execute("UPDATE issues SET detail = $x, place = $x, quote = $x", {"x": evil})

    for line in (
        "circle CHN --month 2020-08 LEDGER",
        "channels CHN LEDGER",
        "events LEDGER",
        "show ev:letter LEDGER",
        "coverage LEDGER",
        "issues LEDGER",
        "digest CHN --month 2020-08 LEDGER",
        "cite LEDGER",
        "cite LEDGER --bibtex",
    ):
        code, printed, errors = run(line)
        assert code == 0, (line, errors)
        assert not {c for c in printed + errors if ord(c) < 32 or 127 <= ord(c) < 160} - {"\n"}


def test_search_prints_places(run: Run, ledger: StandIn) -> None:
    """Each hit with its document, and the words of the place."""
    hit = SimpleNamespace(kind="report", doc_id="d1", report_id="r1", quote="a letter\x1b")
    asked = []
    ledger.search = lambda query, limit: asked.append((query, limit)) or [hit]  # type: ignore[attr-defined]

    code, printed, _ = run("search letter Baoting LEDGER --limit 5")

    assert code == 0
    assert asked == [("letter Baoting", 5)]
    assert printed == (
        "Hainan Courier, A letter in Baoting, 2020-08-22, report [r1]\n    a letter␛\n"
    )


def test_search_that_finds_nothing(run: Run, ledger: StandIn) -> None:
    """The sentence says how to find more."""
    ledger.search = lambda query, limit: []  # type: ignore[attr-defined]

    code, _, errors = run("search zebra LEDGER")

    assert code == 2
    assert "fewer words, or the start of one with a star" in errors
