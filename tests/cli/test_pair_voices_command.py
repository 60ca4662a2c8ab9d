"""`dragoman pair`, `partnerships`, `voices` and `coverage`: what exactly they print."""

import json

import pytest
from command_line import BothRegisters, Run
from standin_ledger import StandIn
from statement_making import add_statements
from tie_making import add_ties


@pytest.fixture
def register() -> BothRegisters:
    """The names of both."""
    return BothRegisters()


@pytest.fixture
def ledger(ledger: StandIn) -> StandIn:
    """The ledger with statements, told in one document."""
    add_statements(ledger)
    ledger.db.execute("DELETE FROM documents WHERE doc_id = 'd6'")
    add_ties(ledger)
    return ledger


PAIR = """\
China and France, all of the ledger

when        channel          China       France           docs  event, claims
2020-08     visit, by China  Wang Yi                      1     ev:visit-france [c13] +3
2020-08-25  call             Xi Jinping  Emmanuel Macron  1     ev:call [c19] +2

By channel, of what happened
channel  events  first       last
call     1       2020-08-25  2020-08-25
visit    1       2020-08     2020-08

Last contact
rank              of                 when        channel  event
head of state     both sides         2020-08-25  call     ev:call
head of state     one side at least  2020-08-25  call     ev:call
foreign minister  one side at least  2020-08     visit    ev:visit-france

Visits
visitor  to      who                         visits  last     events
China    France  all                         1       2020-08  ev:visit-france
China    France  Wang Yi (foreign minister)  1       2020-08  ev:visit-france

2 events in 1 document (Hainan Courier).
'dragoman show ID LEDGER' prints the sentence behind an event or a [claim].
"""


def test_pair_prints_all_between_two_states(run: Run) -> None:
    """Events, counts, last contacts and visits, each with what it rests on."""
    assert run("pair China FRA LEDGER") == (0, PAIR, "")


def test_pair_prints_plans_ahead(run: Run) -> None:
    """A plan is marked in the rows and stands with its outcome below."""
    _, printed, _ = run("pair CHN RUS LEDGER")

    assert "2020-08-30  meeting (planned)" in printed
    assert "Plans ahead, as of 2020-09-01\n" in printed
    assert "2020-08-30  meeting  open, its day has passed  2020-08-28  ev:plan" in printed


PARTNERSHIPS = """\
China and Indonesia, all of the ledger

2020-08-24  tier “comprehensive strategic partnership”, Xi Jinping (China) in Jakarta Gazette, Indonesia’s account  [s1-d5]
    “Xi Jinping said the comprehensive strategic partnership of China and Indonesia grows.”

2020-08-24  assessment “at their lowest point”, An analyst in Jakarta Gazette, Indonesia’s account  [s3-d5]
    “An analyst warned that ties between China and Indonesia are at their lowest point.”

2020-08-24  tier “comprehensive strategic partnership”, Jakarta Gazette itself, Indonesia’s account  [d5:323-358]
    “Indonesia and China set up a comprehensive strategic partnership in 2013.”

"""  # noqa: E501


def test_partnerships_prints_each_wording_with_its_speaker(run: Run) -> None:
    """Quoted in time order; the record of the register stands apart, with its day."""
    code, printed, _ = run("partnerships CHN IDN LEDGER")

    assert code == 0
    assert printed.startswith(PARTNERSHIPS)
    assert "On record, as of 20" in printed
    assert "3 wordings in 1 document; each is what its speaker says. 1 more in documents" in printed


def test_voices_prints_quotes_and_counts(run: Run) -> None:
    """Who, of which kind, with what stance, in which words; then the counts."""
    _, printed, _ = run("voices LEDGER --about IDN --kind netizens --kind officials")

    assert printed.startswith(
        "2020-08-24  Xi Jinping (China), officials, supports: "
        "Jakarta Gazette, Indonesia’s account  [s1-d5]\n"
        "    on diplomacy; about Indonesia\n"
        "    said: “the comprehensive strategic partnership of China and Indonesia grows”\n"
    )
    assert "netizens   1           1         0        0        0          1\n" in printed
    assert printed.endswith(
        "2 statements in 1 document (Jakarta Gazette).\n"
        "The stance is that of the words, towards what they speak of. "
        "'dragoman search WORDS LEDGER' finds more.\n"
    )


def test_coverage_prints_sides_bound_and_matrix(run: Run) -> None:
    """Who alone tells, what is refused and why, and which outlet tells of what."""
    _, printed, _ = run("coverage LEDGER --matrix")

    assert "China        2          2            5\n" in printed
    assert "4       Hainan Courier\n1       Hainan Courier, Jakarta Gazette\n" in printed
    assert "ev:letter        letter   2020-08-20  x               x\n" in printed
    assert "One-sided: 80% (38% to 96%), 4 of 5 events that any party tells of" in printed
    assert "Told by one party alone: China of 4.\n" in printed
    assert (
        "China and Indonesia: bound on missed events refused, because one side tells of 1 and a "
        "bound needs 20 on each side.\n"
    ) in printed


def test_show_follows_a_statement_to_its_words(run: Run) -> None:
    """Every id that `voices` prints leads on: to who says it, where, and the words marked."""
    _, printed, _ = run("voices LEDGER --format json")
    rows = json.loads(printed)["rows"]

    for row in rows:
        code, shown, _ = run(f"show {row['statement']} LEDGER")

        assert code == 0
        assert shown.startswith(f"{row['statement']}  statement\n")
        assert f"»{row['quote']}«" in shown
        assert "said by" in shown
    assert rows
