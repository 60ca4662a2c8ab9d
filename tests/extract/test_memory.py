"""What a document has told so far stands in for parties that its later sentences leave out."""

import pytest

from dragoman.actors import Register
from dragoman.extract import extract
from dragoman.extract.memory import Memory
from dragoman.extract.parties import Party
from dragoman.model import Actor, Channel, Document, Mention, MentionKind, Role


@pytest.fixture(scope="module")
def register() -> Register:
    """The register that ships with the package."""
    return Register.load()


def party(polity: str, name: str = "", role: Role = Role.ACTOR, *, apart: bool = False) -> Party:
    """Make a party; the words that name it do not matter here."""
    actor = Actor(polity, name=name or None, how="alias")
    return Party(role, actor, Mention(0, 1, MentionKind.PERSON, (actor,)), apart=apart)


def visit(memory: Memory, who: Party, where: str, *, background: bool = False) -> None:
    """Tell a memory of a visit."""
    to = party(where, role=Role.RECIPIENT)
    polities = frozenset({who.actor.polity or "", where})
    memory.learn(Channel.VISIT, polities, [who, to], background=background)


def names(parties: tuple[Party, ...]) -> list[str]:
    """Return who was recalled."""
    return [party.actor.name or party.actor.polity or "" for party in parties]


RUTTE = party("st:nld", "Mark Rutte")


def test_the_traveller_goes_to_the_states_of_later_sentences() -> None:
    """Read "The trip also takes in Kosovo": of all whose journeys are told, the one with most."""
    memory = Memory()
    visit(memory, RUTTE, "st:alb")
    visit(memory, RUTTE, "st:srb")
    visit(memory, party("st:deu", "Olaf Scholz"), "st:gha")

    to = [party("st:xkx", role=Role.RECIPIENT)]

    assert names(memory.missing(to, Channel.VISIT)) == ["Mark Rutte"]


def test_nobody_goes_home_on_a_visit() -> None:
    """Read "The envoy flew back to Doha": to his own state."""
    memory = Memory()
    visit(memory, RUTTE, "st:alb")
    visit(memory, RUTTE, "st:srb")

    assert not memory.missing([party("st:nld", role=Role.RECIPIENT)], Channel.VISIT)


def test_states_do_not_travel() -> None:
    """Read "the tour kicked off in Atlanta" in a text about two states: nobody is named."""
    memory = Memory()
    memory.learn(Channel.MEETING, frozenset({"a", "b"}), [party("a"), party("b")])

    assert not memory.missing([party("a", role=Role.RECIPIENT)], Channel.VISIT)


def test_there_is_where_the_last_visit_went() -> None:
    """Read "Scholz was in China. Macron plans to go there": even a visit of the background."""
    memory = Memory()
    visit(memory, RUTTE, "st:alb")
    visit(memory, party("st:deu", "Olaf Scholz"), "st:chn", background=True)

    assert names(memory.missing([party("st:fra", "Macron")], Channel.VISIT)) == ["st:chn"]


def test_whom_the_traveller_meets_must_be_at_home_where_he_goes() -> None:
    """Read "Talks with Foreign Minister Haimbe" are his in Zambia; his own minister is no host."""
    memory = Memory()
    visit(memory, RUTTE, "st:zmb")

    def visitor(*parties: Party) -> list[str]:
        return names(memory.visitor(parties, Channel.MEETING))

    assert visitor(party("st:zmb", "Haimbe", apart=True)) == ["Mark Rutte"]
    assert not visitor(party("st:zmb", "Haimbe"))  # "Haimbe met reporters"
    assert not visitor(party("st:zmb", apart=True))  # "talks with Zambia", whoever holds them
    assert not visitor(party("st:per", "Paganini", apart=True))
    assert not visitor(party("st:nld", "Hoekstra", apart=True))


def test_a_second_round_is_held_by_the_sides_of_the_first() -> None:
    """Three sides are remembered too, and the one that the sentence names is not repeated."""
    memory = Memory()
    sides = [party("st:tur"), party("st:som"), party("st:eth")]
    polities = frozenset({"st:tur", "st:som", "st:eth"})
    memory.learn(Channel.NEGOTIATION, polities, sides)

    named = [party("st:tur", role=Role.HOST)]

    assert names(memory.missing(named, Channel.NEGOTIATION)) == ["st:som", "st:eth"]
    assert not memory.missing([party("st:ken")], Channel.NEGOTIATION)


def test_the_background_gives_words_their_meaning_but_is_no_subject() -> None:
    """Read "A memorandum was signed there" after an earlier meeting; pairs do not count it."""
    memory = Memory()
    memory.learn(Channel.MEETING, frozenset({"a", "b"}), [party("a"), party("b")], background=True)

    assert names(memory.missing([], Channel.AGREEMENT)) == ["a", "b"]
    assert not memory.pair
    assert not memory.has_met(frozenset({"a", "b"}))


def test_a_host_does_not_travel_on() -> None:
    """Read "He is to be received by Osmani" in a third state: the traveller, not the last host."""
    memory = Memory()
    visit(memory, RUTTE, "st:srb")
    he = Actor("st:srb", name="Aleksandar Vucic", how="pronoun")
    pronoun = Party(Role.ACTOR, he, Mention(0, 1, MentionKind.PERSON, (he,)))
    host = party("st:xkx", "Vjosa Osmani", Role.HOST)

    assert names(memory.settled((pronoun, host), Channel.MEETING))[0] == "Mark Rutte"
    own = party("st:nld", "Mark Rutte", Role.HOST)
    assert names(memory.settled((pronoun, own), Channel.MEETING))[0] == "Aleksandar Vucic"


TOURS = {
    "the trip takes in": (
        "Dutch Prime Minister Mark Rutte arrived in Albania. "
        "The trip, which also takes in Kosovo, ends on Friday.",
        "visit",
        {"st:nld", "st:xkx"},
    ),
    "whose turn it is": (
        "Dutch Prime Minister Mark Rutte arrived in Albania. "
        "On Friday in Belgrade it is the turn of Serbian President Aleksandar Vucic.",
        "meeting",
        {"st:nld", "st:srb"},
    ),
    "followed by talks": (
        "Russian Foreign Minister Sergey Lavrov arrived in Zambia. He laid a wreath, followed by "
        "talks with Zambian President Hakainde Hichilema.",
        "meeting",
        {"st:rus", "st:zmb"},
    ),
    "a second round": (
        "Turkey hosted a first round of talks between Somalia and Ethiopia in Ankara. "
        "A second round is due in September.",
        "negotiation",
        {"st:tur", "st:som", "st:eth"},
    ),
}


@pytest.mark.parametrize("name", TOURS)
def test_documents_are_read_on(name: str, register: Register) -> None:
    """The second sentence of each document tells of an act whose parties only the first names."""
    text, channel, polities = TOURS[name]
    doc = Document("d", text, published="2023-06-14", language="en", name="test")

    last = [r for r in extract(doc, register=register).reports if r.channel == channel][-1]

    assert last.polities == polities
    assert last.evidence.start > 0


def test_others_act_against_whom_the_document_is_about(register: Register) -> None:
    """A third state that recalls its ambassador does so from the state that others left."""
    text = (
        "Bolivia broke relations with Israel on Tuesday. Chile recalled its ambassador the same "
        "day. Jordan also recalled its ambassador."
    )
    doc = Document("d", text, language="en", published="2023-11-03")

    found = {tuple(sorted(r.polities)) for r in extract(doc, register=register).reports}

    assert {("st:chl", "st:isr"), ("st:isr", "st:jor")} <= found


def test_a_target_is_nobody_where_two_are_as_likely() -> None:
    """Nor is it who acts himself."""
    memory = Memory()
    for who, whom in (("st:bol", "st:isr"), ("st:pol", "st:blr")):
        parties = [party(who), party(whom, role=Role.RECIPIENT)]
        memory.learn(Channel.EXPULSION, frozenset({who, whom}), parties)

    assert memory.missing([party("st:chl")], Channel.EXPULSION) == ()


def test_the_home_of_a_document_acts_where_only_the_other_is_named() -> None:
    """As long as the document has told of nobody else."""
    envoy = party("st:ind", role=Role.RECIPIENT)
    memory = Memory("st:pak")

    assert names(memory.missing([envoy], Channel.SUMMON)) == ["st:pak"]
    assert memory.missing([party("st:pak", role=Role.RECIPIENT)], Channel.SUMMON) == ()

    visit(memory, RUTTE, "st:fra")
    assert memory.missing([envoy], Channel.SUMMON) == ()


def test_a_diary_tells_whom_its_owner_is_to_meet(register: Register) -> None:
    """Its lines do not name him; what they strike out is cancelled."""
    text = (
        "Agenda of French Foreign Minister Jean-Yves Le Drian\n\n"
        "11.00 am: Interview with Ukrainian Foreign Minister Pavlo Klimkin\n\n"
        "3.00 pm: Departure for Djibouti\n\n"
        "8.00 pm: Dinner with German Foreign Minister Heiko Maas - CANCELLED\n"
    )
    doc = Document(Document.make_id(text, None), text, language="en", published="2019-03-10")
    found = {
        (r.channel.value, frozenset(register.iso3(p) for p in r.polities), r.status.value)
        for r in extract(doc, register=register).reports
    }
    assert found == {
        ("meeting", frozenset({"FRA", "UKR"}), "planned"),
        ("visit", frozenset({"FRA", "DJI"}), "planned"),
        ("meeting", frozenset({"FRA", "DEU"}), "cancelled"),
    }


def test_who_lands_without_a_place_lands_where_others_did(register: Register) -> None:
    """Two travellers make two visits; where nobody went anywhere yet, there is none."""
    lands = "Thai Prime Minister Srettha Thavisin and Narendra Modi will land on Thursday."
    text = f"Olaf Scholz arrived in Nepal. {lands}"
    for said, polities in ((text, {"DEU", "THA", "IND"}), (lands, set[str]())):
        doc = Document(Document.make_id(said, None), said, language="en", published="2023-11-15")
        visits = extract(doc, register=register).reports
        assert {register.iso3(p) for r in visits for p in r.polities} - {"NPL"} == polities
