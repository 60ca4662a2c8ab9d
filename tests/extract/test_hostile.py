"""Documents that nobody means well with: read to their end, in time that grows with length."""

from collections.abc import Callable, Iterable
from itertools import cycle, islice
from time import process_time

import pytest

from dragoman.actors import Register
from dragoman.extract import Extraction, extract
from dragoman.extract.dating import Dating
from dragoman.extract.details.carrying import carry_places
from dragoman.model import Document
from dragoman.text import prepare

PLAIN = (
    "Chinese Foreign Minister Wang Yi met Russian Foreign Minister Sergey Lavrov in Moscow "
    "on Monday."
)
STATES = """
China Russia France Germany Japan India Brazil Egypt Kenya Mexico Peru Chad Nepal Iran
Iraq Syria Cuba Spain Italy Poland Norway Sweden Finland Denmark Austria Belgium
"""


def listed(words: Iterable[str], number: int) -> str:
    """Return a list of so many words, over and over the same."""
    return ", ".join(islice(cycle(words), number))


HOSTILE: dict[str, Callable[[int], str]] = {
    "three thousand words": lambda n: f"The list has {listed(['met', 'trade', 'visit'], 3 * n)}.",
    "names": lambda n: f"Wang Yi met with {listed(['Sergey Lavrov', 'Bolo Karu'], 5 * n)}.",
    "states": lambda n: f"Wang Yi visited {listed(STATES.split(), n)} and Oman.",
    "only mentions": lambda n: "Wang Yi Sergey Lavrov China " * n,
    "no punctuation": lambda n: (
        "wang yi met sergey lavrov in moscow and left for china " * (n // 5)
    ),
    "capitals": lambda n: "THE FOREIGN MINISTER OF CHINA MET WITH SERGEY LAVROV. " * (n // 5),
    "Chinese": lambda n: "王毅会见了拉夫罗夫。" * n,
    "Russian": lambda n: "Министр Ван И встретился с Лавровым в Москве. " * n,
    "Arabic": lambda n: "\u202bالتقى وزير الخارجية وانغ يي مع لافروف\u202c. " * n,
    "parentheses": lambda n: f"Wang Yi {'(said ' * n} met {')' * n} Lavrov.",
    "bare parentheses": lambda n: f"Wang Yi {'(' * n} met {')' * n} Lavrov.",
    "quotes": lambda n: f"Wang Yi said {'“he said ' * n}{'”' * n}.",
    "open quotes": lambda n: 'Wang Yi said "' * n,
    "he": lambda n: "he " * n,
    "they": lambda n: "they met them, " * (n // 5),
    "dates": lambda n: f"They met on {listed(['1 May 2020', 'Monday', '3 June', '2021'], n)}.",
    "money": lambda n: f"China gave Kenya {listed(['3 million dollars', '20 tents'], n)}.",
    "controls": lambda n: "Wang\x00 Yi \x07met\x1b[31m Lavrov\x7f\x85.\x0b\x0c " * (n // 5),
    "bidi marks": lambda n: (
        "W\u200bang\u200e Yi\u200f met Ser\u00adgey\u2066 Lavrov\u2069. " * (n // 5)
    ),
    "private use": lambda n: "\ue000\uf8ff\U000f0000 " * n,
    "surrogates": lambda n: "\ud800 Wang \udfff Yi met " * (n // 5),
    "combining": lambda n: "e" + "\u0301" * 20 * n,
    "no space": lambda n: "x" * 2000 * n,
    "newlines": lambda n: "\n" * 50 * n,
    "full stops": lambda n: ". " * 50 * n,
    "minister of": lambda n: "minister of the " * (n // 2),
    "said that": lambda n: f"{'Wang Yi said that ' * n}China met Russia.",
}


def read(hostile: str) -> tuple[Document, Extraction]:
    """Extract a document with hostile words between two plain sentences."""
    doc = Document("d", f"{PLAIN}\n\n{hostile}\n\n{PLAIN}", published="2023-06-17", name="test")
    return doc, extract(doc)


def plain_ones(doc: Document, found: Extraction) -> list[int]:
    """Return where a plain sentence is reported, with both parties; check what is quoted."""
    for report in found.reports:
        report.evidence.check(doc)
        for claim in report.claims:
            claim.evidence.check(doc)
    return [
        report.evidence.start
        for report in found.reports
        if report.evidence.quote == PLAIN and report.polities == {"st:chn", "st:rus"}
    ]


def growth(work: Callable[[int], object], number: int) -> float:
    """Return how many times longer twice as much work takes: 2 if the time is linear.

    The least of three tries: the collector of garbage may fall into one of them.
    """
    least = 9.0
    for _ in range(3):
        took = []
        for amount in (number, 2 * number):
            begin = process_time()
            work(amount)
            took.append(process_time() - begin)
        least = min(least, took[1] / (took[0] + 0.02))
        if least < 2.5:
            break
    return least


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_hostile_spoils_nothing_around_it(kind: str) -> None:
    """The sentences before and behind it are reported, and all claims quote the document."""
    doc, found = read(HOSTILE[kind](1000))

    assert plain_ones(doc, found) == [0, len(doc.text) - len(PLAIN)]


@pytest.mark.parametrize(
    "line",
    [
        "Wang Yi met Lavrov. ",
        "Wang Yi met Lavrov.\n",
        "Wang Yi visited Russia. ",
        "CHINA AND RUSSIA HELD TALKS.\n",
        "“They met in May. ",
    ],
)
def test_time_grows_with_the_length(line: str) -> None:
    """Sentence upon sentence, each a report: what is compared with what has a limit."""
    read(line * 50)

    assert growth(lambda n: read(line * n), 350) < 3


@pytest.mark.parametrize("sentence", ["Wang Yi visited Russia.", "Wang Yi met Lavrov."])
def test_what_looks_at_all_reports_stops_somewhere(sentence: str) -> None:
    """Days and places from elsewhere are looked for near by: the square would be 4."""
    doc, found = read(sentence)
    reports = [report for report in found.reports if report.evidence.quote == sentence]
    clean, register = prepare(doc), Register.load()

    assert reports
    assert growth(lambda n: carry_places(reports * n, register), 800) < 3
    assert growth(lambda n: Dating(clean).fill(reports * n), 700) < 3


def test_too_many_parties_are_an_issue() -> None:
    """Thirteen states that act against thirteen others would be 169 reports of one sentence."""
    states = STATES.split()
    acting, others = ", ".join(states[:12]), ", ".join(states[13:25])
    doc, found = read(f"{acting} and Nepal imposed sanctions on {others} and Belgium.")

    assert len(plain_ones(doc, found)) == len(found.reports) == 2
    assert {issue.what for issue in found.issues} == {"too many parties"}
