"""The pattern language of the rules, over dependency trees. `docs/patterns.md` explains it."""

from dragoman.parse.matching.matcher import (
    Definition,
    Matcher,
    NearMatch,
    compile_patterns,
)
from dragoman.parse.matching.phrases import Phrase
from dragoman.parse.matching.search import TreeMatch, Used

__all__ = [
    "Definition",
    "Matcher",
    "NearMatch",
    "Phrase",
    "TreeMatch",
    "Used",
    "compile_patterns",
]
