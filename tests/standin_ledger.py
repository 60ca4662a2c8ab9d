"""A ledger of a dozen hand-written reports, in memory, for tests of questions.

The documents are invented for the tests, after the letters and visits of August 2020
that the first seed tells of. Ids are short, so that they can be read in an assertion.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

_TABLES = """
CREATE TABLE documents (doc_id TEXT, text TEXT, title TEXT, url TEXT, outlet TEXT, side TEXT,
    published TEXT, published_from TEXT, language TEXT, source TEXT, name TEXT,
    fingerprint TEXT, n_chars BIGINT);
CREATE VIEW texts AS FROM documents;
CREATE TABLE sections (doc_id TEXT, kind TEXT, "start" BIGINT, "end" BIGINT, rule TEXT);
CREATE TABLE reports (report_id TEXT, doc_id TEXT, channel TEXT, status TEXT, rule TEXT,
    section TEXT, background BOOLEAN, speakers TEXT[], "start" BIGINT, "end" BIGINT, quote TEXT);
CREATE TABLE claims (claim_id TEXT, report_id TEXT, doc_id TEXT, nth BIGINT, role TEXT, value TEXT,
    polity TEXT, office TEXT, person TEXT, name TEXT, how TEXT, "start" BIGINT, "end" BIGINT,
    quote TEXT, speaker TEXT, rule TEXT, note TEXT, method TEXT, score DOUBLE, pool BIGINT,
    facts TEXT[], inferred BOOLEAN);
CREATE TABLE ties (doc_id TEXT, kind TEXT, entry TEXT, "start" BIGINT, "end" BIGINT,
    sentence_start BIGINT, sentence TEXT, named TEXT[]);
CREATE TABLE issues (stage TEXT, what TEXT, detail TEXT, place TEXT, doc_id TEXT,
    "start" BIGINT, "end" BIGINT, quote TEXT, skipped BOOLEAN);
CREATE TABLE events (event_id TEXT, channel TEXT, status TEXT, dates TEXT[], first_day DATE,
    last_day DATE, polities TEXT[], persons TEXT[], n_reports BIGINT, n_documents BIGINT,
    section TEXT, part_of TEXT, n_sources BIGINT, sides TEXT[]);
CREATE TABLE event_reports (event_id TEXT, report_id TEXT, doc_id TEXT);
CREATE TABLE copies (doc_id TEXT, group_id TEXT, first BOOLEAN, credits TEXT);
"""

OPEN: list[duckdb.DuckDBPyConnection] = []
"""The connections that a test has open; closed after it."""

PEOPLE = {
    "pe:xi-jinping": ("st:chn", "of:chn.head"),
    "pe:wang-yi": ("st:chn", "of:chn.fm"),
    "pe:joko-widodo": ("st:idn", "of:idn.head"),
    "pe:retno-marsudi": ("st:idn", "of:idn.fm"),
    "pe:emmanuel-macron": ("st:fra", "of:fra.head"),
    "pe:vladimir-putin": ("st:rus", "of:rus.head"),
    "pe:li-qiang": ("st:chn", "of:chn.hog"),
}

LABELS = {
    "st:chn": "China",
    "st:idn": "Indonesia",
    "st:fra": "France",
    "st:ita": "Italy",
    "st:deu": "Germany",
    "st:rus": "Russian Federation",
    "og:sco": "Shanghai Cooperation Organization",
    "of:ita.fm": "foreign minister, Italy",
    "pl:hainan": "Hainan",
    "pl:samarkand": "Samarkand",
    "pe:xi-jinping": "Xi Jinping",
    "pe:wang-yi": "Wang Yi",
    "pe:joko-widodo": "Joko Widodo",
    "pe:retno-marsudi": "Retno Marsudi",
    "pe:emmanuel-macron": "Emmanuel Macron",
    "pe:vladimir-putin": "Vladimir Putin",
    "pe:li-qiang": "Li Qiang",
}


class Register:
    """Knows the names of the stand-in ledger."""

    def lookup(self, name: str, on: str | None = None) -> list[str]:
        """Answer to ids, labels and ISO codes; "Wang" is ambiguous on purpose."""
        if name == "Wang":
            return ["pe:wang-yi", "pe:wang-wei"]
        known = {label.casefold(): id_ for id_, label in LABELS.items()}
        known |= {id_: id_ for id_ in LABELS}
        known |= {id_[3:]: id_ for id_ in LABELS if id_.startswith("st:")}
        found = known.get(name.casefold())
        return [found] if found else []

    def suggest(self, name: str) -> list[str]:
        """Offer labels with the same first letter."""
        return [label for label in LABELS.values() if label[:2].casefold() == name[:2].casefold()]

    def label(self, ident: str) -> str:
        """Return the label, or the id."""
        return LABELS.get(ident, ident)


@dataclass
class StandIn:
    """What questions need of a ledger."""

    db: duckdb.DuckDBPyConnection
    gone: list[str] = field(default_factory=list)
    n_claims: int = 0
    texts: dict[str, str] = field(default_factory=dict)

    def withdrawn(self) -> list[str]:
        """Return the documents taken out."""
        return self.gone

    def __enter__(self) -> "StandIn":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def _insert(self, table: str, *values: object) -> None:
        marks = ", ".join("?" * len(values))
        self.db.execute(f"INSERT INTO {table} VALUES ({marks})", list(values))  # noqa: S608

    def document(
        self,
        doc_id: str,
        text: str,
        *,
        outlet: str | None,
        published: str | None,
        title: str | None = None,
        url: str | None = None,
        side: str | None = None,
        language: str | None = "en",
    ) -> None:
        """Add a document whose whole text is body."""
        self.texts[doc_id] = text
        self._insert(
            "documents",
            doc_id,
            text,
            title,
            url,
            outlet,
            side,
            published,
            "meta",
            language,
            "sha",
            f"{doc_id}.txt",
            "fp",
            len(text),
        )
        self._insert("sections", doc_id, "body", 0, len(text), "section.rest")

    def report(
        self,
        report_id: str,
        doc_id: str,
        sentence: str,
        channel: str,
        status: str,
        claims: Sequence[tuple[str, str, str]],
        *,
        rule: str,
        section: str = "body",
        speakers: Sequence[str] = (),
        background: bool = False,
    ) -> None:
        """Add a report; each claim is (role, value, its words in the document)."""
        text = self.texts[doc_id]
        start = text.index(sentence)
        self._insert(
            "reports",
            report_id,
            doc_id,
            channel,
            status,
            rule,
            section,
            background,
            list(speakers),
            start,
            start + len(sentence),
            sentence,
        )
        for nth, (role, value, words) in enumerate(claims):
            self.n_claims += 1
            at = text.find(words, start, start + len(sentence))
            at = text.index(words) if at < 0 else at
            polity, office, person, name = None, None, None, None
            if value in PEOPLE:
                person, (polity, office) = value, PEOPLE[value]
            elif value.startswith("of:"):
                office, polity = value, f"st:{value[3:6]}"
            elif value.startswith(("st:", "og:")) and role != "place":
                polity = value
            elif "@" in value:
                name, polity = value.split("@")
                value = polity
            self._insert(
                "claims",
                f"c{self.n_claims}",
                report_id,
                doc_id,
                nth,
                role,
                value,
                polity,
                office,
                person,
                name,
                "alias",
                at,
                at + len(words),
                words,
                next(iter(speakers), None),
                rule,
                *[None] * 6,
            )

    def event(
        self,
        event_id: str,
        channel: str,
        status: str,
        reports: Sequence[str],
        days: tuple[str, str] | None,
        *,
        section: str = "body",
        part_of: str | None = None,
    ) -> None:
        """Group reports into an event."""
        docs = set()
        for report_id in reports:
            [doc_id] = self.db.execute(
                "SELECT doc_id FROM reports WHERE report_id = ?", [report_id]
            ).fetchone() or ("",)
            docs.add(doc_id)
            self.db.execute(
                "INSERT INTO event_reports VALUES (?,?,?)", [event_id, report_id, doc_id]
            )
        first, last = days or (None, None)
        roles = "role IN ('actor', 'recipient', 'host')"
        self._insert(
            "events",
            event_id,
            channel,
            status,
            self._values("value", "role = 'date'", reports),
            first,
            last,
            self._values("polity", roles, reports),
            self._values("person", roles, reports),
            len(reports),
            len(docs),
            section,
            part_of,
            len(docs),
            self._sides(docs, self._values("polity", roles, reports)),
        )

    def _sides(self, docs: set[str], polities: list[str]) -> list[str]:
        found = self.db.execute(
            "SELECT DISTINCT side FROM documents WHERE list_contains(?, doc_id)"
            " AND list_contains(?, side) ORDER BY 1",
            [sorted(docs), polities],
        )
        return [value for (value,) in found.fetchall()]

    def _values(self, column: str, where: str, reports: Sequence[str]) -> list[str]:
        found = self.db.execute(
            f"SELECT DISTINCT {column} FROM claims WHERE {column} IS NOT NULL AND {where} "  # noqa: S608
            "AND list_contains(?, report_id) ORDER BY 1",
            [list(reports)],
        )
        return [value for (value,) in found.fetchall()]


def empty() -> StandIn:
    """Return a ledger into which nothing was read."""
    db = duckdb.connect()
    OPEN.append(db)
    db.execute(_TABLES)
    return StandIn(db)


def august() -> StandIn:
    """Return the ledger of August 2020."""
    ledger = empty()
    _letter(ledger)
    _visits(ledger)
    _rest(ledger)
    ledger.db.execute(
        "INSERT INTO issues VALUES"
        " ('read', 'not text', 'a PNG image', 'photo.txt', NULL, NULL, NULL, NULL, true),"
        " ('dates', 'vague time', 'recently', 'd1', 'd1', 0, 8, 'recently', false),"
        " ('dates', 'vague time', 'these days', 'd2', 'd2', 0, 10, 'these days', false)"
    )
    return ledger


def _letter(ledger: StandIn) -> None:
    first = (
        "In Baoting, Foreign Minister Retno handed over a letter from President Joko "
        "to President Xi on August 20."
    )
    second = "On 21 August, Xi Jinping received a letter from the Indonesian president."
    ledger.document(
        "d1",
        f"{first} A letter can keep a friendship warm.",
        outlet="Hainan Courier",
        published="2020-08-22",
        title="A letter in Baoting",
        url="https://courier.example/2020/08/22/letter",
        side="st:chn",
    )
    ledger.document(
        "d2",
        f"JAKARTA, Aug. 23. {second}",
        outlet="Jakarta Gazette",
        published="2020-08-23",
        title="Letter delivered",
        url="https://gazette.example/letter",
        side="st:idn",
    )
    ledger.report(
        "r1",
        "d1",
        first,
        "letter",
        "happened",
        [
            ("actor", "pe:joko-widodo", "President Joko"),
            ("recipient", "pe:xi-jinping", "President Xi"),
            ("carrier", "pe:retno-marsudi", "Foreign Minister Retno"),
            ("date", "2020-08-20", "August 20"),
            ("place", "pl:hainan", "Baoting"),
        ],
        rule="letter.handed-over",
        speakers=["Hainan Courier"],
    )
    ledger.report(
        "r2",
        "d2",
        second,
        "letter",
        "happened",
        [
            ("actor", "st:idn", "Indonesian president"),
            ("recipient", "pe:xi-jinping", "Xi Jinping"),
            ("date", "2020-08-21", "21 August"),
        ],
        rule="letter.received",
        speakers=["Jakarta Gazette"],
    )
    ledger.event("ev:letter", "letter", "happened", ["r1", "r2"], ("2020-08-20", "2020-08-21"))


def _visits(ledger: StandIn) -> None:
    visits = "Wang Yi paid official visits to Italy and France in August 2020."
    call = "On August 25 Xi Jinping spoke by phone with President Macron."
    meeting = "Wang Yi met the Italian foreign minister on August 25."
    ledger.document(
        "d3",
        f"{visits} {call} {meeting}",
        outlet="Hainan Courier",
        published="2020-09-01",
        title="August, looked back on",
        side="st:chn",
    )
    for number, state, word in ((3, "st:ita", "Italy"), (4, "st:fra", "France")):
        ledger.report(
            f"r{number}",
            "d3",
            visits,
            "visit",
            "happened",
            [
                ("actor", "pe:wang-yi", "Wang Yi"),
                ("recipient", state, word),
                ("date", "2020-08", "August 2020"),
                ("level", "official", "official visits"),
            ],
            rule="visit.paid",
        )
        ledger.event(
            f"ev:visit-{word.lower()}",
            "visit",
            "happened",
            [f"r{number}"],
            ("2020-08-01", "2020-08-31"),
        )
    ledger.report(
        "r5",
        "d3",
        call,
        "call",
        "happened",
        [
            ("actor", "pe:xi-jinping", "Xi Jinping"),
            ("actor", "pe:emmanuel-macron", "President Macron"),
            ("date", "2020-08-25", "August 25"),
        ],
        rule="call.spoke",
    )
    ledger.event("ev:call", "call", "happened", ["r5"], ("2020-08-25", "2020-08-25"))
    ledger.report(
        "r6",
        "d3",
        meeting,
        "meeting",
        "happened",
        [
            ("actor", "pe:wang-yi", "Wang Yi"),
            ("actor", "of:ita.fm", "Italian foreign minister"),
            ("date", "2020-08-25", "August 25"),
        ],
        rule="meeting.met",
    )
    ledger.event("ev:meeting", "meeting", "happened", ["r6"], ("2020-08-25", "2020-08-25"))


def _rest(ledger: StandIn) -> None:
    plan = "Xi Jinping will travel to Samarkand on August 30 to meet President Putin."
    year = "In 2020 Xi Jinping also spoke by phone with the German chancellor."
    aid = "Twelve years ago Italy sent doctors to China after the Wenchuan earthquake."
    teaser = "Related: Premier Li Qiang visits Germany"
    undated = "Xi Jinping met President Putin."
    ledger.document(
        "d4",
        f"{plan} {year} {undated} {aid}\n{teaser}",
        outlet=None,
        published="2020-08-28",
        title="Plans",
    )
    ledger.report(
        "r7",
        "d4",
        plan,
        "meeting",
        "planned",
        [
            ("actor", "pe:xi-jinping", "Xi Jinping"),
            ("actor", "pe:vladimir-putin", "President Putin"),
            ("date", "2020-08-30", "August 30"),
            ("place", "pl:samarkand", "Samarkand"),
        ],
        rule="meeting.to-meet",
    )
    ledger.event("ev:plan", "meeting", "planned", ["r7"], ("2020-08-30", "2020-08-30"))
    ledger.report(
        "r8",
        "d4",
        year,
        "call",
        "happened",
        [
            ("actor", "pe:xi-jinping", "Xi Jinping"),
            ("actor", "st:deu", "German chancellor"),
            ("date", "2020", "2020"),
        ],
        rule="call.spoke",
    )
    ledger.event("ev:year", "call", "happened", ["r8"], ("2020-01-01", "2020-12-31"))
    ledger.report(
        "r9",
        "d4",
        aid,
        "aid",
        "happened",
        [
            ("actor", "st:ita", "Italy"),
            ("recipient", "st:chn", "China"),
            ("date", "2008", "Twelve years ago"),
            ("item", "doctors", "doctors"),
        ],
        rule="aid.sent",
        background=True,
    )
    ledger.event("ev:aid", "aid", "happened", ["r9"], ("2008-01-01", "2008-12-31"))
    ledger.report(
        "r10",
        "d4",
        teaser,
        "visit",
        "happened",
        [("actor", "pe:li-qiang", "Li Qiang"), ("recipient", "st:deu", "Germany")],
        rule="visit.visits",
        section="teaser",
    )
    ledger.event("ev:teaser", "visit", "happened", ["r10"], None, section="teaser")
    ledger.report(
        "r11",
        "d4",
        undated,
        "meeting",
        "happened",
        [
            ("actor", "pe:xi-jinping", "Xi Jinping"),
            ("actor", "pe:vladimir-putin", "President Putin"),
        ],
        rule="meeting.met",
    )
    ledger.event("ev:undated", "meeting", "happened", ["r11"], None)
    at = ledger.texts["d4"].index(teaser)
    end = at + len(teaser)
    ledger.db.execute("UPDATE sections SET \"end\" = ? WHERE doc_id = 'd4'", [at])
    ledger.db.execute(
        "INSERT INTO sections VALUES ('d4', 'teaser', ?, ?, 'teaser.related')", [at, end]
    )
