"""Figures: what is drawn, what stands beside it, and that hostile names do no harm."""

import json
import struct
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standin_ledger import LABELS, StandIn

from dragoman.ask import Circle, Contact, Coverage, CoverageRow, EventRow, Partner
from dragoman.ask import channels as ask_channels
from dragoman.ask import circle as ask_circle
from dragoman.ask import coverage as ask_coverage
from dragoman.ask.book import Answer, Basis
from dragoman.ask.channels import ChannelCount, ChannelMix
from dragoman.ask.cloud import BreakSearch, CloudBreak, CloudMonth, CloudShare, Side
from dragoman.ask.coverage import Accounts, Missed
from dragoman.ask.monthly import DocumentsOfMonth
from dragoman.ask.stats.intervals import poisson_interval
from dragoman.ask.stats.shares import wilson
from dragoman.export.figures import Figure, figure_of, look, write
from dragoman.export.figures import base as figures_base
from dragoman.export.figures.files import page, png, svg
from dragoman.export.pages import clean
from dragoman.model import CONTACT_CHANNELS, Channel, InputError

SVG = "{http://www.w3.org/2000/svg}"

HOSTILE = [
    "<script>alert(1)</script>",
    "\"quotes\" & 'more' `${1+1}`",
    "x" * 300,
    "习近平与普京会谈",
    "\u202egnp.exe\x00",
    "a\nb\ttab",
    "datum['x']; </text><svg onload=1>",
]


def partner(ident: str, *, protocol: int = 0, change: str = "no clear change", **n: int) -> Partner:
    """Return a counterpart with so many events in each channel."""
    total = sum(n.values())
    low, high = poisson_interval(total)
    return Partner(
        ident,
        "st:fra",
        total,
        low,
        high,
        *((1, 1, 3) if total else (None, None, None)),
        tuple(f"{channel}={k}" for channel, k in n.items()),
        protocol,
        "2020-08-01",
        "2020-08-30",
        2,
        change,
        None,
        tuple(f"ev:{ident}:{k}" for k in range(total)),
        tuple(f"ev:{ident}:p{k}" for k in range(protocol)),
        (f"ev:{ident}:before",),
        (f"c:{ident}",),
        3,
    )


def circle_of(*partners: Partner, no_ranks: str = "") -> Circle:
    """Return the answer with these counterparts."""
    n = sum(one.n_events for one in partners)
    basis = Basis(n_events=n, n_documents=4, window="2020-08")
    return Circle(Contact, (), basis, partners=partners, no_ranks=no_ranks)


def mix(n_months: int, *, breaks: bool = False, known: int = 6) -> ChannelMix:
    """Return calls and meetings by month from 2019 on; every fifth month has none."""
    months = [f"{2019 + k // 12}-{k % 12 + 1:02}" for k in range(n_months)]
    counts, cloud = [], []
    for k, month in enumerate(months):
        n = 0 if k % 5 == 4 else known
        calls = n // 2
        for channel, count in ((Channel.CALL, calls), (Channel.MEETING, n - calls)):
            if count:
                events = tuple(f"ev:{month}:{channel}:{i}" for i in range(count))
                counts.append(ChannelCount(channel, month, count, 1, events, ("c1",)))
        band = wilson(calls, n) if n else (None, None)
        cloud.append((month, calls, n, calls / n if n else None, *band, (), ("c1",)))
    rows = []
    for channel in (Channel.CALL, Channel.MEETING):
        events = tuple(event for row in counts if row.channel == channel for event in row.events)
        rows.append(ChannelCount(channel, None, len(events), 9, events, ("c1",)))
    above, below = rows[0].n_events, sum(row.n_events for row in rows)
    sides = [
        Side((months[0], months[9]), 10, 9, 30, 0.3, 0.2, 0.4),
        Side((months[10], months[-1]), n_months - 10, 60, 100, 0.6, 0.5, 0.7),
    ]
    found = CloudBreak(
        False, months[10], False, tuple(months[9:12]), *sides, 2.0, 0.01, 0.02, ("c9",)
    )
    search = BreakSearch(False, (found,), n_months, below, 0.01, None)
    refused = BreakSearch(True, (), n_months, below, None, "because 3 contacts are too few")
    return ChannelMix(
        ChannelCount,
        tuple(rows),
        Basis(n_events=below, n_documents=20, window="2019/.."),
        by_month=tuple(counts),
        shares=tuple(
            CloudShare(
                flag,
                above,
                below + flag,
                9,
                above / (below + flag),
                None,
                *wilson(above, below + flag),
            )
            for flag in (False, True)
        ),
        months=tuple(
            CloudMonth(month, flag, *rest) for flag in (False, True) for month, *rest in cloud
        ),
        documents=tuple(DocumentsOfMonth(m, k % 7, k % 3 and 1) for k, m in enumerate(months)),
        breaks=(search, refused) if breaks else (),
    )


def covered(*missed: Missed, share: float | None = 0.8) -> Coverage:
    """Return the coverage of two outlets over three years, with these bounds."""
    rows = [CoverageRow("outlet", f"Outlet {k}", 40 - k, 20 - k, 9) for k in range(20)]
    rows += [
        CoverageRow("month", f"{year}-{month:02}", month, month // 2, 2)
        for year in (2020, 2021, 2022)
        for month in (1, 2, 3, 7, 12)
    ]
    rows.append(CoverageRow("month", "(no date)", 3, 1, 1))
    accounts = Accounts(8, 2, 5, (("st:chn", 8),), share, (0.49, 0.94) if share else None)
    basis = Basis(n_events=90, n_documents=610, outlets=("Outlet 0",))
    return Coverage(CoverageRow, tuple(rows), basis, accounts=accounts, missed=missed)


BOUND = Missed("st:chn", "st:idn", "all", 30, 30, 15, 59.1, 50, 88.2, None)
NO_BOUND = Missed("st:chn", "st:rus", "all", 1, 0, 0, None, None, None, "because 1 is too few")

MIXED = [
    partner("pe:emmanuel-macron", call=5, letter=2, visit=1),
    partner("pe:joko-widodo", meeting=4, change="more"),
    partner("pe:wang-yi", protocol=2),
]

ANSWERS: dict[str, Callable[[], Answer[Any]]] = {
    "a circle with intervals": lambda: circle_of(*MIXED),
    "a circle of few": lambda: circle_of(partner("st:fra", call=2), no_ranks="A list: 2 events."),
    "a circle of every channel": lambda: circle_of(
        partner("st:fra", **dict.fromkeys(map(str, Channel), 1))
    ),
    "a circle of hundreds": lambda: circle_of(
        partner("st:fra", call=300), partner("st:ita", aid=1)
    ),
    "a circle of 60 partners": lambda: circle_of(
        *(partner(f"st:x{k}", call=max(1, 20 - k)) for k in range(60))
    ),
    "a circle of hostile names": lambda: circle_of(*(partner(name, call=2) for name in HOSTILE)),
    "a circle of nobody": lambda: circle_of(),
    "channels with a break": lambda: mix(30, breaks=True),
    "channels of a month": lambda: mix(11, known=1),
    "channels of eleven years": lambda: mix(130),
    "channels of nothing": lambda: ChannelMix(ChannelCount, (), Basis()),
    "coverage with a bound": lambda: covered(BOUND, NO_BOUND),
    "coverage refused": lambda: covered(NO_BOUND, share=None),
    "coverage of nothing": lambda: Coverage(CoverageRow, (), Basis()),
}


def drawn(answer: Answer[Any]) -> Figure:
    """Return the figure, with the names of the stand-in ledger."""
    query = {"question": "x", "who": "pe:xi-jinping", "month": "2020-08"}
    return figure_of(answer, query=query, names=lambda ident: LABELS.get(ident, ident))


@pytest.fixture(params=ANSWERS)
def figure(request: pytest.FixtureRequest) -> Figure:
    """Each answer's figure."""
    return drawn(ANSWERS[request.param]())


def parts(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield every key with its value, at any depth."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield key, part
            yield from parts(part)
    elif isinstance(value, list):
        for part in value:
            yield from parts(part)


def words_of(drawing: str) -> str:
    """Return the text of an SVG."""
    return "\n".join(ElementTree.fromstring(drawing).itertext())  # noqa: S314 - our own


def test_the_specification_is_valid_and_plain(figure: Figure) -> None:
    """Altair's schema takes it; nothing is fetched, and nothing is left to be evaluated."""
    import altair

    altair.VConcatChart.from_dict(figure.spec)

    keys = {key for key, _ in parts(figure.spec)}
    assert keys.isdisjoint({"url", "expr", "signal", "transform", "href", "test"})
    assert figure.spec["description"] == figure.alt
    json.dumps(figure.spec, allow_nan=False)


def test_it_is_drawn_with_title_and_description(figure: Figure) -> None:
    """The SVG is XML that a reader of screens can announce, twice the same."""
    drawing = svg(figure)
    root = ElementTree.fromstring(drawing)  # noqa: S314 - our own

    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == figure.title
    assert root.findtext(f"{SVG}desc") == figure.alt
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {
        "svg",
        "title",
        "desc",
        "g",
        "path",
        "rect",
        "line",
        "text",
        "tspan",
        "defs",
    } | {"clipPath"}
    assert drawing == svg(figure)


def test_the_data_are_beside_the_figure(figure: Figure) -> None:
    """Whoever cannot see it has a description of some sentences, and every number."""
    assert 30 < len(figure.alt) < 1500
    assert figure.sidecar["alt"] == figure.alt
    assert figure.sidecar["made_by"].startswith("dragoman ")
    assert len(figure.sidecar["data_sha256"]) == 64
    for table in figure.tables:
        assert all(len(row) == len(table.columns) for row in table.rows)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_event_is_in_the_sidecar(name: str) -> None:
    """Of partners, protocol letters and the window before; of every channel."""
    answer = ANSWERS[name]()
    events = {event for row in answer.rows for event in getattr(row, "events", ())}
    claims = {claim for row in answer.rows for claim in getattr(row, "claims", ())}
    if isinstance(answer, Circle):
        for one in answer.partners:
            events |= {*one.events, *one.protocol_events, *one.events_before}
            claims |= set(one.claims)
    sidecar = drawn(answer).sidecar

    assert {clean(event) for event in events} == set(sidecar["events"])
    assert {clean(claim) for claim in claims} <= set(sidecar["claims"])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "a circle with intervals",
            "12 events in 4 documents, August 2020, 3 counterparts. Emmanuel Macron, France comes "
            "first with 8 events (call 5, letter 2, visit 1, 95 % interval 3.5 to 15.8), then Joko "
            "Widodo, France with 4. The last of them have 0. Letters of protocol, in no other "
            "number: 2.",
        ),
        ("a circle of few", "France comes first with 2 events (call 2). A list: 2 events."),
        ("a circle of nobody", "Nothing is drawn: no contact of Xi Jinping is on record"),
        ("channels with a break", "most by call 72 and meeting 72. Bars by month, January 2019 to"),
        ("channels with a break", "The share breaks in 2019-11: 30% before, 60% after."),
        ("channels of nothing", "Nothing is drawn: no event of Xi Jinping is on record"),
        ("coverage with a bound", "Outlet 0 has most, 40 documents, of which 20 report any event."),
        ("coverage with a bound", "at least about 50 events took place, 45 of them told (30 by"),
        ("coverage refused", "refused, because no event has a party's own account"),
    ],
)
def test_the_description_says_what_is_to_be_seen(name: str, said: str) -> None:
    """Who leads, with what numbers, and what is refused."""
    assert said in drawn(ANSWERS[name]()).alt


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a circle with intervals", ["1 (1–3)", "▲ more", "protocol", "call"]),
        ("a circle of few", ["A list: 2 events."]),
        ("a circle of nobody", ["No contact is on record in this window."]),
        ("a circle of 60 partners", ["20 more counterparts with at most 1 event each"]),
        ("channels with a break", ["Documents a month (dark: by outlets that", "30%", "hatched"]),
        ("channels of eleven years", ["Drawn is the stretch of 120 months with most events"]),
        ("channels of nothing", ["No event can be given a month"]),
        ("coverage with a bound", ["at least about 50", "5 more outlets", "3 documents without"]),
        ("coverage refused", ["because 1 is too few", "refused, because no event has"]),
        (
            "coverage of nothing",
            ["No document was read.", "No document has a date of publication."],
        ),
    ],
)
def test_refusals_and_rests_are_said_in_the_figure(name: str, told: list[str]) -> None:
    """What is not drawn is never left blank."""
    words = " ".join(words_of(svg(drawn(ANSWERS[name]()))).split())

    assert [part for part in told if part not in words] == []


def test_hostile_names_are_only_text() -> None:
    """Markup is drawn as its letters, marks that turn direction and controls as a sign."""
    figure = drawn(ANSWERS["a circle of hostile names"]())
    drawing, html = svg(figure), page(figure)

    assert HOSTILE[0] in words_of(drawing)
    for text in (drawing, html):
        assert "<script" not in text and "onload=1>" not in text.replace("onload=1&gt;", "")
        assert "\u202e" not in text and "\x00" not in text
    assert "script-src" not in html and "default-src 'none'" in html


def test_no_control_character_reaches_the_renderer() -> None:
    """It would take the whole process with it, wherever in the data it stands."""
    import altair

    chart = altair.Chart(figures_base.data([{"x": "a\x00b"}])).mark_text().encode(text="x:N")
    figure = figures_base.make(
        *("x", altair.vconcat(chart)),
        title="\x01",
        subtitle="",
        alt="",
        tables=[],
        query={"q": "\x02"},
        basis=Basis(),
    )

    assert all(sign not in json.dumps(figure.spec) for sign in ("\\u0000", "\\u0001"))
    assert "a\ufffdb" in words_of(svg(figure))


@settings(max_examples=6, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6, unique=True))
def test_any_name_can_be_drawn(names: list[str]) -> None:
    """No text breaks the picture, nor makes two counterparts one row."""
    figure = drawn(circle_of(*(partner(f"n{k}", call=1) for k in range(len(names)))))
    worded = figure_of(
        circle_of(*(partner(f"pe:{k}", call=1) for k in range(len(names)))),
        query={},
        names=lambda ident: names[int(ident[3:])] if ident[3:].isdigit() else ident,
    )

    rows = ElementTree.fromstring(svg(worded)).iter(f"{SVG}text")  # noqa: S314 - our own
    assert len(list(rows)) == svg(figure).count("<text")
    assert len(page(worded).encode()) > 1000


def test_pictures_are_for_print_and_come_out_the_same() -> None:
    """300 dots an inch, the same bytes twice."""
    figure = drawn(ANSWERS["a circle with intervals"]())
    picture = png(figure)

    at = picture.index(b"pHYs")
    across, down, unit = struct.unpack(">IIB", picture[at + 4 : at + 13])
    assert (round(across * 0.0254), round(down * 0.0254), unit) == (300, 300, 1)
    assert picture == png(drawn(ANSWERS["a circle with intervals"]()))


@pytest.mark.parametrize("ending", [".svg", ".png", ".html", ".json"])
def test_files_have_a_sidecar(tmp_path: Path, ending: str) -> None:
    """Whatever the ending, the query and the events are beside the file."""
    path, beside = write(drawn(circle_of(*MIXED)), tmp_path / f"circle{ending}")

    assert path.stat().st_size > 1000
    sidecar = json.loads(beside.read_text(encoding="utf-8"))
    assert beside.name == "circle.sidecar.json"
    assert sidecar["query"]["who"] == "pe:xi-jinping"
    assert "ev:pe:joko-widodo:0" in sidecar["events"]


def test_no_other_ending(tmp_path: Path) -> None:
    """The sentence names the endings there are."""
    with pytest.raises(InputError, match=r"circle.gif: .*\.svg, \.png, \.html or \.json"):
        write(drawn(circle_of(*MIXED)), tmp_path / "circle.gif")
    with pytest.raises(InputError, match="cannot be written"):
        write(drawn(circle_of(*MIXED)), tmp_path / "nowhere" / "circle.json")


def test_a_missing_package_is_said_with_what_installs_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One sentence, whichever of the two is missing."""
    figure = drawn(circle_of(*MIXED))
    monkeypatch.setattr(figures_base, "find_spec", lambda name: None)

    with pytest.raises(InputError, match=r"package altair: .*pip install '\.\[figures\]'"):
        drawn(circle_of(*MIXED))
    with pytest.raises(InputError, match=r"package vl-convert: .*pip install"):
        write(figure, tmp_path / "a.svg")
    write(figure, tmp_path / "a.json")


def test_an_answer_without_a_figure_is_refused() -> None:
    """Lists of events have none."""
    with pytest.raises(InputError, match="no figure"):
        figure_of(Answer(EventRow, (), Basis()))


def test_questions_to_a_ledger_are_drawn(ledger: StandIn) -> None:
    """The real functions' answers, with the sentences of their basis."""
    for answer in (
        ask_circle(ledger, "st:chn", "2020-08"),
        ask_channels(ledger, "st:chn", breaks=True),
        ask_coverage(ledger, matrix=True),
    ):
        figure = drawn(answer)
        assert figure.sidecar["basis"] == answer.basis.sentence()
        assert figure.title in words_of(svg(figure)).splitlines()


def test_grey_copies_tell_marks_apart() -> None:
    """No two contact channels share a shape; others that do differ in lightness."""
    shapes = [look.CHANNEL[channel].shape for channel in CONTACT_CHANNELS]
    assert len(set(shapes)) == len(shapes)
    assert set(look.CHANNEL) == set(Channel)

    for one, other in combinations(look.CHANNEL.values(), 2):
        if one.shape == other.shape:
            assert abs(look.luminance(one.color) - look.luminance(other.color)) > 0.1
    for mark in look.CHANNEL.values():  # and all stand out from the paper
        assert 1.05 / (look.luminance(mark.color) + 0.05) > 2
