"""The parsed form of what is kept as worded: "amount=500000;unit=doses;bound=more than".

A claim's value has the words; its note, if it has this form, what we read in them.
"""

import re
from enum import StrEnum


class CheckKind(StrEnum):
    """What is claimed: a place in a row, nothing like it since, years since, or how many."""

    ORDINAL = "ordinal"
    FIRST_SINCE = "first_since"
    ANNIVERSARY = "anniversary"
    COUNT = "count"


def write_note(**parts: object) -> str | None:
    """Return the parts that are there as one text, in their order; None where none is.

    >>> write_note(amount=2, unit="planeloads", bound=None)
    'amount=2;unit=planeloads'
    """
    written = [
        f"{key}={re.sub(r'[;=]', ' ', ' '.join(str(value).split()))}"
        for key, value in parts.items()
        if value not in (None, "")
    ]
    return ";".join(written) or None


def read_note(note: str | None) -> dict[str, str]:
    """Return the parts of a note; empty for one that has another form.

    >>> read_note("amount=2;unit=planeloads"), read_note("USD")
    ({'amount': '2', 'unit': 'planeloads'}, {})
    """
    pairs = [part.partition("=") for part in (note or "").split(";")]
    return {key: value for key, _, value in pairs} if all(sign for _, sign, _ in pairs) else {}
