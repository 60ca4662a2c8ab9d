"""What is planned, what the claims checked came to, and who is quoted."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from dragoman.ask.book import Book
from dragoman.ask.check import CheckRow, Facts, check
from dragoman.ask.digest.citing import cite_claims, cite_words
from dragoman.ask.digest.model import Phrase, Remark, Section, Sentence
from dragoman.ask.digest.prose import QUOTE, Prose
from dragoman.ask.digest.telling import Verb, tell
from dragoman.ask.english import (
    clip,
    either,
    month_words,
    number,
    on,
    plural,
    quoted,
)
from dragoman.ask.plan import Outcome, Plan, plan_of
from dragoman.ask.record import DocRow, Happening, documents, happenings
from dragoman.ask.stats.claims import Verdict
from dragoman.ask.voices import Voice, VoiceKind, voices
from dragoman.ask.wording import VERBS, WORDS, sentence_case
from dragoman.model import (
    CONTACT_CHANNELS,
    Channel,
    NothingFound,
    Status,
)
from dragoman.model.note import CheckKind

MOST = 6
"""Claims that are told; the others are counted."""

PLANS = 10
"""Plans that are told; the others are counted."""

CUE = 40
"""Characters of the words by which something is said: "stressed"."""

# "pointed that" is no English; of all verbs of speech only this one has a word behind it.
_BEHIND = {"point": "out", "points": "out", "pointed": "out", "pointing": "out"}
_SAID = frozenset({"said", "says", "told", "tells", "tweeted", "wrote", ":"})
"""Words of saying for which a colon does."""

_DAYS = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?(?:/\d{4}-\d\d-\d\d)?\b")

SIDES, QUOTES = 4, 2
"""Sides that are quoted, and how often each."""

PLANNED_CHANNELS = CONTACT_CHANNELS | {
    Channel.AGREEMENT,
    Channel.JOINT_STATEMENT,
    Channel.COMMEMORATION,
    Channel.EXERCISE,
    Channel.COOPERATION,
    Channel.CREDENTIALS,
    Channel.RELATIONS,
    Channel.SANCTION,
}
"""What a plan is told of: to praise or to criticise is no plan."""

_ENDS: Mapping[Outcome, tuple[str, str]] = {
    Outcome.OPEN: ("is", ""),
    Outcome.HELD: ("was", ", which took place"),
    Outcome.CANCELLED: ("was", ", which was called off"),
    Outcome.POSTPONED: ("was", ", which was put off without a new day"),
    Outcome.DENIED: ("was", ", which is denied"),
    Outcome.UNKNOWN: ("was", ""),
}
"""How a plan is told that ended so: the verb, and what follows."""

_VERDICTS: Mapping[str, str] = {
    Verdict.CONTRADICTED: "the record contradicts it",
    Verdict.DEFINITION: "it depends on how one counts",
    Verdict.SUPPORTED: "the record supports it",
    Verdict.NOT_CONFIRMED: "the record does not confirm it",
}
"""The verdicts that are told, in this order."""


def planned(
    found: Iterable[Happening], as_of: date | None, prose: Prose, weights: Mapping[str, float]
) -> Section:
    """Tell plans with what became of them, those of most weight."""
    verbs: dict[str, Verb] = {}
    outcomes: dict[str, Outcome] = {}
    told: list[Happening] = []
    others = 0
    for happening in found:
        plan = plan_of(happening, as_of)
        outcome = plan.outcome if plan else _OUTCOMES.get(happening.status)
        if outcome is None or Channel(happening.channel) not in PLANNED_CHANNELS:
            others += 1
            continue
        be, end = _ENDS[outcome]
        todo = VERBS[Channel(happening.channel)][1]
        moved = _moved(plan, prose) if plan else ""
        several = {"is": "are", "was": "were"}[be]
        verbs[happening.id] = Verb(f"{be} to {todo}", f"{several} to {todo}", f"{moved}{end}")
        outcomes[happening.id] = outcome
        told.append(happening)
    told.sort(key=lambda h: (not h.first_day, -weights[h.id], h.sort_key))
    shown = told[:PLANS]
    others += len(told) - len(shown)
    remarks = []
    if any(outcomes[happening.id] is Outcome.UNKNOWN for happening in shown):
        remarks.append(
            "Of what \u201cwas to\u201d be, and nothing more is said, no document here tells what "
            "came of it."
        )
    if others:
        remarks.append(
            f"{number(others).capitalize()} more of less weight, or only possible: "
            "'dragoman plans LEDGER' and 'dragoman events LEDGER --status hypothetical'."
        )
    return Section("Plans", tell(shown, prose, weights, verbs), tuple(map(Remark, remarks)))


_OUTCOMES: Mapping[str, Outcome] = {
    Status.PLANNED: Outcome.OPEN,
    Status.CANCELLED: Outcome.CANCELLED,
    Status.DENIED: Outcome.DENIED,
}


def _moved(plan: Plan, prose: Prose) -> str:
    if not plan.moved_to or not plan.for_when:
        return ""
    before, after = (
        prose.plain(either(days) if len(days) > 1 else on(days[0]))
        for days in (plan.for_when, plan.moved_to[-1:])
    )
    return f", first announced as {before} and moved to {after.split(' ', 1)[-1]}"


def checked(
    ledger: Book, register: Facts, who: str, told: Sequence[Happening], prose: Prose
) -> Section:
    """Say of what documents count whether the record bears it out."""
    title = "Claims checked"
    events = {happening.id for happening in told}
    try:
        found = check(ledger, register, who=who).rows
    except NothingFound:
        return Section(title)
    rows = {(row.words, row.verdict): row for row in reversed(found) if row.event in events}
    ranked = sorted(
        (row for row in rows.values() if row.verdict in _VERDICTS),
        key=lambda row: (list(_VERDICTS).index(row.verdict), row.said_on or "~", row.claims),
    )
    outside = {event for row in ranked[:MOST] for event in row.events} - events
    among = (*told, *(happenings(ledger, among=outside) if outside else ()))
    paragraphs = tuple((_verdict(row, among, prose),) for row in ranked[:MOST])
    remarks = []
    more, refused = len(ranked) - MOST, len(rows) - len(ranked)
    if more > 0 or refused:
        left = [f"{number(more)} more"] if more > 0 else []
        left += [f"{number(refused)} that the record cannot settle"] if refused else []
        remarks.append(
            Remark(
                f"Not told here: {' and '.join(left)}; 'dragoman check LEDGER --actor {who}' "
                "lists them with the reasons."
            )
        )
    return Section(title, paragraphs, tuple(remarks))


def _verdict(row: CheckRow, among: Sequence[Happening], prose: Prose) -> Sentence:
    said_by = clip(row.said_by.split(" > ")[-1], WORDS)
    text = f"{quoted(row.words, WORDS)}, says {said_by}: {_VERDICTS[row.verdict]}."
    because = row.because
    if row.verdict == Verdict.DEFINITION:
        because = f"{'; '.join(one.split('. ')[0] for one in row.readings)}."
    elif row.verdict == Verdict.NOT_CONFIRMED and row.recorded is not None:
        because = f"It has {number(row.recorded)} of {number(row.number or 0)}, this one included."
    elif row.kind == CheckKind.ANNIVERSARY and row.readings:
        because = row.readings[0]
    because = _DAYS.sub(lambda match: month_words(match[0]), because)
    chance = row.completeness() if row.verdict != Verdict.CONTRADICTED else ""
    text = " ".join(part for part in (text, sentence_case(because), chance) if part)
    return Sentence(
        Phrase.resting_on(text, cite_claims(row.claims, among, prose.wording)), events=(row.event,)
    )


def said(
    ledger: Book, told: Sequence[Happening], prose: Prose, *, since: str, until: str
) -> Section:
    """Quote what the sides say of one another, each as often as the others.

    Statements of documents that tell of the brief's events, or were published in its window:
    what others say of the brief's state, and what it says of them.
    """
    if not prose.home:
        return Section("Voices")
    docs = {doc.id for happening in told for doc in happening.docs}
    others = {c.polity for h in told for c in h.claims if c.polity and c.polity != prose.home}
    by_side: dict[str, list[Voice]] = {}
    near = _published(ledger, docs, since, until)
    for voice in _voices(ledger, prose.home, near):
        if not voice.polity and voice.kind in (VoiceKind.OTHER, VoiceKind.OFFICIALS):
            continue  # "they", "a lawyer": nobody whose side is known
        if voice.speaker_words in voice.quote:
            continue  # the whole sentence, and not what was said in it
        inside = voice.doc_id in docs or since <= (voice.published or "") <= f"{until}~"
        own = voice.polity == prose.home
        if not inside or not (others & set(voice.about) if own else prose.home in voice.about):
            continue
        by_side.setdefault(voice.polity or voice.kind, []).append(voice)
    ranked = sorted(by_side, key=lambda s: (s != prose.home, s not in others, -len(by_side[s]), s))
    chosen = [_best(by_side[side], docs) for side in ranked[:SIDES]]
    labels = documents(ledger, {voice.doc_id for lot in chosen for voice in lot})
    paragraphs = tuple(
        tuple(_quotation(voice, labels[voice.doc_id], prose) for voice in lot) for lot in chosen
    )
    n = sum(len(lot) for lot in by_side.values())
    more = n - sum(len(lot) for lot in chosen)
    remarks = []
    if n:
        left = (
            f" {plural(more, 'more statement')}: 'dragoman voices LEDGER --about {prose.home}'."
            if more
            else ""
        )
        remarks.append(
            Remark(f"Quoted are the words of the documents, also where they report speech.{left}")
        )
    return Section("Voices", paragraphs, tuple(remarks))


_HAS_STATEMENTS = """
SELECT count(*) FROM information_schema.columns
WHERE table_name = 'statements' AND column_name = 'stance'
"""


def has_statements(ledger: Book) -> bool:
    """Return whether the record holds what was said, and not events alone."""
    return ledger.db.execute(_HAS_STATEMENTS).fetchall() != [(0,)]


# With the copies of what was published then, so that each text stays its first publisher's.
_PUBLISHED = """
WITH near AS (
    SELECT doc_id FROM documents
    WHERE doc_id IN (SELECT unnest($docs::VARCHAR[])) OR published BETWEEN $since AND $until || '~')
SELECT doc_id FROM near UNION SELECT doc_id FROM copies WHERE group_id IN (
    SELECT group_id FROM copies WHERE doc_id IN (SELECT doc_id FROM near))
"""


def _published(ledger: Book, docs: Iterable[str], since: str, until: str) -> list[str]:
    """Return these documents and those published in a window."""
    asked = {"docs": sorted(docs), "since": since, "until": until}
    return [doc for (doc,) in ledger.db.execute(_PUBLISHED, asked).fetchall()]


def _voices(ledger: Book, home: str, docs: Sequence[str]) -> Iterator[Voice]:
    if not docs or not has_statements(ledger):
        return
    seen: set[str] = set()
    for filters in ({"by": home}, {"about": (home,)}):
        try:
            rows = voices(ledger, docs=docs, **filters).rows
        except NothingFound:
            continue
        yield from (row for row in rows if row.statement not in seen)
        seen |= {row.statement for row in rows}


def _best(found: Sequence[Voice], docs: Iterable[str]) -> list[Voice]:
    """Choose quotations: with a stance, on the brief's events, by several people, not too long."""
    behind = set(docs)

    def rank(voice: Voice) -> tuple[bool, bool, int, str]:
        n = len(voice.quote)
        return (
            voice.stance == "neutral",
            voice.doc_id not in behind,
            abs(n - QUOTE // 2) if n > QUOTE // 4 else QUOTE,
            voice.statement,
        )

    best: dict[str, Voice] = {}
    for voice in sorted(found, key=rank):
        best.setdefault(voice.speaker, voice)
    return list(best.values())[:QUOTES]


def _quotation(voice: Voice, doc: DocRow, prose: Prose) -> Sentence:
    cited = cite_words(voice.claims, voice.quote, doc, prose.wording)
    return Sentence(Phrase.resting_on(_voice(voice, prose), [cited]))


def _voice(voice: Voice, prose: Prose) -> str:
    known = voice.speaker.startswith(("pe:", "of:", "st:", "og:"))
    called = prose.name(voice.speaker) if known else clip(voice.speaker_words, WORDS)
    state = (
        f" ({prose.name(voice.polity, article=False)})"
        if voice.polity not in (None, voice.speaker, prose.home) and voice.speaker[:3] != "of:"
        else ""
    )
    said = voice.quote.strip().strip('\u201c\u201d"')
    cue = clip(voice.cue, CUE)
    cue = " ".join(filter(None, (cue, _BEHIND.get(cue.casefold()))))
    verb = ":" if cue.casefold() in _SAID else f" {cue}"
    return f"{sentence_case(called)}{state}{verb} {quoted(said, prose.quote_chars)}."
