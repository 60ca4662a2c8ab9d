"""Running the line over many documents, and measuring it."""

from dragoman.run.runner import (
    Interrupted,
    Ledger,
    Setup,
    Summary,
    extract_part,
    read_into,
)

__all__ = ["Interrupted", "Ledger", "Setup", "Summary", "extract_part", "read_into"]
