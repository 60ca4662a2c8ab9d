"""Reading the register's own files as they are, for the tools that make them and the tests."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table, skipping its head of `#` lines.

    Raises:
        ValueError: A row has not as many cells as the head.
    """
    with path.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        for row in csv.DictReader(lines):
            if None in row or None in row.values():
                raise ValueError(f"{path.name}: {row!r} has not as many cells as the head")
            yield {key: (value or "").strip() for key, value in row.items()}


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds; dates stay text."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
