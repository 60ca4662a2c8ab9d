"""Questions to the register: who held an office, who is meant by words, why it was that person."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.desk import (
    DayOption,
    Format,
    FormatOption,
    LayerOption,
    LedgerArgument,
    SettingsOption,
    called,
    edtf_of,
    load_register,
    open_ledger,
    print_csv,
    print_json,
    register_of,
)
from dragoman.cli.linking import print_linking
from dragoman.cli.terminal import harmless, marked, out, table
from dragoman.model import InputError, NothingFound

if TYPE_CHECKING:
    from datetime import date

    from dragoman.actors import Register, Tenure
    from dragoman.actors.resolving import Resolution
    from dragoman.ask.show import Reason
    from dragoman.model import Actor

FEW = 6
"""How many near offices, or persons passed over, are told."""

Row = dict[str, Any]


def who(
    office: Annotated[
        str,
        typer.Argument(
            metavar="OFFICE", help="Its id, such as rus.amb.chn, or words: 'French president'."
        ),
    ],
    on: DayOption = None,
    layer: LayerOption = None,
    ledger: SettingsOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Say who held an office, and where we have that from."""
    register = register_of(layer, ledger)
    day = edtf_of(on, "--on")
    ident = find_office(register, office, day)
    rows = holders(register, ident, day)
    if not rows:
        raise NothingFound(_nobody(register, ident, day))
    if format_ is not Format.TABLE:
        about = {"office": ident, "label": register.label(ident), "on": day}
        print_rows(format_, rows, about)
        return
    out(f"{register.label(ident)} ({ident}){f', on {day}' if day else ''}")
    out()
    table(
        ("who", "from", "to", "certainty", "how sure", "source", "note"),
        (
            (
                f"{row['name']} ({row['person']})",
                row["from"] or "not known",
                until(row),
                row["certainty"],
                row["how_sure"],
                source_words(row),
                row["note"],
            )
            for row in rows
        ),
    )


def resolve(
    words: Annotated[
        str,
        typer.Argument(metavar="WORDS", help="A mention or a sentence, in one pair of quotes."),
    ],
    on: DayOption = None,
    context: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|TEXT", help="What else the document says: a text file, or the words."
        ),
    ] = None,
    side: Annotated[
        str | None,
        typer.Option(metavar="STATE", help="Whose account it is: 'the foreign ministry' is its."),
    ] = None,
    layer: LayerOption = None,
    ledger: SettingsOption = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Say who is meant by some words, and what that rests on."""
    from dragoman.actors.resolving import resolve as ask

    register = register_of(layer, ledger)
    day = edtf_of(on, "--on")
    if not words.strip():
        raise InputError("the words are empty; type a mention such as 'the Hungarian minister'")
    found = ask(
        words,
        register,
        on=day,
        context=_text_of(context),
        side=find_state(register, side, "--side") if side else None,
    )
    if not found:
        raise NothingFound(
            f"Nobody is mentioned in {words[:80]!r}: no name, no state and no office of one"
        )
    rows = [_mention(register, resolution, day) for resolution in found]
    if format_ is Format.JSON:
        print_json({"words": words, "on": day, "side": side, "mentions": rows})
        return
    if format_ is Format.CSV:
        flat = [
            {"words": row["words"], **actor, "facts": [fact["id"] for fact in actor["facts"]]}
            for row in rows
            for actor in row["actors"]
        ]
        print_csv(flat, ("words", *_FLAT))
        return
    for number, row in enumerate(rows):
        if number:
            out()
        _print_mention(row, day)


def why(
    claim: Annotated[
        str,
        typer.Argument(
            metavar="CLAIM|EVENT", help="Id of a claim or event, or its start, as 'show' prints it."
        ),
    ],
    ledger: LedgerArgument,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Say why words were taken for that person, or reports for one happening.

    Of a claim: by what it was found whom its words mean, and what would change it. Of an event:
    what its reports have in common, with the weight of each thing, and why the events beside it
    are others. What is read in a text, and by which rules, says 'dragoman explain'.
    """
    from dragoman.ask.show import reason

    with open_ledger(ledger) as book:
        register = load_register(book)
        if claim.strip().strip("[]").startswith("ev:"):
            print_linking(book, register, claim, as_json=as_json)
            return
        found = reason(book, claim)
        told = _why(register, found)
        if as_json:
            print_json(told)
            return
        _print_why(register, found, told, book.config.quote_chars)


# --- offices and states --------------------------------------------------------------------------


def find_office(register: "Register", typed: str, day: str | None = None) -> str:
    """Return the id of the office that a user means, by id or in words.

    Raises:
        NothingFound: Nobody is known to have held it.
        InputError: The words name no office, or several.
    """
    from dragoman.actors.adding import near_offices, read_office

    ident = read_office(register, typed, on=day)
    if register.has_office(ident):
        return ident
    near = "; ".join(f"{o} ({register.label(o)})" for o in near_offices(register, ident))
    raise NothingFound(
        f"Nobody is known to have held {ident} ({register.label(ident)})"
        + (f"; offices near it: {near}" if near else "")
    )


def find_state(register: "Register", typed: str, option: str) -> str:
    """Return the id of the state or organization that a user means.

    Raises:
        InputError: There is none of that name.
    """
    found = [ident for ident in register.lookup(typed) if ident.startswith(("st:", "og:"))]
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(f"{ident} ({register.label(ident)})" for ident in found)
        raise InputError(f"{option} {typed!r} can mean {several}; type one of these ids")
    near = register.suggest(typed)
    meant = f"; did you mean {near[0]}?" if near else ""
    raise InputError(
        f"{option} {typed!r} is no state or organization of the register; type a name, or a code "
        f"such as IDN{meant}"
    )


def _nobody(register: "Register", ident: str, day: str | None) -> str:
    """Say that nobody held an office on a day, and who did before and after."""
    from dragoman.actors.facts import bounds

    span = bounds(day or "")
    tenures = register.tenures_of(ident)
    beside = []
    if span:
        before = [t for t in tenures if (end := bounds(t.end)) and end[1] < span[0]]
        after = [t for t in tenures if (start := bounds(t.start)) and start[0] > span[1]]
        last = max(before, key=lambda t: t.end, default=None)
        beside += [f"{register.label(last.person)} until {last.end}"] if last else []
        beside += [f"{register.label(t.person)} from {t.start}" for t in after[:1]]
    told = f"; known: {', '.join(beside)}" if beside else ""
    return (
        f"Nobody is known to have held {ident} ({register.label(ident)}) on {day}{told}. "
        f"'dragoman who {ident[3:]}' lists all holders that are known"
    )


# --- tenures as rows -----------------------------------------------------------------------------

TENURE = (
    "person", "name", "office", "office_label", "from", "to", "as_of", "certainty", "source",
    "source_title", "reviewed", "note", "how_sure", "id",
)  # fmt: skip
"""The columns of a tenure as CSV and JSON have them."""


def tenure_row(register: "Register", tenure: "Tenure", how_sure: str = "") -> Row:
    """Return a tenure as a row with the columns of `TENURE`."""
    return {
        "person": tenure.person,
        "name": register.label(tenure.person),
        "office": tenure.office,
        "office_label": register.label(tenure.office),
        "from": tenure.start,
        "to": tenure.end,
        "as_of": tenure.as_of,
        "certainty": tenure.certainty,
        "source": tenure.source,
        "source_title": (register.source(tenure.source) or ""),
        "reviewed": tenure.reviewed,
        "note": tenure.note,
        "how_sure": how_sure,
        "id": tenure.id,
    }


def holders(register: "Register", office: str, day: str | None) -> list[Row]:
    """Return who held an office on a day, or ever, by start, and how sure each row is."""
    from dragoman.actors.facts import bounds

    span = bounds(day or "")
    if span is None:
        return [tenure_row(register, t) for t in register.tenures_of(office)]
    held = register.holders(office, day)
    rows = []
    for tenure in register.tenures_of(office):
        if tenure in held:
            inside = tenure.overlaps(*span)
            sure = _stale(tenure, span[0]) if inside else "just outside, by a date that is coarse"
        elif tenure.covers(*span, strict=True):
            sure = "passed over: a reviewed row has somebody else"
        elif tenure.covers(*span, strict=False):
            sure = _stale(tenure, span[0])
        else:
            continue
        rows.append(tenure_row(register, tenure, sure))
    return rows


def _stale(tenure: "Tenure", day: "date") -> str:
    """Say whether an open tenure was looked at so long before the day that it is no answer."""
    from dragoman.actors.facts import TRUST, bounds

    seen = bounds(tenure.as_of)
    if tenure.end or seen is None or day <= seen[1]:
        return ""
    old = day > seen[1] + TRUST
    return f"{'uncertain' if old else 'likely'}: nobody looked after {tenure.as_of}"


def until(row: Mapping[str, Any]) -> str:
    """Say when a tenure ended, as far as is known."""
    if row["to"] or not row["as_of"]:
        return row["to"] or "not known"
    return f"not known to have ended as of {row['as_of']}"


def source_words(row: Mapping[str, Any]) -> str:
    """Return the source of a tenure, with its title where the register knows one."""
    title = row["source_title"]
    return f"{row['source']}: {title}" if title and title != row["source"] else row["source"]


def tenure_words(row: Mapping[str, Any]) -> str:
    """Say a tenure in one line: the office, from when to when, how precisely, from where."""
    days = f"from {row['from'] or 'a day not known'}"
    days += f" to {row['to']}" if row["to"] else f", {until(row)}"
    coarse = f" ({row['certainty']})" if row["certainty"] != "day" else ""
    told = f"; {row['note']}" if row["note"] else ""
    return f"{row['office_label']}, {days}{coarse}; source {source_words(row)}{told}"


# --- printing ------------------------------------------------------------------------------------


def print_rows(format_: Format, rows: Sequence[Row], about: Mapping[str, Any]) -> None:
    """Print tenures as JSON, with what they are about, or as CSV."""
    if format_ is Format.JSON:
        print_json({**about, "rows": rows})
    else:
        print_csv(rows, TENURE)


def print_facts(pairs: Iterable[tuple[str, str]], *, indent: str = "  ") -> None:
    """Print what is said of something, one thing a line, what it is called before it."""
    told = list(pairs)
    wide = max((len(name) for name, _ in told), default=0)
    last = ""
    for name, words in told:
        shown = "" if name == last else name
        out(f"{indent}{shown.ljust(wide)}  {harmless(words)}")
        last = name


# --- what words mean -----------------------------------------------------------------------------

_FLAT = (
    "polity", "office", "person", "name", "label", "how", "method", "method_words", "score", "pool",
    "inferred", "facts",
)  # fmt: skip


HOW = {
    "alias": "a name or wording that the register lists",
    "title": "a title, with or without a name",
    "role": "an office or an official, without a name",
    "coreference": "somebody whom the document names elsewhere",
    "pronoun": "a pronoun for somebody named before",
    "first-person": "the speaker's own side",
    "counterpart": "the holder of the same office elsewhere",
    "context": "what the document is about",
    "adjective": "an adjective of a state",
    "metonym": "a capital or a building that stands for a state",
    "place": "a place, and so the state it lies in",
    "post": "an envoy's post, and so the state that sent them",
}
"""What kind of words an actor was read from (`model.Actor.how`)."""


def _text_of(context: str | None) -> str:
    """Return the text of a context: that of a file of this name, else the words themselves.

    Raises:
        InputError: It is a folder, or looks like the name of a file that is not there.
    """
    words = (context or "").strip()
    try:
        path = Path(words)
        if words and path.is_file():
            return path.read_text(encoding="utf-8", errors="replace")
        folder = bool(words) and path.is_dir()
    except (OSError, ValueError):
        return words  # no name of a file: too long, or with a character that none has
    if folder or re.fullmatch(r"\S+\.(?:txt|md|html?)", words):
        what = "is a folder" if folder else "is no file that is there"
        raise InputError(f"--context {words[:80]!r} {what}; give a file, or the words themselves")
    return words


def _mention(register: "Register", resolution: "Resolution", day: str | None) -> Row:
    mention = resolution.mention
    return {
        "words": resolution.words,
        "start": mention.start,
        "end": mention.end,
        "kind": str(mention.kind),
        "place": mention.place,
        "actors": [_actor(register, actor, day) for actor in mention.actors],
    }


def _actor(register: "Register", actor: "Actor", day: str | None) -> Row:
    from dragoman.actors.resolving import METHODS

    basis = actor.basis
    facts = [fact for ident in (basis.facts if basis else ()) if (fact := register.fact(ident))]
    return {
        "polity": actor.polity,
        "office": actor.office,
        "person": actor.person,
        "name": actor.name,
        "label": register.label(actor.id) if actor.id else "",
        "office_label": register.label(actor.office) if actor.office else "",
        "how": actor.how,
        "method": basis.method if basis else None,
        "method_words": METHODS.get(basis.method, basis.method) if basis else None,
        "score": basis.score if basis else None,
        "pool": basis.pool if basis else None,
        "inferred": bool(basis and basis.inferred),
        "facts": [tenure_row(register, fact) for fact in facts],
        "passed_over": _passed_over(register, actor, day),
    }


def _passed_over(register: "Register", actor: "Actor", day: str | None) -> list[Row]:
    """Return the holders of an office near a day whom a name was not taken for, likest first."""
    if actor.person or not actor.office or not actor.name:
        return []
    from dragoman.actors.likeness import Candidate, demands, rank
    from dragoman.actors.tokens import name_words

    near = [p for ident in register.near(actor.office, day) if (p := register.person(ident))]
    origin = register.polity_of(actor.office)
    pool = [
        Candidate(p.id, register.spelt(p.id), tuple(name_words(p.family)), origin) for p in near
    ]
    least, lead = demands(len(pool) or 1)
    return [
        {
            "person": choice.id,
            "name": register.label(choice.id),
            "likeness": round(choice.score, 2),
            "asked_for": least,
            "lead_asked_for": lead,
            "pool": choice.pool,
            "tenures": [
                tenure_row(register, tenure)
                for tenure in register.tenures_of(actor.office)
                if tenure.person == choice.id
            ],
        }
        for choice in rank(name_words(actor.name), pool)[:FEW]
    ]


def _print_mention(row: Row, day: str | None) -> None:
    out(f"\u201c{harmless(row['words'])}\u201d")
    if not row["actors"]:
        place = f", {row['place']}" if row["place"] else ""
        out(f"  a {row['kind']}{place}; nobody is meant")
    for actor in row["actors"]:
        print_facts(_actor_facts(actor, day))


def _actor_facts(actor: Row, day: str | None) -> Iterable[tuple[str, str]]:
    named = f"{actor['label']} ({actor['person'] or actor['office'] or actor['polity']})"
    office = f"{actor['office_label']} ({actor['office']})"
    if actor["person"]:
        yield "who", f"{named}{f', {office}' if actor['office'] else ''}"
    elif actor["name"]:
        kept = named if actor["label"] else "nothing: neither state nor office is told"
        yield "who", f"nobody known as {actor['name']}; kept: {kept}"
    elif actor["label"]:
        yield "who", f"{named}; no person"
    else:
        yield "who", "nobody: neither state nor office is told"
    yield from _how(actor)
    for fact in actor["facts"]:
        of = "" if actor["person"] else f"{fact['name']}: "
        yield ("rests on" if actor["person"] else "would fit"), f"{of}{tenure_words(fact)}"
    for other in actor["passed_over"]:
        held = "; ".join(f"{t['from'] or '?'} to {t['to'] or '?'}" for t in other["tenures"])
        asked = f"{other['asked_for']:.2f} is asked for of {other['pool']}"
        if other["likeness"] >= other["asked_for"]:
            asked += f", and {other['lead_asked_for']:.2f} before the next"
        yield "passed over", f"{other['name']} ({held}): likeness {other['likeness']:.2f}; {asked}"
    if actor["office"] and not actor["person"] and day is None:
        yield "note", "without --on, no title names its holder"


def _how(actor: Row) -> Iterable[tuple[str, str]]:
    if actor["how"]:
        yield "words", f"{HOW.get(actor['how'], actor['how'])} ({actor['how']})"
    if actor["method"] is None:
        return
    yield "found by", f"{actor['method_words']} ({actor['method']})"
    yield "score", f"{actor['score']:.2f}, of {actor['pool']} who could be meant"
    if actor["inferred"]:
        yield "inferred", "the words do not name a person; it follows from the day"


# --- why a claim names somebody ------------------------------------------------------------------

_ENTER = "'dragoman register add' enters it in a layer of your own, and 'dragoman read --again' "
_CHANGES = {
    "name": "another person of that name: then state, office and day decide, or nobody is meant",
    "surname": "another person of that family name who fits the state or the title on that day",
    "alone": "somebody else of rank with that name in those days",
    "throne": "another ruler or heir with that given name on that day",
    "likeness": "somebody of that office or state whose name is more like it, or a spelling of it",
    "office": "other dates of the office: whoever held it on that day is meant",
    "circumstances": "other dates of the office, or words that give another post",
}


def _why(register: "Register", found: "Reason") -> Row:
    """Put together why a claim names whom it names, from the ledger and today's register."""
    from dragoman.actors.resolving import METHODS

    claim, report = found.claim, found.report
    facts = []
    for ident in claim.facts:
        fact = register.fact(ident)
        facts.append({"id": ident, "now": tenure_row(register, fact) if fact else None})
    return {
        "claim": claim.id,
        "role": claim.role,
        "words": claim.quote,
        "sentence": report.quote,
        "document": report.doc.id,
        "source": report.doc.source,
        "title": report.doc.title,
        "published": report.doc.published,
        "value": claim.value,
        "polity": claim.polity,
        "office": claim.office,
        "person": claim.person,
        "name": claim.name,
        "label": called(register, claim.actor),
        "how": claim.how,
        "method": claim.method,
        "method_words": METHODS.get(claim.method, claim.method) if claim.method else None,
        "score": claim.score,
        "pool": claim.pool,
        "inferred": claim.inferred,
        "facts": facts,
        "would_change": list(_would_change(found)),
    }


def _would_change(found: "Reason") -> Iterable[str]:
    claim = found.claim
    if not (claim.polity or claim.office or claim.person or claim.name):
        return
    if claim.method:
        yield f"{_CHANGES.get(claim.method, 'another entry')}. {_ENTER}reads with it"
    elif claim.person:
        yield "reading again: this was read before reasons were kept ('dragoman read --again')"
    elif claim.name:
        yield f"a person of this name: the register has none that fits. {_ENTER}finds them"
    elif claim.office:
        yield f"a holder of the office on that day: none is known. {_ENTER}reads with it"
    if claim.person and found.report.doc.published is None:
        yield "the day of the document, which is not known: an office has other holders then"


def _print_why(register: "Register", found: "Reason", told: Row, quote_chars: int) -> None:
    from dragoman.ask.quote import shorten
    from dragoman.ask.show import pieces

    claim, report = found.claim, found.report
    doc = report.doc
    out(harmless(", ".join(part for part in (doc.source, doc.title, doc.published) if part)))
    inside = report.start <= claim.start and claim.end <= report.end
    quote = shorten(pieces(report, (claim,)), quote_chars)
    out(f"  \u201c{marked((piece.text, piece.marked) for piece in quote)}\u201d")
    if not inside:
        out(f"  elsewhere in the document: \u201c{harmless(claim.quote)}\u201d")
    out()
    print_facts(_why_facts(register, found, told))


def _why_facts(register: "Register", found: "Reason", told: Row) -> Iterable[tuple[str, str]]:
    claim = found.claim
    same = told["label"] == claim.actor
    yield claim.role, claim.actor if same else f"{told['label']} ({claim.actor})"
    if claim.person and claim.office:
        yield "as", f"{called(register, claim.office)} ({claim.office})"
    elif claim.name and not claim.person:
        yield "named", f"{claim.name}; nobody of that name is known who fits"
    elif not (claim.polity or claim.office or claim.person):
        yield "rule", f"{claim.rule}; the claim is about no actor"
        return
    yield from _how(told)
    if claim.person and not told["method"]:
        yield "found by", "not kept: an older version read this document"
    for fact in told["facts"]:
        now = fact["now"]
        said = tenure_words(now) if now else f"{fact['id']}: the register no longer says so"
        who_held = "" if claim.person or now is None else f"{now['name']}: "
        yield ("rests on" if claim.person else "would fit"), f"{who_held}{said}"
    for change in told["would_change"]:
        yield "changed by", change
