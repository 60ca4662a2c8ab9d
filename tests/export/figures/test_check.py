"""The figure of claims against the record."""

from dataclasses import replace
from typing import Any

from figure_making import HOSTILE, drawn, says, values

from dragoman.ask.book import Basis
from dragoman.ask.check import Checked, CheckRow, Recorded

READING = "in person, calendar year 2022"


def claim(ident: str = "c1", verdict: str = "not confirmed", **more: Any) -> CheckRow:
    """Return a claim of a third meeting in September 2022."""
    row = CheckRow(
        "ordinal", "third meeting this year", 3, "a paper", "2022-09-13", verdict, "Because.",
        (f"{READING}: {verdict}. Because.",), 2, 1, "2022-01-01", "2022-09-12", 3.0, 0.5, 0.9, None,
        4, ("st:a", "st:b"), "ev:1", "body", "d1", ("ev:2",), None, (ident,),
    )  # fmt: skip
    return replace(row, **more)


def occasion(day: str | None, *, counted: bool, reading: str = READING) -> Recorded:
    """Return an occasion that bears on the claim."""
    return Recorded("c1", "ev:1", reading, f"ev:{day}", day, day, counted, ())


def checked(*rows: CheckRow, recorded: tuple[Recorded, ...] = ()) -> Checked:
    """Return an answer with these claims."""
    return Checked(
        CheckRow,
        rows,
        Basis(n_documents=2),
        since="2020-01-01",
        until="2022-12-31",
        recorded=recorded,
    )


def test_what_is_counted_and_what_is_not_lie_in_the_window() -> None:
    """Of the reading that the row tells of; what has no day is told and not placed."""
    figure = drawn(
        checked(
            claim(),
            recorded=(
                occasion("2022-02-04", counted=True),
                occasion("2022-05-01", counted=False),
                occasion(None, counted=False),
                occasion("2021-11-01", counted=True, reading="in person, twelve months"),
            ),
        )
    )
    marks = {(mark["state"], mark["at"]) for mark in values(figure, "state")}

    assert marks == {
        ("recorded and counted", "2022-02-04"),
        ("recorded, its day or sameness not settled", "2022-05-01"),
        ("the claimed one", "2022-09-12"),
    }
    assert says(figure, "1 recorded occasion without a day not drawn")
    assert "not confirmed" in figure.alt and "50% to 90%" in figure.alt


def test_refusals_are_hatched_with_the_reason_and_their_number() -> None:
    """The most frequent reason first; none is left blank."""
    rows = [claim(f"c{n}", "refused", because=f"Reason {min(n, 8) // 2}.") for n in range(12)]
    figure = drawn(checked(*rows))

    assert says(figure, "Refused (4), such as \u201cthird meeting this year\u201d")
    assert says(figure, "Refused for other reasons")
    assert len(figure.sidecar["refusals"]) == 12


def test_an_anniversary_is_told_in_words() -> None:
    """It is held against a table, and has no window; hostile words are only text."""
    row = claim(verdict="supported", recorded=None, because=f"Founded 1949. {HOSTILE}", first=None)

    assert says(drawn(checked(row)), "Founded 1949.")


def test_every_reading_of_a_claim_that_depends_on_it_has_a_bar() -> None:
    """Calendar year and twelve months: two windows, each with its own occasions and verdict."""
    other = "in person, twelve months"
    figure = drawn(
        checked(
            claim(
                verdict="definition-dependent",
                readings=(f"{READING}: not confirmed. One.", f"{other}: supported. Two."),
                starts=("2022-01-01", "2021-09-13"),
            ),
            recorded=(
                occasion("2022-02-04", counted=True),
                occasion("2022-02-04", counted=True, reading=other),
                occasion("2021-11-01", counted=True, reading=other),
            ),
        )
    )
    marks = [(mark["row"], mark["at"]) for mark in values(figure, "state")]

    assert sorted(at for row, at in marks if row == "0") == ["2022-02-04", "2022-09-12"]
    assert sorted(at for row, at in marks if row == "1") == [
        *("2021-11-01", "2022-02-04", "2022-09-12"),
    ]
    assert says(figure, "twelve months: supported")
