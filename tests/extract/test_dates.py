"""Dates in sentences: the rules' own examples, readings by status, what must always hold."""

import re
import time
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dragoman.extract.dates import DateFound, carry, choose, find_dates
from dragoman.extract.dates.book import load_book
from dragoman.model import Status
from dragoman.model.edtf import interval

BOOK: dict[str, Any] = yaml.safe_load(
    files("dragoman.rules").joinpath("dates.yml").read_text(encoding="utf-8")
)


def examples(key: str) -> list[Any]:
    """Return every example of a kind, with its rule, as a test case."""
    return [
        pytest.param(rule["id"], example, id=f"{rule['id']}: {example['text'][:50]}")
        for rule in BOOK["rules"]
        for example in rule[key]
    ]


def found_in(example: dict[str, Any]) -> tuple[DateFound, ...]:
    """Find the dates of an example, against the days that it names."""
    return find_dates(
        example["text"],
        0,
        len(example["text"]),
        anchor=example.get("anchor"),
        previous=example.get("previous"),
    )


@pytest.mark.parametrize(("rule", "example"), examples("finds"))
def test_rule_finds_its_sentence(rule: str, example: dict[str, Any]) -> None:
    """The rule, and no other, reads the example, with exactly the value that stands beside it."""
    [found] = found_in(example)

    words = example["text"][found.start : found.end]
    read = (found.rule, words, found.value, found.past, found.future, found.kind, found.approx)
    assert read == (
        rule,
        example["words"],
        example.get("value"),
        example.get("past"),
        example.get("future"),
        example.get("kind", "when"),
        example.get("approx", False),
    )
    assert found.anchor == example.get("against")


@pytest.mark.parametrize(("rule", "example"), examples("passes_over"))
def test_rule_passes_over_its_near_misses(rule: str, example: dict[str, Any]) -> None:
    """A sentence that only looks like one of the rule's is not read by it."""
    found = find_dates(example["text"], 0, len(example["text"]), anchor="2022-09-13")

    assert [one for one in found if one.rule == rule] == [], example["because"]


def test_every_rule_has_both_kinds_of_sentences_and_says_where_they_are_from() -> None:
    """A rule without sentences cannot be judged; an example without a source cannot be checked."""
    for rule in BOOK["rules"]:
        assert rule["finds"], rule["id"]
        assert rule["passes_over"], rule["id"]
        for example in rule["finds"]:
            assert example.get("from") or example.get("invented") is True, example["text"]
    ids = [rule["id"] for rule in BOOK["rules"]]
    assert len(ids) == len(set(ids))


def test_examples_from_documents_stand_in_them(shared: Path) -> None:
    """An example that names a document quotes it word for word."""
    for rule in BOOK["rules"]:
        for example in rule["finds"]:
            if "from" not in example:
                continue
            [path] = [
                path
                for folder in ("gold/written", "seeds")
                for path in (shared / folder).glob(f"{example['from']}.txt")
            ]
            text = " ".join(path.read_text(encoding="utf-8").split())
            assert example["text"] in text, example["from"]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        # a date inside the sentence is the antecedent of the next
        ("On 5 February 2015 he flew to Kiev, and the next day sat in the Kremlin.",
         ["2015-02-05", "2015-02-06"]),
        # two dates that share a month stay two
        ("They met on May 3, 2020 and again in Rome in June 2020.", ["2020-05-03", "2020-06"]),
        # the weekday belongs to the date beside it
        ("They met on Tuesday, March 5, 2024, in Rome.", ["2024-03-05"]),
        # nothing that is no date
        ("The 22nd Russia-India summit lasted for two days, the longest in 18 years.", []),
        ("COVID-19 aid of 2,022 doses came under Agenda 2030 and Resolution 2231.", []),
        # other languages
        ("习近平于2021年9月12日同普京通电话。", []),
        ("Le président l'a rencontré le 12 mars, puis en avril.", []),
    ],
)  # fmt: skip
def test_sentences_with_several_dates_or_none(sentence: str, values: list[str]) -> None:
    """All dates of a sentence are found, in order, and nothing else."""
    found = find_dates(sentence, 0, len(sentence), anchor=None)

    assert [one.value for one in found] == values


def test_only_the_sentence_is_read() -> None:
    """Words outside the given stretch are neither found nor taken for a preposition."""
    text = "He left on Monday. Tuesday was quiet. Since Friday it rains."

    found = find_dates(text, 19, 37, anchor="2022-09-14")

    assert [(text[one.start : one.end], one.value) for one in found] == [("Tuesday", "2022-09-13")]


@pytest.mark.parametrize(
    ("status", "value"),
    [
        (Status.HAPPENED, "2024-10-15"),
        (Status.DENIED, "2024-10-15"),
        (Status.PLANNED, "2024-10-22"),
        (Status.HYPOTHETICAL, "2024-10-22"),
        (Status.CANCELLED, "2024-10-15"),
        (Status.ONGOING, "2024-10-15"),
    ],
)
def test_the_status_decides_the_direction(status: Status, value: str) -> None:
    """What is planned lies ahead, what happened lies behind."""
    [tuesday] = find_dates("They meet on Tuesday.", 0, 21, anchor="2024-10-16")

    assert choose(tuesday, status) == value


def test_a_fixed_date_is_the_same_for_every_status() -> None:
    """What is said to be last Friday lies behind, whatever the status."""
    [friday] = find_dates("It was last Friday.", 0, 19, anchor="2022-09-13")

    assert {choose(friday, status) for status in Status} == {"2022-09-09"}


def test_the_document_s_own_day_is_both_past_and_future() -> None:
    """A wire of Tuesday says "on Tuesday" of what is over and of what is to come."""
    [tuesday] = find_dates("They meet on Tuesday.", 0, 21, anchor="2024-10-15")

    assert (tuesday.past, tuesday.future) == ("2024-10-15", "2024-10-15")


def test_months_and_beginnings_do_not_carry_over() -> None:
    """The same evening is that of the last day named, not of a month or of an "until"."""
    text = "They met on Wednesday, having agreed in March, and will stay until Sunday."
    found = find_dates(text, 0, len(text), anchor="2023-10-12")

    assert carry(found, None) == "2023-10-11"
    assert carry((), "2023-10-11") == "2023-10-11"


def test_a_wrong_anchor_is_refused() -> None:
    """An anchor that is no EDTF date is an error of the caller, and says so."""
    with pytest.raises(ValueError, match="not an EDTF date"):
        find_dates("on Monday", 0, 9, anchor="13 September 2022")


WORDS = (
    "on in since until by from to between and the last next this early mid- of Monday Sunday May "
    "March February Oct. 12th 29 30 31 13 2020 2021-02-30 2021-10-22 22/10/2021 1357 (1978) year "
    "years weeks days a two twelve ago later earlier after before same day following tomorrow "
    "today's yesterday weekend week month summer half quarter 1990s in the coming few recently "
    "sixth Wenchuan earthquake , . ; ( ) - – said planned every évening ９ ٣ 2,022"
)
DATE_WORDS = st.sampled_from([*WORDS.split(), "\u00a0", "\n"])
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(DATE_WORDS, max_size=14).map(" ".join),
    st.lists(DATE_WORDS, max_size=10).map("".join),
)
ANCHORS = st.one_of(
    st.none(),
    st.dates().map(lambda day: day.isoformat()),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.dates().map(lambda day: day.isoformat()[:4]),
    st.just("XXXX-07-22"),
    st.just("2020-06-13/2020-06-20"),
    st.just("2019/2021"),
)


@given(TEXTS, st.data(), ANCHORS, ANCHORS)
def test_whatever_the_text(
    text: str, data: st.DataObject, anchor: str | None, previous: str | None
) -> None:
    """Nothing raises, spans lie in the sentence, values are EDTF, directions hold."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    found = find_dates(text, start, end, anchor=anchor, previous=previous)

    limit = start
    for one in found:
        assert limit <= one.start < one.end <= end
        limit = one.end
        for value in one.values:
            interval(value)
        assert (one.past is None) == (one.future is None)
        days = interval(anchor) if anchor else None
        if one.past and one.future and days:
            past, future = interval(one.past), interval(one.future)
            assert past is not None
            assert past[0] <= days[1]
            assert future is not None
            assert future[1] >= days[0]
        if anchor is None and previous is None:
            assert one.anchor is None or "document" not in one.anchor
    carry(found, previous)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(-3, 3))
def test_full_dates_come_back_in_every_order(day: date, year_shift: int) -> None:
    """However a day is written out, it is read as that day, whatever the anchor."""
    anchor = (day + timedelta(365 * year_shift)).isoformat()
    month = day.strftime("%B")
    for text in (
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"the {day.day}th of {month}, {day.year}",
        f"{month[:3]}. {day.day}, {day.year}".replace("May.", "May"),
        day.isoformat(),
    ):
        [found] = find_dates(text, 0, len(text), anchor=anchor)
        assert found.value == day.isoformat(), text


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_never_more_than_six_days_away(anchor: date, weekday: int) -> None:
    """Both readings of a weekday are that weekday, within a week of the anchor."""
    name = (date(2024, 1, 1) + timedelta(weekday)).strftime("%A")

    [found] = find_dates(f"on {name}", 0, 3 + len(name), anchor=anchor.isoformat())

    past, future = (date.fromisoformat(text or "") for text in (found.past, found.future))
    assert past.weekday() == future.weekday() == weekday
    assert timedelta(0) <= anchor - past <= timedelta(6)
    assert timedelta(0) <= future - anchor <= timedelta(6)


def test_long_hostile_sentences_take_no_time() -> None:
    """A sentence of 100,000 characters of near misses is read in linear time."""
    for piece in ("on the ", "March 1 to ", "1 ", "same same ", "a few ", "2020-", "in the early "):
        text = piece * (100_000 // len(piece))
        begun = time.perf_counter()
        find_dates(text, 0, len(text), anchor="2022-09-13")
        assert time.perf_counter() - begun < 10, piece


def test_patterns_name_only_known_parts() -> None:
    """Every part in braces is filled in: none is left to stand for itself."""
    for rule in load_book().rules:
        assert not re.search(r"\{[a-z]", rule.regex.pattern), rule.id


def test_two_months_have_the_year_of_the_second() -> None:
    """The year stands once, behind both."""
    text = "In March and April 2023 she visited Ghana."

    found = find_dates(text, 0, len(text), anchor="2024-12-14")

    assert [date.value for date in found] == ["2023-03", "2023-04"]
