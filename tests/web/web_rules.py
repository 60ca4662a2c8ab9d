"""Rules of another day: what our extractor makes of a document, every report by a newer rule."""

from dataclasses import replace
from typing import Any

from dragoman.extract import Extraction
from dragoman.model import Document
from dragoman.run.setup import Extracted, Extractor, one_by_one, our_extractor


def changed(setup: Any) -> Extractor:
    """Return our extractor with changed rules: they have other names, and find no topics."""
    extract = our_extractor(setup)

    def again(doc: Document) -> Extracted:
        [found] = extract([doc])
        assert isinstance(found, Extraction)
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

    return one_by_one(again)
