"""Made-up ledgers of any size, with the shape of real ones: for timing, not for answers.

Everything follows from the number of an event and a seed, by DuckDB's hash: the same size gives
the same ledger. States are real ones, so that their names are found in texts; persons, outlets
and all that happens are invented.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from dragoman.actors import Register
from dragoman.extract.details.book import load_topics
from dragoman.ledger.tables import ORDER, SCHEMAS
from dragoman.ledger.view import connect, create, open_view, tell_events

CHANNELS = (
    ("meeting",) * 24 + ("visit",) * 16 + ("call",) * 12 + ("aid",) * 10 + ("agreement",) * 7
) + (
    *("letter", "summit", "joint_statement", "dialogue", "criticism", "video_meeting"),
    *("negotiation", "relations", "sanction", "commemoration"),
)
"""Fifteen of the codebook's, as often as documents of the White House have them, about."""

_OFFICES = ("head", "hog", "fm", "fm", "defmin")


@dataclass(frozen=True, slots=True)
class Made:
    """A made ledger, open for questions."""

    db: duckdb.DuckDBPyConnection

    def withdrawn(self) -> list[object]:
        """Nothing was taken out."""
        return []


def opened(path: Path) -> Made:
    """Open a made ledger as a real one is opened."""
    return Made(open_view(path))


def make(path: Path, events: int, *, seed: int = 7) -> None:
    """Write a view with so many events, one to four reports each, in documents of about four.

    How often a state acts falls off as a power, so that the first of 190 has a part in a fifth
    of the events. Ten thousand events are of four years, a million of twenty.

    Args:
        path: The file.
        events: How many.
        seed: Another one, another ledger.
    """
    register = Register.load()
    states = [
        (k, state.id, state.id[3:], register.label(state.id))
        for k, state in enumerate(random.Random(seed).sample(register.states(), 190))  # noqa: S311 - made up
    ]
    with connect(path, memory_mb=6_000) as db:
        _given(db, "states", ("k", "id", "code", "label"), states)
        _given(db, "channels", ("k", "channel"), list(enumerate(CHANNELS)))
        _given(db, "topics", ("k", "topic"), list(enumerate(str(t["id"]) for t in load_topics())))
        _given(db, "offices", ("k", "office"), list(enumerate(_OFFICES)))
        years = 4 if events <= 10_000 else 20
        sizes = {"events": events, "days": 365 * years, "docs": max(events // 2, 1)}
        db.execute(
            "CREATE TEMP MACRO u(i, salt) AS"
            f" (hash(i * 131 + salt * 7919 + {seed}) % 1000003) / 1000003.0"
        )
        for statement in _MAKING.format(**sizes, n=len(states)).split(";\n"):
            if statement.strip():
                db.execute(statement)
        for name in ("documents", "sections", "reports", "claims", "statements", "ties", "issues"):
            _fill(db, name)
        _fill(db, "copies")
        tell_events(db)
        create(db, "decisions")
        for name in ("said", "told", "happened", "placed", "bare", "members"):
            db.execute(f"DROP TABLE {name}")
        db.execute("CHECKPOINT")


def _given(
    db: duckdb.DuckDBPyConnection,
    name: str,
    columns: tuple[str, ...],
    rows: Sequence[tuple[object, ...]],
) -> None:
    made = pa.table([list(column) for column in zip(*rows, strict=True)], names=list(columns))
    db.register("given", made)
    db.execute(f"CREATE TEMP TABLE {name} AS FROM given")
    db.unregister("given")


def _fill(db: duckdb.DuckDBPyConnection, name: str) -> None:
    columns = ", ".join(f'"{column}"' for column in SCHEMAS[name].names)
    order = ", ".join(f'"{column}" ASC NULLS LAST' for column in ORDER[name])
    create(db, name)
    db.execute(f"INSERT INTO {name} SELECT {columns} FROM made_{name} ORDER BY {order}")  # noqa: S608


_MAKING = """
-- What happened: who, whom, how, when, and how many reports of it there are.
CREATE TEMP TABLE happened AS
WITH drawn AS (
    SELECT i, floor({n} * u(i, 1) ** 2.5)::INT AS a, floor({n} * u(i, 2) ** 2.5)::INT AS b,
           (floor(u(i, 3) * (SELECT count(*) FROM channels)))::INT AS c,
           floor(u(i, 4) * {days})::INT AS day, u(i, 5) AS s, u(i, 6) AS p,
           1 + floor(4 * u(i, 7) ** 2)::INT AS n_reports,
           floor(u(i, 8) * (SELECT count(*) FROM offices))::INT AS o
    FROM range({events}) AS t(i))
SELECT i, 'ev:' || substr(md5(i::VARCHAR), 1, 12) AS event_id, a,
       CASE WHEN a = b THEN (a + 1) % {n} ELSE b END AS b, h.channel,
       DATE '2006-01-01' + day AS day, day AS nth_day, n_reports, f.office,
       CASE WHEN s < 0.75 THEN 'happened' WHEN s < 0.92 THEN 'planned' WHEN s < 0.95 THEN 'ongoing'
            WHEN s < 0.98 THEN 'hypothetical' WHEN s < 0.995 THEN 'cancelled' ELSE 'denied' END
           AS status,
       s < 0.2 AS announced, p
FROM drawn JOIN channels AS h ON h.k = c JOIN offices AS f ON f.k = o;

-- One row for each report, with the number of its document and its sentence in pieces.
CREATE TEMP TABLE told AS
WITH each AS (
    SELECT h.*, j, h.i * 4 + j AS r,
           h.status = 'happened' AND h.announced AND j = 0 AND n_reports > 1 AS ahead
    FROM happened AS h, range(4) AS t(j) WHERE j < h.n_reports),
worded AS (
    SELECT e.*, least({docs} - 1, greatest(0, floor(
               (nth_day + CASE WHEN ahead THEN -9 ELSE 2 * u(r, 9) END) * {docs} / {days})))::BIGINT
               AS d,
           one.id AS one, two.id AS two, one.code AS one_code, two.code AS two_code,
           u(r, 10) < 0.65 AS named, u(r, 11) AS dated, u(r, 12) < 0.5 AS placed, u(r, 13) AS x,
           'President Aba ' || one.code || ' of ' || one.label AS who,
           'Minister Ebe ' || two.code || ' of ' || two.label AS whom,
           'in the capital of ' || two.label AS place_words,
           CASE WHEN ahead THEN 'planned' ELSE e.status END AS told_as,
           t1.topic, t2.topic AS topic_2
    FROM each AS e JOIN states AS one ON one.k = e.a JOIN states AS two ON two.k = e.b
    JOIN topics AS t1 ON t1.k = floor(u(r, 14) * (SELECT count(*) FROM topics))
    JOIN topics AS t2 ON t2.k = floor(u(r, 15) * (SELECT count(*) FROM topics)))
SELECT *, substr(md5('r' || r), 1, 16) AS report_id,
       CASE WHEN dated < 0.7 THEN strftime(day, '%Y-%m-%d') WHEN dated < 0.75
            THEN strftime(day + 1, '%Y-%m-%d') WHEN dated < 0.85 THEN strftime(day, '%Y-%m') END
           AS date_value,
       CASE WHEN channel = 'aid' THEN 100 * (1 + i % 40) || ' tents' END AS item_words,
       CASE WHEN x < 0.03 AND channel IN ('meeting', 'visit', 'call')
            THEN (2 + i % 3) || 'th ' || channel || ' this year' END AS ordinal_words,
       concat_ws(' ', who, CASE channel WHEN 'aid' THEN 'sent' ELSE 'and' END, item_words,
                 CASE channel WHEN 'aid' THEN 'to' END, whom,
                 CASE channel WHEN 'aid' THEN NULL ELSE 'held a ' || replace(channel, '_', ' ') END,
                 CASE WHEN ordinal_words IS NOT NULL THEN 'the ' || ordinal_words END,
                 CASE WHEN placed THEN place_words END,
                 CASE WHEN date_value IS NOT NULL THEN 'on ' || strftime(day, '%d %B %Y') END,
                 'about ' || topic || ' and ' || topic_2 || '.') AS sentence
FROM worded;

-- Two statements for every document, after its reports.
CREATE TEMP TABLE said AS
WITH drawn AS (
    SELECT d, j, d * 2 + j AS s, floor({n} * u(d * 2 + j, 21) ** 2.5)::INT AS a,
           floor({n} * u(d * 2 + j, 22) ** 2.5)::INT AS b,
           floor(u(d * 2 + j, 23) * (SELECT count(*) FROM topics))::INT AS t, u(d * 2 + j, 24) AS x
    FROM range({docs}) AS docs(d), range(2) AS t(j))
SELECT d, j, s, x, one.id AS one, two.id AS two, one.code AS one_code, topic,
       CASE WHEN x < 0.3 THEN 'President Aba ' || one.code WHEN x < 0.7
            THEN 'a spokesperson of ' || one.label ELSE 'analysts' END AS speaker,
       CASE WHEN x < 0.02 THEN 'they are in a comprehensive strategic partnership with '
            WHEN x < 0.025 THEN 'it was time to return the favor to '
            ELSE 'more should be done about ' || topic || ' together with ' END || two.label
           AS content,
       speaker || ' said that ' || content || '.' AS sentence
FROM drawn JOIN states AS one ON one.k = a JOIN states AS two ON two.k = b
JOIN topics ON topics.k = t;

-- The texts, and where each sentence stands in them.
CREATE TEMP TABLE placed AS
WITH lines AS (
    SELECT d, 0 AS kind, r AS id, sentence FROM told
    UNION ALL SELECT d, 1, s, sentence FROM said WHERE d IN (SELECT d FROM told))
SELECT *, sum(length(sentence) + 1) OVER (PARTITION BY d ORDER BY kind, id)
          - length(sentence) - 1 AS pos
FROM lines;

CREATE TEMP TABLE made_documents AS
SELECT lpad(to_hex(d), 16, '0') AS doc_id, string_agg(sentence, ' ' ORDER BY pos) AS text,
       'Notes of the day, number ' || d AS title, 'https://made.example/' || d AS url,
       'Outlet ' || (hash(d) % 60) AS outlet,
       CASE WHEN hash(d) % 60 < 45 THEN (SELECT id FROM states WHERE k = hash(d) % 60 % 30) END
           AS side,
       strftime(DATE '2006-01-01' + floor(d * {days} / {docs})::INT + 1, '%Y-%m-%d') AS published,
       'meta' AS published_from, 'en' AS language, 'sha' AS source, d || '.txt' AS name,
       'fp' AS fingerprint, length(text) AS n_chars
FROM placed GROUP BY d;

CREATE TEMP VIEW made_sections AS
SELECT doc_id, 'body' AS kind, 0 AS "start", n_chars AS "end", 'section.rest' AS rule
FROM made_documents;

CREATE TEMP VIEW made_reports AS
SELECT report_id, lpad(to_hex(t.d), 16, '0') AS doc_id, channel, told_as AS status,
       channel || '.made' AS rule,
       CASE WHEN u(r, 31) < 0.01 THEN 'teaser' ELSE 'body' END AS section,
       false AS background, []::VARCHAR[] AS speakers, pos AS "start",
       pos + length(t.sentence) AS "end", t.sentence AS quote
FROM told AS t JOIN placed AS p ON p.kind = 0 AND p.id = t.r;

CREATE TEMP TABLE made_claims AS
WITH of_reports AS (
    SELECT t.*, p.pos FROM told AS t JOIN placed AS p ON p.kind = 0 AND p.id = t.r),
each AS (
    SELECT report_id, d, pos, sentence, 0 AS nth, 'actor' AS role,
           CASE WHEN named THEN 'pe:made-' || one_code ELSE one END AS value, one AS polity,
           CASE WHEN named THEN 'of:' || one_code || '.' || office END AS office,
           CASE WHEN named THEN 'pe:made-' || one_code END AS person, who AS words, NULL AS note
    FROM of_reports
    UNION ALL
    SELECT report_id, d, pos, sentence, 1,
           CASE WHEN channel IN ('aid', 'visit', 'letter', 'criticism') THEN 'recipient'
                ELSE 'actor' END,
           CASE WHEN x < 0.5 THEN 'pe:made-' || two_code ELSE two END, two,
           CASE WHEN x < 0.5 THEN 'of:' || two_code || '.fm' END,
           CASE WHEN x < 0.5 THEN 'pe:made-' || two_code END, whom, NULL FROM of_reports
    UNION ALL
    SELECT report_id, d, pos, sentence, 2, 'status', told_as, NULL, NULL, NULL, who, NULL
    FROM of_reports
    UNION ALL
    SELECT report_id, d, pos, sentence, 3, 'topic', topic, NULL, NULL, NULL, topic, NULL
    FROM of_reports
    UNION ALL
    SELECT report_id, d, pos, sentence, 4, 'topic', topic_2, NULL, NULL, NULL, topic_2, NULL
    FROM of_reports
    UNION ALL
    SELECT report_id, d, pos, sentence, 5, 'date', date_value, NULL, NULL, NULL,
           strftime(day, '%d %B %Y'), NULL FROM of_reports WHERE date_value IS NOT NULL
    UNION ALL
    SELECT report_id, d, pos, sentence, 6, 'place', two, NULL, NULL, NULL, place_words, NULL
    FROM of_reports WHERE placed
    UNION ALL
    SELECT report_id, d, pos, sentence, 7, 'item', 'tents', NULL, NULL, NULL, item_words, NULL
    FROM of_reports WHERE item_words IS NOT NULL
    UNION ALL
    SELECT report_id, d, pos, sentence, 8, 'quantity', item_words, NULL, NULL, NULL, item_words,
           'amount=' || 100 * (1 + i % 40) || ';unit=tents'
    FROM of_reports WHERE item_words IS NOT NULL
    UNION ALL
    SELECT report_id, d, pos, sentence, 9, 'ordinal', ordinal_words, NULL, NULL, NULL,
           ordinal_words, 'check=ordinal;number=' || (2 + i % 3) || ';unit=' || channel
    FROM of_reports WHERE ordinal_words IS NOT NULL)
SELECT substr(md5(report_id || nth), 1, 20) AS claim_id, report_id,
       lpad(to_hex(d), 16, '0') AS doc_id, nth, role, value, polity, office, person,
       NULL::VARCHAR AS name, CASE WHEN polity IS NOT NULL THEN 'title' END AS how,
       CASE WHEN person IS NOT NULL THEN 'name' END AS method,
       CASE WHEN person IS NOT NULL THEN 1.0 END AS score,
       CASE WHEN person IS NOT NULL THEN 1 END AS pool,
       CASE WHEN person IS NOT NULL THEN [person || '|' || office || '|2006'] END AS facts,
       CASE WHEN person IS NOT NULL THEN false END AS inferred,
       pos + instr(sentence, words) - 1 AS "start", pos + instr(sentence, words) - 1 + length(words)
           AS "end",
       words AS quote, NULL::VARCHAR AS speaker, 'made.' || role AS rule, note
FROM each;

CREATE TEMP VIEW made_statements AS
SELECT substr(md5('s' || s), 1, 16) AS statement_id, lpad(to_hex(said.d), 16, '0') AS doc_id,
       pos AS speaker_start, pos + length(speaker) AS speaker_end, speaker AS speaker_quote,
       pos + length(speaker) + 1 AS cue_start, pos + length(speaker) + 5 AS cue_end,
       'said' AS cue_quote, pos + length(speaker) + 11 AS "start",
       pos + length(speaker) + 11 + length(content) AS "end", content AS quote,
       CASE WHEN x < 0.7 THEN one END AS polity,
       CASE WHEN x < 0.3 THEN 'of:' || one_code || '.head' END AS office,
       CASE WHEN x < 0.3 THEN 'pe:made-' || one_code END AS person, NULL::VARCHAR AS name,
       CASE WHEN x < 0.7 THEN 'title' END AS how, NULL::VARCHAR AS method,
       NULL::DOUBLE AS score, NULL::BIGINT AS pool, NULL::VARCHAR[] AS facts,
       NULL::BOOLEAN AS inferred, [two] AS about,
       ['neutral', 'neutral', 'supports', 'opposes', 'undecided'][1 + s % 5] AS stance,
       [topic] AS topics, 'body' AS section
FROM said JOIN placed AS p ON p.kind = 1 AND p.id = said.s;

CREATE TEMP VIEW made_ties AS
SELECT lpad(to_hex(said.d), 16, '0') AS doc_id, 'tier' AS kind, 'partnership' AS entry,
       pos + instr(said.sentence, words) - 1 AS "start",
       pos + instr(said.sentence, words) - 1 + length(words) AS "end", pos AS sentence_start,
       said.sentence, [two] AS named
FROM (SELECT *, 'comprehensive strategic partnership' AS words FROM said WHERE x < 0.02) AS said
JOIN placed AS p ON p.kind = 1 AND p.id = said.s;

CREATE TEMP VIEW made_issues AS
SELECT 'extract' AS stage, 'party not named' AS what, 'aid.made' AS detail, NULL::VARCHAR AS place,
       doc_id, 0 AS "start", 10 AS "end", left(text, 10) AS quote, false AS skipped
FROM made_documents;

-- A hundredth of the documents is a copy of the one before.
CREATE TEMP VIEW made_copies AS
SELECT doc_id, lpad(to_hex(d // 2), 16, 'c') AS group_id, d % 2 = 0 AS first,
       NULL::VARCHAR AS credits
FROM (SELECT DISTINCT d, lpad(to_hex(d), 16, '0') AS doc_id FROM placed) WHERE d // 2 % 50 = 0;

CREATE TEMP TABLE members AS SELECT event_id, report_id FROM told;

CREATE TEMP TABLE bare AS
WITH days AS (
    SELECT event_id, list_sort(list(DISTINCT date_value)) AS dates,
           min(CASE length(date_value) WHEN 10 THEN date_value::DATE
                    ELSE (date_value || '-01')::DATE END) AS first_day,
           max(CASE length(date_value) WHEN 10 THEN date_value::DATE
                    ELSE last_day((date_value || '-01')::DATE) END) AS last_day
    FROM told WHERE date_value IS NOT NULL GROUP BY event_id)
SELECT h.event_id, channel, status, coalesce(dates, []) AS dates, first_day, last_day,
       list_sort([one.id, two.id]) AS polities,
       CASE WHEN p < 0.1 AND h.i > 0 THEN 'ev:' || substr(md5((h.i - 1)::VARCHAR), 1, 12) END
           AS part_of
FROM happened AS h JOIN states AS one ON one.k = a JOIN states AS two ON two.k = b
LEFT JOIN days USING (event_id)
"""
