"""Noise a sentence of a treebank the way machine translation and bad scraping do.

`fixed_copy` makes the noised copy that figures are quoted on: the same for everybody, since
each sentence has a seed of its own. `noise` with other `Rates` serves training.

The copy is defined by its steps, in this order, and each looks at what the one before left:

1. Determiners (UPOS DET) are lost. One that is the root stays. Of the two spaces around it
   the shorter stays, so that nothing is joined by it that a space held apart.
2. Words that begin with a capital are lower-cased whole ("NATO" to "nato"), but not the one
   that opens the sentence: the first word left that has a letter or digit. Nouns (UPOS NOUN)
   that begin with a small letter get a capital, wherever they stand. The case of a letter is
   left where the other case is not one character.
3. Hyphenated words are split: "face-to-face" to "face -to -face". A word is letters and
   digits with hyphens between them, with a letter among them, as it stands in the text
   whatever words the treebank cuts it into; one draw for all its hyphens.
4. The space after a comma or full stop is lost, whatever word the mark belongs to ("Mr. Xi"
   to "Mr.Xi").
5. Apostrophes are lost, each by its own draw: the characters ' and ’ in any word that is no
   punctuation. A word that was nothing else (the possessive of "leaders'") is then lost too,
   unless it is the root.
6. "u2014" or "Middot;", with equal chance, is put before a word where the sentence begins or a
   space stands: "u2014" touching the word, "Middot;" with a space, as the seeds have them.

Heads follow: what hung on a lost word hangs on its head. Clauses are never swapped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from _treebanks import Gold

SEED = "noise 1"
"""Of the fixed copy; another copy is another set of figures."""

DEBRIS = ("u2014", "Middot; ")
"""What a broken page leaves for a dash and a dot."""


@dataclass(frozen=True, slots=True)
class Rates:
    """The chance of each kind of noise; the defaults are those of the fixed copy.

    Attributes:
        determiner: That a determiner is lost.
        lower: That a capitalised word is lower-cased.
        upper: That a noun is capitalised.
        hyphen: That a hyphenated word is split.
        space: That the space after a comma or full stop is lost.
        apostrophe: That an apostrophe is lost.
        debris: That debris stands before a word.
        join: That the space between two words is lost, whatever they are ("ofthe"). None in the
            fixed copy: nobody can say where such words stand.
    """

    determiner: float = 0.3
    lower: float = 0.2
    upper: float = 0.05
    hyphen: float = 0.5
    space: float = 0.2
    apostrophe: float = 0.3
    debris: float = 0.01
    join: float = 0.0


FIXED = Rates()
"""The rates of the noised copy that figures are quoted on."""

NONE = Rates(0, 0, 0, 0, 0, 0, 0)
"""No noise at all: to start from with `dataclasses.replace`."""


@dataclass(frozen=True, slots=True)
class Noised:
    """A sentence after noise.

    Attributes:
        text: The sentence.
        words: Where each original word stands in `text`, in code points; None for a word that
            was lost. The characters there are the word's, but for case, lost apostrophes and
            the space before a split hyphen.
        head: The mended heads, by the numbers of the original words; -1 for the root. Those of
            lost words are what they were.
    """

    text: str
    words: tuple[tuple[int, int] | None, ...]
    head: tuple[int, ...]

    def apply(self, gold: Gold) -> Gold:
        """Return the noised sentence as gold: the words that are left, counted anew."""
        left = [i for i, span in enumerate(self.words) if span is not None]
        new = {old: i for i, old in enumerate(left)} | {-1: -1}
        spans = [span for span in self.words if span is not None]
        return Gold(
            id=gold.id,
            document=gold.document,
            genre=gold.genre,
            text=self.text,
            start=tuple([a for a, _ in spans]),
            end=tuple([b for _, b in spans]),
            form=tuple([self.text[a:b] for a, b in spans]),
            lemma=tuple([gold.lemma[i] for i in left]),
            upos=tuple([gold.upos[i] for i in left]),
            xpos=tuple([gold.xpos[i] for i in left]),
            feats=tuple([gold.feats[i] for i in left]),
            head=tuple([new[self.head[i]] for i in left]),
            deprel=tuple([gold.deprel[i] for i in left]),
            ner=gold.ner and _bio([gold.ner[i] for i in left], left, gold.ner),
        )


def _bio(tags: Sequence[str], left: Sequence[int], before: Sequence[str]) -> tuple[str, ...]:
    """Return the tags of the words left; a name whose first word was lost opens with its next."""
    mended: list[str] = []
    for k, tag in enumerate(tags):
        if tag[0] == "I":
            first = left[k]
            while before[first][0] == "I":
                first -= 1
            if k == 0 or left[k - 1] < first:
                tag = f"B-{tag[2:]}"
        mended.append(tag)
    return tuple(mended)


def fixed_copy(gold: Gold) -> Noised:
    """Return the sentence of the noised copy that figures are quoted on."""
    return noise(gold, Random(f"{SEED} {gold.id}"))  # noqa: S311 - noise, no secret


_HYPHENATED = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
_HYPHEN = re.compile(r"[-‐‑]")
_APOSTROPHE = re.compile(r"['’]")


def noise(gold: Gold, rng: Random, rates: Rates = FIXED) -> Noised:
    """Return a sentence with noise, by the steps above.

    Args:
        gold: The sentence.
        rng: Where chance comes from; the same state gives the same noise.
        rates: How much of each kind.
    """
    text, upos, draw = gold.text, gold.upos, rng.random
    # A word and the gap before it, by turns; the last gap is what follows the last word.
    words: list[str] = list(gold.form)
    gaps = []
    at = 0
    for a, b in zip(gold.start, gold.end, strict=True):
        gaps.append(text[at:a])
        at = b
    tail = text[at:]
    head: tuple[int, ...] = gold.head
    lost: set[int] = set()

    if rates.determiner and "DET" in upos:
        for i, tag in enumerate(upos):
            if tag == "DET" and head[i] >= 0 and draw() < rates.determiner:
                lost.add(i)
        for i in lost:
            words[i] = ""
        for i in sorted(lost, reverse=True):
            after = gaps[i + 1] if i + 1 < len(gaps) else tail
            kept = min(gaps[i], after, key=len)
            gaps[i] = ""
            if i + 1 < len(gaps):
                gaps[i + 1] = kept
            else:
                tail = kept

    if rates.lower or rates.upper:
        opened = False
        for i, word in enumerate(words):
            first = word[:1]
            if first.isupper():
                if opened and draw() < rates.lower:
                    small = word.lower()
                    if len(small) == len(word):
                        words[i] = small
            elif upos[i] == "NOUN" and first.islower() and draw() < rates.upper:
                large = first.upper()
                if len(large) == 1:
                    words[i] = large + word[1:]
            opened = opened or first.isalnum() or any(map(str.isalnum, word))

    if rates.hyphen and _HYPHEN.search(text):
        _split_hyphens(words, gaps, draw, rates.hyphen)

    if rates.space:
        marked = False
        for i, gap in enumerate(gaps):
            if gap and marked and draw() < rates.space:
                gaps[i] = ""
            if word := words[i]:
                marked = word[-1] in ",."

    if rates.join:
        for i in range(1, len(gaps)):
            if gaps[i] and words[i] and draw() < rates.join:
                gaps[i] = ""

    if rates.apostrophe and _APOSTROPHE.search(text):
        for i, word in enumerate(words):
            if upos[i] != "PUNCT" and _APOSTROPHE.search(word):
                words[i] = "".join([c for c in word if c not in "'’" or draw() >= rates.apostrophe])
                if not words[i]:
                    if head[i] < 0:
                        words[i] = word
                    else:
                        lost.add(i)

    opened = False
    pieces: list[str] = []
    spans: list[tuple[int, int] | None] = []
    at = 0
    debris = rates.debris
    for i, word in enumerate(words):
        gap = gaps[i]
        if gap:
            pieces.append(gap)
            at += len(gap)
        if not word and i in lost:
            spans.append(None)
            continue
        if debris and (gap or not opened) and draw() < debris:
            rubbish = DEBRIS[draw() < 0.5]
            pieces.append(rubbish)
            at += len(rubbish)
        opened = True
        pieces.append(word)
        spans.append((at, at + len(word)))
        at += len(word)
    pieces.append(tail)
    return Noised("".join(pieces), tuple(spans), _mended(head, lost) if lost else head)


def _split_hyphens(
    words: list[str], gaps: list[str], draw: Callable[[], float], rate: float
) -> None:
    """Put a space before the hyphens of the hyphenated words that a draw falls on, in place."""
    at = 0
    edges: list[tuple[int, int]] = []  # where each word stands in the text as it is now
    line: list[str] = []
    for gap, word in zip(gaps, words, strict=True):
        line += (gap, word)
        edges.append((at + len(gap), at + len(gap) + len(word)))
        at = edges[-1][1]
    cuts: list[int] = []
    for match in _HYPHENATED.finditer("".join(line)):
        if any(map(str.isalpha, match[0])) and draw() < rate:
            cuts += (match.start() + h.start() for h in _HYPHEN.finditer(match[0]))
    if not cuts:
        return
    for i, (a, b) in enumerate(edges):
        inside = [cut - a for cut in cuts if a <= cut < b]
        for cut in reversed(inside):
            if cut == 0:
                gaps[i] += " "
            else:
                words[i] = f"{words[i][:cut]} {words[i][cut:]}"


def _mended(head: Sequence[int], lost: set[int]) -> tuple[int, ...]:
    """Return the heads with what hung on lost words hung on theirs."""
    mended = list(head)
    for i, above in enumerate(head):
        if i not in lost:
            while above in lost:
                above = head[above]
            mended[i] = above
    return tuple(mended)
