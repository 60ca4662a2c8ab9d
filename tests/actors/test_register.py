"""The register: what it knows, how it answers, and that its files say nothing impossible."""

import time
from pathlib import Path

import pytest
from _tables import read_csv, read_yaml

from dragoman.actors import Register, compiling, index
from dragoman.model import RegisterError
from dragoman.model.edtf import interval

OWN = compiling.OWN


def test_the_files_say_nothing_impossible(register: Register) -> None:
    """Ids, spans of tenures, sources and shared wordings of our own files are in order."""
    assert register.problems == ()


def test_every_file_says_source_terms_and_day() -> None:
    """Each file opens with where it comes from, on what terms, and as of which day."""
    for path in sorted([*OWN.rglob("*.csv"), *OWN.rglob("*.yml")]):
        head = path.read_text(encoding="utf-8")[:600]
        for word in ("source:", "terms:", "as-of: 2026-11-22"):
            assert word in head, f"{path.name} has no {word!r} in its head"


def test_all_states_have_their_capital_as_a_place(register: Register) -> None:
    """Every capital of polities.csv is a place, of that state unless it is disputed."""
    places = {(row["name"], row["state"]) for row in read_csv(OWN / "places.csv")}
    names = {row["name"] for row in read_csv(OWN / "places.csv")}
    for row in read_csv(OWN / "polities.csv"):
        if row["capital"]:
            known = (row["capital"], row["id"]) in places
            de_facto = row["id"].startswith("st:x-") and row["capital"] in names
            assert known or de_facto, row["id"]


def test_the_members_of_the_united_nations_are_there() -> None:
    """193 members, two observers, and those that ISO 3166 has no code for."""
    rows = list(read_csv(OWN / "polities.csv"))
    kinds = [row["kind"] for row in rows]

    assert kinds.count("un-member") == 193
    assert kinds.count("un-observer") == 2
    assert {"st:xkx", "st:twn", "st:pse", "st:hkg", "st:mac", "st:x-abk", "st:x-nct"} <= {
        row["id"] for row in rows
    }
    assert all(row["cow"] for row in rows if row["kind"] == "un-member")
    assert all(row["adjectives"] for row in rows if row["kind"] == "un-member"
               and row["iso3"] not in ("COD", "COG"))  # fmt: skip


def test_a_disputed_place_has_claims_and_no_state(register: Register) -> None:
    """Nobody is silently preferred, not even for the exports' code."""
    crimea = register.place("pl:crimea")

    assert crimea is not None
    assert crimea.state is None
    assert crimea.claims == ("st:rus", "st:ukr")
    assert register.iso3("pl:crimea") is None


LOOKUPS = [
    ("IDN", ["st:idn"]),
    ("st:idn", ["st:idn"]),
    ("indonesia", ["st:idn"]),
    ("Xi Jinping", ["pe:xi-jinping"]),
    ("xi jinping", ["pe:xi-jinping"]),
    ("Szijjarto", ["pe:peter-szijjarto"]),
    ("pe:xi-jinping", ["pe:xi-jinping"]),
    ("Congo", ["st:cod", "st:cog"]),
    ("ASEAN", ["og:asean"]),
    ("the Netherlands", ["st:nld"]),
    ("Kishida Fumio", ["pe:fumio-kishida"]),
    ("\u4e60\u8fd1\u5e73", ["pe:xi-jinping"]),
    ("Nobody Atall", []),
    ("", []),
]


@pytest.mark.parametrize("name, ids", LOOKUPS)
def test_a_typed_name_finds_its_ids(register: Register, name: str, ids: list[str]) -> None:
    """What a user types finds what it can mean: several when ambiguous, none when unknown."""
    assert register.lookup(name) == ids


def test_a_mistyped_name_is_answered_with_the_right_one(register: Register) -> None:
    """The question "did you mean" offers the near name first."""
    assert register.suggest("Indonesai")[0] == "Indonesia"
    assert "Xi Jinping" in register.suggest("Xi Jingping")
    assert "Péter Szijjártó" in register.suggest("Szijarto")


def test_labels_and_codes(register: Register) -> None:
    """Ids have labels of the UN profile and codes for exports."""
    assert register.label("st:kor") == "Republic of Korea"
    assert register.label("og:sco") == "Shanghai Cooperation Organization"
    assert register.label("pe:retno-marsudi") == "Retno Marsudi"
    assert register.label("of:rus.amb.chn") == "ambassador, Russian Federation, to China"
    assert register.label("st:nowhere") == "st:nowhere"
    assert register.iso3("st:xkx") == "XKX"
    assert register.iso3("og:asean") == "ASEAN"
    assert register.iso3("st:x-abk") is None


def test_holders_are_those_of_the_day(register: Register) -> None:
    """An office has the holder of the day; a change inside a month leaves two, and no one."""
    assert register.holder("of:usa.head", "2020-08-20") == "pe:donald-trump"
    assert register.holder("of:usa.head", "2021-01-21") == "pe:joe-biden"
    assert register.holder("of:usa.head", "2021-01") is None
    assert {t.person for t in register.holders("of:usa.head", "2021-01")} == {
        "pe:donald-trump", "pe:joe-biden",
    }  # fmt: skip
    assert register.holder("of:usa.head", None) is None
    assert register.holder("of:usa.head", "XXXX-08-20") is None


def test_an_open_tenure_is_not_trusted_for_ever(register: Register) -> None:
    """A year after anybody looked, a bare title no longer names the incumbent."""
    assert register.holder("of:rus.head", "2026-06-01") == "pe:vladimir-putin"
    assert register.holder("of:rus.head", "2031-06-01") is None


def test_tenures_are_no_finer_than_their_certainty() -> None:
    """A tenure known to the month has no day: certainty is believed, not the digits."""
    for path in sorted((OWN / "offices").glob("*.yml")):
        for person in read_yaml(path):
            for office in person["offices"]:
                for end in ("from", "to"):
                    if value := office.get(end):
                        assert interval(value)
                        length = {"day": 10, "month": 7, "year": 4}[office["certainty"]]
                        assert len(value) <= length, f"{person['id']} {office}"


BROKEN = [
    ("- {id: pe:a, names: {en: [A B]}, offices: [{office: of:idn.fm, from: '2020', to: '2019', "
     "source: s}]}", "before"),
    ("- {id: pe:a, names: {en: [A B]}, offices: [{office: of:zzz.fm, from: '2020', to: '2021', "
     "source: s}]}", "nobody known"),
    ("- {id: pe:a, names: {en: [A B]}, offices: [{office: of:idn.xx, from: '2020', to: '2021', "
     "source: s}]}", "no class"),
    ("- {id: pe:a, names: {en: [A B]}, offices: [{office: of:idn.fm, from: '2020', to: '2021'}]}",
     "no source"),
    ("- {id: pe:a, names: {en: [A B]}, offices: [{office: of:idn.fm, from: '2020', source: s}]}",
     "no as_of"),
    ("- {id: pe:a, names: {en: [A B]}, seen_as: [{text: Ab}], offices: []}", "without the doc"),
    ("- {id: pe:a, offices: []}", "no English name"),
]  # fmt: skip


@pytest.mark.parametrize("text, word", BROKEN)
def test_what_cannot_be_meant_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, word: str
) -> None:
    """A layer's mistake is one sentence in `problems`, and the rest still loads."""
    monkeypatch.setattr(index, "cache_folder", lambda: tmp_path / "cache")
    (tmp_path / "mine" / "offices").mkdir(parents=True)
    (tmp_path / "mine" / "offices" / "IDN.yml").write_text(text, encoding="utf-8")

    register = Register.load([tmp_path / "mine"])

    assert len(register.problems) == 1
    assert word in register.problems[0]
    assert register.lookup("Xi Jinping") == ["pe:xi-jinping"]


def test_one_wording_for_two_states_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wording that two polities share must be marked ambiguous."""
    monkeypatch.setattr(index, "cache_folder", lambda: tmp_path / "cache")
    (tmp_path / "aliases.csv").write_text(
        "entity,alias,lang,kind,from,to,note\nst:fra,Freedonia,en,short,,,\n"
        "st:ita,Freedonia,en,short,,,\n",
        encoding="utf-8",
    )

    [problem] = Register.load([tmp_path]).problems

    assert "freedonia" in problem and "ambiguous" in problem


def test_a_layer_wins_and_may_take_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user's folder adds persons, replaces entries, and removes what it does not want."""
    monkeypatch.setattr(index, "cache_folder", lambda: tmp_path / "cache")
    offices = tmp_path / "mine" / "offices"
    offices.mkdir(parents=True)
    (offices / "TUV.yml").write_text(
        "- id: pe:ana-teo\n  names: {en: [Ana Teo]}\n  family: Teo\n  offices:\n"
        "    - {office: of:tuv.fm, from: '2019', to: '2022', certainty: year, source: mine}\n"
        "- {id: pe:xi-jinping, remove: true}\n",
        encoding="utf-8",
    )

    register = Register.load([tmp_path / "mine"])

    assert register.holder("of:tuv.fm", "2020-05") == "pe:ana-teo"
    assert register.lookup("Xi Jinping") == []
    assert register.problems == ()


def test_a_layer_that_is_no_folder_is_named(tmp_path: Path) -> None:
    """The error names the folder and says what a layer is."""
    with pytest.raises(RegisterError, match="no folder"):
        Register.load([tmp_path / "missing"])


@pytest.mark.parametrize("damage", ["", "{", "SQLite format 3\x00", "\x00\x01"])
def test_a_damaged_cache_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    """The cache is a convenience: what is not ours in it is replaced, never believed."""
    monkeypatch.setattr(index, "cache_folder", lambda: tmp_path)
    Register.load()
    [cached] = tmp_path.glob("register-*.sqlite")
    cached.write_bytes(damage.encode())

    assert Register.load().lookup("IDN") == ["st:idn"]
    assert cached.stat().st_size > 10_000


def test_a_home_that_cannot_be_written_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a cache the register loads all the same."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setattr(index, "cache_folder", lambda: tmp_path / "file" / "cache")

    assert Register.load().lookup("IDN") == ["st:idn"]


def test_the_register_loads_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its cache the register is there in well under a third of a second of work.

    The best of three: a busy machine, and a garbage collection, are no work of its own.
    """
    monkeypatch.setattr(index, "cache_folder", lambda: tmp_path)
    Register.load()

    def seconds() -> float:
        start = time.process_time()
        Register.load()
        return time.process_time() - start

    assert min(seconds() for _ in range(3)) < 0.3


def test_the_register_answers_about_the_world(register: Register) -> None:
    """Memberships of a day, relations, standing meetings, sources, names in six languages."""
    before = {one.org: one.status for one in register.memberships("st:fin", "2022-06-01")}
    after = {one.org: one.status for one in register.memberships("st:fin", "2024-06-01")}
    [china] = [one for one in register.relations("st:fra") if one["with"] == "st:chn"]
    summit = register.mechanism("me:sco-summit")

    assert (before.get("og:nato"), after.get("og:nato")) != ("member", "member")
    assert after["og:nato"] == "member"
    assert china["established"] == "1964-01-27"
    assert summit is not None and summit["members"] == ["og:sco"]
    assert "me:sco-summit" in register.mechanisms() and register.mechanism("me:none") is None
    assert register.source("hand-europe") and register.source("https://x.example") is None
    assert register.names("st:fra")["es"] == ("Francia", "la República Francesa")
    assert set(register.names("st:fra")) == {"en", "fr", "es", "ru", "zh", "ar"}


def test_a_republic_has_left_the_crown(register: Register) -> None:
    """Barbados shared the monarch until it became a republic, and not the next one."""
    heads = {tenure.person: tenure.end for tenure in register.tenures_of("of:brb.head")}

    assert heads["pe:elizabeth-ii"] == "2021-11-29"
    assert "pe:charles-iii" not in heads


def test_a_family_name_of_several_words_reigns(register: Register) -> None:
    """Who leads about a day is found by the whole name of reference, however many words it has."""
    assert register.reigning("di maio", "2020-03-12") == "pe:luigi-di-maio"
    assert register.of_family(("di", "maio")) == register.of_family(["di", "maio"])
