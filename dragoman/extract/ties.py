"""The words by which documents name and judge the tie between states: `ties.yml`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dragoman.model import Mention, RuleError, SectionKind, SpanError
from dragoman.model.wording import Wording
from dragoman.text import CleanText

_FILE = Path(__file__).with_name("ties.yml")

KINDS = ("tier", "tie", "assessment")


@dataclass(frozen=True, slots=True)
class TieWords:
    """One entry: what it finds in a sentence, and of which kind that is."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Found:
    """Words that name or judge a tie; where they stand in the sentence."""

    wording: str  # id of the entry
    kind: str
    start: int
    end: int


def raw_ties() -> Mapping[str, Any]:
    """Return what `ties.yml` holds, with its examples."""
    found: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


@cache
def load_ties() -> tuple[TieWords, ...]:
    """Return the entries in the file's order, read once.

    Raises:
        RuleError: An entry is of no kind that there is.
    """
    data = raw_ties()
    words = {name: f"(?:{''.join(pieces)})" for name, pieces in data["words"].items()}
    entries = []
    for entry in data["entries"]:
        if entry["kind"] not in KINDS:
            raise RuleError(
                f"ties.yml: {entry['id']!r} is a {entry['kind']!r}, which is none of "
                f"{', '.join(KINDS)}"
            )
        needs = entry.get("needs")
        entries.append(
            TieWords(
                entry["id"],
                entry["kind"],
                _compiled(entry["pattern"], words),
                _compiled(needs, words) if needs else None,
            )
        )
    return tuple(entries)


def find_ties(sentence: str) -> Iterator[Found]:
    """Yield what names or judges a tie in a sentence, in the order of its words.

    Of two entries that find the same words, the earlier one of the file has them.
    """
    taken: list[Found] = []
    if not _stems().search(sentence):
        return
    for entry in load_ties():
        if entry.needs and not entry.needs.search(sentence):
            continue
        for match in entry.pattern.finditer(sentence):
            if not any(match.start() < t.end and t.start < match.end() for t in taken):
                taken.append(Found(entry.id, entry.kind, *match.span()))
    yield from sorted(taken, key=lambda found: found.start)


def ties_of(clean: CleanText, mentions: Sequence[Sequence[Mention]]) -> Iterator[Wording]:
    """Yield what the body of a document calls the tie of states, in the order of its words.

    Args:
        clean: The document.
        mentions: Whom each of its sentences names.
    """
    if not _stems().search(clean.text):
        return
    for sentence, found in zip(clean.sentences, mentions, strict=True):
        if sentence.section is not SectionKind.BODY:
            continue
        for tie in find_ties(clean.text[sentence.start : sentence.end]):
            try:
                words = clean.span(sentence.start + tie.start, sentence.start + tie.end)
                whole = clean.span(sentence.start, sentence.end)
            except SpanError:  # words that only a repair put there
                continue
            named = {actor.polity for mention in found for actor in mention.actors if actor.polity}
            yield Wording(tie.kind, tie.wording, words, whole, tuple(sorted(named)))


@cache
def _stems() -> re.Pattern[str]:
    return re.compile(raw_ties()["stems"], re.IGNORECASE)


def _compiled(pieces: Sequence[str], words: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{''.join(pieces).format_map(words)})", re.IGNORECASE)
