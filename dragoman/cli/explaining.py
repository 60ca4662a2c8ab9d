"""The command that shows what was read in a text, by which rules, and what was passed over."""

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.desk import (
    count,
    edtf_of,
    register_of,
    require_one_file_ending,
    settings_of,
    write_file,
)
from dragoman.cli.terminal import harmless, is_terminal, note, out, progress, raw
from dragoman.export.explained import Row, facts, told_of
from dragoman.model import InputError

if TYPE_CHECKING:
    from dragoman.extract.explaining import Explained
    from dragoman.model import Document
    from dragoman.text import CleanText

    Told = Sequence[tuple[Explained, Row]]


class ExplainFormat(StrEnum):
    """How it is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


_ENDINGS = {
    ".txt": ExplainFormat.TEXT,
    ".json": ExplainFormat.JSON,
    ".jsonl": ExplainFormat.JSON,
    ".html": ExplainFormat.HTML,
    ".htm": ExplainFormat.HTML,
}

MOST_SENTENCES = 2_000
"""Sentences of a document that are told; nobody looks through more."""

MOST_PICTURES = 500
"""Sentences of a page; a browser has to show a tree for each."""

_LABEL = 11
_STYLES = {
    "rule": "cyan",
    "value": "magenta",
    "word": "bold",
    "soft": "dim",
    "good": "green",
    "bad": "yellow",
}


def explain(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="A document, as 'dragoman read' takes it."),
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help="A text in place of a file.")
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day of publication of a --text: 2022-09-15."),
    ] = None,
    rule: Annotated[
        str | None,
        typer.Option(
            metavar="RULE", help="Only sentences in which this rule fired or nearly did, and why."
        ),
    ] = None,
    found_only: Annotated[
        bool, typer.Option("--found", help="Only sentences that give a report or a statement.")
    ] = False,
    tree: Annotated[
        bool, typer.Option("--tree", help="Draw how each sentence is parsed; HTML always does.")
    ] = False,
    format_: Annotated[
        ExplainFormat | None,
        typer.Option(
            "--format", help="How to write it; without it the ending of --out says, or text."
        ),
    ] = None,
    html: Annotated[bool, typer.Option("--html", help="The same as --format html.")] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="FILE", help="Write to a .html, .json, .jsonl or .txt file."
        ),
    ] = None,
    parser: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who parses; see 'dragoman parse --help'."),
    ] = None,
    ledger: Annotated[
        Path | None,
        typer.Option(
            metavar="LEDGER",
            help="Use the parser and the register's layers of this ledger's settings.",
        ),
    ] = None,
) -> None:
    """Show what a text gives, sentence by sentence: names, rules that fired or nearly did.

    What is in a ledger already is asked of 'dragoman show' and 'dragoman why'.
    """
    of = _format(format_, output, html=html)
    document = _document(file, text, date)
    _check_rule(rule)
    clean, explained = _explained(document, rule, parser, ledger)
    told = [(one, told_of(n, one, clean)) for n, one in enumerate(explained, 1)]
    if rule is not None:
        told = [(one, row) for one, row in told if _is_about(row, rule)]
    if found_only:
        told = [(one, row) for one, row in told if row["reports"] or row["statements"]]
    title = document.title or document.name or "A text"
    if output is not None:
        write_file(output, _written(of, told, title, tree=tree))
        out(f"{output}: {_sum_of(told)}")
    elif of is ExplainFormat.TEXT and is_terminal():
        _print(told, tree=tree)
    else:
        raw(_written(of, told, title, tree=tree))


def _format(asked: ExplainFormat | None, output: Path | None, *, html: bool) -> ExplainFormat:
    if html:
        if asked not in (None, ExplainFormat.HTML):
            raise InputError(f"--html and --format {asked} do not go together; give one of them")
        return ExplainFormat.HTML
    if asked is not None:
        return asked
    if output is None:
        return ExplainFormat.TEXT
    return _ENDINGS[require_one_file_ending(output, list(_ENDINGS))]


def _document(file: Path | None, text: str | None, date: str | None) -> "Document":
    """Return the document that is to be explained.

    Raises:
        InputError: There is none, or more than one, or it could not be read.
    """
    from dragoman.model import Document, Issue

    if (file is None) == (text is None):
        raise InputError("give a FILE, or --text with a text in quotes: one of them")
    if text is not None:
        from dragoman.read.decode import whole_characters

        whole = whole_characters(text)
        if not whole.strip():
            raise InputError("the text is empty; there is no sentence in it")
        day = edtf_of(date, "--date")
        return Document(Document.make_id(whole, None), whole, language="en", published=day)
    if date is not None:
        raise InputError("--date is for a --text; a file tells its day itself")
    from dragoman.model.config import Config
    from dragoman.read import find_sources, read_source

    issues: list[Issue] = []
    settings = Config()
    documents = (
        document
        for source in find_sources([file] if file else [], issues)
        for document in read_source(
            source, max_bytes=settings.max_bytes, mapping=settings.columns, issues=issues
        )
    )
    first = next(documents, None)
    if first is None:
        why = "; ".join(f"{issue.what}: {issue.detail}" for issue in issues) or "nothing to read"
        raise InputError(f"{file}: there is no document in it ({why})")
    if next(documents, None) is not None:
        note(f"{file} holds several documents; this is the first of them, {first.name}")
    return first


def _check_rule(rule: str | None) -> None:
    from dragoman.extract import load_rules
    from dragoman.model.config import did_you_mean

    known = load_rules().rules if rule is not None else {}
    if rule is not None and rule not in known:
        channel = rule.partition(".")[0]
        same = [id_ for id_ in known if id_.startswith(f"{channel}.")]
        listed = f"; rules of {channel}: {', '.join(same)}" if same else ""
        raise InputError(f"there is no rule {rule!r}{did_you_mean(rule, dict(known))}{listed}")


def _explained(
    document: "Document", rule: str | None, parser: str | None, ledger: Path | None
) -> "tuple[CleanText, list[Explained]]":
    from dragoman.extract import LANGUAGES, load_rules
    from dragoman.extract.explaining import explain as explained
    from dragoman.model.config import Config
    from dragoman.parse.backends import choose_parser
    from dragoman.text import prepare

    if document.language not in (None, *LANGUAGES):
        note(
            f"the document is said to be in {document.language!r}, and the rules read "
            f"{', '.join(sorted(LANGUAGES))}: 'dragoman read' would not search it for events"
        )
    clean = prepare(document)
    if len(clean.sentences) > MOST_SENTENCES:
        note(
            f"the document has {len(clean.sentences):,} sentences; the first {MOST_SENTENCES:,} "
            "are told"
        )
        clean = replace(clean, sentences=clean.sentences[:MOST_SENTENCES])
    settings = settings_of(ledger) if ledger else Config()
    chosen = choose_parser(parser if parser is not None else settings.parser)
    found = []
    with progress("explaining") as tell:
        for one in explained(clean, register_of(None, ledger), load_rules(), chosen, rule=rule):
            found.append(one)
            tell(len(found), len(clean.sentences), "")
    return clean, found


def _is_about(row: Row, rule: str) -> bool:
    return any(one["rule"] == rule for one in (*row["fired"], *row["near"], *row["reports"]))


def _sum_of(told: "Told") -> str:
    rows = [row for _, row in told]
    n_parsed = sum(row["parsed"] for row in rows)
    reports = count(sum(len(row["reports"]) for row in rows), "report")
    statements = count(sum(len(row["statements"]) for row in rows), "statement")
    return f"{count(len(rows), 'sentence')}, {n_parsed:,} parsed; {reports}, {statements}"


def _written(of: ExplainFormat, told: "Told", title: str, *, tree: bool) -> str:
    """Return sentences in a format, as a whole file."""
    if of is ExplainFormat.JSON:
        return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for _, row in told)
    if of is ExplainFormat.HTML:
        if len(told) > MOST_PICTURES:
            note(f"the page holds the first {MOST_PICTURES} of {len(told):,} sentences")
        from dragoman.cli.explained_page import draw_page

        return draw_page(told[:MOST_PICTURES], title=title, total=_sum_of(told))
    return "".join(f"{_plain(one, row, tree=tree)}\n" for one, row in told) + (f"{_sum_of(told)}\n")


def _plain(one: "Explained", row: Row, *, tree: bool) -> str:
    """Return a sentence and all that is told of it, a line each, however long."""
    lines = [f"{row['number']}  {_line(row['sentence'])}"]
    for fact in facts(row):
        words = _line("".join(words for words, _ in fact.pieces))
        lines.append(f"   {fact.label:{_LABEL}}{words}")
    if tree:
        from dragoman.parse.drawing import draw_tree

        lines += ["", draw_tree(one.reading.tree, width=10_000)]
    return "\n".join(lines) + "\n"


def _line(words: str) -> str:
    return harmless(" ".join(words.split()))


def _print(told: "Told", *, tree: bool) -> None:
    """Print sentences as wide as the terminal, in colours."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from dragoman.parse.drawing import draw_tree

    console = Console(file=sys.stdout, highlight=False)
    for one, row in told:
        console.print(Text(f"{row['number']}  {_line(row['sentence'])}", style="bold"))
        grid = Table.grid(padding=(0, 0, 0, 3))
        grid.add_column(style="dim", width=_LABEL, no_wrap=True)
        grid.add_column(overflow="fold")
        for fact in facts(row):
            styled = ((harmless(words), _STYLES.get(kind, "")) for words, kind in fact.pieces)
            grid.add_row(fact.label, Text.assemble(*styled))
        console.print(grid)
        if tree:
            out()
            out(draw_tree(one.reading.tree, width=shutil.get_terminal_size().columns))
        out()
    out(_sum_of(told))
