"""What commands share: the open ledger, the register, and errors as one line."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from dragoman.cli.terminal import note, raw
from dragoman.model import InputError, UnknownName

if TYPE_CHECKING:
    from dragoman.actors import Register
    from dragoman.ask import Contact, EventRow, Names
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


LedgerArgument = Annotated[Path, typer.Argument(metavar="LEDGER", help="The ledger's folder.")]
NameArgument = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="A leader, state or organization: a name, a code such as CHN, or an id such as "
        "pe:xi-jinping.",
    ),
]
MonthOption = Annotated[
    str, typer.Option(metavar="MONTH", help="A month, 2020-08; a day, a year or a/b will do.")
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to print the rows.")]
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
        yield ledger


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


def called_in(register: "Names", id_: str, row: "EventRow | Contact") -> str:
    """Return what to call an actor of a row; whom no document names is called by the office."""
    if id_ not in row.inferred:
        return called(register, id_)
    from dragoman.ask.wording import by_office

    return by_office(register.label, id_, row.by_office[row.inferred.index(id_)])


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
        raise InputError(
            f"{path}: the ending says in what format to write, and {ending or 'none'!r} is none "
            f"of {', '.join(endings)}"
        )
    return ending


def write_file(path: Path, text: str) -> None:
    """Write a file, whole or not at all.

    Raises:
        InputError: The disk refuses.
    """
    aside = path.with_name(f"{path.name}.part")
    try:
        aside.write_text(text, encoding="utf-8", newline="\n")
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


def print_json(whole: Any) -> None:
    """Print something as JSON."""
    import json

    raw(json.dumps(whole, ensure_ascii=False, indent=2) + "\n")
