"""Decisions replayed: what becomes of each, whatever was read anew since."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from decision_making import (
    CALL_WORDS,
    DOC,
    JOKO,
    MEETING_WORDS,
    RETNO,
    TEXT,
    WANG,
    WHO,
    Shelf,
    addition,
    call,
    claim,
    edge,
    in_duckdb,
    meeting,
    numbered,
    on_claim,
    on_report,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_making import document

from dragoman.ledger.anchoring import anchor_of, locate
from dragoman.ledger.applying import InView, apply
from dragoman.ledger.edges import agreeing
from dragoman.ledger.replay import Replay, replay
from dragoman.ledger.tables import SCHEMAS
from dragoman.model import (
    Actor,
    Channel,
    Decision,
    DecisionKind,
    DecisionState,
    Document,
    Report,
    Role,
    Slot,
    Span,
    Status,
)

K, S = DecisionKind, DecisionState


def done(
    decisions: list[Decision], *reports: Report, docs: tuple[Document, ...] = (DOC,)
) -> Replay:
    """Replay decisions on the reports of some documents."""
    return replay(decisions, Shelf(docs, reports))


def states(result: Replay) -> list[DecisionState]:
    """Return what became of each decision."""
    return [outcome.state for outcome in result.outcomes]


def after(result: Replay, *reports: Report) -> list[Report]:
    """Return the reports as they are after a replay."""
    now = [result.changed.get(report.id, report) for report in reports]
    return [*(report for report in now if report), *result.added]


# --- each kind -----------------------------------------------------------------------------------


def test_an_accepted_report_stays_and_agrees() -> None:
    """Nothing changes, and the person is told that it still stands."""
    result = done(numbered(on_report(K.ACCEPT, DOC, meeting())), meeting())
    assert states(result) == [S.AGREES]
    assert not result.changed


def test_a_rejected_report_goes_and_the_other_of_the_document_stays() -> None:
    """Only the report that was rejected."""
    result = done(numbered(on_report(K.REJECT, DOC, meeting())), meeting(), call())
    assert states(result) == [S.APPLIED]
    assert after(result, meeting(), call()) == [call()]


def test_a_rejected_report_that_is_no_longer_read_agrees() -> None:
    """The machine has come to the same opinion."""
    result = done(numbered(on_report(K.REJECT, DOC, meeting())), call())
    assert states(result) == [S.AGREES]


def test_a_corrected_date_stands_beside_what_it_rested_on() -> None:
    """The same words, another value, and the rule says that a person set it."""
    result = done(
        numbered(on_claim(K.CORRECT, DOC, meeting(), Role.DATE, value="2020-08-21")), meeting()
    )
    [now] = after(result, meeting())
    [date] = now.having(Role.DATE)
    assert (date.value, date.evidence.quote) == ("2020-08-21", "on 20 August 2020")
    assert (date.rule, date.note) == ("decision", None), "what anchored the machine's is gone"
    assert states(result) == [S.APPLIED]
    assert result.outcomes[0].report_id == now.id


def test_a_corrected_party_is_somebody_with_office_and_state() -> None:
    """And keeps the name that the document has."""
    words = "pe:retno-marsudi of:idn.fm st:idn"
    decisions = numbered(on_claim(K.CORRECT, DOC, meeting(), Role.ACTOR, 1, words))
    [now] = after(done(decisions, meeting()), meeting())
    assert list(now.having(Role.ACTOR))[1].actor == Actor(
        "st:idn", "of:idn.fm", "pe:retno-marsudi", "Retno", "decision"
    )


def test_a_rejected_claim_leaves_the_others() -> None:
    """The report is told without it."""
    result = done(numbered(on_claim(K.REJECT, DOC, meeting(), Role.DATE)), meeting())
    [now] = after(result, meeting())
    assert now.claims == meeting().claims[:2]


def test_channel_and_status_are_corrected_with_the_claim_behind_them() -> None:
    """The status is also a claim, so that no answer contradicts the report."""
    it = meeting()
    status = claim(DOC, Role.STATUS, "met", "happened")
    it = replace(it, claims=(*it.claims, status))
    decisions = numbered(
        WHO.correct(DOC, it, "channel", "video_meeting"), WHO.correct(DOC, it, "status", "planned")
    )
    result = done(decisions, it)
    [now] = after(result, it)
    # the second was decided when the report was a meeting still: the machine's report fits
    assert states(result) == [S.APPLIED, S.APPLIED]
    assert (now.channel, now.status) == (Channel.VIDEO_MEETING, Status.PLANNED)
    assert [c.value for c in now.having(Role.STATUS)] == ["planned"]


def test_a_report_that_was_missed_is_added() -> None:
    """With the sentence as evidence of all that it says."""
    actors = "pe:wang-yi st:chn, pe:joko-widodo st:idn name:Joko"
    decisions = numbered(addition(DOC, CALL_WORDS, channel="call", actor=actors))
    result = done(decisions, meeting())
    [now] = result.added
    assert (now.channel, now.status, now.rule) == ("call", "happened", "decision.added")
    assert now.evidence.quote == CALL_WORDS
    assert now.polities == {"st:chn", "st:idn"}
    assert [c.actor and c.actor.name for c in now.having(Role.ACTOR)] == [None, "Joko"]
    assert states(done(decisions, meeting(), call())) == [S.AGREES]


def test_a_second_report_of_a_sentence_is_added_beside_the_first() -> None:
    """Who adds one has seen the one that is there, and means another."""
    second = addition(
        DOC, MEETING_WORDS, beside=[meeting()], channel="meeting", actor="st:chn, st:idn"
    )
    result = done(numbered(second), meeting())
    assert states(result) == [S.APPLIED]
    assert len(after(result, meeting())) == 2


def test_what_is_added_and_now_read_otherwise_is_stale() -> None:
    """Two reports of one call would be one too many; the person is asked."""
    actors = "pe:wang-yi st:chn, pe:joko-widodo st:idn"
    added = addition(DOC, CALL_WORDS, channel="call", actor=actors, date="2020-08-20")
    result = done(numbered(added), call())
    assert states(result) == [S.STALE]
    assert result.outcomes[0].detail == "the date was 2020-08-20 and is none now"
    assert not result.added


def test_a_claim_is_added_to_a_report() -> None:
    """Also when its words stand in another sentence than the report."""
    start = TEXT.index("from Hainan")
    anchor = anchor_of(DOC, start, start + 11, Slot("meeting", ("st:chn", "st:idn"), "place"))
    added = WHO.add_claim(DOC, meeting(), "place", "pl:hainan")
    decisions = numbered(replace(added, anchors=(anchor,)))
    result = done(decisions, meeting())
    [now] = after(result, meeting())
    assert [(c.value, c.evidence.quote, c.rule) for c in now.having(Role.PLACE)] == [
        ("pl:hainan", "from Hainan", "decision.added")
    ]
    assert states(done(decisions, now)) == [S.AGREES]


OTHER = document(2, text=f"Jakarta: {TEXT}")


def test_edges_name_reports_as_they_are_after_all_decisions() -> None:
    """The linker sees the ids of corrected reports."""
    decisions = numbered(
        edge(K.SAME, (DOC, meeting()), (OTHER, meeting(OTHER))),
        on_claim(K.CORRECT, DOC, meeting(), Role.DATE, value="2020-08-21"),
    )
    result = done(decisions, meeting(), meeting(OTHER), docs=(DOC, OTHER))
    [found] = result.edges
    [now] = after(result, meeting())
    assert (found.a, found.b, found.same, found.number) == (now.id, meeting(OTHER).id, True, 1)


def test_contradictory_edges_are_named_and_the_later_one_holds() -> None:
    """Same, then not the same: the first is overruled by the second."""
    pair = (DOC, meeting()), (OTHER, meeting(OTHER))
    decisions = numbered(edge(K.SAME, *pair), edge(K.NOT_SAME, *pair))
    result = done(decisions, meeting(), meeting(OTHER), docs=(DOC, OTHER))
    assert states(result) == [S.OVERRULED, S.APPLIED]
    assert result.outcomes[0].detail == "contradicted by decision 2"
    assert [e.same for e in result.edges] == [False]


def test_an_edge_to_a_rejected_report_is_stale() -> None:
    """Before or after it was rejected."""
    pair = (DOC, meeting()), (OTHER, meeting(OTHER))
    reject = on_report(K.REJECT, DOC, meeting())
    for decisions in ([edge(K.SAME, *pair), reject], [reject, edge(K.SAME, *pair)]):
        result = done(numbered(*decisions), meeting(), meeting(OTHER), docs=(DOC, OTHER))
        assert result.edges == ()
        assert S.STALE in states(result)


def test_an_alias_in_a_document_holds_in_no_other() -> None:
    """In the document it holds also against whom the machine knows."""
    words = "pe:retno-marsudi of:idn.fm st:idn"
    result = done(
        numbered(WHO.alias("RETNO", words, (DOC, TEXT.index("Retno")))),
        meeting(),
        meeting(OTHER),
        docs=(DOC, OTHER),
    )
    assert set(result.changed) == {meeting().id}
    [now] = after(result, meeting())
    assert list(now.having(Role.ACTOR))[1].value == "pe:retno-marsudi"


def test_an_alias_for_the_ledger_leaves_those_whom_the_machine_knows() -> None:
    """The same surname is another person's in another document."""
    unknown = replace(
        call(), claims=(claim(DOC, Role.ACTOR, "Joko", who=Actor("st:idn", name="Joko")),)
    )
    decisions = numbered(WHO.alias("Joko", "pe:joko-other st:idn"))
    result = done(decisions, unknown, call(OTHER), docs=(DOC, OTHER))
    assert set(result.changed) == {unknown.id}
    assert result.outcomes[0].detail == "1 of another actor stay"
    assert states(done(decisions, meeting())) == [S.ORPHANED]


def test_two_ids_of_one_actor_become_the_first() -> None:
    """By way of a third id too; and a later "not the same" undoes it."""
    same = [
        WHO.judge_actors(K.SAME_ACTOR, "pe:jokowi", "pe:joko-widodo"),
        WHO.judge_actors(K.SAME_ACTOR, "pe:president-joko", "pe:jokowi"),
    ]
    result = done(numbered(*same), call())
    assert states(result) == [S.APPLIED, S.APPLIED]
    [now] = after(result, call())
    assert list(now.having(Role.ACTOR))[1].value == "pe:president-joko"
    assert dict(result.actors) == {
        "pe:joko-widodo": "pe:president-joko",
        "pe:jokowi": "pe:president-joko",
    }
    apart = WHO.judge_actors(K.NOT_SAME_ACTOR, "pe:jokowi", "pe:joko-widodo")
    result = done(numbered(*same, apart), call())
    assert states(result) == [S.OVERRULED, S.AGREES, S.AGREES]
    assert not result.changed


# --- what becomes of them later ------------------------------------------------------------------


def test_a_value_that_is_neither_seen_nor_set_is_stale() -> None:
    """The machine says a third thing; it stays, and the person is asked."""
    decisions = numbered(on_claim(K.CORRECT, DOC, meeting(), Role.DATE, value="2020-08-21"))
    result = done(decisions, meeting(day="2020-08"))
    assert states(result) == [S.STALE]
    assert result.outcomes[0].detail == "the date is 2020-08 now"
    assert not result.changed
    assert states(done(decisions, meeting(day="2020-08-21"))) == [S.AGREES]


@pytest.mark.parametrize(
    ("decision", "reports", "detail"),
    [
        pytest.param(
            on_report(K.ACCEPT, DOC, meeting()), [meeting(day="2020-08")],
            "the date was 2020-08-20 and is 2020-08 now", id="accepted, now with another date",
        ),
        pytest.param(
            on_report(K.ACCEPT, DOC, meeting()), [call()],
            "nothing like it is reported of these words now", id="accepted, now missed",
        ),
        pytest.param(
            on_report(K.REJECT, DOC, meeting()), [replace(meeting(), channel=Channel.DIALOGUE)],
            "dialogue happened pe:wang-yi, of:idn.fm 2020-08-20 is reported of these words now",
            id="rejected, now under another channel",
        ),
        pytest.param(
            on_report(K.REJECT, DOC, meeting()), [replace(meeting(), status=Status.PLANNED)],
            "the status was happened and is planned now", id="rejected, now planned",
        ),
        pytest.param(
            WHO.correct(DOC, meeting(), "status", "planned"),
            [replace(meeting(), status=Status.CANCELLED)],
            "the status is cancelled now", id="status, now a third one",
        ),
        pytest.param(
            on_claim(K.CORRECT, DOC, meeting(), Role.DATE, value="2020-08-21"),
            [replace(meeting(), claims=meeting().claims[:2])],
            "the date is not read from these words now", id="a date, now missed",
        ),
    ],
)  # fmt: skip
def test_what_the_machine_reads_otherwise_now_is_said(
    decision: Decision, reports: list[Report], detail: str
) -> None:
    """Each stale decision says what stands there now, and changes nothing."""
    result = done(numbered(decision), *reports)
    assert [(o.state, o.detail) for o in result.outcomes] == [(S.STALE, detail)]
    assert not result.changed


def test_a_value_stays_corrected_when_the_report_gets_another_channel() -> None:
    """A date under any other; the status under one of the same family."""
    date = on_claim(K.CORRECT, DOC, meeting(), Role.DATE, value="2020-08-21")
    visit = replace(meeting(), channel=Channel.VISIT)
    assert states(done(numbered(date), visit)) == [S.APPLIED]
    status = WHO.correct(DOC, meeting(), "status", "planned")
    assert states(done(numbered(status), visit)) == [S.STALE]
    dialogue = replace(meeting(), channel=Channel.DIALOGUE)
    [now] = after(done(numbered(status), dialogue), dialogue)
    assert (now.channel, now.status) == (Channel.DIALOGUE, Status.PLANNED)


def test_of_two_reports_of_a_sentence_the_one_that_was_seen_is_meant() -> None:
    """Both are meetings of the same states; the persons tell them apart, in either order."""
    other = meeting()
    persons = (claim(DOC, Role.ACTOR, "Wang Yi", who=Actor("st:chn", person="pe:xi-jinping")),)
    other = replace(other, claims=persons + other.claims[1:])
    for reports in ([meeting(), other], [other, meeting()]):
        result = done(numbered(on_report(K.REJECT, DOC, other)), *reports)
        assert after(result, *reports) == [meeting()]


def test_an_edge_within_what_is_one_report_now_joins_nothing() -> None:
    """Two that were the same are one; that two which were not are one, a person must see."""
    later = replace(call(), channel=Channel.MEETING)
    whole = replace(meeting(), evidence=Span.of(DOC, 0, len(TEXT)))
    for kind, state in ((K.SAME, S.AGREES), (K.NOT_SAME, S.STALE)):
        result = done(numbered(edge(kind, (DOC, meeting()), (DOC, later))), whole)
        assert [(o.state, o.detail) for o in result.outcomes] == [
            (state, "both are one report now")
        ]
        assert result.edges == ()


def test_a_later_decision_on_the_same_overrules() -> None:
    """Made in sequence, or by two who had seen the same."""
    first = on_claim(K.CORRECT, DOC, meeting(), Role.DATE, value="2020-08-21")
    [now] = after(done(numbered(first), meeting()), meeting())
    in_turn = on_claim(K.CORRECT, DOC, now, Role.DATE, value="2020-08-22")
    at_once = on_claim(K.CORRECT, DOC, meeting(), Role.DATE, value="2020-08-22")
    for second in (in_turn, at_once):
        result = done(numbered(first, second), meeting())
        assert states(result) == [S.OVERRULED, S.APPLIED]
        assert result.outcomes[0].detail == "by decision 2"
        [last] = after(result, meeting())
        assert [c.value for c in last.having(Role.DATE)] == ["2020-08-22"]


def test_a_rejection_is_taken_back_by_accepting() -> None:
    """And an addition by rejecting what was added."""
    accept, reject = on_report(K.ACCEPT, DOC, meeting()), on_report(K.REJECT, DOC, meeting())
    result = done(numbered(reject, accept), meeting())
    assert states(result) == [S.OVERRULED, S.APPLIED]
    assert after(result, meeting()) == [meeting()]
    add = addition(DOC, CALL_WORDS, channel="call", actor="st:chn, st:idn")
    [added] = done(numbered(add)).added
    result = done(numbered(add, on_report(K.REJECT, DOC, added)))
    assert states(result) == [S.OVERRULED, S.APPLIED]
    assert result.added == ()


def test_words_that_are_nowhere_are_orphaned() -> None:
    """And so is what was decided of a withdrawn document, even where its text stands elsewhere."""
    decision = on_report(K.REJECT, DOC, meeting())
    empty = document(3, text="Nothing of this.")
    result = done(numbered(decision), docs=(empty,))
    assert states(result) == [S.ORPHANED]
    assert "'Wang Yi met Retno on 20 August 2020.' is not in any" in result.outcomes[0].detail
    copy = document(4, text=TEXT)
    assert states(done(numbered(decision), meeting(copy), docs=(copy,))) == [S.APPLIED]
    gone = Decision(K.WITHDRAW, DOC.id, "r", "b", "2026-11-22")
    result = done(numbered(decision, gone), meeting(copy), docs=(copy,))
    assert [(o.state, o.detail) for o in result.outcomes] == [
        (S.ORPHANED, "its document was withdrawn"),
        (S.APPLIED, ""),
    ]


# --- re-reading ----------------------------------------------------------------------------------

ALL = [
    on_report(K.ACCEPT, DOC, meeting()),
    on_report(K.REJECT, DOC, call()),
    on_claim(K.CORRECT, DOC, meeting(), Role.DATE, value="2020-08-21"),
    on_claim(K.CORRECT, DOC, meeting(), Role.ACTOR, 1, "pe:retno-marsudi of:idn.fm st:idn"),
    on_claim(K.REJECT, DOC, meeting(), Role.DATE),
    WHO.correct(DOC, meeting(), "channel", "video_meeting"),
    WHO.correct(DOC, meeting(), "status", "planned"),
    WHO.correct(DOC, call(), "channel", "video_meeting"),
    addition(DOC, "Both sides spoke of trade.", channel="dialogue", actor="st:chn, st:idn"),
    edge(K.SAME, (DOC, meeting()), (OTHER, meeting(OTHER))),
    edge(K.NOT_SAME, (DOC, meeting()), (OTHER, meeting(OTHER))),
    edge(K.NOT_SAME, (DOC, meeting()), (DOC, call())),
    WHO.judge_actors(K.SAME_ACTOR, "pe:jokowi", "pe:joko-widodo"),
    WHO.judge_actors(K.NOT_SAME_ACTOR, "pe:jokowi", "pe:joko-widodo"),
    WHO.alias("retno", "pe:retno-marsudi st:idn"),
]

some = st.lists(st.sampled_from(ALL), max_size=7).map(lambda chosen: numbered(*chosen))


def read(doc: Document, rule: str = "meeting.met") -> list[Report]:
    """Return what the machine reports of the meeting and the call, by rules of some name."""
    named = [replace(c, rule=rule) for c in call(doc).claims]
    return [meeting(doc, rule=rule), replace(call(doc), claims=tuple(named), rule=rule)]


def plain(result: Replay, *reports: Report) -> list[object]:
    """Return what a replay comes to, without what a re-reading may change: rules and places."""
    return [
        (r.channel, r.status, sorted((c.role, c.value, c.evidence.quote) for c in r.claims))
        for r in after(result, *reports)
    ]


@settings(deadline=None)
@given(some)
def test_replay_is_idempotent(decisions: list[Decision]) -> None:
    """Replayed on what it made, it makes nothing more of it."""
    first = read(DOC) + read(OTHER)
    second = after(done(decisions, *first, docs=(DOC, OTHER)), *first)
    again = done(decisions, *second, docs=(DOC, OTHER))
    assert plain(again, *second) == plain(Replay(), *second)


MOVED: list[Callable[[str], str]] = [
    lambda text: f"Home | News | Subscribe\n\n{text}",
    lambda text: text.replace("Both sides spoke of trade.", "") + "\nBoth sides spoke of trade.",
    lambda text: text.replace(" ", "\u00a0", 3),
]


@settings(deadline=None)
@given(some, st.sampled_from(MOVED), st.booleans())
def test_decisions_survive_another_reading(
    decisions: list[Decision], moved: Callable[[str], str], renamed: bool
) -> None:
    """A changed rule, changed boilerplate and the ids that come of it change no outcome."""
    before = read(DOC) + read(OTHER)
    was = done(decisions, *before, docs=(DOC, OTHER))
    # another reader: the text has shifted, and so the document has another id
    new = document(9, text=moved(TEXT))
    words = {w: new.text[slice(*_found(w, new.text))] for w in _quoted()}
    after_ = [_reread(r, new, words, "meeting.other" if renamed else r.rule) for r in read(DOC)]
    after_ += read(OTHER)
    now = replay(decisions, Shelf((new, OTHER), after_, {DOC.id: [new.id]}))
    assert states(now) == states(was)
    assert [(r.channel, r.status) for r in after(now, *after_)] == [
        (r.channel, r.status) for r in after(was, *before)
    ]


def _quoted() -> set[str]:
    return {c.evidence.quote for r in read(DOC) for c in (*r.claims, r)}


def _found(words: str, text: str) -> tuple[int, int]:
    start = DOC.text.index(words)
    found = locate(anchor_of(DOC, start, start + len(words), Slot()), text)
    assert found, words
    return found


def _reread(it: Report, doc: Document, words: dict[str, str], rule: str) -> Report:
    def moved(span: Span) -> Span:
        return Span.of(doc, *_found(span.quote, doc.text))

    claims = tuple(replace(c, evidence=moved(c.evidence), rule=rule) for c in it.claims)
    return replace(it, doc_id=doc.id, evidence=moved(it.evidence), claims=claims, rule=rule)


def test_only_documents_that_decisions_are_about_are_loaded() -> None:
    """A ledger has a million reports; a decision is about one."""
    shelf = Shelf((DOC, OTHER), [meeting(), meeting(OTHER)])
    replay(numbered(on_report(K.ACCEPT, DOC, meeting())), shelf)
    assert shelf.loaded == {DOC.id}


# --- anchors -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        pytest.param("Retno", f"Menu. {TEXT}", "Retno", id="shifted"),
        pytest.param(
            "Wang Yi met Retno", f"Wang Yi met Retno in May. {TEXT}", "Wang Yi met Retno on 20",
            id="twice, by what follows",
        ),
        pytest.param(
            MEETING_WORDS, TEXT.replace("met ", "met\n  "), "Wang Yi met\n  Retno",
            id="other spaces",
        ),
        pytest.param(
            CALL_WORDS, TEXT.replace("phoned", "telephoned"), "In the evening the minister tele",
            id="a word changed",
        ),
        pytest.param("Retno", TEXT.replace("Retno", "Marsudi"), None, id="gone"),
        pytest.param(
            CALL_WORDS, "\n".join([TEXT.replace("phoned", "telephoned")] * 2), None,
            id="changed, and there twice",
        ),
        pytest.param("Retno", f"{TEXT}\n{TEXT}", None, id="twice, and nothing tells them apart"),
        pytest.param("Wang Yi", "Others saw Wang Yi elsewhere.", None, id="short and out of place"),
    ],
)  # fmt: skip
def test_words_are_found_again(words: str, text: str, found: str | None) -> None:
    """By themselves, by what stood around them, or by likeness if only one place is like them."""
    start = TEXT.index(words)
    place = locate(anchor_of(DOC, start, start + len(words), Slot()), text)
    assert (place is None) == (found is None)
    if place and found:
        assert text[place[0] :].startswith(found)


@given(st.text(max_size=80), st.text(min_size=1, max_size=80), st.text(max_size=80), st.text())
def test_an_anchor_finds_its_words_in_its_own_text(a: str, b: str, c: str, d: str) -> None:
    """Whatever the text; and in another text only words that are like them."""
    doc = document(1, text=a + b + c)
    anchor = anchor_of(doc, len(a), len(a + b), Slot())
    assert locate(anchor, doc.text) == (len(a), len(a + b))
    if (found := locate(anchor, d)) is not None:
        assert 0 <= found[0] < found[1] <= len(d)


# --- edges ---------------------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"), st.booleans()), max_size=12
    )
)
def test_the_judgements_that_hold_contradict_each_other_nowhere(
    judged: list[tuple[str, str, bool]],
) -> None:
    """The last one always holds, unless it says that something is not itself."""
    edges = [(n, a, b, same) for n, (a, b, same) in enumerate(judged, 1)]
    held, contradicted = agreeing(edges)
    assert sorted([*(e[0] for e in held), *contradicted]) == [e[0] for e in edges]
    group = {thing: {thing} for thing in "abcde"}
    for _, a, b, same in held:
        if same:
            both = group[a] | group[b]
            group |= dict.fromkeys(both, both)
    assert all(b not in group[a] for _, a, b, same in held if not same)
    if edges and not (edges[-1][1] == edges[-1][2] and not edges[-1][3]):
        assert edges[-1] in held


# --- in a view -----------------------------------------------------------------------------------


@settings(deadline=None, max_examples=25)
@given(some)
def test_a_view_ends_as_the_replay_says(decisions: list[Decision]) -> None:
    """Carried out in the tables, the reports that are loaded from them are those of the replay."""
    docs, reports = (DOC, OTHER), read(DOC) + read(OTHER)
    with in_duckdb(docs, reports) as db:
        result = replay(decisions, InView(db))
        assert result == done(decisions, *sorted(reports, key=_order), docs=docs)
        apply(db, result, decisions)
        now = InView(db).reports([doc.id for doc in docs])
        assert sorted(now, key=_order) == sorted(after(result, *reports), key=_order)
        rows = db.sql("SELECT * FROM decisions").to_arrow_table()
        assert rows.schema.names == SCHEMAS["decisions"].names
        assert rows["state"].to_pylist() == states(result)


def _order(it: Report) -> tuple[str, int, str]:
    return it.doc_id, it.evidence.start, it.id


def test_a_view_finds_words_in_other_documents() -> None:
    """In what replaced theirs, else in the only one with their surroundings, or with them all."""
    other, moved = document(5, text=f"Far away. {TEXT}"), document(6, text="Quite another text.")
    short = on_claim(K.REJECT, DOC, meeting(), Role.DATE).anchors[0]
    long = on_report(K.REJECT, DOC, meeting()).anchors[0]
    alone, copy = document(7, text=f"It said: {MEETING_WORDS} So it said."), document(8, text=TEXT)
    for docs, replaced, found in [
        ((other, moved), {DOC.id: [moved.id]}, ([moved.id], [moved.id])),
        ((other, moved), {}, ([other.id], [other.id])),
        ((alone, moved), {}, ([], [alone.id])),
        ((other, document(9, text=f"Farther. {TEXT}")), {}, ([], [])),
        ((other, copy), {}, ([copy.id], [copy.id])),
    ]:
        with in_duckdb(docs, []) as db:
            assert InView(db, replaced).holding([short, long]) == dict(
                zip((short, long), found, strict=True)
            )


def test_two_reports_that_come_to_say_the_same_are_one() -> None:
    """A table with one id twice would count a happening twice."""
    twice = replace(meeting(), claims=meeting(day="2020-08-21").claims)
    decision = on_claim(K.CORRECT, DOC, meeting(), Role.DATE, value="2020-08-21")
    with in_duckdb((DOC,), [meeting(), twice]) as db:
        result = replay(numbered(decision), InView(db))
        apply(db, result, numbered(decision))
        assert InView(db).reports([DOC.id]) == [twice]


def test_nobody_is_taken_for_somebody_else_by_a_name_in_part() -> None:
    """An alias is the whole name: "Wang" says nothing of Wang Yi."""
    decision = WHO.alias("Wang", "pe:wang-other st:chn")
    assert states(done(numbered(decision), meeting())) == [S.ORPHANED]
    assert (WANG.name, RETNO.name, JOKO.name) == ("Wang Yi", "Retno", "Joko")
