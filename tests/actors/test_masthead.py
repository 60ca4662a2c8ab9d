"""Whose page it is by the lines on its top."""

import pytest

from dragoman.actors import Register
from dragoman.actors.mentions.scene import Scene
from dragoman.actors.mentions.settling import find_home
from dragoman.model import Document
from dragoman.text import prepare

STORY = "\n\nThe minister met the ambassador on Tuesday and they spoke about trade for an hour."


@pytest.mark.parametrize(
    ("top", "state"),
    [
        ("Ministry of Foreign Affairs of the Republic of Kenya", "st:ken"),
        ("OFFICE OF THE PRESIDENT\nREPUBLIC OF MALAWI", "st:mwi"),
        ("Ministerio de Relaciones Exteriores | Uruguay", "st:ury"),
        ("Embassy of the People's Republic of China in the Republic of Namibia", "st:chn"),
        ("MONTSAME News Agency", "st:mng"),
        ("President of Serbia meets ambassadors of Norway", None),
        ("Kenya and Malawi", None),
        ("Ministry of Trade\nKenya and Malawi", None),
    ],
)
def test_masthead_tells_whose_page_it_is(top: str, state: str | None, register: Register) -> None:
    """A line that names a state's organ or outlet and nothing else tells whose account it is."""
    clean = prepare(Document("page", top + STORY, published="2023-05-02", language="en"))

    assert find_home(Scene(clean, register, "2023-05-02")) == state
