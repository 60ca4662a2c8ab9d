"""What the formats of event data share: which events have a code, and what the code loses.

PLOVER and CAMEO code the word and not the deed, and have no status: a row says that it
happened. So an event comes out only where its code says as much as the ledger does (a
planned meeting is an agreement to meet), and every row names what it says less of.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.export.formats.about import About, Written
from dragoman.export.formats.record import Record, Taker, is_exact
from dragoman.export.tables import harmless
from dragoman.model import CHANNELS, Channel, Direction, Report, Role, Span, Status
from dragoman.model.claim import Claim
from dragoman.run.gold import plover_root

LOSSES = {
    "channel": "several channels of the ledger have this code, or it is the general one of its "
    "kind: `dragoman_channel` says which channel it was",
    "status": "the ledger says planned or cancelled, and the code says it by another act "
    "(AGREE, REJECT, THREATEN, SANCTION): `dragoman_status` says what it was",
    "date": "no document gives a day, or they give several: the date is empty or the earliest; "
    "`dragoman_dates` has all, in EDTF",
    "parties": "a party is not in the row: one whose state or organization is not known, one of "
    "more than two, or who carried it",
    "place": "several places are given, and the row has the first",
    "named": "a person is inferred from the office and the day; no document names them",
}
"""What a row can say less of than the ledger, and where to find it."""

NOTHING = (
    "the words of the documents, who says so, and on what rule: every row rests on the claims in "
    "`dragoman_claims`, which the other formats have",
    "what the documents disagree on, but for dates",
    "the quantities, items, topics, mechanisms and numbers in a series",
    "how the events belong together (a meeting during a visit)",
)
"""What no row of event data says."""

OWN = (
    "dragoman_event",
    "dragoman_channel",
    "dragoman_status",
    "dragoman_dates",
    "dragoman_claims",
    "lossy",
)
"""The columns that we add at the end."""

_TOOK_PLACE = (Status.HAPPENED, Status.ONGOING)


@dataclass(frozen=True, slots=True)
class Coded:
    """An event with its PLOVER type and mode."""

    record: Record
    root: str
    mode: str  # "" where the channel does not decide it
    lost: tuple[str, ...]  # of `LOSSES`, in their order


def coded(records: Iterable[Record], written: Written) -> Iterable[Coded]:
    """Yield the events that PLOVER has a type for; the others are counted, by reason."""
    for record in records:
        happening = record.happening
        channel, status = Channel(happening.channel), Status(happening.status)
        root = _root(record, channel, status)
        deed = _root(record, channel, Status.HAPPENED)
        if record.is_teaser:
            written.left_out["known only from a teaser"] += 1
        elif root is None:
            written.left_out["channel and purpose decide no type"] += 1
        elif status not in _TOOK_PLACE and root == deed:
            written.left_out[f"{status}, and the type would say that it happened"] += 1
        else:
            base, mode = _base(channel)
            mode = mode if root == base else ""
            lost = _lost(record, told_apart=_SHARED[root, mode] == 1 and root == base)
            yield Coded(record, root, mode, lost)


def _root(record: Record, channel: Channel, status: Status) -> str | None:
    happening = record.happening
    first = happening.counted[0]
    span = Span(first.doc.id, first.start, first.end, first.quote)
    purposes = tuple(
        Claim(Role.PURPOSE, value, span, None, first.rule) for value in record.values(Role.PURPOSE)
    )
    report = Report(first.doc.id, channel, status, purposes, span, first.rule)
    return plover_root((report,), channel, status)


def _base(channel: Channel) -> tuple[str, str]:
    """Return the type and mode of a channel; a mode of two is none.

    >>> _base(Channel.VISIT), _base(Channel.EXPULSION)
    (('CONSULT', 'visit'), ('SANCTION', ''))
    """
    root, _, mode = CHANNELS[channel].plover.rstrip(")").partition(" (")
    return root, "" if "/" in mode else mode


_SHARED = Counter(_base(channel) for channel in CHANNELS)


def _lost(record: Record, *, told_apart: bool) -> tuple[str, ...]:
    happening = record.happening
    days = record.dates
    by_role = record.having(Role.CARRIER) or any(not taker.polity for taker in record.takers)
    found = {
        "channel": not told_apart,
        "status": Status(happening.status) not in _TOOK_PLACE,
        "date": len(days) != 1 or not is_exact(days[0]),
        "parties": bool(by_role),
        "place": len(record.spots) > 1,
        "named": any(taker.by_office for taker in record.takers),
    }
    return tuple(name for name in LOSSES if found[name])


def day_of(record: Record) -> str:
    """Return the first day that a document gives, ISO 8601; empty where none gives one."""
    return min((value.split("/")[0] for value in record.dates if is_exact(value)), default="")


def parties_of(record: Record) -> tuple[tuple[Taker, ...], tuple[Taker, ...]]:
    """Return who acts and to whom; where nobody hosts or receives, all act.

    A party of a mutual contact that both acts and hosts is the host.
    """
    recipients = record.having(Role.RECIPIENT, Role.HOST)
    hosting = {taker.id for taker in recipients}
    actors = tuple(taker for taker in record.having(Role.ACTOR) if taker.id not in hosting)
    return (actors, recipients) if actors else (recipients, ())


def is_mutual(record: Record) -> bool:
    """Return whether nobody of an event gives and nobody receives.

    Letters and gifts are directed, and mutual where they are exchanged: all are actors.
    """
    directed = CHANNELS[Channel(record.happening.channel)].direction is Direction.DIRECTED
    return not directed or not record.having(Role.RECIPIENT, Role.HOST)


def own_cells(one: Coded, lost: Sequence[str]) -> dict[str, str]:
    """Return the columns that we add."""
    happening = one.record.happening
    values = (
        happening.id,
        happening.channel,
        happening.status,
        ";".join(happening.dates),
        ";".join(dict.fromkeys(claim.id for claim in happening.claims)),
        ";".join(lost),
    )
    return dict(zip(OWN, values, strict=True))


def write_tsv(
    folder: Path, file: str, columns: Sequence[str], rows: Iterable[Mapping[str, str]]
) -> int:
    """Write rows as tab-separated values; return how many there were.

    No cell holds a tab or a line break, or is a formula to a spreadsheet.
    """
    n = 0
    with (folder / file).open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([harmless(" ".join(row.get(name, "").split())) for name in columns])
            n += 1
    return n


def write_readme(
    folder: Path, title: str, notes: Sequence[str], empty: Sequence[str], about: About, out: Written
) -> None:
    """Write beside the rows what they do not say, and what did not come into them."""
    lines = [
        f"# {title}",
        "",
        about.text(),
        "",
        f"Made from: {about.citation}",
        "",
        "## How to read it",
        "",
        *(f"- {note}" for note in notes),
        "",
        "## What a row can lose",
        "",
        "The column `lossy` of a row names which of these hold for it:",
        "",
        *(f"- `{name}`: {words}." for name, words in LOSSES.items()),
        "",
        "## What every row loses",
        "",
        *(f"- {words}." for words in NOTHING),
        "",
        f"Always empty, because the ledger does not know it: {', '.join(empty)}.",
        "",
        "## What did not come into it",
        "",
        *([f"- {n} events: {why}" for why, n in out.reasons().items()] or ["- Nothing."]),
        "",
    ]
    (folder / "README.md").write_text("\n".join(lines), encoding="utf-8", newline="\n")
