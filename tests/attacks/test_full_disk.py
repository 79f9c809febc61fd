"""The disk is full while an index is built: the one before answers on, and nothing half-written stays."""

import subprocess
import sys
from pathlib import Path

import pytest

from index.build import build
from index.encoders.hash import HashEncoder
from index.result import Query
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load
from otvet.bundled import FAQ

ROOT = Path(__file__).parents[2]
BUILD = """
import resource, signal, sys
from otvet.main import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))
main(["index", sys.argv[1], "--out", sys.argv[2], "--encoder", "hash"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
@pytest.mark.parametrize("most", [0, 1, 300, 4096, 20_000])
def test_a_build_without_room_leaves_the_index_before(tmp_path: Path, most: int) -> None:
    page, folder, encoder = tmp_path / "pages" / "pay.md", tmp_path / "index", HashEncoder()
    page.parent.mkdir()
    page.write_text("## Как оплатить счет?\n\nПереводом.\n", encoding="utf-8")
    build(page, folder, encoder, default_facets=FAQ / "facets.toml")
    before = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    page.write_text("## Как оплатить счет?\n\n" + "Картой. " * 4000, encoding="utf-8")

    ended = subprocess.run(
        [sys.executable, "-c", BUILD.format(most=most), str(page.parent), str(folder)],
        capture_output=True, text=True, cwd=ROOT, timeout=120,
    )  # fmt: skip
    assert ended.returncode == 1, ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stderr.splitlines()[-1].startswith("Error: ")
    after = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {path: data for path, data in after.items() if path.suffix != ".lock"} == {
        path: data for path, data in before.items() if path.suffix != ".lock"
    }
    result = Searcher(load(folder, open_bundle), encoder)(Query("Как оплатить счет?", {}))
    assert result.answers[0].text == "Переводом."
