"""JSON-LD: events as schema.org has them."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from dragoman.ask.plan import Outcome, Turn
from dragoman.export.formats.about import About, Written
from dragoman.export.formats.coded import parties_of
from dragoman.export.formats.entries import web_address, write_entries
from dragoman.export.formats.record import Record, Spot, Taker
from dragoman.model import CHANNELS, CONTACT_CHANNELS, Channel, Presence, Role, Status

SCHEMA = "https://schema.org/"

_LINKS = ("eventStatus", "eventAttendanceMode", "superEvent", "sameAs")
_CONTEXT: dict[str, Any] = {"@vocab": SCHEMA} | {name: {"@type": "@id"} for name in _LINKS}

_ATTENDANCE = {
    Presence.CLOUD: f"{SCHEMA}OnlineEventAttendanceMode",
    Presence.IN_PERSON: f"{SCHEMA}OfflineEventAttendanceMode",
}
"""By where the parties were; what could be either has none."""

_TOOK_PLACE = (Status.HAPPENED, Status.ONGOING)


def write(events: Iterable[Record], path: Path, about: About) -> Written:
    """Write events as a graph of schema.org's Event.

    schema.org has no way to say that something was denied, or is only possible; such
    events are left out, and so are those that only a teaser tells.
    """
    written = Written()
    itself = {
        "@id": "urn:dragoman:export",
        "@type": "Dataset",
        "name": "Events of diplomacy, with what documents say of them",
        "description": about.text(),
        "creditText": about.citation,
    }
    entries = chain([itself], _entries(events, written))
    n = write_entries(path, {"@context": _CONTEXT}, "@graph", entries)
    written.what["events"] = n - 1
    return written


def _entries(events: Iterable[Record], written: Written) -> Iterator[dict[str, Any]]:
    for record in events:
        status = record.happening.status
        if record.is_teaser:
            written.left_out["known only from a teaser"] += 1
        elif status in (Status.DENIED, Status.HYPOTHETICAL):
            written.left_out[f"{status}, which schema.org cannot say"] += 1
        else:
            yield _entry(record)


def _entry(record: Record) -> dict[str, Any]:
    happening = record.happening
    channel = Channel(happening.channel)
    actors, recipients = parties_of(record)
    if channel in CONTACT_CHANNELS:
        hosts = {t.id for t in record.having(Role.HOST)}
        if channel is Channel.VISIT:
            hosts |= {t.id for t in recipients}
        who = {
            "attendee": [_party(t) for t in (*actors, *recipients)],
            "organizer": [_party(t) for t in recipients if t.id in hosts],
        }
    else:
        who = {
            "organizer": [_party(t) for t in actors],
            "about": [_party(t) for t in recipients],
        }
    presence = CHANNELS[channel].presence
    places: list[dict[str, Any]] = [_place(spot) for spot in record.spots]
    if presence is Presence.CLOUD and channel is not Channel.LETTER:
        places.append({"@type": "VirtualLocation", "name": channel.replace("_", " ")})
    moved = [s.dates for s in record.plan.steps if s.turn is Turn.ANNOUNCED] if record.plan else []
    was_moved = _status(record).endswith("Rescheduled")
    return {
        "@type": "Event",
        "@id": f"urn:dragoman:event:{happening.id}",
        "name": record.sentence,
        "keywords": [channel.replace("_", " "), *record.values(Role.TOPIC)],
        "startDate": _ends(record.dates, 0),
        "endDate": _ends(record.dates, -1),
        "previousStartDate": _ends(moved[0], 0) if moved and was_moved else None,
        "eventStatus": _status(record),
        "eventAttendanceMode": _ATTENDANCE.get(presence),
        "location": places,
        **who,
        "contributor": [_party(taker) for taker in record.having(Role.CARRIER)],
        "superEvent": f"urn:dragoman:event:{happening.part_of}" if happening.part_of else None,
        "identifier": list(dict.fromkeys(claim.id for claim in happening.claims)),
        "subjectOf": [
            {
                "@type": "CreativeWork",
                "@id": f"urn:dragoman:document:{doc.id}",
                "name": doc.title,
                "url": web_address(doc.url),
                "publisher": {"@type": "Organization", "name": doc.outlet} if doc.outlet else None,
                "datePublished": _iso(doc.published or ""),
            }
            for doc in happening.docs
        ],
    }


def _status(record: Record) -> str:
    """Return the status; what was moved or put off is so while it has not been held."""
    if record.happening.status == Status.CANCELLED:
        return f"{SCHEMA}EventCancelled"
    plan = record.plan
    if plan and record.happening.status not in _TOOK_PLACE:
        if plan.outcome is Outcome.POSTPONED:
            return f"{SCHEMA}EventPostponed"
        if plan.moved_to:
            return f"{SCHEMA}EventRescheduled"
    return f"{SCHEMA}EventScheduled"


def _ends(dates: Iterable[str], which: int) -> list[str]:
    """Return the first or last date of each; of two that documents disagree on, both."""
    found = (_iso(value.split("/")[which]) for value in dates)
    return list(dict.fromkeys(value for value in found if value))


def _iso(value: str) -> str | None:
    """Return a date as precise as it is; ISO 8601 has none without a year."""
    return None if value.startswith("X") else value


def _party(taker: Taker) -> dict[str, Any]:
    if taker.id == taker.polity:
        return _polity(taker)
    if taker.id.startswith("of:"):
        return {**_polity(taker), "description": taker.name}
    return {
        "@type": "Person",
        "@id": f"urn:dragoman:{taker.id}" if taker.id.startswith("pe:") else None,
        "name": taker.name,
        "affiliation": _polity(taker) if taker.polity else None,
    }


def _polity(taker: Taker) -> dict[str, Any]:
    kind = "Country" if taker.country else "Organization"
    return {"@type": kind, "@id": f"urn:dragoman:{taker.polity}", "name": taker.polity_name}


def _place(spot: Spot) -> dict[str, Any]:
    address = {"@type": "PostalAddress", "addressCountry": spot.country} if spot.country else None
    return {"@type": "Place", "name": spot.name, "address": address}
