"""Where a document says that one gift is given back for another."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("returning.yml")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words by which a return is claimed; sentences with `unless` are about something else."""

    id: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    entry: Mapping[str, Any]  # as the file has it, with its sentences


@cache
def cues() -> tuple[Cue, ...]:
    """Return the cues of returning.yml."""
    return tuple(
        Cue(
            entry["id"],
            re.compile(entry["pattern"], re.IGNORECASE),
            re.compile(entry["unless"], re.IGNORECASE) if "unless" in entry else None,
            entry,
        )
        for entry in yaml.safe_load(_FILE.read_text("utf-8"))
    )


def find_cues(text: str) -> Iterator[tuple[int, int, Cue]]:
    """Yield where a text has words of return, in order of the cues; `unless` is not looked at."""
    for cue in cues():
        for match in cue.pattern.finditer(text):
            yield match.start(), match.end(), cue


def stems() -> str:
    """Return a pattern, for a database too, that finds every text that may have a cue."""
    return "(?i)" + "|".join(cue.entry["stem"] for cue in cues())


def claims_return(sentence: str) -> Cue | None:
    """Return the cue by which a sentence says that something is given back; None if none.

    >>> claims_return("Albania sent nurses to return the favour.").id
    'return-the-favour'
    """
    for _, _, cue in find_cues(sentence):
        if not (cue.unless and cue.unless.search(sentence)):
            return cue
    return None
