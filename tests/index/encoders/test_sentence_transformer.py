import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from index.bundled_model.folder import MOST_TOKENS
from index.encoders.onnx import OnnxEncoder
from index.encoders.registry import load_encoder
from index.encoders.sentence_transformer import SentenceTransformerEncoder, prompts
from index.errors import ModelsExtraMissing, ModelUnavailable
from tests.bundled import LONG, SENTENCES, engine, folder, torch_folder


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        pytest.param("a/b", {}, ("", ""), id="none"),
        pytest.param("a/b", {"query": "q: ", "document": "d: "}, ("q: ", "d: "), id="both"),
        pytest.param("a/b", {"query": "q: ", "passage": "p: ", "document": ""}, ("q: ", "p: "), id="passage-is-meant"),
        pytest.param(
            "intfloat/multilingual-e5-small", {"query": "", "document": ""}, ("query: ", "passage: "), id="e5"
        ),
        pytest.param("intfloat/e5-base-v2", {"query": "q: ", "document": ""}, ("q: ", ""), id="own-prompts-win"),
        pytest.param("intfloat/multilingual-e5-large-instruct", {}, ("", ""), id="instruct-has-others"),
        pytest.param("some/house5-small", {}, ("", ""), id="no-e5"),
    ],
)
def test_prompts(name: str, given: dict[str, str], expected: tuple[str, str]) -> None:
    assert tuple(prompts(name, given)[kind] for kind in ("query", "document")) == expected


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    message = r"^model 'a/b' needs sentence-transformers; in Otvet's folder, run: .* --editable '\.\[models\]'$"
    with pytest.raises(ModelsExtraMissing, match=message):
        load_encoder("a/b", cache=folder().parent)


@cache
def loaded() -> SentenceTransformerEncoder:
    pytest.importorskip("sentence_transformers", exc_type=ImportError)
    return SentenceTransformerEncoder(str(torch_folder()))


def test_the_library_loads_our_folder_and_gives_the_vectors_of_the_engine() -> None:
    queries = np.sum(loaded().encode_queries(SENTENCES) * engine().query(SENTENCES), axis=1)
    passages = np.sum(loaded().encode_passages(SENTENCES) * engine().passage(SENTENCES), axis=1)
    assert min(queries.min(), passages.min()) >= 0.999


def test_our_runtime_gives_the_vectors_of_the_library() -> None:
    texts = [*SENTENCES, LONG]
    ours = OnnxEncoder(folder())
    queries = np.sum(ours.encode_queries(texts) * loaded().encode_queries(texts), axis=1)
    passages = np.sum(ours.encode_passages(texts) * loaded().encode_passages(texts), axis=1)
    assert min(queries.min(), passages.min()) >= 0.99


def test_the_library_reads_the_prompts_and_the_length_from_our_folder() -> None:
    model = pytest.importorskip("sentence_transformers").SentenceTransformer(str(torch_folder()), device="cpu")
    assert model.prompts == {"query": "query: ", "passage": "passage: ", "document": "passage: "}
    assert model.max_seq_length == MOST_TOKENS
    plain = model.encode_document(["Счёт на оплату"])
    assert np.allclose(plain, loaded().encode_passages(["Счёт на оплату"]), atol=1e-5)


def test_the_digest_is_the_weights_and_loading_repeats_it() -> None:
    expected = loaded().digest
    again = SentenceTransformerEncoder(str(torch_folder()))
    assert again.digest == expected
    assert again.name == str(torch_folder())
    assert again.dim == 384
    assert again.encode_queries([]).shape == (0, 384)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    loaded()
    with pytest.raises(
        ModelUnavailable, match=r"cannot be loaded \(.+\); check the name, the folder and the network\.$"
    ):
        load_encoder(str(tmp_path), cache=folder().parent)
