"""The register: who is known, under which names, and who held which office when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from sys import intern
from typing import Any

from dragoman.actors import compiling
from dragoman.actors.facts import (
    ABOUT,
    GRACE,
    ONE_HOLDER,
    RANK,
    RANKS,
    TRUST,
    Lists,
    Membership,
    Person,
    Place,
    Polity,
    Tenure,
    bounds,
    class_of,
    office_id,
    rank,
)  # fmt: skip
from dragoman.actors.index import Index
from dragoman.actors.lexicon import offices_of, plain_given, split
from dragoman.actors.tokens import Words, fold, keys, name_key, name_words
from dragoman.actors.wordings import Kinds, Wordings
from dragoman.model.edtf import is_yearless

__all__ = [
    "GRACE", "RANK", "RANKS", "TRUST", "Lists", "Person", "Place", "Polity", "Register", "Tenure",
    "class_of", "office_id", "rank",
]  # fmt: skip

KEPT = 20_000
"""How many persons, and how many other answers of the index, are kept once they were read."""


class Register:
    """The compiled register. Make one with `Register.load`; it does not change afterwards."""

    def __init__(self, index: Index) -> None:
        """Read what is always needed of an index; use `load`."""
        self._index = index
        part = {name: index.get("part", name) for name in index.keys("part")}
        self.problems: tuple[str, ...] = tuple(part["problems"])
        self.contradictions: tuple[str, ...] = tuple(part["contradictions"])
        self.overrides: Mapping[str, Any] = part["overrides"]
        self.titles: Mapping[str, Any] = part["titles"]
        self.not_actors: Mapping[str, Any] = part["not_actors"]
        self.lists = Lists.of(part)
        self._polities: dict[str, dict[str, str]] = part["polities"]
        self._orgs: dict[str, dict[str, Any]] = part["orgs"]
        self._places: dict[str, dict[str, str]] = part["places"]
        self._outlets: dict[str, dict[str, Any]] = part["outlets"]
        self._groups: dict[str, dict[str, Any]] = part["groups"]
        self._alone: dict[str, str] = part["alone"]
        self._rulers: dict[str, list[str]] = part["rulers"]
        self._wordings = Wordings(index)
        self.first_words = self._wordings.first  # with which a wording can begin
        self._families = frozenset(name.partition(" ")[0] for name in index.keys("family"))
        self._people: dict[str, Person | None] = {}
        self._asked: dict[tuple[str, str], tuple[str, ...]] = {}
        self._by_top: dict[str, str] | None = None
        self._by_domain: dict[str, str] = {
            domain: ident
            for ident, row in self._outlets.items()
            for domain in row.get("domains", ())
        }
        realms = (realm.partition("/") for realm in self.overrides.get("realms", ()))
        self._realms = {office_id(state, "head"): until for state, _sign, until in realms}
        self._governing: dict[str, tuple[int, ...]] = {}
        for entry in self.overrides.get("head_governs", ()):
            state, _sign, years = entry.partition("/")
            self._governing[state] = tuple(map(int, years.split("/"))) if years else ()
        self._tenures_of: dict[str, tuple[Tenure, ...]] = {}
        self._terms_of: dict[str, tuple[tuple[str, date, date], ...]] = {}
        self._cities: dict[str, dict[str, tuple[str, ...]]] = {}
        self._outlet_names: dict[str, set[str]] | None = None

    @classmethod
    def load(cls, layers: Sequence[Path] = ()) -> "Register":
        """Return our register with the user's layers on top; a later layer wins.

        What is wrong with the files stands in `problems`, one sentence each, with what is left
        out because of it; where a layer says another thing than the one below, in
        `contradictions`.

        Raises:
            RegisterError: A layer is no folder.
        """
        return cls(compiling.load(list(layers)))

    def _ids(self, table: str, key: str) -> tuple[str, ...]:
        """Return the ids that a table of the index has for a key; what was asked is kept."""
        asked = (table, key)
        found = self._asked.get(asked)
        if found is None:
            if len(self._asked) > KEPT:
                self._asked.clear()
            found = self._asked[asked] = tuple(self._index.get(table, key) or ())
        return found

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
        if ident in self._people:
            return self._people[ident]
        row = self._index.get("person", ident) if ident.startswith("pe:") else None
        known = self._read_person(ident, row) if row is not None else None
        if len(self._people) > KEPT:
            self._people.clear()
        self._people[ident] = known
        return known

    def _read_person(self, ident: str, row: Mapping[str, Any]) -> Person:
        tenures = tuple(
            Tenure(
                ident, intern(office["office"]), intern(str(office.get("from", ""))),
                intern(str(office.get("to", ""))),
                intern(office.get("certainty", "day")), intern(office.get("source", "")),
                intern(str(office.get("as_of", ""))), not office.get("generated"),
                intern(office.get("note", "")),
            )
            for office in offices_of(dict(row))
        )  # fmt: skip
        names = row.get("names") or {}
        spellings = names.get("en") or [name for given in names.values() for name in given]
        return Person(
            ident, tuple(spellings) or (ident[3:],), row.get("family", ""),
            row.get("gender", ""), bool(row.get("alone")), tenures,
            frozenset(self.polity_of(tenure.office) for tenure in tenures),
            not row.get("generated"),
            (*row.get("also", ()), *(seen["text"] for seen in row.get("seen_as", ()))),
        )  # fmt: skip

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

    def cities(self, state: str) -> dict[str, tuple[str, ...]]:
        """Return the ids of a state's cities with their names, disputed places left out."""
        if not self._cities:
            for ident, row in self._places.items():
                if row["state"] and row["kind"] in ("city", "capital"):
                    names = (row["name"], *split(row["aliases"]), *split(row.get("readings", "")))
                    self._cities.setdefault(row["state"], {})[ident] = names
        return self._cities.get(state, {})

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

    def administered_by(self, ident: str) -> str | None:
        """Return the state that administers a territory; None for states and all others."""
        row = self._polities.get(ident)
        return (row["administered_by"] or None) if row else None

    def outlet_state(self, ident: str) -> str | None:
        """Return the state that an outlet speaks for: only where state or party owns it."""
        row = self._outlets.get(ident)
        if row and row["owner"] in ("state", "party") and row["state"].startswith("st:"):
            return str(row["state"])
        return None

    def outlet_of(self, ident: str) -> str | None:
        """Return the state that an outlet stands in, whoever owns it and reads it."""
        row = self._outlets.get(ident)
        return str(row["state"]) if row and row["state"].startswith("st:") else None

    def outlet_home(self, ident: str) -> str | None:
        """Return the state whose "prime minister" an outlet need not name.

        That of its readers: of any newspaper or broadcaster, but of an agency, which writes for
        all the world, only where it speaks for the state.
        """
        row = self._outlets.get(ident)
        if row and row["state"].startswith("st:") and row["kind"] != "agency":
            return str(row["state"])
        return self.outlet_state(ident)

    def state_of_domain(self, host: str) -> str | None:
        """Return the state or territory of a host's top level: "tribune.com.pk" is Pakistan's.

        None for "com" and its like, and for those that are sold all over the world ("tv").
        """
        top = host.lower().rpartition(".")[2]
        if top in self.overrides.get("sold_domains", ()):
            return None
        if self._by_top is None:
            self._by_top = {
                row["iso2"].lower(): ident for ident, row in self._polities.items() if row["iso2"]
            }
            self._by_top["uk"] = "st:gbr"
        return self._by_top.get(top)

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
                for spelling in _spellings(row):
                    names.setdefault(fold(str(spelling)).removeprefix("the "), set()).add(ident)
            self._outlet_names = names
        found = self._outlet_names.get(fold(name).removeprefix("the "), set())
        return next(iter(found)) if len(found) == 1 else None

    def memberships(self, ident: str, on: str | None = None) -> tuple[Membership, ...]:
        """Return who belonged to an organization, or to which a polity did; on a day if given."""
        span = self._span(on)
        found = tuple(
            Membership(
                row["polity"], row["org"], row["status"], row["from"], row["to"], row["as_of"],
                row["source"],
            )
            for row in self._index.get("membership", ident) or ()
        )  # fmt: skip
        return found if span is None else tuple(one for one in found if one.covers(*span))

    def relations(self, state: str) -> list[dict[str, str]]:
        """Return the rows of `relations.csv` that a state is one side of."""
        return self._index.get("relation", state) or []

    def mechanism(self, ident: str) -> dict[str, Any] | None:
        """Return the entry of a standing meeting: its names, members, and known editions."""
        found: dict[str, Any] | None = self._index.get("mechanism", ident)
        return found

    def mechanisms(self) -> list[str]:
        """Return the ids of the standing meetings: "me:sco-summit"."""
        return self._index.keys("mechanism")

    def source(self, ident: str) -> str | None:
        """Return the title of a source that a row names; None for an address or an unknown one."""
        entry = self._index.get("source", ident)
        return str(entry["title"]) if entry else None

    def names(self, polity: str) -> dict[str, tuple[str, str]]:
        """Return the short and the formal name of a polity by language, as the UN has them."""
        found = self._index.get("label", polity) or {}
        return {language: (short, formal) for language, (short, formal) in found.items()}

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
        found = [t for t in self.tenures_of(office) if t.covers(*span, strict=True)]
        if class_of(office) in ONE_HOLDER:
            own = [tenure for tenure in found if tenure.reviewed]
            if any(tenure.surely_covers(*span) for tenure in own):
                found = own
            # The grace of coarse rows is for gaps: who is known to hold it goes before.
            within = [tenure for tenure in found if tenure.overlaps(*span)]
            since = [tenure for tenure in within if bounds(tenure.start) == span]
            found = (since if len(since) == 1 else None) or within or found
        return tuple(sorted(found, key=lambda tenure: (tenure.start, tenure.person)))

    def tenures_of(self, office: str) -> tuple[Tenure, ...]:
        """Return everybody who is known to have held an office, by start."""
        kept = self._tenures_of.get(office)
        if kept is not None:
            return kept
        found = [
            tenure
            for ident in self._ids("office", office)
            for tenure in self._tenures(ident)
            if tenure.office == office
        ]
        if office in self._realms:
            found.extend(self._crown(office))
        if len(self._tenures_of) > KEPT:
            self._tenures_of.clear()
        kept = tuple(sorted(found, key=lambda tenure: (tenure.start, tenure.person)))
        self._tenures_of[office] = kept
        return kept

    def _crown(self, office: str) -> list[Tenure]:
        """Return the British monarchs as heads of a realm, until it became a republic."""
        until = self._realms[office]
        return [
            replace(tenure, office=office, end=min(filter(None, (tenure.end, until)), default=""))
            for tenure in self.tenures_of("of:gbr.head")
            if not until or tenure.start <= until
        ]

    def offices(self) -> list[str]:
        """Return the ids of all offices that somebody is known to have held."""
        return self._index.keys("office")

    def people(self) -> list[str]:
        """Return the ids of all persons."""
        return self._index.keys("person")

    def states(self) -> list[Polity]:
        """Return the polities with a code or an id of their own, organizations left out."""
        return [polity for ident in self._polities if (polity := self.polity(ident))]

    def serving(self, polity: str, on: str | None) -> tuple[str, ...]:
        """Return the persons who held some office of a polity on a day, by id."""
        span = self._span(on)
        if span is None:
            return ()
        return tuple(
            dict.fromkeys(
                person
                for person, begin, last in self._terms(polity)
                if begin <= span[1] and span[0] <= last
            )
        )

    def _terms(self, polity: str) -> tuple[tuple[str, date, date], ...]:
        """Return who held offices of a polity, from which day until which a title may mean them."""
        known = self._terms_of.get(polity)
        if known is None:
            known = self._terms_of[polity] = tuple(
                (ident, *tenure.reach())
                for ident in self._ids("polity", polity)
                for tenure in self._tenures(ident)
                if self.polity_of(tenure.office) == polity
            )
        return known

    def ranking(self, office_class: str, on: str | None) -> tuple[str, ...]:
        """Return who held an office of a class on a day in any state, by id."""
        if self._span(on) is None:
            return ()
        asked = ("ranking", f"{office_class}|{on}")
        found = self._asked.get(asked)
        if found is None:
            offices = self._ids("class", office_class)
            persons = {t.person for office in offices for t in self.holders(office, on)}
            found = self._asked[asked] = tuple(sorted(persons))
        return found

    def near(self, office: str, on: str | None) -> dict[str, int]:
        """Return who held an office on a day or within `ABOUT` of it, and the days between."""
        span = self._span(on)
        found: dict[str, int] = {}
        for tenure in self.tenures_of(office) if span else ():
            assert span is not None  # noqa: S101 - said above, for the type checker
            begin, finish = bounds(tenure.start), bounds(tenure.end)
            before = (begin[0] - span[1]).days if begin else 0
            after = (span[0] - finish[1]).days if finish else 0
            days = max(before, after, 0)
            if days <= ABOUT.days:
                found[tenure.person] = min(days, found.get(tenure.person, days))
        return found

    def spelt(self, person: str) -> tuple[tuple[str, ...], ...]:
        """Return the words of every spelling of a person's name that the register has."""
        known = self.person(person)
        if known is None:
            return ()
        spellings = (name_key(name) for name in (*known.names, *known.also))
        return tuple(dict.fromkeys(words for words in spellings if words))

    def has_office(self, office: str) -> bool:
        """Return whether anybody is known to have held the office at any time."""
        return bool(self._ids("office", office)) or office in self._realms

    def holder(self, office: str, on: str | None) -> str | None:
        """Return the one person who held an office on a day; None when not exactly one did."""
        persons = {tenure.person for tenure in self.holders(office, on)}
        return persons.pop() if len(persons) == 1 else None

    def office_on(
        self,
        person: str,
        on: str | None,
        *,
        polity: str | None = None,
        only: str | None = None,
        sure: bool = False,
    ) -> str | None:
        """Return the highest office of a person on a day, of one polity or class if given.

        `sure` leaves out open tenures that nobody has looked at for longer than `TRUST`.
        """
        span = self._span(on)
        if span is None:
            return None
        offices = [
            tenure.office
            for tenure in self._tenures(person)
            if tenure.covers(*span, strict=sure)
            and (polity is None or self.polity_of(tenure.office) == polity)
            and (only is None or class_of(tenure.office) == only)
        ]
        return min(offices, key=rank, default=None)

    def head_governs(self, state: str, year: int) -> bool:
        """Return whether the head of state was the head of government too, and no other was."""
        years = self._governing.get(state)
        return years is not None and (not years or years[0] <= year <= years[1])

    def facts(self, person: str, on: str | None, office: str | None = None) -> tuple[str, ...]:
        """Return the ids of the tenures that a person had on a day, of one office if it was held.

        They are what a resolution rests on; `fact` returns one by its id.
        """
        span = self._span(on)
        if span is None:
            return ()
        held = [t for t in self._tenures(person) if t.covers(*span, strict=False)]
        of = self.tenures_of(office) if office in self._realms else held
        own = [t for t in of if office and t.office == office and t.person == person]
        own = [tenure for tenure in own if tenure.covers(*span, strict=False)]
        return tuple(sorted(tenure.id for tenure in own or held))

    def fact(self, ident: str) -> Tenure | None:
        """Return the tenure with this id; None when the register no longer says so."""
        office = ident.split("|")[1] if ident.count("|") == 2 else ""
        return next((t for t in self.tenures_of(office) if t.id == ident), None)

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
            begin, finish = bounds(tenure.start), bounds(tenure.end)
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
        return bounds(on)

    # --- names --------------------------------------------------------------------------------

    def named(self, words: Sequence[str]) -> frozenset[str]:
        """Return the persons whose full name (or a listed spelling of it) these words are."""
        if not words or words[0] not in self.first_words:
            return frozenset()
        return frozenset(self._ids("name", " ".join(words)))

    def of_family(self, words: Sequence[str]) -> frozenset[str]:
        """Return the persons whose name of reference these words are."""
        if not words or words[0] not in self._families:
            return frozenset()
        return frozenset(self._ids("family", " ".join(words)))

    def alone(self, words: Sequence[str]) -> str | None:
        """Return the person whom everybody calls by this one name: "Macron", not "Li"."""
        return self._alone.get(" ".join(words))

    def crowned(
        self,
        word: str,
        on: str | None,
        *,
        polity: str | None = None,
        classes: Collection[str] = ("head", "hog", "crown"),
    ) -> str | None:
        """Return the one ruler or heir with this given name on a day: "King Salman".

        Only for a name after a monarch's title; presidents go by their family names. `classes`:
        "head" for who reigns, "spouse" for who is married to them.
        """
        span = self._span(on)
        if span is None:
            return None
        found = {
            ident
            for ident in self._rulers.get(plain_given(word), ())
            for tenure in self._tenures(ident)
            if class_of(tenure.office) in classes
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
            for ident in self.of_family(word.split(" "))
            for tenure in self._tenures(ident)
            if rank(tenure.office)[0] <= RANK["nsa"] and tenure.overlaps(*year)
        ]
        if len({ident for ident, _ in bearers}) != 1:
            return None
        return bearers[0][0] if any(name in ("head", "hog", "fm") for _, name in bearers) else None

    def led_about(self, person: str, on: str | None) -> list[str]:
        """Return the offices of leaders and foreign ministers of a person about a day."""
        span = self._span(on)
        if span is None:
            return []
        year = (span[0] - ABOUT, span[1] + ABOUT)
        return [
            tenure.office
            for tenure in self._tenures(person)
            if class_of(tenure.office) in ("head", "hog", "fm") and tenure.overlaps(*year)
        ]

    def leader_class(self, polity: str) -> str:
        """Return whether "the leader" of a state is its head of state or of government."""
        return "hog" if polity in self.overrides.get("leader_is_hog", ()) else "head"

    def title_class(self, wording: str, general: str, polity: str | None) -> str:
        """Return the class of a title for a polity: a "chancellor" is not one everywhere."""
        if polity:
            here = self.titles.get("by_polity", {}).get(polity, {})
            own = here.get(wording) or here.get(wording.removesuffix("s"))
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
        if self._is_id(lowered):
            return [lowered]
        found = set(self._ids("typed", " ".join(keys(wanted))))
        if not found:
            found = set(self._ids("typed", " ".join(name_words(wanted))))
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

        found = process.extract(
            " ".join(keys(name)), self._index.keys("typed"), scorer=OSA.normalized_similarity,
            limit=12, score_cutoff=0.6,
        )  # fmt: skip
        labels: dict[str, None] = {}
        for match, _score, _place in sorted(found, key=lambda hit: (-hit[1], hit[0])):
            for ident in self._ids("typed", match):
                labels.setdefault(self.label(ident))
        return list(labels)[:5]

    def _is_id(self, ident: str) -> bool:
        part = {
            "st": self._polities, "og": self._orgs, "pl": self._places, "ou": self._outlets,
        }.get(ident[:2])  # fmt: skip
        if part is not None:
            return ident in part
        if ident.startswith("pe:"):
            return self.person(ident) is not None
        return ident.startswith("of:") and self.has_office(ident)

    def wordings(self, words: Words, start: int) -> list[tuple[int, Kinds]]:
        """Return what the words from `start` on can mean: (end, meanings), longest first."""
        return self._wordings.at(words, start)


def _spellings(row: Mapping[str, Any]) -> list[str]:
    """Return what an outlet is called: names, names no text is read by, spellings seen."""
    seen = (spelling["text"] for spelling in row.get("seen_as", ()))
    return [row["name"], *row.get("names", ()), *row.get("quiet", ()), *seen]
