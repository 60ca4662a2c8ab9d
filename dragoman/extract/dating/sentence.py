"""Which date of a sentence is that of a happening: the nearest through the tree."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter

from dragoman.extract.dates import DateFound, choose
from dragoman.extract.dating.way import NEVER, Way, names_happening, walk
from dragoman.extract.dating.words import ANOTHER_TIME, CANCELLING, LEAVING, REAL, SAYING
from dragoman.extract.reading import Reading
from dragoman.model import Channel, Status
from dragoman.model.edtf import interval
from dragoman.parse import Tree

_FAR = 12.0
"""What the way to a date may cost and the date still be that of the happening."""


_NEXT_TO = 5.0
"""What it costs at most where only a few words lie between, whatever the tree says."""

REACH = 70
"""Characters that are a few words."""

_SIGHT = 1000
"""Characters within which a date is looked for, so that endless sentences end."""

_BY = 25
"""Characters between a party and the date that is told of it alone: " in Beijing "."""


_AHEAD = frozenset({Status.PLANNED, Status.HYPOTHETICAL})

PLEDGED = frozenset({Channel.AID, Channel.SANCTION, Channel.CREDENTIALS, Channel.THREAT})
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
    if (own := _respective(reading, near)) is not None:
        return replace(own, value=choose(own, status))
    choices = []
    pledged = status is Status.PLANNED and channel in PLEDGED
    for found in reading.dates:
        if abs(found.start - reading.spans[trigger][0]) > _SIGHT:
            continue
        ways = [walk(reading, trigger, top, status) for top in _tops_of(reading, found)]
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
        if status is Status.CANCELLED and _is_of_cancelling(reading.tree, way.top, trigger):
            rank = _SAID
        if cost < _FAR and rank is not None:
            past = rank == _SAID or _has_left(reading.tree, trigger)
            value = choose(found, Status.HAPPENED if past else status)
            if not past and _is_coming(reading.tree, trigger, found):
                value = found.future
            elif not past and status in _AHEAD and _is_told_back(reading.tree, way.top, found):
                value = found.value
            gap = abs(reading.spans[trigger][0] - found.start)
            choices.append(((rank, cost, gap), replace(found, value=value)))
    if status in _AHEAD and not pledged:
        ahead = [choice for choice in choices if not _is_looked_back(reading, choice[1])]
        choices = ahead or choices
    if not choices:
        return None
    best = min(choices, key=lambda choice: choice[0])
    return min((c for c in choices if _is_closer(c, best)), key=itemgetter(0), default=best)[1]


def _has_left(tree: Tree, verb: int) -> bool:
    """Say whether a verb tells of a departure, which is over: "left on Monday for Sydney"."""
    return tree[verb].lemma.lower() in LEAVING and "Tense=Past|VerbForm=Fin" in tree[verb].feats


def _is_coming(tree: Tree, verb: int, found: DateFound) -> bool:
    """Say whether the present tells of a day ahead: "travels to Tokyo, beginning Monday"."""
    while tree[verb].upos == "NOUN" and tree.heads[verb] >= 0:
        verb = tree.heads[verb]
    present = tree[verb].upos == "VERB" and "Tense=Pres" in tree[verb].feats
    return present and found.future is not None and found.value == found.future


def _is_told_back(tree: Tree, top: int, found: DateFound) -> bool:
    """Say whether a month hangs on a verb of the past: "In February, Oslo announced tanks"."""
    verb = tree.heads[top]
    past = verb >= 0 and "Tense=Past|VerbForm=Fin" in tree[verb].feats
    return past and found.rule.startswith(("date.month", "date.day-range", "date.two-months"))


def _is_of_cancelling(tree: Tree, top: int, trigger: int) -> bool:
    """Say whether a day is that on which something was called off, not that planned for it."""
    verb = tree.heads[top]
    cases = {tree[child].form.lower() for child in tree.children[top]}
    off = verb >= 0 and tree[verb].lemma.lower() in CANCELLING
    return off and verb != trigger and not cases & {"to", "until", "till", "for", "from"}


def _is_looked_back(reading: Reading, found: DateFound) -> bool:
    """Say whether a time is told as past, which no plan is for: "agreed last month to meet"."""
    return bool(_BACK.search(reading.text[found.start : found.end]))


_BACK = re.compile(r"\b(?:last|yesterday|ago)\b", re.IGNORECASE)


def _respective(reading: Reading, near: Sequence[int]) -> DateFound | None:
    """Return the date of one of several: "met A and B on Monday and Friday respectively"."""
    if "respectively" not in reading.text[reading.sentence.start : reading.sentence.end]:
        return None
    tree, dates = reading.tree, [one for one in reading.dates if one.kind == "when" and one.value]
    for party in near:
        first = party
        while tree[first].deprel == "conj":
            first = tree.heads[first]
        row = sorted({first, *(t for t in tree.children[first] if tree[t].deprel == "conj")})
        if party in row and len(row) == len(dates) > 1:
            return dates[row.index(party)]
    return None


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
    reading: Reading, found: DateFound, way: "Way", trigger: int, near: Sequence[int]
) -> float:
    """Return what the way costs, where words that stand side by side may tell better."""
    if way.cost >= NEVER or _is_of_another(reading, found, trigger):
        return NEVER
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
    if before < 0 or before == trigger or not names_happening(tree, before):
        return False
    return any(tree[child].lemma.lower() in ANOTHER_TIME for child in tree.children[before])


_SAID = 2


def _rank(
    reading: Reading, found: DateFound, way: Way, trigger: int, status: Status, pledged: bool
) -> int | None:
    """Return 0 for a date of the happening, 1 for a stretch, 2 for the saying; None: of neither."""
    if found.kind == "gap":
        return 0 if found.end <= reading.spans[trigger][0] else None
    if found.kind in ("since", "until"):
        if _RECORD.search(reading.text, reading.sentence.start, found.start):
            return None
        if found.kind == "since" and begins(reading, found):
            return 1
        return 1 if found.kind in _STRETCHES.get(status, ()) else None
    if found.kind == "said" or _dates_saying(reading, way.top, trigger):
        if way.cost <= 1 and reading.tree[trigger].lemma.lower() in SAYING:
            return 0
        return _SAID if pledged or status in REAL or status is Status.DENIED else None
    return 0


def begins(reading: Reading, found: DateFound) -> bool:
    """Say whether a date is told as a first day: "a visit from July 15", "starting Monday"."""
    before = reading.text[max(0, found.start - 12) : found.start + 12].lower()
    return re.search(r"\b(?:from|starting|beginning)\s", before) is not None


_RECORD = re.compile(
    r"\b(?:first|only|second|third|fourth|fifth|\d+(?:st|nd|rd|th)"
    r"|last(?! week| month| year)|latest|most|(?!west|east|guest"
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
    if last - first > REACH or ";" in reading.text[first:last]:
        return False
    return not any(
        reading.tree[token].upos in ("VERB", "SCONJ") or names_happening(reading.tree, token)
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
    if verb < 0 or verb == trigger or tree[verb].lemma.lower() not in SAYING:
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
        if token < 0 or (token != above and names_happening(tree, token)):
            return False
    return True
