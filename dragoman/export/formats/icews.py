"""Rows in the manner of ICEWS: one for each two parties, CAMEO codes, tab-separated."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from dragoman.export.formats.about import About, Written
from dragoman.export.formats.coded import (
    LOSSES,
    OWN,
    Coded,
    coded,
    day_of,
    is_mutual,
    own_cells,
    write_readme,
    write_tsv,
)
from dragoman.export.formats.graph import pairs
from dragoman.export.formats.record import Record, Taker
from dragoman.model import CHANNELS, PARTY_ROLES, Channel

FILE = "events.tsv"

COLUMNS = (
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "Rows Of Event",
    *OWN,
)
_EMPTY = (
    "Source Sectors",
    "Intensity",
    "Target Sectors",
    "Sentence Number",
    "District",
    "Province",
    "Latitude",
    "Longitude",
)

_GENERAL = {
    "AGREE": "030",
    "CONSULT": "040",
    "SUPPORT": "050",
    "COOPERATE": "060",
    "AID": "070",
    "CONCEDE": "080",
    "RETREAT": "080",
    "REQUEST": "100",
    "ACCUSE": "110",
    "REJECT": "120",
    "THREATEN": "130",
    "PROTEST": "140",
    "MOBILIZE": "150",
    "SANCTION": "160",
    "COERCE": "170",
    "ASSAULT": "190",
}
"""The general code of each PLOVER type, by PLOVER's conversion table (17 September 2021)."""

TEXTS = {
    "030": "Express intent to cooperate",
    "040": "Consult",
    "041": "Discuss by telephone",
    "042": "Make a visit",
    "043": "Host a visit",
    "046": "Engage in negotiation",
    "050": "Engage in diplomatic cooperation",
    "051": "Praise or endorse",
    "057": "Sign formal agreement",
    "060": "Engage in material cooperation",
    "062": "Cooperate militarily",
    "070": "Provide aid",
    "080": "Yield",
    "100": "Demand",
    "110": "Disapprove",
    "111": "Criticize or denounce",
    "120": "Reject",
    "130": "Threaten",
    "140": "Engage in political dissent",
    "150": "Demonstrate military or police power",
    "160": "Reduce relations",
    "161": "Reduce or break diplomatic relations",
    "170": "Coerce",
    "190": "Use conventional military force",
}
"""What CAMEO calls the codes that we write."""

_NOTES = (
    "One row is two parties of an event. What is mutual stands twice, once in each direction, as "
    "CAMEO's coders write it; `Rows Of Event` says how many rows an event has. Counting rows as "
    "acts, or reading answers out of the two directions of a meeting, counts the same twice.",
    "A visit is 042 from the visitor to the host and 043 back.",
    "`Event Date` is empty where no document gives a day.",
    "`Source Country` and `Target Country` are names as the register has them, organizations "
    "included; persons are named where a document names them.",
    "`Story ID` are the documents' ids, joined by `;`: one event can be told by several.",
    "The codes are CAMEO's, with three digits where channel and purpose decide them, else the "
    "general one of their kind (`lossy` has `channel`). An appeal and a demand are both 100.",
    "`Intensity` is empty: a score is a judgement that no document makes.",
)


def write(events: Iterable[Record], folder: Path, about: About) -> Written:
    """Write events as rows of two parties with CAMEO codes, and beside them what that loses."""
    written = Written()
    written.what["rows"] = write_tsv(folder, FILE, COLUMNS, _rows(events, written))
    write_readme(folder, "Events in the manner of ICEWS", _NOTES, _EMPTY, about, written)
    return written


def _rows(events: Iterable[Record], written: Written) -> Iterator[dict[str, str]]:
    for one in coded(events, written):
        found = pairs(one.record)
        if not found:
            written.left_out["fewer than two states or organizations could be made out"] += 1
            continue
        written.what["events"] += 1
        there, back = codes(one)
        rows = [(a, b, there) for a, b in found]
        if is_mutual(one.record) or there != back:
            rows += [(b, a, back) for a, b in found]
        for nth, (source, target, code) in enumerate(rows, 1):
            yield _row(one, source, target, code, nth, len(rows))


def codes(one: Coded) -> tuple[str, str]:
    """Return the CAMEO codes of an event: of who acts to who receives, and back."""
    channel = Channel(one.record.happening.channel)
    general = _GENERAL[one.root]
    told = CHANNELS[channel].cameo
    if channel is Channel.VISIT and one.root == "CONSULT":
        return ("042", "042") if is_mutual(one.record) else ("042", "043")
    if channel is Channel.RELATIONS and one.root == "SANCTION":
        return "161", "161"
    # A code of three digits holds for the deed; for its announcement the type decides.
    own = told if told.isdigit() and len(told) == 3 and told[:2] == general[:2] else general
    return own, own


def _row(one: Coded, source: Taker, target: Taker, code: str, nth: int, n: int) -> dict[str, str]:
    record = one.record
    happening = record.happening
    spot = record.spots[0] if record.spots else None
    city = spot is not None and spot.id.startswith("pl:")
    takers = {taker.id for taker in record.having(*PARTY_ROLES)}
    found = {
        **dict.fromkeys(one.lost, True),
        "channel": _ONLY.get(code) != happening.channel,
        "parties": "parties" in one.lost or len(takers) > 2,
    }
    return {
        "Event ID": f"{happening.id}.{nth}",
        "Event Date": day_of(record),
        "Source Name": source.name,
        "Source Country": source.polity_name or "",
        "Event Text": TEXTS[code],
        "CAMEO Code": code,
        "Target Name": target.name,
        "Target Country": target.polity_name or "",
        "Story ID": ";".join(doc.id for doc in happening.docs),
        "Publisher": ";".join(dict.fromkeys(doc.source for doc in happening.docs)),
        "City": spot.name if spot and city else "",
        "Country": (spot.country or "") if spot else "",
        "Rows Of Event": str(n),
        **own_cells(one, [name for name in LOSSES if found.get(name)]),
    }


_ONLY = {
    "042": Channel.VISIT,
    "043": Channel.VISIT,
    "051": Channel.SUPPORT,
    "057": Channel.AGREEMENT,
    "062": Channel.EXERCISE,
    "070": Channel.AID,
    "100": Channel.REQUEST,
    "130": Channel.THREAT,
}
"""The codes that tell their channel."""
