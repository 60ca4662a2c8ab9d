"""Three digests of samples, word for word."""

from difflib import unified_diff
from pathlib import Path

import pytest
from golden_digests import DIGESTS, RENEW, golden, make_digest, make_ledger


@pytest.fixture(scope="module")
def samples_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the samples that the golden digests are of."""
    return make_ledger(tmp_path_factory.mktemp("golden"))


@pytest.mark.slow
@pytest.mark.parametrize(("who", "month"), DIGESTS)
def test_digest_is_the_golden_one(samples_ledger: Path, who: str, month: str) -> None:
    """The whole brief, as a person has read it; never rewritten by the test."""
    made = make_digest(samples_ledger, who, month)

    expected = golden(who, month).read_text(encoding="utf-8")
    changed = "\n".join(unified_diff(expected.splitlines(), made.splitlines(), lineterm="", n=0))
    assert not changed, f"{changed}\n\nIf it is better so: '{RENEW}' writes the golden digests anew"
