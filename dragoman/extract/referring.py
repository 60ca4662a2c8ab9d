"""Words that point back and that the finder leaves out: "them", "the four", "the ministry".

They are read once the sentence has its tree: only there does it show that "the three" stands
for somebody and not before "missiles", and that "the embassy" is nobody's in particular.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from dragoman.model import Actor, Mention, MentionKind
from dragoman.parse import Tree

_NEAR = 6
"""Sentences in which a list of just so many is looked for."""

_COUNTS = {"two": 2, "pair": 2, "duo": 2, "both": 2, "each": 2, "three": 3, "trio": 3, "four": 4,
           "quartet": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}  # fmt: skip
_MEMBERS = frozenset(
    {"leader", "president", "minister", "premier", "country", "nation", "state", "side", "party",
     "government", "man", "official", "envoy", "diplomat", "neighbour", "neighbor", "capital",
     "statesman", "politician", "ally", "visitor", "guest", "counterpart", "delegation"}
)  # fmt: skip
_PEOPLE = (MentionKind.PERSON, MentionKind.OFFICE)
_PARTIES = (*_PEOPLE, MentionKind.POLITY, MentionKind.ORGAN, MentionKind.ORGANIZATION)
_JOINED = re.compile(
    r"\s*(?:,|;|and|&|,\s*and|as well as|,\s*as well as|(?:along|together) with)\s+", re.IGNORECASE
)
_WITH = re.compile(
    r"[^.;]{0,60}\b(?:flew|fly|flies|travel\w*|arriv\w*|came|went|visit\w*|landed|tour\w*)\b"
    r"[^.;]{0,60}\b(?:with|accompanied by|joined by)\s+",
    re.IGNORECASE,
)

_ORGANS = frozenset(
    {"embassy", "consulate", "mission", "ministry", "government", "cabinet", "parliament", "army",
     "military", "presidency", "chancellery", "chancery", "junta", "secretariat", "commission",
     "administration", "department", "bloc", "alliance"}
)  # fmt: skip
_OF_STATE = frozenset({"government", "cabinet", "parliament", "army", "military", "ministry"})
"""Organs that a state has one of: any organ of it tells whose they are."""
_HELD_BY = {
    "ministry": re.compile(r"of:[\w-]+\.(?:fm|\w+min)(?:\.|$)"),
    "embassy": re.compile(r"of:[\w-]+\.amb(?:\.|$)"),
}
"""Organs of which somebody who was named is the head: "the ministry" of a minister."""
_OWN = re.compile(r"(?:its|their|his|her)\b", re.IGNORECASE)
_ALLIANCES = {"og:nato": "alliance"}

_NOUNS = _MEMBERS | _ORGANS
RECALLING = frozenset({"it", "they", "them", *_COUNTS, *_ORGANS})
"""The words of which one is in every sentence in which something points back."""
_NO_BLOCS = frozenset({"og:un", "og:nato", "og:imf", "og:wb", "og:who", "og:iaea"})


_DIARY = re.compile(
    r"\b(?:agenda|(?:weekly |daily )?schedule|diary|engagements|programme|program|calendar)"
    r"(?: of|:|,)? (?:the |H\.?E\.? |Mr\.? |Mrs\.? |Ms\.? |Dr\.? ){0,3}$",
    re.IGNORECASE,
)
"""What stands before the name of whose diary a page is."""
_HEADINGS = 12
"""Sentences among which a page says whose diary it is."""


@dataclass(slots=True)
class Referents:
    """What the sentences so far named: lists of parties, and organs by the noun that says what.

    `owner` is whose diary the document is: its lines name only whom he meets, and where he goes.
    """

    text: str
    lists: list[list[tuple[Mention, ...]]] = field(default_factory=list)
    organs: dict[str, list[Actor]] = field(default_factory=dict)
    acting: str | None = None  # the state that the sentence before tells of, as its subject
    unread: list[Sequence[Mention]] = field(default_factory=list)  # until somebody asks
    owner: Mention | None = None
    taken: int = 0  # sentences

    def learn(self, mentions: Sequence[Mention]) -> None:
        """Take in a sentence that was read."""
        self.unread.append(mentions)
        self.taken += 1
        if self.owner is None and self.taken <= _HEADINGS:
            self.owner = next((one for one in mentions if self._is_owner(one)), None)

    def _is_owner(self, mention: Mention) -> bool:
        begin = max(0, mention.start - 40)
        named = mention.kind in _PEOPLE and any(actor.polity for actor in mention.actors)
        return named and _DIARY.search(self.text[begin : mention.start]) is not None

    def _catch_up(self) -> None:
        """Find the lists and organs of the sentences that were taken in."""
        for mentions in self.unread:
            self.lists.append(list(_lists(self.text, mentions)))
            for mention in mentions:
                for noun, actor in _organs_of(self.text, mention):
                    _put(self.organs.setdefault(noun, []), actor)
        self.unread.clear()

    def recalled(self, words: Set[str]) -> frozenset[str]:
        """Return the states and bodies of earlier sentences that some words could point back to.

        Asked before the sentence has a tree, in which it shows whether they do. "It" is left out:
        whom it means shows in the tree of the sentence before.
        """
        if words.isdisjoint(RECALLING):
            return frozenset()
        self._catch_up()
        numbers = {_COUNTS[word] for word in words if word in _COUNTS}
        lists = [found for near in self.lists[-_NEAR:] for found in near]
        found = [one for one in lists if len(_all_of(one)) in numbers] if numbers else []
        if not words.isdisjoint(("they", "them")):
            found += self.lists[-1] if self.lists else ()
        nouns = {"government"} if not words.isdisjoint(_OF_STATE) else set[str]()
        actors = [actor for one in found for actor in _all_of(one)]
        actors += [actor for noun in words | nouns for actor in self.organs.get(noun, ())]
        return frozenset(actor.polity for actor in actors if actor.polity)

    def all_meant(
        self,
        tree: Tree,
        spans: Sequence[tuple[int, int]],
        mentions: Sequence[Mention],
        known: Mapping[int, Mention],
    ) -> dict[int, Mention]:
        """Return whom the tokens mean that name nobody; `known` are the mentions of the others."""
        found = {
            i: self._meant(tree, spans[i], mentions, i)
            for i, (word, lemma) in enumerate(zip(tree.words, tree.lemmas, strict=True))
            if (word in RECALLING or lemma in _NOUNS)
            and ((named := known.get(i)) is None or not (named.actors or named.place))
        }
        return {i: mention for i, mention in found.items() if mention is not None}

    def _meant(
        self, tree: Tree, span: tuple[int, int], mentions: Sequence[Mention], i: int
    ) -> Mention | None:
        actors: tuple[Actor, ...] = ()
        kind = MentionKind.PERSON
        noun = tree[i].lemma.lower()
        if self.acting and _is_it(tree, i):
            actors, kind = (Actor(self.acting),), MentionKind.POLITY
        elif number := _number(tree, i):
            found = self._list(span[0], mentions, number)
            actors, kind = _all_of(found), _kind_of(found)
            if not actors and noun == "they" and tree[i].deprel == "nsubj":
                return Mention(*span, kind)  # the sides of whatever the document is about
        elif noun in _ORGANS and _is_bare(tree, i):
            actors, kind = self._organ(noun, span[0], mentions), MentionKind.ORGAN
        if not actors:
            return None
        return Mention(*span, kind, tuple(replace(one, how="coreference") for one in actors))

    def _list(self, before: int, mentions: Sequence[Mention], number: int) -> tuple[Mention, ...]:
        """Return the nearest list of so many; -1 stands for any number, of a list at hand."""
        self._catch_up()
        here = [one for one in mentions if one.end <= before]
        near = list(_lists(self.text, here))
        if here and number < 0:
            near = [found for found in near if found[-1] is not here[-1]] or near
        back = self.lists[-1:] if number < 0 else self.lists[-_NEAR:]
        for lists in (near[::-1], *(reversed(back))):
            for found in lists:
                if number in (-1, len(_all_of(found))):
                    return found
        return ()

    def _organ(self, noun: str, before: int, mentions: Sequence[Mention]) -> tuple[Actor, ...]:
        """Return whose organ a noun means: not of the one state that it deals with there."""
        self._catch_up()
        nouns = (noun, "government") if noun in _OF_STATE else (noun,)
        here = [
            actor
            for mention in mentions
            if mention.end <= before
            for known, actor in _organs_of(self.text, mention)
            if known in nouns
        ]
        told = [actor for known in nouns for actor in self.organs.get(known, ())[::-1]]
        named = {
            actor.polity
            for mention in mentions
            for actor in mention.actors
            if mention.start > before and not _OWN.match(self.text, mention.start)
        }
        left = [actor for actor in told if len(named) > 1 or actor.polity not in named]
        return tuple((here[-1:] or left)[:1])


def subject_state(tree: Tree, heads: Mapping[int, Mention]) -> str | None:
    """Return the state, or its organ, that is the subject of a sentence; None where none is."""
    for i, token in enumerate(tree):
        if token.deprel in ("nsubj", "nsubj:pass") and tree.heads[tree.heads[i]] < 0:
            named = heads.get(i)
            if named is None or named.kind in _PEOPLE or len(named.actors) != 1:
                return None
            polity = named.actors[0].polity or ""
            return polity if polity.startswith("st:") and named.actors[0].how != "place" else None
    return None


_NO_DEEDS = frozenset({"be", "take", "seem", "appear", "become", "happen", "mean", "follow",
                       "remain", "come", "include", "cost", "emerge", "mark"})  # fmt: skip


def _is_it(tree: Tree, i: int) -> bool:
    """Say whether "it" opens a sentence as who does something there."""
    verb = tree.heads[i]
    return (
        tree[i].form.lower() == "it"
        and i < _OPENING
        and tree[i].deprel == "nsubj"
        and tree.heads[verb] < 0
        and tree[verb].upos == "VERB"
        and tree[verb].lemma.lower() not in _NO_DEEDS
        and not any(one.deprel in ("nsubj", "nsubj:pass") for one in tree.tokens[:i])
    )


_OPENING = 6
"""Words among which "it" opens a sentence: "A day later it closed its airspace"."""


def _put(actors: list[Actor], actor: Actor) -> None:
    if actor in actors:
        actors.remove(actor)
    actors.append(actor)


def _number(tree: Tree, i: int) -> int:
    """Return how many a token stands for: "them" for any (-1), "the four" for 4; 0 for nobody."""
    token = tree[i]
    word = token.form.lower()
    if word in ("them", "they"):
        return -1 if token.upos == "PRON" else 0
    if token.deprel in ("nummod", "det", "det:predet", "advmod", "cc:preconj", "compound", "flat"):
        return 0
    below = [tree[c] for c in tree.children[i]]
    if word in _COUNTS:
        if any(one.deprel in ("amod", "acl:relcl") for one in below) or _is_of(tree, i):
            return 0
        bare = word in ("both", "each") or any(
            one.form.lower() in ("the", "those") for one in below
        )
        return _COUNTS[word] if bare else 0
    if token.lemma.lower() in _MEMBERS and not _is_of(tree, i):
        words = {one.form.lower(): one.deprel for one in below}
        if words.keys() & {"both", "each"}:
            return 2
        counts = [_COUNTS[one] for one, rel in words.items() if rel == "nummod" and one in _COUNTS]
        return counts[0] if counts and words.keys() & {"the", "these", "all", "their"} else 0
    return 0


def _is_of(tree: Tree, i: int) -> bool:
    """Say whether it is told of whom a noun is: "the three of them", "the two leaders of Iran"."""
    near = [c for c in tree.children[i] if tree[c].deprel in ("nmod", "nmod:poss", "amod")]
    return any(tree[c].form.lower() == "of" for one in near for c in tree.children[one]) or any(
        tree[one].upos == "PROPN" for one in near if tree[one].deprel != "nmod"
    )


def _is_bare(tree: Tree, i: int) -> bool:
    """Say whether only "the" or an adjective stands before an organ, and nobody's name."""
    below = [tree[c] for c in tree.children[i]]
    return any(one.form.lower() in ("the", "its", "this", "their") for one in below) and not any(
        one.deprel in ("nmod", "appos", "conj", "acl", "acl:relcl", "compound") for one in below
    )


def _lists(text: str, mentions: Iterable[Mention]) -> Iterator[tuple[Mention, ...]]:
    """Yield the parties that stand side by side: "Macron, Scholz and Draghi"."""
    run: list[Mention] = []
    for mention in (*sorted(mentions, key=lambda one: one.start), None):
        if mention is not None and not _is_party(mention):
            continue
        if mention is not None and run:
            gap = text[run[-1].end : mention.start]
            if _JOINED.fullmatch(gap) or (len(run) == 1 and _WITH.fullmatch(gap)):
                run.append(mention)
                continue
        if len(_all_of(run)) > 1:
            yield tuple(run)
        run = [mention] if mention is not None else []


def _is_party(mention: Mention) -> bool:
    return mention.kind in _PARTIES and any(
        actor.polity and actor.how not in ("place", "adjective", "context")
        for actor in mention.actors
    )


def _all_of(mentions: Iterable[Mention]) -> tuple[Actor, ...]:
    named = [actor for mention in mentions for actor in mention.actors if actor.polity]
    return tuple({(actor.id, actor.name): actor for actor in named}.values())


def _kind_of(mentions: Iterable[Mention]) -> MentionKind:
    people = all(mention.kind in _PEOPLE for mention in mentions)
    return MentionKind.PERSON if people else MentionKind.POLITY


def _organs_of(text: str, mention: Mention) -> Iterator[tuple[str, Actor]]:
    """Yield the nouns by which somebody's organ is meant later, and whose it is."""
    if len(mention.actors) != 1 or not (polity := mention.actors[0].polity):
        return
    actor = Actor(polity)
    for word in re.findall(r"[a-z]+", text[mention.start : mention.end].lower()):
        if word in _ORGANS:
            yield word, actor
    if mention.kind is MentionKind.ORGAN:
        yield "government", actor
    elif mention.kind is MentionKind.ORGANIZATION and polity not in _NO_BLOCS:
        yield "bloc", actor
    elif polity in _ALLIANCES:
        yield _ALLIANCES[polity], actor
    for noun, office in _HELD_BY.items():
        if office.match(mention.actors[0].office or ""):
            yield noun, actor
