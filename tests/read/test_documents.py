"""Files to documents: the heads, the formats, and input of every bad kind."""

import gzip
import io
import json
import subprocess
import sys
import time
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.model import Document, Issue
from dragoman.read import read

TEXT = "The two leaders spoke for an hour on the telephone and agreed to meet again in Hanoi."


def read_one(path: Path, content: bytes | str) -> tuple[list[Document], list[Issue]]:
    """The documents and issues of one file with this content."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    issues: list[Issue] = []
    return list(read(path, issues=issues)), issues


def test_plain_text_without_a_head(tmp_path: Path) -> None:
    """The whole file is the text, its first empty line included."""
    [doc], issues = read_one(tmp_path / "a.txt", f"\n{TEXT}\n")

    assert doc.text == f"\n{TEXT}\n"
    assert (doc.name, doc.language, doc.published, doc.url, issues) == (
        "a.txt",
        "en",
        None,
        None,
        [],
    )
    assert doc.source == sha256(f"\n{TEXT}\n".encode()).hexdigest()
    assert doc.id == Document.make_id(doc.text, None)


def test_head_of_plain_text_is_no_part_of_it(tmp_path: Path) -> None:
    """`URL:` and `Date:` are facts; offsets count from what follows the empty line."""
    [doc], _ = read_one(tmp_path / "a.txt", f"URL: https://x.example/a\nDate: 2020-08-20\n\n{TEXT}")

    assert doc.text == TEXT
    assert (doc.url, doc.published, doc.published_from) == (
        "https://x.example/a",
        "2020-08-20",
        "head",
    )


@pytest.mark.parametrize(
    "text",
    [
        f"URL: https://x.example/a\n{TEXT}",
        f"Date: a word on dates\nand more\n\n{TEXT}",
        f"URL: https://x.example/a\nURL: https://x.example/b\n\n{TEXT}",
    ],
)
def test_what_only_looks_like_a_head_is_text(tmp_path: Path, text: str) -> None:
    """Without the empty line, or with a line twice, nothing is cut off."""
    [doc], _ = read_one(tmp_path / "a.txt", text)

    assert doc.text == text


def test_unreadable_date_in_a_head_is_an_issue(tmp_path: Path) -> None:
    """The document is read without a day, and the issue quotes what stood there."""
    [doc], [issue] = read_one(tmp_path / "a.txt", f"URL: u\nDate: last week\n\n{TEXT}")

    assert doc.published is None
    assert (issue.what, issue.skipped) == ("unreadable date", False)
    assert "'last week'" in issue.detail


MARKDOWN = (
    "---\ndate: '2023-08-15'\npublished_time: 2023-08-16 06:00:00-04:00\n"
    "source_url: https://x.example/a/\ntags: statements\n"
    'title: "Biden-\\u2060Harris on President\\\\_Biden\\u00a0and Maui\\_Plan"\n---\n'
)


def test_markdown_with_a_head(tmp_path: Path) -> None:
    """The body stands below the title, as after the line that closes the head."""
    [doc], issues = read_one(tmp_path / "a.md", f"{MARKDOWN} \n{TEXT}\n")

    assert issues == []
    assert doc.text == f"Biden-Harris on President Biden and Maui Plan\n\n \n{TEXT}\n"
    assert doc.title == "Biden-Harris on President Biden and Maui Plan"
    assert (doc.published, doc.published_from) == ("2023-08-15", "head")
    assert doc.url == "https://x.example/a/"


def test_markdown_is_known_without_its_name(tmp_path: Path) -> None:
    """A head tells Markdown from plain text, whatever the file is called."""
    [doc], _ = read_one(tmp_path / "a.txt", f"{MARKDOWN}{TEXT}")

    assert doc.text.endswith(f"\n\n{TEXT}")


@pytest.mark.parametrize(
    ("head", "what"),
    [
        ("title: 'never closed\nkey: [1", "broken head"),
        ("- a\n- list", "broken head"),
        ("a: " + "[" * 5000, "broken head"),
        ("a: &a [x]\nb: *nothing", "broken head"),
        ("title: x\ndate: yesterday", "unreadable date"),
    ],
)
def test_broken_head_does_not_cost_the_body(tmp_path: Path, head: str, what: str) -> None:
    """The body is read, and the issue says what was wrong."""
    [doc], [issue] = read_one(tmp_path / "a.md", f"---\n{head}\n---\n{TEXT}")

    assert doc.text.endswith(TEXT)
    assert (issue.what, issue.skipped) == (what, False)


PAGE = f"""<!doctype html><html lang="en"><head><title>Two leaders speak | The Gazette</title>
<meta property="og:title" content="Two leaders speak"><meta property="og:site_name"
content="The Gazette"><link rel="canonical" href="https://x.example/a">
<meta property="article:published_time" content="2023-03-01T10:00:00Z"></head><body>
<nav><a href="/">Home</a><a href="/w">World</a></nav><article><h1>Two leaders speak</h1>
<p>{TEXT} {TEXT}</p><p>They will meet in Hanoi. {TEXT}</p></article>
<footer>All rights reserved</footer></body></html>"""


@pytest.mark.parametrize("name", ["a.html", "a.txt", "page"])
def test_page(tmp_path: Path, name: str) -> None:
    """A page is told by its content; its paragraphs stay apart and its head gives the facts."""
    [doc], issues = read_one(tmp_path / name, PAGE)

    assert issues == []
    assert f"{TEXT} {TEXT}\nThey will meet in Hanoi." in doc.text
    assert "All rights reserved" not in doc.text
    assert (doc.title, doc.outlet, doc.url) == (
        "Two leaders speak",
        "The Gazette",
        "https://x.example/a",
    )
    assert (doc.published, doc.published_from, doc.language) == ("2023-03-01", "head", "en")


def test_sidecar_wins_over_the_page(tmp_path: Path) -> None:
    """What the user says of a file beats what the file says of itself."""
    (tmp_path / "meta.jsonl").write_text(
        '{"file": "a.html", "outlet": "Wire", "published": "2023-03", "side": "st:chn"}'
    )
    [doc], _ = read_one(tmp_path / "a.html", PAGE)

    assert (doc.outlet, doc.published, doc.published_from) == ("Wire", "2023-03", "meta")
    assert doc.side == "st:chn"


def test_day_is_looked_for_last_in_the_text(tmp_path: Path) -> None:
    """Without a head or sidecar, the printed day counts, and says where it is from."""
    [doc], _ = read_one(tmp_path / "a.txt", f"Two leaders speak\nMARCH 18, 2022\n{TEXT}")

    assert (doc.published, doc.published_from) == ("2022-03-18", "text")


def zipped() -> bytes:
    """A ZIP of one text."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", TEXT)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "what", "says"),
    [
        pytest.param(
            "a.txt",
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
            "PDF cannot be parsed",
            "text",
            id="PDF as text",
        ),
        pytest.param("a.txt", zipped(), "binary file", "ZIP", id="ZIP"),
        pytest.param("a.gz", gzip.compress(b"\x89PNG"), "binary file", "picture", id="gzip"),
        pytest.param(
            "a.gz", gzip.compress(gzip.compress(b"x")), "binary file", "gzip", id="gzip twice"
        ),
        pytest.param(
            "a.html", b"\x89PNG\r\n\x1a\n" + bytes(90), "binary file", "picture", id="PNG"
        ),
        pytest.param("a.txt", bytes(range(256)) * 20, "binary file", "control", id="noise"),
        pytest.param("a.txt", bytes(500), "empty file", "blanks", id="zeros"),
        pytest.param("a.txt", b"", "empty file", "nothing", id="empty"),
        pytest.param("a.md", b" \n\n\t ", "empty file", "blanks", id="blank"),
        pytest.param("a.txt", b"URL: u\n\n", "empty document", "head", id="only a head"),
        pytest.param("a.md", b"---\ntitle: x\n---\n", "empty document", "head", id="only YAML"),
        pytest.param("a.html", b"<html><body></body></html>", "no text in the page", "", id="bare"),
        pytest.param("a.parquet", b"PAR1 and no more PAR1", "broken Parquet", "", id="Parquet"),
        pytest.param("a.json", b'{"text": ', "broken JSON", "", id="JSON"),
    ],
)
def test_what_cannot_be_read_is_one_issue(
    tmp_path: Path, name: str, content: bytes, what: str, says: str
) -> None:
    """No document, one issue that names the file, says what it looks like, and costs no other."""
    (tmp_path / "z.txt").write_text(TEXT)
    (tmp_path / name).write_bytes(content)
    issues: list[Issue] = []

    docs = list(read(tmp_path, issues=issues))

    assert [doc.name for doc in docs] == ["z.txt"]
    [issue] = issues
    assert (issue.stage, issue.what, issue.where, issue.skipped) == ("read", what, name, True)
    assert says in issue.detail


def test_large_file_is_not_opened(tmp_path: Path) -> None:
    """Half a gigabyte is refused by its size; the file here is all hole and no disk."""
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(500_000_000)
    issues: list[Issue] = []
    begun = time.perf_counter()

    assert list(read(path, issues=issues)) == []

    assert issues[0].what == "file too large"
    assert "500000000" in issues[0].detail
    assert time.perf_counter() - begun < 1


def test_limit_is_the_callers(tmp_path: Path) -> None:
    """`max_bytes` is a limit and not a suggestion."""
    (tmp_path / "a.txt").write_text(TEXT)
    issues: list[Issue] = []

    assert list(read(tmp_path, issues=issues, max_bytes=10)) == []
    assert issues[0].what == "file too large"


def test_one_line_of_five_megabytes_is_read(tmp_path: Path) -> None:
    """A text without a line end is a document like any other, in bounded time."""
    begun = time.perf_counter()

    [doc], issues = read_one(tmp_path / "a.txt", (TEXT + " ") * (5_000_000 // len(TEXT)))

    assert len(doc.text) > 4_900_000
    assert (doc.language, issues) == ("en", [])
    assert time.perf_counter() - begun < 20


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<html><body>" + "<div>" * 200_000 + TEXT, id="tags without end"),
        pytest.param("<html><body>" + "<p><b>" * 50_000 + TEXT, id="bold in bold"),
        pytest.param("<html>" + "<a" * 100_000, id="tags that never close"),
        pytest.param("<html><body>" + "&" * 300_000, id="ampersands"),
    ],
)
def test_page_built_to_break_the_parser_ends(tmp_path: Path, page: str) -> None:
    """Nested tags without end give a document or an issue, in bounded time."""
    begun = time.perf_counter()

    docs, issues = read_one(tmp_path / "a.html", page)

    assert len(docs) + sum(issue.skipped for issue in issues) == 1
    assert time.perf_counter() - begun < 20


def test_library_says_nothing_on_stderr(tmp_path: Path) -> None:
    """What libraries think of a page is no output of ours; a process of its own, without pytest."""
    (tmp_path / "a.html").write_text("<html><body></body></html>")
    (tmp_path / "b.html").write_bytes(b"<html><meta charset=utf-8><body>\xff\xfe\xe9 <p>met")
    code = (
        "import logging, sys; from dragoman.read import read; list(read(sys.argv[1]))\n"
        "for name in ('trafilatura.core', 'htmldate.core', 'courlan.core', 'charset_normalizer'):\n"
        "    logging.getLogger(name).error('what a page')"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )

    assert (done.stdout, done.stderr) == ("", "")


def test_page_too_deep_to_parse_is_named(tmp_path: Path) -> None:
    """A page whose text lies under a thousand open tags is an issue that says so."""
    docs, [issue] = read_one(tmp_path / "a.html", "<html><body>" + "<div>" * 1000 + TEXT)

    assert docs == []
    assert issue.what == "page nested too deeply"


def test_reading_twice_gives_the_same_documents(samples: Path) -> None:
    """Ids, order and facts do not depend on the run."""
    assert list(read(samples)) == list(read(samples))


def test_folder_is_accounted_for(shared: Path) -> None:
    """Of the seeds' folder each file is a document or a skipped one; the sidecar gives the days."""
    issues: list[Issue] = []

    docs = list(read(shared / "seeds", issues=issues))

    assert {i.where for i in issues if i.skipped} == {"README.md", "gold.jsonl", "meta.jsonl"}
    assert [(doc.published, doc.published_from, doc.language) for doc in docs] == [
        ("2020-09", "meta", "en"),
        ("2021-10-22", "meta", "en"),
        (None, None, "en"),
        ("2020-03", "meta", "en"),
        ("2022-09-13", "meta", "en"),
    ]


def test_gold_offsets_count_in_the_text(shared: Path) -> None:
    """The evidence of the written and the White House gold stands where the record says."""
    gold = shared / "gold"
    split = json.loads((gold / "split.json").read_text("utf-8"))
    places = {"written": gold / "written", "white-house": shared / "corpora" / "white-house"}
    checked = 0
    for name, folder in places.items():
        for line in (gold / f"{name}.jsonl").read_text("utf-8").splitlines():
            record = json.loads(line)
            if record["id"] not in split[name]["work"]:
                continue
            suffix = ".txt" if name == "written" else ".md"
            [doc] = read(folder / f"{record['id']}{suffix}")
            put = f"{doc.title}\n\n" if doc.title and doc.text.startswith(doc.title) else ""
            for event in record["events"]:
                for words, (start, end) in zip(
                    event["evidence"], event["evidence_offsets"], strict=True
                ):
                    assert doc.text.removeprefix(put)[start:end] == words, (record["id"], words)
                    checked += 1

    assert checked > 400


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(
    st.sampled_from(
        ["a.txt", "a.md", "a.html", "a.jsonl", "a.csv", "a.tsv", "a.json", "a.parquet"]
    ),
    st.binary(max_size=200)
    | st.text(st.characters(codec="utf-8"), max_size=200).map(str.encode)
    | st.sampled_from(
        [
            b"---\n",
            b'{"text": "\\ud800"}',
            b"text,url\n\x00,b\n",
            b'text\n"a',
            b"\xef\xbb\xbf",
            b"WARC/",
        ]
    ),
)
def test_any_bytes_give_a_document_or_an_issue(tmp_path: Path, name: str, content: bytes) -> None:
    """Nothing raises, nothing vanishes, and what is read can be stored as UTF-8."""
    docs, issues = read_one(tmp_path / name, content)

    assert docs or any(issue.skipped for issue in issues)
    for doc in docs:
        doc.text.encode("utf-8")
        assert doc.text.strip()
