"""Statements for the stand-in ledger of August 2020, and more between China and Indonesia."""

from standin_ledger import PEOPLE, StandIn

TABLE = """
CREATE TABLE IF NOT EXISTS statements (
    statement_id TEXT, doc_id TEXT, speaker_start BIGINT, speaker_end BIGINT, speaker_quote TEXT,
    cue_start BIGINT, cue_end BIGINT, cue_quote TEXT, "start" BIGINT, "end" BIGINT, quote TEXT,
    polity TEXT, office TEXT, person TEXT, name TEXT, how TEXT, method TEXT, score DOUBLE,
    pool BIGINT, facts TEXT[], inferred BOOLEAN, about TEXT[], stance TEXT, topics TEXT[],
    section TEXT)
"""
"""The table, made where it is not there yet."""

SAID = (
    "Xi Jinping said the comprehensive strategic partnership of China and Indonesia grows.",
    "Netizens wrote that Indonesia deserves thanks for the masks.",
    "An analyst warned that ties between China and Indonesia are at their lowest point.",
    "The Jakarta Times commented that trade with China must be fair.",
)
TIES = "Indonesia and China set up a comprehensive strategic partnership in 2013."
PLAIN = "The treaty allies met in Geneva."


def add_statements(ledger: StandIn) -> None:
    """Add a document of each side in which somebody speaks, and a copy of the first."""
    ledger.db.execute(TABLE)
    for doc_id, side, outlet, published in (
        ("d5", "st:idn", "Jakarta Gazette", "2020-08-24"),
        ("d6", "st:idn", "Bali Echo", "2020-08-25"),
    ):
        ledger.document(
            doc_id, " ".join((*SAID, TIES, PLAIN)), outlet=outlet, published=published, side=side
        )
        say(
            ledger,
            f"s1-{doc_id}",
            doc_id,
            SAID[0],
            "Xi Jinping",
            "said",
            "pe:xi-jinping",
            about=["st:idn"],
            stance="supports",
            topics=["diplomacy"],
        )
        say(
            ledger,
            f"s2-{doc_id}",
            doc_id,
            SAID[1],
            "Netizens",
            "wrote",
            None,
            about=["st:idn"],
            stance="supports",
            topics=["health"],
        )
        say(
            ledger,
            f"s3-{doc_id}",
            doc_id,
            SAID[2],
            "An analyst",
            "warned",
            None,
            about=["st:chn", "st:idn"],
            stance="opposes",
        )
        say(
            ledger,
            f"s4-{doc_id}",
            doc_id,
            SAID[3],
            "The Jakarta Times",
            "commented",
            None,
            about=["st:chn"],
            topics=["trade"],
        )
    ledger.db.execute(
        "INSERT INTO copies (doc_id, group_id, first) VALUES ('d5', 'g', true), ('d6', 'g', false)"
    )


def say(
    ledger: StandIn,
    statement: str,
    doc_id: str,
    sentence: str,
    speaker: str,
    cue: str,
    person: str | None,
    *,
    about: list[str],
    stance: str = "neutral",
    topics: list[str] | None = None,
) -> None:
    """Add a statement: the words after the cue are what is said."""
    text = ledger.texts[doc_id]
    first = text.index(sentence)
    at = text.index(cue, first)
    start, end = at + len(cue) + 1, first + len(sentence) - 1
    polity, office = PEOPLE[person] if person else (None, None)
    row = [statement, doc_id, first, first + len(speaker), speaker, at, at + len(cue), cue]
    row += [start, end, text[start:end], polity, office, person, None, "alias", None, None, None]
    row += [None, False, about, stance, topics or [], "body"]
    ledger.db.execute(f"INSERT INTO statements VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
