"""Organizations, meetings, memberships, relations: their files say nothing impossible.

Plain checks of the data, without the compiled register: whoever adds a line learns here what
is wrong with it. Each names the line that it met.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from dragoman.actors.compiling import OWN
from dragoman.actors.tokens import fold
from dragoman.model.edtf import interval

STATUSES = {"member", "observer", "associate", "partner", "suspended", "former", "invited"}
KINDS = {
    "summit", "meeting", "dialogue", "commission", "forum", "process", "partnership",
    "initiative", "exercise",
}  # fmt: skip
SURE = {"", "day", "month", "year"}
LATEST = date(2026, 12, 31)
"""Nothing here lies later, plans of the year after included."""

Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    """Return the rows or entries of one file."""
    path = OWN / name
    return table(path) if path.suffix == ".csv" else list(entries(path))


def table(path: Path) -> list[Row]:
    """Return the rows of a CSV file, its head of `#` lines left out."""
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(line for line in file if not line.startswith("#")))
    assert not [row for row in found if None in row or None in row.values()], path.name
    return list(found)


@cache
def entries(path: Path) -> tuple[Row, ...]:
    """Return the entries of a YAML file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return tuple(yaml.load(path.read_text(encoding="utf-8"), Loader=loader))  # noqa: S506


@pytest.fixture(scope="module")
def polities() -> set[str]:
    """The ids of polities, with those of the past that only history.csv has."""
    past = {row["id"] for row in rows("history.csv") if row["to"]}
    return {row["id"] for row in rows("polities.csv")} | past


@pytest.fixture(scope="module")
def orgs() -> set[str]:
    """The ids of organizations."""
    return {row["id"] for row in rows("orgs.yml")}


@pytest.fixture(scope="module")
def sources() -> set[str]:
    """The ids that `source` may hold."""
    return {row["id"] for row in rows("sources.yml")}


MEMBERSHIPS = ["memberships.csv", "_generated/memberships.csv"]
ENTRIES = ["orgs.yml", "mechanisms.yml", "authorities.yml", "sources.yml", "history.csv"]
SOURCED = ["relations.csv", "history.csv", "authorities.yml", "mechanisms.yml", *MEMBERSHIPS]
DATED = {
    "memberships.csv": ("from", "to"),
    "relations.csv": ("established", "severed", "restored"),
    "history.csv": ("from", "to"),
    "authorities.yml": ("from", "to"),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_every_id_stands_once(name: str) -> None:
    """Two entries of one file never have the same id."""
    twice = [
        ident for ident, count in Counter(row["id"] for row in rows(name)).items() if count > 1
    ]
    assert not twice


def test_ids_look_like_their_kind() -> None:
    """Mechanisms are me:, organizations og:, authorities au:, polities st:."""
    for name, prefix in (("mechanisms.yml", "me:"), ("orgs.yml", "og:"),
                         ("authorities.yml", "au:"), ("history.csv", "st:")):  # fmt: skip
        assert all(row["id"].startswith(prefix) for row in rows(name)), name


def test_members_are_somebody(polities: set[str], orgs: set[str]) -> None:
    """Whoever takes part in a meeting or recognizes an authority has an entry of its own."""
    strange = {
        (row["id"], member)
        for name, key in (("mechanisms.yml", "members"), ("authorities.yml", "recognized_by"))
        for row in rows(name)
        for member in row.get(key, ())
        if member not in polities | orgs
    }
    assert not strange


@pytest.mark.parametrize("name", MEMBERSHIPS)
def test_memberships_are_of_somebody_in_something(
    name: str, polities: set[str], orgs: set[str]
) -> None:
    """A row names a polity (or organization), an organization, and one of seven statuses."""
    wrong = [
        row
        for row in rows(name)
        if row["polity"] not in polities | orgs
        or row["org"] not in orgs
        or row["status"] not in STATUSES
        or row["certainty"] not in SURE
    ]
    assert not wrong


@pytest.mark.parametrize("name", MEMBERSHIPS)
def test_a_membership_is_told_once(name: str) -> None:
    """One polity has one row per organization, status and first day."""
    told = Counter((row["polity"], row["org"], row["status"], row["from"]) for row in rows(name))
    assert not [key for key, count in told.items() if count > 1]


def test_open_memberships_say_until_when_they_are_known() -> None:
    """Nobody is a member for ever: without an end there is a day of knowledge."""
    assert not [row for row in rows("memberships.csv") if not row["to"] and not row["as_of"]]


def test_relations_are_between_two(polities: set[str], orgs: set[str]) -> None:
    """Both sides are known and not the same, and a pair has one row per break."""
    seen: Counter[tuple[str, ...]] = Counter()
    for row in rows("relations.csv"):
        assert {row["state"], row["with"]} <= polities | orgs, row
        assert row["state"] != row["with"], row
        assert row["certainty"] in SURE, row
        assert row["as_of"], row
        seen[(*sorted((row["state"], row["with"])), row["severed"])] += 1
    assert not [key for key, count in seen.items() if count > 1]


def test_a_partnership_has_no_day_without_its_wording() -> None:
    """`partnership_since` belongs to a wording."""
    rows_ = rows("relations.csv")
    assert not [row for row in rows_ if row["partnership_since"] and not row["partnership"]]


@pytest.mark.parametrize("name", SOURCED)
def test_every_fact_has_a_source(name: str, sources: set[str]) -> None:
    """No row and no entry without a source that sources.yml explains."""
    assert not [row for row in rows(name) if row.get("source") not in sources]


def test_every_source_of_the_register_is_explained(sources: set[str]) -> None:
    """All ids under `source` in the tables of offices and readings are in sources.yml."""
    said = {
        row["source"]
        for path in sorted(OWN.rglob("*.csv"))
        for row in table(path)
        if row.get("source")
    }
    assert said <= sources


def test_sources_are_told_in_full() -> None:
    """A source says what it is, on what terms, of which day, and where to check it."""
    for row in rows("sources.yml"):
        assert {"title", "what", "licence", "snapshot", "check"} <= row.keys(), row["id"]
        interval(row["snapshot"])


def test_what_is_public_record_says_where_to_check() -> None:
    """An entry that no file vouches for names the place where anyone can look."""
    for name in ("mechanisms.yml", "authorities.yml"):
        for row in rows(name):
            own = {row["source"], *(one["source"] for one in row.get("editions", ()))}
            assert row.get("check") or "public record" not in own, row["id"]


@pytest.mark.parametrize("name", DATED)
def test_dates_are_dates_in_order(name: str) -> None:
    """Days are EDTF, none is later than this year, and what ends has begun before."""
    for row in rows(name):
        days = [str(row.get(column) or "") for column in DATED[name]]
        spans = [interval(day) for day in days if day]
        for before, after in pairwise(spans):
            assert before and after and before[0] <= after[1], row
        assert all(span and span[0] <= LATEST for span in spans), row


@pytest.mark.parametrize("name", ["memberships.csv", "relations.csv"])
def test_certainty_is_not_finer_than_the_days(name: str) -> None:
    """Who writes `day` has given days: a year alone is known to the year."""
    precise = {"day": 10, "month": 7, "year": 4}
    for row in rows(name):
        days = [row[column] for column in DATED[name] if row[column]]
        if row["certainty"]:
            assert days and min(map(len, days)) >= precise[row["certainty"]], row
        else:
            assert not days, row


def mechanisms() -> Iterator[Row]:
    """Yield the entries of mechanisms.yml."""
    yield from rows("mechanisms.yml")


def test_mechanisms_are_of_a_known_kind() -> None:
    """Kinds are few, so that a summit is told from an exercise."""
    assert {row["kind"] for row in mechanisms()} <= KINDS
    assert len(list(mechanisms())) >= 150


def test_editions_stand_in_order() -> None:
    """Ordinals and days rise together; the first edition is of the first year or later."""
    for row in mechanisms():
        editions = row.get("editions", [])
        days = [interval(one["date"]) for one in editions]
        assert all(days), row["id"]
        starts = [day[0] for day in days if day]
        assert all(day <= LATEST for day in starts), row["id"]
        numbered = [one["n"] for one in editions if "n" in one]
        assert numbered == sorted(numbered), row["id"]
        assert [day.year for day in starts] == sorted(day.year for day in starts), row["id"]
        if starts and "first_year" in row:
            assert starts[0].year >= row["first_year"], row["id"]


def test_places_of_editions_are_places() -> None:
    """A place is an id of places.csv, "online", or a name that this file does not hold."""
    known = {row["id"]: row["name"] for row in rows("places.csv")}
    names = {fold(name) for name in known.values()}
    for row in mechanisms():
        for one in row.get("editions", ()):
            place = one.get("place", "online")
            if place not in known:
                assert not place.startswith("pl:"), (row["id"], place)
                assert fold(place) not in names, (row["id"], place)


def test_spellings_seen_name_their_document() -> None:
    """What machine translation made of a name is told with the document that showed it."""
    for name in ("mechanisms.yml", "orgs.yml"):
        for row in rows(name):
            assert all(seen["text"] and seen["from"] for seen in row.get("seen_as", ())), row["id"]


def test_nobody_is_their_own_successor(polities: set[str]) -> None:
    """Successions lead on and never back, and both ends of each are told alike."""
    after: dict[str, set[str]] = {}
    for row in rows("history.csv"):
        for other in filter(None, row["successor"].split(";")):
            after.setdefault(row["id"], set()).add(other)
        for other in filter(None, row["predecessor"].split(";")):
            after.setdefault(other, set()).add(row["id"])
    assert set(after) | set().union(*after.values()) <= polities
    for start in after:
        reached: set[str] = set()
        waiting = [start]
        while waiting:
            new = after.get(waiting.pop(), set()) - reached
            reached |= new
            waiting.extend(new)
        assert start not in reached, start


def test_what_ended_had_somebody_after_it_or_says_why() -> None:
    """A polity of the past has a successor, or its note tells."""
    for row in rows("history.csv"):
        assert not row["to"] or row["successor"] or row["note"], row["id"]


def test_rival_authorities_come_in_pairs() -> None:
    """Nobody is listed as a rival alone: both sides, or all, stand there."""
    count = Counter(row["polity"] for row in rows("authorities.yml"))
    assert min(count.values()) >= 2
    assert {"st:ven", "st:lby", "st:yem", "st:afg", "st:mmr"} <= count.keys()


def test_names_of_members_of_the_united_nations_in_six_languages() -> None:
    """Each of the 193 has a short and a formal name in Arabic, Chinese, English and so on."""
    found: dict[str, set[str]] = {}
    for row in rows("_generated/polity_names.csv"):
        assert row["short"] or row["formal"], row
        if row["short"] and row["formal"]:
            found.setdefault(row["id"], set()).add(row["lang"])
    members = {row["id"] for row in rows("polities.csv") if row["kind"] == "un-member"}
    assert not [ident for ident in sorted(members) if len(found.get(ident, ())) != 6]


def test_one_wording_has_one_meaning() -> None:
    """No English wording is of two: a meeting and a body, an outlet and a state."""
    owners: dict[str, set[str]] = {}
    for name, keys in (("orgs.yml", ("names", "bodies")), ("mechanisms.yml", ("names",)),
                       ("outlets.yml", ("names",))):  # fmt: skip
        for row in rows(name):
            for wording in (word for key in keys for word in row.get(key, ())):
                owners.setdefault(fold(wording), set()).add(row["id"])
    for row in rows("polities.csv"):
        cells = (row["name"], row["official"], row["common"], row["adjectives"], row["nouns"])
        for wording in (word for cell in cells for word in cell.split(";") if word):
            owners.setdefault(fold(wording), set()).add(row["id"])
    for row in rows("aliases.csv"):
        owners.setdefault(fold(row["alias"]), set()).add(row["entity"])
    shared = {
        wording: sorted(ids)
        for wording, ids in owners.items()
        if len(ids) > 1 and any(ident[:3] in ("me:", "og:") for ident in ids)
    }
    assert not shared


def test_codes_of_organizations_are_not_codes_of_states() -> None:
    """New acronyms stay clear of ISO's codes, and of each other: exports print them."""
    codes = {row["iso3"] for row in rows("polities.csv")}
    taken = Counter(row["acronym"] for row in rows("orgs.yml"))
    assert not [acronym for acronym, count in taken.items() if count > 1]
    assert (taken.keys() & codes) <= {"NAM"}  # Namibia's; the acronym is older than this test


def test_the_tables_by_script_know_their_hand_made_ones() -> None:
    """A state that left stands in memberships.csv as former, whatever the script still lists."""
    now = {(row["polity"], row["org"]): row["status"]
           for name in reversed(MEMBERSHIPS) for row in rows(name)}  # fmt: skip
    for pair in (("st:gbr", "og:eu"), ("st:qat", "og:opec"), ("st:rus", "og:coe"),
                 ("st:ner", "og:ecowas"), ("st:bdi", "og:icc")):  # fmt: skip
        assert now[pair] == "former", pair
    assert now["og:au", "og:g20"] == "member"
    assert now["st:blr", "og:sco"] == "member"


def test_the_heads_say_source_terms_and_day() -> None:
    """Each file opens with where it comes from and the sentence about status."""
    for name in {*ENTRIES, *SOURCED} - {"orgs.yml", "sources.yml"}:
        head = Path(OWN / name).read_text(encoding="utf-8")[:900]
        assert "source:" in head and "terms:" in head and "as-of:" in head, name
        assert "implies no position" in " ".join(head.replace("#", " ").split()), name
