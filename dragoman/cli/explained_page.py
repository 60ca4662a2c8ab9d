"""What was read in a text as one page: sentences with names marked, rules, reports, trees.

The page holds no script and asks nothing of the net; its policy forbids both.
"""

import base64
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dragoman.export.explained import Fact, Row, facts, who
from dragoman.parse.drawing import draw_svg
from dragoman.parse.drawing.words import markup

if TYPE_CHECKING:
    from dragoman.extract.explaining import Explained

_STYLE = """
:root { --paper: #fdfcf9; --ink: #1c1b1a; --soft: #5f5b55; --line: #d9d4ca; --accent: #8a1f2b;
  --who: #e8dcc0; --where: #d3e3d8; --good: #24613b; --bad: #8a5200; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #171615; --ink: #ece8e1; --soft: #a9a39a; --line: #3a3733; --accent: #f0959e;
    --who: #4d4223; --where: #24412f; --good: #8fd0a6; --bad: #e0b36a; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 3rem; max-width: 60rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.5 "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
header { padding-top: .7rem; border-top: 4px solid var(--accent); }
header p { margin: .2rem 0 0; color: var(--soft); font-size: .88rem; }
h1 { margin: 0; font-size: 1.05rem; overflow-wrap: anywhere; }
section { margin: 1.2rem 0 0; padding-top: 1rem; border-top: 1px solid var(--line); }
h2 { position: relative; margin: 0 0 .5rem; overflow-wrap: anywhere;
  font: 1.15rem/1.5 Charter, "Iowan Old Style", Georgia, "DejaVu Serif", serif; }
.quiet h2 { color: var(--soft); }
.number { margin-right: .6rem; color: var(--soft);
  font: .84rem "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
mark { color: inherit; background: var(--who); border-radius: .2rem; padding: 0 .15rem; }
mark.place { background: var(--where); }
u { text-decoration: underline 2px var(--accent); text-underline-offset: .25em; }
header u { margin-left: .4rem; }
dl { display: grid; grid-template-columns: 6rem 1fr; gap: .15rem .5rem; margin: 0;
  font-size: .88rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.rule, .value { font: .84rem/1.5 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.rule { color: var(--accent); }
.word { font-weight: 600; }
.good { color: var(--good); font-weight: 600; }
.bad { color: var(--bad); }
details { margin-top: .4rem; }
summary { color: var(--soft); font-size: .84rem; cursor: pointer; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dt { margin-top: .4rem; } }
.picture { overflow-x: auto; }
svg { display: block; }
svg .paper { fill: none; }
svg .word, svg .label, svg .arc-end { fill: var(--ink); }
svg .label, svg .root-label { stroke: var(--paper); }
svg .tag, svg .label.faint, svg .arc-end.faint { fill: var(--soft); }
svg .arc { stroke: var(--ink); }
svg .arc.faint { stroke: var(--soft); }
svg .root, svg .name { stroke: var(--accent); }
svg .root-end, svg .root-label, svg .name-label { fill: var(--accent); }
footer { margin-top: 2.5rem; padding-top: .8rem; border-top: 1px solid var(--line);
  color: var(--soft); font-size: .8rem; }
"""


def draw_page(told: Sequence[tuple["Explained", Row]], *, title: str, total: str = "") -> str:
    """Return an HTML page of sentences as `export.explained.told_of` tells them.

    Args:
        told: The sentences.
        title: What the text is called.
        total: What all of it gave, in words.
    """
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    sections = "\n".join(_section(one, row) for one, row in told)
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
<header>
<h1>{markup(title)}</h1>
<p>{markup(total)}</p>
<p class="legend"><mark>who is named</mark> <mark class="place">what place</mark>
<u>the word at which a rule fired</u></p>
</header>
<main>
{sections or "<p>There is no sentence.</p>"}
</main>
<footer>A phrase that names one person was given to the parser as a short name; the tree shows
the sentence so. Point at a rule to see its pattern.</footer>
</body>
</html>
"""


def _section(explained: "Explained", row: Row) -> str:
    number = row["number"]
    lines = "\n".join(map(_fact, facts(row)))
    tree = explained.reading.tree
    picture = ""
    if len(tree):
        drawn = draw_svg([tree], ident=f"tree{number}", legend=False)
        picture = f'<details><summary>tree</summary><div class="picture">\n{drawn}</div></details>'
    quiet = "" if row["reports"] or row["statements"] else ' class="quiet"'
    return f"""<section{quiet} aria-labelledby="sentence{number}">
<h2 id="sentence{number}"><span class="number">{number}</span><bdi>{_marked(row)}</bdi></h2>
<dl>
{lines}
</dl>
{picture}
</section>"""


def _fact(fact: Fact) -> str:
    hint = f' title="{markup(fact.hint)}"' if fact.hint else ""
    words = "".join(
        f'<bdi class="{kind}">{markup(words)}</bdi>' if kind else f"<bdi>{markup(words)}</bdi>"
        for words, kind in fact.pieces
    )
    return f"<dt>{fact.label}</dt><dd{hint}>{words}</dd>"


def _marked(row: Row) -> str:
    """Return the sentence with its mentions marked, and the words at which rules fired."""
    text, at, written = row["sentence"], 0, list[str]()
    stretches = [(m["start"], m["end"], _mention_tag(m)) for m in row["mentions"]]
    words = {(f["start"], f["end"]) for f in row["fired"] if f["outcome"] == "reported"}
    stretches += [(start, end, ("<u>", "</u>")) for start, end in words]
    for start, end, (opening, closing) in sorted(stretches):
        if start < at:
            continue
        written += [markup(text[at:start]), opening, markup(text[start:end]), closing]
        at = end
    return "".join([*written, markup(text[at:])])


def _mention_tag(mention: Row) -> tuple[str, str]:
    kind = ' class="place"' if mention["place"] else ""
    return f'<mark{kind} title="{markup(who(mention))}">', "</mark>"
