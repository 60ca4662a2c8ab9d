"""A tree as SVG: the words in a row, arcs above them from each head to what hangs on it.

A long sentence goes on in a further row. An arc between two rows is drawn at the word that
hangs, runs to the edge and names the head: "obl of met". The file is whole in itself:
no script, no style sheet, no address, and the words of the text are escaped.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from dragoman.parse.drawing.terminal import percent
from dragoman.parse.drawing.words import ems, harmless, markup, shown
from dragoman.parse.parses import ROOT, Token, Tree, tells_probability

WIDTH = 1100
"""Pixels that a row of words takes, about."""

INK, SOFT, ACCENT, PAPER = "#1c1b1a", "#6b665f", "#8a1f2b", "#ffffff"
FONT = "'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"

_WORD, _LABEL, _TAG = 16.0, 11.0, 10.0  # sizes of type, in pixels
_MARGIN, _GAP, _PORT, _LEVEL, _BEND = 16.0, 12.0, 7.0, 23.0, 7.0
_BETWEEN = 34.0  # from one sentence to the next
_LONGEST_TEXT = 600  # characters of the sentence that the title repeats
_MOST_TOLD = 60  # arcs that the description tells
_LONGEST_WORD, _LONGEST_HEAD = 40, 20  # characters of a word, and of one named by an arc


@dataclass(frozen=True, slots=True)
class _Row:
    """Some neighbouring words, `first` up to, not including, `last`."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Arc:
    """An arc in one row; an end outside of the row is the edge, `first - 1` or `last`."""

    head: int
    word: int
    label: str

    @property
    def left(self) -> int:
        return min(self.head, self.word)

    @property
    def right(self) -> int:
        return max(self.head, self.word)


def draw_svg(
    trees: Iterable[Tree], *, width: float = WIDTH, ident: str = "tree", legend: bool = True
) -> str:
    """Return sentences as one SVG picture, one below the other.

    An arc is the fainter the less sure the parser is of it; pointing at it tells how sure.

    Args:
        trees: The sentences; one without a word says so.
        width: Pixels of a row, about; a long word or label may need more.
        ident: Begins the ids in the picture, which must differ within one page.
        legend: Say below the picture what a faint arc means.
    """
    sentences = list(trees)
    parts: list[str] = []
    down = wide = 0.0
    for tree in sentences:
        drawn, right, height = _sentence(tree, width)
        parts.append(f'<g transform="translate(0 {_n(down)})">{drawn}</g>')
        down, wide = down + height + _BETWEEN, max(wide, right)
    down = max(down - _BETWEEN, 0.0) + _MARGIN
    if legend and any(len(tree) for tree in sentences):
        drawn, right = _legend(all(tells_probability(t.parses) for t in sentences if len(t)))
        parts.append(f'<g transform="translate(0 {_n(down)})">{drawn}</g>')
        down, wide = down + 26, max(wide, right)
    title = " ".join(harmless(tree.text) for tree in sentences)
    if len(title) > _LONGEST_TEXT:
        title = f"{title[:_LONGEST_TEXT]}…"
    size = f'width="{_n(wide)}" height="{_n(down)}" viewBox="0 0 {_n(wide)} {_n(down)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{FONT}" '
        f'aria-labelledby="{markup(ident)}-title {markup(ident)}-desc">\n'
        f'<title id="{markup(ident)}-title">{markup(f"Dependency tree: {title}")}</title>\n'
        f'<desc id="{markup(ident)}-desc">{markup(_told(sentences))}</desc>\n'
        f'<rect class="paper" width="100%" height="100%" fill="{PAPER}"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _told(trees: Sequence[Tree]) -> str:
    """Return the arcs in words, for whoever does not see them."""
    arcs = [_arc_words(tree, token) for tree in trees for token in tree]
    more = f"; and {len(arcs) - _MOST_TOLD} more" if len(arcs) > _MOST_TOLD else ""
    return f"{'; '.join(arcs[:_MOST_TOLD])}{more}." if arcs else "No word."


def _arc_words(tree: Tree, token: Token) -> str:
    if token.head == ROOT:
        return f"{token.form} is the root"
    return f"{token.form} is {token.deprel} of {tree[token.head].form}"


def _sentence(tree: Tree, width: float) -> tuple[str, float, float]:
    """Return the picture of a sentence, its right edge and its height."""
    if not len(tree):
        words = _text(_MARGIN, _MARGIN + _WORD, "(no word)", _LABEL, SOFT, "tag", anchor="start")
        return words, 120.0, _MARGIN + _WORD + 4
    widths, gaps = _widths(tree)
    drawn: list[str] = []
    down = right = 0.0
    for row in _rows(tree, widths, gaps, width - 2 * _MARGIN):
        part, edge, height = _draw_row(tree, row, widths, gaps)
        drawn.append(f'<g transform="translate(0 {_n(down)})">{part}</g>')
        down, right = down + height, max(right, edge)
    return "".join(drawn), right, down


def _widths(tree: Tree) -> tuple[list[float], list[float]]:
    """Return the width of each word and the gap behind it, so that arcs and labels fit."""
    ports = [0] * len(tree)
    for token in tree:
        ports[token.index] += 1
        if token.head != ROOT:
            ports[token.head] += 1
    widths = [
        max(
            ems(_cut(t.form)) * _WORD,
            ems(harmless(t.upos)) * _TAG,
            (ports[t.index] - 1) * _PORT + 4,
        )
        for t in tree
    ]
    gaps = [_GAP] * len(tree)
    arcs = sorted((t for t in tree if t.head != ROOT), key=lambda t: abs(t.index - t.head))
    middles = _middles(widths, gaps)
    more = _Sums(len(tree))  # what the gaps have grown by
    for token in arcs:
        left, right = sorted((token.index, token.head))
        # The ports of both ends may lie some way inside.
        inside = (min(ports[left], 6) + min(ports[right], 6)) * _PORT / 2
        there = middles[right] - middles[left] + more.before(right) - more.before(left)
        lacking = ems(_cut(token.deprel)) * _LABEL + 14 + inside - there
        if lacking > 0:
            gaps[right - 1] += lacking
            more.add(right - 1, lacking)
    return widths, gaps


class _Sums:
    """Numbers that grow, and the sum of those before a place, both in log n steps.

    A Fenwick tree: entry k holds the sum of as many numbers up to place k as the lowest bit
    of k says.
    """

    def __init__(self, n: int) -> None:
        self._sums = [0.0] * (n + 1)

    def add(self, at: int, number: float) -> None:
        """Let the number at a place, from 0, grow."""
        k = at + 1
        while k < len(self._sums):
            self._sums[k] += number
            k += k & -k

    def before(self, at: int) -> float:
        """Return the sum of the numbers before a place."""
        found = 0.0
        while at:
            found += self._sums[at]
            at &= at - 1
        return found


def _middles(widths: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Return where the middle of each word is, from the left edge of the first."""
    starts = accumulate((w + g for w, g in zip(widths, gaps, strict=True)), initial=0.0)
    return [start + width / 2 for start, width in zip(starts, widths, strict=False)]


def _rows(
    tree: Tree, widths: Sequence[float], gaps: Sequence[float], room: float
) -> Iterator[_Row]:
    """Cut the words into rows where few arcs are cut, and not in rows of less than half."""
    steps = [0] * (len(tree) + 1)
    for token in tree:
        if token.head != ROOT:
            steps[min(token.index, token.head) + 1] += 1
            steps[max(token.index, token.head) + 1] -= 1
    cuts = list(accumulate(steps))  # how many arcs pass between word i - 1 and word i
    first = 0
    while first < len(tree):
        last, used, ends = first, 0.0, []
        while last < len(tree) and (last == first or used + widths[last] <= room):
            used += widths[last] + gaps[last]
            last += 1
            ends.append((last, used))
        if last < len(tree):
            fair = [end for end, so_far in ends if so_far >= 0.6 * used] or [last]
            last = min(fair, key=lambda end: (cuts[end], -end))
        yield _Row(first, last)
        first = last


def _draw_row(
    tree: Tree, row: _Row, widths: Sequence[float], gaps: Sequence[float]
) -> tuple[str, float, float]:
    arcs = list(_arcs(tree, row))
    levels = _levels(arcs)
    places = _middles(widths[row.first : row.last], gaps[row.first : row.last])
    middle = dict(zip(range(row.first, row.last), places, strict=True))
    ports = _ports(tree, row, arcs, middle)
    # Words near the edge, whose head is in another row, need room for "obl of met" there.
    start = right = 0.0
    for arc in arcs:
        wide = ems(arc.label) * _LABEL + 12
        if arc.head < row.first:
            start = max(start, wide - ports[arc.word, arc.head])
        elif arc.head >= row.last:
            right = max(right, ports[arc.word, arc.head] + wide)
    shift = _MARGIN + start
    right = shift + max(right, middle[row.last - 1] + widths[row.last - 1] / 2)
    has_root = any(t.head == ROOT for t in tree.tokens[row.first : row.last])
    top = (max(levels, default=0) + (0.4 if has_root else 0)) * _LEVEL + _LABEL + 12
    base = top + 4
    drawn: list[str] = []
    labels: list[str] = []  # above all lines, also where arcs cross
    for arc, level in sorted(zip(arcs, levels, strict=True), key=lambda pair: -pair[1]):
        token = tree[arc.word]
        end = ports[arc.word, arc.head] + shift
        if row.first <= arc.head < row.last:
            begin = ports[arc.head, arc.word] + shift
        else:
            begin = _MARGIN / 2 if arc.head < row.first else right + _MARGIN / 2
        is_cut = not row.first <= arc.head < row.last
        y = base - 2 - level * _LEVEL
        drawn.append(_draw_arc(tree, token, begin, end, (y, base), is_cut=is_cut))
        labels.append(_draw_label(token, arc.label, begin, end, y - 4, is_cut=is_cut))
    for token in tree.tokens[row.first : row.last]:
        x = middle[token.index] + shift
        if token.head == ROOT:
            port = ports[token.index, ROOT] + shift
            drawn.append(_draw_root(tree, token, port, base))
            said = _cut(token.deprel)
            labels.append(_text(port, _LABEL + 4, said, _LABEL, ACCENT, "root-label"))
        drawn.append(_text(x, base + 18, _cut(token.form), _WORD, INK, "word"))
        drawn.append(_text(x, base + 32, harmless(token.upos), _TAG, SOFT, "tag"))
    names = _draw_names(tree, row, {i: m + shift for i, m in middle.items()}, widths, base + 39)
    drawn.append(names)
    return "".join([*drawn, *labels]), right + _MARGIN, base + (58 if names else 44)


def _arcs(tree: Tree, row: _Row) -> Iterator[_Arc]:
    for token in tree.tokens[row.first : row.last]:
        if token.head == ROOT:
            continue
        label = _cut(token.deprel)
        if not row.first <= token.head < row.last:
            label = f"{label} of {_cut(tree[token.head].form, _LONGEST_HEAD)}"
        yield _Arc(token.head, token.index, label)


def _levels(arcs: Sequence[_Arc]) -> list[int]:
    """Return how high each arc runs: above all shorter ones that share a stretch with it."""
    levels = [0] * len(arcs)
    done: list[int] = []
    for n in sorted(range(len(arcs)), key=lambda n: arcs[n].right - arcs[n].left):
        arc = arcs[n]
        below = (levels[m] for m in done if arcs[m].left < arc.right and arc.left < arcs[m].right)
        levels[n] = 1 + max(below, default=0)
        done.append(n)
    return levels


def _ports(
    tree: Tree, row: _Row, arcs: Sequence[_Arc], middle: dict[int, float]
) -> dict[tuple[int, int], float]:
    """Return where the arc between a word and another one stands on the word.

    From left to right: arcs to the left, the longest last; the root's; arcs to the right, the
    longest first. So no arc crosses another at its foot.
    """
    others: dict[int, list[int]] = {i: [] for i in range(row.first, row.last)}
    for token in tree.tokens[row.first : row.last]:
        if token.head == ROOT:
            others[token.index].append(ROOT)
    for arc in arcs:
        for end, other in ((arc.word, arc.head), (arc.head, arc.word)):
            if end in others:
                others[end].append(other)
    found = {}
    for word, ends in others.items():
        lefts = sorted((e for e in ends if ROOT < e < word), reverse=True)
        rights = sorted((e for e in ends if e > word), reverse=True)
        order = [*lefts, *(e for e in ends if e == ROOT), *rights]
        for n, end in enumerate(order):
            found[word, end] = middle[word] + (n - (len(order) - 1) / 2) * _PORT
    return found


def _draw_arc(
    tree: Tree, token: Token, begin: float, end: float, ys: tuple[float, float], *, is_cut: bool
) -> str:
    """Return an arc from its head at `begin` to the word at `end`, where it has an arrow.

    `ys` are the heights of the arc and of the words; a cut arc begins at the edge.
    """
    y, base = ys
    side = 1 if end > begin else -1
    bend = min(_BEND, abs(end - begin) / 2)
    start = f"M{_n(begin)} {_n(y)}"
    if not is_cut:
        corner = f"Q{_n(begin)} {_n(y)} {_n(begin + side * bend)} {_n(y)}"
        start = f"M{_n(begin)} {_n(base - 2)}V{_n(y + bend)}{corner}"
    corner = f"Q{_n(end)} {_n(y)} {_n(end)} {_n(y + bend)}"
    path = f"{start}H{_n(end - side * bend)}{corner}V{_n(base - 6)}"
    color, faint = _color(token)
    dashed = ' stroke-dasharray="5 3"' if is_cut else ""
    return _pointed_at(
        tree,
        token,
        f'<path class="arc{faint}" d="{path}" fill="none" stroke="{color}" '
        f'stroke-width="1.3"{dashed}/>' + _arrow(end, base, color, kind=f"arc-end{faint}"),
    )


def _draw_label(
    token: Token, label: str, begin: float, end: float, y: float, *, is_cut: bool
) -> str:
    """Return the words of an arc: at its middle, or near the word where its head is elsewhere."""
    color, faint = _color(token)
    if not is_cut:
        return _text((begin + end) / 2, y, label, _LABEL, color, f"label{faint}")
    side, anchor = (1, "end") if end > begin else (-1, "start")
    x = end - side * (_BEND + 1)
    return _text(x, y, label, _LABEL, color, f"label{faint}", anchor=anchor)


def _draw_root(tree: Tree, token: Token, x: float, base: float) -> str:
    path = f"M{_n(x)} {_n(_LABEL + 8)}V{_n(base - 6)}"
    line = f'<path class="root" d="{path}" fill="none" stroke="{ACCENT}" stroke-width="1.6"/>'
    return _pointed_at(tree, token, line + _arrow(x, base, ACCENT, kind="root-end"))


def _pointed_at(tree: Tree, token: Token, drawn: str) -> str:
    """Return an arc as dark as the parser is sure of it; pointing at it tells it in words."""
    tells = tells_probability(tree.parses)
    sure = f" ({percent(token)} sure)" if tells else ""
    dark = _dark(token.probability) if tells else "1"
    title = markup(_arc_words(tree, token) + sure)
    return f'<g><title>{title}</title><g opacity="{dark}">{drawn}</g></g>'


def _dark(probability: float) -> str:
    return _n(0.15 + 0.85 * probability**2)


def _color(token: Token) -> tuple[str, str]:
    """Return the colour of an arc and its class; punctuation stands back."""
    return (SOFT, " faint") if token.deprel == "punct" else (INK, "")


def _arrow(x: float, base: float, color: str, *, kind: str) -> str:
    path = f"M{_n(x)} {_n(base)}l-3.4 -7h6.8z"
    return f'<path class="{kind}" d="{path}" fill="{color}"/>'


def _draw_names(
    tree: Tree, row: _Row, middle: dict[int, float], widths: Sequence[float], y: float
) -> str:
    """Return a bar with its kind below each name of a row."""
    drawn = []
    word = row.first
    while word < row.last:
        first, kind = word, tree[word].ner.partition("-")[2]
        word += 1
        if not kind:
            continue
        while word < row.last and tree[word].ner == f"I-{kind}":
            word += 1
        left = middle[first] - widths[first] / 2
        right = middle[word - 1] + widths[word - 1] / 2
        drawn.append(
            f'<path class="name" d="M{_n(left)} {_n(y)}H{_n(right)}" stroke="{ACCENT}" '
            f'stroke-width="2.5" stroke-linecap="round" fill="none"/>'
            + _text((left + right) / 2, y + 12, harmless(kind), _TAG, ACCENT, "name-label")
        )
    return "".join(drawn)


def _legend(tells: bool) -> tuple[str, float]:
    """Return the line below the picture, and its right edge."""
    if not tells:
        said = "This parser does not say how sure it is of an arc."
        text = _text(_MARGIN, 12, said, _LABEL, SOFT, "tag", anchor="start")
        return text, ems(said) * _LABEL + 2 * _MARGIN
    said = "How sure the parser is of an arc:"
    x = _MARGIN + ems(said) * _LABEL
    drawn = [_text(_MARGIN, 12, said, _LABEL, SOFT, "tag", anchor="start")]
    for probability in (1.0, 0.75, 0.5, 0.25):
        drawn.append(
            f'<path class="arc" d="M{_n(x)} 8h26" stroke="{INK}" stroke-width="1.6" '
            f'opacity="{_dark(probability)}" fill="none"/>'
            + _text(x + 31, 12, f"{probability:.0%}", _LABEL, SOFT, "tag", anchor="start")
        )
        x += 76
    return "".join(drawn), x + _MARGIN


def _cut(words: str, most: int = _LONGEST_WORD) -> str:
    """Return words as they are drawn: an address as long as a line would push all else away."""
    seen = shown(words)
    return seen if len(seen) <= most else f"{seen[: most - 1]}…"


def _text(
    x: float, y: float, words: str, size: float, color: str, kind: str, *, anchor: str = "middle"
) -> str:
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    if kind == "root-label" or kind.startswith("label"):  # legible where a line runs behind it
        place += f' stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    return (
        f'<text class="{kind}" x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill="{color}"'
        f"{place}>{markup(words)}</text>"
    )


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
