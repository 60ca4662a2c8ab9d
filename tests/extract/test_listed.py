"""Pages that are no prose: diaries, lists of contacts, and transcripts."""

import pytest

from dragoman.extract import extract
from dragoman.model import Document, Report, Role

_FRANCE = "https://www.diplomatie.gouv.fr/en/agenda"
_AGENDA = """\
Agenda of the Minister, Mr Jean-Yves Le Drian

Tuesday 5 June
10.00 am: Meeting with Mr Ayman Safadi, Minister of Foreign Affairs of Jordan (Quai d'Orsay)
12.00 pm: Lunch with Mr Heiko Maas, Minister of Foreign Affairs of Germany - CANCELLED
Wednesday 6 June
3.00 pm: Departure for Algiers
4.00 pm: Opening of a museum on the history of China
"""
_LIST = """\
On September 23, 2021 in New York Minister of Foreign Affairs Vladimir Makei met with:
- the Minister of Foreign Affairs of Serbia, Nikola Selakovic
- the Minister of Foreign Affairs of Hungary, Peter Szijjarto
"""
_JOINED = """\
Joining President Joe Biden at the meeting were the following leaders:
- Polish President Andrzej Duda
- Romanian President Klaus Iohannis
"""
_TALK = """\
Vladimir Putin: Mr Lukashenko, welcome. In October we met in Ashgabat.
Alexander Lukashenko: Thank you. I would like to invite you to visit Minsk.
"""
_GUIDE = """\
TV guide
Friday
19.00 Interview with President Nixon (documentary)
20.30 Meeting with Putin: a film
"""


def _told(text: str, day: str, url: str | None) -> set[tuple[str, str, str, str]]:
    doc = Document(id="d", text=text, published=day, url=url, language="en")
    return {
        (
            r.channel.value,
            r.status.value,
            _others(r),
            next((c.value for c in r.having(Role.DATE)), ""),
        )
        for r in extract(doc).reports
    }


def _others(report: Report) -> str:
    return " ".join(sorted(polity.removeprefix("st:") for polity in report.polities))


@pytest.mark.parametrize(
    ("text", "day", "url", "wanted"),
    [
        (
            _AGENDA,
            "2018-06-04",
            _FRANCE,
            {
                ("meeting", "planned", "fra jor", "2018-06-05"),
                ("meeting", "cancelled", "deu fra", "2018-06-05"),
                ("visit", "planned", "dza fra", "2018-06-06"),
            },
        ),
        (
            _AGENDA,
            "2018-06-07",
            _FRANCE,
            {
                ("meeting", "happened", "fra jor", "2018-06-05"),
                ("meeting", "cancelled", "deu fra", "2018-06-05"),
                ("visit", "happened", "dza fra", "2018-06-06"),
            },
        ),
        (
            _LIST,
            "2021-09-24",
            "https://mfa.gov.by/en/1",
            {
                ("meeting", "happened", "blr srb", "2021-09-23"),
                ("meeting", "happened", "blr hun", "2021-09-23"),
            },
        ),
        (_JOINED, "2023-02-22", None, {("meeting", "happened", "pol rou usa", "")}),
        (
            _TALK,
            "2019-12-07",
            "http://en.kremlin.ru/1",
            {
                ("meeting", "happened", "blr rus", "2019-10"),
                ("visit", "hypothetical", "blr rus", ""),
            },
        ),
        (_GUIDE, "2018-03-01", None, set()),
    ],
    ids=["ahead", "behind", "list", "joined", "transcript", "guide"],
)
def test_a_page_of_items_gives_what_each_item_tells(
    text: str, day: str, url: str | None, wanted: set[tuple[str, str, str, str]]
) -> None:
    """The owner of a page is the other party, its headings the days, its labels say who is "we"."""
    assert _told(text, day, url) == wanted
