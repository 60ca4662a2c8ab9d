"""What a run is known by: rules, weights and the parser are in it."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType

import pytest

import dragoman
from dragoman.model import ConfigError, Document
from dragoman.model.config import Config
from dragoman.parse import Parses, backends, load_parser
from dragoman.run import Setup
from dragoman.run import setup as setups

MET = "Foreign Minister Wang Yi met with Russian Foreign Minister Sergey Lavrov in Rome."


class Counting:
    """Our own parser under another name; notes what it is given."""

    name = "counting 1"
    given: list[str] = []  # noqa: RUF012 - shared by all, for the tests to see

    def parse(self, texts: Sequence[str]) -> Parses:
        """Parse with ours."""
        self.given.extend(texts)
        return load_parser().parse(texts)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> type[Counting]:
    """Offer the parser as another package would."""
    module = ModuleType("a_counting_parser")
    module.make = lambda argument: Counting()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    point = EntryPoint("counting", f"{module.__name__}:make", backends.GROUP)
    monkeypatch.setattr(backends, "entry_points", lambda group: [point])
    setups._parser_name.cache_clear()
    Counting.given.clear()
    return Counting


def test_the_setting_names_the_parser(counting: type[Counting], tmp_path: Path) -> None:
    """What `dragoman.toml` says reaches the extractor."""
    setup = Setup.of(Config(parser="counting"), tmp_path)
    extract = setups.our_extractor(setup)
    [found] = extract([Document(Document.make_id(MET, None), MET, language="en")])
    assert not isinstance(found, Exception)
    assert len(found.reports) == 1
    assert len(counting.given) == 1


def test_another_parser_is_another_run(
    counting: type[Counting], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also the same one in another version."""
    ours = Setup()
    theirs = Setup.of(Config(parser="counting"), tmp_path)
    first = theirs.fingerprint
    assert ours.fingerprint != first
    setups._parser_name.cache_clear()
    monkeypatch.setattr(counting, "name", "counting 2")
    assert theirs.fingerprint != first


def test_a_parser_that_is_not_there_is_said_before_anything_is_read(tmp_path: Path) -> None:
    """The sentence names it."""
    with pytest.raises(ConfigError, match="nobody offers a parser 'nobody'"):
        _ = replace(Setup.of(Config(parser="nobody"), tmp_path)).fingerprint


@pytest.mark.parametrize("folder", ["rules", "weights", "extract"])
def test_a_change_of_rules_or_weights_is_another_run(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file below is in the fingerprint, whatever its folder."""
    before = Setup().fingerprint
    package = tmp_path / "dragoman"
    source = Path(dragoman.__file__).parent
    for name in ("actors", "extract", "model", "parse", "register", "rules", "text", "weights"):
        (package / name).parent.mkdir(exist_ok=True)
        (package / name).symlink_to(source / name, target_is_directory=True)
    monkeypatch.setattr(dragoman, "__file__", str(package / "__init__.py"))
    (package / folder).unlink()
    copied = package / folder / "deeper"
    copied.mkdir(parents=True)
    (copied / "a.yml").write_text("one")
    one = Setup().fingerprint
    (copied / "a.yml").write_text("two")
    assert len({before, one, Setup().fingerprint}) == 3
