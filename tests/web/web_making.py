"""A small ledger in a folder, made without a parser, for the tests of the pages.

The texts are invented for the tests. One of them is hostile wherever a document can be.
"""

from collections.abc import Sequence
from pathlib import Path

from tie_making import ties_in

from dragoman.ledger.parts import done_table
from dragoman.ledger.tables import (
    RUN_TABLES,
    PartTables,
    Row,
    fingerprint,
    rows_of_issues,
    rows_of_reports,
    rows_of_sections,
    rows_of_statements,
    table,
)
from dragoman.model import (
    Actor,
    Channel,
    Claim,
    Document,
    Issue,
    Report,
    Role,
    Section,
    SectionKind,
    Span,
    Statement,
    Status,
)
from dragoman.run import Ledger

PEOPLE = {
    "pe:xi-jinping": Actor("st:chn", "of:chn.head", "pe:xi-jinping"),
    "pe:wang-yi": Actor("st:chn", "of:chn.fm", "pe:wang-yi"),
    "pe:joko-widodo": Actor("st:idn", "of:idn.head", "pe:joko-widodo"),
    "pe:retno-marsudi": Actor("st:idn", "of:idn.fm", "pe:retno-marsudi"),
    "pe:emmanuel-macron": Actor("st:fra", "of:fra.head", "pe:emmanuel-macron"),
}

LETTER = (
    "Foreign Minister Retno handed over a letter from President Joko to President Xi on August 20."
)
RECEIVED = "On 21 August, Xi Jinping received a letter from President Joko Widodo."
PLAN = "Wang Yi will meet Retno in Jakarta on October 5."
TEASER = "Related: President Macron calls Xi Jinping"
ARABIC = "التقى وانغ يي بالوزيرة ريتنو في جاكرتا يوم 25 آب."
CHINESE = "九月三日,王毅同雷特诺举行会谈。"
SCRIPT = "<script>alert('text')</script>"
HOSTILE = f"{SCRIPT} Wang Yi met Retno on September 9 </div><img src=x onerror=alert('img')>."

Told = tuple[str, Channel, Status, Sequence[tuple[Role, str, str]], SectionKind]


def told(
    doc: Document,
    sentence: str,
    channel: Channel,
    claims: Sequence[tuple[Role, str, str]],
    *,
    status: Status = Status.HAPPENED,
    section: SectionKind = SectionKind.BODY,
) -> Report:
    """Return a report on a sentence; each claim is (role, value, its words)."""
    start = doc.text.index(sentence)
    found = []
    for role, value, words in claims:
        at = start + sentence.index(words)
        who = PEOPLE.get(value) or (Actor(value) if value.startswith("st:") else None)
        span = Span.of(doc, at, at + len(words))
        found.append(Claim(role, value, span, doc.outlet, f"{channel}.told", who))
    whole = Span.of(doc, start, start + len(sentence))
    return Report(doc.id, channel, status, tuple(found), whole, f"{channel}.told", section)


def document(text: str, url: str, **fields: str) -> Document:
    """Return a document."""
    named = {"language": "en", "published_from": "meta"} | fields
    return Document(Document.make_id(text, url), text, url=url, **named)


def stories() -> list[tuple[Document, list[Report]]]:
    """Return the documents with what they report."""
    first = document(
        f"A friendship.\n{LETTER} Twoways joy.\n{PLAN}\n{TEASER}",
        "https://courier.example/letter",
        title="A letter in Baoting",
        outlet="Hainan Courier",
        side="st:chn",
        published="2020-08-22",
        name="letter.txt",
    )
    second = document(
        f"JAKARTA. {RECEIVED}",
        "https://gazette.example/letter?a=1&b=2",
        title="Letter delivered",
        outlet="Jakarta Gazette",
        side="st:idn",
        published="2020-08-23",
        name="delivered.txt",
    )
    arabic = document(
        ARABIC,
        "https://sahafa.example/1",
        title="لقاء في جاكرتا",
        outlet="صحافة",
        published="2020-08-26",
        language="ar",
        name="ar.txt",
    )
    chinese = document(
        CHINESE,
        "https://ribao.example/1",
        title="会谈",
        outlet="日报",
        published="2020-09-04",
        language="zh",
        name="zh.txt",
    )
    hostile = document(
        HOSTILE,
        "javascript:alert('url')",
        title="<script>alert('title')</script>",
        outlet="\"><img src=x onerror=alert('outlet')>",
        published="2020-09-10",
        name="<b onmouseover=alert('name')>.txt",
    )
    wang, retno = Role.ACTOR, Role.ACTOR
    letter = [
        (Role.ACTOR, "pe:joko-widodo", "President Joko"),
        (Role.RECIPIENT, "pe:xi-jinping", "President Xi"),
        (Role.CARRIER, "pe:retno-marsudi", "Foreign Minister Retno"),
        (Role.DATE, "2020-08-20", "August 20"),
    ]
    received = [
        (Role.ACTOR, "pe:joko-widodo", "President Joko Widodo"),
        (Role.RECIPIENT, "pe:xi-jinping", "Xi Jinping"),
        (Role.DATE, "2020-08-21", "21 August"),
    ]
    plan = [
        (wang, "pe:wang-yi", "Wang Yi"),
        (retno, "pe:retno-marsudi", "Retno"),
        (Role.PLACE, "pl:jakarta", "Jakarta"),
        (Role.DATE, "2020-10-05", "October 5"),
    ]
    return [
        (
            first,
            [
                told(first, LETTER, Channel.LETTER, letter),
                told(first, PLAN, Channel.MEETING, plan, status=Status.PLANNED),
                told(
                    first,
                    TEASER,
                    Channel.CALL,
                    [
                        (Role.ACTOR, "pe:emmanuel-macron", "President Macron"),
                        (Role.ACTOR, "pe:xi-jinping", "Xi Jinping"),
                    ],
                    section=SectionKind.TEASER,
                ),
            ],
        ),
        (second, [told(second, RECEIVED, Channel.LETTER, received)]),
        (
            arabic,
            [
                told(
                    arabic,
                    ARABIC,
                    Channel.MEETING,
                    [
                        (wang, "pe:wang-yi", "وانغ يي"),
                        (retno, "pe:retno-marsudi", "ريتنو"),
                        (Role.DATE, "2020-08-25", "25 آب"),
                    ],
                )
            ],
        ),
        (
            chinese,
            [
                told(
                    chinese,
                    CHINESE,
                    Channel.NEGOTIATION,
                    [
                        (wang, "pe:wang-yi", "王毅"),
                        (retno, "pe:retno-marsudi", "雷特诺"),
                        (Role.DATE, "2020-09-03", "九月三日"),
                    ],
                )
            ],
        ),
        (
            hostile,
            [
                told(
                    hostile,
                    HOSTILE,
                    Channel.MEETING,
                    [
                        (wang, "pe:wang-yi", "Wang Yi"),
                        (retno, "pe:retno-marsudi", "Retno"),
                        (Role.PLACE, "<svg onload=alert('place')>", SCRIPT),
                        (Role.TOPIC, "<i>topic</i>", "met"),
                        (Role.DATE, "2020-09-09", "September 9"),
                    ],
                )
            ],
        ),
    ]


def calls(n: int) -> list[tuple[Document, list[Report]]]:
    """Return documents that each report a call, each in a month of its own."""
    out = []
    for nth in range(n):
        day = f"{2011 + nth // 12}-{nth % 12 + 1:02}-{nth % 28 + 1:02}"
        sentence = f"On {day} Xi Jinping spoke by phone with President Macron."
        doc = document(
            f"{sentence} {' '.join(f'w{nth}x{word}' for word in range(40))}",
            f"https://wire.example/{nth}",
            title=f"Call {nth}",
            outlet=f"Wire {nth % 3}",
            published=day,
            name=f"{nth}.txt",
        )
        claims = [
            (Role.ACTOR, "pe:xi-jinping", "Xi Jinping"),
            (Role.ACTOR, "pe:emmanuel-macron", "President Macron"),
            (Role.DATE, day, day),
        ]
        out.append((doc, [told(doc, sentence, Channel.CALL, claims)]))
    return out


def add(
    path: Path, made: Sequence[tuple[Document, list[Report]]], said: Sequence[Statement] = ()
) -> Path:
    """Put documents with their reports into a ledger, and make it if it is not there."""
    if not path.exists():
        Ledger.create(path)
    rows: dict[str, list[Row]] = {name: [] for name in RUN_TABLES}
    for doc, reports in made:
        report_rows, claim_rows = rows_of_reports(reports)
        rows["reports"] += report_rows
        rows["claims"] += claim_rows
        rows["ties"] += ties_in(doc)
        rows["sections"] += rows_of_sections(doc.id, sections(doc))
        rows["issues"] += rows_of_issues(
            [Issue("dates", "vague time", "recently", doc.name or doc.id)], doc_id=doc.id
        )
    rows["statements"] += rows_of_statements(said)
    prints = {doc.id: fingerprint(doc) for doc, _ in made}
    tables = {name: table(name, rows[name]) for name in RUN_TABLES}
    with Ledger.open(path, write=True) as ledger:
        run = ledger.open_run("test")
        ledger.add_documents([doc for doc, _ in made])
        ledger.add_part(run, PartTables(done_table(prints, set()), tables))
        ledger.rebuild()
    return path


def sections(doc: Document) -> list[Section]:
    """Return the sections of a document: what follows "Related" is a teaser."""
    at = doc.text.find("Related:")
    if at < 0:
        return [Section(SectionKind.BODY, 0, len(doc.text), "section.rest")]
    return [
        Section(SectionKind.BODY, 0, at, "section.rest"),
        Section(SectionKind.TEASER, at, len(doc.text), "teaser.related"),
    ]
