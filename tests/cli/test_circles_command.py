"""What `circle` and `channels` print of partners, months and breaks."""

import json

from command_line import Run

PARTNERS = """\
China, 2020-08

with       events  95 % interval  by channel          first       last        claims
France     2       0.2-7.2        call 1, visit 1     2020-08     2020-08     [c13] +5
Italy      2       0.2-7.2        visit 1, meeting 1  2020-08     2020-08     [c9] +5
Indonesia  1       0.0-5.6        letter 1            2020-08-20  2020-08-21  [c1] +5

A list without ranks: 5 events, and ranks take 10.
Not compared with 2020-07: no outlet has documents of both windows.

"""


def test_partners_are_printed_with_intervals_and_reasons(run: Run) -> None:
    """One row each; why there are no ranks, and why nothing is compared."""
    code, printed, _ = run("circle CHN --month 2020-08 --by-partner LEDGER")

    assert code == 0
    assert printed.startswith(PARTNERS)


def test_partners_as_json_and_csv(run: Run) -> None:
    """JSON has them beside the events; CSV has them when they are asked for."""
    _, printed, _ = run("circle CHN --month 2020-08 --format json LEDGER")
    whole = json.loads(printed)
    assert [one["partner"] for one in whole["partners"]] == ["st:fra", "st:ita", "st:idn"]
    assert len(whole["rows"]) == 5

    _, printed, _ = run("circle CHN --month 2020-08 --by-partner --format csv LEDGER")
    assert printed.splitlines()[0].startswith("partner,polity,n_events,low,high,rank,")
    assert len(printed.splitlines()) == 4


MONTHS = """\
Cloud share by month (without, with verbal messages; 95 % interval)
month    without  of  95 %     with  of  95 %     docs  by steady outlets
2020-08  40%      5   12%-77%  40%   5   12%-77%  3     2
"""


def test_the_share_is_printed_by_month_over_the_documents(run: Run) -> None:
    """Both readings with their bands, and how much there was to read."""
    code, printed, _ = run("channels CHN --from 2020-08 --to 2020-08 --by-month LEDGER")

    assert code == 0
    assert MONTHS in printed


def test_a_search_that_is_refused_says_why(run: Run) -> None:
    """One month is too few, in both readings; the JSON has the reason too."""
    _, printed, _ = run("channels CHN --from 2020-08 --to 2020-08 --breaks LEDGER")
    assert printed.count("refused, because 5 contacts of known presence in 1 month are too") == 2

    _, printed, _ = run("channels CHN --from 2020-08 --breaks --format json LEDGER")
    assert [one["p_value"] for one in json.loads(printed)["breaks"]] == [None, None]
