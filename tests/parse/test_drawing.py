"""Parses as pictures: what is drawn says what was parsed, and no text breaks out of it."""

import base64
import hashlib
import re
import time
import xml.etree.ElementTree as ET  # what is parsed is what was just written
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.cli import terminal
from dragoman.parse.backends import assemble
from dragoman.parse.drawing import draw_page, draw_svg, draw_tree, tree_lines
from dragoman.parse.drawing.svg import _widths
from dragoman.parse.drawing.terminal import branches
from dragoman.parse.drawing.words import columns, ems, harmless, shown
from dragoman.parse.parses import ROOT, UNCALIBRATED, Parses, Token

SVG = "{http://www.w3.org/2000/svg}"
TEXT = "Wang Yi met Retno in Jakarta on Monday."
ROWS = """
    Wang    Wang    PROPN 3 nsubj 0.99  B-PER
    Yi      Yi      PROPN 1 flat  0.97  I-PER
    met     meet    VERB  0 root  0.996 O
    Retno   Retno   PROPN 3 obj   0.98  B-PER
    in      in      ADP   6 case  0.999 O
    Jakarta Jakarta PROPN 3 obl   0.81  B-LOC
    on      on      ADP   8 case  0.99  O
    Monday  Monday  PROPN 3 obl   0.55  O
    .       .       PUNCT 3 punct 0.99  O
"""


def parsed(text: str, rows: str, *, sure: bool = True) -> Parses:
    """Return a parse from rows "form lemma upos head deprel probability ner", heads from 1."""
    tokens, at = [], 0
    for n, row in enumerate(filter(None, map(str.split, rows.strip().splitlines()))):
        form, lemma, upos, head, deprel, probability, ner = row
        start = text.index(form, at)
        at = start + len(form)
        told = float(probability) if sure else UNCALIBRATED
        tokens.append(Token(n, form, lemma, upos, "", int(head) - 1, deprel, told, ner, start, at))
    return assemble([text], [tokens])


def of_words(forms: Sequence[str], heads: Sequence[int], *, label: str = "dep") -> Parses:
    """Return a parse of any words with any heads; each word is where it stands in the text."""
    starts = [sum(len(form) + 1 for form in forms[:n]) for n in range(len(forms))]
    tokens = [
        Token(n, form, form, "X", "", head, label, 0.9, "O", start, start + len(form))
        for n, (form, head, start) in enumerate(zip(forms, heads, starts, strict=True))
    ]
    return assemble([" ".join(forms)], [tokens])


@st.composite
def trees(draw: st.DrawFn, most: int = 14) -> list[int]:
    """Draw heads that make a tree; arcs may cross."""
    n = draw(st.integers(1, most))
    order = draw(st.permutations(range(n)))
    heads = [ROOT] * n
    for place, word in enumerate(order[1:], 1):
        heads[word] = order[draw(st.integers(0, place - 1))]
    return heads


# --- the terminal --------------------------------------------------------------------------------


def test_a_tree_on_a_terminal_reads_from_top_to_bottom() -> None:
    """The relation is where the arm ends; probability, lemma and name follow."""
    assert draw_tree(parsed(TEXT, ROWS)[0]) == (
        " ┌─┬── nsubj  Wang     PROPN  99%   Wang     B-PER\n"
        " │ └── flat   Yi       PROPN  97%   Yi       I-PER\n"
        "─┼──── root   met      VERB   >99%  meet\n"
        " ├──── obj    Retno    PROPN  98%   Retno    B-PER\n"
        " │ ┌── case   in       ADP    >99%  in\n"
        " ├─┴── obl    Jakarta  PROPN  81%   Jakarta  B-LOC\n"
        " │ ┌── case   on       ADP    99%   on\n"
        " ├─┴── obl    Monday   PROPN  55%   Monday\n"
        " └──── punct  .        PUNCT  99%   ."
    )


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (46, " ├─┴── obl    Jakarta  PROPN  81%   Jakarta"),
        (40, " ├─┴── obl    Jakarta  PROPN  81%"),
        (30, " ├─┴── obl    Jakarta  PROPN"),
        (22, " ├─┴── obl    Jakarta"),
        (20, " ├┴ obl    Jakarta"),
        (17, " ├┴ obl    Jakar…"),
        (10, " obl    Jakar…  of met"),
    ],
)
def test_a_narrow_terminal_loses_the_least_needed(width: int, line: str) -> None:
    """Name, lemma, probability, class; then words are cut, and in the end the arms go."""
    lines = draw_tree(parsed(TEXT, ROWS)[0], width=width).splitlines()

    assert lines[5] == line
    assert all(columns(each) <= max(width, 24) for each in lines)


def test_a_terminal_without_lines_gets_signs() -> None:
    """ASCII only, for an old code page."""
    drawn = draw_tree(parsed(TEXT, ROWS)[0], width=22, ascii_only=True)

    assert drawn.isascii()
    assert drawn.splitlines()[:3] == [
        " +-+-- nsubj  Wang",
        " | +-- flat   Yi",
        "-+---- root   met",
    ]


def test_wide_and_turned_words_stay_in_their_columns() -> None:
    """Each column in a script of its own has one in Latin letters before it."""
    text = "习近平 قال \u202eevil\x1b[31m"
    rows = """
        习近平 习近平 PROPN 2 nsubj .9 B-PER
        قال قال VERB 0 root .9 O
        \u202eevil\x1b[31m e\u0301 X 2 obj .9 O
    """

    lines = draw_tree(parsed(text, rows)[0]).splitlines()

    assert lines == [
        " ┌── nsubj  习近平     PROPN  90%  习近平  B-PER",
        "─┼── root   قال        VERB   90%  قال",
        " └── obj    evil␛[31m  X      90%  e\u0301",
    ]
    assert len({columns(line[: line.index("90%")]) for line in lines}) == 1
    assert not {"\u202e", "\x1b"} & set("".join(lines))


def test_a_parser_that_is_never_sure_shows_no_figures() -> None:
    """What is not known is not printed as 50%."""
    tree = parsed(TEXT, ROWS, sure=False)[0]

    assert "%" not in draw_tree(tree)
    assert "unsure" not in {piece.kind for line in tree_lines(tree) for piece in line}


def test_an_arc_that_is_not_sure_is_marked() -> None:
    """So that a terminal with colours can show it."""
    marked = [
        line[2].text.strip()
        for line in tree_lines(parsed(TEXT, ROWS)[0])
        if any(piece.kind == "unsure" for piece in line)
    ]

    assert marked == ["Monday"]


def test_a_word_of_nothing_to_see_has_a_sign() -> None:
    """A row, a word of a picture or a cell that looked empty would look like a fault of ours."""
    parses = of_words(["\u200b\u202e", "x"], [ROOT, 0])
    page = Page()
    page.feed(draw_page(parses, parser="stub 1"))

    assert draw_tree(parses[0]).splitlines()[0].split()[2] == "\ufffd"
    assert texts(svg(parses), "word") == ["\ufffd", "x"]
    assert [row[1] for row in page.rows] == ["word", "\ufffd", "x"]
    assert page.rows[2][4] == "1 \ufffd"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\u200bb\u2060c\ufeffd", "abcd"),
        ("a\U000e0041\U000e007fb", "ab"),
        ("a\u00adb\u200db", "abb"),
        ("\u0645\u06cc\u200c\u0634\u0648\u062f", "\u0645\u06cc\u200c\u0634\u0648\u062f"),
        ("a\ufffeb\U0010ffff", "a\ufffdb\ufffd"),
        ("a\nb\u2028c", "a b c"),
    ],
    ids=["blanks without width", "tags", "joiners", "Persian", "no characters", "line breaks"],
)
def test_one_rule_says_what_is_shown(text: str, seen: str) -> None:
    """In a tree, a picture, a page, and in all that commands print, of the same width there."""
    assert harmless(text) == terminal.harmless(text) == seen
    assert columns(seen) == terminal.width(seen)
    assert columns("\u06cc\u200c\u0634") == 2


def test_no_word_is_no_line() -> None:
    """An empty sentence has an empty drawing."""
    assert draw_tree(assemble([""], [[]])[0]) == ""


def followed(arms: Sequence[str]) -> list[int]:
    """Read the heads back from drawn arms, as a person's eye does."""
    heads = []
    for word, row in enumerate(arms):
        at = next(n for n, sign in enumerate(row) if sign not in " │")
        if at == 0:
            heads.append(ROOT)
            continue
        for step, stop in ((1, "└"), (-1, "┌")):
            line = word
            while arms[line][at] != stop:
                line += step
                if arms[line][at] in "┬┴┼":
                    heads.append(line)
                    break
            else:
                continue
            break
    return heads


@given(trees())
def test_arms_lead_to_the_head(heads: list[int]) -> None:
    """Whoever follows the lines finds the head of every word, also where arcs cross."""
    assert followed(branches(heads)) == heads
    assert [len(row) for row in branches(heads)] == [len(branches(heads)[0])] * len(heads)


@given(trees(), st.integers(42, 120), st.data())
def test_no_line_is_wider_than_the_terminal(
    heads: list[int], width: int, data: st.DataObject
) -> None:
    """Whatever the words are."""
    forms = [data.draw(st.text(min_size=1, max_size=40)) for _ in heads]

    for line in draw_tree(of_words(forms, heads)[0], width=width).split("\n"):
        assert columns(line) <= width


# --- SVG -----------------------------------------------------------------------------------------


def svg(parses: Parses, **options: float) -> ET.Element:
    """Return the picture of all sentences, read as XML."""
    return ET.fromstring(draw_svg(parses, **options))  # type: ignore[arg-type]  # noqa: S314


def texts(picture: ET.Element, kind: str) -> list[str]:
    """Return the words of a kind in a picture."""
    return [
        element.text or ""
        for element in picture.iter(f"{SVG}text")
        if element.get("class", "").split()[0] == kind
    ]


def test_a_picture_holds_words_arcs_and_names() -> None:
    """Each word and each relation once; names below; said in words for who cannot see."""
    picture = svg(parsed(TEXT, ROWS))

    assert texts(picture, "word") == TEXT.replace(".", " .").split()
    assert sorted(texts(picture, "label")) == [
        *("case", "case", "flat", "nsubj", "obj", "obl", "obl", "punct"),
    ]
    assert texts(picture, "root-label") == ["root"]
    assert texts(picture, "name-label") == ["PER", "PER", "LOC"]
    title, told = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert title is not None and title.text == f"Dependency tree: {TEXT}"
    assert told is not None and "Retno is obj of met" in (told.text or "")
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"


def opacities(picture: ET.Element) -> dict[str, float]:
    """Return how dark each arc is drawn, by what pointing at it tells."""
    found = {}
    for group in picture.iter(f"{SVG}g"):
        title, inner = group.find(f"{SVG}title"), group.find(f"{SVG}g")
        if title is not None and inner is not None:
            found[title.text or ""] = float(inner.get("opacity", "nan"))
    return found


def test_the_less_sure_an_arc_is_the_fainter() -> None:
    """And the picture says what faint means."""
    picture = svg(parsed(TEXT, ROWS))
    dark = opacities(picture)

    assert (
        dark["Monday is obl of met (55% sure)"]
        < dark["Jakarta is obl of met (81% sure)"]
        < dark["Retno is obj of met (98% sure)"]
        <= 1
    )
    assert "How sure the parser is of an arc:" in texts(picture, "tag")


def test_a_parser_that_is_never_sure_has_no_faint_arcs() -> None:
    """The picture says that nothing is known, and no arc looks doubtful for it."""
    picture = svg(parsed(TEXT, ROWS, sure=False))

    assert set(opacities(picture).values()) == {1.0}
    assert "This parser does not say how sure it is of an arc." in texts(picture, "tag")


def test_a_long_sentence_goes_on_in_further_rows() -> None:
    """A hundred words stay about as wide as asked; an arc between rows names its head."""
    forms = [f"word{n}" for n in range(100)]
    heads = [ROOT, *range(99)]
    heads[99] = 0

    picture = svg(of_words(forms, heads), width=900)
    labels = texts(picture, "label")

    assert float(picture.get("width", "inf")) < 1000
    assert texts(picture, "word") == forms
    assert len(labels) == 99
    assert "dep of word0" in labels  # the last word's, some rows below


def test_a_word_of_endless_length_is_cut() -> None:
    """An address does not push all else out of the picture; pointing at its arc tells it whole."""
    address = f"example.org/{'x' * 500}"
    picture = svg(of_words(["See", address], [ROOT, 0]))

    assert texts(picture, "word") == ["See", f"{address[:39]}…"]
    assert f"{address} is dep of See (90% sure)" in opacities(picture)
    assert float(picture.get("width", "inf")) < 600


@given(trees())
def test_arcs_of_one_height_do_not_meet(heads: list[int]) -> None:
    """Also where arcs cross: no two run along each other on one line."""
    runs = []
    for path in svg(of_words([f"w{n}" for n in range(len(heads))], heads), width=9999).iter():
        if path.get("class") == "arc" and "V" in (line := path.get("d", "")):
            begin, *_, y, along = re.findall(r"M([\d.]+) .*Q\S+ \S+ \S+ ([\d.]+)H([\d.]+)", line)[0]
            runs.append((float(y), *sorted((float(begin), float(along)))))

    assert len(runs) == len(heads) - 1
    for n, (y, left, right) in enumerate(runs):
        for other, first, last in runs[:n]:
            assert y != other or right <= first or last <= left


@given(trees(), st.data())
def test_every_label_has_room_between_its_words(heads: list[int], data: st.DataObject) -> None:
    """The words that an arc joins stand as far apart as its label is wide, and no further.

    Each gap is what measuring the whole sentence anew after each arc gives.
    """
    label = data.draw(st.sampled_from(["x", "nsubj", "a label as long as some of the words"]))
    forms = [data.draw(st.sampled_from(["a", "word", "endless" * 5])) for _ in heads]

    widths, gaps = _widths(of_words(forms, heads, label=label)[0])
    ports = [heads.count(word) + 1 for word in range(len(heads))]
    measured = [12.0] * len(heads)

    arcs = sorted((sorted(arc) for arc in enumerate(heads) if ROOT not in arc), key=_length)
    for left, right in arcs:
        feet = (min(ports[left], 6) + min(ports[right], 6)) * 3.5
        inside = sum(widths[left:right]) + (widths[right] - widths[left]) / 2
        there = inside + sum(measured[left:right])
        measured[right - 1] += max(0, ems(label) * 11 + 14 + feet - there)
    assert gaps == pytest.approx(measured)


def _length(arc: Sequence[int]) -> int:
    return arc[1] - arc[0]


def test_a_picture_of_many_words_takes_no_longer_for_each() -> None:
    """Each of these arcs needs room for its label: measuring all words anew for each is slow."""
    heads = [ROOT, *range(7_999)]
    tree = of_words(["a"] * len(heads), heads, label="a relation with a long name")[0]
    began = time.process_time()

    _widths(tree)

    assert time.process_time() - began < 3


def test_pictures_of_several_sentences_stand_below_each_other() -> None:
    """Also of one without a word."""
    one = svg(parsed(TEXT, ROWS))
    two = svg(assemble([TEXT, ""], [list(parsed(TEXT, ROWS)[0]), []]))

    assert float(two.get("height", "0")) > float(one.get("height", "inf"))
    assert "(no word)" in texts(two, "tag")


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img/src=x/onerror=alert(1)>',
    "</text></svg>",
    "</style></title>",
    "&amp;",
    "]]>",
    "\x00\x1b\x85",
    "\ud83d",
    "\ufffe\u202e",
)


@given(trees(most=6), st.data())
def test_no_word_breaks_out_of_a_picture_or_page(heads: list[int], data: st.DataObject) -> None:
    """Any words, any labels: well-formed, only our own elements, every word there as text."""
    anything = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=8))
    forms = [data.draw(anything) for _ in heads]
    label = data.draw(anything)
    parses = of_words(forms, heads, label=label)

    picture = svg(parses)
    page = Page()
    page.feed(draw_page(parses, parser=label, title=label))

    assert {e.tag.removeprefix(SVG) for e in picture.iter()} <= {
        *("svg", "title", "desc", "rect", "g", "path", "text"),
    }
    assert texts(picture, "word") == [shown(form) for form in forms]
    assert set(page.tags) <= PAGE_TAGS
    assert not {name for name in page.attributes if name.startswith("on")}
    assert not {"href", "src", "xlink:href", "style", "srcset"} & page.attributes


def test_a_picture_asks_for_nothing_outside_of_itself() -> None:
    """No address but the name of the format, no style sheet, no script."""
    drawn = draw_svg(parsed(TEXT, ROWS))

    assert re.findall(r"\w+://[^\"' ]+", drawn) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"url\(|@import|href|<script|<style", drawn)


# --- the page ------------------------------------------------------------------------------------

PAGE_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "main", "section", "h2", "bdi", "p"),
    *("div", "svg", "desc", "rect", "g", "path", "text", "details", "summary", "table", "thead"),
    *("tbody", "tr", "th", "td", "footer"),
}


class Page(HTMLParser):
    """The tags, attributes and cells of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.rows: list[list[str]] = []
        self.said: list[str] = []
        self.style = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        """Note words, by where they are."""
        self.said.append(data)
        if self.tags and self.tags[-1] == "style" and not self.style:
            self.style = data
        if self.rows and self.rows[-1] and data.strip():
            self.rows[-1][-1] += data


def test_a_page_has_the_sentence_its_picture_and_its_words() -> None:
    """The table says in words what the picture shows."""
    page = Page()
    page.feed(draw_page(parsed(TEXT, ROWS), parser="stub 1", title="One <b>"))

    assert page.tags.count("svg") == 1
    assert "One <b>" in page.said and TEXT in page.said
    assert page.rows[0] == [
        *("#", "word", "lemma", "class", "hangs on", "as", "sure", "name", "characters")
    ]
    assert page.rows[1] == ["1", "Wang", "Wang", "PROPN", "3 met", "nsubj", "99%", "B-PER", "0–4"]
    assert page.rows[3][4:6] == ["–", "root"]
    assert any("Parsed by stub 1." in words for words in page.said)


def test_the_policy_of_a_page_lets_its_own_style_through_and_nothing_else() -> None:
    """No script runs and nothing is fetched, whatever got in."""
    written = draw_page(parsed(TEXT, ROWS), parser="stub 1")
    page = Page()
    page.feed(written)
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()

    assert f"default-src 'none'; style-src 'sha256-{digest}'" in written
    assert "style" in page.tags and "script" not in page.tags


def test_a_page_of_a_sentence_without_words() -> None:
    """It says so; two sentences on a page share no id."""
    words = list(parsed(TEXT, ROWS)[0])
    written = draw_page(assemble([TEXT, " ", TEXT], [words, [], words]), parser="stub 1")
    ids = re.findall(r' id="([^"]+)"', written)

    assert "(no word)" in written
    assert len(ids) == len(set(ids))
