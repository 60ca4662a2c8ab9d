"""The figures of `eval/` that belong to no set: what they count, and what they leave out."""

import json
from pathlib import Path

import pytest

from dragoman.model import (
    Actor,
    Channel,
    Claim,
    Document,
    InputError,
    Mention,
    MentionKind,
    Report,
    Role,
    SectionKind,
    Span,
    Status,
)
from dragoman.run.schema import document_of
from dragoman.run.score import Share, score
from dragoman.text import prepare

TITLE = "Readout of President Joe Biden’s Call with President Macron of France"


def document(text: str, title: str | None = None) -> Document:
    """Build a document of May 2023."""
    return Document("d", text, title=title, url="https://a.example/call", published="2023-05-05")


def report(
    channel: Channel, *polities: str, section=SectionKind.BODY, status=Status.HAPPENED
) -> Report:
    """Build a report in which the first polity acts and the others do too, if it is mutual."""
    span = Span("d", 0, 4, "They")
    claims = tuple(
        Claim(Role.ACTOR if n == 0 else Role.RECIPIENT, p, span, None, "test", actor=Actor(p))
        for n, p in enumerate(polities)
    )
    return Report("d", channel, status, claims, span, "test", section)


# --------------------------------------------------------------------------- readouts


@pytest.mark.parametrize(
    ("title", "keys"),
    [
        (TITLE, {("call", "st:fra")}),
        (
            "Readout of the Meeting with President Macron of France and Chancellor Scholz",
            {("meeting", "st:fra"), ("meeting", "st:deu")},
        ),
        ("Readout of White House Meeting with State Legislators on Junk Fees", set()),
        ("Readout of President Biden’s Call with NATO Secretary General Jens Stoltenberg", set()),
        ("Statement on the Call with President Macron of France", set()),
    ],
)
def test_a_title_is_a_key_where_it_names_a_foreign_counterpart(evaluation, title, keys):
    """Channel and state come from the words behind "call with" or "meeting with"."""
    readouts = evaluation("_readouts")

    found = readouts.keys_of(document("Body.", title), evaluation("_figures").register())

    assert {(key.channel, key.state) for key in found} == keys


@pytest.mark.parametrize(
    ("found", "met"),
    [
        (report(Channel.CALL, "st:usa", "st:fra"), True),
        (report(Channel.VIDEO_MEETING, "st:fra", "st:usa"), True),
        (report(Channel.MEETING, "st:usa", "st:fra"), False),
        (report(Channel.CALL, "st:usa", "st:deu"), False),
        (report(Channel.CALL, "st:usa", "st:fra", section=SectionKind.TEASER), False),
    ],
)
def test_a_key_is_met_by_a_report_of_its_family_and_pair(evaluation, found, met):
    """Another channel, another state or another article's teaser is no answer."""
    assert evaluation("_readouts").Key("call", "st:fra").is_met_by(found) is met


def test_the_extractor_sees_no_title(evaluation, tmp_path):
    """Neither the head's title, nor the headline that repeats it, nor the address."""
    readouts = evaluation("_readouts")
    path = tmp_path / "readout-1.md"
    path.write_text(
        f"---\ntitle: {TITLE}\nsource_url: https://a.example/macron\ndate: 2023-05-05\n---\n"
        f"# {TITLE}\n\nThe two spoke today.\n",
        "utf-8",
    )
    seen = []

    def read(doc):
        seen.append(doc)
        return (report(Channel.CALL, "st:usa", "st:fra"),) if len(seen) > 1 else ()

    first, second = readouts.measure([path], read), readouts.measure([path], read)

    assert "Macron" not in f"{seen[0]}"
    assert "macron" not in f"{seen[0]}"
    assert "The two spoke today." in seen[0].text
    assert (first.value, first.lines) == (0.0, ("readout-1: call with st:fra",))
    assert (second.value, second.lines) == (1.0, ())


# --------------------------------------------------------------------------- the gate


def test_the_gate_is_measured_by_passages(evaluation, tmp_path):
    """A passage counts when a sentence of it passes; optional events do not count."""
    text = "It rained. Wang Yi met Retno. They dined. Nothing else."
    (tmp_path / "a.txt").write_text(f"Date: 2020-08-20\n\n{text}", "utf-8")
    events = [
        {"evidence_offsets": [[11, 41]], "evidence": [text[11:41]]},
        {"evidence": ["Nothing else."]},
        {"evidence": ["It rained."], "optional": True},
    ]
    row = {"id": "a", "language": "en", "events": [{"type": "meeting", **e} for e in events]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    corpus = evaluation("sets").Corpus("set", tmp_path / "gold.jsonl", tmp_path, True, False)

    found = evaluation("_gate").recall(
        [corpus], lambda clean: ["met" in clean.text[s.start : s.end] for s in clean.sentences]
    )

    assert (found.value, found.of) == (0.5, 2)
    assert found.lines == ("set, a: [42, 55)",)


# --------------------------------------------------------------------------- attribution


@pytest.mark.parametrize(
    ("gold", "chain", "right"),
    [
        ("Xinhua", ["China Daily", "Xinhua News Agency"], 1),
        ("KCNA", ["Korean Central News Agency"], 1),
        ("Xinhua", ["TASS"], 0),
        ("Xinhua", [], 0),
        ("Yuri Ushakov, in comments carried by RIA", ["Kremlin aide Yuri Ushakov"], 1),
        ("Jake Sullivan, National Security Advisor", ["Sullivan"], 1),
        ("Vietnamese Foreign Ministry", ["Vietnam's Ministry of Foreign Affairs"], 1),
        ("Vietnamese Foreign Ministry", ["the Vietnamese Ministry of Defence"], 0),
        ("Vietnamese Foreign Ministry", ["the Thai Foreign Ministry"], 0),
        ("Foreign Office; Zia Ahmad Takal", ["Takal"], 1),
        ("Foreign Office", ["Foreign Office"], 1),
        ("Foreign Office", ["Foreign Minister Smith"], 0),
        ("Kirsten Allen, Press Secretary to the Vice President", ["Kirsten Allen"], 1),
    ],
)
def test_whom_the_gold_credits_is_in_the_chain(evaluation, gold, chain, right):
    """By the register's id, or by the words of a name that it does not know."""
    assert attributed(evaluation, gold, chain) == Share(right, 1)


@pytest.mark.parametrize("gold", [None, "newspaper", "agency background", "Turkish news site"])
def test_what_credits_nobody_is_left_out(evaluation, gold):
    """A kind of source is no name."""
    assert attributed(evaluation, gold, ["Xinhua"]) == Share(0, 0)


def attributed(evaluation, gold, chain) -> Share:
    """Score one event with this attribution against ours with this chain."""
    event = {"type": "meeting", "participants": [{"country": "CHN"}, {"country": "IDN"}]}
    wanted = document_of({"id": "a", "events": [{**event, "attribution": gold}]})
    found = document_of({"id": "a", "events": [{**event, "chain": chain}]})
    return evaluation("_attribution").attributed(score([wanted], [found]).outcomes)


# --------------------------------------------------------------------------- PLOVER


def test_the_marked_pair_takes_the_place_of_what_was_found(evaluation):
    """Each span is one mention of a stand-in; a person stays a person; others stay."""
    plover = evaluation("_plover")
    marked = plover.unmark("<s>Minister Zarif</s> blamed <t>the court</t> in Rome.")
    clean = prepare(document(marked.text))
    zarif = Mention(0, 14, MentionKind.PERSON, (Actor("st:irn", name="Zarif"),))
    rome = Mention(35, 39, MentionKind.PLACE, place="pl:rome")

    [mentions] = plover.give_pair(clean, [(zarif, rome)], marked.spans)

    assert [(m.start, m.end, m.kind) for m in mentions] == [
        (0, 14, MentionKind.PERSON),
        (22, 31, MentionKind.POLITY),
        (35, 39, MentionKind.PLACE),
    ]
    assert tuple(m.actors[0].polity for m in mentions[:2]) == plover.STAND_INS


@pytest.mark.parametrize(
    ("channel", "status", "root"),
    [
        (Channel.MEETING, Status.HAPPENED, "CONSULT"),
        (Channel.AID, Status.PLANNED, "AGREE"),
        (Channel.CONCESSION, Status.HAPPENED, "YIELD"),
        (Channel.FORCE, Status.HAPPENED, None),
    ],
)
def test_the_root_is_that_of_the_report_on_the_pair(evaluation, channel, status, root):
    """A report on others gives none, and one in which the first acts goes before."""
    plover = evaluation("_plover")
    first, second = plover.STAND_INS
    wanted = report(channel, first, second, status=status)
    other = report(Channel.SANCTION, second, first)

    assert plover.root_of([report(Channel.CALL, first, "st:usa"), wanted]) == root
    assert plover.root_of([other, wanted]) == (root or "SANCTION")


def test_each_root_weighs_the_same(evaluation):
    """A root of one sentence counts as much as one of many; no answer is a wrong one."""
    pairs = [("AID", "AID"), ("AID", None), ("REQUEST", "AID"), ("THREATEN", "AID")]

    each = evaluation("_plover").macro_f1(pairs)

    assert each == {"AID": 2 * 1 / (2 + 3), "REQUEST": 0.0, "THREATEN": 0.0}


# --------------------------------------------------------------------------- in the wild


def test_a_drawing_depends_on_the_seed_alone(evaluation):
    """Not on the order in which documents were read."""
    wild = evaluation("wild")
    rows = [{"id": str(n), "doc": f"d{n % 7}"} for n in range(50)]

    assert wild.draw(rows, 1, 10) == wild.draw(rows[::-1], 1, 10) != wild.draw(rows, 2, 10)
    assert len(wild.draw(rows, 1, 500)) == 50


def test_a_reader_sees_the_sentence_with_its_neighbours(evaluation):
    """And what the report says of it; teasers are not drawn."""
    text = "It rained in Jakarta. They met in the hall. The talks went on. Nobody left."
    doc = document(text)
    span = Span.of(doc, 22, 43)
    kept = Report("d", Channel.MEETING, Status.HAPPENED, (), span, "meeting.met")
    teaser = Report("d", Channel.CALL, Status.HAPPENED, (), span, "x", SectionKind.TEASER)

    [row] = evaluation("wild").rows_of(doc, "name", [kept, teaser])

    assert (row["before"], row["sentence"], row["after"]) == (
        "It rained in Jakarta.",
        "They met in the hall.",
        "The talks went on.",
    )
    assert (row["doc"], row["channel"], row["status"]) == ("name", "meeting", "happened")


def test_verdicts_give_precision_and_agreement(evaluation, tmp_path):
    """The mean of two readers, and Cohen's kappa on right or not; no texts are kept."""
    wild = evaluation("wild")
    first = ["right"] * 8 + ["party", "false"]
    second = ["right"] * 7 + ["date", "party", "right"]
    sample = [{"id": f"r{n}", "doc": "d", "sentence": "Secret."} for n in range(10)]
    rows = wild.join(
        sample,
        [[{"id": f"r{n}", "verdict": v} for n, v in enumerate(vs)] for vs in (first, second)],
    )
    wild._write(tmp_path / "2026-11-22.jsonl", rows)

    figure = wild.figure(tmp_path)
    [judged] = wild.stored(tmp_path)

    assert "Secret" not in (tmp_path / "2026-11-22.jsonl").read_text("utf-8")
    assert (judged.precisions, figure.of) == ((0.8, 0.8), 10)
    assert figure.value == pytest.approx(0.8)
    assert judged.kappa == pytest.approx((0.8 - 0.68) / 0.32)
    assert "party 2" in figure.says


@pytest.mark.parametrize("verdict", [None, "wrong", "Right"])
def test_a_verdict_is_of_the_list(evaluation, verdict):
    """A report that was left out, or judged in other words, is named."""
    with pytest.raises(InputError, match="r1"):
        evaluation("wild").join(
            [{"id": "r1", "doc": "d"}],
            [[{"id": "r1", "verdict": "right"}], [{"id": "r1", "verdict": verdict}]],
        )


# --------------------------------------------------------------------------- floors and history


def test_a_figure_of_no_set_has_a_floor(evaluation):
    """Raised, kept, lowered with a reason; what could not be measured says nothing."""
    floors_of, figure = evaluation("_floors"), evaluation("_figures").Figure
    empty = {"about": "", "sets": {}, "figures": {}, "lowered": []}

    floors = floors_of.pin([], empty, None, [figure("found", 0.9, 10, "")])
    kept = floors_of.pin([], floors, None, [figure("found", 0.8, 10, "")])
    lowered = floors_of.pin([], floors, "two keys were wrong", [figure("found", 0.8, 10, "")])

    assert kept == floors
    assert floors["figures"] == {"found": {"of": 10, "floor": 0.9}}
    assert lowered["figures"]["found"]["floor"] == 0.8
    assert lowered["lowered"][0]["what"] == "from 0.900 to 0.800"
    assert floors_of.below_floor([], floors, [figure("found", 0.8, 10, "")]) == [
        "found is 0.8000, and its floor is 0.900"
    ]
    assert floors_of.below_floor([], floors, [figure.missing("found", "not here")]) == []
    assert floors_of.below_floor([], empty, [figure("speed", 140, 1, "", False, 150)]) == [
        "speed is 140.0000, and its floor is 150.000"
    ]


def test_more_false_events_are_worse(evaluation):
    """Where nothing is to be found, the floor is a ceiling."""
    floors_of, sets = evaluation("_floors"), evaluation("sets")
    corpus = sets.Corpus("set", Path("gold"), Path("texts"), True, False)
    event = {"type": "meeting", "participants": [{"country": "CHN"}, {"country": "IDN"}]}
    gold = [document_of({"id": f"d{n}", "events": []}) for n in range(10)]

    def measured(false: int):
        rows = [{"id": f"d{n}", "events": [event] if n < false else []} for n in range(10)]
        scores = score(gold, [document_of(row) for row in rows])
        return floors_of.Measured(corpus, "a", {"all": scores}, ())

    floors = floors_of.pin([measured(1)], floors_of.load_floors() | {"sets": {}}, None)

    assert floors["sets"]["set"]["parts"]["all"][floors_of.QUIET] == 0.5
    assert floors_of.below_floor([measured(0)], floors) == []
    assert any(floors_of.QUIET in words for words in floors_of.below_floor([measured(2)], floors))
    better = floors_of.pin([measured(0)], floors, None)
    assert better["sets"]["set"]["parts"]["all"][floors_of.QUIET] == 0.0


def test_the_history_grows_by_what_changed(evaluation, tmp_path):
    """A run that measured the same as the last one adds nothing; the table has all."""
    history, path = evaluation("_history"), tmp_path / "history.jsonl"

    def run(label: str, f1: float, missed: int):
        figures, errors = {"set, work": {"F1": f1}}, {"set, work": {"missed event": missed}}
        return history.Run("2026-11-22", "0.1", label, figures, {"speed": 400}, errors)

    runs = run("a", 0.5, 9), run("b", 0.5, 9), run("c", 0.7, 3)
    assert [history.add(one, path) for one in runs] == [True, False, True]
    page = "\n".join(history.tables(history.load(path), ["F1"]))
    assert "| run | F1 | missed event |" in page
    assert page.index("| 2026-11-22, a | 0.500 | 9 |") < page.index("| 2026-11-22, c | 0.700 | 3 |")
    assert "| 2026-11-22, c | 400 |" in page


def test_the_history_begins_with_the_first_extractor(evaluation):
    """The file that ships is readable and in order."""
    history = evaluation("_history")

    runs = history.load()

    assert runs[0].label == "first extractor"
    assert [run.on for run in runs] == sorted(run.on for run in runs)
