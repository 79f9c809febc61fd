import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from eval.bench.peers.compare import PROCESS, Figures, alternates, measured, sections, table
from eval.bench.peers.process import SYSTEMS
from eval.labels.question_file import Label, Question
from index.passages import Passage
from index.storage.bundle import Bundle
from tests.index.engines.contents import built

STAND_IN = """#!{python}
import json, sys
job = json.load(sys.stdin)
assert job["system"] == "txtai" and job["questions"][1:] == ["q1", "q2"], job
ids = [name for name, _ in job["documents"]]
print("a line of a progress bar")
if job["step"] == "build":
    print(json.dumps({{"cpu_s": 3.0}}))
else:
    ranked = [[ids[1], ids[1] + "\\t7", ids[1] + "\\t8", ids[0] + "\\t9"], ids[5:7]]
    print(json.dumps({{"cold_cpu_s": 2.0, "ms": [10.0, 20.0], "ranked": ranked, "memory_mb": 900.0, "version": "9.1"}}))
"""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return built(tmp_path_factory.mktemp("index"))


def test_a_peer_is_measured_in_its_own_environment(bundle: Bundle, tmp_path: Path) -> None:
    python, first = tmp_path / "python", bundle.sections[0]
    python.write_text(STAND_IN.format(python=sys.executable), encoding="utf-8")
    python.chmod(0o755)
    label = Label(first.page, first.title)
    asked = [Question(id=name, query=name, region=None, type="paraphrase", expect=(label,)) for name in ("q1", "q2")]
    job = {"documents": [(one.id, one.title) for one in bundle.sections], "k": 10}
    found = measured("txtai", str(python), job, asked, bundle)
    assert found == Figures("txtai", 0.0, 0.5, 15.0, found.p95_ms, 900.0, 3.0, 2.0, "9.1")


def test_a_recorded_wording_is_a_document_that_finds_its_section(bundle: Bundle) -> None:
    wordings = [Passage(1, "alternate", text, ()) for text in ("Как поменять карту?", "Можно другой картой?")]
    documents, more = sections(bundle), alternates(replace(bundle, passages=[*bundle.passages, *wordings]))
    assert [text for _, text in more] == ["Как поменять карту?", "Можно другой картой?"]
    assert {name.partition("\t")[0] for name, _ in more} == {bundle.sections[1].id} <= {name for name, _ in documents}
    assert len({name for name, _ in (*documents, *more)}) == len(documents) + 2


def test_a_peer_that_is_not_installed_is_named(bundle: Bundle, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'No module named txtai' >&2; exit 1\n", encoding="utf-8")
    python.chmod(0o755)
    with pytest.raises(SystemExit, match=r"txtai with .*: build failed:\nNo module named txtai"):
        measured("txtai", str(python), {"documents": [], "k": 10}, [], bundle)


def test_the_process_of_a_peer_needs_the_standard_library_alone() -> None:
    code = f"import runpy, sys; runpy.run_path({str(PROCESS)!r}); print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"numpy", "index", "click"} & set(json.loads(loaded.replace("'", '"')))


def test_the_table_has_a_row_a_system() -> None:
    figures = [Figures(name, 0.9, 1.0, 1.0, 2.0, 200.0, 3.0, 4.0, "1") for name in SYSTEMS]
    rows = table(figures, 100, 13).splitlines()[-len(SYSTEMS) :]
    assert [row.split(" | ")[0].strip("| ") for row in rows] == [f"{name} 1" for name in SYSTEMS]
