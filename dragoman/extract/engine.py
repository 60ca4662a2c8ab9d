"""From the sentences of a document to reports: gate, mask, rules, roles, status, dates."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from dragoman.actors import Register
from dragoman.extract.attribution import speakers_of
from dragoman.extract.dates import DateFound, choose, find_dates
from dragoman.extract.details import details
from dragoman.extract.loose import LooseRule, find_loose, load_loose
from dragoman.extract.rulebook import Rule, RuleBook
from dragoman.extract.status import is_background, read_status
from dragoman.model import (
    CHANNELS,
    UNMARKED,
    Actor,
    Channel,
    Claim,
    Direction,
    Issue,
    Mention,
    MentionKind,
    Report,
    Role,
    SectionKind,
    Sentence,
    Span,
    Status,
)
from dragoman.model.edtf import interval
from dragoman.parse import Masked, Match, mask
from dragoman.text import CleanText

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ONE_EACH = re.compile(
    r"\b(?:separately|respectively|each of|individually|in turn|successively|one after another"
    r"|one by one|back-to-back"
    r"|bilaterally|bilateral meetings|bilateral talks|a series of)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\b(?:joint|jointly|together|trilateral|three-way|conference call)\b", re.I)

SPLIT_ACTORS = frozenset(
    {
        Channel.VISIT,
        Channel.AID,
        Channel.EXPULSION,
        Channel.SANCTION,
        Channel.CRITICISM,
        Channel.SUPPORT,
        Channel.THREAT,
        Channel.SUMMON,
        Channel.PROTEST,
        Channel.LETTER,
    }
)
"""Channels in which several acting states act each for itself: one report for each."""

SPLIT_OTHERS = SPLIT_ACTORS | {Channel.CALL, Channel.VERBAL_MESSAGE, Channel.GIFT}
"""Channels in which several receiving states are dealt with one by one."""


_ROLE_OF = {"place": Role.RECIPIENT, "other": Role.ACTOR, "posted": Role.RECIPIENT}
_POST = re.compile(r"of:[\w-]+\.amb\.([\w-]+)")


def _posted_to(actor: Actor) -> Actor:
    """Return the state that an envoy is posted to: whom it concerns when he is recalled."""
    post = _POST.fullmatch(actor.office or "")
    return Actor(polity=f"st:{post[1]}", how="post") if post else actor


@dataclass(frozen=True, slots=True)
class Party:
    """One actor in one role, and the mention that names it."""

    role: Role
    actor: Actor
    mention: Mention


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence as the rules see it."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    dates: tuple[DateFound, ...]
    masked: Masked


@dataclass(frozen=True, slots=True)
class Frame:
    """The time that a document says it is all about, and where it says so."""

    start: int
    end: int
    value: str
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that found its words in a sentence."""

    rule: Rule
    match: Match
    elided: tuple[Party, ...] = ()  # parties that the document names, and not this sentence


class Memory:
    """Whom a document has been about so far: the pairs of its reports, and who they were."""

    def __init__(self) -> None:
        self._pairs: Counter[frozenset[str]] = Counter()
        self._latest: dict[str, Party] = {}

    def learn(self, polities: frozenset[str], parties: Iterable[Party]) -> None:
        """Take in a report."""
        if len(polities) == 2:
            self._pairs[polities] += 1
        for party in parties:
            if party.actor.polity:
                self._latest[party.actor.polity] = party

    @property
    def pair(self) -> frozenset[str]:
        """The two parties that nearly all reports so far are about; empty if there are none."""
        ranked = self._pairs.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[0][1] < 3 * ranked[1][1]):
            return frozenset()
        return ranked[0][0]

    def missing(self, named: Iterable[str]) -> tuple[Party, ...]:
        """Return the parties of the pair that are not among `named`."""
        absent = sorted(self.pair - set(named))
        return tuple(
            replace(self._latest[polity], actor=replace(self._latest[polity].actor, how="context"))
            for polity in absent
        )


_SUPERLATIVE = re.compile(r"(?:the\s+)?(?:first|last|only|second|third)\s", re.IGNORECASE)
"""'The first minister of the EU to visit' describes somebody named before; it names nobody."""


def passes_gate(
    text: str, sentence: Sentence, mentions: Sequence[Mention], rules: RuleBook, memory: Memory
) -> bool:
    """Say whether a sentence can report anything: it has a trigger, and names somebody.

    Where the document is about one pair, the pair need not be named again.
    """
    if not memory.pair and not any(mention.actors for mention in mentions):
        return False
    words = _WORD.finditer(text, sentence.start, sentence.end)
    if any(match.group().lower() in rules.by_word for match in words):
        return True
    return any(rule.words.search(text, sentence.start, sentence.end) for rule in load_loose())


_FRAME = re.compile(r"\b(?:In|During|Over)\s+the\s+(?:past|last)\s+")


def find_frame(clean: CleanText) -> Frame | None:
    """Return the month that a round-up looks back on: "In the past August, China ...".

    None where no clause opens like that, or where two of them name different times.
    """
    frames: dict[str, Frame] = {}
    for sentence in clean.sentences:
        opening = _FRAME.search(clean.text, sentence.start, sentence.end)
        if opening is None or sentence.section is not SectionKind.BODY:
            continue
        for found in find_dates(
            clean.text, sentence.start, sentence.end, anchor=clean.doc.published
        ):
            if found.value and found.start <= opening.end() <= found.end + 1:
                frame = Frame(found.start, found.end, found.value, found.anchor)
                frames.setdefault(found.value, frame)
    months = [frame for value, frame in frames.items() if re.fullmatch(r"\d{4}-\d{2}", value)]
    return months[0] if len(frames) == len(months) == 1 else None


def read_sentence(
    text: str,
    sentence: Sentence,
    mentions: tuple[Mention, ...],
    *,
    anchor: str | None,
    previous: str | None = None,
) -> Reading:
    """Find the dates of a sentence and mask it."""
    mentions = tuple(m for m in mentions if not _SUPERLATIVE.match(text, m.start, m.end))
    dates = find_dates(text, sentence.start, sentence.end, anchor=anchor, previous=previous)
    spans = [(found.start, found.end) for found in dates]
    return Reading(
        sentence, mentions, dates, mask(text, sentence.start, sentence.end, mentions, spans)
    )


LOOSE = -9
"""The rank of rules that are asked last."""


def find_hits(reading: Reading, rules: RuleBook, memory: Memory) -> list[Hit]:
    """Return what the rules find in a sentence, one hit for each stretch of words.

    Where two rules lay hands on the same words, the higher rank wins, then the one
    that fills more roles and stretches less far.
    """
    words = {match.group().lower() for match in _WORD.finditer(reading.masked.text)}
    found = [
        Hit(rule, match)
        for word in sorted(words & rules.by_word.keys())
        for rule, pattern in rules.by_word[word]
        for match in pattern.matches(reading.masked)
    ]
    found = [hit for hit in found if _has_envoy(hit, reading.masked)]
    found.sort(key=lambda hit: (-hit.rule.rank, -_weight(hit), hit.match.start, hit.rule.id))
    kept: list[Hit] = []
    for hit in found:
        first, last = hit.match.core
        if not any(first < other.match.core[1] and other.match.core[0] < last for other in kept):
            kept.append(hit)
    kept.sort(key=lambda hit: (hit.match.trigger, hit.rule.id))
    bound = [hit for hit in kept if _is_bound(hit, reading.masked)]
    if bound:
        return bound
    loose = [
        Hit(_as_rule(rule), match, _elided(reading.masked, match, memory))
        for rule, match in find_loose(reading.masked, memory.pair)
    ]
    return loose or kept  # what names one party only gives an issue, and no report


def _elided(masked: Masked, match: Match, memory: Memory) -> tuple[Party, ...]:
    named = {
        actor.polity
        for start, _ in match.roles.values()
        for actor in masked.mentions[start].actors
        if actor.polity
    }
    return memory.missing(named) if len(named) < 2 and named <= memory.pair else ()


def _is_bound(hit: Hit, masked: Masked) -> bool:
    """Say whether a hit names parties enough to report anything."""
    polities = {
        (_posted_to(actor) if role == "posted" else actor).polity or mention.place
        for role, (start, end) in hit.match.roles.items()
        for index in range(start, end)
        if (mention := masked.mentions.get(index)) is not None
        for actor in (mention.actors or (Actor(),))
    }
    return hit.rule.alone or len(polities) > 1


@cache
def _as_rule(rule: LooseRule) -> Rule:
    return Rule(rule.id, rule.channel, None, (), {}, False, False, LOOSE, (), ())


def _has_envoy(hit: Hit, masked: Masked) -> bool:
    """Say whether who is to be an envoy is one; true where the rule asks for none."""
    if "posted" not in hit.match.roles:
        return True
    mentions = (masked.mentions.get(index) for index in range(*hit.match.roles["posted"]))
    return any(_POST.fullmatch(a.office or "") for m in mentions if m for a in m.actors)


def _weight(hit: Hit) -> int:
    return 40 * len(hit.match.roles) + 2 * hit.match.noun - (hit.match.end - hit.match.start)


def reports_of(
    reading: Reading,
    hits: Iterable[Hit],
    clean: CleanText,
    register: Register,
    issues: list[Issue],
    frame: Frame | None,
    memory: Memory,
) -> Iterator[Report]:
    """Turn the hits of a sentence into reports, one for each happening that it tells of."""
    evidence = clean.span(reading.sentence.start, reading.sentence.end)
    for hit in hits:
        parties = [*_parties(reading.masked, hit.match, register), *hit.elided]
        groups = list(_happenings(hit, parties, reading.masked.text))
        if not groups:
            span = clean.span(*reading.masked.back(*hit.match.trigger))
            issues.append(
                Issue("extract", "party not named", hit.rule.id, clean.doc.name or "", span)
            )
        trigger = reading.masked.back(*hit.match.trigger)
        sentence = reading.sentence
        seen = read_status(clean.text, sentence.start, sentence.end, trigger)
        status = hit.rule.status or seen.status
        if hit.rule.rank == LOOSE and status is Status.HYPOTHETICAL:
            continue  # two weak witnesses: loose words, and nothing that took place
        speakers = speakers_of(reading.masked, clean)
        speaker = speakers[-1] if speakers else None
        rule = hit.rule.id
        common = [
            *_date_claims(
                reading, hit, status, clean, speaker, frame, marked=seen.rule != UNMARKED
            ),
            *details(reading.masked, hit.match, hit.rule, clean, speaker),
        ]
        day = next((claim.value for claim in common if claim.role is Role.DATE), None)
        status_rule = seen.rule
        if status is Status.HAPPENED and _lies_ahead(day, clean.doc.published):
            status, status_rule = Status.PLANNED, "date.ahead"
        background = is_background(seen, day, clean.doc.published)
        cue = seen.cue or trigger
        common.append(Claim(Role.STATUS, status, clean.span(*cue), speaker, status_rule))
        for group in groups:
            where = _place(reading, hit, group, register)
            claims = tuple(
                Claim(
                    party.role,
                    party.actor.id,
                    clean.span(party.mention.start, party.mention.end),
                    speaker,
                    rule,
                    actor=party.actor,
                )
                for party in group
            )
            report = Report(
                doc_id=clean.doc.id,
                channel=hit.rule.channel,
                status=status,
                claims=(*claims, *common, *(_place_claim(where, clean, speaker, rule))),
                evidence=evidence,
                rule=rule,
                section=sentence.section,
                background=background,
                speakers=speakers,
            )
            if sentence.section is SectionKind.BODY and not background:
                memory.learn(report.polities, group)
            yield report


LONG_AGO = timedelta(days=150)
"""A day without a year, this far back, is rather the coming one, where no tense decides."""


def _is_long_ago(day: str, published: str | None) -> bool:
    happening = interval(day)
    document = interval(published) if published else None
    return bool(happening and document and document[0] - happening[1] > LONG_AGO)


def _lies_ahead(day: str | None, published: str | None) -> bool:
    """Say whether a day is behind that of publication: what is told then has not happened."""
    if day is None or published is None:
        return False
    happening, document = interval(day), interval(published)
    return happening is not None and document is not None and happening[0] > document[1]


def _parties(masked: Masked, match: Match, register: Register) -> Iterator[Party]:
    """Yield who stands in each role, a person once; places stand for their states."""
    for name, (start, end) in match.roles.items():
        for index in range(start, end):
            mention = masked.mentions.get(index)
            if mention is None:
                continue
            actors = mention.actors
            if name == "place" and mention.place is not None:
                place = register.place(mention.place)
                # A disputed place stands for no state: its claims are data, not our verdict.
                polity = place.state if place else None
                actors = (Actor(polity=polity, how="place"),) if polity else ()
            role = _ROLE_OF.get(name) or Role(name)
            for actor in map(_posted_to, actors) if name == "posted" else actors:
                if actor.polity:
                    yield Party(role, actor, mention)


def _happenings(hit: Hit, parties: Sequence[Party], text: str) -> Iterator[list[Party]]:
    """Divide the parties of one hit into happenings.

    Five states visited are five visits; aid of six donors is six times aid; talks held
    "separately" with three are three talks; one meeting of three is one.
    """
    channel = hit.rule.channel
    parties = _without_doubles(parties)
    actors = [party for party in parties if party.role is Role.ACTOR]
    others = [party for party in parties if party.role in (Role.RECIPIENT, Role.HOST)]
    rest = [party for party in parties if party.role is Role.CARRIER]
    clause = text[hit.match.start : hit.match.end + 40]
    one_each = hit.rule.apart or _ONE_EACH.search(clause) is not None
    together = _TOGETHER.search(clause) is not None
    if not others:
        polities = {party.actor.polity for party in actors}
        if len(polities) < 2 and not (hit.rule.alone and polities):
            return
        if one_each and len(actors) > 2 and CHANNELS[channel].direction is Direction.MUTUAL:
            yield from _pairwise(actors, rest)
        else:
            yield actors + rest
        return
    actor_groups = _by_polity(actors) if channel in SPLIT_ACTORS and not together else [actors]
    split = channel in SPLIT_OTHERS or one_each
    other_groups = _by_polity(others) if split and not together else [others]
    for acting in actor_groups:
        for receiving in other_groups:
            group = [*acting, *receiving, *rest]
            polities = {party.actor.polity for party in acting + receiving}
            if len(polities) >= 2 or (hit.rule.alone and polities):
                yield group


def _pairwise(actors: list[Party], rest: list[Party]) -> Iterator[list[Party]]:
    """Pair each of the one side with each state of the other: talks held separately."""
    home = actors[0].actor.polity
    own = [party for party in actors if party.actor.polity == home]
    others = _by_polity([party for party in actors if party.actor.polity != home])
    own_groups = [[party] for party in own] if len(others) == 1 else [own]
    for mine in own_groups:
        for group in others:
            yield [*mine, *group, *rest]


def _by_polity(parties: Sequence[Party]) -> list[list[Party]]:
    groups: dict[str | None, list[Party]] = {}
    for party in parties:
        groups.setdefault(party.actor.polity, []).append(party)
    return list(groups.values()) or [[]]


def _without_doubles(parties: Sequence[Party]) -> list[Party]:
    """Drop a party that repeats another, and a bare state beside its own person."""
    named = {party.actor.polity for party in parties if party.actor.id != party.actor.polity}
    out: dict[tuple[str, str | None, str | None], Party] = {}
    for party in parties:
        bare = party.actor.id == party.actor.polity and not party.actor.name
        if bare and party.actor.polity in named:
            continue
        out.setdefault((party.actor.id, party.actor.name, party.actor.polity), party)
    return list(out.values())


_FAR = 150
"""What a date may cost and still be that of the trigger: about two clauses away."""

_SECOND_CHOICE: dict[Status, frozenset[str]] = {
    Status.ONGOING: frozenset({"said", "since"}),
    Status.PLANNED: frozenset({"said", "until"}),
}


def _date(reading: Reading, hit: Hit, status: Status) -> DateFound | None:
    """Return the date of the happening: the nearest one, not too far away.

    Where a sentence dates nothing but the saying ("said on Tuesday that they had met"),
    that day is the next best witness; "since Monday" dates what still goes on.
    """
    second = _SECOND_CHOICE.get(status, frozenset({"said"}))
    return _nearest(reading, hit, status, frozenset({"when"})) or _nearest(
        reading, hit, status, second
    )


def _nearest(reading: Reading, hit: Hit, status: Status, kinds: frozenset[str]) -> DateFound | None:
    text, trigger = reading.masked.text, hit.match.trigger
    best: tuple[int, DateFound] | None = None
    for index, number in reading.masked.dates.items():
        found = reading.dates[number]
        if found.kind not in kinds or choose(found, status) is None:
            continue
        behind = index >= trigger[1]
        gap = text[trigger[1] : index] if behind else text[index + 1 : trigger[0]]
        stops = len(_CLAUSES.findall(gap))
        cost = len(gap) + 60 * stops
        # A date that opens the sentence holds for all of it: "On Monday, X, who ..., met Y".
        if not behind and index <= 2:
            cost = min(cost, _FAR - 1)
        if cost < _FAR and (best is None or cost < best[0]):
            best = cost, found
    return best[1] if best else None


_CLAUSES = re.compile(
    r"[;:]|, (?:and|who|which|where|when|while|but)\b"
    r"|\b(?:after|before|that|said|when|while|will|would|announced)\b",
    re.IGNORECASE,
)
_DATED_BY_PUBLICATION = frozenset(
    {Channel.SUPPORT, Channel.CRITICISM, Channel.THREAT, Channel.JOINT_STATEMENT}
)


def _date_claims(
    reading: Reading,
    hit: Hit,
    status: Status,
    clean: CleanText,
    speaker: str | None,
    frame: Frame | None,
    *,
    marked: bool,
) -> Iterator[Claim]:
    """Yield the claim of the date, if anything in the document gives one.

    In order: what the sentence says; what the document says of all it tells ("In the
    past August ..."); and for a statement that is itself the act, its publication.
    """
    found = _date(reading, hit, status)
    value = choose(found, status) if found else None
    if found and value and not marked and _is_long_ago(value, clean.doc.published):
        value = found.future or value  # "his trip to Beijing on June 18", printed in June
    if found is not None and value is not None:
        span = clean.span(found.start, found.end)
        yield Claim(Role.DATE, value, span, speaker, found.rule, note=found.anchor)
    elif frame is not None and status is Status.HAPPENED:
        span = clean.span(frame.start, frame.end)
        yield Claim(Role.DATE, frame.value, span, None, "date.frame", note=frame.anchor)
    elif hit.rule.channel in _DATED_BY_PUBLICATION and status is Status.HAPPENED:
        day = clean.doc.published
        if day is not None and re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
            span = clean.span(*reading.masked.back(*hit.match.trigger))
            yield Claim(Role.DATE, day, span, speaker, "date.publication", note="document day")


_WHERE = re.compile(r"\b(?:in|at)\s+(?:the\s+)?(?:\w+\s+){0,2}$", re.IGNORECASE)
_REACH = 80
"""Masked characters between the trigger and a place that still tells where it was."""


def _place(
    reading: Reading, hit: Hit, group: Sequence[Party], register: Register
) -> Mention | None:
    """Return where it took place: of a visit, the place visited; else the nearest "in X"."""
    masked, trigger = reading.masked, hit.match.trigger
    named = hit.match.roles.get("place")
    if named is not None:
        visited = [party.mention for party in group if party.role is Role.RECIPIENT]
        states = {party.actor.polity for party in group if party.role is Role.RECIPIENT}
        for index in range(*named):
            mention = masked.mentions.get(index)
            if mention is None or mention.place is None or mention in visited:
                continue
            place = register.place(mention.place)
            if mention.kind is MentionKind.PLACE and place and place.state in states:
                return mention
        return visited[0] if visited else None
    best: tuple[int, Mention] | None = None
    for index, mention in masked.mentions.items():
        if mention.place is None or not _WHERE.search(masked.text, 0, index):
            continue
        first, last = sorted((index, trigger[0]))
        if last - first > _REACH or re.search(r"[;:]", masked.text[first:last]):
            continue
        cost = last - first + (40 if mention.place.startswith("st:") else 0)
        if best is None or cost < best[0]:
            best = cost, mention
    return best[1] if best else None


def _place_claim(
    mention: Mention | None, clean: CleanText, speaker: str | None, rule: str
) -> Iterator[Claim]:
    if mention is not None and mention.place is not None:
        span = clean.span(mention.start, mention.end)
        yield Claim(Role.PLACE, mention.place, span, speaker, rule)


def merge_repeats(reports: Iterable[Report]) -> list[Report]:
    """Drop reports that say of one sentence what another says already.

    "Invited him to visit Pakistan" is one visit, though two rules read it. Kept is the
    report that names more people, then the one whose status is marked by words.
    """
    alike: dict[tuple[Span, Channel, frozenset[str]], list[Report]] = {}
    for report in reports:
        kept = alike.setdefault((report.evidence, report.channel, report.polities), [])
        for other in kept:
            if _people(report) <= _people(other) or _people(other) <= _people(report):
                if _fullness(report) > _fullness(other):
                    kept[kept.index(other)] = report
                break
        else:
            kept.append(report)
    return [report for kept in alike.values() for report in kept]


def _people(report: Report) -> frozenset[str]:
    return frozenset(
        claim.actor.name or claim.actor.id
        for claim in report.claims
        if claim.actor and (claim.actor.name or claim.actor.person)
    )


def _fullness(report: Report) -> tuple[int, bool, int]:
    marked = all(claim.rule != UNMARKED for claim in report.having(Role.STATUS))
    return len(_people(report)), marked, len(report.claims)
