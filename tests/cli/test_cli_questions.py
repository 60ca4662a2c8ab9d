"""The questions as commands, on the stand-in ledger: what exactly they print."""

from types import SimpleNamespace

from command_line import Run
from standin_ledger import StandIn

CIRCLE = """\
Xi Jinping, 2020-08

when                      channel  with                      docs  event, claims
2020-08-25                call     Emmanuel Macron (France)  1     ev:call [c19] +2
2020-08-20 or 2020-08-21  letter   Joko Widodo (Indonesia)   2     ev:letter [c1] +5

A list without ranks: 2 events, and ranks take 10.

2 events in 3 documents (Hainan Courier, Jakarta Gazette). Not counted: 2 events that no document dates finely enough; 1 event not said to have happened (plans and the like).
'dragoman show ID LEDGER' prints the sentence behind an event or a [claim].
"""  # noqa: E501


def test_circle_prints_disagreement_and_citations(run: Run) -> None:
    """Both days of the letter, and the claims that say so."""
    assert run("circle 'Xi Jinping' --month 2020-08 LEDGER") == (0, CIRCLE, "")


CHANNELS = """\
China, 2020-08/2020-08

channel  events  docs  event ids                       claims
call     1       1     ev:call                         [c19] +2
letter   1       2     ev:letter                       [c1] +5
visit    2       1     ev:visit-france ev:visit-italy  [c13] +5
meeting  1       1     ev:meeting                      [c20] +2

Cloud share without verbal messages: 40% (2 of 5 contacts of known presence, in 3 documents). 95 % interval 12% to 77%.
Cloud share with verbal messages: 40% (2 of 5 contacts of known presence, in 3 documents). 95 % interval 12% to 77%.

5 events in 3 documents (Hainan Courier, Jakarta Gazette). Not counted: 2 events that no document dates finely enough; 1 event known only from a teaser; 1 event not said to have happened (plans and the like).
'dragoman show ID LEDGER' prints the sentence behind an event or a [claim].
"""  # noqa: E501


def test_channels_prints_counts_with_documents_and_share(run: Run) -> None:
    """A share never without its count, both readings."""
    assert run("channels CHN --from 2020-08 --to 2020-08 LEDGER") == (0, CHANNELS, "")


EVENTS = """\
when                      channel            who                         to          carrier        docs  event, claims
2020-08-20 or 2020-08-21  letter             Joko Widodo                 Xi Jinping  Retno Marsudi  2     ev:letter [c5] +7
2020-08-30                meeting (planned)  Vladimir Putin, Xi Jinping                             1     ev:plan [c23] +3

2 events in 3 documents (Hainan Courier, Jakarta Gazette). Not counted: 1 event that no document dates finely enough.
'dragoman show ID LEDGER' prints the sentence behind an event or a [claim].
"""  # noqa: E501


def test_events_keep_sender_carrier_and_plan_apart(run: Run) -> None:
    """The sender is not the carrier, and the plan is a plan."""
    line = (
        "events LEDGER --channel letter --channel meeting --status happened --status planned "
        "--since 2020-08-20 --until 2020-08-31 --actor 'Xi Jinping'"
    )

    assert run(line) == (0, EVENTS, "")


def test_events_mark_the_teaser(run: Run) -> None:
    """What only a teaser says carries the word."""
    _, printed, _ = run("events LEDGER --section teaser")

    assert "(no date)  visit (teaser)  Li Qiang  Germany" in printed


SHOW = """\
ev:letter  letter, happened, 2020-08-20 or 2020-08-21
Joko Widodo to Xi Jinping, carried by Retno Marsudi
2 reports in 2 documents
the accounts of China and Indonesia are in the ledger

The documents disagree
  date: Hainan Courier (China) says 2020-08-20  [c4]
  date: Jakarta Gazette (Indonesia) says 2020-08-21  [c8]

Told by some, and not by others
  place Hainan: Hainan Courier (China)  [c5]
    nothing on it: Jakarta Gazette (Indonesia)

Hainan Courier, A letter in Baoting, 2020-08-22, account of China
  letter, happened; rule letter.handed-over; report [r1]
  “In »Baoting«, »Foreign Minister Retno« handed over a letter from »President Joko« to »President Xi« on »August 20«.”
  said by Hainan Courier
    place      Hainan         “Baoting”                 letter.handed-over  [c5]
    carrier    Retno Marsudi  “Foreign Minister Retno”  letter.handed-over  [c3]
    actor      Joko Widodo    “President Joko”          letter.handed-over  [c1]
    recipient  Xi Jinping     “President Xi”            letter.handed-over  [c2]
    date       2020-08-20     “August 20”               letter.handed-over  [c4]

Jakarta Gazette, Letter delivered, 2020-08-23, account of Indonesia
  letter, happened; rule letter.received; report [r2]
  “On »21 August«, »Xi Jinping« received a letter from the »Indonesian president«.”
  said by Jakarta Gazette
    date       2020-08-21  “21 August”             letter.received  [c8]
    recipient  Xi Jinping  “Xi Jinping”            letter.received  [c7]
    actor      Indonesia   “Indonesian president”  letter.received  [c6]

'dragoman why CLAIM LEDGER' says why words were taken for that person.
"""  # noqa: E501


def test_show_prints_every_report_with_the_words_marked(run: Run) -> None:
    """Both accounts, each claim with its words, its rule and who says so."""
    assert run("show ev:letter LEDGER") == (0, SHOW, "")


def test_coverage_and_issues(run: Run) -> None:
    """What there was to read, what was skipped and what was not understood."""
    _, printed, _ = run("coverage LEDGER")
    assert "Hainan Courier   2          2            5\n" in printed
    assert "1      read   not text  photo.txt: a PNG image\n" in printed

    _, printed, _ = run("issues LEDGER --stage dates")
    assert printed == (
        "dates: vague time  (2 times in 2 documents or files)\n"
        "    d1: recently\n"
        "    d2: these days\n\n"
        "4 documents read.\n"
        "'dragoman explain FILE' shows why a sentence gave nothing.\n"
    )


def test_cite_in_words_and_bibtex(run: Run) -> None:
    """How to cite the ledger."""
    _, plain, _ = run("cite LEDGER")
    _, bibtex, _ = run("cite LEDGER --bibtex")

    assert "4 documents published 2020-08-22 to 2020-09-01" in plain
    assert bibtex.startswith("@misc{dragoman-")


def test_codebook_is_printed(run: Run) -> None:
    """The page of the vocabularies."""
    assert run("codebook")[1].startswith("# Codebook\n")


def test_hostile_documents_do_not_reach_the_terminal(run: Run, ledger: StandIn) -> None:
    """An escape sequence in a title, outlet, quote or name is shown and not obeyed."""
    evil = "\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\\x9b2J\r"
    ledger.db.execute("UPDATE documents SET title = $x, outlet = $x, name = $x", {"x": evil})
    ledger.db.execute("UPDATE claims SET quote = $x, name = $x, speaker = $x", {"x": evil})
    ledger.db.execute("UPDATE reports SET speakers = [$x], rule = $x", {"x": evil})
    ledger.db.execute("UPDATE issues SET detail = $x, place = $x, quote = $x", {"x": evil})

    for line in (
        "circle CHN --month 2020-08 LEDGER",
        "channels CHN LEDGER",
        "events LEDGER",
        "show ev:letter LEDGER",
        "coverage LEDGER",
        "issues LEDGER",
        "digest CHN --month 2020-08 LEDGER",
        "cite LEDGER",
        "cite LEDGER --bibtex",
    ):
        code, printed, errors = run(line)
        assert code == 0, (line, errors)
        assert not {c for c in printed + errors if ord(c) < 32 or 127 <= ord(c) < 160} - {"\n"}


def test_search_prints_places(run: Run, ledger: StandIn) -> None:
    """Each hit with its document, and the words of the place."""
    hit = SimpleNamespace(kind="report", doc_id="d1", report_id="r1", quote="a letter\x1b")
    asked = []
    ledger.search = lambda query, limit: asked.append((query, limit)) or [hit]  # type: ignore[attr-defined]

    code, printed, _ = run("search letter Baoting LEDGER --limit 5")

    assert code == 0
    assert asked == [("letter Baoting", 5)]
    assert printed == (
        "Hainan Courier, A letter in Baoting, 2020-08-22, report [r1]\n    a letter␛\n\n"
        "'dragoman show ID LEDGER' prints the event behind a [report].\n"
    )


def test_search_that_finds_nothing(run: Run, ledger: StandIn) -> None:
    """The sentence says how to find more."""
    ledger.search = lambda query, limit: []  # type: ignore[attr-defined]

    code, _, errors = run("search zebra LEDGER")

    assert code == 2
    assert "fewer words, or the start of one with a star" in errors
