"""A digest as HTML, Markdown, DOCX or PDF, over one list of numbered sources."""

from dragoman.export.digest.docx import digest_docx
from dragoman.export.digest.html import digest_html
from dragoman.export.digest.markdown import digest_markdown
from dragoman.export.digest.pdf import digest_pdf
from dragoman.export.digest.sources import QUOTE_CHARS, Notes, Source, safe_url, sources
from dragoman.export.pages import clean

__all__ = [
    "QUOTE_CHARS",
    "Notes",
    "Source",
    "clean",
    "digest_docx",
    "digest_html",
    "digest_markdown",
    "digest_pdf",
    "safe_url",
    "sources",
]
