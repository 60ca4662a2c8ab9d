"""The five documents that the project comes from, read in one go."""

from pathlib import Path

import pytest

from dragoman.ask import events
from dragoman.run import Ledger, read_into


@pytest.fixture(scope="module")
def rows(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """All events of a ledger of the seeds, as a person would list them."""
    path = tmp_path_factory.mktemp("seeds") / "ledger"
    summary = read_into([shared / "seeds"], path)
    assert summary.read == 5
    with Ledger.open(path) as book:
        return [dict(row) for row in events(book).to_arrow().to_pylist()]


def having(rows: list[dict[str, object]], **wanted: object) -> list[dict[str, object]]:
    """Return the rows with these values; a text is looked for in the value."""
    return [
        row
        for row in rows
        if all(str(value) in str(row.get(column)) for column, value in wanted.items())
    ]


def test_five_visits_of_one_clause(rows: list[dict[str, object]]) -> None:
    """Italy, the Netherlands, Norway, France and Germany are five visits by Wang Yi."""
    for host in ("st:ita", "st:nld", "st:nor", "st:fra", "st:deu"):
        [visit] = having(rows, channel="visit", actors="pe:wang-yi", recipients=host)
        assert visit["status"] == "happened"
        assert visit["claims"]


def test_the_letter_has_a_sender_and_a_carrier(rows: list[dict[str, object]]) -> None:
    """Who brought President Joko's letter is kept apart from who wrote it."""
    [letter] = having(rows, channel="letter")

    assert letter["actors"] == ["pe:joko-widodo"]
    assert letter["recipients"] == ["pe:xi-jinping"]
    assert letter["carriers"] == ["pe:retno-marsudi"]


def test_the_trip_to_samarkand_is_planned(rows: list[dict[str, object]]) -> None:
    """The summit, and the state visits beside it, are announced and not facts."""
    summits = having(rows, channel="summit", actors="og:sco")

    assert {row["status"] for row in summits} == {"planned"}
    assert having(summits, dates="2022-09-14/2022-09-16")


def test_a_teaser_is_marked(rows: list[dict[str, object]]) -> None:
    """Li Qiang's visits stand under the article, announcing another one, and name no year."""
    teasers = having(rows, actors="pe:li-qiang")

    assert {row["section"] for row in teasers} == {"teaser"}
    assert {tuple(row["dates"]) for row in teasers} == {("XXXX-06-13/XXXX-06-20",)}


def test_aid_of_twelve_years_ago(rows: list[dict[str, object]]) -> None:
    """Italy's planes after the Wenchuan earthquake are of 2008: the text of 2020 counts back."""
    [aid] = having(rows, channel="aid", actors="st:ita", dates="2008")

    assert aid["recipients"] == ["st:chn"]
