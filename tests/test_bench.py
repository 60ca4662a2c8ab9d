"""The tools that measure: what they say follows from what was measured, and they run."""

import json
import subprocess
import sys
from pathlib import Path

import _bench
import _nightly
import pytest
from _bench import FIGURES, Line, keep, table
from _bench_stages import STAGES, stage_of, timed
from _bench_texts import Maker, number_of, reports_of, tell
from _bench_work import exponent, sample
from _nightly import CHECKS, Check

from dragoman.model import Document
from dragoman.run import Setup

ROOT = Path(__file__).resolve().parent.parent
MAKER = Maker()


def test_a_story_follows_from_its_number() -> None:
    """The same number gives the same story; about one in a hundred is a copy of another."""
    stories = [MAKER.story(number) for number in range(2_000)]

    assert stories[1_234] == Maker().story(1_234) != Maker(seed=8).story(1_234)
    assert 5 < len(stories) - len({story.text for story in stories}) < 45
    told = [one.start for story in stories for one in story.told]
    assert len(stories) < len(told) < 2 * len(stories)


def test_what_a_story_tells_stands_in_it() -> None:
    """Every span of the stand-in's reports quotes the document, and names two states and a day."""
    for number in range(300):
        story = MAKER.story(number)
        doc = Document(f"d{number}", story.text, url=story.row["url"])
        assert number_of(doc) == number
        [given] = tell(Setup())([doc])
        assert given.reports == reports_of(doc, story) != ()
        for report in given.reports:
            assert len(report.polities) == 2
            for claim in report.claims:
                claim.evidence.check(doc)


@pytest.mark.parametrize(
    ("places", "stage"),
    [
        (["text/clean.py", "extract/line.py", "run/runner.py"], "prepare"),
        (["parse/matching/matcher.py", "extract/reports.py", "extract/line.py"], "match"),
        (["parse/matching/matcher.py", "extract/gate.py", "extract/line.py"], "gate"),
        (["parse/network.py", "parse/parser.py", "extract/line.py"], "parse"),
        (["text/day.py", "read/facts.py", "run/runner.py"], "bytes to document"),
        (["ledger/tables.py", "run/runner.py"], "rows"),
        (["ledger/tables.py", "ledger/parts.py", "ledger/ledger.py", "run/runner.py"], "write"),
        (["link/groups.py", "ledger/view.py", "ledger/ledger.py", "run/runner.py"], "link"),
        (["run/runner.py"], "rows"),
        (["cli/app.py"], None),
        ([], None),
    ],
)
def test_time_goes_to_who_asked(places: list[str], stage: str | None) -> None:
    """What a stage asks of another room is its own time; gate, matcher, linker are told apart."""
    assert stage_of(places) == stage


def test_every_stage_has_files() -> None:
    """A stage whose files were moved would say that it costs nothing."""
    for places in STAGES.values():
        for place in places:
            assert (ROOT / "dragoman" / place).exists() or list(
                (ROOT / "dragoman").glob(f"{place}*")
            )


def test_time_is_booked() -> None:
    """Nearly all processor time of some work is seen at its stage."""
    from dragoman.text import prepare

    docs = [Document(str(n), MAKER.story(n).text) for n in range(60)]
    _, took = timed(lambda: [prepare(doc) for doc in docs * 3])

    assert took.stages["prepare"] > 0.5 * took.seconds


@pytest.mark.parametrize(("power", "points"), [(1, [10, 100, 1000]), (2, [3, 5, 70])])
def test_growth_is_a_power(power: int, points: list[int]) -> None:
    """The slope of a line through the logarithms."""
    assert exponent([(n, 7 * n**power) for n in points]) == pytest.approx(power)


@pytest.mark.parametrize(
    ("value", "more", "verdict"),
    [
        (0.4, False, "aim"),
        (0.9, False, "reached"),
        (1.1, False, "not reached"),
        (1.1, True, "aim"),
        (0.9, True, "not reached"),
    ],
)
def test_a_figure_says_whether_it_was_reached(value: float, more: bool, verdict: str) -> None:
    """Against what was asked for; the smaller is the better unless it is said."""
    least, aim = (1.0, 1.05) if more else (1.0, 0.5)
    assert Line("x", value, "s", least, aim, more).verdict == verdict
    assert Line("x", value, "s").verdict == ""


def test_figures_are_kept_as_table_and_json(tmp_path: Path) -> None:
    """With the machine, and without its name or a path of it."""
    lines = [Line("pages", 1234.5, "/s", 800, 1500, more=True, says="of 9")]
    keep("warc", lines, tmp_path)

    text = (tmp_path / "warc.md").read_text("utf-8")
    assert "| pages | 1,234 /s | 800 | 1,500 | reached | of 9 |" in text
    assert table("warc", lines) in text
    found = json.loads((tmp_path / "warc.json").read_text("utf-8"))
    assert found["figures"][0]["value"] == 1234.5
    assert set(found["machine"]) == {"cpu", "cores", "python", "day"}


def test_reading_and_linking_can_be_measured() -> None:
    """The stand-in's reports become events: three stories tell one occasion."""
    command = [sys.executable, str(ROOT / "tools" / "_bench_work.py"), "growth"]
    words = json.dumps({"n": 60, "real": False})
    done = subprocess.run([*command, words], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)

    assert found["documents"] == 60
    assert 15 <= found["events"] <= 30
    assert found["stages"]["link"] >= 0 and found["more"] == 1


def test_made_up_stories_stand_in_for_the_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no corpus beside the checkout, what is read is made up, and said so."""
    monkeypatch.setattr("_bench_work.CORPUS", tmp_path / "nothing")
    assert sample(150, tmp_path / "made") == "made up"

    made = (tmp_path / "made").glob("*.jsonl")
    assert sum(len(path.read_text("utf-8").splitlines()) for path in made) == 150


@pytest.mark.parametrize("words", [["start", "--sizes"], ["nothing"]])
def test_what_is_no_figure_is_refused(words: list[str]) -> None:
    """With the names of those there are."""
    with pytest.raises(SystemExit):
        _bench.main(words)


@pytest.mark.slow
def test_the_bench_runs() -> None:
    """Its quick form, on a few documents; nothing is said of speed."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "bench"), "--quick", "start", "stages", "growth"],
        capture_output=True,
        text=True,
    )

    assert not done.returncode, done.stderr[-2000:]
    assert [line[3:] for line in done.stdout.splitlines() if line.startswith("## ")] == [
        "start",
        "stages",
        "growth",
    ]
    assert set(FIGURES) >= {"micro", "workers", "whole", "warc", "gate"}


def test_what_ended_well_at_night_is_not_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What failed is done again; the exit code says whether anything did."""
    good = (sys.executable, "-c", "print('twelve of twelve')")
    bad = (sys.executable, "-c", "raise SystemExit('no room left')")
    checks = {"kill": Check("good", (good,), (bad,)), "link": Check("bad", (good, bad), (good,))}
    monkeypatch.setattr(_nightly, "CHECKS", checks)

    assert _nightly.main(["--into", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "| kill | ok | 0.0 | twelve of twelve |" in out
    assert "| link | failed (1) | 0.0 | no room left |" in out

    checks["link"] = checks["kill"]
    assert _nightly.main(["--into", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "| kill | ok (before) |" in out and "| link | ok |" in out
    assert _nightly.main(["kill", "--short", "--into", str(tmp_path)]) == 1


def test_every_check_of_the_night_can_be_run() -> None:
    """The programs that it names are there, long and short."""
    for name, check in CHECKS.items():
        assert check.whole and check.short, name
        for command in (*check.whole, *check.short):
            for word in command[1:]:
                if word.endswith(".py") or word.startswith("tests/"):
                    assert (ROOT / word).exists(), word
