"""The five documents that the project began with: everybody of their gold is found in them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dragoman.actors import Register, find_mentions
from dragoman.model import Actor, Document, Mention
from dragoman.run.schema import code_of
from dragoman.text import prepare

NUMBERS = ("000", "001", "002", "003", "004")

OFFICES = {"head of state": "head", "head of government": "hog", "foreign minister": "fm"}
"""The gold's words for offices, as classes of the register."""


@dataclass(frozen=True)
class Seed:
    """A document as it was found, its mentions, and what the gold says of it."""

    text: str
    mentions: tuple[tuple[int, int, Mention], ...]  # offsets are of the document
    events: tuple[dict[str, Any], ...]

    @property
    def actors(self) -> list[Actor]:
        """All actors of all mentions."""
        return [actor for _start, _end, mention in self.mentions for actor in mention.actors]

    def at(self, words: str) -> list[Mention]:
        """Return the mentions that share signs with some words, wherever the words stand."""
        assert words in self.text, words
        found = []
        start = self.text.find(words)
        while start >= 0:
            end = start + len(words)
            here = [m for first, last, m in self.mentions if first < end and start < last]
            assert here, f"nobody at {self.text[max(start - 20, 0) : end + 20]!r}"
            found += here
            start = self.text.find(words, end)
        return found


@pytest.fixture(scope="module")
def seeds(shared: Path, register: Register) -> dict[str, Seed]:
    """The documents by number, each read as of the day that meta.jsonl gives it."""
    folder = shared / "seeds"
    if not (folder / "meta.jsonl").is_file():
        pytest.skip("needs the folder ../shared/seeds beside the checkout")
    gold = {row["id"][:3]: row for row in map(json.loads, _lines(folder / "gold.jsonl"))}
    found: dict[str, Seed] = {}
    for meta in map(json.loads, _lines(folder / "meta.jsonl")):
        number = meta["file"][:3]
        text = (folder / meta["file"]).read_text(encoding="utf-8")
        doc = Document(number, text, outlet=meta["outlet"], published=meta["published"])
        clean = prepare(doc)
        mentions = tuple(
            (span.start, span.end, mention)
            for sentence in find_mentions(clean, register, day=meta["published"])
            for mention in sentence
            for span in [clean.span(mention.start, mention.end)]
        )
        found[number] = Seed(text, mentions, tuple(gold[number]["events"]))
    return found


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("number", NUMBERS)
def test_every_actor_of_the_gold_is_found(
    seeds: dict[str, Seed], register: Register, number: str
) -> None:
    """Each country, with its person or office where the gold has one, is an actor of the text."""
    seed = seeds[number]
    people: dict[str, set[str]] = {}
    for actor in seed.actors:
        if actor.polity and actor.person:
            known = register.person(actor.person)
            names = known.names if known else ()
            people.setdefault(code_of(register.iso3(actor.polity)), set()).update(names)
    countries = {code_of(register.iso3(a.polity)) for a in seed.actors if a.polity}
    offices = {actor.office for actor in seed.actors}

    missing = []
    for event in seed.events:
        for one in event["participants"]:
            code = code_of(one["country"])
            office = OFFICES[one["office"]] if one["office"] else ""
            if code not in countries:
                missing.append(code)
            elif one["person"] and one["person"] not in people.get(code, ()):
                missing.append(f"{code}: {one['person']}")
            elif office and not {o for o in offices if o and o == f"of:{code.lower()}.{office}"}:
                missing.append(f"{code}: {office}")

    assert sorted(set(missing)) == []


# (document, words of it, id of everybody whom mentions of these words mean)
WHO = [
    ("000", "Indonesian Foreign Minister retno", "pe:retno-marsudi"),
    ("000", "Indonesian Foreign Minister raitno", "pe:retno-marsudi"),
    ("000", "Hungarian foreign minister sialto", "pe:peter-szijjarto"),
    ("000", "Pakistani Foreign Minister Qureshi", "pe:shah-mahmood-qureshi"),
    ("000", "President Joko", "pe:joko-widodo"),
    ("000", "President Marcon", "pe:emmanuel-macron"),
    ("000", "Xi Jinping", "pe:xi-jinping"),
    ("000", "Yang Jiechi", "pe:yang-jiechi"),
    ("001", "Zhang Hanhui", "pe:zhang-hanhui"),
    ("001", "Andrey Ivanovich Denisov", "pe:andrey-denisov"),
    ("002", "Chinese Premier Li Qiang", "pe:li-qiang"),
    ("003", "Li Junhua", "pe:li-junhua"),
    ("003", "Louisi Middot; Dima Yong", "pe:luigi-di-maio"),
    ("004", "Jenisov", "pe:andrey-denisov"),
    ("004", "Yang Jiechi", "pe:yang-jiechi"),
    ("004", "Yang Jiezheng", "pe:yang-jiechi"),
    ("004", "Yang Jieye", "pe:yang-jiechi"),
    ("004", "Li Zhanshu", "pe:li-zhanshu"),
    ("004", "Putin", "pe:vladimir-putin"),
    ("004", "Shanghe", "og:sco"),
    ("004", "SCO Summit", "og:sco"),
]


@pytest.mark.parametrize("number, words, ident", WHO, ids=lambda value: str(value))
def test_a_name_means_its_bearer(
    seeds: dict[str, Seed], number: str, words: str, ident: str
) -> None:
    """Everywhere the words stand they mean this one person or body, however they are spelled."""
    found = {actor.id for mention in seeds[number].at(words) for actor in mention.actors}

    assert found == {ident}


POSTS = [
    ("001", "Zhang Hanhui", "of:chn.amb.rus"),
    ("001", "Andrey Ivanovich Denisov", "of:rus.amb.chn"),
    ("003", "Li Junhua", "of:chn.amb.ita"),
    ("004", "Jenisov", "of:rus.amb.chn"),
    ("004", "Li Zhanshu", "of:chn.parl"),
]


@pytest.mark.parametrize("number, words, office", POSTS, ids=lambda value: str(value))
def test_who_is_found_has_the_post_of_the_day(
    seeds: dict[str, Seed], number: str, words: str, office: str
) -> None:
    """An ambassador is one from somewhere to somewhere, though the sentence lost it."""
    assert {a.office for m in seeds[number].at(words) for a in m.actors} == {office}


def test_the_agency_is_an_outlet_and_its_register_entry_is_known(
    seeds: dict[str, Seed], register: Register
) -> None:
    """What was made of TASS is an outlet, no actor, and its name leads to the agency."""
    [mention] = [m for m in seeds["004"].at("Tus News") if m.kind == "outlet"]

    assert mention.actors == ()
    assert register.outlet_by_name("Tus News") == register.outlet_by_name("TASS") == "ou:tass"


PLACES = [
    ("000", "Pusan", "pl:busan"),
    ("000", "Baoting", "pl:baoting"),
    ("000", "Dongxing", "pl:dongxing"),
    ("004", "Samarham", "pl:samarkand"),
    ("004", "Vladivostok", "pl:vladivostok"),
]


@pytest.mark.parametrize("number, words, place", PLACES, ids=lambda value: str(value))
def test_a_place_is_found(seeds: dict[str, Seed], number: str, words: str, place: str) -> None:
    """A place is named in an old reading, or in one that translation made of it."""
    assert [mention.place for mention in seeds[number].at(words)] == [place]


def test_a_chinese_official_is_never_given_a_name(seeds: dict[str, Seed]) -> None:
    """The erased name stays erased: state and office may be said, a person may not."""
    actors = [a for m in seeds["004"].at("Chinese official") for a in m.actors]

    assert {actor.polity for actor in actors} == {"st:chn"}
    assert {actor.person for actor in actors} == {None}


def test_two_heads_of_state_are_heads_of_state(seeds: dict[str, Seed], register: Register) -> None:
    """Whoever "the two heads of state" stands for has held such an office, or nobody is given."""
    for seed in seeds.values():
        for words in ("the two heads of state", "the heads of state"):
            found = seed.at(words) if words in seed.text else []
            people = {a.person for m in found for a in m.actors if a.person}
            for person in people:
                held = register.person(person)
                assert held is not None
                assert any(t.office.endswith((".head", ".hog")) for t in held.tenures), person
