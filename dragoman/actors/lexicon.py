"""From the register's entries to the wordings that a sentence may hold.

A wording is a sequence of folded words, what kind of thing they name, whose they are, and
which letters must be large for them to count: "Us" is no state, "the Congress peruvian" is.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.actors.facts import class_of
from dragoman.actors.tokens import fold, keys, name_words

Entry = tuple[tuple[str, ...], str, str, str]
"""(words, kind, id, form); form: "upper" | "cap" | "first" | "any"."""

_TITLES = {"king", "queen", "prince", "princess", "crown", "emir", "amir", "sultan", "sheikh",
           "sheikha", "president", "premier", "general", "colonel", "marshal", "sayyid", "dr",
           "ayatollah", "imam", "cardinal", "archbishop", "lord", "lady", "sir", "dame", "baroness",
           "mr", "mrs", "ms"}  # fmt: skip
_SHORT = {"fm", "pm", "fms", "pms", "eam", "hr/vp", "hrvp"}
_CALLINGS = {"he", "hh", "hm", "hrh"}  # His or Her Excellency, Highness, Majesty; never "he"


def split(cell: str) -> list[str]:
    """Return the parts of a cell that holds several, without the blanks around them."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def _form(alias: str) -> str:
    letters = [mark for mark in alias if mark.isalpha()]
    if letters and len(letters) <= 6 and " " not in alias and all(m.isupper() for m in letters):
        return "upper"
    return "cap"


def entries(table: dict[str, Any]) -> list[Entry]:
    """Return the wordings of everything but persons."""
    found: list[Entry] = []
    ambiguous: dict[str, set[str]] = {}
    for row in table["aliases"]:
        if row["kind"] == "ambiguous":
            ambiguous.setdefault(fold(row["alias"]), set()).add(row["entity"])

    def add(alias: str, kind: str, ident: str, form: str | None = None) -> None:
        if not alias or (kind in ("pol", "adj", "noun") and fold(alias) in ambiguous):
            return
        words = keys(alias)
        if words[0] == "the" and len(words) > 1:
            words = words[1:]
        form = form or _form(alias)
        if form == "cap" and alias.split()[-1][0].islower():
            form = "first"  # "Taliban government" never ends in a capital
        if alias[0].islower():
            form = "any"  # "south Korea", as pages of the North write it
        found.append((words, kind, ident, form))

    lower_ok = set(table["overrides"].get("unreadable_lower", ()))
    for ident, row in table["polities"].items():
        for alias in {row["name"], row["official"], row["common"]}:
            if "(" not in alias and " - " not in alias:
                add(alias, "pol", ident)
        for kind, cell in (("adj", row["adjectives"]), ("noun", row["nouns"])):
            for alias in split(cell):
                form = "cap" if fold(alias) in lower_ok else _adjective_form(alias)
                add(alias, kind, ident, form)
    for row in table["aliases"]:
        kind = {"demonym": "noun", "adjective": "adj", "metonym": "metonym"}.get(row["kind"], "pol")
        if row["kind"] != "ambiguous":
            add(row["alias"], kind, row["entity"])
    for alias, candidates in ambiguous.items():
        form = "upper" if alias == "car" else "cap"
        found.append((keys(alias), "amb", ";".join(sorted(candidates)), form))
    capitals = {(row["capital"], ident) for ident, row in table["polities"].items()}
    for ident, row in table["places"].items():
        capital = (row["name"], row["state"]) in capitals and row["kind"] == "capital"
        for alias in (row["name"], *split(row["aliases"])):
            add(alias, "capital" if capital else "place", ident)
    for part, kind in (("orgs", "org"), ("outlets", "outlet")):
        for ident, row in table[part].items():
            for alias in row.get("names", ()):
                add(alias, kind, ident)
            for alias in row.get("bodies", ()):
                add(alias, "body", ident)
            for spelling in row.get("seen_as", ()):
                add(spelling["text"], kind, ident)
    for ident, row in table["groups"].items():
        for alias in row["names"]:
            add(alias, "grp", ident)
    found.extend(_title_entries(table["titles"]))
    found.extend((keys(word), "nostate", "", "any") for word in table["words"].get("trades", ()))
    for kind, words in table["organs"]["generic"].items():
        found.extend((keys(word), "organ", kind, "any") for word in words)
    for row in table["organs"]["named"]:
        for alias in row["names"]:
            add(alias, "named", f"{row['polity']}|{row['class']}")
    for phrase in table["not_actors"].get("phrases", ()):
        add(phrase, "neg", "", "any" if phrase[0].islower() else None)
    for state in table["not_actors"].get("us_states", ()):
        add(state, "neg", "us-state")
    return found


def _adjective_form(alias: str) -> str:
    """Nationality words may be small in machine translation: "the Congress peruvian"."""
    return "upper" if alias.isupper() else "any" if len(alias) > 4 else "cap"


def _title_entries(titles: dict[str, Any]) -> Iterator[Entry]:
    for name, words in titles.get("classes", {}).items():
        for alias in words.get("names", ()):
            for variant in _hyphens(alias):
                yield keys(variant), "title", name, "upper" if alias in _SHORT else "any"
        for alias in words.get("plural", ()):
            for variant in _hyphens(alias):
                yield keys(variant), "titles", name, "upper" if alias in _SHORT else "any"
    for alias in titles.get("not_of_state", ()):
        yield keys(alias), "nostate", "", "any"
    for gender, words in titles.get("honorifics", {}).items():
        for alias in words:
            form = "any" if alias.endswith(".") or " " in alias else "cap"
            form = "upper" if alias in _CALLINGS else form
            yield keys(alias), "hon", gender, form
    for kind, words in titles.get("modifiers", {}).items():
        for alias in words:
            yield keys(alias), "mod", kind, "any"


def _hyphens(alias: str) -> list[str]:
    return [alias, alias.replace("-", " ")] if "-" in alias else [alias]


# --- persons ------------------------------------------------------------------------------------


def person_names(table: dict[str, Any]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return full names and names of reference, folded, to the persons who bear them."""
    full: dict[str, set[str]] = {}
    family: dict[str, set[str]] = {}
    either = set(table["overrides"].get("family_either", ()))
    given_last = set(table["overrides"].get("given_last", ()))
    particles = set(table["words"].get("particles", ()))
    readings = readings_of(table)
    for ident, row in table["persons"].items():
        spellings = [name for names in row.get("names", {}).values() for name in names]
        quiet, whole = row.get("also", []), set(spellings)
        if row.get("generated"):
            spellings, quiet = [], spellings + quiet
        spellings += [seen["text"] for seen in row.get("seen_as", ())]
        for spelling in quiet:
            # Nobody has looked: one word, or one beside particles, is a name of reference.
            words = name_words(spelling)
            if words and words[0] in _TITLES:
                words = []  # "King Abdullah" is a title with a name, and not his alone
            own = set(words) - set(name_words(row.get("family") or ""))
            if (own or spelling in whole) and sum(word not in particles for word in words) > 1:
                spellings.append(spelling)  # also "Than Swe", who has no family name
            if words and (not own or spelling not in spellings):
                family.setdefault(" ".join(words), set()).add(ident)
        for spelling in readings.get(ident, ()):
            words = name_words(spelling)
            if len(words) > 1:
                spellings.append(spelling)
            elif words:
                family.setdefault(words[0], set()).add(ident)
        polities = {
            office["office"].split(".")[0].replace("of:", "st:") for office in offices_of(row)
        }
        for spelling in spellings:
            words = name_words(spelling)
            full.setdefault(" ".join(words), set()).add(ident)
            if len(words) == 2 and polities & either:
                full.setdefault(" ".join(reversed(words)), set()).add(ident)
        if row.get("family"):
            family.setdefault(" ".join(name_words(row["family"])), set()).add(ident)
        if polities & given_last and row.get("names"):
            words = name_words(row["names"].get("en", [""])[0])
            family.setdefault(words[-1], set()).add(ident)
        for seen in row.get("seen_as", ()):
            words = name_words(seen["text"])
            if len(words) == 1:
                family.setdefault(words[0], set()).add(ident)
    return (
        {name: sorted(persons) for name, persons in full.items() if name},
        {name: sorted(persons) for name, persons in family.items() if name},
    )


def readings_of(table: dict[str, Any]) -> dict[str, list[str]]:
    """Return for each person the readings of their name in another language's letters."""
    found: dict[str, list[str]] = {}
    for row in table.get("readings", ()):
        if row.get("person") in table["persons"]:
            found.setdefault(row["person"], []).extend(split(row["pinyin"]))
    return found


def person_entries(table: dict[str, Any], names: dict[str, list[str]]) -> Iterator[Entry]:
    """Yield the wordings of persons: their full names, and one name that is only theirs."""
    for name, persons in names.items():
        for ident in persons:
            yield tuple(name.split(" ")), "person", ident, _name_form(table["persons"][ident], name)
    for words, ident in alone(table).items():
        yield tuple(words.split(" ")), "person", ident, "cap"


def alone(table: dict[str, Any]) -> dict[str, str]:
    """Return the names by which everybody calls one person: "macron", not "li"."""
    return {
        " ".join(name_words(row["family"])): ident
        for ident, row in table["persons"].items()
        if row.get("alone") and row.get("family")
    }


def rulers(table: dict[str, Any]) -> dict[str, list[str]]:
    """Return given names to who bears them in a monarchy: "King Salman", "Queen Rania"."""
    found: dict[str, set[str]] = {}
    monarchies = {polity[3:] for polity in table["overrides"].get("monarchies", ())}
    for ident, row in table["persons"].items():
        thrones = {
            office["office"]
            for office in offices_of(row)
            if class_of(office["office"]) in ("head", "hog", "crown", "spouse")
            and office["office"][3:].split(".")[0] in monarchies
        }
        for name in (row.get("names") or {}).get("en", ()) if thrones else ():
            if words := [word for word in name_words(name) if word not in _TITLES]:
                found.setdefault(plain_given(words[0]), set()).add(ident)
    return {given: sorted(persons) for given, persons in found.items()}


def plain_given(name: str) -> str:
    """Return one form of the given name that Latin letters write in a dozen ways.

    >>> plain_given("mohammed") == plain_given("muhammad") == plain_given("mohamed")
    True
    """
    if re.fullmatch(r"m[ou]h?amm?[ae]d", name):
        return "mohammed"
    return "abdullah" if re.fullmatch(r"abd[aeou]ll?[ae]h?", name) else name


def _name_form(row: dict[str, Any], name: str) -> str:
    """Say which letters of a name must be large: translation leaves some small.

    A document may have shown all of it small ("raitno") or its end ("Li Ke strong").
    """
    for seen in row.get("seen_as", ()):
        text = seen["text"]
        if " ".join(name_words(text)) == name:
            if text.islower():
                return "any"
            if text.split()[-1].islower():
                return "first"
    return "cap"


def offices_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the tenures of a person's entry that can be read."""
    return [office for office in row.get("offices") or () if isinstance(office, dict)]


# --- what a user types ----------------------------------------------------------------------------

_FIELDS = (
    "iso3", "iso2", "name", "official", "common", "name_fr", "name_es", "name_ru", "name_zh",
    "name_ar",
)  # fmt: skip


def typed_names(table: dict[str, Any], lexicon: Iterable[Entry]) -> dict[str, list[str]]:
    """Return everything that a user may type for somebody or something, folded, to its ids."""
    typed: dict[str, set[str]] = {}

    def add(name: str, ident: str) -> None:
        if name:
            words = keys(name)
            typed.setdefault(" ".join(words), set()).add(ident)
            if words[0] == "the":
                typed.setdefault(" ".join(words[1:]), set()).add(ident)

    for ident, row in table["polities"].items():
        for field in _FIELDS:
            add(row[field], ident)
    for words, kind, ident, _form in lexicon:
        if kind in ("pol", "metonym", "org", "body", "outlet", "place", "capital"):
            typed.setdefault(" ".join(words), set()).add(ident)
        elif kind == "amb":
            typed.setdefault(" ".join(words), set()).update(ident.split(";"))
    for ident, org in table["orgs"].items():
        add(org["acronym"], ident)
    for ident, person in table["persons"].items():
        for names in (person.get("names") or {}).values():
            for name in names:
                add(name, ident)
                typed.setdefault(" ".join(name_words(name)), set()).add(ident)
        add(person.get("family", ""), ident)
    return {name: sorted(idents) for name, idents in typed.items() if name}
