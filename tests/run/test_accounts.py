"""Both sides' accounts of one happening, read from the samples: nothing that differs is lost."""

from collections import defaultdict
from pathlib import Path

import pytest

from dragoman.ask import show
from dragoman.ask.record import happenings
from dragoman.ask.show import NAMED
from dragoman.model import Role
from dragoman.run import Ledger, read_into

SAMPLES = Path(__file__).parents[2] / "samples"
PAIRS = [("wr01", "wr02"), ("wr03", "wr04"), ("wr05", "wr06"), ("wr07", "wr08")]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a ledger of the samples that tell one happening from two sides."""
    path = tmp_path_factory.mktemp("pairs") / "ledger"
    read_into([SAMPLES / f"{name}.txt" for pair in PAIRS for name in pair], path)
    return path


@pytest.mark.slow
def test_what_one_side_names_and_the_other_does_not_is_shown(pairs: Path) -> None:
    """Each value of an event that some document does not give is a disagreement or left out."""
    told_by_two = 0
    with Ledger.open(pairs) as book:
        for happening in happenings(book):
            docs = {doc.id for doc in happening.docs}
            if len(docs) < 2:
                continue
            told_by_two += 1
            found = show(book, happening.id)
            shown = {(left.about, left.value) for left in found.left_out}
            at_odds = {difference.about for difference in found.disagreements}
            by_value: dict[tuple[str, str], set[str]] = defaultdict(set)
            by_role: dict[str, set[str]] = defaultdict(set)
            for claim in happening.having(*NAMED):
                by_value[claim.role, claim.value].add(claim.doc_id)
                by_role[claim.role].add(claim.doc_id)
            for (role, value), speaking in by_value.items():
                silent = docs - (speaking if role in (Role.TOPIC, Role.ITEM) else by_role[role])
                assert not silent or (role, value) in shown or role in at_odds
    assert told_by_two >= 3
