"""Parses as pictures: a tree for the terminal, SVG, and a page that holds both table and SVG."""

from dragoman.parse.drawing.page import draw_page
from dragoman.parse.drawing.svg import draw_svg
from dragoman.parse.drawing.terminal import Piece, draw_tree, tree_lines

__all__ = ["Piece", "draw_page", "draw_svg", "draw_tree", "tree_lines"]
