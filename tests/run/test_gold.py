"""Our reports in the gold's schema."""

import pytest

from dragoman.model import (
    Actor,
    Channel,
    Claim,
    Document,
    Event,
    Report,
    Role,
    SectionKind,
    Span,
    Status,
)
from dragoman.run.gold import (
    best_date,
    fullest,
    participants_of,
    plover_root,
    quantity,
    to_gold_event,
)
from dragoman.run.schema import TYPES, event_of

TEXT = "In Baoting, Retno handed over a letter from President Joko to President Xi on 20 August."


LABELS = {
    "pe:xi": "Xi Jinping",
    "pe:joko": "Joko Widodo",
    "pe:retno": "Retno Marsudi",
    "of:idn.fm": "Foreign Minister",
    "pl:baoting": "Baoting",
    "pl:jerusalem": "Jerusalem",
}
CODES = {
    "st:chn": "CHN",
    "st:idn": "IDN",
    "st:mys": "MYS",
    "st:x-abk": None,
    "og:sco": "SCO",
    "pl:baoting": "CHN",
    "pl:jerusalem": None,
}


class Register:
    """A register of a few names."""

    def iso3(self, ident):
        """Return the code; a disputed place has none."""
        return CODES[ident]

    def label(self, ident):
        """Return the name."""
        return LABELS[ident]


NAMES = Register()


def claim(role, value="", *, words="Retno", note=None, **actor):
    """Build a claim that quotes `words`."""
    start = TEXT.index(words)
    span = Span("d", start, start + len(words), words)
    who = Actor(**actor) if actor else None
    return Claim(role, value or (who.id if who else ""), span, None, "test", actor=who, note=note)


def report(channel, *claims, status=Status.HAPPENED, start=0, **more):
    """Build a report; `start` sets its evidence apart from that of others."""
    return Report(
        "d", channel, status, claims, Span("d", start, start + 5, TEXT[:5]), "test", **more
    )


CHINA = {"polity": "st:chn"}
INDONESIA = {"polity": "st:idn"}
XI = {"polity": "st:chn", "person": "pe:xi"}
JOKO = {"polity": "st:idn", "person": "pe:joko"}
RETNO = {"polity": "st:idn", "office": "of:idn.fm", "person": "pe:retno"}


def test_a_letter_names_sender_carrier_and_recipient():
    """The whole of one event, as the schema has it; the carrier is no party."""
    letter = report(
        Channel.LETTER,
        claim(Role.ACTOR, words="President Joko", **JOKO),
        claim(Role.CARRIER, words="Retno", **RETNO),
        claim(Role.RECIPIENT, words="President Xi", **XI),
        claim(Role.DATE, "2020-08-20"),
        claim(Role.PLACE, "pl:baoting"),
        speakers=("Kompas", "Antara"),
    )

    row = to_gold_event(letter, names=NAMES)

    assert row == {
        "type": "letter",
        "participants": [
            {
                "role": "initiator",
                "country": "IDN",
                "person": "Joko Widodo",
                "office": None,
                "surface": "President Joko",
            },
            {
                "role": "carrier",
                "country": "IDN",
                "person": "Retno Marsudi",
                "office": "Foreign Minister",
                "surface": "Retno",
                "optional": True,
            },
            {
                "role": "recipient",
                "country": "CHN",
                "person": "Xi Jinping",
                "office": None,
                "surface": "President Xi",
            },
        ],
        "date": "2020-08-20",
        "date_precision": "day",
        "place": "Baoting, CHN",
        "status": "happened",
        "topics": [],
        "attribution": "Antara",
        "chain": ["Kompas", "Antara"],
        "ordinal_or_first_claim": None,
        "quantities": [],
        "evidence": ["In Ba"],
        "evidence_offsets": [[0, 5]],
        "background": False,
        "channel": "letter",
        "plover": None,
    }
    assert event_of(row).countries == {"IDN", "CHN"}


@pytest.mark.parametrize(
    "channel, claims, roles",
    [
        (Channel.VISIT, [(Role.ACTOR, RETNO), (Role.RECIPIENT, CHINA)], ["initiator", "host"]),
        (
            Channel.AID,
            [(Role.ACTOR, CHINA), (Role.RECIPIENT, INDONESIA)],
            ["initiator", "recipient"],
        ),
        (
            Channel.SUMMON,
            [(Role.ACTOR, CHINA), (Role.RECIPIENT, RETNO)],
            ["initiator", "recipient"],
        ),
        (Channel.MEETING, [(Role.ACTOR, XI), (Role.ACTOR, JOKO)], ["member", "member"]),
        (Channel.MEETING, [(Role.ACTOR, JOKO), (Role.HOST, XI)], ["member", "host"]),
        (Channel.LETTER, [(Role.ACTOR, JOKO), (Role.ACTOR, XI)], ["member", "member"]),
    ],
)
def test_roles_follow_the_guidelines(channel, claims, roles):
    """Visitor, donor and summoning state move first; symmetric contacts have members."""
    one = report(channel, *(claim(role, **actor) for role, actor in claims))

    assert [p["role"] for p in participants_of((one,), channel, NAMES)] == roles


def test_a_caller_is_initiator_only_where_the_text_says_who_called():
    """The note on the claim says it; the other side is then the counterpart."""
    call = report(
        Channel.CALL,
        claim(Role.ACTOR, note="initiated", words="President Xi", **XI),
        claim(Role.ACTOR, words="President Joko", **JOKO),
    )

    roles = [p["role"] for p in participants_of((call,), Channel.CALL, NAMES)]

    assert roles == ["initiator", "counterpart"]


def test_a_name_that_the_register_does_not_know_stays_as_written():
    """Unknown persons keep their words; a polity without a code has none."""
    one = report(Channel.MEETING, claim(Role.ACTOR, polity="st:x-abk", name="Aslan Bzhania"))

    [participant] = participants_of((one,), Channel.MEETING, NAMES)

    assert (participant["person"], participant["country"]) == ("Aslan Bzhania", None)


@pytest.mark.parametrize(
    "channel, all_channels, expected",
    [
        (Channel.JOINT_STATEMENT, False, "statement_joint"),
        (Channel.CREDENTIALS, False, "appointment_credentials"),
        (Channel.REQUEST, False, None),
        (Channel.REQUEST, True, "other"),
        (Channel.FORCE, True, "other"),
    ],
)
def test_channels_become_types(channel, all_channels, expected):
    """A channel that the schema has no type for is written only if asked, as `other`."""
    one = report(channel, claim(Role.ACTOR, **CHINA), claim(Role.RECIPIENT, **INDONESIA))

    row = to_gold_event(one, names=NAMES, all_channels=all_channels)

    assert (row["type"] if row else None) == expected


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("status", Status)
def test_every_channel_and_status_is_written_in_the_schemas_words(channel, status):
    """Whatever we find, the scorer can read it."""
    one = report(channel, claim(Role.ACTOR, **CHINA), status=status)

    row = to_gold_event(one, names=NAMES, all_channels=True)

    assert event_of(row).type in TYPES


@pytest.mark.parametrize(
    "dates, date, precision",
    [
        (["2020-08-20"], "2020-08-20", "day"),
        (["2020-08", "2020-08-20"], "2020-08-20", "day"),
        (["XXXX-07-22", "2020-07"], "2020-07", "month"),
        (["XXXX-07-22"], "--07-22", "day"),
        (["XXXX-02-29"], "--02-29", "day"),
        (["XXXX-06-13/XXXX-06-20"], "--06-13/--06-20", "range"),
        (["2019", "2018"], "2019", "year"),
        ([], None, None),
    ],
)
def test_the_most_precise_date_is_written_in_the_schemas_form(dates, date, precision):
    """EDTF's unknown year becomes two hyphens; a report without a date has none."""
    one = report(Channel.VISIT, *(claim(Role.DATE, value) for value in dates))

    row = to_gold_event(one, names=NAMES)

    assert (row["date"], row["date_precision"]) == (date, precision)


@pytest.mark.parametrize(
    "channel, claims, place",
    [
        (Channel.MEETING, [claim(Role.PLACE, "pl:baoting")], "Baoting, CHN"),
        (
            Channel.MEETING,
            [claim(Role.PLACE, "st:mys"), claim(Role.PLACE, "pl:baoting")],
            "Baoting, CHN",
        ),
        (Channel.MEETING, [claim(Role.PLACE, "st:mys")], "MYS"),
        (Channel.MEETING, [claim(Role.PLACE, "pl:jerusalem")], "Jerusalem"),
        (Channel.MEETING, [claim(Role.PLACE, "the Amiri Diwan")], "the Amiri Diwan"),
        (Channel.CALL, [], "virtual"),
        (Channel.VISIT, [claim(Role.ACTOR, **JOKO), claim(Role.RECIPIENT, **CHINA)], "CHN"),
        (Channel.MEETING, [claim(Role.ACTOR, **JOKO), claim(Role.ACTOR, **XI)], None),
        (Channel.SUMMIT, [claim(Role.ACTOR, **JOKO), claim(Role.HOST, **XI)], None),
    ],
)
def test_places_are_cities_states_or_virtual(channel, claims, place):
    """The claimed place, the host's state for what a host receives, else nothing."""
    row = to_gold_event(report(channel, *claims), names=NAMES)

    assert row["place"] == place


@pytest.mark.parametrize(
    "words, amount, unit",
    [
        ("more than 500,000 masks", 500_000, None),
        ("$1.5 million", 1_500_000, "$"),
        ("two agreements", 2, None),
        ("a hundred doctors", 100, None),
        ("a further 20 buses", 20, None),
        ("140-member team", 140, None),
        ("dozens of trucks", "dozens of trucks", None),
        ("a team", "a team", None),
    ],
)
def test_amounts_are_numbers_where_they_are(words, amount, unit):
    """Digits, scales and small number words are read; anything vaguer stays words."""
    written = quantity(claim(Role.QUANTITY, words))

    assert (written["amount"], written["unit"]) == (amount, unit)


@pytest.mark.parametrize(
    "channel, status, purpose, root",
    [
        (Channel.CALL, Status.HAPPENED, None, "CONSULT"),
        (Channel.VISIT, Status.PLANNED, None, "AGREE"),
        (Channel.SANCTION, Status.PLANNED, None, "THREATEN"),
        (Channel.LETTER, Status.HAPPENED, "condolence", "SUPPORT"),
        (Channel.LETTER, Status.HAPPENED, "proposal", None),
        (Channel.RELATIONS, Status.HAPPENED, None, "SUPPORT"),
        (Channel.SUMMON, Status.HAPPENED, None, "ACCUSE"),
    ],
)
def test_plover_roots(channel, status, purpose, root):
    """Planned cooperation is AGREE; what depends on content that we lack has no root."""
    claims = [claim(Role.PURPOSE, purpose)] if purpose else []

    assert plover_root((report(channel, *claims),), channel, status) == root


def test_reports_of_one_happening_fill_each_other():
    """The first report names the parties; the others give persons, date and place."""
    vague = report(
        Channel.MEETING,
        claim(Role.ACTOR, words="President Xi", **XI),
        claim(Role.ACTOR, words="Retno", **INDONESIA),
        start=0,
    )
    other = report(
        Channel.MEETING,
        claim(Role.ACTOR, words="President Joko", **JOKO),
        claim(Role.ACTOR, words="Retno", polity="st:chn", name="Wang Yi"),
        claim(Role.PLACE, "pl:baoting"),
        claim(Role.DATE, "2020-08"),
        start=10,
        background=True,
    )

    row = to_gold_event(vague, names=NAMES, others=(other,))

    assert [p["person"] for p in row["participants"]] == ["Xi Jinping", "Joko Widodo"]
    assert (row["date"], row["place"], row["background"]) == ("2020-08", "Baoting, CHN", False)
    assert row["evidence_offsets"] == [[0, 5], [10, 15]]


def test_the_group_decides_channel_and_status():
    """A plan told first and its happening told later are one event that happened."""
    plan = report(Channel.SUMMIT, claim(Role.ACTOR, polity="og:sco"), status=Status.PLANNED)
    group = Event("ev:1", Channel.MEETING, Status.HAPPENED, (plan.id,), ("og:sco",))

    row = to_gold_event(plan, names=NAMES, event=group)

    assert (row["type"], row["status"]) == ("meeting", "happened")


def test_the_fullest_report_comes_first():
    """News before background, an exact date before a month, persons before bare states."""
    background = report(Channel.MEETING, claim(Role.DATE, "2020-08-20"), background=True, start=0)
    month = report(Channel.MEETING, claim(Role.DATE, "2020-08"), start=6)
    day = report(Channel.MEETING, claim(Role.DATE, "2020-08-20"), start=12)
    named = report(
        Channel.MEETING, claim(Role.DATE, "2020-08-20"), claim(Role.ACTOR, **XI), start=18
    )

    assert fullest([background, month, day, named]) == (named, day, month, background)
    assert best_date([month, day]) == "2020-08-20"


def test_evidence_that_is_not_in_the_original_has_no_offsets():
    """Offsets are given for all of the evidence or for none of it."""
    one = report(Channel.MEETING, claim(Role.ACTOR, **XI))

    row = to_gold_event(one, names=NAMES, where=lambda span: None)

    assert (row["evidence"], row["evidence_offsets"]) == (["In Ba"], [])


def test_a_teaser_says_so():
    """What a teaser reports is marked, so that a reader can tell."""
    one = report(Channel.MEETING, claim(Role.ACTOR, **XI), section=SectionKind.TEASER)

    assert to_gold_event(one, names=NAMES)["section"] == "teaser"


def test_the_text_of_these_tests_is_a_document():
    """The claims above quote it."""
    claim(Role.ACTOR, **XI).evidence.check(Document("d", TEXT))
