"""Running the line over many documents, and measuring it."""

from dragoman.run.extracting import extract_part
from dragoman.run.runner import Ledger, read_into
from dragoman.run.setup import Setup
from dragoman.run.summary import Interrupted, Summary

__all__ = ["Interrupted", "Ledger", "Setup", "Summary", "extract_part", "read_into"]
