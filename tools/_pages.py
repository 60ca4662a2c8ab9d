"""The parts of the documentation that are printed from the code; cog puts them in place.

Each function returns Markdown. `tools/check` fails when a page does not say what the
code says, and `tools/check --mend` writes it anew.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from _demo import COUNTRY, LEADER, LEDGER, MONTH
from _environment import ROOT, clean_environ

from dragoman.export.codebook import codebook as printed_codebook
from dragoman.model.config import FILE_NAME, Config

WIDTH = 88
"""Columns of the printed help; set here, so that no terminal has a say in it."""


def demo() -> str:
    """Return what the demo's two questions print, asked of a new ledger of the samples."""
    questions = (
        ("circle", LEADER, "--month", MONTH, LEDGER),
        ("channels", COUNTRY, LEDGER),
    )
    with tempfile.TemporaryDirectory() as folder:
        _dragoman(folder, "read", str(ROOT / "samples"), "--into", LEDGER)
        lines = ["```console"]
        for question in questions:
            words = " ".join(f'"{word}"' if " " in word else word for word in question)
            lines += [f"$ dragoman {words}", _dragoman(folder, *question).rstrip(), ""]
    return "\n".join([*lines[:-1], "```", ""])


def _dragoman(folder: str, *words: str) -> str:
    """Run a command in a folder and return what it prints, which names only that folder's files."""
    code = "import sys; from dragoman.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, *words],
        cwd=Path(folder),
        env=clean_environ() | {"PYTHONPATH": os.fspath(ROOT)},
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise RuntimeError(f"dragoman {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout


def parser_figures() -> str:
    """Return the parser's attachment scores, as its papers have them."""
    meta = json.loads((ROOT / "dragoman" / "weights" / "en" / "meta.json").read_text("utf-8"))
    rows = ["", "| set | UAS | LAS | LAS before rounding |", "|---|---:|---:|---:|"]
    for name, figures in meta["figures"].items():
        exact = meta["figures_fp32"][name]["LAS"]
        rows.append(f"| {name} | {figures['UAS']} | {figures['LAS']} | {exact} |")
    return "\n".join([*rows, "", ""])


def settings() -> str:
    """Return the table of settings and the file that a new ledger starts with."""
    rows = [
        f"| `{name}` | {f'`{default}`' if default else 'none'} | {about} |"
        for name, default, about in Config.described()
    ]
    return "\n".join(
        [
            "| setting | default | what it does |",
            "|---|---|---|",
            *rows,
            "",
            f"A new ledger's `{FILE_NAME}`:",
            "",
            "```toml",
            Config.template().rstrip("\n"),
            "```",
            "",
        ]
    )


def codebook() -> str:
    """Return the codebook, as `dragoman codebook` prints it."""
    return printed_codebook()


def commands() -> str:
    """Return the help of the program and of each command."""
    blocks = []
    for name, text in helps():
        blocks += [f"## {name}", "", "```", text, "```", ""]
    return "\n".join(blocks)


def helps() -> Iterator[tuple[str, str]]:
    """Yield ("dragoman circle", its help) for the program and each command, by name."""
    import typer.main

    from dragoman.cli.app import app

    yield from _helps(typer.main.get_command(app), "dragoman", None)


def _helps(command: Any, name: str, parent: Any) -> Iterator[tuple[str, str]]:
    # Rich would draw frames as wide as the terminal and colour them; without it the help
    # is plain text of a fixed width.
    command.rich_markup_mode = None
    context = command.context_class(
        command, info_name=name.split()[-1], parent=parent, terminal_width=WIDTH
    )
    lines = command.get_help(context).splitlines()
    yield name, "\n".join(line.rstrip() for line in lines).strip()
    for child in getattr(command, "commands", {}):
        if not command.commands[child].hidden:
            yield from _helps(command.commands[child], f"{name} {child}", context)
