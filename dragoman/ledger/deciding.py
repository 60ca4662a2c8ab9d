"""Making decisions: what a person says of a report or claim, anchored in its words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from dragoman.ledger.anchoring import anchor_of
from dragoman.ledger.cases import CHANNEL, STATUS, gist, slot_of, told, value_of
from dragoman.model import Anchor, Claim, Decision, DecisionKind, Document, Report, Slot
from dragoman.model.decision import HOLDERS, Values, actor_of_words

Told = tuple[Document, Report]
"""A report, with its document."""

MOST = 20
"""The most reports of one event that are set against those of another, one by one: who merges
two stories of a thousand copies has said enough with these."""


def now() -> str:
    """Return this moment as decisions have it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who decides, now."""

    by: str
    reason: str = ""
    at: str = field(default_factory=now)

    def judge(self, kind: DecisionKind, doc: Document, report: Report) -> Decision:
        """Accept or reject a report."""
        return self._at(kind, self._anchor(doc, report), told(report))

    def judge_claim(
        self, kind: DecisionKind, doc: Document, report: Report, claim: Claim, value: str = ""
    ) -> Decision:
        """Accept or reject a claim of a report, or correct it to a value."""
        span = claim.evidence
        anchor = anchor_of(doc, span.start, span.end, slot_of(report, claim.role))
        value_ = {claim.role.value: (value,)} if value else {}
        return self._at(kind, anchor, {claim.role.value: (value_of(claim),)}, value_)

    def correct(self, doc: Document, report: Report, role: str, value: str) -> Decision:
        """Correct the channel or the status of a report."""
        if role not in (CHANNEL, STATUS):
            raise ValueError(f"{role} belongs to a claim of a report")
        seen = {role: told(report)[role]}
        return self._at(
            DecisionKind.CORRECT, self._anchor(doc, report, role), seen, {role: (value,)}
        )

    def add(
        self, doc: Document, start: int, end: int, values: Values, beside: Iterable[Report] = ()
    ) -> Decision:
        """Add a report that was missed.

        Args:
            doc: The document.
            start: Where the words begin that say so.
            end: Where they end.
            values: What they say: one channel, and whatever else; "happened" without a status.
            beside: The reports of the same words that there are already.
        """
        actors = (
            actor_of_words(v) for role, found in values.items() if role in HOLDERS for v in found
        )
        parties = tuple(sorted({actor.polity for actor in actors if actor.polity}))
        slot = Slot(values[CHANNEL][0], parties)
        known = tuple(gist(report) for report in beside)
        seen = {"report": known} if known else {}
        return self._at(DecisionKind.ADD, anchor_of(doc, start, end, slot), seen, values)

    def add_claim(self, doc: Document, report: Report, role: str, value: str) -> Decision:
        """Add a claim to a report; it rests on the report's words."""
        anchor = self._anchor(doc, report, role)
        return self._at(DecisionKind.ADD, anchor, {}, {role: (value,)})

    def judge_pairs(
        self, kind: DecisionKind, some: Sequence[Told], others: Sequence[Told]
    ) -> Iterator[Decision]:
        """Say of each report of some and each of others that they are, or are not, one event.

        Each of the first ones is set against one only where they are the same: one is enough
        to hold them together, and all are needed to keep them apart.
        """
        some, others = some[:MOST], others[:MOST]
        for n, one in enumerate(some):
            for other in others if n == 0 or kind is DecisionKind.NOT_SAME else others[:1]:
                anchors = (self._anchor(*one), self._anchor(*other))
                yield Decision(kind, one[0].id, self.reason, self.by, self.at, anchors=anchors)

    def judge_actors(self, kind: DecisionKind, one: str, other: str) -> Decision:
        """Say that two ids mean one actor, of which the first is kept, or that they do not."""
        return Decision(
            kind, f"{one} {other}", self.reason, self.by, self.at, value={"actor": (one, other)}
        )

    def alias(self, form: str, actor: str, place: tuple[Document, int] | None = None) -> Decision:
        """Say that a name stands for an actor: in a document where it stands there, or anywhere."""
        value = {"form": (form,), "actor": (actor,)}
        if place is None:
            return Decision(DecisionKind.ALIAS, actor, self.reason, self.by, self.at, value=value)
        doc, start = place
        anchor = anchor_of(doc, start, start + len(form), Slot())
        return self._at(DecisionKind.ALIAS, anchor, {}, value)

    def audit(self, doc: Document, report: Report, answer: Values) -> Decision:
        """Keep what somebody answered on a report's words without having seen the report."""
        return self._at(DecisionKind.AUDIT, self._anchor(doc, report), told(report), answer)

    def take_back(self, decision: Decision) -> Decision:
        """Take a decision back, as if it had not been made."""
        kind = DecisionKind.TAKE_BACK
        return Decision(kind, decision.mark, self.reason, self.by, self.at)

    def _anchor(self, doc: Document, report: Report, role: str = "") -> Anchor:
        span = report.evidence
        return anchor_of(doc, span.start, span.end, slot_of(report, role))

    def _at(
        self, kind: DecisionKind, anchor: Anchor, seen: Values, value: Values | None = None
    ) -> Decision:
        return Decision(
            kind,
            anchor.doc_id,
            self.reason,
            self.by,
            self.at,
            anchors=(anchor,),
            seen=seen,
            value=value or {},
        )
