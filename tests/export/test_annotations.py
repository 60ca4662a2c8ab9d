"""Decisions out and in: as JSON lines, and by way of Label Studio and Prodigy."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.export.annotations import (
    LABEL_STUDIO,
    LABELS,
    label_studio_tasks,
    prodigy_tasks,
    read_label_studio,
    read_prodigy,
)
from dragoman.export.decision_lines import Placed, decisions_jsonl, read_jsonl
from dragoman.ledger.deciding import Decider
from dragoman.model import (
    Actor,
    Channel,
    Claim,
    Decision,
    DecisionKind,
    Document,
    InputError,
    Report,
    Role,
    Span,
    Status,
)

K = DecisionKind
TEXT = "Home 🙂 News\nWang Yi met Retno on 20 August 2020, in Hainan. More of it follows."
DOC = Document("0123456789abcdef", TEXT, outlet="Hainan Courier")
WHO = Decider("Desk", "because", "2026-11-22T10:00:00+00:00")


def span(words: str) -> Span:
    """Return the span of some words of the document."""
    start = TEXT.index(words)
    return Span.of(DOC, start, start + len(words))


WANG = Actor("st:chn", person="pe:wang-yi")
REPORT = Report(
    DOC.id,
    Channel.MEETING,
    Status.HAPPENED,
    (
        Claim(Role.ACTOR, WANG.id, span("Wang Yi"), None, "m", WANG),
        Claim(Role.ACTOR, "st:idn", span("Retno"), None, "m", Actor("st:idn", name="Retno")),
        Claim(Role.DATE, "2020-08-20", span("on 20 August 2020"), None, "d"),
        Claim(Role.STATUS, "happened", span("met"), None, "verb.past"),
    ),
    span("Wang Yi met Retno on 20 August 2020, in Hainan."),
    "m",
)  # fmt: skip
DATE = REPORT.claims[2]
OTHER = replace(DOC, id="fedcba9876543210")
ELSEWHERE = replace(REPORT, doc_id=OTHER.id, evidence=replace(REPORT.evidence, doc_id=OTHER.id))
ALL = [
    WHO.judge(K.ACCEPT, DOC, REPORT),
    WHO.judge(K.REJECT, DOC, REPORT),
    WHO.judge_claim(K.CORRECT, DOC, REPORT, DATE, "2020-08-21"),
    WHO.correct(DOC, REPORT, "status", "planned"),
    WHO.add(DOC, 13, 20, {"channel": ("call",), "actor": ("st:chn", "st:idn name:Joko")}, [REPORT]),
    WHO.add_claim(DOC, REPORT, "place", "pl:hainan"),
    *WHO.judge_pairs(K.NOT_SAME, [(DOC, REPORT)], [(OTHER, ELSEWHERE)]),
    WHO.judge_actors(K.SAME_ACTOR, "pe:a", "pe:b"),
    WHO.alias("Retno", "pe:retno-marsudi st:idn"),
    WHO.alias("Retno", "pe:retno-marsudi st:idn", (DOC, TEXT.index("Retno"))),
]


def settle(role: str, typed: str, doc_id: str) -> str:
    """Know one person by name, and leave the rest as it is."""
    return "pe:retno-marsudi st:idn" if typed == "Retno Marsudi" else typed


def read(lines: str) -> list[Decision]:
    """Return the decisions of JSON lines."""
    return decisions(read_jsonl(lines, "f.jsonl", by="Me", settle=settle))


def decisions(placed: list[Placed]) -> list[Decision]:
    """Return decisions without their places."""
    return [decision for _, decision in placed]


# --- JSON lines ----------------------------------------------------------------------------------


def test_every_decision_comes_back_as_it_went() -> None:
    """But withdrawals, which stay in their ledger."""
    withdrawal = Decision(K.WITHDRAW, DOC.id, "r", "b", WHO.at)
    assert read(decisions_jsonl([*ALL, withdrawal])) == ALL


def test_a_line_needs_no_more_than_its_kind_does() -> None:
    """Who and when are added; a name becomes the ids that it stands for."""
    line = {
        "kind": "correct",
        "anchors": [
            {"doc_id": "d1", "quote": "Retno", "slot": {"channel": "meeting", "role": "actor"}}
        ],
        "value": {"actor": ["Retno Marsudi"]},
    }
    [decision] = read(json.dumps(line))
    assert (decision.by, decision.target, decision.seen) == ("Me", "d1", {})
    assert decision.value == {"actor": ("pe:retno-marsudi st:idn",)}
    assert decision.at > "2026"


GOOD: dict[str, Any] = json.loads(decisions_jsonl([ALL[2]]))


def changed(**parts: Any) -> dict[str, Any]:
    """Return a good line with other fields."""
    return GOOD | parts


def in_anchor(**parts: Any) -> dict[str, Any]:
    """Return a good line with other fields of its anchor."""
    return changed(anchors=[GOOD["anchors"][0] | parts])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (changed(kindd="x"), ["unknown field 'kindd' of a decision", "did you mean 'kind'?"]),
        (in_anchor(qoute="x"), ["unknown field 'qoute' of an anchor", "did you mean 'quote'?"]),
        (in_anchor(slot={"chanel": "x"}), ["unknown field 'chanel' of a slot", "'channel'?"]),
        (changed(kind="fix"), ["kind 'fix'", "accept, reject, correct"]),
        (changed(kind="withdraw"), ["'dragoman forget' takes a document out"]),
        (changed(anchors=[]), ["correct is about one place in a text, and 0 are given"]),
        (changed(anchors="x"), ["anchors 'x': a list is needed"]),
        (in_anchor(quote=None), ["quote is missing"]),
        (in_anchor(quote="  "), ["the quote is empty"]),
        (in_anchor(start=-1), ["start -1: a whole number is needed, 0 or more"]),
        (in_anchor(slot={"channel": "phone", "role": "date"}), ["'phone' is no channel", "call"]),
        (in_anchor(slot={"channel": "call", "role": "day"}), ["the role 'day'", "date"]),
        (changed(value={"date": ["last May"]}), ["'last May'", "EDTF"]),
        (changed(value={"date": []}), ["correct gives one value to the role of its slot, 'date'"]),
        (changed(value={"day": ["2020"]}), ["'day' is nothing that a report has", "date"]),
        (changed(value={"date": "2020"}), ["value, date '2020': a list of texts is needed"]),
        (changed(value=["2020"]), ["values by role are needed"]),
        (changed(at="yesterday"), ["at 'yesterday'", "2026-11-22T10:00:00Z"]),
        (changed(by=" "), ["nobody is named who decides"]),
        (changed(by=7), ["by 7: a text is needed"]),
        (["no object"], ["a JSON object is needed"]),
        ({"kind": "same", "anchors": [GOOD["anchors"][0]] * 2}, ["same of a report and itself"]),
        ({"kind": "same_actor", "value": {"actor": ["pe:a", "pe:a"]}}, ["pe:a and itself"]),
        ({"kind": "same_actor", "value": {"actor": ["pe:a", "st:b"]}}, ["two ids of one kind"]),
        ({"kind": "same_actor", "value": {"actor": ["Xi", "Li"]}}, ["'Xi'", "pe:..."]),
        ({"kind": "alias", "value": {"form": ["Xi"]}}, ["alias gives one name (form) one actor"]),
        (
            {"kind": "add", "anchors": [GOOD["anchors"][0] | {"slot": {"channel": "call"}}]},
            ["one channel, and one status at most"],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_line_is_said_with_its_number(line: object, said: list[str]) -> None:
    """What was met, and what may stand there; nothing of the file is taken."""
    text = decisions_jsonl(ALL) + "\n" + json.dumps(line)
    with pytest.raises(InputError) as caught:
        read(text)
    assert str(caught.value).startswith(f"f.jsonl, line {len(ALL) + 2}: ")
    for words in said:
        assert words in str(caught.value)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*GOOD, *GOOD["anchors"][0], "data"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(anything, st.sampled_from([read_jsonl, read_label_studio, read_prodigy]))
def test_whatever_a_file_holds_is_a_decision_or_named(
    found: Any, read_: Callable[..., list[Placed]]
) -> None:
    """No trace of the depths, whatever stands where."""
    for text in (json.dumps(found), json.dumps([found]), json.dumps(GOOD | {"value": found})):
        try:
            read_(text, "file", by="Me", settle=settle)
        except InputError as error:
            assert str(error).startswith("file")


# --- Label Studio --------------------------------------------------------------------------------


def annotated(
    *changes: Callable[[list[dict[str, Any]]], object], skipped: bool = False, **verdict: str
) -> list[Decision]:
    """Return what somebody decides who takes over the prediction and changes it."""
    [task] = json.loads(label_studio_tasks([(DOC, REPORT)]))
    result = task["predictions"][0]["result"]
    for change in changes:
        change(result)
    for name, value in verdict.items():
        result[:] = [one for one in result if one["from_name"] != name]
        result.append(choice(name, value))
    annotation = {
        "result": result,
        "was_cancelled": skipped,
        "completed_by": {"email": "ann@example.org"},
        "created_at": "2026-11-22T11:00:00.000000Z",
    }
    export = [{"id": 7, "data": task["data"], "annotations": [annotation]}]
    return decisions(read_label_studio(json.dumps(export), "f.json", by="Me", settle=settle))


def choice(name: str, value: str) -> dict[str, Any]:
    """Return a choice as Label Studio writes it."""
    chosen = {"choices": [value]}
    return {"id": name, "from_name": name, "to_name": "text", "type": "choices", "value": chosen}


def label(words: str, role: str, ident: str = "new", *, utf16: bool = False) -> dict[str, Any]:
    """Return a marked span as Label Studio writes it."""
    [task] = json.loads(label_studio_tasks([(DOC, REPORT)]))
    text = task["data"]["text"]
    start = text.index(words)
    start = len(text[:start].encode("utf-16-le")) // 2 if utf16 else start
    value = {"start": start, "end": start + len(words), "text": words, "labels": [role]}
    return {"id": ident, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def typed(ident: str, value: str) -> dict[str, Any]:
    """Return the text that was typed for a span, as Label Studio writes it."""
    return {"id": ident, "from_name": "value", "type": "textarea", "value": {"text": [value]}}


def test_a_prediction_that_is_accepted_or_rejected() -> None:
    """By whom and when is taken from there."""
    [accept] = annotated(verdict="accept")
    assert accept == replace(
        ALL[0], by="ann@example.org", reason="", at="2026-11-22T11:00:00.000000Z"
    )
    [reject] = annotated(verdict="reject")
    assert (reject.kind, reject.anchors) == (K.REJECT, ALL[1].anchors)
    assert annotated() == []
    assert annotated(verdict="reject", skipped=True) == []


def test_spans_that_are_removed_added_or_given_another_value() -> None:
    """Each is a decision on these words; offsets may count as a browser does."""

    def set_date(result: list[dict[str, Any]]) -> None:
        result[:] = [one for one in result if not (one["id"] == "c2" and one["type"] == "textarea")]
        result.append(typed("c2", "2020-08-21"))

    [correct] = annotated(set_date, verdict="accept")
    assert replace(correct, by="Desk", at=WHO.at, reason="because") == ALL[2]

    def remove(result: list[dict[str, Any]]) -> None:
        result[:] = [one for one in result if one["id"] != "c2"]

    [gone] = annotated(remove)
    assert (gone.kind, gone.seen, gone.anchors[0].quote) == (
        K.REJECT,
        {"date": ("2020-08-20",)},
        "on 20 August 2020",
    )
    for utf16 in (False, True):
        [added] = annotated(
            lambda result, utf16=utf16: result.extend(
                [label("Hainan", "place", utf16=utf16), typed("new", "pl:hainan")]
            )
        )
        assert (added.kind, added.value) == (K.ADD, {"place": ("pl:hainan",)})
        assert TEXT[added.anchors[0].start :].startswith("Hainan")
    [planned] = annotated(status="planned")
    assert (planned.kind, planned.value) == (K.CORRECT, {"status": ("planned",)})


def test_who_gives_a_verdict_without_marking_removes_nothing() -> None:
    """Only choices were made; the claims were not looked at."""
    [accept] = annotated(lambda result: result.clear(), verdict="accept")
    assert accept.kind is K.ACCEPT


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: r.append(label("Hainan", "where")), "label 'where': labels are actor"),
        (lambda r: r.append(label("Hainan", "date")), "'Hainan' is not an EDTF date"),
        (lambda r: r.append(choice("channel", "phone")), "'phone' is no channel"),
        (lambda r: r[0]["value"].update(start=3), "is not 'Wang Yi' in the text"),
        (lambda r: r[0].pop("value"), "not of the form that is expected"),
    ],
)
def test_what_is_wrong_with_a_task_is_said_with_its_number(
    change: Callable[[list[dict[str, Any]]], object], said: str
) -> None:
    """And with the id that Label Studio shows."""
    with pytest.raises(InputError, match=r"f\.json, task 1 \(id 7\): ") as caught:
        annotated(change)
    assert said in str(caught.value)


def test_an_export_of_another_kind_is_named() -> None:
    """JSON-MIN has no annotations; tasks of others say nothing of reports."""
    for export in ({}, [{"text": "x"}], [{"data": {"text": "x"}, "annotations": [{"result": []}]}]):
        with pytest.raises(InputError, match=r"JSON-MIN|tasks come from"):
            read_label_studio(json.dumps(export), "f.json", by="Me", settle=settle)


def test_the_labeling_interface_has_what_the_tasks_use() -> None:
    """Every control that a prediction names is there, with every label; the page prints it."""
    root = ElementTree.fromstring(LABEL_STUDIO)  # noqa: S314 - our own
    controls = {node.get("name") for node in root if node.get("name")}
    [task] = json.loads(label_studio_tasks([(DOC, REPORT)]))
    used = {one["from_name"] for one in task["predictions"][0]["result"]}
    assert used | {"verdict", "text"} == controls
    assert [node.get("value") for node in root.iter("Label")] == list(LABELS)
    page = Path(__file__).parents[2] / "docs" / "how-to" / "decide.md"
    assert LABEL_STUDIO in page.read_text("utf-8")
    shown = {node.get("value", "").removeprefix("$") for node in root if node.get("value")}
    assert shown <= set(task["data"])


# --- Prodigy -------------------------------------------------------------------------------------


def answered(answer: str, *more: dict[str, Any], drop: int | None = None) -> list[Decision]:
    """Return what an answer to our task decides."""
    task = json.loads(prodigy_tasks([(DOC, REPORT)]))
    task["spans"] += more
    if drop == -1:
        del task["spans"]
    elif drop is not None:
        del task["spans"][drop]
    task |= {"answer": answer, "_timestamp": 1795341600, "_annotator_id": "ann", "_task_hash": 1}
    return decisions(read_prodigy(json.dumps(task), "f.jsonl", by="Me", settle=settle))


def test_prodigy_answers_decide() -> None:
    """Accept, reject, ignore; and spans that were drawn or deleted before accepting."""
    assert [(d.kind, d.by, d.at[:4]) for d in answered("accept")] == [(K.ACCEPT, "ann", "2026")]
    assert [d.kind for d in answered("reject")] == [K.REJECT]
    assert answered("ignore") == []
    assert [d.kind for d in answered("accept", drop=-1)] == [K.ACCEPT], "spans were not asked for"
    [gone] = answered("accept", drop=2)
    assert (gone.kind, gone.seen) == (K.REJECT, {"date": ("2020-08-20",)})
    text = json.loads(prodigy_tasks([(DOC, REPORT)]))["text"]
    start = text.index("Hainan")
    [added] = answered("accept", {"start": start, "end": start + 6, "label": "place"})
    assert (added.kind, added.value) == (K.ADD, {"place": ("Hainan",)})
    with pytest.raises(InputError, match="line 1: answer 'maybe'"):
        answered("maybe")
