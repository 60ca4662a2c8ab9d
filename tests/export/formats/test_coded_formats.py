"""PLOVER and ICEWS rows: the codes, what they lose, and what has no code."""

from pathlib import Path

import polars as pl
import pytest
from standin_ledger import StandIn

from dragoman.export.formats import FORMATS, About, Record, Stream, Written, export
from dragoman.export.formats.coded import LOSSES, coded
from dragoman.export.formats.icews import COLUMNS as ICEWS
from dragoman.export.formats.icews import TEXTS, codes
from dragoman.export.formats.plover import COLUMNS as PLOVER
from dragoman.export.formats.plover import QUADS
from dragoman.model import CHANNELS, Channel, Status


def read(folder: Path, name: str, stream: Stream, about: About) -> list[dict[str, str]]:
    """Export, and return the rows as polars reads them."""
    export(FORMATS[name], stream, folder, about)
    table = pl.read_csv(folder / "events.tsv", separator="\t", infer_schema=False)
    return table.fill_null("").to_dicts()


def test_plover_has_one_row_an_event(stream: Stream, about: About, tmp_path: Path) -> None:
    """Parties as lists, the visitor the actor, a plan an AGREE, the day as exact as documents."""
    found = {row["Event ID"]: row for row in read(tmp_path / "out", "plover", stream, about)}

    assert tuple(next(iter(found.values()))) == PLOVER
    names = (
        "Event Date",
        "Event Type",
        "Event Mode",
        "Actor Country",
        "Recipient Country",
        "lossy",
    )
    assert {id_: tuple(row[name] for name in names) for id_, row in found.items()} == {
        "ev:aid": ("", "AID", "", "ITA", "CHN", "date"),
        "ev:call": ("2020-08-25", "CONSULT", "phone", "FRA;CHN", "", "channel"),
        "ev:meeting": ("2020-08-25", "CONSULT", "", "ITA;CHN", "", "channel"),
        "ev:plan": ("2020-08-30", "AGREE", "", "RUS;CHN", "", "channel;status"),
        "ev:undated": ("", "CONSULT", "", "RUS;CHN", "", "channel;date"),
        "ev:visit-france": ("", "CONSULT", "visit", "CHN", "FRA", "date"),
        "ev:visit-italy": ("", "CONSULT", "visit", "CHN", "ITA", "date"),
        "ev:wild": ("2020-08-31", "CONSULT", "", "RUS;CHN", "", "channel"),
        "ev:year": ("", "CONSULT", "phone", "CHN;DEU", "", "channel;date"),
    }


def test_readme_says_what_is_lost(stream: Stream, about: About, tmp_path: Path) -> None:
    """Every loss that a row can name, the empty columns, and the events that did not come."""
    for name in ("plover", "icews"):
        rows = read(tmp_path / name, name, stream, about)
        text = (tmp_path / name / "README.md").read_text("utf-8")

        assert all(f"`{loss}`" in text for loss in LOSSES)
        assert {loss for row in rows for loss in row["lossy"].split(";") if loss} <= set(LOSSES)
        assert "- 1 events: known only from a teaser" in text
        assert "- 1 events: channel and purpose decide no type" in text  # a letter without one
        empty = text.split("does not know it: ")[1].splitlines()[0].rstrip(".").split(", ")
        columns = PLOVER if name == "plover" else ICEWS
        always = [column for column in columns if not any(row[column] for row in rows)]
        assert set(empty) <= set(always)
        assert set(always) - set(empty) <= {"City", "Country", "Placename"}


def test_icews_writes_both_directions(stream: Stream, about: About, tmp_path: Path) -> None:
    """A visit is 042 there and 043 back, a meeting 040 twice, aid once."""
    rows = read(tmp_path / "out", "icews", stream, about)
    names = ("dragoman_event", "Source Country", "CAMEO Code", "Target Country", "Rows Of Event")
    found = [tuple(row[name] for name in names) for row in rows]

    assert tuple(rows[0]) == ICEWS
    assert len({row["Event ID"] for row in rows}) == len(rows)
    for row in (
        ("ev:visit-italy", "China", "042", "Italy", "2"),
        ("ev:visit-italy", "Italy", "043", "China", "2"),
        ("ev:aid", "Italy", "070", "China", "1"),
        ("ev:call", "China", "041", "France", "2"),
        ("ev:call", "France", "041", "China", "2"),
        ("ev:plan", "China", "030", "Russian Federation", "2"),
    ):
        assert found.count(row) == 1


def test_cells_hold_no_formula_and_no_break(stream: Stream, about: About, tmp_path: Path) -> None:
    """What a document calls itself cannot run in a spreadsheet."""
    rows = read(tmp_path / "out", "plover", stream, about)
    wild = next(row for row in rows if row["Event ID"] == "ev:wild")

    assert wild["Source"] == "'+Gazette"
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@")]
    assert not [cell for cell in cells if "\n" in cell or "\t" in cell]


HARM = (Channel.SANCTION, Channel.FORCE, Channel.EXPULSION)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("channel", Channel)
def test_every_row_says_what_the_ledger_says(
    channel: Channel, status: Status, ledger: StandIn, stream: Stream
) -> None:
    """Whatever channel and status: a known type and code, and never a deed that was none."""
    update = "UPDATE events SET channel = ?, status = ? WHERE event_id = 'ev:aid'"
    ledger.db.execute(update, [channel, status])
    record = one(stream, "ev:aid")
    written = Written()

    for found in coded([record], written):
        assert any(found.root in roots for roots in QUADS.values())
        assert all(code in TEXTS for code in codes(found))
        if status not in (Status.HAPPENED, Status.ONGOING):
            assert "status" in found.lost
            assert found.root != CHANNELS[channel].plover.partition(" (")[0]
            assert found.root in ("AGREE", "REJECT", "THREATEN", "SANCTION")
    assert sum(written.left_out.values()) in (0, 1)
    if channel in HARM and status in (Status.DENIED, Status.HYPOTHETICAL, Status.CANCELLED):
        assert written.left_out


def one(stream: Stream, event: str) -> Record:
    """Return the record of an event."""
    return next(record for record in stream if record.happening.id == event)
