"""What people decided, carried out on what was read: the same reports give the same result.

Nothing here reads a file. Decisions are taken in their order, each against the report as the
machine tells it and as the earlier ones left it. What finds its place changes the report;
what does not is named, and changes nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from dragoman.ledger.anchoring import locate
from dragoman.ledger.cases import (
    ADDED,
    CHANNEL,
    CORRECTED,
    STATUS,
    Case,
    Part,
    Place,
    corrected,
    differing,
    gist,
    keys,
    told,
    value_of,
)
from dragoman.ledger.edges import agreeing
from dragoman.model import (
    CHANNELS,
    Anchor,
    Channel,
    Claim,
    Decision,
    DecisionKind,
    DecisionState,
    Edge,
    Report,
    Role,
    Span,
    Status,
)
from dragoman.model.decision import HOLDERS, Values, actor_of_words

_EDGES = {DecisionKind.SAME: True, DecisionKind.NOT_SAME: False}
_ACTOR_EDGES = {DecisionKind.SAME_ACTOR: True, DecisionKind.NOT_SAME_ACTOR: False}

_APPLIED, _AGREES = DecisionState.APPLIED, DecisionState.AGREES


class Source(Protocol):
    """What replay may look at: the documents that decisions are about, and no others."""

    def texts(self, doc_ids: Collection[str]) -> Mapping[str, str]:
        """Return the texts of documents; those that are not in the ledger are left out."""

    def reports(self, doc_ids: Collection[str]) -> Sequence[Report]:
        """Return what the machine reports of documents, by document and place."""

    def holding(self, anchors: Collection[Anchor]) -> Mapping[Anchor, Sequence[str]]:
        """Return the documents that may hold an anchor's words, since its own is not here."""

    def naming(self, forms: Collection[str], actors: Collection[str]) -> Sequence[str]:
        """Return the documents with claims on an actor of these names (any case) or ids."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one decision."""

    number: int
    state: DecisionState
    detail: str = ""
    doc_id: str | None = None  # where its words stand now
    report_id: str | None = None  # the report it is about, as it is after all decisions


@dataclass(frozen=True, slots=True)
class Replay:
    """What decisions make of the machine's reports."""

    changed: Mapping[str, Report | None] = field(default_factory=dict)  # None: it goes
    added: tuple[Report, ...] = ()
    edges: tuple[Edge, ...] = ()  # without those that a later one contradicts
    actors: Mapping[str, str] = field(default_factory=dict)  # id -> the id kept in its place
    outcomes: tuple[Outcome, ...] = ()  # by number, one for each decision


def replay(decisions: Sequence[Decision], source: Source) -> Replay:
    """Carry decisions out on the reports that they are about.

    Args:
        decisions: All that are kept, by number.
        source: The ledger as the machine read it.
    """
    return _Replaying(decisions, source).run()


class _Miss(Exception):
    """A decision finds nothing that it is about, or something else."""

    def __init__(self, detail: str, state: DecisionState = DecisionState.STALE) -> None:
        super().__init__(detail)
        self.state = state


class _Replaying:
    """One replay; lives no longer than `run`."""

    def __init__(self, decisions: Sequence[Decision], source: Source) -> None:
        gone = {
            doc_id
            for decision in decisions
            if decision.kind is DecisionKind.WITHDRAW
            for doc_id in (decision.target, *decision.payload.get("also", "").split())
        }
        self._outcomes: dict[int, Outcome] = {}
        self._decisions: dict[int, Decision] = {}
        back = taken_back(decisions)
        for decision in decisions:
            number = decision.number or 0
            self._outcomes[number] = Outcome(number, _APPLIED)
            if number in back:
                self._set(number, DecisionState.OVERRULED, f"taken back by decision {back[number]}")
            elif decision.kind is DecisionKind.TAKE_BACK:
                if number not in back.values() and all(
                    decision.target != other.mark for other in decisions
                ):
                    self._set(number, DecisionState.ORPHANED, "what it takes back is not here")
            elif _is_complete(decision) and gone.isdisjoint(a.doc_id for a in decision.anchors):
                self._decisions[number] = decision
            elif decision.kind is not DecisionKind.WITHDRAW:
                self._set(number, DecisionState.ORPHANED, "its document was withdrawn")
        self._texts: dict[str, str] = {}
        self._places = self._locate(source)
        judged: list[tuple[int, str, str, bool]] = []
        for number, decision in self._decisions.items():
            if decision.kind in _ACTOR_EDGES:
                first, other = decision.value["actor"]
                judged.append((number, first, other, _ACTOR_EDGES[decision.kind]))
        self._same_actors, contradicted = agreeing(judged)
        self._overrule(contradicted)
        self._cases: dict[str, list[Case]] = defaultdict(list)
        for report in source.reports(sorted(self._doc_ids(source))):
            self._cases[report.doc_id].append(Case.of(report))
        self._meant: dict[int, Case] = {}
        self._edges: list[tuple[int, Case, Case, bool]] = []
        self._aliases: dict[Hashable, tuple[int, object]] = {}

    def run(self) -> Replay:
        """Carry out all, and put together what comes of it."""
        for number, decision in self._decisions.items():
            if self._outcomes[number].state is DecisionState.OVERRULED:
                continue
            try:
                state = self._carry_out(number, decision)
            except _Miss as miss:
                self._set(number, miss.state, str(miss))
            else:
                self._set(number, state, self._outcomes[number].detail)
        edges, contradicted = agreeing(self._edges)
        self._overrule(contradicted)
        for number, a, b, _ in edges:
            if not (a.live and b.live):
                self._set(number, DecisionState.STALE, "one of the reports was rejected since")
        return Replay(
            self._changed(),
            tuple(c.now for c in self._all() if c.machine is None and c.live),
            tuple(Edge(a.now.id, b.now.id, s, n) for n, a, b, s in edges if a.live and b.live),
            self._kept(),
            tuple(self._finished(number) for number in sorted(self._outcomes)),
        )

    # Finding

    def _locate(self, source: Source) -> dict[Anchor, Place]:
        anchors = {anchor for decision in self._decisions.values() for anchor in decision.anchors}
        self._texts.update(source.texts(sorted({anchor.doc_id for anchor in anchors})))
        lost = {anchor for anchor in anchors if anchor.doc_id not in self._texts}
        near = source.holding(lost) if lost else {}
        elsewhere = {doc_id for doc_ids in near.values() for doc_id in doc_ids}
        self._texts.update(source.texts(sorted(elsewhere - self._texts.keys())))
        places = {}
        for anchor in anchors:
            for doc_id in near.get(anchor, ()) if anchor in lost else (anchor.doc_id,):
                if found := locate(anchor, self._texts.get(doc_id, "")):
                    places[anchor] = Place(doc_id, *found)
                    break
        return places

    def _doc_ids(self, source: Source) -> set[str]:
        doc_ids = {place.doc_id for place in self._places.values()}
        forms = {
            folded(decision.value["form"][0])
            for decision in self._decisions.values()
            if decision.kind is DecisionKind.ALIAS and not decision.anchors
        }
        actors = {ident for _, *pair, same in self._same_actors if same for ident in pair}
        return doc_ids.union(source.naming(forms, actors) if forms or actors else ())

    def _place(self, anchor: Anchor) -> Place:
        if anchor in self._places:
            return self._places[anchor]
        known = anchor.doc_id in self._texts
        where = f"document {anchor.doc_id}" if known else "any document of this ledger"
        words = f"{_short(anchor.quote)} is not in {where}, or stands there more than once"
        raise _Miss(words, DecisionState.ORPHANED)

    def _report_of(
        self, decision: Decision, anchor: Anchor, *channels: str
    ) -> tuple[Case | None, Case | None]:
        """Return the report that a decision means, or else one that may have become of it."""
        place, slot = self._place(anchor), anchor.slot
        here = [c for c in self._cases[place.doc_id] if place.meets(c.own.evidence)]
        exact = [case for case in here if case.fits(slot, (slot.channel, *channels))]
        if exact:
            return max(exact, key=lambda case: case.likeness(slot, decision.seen)), None
        kin = [case for case in here if case.live and case.fits(slot, _family(slot.channel))]
        return None, kin[0] if len(kin) == 1 else None

    # Carrying out

    def _carry_out(self, number: int, decision: Decision) -> DecisionState:
        kind = decision.kind
        if kind in _ACTOR_EDGES:
            return self._same_actor(number, decision)
        if kind is DecisionKind.ALIAS:
            return self._alias(number, decision)
        if kind in _EDGES:
            return self._edge(number, decision)
        [anchor] = decision.anchors
        if kind is DecisionKind.AUDIT:
            return self._audit(number, decision, anchor)
        role = anchor.slot.role
        if kind is DecisionKind.ADD:
            act = self._add_claim if role else self._add_report
            return act(number, decision, anchor)
        if role not in ("", CHANNEL, STATUS):
            return self._claim(number, decision, anchor)
        if kind is DecisionKind.CORRECT:
            return self._correct(number, decision, anchor)
        return self._judge(number, decision, anchor)

    def _judge(self, number: int, decision: Decision, anchor: Anchor) -> DecisionState:
        """Accept or reject a report."""
        case, kin = self._report_of(decision, anchor)
        accept = decision.kind is DecisionKind.ACCEPT
        if case is None and kin is None and not accept:
            return self._note(number, _AGREES, "it is no longer reported")
        if case is None:
            raise _Miss(_now(kin))
        self._meant[number] = case
        seen = decision.seen if accept else _only(decision.seen, STATUS)
        if all(_differences(seen, report) for report in case.versions):
            raise _Miss("; ".join(_differences(seen, case.now)))
        was, case.live = case.live, accept
        self._hold(number, case.held, "", accept)
        return _AGREES if accept and was else _APPLIED

    def _audit(self, number: int, decision: Decision, anchor: Anchor) -> DecisionState:
        """Set an answer beside what is read now, and change nothing."""
        case, kin = self._report_of(decision, anchor)
        case = case or kin
        if case is None or not case.live:
            if not decision.value:
                return self._note(number, _AGREES, "nothing is reported of these words")
            raise _Miss("an audit found more here than is reported now")
        self._meant[number] = case
        if other := differing(decision.value, told(case.now)):
            what = f"another {', '.join(other)}" if decision.value else "nothing reported"
            raise _Miss(f"an audit found {what} here")
        return _AGREES

    def _correct(self, number: int, decision: Decision, anchor: Anchor) -> DecisionState:
        """Correct the channel or the status of a report."""
        role = anchor.slot.role
        [value] = decision.value[role]
        case, kin = self._report_of(decision, anchor, *decision.value.get(CHANNEL, ()))
        case = case or (kin if role == STATUS else None)
        if case is None:
            raise _Miss(_now(kin))
        self._meant[number] = case
        machine = getattr(case.machine, role, None)
        if not {machine, getattr(case.own, role)} & {value, *decision.seen.get(role, ())}:
            raise _Miss(f"the {role} is {getattr(case.own, role)} now")
        if role == CHANNEL:
            case.set_channel(value)
        else:
            case.set_status(value)
        self._hold(number, case.held, role, value)
        return _AGREES if machine == value else _APPLIED

    def _claim(self, number: int, decision: Decision, anchor: Anchor) -> DecisionState:
        """Accept, reject or correct a claim, in each report of the slot that it stands in."""
        place, slot, reject = self._place(anchor), anchor.slot, decision.kind is DecisionKind.REJECT
        seen = decision.seen.get(slot.role, ())
        [value] = decision.value.get(slot.role) or seen[:1] or ("",)
        wanted = set() if reject else keys(slot.role, (value,))
        meant = wanted | keys(slot.role, seen)
        found: list[tuple[Case, Part]] = []
        for case in self._cases[place.doc_id]:
            here = [part for part in case.parts if part.is_read_from(slot.role, place)]
            found += [(case, part) for part in here if part.keys & meant] or [
                (case, part) for part in here
            ]
        found = (
            [pair for pair in found if pair[0].fits(slot, (slot.channel,))]
            or [pair for pair in found if pair[0].fits(slot, _family(slot.channel))]
            or [pair for pair in found if pair[1].keys & meant]
        )
        right = [pair for pair in found if pair[1].keys & meant]
        if not right and not found and reject:
            return self._note(number, _AGREES, "it is no longer read from these words")
        if not right:
            claim = found[0][1].now or found[0][1].machine if found else None
            now = value_of(claim) if claim else "not read from these words"
            raise _Miss(f"the {slot.role} is {now} now")
        agrees = True
        for case, part in right:
            machine = keys(slot.role, (value_of(part.machine),)) if part.machine else set()
            claim = part.machine or part.now
            if reject:
                part.now = None
            elif claim is not None:
                part.now = claim if machine == wanted else corrected(claim, value)
            part.decided = True
            agrees &= machine == wanted
            self._meant[number] = case
            self._hold(number, case.held, id(part), frozenset(wanted))
        return _AGREES if agrees else _APPLIED

    def _add_claim(self, number: int, decision: Decision, anchor: Anchor) -> DecisionState:
        place, role = self._place(anchor), Role(anchor.slot.role)
        [value] = decision.value[role]
        case = next(filter(None, self._report_of(decision, anchor)), None)
        if case is None:  # the words may stand in another sentence than the report
            fitting = [
                case
                for case in self._cases[place.doc_id]
                if case.fits(anchor.slot, (anchor.slot.channel,))
            ]
            if len(fitting) != 1:
                raise _Miss("the report that it belongs to is not there now")
            case = fitting[0]
        self._meant[number] = case
        wanted = keys(role, (value,))
        if any(part.now and part.now.role is role and part.keys & wanted for part in case.parts):
            return _AGREES
        part = Part(None, self._made(role, value, place), decided=True)
        case.parts.append(part)
        self._hold(number, case.held, id(part), frozenset(wanted))
        return _APPLIED

    def _add_report(self, number: int, decision: Decision, anchor: Anchor) -> DecisionState:
        place, slot = self._place(anchor), anchor.slot
        beside = decision.seen.get("report", ())  # what stood there when another was added
        for case in self._cases[place.doc_id]:
            other = not (place.meets(case.own.evidence) and case.fits(slot, (slot.channel,)))
            if other or (case.machine and gist(case.machine) in beside):
                continue
            self._meant[number] = case
            if missing := _differences(decision.value, case.now, all_of=False):
                raise _Miss("; ".join(missing))
            was, case.live = case.live, True
            self._hold(number, case.held, "", True)
            return _AGREES if was else _APPLIED
        case = Case.added(self._report(decision.value, place))
        self._cases[place.doc_id].append(case)
        self._meant[number] = case
        self._hold(number, case.held, "", True)
        return _APPLIED

    def _report(self, values: Values, place: Place) -> Report:
        [status] = values.get(STATUS, (Status.HAPPENED,))
        [channel] = values[CHANNEL]
        said = [(r, v) for r, found in values.items() if r != CHANNEL for v in found]
        claims = tuple(self._made(Role(role), value, place) for role, value in said)
        evidence = self._span(place)
        return Report(place.doc_id, Channel(channel), Status(status), claims, evidence, ADDED)

    def _made(self, role: Role, value: str, place: Place) -> Claim:
        actor = actor_of_words(value) if role in HOLDERS else None
        shown = actor.id if actor else value
        return Claim(role, shown, self._span(place), None, ADDED, actor)

    def _span(self, place: Place) -> Span:
        words = self._texts[place.doc_id][place.start : place.end]
        return Span(place.doc_id, place.start, place.end, words)

    def _edge(self, number: int, decision: Decision) -> DecisionState:
        pair = []
        for anchor in decision.anchors:
            case = next(filter(None, self._report_of(decision, anchor)), None)
            if case is None or not case.live:
                gone = "is rejected" if case else "is no longer reported"
                raise _Miss(f"the {anchor.slot.channel} of {_short(anchor.quote)} {gone}")
            pair.append(case)
        one, other = pair
        self._meant[number] = one
        same = _EDGES[decision.kind]
        if one is other and not same:
            raise _Miss("both are one report now")
        if one is other:
            return self._note(number, _AGREES, "both are one report now")
        self._edges.append((number, one, other, same))
        return _APPLIED

    def _alias(self, number: int, decision: Decision) -> DecisionState:
        [form], [words] = decision.value["form"], decision.value["actor"]
        meant = actor_of_words(words)
        doc_id = self._place(decision.anchors[0]).doc_id if decision.anchors else None
        called = [
            part
            for case in (self._all() if doc_id is None else self._cases[doc_id])
            for part in case.parts
            if part.now and is_called(part.now, form)
        ]
        if not called:
            raise _Miss(f"nobody is called {_short(form)} now", DecisionState.ORPHANED)
        changed = left = 0
        for part in called:
            claim = part.now
            if claim is None or claim.actor is None or claim.actor.id == meant.id:
                continue
            # Elsewhere in the ledger the same name can be another's, whom the machine knows.
            if part.decided or (doc_id is None and claim.actor.person):
                left += 1
                continue
            actor = replace(meant, name=claim.actor.name)
            part.now = replace(claim, value=actor.id, actor=actor, rule=CORRECTED)
            changed += 1
        self._hold(number, self._aliases, (folded(form), doc_id), meant.id)
        state = _APPLIED if changed else _AGREES
        return self._note(number, state, f"{left} of another actor stay" if left else "")

    def _same_actor(self, number: int, decision: Decision) -> DecisionState:
        kept = self._kept(number)
        changed = False
        for part in (part for case in self._all() for part in case.parts):
            if part.now and (now := _renamed(part.now, kept)) != part.now:
                part.now, changed = now, True
        return _APPLIED if changed else _AGREES

    # What comes of it

    def _all(self) -> Iterator[Case]:
        return (case for doc_id in sorted(self._cases) for case in self._cases[doc_id])

    def _hold(
        self,
        number: int,
        held: dict[Hashable, tuple[int, object]],
        slot: Hashable,
        value: object,
    ) -> None:
        """Note who decided something last; who said otherwise before is overruled."""
        before = held.get(slot)
        held[slot] = number, value
        if before and before[1] != value:
            self._overrule({before[0]: f"by decision {number}"})

    def _note(self, number: int, state: DecisionState, detail: str) -> DecisionState:
        self._set(number, state, detail)
        return state

    def _set(self, number: int, state: DecisionState, detail: str) -> None:
        self._outcomes[number] = replace(self._outcomes[number], state=state, detail=detail)

    def _overrule(self, numbers: Mapping[int, str]) -> None:
        for number, detail in numbers.items():
            self._set(number, DecisionState.OVERRULED, detail)

    def _kept(self, until: int | None = None) -> dict[str, str]:
        """Return for each id that is another's the id that is kept: of two, the first named."""
        kept: dict[str, str] = {}
        for number, a, b, same in self._same_actors:
            first, other = kept.get(a, a), kept.get(b, b)
            if same and first != other and (until is None or number <= until):
                kept = {ident: first if one == other else one for ident, one in kept.items()}
                kept[other] = first
        return dict(sorted(kept.items()))

    def _changed(self) -> dict[str, Report | None]:
        changed: dict[str, Report | None] = {}
        taken = {c.machine.id for c in self._all() if c.machine and c.live and c.now == c.machine}
        for case in self._all():
            if case.machine is None or (case.live and case.now == case.machine):
                continue
            report = case.now if case.live else None
            # Two reports that have come to say the same are one.
            if report and report.id in taken:
                report = None
            elif report:
                taken.add(report.id)
            changed[case.machine.id] = report
        return changed

    def _finished(self, number: int) -> Outcome:
        case, decision = self._meant.get(number), self._decisions.get(number)
        anchors = decision.anchors if decision else ()
        places = [self._places[anchor] for anchor in anchors if anchor in self._places]
        return replace(
            self._outcomes[number],
            doc_id=case.own.doc_id if case else places[0].doc_id if places else None,
            report_id=case.now.id if case and case.live else None,
        )


def taken_back(decisions: Sequence[Decision]) -> dict[int, int]:
    """Return for each decision that was taken back the number of the one that did so.

    Who takes back a decision of this kind lets the first one hold again.
    """
    marks: dict[str, list[int]] = defaultdict(list)
    if any(decision.kind is DecisionKind.TAKE_BACK for decision in decisions):
        for decision in decisions:
            marks[decision.mark].append(decision.number or 0)
    back: dict[int, int] = {}
    for decision in reversed(decisions):
        number = decision.number or 0
        if decision.kind is DecisionKind.TAKE_BACK and number not in back:
            back |= {n: number for n in marks.get(decision.target, ()) if n < number}
    return back


def is_called(claim: Claim, form: str) -> bool:
    """Say whether a claim names an actor by a surface form, in any case."""
    names = (claim.actor.name or "", claim.evidence.quote) if claim.actor else ()
    return folded(form) in map(folded, names)


def folded(name: str) -> str:
    """Return a name as it is compared: in lower case, with single spaces."""
    return " ".join(name.split()).lower()


def _is_complete(decision: Decision) -> bool:
    """Say whether a decision still has what it is about: a takedown takes the words."""
    if decision.kind in _ACTOR_EDGES or decision.kind is DecisionKind.ALIAS:
        return bool(decision.value)
    return len(decision.anchors) == (2 if decision.kind in _EDGES else 1)


def _family(channel: str) -> set[str]:
    """Return the channels under which two documents, or two rules, may tell one happening."""
    family = CHANNELS[Channel(channel)].family if channel else None
    return {str(c) for c, info in CHANNELS.items() if info.family == family}


def _differences(seen: Values, report: Report, *, all_of: bool = True) -> list[str]:
    """Return what a report does not say as a person has it.

    Args:
        seen: What the person has.
        report: The report.
        all_of: Whether a role may have no other values besides.
    """
    now = told(report)
    differing = []
    for role, values in seen.items():
        was, is_ = keys(role, values), keys(role, now.get(role, ()))
        if was != is_ if all_of else not was <= is_:
            had, has = " and ".join(values), " and ".join(now.get(role, ()))
            differing.append(f"the {role} was {had or 'none'} and is {has or 'none'} now")
    return differing


def _only(values: Values, role: str) -> Values:
    return {role: values[role]} if role in values else {}


def _now(kin: Case | None) -> str:
    return f"{gist(kin.now) if kin else 'nothing like it'} is reported of these words now"


def _renamed(claim: Claim, kept: Mapping[str, str]) -> Claim:
    """Return a claim with the ids that are kept in the place of others."""
    if claim.actor is None:
        return replace(claim, value=kept[claim.value]) if claim.value in kept else claim
    parts = {name: getattr(claim.actor, name) for name in ("polity", "office", "person")}
    if not any(ident in kept for ident in parts.values()):
        return claim
    actor = replace(claim.actor, **{name: kept.get(i or "", i) for name, i in parts.items()})
    return replace(claim, value=actor.id, actor=actor, rule=CORRECTED)


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return repr(flat if len(flat) <= 60 else f"{flat[:57]}...")
