"""Grouping reports into events."""

import pickle
import random
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from linking_making import report, seen, visit

from dragoman.link import Source, link, pairs
from dragoman.link.cases import cases_of
from dragoman.link.compare import alike
from dragoman.link.groups import Group
from dragoman.link.pairs import Pair, Share
from dragoman.model import UNMARKED, Channel, Claim, Edge, Report, Role, SectionKind, Status

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
    ("two days of one document", [report("a"), report("a", date="2022-09-16", start=50)], 2),
    (
        "a possible one without a day is not what has been",
        [report("a"), report("a", date=None, status=Status.HYPOTHETICAL, start=50)],
        2,
    ),
    (
        "one sentence tells two acts",
        [report("a", Channel.AGREEMENT), report("a", Channel.JOINT_STATEMENT)],
        2,
    ),
    (
        "an envoy's talks and a meeting of three",
        [
            report("a", Channel.MEETING, polities=("st:chn", "st:rus", "st:ind")),
            report("b", Channel.MEETING),
        ],
        2,
    ),
    (
        "a summit here, a meeting there",
        [
            report("a", Channel.SUMMIT, people=("pe:xi", "pe:putin")),
            report("b", Channel.MEETING, people=("pe:xi", "pe:putin"), place=None),
        ],
        1,
    ),
    (
        "a visit and the meeting in it",
        [
            report("a", Channel.VISIT, people=("pe:xi", "pe:putin")),
            report("b", Channel.MEETING, people=("pe:xi", "pe:putin")),
        ],
        2,
    ),
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


def test_news_without_a_day_joins_the_one_thing_that_it_can_be() -> None:
    """Published a day later, it can be only that call; with two calls around, it stays apart."""
    dated, undated = report("a"), report("b", date=None)
    other = report("c", date="2022-09-17")
    sources = {"b": Source("2022-09-16")}

    assert len(link([dated, undated], sources)) == 1
    assert len(link([dated, undated], {"b": Source("2022-10-16")})) == 2
    assert len(link([dated, other, undated], {"b": Source("2022-09-18")})) == 3


def test_a_look_back_joins_the_one_thing_of_the_year_before() -> None:
    """Told as earlier context, it was at any time before; with two of them, it stays apart."""
    people = ("pe:xi", "pe:putin")
    dated, other = report("a", people=people), report("c", people=people, date="2022-05-01")
    back = report("b", date=None, background=True, people=people)

    assert len(link([dated, back], {"b": Source("2023-01-16")})) == 1
    assert len(link([dated, back], {"b": Source("2022-08-16")})) == 2
    assert len(link([dated, back], {"b": Source("2024-01-16")})) == 2
    assert len(link([dated, other, back], {"b": Source("2023-01-16")})) == 3


def test_two_acts_of_one_document_stay_two_whatever_others_tell() -> None:
    """Talks and the dinner after them: a paper that tells of talks alone joins the talks."""
    words = replace(report("a").evidence, quote="They held talks.")
    dinner = replace(words, quote="They dined together.", start=50, end=70)
    talks = replace(report("a", Channel.MEETING), evidence=words)
    meal = replace(report("a", Channel.MEETING), evidence=dinner)
    other = replace(report("b", Channel.MEETING), evidence=replace(words, doc_id="b"))

    events = {event.reports for event in link([talks, meal, other])}

    assert events == {tuple(sorted([talks.id, other.id])), (meal.id,)}


def test_a_record_made_by_hand_tells_each_act_once() -> None:
    """The same words twice are two acts there, and one in what a machine reads."""
    one, two = report("a"), report("a", start=50)

    assert len(link([one, two])) == 1
    assert len(link([one, two], one_act_each=True)) == 2


PLAN = {"channel": Channel.VISIT, "status": Status.PLANNED, "people": ("pe:xi", "pe:putin")}


def test_a_plan_that_is_moved_becomes_what_was_held() -> None:
    """Announced for the 15th, put off, held on the 29th: one event, on the 29th."""
    announced = report("a", **PLAN)
    put_off = report("b", **PLAN | {"status": Status.CANCELLED}, said="postponed")
    held = report("c", **PLAN | {"status": Status.HAPPENED}, date="2022-09-29")
    sources = {"a": Source("2022-09-01"), "b": Source("2022-09-10"), "c": Source("2022-09-29")}

    [event] = link([announced, put_off, held], sources)

    assert (event.status, event.dates) == (Status.HAPPENED, ("2022-09-29",))


def test_a_plan_that_is_given_up_is_not_the_next_one() -> None:
    """Only words of moving bring two days together, and never what has taken place before."""
    announced = report("a", **PLAN)
    cancelled = report("b", **PLAN | {"status": Status.CANCELLED}, said="cancelled")
    held = report("c", **PLAN | {"status": Status.HAPPENED}, date="2022-09-29")
    earlier = report("d", **PLAN | {"status": Status.HAPPENED}, date="2022-08-29")
    put_off = report("e", **PLAN, said="postponed")

    assert len(link([announced, cancelled, held])) == 2
    assert len(link([earlier, put_off])) == 2


def test_what_people_decided_holds() -> None:
    """Same: whatever the dates. Not the same: whatever they have in common."""
    one, two, far = report("a"), report("b"), report("c", date="2022-12-01")

    assert len(link([one, two], edges=[Edge(one.id, two.id, same=False)])) == 2
    assert len(link([one, far], edges=[Edge(one.id, far.id, same=True)])) == 1
    third = report("d")
    split = link([one, two, third], edges=[Edge(one.id, two.id, same=False)])
    assert not any({one.id, two.id} <= set(event.reports) for event in split)


def test_a_decision_on_reports_that_are_gone_changes_nothing() -> None:
    """An edge to a report that no document tells any more is passed over."""
    one = report("a")

    assert len(link([one], edges=[Edge(one.id, "gone", same=True)])) == 1


def test_a_visit_holds_its_meetings() -> None:
    """Within its days and with its parties; not the day after, and not of somebody else."""
    stay = report("a", Channel.VISIT, date="2022-09-14/2022-09-16", people=("pe:xi",))
    inside = report("a", Channel.MEETING, date="2022-09-15", start=50, people=("pe:xi",))
    later = report("a", Channel.MEETING, date="2022-09-20", start=90)
    other = report("b", Channel.MEETING, date="2022-09-16", people=("pe:wang-yi",), start=90)

    events = {event.reports: event for event in link([stay, inside, later, other])}

    assert events[(inside.id,)].part_of == events[(stay.id,)].id
    assert events[(later.id,)].part_of is None
    assert events[(other.id,)].part_of is None
    assert events[(stay.id,)].part_of is None


def test_names_that_the_register_does_not_know_are_compared_by_their_words() -> None:
    """A registered person is not another one; an unknown name shares a word with a known one."""
    assert alike(["pe:xi-jinping"], ["Xi Jinping"])
    assert not alike(["pe:xi-jinping"], ["pe:li-xi-jinping"])
    assert not alike(["Ahmed Ali"], ["Omar Hassan"])


def test_what_says_the_same_shares_its_signature() -> None:
    """A million reports of a thousand happenings keep a thousand signatures in memory."""
    one, two = cases_of([report("a"), report("b")], {})

    assert one.said is two.said


@pytest.mark.parametrize(
    ("one", "two", "because"),
    [
        (visit("a"), visit("b", back=True), "givers"),
        (seen(report("a"), "pe:xi"), seen(report("b"), "pe:li"), "persons"),
        (report("a"), report("b", date="2022-09-19"), "days"),
        (report("a"), report("a", start=50), "document"),
        (report("a"), report("b"), None),
    ],
)
def test_what_keeps_two_apart_is_named(one: Report, two: Report, because: str | None) -> None:
    """Whatever else they have in common, and by the word that `dragoman why` prints."""
    ours, theirs = (Group.of([case]) for case in cases_of([one, two], {}))

    assert ours.keeps_apart(theirs) == because


def kazakh(doc: str, date: str = "2022-09-15") -> Report:
    """Return a report of another pair of states."""
    return report(doc, polities=("st:chn", "st:kaz"), date=date)


def test_shares_scored_elsewhere_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others get all that they need, and no order of theirs changes anything."""
    cases = [*(reports for _, reports, _ in CASES), [kazakh("a"), kazakh("b", "2022-09-16")]]
    told = [replace(one, doc_id=f"{one.doc_id}{n}") for n, many in enumerate(cases) for one in many]
    here = link(told)
    n_shares = 0

    def spread(work: Callable[[Share], list[Pair]], shares: Iterable[Share]) -> list[list[Pair]]:
        nonlocal n_shares
        sent = [pickle.loads(pickle.dumps(share)) for share in shares]  # noqa: S301 - ours
        n_shares = len(sent)
        return [work(share) for share in reversed(sent)]

    monkeypatch.setattr(pairs, "MANY", 0)
    monkeypatch.setattr(pairs, "_SHARE", 1)
    assert link(told, spread=spread) == here
    assert n_shares > 1
