"""PLOVER, with the columns of POLECAT: one row an event, tab-separated, parties as lists."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from dragoman.export.formats.about import About, Written
from dragoman.export.formats.coded import (
    OWN,
    Coded,
    coded,
    day_of,
    own_cells,
    parties_of,
    write_readme,
    write_tsv,
)
from dragoman.export.formats.record import Record, Taker

FILE = "events.tsv"

QUADS = {
    "VERBAL COOPERATION": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "MATERIAL COOPERATION": ("COOPERATE", "AID", "RETREAT"),
    "VERBAL CONFLICT": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "MATERIAL CONFLICT": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
"""The four kinds of PLOVER's types, by the sections of its manual (draft of 2023)."""

_QUAD = {root: quad for quad, roots in QUADS.items() for root in roots}


def _side(side: str) -> tuple[str, ...]:
    return (
        f"{side} Name",
        f"{side} Country",
        f"{side} COW",
        f"Primary {side} Sector",
        f"{side} Sectors",
        f"{side} Title",
        f"{side} Name Raw",
        f"Wikipedia {side} ID",
    )


COLUMNS = (
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    *_side("Actor"),
    *_side("Recipient"),
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
    *OWN,
)

_FILLED = {
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Quad Code",
    "Actor Name",
    "Actor Country",
    "Actor Name Raw",
    "Recipient Name",
    "Recipient Country",
    "Recipient Name Raw",
    "Placename",
    "Country",
    "Source",
    "Publication Date",
    "Version",
    *OWN,
}

_NOTES = (
    "One row is one event, and not one report of it. The parties of a side are a list, joined by "
    "`;`, with names, codes and words in the same order: a meeting of twenty is one row, and not "
    "380. Where nobody hosts or receives, all are actors (section 2.4.2 of the manual).",
    "A planned act of cooperation is AGREE, one that was called off REJECT, announced harm "
    "THREATEN, aid that was cancelled SANCTION.",
    "`Intensity` is empty: a score is a judgement that no document makes. The manual's scores "
    "(table 2.2) can be joined by type and mode.",
    "`Quad Code` follows the sections of the manual. Its table 7.2 counts SANCTION as verbal "
    "conflict, the section on SANCTION as material; here it is material.",
    "`Country` is an ISO 3166 alpha-3 code; empty for an organization, and for a place whose "
    "state is disputed.",
)


def write(events: Iterable[Record], folder: Path, about: About) -> Written:
    """Write the events that PLOVER has a type for, and beside them what that loses."""
    written = Written()
    written.what["events"] = write_tsv(folder, FILE, COLUMNS, _rows(events, written, about))
    empty = [name for name in COLUMNS if name not in _FILLED]
    write_readme(folder, "Events in PLOVER", _NOTES, empty, about, written)
    return written


def _rows(events: Iterable[Record], written: Written, about: About) -> Iterator[dict[str, str]]:
    for one in coded(events, written):
        yield _row(one, about)


def _row(one: Coded, about: About) -> dict[str, str]:
    record = one.record
    actors, recipients = parties_of(record)
    spot = record.spots[0] if record.spots else None
    docs = record.happening.docs
    return {
        "Event ID": record.happening.id,
        "Event Date": day_of(record),
        "Event Type": one.root,
        "Event Mode": one.mode,
        "Quad Code": _QUAD[one.root],
        **_cells("Actor", actors),
        **_cells("Recipient", recipients),
        "Placename": spot.name if spot else "",
        "Country": (spot.country or "") if spot else "",
        "Source": ";".join(dict.fromkeys(doc.source for doc in docs)),
        "Publication Date": min((doc.published for doc in docs if doc.published), default=""),
        "Version": f"Dragoman {about.version}",
        **own_cells(one, one.lost),
    }


def _cells(side: str, takers: tuple[Taker, ...]) -> dict[str, str]:
    return {
        f"{side} Name": ";".join(taker.name for taker in takers),
        f"{side} Country": ";".join(taker.country or "" for taker in takers),
        f"{side} Name Raw": ";".join(taker.words for taker in takers),
    }
