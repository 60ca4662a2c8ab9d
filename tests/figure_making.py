"""What the tests of figures share: a figure held to what every figure promises."""

import json
from collections.abc import Iterator
from typing import Any

from dragoman.ask.book import Answer
from dragoman.export.figures import Figure, figure_of
from dragoman.export.figures.files import svg

HOSTILE = "<script>alert(1)</script>\x00 \u202egnp `${1}` " + "x" * 90


def drawn(answer: Answer[Any], **query: Any) -> Figure:
    """Draw an answer, and check what holds for every figure."""
    figure = figure_of(answer, query=query, names=lambda id_: id_.upper())
    words = json.dumps(figure.spec, ensure_ascii=False)
    picture = svg(figure)

    assert figure.alt and figure.title and figure.tables
    assert figure.sidecar["query"] == query
    assert figure.sidecar["claims"], "nothing to follow the figure to its sentences by"
    assert "<script" not in picture
    assert not any(f'"{part}":' in words for part in ("calculate", "filter", "expr", "signal"))
    return figure


def texts(part: Any) -> Iterator[str]:
    """Yield all strings of a specification."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for one in part.values():
            yield from texts(one)
    elif isinstance(part, list):
        for one in part:
            yield from texts(one)


def says(figure: Figure, words: str) -> bool:
    """Return whether some words are in the drawing, wherever its lines break."""
    return words in " ".join(texts(figure.spec))


def values(figure: Figure, key: str) -> list[dict[str, Any]]:
    """Return the drawn rows that have some field."""
    found: list[dict[str, Any]] = []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            found.extend(
                row for row in part.get("values", ()) if isinstance(row, dict) and key in row
            )
            for one in part.values():
                walk(one)
        elif isinstance(part, list):
            for one in part:
                walk(one)

    walk({key: part for key, part in figure.spec.items() if key != "config"})
    return found
