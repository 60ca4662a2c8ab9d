"""Treebanks as gold for the parser: reading, names, and which of them may be used for what.

`treebanks.lock` beside this file is the whitelist. It gives each file's SHA-256, size,
licence and role; nothing else is ever read for training. The roles:

- `train`: trained on from the first run.
- `dev`: looked at while working, and trained on in the final run, all but `held_out` genres.
- `test`: measured on, never trained on.
- `names`: the names (BIO tags) that belong to a treebank, in a file of their own.

A syntactic word is a stretch of the sentence: the words of a multiword token ("do" and
"n't" of "don't") share its characters out, and `form` is what stands in the text, which is
not always what the treebank prints (PUD has `"` where the text has `“`).
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

from dragoman.model.errors import DragomanError
from dragoman.parse.conllu import Sentence, read_sentences

LOCK = Path(__file__).with_name("treebanks.lock")

NAMES = ("PER", "ORG", "LOC")
"""The kinds of names. Others (UNER's OTH) are read as none."""

GUM_KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
"""The entity types of GUM that can be names."""

TITLE = re.compile(
    r"(president|prime|vice|deputy|minister|premier|chancellor|chair|chairman|"
    r"chairwoman|chairperson|secretary|governor|mayor|senator|congressman|"
    r"congresswoman|representative|speaker|ambassador|king|queen|prince|princess|"
    r"emperor|pope|bishop|archbishop|justice|judge|general|captain|colonel|lieutenant|"
    r"sergeant|professor|doctor|dr|prof|mr|mrs|ms|miss|sir|madam|lord|lady|sen|gov|rep|"
    r"gen|capt|col|lt|sgt|hon)\.?",
    re.IGNORECASE,
)
"""Words before a person's name, or instead of it, that UNER leaves out of the name."""

Role = Literal["train", "dev", "test", "names"]


class TreebankError(DragomanError):
    """A treebank that may not be used, is not the one of the lock, or cannot be read."""


@dataclass(frozen=True, slots=True)
class Gold:
    """One sentence of a treebank. The tuples have one entry for each syntactic word.

    Attributes:
        id: The treebank's id of the sentence.
        document: Its id of the document.
        genre: "news" and others of GUM; "weblog" and others of EWT; "" where none is said.
        text: The sentence as printed.
        start: Code points of `text`.
        end: Likewise; `text[start:end]` is the form, and no two words share a character.
        form: The words as they stand in the text.
        lemma: As the treebank has it; "_" where it has none (second halves of words cut in two).
        upos: Universal part of speech.
        xpos: Penn tag.
        feats: "Number=Sing|Tense=Past"; "" for none.
        head: The index of the head, from 0; -1 for the root.
        deprel: With subtype ("nmod:poss").
        ner: BIO tags over `NAMES`; None where the treebank has no names.
    """

    id: str
    document: str
    genre: str
    text: str
    start: tuple[int, ...]
    end: tuple[int, ...]
    form: tuple[str, ...]
    lemma: tuple[str, ...]
    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    feats: tuple[str, ...]
    head: tuple[int, ...]
    deprel: tuple[str, ...]
    ner: tuple[str, ...] | None

    def __len__(self) -> int:
        return len(self.form)


@dataclass(frozen=True, slots=True)
class Locked:
    """What the lock says of one file.

    Attributes:
        name: The file's name.
        sha256: Of its bytes.
        role: What it may be used for.
        sentences: How many it has.
        words: Syntactic words.
        licence: Its terms.
        names: The file with its names, if they stand in one of their own.
        held_out: Genres that are never trained on, though the rest of a `dev` file is.
    """

    name: str
    sha256: str
    role: Role
    sentences: int
    words: int
    licence: str
    names: str | None = None
    held_out: tuple[str, ...] = ()


@cache
def locked(lock: Path = LOCK) -> Mapping[str, Locked]:
    """Return the whitelist by file name."""
    table = tomllib.loads(lock.read_text("utf-8"))
    return {
        name: Locked(name=name, **{**entry, "held_out": tuple(entry.get("held_out", ()))})
        for name, entry in table.items()
    }


# --------------------------------------------------------------------------- what may be read


def load(folder: Path, name: str) -> list[Gold]:
    """Return the sentences of a treebank of the whitelist.

    Args:
        folder: Where the files are.
        name: The file's name, e.g. "en_pud.conllu".

    Raises:
        TreebankError: It is not on the whitelist, is not there, or is another version of it.
    """
    entry = locked().get(name)
    if entry is None or entry.role == "names":
        allowed = ", ".join(n for n, e in locked().items() if e.role != "names")
        raise TreebankError(
            f"{name!r} is not on the whitelist of {LOCK.name}. Allowed: {allowed}. A new "
            "treebank needs an entry there with its licence, which the weights must honour."
        )
    for file in filter(None, (name, entry.names)):
        _same_as_locked(folder / file)
    return read_treebank(folder / name, names=folder / entry.names if entry.names else None)


def _same_as_locked(path: Path) -> None:
    entry = locked()[path.name]
    if not path.is_file():
        raise TreebankError(
            f"{path.name!r} is not in {str(path.parent)!r}. {LOCK.name} says which version "
            f"is meant: {entry.sentences} sentences, {entry.licence}."
        )
    found = sha256(path.read_bytes()).hexdigest()
    if found != entry.sha256:
        raise TreebankError(
            f"{path.name!r} has the SHA-256 {found}, and {LOCK.name} allows {entry.sha256}. "
            "Get the version of the lock, or look at the new one and lock it anew."
        )


def training_sets(folder: Path, *, final: bool) -> list[Gold]:
    """Return what may be trained on: no test part, never PUD, never the news of GUM's dev.

    Args:
        folder: Where the files are.
        final: Add the dev parts, after all choices are made: nothing is left then to choose on
            but GUM's news.

    Raises:
        TreebankError: As `load`.
    """
    roles = ("train", "dev") if final else ("train",)
    return [
        gold
        for entry in locked().values()
        if entry.role in roles
        for gold in load(folder, entry.name)
        if gold.genre not in entry.held_out
    ]


# --------------------------------------------------------------------------- reading


def read_treebank(path: Path, *, names: Path | None = None) -> list[Gold]:
    """Return the sentences of any CoNLL-U file; `load` is the door for training.

    Args:
        path: The file.
        names: The `.iob2` file with its names. Without one, names are those of `NER=` in MISC,
            as `write_conllu` says them, or of `Entity=` there, as in GUM; and none (`ner` is
            None) where no sentence has either.

    Raises:
        InputError: It is no CoNLL-U.
        TreebankError: A sentence has no names in `names`.
    """
    sentences = list(read_sentences(path.read_text("utf-8"), name=path.name))
    golds = list(_golds(sentences))
    if names is not None:
        return _with_names(golds, names)
    if any("NER=" in word.misc for sentence in sentences for word in sentence.words):
        return [
            _replace_ner(gold, [_said_name(word.misc) for word in sentence.words])
            for gold, sentence in zip(golds, sentences, strict=True)
        ]
    if any("global.Entity" in dict(sentence.comments) for sentence in sentences):
        return [
            _replace_ner(gold, _gum_names(sentence, gold))
            for gold, sentence in zip(golds, sentences, strict=True)
        ]
    return golds


def _golds(sentences: Sequence[Sentence]) -> Iterator[Gold]:
    document = ""
    for sentence in sentences:
        comments = dict(sentence.comments)
        document = comments.get("newdoc id", document)
        words = sentence.words
        yield Gold(
            id=comments.get("sent_id", ""),
            document=document,
            genre=_genre(document),
            text=sentence.text,
            start=tuple(word.start for word in words),
            end=tuple(word.end for word in words),
            form=tuple(word.form for word in words),
            lemma=tuple(word.lemma or "_" for word in words),
            upos=tuple(word.upos for word in words),
            xpos=tuple(word.xpos for word in words),
            feats=tuple(word.feats for word in words),
            head=tuple(word.head for word in words),
            deprel=tuple(word.deprel for word in words),
            ner=None,
        )


def _said_name(misc: str) -> str:
    return next((part[4:] for part in misc.split("|") if part.startswith("NER=")), "O")


def _genre(document: str) -> str:
    """Return the genre that the id of a document of GUM or EWT begins with."""
    if match := re.match(r"GUM_([a-z]+)_", document):
        return match[1]
    match = re.match(r"(answers|email|newsgroup|reviews|weblog)-", document)
    return match[1] if match else ""


# --------------------------------------------------------------------------- names


def _replace_ner(gold: Gold, tags: Sequence[str]) -> Gold:
    return Gold(
        gold.id, gold.document, gold.genre, gold.text, gold.start, gold.end, gold.form,
        gold.lemma, gold.upos, gold.xpos, gold.feats, gold.head, gold.deprel, tuple(tags),
    )  # fmt: skip


def _with_names(sentences: list[Gold], path: Path) -> list[Gold]:
    """Return the sentences with the names of an `.iob2` file, matched by id, else by words."""
    by_id: dict[str, list[tuple[str, str]]] = {}
    by_words: dict[str, list[tuple[str, str]]] = {}
    by_document: defaultdict[str, list[list[tuple[str, str]]]] = defaultdict(list)
    for ident, rows in _iob2(path):
        by_id[ident] = by_words["".join(form for form, _ in rows)] = rows
        by_document[ident.rpartition("-")[0]].append(rows)
    found = []
    for gold in sentences:
        rows = by_id.get(gold.id) or by_words.get("".join(gold.form)) or []
        if not rows and (others := by_document.get(gold.document)):
            # Printed differently in the two files: the sentence of the document most like it.
            rows = max(others, key=lambda o: _likeness(gold.form, [form for form, _ in o]))
            rows = rows if _likeness(gold.form, [form for form, _ in rows]) > 0.8 else []
        if not rows:
            raise TreebankError(f"{gold.id}: {path.name} has no such sentence")
        found.append(_replace_ner(gold, _bio(_moved(gold.form, rows))))
    return found


def _likeness(form: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, form, other, autojunk=False).ratio()


def _iob2(path: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    ident = ""
    rows: list[tuple[str, str]] = []
    for line in [*path.read_text("utf-8").split("\n"), ""]:
        if line.startswith("# sent_id"):
            ident = line.partition("=")[2].strip()
        elif line and not line.startswith("#"):
            _, form, tag, *_ = line.split("\t")
            rows.append((form, tag if tag[2:] in NAMES else "O"))
        elif not line and rows:
            yield ident, rows
            rows = []


def _moved(form: Sequence[str], rows: Sequence[tuple[str, str]]) -> list[str]:
    """Return the kind of name ("B-PER", "I-PER", "O") of each word, from words cut otherwise.

    Words are cut otherwise where the files are of different releases: each of ours takes the
    tag of the word that its first character is in.
    """
    theirs = [word for word, _ in rows]
    if list(form) == theirs:
        return [tag for _, tag in rows]
    of = [i for i, word in enumerate(theirs) for _ in word]
    match = SequenceMatcher(None, "".join(form), "".join(theirs), autojunk=False)
    place = {}
    for a, b, size in match.get_matching_blocks():
        place.update({a + k: of[b + k] for k in range(size)})
    tags, at, last = [], 0, -1
    for word in form:
        here = next((place[at + k] for k in range(len(word)) if at + k in place), None)
        tag = "O" if here is None else rows[here][1]
        tags.append(f"I-{tag[2:]}" if tag[0] == "B" and here == last else tag)
        at, last = at + len(word), -1 if here is None else here
    return tags


def _bio(tags: Sequence[str]) -> list[str]:
    """Return tags in which every name opens with B."""
    mended: list[str] = []
    for tag in tags:
        opens = tag[0] == "I" and (not mended or mended[-1][2:] != tag[2:])
        mended.append(f"B-{tag[2:]}" if opens else tag)
    return mended


_ENTITY = re.compile(r"\((\d+)(?:\[\d+/\d+\])?-([a-z]+)-[^()]*|(\d+)(?:\[\d+/\d+\])?\)|\)")


def _entities(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """Yield the entities of a sentence of GUM that can be names: first and last word, kind."""
    opened: list[tuple[str, int, str]] = []
    for i, word in enumerate(sentence.words):
        entity = next((m for m in word.misc.split("|") if m.startswith("Entity=")), "")
        for match in _ENTITY.finditer(entity):
            if match[1]:
                opened.append((match[1], i, match[2]))
                continue
            # "1-person-...)" closes what it opened; "1)" the entity 1 that was opened last.
            at = next(
                (k for k in range(len(opened) - 1, -1, -1) if match[3] in (None, opened[k][0])),
                None,
            )
            if at is not None:
                _, first, kind = opened.pop(at)
                if kind in GUM_KINDS:
                    yield first, i, GUM_KINDS[kind]


def _gum_names(sentence: Sentence, gold: Gold) -> list[str]:
    """Return the names of a sentence of GUM, as UNER would mark them.

    An entity is named when its head is a proper noun, or a common one with a name flat to it
    ("captain Granqvist"). The name is the proper nouns that touch there, without a title
    ("President" in "President Xi"), and, of organizations and places, with what follows after
    "of" ("University of California"). Peoples ("Americans") are persons to GUM and no names
    to UNER, and so is a title alone. Of names in one another the longest stays.
    """
    names = set()
    for first, last, kind in _entities(sentence):
        heads = [i for i in range(first, last + 1) if not first <= gold.head[i] <= last]
        flat = [
            i
            for i in range(first, last + 1)
            if gold.head[i] in heads and gold.deprel[i].startswith("flat")
        ]
        head = next((i for i in (*heads, *flat) if _is_proper(gold, i)), None)
        if head is None or (kind == "PER" and gold.xpos[head] == "NNPS"):
            continue
        a, b = _name_around(gold, first, last, head, kind)
        while kind == "PER" and a <= b and TITLE.fullmatch(gold.form[a]):
            a += 1
        if a <= b:
            names.add((a, b, kind))
    tags = ["O"] * len(gold)
    for a, b, kind in sorted(names, key=lambda name: (name[0] - name[1], name)):
        if all(tag == "O" for tag in tags[a : b + 1]):
            tags[a : b + 1] = [f"B-{kind}", *[f"I-{kind}"] * (b - a)]
    return tags


def _is_proper(gold: Gold, i: int) -> bool:
    return gold.xpos[i] in ("NNP", "NNPS") or gold.upos[i] == "PROPN"


def _name_around(gold: Gold, first: int, last: int, head: int, kind: str) -> tuple[int, int]:
    """Return the first and last word of the name around a proper noun in `[first, last]`."""

    def goes_on(i: int, step: int) -> int:
        """Return how many words further the name goes on from `i`: 0 if it ends there."""
        if first <= i + step <= last and _is_proper(gold, i + step):
            return 1
        hyphen = first <= i + 2 * step <= last and gold.form[i + step] in ("-", "–", "&")
        if hyphen and _is_proper(gold, i + 2 * step):
            return 2
        if step > 0 and kind != "PER" and i + 2 <= last and gold.form[i + 1] == "of":
            article = i + 3 <= last and gold.form[i + 2] == "the"
            return 2 + article if _is_proper(gold, i + 2 + article) else 0
        return 0

    a = b = head
    while further := goes_on(a, -1):
        a -= further
    while further := goes_on(b, 1):
        b += further
    while a < head and _is_title(gold, a, head):
        a += 1
    return a, b


def _is_title(gold: Gold, i: int, head: int) -> bool:
    """Return whether a word stands in a title before the name: "Prime Minister" Abe."""
    while i != head and i >= 0:
        if gold.deprel[i] in ("nmod:desc", "appos"):
            return True
        i = gold.head[i]
    return False
