"""The ids that the layers together know, before anybody is asked whether one is right."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from dragoman.actors.layers.layer import Layer

_OF_BODIES = frozenset({"council", "commission"})  # the presidents of these bodies of the EU


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that the layers together know, and those that one of them took out."""

    polities: set[str]
    orgs: set[str]
    gone: dict[str, int]  # id -> the depth of the layer that took it out
    history: set[str]
    persons: set[str]
    places: set[str]
    outlets: set[str]
    mechanisms: set[str]
    classes: frozenset[str]  # empty where no layer has titles.yml
    sources: dict[int, set[str] | None] = field(default_factory=dict)  # None: not checked
    told: set[tuple[str, str, str]] = field(default_factory=set)  # unknown sources of a file

    def missing(self, ident: str, *, orgs: bool = True) -> bool:
        """Return whether nobody is this polity, or organization if these are meant too."""
        return ident not in self.polities and not (orgs and ident in self.orgs)

    def nobody(self, ident: str) -> bool:
        """Return whether an id of any kind is nothing that a layer has."""
        others = (self.persons, self.places, self.outlets, self.mechanisms)
        return self.missing(ident) and not any(ident in part for part in others)

    def excused(self, ident: str, depth: int) -> bool:
        """Return whether a later layer took the id out that an earlier one names."""
        return self.gone.get(ident, -1) > depth

    def near(self, ident: str, *, orgs: bool = True) -> str:
        """Return what to say is allowed instead of an unknown id."""
        pool = {*self.polities, *self.orgs} if orgs else self.polities
        near = get_close_matches(ident, pool, n=1, cutoff=0.75)
        files = "polities.csv and orgs.yml" if orgs else "polities.csv"
        return f"ids of {files}" + (f", such as {near[0]}" if near else ", such as st:idn")


def known_of(layers: Sequence[Layer]) -> Known:
    """Collect the ids of all layers; a later one may take one out."""
    parts = ("polities", "orgs", "places", "outlets", "mechanisms")
    found: dict[str, set[str]] = {part: set() for part in parts}
    gone: dict[str, int] = {}
    sources: dict[int, set[str] | None] = {}
    ids: set[str] = set()
    for layer in layers:
        for part, there in found.items():
            for entry in layer.of(part):
                if entry.get("remove"):
                    there.discard(entry["id"])
                    gone[entry["id"]] = layer.depth
                else:
                    there.add(entry["id"])
                    gone.pop(entry["id"], None)
        ids |= {entry["id"] for entry in layer.of("sources")}
        sources[layer.depth] = set(ids) if layer.of("sources") else None
    titles = [layer.maps["titles"] for layer in layers if "titles" in layer.maps]
    classes = {name for entry in titles for name in entry.get("classes", ())}
    persons = {entry["id"] for layer in layers for entry in layer.of("persons")}
    persons |= {entry["person"] for layer in layers for entry in layer.of("tenures")}
    history = {entry["id"] for layer in layers for entry in layer.of("history")}
    allowed = frozenset(classes | _OF_BODIES) if classes else frozenset()
    return Known(
        found["polities"], found["orgs"], gone, history, persons, found["places"],
        found["outlets"], found["mechanisms"], allowed, sources,
    )  # fmt: skip
