"""The figure of what a tie was called."""

from figure_making import HOSTILE, drawn, says, values

from dragoman.ask.book import Basis
from dragoman.ask.partnerships import Partnerships, Recorded, Tie


def tie(words: str, day: str | None, polity: str | None = None, kind: str = "tier") -> Tie:
    """Return a wording of a document."""
    return Tie(
        kind, "partnership", words, day, polity, polity, "a paper", None, None, "sentence", (),
        f"They praised the {words}.", "d1", 0, 9, (f"d1:{words}-{day}-{polity}",),
    )  # fmt: skip


def ties(*rows: Tie) -> Partnerships:
    """Return an answer with these wordings."""
    return Partnerships(
        Tie, rows, Basis(n_documents=1), recorded=(Recorded("p", "2019", "", "", "2025"),)
    )


def test_who_says_it_has_a_shape_and_each_wording_a_row() -> None:
    """Rows stand by first mention, and the small print says that this is no rank."""
    figure = drawn(
        ties(
            tie("strategic partnership", "2020-01-05", "st:b"),
            tie("comprehensive partnership", "2021-01-05", "st:a"),
            tie("Strategic Partnership", "2022-01-05"),
        ),
        one="st:a",
        other="st:b",
    )
    marks = values(figure, "state")

    assert [row["row"] for row in values(figure, "lines")] == [
        "strategic partnership (2)",
        "comprehensive partnership (1)",
    ]
    assert {mark["state"] for mark in marks} == {
        "said by ST:A", "said by ST:B", "by the document, both or somebody else",
    }  # fmt: skip
    assert says(figure, "and not by rank")
    assert says(figure, "On public record, and said by no document here")


def test_what_has_no_day_is_not_placed() -> None:
    """A hatched panel says so; a hostile wording is only text."""
    figure = drawn(ties(tie(HOSTILE, None)), one="st:a", other="st:b")

    assert says(figure, "No wording is of a day that is told")


def test_many_wordings_are_cut_and_stay_in_the_table() -> None:
    """Twelve of a kind are drawn."""
    figure = drawn(
        ties(*(tie(f"rank {n}", "2020-01-05") for n in range(60))), one="st:a", other="st:b"
    )

    assert len({mark["row"] for mark in values(figure, "state")}) == 12
    assert len(figure.tables[0].rows) == 60
