"""A brief of a state or leader over a window, every sentence of which cites the record."""

from dragoman.ask.digest.brief import digest
from dragoman.ask.digest.model import (
    Citation,
    Digest,
    Paragraph,
    Phrase,
    Remark,
    Section,
    Sentence,
    Tally,
)

__all__ = [
    "Citation",
    "Digest",
    "Paragraph",
    "Phrase",
    "Remark",
    "Section",
    "Sentence",
    "Tally",
    "digest",
]
