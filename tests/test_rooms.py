"""Which room may import which, and in which order the folders of a room stand.

``ingest ← index ← traffic ← (server, eval)``; server and eval never meet, and no room imports the command line `otvet`.
All imports count, those inside functions and under ``TYPE_CHECKING`` too.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.import_graph import ROOT, chains, import_graph

MAY_IMPORT = {
    "ingest": {"ingest"},
    "index": {"ingest", "index"},
    "lint": {"ingest", "index", "lint"},
    "llm": {"ingest", "index", "llm"},
    "traffic": {"ingest", "index", "traffic"},
    "server": {"ingest", "index", "traffic", "server"},
    "eval": {"ingest", "index", "traffic", "eval"},
    "proposals": {"ingest", "index", "llm", "traffic", "eval", "proposals"},
    "init": {"ingest", "index", "eval", "init"},
    "tune": {"ingest", "index", "eval", "tune"},
    "otvet": {"ingest", "index", "lint", "llm", "traffic", "server", "eval", "proposals", "init", "tune", "otvet"},
}
ORDER = {
    "ingest": ["content", "markdown", "scope", "render"],
    "index": ["analysis", "query", "bundled_model", "encoders", "storage", "engines", "ranking", "letter"],
    "lint": ["checks"],
    "server": ["middleware", "api", "wsgi", "markdown", "owners", "pages", "mcp"],
    "eval": ["leaks", "labels", "statistics", "report", "bench"],
    "otvet": ["commands"],
}
"""Room → its folders. What a folder imports, itself or through other modules, stands before it in this list."""

MOST_MODULES = 20
"""In a folder, so that a reader takes it in at a glance."""

GRAPH = import_graph(tuple(MAY_IMPORT))
FOLDERS = sorted({path.parent for room in (*MAY_IMPORT, "tests") for path in (ROOT / room).rglob("*.py")})
PACKAGES = [path for path in FOLDERS if not path.is_relative_to(ROOT / "tests")]
SLOW_TO_IMPORT = {"faiss", "flask", "numpy", "onnxruntime", "pydantic", "scipy", "tantivy"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def folder(module: str) -> str:
    """``query`` for ``index.query.repair``; empty for a module that stands directly in its room."""
    return module.split(".")[1] if module.count(".") > 1 else ""


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_point_down(room: str) -> None:
    modules = [module for module in GRAPH if module.split(".")[0] == room]
    assert modules
    for module in modules:
        upward = {each for each in GRAPH[module] if each.split(".")[0] not in MAY_IMPORT[room]}
        assert not upward, f"{module} imports {upward}"


@pytest.mark.parametrize("room", ORDER)
def test_the_folders_of_a_room_stand_in_their_order(room: str) -> None:
    order = ORDER[room]
    assert sorted(order) == sorted(path.parent.name for path in (ROOT / room).glob("*/__init__.py"))
    for module in GRAPH:
        if module.startswith(f"{room}.") and folder(module):
            later = order[order.index(folder(module)) + 1 :]
            for reached, chain in chains(GRAPH, module).items():
                upward = reached.startswith(f"{room}.") and folder(reached) in later
                assert not upward, f"{room}/{folder(module)} stands before {folder(reached)}: {' → '.join(chain)}"


def test_no_module_imports_itself_through_others() -> None:
    for module in GRAPH:
        circle = chains(GRAPH, module).get(module, ())
        assert not circle, " → ".join(circle)


@pytest.mark.parametrize("path", FOLDERS, ids=name)
def test_a_folder_can_be_taken_in_at_a_glance(path: Path) -> None:
    assert len([module for module in path.glob("*.py") if module.name != "__init__.py"]) <= MOST_MODULES


@pytest.mark.parametrize("path", PACKAGES, ids=name)
def test_a_package_says_in_one_line_what_it_is(path: Path) -> None:
    (line,) = (path / "__init__.py").read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r'""".+\."""', line)


@pytest.mark.parametrize("room", ["ingest", "index", "lint", "llm", "traffic", "server"])
def test_what_serves_needs_no_package_of_an_extra_for_measuring(room: str) -> None:
    imported = re.compile(r"^\s*(?:from|import) (scipy|ir_measures|onnx)\b", re.MULTILINE)
    found = {name(path): imported.findall(path.read_text(encoding="utf-8")) for path in (ROOT / room).rglob("*.py")}
    assert not {path: packages for path, packages in found.items() if packages}


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_no_library_that_is_slow_to_import(option: str) -> None:
    script = (
        "import runpy, sys; sys.argv[0] = 'otvet'\n"
        "try: runpy.run_module('otvet', run_name='__main__')\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        f"print(*sorted({SLOW_TO_IMPORT} & sys.modules.keys()), sep=',', file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", script, option], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "otvet" in ran.stdout.lower()
    assert ran.stderr.strip() == ""


def test_what_answers_loads_nothing_that_only_builds() -> None:
    for_building = {"faiss", "filelock", "index.build", "ingest.page", "llm.judge", "tomli_w", "tqdm", "yaml"}
    script = (
        "import sys, otvet.wiring, server.app, index.autocomplete, index.encoders.onnx, server.wsgi.waitress_server\n"
        f"print(*sorted({for_building} & sys.modules.keys()))"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""
