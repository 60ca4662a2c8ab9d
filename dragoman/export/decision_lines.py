"""Decisions as JSON lines, out and in.

One decision a line, an object with `kind`, `anchors` (each with `doc_id`, `quote` and `slot`;
`text_hash`, `prefix`, `suffix`, `start` and `end` where they are known), `seen` and `value`
(lists of texts by role), `reason`, `by`, `at`, `target` and `number`. Only what its kind needs
must be there. A number is given anew where the decision is kept.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from dragoman.ledger.deciding import now
from dragoman.model import Anchor, Decision, DecisionKind, InputError, Slot, UnknownName
from dragoman.model.config import did_you_mean

Settle = Callable[[str, str, str], str]
"""What makes a value of what a person typed: of a role, the words, and a document's id.

"Xi Jinping" is "pe:xi-jinping of:chn.head st:chn". It raises `InputError` or `UnknownName`
where nothing can be made of the words."""

Placed = tuple[str, Decision]
"""A decision, and the line or task that it comes from, for whoever has to be told."""

_LINE = ("kind", "target", "reason", "by", "at", "anchors", "seen", "value", "number")
_ANCHOR = tuple(f.name for f in fields(Anchor))
_SLOT = tuple(f.name for f in fields(Slot))


def decisions_jsonl(decisions: Iterable[Decision]) -> str:
    """Return decisions as JSON lines; withdrawals, which are for one ledger alone, are left out."""
    return "".join(
        json.dumps(
            {name: part for name, part in asdict(decision).items() if name in _LINE},
            ensure_ascii=False,
        )
        + "\n"
        for decision in decisions
        if decision.kind is not DecisionKind.WITHDRAW
    )


def read_jsonl(text: str, where: str, *, by: str, settle: Settle) -> list[Placed]:
    """Return the decisions of JSON lines.

    Args:
        text: The lines; empty ones are passed over.
        where: What to call them in errors: a file.
        by: Who decides, for lines that do not say.
        settle: Completes what a line gives as a value.

    Raises:
        InputError: A line is no decision. It names the line, and nothing is returned.
    """
    return list(each_line(text, where, lambda found: [_of_line(found, by, settle)]))


def _of_line(found: Mapping[str, Any], by: str, settle: Settle) -> Decision:
    _known(found, _LINE, "a decision")
    word = found.get("kind")
    kinds = [kind.value for kind in DecisionKind if kind is not DecisionKind.WITHDRAW]
    if word == DecisionKind.WITHDRAW:
        raise InputError("kind 'withdraw': 'dragoman forget' takes a document out of a ledger")
    if word not in kinds:
        raise InputError(f"kind {word!r}: a decision is one of {', '.join(kinds)}")
    kind = DecisionKind(word)
    anchors = tuple(anchor_from(part) for part in list_from(found, "anchors"))
    value = values_from(found, "value")
    if kind not in (DecisionKind.SAME_ACTOR, DecisionKind.NOT_SAME_ACTOR):
        doc_id = anchors[0].doc_id if anchors else ""
        value = {r: tuple(settle(r, v, doc_id) for v in vs) for r, vs in value.items()}
    target = anchors[0].doc_id if anchors else " ".join(value.get("actor", ()))
    return Decision(
        kind,
        text_from(found, "target", target),
        text_from(found, "reason", ""),
        text_from(found, "by", by),
        text_from(found, "at", now()),
        anchors=anchors,
        seen=values_from(found, "seen"),
        value=value,
    )


def anchor_from(found: Any) -> Anchor:
    """Return an anchor that was written as an object; without an end, its quote tells it."""
    _known(found, _ANCHOR, "an anchor")
    slot = found.get("slot", {})
    _known(slot, _SLOT, "a slot")
    parties = list_from(slot, "parties")
    if not all(isinstance(party, str) for party in parties):
        raise InputError(f"parties {parties!r}: a list of ids is needed")
    start = _number(found, "start")
    quote = text_from(found, "quote")
    return Anchor(
        text_from(found, "text_hash", ""),
        text_from(found, "doc_id"),
        quote,
        text_from(found, "prefix", ""),
        text_from(found, "suffix", ""),
        start,
        _number(found, "end") or start + len(quote),
        Slot(text_from(slot, "channel", ""), tuple(sorted(parties)), text_from(slot, "role", "")),
    )


def values_from(found: Mapping[str, Any], name: str) -> dict[str, tuple[str, ...]]:
    """Return the values by role that stand in a field; none, if there is no such field."""
    values = found.get(name, {})
    if not isinstance(values, dict):
        raise InputError(f"{name} {values!r}: values by role are needed, {{'date': ['2020-08']}}")
    for role, texts in values.items():
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise InputError(f"{name}, {role} {texts!r}: a list of texts is needed")
    return {role: tuple(texts) for role, texts in values.items()}


def text_from(found: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """Return the text of a field, which must be there where there is no default."""
    value = found.get(name, default)
    if value is None:
        raise InputError(f"{name} is missing")
    if not isinstance(value, str):
        raise InputError(f"{name} {value!r}: a text is needed")
    return value


def _number(found: Mapping[str, Any], name: str) -> int:
    value = found.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InputError(f"{name} {value!r}: a whole number is needed, 0 or more")
    return value


def list_from(found: Mapping[str, Any], name: str) -> list[Any]:
    """Return the list of a field; an empty one, if there is no such field."""
    value = found.get(name, [])
    if not isinstance(value, list):
        raise InputError(f"{name} {value!r}: a list is needed")
    return value


def _known(found: Any, names: Sequence[str], what: str) -> None:
    if not isinstance(found, dict):
        raise InputError(f"{found!r} is no {what.removeprefix('a ').removeprefix('an ')}")
    for name in found:
        if name not in names:
            raise InputError(
                f"unknown field {name!r} of {what}. Fields: {', '.join(names)}"
                f"{did_you_mean(name, tuple(names))}"
            )


def each_line(
    text: str, where: str, read: Callable[[Mapping[str, Any]], Iterable[Decision]]
) -> Iterator[Placed]:
    """Yield the decisions of JSON lines; what is wrong with one is said with its number."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{where}, line {number}"
        try:
            found = json.loads(line)
        except ValueError as error:
            raise InputError(f"{place}: no JSON ({error})") from error
        yield from placed_by(place, found, read)


def placed_by(
    place: str, found: Any, read: Callable[[Mapping[str, Any]], Iterable[Decision]]
) -> Iterator[Placed]:
    """Yield the decisions that are read from one line or task, each checked.

    Raises:
        InputError: It is not of the form that is expected; the sentence begins with the place.
    """
    try:
        if not isinstance(found, dict):
            raise InputError("a JSON object is needed")
        for decision in read(found):
            decision.check()
            yield place, decision
    except (InputError, UnknownName) as error:
        raise InputError(f"{place}: {error}") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"{place}: not of the form that is expected ({error!r})") from error
