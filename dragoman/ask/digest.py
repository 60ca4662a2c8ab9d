"""What a desk officer would note of somebody's month: sentences that each cite the record."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dragoman.ask.book import Basis, Book
from dragoman.ask.channels import CloudShare, cloud_share
from dragoman.ask.circle import counterparts
from dragoman.ask.nothing import nothing, require_documents
from dragoman.ask.record import (
    BODY,
    PLACED_STATUSES,
    ClaimRow,
    Happening,
    ReportRow,
    happenings,
    sort_out,
)
from dragoman.ask.show import disagreements
from dragoman.ask.window import Placing, Window, place, window
from dragoman.ask.wording import Wording, list_of, month_words, plural, value_words
from dragoman.model import CONTACT_CHANNELS, PARTY_ROLES, Channel, Role

CITED_ROLES = frozenset({*PARTY_ROLES, *Role} - {Role.TOPIC})
"""The claims that a sentence on an event rests on."""

TOP = 6
"""How many counterparts the headline names; the rest are counted."""

_SECTIONS: tuple[tuple[str, frozenset[Channel]], ...] = (
    (
        "Letters and calls",
        frozenset(
            {
                Channel.LETTER,
                Channel.CALL,
                Channel.VIDEO_MEETING,
                Channel.VERBAL_MESSAGE,
                Channel.GIFT,
            }
        ),
    ),
    (
        "Visits and meetings",
        frozenset(
            {
                Channel.VISIT,
                Channel.MEETING,
                Channel.DIALOGUE,
                Channel.NEGOTIATION,
                Channel.SUMMIT,
                Channel.COMMEMORATION,
                Channel.CREDENTIALS,
            }
        ),
    ),
    ("Aid", frozenset({Channel.AID})),
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A claim behind a phrase, with all that is needed to read it in its document."""

    claim: str
    report: str
    doc_id: str
    outlet: str | None
    title: str | None
    url: str | None
    published: str | None
    side: str | None  # whose account the document gives, as a label
    name: str | None
    sentence: str  # the sentence that reports the event
    start: int | None  # the claim's words in it; None when they stand elsewhere
    end: int | None
    words: str
    speakers: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the digest and what they rest on: always at least one citation."""

    text: str
    first: Citation
    more: tuple[Citation, ...] = ()

    @classmethod
    def resting_on(cls, text: str, citations: Sequence[Citation]) -> "Phrase":
        """Return the phrase; refuse it without a citation.

        Raises:
            ValueError: `citations` is empty.
        """
        if not citations:
            raise ValueError(f"the phrase {text!r} cites nothing, and a digest says no such thing")
        return cls(text, citations[0], tuple(citations[1:]))

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All of them; never empty."""
        return (self.first, *self.more)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the digest: one phrase or several, each with its own citations."""

    first: Phrase
    more: tuple[Phrase, ...] = ()
    event: str | None = None
    told_by: tuple[str, ...] = ()  # outlets, and whose account each is where that is known

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """All of them; never empty."""
        return (self.first, *self.more)

    @property
    def text(self) -> str:
        """The words without the citations."""
        return " ".join(phrase.text for phrase in self.phrases)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the ledger: a count, a gap, a refusal. Asserts nothing of the world."""

    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of sentences; `remarks` stand under them."""

    title: str
    sentences: tuple[Sentence, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """A month of somebody's, as far as the record shows."""

    who: str
    label: str
    window: str
    when: str  # the window in words: "August 2020"
    sections: tuple[Section, ...]
    basis: Basis
    n_counterparts: int
    shares: tuple[CloudShare, ...]

    @property
    def title(self) -> str:
        """What to print above it."""
        return f"{self.label}, {self.when}"


def digest(
    ledger: Book, who: str, month: str, *, names: Callable[[str], str] = lambda id_: id_
) -> Digest:
    """Write down somebody's month from the record.

    Args:
        ledger: Open for reading.
        who: Actor id.
        month: EDTF month; a day, a year or a range will do.
        names: What to call an id: `Register.label`.

    Returns:
        Sections in the order of a desk officer's note. Events that happened or go on and
        fall in the window stand under their channels; plans stand apart when they are for
        the window or were announced in it. What the record cannot answer stands in the
        last section.

    Raises:
        InputError: `month` is no window of time.
        NothingFound: Neither an event nor a plan; the sentence says what there is.
    """
    asked = window(month)
    require_documents(ledger)
    found = happenings(ledger, who=who)
    told = sort_out(found, asked=asked, channels=set(Channel))
    counted = tuple(h for h in told.counted if counterparts(h, who))
    plans = tuple(_plans(found, asked))
    if not counted and not plans:
        raise nothing(ledger, who, asked)
    wording = Wording(names, _home(who, counted + plans))
    shares = tuple(cloud_share(counted, with_verbal_message=flag) for flag in (False, True))
    basis = told.basis(ledger, counted, asked=asked, alone=len(told.counted) - len(counted))
    by_other = _by_counterpart(counted, who)
    sections = [_headline(by_other, shares, wording)]
    placed: set[Channel] = set()
    for title, channels in _SECTIONS:
        placed |= channels
        sections.append(_section(title, counted, channels, wording))
    others = _section("Agreements and other acts", counted, set(Channel) - placed, wording)
    sections += [others] if others.sentences else []
    sections.append(Section("Plans", tuple(_event_sentence(plan, wording) for plan in plans)))
    sections.append(
        Section("Where documents disagree", tuple(_differences(counted + plans, wording)))
    )
    sections.append(
        Section("What is missing", (), tuple(_missing(counted, basis, shares, wording)))
    )
    return Digest(
        who,
        names(who),
        asked.words,
        month_words(asked.words),
        tuple(sections),
        basis,
        len(by_other),
        shares,
    )


def _home(who: str, found: Iterable[Happening]) -> str | None:
    """Return the polity whose people need no country in brackets."""
    if who.startswith(("st:", "og:")):
        return who
    for happening in found:
        for claim in happening.claims:
            if claim.is_about(who) and claim.polity:
                return claim.polity
    return None


def _plans(found: Iterable[Happening], asked: Window) -> Iterator[Happening]:
    for happening in found:
        if happening.status in PLACED_STATUSES or happening.section != BODY:
            continue
        said = tuple(doc.published for doc in happening.docs if doc.published)
        if place(happening.dates, asked) is Placing.INSIDE or (
            said and place(said, asked) is Placing.INSIDE
        ):
            yield happening


def _by_counterpart(counted: Iterable[Happening], who: str) -> dict[str, list[Happening]]:
    """Group contacts by the state or organization on the other side, most contacts first."""
    groups: dict[str, list[Happening]] = defaultdict(list)
    for happening in counted:
        if happening.channel not in CONTACT_CHANNELS:
            continue
        others = {
            claim.polity or claim.actor
            for claims in counterparts(happening, who).values()
            for claim in claims
        }
        for other in others:
            groups[other].append(happening)
    return dict(sorted(groups.items(), key=lambda entry: (-len(entry[1]), entry[0])))


def _headline(
    by_other: dict[str, list[Happening]], shares: Iterable[CloudShare], wording: Wording
) -> Section:
    sentences = []
    for other, group in list(by_other.items())[:TOP]:
        kinds: dict[str, int] = defaultdict(int)
        for happening in group:
            kinds[happening.channel] += 1
        told = list_of([plural(n, channel.replace("_", " ")) for channel, n in kinds.items()])
        docs = {doc.id for happening in group for doc in happening.docs}
        text = f"With {wording.name(other)}: {told} ({plural(len(docs), 'document')})."
        cited = [
            citation
            for happening in group
            for citation in _citations(happening, PARTY_ROLES | {Role.DATE}, wording)
        ]
        sentences.append(Sentence(Phrase.resting_on(text, cited)))
    rest = len(by_other) - TOP
    remarks = [Remark(f"{plural(rest, 'more counterpart')} below.")] if rest > 0 else []
    remarks += [Remark(share.sentence()) for share in shares if not share.refused]
    return Section("Headline contacts", tuple(sentences), tuple(remarks))


def _section(
    title: str, counted: Iterable[Happening], channels: Iterable[Channel], wording: Wording
) -> Section:
    wanted = set(channels)
    return Section(
        title,
        tuple(_event_sentence(h, wording) for h in counted if h.channel in wanted),
    )


def _event_sentence(happening: Happening, wording: Wording) -> Sentence:
    return Sentence(
        Phrase.resting_on(wording.event(happening), _citations(happening, CITED_ROLES, wording)),
        event=happening.id,
        told_by=tuple(_told_by(happening, wording)),
    )


def _told_by(happening: Happening, wording: Wording) -> Iterator[str]:
    seen: set[str] = set()
    for doc in happening.docs:
        side = f" ({wording.name(doc.side, article=False)}\u2019s account)" if doc.side else ""
        label = f"{doc.label}{side}"
        if label not in seen:
            seen.add(label)
            yield label


def _citations(happening: Happening, roles: Iterable[Role], wording: Wording) -> list[Citation]:
    wanted = set(roles)
    return [
        _citation(report, claim, wording)
        for report in happening.counted
        for claim in report.claims
        if claim.role in wanted
    ]


def _citation(report: ReportRow, claim: ClaimRow, wording: Wording) -> Citation:
    doc = report.doc
    inside = report.start <= claim.start and claim.end <= report.end
    return Citation(
        claim.id,
        report.id,
        doc.id,
        doc.outlet,
        doc.title,
        doc.url,
        doc.published,
        wording.name(doc.side, article=False) if doc.side else None,
        doc.name,
        report.quote,
        claim.start - report.start if inside else None,
        claim.end - report.start if inside else None,
        claim.quote,
        report.speakers,
        claim.rule,
    )


def _differences(found: Iterable[Happening], wording: Wording) -> Iterator[Sentence]:
    for happening in found:
        by_claim = {
            claim.id: (report, claim) for report in happening.counted for claim in report.claims
        }
        for difference in disagreements(happening):
            phrases: list[Phrase] = []
            for account in difference.accounts:
                values = list_of(
                    [value_words(value, wording.name) for value in account.values], "and"
                )
                start = f"{wording.about(happening, difference.about)}. " if not phrases else ""
                end = "." if account is difference.accounts[-1] else ";"
                phrases.append(
                    Phrase.resting_on(
                        f"{start}{account.outlet} says {values}{end}",
                        [_citation(*by_claim[claim], wording) for claim in account.claims],
                    )
                )
            yield Sentence(phrases[0], tuple(phrases[1:]), event=happening.id)


def _missing(
    counted: Sequence[Happening],
    basis: Basis,
    shares: Iterable[CloudShare],
    wording: Wording,
) -> Iterator[Remark]:
    for share in shares:
        if share.refused:
            yield Remark(share.sentence())
    single = sum(len(happening.docs) == 1 for happening in counted)
    if single:
        yield Remark(f"{single} of {plural(len(counted), 'event')} rest on one document each.")
    sides = [{doc.side for doc in happening.docs} for happening in counted]
    one = sum(len(known) == 1 and None not in known for known in sides)
    if one:
        yield Remark(
            f"{one} of {plural(len(counted), 'event')} are told only by documents of one side."
        )
    left_out = replace(basis, not_happened=0).left_out()  # plans have their own section
    if left_out:
        yield Remark(f"Left out of the sentences above: {'; '.join(left_out)}.")
    yield Remark(
        "What is not in the ledger may still have happened: it holds only the documents "
        "that were read into it."
    )


__all__ = [
    "Citation",
    "Digest",
    "Phrase",
    "Remark",
    "Section",
    "Sentence",
    "digest",
]
