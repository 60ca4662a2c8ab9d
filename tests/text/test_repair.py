"""Repairs: each rule on its own texts, and what holds of all of them."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dragoman.model import RuleError
from dragoman.text.repair import Repaired, repair, rules
from dragoman.text.rulefile import check, compile_pattern, load

RULES: list[dict[str, Any]] = load("repairs.yml")["rules"]
FINDS = [pytest.param(r, e, id=f"{r['id']}: {e['text'][:40]}") for r in RULES for e in r["finds"]]
PASSES = [
    pytest.param(r, e, id=f"{r['id']}: {e['text'][:40]}") for r in RULES for e in r["passes_over"]
]

DEBRIS = [
    *(e["text"] for r in RULES for e in r["finds"]),
    *(e["text"] for r in RULES for e in r["passes_over"]),
    "u2014", "u2014u2014", "u0131", "u011f", "u2019", "&amp;", "amp;", "hellip;", "Middot;",
    "\u00a0", "\u200b", "*", "**", "[a](https://x.example/)", "](/a)", "\\", ".", ",", " ", "\n",
    " -to -", "Chinas ", "President Xis message", "end.With", "a,b", "<b>", "</b>", '."Promote ',
    "https://x.example/a,b.With", "&nbsp;", "; hellip;", "19", "2020.The ", "andFrance ", ":Hanoi ",
]  # fmt: skip
DIRTY = st.lists(st.sampled_from(DEBRIS) | st.text(max_size=5), max_size=12).map("".join)
WORDS = [
    "the",
    "two",
    "leaders",
    "met",
    "in",
    "Moscow",
    "and",
    "agreed",
    "on",
    "trade",
    "with",
    "China's",
    "minister",
    "who",
    "visited",
    "Berlin",
    "in",
    "May",
    "2020",
    "for",
    "3.7",
    "percent",
    "of",
    "1,000",
    "talks",
    "face-to-face",
    "U.S.",
    "Mr.",
    "Putin",
    "COVID-19",
    "win-win",
    "(Xinhua)",
    "“cloud”",
    "U.N.-led",
    "Xi's",
    "Jr.",
    "a.m.",
    "No.",
    "well-known",
    "—",
    "–",
    "…",
    "&",
    "£5",
    "50%",
    "9:30",
    "q&a",
    "menu2014",
]
CLEAN = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(lambda w: " ".join(w) + "."),
    max_size=5,
).map(" ".join)


@pytest.mark.parametrize(("rule", "example"), FINDS)
def test_rule_repairs_its_text(rule: dict[str, Any], example: dict[str, str]) -> None:
    """All rules together turn the example into what stands beside it, and this rule takes part."""
    repaired = repair(example["text"])

    assert repaired.text == example["becomes"]
    assert rule["id"] in "+".join(r.rule for r in repaired.repairs).split("+")


@pytest.mark.parametrize(("rule", "example"), PASSES)
def test_rule_passes_over(rule: dict[str, Any], example: dict[str, str]) -> None:
    """The rule leaves the text alone, for the reason that stands beside it."""
    [only] = [r for r in rules() if r.id == rule["id"]]

    assert list(only.edits(example["text"])) == [], example["because"]


@given(CLEAN)
def test_clean_text_is_left_alone(text: str) -> None:
    """Sentences of ordinary words come back as they are."""
    repaired = repair(text)

    assert repaired.text == text
    assert repaired.repairs == ()


def test_treebank_is_left_alone(shared: Any) -> None:
    """Not one sentence of a thousand from newspapers and encyclopedias is touched."""
    path = shared / "treebanks" / "en_pud.conllu"
    if not path.is_file():
        pytest.skip("needs ../shared/treebanks/en_pud.conllu")
    head = "# text = "
    sentences = [
        line[len(head) :] for line in path.read_text("utf-8").split("\n") if line.startswith(head)
    ]

    assert len(sentences) == 1000
    assert [s for s in sentences if repair(s).text != s] == []


@given(DIRTY)
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    """What a repair leaves behind is clean."""
    once = repair(text).text

    assert repair(once).text == once


@given(DIRTY)
@example("Louisi\u00a0Middot;\u00a0Dima")
@example("and so on\u00a0&nbsp;\u00a0then &amp;hellip;")
def test_repairs_rebuild_the_text(text: str) -> None:
    """Putting each repair's words in the place of the original's gives the repaired text."""
    repaired = repair(text)
    built, at = "", 0
    for one in repaired.repairs:
        assert text[one.start : one.end] == one.before
        assert one.before != one.after
        assert at <= one.start <= one.end
        built += text[at : one.start] + one.after
        at = one.end

    assert built + text[at:] == repaired.text


def slow_back(text: str, repaired: Repaired, start: int, end: int) -> tuple[int, int]:
    """The same answer as `back`, a character at a time."""
    cells: list[tuple[int, int]] = []  # of each repaired character: where it came from
    at = 0
    for one in repaired.repairs:
        cells += [(n, n + 1) for n in range(at, one.start)]
        cells += [(one.start, one.end)] * len(one.after)
        at = one.end
    cells += [(n, n + 1) for n in range(at, len(text))]
    part = cells[start:end]
    return min(a for a, _ in part), max(b for _, b in part)


@given(DIRTY, st.data())
def test_back_gives_the_shortest_stretch(text: str, data: st.DataObject) -> None:
    """Each stretch goes back to what its characters came from, and no more; the whole is whole."""
    repaired = repair(text)
    size = len(repaired.text)
    assert repaired.back(0, size) == (0, len(text))
    if size < 2:
        return
    start = data.draw(st.integers(0, size - 1))
    end = data.draw(st.integers(start + 1, size))
    if (start, end) == (0, size):
        return

    assert repaired.back(start, end) == slow_back(text, repaired, start, end)


@given(st.text(st.characters(codec=None), max_size=60))
def test_any_unicode_is_survived(text: str) -> None:
    """Whatever the characters, unpaired surrogates among them, nothing raises."""
    repaired = repair(text)

    assert repaired.back(0, len(repaired.text)) == (0, len(text))


@pytest.mark.parametrize(
    ("text", "words", "original"),
    [
        pytest.param("broke out.With the", "out. With", "out.With", id="inserted space"),
        pytest.param("President Xis message", "Xi's", "Xis", id="inserted apostrophe"),
        pytest.param("a face -to -face talk", "face-to-face", "face -to -face", id="deleted"),
        pytest.param("Louisi Middot; Dima Yong", "Dima", "Dima", id="beside a deletion"),
        pytest.param("Louisi\u00a0Middot;\u00a0Dima Yong", "Louisi", "Louisi", id="two rules"),
        pytest.param("a\u00a0Middot;\u00a0Dima", "Dima", "Dima", id="one over another"),
        pytest.param("Erdou011fan came", "Erdoğan", "Erdou011fan", id="replaced"),
        pytest.param(
            "to deliver [remarks](https://x.example/) at", "remarks", "remarks", id="link"
        ),
        pytest.param("\u200bXi met Putin", "Xi", "Xi", id="deleted at the edge"),
    ],
)
def test_words_go_back_to_their_original(text: str, words: str, original: str) -> None:
    """Words found in the repaired text are quoted as the document has them."""
    repaired = repair(text)
    start = repaired.text.index(words)

    first, last = repaired.back(start, start + len(words))

    assert text[first:last] == original


def test_back_refuses_what_lies_outside() -> None:
    """A stretch outside the text is an error and not a clipped answer."""
    with pytest.raises(ValueError, match="does not lie inside"):
        repair("Two leaders met.").back(3, 99)


@pytest.mark.parametrize("piece", [".", "a ", "*a ", "[a", "u2014", "&amp;", "<b ", "@", "\u00a0"])
def test_hostile_repetition_ends(piece: str) -> None:
    """A long run of the same piece takes time in proportion to its length, not to its square.

    Two hundred thousand characters take milliseconds; squared, they would take minutes.
    """
    repaired = repair(piece * (200_000 // len(piece)))

    assert len(repaired.text) <= 200_000


def test_examples_say_where_they_are_from(shared: Path) -> None:
    """Each example is marked as invented, or stands word for word in the document it names."""
    for rule in RULES:
        for one in rule["finds"]:
            assert ("from" in one) != bool(one.get("invented")), one["text"]
        for one in (*rule["finds"], *rule["passes_over"]):
            if name := one.get("from"):
                if name.startswith("seed-"):
                    [path] = (shared / "seeds").glob(f"{name[5:]}_*.txt")
                else:
                    path = shared / "gold" / "written" / f"{name}.txt"
                assert one["text"] in path.read_text("utf-8"), (name, one["text"])


def test_file_with_mistakes_is_refused() -> None:
    """A text that a comma cut off, an unknown key and a rule without examples are errors."""
    good = {"id": "a", "finds": [{"text": "x"}], "passes_over": []}
    cut = {"text": "see on", "off today": None}

    for bad, says in [
        ({**good, "finds": [cut]}, "off today"),
        ({**good, "finds": []}, "finds no example"),
        ({**good, "mood": 1}, "mood"),
        ({"id": "a", "finds": [1]}, "lacks"),
    ]:
        with pytest.raises(RuleError, match=says):
            check("a.yml", [bad], {"id", "finds", "passes_over"}, set())
    with pytest.raises(RuleError, match="id of its own"):
        check("a.yml", [good, good], {"id", "finds", "passes_over"}, set())
    with pytest.raises(RuleError, match="speaks of <nobody>"):
        compile_pattern("a.yml", "a", "x<nobody>", {"state": "China"})
