"""A digest as one self-contained HTML file, or as Markdown."""

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dragoman.ask.digest import Citation, Digest, Phrase
from dragoman.ask.quote import Piece, cut, shorten

if TYPE_CHECKING:
    from jinja2 import Environment

QUOTE_CHARS = 400
"""How long a quotation is printed unless the ledger's settings say otherwise."""

_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]#|<>~&$])")


@dataclass(frozen=True, slots=True)
class Source:
    """One quoted sentence that the digest rests on, numbered in the order of first use."""

    number: int
    doc_id: str
    sentence: str
    label: str
    title: str | None
    url: str | None  # http or https only
    published: str | None
    side: str | None
    pieces: tuple[Piece, ...]
    elsewhere: tuple[str, ...]  # cited words of the document outside the sentence
    speakers: tuple[str, ...]
    rules: tuple[str, ...]
    claims: tuple[str, ...]


def sources(digest: Digest, *, quote_chars: int = QUOTE_CHARS) -> tuple[Source, ...]:
    """Number the sentences that a digest quotes, with the cited words marked."""
    groups: dict[tuple[str, str], list[Citation]] = {}
    for phrase in _phrases(digest):
        for citation in phrase.citations:
            groups.setdefault((citation.doc_id, citation.sentence), []).append(citation)
    return tuple(
        _source(number, group, quote_chars) for number, group in enumerate(groups.values(), start=1)
    )


def numbers(phrase: Phrase, found: Iterable[Source]) -> tuple[int, ...]:
    """Return the numbers of the sources of a phrase, ascending; never empty."""
    cited = {(citation.doc_id, citation.sentence) for citation in phrase.citations}
    return tuple(source.number for source in found if (source.doc_id, source.sentence) in cited)


def _phrases(digest: Digest) -> Iterable[Phrase]:
    for section in digest.sections:
        for sentence in section.sentences:
            yield from sentence.phrases


def _source(number: int, group: list[Citation], quote_chars: int) -> Source:
    first = group[0]
    marks = {(c.start, c.end) for c in group if c.start is not None and c.end is not None}
    return Source(
        number,
        first.doc_id,
        first.sentence,
        first.outlet or first.name or first.doc_id,
        first.title,
        safe_url(first.url),
        first.published,
        first.side,
        shorten(cut(first.sentence, marks), quote_chars),
        tuple(dict.fromkeys(c.words for c in group if c.start is None)),
        tuple(dict.fromkeys(speaker for c in group for speaker in c.speakers)),
        tuple(sorted({c.rule for c in group})),
        tuple(dict.fromkeys(c.claim for c in group)),
    )


def safe_url(url: str | None) -> str | None:
    """Return the address when a reader can be sent there: http or https with a host.

    >>> safe_url("javascript:alert(1)") is None
    True
    """
    if not url or _CONTROLS.search(url) or any(c.isspace() for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def clean(text: object) -> str:
    """Return text without control characters and without marks that turn its direction."""
    return _CONTROLS.sub("\ufffd", str(text))


def digest_html(digest: Digest, *, cite: str | None = None, quote_chars: int = QUOTE_CHARS) -> str:
    """Return a digest as one HTML file that needs nothing else.

    No script, nothing fetched; the style sheet is admitted by its hash. All text passes
    through the template's escaping.

    Args:
        digest: What to print.
        cite: How to cite the ledger, for the foot of the page.
        quote_chars: The longest quotation, in characters.
    """
    found = sources(digest, quote_chars=quote_chars)
    style = _read("digest.css")
    template = _environment().get_template("digest.html.j2")
    return template.render(
        digest=digest,
        sources=found,
        numbers=lambda phrase: numbers(phrase, found),
        cite=cite,
        style=style,
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
    )


def digest_markdown(
    digest: Digest, *, cite: str | None = None, quote_chars: int = QUOTE_CHARS
) -> str:
    """Return a digest as Markdown, sources as numbered notes."""
    found = sources(digest, quote_chars=quote_chars)
    lines = [f"# {_md(digest.title)}", "", _md(digest.basis.sentence()), ""]
    for section in digest.sections:
        lines += [f"## {_md(section.title)}", ""]
        for sentence in section.sentences:
            words = " ".join(
                _md(phrase.text) + "".join(f" [^{n}]" for n in numbers(phrase, found))
                for phrase in sentence.phrases
            )
            told_by = f" *{_md('; '.join(sentence.told_by))}*" if sentence.told_by else ""
            lines.append(f"- {words}{told_by}")
        lines += [f"- {_md(remark.text)}" for remark in section.remarks]
        if not section.sentences and not section.remarks:
            lines.append("Nothing in the record.")
        lines.append("")
    lines += ["## Sources", ""]
    for source in found:
        quote = "".join(
            f"**{_md(piece.text)}**" if piece.marked else _md(piece.text) for piece in source.pieces
        )
        title = f", {_md(source.title)}" if source.title else ""
        day = f", {_md(source.published)}" if source.published else ""
        link = f" <{_href(source.url)}>" if source.url else ""
        also = "".join(f" Also: {_md(words)}." for words in source.elsewhere)
        lines.append(f"[^{source.number}]: {_md(source.label)}{title}{day}.{link} {quote}{also}")
    if cite:
        lines += ["", _md(cite)]
    return "\n".join(lines) + "\n"


def _md(text: str) -> str:
    """Escape text for Markdown: on one line, and never the start of a list or heading."""
    words = _MARKDOWN.sub(r"\\\1", re.sub(r"\s+", " ", clean(text)))
    return re.sub(r"^(\s*)([-+]|\d+(?=[.)]))", _break_list, words)


def _break_list(match: re.Match[str]) -> str:
    before, mark = match.groups()
    return f"{before}\\{mark}" if mark in "-+" else f"{before}{mark}&#8203;"


def _href(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E")


def _read(name: str) -> str:
    return (files("dragoman.export") / "templates" / name).read_text(encoding="utf-8")


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(_read),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: (
            clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
        ),
    )
