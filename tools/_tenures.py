"""Read `tenures.csv` and clean it: one tenure to a row, days as the source vouches for them.

What the columns do not say, and the rows show: `seen_last` of the Factbook is the day on which
a row was gone, except the last day of all, so the row was last seen one edition earlier. The
CIA list is of one day, and some of its pages were years old on that day. Wikidata repeats an
incumbent per re-appointment, and leaves the earlier row open. What cannot be meant goes into
the report; nothing of it is guessed.
"""

import csv
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from _layers import key_of
from _names import Name, names
from _posts import QUEBEC, SEATED, Towards, class_of, offices

from dragoman.model.edtf import interval

FIRST, LAST = "2000", "2026"
"""The years of which tenures are kept."""

LISTED = "2019-06-01"
"""The one day of the CIA list."""

NEXT = 400
"""Days after an open row was last seen within which a later holder closes it."""

CAPITALS = ("factbook", "cia-wl-2019")


@dataclass(frozen=True, slots=True)
class Tenure:
    """One person in one office, as one source has it."""

    name: Name
    iso: str
    polity: str  # whose person it is
    office: str
    title: str
    start: str
    end: str
    as_of: str
    source: str
    qid: str
    note: str = ""
    closed: str = ""  # "next": the end is the start of the next holder

    @property
    def key(self) -> str:
        """The name by which rows are joined."""
        return key_of(self.name.shown, self.polity)

    @property
    def kind(self) -> str:
        """The class of the office."""
        return self.office.split(".")[1]

    @property
    def certainty(self) -> str:
        """What the coarser of the two ends is known to."""
        short = min(len(day) for day in (self.start, self.end) if day)
        return {4: "year", 7: "month"}.get(short, "day")

    @property
    def said(self) -> str:
        """The days as the source has them, for a reader."""
        return f"{self.start} to {self.end or f'{self.as_of} at least'}"

    @property
    def days(self) -> tuple[date, date]:
        """The first and last day that can be meant; an open tenure goes on."""
        return bounds(self.start, self.end)


@dataclass(slots=True)
class Log:
    """What was left out or decided: lines for the report by kind, and plain counts."""

    lines: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[str] = field(default_factory=Counter)

    def say(self, kind: str, line: str) -> None:
        """Add a line to the report."""
        self.lines[kind].append(line)


@cache
def bounds(start: str, end: str) -> tuple[date, date]:
    """Return the first and the last day that two EDTF texts can mean."""
    first, last = interval(start), interval(end or "9999")
    assert first and last  # noqa: S101 - read before
    return first[0], last[1]


@cache
def sure(start: str, end: str) -> tuple[date, date]:
    """Return the days between which the office was held however coarse the row is."""
    first, last = interval(start), interval(end or "9999")
    assert first and last  # noqa: S101 - read before
    return first[1], last[0]


def shared_days(a: tuple[str, str], b: tuple[str, str]) -> int:
    """Return on how many days two tenures were surely held both; negative where they are apart."""
    one, other = sure(*a), sure(*b)
    return (min(one[1], other[1]) - max(one[0], other[0])).days


def apart(first: str, second: str) -> int:
    """Return by how many days two EDTF texts are apart at least; 0 where they overlap."""
    a, b = interval(first), interval(second)
    assert a and b  # noqa: S101 - read before
    return max((b[0] - a[1]).days, (a[0] - b[1]).days, 0)


def span(start: str, end: str) -> str:
    """Say from when to when, for a reader."""
    return f"{start} to {end or 'now'}"


def read_tenures(path: Path, natives: dict[str, str], log: Log) -> list[Tenure]:
    """Return all rows that are kept, cleaned."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    log.counts["rows of tenures.csv"] = len(rows)
    towards = Towards()
    editions = sorted({row[end] for row in rows if row["src"] == "factbook"
                       for end in ("seen_first", "seen_last")})  # fmt: skip
    found: list[Tenure] = []
    for row in rows:
        found.extend(_row(row, towards, editions, natives, log))
    return found


def _row(
    row: dict[str, str], towards: Towards, editions: list[str], natives: dict[str, str], log: Log
) -> list[Tenure]:
    where = f"{row['name']}, {row['title'] or row['role']} of {row['iso']}"
    start, end = row["start"].strip(), row["end"].strip()
    note = as_of = ""
    if row["src"] == "cia-wl-2019":
        start, as_of = LISTED[:7], LISTED
        note = f"listed {LISTED}, days not given"
    elif not end:
        as_of = _last_seen(row, editions)
    try:
        first, last = interval(start), interval(end) if end else None
    except ValueError:
        log.say("no date that can be meant", f"{where}: {row['start']} to {row['end']}")
        return []
    if first is None:
        log.counts["left out: no start"] += 1
        return []
    if last is not None and last[1] < first[0]:
        log.say("ends before it starts", f"{row['src']}: {where}: {span(start, end)}")
        return []
    if (last is not None and end[:4] < FIRST) or start[:4] > LAST:
        log.counts["left out: ended before 2000"] += 1
        return []
    if not _holds(row, towards, log, where):
        return []
    posts = list(offices(row["iso"], row["role"], row["title"], towards))
    if not posts:
        log.counts[
            f"left out: no class for the title ({row['role'].split('>')[0].split('<')[0]})"
        ] += 1
        return []
    if as_of and as_of < FIRST:
        return []
    cell = natives.get(re.sub(r"\s", "", row["name"]), row["name"])
    capitals = row["src"] in CAPITALS and cell == row["name"]
    persons = list(names(cell, row["title"], capitals=capitals, iso=row["iso"]))
    if not persons:
        log.say("no name that can be read", f"{row['src']}: {where}")
    if "-CDA" in row["role"] or re.search(r"(?i)charg[eé]|d['\u2019] ?affaires", row["name"]):
        note = "chargé d'affaires"
    made = []
    for name in persons:
        for office in posts:
            owner = office[3:].split(".")[0]
            polity = f"og:{owner}" if owner in ("un", "eu", "wto") else f"st:{owner}"
            title = row["title"].strip()
            many = office.split(".")[1] in ("minister", "official", "deputyfm", "envoy", "trademin")
            said = "; ".join(part for part in (title[:70] if many else "", note) if part)
            made.append(
                Tenure(name, row["iso"], polity, office, title, start, end, as_of, row["src"],
                       row["qid"], said)
            )  # fmt: skip
    return made


def _last_seen(row: dict[str, str], editions: list[str]) -> str:
    """Return the day on which a row still stood in its source."""
    if row["src"] != "factbook" or row["seen_last"] == editions[-1]:
        return row["seen_last"]
    place = bisect_left(editions, row["seen_last"])
    gone = date.fromisoformat(row["seen_last"])
    while place > 1 and (gone - date.fromisoformat(editions[place - 1])).days < 4:
        place -= 1  # one edition was taken over two days
    return max(editions[max(place - 1, 0)], row["seen_first"])


def _holds(row: dict[str, str], towards: Towards, log: Log, where: str) -> bool:
    """Return whether the row is about who holds an office of this state."""
    role, title, iso = row["role"], row["title"].strip(), row["iso"]
    if iso == "CAN" and row["name"] in QUEBEC:
        log.counts["left out: ministers of a part of the state"] += 1
        return False
    kind = towards.kinds.get(f"st:{iso.lower()}", "")
    if role == "HOS" and (kind in ("territory", "associated") or iso in ("HKG", "MAC")):
        log.counts["left out: the sovereign's head of state, a governor of a territory"] += 1
        return False
    if role == "HOS" and iso != "GBR" and re.search(
        r"(?i)\b(elizabeth ii|charles iii)\b", row["name"]
    ):  # fmt: skip
        log.counts["left out: the sovereign's head of state, a governor of a territory"] += 1
        return False
    if role == "HOS" and iso == "AND" and "vives" not in row["name"].lower():
        return False  # the President of France as co-prince, and the co-princes' representatives
    if row["name"].startswith(("elect ", "President-elect")) or "elect" in title.lower():
        return False
    if role == "AMB<USA" and "Deputy Chief" in title:
        return False
    if row["src"] == "factbook" and role == "HOS" and not title:
        log.counts["left out: the page lost the title (deputies, members of a council)"] += 1
        return False
    if role == "HOG" and re.match(r"(?i)(king|sultan|amir|emir|supreme|state affairs|chair\b|chairp"
                                  r"erson, pres)", title):  # fmt: skip
        return False  # the head of state once more
    return role != "HOS" or class_of(iso, role, title) is not None


# --- one source ----------------------------------------------------------------------------------


def close_seats(rows: Iterable[Tenure], log: Log) -> list[Tenure]:
    """Close the open rows of one source that a later holder of the same post of it closes.

    The post is the office where one person holds it, else the title in the state.
    """
    by_seat: dict[tuple[str, str, str], list[Tenure]] = defaultdict(list)
    for row in rows:
        seat = "" if row.kind in SEATED else row.title
        family = "wikidata" if row.source.startswith("wikidata") else row.source
        by_seat[(family, row.office, seat)].append(row)
    found: list[Tenure] = []
    for (_source, _office, seat), group in by_seat.items():
        if (
            seat
            and seat.split()[0] in ("Minister", "Deputy", "Vice")
            and len(seat.split()) < 4
            and (re.match(r"(Deputy|Vice)|Minister (without|of State)$", seat))
        ):
            found.extend(group)
            continue
        group.sort(key=lambda row: (row.days[0], row.name.shown))
        for row in group:
            found.append(_closed(row, group, log) if not row.end else row)
    return found


def _closed(row: Tenure, group: list[Tenure], log: Log) -> Tenure:
    if row.source == "cia-wl-2019":
        return row
    begin = sure(row.start, "")[0]
    later = [other for other in group if other.days[0] > begin and not same_name(row, other)]
    if not later:
        return row
    return end_at(row, later[0].start, log)


def same_name(a: Tenure, b: Tenure) -> bool:
    """Return whether two rows of one source are one person's."""
    if a.qid and b.qid:
        return a.qid == b.qid
    return a.key == b.key


def end_at(row: Tenure, start: str, log: Log) -> Tenure:
    """End an open row where the next holder starts, as sure as that is.

    A row that a source still lists after the next one started was left open behind. Where the
    source last listed it long before, the end is said to the month and the note says so; where
    it is more than a year, the row stays open as of then.
    """
    begin = interval(start)
    seen = interval(row.as_of) if row.as_of else None
    assert begin  # noqa: S101 - read before
    gap = (begin[0] - seen[1]).days if seen else 0
    if gap > NEXT:
        return row
    end = start if gap <= 45 else start[:7]
    if bounds(row.start, "")[0] > (interval(end) or begin)[1]:
        return row
    log.counts["open rows closed by the next holder"] += 1
    note = row.note if gap <= 45 else f"last listed {row.as_of}; the next holder from {start}"
    return replace(row, end=end, as_of="", closed="next", note=note)


def join_terms(rows: list[Tenure]) -> list[Tenure]:
    """Join one person's rows of one office that overlap or follow each other.

    >>> def row(start, end, as_of=""):
    ...     return Tenure(Name("A B", "B"), "TUV", "st:tuv", "of:tuv.fm", "", start, end, as_of,
    ...                   "wikidata-eps", "Q1")
    >>> [(r.start, r.end) for r in join_terms([row("2010", ""), row("2014-03", "2018")])]
    [('2010', '2018')]
    """
    rows = sorted(rows, key=lambda row: (row.days[0], row.days[1]))
    found: list[Tenure] = []
    for row in rows:
        last = found[-1] if found else None
        if last is None or (bounds(row.start, "")[0] - last.days[1]).days > 31:
            found.append(row)
            continue
        found[-1] = _joined(last, row)
    return found


def _joined(a: Tenure, b: Tenure) -> Tenure:
    """Join two rows; the sources' own order of trust decides over days that are near."""
    first, other = (a, b) if _trust(a) <= _trust(b) else (b, a)
    start = a.start
    if first.source != "cia-wl-2019" and abs((a.days[0] - b.days[0]).days) <= 400:
        start = first.start
    if a.source == "factbook" and b.source.startswith("wikidata"):
        start = b.start
    if a.source == "cia-wl-2019" and b.source != "cia-wl-2019":
        start = b.start
    if a.source == b.source == "factbook" and abs((a.days[0] - b.days[0]).days) <= 400:
        start = max((a, b), key=lambda row: row.as_of or row.end).start
    open_rows = [row for row in (a, b) if not row.end]
    ended = [row for row in (a, b) if row.end]
    if not ended:
        end, as_of = "", max(row.as_of for row in open_rows)
    elif not open_rows and bool(ended[0].closed) is not bool(ended[1].closed):
        end, as_of = next(row.end for row in ended if not row.closed), ""
    elif not open_rows:
        near = abs((ended[0].days[1] - ended[1].days[1]).days) <= 400
        longest = max(ended, key=lambda row: row.days[1])
        end, as_of = (first.end if near and a.days[0] == b.days[0] else longest.end), ""
    else:
        left = open_rows[0]
        seen = bounds(left.as_of, left.as_of)[1] if left.as_of else date.min
        stale = left.source.startswith("wikidata") or seen <= ended[0].days[1]
        end, as_of = (ended[0].end, "") if stale else ("", left.as_of)
    if end and bounds(end, end)[1] < bounds(start, "")[0]:
        start = a.start
    also = [name for row in (first, other) for name in (row.name.shown, *row.name.also)]
    also = [name for name in dict.fromkeys(also) if name != first.name.shown]
    notes = dict.fromkeys(
        part for row in (a, b) for part in row.note.split(" / ")
        if part and "listed 2019" not in part and part != "chargé d'affaires"
    )  # fmt: skip
    note = " / ".join(list(notes)[:2])
    if a.source == b.source == "cia-wl-2019" or (a.note == b.note):
        note = first.note
    family = first.name.family or other.name.family
    closed = "next" if end and all(row.closed for row in ended if row.end == end) else ""
    return replace(first, name=Name(first.name.shown, family, tuple(also)), start=start, end=end,
                   as_of=as_of, note=note, closed=closed, qid=first.qid or other.qid)  # fmt: skip


def _trust(row: Tenure) -> tuple[int, int]:
    """Order the sources: Wikidata's days, then the Factbook, the one-day list last."""
    order = ("wikidata-eps-fm", "wikidata-eps", "wikidata-wl", "factbook", "cia-wl-2019")
    return order.index(row.source) if row.source in order else 9, -len(row.start)
