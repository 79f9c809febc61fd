"""Texts are encoded by any number of processes alike, and a killed build goes on where it was."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from index.encode_texts import FEW, encode_texts
from index.encoders.hash import HashEncoder
from index.encoders.protocol import Encoded
from index.errors import BuildKilled, NoIndex
from index.storage.bundle import open_bundle
from index.storage.encoded import FOLDER, Made, Text, Unfinished
from index.storage.generations import load
from tests.conftest import FAQ

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
TEXTS = [Text(f"вопрос {number} " + "и ещё слово " * (number % 7), number % 3 > 0) for number in range(2 * FEW)]


class Counting(HashEncoder):
    """Remembers what this process was given."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[str] = []

    def passages(self, texts: Sequence[str], *, progress: bool = False) -> Iterator[Encoded]:
        self.given += texts
        return super().passages(texts, progress=progress)


def same(one: dict[Text, Made], other: dict[Text, Made]) -> bool:
    pairs = [(one[text], other[text]) for text in one.keys() | other.keys()]
    return all(
        np.array_equal(left.vector, right.vector) and np.array_equal(left.tokens, right.tokens) for left, right in pairs
    )


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
def test_several_processes_make_what_one_makes(tmp_path: Path) -> None:
    one = encode_texts(TEXTS, HashEncoder(), Unfinished(tmp_path / "one", "hash"))
    encoder = Counting()
    many = encode_texts(TEXTS, encoder, Unfinished(tmp_path / "many", "hash"), processes=3)
    assert same(one, many)
    assert encoder.given == []  # the others did it


def test_what_was_made_is_not_made_again_unless_by_another_encoder(tmp_path: Path) -> None:
    first = encode_texts(TEXTS[:100], HashEncoder(), Unfinished(tmp_path, "hash"))
    encoder = Counting()
    again = encode_texts(TEXTS[:120], encoder, Unfinished(tmp_path, "hash"))
    assert same(first, {text: again[text] for text in first})
    assert set(encoder.given) <= {text.text for text in TEXTS[100:120]}
    other = Counting()
    encode_texts(TEXTS[:100], other, Unfinished(tmp_path, "another"))
    assert len(other.given) == sum(text.whole for text in TEXTS[:100])


def test_a_file_that_is_not_whole_counts_as_none(tmp_path: Path) -> None:
    before = encode_texts(TEXTS[:100], HashEncoder(), Unfinished(tmp_path, "hash"))
    files = sorted((tmp_path / FOLDER).rglob("*.npz"))
    for path, size in zip(files, (0, 100, 5000), strict=False):
        path.write_bytes(path.read_bytes()[:size])
    assert same(before, encode_texts(TEXTS[:100], HashEncoder(), Unfinished(tmp_path, "hash")))


def test_a_file_with_a_wrong_byte_counts_as_none_or_is_as_it_was(tmp_path: Path) -> None:
    before = encode_texts(TEXTS[:2], HashEncoder(8), Unfinished(tmp_path, "hash"))
    (path,) = (tmp_path / FOLDER).rglob("*.npz")
    data = path.read_bytes()
    for at in (*range(0, len(data), 7), *range(data.index(b"PK\x01\x02"), len(data))):  # all of the archive's directory
        damaged = bytearray(data)
        damaged[at] ^= 0xFF
        path.write_bytes(damaged)
        found = dict(Unfinished(tmp_path, "hash").read())
        assert same({text: before[text] for text in found}, found), at


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param({"whole": [True, False]}, id="fewer-vectors-than-texts"),
        pytest.param({"text_starts": 0}, id="no-list"),
        pytest.param({}, id="nothing"),
    ],
)
def test_arrays_that_do_not_fit_each_other_count_as_none(tmp_path: Path, kept: dict[str, object]) -> None:
    encode_texts(TEXTS[:1], HashEncoder(), Unfinished(tmp_path, "hash"))
    (path,) = (tmp_path / FOLDER).rglob("*.npz")
    texts = {"texts": np.zeros(4, np.uint8), "text_starts": [0, 1, 2], "token_starts": [0, 0, 0], "tokens": [[0]]}
    np.savez(
        path, allow_pickle=False, **{name: np.array(of) for name, of in ({**texts, "vectors": [[0]]} | kept).items()}
    )
    assert Unfinished(tmp_path, "hash").read() == {}


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    encode_texts(TEXTS[:1], HashEncoder(), Unfinished(tmp_path, "hash"))
    (path,) = (tmp_path / FOLDER).rglob("*.npz")
    path.with_name("backup.npz").write_bytes(path.read_bytes())
    assert len(Unfinished(tmp_path, "hash").read()) == 1


class Dying(HashEncoder):
    """Is killed at one of the texts, in another process than the one that made it."""

    def __init__(self) -> None:
        super().__init__()
        self.maker = os.getpid()

    def passages(self, texts: Sequence[str], *, progress: bool = False) -> Iterator[Encoded]:
        if min(map(len, texts)) == min(len(text.text) for text in TEXTS) and os.getpid() != self.maker:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().passages(texts, progress=progress)


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
def test_where_a_process_is_killed_the_error_says_that_what_was_encoded_is_kept(tmp_path: Path) -> None:
    with pytest.raises(BuildKilled, match=r"was killed, .* build again: what was encoded is kept\."):
        encode_texts(TEXTS, Dying(), Unfinished(tmp_path, "hash"), processes=2)
    assert Unfinished(tmp_path, "hash").read()


SLOW = """
import sys, time
from pathlib import Path
from index.build import build
from index.encoders.hash import HashEncoder

class Slow(HashEncoder):
    def passages(self, texts, *, progress=False):
        time.sleep(float(sys.argv[3]))
        return super().passages(texts, progress=progress)

print(build(Path(sys.argv[1]), Path(sys.argv[2]), Slow(), default_facets=Path(sys.argv[4]), processes=2).encoded)
"""


def slow(folder: Path, seconds: float) -> list[str]:
    """The command that builds an index of so many sections that two processes encode them."""
    sections = (f"## Как сделать дело номер {number}?\n\nОтвет {number}.\n" for number in range(FEW))
    (folder / "page-faq.md").write_text("\n".join(sections), encoding="utf-8")
    paths = (str(folder / "page-faq.md"), str(folder / "index"), str(seconds), str(FAQ / "facets.toml"))
    return [sys.executable, "-c", SLOW, *paths]


def encoding(builder: int) -> list[str]:
    """The processes that a builder has started."""
    return Path(f"/proc/{builder}/task/{builder}/children").read_text(encoding="ascii").split()


def wait(until: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
def test_a_build_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    index = tmp_path / "index"
    with subprocess.Popen(slow(tmp_path, 0.2), cwd=ROOT) as killed:
        wait(lambda: len(list((index / FOLDER).rglob("*.npz"))) >= 4)
        processes = encoding(killed.pid)
        assert len(processes) == 2
        os.kill(killed.pid, signal.SIGKILL)
    wait(lambda: not any(Path(f"/proc/{process}").exists() for process in processes))  # they end with it
    with pytest.raises(NoIndex):
        load(index, open_bundle)
    assert sum(path.stat().st_size for path in (index / FOLDER).rglob("*.npz"))
    subprocess.run(slow(tmp_path, 0), cwd=ROOT, check=True)
    assert not (index / FOLDER).exists()
    assert len(load(index, open_bundle).sections) == FEW


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
def test_ctrl_c_ends_a_build_at_once_whatever_its_processes_are_at(tmp_path: Path) -> None:
    with subprocess.Popen(slow(tmp_path, 600), cwd=ROOT, start_new_session=True, stderr=subprocess.PIPE) as stopped:
        wait(lambda: len(encoding(stopped.pid)) == 2)
        time.sleep(1)  # by then they are at work
        os.killpg(stopped.pid, signal.SIGINT)
        try:
            _, said = stopped.communicate(timeout=PATIENCE)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(stopped.pid, signal.SIGKILL)
    assert said.count(b"Traceback") == 1  # of the builder alone: nothing caught it
    assert b"KeyboardInterrupt" in said
