"""A sentence as this room looks at it: the tree, and the words around a token."""

from dragoman.extract.reading import Reading
from dragoman.parse.matching.view import View

_BEFORE = ("det", "amod", "nummod", "compound", "nmod:poss", "nmod:unmarked", "advmod")
_PARTNERS = ("compound:prt", "advmod", "obl", "xcomp", "obj", "case")
_PREPOSITION = ("case", "mark")
_HELPING = (
    "aux",
    "aux:pass",
    "cop",
    "case",
    "mark",
    "det",
    "cc",
    "compound:prt",
    "advmod",
    "fixed",
)
_MEASURES = frozenset(
    ["million", "billion", "dozen", "ton", "tonne", "worth", "euro", "dollar", "yuan"]
)


class Words(View):
    """The tree of a reading, with what is asked of it here."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading.tree)

    def top(self, i: int) -> int:
        """Return the first of the words that a token is coordinated with."""
        while self.rels[i] == "conj":
            i = self.heads[i]
        return i

    def is_ing(self, i: int) -> bool:
        """Return whether a token is a gerund or a present participle."""
        return self.upos[i] in ("VERB", "AUX") and self.forms[i].endswith("ing")

    def is_clause(self, i: int) -> bool:
        """Return whether a token is read by its verb group: a verb, or "is on a visit"."""
        return self.upos[i] in ("VERB", "AUX") or bool(self.below(i, "cop", "aux"))

    def prepositions(self, i: int) -> list[str]:
        """Return the prepositions of a token, each as one word."""
        return [
            " ".join(self.forms[c] for c in (word, *self.below(word, "fixed")))
            for word in self.below(i, *_PREPOSITION)
            if word < i
        ]

    def content(self, i: int) -> int:
        """Return the verb or noun that a helping word belongs to: "is" of "is on a visit"."""
        while self.rels[i] in _HELPING and self.heads[i] >= 0:
            i = self.heads[i]
        return i

    def is_measure(self, i: int) -> bool:
        """Return whether a token only measures what hangs on it: "$300 million in aid"."""
        return self.upos[i] in ("NUM", "SYM") or self.lemmas[i] in _MEASURES

    def names_of(self, governor: int, i: int) -> list[str]:
        """Return what a governor is called: "agenda include", "ask for the", "call off", "call".

        What only stands beside a verb, with a preposition, is governed by both together; so is
        that during which a noun was said: "raised the request in calls".
        """
        lemma = self.lemmas[governor]
        after = [preposition.split()[0] for preposition in self.prepositions(i)]
        names = [f"{lemma} {word}" for word in after]
        beside = self.upos[governor] == "VERB" or after[:1] in (["in"], ["during"], ["at"])
        if not after or self.rels[i] not in ("obl", "nmod") or not beside:
            own = [self.forms[c] for c in self.below(governor, *_PARTNERS) if c != i]
            near = self.forms[governor + 1 : governor + 3]
            names = [*(f"{lemma} {word}" for word in (*own, *near)), *names, lemma]
        articles = [self.forms[c] for c in self.below(i, "det")]
        acting = [self.lemmas[c] for c in self.below(governor, "nsubj")]
        return [
            *(f"{subject} {lemma}" for subject in acting),
            *(f"{name} {article}" for name in names for article in articles),
            *names,
        ]

    def first_of(self, i: int) -> int:
        """Return the token that a noun phrase or gerund begins with, what marks it left aside."""
        before = self.below(i, "nsubj", "nmod:poss") if self.is_ing(i) else self.below(i, *_BEFORE)
        return min([i, *(token for c in before if c < i for token in self.subtree(c))])

    def subtree(self, i: int, most: int = 40) -> list[int]:
        """Return a token and what hangs on it, at most so many."""
        found = [i]
        for token in found:
            if len(found) >= most:
                break
            found += self.children[token]
        return sorted(found[:most])
