"""Facets: what is found, and what each further value would leave, against counting by hand."""

import csv
import io
import itertools
from collections import Counter
from typing import Any

import pyarrow as pa
import pytest
from starlette.testclient import TestClient

Event = dict[str, Any]


@pytest.fixture(scope="module")
def everything(client: TestClient) -> list[Event]:
    """Every event of the ledger, as the API lists them."""
    rows: list[Event] = client.get("/api/events?per=500").json()["rows"]
    return rows


def fits(event: Event, kind: str, value: str) -> bool:
    """Say by hand whether an event has a value of a facet."""
    if kind == "actor":
        named = (*event["polities"], *event["actors"], *event["recipients"], *event["carriers"])
        return value in named
    if kind == "month":
        return any(day.startswith(value) for day in event["dates"])
    return bool(event[kind] == value)


CHOICES = {
    "actor": ("st:chn", "pe:retno-marsudi"),
    "channel": ("call", "meeting"),
    "month": ("2020-09", "2011-01"),
    "status": ("planned",),
}


@pytest.mark.parametrize(
    "kinds", [k for n in range(1, 4) for k in itertools.combinations(CHOICES, n)]
)
def test_counts_are_those_of_counting_by_hand(
    client: TestClient, everything: list[Event], kinds: tuple[str, ...]
) -> None:
    """Of actors an event has all that are chosen, of every other facet one.

    A facet's own choice does not narrow its own counts.
    """
    asked = [(kind, value) for kind in kinds for value in CHOICES[kind]]
    found = client.get("/api/events", params=[*asked, ("per", "500")]).json()

    def has(event: Event, kind: str) -> bool:
        how = all if kind == "actor" else any
        return how(fits(event, kind, value) for value in CHOICES[kind])

    wanted = [e for e in everything if all(has(e, kind) for kind in kinds)]
    assert [row["event"] for row in found["rows"]] == [e["event"] for e in wanted]
    assert found["total"] == len(wanted)
    others = [kind for kind in kinds if kind != "channel"]
    left = Counter(e["channel"] for e in everything if all(has(e, kind) for kind in others))
    chosen = {value: 0 for value in CHOICES["channel"] if "channel" in kinds}
    assert found["facets"].get("channel", {}) == chosen | left


@pytest.mark.parametrize(
    ("query", "channels"),
    [
        ('q="handed over"', ["letter", "meeting"]),  # lines that stand together are one place
        ("q=雷特诺", ["negotiation"]),
        ("q=ريتنو", ["meeting"]),
        ("q=%22spoke+by+phone%22&per=1", ["call"]),
        ("q=nobodysaysthis", []),
        ("since=2020-10", ["meeting"]),
        ("since=2020-08-20&until=2020-08-24", ["letter"]),
        ("until=2010", []),
        ("teasers=1&since=&channel=call&actor=st:fra&sort=new&per=1", ["call"]),
        ("outlet=Jakarta+Gazette", ["letter"]),
        ("side=st:idn", ["letter"]),
        ("language=ar&language=zh", ["negotiation", "meeting"]),
        ("place=pl:jakarta", ["meeting"]),
        ("reviewed=yes", []),
        ("actor=Retno+Marsudi&status=planned", ["meeting"]),
    ],
)
def test_words_windows_and_facets(client: TestClient, query: str, channels: list[str]) -> None:
    """Each way to ask finds what it says."""
    rows = client.get(f"/api/events?{query}").json()["rows"]

    assert [row["channel"] for row in rows] == channels


def test_teasers_are_left_out_and_said(client: TestClient) -> None:
    """An event known only from a teaser is in no count unless it is asked for."""
    without = client.get("/api/events").json()
    with_them = client.get("/api/events?teasers=1").json()

    assert without["other_teasers"] == 1
    assert with_them["total"] == without["total"] + 1
    assert with_them["other_teasers"] == 0
    assert (
        "1 event known only from a teaser of another document is left out"
        in client.get("/events").text
    )


@pytest.mark.parametrize("sort", ["new", "old", "told"])
def test_pages_follow_each_other(client: TestClient, sort: str) -> None:
    """Following `next` from page to page gives every event once."""
    address, seen = f"/api/events?per=20&sort={sort}", []
    while address:
        found = client.get(address).json()
        seen += [row["event"] for row in found["rows"]]
        address = found["next"]

    assert len(seen) == len(set(seen)) == found["total"]


@pytest.mark.parametrize("query", ["", "?channel=letter", "?q=Xi&page=2&per=10"])
def test_every_form_has_the_rows_of_the_page(client: TestClient, query: str) -> None:
    """CSV, JSON and Arrow have exactly the events that the page of the address shows."""
    joined = "&" if query else "?"
    page = client.get(f"/events{query}").text
    rows = client.get(f"/api/events{query}").json()["rows"]
    ids = [row["event"] for row in rows]
    table = csv.DictReader(io.StringIO(client.get(f"/api/events{query}{joined}format=csv").text))
    arrow = client.get(f"/api/events{query}{joined}format=arrow").content

    assert [row["event"] for row in table] == ids
    assert pa.ipc.open_stream(arrow).read_all()["event"].to_pylist() == ids
    assert [page.index(f'href="/event/{one.replace(":", "%3A")}"') for one in ids] == sorted(
        page.index(f'href="/event/{one.replace(":", "%3A")}"') for one in ids
    )


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("since=foo", 400, "foo"),
        ("since=2021&until=2020", 400, "ends before it starts"),
        ("page=0", 422, "page"),
        ("page=x", 422, "page"),
        ("actor=Nobodyever", 404, "nobody is known as"),
        ("format=xml", 422, "format"),
    ],
)
def test_what_means_nothing_is_said(client: TestClient, query: str, status: int, says: str) -> None:
    """A parameter that means nothing gives a sentence, on the page and under /api."""
    api = client.get(f"/api/events?{query}")
    assert api.status_code == status and says in api.json()["error"]
    if "format" not in query:
        page = client.get(f"/events?{query}")
        assert page.status_code == status and says in page.text and "Traceback" not in page.text
