"""The trained network as the file that is shipped: ONNX, weights of matrices and tables in eight bits.

Weights of matrices are quantised to seven bits (`reduce_range`): then the sum of two products cannot leave sixteen bits
on processors that have no VNNI, so that all processors compute the same (onnxruntime's documentation of quantisation).
The big table of word pieces is kept as bytes with a scale a row.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model
from torch import Tensor, nn

from training.tag.fit import LIKELY
from training.tag.network import Encoder, Network, mix

OPSET = 17
INPUTS = ("pieces", "features", "first")
OUTPUTS = ("names", "anchors", "at", "links", "passages")
FLOAT_NODES = ("/label", "/product")


class _Attention(torch.autograd.Function):
    """Attention as the one operator that ONNX Runtime has for it; without a mask it goes block by block through a
    processor's cache (FlashAttention, Dao et al. 2022)."""

    @staticmethod
    def forward(_: Any, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        return mix(query, key, value, torch.zeros(()), heads)

    @staticmethod
    def symbolic(g: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        return g.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads)


def _mixed(query: Tensor, key: Tensor, value: Tensor, _: Tensor, heads: int) -> Tensor:
    return _Attention.apply(query, key, value, heads)  # type: ignore[no-any-return,no-untyped-call]


class Shipped(nn.Module):
    """The network with what the program asks of it: all heads, and links for likely anchors, of one window."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, features: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        network = self.network
        pieces, features, first = pieces[None], features[None], first[None]
        words = network.words(pieces, features, torch.ones_like(pieces), first)
        anchors = network.anchors(words)[0, :, 0]
        at = (torch.sigmoid(anchors) > LIKELY).nonzero()[:, 0]
        links = network.linked(words, features, first, torch.zeros_like(at), at)
        return network.names(words)[0], anchors, at, links, network.passage(words)[0]


def example(length: int = 40, words: int = 30) -> tuple[Tensor, ...]:
    """Inputs that show the exporter their shapes."""
    return (
        torch.randint(1000, 2000, (length,)),
        torch.zeros((length, 3), dtype=torch.long),
        torch.arange(words) + 1,
    )


def export(network: Network, target: Path) -> None:
    """Write the network to `target`."""
    network = network.cpu().eval()
    axes: dict[str, dict[int, str]] = {name: {0: "length"} for name in ("pieces", "features")}
    axes |= {name: {0: "words"} for name in ("first", "names", "anchors", "passages")}
    axes |= {"at": {0: "found"}, "links": {0: "found", 1: "words"}}
    made = exported(Shipped(network), network.encoder, example(), INPUTS, OUTPUTS, axes, FLOAT_NODES)
    target.write_bytes(made)


def exported(
    module: nn.Module,
    encoder: Encoder,
    given: tuple[Tensor, ...],
    inputs: Sequence[str],
    outputs: Sequence[str],
    axes: Mapping[str, Mapping[int, str]],
    floats: Sequence[str],
) -> bytes:
    """A network as ONNX, in eight bits.

    Args:
        module: the network, with what the program asks of it.
        encoder: the encoder inside it.
        given: inputs that show their shapes.
        inputs, outputs: their names.
        axes: which of their axes may have any length, with names.
        floats: parts of the names of nodes that stay in full precision.
    """
    for layer in encoder.layers:
        layer.mix = _mixed
    with tempfile.TemporaryDirectory() as folder:
        plain, fused, small = (str(Path(folder) / name) for name in ("plain.onnx", "fused.onnx", "small.onnx"))
        with torch.no_grad():
            torch.onnx.export(
                module,
                given,
                plain,
                input_names=list(inputs),
                output_names=list(outputs),
                dynamic_axes=axes,
                opset_version=OPSET,
                dynamo=False,
            )
        options = FusionOptions("bert")
        options.enable_embed_layer_norm = False
        options.enable_skip_layer_norm = False
        options.enable_bias_skip_layer_norm = False
        model = optimize_model(plain, "bert", encoder.shape.heads, encoder.shape.width, optimization_options=options)
        model.save_model_to_file(fused)
        left_out = [node.name for node in model.model.graph.node if any(part in node.name for part in floats)]
        quantize_dynamic(
            fused,
            small,
            op_types_to_quantize=["MatMul", "Attention"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=left_out,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
        return with_small_tables(onnx.load(small)).SerializeToString()


def with_small_tables(model: onnx.ModelProto) -> onnx.ModelProto:
    """Tables that are looked up by row, in bytes: each row its bytes times its own scale."""
    graph = model.graph
    tables = {one.name: one for one in graph.initializer}
    for node in list(graph.node):
        if node.op_type != "Gather" or node.input[0] not in tables:
            continue
        table = tables[node.input[0]]
        values = numpy_helper.to_array(table)
        if values.dtype != np.float32 or values.size < 1 << 16:
            continue
        scale = np.abs(values).max(1, keepdims=True) / 127 + 1e-12
        name = table.name.replace(".", "_")
        graph.initializer.remove(table)
        graph.initializer.extend(
            [
                numpy_helper.from_array(np.round(values / scale).astype(np.int8), f"{name}_bytes"),
                numpy_helper.from_array(scale.astype(np.float32), f"{name}_scale"),
            ]
        )
        at = list(graph.node).index(node)
        graph.node.remove(node)
        made = [
            helper.make_node("Gather", [f"{name}_bytes", node.input[1]], [f"{name}_rows"], axis=0),
            helper.make_node("Cast", [f"{name}_rows"], [f"{name}_float"], to=TensorProto.FLOAT),
            helper.make_node("Gather", [f"{name}_scale", node.input[1]], [f"{name}_scales"], axis=0),
            helper.make_node("Mul", [f"{name}_float", f"{name}_scales"], [node.output[0]]),
        ]
        for number, one in enumerate(made):
            graph.node.insert(at + number, one)
    return model
