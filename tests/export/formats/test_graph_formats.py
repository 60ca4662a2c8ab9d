"""GraphML and GEXF, read back by networkx."""

from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from dragoman.export.formats import FORMATS, About, Stream, export

READERS = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}


def edges(graph: Any) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Return the edges by the event that they are of."""
    return {data["event"]: (a, b, data) for a, b, data in graph.edges(data=True)}


@pytest.mark.parametrize("name", READERS)
def test_graph_has_an_edge_for_each_two(
    name: str, stream: Stream, about: About, tmp_path: Path
) -> None:
    """Directed ones from who acts to who receives, mutual ones once, with their claims."""
    export(FORMATS[name], stream, tmp_path / "out", about)

    graph = READERS[name](tmp_path / "out")
    found = edges(graph)

    assert graph.is_multigraph() and graph.is_directed()
    assert found["ev:aid"][:2] == ("st:ita", "st:chn")
    assert found["ev:aid"][2]["direction"] == "directed"
    assert found["ev:call"][2]["direction"] == "mutual"
    assert found["ev:call"][2]["people"] == "Emmanuel Macron; Xi Jinping"
    assert found["ev:letter"][:2] == ("st:idn", "st:chn")  # the carrier is no party
    assert found["ev:plan"][2]["status"] == "planned"
    assert all(data["claims"] for _, _, data in found.values())
    assert "ev:teaser" not in found
    assert graph.nodes["st:rus"]["label"] == "Russian Federation"
    assert len(graph.edges) == len(found) == (9 if name == "gexf" else 10)


def test_gexf_edges_live_on_their_days(stream: Stream, about: About, tmp_path: Path) -> None:
    """Two days in dispute are two spells, a month is a month, and what has no day has no edge."""
    written = export(FORMATS["gexf"], stream, tmp_path / "out", about)
    found = edges(nx.read_gexf(tmp_path / "out"))

    spells = {event: data["spells"] for event, (_, _, data) in found.items()}
    assert spells["ev:letter"] == [("2020-08-20", "2020-08-20"), ("2020-08-21", "2020-08-21")]
    assert spells["ev:visit-italy"] == [("2020-08-01", "2020-08-31")]
    assert "ev:undated" not in spells
    assert written.left_out["no document dates it"] == 1


def test_edges_of_a_gathering(stream: Stream, about: About, tmp_path: Path) -> None:
    """Three parties have three edges, each of which says that there were three."""
    db = stream.ledger.db
    db.execute("UPDATE claims SET role = 'actor' WHERE report_id = 'r9'")
    db.execute("UPDATE claims SET report_id = 'r9' WHERE report_id = 'r3' AND role = 'recipient'")
    db.execute(
        "UPDATE claims SET polity = 'st:fra' WHERE report_id = 'r9' AND value = 'st:ita'"
        " AND claim_id = (SELECT min(claim_id) FROM claims WHERE report_id = 'r9')"
    )
    db.execute("UPDATE events SET channel = 'summit' WHERE event_id = 'ev:aid'")
    export(FORMATS["graphml"], stream, tmp_path / "out", about)
    graph = nx.read_graphml(tmp_path / "out")

    own = [(a, b, d) for a, b, d in graph.edges(data=True) if d["event"] == "ev:aid"]
    n = own[0][2]["parties"]
    assert n >= 2
    assert len(own) == n * (n - 1) // 2


GEXF = "{http://gexf.net/1.3}"
CHILDREN = {
    "gexf": ["meta", "graph"],
    "graph": ["attributes", "attributes", "nodes", "edges"],
    "meta": ["creator", "description"],
    "node": ["attvalues"],
    "edge": ["attvalues", "spells"],
}
"""What stands in what, in order; GEXF 1.3 names these elements."""


def test_gexf_is_built_as_its_schema_says(stream: Stream, about: About, tmp_path: Path) -> None:
    """Elements, order and values of attributes by GEXF 1.3, as its primer has them."""
    export(FORMATS["gexf"], stream, tmp_path / "out", about)
    root = ElementTree.parse(tmp_path / "out").getroot()  # noqa: S314 - our own

    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.3")
    for element in root.iter():
        name = element.tag.removeprefix(GEXF)
        if name in CHILDREN:
            assert [part.tag.removeprefix(GEXF) for part in element] == CHILDREN[name]
    graph = root.find(f"{GEXF}graph")
    assert graph is not None
    assert (graph.get("mode"), graph.get("timeformat"), graph.get("defaultedgetype")) == (
        *("dynamic", "date", "directed"),
    )
    types = {
        (kind.get("class"), one.get("id")): one.get("type")
        for kind in graph.iter(f"{GEXF}attributes")
        for one in kind
    }
    assert set(types.values()) <= {"integer", "string"}
    nodes = {node.get("id") for node in graph.iter(f"{GEXF}node")}
    for name in ("node", "edge"):
        for element in graph.iter(f"{GEXF}{name}"):
            assert element.get("id") and element.get("label")
            for value in element.iter(f"{GEXF}attvalue"):
                kind = types[name, value.get("for")]
                assert kind == "string" or str(value.get("value")).isdecimal()
    for edge in graph.iter(f"{GEXF}edge"):
        assert {edge.get("source"), edge.get("target")} <= nodes
        for spell in edge.iter(f"{GEXF}spell"):
            first, last = (date.fromisoformat(spell.get(end) or "") for end in ("start", "end"))
            assert first <= last
