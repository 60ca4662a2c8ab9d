"""Grouping reports into events."""

import random
from dataclasses import replace

import pytest

from dragoman.link import link
from dragoman.model import UNMARKED, Actor, Channel, Claim, Report, Role, SectionKind, Span, Status


def report(
    doc: str,
    channel: Channel = Channel.CALL,
    *,
    polities: tuple[str, ...] = ("st:chn", "st:rus"),
    date: str | None = "2022-09-15",
    status: Status = Status.HAPPENED,
    section: SectionKind = SectionKind.BODY,
    start: int = 0,
) -> Report:
    """Return a report of one sentence with a claim per party and, if given, a date."""
    span = Span(doc, start, start + 10, "x" * 10)
    claims = [
        Claim(Role.ACTOR, p, span, None, "test", actor=Actor(polity=p, how="alias"))
        for p in polities
    ]
    if date:
        claims.append(Claim(Role.DATE, date, span, None, "test"))
    return Report(doc, channel, status, tuple(claims), span, "test", section=section)


def visit(doc: str, *, back: bool = False) -> Report:
    """Return a report of a visit from China to Russia, or back."""
    there = report(doc, Channel.VISIT)
    first, second, *rest = there.claims
    roles = (Role.RECIPIENT, Role.ACTOR) if back else (Role.ACTOR, Role.RECIPIENT)
    parties = replace(first, role=roles[0]), replace(second, role=roles[1])
    return replace(there, claims=(*parties, *rest))


def seen(whole: Report, who: str) -> Report:
    """Return a report in which a person is named for China."""
    first, *rest = whole.claims
    actor = Actor(polity="st:chn", person=who, how="alias")
    return replace(whole, claims=(replace(first, value=who, actor=actor), *rest))


CASES = [
    ("the same call in two documents", [report("a"), report("b")], 1),
    ("it is tomorrow elsewhere", [report("a"), report("b", date="2022-09-16")], 1),
    ("two calls in one week", [report("a"), report("b", date="2022-09-19")], 2),
    ("parties in another order", [report("a"), report("b", polities=("st:rus", "st:chn"))], 1),
    ("other parties", [report("a"), report("b", polities=("st:chn", "st:kaz"))], 2),
    ("one family of channels", [report("a"), report("b", Channel.VIDEO_MEETING)], 1),
    ("another family", [report("a"), report("b", Channel.LETTER)], 2),
    ("a month that holds the day", [report("a"), report("b", date="2022-09")], 1),
    (
        "a month that holds two days says nothing about which",
        [report("a"), report("b", date="2022-09-28"), report("c", date="2022-09")],
        3,
    ),
    ("undated, in the same document", [report("a"), report("a", date=None, start=50)], 1),
    ("undated, in another document", [report("a"), report("b", date=None)], 2),
    ("yearless and dated", [report("a"), report("a", date="XXXX-09-15", start=50)], 2),
    ("planned, then happened", [report("a", status=Status.PLANNED), report("b")], 1),
    ("somebody else", [seen(report("a"), "pe:xi"), seen(report("b"), "pe:li")], 2),
    ("the same person", [seen(report("a"), "pe:xi"), seen(report("b"), "pe:xi")], 1),
    ("somebody, and nobody named", [seen(report("a"), "pe:xi"), report("b")], 1),
    ("a visit there and a visit here", [visit("a"), visit("b", back=True)], 2),
    ("a teaser is no evidence", [report("a"), report("b", section=SectionKind.TEASER)], 2),
]


@pytest.mark.parametrize(("reports", "events"), [pytest.param(r, n, id=i) for i, r, n in CASES])
def test_reports_group_by_parties_family_and_date(reports: list[Report], events: int) -> None:
    """Each report falls into exactly one event, and only compatible ones meet."""
    linked = link(reports)

    assert len(linked) == events
    assert sorted(r for event in linked for r in event.reports) == sorted(r.id for r in reports)


def test_order_changes_nothing() -> None:
    """Shuffled reports give the same events, down to their ids."""
    reports = [
        report(doc, channel, date=date)
        for doc in "abcd"
        for channel in (Channel.CALL, Channel.VISIT)
        for date in ("2022-09-15", "2022-09-16", "2022-09-18", "2022-09", None)
    ]
    expected = link(reports)
    shuffler = random.Random(7)
    for _ in range(20):
        shuffler.shuffle(reports)
        assert link(reports) == expected


def test_an_unrelated_report_changes_no_event() -> None:
    """Events keep their ids when something else comes in."""
    before = link([report("a"), report("b")])

    after = link([report("a"), report("b"), report("c", polities=("st:usa", "st:mex"))])

    assert set(before) < set(after)


def test_happened_wins_over_planned_and_disagreement_stays() -> None:
    """The event has the surer status, and every date that was claimed."""
    [event] = link([report("a", status=Status.PLANNED), report("b", date="2022-09-16")])

    assert event.status is Status.HAPPENED
    assert event.dates == ("2022-09-15", "2022-09-16")


def test_a_marked_plan_outweighs_an_unmarked_happening() -> None:
    """The words "will travel" decide over the headline "His trip to Paris"."""
    headline, plan = report("a"), report("a", status=Status.PLANNED, start=50)
    span = headline.evidence
    unmarked = Claim(Role.STATUS, Status.HAPPENED, span, None, UNMARKED)
    marked = Claim(Role.STATUS, Status.PLANNED, span, None, "verb.will")

    [event] = link(
        [
            replace(headline, claims=(*headline.claims, unmarked)),
            replace(plan, claims=(*plan.claims, marked)),
        ]
    )

    assert event.status is Status.PLANNED
