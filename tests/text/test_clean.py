"""A document made ready, as the later rooms get it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model import Document, SpanError
from dragoman.text import prepare


def test_span_quotes_the_document_as_obtained() -> None:
    """Words found in the repaired text are cited with the document's own, unrepaired words."""
    doc = Document("d", "It broke out.With the crisis Chinas diplomacy changed.")
    clean = prepare(doc)
    words = "China's diplomacy"
    start = clean.text.index(words)

    span = clean.span(start, start + len(words))

    assert span.quote == "Chinas diplomacy"
    span.check(doc)


def test_parts_belong_together() -> None:
    """Sentences stand after the dateline; the editor's line has none."""
    doc = Document(
        "d",
        "BEIJING, March 1 (Xinhua) -- Xi held talks with Lukashenko.They signed.\n"
        "(Web editor: A, B)\n",
    )

    clean = prepare(doc)

    assert clean.dateline is not None
    assert clean.dateline.place == "BEIJING"
    assert [clean.text[s.start : s.end] for s in clean.sentences] == [
        "Xi held talks with Lukashenko.",
        "They signed.",
    ]
    assert [s.rule for s in clean.sections] == ["body", "debris.web-editor"]


def test_span_of_an_inserted_space_is_refused() -> None:
    """What only a repair put there has no words in the document to cite."""
    clean = prepare(Document("d", "It broke out.With the crisis."))
    at = clean.text.index(". With") + 1

    with pytest.raises(SpanError):
        clean.span(at, at + 1)


@given(st.text(st.characters(codec=None), max_size=200))
def test_every_sentence_has_a_span(text: str) -> None:
    """Whatever the document, each of its sentences can be cited."""
    doc = Document("d", text)
    clean = prepare(doc)

    for sentence in clean.sentences:
        clean.span(sentence.start, sentence.end).check(doc)
