"""Which room may import which: ``ingest ← index ← traffic ← (server, eval)``; server and eval never meet."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = "ingest|index|lint|traffic|server|eval|proposals|init|otvet|tests|tune"
IMPORT = re.compile(rf"^\s*(?:from|import) ({ROOMS})\b", re.MULTILINE)
MAY_IMPORT = {
    "ingest": {"ingest"},
    "index": {"ingest", "index"},
    "lint": {"ingest", "index", "lint"},
    "traffic": {"ingest", "index", "traffic"},
    "server": {"ingest", "index", "traffic", "server"},
    "eval": {"ingest", "index", "traffic", "eval"},
    "proposals": {"ingest", "index", "traffic", "eval", "proposals"},
    "init": {"ingest", "index", "eval", "init"},
    "tune": {"ingest", "index", "eval", "tune"},
}


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_point_down(room: str) -> None:
    paths = list((ROOT / room).rglob("*.py"))
    assert paths
    for path in paths:
        upward = set(IMPORT.findall(path.read_text(encoding="utf-8"))) - MAY_IMPORT[room]
        assert not upward, f"{path.relative_to(ROOT)} imports {upward}"


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_says_in_one_line_what_it_is(room: str) -> None:
    (line,) = (ROOT / room / "__init__.py").read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r'""".+\."""', line)
