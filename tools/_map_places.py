"""Make static/map_places.json: where the map has each state, and which borders are in dispute.

    python tools/_map_places.py FOLDER

FOLDER is the unpacked package world-atlas (`npm pack world-atlas`); its 1:10m file has the small
states that the drawn 1:110m file lacks. A state's dot lies inside of its largest part, in the
middle of it where that is inside. What is in dispute is what `register/places.csv` says is
claimed by several; islands have no border.
"""

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
REGISTER = REPOSITORY / "dragoman" / "register"
OUT = REPOSITORY / "dragoman" / "web" / "static" / "map_places.json"

SOURCE = (
    "Natural Earth 1:10m (public domain) as world-atlas 2.0.2 has it (ISC): places of the dots; "
    "register/polities.csv: ISO 3166-1 numbers; register/places.csv: disputed places"
)
# These have no ISO number, and Natural Earth tells them by name.
NAMED = {
    "st:xkx": "Kosovo",
    "st:x-nct": "N. Cyprus",
    "st:x-sml": "Somaliland",
}
NO_BORDER = ("islands", "sea")

Point = tuple[float, float]
Ring = list[Point]


def main() -> None:
    """Write the file."""
    atlas = json.loads((Path(sys.argv[1]) / "countries-10m.json").read_text("utf-8"))
    parts: dict[str, Ring] = {}
    for key, rings in shapes(atlas):
        largest = max(rings, key=lambda ring: abs(area(ring)))
        if key not in parts or abs(area(largest)) > abs(area(parts[key])):
            parts[key] = largest
    states: dict[str, dict[str, Any]] = {}
    for row in table(REGISTER / "polities.csv"):
        key = row["m49"] if row["m49"] in parts else NAMED.get(row["id"], "")
        if key in parts:
            lon, lat = inside(parts[key])
            states[row["id"]] = {"shape": key, "lon": round(lon, 2), "lat": round(lat, 2)}
    pairs = {
        pair
        for row in table(REGISTER / "places.csv")
        if row["kind"] not in NO_BORDER
        for pair in combinations(sorted(part for part in row["claims"].split(";") if part), 2)
        if set(pair) <= set(states)
    }
    disputed = sorted([states[a]["shape"], states[b]["shape"]] for a, b in pairs)
    lines = ",\n".join(f'"{key}": {json.dumps(states[key])}' for key in sorted(states))
    OUT.write_text(
        f'{{"source": {json.dumps(SOURCE)},\n"disputed": {json.dumps(disputed)},\n'
        f'"states": {{\n{lines}\n}}}}\n',
        encoding="utf-8",
    )


def table(path: Path) -> Iterator[Mapping[str, str]]:
    """Yield the rows of a table of the register."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def shapes(atlas: Mapping[str, Any]) -> Iterator[tuple[str, list[Ring]]]:
    """Yield of each shape its ISO number, or its name, and the outlines of its parts."""
    scale, move = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in atlas["arcs"]:
        x = y = 0
        points: Ring = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        arcs.append(points)

    def ring(numbers: list[int]) -> Ring:
        found: Ring = []
        for number in numbers:
            points = arcs[number] if number >= 0 else arcs[~number][::-1]
            found += points[1:] if found else points
        return found

    for shape in atlas["objects"]["countries"]["geometries"]:
        if shape.get("arcs"):
            parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
            key = shape.get("id") or shape["properties"]["name"]
            yield str(key), [ring(part[0]) for part in parts]


def area(ring: Ring) -> float:
    """Return the area inside of an outline, signed, in square degrees of the equator."""
    west, south = ring[0]
    middle = sum(lat for _, lat in ring) / len(ring)
    moved = [(lon - west, lat - south) for lon, lat in ring]
    pairs = pairwise(moved)
    return cos(radians(middle)) * sum(a * d - c * b for (a, b), (c, d) in pairs) / 2


def inside(ring: Ring) -> Point:
    """Return the centre of an outline, or the middle of its widest stretch at that height."""
    total = lon = lat = 0.0
    west, south = ring[0]  # measured from here, since small islands are far from nought
    for (a, b), (c, d) in pairwise(ring):
        a, b, c, d = a - west, b - south, c - west, d - south
        cross = a * d - c * b
        total, lon, lat = total + cross, lon + (a + c) * cross, lat + (b + d) * cross
    if not total:
        return ring[0]
    lon, lat = west + lon / (3 * total), south + lat / (3 * total)
    cuts = sorted(
        a + (lat - b) * (c - a) / (d - b)
        for (a, b), (c, d) in pairwise(ring)
        if (b > lat) != (d > lat)
    )
    stretches = list(zip(cuts[::2], cuts[1::2], strict=False))
    if any(left <= lon <= right for left, right in stretches) or not stretches:
        return lon, lat
    left, right = max(stretches, key=lambda ends: ends[1] - ends[0])
    return (left + right) / 2, lat


if __name__ == "__main__":
    main()
