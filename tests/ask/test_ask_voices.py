"""What was said about a topic, an event or a state, and by whom."""

import pytest
from standin_ledger import StandIn
from statement_making import SAID, add_statements, say

from dragoman.ask.voices import VoiceKind, kind_of, raw_kinds, voices
from dragoman.model import InputError, NothingFound, Stance


@pytest.fixture
def told(ledger: StandIn) -> StandIn:
    """Return the ledger of August 2020 with statements."""
    add_statements(ledger)
    return ledger


def test_a_statement_with_all_that_is_asked_of_it(told: StandIn) -> None:
    """Who, of which kind and side, with what stance, in which words."""
    [row] = voices(told, topic="trade").rows

    assert (row.kind, row.speaker, row.polity) == ("media", "The Jakarta Times", None)
    assert (row.outlet, row.side, row.published) == ("Jakarta Gazette", "st:idn", "2020-08-24")
    assert (row.cue, row.quote) == ("commented", "that trade with China must be fair")
    assert (row.stance, row.topics, row.about) == ("neutral", ("trade",), ("st:chn",))
    assert told.texts[row.doc_id][row.start : row.end] == row.quote


def test_copies_of_one_text_are_one_voice(told: StandIn) -> None:
    """Four statements in two copies: four rows, each naming both documents and both ids."""
    answer = voices(told)

    assert [row.documents for row in answer.rows] == [("d5", "d6")] * 4
    assert answer.rows[0].claims == ("s1-d5", "s1-d6")
    assert answer.copied == 4
    assert answer.sentence() == (
        "4 statements in 2 documents (Jakarta Gazette). Not counted: 4 repeated in copies."
    )


def test_without_a_copy_the_same_words_are_two_voices(told: StandIn) -> None:
    """Two outlets that each quote a minister are two."""
    told.db.execute("DELETE FROM copies")

    assert len(voices(told, by="pe:xi-jinping").rows) == 2


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"by": "pe:xi-jinping"}, ["s1-d5"]),
        ({"by": "st:chn"}, ["s1-d5"]),
        ({"about": ("st:chn", "st:idn")}, ["s3-d5"]),
        ({"stances": (Stance.SUPPORTS,)}, ["s1-d5", "s2-d5"]),
        ({"kinds": (VoiceKind.EXPERTS, VoiceKind.NETIZENS)}, ["s2-d5", "s3-d5"]),
        ({"topic": "Health"}, ["s2-d5"]),
        ({"topic": "health", "stances": (Stance.SUPPORTS,), "since": "2020-08"}, ["s2-d5"]),
    ],
)
def test_what_is_asked_must_all_hold(
    told: StandIn, asked: dict[str, object], expected: list[str]
) -> None:
    """Each filter, and several at once."""
    found = voices(told, **asked).rows  # type: ignore[arg-type]

    assert [row.statement for row in found] == expected


def test_counts_by_kind_outlet_side_state_and_speaker(told: StandIn) -> None:
    """Each with its stances and documents."""
    counts = {(c.by, c.key): c for c in voices(told).counts}

    assert {key: c.n for (by, key), c in counts.items() if by == "kind"} == {
        "experts": 1,
        "media": 1,
        "netizens": 1,
        "officials": 1,
    }
    side = counts["side", "st:idn"]
    assert (side.n, side.supports, side.opposes, side.neutral, side.n_documents) == (4, 2, 1, 1, 2)
    assert counts["state", "(not known)"].n == 3
    assert counts["speaker", "pe:xi-jinping"].n == 1


def test_of_an_event_what_its_reports_hold_and_parties_say_of_each_other(told: StandIn) -> None:
    """In the sentence of the report, or on the other party; nothing else of the document."""
    told.db.execute("DELETE FROM statements")
    text = told.texts["d1"]
    first = text[: text.index(" A letter")]
    say(told, "in", "d1", first, "Foreign Minister Retno", "handed", None, about=[])
    after = "A letter can keep a friendship warm."
    say(told, "parties", "d1", after, "A", "can", "pe:xi-jinping", about=["st:idn"])
    say(told, "third", "d1", after, "A", "keep", "pe:xi-jinping", about=["st:fra"])
    say(told, "elsewhere", "d1", after, "A", "keep", None, about=["st:idn"])

    rows = voices(told, event="ev:letter").rows

    assert [(row.statement, row.near) for row in rows] == [("in", "report"), ("parties", "parties")]


def test_a_window_is_of_publication(told: StandIn) -> None:
    """What has no day is not counted, and is said to be left out."""
    told.db.execute("DELETE FROM copies")
    told.db.execute("UPDATE documents SET published = NULL WHERE doc_id = 'd6'")

    answer = voices(told, since="2020-08-01", until="2020-08-31")

    assert {row.doc_id for row in answer.rows} == {"d5"}
    assert answer.undated == 4


def test_statements_of_teasers_are_left_out(told: StandIn) -> None:
    """Announcements of other documents say nothing here."""
    told.db.execute("UPDATE statements SET section = 'teaser' WHERE statement_id LIKE 's1%'")

    assert "s1-d5" not in [row.statement for row in voices(told).rows]


@pytest.mark.parametrize(
    ("asked", "error", "words"),
    [
        ({"topic": "trad"}, InputError, "'trad' is none of military.*did you mean 'trade'"),
        ({"topic": "energy"}, NothingFound, r"It holds 8, most often on diplomacy, health, trade"),
        ({"topic": "trade", "until": "2019"}, NothingFound, "published from 2020-08-24"),
        ({"event": "ev:nothing"}, NothingFound, "No event, report or claim"),
        ({"since": "later"}, InputError, "not an EDTF date"),
    ],
)
def test_nobody_said_so(
    told: StandIn, asked: dict[str, str], error: type[Exception], words: str
) -> None:
    """What there is instead."""
    with pytest.raises(error, match=words):
        voices(told, **asked)  # type: ignore[arg-type]


def test_a_ledger_in_which_nobody_speaks(told: StandIn) -> None:
    """Documents without any statement."""
    told.db.execute("DELETE FROM statements")

    with pytest.raises(NothingFound, match="have nobody say anything"):
        voices(told)


@pytest.mark.parametrize(
    ("kind", "words"),
    [(entry["kind"], words) for entry in raw_kinds() for words in entry["finds"]],
)
def test_the_kind_of_a_speaker(kind: str, words: str) -> None:
    """Each example of `voices.yml` is of its own kind and of no earlier one."""
    assert kind_of(words) == kind


@pytest.mark.parametrize(
    ("words", "known", "kind"),
    [
        ("Lavrov", {"office": "of:rus.fm", "polity": "st:rus", "named": True}, "officials"),
        ("China", {"polity": "st:chn"}, "officials"),
        ("Andrew Waugh", {"named": True}, "other"),
        ("Jack Ma", {"polity": "st:chn", "named": True}, "other"),
        ("they", {}, "other"),
    ],
)
def test_the_kind_by_what_is_known(words: str, known: dict[str, str], kind: str) -> None:
    """An office makes an official; to be of a state does not."""
    assert kind_of(words, **known) == kind  # type: ignore[arg-type]


def test_the_statements_of_the_fixture_are_in_their_text(told: StandIn) -> None:
    """What the tests above quote stands in the documents."""
    assert all(sentence in told.texts["d5"] for sentence in SAID)
