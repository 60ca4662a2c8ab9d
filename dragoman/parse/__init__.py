"""From a sentence to its dependency tree, and the patterns that run over it.

`load_parser` is our own parser, `choose_parser` the one that a setting names; both return
`Parses`. The patterns are in `matching`.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.parse.backends import choose_parser
    from dragoman.parse.parser import load_parser
    from dragoman.parse.parses import Labels, Parser, Parses, Token, Tree

__all__ = [
    "Labels",
    "Parser",
    "Parses",
    "Token",
    "Tree",
    "choose_parser",
    "load_parser",
]

# Loaded when they are asked for: numpy alone takes a tenth of a second.
_HOME = {
    "choose_parser": "backends",
    "load_parser": "parser",
    **dict.fromkeys(("Labels", "Parser", "Parses", "Token", "Tree"), "parses"),
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
