"""The irregular verbs of English, and those whose spelling leads astray; see `irregular.txt`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def irregular_verbs() -> Mapping[str, str]:
    """Return the lemma of each form.

    >>> irregular_verbs()["flown"]
    'fly'
    """
    text = files("dragoman.parse").joinpath("irregular.txt").read_text("utf-8")
    rows = (line.split(": ") for line in text.splitlines() if not line.startswith("#"))
    return {form: lemma for lemma, forms in rows for form in forms.split()}
