"""What an anniversary is of."""

import csv
from importlib.resources import files

import pytest

from dragoman.actors import Register
from dragoman.ask.founding import foundings
from dragoman.model.edtf import interval


class Nobody:
    """A register that knows no relations."""

    def relations(self, state: str) -> list[dict[str, str]]:
        """Return nothing."""
        return []


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("75th anniversary of the founding of the People's Republic of China", "1949-10-01"),
        ("70th anniversary of the Korean War armistice", "1953-07-27"),
        ("80th founding anniversary of the WPK", "1945-10-10"),
        ("60th anniversary of the Élysée Treaty", "1963-01-22"),
        ("80th anniversary of the end of World War II", "1945"),
        ("20th anniversary of the establishment of the Shanghai Cooperation Organization",
         "2001-06-15"),
        ("first anniversary of Finland's accession to the North Atlantic Treaty", None),
        ("100th anniversary of the bakery", None),
        ("50th anniversary of diplomatic relations", None),
    ],
)  # fmt: skip
def test_a_wording_means_one_day_or_none(words: str, first: str | None) -> None:
    """What is not in the table stays unknown; joining a thing is not its founding."""
    found = [entry.first for entry in foundings(words, ("st:chn", "st:rus"), Nobody())]

    assert found == ([first] if first else [])


def test_every_row_is_whole() -> None:
    """Each has words, an EDTF day, a source, where to check it, and as of when."""
    text = files("dragoman.ask").joinpath("founding.csv").read_text("utf-8")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))

    assert len(rows) > 20
    for row in rows:
        assert all(row.values()) and None not in row, row
        assert interval(row["first"]) and interval(row["as_of"])
        assert row["words"] == row["words"].lower()


@pytest.mark.parametrize(
    ("one", "other", "first"),
    [
        ("st:chn", "st:rus", ["1949-10-02"]),
        ("st:chn", "st:ita", ["1970-11-06"]),
        ("st:chn", "st:fra", ["1964-01-27"]),
        ("st:chn", "st:jpn", ["1972-09-29"]),
        ("st:chn", "st:idn", ["1950-04-13", "1990-08-08"]),
        ("st:usa", "st:chn", ["1979-01-01"]),
        ("st:chn", "st:chn", []),
    ],
)
def test_relations_begin_on_the_day_that_the_register_has(
    one: str, other: str, first: list[str]
) -> None:
    """Relations of two states have their day, and those that were mended a second one."""
    words = "anniversary of the establishment of diplomatic relations"
    found = foundings(words, {one, other}, Register.load())

    assert [entry.first for entry in found] == first
    assert all("relations.csv" in entry.source for entry in found)
