"""Word files (DOCX, with macros or without): their text, a paragraph a line.

Only the XML of the text is opened: no macro, picture, embedded file or link is looked at.
(python-docx refuses files with macros, and loads every part.)
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from dragoman.model import Issue
from dragoman.read.facts import Facts

MAX_TEXT = 16 * 2**20
"""Bytes of XML that are still read; a text of a hundred pages has two million."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "word/document.xml"
_PROPERTIES = "docProps/core.xml"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_SPACES = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NOT_SHOWN = (f"{_W}del", f"{_W}moveFrom", f"{_W}instrText")
_AGAIN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_word(
    data: bytes, where: str, issues: list[Issue], *, max_bytes: int
) -> tuple[str, Facts] | None:
    """Return the text of a Word file and the title of its properties; None if skipped.

    Text that a change under review takes out is left out, and what it puts in is there. The
    day on which the file was made is no day of publication and is not used.

    Args:
        data: The bytes of the file.
        where: The file, for issues.
        issues: Grows when the file is skipped.
        max_bytes: The text may not unpack to more, nor to more than `MAX_TEXT`.
    """

    def skip(what: str, detail: str) -> None:
        issues.append(Issue("read", what, detail, where, skipped=True))

    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = archive.getinfo(_TEXT).file_size
            if size > (most := min(max_bytes, MAX_TEXT)):
                skip("file too large", f"its text unpacks to {size} bytes, over {most}")
                return None
            with archive.open(_TEXT) as body:
                lines = [line for text in _paragraphs(body) if (line := text.strip())]
            properties = None
            if _PROPERTIES in archive.namelist() and archive.getinfo(_PROPERTIES).file_size < 65536:
                properties = etree.fromstring(archive.read(_PROPERTIES), etree.XMLParser(**_SAFE))
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, NotImplementedError) as error:
        words = "it is encrypted" if "encrypted" in str(error) else str(error)[:160]
        skip("Word file cannot be opened", f"{words}; save it as text")
        return None
    except etree.XMLSyntaxError as error:
        skip("Word file cannot be parsed", f"{str(error)[:160]}; save it as text")
        return None
    text = "\n".join(lines)
    found = properties.find(_TITLE) if properties is not None else None
    title = " ".join((found.text or "").split()) if found is not None else ""
    return text, Facts(
        title=title if title and title.casefold() in text[:1000].casefold() else None
    )


_SAFE: Any = {"resolve_entities": False, "no_network": True, "load_dtd": False}


def _paragraphs(xml: IO[bytes]) -> Iterator[str]:
    """Yield the text of each paragraph, those of tables and text boxes where they stand.

    Each is forgotten when it has been read: a file of some kilobytes can hold ten million.
    """
    from lxml import etree

    depth = 0
    for happens, element in etree.iterparse(xml, events=("start", "end"), tag=f"{_W}p", **_SAFE):
        depth += 1 if happens == "start" else -1
        if happens == "start" or depth:
            continue
        for again in [*element.iter(_AGAIN)]:  # for older programs, beside what is meant
            again.getparent().remove(again)
        for paragraph in element.iter(f"{_W}p"):
            yield "".join(_pieces(paragraph))
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in _SPACES:
            yield _SPACES[tag]
        elif tag not in _NOT_SHOWN and tag != f"{_W}p":  # a paragraph in a box is one of its own
            yield from _pieces(child)
