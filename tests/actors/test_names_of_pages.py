"""How pages name their own leaders and others without their names or states."""

import pytest

from dragoman.actors import Register
from dragoman.actors.mentions import find_mentions
from dragoman.model import Document
from dragoman.text import prepare

DAY = "2021-09-22"
KHM, UZB, PAK = "https://akp.gov.kh/x", "https://president.uz/x", "https://www.mofa.gov.pk/x"
CASES = [
    ("Uganda helped the Southern Sudanese army.", "", "the Southern Sudanese army", "st:ssd"),
    ("HR/VP Josep Borrell met Antony Blinken. The HR/VP left.", "", "The HR/VP",
     "pe:josep-borrell"),
    ("Iran's acting Foreign Minister Ali Baqeri Kani met Ishaq Dar. Baqeri said so.", "", "Baqeri",
     "pe:ali-bagheri-kani"),
    ("King Mohammed VI met visitors. The Sovereign will go to Ghana.", "", "The Sovereign",
     "pe:mohammed-vi"),
    ("King Mohammed VI met visitors. The Sovereign Council will go to Ghana.", "",
     "The Sovereign", ""),
    ("Our President met guests from Ghana.", UZB, "Our President", "pe:shavkat-mirziyoyev"),
    ('"Our President is strong," said the guest from Ghana.', UZB, "Our President", ""),
    ("The Head of our state will leave Beijing.", UZB, "The Head of our state",
     "pe:shavkat-mirziyoyev"),
    ("FM arrives in Ankara.", PAK, "FM", "pe:shah-mahmood-qureshi"),
    ("FM radio is popular in Ankara.", PAK, "FM", ""),
    ("The Ambassador of the RF to Armenia left.", "", "The Ambassador of the RF to Armenia",
     "of:rus.amb.arm"),
    ("RF modules are made in Japan.", "", "RF", ""),
    ("RIYADH - Russian President Vladimir Putin arrives.", "", "RIYADH", "st:sau"),
    ("Brussels imposed sanctions on Belarus.", "", "Brussels", "og:eu"),
    ("He flew to Brussels from Minsk.", "", "Brussels", "st:bel"),
    ("He flew to Hawaii from Tokyo.", "", "Hawaii", "pl:hawaii"),
    ("Trains between Minsk and Brest stopped.", "", "Brest", "pl:brest-litovsk"),
    ("The French ship left Brest.", "", "Brest", "pl:brest"),
    ("China gave Fiji a boat. Ambassador Mei Yang said so.", "", "Ambassador Mei Yang", "st:chn"),
    ("King Mohammed VI sent a message to the president of Moldova, Maia Sandu, on her country's "
     "day.", "", "her country", "st:mda"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "url", "words", "ident"), CASES)
def test_a_page_names_without_names(
    register: Register, text: str, url: str, words: str, ident: str
) -> None:
    """Short, old and local ways of naming mean whom readers of the page take them to mean."""
    clean = prepare(Document("d", text, url=url or None, published=DAY))
    found = {}
    for mentions in find_mentions(clean, register, day=DAY):
        for one in mentions:
            ids = {i for a in one.actors for i in (a.polity, a.office, a.person) if i}
            found[clean.text[one.start : one.end]] = ids | ({one.place} if one.place else set())
    assert ident in found.get(words, set()) if ident else not found.get(words)
