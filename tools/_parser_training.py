"""The training loop: batches, losses, rounding, the average of the weights, checkpoints.

A run that is stopped goes on at the end of its last epoch (`checkpoint.pt`), as if it had not
been. The same seed, inputs and number of threads give the same network.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any

import numpy as np
import torch
from _parser_data import (
    HEADS,
    IGNORE,
    Encoder,
    Example,
    LabelSets,
    Unsure,
    batches,
    clean,
    epoch,
    label_sets,
)
from _parser_network import Network, Sizes, load_encoder
from _treebanks import Gold
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from dragoman.parse.wordpiece import WordPiece


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that a run depends on, but for the treebanks and the encoder."""

    seed: int = 1
    steps: int = 2400
    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    final: bool = True
    noisy: float = 0.4  # share of sentences damaged
    padded: int = 1800  # pieces of a batch
    encoder_rate: float = 2.5e-4
    head_rate: float = 1.5e-3
    warm_up: int = 120
    decay: float = 0.01
    tag_weight: float = 0.5
    round_from: float = 0.7  # share of the steps after which the network rounds as int8 will
    average: float = 0.995  # of the running average of the weights
    longest: int = 200  # pieces of a sentence in training
    bf16: bool = True
    hidden: float = 0.05  # share of pieces hidden
    silver: int = 15_000  # sentences of an epoch that parsers labelled, if there are any
    inputs: Mapping[str, str] = field(default_factory=dict)  # SHA-256 by name


def batch_tensors(examples: list[Example]) -> dict[str, Any]:
    """Return a batch, padded."""
    pieces = max(len(e.pieces) for e in examples)
    words = max(len(e.head) for e in examples)

    def padded(rows: list[NDArray[Any]], width: int, fill: int) -> Tensor:
        out = np.full((len(rows), width), fill, dtype=np.int64)
        for i, row in enumerate(rows):
            out[i, : len(row)] = row
        return torch.from_numpy(out)

    return {
        "ids": padded([e.pieces for e in examples], pieces, 0),
        "shapes": padded([e.shapes for e in examples], pieces, 0),
        "mask": padded([np.ones(len(e.pieces)) for e in examples], pieces, 0),
        "first": padded([e.first for e in examples], words + 1, 0),
        "valid": padded([np.ones(len(e.first)) for e in examples], words + 1, 0).bool(),
        "head": padded([e.head for e in examples], words, IGNORE),
        "deprel": padded([e.deprel for e in examples], words, IGNORE),
        **{name: padded([e.tags[name] for e in examples], words, IGNORE) for name in HEADS},
    }


def losses(network: Network, batch: dict[str, Tensor], recipe: Recipe) -> dict[str, Tensor]:
    """Return the loss of each head."""
    words = network.word_vectors(batch["ids"], batch["shapes"], batch["mask"], batch["first"])
    arcs = network.arcs(words, batch["valid"])
    gold = batch["head"]
    found = {
        "arc": F.cross_entropy(arcs.flatten(0, 1), gold.flatten(), ignore_index=IGNORE),
        "deprel": F.cross_entropy(
            network.labels(words, gold.clamp_min(0)).flatten(0, 1),
            batch["deprel"].flatten(),
            ignore_index=IGNORE,
        ),
    }
    for name, head in network.tags.items():
        target = batch[name].flatten()
        if bool((target != IGNORE).any()):
            logits = head(words[:, 1:]).float().flatten(0, 1)
            found[name] = recipe.tag_weight * F.cross_entropy(logits, target, ignore_index=IGNORE)
    return found


@torch.no_grad()
def score(network: Network, examples: list[Example], recipe: Recipe) -> dict[str, float]:
    """Return UAS, LAS and tag accuracies with the best head of each word, no tree asked for."""
    network.eval()
    device = network.arc.device.type
    counts: dict[str, list[int]] = {k: [0, 0] for k in ("uas", "las", *HEADS)}
    for group in batches(examples, Random(0), padded=4000):  # noqa: S311 - no secret
        batch = {k: v.to(device) for k, v in batch_tensors(group).items()}
        with torch.autocast(device, dtype=torch.bfloat16, enabled=recipe.bf16):
            words = network.word_vectors(
                batch["ids"], batch["shapes"], batch["mask"], batch["first"]
            )
            heads = network.arcs(words, batch["valid"]).argmax(-1)
            labels = network.labels(words, heads).argmax(-1)
        known = batch["head"] != IGNORE
        right = (heads == batch["head"]) & known
        for name, hits, of in (
            ("uas", right, known),
            ("las", right & (labels == batch["deprel"]), known),
            *(
                (n, (network.tags[n](words[:, 1:]).argmax(-1) == batch[n]), batch[n] != IGNORE)
                for n in HEADS
            ),
        ):
            counts[name][0] += int((hits & of).sum())
            counts[name][1] += int(of.sum())
    network.train()
    return {k: round(100 * hit / max(of, 1), 2) for k, (hit, of) in counts.items()}


def _rate(step: int, recipe: Recipe) -> float:
    """Warm up, then go down to nothing in a straight line."""
    if step < recipe.warm_up:
        return (step + 1) / recipe.warm_up
    return max(0.0, (recipe.steps - step) / (recipe.steps - recipe.warm_up))


def train(
    recipe: Recipe,
    *,
    sentences: Sequence[Gold],
    watched: Mapping[str, Sequence[Gold]],
    encoder_folder: Path,
    vocabulary: Sequence[str],
    out: Path,
    silver: Sequence[Gold] = (),
    unsure: Unsure = MappingProxyType({}),
    device: str = "cpu",
) -> tuple[Network, LabelSets]:
    """Train, or go on training, and return the averaged network in evaluation mode.

    Args:
        recipe: How.
        sentences: What on, in the order of the treebanks.
        watched: Sentences held out, by name; scored after each epoch.
        encoder_folder: A MiniLM in Hugging Face's layout: `model.safetensors`, `vocab.txt`.
        vocabulary: The pieces that stay.
        out: Where `checkpoint.pt` is written after each epoch, and looked for.
        silver: Sentences that parsers labelled; each epoch takes some.
        unsure: Their words that are not learnt from.
        device: "cpu" or "cuda".
    """
    torch.manual_seed(recipe.seed)
    labels = label_sets(sentences)
    pieces = WordPiece(vocabulary)
    encoder = Encoder(pieces, labels)
    original = (encoder_folder / "vocab.txt").read_text("utf-8").split("\n")
    number = {piece: i for i, piece in enumerate(original)}
    sizes = Sizes(
        vocabulary=len(vocabulary),
        layers=len(recipe.layers),
        tags={name: len(getattr(labels, name)) for name in HEADS},
        relations=len(labels.deprel),
    )
    network = Network(sizes)
    load_encoder(
        network, encoder_folder, [number[piece] for piece in vocabulary], list(recipe.layers)
    )
    network.to(device)
    held_out = {
        name: [e for g in golds if (e := encoder.example(clean(g), longest=500))]
        for name, golds in watched.items()
    }
    slow = [
        p
        for n, p in network.named_parameters()
        if n.startswith(("layers", "norm", "places")) and p.requires_grad
    ]
    known = {id(p) for p in slow}
    fast = [p for p in network.parameters() if p.requires_grad and id(p) not in known]
    optimizer = torch.optim.AdamW(
        [{"params": slow, "lr": recipe.encoder_rate}, {"params": fast, "lr": recipe.head_rate}],
        weight_decay=recipe.decay,
        betas=(0.9, 0.98),
    )
    bases = [group["lr"] for group in optimizer.param_groups]
    average = {k: v.detach().clone() for k, v in network.state_dict().items()}
    step, epochs = 0, 0
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False, map_location=device)
        if state["recipe"] != asdict(recipe):
            raise SystemExit(
                f"{checkpoint} is of another recipe: {state['recipe']}. Give the same options, "
                "or another --out."
            )
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        average, step, epochs = state["average"], state["step"], state["epoch"]
        say(f"goes on at step {step} of {recipe.steps}")

    network.train()
    rounding = int(recipe.round_from * recipe.steps)
    began, first_step, seen = time.monotonic(), step, dict.fromkeys(("arc", "deprel"), 0.0)
    while step < recipe.steps:
        # All chance of an epoch hangs on its number, so that a run can be taken up again.
        rng = Random(f"{recipe.seed} {epochs}")  # noqa: S311 - no secret
        torch.manual_seed(rng.getrandbits(63))
        drawn = rng.sample(silver, min(recipe.silver, len(silver)))
        examples = epoch(
            [*sentences, *drawn],
            encoder,
            rng,
            noisy=recipe.noisy,
            longest=recipe.longest,
            hidden=recipe.hidden,
            unsure=unsure,
        )
        for group in batches(examples, rng, padded=recipe.padded):
            if step >= rounding:
                network.quantize("watch" if step < rounding + 20 else "round")
            for base, param_group in zip(bases, optimizer.param_groups, strict=True):
                param_group["lr"] = base * _rate(step, recipe)
            batch = {k: v.to(device) for k, v in batch_tensors(group).items()}
            with torch.autocast(device, dtype=torch.bfloat16, enabled=recipe.bf16):
                parts = losses(network, batch, recipe)
            loss = torch.stack(list(parts.values())).sum()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(slow + fast, 5.0)
            optimizer.step()
            step += 1
            keep = min(recipe.average, step / (step + 10))
            with torch.no_grad():
                for name, value in network.state_dict().items():
                    if value.dtype.is_floating_point and "quant" not in name:
                        average[name].lerp_(value, 1 - keep)
                    else:
                        average[name].copy_(value)
            for name in seen:
                seen[name] = 0.98 * seen[name] + 0.02 * float(parts[name].detach())
            _progress(step, recipe.steps, first_step, began, seen)
            if step == recipe.steps:
                break
        epochs += 1
        torch.save(
            {
                "recipe": asdict(recipe),
                "network": network.state_dict(),
                "optimizer": optimizer.state_dict(),
                "average": average,
                "step": step,
                "epoch": epochs,
            },
            checkpoint.with_suffix(".part"),
        )
        checkpoint.with_suffix(".part").replace(checkpoint)
        here = network.state_dict()
        here = {k: v.clone() for k, v in here.items()}
        network.load_state_dict(average)
        for name, golds in held_out.items():
            say(f"\nepoch {epochs} step {step} {name} {score(network, golds, recipe)}")
        network.load_state_dict(here)
    network.load_state_dict(average)
    network.cpu().eval()
    return network, labels


def _progress(step: int, steps: int, first: int, began: float, seen: dict[str, float]) -> None:
    """Print one line over the last: how far, how long still, and the losses."""
    if step % 10 and step != steps:
        return
    passed = time.monotonic() - began
    left = passed / max(step - first, 1) * (steps - step)
    bar = "#" * (30 * step // steps)
    parts = " ".join(f"{k} {v:.3f}" for k, v in seen.items())
    print(f"\r[{bar:30}] {step}/{steps}  {left / 60:5.1f} min left  {parts} ", end="", flush=True)


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)
