"""A digest as Markdown, its sources as a numbered list."""

import re
from collections.abc import Iterable, Iterator

from dragoman.ask.digest import Digest, Paragraph, Tally
from dragoman.export.digest.sources import QUOTE_CHARS, Notes, Source, in_order, run_words
from dragoman.export.pages import clean

_MARKDOWN = re.compile(r"([\\`*_{}\[\]#|<>~&$])")


def digest_markdown(
    digest: Digest, *, cite: str | None = None, quote_chars: int = QUOTE_CHARS
) -> str:
    """Return a digest as Markdown: numbers in brackets, sources as a numbered list.

    Args:
        digest: What to print.
        cite: How to cite the ledger, for the last line.
        quote_chars: The longest quotation, in characters.
    """
    notes = Notes(digest, quote_chars=quote_chars)
    lines = [f"# {_md(digest.title)}", "", _md(digest.basis.sentence()), ""]
    for section in digest.sections:
        first = in_order(section)
        lines += [f"## {_md(section.title)}", ""]
        lines += _paragraphs(first, notes)
        lines += _table(section.table, notes)
        lines += _paragraphs(section.paragraphs[len(first) :], notes)
        lines += [line for remark in section.remarks for line in (f"*{_md(remark.text)}*", "")]
    lines += ["## Sources", "", *(_source(source) for source in notes.sources)]
    if cite:
        lines += ["", _md(cite)]
    return "\n".join(lines) + "\n"


def _paragraphs(paragraphs: Iterable[Paragraph], notes: Notes) -> Iterator[str]:
    for paragraph in paragraphs:
        yield " ".join(
            f"{_md(text)} [{run_words(runs)}]" if runs else _md(text)
            for sentence in paragraph
            for text, runs in notes.marked(sentence)
        )
        yield ""


def _table(table: tuple[Tally, ...], notes: Notes) -> Iterator[str]:
    if not table:
        return
    yield "| With | Contacts | How | When | Sources |"
    yield "| --- | ---: | --- | --- | --- |"
    for tally in table:
        cells = (
            _md(tally.counterpart.text),
            f"{tally.n_events}{f' + {tally.n_protocol} of protocol' if tally.n_protocol else ''}",
            _md(tally.how),
            _md(tally.when),
            run_words(notes.runs(tally.counterpart)),
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def _source(source: Source) -> str:
    quote = "".join(
        f"**{_md(piece.text)}**" if piece.marked and piece.text.strip() else _md(piece.text)
        for piece in source.pieces
    )
    where = ", ".join(_md(part) for part in (source.outlet, source.title, source.published) if part)
    side = f" ({_md(source.account)})" if source.side else ""
    link = f" <{_href(source.url)}>" if source.url else ""
    also = "".join(f" Also: {_md(words)}." for words in source.elsewhere)
    return f"{source.number}. {where}{side}.{link} {quote}{also}"


def _md(text: str) -> str:
    """Escape text for Markdown: on one line, and never the start of a list or heading."""
    words = _MARKDOWN.sub(r"\\\1", re.sub(r"\s+", " ", clean(text)))
    return re.sub(r"^(\s*)([-+]|\d+(?=[.)]))", _break_list, words)


def _break_list(match: re.Match[str]) -> str:
    before, mark = match.groups()
    return f"{before}\\{mark}" if mark in "-+" else f"{before}{mark}&#8203;"


def _href(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E")
