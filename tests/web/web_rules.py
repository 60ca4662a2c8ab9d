"""Rules of another day: what our extractor makes of a document, every report by a newer rule."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dragoman.extract import Extraction
from dragoman.model import Document
from dragoman.run.runner import our_extractor


def changed(setup: Any) -> Callable[[Document], Extraction]:
    """Return our extractor with changed rules: they have other names, and find no topics."""
    extract = our_extractor(setup)

    def again(doc: Document) -> Extraction:
        found = extract(doc)
        return replace(
            found,
            reports=tuple(
                replace(
                    report,
                    rule=f"{report.rule}.newer",
                    claims=tuple(claim for claim in report.claims if claim.role != "topic"),
                )
                for report in found.reports
            ),
        )

    return again
