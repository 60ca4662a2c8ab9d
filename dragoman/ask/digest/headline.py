"""With whom there was how much: what stands first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dragoman.ask.circle import Circle, before, is_protocol
from dragoman.ask.cloud import CloudShare
from dragoman.ask.digest.citing import cite_one
from dragoman.ask.digest.model import Phrase, Remark, Section, Sentence, Tally
from dragoman.ask.digest.prose import Prose
from dragoman.ask.english import (
    date_words,
    list_of,
    month_words,
    number,
    plural,
)
from dragoman.ask.gifts import span_of
from dragoman.ask.record import Happening
from dragoman.ask.wording import sentence_case
from dragoman.model import (
    CHANNELS,
)

TOP = 6
"""Counterparts in the table; the others are named in a sentence."""

ALSO = 12
"""Further counterparts that are named; the rest are counted."""

LONGEST = 92
"""Days that a date may leave open and still say when contacts began and ended."""


def headline(
    circle: Circle | None,
    counted: Sequence[Happening],
    shares: Iterable[CloudShare],
    prose: Prose,
    label: str,
    when: str,
) -> Section:
    """Say with whom there was how much, first of all; on how much that rests."""
    if circle is None:
        return Section("Headline contacts")
    by_id = {happening.id: happening for happening in counted}
    groups: dict[str, dict[str, Happening]] = {}
    for partner in circle.partners:
        known = [by_id[e] for e in (*partner.events, *partner.protocol_events) if e in by_id]
        if known:
            key = partner.polity or partner.partner
            groups.setdefault(key, {}).update({happening.id: happening for happening in known})
    ranked = sorted(
        groups.items(), key=lambda g: (-sum(not is_protocol(h) for h in g[1].values()), g[0])
    )
    table = tuple(_tally(other, list(events.values()), prose) for other, events in ranked[:TOP])
    every = {id_: happening for _, events in ranked for id_, happening in events.items()}
    told = [cite_one(happening, prose.wording) for happening in every.values()]
    docs = {doc.id for happening in every.values() for doc in happening.docs}
    text = (
        f"{sentence_case(label)} had {_count(len(every), 'contact')} with "
        f"{_count(len(ranked), 'counterpart')} in {when}, as far as "
        f"{_count(len(docs), 'document')} tell{'s' if len(docs) == 1 else ''}."
    )
    lines = [(Sentence(Phrase.resting_on(text, [c for lot in told for c in lot])),)]
    rest = ranked[TOP : TOP + ALSO]
    if rest:
        lines.append((_rest(rest, len(ranked) - TOP - len(rest), prose),))
    return Section("Headline contacts", tuple(lines), tuple(_counts(circle, shares, prose)), table)


def _count(n: int, noun: str) -> str:
    return f"{number(n)} {noun}{'' if n == 1 else 's'}"


def _tally(other: str, events: Sequence[Happening], prose: Prose) -> Tally:
    kinds = [h.channel for h in events if not is_protocol(h)]
    how = [plural(kinds.count(c), c.replace("_", " ")) for c in CHANNELS if c in kinds]
    text = sentence_case(prose.name(other))
    cited = [c for happening in events for c in cite_one(happening, prose.wording)]
    return Tally(
        Phrase.resting_on(text, cited),
        len(kinds),
        list_of(how),
        _span(events, prose),
        len(events) - len(kinds),
    )


def _span(events: Sequence[Happening], prose: Prose) -> str:
    """Return the first and last day that is told of some events, as far as days are."""
    spans = [span_of([day]) for h in events for day in prose.days(h)]
    known = [span for span in spans if span and (span[1] - span[0]).days < LONGEST]
    if not known:
        return ""
    first, last = min(a for a, _ in known), max(b for _, b in known)
    if first == last:
        return prose.plain(date_words(str(first)))
    start = str(first.day) if f"{first:%Y-%m}" == f"{last:%Y-%m}" else date_words(str(first))
    return prose.plain(f"{start} to {date_words(str(last))}")


def _rest(rest: Sequence[tuple[str, Mapping[str, Happening]]], more: int, prose: Prose) -> Sentence:
    """Name the counterparts that the table has no room for."""
    phrases = []
    for i, (other, events) in enumerate(rest):
        n = f" ({number(len(events))})" if len(events) > 1 else ""
        start = "Further contacts were with " if i == 0 else ""
        last = i == len(rest) - 1
        joint = "and " if last and i and not more else ""
        end = (f" and {number(more)} more." if more else ".") if last else ","
        if i == len(rest) - 2 and not more:
            end = ""
        cited = [c for h in events.values() for c in cite_one(h, prose.wording)]
        phrases.append(Phrase.resting_on(f"{start}{joint}{prose.name(other)}{n}{end}", cited))
    return Sentence(phrases[0], tuple(phrases[1:]))


def _counts(circle: Circle, shares: Iterable[CloudShare], prose: Prose) -> Iterator[Remark]:
    known = {(s.cloud, s.known): s for s in sorted(shares, key=lambda s: s.with_verbal_message)}
    told = [share for share in known.values() if share.share is not None]
    if told:
        first, *rest = told
        share = f" ({first.share:.0%})" if first.cloud else ""
        also = "".join(
            f"; with spoken messages {s.cloud} of {s.known} ({s.share:.0%})" for s in rest
        )
        was = "was" if first.cloud == 1 else "were"
        yield Remark(
            f"Of {_count(first.known, 'contact')} whose presence is known, "
            f"{number(first.cloud) if first.cloud else 'none'}{share} {was} at a distance, by "
            f"call, video link or letter{also}."
        )
    protocol = {id_ for partner in circle.partners for id_ in partner.protocol_events}
    if protocol:
        yield Remark(
            "Letters of congratulation, condolence or greeting follow the calendar, and are in "
            f"no count of the table: {number(len(protocol))}."
        )
    earlier = before(prose.asked)
    for word in ("more", "fewer"):
        changed = [one for one in (*circle.partners, *circle.gone) if one.change == word]
        if changed and earlier:
            names = [
                f"{prose.name(p.partner)} ({p.n_events} against {p.n_before})"
                for p in changed[:TOP]
            ]
            yield Remark(f"Clearly {word} than in {month_words(earlier.words)}: {list_of(names)}.")
