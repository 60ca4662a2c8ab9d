"""The parser as it is trained: MiniLM with heads for tags, lemmas, names and arcs.

What the runtime does with the exported network stands in `dragoman/parse/network.py`; the
two are compared token by token by `tools/train_parser`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from dragoman.parse.shapes import SHAPES


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large everything is. The first block is the encoder's and given by its file."""

    vocabulary: int = 30522
    hidden: int = 384
    inner: int = 1536
    heads: int = 12
    layers: int = 6
    positions: int = 512
    arc: int = 256
    label: int = 256
    tags: dict[str, int] = field(default_factory=dict)  # head name -> number of labels
    relations: int = 50


class FakeQuant(nn.Module):
    """Rounds activations as the exported network will: uint8 with one fixed scale and zero.

    Until `watching` ends it only keeps the range that it sees; then it rounds to it, and the
    gradient passes as if nothing had happened, but for what lies outside.
    """

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("low", torch.zeros(()))
        self.register_buffer("high", torch.zeros(()))
        self.mode = "off"  # off, watch, round

    def forward(self, x: Tensor) -> Tensor:
        """Round, or watch, or pass on."""
        if self.mode == "off":
            return x
        if self.mode == "watch":
            with torch.no_grad():
                flat = x.detach().float().flatten()
                # A few outliers would cost everybody else their precision.
                k = max(1, len(flat) // 50_000)
                high = flat.topk(k).values[-1]
                low = -(-flat).topk(k).values[-1]
                self.high.copy_(torch.maximum(self.high * 0.98, high))
                self.low.copy_(torch.minimum(self.low * 0.98, low))
            return x
        scale, zero = self.scale_zero()
        x32 = x.float()
        held = x32.clamp((0 - zero) * scale, (255 - zero) * scale)
        rounded = ((held / scale + zero).round() - zero) * scale
        return (held + (rounded - held).detach()).to(x.dtype)

    def scale_zero(self) -> tuple[float, int]:
        """Return the step and the integer that stands for 0."""
        low, high = min(float(self.low), 0.0), max(float(self.high), 0.0)
        scale = max(high - low, 1e-6) / 255
        return scale, round(-low / scale)


class QLinear(nn.Linear):
    """A linear layer that can act as its int8 copy: 7-bit weights, one scale for each output.

    Seven bits, because two products of 8 by 8 overflow the 16-bit sums of processors without
    VNNI, which then read otherwise; with seven they never do.
    """

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(inputs, outputs)
        self.round = False

    def forward(self, x: Tensor) -> Tensor:
        """Multiply; with rounded weights once `round` is set."""
        weight = self.weight
        if self.round:
            with torch.no_grad():
                scale = weight.abs().amax(dim=1, keepdim=True).clamp_min(1e-8) / 63
                rounded = (weight / scale).round() * scale
            weight = weight + (rounded - weight).detach()
        return F.linear(x, weight, self.bias)


class Layer(nn.Module):
    """One layer of BERT, norms after the sums."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.heads = sizes.heads
        self.query = QLinear(sizes.hidden, sizes.hidden)
        self.key = QLinear(sizes.hidden, sizes.hidden)
        self.value = QLinear(sizes.hidden, sizes.hidden)
        self.output = QLinear(sizes.hidden, sizes.hidden)
        self.norm1 = nn.LayerNorm(sizes.hidden, eps=1e-12)
        self.grow = QLinear(sizes.hidden, sizes.inner)
        self.shrink = QLinear(sizes.inner, sizes.hidden)
        self.norm2 = nn.LayerNorm(sizes.hidden, eps=1e-12)
        self.quant = nn.ModuleList([FakeQuant() for _ in range(4)])

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Attend and transform; `bias` [batch, 1, 1, pieces] is very low on padding."""
        batch, length, width = x.shape
        q_in = self.quant[0](x)

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, self.heads, -1).transpose(1, 2)

        q, k, v = split(self.query(q_in)), split(self.key(q_in)), split(self.value(q_in))
        # Matmul and softmax: the fused backward takes half of the step on a CPU.
        weights = (q @ k.transpose(-1, -2)) * (q.shape[-1] ** -0.5) + bias
        mixed = (weights.softmax(dim=-1) @ v).transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + self.output(self.quant[1](mixed)))
        inner = F.gelu(self.grow(self.quant[2](x)))
        return self.norm2(x + self.shrink(self.quant[3](inner)))


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.words = nn.Embedding(sizes.vocabulary, sizes.hidden)
        self.places = nn.Embedding(sizes.positions, sizes.hidden)
        self.shapes = nn.Embedding(len(SHAPES), sizes.hidden)
        self.norm = nn.LayerNorm(sizes.hidden, eps=1e-12)
        self.layers = nn.ModuleList([Layer(sizes) for _ in range(sizes.layers)])
        self.quant = FakeQuant()
        self.tags = nn.ModuleDict({k: QLinear(sizes.hidden, n) for k, n in sizes.tags.items()})
        self.dependent = QLinear(sizes.hidden, sizes.arc)
        self.governor = QLinear(sizes.hidden, sizes.arc)
        self.arc = nn.Parameter(torch.empty(sizes.arc, sizes.arc))
        self.arc_bias = nn.Parameter(torch.zeros(sizes.arc))
        self.label_dependent = QLinear(sizes.hidden, sizes.label)
        self.label_governor = QLinear(sizes.hidden, sizes.label)
        self.label = nn.Linear(sizes.label, sizes.relations)
        self.dropout = 0.25
        nn.init.zeros_(self.shapes.weight)
        nn.init.normal_(self.arc, std=sizes.arc**-0.5 / 2)
        self.words.weight.requires_grad_(False)

    def encode(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Return [batch, pieces, hidden]."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.words(ids) + self.places(places)[None] + self.shapes(shapes))
        bias = torch.zeros_like(mask, dtype=x.dtype).masked_fill(mask == 0, -1e4)[:, None, None]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def word_vectors(self, ids: Tensor, shapes: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """Return [batch, words + 1, hidden]: the root ([CLS]) and each word's first piece."""
        x = self.encode(ids, shapes, mask)
        x = x.gather(1, first[..., None].expand(-1, -1, x.shape[-1]))
        if self.training and self.dropout:
            x = F.dropout(x, self.dropout)
        return self.quant(x)

    def arcs(self, words: Tensor, valid: Tensor) -> Tensor:
        """Return [batch, words, words + 1]: the score of each head; column 0 is the root."""
        dependent = F.relu(self.dependent(words[:, 1:]))
        governor = F.relu(self.governor(words))
        scores = (dependent @ self.arc.to(dependent.dtype) + self.arc_bias.to(dependent.dtype)) @ (
            governor.transpose(1, 2)
        )
        return scores.float().masked_fill(~valid[:, None, :], -1e4)

    def labels(self, words: Tensor, heads: Tensor) -> Tensor:
        """Return [batch, words, relations] for the given heads (0 is the root)."""
        dependent = self.label_dependent(words[:, 1:])
        governor = self.label_governor(words)
        governor = governor.gather(1, heads[..., None].expand(-1, -1, governor.shape[-1]))
        return self.label(F.relu(dependent + governor)).float()

    def quantize(self, mode: str) -> None:
        """Set all roundings to "off", "watch" or "round"."""
        for module in self.modules():
            if isinstance(module, FakeQuant):
                module.mode = mode
            elif isinstance(module, QLinear):
                module.round = mode == "round"


def load_encoder(network: Network, folder: Path, keep: list[int], layers: list[int]) -> None:
    """Fill the encoder from a MiniLM in Hugging Face's layout.

    Args:
        network: Of the same width.
        folder: With `model.safetensors`.
        keep: The pieces of the original vocabulary that stay, in the order of the new ids.
        layers: Which layers of the original stay, in order.
    """
    from safetensors.torch import load_file

    old = load_file(folder / "model.safetensors")
    old = {k.removeprefix("bert."): v for k, v in old.items()}
    word = old["embeddings.word_embeddings.weight"][keep]
    # Frozen, so it can be what the exported file holds from the first step on.
    scale = word.abs().amax(dim=1, keepdim=True).clamp_min(1e-8) / 127
    with torch.no_grad():
        network.words.weight.copy_((word / scale).round() * scale)
        network.places.weight.copy_(
            old["embeddings.position_embeddings.weight"]
            + old["embeddings.token_type_embeddings.weight"][0]
        )
        network.norm.weight.copy_(old["embeddings.LayerNorm.weight"])
        network.norm.bias.copy_(old["embeddings.LayerNorm.bias"])
        for new, number in zip(network.layers, layers, strict=True):
            parts = {
                "query": "attention.self.query",
                "key": "attention.self.key",
                "value": "attention.self.value",
                "output": "attention.output.dense",
                "norm1": "attention.output.LayerNorm",
                "grow": "intermediate.dense",
                "shrink": "output.dense",
                "norm2": "output.LayerNorm",
            }
            for mine, theirs in parts.items():
                module = getattr(new, mine)
                module.weight.copy_(old[f"encoder.layer.{number}.{theirs}.weight"])
                module.bias.copy_(old[f"encoder.layer.{number}.{theirs}.bias"])
