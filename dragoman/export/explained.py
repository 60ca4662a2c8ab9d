"""What is told of an explained sentence: as plain values, and as lines for people."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from dragoman.extract.explaining import Explained, Fired
    from dragoman.extract.reading import Reading
    from dragoman.model import Mention, Report, Statement
    from dragoman.parse.matching import NearMatch
    from dragoman.text import CleanText

Row = dict[str, Any]
Pieces = list[tuple[str, str]]
"""Words, each with what they are: "", "rule", "value", "word", "soft", "good" or "bad"."""


class Fact(NamedTuple):
    """A line of what is told of a sentence; `hint` is for whoever looks closer."""

    label: str
    pieces: Pieces
    hint: str = ""


MOST_CHOICES = 6
"""Words of a list in a pattern that people are shown; some rules name fifty."""


def told_of(number: int, explained: "Explained", clean: "CleanText") -> Row:
    """Return one sentence as plain values: what the formats are made of.

    `number` is its place in the document, from 1. `start` and `end` count in the repaired
    text of the document, those of a mention or a rule's word in the sentence.
    """
    step, text = explained.step, clean.text
    sentence, reading = step.sentence, explained.reading
    return {
        "number": number,
        "sentence": text[sentence.start : sentence.end],
        "start": sentence.start,
        "end": sentence.end,
        "section": str(sentence.section),
        "mentions": [_mention(mention, text, sentence.start) for mention in step.mentions],
        "parsed": step.reading is not None,
        "read_as": reading.tree.text,
        "dates": [
            {"words": text[found.start : found.end], "value": found.value, "rule": found.rule}
            for found in reading.dates
        ],
        "fired": [_fired(one, reading) for one in explained.fired],
        "reports": [_report(report) for report in explained.reports],
        "statements": [_statement(statement) for statement in step.statements],
        "near": [_near(one, reading) for one in explained.near],
        "issues": [
            {"what": issue.what, "detail": issue.detail, "words": issue.span and issue.span.quote}
            for issue in explained.issues
        ],
        "passed_over": explained.why_not or None,
    }


def _mention(mention: "Mention", text: str, start: int) -> Row:
    return {
        "words": text[mention.start : mention.end],
        "start": mention.start - start,
        "end": mention.end - start,
        "kind": str(mention.kind),
        "who": list(dict.fromkeys(actor.id for actor in mention.actors)),
        "how": list(dict.fromkeys(actor.how for actor in mention.actors)),
        "place": mention.place,
    }


def _fired(fired: "Fired", reading: "Reading") -> Row:
    match = fired.match
    return {
        "rule": fired.rule,
        "pattern": match.pattern if match else None,
        **_word(fired.trigger, reading),
        "roles": {
            role: [reading.words(phrase.start, phrase.end - 1) for phrase in phrases]
            for role, phrases in (match.captures.items() if match else ())
        },
        "parties": [
            {"role": str(one.role), "who": one.actor.id, "how": one.actor.how}
            for one in fired.parties
        ],
        "score": round(match.score, 3) if match else None,
        "outcome": fired.outcome.value,
        "by": list(fired.by),
    }


def _near(near: "NearMatch", reading: "Reading") -> Row:
    from dragoman.extract.explaining import reads_otherwise

    return {
        "rule": near.name,
        "pattern": near.pattern,
        **_word(near.trigger, reading),
        "lacks": [part for part in near.unmet if not part.startswith("!")],
        "excluded_by": [part for part in near.unmet if part.startswith("!")],
        "read_as": reading.tree[near.trigger].upos if reads_otherwise(near) else None,
    }


def _word(token: int, reading: "Reading") -> Row:
    start, end = (at - reading.sentence.start for at in reading.span(token))
    return {"at": reading.words(token), "start": start, "end": end}


def _report(report: "Report") -> Row:
    return {
        "channel": str(report.channel),
        "status": str(report.status),
        "background": report.background,
        "rule": report.rule,
        "according_to": list(report.speakers),
        "claims": [
            {
                "role": str(claim.role),
                "value": claim.value,
                "words": claim.evidence.quote,
                "rule": claim.rule,
                "note": claim.note,
            }
            for claim in report.claims
        ],
    }


def _statement(statement: "Statement") -> Row:
    return {
        "speaker": statement.speaker.quote,
        "who": statement.actor.id if statement.actor else None,
        "cue": statement.cue.quote,
        "content": statement.content.quote,
        "about": list(statement.about),
        "stance": str(statement.stance),
        "topics": list(statement.topics),
    }


def facts(row: Row) -> Iterator[Fact]:
    """Yield what is told of a sentence, line by line, in the order in which it came about."""
    if row["section"] != "body":
        yield Fact("section", [(row["section"], "value")])
    for mention in row["mentions"]:
        how = f" ({', '.join(mention['how'])})" if any(mention["how"]) else ""
        named = who(mention), "value"
        yield Fact("names", [(mention["words"], ""), (" = ", "soft"), named, (how, "soft")])
    for date in row["dates"]:
        value = (date["value"], "value") if date["value"] else ("not resolved", "bad")
        yield Fact(
            "date", [(date["words"], ""), (" = ", "soft"), value, (f" ({date['rule']})", "soft")]
        )
    if row["read_as"] != row["sentence"]:
        yield Fact("parsed as", [(row["read_as"], "soft")])
    for fired in row["fired"]:
        yield Fact(
            "fired", [*_of_rule(fired), *_roles(fired), *_outcome(fired)], fired["pattern"] or ""
        )
    for report in row["reports"]:
        yield Fact("report", _report_pieces(report))
    for statement in row["statements"]:
        yield Fact("statement", _statement_pieces(statement))
    for near in row["near"]:
        yield Fact("nearly", [*_of_rule(near), *_lacks(near)], near["pattern"])
    for issue in row["issues"]:
        if issue["what"] == "party not named":
            continue  # the line of what fired says so
        words = f" at “{issue['words']}”" if issue["words"] else ""
        yield Fact("issue", [(issue["what"], "bad"), (f": {issue['detail']}{words}", "soft")])
    if row["passed_over"]:
        yield Fact("nothing", [(row["passed_over"], "bad")])


def who(mention: Row) -> str:
    """Return whom a mention names, and what place."""
    named = dict.fromkeys([*mention["who"], mention["place"]])
    return ", ".join(filter(None, named)) or "nobody known"


def _of_rule(told: Row) -> Pieces:
    return [(told["rule"], "rule"), (" at ", "soft"), (f"“{told['at']}”", "word")]


def _roles(fired: Row) -> Pieces:
    if fired["score"] is None:
        words = ", ".join(f"{one['role']} {one['who']}" for one in fired["parties"])
        return [(", a loose rule for want of others: ", "soft"), (words, "")]
    pieces: Pieces = [(f", {fired['score']:.2f}", "soft")]
    for role, words in fired["roles"].items():
        pieces += [(f"; {role} ", "soft"), (", ".join(words), "")]
    assumed = [one["who"] for one in fired["parties"] if one["how"] == "context"]
    if assumed:
        pieces.append((f"; from the sentences before {', '.join(assumed)}", "soft"))
    return pieces


def _outcome(fired: Row) -> Pieces:
    if fired["outcome"] == "reported":
        return [(" \u2192 ", "soft"), ("reported", "good")]
    by = f" ({', '.join(fired['by'])})" if fired["by"] else ""
    return [(" \u2192 ", "soft"), (f"not reported: {fired['outcome']}{by}", "bad")]


def _report_pieces(report: Row) -> Pieces:
    context = ", as background" if report["background"] else ""
    because = [claim["rule"] for claim in report["claims"] if claim["role"] == "status"]
    pieces: Pieces = [(f"{report['channel']} {report['status']}{context}", "good")]
    pieces += [(f" ({', '.join(because)})", "soft")] if because else []
    for claim in report["claims"]:
        if claim["role"] == "status":
            continue
        by = [claim["rule"]] if claim["rule"] != report["rule"] else []
        why = ", ".join([*by, *filter(None, [claim["note"]])])
        pieces += [(f"; {claim['role']} ", "soft"), (claim["value"], "value")]
        pieces += [(f" ({why})", "soft")] if why else []
    if report["according_to"]:
        pieces.append((f"; according to {', '.join(report['according_to'])}", "soft"))
    return pieces


def _statement_pieces(statement: Row) -> Pieces:
    speaker = statement["who"] or statement["speaker"]
    about = f"; about {', '.join(statement['about'])}" if statement["about"] else ""
    topics = f"; {', '.join(statement['topics'])}" if statement["topics"] else ""
    return [
        (speaker, "value"),
        (f" {statement['cue']}: ", "soft"),
        (f"“{statement['content']}”", ""),
        (f"{about}; {statement['stance']}{topics}", "soft"),
    ]


def _lacks(near: Row) -> Pieces:
    if near["read_as"]:
        found = _CONDITIONS.search(near["lacks"][0])
        asked = found[1] if found else shortened(near["lacks"][0])
        return [(f" is read as {near['read_as']}, and it asks for ", "soft"), (asked, "")]
    pieces: Pieces = []
    if near["lacks"]:
        pieces += [(" lacks ", "soft"), (" and ".join(map(shortened, near["lacks"])), "")]
    if near["excluded_by"]:
        also = " and there is " if near["lacks"] else " but there is "
        there = " and ".join(shortened(part[1:]) for part in near["excluded_by"])
        pieces += [(also, "soft"), (there, "")]
    return pieces


_CONDITIONS = re.compile(r":([^\]]+)\]$")
_CHOICES = re.compile(r"\[([^\[\]|]+(?:\|[^\[\]|]+)*)")


def shortened(part: str) -> str:
    """Return a part of a pattern with its long lists of words cut short.

    >>> shortened(">object [a|b|c|d|e|f|g|h:VERB]{item}")
    '>object [a|b|c|d|e|…:VERB]{item}'
    """

    def cut(found: re.Match[str]) -> str:
        words = found[1].split("|")
        if len(words) <= MOST_CHOICES:
            return found[0]
        _, colon, condition = words[-1].partition(":")
        return f"[{'|'.join(words[: MOST_CHOICES - 1])}|…{colon}{condition}"

    return _CHOICES.sub(cut, part)
