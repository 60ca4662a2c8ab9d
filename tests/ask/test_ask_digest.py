"""The digest: what it says, that each phrase cites, and that nothing is left out unsaid."""

import pytest
from standin_ledger import Register, StandIn, empty

from dragoman.ask import digest
from dragoman.ask.digest import Digest, Phrase
from dragoman.ask.digest.choice import MOST
from dragoman.model import CHANNELS, NothingFound, Status

STANDING = {"Headline contacts", "What is missing"}


def texts(brief: Digest, title: str) -> list[str]:
    """Return the paragraphs and remarks of a section; none where it is not there."""
    return [
        text
        for section in brief.sections
        if section.title == title
        for text in (
            *(" ".join(s.text for s in paragraph) for paragraph in section.paragraphs),
            *(remark.text for remark in section.remarks),
        )
    ]


def told(brief: Digest) -> list[str]:
    """Return the ids of the events that sentences tell, but for those on several documents."""
    return [
        event
        for section in brief.sections
        if section.title not in (*STANDING, "What the sides say differently", "Claims checked")
        for sentence in section.sentences
        if not sentence.text.startswith("The account")
        for event in sentence.events
    ]


def add(
    ledger: StandIn,
    name: str,
    channel: str,
    parties: list[tuple[str, str, str]],
    *,
    status: str = "happened",
    day: str | None = "2020-08-03",
    more: tuple[tuple[str, str, str], ...] = (),
    side: str | None = None,
    part_of: str | None = None,
) -> str:
    """Add an event that one document of its own tells, and return its id."""
    words = ", ".join(w for _, _, w in (*parties, *more))
    text = f"It is told of {words} on August 3."
    ledger.document(f"d-{name}", text, outlet="Gazette", published="2020-08-04", side=side)
    claims = [*parties, *more] + ([("date", day, "August 3")] if day else [])
    ledger.report(f"r-{name}", f"d-{name}", text, channel, status, claims, rule="x")
    days = (day[:10], day[-10:]) if day and len(day) >= 10 else None
    ledger.event(f"ev:{name}", channel, status, [f"r-{name}"], days, part_of=part_of)
    return f"ev:{name}"


def test_a_month_of_china(ledger: StandIn, names: Register) -> None:
    """The whole note, section by section, as a desk officer would read it."""
    brief = digest(ledger, "st:chn", "2020-08", names=names.label)

    assert brief.title == "China, August 2020"
    assert [section.title for section in brief.sections] == [
        "Headline contacts",
        "Letters and calls",
        "Visits and meetings",
        "Plans",
        "What the sides say differently",
        "Claims checked",
        "What is missing",
    ]
    assert texts(brief, "Headline contacts") == [
        "China had five contacts with three counterparts in August 2020, as far as three "
        "documents tell.",
        "Of five contacts whose presence is known, two (40%) were at a distance, by call, video "
        "link or letter.",
    ]
    assert [(t.counterpart.text, t.n_events, t.how, t.when) for t in brief.sections[0].table] == [
        ("France", 2, "1 call and 1 visit", "25 August"),
        ("Italy", 2, "1 visit and 1 meeting", "25 August"),
        ("Indonesia", 1, "1 letter", "20 to 21 August"),
    ]
    assert texts(brief, "Letters and calls") == [
        "President Joko Widodo of Indonesia sent a letter to President Xi Jinping in Hainan on "
        "20 or 21 August, carried by Foreign Minister Retno Marsudi of Indonesia.",
        "Xi Jinping spoke by telephone with President Emmanuel Macron of France on 25 August.",
    ]
    assert texts(brief, "Visits and meetings") == [
        "Wang Yi met the foreign minister of Italy on 25 August.",
        "Wang Yi paid official visits to Italy and France.",
    ]
    assert texts(brief, "Plans") == [
        "Xi Jinping is to meet President Vladimir Putin of the Russian Federation in Samarkand on "
        "30 August."
    ]
    [difference, silence] = texts(brief, "What the sides say differently")
    assert silence.startswith("Only the account of China names the place of the letter of Joko ")
    assert silence.endswith("that of Indonesia is silent on it, which is no denial.")
    assert difference == (
        "Documents differ on the date of the letter of Joko Widodo to Xi Jinping: 20 August "
        "according to China’s account of 22 August and 21 August according to Indonesia’s "
        "account of 23 August."
    )
    assert texts(brief, "What is missing")[:4] == [
        "The record has nothing under: aid; voices.",
        "4 of 5 events are told by one document alone.",
        "4 of 5 events are told by one party’s account alone, 1 by those of both sides.",
        "No account is here of France and Italy: that is silence of the record, and no denial.",
    ]


def test_every_phrase_cites_and_every_citation_quotes_its_words(ledger: StandIn) -> None:
    """Each account of a difference cites its own document; offsets point at the cited words."""
    brief = digest(ledger, "st:chn", "2020-08")
    [difference] = [s for s in brief.sections if s.title == "What the sides say differently"]

    said = [[c.claim for c in phrase.citations] for phrase in difference.sentences[0].phrases]
    assert said == [["c4"], ["c8"]]
    phrases = [p for sentence in brief.sentences for p in sentence.phrases]
    phrases += [tally.counterpart for tally in brief.sections[0].table]
    for citation in (c for phrase in phrases for c in phrase.citations):
        assert citation.sentence[citation.start : citation.end] == citation.words
    with pytest.raises(ValueError, match="cites nothing"):
        Phrase.resting_on("It is said.", [])


def test_calls_in_a_row_are_one_sentence(ledger: StandIn, names: Register) -> None:
    """Calls with one counterpart are counted with their days, others follow, the office once."""
    ledger = empty()
    for day, who, words in (
        ("05", "pe:emmanuel-macron", "President Macron"),
        ("12", "pe:emmanuel-macron", "President Macron"),
        ("07", "pe:joko-widodo", "President Joko"),
    ):
        parties = [("actor", "pe:xi-jinping", "President Xi"), ("actor", who, words)]
        add(ledger, f"call{day}", "call", parties, day=f"2020-08-{day}")

    brief = digest(ledger, "pe:xi-jinping", "2020-08", names=names.label)

    assert texts(brief, "Letters and calls") == [
        "President Xi Jinping spoke by telephone with President Emmanuel Macron of France twice "
        "(5 and 12 August) and President Joko Widodo of Indonesia (7 August)."
    ]
    [call] = [s for s in brief.sections if s.title == "Letters and calls"]
    docs = [{c.doc.id for c in phrase.citations} for phrase in call.sentences[0].phrases]
    assert docs == [{"d-call05", "d-call12"}, {"d-call07"}]


def test_parts_of_a_visit_are_told_under_it(names: Register) -> None:
    """What took place on a visit follows it, without day and place again, and nowhere else."""
    ledger = empty()
    wang = ("actor", "pe:wang-yi", "Foreign Minister Wang")
    add(ledger, "visit", "visit", [wang, ("recipient", "st:fra", "France")])
    macron = ("actor", "pe:emmanuel-macron", "President Macron")
    add(ledger, "talks", "meeting", [wang, macron], part_of="ev:visit")
    treaty = (("item", "a treaty on tea", "a treaty on tea"),)
    add(ledger, "deal", "agreement", [wang, macron], part_of="ev:talks", more=treaty)

    brief = digest(ledger, "st:chn", "2020-08", names=names.label)

    assert texts(brief, "Visits and meetings") == [
        "Foreign Minister Wang Yi visited France on 3 August. During the visit, Wang Yi met "
        "President Emmanuel Macron of France. There, Wang Yi signed “a treaty on tea” with "
        "Emmanuel Macron."
    ]
    assert texts(brief, "Agreements and other acts") == []
    assert sorted(told(brief)) == ["ev:deal", "ev:talks", "ev:visit"]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("planned", "Foreign Minister Wang Yi is to visit France on 30 August."),
        ("cancelled", "Foreign Minister Wang Yi was to visit France on 30 August, which was "),
        ("denied", "Foreign Minister Wang Yi was to visit France on 30 August, which is denied."),
    ],
)
def test_plans_are_told_in_their_tense(status: str, said: str, names: Register) -> None:
    """What is to be, and what was to be, with what became of it."""
    ledger = empty()
    parties = [
        ("actor", "pe:wang-yi", "Foreign Minister Wang"),
        ("recipient", "st:fra", "France"),
    ]
    add(ledger, "plan", "visit", parties, status=status, day="2020-08-30")

    [text, *_] = texts(digest(ledger, "st:chn", "2020-08", names=names.label), "Plans")
    assert text.startswith(said)


def test_an_old_plan_is_no_longer_to_be(names: Register) -> None:
    """Thirty days after its day, a plan of which nobody tells more "was to" be, and it is said."""
    ledger = empty()
    parties = [("actor", "pe:wang-yi", "Wang Yi"), ("recipient", "st:fra", "France")]
    add(ledger, "plan", "visit", parties, status="planned", day="2020-08-05")
    ledger.document("later", "Nothing.", outlet="Gazette", published="2020-12-01")

    plan, remark = texts(digest(ledger, "st:chn", "2020-08", names=names.label), "Plans")
    assert plan == "Wang Yi was to visit France on 5 August."
    assert "no document here tells what came of it" in remark


def test_aid_is_told_with_the_words_of_the_documents(names: Register) -> None:
    """What is only pledged is pledged; amounts stand as they are worded."""
    ledger = empty()
    parties = [("actor", "st:chn", "China"), ("recipient", "st:fra", "France")]
    masks = (("quantity", "500,000 masks", "500,000 masks"),)
    add(ledger, "given", "aid", parties, more=masks)
    add(ledger, "pledged", "aid", parties, status="planned", more=masks)

    assert texts(digest(ledger, "st:chn", "2020-08", names=names.label), "Aid") == [
        "China gave aid to France on 3 August: “500,000 masks”.",
        "China pledged aid to France on 3 August: “500,000 masks”.",
    ]


def test_what_one_side_alone_tells_of_a_dispute_is_told_as_its_account(names: Register) -> None:
    """Both sides alike: whoever tells it is named, where sides can be expected to differ."""
    for side, whose in (("st:chn", "China’s"), ("st:fra", "France’s")):
        ledger = empty()
        parties = [("actor", "st:chn", "China"), ("recipient", "st:fra", "France")]
        add(ledger, "row", "protest", parties, side=side)
        brief = digest(ledger, "st:chn", "2020-08", names=names.label)
        assert texts(brief, "Disputes and pressure") == [
            f"China protested to France on 3 August, according to {whose} own account."
        ]


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("channel", list(CHANNELS))
def test_every_channel_and_status_has_words(channel: str, status: str) -> None:
    """No channel leaves a gap in its sentence; what is not told is counted."""
    ledger = empty()
    parties = [("actor", "st:chn", "China"), ("recipient", "st:ita", "Italy")]
    add(ledger, "x", channel, parties, status=status)

    brief = digest(ledger, "st:chn", "2020-08", names={"st:chn": "China", "st:ita": "Italy"}.get)

    said = [s.text for section in brief.sections[:-1] for s in section.sentences if s.events]
    if not said:
        assert any("One more of less weight" in r.text for s in brief.sections for r in s.remarks)
        return
    [text] = said
    assert "China" in text
    assert "Italy" in text
    assert "on 3 August" in text
    assert "{" not in text
    assert "None" not in text
    assert text.endswith(".")


def test_what_there_is_no_room_for_is_counted(names: Register) -> None:
    """Of 200 events about two pages are told, those of most weight; the others are counted."""
    ledger = empty()
    leaders = [
        ("actor", "pe:xi-jinping", "President Xi"),
        ("actor", "pe:emmanuel-macron", "President Macron"),
    ]
    top = add(ledger, "top", "meeting", leaders)
    for n in range(199):
        parties = [("actor", "st:chn", "China"), ("recipient", "st:ita", f"Italy {n}")]
        add(ledger, f"n{n:03}", ("support", "meeting", "aid")[n % 3], parties)

    brief = digest(ledger, "st:chn", "2020-08", names=names.label)

    assert top in told(brief)
    assert len(told(brief)) == len(set(told(brief))) == MOST
    left = [r.text for s in brief.sections for r in s.remarks if "left out" in r.text]
    assert sum(int(text.split()[0]) for text in left) == 200 - MOST
    assert all("'dragoman events LEDGER --actor st:chn --from 2020-08-01" in t for t in left)
    assert len(" ".join(sentence.text for sentence in brief.sentences).split()) < 1100


def test_nothing_to_tell(ledger: StandIn, empty_ledger: StandIn) -> None:
    """No event and no plan is an error that says what there is."""
    with pytest.raises(NothingFound, match="run from 2008-01-01 to 2020-12-31"):
        digest(ledger, "st:chn", "1950-01")
    with pytest.raises(NothingFound, match="empty"):
        digest(empty_ledger, "st:chn", "2020-08")
