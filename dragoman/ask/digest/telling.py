"""Events told: those of one kind and one occasion in one sentence, each part with its citations."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dragoman.ask.digest.citing import citation, cite
from dragoman.ask.digest.model import Citation, Paragraph, Phrase, Sentence
from dragoman.ask.digest.prose import Prose
from dragoman.ask.english import days_of, list_of, number, possessive, quoted, times
from dragoman.ask.record import Happening, Party, ReportRow, parties
from dragoman.ask.show import INITIATED
from dragoman.ask.wording import VERBS, WORDS, items, sentence_case, sides
from dragoman.extract.details.topics import topics_of
from dragoman.model import (
    CHANNELS,
    CONTACT_CHANNELS,
    PARTY_ROLES,
    Channel,
    Direction,
    Role,
    Status,
)

MANY = 8
"""So many counterparts stand in one sentence; for more there is another."""

TOPICS = 3
"""So many topics are named."""

ITEMS = 3
"""So many things given are named, in the words of the documents."""

WITH_ITEMS = frozenset(
    {Channel.AID, Channel.GIFT, Channel.EXPULSION, Channel.COOPERATION, Channel.CONCESSION}
)
"""Of these it is told what was given, or whom it befell."""

DISPUTED = frozenset(
    {
        Channel.CRITICISM,
        Channel.REJECTION,
        Channel.PROTEST,
        Channel.SUMMON,
        Channel.THREAT,
        Channel.EXPULSION,
        Channel.SANCTION,
        Channel.FORCE,
    }
)
"""What sides tell differently: told by one of them, it is told as that side's account."""

_TOPIC_WORDS: Mapping[str, str] = {
    "military": "military matters",
    "cbrn": "nuclear, chemical or biological weapons",
    "disaster": "disasters",
    "government": "government",
    "humanitarian": "humanitarian aid",
    "legal": "legal matters",
    "multilateral": "international organizations",
    "resources": "raw materials",
    "territory": "territory and borders",
    "cyber": "cyber security",
    "crime": "crime",
}
TOO_GENERAL = frozenset({"diplomacy", "government", "legislature"})
"""Topics whose words stand in most readouts, whatever was spoken of."""


@dataclass(frozen=True, slots=True)
class Verb:
    """What to say in place of a channel's usual verb: of one subject, and of several."""

    one: str
    several: str
    tail: str = ""  # what follows the sentence: ", which was called off"


@dataclass(frozen=True, slots=True)
class _Entry:
    """Whom it was with (or who acted), and the events in order of day."""

    told: tuple[Party, ...]
    events: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Events of one kind that share one side; the entries are the other."""

    channel: Channel
    status: Status
    leads: bool  # the shared side comes first: it acts, or the brief is about it
    shared: tuple[Party, ...]
    entries: tuple[_Entry, ...]
    verb: Verb | None = None

    @property
    def events(self) -> tuple[Happening, ...]:
        return tuple(happening for entry in self.entries for happening in entry.events)


def tell(
    told: Sequence[Happening],
    prose: Prose,
    weights: Mapping[str, float],
    verbs: Mapping[str, Verb] | None = None,
) -> tuple[Paragraph, ...]:
    """Tell events in paragraphs, those of most weight first.

    A paragraph is one kind of dealing of one side with others, or a visit with what is known
    to have belonged to it.

    Args:
        told: The events.
        prose: Puts names and days.
        weights: By event.
        verbs: What to say of an event in place of its channel's verb.
    """
    known = {happening.id: happening for happening in told}
    parts: dict[str, list[Happening]] = defaultdict(list)
    tops = []
    for happening in told:
        whole = _whole(happening, known)
        if whole is happening:
            tops.append(happening)
        else:
            parts[whole.id].append(happening)
    groups = list(_groups(tops, prose.home, alone=set(parts), verbs=verbs or {}))
    groups.sort(key=lambda g: (-_weight(g, weights), g.events[0].sort_key))
    paragraphs = []
    for group in groups:
        sentences = list(_sentences(group, prose))
        for whole in group.events:
            sentences += _belonging(whole, parts.get(whole.id, ()), prose, verbs or {})
        sentences += _topics(group, prose)
        paragraphs.append(tuple(sentences))
    return tuple(paragraphs)


def _whole(happening: Happening, known: Mapping[str, Happening]) -> Happening:
    """Return the event that an event belongs to in the end; itself where it belongs to none."""
    seen = {happening.id}
    while (whole := known.get(happening.part_of or "")) and whole.id not in seen:
        happening = whole
        seen.add(whole.id)
    return happening


def _weight(group: _Group, weights: Mapping[str, float]) -> float:
    """Return the weight of the weightiest event; that there are several adds a little."""
    return max(weights[h.id] for h in group.events) + min(0.5 * len(group.entries), 2.5)


def _belonging(
    whole: Happening,
    parts: Sequence[Happening],
    prose: Prose,
    verbs: Mapping[str, Verb],
) -> Iterator[Sentence]:
    """Tell what belongs to a visit or summit; its day and place are told once."""
    what = "visit" if whole.channel == Channel.VISIT else "occasion"
    for n, group in enumerate(_groups(parts, prose.home, verbs=verbs)):
        start = f"During the {what}, " if n == 0 else "There, "
        yield from _sentences(group, prose, start=start, whole=whole)


def _groups(
    told: Iterable[Happening],
    home: str | None,
    *,
    alone: Iterable[str] = (),
    verbs: Mapping[str, Verb] | None = None,
) -> Iterator[_Group]:
    """Group events that one sentence can tell."""
    apart = set(alone)
    found: dict[object, list[tuple[Happening, list[Party]]]] = {}
    shared_of: dict[object, tuple[bool, tuple[Party, ...], Verb | None]] = {}
    for happening in told:
        channel = Channel(happening.channel)
        acting, others = sides(happening, home)
        leads = not others or any(p.polity == home for p in acting) or home is None
        shared, other = (acting, others) if leads else (others, acting)
        verb = (verbs or {}).get(happening.id)
        single = (
            happening.id in apart
            or len(other) != 1
            or (verb is None and happening.status != Status.HAPPENED)
            or channel in (Channel.AGREEMENT, Channel.JOINT_STATEMENT)
        )
        key: object = (
            channel,
            verb or happening.status,
            leads,
            tuple(sorted((p.id, p.name or "") for p in shared)),
            tuple(
                tuple(items(happening, role)) for role in (Role.LEVEL, Role.PURPOSE, Role.MECHANISM)
            ),
            happening.id if single else "",
        )
        found.setdefault(key, []).append((happening, other))
        shared_of.setdefault(key, (leads, tuple(shared), verb))
    for key, members in found.items():
        by_other: dict[tuple[str, ...], tuple[list[Party], list[Happening]]] = {}
        for happening, other in members:
            name = tuple(sorted(p.name or p.id for p in other))
            by_other.setdefault(name, (other, []))[1].append(happening)
        entries = [_Entry(tuple(other), tuple(events)) for other, events in by_other.values()]
        entries.sort(key=lambda e: (-len(e.events), _order(e.events[0])))
        leads, who, verb = shared_of[key]
        first = members[0][0]
        yield _Group(Channel(first.channel), Status(first.status), leads, who, tuple(entries), verb)


def _order(happening: Happening) -> tuple[str, str, int]:
    """Order by day, and what no day tells apart as the document does."""
    claims = list(happening.having(*PARTY_ROLES))
    return happening.sort_key[0], claims[0].doc_id, max(claim.start for claim in claims)


def _sentences(
    group: _Group, prose: Prose, *, start: str = "", whole: Happening | None = None
) -> Iterator[Sentence]:
    """Tell a group: what was repeated first, then what was once, so many at a time."""
    often = [entry for entry in group.entries if len(entry.events) > 1]
    once = [entry for entry in group.entries if len(entry.events) == 1]
    if len(group.entries) <= 4:
        often, once = list(group.entries), []
    lots = [lot[i : i + MANY] for lot in (often, once) for i in range(0, len(lot), MANY)]
    for n, lot in enumerate(lots):
        yield _sentence(group, lot, prose, start if n == 0 else "", whole, also=n > 0)


def _sentence(
    group: _Group,
    entries: Sequence[_Entry],
    prose: Prose,
    start: str,
    whole: Happening | None,
    *,
    also: bool,
) -> Sentence:
    events = [happening for entry in entries for happening in entry.events]
    words = prose.wording.words(events[0], many=len(events) > 1)
    acting = group.shared if group.leads else [party for e in entries for party in e.told]
    verb = f"{'also ' if also else ''}{_verb(group, words, several=len(acting) > 1)}"
    if group.leads:
        shared = prose.who(group.shared)
        called = [prose.who(entry.told) for entry in entries]
    else:
        called = [prose.who(entry.told) for entry in entries]
        shared = prose.who(group.shared)
    details = [_Detail.of(entry, group.channel, prose, whole) for entry in entries]
    texts, tail = _detailed(called, details)
    if group.verb:
        tail += group.verb.tail
    elif group.status is Status.ONGOING and group.channel is not Channel.VISIT:
        tail += ", under way when it was reported"
    last = len(texts) - 1
    texts = [
        f"{'and ' if 0 < i == last else ''}{text}{',' if i < last - 1 else ''}"
        for i, text in enumerate(texts)
    ]
    if group.leads:
        texts[0] = f"{shared} {verb} {texts[0]}"
        texts[-1] += f"{tail}."
    else:
        texts[-1] += f" {verb} {shared}{tail}."
    texts[0] = sentence_case(f"{start}{texts[0]}")
    phrases = [
        Phrase.resting_on(text, [c for h in entry.events for c in cite(h, prose.wording)])
        for text, entry in zip(texts, entries, strict=True)
    ]
    return Sentence(phrases[0], tuple(phrases[1:]), tuple(happening.id for happening in events))


def _detailed(called: Sequence[str], details: Sequence["_Detail"]) -> tuple[list[str], str]:
    """Return names with what is said of each, and what is said of all at the end."""
    first = details[0]
    if len(details) == 1:
        return [called[0]], f"{first.often}{first.brackets}" if first.often else first.tail()
    if all(detail == first for detail in details) and not first.often:
        return list(called), first.tail(each=True)
    each = zip(called, details, strict=True)
    return [f"{words}{detail.often}{detail.brackets}" for words, detail in each], ""


@dataclass(frozen=True, slots=True)
class _Detail:
    """When and where an entry's events were, and what else is said of them."""

    often: str = ""  # " twice"; "" of one event
    day: str = ""  # " on 5 August"; of several "5 and 7 August"
    where: str = ""  # " in Beijing"; of a visit " (Beijing)"
    more: tuple[str, ...] = ()  # "carried by Wang Yi"
    given: str = ""  # "“500 masks”"

    @classmethod
    def of(
        cls, entry: _Entry, channel: Channel, prose: Prose, whole: Happening | None
    ) -> "_Detail":
        first, *rest = entry.events
        if not rest:
            days, where = prose.days(first), prose.wording.where(first)
            if whole and days == prose.days(whole):
                days = ()
            if whole and where == prose.wording.where(whole):
                where = ""
            if channel is Channel.VISIT and where:
                where = f" ({where.removeprefix(' in ')})"
            return cls("", prose.on(days), where, tuple(_more(first, prose)), _given([first]))
        each = [days for happening in entry.events if (days := prose.days(happening))]
        undated = len(entry.events) - len(each)
        day = prose.plain(days_of(each)) if each else ""
        if day and undated:
            day += f"; no day is given of {number(undated)} more"
        return cls(f" {times(len(entry.events))}", day, given=_given(entry.events))

    @property
    def brackets(self) -> str:
        """What stands in brackets behind a name."""
        day = self.day.strip().removeprefix("on ").removeprefix("in ")
        where = self.where.strip().strip("()")
        bits = [", ".join(filter(None, (day, where))), *self.more, self.given]
        told = "; ".join(filter(None, bits))
        return f" ({told})" if told else ""

    def tail(self, *, each: bool = False) -> str:
        """What stands at the end of a sentence."""
        more = "".join(f", {'each ' if each else ''}{words}" for words in self.more)
        return f"{self.where}{self.day}{more}{f': {self.given}' if self.given else ''}"


def _verb(group: _Group, words: Mapping[str, str], *, several: bool) -> str:
    if group.verb:
        return (group.verb.several if several else group.verb.one).format_map(words)
    verb = VERBS[group.channel][0].removeprefix("{a} ").format_map(words)
    if group.status is Status.ONGOING and group.channel is Channel.VISIT:
        be = "were" if several else "was"
        return f"{be} on {verb.removeprefix('paid ')}" if verb[:5] == "paid " else f"{be} visiting"
    return verb


def _more(happening: Happening, prose: Prose) -> Iterator[str]:
    """Say what else documents claim of one event."""
    channel = Channel(happening.channel)
    carriers = parties(happening.claims, {Role.CARRIER})
    if carriers:
        yield f"carried by {prose.who(carriers)}"
    moved = [claim for claim in happening.having(Role.ACTOR) if claim.note == INITIATED]
    if moved and CHANNELS[channel].direction is Direction.MUTUAL:
        asked = {claim.polity or claim.actor for claim in moved}
        if len(asked) == 1:
            yield f"at the initiative of {prose.name(asked.pop())}"
    named = prose.wording.mechanism(happening) or ""
    ordinals = [o for o in items(happening, Role.ORDINAL) if quoted(o, WORDS) not in named]
    if ordinals:
        yield f"described as {list_of([quoted(words, WORDS) for words in ordinals[:2]])}"
    if channel in DISPUTED:
        yield from _according_to(happening, prose)


def _given(events: Sequence[Happening]) -> str:
    """Return what was given or meant, in the words of the documents."""
    if events[0].channel not in WITH_ITEMS:
        return ""
    told = dict.fromkeys(w for h in events for w in items(h, Role.ITEM, Role.QUANTITY))
    given = [one for one in told if not any(one != other and one in other for other in told)]
    more = len(given) - ITEMS
    words = [quoted(one, WORDS) for one in given[:ITEMS]]
    return list_of([*words, f"{number(more)} more"] if more > 0 else words)


def _according_to(happening: Happening, prose: Prose) -> Iterator[str]:
    """Say whose account it is, where only one side or outlet tells what sides dispute."""
    told = {doc.side for doc in happening.docs}
    if len(told) == 1 and (side := told.pop()):
        yield f"according to {possessive(prose.name(side))} own account"
        return
    outlets = {doc.outlet for doc in happening.docs}
    if len(outlets) == 1 and (outlet := outlets.pop()):
        yield f"according to {outlet}"


def _topics(group: _Group, prose: Prose) -> Iterator[Sentence]:
    """Say what the sentences on some contacts speak of, as far as their topics are claimed.

    A word of a title or name ("Defence Minister") is no topic of the talk.
    """
    if group.channel not in CONTACT_CHANNELS or group.channel is Channel.VISIT:
        return
    found: dict[str, list[Citation]] = defaultdict(list)
    counts: Counter[str] = Counter()
    for happening in group.events:
        spoken: set[str] = set()
        for report in happening.counted:
            own = _own_topics(report)
            for claim in report.claims:
                if claim.role == Role.TOPIC and claim.value in own:
                    found[claim.value].append(citation(report, claim, prose.wording))
                    spoken.add(claim.value)
        counts.update(spoken)
    n = len(group.events)
    ranked = sorted((t for t in counts if counts[t] > 1 or n == 1), key=lambda t: (-counts[t], t))
    ranked = ranked[:TOPICS]
    if not ranked:
        return
    of = "The account" if n == 1 else "The accounts"
    phrases = []
    for i, topic in enumerate(ranked):
        share = f" ({number(counts[topic])} of {n})" if n > 2 else ""
        words = f"{topic_words(topic)}{share}"
        lead = f"{of} mention{'s' if n == 1 else ''} " if i == 0 else ""
        joint = "and " if 0 < i == len(ranked) - 1 else ""
        end = "." if i == len(ranked) - 1 else "," if i < len(ranked) - 2 else ""
        phrases.append(Phrase.resting_on(f"{lead}{joint}{words}{end}", found[topic]))
    yield Sentence(phrases[0], tuple(phrases[1:]), tuple(h.id for h in group.events))


def topic_words(topic: str) -> str:
    """Return what to call a topic of the codebook."""
    return _TOPIC_WORDS.get(topic, topic.replace("-", " "))


def _own_topics(report: ReportRow) -> frozenset[str]:
    """Return the topics of a sentence outside its names."""
    text = list(report.quote)
    for claim in report.claims:
        if claim.role in (*PARTY_ROLES, Role.CARRIER, Role.PLACE):
            start, end = claim.start - report.start, claim.end - report.start
            if 0 <= start < end <= len(text):
                text[start:end] = " " * (end - start)
    return frozenset(topics_of("".join(text), 0, len(text))) - TOO_GENERAL
