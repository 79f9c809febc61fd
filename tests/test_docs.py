"""What the docs name exists: files, commands with their options, modules, environment variables."""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from otvet.main import main

ROOT = Path(__file__).parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "eval/questions/README.md"])
ROOMS = "ingest|index|lint|llm|traffic|server|eval|proposals|init|tune|otvet|tests|faq"
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)")
PATH = re.compile(rf"`((?:{ROOMS})/[\w./-]*)`")
COMMAND = re.compile(r"\botvet ([a-z]+[^`\n#|&]*)")
MODULE = re.compile(r"\bpython -m ([\w.]+)")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
VARIABLE = re.compile(r"\bOTVET_[A-Z_]+\b")

every_doc = pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.relative_to(ROOT).as_posix())


@every_doc
def test_every_link_and_path_leads_to_a_file(doc: Path) -> None:
    text = doc.read_text(encoding="utf-8")
    named = {doc.parent / link for link in LINK.findall(text)} | {ROOT / path for path in PATH.findall(text)}
    assert not {str(path) for path in named if not path.exists()}


@every_doc
def test_every_command_and_its_options_exist(doc: Path) -> None:
    assert not [line for line in COMMAND.findall(doc.read_text(encoding="utf-8")) if list(unknown(line))]


def unknown(line: str) -> Iterator[str]:
    """The words of ``index docs/faq --out DIR`` that are no command and no option of it."""
    command: click.Command = main
    words = line.split()
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.commands.get(words[0].strip(".,:;()"))
        if found is None:
            yield words[0]
            return
        command, words = found, words[1:]
    options = {name for parameter in command.params for name in parameter.opts}
    yield from set(re.findall(r"--[a-z][a-z-]*", " ".join(words))) - options - {"--help"}


@pytest.mark.parametrize("line", ["serv", "tune encodr", "index docs/faq --outt DIR", "tune encoder --region moscow"])
def test_a_command_that_does_not_exist_is_noticed(line: str) -> None:
    assert list(unknown(line))


@every_doc
def test_every_test_that_is_named_exists(doc: Path) -> None:
    assert not list(missing_tests(doc.read_text(encoding="utf-8")))


def missing_tests(text: str) -> Iterator[str]:
    """The named tests, such as ``tests/test_docs.py::test_…``, that are not there."""
    for file, name in TEST.findall(text):
        path = ROOT / file
        if not path.exists() or not re.search(rf"^def {name}\(", path.read_text(encoding="utf-8"), re.MULTILINE):
            yield f"{file}::{name}"


def test_a_test_that_does_not_exist_is_noticed() -> None:
    assert list(missing_tests("`tests/test_docs.py::test_nothing` `tests/test_doc.py::test_x`")) == [
        "tests/test_docs.py::test_nothing",
        "tests/test_doc.py::test_x",
    ]


def test_the_security_requirements_name_their_tests() -> None:
    assert len(TEST.findall((ROOT / "docs/security.md").read_text(encoding="utf-8"))) > 40


@every_doc
def test_every_module_exists(doc: Path) -> None:
    modules = set(MODULE.findall(doc.read_text(encoding="utf-8")))
    assert not {module for module in modules if find_spec(module) is None}


@every_doc
def test_nothing_tells_to_install_a_package_that_is_not_published(doc: Path) -> None:
    assert not re.search(r"pip install\b[^\n]*\botvet\b", doc.read_text(encoding="utf-8"))


def test_no_message_tells_to_install_it_either() -> None:
    code = [path for room in ROOMS.split("|") if room != "tests" for path in (ROOT / room).rglob("*.py")]
    assert not [path for path in code if re.search(r"pip install\b[^\n]*\botvet\b", path.read_text(encoding="utf-8"))]


def test_every_environment_variable_is_documented_and_no_other() -> None:
    code = (path for room in ROOMS.split("|") if room != "tests" for path in (ROOT / room).rglob("*.py"))
    read = {name for path in code for name in VARIABLE.findall(path.read_text(encoding="utf-8"))}
    assert set(VARIABLE.findall((ROOT / "docs/configuration.md").read_text(encoding="utf-8"))) == read
