"""Spans quote their documents; dates without a year fall on no day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model import (
    CHANNELS,
    ROLES,
    STANCES,
    STATUSES,
    Channel,
    Document,
    Role,
    Span,
    SpanError,
    Stance,
    Status,
)
from dragoman.model.edtf import interval, is_yearless


@given(st.text(min_size=1), st.data())
def test_a_span_quotes_its_document(text: str, data: st.DataObject) -> None:
    """Whatever the text, a span quotes exactly the words it points at."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    doc = Document("d", text)

    span = Span.of(doc, start, end)

    assert doc.text[span.start : span.end] == span.quote
    span.check(doc)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2), (0, 6)])
def test_a_span_lies_inside_its_document(start: int, end: int) -> None:
    """An empty stretch, or one outside, is refused and named."""
    with pytest.raises(SpanError, match="lies inside the document, which has 5 characters"):
        Span.of(Document("d", "hello"), start, end)


def test_a_span_of_another_text_is_found_out() -> None:
    """The error quotes what was expected and what stands there."""
    span = Span.of(Document("d", "Wang Yi met"), 0, 7)

    with pytest.raises(SpanError, match="expected 'Wang Yi', found 'Yang Ji'"):
        span.check(Document("d", "Yang Jiechi met"))


def test_an_id_is_the_text_and_its_address() -> None:
    """The same words at two addresses are two documents; read twice they are one."""
    one, other = Document.make_id("text", "https://a.example"), Document.make_id("text", None)

    assert one == Document.make_id("text", "https://a.example")
    assert one != other


def test_the_codebook_is_complete() -> None:
    """Each word of a closed vocabulary is explained."""
    assert set(CHANNELS) == set(Channel)
    assert set(STATUSES) == set(Status)
    assert set(ROLES) == set(Role)
    assert set(STANCES) == set(Stance)


@pytest.mark.parametrize(
    "text", ["2020-13", "20-08", "2020-02-30", "XXXX-13", "2020/2019", "2020-01/", "next week", ""]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """A date that no calendar has is an error, not the nearest day."""
    with pytest.raises(ValueError, match=r"."):
        interval(text)


@given(st.dates(), st.dates())
def test_an_interval_holds_its_ends(one: object, other: object) -> None:
    """A range of two days begins and ends with them, and names its year."""
    first, last = sorted((str(one), str(other)))

    found = interval(f"{first}/{last}")

    assert found is not None
    assert (str(found[0]), str(found[1])) == (first, last)
    assert not is_yearless(f"{first}/{last}")
