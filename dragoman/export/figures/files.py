"""Figures written to files: SVG, PNG, a page, or the Vega-Lite specification."""

import json
import re
from html import escape
from pathlib import Path
from typing import Any

from dragoman.export.figures.base import Figure, require_package
from dragoman.export.pages import asset, environment, style_hash
from dragoman.model import InputError

ENDINGS = (".svg", ".png", ".html", ".json")

DPI = 300
PIXEL = 72 / 96
"""Of a point of print, which the renderer counts in, to a CSS pixel, which figures do."""


def write(figure: Figure, path: Path) -> tuple[Path, ...]:
    """Write a figure by the ending of the file, and what it was made from beside it.

    `.svg` and `.png` (300 dpi) are pictures, `.html` is a page with the picture, its
    description and its data, `.json` is the Vega-Lite specification.

    Returns:
        The figure's file and that of its sidecar, which ends in `.sidecar.json`.

    Raises:
        InputError: Another ending, the package that draws is missing, or the disk refuses.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise InputError(
            f"{path.name}: a figure is written as {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
        )
    if ending == ".png":
        content = png(figure)
    elif ending == ".json":
        content = _json(figure.spec)
    else:
        content = (svg(figure) if ending == ".svg" else page(figure)).encode()
    beside = path.with_suffix(".sidecar.json")
    try:
        path.write_bytes(content)
        beside.write_bytes(_json(figure.sidecar))
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror or error})") from error
    return path, beside


def svg(figure: Figure) -> str:
    """Return the figure as SVG with its title and its description for those who cannot see it.

    Raises:
        InputError: The package that draws is missing.
    """
    require_package("vl_convert")
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(_silent(figure.spec), allowed_base_urls=[])
    head = re.match(r"<svg\b[^>]*>", drawn)
    if head is None:
        raise ValueError("the renderer gave no SVG")
    ident = f"{figure.name}-{figure.sidecar['data_sha256'][:8]}"
    opening = re.sub(r'\s(?:class|xmlns:xlink)="[^"]*"', "", head.group()[:-1])
    return (
        f'{opening} role="img" aria-labelledby="{ident}-title {ident}-desc">'
        f'<title id="{ident}-title">{escape(figure.title)}</title>'
        f'<desc id="{ident}-desc">{escape(figure.alt)}</desc>'
        f"{drawn[head.end() :]}"
    )


def png(figure: Figure) -> bytes:
    """Return the figure as PNG for print.

    Raises:
        InputError: The package that draws is missing.
    """
    require_package("vl_convert")
    import vl_convert

    drawn: bytes = vl_convert.vegalite_to_png(
        _silent(figure.spec), scale=PIXEL, ppi=DPI, allowed_base_urls=[]
    )
    return drawn


def page(figure: Figure) -> str:
    """Return the figure as one page: picture, description, data and sidecar, without a script.

    Raises:
        InputError: The package that draws is missing.
    """
    style = asset("figure.css")
    return (
        environment()
        .get_template("figure.html.j2")
        .render(figure=figure, picture=svg(figure), style=style, style_hash=style_hash(style))
    )


def _silent(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a specification whose marks are not described one by one: the whole is."""
    return spec | {"config": spec["config"] | {"aria": False}}


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
