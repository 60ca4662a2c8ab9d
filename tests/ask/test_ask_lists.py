"""Events, coverage, issues and names."""

import pytest
from standin_ledger import Register, StandIn

from dragoman.ask import actor, coverage, events, issues
from dragoman.model import Channel, InputError, NothingFound, SectionKind, Status, UnknownName


def test_sender_and_carrier_stand_apart(ledger: StandIn) -> None:
    """The president sent the letter; the minister carried it."""
    [row] = events(ledger, actor="st:idn", channels=[Channel.LETTER]).rows

    assert row.actors == ("pe:joko-widodo",)
    assert row.recipients == ("pe:xi-jinping",)
    assert row.carriers == ("pe:retno-marsudi",)
    assert row.polities == ("st:chn", "st:idn")


def test_events_of_a_carrier_are_listed(ledger: StandIn) -> None:
    """Asked for a carrier, the list has what was carried: a list is no count of contacts."""
    assert [r.event for r in events(ledger, actor="pe:retno-marsudi").rows] == ["ev:letter"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"statuses": [Status.PLANNED]}, ["ev:plan"]),
        ({"section": SectionKind.TEASER}, ["ev:teaser"]),
        ({"until": "2010"}, ["ev:aid"]),
        ({"since": "2020-08-21", "until": "2020-08-31"}, ["ev:letter", "ev:call", "ev:meeting"]),
        ({"channels": [Channel.AID, Channel.LETTER]}, ["ev:aid", "ev:letter"]),
    ],
)
def test_filters(ledger: StandIn, filters: dict[str, object], expected: list[str]) -> None:
    """Each filter, and the order by day."""
    found = [row.event for row in events(ledger, **filters).rows]  # type: ignore[arg-type]

    assert [event for event in found if event != "ev:plan" or expected == ["ev:plan"]] == expected


def test_teasers_are_listed_but_not_counted(ledger: StandIn) -> None:
    """Ten rows, nine events: the teaser is marked and left out of the count."""
    answer = events(ledger)

    assert len(answer.rows) == 10
    assert [row.event for row in answer.rows if row.section == "teaser"] == ["ev:teaser"]
    assert (answer.basis.n_events, answer.basis.teasers) == (9, 1)


def test_no_event_of_the_kind(ledger: StandIn, empty_ledger: StandIn) -> None:
    """The sentence says how many events there are, and of when."""
    with pytest.raises(NothingFound, match="holds 9 events in 5 channels, dated from 2008-01-01"):
        events(ledger, channels=[Channel.SUMMIT])
    with pytest.raises(NothingFound, match="empty"):
        events(empty_ledger)


def test_coverage_counts_documents_and_what_was_skipped(ledger: StandIn) -> None:
    """By outlet, side, language, month and section; what is not known is a row of its own."""
    answer = coverage(ledger)

    assert [(r.by, r.key, r.n_documents, r.n_events) for r in answer.rows] == [
        ("outlet", "Hainan Courier", 2, 5),
        ("outlet", "(not known)", 1, 4),
        ("outlet", "Jakarta Gazette", 1, 1),
        ("side", "st:chn", 2, 5),
        ("side", "(not known)", 1, 4),
        ("side", "st:idn", 1, 1),
        ("language", "en", 4, 9),
        ("month", "2020-08", 3, 5),
        ("month", "2020-09", 1, 4),
        ("section", "body", 4, 9),
        ("section", "teaser", 1, 1),
    ]
    [skipped] = answer.skipped
    assert (skipped.what, skipped.n, skipped.examples) == (
        *("not text", 1),
        ("photo.txt: a PNG image",),
    )


def test_coverage_of_a_ledger_in_which_all_was_skipped(empty_ledger: StandIn) -> None:
    """No document, and yet something to say: why."""
    empty_ledger.db.execute(
        "INSERT INTO issues VALUES ('read', 'empty file', '0 bytes', 'a.txt', NULL, NULL, NULL,"
        " NULL, true)"
    )

    assert [s.what for s in coverage(empty_ledger).skipped] == ["empty file"]


def test_issues_are_grouped_with_examples(ledger: StandIn) -> None:
    """Most frequent first, each with what exactly was met."""
    rows = issues(ledger).rows

    assert [(r.stage, r.what, r.n, r.n_skipped) for r in rows] == [
        ("dates", "vague time", 2, 0),
        ("read", "not text", 1, 1),
    ]
    assert rows[0].examples == ("d1: recently", "d2: these days")
    assert len(issues(ledger, examples=1).rows[0].examples) == 1


def test_issues_of_a_stage_that_has_none(ledger: StandIn) -> None:
    """The stages that have some are named."""
    with pytest.raises(InputError, match="stages with issues: dates, read"):
        issues(ledger, stage="link")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("Xi Jinping", "pe:xi-jinping"), (" CHN ", "st:chn"), ("st:idn", "st:idn")],
)
def test_a_name_becomes_an_id(names: Register, typed: str, expected: str) -> None:
    """By name, code or id."""
    assert actor(names, typed) == expected


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Indonesa", "did you mean Indonesia?"),
        ("Wang", r"can mean pe:wang-yi \(Wang Yi\), pe:wang-wei"),
        ("Qqq", "nobody is known as 'Qqq'. A state is typed as"),
        ("  ", "the name is empty"),
        ("pe:nobody", "nobody is known"),
        ("Samarkand", r"is Samarkand \(pl:samarkand\), which is no party"),
    ],
)
def test_a_name_that_is_none(ledger: StandIn, names: Register, typed: str, words: str) -> None:
    """Unknown and ambiguous names are answered with those near."""
    with pytest.raises(UnknownName, match=words):
        actor(names, typed, ledger=ledger)


def test_an_id_of_the_ledger_is_known_without_the_register(
    ledger: StandIn, names: Register
) -> None:
    """A user's ledger may hold ids of a layer that is not loaded."""
    ledger.db.execute("UPDATE claims SET person = 'pe:own-layer' WHERE person = 'pe:wang-yi'")

    assert actor(names, "pe:own-layer", ledger=ledger) == "pe:own-layer"
