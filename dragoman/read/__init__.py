"""Read: bytes to documents, one module for each kind of input."""

from dragoman.read.documents import MAX_BYTES, read, read_source
from dragoman.read.sources import Source, find_sources
from dragoman.read.table import COLUMNS

__all__ = ["COLUMNS", "MAX_BYTES", "Source", "find_sources", "read", "read_source"]
