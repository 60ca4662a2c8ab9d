"""The codebook: the closed vocabularies as one Markdown page."""

from collections.abc import Iterable, Sequence

from dragoman.model import (
    CHANNELS,
    CLOUD_CHANNELS,
    CONTACT_CHANNELS,
    DECISION_STATES,
    DECISIONS,
    PARTY_ROLES,
    ROLES,
    SECTIONS,
    STANCES,
    STATUSES,
)


def codebook() -> str:
    """Return the codebook page; the same vocabularies give the same page."""
    parts = [
        "# Codebook",
        "The words that code, rules, ledger and answers use. This page is printed from the "
        "vocabularies by `dragoman codebook`.",
        "## Channels",
        _table(
            ("channel", "what", "direction", "presence", "PLOVER (mode)", "CAMEO", "family"),
            (
                (
                    f"`{channel}`",
                    info.meaning,
                    info.direction,
                    info.presence.replace("_", " "),
                    info.plover,
                    info.cameo,
                    info.family,
                )
                for channel, info in CHANNELS.items()
            ),
        ),
        "Reports in channels of one family can tell of one event.",
        f"Contact channels: {_words(c for c in CHANNELS if c in CONTACT_CHANNELS)}.",
        f"Cloud channels, the numerator of the cloud share: "
        f"{_words(c for c in CHANNELS if c in CLOUD_CHANNELS)}; in the second reading "
        "`verbal_message` too.",
        "## Statuses",
        _table(("status", "when"), ((f"`{status}`", text) for status, text in STATUSES.items())),
        "## Roles",
        _table(
            ("role", "party", "who or what"),
            (
                (f"`{role}`", "yes" if role in PARTY_ROLES else "", text)
                for role, text in ROLES.items()
            ),
        ),
        "## Sections",
        _table(("section", "what"), ((f"`{kind}`", text) for kind, text in SECTIONS.items())),
        "## Stances",
        _table(("stance", "when"), ((f"`{stance}`", text) for stance, text in STANCES.items())),
        "## Decisions",
        _table(("decision", "what"), ((f"`{kind}`", text) for kind, text in DECISIONS.items())),
        "What becomes of a decision when the ledger's view is built:",
        _table(("state", "when"), ((f"`{s}`", text) for s, text in DECISION_STATES.items())),
    ]
    return "\n\n".join(parts) + "\n"


def _words(channels: Iterable[str]) -> str:
    return ", ".join(f"`{channel}`" for channel in channels)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [_line(head), _line(["---"] * len(head)), *(_line(row) for row in rows)]
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(str(cell).replace('|', '&#124;') for cell in cells)} |"
