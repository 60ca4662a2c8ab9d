"""A sentence as words with their places."""

import re
from functools import lru_cache
from typing import NamedTuple

WINDOW = 300
"""Characters on either side of a word in which cue words are looked for.

A clause that is longer than this is debris, such as a table without line ends.
"""

_TOKEN = re.compile(r"[^\W_]+(?:[.\-]{1,2}[^\W_]+)*(?:'t\b)?|'(?:s|re|ll|ve|d|m)\b|[^\w\s.]")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "\n": " ", "\r": " ", "\t": " ", "\u00a0": " "})


class SentenceWords(NamedTuple):
    """A sentence as words, and as plain lower-case text of the same length.

    All positions count from the start of the sentence.
    """

    raw: str
    plain: str
    words: list[str]
    spans: list[tuple[int, int]]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where the words from `first` to `last` stand."""
        return self.spans[first][0], self.spans[last][1]

    def word(self, index: int) -> str:
        """Return a word, "" in front of the sentence and behind it."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def capital(self, index: int) -> bool:
        """Say whether a word is written with a capital."""
        return 0 <= index < len(self.words) and self.raw[self.spans[index][0]].isupper()

    def before(self, index: int) -> tuple[int, int]:
        """Return the stretch in front of a word in which cue words are looked for."""
        stop = self.spans[index][0]
        return max(0, stop - WINDOW), stop

    def behind(self, index: int) -> tuple[int, int]:
        """Return the stretch behind a word in which cue words are looked for."""
        begin = self.spans[index][1]
        return begin, begin + WINDOW


@lru_cache(maxsize=8)
def split_words(raw: str) -> SentenceWords:
    """Return a sentence as words.

    One sentence is asked for each of its triggers, so the last few are kept.
    """
    plain = raw.translate(_PLAIN)
    lower = plain.lower()
    if len(lower) != len(plain):  # a few capitals have two lower-case characters
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in plain)
    spans = [match.span() for match in _TOKEN.finditer(lower)]
    words = [lower[first:last] for first, last in spans]
    for index in range(1, len(words)):
        if words[index] == "may" and raw[spans[index][0]] == "M":
            words[index] = "May"  # the month is no auxiliary
    return SentenceWords(raw, lower, words, spans)
