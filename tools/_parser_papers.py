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
    """Return the temperatures under which the gold heads and labels are likeliest.

    Relations that the parser does not have are left out.
    """
    forms = [form for gold in golds for form in gold.form]
    bounds = np.cumsum([0, *map(len, golds)], dtype=np.int64)
    heads = np.concatenate([np.array(gold.head, dtype=np.int32) for gold in golds])
    number = {label: i for i, label in enumerate(parser.labels.deprel)}
    labels = np.array([number.get(d, -1) for gold in golds for d in gold.deprel])
    grid = np.round(np.arange(0.6, 4.0, 0.05), 2)
    loss = {"head": np.zeros(len(grid)), "label": np.zeros(len(grid))}
    for words, out in parser.outputs(forms, bounds):
        gold_heads = [heads[w.start : w.stop] for w in words]
        scores = parser.label_scores(out, gold_heads)
        gold_labels = np.concatenate([labels[w.start : w.stop] for w in words])
        known = np.flatnonzero(gold_labels >= 0)
        for k, t in enumerate(grid.tolist()):
            for logs, above in zip(head_log_probabilities(out.arcs, t), gold_heads, strict=True):
                loss["head"][k] -= float(logs[np.arange(len(above)), above + 1].sum())
            logs = log_softmax(scores / np.float32(t))
            loss["label"][k] -= float(logs[known, gold_labels[known]].sum())
    return {name: float(grid[int(np.argmin(sums))]) for name, sums in loss.items()}


def write_folder(
    network: Network,
    labels: LabelSets,
    *,
    name: str,
    recipe: Mapping[str, Any],
    vocabulary: Sequence[str],
    treebanks: Path,
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

    def write(folder: Path, *, whole_numbers: bool = True) -> DragomanParser:
        return write_parser(
            network,
            labels,
            folder,
            vocabulary=vocabulary,
            lemmas=lemmas,
            meta=meta,
            whole_numbers=whole_numbers,
        )

    rounded = write(out)
    news = [g for g in load(treebanks, "en_gum-free-dev.conllu") if g.genre == "news"]
    meta["temperatures"] = fit_temperatures(rounded, news)
    rounded = write(out)
    exact = write(out.parent / f"{out.name}-fp32", whole_numbers=False)
    sets = {"GUM news dev": news, **quoted(treebanks)}
    meta["figures"] = {k: attachment(rounded, golds) for k, golds in sets.items()}
    meta["figures_fp32"] = {k: attachment(exact, golds) for k, golds in sets.items()}
    meta["differs_from_fp32"] = _differences(rounded, exact, sets)
    roles = ("train", "dev") if recipe["final"] else ("train",)
    used = [entry for entry in locked().values() if entry.role in roles]
    names = {entry.name for entry in used} | {entry.names for entry in used}
    meta["sources"] = {
        entry.name: {
            "sha256": entry.sha256,
            "licence": entry.licence,
            "trained_on": entry.name in names,
        }
        for entry in locked().values()
    }
    meta["sha256"] = sha256((out / "model.onnx").read_bytes()).hexdigest()
    meta["versions"] = {
        "python": sys.version.split()[0],
        **{p: version(p) for p in ("torch", "onnx", "onnxruntime", "numpy")},
    }
    write(out)
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
    export(network, folder, whole_numbers=whole_numbers)
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
