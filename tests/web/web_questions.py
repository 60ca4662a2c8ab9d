"""A small ledger for the pages of questions: two accounts of a call, voices, aid, plans, claims.

The texts are invented for the tests. One of them is hostile wherever a document can be.
"""

from dataclasses import replace
from pathlib import Path

import web_making

from dragoman.model import Actor, Channel, Document, Report, Role, Span, Stance, Statement, Status

ELYSEE = (
    "On 8 June 2020, President Macron spoke by phone with Xi Jinping.",
    "They discussed the fight against the COVID-19 pandemic.",
    "They agreed to suspend the debt of African countries.",
    "President Macron asked for climate commitments under the Paris Agreement.",
    "Macron will visit China in November 2020.",
    "France wants better market access for European companies.",
)
MINISTRY = (
    "On 8 June 2020, Xi Jinping had a call with President Macron.",
    "They discussed the fight against the COVID-19 pandemic.",
    "They agreed to suspend the debt of African countries.",
    "China donated 1 million masks to France.",
    "China will expand market access for companies of all countries.",
    "China and France have a comprehensive strategic partnership.",
    "It was the second call this year.",
)
SCRIPT = web_making.SCRIPT


def make(folder: Path) -> Path:
    """Make the ledger: that of the other pages, and what the questions are asked of."""
    french, french_reports = _french()
    chinese, chinese_reports = _chinese()
    back, back_reports = _back()
    hostile = web_making.stories()[-1][0]
    made = [*web_making.stories(), *web_making.calls(6)]
    made += [(french, french_reports), (chinese, chinese_reports), (back, back_reports)]
    said = [
        _said(french, ELYSEE[3], "Macron", "asked for", "climate commitments", "st:fra", "climate"),
        _said(
            chinese, MINISTRY[4], "China", "will expand", "market access", "st:chn", "trade",
            Stance.SUPPORTS,
        ),
        _said(hostile, web_making.HOSTILE, "Wang Yi", "met", SCRIPT, "st:chn", "<i>topic</i>"),
    ]  # fmt: skip
    return web_making.add(folder / "ledger", made, said)


def _french() -> tuple[Document, list[Report]]:
    doc = web_making.document(
        "\n".join(ELYSEE), "https://elysee.example/call", title="Entretien", outlet="Élysée",
        side="st:fra", published="2020-06-08", name="elysee.txt",
    )  # fmt: skip
    visit = [
        (Role.ACTOR, "pe:emmanuel-macron", "Macron"),
        (Role.HOST, "st:chn", "China"),
        (Role.DATE, "2020-11", "November 2020"),
    ]
    return doc, [
        web_making.told(doc, ELYSEE[0], Channel.CALL, _call("President Macron", "8 June 2020")),
        web_making.told(doc, ELYSEE[4], Channel.VISIT, visit, status=Status.PLANNED),
    ]


def _chinese() -> tuple[Document, list[Report]]:
    doc = web_making.document(
        "\n".join(MINISTRY), "https://ministry.example/call", title="Call", outlet="Ministry",
        side="st:chn", published="2020-06-09", name="ministry.txt",
    )  # fmt: skip
    call = web_making.told(doc, MINISTRY[0], Channel.CALL, _call("President Macron", "8 June 2020"))
    second = web_making.told(
        doc, MINISTRY[6], Channel.CALL, [(Role.ORDINAL, "second call this year", "second call")]
    ).claims[0]
    counted = replace(second, note="check=ordinal;number=2;unit=call")
    masks = _aid("st:chn", "st:fra", "China", "France", "1 million masks")
    return doc, [
        replace(call, claims=(*call.claims, counted)),
        web_making.told(doc, MINISTRY[3], Channel.AID, masks),
    ]


def _back() -> tuple[Document, list[Report]]:
    sentence = "On 20 January 2020 France delivered protective suits to China."
    doc = web_making.document(
        sentence, "https://wire.example/suits", title="Suits", outlet="Wire 1",
        published="2020-01-21", name="suits.txt",
    )  # fmt: skip
    suits = _aid("st:fra", "st:chn", "France", "China", "protective suits")
    suits = [*suits, (Role.DATE, "2020-01-20", "20 January 2020")]
    return doc, [web_making.told(doc, sentence, Channel.AID, suits)]


def _call(macron: str, day: str) -> list[tuple[Role, str, str]]:
    return [
        (Role.ACTOR, "pe:emmanuel-macron", macron),
        (Role.ACTOR, "pe:xi-jinping", "Xi Jinping"),
        (Role.DATE, "2020-06-08", day),
    ]


def _aid(giver: str, receiver: str, *words: str) -> list[tuple[Role, str, str]]:
    gave, got, item = words
    return [(Role.ACTOR, giver, gave), (Role.RECIPIENT, receiver, got), (Role.ITEM, item, item)]


def _said(
    doc: Document,
    sentence: str,
    speaker: str,
    cue: str,
    words: str,
    polity: str,
    topic: str,
    stance: Stance = Stance.NEUTRAL,
) -> Statement:
    first = doc.text.index(sentence)

    def span(part: str) -> Span:
        at = doc.text.index(part, first)
        return Span.of(doc, at, at + len(part))

    about = "st:fra" if polity == "st:chn" else "st:chn"
    who = Actor(polity)
    return Statement(doc.id, span(speaker), span(cue), span(words), who, (about,), stance, (topic,))
