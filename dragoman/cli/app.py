"""The command line: the commands put together, and every error as one line."""

import os
import sys
from collections.abc import Sequence
from typing import Any

import typer

from dragoman.cli import (
    about,
    ask_aid,
    ask_check,
    ask_circle,
    ask_compare,
    ask_coverage,
    ask_digest,
    ask_export,
    ask_gdelt,
    ask_network,
    ask_pair,
    ask_plans,
    ask_voices,
    decided,
    deciding,
    differing,
    explaining,
    joining,
    parsing,
    persons,
    questions,
    registry,
    serving,
    watching,
    work,
)
from dragoman.cli.terminal import note, out, prepare_streams
from dragoman.model import DragomanError

FAILED = 2
STOPPED = 130

app = typer.Typer(
    name="dragoman",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (
    work.read,
    watching.watch,
    ask_circle.circle,
    ask_circle.channels,
    ask_network.network,
    questions.events,
    questions.show,
    ask_pair.pair,
    ask_pair.partnerships,
    ask_aid.aid,
    ask_plans.plans,
    ask_plans.agenda,
    ask_compare.compare,
    ask_check.check,
    ask_gdelt.gdelt,
    ask_voices.voices,
    ask_digest.digest,
    ask_export.export,
    questions.search,
    ask_coverage.coverage,
    ask_coverage.issues,
    persons.who,
    persons.resolve,
    persons.why,
    explaining.explain,
    differing.diff,
    parsing.parse,
    deciding.decide,
    decided.decisions,
    decided.take_back,
    joining.merge,
    work.forget,
    about.cite,
    serving.serve,
    about.codebook,
):
    app.command()(command)
app.command(name="eval")(work.evaluate)
app.add_typer(registry.app, name="register")


@app.callback()
def dragoman() -> None:
    """Turn documents of diplomacy into a ledger, and ask who dealt with whom.

    'dragoman COMMAND --help' says what a command takes; 'dragoman --version', which one this is.
    """


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    0: done; 2: it could not be done, and one line on the error stream says why; 3: done
    in part, some documents could not be read; 130: stopped from the keyboard.

    Args:
        argv: The words after `dragoman`; None: those of the process.
    """
    prepare_streams()
    try:
        return _run(argv)
    except BrokenPipeError:
        # The reader of our output has seen enough ("| head"): no failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(argv: Sequence[str] | None) -> int:
    words = list(sys.argv[1:] if argv is None else argv) or ["--help"]
    if words == ["--version"]:
        from dragoman import __version__

        out(f"dragoman {__version__}")
        return 0
    command: Any = typer.main.get_command(app)
    if len(words) == 1 and hasattr(command.commands.get(words[0]), "commands"):
        words.append("--help")  # a group of commands alone does nothing
    if words[1:] == ["--help"] and words[0] in command.commands:
        # The same words as the long way round prints, without loading what checks values:
        # that takes longer than all the rest of a help page.
        asked = command.commands[words[0]]
        above = command.context_class(command, info_name="dragoman")
        out(asked.get_help(asked.context_class(asked, info_name=words[0], parent=above)))
        return 0
    try:
        with command.make_context("dragoman", words) as context:
            code = command.invoke(context)
        sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        note("dragoman: stopped; run the same command again to go on")
        return STOPPED
    except DragomanError as error:
        note(f"dragoman: {one_line(str(error))}")
        return FAILED
    except typer.Exit as done:
        return done.exit_code
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        where = f"{error.filename}: " if error.filename else ""
        note(f"dragoman: {where}{one_line(error.strerror or str(error))}")
        return FAILED
    except Exception as error:
        return _usage(error)
    return code if isinstance(code, int) else 0


def _usage(error: Exception) -> int:
    """Say what was wrong with the words of the command; what is no such error goes on."""
    # By what it offers and not by its class, which lives at another place in older typers.
    say = getattr(error, "format_message", None)
    if say is None:
        raise error
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "dragoman"
    message = one_line(say()).replace("Value error, ", "")
    if message.startswith("Missing argument"):
        message = message.removesuffix(".") + _taken(context)
    end = "" if message.endswith((".", "?")) else "."
    note(f"dragoman: {message}{end} '{path} --help' says what it takes")
    return FAILED


def _taken(context: object) -> str:
    """Say which word was taken for what: of NAME and LEDGER, one given is the name."""
    given = getattr(context, "params", {})
    words = (f"{name.upper()} is {word!r}" for name, word in given.items() if isinstance(word, str))
    said = ", ".join(words)
    return f" ({said})" if said else ""


def one_line(text: str) -> str:
    """Return text on one line."""
    return " ".join(text.split())
