"""Who is meant by words that need the sentence, the document or a list: "its ambassador", "I"."""

from collections.abc import Callable
from typing import Any

import pytest

from dragoman.actors import Register

Reader = Callable[..., list[Any]]
WHITE_HOUSE = "https://bidenwhitehouse.archives.gov/briefing-room/x"

# (sentence, [(words, office or most specific id of each actor)])
CASES = [
    # Whose ambassador: the state that acts before.
    ("Germany recalled its ambassador to Iran.",
     [("Germany", "st:deu"), ("its ambassador to Iran", "of:deu.amb.irn")]),
    ("Lithuania recalled a diplomat and its ambassador to Belarus.",
     [("Lithuania", "st:ltu"), ("its ambassador to Belarus", "of:ltu.amb.blr")]),
    ("Poland's foreign minister summoned its ambassador to Hungary.",
     [("Poland's foreign minister", "of:pol.fm"),
      ("its ambassador to Hungary", "of:pol.amb.hun")]),
    ("Germany told Iraq its ambassador to Iran would leave.",
     [("Germany", "st:deu"), ("Iraq", "st:irq"), ("its ambassador to Iran", "of:deu.amb.irn")]),
    # Nobody acts before: the state that is said stays.
    ("Its ambassador to Iran left.", [("Iran", "st:irn")]),
    ("Our ambassador to Iran left.", [("Iran", "st:irn")]),
    # "Their" needs two.
    ("Saudi Arabia and Iran said their foreign ministers would meet.",
     [("Saudi Arabia", "st:sau"), ("Iran", "st:irn"),
      ("their foreign ministers", "of:sau.fm of:irn.fm")]),
    ("Macron said his foreign minister would go.",
     [("Macron", "of:fra.head"), ("his foreign minister", "of:fra.fm")]),
    # Given names with a hyphen are one name, each with its state.
    ("Cho Tae-yong of the ROK left.", [("Cho Tae-yong of the ROK", "of:kor.nsa")]),
    ("Jake Sullivan met with his counterparts Takeo Akiba of Japan, Cho Tae-yong of the Republic "
     "of Korea, and Eduardo Ano of the Philippines.",
     [("Jake Sullivan", "of:usa.nsa"), ("his counterparts Takeo Akiba of Japan", "of:jpn.nsa"),
      ("Cho Tae-yong of the Republic of Korea", "of:kor.nsa"),
      ("Eduardo Ano of the Philippines", "of:phl.nsa")]),
    ("Jake Sullivan met his national security advisor counterparts Takeo Akiba of Japan and "
     "Eduardo Ano of the Philippines.",
     [("Jake Sullivan", "of:usa.nsa"),
      ("his national security advisor counterparts Takeo Akiba of Japan", "of:jpn.nsa"),
      ("Eduardo Ano of the Philippines", "of:phl.nsa")]),
    # A name that a state, an organization or a leader owns.
    ("The EU's Borrell arrived.", [("The EU's Borrell", "of:eu.fm")]),
    ("Ukraine's Zelenskyy arrived.", [("Ukraine's Zelenskyy", "of:ukr.head")]),
    ("Kremlin spokesman Dmitry Peskov said so.",
     [("Kremlin spokesman Dmitry Peskov", "of:rus.spokes")]),
    ("US Secretary of State Blinken said so.",
     [("US Secretary of State Blinken", "of:usa.fm")]),
    ("Turkish presidential spokesman Ibrahim Kalin said so.",
     [("Turkish presidential spokesman Ibrahim Kalin", "of:tur.spokes")]),
    ("Putin aide Yuri Ushakov came.",
     [("Putin", "of:rus.head"), ("aide Yuri Ushakov", "of:rus.aide")]),
    ("Macron's adviser Emmanuel Bonne came.",
     [("Macron", "of:fra.head"), ("adviser Emmanuel Bonne", "of:fra.nsa")]),
    ("Putin's prime minister came.",
     [("Putin", "of:rus.head"), ("prime minister", "of:rus.hog")]),
    ("UN Special Envoy for Yemen Hans Grundberg came.",
     [("UN Special Envoy for Yemen Hans Grundberg", "of:un.envoy")]),
    # A stranger's state stays when he does not.
    ("Ukraine's opposition leader spoke.", [("Ukraine", "st:ukr")]),
    # Lists and groups.
    ("The presidents of Kenya, Uganda and Rwanda met.",
     [("The presidents of Kenya, Uganda and Rwanda", "of:ken.head of:uga.head of:rwa.head")]),
    ("Baltic foreign ministers met.",
     [("Baltic foreign ministers", "of:est.fm of:lva.fm of:ltu.fm")]),
    ("The five Central Asian presidents met.",
     [("The five Central Asian presidents",
       "of:kaz.head of:kgz.head of:tjk.head of:tkm.head of:uzb.head")]),
    ("Central Asian leaders met.",
     [("Central Asian leaders",
       "of:kaz.head of:kgz.head of:tjk.head of:tkm.head of:uzb.head")]),
    ("The Nordic countries agreed.",
     [("The Nordic countries", "st:dnk st:fin st:isl st:nor st:swe")]),
    ("They crossed the Baltic Sea.", []),
    ("The Indian and Pakistani foreign secretaries met.",
     [("The Indian and Pakistani foreign secretaries", "of:ind.deputyfm of:pak.deputyfm")]),
    # A delegation is who leads it.
    ("A Chinese delegation led by Vice Premier He Lifeng came.",
     [("A Chinese delegation led by Vice Premier He Lifeng", "of:chn.dpm")]),
    ("They received a delegation of senior officials from the United States led by Antony Blinken.",
     [("a delegation of senior officials from the United States led by Antony Blinken",
       "of:usa.fm")]),
    # Who leads it acts for those who sent it.
    ("A delegation of the bloc ECOWAS led by Nigeria's former ruler Abdulsalami Abubakar came.",
     [("A delegation of the bloc ECOWAS led by Nigeria's former ruler Abdulsalami Abubakar",
       "og:ecowas")]),
    # A row of titles up to the name.
    ("Chinese Communist Party Politburo Member, Director of the Office of the Foreign Affairs "
     "Commission, and Foreign Minister Qin Gang came.",
     [("Chinese Communist Party Politburo Member, Director of the Office of the Foreign Affairs "
       "Commission, and Foreign Minister Qin Gang", "of:chn.fm")]),
    ("A Chinese delegation led by Ruritanians came.", [("A Chinese delegation", "st:chn")]),
    ("Indian officials met a Turkish envoy.",
     [("Indian officials", "st:ind"), ("a Turkish envoy", "st:tur")]),
]  # fmt: skip


def _ids(hit: Any) -> str:
    return " ".join(actor.office or actor.id or "?" for actor in hit.mention.actors)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0][:50])
def test_a_sentence_says_who(read: Reader, case: tuple[str, list[tuple[str, str]]]) -> None:
    """The sentence has exactly these mentions with actors, each with office or state."""
    sentence, expected = case

    found = [(hit.words, _ids(hit)) for hit in read(sentence, "2023-06-10") if hit.mention.actors]

    assert found == expected


FRAMES = [
    "{} recalled its ambassador.", "It recalled its ambassador to {}.", "{}'s mayor spoke.",
    "The opposition leader of {} spoke.", "They left {} for good.", "Talks with {} failed.",
    "Its envoy to {}, Ana Teo, left.", "His special representative for {} left.",
    "The former governor came to {}.",
]  # fmt: skip


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("state, ident", [("Iran", "st:irn"), ("Brazil", "st:bra")])
def test_a_state_that_is_named_is_never_lost(
    read: Reader, frame: str, state: str, ident: str
) -> None:
    """No phrase swallows a state's name and leaves nobody."""
    hits = read(frame.format(state), "2023-06-10")

    assert any(
        ident in {actor.polity, hit.mention.place} or f".{ident[3:]}" in (actor.office or "")
        for hit in hits
        for actor in hit.mention.actors
    )


def test_a_house_speaks_of_its_own(read: Reader) -> None:
    """A White House document need not introduce its Vice President, First Lady and adviser."""
    hits = read(
        "The Vice President thanked the First Lady and Mr. Sullivan.", "2023-06-10",
        url=WHITE_HOUSE,
    )  # fmt: skip

    assert [hit.ids for hit in hits] == ["pe:kamala-harris", "st:usa", "pe:jake-sullivan"]


def test_elsewhere_the_adviser_is_unknown(read: Reader) -> None:
    """Outside his government's account "Mr. Sullivan" is nobody."""
    assert read("Mr. Sullivan left.", "2023-06-10") == []


STATEMENT = "Statement from President Joe Biden on Ukraine"


def test_i_is_whose_statement_it_is(read: Reader) -> None:
    """In a person's statement "I" is that person and "we" the state; "our" is nobody."""
    hits = read(
        "Today I spoke with President Zelenskyy of Ukraine.\nWe stand by our word.",
        "2023-06-10", title=STATEMENT,
    )  # fmt: skip

    assert [(hit.words, hit.ids, hit.mention.actors[0].how) for hit in hits] == [
        ("I", "pe:joe-biden", "first-person"),
        ("President Zelenskyy of Ukraine", "pe:volodymyr-zelenskyy", "title"),
        ("We", "st:usa", "first-person"),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Joint Statement from President Biden and President Macron",
        "Readout of President Biden's Call",
        "Statement on Ukraine",
        None,
    ],
)
def test_i_is_nobody_where_nobody_speaks(read: Reader, title: str | None) -> None:
    """A joint statement, a readout and a text without a speaker have no "I"."""
    fields = {"title": title} if title else {}

    assert [h.words for h in read("I spoke. We agreed.", "2023-06-10", **fields)] == []


QUOTED = [
    "Zelenskyy told me: \u201cI will come, and we will win.\u201d",
    'Zelenskyy told me: "I will come, and we will win."',
    "World War I began.",
]


@pytest.mark.parametrize("sentence", QUOTED)
def test_another_ones_i_is_not_the_speakers(read: Reader, sentence: str) -> None:
    """Inside quotation marks somebody else speaks, and a numeral is no person."""
    hits = read(sentence, "2023-06-10", title=STATEMENT)

    assert [hit.words for hit in hits if hit.words in ("I", "we")] == []


def test_he_is_never_i(read: Reader) -> None:
    """After "I spoke with Zelenskyy", "he" is Zelenskyy, and so are "our two countries" two."""
    hits = read(
        "I spoke with President Zelenskyy.\nHe agreed.\nOur two countries are friends.",
        "2023-06-10", title=STATEMENT,
    )  # fmt: skip
    found = {hit.words: hit.ids for hit in hits}

    assert found["He"] == "pe:volodymyr-zelenskyy"
    assert found["two countries"] == "st:usa st:ukr"


def test_groups_say_as_of_when(register: Register) -> None:
    """A group of states has known members, in the register's ids."""
    assert register.members("baltic") == ("st:est", "st:lva", "st:ltu")
    assert all(
        register.polity(state)
        for group in ("baltic", "nordic", "central-asia", "benelux", "visegrad", "south-caucasus")
        for state in register.members(group)
    )
