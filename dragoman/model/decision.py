"""What people said about the ledger's contents, and where in a text they said it of."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import blake2b

from dragoman.model.claim import Actor
from dragoman.model.edtf import interval
from dragoman.model.errors import InputError
from dragoman.model.vocabulary import PARTY_ROLES, Channel, DecisionKind, Role, Status

Values = Mapping[str, tuple[str, ...]]
"""Values by role: {"date": ("2020-08-20",)}. "channel" and "status" are a report's own.

Who holds a role is written as the ids that are known, the most specific first, and the name
as a document has it: "pe:xi-jinping of:chn.head st:chn name:Xi Jinping".
"""

HOLDERS = PARTY_ROLES | {Role.CARRIER}
"""The roles that somebody holds, so that their value is an actor."""

_NAME = "name:"
_KINDS = {"pe": "person", "of": "office", "st": "polity", "og": "polity"}


@dataclass(frozen=True, slots=True)
class Slot:
    """Which report of a sentence is meant, and which of its values.

    Args:
        channel: The report's channel, as the person saw it; "" where no report is meant.
        parties: The states and organizations that are its parties, sorted.
        role: Of the claim that is meant; "channel" or "status" for these; "": all of it.
    """

    channel: str = ""
    parties: tuple[str, ...] = ()
    role: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words that a decision is about, so that it finds them again in another reading.

    No id of a report or claim is kept: those belong to a run. `start` and `end` count in
    the document's text like those of a `Span`; they hold where the text is still the one
    with this hash, and elsewhere the words are looked for, with what stood around them.
    """

    text_hash: str
    doc_id: str
    quote: str
    prefix: str
    suffix: str
    start: int
    end: int
    slot: Slot = Slot()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said about something in the ledger.

    Args:
        kind: What is said.
        target: The document that is meant; ids of actors where there is none; the mark of
            the decision that is taken back.
        reason: Why, for those who later ask.
        by: Who says so.
        at: When, ISO 8601, UTC.
        payload: Of a withdrawal: what else it takes along.
        anchors: Where it holds; two for "same" and "not_same"; none for all of the ledger.
        seen: What the person saw there when deciding.
        value: What it shall be.
        number: Its place in the ledger's list of decisions; None until it is kept.
    """

    kind: DecisionKind
    target: str
    reason: str
    by: str
    at: str
    payload: Mapping[str, str] = field(default_factory=dict)
    anchors: tuple[Anchor, ...] = ()
    seen: Values = field(default_factory=dict)
    value: Values = field(default_factory=dict)
    number: int | None = field(default=None, compare=False)

    def check(self) -> None:
        """Raise `InputError` unless it says something that can be decided."""
        _check(self)

    @property
    def mark(self) -> str:
        """What it is called where it is taken back: the same in every ledger that has it."""
        content = asdict(self)
        del content["number"], content["payload"]
        text = json.dumps(content, sort_keys=True)
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def actor_in_words(actor: Actor) -> str:
    """Return an actor as `Values` write it.

    >>> actor_in_words(Actor("st:chn", person="pe:xi-jinping", name="Xi Jinping"))
    'pe:xi-jinping st:chn name:Xi Jinping'
    """
    parts = [part for part in (actor.person, actor.office, actor.polity) if part]
    return " ".join([*parts, *([_NAME + actor.name] if actor.name else [])])


def actor_of_words(words: str) -> Actor:
    """Return the actor that `Values` write so.

    >>> actor_of_words("st:chn name:Xi Jinping")
    Actor(polity='st:chn', office=None, person=None, name='Xi Jinping', how='decision', basis=None)

    Raises:
        ValueError: A part of it is neither an id nor a name, or two are ids of one kind.
    """
    ids, _, name = words.partition(_NAME)
    parts: dict[str, str] = {}
    for ident in ids.split():
        kind = _KINDS.get(ident.partition(":")[0])
        if kind is None or kind in parts:
            raise ValueError(
                f"{words!r}: an actor is written as ids (pe:..., of:..., st:... or og:..., one of "
                "each kind at most), then name: and the words of the document"
            )
        parts[kind] = ident
    if not parts and not name.strip():
        raise ValueError(f"{words!r} names nobody; write an id, or name: and a name")
    return Actor(
        parts.get("polity"),
        parts.get("office"),
        parts.get("person"),
        name.strip() or None,
        how="decision",
    )


def key_of(role: str, value: str) -> str:
    """Return what decides whether two values of a role are the same one.

    Of an actor that is the most specific id; a spelling beside it changes nobody.

    >>> key_of("actor", "st:chn name:Xi Jinping"), key_of("topic", "trade with China")
    ('st:chn', 'trade with China')
    """
    if role not in HOLDERS:
        return value
    ids, _, name = value.partition(_NAME)
    return ids.split()[0] if ids.strip() else name.strip()


_ANCHORS = {
    DecisionKind.SAME: ("two places in texts", 2),
    DecisionKind.NOT_SAME: ("two places in texts", 2),
    DecisionKind.SAME_ACTOR: ("no place in a text", 0),
    DecisionKind.NOT_SAME_ACTOR: ("no place in a text", 0),
    DecisionKind.ALIAS: ("one place in a text, or none", 0, 1),
    DecisionKind.TAKE_BACK: ("no place in a text", 0),
    DecisionKind.WITHDRAW: ("no place in a text", 0),
}
"""How many anchors a decision of a kind has; of any other kind one."""

FIELDS = ("channel", *(role.value for role in Role))
"""What a report has values of; `status` is among the roles."""


def check_value(role: str, value: str) -> None:
    """Raise `InputError` unless a role can have a value."""
    words = {"channel": tuple(Channel), "status": tuple(Status)}.get(role)
    if words and value not in words:
        raise InputError(f"{value!r} is no {role}. There are: {', '.join(words)}")
    if not value.strip():
        raise InputError(f"the {role} is empty")
    try:
        if role == Role.DATE:
            interval(value)
        elif role in HOLDERS:
            actor_of_words(value)
    except ValueError as error:
        raise InputError(str(error)) from error


def _check(decision: Decision) -> None:
    kind, value = decision.kind, decision.value
    if not decision.by.strip():
        raise InputError("nobody is named who decides")
    try:
        datetime.fromisoformat(decision.at)
    except ValueError as error:
        raise InputError(f"at {decision.at!r}: no time of the kind 2026-11-22T10:00:00Z") from error
    about, *numbers = _ANCHORS.get(kind, ("one place in a text", 1))
    if len(decision.anchors) not in numbers:
        raise InputError(f"{kind} is about {about}, and {len(decision.anchors)} are given")
    for anchor in decision.anchors:
        _check_anchor(anchor, kind)
    if len(set(decision.anchors)) < len(decision.anchors):
        raise InputError(f"{kind} of a report and itself; name another one")
    for role, found in value.items():
        if role not in (*FIELDS, "form"):
            raise InputError(
                f"{role!r} is nothing that a report has. There are: {', '.join(FIELDS)}"
            )
        for one in found:
            check_value(role, one)
    _check_shape(decision)


def _check_anchor(anchor: Anchor, kind: DecisionKind) -> None:
    slot = anchor.slot
    if not anchor.quote.strip():
        raise InputError("the quote is empty; it holds the words that the decision is about")
    if slot.role and slot.role not in FIELDS:
        raise InputError(f"the slot has the role {slot.role!r}. Roles: {', '.join(FIELDS)}")
    if kind is not DecisionKind.ALIAS:
        check_value("channel", slot.channel)


def _check_shape(decision: Decision) -> None:
    """Raise unless the values are those that a decision of this kind has."""
    kind, value = decision.kind, decision.value
    role = decision.anchors[0].slot.role if decision.anchors else ""
    counts = {name: len(found) for name, found in value.items()}
    if kind is DecisionKind.ADD and not role:
        if counts.get("channel") != 1 or counts.get("status", 1) != 1:
            raise InputError("a report that is added has one channel, and one status at most")
    elif kind in (DecisionKind.CORRECT, DecisionKind.ADD):
        if not role or counts != {role: 1}:
            raise InputError(f"{kind} gives one value to the role of its slot, {role or 'none'!r}")
    elif kind in (DecisionKind.SAME_ACTOR, DecisionKind.NOT_SAME_ACTOR):
        if counts != {"actor": 2}:
            raise InputError(f"{kind} is about two actors")
        one, other = value["actor"]
        if one == other:
            raise InputError(f"{one} and itself: name two actors")
        if _kind_of(one) != _kind_of(other) or " " in f"{one}{other}":
            raise InputError(f"{one!r} and {other!r}: name two ids of one kind, such as two pe:...")
    elif kind is DecisionKind.TAKE_BACK and (not decision.target or counts):
        raise InputError("take_back names one decision by its mark")
    elif kind is DecisionKind.ALIAS and counts != {"form": 1, "actor": 1}:
        raise InputError("alias gives one name (form) one actor")


def _kind_of(ident: str) -> str | None:
    return _KINDS.get(ident.partition(":")[0])
