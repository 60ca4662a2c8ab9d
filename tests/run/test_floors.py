"""The gate: what was reached on the samples is not lost, and nobody reads the part `check`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.run.evaluate import Evaluation
from dragoman.run.schema import document_of, read_rows
from dragoman.run.score import Scores, score

ROOT = Path(__file__).parents[2]
EVENT = {
    "type": "meeting",
    "participants": [{"country": "CHN"}, {"country": "IDN"}],
    "evidence": ["They met\n# at [home](x) <b>"],
}


@pytest.fixture(scope="module")
def report(evaluation):
    """The module `eval/report.py`."""
    return evaluation("report")


def test_the_samples_reach_their_floors(report):
    """What is measured on the documents that ship with the project does not fall."""
    result = report.measure(next(c for c in report.CORPORA if c.name == "written"))

    assert result.unread == ()
    assert report.load_floors()["sets"]["written"]["documents"] == 70
    assert report.below_floor([result], report.load_floors()) == []


def test_the_gold_of_the_samples_is_the_shared_one(shared):
    """The copies in `eval/gold` have not drifted from where they come from."""
    for name in ("written.jsonl", "GUIDELINES.md"):
        assert (ROOT / "eval/gold" / name).read_bytes() == (shared / "gold" / name).read_bytes()
    ours = json.loads((ROOT / "eval/gold/split.json").read_text("utf-8"))
    theirs = json.loads((shared / "gold/split.json").read_text("utf-8"))
    assert ours == {"written": theirs["written"]}
    for path in (shared / "gold/written").glob("wr*.txt"):
        assert path.read_bytes() == (ROOT / "samples" / path.name).read_bytes()


# --------------------------------------------------------------------------- floors


def figures(right: int, missed: int) -> Scores:
    """Score so many found and so many missed events, one in a document."""
    gold = [
        document_of({"id": f"d{number}", "language": "en", "events": [EVENT]})
        for number in range(right + missed)
    ]
    found = [
        document_of({"id": f"d{number}", "events": [EVENT] if number < right else []})
        for number in range(right + missed)
    ]
    return score(gold, found)


@pytest.fixture
def measured(report, tmp_path):
    """Make measurements of a set of two parts from the share of events that were found."""
    corpus = report.Corpus("set", tmp_path / "gold.jsonl", tmp_path, True, True)

    def make(right: int, missed: int, fingerprint: str = "a"):
        scores = figures(right, missed)
        return report.Measured(corpus, fingerprint, {"all": scores, "work": scores}, ())

    return make


EMPTY = {"about": "", "sets": {}, "lowered": []}


def test_a_figure_below_its_floor_is_named(report, measured):
    """Set, part, figure, what was reached and what was pinned."""
    floors = report.pin([measured(2, 1)], EMPTY, None)

    assert floors["sets"]["set"]["parts"]["work"]["F1"] == 0.8
    assert report.below_floor([measured(2, 1)], floors) == []
    assert report.below_floor([measured(3, 0)], floors) == []
    assert "set, work: F1 is 0.6667, and its floor is 0.800" in report.below_floor(
        [measured(1, 1)], floors
    )


def test_pinning_raises_and_never_lowers(report, measured):
    """A worse measurement leaves the floor where it was."""
    floors = report.pin([measured(2, 1)], EMPTY, None)

    worse = report.pin([measured(1, 2)], floors, None)
    better = report.pin([measured(3, 0)], floors, None)

    assert worse == floors
    assert better["sets"]["set"]["parts"]["all"]["F1"] == 1.0
    assert better["lowered"] == []


def test_a_lowered_floor_keeps_its_reason(report, measured):
    """What, when, from where to where and why, for whoever asks later."""
    floors = report.pin([measured(2, 1)], EMPTY, None)

    lowered = report.pin([measured(1, 1)], floors, "the rule for visits over-coded plans")

    assert lowered["sets"]["set"]["parts"]["all"]["F1"] == 0.666
    assert [entry["what"] for entry in lowered["lowered"] if "all: F1" in entry["what"]] == [
        "all: F1 from 0.800 to 0.666"
    ]
    assert {e["because"] for e in lowered["lowered"]} == {"the rule for visits over-coded plans"}


def test_figures_of_a_changed_gold_are_not_compared(report, measured):
    """A changed page cannot move a score silently, not even upwards."""
    floors = report.pin([measured(1, 1)], EMPTY, None)
    changed = measured(3, 0, fingerprint="b")

    [complaint] = report.below_floor([changed], floors)
    silently = report.pin([changed], floors, None)
    openly = report.pin([changed], floors, "two dates in the gold were wrong")

    assert "are not those that the floors were pinned on" in complaint
    assert silently == floors
    assert report.below_floor([changed], openly) == []
    assert openly["lowered"][0]["what"] == "gold or texts changed"


def test_a_changed_text_changes_the_fingerprint(report, tmp_path):
    """Gold and texts both count."""
    (tmp_path / "gold.jsonl").write_text('{"id": "a", "events": []}\n', "utf-8")
    corpus = report.Corpus("set", tmp_path / "gold.jsonl", tmp_path, True, False)
    seen = [corpus.fingerprint()]
    for text in ("one", "two"):
        (tmp_path / "a.txt").write_text(text, "utf-8")
        seen.append(corpus.fingerprint())
    (tmp_path / "gold.jsonl").write_text('{"id": "a",  "events": []}\n', "utf-8")
    seen.append(corpus.fingerprint())

    assert len(set(seen)) == 4


@pytest.mark.parametrize("reason", ["", "because", "it fell"])
def test_a_reason_is_more_than_a_word(report, reason):
    """Whoever lowers a floor says why."""
    with pytest.raises(SystemExit):
        report.main(["--lower-floor", reason])


# --------------------------------------------------------------------------- report and check part


@pytest.fixture
def two_parts(report, tmp_path, monkeypatch):
    """Measure a set of one document per part, in which nothing is found."""
    gold = tmp_path / "gold.jsonl"
    rows = [
        {
            "id": name,
            "language": "en",
            "events": [{**EVENT, "evidence": [f"{EVENT['evidence'][0]} in {name}"]}],
        }
        for name in ("open", "sealed")
    ]
    gold.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    split = {"gold": {"work": ["open"], "check": ["sealed"]}}
    (tmp_path / "split.json").write_text(json.dumps(split), "utf-8")

    def found_nothing(texts, gold, out):
        out.write_text("", "utf-8")
        return Evaluation(score(read_rows(gold), []), (), ())

    monkeypatch.setattr(report, "evaluate", found_nothing)

    def measure(quotable: bool):
        return report.measure(report.Corpus("set", gold, tmp_path, quotable, True))

    return measure


def test_the_report_quotes_the_part_work_only(report, two_parts):
    """Of the part `check` it has figures; of a set that may not be quoted as well."""
    page = report.report_of([two_parts(quotable=True)])

    assert "| set | check | 1 | 0.000 |" in page
    assert "in open" in page
    assert "in sealed" not in page
    assert "in open" not in report.report_of([two_parts(quotable=False)])


def test_the_report_obeys_nothing_that_a_document_says(report, two_parts):
    """A sentence with Markdown or HTML in it is shown as it stands, on one line."""
    page = report.report_of([two_parts(quotable=True)])

    assert r"> They met \# at \[home\](x) \<b\> in open" in page


def errors(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `tools/errors`."""
    return subprocess.run(
        [sys.executable, str(ROOT / "tools" / "errors"), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_errors_of_the_part_check_are_not_shown():
    """An id of that part is refused by name, before anything is read."""
    refused = errors("wr01")

    assert refused.returncode == 1
    assert "'wr01' is of the part 'check' of written" in refused.stderr
    assert refused.stdout == ""


def test_errors_are_shown_with_both_sentences():
    """For the part `work`, the gold's reading and ours."""
    shown = errors("wr02", "wr66", "--right")

    assert shown.returncode == 0, shown.stderr
    assert "2 documents: P " in shown.stdout
    assert "gold  video_meeting|call, happened, 2022-03-18 @ virtual" in shown.stdout
