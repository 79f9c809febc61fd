"""The first hour: from a folder of somebody's pages to a served, scoped and linted FAQ, with the commands alone."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from tests.conftest import FAQ

PAGES = Path(__file__).parent / "first_hour"
ROOT = FAQ.parent


def otvet(*arguments: object, expect: int = 0) -> str:
    """What a command says, on both outputs."""
    command = [sys.executable, "-m", "otvet", *map(str, arguments)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == expect, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


@contextmanager
def serving(index: Path) -> Iterator[str]:
    """Address of `otvet serve`."""
    command = [sys.executable, "-m", "otvet", "serve", "--index", str(index), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        said = ""
        while not (found := re.search(r"http://[\d.:]+/", said)):
            line = process.stderr.readline()
            assert line, said
            said += line
        try:
            yield found[0]
        finally:
            process.terminate()
            process.stderr.read()


def got(address: str, path: str) -> str:
    with urlopen(address + path, timeout=60) as response:
        text: str = response.read().decode()
        return text


@pytest.mark.parametrize(
    ("name", "facet", "question", "said"),
    [
        pytest.param(
            "couriers",
            "Заказ",
            "Сколько стоит доставка?",
            {"kurer": "290 рублей", "samovyvoz": "из любого пункта"},
            id="couriers",
        ),
        pytest.param(
            "clinic",
            "Филиал",
            "Где принимает терапевт?",
            {"filial-lesnoy": "21-12-12", "filial-rechnoy": "34-34-05"},
            id="clinic",
        ),
        pytest.param(
            "university",
            "Форма",
            "Как перенести экзамен?",
            {"ochnaya-forma": "кабинет 214", "zaochnaya-forma": "zaochno@universitet.ru"},
            id="university",
        ),
    ],
)
def test_from_a_folder_of_pages_to_a_served_faq(
    tmp_path: Path, name: str, facet: str, question: str, said: dict[str, str]
) -> None:
    content, index = tmp_path / "faq", tmp_path / "index"
    shutil.copytree(PAGES / name, content)
    begun = otvet("init", content, "--out", index)
    assert "each read as a facet" in begun
    drafted = (content / "facets.toml").read_text(encoding="utf-8")
    (of,) = re.findall(rf'^\[(\w+)\]\nlabel = {{ ru = "{facet}" }}', drafted, re.MULTILINE)
    otvet("lint", content)

    # An edit by hand, as the guide tells: the facet gets a better name.
    (content / "facets.toml").write_text(drafted.replace(f'ru = "{facet}"', 'ru = "Ваш вариант"'), encoding="utf-8")
    otvet("index", content, "--out", index)
    otvet("eval", content / "questions.jsonl", "--index", index, "--json", tmp_path / "before.json")
    with serving(index) as address:
        page = got(address, f"?q={quote(question)}")
        assert "Ваш вариант" in page
        for value, text in said.items():
            found: Any = json.loads(got(address, f"api/v1/search?q={quote(question)}&{of}={value}"))
            answer = found["answers"][0]
            assert answer["section"] == question
            others = [other for one, other in said.items() if one != value]
            for form in ("text", "markdown", "html"):
                assert text in answer[form]
                assert not any(other in json.dumps(found, ensure_ascii=False) for other in others)
