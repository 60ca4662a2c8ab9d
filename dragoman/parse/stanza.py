"""Stanza behind our interface: its labels are Universal Dependencies already.

Each text stays one tree: where Stanza cuts it into several sentences, the later roots hang
on the first as `parataxis`. A token of several words ("don't") is cut into stretches of
its own characters, one for each word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from typing import Any

from dragoman.model.errors import ConfigError
from dragoman.parse.backends import assemble, hang_later_roots, without, without_halves
from dragoman.parse.parses import ROOT, UNCALIBRATED, Parser, Parses, Token

PROCESSORS = "tokenize,mwt,pos,lemma,depparse,ner"
"""What is asked of Stanza; it leaves out what a language lacks."""

NAMES = {
    "PERSON": "PER",
    "PER": "PER",
    "ORG": "ORG",
    "ORGANIZATION": "ORG",
    "GPE": "LOC",
    "LOC": "LOC",
    "LOCATION": "LOC",
    "FAC": "LOC",
}
"""Kinds of names of OntoNotes and CoNLL models, in ours; other kinds are no names here."""

_NAMING = frozenset({"PROPN", "NOUN", "ADJ", "NUM", "X"})


def stanza_parser(argument: str) -> Parser:
    """Return Stanza for a language such as "en". Its models are never downloaded here.

    Raises:
        ConfigError: No language is given, or the package or its model is missing.
    """
    language = argument.strip()
    if not language:
        raise ConfigError(
            f"parser = {'stanza'!r}: Stanza needs a language; write it behind a colon, "
            'such as parser = "stanza:en"'
        )
    setting = f"stanza:{language}"
    get = f"python -c \"import stanza; stanza.download('{language}')\""
    try:
        stanza = import_module("stanza")
    except ModuleNotFoundError as error:
        if error.name != "stanza":
            raise ConfigError(
                f"parser = {setting!r}: Stanza is installed and cannot be loaded ({error}); "
                "'pip install --force-reinstall stanza' may mend it"
            ) from error
        raise ConfigError(
            f"parser = {setting!r}: the package stanza is not installed; get it and the model "
            f"with: pip install stanza && {get}"
        ) from error
    try:
        pipeline = stanza.Pipeline(
            language, processors=PROCESSORS, download_method=None, verbose=False
        )
    except Exception as error:  # Stanza has a class of its own for each thing that may lack
        raise ConfigError(
            f"parser = {setting!r}: Stanza has no model for {language!r} here "
            f"({' '.join(str(error).split())[:200]}); get it with: {get}"
        ) from error
    return StanzaParser(stanza, pipeline, language)


@dataclass(frozen=True, slots=True)
class StanzaParser:
    """A pipeline of Stanza as a `Parser`. Its arcs have the probability `UNCALIBRATED`."""

    stanza: Any
    pipeline: Any
    language: str

    @property
    def name(self) -> str:
        """Package, version, language."""
        return f"stanza {getattr(self.stanza, '__version__', '?')} {self.language}"

    def parse(self, texts: Sequence[str]) -> Parses:
        """Parse sentences, all in one batch."""
        worded = [i for i, text in enumerate(texts) if text.strip()]
        given = [self.stanza.Document([], text=without_halves(texts[i])) for i in worded]
        sentences: list[list[Token]] = [[] for _ in texts]
        for i, doc in zip(worded, self.pipeline(given) if given else (), strict=True):
            sentences[i] = _tokens(texts[i], doc)
        return assemble(texts, sentences)


def _tokens(text: str, doc: Any) -> list[Token]:
    """Return one tree for a document of Stanza, whose words count from 1 in each sentence."""
    found: list[Token] = []
    roots: list[int] = []
    for sentence in doc.sentences:
        first = len(found)
        inside = ""
        for token in sentence.tokens:
            tag, inside = _tag(getattr(token, "ner", None), inside)
            spans = _spans(token.start_char, token.end_char, [word.text for word in token.words])
            for word, (start, end) in zip(token.words, spans, strict=True):
                # A name's tag is the whole token's: in "Xi's" the possessive is no part of it.
                is_named = len(spans) == 1 or word.upos in _NAMING
                if not word.head:
                    roots.append(len(found))
                found.append(
                    Token(
                        len(found),
                        text[start:end],
                        word.lemma or text[start:end],
                        word.upos or "X",
                        word.feats or "",
                        first + word.head - 1 if word.head else ROOT,
                        word.deprel,
                        UNCALIBRATED,
                        tag if is_named else "O",
                        start,
                        end,
                    )
                )
                if is_named and tag != "O":
                    tag = f"I-{tag[2:]}"
    if not found:
        return []
    heads = [token.head for token in found]
    deprels = [token.deprel for token in found]
    hang_later_roots(roots, heads, deprels)
    tree = [
        token._replace(head=head, deprel=deprel)
        for token, head, deprel in zip(found, heads, deprels, strict=True)
    ]
    return without(tree, {token.index for token in tree if token.start == token.end})


def _spans(start: int, end: int, words: Sequence[str]) -> list[tuple[int, int]]:
    """Share the characters of a token among its words.

    Each word gets as many as it has where that comes out even ("don't": "do", "n't"); else
    ("du": "de", "le") the characters are shared by length, and each word has one while
    there are enough.

    >>> _spans(3, 8, ["do", "n't"]), _spans(0, 2, ["de", "le"])
    ([(3, 5), (5, 8)], [(0, 1), (1, 2)])
    """
    length, wanted = end - start, sum(map(len, words))
    cuts, seen = [start], 0
    for n, word in enumerate(words, 1):
        seen += len(word)
        fair = seen if wanted == length else round(seen * length / max(wanted, 1))
        left = len(words) - n
        cut = min(max(start + fair, cuts[-1] + 1), max(end - left, cuts[-1] + 1), end)
        cuts.append(end if left == 0 else cut)
    return list(pairwise(cuts))


def _tag(bioes: str | None, inside: str) -> tuple[str, str]:
    """Return a BIOES tag of Stanza as a BIO tag of ours, and the kind that it leaves open."""
    place, _, kind = (bioes or "O").partition("-")
    name = NAMES.get(kind)
    if name is None:
        return "O", ""
    begins = place in "BS" or inside != kind
    return f"{'B' if begins else 'I'}-{name}", "" if place in "ES" else kind
