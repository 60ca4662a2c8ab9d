"""Whether what the entries of all layers name is there, and whether it can be so.

Runs over the entries in place: what cannot be meant is taken out of them and told. An id
that a later layer took out is no mistake of the layers below: what names it goes in silence.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import partial
from typing import Any

from dragoman.actors.layers.history import without_cycles
from dragoman.actors.layers.known import Known, known_of
from dragoman.actors.layers.layer import Layer
from dragoman.actors.layers.problem import Entry, Problem, one_of, shown
from dragoman.actors.layers.schema import CERTAINTY, OF_POLITIES
from dragoman.actors.layers.spans import days_of
from dragoman.actors.layers.values import is_day

_OFFICE = re.compile(r"of:([a-z0-9-]+)\.([a-z-]+)(?:\.([a-z0-9-]+))?")
_LENGTHS = {"day": 10, "month": 7, "year": 4}
_PUBLIC = "public record"


def check(layers: Sequence[Layer], problems: list[Problem]) -> None:
    """Take out of the layers' entries what cannot be so, and say what was taken out."""
    known = known_of(layers)
    checks: dict[str, Callable[[Entry, Known, list[Problem]], bool]] = {
        "persons": _person, "tenures": _tenure_row, "aliases": _alias, "places": _place,
        "outlets": _outlet, "groups": _members, "mechanisms": _mechanism,
        "memberships": partial(_polities_of, keys=("polity", "org")),
        "relations": partial(_polities_of, keys=("state", "with")),
        "authorities": partial(_polities_of, keys=("polity",)),
        "polity_names": partial(_polities_of, keys=("id",)),
        "orgs": _spelled, "history": _successions, "readings": _reading,
    }  # fmt: skip
    for layer in layers:
        for part, entries in layer.entries.items():
            checker = checks.get(part)
            if checker is not None:
                layer.entries[part] = [
                    entry
                    for entry in entries
                    if entry.get("remove") or checker(entry, known, problems)
                ]
        for entry in layer.maps.values():
            _check_map(entry, known, problems)
    rows: dict[str, Entry] = {}
    for layer in layers:
        for row in layer.of("history"):
            rows.pop(row["id"], None)  # the later layer's row stands last: it closes a cycle
            rows[row["id"]] = row
    without_cycles(rows.values(), problems)


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


# --- persons and tenures -----------------------------------------------------------------------


def _person(entry: Entry, known: Known, problems: list[Problem]) -> bool:
    names = entry.setdefault("names", {})
    entry.setdefault("offices", [])
    if not names.get("en") and not entry.get("extend"):
        problems.append(
            entry.problem(f"{entry['id']} has no English name", "names: {en: [...]}", key="names")
        )
    entry["offices"] = [
        tenure for tenure in entry["offices"] if _tenure(tenure, known, problems, entry["id"])
    ]
    return _spelled(entry, known, problems)


def _spelled(entry: Entry, known: Known, problems: list[Problem]) -> bool:
    """Take out spellings without the document that showed them."""
    if "seen_as" in entry:
        for seen in entry["seen_as"]:
            if not seen.get("from"):
                problems.append(
                    seen.problem(
                        f"{entry['id']} is seen as {shown(seen['text'])} without the document "
                        f"that showed it",
                        "{text: ..., from: <document>}", f"the spelling {shown(seen['text'])}",
                    )
                )  # fmt: skip
        entry["seen_as"] = [seen for seen in entry["seen_as"] if seen.get("from")]
    _check_source(entry, known, problems)
    return True


def _tenure_row(entry: Entry, known: Known, problems: list[Problem]) -> bool:
    if not entry["office"]:
        return True  # a row of names only
    if not _tenure(entry, known, problems, entry["person"]):
        entry["office"] = ""  # the names of the row are good all the same
    return bool(entry["office"] or entry["names"] or entry["also"])


def _tenure(tenure: Entry, known: Known, problems: list[Problem], person: str) -> bool:
    """Return whether the tenure can be meant; what is only half wrong is mended and told."""
    office = tenure["office"]
    wrong = _office_fault(office, known, tenure.where.depth)
    if wrong is not None:
        met, allowed = wrong
        if met:
            problems.append(
                tenure.problem(f"{person} holds {met}", allowed, "the tenure", key="office")
            )
        return False
    for end in ("from", "to"):
        value = tenure.get(end, "")
        if value and not is_day(value):
            problems.append(
                tenure.problem(
                    f"{person}, {office}: {end} is {shown(value)}, no date",
                    "2020, 2020-08 or 2020-08-20, as much as is known", "the tenure", key=end,
                )
            )  # fmt: skip
            return False
    first, last = days_of(tenure.get("from", "")), days_of(tenure.get("to", ""))
    if first and last and last[1] < first[0]:
        problems.append(
            tenure.problem(
                f"{person}, {office} ends {shown(tenure['to'])}, before {shown(tenure['from'])}",
                "an end that is no earlier than the start", "the tenure", key="to",
            )
        )  # fmt: skip
        return False
    _mend_certainty(tenure, problems, person)
    if not _mend_as_of(tenure, problems, person):
        return False
    if not tenure.get("source"):
        problems.append(
            tenure.problem(
                f"{person}, {office} has no source", "an id of sources.yml, or 'public record'"
            )
        )
    else:
        _check_source(tenure, known, problems)
    return True


def _office_fault(office: str, known: Known, depth: int) -> tuple[str, str] | None:
    """Return what is wrong with the id of an office and what is allowed; ("", "") is excused."""
    match = _OFFICE.fullmatch(office)
    if not match:
        return (
            f"{shown(office)}, which is no office",
            "of:<state or organization>.<class>, as of:idn.fm or of:rus.amb.chn",
        )
    for code, whose in (
        (match[1], "an office of nobody known"),
        (match[3], "towards nobody known"),
    ):
        if code and known.missing(f"st:{code}") and known.missing(f"og:{code}"):
            if known.excused(f"st:{code}", depth) or known.excused(f"og:{code}", depth):
                return "", ""
            return f"{shown(office)}, {whose} ({shown(code)})", known.near(f"st:{code}")
    if known.classes and match[2] not in known.classes:
        return (
            f"{shown(office)}; no class of titles.yml is {shown(match[2])}",
            one_of(known.classes),
        )
    return None


def _mend_certainty(tenure: Entry, problems: list[Problem], person: str) -> None:
    """Believe the certainty, not the digits; without one the digits say it."""
    ends = [end for end in ("from", "to") if tenure.get(end)]
    certainty = tenure.get("certainty", "")
    if certainty and certainty not in CERTAINTY.allowed:
        problems.append(
            tenure.problem(
                f"{person}, {tenure['office']}: certainty is {shown(certainty)}", CERTAINTY.words,
                "the certainty; the dates' own digits say it", key="certainty",
            )
        )  # fmt: skip
        certainty = ""
    if not certainty:
        shortest = min((len(tenure[end]) for end in ends), default=4)
        tenure["certainty"] = {10: "day", 7: "month"}.get(shortest, "year")
        return
    length = _LENGTHS[certainty]
    if min((len(tenure[end]) for end in ends), default=0) <= length:
        return  # one end may be known better: the certainty is that of the coarser one
    said = " to ".join(shown(tenure[end]) for end in ends)
    for end in ends:
        tenure[end] = tenure[end][:length]
    problems.append(
        tenure.problem(
            f"{person}, {tenure['office']}: {said} and certainty is {certainty}",
            "dates no finer than their certainty", f"all finer than the {certainty}",
            key="certainty",
        )
    )  # fmt: skip


def _mend_as_of(tenure: Entry, problems: list[Problem], person: str) -> bool:
    """An open tenure without the day of a look is known for its start alone."""
    met = ""
    if tenure.get("as_of") and not is_day(tenure["as_of"]):
        met = f"as_of is {shown(tenure['as_of'])}, no date"
        tenure.pop("as_of")
    elif not tenure.get("to") and not tenure.get("as_of"):
        met = "it is open and has no as_of"
    if not met:
        return True
    left = ""
    if not tenure.get("to"):
        left = "whether it went on after its start" if tenure.get("from") else "the tenure"
    problems.append(
        tenure.problem(
            f"{person}, {tenure['office']}: {met}",
            "the day until which it is known not to have ended, 2026-02 or 2026-02-14",
            left or "the as_of", key="as_of",
        )
    )  # fmt: skip
    if not tenure.get("to"):
        tenure["as_of"] = tenure.get("from", "")
    return left != "the tenure"


def _check_source(entry: Entry, known: Known, problems: list[Problem]) -> None:
    """Say where a source is none of sources.yml; a layer without that file names them freely."""
    ids = known.sources.get(entry.where.depth)
    said = entry.get("source", "")
    if entry.where.file.endswith(".csv") and said == "" and "source" in entry:
        problems.append(entry.problem("no source", "an id of sources.yml, or 'public record'"))
    if ids is None or not said or said in ids or said == _PUBLIC:
        return
    for source in _split(said):
        first = (entry.where.layer, entry.where.file, source)
        if source in ids or source == _PUBLIC or "://" in source or first in known.told:
            continue
        known.told.add(first)
        near = get_close_matches(source, ids, n=1, cutoff=0.6)
        problems.append(
            entry.problem(
                f"the unknown source {shown(source)} (told once for the file)",
                f"ids of sources.yml{f' such as {near[0]}' if near else ''}, or 'public record'",
                key="source",
            )
        )  # fmt: skip


# --- what belongs to polities ------------------------------------------------------------------


def _polities_of(
    entry: Entry, known: Known, problems: list[Problem], *, keys: Collection[str]
) -> bool:
    """Return whether somebody is each of these ids; the entry is left out where nobody is."""
    _check_source(entry, known, problems)
    for key in keys:
        if key not in entry:
            continue  # an entry that extends another one
        if known.missing(entry[key]) and entry[key] not in known.history:
            if not known.excused(entry[key], entry.where.depth):
                problems.append(
                    entry.problem(
                        f"{key} is {shown(entry[key])}, which nobody is", known.near(entry[key]),
                        _whole(entry), key=key,
                    )
                )  # fmt: skip
            return False
    return True


def _whole(entry: Entry) -> str:
    return "the row" if entry.where.file.endswith(".csv") else f"the entry {entry['id'][:60]}"


def _alias(entry: Entry, known: Known, problems: list[Problem]) -> bool:
    if not known.missing(entry["entity"], orgs=False):
        return True
    if not known.excused(entry["entity"], entry.where.depth):
        problems.append(
            entry.problem(
                f"{shown(entry['alias'])} is of {shown(entry['entity'])}, which is no polity",
                known.near(entry["entity"], orgs=False), "the row",
            )
        )  # fmt: skip
    return False


def _place(entry: Entry, known: Known, problems: list[Problem]) -> bool:
    for key in ("state", "claims", "administered_by"):
        for polity in _split(entry[key]):
            if known.missing(polity, orgs=False):
                if not known.excused(polity, entry.where.depth):
                    problems.append(
                        entry.problem(
                            f"{entry['id']}: {key} is {shown(polity)}, which is no polity",
                            known.near(polity, orgs=False), "the row",
                        )
                    )  # fmt: skip
                return False
    if entry["claims"] and entry["state"]:
        problems.append(
            entry.problem(
                f"{entry['id']} has claims and the state {shown(entry['state'])}",
                "claims and no state where a place is disputed", "the state",
            )
        )  # fmt: skip
        entry["state"] = ""
    claims = _split(entry["claims"])
    if claims != sorted(claims):
        problems.append(
            entry.problem(
                f"the claims of {entry['id']} are {shown(entry['claims'])}",
                f"the order of the alphabet, {';'.join(sorted(claims))}",
            )
        )  # fmt: skip
        entry["claims"] = ";".join(sorted(claims))
    return True


def _outlet(entry: Entry, known: Known, problems: list[Problem]) -> bool:
    keys = ("state",) if "state" in entry else ()
    _spelled(entry, known, problems)
    return _polities_of(entry, known, problems, keys=keys)


def _members(entry: Entry, known: Known, problems: list[Problem]) -> bool:
    if "members" in entry:
        kept = [polity for polity in entry["members"] if not known.missing(polity)]
        for polity in entry["members"]:
            if known.missing(polity) and not known.excused(polity, entry.where.depth):
                problems.append(
                    entry.problem(
                        f"{entry['id']} has the member {shown(polity)}, which nobody is",
                        known.near(polity), "the member", key="members",
                    )
                )  # fmt: skip
        entry["members"] = kept
        if not entry.get("as_of") and "first_year" not in entry and entry["id"][:3] != "me:":
            problems.append(
                entry.problem(
                    f"{entry['id']} does not say as of when its members are", 'as_of: "2026-11-22"'
                )
            )
    return True


def _mechanism(entry: Entry, known: Known, problems: list[Problem]) -> bool:
    for edition in entry.get("editions", ()):
        _check_source(edition, known, problems)
        place = edition.get("place", "")
        if place.startswith("pl:") and place not in known.places:
            problems.append(
                edition.problem(
                    f"place is {shown(place)}, which no place is",
                    "ids of places.csv, 'online', or a name", "the place", key="place",
                )
            )  # fmt: skip
            del edition["place"]
    _spelled(entry, known, problems)
    return _members(entry, known, problems)


def _successions(entry: Entry, known: Known, problems: list[Problem]) -> bool:
    _check_source(entry, known, problems)
    for key in ("successor", "predecessor"):
        kept: list[str] = []
        for other in _split(entry[key]):
            if other in known.polities or other in known.history:
                kept.append(other)
            elif not known.excused(other, entry.where.depth):
                problems.append(
                    entry.problem(
                        f"the {key} of {entry['id']} is {shown(other)}, which nobody is",
                        known.near(other, orgs=False), f"the {key}",
                    )
                )  # fmt: skip
        entry[key] = ";".join(kept)
    return True


def _reading(entry: Entry, known: Known, problems: list[Problem]) -> bool:
    _check_source(entry, known, problems)
    person, state = entry["person"], entry["state"]
    met, allowed = "", "a person of offices/, or a name"
    if not (person or entry["id"] or entry["name"]):
        met = "no person, no id and no name"
    elif person and person not in known.persons:
        met = f"person is {shown(person)}, whom nobody is"
    elif state and known.missing(state):
        met, allowed = f"state is {shown(state)}, which nobody is", known.near(state)
        if known.excused(state, entry.where.depth):
            return False
    if met:
        problems.append(entry.problem(met, allowed, "the row"))
    ident = entry["id"]
    if not met and ident and known.nobody(ident):
        if not known.excused(ident, entry.where.depth):
            said = f"it is a reading of {shown(ident)}, which is nothing we know"
            problems.append(entry.problem(said, "ids of the register's files", "the row"))
        return False
    return not met


# --- files of named lists ------------------------------------------------------------------------


def _check_map(entry: Entry, known: Known, problems: list[Problem]) -> None:
    for trait in OF_POLITIES:
        if trait in entry:
            entry[trait] = list(
                _only_known(entry, trait, entry[trait], known, problems, orgs=False)
            )
    if "by_polity" in entry:
        good = set(_only_known(entry, "by_polity", entry["by_polity"], known, problems))
        entry["by_polity"] = {
            polity: words for polity, words in entry["by_polity"].items() if polity in good
        }
    if isinstance(entry.get("named"), list):
        kept: list[Any] = []
        for row in entry["named"]:
            kept.extend(row for _ in _only_known(row, "polity", [row["polity"]], known, problems))
        entry["named"] = kept


def _only_known(
    entry: Entry, key: str, ids: Iterable[str], known: Known, problems: list[Problem], *,
    orgs: bool = True,
) -> Iterator[str]:  # fmt: skip
    for ident in ids:
        if not known.missing(ident, orgs=orgs):
            yield ident
        elif not known.excused(ident, entry.where.depth):
            problems.append(
                entry.problem(
                    f"{key} names {shown(ident)}, which nobody is", known.near(ident, orgs=orgs),
                    f"what is said of {shown(ident)}", key=key,
                )
            )  # fmt: skip
