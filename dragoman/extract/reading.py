"""One sentence as the rules see it: its tree, with who and what is known of its words.

Names of many words, of many languages and with many misprints are what parsers stumble
over: "his national security advisor counterpart Akiba Takeo of Japan", "Hungarian foreign
minister sialto". Who is meant is known before the sentence is parsed, so the parser is given
a short name in place of each phrase that names one person, and parses "Miller met Carter".
Remarks in parentheses are left out too. Tokens lead back to the words of the text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from itertools import cycle

import yaml

from dragoman.extract.dates import DateFound
from dragoman.extract.referring import Referents
from dragoman.model import Actor, Mention, MentionKind, Sentence
from dragoman.parse import Tree

KINDS = (
    "party",
    "person",
    "state",
    "organ",
    "organization",
    "group",
    "envoy",
    "adjective",
    "place",
    "both",
    "visiting",
    "several",
    "outlet",
)
"""What a pattern may ask of a capture. `party` is any of person, state, organ, organization
and group; `group` a noun that stands for a state beside it ("the Chinese delegation");
`adjective` a state's name as an adjective; `place` what can be read as a place; `both` words
for parties that are not named ("the two sides", "they"); `visiting` somebody so called; `several`
officials of one party without names ("EU leaders", and not "the NATO chief")."""

_NAMES = ("Miller", "Carter", "Baker", "Turner", "Parker", "Cooper", "Fisher", "Walker", "Mason")
_PARENTHESIS = re.compile(r"\s*\([^()]{0,120}\)")
_PEOPLE = (MentionKind.PERSON, MentionKind.OFFICE)
_VISITING = re.compile(r"(?:the\s+)?(?:visiting|touring)\b", re.IGNORECASE)
_REFERRING = ("pronoun", "first-person")
_POST = re.compile(r"of:[\w-]+\.amb(?:\.[\w-]+)?")


@cache
def group_nouns() -> frozenset[str]:
    """Return the nouns that stand for the state whose name or adjective hangs on them."""
    text = files("dragoman.rules").joinpath("groups.yml").read_text(encoding="utf-8")
    return frozenset(yaml.safe_load(text)["groups"])


@dataclass(frozen=True, slots=True)
class StandIn:
    """A sentence as the parser is given it, and where its characters come from.

    `starts[i]` is where the i-th stretch begins in `text`; it stands for
    `[origins[i][0], origins[i][1])` of the document's text. A stretch that is a name
    stands for its whole mention, whose number is in `names`; -1 stands for a comma.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[tuple[int, int], ...]
    names: tuple[int | None, ...]

    @property
    def begin(self) -> int:
        """Where the words of the sentence begin in the text, behind a dateline."""
        return self.origins[0][0] if self.origins else 0

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the document's text behind `[start, end)` of ours."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1, first) - 1
        begin, stop = self.origins[first][0], self.origins[last][1]
        if self.names[first] is None:
            begin += start - self.starts[first]
        if self.names[last] is None:
            stop = self.origins[last][0] + end - self.starts[last]
        return begin, stop

    def name_at(self, start: int) -> int | None:
        """Return the number of the mention whose name stands there, if one does."""
        return self.names[bisect_right(self.starts, start) - 1]


def stand_in(text: str, sentence: Sentence, mentions: Sequence[Mention]) -> StandIn:
    """Return a sentence with one name for each phrase that names one person.

    >>> from dragoman.model import Actor
    >>> wang = Mention(0, 29, MentionKind.PERSON, (Actor("st:chn", name="Wang Yi"),))
    >>> stand_in("Chinese Foreign Minister Wang met him.", Sentence(0, 38), (wang,)).text
    'Miller met him.'
    """
    cuts: list[tuple[int, int, int | None]] = [
        (mention.start, mention.end, number)
        for number, mention in enumerate(mentions)
        if _has_name(mention) and not _shares_noun(text, mention, mentions)
    ]
    cuts += [(comma, comma + 1, _AND) for comma in _headline_comma(text, sentence, mentions)]
    cuts += [(end, end + 1, None) for end in _closing_commas(text, sentence, mentions)]
    if begin := _end_of_dateline(text, sentence, mentions):
        cuts.append((sentence.start, begin, None))
    taken = [(mention.start, mention.end) for mention in mentions]
    cuts += [
        (*hole.span(), None)
        for hole in _PARENTHESIS.finditer(text, sentence.start, sentence.end)
        if not any(first < hole.end() and hole.start() < last for first, last in taken)
    ]
    names = cycle(_NAMES)
    pieces: list[tuple[str, tuple[int, int], int | None]] = []
    at = sentence.start
    for first, last, number in sorted(cuts, key=lambda cut: (cut[0], -cut[1])):
        if first < at:
            continue
        pieces.append((text[at:first], (at, first), None))
        if number is not None:
            words = (
                " and" if number == _AND else _apart(text, sentence, mentions, first, next(names))
            )
            pieces.append((words, (first, last), number))
        at = last
    pieces.append((text[at : sentence.end], (at, sentence.end), None))
    pieces = [piece for piece in pieces if piece[0]]
    starts, length = [], 0
    for words, _, _ in pieces:
        starts.append(length)
        length += len(words)
    return StandIn(
        "".join(words for words, _, _ in pieces),
        tuple(starts),
        tuple(origin for _, origin, _ in pieces),
        tuple(number for _, _, number in pieces),
    )


def _apart(text: str, sentence: Sentence, mentions: Sequence[Mention], at: int, name: str) -> str:
    """Return a name so that it is not taken for a part of the place named right before it.

    "In Samarkand Miller held talks", "welcomed in Vientiane Miller, who paid a visit".
    """
    if not any(one.place and text[one.end : at] == " " for one in mentions if one.end < at):
        return name
    return f", {name}" if _WHERE_FIRST.fullmatch(text, sentence.start, at) else f"Mr {name}"


_WHERE_FIRST = re.compile(r"(?:In|At|From|To|Near|Outside)(?: the)?(?: [A-Z][\w'’-]+){1,4} ")
_AND = -1
"""In place of the number of a mention: the word stands for the last comma of a headline."""


def _headline_comma(text: str, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[int]:
    """Yield where a headline has a comma for "and": "Rwanda, Jamaica seal deal"."""
    listed: list[Mention] = []
    at = sentence.start
    for mention in sorted(mentions, key=lambda one: one.start):
        gap = text[at : mention.start]
        if gap.strip() not in ("", ",") or (listed and "," not in gap) or not mention.actors:
            break
        listed.append(mention)
        at = mention.end
    polities = {actor.polity for mention in listed for actor in mention.actors}
    says = re.match(r" (?!(?:and|or|in|of|on)\b)[a-z]", text[at : at + 5])
    if len(listed) > 1 and len(polities) >= len(listed) and says:
        yield text.index(",", listed[-2].end)


def _closing_commas(text: str, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[int]:
    """Yield where a comma only closes a name: "the President of Chile, Mr. Boric, will pay"."""
    starts = {mention.start for mention in mentions}
    for mention in mentions:
        end = mention.end
        if (
            _has_name(mention)
            and text[end : end + 2] == ", "
            and end + 2 < sentence.end
            and "," in text[mention.start : end]
            and text[end + 2].islower()
            and end + 2 not in starts
        ):
            yield end


_TOWN = r"[A-Z][\w.'’-]{1,24}(?: (?:de |del |da |of |al-)?[A-Z][\w.'’-]{1,24}){0,3}"
_DAY = (
    r"(?:\d{1,2}[./]\d{1,2}[./]\d{2,4}|[A-Z][a-z]{2,8}\.? \d{1,2}(?:,? \d{4})?"
    r"|[A-Z]{3,9}\.? \d{1,2}(?:,? \d{4})?|\d{1,2} [A-Z][A-Za-z]{2,8}\.?(?: \d{4})?)"
)
_AGENCY = r"(?:\([A-Z][\w.&'’ -]{1,34}\)|/[A-Z][\w.& -]{1,34}/|[A-Z][\w.&]{1,15})"
_DATELINES = tuple(
    re.compile(form)
    for form in (
        # Tehran, IRNA -   (ANSA) - ROME, JUL 16 -   BRUSSELS/PARIS, Feb 3 (Reuters) -
        rf"(?:{_AGENCY}\s*-?\s*)?{_TOWN}(?:/{_TOWN})?(?:,? {_TOWN})?(?:,? {_DAY})?"
        rf"(?:[,.]? {_AGENCY})?(?:\s*(?:--|—|–|\.-)\s*|\s-\s|- |: )(?=[\"“'A-Z])",
        # Hanoi, May 15 (Prensa Latina) The   Ankara (AA) President   Vientiane, (KPL) The
        rf"{_TOWN}(?:,? {_DAY})?,? \([A-Z][\w.&'’ -]{{1,34}}\)[;:.]? (?=[A-Z])",
        # Baku, February 11, AZERTAC President   Damascus-SANA, President
        rf"{_TOWN}, {_DAY}, [A-Z]{{3,10}} (?=[A-Z][a-z])",
        rf"{_TOWN}-[A-Z]{{3,8}},? (?=[A-Z][a-z])",
    )
)


def _end_of_dateline(text: str, sentence: Sentence, mentions: Sequence[Mention]) -> int | None:
    """Return where the words behind "Tehran, IRNA -" begin; None where no such stand first.

    The parser would take the town for the subject.
    """
    if sentence.start and text[sentence.start - 1] != "\n":
        return None
    for form in _DATELINES:
        if (found := form.match(text, sentence.start, sentence.end)) is None:
            continue
        inside = [one for one in mentions if one.start < found.end()]
        if any(one.place for one in inside) and not any(one.end > found.end() for one in inside):
            return found.end() if not any(map(_has_name, inside)) else None
    return None


def _has_name(mention: Mention) -> bool:
    """Say whether a mention is one person or office, told by more than a pronoun."""
    return (
        mention.kind in _PEOPLE
        and len(mention.actors) == 1
        and mention.actors[0].how not in _REFERRING
    )


_SEVERAL = re.compile(r"(?:[\w’'-]+ )*[\w-]*(?:[^s]s|men|women)(?: (?:of|to|from|in) .*)?")


def is_visiting(text: str, mention: Mention) -> bool:
    """Say whether a mention is of somebody called a visitor: "the visiting Omani minister"."""
    return _VISITING.match(text, mention.start, mention.end) is not None


def is_several(text: str, mention: Mention) -> bool:
    """Say whether a mention is of many who have no names: "EU and UK negotiators"."""
    actor = mention.actors[0] if mention.actors else Actor()
    return not (actor.name or actor.person or actor.office) and (
        _SEVERAL.fullmatch(text, mention.start, mention.end) is not None
    )


def _shares_noun(text: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Say whether the noun of a mention is that of the state before it too: "EU and UK envoys"."""
    return is_several(text, mention) and any(_is_and(text, one, mention) for one in mentions)


def _is_and(text: str, one: Mention, two: Mention) -> bool:
    """Say whether a state stands before a mention with nothing but "and" between them."""
    return one.kind in _STATES and text[one.end : two.start] == " and "


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence as the rules see it.

    Attributes:
        text: The repaired text of the document; all offsets count in it.
        sentence, mentions, dates: What was found in it, in its order.
        tree: Over the sentence with names put in; see `StandIn`.
        spans: For each token, the words of `text` that it stands for.
        heads: The mention that a token heads; a mention heads one token.
        inside: For each token, the mention that it is a word of.
        kinds: For each token, those of `KINDS` that hold.
        owner: Whose diary the document is.
    """

    text: str
    sentence: Sentence
    mentions: tuple[Mention, ...]
    dates: tuple[DateFound, ...]
    tree: Tree = field(repr=False)
    spans: tuple[tuple[int, int], ...] = field(repr=False)
    heads: dict[int, Mention] = field(repr=False)
    inside: dict[int, Mention] = field(repr=False)
    kinds: tuple[frozenset[str], ...] = field(repr=False)
    owner: Mention | None = field(default=None, repr=False)

    def span(self, first: int, last: int | None = None) -> tuple[int, int]:
        """Return the words of `text` behind the tokens `first` to `last`, both included."""
        last = first if last is None else last
        return self.spans[first][0], self.spans[last][1]

    def words(self, first: int, last: int | None = None) -> str:
        """Return those words."""
        begin, stop = self.span(first, last)
        return self.text[begin:stop]

    def token_at(self, offset: int) -> int | None:
        """Return the token that stands at an offset of `text`, or the next one behind it."""
        return next((i for i, (_, stop) in enumerate(self.spans) if offset < stop), None)

    def below(self, token: int) -> Iterator[int]:
        """Yield a token and all that hang on it, itself first."""
        waiting = [token]
        while waiting:
            here = waiting.pop()
            yield here
            waiting.extend(self.tree.children[here])


def read_tree(
    text: str,
    sentence: Sentence,
    mentions: tuple[Mention, ...],
    dates: tuple[DateFound, ...],
    given: StandIn,
    tree: Tree,
    before: Referents | None = None,
) -> Reading:
    """Bring the tree of a sentence together with what is known of its words.

    `before` knows whom words can point back to; without it only the finder's word counts.
    """
    spans = tuple(given.back(token.start, token.end) for token in tree)
    names = [given.name_at(token.start) for token in tree]
    inside: dict[int, Mention] = {}
    heads: dict[int, Mention] = {}
    for number, mention in enumerate(mentions):
        tokens = [
            i
            for i, (first, last) in enumerate(spans)
            if (names[i] == number)
            or (names[i] is None and first < mention.end and mention.start < last)
        ]
        tokens = [i for i in tokens if i not in inside]
        for i in tokens:
            inside[i] = mention
        members = set(tokens)
        tops = [i for i in tokens if tree.heads[i] not in members and _is_word(tree, i)]
        if tops:
            # In "EU and UK envoys" the parser hangs "UK" on "EU", and both on "envoys".
            heads[next((i for i in tops if _is_above(tree, i, tops[0])), tops[0])] = mention
    heads = {_unflat(tree, i, inside): mention for i, mention in heads.items()}
    if before is not None:
        heads |= before.all_meant(tree, spans, mentions, {**inside, **heads})
    kinds = [frozenset[str]()] * len(tree)
    for i, mention in heads.items():
        kinds[i] = kinds_of(mention)
    for i, word in enumerate(tree.words):
        if word not in _SAYERS or i in inside or i in heads:
            continue
        if (sayer := _sayer(tree, kinds, i)) is not None:
            heads[i], kinds[i] = heads[sayer], kinds[sayer]
    for i, mention in _places(tree, heads, inside, kinds).items():
        heads[i], kinds[i] = mention, frozenset({"place"})
    nouns = group_nouns()
    groups = {i for i, lemma in enumerate(tree.lemmas) if lemma in nouns and i not in inside}
    for i in sorted(groups | heads.keys()):
        if i in groups and _polities_on(tree, heads, i):
            kinds[i] = frozenset({"party", "group"})
        elif "both" in kinds[i]:
            kinds[i] = kinds[i].union(*(kinds[c] for c in _appositions(tree, i)))
        named = heads.get(i)
        if named is not None and "person" in kinds[i] and is_several(text, named):
            kinds[i] |= {"several"}
        if named is not None and is_visiting(text, named):
            kinds[i] |= {"visiting"}
    owner = before.owner if before is not None else None
    return Reading(text, sentence, mentions, dates, tree, spans, heads, inside, tuple(kinds), owner)


def _unflat(tree: Tree, i: int, inside: Mapping[int, Mention]) -> int:
    """Return the first word of a name that begins with no mention: "Samdech Techo Hun Sen"."""
    over = tree.heads[i]
    is_part = tree[i].deprel == "flat" and over >= 0 and over not in inside
    return over if is_part and tree[over].upos == "PROPN" else i


_GROUNDS = frozenset(
    {"capital", "city", "town", "resort", "port", "province", "region", "island", "village",
     "soil", "territory", "coast", "peninsula", "east", "north", "south", "west"}
)  # fmt: skip
"""Nouns for a part of a state that stands beside them: "the Black Sea resort", "on Greek soil"."""


def _places(
    tree: Tree,
    heads: Mapping[int, Mention],
    inside: Mapping[int, Mention],
    kinds: Sequence[frozenset[str]],
) -> dict[int, Mention]:
    """Return the words that nobody knows but as a part of a state: "Egypt's Ain Sokhna"."""
    found: dict[int, Mention] = {}
    for c, mention in heads.items():
        i, relation = tree.heads[c], tree[c].deprel
        if i < 0 or i in inside or i in heads or kinds[c].isdisjoint(("state", "adjective")):
            continue
        ground = tree.lemmas[i].lower() in _GROUNDS and relation in ("amod", "compound")
        if ground or (
            relation == "nmod:poss" and tree[i].upos == "PROPN" and tree[i].form[0].isupper()
        ):
            found[i] = mention
    return found


def _is_above(tree: Tree, i: int, j: int) -> bool:
    """Say whether token `j` hangs below token `i`."""
    while (j := tree.heads[j]) >= 0:
        if i == j:
            return True
    return False


def _is_word(tree: Tree, i: int) -> bool:
    return tree[i].deprel not in ("punct", "case", "det")


def kinds_of(mention: Mention) -> frozenset[str]:
    """Return those of `KINDS` that hold for the word that heads a mention, by the mention alone."""
    if mention.kind is MentionKind.OUTLET:
        return frozenset({"outlet"})
    kinds = {"place"} if mention.place else set()
    if not mention.actors and not mention.place:
        return frozenset({"both"})
    how = mention.actors[0].how if mention.actors else ""
    if how == "adjective":
        return frozenset(kinds | {"adjective"})
    if how == "place" or not any(actor.polity for actor in mention.actors):
        return frozenset(kinds | ({"state"} if how == "place" else set()))
    kinds.add("party")
    if mention.kind in _PEOPLE:
        kinds.add("person")
    elif mention.kind is MentionKind.POLITY:
        kinds.add("state")
    elif mention.kind is MentionKind.ORGAN:
        kinds.add("organ")
    elif mention.kind is MentionKind.ORGANIZATION:
        kinds.add("organization")
    if any(_POST.fullmatch(actor.office or "") for actor in mention.actors):
        kinds.add("envoy")
    return frozenset(kinds)


_SAYERS = frozenset({"it", "they", "we", "i"})


def _sayer(tree: Tree, kinds: Sequence[frozenset[str]], i: int) -> int | None:
    """Return whom "it", "they" or, in what somebody is quoted with, "we" stands for.

    "Germany said it would send tents"; "We condemn the attack, President Iohannis said".
    """
    if tree[i].deprel != "nsubj":
        return None
    verb = tree.heads[i]
    while verb >= 0 and tree[verb].deprel == "conj":
        verb = tree.heads[verb]
    if verb < 0 or tree.heads[verb] < 0 or tree[verb].deprel not in ("ccomp", "advcl"):
        return None
    own = tree.words[i] in ("we", "i")
    if own and tree[verb].deprel != "ccomp":
        return None
    subjects = _below(tree, tree.heads[verb], "nsubj")
    return next(
        (s for s in subjects if "party" in kinds[s] and (own or "person" not in kinds[s])), None
    )


_STATES = (MentionKind.POLITY, MentionKind.ORGANIZATION, MentionKind.ORGAN)


_LED = frozenset(
    {"administration", "government", "cabinet", "regime", "junta", "presidency", "team", "envoy",
     "delegation", "representative", "sister", "brother", "office", "spokesman", "spokeswoman",
     "spokesperson", "negotiator"}
)  # fmt: skip
"""Nouns for which whose leader stands beside them tells the state: "Putin's envoy"."""


def _polities_on(tree: Tree, heads: dict[int, Mention], i: int) -> tuple[Mention, ...]:
    """Return the states named beside a noun, or who leads it: "the Chinese and Russian navies"."""
    if leaders := _leaders(tree, heads, i):
        return leaders
    found = [
        (mention, tree[child].deprel)
        for child in tree.children[i]
        for c in (child, *_below(tree, child, "conj"))
        if (mention := heads.get(c)) is not None
    ]
    states = tuple(mention for mention, _ in found if mention.kind in _STATES)
    if states or tree[i].lemma.lower() not in _LED:
        return states
    return tuple(
        replace(mention, actors=tuple(Actor(actor.polity) for actor in mention.actors))
        for mention, relation in found
        if mention.kind in _PEOPLE and relation in ("nmod:poss", "compound")
    )


def _leaders(tree: Tree, heads: dict[int, Mention], i: int) -> tuple[Mention, ...]:
    """Return who is at the head of a noun: "a delegation led by Minister Wang Yi"."""
    return tuple(
        mention
        for verb in _below(tree, i, "acl")
        if tree[verb].lemma in ("lead", "head", "comprise", "consist", "compose")
        for near in (*_below(tree, verb, "obl:agent"), *_below(tree, verb, "obl"))
        for c in (near, *_below(tree, near, "conj"))
        if (mention := heads.get(c)) is not None
        and mention.kind in _PEOPLE
        and any(actor.polity for actor in mention.actors)
    )


def _appositions(tree: Tree, i: int) -> list[int]:
    """Return what says who is meant: "the two ministers, Wang Yi and Lavrov"."""
    near = _below(tree, i, "appos")
    return [c for one in near for c in (one, *_below(tree, one, "conj"))]


def _below(tree: Tree, i: int, relation: str) -> list[int]:
    return [c for c in tree.children[i] if tree[c].deprel == relation]


def named_at(reading: Reading, i: int) -> list[tuple[Mention, Actor]]:
    """Return whom a token names, each with the mention that says so; empty for nobody."""
    mention = reading.heads.get(i)
    if mention is not None and mention.actors:
        mentions: Sequence[Mention] = (mention, *_listed(reading, i, mention))
    elif "group" in reading.kinds[i]:
        mentions = _polities_on(reading.tree, reading.heads, i)
    else:
        near = _appositions(reading.tree, i) if mention is not None else ()
        mentions = [reading.heads[c] for c in near if c in reading.heads]
    return [(one, actor) for one in mentions for actor in one.actors if actor.polity]


def _listed(reading: Reading, i: int, mention: Mention) -> list[Mention]:
    """Return the states listed with one: "the navies of Brunei and Oman", "Japan, US sign pact"."""
    tree = reading.tree
    found = [
        c
        for word in reading.below(i)
        if word != i and reading.inside.get(word) is mention
        for c in _below(tree, word, "conj")
    ]
    if "state" in reading.kinds[i]:
        found += [c for c in _below(tree, i, "appos") if c > i]
    elif "several" in reading.kinds[i]:
        return [one for one in reading.mentions if _is_and(reading.text, one, mention)]
    kind = "person" if "person" in reading.kinds[i] else "state"
    if kind == "person":  # a headline: "to call Putin, Zelensky on grain"
        found += [c for c in _below(tree, i, "appos") if _is_comma(reading, mention, c)]
    known = {actor.polity for actor in mention.actors}
    return [
        other
        for c in found
        if kind in reading.kinds[c] and (other := reading.heads[c]) is not mention
        if known.isdisjoint(actor.polity for actor in other.actors)
    ]


def _is_comma(reading: Reading, mention: Mention, c: int) -> bool:
    """Say whether only a comma stands between a mention and the one that a later token heads."""
    other = reading.heads.get(c)
    return other is not None and reading.text[mention.end : other.start].strip() == ","
