"""Encodings, mojibake and characters that no text has."""

import codecs

import pytest
from ftfy.badness import is_bad
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model import Issue
from dragoman.read.decode import decode

RUSSIAN = "Президент встретился с министром иностранных дел в Москве. " * 8
FRENCH = "Le président a reçu le ministre à l'Élysée, où ils ont évoqué la situation. " * 8


def read(content: bytes, declared: str | None = None) -> tuple[str, list[str]]:
    """The characters, and what the issues say."""
    issues: list[Issue] = []
    return decode(content, "a.txt", issues, declared=declared), [i.what for i in issues]


@pytest.mark.parametrize(
    ("content", "issues"),
    [
        pytest.param(RUSSIAN.encode(), [], id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + RUSSIAN.encode(), [], id="utf-8 with mark"),
        pytest.param(RUSSIAN.encode("utf-16"), [], id="utf-16 with mark"),
        pytest.param(RUSSIAN.encode("utf-32"), [], id="utf-32 with mark"),
        pytest.param(RUSSIAN.encode("cp1251"), ["encoding guessed"], id="cp1251"),
        pytest.param(RUSSIAN.encode("koi8-r"), ["encoding guessed"], id="koi8-r"),
    ],
)
def test_encoding_is_told(content: bytes, issues: list[str]) -> None:
    """Marks and UTF-8 are certain; anything else is a guess, and said to be one."""
    assert read(content) == (RUSSIAN, issues)


def test_utf_16_without_a_mark_is_told() -> None:
    """Zeros at every other place give it away."""
    assert read(FRENCH.encode("utf-16-le"))[0] == FRENCH


@pytest.mark.parametrize(
    ("content", "declared", "text"),
    [
        pytest.param(RUSSIAN.encode(), "windows-1251", RUSSIAN, id="is UTF-8, says cp1251"),
        pytest.param(RUSSIAN.encode("cp1251"), "utf-8", RUSSIAN, id="is cp1251, says UTF-8"),
        pytest.param(RUSSIAN.encode("cp1251"), "iso-8859-1", RUSSIAN, id="fits, makes no sense"),
        pytest.param(RUSSIAN.encode("cp1251"), "no-such", RUSSIAN, id="names no encoding"),
        pytest.param(FRENCH.encode("cp1252"), "iso-8859-1", FRENCH, id="near enough"),
    ],
)
def test_page_that_lies_is_not_believed(content: bytes, declared: str, text: str) -> None:
    """What a page declares is a hint that the bytes can refute."""
    assert read(content, declared)[0] == text


def test_mojibake_is_undone_where_it_is_evident() -> None:
    """UTF-8 once read as cp1252 is read back, in its line; the other lines stay as they are."""
    text = "Naïve café “quotes” — fine.\nThe presidentâ€™s visit to ErdoÄŸan."

    assert (
        read(text.encode())[0] == "Naïve café “quotes” — fine.\nThe president’s visit to Erdoğan."
    )


def test_line_ends_become_one() -> None:
    """Windows and old Macintosh line ends are line ends."""
    assert read(b"a\r\nb\rc\nd")[0] == "a\nb\nc\nd"


def test_control_characters_are_replaced_and_said() -> None:
    """A NUL ends strings in some stores; it becomes U+FFFD, one for one."""
    assert read(b"two\x00leaders\x1bmet") == ("two\ufffdleaders\ufffdmet", ["control characters"])


def test_broken_utf_16_is_read_with_an_issue() -> None:
    """A mark that promises UTF-16 and an odd number of bytes give text and an issue."""
    text, issues = read(codecs.BOM_UTF16_LE + "met".encode("utf-16-le") + b"\x41")

    assert text.startswith("met")
    assert issues == ["broken characters"]


@given(
    st.binary(max_size=400), st.none() | st.sampled_from(["utf-8", "cp1251", "hex", "rot13", ""])
)
def test_any_bytes_become_storable_text(content: bytes, declared: str | None) -> None:
    """Whatever the bytes, the text can be written as UTF-8 and holds no NUL."""
    text, _ = read(content, declared)

    assert "\0" not in text
    assert "\r" not in text
    text.encode("utf-8")


@given(st.text(st.characters(max_codepoint=127) | st.sampled_from("\xa0–—‘’“”•…")))
def test_plain_text_is_never_taken_for_mojibake(text: str) -> None:
    """What the quick test lets pass, ftfy would have let pass too."""
    assert not is_bad(text)
