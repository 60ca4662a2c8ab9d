"""The questions as commands: resolve the names, ask once, print."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.circles import print_cloud_months, print_partners, print_share
from dragoman.cli.desk import (
    Format,
    FormatOption,
    LedgerArgument,
    MonthOption,
    NameArgument,
    called,
    called_in,
    find_actor,
    load_register,
    open_ledger,
    require_one_file_ending,
    short,
    words_of,
    write_file,
)
from dragoman.cli.linking import print_accounts
from dragoman.cli.terminal import harmless, marked, note, out, progress, raw, table
from dragoman.model import Channel, NothingFound, SectionKind, Status

if TYPE_CHECKING:
    from dragoman.ask import Answer, Contact, Dossier, EventRow, Names
    from dragoman.ask.record import ReportRow
    from dragoman.ledger import Hit

SinceOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="From this month (or day, or year) on.")
]
UntilOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Until the end of this month (or day, or year).")
]


def circle(
    name: NameArgument,
    ledger: LedgerArgument,
    month: MonthOption,
    all_channels: Annotated[
        bool,
        typer.Option("--all-channels", help="Aid, agreements, protests too: not only contacts."),
    ] = False,
    by_partner: Annotated[
        bool | None,
        typer.Option(
            "--by-partner/--by-event",
            help="One row for each; without either, partners from 10 events on in a table.",
        ),
    ] = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List whom somebody dealt with, how often, and the claims that say so."""
    from dataclasses import asdict

    from dragoman.ask import circle as ask
    from dragoman.ask.circle import FEWEST
    from dragoman.model import CONTACT_CHANNELS

    with open_ledger(ledger) as book:
        register = load_register(book)
        who = find_actor(register, name, book, window=month)
        answer = ask(
            book, who, month, channels=frozenset(Channel) if all_channels else CONTACT_CHANNELS
        )
        more = {
            "who": who,
            "partners": [asdict(one) for one in answer.partners],
            "gone": [asdict(one) for one in answer.gone],
            "no_ranks": answer.no_ranks,
            "compared": answer.compared,
        }
        if _other_format(answer.by_partner() if by_partner else answer, format_, more):
            return
        out(f"{called(register, who)}, {answer.basis.window}")
        out()
        if by_partner or (by_partner is None and answer.basis.n_events >= FEWEST):
            print_partners(answer, register)
            _foot(answer, ledger)
            return
        table(
            ("when", "channel", "with", "documents", "event", "claims"),
            (
                (
                    _dates(row.dates, row.status),
                    row.channel,
                    _with(register, row),
                    str(row.n_documents),
                    row.event,
                    short(row.claims),
                )
                for row in answer.rows
            ),
        )
        if answer.basis.n_events < FEWEST:
            out()
            out(answer.no_ranks)
        _foot(answer, ledger)


def channels(
    name: NameArgument,
    ledger: LedgerArgument,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First month (or day, or year).")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Last month (or day, or year).")
    ] = None,
    by_month: Annotated[bool, typer.Option("--by-month", help="One row for each month.")] = False,
    breaks: Annotated[
        bool, typer.Option("--breaks", help="Look for months in which the cloud share changed.")
    ] = False,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="MONTH", help="Compare the cloud share before and after."),
    ] = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Count the channels of somebody's contacts, and the cloud share."""
    from dataclasses import asdict, replace

    from dragoman.ask import channels as ask

    with open_ledger(ledger) as book:
        register = load_register(book)
        who = find_actor(register, name, book, window=since)
        with progress("looking for breaks") as tell:
            answer = ask(book, who, since, until, breaks=breaks, at=at, tell=tell)
        if by_month:
            answer = replace(answer, rows=answer.by_month)
        if _other_format(
            answer,
            format_,
            {
                "who": who,
                "cloud_share": [
                    asdict(share) | {"interval_95": share.band} for share in answer.shares
                ],
                "cloud_months": [asdict(month) for month in answer.months],
                "documents": [asdict(month) for month in answer.documents],
                "breaks": [asdict(search) for search in answer.breaks],
            },
        ):
            if format_ is Format.CSV:
                for share in answer.shares:
                    note(share.sentence())
                for search in answer.breaks:
                    note(search.sentence())
            return
        out(f"{called(register, who)}, {answer.basis.window or 'all of the ledger'}")
        out()
        rows = (
            (
                row.channel,
                str(row.n_events),
                str(row.n_documents),
                " ".join(row.events[:3]) + _more(row.events, 3),
                short(row.claims, most=4),
            )
            for row in answer.rows
        )
        head = ("channel", "events", "documents", "event ids", "claims")
        if by_month:
            months = (row.month or "(not settled)" for row in answer.rows)
            table(("month", *head), ((m, *r) for m, r in zip(months, rows, strict=True)))
        else:
            table(head, rows)
        out()
        for share in answer.shares:
            print_share(share)
        if by_month:
            out()
            print_cloud_months(answer)
        if answer.breaks:
            out()
        for search in answer.breaks:
            out(search.sentence())
        _foot(answer, ledger)


def events(
    ledger: LedgerArgument,
    actor: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only events with this party or carrier.")
    ] = None,
    channel: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CHANNEL", help="Only this channel; may be repeated. See the codebook."
        ),
    ] = None,
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
) -> None:
    """List events with their claims. Those known only from a teaser are marked."""
    from dragoman.ask import events as ask

    with open_ledger(ledger) as book:
        register = load_register(book)
        answer = ask(
            book,
            actor=find_actor(register, actor, book, window=since) if actor else None,
            channels=words_of(Channel, channel, "--channel"),
            statuses=words_of(Status, status, "--status"),
            since=since,
            until=until,
            section=next(
                iter(words_of(SectionKind, [section] if section else [], "--section")), None
            ),
        )
        if _other_format(answer, format_, {}):
            return
        table(
            ("when", "channel", "status", "who", "to", "carrier", "documents", "event", "claims"),
            (
                (
                    _dates(row.dates),
                    row.channel,
                    row.status if row.section == "body" else f"{row.status} ({row.section})",
                    _list(register, row.actors, row),
                    _list(register, row.recipients, row),
                    _list(register, row.carriers, row),
                    str(row.n_documents),
                    row.event,
                    short(row.claims),
                )
                for row in answer.rows
            ),
        )
        _foot(answer, ledger)


def show(
    event: Annotated[
        str,
        typer.Argument(metavar="EVENT", help="Id of an event, report or claim, or its start."),
    ],
    ledger: LedgerArgument,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, with the offsets.")] = False,
) -> None:
    """Show all that documents say of one event, claim by claim."""
    from dragoman.ask import show as ask

    with open_ledger(ledger) as book:
        register = load_register(book)
        dossier = ask(book, event)
        if as_json:
            import json
            from dataclasses import asdict

            raw(json.dumps(asdict(dossier), ensure_ascii=False, indent=2) + "\n")
            return
        _print_dossier(dossier, register, book.config.quote_chars)


def digest(
    name: NameArgument,
    ledger: LedgerArgument,
    month: MonthOption,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="A .html or .md file; without it, Markdown."
        ),
    ] = None,
) -> None:
    """Write a month as a brief in which every sentence is cited."""
    from dragoman.ask import digest as ask
    from dragoman.cli.about import citation
    from dragoman.export.digest import digest_html, digest_markdown

    ending = require_one_file_ending(output, (".html", ".htm", ".md")) if output else ".md"
    write = digest_markdown if ending == ".md" else digest_html
    with open_ledger(ledger) as book:
        register = load_register(book)
        who = find_actor(register, name, book, window=month)
        brief = ask(book, who, month, names=register.label)
        text = write(brief, cite=citation(book).plain(), quote_chars=book.config.quote_chars)
    if output is None:
        out(text.rstrip("\n"))
        return
    write_file(output, text)
    n = sum(len(section.sentences) for section in brief.sections)
    out(f"{output}: {n} cited sentences. {brief.basis.sentence()}")


def search(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help="All of them must stand in a place.")
    ],
    ledger: LedgerArgument,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many places at most.")] = 20,
) -> None:
    """Find words in the documents. "Words in quotes" stand together; vis* is a beginning."""
    query = " ".join(words)
    with open_ledger(ledger) as book:
        hits = book.search(query, limit)
        if not hits:
            raise NothingFound(
                f"No place in the documents of this ledger has all of {query!r}; "
                "fewer words, or the start of one with a star (vis*), find more"
            )
        labels = _labels(book, {hit.doc_id for hit in hits})
        for (doc_id, quote), found in _by_place(hits).items():
            kinds = dict.fromkeys(hit.kind for hit in found)
            cites = [hit.report_id for hit in found if hit.report_id]
            where = labels.get(doc_id, doc_id)
            out(f"{harmless(where)}, {' and '.join(kinds)} {short(cites)}".rstrip())
            out(f"    {_clip(harmless(quote), book.config.quote_chars)}")


def coverage(
    ledger: LedgerArgument,
    matrix: Annotated[
        bool, typer.Option("--matrix", help="List each event with the outlets that tell of it.")
    ] = False,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Count what there was to read, by outlet, side, language and month, and what it misses."""
    from dataclasses import asdict

    from dragoman.ask import coverage as ask
    from dragoman.ask.coverage import CONDITIONS

    with open_ledger(ledger) as book:
        answer = ask(book, matrix=matrix)
        more = ("skipped", "patterns", "matrix", "missed")
        parts: dict[str, Any] = {
            name: [asdict(part) for part in getattr(answer, name)] for name in more
        }
        parts["accounts"] = asdict(answer.accounts)
        parts["dominance"] = asdict(answer.dominance) if answer.dominance else None
        if _other_format(answer, format_, parts):
            return
        register = load_register(book)
        for by in ("outlet", "side", "language", "month", "section"):
            out(f"By {by}")
            table(
                (by, "documents", "with events", "events"),
                (
                    (
                        called(register, row.key),
                        str(row.n_documents),
                        str(row.n_reporting),
                        str(row.n_events),
                    )
                    for row in answer.rows
                    if row.by == by
                ),
            )
            out()
        if answer.patterns:
            out("Told by exactly these outlets (a copy is its first publisher's)")
            table(
                ("events", "outlets"),
                ((str(p.n_events), ", ".join(p.outlets)) for p in answer.patterns),
            )
            out()
        if answer.matrix:
            names = list(dict.fromkeys(name for row in answer.matrix for name in row.outlets))
            table(
                ("event", "channel", "first day", *names),
                (
                    (
                        *(row.event, row.channel, row.day or "(no date)"),
                        *("x" if name in row.outlets else "" for name in names),
                    )
                    for row in answer.matrix
                ),
            )
            out()
        if answer.skipped:
            out("Skipped")
            table(
                ("times", "stage", "why", "for example"),
                ((str(s.n), s.stage, s.what, "; ".join(s.examples)) for s in answer.skipped),
            )
            out()
        if answer.dominance:
            out(answer.dominance.sentence(register.label))
        out(answer.accounts.sentence())
        alone = ", ".join(f"{called(register, s)} of {n}" for s, n in answer.accounts.by_side)
        if alone:
            out(f"Told by one party alone: {alone}.")
        for bound in answer.missed:
            out(bound.sentence(register.label))
        if any(bound.least is not None for bound in answer.missed):
            out(CONDITIONS)
        elif not answer.missed:
            out(
                "Bound on missed events: refused, because no event has two parties whose own "
                "documents are here."
            )
        out(answer.basis.sentence())


def issues(
    ledger: LedgerArgument,
    stage: Annotated[
        str | None, typer.Option(metavar="STAGE", help="Only of one stage: read, text, dates...")
    ] = None,
    examples: Annotated[int, typer.Option(min=1, max=100, help="How many of each to show.")] = 3,
    format_: FormatOption = Format.TABLE,
) -> None:
    """List what was met and not understood, with examples."""
    from dragoman.ask import issues as ask

    with open_ledger(ledger) as book:
        answer = ask(book, stage=stage, examples=examples)
        if _other_format(answer, format_, {}):
            return
        if not answer.rows:
            out("Nothing was met that could not be read.")
            return
        for row in answer.rows:
            skipped = f", {row.n_skipped} skipped" if row.n_skipped else ""
            out(
                f"{row.stage}: {harmless(row.what)}  "
                f"({row.n} times in {row.n_documents} documents or files{skipped})"
            )
            for example in row.examples:
                out(f"    {_clip(harmless(example), book.config.quote_chars)}")


def _other_format(answer: "Answer[Any]", format_: Format, more: dict[str, Any]) -> bool:
    """Print an answer as JSON or CSV, and return whether that was asked for."""
    if format_ is Format.TABLE:
        return False
    from dragoman.export.tables import answer_csv, answer_json

    if format_ is Format.JSON:
        raw(answer_json(answer, **more))
    else:
        raw(answer_csv(answer))
        note(answer.basis.sentence())
    return True


def _foot(answer: "Answer[Any]", ledger: Path) -> None:
    out()
    out(answer.basis.sentence())
    out(f"'dragoman show ID {ledger}' prints the sentence behind an event or a [claim].")


def _dates(dates: Sequence[str], status: str = "happened") -> str:
    from dragoman.ask.window import finest

    words = " or ".join(finest(tuple(dates))) or "(no date)"
    return f"{words} ({status})" if status == "ongoing" else words


def _with(register: "Names", row: "Contact") -> str:
    """Name a counterpart: a person with the state, a state with its people."""
    people = [called_in(register, id_, row) for id_ in row.named if id_ != row.other]
    if row.other != row.polity and row.polity:
        # An office says the state already.
        people = [] if row.other in row.inferred else [called(register, row.polity)]
    brackets = f" ({', '.join(people)})" if people else ""
    return f"{called_in(register, row.other, row)}{brackets}"


def _list(register: "Names", ids: Iterable[str], row: "EventRow") -> str:
    return ", ".join(called_in(register, id_, row) for id_ in ids)


def _more(ids: Sequence[str], shown: int) -> str:
    return f" +{len(ids) - shown}" if len(ids) > shown else ""


def _clip(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit].rstrip()} \u2026"


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


def _print_dossier(dossier: "Dossier", register: "Names", quote_chars: int) -> None:
    row = dossier.event
    carried = f", carried by {_list(register, row.carriers, row)}" if row.carriers else ""
    to = f" to {_list(register, row.recipients, row)}" if row.recipients else ""
    out(f"{row.event}  {row.channel}, {row.status}, {_dates(row.dates)}")
    out(f"{_list(register, row.actors, row)}{to}{carried}")
    n_docs = f"{row.n_documents} document{'' if row.n_documents == 1 else 's'}"
    if dossier.n_sources and dossier.n_sources < row.n_documents:
        n_docs += f", of {dossier.n_sources} source{'' if dossier.n_sources == 1 else 's'}"
        n_docs += " (the others are copies)"
    out(f"{row.n_reports} report{'' if row.n_reports == 1 else 's'} in {n_docs}")
    print_accounts(dossier, register)
    for report in dossier.reports:
        out()
        _print_report(report, register, quote_chars)


def _print_report(report: "ReportRow", register: "Names", quote_chars: int) -> None:
    from dragoman.ask.quote import shorten
    from dragoman.ask.show import elsewhere, pieces
    from dragoman.ask.wording import by_office

    doc = report.doc
    about = [doc.source, doc.title, doc.published]
    if doc.side:
        about.append(f"account of {called(register, doc.side)}")
    out(harmless(", ".join(part for part in about if part)))
    flags = [report.channel, report.status]
    flags += [report.section] if report.section != "body" else []
    flags += ["told as background"] if report.background else []
    out(f"  {', '.join(flags)}; rule {report.rule}; report [{report.id[:10]}]")
    quote = shorten(pieces(report), quote_chars)
    out(f"  \u201c{marked((piece.text, piece.marked) for piece in quote)}\u201d")
    for words in elsewhere(report):
        out(f"  elsewhere in the document: \u201c{harmless(words)}\u201d")
    if report.speakers:
        out(f"  said by {harmless(' > '.join(report.speakers))}")
    rows = []
    for claim in report.claims:
        value = called(register, claim.actor) if claim.role != "date" else claim.value
        if claim.inferred and claim.office:
            value = by_office(register.label, claim.actor, claim.office)
        worded = claim.name and claim.name.casefold() not in value.casefold()
        name = f" ({claim.name})" if worded else ""
        notes = [claim.note] if claim.note else []
        if claim.speaker and claim.speaker not in report.speakers:
            notes.append(f"said by {claim.speaker}")
        rows.append(
            (
                f"    {claim.role}",
                f"{value}{name}",
                f"\u201c{_clip(claim.quote, 60)}\u201d",
                claim.rule,
                "; ".join(notes),
                f"[{claim.id[:10]}]",
            )
        )
    _aligned(rows)


def _aligned(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns without a head, also on a terminal: they belong to a text."""
    from dragoman.cli.terminal import width

    cells = [[harmless(cell) for cell in row] for row in rows]
    if not cells:
        return
    wide = [max(width(row[n]) for row in cells) for n in range(len(cells[0]))]
    for row in cells:
        out(
            "  ".join(f"{c}{' ' * (w - width(c))}" for c, w in zip(row, wide, strict=True)).rstrip()
        )
