"""In how many state-years who governed, and who was foreign minister, is known with dates."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from _tables import read_csv

from dragoman.actors import Register, compiling
from dragoman.actors.checking import coverage
from dragoman.actors.facts import bounds

YEARS = range(2015, 2026)
G20 = ("arg", "aus", "bra", "can", "chn", "deu", "fra", "gbr", "idn", "ind", "ita", "jpn", "kor",
       "mex", "rus", "sau", "tur", "usa", "zaf")  # fmt: skip

# Where the head of state is the head of government too and no prime minister stands between, by
# the constitution in force (public record): the years of that, within YEARS.
ALWAYS = ("ago", "arg", "bol", "bra", "bwa", "che", "chl", "col", "com", "cri", "cyp", "dom", "ecu",
          "eri", "fsm", "gha", "gmb", "gtm", "guy", "hnd", "ken", "kir", "lbr", "mdv", "mex", "mhl",
          "mwi", "nga", "nic", "nru", "omn", "pan", "per", "plw", "pry", "slv", "sle", "ssd", "sur",
          "syc", "tkm", "ury", "usa", "ven", "zaf", "zmb", "zwe")  # fmt: skip
HEAD_GOVERNS = {
    **dict.fromkeys(ALWAYS, YEARS),
    "afg": range(2015, 2022),  # a chief executive beside the president, then none
    "bdi": range(2015, 2021),  # a prime minister again since June 2020
    "ben": YEARS,
    "cog": range(2015, 2017),  # a prime minister again since April 2016
    "cub": range(2015, 2020),  # the president of the Council of State led that of Ministers too
    "mmr": range(2015, 2021),
    "sau": range(2015, 2023),  # the King was prime minister until September 2022
    "sdn": range(2015, 2018),  # a prime minister again since March 2017
    "tcd": range(2018, 2022),  # none between May 2018 and April 2021
}

# States whose head is the sovereign of the United Kingdom, who has one row, at of:gbr.head: a
# row for each would make "King Charles" the king of whichever comes first (public record).
REALMS = {
    **dict.fromkeys(("atg", "aus", "bhs", "blz", "can", "grd", "jam", "kna", "lca", "nzl", "png",
                     "slb", "tuv", "vct"), YEARS),
    "brb": range(2015, 2021),  # a republic since 30 November 2021
}  # fmt: skip

Years = Callable[[str, str, int], bool]


@pytest.fixture(scope="module")
def states() -> list[str]:
    """Members and observers of the United Nations, Kosovo and Taiwan."""
    rows = read_csv(compiling.OWN / "polities.csv")
    ids = [row["id"] for row in rows if row["kind"] in ("un-member", "un-observer")]
    assert len(ids) == 195
    return [*ids, "st:xkx", "st:twn"]


@pytest.fixture(scope="module")
def known(register: Register) -> Years:
    """Say whether a holder is known for most of a year."""

    def held(state: str, office_class: str, year: int) -> bool:
        return coverage(register, [state], office_class=office_class, years=[year]).covered == 1

    return held


def _gaps(missing: Counter[str]) -> str:
    return ", ".join(f"{state[3:].upper()} {count}" for state, count in missing.most_common(40))


def test_heads_of_state_are_known(states: list[str], known: Years) -> None:
    """At least 97 % of the state-years 2015-2025 have a dated head of state."""
    missing: Counter[str] = Counter()
    for state in states:
        for year in YEARS:
            shared = year in REALMS.get(state[3:], ()) and known("st:gbr", "head", year)
            if not shared and not known(state, "head", year):
                missing[state] += 1

    assert 1 - missing.total() / (len(states) * len(YEARS)) >= 0.97, _gaps(missing)


def test_heads_of_government_are_known(register: Register, states: list[str], known: Years) -> None:
    """And a dated head of government; a president who governs alone is one."""
    missing: Counter[str] = Counter()
    for state in states:
        for year in YEARS:
            governs = year in HEAD_GOVERNS.get(state[3:], ()) and known(state, "head", year)
            if not governs and not known(state, "hog", year):
                missing[state] += 1

    assert 1 - missing.total() / (len(states) * len(YEARS)) >= 0.97, _gaps(missing)


def test_foreign_ministers_are_known(register: Register, states: list[str]) -> None:
    """At least 97 % of the state-years of the G20, and 88 % of all, have a foreign minister."""
    of_g20 = coverage(register, [f"st:{code}" for code in G20], office_class="fm", years=YEARS)
    of_all = coverage(register, states, office_class="fm", years=YEARS)

    assert of_g20.of == len(G20) * len(YEARS)
    assert of_g20.share >= 0.97
    assert of_all.share >= 0.88


NO_PRIME_MINISTER = ["of:usa.hog", "of:che.hog", "of:gtm.hog", "of:bra.hog", "of:mex.hog"]


@pytest.mark.parametrize("office", NO_PRIME_MINISTER)
def test_a_chancellery_is_no_government(register: Register, office: str) -> None:
    """Where the head of state governs nobody else is head of government: no clerk, no minister."""
    heads = {tenure.person for tenure in register.tenures_of(office.replace(".hog", ".head"))}
    others = [
        tenure
        for tenure in register.tenures_of(office)
        if tenure.person not in heads and _since(tenure.start) >= YEARS[0] - 10
    ]

    assert others == []


def _since(start: str) -> int:
    span = bounds(start)
    return span[0].year if span else 0


def test_a_year_without_a_holder_is_not_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                              known: Years) -> None:  # fmt: skip
    """The count is of holders: a state that nobody governs in the files has no known year."""
    assert not known("st:nowhere", "head", 2020)
    monkeypatch.setattr("dragoman.actors.index.cache_folder", lambda: tmp_path / "cache")
    (tmp_path / "mine" / "offices").mkdir(parents=True)
    (tmp_path / "mine" / "offices" / "x.csv").write_text(
        "person,names,also,family,office,from,to,certainty,as_of,source,note\n"
        "pe:ana-teo,Ana Teo,,Teo,of:tuv.defmin,2018-08-01,2020-03-01,day,,mine,\n",
        encoding="utf-8",
    )
    mine = Register.load([tmp_path / "mine"])

    covered = [
        coverage(mine, ["st:tuv"], office_class="defmin", years=[year]).covered
        for year in (2017, 2018, 2019, 2020)
    ]

    assert covered == [0, 0, 1, 0]
