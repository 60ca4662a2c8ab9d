"""What a desk officer would note of somebody's month: sentences that each cite the record."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from dragoman.ask.book import Basis, Book
from dragoman.ask.check import Facts
from dragoman.ask.circle import Circle, circle, counterparts
from dragoman.ask.cloud import cloud_share
from dragoman.ask.coverage import DOMINANT
from dragoman.ask.digest.choice import choose, weight
from dragoman.ask.digest.citing import MOST_DOCUMENTS, n_uncited
from dragoman.ask.digest.differing import differences
from dragoman.ask.digest.headline import headline
from dragoman.ask.digest.model import Digest, Remark, Section
from dragoman.ask.digest.prose import Prose
from dragoman.ask.digest.sections import checked, planned, said
from dragoman.ask.digest.telling import Verb, tell
from dragoman.ask.english import list_of, month_words, number, plural
from dragoman.ask.gifts import Stage, gifts_of
from dragoman.ask.nothing import nothing, require_documents
from dragoman.ask.plan import last_day
from dragoman.ask.record import BODY, PLACED_STATUSES, Happening, happenings, sort_out
from dragoman.ask.unwatched import unwatched
from dragoman.ask.window import Placing, Window, place, window
from dragoman.model import Channel, NothingFound, Status

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
    (
        "Agreements and other acts",
        frozenset(
            {
                Channel.AGREEMENT,
                Channel.JOINT_STATEMENT,
                Channel.RELATIONS,
                Channel.EXERCISE,
                Channel.COOPERATION,
                Channel.SUPPORT,
                Channel.CONCESSION,
            }
        ),
    ),
    (
        "Disputes and pressure",
        frozenset(
            {
                Channel.CRITICISM,
                Channel.REJECTION,
                Channel.REQUEST,
                Channel.PROTEST,
                Channel.SUMMON,
                Channel.THREAT,
                Channel.EXPULSION,
                Channel.SANCTION,
                Channel.FORCE,
            }
        ),
    ),
)

FEW = 5
"""Under so many documents it is no finding that most are of one side."""

_STAGES: Mapping[str, str] = {
    Stage.PLEDGED: "pledged aid to",
    Stage.UNDER_WAY: "was giving aid to",
}


@unwatched()
def digest(
    ledger: Book,
    who: str,
    month: str,
    *,
    names: Callable[[str], str] = lambda id_: id_,
    register: Facts | None = None,
    quote_chars: int = 400,
) -> Digest:
    """Write down somebody's month from the record.

    Args:
        ledger: Open for reading.
        who: Actor id.
        month: EDTF month; a day, a year or a range will do.
        names: What to call an id: `Register.label`.
        register: Against what claims are checked ("72nd anniversary"); None: none is.
        quote_chars: The longest quotation that may leave the ledger, in characters.

    Returns:
        Sections in the order of a desk officer's note. Events that happened or go on and
        fall in the window stand under their channels, those of most weight first; plans stand
        apart when they are for the window or were announced in it. What was left out for want
        of room, and what the record cannot answer, is counted.

    Raises:
        InputError: `month` is no window of time.
        NothingFound: Neither an event nor a plan; the sentence says what there is.
    """
    asked = window(month)
    require_documents(ledger)
    found = happenings(ledger, who=who, near=asked)
    told = sort_out(found, asked=asked, channels=set(Channel))
    counted = tuple(h for h in told.counted if counterparts(h, who))
    plans = tuple(_plans(ledger, who, found, asked))
    if not counted and not plans:
        raise nothing(ledger, who, asked)
    home = _home(who, counted + plans)
    prose = Prose(_called(names, register), home, asked, (*counted, *plans), quote_chars)
    contacts = _circle(ledger, who, month)
    new = {one.partner for one in contacts.partners if not one.n_before} if contacts else set()
    weights = {h.id: weight(h, new) for h in (*counted, *plans)}
    pledges = {h.id for h in plans if h.channel == Channel.AID and h.status == Status.PLANNED}
    groups = [
        _of(title, counted + tuple(h for h in plans if h.id in pledges)) for title, _ in _SECTIONS
    ]
    chosen = choose(groups, weights)
    channels = [(event.channel, [doc.id for doc in event.docs]) for event in counted]
    shares = tuple(cloud_share(channels, with_verbal_message=flag) for flag in (False, True))
    basis = told.basis(ledger, counted, asked=asked, alone=len(told.counted) - len(counted))
    when = month_words(asked.words)
    sections = [headline(contacts, counted, shares, prose, prose.name(who), when)]
    sections += _acts(ledger, groups, chosen, prose, weights, who, asked)
    rest = [h for h in plans if h.id not in pledges]
    shown = [h for h in counted if h.id in chosen]
    sections += [
        planned(rest, last_day(ledger), prose, weights),
        differences(ledger, (*counted, *rest), prose, weights),
        checked(ledger, register, who, (*counted, *rest), prose)
        if register
        else Section(
            "Claims checked", remarks=(Remark("None was checked, for want of a register."),)
        ),
        said(ledger, counted, prose, since=str(asked.first), until=str(asked.last)),
    ]
    missing = _missing(sections, counted, shown, basis, contacts, prose, asked)
    sections = [section for section in sections if not section.is_empty]
    return Digest(
        who,
        names(who),
        asked.words,
        when,
        (*sections, Section("What is missing", remarks=tuple(missing))),
        basis,
        len({p.polity or p.partner for p in contacts.partners}) if contacts else 0,
        shares,
    )


def _called(names: Callable[[str], str], register: Facts | None) -> Callable[[str], str]:
    """Return what to call an id, standing meetings too."""

    def name(id_: str) -> str:
        label = names(id_)
        entry = (
            register.mechanism(id_) if register and label == id_ and id_.startswith("me:") else None
        )
        return str(entry["name"]) if entry and "name" in entry else label

    return name


def _home(who: str, found: Iterable[Happening]) -> str | None:
    """Return the polity whose people need no country."""
    if who.startswith(("st:", "og:")):
        return who
    for happening in found:
        for claim in happening.claims:
            if claim.is_about(who) and claim.polity:
                return claim.polity
    return None


def _circle(ledger: Book, who: str, month: str) -> Circle | None:
    try:
        return circle(ledger, who, month)
    except NothingFound:
        return None


_ANNOUNCED = """
SELECT DISTINCT er.event_id
FROM event_reports AS er
JOIN reports AS r ON r.report_id = er.report_id
JOIN documents AS d ON d.doc_id = er.doc_id
WHERE r.status NOT IN ('happened', 'ongoing') AND r.section = 'body'
  AND d.published >= $first AND substr(d.published, 1, 10) <= $last
"""


def _plans(
    ledger: Book, who: str, found: Iterable[Happening], asked: Window
) -> Iterator[Happening]:
    """Yield what is planned for the window, and what was announced in it for later."""
    seen = set()
    for happening in found:
        inside = place(happening.dates, asked) is Placing.INSIDE
        if inside and happening.status not in PLACED_STATUSES and happening.section == BODY:
            seen.add(happening.id)
            yield happening
    rows = ledger.db.execute(
        _ANNOUNCED, {"first": f"{asked.first:%Y-%m}", "last": str(asked.last)}
    ).fetchall()
    for happening in happenings(ledger, who=who, among=[row[0] for row in rows]):
        placing = place(happening.dates, asked)
        said = tuple(doc.published for doc in happening.docs if doc.published)
        later = not happening.first_day or happening.first_day > asked.last
        if (
            happening.id not in seen
            and happening.section == BODY
            and placing is not Placing.INSIDE
            and later
            and place(said, asked) is Placing.INSIDE
            and (happening.first_day or happening.status not in PLACED_STATUSES)
        ):
            yield happening


def _of(title: str, found: Iterable[Happening]) -> list[Happening]:
    channels = dict(_SECTIONS)[title]
    return [happening for happening in found if happening.channel in channels]


def _acts(
    ledger: Book,
    groups: Sequence[Sequence[Happening]],
    chosen: frozenset[str],
    prose: Prose,
    weights: Mapping[str, float],
    who: str,
    asked: Window,
) -> Iterator[Section]:
    """Tell what happened, section by section; what belongs to a visit is told with it."""
    every = {h.id: h for group in groups for h in group}
    told: set[str] = set()
    for (title, channels), group in zip(_SECTIONS, groups, strict=True):
        here = [h for h in group if h.id in chosen and h.id not in told]
        here = [
            h for h in here if not _is_part(h, every, chosen) or h.part_of in {x.id for x in here}
        ]
        if title == "Visits and meetings":
            ids = {h.id for h in here}
            here += [h for h in every.values() if h.id in chosen - ids and h.part_of in ids]
        told |= {h.id for h in here}
        verbs = _gifts(ledger, here, prose.home) if title == "Aid" else {}
        yield Section(
            title,
            tell(here, prose, weights, verbs),
            tuple(_untold(group, chosen, channels, who, asked)),
        )


def _is_part(happening: Happening, every: Mapping[str, Happening], chosen: frozenset[str]) -> bool:
    """Return whether a visit or meeting that is told has this event as its part."""
    whole = every.get(happening.part_of or "")
    return bool(
        whole and whole.id in chosen and whole.channel in dict(_SECTIONS)["Visits and meetings"]
    )


def _gifts(ledger: Book, here: Sequence[Happening], home: str | None) -> Mapping[str, Verb]:
    """Say of each gift whether it was pledged or delivered."""
    found = gifts_of(ledger, here, home, None) if home else ()
    stages = {given.event.id: given.stage for given in found}
    verbs = {}
    for happening in here:
        planned_ = happening.status == Status.PLANNED
        stage = stages.get(happening.id, Stage.PLEDGED if planned_ else Stage.DELIVERED)
        if words := _STAGES.get(stage):
            verbs[happening.id] = Verb(words, words.replace("was ", "were "))
    return verbs


def _untold(
    group: Sequence[Happening],
    chosen: frozenset[str],
    channels: Iterable[Channel],
    who: str,
    asked: Window,
) -> Iterator[Remark]:
    n = sum(happening.id not in chosen for happening in group)
    if n:
        only = " ".join(f"--channel {c}" for c in Channel if c in set(channels))
        yield Remark(
            f"{plural(n, 'event')} of less weight left out: 'dragoman events LEDGER "
            f"--actor {who} --from {asked.first} --to {asked.last} {only}' lists all."
        )


def _missing(
    sections: Iterable[Section],
    counted: Sequence[Happening],
    shown: Sequence[Happening],
    basis: Basis,
    contacts: Circle | None,
    prose: Prose,
    asked: Window,
) -> Iterator[Remark]:
    """Say what the record lacks."""
    standing = {"Agreements and other acts", "Disputes and pressure"}
    empty = [s.title.lower() for s in sections if s.is_empty and s.title not in standing]
    if empty:
        yield Remark(f"The record has nothing under: {'; '.join(empty)}.")
    n = len(counted)
    single = sum(len(happening.docs) == 1 for happening in counted)
    if n:
        yield Remark(f"{_share(single, n)} told by one document alone.")
    yield from _sides(counted, prose)
    dateless = sum(not prose.days(happening) for happening in counted)
    if dateless:
        yield Remark(
            f"Of {number(dateless)} event{'' if dateless == 1 else 's'} no day is known, only that "
            f"{'it' if dateless == 1 else 'they'} fell in {month_words(asked.words)}."
        )
    left_out = replace(basis, not_happened=0).left_out()  # plans have their own section
    if left_out:
        yield Remark(f"Not in this brief: {'; '.join(left_out)}.")
    more = n_uncited(shown)
    if more:
        yield Remark(
            f"{plural(more, 'event')} told by more than {MOST_DOCUMENTS} documents cite"
            f"{'s' if more == 1 else ''} {MOST_DOCUMENTS}: 'dragoman show EVENT LEDGER' lists all."
        )
    if contacts and contacts.compared.startswith(("Not", "Nothing")):
        yield Remark(contacts.compared)
    yield Remark(
        "What is not in the ledger may still have happened: it holds only the documents "
        "that were read into it."
    )


def _sides(counted: Sequence[Happening], prose: Prose) -> Iterator[Remark]:
    """Say whose accounts there are, and who is silent."""
    docs = {doc.id: doc for happening in counted for doc in happening.docs}
    known = [doc.side for doc in docs.values() if doc.side]
    if not known:
        if docs:
            yield Remark(
                "Whose account the documents give is not known, so that no two sides can be set "
                "against each other."
            )
        return
    n = len(counted)
    one = sum(len(happening.sides) == 1 for happening in counted)
    two = sum(len(happening.sides) > 1 for happening in counted)
    yield Remark(
        f"{_share(one, n)} told by one party\u2019s account alone, {two or 'none'} by those of "
        "both sides."
    )
    most = max(sorted(set(known)), key=known.count)
    if len(docs) >= FEW and known.count(most) > DOMINANT * len(docs):
        yield Remark(
            f"{known.count(most)} of {plural(len(docs), 'document')} give the account of "
            f"{prose.name(most)}: what stands here is mostly what that side says."
        )
    parties = {c.polity for h in counted for c in h.claims if c.polity}
    silent = sorted(prose.name(side) for side in parties - set(known))
    if silent:
        few = [*silent[:8], f"{number(len(silent) - 8)} more"] if len(silent) > 9 else silent
        yield Remark(
            f"No account is here of {list_of(few)}: that is silence of the record, and no denial."
        )


def _share(n: int, of: int) -> str:
    if n == of:
        return "The event is" if of == 1 else f"All {plural(of, 'event')} are"
    return f"{n} of {plural(of, 'event')} {'is' if n == 1 else 'are'}"
