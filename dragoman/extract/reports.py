"""From the reading of a sentence to reports: rules, parties, status, dates, places."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from dragoman.actors import Register
from dragoman.extract.attribution import voices_of
from dragoman.extract.dating import Dating
from dragoman.extract.details.details import details
from dragoman.extract.details.places import place_of
from dragoman.extract.loose import find_loose
from dragoman.extract.loosebook import LooseRule
from dragoman.extract.memory import DEALINGS, TALKS, Memory, across
from dragoman.extract.parties import Party, happenings, has_envoy, is_domestic, is_group, parties_of
from dragoman.extract.reading import Reading
from dragoman.extract.rulebook import Rule, RuleBook
from dragoman.extract.status import StatusFound, is_background, read_status
from dragoman.model import (
    CHANNELS,
    UNMARKED,
    Channel,
    Claim,
    Direction,
    Issue,
    Mention,
    Report,
    Role,
    SectionKind,
    Status,
)
from dragoman.model.edtf import interval
from dragoman.parse.matching import TreeMatch
from dragoman.text import CleanText

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_HAPPENINGS = 100
"""That one word can tell of: thirty states that act against thirty others make an issue."""

INITIATED = "initiated"
"""The note of an actor's claim in a mutual contact: the document says that they moved first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that found its words in a sentence, and who takes part.

    `parties` are those that the words name, then those that only the document does.
    """

    rule: Rule
    trigger: int
    match: TreeMatch | None  # None: found by a loose rule
    parties: tuple[Party, ...]

    @property
    def polities(self) -> frozenset[str]:
        """The states and organizations of the parties; carriers are none."""
        return frozenset(
            party.actor.polity
            for party in self.parties
            if party.actor.polity and party.role is not Role.CARRIER
        )

    @property
    def is_bound(self) -> bool:
        """Whether it names parties enough to report anything.

        "We are consulting with Japan and Canada" names none of those who consult.
        """
        mutual = CHANNELS[self.rule.channel].direction is Direction.MUTUAL
        if mutual and self.parties and all(party.apart for party in self.parties):
            return False
        if self.rule.channel is Channel.VISIT and not {Role.ACTOR, Role.RECIPIENT} <= self.roles:
            return False  # "A and B will land on Thursday": and where? "It takes in Oman and Qatar"
        return len(self.polities) > 1 or (self.rule.alone and any(map(is_group, self.polities)))

    @property
    def is_one_sided(self) -> bool:
        """Whether it names only those who write: "Similar messages were sent by A and B"."""
        return self.rule.channel is Channel.LETTER and self.roles == {Role.ACTOR}

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that are filled."""
        return frozenset(party.role for party in self.parties)


def find_hits(reading: Reading, book: RuleBook, register: Register, memory: Memory) -> list[Hit]:
    """Return what the rules find in a sentence, one hit for each word that names an act.

    Of several rules that found the same word, one that names parties enough goes first, then
    the higher rank, then the one that fills more roles, then the surer one.
    """
    hits: dict[int, list[Hit]] = {}
    placed = any(mention.place for mention in reading.mentions)
    for match in book.matcher.find(reading.tree, kinds=reading.kinds):
        if not has_envoy(reading, match):
            continue
        rule = book.rules[match.name]
        parties = memory.settled(tuple(parties_of(reading, match, rule, register)), rule.channel)
        hit = Hit(rule, match.trigger, match, parties)
        if not hit.is_bound or (rule.elides and hit.is_one_sided):
            if rule.relieves:
                recalled = memory.relieved(hit.parties)
            else:
                recall = memory.missing if rule.elides else memory.visitor
                recalled = recall(hit.parties, rule.channel, told=placed)
            hit = replace(hit, parties=(*hit.parties, *recalled))
        if rule.abroad and not memory.is_abroad(hit.parties):
            continue
        if reading.owner is not None and not hit.is_bound:
            hit = _in_diary(reading, hit, reading.owner)
        hits.setdefault(match.trigger, []).append(hit)
    best = _filled([hit for found in hits.values() for hit in _best(found)])
    told = {CHANNELS[hit.rule.channel].family for hit in best if hit.is_bound}
    loose: list[Hit] = []
    while found := find_loose(reading, register, memory, told):
        loose.append(Hit(_as_rule(found.rule), found.trigger, None, found.parties))
        told.add(CHANNELS[found.rule.channel].family)
    if loose and not any(hit.is_bound for hit in best):
        return loose
    kept = [
        hit
        for hit in best
        if not _gives_way(reading, hit, best, memory) and not _is_retold(reading, hit, best)
    ]
    return kept + loose


def _in_diary(reading: Reading, hit: Hit, owner: Mention) -> Hit:
    """Give what a line of somebody's diary tells to him: "Lunch with Minister X", planned."""
    contact = CHANNELS[hit.rule.channel].contact or hit.rule.channel is Channel.VISIT
    if not contact or any(p.role is Role.ACTOR and not p.apart for p in hit.parties):
        return hit
    own = [Party(Role.ACTOR, actor, owner) for actor in owner.actors]
    words = reading.text[reading.sentence.start : reading.sentence.end]
    status = Status.CANCELLED if _STRUCK.search(words) else Status.PLANNED
    rule = replace(hit.rule, status=hit.rule.status or status)
    return replace(hit, rule=rule, parties=(*hit.parties, *own))


_STRUCK = re.compile(r"\b(?:cancelled|canceled|postponed|annulled)\b", re.IGNORECASE)

_FILLED = frozenset(
    channel
    for channel in Channel
    if CHANNELS[channel].direction is Direction.DIRECTED and channel is not Channel.VISIT
)
_FILLED_BY_TALKS = frozenset({Channel.CREDENTIALS, Channel.LETTER})
"""What stands beside talks of the same parties; else it is what was said there."""


def _filled(hits: Sequence[Hit]) -> list[Hit]:
    """Give an act that names one party the other of the one pair that its sentence tells of.

    "Albania severed ties with Iran and ordered its diplomats to leave".
    """
    bound = [hit for hit in hits if hit.is_bound]
    pairs = {hit.polities for hit in bound}
    if len(pairs) != 1 or len(pair := next(iter(pairs))) != 2:
        return list(hits)
    talked = all(CHANNELS[hit.rule.channel].contact for hit in bound)
    told = {party.actor.polity: party for hit in bound for party in hit.parties}
    filled = []
    for hit in hits:
        open_to = _FILLED_BY_TALKS if talked else _FILLED
        told_so = any(
            other.rule.channel is hit.rule.channel and set(_roles(hit)) <= set(_roles(other))
            for other in bound
        )
        if hit.rule.elides and not (hit.is_bound or told_so) and hit.rule.channel in open_to:
            for other in pair - hit.polities if hit.polities and hit.polities < pair else ():
                hit = replace(hit, parties=(*hit.parties, *across(hit.parties, told[other])))
        filled.append(hit)
    return filled


def _roles(hit: Hit) -> list[tuple[Role, str | None]]:
    return [(party.role, party.actor.polity) for party in hit.parties]


@cache
def _as_rule(rule: LooseRule) -> Rule:
    return Rule(
        rule.id, rule.channel, None, {}, alone=False, apart=False, elides=False, relieves=False,
        abroad=False, vague=False, beside=False, rank=-9, finds=(), passes_over=(),
    )  # fmt: skip


def _best(hits: Sequence[Hit]) -> list[Hit]:
    """Return the best hit at one word, and those that may stand beside it in other channels."""
    first = max((hit for hit in hits if not hit.rule.beside), key=_weight, default=None)
    kept = {first.rule.channel: first} if first else {}
    for hit in sorted((hit for hit in hits if hit.rule.beside), key=_weight, reverse=True):
        if hit.is_bound:
            kept.setdefault(hit.rule.channel, hit)
    return list(kept.values())


SAID = frozenset(
    {Channel.SUPPORT, Channel.CRITICISM, Channel.REQUEST, Channel.REJECTION, Channel.THREAT}
)
"""Channels of words, which said inside a contact of the same parties are its content."""


def _weight(hit: Hit) -> tuple[bool, int, int, int, float]:
    named = sum(party.actor.how != "context" for party in hit.parties)
    return (
        hit.is_bound,
        hit.rule.rank,
        named,
        len(hit.match.captures) if hit.match else 0,
        hit.match.score if hit.match else 0.0,
    )


def _gives_way(reading: Reading, hit: Hit, others: Iterable[Hit], memory: Memory) -> bool:
    """Say whether a hit tells nothing of its own.

    Words that name no channel stand beside words that do ("talks by phone"); words that say
    what was said ("discussed trade", "congratulated him") follow a contact of the parties.
    """
    said = hit.rule.channel in SAID
    if hit.rule.channel is Channel.PROTEST and any(
        other.rule.channel is Channel.SUMMON and other.is_bound and other.polities == hit.polities
        for other in others
    ):
        return True  # called in, and handed a note: one act
    if hit.rule.channel is Channel.LETTER and any(
        other.rule.channel is Channel.CALL and other.is_bound and other.polities == hit.polities
        for other in others
    ):
        return True  # "received condolences by telephone"
    if not (hit.rule.vague or said):
        return False
    if (said or hit.rule.rank < 0) and memory.has_met(hit.polities):
        return True
    if said and memory.opened_with(hit.parties):
        return True
    beside = [
        other.rule
        for other in others
        if other.is_bound and other.trigger != hit.trigger and hit.polities <= other.polities
        if hit.rule.rank < 0 or said or not _are_coordinated(reading, hit, other)
    ]
    if said:
        return any(
            CHANNELS[rule.channel].contact or CHANNELS[rule.channel].family in DEALINGS
            for rule in beside
        )
    return any(
        not rule.vague
        and rule.channel is not hit.rule.channel
        and CHANNELS[rule.channel].family in TALKS
        for rule in beside
    )


_APART = frozenset({"conj", "ccomp", "parataxis", "advcl"})


def _are_coordinated(reading: Reading, one: Hit, two: Hit) -> bool:
    """Say whether two acts are told one after the other: "met in May and spoke by phone"."""
    tree, verbs = reading.tree, [_verb_of(reading, hit.trigger) for hit in (one, two)]
    return any(
        tree[verb].deprel in _APART and tree.heads[verb] == other
        for verb, other in (verbs, verbs[::-1])
    )


def _verb_of(reading: Reading, token: int) -> int:
    """Return the verb of the clause that a word stands in; the word itself if it is one."""
    tree = reading.tree
    while tree[token].upos != "VERB" and tree.heads[token] >= 0:
        token = tree.heads[token]
    return token


def _is_retold(reading: Reading, hit: Hit, others: Iterable[Hit]) -> bool:
    """Say whether a noun of the verb's clause tells the same better: "set off for a trip to"."""
    return hit.rule.channel is Channel.VISIT and any(
        other.rule.channel is Channel.VISIT
        and other.rule.rank > hit.rule.rank
        and other.trigger != hit.trigger
        and other.polities == hit.polities
        and _verb_of(reading, other.trigger) == hit.trigger
        for other in others
    )


def _leading(reading: Reading, hit: Hit, hits: Iterable[Hit]) -> int:
    """Return the word whose tense tells of an act: "set off" in "set off for a trip to"."""
    verb = _verb_of(reading, hit.trigger)
    same = (hit.rule.channel, hit.polities)
    found = any(o.trigger == verb and (o.rule.channel, o.polities) == same for o in hits)
    return verb if found and hit.rule.channel is Channel.VISIT else hit.trigger


def reports_of(
    reading: Reading,
    hits: Iterable[Hit],
    clean: CleanText,
    register: Register,
    issues: list[Issue],
    memory: Memory,
    dating: Dating,
    before: Sequence[Reading],
    sources: Sequence[str],
) -> Iterator[Report]:
    """Turn the hits of a sentence into reports, one for each happening that it tells of."""
    sentence = reading.sentence
    evidence = clean.span(sentence.start, sentence.end)
    words = clean.text[sentence.start : sentence.end]
    hits = tuple(hits)
    for hit in hits:
        trigger = reading.span(hit.trigger)
        groups = list(islice(_divided(reading, hit, words, memory), _MOST_HAPPENINGS + 1))
        if not groups or len(groups) > _MOST_HAPPENINGS:
            what = "too many parties" if groups else "party not named"
            span = clean.span(*trigger)
            issues.append(Issue("extract", what, hit.rule.id, clean.doc.name or "", span))
            continue
        seen = read_status(reading, _leading(reading, hit, hits))
        wish = not hit.rule.status and hit.rule.channel not in SAID and _is_wish(seen)
        if wish and seen.rule != _DUE:
            continue
        speakers = voices_of(
            reading, hit.trigger, clean, before=before, register=register, sources=sources
        )
        speaker = speakers[-1] if speakers else None
        about = list(
            details(
                reading, hit.trigger, hit.rule, clean, speaker, match=hit.match, register=register
            )
        )
        for group in groups:
            if is_domestic(group, register):
                continue
            when = _date_claims(reading, hit, group, seen, dating, speaker)
            day = next((claim.value for claim in when), None)
            status, status_rule = seen.status, seen.rule
            if wish and not (_is_contact(hit) and _lies_ahead(day, clean.doc.published)):
                continue
            if hit.rule.status:
                status, status_rule = hit.rule.status, hit.rule.id
            if (wish or status is Status.HAPPENED) and _lies_ahead(day, clean.doc.published):
                status, status_rule = Status.PLANNED, "date.ahead"
            background = is_background(seen, day, clean.doc.published)
            cue = clean.span(*(seen.cue or trigger))
            report = Report(
                doc_id=clean.doc.id,
                channel=hit.rule.channel,
                status=status,
                claims=(
                    *(_party_claim(party, clean, speaker, hit.rule) for party in group),
                    *when,
                    *_place_claims(reading, hit, group, clean, speaker, register),
                    *about,
                    Claim(Role.STATUS, status, cue, speaker, status_rule),
                ),
                evidence=evidence,
                rule=hit.rule.id,
                section=sentence.section,
                background=background,
                speakers=speakers,
            )
            if sentence.section is SectionKind.BODY:
                memory.learn(report.channel, report.polities, group, background=background)
            yield report


_WISHES = frozenset(
    {
        "infinitive.urged",
        "infinitive.threatened",
        "clause.urged",
        "object.urged",
        "condition.if",
        "verb.should",
        "verb.asked",
        "verb.would-if",
    }
)
"""Rules of status for what somebody wants of others, or supposes: nobody has done anything.

An offer, an invitation, a proposal is a step; "if they met", "Germany should send tanks" and
"will they meet?" are none.
"""


_DUE = "verb.should"
"""What it marks is planned where a day to come stands by it: "must travel to Peru in July"."""


def _is_contact(hit: Hit) -> bool:
    return CHANNELS[hit.rule.channel].family in TALKS or hit.rule.channel is Channel.VISIT


def _is_wish(seen: StatusFound) -> bool:
    allowed = seen.rule == "infinitive.allowed" and seen.status is not Status.HAPPENED
    return allowed or (seen.rule in _WISHES and seen.status is Status.HYPOTHETICAL)


_MEANS = frozenset({"by", "over", "on", "via", "through", "per"})
"""Before the noun of a contact they tell how: "spoke by phone with A and B"."""


def _divided(reading: Reading, hit: Hit, words: str, memory: Memory) -> Iterator[list[Party]]:
    """Divide the parties, unless "a meeting with" or an earlier sentence says that all met."""
    token = reading.tree[hit.trigger]
    mutual = CHANNELS[hit.rule.channel].direction is Direction.MUTUAL
    below = [reading.tree[c] for c in reading.tree.children[hit.trigger]]
    means = any(one.deprel == "case" and one.form.lower() in _MEANS for one in below)
    single = token.upos == "NOUN" and "Number=Sing" in token.feats and not means
    crowd = _is_one_text(reading, hit) or _is_crowd(reading, hit)
    one = mutual and (single or crowd or memory.has_met(hit.polities))
    one = one or _is_one_sum(reading, hit)
    return happenings(hit.rule, hit.parties, _around(reading, hit), words, one=one)


def _is_one_text(reading: Reading, hit: Hit) -> bool:
    """Say whether several signed one text: "signed a memorandum with A, B and C"."""
    items = hit.match.captures.get("item", ()) if hit.match else ()
    return hit.rule.channel is Channel.AGREEMENT and any(
        "Number=Sing" in reading.tree[item.head].feats for item in items
    )


_MONEY = re.compile(r"[$€£¥]|\b(?:million|billion|dollars?|euros?|yen|yuan|pounds?)\b")


def _is_one_sum(reading: Reading, hit: Hit) -> bool:
    """Say whether one sum goes to several: "$100 million for Ghana, Benin and Togo"."""
    givers = {party.actor.polity for party in hit.parties if party.role is Role.ACTOR}
    items = hit.match.captures.get("item", ()) if hit.match else ()
    return (
        hit.rule.channel is Channel.AID
        and len(givers) == 1
        and any(_MONEY.search(reading.words(item.start, item.end - 1)) for item in items)
    )


_CROWD = 6
"""So many states are not seen one after the other in one sentence."""


def _is_crowd(reading: Reading, hit: Hit) -> bool:
    """Say whether many came at once: "met the ambassadors of A, B and C"."""
    listed = {party.actor.polity for party in hit.parties if party.apart}
    others = hit.match.captures.get("other", ()) if hit.match else ()
    return len(listed) >= _CROWD or any(
        reading.tree[other.head].lemma.lower() in _DELEGATES
        and "Number=Plur" in reading.tree[other.head].feats
        for other in others
    )


_DELEGATES = frozenset({"ambassador", "envoy", "diplomat", "representative", "delegate"})


def _party_claim(party: Party, clean: CleanText, speaker: str | None, rule: Rule) -> Claim:
    return Claim(
        party.role,
        party.actor.id,
        clean.span(party.mention.start, party.mention.end),
        speaker,
        rule.id,
        actor=party.actor,
        note=INITIATED if party.moved else None,
    )


def _date_claims(
    reading: Reading,
    hit: Hit,
    group: Sequence[Party],
    seen: StatusFound,
    dating: Dating,
    speaker: str | None,
) -> list[Claim]:
    mentions = [party.mention for party in group]
    claims = list(
        dating.date_claims(
            reading,
            hit.trigger,
            hit.rule.status or seen.status,
            speaker=speaker,
            marked=seen.rule != UNMARKED,
            near=[i for i, mention in reading.heads.items() if mention in mentions],
            channel=hit.rule.channel,
        )
    )
    stops = {party.actor.polity for party in hit.parties if party.role is Role.RECIPIENT}
    if hit.rule.status is Status.PLANNED and len(stops) > 1:
        # "Left on Tuesday for a tour of Oman and Qatar": he is in neither on that day.
        return [claim for claim in claims if not _DAY.fullmatch(claim.value)]
    return claims


def _place_claims(
    reading: Reading,
    hit: Hit,
    group: Sequence[Party],
    clean: CleanText,
    speaker: str | None,
    register: Register,
) -> Iterator[Claim]:
    """Yield where it took place: of a visit, in the state visited, or that state."""
    visited = [party for party in group if party.role is Role.RECIPIENT]
    is_visit = hit.rule.channel is Channel.VISIT and visited
    found = place_of(
        reading,
        hit.trigger,
        [party.mention for party in group],
        register,
        dateline=clean.dateline,
        within={party.actor.polity for party in visited if party.actor.polity} if is_visit else (),
    )
    if found is None and is_visit and visited[0].mention.place:
        found = visited[0].mention
    if found is not None and found.place is not None:
        span = clean.span(found.start, found.end)
        yield Claim(Role.PLACE, found.place, span, speaker, hit.rule.id)


def _around(reading: Reading, hit: Hit) -> str:
    """Return the words from the first to the last that a match used, and some behind."""
    tokens = [hit.trigger]
    if hit.match is not None:
        tokens += [i for used in hit.match.used for i in used.tokens]
        tokens += [phrase.head for found in hit.match.captures.values() for phrase in found]
    return reading.words(min(tokens), min(max(tokens) + 6, len(reading.spans) - 1))


def _lies_ahead(day: str | None, published: str | None) -> bool:
    """Say whether a day is behind that of publication: what is told then has not happened."""
    if day is None or published is None:
        return False
    happening, document = interval(day), interval(published)
    return happening is not None and document is not None and happening[0] > document[1]


def merge_repeats(reports: Sequence[Report]) -> list[Report]:
    """Drop reports that say of one sentence what another says already.

    "Invited him to visit Pakistan" is one visit, though two rules read it. Kept is the
    report that names more people, then the one whose status is marked by words. Reports with
    two dates, or of two statuses that words mark, are of two happenings.
    """
    alike: dict[tuple[object, ...], list[Report]] = {}
    for report in reports:
        key = report.evidence, report.channel, report.polities, _givers(report)
        kept = alike.setdefault(key, [])
        for other in kept:
            if _say_the_same(report, other):
                if _fullness(report) > _fullness(other):
                    kept[kept.index(other)] = report
                break
        else:
            kept.append(report)
    return [report for kept in alike.values() for report in kept]


def _givers(report: Report) -> frozenset[str]:
    """Return who acts, where it matters: sanctions from here are none from there."""
    if CHANNELS[report.channel].direction is Direction.MUTUAL:
        return frozenset()
    return frozenset(c.actor.polity or "" for c in report.having(Role.ACTOR) if c.actor)


def without_titles(reports: Sequence[Report], clean: CleanText) -> list[Report]:
    """Drop what the title alone says of acts that the text tells too.

    "Statement on the Vice President's Travel to Ghana" has no tense; the text below says
    whether she has travelled. It says too by what channel "A discusses B with C" was done.
    """
    end = _end_of_title(clean)
    told = {
        (CHANNELS[report.channel].family, report.polities)
        for report in reports
        if report.evidence.start >= end
    }
    talked = {polities for family, polities in told if family in TALKS}
    return [
        report
        for report in reports
        if report.evidence.start >= end
        or (
            not (report.rule in _BY_ANY_CHANNEL and report.polities in talked)
            and (
                _is_marked(report) or (CHANNELS[report.channel].family, report.polities) not in told
            )
        )
    ]


_BY_ANY_CHANNEL = frozenset({"meeting.discussed", "call.spoke", "call.spoke-together"})
"""Rules of words that leave the channel open: the text says "by phone"."""


_TITLE = re.compile(r"\s*[^\n]{10,160}(?<![.!?:;,\"”])\n")
"""A first line that ends without a full stop."""


def _end_of_title(clean: CleanText) -> int:
    """Return where the title ends that the text begins with; 0 where it has none."""
    title, text = clean.doc.title or "", clean.doc.text
    if title and text.startswith(title):
        return len(title)
    line = None if title else _TITLE.match(text)
    if line is None or len(text) <= 2 * line.end():
        return 0
    first = next(iter(clean.sentences), None)
    wrapped = first is not None and clean.span(first.start, first.end).end > line.end()
    return 0 if wrapped else line.end()


def _say_the_same(one: Report, two: Report) -> bool:
    if not (_people(one) <= _people(two) or _people(two) <= _people(one)):
        return False
    dates = [{claim.value for claim in report.having(Role.DATE)} for report in (one, two)]
    if all(dates) and dates[0].isdisjoint(dates[1]):
        return False
    if one.status is two.status or not (_is_marked(one) and _is_marked(two)):
        return True
    return {one.status, two.status} in _ALIKE


_ALIKE = (
    {Status.HAPPENED, Status.ONGOING},
    {Status.PLANNED, Status.HYPOTHETICAL},
)
"""Statuses that one act has in one sentence: "invited him to visit, and he accepted"."""


def _is_marked(report: Report) -> bool:
    return all(claim.rule != UNMARKED for claim in report.having(Role.STATUS))


def _people(report: Report) -> frozenset[str]:
    return frozenset(
        claim.actor.name or claim.actor.id
        for claim in report.claims
        if claim.actor and (claim.actor.name or claim.actor.person)
    )


def _fullness(report: Report) -> tuple[int, bool, int]:
    return len(_people(report)), _is_marked(report), len(report.claims)
