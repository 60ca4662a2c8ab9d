"""Answers as Arrow tables, and questions asked by name."""

import dataclasses
import importlib
import json
import pkgutil
from enum import StrEnum
from pathlib import Path
from typing import Any

import duckdb
import pytest
from standin_ledger import StandIn

import dragoman
from dragoman import ask
from dragoman.ask.book import Answer, Basis
from dragoman.ask.tables import _arrow_type, _record, columns, table, tables
from dragoman.export.tables import table_csv


def answers() -> list[type[Any]]:
    """Return the class of every answer that a module of `ask` has."""
    modules = [
        importlib.import_module(f"dragoman.ask.{module.name}")
        for module in pkgutil.iter_modules(ask.__path__)
    ]
    found = {
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Answer)
    }
    return [*sorted(found, key=lambda kind: kind.__name__), ask.Dossier, ask.Digest]


@pytest.mark.parametrize("kind", answers(), ids=lambda kind: kind.__name__)
def test_every_field_of_every_answer_has_a_type(kind: type[Any]) -> None:
    """No answer has a field that Arrow cannot hold, so none loses a part on its way out."""
    for name, hint in columns(kind).items():
        if name not in ("kind", "rows", "query"):
            held = _record(hint)
            for each in columns(held).values() if held else (hint,):
                assert _arrow_type(each) is not None, name


class Colour(StrEnum):
    """A vocabulary."""

    RED = "red"


@dataclasses.dataclass(frozen=True, slots=True)
class Inner:
    """A record inside a record."""

    n: int
    refused: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One of each kind of field."""

    words: str
    colour: Colour
    months: tuple[str, str]
    sides: tuple[tuple[str, int], ...]
    inner: Inner | None
    curves: dict[str, Inner]
    known: frozenset[str]
    claims: tuple[str, ...] = ("c1",)


@dataclasses.dataclass(frozen=True, slots=True)
class Whole(Answer[Line]):
    """An answer with records, one record, and a word."""

    more: tuple[Inner, ...] = ()
    one: Inner | None = None
    no_ranks: str = ""


LINE = Line(
    "w", Colour.RED, ("2020-01", "2020-02"), (("st:chn", 3),), Inner(1), {"held": Inner(2)},
    frozenset({"b", "a"}),
)  # fmt: skip


def test_records_inside_records_keep_their_parts() -> None:
    """A vocabulary's word is text; tuples of known length, mappings and records are structs."""
    [row] = Whole(Line, (LINE,), Basis()).to_arrow().to_pylist()

    assert row == {
        "words": "w",
        "colour": "red",
        "months": {"0": "2020-01", "1": "2020-02"},
        "sides": [{"0": "st:chn", "1": 3}],
        "inner": {"n": 1, "refused": None},
        "curves": [{"key": "held", "value": {"n": 2, "refused": None}}],
        "known": ["a", "b"],
        "claims": ["c1"],
    }


def test_tables_are_named_and_typed_even_when_empty() -> None:
    """An answer without a row has the same tables with the same columns as one with rows."""
    full = Whole(Line, (LINE,), Basis(), more=(Inner(1),), one=Inner(2)).tables()
    empty = Whole(Line, (), Basis()).tables()

    assert list(full) == list(empty) == ["rows", "basis", "more", "one", "about"]
    assert [t.schema.types for t in full.values()] == [t.schema.types for t in empty.values()]
    assert [t.num_rows for t in full.values()] == [1, 1, 1, 1, 1]
    assert [t.num_rows for t in empty.values()] == [0, 1, 0, 0, 1]


def test_every_table_says_what_it_rests_on_and_what_was_refused() -> None:
    """Basis, query and refusals ride along with each table, wherever a reason stands."""
    answer = Whole(
        Line, (), Basis(n_events=3), more=(Inner(1, "too few"), Inner(2, "too few")),
        one=Inner(3, "no day"), no_ranks="A list.", query={"question": "whole"},
    )  # fmt: skip
    for one in answer.tables().values():
        told = {key: json.loads(value) for key, value in one.schema.metadata.items()}

        assert told[b"dragoman.basis"]["n_events"] == 3
        assert told[b"dragoman.query"] == {"question": "whole"}
        assert told[b"dragoman.refused"] == ["too few", "no day", "A list."]


def test_a_field_of_another_kind_is_refused_by_name() -> None:
    """A field that no table can hold is an error of ours, and is not passed over."""
    with pytest.raises(TypeError, match="complex"):
        table({"z": complex}, (), {})


def test_pandas_polars_and_duckdb_read_every_table(ledger: StandIn) -> None:
    """The three readers take all tables of an answer, and see the rows that there are."""
    import polars as pl

    for answer in (
        ask.circle(ledger, "st:chn", "2020-08"),
        ask.channels(ledger, "st:chn"),
        ask.coverage(ledger, matrix=True),
        ask.plans(ledger),
        Whole(Line, (LINE,), Basis(), more=(Inner(1),)),
    ):
        for name, one in tables(answer).items():
            assert len(one.to_pandas()) == one.num_rows, name
            assert pl.from_arrow(one).height == one.num_rows, name
            [(n,)] = duckdb.query("SELECT count(*) FROM one").fetchall()
            assert n == one.num_rows, name


def test_a_table_as_csv_holds_records_as_json_and_no_formula() -> None:
    """A record in a cell is JSON that can be read back; a formula is made harmless."""
    answer = Whole(Line, (dataclasses.replace(LINE, words="=1+1"),), Basis())

    head, row = table_csv(answer.tables()["rows"]).splitlines()

    assert head.split(",")[:3] == ["words", "colour", "months"]
    assert row.startswith('\'=1+1,red,"{""0"": ""2020-01"", ""1"": ""2020-02""}"')


@pytest.mark.parametrize(
    ("typed", "found"),
    [("China", "st:chn"), ("CHN", "st:chn"), ("st:chn", "st:chn"), ("Wang Yi", "pe:wang-yi")],
)
def test_an_actor_is_asked_for_by_name_code_or_id(ledger: StandIn, typed: str, found: str) -> None:
    """A name means the same as the id, and the answer says which id it was."""
    answer = dragoman.circle(ledger, typed, "2020-08")

    assert answer.query == {"question": "circle", "who": found, "month": "2020-08"}
    assert answer.rows == ask.circle(ledger, found, "2020-08").rows


@pytest.mark.parametrize(
    ("question", "given", "said"),
    [
        ("circle", {"who": "Chinna", "month": "2020"}, "did you mean China"),
        ("circle", {"who": "Congo", "month": "2020"}, "st:cod .* st:cog"),
        ("circle", {"who": "", "month": "2020"}, "the name is empty"),
        ("pair", {"one": "China", "other": "Indonesa"}, "did you mean Indonesia"),
        ("voices", {"about": "Chinna"}, "did you mean China"),
        ("events", {"channels": ["leter"]}, "channels: 'leter' .*; did you mean 'letter'"),
        ("events", {"section": "boddy"}, "section: 'boddy'"),
    ],
)  # fmt: skip
def test_what_is_no_name_and_no_word_is_answered_with_the_nearest(
    ledger: StandIn, question: str, given: dict[str, Any], said: str
) -> None:
    """A slip of the pen is one sentence that says what was meant, from every question."""
    with pytest.raises(dragoman.DragomanError, match=said):
        getattr(dragoman, question)(ledger, **given)


def test_every_question_is_public_and_asks_by_name() -> None:
    """Each question of `ask` is at the root, with its own docstring and signature."""
    asked = {name for name in ask.__all__ if name.islower()} - {"actor", "diff"}

    assert asked == set(dragoman.QUESTIONS)
    for name in dragoman.QUESTIONS:
        question = getattr(dragoman, name)
        assert question.__doc__ and question.__module__ == "dragoman.ask.asking", name
        if "who" in question.__doc__.split("Args:")[1]:
            assert '("Indonesia", "Xi Jinping")' in question.__doc__, name


def test_the_ledgers_own_register_stands_behind_a_question(samples: Path, tmp_path: Path) -> None:
    """The layers that a ledger's settings name are asked too, and `check` needs no register."""
    dragoman.read_into([samples / "wr01.txt"], tmp_path / "ledger")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "aliases.csv").write_text(
        "entity,alias,lang,kind\nst:usa,Stars and Stripes,en,short\n", encoding="utf-8"
    )
    (tmp_path / "ledger" / "dragoman.toml").write_text('layers = ["../mine"]\n', encoding="utf-8")
    with dragoman.Ledger.open(tmp_path / "ledger") as ledger:
        assert dragoman.circle(ledger, "Stars and Stripes", "2022-03").query["who"] == "st:usa"
        with pytest.raises(dragoman.NothingFound, match="No report of events with st:idn"):
            dragoman.check(ledger, who="Indonesia")
