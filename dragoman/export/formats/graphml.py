"""GraphML: who deals with whom, an edge for each event of two."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from dragoman.export.formats.about import About, Written
from dragoman.export.formats.graph import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Node, edges
from dragoman.export.formats.markup import Markup
from dragoman.export.formats.record import Record


def write(events: Iterable[Record], path: Path, about: About) -> Written:
    """Write events as a graph of states and organizations; see `graph` for what an edge is."""
    written = Written()
    nodes: dict[str, Node] = {}
    with path.open("wb") as file, tempfile.TemporaryFile() as told:
        aside = Markup(told, depth=2)
        for edge in edges(events, written):
            nodes |= {edge.source.id: edge.source, edge.target.id: edge.target}
            with aside.element("edge", id=edge.id, source=edge.source.id, target=edge.target.id):
                for name, value in edge.values.items():
                    aside.leaf("data", value, key=f"edge_{name}")
        out = Markup(file)
        out.begin()
        with out.element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns"):
            out.leaf("desc", about.text())
            for kind, attributes in (("node", NODE_ATTRIBUTES), ("edge", EDGE_ATTRIBUTES)):
                for name, type_ in attributes.items():
                    values = {"attr.name": name, "attr.type": type_}
                    out.leaf("key", id=f"{kind}_{name}", for_=kind, **values)
            with out.element("graph", id="events", edgedefault="directed"):
                for node in sorted(nodes.values(), key=lambda node: node.id):
                    with out.element("node", id=node.id):
                        for name, value in node.values.items():
                            out.leaf("data", value, key=f"node_{name}")
                out.paste(told)
    written.what["nodes"] = len(nodes)
    return written
