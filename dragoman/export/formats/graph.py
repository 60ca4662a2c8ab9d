"""Who deals with whom, as a graph: states and organizations, and an edge for each event of two.

Shared by GraphML and GEXF. An event of many parties has an edge for each two of them; one
that is directed goes from who acts to who receives. A mutual event has one edge, and not one
in each direction: written twice, it would look like an answer to itself. The readers of
these formats do not take directed and other edges in one graph, so all are directed by
form, and the attribute `direction` says which are so in fact.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

from dragoman.export.formats.about import Written
from dragoman.export.formats.coded import is_mutual, parties_of
from dragoman.export.formats.record import Record, Taker
from dragoman.model import PARTY_ROLES

NODE_ATTRIBUTES = {"label": "string", "kind": "string", "country": "string"}
EDGE_ATTRIBUTES = {
    "event": "string",
    "channel": "string",
    "status": "string",
    "direction": "string",
    "dates": "string",
    "people": "string",
    "parties": "int",
    "documents": "int",
    "claims": "string",
}
"""What an edge says, and as what."""


@dataclass(frozen=True, slots=True)
class Node:
    """A state or organization."""

    id: str
    label: str
    country: str  # ISO 3166 alpha-3; "" where there is none

    @property
    def values(self) -> dict[str, str | int]:
        """The attributes, by name."""
        kind = "organization" if self.id.startswith("og:") else "state"
        values: dict[str, str | int] = {"label": self.label, "kind": kind}
        return {**values, "country": self.country} if self.country else values


@dataclass(frozen=True, slots=True)
class Edge:
    """What two states or organizations had to do with each other in one event."""

    id: str
    source: Node
    target: Node
    values: dict[str, str | int]
    spells: tuple[tuple[date, date], ...]


def edges(records: Iterable[Record], written: Written) -> Iterator[Edge]:
    """Yield the edges of events; events without two states or organizations are counted."""
    for record in records:
        happening = record.happening
        if record.is_teaser:
            written.left_out["known only from a teaser"] += 1
            continue
        found = pairs(record)
        if not found:
            written.left_out["fewer than two states or organizations could be made out"] += 1
            continue
        taking = record.having(*PARTY_ROLES)
        n = len({taker.polity for taker in taking if taker.polity})
        shared: dict[str, str | int] = {
            "event": happening.id,
            "channel": happening.channel,
            "status": happening.status,
            "direction": "mutual" if is_mutual(record) else "directed",
            "dates": ";".join(record.dates),
            "parties": n,
            "documents": len(happening.docs),
        }
        written.what["events"] += 1
        for nth, (one, other) in enumerate(found):
            both = [t for t in taking if t.polity in (one.polity, other.polity)]
            people = dict.fromkeys(t.name for t in both if t.id != t.polity)
            claims = dict.fromkeys(claim for t in both for claim in t.claims)
            written.what["edges"] += 1
            yield Edge(
                f"{happening.id}.{nth}",
                _node(one),
                _node(other),
                {**shared, "people": "; ".join(people), "claims": ";".join(claims)},
                record.spells,
            )


def pairs(record: Record) -> list[tuple[Taker, Taker]]:
    """Return each two of an event who are of different states or organizations, once."""
    if is_mutual(record):
        return list(combinations(_polities(record.having(*PARTY_ROLES)), 2))
    actors, recipients = (_polities(takers) for takers in parties_of(record))
    return [
        (one, other) for one, other in product(actors, recipients) if one.polity != other.polity
    ]


def _polities(takers: Iterable[Taker]) -> list[Taker]:
    """Return one of each state or organization, by id."""
    found: dict[str, Taker] = {}
    for taker in takers:
        if taker.polity:
            found.setdefault(taker.polity, taker)
    return [found[polity] for polity in sorted(found)]


def _node(taker: Taker) -> Node:
    return Node(taker.polity or "", taker.polity_name or taker.name, taker.country or "")
