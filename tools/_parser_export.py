"""Writes the trained network as ONNX: in whole numbers for shipping, in fp32 to compare with.

The whole-number file has fixed scales, so that a sentence is read the same whatever stands
beside it in a batch, and 7-bit weights, whose sums overflow on no processor.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from _parser_network import FakeQuant, Network, QLinear
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

_OURS = "com.microsoft"
_TAGS = ("upos", "feats", "lemma")


def _array(tensor: Tensor) -> NDArray[Any]:
    return tensor.detach().float().numpy()


class _Graph:
    """Nodes and constants as they come."""

    def __init__(self, *, whole_numbers: bool) -> None:
        self.whole_numbers = whole_numbers
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Add a constant."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **how: Any) -> str:
        """Add a node with one output."""
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **how))
        return output

    def norm(self, x: str, norm: nn.LayerNorm, name: str) -> str:
        """Add a layer norm."""
        inputs = [
            x,
            self.constant(f"{name}.weight", _array(norm.weight)),
            self.constant(f"{name}.bias", _array(norm.bias)),
        ]
        return self.node("LayerNormalization", inputs, name, axis=-1, epsilon=1e-12)

    def rounded(self, x: str, quant: FakeQuant, name: str) -> tuple[str, str, str]:
        """Round activations once for all layers that read them; the value, scale and zero."""
        if not self.whole_numbers:
            return x, "", ""
        scale, zero = quant.scale_zero()
        s = self.constant(f"{name}.scale", np.array(scale, dtype=np.float32))
        z = self.constant(f"{name}.zero", np.array(zero, dtype=np.uint8))
        return self.node("QuantizeLinear", [x, s, z], f"{name}.rounded"), s, z

    def linear(self, x: tuple[str, str, str], layer: QLinear, name: str) -> str:
        """Add a linear layer."""
        weight = _array(layer.weight).T
        bias = self.constant(f"{name}.bias", _array(layer.bias))
        if not self.whole_numbers:
            product = self.node(
                "MatMul", [x[0], self.constant(f"{name}.weight", weight)], f"{name}.product"
            )
            return self.node("Add", [product, bias], name)
        scale = np.maximum(np.abs(weight).max(axis=0), 1e-8) / 63
        whole = np.round(weight / scale).astype(np.int8)
        return self.node(
            "MatMulIntegerToFloat",
            [
                x[0],
                self.constant(f"{name}.weight", whole),
                x[1],
                self.constant(f"{name}.scales", scale.astype(np.float32)),
                x[2],
                "",
                bias,
            ],
            name,
            domain=_OURS,
        )


def build(network: Network, *, whole_numbers: bool) -> onnx.ModelProto:
    """Return the network as a model whose inputs and outputs `dragoman.parse.network` names."""
    g = _Graph(whole_numbers=whole_numbers)
    table = _array(network.words.weight)
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / 127
    g.constant("words", np.round(table / scale).astype(np.int8))
    g.constant("words.scale", scale.astype(np.float32))
    g.constant("places.half", _array(network.places.weight).astype(np.float16))
    g.constant("shapes.table", _array(network.shapes.weight))
    for name, value in (("zero", [0]), ("one", [1]), ("both", [1, 2])):
        g.constant(name, np.array(value, dtype=np.int64))
    g.constant("flat", np.array([-1, network.sizes.hidden], dtype=np.int64))
    g.constant("far", np.array([-1e4, 0], dtype=np.float32))

    g.node("Gather", ["words", "ids"], "words.whole")
    g.node("Cast", ["words.whole"], "words.float", to=TensorProto.FLOAT)
    g.node("Gather", ["words.scale", "ids"], "words.row")
    g.node("Mul", ["words.float", "words.row"], "words.value")
    g.node("Cast", ["places.half"], "places.all", to=TensorProto.FLOAT)
    g.node("Shape", ["ids"], "length", start=1, end=2)
    g.node("Slice", ["places.all", "zero", "length"], "places")
    g.node("Gather", ["shapes.table", "shapes"], "shapes.value")
    g.node("Add", ["words.value", "places"], "sum.1")
    g.node("Add", ["sum.1", "shapes.value"], "sum.2")
    x = g.norm("sum.2", network.norm, "norm")
    # [batch, 1, pieces, pieces]: nobody looks at padding.
    g.node("Gather", ["far", "mask"], "seen.pieces")
    g.node("Unsqueeze", ["seen.pieces", "both"], "seen.row")
    g.node("Concat", ["one", "one", "length", "one"], "seen.shape", axis=0)
    g.node("Expand", ["seen.row", "seen.shape"], "seen")
    for i, layer in enumerate(network.layers):
        n = f"layer{i}"
        near = g.rounded(x, layer.quant[0], f"{n}.in")
        qkv = [g.linear(near, getattr(layer, k), f"{n}.{k}") for k in ("query", "key", "value")]
        mixed = g.node(
            "Attention",
            [*qkv, "seen"],
            f"{n}.mixed",
            q_num_heads=layer.heads,
            kv_num_heads=layer.heads,
        )
        if i == len(network.layers) - 1:
            # From here on the root and the first piece of each word alone, without padding.
            x, mixed = (
                g.node("Gather", [g.node("Reshape", [y, "flat"], f"{y}.flat"), "rows"], f"{y}.rows")
                for y in (x, mixed)
            )
        out = g.linear(g.rounded(mixed, layer.quant[1], f"{n}.mix"), layer.output, f"{n}.output")
        x = g.norm(g.node("Add", [x, out], f"{n}.sum1"), layer.norm1, f"{n}.norm1")
        grown = g.linear(g.rounded(x, layer.quant[2], f"{n}.mid"), layer.grow, f"{n}.grow")
        bent = g.node("Gelu", [grown], f"{n}.gelu")
        out = g.linear(g.rounded(bent, layer.quant[3], f"{n}.inner"), layer.shrink, f"{n}.shrink")
        x = g.norm(g.node("Add", [x, out], f"{n}.sum2"), layer.norm2, f"{n}.norm2")

    words = g.rounded(x, network.quant, "vectors")
    for name in _TAGS:
        logits = g.linear(words, network.tags[name], f"{name}.scores")
        g.node("ArgMax", [logits], name, axis=-1, keepdims=0)
    g.linear(words, network.tags["ner"], "ner")
    g.linear(words, network.label_dependent, "dependent")
    g.linear(words, network.label_governor, "governor")
    g.node("Relu", [g.linear(words, network.dependent, "arc.dependent")], "arc.dependent.relu")
    g.node("Relu", [g.linear(words, network.governor, "arc.governor")], "arc.governor.relu")
    g.constant("arc.weight", _array(network.arc))
    g.constant("arc.bias", _array(network.arc_bias))
    g.node("MatMul", ["arc.dependent.relu", "arc.weight"], "arc.1")
    g.node("Add", ["arc.1", "arc.bias"], "arc.2")
    g.node("Gather", ["arc.2", "grid"], "arc.3")
    g.node("Gather", ["arc.governor.relu", "grid"], "arc.4")
    g.node("Transpose", ["arc.4"], "arc.5", perm=[0, 2, 1])
    g.node("MatMul", ["arc.3", "arc.5"], "arcs")

    sizes = network.sizes
    whole, real = TensorProto.INT32, TensorProto.FLOAT
    inputs = [
        helper.make_tensor_value_info(name, whole, shape)
        for name, shape in (
            ("ids", ["batch", "pieces"]),
            ("shapes", ["batch", "pieces"]),
            ("mask", ["batch", "pieces"]),
            ("rows", ["rows"]),
            ("grid", ["batch", "most"]),
        )
    ]
    outputs = [
        helper.make_tensor_value_info("arcs", real, ["batch", "most", "most"]),
        helper.make_tensor_value_info("dependent", real, ["rows", sizes.label]),
        helper.make_tensor_value_info("governor", real, ["rows", sizes.label]),
        *(helper.make_tensor_value_info(name, TensorProto.INT64, ["rows"]) for name in _TAGS),
        helper.make_tensor_value_info("ner", real, ["rows", sizes.tags["ner"]]),
    ]
    return _model(g, "dragoman-en", inputs, outputs)


def build_relations(network: Network) -> onnx.ModelProto:
    """Return what scores the relation of a word to a head, once the heads are known.

    A file of its own, since the heads come from a tree that is built outside.
    """
    g = _Graph(whole_numbers=False)
    g.node("Add", ["dependent", "governor"], "both")
    g.node("Relu", ["both"], "bent")
    g.constant("weight", _array(network.label.weight).T)
    g.constant("bias", _array(network.label.bias))
    g.node("MatMul", ["bent", "weight"], "product")
    g.node("Add", ["product", "bias"], "scores")
    sizes, real = network.sizes, TensorProto.FLOAT
    inputs = [
        helper.make_tensor_value_info(name, real, ["words", sizes.label])
        for name in ("dependent", "governor")
    ]
    outputs = [helper.make_tensor_value_info("scores", real, ["words", sizes.relations])]
    return _model(g, "dragoman-en-relations", inputs, outputs)


def _model(
    g: _Graph,
    name: str,
    inputs: list[onnx.ValueInfoProto],
    outputs: list[onnx.ValueInfoProto],
) -> onnx.ModelProto:
    model = helper.make_model(
        helper.make_graph(g.nodes, name, inputs, outputs, g.constants),
        opset_imports=[helper.make_opsetid("", 23), helper.make_opsetid(_OURS, 1)],
        ir_version=10,
        producer_name="dragoman",
    )
    onnx.checker.check_model(model)
    return model


def export(network: Network, folder: Path, *, whole_numbers: bool = True) -> None:
    """Write the network to `model.onnx` and `relations.onnx` in a folder."""
    model = build(network, whole_numbers=whole_numbers)
    (folder / "model.onnx").write_bytes(model.SerializeToString())
    (folder / "relations.onnx").write_bytes(build_relations(network).SerializeToString())
