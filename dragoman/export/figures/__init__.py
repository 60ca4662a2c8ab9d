"""Figures of the answers: one for each question, as SVG, PNG, a page or a specification."""

import importlib
from collections.abc import Mapping
from typing import Any

from dragoman.ask.book import Answer
from dragoman.export.figures.base import Figure, Namer, draw, require_package
from dragoman.export.figures.files import ENDINGS, write

__all__ = ["ENDINGS", "Figure", "figure_of", "write"]


def figure_of(
    answer: Answer[Any], *, query: Mapping[str, Any] | None = None, names: Namer = str
) -> Figure:
    """Draw an answer.

    The module that draws is called as the one of the answer's type: `ask.circle`, `figures.circle`.

    Args:
        answer: Of any question that has a figure.
        query: As it was asked, by the parameters of the question's function, for the titles
            and the sidecar; None: as the answer has it.
        names: What to call an id, such as `Register.label`.

    Raises:
        InputError: The question has no figure, or the package altair is missing.
    """
    require_package("altair")
    module = f"{__name__}.{type(answer).__module__.rpartition('.')[2]}"
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
    return draw(answer, query=answer.query if query is None else query, names=names)
