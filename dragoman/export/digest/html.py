"""A digest as one self-contained HTML file."""

from dragoman.ask.digest import Digest
from dragoman.export.digest.sources import QUOTE_CHARS, Notes, in_order
from dragoman.export.pages import asset, environment, style_hash


def digest_html(digest: Digest, *, cite: str | None = None, quote_chars: int = QUOTE_CHARS) -> str:
    """Return a digest as one HTML file that needs nothing else.

    No script, nothing fetched; the style sheet is admitted by its hash. All text passes
    through the template's escaping.

    Args:
        digest: What to print.
        cite: How to cite the ledger, for the foot of the page.
        quote_chars: The longest quotation, in characters.
    """
    notes = Notes(digest, quote_chars=quote_chars)
    style = asset("digest.css")
    return (
        environment()
        .get_template("digest.html.j2")
        .render(
            digest=digest,
            notes=notes,
            before=in_order,
            at=None,
            worded=str,
            cite=cite,
            style=style,
            style_hash=style_hash(style),
        )
    )
