"""What each file of a layer may say: its keys, its columns, which are needed, what they hold.

Data, with as little code as it takes to write it down. Who gives a file a new key or a new
column adds it here; until then a layer that uses it is told so.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class Type:
    """What a value has to be.

    `what` is "text", "flag" (true or false), "number", "day" (a date of EDTF), "list" or
    "map" of values of the type `of`, or "entry": a map of known keys. "days" is a day or a
    span of two.
    """

    what: str
    of: "Type | None" = None
    keys: Mapping[str, "Type"] = field(default_factory=dict)  # of an entry
    needs: tuple[str, ...] = ()  # keys without which an entry means nothing
    allowed: frozenset[str] = frozenset()  # values of a text; empty: any
    like: str = ""  # regular expression of a text, or of the keys of a map
    name: str = "the entry"  # what is left out where an entry means nothing

    @property
    def words(self) -> str:
        """What a person is told is allowed."""
        if self.what == "text" and self.allowed:
            return ", ".join(sorted(self.allowed))
        if self.like and self.what == "text":
            return f"a text like {LIKE.get(self.like, self.like)}"
        if self.what == "list" and self.of:
            return f"a list, [..., ...], each {self.of.words}"
        return {
            "text": "a text", "flag": "true or false", "number": "a number of digits",
            "day": "a date such as 2020, 2020-08 or 2020-08-20",
            "days": "a date or two, such as 2020-08 or 2022-09-15/2022-09-16",
            "map": "a map, {key: value}", "entry": "a map of known keys",
        }[self.what]  # fmt: skip


def _id(prefix: str) -> Type:
    return Type("text", like=f"{prefix}:[a-z0-9][a-z0-9-]*")


LIKE = {
    "st:[a-z0-9][a-z0-9-]*": "st:idn", "og:[a-z0-9][a-z0-9-]*": "og:sco",
    "pe:[a-z0-9][a-z0-9-]*": "pe:retno-marsudi", "pl:[a-z0-9][a-z0-9-]*": "pl:samarkand",
    "ou:[a-z0-9][a-z0-9-]*": "ou:tass", "me:[a-z0-9][a-z0-9-]*": "me:sco-summit",
    "[a-z]{2}": "en",
}  # fmt: skip
"""What the patterns look like filled in."""

TEXT = Type("text")
FLAG = Type("flag")
NUMBER = Type("number")
DAY = Type("day")
DAYS = Type("days")
TEXTS = Type("list", TEXT)
LANGUAGE = "[a-z]{2,3}(-[A-Za-z0-9]+)*"
SPELLINGS = Type("list", Type("entry", keys={"text": TEXT, "from": TEXT, "note": TEXT},
                              needs=("text",), name="the spelling"))  # fmt: skip
CERTAINTY = Type("text", allowed=frozenset({"day", "month", "year"}))
_COMMON = {"remove": FLAG, "extend": FLAG, "note": TEXT, "source": TEXT, "as_of": DAY,
           "wikidata": TEXT, "check": TEXT}  # fmt: skip

TENURE = Type(
    "entry",
    keys={"office": TEXT, "from": TEXT, "to": TEXT, "certainty": CERTAINTY, "source": TEXT,
          "as_of": TEXT, "note": TEXT},
    needs=("office",),
    name="the tenure",
)  # fmt: skip

HINTS = Type(
    "entry",
    keys={
        "dates": Type("text", allowed=frozenset({"day-first", "month-first"})),
        "time_zone": TEXT,
        "language": Type("text", like="[a-z]{2}"),
        "page": Type("entry", keys=dict.fromkeys(("title", "day", "body", "byline", "drop"), TEXT)),
    },
)
"""What `dragoman.read.hints` uses of an outlet; it refuses what is wrong there."""

# --- YAML files of entries that begin with "- id: ..." -------------------------------------------

ENTRIES: dict[str, Type] = {
    "persons": Type(
        "entry",
        keys={**_COMMON, "id": _id("pe"), "names": Type("map", TEXTS, like=LANGUAGE),
              "also": TEXTS, "family": TEXT, "gender": Type("text", allowed=frozenset("mf")),
              "alone": FLAG, "seen_as": SPELLINGS, "offices": Type("list", TENURE)},
        needs=("id",),
    ),
    "orgs": Type(
        "entry",
        keys={**_COMMON, "id": _id("og"), "acronym": TEXT, "names": TEXTS, "bodies": TEXTS,
              "adjectives": TEXTS, "seen_as": SPELLINGS, "native": TEXTS, "kind": TEXT,
              "seat": TEXT, "from": DAY, "to": DAY, "quiet": TEXTS},
        needs=("id", "acronym", "names"),
    ),
    "outlets": Type(
        "entry",
        keys={**_COMMON, "id": _id("ou"), "name": TEXT, "state": TEXT, "kind": TEXT,
              "owner": Type("text", allowed=frozenset({"state", "party", "public", "private"})),
              "names": TEXTS, "native": TEXTS, "domains": TEXTS, "languages": TEXTS,
              "quiet": TEXTS, "seen_as": SPELLINGS, "hints": HINTS},
        needs=("id", "name", "state", "owner"),
    ),
    "groups": Type(
        "entry", keys={**_COMMON, "id": TEXT, "names": TEXTS, "members": TEXTS},
        needs=("id", "names", "members"),
    ),
    "mechanisms": Type(
        "entry",
        keys={**_COMMON, "id": _id("me"), "name": TEXT, "acronym": TEXT, "names": TEXTS,
              "native": TEXTS, "members": TEXTS, "kind": TEXT, "first_year": NUMBER,
              "frequency": TEXT, "seen_as": SPELLINGS,
              "editions": Type("list", Type(
                  "entry",
                  keys={"n": NUMBER, "date": DAYS, "place": TEXT, "source": TEXT, "note": TEXT,
                        "as_of": DAY, "check": TEXT},
                  name="the edition",
              ))},
        needs=("id", "name"),
    ),
    "sources": Type(
        "entry",
        keys={**_COMMON, "id": TEXT, "title": TEXT, "what": TEXT, "publisher": TEXT, "url": TEXT,
              "terms": TEXT, "licence": TEXT, "snapshot": DAY, "retrieved": DAY, "kind": TEXT,
              "file": TEXT, "covers": TEXT},
        needs=("id", "title"),
    ),
    "authorities": Type(
        "entry",
        keys={**_COMMON, "id": TEXT, "polity": TEXT, "name": TEXT, "names": TEXTS, "kind": TEXT,
              "from": DAY, "to": DAY, "certainty": CERTAINTY, "recognized_by": TEXTS,
              "offices": TEXTS, "persons": TEXTS},
        needs=("id", "polity"),
    ),
}  # fmt: skip

# --- YAML files of named lists -------------------------------------------------------------------

_LISTS = Type("map", TEXTS)


def _named(*names: str, **others: Type) -> Type:
    return Type("entry", keys={"extend": FLAG, **dict.fromkeys(names, TEXTS), **others})


MAPS: dict[str, Type] = {
    "titles": _named(
        "not_of_state", "also_of_state",
        classes=Type("map", Type("entry", keys={"names": TEXTS, "plural": TEXTS})),
        honorifics=_LISTS, modifiers=_LISTS, of_one_state=_LISTS,
        by_polity=Type("map", Type("map", TEXT)), by_body=Type("map", Type("map", TEXT)),
    ),
    "organs": Type("entry", keys={
        "extend": FLAG, "generic": _LISTS,
        "named": Type("list", Type("entry", keys={"polity": TEXT, "class": TEXT, "names": TEXTS},
                                   needs=("polity", "class", "names"))),
    }),
    "overrides": _named(
        "leader_is_hog", "family_first", "family_either", "given_last", "monarchies",
        "realms", "head_governs", "given_names", "us_cues", "unreadable_lower", "sold_domains",
        forms=_LISTS, regions=_LISTS,
    ),
    "not_actors": _named(
        "phrases", "company_words", "thing_words", "organ_words_before", "us_states",
        "us_codes",
    ),
    "words": _named(
        "no_names", "not_persons", "particles", "directions", "official_things", "parts",
        "members", "common_given", "not_alone", "names_and_words", "trades", "named_things",
        "things_before", "qualifiers", "portfolios", "state_parts", "region_nouns",
        group_nouns=_LISTS,
    ),
}  # fmt: skip

OF_POLITIES = ("leader_is_hog", "family_first", "family_either", "given_last", "monarchies")
"""Lists of overrides.yml that hold ids of polities."""

# --- tables ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a CSV file; the needed ones must be there, and be filled where `filled`."""

    columns: Mapping[str, Type]
    needs: tuple[str, ...]
    filled: tuple[str, ...]
    same: tuple[str, ...] = ()  # two rows with equal cells here are one thing said twice


def _columns(names: str, **others: Type) -> dict[str, Type]:
    return {**dict.fromkeys(names.split(), TEXT), **others, "remove": FLAG}


ALIAS_KINDS = frozenset({
    "official", "short", "former", "acronym", "demonym", "adjective", "metonym", "ambiguous",
})  # fmt: skip

MEMBERSHIPS = frozenset({
    "member", "observer", "associate", "partner", "candidate", "suspended", "former", "invited",
})  # fmt: skip

TABLES: dict[str, Table] = {
    "polities": Table(
        _columns(
            "id iso3 iso2 m49 gec cow kind administered_by name official common capital "
            "adjectives nouns name_fr name_es name_ru name_zh name_ar",
            id=_id("st"),
            kind=Type("text", allowed=frozenset({
                "un-member", "un-observer", "territory", "associated", "partially-recognised",
                "de-facto", "historical",
            })),
        ),
        needs=("id", "name", "kind"), filled=("id", "name"), same=("id",),
    ),
    "aliases": Table(
        _columns("entity alias lang kind from to note source script",
                 kind=Type("text", allowed=ALIAS_KINDS), **{"from": DAY, "to": DAY}),
        needs=("entity", "alias", "kind"), filled=("entity", "alias", "kind"),
        same=("entity", "alias", "lang", "kind"),
    ),
    "places": Table(
        _columns("id name state kind aliases claims administered_by note source as_of lat lon",
                 id=_id("pl"), as_of=DAY),
        needs=("id", "name", "state"), filled=("id", "name"), same=("id",),
    ),
    "tenures": Table(
        _columns("person names also family office from to certainty as_of source note",
                 person=_id("pe")),
        needs=("person", "office", "from", "to", "source"), filled=("person",),
    ),
    "memberships": Table(
        _columns("polity org status from to certainty as_of source note",
                 status=Type("text", allowed=MEMBERSHIPS), certainty=CERTAINTY, as_of=DAY,
                 **{"from": DAY, "to": DAY}),
        needs=("polity", "org", "from"), filled=("polity", "org"),
        same=("polity", "org", "status", "from"),
    ),
    "relations": Table(
        _columns("state with established severed restored certainty partnership "
                 "partnership_since partnership_history as_of source note",
                 certainty=CERTAINTY, established=DAY, as_of=DAY),
        needs=("state", "with"), filled=("state", "with"), same=("state", "with"),
    ),
    "history": Table(
        _columns("id from to successor predecessor source note", **{"from": DAY, "to": DAY}),
        needs=("id",), filled=("id",), same=("id",),
    ),
    "polity_names": Table(
        _columns("id lang short formal"),
        needs=("id", "lang", "short"), filled=("id", "lang"), same=("id", "lang"),
    ),
    "readings": Table(
        _columns("person id name state kind zh pinyin form also_means source note",
                 form=Type("text", allowed=frozenset({"full", "short"}))),
        needs=("zh", "pinyin"), filled=("zh", "pinyin"),
    ),
}  # fmt: skip

# --- names of files ------------------------------------------------------------------------------

FOLDERS = ("", "_generated", "offices", "offices/_generated", "offices/public-record", "readings")

_KINDS: tuple[tuple[str, str], ...] = (
    ("polities.csv", "polities"), ("aliases.csv", "aliases"), ("places.csv", "places"),
    ("orgs.yml", "orgs"), ("organs.yml", "organs"), ("titles.yml", "titles"),
    ("outlets.yml", "outlets"), ("overrides.yml", "overrides"),
    ("not_actors.yml", "not_actors"), ("words.yml", "words"), ("groups.yml", "groups"),
    ("mechanisms.yml", "mechanisms"), ("memberships.csv", "memberships"),
    ("relations.csv", "relations"), ("sources.yml", "sources"), ("history.csv", "history"),
    ("authorities.yml", "authorities"),
    ("_generated/memberships.csv", "memberships"), ("_generated/polity_names.csv", "polity_names"),
    ("polity_names.csv", "polity_names"),
    ("offices/*.yml", "persons"), ("offices/*.csv", "tenures"),
    ("offices/_generated/*.csv", "tenures"), ("offices/public-record/*.csv", "tenures"),
    ("readings/*.csv", "readings"),
)  # fmt: skip

NAMES = tuple(name for name, _ in _KINDS)


def kind_of(name: str) -> str | None:
    """Return what a file holds by its name in the layer; None for a name we do not know.

    >>> kind_of("offices/IDN.yml"), kind_of("offices/_generated/hand.csv"), kind_of("orgs.yaml")
    ('persons', 'tenures', None)
    """
    for pattern, kind in _KINDS:
        if fnmatchcase(name, pattern) and name.count("/") == pattern.count("/"):
            return kind
    return None


def fits(pattern: str, text: str) -> bool:
    """Return whether the whole text is of the pattern."""
    return re.fullmatch(pattern, text) is not None
