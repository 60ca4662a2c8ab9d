"""Storing and reading gives equal values, whatever is in them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.ledger.tables import (
    documents_of_rows,
    fingerprint,
    issues_of_rows,
    mend,
    reports_of_rows,
    rows_of_documents,
    rows_of_issues,
    rows_of_reports,
    rows_of_sections,
    rows_of_statements,
    sections_of_rows,
    statements_of_rows,
    table,
)
from dragoman.model import (
    Actor,
    Basis,
    Channel,
    Claim,
    Document,
    Issue,
    Report,
    Role,
    Section,
    SectionKind,
    Span,
    Stance,
    Statement,
    Status,
)

nasty = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(),  # lone surrogates too
    st.sampled_from(["", "\0", "'; DROP TABLE claims; --", "\ud83d", "\u202eevil", "\r\n", "=1+1"]),
)
maybe = st.none() | nasty
offsets = st.integers(0, 10_000_000)
spans = st.builds(Span, st.just("d1"), offsets, offsets, nasty)
bases = st.builds(
    Basis,
    nasty,
    st.floats(0, 1),
    st.integers(0, 10_000),
    st.lists(nasty, max_size=3).map(tuple),
    st.booleans(),
)
actors = st.builds(Actor, maybe, maybe, maybe, maybe, nasty, st.none() | bases)
claims = st.builds(
    Claim, st.sampled_from(Role), nasty, spans, maybe, nasty, st.none() | actors, maybe
)
reports = st.builds(
    Report,
    st.just("d1"),
    st.sampled_from(Channel),
    st.sampled_from(Status),
    st.lists(claims, max_size=4).map(tuple),
    spans,
    nasty,
    st.sampled_from(SectionKind),
    st.booleans(),
    st.lists(nasty, max_size=3).map(tuple),
)
documents = st.builds(
    Document, st.just("d1"), nasty, maybe, maybe, maybe, maybe, maybe, maybe, maybe, maybe, maybe
)


def _bases(report: Report) -> list[Basis | None]:
    """Return on what each claim rests; actors are equal without it."""
    return [claim.actor.basis if claim.actor else None for claim in report.claims]


@settings(deadline=None)
@given(st.lists(reports, max_size=3, unique_by=lambda report: mend(report).id))
def test_reports_come_back_equal(stored: list[Report]) -> None:
    """Claims keep their order, an unknown actor stays apart from none, ids stay the same."""
    report_rows, claim_rows = rows_of_reports(stored)
    found = reports_of_rows(
        table("reports", report_rows).to_pylist(),
        reversed(table("claims", claim_rows).to_pylist()),
    )
    assert found == [mend(report) for report in stored]
    assert [_bases(report) for report in found] == [_bases(mend(report)) for report in stored]
    assert [report.id for report in found] == [row["report_id"] for row in report_rows]


@settings(deadline=None)
@given(documents)
def test_documents_come_back_equal(doc: Document) -> None:
    """The text is stored as it is; only halves of characters are replaced, one for one."""
    rows = table("documents", rows_of_documents([doc])).to_pylist()
    assert documents_of_rows(rows) == [mend(doc)]
    assert rows[0]["n_chars"] == len(doc.text)
    assert rows[0]["fingerprint"] == fingerprint(doc) == fingerprint(mend(doc))


@settings(deadline=None)
@given(st.lists(st.builds(Section, st.sampled_from(SectionKind), offsets, offsets, nasty)))
def test_sections_come_back_equal(stored: list[Section]) -> None:
    """A section is its kind, its stretch and its rule."""
    rows = table("sections", rows_of_sections("d1", stored)).to_pylist()
    assert sections_of_rows(rows) == [mend(section) for section in stored]


@settings(deadline=None)
@given(
    st.lists(
        st.builds(
            Statement,
            st.just("d1"),
            spans,
            spans,
            spans,
            st.none() | actors,
            about=st.lists(nasty, max_size=3).map(tuple),
            stance=st.sampled_from(Stance),
            topics=st.lists(nasty, max_size=3).map(tuple),
            section=st.sampled_from(SectionKind),
        )
    ),
    st.lists(st.builds(Issue, nasty, nasty, nasty, nasty, st.none() | spans, st.booleans())),
)
def test_statements_and_issues_come_back_equal(
    statements: list[Statement], issues: list[Issue]
) -> None:
    """Three spans, a speaker and a side each; an issue with and without words."""
    rows = table("statements", rows_of_statements(statements)).to_pylist()
    found = statements_of_rows(rows)
    assert found == [mend(statement) for statement in statements]
    assert [s.actor.basis for s in found if s.actor] == [
        mend(s).actor.basis for s in statements if s.actor
    ]
    rows = table("issues", rows_of_issues(issues, doc_id="d9")).to_pylist()
    assert issues_of_rows(rows) == [mend(issue) for issue in issues]


def test_a_lone_surrogate_is_replaced_one_for_one() -> None:
    """Offsets keep their meaning, and what has none is the very same value."""
    assert mend("a\ud83db") == "a\ufffdb"
    doc = Document("d1", "sound text", title="\U0001f600")
    assert mend(doc) is doc


def test_the_fingerprint_sees_metadata_and_not_the_name() -> None:
    """A corrected day makes another reading; a renamed file does not."""
    doc = Document("d1", "text", title="a", url="b", published="2020-08", name="x.txt")
    assert fingerprint(doc) == fingerprint(Document("d1", "text", "a", "b", published="2020-08"))
    assert fingerprint(doc) != fingerprint(Document("d1", "text", "a", "b", published="2020-09"))
    assert fingerprint(Document("d", "t", title="ab", url="c")) != fingerprint(
        Document("d", "t", title="a", url="bc")
    )
