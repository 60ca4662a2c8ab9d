"""The command that shows how sentences are parsed."""

import shutil
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.desk import count, write_file
from dragoman.cli.terminal import harmless, is_terminal, note, out, progress, raw
from dragoman.model import InputError

if TYPE_CHECKING:
    from dragoman.model import Sentence
    from dragoman.parse.parses import Parser, Parses, Token

MOST_BYTES = 2_000_000
"""The longest text that is looked at; whole folders are for 'dragoman read'."""

MOST_WORDS = 50_000
"""The most words and signs that are parsed at once: half a minute's work on a free core."""

MOST_DRAWN = 10_000
"""The most that are drawn, as trees, a picture or a page: nobody looks through more."""

MOST_PICTURES = 200
"""How many sentences a picture or a page holds; a browser has to show them."""

PART = 1_000
"""Words and signs that are parsed between two steps of the progress that is shown."""

_NO_EDGE = 10_000
"""Columns of a file or a pipe: nothing is left out there."""


class ParseFormat(StrEnum):
    """How parses are written."""

    TREE = "tree"
    CONLLU = "conllu"
    JSON = "json"
    SVG = "svg"
    HTML = "html"


_ENDINGS = {
    ".txt": ParseFormat.TREE,
    ".conllu": ParseFormat.CONLLU,
    ".json": ParseFormat.JSON,
    ".svg": ParseFormat.SVG,
    ".html": ParseFormat.HTML,
    ".htm": ParseFormat.HTML,
}

# Styles of rich for the pieces of a tree.
_STYLES = {
    "arms": "dim",
    "relation": "cyan",
    "unsure": "yellow",
    "word": "bold",
    "upos": "green",
    "sure": "dim",
    "lemma": "",
    "name": "magenta",
    "head": "dim",
}


def parse(
    text: Annotated[
        str | None,
        typer.Argument(
            metavar="TEXT",
            help="Sentences, in one pair of quotes. Without it, or with -, standard input.",
            show_default=False,
        ),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="Parse a plain text file.")
    ] = None,
    format_: Annotated[
        ParseFormat | None,
        typer.Option(
            "--format", help="How to write it; without it the ending of --out says, or a tree."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Write to a .svg, .html, .json, .conllu or .txt file.",
        ),
    ] = None,
    parser: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Who parses: dragoman (if not given), stanza:LANGUAGE, spacy:MODEL.",
        ),
    ] = None,
    ledger: Annotated[
        Path | None,
        typer.Option(
            metavar="LEDGER",
            help="Use the parser of this ledger's settings; --parser wins over it.",
        ),
    ] = None,
) -> None:
    """Show how sentences are parsed: as a tree, a picture, a page, JSON or CoNLL-U."""
    of = _format(format_, output)
    setting = parser if parser is not None else _setting(ledger)
    whole = _text(text, file)
    sentences = _sentences(whole)
    texts = [whole[sentence.start : sentence.end] for sentence in sentences]
    lengths = _lengths(texts)
    _check_size(of, lengths)
    from dragoman.parse.backends import choose_parser

    chosen = choose_parser(setting)
    parses = _parsed(chosen, texts, lengths)
    if of is ParseFormat.TREE and output is None:
        _print_trees(parses)
        return
    written = _written(of, parses, chosen.name, sentences)
    if output is None:
        raw(written)
        return
    write_file(output, written)
    n_words = len(parses.form)
    out(f"{output}: {count(len(parses), 'sentence')}, {count(n_words, 'word')}; {chosen.name}")


def _format(asked: ParseFormat | None, output: Path | None) -> ParseFormat:
    if asked is not None:
        return asked
    if output is None:
        return ParseFormat.TREE
    ending = output.suffix.lower()
    if ending not in _ENDINGS:
        raise InputError(
            f"{output}: the ending says in what format to write, and {ending or 'none'!r} is none "
            f"of {', '.join(_ENDINGS)}; --format says it too"
        )
    return _ENDINGS[ending]


def _setting(ledger: Path | None) -> str:
    """Return the parser that a ledger's settings name; the default without a ledger."""
    from dragoman.model.config import FILE_NAME, Config

    if ledger is None:
        return Config().parser
    from dragoman.ledger.migrate import read_format

    read_format(ledger)  # says what is wrong when it is no ledger
    path = ledger / FILE_NAME
    return (Config.load(path) if path.exists() else Config()).parser


def _text(text: str | None, file: Path | None) -> str:
    """Return the text to parse, from wherever it is to come.

    Raises:
        InputError: There is none, it is too long, or it is no text.
    """
    if file is not None:
        if text is not None:
            raise InputError("there is a text and a --file; give one of them")
        with file.open("rb") as opened:
            found = _decoded(opened.read(MOST_BYTES + 1), str(file), file)
    elif text is None or text == "-":
        if text is None and sys.stdin.isatty():
            raise InputError(
                "there is nothing to parse; type sentences in one pair of quotes, or --file FILE, "
                "or - to type them behind the command"
            )
        found = _decoded(sys.stdin.buffer.read(MOST_BYTES + 1), "standard input", Path("-"))
    else:
        found = _whole(text)
    if len(found) > MOST_BYTES:
        raise _too_long("the text")
    if not found.strip():
        where = f"{file}: " if file else ""
        raise InputError(f"{where}the text is empty; there is no sentence in it")
    return found


def _decoded(content: bytes, where: str, path: Path) -> str:
    from dragoman.model import Issue
    from dragoman.read.decode import decode
    from dragoman.read.kind import Kind, binary, kind, kind_of_bytes

    if len(content) > MOST_BYTES:
        raise _too_long(where)
    of = kind_of_bytes(content)
    if not of and (what := binary(content)):
        raise InputError(f"{where}: {what}")
    of = of or kind(path, content)
    if of not in (Kind.PLAIN, Kind.MARKDOWN):
        raise InputError(
            f"{where}: looks like {of}, and here plain text is parsed; 'dragoman read' reads "
            f"{of}, and text copied from it will do"
        )
    issues: list[Issue] = []
    text = decode(content, where, issues)
    for issue in issues:
        note(f"{where}: {issue.what}: {issue.detail}")
    return _whole(text)


def _too_long(where: str) -> InputError:
    return InputError(
        f"{where} is longer than {MOST_BYTES:,} bytes; parse a part of it. 'dragoman read' reads "
        "whole folders"
    )


def _whole(text: str) -> str:
    """Return the text, with what is half a character made U+FFFD, and say so."""
    from dragoman.read.decode import whole_characters

    whole = whole_characters(text)
    if whole != text:
        note("the text holds halves of characters; each was read as U+FFFD")
    return whole


def _sentences(text: str) -> "tuple[Sentence, ...]":
    """Return the sentences as a document's are cut, all of the text taken for its body."""
    from dragoman.model import Section, SectionKind
    from dragoman.text import find_sentences

    found = find_sentences(text, (Section(SectionKind.BODY, 0, len(text), "parse"),))
    if not found:
        raise InputError("there is no sentence in the text; a dateline alone is none")
    return found


def _lengths(texts: Sequence[str]) -> list[int]:
    """Return how many words and signs each sentence has, as our own tokenizer cuts them."""
    from dragoman.parse.tokens import tokenize

    return [len(tokenize(text)[0]) for text in texts]


def _check_size(of: ParseFormat, lengths: Sequence[int]) -> None:
    """Refuse, before anything is parsed, what would take minutes or what nobody could look at."""
    total = sum(lengths)
    if total > MOST_WORDS:
        raise InputError(
            f"the text has {total:,} words and signs, and {MOST_WORDS:,} are parsed at once; "
            "parse a part of it. 'dragoman read' reads whole folders"
        )
    if of in (ParseFormat.CONLLU, ParseFormat.JSON):
        return
    if total > MOST_DRAWN:
        raise InputError(
            f"the text has {total:,} words and signs, and {of} holds {MOST_DRAWN:,} at most; "
            "parse a part of it, or write --format conllu or json"
        )
    if of is not ParseFormat.TREE and len(lengths) > MOST_PICTURES:
        raise InputError(
            f"the text has {len(lengths):,} sentences, and {of} holds {MOST_PICTURES} at most; "
            "parse a part of it, or write --format conllu or json"
        )


def _parsed(parser: "Parser", texts: Sequence[str], lengths: Sequence[int]) -> "Parses":
    """Return the parses of all sentences; those of a long text in parts, with progress shown."""
    total = sum(lengths)
    if total <= PART:
        return parser.parse(texts)
    from dragoman.parse.backends import assemble

    parts: list[Parses] = []
    first = done = waiting = 0
    with progress("parsing") as tell:
        for last, length in enumerate(lengths, 1):
            waiting += length
            if waiting >= PART or last == len(texts):
                tell(done, total, "")
                parts.append(parser.parse(texts[first:last]))
                first, done, waiting = last, done + waiting, 0
        tell(done, total, "")
    if len(parts) == 1:
        return parts[0]
    return assemble(texts, [tree.tokens for part in parts for tree in part])


def _print_trees(parses: "Parses") -> None:
    """Print each sentence and its tree: as wide as the terminal, in colours; elsewhere plain."""
    ascii_only = not _can_write("─│┌├└┬┴┼…")
    if not is_terminal():
        out(_plain_trees(parses, ascii_only=ascii_only).rstrip("\n"))
        return
    from rich.console import Console
    from rich.text import Text

    from dragoman.parse.drawing import tree_lines

    width = shutil.get_terminal_size().columns
    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    for number, tree in enumerate(parses):
        if number:
            out()
        out(f"{harmless(tree.text)}\n")
        for line in tree_lines(tree, width=width, ascii_only=ascii_only):
            pieces = [(piece.text, _STYLES[piece.kind]) for piece in line]
            pieces[-1] = (pieces[-1][0].rstrip(), pieces[-1][1])
            console.print(Text.assemble(*pieces))


def _plain_trees(parses: "Parses", *, ascii_only: bool = False) -> str:
    from dragoman.parse.drawing import draw_tree

    drawn = (
        f"{harmless(tree.text)}\n\n"
        f"{draw_tree(tree, width=_NO_EDGE, ascii_only=ascii_only) or '(no word)'}\n"
        for tree in parses
    )
    return "\n".join(drawn)


def _can_write(signs: str) -> bool:
    """Return whether the output's code page has these signs."""
    try:
        signs.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _written(of: ParseFormat, parses: "Parses", name: str, sentences: "Sequence[Sentence]") -> str:
    """Return the parses in a format, as a whole file."""
    if of is ParseFormat.TREE:
        return _plain_trees(parses)
    if of is ParseFormat.CONLLU:
        from dragoman.parse.conllu import write_conllu

        return write_conllu(parses)
    if of is ParseFormat.JSON:
        return _json(parses, name, sentences)
    from dragoman.parse.drawing import draw_page, draw_svg

    return draw_svg(parses) if of is ParseFormat.SVG else draw_page(parses, parser=name)


def _json(parses: "Parses", name: str, sentences: "Sequence[Sentence]") -> str:
    """Return parses as JSON: heads count from 0 and are null for the root.

    `start` and `end` of a sentence count in the text as given, those of a word in its
    sentence. A probability is null where the parser does not say how sure it is.
    """
    import json

    from dragoman.parse.parses import tells_probability

    tells = tells_probability(parses)
    rows = [
        {
            "text": tree.text,
            "start": sentence.start,
            "end": sentence.end,
            "tokens": [_token(token, tells=tells) for token in tree],
        }
        for tree, sentence in zip(parses, sentences, strict=True)
    ]
    return json.dumps({"parser": name, "sentences": rows}, ensure_ascii=False, indent=1) + "\n"


def _token(token: "Token", *, tells: bool) -> dict[str, Any]:
    return token._asdict() | {
        "head": token.head if token.head >= 0 else None,
        "probability": round(token.probability, 4) if tells else None,
    }
