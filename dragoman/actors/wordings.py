"""What the words of a sentence can mean: the index's wordings, as a tree that grows when asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.actors.index import Index
from dragoman.actors.tokens import Words

Kinds = Mapping[str, Sequence[str]]
"""What a stretch of words can mean: kinds of wording, and the ids of each."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One meaning of a stretch of words: a kind of wording, and whose it is."""

    kind: str
    id: str
    form: str


class _Node:
    """A node of the tree of wordings."""

    __slots__ = ("_kinds", "forms", "next", "wordings")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.wordings: list[Wording] = []
        self.forms: tuple[str, ...] = ()
        self._kinds: dict[tuple[str, ...], Kinds] | None = None

    def kinds(self, forms: tuple[str, ...]) -> Kinds:
        """Return the meanings whose form is one of these; made once, and shared."""
        if self._kinds is None:
            self._kinds = {}
        found = self._kinds.get(forms)
        if found is None:
            made: dict[str, list[str]] = {}
            for wording in self.wordings:
                if wording.form in forms:
                    made.setdefault(wording.kind, []).append(wording.id)
            found = self._kinds[forms] = made
        return found


class Wordings:
    """The wordings of an index; those that begin with a word are fetched when it is met."""

    def __init__(self, index: Index) -> None:
        """Read which words a wording can begin with, and nothing more."""
        self._index = index
        self.first = frozenset(index.keys("wording"))
        self._roots: dict[str, _Node] = {}

    def at(self, words: Words, start: int) -> list[tuple[int, Kinds]]:
        """Return what the words from `start` on can mean: (end, meanings), longest first.

        Hyphens and dots inside a person's name are passed over, as is the article of an
        Arabic one: the lexicon holds names without them.
        """
        first = words.norm[start]
        if first not in self.first:
            return []
        node: _Node | None = self._roots.get(first) or self._grow(first)
        found: list[tuple[int, Kinds]] = []
        place = start
        count = len(words)
        while node is not None:
            place += 1
            if node.forms:
                good = tuple([form for form in node.forms if _fits(words, start, place, form)])
                if good:
                    found.append((place, node.kinds(good)))
            if place >= count:
                break
            word = words.norm[place]
            following = node.next.get(word)
            skipped = 0
            while (
                following is None
                and word in ("-", "al", "el")
                and place + 1 < count
                and skipped < 2
            ):
                skipped += 1
                place += 1
                word = words.norm[place]
                following = node.next.get(word)
            node = following
        found.reverse()
        return found

    def _grow(self, first: str) -> _Node:
        root = self._roots[first] = _Node()
        for rest, kind, ident, form in self._index.get("wording", first):
            _plant(root, rest.split(" ") if rest else (), Wording(kind, ident, form))
        return root


def _plant(node: _Node, words: Iterable[str], wording: Wording) -> None:
    for word in words:
        following = node.next.get(word)
        if following is None:
            following = node.next[word] = _Node()
        node = following
    if wording not in node.wordings:
        node.wordings.append(wording)
        node.forms = tuple(dict.fromkeys((*node.forms, wording.form)))


def _fits(words: Words, start: int, end: int, form: str) -> bool:
    if form == "any":
        return True
    if form == "upper":
        return all(word.isupper() or not word.isalpha() for word in words.raw[start:end])
    if form == "first":
        return words.upper[start]
    if not words.upper[start]:
        first = words.raw[start]
        return not first[0].isalpha() or not first[0].islower()
    last = words.raw[end - 1]
    return end - start == 1 or not last.islower() or not last[0].isalpha()
