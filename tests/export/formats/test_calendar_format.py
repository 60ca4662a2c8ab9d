"""iCalendar, parsed back."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest
from standin_ledger import StandIn

from dragoman.export.formats import FORMATS, About, Stream, export


@pytest.fixture
def plans(ledger: StandIn) -> StandIn:
    """The ledger of August 2020 with more plans."""
    told = "France and Germany said their ministers meet on September 9. It is called off."
    moved = "The meeting planned for September 9 was moved to September 12."
    ledger.document("d5", told, outlet="A", published="2020-08-30", side="st:fra")
    ledger.document("d6", told, outlet="B", published="2020-08-31", side="st:deu")
    ledger.document("d7", moved, outlet="C", published="2020-09-02")
    return ledger


PARTIES = [("actor", "st:fra", "France"), ("actor", "st:deu", "Germany")]
DAY = ("date", "2020-09-09", "September 9")


def entries(ledger: StandIn, names: Any, about: About, into: Path) -> list[Any]:
    """Export, and return the entries as icalendar parses them."""
    names.iso3 = lambda ident: None
    export(FORMATS["ical"], Stream(ledger, names, 400), into, about)
    calendar = icalendar.Calendar.from_ical(into.read_bytes())
    assert not calendar.errors
    assert calendar["prodid"] and calendar["version"] == "2.0"
    return calendar.walk("VEVENT")


def plan(ledger: StandIn, *reports: tuple[str, str, str, Sequence[tuple[str, str, str]]]) -> None:
    """Add an event of planned meetings, each (document, status, words, claims)."""
    ids = []
    for nth, (doc, status, words, claims) in enumerate(reports):
        ids.append(f"p{nth}")
        ledger.report(f"p{nth}", doc, words, "meeting", status, claims, rule="meeting.to-meet")
    ledger.event("ev:new", "meeting", reports[-1][1], ids, ("2020-09-09", "2020-09-09"))


def test_plans_are_all_day_entries(
    ledger: StandIn, names: Any, about: About, tmp_path: Path
) -> None:
    """Only what was announced, on its day, tentative, without blocking anybody's time."""
    [entry] = entries(ledger, names, about, tmp_path / "out")

    assert entry["uid"] == "r7@dragoman"
    assert entry["dtstart"].dt == date(2020, 8, 30)
    assert entry["dtend"].dt == date(2020, 8, 31)
    assert entry["dtstart"].params["VALUE"] == "DATE"
    assert (entry["status"], entry["transp"], entry["sequence"]) == ("TENTATIVE", "TRANSPARENT", 0)
    assert entry["location"] == "Samarkand"
    assert "will travel to Samarkand" in entry["description"]


SAID = "France and Germany said their ministers meet on September 9."
OFF = "It is called off."
MOVED = "The meeting planned for September 9 was moved to September 12."


@pytest.mark.parametrize(
    ("reports", "status", "days"),
    [
        ([("d5", "planned", SAID, [*PARTIES, DAY])], "TENTATIVE", ["2020-09-09"]),
        (
            [
                ("d5", "planned", SAID, [*PARTIES, DAY]),
                ("d6", "planned", SAID, [*PARTIES, DAY]),
            ],
            "CONFIRMED",
            ["2020-09-09"],
        ),
        (
            [
                ("d5", "planned", SAID, [*PARTIES, DAY]),
                ("d6", "happened", SAID, [*PARTIES, DAY]),
            ],
            "CONFIRMED",
            ["2020-09-09"],
        ),
        (
            [
                ("d5", "planned", SAID, [*PARTIES, DAY]),
                ("d6", "cancelled", SAID, [*PARTIES, ("status", "cancelled", "called off")]),
            ],
            "CANCELLED",
            ["2020-09-09"],
        ),
        (
            [
                ("d5", "planned", SAID, [*PARTIES, DAY]),
                (
                    "d7",
                    "planned",
                    MOVED,
                    [
                        ("date", "2020-09-12", "September 12"),
                        ("status", "planned", "was moved to"),
                    ],
                ),
            ],
            "TENTATIVE",
            ["2020-09-12"],
        ),
        (
            [
                (
                    "d5",
                    "planned",
                    SAID,
                    [*PARTIES, DAY, ("date", "2020-09-10", "September 9")],
                )
            ],
            "TENTATIVE",
            ["2020-09-09", "2020-09-10"],
        ),
    ],
)
def test_status_and_day_follow_the_documents(
    reports: Any, status: str, days: list[str], plans: StandIn, names: Any, about: About,
    tmp_path: Path,
) -> None:  # fmt: skip
    """Two sides' announcements confirm it, a move keeps its entry, a dispute has one a day."""
    plan(plans, *reports)
    new = [e for e in entries(plans, names, about, tmp_path / "out") if e["uid"].startswith("p0")]

    assert [e["status"] for e in new] == [status] * len(days)
    assert [e["dtstart"].dt.isoformat() for e in new] == days
    assert [e["uid"] for e in new] == ["p0@dragoman", "p0-2@dragoman"][: len(days)]


def test_plans_without_a_day_are_counted(
    plans: StandIn, names: Any, about: About, tmp_path: Path
) -> None:
    """A month is no day: an entry over all of it would say more than the document."""
    plan(plans, ("d5", "planned", SAID, [*PARTIES, ("date", "2020-09", "September")]))
    names.iso3 = lambda ident: None
    written = export(FORMATS["ical"], Stream(plans, names, 400), tmp_path / "out", about)

    assert written.left_out["announced without a day"] == 1
