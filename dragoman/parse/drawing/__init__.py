"""Parses as pictures: a tree for the terminal, SVG, and a page that holds both table and SVG."""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.parse.drawing.page import draw_page
    from dragoman.parse.drawing.svg import draw_svg
    from dragoman.parse.drawing.terminal import Piece, draw_tree, tree_lines

__all__ = ["Piece", "draw_page", "draw_svg", "draw_tree", "tree_lines"]

# Loaded when they are asked for: `words`, which every command needs, has no use for numpy.
_HOME = {
    "draw_page": "page",
    "draw_svg": "svg",
    **dict.fromkeys(("Piece", "draw_tree", "tree_lines"), "terminal"),
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
