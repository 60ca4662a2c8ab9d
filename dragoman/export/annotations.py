"""Decisions as JSON lines, and reports as tasks of Label Studio and Prodigy, out and in.

JSON lines: one decision a line, an object with `kind`, `anchors` (each with `doc_id`, `quote`
and `slot`; `text_hash`, `prefix`, `suffix`, `start` and `end` where they are known), `seen` and
`value` (lists of texts by role), `reason`, `by`, `at`, `target` and `number`. Only what
its kind needs must be there. A number is given anew where the decision is kept.

A task is one report: the words around it, and a marked span for each claim. What somebody
does with it comes back as decisions: the verdict on the report, spans that were removed,
added or given another role or value.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any

from dragoman.ledger.anchoring import CONTEXT, anchor_of
from dragoman.ledger.cases import CHANNEL, STATUS, slot_of, told, value_of
from dragoman.ledger.deciding import now
from dragoman.model import (
    Anchor,
    Channel,
    Decision,
    DecisionKind,
    Document,
    InputError,
    Report,
    Role,
    Slot,
    Status,
    UnknownName,
)
from dragoman.model.config import did_you_mean
from dragoman.model.decision import Values, check_value, key_of

Settle = Callable[[str, str, str], str]
"""What makes a value of what a person typed: of a role, the words, and a document's id.

"Xi Jinping" is "pe:xi-jinping of:chn.head st:chn". It raises `InputError` or `UnknownName`
where nothing can be made of the words."""

Placed = tuple[str, Decision]
"""A decision, and the line or task that it comes from, for whoever has to be told."""

AROUND = 200
"""Characters of the document that a task shows on each side of a report."""

_LINE = ("kind", "target", "reason", "by", "at", "anchors", "seen", "value", "number")
_ANCHOR = tuple(f.name for f in fields(Anchor))
_SLOT = tuple(f.name for f in fields(Slot))
_OURS = "dragoman"
"""The field of a task that says what it is about; what is done with it is told by this."""


# --- JSON lines ----------------------------------------------------------------------------------


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
    return list(_each(text, where, lambda found: [_of_line(found, by, settle)]))


def _of_line(found: Mapping[str, Any], by: str, settle: Settle) -> Decision:
    _known(found, _LINE, "a decision")
    word = found.get("kind")
    kinds = [kind.value for kind in DecisionKind if kind is not DecisionKind.WITHDRAW]
    if word == DecisionKind.WITHDRAW:
        raise InputError("kind 'withdraw': 'dragoman forget' takes a document out of a ledger")
    if word not in kinds:
        raise InputError(f"kind {word!r}: a decision is one of {', '.join(kinds)}")
    kind = DecisionKind(word)
    anchors = tuple(_anchor(part) for part in _list(found, "anchors"))
    value = _values(found, "value")
    if kind not in (DecisionKind.SAME_ACTOR, DecisionKind.NOT_SAME_ACTOR):
        doc_id = anchors[0].doc_id if anchors else ""
        value = {r: tuple(settle(r, v, doc_id) for v in vs) for r, vs in value.items()}
    target = anchors[0].doc_id if anchors else " ".join(value.get("actor", ()))
    return Decision(
        kind,
        _text(found, "target", target),
        _text(found, "reason", ""),
        _text(found, "by", by),
        _text(found, "at", now()),
        anchors=anchors,
        seen=_values(found, "seen"),
        value=value,
    )


def _anchor(found: Any) -> Anchor:
    _known(found, _ANCHOR, "an anchor")
    slot = found.get("slot", {})
    _known(slot, _SLOT, "a slot")
    parties = _list(slot, "parties")
    if not all(isinstance(party, str) for party in parties):
        raise InputError(f"parties {parties!r}: a list of ids is needed")
    start = _number(found, "start")
    quote = _text(found, "quote")
    return Anchor(
        _text(found, "text_hash", ""),
        _text(found, "doc_id"),
        quote,
        _text(found, "prefix", ""),
        _text(found, "suffix", ""),
        start,
        _number(found, "end") or start + len(quote),
        Slot(_text(slot, "channel", ""), tuple(sorted(parties)), _text(slot, "role", "")),
    )


def _values(found: Mapping[str, Any], name: str) -> dict[str, tuple[str, ...]]:
    values = found.get(name, {})
    if not isinstance(values, dict):
        raise InputError(f"{name} {values!r}: values by role are needed, {{'date': ['2020-08']}}")
    for role, texts in values.items():
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise InputError(f"{name}, {role} {texts!r}: a list of texts is needed")
    return {role: tuple(texts) for role, texts in values.items()}


def _text(found: Mapping[str, Any], name: str, default: str | None = None) -> str:
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


def _list(found: Mapping[str, Any], name: str) -> list[Any]:
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


def _each(
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
        yield from _placed(place, found, read)


def _placed(
    place: str, found: Any, read: Callable[[Mapping[str, Any]], Iterable[Decision]]
) -> Iterator[Placed]:
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


# --- tasks ---------------------------------------------------------------------------------------

LABELS = tuple(role for role in Role if role is not Role.STATUS)
"""The roles that a span of a task can have."""


@dataclass(frozen=True, slots=True)
class _Region:
    """A marked span of a task's text."""

    start: int
    end: int
    role: str
    value: str | None = None  # None: nobody typed one


@dataclass(frozen=True, slots=True)
class _Answer:
    """What somebody did with a task, whatever the program."""

    by: str
    at: str
    verdict: str | None = None  # accept | reject
    regions: Sequence[_Region] | None = None  # None: nobody touched them
    own: Values = field(default_factory=dict)  # channel and status, where they were chosen


def _task(doc: Document, report: Report) -> tuple[str, dict[str, Any]]:
    """Return the text of a task, and what it is about."""
    evidence = report.evidence
    first = max(0, evidence.start - AROUND)
    text = doc.text[first : evidence.end + AROUND]
    claims = [
        {
            "start": claim.evidence.start - first,
            "end": claim.evidence.end - first,
            "role": claim.role,
            "value": value_of(claim),
        }
        for claim in report.claims
        if claim.role in LABELS
        and first <= claim.evidence.start
        and claim.evidence.end <= first + len(text)
    ]
    about = {
        "anchor": asdict(anchor_of(doc, evidence.start, evidence.end, slot_of(report))),
        "start": first,
        "seen": told(report),
        "claims": claims,
    }
    return text, about


def _decisions(text: str, about: Any, answer: _Answer, settle: Settle) -> Iterator[Decision]:
    """Yield what an answer to a task decides."""
    if not isinstance(about, dict) or not {"anchor", "start", "seen", "claims"} <= about.keys():
        raise InputError(
            f"the field {_OURS!r} is missing or changed; tasks come from 'dragoman decide --export'"
        )
    anchor, seen = _anchor(about["anchor"]), _values(about, "seen")

    def decide(kind: DecisionKind, at: Anchor, seen: Values, value: Values) -> Decision:
        return Decision(
            kind, at.doc_id, "", answer.by, answer.at, anchors=(at,), seen=seen, value=value
        )

    if answer.verdict == "reject":
        yield decide(DecisionKind.REJECT, anchor, seen, {})
        return
    made = []
    for role, chosen in answer.own.items():
        if chosen != seen.get(role):
            at = replace(anchor, slot=replace(anchor.slot, role=role))
            was = {role: seen.get(role, ())}
            made.append(decide(DecisionKind.CORRECT, at, was, {role: chosen}))

    def place_of(region: _Region) -> Anchor:
        return Anchor(
            anchor.text_hash,
            anchor.doc_id,
            text[region.start : region.end],
            text[max(0, region.start - CONTEXT) : region.start],
            text[region.end : region.end + CONTEXT],
            about["start"] + region.start,
            about["start"] + region.end,
            replace(anchor.slot, role=region.role),
        )

    if answer.regions is not None:
        read = {(c["start"], c["end"], c["role"]): str(c["value"]) for c in about["claims"]}
        drawn = {(r.start, r.end, r.role): r for r in answer.regions}
        for place, value in read.items():
            if place not in drawn:
                gone = place_of(_Region(*place))
                made.append(decide(DecisionKind.REJECT, gone, {place[2]: (value,)}, {}))
        for place, region in drawn.items():
            role, typed = region.role, region.value
            old = read.get(place)
            if old is not None and (typed is None or typed == old):
                continue
            words = typed if typed is not None else text[region.start : region.end]
            new = settle(role, words, anchor.doc_id)
            if old is None:
                made.append(decide(DecisionKind.ADD, place_of(region), {}, {role: (new,)}))
            elif key_of(role, new) != key_of(role, old):
                made.append(
                    decide(DecisionKind.CORRECT, place_of(region), {role: (old,)}, {role: (new,)})
                )
    if answer.verdict == "accept" and not made:
        made.append(decide(DecisionKind.ACCEPT, anchor, seen, {}))
    yield from made


def _region(text: str, start: Any, end: Any, role: Any, words: Any, value: str | None) -> _Region:
    """Return a marked span, its offsets counted in characters.

    A program that runs in a browser may count a character outside of the first 65,536 (an
    emoji) as two. Where it says which words it marked, these tell.
    """
    if role not in LABELS:
        raise InputError(f"label {role!r}: labels are {', '.join(LABELS)}")
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
        raise InputError(f"a span from {start!r} to {end!r}: two offsets are needed")
    places = [(start, end), (_in_characters(text, start), _in_characters(text, end))]
    for a, b in places:
        if b <= len(text) and (not isinstance(words, str) or text[a:b] == words):
            return _Region(a, b, role, value)
    raise InputError(f"the span from {start} to {end} is not {words!r} in the text of the task")


def _in_characters(text: str, units: int) -> int:
    """Return how many characters a number of UTF-16 units at the beginning of a text makes."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))


# --- Label Studio --------------------------------------------------------------------------------

LABEL_STUDIO = "\n".join(
    (
        "<View>",
        '  <Header value="$source"/>',
        '  <Choices name="verdict" toName="text" choice="single" showInline="true">',
        '    <Choice value="accept"/><Choice value="reject"/>',
        "  </Choices>",
        '  <Labels name="label" toName="text">',
        *(f'    <Label value="{role}"/>' for role in LABELS),
        "  </Labels>",
        '  <Text name="text" value="$text" granularity="word"/>',
        '  <TextArea name="value" toName="text" perRegion="true" maxSubmissions="1"/>',
        '  <Choices name="channel" toName="text" choice="single" layout="select">',
        *(f'    <Choice value="{channel}"/>' for channel in Channel),
        "  </Choices>",
        '  <Choices name="status" toName="text" choice="single" layout="select">',
        *(f'    <Choice value="{status}"/>' for status in Status),
        "  </Choices>",
        "</View>",
    )
)
"""The labeling interface of a Label Studio project that our tasks are for."""


def label_studio_tasks(reports: Iterable[tuple[Document, Report]]) -> str:
    """Return reports as tasks to import into Label Studio: what was read is the prediction."""
    tasks = []
    for doc, report in reports:
        text, about = _task(doc, report)
        result: list[dict[str, Any]] = []
        for nth, claim in enumerate(about["claims"]):
            span = {"start": claim["start"], "end": claim["end"]}
            span["text"] = text[claim["start"] : claim["end"]]
            shared = {"id": f"c{nth}", "to_name": "text"}
            label, typed = {"labels": [claim["role"]]}, {"text": [claim["value"]]}
            result += [
                shared | {"from_name": "label", "type": "labels", "value": span | label},
                shared | {"from_name": "value", "type": "textarea", "value": span | typed},
            ]
        for name in (CHANNEL, STATUS):
            chosen = {"choices": list(about["seen"][name])}
            result.append(
                {"id": name, "from_name": name, "to_name": "text", "type": "choices"}
                | {"value": chosen}
            )
        source = ", ".join(part for part in (doc.outlet, doc.title, doc.published) if part)
        tasks.append(
            {
                "data": {"text": text, "source": source or doc.name or doc.id, _OURS: about},
                "predictions": [{"model_version": "dragoman", "result": result}],
            }
        )
    return json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"


def read_label_studio(text: str, where: str, *, by: str, settle: Settle) -> list[Placed]:
    """Return the decisions of a Label Studio export, of the kind that it calls JSON.

    Annotations that were skipped decide nothing, and neither does a task without one.

    Raises:
        InputError: It is no such export, or something in it is no decision; it names the task.
    """
    try:
        tasks = json.loads(text)
    except ValueError as error:
        raise InputError(f"{where}: no JSON ({error})") from error
    if not isinstance(tasks, list):
        raise InputError(f"{where}: a list of tasks is needed; export it as JSON, not JSON-MIN")
    placed: list[Placed] = []
    for nth, task in enumerate(tasks, 1):
        number = task.get("id") if isinstance(task, dict) else None
        place = f"{where}, task {nth}" + (f" (id {number})" if number is not None else "")
        placed += _placed(place, task, lambda found: _of_label_studio(found, by, settle))
    return placed


def _of_label_studio(task: Mapping[str, Any], by: str, settle: Settle) -> Iterator[Decision]:
    found = task.get("data")
    if not isinstance(found, dict) or "annotations" not in task:
        raise InputError("no data, or no annotations; export it as JSON, not JSON-MIN")
    text = _text(found, "text")
    made = _list(task, "annotations")
    for one in sorted(made, key=lambda one: str(one.get("created_at"))):
        if one.get("was_cancelled"):
            continue
        results = [result for result in _list(one, "result") if isinstance(result, dict)]
        chosen = {
            str(result.get("from_name")): tuple(result["value"]["choices"])
            for result in results
            if result.get("type") == "choices"
        }
        typed = {
            result.get("id"): _typed(result["value"].get("text"))
            for result in results
            if result.get("type") == "textarea"
        }
        regions = [
            _region(
                text,
                result["value"].get("start"),
                result["value"].get("end"),
                label,
                result["value"].get("text"),
                typed.get(result.get("id")),
            )
            for result in results
            if result.get("type") == "labels"
            for label in result["value"].get("labels", ())
        ]
        own = {name: chosen[name] for name in (CHANNEL, STATUS) if chosen.get(name)}
        for role, values in own.items():
            for value in values:
                check_value(role, value)
        who = one.get("completed_by")
        email = who.get("email") if isinstance(who, dict) else None
        answer = _Answer(
            email or by,
            str(one.get("updated_at") or one.get("created_at") or now()),
            next(iter(chosen.get("verdict", ())), None),
            regions or None,
            own,
        )
        yield from _decisions(text, found.get(_OURS), answer, settle)


def _typed(value: Any) -> str:
    return " ".join(map(str, value)).strip() if isinstance(value, list) else str(value).strip()


# --- Prodigy -------------------------------------------------------------------------------------


def prodigy_tasks(reports: Iterable[tuple[Document, Report]]) -> str:
    """Return reports as tasks for Prodigy (spans.manual), one a line."""
    lines = []
    for doc, report in reports:
        text, about = _task(doc, report)
        spans = [
            {"start": claim["start"], "end": claim["end"], "label": claim["role"]}
            for claim in about["claims"]
        ]
        meta = {"channel": report.channel, "status": report.status, "source": doc.outlet or doc.id}
        lines.append({"text": text, "spans": spans, "meta": meta, _OURS: about})
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def read_prodigy(text: str, where: str, *, by: str, settle: Settle) -> list[Placed]:
    """Return the decisions of Prodigy's answers (db-out): JSON lines with spans and an answer.

    What was ignored decides nothing. Prodigy has no place for a value: that of a new span is
    made of its words.

    Raises:
        InputError: Something in it is no decision; it names the line.
    """
    return list(_each(text, where, lambda found: _of_prodigy(found, by, settle)))


def _of_prodigy(task: Mapping[str, Any], by: str, settle: Settle) -> Iterator[Decision]:
    verdict = task.get("answer")
    if verdict not in ("accept", "reject", "ignore"):
        raise InputError(f"answer {verdict!r}: an answer is accept, reject or ignore")
    if verdict == "ignore":
        return
    text = _text(task, "text")
    regions = [
        _region(text, span.get("start"), span.get("end"), span.get("label"), None, None)
        for span in _list(task, "spans")
    ]
    at, moment = now(), task.get("_timestamp")
    if isinstance(moment, int | float):
        at = datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")
    who = task.get("_annotator_id") or task.get("_session_id") or by
    answer = _Answer(str(who), at, verdict, regions if "spans" in task else None)
    yield from _decisions(text, task.get(_OURS), answer, settle)
