"""The figure of who said what."""

import pytest
from figure_making import HOSTILE, drawn, says, values

from dragoman.ask.book import Basis
from dragoman.ask.voices import Voice, VoiceCount, Voices


def counted(by: str, key: str, n: int) -> VoiceCount:
    """Return the counts of one side, all neutral but one."""
    return VoiceCount(by, key, n, 1, 0, n - 1, 0, 1)


def voices(*counts: VoiceCount) -> Voices:
    """Return an answer with these counts."""
    voice = Voice(
        "s1", "officials", "pe:x", "X", None, "st:chn", "a.txt", None, None, "2020-08-20", "said",
        "words", "neutral", (), (), None, "d1", 0, 5, ("d1",), ("s1",),
    )  # fmt: skip
    return Voices(Voice, (voice,), Basis(n_documents=1), counts=counts)


def test_each_side_has_a_panel_with_its_own_number() -> None:
    """Sides are not added up; the unknown one comes last, whatever its size."""
    figure = drawn(
        voices(
            counted("side", "(not known)", 9), *(counted("side", s, 5) for s in ("st:a", "st:b"))
        )
    )
    titles = [
        part["title"]["text"] for row in figure.spec["vconcat"][:-1] for part in row["hconcat"]
    ]

    assert titles == [
        ["ST:A", "n = 5 in 1 document"],
        ["ST:B", "n = 5 in 1 document"],
        ["not known", "n = 9 in 1 document"],
    ]
    assert not says(figure, "19")


def test_without_known_sides_the_speakers_states_stand_for_them() -> None:
    """It says so, in the title and in the small print."""
    figure = drawn(voices(counted("side", "(not known)", 6), counted("state", "st:chn", 6)))

    assert figure.title.endswith("by stance and state of the speaker")
    assert says(figure, "the speaker's state stands for it")


@pytest.mark.parametrize("n", [1, 40])
def test_few_and_many(n: int) -> None:
    """What has no panel is counted in words; hostile names are only text."""
    figure = drawn(voices(*(counted("side", f"{nth}{HOSTILE}", 50 - nth) for nth in range(n))))

    assert says(figure, "28 more sides") is (n == 40)
    assert len(figure.tables[0].rows) == n
    assert max(row["n"] for row in values(figure, "stance")) == 49
