"""Whom words do not mean: a wrong person or state is worse than none.

All sentences are invented, and so are their bystanders; only officials are real.
"""

from collections.abc import Callable
from typing import Any

import pytest

from dragoman.actors import Register

Reader = Callable[..., list[Any]]

# (title and damaged name, the same words with another state, day, who is meant by the first)
COUNTRIES = [
    # Europe.
    ("Hungarian foreign minister sialto", "Finnish foreign minister sialto", "2020-08-24",
     "pe:peter-szijjarto"),
    ("French President Marcon", "Bulgarian President Marcon", "2021-03-05", "pe:emmanuel-macron"),
    ("German Chancellor Merkle", "Austrian Chancellor Merkle", "2019-02-11", "pe:angela-merkel"),
    ("Ukrainian President Zelinsky", "Moldovan President Zelinsky", "2021-06-02",
     "pe:volodymyr-zelenskyy"),
    ("Russian ambassador to China Jenisov", "Belarusian ambassador to China Jenisov", "2022-09-12",
     "pe:andrey-denisov"),
    ("Czech Foreign Minister Lipavski", "Croatian Foreign Minister Lipavski", "2023-04-03",
     "pe:jan-lipavsky"),
    # Asia.
    ("Indonesian Foreign Minister raitno", "Thai Foreign Minister raitno", "2020-08-20",
     "pe:retno-marsudi"),
    ("Japanese Foreign Minister Motegui", "South Korean Foreign Minister Motegui", "2020-10-07",
     "pe:toshimitsu-motegi"),
    ("Kazakh President Tokaev", "Kyrgyz President Tokaev", "2021-09-16",
     "pe:kassym-jomart-tokayev"),
    ("Pakistani Foreign Minister Kureshi", "Afghan Foreign Minister Kureshi", "2020-11-05",
     "pe:shah-mahmood-qureshi"),
    ("Indian External Affairs Minister Jaishanker", "Nepali Foreign Minister Jaishanker",
     "2022-03-20", "pe:s-jaishankar"),
    # The Middle East.
    ("Turkish Foreign Minister Chavushoglu", "Egyptian Foreign Minister Chavushoglu",
     "2021-05-06", "pe:mevlut-cavusoglu"),
    ("Iranian Foreign Minister Zareef", "Iraqi Foreign Minister Zareef", "2019-06-10",
     "pe:mohammad-javad-zarif"),
    ("Saudi Foreign Minister Jubair", "Kuwaiti Foreign Minister Jubair", "2017-06-06",
     "pe:adel-al-jubeir"),
    # Africa.
    ("South African President Ramafosa", "Namibian President Ramafosa", "2021-08-17",
     "pe:cyril-ramaphosa"),
    ("Nigerian President Buharri", "Ghanaian President Buharri", "2019-10-02",
     "pe:muhammadu-buhari"),
    ("Kenyan President Kenyata", "Zambian President Kenyata", "2018-09-04", "pe:uhuru-kenyatta"),
    # The Americas.
    ("Brazilian President Bolsonarro", "Chilean President Bolsonarro", "2020-02-14",
     "pe:jair-bolsonaro"),
    ("Venezuelan Foreign Minister Ariaza", "Bolivian Foreign Minister Ariaza", "2019-09-10",
     "pe:jorge-arreaza"),
    ("Mexican Foreign Minister Ebrad", "Peruvian Foreign Minister Ebrad", "2020-09-10",
     "pe:marcelo-ebrard"),
    # The Pacific.
    ("New Zealand Prime Minister Ardurn", "Australian Prime Minister Ardurn", "2020-06-09",
     "pe:jacinda-ardern"),
    ("Fijian Prime Minister Bainimaramma", "Samoan Prime Minister Bainimaramma", "2019-11-12",
     "pe:frank-bainimarama"),
]  # fmt: skip


def people(hits: list[Any]) -> set[str]:
    """Return the persons of the register that the mentions give."""
    return {actor.person for hit in hits for actor in hit.mention.actors if actor.person}


def states(hits: list[Any]) -> set[str]:
    """Return the polities for which the mentions act."""
    return {actor.polity for hit in hits for actor in hit.mention.actors if actor.polity}


@pytest.mark.parametrize("right, wrong, day, person", COUNTRIES, ids=lambda value: value[:40])
def test_a_likeness_counts_in_one_country_only(
    read: Reader, right: str, wrong: str, day: str, person: str
) -> None:
    """A damaged name means its bearer under his state's title, and nobody under another's."""
    assert people(read(f"{right} spoke on Monday.", day)) == {person}
    assert people(read(f"{wrong} spoke on Monday.", day)) == set()


# (words, day, who had left, who came after)
LEFT = [
    ("The Chinese foreign minister", "2023-08-10", "pe:qin-gang", "pe:wang-yi"),
    ("Indonesia's foreign minister", "2025-01-15", "pe:retno-marsudi", "pe:sugiono"),
    ("Japan's prime minister", "2020-10-10", "pe:shinzo-abe", "pe:yoshihide-suga"),
    ("South Korea's foreign minister", "2022-06-15", "pe:chung-eui-yong", "pe:park-jin"),
    ("Sri Lanka's president", "2022-08-15", "pe:gotabaya-rajapaksa", "pe:ranil-wickremesinghe"),
    ("The Philippine president", "2022-08-15", "pe:rodrigo-duterte", "pe:ferdinand-marcos-jr"),
    ("The US president", "2021-02-01", "pe:donald-trump", "pe:joe-biden"),
    ("The Brazilian president", "2023-02-01", "pe:jair-bolsonaro", "pe:luiz-inacio-lula-da-silva"),
    ("Argentina's president", "2024-01-20", "pe:alberto-fernandez", "pe:javier-milei"),
    ("Germany's chancellor", "2022-01-15", "pe:angela-merkel", "pe:olaf-scholz"),
    ("Britain's foreign secretary", "2022-10-01", "pe:liz-truss", "pe:james-cleverly"),
    ("The Italian prime minister", "2021-03-15", "pe:giuseppe-conte", "pe:mario-draghi"),
    ("Russia's ambassador to China", "2022-10-20", "pe:andrey-denisov", "pe:igor-morgulov"),
    ("Israel's prime minister", "2021-07-10", "pe:benjamin-netanyahu", "pe:naftali-bennett"),
    ("The Iranian president", "2024-09-05", "pe:ebrahim-raisi", "pe:masoud-pezeshkian"),
    ("Kenya's president", "2022-10-01", "pe:uhuru-kenyatta", "pe:william-ruto"),
    ("Angola's president", "2017-11-10", "pe:jose-eduardo-dos-santos", "pe:joao-lourenco"),
    ("Tanzania's president", "2021-04-20", "pe:john-magufuli", "pe:samia-suluhu-hassan"),
    ("New Zealand's prime minister", "2023-02-10", "pe:jacinda-ardern", "pe:chris-hipkins"),
    ("Fiji's prime minister", "2023-02-10", "pe:frank-bainimarama", "pe:sitiveni-rabuka"),
    ("The NATO secretary general", "2024-11-12", "pe:jens-stoltenberg", "pe:mark-rutte"),
]


@pytest.mark.parametrize("words, day, before, after", LEFT, ids=lambda value: value[:40])
def test_a_bare_title_is_the_successors(
    read: Reader, register: Register, words: str, day: str, before: str, after: str
) -> None:
    """Once somebody has left, the office alone means who came after, or nobody."""
    assert register.person(before) is not None, before
    assert people(read(f"{words} spoke on Monday.", day)) <= {after}


FORMER = [
    ("China's former foreign minister spoke.", "2023-08-10", "pe:wang-yi"),
    ("A former Japanese prime minister spoke.", "2020-10-10", "pe:yoshihide-suga"),
    ("The former Kenyan president spoke.", "2022-10-01", "pe:william-ruto"),
    ("The then Brazilian foreign minister spoke.", "2023-02-01", "pe:mauro-vieira"),
    ("Ex-chancellor of Austria spoke.", "2023-05-05", "pe:karl-nehammer"),
    ("The French president's predecessor spoke.", "2021-05-05", "pe:francois-hollande"),
]  # fmt: skip


@pytest.mark.parametrize("sentence, day, never", FORMER, ids=lambda value: value[:40])
def test_a_former_holder_is_not_the_holder(
    read: Reader, sentence: str, day: str, never: str
) -> None:
    """The words "former" and "then" take the day's holder out of the question."""
    assert never not in people(read(sentence, day))


# (sentence, day): people who bear the name of an official, or nearly
NAMESAKES = [
    ("Wang Yi, a pianist from Chengdu, played Liszt.", "2020-08-20"),
    ("The violinist Li Qiang broke a string.", "2023-06-20"),
    ("Swimmer Park Jin won silver in Busan.", "2022-09-10"),
    ("Imran Khan, a taxi driver in Bradford, found the purse.", "2020-03-10"),
    ("Boris Johnson, a plumber from Ohio, fixed the boiler.", "2021-03-10"),
    ("John Kerry, a dairy farmer, won the raffle.", "2014-05-10"),
    ("Tenor Andrey Denisov sang in Omsk.", "2020-05-10"),
    ("Striker Gabriel Boric missed a penalty for the village team.", "2023-05-10"),
    ("The baker Mahamadou Issoufou opened a second shop in Lyon.", "2019-05-10"),
    ("Dentist Alexander Stubb pulled the tooth.", "2025-05-10"),
    ("Carlos Alvarado, a shortstop, signed for three years.", "2019-05-10"),
    ("Goalkeeper Hassan Rouhani saved twice.", "2018-05-10"),
    ("The novelist Michel Aoun read from his book.", "2018-05-10"),
    ("Ahmed Hassan, a student, lost his keys.", "2020-05-10"),
    ("Painter Scott Morrison showed watercolours.", "2020-05-10"),
    ("Referee Viktor Orban showed a red card.", "2021-05-10"),
    ("Ibrahim Boubacar Keita, a mechanic in Bordeaux, fixed the van.", "2019-05-10"),
    ("Alberto Fernandez, a jockey, won at Palermo.", "2021-05-10"),
    ("Nurse Sanna Marin works in Turku.", "2021-05-10"),
    ("Judge Paul Biya Mbarga adjourned the trial.", "2020-05-10"),
    ("Lawyer Tony Blair Osei filed the suit.", "2021-05-10"),
]

# A governor or mayor whose name is like a minister's.
GOVERNORS = [
    ("West Sumatra Governor Irwan Prayitno opened the fair.", "2020-08-20"),
    ("Governor Retnowati of the district opened the fair.", "2020-08-20"),
    ("The governor of Penza, Lavrentyev, opened the bridge.", "2019-05-10"),
    ("Hokkaido Governor Naomichi Suzuki opened the ski season.", "2022-12-10"),
    ("Jilin Governor Wang Yiping toured the farm.", "2021-05-10"),
    ("Oaxaca Governor Ebrart cut the ribbon.", "2020-05-10"),
    ("Limpopo Governor Ramaphola cut the ribbon.", "2020-05-10"),
    ("Punjab Governor Qureishi opened the school.", "2020-05-10"),
    ("Kano State Governor Buharin opened the market.", "2019-05-10"),
    ("Bavarian Minister-President Scholtz opened the beer tent.", "2022-09-17"),
    ("The mayor of Szeged, Szijjarti, opened the baths.", "2020-05-10"),
    ("Governor Blinkens signed the state budget.", "2022-05-10"),
    ("The governor of Homs, Muallim, opened the road.", "2018-05-10"),
    ("Queensland Premier Morrisson opened the mine.", "2020-05-10"),
    ("The governor of Kirkuk, Zebari, resigned.", "2012-08-01"),
    ("Tokyo Governor Yuriko Koike opened the marathon.", "2021-08-01"),
]


@pytest.mark.parametrize("sentence, day", [*NAMESAKES, *GOVERNORS], ids=lambda value: value[:40])
def test_who_only_bears_the_name_is_nobody(read: Reader, sentence: str, day: str) -> None:
    """A calling, a province or plain circumstances say that no official is meant."""
    assert people(read(sentence, day)) == set()


# Things named after states: they act for none.
OF_STATES = [
    "Kenya Airways cancelled two flights.",
    "Royal Jordanian bought three planes.",
    "Ethiopian Airlines bought three planes.",
    "Air France bought three planes.",
    "Bank of Georgia Group raised its dividend.",
    "Deutsche Bank raised its dividend.",
    "Singapore Airlines raised its dividend.",
    "British Airways raised its fares.",
    "American Express raised its fees.",
    "Cuba Street was closed to cars.",
    "They met on Denmark Street over a guitar.",
    "The shop on Calle Venezuela sells hats.",
    "The corner of India Street flooded.",
    "The Chad Le Clos foundation gave prizes.",
    "A bowl of Brazil nuts stood there.",
    "The Turkey Creek Tigers won at home.",
    "The New England Patriots lost at home.",
    "The Jamaica Inn burned down.",
    "The tanker Iran Dena ran aground.",
    "The cruise ship Norwegian Joy docked late.",
    "The University of Malta opened a library.",
    "Brunei Gallery showed ceramics.",
    "Nigeria Breweries raised its dividend.",
    "Sri Lanka Insurance raised its dividend.",
    "Club America lost at home.",
    "The frigate HMS Malta ran aground.",
    "Tahiti Street and Samoa Avenue were closed.",
    "The Lebanon High School band played in Ohio.",
]

# Things named after leaders: they are nobody.
OF_LEADERS = [
    ("Nelson Mandela University opened a library.", "2019-05-10"),
    ("Nazarbayev University opened a library.", "2018-05-10"),
    ("Kim Il Sung University opened a library.", "2018-05-10"),
    ("Indira Gandhi International Airport was foggy.", "2018-05-10"),
    ("The carrier Charles de Gaulle left Toulon.", "2018-05-10"),
    ("The USS George H.W. Bush left Norfolk.", "2018-05-10"),
    ("The frigate Simon Bolivar ran aground.", "2018-05-10"),
    ("The Trump Tower in Manila was cleaned.", "2019-05-10"),
    ("Macron, the Bologna maker of jerseys, raised its dividend.", "2021-05-10"),
    ("Erdogan Bakery sells sesame rings.", "2021-05-10"),
    ("They live in Ho Chi Minh City.", "2018-05-10"),
    ("The Robert Mugabe Avenue was flooded.", "2016-05-10"),
    ("Heydar Aliyev Center showed carpets.", "2018-05-10"),
    ("The Hugo Chavez Stadium was full.", "2012-05-10"),
    ("Sheikh Hasina Bridge was closed to trucks.", "2018-05-10"),
    ("Rama IX Bridge was closed to trucks.", "2018-05-10"),
    ("Putin Street was renamed.", "2023-05-10"),
    ("The trawler Vladimir Putin ran aground.", "2021-05-10"),
    ("Modi Naturals raised its dividend.", "2021-05-10"),
    ("Suharto Hospital reopened.", "1995-05-10"),
    ("The Netanyahu Institute published a study.", "2019-05-10"),
]


def test_nobody_is_taken_for_the_dead(read: Reader) -> None:
    """A namesake of two generations ago is not meant where the day has one of the name."""
    name = "Prince Mohammed bin Salman bin Abdulaziz Al Saud"

    assert people(read(f"{name} spoke.", "2023-08-01")) == {"pe:mohammed-bin-salman"}


@pytest.mark.parametrize("sentence", OF_STATES)
def test_a_thing_named_after_a_state_acts_for_none(read: Reader, sentence: str) -> None:
    """Companies, teams, streets, ships and schools are no states."""
    assert states(read(sentence)) == set()


@pytest.mark.parametrize("sentence, day", OF_LEADERS, ids=lambda value: value[:40])
def test_a_thing_named_after_a_leader_is_nobody(read: Reader, sentence: str, day: str) -> None:
    """Nor are those that bear a leader's name that leader."""
    assert people(read(sentence, day)) == set()


def test_there_are_enough_of_them() -> None:
    """The table is large, and holds every sentence once."""
    sentences = [
        *(wrong for _right, wrong, _day, _person in COUNTRIES),
        *(f"{words} {day}" for words, day, _before, _after in LEFT),
        *(sentence for sentence, _day, _never in FORMER),
        *(sentence for sentence, _day in (*NAMESAKES, *GOVERNORS, *OF_LEADERS)),
        *OF_STATES,
    ]

    assert len(sentences) == len(set(sentences)) >= 125
