"""What a stretch of text is about: a closed list of topics, by the words of `rules/topics.yml`."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from dragoman.extract.details.book import load_topics

_WORD = re.compile(r"\w+(?:[-'’&+]\w+)*\+?")
_EITHER = re.compile(r"\[(\w)(\w)\]")
SHORTEST = 3
"""Letters that a cue with "*" has at least before it."""


def topics_of(text: str, start: int, end: int) -> tuple[str, ...]:
    """Return the topics of `[start, end)`, in the order in which they come up.

    >>> text = "They discussed trade, vaccines and climate."
    >>> topics_of(text, 0, len(text))
    ('trade', 'health', 'climate')
    """
    words = _WORD.findall(text[start:end].lower())
    found = dict[str, None]()
    for i, word in enumerate(words):
        for topic, rest in _begun_by(word):
            behind = words[i + 1 : i + 1 + len(rest)]
            if len(behind) == len(rest) and all(map(_is, rest, behind)):
                found.setdefault(topic)
    return tuple(found)


@lru_cache(maxsize=50_000)
def _begun_by(word: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the cues that begin with a word: the topic, and the words that must follow."""
    keys = (word, *(word[:n] + "*" for n in range(SHORTEST, len(word) + 1)))
    return tuple(cue for key in keys for cue in _cues().get(key, ()))


def _is(cue: str, word: str) -> bool:
    return word.startswith(cue[:-1]) if cue.endswith("*") else word == cue


@cache
def _cues() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Return by its first word each cue: the topic, and the words that must follow."""
    cues: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for entry in load_topics():
        for cue in entry["cues"].split(", "):
            for spelling in _spellings(cue):
                first, *rest = spelling.split()
                cues.setdefault(first, []).append((str(entry["id"]), tuple(rest)))
    return cues


def _spellings(cue: str) -> Iterator[str]:
    """Give a cue with either letter of each pair in brackets: "normali[sz]ation"."""
    pair = _EITHER.search(cue)
    if pair is None:
        yield cue
        return
    for letter in pair.groups():
        yield from _spellings(cue[: pair.start()] + letter + cue[pair.end() :])
