"""The digest: what it says, and that each sentence cites."""

import pytest
from standin_ledger import Register, StandIn, empty

from dragoman.ask import digest
from dragoman.ask.digest import Digest, Phrase
from dragoman.model import CHANNELS, NothingFound, Status


def texts(brief: Digest, title: str) -> list[str]:
    """Return the sentences and remarks of a section."""
    [section] = [s for s in brief.sections if s.title == title]
    return [s.text for s in section.sentences] + [r.text for r in section.remarks]


def test_a_month_of_china(ledger: StandIn, names: Register) -> None:
    """The whole note, section by section, as a desk officer would read it."""
    brief = digest(ledger, "st:chn", "2020-08", names=names.label)

    assert brief.title == "China, August 2020"
    assert texts(brief, "Headline contacts") == [
        "With France: 1 visit and 1 call (1 document).",
        "With Italy: 1 visit and 1 meeting (1 document).",
        "With Indonesia: 1 letter (2 documents).",
        "Cloud share without verbal messages: 40% (2 of 5 contacts of known presence, "
        "in 3 documents).",
        "Cloud share with verbal messages: 40% (2 of 5 contacts of known presence, "
        "in 3 documents).",
    ]
    assert texts(brief, "Letters and calls") == [
        "Joko Widodo (Indonesia) sent Xi Jinping a letter in Hainan on 20 or 21 August 2020 "
        "(the documents disagree); Retno Marsudi (Indonesia) carried it.",
        "Xi Jinping spoke by telephone with Emmanuel Macron (France) on 25 August 2020.",
    ]
    assert texts(brief, "Visits and meetings") == [
        "Wang Yi paid an official visit to France in August 2020.",
        "Wang Yi paid an official visit to Italy in August 2020.",
        "Wang Yi met the foreign minister of Italy on 25 August 2020.",
    ]
    assert texts(brief, "Aid") == []
    assert texts(brief, "Plans") == [
        "Xi Jinping is to meet Vladimir Putin (Russian Federation) in Samarkand on 30 August 2020."
    ]
    assert texts(brief, "Where documents disagree") == [
        "The date: letter between Xi Jinping and Joko Widodo (Indonesia). Hainan Courier says "
        "20 August 2020; Jakarta Gazette says 21 August 2020."
    ]
    assert texts(brief, "What is missing")[:3] == [
        "4 of 5 events rest on one document each.",
        "4 of 5 events are told only by documents of one side.",
        "Left out of the sentences above: 2 events that no document dates finely enough; "
        "1 event known only from a teaser.",
    ]


def test_every_phrase_cites_the_claims_behind_it(ledger: StandIn) -> None:
    """Each account of a disagreement cites its own document."""
    brief = digest(ledger, "st:chn", "2020-08")
    [difference] = brief.sections[-2].sentences
    said = [[citation.claim for citation in phrase.citations] for phrase in difference.phrases]

    assert said == [["c4"], ["c8"]]
    assert all(
        phrase.citations
        for section in brief.sections
        for sentence in section.sentences
        for phrase in sentence.phrases
    )


def test_a_phrase_without_a_citation_is_refused() -> None:
    """The one way to make a phrase from a list refuses an empty one."""
    with pytest.raises(ValueError, match="cites nothing"):
        Phrase.resting_on("It is said.", [])


def test_citations_quote_their_words(ledger: StandIn) -> None:
    """A citation's offsets point at its words in its sentence."""
    for section in digest(ledger, "st:chn", "2020-08").sections:
        for sentence in section.sentences:
            for citation in (c for phrase in sentence.phrases for c in phrase.citations):
                assert citation.sentence[citation.start : citation.end] == citation.words


def test_a_plan_announced_in_the_month_for_later_is_a_plan_of_the_month(ledger: StandIn) -> None:
    """The digest of the month in which a plan was published has it."""
    ledger.db.execute("UPDATE claims SET value = '2020-11-01' WHERE value = '2020-08-30'")
    ledger.db.execute(
        "UPDATE events SET first_day = '2020-11-01', last_day = '2020-11-01' "
        "WHERE event_id = 'ev:plan'"
    )

    [plan] = texts(digest(ledger, "st:chn", "2020-08"), "Plans")
    assert "on 1 November 2020" in plan


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("channel", list(CHANNELS))
def test_every_channel_and_status_has_words(channel: str, status: str) -> None:
    """No channel leaves a gap in its sentence, whatever its status."""
    ledger = empty()
    text = "China and Italy on August 3."
    ledger.document("d", text, outlet="Gazette", published="2020-08-04")
    claims = [
        ("actor", "st:chn", "China"),
        ("recipient", "st:ita", "Italy"),
        ("date", "2020-08-03", "August 3"),
    ]
    ledger.report("r", "d", text, channel, status, claims, rule="x")
    ledger.event("ev:x", channel, status, ["r"], ("2020-08-03", "2020-08-03"))

    brief = digest(ledger, "st:chn", "2020-08", names={"st:chn": "China", "st:ita": "Italy"}.get)
    [text] = [s.text for section in brief.sections[1:] for s in section.sentences]

    assert "China" in text
    assert "Italy" in text
    assert "on 3 August 2020" in text
    assert "{" not in text
    assert "None" not in text
    assert text.endswith(".")


def test_nothing_to_tell(ledger: StandIn, empty_ledger: StandIn) -> None:
    """No event and no plan is an error that says what there is."""
    with pytest.raises(NothingFound, match="run from 2008-01-01 to 2020-12-31"):
        digest(ledger, "st:chn", "1950-01")
    with pytest.raises(NothingFound, match="empty"):
        digest(empty_ledger, "st:chn", "2020-08")
