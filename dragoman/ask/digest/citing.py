"""What a sentence on events cites: as few sentences of each document as hold all that is said."""

from collections.abc import Collection, Iterable, Sequence

from dragoman.ask.digest.model import Citation
from dragoman.ask.record import ClaimRow, DocRow, Happening, ReportRow
from dragoman.ask.wording import Wording
from dragoman.model import PARTY_ROLES, Role

CITED_ROLES = frozenset({*PARTY_ROLES, *Role} - {Role.TOPIC, Role.STATUS})
"""The claims that a sentence on an event rests on."""

MOST_DOCUMENTS = 4
"""Documents that are cited for one event; where there are more, the digest says so."""


def cite(
    happening: Happening, wording: Wording, roles: Collection[Role] = CITED_ROLES
) -> list[Citation]:
    """Return the citations of an event's claims of some roles.

    Of a document only sentences that add something are cited: a title that says what the
    first sentence says again is not. One document of each side comes before a second one.
    """
    by_doc: dict[str, list[ReportRow]] = {}
    for report in happening.counted:
        if any(claim.role in roles for claim in report.claims):
            by_doc.setdefault(report.doc.id, []).append(report)
    out = []
    for told in _documents(list(by_doc.values()))[:MOST_DOCUMENTS]:
        known: set[tuple[str, str]] = set()
        for report in sorted(told, key=lambda r: (-len(_facts(r, roles)), r.start, r.id)):
            new = _facts(report, roles) - known
            if new:
                known |= new
                out += [
                    citation(report, claim, wording)
                    for claim in report.claims
                    if claim.role in roles
                ]
    return out


def cite_one(happening: Happening, wording: Wording) -> list[Citation]:
    """Return the citations of one sentence that tells of an event: enough to count it."""
    told = cite(happening, wording, {*PARTY_ROLES, Role.DATE})
    return [one for one in told if one.place == told[0].place]


def citation(report: ReportRow, claim: ClaimRow, wording: Wording) -> Citation:
    """Return the citation of one claim."""
    inside = report.start <= claim.start and claim.end <= report.end
    return Citation(
        claim.id,
        report.id,
        report.doc,
        _side(report.doc, wording),
        report.quote,
        claim.start - report.start if inside else None,
        claim.end - report.start if inside else None,
        claim.quote,
        report.speakers,
        claim.rule,
    )


def cite_words(ids: Sequence[str], words: str, doc: DocRow, wording: Wording) -> Citation:
    """Return the citation of words that stand in no report: what was said, or spoken of."""
    side = _side(doc, wording)
    return Citation(ids[0], "", doc, side, words, 0, len(words), words, (), "words")


def _side(doc: DocRow, wording: Wording) -> str | None:
    return wording.name(doc.side, article=False) if doc.side else None


def cite_claims(
    wanted: Iterable[str], among: Iterable[Happening], wording: Wording
) -> list[Citation]:
    """Return the citations of claims by id, as far as these events hold them."""
    by_id = {
        claim.id: (report, claim)
        for happening in among
        for report in happening.reports
        for claim in report.claims
    }
    return [citation(*by_id[id_], wording) for id_ in wanted if id_ in by_id]


def n_uncited(told: Iterable[Happening]) -> int:
    """Count the events that more documents tell than are cited."""
    return sum(len(happening.docs) > MOST_DOCUMENTS for happening in told)


def _documents(told: list[list[ReportRow]]) -> list[list[ReportRow]]:
    """Order documents, the first of each side before any second one."""
    told.sort(key=lambda reports: (reports[0].doc.published or "~", reports[0].doc.id))
    seen: dict[str | None, int] = {}
    ranks = []
    for reports in told:
        side = reports[0].doc.side
        ranks.append(seen.get(side, 0))
        seen[side] = ranks[-1] + 1
    return [told[i] for i in sorted(range(len(told)), key=lambda i: ranks[i])]


def _facts(report: ReportRow, roles: Collection[Role]) -> set[tuple[str, str]]:
    return {
        (claim.role, claim.actor if claim.role in PARTY_ROLES else claim.value)
        for claim in report.claims
        if claim.role in roles
    }
