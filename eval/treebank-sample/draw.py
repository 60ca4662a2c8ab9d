#!/usr/bin/env python3
"""Draw the sentences of this folder from the treebanks beside the checkout.

usage: python eval/treebank-sample/draw.py

Chance is seeded, so the same treebanks give the same files. Of the sentences of a test part
with 6 to 40 words so many are drawn, none from private mail or with an address or a long number;
they stand in the treebank's order. Kept are the lines of
the words and, as comments, id and text; of GUM also document, title, author and address. MISC
keeps SpaceAfter and gets the names (NER); enhanced dependencies are left out.
"""

import re
import sys
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from _treebanks import Gold, load  # noqa: E402

TREEBANKS = ROOT.parent / "shared" / "treebanks"
SEED = "treebank sample 1"
SHORTEST, LONGEST = 6, 40
DRAWN = {"en_ewt-test.conllu": 40, "en_gum-free-test.conllu": 30, "en_pud.conllu": 30}
PRIVATE = re.compile(r"@|\d[\d -]{5,}\d")
"""Mail addresses and telephone numbers."""
ABOUT = ("meta::title", "meta::author", "meta::sourceURL")
"""What GUM says of a document that attribution needs."""


def blocks(path: Path) -> dict[str, tuple[str, list[str]]]:
    """Return the lines of each sentence's words by its id, and what is said of its document."""
    found = {}
    ident, about, fresh = "", "", []
    rows: list[str] = []
    for line in [*path.read_text("utf-8").split("\n"), ""]:
        if line.startswith("# newdoc id"):
            fresh = [line]
        elif line.startswith(tuple(f"# {key}" for key in ABOUT)):
            fresh.append(line)
        elif line.startswith("# sent_id"):
            ident = line.partition("=")[2].strip()
            about = "\n".join(fresh)
        elif line and line[0] != "#":
            rows.append(line)
        elif not line and rows:
            found[ident] = about, rows
            rows = []
    return found


def written(gold: Gold, rows: list[str]) -> str:
    """Return a sentence as CoNLL-U, with names, without what the parser is not measured on."""
    lines = [f"# sent_id = {gold.id}", f"# text = {gold.text}"]
    for row in rows:
        cells = row.split("\t")
        if not re.fullmatch(r"\d+(-\d+)?", cells[0]):
            continue
        misc = [part for part in cells[9].split("|") if part == "SpaceAfter=No"]
        if cells[0].isdigit() and gold.ner and gold.ner[int(cells[0]) - 1] != "O":
            misc.insert(0, f"NER={gold.ner[int(cells[0]) - 1]}")
        lines.append("\t".join([*cells[:8], "_", "|".join(misc) or "_"]))
    return "\n".join(lines) + "\n\n"


def main() -> None:
    """Write the files."""
    for name, number in DRAWN.items():
        fitting = [
            gold
            for gold in load(TREEBANKS, name)
            if SHORTEST <= len(gold) <= LONGEST
            and gold.genre != "email"
            and not PRIVATE.search(gold.text)
        ]
        drawn = {g.id for g in Random(f"{SEED} {name}").sample(fitting, number)}  # noqa: S311
        said = blocks(TREEBANKS / name)
        pieces, document = [], ""
        for gold in fitting:
            if gold.id not in drawn:
                continue
            about, rows = said[gold.id]
            if gold.document != document:
                pieces.append(about + "\n")
                document = gold.document
            pieces.append(written(gold, rows))
        (HERE / name).write_text("".join(pieces), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
