"""From a document to reports: what it says happened, who with whom, and how sure it is."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.extract.extraction import LANGUAGES, Extraction, extract, extract_all
    from dragoman.extract.rulebook import RuleBook, load_rules

_HOME = {
    **dict.fromkeys(("LANGUAGES", "Extraction", "extract", "extract_all"), "extraction"),
    **dict.fromkeys(("RuleBook", "load_rules"), "rulebook"),
}

__all__ = ["LANGUAGES", "Extraction", "RuleBook", "extract", "extract_all", "load_rules"]


def __getattr__(name: str) -> object:
    """Return a public name; its module is loaded when it is first asked for.

    A question to a ledger takes a list of words from here, and none of the reader.
    """
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
