"""The settings of a ledger, as `dragoman.toml` holds them."""

import difflib
import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from dragoman.model.errors import ConfigError

FILE_NAME = "dragoman.toml"

DOCUMENT_FIELDS = (
    "text",
    "title",
    "url",
    "outlet",
    "side",
    "published",
    "language",
    "name",
)
"""What a column of a table may be mapped to."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What values a setting takes: in words for the error, and as a check."""

    words: str
    read: Callable[[Any], Any]  # the value as Config holds it; raises ValueError


def _count(least: int) -> _Kind:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise ValueError
        return value

    return _Kind(f"a whole number, {least} or more", read)


_PARSER = re.compile(r"[\w.-]+(:\S.*)?")


def _parser_name(value: Any) -> str:
    if not isinstance(value, str) or not _PARSER.fullmatch(value):
        raise ValueError
    return value


def _database(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"postgresql://\S+", value):
        raise ValueError("a value that it cannot have, not shown: a password may stand in it")
    return value


def _texts(words: str, *, least: int = 0) -> _Kind:
    def read(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise ValueError
        if len(value) < least:
            raise ValueError
        return tuple(value)

    return _Kind(words, read)


def _column_names(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(v, str) and v for v in value.values()):
        raise ValueError
    for key in value:
        if key not in DOCUMENT_FIELDS:
            raise ValueError(
                f"the column {key!r}; columns that a document has: "
                f"{', '.join(DOCUMENT_FIELDS)}{did_you_mean(key, DOCUMENT_FIELDS)}"
            )
    return dict(value)


_COLUMNS = _Kind('a table of texts, such as text = "body" under [columns]', _column_names)


def _setting(
    about: str, kind: _Kind, *, default: Any = None, example: Any = None, secret: bool = False
) -> Any:
    """Return a dataclass field that carries what its line in the file says."""
    metadata = {"about": about, "kind": kind, "example": example}
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata=metadata)
    return field(default=default, metadata=metadata, repr=not secret)


@dataclass(frozen=True, slots=True)
class Config:
    """The settings, each with its default. One per ledger, in its `dragoman.toml`.

    Every field says in its metadata what its line of the file says, so that the
    file's comments and the documentation are printed from here (`Config.described`).
    """

    max_bytes: int = _setting(
        "A file that holds more bytes than this is left unread, and listed as skipped.",
        _count(1),
        default=20_000_000,
    )
    workers: int | None = _setting(
        "How many processes read at once. Without the line: as many as the machine has cores.",
        _count(1),
        example=2,
    )
    part_size: int = _setting(
        "How many documents make a part: what one worker takes at a time, and what an\n"
        "interruption loses at most, per worker.",
        _count(1),
        default=100,
    )
    document_seconds: int = _setting(
        "Seconds that a document, or a file, may take. One that takes longer ends the process\n"
        "that reads it, twice at the most; then it is left out and listed as an issue.",
        _count(1),
        default=120,
    )
    worker_memory: int = _setting(
        "Megabytes of memory that each of the processes which read may take. A document, or a\n"
        "file, that takes more is left out likewise.",
        _count(100),
        default=2_000,
    )
    memory_mb: int = _setting(
        "Megabytes of memory that rebuilding the ledger's view may take before it goes to disk.",
        _count(100),
        default=1_000,
    )
    languages: tuple[str, ...] = _setting(
        "Languages (ISO 639-1) whose documents are read for events. A document in another\n"
        "language is kept in the ledger and listed as an issue.",
        _texts('a list of at least one language code, such as ["en"]', least=1),
        default=("en",),
    )
    parser: str = _setting(
        "Who parses sentences: dragoman, or another package's parser behind its name, with its\n"
        "language or model: stanza:en, spacy:en_core_web_sm.",
        _Kind('a name such as "dragoman", "stanza:en" or "spacy:en_core_web_sm"', _parser_name),
        default="dragoman",
    )
    quote_chars: int = _setting(
        "The longest quotation that an answer prints, in characters. The ledger keeps all of it.",
        _count(20),
        default=400,
    )
    layers: tuple[str, ...] = _setting(
        "Folders with your own layers of the actor register; a later one wins over an earlier\n"
        "one, and all win over what comes with Dragoman. Relative to the folder of this file.",
        _texts('a list of folders, such as ["register"]'),
        default=(),
        example=["register"],
    )
    decisions: str | None = _setting(
        "A PostgreSQL database that keeps what people decide, for a team with one ledger.\n"
        "Without the line: decisions.sqlite beside this file. It takes the extra dragoman[team];\n"
        "a password is better kept in ~/.pgpass than here.",
        _Kind('an address such as "postgresql://NAME@HOST/DATABASE"', _database),
        example="postgresql://desk@localhost/decisions",
        secret=True,
    )
    columns: Mapping[str, str] = _setting(
        "Tables (CSV, JSONL, Parquet) whose columns have other names than ours. Left ours,\n"
        f"right yours. Ours: {', '.join(DOCUMENT_FIELDS)}.",
        _COLUMNS,
        default={},
        example={"text": "body", "published": "date"},
    )

    @classmethod
    def load(cls, path: Path) -> "Config":
        """Return the settings in the file at `path`; what it does not name has its default.

        Raises:
            ConfigError: The file cannot be read or is no TOML, names an unknown setting,
                or gives one a value that it cannot have.
        """
        try:
            found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise ConfigError(
                f"{path}: cannot be read ({error.strerror or error}); "
                "without settings of your own, delete it and the defaults hold"
            ) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(
                f"{path}: is no TOML ({error}). A setting is a line such as part_size = 100"
            ) from error
        known = {f.name: f for f in fields(cls)}
        values = {}
        for key, value in found.items():
            if key not in known:
                raise ConfigError(
                    f"{path}: unknown setting {key!r}. Settings: "
                    f"{', '.join(sorted(known))}{did_you_mean(key, known)}"
                )
            values[key] = _value(path, known[key], value)
        return cls(**values)

    @classmethod
    def described(cls) -> tuple[tuple[str, str, str], ...]:
        """Return (setting, default as TOML, what it does) for every setting, in file order."""
        return tuple(
            (f.name, _toml(_default(f)), " ".join(f.metadata["about"].split())) for f in fields(cls)
        )

    @classmethod
    def template(cls) -> str:
        """Return the file that a new ledger starts with: every setting, commented out.

        A default that stays commented out follows later versions; a line without its
        "#" is the user's own.
        """
        blocks = [
            "# Settings of this ledger. A line that starts with # is a comment: take the # away\n"
            "# to change a setting. A name that is not in this file is refused."
        ]
        for f in fields(cls):
            about = "\n".join(f"# {line}" for line in f.metadata["about"].splitlines())
            default, example = _default(f), f.metadata["example"]
            shown = default if default not in (None, (), {}) else example
            if isinstance(shown, Mapping):
                lines = [f"[{f.name}]", *(f"{k} = {_toml(v)}" for k, v in shown.items())]
            else:
                lines = [f"{f.name} = {_toml(shown)}"]
            blocks.append("\n".join([about, *(f"# {line}" for line in lines)]))
        return "\n\n".join(blocks) + "\n"


def did_you_mean(word: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    """Return "; did you mean 'x'?" for the nearest known word, or nothing.

    >>> did_you_mean("part_sise", ("part_size", "workers"))
    "; did you mean 'part_size'?"
    >>> did_you_mean("colour", ("part_size", "workers"))
    ''
    """
    near = difflib.get_close_matches(word.lower(), list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _value(path: Path, setting: "Field[Any]", value: Any) -> Any:
    kind: _Kind = setting.metadata["kind"]
    try:
        return kind.read(value)
    except ValueError as error:
        what = f"{setting.name} has {error}" if error.args else f"{setting.name} = {value!r}"
        raise ConfigError(f"{path}: {what}. {setting.name} is {kind.words}") from error


def _default(setting: "Field[Any]") -> Any:
    if setting.default_factory is not MISSING:
        return setting.default_factory()
    return setting.default


def _toml(value: Any) -> str:
    # A JSON string, number or list of strings is also a TOML one; None is a missing line.
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + "}"
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
