"""Where a text is written decides whose ministers its bare titles are."""

import pytest

from dragoman.actors import Register
from dragoman.actors.mentions import find_mentions
from dragoman.model import Document
from dragoman.text import prepare

NEWS = "Deputy Foreign Minister Adam Ewart received the ambassador of Belarus on Friday there."


@pytest.mark.parametrize(
    ("dateline", "polity"),
    [
        ("BISHKEK, KABAR. ", "st:kgz"),
        ("KABUL, Aug 3 (Reuters) - ", "st:afg"),
        ("Phnom Penh, February 05, 2020 AKP -- ", "st:khm"),
        ("Lima, Oct. 6. ", "st:per"),
        ("", None),
    ],
)
def test_a_title_alone_is_of_the_datelines_state(
    register: Register, dateline: str, polity: str | None
) -> None:
    """A bare title is that of the state of the dateline; without one, nobody's."""
    clean = prepare(Document("d", f"{dateline}{NEWS}"))

    found = [m for mentions in find_mentions(clean, register, day=None) for m in mentions]

    assert [actor.polity for actor in found[0].actors] == [polity]
