"""On what documents do not agree, and of what only one side's account speaks."""

from collections.abc import Mapping, Sequence

from dragoman.ask.book import Book
from dragoman.ask.compare import HERE, THERE, Comparison, compare
from dragoman.ask.digest.citing import cite_claims, cite_words
from dragoman.ask.digest.model import Phrase, Remark, Section, Sentence
from dragoman.ask.digest.prose import Prose
from dragoman.ask.digest.sections import has_statements
from dragoman.ask.digest.telling import TOO_GENERAL, topic_words
from dragoman.ask.english import (
    clip,
    date_words,
    list_of,
    plural,
    possessive,
    quoted,
)
from dragoman.ask.record import DocRow, Happening, documents
from dragoman.ask.show import Account, Disagreement, LeftOut, disagreements, left_out
from dragoman.ask.wording import sides, value_words
from dragoman.model import (
    CHANNELS,
    Channel,
    Direction,
    Role,
)

MOST = 6
"""Differences that are told; the others are counted."""

COMPARED = 2
"""Events of which two sides' accounts are compared, those of most weight: it takes a while."""

TITLE = 48
"""Characters of a document's title in the text."""

_ABOUT: Mapping[str, str] = {
    "status": "whether {e} took place",
    "date": "the date of {e}",
    "who asked": "who asked for {e}",
    "channel": "what to call {e}",
    "place": "the place of {e}",
    "quantity": "the amount in {e}",
    "level": "the level of {e}",
    "purpose": "the purpose of {e}",
    "ordinal": "the how-manieth {e} was",
    "mechanism": "the name of {e}",
}
"""On what documents differ, the gravest first."""


def differences(
    ledger: Book, told: Sequence[Happening], prose: Prose, weights: Mapping[str, float]
) -> Section:
    """Say on what documents do not agree, and what only one side's account tells."""
    ranked = sorted(told, key=lambda h: (-weights[h.id], h.sort_key))
    at_odds = [(h, one) for h in ranked for one in disagreements(h)]
    at_odds.sort(key=lambda pair: _grave(pair[1].about))
    silent = [(h, one) for h in ranked if len(h.sides) > 1 for one in left_out(h) if _sided(one)]
    paragraphs = [(_difference(*pair, prose),) for pair in at_odds[:MOST]]
    paragraphs += [(_silent(*pair, prose),) for pair in silent[: MOST - len(paragraphs)]]
    more = len(at_odds) + len(silent) - len(paragraphs)
    both = [h for h in ranked if len(h.sides) > 1] if has_statements(ledger) else []
    topics = [_topics(compare(ledger, h.id), h, ledger, prose) for h in both[:COMPARED]]
    paragraphs += [(sentence,) for sentence in topics if sentence]
    remarks = []
    if both:
        remarks.append(
            Remark("'dragoman compare EVENT LEDGER' sets two accounts side by side, in full.")
        )
    if more:
        remarks.append(
            Remark(f"{plural(more, 'more difference')}: 'dragoman show EVENT LEDGER' prints them.")
        )
    return Section("What the sides say differently", tuple(paragraphs), tuple(remarks))


def _grave(about: str) -> int:
    kinds = list(_ABOUT)
    return kinds.index(about) if about in kinds else kinds.index("who asked")


def _difference(happening: Happening, found: Disagreement, prose: Prose) -> Sentence:
    docs = {doc.id: doc for doc in happening.docs}
    by_value: dict[tuple[str, ...], list[Account]] = {}
    for account in found.accounts:
        by_value.setdefault(account.values, []).append(account)
    event = _event(happening, prose)
    about = _ABOUT.get(found.about, found.about).format(e=event)
    if found.about.startswith("who of "):
        about = f"who took part in {event} for {prose.name(found.about.removeprefix('who of '))}"
    phrases = []
    last = len(by_value) - 1
    for i, (values, accounts) in enumerate(by_value.items()):
        names = prose.plain(list_of([value_words(v, prose.name).replace("_", " ") for v in values]))
        whose = list(dict.fromkeys(_account(one, docs.get(one.doc_id), prose) for one in accounts))
        start = f"Documents differ on {about}: " if i == 0 else "and " if i == last else ""
        end = "." if i == last else "," if i < last - 1 else ""
        cited = cite_claims((c for a in accounts for c in a.claims), [happening], prose.wording)
        phrases.append(
            Phrase.resting_on(f"{start}{names} according to {list_of(whose)}{end}", cited)
        )
    return Sentence(phrases[0], tuple(phrases[1:]), (happening.id,))


def _account(account: Account, doc: DocRow | None, prose: Prose) -> str:
    """Return whose account it is: a side's, else an outlet's or a document's, with its day."""
    when = f" of {prose.plain(date_words(doc.published))}" if doc and doc.published else ""
    if account.side:
        return f"{possessive(prose.name(account.side))} account{when}"
    if doc and not doc.outlet and doc.title:
        return f"{quoted(doc.title, TITLE)}{when}"
    return f"{clip(account.outlet, TITLE)}{when}"


def _topics(found: Comparison, happening: Happening, ledger: Book, prose: Prose) -> Sentence | None:
    """Say of what only one side's account of an event speaks; None where both speak of the same."""
    sides_ = found.here, found.there
    docs = documents(ledger, {d for readout in sides_ for d in readout.documents})
    lots = []
    for where, readout in zip((HERE, THERE), sides_, strict=True):
        rows = [r for r in found.rows if r.kind == "topic" and r.where == where]
        rows = [r for r in rows if r.value not in TOO_GENERAL]
        if rows and readout.side:
            lots.append((readout.side, rows))
    phrases = []
    for i, (side, rows) in enumerate(lots):
        words = list_of([topic_words(row.value) for row in rows])
        whose = f"{possessive(prose.name(side))} account"
        start = f"Of {_event(happening, prose)}, only " if i == 0 else "and only "
        text = f"{start}{whose} speaks of {words}{'.' if i == len(lots) - 1 else ','}"
        cited = []
        for row in rows:
            doc = docs[row.places[0].rpartition(":")[0]]
            quote = row.here or row.there
            cited.append(cite_words(row.claims or row.places, quote, doc, prose.wording))
        phrases.append(Phrase.resting_on(text, cited))
    return Sentence(phrases[0], tuple(phrases[1:]), (happening.id,)) if phrases else None


def _sided(found: LeftOut) -> bool:
    """Return whether one side's account tells it, and another side's is silent on it."""
    telling = {account.side for account in found.told if account.side}
    silent = {account.side for account in found.silent if account.side} - telling
    return bool(telling and silent) and found.about != Role.TOPIC


def _silent(happening: Happening, found: LeftOut, prose: Prose) -> Sentence:
    """Say what one side's account names and another's does not."""
    telling = {account.side for account in found.told if account.side}
    silent = {account.side for account in found.silent if account.side} - telling
    names = [list_of([prose.name(side) for side in sorted(group)]) for group in (telling, silent)]
    claims = [claim for account in found.told for claim in account.claims]
    about = _ABOUT.get(found.about, f"the {found.about} of {{e}}").format(
        e=_event(happening, prose)
    )
    text = (
        f"Only the account of {names[0]} names {about} "
        f"({prose.plain(value_words(found.value, prose.name))}); that of {names[1]} is silent on "
        "it, which is no denial."
    )
    cited = cite_claims(claims, [happening], prose.wording)
    return Sentence(Phrase.resting_on(text, cited), events=(happening.id,))


def _event(happening: Happening, prose: Prose) -> str:
    acting, others = sides(happening, prose.home)
    directed = CHANNELS[Channel(happening.channel)].direction is Direction.DIRECTED
    what = happening.channel.replace("_", " ")
    return f"the {what} of {prose.who(acting)} {'to' if directed else 'with'} {prose.who(others)}"
