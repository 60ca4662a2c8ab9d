"""All that lies between two states."""

from collections.abc import Sequence

import pytest
from standin_ledger import StandIn

from dragoman.ask.pair import pair
from dragoman.ask.rank import rank_of
from dragoman.model import InputError, NothingFound


def add(
    ledger: StandIn,
    event: str,
    channel: str,
    who: Sequence[tuple[str, str]],
    day: str | None,
    *,
    status: str = "happened",
    part_of: str | None = None,
    published: str = "2020-09-01",
) -> None:
    """Add an event that a document of its own tells."""
    words = " ".join(["On", day or "some day", *(value for _, value in who), event])
    ledger.document(f"doc-{event}", words, outlet="Hainan Courier", published=published)
    claims = [(role, value, value) for role, value in who]
    claims += [("date", day, day)] if day else []
    ledger.report(f"r-{event}", f"doc-{event}", words, channel, status, claims, rule="x.y")
    first = f"{day}-01" if day and len(day) == len("2020-01") else day
    days = (first, first) if first else None
    ledger.event(event, channel, status, [f"r-{event}"], days, part_of=part_of)


@pytest.fixture
def talks(empty_ledger: StandIn) -> StandIn:
    """Return a ledger with two visits of Wang Yi to Indonesia, one with a meeting in it."""
    wang, retno = ("actor", "pe:wang-yi"), ("recipient", "st:idn")
    meeting = [wang, ("actor", "pe:retno-marsudi")]
    add(empty_ledger, "ev:first", "visit", [wang, retno], "2019-05-01")
    add(empty_ledger, "ev:second", "visit", [wang, retno], "2020-01-10")
    add(
        empty_ledger,
        "ev:call",
        "call",
        [("actor", "pe:xi-jinping"), ("actor", "pe:joko-widodo")],
        "2020-01-11",
    )
    add(empty_ledger, "ev:talks", "meeting", meeting, "2020-01-12", part_of="ev:second")
    add(
        empty_ledger,
        "ev:back",
        "visit",
        [("actor", "pe:retno-marsudi"), ("recipient", "st:chn")],
        "2020-08-20",
    )
    add(
        empty_ledger,
        "ev:plan",
        "summit",
        [("actor", "pe:xi-jinping"), ("actor", "pe:joko-widodo")],
        "2020-11-05",
        status="planned",
    )
    add(empty_ledger, "ev:undated", "letter", [("actor", "st:idn"), ("recipient", "st:chn")], None)
    add(
        empty_ledger,
        "ev:both",
        "aid",
        [("actor", "st:idn"), ("actor", "st:chn"), ("recipient", "st:fra")],
        "2020-02-02",
    )
    return empty_ledger


def test_rows_in_time_order_with_the_parts_of_a_visit_under_it(talks: StandIn) -> None:
    """The meeting of the visit stands before the call of the day between; undated last."""
    rows = pair(talks, "st:chn", "st:idn").rows

    assert [(row.event, row.part_of) for row in rows] == [
        ("ev:first", None),
        ("ev:second", None),
        ("ev:talks", "ev:second"),
        ("ev:call", None),
        ("ev:back", None),
        ("ev:plan", None),
        ("ev:undated", None),
    ]


def test_who_acts_and_who_is_named_on_each_side(talks: StandIn) -> None:
    """A visit and a letter have an acting side, a call has none; states are not named twice."""
    rows = {row.event: row for row in pair(talks, "st:idn", "st:chn").rows}

    assert (rows["ev:back"].by, rows["ev:back"].one, rows["ev:back"].other) == (
        "st:idn",
        ("pe:retno-marsudi",),
        (),
    )
    assert rows["ev:call"].by is None
    assert rows["ev:undated"].by == "st:idn"


def test_counts_are_of_what_happened(talks: StandIn) -> None:
    """The plan is a row and no count; the undated letter counts and is no first or last."""
    answer = pair(talks, "st:chn", "st:idn")

    assert [(c.channel, c.n_events, c.first, c.last) for c in answer.by_channel] == [
        ("call", 1, ("2020-01-11",), ("2020-01-11",)),
        ("letter", 1, (), ()),
        ("visit", 3, ("2019-05-01",), ("2020-08-20",)),
        ("meeting", 1, ("2020-01-12",), ("2020-01-12",)),
    ]
    assert (answer.basis.n_events, answer.basis.not_happened) == (6, 1)


@pytest.mark.parametrize("states", [("st:chn", "st:idn"), ("st:idn", "st:chn")])
def test_last_contact_at_each_rank(talks: StandIn, states: tuple[str, str]) -> None:
    """Heads by call; foreign ministers met in January, one of them came in August.

    Aid that a head gave later is no contact, whichever state is typed first.
    """
    gift = [("actor", "pe:joko-widodo"), ("recipient", "st:chn")]
    add(talks, "ev:aid", "aid", gift, "2020-08-30")

    assert [(c.rank, c.both, c.event) for c in pair(talks, *states).last] == [
        ("head of state", True, "ev:call"),
        ("head of state", False, "ev:call"),
        ("foreign minister", True, "ev:talks"),
        ("foreign minister", False, "ev:back"),
    ]


def test_a_part_stands_under_its_whole_though_its_day_is_coarse(talks: StandIn) -> None:
    """A meeting dated to the month sorts before the visit of the tenth, and stays under it."""
    add(
        talks,
        "ev:dinner",
        "meeting",
        [("actor", "st:chn"), ("actor", "st:idn")],
        "2020-01",
        part_of="ev:second",
    )

    rows = [row.event for row in pair(talks, "st:chn", "st:idn").rows]

    assert rows[1:4] == ["ev:second", "ev:dinner", "ev:talks"]


def test_who_visited_whom(talks: StandIn) -> None:
    """All visits of a side first, then each visitor's, with the last one."""
    assert [
        (v.visitor, v.who, v.rank, v.n_events, v.last)
        for v in pair(talks, "st:chn", "st:idn").visits
    ] == [
        ("st:chn", None, None, 2, ("2020-01-10",)),
        ("st:chn", "pe:wang-yi", "foreign minister", 2, ("2020-01-10",)),
        ("st:idn", None, None, 1, ("2020-08-20",)),
        ("st:idn", "pe:retno-marsudi", "foreign minister", 1, ("2020-08-20",)),
    ]


def test_plans_ahead_are_those_still_open(talks: StandIn) -> None:
    """Open on the ledger's last day; thirty days after its day nobody can say any more."""
    [ahead] = pair(talks, "st:chn", "st:idn").ahead
    assert (ahead.event, ahead.dates, ahead.outcome) == ("ev:plan", ("2020-11-05",), "open")
    assert not ahead.past

    talks.db.execute("UPDATE documents SET published = '2020-11-20' WHERE doc_id = 'doc-ev:call'")
    [due] = pair(talks, "st:chn", "st:idn").ahead
    assert due.past
    talks.db.execute("UPDATE documents SET published = '2021-03-01' WHERE doc_id = 'doc-ev:call'")
    assert pair(talks, "st:chn", "st:idn").ahead == ()


def test_what_two_give_a_third_is_not_between_them(talks: StandIn) -> None:
    """It is counted apart, and between each of them and the third it is a row."""
    answer = pair(talks, "st:chn", "st:idn")

    assert answer.together == ("ev:both",)
    [row] = pair(talks, "st:chn", "st:fra").rows
    assert (row.event, row.others) == ("ev:both", ("st:idn",))


def test_a_window(talks: StandIn) -> None:
    """What falls inside; an undated event is left out and said to be."""
    answer = pair(talks, "st:chn", "st:idn", "2020-01", "2020-03")

    assert [row.event for row in answer.rows] == ["ev:second", "ev:talks", "ev:call"]
    assert answer.basis.undated == 1


def test_every_row_cites_both_sides_and_the_day(ledger: StandIn) -> None:
    """The letter of August: the claims on both presidents and on both days."""
    [row] = pair(ledger, "st:chn", "st:idn").rows

    assert set(row.claims) == {"c1", "c2", "c4", "c6", "c7", "c8"}
    assert row.dates == ("2020-08-20", "2020-08-21")
    assert row.sides == ("st:chn", "st:idn")


@pytest.mark.parametrize(
    ("one", "other", "since", "words"),
    [
        ("st:idn", "st:fra", None, "No event of this ledger is between st:idn and st:fra. It has"),
        ("st:idn", "st:bra", None, "No event of this ledger has st:bra as a party"),
        ("st:chn", "st:idn", "2021", "Nothing between st:chn and st:idn in 2021/..: the ledger"),
    ],
)
def test_nothing_between_them(
    ledger: StandIn, one: str, other: str, since: str | None, words: str
) -> None:
    """The sentence says what there is instead."""
    with pytest.raises(NothingFound, match=words):
        pair(ledger, one, other, since)


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("pe:xi-jinping", "st:idn", "pe:xi-jinping is no state or organization"),
        ("st:idn", "of:chn.fm", "of:chn.fm is no state or organization"),
        ("st:idn", "st:idn", "type two different states"),
    ],
)
def test_not_two_states(ledger: StandIn, one: str, other: str, words: str) -> None:
    """Persons have states, and one state is no pair."""
    with pytest.raises(InputError, match=words):
        pair(ledger, one, other)


def test_an_empty_ledger(empty_ledger: StandIn) -> None:
    """It says how to fill it."""
    with pytest.raises(NothingFound, match="The ledger is empty"):
        pair(empty_ledger, "st:chn", "st:idn")


def test_an_ambassador_is_no_foreign_minister() -> None:
    """By the last part of the office, not by what it begins with."""
    assert [str(rank_of(f"of:chn.{post}")) for post in ("fm", "deputyfm", "amb.rus", "hog")] == [
        "foreign minister",
        "other",
        "other",
        "head of government",
    ]
