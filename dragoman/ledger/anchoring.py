"""Finding the words again that a decision is about, in whatever text they stand now."""

import re

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from dragoman.ledger.tables import text_hash
from dragoman.model import Anchor, Document, Slot, Span

CONTEXT = 32
"""Characters kept from each side of the words: enough to tell a sentence that stands twice."""

SHORT, BESIDE = 12, 4
"""Fewer characters than the one ("China") are found again only where at least the other many
stand beside them that stood there before."""

LONG = 24
"""From so many characters on, words that were changed a little are still told from others."""

ALIKE = 90.0
"""How like changed words must be, in per cent: one word of a sentence may be another."""


def anchor_of(doc: Document, start: int, end: int, slot: Slot) -> Anchor:
    """Return the anchor of some words of a document.

    Raises:
        SpanError: The stretch is empty or does not lie inside the document.
    """
    span = Span.of(doc, start, end)
    return Anchor(
        text_hash(doc.text),
        doc.id,
        span.quote,
        doc.text[max(0, start - CONTEXT) : start],
        doc.text[end : end + CONTEXT],
        start,
        end,
        slot,
    )


def locate(anchor: Anchor, text: str) -> tuple[int, int] | None:
    """Return where in a text an anchor's words stand; None when nowhere, or nobody can tell.

    In the same text that is where they stood. In another, the words as they were, by what
    stood around them where they stand more than once; then with other spaces and marks
    between them; then a little changed, if only one place is like them.
    """
    start, end, quote = anchor.start, anchor.end, anchor.quote
    if text[start:end] == quote and text_hash(text) == anchor.text_hash:
        return start, end
    if not quote.strip():
        return None
    if exact := [match.start() for match in re.finditer(f"(?={re.escape(quote)})", text)]:
        return _by_context(anchor, text, exact)
    words = re.findall(r"\w+", quote)
    if len(words) > 1:
        pattern = r"\W+".join(map(re.escape, words))
        loose = [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]
        if len(loose) == 1:
            return loose[0]
    return _alike(quote, text) if LONG <= len(quote) <= len(text) else None


def _by_context(anchor: Anchor, text: str, starts: list[int]) -> tuple[int, int] | None:
    """Return the place with most of the anchor's surroundings; None when two have as much."""
    size = len(anchor.quote)
    scored = sorted(
        (
            _shared(anchor.prefix[::-1], text[max(0, at - CONTEXT) : at][::-1])
            + _shared(anchor.suffix, text[at + size : at + size + CONTEXT]),
            at,
        )
        for at in starts
    )
    best, at = scored[-1]
    lonely = size < SHORT and best < min(BESIDE, len(anchor.prefix + anchor.suffix))
    tied = len(scored) > 1 and scored[-2][0] == best
    return None if lonely or tied else (at, at + size)


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts begin alike with."""
    n = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        n += 1
    return n


def _alike(quote: str, text: str) -> tuple[int, int] | None:
    """Return the only place of a text that is like a quote, in whole words."""
    found = fuzz.partial_ratio_alignment(quote, text, score_cutoff=ALIKE)
    if found is None:
        return None
    start, end = found.dest_start, found.dest_end
    blanked = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    if fuzz.partial_ratio(quote, blanked, score_cutoff=ALIKE):
        return None
    # What was found is as long as the quote; with a longer word in it, some of it lies outside.
    more = len(quote) // 4
    first, window = max(0, start - more), text[max(0, start - more) : end + more]
    met = [op for op in Indel.opcodes(quote, window) if op.tag == "equal"]
    start, end = first + met[0].dest_start, first + met[-1].dest_end
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end
