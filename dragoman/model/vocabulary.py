"""The closed vocabularies: channels, statuses, roles, sections, and what they map to.

Code, rules, ledger and documentation use these words and no others. The codebook
page (`docs/codebook.md`) is printed from the tables below.
"""

from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Whether a channel has a giving and a receiving side."""

    DIRECTED = "directed"
    MUTUAL = "mutual"


class Presence(StrEnum):
    """Where the parties are while the contact takes place."""

    CLOUD = "cloud"
    CARRIED = "carried"
    IN_PERSON = "in_person"
    EITHER = "either"
    NONE = "none"


class Channel(StrEnum):
    """How states deal with each other; the closed list of the design."""

    CALL = "call"
    VIDEO_MEETING = "video_meeting"
    LETTER = "letter"
    VERBAL_MESSAGE = "verbal_message"
    GIFT = "gift"
    VISIT = "visit"
    MEETING = "meeting"
    DIALOGUE = "dialogue"
    NEGOTIATION = "negotiation"
    SUMMIT = "summit"
    COMMEMORATION = "commemoration"
    AGREEMENT = "agreement"
    JOINT_STATEMENT = "joint_statement"
    CREDENTIALS = "credentials"
    RELATIONS = "relations"
    AID = "aid"
    EXERCISE = "exercise"
    COOPERATION = "cooperation"
    SUPPORT = "support"
    REQUEST = "request"
    CRITICISM = "criticism"
    REJECTION = "rejection"
    PROTEST = "protest"
    SUMMON = "summon"
    THREAT = "threat"
    EXPULSION = "expulsion"
    SANCTION = "sanction"
    CONCESSION = "concession"
    FORCE = "force"


@dataclass(frozen=True, slots=True)
class ChannelInfo:
    """What the codebook says about one channel.

    `gold` is the event type of the development gold's schema, None where that
    schema has none. `family` groups channels under which two documents may tell
    one happening ("summit" here, "meeting" there).
    """

    meaning: str
    direction: Direction
    presence: Presence
    plover: str
    cameo: str
    gold: str | None
    family: str
    contact: bool = False


_D, _M = Direction.DIRECTED, Direction.MUTUAL
_P = Presence

CHANNELS: dict[Channel, ChannelInfo] = {
    Channel.CALL: ChannelInfo(
        "A conversation by telephone.",
        _M,
        _P.CLOUD,
        "CONSULT (phone)",
        "041",
        "call",
        "call",
        True,
    ),
    Channel.VIDEO_MEETING: ChannelInfo(
        "Talks by video link, online talks.",
        _M,
        _P.CLOUD,
        "CONSULT (phone)",
        "041",
        "video_meeting",
        "call",
        True,
    ),
    Channel.LETTER: ChannelInfo(
        "A letter, telegram or message in writing; its purpose is an attribute.",
        _D,
        _P.CLOUD,
        "by purpose",
        "by purpose",
        "letter",
        "message",
        True,
    ),
    Channel.VERBAL_MESSAGE: ChannelInfo(
        "A spoken message that an envoy carries.",
        _D,
        _P.CARRIED,
        "CONSULT",
        "040",
        "verbal_message",
        "message",
        True,
    ),
    Channel.GIFT: ChannelInfo(
        "A thing handed over as courtesy.",
        _D,
        _P.CARRIED,
        "SUPPORT",
        "050",
        "other",
        "gift",
    ),
    Channel.VISIT: ChannelInfo(
        "A journey to another state; its level is an attribute: state, official, working, "
        "private, transit.",
        _D,
        _P.IN_PERSON,
        "CONSULT (visit)",
        "042/043",
        "visit",
        "visit",
        True,
    ),
    Channel.MEETING: ChannelInfo(
        "A bilateral meeting, also on the sidelines of something else.",
        _M,
        _P.IN_PERSON,
        "CONSULT",
        "040/044",
        "meeting",
        "meeting",
        True,
    ),
    Channel.DIALOGUE: ChannelInfo(
        "A session of a standing mechanism with ordinals.",
        _M,
        _P.EITHER,
        "CONSULT",
        "046",
        "dialogue",
        "meeting",
        True,
    ),
    Channel.NEGOTIATION: ChannelInfo(
        "Talks on a named matter, in rounds.",
        _M,
        _P.EITHER,
        "CONSULT",
        "046",
        "negotiation",
        "meeting",
        True,
    ),
    Channel.SUMMIT: ChannelInfo(
        "A multilateral gathering.",
        _M,
        _P.EITHER,
        "CONSULT (multilateral)",
        "040",
        "summit",
        "summit",
        True,
    ),
    Channel.COMMEMORATION: ChannelInfo(
        "A shared ceremony or anniversary.",
        _M,
        _P.EITHER,
        "SUPPORT",
        "050",
        "commemoration",
        "commemoration",
    ),
    Channel.AGREEMENT: ChannelInfo(
        "A treaty, memorandum or contract between states that is signed.",
        _M,
        _P.EITHER,
        "SUPPORT",
        "057",
        "agreement",
        "agreement",
    ),
    Channel.JOINT_STATEMENT: ChannelInfo(
        "A text that the parties issue together.",
        _M,
        _P.EITHER,
        "SUPPORT",
        "050",
        "statement_joint",
        "agreement",
    ),
    Channel.CREDENTIALS: ChannelInfo(
        "Appointment of an envoy, presentation of credentials.",
        _D,
        _P.IN_PERSON,
        "SUPPORT",
        "050",
        "appointment_credentials",
        "credentials",
    ),
    Channel.RELATIONS: ChannelInfo(
        "Ties set up, restored, raised, lowered or cut; recognition; partnership tier.",
        _M,
        _P.NONE,
        "SUPPORT / SANCTION",
        "054 / 161",
        "other",
        "relations",
    ),
    Channel.AID: ChannelInfo(
        "Goods, money, a team or know-how, pledged or delivered.",
        _D,
        _P.NONE,
        "AID",
        "07x",
        "aid",
        "aid",
    ),
    Channel.EXERCISE: ChannelInfo(
        "A joint drill or patrol.",
        _M,
        _P.IN_PERSON,
        "COOPERATE",
        "062",
        "exercise",
        "exercise",
    ),
    Channel.COOPERATION: ChannelInfo(
        "Other material action done together.",
        _M,
        _P.NONE,
        "COOPERATE",
        "06x",
        "other",
        "cooperation",
    ),
    Channel.SUPPORT: ChannelInfo(
        "Praise or endorsement that is itself the act.",
        _D,
        _P.NONE,
        "SUPPORT",
        "051",
        "support_statement",
        "support",
    ),
    Channel.REQUEST: ChannelInfo(
        "An appeal or demand.",
        _D,
        _P.NONE,
        "REQUEST",
        "02/10",
        None,
        "request",
    ),
    Channel.CRITICISM: ChannelInfo(
        "Condemnation or accusation that is itself the act.",
        _D,
        _P.NONE,
        "ACCUSE",
        "11",
        "criticism",
        "criticism",
    ),
    Channel.REJECTION: ChannelInfo(
        "Refusal, denial or veto.",
        _D,
        _P.NONE,
        "REJECT",
        "12",
        None,
        "rejection",
    ),
    Channel.PROTEST: ChannelInfo(
        "A note of protest, a demarche.",
        _D,
        _P.NONE,
        "ACCUSE (disapprove)",
        "111",
        "protest",
        "protest",
    ),
    Channel.SUMMON: ChannelInfo(
        "An ambassador called in.",
        _D,
        _P.IN_PERSON,
        "by content",
        "111",
        "summon",
        "protest",
    ),
    Channel.THREAT: ChannelInfo(
        "Conditional harm announced.",
        _D,
        _P.NONE,
        "THREATEN",
        "13",
        "threat",
        "threat",
    ),
    Channel.EXPULSION: ChannelInfo(
        "Persona non grata, an own envoy recalled, a mission closed.",
        _D,
        _P.NONE,
        "SANCTION (expel / withdraw)",
        "16x",
        "expulsion_recall",
        "expulsion",
    ),
    Channel.SANCTION: ChannelInfo(
        "A ban, asset freeze, embargo or countermeasure.",
        _D,
        _P.NONE,
        "SANCTION",
        "163/172",
        "sanction",
        "sanction",
    ),
    Channel.CONCESSION: ChannelInfo(
        "Release, easing, withdrawal or apology.",
        _D,
        _P.NONE,
        "CONCEDE / RETREAT",
        "05x/08x",
        "other",
        "concession",
    ),
    Channel.FORCE: ChannelInfo(
        "Mobilization, seizure or attack between states.",
        _D,
        _P.NONE,
        "MOBILIZE / COERCE / ASSAULT",
        "15-20",
        None,
        "force",
    ),
}
"""The codebook of channels, in the order of the design."""

CONTACT_CHANNELS: frozenset[Channel] = frozenset(c for c, info in CHANNELS.items() if info.contact)
"""The channels that are contacts; the denominator of the cloud share is drawn from these."""

CLOUD_CHANNELS: frozenset[Channel] = frozenset(
    {Channel.CALL, Channel.VIDEO_MEETING, Channel.LETTER}
)
"""The numerator of the cloud share; `verbal_message` is added only in the second reading."""


class Status(StrEnum):
    """Whether the happening took place, as seen from the document."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    CANCELLED = "cancelled"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"


STATUSES: dict[Status, str] = {
    Status.HAPPENED: "The document says that it took place.",
    Status.ONGOING: "The document says that it is taking place.",
    Status.PLANNED: "Announced, agreed or promised for later.",
    Status.CANCELLED: "Announced before and called off.",
    Status.DENIED: "A party says that it did not take place.",
    Status.HYPOTHETICAL: "Possible, proposed or invited, without an acceptance.",
}


UNMARKED = "unmarked"
"""The rule of a status claim that no word of its sentence tells: "his trip to Paris"."""


class Role(StrEnum):
    """What a claim says about its event: who took part, or an attribute."""

    ACTOR = "actor"
    RECIPIENT = "recipient"
    HOST = "host"
    CARRIER = "carrier"
    DATE = "date"
    PLACE = "place"
    LEVEL = "level"
    MECHANISM = "mechanism"
    ORDINAL = "ordinal"
    TOPIC = "topic"
    ITEM = "item"
    QUANTITY = "quantity"
    PURPOSE = "purpose"
    STATUS = "status"


ROLES: dict[Role, str] = {
    Role.ACTOR: "Who acts: caller, sender, visitor, donor, summoning state; all parties of a "
    "mutual contact.",
    Role.RECIPIENT: "To whom: addressee, host of a visit, beneficiary, summoned envoy, target.",
    Role.HOST: "Where a mutual contact takes place, if that is a party.",
    Role.CARRIER: "Who brings another's letter, message or gift; not a party.",
    Role.DATE: "When, in EDTF, as precise as the text and no more.",
    Role.PLACE: "Where: a place or polity.",
    Role.LEVEL: "The level of a visit: state, official, working, private, transit.",
    Role.MECHANISM: "The standing series that the event belongs to.",
    Role.ORDINAL: "Its number in a series, or a claim such as 'first since 2017', as worded.",
    Role.TOPIC: "What it was about.",
    Role.ITEM: "What was given, sent or signed.",
    Role.QUANTITY: "How much of it, with the unit, as reported.",
    Role.PURPOSE: "Of a letter: congratulation, condolence, invitation, reply, thanks, proposal.",
    Role.STATUS: "Happened, planned, cancelled...; the words that say so are its evidence.",
}

PARTY_ROLES: frozenset[Role] = frozenset({Role.ACTOR, Role.RECIPIENT, Role.HOST})
"""The roles whose holders are parties. A carrier is not one."""


class SectionKind(StrEnum):
    """What a stretch of a document is. Only `body` enters counts."""

    BODY = "body"
    TEASER = "teaser"
    DEBRIS = "debris"


SECTIONS: dict[SectionKind, str] = {
    SectionKind.BODY: "The text of the document itself, its headline included.",
    SectionKind.TEASER: "An announcement of another document: kept, marked, left out of counts.",
    SectionKind.DEBRIS: "Navigation, bylines, captions, subscription lines: never read for events.",
}


class Stance(StrEnum):
    """Which side a statement takes, by the words in it."""

    SUPPORTS = "supports"
    OPPOSES = "opposes"
    NEUTRAL = "neutral"
    UNDECIDED = "undecided"


STANCES: dict[Stance, str] = {
    Stance.SUPPORTS: "Its words welcome, praise or back what it speaks of.",
    Stance.OPPOSES: "Its words condemn, reject or complain of what it speaks of.",
    Stance.NEUTRAL: "No word of it takes a side.",
    Stance.UNDECIDED: "It has words of both sides, or says that nothing is decided.",
}


class DecisionKind(StrEnum):
    """What a person can say about something in the ledger."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    ADD = "add"
    SAME = "same"
    NOT_SAME = "not_same"
    SAME_ACTOR = "same_actor"
    NOT_SAME_ACTOR = "not_same_actor"
    ALIAS = "alias"
    AUDIT = "audit"
    TAKE_BACK = "take_back"
    WITHDRAW = "withdraw"


DECISIONS: dict[DecisionKind, str] = {
    DecisionKind.ACCEPT: "The report is right as it stands.",
    DecisionKind.REJECT: "The document does not say so: the report, or one claim of it, goes.",
    DecisionKind.CORRECT: "A value of a report is another one.",
    DecisionKind.ADD: "The document says more: a report, or a claim of one, that was missed.",
    DecisionKind.SAME: "Two reports are about one happening.",
    DecisionKind.NOT_SAME: "Two reports are about two happenings.",
    DecisionKind.SAME_ACTOR: "Two ids mean one actor; the first of them is kept.",
    DecisionKind.NOT_SAME_ACTOR: "Two ids mean two actors.",
    DecisionKind.ALIAS: "A name stands for an actor, in one document or wherever it is written.",
    DecisionKind.AUDIT: "What somebody answered before seeing what was read; it changes nothing.",
    DecisionKind.TAKE_BACK: "An earlier decision is as if it had not been made.",
    DecisionKind.WITHDRAW: "The document must go (takedown, privacy): its text, reports and "
    "index entries are deleted and it is not read again.",
}


class DecisionState(StrEnum):
    """What became of a decision when the ledger's view was last built."""

    APPLIED = "applied"
    AGREES = "agrees"
    STALE = "stale"
    ORPHANED = "orphaned"
    OVERRULED = "overruled"


DECISION_STATES: dict[DecisionState, str] = {
    DecisionState.APPLIED: "It changes what was read.",
    DecisionState.AGREES: "What is read now says the same.",
    DecisionState.STALE: "What is read now is neither what was seen nor what was decided; it "
    "changes nothing until somebody decides anew.",
    DecisionState.ORPHANED: "The words that it is about are nowhere in the ledger.",
    DecisionState.OVERRULED: "A later decision says otherwise.",
}
