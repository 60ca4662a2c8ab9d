"""Sections: the line rules on their own lines, and whole pages."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.text import find_sections, repair
from dragoman.text.rulefile import load
from dragoman.text.sections import line_rules

RULES: list[dict[str, Any]] = load("sections.yml")["rules"]
FINDS = [pytest.param(r, e, id=f"{r['id']}: {e[:40]}") for r in RULES for e in r["finds"]]
PASSES = [pytest.param(r, e, id=f"{r['id']}: {e[:40]}") for r in RULES for e in r["passes_over"]]
LINES = [e for r in RULES for e in (*r["finds"], *r["passes_over"])]
PROSE = (
    "The two leaders spoke for an hour on the telephone on Monday and agreed that their ministers "
    "would meet again before the end of the year in Hanoi."
)


def kinds(text: str) -> dict[str, str]:
    """The kind of each line."""
    return {
        line: str(section.kind)
        for section in find_sections(text)
        for line in text[section.start : section.end].split("\n")
        if line
    }


@pytest.mark.parametrize(("rule", "line"), FINDS)
def test_rule_finds_its_line(rule: dict[str, Any], line: str) -> None:
    """The rule finds the line, and the first rule that does is of the same kind."""
    [own] = [r for r in line_rules() if r.id == rule["id"]]

    assert own.matches(line)
    assert next(r for r in line_rules() if r.matches(line)).kind == rule["kind"]


@pytest.mark.parametrize(("rule", "line"), PASSES)
def test_rule_passes_over(rule: dict[str, Any], line: str) -> None:
    """The rule leaves the line alone."""
    [own] = [r for r in line_rules() if r.id == rule["id"]]

    assert not own.matches(line)


@given(st.lists(st.sampled_from([*LINES, PROSE, "", "  "]) | st.text(max_size=8), max_size=12))
def test_sections_cover_the_text(rows: list[str]) -> None:
    """Sections follow each other from the first character to the last, none of them empty."""
    text = "\n".join(rows)
    at = 0
    for section in find_sections(text):
        assert section.start == at
        assert section.end > section.start
        at = section.end

    assert at == len(text)


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_unicode_is_survived(text: str) -> None:
    """Whatever the characters, the sections cover the text."""
    sections = find_sections(text)

    assert sum(s.end - s.start for s in sections) == len(text)


def test_block_of_teasers_runs_to_the_end() -> None:
    """What stands under "Related stories" announces other documents."""
    page = f"A headline about a call\n{PROSE}\nRelated Stories\nXi meets Putin\nModi in Kazan"

    assert kinds(page) == {
        "A headline about a call": "body",
        PROSE: "body",
        "Related Stories": "teaser",
        "Xi meets Putin": "teaser",
        "Modi in Kazan": "teaser",
    }


def test_body_resumes_after_teasers() -> None:
    """Two paragraphs in a row are the article again; losing body is worse than keeping debris."""
    page = f"{PROSE}\nRead more\nXi meets Putin\n1 {PROSE}\n2 {PROSE}"

    found = kinds(page)

    assert found["Xi meets Putin"] == "teaser"
    assert found[f"1 {PROSE}"] == found[f"2 {PROSE}"] == "body"


def test_blurb_under_a_link_headline_is_a_teaser() -> None:
    """One paragraph between link headlines belongs to them."""
    page = f"{PROSE}\nRelated\nXi meets Putin\n1 {PROSE}\nModi in Kazan for talks"

    assert kinds(page)[f"1 {PROSE}"] == "teaser"


def test_inline_teaser_is_one_line() -> None:
    """A "Read also: ..." in the middle of an article marks itself and nothing after it."""
    page = f"{PROSE}\nRead also: Xi meets Putin in Kazan\nShort line of the body here"

    found = kinds(page)

    assert found["Read also: Xi meets Putin in Kazan"] == "teaser"
    assert found["Short line of the body here"] == "body"


def test_link_headline_above_the_web_editor() -> None:
    """A headline between the last paragraph and the editor's line links to another story."""
    page = f"{PROSE}\n\nChina, Pakistan strive to build a community\n\n(Web editor: A, B)"

    assert kinds(page)["China, Pakistan strive to build a community"] == "teaser"


def test_menu_above_the_article_opens_no_block() -> None:
    """A "Latest news" on top of a page does not turn the article under it into a teaser."""
    page = f"Latest news\nTwo leaders speak by telephone\n{PROSE}"

    found = kinds(page)

    assert found["Latest news"] == "debris"
    assert found["Two leaders speak by telephone"] == found[PROSE] == "body"


def test_heading_of_teasers_above_the_article_opens_no_block() -> None:
    """Links on top of a page do not take the headline and the text below them along."""
    page = f"More news\nTwo leaders speak by telephone\n{PROSE}\nThe end was near"

    found = kinds(page)

    assert found["More news"] == "teaser"
    assert found["Two leaders speak by telephone"] == found["The end was near"] == "body"


def test_words_of_a_wrapped_paragraph_are_no_rule_lines() -> None:
    """In a text wrapped at 72 a line that happens to read like a menu is part of its paragraph."""
    text = (
        "The ministers of both countries met on the sidelines of the assembly and\n"
        "agreed that the press would be told no more than was needed about the\n"
        "related\nstories of the two prisoners who were exchanged on the border in May\n"
        "and whose families had asked for silence."
    )

    assert {s.kind for s in find_sections(text)} == {"body"}


SEED_LINES = {
    "001": {
        "China, Pakistan strive to build a community": "teaser",
        "(Web editor: Hongyu": "debris",
        "Related Stories": "teaser",
        "China-Russia comprehensive strategic partnership": "body",
        "(People's Daily Online) 17:37": "debris",
        "Chinese Ambassador to Russia Zhang Hanhui": "body",
    },
    "002": {
        "Cloud Diplomacy Dispels": "body",
        "In a crisis": "body",
        "You’re reading a preview": "debris",
        "Grassroots Glory": "teaser",
        "Chinese Premier Li Qiang paid official visits": "teaser",
        "Roughly the size of Europe": "teaser",
    },
    "003": {"Author: Wang Pei": "debris", "Twelve years ago": "body"},
    "004": {"(Beijing Comprehensive News)": "body", "The first Chinese official": "body"},
    "000": {"The first is about Xi": "body", "China novel coronavirus": "body"},
}


@pytest.mark.parametrize("seed", sorted(SEED_LINES))
def test_seed_sections(seed: str, shared: Path) -> None:
    """The seeds' teasers, bylines and editors' lines are told from their text."""
    [path] = (shared / "seeds").glob(f"{seed}_*.txt")
    text = repair(path.read_text("utf-8")).text
    sections = find_sections(text)

    for words, kind in SEED_LINES[seed].items():
        at = text.index(words)
        assert [s.kind for s in sections if s.start <= at < s.end] == [kind], words


def test_gold_evidence_lies_in_its_section(shared: Path) -> None:
    """Evidence of teaser events lies in teasers, all other evidence in the body.

    The one exception rests on the caption of a photograph, and is optional in the record.
    """
    gold = shared / "gold"
    work = set(json.loads((gold / "split.json").read_text("utf-8"))["written"]["work"])
    exceptions, looked_at = [], 0
    for line in (gold / "written.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        if record["id"] not in work:
            continue
        page = (gold / "written" / f"{record['id']}.txt").read_text("utf-8")
        text = page.split("\n\n", 1)[1]
        repaired = repair(text)
        sections = [(s, *repaired.back(s.start, s.end)) for s in find_sections(repaired.text)]
        for event in record["events"]:
            expected = event.get("section", "body")
            for start, end in event["evidence_offsets"]:
                looked_at += 1
                found = {str(s.kind) for s, a, b in sections if a < end and start < b}
                if found != {expected}:
                    exceptions.append((event["id"], expected, found, text[start:end]))

    assert looked_at > 300
    assert [e[0] for e in exceptions] == ["wr26.e4"], exceptions
