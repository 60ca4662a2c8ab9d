"""Comparing the reports of two runs: what pairs with what, and in what the two differ."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.ask.diff import Change, Kind, compare, values_of
from dragoman.model import Actor, Channel, Claim, Report, Role, SectionKind, Span, Status

TEXT = "Wang Yi met Lavrov. Macron phoned Putin and met Scholz."


def report(
    rule: str = "meeting.met",
    *,
    at: tuple[int, int] = (0, 19),
    parties: tuple[str, ...] = ("st:chn", "st:rus"),
    status: Status = Status.HAPPENED,
    day: str | None = None,
) -> Report:
    """Return a report whose channel is that of its rule's name."""
    span = Span("d", *at, TEXT[slice(*at)])
    claims = [Claim(Role.ACTOR, who, span, None, rule, Actor(who)) for who in parties]
    if day:
        claims.append(Claim(Role.DATE, day, span, None, "date.day"))
    return Report("d", Channel(rule.split(".")[0]), status, tuple(claims), span, rule)


MET = report()
SECOND = (20, 55)


@pytest.mark.parametrize(
    ("new", "fields"),
    [
        (replace(MET, status=Status.PLANNED), ("status",)),
        (report(day="2023-06"), ("date",)),
        (report(parties=("st:chn", "st:rus", "st:ind")), ("parties",)),
        (report("video_meeting.met"), ("channel", "rule")),
        (replace(MET, rule="meeting.other"), ("rule",)),
        (replace(MET, background=True, section=SectionKind.TEASER), ("context",)),
        (replace(MET, speakers=("Xinhua",)), ("speakers",)),
        (report(at=(0, 11)), ("sentence",)),
    ],
)
def test_one_happening_told_differently(new: Report, fields: tuple[str, ...]) -> None:
    """It is one change, which names the fields that differ."""
    [change] = compare([MET], [new])
    assert (change.kind, change.fields) == (Kind.CHANGED, fields)
    assert change.rules == tuple(dict.fromkeys((new.rule, MET.rule)))


@pytest.mark.parametrize(
    "new",
    [
        report(at=SECOND),  # another sentence
        report("call.phoned", parties=("st:chn", "st:ind")),  # another channel, others
    ],
)
def test_two_happenings(new: Report) -> None:
    """One vanished and the other appeared, in the order of their words."""
    changes = list(compare([MET], [new]))
    assert {change.kind for change in changes} == {Kind.VANISHED, Kind.APPEARED}
    places = [change.report.evidence.start for change in changes]
    assert places == sorted(places)


def test_those_most_alike_are_paired() -> None:
    """Of two meetings in a sentence each meets itself again, in whatever order they come."""
    one, two = (report(at=SECOND, parties=("st:fra", who)) for who in ("st:rus", "st:deu"))
    dated = [report(at=SECOND, parties=("st:fra", w), day="2023") for w in ("st:deu", "st:rus")]
    changes = list(compare([one, two], dated))
    assert all(change.fields == ("date",) for change in changes)
    assert len(changes) == 2


def test_what_is_filled_is_what_a_new_report_brings() -> None:
    """A report that only one run has differs in all that it says."""
    assert Change(None, MET).fields == ("sentence", "channel", "status", "parties", "rule")
    assert values_of(MET)["parties"] == ("actor st:chn", "actor st:rus")


def test_many_reports_in_one_sentence_take_no_time() -> None:
    """A list of a thousand states, or an attack, is compared in a moment."""
    old = [report(parties=("st:chn", f"st:{n:03}")) for n in range(300)]
    new = [replace(one, status=Status.PLANNED) for one in old]
    assert sum(change.kind is Kind.CHANGED for change in compare(old, new)) == 300


REPORTS = st.lists(
    st.builds(
        report,
        st.sampled_from(["meeting.met", "call.phoned", "meeting.talks"]),
        at=st.sampled_from([(0, 19), SECOND, (5, 30)]),
        parties=st.sampled_from([("st:chn", "st:rus"), ("st:fra", "st:rus"), ("st:chn",)]),
        status=st.sampled_from([Status.HAPPENED, Status.PLANNED]),
        day=st.sampled_from([None, "2023"]),
    ),
    max_size=6,
)


@given(REPORTS, REPORTS)
def test_nothing_is_counted_twice_or_lost(old: list[Report], new: list[Report]) -> None:
    """Whatever the runs say: each report is in one change at most, or stands as it was."""
    changes = list(compare(old, new))
    kept_old = len(old) - sum(change.old is not None for change in changes)
    kept_new = len(new) - sum(change.new is not None for change in changes)
    assert kept_old == kept_new >= 0
    assert list(compare(old, list(reversed(old)))) == []
