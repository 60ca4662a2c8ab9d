"""Which documents are copies of each other."""

import pytest

from dragoman.link import find_copies, link_documents
from dragoman.model import Text

STORY = (
    "The foreign ministers of Freedonia and Sylvania met in the capital on Tuesday and agreed to "
    "reopen the border crossing at the old bridge, the ministry said. They also spoke about grain "
    "and about the visit that the president of Sylvania is to make in the spring of next year. "
    "It was their third meeting since the talks were resumed, and a fourth is planned for May."
)
OTHER = (
    "Rice harvests in the delta were better than in the year before, farmers said on Monday, and "
    "prices in the markets of the capital have begun to fall. The ministry of agriculture expects "
    "exports to double by the end of the season if the roads to the port are repaired in time."
)


def copies(*texts: tuple[str, str, str | None]) -> list[tuple[str, ...]]:
    """Return the groups of documents with nearly the same text."""
    return [found.docs for found in find_copies(Text(*text) for text in texts)]


def test_a_story_that_papers_print_is_one_source() -> None:
    """A line before and behind makes no other text of it; the first published one is named."""
    found = find_copies(
        [
            Text("a", f"{STORY} Read more on our page.", "2023-05-03"),
            Text("b", STORY, "2023-05-02"),
            Text("c", OTHER, "2023-05-02"),
        ]
    )

    assert [(group.docs, group.first) for group in found] == [(("a", "b"), "b")]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(
            [("a", STORY, "2023-05-02"), ("b", STORY, "2023-07-02")],
            [],
            id="the same words two months later are said again",
        ),
        pytest.param(
            [("a", STORY, None), ("b", STORY, "2023-07-02")], [("a", "b")], id="no day is known"
        ),
        pytest.param(
            [("a", "Xi meets Putin", None), ("b", "Xi meets Putin", None)],
            [("a", "b")],
            id="short ones that are equal",
        ),
        pytest.param(
            [("a", "Xi meets Putin", None), ("b", "Xi meets Modi", None)],
            [],
            id="short ones that are nearly equal",
        ),
        pytest.param([("a", "", None), ("b", "", None)], [], id="nothing is no copy of nothing"),
    ],
)
def test_what_is_a_copy(
    texts: list[tuple[str, str, str | None]], expected: list[tuple[str, ...]]
) -> None:
    """Nearly the same text, at about the same time."""
    assert copies(*texts) == expected


def test_copies_are_told_with_the_events() -> None:
    """Linking documents finds their copies first."""
    linked = link_documents([], [Text("a", STORY), Text("b", STORY)])

    assert [group.docs for group in linked.copies] == [("a", "b")]
