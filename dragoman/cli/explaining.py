"""The command that shows what was read in a text, by which rules, and what was passed over."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.desk import write_file
from dragoman.cli.terminal import note, out, raw
from dragoman.model import InputError

if TYPE_CHECKING:
    from dragoman.extract.explaining import Explained, Fired
    from dragoman.model import Document, Mention, Report
    from dragoman.parse.matching import NearMatch
    from dragoman.text import CleanText


class ExplainFormat(StrEnum):
    """How it is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


MOST_SENTENCES = 2_000
"""Sentences of a document that are told; nobody looks through more."""


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
    format_: Annotated[
        ExplainFormat, typer.Option("--format", help="How to write it.")
    ] = ExplainFormat.TEXT,
    html: Annotated[bool, typer.Option("--html", help="The same as --format html.")] = False,
    output: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write to a file.")
    ] = None,
    found_only: Annotated[
        bool, typer.Option("--found", help="Only sentences in which something was found.")
    ] = False,
) -> None:
    """Show each sentence with who is named, the rules that fired and those that nearly did."""
    of = ExplainFormat.HTML if html else format_
    document = _document(file, text, date)
    clean, explained = _explained(document)
    if len(explained) > MOST_SENTENCES:
        note(f"the document has {len(explained):,} sentences; the first {MOST_SENTENCES:,} follow")
        explained = explained[:MOST_SENTENCES]
    told = [(one, told_of(one, clean)) for one in explained]
    if found_only:
        told = [(one, row) for one, row in told if row["fired"]]
    if of is ExplainFormat.HTML:
        from dragoman.cli.explained_page import draw_page

        written = draw_page(told, title=document.title or document.name or "A text")
    elif of is ExplainFormat.JSON:
        written = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for _, row in told)
    else:
        written = "\n".join(_lines(number, row) for number, (_, row) in enumerate(told, 1))
    if output is not None:
        write_file(output, written)
        out(f"{output}: {len(told)} sentences")
    elif of is ExplainFormat.TEXT:
        out(written.rstrip("\n"))
    else:
        raw(written)


def _document(file: Path | None, text: str | None, date: str | None) -> "Document":
    """Return the document that is to be explained.

    Raises:
        InputError: There is none, or more than one, or it could not be read.
    """
    from dragoman.model import Document, Issue

    if (file is None) == (text is None):
        raise InputError("give a FILE, or --text with a text in quotes: one of them")
    if text is not None:
        if not text.strip():
            raise InputError("the text is empty; there is no sentence in it")
        return Document(Document.make_id(text, None), text, language="en", published=_checked(date))
    if date is not None:
        raise InputError("--date is for a --text; a file tells its day itself")
    from dragoman.model.config import Config
    from dragoman.read import find_sources, read_source

    issues: list[Issue] = []
    settings = Config()
    for source in find_sources([file] if file else [], issues):
        for document in read_source(
            source, max_bytes=settings.max_bytes, mapping=settings.columns, issues=issues
        ):
            return document
    why = "; ".join(f"{issue.what}: {issue.detail}" for issue in issues) or "no document in it"
    raise InputError(f"{file}: {why}")


def _checked(date: str | None) -> str | None:
    from dragoman.model.edtf import interval

    try:
        known = date is None or interval(date) is not None
    except ValueError:
        known = False
    if not known:
        raise InputError(f"--date {date!r} is no day; write it as 2022-09-15")
    return date


def _explained(document: "Document") -> "tuple[CleanText, list[Explained]]":
    from dragoman.actors import Register
    from dragoman.extract import load_rules
    from dragoman.extract.explaining import explain as explained
    from dragoman.parse import load_parser
    from dragoman.text import prepare

    clean = prepare(document)
    found = explained(clean, Register.load(), load_rules(), load_parser(), [])
    return clean, list(found)


def told_of(explained: "Explained", clean: "CleanText") -> dict[str, Any]:
    """Return one sentence as plain values: what the formats are made of."""
    step = explained.step
    sentence = step.sentence
    reading = step.reading
    return {
        "sentence": clean.text[sentence.start : sentence.end],
        "start": sentence.start,
        "end": sentence.end,
        "section": str(sentence.section),
        "mentions": [_mention(mention, clean.text) for mention in step.mentions],
        "read_as": reading.tree.text if reading else None,
        "dates": [
            {"words": clean.text[d.start : d.end], "value": d.value, "rule": d.rule}
            for d in (reading.dates if reading else ())
        ],
        "fired": [_fired(one, explained) for one in explained.fired],
        "near": [_near(one, explained) for one in explained.near],
        "reports": [_report(report) for report in step.reports],
        "passed_over": explained.why_not or None,
    }


def _mention(mention: "Mention", text: str) -> dict[str, Any]:
    return {
        "words": text[mention.start : mention.end],
        "kind": str(mention.kind),
        "who": [actor.id for actor in mention.actors],
        "how": list(dict.fromkeys(actor.how for actor in mention.actors)),
        "place": mention.place,
    }


def _fired(fired: "Fired", explained: "Explained") -> dict[str, Any]:
    reading = explained.step.reading
    assert reading is not None
    match = fired.match
    return {
        "rule": match.name,
        "pattern": match.pattern,
        "at": reading.words(match.trigger),
        "roles": {
            role: [reading.words(phrase.start, phrase.end - 1) for phrase in phrases]
            for role, phrases in match.captures.items()
        },
        "score": round(match.score, 3),
        "outcome": fired.outcome.value,
    }


def _near(near: "NearMatch", explained: "Explained") -> dict[str, Any]:
    reading = explained.step.reading
    assert reading is not None
    return {
        "rule": near.name,
        "pattern": near.pattern,
        "at": reading.words(near.trigger),
        "lacks": list(near.unmet),
    }


def _report(report: "Report") -> dict[str, Any]:
    return {
        "channel": str(report.channel),
        "status": str(report.status),
        "background": report.background,
        "rule": report.rule,
        "according_to": list(report.speakers),
        "claims": [
            {
                "role": str(claim.role),
                "value": claim.value,
                "words": claim.evidence.quote,
                "rule": claim.rule,
                "note": claim.note,
            }
            for claim in report.claims
        ],
    }


def _lines(number: int, row: dict[str, Any]) -> str:
    """Return a sentence and all that is told of it, for people."""
    lines = [f"{number}  {' '.join(row['sentence'].split())}"]
    if row["section"] != "body":
        lines.append(_line("section", row["section"]))
    for mention in row["mentions"]:
        who = ", ".join(filter(None, [*mention["who"], mention["place"]])) or "nobody known"
        how = f" ({', '.join(mention['how'])})" if any(mention["how"]) else ""
        lines.append(_line("names", f"{' '.join(mention['words'].split())} = {who}{how}"))
    for date in row["dates"]:
        lines.append(_line("date", f"{date['words']} = {date['value'] or 'not resolved'}"))
    for fired in row["fired"]:
        roles = "; ".join(f"{role} {', '.join(words)}" for role, words in fired["roles"].items())
        lines.append(_line("fired", f"{fired['rule']} at “{fired['at']}”: {roles}"))
        if fired["outcome"] != "reported":
            lines.append(_line("", f"not reported: {fired['outcome']}"))
    for near in row["near"]:
        lacks = ", ".join(near["lacks"])
        lines.append(_line("nearly", f"{near['rule']} at “{near['at']}” lacks {lacks}"))
    for report in row["reports"]:
        claims = "; ".join(f"{claim['role']} {claim['value']}" for claim in report["claims"])
        context = ", told as background" if report["background"] else ""
        lines.append(_line("report", f"{report['channel']}{context}: {claims}"))
    if row["passed_over"]:
        lines.append(_line("nothing", row["passed_over"]))
    return "\n".join(lines) + "\n"


def _line(label: str, words: str) -> str:
    return f"   {label:8} {words}"
