"""The figure of gifts both ways."""

from dataclasses import replace

from figure_making import HOSTILE, drawn, says, values

from dragoman.ask.aid import Aid, Tally
from dragoman.ask.book import Basis
from dragoman.ask.gifts import Gift
from dragoman.ask.given_back import ClaimedReturn, ReturnTime

ITALY, CHINA = "st:ita", "st:chn"


def gift(
    event: str, giver: str, receiver: str, dates: tuple[str, ...], stage: str = "delivered"
) -> Gift:
    """Return a gift that a document of March 2020 tells of."""
    return Gift(
        event, giver, receiver, stage, dates, "2020-03", ("a team",), (), (), False, 1, ("d",),
        (f"c-{event}",),
    )  # fmt: skip


def answer(*gifts: Gift, claimed: bool = True) -> Aid:
    """Return what is known of gifts, the second claimed to be given back for the first."""
    said = ClaimedReturn(CHINA, ITALY, "We have never forgotten", 0, 9, "d", "A paper", "2020-03",
                         None, "ev:1", "ev:2", None, 4473, None, ("c-ev:1",))  # fmt: skip
    tally = Tally(ITALY, CHINA, "planes", 0, None, None, None, 1, "2", 2, 2, ("ev:1",), ("c-ev:1",))
    refused = "one pair: not testable"
    return Aid(
        Gift,
        gifts,
        Basis(n_events=len(gifts), n_documents=1),
        tallies=(tally,),
        claimed=(said,) if claimed else (),
        returns=ReturnTime(0, 0, 2, None, None, refused),
    )


BOTH = gift("ev:1", ITALY, CHINA, ("2008",)), gift("ev:2", CHINA, ITALY, ())


def test_only_a_claimed_return_joins_two_gifts() -> None:
    """The line is there because a source says so, and the source is quoted."""
    said = drawn(answer(*BOTH), who=CHINA, other=ITALY)
    silent = drawn(answer(*BOTH, claimed=False), who=CHINA, other=ITALY)

    assert len(values(said, "link")) == 2
    assert not values(silent, "link")
    assert "We have never forgotten" in said.alt
    assert says(said, "We have never forgotten")


def test_one_pair_has_no_curve() -> None:
    """The reason stands in the hatched panel, in the description and in the sidecar."""
    figure = drawn(answer(*BOTH), who=CHINA, other=ITALY)

    assert says(figure, "one pair: not testable")
    assert "one pair: not testable" in figure.alt
    assert figure.sidecar["refusals"] == ["one pair: not testable"]


def test_each_side_has_rows_by_unit_and_units_are_not_added() -> None:
    """A gift without an amount is in a row of its own; an undated one says that it is."""
    figure = drawn(answer(*BOTH), who=CHINA, other=ITALY)
    rows = {mark["row"]: mark for mark in values(figure, "state")}

    assert set(rows) == {"planes, from ST:ITA (1)", "no amount of its own, from ST:CHN (1)"}
    assert rows["no amount of its own, from ST:CHN (1)"]["at"] == "2020-03-31"
    assert says(figure, "no document dates the gift (1)")


def test_all_others_have_rows_by_state_and_the_rest_one() -> None:
    """Of a dozen receivers nine have rows; the others share one, with its number."""
    gifts = [gift(f"ev:{n}", CHINA, f"st:{n:03}", ("2020-03-05",)) for n in range(12)]
    figure = drawn(answer(*gifts, claimed=False), who=CHINA)
    rows = {mark["row"] for mark in values(figure, "state")}

    assert len(rows) == 10
    assert "to 3 others (3)" in rows


def test_gifts_on_no_known_day_are_told_and_not_placed() -> None:
    """Hatched, with the table beside; nothing is put at a made-up day."""
    lost = replace(BOTH[0], dates=(), told_by=None, gave=(HOSTILE,))
    figure = drawn(answer(lost, claimed=False), who=CHINA, other=ITALY)

    assert not values(figure, "state")
    assert says(figure, "the table has them")
