"""Datelines, and the day of a document."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model.edtf import interval
from dragoman.text import find_dateline, find_day, find_sections
from dragoman.text.rulefile import load

CONTENT = load("sentences.yml")
BODY = (
    "The two leaders, who last met on May 3, 2019, spoke for an hour on the telephone and agreed "
    "that their ministers would meet again before the end of the year in Hanoi."
)


@pytest.mark.parametrize(
    "example", [pytest.param(e, id=e["text"][:40]) for e in CONTENT["datelines"]]
)
def test_dateline_is_read(example: dict[str, Any]) -> None:
    """Place, day and agency are those that stand beside the line in the data file."""
    text = example["text"]

    found = find_dateline(text, find_sections(text))

    assert found is not None
    expected = (example.get("place"), example.get("day"), example.get("agency"))
    assert (found.place, found.day, found.agency) == expected
    assert found.start == 0


@pytest.mark.parametrize("text", CONTENT["no_datelines"])
def test_sentence_is_no_dateline(text: str) -> None:
    """A line that begins like a dateline and is none is left alone."""
    assert find_dateline(text, find_sections(text)) is None


HEAD = f"Two leaders speak by telephone\n{{}}\n{BODY}"


@pytest.mark.parametrize(
    ("text", "url", "value", "came_from"),
    [
        (HEAD.format("17:37, October 22, 2021"), None, "2021-10-22", "text"),
        (HEAD.format("MARCH 18, 2022"), None, "2022-03-18", "text"),
        (HEAD.format("Tbilisi / 16 Nov.'10 / 12:48"), None, "2010-11-16", "text"),
        (HEAD.format("16-Nov-10"), None, "2010-11-16", "text"),
        (HEAD.format("01/23/2023 19h52  Updated ago 2 hours"), None, "2023-01-23", "text"),
        (HEAD.format("Posted 3 days ago - January 23, 2023"), None, "2023-01-23", "text"),
        (HEAD.format("Published: Sunday | March 22, 2020 | 12:18 AM"), None, "2020-03-22", "text"),
        (
            HEAD.format("Source: Xinhua | 2023-03-01 20:41:17 | Editor: huaxia"),
            None,
            "2023-03-01",
            "text",
        ),
        (HEAD.format("12 September 2022"), None, "2022-09-12", "text"),
        (f"{BODY}\nApril 6, 2023", None, "2023-04-06", "text"),
        (BODY, "https://x.example/2023/03/21/kyiv", "2023-03-21", "url"),
        (BODY, "https://x.example/2023-03/01/c_1310.htm", "2023-03-01", "url"),
        (BODY, "https://x.example/zh/20190228/te", "2019-02-28", "url"),
        (BODY, "https://x.example/2023/03/lula", "2023-03", "url"),
        (BODY, "https://x.example/fa/1402/01/17/a", None, None),
        (BODY, "https://web.archive.org/web/20240101000000/https://x.example/a", None, None),
        (f"TOKYO, March 21 - {BODY}", "https://x.example/2023/asia/kyiv", "2023-03-21", "dateline"),
        (f"TOKYO, March 21 - {BODY}", None, "XXXX-03-21", "dateline"),
        (f"DOHA, 5th December, 2022 (WAM) -- {BODY}", None, "2022-12-05", "dateline"),
        # A numeric date is told by its dots, its weekday or its address, or stays untold.
        (HEAD.format("07.12.2023 - 17:48"), None, "2023-12-07", "text"),
        (HEAD.format("Mon 05-12-2022 18:22 PM"), None, "2022-12-05", "text"),
        (HEAD.format("02/03/2023 18h22"), "https://x.example/2023/03/lula", "2023-03-02", "text"),
        # What stands beside it tells too: a clock of its country, another date of the page.
        (HEAD.format("02/03/2023 06:22"), None, None, None),
        (HEAD.format("02/03/2023 18:22"), None, "2023-03-02", "text"),
        (HEAD.format("02-03-2023"), None, "2023-03-02", "text"),
        (HEAD.format("10/6/2021") + "\nLima, Oct. 6. They met.", None, "2021-10-06", "text"),
        (f"Ministerio de Relaciones\n02/03/2023\n{BODY}", None, "2023-03-02", "text"),
        (HEAD.format("02/03/2023 18h22"), None, "2023-03-02", "text"),
        (HEAD.format("02/03/2023 6:22 PM EST"), None, "2023-02-03", "text"),
        (HEAD.format("02/03/2023") + "\nUpdated 28/03/2023.", None, "2023-03-02", "text"),
        # Other calendars, labels of page counters, capitals.
        (
            HEAD.format("Date: 19 Tir 1402 - 16:20 | Service: Foreign policy"),
            None,
            "2023-07-10",
            "text",
        ),
        (HEAD.format("1402/04/19 - 16:20"), None, "2023-07-10", "text"),
        (
            HEAD.format("Ministry of Foreign Affairs / Reiwa 4 September 27"),
            None,
            "2022-09-27",
            "text",
        ),
        (HEAD.format("Thursday 18 Shaaban 1444 AH - 9 March 2023 AD"), None, "2023-03-09", "text"),
        (
            HEAD.format("August 3, 2022 07:12 Visit: 5582 Text size: big small"),
            None,
            "2022-08-03",
            "text",
        ),
        (HEAD.format("Wednesday, January 10, 2024 14:20 WIB"), None, "2024-01-10", "text"),
        (HEAD.format("Saturday 11 February 2023 - World desk"), None, "2023-02-11", "text"),
        # Years of other reckonings, and the one that stands beside ours.
        (HEAD.format("Sunday 1441/4/4 - 2019/12/01"), None, "2019-12-01", "text"),
        (HEAD.format("Sunday 1441/4/4"), None, None, None),
        (HEAD.format("14 August 1396"), None, "2017-08-05", "text"),
        (HEAD.format("24 June 2562"), None, "2019-06-24", "text"),
        (HEAD.format("www.kcna.kp (Juche112.9.14.)"), None, "2023-09-14", "text"),
        (HEAD.format("2019年01月08日 10:12"), None, "2019-01-08", "text"),
        (HEAD.format("7 September، 2018"), None, "2018-09-07", "text"),
        # Stamps: an outlet and a clock beside the day, or two days stuck together.
        (HEAD.format("World June 13, 2018, 14:28"), None, "2018-06-13", "text"),
        (HEAD.format("xin.news.cn | October 22, 2021 17:37"), None, "2021-10-22", "text"),
        (HEAD.format("16.07.202116 July 2021"), None, "2021-07-16", "text"),
        (HEAD.format("02.09.19, 14:20"), None, "2019-09-02", "text"),
        (f"{BODY}\nKUNA 121540 Jun 17", None, "2017-06-12", "text"),
        (
            HEAD.format("QA-59, 13 October 2020, Statement of the Ministry"),
            None,
            "2020-10-13",
            "text",
        ),
        (HEAD.format("Summit of the Ministers"), None, None, None),
        # A date in the words of the address, and an address on a line of its own.
        (BODY, "https://x.example/news/talks-28-12-2021", "2021-12-28", "url"),
        (f"{BODY}\nhttp://x.example/2019/05/03/talks", None, "2019-05-03", "text"),
        # Days that are not the page's: of a list, a life, a treaty, the visit of the reader.
        (
            "\n".join(
                ["Visits", "Rome, 3 May 2018", "Oslo, 5 June 2018", "Bonn, 9 July 2018", BODY]
            ),
            None,
            None,
            None,
        ),
        (f"John Doe (12 March 1935 - 4 May 2001)\n{BODY}", None, None, None),
        (f"The Paris Agreement (12 December 2015)\n{BODY}", None, None, None),
        (f"Archive\nJanuary 2020\nMarch 2020\n{BODY}", None, None, None),
        (f"Friday, June 7, 2024\nTalks\n25 June 2020\n{BODY}", None, "2020-06-25", "text"),
        (f"Friday, June 7, 2024\nCAIRO, March 3 (MENA) - {BODY}", None, "XXXX-03-03", "dateline"),
        (f"(ANSA) - ROME, JUL 16 2023 - {BODY}", None, "2023-07-16", "dateline"),
        # The day of the visit on top of an old page.
        (
            HEAD.format("Friday, June 7, 2024"),
            "https://x.example/2021/05/03/a",
            "2021-05-03",
            "url",
        ),
        (HEAD.format("May 4, 2021"), "https://x.example/2021/05/03/a", "2021-05-04", "text"),
        # As systems print it, and beside the name of who wrote or posted it.
        (HEAD.format("2023-05-17T10:00:00Z"), None, "2023-05-17", "text"),
        (HEAD.format("17-May-2023"), None, "2023-05-17", "text"),
        (HEAD.format("Posted on May 17, 2023 by admin"), None, "2023-05-17", "text"),
        (HEAD.format("By Ann Lee | Daily News | 17 May 2023"), None, "2023-05-17", "text"),
        (HEAD.format("Press Release No. 123/2023 (17 May 2023)"), None, "2023-05-17", "text"),
        # One of a list of visits is not the day of the page, and the end of its title is.
        (f"Visits\nPresident Bold (November 2009)\n{BODY}", None, None, None),
        (f"Visit of Minister Freitas, 4 May 2023\n{BODY}", None, "2023-05-04", "text"),
        (f"They met on 4 May 2023\n{BODY}", None, None, None),
        # Published beats updated.
        (
            HEAD.format("Updated: 9 May 2021 | Published: 7 May 2021"),
            None,
            "2021-05-07",
            "text",
        ),
        (BODY, None, None, None),
        # A date on a line of its own in the middle of the text is a heading of the text.
        ("\n".join([BODY, "May 7, 2023", *[BODY] * 8]), None, None, None),
        (f"On May 7, 2023 the two met in Seoul.\n{BODY}", None, None, None),
        ("", None, None, None),
    ],
)
def test_day_of_a_document(
    text: str, url: str | None, value: str | None, came_from: str | None
) -> None:
    """The day is the printed one, the address's or the dateline's, and never one of the body."""
    found = find_day(text, url)

    assert (found and found.value, found and found.came_from) == (value, came_from)


def test_printed_day_says_where_it_stood() -> None:
    """A day from the text quotes the text."""
    text = HEAD.format("Doha | March 18, 2025")

    found = find_day(text, None)

    assert found is not None
    assert text[found.start : found.end] == "March 18, 2025"


@given(st.text(st.characters(codec=None), max_size=200), st.none() | st.text(max_size=60))
def test_any_text_is_survived(text: str, url: str | None) -> None:
    """Whatever text and address hold, the answer is None or a date that can be read."""
    found = find_day(text, url)

    if found:
        interval(found.value)


@given(
    st.lists(
        st.sampled_from(
            [
                "May",
                "March",
                "1",
                "2",
                "31",
                "99",
                "2020",
                "2021",
                ",",
                ".",
                "-",
                "/",
                "|",
                "(",
                ")",
                "(Xinhua)",
                "BEIJING",
                "Doha",
                "--",
                ":",
                "Published",
                "Updated",
                "12:30",
                "PM",
                "Monday",
                "XXXX",
                "\n",
                "\n\n",
                "/TASS/.",
                "02/03/2023",
                "2020-02-30",
                "0000",
            ]
        ),
        max_size=14,
    ).map(" ".join)
)
def test_pieces_of_dates_are_survived(text: str) -> None:
    """Dates that no calendar has, in any order, are no dates."""
    found = find_day(text, None)

    if found:
        interval(found.value)


def test_days_of_the_gold(shared: Path) -> None:
    """The day agrees with the record for the written documents, but where no year stands."""
    gold = shared / "gold"
    work = set(json.loads((gold / "split.json").read_text("utf-8"))["written"]["work"])
    wrong = {}
    for line in (gold / "written.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        if record["id"] in work:
            page = (gold / "written" / f"{record['id']}.txt").read_text("utf-8")
            head, text = page.split("\n\n", 1)
            found = find_day(text, head.removeprefix("URL: "))
            if (found and found.value) != record["doc_date"]:
                wrong[record["id"]] = found and found.value

    assert wrong == {"wr29": "XXXX-07-09"}
