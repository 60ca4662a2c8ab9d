"""The sentences that a digest rests on, numbered in the order of first use."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from dragoman.ask.digest.model import Citation, Digest, Phrase, Section, Sentence
from dragoman.ask.english import possessive
from dragoman.ask.quote import Piece, cut, shorten
from dragoman.export.pages import clean

QUOTE_CHARS = 400
"""How long a quotation is printed unless the ledger's settings say otherwise."""

Run = tuple[int, int]
"""The first and last of some numbers without a gap."""


@dataclass(frozen=True, slots=True)
class Source:
    """One quoted sentence that the digest rests on."""

    number: int
    doc_id: str
    sentence: str
    outlet: str | None
    title: str  # of the document; else its file, else its id
    url: str | None  # http or https only
    published: str | None
    side: str | None
    pieces: tuple[Piece, ...]
    elsewhere: tuple[str, ...]  # cited words of the document outside the sentence
    speakers: tuple[str, ...]
    rules: tuple[str, ...]
    claims: tuple[str, ...]

    @property
    def account(self) -> str:
        """Whose account the document gives; "" where that is not known."""
        return f"{possessive(self.side)} account" if self.side else ""


class Notes:
    """The numbered sources of one digest, and which of them a phrase cites."""

    def __init__(self, digest: Digest, *, quote_chars: int = QUOTE_CHARS) -> None:
        groups: dict[tuple[str, str], list[Citation]] = {}
        for phrase in _phrases(digest):
            for citation in phrase.citations:
                groups.setdefault(citation.place, []).append(citation)
        self.sources = tuple(
            _source(number, group, quote_chars) for number, group in enumerate(groups.values(), 1)
        )
        self._numbers = {place: number for number, place in enumerate(groups, 1)}

    def numbers(self, phrase: Phrase) -> tuple[int, ...]:
        """Return the numbers of a phrase's sources, ascending; never empty."""
        return tuple(sorted({self._numbers[place] for place in phrase.places}))

    def runs(self, phrase: Phrase) -> tuple[Run, ...]:
        """Return the numbers of a phrase's sources as runs: 1 to 3, 5.

        >>> _runs((1, 2, 3, 5))
        ((1, 3), (5, 5))
        """
        return _runs(self.numbers(phrase))

    def marked(self, sentence: Sentence) -> tuple[tuple[str, tuple[Run, ...]], ...]:
        """Return the phrases of a sentence with their numbers.

        Phrases in a row that rest on the same sentences are marked once, at the end.
        """
        told = sentence.phrases
        return tuple(
            (
                phrase.text,
                () if i + 1 < len(told) and told[i + 1].places == phrase.places
                else self.runs(phrase),
            )
            for i, phrase in enumerate(told)
        )  # fmt: skip


def sources(digest: Digest, *, quote_chars: int = QUOTE_CHARS) -> tuple[Source, ...]:
    """Number the sentences that a digest quotes, with the cited words marked."""
    return Notes(digest, quote_chars=quote_chars).sources


def in_order(section: Section) -> tuple[tuple[Sentence, ...], ...]:
    """Return the paragraphs that stand before a section's table, if it has one."""
    return section.paragraphs[:1] if section.table else ()


def _phrases(digest: Digest) -> Iterable[Phrase]:
    """Yield the phrases as they are printed: a table stands behind the first paragraph."""
    for section in digest.sections:
        before, after = in_order(section), section.paragraphs[len(in_order(section)) :]
        yield from (p for lot in before for sentence in lot for p in sentence.phrases)
        yield from (tally.counterpart for tally in section.table)
        yield from (p for lot in after for sentence in lot for p in sentence.phrases)


def _runs(numbers: Iterable[int]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for n in numbers:
        if runs and runs[-1][1] == n - 1:
            runs[-1] = runs[-1][0], n
        else:
            runs.append((n, n))
    return tuple(runs)


def run_words(runs: Iterable[Run]) -> str:
    """Write runs of numbers out.

    >>> run_words([(1, 3), (5, 5), (7, 8)])
    '1\u20133, 5, 7, 8'
    """
    return ", ".join(
        str(a) if a == b else f"{a}{', ' if b == a + 1 else chr(0x2013)}{b}" for a, b in runs
    )


def _source(number: int, group: list[Citation], quote_chars: int) -> Source:
    first = group[0]
    doc = first.doc
    marks = {(c.start, c.end) for c in group if c.start is not None and c.end is not None}
    elsewhere = dict.fromkeys(
        piece.text
        for c in group
        if c.start is None
        for piece in shorten((Piece(c.words, True),), quote_chars)
    )
    return Source(
        number,
        doc.id,
        first.sentence,
        doc.outlet,
        doc.title or (doc.name or doc.id if not doc.outlet else ""),
        safe_url(doc.url),
        doc.published,
        first.side,
        shorten(cut(first.sentence, marks), quote_chars),
        tuple(elsewhere),
        tuple(dict.fromkeys(speaker for c in group for speaker in c.speakers)),
        tuple(sorted({c.rule for c in group})),
        tuple(dict.fromkeys(c.claim for c in group)),
    )


def safe_url(url: str | None) -> str | None:
    """Return the address when a reader can be sent there: http or https with a host.

    >>> safe_url("javascript:alert(1)") is None
    True
    """
    if not url or clean(url) != url or re.search(r"\s", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None
