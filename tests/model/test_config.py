"""The settings: what is in the file holds, and what cannot hold is refused by name."""

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from dragoman.model import ConfigError
from dragoman.model.config import Config


def write(folder: Path, text: str) -> Path:
    """Write a settings file."""
    path = folder / "dragoman.toml"
    path.write_text(text, encoding="utf-8")
    return path


def uncommented(template: str) -> str:
    """Return the template with its settings switched on: the user's first edit."""
    on = (*(f"# {f.name} = " for f in fields(Config)), "# [", '# text = "', '# published = "')
    return "\n".join(line[2:] if line.startswith(on) else "" for line in template.splitlines())


def test_the_template_gives_the_defaults(tmp_path: Path) -> None:
    """A file that nobody edited changes nothing."""
    assert Config.load(write(tmp_path, Config.template())) == Config()


def test_every_setting_is_in_the_template_and_can_be_switched_on(tmp_path: Path) -> None:
    """Taking the # away gives a file that loads, with the default wherever there is one."""
    switched_on = uncommented(Config.template())
    assert set(tomllib.loads(switched_on)) == {f.name for f in fields(Config)}

    config = Config.load(write(tmp_path, switched_on))
    without_default = {"workers", "layers", "decisions", "columns"}
    for f in fields(Config):
        if f.name not in without_default:
            assert getattr(config, f.name) == getattr(Config(), f.name), f.name
    assert (config.workers, config.layers) == (2, ("register",))
    assert config.decisions == "postgresql://desk@localhost/decisions"
    assert config.columns == {"text": "body", "published": "date"}


def test_every_setting_is_described() -> None:
    """The page of settings is printed from the fields, so no field may lack its words."""
    described = Config.described()
    assert [name for name, _, _ in described] == [f.name for f in fields(Config)]
    assert all(about.endswith(".") for _, _, about in described)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("part_sise = 5", ["'part_sise'", "did you mean 'part_size'?", "workers"]),
        ("colour = 5", ["'colour'", "Settings: columns, decisions"]),
        ("part_size = '5'", ["part_size = '5'", "a whole number, 1 or more"]),
        ("part_size = 0", ["part_size = 0", "a whole number, 1 or more"]),
        ("part_size = true", ["part_size = True", "a whole number"]),
        ("workers = 1.5", ["workers = 1.5", "a whole number"]),
        ("languages = 'en'", ["languages = 'en'", '["en"]']),
        ("languages = []", ["languages = []", "at least one"]),
        ("parser = 3", ["parser = 3", '"stanza:en"']),
        ("parser = ''", ["parser = ''", '"dragoman"']),
        ("parser = 'stanza:'", ["parser = 'stanza:'", '"stanza:en"']),
        ("parser = ['stanza']", ["parser = ['stanza']", "a name such as"]),
        ("layers = [1]", ["layers = [1]", "a list of folders"]),
        ("columns = 3", ["columns = 3", "[columns]"]),
        ("[columns]\ntext = 3", ["columns = {'text': 3}", "[columns]"]),
        ("[columns]\npublisd = 'x'", ["'publisd'", "did you mean 'published'?"]),
        ("decisions = 3", ["decisions has a value", "postgresql://NAME@HOST/DATABASE"]),
        ("decisions = 'sqlite://x'", ["decisions has a value", "postgresql://"]),
        ("part_size 5", ["is no TOML", "part_size = 100"]),
    ],
)
def test_what_cannot_hold_is_refused(tmp_path: Path, text: str, said: list[str]) -> None:
    """The error names the file, the setting, the value met and what is allowed."""
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        Config.load(path)
    for words in [str(path), *said]:
        assert words in str(caught.value)


def test_a_file_of_a_windows_editor_loads(tmp_path: Path) -> None:
    """A byte order mark and CRLF are no mistakes of the user."""
    path = tmp_path / "dragoman.toml"
    path.write_bytes("\ufeffpart_size = 7\r\nworkers = 1\r\n".encode())
    assert Config.load(path) == Config(part_size=7, workers=1)


@pytest.mark.parametrize("name", ["dragoman", "stanza:en", "spacy:en_core_web_sm", "mine:a:b c"])
def test_a_parser_is_named_with_what_it_takes(tmp_path: Path, name: str) -> None:
    """Which names there are is not known here: packages may add theirs."""
    assert Config.load(write(tmp_path, f"parser = {name!r}\n")).parser == name


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_an_unreadable_file_is_a_sentence(tmp_path: Path, content: bytes | None) -> None:
    """A file that is not there, or not text, is a ConfigError and no trace."""
    path = tmp_path / "dragoman.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"dragoman\.toml: (cannot be read|is no TOML)"):
        Config.load(path)


def test_a_password_is_shown_nowhere(tmp_path: Path) -> None:
    """Not when the address is wrong, nor when the settings are printed."""
    with pytest.raises(ConfigError) as caught:
        Config.load(write(tmp_path, 'decisions = "postgres://desk:s3cret@host/d"'))
    config = Config.load(write(tmp_path, 'decisions = "postgresql://desk:s3cret@host/d"'))
    assert "s3cret" not in f"{caught.value} {caught.value.__cause__} {config!r}"
