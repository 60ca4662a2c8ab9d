"""Which date belongs to which happening: in its sentence by the tree, else in its document.

In the sentence, the way through the tree from the word that names the happening to the
time phrase decides: a date of another clause, of the saying ("said on Tuesday") or of
another happening ("ahead of the summit in July") is further away than one of its own.
What its sentence leaves open, the document may tell elsewhere: the headline's meeting has
the day of the first paragraph's, the signing that of the talks. Each such date quotes the
words that it comes from and names its rule; where nothing tells, there is no date.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from dragoman.extract.dates import DateFound, carry, choose, find_dates
from dragoman.extract.dates.words import number_of
from dragoman.extract.diary import day_above, day_headings
from dragoman.extract.reading import Reading
from dragoman.model import Channel, Claim, Report, Role, SectionKind, Span, Status
from dragoman.model.edtf import interval, is_yearless
from dragoman.parse import Tree
from dragoman.text import CleanText

# --------------------------------------------------------------------------- in the sentence

_REAL = frozenset({Status.HAPPENED, Status.ONGOING})
_FAR = 12.0
"""What the way to a date may cost and the date still be that of the happening."""

_NEVER = 99.0
"""The cost of a step over which no date holds."""

_NEXT_TO = 5.0
"""What it costs at most where only a few words lie between, whatever the tree says."""

_REACH = 70
"""Characters that are a few words."""

_SIGHT = 1000
"""Characters within which a date is looked for, so that endless sentences end."""

_BY = 25
"""Characters between a party and the date that is told of it alone: " in Beijing "."""

_SAYING = frozenset(
    {"say", "tell", "report", "announce", "add", "state", "declare", "write", "confirm", "claim"}
    | {"tweet", "post", "quote", "inform", "note", "stress"}
)
"""Verbs whose date is that of the saying; it is the next best witness of what they tell."""

_RECALLING = frozenset(
    {"recall", "remember", "follow", "mention", "cite", "mark", "celebrate", "precede"}
    | {"thank", "praise", "commend", "congratulate", "criticize", "criticise"}
)
"""Verbs that look back at a happening: "on Monday he recalled his visit in April".

What stands in front of the happening is the day of the verb, what stands behind its own.
"""

_TREATING = frozenset(
    {"review", "discuss", "welcome", "hail", "denounce", "condemn", "await", "postpone"}
)
"""Verbs whose object took place at another time."""

_HAPPENING = frozenset(
    {"visit", "trip", "tour", "meeting", "talk", "summit", "call", "conversation", "conference"}
    | {"session", "round", "signing", "agreement", "accord", "deal", "pact", "encounter"}
    | {"gathering", "election", "declaration", "statement", "earthquake", "dialogue", "war"}
    | {"invasion", "attack", "crisis", "blockade", "exchange", "forum", "expo", "assembly"}
    | {"ceremony", "congress", "consultation", "negotiation", "mission", "dinner", "exercise"}
    | {"drill", "funeral", "inauguration", "convening", "event", "launch", "council"}
)
"""Nouns that may have a date of their own."""

_ANOTHER_TIME = frozenset({"after", "before", "following", "ahead", "prior", "until"})
"""Words in front of a happening that took place at another time."""

_TAKING_PLACE = frozenset(
    {"take", "begin", "start", "open", "end", "conclude", "hold", "last", "run", "plan"}
    | {"schedule", "set", "due", "fix", "announce", "agree", "expect"}
)
"""Verbs that say of a happening when it is: "a meeting planned for Thursday"."""

_UP = {
    "acl": 3.0,
    "acl:relcl": 5.0,
    "advcl": 3.0,
    "ccomp": 5.0,
    "conj": 2.0,
    "csubj": 3.0,
    "parataxis": 5.0,
    "appos": 4.0,
}
"""What it costs to go from a word to the one that it hangs on; 1 where nothing is said."""

_DOWN = {
    "acl": 5.0,
    "acl:relcl": 8.0,
    "advcl": 7.0,
    "ccomp": 6.0,
    "conj": 4.0,
    "parataxis": 8.0,
    "appos": 3.0,
    "nsubj": 4.0,
    "nsubj:pass": 4.0,
    "csubj": 8.0,
}
"""What it costs to go from a word to one that hangs on it."""


_PLEDGED = frozenset({Channel.AID, Channel.SANCTION, Channel.CREDENTIALS})
"""Acts that a statement announces as its own news, though they are yet to be carried out."""


def date_of(
    reading: Reading,
    trigger: int,
    status: Status,
    near: Sequence[int] = (),
    *,
    channel: Channel | None = None,
) -> DateFound | None:
    """Return the date that the sentence gives for a happening, read as its status wants it.

    The `value` of what is returned is the one to take; it is None where the happening has
    a time that cannot be resolved ("recently").

    Args:
        reading: The sentence.
        trigger: The token of the verb or noun that names the happening.
        status: Decides between the past and the coming Monday.
        near: Tokens of its parties. They tell apart what one verb says of several:
            "met Putin on Monday and Xi on Tuesday".
        channel: What is pledged is dated by the pledge: "said on Saturday it would send tanks".
    """
    choices = []
    pledged = status is Status.PLANNED and channel in _PLEDGED
    for found in reading.dates:
        if abs(found.start - reading.spans[trigger][0]) > _SIGHT:
            continue
        ways = [_walk(reading, trigger, top, status) for top in _tops_of(reading, found)]
        if not ways:
            continue
        way = min(ways, key=lambda way: way.cost)
        noun = reading.tree.heads[way.top]
        of_noun = noun > way.top and reading.tree[noun].upos == "NOUN"
        if found.kind in ("since", "until") and (way.inside or of_noun):
            # "since August, when duties doubled"; "after the May 3 call"
            found = replace(found, kind="when")
        elif way.since and found.kind == "when":
            found = replace(found, kind="since")
        cost = _cost_of(reading, found, way, trigger, near)
        rank = _rank(reading, found, way, trigger, status, pledged)
        if cost < _FAR and rank is not None:
            past = rank == _SAID or _has_left(reading.tree, trigger)
            value = choose(found, Status.HAPPENED if past else status)
            if not past and _is_coming(reading.tree, trigger, found):
                value = found.future
            gap = abs(reading.spans[trigger][0] - found.start)
            choices.append(((rank, cost, gap), replace(found, value=value)))
    if not choices:
        return None
    best = min(choices, key=lambda choice: choice[0])
    return min((c for c in choices if _is_closer(c, best)), key=itemgetter(0), default=best)[1]


def _has_left(tree: Tree, verb: int) -> bool:
    """Say whether a verb tells of a departure, which is over: "left on Monday for Sydney"."""
    return tree[verb].lemma.lower() in _LEAVING and "Tense=Past|VerbForm=Fin" in tree[verb].feats


def _is_coming(tree: Tree, verb: int, found: DateFound) -> bool:
    """Say whether the present tells of a day ahead: "travels to Tokyo, beginning Monday"."""
    while tree[verb].upos == "NOUN" and tree.heads[verb] >= 0:
        verb = tree.heads[verb]
    present = tree[verb].upos == "VERB" and "Tense=Pres" in tree[verb].feats
    return present and found.future is not None and found.value == found.future


_LEAVING = frozenset({"leave", "depart", "fly", "set", "head", "embark"})


def _is_closer(one: "_Choice", best: "_Choice") -> bool:
    """Say whether a date says more closely when than the best one: "this week, on Monday"."""
    (rank, cost, _), (best_rank, best_cost, _) = one[0], best[0]
    if rank != best_rank or cost > best_cost + _BESIDE or not one[1].value or not best[1].value:
        return False
    inner, outer = interval(one[1].value), interval(best[1].value)
    if inner is None or outer is None or inner == outer or best[1].kind != "when":
        return False
    return outer[0] <= inner[0] and inner[1] <= outer[1]


_Choice = tuple[tuple[int, float, int], DateFound]

_BESIDE = 2.0
"""What the way to a closer date may cost more: it hangs on the wider one."""


def _cost_of(
    reading: Reading, found: DateFound, way: "_Way", trigger: int, near: Sequence[int]
) -> float:
    """Return what the way costs, where words that stand side by side may tell better."""
    if way.cost >= _NEVER or _is_of_another(reading, found, trigger):
        return _NEVER
    cost, begin = way.cost, reading.spans[trigger][0]
    if _are_neighbours(reading, trigger, found):
        cost = min(cost, _NEXT_TO)
    if reading.tree[trigger].upos != "VERB" and found.end <= begin <= found.end + 1:
        cost = min(cost, 0.3)  # "the May 3 call"
    if any(_is_one_partys(reading, found, way.top, party) for party in near if party != trigger):
        cost = min(cost, 0.5)
    return cost


def _is_of_another(reading: Reading, found: DateFound, trigger: int) -> bool:
    """Say whether a date stands right behind another time's happening: "before talks in June"."""
    tree, before = reading.tree, _token_after(reading, found.start) - 1
    if before < 0 or before == trigger or not _names_happening(tree, before):
        return False
    return any(tree[child].lemma.lower() in _ANOTHER_TIME for child in tree.children[before])


class _Way(NamedTuple):
    """The way through the tree from a happening to a date."""

    top: int  # the token of the date where it ends
    cost: float
    since: bool  # "since the invasion of February 2022"
    inside: bool  # the happening hangs on the date: "since August, when duties doubled"


_SAID = 2


def _rank(
    reading: Reading, found: DateFound, way: _Way, trigger: int, status: Status, pledged: bool
) -> int | None:
    """Return 0 for a date of the happening, 1 for a stretch, 2 for the saying; None: of neither."""
    if found.kind == "gap":
        return 0 if found.end <= reading.spans[trigger][0] else None
    if found.kind in ("since", "until"):
        if _RECORD.search(reading.text, reading.sentence.start, found.start):
            return None
        return 1 if found.kind in _STRETCHES.get(status, ()) else None
    if found.kind == "said" or _dates_saying(reading, way.top, trigger):
        if way.cost <= 1 and reading.tree[trigger].lemma.lower() in _SAYING:
            return 0
        return _SAID if pledged or status in _REAL or status is Status.DENIED else None
    return 0


_RECORD = re.compile(
    r"\b(?:first|only|second|third|fourth|fifth|\d+(?:st|nd|rd|th)|last|latest|most|(?!west|east|guest"
    r"|request|interest)[a-z]{2,8}[^h]est)\b[^,;:.]{0,70}$"
)
"""What stands before "since 2015" where nothing went on since: "the first since 2015"."""

_STRETCHES = {
    Status.HAPPENED: ("since",),
    Status.ONGOING: ("since", "until"),
    Status.PLANNED: ("until",),
    Status.HYPOTHETICAL: ("until",),
}
"""Which ends of a stretch of time can date a happening."""


def _are_neighbours(reading: Reading, trigger: int, found: DateFound) -> bool:
    """Say whether a date stands so near that no clause or happening lies between.

    Where parsers err, this still tells.
    """
    start, end = reading.spans[trigger]
    first, last = sorted((end, found.start)) if found.start >= end else (found.end, start)
    if last - first > _REACH or ";" in reading.text[first:last]:
        return False
    return not any(
        reading.tree[token].upos in ("VERB", "SCONJ") or _names_happening(reading.tree, token)
        for token in _tokens_in(reading, first, last)
    )


def _token_after(reading: Reading, offset: int) -> int:
    """Return the first token that ends behind an offset."""
    return bisect_right(reading.spans, offset, key=itemgetter(1))


def _tokens_in(reading: Reading, first: int, last: int) -> range:
    """Return the tokens of a stretch of the text."""
    start = _token_after(reading, first)
    return range(start, max(start, bisect_left(reading.spans, last, key=itemgetter(0))))


def _tops_of(reading: Reading, found: DateFound) -> list[int]:
    """Return the tokens of a time phrase that hang on a word outside it.

    What stands in parentheses has no tokens; the word in front speaks for it.
    """
    tree = reading.tree
    members = _tokens_in(reading, found.start, found.end)
    if not members:
        return [members.start - 1] if members.start else []
    tops = [token for token in members if tree.heads[token] not in members]
    return [top for top in tops if tree[top].deprel not in ("case", "punct", "det")] or tops


def _dates_saying(reading: Reading, top: int, trigger: int) -> bool:
    """Say whether a date hangs on the verb by which somebody tells of the happening."""
    tree = reading.tree
    verb = tree.heads[top]
    if verb < 0 or verb == trigger or tree[verb].lemma.lower() not in _SAYING:
        return False
    if any(tree[child].form.lower() == "for" for child in tree.children[top]):
        return False  # "the talks, announced for Friday"
    told = tree.heads[trigger] == verb and tree[trigger].deprel in ("obj", "nsubj:pass")
    return not told  # "announced the visit on Monday"


def _is_one_partys(reading: Reading, found: DateFound, top: int, party: int) -> bool:
    """Say whether a date is told of one party alone: "Putin on Monday and Xi on Tuesday".

    A subject is not meant, since its date is that of all it does. Where a verb is left out
    ("and on Tuesday Xi"), parsers hang the party on the date.
    """
    tree, text = reading.tree, reading.text
    above = party
    while tree.heads[above] >= 0 and tree[above].upos != "VERB":
        if tree[above].deprel.startswith("nsubj"):
            return False
        above = tree.heads[above]
    hung = tree.heads[party] == top and tree[party].deprel != "conj"
    if hung or _hangs_plainly(tree, top, party):
        return True
    between = text[reading.spans[party][1] : found.start]
    return 0 < len(between) <= _BY and not re.search(r"[,;:]|\band\b", between)


def _hangs_plainly(tree: Tree, token: int, above: int) -> bool:
    """Say whether a token hangs on another, with no clause or happening between."""
    while token != above:
        relation = tree[token].deprel
        if relation.partition(":")[0] in ("conj", "acl", "appos", "advcl", "parataxis", "root"):
            return False
        token = tree.heads[token]
        if token < 0 or (token != above and _names_happening(tree, token)):
            return False
    return True


def _walk(reading: Reading, trigger: int, top: int, status: Status) -> _Way:
    """Go up from the trigger to where both meet, and down to the date."""
    tree, real = reading.tree, status in _REAL
    above = [trigger]
    while tree.heads[above[-1]] >= 0:
        above.append(tree.heads[above[-1]])
    steps = {token: number for number, token in enumerate(above)}
    down = [top]
    while down[-1] not in steps:
        down.append(tree.heads[down[-1]])
    meet = steps[down[-1]]
    down.reverse()
    cost = sum(_up(tree, here, top, real) for here in above[:meet])
    for head, child in pairwise(down):
        cost += _down(tree, head, child, trigger, top, real)
    since = any(
        tree[child].lemma.lower() == "since" for here in down[1:] for child in tree.children[here]
    )
    inside = len(down) == 1 and any(
        tree[here].deprel.startswith(("acl", "advcl")) for here in above[:meet]
    )
    return _Way(top, cost, since, inside)


def _up(tree: Tree, here: int, top: int, real: bool) -> float:
    head, relation = tree.heads[here], tree[here].deprel
    other = relation.startswith(("conj", "acl", "advcl", "parataxis"))
    if other and not real and "Tense=Past|VerbForm=Fin" in tree[head].feats:
        return _NEVER  # "arrived on Friday and heads to Beijing next"
    cost = _UP.get(relation, _UP.get(relation.partition(":")[0], 1.0))
    if relation == "acl:relcl" and _is_past_perfect(tree, here):
        return _NEVER
    if relation == "conj":
        cost += 2 * _has_subject(tree, here)
    if tree[here].upos != "VERB":
        verb = tree[head].lemma.lower()
        if verb in _TREATING and relation.startswith(("obj", "nsubj")):
            return _NEVER
        if verb in _RECALLING and top < here:
            return _NEVER
    return cost


def _down(tree: Tree, head: int, child: int, trigger: int, top: int, real: bool) -> float:
    relation = tree[child].deprel
    own = head == trigger or (
        _names_happening(tree, head) and (not real or _is_meanwhile(tree, head))
    )
    if child != top and any(
        tree[word].lemma.lower() in _ANOTHER_TIME for word in tree.children[child]
    ):
        return _NEVER
    if child == top:
        cost = 3.0 if relation in ("conj", "parataxis") else 1.0
    elif relation.startswith("acl") and own:
        cost = 10.0 if relation == "acl:relcl" else 3.0
        if tree[child].lemma.lower() in _TAKING_PLACE:
            cost = 1.5
        elif real and _is_purpose(tree, child):
            cost = 8.0
    else:
        cost = _DOWN.get(relation, _DOWN.get(relation.partition(":")[0], 2.0))
        if real and relation == "advcl" and _is_purpose(tree, child):
            cost = 10.0
        if relation == "conj" and (_has_subject(tree, child) or (real and _is_ahead(tree, child))):
            cost = _NEVER  # "signed a pact and will hold drills in October"
        if real and relation == "xcomp" and head != trigger and _is_purpose(tree, child):
            cost = _NEVER  # "signed a pact and agreed to meet next year"
    if child != top and relation.startswith("nmod") and head != trigger:
        cost = 4.0
    return cost + 8 * (not own and _names_happening(tree, head))


def _names_happening(tree: Tree, token: int) -> bool:
    return tree[token].upos != "VERB" and tree[token].lemma.lower() in _HAPPENING


def _is_meanwhile(tree: Tree, token: int) -> bool:
    """Say whether a happening is when or where another took place: "at the summit in July"."""
    before = {tree[c].lemma.lower() for c in tree.children[token] if tree[c].deprel == "case"}
    if before & {"at", "during", "in", "on"}:
        return True
    return "of" in before and tree[tree.heads[token]].lemma.lower() in ("sideline", "margin")


def _is_purpose(tree: Tree, verb: int) -> bool:
    """Say whether a verb tells what for: "called to renew the talks this week"."""
    return any(tree[child].form.lower() == "to" for child in tree.children[verb])


def _is_ahead(tree: Tree, verb: int) -> bool:
    """Say whether a verb tells of what is to come."""
    return any(
        tree[child].deprel.startswith("aux") and tree[child].lemma.lower() in _AHEAD
        for child in tree.children[verb]
    )


_AHEAD = frozenset({"will", "would", "shall", "'ll"})


def _has_subject(tree: Tree, verb: int) -> bool:
    return any(tree[child].deprel.startswith("nsubj") for child in tree.children[verb])


def _is_past_perfect(tree: Tree, verb: int) -> bool:
    return any(
        tree[child].deprel.startswith("aux") and tree[child].form.lower() == "had"
        for child in tree.children[verb]
    )


# --------------------------------------------------------------------------- in the document

_SORTS: tuple[frozenset[Channel], ...] = (
    frozenset(
        {Channel.VISIT, Channel.MEETING, Channel.DIALOGUE, Channel.NEGOTIATION, Channel.SUMMIT}
    ),
    frozenset({Channel.CALL, Channel.VIDEO_MEETING}),
    frozenset({Channel.LETTER, Channel.VERBAL_MESSAGE}),
    frozenset({Channel.AGREEMENT, Channel.JOINT_STATEMENT}),
)
"""Channels that may name one happening: what is "a visit" here is "talks" there."""

_UTTERED = frozenset(
    {Channel.SUPPORT, Channel.CRITICISM, Channel.THREAT, Channel.JOINT_STATEMENT, Channel.REJECTION}
)
"""Acts that consist in being said, so that a document can be the act."""

_OPINIONS = _UTTERED - {Channel.JOINT_STATEMENT}
"""Acts that whoever watches does from afar, on another day than what they are about."""

_ACCOUNT = re.compile(
    r"\b(?:readouts?|statements?|press\s+releases?|communiqu[eé]s?|fact\s+sheet|nominations?"
    r"|announce(?:s|ment)?|joint\s+declaration)\b",
    re.IGNORECASE,
)
"""What a document calls itself, where it is an official account of an act."""

_HEAD = 400
"""How far from its top a document says what it is."""

_FRAME = re.compile(r"\b(?:In|During|Over)\s+the\s+(?:past|last)\s+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


_STAY = re.compile(
    r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten|[2-9]|1[0-4])[- ]days?[- ]"
    r"(?:\w+[- ]){0,3}?(?:visit|trip|tour|stay)\b",
    re.IGNORECASE,
)
_BEGINNING = frozenset(
    {"arrive", "begin", "start", "kick", "land", "embark", "open", "launch", "commence", "reach"}
)
_ENDING = frozenset({"end", "wind", "conclude", "wrap", "complete", "finish", "close"})


def _last_day(reading: Reading, first: str) -> str | None:
    """Return the day on which a stay that began is to end: "arrived for a visit until Friday"."""
    for found in reading.dates:
        day = found.future or found.value
        ends = found.kind == "until" or _ENDS.search(
            reading.text[max(0, found.start - 20) : found.start]
        )
        if ends and day and _DAY.fullmatch(day) and first < day:
            return day if _days_between(first, day) <= _LONGEST_STAY else None
    return None


def _days_between(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


_ENDS = re.compile(
    r"\b(?:ends?|ending|concludes?|wraps? up|lasts?|lasting|runs?|running)(?: to)?\s$"
)
_LONGEST_STAY = 14
"""Days: who stays longer has moved."""


def _verb_of(tree: Tree, token: int) -> int:
    while tree[token].upos not in ("VERB", "AUX") and tree.heads[token] >= 0:
        token = tree.heads[token]
    return token


def _is_afar(reading: Reading, trigger: int, channel: Channel | None) -> bool:
    """Say whether a sentence only speaks of an act: "condemned the attack", "thanked him for".

    The day on which they spoke of it is not that of the act. What is signed or said is an
    exception: it is welcomed on the day.
    """
    tree, here = reading.tree, trigger
    if tree[trigger].upos == "VERB" and not tree[trigger].deprel.startswith(("acl", "advcl")):
        return False
    if channel is Channel.FORCE and tree[trigger].upos == "NOUN":
        return True
    while tree.heads[here] >= 0:
        relation, here = tree[here].deprel.partition(":")[0], tree.heads[here]
        lemma = tree[here].lemma.lower()
        if relation in ("conj", "root", "parataxis", "ccomp"):
            return False
        if lemma in _THANKING and relation in ("obl", "nmod", "advcl", "obj"):
            return True
        if lemma in _OUTCOMES and relation == "nmod":
            return True
        if tree[here].upos == "VERB":
            looked_at = lemma in _TREATING - {"welcome", "hail"} and relation in ("obj", "nsubj")
            return looked_at and channel not in _SIGNED
    return False


_THANKING = frozenset({"thank", "gratitude", "thanks", "appreciation", "praise", "commend"})
_OUTCOMES = frozenset({"outcome", "result", "wake", "follow-up", "anniversary", "aftermath"})
_SIGNED = frozenset({Channel.AGREEMENT, Channel.JOINT_STATEMENT})

_AT_ONCE = 300
"""Reports that are compared with each other: what they cost grows with the square."""


class Dating:
    """What one document says about when; asked sentence by sentence, then about the rest.

    `date_claims` gives what a sentence says of its own happening, and must be asked for
    every report, in the order of the text; `fill` then dates what is left from elsewhere.
    """

    def __init__(self, clean: CleanText) -> None:
        self._clean = clean
        self._vague: set[tuple[int, int]] = set()
        self._afar: set[tuple[Span, Channel | None]] = set()
        self._headlines: set[tuple[int, int]] = set()
        self._news: list[Report | None] = []
        self._journeys: list[Report] = []

    def date_claims(
        self,
        reading: Reading,
        trigger: int,
        status: Status,
        *,
        speaker: str | None = None,
        marked: bool = True,
        near: Sequence[int] = (),
        channel: Channel | None = None,
    ) -> Iterator[Claim]:
        """Yield the claim of the date that the sentence gives, if it gives one.

        Args:
            reading: As for `date_of`, like the next two and `near`.
            trigger: The token of the verb or noun that names the happening.
            status: Whether it took place.
            near: Tokens of its parties.
            channel: As for `date_of`.
            speaker: Who says so.
            marked: Whether the sentence itself tells the status. Where it does not, a day
                far back is rather the coming one: "his trip to Beijing on June 18".
        """
        clean, day = self._clean, self._clean.doc.published
        if _is_afar(reading, trigger, channel):
            here = clean.span(reading.sentence.start, reading.sentence.end)
            self._afar.add((here, channel))
        found = date_of(reading, trigger, status, near, channel=channel)
        if _is_headline(reading, trigger, clean):
            self._headlines.add((reading.sentence.start, reading.sentence.end))
        if found is None:
            return
        value = found.value
        if value is None:
            self._vague.add((reading.sentence.start, reading.sentence.end))
            return
        if not marked and found.future and _is_long_ago(value, day):
            value = found.future
        stretches = (
            _lasts(reading, trigger, status)
            if found.kind == "since"
            else clean.text.startswith(("until", "till", "through"), found.start)
        )
        if found.kind in ("since", "until") and stretches:
            value = _stretch(found.kind, value, day)
        elif status is Status.ONGOING:
            value = _until_now(value, day)
        value = self._days_of_stay(reading, trigger, value, channel)
        if found.rule == "date.day-word":
            value = self._where_written(value)
        span = clean.span(found.start, found.end)
        yield Claim(Role.DATE, value, span, speaker, found.rule, note=found.anchor)

    def _where_written(self, value: str) -> str:
        """Return the day that "today" is in the dateline, where that is older than the page."""
        line, published = self._clean.dateline, self._clean.doc.published
        if line is None or not line.day or not (_is_day(published) and _DAY.fullmatch(value)):
            return value
        written = line.day.replace("XXXX", published[:4]) if published else line.day
        if not (_is_day(written) and published and _is_fresh(written, published)):
            return value
        gap = date.fromisoformat(published) - date.fromisoformat(written)
        return (date.fromisoformat(value) - gap).isoformat()

    def _days_of_stay(
        self, reading: Reading, trigger: int, value: str, channel: Channel | None
    ) -> str:
        """Return all days of a stay whose first or last is told: "began a three-day visit"."""
        if channel is not Channel.VISIT or not _DAY.fullmatch(value):
            return value
        verb = _verb_of(reading.tree, trigger)
        first, last = reading.sentence.start, reading.sentence.end
        words = {reading.tree[token].lemma.lower() for token in (verb, trigger)}
        if words & _BEGINNING and (until := _last_day(reading, value)):
            return f"{value}/{until}"
        stay = _STAY.search(reading.text, first, last)
        if stay is None or abs(stay.start() - reading.spans[trigger][0]) > _REACH:
            return value
        more = timedelta(days=number_of(stay["n"]) - 1)
        day = date.fromisoformat(value)
        if words & _ENDING:
            return f"{(day - more).isoformat()}/{value}"
        return f"{value}/{(day + more).isoformat()}" if words & _BEGINNING else value

    def fill(self, reports: Sequence[Report]) -> list[Report]:
        """Give each report without a date the one that the document tells elsewhere.

        In the order of the reports, none added or dropped. A report whose sentence speaks
        of a time that could not be resolved gets none, nor does a teaser.
        """
        vague = {self._clean.span(*stretch) for stretch in self._vague}
        parts = (reports[n : n + _AT_ONCE] for n in range(0, len(reports), _AT_ONCE))
        return [report for part in parts for report in self._fill(part, vague)]

    def _fill(self, reports: Sequence[Report], vague: Collection[Span]) -> list[Report]:
        known = list(reports)
        asked: tuple[Callable[[int, Sequence[Report]], Claim | None], ...] = (
            self._heading,
            self._same_act,
            self._same_sentence,
            self._same_trip,
            self._frame,
            self._goes_on,
            self._story,
            self._headline,
            self._story,
            self._published,
        )
        by_story = (self._same_sentence, self._story, self._headline, self._published)
        for ask in asked:
            before = tuple(known)
            self._news = [other if _is_news(other) else None for other in before]
            self._journeys = [other for other in before if self._is_journey(other)]
            for number, report in enumerate(before):
                if _date(report) or report.evidence in vague or not _is_body(report):
                    continue
                if ask in by_story and (report.evidence, report.channel) in self._afar:
                    continue
                claim = ask(number, before)
                if claim is not None:
                    if report.status is Status.ONGOING:
                        value = _until_now(claim.value, self._clean.doc.published)
                        claim = replace(claim, value=value)
                    known[number] = replace(report, claims=(*report.claims, claim))
        return known

    def _heading(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """The day over the part of a diary in which it stands."""
        report = reports[number]
        return None if report.background else day_above(report, self._headings, self._clean)

    @cached_property
    def _headings(self) -> list[DateFound]:
        return day_headings(self._clean)

    def _same_act(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """The same act, named with its date in another sentence."""
        report = reports[number]
        if report.background or report.status is Status.HYPOTHETICAL:
            return None
        others = [
            other
            for other in reports
            if _tells(other)
            and not other.background
            and _are_alike(report.status, other.status)
            and _are_one_sort(report.channel, other.channel, report.status)
            and _is_of_same(report, other)
        ]
        if self._is_listed(report, reports):
            return None
        if report.status in _REAL:
            alone = [other for other in others if other.channel is report.channel]
            others = [other for other in others if _is_news(other)] or alone
            parties = any(other.polities == report.polities for other in others)
            if report.channel is Channel.VISIT or not parties:
                return _all_days(others)
        return _taken(_nearest(report, others), "date.same-act")

    def _is_listed(self, report: Report, reports: Sequence[Report]) -> bool:
        """Say whether an official page lists a deed among many of the same parties."""
        listed = report.channel in _LISTED and is_account(self._clean)
        return listed and len(_listed(report, reports)) >= _LIST

    def _same_sentence(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """What is told in one breath with something dated of the same party took place then."""
        report = reports[number]
        if report.status not in _REAL:
            return None
        others = [
            other
            for other in reports
            if other.evidence == report.evidence
            and other.background == report.background
            and other.status is Status.HAPPENED
            and other.polities & report.polities
            and (report.status is Status.HAPPENED or other.polities == report.polities)
            and _tells(other)
        ]
        return _taken(others[-1] if others else None, "date.same-sentence")

    def _same_trip(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """The journey on which a meeting takes place, where that has a date."""
        report = reports[number]
        if report.background or report.channel not in _SORTS[0] or report.channel is Channel.VISIT:
            return None
        planned = report.status is Status.PLANNED
        trips = [
            other
            for other in (reports[:number] if planned else reports)
            if other.channel is Channel.VISIT
            and not other.background
            and _are_alike(report.status, other.status)
            and _tells(other)
            and (claim := _date(other))
            and (planned or _is_over(claim.value, self._clean.doc.published))
            and _people(other) & _people(report)
            and len(report.polities & other.polities) >= (2 if planned else 1)
        ]
        return _taken(_nearest(report, trips), "date.same-trip")

    def _frame(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """The month that a round-up looks back on: "In the past August, China ..."."""
        report = reports[number]
        if report.status is not Status.HAPPENED:
            return None
        found = self._round_up
        if found is None or found.value is None:
            return None
        span = self._clean.span(found.start, found.end)
        return Claim(Role.DATE, found.value, span, None, "date.frame", note=found.anchor)

    @cached_property
    def _round_up(self) -> DateFound | None:
        return find_frame(self._clean)

    def _goes_on(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """A visit that goes on as the document is written goes on on the document's day."""
        report, day = reports[number], self._clean.doc.published
        if (
            report.status is not Status.ONGOING
            or report.background
            or report.channel is not Channel.VISIT
            or not _is_day(day)
        ):
            return None
        return self._on_document_day(report, "date.goes-on")

    def _story(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """The day that the story is about: of what it told before, else of what comes next."""
        report = reports[number]
        if report.status not in _REAL or report.background:
            return None
        if report.channel in _MATERIAL and _is_perfect(report):
            return None  # "has provided": some day, or many
        if self._is_listed(report, reports):
            return None
        before = [other for other in self._news[:number] if other]
        if report.channel in _OPINIONS or report.channel is Channel.AID:
            before = [o for o in before if o.polities & report.polities == report.polities]
            return _taken(before[-1], "date.story") if before else None
        if before:
            return _taken(_of_commonest_day(before), "date.story")
        told = bisect_right(self._days, report.evidence.start, key=lambda c: c.evidence.start)
        if told:
            return self._days[told - 1]
        if report.channel is Channel.JOINT_STATEMENT:
            return self._dateline()
        after = [other for other in self._news[number:] if other] or self._journeys
        return (
            _taken(after[0] if after else None, "date.story")
            or next(iter(self._days), None)
            or self._dateline()
        )

    def _is_journey(self, report: Report) -> bool:
        """Say whether a report is a main happening of several days that are over."""
        claim = _date(report)
        return bool(
            claim
            and not report.background
            and _is_body(report)
            and report.status in _REAL
            and _is_over(claim.value, self._clean.doc.published)
        )

    @cached_property
    def _days(self) -> list[Claim]:
        """The fresh days that the text names, as claims: those that a story can be about."""
        clean, published = self._clean, self._clean.doc.published
        claims: list[Claim] = []
        if published is None or not _DAY.fullmatch(published):
            return claims
        previous = None
        for sentence in clean.sentences:
            dates = find_dates(
                clean.text, sentence.start, sentence.end, anchor=published, previous=previous
            )
            previous = carry(dates, previous)
            if sentence.section is not SectionKind.BODY:
                continue
            for found in dates:
                if found.kind in ("when", "said") and _is_fresh(
                    found.past or found.value, published
                ):
                    value = found.past or found.value or ""
                    span = clean.span(found.start, found.end)
                    claims.append(
                        Claim(Role.DATE, value, span, None, "date.story", note=found.anchor)
                    )
        return claims

    def _dateline(self) -> Claim | None:
        """The day that stands in the dateline of a news story."""
        line, published = self._clean.dateline, self._clean.doc.published
        if line is None or line.day is None:
            return None
        day = line.day
        if is_yearless(day) and published and published.endswith(day[4:]):
            day = published
        span = self._clean.span(line.start, line.end)
        return Claim(Role.DATE, day, span, None, "date.dateline")

    @cached_property
    def _headline_spans(self) -> frozenset[Span]:
        return frozenset(self._clean.span(*stretch) for stretch in self._headlines)

    def _headline(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """The document's day, of which a headline in the present tense tells: "Xi meets Putin"."""
        report, day = reports[number], self._clean.doc.published
        if report.status not in _REAL or report.background or not _is_day(day):
            return None
        if report.evidence not in self._headline_spans:
            return None
        return self._on_document_day(report, "date.headline")

    def _on_document_day(self, report: Report, rule: str) -> Claim:
        """Return the claim that a report is of the document's day, with the words that say it."""
        day = self._clean.doc.published or ""
        span = next((c.evidence for c in report.having(Role.STATUS)), report.evidence)
        return Claim(Role.DATE, day, span, None, rule, note=f"document day {day}")

    def _published(self, number: int, reports: Sequence[Report]) -> Claim | None:
        """The document's day, where the document is the act, or the official account of it."""
        report = reports[number]
        day = self._clean.doc.published
        if report.background or not _is_day(day):
            return None
        happened = report.status is Status.HAPPENED
        pledged = report.status is Status.PLANNED and report.channel in _PLEDGED
        uttered = happened and report.channel in _UTTERED
        if not uttered and not ((happened or pledged) and is_account(self._clean)):
            return None
        if report.channel in _MATERIAL and report.evidence.start > _LEAD:
            return None  # fact sheets list the deeds of years
        if not pledged and self._is_listed(report, reports):
            return None
        return self._on_document_day(report, "date.publication")


_MATERIAL = frozenset(
    {
        Channel.AID,
        Channel.CONCESSION,
        Channel.COOPERATION,
        Channel.EXERCISE,
        Channel.FORCE,
        Channel.RELATIONS,
        Channel.SANCTION,
    }
)
"""Channels of deeds that go on, and that pages list: their day is not that of the page."""

_LISTED = _MATERIAL | {Channel.AGREEMENT, Channel.NEGOTIATION}

_LIST = 4
"""So many deeds of one pair make a list, of which each has a day of its own."""


def _listed(report: Report, reports: Sequence[Report]) -> set[Span]:
    """Return the sentences that tell of deeds of the same parties."""
    return {
        other.evidence
        for other in reports
        if other.channel in _LISTED and other.polities == report.polities
    }


_LEAD = 1_200
"""Characters in which a page tells the news that it is about."""


def _is_perfect(report: Report) -> bool:
    return any(claim.rule == "verb.perfect" for claim in report.having(Role.STATUS))


def _is_day(value: str | None) -> bool:
    return value is not None and _DAY.fullmatch(value) is not None


def _is_headline(reading: Reading, trigger: int, clean: CleanText) -> bool:
    """Say whether a happening is told in the present tense, on top and without a full stop."""
    first, last = reading.sentence.start, reading.sentence.end
    if first > _HEAD or clean.text[last - 1 : last] in ".!?":
        return False
    tree, verb = reading.tree, trigger
    while tree[verb].upos not in ("VERB", "AUX") and tree.heads[verb] >= 0:
        if tree[verb].deprel.startswith("nsubj"):
            return False  # "The partnership boasts momentum"
        verb = tree.heads[verb]
    return "Tense=Pres|VerbForm=Fin" in tree[verb].feats


def is_account(clean: CleanText) -> bool:
    """Say whether a document calls itself a readout, a statement or the like."""
    return bool(_ACCOUNT.search(clean.doc.title or "") or _ACCOUNT.search(clean.text, 0, _HEAD))


def find_frame(clean: CleanText) -> DateFound | None:
    """Return the month that a round-up looks back on: "In the past August, China ...".

    None where no clause opens like that, or where two of them name different times.
    """
    frames: dict[str, DateFound] = {}
    for sentence in clean.sentences:
        opening = _FRAME.search(clean.text, sentence.start, sentence.end)
        if opening is None or sentence.section is not SectionKind.BODY:
            continue
        for found in find_dates(
            clean.text, sentence.start, sentence.end, anchor=clean.doc.published
        ):
            if found.value and found.start <= opening.end() <= found.end + 1:
                frames.setdefault(found.value, found)
    months = [found for value, found in frames.items() if re.fullmatch(r"\d{4}-\d{2}", value)]
    return months[0] if len(frames) == len(months) == 1 else None


_LONG_AGO = 150
"""A day without a year, so many days back, is rather the coming one, where no tense decides."""


def _is_long_ago(day: str, published: str | None) -> bool:
    happening = interval(day)
    document = interval(published) if published else None
    return bool(happening and document and (document[0] - happening[1]).days > _LONG_AGO)


def _lasts(reading: Reading, trigger: int, status: Status) -> bool:
    """Say whether "since Monday" means the days up to now: "has been on a visit since Monday"."""
    if status is Status.ONGOING:
        return True
    tree, verb = reading.tree, trigger
    while tree[verb].upos not in ("VERB", "AUX") and tree.heads[verb] >= 0:
        verb = tree.heads[verb]
    children = [*tree.children[verb], *tree.children[trigger]]
    return any(tree[child].form.lower() in ("has", "have") for child in children)


def _stretch(kind: str, value: str, published: str | None) -> str:
    """Return "since Monday" as the days from then to the document's, "until Sunday" likewise."""
    if published is None or "/" in value or is_yearless(value + published):
        return value
    now = published[: len(value)]
    first, last = (value, now) if kind == "since" else (now, value)
    return f"{first}/{last}" if first < last else value


def _until_now(value: str, published: str | None) -> str:
    """Return what began lately and goes on as the days up to the document's."""
    if published is None or not _DAY.fullmatch(value) or not _is_fresh(value, published):
        return value
    return _stretch("since", value, published)


_FRESH = 3
"""How many days a story may lie back when it is told as news."""


def _is_fresh(value: str | None, published: str) -> bool:
    if value is None or not (_DAY.fullmatch(value) and _DAY.fullmatch(published)):
        return False
    return 0 <= (date.fromisoformat(published) - date.fromisoformat(value)).days <= _FRESH


def _date(report: Report) -> Claim | None:
    return next(report.having(Role.DATE), None)


def _is_body(report: Report) -> bool:
    return report.section is SectionKind.BODY


def _tells(report: Report) -> bool:
    """Say whether another report can take its date from this one."""
    return _date(report) is not None and _is_body(report)


def _is_over(stretch: str, published: str | None) -> bool:
    """Say whether days from one to another end by the document's."""
    return "/" in stretch and published is not None and stretch.partition("/")[2] <= published


def _is_news(report: Report) -> bool:
    """Say whether a report is a main happening of its document, on a day that is told."""
    claim = _date(report)
    return bool(
        claim
        and not report.background
        and report.status in _REAL
        and _is_body(report)
        and _DAY.fullmatch(claim.value)
    )


def _of_commonest_day(reports: Sequence[Report]) -> Report:
    """Return the last report of the day that most of them are about."""
    days = [claim.value for report in reports for claim in report.having(Role.DATE)]
    day = Counter(days).most_common(1)[0][0]
    return next(
        report
        for report in reversed(reports)
        if any(claim.value == day for claim in report.having(Role.DATE))
    )


def _are_alike(one: Status, other: Status) -> bool:
    return one is other or (one in _REAL and other in _REAL)


def _is_of_same(report: Report, other: Report) -> bool:
    """Say whether two reports can be of the same parties; one may name more of them."""
    mine, theirs = report.polities, other.polities
    if report.status not in _REAL:
        return mine == theirs
    return len(mine & theirs) > 1 and (mine <= theirs or theirs <= mine)


def _are_one_sort(one: Channel, other: Channel, status: Status) -> bool:
    if one is other:
        return True
    if status not in _REAL:  # a dialogue yet to be held is not the visit yet to be paid
        return {one, other} <= {Channel.VISIT, Channel.MEETING, Channel.SUMMIT}
    return any(one in sort and other in sort for sort in _SORTS)


def _all_days(others: Sequence[Report]) -> Claim | None:
    """Return the days of meetings with more parties as one stretch: those of the journey."""
    claims = sorted(
        (claim for other in others if (claim := _date(other)) and _DAY.fullmatch(claim.value)),
        key=lambda claim: claim.value,
    )
    if not claims:
        return None
    first, last = claims[0].value, claims[-1].value
    value = first if first == last else f"{first}/{last}"
    return replace(claims[0], value=value, rule="date.same-act")


def _people(report: Report) -> frozenset[str]:
    return frozenset(
        claim.actor.person or claim.actor.name or claim.actor.id
        for claim in report.claims
        if claim.actor
    )


def _nearest(report: Report, others: Sequence[Report]) -> Report | None:
    """Return the report nearest in the text; of two as near, the one in front."""
    return min(
        others,
        key=lambda other: abs(other.evidence.start - report.evidence.start),
        default=None,
    )


def _taken(other: Report | None, rule: str) -> Claim | None:
    """Return another report's date as one that a rule takes over, with its words."""
    claim = _date(other) if other else None
    return replace(claim, rule=rule) if claim else None
