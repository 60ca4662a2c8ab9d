"""Read: bytes to documents, one module for each kind of input."""

from dragoman.read.documents import MAX_BYTES, PASSING, read, read_source
from dragoman.read.hints import HintBook, load_hints
from dragoman.read.remote import Remote, is_web
from dragoman.read.sources import Source, find_sources
from dragoman.read.table import COLUMNS

__all__ = [
    "COLUMNS",
    "MAX_BYTES",
    "PASSING",
    "HintBook",
    "Remote",
    "Source",
    "find_sources",
    "is_web",
    "load_hints",
    "read",
    "read_source",
]
