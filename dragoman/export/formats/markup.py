"""XML, written as it comes: the nodes of a graph can stand before edges that came first."""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Markup:
    """Writes elements into an open file, indented by depth."""

    def __init__(self, file: IO[bytes], depth: int = 0) -> None:
        self._out = XMLGenerator(file, "utf-8", short_empty_elements=True)
        self._depth = depth
        self.file = file

    def begin(self) -> None:
        """Write the declaration."""
        self._out.startDocument()

    @contextmanager
    def element(self, name: str, **values: Any) -> Iterator[None]:
        """Write an element around what the block writes. A name's last "_" is none of it."""
        self._line()
        self._out.startElement(name, _attributes(values))
        self._depth += 1
        yield
        self._depth -= 1
        self._line()
        self._out.endElement(name)

    def leaf(self, name: str, text: object = None, **values: Any) -> None:
        """Write an element with text or nothing in it."""
        self._line()
        self._out.startElement(name, _attributes(values))
        if text is not None:
            self._out.characters(_clean(text))
        self._out.endElement(name)

    def paste(self, file: IO[bytes]) -> None:
        """Copy what another file holds to here."""
        self._out.ignorableWhitespace("\n")  # ends the tag before
        file.seek(0)
        shutil.copyfileobj(file, self.file)

    def _line(self) -> None:
        self._out.ignorableWhitespace("\n" + "  " * self._depth)


def _attributes(values: Mapping[str, Any]) -> "AttributesImpl[str]":
    return AttributesImpl(
        {name.rstrip("_"): _clean(value) for name, value in values.items() if value is not None}
    )


def _clean(text: object) -> str:
    """Return text without the characters that no XML may hold."""
    return _NOT_XML.sub("", str(text))
