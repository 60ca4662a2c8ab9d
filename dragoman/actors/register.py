"""The register: who is known, under which names, and who held which office when."""

import gc
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dragoman.actors import compiling
from dragoman.actors.compiling import name_words
from dragoman.actors.tokens import Words, fold, keys
from dragoman.model.edtf import interval, is_yearless

GRACE = timedelta(days=45)
"""How far outside a tenure known only to the month or year a title still fits its holder.
Tenures known from two sources agree to the month in 82 % of 408 cases; a tenure known to
the day has no grace."""

TRUST = timedelta(days=365)
"""How long after its `as_of` an open tenure still answers a bare title. It is then not
known to have ended, but nobody looked: a name is still recognised, a title no longer
stands for it."""

ABOUT = timedelta(days=365)
"""How far from a tenure a leader's name alone still means its holder: the elected before they
take office, and those who have just left it."""

RANKS = (
    "head", "hog", "crown", "council", "commission", "sg", "vice", "dpm", "fm", "defmin", "parl",
    "nsa", "party", "finmin", "trademin", "councilor", "minister", "deputynsa", "deputyfm", "amb",
    "permrep", "envoy", "military", "aide", "spokes", "official",
)  # fmt: skip
"""Classes of offices, highest first; where somebody held several on a day, the first is named."""

_ONE_HOLDER = frozenset({"head", "hog", "fm", "defmin", "nsa", "finmin", "council", "commission"})
_RANK = {name: place for place, name in enumerate(RANKS)}


@dataclass(frozen=True, slots=True)
class Tenure:
    """One person in one office from day to day, as far as the source says.

    `start` and `end` are EDTF, "" where unknown or open; an open tenure is one that was
    not known to have ended on the day `as_of`.
    """

    person: str
    office: str
    start: str
    end: str
    certainty: str
    source: str
    as_of: str
    reviewed: bool = True  # a person looked at the entry; else it is of a generated layer

    def surely_covers(self, first: date, last: date) -> bool:
        """Return whether the office was held through the days however coarse the row is."""
        begin, finish = _bounds(self.start), _bounds(self.end)
        late = begin is None or begin[1] <= first
        return late and (finish is None or last <= finish[0])

    def overlaps(self, first: date, last: date) -> bool:
        """Return whether the office was held on one of the days; open tenures go on."""
        begin, finish = _bounds(self.start), _bounds(self.end)
        return (begin is None or begin[0] <= last) and (finish is None or first <= finish[1])

    def covers(self, first: date, last: date, *, strict: bool) -> bool:
        """Return whether the office was held through the days, with grace for coarse rows."""
        grace = GRACE if self.certainty in ("month", "year") else timedelta(0)
        begin = _bounds(self.start)
        finish = _bounds(self.end)
        if begin is not None and last < begin[0] - grace:
            return False
        if finish is not None:
            return first <= finish[1] + grace
        seen = _bounds(self.as_of)
        return not (strict and seen is not None and first > seen[1] + TRUST)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the register knows; `names` are English, the first one the usual."""

    id: str
    names: tuple[str, ...]
    family: str
    gender: str
    alone: bool
    tenures: tuple[Tenure, ...]

    polities: frozenset[str]  # the states and organizations the person ever held office for
    reviewed: bool = True  # a person looked at the entry; else it is of a generated layer


@dataclass(frozen=True, slots=True)
class Polity:
    """A state, territory, de-facto authority or organization, and its labels."""

    id: str
    name: str
    code: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place; `state` is None where it is disputed, and `claims` then says by whom."""

    id: str
    name: str
    state: str | None
    kind: str
    claims: tuple[str, ...]
    administered_by: str | None


@dataclass(frozen=True, slots=True)
class Wording:
    """What a stretch of words can mean: a kind of wording, and whose it is."""

    kind: str
    id: str
    form: str


class _Node:
    """A node of the tree of wordings."""

    __slots__ = ("next", "wordings")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.wordings: list[Wording] = []


@dataclass(frozen=True, slots=True)
class Lists:
    """Plain words of `words.yml` and `not_actors.yml`, ready to look into."""

    no_names: frozenset[str]
    not_persons: frozenset[str]
    particles: frozenset[str]
    directions: frozenset[str]
    official_things: frozenset[str]
    parts: frozenset[str]
    members: frozenset[str]
    company_words: frozenset[str]
    thing_words: frozenset[str]
    organ_words_before: frozenset[str]
    given_names: frozenset[str]
    common_given: frozenset[str]
    not_alone: frozenset[str]
    group_nouns: dict[str, str]  # "foreign ministers" -> "fm"

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "Lists":
        """Take the lists out of a compiled table."""
        words, traits = table["words"], table["not_actors"]
        return cls(
            no_names=frozenset(words["no_names"]),
            not_persons=frozenset(words["not_persons"]),
            particles=frozenset(words["particles"]),
            directions=frozenset(words["directions"]),
            official_things=frozenset(words["official_things"]),
            parts=frozenset(words["parts"]),
            members=frozenset(words["members"]),
            company_words=frozenset(traits["company_words"]),
            thing_words=frozenset(traits["thing_words"]),
            organ_words_before=frozenset(traits["organ_words_before"]),
            given_names=frozenset(table["overrides"].get("given_names", ())),
            common_given=frozenset(words.get("common_given", ())),
            not_alone=frozenset(words.get("not_alone", ())),
            group_nouns={
                noun: group for group, nouns in words["group_nouns"].items() for noun in nouns
            },
        )


def office_id(polity: str, office_class: str, towards: str | None = None) -> str:
    """Return the id of an office: ("st:rus", "amb", "st:chn") is "of:rus.amb.chn"."""
    tail = f".{towards[3:]}" if towards else ""
    return f"of:{polity[3:]}.{office_class}{tail}"


def _bounds(value: str) -> tuple[date, date] | None:
    if not value:
        return None
    try:
        return interval(value)
    except ValueError:
        return None


class Register:
    """The compiled register. Make one with `Register.load`; it does not change afterwards."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """Build the lookups from a compiled table; use `load`."""
        self.problems: tuple[str, ...] = tuple(table["problems"])
        self.overrides: Mapping[str, Any] = table["overrides"]
        self.titles: Mapping[str, Any] = table["titles"]
        self.not_actors: Mapping[str, Any] = table["not_actors"]
        self._polities: dict[str, dict[str, str]] = table["polities"]
        self._orgs: dict[str, dict[str, Any]] = table["orgs"]
        self._places: dict[str, dict[str, str]] = table["places"]
        self._outlets: dict[str, dict[str, Any]] = table["outlets"]
        self._groups: dict[str, dict[str, Any]] = table["groups"]
        self._persons: dict[str, dict[str, Any]] = table["persons"]
        self._names: dict[str, list[str]] = table["names"]
        self._families: dict[str, list[str]] = table["families"]
        self._lexicon: list[list[Any]] = table["lexicon"]
        self._alone = {
            tuple(name_words(row["family"])): ident
            for ident, row in self._persons.items()
            if row.get("alone") and row.get("family")
        }
        self._people: dict[str, Person] = {}
        self._holders: dict[str, list[str]] = {}
        for ident, row in self._persons.items():
            for office in row.get("offices") or ():
                self._holders.setdefault(office["office"], []).append(ident)
        self._root = self._grow()
        self._by_domain: dict[str, str] = {
            domain: ident
            for ident, row in self._outlets.items()
            for domain in row.get("domains", ())
        }
        self.lists = Lists.of(table)
        self._typed: dict[str, set[str]] | None = None
        self._given: dict[str, list[str]] | None = None
        self._outlet_names: dict[str, set[str]] | None = None

    @classmethod
    def load(cls, layers: Sequence[Path] = ()) -> "Register":
        """Return our register with the user's layers on top; a later layer wins.

        What is wrong with the files stands in `problems`, one sentence each: entries that
        cannot be meant are reported, not dropped, so that a typo does not silence a name.

        Raises:
            RegisterError: A layer is no folder, or a file is no YAML or CSV.
        """
        # Tens of thousands of small objects that live as long as the process: the collector
        # would walk the whole heap several times over for nothing, which took 0.3 s.
        collecting = gc.isenabled()
        gc.disable()
        try:
            return cls(compiling.load(list(layers)))
        finally:
            if collecting:
                gc.enable()

    def polity_of(self, office: str) -> str:
        """Return the polity or organization of an office: "of:un.sg" is of "og:un"."""
        owner = office[3:].split(".", 1)[0]
        return f"og:{owner}" if f"og:{owner}" in self._orgs else f"st:{owner}"

    # --- what things are --------------------------------------------------------------------

    def polity(self, ident: str) -> Polity | None:
        """Return the state, territory, authority or organization with this id."""
        if row := self._polities.get(ident):
            return Polity(ident, row["name"], row["iso3"] or None, row["kind"])
        if org := self._orgs.get(ident):
            return Polity(ident, org["names"][0], org["acronym"], "organization")
        return None

    def person(self, ident: str) -> Person | None:
        """Return the person with this id."""
        known = self._people.get(ident)
        row = self._persons.get(ident)
        if known is None and row is not None:
            tenures = tuple(
                Tenure(
                    ident, office["office"], str(office.get("from", "")), str(office.get("to", "")),
                    office.get("certainty", "day"), office.get("source", ""),
                    str(office.get("as_of", "")), not office.get("generated"),
                )
                for office in row.get("offices") or ()
            )  # fmt: skip
            names = row.get("names") or {}
            spellings = names.get("en") or [name for given in names.values() for name in given]
            known = Person(
                ident, tuple(spellings) or (ident[3:],), row.get("family", ""),
                row.get("gender", ""), bool(row.get("alone")), tenures,
                frozenset(self.polity_of(tenure.office) for tenure in tenures),
                not row.get("generated"),
            )  # fmt: skip
            self._people[ident] = known
        return known

    def place(self, ident: str) -> Place | None:
        """Return the place with this id; "st:fra" as a place is France itself."""
        if ident in self._polities:
            return Place(ident, self._polities[ident]["name"], ident, "state", (), None)
        row = self._places.get(ident)
        if row is None:
            return None
        claims = tuple(part for part in row["claims"].split(";") if part)
        return Place(
            ident, row["name"], row["state"] or None, row["kind"], claims,
            row["administered_by"] or None,
        )  # fmt: skip

    def label(self, ident: str) -> str:
        """Return what a page calls this id: UN short names, the usual name of a person.

        An id that nobody knows is its own label: better a strange word than none.
        """
        if polity := self.polity(ident):
            return polity.name
        if person := self.person(ident):
            return person.names[0]
        if place := self._places.get(ident):
            return place["name"]
        if outlet := self._outlets.get(ident):
            return str(outlet["name"])
        if ident.startswith("of:"):
            return self._office_label(ident)
        return ident

    def _office_label(self, ident: str) -> str:
        _owner, _, tail = ident[3:].partition(".")
        office_class, _, towards = tail.partition(".")
        words = {
            "head": "head of state", "hog": "head of government", "fm": "foreign minister",
            "vice": "vice president", "dpm": "deputy head of government", "amb": "ambassador",
            "defmin": "defence minister", "parl": "speaker of parliament",
            "nsa": "security adviser",
            "sg": "secretary-general", "council": "President of the European Council",
            "commission": "President of the European Commission", "spokes": "spokesperson",
            "party": "party leader", "crown": "crown prince", "finmin": "finance minister",
            "deputyfm": "deputy foreign minister", "permrep": "permanent representative",
            "deputynsa": "deputy security adviser", "trademin": "trade minister",
            "councilor": "state councilor", "envoy": "special envoy",
        }.get(office_class, office_class)  # fmt: skip
        where = self.label(self.polity_of(ident))
        return f"{words}, {where}" + (f", to {self._towards(towards)}" if towards else "")

    def _towards(self, code: str) -> str:
        known = self.polity(f"st:{code}") or self.polity(f"og:{code}")
        return known.name if known else code.upper()

    def iso3(self, ident: str) -> str | None:
        """Return the code of exports: "IDN", for an organization "ASEAN"; None without one."""
        if ident.startswith("pl:"):
            place = self.place(ident)
            return self.iso3(place.state) if place and place.state else None
        polity = self.polity(ident)
        return polity.code if polity else None

    def outlet_state(self, ident: str) -> str | None:
        """Return the state that an outlet speaks for: only where state or party owns it."""
        row = self._outlets.get(ident)
        if row and row["owner"] in ("state", "party") and row["state"].startswith("st:"):
            return str(row["state"])
        return None

    def outlet_by_domain(self, host: str) -> str | None:
        """Return the outlet of a host name or of a domain above it."""
        parts = host.lower().removeprefix("www.").split(".")
        for start in range(len(parts) - 1):
            if found := self._by_domain.get(".".join(parts[start:])):
                return found
        return None

    def outlet_by_name(self, name: str) -> str | None:
        """Return the outlet of this name or any other name of it; None for several."""
        if self._outlet_names is None:
            names: dict[str, set[str]] = {}
            for ident, row in self._outlets.items():
                for spelling in (row["name"], *row.get("names", ()), *row.get("quiet", ())):
                    names.setdefault(fold(str(spelling)).removeprefix("the "), set()).add(ident)
            self._outlet_names = names
        found = self._outlet_names.get(fold(name).removeprefix("the "), set())
        return next(iter(found)) if len(found) == 1 else None

    def members(self, group: str) -> tuple[str, ...]:
        """Return the states of a group of `groups.yml`: "baltic" are three."""
        return tuple(self._groups[group]["members"])

    # --- offices ----------------------------------------------------------------------------

    def holders(self, office: str, on: str | None) -> tuple[Tenure, ...]:
        """Return who held an office through the days of an EDTF text, by start.

        Several are a change of holder inside the interval, co-holders, or sources that
        disagree; nobody chooses among them here, but what a person reviewed goes before
        what was generated. None and yearless texts find nobody.
        """
        span = self._span(on)
        if span is None:
            return ()
        found = [
            tenure
            for ident in self._holders.get(office, ())
            for tenure in self._tenures(ident)
            if tenure.office == office and tenure.covers(*span, strict=True)
        ]
        own = [tenure for tenure in found if tenure.reviewed]
        if class_of(office) in _ONE_HOLDER and any(t.surely_covers(*span) for t in own):
            found = own
        return tuple(sorted(found, key=lambda tenure: (tenure.start, tenure.person)))

    def has_office(self, office: str) -> bool:
        """Return whether anybody is known to have held the office at any time."""
        return office in self._holders

    def holder(self, office: str, on: str | None) -> str | None:
        """Return the one person who held an office on a day; None when not exactly one did."""
        persons = {tenure.person for tenure in self.holders(office, on)}
        return persons.pop() if len(persons) == 1 else None

    def office_on(
        self, person: str, on: str | None, *, polity: str | None = None, only: str | None = None
    ) -> str | None:
        """Return the highest office of a person on a day, of one polity or class if given."""
        span = self._span(on)
        if span is None:
            return None
        offices = [
            tenure.office
            for tenure in self._tenures(person)
            if tenure.covers(*span, strict=False)
            and (polity is None or self.polity_of(tenure.office) == polity)
            and (only is None or class_of(tenure.office) == only)
        ]
        return min(offices, key=rank, default=None)

    def years_off(self, person: str, on: str | None) -> float:
        """Return how far outside all tenures of a person a day is; 0 inside one or without day."""
        return min(self._gaps(person, on).values(), default=0) / 365.25

    def closest(self, person: str, on: str | None) -> str | None:
        """Return the polity of the tenure nearest to a day; None where two are as near."""
        gaps = self._gaps(person, on)
        best = [polity for polity, gap in gaps.items() if gap == min(gaps.values())]
        return best[0] if len(best) == 1 else None

    def _gaps(self, person: str, on: str | None) -> dict[str, int]:
        """Return for each polity of a person the days between a day and the nearest tenure."""
        span = self._span(on)
        gaps: dict[str, int] = {}
        for tenure in self._tenures(person) if span else ():
            assert span is not None  # noqa: S101 - said above, for the type checker
            begin, finish = _bounds(tenure.start), _bounds(tenure.end)
            before = (begin[0] - span[1]).days if begin else 0
            after = (span[0] - finish[1]).days if finish else 0
            polity = self.polity_of(tenure.office)
            gaps[polity] = min(max(before, after, 0), gaps.get(polity, 10**9))
        return gaps

    def _tenures(self, ident: str) -> tuple[Tenure, ...]:
        person = self.person(ident)
        return person.tenures if person else ()

    @staticmethod
    def _span(on: str | None) -> tuple[date, date] | None:
        if not on or is_yearless(on):
            return None
        return _bounds(on)

    # --- names --------------------------------------------------------------------------------

    def named(self, words: Sequence[str]) -> frozenset[str]:
        """Return the persons whose full name (or a listed spelling of it) these words are."""
        return frozenset(self._names.get(" ".join(words), ()))

    def of_family(self, words: Sequence[str]) -> frozenset[str]:
        """Return the persons whose name of reference these words are."""
        return frozenset(self._families.get(" ".join(words), ()))

    def alone(self, words: Sequence[str]) -> str | None:
        """Return the person whom everybody calls by this one name: "Macron", not "Li"."""
        return self._alone.get(tuple(words))

    def crowned(self, word: str, on: str | None, *, polity: str | None = None) -> str | None:
        """Return the one ruler or heir with this given name on a day: "King Salman".

        Only for a name after a monarch's title; presidents go by their family names.
        """
        span = self._span(on)
        if span is None:
            return None
        if self._given is None:
            self._given = {}
            for ident, row in self._persons.items():
                if any(
                    class_of(office["office"]) in ("head", "hog", "crown")
                    for office in row.get("offices") or ()
                ):
                    names = (row.get("names") or {}).get("en") or ()
                    for first in {_plain_given(name_words(name)[0]) for name in names}:
                        self._given.setdefault(first, []).append(ident)
        found = {
            ident
            for ident in self._given.get(_plain_given(word), ())
            for tenure in self._tenures(ident)
            if class_of(tenure.office) in ("head", "hog", "crown")
            and tenure.covers(*span, strict=False)
            and self.polity_of(tenure.office) in (polity or self.polity_of(tenure.office),)
            and self.polity_of(tenure.office) in self.overrides.get("monarchies", ())
        }
        return found.pop() if len(found) == 1 else None

    def reigning(self, word: str, on: str | None) -> str | None:
        """Return the one leader or foreign minister of about this day with this family name.

        None where another one of rank bears it, where it is a word or many people's name
        (`not_alone` of words.yml), and without a day.
        """
        span = self._span(on)
        if span is None or len(word) < 4 or word in self.lists.not_alone:
            return None
        year = (span[0] - ABOUT, span[1] + ABOUT)
        bearers = [
            (ident, class_of(tenure.office))
            for ident in self._families.get(word, ())
            for tenure in self._tenures(ident)
            if rank(tenure.office)[0] <= _RANK["nsa"] and tenure.overlaps(*year)
        ]
        if len({ident for ident, _ in bearers}) != 1:
            return None
        return bearers[0][0] if any(name in ("head", "hog", "fm") for _, name in bearers) else None

    def leader_class(self, polity: str) -> str:
        """Return whether "the leader" of a state is its head of state or of government."""
        return "hog" if polity in self.overrides.get("leader_is_hog", ()) else "head"

    def title_class(self, wording: str, general: str, polity: str | None) -> str:
        """Return the class of a title for a polity: a "chancellor" is not one everywhere."""
        if polity:
            own = self.titles.get("by_polity", {}).get(polity, {}).get(wording)
            if own:
                return str(own)
        return general

    # --- what a user types ----------------------------------------------------------------------

    def lookup(self, name: str, on: str | None = None) -> list[str]:
        """Return the ids that a typed name can mean, best first.

        Several are an ambiguity to be shown, none is an unknown name (`suggest` helps).
        A day decides between persons of one name where only one of them held office then.
        """
        wanted = " ".join(name.split()).removeprefix("the ").removeprefix("The ")
        lowered = fold(wanted)
        if lowered in self._all_ids():
            return [lowered]
        found = self._typed_names().get(" ".join(keys(wanted)), set())
        if not found:
            found = self._typed_names().get(" ".join(name_words(wanted)), set())
        persons = sorted(ident for ident in found if ident.startswith("pe:"))
        if len(persons) > 1 and on:
            serving = [ident for ident in persons if self.office_on(ident, on)]
            if len(serving) == 1:
                found = {ident for ident in found if not ident.startswith("pe:")} | {serving[0]}
        # A city that is a capital is asked for as a place only when it names no polity too.
        order = {"st": 0, "og": 1, "pe": 2, "pl": 3, "ou": 4}
        ranked = sorted(found, key=lambda ident: (order.get(ident[:2], 9), ident))
        if any(ident.startswith(("st:", "og:")) for ident in ranked):
            ranked = [ident for ident in ranked if not ident.startswith(("pl:", "ou:"))]
        return ranked

    def suggest(self, name: str) -> list[str]:
        """Return known names close to an unknown one, best first, for "did you mean"."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        typed = self._typed_names()
        found = process.extract(
            " ".join(keys(name)), list(typed), scorer=OSA.normalized_similarity, limit=12,
            score_cutoff=0.6,
        )  # fmt: skip
        labels: dict[str, None] = {}
        for match, _score, _place in sorted(found, key=lambda hit: (-hit[1], hit[0])):
            for ident in sorted(typed[match]):
                labels.setdefault(self.label(ident))
        return list(labels)[:5]

    def _all_ids(self) -> set[str]:
        return {*self._polities, *self._orgs, *self._persons, *self._places, *self._outlets,
                *self._holders}  # fmt: skip

    def _typed_names(self) -> dict[str, set[str]]:
        if self._typed is not None:
            return self._typed
        typed: dict[str, set[str]] = {}

        def add(name: str, ident: str) -> None:
            if name:
                words = keys(name)
                typed.setdefault(" ".join(words), set()).add(ident)
                if words[0] == "the":
                    typed.setdefault(" ".join(words[1:]), set()).add(ident)

        for ident, row in self._polities.items():
            for field in (
                "iso3", "iso2", "name", "official", "common", "name_fr", "name_es", "name_ru",
                "name_zh", "name_ar",
            ):  # fmt: skip
                add(row[field], ident)
        for words, kind, ident, _form in self._lexicon:
            if kind in ("pol", "metonym", "org", "body", "outlet", "place", "capital"):
                typed.setdefault(" ".join(words), set()).add(ident)
            elif kind == "amb":
                typed.setdefault(" ".join(words), set()).update(ident.split(";"))
        for ident, org in self._orgs.items():
            add(org["acronym"], ident)
        for ident, person in self._persons.items():
            for names in (person.get("names") or {}).values():
                for name in names:
                    add(name, ident)
                    typed.setdefault(" ".join(name_words(name)), set()).add(ident)
            add(person.get("family", ""), ident)
        self._typed = typed
        return typed

    # --- the lexicon ------------------------------------------------------------------------

    def _grow(self) -> _Node:
        root = _Node()
        shared: dict[tuple[str, str, str], Wording] = {}
        for words, kind, ident, form in self._lexicon:
            self._plant(root, words, shared, (kind, ident, form))
        for name, persons in self._names.items():
            for ident in persons:
                form = self._name_form(ident, name)
                self._plant(root, name.split(" "), shared, ("person", ident, form))
        for words, ident in self._alone.items():
            self._plant(root, words, shared, ("person", ident, "cap"))
        return root

    def _name_form(self, ident: str, name: str) -> str:
        """Say which letters of a name must be large: translation leaves some small.

        A document may have shown all of it small ("raitno") or its end ("Li Ke strong").
        """
        for row in self._persons[ident].get("seen_as", ()):
            text = row["text"]
            if " ".join(name_words(text)) == name:
                if text.islower():
                    return "any"
                if text.split()[-1].islower():
                    return "first"
        return "cap"

    @staticmethod
    def _plant(
        root: _Node,
        words: Iterable[str],
        shared: dict[tuple[str, str, str], Wording],
        key: tuple[str, str, str],
    ) -> None:
        node = root
        for word in words:
            following = node.next.get(word)
            if following is None:
                following = node.next[word] = _Node()
            node = following
        wording = shared.get(key)
        if wording is None:
            wording = shared[key] = Wording(*key)
        if wording not in node.wordings:
            node.wordings.append(wording)

    def wordings(self, words: Words, start: int) -> list[tuple[int, list[Wording]]]:
        """Return what the words from `start` on can mean: (end, meanings), longest first.

        Hyphens and dots inside a person's name are passed over, as is the article of an
        Arabic one: the lexicon holds names without them.
        """
        found: list[tuple[int, list[Wording]]] = []
        node = self._root.next.get(words.norm[start])
        place = start
        count = len(words)
        while node is not None:
            place += 1
            if node.wordings:
                good = [w for w in node.wordings if self._fits(words, start, place, w.form)]
                if good:
                    found.append((place, good))
            if place >= count:
                break
            word = words.norm[place]
            following = node.next.get(word)
            skipped = 0
            while (
                following is None
                and word in ("-", "al", "el")
                and place + 1 < count
                and skipped < 2
            ):
                skipped += 1
                place += 1
                word = words.norm[place]
                following = node.next.get(word)
            node = following
        found.reverse()
        return found

    @staticmethod
    def _fits(words: Words, start: int, end: int, form: str) -> bool:
        if form == "any":
            return True
        if form == "upper":
            return all(word.isupper() or not word.isalpha() for word in words.raw[start:end])
        if form == "first":
            return words.upper[start]
        if not words.upper[start]:
            first = words.raw[start]
            return not first[0].isalpha() or not first[0].islower()
        last = words.raw[end - 1]
        return end - start == 1 or not last.islower() or not last[0].isalpha()


def _plain_given(name: str) -> str:
    """Return one form of the given name that Latin letters write in a dozen ways.

    >>> _plain_given("mohammed") == _plain_given("muhammad") == _plain_given("mohamed")
    True
    """
    return "mohammed" if re.fullmatch(r"m[ou]h?amm?[ae]d", name) else name


def class_of(office: str) -> str:
    """Return the class of an office: "of:rus.amb.chn" is an "amb"."""
    return office.split(".", 2)[1] if "." in office else ""


def rank(office: str) -> tuple[int, str]:
    """Return a sort key that puts the highest office first."""
    return _RANK.get(class_of(office), len(RANKS)), office
