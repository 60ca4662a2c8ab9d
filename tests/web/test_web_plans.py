"""Plans and the agenda: states, estimates or why there are none, and a calendar."""

import re

import pytest
from starlette.testclient import TestClient
from web_serving import read


def test_plans_by_what_became_of_them(questions: TestClient) -> None:
    """The count of each state leads to just those plans; estimates of few are refused."""
    page = questions.get("/plans")
    text = read(page)

    assert "2 plans" in text and "As known on 10 September 2020" in text
    assert "realization refused, it needs 20 plans" in text
    counts = re.findall(r'<dt>(\w+)</dt><dd><a href="([^"]+)">(\d+)</a>', page.text)
    assert counts
    for _, to, n in counts:
        assert questions.get(to).text.count('<li class="event') == int(n)


def test_what_was_known_on_a_day(questions: TestClient) -> None:
    """As of a day, what was published later is not known."""
    assert "1 plan<" in questions.get("/plans?as_of=2020-07-01").text


def test_the_agenda_stands_by_week_and_as_a_calendar(questions: TestClient) -> None:
    """The plan of 5 October stands in its week, and as a day of a calendar."""
    page = questions.get("/agenda?weeks=8")
    calendar = questions.get("/agenda.ics?weeks=8")

    assert "November 2020, on a day that is not told 2020-11 Emmanuel Macron" in read(page)
    assert "Week of 5 October 2020 2020-10-05 Retno Marsudi" in read(page)
    assert 'href="/agenda.ics?weeks=8"' in page.text
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert "DTSTART;VALUE=DATE:20201005" in calendar.text


def test_both_pages_keep_what_is_asked(questions: TestClient) -> None:
    """From plans to the agenda and back, actor and channel stay."""
    page = questions.get("/plans?who=France&outcome=open").text

    assert 'href="/agenda?who=France"' in page


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/plans?who=Frnce", 404, "nobody is known as"),
        ("/plans?channel=vist", 400, "none of call"),
        ("/plans?as_of=x", 400, "x"),
        ("/plans?outcome=x", 400, "none of held"),
        ("/plans?outcome=denied", 200, "No plan of that kind."),
        ("/agenda?as_of=2020-06-20&weeks=1", 404, "Nothing is planned from 2020-06-20"),
        ("/agenda?who=Italy", 404, "Italy"),
        ("/agenda?weeks=0", 422, "weeks"),
        ("/agenda.ics?as_of=2011-01-01", 404, "speaks of such a plan"),
    ],
)
def test_what_cannot_be_asked_is_said(
    questions: TestClient, address: str, status: int, says: str
) -> None:
    """A wrong or empty question gets a sentence and the right status."""
    page = questions.get(address)

    assert page.status_code == status
    assert says in read(page)
