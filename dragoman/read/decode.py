"""Bytes to characters: encodings told by mark, by trial or by their statistics; mojibake undone."""

import codecs
import re

import charset_normalizer
import ftfy
from ftfy.badness import is_bad

from dragoman.model import Issue
from dragoman.read.kind import is_wide_text

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_ODD = re.compile("[^\0-\x7f\xa0–—‘’“”•…]")
"""What mojibake has at least one of; a test holds that against ftfy's own pattern, which takes half
a millisecond for a kilobyte of plain text."""
_SAMPLE = 64 * 1024  # bytes that the statistics look at
_LONGEST_MOJIBAKE = 100_000  # characters of a line that is looked through for mojibake


def decode(data: bytes, where: str, issues: list[Issue], *, declared: str | None = None) -> str:
    r"""Return the characters of a file.

    A byte order mark is believed, then UTF-8 if all of it is, then what the statistics say,
    with what the page declares as a hint and no more: pages lie. Text in which UTF-8 was once
    read as something else ("Erdoг„an", "donâ€™t") is read back, line by line and only where
    it evidently was; that is part of decoding and no issue. Line ends become "\n". Characters
    that no text has (NUL and other controls) become U+FFFD.

    Args:
        data: The bytes.
        where: The file, for issues.
        issues: Grows when the encoding was a guess, when bytes fit no encoding, and when
            control characters were replaced.
        declared: The encoding that the page names, if any.
    """
    return tidy(characters(data, where, issues, declared), where, issues)


def tidy(text: str, where: str, issues: list[Issue]) -> str:
    """Return a text with plain line ends, without control characters, mojibake undone."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    text, controls = _CONTROL.subn("\ufffd", text)
    if controls:
        issues.append(Issue("read", "control characters", f"{controls} replaced by U+FFFD", where))
    if _ODD.search(text):
        text = "\n".join(ftfy.fix_encoding(ln) if _garbled(ln) else ln for ln in text.split("\n"))
    return text


def _garbled(line: str) -> bool:
    return len(line) <= _LONGEST_MOJIBAKE and bool(_ODD.search(line)) and is_bad(line)


def whole_characters(text: str) -> str:
    """Return the text with surrogate pairs joined and unpaired halves made U+FFFD."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def characters(data: bytes, where: str, issues: list[Issue], declared: str | None) -> str:
    """Return the characters of bytes as they stand; see `decode`."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _lenient(data, encoding, where, issues)
    if is_wide_text(data):
        # The zeros are the upper halves of Latin letters: behind them, or before.
        behind = data[1:1000:2].count(0) > data[:1000:2].count(0)
        return _lenient(data, "utf-16-le" if behind else "utf-16-be", where, issues)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        encoding = _guess(data, declared)
    said = f", declared {declared!r}" if declared and declared != encoding else ""
    detail = f"not UTF-8; read as {encoding}{said}"
    issues.append(Issue("read", "encoding guessed", detail, where))
    return _lenient(data, encoding, where, issues)


def _guess(data: bytes, declared: str | None) -> str:
    # The statistics are wanted where the bytes are not plain: the sample starts near them.
    first = next((n for n, byte in enumerate(data) if byte > 127), 0)
    start = max(0, first - _SAMPLE // 8)
    matches = charset_normalizer.from_bytes(data[start : start + _SAMPLE])
    best = matches.best()
    if declared:
        try:
            name = codecs.lookup(declared).name
            data.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
        else:
            plausible = {codecs.lookup(m.encoding).name for m in matches}
            if name in plausible or best is None:
                return name
    if best is None:
        return "cp1252"
    return str(best.encoding)


def _lenient(data: bytes, encoding: str, where: str, issues: list[Issue]) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        issues.append(
            Issue(
                "read",
                "broken characters",
                f"from byte {error.start} on some bytes are no {encoding}; read as U+FFFD",
                where,
            )
        )
        return data.decode(encoding, "replace")
    except UnicodeError:
        return data.decode("utf-8", "replace")
