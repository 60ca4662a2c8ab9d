"""The figure of two accounts."""

from dataclasses import replace
from typing import Any

from figure_making import HOSTILE, drawn, says, values

from dragoman.ask.book import Basis
from dragoman.ask.compare import ComparedRow, Comparison, Measures, Readout

MEASURED = Measures(0.5, 0.25, 0.4, 0.6, 1.0, 0.2, 0.1, 20, 0.275, 0.1, 0.4)


def topic(name: str, here: int, there: int) -> ComparedRow:
    """Return a topic of which so many sentences of each account speak."""
    places = tuple(f"{doc}:{n}-{n + 1}" for doc, k in (("a", here), ("b", there)) for n in range(k))
    where = "both" if here and there else "only here" if here else "only there"
    return ComparedRow("topic", "topic", name, where, "", "", None, None, places, ("c1",))


def compared(*rows: ComparedRow, **more: Any) -> Comparison:
    """Return a comparison of two accounts of ten and of twenty sentences."""
    one, two = Readout("st:a", "Here", ("a",), 6, 10), Readout("st:b", "There", ("b",), 6, 20)
    more = {"here": one, "there": two, "measures": MEASURED} | more
    return Comparison(ComparedRow, rows, Basis(n_documents=2), **more)


def test_topics_stand_by_the_share_of_each_account() -> None:
    """Accounts of unlike length are compared by share; the number is in the table."""
    figure = drawn(compared(topic("trade", 5, 5), topic("climate", 0, 2)))
    shares = {(p["topic"], p["account"]): p["share"] for p in values(figure, "account")}

    assert shares["trade", "Here"] == 0.5
    assert shares["trade", "There"] == 0.25
    assert shares["climate", "Here"] == 0.0
    assert figure.tables[0].rows[0][3:] == (5, 5)


def test_agreement_is_shown_against_boilerplate() -> None:
    """With the number of mismatched pairs; without any, that it is not known."""
    known = drawn(compared(topic("trade", 5, 5)))
    unknown = drawn(compared(topic("trade", 5, 5), measures=replace(MEASURED, baseline=None)))

    assert says(known, "mismatched documents of the two (20 pairs)")
    assert says(unknown, "boilerplate alone is not known")


def test_a_silent_side_is_hatched_and_denies_nothing() -> None:
    """It has no marks at zero, which would say that it left the topics out."""
    silent = Readout("st:b", "st:b", ())
    refused = "The ledger has no account of st:b."
    figure = drawn(
        compared(
            topic("trade", 5, 0), there=silent, measures=None, refused=refused, silent=("st:b",)
        )
    )

    assert says(figure, "ST:B: silent")
    assert {point["account"] for point in values(figure, "account")} == {"Here"}
    assert "not a denial" in figure.alt


def test_refused_measures_are_hatched_and_hostile_titles_are_text() -> None:
    """Two accounts whose titles begin alike are told apart."""
    long = Readout(None, HOSTILE, ("a",), 1, 3)
    figure = drawn(
        compared(topic(HOSTILE, 1, 1), here=long, there=replace(long, documents=("b",)),
                 measures=None, refused="Too few claims.")
    )  # fmt: skip

    assert says(figure, "refused. Too few claims.")
    assert len({point["account"] for point in values(figure, "account")}) == 2
