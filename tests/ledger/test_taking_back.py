"""Decisions that are taken back, and audits."""

from decision_making import DOC, call, meeting

from dragoman.ledger.cases import differing
from dragoman.ledger.deciding import Decider
from dragoman.ledger.replay import replay, taken_back
from dragoman.model import DecisionKind


class Source:
    """A source of one document."""

    def texts(self, doc_ids: object) -> dict[str, str]:
        """Return its text."""
        return {DOC.id: DOC.text}

    def reports(self, doc_ids: object) -> list[object]:
        """Return its reports."""
        return [meeting(), call()]

    def holding(self, anchors: object) -> dict[object, list[str]]:
        """Find nothing elsewhere."""
        return {}

    def naming(self, forms: object, actors: object) -> list[str]:
        """Find nobody."""
        return []


def numbered(*made: object) -> list[object]:
    """Give decisions their numbers."""
    from dataclasses import replace

    return [replace(one, number=n) for n, one in enumerate(made, start=1)]  # type: ignore[type-var]


def test_a_decision_is_taken_back_and_taken_up_again() -> None:
    """The report is back; who takes back the taking back has rejected it again."""
    ann = Decider("Ann", at="2026-01-01T10:00:00+00:00")
    reject = ann.judge(DecisionKind.REJECT, DOC, meeting())
    back = Decider("Ann", at="2026-01-01T10:00:01+00:00").take_back(reject)
    again = Decider("Ann", at="2026-01-01T10:00:02+00:00").take_back(back)
    two, three = numbered(reject, back), numbered(reject, back, again)

    assert taken_back(two) == {1: 2} and taken_back(three) == {2: 3}  # type: ignore[arg-type]
    assert not replay(two, Source()).changed  # type: ignore[arg-type]
    assert list(replay(three, Source()).changed.values()) == [None]  # type: ignore[arg-type]
    states = [o.state.value for o in replay(two, Source()).outcomes]  # type: ignore[arg-type]
    assert states == ["overruled", "applied"]


def test_an_audit_changes_nothing() -> None:
    """What fits agrees, what does not is stale; the reports stay as they are."""
    told = {"status": ("ongoing",), "channel": ("meeting",), "actor": ("st:chn", "st:idn")}
    answers = [{**told, "date": ("2020-08-20",)}, told, {}]
    made = [Decider("Ann").audit(DOC, meeting(), answer) for answer in answers]
    found = replay(numbered(*made), Source())  # type: ignore[arg-type]
    assert not found.changed and not found.added
    assert [o.state.value for o in found.outcomes] == ["agrees", "stale", "stale"]
    assert differing(told, made[0].seen) == ("date",)
