"""`dragoman plans` and `dragoman agenda`, on the stand-in ledger: what exactly they print."""

import json

from command_line import Run

PLANS = """\
Plans as of 2020-09-01

announced   set for     outcome  channel  who                         docs  event, claims
2020-08-28  2020-08-30  open     meeting  Vladimir Putin, Xi Jinping  1     ev:plan [c23] +3

Plans, 1 with a day (open 1): realization refused, it needs 20 plans.
No estimate below 20 plans with a day: meeting 1.

1 event in 1 document.
'dragoman show ID LEDGER' prints the sentence behind an event or a [claim].
"""

AGENDA = """\
Agenda from 2020-08-28 to 2020-09-11

when        channel  who                         where      outcome  announced   docs  event, claims
2020-08-30  meeting  Vladimir Putin, Xi Jinping  Samarkand  open     2020-08-28  1     ev:plan [c23] +3

0 open plans are for later.

1 event in 1 document.
'dragoman show ID LEDGER' prints the sentence behind an event or a [claim].
"""  # noqa: E501


def test_plans_are_printed_with_their_refusals(run: Run) -> None:
    """What became of each, and why there is no estimate."""
    code, out, err = run("plans LEDGER")

    assert (code, " ".join(out.split()), err) == (0, " ".join(PLANS.split()), "")


def test_the_agenda_is_printed_as_of_a_day(run: Run) -> None:
    """The weeks begin on that day."""
    code, out, err = run("agenda LEDGER --as-of 2020-08-28 --weeks 2")

    assert (code, " ".join(out.split()), err) == (0, " ".join(AGENDA.split()), "")


def test_other_formats(run: Run) -> None:
    """JSON has the estimates too; CSV says them on the error stream."""
    code, out, _ = run("plans LEDGER --format json --actor 'Xi Jinping'")
    told = json.loads(out)
    assert (code, told["as_of"], len(told["rows"])) == (0, "2020-09-01", 1)
    assert told["realization"][0]["refused"] == "it needs 20 plans"

    code, out, err = run("plans LEDGER --format csv")
    assert (code, out.count("\n"), "it needs 20 plans" in err) == (0, 2, True)

    code, out, _ = run("agenda LEDGER --as-of 2020-08-28 --format json")
    assert json.loads(out)["until"] == "2020-09-25"
