"""The development gold's schema: its words, and its rows as frozen values.

Gold and predictions share it. What the gold calls types, codes and roles is the
scorer's vocabulary, not ours: `run.gold` translates. All that the scorer knows of
that vocabulary (families of types, state codes, other spellings of codes, words
that are no part of a name) stands here and nowhere else.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from dragoman.model import InputError

TYPES: tuple[str, ...] = (
    "call",
    "video_meeting",
    "letter",
    "verbal_message",
    "visit",
    "meeting",
    "dialogue",
    "summit",
    "agreement",
    "statement_joint",
    "aid",
    "exercise",
    "appointment_credentials",
    "commemoration",
    "protest",
    "summon",
    "expulsion_recall",
    "sanction",
    "negotiation",
    "support_statement",
    "criticism",
    "threat",
    "other",
)
"""Every event type of the schema, in the order in which figures are printed."""

FAMILIES: tuple[frozenset[str], ...] = (
    frozenset({"call", "video_meeting"}),
    frozenset({"letter", "verbal_message"}),
    frozenset({"visit", "meeting", "dialogue", "summit", "negotiation", "video_meeting"}),
    frozenset({"agreement", "statement_joint"}),
    frozenset({"protest", "summon", "criticism", "threat"}),
)
"""Types that careful readers choose differently for one happening. A type may be in two."""

_STATES = """
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD
BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD
COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST
ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM
GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ
KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX
MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD
NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA
SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR
TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN
VGB VIR VNM VUT WLF WSM XKX YEM ZAF ZMB ZWE"""
STATES: frozenset[str] = frozenset(_STATES.split())
"""ISO 3166 alpha-3 and XKX; every other code is an organization's."""

OTHER_SPELLINGS: Mapping[str, str] = {
    "TURKIC COUNCIL": "OTS",
    "CCTS": "OTS",
    "CEDEAO": "ECOWAS",
    "G-7": "G7",
    "EAST ASIA SUMMIT": "EAS",
    "XKO": "XKX",
    "KOS": "XKX",
    "ROM": "ROU",
    "ZAR": "COD",
    "BRICS+": "BRICS",
}
"""Codes and names that mean another code of the schema."""

_NOT_IN_NAMES = (
    "al bin ibn el de la van von da sheikh president minister mr mrs ms dr king prime foreign "
    "ambassador the of"
)
NOT_IN_NAMES: frozenset[str] = frozenset(_NOT_IN_NAMES.split())
"""Words that two spellings of one name may differ by."""

Row = Mapping[str, object]
"""One JSON object of a gold or prediction file."""


def code_of(text: str | None) -> str:
    """Return a state's or organization's code in its one spelling; "" for none.

    >>> code_of(" kos "), code_of(None)
    ('XKX', '')
    """
    code = (text or "").strip().upper()
    return OTHER_SPELLINGS.get(code, code)


@dataclass(frozen=True, slots=True)
class GoldParticipant:
    """Somebody who took part. `country` is a code in its one spelling, "" when not given."""

    role: str | None
    country: str
    person: str | None
    surface: str | None
    optional: bool


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """One event of a gold or prediction file, as far as the scorer asks.

    `types` and `statuses` hold what else than `type` and `status` is accepted.
    `row` is the object that it was read from, for whoever prints it.
    """

    type: str | None
    types: frozenset[str]
    participants: tuple[GoldParticipant, ...]
    date: str | None
    date_precision: str | None
    place: str | None
    status: str | None
    statuses: frozenset[str]
    amounts: tuple[str, ...]
    ordinal: bool
    evidence: tuple[str, ...]
    background: bool
    optional: bool
    same_event_id: str | None
    cluster_id: str | None
    row: Row

    @property
    def countries(self) -> frozenset[str]:
        """The parties that count: those with a code and not optional."""
        return frozenset(p.country for p in self.participants if p.country and not p.optional)

    @property
    def optional_countries(self) -> frozenset[str]:
        """Parties that may be given or not."""
        return frozenset(p.country for p in self.participants if p.country and p.optional)

    @property
    def initiators(self) -> frozenset[str]:
        """The codes of those who moved first."""
        return frozenset(p.country for p in self.participants if p.role == "initiator")


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """The events of one document. `language` is "" in predictions, which need none."""

    id: str | None
    url: str | None
    language: str
    events: tuple[GoldEvent, ...]


def read_rows(path: Path) -> Iterator[GoldDocument]:
    """Yield the documents of a gold or prediction file, one JSON object per line.

    Raises:
        InputError: The file cannot be read, or a line is not what the schema says.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        why = getattr(problem, "strerror", None) or problem
        raise InputError(f"{path.name} cannot be read as JSON lines in UTF-8: {why}") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            where = f"{path.name}, line {number}"
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as problem:
                raise InputError(f"{where} is not JSON: {problem}") from None
            yield document_of(row, where)


def document_of(row: object, where: str = "a row") -> GoldDocument:
    """Return a row of a gold or prediction file as a value.

    Args:
        row: What the JSON says.
        where: File and line, for the error.

    Raises:
        InputError: A field is not of the kind that the schema gives it.
    """
    fields = _object(row, where)
    events = tuple(
        event_of(event, f"{where}, event {number}")
        for number, event in enumerate(_list(fields, "events", where), start=1)
    )
    return GoldDocument(
        id=_text(fields, "id", where),
        url=_text(fields, "url", where),
        language=_text(fields, "language", where) or "",
        events=events,
    )


def event_of(row: object, where: str = "an event") -> GoldEvent:
    """Return one event of a row as a value.

    Raises:
        InputError: A field is not of the kind that the schema gives it.
    """
    fields = _object(row, where)
    evidence = fields.get("evidence") or ()
    quantities = [_object(q, f"{where}, quantities") for q in _list(fields, "quantities", where)]
    return GoldEvent(
        type=_text(fields, "type", where),
        types=_words(fields, "type_alt", where),
        participants=tuple(
            _participant(_object(p, f"{where}, participants"), where)
            for p in _list(fields, "participants", where)
        ),
        date=_text(fields, "date", where),
        date_precision=_text(fields, "date_precision", where),
        place=_text(fields, "place", where),
        status=_text(fields, "status", where),
        statuses=_words(fields, "status_alt", where),
        amounts=tuple(str(q.get("amount")) for q in quantities),
        ordinal=bool(fields.get("ordinal_or_first_claim")),
        evidence=(evidence,)
        if isinstance(evidence, str)
        else tuple(str(words) for words in _list(fields, "evidence", where)),
        background=bool(fields.get("background")),
        optional=bool(fields.get("optional")),
        same_event_id=_text(fields, "same_event_id", where),
        cluster_id=_text(fields, "cluster_id", where),
        row=fields,
    )


def _participant(fields: Row, where: str) -> GoldParticipant:
    return GoldParticipant(
        role=_text(fields, "role", where),
        country=code_of(_text(fields, "country", where)),
        person=_text(fields, "person", where),
        surface=_text(fields, "surface", where),
        optional=bool(fields.get("optional")),
    )


def _object(value: object, where: str) -> Row:
    if not isinstance(value, dict):
        raise InputError(f"{where}: expected a JSON object, found {str(value)[:60]!r}")
    return cast(Row, value)


def _text(fields: Row, key: str, where: str) -> str | None:
    value = fields.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{where}: {key!r} is a text or null, and here it is {value!r}")
    return value


def _list(fields: Row, key: str, where: str) -> Sequence[object]:
    value = fields.get(key)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise InputError(f"{where}: {key!r} is a list, and here it is {str(value)[:60]!r}")
    return value


def _words(fields: Row, key: str, where: str) -> frozenset[str]:
    return frozenset(str(word) for word in _list(fields, key, where))
