"""The commands that look into a ledger: its events, one of them in full, and its words."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.asking import Desk, TableOption, asking
from dragoman.cli.desk import (
    ChannelOption,
    Format,
    FormatOption,
    JsonOption,
    LedgerArgument,
    SinceOption,
    UntilOption,
    called_in,
    cited,
    clip,
    dates,
    happened,
    print_csv,
    print_json,
    short,
    words_of,
)
from dragoman.cli.linking import print_accounts
from dragoman.cli.terminal import harmless, marked, out, table
from dragoman.model import Channel, NothingFound, SectionKind, Status

if TYPE_CHECKING:
    from dragoman.ask import Dossier, EventRow
    from dragoman.ask.cited import Cited
    from dragoman.ask.record import DocRow, ReportRow
    from dragoman.ledger import Hit


def events(
    ledger: LedgerArgument,
    actor: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only events with this party or carrier.")
    ] = None,
    channel: ChannelOption = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STATUS", help=f"Only this status; may be repeated: {', '.join(Status)}."
        ),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    section: Annotated[
        str | None,
        typer.Option(metavar="SECTION", help="Only events known from this: body or teaser."),
    ] = None,
    format_: FormatOption = Format.TABLE,
    table_: TableOption = None,
) -> None:
    """List events with their claims. Those known only from a teaser are marked."""
    from dragoman.ask.asking import events as ask

    only = words_of(SectionKind, [] if section is None else [section], "--section")
    with asking(ledger, format_, table_) as desk:
        answer = ask(
            desk.book,
            actor=desk.actor(actor, window=since) if actor is not None else None,
            channels=words_of(Channel, channel, "--channel"),
            statuses=words_of(Status, status, "--status"),
            since=since,
            until=until,
            section=only[0] if only else None,
        )
        desk.give(
            answer,
            lambda: table(
                ("when", "channel", "who", "to", "carrier", "docs", "event, claims"),
                (_line(row, desk) for row in answer.rows),
            ),
        )


def _line(row: "EventRow", desk: Desk) -> tuple[str, ...]:
    return (
        dates(row.dates),
        happened(row.channel, row.status, row.section),
        called_in(desk.register, row.actors, row),
        called_in(desk.register, row.recipients, row),
        called_in(desk.register, row.carriers, row),
        str(row.n_documents),
        cited(row.event, row.claims),
    )


def show(
    event: Annotated[
        str,
        typer.Argument(
            metavar="EVENT",
            help="Id of an event, report, claim or statement, or its start; or DOCUMENT:START-END.",
        ),
    ],
    ledger: LedgerArgument,
    format_: FormatOption = Format.TABLE,
    as_json: JsonOption = False,
) -> None:
    """Show all that documents say of one event, claim by claim; or the words behind a citation."""
    from dragoman.ask import show as ask
    from dragoman.ask.cited import cited
    from dragoman.ask.nothing import require_documents

    with asking(ledger) as desk:
        try:
            dossier = ask(desk.book, event)
        except NothingFound as nothing:
            require_documents(desk.book)
            try:
                words = cited(desk.book, event)
            except NothingFound:
                raise nothing from None
            if as_json or format_ is Format.JSON:
                print_json(asdict(words))
            elif format_ is Format.CSV:
                row = asdict(words)
                print_csv([row], tuple(row))
            else:
                _print_cited(words, desk)
            return
        if as_json or format_ is Format.JSON:
            print_json(asdict(dossier))
        elif format_ is Format.CSV:
            print_csv(_claims(dossier), _CLAIM)
        else:
            _print_dossier(dossier, desk)
            out()
            out(f"'dragoman why CLAIM {ledger}' says why words were taken for that person.")


_CLAIM = (
    *("event", "report", "document", "source", "published", "side", "channel", "status"),
    *("section", "id", "role", "value", "polity", "office", "person", "name", "start", "end"),
    *("quote", "speaker", "rule", "note"),
)
"""The columns of an event as CSV: one row for each claim."""


def _claims(dossier: "Dossier") -> Iterator[dict[str, Any]]:
    for report in dossier.reports:
        doc = report.doc
        told: dict[str, Any] = {
            "event": dossier.event.event,
            "document": doc.id,
            "source": doc.source,
        }
        told |= {"published": doc.published, "side": doc.side}
        told |= {"channel": report.channel, "status": report.status, "section": report.section}
        yield from (told | asdict(claim) for claim in report.claims)


def search(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help="All of them must stand in a place.")
    ],
    ledger: LedgerArgument,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many places at most.")] = 20,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Find words in the documents. "Words in quotes" stand together; vis* is a beginning."""
    from dragoman.ask.nothing import require_documents

    query = " ".join(words)
    with asking(ledger) as desk:
        book = desk.book
        hits = book.search(query, limit)
        if not hits:
            require_documents(book)
            raise NothingFound(
                f"No place in the documents of this ledger has all of {query!r}; "
                "fewer words, or the start of one with a star (vis*), find more."
            )
        if format_ is Format.JSON:
            print_json({"query": query, "places": [asdict(hit) for hit in hits]})
            return
        if format_ is Format.CSV:
            print_csv(map(asdict, hits), tuple(asdict(hits[0])))
            return
        labels = _labels(book, {hit.doc_id for hit in hits})
        for (doc_id, quote), found in _by_place(hits).items():
            kinds = dict.fromkeys(hit.kind for hit in found)
            cites = [hit.report_id for hit in found if hit.report_id]
            where = labels.get(doc_id, doc_id)
            out(f"{harmless(where)}, {' and '.join(kinds)} {short(cites)}".rstrip())
            out(f"    {clip(harmless(quote), book.config.quote_chars)}")
        out()
        out(f"'dragoman show ID {ledger}' prints the event behind a [report].")


def _labels(book: Any, doc_ids: Iterable[str]) -> dict[str, str]:
    from dragoman.ask.record import documents

    return {
        doc_id: ", ".join(part for part in (doc.source, doc.title, doc.published) if part)
        for doc_id, doc in documents(book, doc_ids).items()
    }


def _by_place(hits: "Iterable[Hit]") -> "dict[tuple[str, str], list[Hit]]":
    """Group hits that quote the same words: one sentence can report several events."""
    found: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        found.setdefault((hit.doc_id, hit.quote), []).append(hit)
    return found


def _print_dossier(dossier: "Dossier", desk: Desk) -> None:
    row = dossier.event
    carried = f", carried by {called_in(desk.register, row.carriers, row)}" if row.carriers else ""
    to = f" to {called_in(desk.register, row.recipients, row)}" if row.recipients else ""
    out(f"{row.event}  {row.channel}, {row.status}, {dates(row.dates)}")
    out(f"{called_in(desk.register, row.actors, row)}{to}{carried}")
    n_docs = f"{row.n_documents} document{'' if row.n_documents == 1 else 's'}"
    if dossier.n_sources and dossier.n_sources < row.n_documents:
        n_docs += f", of {dossier.n_sources} source{'' if dossier.n_sources == 1 else 's'}"
        n_docs += " (the others are copies)"
    out(f"{row.n_reports} report{'' if row.n_reports == 1 else 's'} in {n_docs}")
    print_accounts(dossier, desk.register)
    for report in dossier.reports:
        out()
        _print_report(report, desk)


def _print_cited(words: "Cited", desk: Desk) -> None:
    """Print the words behind a citation that is no claim of an event."""
    out(f"{words.id}  {'statement' if words.speaker else 'words of a document'}")
    out(_about(words.doc, desk))
    before, _, after = words.around.partition(words.quote)
    told = ((before, False), (words.quote, True), (after, False))
    out(f"  \u201c{marked(told)}\u201d")
    if words.speaker:
        stance = f"; stance: {words.stance}" if words.stance else ""
        out(f"  said by {desk.call(words.speaker)}{stance}")
    if words.topics:
        out(f"  topics: {', '.join(words.topics)}")
    if words.about:
        out(f"  about: {', '.join(map(desk.call, words.about))}")


def _about(doc: "DocRow", desk: Desk) -> str:
    """Say where words are from."""
    about = [doc.source, doc.title, doc.published]
    if doc.side:
        about.append(f"account of {desk.call(doc.side)}")
    return harmless(", ".join(part for part in about if part))


def _print_report(report: "ReportRow", desk: Desk) -> None:
    from dragoman.ask.quote import shorten
    from dragoman.ask.show import elsewhere, pieces
    from dragoman.ask.wording import by_office

    out(_about(report.doc, desk))
    flags = [report.channel, report.status]
    flags += [report.section] if report.section != "body" else []
    flags += ["told as background"] if report.background else []
    out(f"  {', '.join(flags)}; rule {report.rule}; report [{report.id[:10]}]")
    quote = shorten(pieces(report), desk.book.config.quote_chars)
    out(f"  \u201c{marked((piece.text, piece.marked) for piece in quote)}\u201d")
    for words in elsewhere(report):
        out(f"  elsewhere in the document: \u201c{harmless(words)}\u201d")
    if report.speakers:
        out(f"  said by {harmless(' > '.join(report.speakers))}")
    rows = []
    for claim in report.claims:
        value = desk.call(claim.actor) if claim.role != "date" else claim.value
        if claim.inferred and claim.office:
            value = by_office(desk.register.label, claim.actor, claim.office)
        worded = claim.name and claim.name.casefold() not in value.casefold()
        name = f" ({claim.name})" if worded else ""
        notes = [claim.note] if claim.note else []
        if claim.speaker and claim.speaker not in report.speakers:
            notes.append(f"said by {claim.speaker}")
        rows.append(
            (
                f"    {claim.role}",
                f"{value}{name}",
                f"\u201c{clip(claim.quote, 60)}\u201d",
                claim.rule,
                "; ".join(notes),
                f"[{claim.id[:10]}]",
            )
        )
    table((), rows)
