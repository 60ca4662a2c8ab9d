"""Commands by which people decide: about reports, claims, events and actors."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.decided import build_view, clipped, decided_rows, print_decided
from dragoman.cli.desk import (
    LedgerArgument,
    count,
    find_actor,
    load_register,
    open_ledger,
    user,
    write_file,
)
from dragoman.cli.terminal import out
from dragoman.model import (
    Decision,
    DecisionKind,
    InputError,
    Role,
    Span,
    UnknownName,
)
from dragoman.model.config import did_you_mean
from dragoman.model.decision import FIELDS

if TYPE_CHECKING:
    from dragoman.actors import Register
    from dragoman.export.decision_lines import Placed
    from dragoman.ledger.deciding import Decider, Told
    from dragoman.model import Claim, Document, Report
    from dragoman.run import Ledger


class Act(StrEnum):
    """What can be decided by a line of words."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    ADD = "add"
    MERGE = "merge"
    SPLIT = "split"
    SAME_ACTOR = "same-actor"
    NOT_SAME_ACTOR = "not-same-actor"
    ALIAS = "alias"


USAGE = {
    Act.ACCEPT: "accept ID...",
    Act.REJECT: "reject ID...",
    Act.CORRECT: "correct CLAIM VALUE, or correct REPORT ROLE=VALUE...",
    Act.ADD: 'add DOCUMENT "ITS WORDS" channel=CHANNEL ROLE=VALUE..., or add REPORT ROLE=VALUE...',
    Act.MERGE: "merge EVENT EVENT...",
    Act.SPLIT: "split EVENT REPORT...",
    Act.SAME_ACTOR: "same-actor ACTOR ACTOR",
    Act.NOT_SAME_ACTOR: "not-same-actor ACTOR ACTOR",
    Act.ALIAS: "alias NAME ACTOR",
}


class FileFormat(StrEnum):
    """In what form decisions, or what is to be decided, are written and read."""

    JSONL = "jsonl"
    LABEL_STUDIO = "label-studio"
    PRODIGY = "prodigy"


def decide(
    ledger: LedgerArgument,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORDS",
            help=f"What is decided: {'; '.join(USAGE.values())}. An id is that of an event, report "
            "or claim, or its beginning.",
            show_default=False,
        ),
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who decides; you, if not given.")
    ] = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why, for those who later ask.")] = "",
    within: Annotated[
        str | None,
        typer.Option("--in", metavar="DOCUMENT", help="An alias holds in this document alone."),
    ] = None,
    from_: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Take the decisions from a file, all or none."),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write the decisions, or what is to be decided, to a file."
        ),
    ] = None,
    format_: Annotated[
        FileFormat,
        typer.Option(
            "--as",
            help="The form of that file: decisions as JSON lines, or reports as tasks (out: all, "
            "or those of the events named as WORDS).",
        ),
    ] = FileFormat.JSONL,
    later: Annotated[
        bool, typer.Option("--later", help="Keep them; bring the view up to date another time.")
    ] = False,
    build: Annotated[
        bool, typer.Option("--build", help="Bring the view up to date with what was decided.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="What came of it, as JSON.")] = False,
) -> None:
    """Accept, reject, correct or add what documents say; merge or split events; name actors.

    What is decided holds for every later reading of the same words. 'dragoman decisions'
    lists it, with what became of it.
    """
    if sum((bool(words) and export is None, from_ is not None, export is not None, build)) != 1:
        raise InputError(
            "name one thing to do: words such as 'accept ID', --from FILE, --export FILE or --build"
        )
    if export is not None:
        _export(ledger, export, format_, words or ())
        return
    numbers: list[int] = []
    if not build:
        from dragoman.ledger.deciding import Decider

        who = by or user()
        with open_ledger(ledger) as book:
            made = (
                _read(book, from_, format_, who)
                if from_ is not None
                else _made(book, Decider(who, reason.strip()), words or (), within)
            )
            numbers = book.decide(made)
        if not as_json:
            out(f"{count(len(numbers), 'decision')} kept." if numbers else "Nothing new in it.")
    if (numbers or build) and not later:
        build_view(ledger)
    print_decided(
        decided_rows(ledger, numbers if not build else None), ledger, as_json=as_json, few=True
    )


# --- what is meant -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Target:
    """What an id on the command line means."""

    event: str
    told: "tuple[Told, ...]"
    claim: str | None = None  # its id, when a claim is meant

    def claims(self) -> "Iterable[tuple[Document, Report, Claim]]":
        """Yield the claim that is meant, in each report that it stands in."""
        for doc, report in self.told:
            for claim in report.claims:
                if claim.id == self.claim:
                    yield doc, report, claim


_FIND = """
SELECT DISTINCT er.event_id, er.report_id, c.claim_id
FROM event_reports AS er LEFT JOIN claims AS c
  ON c.report_id = er.report_id AND starts_with(c.claim_id, $typed)
WHERE starts_with(er.event_id, $typed) OR starts_with(er.report_id, $typed)
   OR c.claim_id IS NOT NULL
ORDER BY ALL
"""


def _find(book: "Ledger", typed: str) -> _Target:
    """Return what an id, or the beginning of one, means.

    Raises:
        UnknownName: Nothing has it, or several things have.
    """
    key = typed.strip().strip("[]")
    found = book.db.execute(_FIND, {"typed": key}).fetchall() if key else []
    kinds = [{row[n] for row in found if row[n] and row[n].startswith(key)} for n in range(3)]
    meant = set().union(*kinds)
    exact = meant & {key} or meant
    if not exact:
        raise UnknownName(
            f"no event, report or claim has the id {typed!r}; 'dragoman events' lists events, and "
            "'dragoman show EVENT LEDGER' the reports and claims of one"
        )
    if len(exact) > 1:
        few = ", ".join(sorted(exact)[:4]) + (", ..." if len(exact) > 4 else "")
        raise UnknownName(f"{typed!r} begins {len(exact)} ids: {few}; type one of them")
    [ident] = exact
    [kind] = [n for n, ids in enumerate(kinds) if ident in ids][:1]
    chosen = {row[1] for row in found if row[kind] == ident}
    event = next(row[0] for row in found if row[kind] == ident)
    return _Target(event, _told(book, event, chosen), ident if kind == 2 else None)


def _told(book: "Ledger", event: str, chosen: set[str] | None = None) -> "tuple[Told, ...]":
    return tuple(
        (book.document(report.doc_id), report)
        for report in book.reports(event)
        if chosen is None or report.id in chosen
    )


# --- what is decided -----------------------------------------------------------------------------


def _made(
    book: "Ledger", who: "Decider", words: Sequence[str], within: str | None
) -> list[Decision]:
    """Return what a line of words decides."""
    act = words[0].lower().replace("_", "-") if words else ""
    if act not in tuple(Act):
        near = did_you_mean(act, tuple(Act))
        raise InputError(f"{words[0]!r} is nothing to decide. There are: {', '.join(Act)}{near}")
    if within is not None and act != Act.ALIAS:
        raise InputError("--in is for an alias")
    making = _Making(book, who, load_register(book))
    rest = list(words[1:])
    if act in (Act.ACCEPT, Act.REJECT):
        return making.judge(DecisionKind(act), rest or _too_few(Act(act)))
    if len(rest) < 2 or (act in _PAIRS and len(rest) != 2):
        _too_few(Act(act))
    if act == Act.CORRECT:
        return making.correct(*rest)
    if act == Act.ADD:
        return making.add(*rest)
    if act == Act.MERGE:
        return making.merge(rest)
    if act == Act.SPLIT:
        return making.split(*rest)
    if act == Act.ALIAS:
        return [making.alias(rest[0], rest[1], within)]
    return [making.actors(DecisionKind(act.replace("-", "_")), rest[0], rest[1])]


_PAIRS = (Act.SAME_ACTOR, Act.NOT_SAME_ACTOR, Act.ALIAS)


def _too_few(act: Act) -> list[str]:
    raise InputError(f"it goes so: dragoman decide LEDGER {USAGE[act]}")


class _Making:
    """Makes decisions of what is typed."""

    def __init__(self, book: "Ledger", who: "Decider", register: "Register") -> None:
        self._book, self._who, self._register = book, who, register

    def judge(self, kind: DecisionKind, ids: Iterable[str]) -> list[Decision]:
        made = []
        for target in (_find(self._book, typed) for typed in ids):
            if target.claim is None:
                made += [self._who.judge(kind, *told) for told in target.told]
            else:
                made += [self._who.judge_claim(kind, *found) for found in target.claims()]
        return made

    def correct(self, typed: str, *values: str) -> list[Decision]:
        target = _find(self._book, typed)
        if target.claim is not None:
            if len(values) != 1:
                _too_few(Act.CORRECT)
            return [
                self._corrected(doc, report, claim, values[0].removeprefix(f"{claim.role}="))
                for doc, report, claim in target.claims()
            ]
        made = []
        for role, value in map(_parted, values):
            for doc, report in target.told:
                if role in ("channel", "status"):
                    word = self._settled(role, value, doc)
                    if getattr(report, role) != word:
                        made.append(self._who.correct(doc, report, role, word))
                    continue
                claims = [claim for claim in report.claims if claim.role == role]
                if len(claims) != 1:
                    ids = ", ".join(claim.id[:10] for claim in claims)
                    raise InputError(
                        f"report {report.id} has {count(len(claims), 'claim')} of the role {role}"
                        + (f": correct one of {ids}" if ids else "; 'add' gives it one")
                    )
                made.append(self._corrected(doc, report, claims[0], value))
        if not made:
            raise InputError(
                f"{typed} has {', '.join(values)} already; 'accept' says that it is right"
            )
        return made

    def _corrected(self, doc: "Document", report: "Report", claim: "Claim", typed: str) -> Decision:
        value = self._settled(claim.role, typed, doc, report)
        if claim.role is Role.STATUS:
            return self._who.correct(doc, report, "status", value)
        return self._who.judge_claim(DecisionKind.CORRECT, doc, report, claim, value)

    def add(self, typed: str, words: str, *values: str) -> list[Decision]:
        if "=" in words and words.partition("=")[0] in FIELDS:
            target = _find(self._book, typed)
            return [
                self._who.add_claim(doc, report, role, self._settled(role, value, doc, report))
                for role, value in map(_parted, (words, *values))
                for doc, report in target.told
            ]
        doc = self._book.document(typed)
        start = _place(doc, words)
        found: dict[str, list[str]] = {}
        for role, value in map(_parted, values):
            found.setdefault(role, []).append(self._settled(role, value, doc))
        if len(found.get("channel", ())) != 1:
            raise InputError("a report that is added needs one channel=CHANNEL; see the codebook")
        span = Span.of(doc, start, start + len(words))
        beside = [
            report for report in _of_document(self._book, doc) if _meet(span, report.evidence)
        ]
        said = {role: tuple(given) for role, given in found.items()}
        return [self._who.add(doc, span.start, span.end, said, beside)]

    def merge(self, ids: Sequence[str]) -> list[Decision]:
        targets = [_find(self._book, typed) for typed in ids]
        if again := [t.event for n, t in enumerate(targets) if t.event in _events(targets[:n])]:
            raise InputError(
                f"{' and '.join(ids)}: {again[0]} is one event already, and nothing is merged "
                "with itself; name two events"
            )
        first, *others = [_told(self._book, target.event) for target in targets]
        return [
            decision
            for other in others
            for decision in self._who.judge_pairs(DecisionKind.SAME, first, other)
        ]

    def split(self, event: str, *ids: str) -> list[Decision]:
        whole = _told(self._book, _find(self._book, event).event)
        known = {report.id for _, report in whole}
        out_ = {report.id for typed in ids for _, report in _find(self._book, typed).told}
        if out_ - known:
            raise InputError(f"{', '.join(sorted(out_ - known))}: no report of event {event}")
        if out_ == known:
            raise InputError(f"these are all reports of event {event}; leave one in it")
        apart = [told for told in whole if told[1].id in out_]
        rest = [told for told in whole if told[1].id not in out_]
        return list(self._who.judge_pairs(DecisionKind.NOT_SAME, apart, rest))

    def actors(self, kind: DecisionKind, one: str, other: str) -> Decision:
        ids = [find_actor(self._register, typed, self._book) for typed in (one, other)]
        return self._who.judge_actors(kind, *ids)

    def alias(self, form: str, actor: str, within: str | None) -> Decision:
        if within is None:
            return self._who.alias(form, self._settled("actor", actor, None))
        doc = self._book.document(within)
        found = re.search(re.escape(form), doc.text, re.IGNORECASE)
        if found is None:
            raise InputError(f"{form!r} is not in document {doc.id}")
        return self._who.alias(found[0], self._settled("actor", actor, doc), (doc, found.start()))

    def _settled(
        self, role: str, typed: str, doc: "Document | None", report: "Report | None" = None
    ) -> str:
        from dragoman.ask.settling import settle

        dates = [claim.value for claim in report.having(Role.DATE)] if report else []
        day = next(iter(dates), doc.published if doc else None)
        return settle(self._register, self._book, role, typed, day)


def _events(targets: Iterable[_Target]) -> set[str]:
    return {target.event for target in targets}


def _parted(typed: str) -> tuple[str, str]:
    role, equals, value = typed.partition("=")
    if not equals or role not in FIELDS:
        near = did_you_mean(role, tuple(FIELDS)) if equals else ""
        raise InputError(f"{typed!r}: ROLE=VALUE is needed. Roles: {', '.join(FIELDS)}{near}")
    return role, value


def _place(doc: "Document", words: str) -> int:
    """Return where words stand in a document.

    Raises:
        InputError: They do not, or more than once.
    """
    times = doc.text.count(words) if words.strip() else 0
    if times != 1:
        how = "is not in" if times == 0 else f"stands {times} times in"
        raise InputError(
            f"{words!r} {how} document {doc.id}; give words that stand there once, exactly so"
        )
    return doc.text.index(words)


def _of_document(book: "Ledger", doc: "Document") -> "list[Report]":
    from dragoman.ledger.applying import InView

    return InView(book.db).reports([doc.id])


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _day(book: "Ledger", doc_id: str) -> str | None:
    try:
        return book.document(doc_id).published if doc_id else None
    except UnknownName:
        return None


# --- files ---------------------------------------------------------------------------------------


def _export(ledger: Path, path: Path, format_: FileFormat, ids: Sequence[str]) -> None:
    from dragoman.export import annotations, decision_lines

    with open_ledger(ledger) as book:
        if format_ is FileFormat.JSONL:
            if ids:
                raise InputError("--as jsonl writes all decisions; name no ids with it")
            kept = [d for d in book.decisions() if d.kind is not DecisionKind.WITHDRAW]
            text, what = decision_lines.decisions_jsonl(kept), count(len(kept), "decision")
        else:
            events = [_find(book, typed).event for typed in ids] or [
                event for (event,) in book.db.execute(_BODY).fetchall()
            ]
            told = [one for event in events for one in _told(book, event)]
            write = {
                FileFormat.LABEL_STUDIO: annotations.label_studio_tasks,
                FileFormat.PRODIGY: annotations.prodigy_tasks,
            }[format_]
            text, what = write(told), count(len(told), "task")
    write_file(path, text)
    out(f"{path}: {what}.")


_BODY = "SELECT event_id FROM events WHERE section = 'body' ORDER BY first_day, event_id"


def _read(book: "Ledger", path: Path, format_: FileFormat, by: str) -> list[Decision]:
    """Return the decisions of a file that the ledger does not have yet."""
    from dragoman.ask.settling import settle
    from dragoman.export import annotations, decision_lines
    from dragoman.ledger.decisions import missing

    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
    read = {
        FileFormat.JSONL: decision_lines.read_jsonl,
        FileFormat.LABEL_STUDIO: annotations.read_label_studio,
        FileFormat.PRODIGY: annotations.read_prodigy,
    }[format_]
    register = load_register(book)

    def settled(role: str, typed: str, doc_id: str) -> str:
        return settle(register, book, role, typed, _day(book, doc_id))

    placed = read(text, str(path), by=by, settle=settled)
    placed = _anchored(book, placed)
    _require_agreement(placed)
    return missing(book.decisions(), [decision for _, decision in placed])


def _anchored(book: "Ledger", placed: "Sequence[Placed]") -> "list[Placed]":
    """Return decisions with their anchors whole.

    Raises:
        InputError: The words of one are nowhere; its line is named.
    """
    from dragoman.ledger.anchoring import anchor_of, locate
    from dragoman.ledger.applying import InView

    source = InView(book.db)
    anchors = {anchor for _, decision in placed for anchor in decision.anchors}
    texts = dict(source.texts({anchor.doc_id for anchor in anchors}))
    lost = [anchor for anchor in anchors if anchor.doc_id not in texts]
    near = source.holding(lost) if lost else {}
    whole = []
    for where, decision in placed:
        found = []
        for anchor in decision.anchors:
            text = texts.get(anchor.doc_id)
            span = locate(anchor, text) if text is not None else None
            if text is not None and text[anchor.start : anchor.end] == anchor.quote:
                span = anchor.start, anchor.end
            if span is None and not near.get(anchor):
                raise InputError(
                    f"{where}: the quote {clipped(anchor.quote)!r} is nowhere in document "
                    f"{anchor.doc_id or 'none'}, nor elsewhere in the ledger, or stands there more "
                    "than once; 'start', 'prefix' and 'suffix' say where. Nothing was decided"
                )
            if span is not None and not anchor.text_hash:
                anchor = anchor_of(book.document(anchor.doc_id), *span, anchor.slot)
            found.append(anchor)
        whole.append((where, replace(decision, anchors=tuple(found))))
    return whole


def _require_agreement(placed: "Sequence[Placed]") -> None:
    """Raise unless what a file says of pairs agrees with itself."""
    from dragoman.ledger.edges import agreeing

    same = {DecisionKind.SAME: True, DecisionKind.NOT_SAME: False}
    same |= {DecisionKind.SAME_ACTOR: True, DecisionKind.NOT_SAME_ACTOR: False}
    edges = []
    for n, (_, decision) in enumerate(placed):
        if decision.kind in same:
            one, other = decision.anchors or decision.value["actor"]
            edges.append((n + 1, one, other, same[decision.kind]))
    for number in agreeing(edges)[1]:
        where, decision = placed[number - 1]
        raise InputError(
            f"{where}: {decision.kind} is contradicted by a later line of the same file. Nothing "
            "was decided; take one of them out"
        )
