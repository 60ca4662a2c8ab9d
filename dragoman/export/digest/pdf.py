"""A digest as PDF, set from its HTML."""

from importlib import import_module
from typing import Any

from dragoman.ask.digest import Digest
from dragoman.export.digest.html import digest_html
from dragoman.export.digest.sources import QUOTE_CHARS
from dragoman.model import InputError
from dragoman.model.extras import install


def digest_pdf(digest: Digest, *, cite: str | None = None, quote_chars: int = QUOTE_CHARS) -> bytes:
    """Return a digest as a tagged PDF (PDF/UA-1), for which nothing is fetched.

    Args:
        digest: What to print.
        cite: How to cite the ledger, for the foot of the page.
        quote_chars: The longest quotation, in characters.

    Raises:
        InputError: The package that sets pages, or what it needs, is not installed.
    """
    try:
        weasyprint = import_module("weasyprint")
    except (ImportError, OSError) as error:  # OSError: the package is there, its libraries are not
        raise InputError(
            f"PDF needs the package weasyprint ({error}): {install('pdf')}; an .html "
            "file prints as well from a browser"
        ) from None
    page = digest_html(digest, cite=cite, quote_chars=quote_chars)
    data: bytes = weasyprint.HTML(string=page, url_fetcher=_refuse).write_pdf(
        pdf_variant="pdf/ua-1", pdf_identifier=b"dragoman"
    )
    return data


def _refuse(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError(f"a digest fetches nothing, and so not {url[:80]!r}")
