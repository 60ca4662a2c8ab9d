"""The tables of decisions in a database, SQLite or PostgreSQL, by SQLAlchemy.

Apart from `decisions`, which is loaded with every ledger: this is loaded when something is
decided, or when the decisions are a team's.
"""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateTable

from dragoman.ledger.sqlite import PATIENCE, connect
from dragoman.model import LedgerError
from dragoman.model.extras import install

Refusal = sa.exc.SQLAlchemyError
"""What is raised when a database does not do what it is told."""

_META = sa.MetaData()
_DECISIONS = sa.Table(
    "decisions",
    _META,
    sa.Column("decision_id", sa.Integer, primary_key=True),
    *(
        sa.Column(name, sa.Text, nullable=False)
        for name in ("kind", "target", "reason", "by_whom", "at", "payload")
    ),
    sqlite_autoincrement=True,  # a number is given once, whatever happens
)
_WORDS = sa.Table(
    "decision_words",
    _META,
    sa.Column("decision_id", sa.Integer, sa.ForeignKey("decisions.decision_id"), primary_key=True),
    sa.Column("nth", sa.Integer, primary_key=True),
    sa.Column("doc_id", sa.Text),
    sa.Column("body", sa.Text, nullable=False),
)
_ABOUT_WITHDRAWN = (
    "EXISTS (SELECT 1 FROM decisions AS d WHERE d.kind = 'withdraw'"
    " AND (d.target = OLD.doc_id OR {place}(d.payload, OLD.doc_id) > 0))"
)
_GUARDS = {
    "sqlite": (
        """CREATE TRIGGER IF NOT EXISTS decisions_stay BEFORE UPDATE ON decisions
        BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END""",
        """CREATE TRIGGER IF NOT EXISTS decisions_are_kept BEFORE DELETE ON decisions
        BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END""",
        """CREATE TRIGGER IF NOT EXISTS words_stay BEFORE UPDATE ON decision_words
        BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END""",
        f"""CREATE TRIGGER IF NOT EXISTS words_are_kept BEFORE DELETE ON decision_words
        WHEN NOT {_ABOUT_WITHDRAWN.format(place="instr")}
        BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END""",
    ),
    "postgresql": (
        f"""CREATE OR REPLACE FUNCTION decisions_are_only_added() RETURNS trigger AS $$
        BEGIN
            IF TG_TABLE_NAME = 'decision_words' AND TG_OP = 'DELETE' THEN
                IF {_ABOUT_WITHDRAWN.format(place="strpos")} THEN RETURN OLD; END IF;
            END IF;
            RAISE EXCEPTION 'decisions are only added';
        END $$ LANGUAGE plpgsql""",
        *(
            f"""CREATE OR REPLACE TRIGGER {table}_{name} BEFORE {event} ON {table}
            FOR EACH {each} EXECUTE FUNCTION decisions_are_only_added()"""
            for table in ("decisions", "decision_words")
            for name, event, each in (
                ("stay", "UPDATE OR DELETE", "ROW"),
                ("are_kept", "TRUNCATE", "STATEMENT"),
            )
        ),
    ),
}
"""What keeps the tables from being changed, by whatever program."""

_SETTING_UP = 7_368_113  # any number, the same for all: who sets up, does so alone


def open_engine(path: Path, url: str | None) -> sa.Engine:
    """Return the database of decisions, with its tables in it.

    Raises:
        LedgerError: What speaks to such a database is not installed.
        Refusal: It cannot be reached.
    """
    if url is None:

        def creator() -> sqlite3.Connection:
            db = connect(path, write=True)
            db.isolation_level = None  # so that `_begin` alone begins
            return db

        engine = sa.create_engine("sqlite://", creator=creator, poolclass=sa.pool.NullPool)
    else:
        try:
            engine = sa.create_engine(
                sa.make_url(url).set(drivername="postgresql+psycopg"),
                connect_args={"connect_timeout": 10},
                pool_pre_ping=True,
                hide_parameters=True,
            )
        except ModuleNotFoundError as error:
            raise LedgerError(
                f"{shown(url)}: to keep decisions in PostgreSQL, install the extra: "
                + install("team")
            ) from error
    sa.event.listen(engine, "begin", _begin)
    try:
        if not sa.inspect(engine).has_table(_WORDS.name):
            with writing(engine) as db:
                _set_up(db)
    except BaseException:
        engine.dispose()
        raise
    return engine


def shown(url: str) -> str:
    """Return an address without its password."""
    return sa.make_url(url).render_as_string(hide_password=True)


@contextlib.contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Yield a connection on which all is kept when the block is left, or nothing.

    One writes at a time: numbers grow in the order in which decisions can be seen.
    """
    with engine.execution_options(writing=True).begin() as db:
        yield db


def insert(db: sa.Connection, row: dict[str, str], words: Sequence[tuple[str | None, str]]) -> int:
    """Add a decision and its words, and return its number."""
    result = db.execute(_DECISIONS.insert().returning(_DECISIONS.c.decision_id), row)
    number = int(result.scalar_one())
    if words:
        db.execute(
            _WORDS.insert(),
            [
                {"decision_id": number, "nth": nth, "doc_id": doc_id, "body": body}
                for nth, (doc_id, body) in enumerate(words)
            ],
        )
    return number


def delete_words(db: sa.Connection, doc_id: str) -> None:
    """Take out the words of a document; refused unless its withdrawal is among the decisions."""
    db.execute(_WORDS.delete().where(_WORDS.c.doc_id == doc_id))


def rows(engine: sa.Engine, query: str) -> list[Any]:
    """Return the rows of a query."""
    with engine.connect() as db:
        return [tuple(row) for row in db.exec_driver_sql(query)]


def squeeze(engine: sa.Engine) -> None:
    """Have PostgreSQL clear away what was deleted."""
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as db:
        db.exec_driver_sql("VACUUM decision_words")


def _begin(db: sa.Connection) -> None:
    writes = db.get_execution_options().get("writing")
    if db.dialect.name == "sqlite":
        db.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes:
        db.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE:.0f}s'")
        db.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SETTING_UP})")


def _set_up(db: sa.Connection) -> None:
    for table in _META.sorted_tables:
        db.execute(CreateTable(table, if_not_exists=True))
    for statement in _GUARDS[db.dialect.name]:
        db.exec_driver_sql(statement)
