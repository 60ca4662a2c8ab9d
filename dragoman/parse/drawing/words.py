"""Words of a text made fit to be drawn: nothing in them is obeyed, and their width is known."""

import unicodedata
from html import escape

_BLANKS = "\t\n\r\v\f\u0085\u2028\u2029"
_GONE = {"Cc", "Cs", "Cn"}


def visible(text: str) -> str:
    r"""Return text without a character that a terminal, a page or an SVG would obey or refuse.

    Controls become pictures of themselves, what is no character becomes U+FFFD, and marks
    without width (turning, joining) go, because one could hide words or swap their places.

    >>> visible("a\x1b[31m\u202eb\n\ud83d")
    'a␛[31mb �'
    """
    return "".join(map(_character, text))


def _character(c: str) -> str:
    if c in _BLANKS:
        return " "
    kind = unicodedata.category(c)
    if kind == "Cf":
        return ""
    if kind not in _GONE:
        return c
    code = ord(c)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def markup(text: str) -> str:
    """Return text as it may stand in HTML and SVG, between tags or in a quoted attribute."""
    return escape(visible(text), quote=True)


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    >>> columns("Xi"), columns("习近平")
    (2, 6)
    """
    return sum(map(_columns, text))


def _columns(c: str) -> int:
    if unicodedata.combining(c) or unicodedata.category(c) == "Me":
        return 0
    return 2 if unicodedata.east_asian_width(c) in "WF" else 1


def fitted(text: str, width: int) -> str:
    """Return text padded with blanks to a number of columns, or cut short with "…".

    >>> fitted("Xi", 4), fitted("习近平", 4), fitted("Jakarta", 4)
    ('Xi  ', '习… ', 'Jak…')
    """
    if columns(text) > width:
        kept, used = "", 0
        for c in text:
            if used + _columns(c) > width - 1:
                break
            kept, used = kept + c, used + _columns(c)
        text = f"{kept}…"
    return text + " " * (width - columns(text))


_NARROW, _WIDE, _CAPITAL = frozenset("ijlftrI.,;:'’!|()[]-/ "), frozenset("mwMW@%—…"), 0.70


def ems(text: str) -> float:
    """Return about how wide a text is in a sans-serif type, in units of its size.

    A guess on the safe side: whoever shows the picture chooses the type.
    """
    width = 0.0
    for c in text:
        if unicodedata.combining(c):
            continue
        if unicodedata.east_asian_width(c) in "WF":
            width += 1.05
        elif c in _NARROW:
            width += 0.38
        elif c in _WIDE:
            width += 0.95
        else:
            width += _CAPITAL if c.isupper() else 0.60
    return width
