"""The command that shows what was read in a text, by which rules, and what was passed over."""

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.desk import count, setting_of, write_file
from dragoman.cli.explained import Row, facts, told_of
from dragoman.cli.terminal import harmless, is_terminal, note, out, progress, raw
from dragoman.model import InputError

if TYPE_CHECKING:
    from dragoman.extract.explaining import Explained
    from dragoman.model import Document
    from dragoman.text import CleanText

    Told = Sequence[tuple[Explained, Row]]


class ExplainFormat(StrEnum):
    """How it is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


_ENDINGS = {
    ".txt": ExplainFormat.TEXT,
    ".json": ExplainFormat.JSON,
    ".jsonl": ExplainFormat.JSON,
    ".html": ExplainFormat.HTML,
    ".htm": ExplainFormat.HTML,
}

MOST_SENTENCES = 2_000
"""Sentences of a document that are told; nobody looks through more."""

MOST_PICTURES = 500
"""Sentences of a page; a browser has to show a tree for each."""

_LABEL = 11
_STYLES = {
    "rule": "cyan",
    "value": "magenta",
    "word": "bold",
    "soft": "dim",
    "good": "green",
    "bad": "yellow",
}
