"""Every question with what cannot be answered: one sentence on what there is instead."""

import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Facts, Run, with_claims
from standin_ledger import StandIn
from statement_making import add_statements

from dragoman.cli.app import main


@pytest.fixture
def register() -> Facts:
    """The names, and one pair's relations."""
    return Facts()


@pytest.fixture
def ledger(ledger: StandIn) -> StandIn:
    """A ledger on which every question has an answer."""
    add_statements(ledger)
    with_claims(ledger)
    return ledger


QUESTIONS = (
    "circle CHN LEDGER --month 2020-08",
    "channels CHN LEDGER",
    "events LEDGER",
    "show ev:letter LEDGER",
    "pair CHN IDN LEDGER",
    "partnerships CHN IDN LEDGER",
    "aid CHN ITA LEDGER",
    "plans LEDGER",
    "agenda LEDGER --as-of 2020-08-28",
    "compare ev:letter LEDGER",
    "check LEDGER",
    "voices LEDGER",
    "digest CHN LEDGER --month 2020-08",
    "search letter LEDGER",
    "coverage LEDGER",
    "issues LEDGER",
)
"""Each question, so that it can be answered."""

ACTORS = (
    "circle X --month 2020-08 LEDGER",
    "channels X LEDGER",
    "events LEDGER --actor X",
    "pair X FRA LEDGER",
    "pair FRA X LEDGER",
    "partnerships X FRA LEDGER",
    "aid X LEDGER",
    "aid FRA X LEDGER",
    "plans LEDGER --actor X",
    "agenda LEDGER --actor X",
    "compare ev:letter LEDGER --here X",
    "check LEDGER --actor X",
    "voices LEDGER --by X",
    "voices LEDGER --about X",
    "digest X --month 2020-08 LEDGER",
    "export LEDGER --as csv --into out --actor X",
)
"""Each place in which somebody is named."""

WINDOWS = (
    "circle CHN LEDGER --month X",
    "channels CHN LEDGER --from X",
    "channels CHN LEDGER --to X",
    "channels CHN LEDGER --at X",
    "events LEDGER --from X",
    "events LEDGER --until X",
    "pair CHN FRA LEDGER --since X",
    "partnerships CHN FRA LEDGER --to X",
    "plans LEDGER --as-of X",
    "agenda LEDGER --as-of X",
    "voices LEDGER --from X",
    "digest CHN LEDGER --month X",
    "export LEDGER --as csv --into out --to X",
)
"""Each place in which a day, a month or a window is named."""

NO_MONTH = {
    "2020-13": "has the month 13, and a year has twelve",
    "Agust": "'Agust' is not an EDTF date",
    "": "'' is not an EDTF date",
    "2020-08/2019": "ends before it starts",
    "XXXX-08": "names no year",
}

REFUSED = {
    # a window outside of what there is
    "circle CHN --month 1950-01 LEDGER": "the dated events of this ledger run from 2008-01-01 to",
    "channels CHN --to 1950 LEDGER": "the dated events of this ledger run from 2008-01-01 to",
    "channels CHN --at 2021-01 LEDGER": "leaves no month with contacts on one side: they run from",
    "events LEDGER --from 2025": "dated from 2008-01-01 to 2020-12-31",
    "pair CHN FRA LEDGER --from 2025": "the ledger has 2 events of both, dated from",
    "voices LEDGER --from 2025": "published from 2020-08-24 to 2020-08-25",
    "digest CHN --month 1950-01 LEDGER": "run from 2008-01-01 to",
    "agenda LEDGER": "Nothing is planned from 2020-09-01 to 2020-09-29",
    # whoever is no state
    "pair 'Xi Jinping' FRA LEDGER": "Xi Jinping is no state or organization",
    "partnerships FRA 'Xi Jinping' LEDGER": "Xi Jinping is no state or organization",
    "aid 'Wang Yi' LEDGER": "Wang Yi is no state or organization",
    # one state twice
    "pair CHN China LEDGER": "type two different states or organizations",
    "partnerships CHN st:chn LEDGER": "type two different states or organizations",
    "aid China CHN LEDGER": "aid is between two sides; China is one",
    "compare d1 d1 LEDGER": "are one document; a comparison takes two",
    "aid Italy China France LEDGER": "aid is between two; 3 names were typed",
    "compare LEDGER": "a comparison takes an event, or two documents",
    # ids
    "show zzz LEDGER": "has the id 'zzz'. 'dragoman events LEDGER' lists events with their ids",
    "show '' LEDGER": "has the id ''",
    "compare zzz LEDGER": "has the id 'zzz'",
    "compare d1 d9 LEDGER": "No document of this ledger has the id or name 'd9'",
    "check LEDGER --event zzz": "has the id 'zzz'",
    "voices LEDGER --event ''": "has the id ''",
    # words of a vocabulary
    "events LEDGER --channel leter": "--channel 'leter' is none of call,",
    "plans LEDGER --channel tea": "--channel 'tea' is none of",
    "events LEDGER --status done": "is none of happened, ongoing",
    "events LEDGER --section head": "--section 'head' is none of",
    "voices LEDGER --topic trad": "did you mean 'trade'?",
    "voices LEDGER --kind expert": "did you mean 'experts'?",
    "voices LEDGER --stance against": "--stance 'against' is none of supports,",
    "issues LEDGER --stage link": "stages with issues: dates, read",
    "check LEDGER --recall 2": "a recall of 2 cannot be",
    "events LEDGER --format xml": "'xml' is not one of 'table', 'json', 'csv'",
    "events LEDGER --table rows": "--table says what --format csv prints",
    "circle CHN --month 2020-08 LEDGER --format csv --table partner": "did you mean 'partners'?",
    # nothing of the kind
    "circle Wang --month 2020-08 LEDGER": "'Wang' can mean pe:wang-yi (Wang Yi)",
    "aid China Germany LEDGER": "1 gift between China and Italy",
    "aid Indonesia LEDGER": "gave or received aid",
    "check LEDGER --actor Italy": "No report of events with Italy in this ledger counts",
    "compare ev:letter LEDGER --there Italy": "Italy is no party to ev:letter",
    "plans LEDGER --channel summit": "speaks of such a plan",
    "partnerships FRA IDN LEDGER": "No document of this ledger that names both",
    # the line itself
    "circle CHN LEDGER": "Missing option '--month'",
    "circle --month 2020-08": "Missing argument",
    "network LEDGER": "Missing argument 'LEDGER' (NAME is '",
    "circl CHN": "circl",
}


def assert_refused(result: tuple[int, str, str], words: str) -> None:
    """One sentence on the error stream, nothing on the output, exit code 2."""
    code, printed, errors = result
    assert (code, printed) == (2, "")
    assert errors.startswith("dragoman: ") and errors.count("\n") == 1
    assert words in errors


@pytest.mark.parametrize(("line", "words"), REFUSED.items())
def test_what_cannot_be_answered_is_one_sentence(run: Run, line: str, words: str) -> None:
    """What was met, and what there is instead."""
    assert_refused(run(line), words)


@pytest.mark.parametrize("line", ACTORS)
def test_nobody_is_answered_with_who_is_near(run: Run, line: str) -> None:
    """Wherever somebody is named; an empty name is none."""
    named = shlex.split(line)

    assert_refused(run(line.replace("X", "Chna")), "is known as 'Chna'; did you mean China?")
    assert_refused(run(shlex.join("" if w == "X" else w for w in named)), "the name is empty")


@pytest.mark.parametrize("line", WINDOWS)
def test_a_month_that_is_none_is_told_with_its_option(run: Run, line: str) -> None:
    """With how a month is written."""
    option = line.rsplit(" ", 2)[1].replace("since", "from").replace("until", "to")

    for typed, words in NO_MONTH.items():
        result = run(line.replace(" X", f" '{typed}'"))
        assert_refused(result, words)
        assert f"dragoman: {option}: " in result[2] and "2020-08" in result[2]


@pytest.mark.parametrize("line", QUESTIONS)
def test_an_empty_ledger_says_how_it_is_filled(
    run: Run, empty_ledger: StandIn, ledger: StandIn, line: str
) -> None:
    """Whatever is asked."""
    ledger.db = empty_ledger.db
    ledger.db.execute("CREATE TABLE statements AS SELECT 1 AS statement_id LIMIT 0")
    ledger.search = lambda query, limit: []  # type: ignore[attr-defined]

    assert_refused(run(line), "The ledger is empty: no document has been read into it.")


@pytest.mark.parametrize("line", QUESTIONS)
def test_a_folder_that_is_no_ledger(
    line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder of other things, a file, and nothing at all."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("no ledger")

    for name, words in (
        ("folder", "no ledger: it has no format.json"),
        ("file", "is a file, and a ledger is a folder"),
        ("nowhere", "does not exist"),
    ):
        code = main(shlex.split(line.replace("LEDGER", str(tmp_path / name))))
        assert_refused((code, *capsys.readouterr()), words)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("x.pdf", "'.pdf' is none of .svg, .png, .html, .json"),
        ("x", "it has none of .svg"),
        ("''", "it has none of .svg"),
        ("none/x.svg", "cannot be written (there is no folder none)"),
        ("folder.svg", "is a folder; name a file"),
        ("LEDGER/x.svg", "lies in the ledger's folder"),
    ],
)
@pytest.mark.parametrize("question", ["circle CHN LEDGER --month 2020-08", "pair CHN IDN LEDGER"])
def test_a_figure_that_cannot_be_written(
    run: Run,
    question: str,
    path: str,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is said before anything is asked."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.svg").mkdir()
    (tmp_path / "LEDGER").mkdir()

    assert_refused(run(f"{question} --figure {path}"), words)


def test_a_folder_without_the_right_to_write(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the system says it."""
    monkeypatch.setattr("os.access", lambda path, mode: False)

    assert_refused(
        run(f"circle CHN LEDGER --month 2020-08 --figure {tmp_path / 'x.svg'}"), "permission denied"
    )


LOOP = """
import signal, sys
from dragoman.cli import asking, main
from dragoman.cli.terminal import out

def opened(*_, **__):
    out("begun")
    sys.stdout.flush()
    signal.pause()

asking.open_ledger = opened
sys.exit(main(sys.argv[1:]))
"""


def test_stopping_a_question_is_no_trace() -> None:
    """Ctrl-C: one line, exit code 130."""
    process = subprocess.Popen(
        [sys.executable, "-c", LOOP, "events", "LEDGER"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)

    assert process.returncode == 130
    assert errors == "dragoman: stopped; run the same command again to go on\n"


PIPE = """
import sys
sys.path[:0] = sys.argv[1:3]
import contextlib, types
import standin_ledger
from dragoman.cli import asking, main

ledger = standin_ledger.august()
ledger.config = types.SimpleNamespace(quote_chars=400)
asking.open_ledger = lambda *_, **__: contextlib.nullcontext(ledger)
asking.load_register = lambda book: standin_ledger.Register()
sys.exit(main(sys.argv[3:]))
"""


@pytest.mark.parametrize("format_", ["table", "csv", "json"])
def test_a_reader_that_has_seen_enough(format_: str) -> None:
    """'| head -1' closes the pipe: no trace, no error."""
    tests = Path(__file__).parent.parent
    process = subprocess.Popen(
        [sys.executable, "-c", PIPE, tests, tests.parent, "events", "LEDGER", "--format", format_],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stderr
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()

    assert process.wait(60) == 0
    assert "Traceback" not in errors and "Broken" not in errors
