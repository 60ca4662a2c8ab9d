"""What belongs to an act beside its parties and day: places, kinds, amounts, topics, checks."""

from dataclasses import dataclass, field
from functools import cache

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.actors import Register, find_mentions
from dragoman.extract.dates import find_dates
from dragoman.extract.details.book import LISTS, load_details, load_topics, words
from dragoman.extract.details.carrying import carry_places
from dragoman.extract.details.checks import checks_of, looks_back
from dragoman.extract.details.details import details
from dragoman.extract.details.places import place_of
from dragoman.extract.details.quantities import amounts_in, items_of, quantities, value_of
from dragoman.extract.details.ties import view_of
from dragoman.extract.details.topics import topics_of
from dragoman.extract.reading import Reading, read_tree, stand_in
from dragoman.model import (
    Actor,
    Channel,
    Claim,
    Document,
    Report,
    Role,
    SectionKind,
    Span,
    Status,
)
from dragoman.model.note import CheckKind, read_note, write_note
from dragoman.parse import load_parser
from dragoman.parse.matching import Phrase, TreeMatch
from dragoman.run.gold import quantity
from dragoman.text import CleanText, Dateline, prepare

DAY = "2023-06-17"
BOOK = load_details()


@cache
def register() -> Register:
    """Return the register that ships with the package."""
    return Register.load()


@cache
def read(text: str) -> tuple[CleanText, Reading]:
    """Return the first sentence of a text as the rules see it."""
    clean = prepare(Document(Document.make_id(text, None), text, language="en", published=DAY))
    sentence = clean.sentences[0]
    mentions = tuple(find_mentions(clean, register(), day=DAY)[0])
    given_text = stand_in(clean.text, sentence, mentions)
    tree = next(iter(load_parser().parse([given_text.text])))
    dates = find_dates(clean.text, sentence.start, sentence.end, anchor=DAY)
    return clean, read_tree(clean.text, sentence, mentions, dates, given_text, tree)


def token(reading: Reading, form: str) -> int:
    """Return the first token with this form."""
    return next(i for i, word in enumerate(reading.tree) if word.form == form)


@dataclass
class Rule:
    """As much of a rule."""

    channel: Channel
    claims: dict[Role, str] = field(default_factory=dict)
    id: str = "a.rule"


def claims_of(text: str, form: str, channel: Channel, **implied: str) -> list[Claim]:
    """Return the claims on the act that a word of a sentence names."""
    clean, reading = read(text)
    rule = Rule(channel, {Role(role): value for role, value in implied.items()})
    at = token(reading, form)
    return list(details(reading, at, rule, clean, "the ministry", register=register()))


def sentences(key: str, of: str = "finds") -> list:
    """Return the examples of a part of the book, or what it passes over."""
    return [pytest.param(example, id=example["text"][:60]) for example in BOOK[key][of]]


# --------------------------------------------------------------------------- places


@pytest.mark.parametrize("example", sentences("places"))
def test_place_is_found(example):
    """Where an act took place is told by what hangs on it, however far its words stand."""
    _, reading = read(example["text"])

    mention = place_of(reading, token(reading, example["trigger"]), (), register())

    assert mention is not None
    assert mention.place == example["place"]
    assert reading.text[mention.start : mention.end] == example["words"]


@pytest.mark.parametrize("example", sentences("places", "passes_over"))
def test_place_of_something_else_is_none(example):
    """A place that belongs to another thing of the sentence is not the place of the act."""
    _, reading = read(example["text"])

    assert place_of(reading, token(reading, example["trigger"]), (), register()) is None


def test_here_is_the_dateline():
    """The dateline tells where "here" is, and nothing where the text does not say "here"."""
    paris = Dateline(0, 5, "Samarkand", None, None)
    _, here = read("Li Qiang met Lavrov here on Friday.")
    _, nowhere = read("Li Qiang met Lavrov on Friday.")

    found = place_of(here, token(here, "met"), (), register(), dateline=paris)

    assert found is not None
    assert found.place == "pl:samarkand"
    assert place_of(here, token(here, "met"), (), register()) is None
    assert place_of(nowhere, token(nowhere, "met"), (), register(), dateline=paris) is None


def test_each_visit_of_a_list_has_its_own_place():
    """Asked within a state, the place is one of that state."""
    _, reading = read("Harris will travel to Accra, Ghana, and Lusaka, Zambia.")
    trigger = token(reading, "travel")

    found = {
        state: place_of(reading, trigger, (), register(), within={state})
        for state in ("st:gha", "st:zmb", "st:fra")
    }

    assert {state: place and place.place for state, place in found.items()} == {
        "st:gha": "pl:accra",
        "st:zmb": "pl:lusaka",
        "st:fra": None,
    }


def test_sites_and_their_cities_are_in_the_register():
    """Each palace is a site, and its city a city of the same state."""
    for site, city in BOOK["sites"]["cities"].items():
        where, town = register().place(site), register().place(city)
        assert where is not None, site
        assert town is not None, city
        assert where.state in (town.state, None), site


# --------------------------------------------------------------------------- carried places


def report(channel: Channel, day: str | None, place: str | None, **given) -> Report:
    """Return a report of China and Tunisia."""
    span = Span("d", 0, 4, "here")
    claims = [
        Claim(Role.ACTOR, "st:chn", span, None, "r", actor=Actor("st:chn")),
        Claim(Role.ACTOR, "st:tun", span, None, "r", actor=Actor("st:tun")),
    ]
    claims += [Claim(Role.DATE, day, span, None, "r")] if day else []
    claims += [Claim(Role.PLACE, place, span, None, "r")] if place else []
    status = given.pop("status", Status.HAPPENED)
    return Report("d", channel, status, tuple(claims), span, "r", **given)


VISIT = report(Channel.VISIT, "2024-01-14", "pl:tunis")


@pytest.mark.parametrize(
    "told, place",
    [
        (report(Channel.MEETING, "2024-01-15", None), ["pl:tunis"]),
        (report(Channel.AGREEMENT, None, None), ["pl:tunis"]),
        (report(Channel.MEETING, "2024-01-15", "st:tun"), ["st:tun", "pl:tunis"]),
        (report(Channel.MEETING, "2024-01-15", "pl:carthage-palace"), ["pl:carthage-palace"]),
        (report(Channel.MEETING, "2024-01-15", "st:chn"), ["st:chn"]),
        (report(Channel.MEETING, "2023-11-01", None), []),
        (report(Channel.MEETING, None, None, status=Status.PLANNED), []),
        (report(Channel.MEETING, None, None, background=True), []),
        (report(Channel.CALL, None, None), []),
        (report(Channel.VISIT, None, None), []),
    ],
)
def test_place_follows_from_another_act(told, place):
    """The same parties, days that fit, the same tense: then they met where they were."""
    for line in ([VISIT, told], [told, VISIT]):
        carried = carry_places(line, register())
        assert [claim.value for claim in carried[line.index(told)].having(Role.PLACE)] == place


def test_place_of_a_teaser_is_not_carried():
    """What other stories tell says nothing of this one."""
    teaser = report(Channel.VISIT, None, "pl:tunis", section=SectionKind.TEASER)
    meeting = report(Channel.MEETING, None, None)

    assert carry_places([teaser, meeting], register())[1] == meeting


# --------------------------------------------------------------------------- quantities


@pytest.mark.parametrize("example", sentences("items"))
def test_quantity_is_found(example):
    """What was given, sent or signed is counted: amount, unit, thing and bound."""
    claims = claims_of(example["text"], example["trigger"], Channel.AID)
    found = [(claim.value, claim.note) for claim in claims if claim.role is Role.QUANTITY]

    assert found == [(example["value"], example["note"])]


@pytest.mark.parametrize("example", sentences("items", "passes_over"))
def test_quantity_of_something_else_is_none(example):
    """Numbers of other clauses, days and parties are no amounts."""
    claims = claims_of(example["text"], example["trigger"], Channel.AID)

    assert not [claim for claim in claims if claim.role is Role.QUANTITY]


def test_every_item_of_a_list_is_counted():
    """Two things given are two amounts, each with what was read of it."""
    _, reading = read("Russia handed over 100 trucks and 3.5 million euros to Serbia.")
    view = view_of(reading)

    found = list(quantities(reading, view, items_of(reading, view, token(reading, "handed"))))

    assert [(one.amount, one.unit) for one in found] == [(100, "trucks"), (3_500_000, "EUR")]


def test_captured_item_is_what_counts():
    """Where a rule captures the item, nothing else is counted, and it is a claim itself."""
    clean, reading = read("China sent 20 doctors with 500 masks to Laos.")
    masks = token(reading, "masks")
    sent = token(reading, "sent")
    item = {"item": (Phrase(masks, masks - 1, masks + 1),)}
    match = TreeMatch("aid.sent", "", sent, item, (), 1.0)

    claims = list(details(reading, sent, Rule(Channel.AID), clean, None, match=match))

    found = [(c.role, c.value) for c in claims if c.role in (Role.QUANTITY, Role.ITEM)]
    assert found == [(Role.QUANTITY, "500 masks"), (Role.ITEM, "500 masks")]


@pytest.mark.parametrize(
    "value, note, written",
    [
        (
            "more than 500,000 doses of vaccine",
            "amount=500000;unit=doses;of=vaccine;bound=more than",
            {"what": "vaccine", "amount": 500_000, "unit": "doses"},
        ),
        ("$1.5 billion", "amount=1500000000;unit=USD", {"amount": 1_500_000_000, "unit": "USD"}),
        ("dozens of trucks", "amount=dozens;unit=trucks", {"amount": "dozens", "unit": "trucks"}),
        ("two agreements", None, {"amount": 2, "unit": None}),
        ("20 buses", "buses", {"amount": 20, "unit": "buses"}),
    ],
)
def test_quantity_in_the_golds_schema(value, note, written):
    """What was read when it was found is written; an amount without it is read from its words."""
    claim = Claim(Role.QUANTITY, value, Span("d", 0, len(value), value), None, "r", note=note)

    row = quantity(claim)

    assert {key: row[key] for key in written} == written


@given(
    st.dictionaries(
        st.sampled_from(["amount", "unit", "of", "bound"]), st.text(max_size=12), max_size=4
    )
)
def test_notes_come_back(parts):
    """A note is read as it was written, but for signs of its own form and odd spaces."""
    plain = {
        key: " ".join(value.replace(";", " ").replace("=", " ").split())
        for key, value in parts.items()
    }
    back = read_note(write_note(**parts))

    assert {key: " ".join(value.split()) for key, value in back.items()} == {
        key: value for key, value in plain.items() if parts[key] != ""
    }


@pytest.mark.parametrize(
    "words, amount",
    [
        ("54,000", 54_000),
        ("1.5 million", 1_500_000),
        ("3bn", 3_000_000_000),
        ("a dozen", 12),
        ("seven", 7),
        ("dozens", "dozens"),
        ("US$2m", 2_000_000),
        ("25 percent", 25),
    ],
)
def test_numbers(words, amount):
    """Digits, words and scales make a number; what is vague stays words."""
    match = amounts_in().search(words)

    assert match is not None
    assert value_of(match) == amount


# --------------------------------------------------------------------------- checks


@pytest.mark.parametrize("example", sentences("checks"))
def test_check_is_parsed(example):
    """Ordinals, firsts, anniversaries and counts are parsed, with their words."""
    clean, reading = read(example["text"])

    [check] = checks_of(reading, clean)

    assert check.span.quote == example["words"]
    assert (check.kind, check.number) == (CheckKind(example["kind"]), example["number"])
    assert (check.unit, check.since) == (example["unit"], example.get("since"))


@pytest.mark.parametrize("example", sentences("checks", "passes_over"))
def test_what_is_not_counted_is_no_check(example):
    """Titles, days and other ordinals claim nothing that could be checked."""
    clean, reading = read(example["text"])

    assert not list(checks_of(reading, clean))


def test_ordinal_belongs_to_its_act():
    """The ordinal of an act is a claim on it; that of what it stands beside is none."""
    own = claims_of("They held their second meeting this year.", "meeting", Channel.MEETING)
    other = claims_of("Lavrov met Wang Yi ahead of the third summit.", "met", Channel.MEETING)

    [ordinal] = [claim for claim in own if claim.role is Role.ORDINAL]
    assert ordinal.value == "second meeting this year"
    assert read_note(ordinal.note) == {
        "check": "ordinal",
        "number": "2",
        "unit": "meeting",
        "since": "2023",
    }
    assert not [claim for claim in other if claim.role is Role.ORDINAL]


@pytest.mark.parametrize(
    "text, back",
    [
        ("It was their second meeting this year.", True),
        ("The visit is the first since 2019.", True),
        ("They held their second meeting this year.", False),
    ],
)
def test_sentence_looks_back(text, back):
    """A sentence that only counts speaks of what was told before it."""
    clean, reading = read(text)

    assert [looks_back(reading, check) for check in checks_of(reading, clean)][:1] == [back]


# --------------------------------------------------------------------------- kinds

_KIND = {
    "levels": (Channel.VISIT, Role.LEVEL, "level"),
    "purposes": (Channel.LETTER, Role.PURPOSE, "purpose"),
    "mechanisms": (Channel.DIALOGUE, Role.MECHANISM, "mechanism"),
}


@pytest.mark.parametrize("kind", _KIND)
def test_kinds(kind):
    """Level, purpose and mechanism are read from words that hang on the act, the first first."""
    channel, role, key = _KIND[kind]
    for example in BOOK[kind]["finds"]:
        claims = claims_of(example["text"], example["trigger"], channel)
        found = [claim.value for claim in claims if claim.role is role]
        assert found[:1] == [example[key]], example["text"]
    for example in BOOK[kind]["passes_over"]:
        claims = claims_of(example["text"], example["trigger"], channel)
        assert not [claim for claim in claims if claim.role is role], example["text"]


def test_known_mechanism_has_its_id():
    """A standing meeting that the register knows is told by its id."""
    claims = claims_of("Leaders attended the BRICS summit in Kazan.", "summit", Channel.SUMMIT)

    assert [claim.value for claim in claims if claim.role is Role.MECHANISM] == ["me:brics-summit"]


def test_what_a_rule_implies_goes_first():
    """An attribute that the wording implies is not read a second time."""
    claims = claims_of(
        "Macron paid a state visit to China.", "visit", Channel.VISIT, level="working"
    )

    levels = [claim for claim in claims if claim.role is Role.LEVEL]
    assert claims[0] == levels[0]
    assert [(claim.value, claim.rule) for claim in levels] == [("working", "a.rule")]
    assert {claim.speaker for claim in claims} == {"the ministry"}


# --------------------------------------------------------------------------- topics and data

PLOVER = frozenset(
    {"military", "diplomatic", "economic", "resource", "disease", "disaster", "refugee"}
    | {"migration", "territory", "terrorism", "crime", "legal", "human_rights", "election"}
    | {"executive", "legislative", "cbrn", "cyber", "technology", "environment", "cultural"}
    | {"religious", "historical", "intelligence", "peacekeeping"}
)


@pytest.mark.parametrize("entry", load_topics(), ids=lambda entry: entry["id"])
def test_topic(entry):
    """A topic is found in its sentences and not in those that it passes over."""
    for text in entry["finds"]:
        assert entry["id"] in topics_of(text, 0, len(text)), text
    for text in entry["passes_over"]:
        assert entry["id"] not in topics_of(text, 0, len(text)), text
    assert entry["plover"] in PLOVER


def test_topics_keep_to_their_stretch():
    """Words outside the stretch are not looked at, and topics stand in order of coming up."""
    text = "Trade. They discussed vaccines and climate. War."

    assert topics_of(text, 7, 43) == ("health", "climate")


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_topics_of_anything(text):
    """No text breaks it."""
    assert len(topics_of(text, 0, len(text))) <= len(load_topics())


def test_lists_are_all_there():
    """The file has just the keys that are looked up, and no word twice in a list."""
    assert set(BOOK) == set(LISTS)
    for name in LISTS:
        if isinstance(BOOK[name].get("words"), str):
            listed = BOOK[name]["words"].split()
            assert len(listed) == len(words(name)), name


def test_topic_ids_are_in_one_place_each():
    """No topic stands twice, and each cue once in its topic."""
    ids = [entry["id"] for entry in load_topics()]
    assert len(ids) == len(set(ids))
    for entry in load_topics():
        cues = entry["cues"].split(", ")
        assert len(cues) == len(set(cues)), entry["id"]
        assert yaml.safe_load(entry["cues"]) is not None


@pytest.mark.parametrize("text", ["and " * 1500 + "met", "12 " * 800, ")" * 900 + " met"])
def test_bad_input_takes_no_time(text):
    """A sentence of thousands of words is read too, in time that grows with it alone."""
    clean, reading = read(text)
    last = len(reading.tree) - 1
    place_of(reading, last, (), register())
    list(checks_of(reading, clean))
    list(details(reading, last, Rule(Channel.AID), clean, None, register=register()))
