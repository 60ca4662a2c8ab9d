"""Words of a text made fit to be drawn: nothing in them is obeyed, and their width is known."""

import unicodedata
from html import escape

_BLANKS = "\t\n\r\v\f\u0085\u2028\u2029"
_PARTS_LETTERS = "\u200c"  # belongs to the spelling of Persian; letters run together without it


def harmless(text: str, *, lines: bool = False) -> str:
    r"""Return text that a terminal, a page or an SVG shows and neither obeys nor refuses.

    Control characters become visible pictures of themselves, so that an escape sequence
    neither colours nor links nor moves anything; what is no character becomes U+FFFD. Marks
    without width go, because they hide words or swap their places. Line breaks and tabs
    become spaces.

    Args:
        text: From a document, or from anybody.
        lines: Keep line breaks.

    >>> harmless("\x1b]8;;http://x\x1b\\click\x9b2J")
    '␛]8;;http://x␛\\click�2J'
    >>> harmless("a\u202eb\n\ud83d")
    'ab �'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if lines and c == "\n" else _character(c) for c in text)


def _character(c: str) -> str:
    if c in _BLANKS:
        return " "
    kind = unicodedata.category(c)
    if kind == "Cf" and c != _PARTS_LETTERS:
        return ""
    if kind not in ("Cc", "Cs", "Cn"):
        return c
    code = ord(c)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def shown(word: str) -> str:
    r"""Return a word as it is drawn: U+FFFD for one of which there would be nothing to see.

    >>> shown("\u202e"), shown("Xi")
    ('�', 'Xi')
    """
    return harmless(word) or ("\ufffd" if word else "")


def markup(text: str) -> str:
    """Return text as it may stand in HTML and SVG, between tags or in a quoted attribute."""
    return escape(harmless(text), quote=True)


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    >>> columns("Xi"), columns("习近平")
    (2, 6)
    """
    return sum(map(_columns, text))


def _columns(c: str) -> int:
    if unicodedata.combining(c) or unicodedata.category(c) in ("Me", "Cf"):
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
        if not _columns(c):
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
