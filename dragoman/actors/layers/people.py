"""Persons and their tenures, layer over layer.

What somebody reviewed (offices/*.yml, and in a user's layer offices/*.csv) stands above the
public record, which stands above what a script made. One person's tenure in one office is
said by one of them: the highest of the highest layer.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.actors.layers.layer import PUBLIC, REVIEWED, Layer
from dragoman.actors.layers.problem import Contradictions, Entry, Problem, unknown_below
from dragoman.actors.layers.spans import (
    MONTH,
    common,
    differ,
    same,
    sure,
    told,
    wide,
)

_ONE_HOLDER = frozenset({"head", "hog", "fm"})
_HELD = ("office", "from", "to", "certainty", "as_of", "source", "note")


class People:
    """The persons of all layers so far. Lay them from our own upwards, then take the table."""

    def __init__(self, problems: list[Problem], contradictions: Contradictions) -> None:
        """Begin with nobody."""
        self._problems = problems
        self._contradictions = contradictions
        self._reviewed: dict[str, dict[str, Any]] = {}
        self._unreviewed: dict[str, dict[str, Any]] = {}
        self._loose: dict[str, list[Entry]] = {}  # reviewed tenures of unreviewed persons
        self._overruled: dict[str, list[Entry]] = {}  # reviewed, until a later layer came
        self._rows: dict[str, list[tuple[int, int, Entry]]] = {}  # (depth, rank, tenure)

    def lay(self, layer: Layer) -> None:
        """Put a layer over those below."""
        for entry in layer.of("persons"):
            self._lay_person(entry)
        own: dict[str, list[Entry]] = {}
        unreviewed: dict[str, list[Entry]] = {}
        for row in sorted(layer.of("tenures"), key=lambda row: -row["rank"]):
            part = own if row["rank"] == REVIEWED else unreviewed
            part.setdefault(row["person"], []).append(row)
        for ident, rows in unreviewed.items():
            self._lay_unreviewed(ident, rows)
        for ident, rows in own.items():
            self._lay_rows(ident, rows)
        if layer.depth:
            self._one_holder(layer.depth)

    def table(self) -> dict[str, dict[str, Any]]:
        """Return the persons with all their tenures, those of the unreviewed below the others."""
        for ident, row in self._unreviewed.items():
            own = self._reviewed.get(ident)
            above: list[Any] = list(own["offices"]) if own else list(self._loose.get(ident, ()))
            above += self._overruled.get(ident, ())
            kept: list[dict[str, Any]] = []
            level: tuple[int, int] | None = None
            new: list[dict[str, Any]] = []
            for depth, rank, tenure in sorted(
                self._rows.get(ident, ()), key=lambda held: (-held[0], -held[1])
            ):
                if (depth, rank) != level:  # what stands above is whole: it rules out the lower
                    level, above, new = (depth, rank), [*above, *new], []
                if any(
                    tenure["office"] == higher["office"] and same(tenure, higher)
                    for higher in above
                ):
                    continue
                marked = {**tenure, "generated": True}
                if rank == PUBLIC:
                    marked["public"] = True
                new.append(marked)
                kept.append(marked)
            if own is None:
                row["offices"] = [*self._loose.get(ident, ()), *kept]
                self._reviewed[ident] = row
            else:
                own["also"] = [*own.get("also", ()), *row["also"]]
                own["offices"] = [*own["offices"], *kept]
        return self._reviewed

    # --- entries of offices/*.yml -----------------------------------------------------------------

    def _lay_person(self, entry: Entry) -> None:
        ident = entry["id"]
        entry["file"] = entry.where.file.rpartition("/")[2]
        old = self._reviewed.get(ident)
        known = old is not None or ident in self._unreviewed
        changes = entry.pop("extend", False)
        if entry.pop("remove", False):
            if not known:
                self._problems.append(unknown_below(entry, "removes", ident))
            self._forget(ident)
            return
        if changes and not known:
            self._problems.append(unknown_below(entry, "extends", ident, "the entry"))
            return
        there = (old or {}).get("offices") or self._loose.get(ident, [])
        kept = self._above(ident, entry["offices"], there)
        if not changes:
            if entry.where.depth:
                self._forget(ident)
            self._reviewed[ident] = entry
            return
        offices = [*kept, *entry.pop("offices")]
        del entry["file"]
        base = old if old is not None else self._unreviewed[ident]
        _add_to(base, entry)
        if old is not None:
            old["offices"] = offices
        else:
            self._loose[ident] = offices

    def _forget(self, ident: str) -> None:
        for part in (self._reviewed, self._unreviewed, self._loose, self._overruled, self._rows):
            part.pop(ident, None)

    def _above(self, ident: str, new: Iterable[Entry], old: Iterable[Entry]) -> list[Entry]:
        """Return the old tenures that no new one of a later layer takes the place of."""
        kept: list[Entry] = []
        for tenure in old:
            over = [
                one
                for one in new
                if one["office"] == tenure["office"]
                and one.where.depth > tenure.where.depth
                and same(one, tenure)
            ]
            if over:
                self._overruled.setdefault(ident, []).append(tenure)
            else:
                kept.append(tenure)
            ends = [differ(one, tenure) for one in over]
            if over and all(ends):
                which = {"from": "starts", "to": "ends"}[ends[0]]
                self._contradictions.add(
                    over[0], tenure,
                    f"{over[0]['office']}, {told(over[0])}: it {which} elsewhere in another layer",
                    told(tenure),
                )  # fmt: skip
        return kept

    # --- rows of tables -----------------------------------------------------------------------

    def _lay_unreviewed(self, ident: str, rows: list[Entry]) -> None:
        """Lay the rows of one person that nobody reviewed."""
        person = self._unreviewed.get(ident)
        if person is None:
            named = next((row for row in rows if row["names"]), None)
            if named is None and ident not in self._reviewed:
                self._problems.append(_nameless(rows[0], "the person"))
                return
            person = self._unreviewed[ident] = {
                "id": ident, "names": {"en": []}, "also": [], "family": "", "offices": [],
                "file": (named or rows[0]).where.file.rpartition("/")[2], "generated": True,
            }  # fmt: skip
        there = self._rows.setdefault(ident, [])
        for row in rows:
            _add_names(person, row)
            if row.get("remove"):
                there[:] = [held for held in there if held[2]["office"] != row["office"]]
            elif row["office"]:
                there.append((row.where.depth, int(row["rank"]), _tenure(row)))

    def _lay_rows(self, ident: str, rows: list[Entry]) -> None:
        """Lay a user's own rows of one person, which count as reviewed."""
        new = [_tenure(row) for row in rows if row["office"] and not row.get("remove")]
        gone = {row["office"] for row in rows if row.get("remove")}
        own = self._reviewed.get(ident)
        if own is None and ident not in self._unreviewed:
            named = [row for row in rows if row["names"]]
            if not named:
                self._problems.append(_nameless(rows[0], "the person"))
                return
            where = named[0].where
            own = self._reviewed[ident] = {
                "id": ident, "names": {"en": []}, "also": [], "family": "", "offices": [],
                "file": where.file.rpartition("/")[2],
            }  # fmt: skip
        there: list[Entry] = own["offices"] if own is not None else self._loose.get(ident, [])
        below = {tenure["office"] for tenure in there}
        below |= {held[2]["office"] for held in self._rows.get(ident, ())}
        self._problems.extend(
            unknown_below(row, "removes", f"{row['office']} of {ident}")
            for row in rows
            if row.get("remove") and row["office"] not in below
        )
        there = [tenure for tenure in there if tenure["office"] not in gone]
        if gone and ident in self._rows:
            self._rows[ident] = [
                held for held in self._rows[ident] if held[2]["office"] not in gone
            ]
        offices = [*self._above(ident, new, there), *new]
        if own is not None:
            own["offices"] = offices
        else:
            self._loose[ident] = offices
        for row in rows:
            _add_names(own if own is not None else self._unreviewed[ident], row)

    # --- offices that one person holds -----------------------------------------------------------

    def _one_holder(self, depth: int) -> None:
        """End what an earlier layer says of an office where the later one names its holder."""
        held: dict[str, list[tuple[str, Entry]]] = {}
        for ident, tenure in self._all_reviewed():
            if tenure["office"].split(".")[1] in _ONE_HOLDER:
                held.setdefault(tenure["office"], []).append((ident, tenure))
        for tenures in held.values():
            older = [
                (ident, tenure)
                for ident, tenure in tenures
                if tenure.where.depth < depth and not _shared(tenure, tenures)
            ]
            for person, new in tenures:
                if new.where.depth == depth:
                    left: list[tuple[str, Entry]] = []
                    for other, old in older:
                        pieces = [old] if other == person else self._end(other, old, person, new)
                        left.extend((other, piece) for piece in pieces)
                    older = left

    def _all_reviewed(self) -> Iterator[tuple[str, Entry]]:
        for ident, person in self._reviewed.items():
            for tenure in person["offices"]:
                yield ident, tenure
        for ident, tenures in self._loose.items():
            for tenure in tenures:
                yield ident, tenure

    def _end(self, other: str, old: Entry, person: str, new: Entry) -> list[Entry]:
        """Leave of an older holder's tenure, and return, what the new one's leaves room for."""
        if common(sure(new), sure(old)).days < 1:
            return [old]
        if common(sure(new, until_seen=True), sure(old, until_seen=True)).days >= 1:
            self._contradictions.add(
                new, old, f"{person} holds {new['office']} {told(new)}, and {other} too",
                f"{other} {told(old)}", f"{other} in that time",
            )  # fmt: skip
        if any(len(new.get(end) or "0000-00") == 4 for end in ("from", "to")):
            return [old]  # a bare year says where to look, not on which day the other one left
        pieces: list[Entry] = []
        inner, outer = wide(new), wide(old)
        if inner[0] > outer[0] and new.get("from"):
            pieces.append(_piece(old, new, to=new["from"]))
        if inner[1] < outer[1] and new.get("to"):
            pieces.append(_piece(old, new, start=new["to"]))
        own = self._reviewed.get(other)
        there = own["offices"] if own is not None else self._loose[other]
        place = next(i for i, tenure in enumerate(there) if tenure is old)
        there[place : place + 1] = pieces
        self._overruled.setdefault(other, []).append(old)
        return pieces


def _piece(old: Entry, new: Entry, *, start: str = "", to: str = "") -> Entry:
    """Return what is left of a tenure before or after another holder's."""
    said = dict(old)
    if to:
        said["to"] = to
        said.pop("as_of", None)
    if start:
        said["from"] = start
    order = ("day", "month", "year")
    coarser = max(old["certainty"], new["certainty"], key=order.index)
    said["certainty"] = coarser
    why = f"{'ends' if to else 'begins'} where {new.where} {'begins' if to else 'ends'}"
    said["note"] = f"{old['note']}; {why}" if old.get("note") else why
    length = {"day": 10, "month": 7, "year": 4}[coarser]
    for end in ("from", "to"):
        if said.get(end):
            said[end] = said[end][:length]
    return Entry(said, old.where, old.lines)


def _shared(old: Entry, tenures: Iterable[tuple[str, Entry]]) -> bool:
    """Return whether the older layers have two holders at once: then the office is for several."""
    return any(
        other is not old
        and other.where.depth <= old.where.depth
        and common(sure(other, until_seen=True), sure(old, until_seen=True)) > MONTH
        for _, other in tenures
    )


def _tenure(row: Entry) -> Entry:
    return Entry({key: row[key] for key in _HELD if row.get(key)}, row.where)


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _add_names(person: dict[str, Any], row: Entry) -> None:
    for key, there in (("names", person["names"].setdefault("en", [])),
                       ("also", person.setdefault("also", []))):  # fmt: skip
        there.extend(name for name in _split(row[key]) if name not in there)
    if row["family"] and not person.get("family"):
        person["family"] = row["family"]


def _add_to(person: dict[str, Any], entry: Entry) -> None:
    for key, value in entry.items():
        there = person.get(key)
        if key == "names":
            for language, names in value.items():
                given = person["names"].setdefault(language, [])
                given.extend(name for name in names if name not in given)
        elif isinstance(value, list) and isinstance(there, list):
            person[key] = [*there, *(one for one in value if one not in there)]
        else:
            person[key] = value


def _nameless(row: Entry, left: str) -> Problem:
    return row.problem(
        f"{row['person']} has no name in any layer", "names at the person's first row",
        left,
    )  # fmt: skip
