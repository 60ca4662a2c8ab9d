"""Audits, precision and agreement: what follows from reviewers' answers."""

from dataclasses import replace

from dragoman.ask.review import agreement, audits, precision
from dragoman.model import Anchor, Decision, DecisionKind, Slot

SEEN = {"status": ("happened",), "channel": ("call",), "actor": ("st:chn", "st:fra")}


def audit(number: int, text: int, by: str, **answer: tuple[str, ...]) -> Decision:
    """Return the answer of somebody on a text."""
    anchor = Anchor("h", f"d{text}", "words", "", "", 0, 5, Slot("call", ("st:chn", "st:fra")))
    at = f"2026-01-01T10:00:{number % 60:02}+00:00"
    value = {**SEEN, **answer} if answer.get("status") != ("nothing",) else {}
    return Decision(DecisionKind.AUDIT, "d", "", by, at, {}, (anchor,), SEEN, value, number)


def test_precision_counts_each_text_once_by_the_first_answer() -> None:
    """Two of ten are wrong in the channel, one in all; second answers change nothing."""
    first = [audit(n, n, "Ann") for n in range(1, 8)]
    wrong = [audit(n, n, "Ann", channel=("meeting",)) for n in (8, 9)]
    nothing = audit(10, 10, "Ann", status=("nothing",))
    later = [audit(11, 1, "Ann", channel=("visit",)), audit(12, 2, "Bob", channel=("visit",))]
    found = {one.what: one for one in precision(audits([*first, *wrong, nothing, *later]))}
    assert [(found[w].right, found[w].of) for w in ("all", "channel", "parties")] == [
        (7, 10),
        (7, 10),
        (9, 10),
    ]
    assert found["all"].low < 0.7 < found["all"].high
    assert precision(()) == ()


def test_the_best_of_several_answers_counts() -> None:
    """Words that report two things are read rightly where the machine read one of them."""
    one = audit(1, 1, "Ann", channel=("visit",))
    two = replace(audit(2, 1, "Ann"), at=one.at)
    assert audits([one, two])[0].wrong == ()


def test_agreement_is_the_library_s_alpha_from_ten_texts_on() -> None:
    """Full agreement is 1; below ten texts, or with one value alone, it is refused."""
    made = []
    for n in range(1, 11):
        channel = ("call",) if n % 2 else ("visit",)
        made += [
            audit(2 * n, n, "Ann", channel=channel),
            audit(2 * n + 1, n, "Bob", channel=channel),
        ]
    found = {one.what: one for one in agreement(made)}
    assert found["channel"].alpha == 1.0 and found["channel"].n_texts == 10
    assert found["status"].alpha is None and "same answer" in found["status"].refused
    few = {one.what: one for one in agreement(made[:6])}
    assert few["channel"].alpha is None and "10 are the least" in few["channel"].refused
