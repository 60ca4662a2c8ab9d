"""The examples of docs/patterns.md find what the page says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.parse.matching import Definition, clause, compile_patterns, matcher, search, syntax

PAGE = Path(__file__).parents[3] / "docs" / "patterns.md"
TEXT = PAGE.read_text(encoding="utf-8")
SET = re.compile(r"^\$(\w+) = (.+)\n", re.MULTILINE)


BLOCKS = re.findall(r"^```pattern\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def examples() -> Iterator[tuple[dict[str, list[str]], str, str, str]]:
    """Give the sets, the pattern, a sentence and what it says is found, for each example."""
    for block in BLOCKS:
        sets = {name: words.split(", ") for name, words in SET.findall(block)}
        pattern, _, cases = SET.sub("", block).strip().partition("\n\n")
        lines = cases.splitlines()
        for sentence, says in zip(lines[::2], lines[1::2], strict=True):
            yield sets, pattern, sentence, says.strip()


EXAMPLES = list(examples())


@pytest.mark.parametrize(("sets", "pattern", "sentence", "says"), EXAMPLES)
def test_example(sets, pattern, sentence, says, trees, find):
    """The pattern finds in the sentence what the page says."""
    found = find(pattern, trees[sentence], sets=sets)

    roles = [
        "; ".join(f"{role}: {', '.join(words)}" for role, words in match.items()) for match in found
    ]
    assert sorted("; ".join(roles).split("; ")) == sorted(says.replace("nothing", "").split("; "))


def test_examples_are_found():
    """No example is passed over because its block is written otherwise."""
    assert len(BLOCKS) == TEXT.count("```pattern")
    assert all("\n\n" in SET.sub("", block).strip() for block in BLOCKS), "no sentences"


def test_the_mistake_on_the_page_is_what_is_said():
    """The error message is the one that the page prints."""
    message, pattern, caret = re.findall(r"^```\n(letter\.yml.*?)^```$", TEXT, re.M | re.S)[
        0
    ].splitlines()

    with pytest.raises(syntax.RuleError) as error:
        compile_patterns([Definition("letter.brought", "letter.yml", pattern.strip())])

    said = str(error.value).split("\n")
    assert said[0].startswith(message.removesuffix(" ..."))
    assert said[1:] == [pattern, caret]


def test_limits_are_those_of_the_code():
    """The page's figures are the code's."""
    limits = " ".join(TEXT.split("## Limits")[1].split())

    assert re.findall(r"[\d,]*\d", limits) == [
        f"{limit:,}"
        for limit in (
            *(
                syntax.DEEPEST,
                matcher.MOST_TRIGGERS,
                search.MOST_WAYS,
                clause.MOST,
                clause.FARTHEST,
            ),
        )
    ]
    assert f"{search.FARTHER} for each step" in TEXT
