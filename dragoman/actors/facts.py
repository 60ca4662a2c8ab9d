"""What the register says of somebody or something, as frozen values, and what offices are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from dragoman.model.edtf import interval

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

RANK = {name: place for place, name in enumerate(RANKS)}

ONE_HOLDER = frozenset({"head", "hog", "fm", "defmin", "nsa", "finmin", "council", "commission"})
"""Classes of offices that one person holds at a time, co-rulers aside."""


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
    note: str = ""  # where to check it, or which other layer says what

    @property
    def id(self) -> str:
        """The fact's id: who, which office, since when."""
        return f"{self.person}|{self.office}|{self.start}"

    def surely_covers(self, first: date, last: date) -> bool:
        """Return whether the office was held through the days however coarse the row is."""
        begin, finish = bounds(self.start), bounds(self.end)
        late = begin is None or begin[1] <= first
        return late and (finish is None or last <= finish[0])

    def overlaps(self, first: date, last: date) -> bool:
        """Return whether the office was held on one of the days; open tenures go on."""
        begin, finish = bounds(self.start), bounds(self.end)
        return (begin is None or begin[0] <= last) and (finish is None or first <= finish[1])

    def reach(self) -> tuple[date, date]:
        """Return from which day until which the office can be meant by its title alone."""
        grace = GRACE if self.certainty in ("month", "year") else timedelta(0)
        begin, finish, seen = bounds(self.start), bounds(self.end), bounds(self.as_of)
        first = begin[0] - grace if begin else date.min
        if finish is not None:
            return first, finish[1] + grace
        return first, seen[1] + TRUST if seen else date.max

    def covers(self, first: date, last: date, *, strict: bool) -> bool:
        """Return whether the office was held through the days, with grace for coarse rows."""
        grace = GRACE if self.certainty in ("month", "year") else timedelta(0)
        begin = bounds(self.start)
        finish = bounds(self.end)
        if begin is not None and last < begin[0] - grace:
            return False
        if finish is not None:
            return first <= finish[1] + grace
        seen = bounds(self.as_of)
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
    also: tuple[str, ...] = ()  # other spellings, seen or expected; never shown


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
class Membership:
    """That a polity belonged to an organization, as member or otherwise, as far as is known.

    `start` and `end` are EDTF, "" where unknown or open; an open one held on `as_of`.
    """

    polity: str
    org: str
    status: str  # member, observer, associate, partner, suspended, former, invited
    start: str
    end: str
    as_of: str
    source: str

    def covers(self, first: date, last: date) -> bool:
        """Return whether it may have held on one of the days: unknown ends are open."""
        begin, finish = bounds(self.start), bounds(self.end)
        return (begin is None or begin[0] <= last) and (finish is None or first <= finish[1])


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
    us_codes: frozenset[str]  # "NY": a state's name before one is a town's
    given_names: frozenset[str]
    common_given: frozenset[str]
    not_alone: frozenset[str]
    names_and_words: frozenset[str]  # "brown", "park": a name only where it acts
    trades: frozenset[str]  # "coach", "fisherman": who is called so is no official
    things_before: frozenset[str]  # "tanker", "Calle": a state's name behind one is a thing's
    named_things: frozenset[str]  # "bridge", "street": what is named after somebody
    qualifiers: frozenset[str]  # "coup" in "Mali's coup leader"
    portfolios: frozenset[str]  # "cooperation" in "minister of foreign affairs, cooperation"
    state_parts: frozenset[str]  # "bureau": its head acts for the state behind it
    group_nouns: dict[str, str]  # "foreign ministers" -> "fm"
    forms: dict[str, tuple[str, ...]]  # "emirate", "Caribbean nation" -> whose name it may be
    of_one_state: dict[str, str]  # "pope" -> "st:vat"

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "Lists":
        """Take the lists out of a compiled table."""
        words, traits = table["words"], table["not_actors"]
        forms = {
            form: tuple(owners) for form, owners in table["overrides"].get("forms", {}).items()
        }
        for region, states in table["overrides"].get("regions", {}).items():
            forms |= {f"{region} {noun}": tuple(states) for noun in words.get("region_nouns", ())}
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
            us_codes=frozenset(traits.get("us_codes", ())),
            given_names=frozenset(table["overrides"].get("given_names", ())),
            common_given=frozenset(words.get("common_given", ())),
            not_alone=frozenset(words.get("not_alone", ())),
            names_and_words=frozenset(words.get("names_and_words", ())),
            trades=frozenset(words.get("trades", ())),
            things_before=frozenset(words.get("things_before", ())),
            named_things=frozenset(words.get("named_things", ())),
            qualifiers=frozenset(words.get("qualifiers", ())),
            portfolios=frozenset(words.get("portfolios", ())),
            state_parts=frozenset(words.get("state_parts", ())),
            of_one_state={
                wording: state
                for state, wordings in table["titles"].get("of_one_state", {}).items()
                for wording in wordings
            },
            forms=forms,
            group_nouns={
                noun: group for group, nouns in words["group_nouns"].items() for noun in nouns
            },
        )


def office_id(polity: str, office_class: str, towards: str | None = None) -> str:
    """Return the id of an office: ("st:rus", "amb", "st:chn") is "of:rus.amb.chn"."""
    tail = f".{towards[3:]}" if towards else ""
    return f"of:{polity[3:]}.{office_class}{tail}"


def class_of(office: str) -> str:
    """Return the class of an office: "of:rus.amb.chn" is an "amb"."""
    return office.split(".", 2)[1] if "." in office else ""


def rank(office: str) -> tuple[int, str]:
    """Return a sort key that puts the highest office first."""
    return RANK.get(class_of(office), len(RANKS)), office


@lru_cache(maxsize=1 << 16)
def bounds(value: str) -> tuple[date, date] | None:
    """Return the first and last day of an EDTF text; None for an empty or unreadable one."""
    if not value:
        return None
    try:
        return interval(value)
    except ValueError:
        return None
