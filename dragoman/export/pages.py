"""What every page that is written shares: clean text, escaping templates, one admitted style."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def clean(text: object) -> str:
    """Return text without control characters and without marks that turn its direction."""
    return _CONTROLS.sub("\ufffd", str(text))


def asset(name: str) -> str:
    """Return a file that lies beside the templates, such as a style sheet."""
    return (files("dragoman.export") / "templates" / name).read_text(encoding="utf-8")


def style_hash(style: str) -> str:
    """Return the hash by which a page's Content-Security-Policy admits its style sheet."""
    return b64encode(sha256(style.encode()).digest()).decode()


@cache
def environment() -> "Environment":
    """Return the templates' environment: everything is escaped, and cleaned before."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: (
            clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
        ),
    )
