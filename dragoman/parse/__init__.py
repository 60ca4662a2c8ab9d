"""From a sentence to its dependency tree, and the patterns that run over it.

`load_parser` is our own parser, `choose_parser` the one that a setting names; both return
`Parses`. The masked sentence is what the first extractor's rules run over, until they are
rewritten over trees.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.parse.backends import choose_parser
    from dragoman.parse.masked import Masked, Unit, mask
    from dragoman.parse.parser import load_parser
    from dragoman.parse.parses import Labels, Parser, Parses, Token, Tree
    from dragoman.parse.pattern import Match, Pattern, compile_pattern

__all__ = [
    "Labels",
    "Masked",
    "Match",
    "Parser",
    "Parses",
    "Pattern",
    "Token",
    "Tree",
    "Unit",
    "choose_parser",
    "compile_pattern",
    "load_parser",
    "mask",
]

# Loaded when they are asked for: the parser needs no patterns over masked sentences, and
# these no numpy, which takes a tenth of a second.
_HOME = {
    "choose_parser": "backends",
    "load_parser": "parser",
    **dict.fromkeys(("Labels", "Parser", "Parses", "Token", "Tree"), "parses"),
    **dict.fromkeys(("Masked", "Unit", "mask"), "masked"),
    **dict.fromkeys(("Match", "Pattern", "compile_pattern"), "pattern"),
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
