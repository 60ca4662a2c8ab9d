"""Whether a text names anybody of another state."""

import pytest

from dragoman.actors import Register
from dragoman.actors.abroad import names_abroad


@pytest.mark.parametrize(
    ("text", "abroad"),
    [
        ("The President signed the bill, and the White House thanked Congress.", False),
        ("Joe Biden spoke in Washington about American workers.", False),
        ("They spoke of Russia.", True),
        ("He saw the Hungarian team.", True),
        ("It happened in Geneva.", True),
        ("Emmanuel Macron called.", True),
        ("They asked the Kremlin.", True),
        ("The statement was sent to NATO.", True),
        ("Congo and Korea are two each.", True),
        ("the polish of a table, a turkey and a jordan almond", False),
        ("", False),
    ],
)
def test_a_listed_name_that_is_not_of_home_is_abroad(
    register: Register, text: str, abroad: bool
) -> None:
    """States, people of theirs, bodies and places count as far as they are not of home."""
    assert names_abroad(text, register, "st:usa") is abroad


def test_without_a_home_every_state_is_abroad(register: Register) -> None:
    """An account whose state is not known says nothing of who is a foreigner."""
    assert names_abroad("The United States voted.", register, None)
    assert not names_abroad("The United States voted.", register, "st:usa")
