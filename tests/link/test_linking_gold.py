"""The linker on the pairs that two readers judged, beside the plain rule."""

import json
import sys
from pathlib import Path

import pytest

EVAL = Path(__file__).parents[2] / "eval"


@pytest.fixture(scope="module")
def measured() -> object:
    """Return the script that measures, with its folder on the path for as long as it loads."""
    sys.path.insert(0, str(EVAL))
    try:
        import linking
    finally:
        sys.path.remove(str(EVAL))
    return linking


def test_the_linker_tells_the_judged_pairs_apart(measured: object) -> None:
    """F1 of .88 at the least, and at most half of the errors of the rule; see eval/linking.md."""
    pairs, _ = measured.load_pairs()  # type: ignore[attr-defined]
    names = [name for pair in pairs for name in pair.pair]
    reports, sources = measured.load_reports(names)  # type: ignore[attr-defined]
    # Some of the documents lie beside the project and not in it.
    there = [p for p in pairs if p.same is not None and all(name in reports for name in p.pair)]

    ours = measured.figures(there, measured.by_linker(reports, sources))  # type: ignore[attr-defined]
    rule = measured.figures(there, measured.by_rule(reports))  # type: ignore[attr-defined]

    assert len(there) > 300
    assert ours.f1 >= 0.88
    assert len(ours.wrong) <= len(rule.wrong) / 2


def test_every_pair_is_judged_twice_and_stands_in_one_part() -> None:
    """The gold holds together: ids, verdicts, parts, and no document in both parts."""
    folder = EVAL / "linking"
    pairs, verdicts = (
        {row["id"]: row for row in map(json.loads, (folder / name).read_text("utf-8").splitlines())}
        for name in ("pairs.jsonl", "judged.jsonl")
    )
    parts = json.loads((folder / "split.json").read_text("utf-8"))

    assert pairs.keys() == verdicts.keys() == {name for ids in parts.values() for name in ids}
    assert sum(row["one"] is row["two"] for row in verdicts.values()) >= 200
    docs = {
        part: {pairs[i][end].partition("#")[0] for i in ids for end in "ab"}
        for part, ids in parts.items()
    }
    assert docs["work"].isdisjoint(docs["check"])
