"""What commands share: the open ledger, the register, and errors as one line."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol, TypeVar

import typer

from dragoman.cli.terminal import note, raw
from dragoman.model import DragomanError, InputError, UnknownName

if TYPE_CHECKING:
    from dragoman.actors import Register
    from dragoman.ask import Names
    from dragoman.model.config import Config
    from dragoman.run import Ledger

PARTIAL = 3
"""The exit code when some of what was asked for could not be read."""

SHORT = 10
"""How many characters of an id a table prints; `show` finds it by these."""


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def _window(option: typer.CallbackParam, typed: str | None) -> str | None:
    """Refuse what is no day, month, year or range of them, before anything is opened."""
    if typed is None:
        return None
    from dragoman.ask.window import window

    try:
        return window(typed).words
    except InputError as error:
        raise InputError(f"{option.opts[0]}: {error}") from error


LedgerArgument = Annotated[Path, typer.Argument(metavar="LEDGER", help="The ledger's folder.")]
NameArgument = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="A leader, state or organization: a name, a code such as CHN, or an id such as "
        "pe:xi-jinping.",
    ),
]
SinceOption = Annotated[
    str | None,
    typer.Option(
        "--from",
        "--since",
        metavar="DATE",
        callback=_window,
        help="First month (or day, or year).",
    ),
]
UntilOption = Annotated[
    str | None,
    typer.Option(
        "--to",
        "--until",
        metavar="DATE",
        callback=_window,
        help="Last month (or day, or year).",
    ),
]
ChannelOption = Annotated[
    list[str] | None,
    typer.Option(metavar="CHANNEL", help="Only this channel; may be repeated. See the codebook."),
]
MonthOption = Annotated[
    str,
    typer.Option(
        metavar="MONTH", callback=_window, help="A month, 2020-08; a day, a year or a/b will do."
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to print the rows.")]
JsonOption = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DAY",
        callback=_window,
        help="As of this day: what was published later is not known. Without it, the last day "
        "of the ledger.",
    ),
]
AtOption = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="MONTH",
        callback=_window,
        help="Compare the cloud share before and after.",
    ),
]
LayerOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--layer", metavar="FOLDER", help="A layer of your own, which wins; may be repeated."
    ),
]
SettingsOption = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="LEDGER", help="Use the layers of this ledger's settings."),
]
DayOption = Annotated[
    str | None, typer.Option("--on", metavar="DAY", help="The day: 2022-09-12; a month will do.")
]


@contextmanager
def open_ledger(path: Path, *, write: bool = False) -> Iterator["Ledger"]:
    """Open a ledger, and say when its answers lack what was read last."""
    from dragoman.run import Ledger

    with Ledger.open(path, write=write) as ledger:
        if not write and ledger.behind:
            note(
                f"{path}: reading was interrupted or goes on; documents read since the last "
                "complete reading are not in this answer. The same 'dragoman read' completes it."
            )
        try:
            yield ledger
        except DragomanError as error:
            # Questions know no folder, and a command that is offered should run as it stands.
            error.args = (re.sub(r"\bLEDGER\b", lambda _: str(path), str(error)),)
            raise


def load_register(ledger: "Ledger") -> "Register":
    """Load the register with the layers that the ledger's settings name."""
    return _loaded(tuple(ledger.root / layer for layer in ledger.config.layers))


def register_of(
    layers: Sequence[Path] | None, ledger: Path | None = None, *, quiet: bool = False
) -> "Register":
    """Load the register with the layers of a ledger's settings, and further ones above them.

    What is wrong with a layer is said in one line, unless `quiet`.
    """
    return _loaded((*layers_of(ledger), *(layers or ())), quiet=quiet)


def _loaded(layers: tuple[Path, ...], *, quiet: bool = False) -> "Register":
    from dragoman.actors import Register

    register = Register.load(layers)
    faults = len(register.problems)
    if layers and faults and not quiet:
        named = " ".join(f"--layer {layer}" for layer in layers)
        note(
            f"dragoman: {faults} fault{'' if faults == 1 else 's'} in the layers of the register; "
            f"what is left out because of {'it' if faults == 1 else 'them'} says "
            f"'dragoman register check {named}'"
        )
    return register


def layers_of(ledger: Path | None) -> tuple[Path, ...]:
    """Return the layers that a ledger's settings name; none without a ledger."""
    if ledger is None:
        return ()
    return tuple(ledger / layer for layer in settings_of(ledger).layers)


def settings_of(ledger: Path) -> "Config":
    """Return the settings of a ledger, without opening it.

    Raises:
        LedgerError: It is no ledger.
    """
    from dragoman.ledger.migrate import read_format
    from dragoman.model.config import FILE_NAME, Config

    read_format(ledger)  # says what is wrong when it is no ledger
    path = ledger / FILE_NAME
    return Config.load(path) if path.exists() else Config()


def edtf_of(typed: str | None, option: str) -> str | None:
    """Return a date that was typed after an option, if any.

    Raises:
        InputError: It is no date, or has no year.
    """
    from dragoman.model.edtf import interval

    if typed is None:
        return None
    try:
        found = interval(typed.strip())
    except ValueError as error:
        said = str(error)
        if "write" not in said:
            said = f"{typed!r} is no date ({said}); write 2020, 2020-08 or 2020-08-20"
        raise InputError(f"{option}: {said}") from error
    if found is None:
        raise InputError(f"{option}: {typed!r} has no year, and nothing can be looked up by it")
    return typed.strip()


def find_actor(
    register: "Names", typed: str, ledger: "Ledger", *, window: str | None = None
) -> str:
    """Return the id of the actor that a typed name means; the window may decide between two.

    Raises:
        UnknownName: Nobody is called so, or several are.
    """
    from dragoman.ask import actor
    from dragoman.ask.window import window as read_window

    try:
        return actor(register, typed, ledger=ledger)
    except UnknownName:
        if window is None:
            raise
        day = read_window(window).first.isoformat()
        if len(register.lookup(typed, day)) != 1:
            raise
        return actor(register, typed, ledger=ledger, on=day)


Word = TypeVar("Word", bound=StrEnum)


def words_of(kind: type[Word], typed: Iterable[str] | None, option: str) -> tuple[Word, ...]:
    """Return the words of a vocabulary that were typed after an option.

    Raises:
        InputError: One is none of them; the nearest is offered.
    """
    from dragoman.model.config import did_you_mean

    known = {str(word): word for word in kind}
    found = []
    for text in typed or ():
        word = text.strip().lower().replace("-", "_").replace(" ", "_")
        if word not in known:
            raise InputError(
                f"{option} {text!r} is none of {', '.join(known)}{did_you_mean(word, known)}"
            )
        found.append(known[word])
    return tuple(found)


def called(register: "Names", id_: str) -> str:
    """Return what to call an actor; what has no id stays as it is worded."""
    if not id_.startswith(("st:", "og:", "of:", "pe:", "pl:", "me:")):
        return id_
    return register.label(id_)


def find_state(register: "Names", typed: str, ledger: "Ledger") -> str:
    """Return the state or organization that a typed name means, if one alone is called so.

    "RUS" is also the name of a person, of whom nothing is asked here.

    Raises:
        UnknownName: Nobody is called so, or several are.
    """
    meant = [id_ for id_ in register.lookup(typed) if id_.startswith(("st:", "og:"))]
    return meant[0] if len(meant) == 1 else find_actor(register, typed, ledger)


class Worded(Protocol):
    """A row some of whose actors no document names: they follow from an office."""

    @property
    def inferred(self) -> tuple[str, ...]:
        """Those actors."""

    @property
    def by_office(self) -> tuple[str, ...]:
        """The office of each."""


def called_in(register: "Names", ids: Iterable[str], row: Worded) -> str:
    """Return what to call actors of a row; whom no document names is called by the office."""
    from dragoman.ask.wording import by_office

    offices = dict(zip(row.inferred, row.by_office, strict=True))
    return ", ".join(
        by_office(register.label, id_, offices[id_]) if id_ in offices else called(register, id_)
        for id_ in ids
    )


def dates(values: Iterable[str]) -> str:
    """Return the days that documents claim, the finest of each: several are disagreement."""
    from dragoman.ask.window import finest

    return " or ".join(finest(tuple(values))) or "(no date)"


def happened(channel: str, status: str, section: str = "body") -> str:
    """Return a channel; with what one does not take for granted: that it did not happen, a teaser.

    >>> happened("visit", "happened"), happened("visit", "planned", "teaser")
    ('visit', 'visit (planned, teaser)')
    """
    but = [status] if status != "happened" else []
    but += [section] if section != "body" else []
    return f"{channel} ({', '.join(but)})" if but else channel


def cited(event: str, claims: Sequence[str]) -> str:
    """Return the id of an event and what of its claims a table has room for."""
    return f"{event} {short(claims, most=1)}"


def clip(text: str, limit: int) -> str:
    """Return a text, or its beginning where it is longer than allowed."""
    return text if len(text) <= limit else f"{text[:limit].rstrip()} \u2026"


def short(ids: Sequence[str], *, most: int | None = None) -> str:
    """Return ids in brackets, each shortened to what `show` needs."""
    shown = ids if most is None else ids[:most]
    more = f" +{len(ids) - len(shown)}" if len(ids) > len(shown) else ""
    return " ".join(f"[{id_[:SHORT]}]" for id_ in shown) + more


def require_one_file_ending(path: Path, endings: Sequence[str]) -> str:
    """Return the ending of a file to be written.

    Raises:
        InputError: It is none of `endings`.
    """
    ending = path.suffix.lower()
    if ending not in endings:
        found = f"{ending!r} is none" if ending else "it has none"
        raise InputError(
            f"{path}: the ending says in what format to write, and {found} of {', '.join(endings)}"
        )
    return ending


def require_room(path: Path) -> None:
    """Refuse a file that cannot be written, before anything is made that would go into it.

    Raises:
        InputError: Its folder is none, or there is no right to write.
    """
    import os

    if path.is_dir():
        raise InputError(f"{path}: is a folder; name a file")
    if not path.parent.is_dir():
        raise InputError(f"{path}: cannot be written (there is no folder {path.parent})")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise InputError(f"{path}: cannot be written (permission denied)")


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file, whole or not at all.

    Raises:
        InputError: The disk refuses.
    """
    aside = path.with_name(f"{path.name}.part")
    try:
        aside.write_bytes(content if isinstance(content, bytes) else content.encode())
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise InputError(f"{path}: cannot be written ({error.strerror or error})") from error


def count(n: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count(1, "event"), count(2000, "event")
    ('1 event', '2,000 events')
    """
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def print_csv(rows: Iterable[Mapping[str, Any]], names: Sequence[str]) -> None:
    """Print rows as CSV with these columns."""
    from dragoman.export.tables import rows_csv

    raw(rows_csv(names, rows))


def user() -> str:
    """Return the name of who is logged in, for what is decided."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "somebody"


def print_json(whole: Any) -> None:
    """Print something as JSON; a day is a string, a number without end null."""
    import json

    from dragoman.export.plain import plain

    raw(json.dumps(plain(whole), ensure_ascii=False, indent=2, allow_nan=False) + "\n")
