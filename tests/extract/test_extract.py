"""From a document to reports: what needs more than one sentence, and what must not be said."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_making import readings_of

from dragoman.actors import Register
from dragoman.extract import Extraction, extract, extract_all
from dragoman.extract.loose import find_loose
from dragoman.extract.memory import Memory
from dragoman.model import Channel, Document, Report, Role, Status
from dragoman.parse import Parses, load_parser


@pytest.fixture(scope="module")
def register() -> Register:
    """The register that ships with the package."""
    return Register.load()


def read(text: str, register: Register, published: str | None = "2023-06-14") -> Extraction:
    """Extract a text as a document of a day."""
    doc = Document(
        Document.make_id(text, None), text, published=published, language="en", name="test"
    )
    return extract(doc, register=register)


def values(report: Report, role: Role) -> list[str]:
    """Return what a report claims in one role."""
    return [claim.value for claim in report.having(role)]


def test_every_claim_quotes_its_document(register: Register) -> None:
    """Repairs of the text do not move the words that a claim quotes."""
    text = "Yang Jiechi met Chinas guest,Russian President Vladimir Putin u2014u2014 in Sochi."
    doc = Document("d", text, published="2023-06-14", language="en")

    [report] = extract(doc, register=register).reports

    report.evidence.check(doc)
    for claim in report.claims:
        claim.evidence.check(doc)


def test_what_lies_ahead_has_not_happened(register: Register) -> None:
    """A headline without a verb is no proof: a day after the document's is planned."""
    text = "Secretary of State Antony Blinken's Travel to Beijing on June 18."

    [report] = read(text, register).reports

    assert report.status is Status.PLANNED
    assert values(report, Role.DATE) == ["2023-06-18"]


def test_the_one_pair_of_a_document_stands_in(register: Register) -> None:
    """Where a text is about two states, a sentence that names neither is about them."""
    text = (
        "Chinese President Xi Jinping held talks with French President Emmanuel Macron on "
        "Monday. Eleven cooperation agreements were signed in the evening."
    )

    signed = [r for r in read(text, register).reports if r.channel is Channel.AGREEMENT]

    assert [sorted(report.polities) for report in signed] == [["st:chn", "st:fra"]]
    hows = {claim.actor.how for report in signed for claim in report.claims if claim.actor}
    assert hows == {"context"}


def test_who_says_so_is_a_chain(register: Register) -> None:
    """The outlet first, then the agency, then the official whom the sentence credits."""
    text = (
        "According to Xinhua, Wang Yi visited Singapore on Monday, the Chinese Foreign Ministry "
        "said."
    )
    doc = Document(
        "d", text, published="2023-06-14", language="en", outlet="The Daily", name="test"
    )

    [report] = extract(doc, register=register).reports

    assert report.speakers == ("The Daily", "Xinhua News Agency", "Chinese Foreign Ministry")


def test_a_pattern_with_one_party_does_not_silence_the_loose_reading(register: Register) -> None:
    """The verb finds nobody on the other end here; the words still name two."""
    text = "The Elysee was glad: Wang Yi held a phone call, and Emmanuel Macron listened."

    channels = {r.channel: sorted(r.polities) for r in read(text, register).reports}

    assert channels == {Channel.CALL: ["st:chn", "st:fra"]}


def test_without_a_pair_nobody_stands_in(register: Register) -> None:
    """The same sentence alone reports nothing."""
    assert read("Eleven cooperation agreements were signed.", register).reports == ()


def test_a_round_up_dates_what_it_tells(register: Register) -> None:
    """The month that a document looks back on dates what has no date of its own."""
    text = "Wang Yi visited Singapore. In the past August, China met the world."

    [report] = [r for r in read(text, register, "2020-09").reports if r.channel is Channel.VISIT]

    [date] = report.having(Role.DATE)
    assert (date.value, date.rule, date.evidence.quote) == (
        "2020-08",
        "date.frame",
        "In the past August",
    )


def test_no_date_is_no_claim(register: Register) -> None:
    """The day of publication never stands in for a missing one."""
    [report] = read("Wang Yi visited Singapore.", register).reports

    assert values(report, Role.DATE) == []


def test_a_statement_that_is_the_act_is_dated_by_its_publication(register: Register) -> None:
    """Condemning is done by saying so, and the claim says what dated it."""
    [report] = read("The Iranian Foreign Ministry condemned Israel.", register).reports

    [date] = report.having(Role.DATE)
    assert (report.channel, date.value, date.rule) == (
        Channel.CRITICISM,
        "2023-06-14",
        "date.publication",
    )


def test_each_visit_has_its_own_place(register: Register) -> None:
    """Of three capitals in one sentence, each goes with its own state."""
    text = "Vice President Kamala Harris will travel to Accra, Ghana; and Lusaka, Zambia."

    places = {
        values(report, Role.RECIPIENT)[0]: values(report, Role.PLACE)[0]
        for report in read(text, register).reports
    }

    assert places == {"st:gha": "pl:accra", "st:zmb": "pl:lusaka"}


def test_a_party_that_nobody_knows_gives_an_issue(register: Register) -> None:
    """One party alone is no event; that the other could not be told is said."""
    found = read("Wang Yi held a phone call with the chief of the Blue Lodge.", register)

    assert found.reports == ()
    assert [(issue.what, issue.detail) for issue in found.issues] == [
        ("party not named", "call.held")
    ]


def test_another_language_gives_an_issue(register: Register) -> None:
    """What the rules are not written for is said, and nothing is guessed."""
    doc = Document("d", "王毅访问新加坡。", language="zh", name="zh.txt")

    found = extract(doc, register=register)

    assert found.reports == ()
    assert [issue.what for issue in found.issues] == ["language without rules"]


@dataclass
class Parsing:
    """Our parser, which counts its calls, and fails on some words."""

    fails_on: str = "\0"
    calls: int = 0
    name: str = "counting"

    def parse(self, texts: Sequence[str]) -> Parses:
        """Parse as ours does."""
        self.calls += 1
        if any(self.fails_on in text for text in texts):
            raise ValueError(self.fails_on)
        return load_parser().parse(texts)


TOGETHER = [
    "Xi Jinping met Emmanuel Macron in Paris on Monday. They signed an agreement.",
    "The weather was fine.",
    "Narendra Modi telephoned Vladimir Putin. Modi said that India wants peace.",
    "",
]


def documents(texts: Iterable[str]) -> list[Document]:
    """Return documents with these texts."""
    return [Document(f"d{i}", text, published="2023-06-14") for i, text in enumerate(texts)]


def test_documents_are_parsed_together_and_read_apart(register: Register) -> None:
    """One call of the parser for all, and each gives what it gives alone."""
    parser, docs = Parsing(), documents(TOGETHER)

    found = list(extract_all(docs, register=register, parser=parser))

    assert parser.calls == 1
    assert found == [extract(doc, register=register) for doc in docs]


@pytest.mark.parametrize("room", [1, 3])
def test_so_many_sentences_are_kept_for_the_parser(
    register: Register, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long list is read bit by bit: documents behind the window are not asked for yet."""
    monkeypatch.setattr(sys.modules["dragoman.extract.extraction"], "_TOGETHER", room)
    asked: list[str] = []
    docs = (asked.append(doc.id) or doc for doc in documents(TOGETHER * 3))

    found = extract_all(docs, register=register)

    assert next(found) == extract(documents(TOGETHER)[0], register=register)
    assert len(asked) <= room
    assert len(list(found)) == 3 * len(TOGETHER) - 1


@pytest.mark.parametrize("step", ["prepare", "prepare_line", "find_hits", "parse"])
def test_a_document_that_fails_disturbs_no_other(
    register: Register, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever step fails on it, it gives its error, and the others what they give alone."""
    docs, parser = documents(TOGETHER), Parsing("Miller telephoned" if step == "parse" else "\0")
    alone = [extract(doc, register=register) for doc in docs]
    room = sys.modules[f"dragoman.extract.{'line' if step == 'find_hits' else 'extraction'}"]
    if step != "parse":
        sound = getattr(room, step)

        def failing(thing: Any, *more: Any) -> Any:
            if "Modi telephoned" in getattr(thing, "text", ""):
                raise ValueError("too much")
            return sound(thing, *more)

        monkeypatch.setattr(room, step, failing)

    found = list(extract_all(docs, register=register, parser=parser))

    assert isinstance(found[2], ValueError)
    assert [found[0], found[1], found[3]] == [alone[0], alone[1], alone[3]]


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("The President said that the weather was fine in Ohio.", True),
        ("The President said that the weather was fine in Italy.", False),
        ("The United States gave masks to more than 100 countries.", False),
    ],
)
def test_where_nobody_abroad_is_named_nothing_is_looked_for(
    register: Register, text: str, silent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A domestic text is told by its words, before anybody is looked for in it."""
    calls: list[object] = []
    line = sys.modules["dragoman.extract.line"]
    sound = line.find_mentions
    monkeypatch.setattr(line, "find_mentions", lambda *a, **k: calls.append(a) or sound(*a, **k))

    extract(Document("d", text, published="2023-06-14", side="st:usa"), register=register)

    assert (calls == []) is silent


PIECES = (
    *("Xi Jinping", "Putin", "China", " met ", " with ", ", ", " and ", " visited ", "the "),
    *("on Monday", ". ", "\u202e", "\x00", "(", '"', "\ue000", "’s ", "talks", " in Paris"),
)
"""Names, triggers, and characters that a hostile text may hold."""


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_text_ends_and_quotes(pieces: list[str]) -> None:
    """Whatever the text, extraction ends, twice the same, and every span quotes it."""
    text = "".join(pieces) or " "
    doc = Document("d", text, published="2023-06-14", language="en")

    first, again = extract(doc), extract(doc)

    assert [report.id for report in first.reports] == [report.id for report in again.reports]
    for report in first.reports:
        report.evidence.check(doc)
        for claim in report.claims:
            claim.evidence.check(doc)


def test_what_only_the_title_says_gives_way_to_the_text(register: Register) -> None:
    """A title has no tense: the text below it says whether the journey took place."""
    title = "Statement on Foreign Minister Catherine Colonna's Visit to Armenia"
    text = f"{title}\n\nForeign Minister Catherine Colonna of France will visit Armenia in July."
    doc = Document("d", text, title=title, published="2023-06-14", language="en")

    found = [r for r in extract(doc, register=register).reports if r.channel is Channel.VISIT]

    assert [report.status for report in found] == [Status.PLANNED]


def test_a_first_line_that_is_wrapped_is_no_title(register: Register) -> None:
    """The call in it stays beside the talks that the text tells of, with whom it was held."""
    text = (
        "President Joseph R. Biden, Jr. spoke today with President Xi Jinping of\n"
        "the People's Republic of China. The two leaders held a candid and constructive\n"
        "discussion on a range of bilateral, regional, and global issues, including areas\n"
        "of cooperation and areas of difference. They encouraged progress on key issues.\n"
    )
    doc = Document("d", text, published="2024-04-02", language="en")

    found = {report.channel for report in extract(doc, register=register).reports}

    assert found == {Channel.CALL, Channel.MEETING}


def test_a_loose_rule_builds_on_named_parties_only(register: Register) -> None:
    """Whom "he" means is guessed already; a weak witness does not rest on a guess."""
    text = "Vladimir Putin slept. {} smiled, after the handshake, beside Emmanuel Macron."

    def loose(who: str) -> str | None:
        _, readings = readings_of(text.format(who), published="2023-06-14")
        found = find_loose(readings[-1], register, Memory())
        return found.rule.id if found else None

    assert loose("Vladimir Putin") == "loose.meeting"
    assert loose("He") is None
