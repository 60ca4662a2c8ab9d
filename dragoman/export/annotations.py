"""Reports as tasks of Label Studio and Prodigy, out and in.

A task is one report: the words around it, and a marked span for each claim. What somebody
does with it comes back as decisions: the verdict on the report, spans that were removed,
added or given another role or value.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from dragoman.export.decision_lines import (
    Placed,
    Settle,
    anchor_from,
    each_line,
    list_from,
    placed_by,
    text_from,
    values_from,
)
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
    Status,
)
from dragoman.model.decision import Values, check_value, key_of

AROUND = 200
"""Characters of the document that a task shows on each side of a report."""

_OURS = "dragoman"
"""The field of a task that says what it is about; what is done with it is told by this."""

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
    anchor, seen = anchor_from(about["anchor"]), values_from(about, "seen")

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
        placed += placed_by(place, task, lambda found: _of_label_studio(found, by, settle))
    return placed


def _of_label_studio(task: Mapping[str, Any], by: str, settle: Settle) -> Iterator[Decision]:
    found = task.get("data")
    if not isinstance(found, dict) or "annotations" not in task:
        raise InputError("no data, or no annotations; export it as JSON, not JSON-MIN")
    text = text_from(found, "text")
    made = list_from(task, "annotations")
    for one in sorted(made, key=lambda one: str(one.get("created_at"))):
        if one.get("was_cancelled"):
            continue
        results = [result for result in list_from(one, "result") if isinstance(result, dict)]
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
    return list(each_line(text, where, lambda found: _of_prodigy(found, by, settle)))


def _of_prodigy(task: Mapping[str, Any], by: str, settle: Settle) -> Iterator[Decision]:
    verdict = task.get("answer")
    if verdict not in ("accept", "reject", "ignore"):
        raise InputError(f"answer {verdict!r}: an answer is accept, reject or ignore")
    if verdict == "ignore":
        return
    text = text_from(task, "text")
    regions = [
        _region(text, span.get("start"), span.get("end"), span.get("label"), None, None)
        for span in list_from(task, "spans")
    ]
    at, moment = now(), task.get("_timestamp")
    if isinstance(moment, int | float):
        at = datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")
    who = task.get("_annotator_id") or task.get("_session_id") or by
    answer = _Answer(str(who), at, verdict, regions if "spans" in task else None)
    yield from _decisions(text, task.get(_OURS), answer, settle)
