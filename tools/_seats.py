"""Leave one holder at a time in the offices that one person holds.

The hand layers win: a row of the sources that would put a second holder beside one of theirs
ends where theirs starts, or is dropped. Of the sources' own rows the one that agrees with most
others stays. Whatever loses days or is dropped is a line of the report.
"""

from collections import defaultdict
from dataclasses import replace

from _posts import SEATED
from _same import Person
from _tenures import LISTED, Log, Tenure, apart, bounds, end_at, shared_days, span, sure

STRICT = frozenset({"head", "hog", "fm", "defmin", "finmin", "nsa"})
TOLERATED = {"amb": 200, "permrep": 200, **dict.fromkeys(STRICT, 31)}
"""Days that two holders may share: an ambassador is named before the other has left."""

CO_HELD = frozenset({"of:smr.head", "of:bih.head", "of:and.head"})
"""Offices that several hold at once."""

MONTH = 31
STALE = 45
"""Days by which the one-day list may be late before its page counts as an old one."""


def settle(
    own: dict[int, list[Tenure]], people: list[Person], stale: set[str], log: Log
) -> dict[int, list[Tenure]]:
    """Leave one holder at a time of the offices that one person holds; the hand layers win."""
    hand: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    for person in people:
        for office, start, end, source in person.known:
            if office.split(".")[1] in SEATED:
                hand[office].append((person.ident, start, end, source))
    by_office: dict[str, list[tuple[int, Tenure]]] = defaultdict(list)
    kept: dict[int, list[Tenure]] = defaultdict(list)
    for place, rows in own.items():
        for row in rows:
            lonely = row.source == "cia-wl-2019" and row.office[3:].split(".")[0] in stale
            if lonely and row.kind not in ("amb", "permrep"):
                log.counts["one-day list: pages older than the list"] += 1
            elif row.kind in SEATED and row.office not in CO_HELD:
                by_office[row.office].append((place, row))
            else:
                kept[place].append(row)
    for office, group in sorted(by_office.items()):
        starts: list[tuple[int | str, str]] = [
            (ident, start) for ident, start, _, _ in hand[office]
        ]
        starts += [(place, row.start) for place, row in group
                   if row.source != "cia-wl-2019" and "charg" not in row.note]  # fmt: skip
        seated = [
            (place, _close(place, people[place].ident, row, starts, log)) for place, row in group
        ]
        accepted: list[tuple[int, Tenure]] = []
        strife = {row: _strife(place, row, seated) for place, row in seated}
        seated.sort(key=lambda one: one[1].start, reverse=True)
        for place, row in sorted(seated, key=lambda one: _rank(one[1], strife[one[1]])):
            if row.kind in ("amb", "permrep") and _too_long(row, strife[row][0]):
                log.say("two ambassadors in the sources", f"{row.office} | several others | "
                        f"{row.source}: {row.name.shown} {row.said}; dropped, too "
                        f"long to be meant")  # fmt: skip
                continue
            settled = _below_hand(people[place].ident, row, hand[office], log)
            if settled is not None:
                settled = _beside(settled, [a for p, a in accepted if p != place], log)
            if settled is not None:
                accepted.append((place, settled))
                kept[place].append(settled)
    return kept


def _close(
    place: int, ident: str, row: Tenure, starts: list[tuple[int | str, str]], log: Log
) -> Tenure:
    if row.source == "cia-wl-2019":
        return row
    begin = sure(row.start, "")[0]
    later = sorted(
        (bounds(start, "")[0], start) for who, start in starts
        if who not in (place, ident) and bounds(start, "")[0] > begin
    )  # fmt: skip
    if not later:
        return row
    if not row.end:
        return end_at(row, later[0][1], log)
    first, last = bounds(row.end, row.end)
    if len(row.end) < len(later[0][1]) and first <= later[0][0] <= last and row.kind in STRICT:
        return replace(row, end=later[0][1][:7])  # ends in the year in which the next one starts
    return row


def _strife(place: int, row: Tenure, rows: list[tuple[int, Tenure]]) -> tuple[int, bool]:
    """Return with how many others a row shares days, and whether it lies inside one of them.

    The one in the wrong shares days with most; of two, the later one inside the earlier, which
    is often another post under the same words, while an overlap at the end is a late end.
    """
    others = [
        one for other, one in rows
        if other != place and row.source != "cia-wl-2019" != one.source and "charg" not in one.note
        and shared_days((row.start, _until(row)), (one.start, _until(one))) > TOLERATED[row.kind]
    ]  # fmt: skip
    inside = any(one.start < row.start and _until(one) >= _until(row) for one in others)
    return len(others), inside


def _until(row: Tenure) -> str:
    """Return the last day on which the row is known to hold."""
    return row.end or row.as_of


def _too_long(row: Tenure, strife: int) -> bool:
    """Return whether an envoy stays longer than envoys do while others hold the post.

    Wikidata ends some at their death.
    """
    years = (sure(row.start, _until(row))[1] - sure(row.start, "")[0]).days / 365
    return (strife > 1 and years > 10) or (strife > 0 and years > 18)


def _rank(row: Tenure, strife: tuple[int, bool]) -> tuple[int, tuple[int, bool], int]:
    """Order rows by how sure they are: ended by the source and to the day first."""
    listed = row.source == "cia-wl-2019"
    charge = "charg" in row.note
    left_open = not row.end and row.source.startswith("wikidata-eps") and row.kind != "head"
    coarse = {"day": 0, "month": 1, "year": 2}[row.certainty]
    return (4 * listed + 3 * charge + left_open, strife, coarse)


def _below_hand(
    ident: str, row: Tenure, hand: list[tuple[str, str, str, str]], log: Log
) -> Tenure | None:
    """Return the row as far as no hand layer has another holder; None where it has."""
    for other, start, end, source in sorted(hand, key=lambda one: one[1]):
        if other == ident:
            continue
        if row.source == "cia-wl-2019":
            if shared_days((start, end), (LISTED, LISTED)) >= 0:
                log.counts["one-day list: somebody else held it, a hand layer says"] += 1
                return None
            continue
        said = f"{source} has {other} {span(start, end)}"
        if row.kind in STRICT and _instead(row, start, end):
            log.say("another name for a hand layer's holder",
                    f"{row.office} | {said} | {row.source}: {row.name.shown} "
                    f"{row.said}; dropped")  # fmt: skip
            return None
        shared = shared_days((row.start, _until(row)), (start, end))
        if shared <= TOLERATED[row.kind]:
            continue
        kind = "a second holder beside one of a hand layer"
        if row.kind in ("amb", "permrep"):
            kind = "another ambassador than a hand layer's"
        before = (sure(start, end)[0] - sure(row.start, row.end)[0]).days
        where = f"{row.office} | {said} | {row.source}: {row.name.shown} {row.said}"
        if before > MONTH:
            log.say(kind, f"{where}; ended where the other starts")
            row = replace(row, end=start, as_of="",
                          note=f"{row.source} has {row.said}")  # fmt: skip
            continue
        log.say(kind, f"{where}; dropped")
        return None
    return row


def _instead(row: Tenure, start: str, end: str) -> bool:
    """Return whether a row starts as a hand layer's does, or is of a year that one fills."""
    if row.source == "wikidata-wl":
        days = bounds(start, end)
        return days[0] <= bounds(row.start, row.start)[1] and row.days[0] <= days[1]
    if len(row.start) < 7 or len(start) < 7 or (row.end and not row.closed and (
        bounds(row.end, row.end)[0] <= sure(start, end)[0])
    ):  # fmt: skip
        return False
    return (
        apart(row.start, start) <= MONTH and shared_days((row.start, _until(row)), (start, end)) > 0
    )


def _beside(row: Tenure, accepted: list[Tenure], log: Log) -> Tenure | None:
    """Return the row as far as no surer row of the sources has another holder."""
    for other in accepted:
        if row.source == "cia-wl-2019":
            if shared_days((other.start, other.end), (LISTED, LISTED)) >= 0:
                log.counts["one-day list: somebody else held it, another source says"] += 1
                return None
            continue
        shared = shared_days((row.start, _until(row)), (other.start, _until(other)))
        if shared <= (MONTH if "charg" in row.note else TOLERATED[row.kind]):
            continue
        if "charg" in row.note:
            log.counts["left out: a chargé d'affaires beside an ambassador"] += 1
            return None
        before = (sure(other.start, other.end)[0] - sure(row.start, row.end)[0]).days
        where = (f"{row.office} | {other.source}: {other.name.shown} {other.said}"
                 f" | {row.source}: {row.name.shown} {row.said}")  # fmt: skip
        kind = "two holders in the sources"
        if row.kind in ("amb", "permrep"):
            kind = "two ambassadors in the sources"
        if before > MONTH:
            log.say(kind, f"{where}; ended where the other starts")
            row = replace(row, end=other.start, as_of="",
                          note=f"{row.source} has {row.said}")  # fmt: skip
            continue
        log.say(kind, f"{where}; dropped")
        return None
    return row


def stale_pages(people: list[Person], log: Log) -> set[str]:
    """Return the states whose page of the one-day list names a leader who had left before it."""
    found: set[str] = set()
    day = sure(LISTED, LISTED)[0]
    for person in people:
        for row in person.rows:
            if row.source != "cia-wl-2019" or row.kind not in ("head", "hog", "fm"):
                continue
            held = [(start, end) for office, start, end, source in person.held()
                    if office == row.office and source != "cia-wl-2019"]  # fmt: skip
            gone = [(day - bounds(start, end)[1]).days for start, end in held]
            if gone and min(gone) > STALE:
                found.add(row.office[3:].split(".")[0])
                log.say("a page of the one-day list is older than the list",
                        f"{row.office} | {row.name.shown} left {min(gone)} days before | "
                        f"its further entries are left out")  # fmt: skip
    return found
