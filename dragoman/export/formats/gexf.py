"""GEXF 1.3 with time: as GraphML, and every edge is there on the days that its event can be."""

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from dragoman.export.formats.about import About, Written
from dragoman.export.formats.graph import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Node, edges
from dragoman.export.formats.markup import Markup
from dragoman.export.formats.record import Record

_TYPES = {"string": "string", "int": "integer"}


def write(events: Iterable[Record], path: Path, about: About) -> Written:
    """Write dated events as a graph for the timeline of Gephi.

    The spells of an edge are the days that the dates of its event can mean, both ends
    included: a day, or a month where documents say no more; of two days that documents
    disagree on, two spells. Without a spell an edge would always be there, so an undated
    event is left out.
    """
    written = Written()
    nodes: dict[str, Node] = {}
    days = set()
    with path.open("wb") as file, tempfile.TemporaryFile() as told:
        aside = Markup(told, depth=3)
        for edge in edges(_dated(events, written), written):
            nodes |= {edge.source.id: edge.source, edge.target.id: edge.target}
            first, last = edge.spells[0][0], max(end for _, end in edge.spells)
            days |= {first, last}
            ends = {"source": edge.source.id, "target": edge.target.id}
            label = str(edge.values["channel"])
            with aside.element("edge", id=edge.id, label=label, start=first, end=last, **ends):
                _values(aside, edge.values)
                with aside.element("spells"):
                    for start, end in edge.spells:
                        aside.leaf("spell", start=start, end=end)
        out = Markup(file)
        out.begin()
        with out.element("gexf", xmlns="http://gexf.net/1.3", version="1.3"):
            with out.element("meta"):
                out.leaf("creator", f"Dragoman {about.version}")
                out.leaf("description", about.text())
            with out.element(
                "graph",
                mode="dynamic",
                timeformat="date",
                defaultedgetype="directed",
                start=min(days, default=None),
                end=max(days, default=None),
            ):
                for class_, attributes in (("node", NODE_ATTRIBUTES), ("edge", EDGE_ATTRIBUTES)):
                    with out.element("attributes", class_=class_, mode="static"):
                        for name, type_ in attributes.items():
                            out.leaf("attribute", id=name, title=name, type=_TYPES[type_])
                with out.element("nodes"):
                    for node in sorted(nodes.values(), key=lambda node: node.id):
                        with out.element("node", id=node.id, label=node.label):
                            _values(out, node.values)
                with out.element("edges"):
                    out.paste(told)
    written.what["nodes"] = len(nodes)
    return written


def _dated(events: Iterable[Record], written: Written) -> Iterable[Record]:
    for record in events:
        if record.spells or record.is_teaser:
            yield record
        else:
            written.left_out["no document dates it"] += 1


def _values(out: Markup, values: Mapping[str, str | int]) -> None:
    with out.element("attvalues"):
        for name, value in values.items():
            out.leaf("attvalue", for_=name, value=value)
