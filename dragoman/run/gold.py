"""Our reports in the development gold's schema: what `dragoman eval` writes.

The schema's words are not ours (`initiator` there is `actor` here); this module is the
one place that translates, by the gold's guidelines. It stands in `run` and not in
`export`, because `evaluate` needs it and imports go down only.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Protocol

from dragoman.model import CHANNELS, Channel, Claim, Direction, Event, Report, Role, Span, Status
from dragoman.model.edtf import interval, is_yearless
from dragoman.model.note import read_note

INITIATED = "initiated"
"""The note of an actor's claim in a mutual contact: the document says that they moved first."""


CUT = "cut"
"""The purpose of `relations` that were broken off or lowered; the schema calls that a recall."""


class Names(Protocol):
    """What the writer asks of the register."""

    def iso3(self, ident: str, /) -> str | None:
        """Return a state's ISO 3166 code, an organization's acronym, or a place's state.

        None where there is none, or where whose place it is is disputed.
        """

    def label(self, ident: str, /) -> str:
        """Return what people call a person, an office or a place."""


Where = Callable[[Span], tuple[int, int] | None]
"""Where a span stands in the text that offsets are wanted for; None: it is not there."""


def _own_offsets(span: Span) -> tuple[int, int] | None:
    return span.start, span.end


def to_gold_event(
    report: Report,
    *,
    names: Names,
    others: Sequence[Report] = (),
    event: Event | None = None,
    all_channels: bool = False,
    where: Where = _own_offsets,
) -> dict[str, object] | None:
    """Return what a document says about one happening as an event of the gold's schema.

    Args:
        report: The report that says most about it (`fullest` chooses).
        names: The register.
        others: Further reports of the same document on the same happening. They fill
            what the first leaves open: the person of a state, a date, a place.
        event: The group of all these reports; its channel and status win.
        all_channels: Write channels for which the schema has no type as "other".
        where: Translates spans into the offsets that are wanted.

    Returns:
        None for a channel that the schema has no type for, unless `all_channels`.
    """
    channel = event.channel if event else report.channel
    status = event.status if event else report.status
    gold_type = CHANNELS[channel].gold or ("other" if all_channels else None)
    if channel is Channel.RELATIONS and CUT in _values((report, *others), Role.PURPOSE):
        gold_type = CHANNELS[Channel.EXPULSION].gold
    if gold_type is None:
        return None
    reports = (report, *others)
    date = best_date(reports)
    spans = sorted({(r.evidence.start, r.evidence.end): r.evidence for r in reports}.items())
    offsets = [where(span) for _, span in spans]
    participants = participants_of(reports, channel, names)
    row: dict[str, object] = {
        "type": gold_type,
        "participants": participants,
        "date": to_gold_date(date) if date else None,
        "date_precision": precision(date) if date else None,
        "place": place_of(reports, channel, participants, names),
        "status": str(status),
        "topics": _values(reports, Role.TOPIC),
        "attribution": next((r.speakers[-1] for r in reports if r.speakers), None),
        "chain": list(dict.fromkeys(name for r in reports for name in r.speakers)),
        "ordinal_or_first_claim": next(iter(_values(reports, Role.ORDINAL)), None),
        "quantities": [
            quantity(claim)
            for claim in _distinct(c for r in reports for c in r.having(Role.QUANTITY))
        ],
        "evidence": [span.quote for _, span in spans],
        "evidence_offsets": [list(place) for place in offsets if place] if all(offsets) else [],
        "background": all(r.background for r in reports),
        "channel": str(channel),
        "plover": plover_root(reports, channel, status),
    }
    for key, role in (
        ("level", Role.LEVEL),
        ("mechanism", Role.MECHANISM),
        ("purpose", Role.PURPOSE),
    ):
        values = _values(reports, role)
        if values:
            row[key] = values[0]
    items = _values(reports, Role.ITEM)
    if items:
        row["items"] = items
    if report.section != "body":
        row["section"] = str(report.section)
    return row


def fullest(reports: Sequence[Report]) -> tuple[Report, ...]:
    """Return reports of one happening with the one that says most first.

    What is told as news goes before background, then an exact date, named persons and
    a place; among equals the earlier in the text.
    """

    def key(report: Report) -> tuple[object, ...]:
        date = best_date((report,))
        persons = {c.actor.person or c.actor.name for c in _holders(report) if c.actor}
        return (
            report.background,
            _vagueness(date) if date else _NEVER,
            -len(persons - {None}),
            not any(report.having(Role.PLACE)),
            report.evidence.start,
            report.id,
        )

    return tuple(sorted(reports, key=key))


# --------------------------------------------------------------------------- participants

_HOLDERS = (Role.ACTOR, Role.RECIPIENT, Role.HOST, Role.CARRIER)
_EXCHANGED = frozenset({Channel.LETTER, Channel.VERBAL_MESSAGE, Channel.GIFT})
"""Directed channels that are exchanged when all are actors: then nobody moved first."""


def participants_of(
    reports: Sequence[Report], channel: Channel, names: Names
) -> list[dict[str, object]]:
    """Return who took part, with the schema's roles (guideline 11).

    Visitor, sender, donor and whoever acts on somebody are `initiator`; in a mutual
    contact that is so only where the document says who moved first. A carrier is no
    party, hence optional. The first report names the parties; later ones only give
    persons to those that it names as bare states or organizations.
    """
    first, *rest = reports
    claims = list(_holders(first))
    for claim in (c for report in rest for c in _holders(report)):
        bare = _bare_claim_of(claims, claim)
        if bare is not None and _is_somebody(claim):
            claims[bare] = claim
    moved_first = {
        c.actor.polity
        for r in reports
        for c in r.having(Role.ACTOR)
        if c.note == INITIATED and c.actor
    }
    exchanged = channel in _EXCHANGED and not any(c.role is Role.RECIPIENT for c in claims)
    mutual = CHANNELS[channel].direction is Direction.MUTUAL or exchanged
    out: list[dict[str, object]] = []
    for claim in claims:
        actor = claim.actor
        if actor is None:
            continue
        if claim.role is Role.CARRIER:
            role = "carrier"
        elif claim.role is Role.HOST or (claim.role, channel) == (Role.RECIPIENT, Channel.VISIT):
            role = "host"
        elif mutual:
            role = "member" if not moved_first else "counterpart"
            if actor.polity in moved_first:
                role = "initiator"
        else:
            role = "initiator" if claim.role is Role.ACTOR else "recipient"
        participant: dict[str, object] = {
            "role": role,
            "country": names.iso3(actor.polity) if actor.polity else None,
            "person": names.label(actor.person) if actor.person else actor.name,
            "office": names.label(actor.office) if actor.office else None,
            "surface": claim.evidence.quote,
        }
        if claim.role is Role.CARRIER:
            participant["optional"] = True
        if participant not in out:
            out.append(participant)
    return out


def _holders(report: Report) -> Iterable[Claim]:
    return (claim for claim in report.claims if claim.role in _HOLDERS and claim.actor)


def _is_somebody(claim: Claim) -> bool:
    return claim.actor is not None and bool(claim.actor.person or claim.actor.name)


def _bare_claim_of(claims: Sequence[Claim], other: Claim) -> int | None:
    """Return the index of the claim on the same party, where that party has no person yet."""
    own = [
        index
        for index, claim in enumerate(claims)
        if claim.actor
        and other.actor
        and claim.actor.polity == other.actor.polity
        and (claim.role is Role.CARRIER) == (other.role is Role.CARRIER)
    ]
    if not own or any(_is_somebody(claims[index]) for index in own):
        return None
    # The role of the claim that fills in must be the same: a host is not a visitor.
    return next((index for index in own if claims[index].role is other.role), None)


# --------------------------------------------------------------------------- dates

_NEVER = (True, timedelta.max)


def best_date(reports: Sequence[Report]) -> str | None:
    """Return the most precise date claimed, EDTF; of several equally precise the first."""
    dates = [claim.value for report in reports for claim in report.having(Role.DATE)]
    return min(dates, key=_vagueness, default=None)


def _vagueness(value: str) -> tuple[bool, timedelta]:
    yearless = is_yearless(value)
    # A leap year stands in for the unknown one, so that every day exists.
    days = interval(value.replace("XXXX", "2000"))
    return yearless, days[1] - days[0] if days else timedelta.max


def to_gold_date(value: str) -> str:
    """Return an EDTF date in the schema's form, which differs for dates without a year.

    >>> to_gold_date("XXXX-06-13/XXXX-06-20"), to_gold_date("2020-08")
    ('--06-13/--06-20', '2020-08')
    """
    return value.replace("XXXX-", "--")


def precision(value: str) -> str:
    """Return the schema's word for how exact an EDTF date is.

    >>> precision("2020-08-20"), precision("XXXX-08"), precision("2020-08-20/2020-08-22")
    ('day', 'month', 'range')
    """
    if "/" in value:
        return "range"
    return ("year", "month", "day")[value.count("-")]


# --------------------------------------------------------------------------- places

_CLOUD = frozenset({Channel.CALL, Channel.VIDEO_MEETING})
_AT_THE_HOSTS = frozenset({Channel.VISIT, Channel.MEETING, Channel.DIALOGUE, Channel.NEGOTIATION})


def place_of(
    reports: Sequence[Report],
    channel: Channel,
    participants: Sequence[dict[str, object]],
    names: Names,
) -> str | None:
    """Return where it took place as "City, ISO3", "ISO3" or "virtual".

    A city goes before a state. Where no place is claimed, what has one host took place
    in the host's state: that is what `host` means.
    """
    if channel in _CLOUD:
        return "virtual"
    found = [_place(value, names) for value in _values(reports, Role.PLACE)]
    known = [place for place in found if place]
    if known:
        return next((place for place in known if "," in place), known[0])
    hosts = {p["country"] for p in participants if p["role"] == "host" and p["country"]}
    if channel in _AT_THE_HOSTS and len(hosts) == 1:
        return str(hosts.pop())
    return None


def _place(value: str, names: Names) -> str | None:
    if value.startswith("st:"):
        return names.iso3(value)
    if value.startswith("pl:"):
        state = names.iso3(value)
        return f"{names.label(value)}, {state}" if state else names.label(value)
    return None if value.startswith("og:") else value


# --------------------------------------------------------------------------- the rest


def _values(reports: Sequence[Report], role: Role) -> list[str]:
    return list(dict.fromkeys(c.value for report in reports for c in report.having(role)))


def _distinct(claims: Iterable[Claim]) -> list[Claim]:
    return list({(claim.value, claim.note): claim for claim in claims}.values())


_UNITS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER_WORDS = {word: number for number, word in enumerate(_UNITS) if word} | {
    "a": 1,
    "eleven": 11,
    "twelve": 12,
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_AMOUNT = re.compile(
    r"(?P<currency>(?:US|U\.S\.)?\s*[$€£¥])?\s*"
    rf"(?:(?P<digits>\d+(?:,\d{{3}})*(?:\.\d+)?)|\b(?P<word>{'|'.join(_NUMBER_WORDS)})\b)"
    rf"(?:[\s-]+(?P<scale>{'|'.join(_SCALES)}))?",
    re.IGNORECASE,
)


def quantity(claim: Claim) -> dict[str, object]:
    """Return a quantity as the schema has it; the amount stays words where it is no number.

    What was read when it was found stands in the note. One without it is read here: the
    unit is the note, else the currency sign as written.
    """
    words = claim.value.strip()
    if read := read_note(claim.note):
        amount = read.get("amount", words)
        return {
            "what": read.get("of") or read.get("unit") or words,
            "amount": _as_number(amount),
            "unit": read.get("unit"),
        }
    # "a" is a number only before a scale: "a hundred masks".
    match = next(
        (m for m in _AMOUNT.finditer(words) if m["scale"] or (m["word"] or "").lower() != "a"), None
    )
    if match is None:
        return {"what": words, "amount": words, "unit": claim.note}
    number = (
        float(match["digits"].replace(",", ""))
        if match["digits"]
        else float(_NUMBER_WORDS[match["word"].lower()])
    )
    number *= _SCALES[match["scale"].lower()] if match["scale"] else 1
    return {
        "what": words[match.end() :].strip(" -") or words,
        "amount": round(number) if number == round(number) else number,
        "unit": claim.note or (match["currency"] or "").strip() or None,
    }


def _as_number(words: str) -> float | int | str:
    try:
        number = float(words)
    except ValueError:
        return words
    return round(number) if number == round(number) else number


_COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
_HARMFUL = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE"})
_OFFERED = frozenset({"AID", "COOPERATE", "CONCEDE", "RETREAT"})
_CALLED_OFF = (Status.CANCELLED, Status.DENIED)
_BY_PURPOSE = {
    "congratulation": "SUPPORT",
    "condolence": "SUPPORT",
    "thanks": "SUPPORT",
    CUT: "SANCTION",
    "assault": "ASSAULT",
    "coerce": "COERCE",
    "ease": "CONCEDE",
    "mobilize": "MOBILIZE",
    "retreat": "RETREAT",
}
_ELSE = {Channel.CONCESSION: "CONCEDE", Channel.RELATIONS: "SUPPORT", Channel.SUMMON: "ACCUSE"}
"""What channels with several roots are where no purpose says more."""


def plover_root(reports: Sequence[Report], channel: Channel, status: Status) -> str | None:
    """Return the PLOVER root code; None where channel and purpose do not decide it.

    PLOVER codes the word and not the deed: who promises to cooperate or to give way AGREEs;
    who calls it off REJECTs, who stops aid SANCTIONs, who announces harm THREATENs.
    """
    root = CHANNELS[channel].plover.partition(" (")[0]
    if "/" in root or root.startswith("by "):
        root = _ELSE.get(channel, "")
    root = _BY_PURPOSE.get(next(iter(_values(reports, Role.PURPOSE)), ""), root)
    if status is Status.PLANNED and root in _COOPERATIVE:
        return "AGREE"
    if status is Status.HYPOTHETICAL and root in _OFFERED:
        return "AGREE"
    if root == "AID" and status is Status.CANCELLED:
        return "SANCTION"
    if root in _COOPERATIVE and status in _CALLED_OFF:
        return "REJECT"
    if root in _HARMFUL and status is Status.PLANNED:
        return "THREATEN"
    return root or None
