"""Parses as one page: each sentence with its picture and the table of its words.

The page holds no script and asks nothing of the net; its policy forbids both, whatever
the words of the text would like to be.
"""

import base64
import hashlib

from dragoman.parse.drawing.svg import draw_svg
from dragoman.parse.drawing.terminal import percent
from dragoman.parse.drawing.words import markup, shown
from dragoman.parse.parses import ROOT, Parses, Token, Tree, tells_probability

_STYLE = """
:root { --paper: #fdfcf9; --ink: #1c1b1a; --soft: #5f5b55; --line: #d9d4ca; --accent: #8a1f2b; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #171615; --ink: #ece8e1; --soft: #a9a39a; --line: #3a3733; --accent: #f0959e; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 3rem; max-width: 76rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.5 "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
h1 { margin: 0; padding-top: .7rem; border-top: 4px solid var(--accent); font-size: 1.05rem; }
section { margin: 1.6rem 0 0; padding-top: 1.2rem; }
section + section { border-top: 1px solid var(--line); }
h2 { margin: 0 0 .8rem; overflow-wrap: anywhere;
  font: 1.25rem/1.4 Charter, "Iowan Old Style", Georgia, "DejaVu Serif", serif; }
.picture, .words { overflow-x: auto; }
svg { display: block; }
svg .paper { fill: none; }
svg .word, svg .label, svg .arc-end { fill: var(--ink); }
svg .label, svg .root-label { stroke: var(--paper); }
svg .tag, svg .label.faint, svg .arc-end.faint { fill: var(--soft); }
svg .arc { stroke: var(--ink); }
svg .arc.faint { stroke: var(--soft); }
svg .root, svg .name { stroke: var(--accent); }
svg .root-end, svg .root-label, svg .name-label { fill: var(--accent); }
table { margin: .8rem 0 0; border-collapse: collapse; font-size: .86rem;
  font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; color: var(--soft); }
th, td { padding: .18rem 1.1rem .18rem 0; border-bottom: 1px solid var(--line);
  white-space: nowrap; }
td.form { font-weight: 600; }
td.number, th.number { text-align: right; }
td.feats { color: var(--soft); white-space: normal; min-width: 16rem; }
summary { margin-top: .8rem; color: var(--soft); font-size: .86rem; cursor: pointer; }
footer { margin-top: 2.5rem; padding-top: .8rem; border-top: 1px solid var(--line);
  color: var(--soft); font-size: .8rem; }
@media print {
  .picture, .words { overflow: visible; }
  svg { max-width: 100%; height: auto; break-inside: avoid; }
}
"""


def draw_page(parses: Parses, *, parser: str, title: str = "Parses") -> str:
    """Return an HTML page of all sentences.

    Args:
        parses: The sentences, in order.
        parser: Who parsed, as `Parser.name` says.
        title: Of the page.
    """
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    sections = "\n".join(_section(tree, n) for n, tree in enumerate(parses, 1))
    sure = (
        "A faint arc is one that the parser is not sure of."
        if tells_probability(parses)
        else "This parser does not say how sure it is of an arc."
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Dragoman">
<title>{markup(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{markup(title)}</h1>
<main>
{sections or "<p>There is no sentence.</p>"}
</main>
<footer>Parsed by {markup(parser)}. Labels are those of Universal Dependencies. {sure}</footer>
</body>
</html>
"""


def _section(tree: Tree, number: int) -> str:
    words = f"{_picture(tree, number)}\n{_table(tree)}" if len(tree) else "<p>(no word)</p>"
    return f"""<section aria-labelledby="sentence{number}">
<h2 id="sentence{number}"><bdi>{markup(tree.text) or "(empty)"}</bdi></h2>
{words}
</section>"""


def _picture(tree: Tree, number: int) -> str:
    drawn = draw_svg([tree], ident=f"tree{number}", legend=False)
    return f'<div class="picture">\n{drawn}</div>'


def _table(tree: Tree) -> str:
    tells = tells_probability(tree.parses)
    columns = {
        "#": [_cell(str(t.index + 1), "number") for t in tree],
        "word": [_cell(shown(t.form), "form") for t in tree],
        "lemma": [_cell(t.lemma) for t in tree],
        "class": [_cell(t.upos) for t in tree],
        "hangs on": [_head(tree, t) for t in tree],
        "as": [_cell(t.deprel) for t in tree],
        "sure": [_cell(percent(t), "number") for t in tree if tells],
        "name": [_cell(t.ner) if t.ner != "O" else "" for t in tree],
        "features": [_cell(t.feats.replace("|", " "), "feats") if t.feats else "" for t in tree],
        "characters": [_cell(f"{t.start}–{t.end}") for t in tree],
    }
    kept = {name: cells for name, cells in columns.items() if any(cells)}
    heads = "".join(
        f'<th scope="col"{_class("number" if name in ("#", "sure") else "")}>{name}</th>'
        for name in kept
    )
    rows = "\n".join(
        f"<tr>{''.join(cell or '<td></td>' for cell in row)}</tr>"
        for row in zip(*kept.values(), strict=True)
    )
    return f"""<details open><summary>{len(tree)} word{"" if len(tree) == 1 else "s"}</summary>
<div class="words"><table>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table></div></details>"""


def _head(tree: Tree, token: Token) -> str:
    if token.head == ROOT:
        return "<td>–</td>"
    return f"<td>{token.head + 1} <bdi>{markup(shown(tree[token.head].form))}</bdi></td>"


def _cell(words: str, kind: str = "") -> str:
    return f"<td{_class(kind)}><bdi>{markup(words)}</bdi></td>"


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
