"""JSON-LD and Web Annotation, read back by rdflib."""

import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF

from dragoman.export.formats import FORMATS, About, Stream, export

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # rdflib's own

SCHEMA = "https://schema.org/"
OA = "http://www.w3.org/ns/oa#"

# The part of the W3C's context that our files use: the whole lies at an address.
ANNO = {
    "@version": 1.1,
    "oa": OA,
    "as": "http://www.w3.org/ns/activitystreams#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "id": {"@type": "@id", "@id": "@id"},
    "type": {"@type": "@id", "@id": "@type"},
    "Annotation": "oa:Annotation",
    "AnnotationPage": "as:OrderedCollectionPage",
    "SpecificResource": "oa:SpecificResource",
    "TextualBody": "oa:TextualBody",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector",
    "Software": "as:Application",
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "linking": "oa:linking",
    "tagging": "oa:tagging",
    "describing": "oa:describing",
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "creator": {"@type": "@id", "@id": "dcterms:creator"},
    "name": "foaf:name",
    "value": "rdf:value",
    "format": "dc:format",
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": "oa:start",
    "end": "oa:end",
}


def ends(graph: Graph, subject: URIRef, name: str) -> set[str]:
    """Return the values of a property, ids cut to what is after the last slash."""
    return {str(o).rsplit("/", 1)[-1] for o in graph.objects(subject, URIRef(SCHEMA + name))}


@pytest.fixture
def graph(stream: Stream, about: About, tmp_path: Path) -> Graph:
    """The events of August 2020 as rdflib reads them."""
    stream.ledger.db.execute("UPDATE events SET status = 'cancelled' WHERE event_id = 'ev:year'")
    export(FORMATS["jsonld"], stream, tmp_path / "out", about)
    return Graph().parse(tmp_path / "out", format="json-ld")


def test_jsonld_is_schema_org(graph: Graph) -> None:
    """Events with status and attendance, the days as precise as documents, both of a dispute."""
    found = {str(s).removeprefix("urn:dragoman:event:"): s for s in subjects(graph, "Event")}

    assert "ev:teaser" not in found
    assert len(found) == 10
    call, letter, plan = (found[id_] for id_ in ("ev:call", "ev:letter", "ev:plan"))
    assert ends(graph, call, "eventAttendanceMode") == {"OnlineEventAttendanceMode"}
    assert ends(graph, plan, "eventAttendanceMode") == {"OfflineEventAttendanceMode"}
    assert ends(graph, found["ev:aid"], "eventAttendanceMode") == set()
    assert ends(graph, plan, "eventStatus") == {"EventScheduled"}
    assert ends(graph, found["ev:year"], "eventStatus") == {"EventCancelled"}
    assert ends(graph, letter, "startDate") == {"2020-08-20", "2020-08-21"}
    assert ends(graph, found["ev:visit-italy"], "startDate") == {"2020-08"}
    assert ends(graph, found["ev:undated"], "startDate") == set()
    assert ends(graph, letter, "contributor") == {"urn:dragoman:pe:retno-marsudi"}
    assert ends(graph, found["ev:visit-italy"], "organizer") == {"urn:dragoman:st:ita"}
    assert ends(graph, letter, "subjectOf") == {
        "urn:dragoman:document:d1",
        "urn:dragoman:document:d2",
    }


def test_jsonld_leads_to_no_script(graph: Graph) -> None:
    """An address that is none is left out."""
    addresses = {str(o) for o in graph.objects(None, URIRef(f"{SCHEMA}url"))}

    assert addresses == {
        "https://courier.example/2020/08/22/letter",
        "https://gazette.example/letter",
    }


def subjects(graph: Graph, kind: str) -> list[URIRef]:
    """Return what is of a kind."""
    return [URIRef(str(s)) for s in graph.subjects(RDF.type, URIRef(SCHEMA + kind))]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("denied", "denied, which schema.org cannot say"), ("hypothetical", "hypothetical, which")],
)
def test_jsonld_says_nothing_that_was_not(
    status: str, outcome: str, stream: Stream, about: About, tmp_path: Path
) -> None:
    """What was denied or is only possible is left out, and counted."""
    stream.ledger.db.execute(f"UPDATE events SET status = '{status}' WHERE event_id = 'ev:aid'")  # noqa: S608
    written = export(FORMATS["jsonld"], stream, tmp_path / "out", about)

    assert "ev:aid" not in (tmp_path / "out").read_text("utf-8")
    assert any(reason.startswith(outcome) for reason in written.left_out)


@pytest.fixture
def items(stream: Stream, about: About, tmp_path: Path) -> list[dict[str, Any]]:
    """The annotations of August 2020."""
    export(FORMATS["annotations"], stream, tmp_path / "out", about)
    whole = json.loads((tmp_path / "out").read_text("utf-8"))
    assert whole["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    found: list[dict[str, Any]] = whole["items"]
    return found


def test_selectors_select_the_same_words(stream: Stream, items: list[dict[str, Any]]) -> None:
    """By position and by quotation, with what stands around it, and no more than is allowed."""
    docs = stream.ledger.db.execute("SELECT doc_id, text FROM texts").fetchall()
    texts = {f"urn:dragoman:document:{id_}": text for id_, text in docs}
    assert len(items) == sum(
        1 + len(report.claims) for record in stream for report in record.happening.reports
    )
    for item in items:
        target = item["target"]
        quote, place = target["selector"]
        text = texts[target["dragoman:document"]]
        assert text[place["start"] : place["end"]] == quote["exact"]
        around = quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "")
        assert around in text
        assert len(around) <= 60
        if "dragoman:end" in target:
            assert target["dragoman:end"] > place["end"] == place["start"] + 60


def test_annotations_are_the_web_annotation_model(
    stream: Stream, about: About, tmp_path: Path
) -> None:
    """With the W3C's terms, rdflib finds each annotation with one target and both selectors."""
    export(FORMATS["annotations"], stream, tmp_path / "out", about)
    whole = json.loads((tmp_path / "out").read_text("utf-8"))
    whole["@context"][0] = ANNO
    graph = Graph().parse(data=json.dumps(whole), format="json-ld")

    found = list(graph.subjects(RDF.type, URIRef(f"{OA}Annotation")))
    assert len(found) == len(whole["items"])
    for annotation in found:
        [target] = graph.objects(annotation, URIRef(f"{OA}hasTarget"))
        assert len(list(graph.objects(target, URIRef(f"{OA}hasSource")))) == 1
        kinds = {
            str(kind).removeprefix(OA)
            for selector in graph.objects(target, URIRef(f"{OA}hasSelector"))
            for kind in graph.objects(selector, RDF.type)
        }
        assert kinds == {"TextQuoteSelector", "TextPositionSelector"}
        assert list(graph.objects(annotation, URIRef(f"{OA}hasBody")))
        assert list(graph.objects(annotation, URIRef(f"{OA}motivatedBy")))
    sources = {str(o) for o in graph.objects(None, URIRef(f"{OA}hasSource"))}
    assert "https://gazette.example/letter" in sources
    assert "urn:dragoman:document:d9" in sources  # its address is none
