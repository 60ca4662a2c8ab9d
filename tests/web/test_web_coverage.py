"""Coverage: what there was to read, what must be missing, what was not understood."""

import re

from starlette.testclient import TestClient
from web_serving import read


def test_each_count_of_events_leads_to_them(questions: TestClient) -> None:
    """The events of an outlet, a side and a language are those that the list has."""
    page = questions.get("/coverage").text
    counts = re.findall(r'<td class="n"><a href="(/events\?[^"]+)">([\d,]+)</a>', page)

    assert len(counts) > 6
    for to, n in counts:
        found = questions.get(f"/api{to.replace('&amp;', '&')}").json()
        assert found["total"] == int(n.replace(",", "")), to


def test_one_sided_and_missing_are_said_or_refused(questions: TestClient) -> None:
    """The share of one-sided events has its interval; a bound on few is refused."""
    text = read(questions.get("/coverage"))

    assert re.search(r"One-sided: \d+% \(\d+% to \d+%\)", text)
    assert "China and France: bound on missed events refused" in text
    assert "It is no correction for any other count." in text


def test_the_matrix_is_there_when_it_is_asked_for(questions: TestClient) -> None:
    """Each event with the outlets that tell of it, and none without asking."""
    assert 'class="matrix"' not in questions.get("/coverage").text

    page = questions.get("/coverage?matrix=1").text
    matrix = questions.get("/api/coverage?matrix=1").json()["matrix"]
    assert page.count('<span class="unseen">told</span>') == sum(
        len(row["outlets"]) for row in matrix[:50]
    )
    assert "behind the end of the matrix" in read(questions.get("/coverage?matrix=1&page=9"))


def test_what_was_not_understood_is_by_stage(questions: TestClient) -> None:
    """Issues stand with examples; a stage that met nothing is said to be none."""
    text = read(questions.get("/coverage?stage=dates"))
    wrong = questions.get("/coverage?stage=x")

    assert "dates vague time" in text
    assert wrong.status_code == 400 and "stages with issues: dates" in read(wrong)


def test_hostile_outlets_are_text(questions: TestClient) -> None:
    """Markup in the name of an outlet or a file is shown, and not run."""
    page = questions.get("/coverage?matrix=1&more=outlet").text

    assert "&lt;img src=x onerror=" in page
    assert "<img" not in page and "<b onmouse" not in page
