"""From a folder of texts and a gold to predictions and figures."""

import json

import pytest

from dragoman.link import link
from dragoman.model import (
    Actor,
    Channel,
    Claim,
    Document,
    InputError,
    Report,
    Role,
    SectionKind,
    Span,
    Statement,
    Status,
)
from dragoman.run.evaluate import (
    Aligned,
    Line,
    Read,
    evaluate,
    find_texts,
    format_scores,
    original_text,
    predict,
)

MEETING = "Wang Yi met Retno."


class Register:
    """Names and codes are the ids in capitals."""

    def iso3(self, ident):
        """Return the code."""
        return ident[-3:].upper()

    def label(self, ident):
        """Return a name."""
        return ident


def read(path, issues):
    """Read a meeting of China and Indonesia in each sentence that tells of one.

    A line "> ..." is a teaser, "# ..." a title that stands before the text of the document.
    """
    raw = original_text(path)
    if "unreadable" in raw:
        return None
    text = "Title\n" + raw if path.suffix == ".md" else raw
    doc = Document(Document.make_id(text, None), text, published="2020-08-20")
    reports = []
    start = text.find(MEETING)
    while start >= 0:
        span = Span.of(doc, start, start + len(MEETING))
        actors = (Actor(polity="st:chn"), Actor(polity="st:idn"))
        claims = [Claim(Role.ACTOR, who.id, span, None, "test", actor=who) for who in actors]
        claims.append(Claim(Role.DATE, "2020-08-20", span, None, "test"))
        teaser = text[max(0, start - 2) : start] == "> "
        section = SectionKind.TEASER if teaser else SectionKind.BODY
        reports.append(
            Report(doc.id, Channel.MEETING, Status.HAPPENED, tuple(claims), span, "test", section)
        )
        start = text.find(MEETING, start + 1)
    said = [
        Statement(doc.id, r.evidence, r.evidence, r.evidence)
        for r in reports[:1]
        if r.section is SectionKind.BODY
    ]
    return Read(doc, tuple(reports), tuple(said))


LINE = Line(read, link, Register())


def gold_row(name, *events, **more):
    """Build a row of the gold."""
    return {"id": name, "url": None, "language": "en", "events": list(events), **more}


GOLD_EVENT = {
    "type": "meeting",
    "participants": [
        {"role": "member", "country": "CHN", "person": None},
        {"role": "member", "country": "IDN", "person": None},
    ],
    "date": "2020-08-20",
    "status": "happened",
}


@pytest.fixture
def folder(tmp_path):
    """A folder of texts and a gold of three documents beside it."""
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text(
        f"URL: https://a.example/1\n\nIt rained. {MEETING} Later. {MEETING}\n> {MEETING}\n", "utf-8"
    )
    (texts / "b.txt").write_text("Nothing happened.", "utf-8")
    (texts / "2020").mkdir()
    (texts / "2020" / "c.md").write_text(f"---\ntitle: T\n---\n{MEETING}\n", "utf-8")
    write_gold(tmp_path, gold_row("a", GOLD_EVENT), gold_row("b"), gold_row("2020/c", GOLD_EVENT))
    return tmp_path


def write_gold(folder, *rows):
    """Write the gold of a folder."""
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "gold.jsonl").write_text(lines, "utf-8")


def run(folder, **options):
    """Evaluate a folder; return the evaluation and the rows written."""
    out = folder / "out.jsonl"
    result = evaluate(folder / "texts", folder / "gold.jsonl", out, line=LINE, **options)
    return result, [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def test_predictions_stand_in_the_order_of_the_gold_and_quote_its_texts(folder):
    """One row for each id; offsets count behind the head of the file."""
    result, rows = run(folder)

    assert [row["id"] for row in rows] == ["a", "b", "2020/c"]
    for row, name in ((rows[0], "a.txt"), (rows[2], "2020/c.md")):
        text = original_text(folder / "texts" / name)
        [event] = row["events"]
        for words, (start, end) in zip(event["evidence"], event["evidence_offsets"], strict=True):
            assert text[start:end] == words
        [said] = row["statements"]
        assert text[slice(*said["content"])] == MEETING
    assert (result.scores.overall.f1, result.partial) == (1.0, False)


def test_two_reports_of_one_meeting_are_one_event(folder):
    """Guideline 1: what a document tells twice happened once."""
    _, rows = run(folder)

    assert len(rows[0]["events"]) == 1
    assert len(rows[0]["events"][0]["evidence"]) == 2


def test_events_of_two_documents_share_a_cluster(folder):
    """The link stage runs over the whole set."""
    _, rows = run(folder)

    assert rows[0]["events"][0]["cluster_id"] == rows[2]["events"][0]["cluster_id"]


def test_teasers_are_left_out_unless_asked_for(folder):
    """Guideline 14: what announces another story is no evidence."""
    _, rows = run(folder, teasers=True)

    assert [event.get("section") for event in rows[0]["events"]] == [None, "teaser"]


def test_nothing_of_the_gold_but_its_ids_changes_the_predictions(folder):
    """A poisoned gold gives the same predictions, byte for byte, as an honest one."""
    run(folder)
    honest = (folder / "out.jsonl").read_bytes()
    lie = {
        **GOLD_EVENT,
        "type": "letter",
        "date": "1999-01-01",
        "evidence": ["It rained."],
        "evidence_offsets": [[0, 10]],
        "participants": [{"role": "initiator", "country": "FRA", "person": "Nobody"}],
    }
    poison = {"doc_date": "1999-01-01", "language": "zh", "url": "https://lie.example/19990101"}
    write_gold(
        folder,
        gold_row("a", lie, **poison, text_start=3, title="Lie"),
        gold_row("b", lie, lie, **poison),
        gold_row("2020/c", **poison),
    )

    result, _ = run(folder)

    assert (folder / "out.jsonl").read_bytes() == honest
    assert result.scores.overall.right == 0


def test_predict_is_given_ids_and_a_folder_only(folder):
    """What cannot see the gold cannot use it."""
    rows = predict(["a"], folder / "texts", line=LINE).rows

    assert [event["type"] for event in rows[0]["events"]] == ["meeting"]


def test_an_id_without_a_text_is_named_and_counts_as_empty(folder):
    """The rest is scored; the result is partial and says which text is not there."""
    write_gold(folder, gold_row("a", GOLD_EVENT), gold_row("gone", GOLD_EVENT))

    result, rows = run(folder)

    assert (result.partial, result.unread) == (True, ("gone",))
    assert [issue.where for issue in result.issues if issue.skipped] == ["gone"]
    assert rows[1] == {"id": "gone", "events": [], "statements": [], "unread": True}
    assert result.scores.overall.missed == 1
    assert "1 of the gold's documents could not be read" in format_scores(result)


def test_a_text_that_the_reader_refuses_is_named_too(folder):
    """A file that holds no document is not silently empty."""
    (folder / "texts" / "b.txt").write_text("unreadable", "utf-8")

    result, _ = run(folder)

    assert result.unread == ("b",)


def test_a_part_evaluates_only_its_documents(folder):
    """`work` leaves the documents of `check` unread and unscored."""
    split = {"gold": {"work": ["a"], "check": ["b", "2020/c"]}}
    (folder / "split.json").write_text(json.dumps(split), "utf-8")
    seen = []

    result, rows = run(folder, part="work", progress=lambda done, of: seen.append((done, of)))

    assert [row["id"] for row in rows] == ["a"]
    assert (result.scores.documents, seen) == (1, [(1, 1)])


@pytest.mark.parametrize(
    "split, says",
    [
        (None, "no split.json beside gold.jsonl"),
        ("{", "has no parts for it"),
        ('{"other": {"work": []}}', "has no parts for it"),
        ('{"gold": ["a"]}', "has no parts for it"),
        ('{"gold": {"check": ["a"]}}', "no part 'work': check"),
    ],
)
def test_a_missing_split_is_one_sentence(split, says, folder):
    """Asking for a part that nothing defines is an error, not an empty evaluation."""
    if split is not None:
        (folder / "split.json").write_text(split, "utf-8")

    with pytest.raises(InputError, match=says):
        run(folder, part="work")


def test_bad_arguments_are_one_sentence(folder):
    """A folder that is none, an empty gold, the gold as its own output."""
    gold, out = folder / "gold.jsonl", folder / "out.jsonl"
    with pytest.raises(InputError, match="is no folder"):
        evaluate(folder / "none", gold, out, line=LINE)
    with pytest.raises(InputError, match="is the gold itself"):
        evaluate(folder / "texts", gold, gold, line=LINE)
    with pytest.raises(InputError, match="cannot be written"):
        evaluate(folder / "texts", gold, folder / "no" / "out.jsonl", line=LINE)
    gold.write_text("\n", "utf-8")
    with pytest.raises(InputError, match="holds no document"):
        evaluate(folder / "texts", gold, out, line=LINE)
    gold.write_text('{"events": []}\n', "utf-8")
    with pytest.raises(InputError, match="a document without an id"):
        evaluate(folder / "texts", gold, out, line=LINE)


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a\\b", "", "x\0y", ".."])
def test_an_id_does_not_lead_out_of_the_folder(name, tmp_path):
    """Ids come from a file that somebody wrote."""
    (tmp_path / "secret.txt").write_text("x", "utf-8")
    texts = tmp_path / "texts"
    texts.mkdir()

    assert find_texts([name], texts) == {}


def test_texts_are_found_below_the_folder(tmp_path):
    """By the whole id first, by the name alone where only one file has it."""
    for path in ("x/2020/a.md", "x/2021/a.md", "x/2021/b.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x", "utf-8")

    found = find_texts(["2020/a", "a", "elsewhere/b"], tmp_path)

    assert {name: path.relative_to(tmp_path).as_posix() for name, path in found.items()} == {
        "2020/a": "x/2020/a.md",
        "elsewhere/b": "x/2021/b.md",
    }


@pytest.mark.parametrize(
    "name, raw, text",
    [
        ("a.txt", "URL: https://a.example\n\nText", "Text"),
        ("a.txt", "URL: https://a.example\nDate: 2020-08-20\n\nText", "Text"),
        ("a.txt", "Date: 2020-08-20\n\nText", "Text"),
        ("a.txt", "URL: none\nText", "URL: none\nText"),
        ("a.md", "---\ntitle: '---'\n---\n \nText", " \nText"),
        ("a.md", "Text\n---\n", "Text\n---\n"),
    ],
)
def test_the_original_text_begins_behind_the_head(name, raw, text, tmp_path):
    """As the gold counts."""
    path = tmp_path / name
    path.write_text(raw, "utf-8")

    assert original_text(path) == text


def test_the_golds_texts_are_those_annotated(shared):
    """Our idea of where a text begins is the gold's, in every file that it names."""
    for name, texts in (
        ("written", shared / "gold" / "written"),
        ("white-house", shared / "corpora" / "white-house"),
    ):
        lines = (shared / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        found = find_texts([row["id"] for row in rows], texts)
        for row in rows:
            text = original_text(found[row["id"]])
            for event in row["events"]:
                for words, (start, end) in zip(
                    event["evidence"], event["evidence_offsets"], strict=True
                ):
                    assert text[start:end] == words


def test_words_are_found_again_where_the_reader_changed_the_text():
    """A headline put in front does not move the evidence; lost words have no place."""
    doc = Document("d", "Xi met Joko\nToday Xi met Joko.")
    aligned = Aligned(doc.text, " \nToday Xi\tspoke. Xi met Joko.")

    assert aligned.place(Span.of(doc, 18, 29)) == (18, 29)
    assert aligned.place(Span.of(doc, 0, 11)) is None
    assert aligned.place(Span.of(doc, 12, 21)) is None


def test_the_figures_are_printed_for_people(folder):
    """Overall, by channel, by language and attributes; what the gold lacks is a dash."""
    result, _ = run(folder)

    printed = format_scores(result)

    assert "all events                    1.000   1.000  1.000      2      0       0" in printed
    assert "  meeting                     1.000   1.000  1.000      2" in printed
    assert "  en  " in printed
    assert "quantity amounts                - " in printed
    assert "documents without events: 1, left clean 1" in printed
