"""Sentences as the rules see them, for the tests of what is read off them."""

from functools import cache

from dragoman.actors import Register, find_mentions
from dragoman.extract.reading import Reading, read_tree, stand_in
from dragoman.model import Document
from dragoman.parse import load_parser
from dragoman.text import CleanText, prepare


@cache
def register() -> Register:
    """The register that ships with the package."""
    return Register.load()


def readings_of(text: str, **fields: str) -> tuple[CleanText, list[Reading]]:
    """Return a document and the readings of its sentences."""
    doc = Document(Document.make_id(text, None), text, language="en", **fields)
    clean = prepare(doc)
    found = find_mentions(clean, register(), day=doc.published)
    given = [stand_in(clean.text, s, m) for s, m in zip(clean.sentences, found, strict=True)]
    trees = load_parser().parse([g.text for g in given])
    return clean, [
        read_tree(clean.text, sentence, tuple(mentions), (), words, tree)
        for sentence, mentions, words, tree in zip(
            clean.sentences, found, given, trees, strict=True
        )
    ]
