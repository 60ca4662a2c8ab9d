"""Counts by channel and the cloud share."""

import pytest
from standin_ledger import StandIn, empty

from dragoman.ask import CloudShare, channels
from dragoman.ask.cells import month_of
from dragoman.ask.record import happenings
from dragoman.model import InputError, NothingFound


def ledger_of(**counts: int) -> StandIn:
    """Return a ledger with so many events of each channel between China and Italy."""
    ledger = empty()
    for channel, n in counts.items():
        for number in range(n):
            key = f"{channel}-{number}"
            text = f"China and Italy: {key}, on August 3."
            ledger.document(key, text, outlet="Gazette", published="2020-08-04")
            claims = [
                ("actor", "st:chn", "China"),
                ("recipient", "st:ita", "Italy"),
                ("date", "2020-08-03", "August 3"),
            ]
            ledger.report(key, key, text, channel, "happened", claims, rule="x")
            ledger.event(f"ev:{key}", channel, "happened", [key], ("2020-08-03", "2020-08-03"))
    return ledger


def test_counts_stand_with_documents_and_claims(ledger: StandIn) -> None:
    """Each row has the number of events, of documents, and the claims behind them."""
    rows = channels(ledger, "st:chn", "2020-08", "2020-08").rows

    assert [(row.channel, row.n_events, row.n_documents) for row in rows] == [
        ("call", 1, 1),
        ("letter", 1, 2),
        ("visit", 2, 1),
        ("meeting", 1, 1),
    ]
    assert all(row.claims for row in rows)


def test_months_add_up_to_the_whole(ledger: StandIn) -> None:
    """By month every event is counted once; one dated to the year has no month."""
    answer = channels(ledger, "st:chn")

    assert sum(r.n_events for r in answer.by_month) == sum(r.n_events for r in answer.rows)
    assert {row.month for row in answer.by_month} == {"2020-08", ""}


@pytest.mark.parametrize(
    ("counts", "without", "with_them"),
    [
        pytest.param({"call": 3, "visit": 1}, (3, 4), (3, 4), id="no verbal message"),
        pytest.param(
            {"letter": 1, "meeting": 1, "verbal_message": 2}, (1, 2), (3, 4), id="carried ones"
        ),
        pytest.param({"call": 1, "summit": 5, "dialogue": 2}, (1, 1), (1, 1), id="either way"),
        pytest.param({"video_meeting": 1, "aid": 4}, (1, 1), (1, 1), id="aid is no contact"),
    ],
)
def test_cloud_share_in_both_readings(
    counts: dict[str, int], without: tuple[int, int], with_them: tuple[int, int]
) -> None:
    """Only channels of known presence are in the share; verbal messages in one reading."""
    first, second = channels(ledger_of(**counts), "st:chn").shares

    assert (first.cloud, first.known) == without
    assert (second.cloud, second.known) == with_them
    assert first.share == without[0] / without[1]


def test_empty_denominator_is_refused_with_the_reason() -> None:
    """No contact of known presence: no share, and the reason instead."""
    first, second = channels(ledger_of(summit=2, verbal_message=1), "st:chn").shares

    assert first.share is None
    assert first.sentence() == (
        "Cloud share without verbal messages: refused, because no contact of known presence "
        "is in the window."
    )
    assert second.share == 1.0


def test_share_is_never_printed_without_its_count(ledger: StandIn) -> None:
    """The sentence holds numerator, denominator and documents."""
    [first, _] = channels(ledger, "st:chn", "2020-08", "2020-08").shares

    assert first.sentence() == (
        "Cloud share without verbal messages: 40% (2 of 5 contacts of known presence, "
        "in 3 documents)."
    )
    with pytest.raises(ValueError, match="either a value or the reason"):
        CloudShare(False, 0, 0, 0, None, None)


def test_nobody_else_is_no_contact() -> None:
    """An event of one party alone is in no count, and is counted as left out."""
    ledger = ledger_of(call=1)
    text = "China held talks on August 5."
    ledger.document("d", text, outlet=None, published=None)
    claims = [("actor", "st:chn", "China"), ("date", "2020-08-05", "August 5")]
    ledger.report("r", "d", text, "meeting", "happened", claims, rule="x")
    ledger.event("ev:x", "meeting", "happened", ["r"], ("2020-08-05", "2020-08-05"))

    answer = channels(ledger, "st:chn")

    assert [row.channel for row in answer.rows] == ["call"]
    assert answer.basis.no_counterpart == 1


def test_window_outside_the_ledger(ledger: StandIn) -> None:
    """The sentence says from when to when the ledger's events run."""
    with pytest.raises(NothingFound, match="run from 2008-01-01 to 2020-12-31"):
        channels(ledger, "st:chn", "2022-01", "2022-12")


def by_month(*told: tuple[str, int, int]) -> StandIn:
    """Return a ledger with so many calls and meetings of China and Italy in each month."""
    ledger = empty()
    ledger.db.begin()  # thousands of small insertions
    for month, calls, meetings in told:
        for number, channel in enumerate(["call"] * calls + ["meeting"] * meetings):
            key, day = f"{month}-{number}", f"{month}-{number % 28 + 1:02}"
            text = f"China and Italy: {key}, on {day}."
            ledger.document(key, text, outlet="Gazette", published=day)
            claims = [("actor", "st:chn", "China"), ("actor", "st:ita", "Italy")]
            ledger.report(
                key, key, text, channel, "happened", [*claims, ("date", day, day)], rule="x"
            )
            ledger.event(f"ev:{key}", channel, "happened", [key], (day, day))
    ledger.db.commit()
    return ledger


MONTHS = [f"{year}-{month:02}" for year in (2019, 2020) for month in range(1, 13)]
SHIFT = [(month, 1, 5) if month < "2020-03" else (month, 4, 2) for month in MONTHS]


def test_each_month_has_its_share_and_band() -> None:
    """Both readings, month by month, empty months too; the events and claims behind each."""
    answer = channels(by_month(("2020-01", 1, 3), ("2020-03", 0, 2)), "st:chn")

    second = [month for month in answer.months if month.with_verbal_message]
    assert [(month.month, month.cloud, month.known, month.share) for month in second] == [
        ("2020-01", 1, 4, 0.25),
        ("2020-02", 0, 0, None),
        ("2020-03", 0, 2, 0.0),
    ]
    january = answer.months[0]
    assert (january.low, january.high) == pytest.approx((0.0456, 0.6994), abs=1e-4)
    assert len(january.events) == 4 and january.claims
    assert [(d.month, d.n_documents, d.n_steady) for d in answer.documents] == [
        ("2020-01", 4, 4),
        ("2020-02", 0, 0),
        ("2020-03", 2, 2),
    ]


def test_the_whole_share_has_a_band(ledger: StandIn) -> None:
    """Wilson's interval of 2 of 5."""
    [first, _] = channels(ledger, "st:chn", "2020-08", "2020-08").shares

    assert (first.low, first.high) == pytest.approx((0.118, 0.769), abs=1e-3)
    [refused, _] = channels(ledger_of(summit=2), "st:chn").shares
    assert (refused.low, refused.high) == (None, None)


def test_a_break_is_found_with_what_was_before_and_after() -> None:
    """The month, its 90 % set, shares and absolute numbers, and the claims behind them."""
    answer = channels(by_month(*SHIFT), "st:chn", breaks=True)

    search, same = answer.breaks
    [found] = search.breaks
    assert (found.month, found.named, found.ratio) == ("2020-03", False, 4.0)
    assert "2020-03" in found.within
    assert (found.before.cloud, found.before.known, found.before.n_months) == (14, 84, 14)
    assert (found.after.cloud, found.after.known) == (40, 60)
    assert found.after.months == ("2020-03", "2020-12")
    assert found.steady_p_value is not None and found.steady_p_value < 0.05
    assert len(found.claims) == 3 * 144
    assert search.sentence() == (
        "Cloud share without verbal messages: 17% (14 of 84, 95 % interval 10% to 26%; a month "
        "1 at a distance and 5 in person) before, 67% (40 of 60, 95 % interval 54% to 77%; a "
        "month 4 at a distance and 2 in person) from 2020-03 on, 4.0 times the share "
        f"(p = 0.005); the 90 % set is {found.within[0]}. Outlets that publish throughout show "
        "it too."
    )
    assert [one.month for one in same.breaks] == ["2020-03"]


def test_a_share_that_does_not_change_has_no_break() -> None:
    """The sentence says so, and on how much it rests."""
    search, _ = channels(by_month(*[(m, 2, 4) for m in MONTHS]), "st:chn", breaks=True).breaks

    assert search.breaks == ()
    assert "no break in 24 months with 144 contacts of known presence (p = " in search.sentence()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (SHIFT[:9], "54 contacts of known presence in 9 months are too few"),
        ([(m, 2, 2) for m in MONTHS], "it takes 24 months with 5 a month on average"),
    ],
)
def test_too_little_for_a_break_is_refused(told: list[tuple[str, int, int]], words: str) -> None:
    """Under 24 months or 5 contacts a month no break is looked for."""
    for search in channels(by_month(*told), "st:chn", breaks=True).breaks:
        assert search.p_value is None
        assert words in search.sentence()


@pytest.mark.parametrize(
    ("after", "clear"), [((8, 2), True), ((2, 8), False)], ids=["another share", "the same"]
)
def test_a_named_month_is_compared(after: tuple[int, int], clear: bool) -> None:
    """Before and after with few months too; no clear change unless a test says so."""
    told = [
        *((f"2020-{m:02}", 2, 8) for m in range(1, 5)),
        ("2020-05", *after),
        ("2020-06", *after),
    ]

    [search, _] = channels(by_month(*told), "st:chn", at="2020-05-17").breaks

    [found] = search.breaks
    assert (found.month, found.named, found.within) == ("2020-05", True, ("2020-05",))
    assert (found.before.known, found.after.known) == (40, 20)
    assert (found.p_value < 0.05) is clear
    assert ("no clear change" not in found.sentence()) is clear
    assert "90 % set" not in found.sentence()


@pytest.mark.parametrize("at", ["2018-01", "2019-01", "2019-03"])
def test_a_named_month_needs_two_sides(at: str) -> None:
    """The sentence says from when to when contacts run."""
    ledger = by_month(("2019-01", 1, 1), ("2019-02", 1, 1))

    with pytest.raises(InputError, match="they run from 2019-01 to 2019-02"):
        channels(ledger, "st:chn", at=at)


def test_a_side_without_known_presence_is_refused() -> None:
    """Months with calls before, and nothing whose presence is known after."""
    ledger = by_month(("2019-01", 1, 1), ("2019-02", 1, 0))
    ledger.db.execute("UPDATE events SET channel = 'summit' WHERE first_day >= '2019-02-01'")

    [search, _] = channels(ledger, "st:chn", at="2019-02").breaks

    assert search.refused == "because no contact of known presence lies on one side of 2019-02"


def test_a_break_that_new_outlets_bring_is_told() -> None:
    """Where only a newcomer tells of the calls, the outlets that were there do not show it."""
    told = [(m, 1, 5) if m < "2020-03" else (m, 6, 5) for m in MONTHS]
    ledger = by_month(*told)
    ledger.db.execute(
        "UPDATE documents SET outlet = 'Newcomer' WHERE published >= '2020-03' AND doc_id IN "
        "(SELECT doc_id FROM reports WHERE channel = 'call' AND report_id NOT LIKE '%-0')"
    )

    [search, _] = channels(ledger, "st:chn", breaks=True).breaks

    [found] = search.breaks
    assert found.steady_p_value is not None and found.steady_p_value > 0.05
    assert found.sentence().endswith("do not show it: sources may have changed.")
    assert channels(ledger, "st:chn").documents[-1].n_steady == 6


def test_breaks_are_looked_for_only_when_asked_and_tell_how_far(ledger: StandIn) -> None:
    """Without being asked there is no search; with it, progress is told; same seed, same answer."""
    shifted = by_month(*SHIFT)
    told: list[int] = []

    assert channels(shifted, "st:chn").breaks == ()
    first = channels(shifted, "st:chn", breaks=True, tell=lambda done, of, doing: told.append(of))
    assert first.breaks == channels(shifted, "st:chn", breaks=True).breaks
    assert set(told) == {199}


@pytest.mark.parametrize(
    ("dates", "month"),
    [
        (("2020-08-03", "2020-08"), "2020-08"),
        (("2020-08-30/2020-09-02",), "2020-08"),
        (("2008/2010",), ""),
        (("2020",), ""),
        (("XXXX-08-03",), ""),
        (("2020-08-03", "2020-09-03"), ""),
    ],
)
def test_the_month_of_an_event(dates: tuple[str, ...], month: str) -> None:
    """It is told where the dates settle one; a range of days is of the month that it begins in."""
    claims = [("actor", "st:chn", "China"), ("recipient", "st:ita", "Italy")]
    ledger = empty()
    ledger.document("d", "China and Italy, then.", outlet="Gazette", published="2020-08-04")
    told = [*claims, *(("date", value, "then") for value in dates)]
    ledger.report("r", "d", "China and Italy, then.", "call", "happened", told, rule="x")
    ledger.event("ev:e", "call", "happened", ["r"], None)

    [happening] = happenings(ledger, event="ev:e")

    assert month_of(happening) == month
    assert channels(ledger, "st:chn").rows[0].n_events == 1
