"""The parser that a setting names: ours, or another package's behind the same interface.

A parser is offered by an entry point of the group `dragoman.parsers`. Its name is what
the setting says before the colon, and what it loads is called with the words behind the
colon ("" for none) and returns a `Parser`. Ours come through the same door. What a parser
of others returns is checked against the interface, so that rules never meet half a tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points

import numpy as np

from dragoman.model.errors import ConfigError
from dragoman.parse.parses import ROOT, Labels, Parser, Parses, Token

GROUP = "dragoman.parsers"
"""The entry points by which packages offer parsers."""

OURS = (
    EntryPoint("dragoman", "dragoman.parse.backends:own_parser", GROUP),
    EntryPoint("spacy", "dragoman.parse.spacy:spacy_parser", GROUP),
    EntryPoint("stanza", "dragoman.parse.stanza:stanza_parser", GROUP),
)
"""What pyproject.toml declares, for a checkout that runs without being installed."""

_FORMS = {"spacy": "spacy:MODEL", "stanza": "stanza:LANGUAGE"}
_SURROGATES = re.compile("[\ud800-\udfff]")
_FULL = np.iinfo(np.uint8).max + 1


def choose_parser(setting: str) -> Parser:
    """Return the parser that a setting such as "dragoman" or "spacy:en_core_web_sm" names.

    This loads the model, and may take seconds.

    Raises:
        ConfigError: Nobody offers a parser of that name, several do, or its package or
            model is missing; the sentence says how to get it.
    """
    name, _, argument = setting.strip().partition(":")
    offers = {offer.value: offer for offer in _offers() if offer.name == name}
    if not offers:
        raise ConfigError(_unknown(setting, name))
    if len(offers) > 1:
        raise ConfigError(
            f"parser = {setting!r}: several packages offer {name!r} ({', '.join(sorted(offers))}); "
            "uninstall all but one"
        )
    [offer] = offers.values()
    try:
        parser: Parser = offer.load()(argument)
    except (ImportError, AttributeError) as error:
        if offer in OURS:
            raise
        raise ConfigError(
            f"parser = {setting!r}: {offer.value} cannot be loaded ({error}); "
            "see whether its package is whole"
        ) from error
    return parser if name == "dragoman" else _Checked(setting, parser)


def own_parser(argument: str) -> Parser:
    """Return the parser that ships with Dragoman; it takes no argument."""
    if argument:
        raise ConfigError(
            f"parser = {f'dragoman:{argument}'!r}: our own parser takes nothing behind its name; "
            'write parser = "dragoman"'
        )
    from dragoman.parse.parser import load_parser

    return load_parser()


def without_halves(text: str) -> str:
    r"""Return the text with U+FFFD for each surrogate, which many packages and UTF-8 refuse.

    One character for one, so that offsets stay: that is why pairs are not joined here, as
    they are where documents are read.

    >>> without_halves("half \ud83d")
    'half �'
    """
    return _SURROGATES.sub("\ufffd", text)


def assemble(texts: Sequence[str], sentences: Sequence[Sequence[Token]]) -> Parses:
    """Return parses from words that somebody else has analysed; labels are those met.

    Args:
        texts: The sentences as given.
        sentences: The tokens of each, in order; indices and heads count from 0.

    Raises:
        ConfigError: More than 256 relations, parts of speech or name tags.
    """
    rows = [token for sentence in sentences for token in sentence]
    upos = _Codes("parts of speech")
    deprel = _Codes("relations")
    ner = _Codes("name tags", first="O")
    feats = _Codes("feature sets", first="", most=np.iinfo(np.uint16).max + 1)
    return Parses(
        texts=tuple(texts),
        bounds=np.cumsum([0, *map(len, sentences)], dtype=np.int32),
        start=np.array([t.start for t in rows], dtype=np.int32),
        end=np.array([t.end for t in rows], dtype=np.int32),
        form=tuple(t.form for t in rows),
        lemma=tuple(t.lemma for t in rows),
        upos=np.array([upos.of(t.upos) for t in rows], dtype=np.uint8),
        feats=np.array([feats.of(t.feats) for t in rows], dtype=np.uint16),
        head=np.array([t.head for t in rows], dtype=np.int32),
        deprel=np.array([deprel.of(t.deprel) for t in rows], dtype=np.uint8),
        probability=np.array([t.probability for t in rows], dtype=np.float32),
        ner=np.array([ner.of(t.ner) for t in rows], dtype=np.uint8),
        labels=Labels(upos.labels, feats.labels, deprel.labels, ner.labels),
    )


def faults(texts: Sequence[str], parses: Parses) -> str | None:
    """Return the first thing in which the parses of `texts` break the interface, or None."""
    if parses.texts != tuple(texts):
        return f"it returned {len(parses.texts)} sentences for {len(texts)}, or other ones"
    n = len(parses.form)
    bounds = parses.bounds.tolist()
    if (
        len(bounds) != len(texts) + 1
        or bounds != sorted(bounds)
        or (bounds[0], bounds[-1]) != (0, n)
    ):
        return f"its bounds do not run from 0 to its {n} words"
    if not ((parses.probability >= 0) & (parses.probability <= 1)).all():
        return "it gives a probability that is not between 0 and 1"
    for tree in parses:
        where = f"in {tree.text[:60]!r}"
        heads = tree.heads
        if heads and heads.count(ROOT) != 1:
            return f"{heads.count(ROOT)} words have no head {where}; exactly one has none"
        if not all(ROOT <= head < len(heads) for head in heads):
            return f"a head is no word {where}"
        if len(_reached(tree.children, heads)) != len(heads):
            return f"the heads go in a circle {where}"
        last = 0
        for token in tree:
            if token.start < last:
                return f"the word {token.form!r} begins before the one ahead of it ends {where}"
            last = token.end
            if tree.text[token.start : token.end] != token.form or not token.form:
                return f"the word {token.form!r} is not what stands at its place {where}"
    return None


def hang_later_roots(roots: Iterable[int], heads: list[int], deprels: list[str]) -> None:
    """Hang all roots but the first on the first, as `parataxis`.

    A parser that cuts our sentence in two gives two roots; the interface has one tree for
    each text.
    """
    first, *later = roots
    heads[first], deprels[first] = ROOT, "root"
    for root in later:
        heads[root], deprels[root] = first, "parataxis"


def without(tokens: Sequence[Token], dropped: set[int]) -> list[Token]:
    """Return the tokens without some of them; what hung on one hangs on its head.

    Where the root is dropped, its first dependent becomes the root and takes the others.
    """
    heads = [token.head for token in tokens]
    deprels = [token.deprel for token in tokens]
    for gone in sorted(dropped):
        children = [i for i, head in enumerate(heads) if head == gone]
        if heads[gone] == ROOT and children:
            heir = next((i for i in children if i not in dropped), children[-1])
            heads[heir], deprels[heir] = ROOT, "root"
            heads[gone] = heir
            children.remove(heir)
        for child in children:
            heads[child] = heads[gone]
    kept = [i for i in range(len(tokens)) if i not in dropped]
    place = {old: new for new, old in enumerate(kept)} | {ROOT: ROOT}
    return [
        tokens[old]._replace(index=new, head=place[heads[old]], deprel=deprels[old])
        for new, old in enumerate(kept)
    ]


@dataclass(frozen=True, slots=True)
class _Checked:
    """A parser of others, whose parses are checked before anybody sees them."""

    setting: str
    inner: Parser

    @property
    def name(self) -> str:
        return self.inner.name

    def parse(self, texts: Sequence[str]) -> Parses:
        parses = self.inner.parse(texts)
        if fault := faults(texts, parses):
            raise ConfigError(
                f"parser = {self.setting!r}: {self.name} breaks the interface: {fault}. "
                'Tell its authors; parser = "dragoman" parses meanwhile'
            )
        return parses


class _Codes:
    """Labels as they are met, each with its number."""

    def __init__(self, what: str, *, first: str | None = None, most: int = _FULL) -> None:
        self.what = what
        self.most = most
        self.found: dict[str, int] = {} if first is None else {first: 0}

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.found)

    def of(self, label: str) -> int:
        if label not in self.found and len(self.found) == self.most:
            raise ConfigError(
                f"a parser gave more than {self.most} {self.what}, the last {label!r}; "
                "does its adapter put something else in their place?"
            )
        return self.found.setdefault(label, len(self.found))


def _offers() -> list[EntryPoint]:
    """Return all entry points that offer a parser, ours first; a name may occur twice."""
    return [*OURS, *entry_points(group=GROUP)]


def _unknown(setting: str, name: str) -> str:
    names = sorted({offer.name for offer in _offers()})
    near = get_close_matches(name.lower(), names, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return (
        f"parser = {setting!r}: nobody offers a parser {name!r}. Parsers: "
        f"{', '.join(_FORMS.get(known, known) for known in names)}{hint}"
    )


def _reached(children: Sequence[Sequence[int]], heads: Sequence[int]) -> set[int]:
    """Return the words that hang on the root, over however many others."""
    reached: set[int] = set()
    todo = [i for i, head in enumerate(heads) if head == ROOT]
    while todo:
        word = todo.pop()
        reached.add(word)
        todo.extend(children[word])
    return reached
