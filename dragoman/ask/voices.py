"""What was said about a topic, an event or a state: by whom, where, and on which side."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from dragoman.ask.book import Answer, Basis, Book, require_claims
from dragoman.ask.nothing import require_documents
from dragoman.ask.record import Happening, happenings
from dragoman.ask.show import find_event
from dragoman.ask.window import Placing, Window, between, place
from dragoman.model import PARTY_ROLES, InputError, NothingFound, Stance
from dragoman.model.config import did_you_mean

_FILE = Path(__file__).with_name("voices.yml")


class VoiceKind(StrEnum):
    """What sort of speaker it is, by office or by the words for them."""

    OFFICIALS = "officials"
    MEDIA = "media"
    EXPERTS = "experts"
    NETIZENS = "netizens"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Voice:
    """What one speaker said, in the words of the first document that has them.

    The stance is that of the words, towards what they speak of: not necessarily towards the
    topic or event that was asked for.
    """

    statement: str
    kind: str
    speaker: str  # an id, or the words where nobody is known
    speaker_words: str  # as the document has them
    office: str | None  # on the day
    polity: str | None  # the state or organization that the speaker belongs to
    source: str  # the outlet, else the file
    outlet: str | None
    side: str | None  # whose account the document gives
    published: str | None
    cue: str
    quote: str
    stance: str
    topics: tuple[str, ...]
    about: tuple[str, ...]
    near: str | None  # of an event: "report" it stands in its report, "parties" it is on them
    doc_id: str
    start: int
    end: int
    documents: tuple[str, ...]  # all that have the same words; copies of one text
    claims: tuple[str, ...]  # the statements' ids; never empty

    def __post_init__(self) -> None:
        require_claims(f"what {self.speaker_words!r} said", self.claims)


@dataclass(frozen=True, slots=True)
class VoiceCount:
    """How many statements share a kind of speaker, an outlet, a side or a speaker."""

    by: str  # kind, outlet, side, state (of the speaker) or speaker
    key: str
    n: int
    supports: int
    opposes: int
    neutral: int
    undecided: int
    n_documents: int


@dataclass(frozen=True, slots=True)
class Voices(Answer[Voice]):
    """Statements with counts, and what was left out."""

    counts: tuple[VoiceCount, ...] = ()
    event: str | None = None
    undated: int = 0  # statements of documents whose day does not settle whether they are asked
    copied: int = 0  # repetitions in copies of one text, counted once

    def sentence(self) -> str:
        """Say in one sentence how much the answer rests on."""
        n, n_docs = len(self.rows), self.basis.n_documents
        outlets = f" ({', '.join(self.basis.outlets)})" if self.basis.outlets else ""
        left = [
            f"{many} {what}"
            for many, what in (
                (self.undated, "in documents without a day"),
                (self.copied, "repeated in copies"),
            )
            if many
        ]
        tail = f" Not counted: {'; '.join(left)}." if left else ""
        return (
            f"{n} statement{'' if n == 1 else 's'} in {n_docs} "
            f"document{'' if n_docs == 1 else 's'}{outlets}.{tail}"
        )


def voices(
    ledger: Book,
    *,
    topic: str | None = None,
    event: str | None = None,
    about: Collection[str] = (),
    by: str | None = None,
    kinds: Collection[VoiceKind] = (),
    stances: Collection[Stance] = (),
    since: str | None = None,
    until: str | None = None,
    docs: Collection[str] = (),
) -> Voices:
    """List what was said about a topic, an event or states; what is asked must all hold.

    A statement is near an event when it stands in a sentence that reports it, or when a
    document that reports it has a party (or somebody of one) speak of another party.

    Args:
        ledger: Open for reading.
        topic: A topic of the codebook: "trade".
        event: Id of an event, report or claim, or its start.
        about: States and organizations that the words must all name.
        by: Id of the speaker, or of the speaker's state or organization.
        kinds: Only these kinds of speakers; none given: all.
        stances: Only these; none given: all.
        since: First month (or day, or year) of publication, EDTF.
        until: Last one, counted in whole.
        docs: Only what these documents say; none given: all.

    Returns:
        One row per statement in the body of a document, by day of publication, undated ones
        last (and none where a window is asked). Copies of one text are one row.

    Raises:
        InputError: There is no such topic, the start fits several events, or the window
            means nothing.
        NothingFound: No row; the sentence says what the ledger has instead.
    """
    asked = between(since, until)
    require_documents(ledger)
    if topic is not None:
        topic = _topic(topic)
    [happening] = happenings(ledger, event=find_event(ledger, event)) if event else (None,)
    found = [
        voice
        for row in ledger.db.execute(
            _STATEMENTS,
            {
                "topic": topic,
                "about": sorted(about),
                "by": by,
                "stances": sorted(stances),
                "docs": sorted(docs) or None,
                "near": [doc.id for doc in happening.docs] if happening else None,
            },
        ).fetchall()
        if (voice := _voice(row, happening)) and (not kinds or voice.kind in kinds)
    ]
    placed = [(voice, _placed(voice, asked)) for voice in found]
    inside = [voice for voice, placing in placed if placing is Placing.INSIDE]
    rows = tuple(_once(ledger, inside))
    if not rows:
        raise _nothing(ledger, found)
    basis = Basis(
        n_events=int(happening is not None),
        n_documents=len({doc for row in rows for doc in row.documents}),
        outlets=tuple(sorted({row.outlet for row in rows if row.outlet})),
        window=asked.words if asked else "",
        withdrawn=len(ledger.withdrawn()),
    )
    return Voices(
        Voice,
        rows,
        basis,
        counts=tuple(_counts(rows)),
        event=happening.id if happening else None,
        undated=sum(placing is Placing.UNKNOWN for _, placing in placed),
        copied=len(inside) - len(rows),
    )


_STATEMENTS = """
SELECT s.statement_id, s.polity, s.office, s.person, s.name, s.speaker_quote, s.cue_quote, s.quote,
       s.stance, s.topics, s.about, s.doc_id, s."start", s."end",
       d.outlet, coalesce(nullif(d.outlet, ''), d.name, d.doc_id), d.side, d.published
FROM statements AS s JOIN documents AS d ON d.doc_id = s.doc_id
WHERE s.section = 'body'
  AND ($topic IS NULL OR list_contains(s.topics, $topic))
  AND len(list_intersect(s.about, $about::VARCHAR[])) = len($about::VARCHAR[])
  AND ($by IS NULL OR $by IN (s.polity, s.office, s.person))
  AND (len($stances::VARCHAR[]) = 0 OR list_contains($stances::VARCHAR[], s.stance))
  AND ($docs IS NULL OR s.doc_id IN (SELECT unnest($docs::VARCHAR[])))
  AND ($near IS NULL OR s.doc_id IN (SELECT unnest($near::VARCHAR[])))
ORDER BY d.published NULLS LAST, s.doc_id, s."start", s."end", s.statement_id
"""


def _voice(row: Sequence[Any], happening: Happening | None) -> Voice | None:
    """Return the voice of a row; None for one that is not near the event."""
    statement, polity, office, person, name, words, cue, quote, stance, topics, about, *where = row
    doc_id, start, end, outlet, source, side, published = where
    near = _near(happening, doc_id, start, end, polity, about) if happening else None
    if happening and near is None:
        return None
    return Voice(
        statement,
        kind_of(words, polity=polity, office=office, named=bool(person or name)),
        person or name or office or polity or words,
        words,
        office,
        polity,
        source,
        outlet or None,
        side or None,
        published,
        cue,
        quote,
        stance,
        tuple(topics),
        tuple(about),
        near,
        *(doc_id, start, end),
        (doc_id,),
        (statement,),
    )


def _near(
    happening: Happening, doc_id: str, start: int, end: int, polity: str | None, about: list[str]
) -> str | None:
    for report in happening.counted:
        if report.doc.id == doc_id and report.start < end and start < report.end:
            return "report"
    parties = {c.polity for c in happening.having(*PARTY_ROLES) if c.polity}
    return "parties" if polity in parties and parties & set(about) - {polity} else None


def kind_of(
    words: str, *, polity: str | None = None, office: str | None = None, named: bool = False
) -> VoiceKind:
    """Say what sort of speaker somebody is.

    Args:
        words: The words for the speaker, as the document has them.
        polity: The state or organization, where one is known.
        office: The office, where one is known.
        named: A person is named.

    >>> str(kind_of("overseas netizens")), str(kind_of("China", polity="st:chn"))
    ('netizens', 'officials')
    """
    if office:
        return VoiceKind.OFFICIALS
    for kind, pattern in _kinds():
        if pattern.search(words):
            return kind
    # A state that speaks does so by its officials; a citizen of it need not be one.
    return VoiceKind.OFFICIALS if polity and not named else VoiceKind.OTHER


def raw_kinds() -> list[Mapping[str, Any]]:
    """Return what `voices.yml` holds, with its examples."""
    import yaml

    found: list[Mapping[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


@cache
def _kinds() -> tuple[tuple[VoiceKind, re.Pattern[str]], ...]:
    return tuple(
        (
            VoiceKind(entry["kind"]),
            re.compile(
                r"\b(?:"
                + "|".join(
                    re.escape(word).replace(r"\*", r"\w*") for word in entry["words"].split(", ")
                )
                + r")\b",
                re.IGNORECASE,
            ),
        )
        for entry in raw_kinds()
    )


def _topic(typed: str) -> str:
    from dragoman.extract.details.book import load_topics

    known = [str(entry["id"]) for entry in load_topics()]
    word = typed.strip().lower().replace(" ", "-").replace("_", "-")
    if word not in known:
        raise InputError(
            f"the topic {typed!r} is none of {', '.join(known)}{did_you_mean(word, tuple(known))}"
        )
    return word


def _placed(voice: Voice, asked: Window | None) -> Placing:
    if asked is None:
        return Placing.INSIDE
    return place((voice.published,) if voice.published else (), asked)


def _once(ledger: Book, found: Iterable[Voice]) -> Iterator[Voice]:
    """Yield each statement once, though copies of its document repeat it."""
    copies = dict(ledger.db.execute("SELECT doc_id, group_id FROM copies").fetchall())
    groups: dict[tuple[str, str, str], list[Voice]] = {}
    for voice in found:
        words = " ".join(voice.quote.split()).casefold()
        group = copies.get(voice.doc_id)
        key = (group, voice.speaker, words) if group else (voice.statement, "", "")
        groups.setdefault(key, []).append(voice)
    for first, *more in groups.values():
        same = (first, *more)
        yield replace(
            first,
            documents=tuple(dict.fromkeys(voice.doc_id for voice in same)),
            claims=tuple(dict.fromkeys(voice.statement for voice in same)),
        )


_KEYS: Mapping[str, Callable[[Voice], str]] = {
    "kind": lambda voice: voice.kind,
    "outlet": lambda voice: voice.outlet or "(not known)",
    "side": lambda voice: voice.side or "(not known)",
    "state": lambda voice: voice.polity or "(not known)",
    "speaker": lambda voice: voice.speaker,
}


def _counts(rows: Sequence[Voice]) -> Iterator[VoiceCount]:
    for by, key_of in _KEYS.items():
        groups: dict[str, list[Voice]] = {}
        for row in rows:
            groups.setdefault(key_of(row), []).append(row)
        for key, group in sorted(groups.items(), key=lambda e: (-len(e[1]), e[0])):
            stances = [row.stance for row in group]
            yield VoiceCount(
                by,
                key,
                len(group),
                stances.count(Stance.SUPPORTS),
                stances.count(Stance.OPPOSES),
                stances.count(Stance.NEUTRAL),
                stances.count(Stance.UNDECIDED),
                len({doc for row in group for doc in row.documents}),
            )


_INSTEAD = """
SELECT (SELECT count(*) FROM statements WHERE section = 'body'),
       (SELECT list(topic) FROM (
            SELECT unnest(topics) AS topic FROM statements WHERE section = 'body'
            GROUP BY topic ORDER BY count(*) DESC, topic LIMIT 5)),
       (SELECT list(who) FROM (
            SELECT unnest(about) AS who FROM statements WHERE section = 'body'
            GROUP BY who ORDER BY count(*) DESC, who LIMIT 5))
"""


def _nothing(ledger: Book, found: Sequence[Voice]) -> NothingFound:
    if found:
        days = sorted(voice.published for voice in found if voice.published)
        when = f"published from {days[0]} to {days[-1]}" if days else "none of known day"
        return NothingFound(
            f"Nobody said anything of the kind in that window; outside it there "
            f"{'is 1 statement' if len(found) == 1 else f'are {len(found)} statements'}, {when}."
        )
    n, topics, about = ledger.db.execute(_INSTEAD).fetchone() or (0, None, None)
    if not n:
        return NothingFound("The documents of this ledger have nobody say anything.")
    return NothingFound(
        f"No statement of this ledger is of that kind. It holds {n}, most often on "
        f"{', '.join(topics or ()) or 'no known topic'}, and about "
        f"{', '.join(about or ()) or 'nobody'}. Ask for less at once."
    )
