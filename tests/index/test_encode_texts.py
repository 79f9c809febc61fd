"""Texts are encoded by any number of processes alike, and a killed build goes on where it was."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.encode_texts import FEW, encode_texts
from index.encoders.hash import HashEncoder
from index.encoders.protocol import Encoded
from index.errors import NoIndex
from index.storage.bundle import open_bundle
from index.storage.encoded import FOLDER, Made, Text, Unfinished
from index.storage.generations import load
from tests.conftest import FAQ

ROOT = Path(__file__).parents[2]
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


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
def test_a_build_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    sections = (f"## Как сделать дело номер {number}?\n\nОтвет {number}.\n" for number in range(FEW))
    (tmp_path / "page-faq.md").write_text("\n".join(sections), encoding="utf-8")
    index = tmp_path / "index"

    def command(seconds: float) -> list[str]:
        paths = (str(tmp_path / "page-faq.md"), str(index), str(seconds), str(FAQ / "facets.toml"))
        return [sys.executable, "-c", SLOW, *paths]

    with subprocess.Popen(command(0.2), cwd=ROOT) as killed:
        while len(list((index / FOLDER).rglob("*.npz"))) < 4:
            assert killed.poll() is None
            time.sleep(0.05)
        encoding = Path(f"/proc/{killed.pid}/task/{killed.pid}/children").read_text(encoding="ascii").split()
        assert len(encoding) == 2
        os.kill(killed.pid, signal.SIGKILL)
    until = time.monotonic() + 20
    while any(Path(f"/proc/{process}").exists() for process in encoding):  # they end with it
        assert time.monotonic() < until
        time.sleep(0.05)
    with pytest.raises(NoIndex):
        load(index, open_bundle)
    kept = sum(path.stat().st_size for path in (index / FOLDER).rglob("*.npz"))
    assert kept
    subprocess.run(command(0), cwd=ROOT, check=True)
    assert not (index / FOLDER).exists()
    assert len(load(index, open_bundle).sections) == FEW
