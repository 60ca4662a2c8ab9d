"""Which date belongs to which happening: in one sentence, and across a document."""

import time
from dataclasses import replace

import pytest
from reading_making import readings_of

from dragoman.extract import extract
from dragoman.extract.dates import carry, find_dates
from dragoman.extract.dating import Dating, date_of
from dragoman.extract.reading import Reading
from dragoman.model import Actor, Channel, Claim, Document, Report, Role, SectionKind, Status
from dragoman.text import CleanText

DAY = "2024-05-15"  # a Wednesday
HAPPENED, ONGOING, PLANNED = Status.HAPPENED, Status.ONGOING, Status.PLANNED
CANCELLED, HYPOTHETICAL = Status.CANCELLED, Status.HYPOTHETICAL


def dated(text: str, published: str | None = DAY) -> tuple[CleanText, list[Reading]]:
    """Return a document and its readings, with their dates."""
    fields = {"published": published} if published else {}
    clean, readings = readings_of(text, **fields)
    previous = None
    out = []
    for reading in readings:
        sentence = reading.sentence
        dates = find_dates(
            clean.text, sentence.start, sentence.end, anchor=published, previous=previous
        )
        previous = carry(dates, previous)
        out.append(replace(reading, dates=dates))
    return clean, out


def token(reading: Reading, word: str) -> int:
    """Return the token of a word."""
    return next(t for t in range(len(reading.tree)) if word in reading.words(t).split())


SENTENCES = [
    # its own clause, and not the one beside it
    ("On Monday, Wang Yi, who had visited Paris in April, met Antony Blinken.", "met", HAPPENED,
     "2024-05-13"),
    ("On Monday, Wang Yi, who had visited Paris in April, met Antony Blinken.", "visited",
     HAPPENED, "2024-04"),
    ("Wang Yi, who visited Paris, met Antony Blinken on Monday.", "met", HAPPENED, "2024-05-13"),
    ("Wang Yi arrived in Paris on Friday and heads to Rome next.", "heads", PLANNED, None),
    ("Wang Yi flew to Paris and met Antony Blinken on Monday.", "flew", HAPPENED, "2024-05-13"),
    ("On Monday, Wang Yi flew to Paris and signed a treaty.", "signed", HAPPENED, "2024-05-13"),
    # the closer of two that hold; what is announced for a day is not said on it
    ("Wang Yi met Antony Blinken in Vienna this week, on May 13.", "met", HAPPENED, "2024-05-13"),
    ("A trip to Rome planned for Friday was scrapped on Monday.", "trip", CANCELLED,
     "2024-05-17"),
    ("They agreed last month to hold a dialogue by the end of the year.", "dialogue", PLANNED,
     "2024"),
    ("Their meeting is scheduled for tomorrow.", "meeting", PLANNED, "2024-05-16"),
    ("Their call, which Rome had announced for Friday, did not take place.", "call", CANCELLED,
     "2024-05-10"),
    # a first day ahead, a month told by a verb of the past
    ("Wang Yi will pay a visit to Paris from July 15.", "visit", PLANNED, "2024-07-15"),
    ("In February, Norway announced a package for Kenya.", "announced", PLANNED, "2024-02"),
    # a departure is over, though the visit lies ahead
    ("Wang Yi left on Monday for Paris.", "left", PLANNED, "2024-05-13"),
    # nouns
    ("Wang Yi recalled on Monday his visit to Paris in April.", "visit", HAPPENED, "2024-04"),
    ("Wang Yi recalled on Monday his visit to Paris.", "visit", HAPPENED, None),
    ("The call followed the summit between Xi Jinping and Joe Biden in November 2023.", "summit",
     HAPPENED, "2023-11"),
    ("Wang Yi thanked him on Monday for the visit.", "visit", HAPPENED, None),
    ("The May 3 call was their first.", "call", HAPPENED, "2024-05-03"),
    ("On May 13, after the May 3 call to Paris, Wang Yi met Emmanuel Macron.", "call", HAPPENED,
     "2024-05-03"),
    ("Xi Jinping held talks with Antony Blinken on Monday.", "talks", HAPPENED, "2024-05-13"),
    ("They prepared the talks that took place on Monday.", "talks", HAPPENED, "2024-05-13"),
    ("Xi Jinping cancelled a meeting planned for Friday with Antony Blinken.", "meeting",
     CANCELLED, "2024-05-17"),
    # another happening in the sentence
    ("Wang Yi met Antony Blinken ahead of the summit in June.", "met", HAPPENED, None),
    ("Wang Yi met Antony Blinken after the talks of March 3.", "met", HAPPENED, None),
    ("Wang Yi met Antony Blinken at the forum held in Rome on the 7th.", "met", HAPPENED,
     "2024-05-07"),
    ("Wang Yi invited Antony Blinken to the summit in June.", "invited", HYPOTHETICAL, "2024-06"),
    # the saying
    ("The ministry said on Tuesday that Wang Yi had met Antony Blinken on Sunday.", "met",
     HAPPENED, "2024-05-12"),
    ("The ministry said on Tuesday that Wang Yi had met Antony Blinken.", "met", HAPPENED,
     "2024-05-14"),
    ("The ministry said on Tuesday that Wang Yi would meet Antony Blinken.", "meet", PLANNED, None),
    # what is to come is told beside it
    ("Wang Yi and Antony Blinken signed a pact and will hold drills in October.", "signed",
     HAPPENED, None),
    ("Wang Yi and Antony Blinken signed a pact and agreed to meet next year.", "signed",
     HAPPENED, None),
    ("Wang Yi and Antony Blinken signed a pact and shook hands on Monday.", "signed", HAPPENED,
     "2024-05-13"),
    # tense
    ("Wang Yi will meet Antony Blinken on Friday.", "meet", PLANNED, "2024-05-17"),
    ("Wang Yi met Antony Blinken on Friday.", "met", HAPPENED, "2024-05-10"),
    # where a stretch ends
    ("Wang Yi has been in Paris for a visit since Monday.", "visit", ONGOING, "2024-05-13"),
    ("Wang Yi has not met Antony Blinken since March.", "met", CANCELLED, None),
    # what cannot be told
    ("Wang Yi met Antony Blinken in Rome.", "met", HAPPENED, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "word", "status", "value"),
    SENTENCES,
    ids=[f"{word}: {text[:60]}" for text, word, _, _ in SENTENCES],
)
def test_happening_has_its_own_date(
    text: str, word: str, status: Status, value: str | None
) -> None:
    """Of the dates in a sentence a happening takes the one that hangs on it, or none."""
    _, [reading] = dated(text)

    found = date_of(reading, token(reading, word), status)

    assert (found.value if found else None) == value


COORDINATED = [
    ("He met Antony Blinken and Hakan Fidan on Monday and Tuesday respectively.", "met",
     HAPPENED, {"Blinken": "2024-05-13", "Fidan": "2024-05-14"}),
    ("Xi Jinping met Vladimir Putin on Monday and Antony Blinken on Tuesday.", "met", HAPPENED,
     {"Vladimir Putin": "2024-05-13", "Antony Blinken": "2024-05-14"}),
    ("Vladimir Putin would on Thursday see Xi Jinping and on Friday Antonio Guterres.", "see",
     PLANNED, {"Xi Jinping": "2024-05-16", "Antonio Guterres": "2024-05-17"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "status", "days"), COORDINATED)
def test_parties_tell_what_one_verb_says_of_several_apart(
    text: str, word: str, status: Status, days: dict[str, str]
) -> None:
    """Two meetings on two days can share one verb."""
    _, [reading] = dated(text)
    places = {name: reading.token_at(reading.text.index(name)) for name in days}

    told = {
        name: date_of(reading, token(reading, word), status, [place or 0])
        for name, place in places.items()
    }

    assert {name: found and found.value for name, found in told.items()} == days


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("President Putin arrived in Paris on Monday for a three-day visit.", "13/15"),
        ("President Putin wound up a two-day visit to France on Tuesday.", "13/14"),
        ("President Putin arrived in Paris on Monday for talks that end on Thursday.", "13/16"),
        ("President Putin visited Paris on Monday.", "13"),
        ("President Putin will pay a three-day visit to Paris from May 20.", "20/22"),
        ("PARIS, May 14 (Reuters) - President Putin arrived in Paris today.", "14"),
        ("PARIS, May 14 (Reuters) - President Putin visited Paris yesterday.", "13"),
    ],
)
def test_a_stay_has_all_its_days(text: str, value: str) -> None:
    """Its length or end tells the days that one day leaves out; "today" is the dateline's."""
    doc = Document("d", text, published=DAY, language="en")

    [report] = [one for one in extract(doc).reports if one.channel is Channel.VISIT]

    first, _, last = value.partition("/")
    told = next(report.having(Role.DATE)).value
    assert told == f"2024-05-{first}" + (f"/2024-05-{last}" if last else "")


def test_a_pledge_is_dated_by_its_announcement() -> None:
    """What somebody says that they will give is pledged on the day on which they say it."""
    _, [reading] = dated("Germany said on Saturday it would send Ukraine weapons.")
    send = token(reading, "send")

    pledged = date_of(reading, send, PLANNED, channel=Channel.AID)

    assert pledged is not None
    assert pledged.value == "2024-05-11"
    assert date_of(reading, send, PLANNED, channel=Channel.VISIT) is None


def test_a_time_that_cannot_be_resolved_is_found_without_value() -> None:
    """A happening has a time when it is told as recent, and nobody knows which."""
    _, [reading] = dated("Wang Yi recently met Antony Blinken.")

    found = date_of(reading, token(reading, "met"), HAPPENED)

    assert found is not None
    assert found.value is None


# --------------------------------------------------------------------------- documents

CHN, USA, FRA = "st:chn", "st:usa", "st:fra"
Told = tuple[str, Channel, Status, tuple[str, ...]]


def filled(
    text: str,
    told: list[Told],
    *,
    background: frozenset[str] = frozenset(),
    published: str | None = DAY,
) -> list[tuple[str | None, str | None, str | None]]:
    """Return value, rule and quoted words of the date of each happening of a document.

    A happening is told by the word that names it, which stands once in the text.
    """
    clean, readings = dated(text, published)
    dating = Dating(clean)
    reports = []
    for word, channel, status, polities in told:
        reading = next(r for r in readings if word in r.text[r.sentence.start : r.sentence.end])
        trigger = token(reading, word)
        evidence = clean.span(reading.sentence.start, reading.sentence.end)
        claims = [Claim(Role.ACTOR, p, evidence, None, "test", actor=Actor(p)) for p in polities]
        claims += dating.date_claims(reading, trigger, status, channel=channel)
        claims.append(Claim(Role.STATUS, status, clean.span(*reading.span(trigger)), None, "test"))
        reports.append(
            Report(
                clean.doc.id,
                channel,
                status,
                tuple(claims),
                evidence,
                "test",
                background=word in background,
            )
        )
    days = [next(report.having(Role.DATE), None) for report in dating.fill(reports)]
    return [(d.value, d.rule, d.evidence.quote) if d else (None, None, None) for d in days]


NOTHING = (None, None, None)

DOCUMENTS = [
    pytest.param(
        "Wang, Blinken discuss trade\n\nWang Yi met Antony Blinken in Rome on Monday.",
        [("discuss", Channel.MEETING, HAPPENED, (CHN, USA)),
         ("met", Channel.MEETING, HAPPENED, (CHN, USA))],
        [("2024-05-13", "date.same-act", "on Monday"), ("2024-05-13", "date.weekday", "on Monday")],
        id="a headline has the day of the paragraph that tells the same",
    ),
    pytest.param(
        "Wang Yi met Antony Blinken on Monday. An agreement was signed at the end.",
        [("met", Channel.MEETING, HAPPENED, (CHN, USA)),
         ("signed", Channel.AGREEMENT, HAPPENED, (CHN, USA))],
        [("2024-05-13", "date.weekday", "on Monday"), ("2024-05-13", "date.story", "on Monday")],
        id="the signing is of the day of the talks",
    ),
    pytest.param(
        "Protesters marched in Rome on Monday. Wang Yi met Antony Blinken there.",
        [("met", Channel.MEETING, HAPPENED, (CHN, USA))],
        [("2024-05-13", "date.story", "on Monday")],
        id="a story is of the fresh day that its text names",
    ),
    pytest.param(
        "Rome counted the votes of Monday. Wang Yi met Antony Blinken.",
        [("met", Channel.MEETING, HAPPENED, (CHN, USA))],
        [NOTHING],
        id="the day of a noun is not what the news is about",
    ),
    pytest.param(
        "Wang Yi arrived in the United States on Monday evening. Wang Yi met Antony Blinken.\n"
        "Protesters marched in Rome on Tuesday.",
        [("arrived", Channel.VISIT, HAPPENED, (CHN, USA)),
         ("met", Channel.LETTER, HAPPENED, (CHN, USA))],
        [("2024-05-13", "date.weekday", "on Monday evening"),
         ("2024-05-14", "date.story", "on Tuesday")],
        id="who comes in the evening acts on the next day that is told",
    ),
    pytest.param(
        "Rome celebrated on May 1. Wang Yi met Antony Blinken.",
        [("met", Channel.MEETING, HAPPENED, (CHN, USA))],
        [NOTHING],
        id="a day of two weeks ago is not what the news is about",
    ),
    pytest.param(
        "ROME, May 15 (Xinhua) -- Wang Yi met Antony Blinken.",
        [("met", Channel.MEETING, HAPPENED, (CHN, USA))],
        [("2024-05-15", "date.dateline", "ROME, May 15 (Xinhua) -- ")],
        id="a dateline gives the day of its story",
    ),
    pytest.param(
        "Wang Yi met Antony Blinken in Rome.",
        [("met", Channel.MEETING, HAPPENED, (CHN, USA))],
        [NOTHING],
        id="the document's day does not stand in for a missing one",
    ),
    pytest.param(
        "Readout of the Secretary's Meeting\n\nWang Yi met Antony Blinken in Rome.",
        [("met", Channel.MEETING, HAPPENED, (CHN, USA))],
        [("2024-05-15", "date.publication", "met")],
        id="a readout is dated by its publication",
    ),
    pytest.param(
        "China condemned the attack of the United States.",
        [("condemned", Channel.CRITICISM, HAPPENED, (CHN, USA))],
        [("2024-05-15", "date.publication", "condemned")],
        id="a statement that is the act is dated by its publication",
    ),
    pytest.param(
        "Wang Yi recently met Antony Blinken. They spoke by phone on Monday.",
        [("met", Channel.MEETING, HAPPENED, (CHN, USA)),
         ("spoke", Channel.CALL, HAPPENED, (CHN, USA))],
        [NOTHING, ("2024-05-13", "date.weekday", "on Monday")],
        id="what took place recently takes no day from elsewhere",
    ),
    pytest.param(
        "Wang Yi will visit Paris on Friday. He will meet Emmanuel Macron.",
        [("visit", Channel.VISIT, PLANNED, (CHN, FRA)),
         ("meet", Channel.MEETING, PLANNED, (CHN, FRA))],
        [("2024-05-17", "date.weekday", "on Friday"), ("2024-05-17", "date.same-act", "on Friday")],
        id="a planned meeting is of the planned visit to the same host",
    ),
    pytest.param(
        "Wang Yi will visit Paris on Friday. He is to meet Antony Blinken one day.",
        [("visit", Channel.VISIT, PLANNED, (CHN, FRA)),
         ("meet", Channel.MEETING, PLANNED, (CHN, USA))],
        [("2024-05-17", "date.weekday", "on Friday"), NOTHING],
        id="a planned meeting with others is not",
    ),
    pytest.param(
        "Wang Yi is visiting Paris.",
        [("visiting", Channel.VISIT, ONGOING, (CHN, FRA))],
        [("2024-05-15", "date.goes-on", "visiting")],
        id="a visit that goes on goes on on the document's day",
    ),
    pytest.param(
        "Wang Yi arrived in Paris on Monday for a visit.",
        [("arrived", Channel.VISIT, ONGOING, (CHN, FRA))],
        [("2024-05-13/2024-05-15", "date.weekday", "on Monday")],
        id="a visit that began and goes on lasts up to the document's day",
    ),
    pytest.param(
        "He is to stay in Paris until Friday.",
        [("stay", Channel.VISIT, PLANNED, (CHN, FRA))],
        [("2024-05-15/2024-05-17", "date.weekday", "until Friday")],
        id="until Friday is up to Friday",
    ),
    pytest.param(
        "Xi meets Macron in Paris\n\nTrade was on the table.",
        [("meets", Channel.MEETING, HAPPENED, (CHN, FRA))],
        [("2024-05-15", "date.headline", "meets")],
        id="a headline in the present tense tells of the document's day",
    ),
    pytest.param(
        "In the past April, China was busy. Wang Yi met Antony Blinken. He called Paris.",
        [("met", Channel.MEETING, HAPPENED, (CHN, USA)),
         ("called", Channel.CALL, HAPPENED, (CHN, FRA))],
        [("2024-04", "date.frame", "In the past April")] * 2,
        id="a round-up is about its month",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told", "days"), DOCUMENTS)
def test_document_dates_what_its_sentence_leaves_open(
    text: str, told: list[Told], days: list[tuple[str | None, str | None, str | None]]
) -> None:
    """A date from another sentence names its rule and quotes the words that it rests on."""
    assert filled(text, told) == days


def test_context_takes_no_day_of_the_news() -> None:
    """What is told as background took place on some other day."""
    text = "Wang Yi met Antony Blinken on Monday. The two had talked before. They had seen Paris."
    told: list[Told] = [
        ("met", Channel.MEETING, HAPPENED, (CHN, USA)),
        ("talked", Channel.MEETING, HAPPENED, (CHN, USA)),
        ("seen", Channel.VISIT, HAPPENED, (CHN, FRA)),
    ]

    days = filled(text, told, background=frozenset({"talked", "seen"}))

    assert days == [("2024-05-13", "date.weekday", "on Monday"), NOTHING, NOTHING]


def test_several_days_of_meetings_are_the_days_of_the_visit() -> None:
    """A visit lasts as long as the meetings that are told of it."""
    text = (
        "Wang Yi travelled to Paris. He met Emmanuel Macron on Monday. "
        "He had talks with Emmanuel Macron on Tuesday."
    )
    told: list[Told] = [
        ("travelled", Channel.VISIT, HAPPENED, (CHN, FRA)),
        ("met", Channel.MEETING, HAPPENED, (CHN, FRA)),
        ("talks", Channel.MEETING, HAPPENED, (CHN, FRA)),
    ]

    assert [value for value, _, _ in filled(text, told)] == [
        "2024-05-13/2024-05-14",
        "2024-05-13",
        "2024-05-14",
    ]


def test_without_a_day_of_the_document_nothing_is_guessed() -> None:
    """No anchor, no day: what is relative stays open, and a dateline stays yearless."""
    text = "ROME, May 15 (Xinhua) -- Wang Yi met Antony Blinken on Monday. They signed a treaty."
    told: list[Told] = [
        ("met", Channel.MEETING, HAPPENED, (CHN, USA)),
        ("signed", Channel.AGREEMENT, HAPPENED, (CHN, USA)),
    ]

    days = filled(text, told, published=None)

    assert days == [NOTHING, ("XXXX-05-15", "date.dateline", "ROME, May 15 (Xinhua) -- ")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Wang Yi met Antony Blinken in Rome today.", "XXXX-08-27"),
        ("Wang Yi met Antony Blinken in Rome yesterday.", "XXXX-08-26"),
        ("Wang Yi met Antony Blinken in Rome on the 25th.", "XXXX-08-25"),
        ("Wang Yi met Antony Blinken in Rome on Tuesday.", None),
    ],
)
def test_a_page_without_its_year_dates_what_needs_none(text: str, value: str | None) -> None:
    """Yesterday of "August 27" is the 26th of the same unknown year; a weekday is unknown."""
    told = [("met", Channel.MEETING, HAPPENED, (CHN, USA))]

    [(found, _, _)] = filled(text, told, published="XXXX-08-27")

    assert found == value


def test_what_is_told_in_one_breath_took_place_together() -> None:
    """A clause without a date has that of the other clause on the same party."""
    text = (
        "Wang Yi came from Egypt, where on Monday he saw Emmanuel Macron; "
        "he also met Antony Blinken."
    )
    told: list[Told] = [
        ("saw", Channel.MEETING, HAPPENED, (CHN, FRA)),
        ("met", Channel.MEETING, HAPPENED, (CHN, USA)),
    ]

    assert filled(text, told)[1] == ("2024-05-13", "date.same-sentence", "on Monday")


def test_a_sentence_behind_tells_when_it_was_held() -> None:
    """The day of "the ceremony was held on Friday" is that of the act told before it."""
    told: list[Told] = [("presented", Channel.CREDENTIALS, HAPPENED, (CHN, FRA))]
    text = "Lu Shaye presented his credentials to Emmanuel Macron. The ceremony {} on Friday."

    assert filled(text.format("was held"), told)[0] == ("2024-05-10", "date.held", "on Friday")
    assert filled(text.format("will be repeated"), told)[0][1] != "date.held"


def test_meetings_of_a_dated_journey_have_its_days() -> None:
    """Where only the journey has dates, its meetings are somewhere within them."""
    text = (
        "Wang Yi travelled to Paris from May 10 to 12. "
        "He met Emmanuel Macron, and he spoke with Antony Blinken there."
    )
    told: list[Told] = [
        ("travelled", Channel.VISIT, HAPPENED, (CHN, FRA)),
        ("spoke", Channel.MEETING, HAPPENED, (CHN, USA)),
    ]

    assert filled(text, told)[1] == (
        "2024-05-10/2024-05-12",
        "date.same-trip",
        "from May 10 to 12",
    )


def test_teasers_neither_give_nor_take_dates() -> None:
    """What a page says of its other stories is of other days."""
    clean, [first, second] = dated("Wang Yi met Antony Blinken on Monday. They spoke.")
    dating = Dating(clean)
    reports = []
    for reading, word in ((first, "met"), (second, "spoke")):
        evidence = clean.span(reading.sentence.start, reading.sentence.end)
        claims = [Claim(Role.ACTOR, p, evidence, None, "test", actor=Actor(p)) for p in (CHN, USA)]
        claims += dating.date_claims(reading, token(reading, word), HAPPENED)
        reports.append(
            Report(clean.doc.id, Channel.MEETING, HAPPENED, tuple(claims), evidence, "test")
        )
    told, open_ = reports

    taking = dating.fill([told, replace(open_, section=SectionKind.TEASER)])

    assert [len(list(report.having(Role.DATE))) for report in taking] == [1, 0]
    assert next(dating.fill([told, open_])[1].having(Role.DATE)).rule == "date.same-act"


def test_endless_sentence_takes_little_time() -> None:
    """A list of hundreds of dated meetings is read in seconds, not minutes."""
    text = "Wang Yi met " + ", ".join(f"Miller on May {n % 28 + 1}" for n in range(500)) + "."
    _, [reading, *_] = dated(text)
    started = time.monotonic()

    for trigger in range(0, len(reading.tree), 10):
        date_of(reading, trigger, HAPPENED)

    assert time.monotonic() - started < 10


def test_fill_keeps_the_order_and_what_is_dated() -> None:
    """No report is dropped, added or dated anew."""
    clean, _ = dated("Wang Yi met Antony Blinken on Monday.")
    span = clean.span(0, len(clean.text))
    given = [
        Report(
            clean.doc.id,
            Channel.MEETING,
            HAPPENED,
            (Claim(Role.DATE, day, span, None, "given"),),
            span,
            "test",
        )
        for day in ("2024-05-13", "2020")
    ]

    assert Dating(clean).fill(given) == given
