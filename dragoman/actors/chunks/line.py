"""One sentence under the finder: its words, segmented by the lexicon."""

from collections.abc import Mapping, Sequence

from dragoman.actors.chunks.parts import Item
from dragoman.actors.register import Register
from dragoman.actors.tokens import Words
from dragoman.actors.wordings import Kinds

_AROUND = 4
"""How far before a sentence its readers may look."""
_NO_WORDS, _NOT_TALL, _NO_ITEMS = ("",) * _AROUND, (False,) * _AROUND, (None,) * _AROUND
_PLAIN: list[Item] = []
"""An item of one plain word for each place of the longest sentence so far; all lines share them."""
_SPOTS = frozenset({"pol", "capital", "place", "amb"})
_WHOLE = frozenset({"pol", "org", "named"})
"""Kinds of names that no other wording may cut in two."""


class Line:
    """One sentence under the finder."""

    def __init__(self, register: Register, text: str, words: Words, common: frozenset[str]) -> None:
        """Segment the words by the lexicon.

        Args:
            register: Where wordings come from.
            text: The whole text; offsets count in it.
            words: The sentence's words.
            common: Words that the document also writes small; in a headline, where every
                word is large, they are no names.
        """
        self.register = register
        self.lists = register.lists
        self.text = text
        self.words = words
        self.common = common
        tall = [w for w, up in zip(words.raw, words.upper, strict=True) if up and len(w) > 3]
        small = [w for w in words.raw if len(w) > 3 and w[0].islower()]
        ends = bool(words.raw) and words.raw[-1] in (".", "!", "?")
        self.headline = 4 <= len(tall) <= 25 and len(tall) > 2 * len(small) and not ends
        self.items = self._segment()
        # Asked millions of times, and often for what lies outside: blanks stand at the end,
        # where places shortly before the first one are looked for as well.
        norm, upper = words.norm, words.upper
        self._norms = [*[norm[item.start] for item in self.items], *_NO_WORDS]
        self._talls = [*[upper[item.start] for item in self.items], *_NOT_TALL]
        self._padded: list[Item | None] = [*self.items, *_NO_ITEMS]

    def _segment(self) -> list[Item]:
        words, known = self.words, self.register.first_words
        count = len(words)
        while len(_PLAIN) < count:
            _PLAIN.append(Item(len(_PLAIN), len(_PLAIN) + 1, {}))
        found = {
            place: meanings
            for place, word in enumerate(words.norm)
            if word in known and (meanings := self.register.wordings(words, place))
        }
        items: list[Item] = []
        place = 0
        for start in found:
            if start < place or (chosen := self._choose(found, start)) is None:
                continue
            end, kinds = chosen
            if self._is_currency(end) or self._is_in_america(found, end, kinds):
                continue
            items += _PLAIN[place:start]
            items.append(Item(start, end, kinds))
            place = end
        items += _PLAIN[place:count]
        return items

    def _is_currency(self, end: int) -> bool:
        """Return whether a dollar's sign touches the words that end here: "US$"."""
        words = self.words
        touching = end < len(words) and words.ends[end - 1] == words.starts[end]
        return touching and words.raw[end] == "$"

    def _is_in_america(
        self, found: Mapping[int, Sequence[tuple[int, Kinds]]], end: int, kinds: Kinds
    ) -> bool:
        """Return whether a state of the Union follows: "Lima, Ohio", "Malta, NY" are no Peru."""
        words = self.words
        if end + 1 >= len(words) or words.raw[end] != "," or not kinds.keys() & _SPOTS:
            return False
        places = (self.register.place(one) for one in kinds.get("place", ()))
        if any(place is not None and place.state == "st:usa" for place in places):
            return False  # "San Francisco, California"
        if words.raw[end + 1] in self.lists.us_codes and not words.raw[end - 1].isupper():
            return True
        for after, names in found.get(end + 1, ())[:1]:
            rest = words.norm[after : after + 2]
            listed = bool(rest) and (rest[0] in ("and", "&", "or") or rest == [",", "and"])
            return "us-state" in names.get("neg", ()) and not listed
        return False

    @staticmethod
    def _choose(
        found: Mapping[int, Sequence[tuple[int, Kinds]]], place: int
    ) -> tuple[int, Kinds] | None:
        """Take the longest wording that does not cut a state's longer name in two.

        "president of the republic" must leave "Republic of Korea" whole.
        """
        for end, kinds in found[place]:
            crossed = any(
                other_end > end and not _WHOLE.isdisjoint(others)
                for inner in range(place + 1, end)
                for other_end, others in found.get(inner, ())[:1]
            )
            if not crossed or (len(found[place]) == 1 and end - place == 1):
                return end, kinds
        return None

    def item(self, place: int) -> Item | None:
        """Return the item at a place, None before the beginning and past the end."""
        return self._padded[place] if place < len(self._padded) else None

    def norm(self, place: int) -> str:
        """Return the first folded word at a place, "" before the beginning and past the end."""
        return self._norms[place] if place < len(self._norms) else ""

    def at(self, place: int) -> int:
        """Return the text offset where the item at a place begins."""
        return self.words.starts[self.items[place].start]

    def until(self, place: int) -> int:
        """Return the text offset where the item before `place` ends."""
        return self.words.ends[self.items[place - 1].end - 1]

    def tall(self, place: int) -> bool:
        """Return whether the item at a place begins with a capital."""
        return self._talls[place] if place < len(self._talls) else False

    def plain(self, place: int) -> bool:
        """Return whether the lexicon knows nothing of the item at a place."""
        item = self.item(place)
        return item is not None and not item.kinds

    def glued(self, place: int) -> bool:
        """Return whether the item touches both its neighbours, as a hyphen inside a word does."""
        if not 0 < place < len(self.items) - 1:
            return False
        item = self.items[place]
        return (
            self.words.ends[item.start - 1] == self.words.starts[item.start]
            and self.words.ends[item.end - 1] == self.words.starts[item.end]
        )

    def wording(self, place: int) -> str:
        """Return the folded words of an item, as `titles.yml` writes them."""
        item = self.items[place]
        return " ".join(self.words.norm[item.start : item.end]).replace(" - ", "-")

    def possessive(self, place: int) -> bool:
        """Return whether the item at a place is a possessive: "'s", or the mark after an s."""
        return self.norm(place) in ("'s", "\u2019s") or (
            self.norm(place) in ("'", "\u2019")
            and place > 0
            and self.words.norm[self.items[place].start - 1].endswith("s")
        )
