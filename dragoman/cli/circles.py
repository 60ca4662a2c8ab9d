"""What `circle` and `channels` print beside their rows: partners, and the cloud share by month."""

from typing import TYPE_CHECKING

from dragoman.cli.desk import called, count, short
from dragoman.cli.terminal import out, table

if TYPE_CHECKING:
    from dragoman.ask import ChannelMix, CloudShare, Names
    from dragoman.ask.circle import Circle, Partner


def print_partners(answer: "Circle", register: "Names") -> None:
    """Print one row for each partner, and what may be said of ranks and changes."""
    table(
        (
            *("with", "events", "95 %", "rank", "by channel", "protocol", "first", "last"),
            *("before", "change", "claims"),
        ),
        (_row(one, register) for one in answer.partners),
    )
    out()
    if answer.no_ranks:
        out(answer.no_ranks)
    if any(one.n_protocol for one in answer.partners):
        out("Protocol: letters of congratulation, condolence or greeting, in no other column.")
    out(answer.compared)
    for one in answer.gone:
        out(f"None now with {called(register, one.partner)}, after {count(one.n_before, 'event')}.")


def print_share(share: "CloudShare") -> None:
    """Print one reading of the cloud share with its interval."""
    band = share.band
    more = f" 95 % interval {band[0]:.0%} to {band[1]:.0%}." if band else ""
    out(f"{share.sentence()}{more}")


def print_cloud_months(answer: "ChannelMix") -> None:
    """Print both readings of the cloud share by month, with the documents there were to read."""
    n = len(answer.documents)
    readings = (answer.months[:n], answer.months[n:])
    out("Cloud share by month (without, with verbal messages; 95 % interval)")
    table(
        ("month", "without", "of", "95 %", "with", "of", "95 %", "documents", "by steady outlets"),
        (
            (
                docs.month,
                *(
                    cell
                    for one in (months[i] for months in readings)
                    for cell in (
                        "-" if one.share is None else f"{one.share:.0%}",
                        str(one.known),
                        "" if one.low is None else f"{one.low:.0%}-{one.high:.0%}",
                    )
                ),
                str(docs.n_documents),
                str(docs.n_steady),
            )
            for i, docs in enumerate(answer.documents)
        ),
    )


def _row(one: "Partner", register: "Names") -> tuple[str, ...]:
    ranged = f"{one.rank} ({one.rank_low}-{one.rank_high})" if one.rank else "-"
    return (
        called(register, one.partner),
        str(one.n_events),
        f"{one.low:.1f}-{one.high:.1f}",
        ranged,
        ", ".join(part.replace("=", " ") for part in one.by_channel),
        str(one.n_protocol or ""),
        one.first or "",
        one.last or "",
        str(one.n_before),
        one.change,
        short(one.claims, most=3),
    )
