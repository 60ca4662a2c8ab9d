"""CoNLL-U: parses as text, for other tools and for the eye; and such text as parses.

What CoNLL-U has no column for stands in MISC: `NER=B-PER` (none where no name is),
`Probability=0.9731`, `SpaceAfter=No`, and `TokenRange=0:7`, the word's place in the sentence in
code points. `# text` holds the sentence on one line; where that loses anything (line breaks,
spaces at the ends, half characters) `# text_as_given` holds it as a JSON string, and places
count in that.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple, NoReturn

import numpy as np

from dragoman.model.errors import InputError
from dragoman.parse.backends import without_halves
from dragoman.parse.parses import ROOT, UNCALIBRATED, Labels, Parses, Tree

COLUMNS = 10
"""Of a line of CoNLL-U, parted by tabs."""


class Word(NamedTuple):
    """One syntactic word of a CoNLL-U file.

    `form` is what stands in the text, which is not always what the file prints in FORM.
    `head` counts from 0, `ROOT` for the root; `feats` is "" for none; `misc` as it stands.
    """

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    misc: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a CoNLL-U file.

    Attributes:
        line: The number of its first line, from 1.
        comments: Keys and values, in order; the value of a comment without "=" is "".
        text: As `# text` has it; built from the words where they do not stand in it.
        words: Syntactic words. Those of a multiword token ("do" and "n't" of "don't") share
            its characters; empty nodes ("8.1") are left out.
    """

    line: int
    comments: tuple[tuple[str, str], ...]
    text: str
    words: tuple[Word, ...]


# --------------------------------------------------------------------------- writing


def write_conllu(parses: Parses | Iterable[Tree]) -> str:
    """Return sentences as CoNLL-U.

    `sent_id` is the sentence's number in its batch, from 1. A sentence without a word cannot be
    said in CoNLL-U: it is left out, and its number with it. A probability keeps four digits;
    `UNCALIBRATED`, which says nothing, is left out.
    """
    return "".join(_written(tree) for tree in parses if len(tree))


def _written(tree: Tree) -> str:
    text = tree.text
    line = _on_one_line(text).strip()
    lines = [f"# sent_id = {tree.sentence + 1}", f"# text = {line}"]
    if line != text:
        lines.append(f"# text_as_given = {json.dumps(text)}")
    tokens = tree.tokens
    for token in tokens:
        following = tokens[token.index + 1].start if token.index + 1 < len(tokens) else len(text)
        misc = []
        if token.ner != "O":
            misc.append(f"NER={token.ner}")
        if token.probability != UNCALIBRATED:
            misc.append(f"Probability={token.probability:.4f}".rstrip("0").rstrip("."))
        if not any(map(str.isspace, text[token.end : following])) and following > token.start:
            misc.append("SpaceAfter=No")
        misc.append(f"TokenRange={token.start}:{token.end}")
        cells = (
            str(token.index + 1),
            _on_one_line(token.form),
            _on_one_line(token.lemma) or "_",
            token.upos or "_",
            "_",
            token.feats or "_",
            str(token.head + 1),
            token.deprel or "_",
            "_",
            "|".join(misc),
        )
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n\n"


_UNSAID = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def _on_one_line(text: str) -> str:
    """Return text of the same length without tabs, line breaks and half characters."""
    return without_halves(_UNSAID.sub(" ", text))


# --------------------------------------------------------------------------- reading


def read_conllu(text: str, *, name: str = "CoNLL-U") -> Parses:
    """Return the sentences of CoNLL-U as parses, with the labels that occur in it.

    Reads what `write_conllu` wrote and what treebanks are written in. XPOS, DEPS and what else
    stands in MISC are not kept. A probability that is not there is `UNCALIBRATED`, a name that
    is not there "O".

    Args:
        text: The file.
        name: What errors call it.

    Raises:
        InputError: It is no CoNLL-U, heads form no tree, words do not stand where a
            TokenRange says, or a label set is too large for `Parses`; says the line.
    """
    sentences = list(read_sentences(text, name=name))
    words = [word for sentence in sentences for word in sentence.words]
    misc = [one for sentence in sentences for one in _misc(sentence, name)]
    labels = Labels(
        upos=tuple(sorted({word.upos for word in words})),
        feats=tuple(sorted({word.feats for word in words})),
        deprel=tuple(sorted({word.deprel for word in words})),
        ner=("O", *sorted({one.ner for one in misc} - {"O"})),
    )
    bounds = np.zeros(len(sentences) + 1, np.int32)
    np.cumsum([len(sentence.words) for sentence in sentences], out=bounds[1:])
    return Parses(
        texts=tuple(sentence.text for sentence in sentences),
        bounds=bounds,
        start=np.array([word.start for word in words], np.int32),
        end=np.array([word.end for word in words], np.int32),
        form=tuple(word.form for word in words),
        lemma=tuple(word.lemma for word in words),
        upos=_coded([word.upos for word in words], labels.upos, "B", name).view(np.uint8),
        feats=_coded([word.feats for word in words], labels.feats, "H", name).view(np.uint16),
        head=np.array([word.head for word in words], np.int32),
        deprel=_coded([word.deprel for word in words], labels.deprel, "B", name).view(np.uint8),
        probability=np.array([one.probability for one in misc], np.float32),
        ner=_coded([one.ner for one in misc], labels.ner, "B", name).view(np.uint8),
        labels=labels,
    )


class _Misc(NamedTuple):
    """What of MISC has a column in `Parses`."""

    ner: str
    probability: float


def _misc(sentence: Sentence, name: str) -> Iterator[_Misc]:
    for word in sentence.words:
        if not word.form:
            _refuse(
                name,
                sentence.line,
                f"no character is left for the word of lemma {word.lemma!r} of this sentence: "
                "its printed token has fewer than words",
            )
        values = _values(word.misc)
        said = values.get("Probability")
        try:
            probability = UNCALIBRATED if said is None else float(said)
        except ValueError:
            probability = -1.0
        if not 0 <= probability <= 1:  # also NaN
            _refuse(
                name,
                sentence.line,
                f"{word.form!r} of this sentence has Probability={said!r}; it is from 0 to 1",
            )
        yield _Misc(values.get("NER", "O"), probability)


def _values(misc: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in misc.split("|"))
    return {key: value for key, _, value in pairs}


def _coded(
    said: Sequence[str], labels: tuple[str, ...], code: str, name: str
) -> np.ndarray[tuple[int], np.dtype[np.uint8 | np.uint16]]:
    """Return labels as their numbers, in an array of unsigned bytes ("B") or shorts ("H")."""
    most = 2 ** (8 * array(code).itemsize)
    if len(labels) > most:
        raise InputError(f"{name} has {len(labels)} labels in one column; {most} are allowed.")
    of = {label: i for i, label in enumerate(labels)}
    return np.frombuffer(array(code, [of[one] for one in said]), code).copy()


class _Row(NamedTuple):
    """One line with a word: its number, and its ten columns."""

    line: int
    id: str
    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: str
    deprel: str
    deps: str
    misc: str


def read_sentences(text: str, *, name: str = "CoNLL-U") -> Iterator[Sentence]:
    """Yield the sentences of CoNLL-U with all that their lines say.

    Args:
        text: The file.
        name: What errors call it.

    Raises:
        InputError: It is no CoNLL-U, or heads form no tree; says the line.
    """
    comments: list[tuple[str, str]] = []
    rows: list[_Row] = []
    first = 1
    for number, line in enumerate([*text.removeprefix("\ufeff").split("\n"), ""], 1):
        line = line.removesuffix("\r")
        if line.startswith("#"):
            if rows:
                _refuse(name, number, f"the comment {line[:40]!r} stands inside a sentence")
            key, _, value = line[1:].partition("=")
            comments.append((key.strip(), value.removeprefix(" ")))
        elif line.strip():
            cells = line.split("\t")
            if len(cells) != COLUMNS:
                _refuse(
                    name,
                    number,
                    f"{line[:60]!r} has {len(cells)} columns; a line has {COLUMNS}, parted by tabs",
                )
            rows.append(_Row(number, *cells))
        else:
            if rows:
                yield _sentence(first, comments, rows, name)
                comments, rows = [], []
            first = number + 1


def _refuse(name: str, line: int, what: str) -> NoReturn:
    raise InputError(f"{name}, line {line}: {what}.")


_ID = re.compile(
    r"(?P<word>[1-9]\d{0,8})(?:-(?P<last>[1-9]\d{0,8})|(?P<empty>\.\d+))?|0\.\d+", re.ASCII
)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


def _sentence(first: int, comments: list[tuple[str, str]], rows: list[_Row], name: str) -> Sentence:
    """Return a sentence from its lines."""
    words: list[_Row] = []
    ranges: dict[int, tuple[int, _Row]] = {}  # the first word of a multiword token: its last
    for row in rows:
        match = _ID.fullmatch(row.id)
        if match is None:
            _refuse(name, row.line, f"the id {row.id!r} is none; allowed are 3, 3-4 and 3.1")
        if match["last"]:
            ranges[int(match["word"]) - 1] = (int(match["last"]) - 1, row)
        elif match["word"] and not match["empty"]:
            if int(match["word"]) != len(words) + 1:
                _refuse(name, row.line, f"the id {row.id!r} should be {len(words) + 1}")
            words.append(row)
    for at, (last, row) in ranges.items():
        if not at <= last < len(words):
            _refuse(name, row.line, f"the range {row.id!r} is of words that are not there")
    heads = _heads(words, name)
    text, spans = _places(dict(comments), words, ranges, name)
    return Sentence(
        line=first,
        comments=tuple(comments),
        text=text,
        words=tuple(
            Word(
                form=text[start:end],
                lemma="" if row.lemma == "_" and text[start:end] != "_" else row.lemma,
                upos=row.upos,
                xpos=row.xpos,
                feats="" if row.feats == "_" else row.feats,
                head=head,
                deprel=row.deprel,
                misc=row.misc,
                start=start,
                end=end,
            )
            for row, head, (start, end) in zip(words, heads, spans, strict=True)
        ),
    )


def _heads(words: Sequence[_Row], name: str) -> list[int]:
    """Return the heads, counted from 0; refuse what is no tree."""
    heads = []
    for i, row in enumerate(words):
        if not (_NUMBER.fullmatch(row.head) and int(row.head) <= len(words)):
            _refuse(name, row.line, f"the head {row.head!r} is no number from 0 to {len(words)}")
        if int(row.head) == i + 1:
            _refuse(name, row.line, f"the word {row.form!r} is its own head")
        heads.append(int(row.head) - 1)
    roots = [row.form for row, head in zip(words, heads, strict=True) if head == ROOT]
    if words and len(roots) != 1:
        _refuse(name, words[0].line, f"the sentence has {len(roots)} roots; it needs one: {roots}")
    reaches_root = set[int]()
    for i in range(len(heads)):
        path = []
        at = i
        while at != ROOT and at not in reaches_root:
            path.append(at)
            if len(path) > len(heads):
                _refuse(name, words[i].line, f"the heads above {words[i].form!r} go in a circle")
            at = heads[at]
        reaches_root.update(path)
    return heads


# --------------------------------------------------------------------------- places


def _places(
    comments: dict[str, str],
    words: Sequence[_Row],
    ranges: dict[int, tuple[int, _Row]],
    name: str,
) -> tuple[str, list[tuple[int, int]]]:
    """Return the text and where each word stands in it.

    The places are those of TokenRange where every word has one, and must fit; else the words
    are looked for in the text, one after another; else the text is built from them.
    """
    text = comments.get("text")
    if (given := comments.get("text_as_given")) is not None:
        try:
            text = json.loads(given)
        except ValueError:
            text = None
        if not isinstance(text, str):
            _refuse(name, words[0].line, f"text_as_given is no JSON string: {given[:60]!r}")
    said = [_values(row.misc).get("TokenRange", "") for row in words]
    if text is not None and all(said):
        return text, _ranges(words, said, text, name)
    printed = list(_printed(words, ranges))
    if text is not None and (spans := _found(text, printed)):
        return text, spans
    built = "".join(form + " " * space for form, _, space in printed).rstrip()
    spans = _found(built, printed)
    if spans is None:
        _refuse(name, words[0].line, "a word has an empty form or is nothing but space")
    return built, spans


_RANGE = re.compile(r"(\d{1,9}):(\d{1,9})", re.ASCII)


def _ranges(
    words: Sequence[_Row], said: Sequence[str], text: str, name: str
) -> list[tuple[int, int]]:
    """Return the places that TokenRange says; refuse those at which something else stands."""
    spans: list[tuple[int, int]] = []
    last = 0
    for row, one in zip(words, said, strict=True):
        match = _RANGE.fullmatch(one)
        start, end = (int(match[1]), int(match[2])) if match else (0, 0)
        if not start < end <= len(text):
            what = f"is no stretch of a text of {len(text)} characters"
        elif start < last:
            what = f"begins before the word ahead of it ends, at {last}"
        elif _on_one_line(text[start:end]) != row.form:
            what = f"is where {text[start:end][:40]!r} stands, and not {row.form[:40]!r}"
        else:
            spans.append((start, end))
            last = end
            continue
        _refuse(name, row.line, f"TokenRange={one!r} {what}")
    return spans


def _printed(
    words: Sequence[_Row], ranges: dict[int, tuple[int, _Row]]
) -> Iterator[tuple[str, list[str], bool]]:
    """Yield what is printed as one: its form, the forms of its words, whether a space follows."""
    i = 0
    while i < len(words):
        last, row = ranges.get(i, (i, words[i]))
        space = _values(row.misc).get("SpaceAfter") != "No"
        yield row.form, [word.form for word in words[i : last + 1]], space
        i = last + 1


_QUOTES = str.maketrans("“”„«»‘’‚´`", '"""""' + "'" * 5)
"""For comparing alone: a file may print plain quotes where its text has others."""


def _found(
    text: str, printed: Sequence[tuple[str, list[str], bool]]
) -> list[tuple[int, int]] | None:
    """Return the places of all words in a text; None where they do not follow one another."""
    spans: list[tuple[int, int]] = []
    at = 0
    plain = text.translate(_QUOTES)
    for form, words, _space in printed:
        while at < len(text) and text[at].isspace():
            at += 1
        if not form.strip() or not plain.startswith(form.translate(_QUOTES), at):
            return None
        spans += ((at + a, at + b) for a, b in share_out(form, words))
        at += len(form)
    return spans if not text[at:].strip() else None


def share_out(form: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Share the characters of a printed token out among its words, in order, none left over.

    Where the words are not spelled as printed, each takes what is like it, and at least one
    character while they last.

    >>> share_out("don't", ["do", "n't"])
    [(0, 2), (2, 5)]
    >>> share_out("wanna", ["want", "to"])
    [(0, 4), (4, 5)]
    """
    if len(words) == 1:
        return [(0, len(form))]
    cuts: list[int] = []
    if sum(map(len, words)) == len(form):
        cuts = [sum(map(len, words[:i])) for i in range(1, len(words))]
    else:
        match = SequenceMatcher(None, "".join(words).lower(), form.lower(), autojunk=False)
        place: dict[int, int] = {}
        for a, b, size in match.get_matching_blocks():
            place.update({a + k: b + k for k in range(size)})
        done = 0
        for i, word in enumerate(words[1:], 1):
            done += len(words[i - 1])
            here = next((place[done + k] for k in range(len(word)) if done + k in place), done)
            least, most = (cuts[-1] if cuts else 0) + 1, len(form) - (len(words) - i)
            cuts.append(min(max(min(here, most), least), len(form)))
    return [(a, max(a, b)) for a, b in pairwise([0, *cuts, len(form)])]
